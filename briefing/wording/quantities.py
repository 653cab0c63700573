"""Quantities as a text writes them: figures in digits or words, with qualifier, scale and unit.

Years, dates, ordinals and labels ("Article 5", "No. 7", "Route 12") are no quantities.
Number words are read in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import MAX_EMAX, Context, Decimal
from typing import TYPE_CHECKING, Literal

from briefing.wording.words import STOP, fold

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


# Where the words of two end before a number, the one that starts first holds: "no more than".
_QUALIFIED = re.compile(
    r"\b(?:(?P<up_to>up to|as many as|as much as|at most|no more than|a maximum of|fewer than|less than|within)"
    r"|(?P<at_least>at least|more than|no fewer than|no less than|not less than|a minimum of|over|in excess of)"
    r"|(?P<about>about|around|roughly|nearly|almost|approximately|some|an estimated|close to|just under|just over))\s$",
    re.I,
)
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9, "m": 6}
# A dollar without letters before it is taken for the American one.
_CURRENCIES = {"$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_UNITS = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONE = "|".join(_UNITS.split())
_WORD = rf"(?:(?:{'|'.join(_TENS.split())})(?:[- ](?:{_ONE}))?|{'|'.join(_TEENS.split())}|{_ONE})"
_WORDS = (
    rf"(?:{_WORD}|a)[ -]hundred(?: and {_WORD})?|(?:{_WORD}|half a|a) dozen|{_WORD}|half a"
    r"|(?<!of )(?<!in )a(?= (?:thousand|million|billion|trillion)\b)"
)
# Atomic, so that no part of "1.234,56", "10:30" or "10 000" is taken for a number.
_DIGITS = (
    r"(?<!\d )(?!0\d)(?>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+(?:\.\d+)?)"
    r"(?![.,:/]\d| \d{3}\b)"
)
_AMOUNT = rf"(?:{_DIGITS}|(?i:\b(?:{_WORDS})\b))"
_NUMBER = re.compile(
    r"(?P<between>\b[Bb]etween )?(?:(?P<minus>\b[Mm]inus |(?<![^\s(])[-−])|(?<![\w.,/:−-]))"
    rf"(?P<currency>[A-Z]{{0,2}}\$|[€£¥₹])?(?P<low>{_AMOUNT})"
    rf"(?:(?(between)\sand\s|(?:\s?[–—]\s?|-(?=\d)|\sto\s))[$€£]?(?P<high>{_AMOUNT}))?(?![-–]?\d)"
    r"(?:\s?(?P<scale>hundred|thousand|million|billion|trillion|bn)\b|(?P<attached>km|kg|cm|mm|m|ha|kWh?|[MGT]Wh?)\b)?"
    r"(?![^\W_])"  # "21st", "1990s" and "5G" are no quantities
)
_PERCENT = re.compile(r"\s?%|[ -](?:percentage points?|percent|per cent)\b")
_COMPOUND = re.compile(r"-(?P<unit>[a-z]{3,})(?!-olds?\b)(?:-[a-z]+)?\b")
_NOUN = re.compile(r" (?P<word>[^\W\d_][\w’'-]*)")
_OUT_OF = re.compile(r" (?:out )?of (?:the |its |their |[\w’']+[’']s )?\d[\d,]*(?: [a-z][\w-]+){1,2}")
_PER = re.compile(r" (?:a|an|per) (?:second|minute|hour|day|week|month|year|head|person|tonne|ton)\b")
_OF = re.compile(r" of (?P<word>[a-z][\w-]+)")
_LABEL = re.compile(
    r"(?:\b(?:Nos?|Article|Section|Chapter|Phase|Route|Resolution|Act|Rule|Annex|Item|Page|Line)\.?\s|[#§]\s?)$"
)
# "Over six weeks" tells how long something took, "no supplier holds more than 40 percent" is a ceiling.
_TIMES = frozenset("day days week weeks month months year years hour hours minute minutes".split())
_NEGATED = re.compile(r"\b(?:no|not|never|nobody|none)\b[^.;,]{0,40}$", re.I)
_LARGE = 3  # digits from which a bare number is a quantity
_NAMED = re.compile(r"\b(?P<word>[A-Z][\w’'-]*) $")  # "Boeing 737"
_DATED = re.compile(r"\b(?:in|of|since|by|until|from|during|before|after|to|and) $", re.I)
_IN = re.compile(r"\b(?:in|since|during|until|before|after) $", re.I)
_COUNTED = re.compile(r" (?:people|[a-z]+s)\b")
_RATIO = re.compile(r" (?:in|of|out of) (?:every )?\d")  # "1 in 5"
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
    place = 0
    while match := _NUMBER.search(text, place):
        ends = [end for start, end in taken if match.start() < end and start < match.end()]
        if ends or _is_year(text, match):  # "in 2019 to 6,300 tonnes": what stands behind the year is read by itself
            place = min(match.end(), max(ends, default=match.end("low")))
            continue
        found = _quantity(text, match)
        place = found.end if found else match.end()
        if found:
            yield found


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a range begins with a year: "in 2019 to 6,300"."""
    before = text[max(0, match.start("low") - 8) : match.start("low")]
    return bool(match["high"] and _YEAR.fullmatch(match["low"]) and _IN.search(before))


