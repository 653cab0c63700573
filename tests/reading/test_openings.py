"""Titles, bylines and dates at the top of a text."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.reading import read_text
from briefing.reading.dates import full_dates

BODY = "The council met on 5 May 2020 and talked for hours about what to do next.\n"


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("# Harbour *vote* today\n\n", "Harbour vote today"),
        ("Harbour vote today\n==================\n\n", "Harbour vote today"),
        ("Harbour vote today\n\n", "Harbour vote today"),
        ("Harbour vote today\n", "Harbour vote today"),
        ("**Harbour [vote](https://example.org) today**\n\n", "Harbour vote today"),
        ("\n\n![A boat](boat.png)\n\n# Harbour vote today #\n\n", "Harbour vote today"),
        ("3 March 2026\n\nHarbour vote today\n\n", "Harbour vote today"),
        ("Will the harbour grow?\n\n", "Will the harbour grow?"),
        ("港の投票\n\n", "港の投票"),
    ],
)
def test_title_line(top: str, title: str) -> None:
    """The first heading or line is the title, without mark-up, and the body starts below it."""
    article = read_text(top + BODY)
    assert article.title == title
    assert article.text[article.sections[0].body :].strip() == BODY.strip()
    assert article.sections[0].heading is None


def test_no_title_line() -> None:
    """A text that begins with its body keeps all of it, and is called by its first words, cut between words."""
    article = read_text("The council " + "said so and " * 40 + "left.\n")
    assert article.title.startswith("The council said so and")
    assert article.title.endswith(("said…", "so…", "and…"))
    assert len(article.title) <= 201
    assert article.sections[0].body == 0


def test_given_title() -> None:
    """A first line is the title line only where it says what the given title says."""
    same = read_text("# Harbour Vote – “today”\n\n" + BODY, title='Harbour vote - "today"')
    assert same.sections[0].heading is None
    assert same.text[same.sections[0].body :].strip() == BODY.strip()
    other = read_text("# Background\n\n" + BODY, title="Harbour vote")
    assert other.title == "Harbour vote"
    assert [section.heading for section in other.sections] == ["Background"]


@pytest.mark.parametrize(
    "top",
    [
        "Harbour vote (November 19, 2025)\n\n",
        "Harbour vote [19 November 2025]\n\n",
        "Harbour vote（2025年11月19日）\n\n",
        "Harbour vote\nPublished 19 November 2025\n\n",
        "Harbour vote\n\nNovember 19, 2025\n\n",
        "Harbour vote\nWednesday, Nov. 19th, 2025 at 10:30 a.m. EST | 5 min read\n\n",
        "Harbour vote\nBy Ada Hale, November 19, 2025\n\n",
        "# Harbour vote\n\n*Posted by Ada Hale, 19 November 2025*\n\n",
        "Harbour vote\nBy Jonah Verreth, The Kestria Ledger\n2025-11-19\n\n",
        "Hafenstreit\nVon Ada Hale\nVeröffentlicht am 19. November 2025\n\n",
        "Port\nPar Ada Hale, le 19 novembre 2025\n\n",
        "Puerto\nPublicado el 19 de noviembre de 2025\n\n",
        "Harbour vote\n\nPORT ELLERY, 19 November 2025 (Halyard Press) — ",
        "Harbour vote\n\nNEW ELLERY, Coast, Nov. 19, 2025 -- ",
        "Hafenstreit\n\nEllery, 19. November 2025 (hpa) – ",
        "2025年11月19日\n\nHarbour vote\n\n",
        "Published 19 November 2025\nUpdated 21 November 2025\n\nHarbour vote\n\n",
    ],
)
def test_own_date(top: str) -> None:
    """The date is taken where the text states it as its own."""
    assert read_text(top + BODY).published == date(2025, 11, 19)


@pytest.mark.parametrize(
    "top",
    [
        "Harbour vote\n\n",
        "Harbour vote (03/04/2026)\n\n",
        "Harbour vote\nPublished 31 February 2026\n\n",
        "Harbour vote\nPublished March 2026\n\n",
        "Harbour vote\nPublished 3 March\n\n",
        "Harbour vote\nUpdated 3 March 2026\n\n",
        "Harbour vote (before 3 March 2026, they say)\n\n",
        "What happened on 3 March 2026\n\n",
        "Harbour vote\n\nOn 3 March 2026 – the day of the storm – ",
        "Harbour vote\n\nThe treaty of 3 March 2026 — long awaited — ",
        "Harbour vote\n\nPORT ELLERY, 3 March — ",
    ],
)
def test_no_date(top: str) -> None:
    """A date of running text, an incomplete, impossible or ambiguous one, is never taken for the text's own."""
    assert read_text(top + BODY).published is None


def test_given_date_wins() -> None:
    """The caller's date stands over the text's."""
    assert read_text("Vote\n3 March 2026\n\n" + BODY, published=date(2026, 1, 2)).published == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on 3 March 2026, May 4, 2026 and 2026-07-05", [date(2026, 3, 3), date(2026, 5, 4), date(2026, 7, 5)]),
        ("3. März 2026, 1er mars 2026, 5 de mayo de 2026", [date(2026, 3, 3), date(2026, 3, 1), date(2026, 5, 5)]),
        ("2026年10月12日 and 2026년 1월 2일", [date(2026, 10, 12), date(2026, 1, 2)]),
        ("13/04/2026, 3.4.2026, March 2026, 12026-10-12, 2026-10-123, marchers 3, 2026", []),
    ],
)
def test_full_dates(text: str, days: list[date]) -> None:
    """Dates are found in four languages and ISO, and only where day, month and year are told apart."""
    assert [found.day for found in full_dates(text)] == days
