"""What becomes of statements that a check or a second look doubts."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from briefing.analysis.model_analyst import ModelAnalyst
from briefing.errors import EndpointError, OptionError
from briefing.gating import KINDS, gated, parse_kinds
from briefing.options import Options
from briefing.pipeline import brief
from briefing.reading import read_text
from briefing.testing import ScriptedModel
from briefing.writing.rendering import render

if TYPE_CHECKING:
    from briefing.memo import Memo
    from briefing.models import Request

TEXT = (
    "Ferry row\n\n"
    "The island council of Skarvik wants a ferry on Sundays. The operator Nordkyst rejects it. "
    "A Sunday ferry would cost up to 40 million crowns a year. The council votes on 3 March 2027. "
    "An official who asked not to be named said the state could pay half.\n"
)
EMPTY: dict[str, Any] = {name: [] for name in ("parties", "events", "figures", "origins", "tensions", "limits")}
OVERVIEW: dict[str, Any] = {
    "title": "Sunday ferry divides Skarvik",
    "bottom_line": [{"text": "The operator Nordkyst rejects it.", "basis": "reported", "lines": [2]}],
    "judgments": [],
}


def said(text: str, *lines: int, basis: str = "reported") -> dict[str, Any]:
    """A statement as a reply gives it."""
    return {"text": text, "basis": basis, "lines": list(lines)}


def extract(*summary: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A reply on the text: a point with statements."""
    lists: dict[str, Any] = {name: [] for name in ("options", "positions", "matters", "gaps", "watch")}
    point = {"tier": "core", "raised_by": "parties", "question": "Will there be a ferry?", "headline": "The ferry"}
    return {**EMPTY, "points": [{**point, **lists, "summary": list(summary), **changed}]}


class Script:
    """Replies by stage; a stage that is missing fails. Counts what was asked."""

    def __init__(self, **replies: Any) -> None:
        self._replies = {"overview": OVERVIEW, **replies}
        self.model = ScriptedModel(self._answer)

    def _answer(self, request: Request) -> str | Exception:
        held = self._replies[request.stage]
        return held if isinstance(held, Exception) else json.dumps(held)

    def memo(self, text: str = TEXT, **options: Any) -> Memo:
        """The memo of a text."""
        analyst = ModelAnalyst(self.model)
        second = analyst if options.pop("second_look", False) else None
        article = read_text(text, published=date(2027, 2, 1))
        return brief([article], analyst=analyst, editor=analyst, second_reader=second, options=Options(**options))

    def asked(self, stage: str) -> list[str]:
        """What a stage was shown."""
        return [request.messages[1].text for request in self.model.requests if request.stage == stage]


WRONG = said("A Sunday ferry would cost up to 60 million crowns a year.", 3, basis="forecast")
RIGHT = said("A Sunday ferry would cost up to 40 million crowns a year.", 3, basis="forecast")


def rewritten(number: int, text: str, *lines: int, basis: str = "forecast") -> dict[str, Any]:
    """A reply to a re-ask."""
    return {"statements": [{"number": number, **said(text, *lines, basis=basis)}]}


def test_nothing_wrong_costs_nothing() -> None:
    """Without a doubt nobody is asked once more."""
    script = Script(extract=extract(RIGHT))
    memo = script.memo()
    assert memo.problems == ()
    assert script.asked("rewrite") == []


def test_put_right() -> None:
    """A statement that is worded anew and holds stands as it is now, written by the second request."""
    script = Script(extract=extract(WRONG), rewrite=rewritten(1, RIGHT["text"], 1))
    memo = script.memo()
    assert memo.problems == ()
    (held,) = memo.points[0].summary
    assert (held.text, held.flags) == (RIGHT["text"], ())
    assert held.written_by != memo.coverage.chunks[0].request
    (shown,) = script.asked("rewrite")
    assert "1 A Sunday ferry would cost up to 60 million crowns a year. (forecast) [1]" in shown
    assert "- Found: “60 million” is no number of its evidence" in shown
    assert [stage.stage for stage in memo.run.stages] == ["extract", "rewrite", "overview"]


@pytest.mark.parametrize(
    "again",
    [
        rewritten(1, WRONG["text"], 1),
        rewritten(1, "A Sunday ferry would cost up to 70 million crowns a year.", 1),
        rewritten(2, RIGHT["text"], 1),
        {"statements": []},
    ],
)
def test_wrong_again(again: dict[str, Any]) -> None:
    """What is wrong still is left out, and the notice says what and why."""
    memo = Script(extract=extract(WRONG, RIGHT), rewrite=again).memo()
    assert [held.text for held in memo.points[0].summary] == [RIGHT["text"]]
    (notice,) = memo.problems
    assert (notice.kind, notice.loss, notice.flags) == ("statement_unsupported", False, ("number_not_in_source",))
    assert "A Sunday ferry would cost up to 60 million crowns a year." in notice.message


