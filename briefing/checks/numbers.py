"""Numbers, units and calendar words: each in a statement must stand in its evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, is_english, tokens
from briefing.wording.dates import find_dates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from briefing.checks.claim import Claim
    from briefing.wording.dates import FoundDate

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_ONES)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
_ORDINALS += "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9, "dozen": 0}
_DOZEN = 12
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_ONE, _TEN = "|".join(_ONES), "|".join(_TENS)
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[$€£¥])?(?:"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<th>st|nd|rd|th)?"
    rf"|(?P<tens>{_TEN})(?:[- ](?P<one>{'|'.join(_ONES[1:10])}))?\b|(?P<word>{_ONE})\b"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS)})\b|(?P<a>\ban?)(?= (?:dozen|hundred|thousand|million|billion))"
    rf"|(?P<part>half|quarter)\b)(?:[ \u00a0-](?P<scale>{'|'.join(_SCALES)})\b)?",
    re.I,
)
_MEASURES = {
    word: name
    for name, words in {
        "second": "seconds",
        "minute": "minute minutes",
        "hour": "hour hours",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years",
        "percent": "percent percentage %",
        "point": "points",
        "metre": "metre metres meter meters",
        "kilometre": "kilometre kilometres kilometer kilometers km",
        "mile": "mile miles",
        "tonne": "tonne tonnes ton tons",
        "dollar": "dollar dollars $",
        "euro": "euro euros €",
        "pound": "pound pounds £",
        "yen": "yen ¥",
        "crown": "crown crowns",
        "florin": "florin florins",
        "franc": "franc francs",
        "rupee": "rupee rupees",
        "krona": "krona kronor krone kroner",
    }.items()
    for word in words.split()
}
_BEHIND = re.compile(r"\s?(?P<per>per cent\b|%)|[\s-](?P<word>[a-z]+)|", re.I)
_FLOOR = re.compile(r"\b(?:at least|no fewer than|no less than|more than|over|a minimum of)\s$", re.I)
_CEILING = re.compile(r"\b(?:up to|at most|no more than|less than|fewer than|a maximum of|under)\s$", re.I)
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CALENDAR = re.compile(rf"\b(?:{'|'.join((*_MONTHS, *_DAYS))})\b")
# Words that tell when or how often, each a family: one of it in the evidence allows the others.
_TIMES = (
    *({"spring"}, {"summer"}, {"autumn", "fall"}, {"winter"}),
    *({"daily"}, {"weekly", "week", "fortnight"}, {"monthly", "month"}, {"annual", "yearly", "year", "decade"}),
)
_FALL = re.compile(r"\b(?:this|last|next|in|by|since|until)(?: the)? fall\b(?! in\b| of\b| to\b)", re.I)
_DIGIT = re.compile(r"\d")
_IN_WORDS = {
    Decimal(2): {"both", "twice", "either", "neither", "pair", "couple", "half", "fortnight"},
    Decimal(12): {"dozen"},
    Decimal(10).normalize(): {"decade"},
}
_NEVER = frozenset(("never", "first"))
_RATE = re.compile(r"\b(?:a|per|each|every)\s(?P<unit>second|minute|hour|day|week|month|year)\b", re.I)
_PRONOUN_ONE = re.compile(
    r"(?:no|any|every|some|this|that|the|a|an|good|second|third|which|each|either|only|could|would|may|might|will)"
    r"[ -]$",
    re.I,
)
_ADVERB = re.compile(r"\s?(?:[,.;:!?]|$|and\b|or\b|but\b)")  # behind "first" where it is no number: "who came first"
_JOINTS = (" to ", "–", "-", " and ")  # of a range, whose scale stands behind its end: "9 to 12 million"


@dataclass(frozen=True, slots=True)
class _Number:
    value: Decimal
    ordinal: bool
    measure: str
    floor: bool
    ceiling: bool
    text: str


def check_numbers(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each number, unit and calendar word that the evidence does not hold; none but in English."""
    if not is_english(claim.text) or not is_english(claim.evidence):
        return
    held = [number for source in claim.sources for number in _numbers(source.text)]
    values = {(number.value, number.ordinal) for number in held} | _implied(claim)
    for number in _numbers(claim.text):
        if (number.value, number.ordinal) not in values and not _is_inverse(claim, number, values):
            yield Slip("number", f"“{number.text}” is no number of its evidence")
            continue
        same = [other for other in held if (other.value, other.ordinal) == (number.value, number.ordinal)]
        if number.measure and same and not any(other.measure in ("", number.measure) for other in same):
            yield Slip("number", f"“{number.text}” has another unit than in its evidence")
        elif same and all((number.floor and other.ceiling) or (number.ceiling and other.floor) for other in same):
            yield Slip("number", f"“{number.text}” is bounded from the other side in its evidence")
    yield from _dates(claim)
    yield from _calendar(claim)


def _is_inverse(claim: Claim, number: _Number, values: set[tuple[Decimal, bool]]) -> bool:
    """Whether "five times" tells "a fifth" the other way round."""
    return f"{number.text} times" in claim.text and (number.value, True) in values


@lru_cache(maxsize=256)  # several rules look at each sentence that a statement cites
def _numbers(text: str) -> tuple[_Number, ...]:
    return tuple(_find_numbers(text))


