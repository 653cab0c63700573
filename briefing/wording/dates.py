"""Dates as a text writes them, resolved against the article's own date, never the clock.

Full dates are read in English, German, French and Spanish, in ISO form and in Chinese and
Japanese; everything vaguer (parts of months, seasons, weekdays) in English.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.wording.date_spans import (
    MONTHS,
    Precision,
    day_of,
    month_of,
    near_day_of,
    on_its_side,
    period_of,
    season_of,
    weekday_of,
    year_of,
    year_part_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.wording.date_spans import Resolve

_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
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


def _rule(pattern: str, resolve: Resolve, flags: int = 0) -> tuple[re.Pattern[str], Resolve]:
    return re.compile(pattern, flags), resolve


# In order of precedence: an earlier rule keeps the characters that it matched.
_RULES = (
    _rule(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])", day_of),
    _rule(r"(?<!\d)(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日", day_of),
    _rule(rf"\b{_MONTH}\s{_DAY}{_TO_DAY},?\s{_YEAR}", day_of, re.I),
    _rule(rf"\b{_DAY}{_TO_DAY}\s(?:of\s|de\s)?{_MONTH},?\s(?:de\s)?{_YEAR}", day_of, re.I),
    _rule(rf"\b{_PART}{_ENGLISH_MONTH}(?!\w)(?:,? (?:of )?{_YEAR})?", month_of),
    _rule(rf"\b{_ENGLISH_MONTH} {_DAY}{_TO_DAY}(?![\d,.]*\d)\b", day_of),
    _rule(rf"\b{_DAY}{_TO_DAY} (?:of )?{_ENGLISH_MONTH}(?!\w)", day_of),
    _rule(rf"\b{_ENGLISH_MONTH}(?: of)?,? {_YEAR}", month_of),
    _rule(
        rf"\b(?:the )?(?P<nth>first|second|third|fourth) (?P<period>quarter|half) of (?:the year )?{_YEAR}",
        year_part_of,
        re.I,
    ),
    _rule(
        rf"\b(?:(?:early|mid|late)[- ])?(?:the )?(?P<season>spring|summer|autumn|fall|winter) (?:of )?{_YEAR}",
        season_of,
        re.I,
    ),
    _rule(r"\b(?P<which>last|this|next) (?P<season>spring|summer|autumn|fall|winter)\b", season_of, re.I),
    _rule(
        r"\b(?P<which>by|since|until|before|after) (?P<at>(?:the )?(?P<season>spring|summer|autumn|winter))\b(?! \w+s\b)",
        season_of,
        re.I,
    ),
    _rule(rf"\b{_PART}(?:the year )?{_YEAR}", year_part_of, re.I),
    _rule(
        rf"\b(?P<which>[Ii]n|[Bb]y|of|[Ff]rom|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter|[Ll]ast|[Nn]ext) (?P<at>{_ENGLISH_MONTH})(?! ?\d)(?!\w)",
        month_of,
    ),
    _rule(r"\b(?P<near>yesterday|tomorrow)\b", near_day_of, re.I),
    _rule(
        r"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext) )?(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
        weekday_of,
    ),
    _rule(r"\b(?P<which>last|this|next) (?P<period>week|month|year)\b", period_of, re.I),
    _rule(
        rf"\b(?:in|by|since|until|from|during|of|before|after|between) (?P<at>{_YEAR})(?! ?(?:[-–%]|per\b))(?!(?<=of \d{{4}}) [a-z]{{3,}}s\b)",
        year_of,
        re.I,
    ),
    _rule(rf"(?<=\d\d\d\d and )(?P<at>{_YEAR})(?=[,.;)]| [a-z])", year_of),
)
# A text without any of these holds no date; most sentences do not.
_HINT = re.compile(
    r"\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|day\b"
    r"|\b(?:yesterday|tomorrow|last|this|next|spring|summer|autumn|fall|winter)\b",
    re.I,
)
# "The Land Act of 1998" is a name.
_NAMED_AFTER = re.compile(r"\b[A-Z]\w+ (?:Act|Law|Treaty|Convention|Code|Agreement|Accord|Charter) of $")
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
    return list(_found(text, reference))


@lru_cache(maxsize=256)  # several rules look at each sentence that a statement cites
def _found(text: str, reference: date | None) -> tuple[FoundDate, ...]:
    return tuple(sorted(_find(text, reference), key=lambda found: found.start))


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
            resolved = on_its_side(match, resolve(match, reference), reference)
            insort(taken, (start, end))  # an impossible date too: its "February 2026" must not be read alone
            if _NAMED_AFTER.search(text, max(0, start - 40), start):
                continue
            if resolved is not None and not _AS_OF.search(text[max(0, start - 8) : start]):
                yield FoundDate(start, end, text[start:end], *resolved)
