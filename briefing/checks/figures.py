"""The numbers of a text: in digits or words, with scale, unit and bounds. Made for English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from briefing.wording.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
ONES += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
VALUES = {word: value for value, word in enumerate(ONES)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
_ORDINALS += "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9, "dozen": 0}
_SHORT = {"bn": 9, "mn": 6, "m": 6, "k": 3, "tn": 12}  # right behind the digits; "m" may be metres too
_DOZEN = 12
PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
ONE, _TEN = "|".join(ONES), "|".join(_TENS)
NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[$€£¥])?(?:"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<th>st|nd|rd|th)?"
    rf"|(?P<tens>{_TEN})(?:[- ](?P<one>{'|'.join(ONES[1:10])}))?\b|(?P<word>{ONE})\b"
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
        "centimetre": "centimetre centimetres centimeter centimeters cm",
        "millimetre": "millimetre millimetres millimeter millimeters mm",
        "litre": "litre litres liter liters",
        "gram": "gram grams gramme grammes",
        "kilogram": "kilogram kilograms kilo kilos kg",
        "hectare": "hectare hectares",
        "acre": "acre acres",
        "watt": "watt watts",
        "kilowatt": "kilowatt kilowatts kw",
        "megawatt": "megawatt megawatts mw",
        "gigawatt": "gigawatt gigawatts gw",
        "barrel": "barrel barrels",
        "degree": "degree degrees",
        "foot": "foot feet",
        "inch": "inch inches",
        "yard": "yard yards",
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
_PRONOUN_ONE = re.compile(
    r"(?:no|any|every|some|this|that|the|a|an|good|second|third|which|each|either|only|could|would|may|might|will)"
    r"[ -]$",
    re.I,
)
_METRES = re.compile(r"\dm$")
_COUNTED = re.compile(r"\s(?:day|week|month|year|season|seat|vote|million|billion|lot)")
_NEAR = 24  # characters before a number that tell how it is meant
# Behind "first" where it is no number: "who came first", "the first minister".
_BEHIND_FIRST = re.compile(r"\s?(?:[,.;:!?]|$|(?:and|or|but|minister|secretary|lady)\b)", re.I)
_SIDES = re.compile(r"\s(?:sides|camps|parties)\b", re.I)  # "the two sides": as many as there are
_JOINING = re.compile(r"(?: to |–|-|, (?:and |or )?| and | or )(?:about |around |roughly )?")
_JOINTS = (" to ", "–", "-", " and ")  # of a range, whose scale stands behind its end: "9 to 12 million"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text.

    Attributes:
        value: with its scale; "a half" is 0.5.
        ordinal: whether it is "third" and not "three".
        measure: its unit, by one name for all its forms; empty where it has none that is known.
        floor: whether "at least" or the like stands before it.
        ceiling: whether "up to" or the like does.
        text: as written.
    """

    value: Decimal
    ordinal: bool
    measure: str
    floor: bool
    ceiling: bool
    text: str


@lru_cache(maxsize=256)  # several rules look at each sentence that a statement cites
def numbers_in(text: str) -> tuple[Number, ...]:
    """The numbers of a text, in order."""
    return tuple(_find_numbers(text))


def _find_numbers(text: str) -> Iterator[Number]:
    found = list(NUMBER.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        if fold(match["word"] or "") == "one" and _is_pronoun(text, match):
            continue
        if fold(match["word"] or "") == "two" and _SIDES.match(text, match.end()):
            continue
        if fold(match["ordinal"] or "") == "first" and _BEHIND_FIRST.match(text, match.end()):
            continue
        value, ordinal = value_of(match)
        scale = fold(match["scale"] or match["short"] or "")
        if not scale and following and following["scale"] and text[match.end() : following.start()] in _JOINTS:
            scale = fold(following["scale"])
        measure = _measure(text, match)
        if following and not measure and _JOINING.fullmatch(text, match.end(), following.start()):
            measure = _measure(text, following) if _measure(text, following) == "percent" else ""
        before = text[max(0, match.start() - _NEAR) : match.start()]
        yield Number(
            _scaled(value, scale),
            ordinal,
            measure,
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


def value_of(match: re.Match[str]) -> tuple[Decimal, bool]:
    """What a match of `NUMBER` tells, without its scale, and whether it is an ordinal."""
    if match["digits"]:
        return Decimal(match["digits"].replace(",", "")), bool(match["th"])
    if match["tens"]:
        return Decimal(VALUES[fold(match["tens"])] + VALUES.get(fold(match["one"] or "zero"), 0)), False
    if match["word"]:
        return Decimal(VALUES[fold(match["word"])]), False
    if match["ordinal"]:
        return Decimal(_ORDINALS.index(fold(match["ordinal"])) + 1), True
    if match["part"]:
        return PARTS[fold(match["part"])], False
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


def unscaled(number: Number) -> Decimal:
    """A number whose "m" is read as metres."""
    return number.value.scaleb(-_SHORT["m"]).normalize() if _METRES.search(number.text) else number.value
