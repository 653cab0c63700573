"""Numbers and units: each in a statement must stand in its evidence."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, tokens
from briefing.checks.figures import ONE, ONES, PARTS, VALUES, numbers_in, unscaled
from briefing.checks.pairings import check_pairings
from briefing.checks.times import check_times, days_of
from briefing.wording.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim
    from briefing.checks.figures import Number

_BOUNDED = re.compile(
    r"\b(?:up to|at (?:the )?most|as (?:many|much|high) as|maxim\w*|no more than|limit\w*|caps?|capped|ceiling|capacity"
    r"|under|within|less than|fewer than|below|or (?:less|fewer)|could|may|might|can)\b",
    re.I,
)
_ROUND = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|some|close to|just (?:over|under)|more than|less than|over"
    r"|under)(?: an?)? $",
    re.I,
)
_ABOVE = re.compile(r"\b(?:more than|over|just over) $", re.I)
_BELOW = re.compile(r"\b(?:less than|under|just under|nearly|almost|close to) $", re.I)
_ABOUT = Decimal("0.05")  # how far a number may be from the round one that it is told as about
_NEARLY = Decimal("0.2")  # the same where it is told as nearly, or as more
_LEAST_ROUNDED = 10
_CLOSE = Decimal("0.06")  # how far a share may be from the half or quarter that it is told as
_MOST_NUMBERS = 24  # that are looked at in pairs
_EXACT = Decimal("0.005")
_FRACTIONS = frozenset(map(Decimal, (3, 5, 10)))  # "a third", "a fifth", "a tenth"
_SHARE = re.compile(
    rf"\b(?P<part>\d{{1,4}}|{ONE}) (?:in|out of|of|of the|out of every|in every) "
    rf"(?P<whole>[1-9]\d{{0,3}}|{'|'.join(ONES[1:])})\b",
    re.I,
)
_DECADE = 10  # years
_MOST_HOURS = 1_000  # that anybody tells as days
_YEAR_END = re.compile(r"\b(?:end of|late) (?P<year>(?:19|20)\d\d)\b", re.I)
_IN_WORDS = {
    Decimal(2): {"both", "twice", "either", "neither", "pair", "couple", "half", "fortnight", "double", "doubled"},
    Decimal(3): {"triple", "tripled", "trebled"},
    Decimal("0.5"): {"halve", "halves", "halved"},
    Decimal(1): {"single", "sole"},
    Decimal(12): {"dozen"},
    Decimal(10).normalize(): {"decade"},
}
_NEVER = frozenset(("never", "first"))
_NONE = frozenset(("no", "not", "none"))  # "no such closure since 1998": it is the first


def check_numbers(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each number, unit and calendar word that the evidence does not hold."""
    if numbers_in(claim.text):
        yield from _not_held(claim)
        yield from check_pairings(claim)
    yield from check_times(claim)


def _not_held(claim: Claim) -> Iterator[Slip]:
    held = [number for source in claim.sources for number in numbers_in(source.text)]
    values = {(number.value, number.ordinal) for number in held} | _implied(claim)
    for number in numbers_in(claim.text):
        known = (number.value, number.ordinal) in values or (unscaled(number), False) in values
        if not (known or _is_inverse(claim, number, values) or _is_about(claim, number) or _is_decade(claim, number)):
            yield Slip("number", f"“{number.text}” is no number of its evidence")
            continue
        same = [other for other in held if (other.value, other.ordinal) == (number.value, number.ordinal)]
        if number.measure and same and not any(other.measure in ("", number.measure) for other in same):
            yield Slip("number", f"“{number.text}” has another unit than in its evidence")
        elif number.measure == "percent" and same and not any(other.measure for other in same):
            yield Slip("number", f"“{number.text}” is no share in its evidence")
        elif same and all((number.floor and other.ceiling) or (number.ceiling and other.floor) for other in same):
            yield Slip("number", f"“{number.text}” is bounded from the other side in its evidence")


def lost_bound(claim: Claim) -> str | None:
    """What is wrong where "40" is told for "up to 40" or "at least 40"; None where no bound is lost."""
    if _BOUNDED.search(claim.text):
        return None
    held = [number for source in claim.sources for number in numbers_in(source.text)]
    for number in numbers_in(claim.text):
        same = [other for other in held if (other.value, other.ordinal) == (number.value, number.ordinal)]
        if same and not number.floor and all(other.ceiling for other in same):
            return f"“{number.text}” is a bound in its evidence"
    return None