def test_given_up() -> None:
    """A statement that the model itself takes back is left out, and the notice says so."""
    memo = Script(extract=extract(WRONG, RIGHT), rewrite=rewritten(1, "", 1)).memo()
    (notice,) = memo.problems
    assert notice.kind == "statement_unsupported"
    assert "the model, asked again, leaves it out" in notice.message


def test_no_better() -> None:
    """What comes back no better than it was stands as the first request wrote it."""
    lost = said("A Sunday ferry will cost up to 40 million crowns a year.", 3, basis="forecast")
    memo = Script(extract=extract(lost), rewrite=rewritten(1, lost["text"], 1)).memo()
    (held,) = memo.points[0].summary
    assert [flag.kind for flag in held.flags] == ["hedge_lost"]
    assert held.written_by == memo.coverage.chunks[0].request


def test_marked() -> None:
    """`mark` keeps what would be left out, with its flag in the data and in the memo."""
    memo = Script(extract=extract(WRONG), rewrite={"statements": []}).memo(on_unsupported="mark")
    (held,) = memo.points[0].summary
    assert [flag.kind for flag in held.flags] == ["number_not_in_source"]
    text = render(memo)
    assert "check: number not in source" in text
    assert "*check*: it may say more than its evidence" in text


def test_marked_though_given_up() -> None:
    """With `mark` a statement that the model takes back stays as it was."""
    memo = Script(extract=extract(WRONG), rewrite=rewritten(1, "", 1)).memo(on_unsupported="mark")
    assert [held.text for held in memo.points[0].summary] == [WRONG["text"]]


def test_said_twice() -> None:
    """The very same statement twice in a reply, and the same event twice, are checked once and do no harm."""
    event = {"as_written": "3 March 2027", "state": "scheduled", "text": said("The council votes on 3 March 2027.", 4)}
    reply = {**extract(WRONG, WRONG, RIGHT, RIGHT), "events": [event, event]}
    script = Script(extract=reply, rewrite={"statements": []})
    memo = script.memo()
    assert {held.text for held in memo.points[0].summary} == {RIGHT["text"]}
    assert script.asked("rewrite")[0].count("- Found") == 1


def test_dropped() -> None:
    """`drop` leaves out what would be marked, and a point of which nothing is left."""
    lost = said("A Sunday ferry will cost up to 40 million crowns a year.", 3, basis="forecast")
    assert [
        flag.kind
        for flag in Script(extract=extract(lost), rewrite={"statements": []}).memo().points[0].summary[0].flags
    ]
    memo = Script(extract=extract(lost), rewrite={"statements": []}).memo(on_unsupported="drop")
    assert memo.points == ()
    assert any("Nothing is left of the point" in found.message for found in memo.problems)


def test_absence_becomes_a_gap() -> None:
    """What is told as absent without a word of it in the evidence is no statement, but not known."""
    absent = said("The island council has not said who would pay for the ferry.", 1)
    memo = Script(extract=extract(absent, RIGHT), rewrite={"statements": []}).memo()
    assert [held.text for held in memo.points[0].summary] == [RIGHT["text"]]
    assert [gap.topic for gap in memo.points[0].gaps] == [absent["text"]]
    assert memo.problems[0].flags == ("absence_unsupported",)


@pytest.mark.parametrize(
    ("gap", "left"),
    [
        (said("The operator Nordkyst accepts a ferry.", 2), 0),  # the contrary of its evidence
        (said("The operator Nordkyst rejects a ferry.", 2), 1),
        (said("whether the operator Nordkyst accepts a ferry", 2), 1),  # asks and states nothing
        (said("The operator Nordkyst accepts a ferry."), 1),  # cites nothing that it could contradict
    ],
)
def test_gaps_that_are_sentences(gap: dict[str, Any], left: int) -> None:
    """A sentence stands below "not known" only where its evidence does not say the contrary, and goes with a notice."""
    memo = Script(extract=extract(RIGHT, gaps=[gap]), rewrite={"statements": []}).memo()
    assert [held.topic for held in memo.points[0].gaps] == [gap["text"]] * left
    assert [found.flags for found in memo.problems] == [("negation_changed",)] * (1 - left)


TIED = (
    "Ferry row\n\n"
    "The island council of Skarvik wants a ferry on Sundays. "
    "The operator Nordkyst said it will buy a second ship if the state pays 12 million crowns.\n"
)


TIED_OVERVIEW = {**OVERVIEW, "bottom_line": [said("The island council of Skarvik wants a ferry.", 1)]}


