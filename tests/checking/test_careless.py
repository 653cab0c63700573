"""A careless model's replies about a long article are caught, each by name; a careful one's pass without a flag."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.analysis.model_analyst import ModelAnalyst
from briefing.article import Article
from briefing.options import Options
from briefing.pipeline import brief
from briefing.reading import load, segment
from briefing.testing import ScriptedModel
from briefing.writing.saying import statements

if TYPE_CHECKING:
    from briefing.memo import Memo, Statement

TWIN = Path(__file__).parents[1] / "articles" / "twin.txt"


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence of the article, told twice.

    Attributes:
        at: a part of the sentence.
        careful: what it says.
        careless: what it does not say.
        kinds: of the flags, one of which the careless one gets.
        party: whose stance both tell; empty where they tell of nobody's.
        other: to whom the careless one gives it, where that is the slip.
        basis: label of the careful one.
        label: of the careless one, where that is another.
        dropped: whether the careless one is left out.
    """

    at: str
    careful: str
    careless: str
    kinds: tuple[str, ...]
    party: str = ""
    other: str = ""
    basis: str = "reported"
    label: str = ""
    dropped: bool = True


CASES = [
    Case(
        "neither names a volume nor chooses",
        "The draft names no volume and chooses between neither method, by the agency’s account.",
        "The draft demands a guaranteed minimum of 310 cubic meters a second from Sarrovia.",
        ("number_not_cited", "number_not_in_source"),
    ),
    Case(
        "was postponed at short notice",
        "A meeting between her and Verran Special Mediator Tobias Renn, planned for October 20, was postponed.",
        "A meeting between her and Verran Special Mediator Tobias Renn took place on October 20.",
        ("negation_changed",),
    ),
    Case(
        "for up to 40 patrol boats",
        "The contract with Kaldoria, signed on September 28, 2026, is for up to 40 patrol boats.",
        "The contract with Kaldoria, signed on September 28, 2026, is for up to 140 patrol boats.",
        ("number_not_in_source",),
    ),
    Case(
        "had not been handed a complete copy",
        "As of October 21, 2026, Lethia had not been handed a complete copy.",
        "As of October 21, 2026, Lethia had been handed a complete copy.",
        ("negation_changed",),
    ),
    Case(
        "insists on a share of whatever reaches",
        "has rejected any fixed figure and insists on a share of what reaches the Kolm Dam",
        "has accepted a fixed figure instead of a share of what reaches the Kolm Dam",
        ("negation_changed",),
        party="Sarrovia",
    ),
    Case(
        "Envoy Danil Korsha’s assertion",
        "says “we sense the upstream case is being taken seriously at last”",
        "says “we sense the upstream case is being taken seriously at last”",
        ("speaker_unverified",),
        party="Danil Korsha",
        other="Miron Vastek",
        basis="quoted",
        dropped=False,
    ),
    Case(
        "could split the coalition within days",
        "A text that exchanges water for calm could split the coalition within days.",
        "A text that exchanges water for calm will split the coalition within days.",
        ("hedge_lost",),
        basis="forecast",
        dropped=False,
    ),
    Case(
        "A Verran official confirmed",
        "A Verran official confirmed that Lethian and League diplomats are being briefed.",
        "The Verran government confirmed that Lethian and League diplomats are being briefed.",
        ("basis_overstated", "hedge_lost", "speaker_unverified"),
        basis="unnamed_source",
        label="reported",
        dropped=False,
    ),
    Case(
        "is expected to fly to Port Selwyn",
        "Prime Minister Ilse Maravel is expected to fly to Port Selwyn.",
        "Prime Minister Ilse Maravel is expected to fly to Brennik.",
        ("name_not_cited",),
        basis="forecast",
    ),
]


def article() -> Article:
    """The article."""
    (found,) = load(str(TWIN))
    assert isinstance(found, Article)
    return found


def memo_of(*, careless: bool) -> Memo:
    """What comes of a reply that tells all cases, carefully or carelessly."""
    found = article()
    texts = [found.text[sentence.start : sentence.end] for sentence in segment(found)]
    summary, positions = [], []
    for case in CASES:
        (line,) = [number for number, text in enumerate(texts, start=1) if case.at in text]
        text = case.careless if careless else case.careful
        said = {"text": text, "basis": (careless and case.label) or case.basis, "lines": [line]}
        if case.party:
            party = (careless and case.other) or case.party
            row: dict[str, Any] = {"party": party, "stance": said, "backs": [], "rejects": [], "conditions": []}
            positions.append({**row, "as_of": ""})
        else:
            summary.append(said)
    point = {
        "tier": "core",
        "raised_by": "parties",
        "question": "How will the river be shared?",
        "headline": "Sharing the river",
        "options": [],
        "positions": positions,
        "matters": [],
        "gaps": [],
        "watch": [],
    }
    points = [{**point, "summary": summary[:4]}, {**point, "positions": [], "summary": summary[4:]}]
    records: dict[str, Any] = {name: [] for name in ("parties", "events", "figures", "origins", "tensions", "limits")}
    overview: dict[str, Any] = {"title": "A river pact is open", "bottom_line": [], "judgments": []}
    overview["bottom_line"] = [{"text": texts[2], "basis": "reported", "lines": [3]}]
    replies = {"extract": {"points": points, **records}, "overview": overview}
    model = ScriptedModel({stage: json.dumps(reply) for stage, reply in replies.items()})
    return brief([found], analyst=ModelAnalyst(model), options=Options(max_chunk_tokens=8_000))


@pytest.fixture(scope="module")
def careful() -> Memo:
    """The memo of the careful reply."""
    return memo_of(careless=False)


@pytest.fixture(scope="module")
def careless() -> Memo:
    """The memo of the careless reply."""
    return memo_of(careless=True)


def told(memo: Memo, text: str) -> Statement | None:
    """The statement of a memo's points that has these words."""
    return next((said for point in memo.points for said in statements(point) if said.text == text), None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.at)
def test_careful(careful: Memo, case: Case) -> None:
    """What the sentence says stands in the memo, unmarked."""
    said = told(careful, case.careful)
    assert said is not None, careful.problems
    assert said.flags == ()


def test_careful_passes(careful: Memo) -> None:
    """Nothing is held against the careful reply."""
    assert [found.message for found in careful.problems] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.at)
def test_careless(careless: Memo, case: Case) -> None:
    """What it does not say is named in a notice, and absent from the memo or marked there."""
    said = told(careless, case.careless)
    assert (said is None) is case.dropped
    start = " ".join(case.careless.split()[:12])
    (notice,) = [found for found in careless.problems if start in found.message]
    assert set(case.kinds) & set(notice.flags), notice
    if said is not None:
        assert {flag.kind for flag in said.flags} & set(case.kinds)
