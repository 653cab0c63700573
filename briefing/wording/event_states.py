"""Whether something dated happened, is to happen, or was put off, as its sentence tells it. Made for English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from briefing.wording.dates import find_dates
from briefing.wording.words import clause_end, clause_start

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from briefing.wording.dates import FoundDate

State = Literal["happened", "scheduled", "expected", "postponed", "cancelled"]

_PUT_OFF = "put off|pushed back|delayed|adjourned"
_OFF = "called off|scrapped|abandoned"
_STATES: tuple[tuple[State, re.Pattern[str]], ...] = (
    ("cancelled", re.compile(rf"\b(?:cancel\w*|{_OFF})\b", re.I)),
    ("postponed", re.compile(rf"\b(?:postpon\w+|{_PUT_OFF})\b", re.I)),
    (
        "expected",
        re.compile(
            r"\b(?:expected|likely|hopes?|hoped|wants?|aims?|could|may|might|would|goal|threaten\w*|unless|if)\b", re.I
        ),
    ),
    (
        "scheduled",
        re.compile(
            r"\b(?:will|scheduled|due|is to|are to|to be|set for|planned|deadline|has until|opens?|begins?)\b", re.I
        ),
    ),
)
_BY = re.compile(r"\b(?:by|until|before) (?:the )?$", re.I)
_ON = re.compile(
    r"\b(?:begins?|opens?|starts?|open|due|scheduled|set|meets?|takes? place|is) (?:[a-z]+ ){0,2}?(?:on|for|in|by|at) (?:the )?$",
    re.I,
)
_WANTED = re.compile(r"\b(?:expected|likely|hoped)\b")
_DATE_BEFORE = re.compile(r"\d")
_RESET = re.compile(r"\b(?:to|now|until)\s+(?:\w+\s+){0,4}?$")
_SURE = re.compile(
    r"\b(?:scheduled|due|set for|planned|deadline|begins?|opens?|is to|will (?:meet|vote|rule|open|begin|hold|decide))\b",
    re.I,
)
_CALLED_OFF = re.compile(rf"\b(?:(?P<postponed>postponed|{_PUT_OFF})|cancell?ed|{_OFF})\b", re.I)
_UNDONE = re.compile(
    r"(?:that|this|it|the [\w-]+) (?:has|have|had|was|were|is)(?: since)?(?: now)?(?: been)? " + _CALLED_OFF.pattern,
    re.I,
)
_ASIDE = re.compile(r"\b(?:which|who|that(?= (?:was|were|has|have|had|is|are)))\b[^,;]*$", re.I)


def state_of(
    sentence: str,
    found: FoundDate,
    published: date | None,
    clause: tuple[int, int],
    *,
    following: str = "",
    forecast: bool = False,
) -> State:
    """What a sentence says of one of its dates.

    Args:
        sentence: that holds the date.
        found: the date.
        published: the article's date: what is dated before it and told without a cue happened.
        clause: first character of the clause of the date, and one past its last.
        following: the sentence behind it, which may take back what this one tells.
        forecast: whether the sentence foretells.
    """
    ahead = None if published is None or found.first is None else found.first > published
    state = _state(sentence, clause[0], found.start, clause[1], ahead=ahead)
    if state == "scheduled" and forecast and not _SURE.search(sentence[: found.start]):
        state = "expected"
    undone = _UNDONE.match(following)
    if undone and state in ("scheduled", "expected"):
        state = "postponed" if undone["postponed"] else "cancelled"
    return state


def denied_state(
    state: State, sentence: str, found: FoundDate, published: date | None, others: Sequence[str] = ()
) -> State | None:
    """What the evidence plainly says of a date in place of `state`; None where it leaves `state` standing.

    What is dated after the article has not happened; what the sentence of the only date says was put off or
    called off was; and nothing was that no sentence says so of.

    Args:
        state: as it is told.
        sentence: that holds the date.
        found: the date.
        published: the article's date.
        others: further evidence of the event.
    """
    span = (clause_start(sentence, found.start), clause_end(sentence, found.end))
    told = state_of(sentence, found, published, span)
    cues = list(_CALLED_OFF.finditer(sentence))
    if state in ("postponed", "cancelled"):
        undone = [pattern for kind, pattern in _STATES if kind in ("postponed", "cancelled")]
        return None if any(pattern.search(text) for pattern in undone for text in (sentence, *others)) else told
    if len(cues) == 1 and len(find_dates(sentence, published)) == 1 and not _ASIDE.search(sentence, 0, cues[0].start()):
        moved = cues[0].end() < found.start and _RESET.search(sentence[cues[0].end() : found.start])
        if not moved:
            return "postponed" if cues[0]["postponed"] else "cancelled"
    if state == "happened" and published and found.first and found.first > published:
        return "scheduled" if told == "happened" else told
    return None


def _state(sentence: str, start: int, at: int, end: int, *, ahead: bool | None) -> State:
    """What the clause `[start, end)` says of the date at `at`.

    `ahead` is whether the date lies after the article's own; None, where that is not known,
    leaves it to the words. A date that something is moved *to* is the new one; what is said of the first date of a
    sentence may be told behind it ("planned for 3 November, was cancelled").
    """
    clause = sentence[start:end]
    first = not _DATE_BEFORE.search(sentence[:at])
    for state, pattern in _STATES:
        undone = state in ("cancelled", "postponed")
        due = _ON.search(sentence[:at])
        if not undone and ahead is not False and due:
            return "expected" if _WANTED.search(due.group()) else "scheduled"
        base = 0 if undone and first else start
        found = pattern.search(sentence, base, len(sentence) if undone and first else end)
        if found is None:
            continue
        if state == "postponed" and found.end() < at and _RESET.search(sentence[found.end() : at]):
            return "scheduled"
        if not undone and ahead is False:
            continue
        return state
    return "scheduled" if ahead or _BY.search(clause[: at - start]) else "happened"