def _find_numbers(text: str) -> Iterator[_Number]:
    found = list(_NUMBER.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        if (match["word"] or "").lower() == "one" and _is_pronoun(text, match):
            continue
        if (match["ordinal"] or "").lower() == "first" and _ADVERB.match(text, match.end()):
            continue
        value, ordinal = _value(match)
        scale = (match["scale"] or "").lower()
        if not scale and following and following["scale"] and text[match.end() : following.start()] in _JOINTS:
            scale = following["scale"].lower()
        before = text[: match.start()]
        yield _Number(
            _scaled(value, scale),
            ordinal,
            _measure(text, match),
            _FLOOR.search(before) is not None,
            _CEILING.search(before) is not None,
            text[match.start() : match.end()].strip(),
        )


def _measure(text: str, match: re.Match[str]) -> str:
    """The unit that stands before or behind a number, where it is one that we know."""
    behind = _BEHIND.match(text, match.end())
    if behind is None:
        return ""
    if behind["per"] or text.startswith(" per cent", match.end()):
        return "percent"
    return _MEASURES.get(match["sign"] or "") or _MEASURES.get((behind["word"] or "").lower(), "")


def _value(match: re.Match[str]) -> tuple[Decimal, bool]:
    if match["digits"]:
        return Decimal(match["digits"].replace(",", "")), bool(match["th"])
    if match["tens"]:
        return Decimal(_VALUES[match["tens"].lower()] + _VALUES.get((match["one"] or "zero").lower(), 0)), False
    if match["word"]:
        return Decimal(_VALUES[match["word"].lower()]), False
    if match["ordinal"]:
        return Decimal(_ORDINALS.index(match["ordinal"].lower()) + 1), True
    if match["part"]:
        return _PARTS[match["part"].lower()], False
    return Decimal(1), False


def _scaled(value: Decimal, scale: str) -> Decimal:
    made = value * _DOZEN if scale == "dozen" else value.scaleb(_SCALES.get(scale, 0))
    return made.normalize()


def _is_pronoun(text: str, match: re.Match[str]) -> bool:
    """Whether "one" counts nothing: "no one", "the one that", "one of them"."""
    return not match["scale"] and (
        _PRONOUN_ONE.search(text, 0, match.start()) is not None
        or not re.match(r"\s(?:day|week|month|year|season|seat|vote|million|billion|lot)", text[match.end() :])
    )


def _implied(claim: Claim) -> set[tuple[Decimal, bool]]:
    """Numbers that the evidence holds in other words."""
    words = set(tokens(claim.evidence))
    values = {number.value for source in claim.sources for number in _numbers(source.text)}
    held = {value for value, cues in _IN_WORDS.items() if words & cues}
    fifty = Decimal(50).normalize()
    if values & {fifty, _PARTS["half"]}:
        held |= {fifty, _PARTS["half"]}
    for found, day in _days(claim):
        held.add(Decimal(day.year).normalize())
        if found.precision == "day":
            held.add(Decimal(day.day).normalize())
    first = {(Decimal(1), True)} if words & _NEVER else set()
    return {(value, False) for value in held} | first


def _days(claim: Claim) -> Iterator[tuple[FoundDate, dt.date]]:
    """Yields the dates of the evidence, resolved against those of its articles."""
    for source in claim.sources:
        for found in find_dates(source.text, source.published):
            for day in (found.first, found.last):
                if day is not None:
                    yield found, day


def _dates(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each day and month that the evidence does not hold, and for what is more exact than it."""
    dated = list(_days(claim))
    held = [day for _, day in dated]
    spans = [(found.first, found.last or found.first, found.as_written) for found, _ in dated if found.first]
    days = {(day.month, day.day) for day in held}
    months = {(day.year, day.month) for day in held}
    for found in find_dates(claim.text, claim.sources[0].published):
        first = found.first
        if first is None or not held:
            continue
        if found.precision == "day" and (first.month, first.day) not in days:
            yield Slip("number", f"“{found.as_written}” is no day of its evidence")
        elif found.precision == "month" and _DIGIT.search(found.as_written) and (first.year, first.month) not in months:
            yield Slip("number", f"“{found.as_written}” is no month of its evidence")
        elif found.precision != "day":
            last = found.last or first
            wider = [span for span in spans if span[0] <= first and last <= span[1]]
            if wider and not any(first <= span[0] and span[1] <= last for span in spans):
                yield Slip("number", f"“{found.as_written}” is more exact than “{wider[0][2]}” in its evidence")


def _calendar(claim: Claim) -> Iterator[Slip]:
    held = set(_CALENDAR.findall(claim.evidence))
    held |= {name for _, day in _days(claim) for name in (_MONTHS[day.month - 1], _DAYS[day.weekday()])}
    for word in dict.fromkeys(_CALENDAR.findall(claim.text)):
        if word not in held:
            yield Slip("number", f"“{word}” is no date of its evidence")
    there = set(tokens(claim.evidence)) | {token.rstrip("s") for token in tokens(claim.evidence)}
    rates = {match["unit"].lower() for match in _RATE.finditer(claim.text)}
    said = set(tokens(claim.text)) | rates
    if not _FALL.search(claim.text):
        said.discard("fall")
    for family in _TIMES:
        if said & family and not there & family:
            yield Slip("number", f"“{min(said & family)}” is no time of its evidence")
    for unit in sorted(rates - there - set().union(*_TIMES)):
        yield Slip("number", f"“a {unit}” is no rate of its evidence")
