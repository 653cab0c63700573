"""Numbers and units: each in a statement must stand in its evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, tokens
from briefing.checks.times import check_times, days_of
from briefing.wording.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_ONES)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
_ORDINALS += "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9, "dozen": 0}
_SHORT = {"bn": 9, "mn": 6, "m": 6, "k": 3, "tn": 12}  # right behind the digits; "m" may be metres too
_DOZEN = 12
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_ONE, _TEN = "|".join(_ONES), "|".join(_TENS)
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[$€£¥])?(?:"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<th>st|nd|rd|th)?"
    rf"|(?P<tens>{_TEN})(?:[- ](?P<one>{'|'.join(_ONES[1:10])}))?\b|(?P<word>{_ONE})\b"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS)})\b|(?P<a>\ban?)(?= (?:dozen|hundred|thousand|million|billion))"
    rf"|(?P<part>half|quarter)\b)"
    rf"(?:(?:[ \u00a0-](?P<scale>{'|'.join(_SCALES)})|(?<=\d)(?P<short>{'|'.join(_SHORT)}))\b)?",
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
        "decade": "decade decades",
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
_FLOOR = re.compile(r"\b(?:at least|no fewer than|no less than|(?<!no )more than|over|a minimum of)\s$", re.I)
_CEILING = re.compile(
    r"\b(?:up to|at most|no more than|(?<!no )less than|(?<!no )fewer than|a maximum of|under)\s$", re.I
)
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
    rf"\b(?P<part>\d{{1,4}}|{_ONE}) (?:in|out of|of|of the|out of every|in every) "
    rf"(?P<whole>[1-9]\d{{0,3}}|{'|'.join(_ONES[1:])})\b",
    re.I,
)
_DECADE = 10  # years
_MOST_HOURS = 1_000  # that anybody tells as days
_YEAR_END = re.compile(r"\b(?:end of|late) (?P<year>(?:19|20)\d\d)\b", re.I)
_METRES = re.compile(r"\dm$")
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
_PRONOUN_ONE = re.compile(
    r"(?:no|any|every|some|this|that|the|a|an|good|second|third|which|each|either|only|could|would|may|might|will)"
    r"[ -]$",
    re.I,
)
_COUNTED = re.compile(r"\s(?:day|week|month|year|season|seat|vote|million|billion|lot)")
_NEAR = 24  # characters before a number that tell how it is meant
# Behind "first" where it is no number: "who came first", "the first minister".
_BEHIND_FIRST = re.compile(r"\s?(?:[,.;:!?]|$|(?:and|or|but|minister|secretary|lady)\b)", re.I)
_SIDES = re.compile(r"\s(?:sides|camps|parties)\b", re.I)  # "the two sides": as many as there are
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
    """Yields a slip for each number, unit and calendar word that the evidence does not hold."""
    held = [number for source in claim.sources for number in _numbers(source.text)]
    values = {(number.value, number.ordinal) for number in held} | _implied(claim)
    for number in _numbers(claim.text):
        known = (number.value, number.ordinal) in values or (_unscaled(number), False) in values
        if not (known or _is_inverse(claim, number, values) or _is_about(claim, number) or _is_decade(claim, number)):
            yield Slip("number", f"“{number.text}” is no number of its evidence")
            continue
        same = [other for other in held if (other.value, other.ordinal) == (number.value, number.ordinal)]
        if number.measure and same and not any(other.measure in ("", number.measure) for other in same):
            yield Slip("number", f"“{number.text}” has another unit than in its evidence")
        elif same and all((number.floor and other.ceiling) or (number.ceiling and other.floor) for other in same):
            yield Slip("number", f"“{number.text}” is bounded from the other side in its evidence")
    yield from check_times(claim)


def _unscaled(number: _Number) -> Decimal:
    """A number whose "m" is read as metres."""
    return number.value.scaleb(-_SHORT["m"]).normalize() if _METRES.search(number.text) else number.value


def lost_bound(claim: Claim) -> str | None:
    """What is wrong where "40" is told for "up to 40" or "at least 40"; None where no bound is lost."""
    if _BOUNDED.search(claim.text):
        return None
    held = [number for source in claim.sources for number in _numbers(source.text)]
    for number in _numbers(claim.text):
        same = [other for other in held if (other.value, other.ordinal) == (number.value, number.ordinal)]
        if same and not number.floor and all(other.ceiling for other in same):
            return f"“{number.text}” is a bound in its evidence"
    return None


def _is_inverse(claim: Claim, number: _Number, values: set[tuple[Decimal, bool]]) -> bool:
    """Whether "five times" tells "a fifth" the other way round."""
    return f"{number.text} times" in claim.text and (number.value, True) in values


@lru_cache(maxsize=256)  # several rules look at each sentence that a statement cites
def _numbers(text: str) -> tuple[_Number, ...]:
    return tuple(_find_numbers(text))


def _find_numbers(text: str) -> Iterator[_Number]:
    found = list(_NUMBER.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        if fold(match["word"] or "") == "one" and _is_pronoun(text, match):
            continue
        if fold(match["word"] or "") == "two" and _SIDES.match(text, match.end()):
            continue
        if fold(match["ordinal"] or "") == "first" and _BEHIND_FIRST.match(text, match.end()):
            continue
        value, ordinal = _value(match)
        scale = fold(match["scale"] or match["short"] or "")
        if not scale and following and following["scale"] and text[match.end() : following.start()] in _JOINTS:
            scale = fold(following["scale"])
        before = text[max(0, match.start() - _NEAR) : match.start()]
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
    return _MEASURES.get(match["sign"] or "") or _MEASURES.get(fold(behind["word"] or ""), "")


def _value(match: re.Match[str]) -> tuple[Decimal, bool]:
    if match["digits"]:
        return Decimal(match["digits"].replace(",", "")), bool(match["th"])
    if match["tens"]:
        return Decimal(_VALUES[fold(match["tens"])] + _VALUES.get(fold(match["one"] or "zero"), 0)), False
    if match["word"]:
        return Decimal(_VALUES[fold(match["word"])]), False
    if match["ordinal"]:
        return Decimal(_ORDINALS.index(fold(match["ordinal"])) + 1), True
    if match["part"]:
        return _PARTS[fold(match["part"])], False
    return Decimal(1), False


def _scaled(value: Decimal, scale: str) -> Decimal:
    made = value * _DOZEN if scale == "dozen" else value.scaleb((_SCALES | _SHORT).get(scale, 0))
    return made.normalize()


def _is_pronoun(text: str, match: re.Match[str]) -> bool:
    """Whether "one" counts nothing: "no one", "the one that", "one of them"."""
    return not match["scale"] and (
        _PRONOUN_ONE.search(text, max(0, match.start() - _NEAR), match.start()) is not None
        or _COUNTED.match(text, match.end()) is None
    )


def _implied(claim: Claim) -> set[tuple[Decimal, bool]]:
    """Numbers that the evidence holds in other words."""
    words = set(tokens(claim.evidence))
    values = {number.value for source in claim.sources for number in _numbers(source.text)}
    held = {value for value, cues in _IN_WORDS.items() if words & cues}
    fifty = Decimal(50).normalize()
    if values & {fifty, _PARTS["half"]}:
        held |= {fifty, _PARTS["half"]}
    for found, day in days_of(claim):
        held.add(Decimal(day.year).normalize())
        if found.precision == "day":
            held.add(Decimal(day.day).normalize())
    for match in _SHARE.finditer(claim.evidence):
        held.add(_share(fold(match["part"]), fold(match["whole"])))
    hours = {number.value for number in _all(claim) if number.measure == "hour" and number.value < _MOST_HOURS}
    held |= {(number / 24).normalize() for number in hours if not number % 24}
    held |= {(number.value * _DECADE).normalize() for number in _all(claim) if number.measure == "decade"}
    if any(number.measure == "decade" for number in _numbers(claim.text)):
        held |= {(number.value / _DECADE).normalize() for number in _all(claim) if number.measure == "year"}
    held |= {Decimal(int(match["year"]) + 1).normalize() for match in _YEAR_END.finditer(claim.evidence)}
    held |= {_unscaled(number) for number in _all(claim)}
    for match in _SHARE.finditer(claim.text):  # "one in five" of "20 per cent"
        if _share(fold(match["part"]), fold(match["whole"])) in values:
            held |= {
                Decimal(_VALUES.get(word, word)).normalize() for word in (fold(match["part"]), fold(match["whole"]))
            }
    never = words & _NEVER or ("since" in words and words & _NONE)
    first = {(Decimal(1), True)} if never else set()
    return {(value, False) for value in held} | first


def _share(part: str, whole: str) -> Decimal:
    """Of two small numbers in digits or words, one as per cent of the other."""
    one, other = (Decimal(_VALUES.get(word, word)) for word in (part, whole))
    return (one * 100 / other).normalize()


def _all(claim: Claim) -> Iterator[_Number]:
    for source in claim.sources:
        yield from _numbers(source.text)


def _is_decade(claim: Claim, number: _Number) -> bool:
    """Whether "the 1940s" holds a year of the evidence."""
    if not re.search(rf"\bthe {re.escape(number.text)}['’]?s\b", claim.text) or number.value % _DECADE:
        return False
    return any(number.value <= other.value < number.value + _DECADE for other in _all(claim))


def _is_rounded(claim: Claim, number: _Number) -> bool:
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


def _is_about(claim: Claim, number: _Number) -> bool:
    """Whether "more than 100" or "about half" rounds a number, a share or two numbers of the evidence."""
    if _is_rounded(claim, number):
        return True
    part = 1 / number.value if number.ordinal and number.value in _FRACTIONS else number.value
    if part not in _PARTS.values() and not number.ordinal:
        return False
    close = _CLOSE if _ROUND.search(claim.text.partition(number.text)[0]) else _EXACT
    held = list(islice((other for other in _all(claim) if not other.ordinal), _MOST_NUMBERS))
    shares = [other.value / 100 for other in held if other.measure == "percent"]
    shares += [one.value / other.value for one in held for other in held if 0 < one.value < other.value]
    return any(abs(share - part) <= close for share in shares)
