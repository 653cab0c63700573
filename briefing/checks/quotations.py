"""Words in quotation marks: they must stand in the evidence, and so must whoever is said to have said them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip
from briefing.wording.quoted import find_quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim

_LEFT_OUT = re.compile(r"…|\.\.\.|\[[^\[\]]{0,200}\]")
_NO_LETTER = re.compile(r"[^\w%$€£]+")


def check_quotations(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each quotation that the evidence does not hold word for word, marks and capitals aside."""
    held = _bare(claim.evidence)
    for start, end in find_quoted(claim.text):
        parts = map(_bare, _LEFT_OUT.split(claim.text[start:end]))
        if any(part.strip() and part not in held for part in parts):
            yield Slip("quotation", f"“{claim.text[start:end]}” is not what its evidence says word for word")


def _bare(text: str) -> str:
    """A text as words between single spaces, one before and one behind."""
    return f" {_NO_LETTER.sub(' ', text.casefold()).strip()} "
