"""Dates as a text writes them, resolved against the article's own date, never the clock.

Full dates are read in English, German, French and Spanish, in ISO form and in Chinese and
Japanese; everything vaguer (parts of months, seasons, weekdays) in English.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right, insort
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from briefing.wording.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Precision = Literal["day", "part", "month", "season", "year"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero",
            "february feb februar février febrero",
            "march mar märz mars marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet julio",
            "august aug août agosto",
            "september sept sep septembre septiembre",
            "october oct oktober octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
# Meteorological seasons of the northern hemisphere; the memo shows the words as written beside them.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}

_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_ENGLISH_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)\b"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|\.)?"
_TO_DAY = r"(?:\s?[-–—]\s?(?P<today>[12]\d|3[01]|0?[1-9])\b)?"
_PART = r"(?P<part>(?i:early|mid|late|(?:the )?(?:beginning|start|middle|end) of))[- ]"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        start: first character of the date in the text.
        end: one past its last character.
        as_written: the date in the text's words.
        first: first day, or None where it cannot be resolved.
        last: last day of a span of days, inclusive; None for one day.
        precision: how exact the text is.
    """

    start: int
    end: int
    as_written: str
    first: date | None
    last: date | None
    precision: Precision


_Resolved = tuple[date | None, date | None, Precision]
if TYPE_CHECKING:
    _Resolve = Callable[[re.Match[str], date | None], _Resolved | None]


def _day(match: re.Match[str], reference: date | None) -> _Resolved | None:
    groups = match.groupdict()
    month = fold(groups["month"]).rstrip(".")
    number = int(month) if month.isdigit() else _MONTHS[month]
    day = int(groups["day"])
    last_day = int(groups["today"]) if groups.get("today") else None
    if groups.get("year"):
        years = [int(groups["year"])]
    elif reference is None:
        return None, None, "day"
    else:
        years = [reference.year - 1, reference.year, reference.year + 1]
    found = [made for year in years if (made := _make(year, number, day)) is not None]
    if not found:
        return None
    first = found[0] if reference is None else min(found, key=lambda made: abs(made - reference))
    last = _make(first.year, first.month, last_day) if last_day else None
    return first, last if last and last > first else None, "day"


def _make(year: int, month: int, day: int) -> date | None:
    if not (date.min.year <= year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _month_span(year: int, month: int, part: int | None = None) -> tuple[date, date]:
    """A month, or its first, second or last ten days."""
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = {None: (1, last), 0: (1, 10), 1: (11, 20), 2: (21, last)}[part]
    return date(year, month, first_day), date(year, month, last_day)


def _nearest_year(month: int, reference: date) -> int:
    years = (reference.year - 1, reference.year, reference.year + 1)
    return min(years, key=lambda year: abs(date(year, month, 15) - reference))


def _turned(which: str, reference: date, span: Callable[[int], tuple[date, date]]) -> int:
    """The year whose `span` is the last one that has ended, or the next one to begin, or this year's."""
    years = range(reference.year - 2, reference.year + 3)
    if which == "last":
        return max(year for year in years if span(year)[1] < reference)
    return min(year for year in years if span(year)[0] > reference) if which == "next" else reference.year


def _month(match: re.Match[str], reference: date | None) -> _Resolved | None:
    groups = match.groupdict()
    month = _MONTHS[fold(groups["month"]).rstrip(".")]
    part = _PARTS[fold(groups["part"]).removeprefix("the ").split()[0]] if groups.get("part") else None
    precision: Precision = "month" if part is None else "part"
    if groups.get("year"):
        year = int(groups["year"])
    elif reference is None:
        return None, None, precision
    elif fold(groups.get("which") or "") in ("last", "since", "next"):
        which = fold(groups["which"]).replace("since", "last")
        year = _turned(which, reference, lambda year: _month_span(year, month))
    else:
        year = _nearest_year(month, reference)
    return *_month_span(year, month, part), precision


def _season(match: re.Match[str], reference: date | None) -> _Resolved | None:
    groups = match.groupdict()
    month = _SEASONS[fold(groups["season"])]
    if groups.get("year"):
        year = int(groups["year"])
    elif reference is None:
        return None, None, "season"
    else:
        year = _turned(fold(groups["which"]), reference, lambda year: _season_span(year, month))
    return *_season_span(year, month), "season"


def _season_span(year: int, month: int) -> tuple[date, date]:
    """Three months from `month` on; a winter ends in the next year."""
    last_month = (month + 1) % 12 + 1
    return date(year, month, 1), _month_span(year + (last_month < month), last_month)[1]


def _year_part(match: re.Match[str], _reference: date | None) -> _Resolved | None:
    groups = match.groupdict()
    year = int(groups["year"])
    if groups.get("nth"):
        months = 3 if fold(groups["period"]) == "quarter" else 6
        nth = _ORDINALS[fold(groups["nth"])]
        if nth * months > 12:
            return None
    else:
        months = 4
        nth = _PARTS[fold(groups["part"]).removeprefix("the ").split()[0]] + 1
    last = nth * months
    return date(year, last - months + 1, 1), _month_span(year, last)[1], "part"


def _year(match: re.Match[str], _reference: date | None) -> _Resolved | None:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31), "year"


