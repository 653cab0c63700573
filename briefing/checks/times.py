"""Days, months and other times: each in a statement must stand in its evidence, and be no more exact than there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, tokens
from briefing.wording.dates import find_dates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from briefing.checks.claim import Claim
    from briefing.wording.dates import FoundDate

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CALENDAR = re.compile(rf"\b(?:{'|'.join((*_MONTHS, *_DAYS))})(?=s?\b)")  # "a Sunday ferry", "on Sundays"
# Words that tell when or how often, each a family: one of it in the evidence allows the others.
_TIMES = (
    *({"spring"}, {"summer"}, {"autumn", "fall"}, {"winter"}),
    *({"daily"}, {"weekly", "week", "fortnight"}, {"monthly", "month"}, {"annual", "yearly", "year", "decade"}),
)
_FALL = re.compile(r"\b(?:this|last|next|in|by|since|until)(?: the)? fall\b(?! in\b| of\b| to\b)", re.I)
# "The year when work starts", "the month of May" tell nothing that the date does not.
_NAMED_PERIOD = re.compile(r"\bthe (?:week|month|year) (?:when|in which|of)\b", re.I)
_DIGIT = re.compile(r"\d")
_RATE = re.compile(r"\b(?:a|per|each|every)\s(?P<unit>second|minute|hour|day|week|month|year)\b(?!-)", re.I)
_ADVERBS = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}


def check_times(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each date, calendar word and rate that the evidence does not hold."""
    yield from _dates(claim)
    yield from _calendar(claim)


def days_of(claim: Claim) -> Iterator[tuple[FoundDate, dt.date]]:
    """Yields the dates of the evidence, resolved against those of its articles."""
    for source in claim.sources:
        for found in find_dates(source.text, source.published):
            for day in (found.first, found.last):
                if day is not None:
                    yield found, day


def _dates(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each day and month that the evidence does not hold, and for what is more exact than it."""
    dated = list(days_of(claim))
    held = [day for _, day in dated]
    spans = [(found.first, found.last or found.first, found.as_written) for found, _ in dated if found.first]
    days = {(day.month, day.day) for day in held}
    months = {(day.year, day.month) for day in held}
    for found in find_dates(claim.text, claim.sources[0].published):
        first = found.first
        if first is None or not held:
            continue
        if found.precision == "day" and (first.month, first.day) not in days and not _is_weekday(found, claim):
            yield Slip("number", f"“{found.as_written}” is no day of its evidence")
        elif found.precision == "month" and _DIGIT.search(found.as_written) and (first.year, first.month) not in months:
            yield Slip("number", f"“{found.as_written}” is no month of its evidence")
        elif found.precision != "day":
            last = found.last or first
            wider = [span for span in spans if span[0] <= first and last <= span[1]]
            if wider and not any(first <= span[0] and span[1] <= last for span in spans):
                yield Slip("number", f"“{found.as_written}” is more exact than “{wider[0][2]}” in its evidence")


def _is_weekday(found: FoundDate, claim: Claim) -> bool:
    """Whether a date is told as "Thursday" alone, as its evidence tells it: of which week is left open then."""
    words = tokens(found.as_written)
    return bool(words) and words[0].capitalize() in _DAYS and words[0] in tokens(claim.evidence)


def _calendar(claim: Claim) -> Iterator[Slip]:
    held = set(_CALENDAR.findall(claim.evidence))
    held |= {name for _, day in days_of(claim) for name in (_MONTHS[day.month - 1], _DAYS[day.weekday()])}
    for word in dict.fromkeys(_CALENDAR.findall(claim.text)):
        if word not in held:
            yield Slip("number", f"“{word}” is no date of its evidence")
    there = set(tokens(claim.evidence)) | {token.rstrip("s") for token in tokens(claim.evidence)}
    there |= {_ADVERBS[unit] for unit in _rates(claim.evidence) & _ADVERBS.keys()}
    rates = _rates(claim.text)
    said = set(tokens(_NAMED_PERIOD.sub(" ", claim.text))) | rates
    if not _FALL.search(claim.text):
        said.discard("fall")
    for family in _TIMES:
        if said & family and not there & family:
            yield Slip("number", f"“{min(said & family)}” is no time of its evidence")
    for unit in sorted(rates - there - set().union(*_TIMES)):
        yield Slip("number", f"“a {unit}” is no rate of its evidence")


def _rates(text: str) -> set[str]:
    return {match["unit"].lower() for match in _RATE.finditer(text)}
