"""How a judgment words what is likely: by the US Intelligence Community Directive 203, or as a source's word.

ICD 203 (2015, D.6.e.2) has seven steps, from "almost no chance" over "roughly even chance" to "almost certain", keeps
likelihood apart from confidence, and does not combine the two in one sentence. Here confidence is computed by code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip
from briefing.checks.cues import SAYS
from briefing.wording.quoted import find_quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim

# Words that put no figure on anything, or another one than the directive's.
_VAGUE = re.compile(
    r"\b(?:(?-i:may)(?! \d)|might|could|possibl[ey]|possibility|perhaps|conceivabl[ey]|potentially|plausibl[ey]"
    r"|feasibl[ey]|doubtful|inevitabl[ey]|bound to|(?<!almost )(?<!nearly )certain to|(?:good|fair|real|slim) chance"
    r"|(?<!even )odds)\b",
    re.I,
)
_TERM = re.compile(
    r"\b(?:no chance|remote|(?:un)?likely|(?:im)?probabl[ey]|even (?:chance|odds)|(?:almost|nearly) certain(?:ly)?)\b",
    re.I,
)
_CONFIDENCE = re.compile(r"\b(?:(?:high|moderate|low|great|full|little) confidence|confident(?:ly)?)\b", re.I)
# Who foretells: a verb of expecting that has a subject, or a noun of whoever wrote it.
_EXPECTS = re.compile(
    r"\b(?:expects?|expected by|predicts?|predicted|forecasts?|foresees?|fears?|feared|estimates?|estimated|thinks?"
    r"|believes?|doubts?|sees|reckons?|projects|author|analysis|view)\b",
    re.I,
)


def check_likelihood(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each way in which a judgment words likelihood wrongly as its own, not as that of a source."""
    if SAYS.search(claim.text):
        return
    quoted = find_quoted(claim.text)

    def own(pattern: re.Pattern[str]) -> str | None:
        return next(
            (
                match.group()
                for match in pattern.finditer(claim.text)
                if not any(start <= match.start() < end for start, end in quoted)
            ),
            None,
        )

    vague, term, confidence = own(_VAGUE), own(_TERM), own(_CONFIDENCE)
    if vague:
        yield Slip("likelihood", f"“{vague}” says not how likely it is, and not who says so")
    if confidence and (vague or term):
        yield Slip("likelihood", f"“{confidence}” stands in one sentence with how likely it is")
    if term and _TERM.search(claim.evidence) and not _EXPECTS.search(claim.text):
        yield Slip("likelihood", f"“{term}” is its source's word, and it does not say whose")
