"""The offline analyst against what a careful reader found in the same articles.

Each `*.gold.yaml` was written by hand from its article alone. What the rules must never do
(put a forecast or an inference into a party's row, name a wrong speaker) is held exactly;
how much of the rest they find is held by shares, so that it cannot fall unseen.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from briefing.article import Article
from briefing.pipeline import brief
from briefing.reading import load

if TYPE_CHECKING:
    from briefing.memo import ContentionPoint, Evidence, Memo

ROOT = Path(__file__).parents[2]
GOLD = sorted((ROOT / "tests" / "articles").rglob("*.gold.yaml"))
NAMES = [path.name.removesuffix(".gold.yaml") for path in GOLD]

# Dates that only say when the telling is true are no events for us; the gold lists one.
AS_OF = "as of "


@cache
def gold(path: Path) -> dict[str, Any]:
    """What the reader wrote down."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@cache
def read(path: Path) -> tuple[Article, Memo]:
    """The article that a gold file is about, and its offline memo."""
    name = gold(path)["article"]
    (found,) = [
        place for folder in ("tests", "examples") for place in (ROOT / folder / "articles").glob(Path(name).name)
    ]
    (article,) = load([found])
    assert isinstance(article, Article)
    return article, brief([article])


def evidence(memo: Memo, ids: tuple[str, ...]) -> list[Evidence]:
    """The entries with these ids."""
    return [entry for entry in memo.evidence if entry.id in ids]


def same_party(path: Path, one: str, other: str) -> bool:
    """Whether two names are one party by the gold's own aliases."""
    return full_name(path, one) == full_name(path, other)


def full_name(path: Path, name: str) -> str:
    """The name under which the gold lists a party, in lower case."""
    bare = name.removeprefix("the ").removeprefix("The ").removeprefix("A ").lower()
    for party in gold(path)["parties"]:
        if bare in [known.lower() for known in (party["name"], *party["aliases"])]:
            return str(party["name"]).lower()
    return bare


def point_of(path: Path, wanted: dict[str, Any]) -> ContentionPoint | None:
    """The point that stands under the gold's heading, or that cites its anchor."""
    _, memo = read(path)
    for point in memo.points:
        if wanted["heading"] and point.headline == wanted["heading"].rstrip(":"):
            return point
        if not wanted["heading"] and any(wanted["anchor"] in entry.text for entry in evidence(memo, point.evidence)):
            return point
    return None


@pytest.mark.parametrize("path", GOLD, ids=NAMES)
class TestEachArticle:
    """What holds for every article."""

    def test_evidence_is_the_article(self, path: Path) -> None:
        """Every piece of evidence is the article's own characters, and every statement has some."""
        article, memo = read(path)
        assert memo.status == "offline"
        assert memo.evidence
        for entry in memo.evidence:
            assert entry.text == article.text[entry.start : entry.end]
            assert entry.line == article.first_line + article.text.count("\n", 0, entry.start)

    def test_sentences_are_the_articles(self, path: Path) -> None:
        """Nothing but questions, headlines and the title is worded by us."""
        article, memo = read(path)
        flat = " ".join(article.text.split())
        stances = [position.stance for point in memo.points for position in point.positions]
        summaries = [statement for point in memo.points for statement in (*point.summary, *point.matters)]
        for statement in (*memo.bottom_line, *stances, *summaries, *(event.text for event in memo.timeline)):
            assert statement.text in flat

    def test_points_are_questions(self, path: Path) -> None:
        """Every point asks a question that ends with a question mark, and none is asked twice."""
        _, memo = read(path)
        questions = [point.question for point in memo.points]
        assert all(question.endswith("?") for question in questions)
        assert len(set(questions)) == len(questions)

    def test_headed_disputes_are_points(self, path: Path) -> None:
        """A dispute that stands under a heading is a point with evidence from its own section."""
        _, memo = read(path)
        for wanted in gold(path)["points"]:
            if not wanted["heading"] or wanted["heading"] == "Background":
                continue
            point = point_of(path, wanted)
            assert point is not None, wanted["heading"]
            assert {entry.section for entry in evidence(memo, point.evidence)} == {wanted["heading"]}
            assert point.positions

    def test_forecasts_are_no_positions(self, path: Path) -> None:
        """What somebody would do, and what the author infers, stands in no party's row."""
        _, memo = read(path)
        stances = [position.stance.text for point in memo.points for position in point.positions]
        for wanted in gold(path)["points"]:
            for no_position in wanted.get("not_positions") or ():
                flat = " ".join(no_position.split())
                assert not [text for text in stances if text in flat or flat in text]

    def test_quotations(self, path: Path) -> None:
        """Every quotation is found, with its kind and with the speaker whom the text names."""
        _, memo = read(path)
        wanted = [
            (quote["text"].rstrip(","), quote["kind"], full_name(path, quote["speaker"]) if quote["speaker"] else None)
            for quote in gold(path)["quotes"]
        ]
        found = [
            (quote.text, quote.kind, full_name(path, quote.speaker) if quote.speaker else None) for quote in memo.quotes
        ]
        assert found == wanted

    def test_every_sentence_is_accounted_for(self, path: Path) -> None:
        """The coverage counts every sentence once, in one chunk."""
        _, memo = read(path)
        assert [chunk.end_state for chunk in memo.coverage.chunks] == ["found"]
        assert sum(run.sentences for run in memo.coverage.runs) == sum(memo.coverage.bases.values())
        assert {run.state for run in memo.coverage.runs} <= {"cited", "read"}