def _quantity(text: str, match: re.Match[str]) -> FoundQuantity | None:
    low, high = fold(match["low"]), fold(match["high"]) if match["high"] else None
    attached = match["attached"]
    millions = attached == "m" and (match["currency"] or _COUNTED.match(text, match.end())) is not None
    unit, end = (attached, match.end()) if attached and not millions else _unit(text, match)
    first = next(part for part in ("minus", "currency", "low") if match[part])
    qualifier, start = _qualifier(text, match.start("between" if match["between"] and high else first), unit)
    counts = bool(match["scale"] or match["currency"] or millions or unit == "percent")
    if not counts and _is_label(text, match, unit, qualifier):
        return None
    scale = _SCALES["m" if millions else match["scale"]] if millions or match["scale"] else 0
    value, last = _value(low, scale), _value(high, scale) if high else None
    if last is not None and Decimal(last) <= Decimal(value):  # a score, or two numbers that only a dash joins
        return None
    return FoundQuantity(start, end, text[start:end], "-" + value if match["minus"] else value, last, qualifier, unit)


def _is_label(text: str, match: re.Match[str], unit: str, qualifier: Qualifier) -> bool:
    """Whether a number without scale and currency is a year, a label, a clock time, half a ratio or a mere word."""
    low, exact = fold(match["low"]), qualifier == "exact"
    before = text[max(0, match.start("low") - 24) : match.start("low")]
    if _LABEL.search(before) or _CLOCK.match(text, match.end()) or _RATIO.match(text, match.end()):
        return True
    measured = not _MEASURES.isdisjoint(unit.split())
    if _YEAR.fullmatch(low):
        return not unit or (exact and (not measured or _DATED.search(before) is not None))
    if low in _UNITS.split() and exact:
        return not measured
    if unit or not exact:
        return False
    named = _NAMED.search(before)
    named_so = named is not None and fold(named["word"]) not in STOP
    return match["high"] is not None or ("." not in low and (named_so or len(low) < _LARGE))


def _unit(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The unit behind (or the currency before) a number, and where it ends."""
    end = match.end()
    if match["currency"]:
        return _CURRENCIES.get(match["currency"], match["currency"]), end
    percent = _PERCENT.match(text, end)
    if percent:
        return "percent", percent.end()
    out_of = _OUT_OF.match(text, end)
    if out_of:  # "19 of the 64 containers" tells of 19
        return out_of.group().strip(), out_of.end()
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
    found = _QUALIFIED.search(text, max(0, start - 24), start)
    if found is None or (found.group().lower() == "over " and not _TIMES.isdisjoint(unit.split())):
        return "exact", start
    negated = _NEGATED.search(text, max(0, found.start() - 60), found.start()) is not None
    if found["at_least"]:
        return "up_to" if negated else "at_least", found.start()
    if found["up_to"]:
        floor = negated and found["up_to"].lower().endswith("than")
        return "at_least" if floor else "up_to", found.start()
    return "about", found.start()


def _value(number: str, scale: int) -> str:
    """`number` with its scale applied, exact, as a decimal string without an exponent."""
    base = Decimal(re.sub(r"[^\d.]", "", number)) if number[0].isdigit() else _in_words(number)
    exact = Context(prec=len(number) + 32, Emax=MAX_EMAX)
    return format(base.scaleb(scale, exact).normalize(exact), "f")


def _in_words(number: str) -> Decimal:
    from text_to_num import text2num  # 13 ms, and few texts write their quantities in words

    words, dozen, _ = number.partition(" dozen")
    each = 12 if dozen else 1
    if words == "half a":
        return Decimal("0.5") * each
    plain = re.sub(r"^a\b", "one", words.replace("-hundred", " hundred"))
    return Decimal(text2num(plain, "en") * each)
