"""Confidence follows a published rule: how many independent origins, how direct, in agreement or not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from briefing.analysis.judging import confidence, judge
from briefing.memo import ArticleRecord, Evidence, SourceNote, Statement

if TYPE_CHECKING:
    from briefing.memo import Basis

REPORTED = "The Harbour Board said that it rejects the tunnel."
QUOTED = "“We reject the tunnel,” said Ida Brandt, the chair."
TOLD = "The tunnel is four kilometres long."
UNNAMED = "An official said the tunnel would be built."


def article(name: str, publisher: str | None) -> ArticleRecord:
    """An article of a publisher."""
    return ArticleRecord(
        id=name,
        title=name,
        publisher=publisher,
        author=None,
        url=None,
        published=date(2026, 11, 19),
        language="en",
        source=name,
        text_sha256="0" * 64,
        first_line=1,
        characters=100,
        words=20,
    )


ARTICLES = {name: article(name, publisher) for name, publisher in (("a", "Post"), ("b", "Times"), ("c", "Post"))}


def evidence(name: str, text: str, start: int = 0) -> Evidence:
    """A sentence of an article."""
    end = start + len(text)
    return Evidence(
        id=f"{name}:{start}-{end}", article=name, start=start, end=end, text=text, section=None, line=1, attribution=()
    )


def said(*entries: Evidence, basis: Basis = "reported") -> Statement:
    """A judgment on some evidence."""
    return Statement(
        id="s", text="They disagree.", evidence=tuple(entry.id for entry in entries), basis=basis, written_by="x"
    )


@pytest.mark.parametrize(
    ("entries", "basis", "level"),
    [
        ([evidence("a", REPORTED), evidence("b", QUOTED)], "reported", "high"),
        ([evidence("a", REPORTED), evidence("b", QUOTED)], "forecast", "moderate"),
        ([evidence("a", REPORTED), evidence("b", TOLD)], "reported", "moderate"),
        ([evidence("a", REPORTED), evidence("a", QUOTED, 100), evidence("a", REPORTED, 300)], "reported", "moderate"),
        ([evidence("a", REPORTED), evidence("c", QUOTED)], "reported", "moderate"),
        ([evidence("a", REPORTED)], "reported", "moderate"),
        ([evidence("a", REPORTED)], "author_view", "low"),
        ([evidence("a", TOLD), evidence("b", TOLD)], "background", "low"),
        ([evidence("a", UNNAMED)], "unnamed_source", "low"),
    ],
)
def test_level(entries: list[Evidence], basis: Basis, level: str) -> None:
    """Two origins that report directly make it high; none that does makes it low; repetition raises nothing."""
    assert confidence(said(*entries, basis=basis), entries, ARTICLES).level == level


def test_contradicted_evidence_is_never_high() -> None:
    """Where the sources were noted to contradict each other on a sentence, the level is moderate at most."""
    entries = [evidence("a", REPORTED), evidence("b", QUOTED)]
    note = SourceNote(kind="tension", text=said(entries[0]))
    (judgment,) = judge([said(*entries)], {entry.id: entry for entry in entries}, ARTICLES, [note])
    assert judgment.confidence.level == "moderate"
    assert judgment.confidence.reason == ("two independent sources, both direct; accounts differ on it")
    assert judgment.text == "They disagree."


def test_reason_is_a_clause_for_a_reader() -> None:
    """The reason says how many sources, and how direct they are."""
    entries = [evidence("a", REPORTED), evidence("b", TOLD)]
    assert confidence(said(*entries), entries, ARTICLES).reason == ("two independent sources, one of them direct")
    assert confidence(said(entries[1]), entries[1:], ARTICLES).reason == ("one source, not direct")