def tied(*conditions: dict[str, Any]) -> dict[str, Any]:
    """A reply with one stance, that leaves what it is tied to to its conditions."""
    stance = said("will buy a second ship", 2)
    row = {"party": "Nordkyst", "backs": [], "rejects": [], "as_of": "", "stance": stance, "conditions": [*conditions]}
    return extract(said("Skarvik wants a ferry on Sundays.", 1), positions=[row])


def test_a_condition_told_beside_its_stance_is_not_lost() -> None:
    """Together they say what the evidence says; without the condition the stance says too much."""
    script = Script(
        overview=TIED_OVERVIEW, extract=tied(said("if the state pays 12 million crowns", 2)), rewrite={"statements": []}
    )
    (position,) = script.memo(text=TIED).points[0].positions
    assert position.stance.flags == ()
    assert script.asked("rewrite") == []
    (position,) = (
        Script(overview=TIED_OVERVIEW, extract=tied(), rewrite={"statements": []}).memo(text=TIED).points[0].positions
    )
    assert [flag.kind for flag in position.stance.flags] == ["hedge_lost"]


def test_a_stance_is_held_to_the_conditions_that_are_left() -> None:
    """Where its condition does not hold and is left out, the stance is marked."""
    wrong = tied(said("if the state pays 90 million crowns", 2))
    memo = Script(overview=TIED_OVERVIEW, extract=wrong, rewrite={"statements": []}).memo(text=TIED)
    (position,) = memo.points[0].positions
    assert position.conditions == ()
    assert [flag.kind for flag in position.stance.flags] == ["hedge_lost"]
    assert [found.flags for found in memo.problems] == [("number_not_in_source",), ("hedge_lost",)]
    dropped = Script(overview=TIED_OVERVIEW, extract=wrong, rewrite={"statements": []}).memo(
        text=TIED, on_unsupported="drop"
    )
    assert dropped.points[0].positions == ()


def test_a_title_is_worded_anew_from_all_lines() -> None:
    """It cites nothing, so what it may say is in none but all of them."""
    overview = {**OVERVIEW, "title": "A ferry for 90 million crowns"}
    script = Script(extract=extract(RIGHT), overview=overview, rewrite={"statements": []})
    script.memo()
    (shown,) = script.asked("rewrite")
    assert "1 The island council of Skarvik wants a ferry on Sundays." in shown
    assert "S1 A ferry for 90 million crowns (background) [1-4]" in shown


def test_a_stance_whose_condition_is_put_right_stands() -> None:
    """A condition worded anew counts as it is now."""
    anew = {"number": 1, "text": "if the state pays 12 million crowns", "basis": "reported", "lines": [1]}
    script = Script(
        overview=TIED_OVERVIEW,
        extract=tied(said("if the state pays 90 million crowns", 2)),
        rewrite={"statements": [anew]},
    )
    memo = script.memo(text=TIED)
    (position,) = memo.points[0].positions
    assert [held.text for held in position.conditions] == ["if the state pays 12 million crowns"]
    assert position.stance.flags == ()
    assert "S1 Nordkyst: if the state pays 90 million crowns (condition) [1]" in script.asked("rewrite")[0]


def test_a_second_look_sees_what_a_stance_is_tied_to() -> None:
    """Or it would doubt the stance for what is told beside it."""
    script = Script(
        overview=TIED_OVERVIEW,
        extract=tied(said("if the state pays 12 million crowns", 2)),
        second_look={"answers": []},
    )
    script.memo(text=TIED, second_look=True)
    shown = script.asked("second_look")[0]
    assert "S2 Nordkyst: will buy a second ship (reported) [2]\n- Told beside it: if the state pays 12" in shown


def test_what_is_absent_and_of_no_point_is_left_out_and_told_so() -> None:
    """A bottom line has no gaps that it could become one of."""
    absent = said("The island council has not said who would pay for the ferry.", 1)
    overview = {**OVERVIEW, "bottom_line": [absent]}
    memo = Script(extract=extract(RIGHT), overview=overview, rewrite={"statements": []}).memo()
    assert memo.bottom_line == ()
    (told,) = (found for found in memo.problems if found.flags == ("absence_unsupported",))
    assert told.kind == "statement_unsupported"
    assert "was left out" in told.message


def test_an_inference_is_no_position() -> None:
    """What the author infers of a party is told in the summary, and not as what the party wants."""
    row = {"party": "Nordkyst", "backs": [], "rejects": [], "conditions": [], "as_of": ""}
    inferred = {**row, "stance": said("rejects it", 2, basis="author_view")}
    memo = Script(extract=extract(RIGHT, positions=[inferred]), rewrite={"statements": []}).memo()
    assert memo.points[0].positions == ()
    assert [held.text for held in memo.points[0].summary] == [RIGHT["text"], "Nordkyst rejects it"]
    assert "no position of it" in memo.problems[0].message