def test_most_positions_are_found() -> None:
    """At least 85 % of the positions that readers found stand in the row of their party."""
    wanted = found = 0
    for path in GOLD:
        _, memo = read(path)
        for point in gold(path)["points"]:
            for position in point["positions"]:
                wanted += 1
                found += any(
                    same_party(path, held.party, position["party"])
                    and any(
                        position["evidence"] in entry.text or entry.text in position["evidence"]
                        for entry in evidence(memo, held.stance.evidence)
                    )
                    for held in (held for told in memo.points for held in told.positions)
                )
    assert wanted > 80
    assert found / wanted >= 0.85


def test_most_events_are_found() -> None:
    """At least 95 % of the dated events have the right date, precision and state."""
    wanted = found = 0
    for path in GOLD:
        _, memo = read(path)
        for event in gold(path)["events"]:
            if AS_OF in event["anchor"]:
                continue
            wanted += 1
            found += any(
                (held.as_written in event["as_written"] or event["as_written"] in held.as_written)
                and held.date is not None
                and held.date.isoformat().startswith(event["iso"])
                and (held.state, held.precision) == (event["state"], event["precision"])
                for held in memo.timeline
            )
    assert wanted > 55
    assert found / wanted >= 0.95


def test_most_figures_are_found() -> None:
    """At least 90 % of the quantities have the right value, range and qualifier."""
    wanted = found = 0
    for path in GOLD:
        _, memo = read(path)
        for figure in gold(path)["figures"]:
            wanted += 1
            found += any(
                (held.value, held.high, held.qualifier) == (figure["value"], figure["high"], figure["qualifier"])
                and any(
                    figure["anchor"] in entry.text or entry.text in figure["anchor"]
                    for entry in evidence(memo, held.evidence)
                )
                for held in memo.figures
            )
    assert wanted > 80
    assert found / wanted >= 0.9


SHARED = ROOT.parent / "shared" / "articles" / "us-plan-ukraine.txt"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared article is not on this machine")
class TestSharedArticle:
    """The article that the twin takes after; nothing of its text stands here."""

    @staticmethod
    def memo() -> tuple[Article, Memo]:
        """The article and its memo."""
        (article,) = load([SHARED])
        assert isinstance(article, Article)
        return article, brief([article])

    def test_the_disputes_it_announces(self) -> None:
        """The three sections announced as unresolved are the core points, each with its parties."""
        article, memo = self.memo()
        headings = [section.heading for section in article.sections if section.heading]
        assert len(headings) == 16
        core = [point for point in memo.points if point.tier == "core"]
        assert [point.headline for point in core] == headings[1:4]
        assert [len({position.party for position in point.positions}) >= 2 for point in core] == [True, True, False]
        for point, heading in zip(core, headings[1:4], strict=True):
            assert {entry.section for entry in evidence(memo, point.evidence)} == {heading}
            assert point.positions

    def test_its_quotations(self) -> None:
        """Five quotations have their speakers, one of them told twice; two terms have none."""
        _, memo = self.memo()
        spoken = [(quote.kind, quote.speaker and quote.speaker.split()[-1]) for quote in memo.quotes]
        assert spoken == [
            ("term", None),
            ("term", None),
            ("speech", "Kremlin"),
            ("speech", "Zelenskyy"),
            ("speech", "Zelenskyy"),
            ("speech", "Dmitriev"),
            ("speech", "Dmitriev"),
        ]

    def test_its_dates_and_figures(self) -> None:
        """Its dated events are told in their states, its quantities with their qualifiers."""
        _, memo = self.memo()
        assert memo.as_of is not None
        assert memo.as_of.isoformat() == "2025-11-19"
        states = [(event.date and event.date.isoformat(), event.precision, event.state) for event in memo.timeline]
        assert ("2025-08-01", "month", "happened") in states
        assert ("2025-11-11", "part", "happened") in states
        assert ("2025-11-19", "day", "postponed") in states
        figures = {(figure.value, figure.qualifier) for figure in memo.figures}
        assert {("28", "exact"), ("100", "up_to")} <= figures

    def test_its_evidence(self) -> None:
        """Every piece of evidence is the article's own characters."""
        article, memo = self.memo()
        assert memo.status == "offline"
        assert all(entry.text == article.text[entry.start : entry.end] for entry in memo.evidence)
