"""From the words of a date to the days of the calendar that they mean."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from briefing.wording.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable

Precision = Literal["day", "part", "month", "season", "year"]

MONTHS = {
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


_HALF_A_SEASON = timedelta(days=45)
Resolved = tuple[date | None, date | None, Precision]
if TYPE_CHECKING:
    Resolve = Callable[[re.Match[str], date | None], Resolved | None]


def day_of(match: re.Match[str], reference: date | None) -> Resolved | None:
    """A day, or days of one month; the year that the text leaves out is the one nearest to the reference."""
    groups = match.groupdict()
    month = fold(groups["month"]).rstrip(".")
    number = int(month) if month.isdigit() else MONTHS[month]
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
    """First and last day of a month or of ten days of it."""
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


def month_of(match: re.Match[str], reference: date | None) -> Resolved | None:
    """A month, or its first, second or last ten days."""
    groups = match.groupdict()
    month = MONTHS[fold(groups["month"]).rstrip(".")]
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


def season_of(match: re.Match[str], reference: date | None) -> Resolved | None:
    """The three months of a season."""
    groups = match.groupdict()
    month = _SEASONS[fold(groups["season"])]
    if groups.get("year"):
        year = int(groups["year"])
    elif reference is None:
        return None, None, "season"
    elif fold(groups["which"]) in ("last", "this", "next"):
        year = _turned(fold(groups["which"]), reference, lambda year: _season_span(year, month))
    else:
        years = (reference.year - 1, reference.year, reference.year + 1)
        year = min(years, key=lambda year: abs(_season_span(year, month)[0] + _HALF_A_SEASON - reference))
    return *_season_span(year, month), "season"


def _season_span(year: int, month: int) -> tuple[date, date]:
    """Three months from `month` on; a winter ends in the next year."""
    last_month = (month + 1) % 12 + 1
    return date(year, month, 1), _month_span(year + (last_month < month), last_month)[1]


def year_part_of(match: re.Match[str], _reference: date | None) -> Resolved | None:
    """A quarter or a half of a year, or its first, second or last four months."""
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


def year_of(match: re.Match[str], _reference: date | None) -> Resolved | None:
    """A year."""
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31), "year"


_AHEAD = re.compile(
    r"\b(?:will|shall|would|next|coming|due|scheduled|set for|planned|plans|expected|until)\b[^.;]*$"
    r"|\b(?:for|before|by) (?:the )?$",
    re.I,
)
# "It will rise, the board said on Monday": the day belongs to the saying.
_SAID_ON = re.compile(
    r"\b(?:said|says|told|added|announced|confirmed|warned|argued|voted|met|rejected|approved|agreed|signed|wrote|reported|published)\b"
    r"[^,.;]{0,50}\b(?:on|late|early)(?: last)? $"
)


def weekday_of(match: re.Match[str], reference: date | None) -> Resolved | None:
    """The weekday nearest behind the reference, or ahead of it where words of the future stand before."""
    if reference is None:
        return None, None, "day"
    which = fold(match["which"] or "")
    behind = (reference.weekday() - _WEEKDAYS.index(fold(match["weekday"]))) % 7
    before = match.string[max(0, match.start() - 60) : match.start()]
    if which == "next":
        return reference + timedelta(days=7 - behind), None, "day"
    if which != "last" and _AHEAD.search(before) and not _SAID_ON.search(before):
        return reference + timedelta(days=-behind % 7), None, "day"
    return reference - timedelta(days=behind or (7 if which == "last" else 0)), None, "day"


def near_day_of(match: re.Match[str], reference: date | None) -> Resolved | None:
    """Yesterday or tomorrow."""
    if reference is None:
        return None, None, "day"
    days = {"yesterday": -1, "tomorrow": 1}[fold(match["near"])]
    return reference + timedelta(days=days), None, "day"


def period_of(match: re.Match[str], reference: date | None) -> Resolved | None:
    """Last, this or next week, month or year."""
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


_SINCE = re.compile(r"\bsince (?:early |mid-|late |the )?$", re.I)
_BY = re.compile(r"\b(?:by|until|before) (?:the )?$", re.I)
_PAST = re.compile(r"\b(?:was|were|had|did)\b")


def on_its_side(match: re.Match[str], resolved: Resolved | None, reference: date | None) -> Resolved | None:
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
