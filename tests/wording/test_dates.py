"""Dates as a text writes them, and the days that they mean."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.wording.dates import FoundDate, find_dates

REFERENCE = date(2026, 10, 21)  # a Wednesday


def read(text: str, reference: date | None = REFERENCE) -> list[str]:
    """Each date as `words = first..last precision`, without what is unknown."""
    return [_line(found) for found in find_dates(text, reference)]


def _line(found: FoundDate) -> str:
    days = "..".join(str(day) for day in (found.first, found.last) if day)
    return f"{found.as_written} = {days or '?'} {found.precision}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Signed on 2026-09-28.", "2026-09-28 = 2026-09-28 day"),
        ("Sent at 2026-09-28T10:00 sharp.", "2026-09-28 = 2026-09-28 day"),
        ("Signed on September 28, 2026, in Tolm.", "September 28, 2026 = 2026-09-28 day"),
        ("Signed on Sept. 28, 2026.", "Sept. 28, 2026 = 2026-09-28 day"),
        ("the 5th of October 2026", "5th of October 2026 = 2026-10-05 day"),
        ("am 5. Mai 2026", "5. Mai 2026 = 2026-05-05 day"),
        ("le 1er août 2026", "1er août 2026 = 2026-08-01 day"),
        ("le 14 juillet 2026", "14 juillet 2026 = 2026-07-14 day"),
        ("el 5 de mayo de 2026", "5 de mayo de 2026 = 2026-05-05 day"),
        ("于2026年5月1日开会", "2026年5月1日 = 2026-05-01 day"),
        ("2026 年 12 月 31 日", "2026 年 12 月 31 日 = 2026-12-31 day"),
    ],
)
def test_full_dates(text: str, wanted: str) -> None:
    """A full date is read in ISO form, English, German, French, Spanish, Chinese and Japanese."""
    assert read(text) == [wanted]
    assert read(text, None) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("from 28–30 October 2026", "28–30 October 2026 = 2026-10-28..2026-10-30 day"),
        ("in April 2021", "April 2021 = 2021-04-01..2021-04-30 month"),
        ("in February 2028", "February 2028 = 2028-02-01..2028-02-29 month"),
        ("in mid-October 2026", "mid-October 2026 = 2026-10-11..2026-10-20 part"),
        ("Early October 2026 was dry.", "Early October 2026 = 2026-10-01..2026-10-10 part"),
        ("by the end of March 2027", "the end of March 2027 = 2027-03-21..2027-03-31 part"),
        ("in the winter of 2025", "the winter of 2025 = 2025-12-01..2026-02-28 season"),
        ("spring 2027", "spring 2027 = 2027-03-01..2027-05-31 season"),
        ("the second half of 2026", "the second half of 2026 = 2026-07-01..2026-12-31 part"),
        ("the third quarter of 2027", "the third quarter of 2027 = 2027-07-01..2027-09-30 part"),
        ("early 2027", "early 2027 = 2027-01-01..2027-04-30 part"),
        ("the end of 2027", "the end of 2027 = 2027-09-01..2027-12-31 part"),
        ("the treaty of 1962", "1962 = 1962-01-01..1962-12-31 year"),
    ],
)
def test_vaguer_dates(text: str, wanted: str) -> None:
    """What is less exact than a day is a span of days that says how exact it is."""
    assert read(text) == [wanted]
    assert read(text, None) == [wanted]


@pytest.mark.parametrize(
    ("text", "reference", "wanted"),
    [
        ("on October 20", REFERENCE, "October 20 = 2026-10-20 day"),
        ("on October 28-30", REFERENCE, "October 28-30 = 2026-10-28..2026-10-30 day"),
        ("on 20 January", REFERENCE, "20 January = 2027-01-20 day"),
        ("on December 30", date(2026, 1, 5), "December 30 = 2025-12-30 day"),
        ("on Feb. 29", date(2028, 5, 1), "Feb. 29 = 2028-02-29 day"),
        ("in May", REFERENCE, "May = 2026-05-01..2026-05-31 month"),
        ("in January", REFERENCE, "January = 2027-01-01..2027-01-31 month"),
        ("last May", date(2026, 2, 3), "May = 2025-05-01..2025-05-31 month"),
        ("since May", date(2026, 2, 3), "May = 2025-05-01..2025-05-31 month"),
        ("next May", date(2026, 6, 3), "May = 2027-05-01..2027-05-31 month"),
        ("not before May", date(2026, 2, 3), "May = 2026-05-01..2026-05-31 month"),
        ("not before May", date(2026, 8, 3), "May = 2027-05-01..2027-05-31 month"),
        ("after May", date(2026, 2, 3), "May = 2026-05-01..2026-05-31 month"),
        ("from May", date(2026, 2, 3), "May = 2026-05-01..2026-05-31 month"),
        ("no decision before the summer", date(2026, 2, 3), "the summer = 2026-06-01..2026-08-31 season"),
        ("by spring", date(2026, 10, 3), "spring = 2027-03-01..2027-05-31 season"),
        ("since the winter", date(2026, 10, 3), "the winter = 2025-12-01..2026-02-28 season"),
        ("at the start of May", REFERENCE, "the start of May = 2026-05-01..2026-05-10 part"),
    ],
)
def test_a_missing_year(text: str, reference: date, wanted: str) -> None:
    """A year that is left out is the nearest one, or the one on the side that the text names."""
    assert read(text, reference) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He left yesterday.", "yesterday = 2026-10-20 day"),
        ("Tomorrow it opens.", "Tomorrow = 2026-10-22 day"),
        ("The council voted on Monday.", "Monday = 2026-10-19 day"),
        ("The council voted on Wednesday.", "Wednesday = 2026-10-21 day"),
        ("Last Wednesday it met.", "Last Wednesday = 2026-10-14 day"),
        ("next Wednesday", "next Wednesday = 2026-10-28 day"),
        ("It will meet on Monday.", "Monday = 2026-10-26 day"),
        ("It will vote on Wednesday.", "Wednesday = 2026-10-21 day"),
        ("this week", "this week = 2026-10-19..2026-10-25 part"),
        ("last month", "last month = 2026-09-01..2026-09-30 month"),
        ("next year", "next year = 2027-01-01..2027-12-31 year"),
        ("last summer", "last summer = 2026-06-01..2026-08-31 season"),
        ("next summer", "next summer = 2027-06-01..2027-08-31 season"),
        ("last winter", "last winter = 2025-12-01..2026-02-28 season"),
    ],
)
def test_relative_dates(text: str, wanted: str) -> None:
    """Relative dates are counted from the article's own date."""
    assert read(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("on October 20", "October 20 = ? day"),
        ("in May", "May = ? month"),
        ("mid-May", "mid-May = ? part"),
        ("last summer", "last summer = ? season"),
        ("yesterday", "yesterday = ? day"),
        ("on Monday", "Monday = ? day"),
        ("this week", "this week = ? part"),
    ],
)
def test_without_a_reference(text: str, wanted: str) -> None:
    """Without the article's own date, an unfinished date is found and left unresolved: never the clock."""
    assert read(text, None) == [wanted]


