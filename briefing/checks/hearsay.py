"""What is only heard: that somebody unnamed says it, that somebody believes it or is suspected of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import tokens
from briefing.checks.clauses import AS_TOLD, CLAUSES, PHRASES, RELATIVE, aligned, joined, nearest
from briefing.checks.cues import OPEN, SAYS, UNCONFIRMED
from briefing.checks.forms import root
from briefing.wording.bases import basis_of
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from briefing.checks.claim import Claim

_HEARSAY = re.compile(
    r"\b(?:reported(?:ly)?|rumou?red|said to|officials?|sources?|persons?|people|lawyers|diplomats|insiders"
    r"|according to|indicates?|unnamed)\b",
    re.I,
)
_UNNAMED = "unnamed_source"
_THEY_SAY = re.compile(r"(?:They|He|She|The (?:person|people|official|officials)) (?:also )?(?:say|says|said|added)\b")
_BELIEVES = re.compile(
    r"\b(?:believes?|believed|thinks?|thought|fears?|feared|suspects?|suspected|claims?"
    r"|claimed(?! (?:from|by|back|under|for|on)\b)|argues?|argued|alleges?"
    r"|alleged|suggests?|suggested|insists?|insisted|maintains?|maintained|critics say|supporters say|opponents say)\b",
    re.I,
)
_REPORTEDLY = re.compile(r"\breportedly\b", re.I)
# "On suspicion of supplying" is not "for supplying".
_ACCUSED = re.compile(
    r"\b(?P<cue>on suspicion of|suspected of|accused of|charged with|alleged to have) (?:\w+ly )?(?P<act>\w+)", re.I
)
_ACCUSING = re.compile(
    r"\b(?:suspi\w+|suspect\w*|accus\w+|charg\w+|alleg\w+|claim\w*|fac(?:es?|ing)|whether|den\w+)\b", re.I
)


def lost_source(claim: Claim) -> str | None:
    """Whether it is told without a word that somebody unnamed says so."""
    if claim.party or SAYS.search(claim.text) or _HEARSAY.search(claim.text) or basis_of(claim.text) == _UNNAMED:
        return None
    if UNCONFIRMED.search(claim.text):
        return None
    for source in nearest(claim):
        whole = joined(AS_TOLD.sub("", source.text))
        text = RELATIVE.sub("", whole)
        parts = (*RELATIVE.findall(whole), *CLAUSES.split(text))
        near = text if text.startswith("According to") else aligned(claim.text, parts)
        told = _REPORTEDLY.search(text)
        if told and set(content_words(claim.text)).isdisjoint(content_words(text[told.end() :])):
            continue
        if _THEY_SAY.match(source.text) and any(basis_of(told) == _UNNAMED for told in source.before[-1:]):
            return "that an unnamed source says so is gone"
        if _UNNAMED in (basis_of(near), basis_of(text) if SAYS.search(near) else None):
            return "that an unnamed source says so is gone"
    return None


def lost_belief(claim: Claim) -> str | None:
    """Whether what somebody believes is told as if it were so."""
    if claim.party or SAYS.search(claim.text) or _HEARSAY.search(claim.text) or OPEN.search(claim.text):
        return None
    for source in nearest(claim):
        belief = _BELIEVES.search(aligned(claim.text, PHRASES.split(source.text)))
        if belief and not _BELIEVES.search(claim.text):
            return f"the “{belief.group().lower()}” of its evidence is gone"
    return None


def lost_suspicion(claim: Claim) -> str | None:
    """Whether what somebody is suspected of is told as what he did."""
    words = set(map(root, tokens(claim.text)))
    for match in () if _ACCUSING.search(claim.text) else _ACCUSED.finditer(claim.evidence):
        if root(match["act"]) in words:
            return f"the “{match['cue'].lower()}” of its evidence is gone"
    return None
