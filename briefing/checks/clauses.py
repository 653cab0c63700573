"""Which part of its evidence a statement is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.checks.claim import Claim, Source

CLAUSES = re.compile(r"[;:—,]")
PHRASES = re.compile(r"[;:—,]| and (?!\d)| which | but ")
PARTS = re.compile(rf"{PHRASES.pattern}| that ")
# "How ambulances would get there": what is asked is not foretold.
OPEN_QUESTION = re.compile(
    r"(?<!, )\b(?:how|whether|(?<=said )who|what|when|where)\b[^,;.]{0,120}? (?:will|would|could|may|might)\b", re.I
)
# ", as the agreement is said to require": of nothing that stands before it.
AS_TOLD = re.compile(r", as (?:[^,.;]{1,40} )?(?:is|are|was|were) (?:\w+ )?to \w+(?=[,.;]|$)")
# ", which employs 1,600 people,": told beside the rest of a sentence.
RELATIVE = re.compile(r", (?:which|who|whose) (?:[^,;]|(?<=\d),(?=\d))+,(?!\d)")
_BY_THE_WAY = re.compile(
    r", (in (?:theory|principle|practice|turn|effect|part|time)|for (?:example|instance|now)|at least|however|though"
    r"|too|meanwhile|\w+ly),"
)
_MOST = 0.5  # of the words of a sentence: it is told whole
_DIGITS = re.compile(r"\d+")


def joined(text: str) -> str:
    """A text in which no comma parts what a word or two by the way only interrupt: "could, in theory, leave"."""
    return _BY_THE_WAY.sub(r" \1", text)


def nearest(claim: Claim) -> list[Source]:
    """What a statement is most about of all that it cites: the sentences that share most words with it."""
    words = set(content_words(claim.text))
    there = [set(content_words(source.text)) for source in claim.sources]
    shared = [(len(words & held), len(words & held) / (len(held) or 1) > _MOST) for held in there]
    return [source for source, number in zip(claim.sources, shared, strict=True) if number == max(shared)]


def aligned(said: str, parts: Sequence[str]) -> str:
    """The part of a sentence that shares most words and numbers with what is said."""
    words = _words(said)
    return max(parts, key=lambda part: len(words & _words(part)))


def _words(text: str) -> set[str]:
    return {*content_words(text), *_DIGITS.findall(text)}
