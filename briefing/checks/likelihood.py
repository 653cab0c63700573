"""How a judgment words what is likely: by the US Intelligence Community Directive 203, or as a source's word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip
from briefing.checks.hedges import SAYS
from briefing.wording.quoted import find_quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim

# Words that put no figure on anything; ICD 203 (2015, D.6.e.2.a) has seven terms from "almost no chance" to "almost
# certain", and none of these is among them.
_VAGUE = re.compile(
    r"\b(?:(?-i:may)(?! \d)|might|could|possibl[ey]|possibility|perhaps|conceivabl[ey]|potentially)\b", re.I
)


def check_likelihood(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where a judgment says "may" or the like as its own word, and not as that of a source it names."""
    if SAYS.search(claim.text):
        return
    quoted = find_quoted(claim.text)
    for match in _VAGUE.finditer(claim.text):
        if not any(start <= match.start() < end for start, end in quoted):
            yield Slip("likelihood", f"“{match.group()}” says not how likely it is, and not who says so")
            return
