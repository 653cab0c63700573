"""How the analysis of a chunk ends: found, nothing, failed or skipped; whole or in halves; by model or by rule."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.analysis.fallback_analyst import FallbackAnalyst
from briefing.analysis.model_analyst import ModelAnalyst
from briefing.analysis.splitting import halve, split
from briefing.errors import EndpointError, ReplyError, UnsentError
from briefing.models import Reply, Request, Usage
from briefing.options import Options
from briefing.pipeline import brief
from briefing.reading import read_text, segment
from briefing.testing import ScriptedModel
from briefing.writing.rendering import render

if TYPE_CHECKING:
    from types import ModuleType

    from briefing.memo import Memo

LONG = "\n\n".join(
    [
        "Harbour fight",
        *(f"The Board rejects plan {number}. The Union demands it." for number in range(1, 4)),
        "## Who pays",
        *(f"The ministry refuses to pay for part {number}. The town insists." for number in range(1, 4)),
    ]
)
TOO_LONG = EndpointError("It does not fit; lower --max-chunk-tokens.", kind="too_long", status=400)


def _kit() -> ModuleType:
    """The replies of the tests beside this file."""
    spec = importlib.util.spec_from_file_location("model_analyst", Path(__file__).parent / "test_model_analyst.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KIT = _kit()


def shown(request: Request) -> int:
    """How many sentences a request shows."""
    return sum(line.partition(" ")[0].isdigit() for line in request.messages[1].text.splitlines())


def answer(request: Request) -> str:
    """One point in every chunk, on its first lines; no two are the same."""
    if request.stage == "extract":
        position = KIT.position("the board", "rejects it", 1)
        made = KIT.point(
            f"Is it so in {shown(request)}?", options=[], positions=[position], summary=[KIT.said("So.", 1)]
        )
        return json.dumps({**KIT.EMPTY, "points": [made]})
    return json.dumps({"groups": []} if request.stage == "link" else KIT.OVERVIEW)


def kinds_of(memo: Memo) -> list[str]:
    """The kinds of its problems, without what checks hold against statements that fit any chunk."""
    return [found.kind for found in memo.problems if found.kind != "statement_flagged"]


def memo_of(model: ScriptedModel, *texts: str, fallback: bool = False, **options: Any) -> Memo:
    """The memo of texts."""
    analyst: Any = ModelAnalyst(model)
    articles = [read_text(text, source=f"a{number}") for number, text in enumerate(texts or (LONG,))]
    told = Options(on_unsupported="mark", **options)  # other tests tell what becomes of statements that do not hold
    return brief(articles, analyst=FallbackAnalyst(analyst) if fallback else analyst, options=told)


def test_halves_tile_the_chunk() -> None:
    """They are parted where a section begins near the middle, and the heading goes with the second one."""
    article = read_text(LONG)
    (chunk,) = split(article, segment(article))
    first, second = halve(chunk)
    assert (first.start, second.end) == (chunk.start, chunk.end)
    assert first.end == second.start == LONG.index("## Who pays")
    assert (*first.sentences, *second.sentences) == chunk.sentences
    assert second.heading_path == ("Who pays",)


def test_one_sentence_is_not_halved() -> None:
    """There is nothing to part."""
    article = read_text("The harbour is closed.")
    (chunk,) = split(article, segment(article))
    assert halve(chunk) == ()


@pytest.mark.parametrize(
    "too_much", [TOO_LONG, Reply(text='{"points": [', finish_reason="length", usage=Usage(output_tokens=900))]
)
def test_what_is_too_much_is_read_in_halves(too_much: EndpointError | Reply) -> None:
    """A prompt that does not fit, or a reply that was cut: both halves are read, and nothing is lost."""
    model = ScriptedModel(
        lambda request: too_much if request.stage == "extract" and shown(request) > 6 else answer(request)
    )
    memo = memo_of(model)
    assert [request.stage for request in model.requests].count("extract") == 3
    assert memo.status == "complete"
    assert [chunk.end_state for chunk in memo.coverage.chunks] == ["found", "found"]
    assert len(memo.points) == 2
    assert {run.state for run in memo.coverage.runs} <= {"cited", "read"}


def test_halves_are_not_halved_again() -> None:
    """What does not fit in halves has failed, with the endpoint's advice; three calls, no more."""
    model = ScriptedModel(lambda _: TOO_LONG)
    memo = memo_of(model)
    assert len(model.requests) == 3
    assert memo.status == "failed"
    assert [found.message for found in memo.problems] == [f"2 chunks could not be analysed. {TOO_LONG}"]


def test_the_replies_to_halves_belong_to_the_reply_that_was_cut() -> None:
    """So that a later run finds them from the store and buys neither again."""
    cut = Reply(text='{"points": [', finish_reason="length")
    model = ScriptedModel(lambda request: cut if request.stage == "extract" and shown(request) > 6 else answer(request))
    memo_of(model)
    whole, first, second = model.requests[:3]
    assert whole.repairs is None
    assert first.repairs == second.repairs != None  # noqa: E711  # one name, and it is one
    assert first.repairs is not None


