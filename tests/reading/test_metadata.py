"""Front matter and sidecars."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.reading.metadata import MAX_METADATA_BYTES, FrontMatter, Metadata, read_front_matter, read_sidecar

FULL = """---
title: "Harbour: the vote"
publisher: The Gazette
author: [Mona Tressel, Ada Hale]
url: https://example.org/a?b=1
published: 2026-10-14
language: en-GB
tags: {unknown: [keys, are, ignored]}
---
Body.
"""


def test_all_keys() -> None:
    """Front matter gives all six fields; other keys are ignored; the body starts below it."""
    front = read_front_matter(FULL)
    assert front == FrontMatter(
        Metadata(
            title="Harbour: the vote",
            publisher="The Gazette",
            author="Mona Tressel, Ada Hale",
            url="https://example.org/a?b=1",
            published=date(2026, 10, 14),
            language="en-GB",
        ),
        FULL.index("Body."),
    )


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-10-14", date(2026, 10, 14)),
        ("'2026-10-14'", date(2026, 10, 14)),
        ("2026-10-14T23:30:00+02:00", date(2026, 10, 14)),
        ("'2026-10-14T23:30:00Z'", date(2026, 10, 14)),
    ],
)
def test_published(value: str, day: date) -> None:
    """A day may be given as a date, a time or a text, and is the day as written."""
    assert read_sidecar(f"published: {value}\n") == (Metadata(published=day), ())


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        ("date: 2026-10-14\nlang: en\n", Metadata(published=date(2026, 10, 14), language="en")),
        ("date: 2026-10-01\npublished: 2026-10-14\n", Metadata(published=date(2026, 10, 14))),
        ("published: 2026-10-14\ndate: 2026-10-01\n", Metadata(published=date(2026, 10, 14))),
    ],
)
def test_names_that_site_generators_use(block: str, kept: Metadata) -> None:
    """`date` and `lang` are read too; our own names go before them."""
    assert read_sidecar(block) == (kept, ())


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("title: [1, 2]", "line 2: `title` is not a text"),
        ("title: {a: b}", "line 2: `title` is not a text"),
        ("title: 2026", "line 2: `title` is not a text"),
        ("author: [Ada, 3]", "line 2: `author` is not a text or a list of texts"),
        ("url: javascript:alert(1)", "line 2: `url` is not an http or https address"),
        ("url: https://example.org/<script>", "line 2: `url` is not an http or https address"),
        ("published: soon", "line 2: `published` is not a day such as 2026-10-12"),
        ("published: 2026-13-45", "line 2: `published` is not a day such as 2026-10-12"),
        ("published: 03/04/2026", "line 2: `published` is not a day such as 2026-10-12"),
        ("language: plain English", "line 2: `language` is not a language tag such as en or pt-BR"),
        ("title: !!python/object/apply:os.system [ls]", "line 2: `title` is not a text"),
        ("published: " + "9" * 5000, "line 2: `published` is not a day such as 2026-10-12"),
    ],
)
def test_wrong_types(line: str, fault: str) -> None:
    """A key that does not hold what it should is put aside by name and line; the others are kept."""
    assert read_sidecar(f"publisher: The Gazette\n{line}\n") == (Metadata(publisher="The Gazette"), (fault,))


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c\n"


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("title: 'open\n", "line 3: not valid YAML (found unexpected end of stream)"),
        ("title: a: b\n", "line 2: not valid YAML (mapping values are not allowed here)"),
        (BOMB, "line 3: aliases (*name) are not read"),
        ("title: " + "[" * 5000 + "\n", "line 2: nested too deeply"),
        ("title: a\x01b\n", "line 2: not valid YAML (a character that YAML does not allow)"),
    ],
)
def test_broken_but_closed(block: str, fault: str) -> None:
    """Broken front matter is a fault with its line, and is cut off the body all the same."""
    text = f"---\n{block}---\nBody.\n"
    front = read_front_matter(text)
    assert (front.metadata, front.faults) == (Metadata(), (fault,))
    assert text[front.body :] == "Body.\n"


@pytest.mark.parametrize(
    "text", ["---\ntitle: x\nBody.\n", "---\ntitle: " + "x" * MAX_METADATA_BYTES + "\n---\nBody.\n"]
)
def test_unclosed(text: str) -> None:
    """Front matter that is not closed, or only beyond the cap, stays part of the text, with a fault."""
    fault = "line 1: front matter is not closed by a line --- within 64 kB"
    assert read_front_matter(text) == FrontMatter(faults=(fault,))


@pytest.mark.parametrize(
    "text",
    [
        "Body only.\n",
        "---\nA text that begins with a rule.\n---\nAnd has another.\n",
        "---\nShe said: never again.\n---\nAnd left.\n",
        "---\n\nA rule, and nothing that looks like a key.\n",
        " ---\ntitle: x\n---\n",
        "\n---\ntitle: x\n---\n",
        "---",
    ],
)
def test_prose(text: str) -> None:
    """Prose between rules is no front matter, and nothing of it is lost."""
    assert read_front_matter(text) == FrontMatter()


def test_own_memo() -> None:
    """A memo of ours is known by its front matter."""
    assert read_front_matter("---\nbriefing: memo\nstatus: offline\n---\n# A\n").is_memo
    assert not read_front_matter("---\ntitle: memo\n---\n# A\n").is_memo


def test_untrusted_fields() -> None:
    """Control and direction characters go, white space becomes single, and long fields are cut."""
    metadata, faults = read_sidecar(f'title: "a\\x1b[31m\\u202eb\\n\\tc"\nauthor: {"word " * 200}\n')
    assert (metadata.title, faults) == ("a[31mb c", ())
    assert metadata.author is not None
    assert len(metadata.author) <= 300


def test_over() -> None:
    """Front matter wins over a sidecar key by key."""
    above, beside = Metadata(title="A", language="en"), Metadata(title="B", publisher="P")
    assert above.over(beside) == Metadata(title="A", publisher="P", language="en")


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("---\n: []{}*&!|>'\"#%@`,?abtitle0\t"), max_size=120))
def test_any_front_matter(block: str) -> None:
    """No front matter raises, and the body is always an end of the text."""
    text = f"---\n{block}\n---\nBody."
    front = read_front_matter(text)
    assert 0 <= front.body <= len(text)
    read_sidecar(block)