def test_a_failed_re_ask_loses_nothing() -> None:
    """Where nobody can be asked once more the flags decide, and a notice says so."""
    memo = Script(extract=extract(WRONG, RIGHT), rewrite=EndpointError("It is gone.", kind="unreachable")).memo()
    assert [held.text for held in memo.points[0].summary] == [RIGHT["text"]]
    assert {found.kind: found.loss for found in memo.problems} == {
        "statement_unsupported": False,
        "check_failed": False,
    }
    assert memo.status == "complete"


def test_many_are_asked_in_batches() -> None:
    """At most 24 statements a request and two requests a unit; how many more there are is told."""
    wrong = [said(f"A Sunday ferry would cost up to {number} million crowns a year.", 3) for number in range(50, 104)]
    points = [extract(*wrong[start : start + 4])["points"][0] for start in range(0, len(wrong), 4)]
    for number, point in enumerate(points):
        point["question"] = f"Will there be a ferry {'x' * number}?"
    script = Script(extract={**EMPTY, "points": points[:12]}, rewrite={"statements": []})
    script.memo()
    assert [shown.count("- Found") for shown in script.asked("rewrite")] == [24, 24]


@pytest.mark.parametrize(("answer", "kind"), [("partly", "partly_supported"), ("not", "not_supported")])
def test_second_look(answer: str, kind: str) -> None:
    """A second look sees every statement with its evidence; what it doubts is marked or left out."""
    look = {"answers": [{"number": 1, "answer": answer, "missing": "who pays"}]}
    script = Script(extract=extract(RIGHT), rewrite={"statements": []}, second_look=look)
    memo = script.memo(second_look=True)
    shown = script.asked("second_look")[0]
    assert "1 A Sunday ferry would cost up to 40 million crowns a year. (forecast) [1]" in shown
    assert "Found:" not in shown
    doubted = [found for found in memo.problems if kind in found.flags]
    assert doubted
    assert "who pays" in doubted[0].message
    kept = [held for point in memo.points for held in point.summary]
    assert bool(kept) is (answer == "partly")


def test_second_look_content_with_all() -> None:
    """Where it supports all, nothing is marked."""
    supported = {"answers": [{"number": 1, "answer": "supported", "missing": ""}]}
    memo = Script(extract=extract(RIGHT), second_look=supported).memo(second_look=True)
    assert memo.problems == ()


def test_a_failed_second_look_is_a_loss() -> None:
    """It was asked for, so the memo is degraded without it."""
    gone = EndpointError("It is gone.", kind="unreachable")
    memo = Script(extract=extract(RIGHT), second_look=gone).memo(second_look=True)
    assert memo.status == "degraded"
    assert {found.kind for found in memo.problems} == {"check_failed"}
    assert memo.points[0].summary[0].text == RIGHT["text"]


def test_other_languages_are_not_judged() -> None:
    """A statement in another language than the rules read keeps its place, unmarked."""
    german = said("Eine Fähre am Sonntag würde bis zu 60 Millionen Kronen kosten.", 3, basis="forecast")
    memo = Script(extract=extract(german)).memo()
    assert [held.text for held in memo.points[0].summary] == [german["text"]]
    assert memo.problems == ()


def test_gates() -> None:
    """Kinds of flags and of problems are counted, also of statements that were left out."""
    memo = Script(extract=extract(WRONG, RIGHT), rewrite={"statements": []}).memo()
    assert gated(memo, parse_kinds("number-not-in-source, chunk_failed")) == {"number_not_in_source": 1}
    assert gated(memo, parse_kinds("statement_unsupported")) == {"statement_unsupported": 1}
    assert gated(memo, parse_kinds("hedge_lost")) == {}


@pytest.mark.parametrize("text", ["nonsense", "hedge_lost,nonsense", "", " , "])
def test_unknown_gates(text: str) -> None:
    """What is no kind is refused, with all that are."""
    with pytest.raises(OptionError, match="is no kind of notice; the kinds are") as refused:
        parse_kinds(text)
    assert all(kind in str(refused.value) for kind in KINDS)


def test_line_that_is_not_shown() -> None:
    """A number that a statement worded anew cites, and that no line shown has, is told."""
    memo = Script(extract=extract(WRONG), rewrite=rewritten(1, RIGHT["text"], 99)).memo()
    told = [found.message for found in memo.problems if found.kind == "citation_unknown"]
    assert told == ["Number 99, cited for a statement that was worded anew, is none of the lines shown."]