def _is_inverse(claim: Claim, number: Number, values: set[tuple[Decimal, bool]]) -> bool:
    """Whether "five times" tells "a fifth" the other way round."""
    return f"{number.text} times" in claim.text and (number.value, True) in values


def _implied(claim: Claim) -> set[tuple[Decimal, bool]]:
    """Numbers that the evidence holds in other words."""
    words = set(tokens(claim.evidence))
    values = {number.value for source in claim.sources for number in numbers_in(source.text)}
    held = {value for value, cues in _IN_WORDS.items() if words & cues}
    fifty = Decimal(50).normalize()
    if values & {fifty, PARTS["half"]}:
        held |= {fifty, PARTS["half"]}
    for found, day in days_of(claim):
        held.add(Decimal(day.year).normalize())
        if found.precision == "day":
            held.add(Decimal(day.day).normalize())
    for match in _SHARE.finditer(claim.evidence):
        held.add(_share(fold(match["part"]), fold(match["whole"])))
    hours = {number.value for number in _all(claim) if number.measure == "hour" and number.value < _MOST_HOURS}
    held |= {(number / 24).normalize() for number in hours if not number % 24}
    held |= {(number.value * _DECADE).normalize() for number in _all(claim) if number.measure == "decade"}
    if any(number.measure == "decade" for number in numbers_in(claim.text)):
        held |= {(number.value / _DECADE).normalize() for number in _all(claim) if number.measure == "year"}
    held |= {Decimal(int(match["year"]) + 1).normalize() for match in _YEAR_END.finditer(claim.evidence)}
    held |= {unscaled(number) for number in _all(claim)}
    for match in _SHARE.finditer(claim.text):  # "one in five" of "20 per cent"
        if _share(fold(match["part"]), fold(match["whole"])) in values:
            held |= {
                Decimal(VALUES.get(word, word)).normalize() for word in (fold(match["part"]), fold(match["whole"]))
            }
    never = words & _NEVER or ("since" in words and words & _NONE)
    first = {(Decimal(1), True)} if never else set()
    return {(value, False) for value in held} | first


def _share(part: str, whole: str) -> Decimal:
    """Of two small numbers in digits or words, one as per cent of the other."""
    one, other = (Decimal(VALUES.get(word, word)) for word in (part, whole))
    return (one * 100 / other).normalize()


def _all(claim: Claim) -> Iterator[Number]:
    for source in claim.sources:
        yield from numbers_in(source.text)


def _is_decade(claim: Claim, number: Number) -> bool:
    """Whether "the 1940s" holds a year of the evidence."""
    if not re.search(rf"\bthe {re.escape(number.text)}['’]?s\b", claim.text) or number.value % _DECADE:
        return False
    return any(number.value <= other.value < number.value + _DECADE for other in _all(claim))


def _is_rounded(claim: Claim, number: Number) -> bool:
    """Whether "more than 100", "nearly 200" or "about 12,000" tells a number of the evidence with fewer digits."""
    before = claim.text.partition(number.text)[0]
    if not _ROUND.search(before) or number.ordinal or number.value < _LEAST_ROUNDED:
        return False
    low, high = 1 - _ABOUT, 1 + _ABOUT
    if _ABOVE.search(before):
        low, high = Decimal(1), 1 + _NEARLY
    elif _BELOW.search(before):
        low, high = 1 - _NEARLY, Decimal(1)
    return any(
        low * number.value <= other.value <= high * number.value
        and len(number.value.as_tuple().digits) < len(other.value.as_tuple().digits)
        and (not number.measure or other.measure in ("", number.measure))
        for other in _all(claim)
        if not other.ordinal
    )


def _is_about(claim: Claim, number: Number) -> bool:
    """Whether "more than 100" or "about half" rounds a number, a share or two numbers of the evidence."""
    if _is_rounded(claim, number):
        return True
    part = 1 / number.value if number.ordinal and number.value in _FRACTIONS else number.value
    if part not in PARTS.values() and not number.ordinal:
        return False
    close = _CLOSE if _ROUND.search(claim.text.partition(number.text)[0]) else _EXACT
    held = list(islice((other for other in _all(claim) if not other.ordinal), _MOST_NUMBERS))
    shares = [other.value / 100 for other in held if other.measure == "percent"]
    shares += [one.value / other.value for one in held for other in held if 0 < one.value < other.value]
    return any(abs(share - part) <= close for share in shares)
