"""Who vouches for it: the label of a statement against the cues of its evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip
from briefing.checks.hedges import SAYS
from briefing.wording.bases import basis_of
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim
    from briefing.wording.bases import Basis

_MARKS = re.compile(r"[“”\"«»„]|‘[^’]+’")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")  # a letter that is set off without marks
_ASIDE = re.compile(r", (?:which|who|whose) [^,;]+,")
_HALVES = re.compile(r"[;—]|, (?:and|but|while|whereas|though)\b")
_LEAST_SHARED = 2  # content words
_OUTSIDE = 2  # of them, such as the name that the aside is about
# Labels that promise more than what the evidence is by its cues.
_MORE = {
    "unnamed_source": {"reported", "quoted", "background"},
    "forecast": {"reported", "background", "quoted"},
    "author_view": {"reported", "quoted"},
}


def modest_basis(claim: Claim) -> Basis | None:
    """The basis that the cues of the evidence allow where they allow no more than one; None where they differ."""
    held = {basis_of(source.text, attributed=bool(claim.party)) for source in claim.sources}
    return held.pop() if len(held) == 1 else None


def _aside(claim: Claim, sentence: str) -> str:
    """A sentence, or a part of it (", which brings in most containers,") with all that a statement shares with it.

    An aside is the author's, whoever says what stands around it, and so may one half of a sentence be.
    """
    words = set(content_words(claim.text))
    shared = words & set(content_words(sentence))
    parts = [*(match.group() for match in _ASIDE.finditer(sentence)), *_HALVES.split(sentence)]
    return next((part for part in parts if _most(shared, set(content_words(part)))), sentence)


def _most(shared: set[str], aside: set[str]) -> bool:
    return len(shared & aside) >= _LEAST_SHARED and len(shared - aside) <= _OUTSIDE


def keeps_doubt(claim: Claim) -> bool:
    """Whether a statement is worded as a forecast: then only its label is wrong."""
    return basis_of(claim.text) == "forecast"


def check_basis(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where a statement is labelled as more than the cues of its evidence allow."""
    if claim.basis == "quoted" and not _MARKS.search(claim.evidence) and not _FIRST_PERSON.search(claim.evidence):
        yield Slip("basis", "its evidence quotes nobody")
        return
    if claim.basis == "quoted" and not any(basis_of(source.text) == "unnamed_source" for source in claim.sources):
        return  # somebody is quoted: by whom is a matter of the speaker
    held = [basis_of(_aside(claim, source.text), attributed=bool(claim.party)) for source in claim.sources]
    if claim.party and SAYS.search(claim.evidence):
        held = ["reported" if basis in ("author_view", "forecast") else basis for basis in held]
    if held and all(claim.basis in _MORE.get(basis, ()) for basis in held):
        yield Slip("basis", f"it is told as {claim.basis}, and its evidence is {held[0]}")
