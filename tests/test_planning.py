"""A plan bounds every run: models that behave, that find all they may, that never answer well, that cut."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.analysis.drafts import ChunkDraft
from briefing.analysis.model_analyst import REASKS, ModelAnalyst
from briefing.errors import EndpointError
from briefing.models import Reply, Request, Usage, strict_schema
from briefing.models.prices import TokenPrice
from briefing.models.sizing import DEFAULT_OUTPUT_TOKENS, prompt_tokens
from briefing.options import Limits, Options
from briefing.pipeline import brief
from briefing.planning import Plan, cost, plan, to_json, told
from briefing.reading import load
from briefing.testing import ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ROOT = Path(__file__).parents[1]
FOLDERS = [ROOT / folder / "articles" for folder in ("examples", "tests")]
SOURCES = [str(path) for folder in FOLDERS for path in sorted(folder.iterdir()) if path.suffix in (".md", ".txt")]
PRICE = TokenPrice(Decimal(1), Decimal("0.5"), Decimal(10), "this test")
TOO_LONG = EndpointError("It does not fit.", kind="too_long", status=400)


def _kit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("units", ROOT / "tests" / "analysis" / "test_units.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


UNITS = _kit()


def greedy(request: Request) -> str:
    """As many points as the schema allows, each about the same; links and summaries that are well formed."""
    if request.stage == "extract":
        body: Any = request.schema.body if request.schema else {}
        most = body["properties"]["points"]["maxItems"]
        kit = UNITS.KIT
        position = kit.position("the board", "rejects the tunnel under the harbour", 1)
        points = [
            kit.point(f"Will there be tunnel {number}?", options=[], positions=[position], summary=[kit.said("So.", 1)])
            for number in range(most)
        ]
        return json.dumps({**kit.EMPTY, "points": points})
    if request.stage == "link":
        numbers = [int(line.split()[0]) for line in request.messages[1].text.splitlines() if line[:1].isdigit()]
        return json.dumps({"groups": [[one, one + len(numbers) // 2] for one in numbers[: len(numbers) // 2]][:12]})
    return json.dumps(
        UNITS.KIT.OVERVIEW
        if request.stage == "overview"
        else UNITS.KIT.point(positions=[UNITS.KIT.position("the board", "rejects it", 1)], options=[], summary=[])
    )


def too_much(request: Request) -> str | Exception:
    """Every chunk is too long for it, but no half is."""
    whole = request.stage == "extract" and UNITS.shown(request) > 3 and request.unit not in seen
    seen.add(request.unit)
    return TOO_LONG if whole else greedy(request)


def cut(_: Request) -> Reply:
    """Every reply ends in the middle."""
    return Reply(text='{"points": [', finish_reason="length", usage=Usage(output_tokens=500))


seen: set[str] = set()


def planned(options: Options, limits: Limits, sources: list[str], **changed: Any) -> Plan:
    """The plan of a run on articles."""
    analyst = ModelAnalyst(ScriptedModel([]), **changed)
    return plan(load(sources), analyst, options=options, limits=limits, exact=True)


@pytest.mark.parametrize("size", [150, 400, 6_000])
@pytest.mark.parametrize("limit", [None, 6_000])
@pytest.mark.parametrize(
    "script", [UNITS.answer, greedy, too_much, cut, lambda _: "no JSON"], ids=["well", "greedy", "long", "cut", "prose"]
)
def test_no_run_passes_its_plan(
    script: Callable[[Request], str | Reply | Exception], size: int, limit: int | None
) -> None:
    """Requests and tokens of each step stay below what was planned, whatever the model does."""
    seen.clear()
    options = Options(max_chunk_tokens=size, concurrency=1)
    sources = SOURCES[:4]
    made = planned(options, Limits(), sources, max_output_tokens=limit)
    model = ScriptedModel(script)
    brief(load(sources), analyst=ModelAnalyst(model, max_output_tokens=limit), options=options)
    calls = Counter(request.stage for request in model.requests)
    read: Counter[str] = Counter()
    for request in model.requests:
        read[request.stage] += prompt_tokens(request, exact=True)
    assert calls
    for stage, number in calls.items():
        assert number <= made.stages[stage].most_calls
        assert read[stage] <= made.stages[stage].most_input_tokens
    assert sum(calls.values()) <= made.total.most_calls
    for share in (*made.stages.values(), made.total):
        assert share.calls <= share.most_calls
        assert share.input_tokens <= share.most_input_tokens
        assert share.output_tokens <= share.most_output_tokens


def test_what_is_expected_is_near() -> None:
    """For hand-written replies to three articles: requests exact but for disputes that are told twice."""
    held = json.loads((ROOT / "examples" / "replies" / "harbour.json").read_text(encoding="utf-8"))
    model = ScriptedModel({asked: json.dumps(reply, ensure_ascii=False) for asked, reply in held.items()})
    sources = str(ROOT / "examples" / "articles" / "harbour-*.*")
    memo = brief(load(sources), model=model)
    assert memo.status == "complete"
    made = planned(Options(), Limits(), [path for path in SOURCES if "harbour" in path])
    extract = [request for request in model.requests if request.stage == "extract"]
    assert made.stages["extract"].calls == len(extract)
    plain = sum(prompt_tokens(request, exact=True) for request in extract)
    assert 0.6 * plain < made.stages["extract"].input_tokens <= plain
    assert made.stages["overview"].calls == 1


def test_a_plan_counts_corrections_attempts_and_halves() -> None:
    """The bound for one chunk by hand: the whole and two halves, three asks each, six attempts, and the dialects."""
    made = planned(Options(), Limits(), SOURCES[:1])
    assert (made.articles, made.chunks) == (1, 1)
    assert made.stages["extract"].most_calls == 3 * (REASKS + 1) * 6 + 8
    assert made.stages["overview"].most_calls == (REASKS + 1) * 6
    body: Any = strict_schema(ChunkDraft).body
    points = body["properties"]["points"]["maxItems"]
    assert made.stages["summarize"].most_calls == points * (REASKS + 1) * 6


def test_limits_bound_the_plan() -> None:
    """No step is planned beyond what the run may take; a limited run limits its replies."""
    limits = Limits(calls=5, total_tokens=100_000)
    made = planned(Options(), limits, SOURCES)
    assert made.total.most_calls == 5
    assert made.total.most_input_tokens == 100_000
    assert made.bounded
    one = planned(Options(), Limits(cost=Decimal(1)), SOURCES[:1])
    assert one.stages["extract"].most_output_tokens % DEFAULT_OUTPUT_TOKENS == 0
    assert "at most US$1.00" in told(one, [PRICE], model="m")


def test_few_calls_take_few_tokens() -> None:
    """A limit of calls bounds what they read and write: no call takes more than the largest."""
    free, five = planned(Options(), Limits(), SOURCES), planned(Options(), Limits(calls=5), SOURCES)
    largest = max(share.largest_input_tokens for share in free.stages.values())
    assert five.total.most_input_tokens == 5 * largest < free.total.most_input_tokens / 50
    assert five.total.most_output_tokens < free.total.most_output_tokens / 50


def test_calls_are_priced_one_by_one() -> None:
    """A price that rises with the length of a prompt is that of a call, not of all calls together."""

    class Tiered:
        source = "this test"

        def cost(self, usage: Usage) -> Decimal:
            read = usage.input_tokens or 0
            return read * Decimal(1 if read <= 20_000 else 2)

    made = planned(Options(), Limits(), SOURCES)
    assert made.total.input_tokens > 20_000
    found = cost(made, [Tiered()])
    assert found is not None
    assert found[0] == pytest.approx(made.total.input_tokens, rel=0.001)


def test_a_plan_in_words_and_as_json() -> None:
    """A price that is not known is said; sources that cannot be read are counted."""
    made = planned(Options(), Limits(), SOURCES[:1])
    text = told(made, [None], model="m")
    assert "1 article in 1 chunk." in text
    assert "The price of m is not known; give --prices FILE." in text
    assert "Without --max-output-tokens" in text
    assert "About US$0.0" in told(made, [PRICE], model="m")
    dear = TokenPrice(Decimal(9), Decimal(9), Decimal(90), "another test")
    one, both = cost(made, [PRICE]), cost(made, [PRICE, dear])
    assert one is not None
    assert both is not None
    assert (both[0], both[1]) == (one[0], 9 * one[1])
    assert "The price of a model in reserve is not known" in told(made, [PRICE, None], model="m")
    held = json.loads(to_json(made, [PRICE]))
    assert Decimal(held["cost"]) < Decimal(held["most_cost"])
    assert json.loads(to_json(made, [None]))["cost"] is None


def test_nothing_to_read_is_nothing_to_pay(tmp_path: Path) -> None:
    """An article without a sentence costs no request."""
    (tmp_path / "empty.txt").write_text("***\n", encoding="utf-8")
    made = planned(Options(), Limits(), [str(tmp_path / "empty.txt")])
    assert made.total.most_calls == 0
