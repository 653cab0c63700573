"""Who vouches for it: the label of a statement against the cues of its evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip
from briefing.checks.hedges import SAYS
from briefing.wording.bases import basis_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim

_MARKS = re.compile(r"[“”\"«»„]|‘[^’]+’")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")  # a letter that is set off without marks
# Labels that promise more than what the evidence is by its cues.
_MORE = {
    "unnamed_source": {"reported", "quoted", "background"},
    "forecast": {"reported", "background", "quoted"},
    "author_view": {"reported", "quoted"},
}


def check_basis(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where a statement is labelled as more than the cues of its evidence allow."""
    if claim.basis == "quoted" and not _MARKS.search(claim.evidence) and not _FIRST_PERSON.search(claim.evidence):
        yield Slip("basis", "its evidence quotes nobody")
        return
    if claim.basis == "quoted" and not any(basis_of(source.text) == "unnamed_source" for source in claim.sources):
        return  # somebody is quoted: by whom is a matter of the speaker
    held = [basis_of(source.text, attributed=bool(claim.party)) for source in claim.sources]
    if claim.party and SAYS.search(claim.evidence):
        held = ["reported" if basis in ("author_view", "forecast") else basis for basis in held]
    if held and all(claim.basis in _MORE.get(basis, ()) for basis in held):
        yield Slip("basis", f"it is told as {claim.basis}, and its evidence is {held[0]}")