def test_a_later_reply_that_was_cut_is_asked_for_with_a_larger_limit() -> None:
    """The endpoint's own limit was too small for the overview: twice of what came is allowed."""
    cut = Reply(text='{"title": "A', finish_reason="length", usage=Usage(output_tokens=700))

    def script(request: Request) -> str | Reply:
        return cut if request.stage == "overview" and request.max_output_tokens is None else answer(request)

    model = ScriptedModel(script)
    assert memo_of(model).status == "complete"
    assert [request.max_output_tokens for request in model.requests] == [None, None, 1_400]


def test_skipped_is_not_failed() -> None:
    """What was never asked about is skipped, says why, and is left over; the rest of the memo stands."""
    enough = UnsentError("The run's limit of 1 calls is reached (--max-calls); raise it.", kind="limit")

    def script(request: Request) -> str | Exception:
        return answer(request) if request.stage == "extract" and "plan 1" in request.messages[1].text else enough

    memo = memo_of(ScriptedModel(script), LONG, LONG.replace("plan 1", "plan A"), LONG.replace("plan 1", "plan B"))
    assert memo.status == "degraded"
    assert [chunk.end_state for chunk in memo.coverage.chunks] == ["found", "skipped", "skipped"]
    assert memo.coverage.chunks[1].why == str(enough)
    kinds = {found.kind: found for found in memo.problems}
    assert kinds["chunk_skipped"].message == f"2 chunks were skipped. {enough}"
    assert all(found.loss for found in memo.problems if found.kind in kinds_of(memo))


def test_nothing_but_skipped_is_a_failed_memo() -> None:
    """It is never shown as nothing found."""
    memo = memo_of(ScriptedModel(lambda _: UnsentError("Enough.", kind="limit")))
    assert (memo.status, memo.problems[0].kind) == ("failed", "chunk_skipped")


def test_failed_and_skipped_for_one_reason_are_one_sentence() -> None:
    """A dead endpoint: the first ones failed, the others were not asked about."""
    errors = iter([EndpointError("Dead.", kind="unreachable"), *[UnsentError("Dead.", kind="given_up")] * 9])
    memo = memo_of(ScriptedModel(lambda _: next(errors)), LONG, LONG + " Again.", LONG + " And again.", concurrency=1)
    assert [found.message for found in memo.problems] == [
        "3 chunks could not be analysed, 2 of them were skipped. Dead."
    ]


@pytest.mark.parametrize(
    "dead",
    [EndpointError("Dead.", kind="unreachable"), UnsentError("Dead.", kind="given_up")],
    ids=lambda error: error.kind,
)
def test_the_built_in_analyst_stands_in_for_a_dead_endpoint(dead: Exception) -> None:
    """The memo is that of the rules, says so, and is degraded: never taken for a model's, never empty."""
    memo = memo_of(ScriptedModel(lambda _: dead), fallback=True)
    plain = brief([read_text(LONG, source="a0")])
    assert memo.status == "degraded"
    assert [point.question for point in memo.points] == [point.question for point in plain.points]
    assert memo.bottom_line
    assert [(found.kind, found.loss) for found in memo.problems] == [("read_by_rule", True)]
    assert memo.problems[0].message.endswith("was read by rule, by the built-in analyst. Dead.")
    assert {statement.written_by for statement in memo.bottom_line} == {"extractive"}
    assert memo.run.analyst == "extractive"
    text = render(memo)
    assert "*Made without the model, which could not be asked (why is told below)" in text
    assert "analyst extractive; model scripted gave nothing" in text


@pytest.mark.parametrize(
    "error", [ReplyError("I will not.", kind="refused"), UnsentError("Enough.", kind="limit"), TOO_LONG]
)
def test_what_a_model_says_is_not_replaced_by_rule(error: Exception) -> None:
    """Refusals, limits of the run and prompts that are too long stay what they are."""
    memo = memo_of(ScriptedModel(lambda _: error), fallback=True)
    assert memo.status == "failed"
    assert "read_by_rule" not in {found.kind for found in memo.problems}


def test_a_part_by_rule() -> None:
    """Where the endpoint dies in the middle the model's part stays, and the rest is read by rule."""
    dead = UnsentError("Dead.", kind="given_up")

    def script(request: Request) -> str | Exception:
        return answer(request) if request.stage == "extract" and "plan 1" in request.messages[1].text else dead

    memo = memo_of(ScriptedModel(script), LONG, LONG.replace("plan 1", "plan A"), fallback=True)
    assert memo.status == "degraded"
    assert [chunk.end_state for chunk in memo.coverage.chunks] == ["found", "found"]
    assert [chunk.request is None for chunk in memo.coverage.chunks] == [False, True]
    assert memo.run.analyst == "model and extractive"
    assert "*Made in part without the model, by rule" in render(memo)


@pytest.mark.parametrize(
    ("asked", "answered", "noticed"),
    [
        ("gpt-5-mini", "gpt-5-mini-2025-08-07", False),
        ("qwen3-8b", "models/Qwen3-8B.gguf", False),
        ("openai/gpt-5", "gpt-5", False),
        ("gpt-5-mini", "llama-3.1-8b", True),
    ],
)
def test_another_model_than_asked_is_noticed(asked: str, answered: str, noticed: bool) -> None:
    """Dates, folders and endings belong to a name; another name is told."""
    model = ScriptedModel(lambda request: Reply(text=answer(request), model=answered), name=asked)
    memo = memo_of(model)
    assert kinds_of(memo) == (["model_other"] if noticed else [])
    assert memo.status == "complete"
