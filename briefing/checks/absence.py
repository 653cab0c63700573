"""What is told as absent ("no reply yet"): only a source that says so can vouch for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim

_WHAT = (
    r"(?:responses?|repl(?:y|ies)|comments?|answers?|reactions?|decisions?|dates?|details?|figures?|evidence|agreement"
    r"|confirmation|denial|statements?|explanations?|information|timetable|plans?)"
)
_ABSENT = re.compile(
    rf"\bno (?:\w+ )?{_WHAT}\b"
    r"|\b(?:has|have|had|did|does|do|is|are|was|were)(?:n['’]t| not)(?: yet| so far)? "
    r"(?:respond|repl|comment|answer|react|sa(?:y|id)|disclos|publish|announc|confirm|decid|explain|set|known|clear|public)"
    r"|\b(?:nobody|no one|none of) (?:has|have|had|says?|said|knows?)\b|\bnot yet\b"
    r"|\b(?:remains?|is|are) (?:still )?(?:unknown|unclear|undisclosed|unanswered|undecided|unsettled)\b",
    re.I,
)
# What says in a source that something is not there, or leaves it open.
_SAYS_SO = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|yet|whether|if|unless|until|declin\w+|refus\w+|den(?:y|ies|ied)|withh\w+"
    r"|secret|un(?:known|clear|answered|disclosed|decided|settled|resolved|certain|able|specified|determined|confirmed|published)|silen\w+|open|pending|differ\w*|disput\w+|lack\w*|miss\w+|fail\w*|only|ask\w*|question\w*)\b"
    r"|n['’]t\b|\?",
    re.I,
)


def check_absence(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where a statement tells of something absent, and no word of its evidence says so."""
    found = _ABSENT.search(claim.text)
    if found is not None and not _SAYS_SO.search(claim.evidence):
        yield Slip("absence", f"its evidence does not say “{found.group()}”")
