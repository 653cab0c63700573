"""Quantities as a text writes them: figures in digits or words, with qualifier, scale and unit.

Years, dates, ordinals and labels ("Article 5", "No. 7", "Route 12") are no quantities.
Number words are read in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Qualifier = Literal["exact", "up_to", "at_least", "about"]


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity in a text.

    Attributes:
        start: first character, qualifier included.
        end: one past the last character, unit included.
        as_written: the quantity in the text's words.
        value: decimal string, scale words applied.
        high: upper end of a range, as `value`.
        qualifier: what the text says about the value.
        unit: ISO 4217 code, `percent`, or the words after the number; empty for a bare number.
    """

    start: int
    end: int
    as_written: str
    value: str
    high: str | None
    qualifier: Qualifier
    unit: str


_QUALIFIERS: dict[Qualifier, str] = {
    "up_to": r"up to|as many as|as much as|at most|no more than|a maximum of|fewer than|less than",
    "at_least": r"at least|more than|no fewer than|no less than|a minimum of|over|in excess of",
    "about": r"about|around|roughly|nearly|almost|approximately|some|an estimated|close to|just under",
}
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "m": 6, "bn": 9}
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "US$": "USD"}
_UNITS = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONE = "|".join(_UNITS.split())
_WORD = rf"(?:(?:{'|'.join(_TENS.split())})(?:[- ](?:{_ONE}))?|{'|'.join(_TEENS.split())}|{_ONE})"
_WORDS = rf"(?:{_WORD}|a)[ -]hundred(?: and {_WORD})?|{_WORD}|half a|a dozen"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<currency>US\$|[$€£¥₹])?(?<![\w.,/:-])(?P<low>{_DIGITS}|(?i:\b(?:{_WORDS})\b))"
    rf"(?:(?:\s?[–—]\s?|-(?=\d)|\sto\s(?=[$€£\d]))[$€£]?(?P<high>{_DIGITS}))?"
    r"(?:\s?(?P<scale>hundred|thousand|million|billion|trillion|bn|m)\b)?"
)
_PERCENT = re.compile(r"\s?%|[ -](?:percentage points?|percent|per cent)\b")
_COMPOUND = re.compile(r"-(?P<unit>[a-z]{3,})(?:-[a-z]+)?\b")
_NOUN = re.compile(r" (?P<word>[^\W\d_][\w’'-]*)")
_PER = re.compile(r" (?:a|an|per) (?:second|minute|hour|day|week|month|year|head|person|tonne|ton)\b")
_OF = re.compile(r" of (?P<word>[a-z][\w-]+)")
_LABEL = re.compile(
    r"(?:\b(?:No|Nos|Article|Section|Chapter|Phase|Route|Resolution|Act|Rule|Annex|Item|Page|Line)\.?|#|§)\s$"
)
# "Over six weeks" tells how long something took, "no supplier holds more than 40 percent" is a ceiling.
_TIMES = frozenset("day days week weeks month months year years hour hours minute minutes".split())
_NEGATED = re.compile(r"\b(?:no|not|never|nobody|none)\b[^.;,]{0,40}$", re.I)
_LARGE = 3  # digits from which a bare number is a quantity
_CLOCK = re.compile(r"(?::\d\d)?\s?(?:[ap]\.?m\b|o[’']clock)")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
# Words that end the words of a unit: what follows them says no more what is counted.
_NO_UNIT = frozenset(
    """
    a an the and or but of in on at to for from by with as per than that which who when while where if
    is are was were be been being has have had will would can could may might must should do does did
    not no it its they their he his she her this these those there since until after before between
    during into over under against about through because so also only still already later ago more most
    less fewer one two three four five six seven eight nine ten said says say each every all both many
    some any such other others
    """.split()
)
# Small numbers in words count something only with a unit of measure behind them.
_MEASURES = frozenset(
    """
    day days week weeks month months year years hour hours minute minutes percent kilometers kilometres
    miles meters metres tonnes tons hectares acres people million billion thousand hundred
    """.split()
)


def find_quantities(text: str, taken: Collection[tuple[int, int]] = ()) -> list[FoundQuantity]:
    """Every quantity that `text` holds, in order.

    Args:
        text: a sentence or so.
        taken: spans that are something else, such as dates.
    """
    return list(_find(text, taken))


def _find(text: str, taken: Collection[tuple[int, int]]) -> Iterator[FoundQuantity]:
    for match in _NUMBER.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        found = _quantity(text, match)
        if found is not None:
            yield found


def _quantity(text: str, match: re.Match[str]) -> FoundQuantity | None:
    low, high = match["low"], match["high"]
    unit, end = _unit(text, match)
    qualifier, start = _qualifier(text, match.start(), unit)
    counts = match["scale"] or match["currency"] or unit == "percent"
    bare_year = _YEAR.fullmatch(low) and not counts
    small_word = low.lower() in _UNITS.split() and not counts and qualifier == "exact"
    if (
        bare_year
        or _LABEL.search(text[max(0, match.start() - 12) : match.start()])
        or _CLOCK.match(text, match.end())
        or (small_word and _MEASURES.isdisjoint(unit.split()))
        or (not unit and not counts and qualifier == "exact" and "." not in low and len(low) < _LARGE)
    ):
        return None
    scale = _SCALES.get((match["scale"] or "").lower(), 0)
    return FoundQuantity(
        start,
        end,
        text[start:end],
        _value(low, scale),
        _value(high, scale) if high else None,
        qualifier,
        unit,
    )


def _unit(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The unit behind (or the currency before) a number, and where it ends."""
    end = match.end()
    if match["currency"]:
        return _CURRENCIES[match["currency"]], end
    percent = _PERCENT.match(text, end)
    if percent:
        return "percent", percent.end()
    compound = _COMPOUND.match(text, end)
    if compound:
        return compound["unit"], compound.end("unit")
    words: list[str] = []
    while len(words) < 2 and (noun := _NOUN.match(text, end)) and noun["word"].lower() not in _NO_UNIT:
        if words and (words[-1].endswith("s") or words[-1] in _MEASURES):  # the name of what is counted ends
            break
        words.append(noun["word"])
        end = noun.end()
    if not words or words[0][0].isupper():
        return "", match.end()
    per = _PER.match(text, end) or _OF.match(text, end)
    if per and per.group().split()[-1] not in _NO_UNIT:
        end = per.end()
    return text[match.end() : end].strip(), end


def _qualifier(text: str, start: int, unit: str) -> tuple[Qualifier, int]:
    before = text[max(0, start - 60) : start]
    for qualifier, words in _QUALIFIERS.items():
        found = re.search(rf"\b(?:{words}) $", before, re.I)
        if found is None or (found.group().lower() == "over " and not _TIMES.isdisjoint(unit.split())):
            continue
        ceiling = qualifier == "at_least" and _NEGATED.search(before[: found.start()]) is not None
        return "up_to" if ceiling else qualifier, start - (len(before) - found.start())
    return "exact", start


def _value(number: str, scale: int) -> str:
    """`number` with its scale applied, as a decimal string without an exponent."""
    base = Decimal(number.replace(",", "")) if number[0].isdigit() else _in_words(number.lower())
    return format((base * 10**scale).normalize(), "f")


def _in_words(number: str) -> Decimal:
    from text_to_num import text2num  # 13 ms, and few texts write their quantities in words

    known = {"half a": Decimal("0.5"), "a dozen": Decimal(12)}
    return known.get(number) or Decimal(text2num(re.sub(r"^a ", "one ", number), "en"))
