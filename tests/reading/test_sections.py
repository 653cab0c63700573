"""Sections and their headings."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.article import Article
from briefing.reading import load, read_text

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "articles" / "us-plan-ukraine.txt"
ARTICLES = [ROOT / "tests" / "articles", ROOT / "examples" / "articles"]
GOLD = sorted(path for folder in ARTICLES for path in folder.rglob("*.gold.yaml"))

LONG = (
    "The council of the town met for the third time this week and talked until midnight about the price of sand. "
    "Nobody expected that it would be settled, and it was not."
)


def headings(text: str, title: str | None = None) -> list[tuple[str | None, int | None]]:
    """Heading and level of each section of `text`."""
    return [(section.heading, section.level) for section in read_text(text, title=title).sections]


def test_markdown() -> None:
    """ATX and setext headings give sections with levels; those in code and without words give none."""
    text = (
        "# Title\n\nIntro.\n\n## One ##\n\n```\n# not this\n```\n\nTwo\n---\n\nText.\n\n"
        "### *Three*\n#\n#hash\n\nText.\n---\n"
    )
    assert headings(text) == [(None, None), ("One", 2), ("Two", 2), ("Three", 3)]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_bare_lines(gap: str) -> None:
    """Short lines that stand alone above a longer paragraph are headings, with and without blank lines."""
    text = gap.join(
        ["The title of it all", LONG, "What is at stake", LONG, LONG, "Who pays for U.S.", "Is it late?", LONG]
    )
    assert headings(text) == [
        (None, None),
        ("What is at stake", None),
        ("Who pays for U.S.", None),
        ("Is it late?", None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "This is a sentence.",
        "He asked them:",
        "and this goes on in lower case",
        "- An item of a list",
        "1. An item of a list",
        "By Ada Hale, The Gazette",
        "14 October 2026",
        "Dear Sir or Madam",
        "Photo: a boat in the harbour",
        "This line is unfinished because of the",
        "Name    Value    Price",
        "*** *** ***",
        "42",
        "— Yes, he said",
        "https://example.org/page",
    ],
)
def test_no_headings(line: str) -> None:
    """Sentences, list items, bylines, dates, salutations, captions and the like are no headings."""
    assert headings(f"Title\n\n{LONG}\n\n{line}\n\n{LONG}\n") == [(None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "The sea was grey that morning\nAnd grey the morning sky\nThe boats went out without a word\nWith no goodbye\n",
        "Anna\nYes\nBen\nNo\nAnna\nWell\n",
        "What is this\nNothing much\nAre you sure\nQuite sure\n",
        "Red\nGreen\nBlue\n",
    ],
)
def test_verse_and_dialogue(text: str) -> None:
    """Short lines among short lines are verse, dialogue or a list, and no headings."""
    assert headings(f"{LONG}\n\n{text}\n{LONG}\n")[1:] == []


def test_repeated_line() -> None:
    """A line that is told again and again, like an interviewer's name, is no heading."""
    assert headings(f"Title\n\nReporter\n\n{LONG}\n\nReporter\n\n{LONG}\n") == [(None, None)]


def test_hard_wrapped() -> None:
    """In wrapped text only a line that ends although there was room can be a heading."""
    text = (
        "The title\n\n"
        "The council of the town met for the third time this week and\n"
        "talked until midnight about the price of sand. Nobody had hoped\n"
        "Nor Expected That It\n"
        "would be settled, and it was not, as everybody had foreseen.\n\n"
        "What comes next\n\n"
        "The council of the town meets again in a week and will talk\n"
        "until midnight about the price of sand.\n"
    )
    assert headings(text) == [(None, None), ("What comes next", None)]


def test_body_starts_below_heading() -> None:
    """A section starts with its heading's line and its body below it, past an underline."""
    text = "T\n\nIntro.\n\n## One\nA.\n\nTwo\n---\nB.\n"
    sections = read_text(text).sections
    assert [text[section.start : section.end] for section in sections] == [
        "T\n\nIntro.\n\n",
        "## One\nA.\n\n",
        "Two\n---\nB.\n",
    ]
    assert [text[section.body : section.end].strip() for section in sections] == ["Intro.", "A.", "B."]


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.name)
def test_gold(gold: Path) -> None:
    """Title, date and sections of the hand-checked articles are those that a reader found."""
    wanted = yaml.safe_load(gold.read_text("utf-8"))
    path = next(folder / wanted["article"] for folder in ARTICLES if (folder / wanted["article"]).exists())
    [article] = [found for found in load(path) if isinstance(found, Article)]
    assert article.title == wanted["title"]
    assert (article.published.isoformat() if article.published else None) == wanted["published"]
    assert [section.heading for section in article.sections if section.heading] == wanted["sections"]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared article is not part of a clone")
def test_shared_article() -> None:
    """All sixteen bare headings of the shared article are found, and none that a reader would not see."""
    [article] = [found for found in load(SHARED) if isinstance(found, Article)]
    lines = article.text.split("\n")
    short = [line for line in lines[1:] if line and len(line) < 100]
    assert len(short) == 16
    assert [section.heading for section in article.sections] == [None, *short]


PIECES = st.sampled_from(
    (
        "# A|## B c|Title|=====|---|||A line here|A sentence. Another one.|- item|> quote|```|By Ada Hale"
        f"|3 March 2026|{LONG}|  indented|\t|1. one|Ça va?|見出し|本文です。|~~~|**Bold**|Dear all"
    ).split("|")
)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES | st.text(max_size=12), min_size=1, max_size=14), st.sampled_from([None, "Title", "Other"]))
def test_sections_tile(pieces: list[str], title: str | None) -> None:
    """Whatever the text, its sections tile it, and each body lies within its section."""
    text = "\n".join([*pieces, "word"])
    article = read_text(text, title=title)
    sections = article.sections
    assert [section.start for section in sections] == [0, *(section.end for section in sections[:-1])]
    assert sections[-1].end == len(article.text)
    for section in sections:
        assert section.start <= section.body <= section.end
        assert section.start < section.end
        assert section.heading != ""
    assert all(section.heading is not None for section in sections[1:])