_AHEAD = re.compile(
    r"\b(?:will|shall|would|next|coming|due|scheduled|set for|planned|plans|expected|until)\b[^.;]*$",
    re.I,
)


def _weekday(match: re.Match[str], reference: date | None) -> _Resolved | None:
    if reference is None:
        return None, None, "day"
    which = fold(match["which"] or "")
    behind = (reference.weekday() - _WEEKDAYS.index(fold(match["weekday"]))) % 7
    before = match.string[max(0, match.start() - 60) : match.start()]
    if which == "next":
        return reference + timedelta(days=7 - behind), None, "day"
    if which != "last" and _AHEAD.search(before):
        return reference + timedelta(days=-behind % 7), None, "day"
    return reference - timedelta(days=behind or (7 if which == "last" else 0)), None, "day"


def _near(match: re.Match[str], reference: date | None) -> _Resolved | None:
    if reference is None:
        return None, None, "day"
    days = {"yesterday": -1, "tomorrow": 1}[fold(match["near"])]
    return reference + timedelta(days=days), None, "day"


def _period(match: re.Match[str], reference: date | None) -> _Resolved | None:
    period, ahead = fold(match["period"]), {"last": -1, "this": 0, "next": 1}[fold(match["which"])]
    precision: Precision = {"week": "part", "month": "month", "year": "year"}[period]  # type: ignore[assignment]  # mypy widens dict values to str
    if reference is None:
        return None, None, precision
    if period == "week":
        monday = reference + timedelta(days=7 * ahead - reference.weekday())
        return monday, monday + timedelta(days=6), precision
    if period == "month":
        months = reference.year * 12 + reference.month - 1 + ahead
        return *_month_span(months // 12, months % 12 + 1), precision
    year = reference.year + ahead
    return date(year, 1, 1), date(year, 12, 31), precision


def _rule(pattern: str, resolve: _Resolve, flags: int = 0) -> tuple[re.Pattern[str], _Resolve]:
    return re.compile(pattern, flags), resolve


# In order of precedence: an earlier rule keeps the characters that it matched.
_RULES = (
    _rule(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])", _day),
    _rule(r"(?<!\d)(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日", _day),
    _rule(rf"\b{_MONTH}\s{_DAY}{_TO_DAY},?\s{_YEAR}", _day, re.I),
    _rule(rf"\b{_DAY}{_TO_DAY}\s(?:of\s|de\s)?{_MONTH},?\s(?:de\s)?{_YEAR}", _day, re.I),
    _rule(rf"\b{_PART}{_ENGLISH_MONTH}(?!\w)(?:,? (?:of )?{_YEAR})?", _month),
    _rule(rf"\b{_ENGLISH_MONTH} {_DAY}{_TO_DAY}(?![\d,.]*\d)\b", _day),
    _rule(rf"\b{_DAY}{_TO_DAY} (?:of )?{_ENGLISH_MONTH}(?!\w)", _day),
    _rule(rf"\b{_ENGLISH_MONTH}(?: of)?,? {_YEAR}", _month),
    _rule(
        rf"\b(?:the )?(?P<nth>first|second|third|fourth) (?P<period>quarter|half) of (?:the year )?{_YEAR}",
        _year_part,
        re.I,
    ),
    _rule(
        rf"\b(?:(?:early|mid|late)[- ])?(?:the )?(?P<season>spring|summer|autumn|fall|winter) (?:of )?{_YEAR}",
        _season,
        re.I,
    ),
    _rule(r"\b(?P<which>last|this|next) (?P<season>spring|summer|autumn|fall|winter)\b", _season, re.I),
    _rule(rf"\b{_PART}(?:the year )?{_YEAR}", _year_part, re.I),
    _rule(
        rf"\b(?P<which>[Ii]n|[Bb]y|of|[Ss]ince|[Uu]ntil|[Ll]ast|[Nn]ext) (?P<at>{_ENGLISH_MONTH})(?! ?\d)(?!\w)",
        _month,
    ),
    _rule(r"\b(?P<near>yesterday|tomorrow)\b", _near, re.I),
    _rule(
        r"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext) )?(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
        _weekday,
    ),
    _rule(r"\b(?P<which>last|this|next) (?P<period>week|month|year)\b", _period, re.I),
    _rule(
        rf"\b(?:in|by|since|until|from|during|of|before|after|between) (?P<at>{_YEAR})(?! ?(?:[-–%]|per\b))(?!(?<=of \d{{4}}) [a-z]{{3,}}s\b)",
        _year,
        re.I,
    ),
    _rule(rf"(?<=\d\d\d\d and )(?P<at>{_YEAR})(?=[,.;)]| [a-z])", _year),
)
# A text without any of these holds no date; most sentences do not.
_HINT = re.compile(
    r"\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|day\b"
    r"|\b(?:yesterday|tomorrow|last|this|next|spring|summer|autumn|fall|winter)\b",
    re.I,
)
_AS_OF = re.compile(r"\bas (?:of|at) $", re.I)


