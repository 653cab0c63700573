"""Confidence follows a published rule: how many independent origins, how direct, in agreement or not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from briefing.analysis.findings import Findings, Library
from briefing.analysis.judging import confidence, judge
from briefing.memo import ArticleRecord, Evidence, SourceNote, Statement

if TYPE_CHECKING:
    from briefing.memo import Basis

REPORTED = "The Harbour Board said that it rejects the tunnel."
QUOTED = "“We reject the tunnel,” said Ida Brandt, the chair."
TOLD = "The tunnel is four kilometres long."
FORECAST = "The ruling would probably slip by a year."
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


@pytest.mark.parametrize(
    ("entries", "basis", "level"),
    [
        ([evidence("a", REPORTED), evidence("b", QUOTED)], "reported", "high"),
        ([evidence("a", REPORTED), evidence("b", QUOTED)], "forecast", "low"),
        ([evidence("a", FORECAST), evidence("b", FORECAST), evidence("b", QUOTED, 200)], "forecast", "moderate"),
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
    """Two outlets that report directly make it high; none that does makes it low; repetition raises nothing."""
    assert confidence(basis, entries, ARTICLES).level == level


def test_one_partys_word_is_one_voice() -> None:
    """What two outlets have from the same party is not high: nobody else vouches for it."""
    entries = [evidence("a", REPORTED), evidence("b", QUOTED)]
    told = confidence("reported", entries, ARTICLES, voices={entry.id: {"Harbour Board"} for entry in entries})
    assert (told.level, told.reason) == ("moderate", "two outlets, both name their source; all on one source’s word")
    told = confidence("reported", entries, ARTICLES, voices={entries[0].id: {"Harbour Board"}})
    assert told.level == "high"


def test_one_report_is_one_voice() -> None:
    """What two outlets tell on the word of the same report is not high; nor where one of them made it."""
    entries = [evidence("a", REPORTED), evidence("b", QUOTED)]
    told = [entry.model_copy(update={"attribution": ("Meridian", "an official")}) for entry in entries]
    assert confidence("reported", told, ARTICLES).level == "moderate"
    assert confidence("reported", [entries[0], told[1]], ARTICLES).level == "high"
    made = told[1].model_copy(update={"attribution": ("the Post",)})
    assert confidence("reported", [entries[0], made], ARTICLES).level == "moderate"


def test_contradicted_evidence_is_never_high() -> None:
    """Where the sources were noted to contradict each other on a sentence, the level is moderate at most."""
    entries = [evidence("a", REPORTED), evidence("b", QUOTED)]
    statement = Statement(
        id="s",
        text="They disagree.",
        evidence=tuple(entry.id for entry in entries),
        basis="reported",
        written_by="x",
    )
    tension = statement.model_copy(update={"evidence": (entries[0].id,)})
    findings = Findings(source_notes=(SourceNote(kind="tension", text=tension),))
    library = Library(findings, ARTICLES, {}, max_tokens=6_000)
    (judgment,) = judge([statement], {entry.id: entry for entry in entries}, library)
    assert judgment.confidence.level == "moderate"
    assert judgment.confidence.reason == "two outlets, both name their source; accounts differ on it"
    assert judgment.text == "They disagree."


def test_reason_is_a_clause_for_a_reader() -> None:
    """The reason says how many outlets, and how many of them name who told them."""
    entries = [evidence("a", REPORTED), evidence("b", TOLD)]
    assert confidence("reported", entries, ARTICLES).reason == "two outlets, one of them names its source"
    assert confidence("reported", entries[1:], ARTICLES).reason == "one outlet, no source named"


def test_what_goes_on_in_quotation_marks_and_what_an_outlet_saw_count_as_told() -> None:
    """A sentence that is speech from end to end has a speaker; a paper that has seen a letter vouches for it."""
    speech = "“There is a letter of intent, and it cannot bind anybody.”"
    letter = "The Gazette has seen a letter dated 21 September."
    assert confidence("reported", [evidence("a", speech)], ARTICLES).reason == "one outlet, source named"
    assert confidence("reported", [evidence("a", letter)], ARTICLES).reason == "one outlet, source named"