@pytest.mark.parametrize("reference", [date.min, date.max, date(9998, 12, 31), date(2, 1, 1)])
def test_reference_at_an_end_of_the_calendar(reference: date) -> None:
    """A reference that has no years around it counts as none."""
    text = "on Monday, yesterday, in May, next winter, next year, last week, on 5 May"
    assert all(found.first is None for found in find_dates(text, reference))


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2026",
        "February 31, 2026",
        "February 31",
        "2026-13-01",
        "2026-02-30",
        "0000-01-01",
        "0000年1月1日",
        "the fourth half of 2026",
        "February 29",  # in no year around the reference
        "555-12-34",
    ],
)
def test_impossible_dates(text: str) -> None:
    """A day that no calendar has is no date, nor is a part of it."""
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "12 Mayors met.",
        "You may 5 times.",
        "They march on.",
        "May 5,300 people",
        "the 1990s",
        "a crew of 2000 workers",
        "Resolution 2026",
        "1,962 people",
    ],
)
def test_no_dates(text: str) -> None:
    """Words and numbers that only look like parts of a date are none."""
    assert read(text) == []


def test_as_of() -> None:
    """A date after "as of" dates the telling and not what is told."""
    assert read("As of October 21, 2026, Lethia had no copy of the text of 20 October 2026.") == [
        "20 October 2026 = 2026-10-20 day"
    ]


def test_several_dates() -> None:
    """Dates come in the order of the text, each once, by the most exact rule that fits."""
    assert read("Between 2020 and 2024, from 28 October to 3 November, and since April 2021.") == [
        "2020 = 2020-01-01..2020-12-31 year",
        "2024 = 2024-01-01..2024-12-31 year",
        "28 October = 2026-10-28 day",
        "3 November = 2026-11-03 day",
        "April 2021 = 2021-04-01..2021-04-30 month",
    ]


def test_letters_that_only_look_alike() -> None:
    """Letters that match without regard to case, but are others, do not break the look-up of a month."""
    assert read("auguſt 7, 2026 and aprıl 5, 2026") == [
        "auguſt 7, 2026 = 2026-08-07 day",
        "aprıl 5, 2026 = 2026-04-05 day",
    ]


def test_digits_of_other_scripts() -> None:
    """Decimal digits of any script count as such."""
    assert read("٢٠٢٦-٠٥-٠١") == ["٢٠٢٦-٠٥-٠١ = 2026-05-01 day"]