def find_dates(text: str, reference: date | None) -> list[FoundDate]:
    """Every date that `text` holds, in order, without those after "as of".

    "As of" dates the telling, not what is told. A year or month that the text leaves out is
    taken as the one nearest to `reference`; a weekday lies behind it unless words of the
    future stand before the date.

    Args:
        text: a sentence or so.
        reference: the article's own date, None where it has none. One within three years of
            an end of the calendar counts as none: it has no neighbours to choose from.
    """
    if reference is not None and not date.min.year + 3 <= reference.year <= date.max.year - 3:
        reference = None
    return sorted(_find(text, reference), key=lambda found: found.start)


_SINCE = re.compile(r"\bsince (?:early |mid-|late |the )?$", re.I)
_BY = re.compile(r"\b(?:by|until|before) (?:the )?$", re.I)
_PAST = re.compile(r"\b(?:was|were|had|did)\b")


def _on_its_side(match: re.Match[str], resolved: _Resolved | None, reference: date | None) -> _Resolved | None:
    """A date without a year on the side of the reference on which the word before it lies.

    "Since March" is past, "by 31 December" is to come, whichever year is nearer.
    """
    if resolved is None or reference is None or match.groupdict().get("year") or "weekday" in match.groupdict():
        return resolved
    first, last, precision = resolved
    if first is None:
        return resolved
    start = match.start("at") if "at" in match.re.groupindex else match.start()
    before = match.string[max(0, start - 60) : start]
    if _SINCE.search(before) and first > reference:
        years = -1
    elif _BY.search(before) and (last or first) < reference and not _PAST.search(before):
        years = 1
    else:
        return resolved
    return _shifted(first, years), _shifted(last, years) if last else None, precision


def _shifted(day: date, years: int) -> date:
    return _make(day.year + years, day.month, day.day) or date(day.year + years, day.month, 28)


def _find(text: str, reference: date | None) -> Iterator[FoundDate]:
    if not _HINT.search(text):
        return
    taken: list[tuple[int, int]] = []
    for pattern, resolve in _RULES:
        for match in pattern.finditer(text):
            start, end = match.span("at" if "at" in pattern.groupindex else 0)
            place = bisect_right(taken, (start, end))
            if (place and taken[place - 1][1] > start) or (place < len(taken) and taken[place][0] < end):
                continue
            resolved = _on_its_side(match, resolve(match, reference), reference)
            insort(taken, (start, end))  # an impossible date too: its "February 2026" must not be read alone
            if resolved is not None and not _AS_OF.search(text[max(0, start - 8) : start]):
                yield FoundDate(start, end, text[start:end], *resolved)
