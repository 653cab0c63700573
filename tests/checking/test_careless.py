"""A careless model's replies about long articles are caught, each by name; a careful one's pass without a flag.

One of the articles is somebody else's and lies outside the repository: where it is missing its cases are skipped. It
is found by single words, and what the statements quote of it is taken out of it here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.analysis.grounding import cut_sentence
from briefing.analysis.model_analyst import ModelAnalyst
from briefing.article import Article
from briefing.options import Options
from briefing.pipeline import brief
from briefing.reading import load, segment
from briefing.testing import ScriptedModel
from briefing.wording.bases import basis_of
from briefing.writing.saying import statements

if TYPE_CHECKING:
    from briefing.memo import Memo, Statement

TWIN = Path(__file__).parents[1] / "articles" / "twin.txt"
SHARED = Path(__file__).parents[3] / "shared" / "articles" / "us-plan-ukraine.txt"


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence of the article, told twice.

    Attributes:
        at: a part of the sentence, or words that only this sentence has all of.
        careful: what it says; {} stands for its first quotation.
        careless: what it does not say, likewise.
        kinds: of the flags, one of which the careless one gets.
        party: whose stance both tell; empty where they tell of nobody's.
        other: to whom the careless one gives it, where that is the slip.
        basis: label of the careful one.
        label: of the careless one, where that is another.
        dropped: whether the careless one is left out.
    """

    at: str | tuple[str, ...]
    careful: str
    careless: str
    kinds: tuple[str, ...]
    party: str = ""
    other: str = ""
    basis: str = "reported"
    label: str = ""
    dropped: bool = True


OF_TWIN = (
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
)
OF_SHARED = (
    Case(
        ("Sources", "unclear", "incremental"),
        "How the plan handles territory in Eastern Ukraine remains unclear, sources say.",
        "The plan demands the cession of territory in Eastern Ukraine.",
        ("hedge_lost", "basis_overstated", "weakly_supported", "negation_changed", "name_not_cited"),
        basis="unnamed_source",
        label="reported",
        dropped=False,
    ),
    Case(
        ("Witkoff", "postponed"),
        "Witkoff’s meeting with Zelenskyy, planned for November 19, was postponed.",
        "Witkoff’s meeting with Zelenskyy took place on November 19.",
        ("negation_changed",),
        basis="background",
    ),
    Case(
        ("France", "combat", "accord"),
        "An accord with France covers up to 100 combat aircraft.",
        "An accord with France covers up to 150 combat aircraft.",
        ("number_not_in_source",),
        basis="background",
    ),
    Case(
        ("official", "confirmed", "briefing"),
        "The White House has begun to brief European officials, a U.S. official confirmed.",
        "The White House has not begun to brief European officials, a U.S. official confirmed.",
        ("negation_changed",),
        basis="unnamed_source",
    ),
    Case(
        ("Envoy", "Dmitriev", "assertion"),
        "says “{}”",
        "says “{}”",
        ("speaker_unverified",),
        party="Kirill Dmitriev",
        other="President Putin",
        basis="quoted",
        dropped=False,
    ),
    Case(
        ("narrative", "traction"),
        "The account of a U.S.-led effort may struggle to convince allies.",
        "The account of a U.S.-led effort will struggle to convince allies.",
        ("hedge_lost",),
        basis="author_view",
        dropped=False,
    ),
    Case(
        ("official", "confirmed", "briefing"),
        "A U.S. official confirmed that European officials are being briefed on the plan.",
        "The U.S. government confirmed that European officials are being briefed on the plan.",
        ("basis_overstated", "hedge_lost", "speaker_unverified"),
        basis="unnamed_source",
        label="reported",
        dropped=False,
    ),
)
# What was put off: the words of its sentence that stand above, and its date.
PUT_OFF = {TWIN: ("was postponed at short notice", "October 20"), SHARED: (("Witkoff", "postponed"), "November 19")}
STORIES = {TWIN: OF_TWIN, SHARED: OF_SHARED}
HERE = {path: pytest.mark.skipif(not path.exists(), reason="the article is not part of a clone") for path in STORIES}
PATHS = [pytest.param(path, id=path.stem, marks=HERE[path]) for path in STORIES]
CASES = [
    pytest.param(path, case, id=case.careful[:40], marks=HERE[path])
    for path, cases in STORIES.items()
    for case in cases
]


