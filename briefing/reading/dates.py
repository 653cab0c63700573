"""Full dates as texts write them; a date that leaves anything to guess is none."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Whole names and usual short forms: English, German, French, Spanish.
_MONTHS = (
    "january jan januar jänner janvier janv enero ene",
    "february feb februar feber février fevrier févr fevr febrero",
    "march mar märz maerz mär mrz mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août aout agosto ago",
    "september sept sep septembre septiembre setiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre decembre déc diciembre dic",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}

_NAME = "(?:" + "|".join(sorted(MONTH_NUMBERS, key=lambda name: (-len(name), name))) + ")"
_FULL_DATE = re.compile(
    rf"""
      (?<![\d-])(?P<iso_year>\d{{4}})-(?P<iso_month>\d{{2}})-(?P<iso_day>\d{{2}})(?![\d-])
    | (?P<cjk_year>\d{{4}})[年년]\ ?(?P<cjk_month>\d{{1,2}})[月월]\ ?(?P<cjk_day>\d{{1,2}})[日일]
    | (?<![\w./-])(?P<first_day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\ (?:de\ |of\ )?
      (?P<later_month>{_NAME})\.?,?\ (?:del?\ )?(?P<later_year>\d{{4}})(?!\w)
    | (?<!\w)(?P<first_month>{_NAME})\.?\ (?P<later_day>\d{{1,2}})(?:st|nd|rd|th)?,?\ (?P<last_year>\d{{4}})(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)


class FoundDate(NamedTuple):
    """A date and where it stands in the text that was searched."""

    start: int
    end: int
    day: date


def full_dates(text: str) -> Iterator[FoundDate]:
    """Yields each date of `text` that has day, month and year, and exists in the calendar.

    Months are names (English, German, French, Spanish) or stand in ISO or Chinese, Japanese
    or Korean form. `03/04/2026` may be either of two days and is none.
    """
    for match in _FULL_DATE.finditer(text):
        year, month, day = (part for part in _parts(match) if part is not None)
        number = MONTH_NUMBERS.get(month.lower()) or int(month)
        try:
            yield FoundDate(match.start(), match.end(), date(int(year), number, int(day)))
        except ValueError:  # no such day
            continue


def _parts(match: re.Match[str]) -> tuple[str | None, ...]:
    orders = (
        ("iso_year", "iso_month", "iso_day"),
        ("cjk_year", "cjk_month", "cjk_day"),
        ("later_year", "later_month", "first_day"),
        ("last_year", "first_month", "later_day"),
    )
    return tuple(match[name] for order in orders if match[order[0]] is not None for name in order)