@cache
def told_twice(path: Path) -> tuple[Article, list[tuple[int, str, str]]]:
    """The article; of each case the number of its line, and both texts."""
    (found,) = load(str(path))
    assert isinstance(found, Article)
    lines = [found.text[sentence.start : sentence.end] for sentence in segment(found)]
    made = []
    for case in STORIES[path]:
        words = (case.at,) if isinstance(case.at, str) else case.at
        ((number, text),) = [
            (number, text) for number, text in enumerate(lines, start=1) if all(word in text for word in words)
        ]
        quoted = text.partition("“")[2].partition("”")[0]
        made.append((number, case.careful.format(quoted), case.careless.format(quoted)))
    return found, made


@cache
def memo_of(path: Path, *, careless: bool) -> Memo:
    """What comes of a reply that tells all cases, carefully or carelessly."""
    found, made = told_twice(path)
    summary, positions = [], []
    for case, (line, careful_text, careless_text) in zip(STORIES[path], made, strict=True):
        text = careless_text if careless else careful_text
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
        "question": "What is still open?",
        "headline": "Still open",
        "options": [],
        "positions": positions,
        "matters": [],
        "gaps": [],
        "watch": [],
    }
    points = [{**point, "summary": summary[:4]}, {**point, "positions": [], "summary": summary[4:]}]
    records: dict[str, Any] = {name: [] for name in ("parties", "events", "figures", "origins", "tensions", "limits")}
    third = cut_sentence(found, segment(found)[2]).text  # the first lines of the article are shown once more
    first = {"text": third, "basis": basis_of(third), "lines": [3]}
    at, day = PUT_OFF[path]
    (place,) = [number for number, case in enumerate(STORIES[path]) if case.at == at]
    line, text, _ = made[place]
    meeting = {"text": text, "basis": STORIES[path][place].basis, "lines": [line]}
    records["events"] = [{"as_written": day, "state": "happened" if careless else "postponed", "text": meeting}]
    overview: dict[str, Any] = {"title": "Much is open", "bottom_line": [first], "judgments": []}
    replies = {"extract": {"points": points, **records}, "overview": overview}
    model = ScriptedModel({stage: json.dumps(reply) for stage, reply in replies.items()})
    return brief([found], analyst=ModelAnalyst(model), options=Options(max_chunk_tokens=8_000))


def told(memo: Memo, text: str) -> Statement | None:
    """The statement of a memo's points that has these words."""
    return next((said for point in memo.points for said in statements(point) if said.text == text), None)


def texts(path: Path, case: Case) -> tuple[str, str]:
    """What the case tells carefully and carelessly, with the article's own quotation where it has one."""
    return told_twice(path)[1][STORIES[path].index(case)][1:]


@pytest.mark.parametrize(("path", "case"), CASES)
def test_careful(path: Path, case: Case) -> None:
    """What the sentence says stands in the memo, unmarked."""
    memo = memo_of(path, careless=False)
    said = told(memo, texts(path, case)[0])
    assert said is not None, memo.problems
    assert said.flags == ()


@pytest.mark.parametrize("path", PATHS)
def test_careful_passes(path: Path) -> None:
    """Nothing is held against the careful reply."""
    assert [found.message for found in memo_of(path, careless=False).problems] == []


@pytest.mark.parametrize("path", PATHS)
def test_put_off(path: Path) -> None:
    """What was postponed did not happen, whatever the reply says of its state; a notice tells of it."""
    assert [event.state for event in memo_of(path, careless=False).timeline] == ["postponed"]
    memo = memo_of(path, careless=True)
    assert [event.state for event in memo.timeline] == ["postponed"]
    (notice,) = [
        found for found in memo.problems if "was told as happened; its evidence says postponed" in found.message
    ]
    assert notice.flags == ("negation_changed",)


@pytest.mark.parametrize(("path", "case"), CASES)
def test_careless(path: Path, case: Case) -> None:
    """What it does not say is named in a notice, and absent from the memo or marked there."""
    memo, text = memo_of(path, careless=True), texts(path, case)[1]
    said = told(memo, text)
    assert (said is None) is case.dropped
    start = " ".join(text.split()[:12])
    (notice,) = [found for found in memo.problems if start in found.message and "told as happened" not in found.message]
    assert set(case.kinds) & set(notice.flags), notice
    if said is not None:
        assert {flag.kind for flag in said.flags} & set(case.kinds)
