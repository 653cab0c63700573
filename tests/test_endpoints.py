"""The command at endpoints as they are: half-compatible, slow, limited, lying, dead; each over HTTP."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.memo import from_json
from briefing.testing import (
    ChatEndpoint,
    Received,
    Response,
    error_response,
    fails,
    faulty,
    has_context,
    refuses_form,
    refuses_keywords,
)

if TYPE_CHECKING:
    from types import ModuleType

    from briefing.memo import Memo

ROOT = Path(__file__).parents[1]
STORY = ROOT / "examples" / "articles" / "phones-in-schools.txt"
HARBOUR = sorted((ROOT / "examples" / "articles").glob("harbour-*.*"))
PRICES = "m: {input: 1, output: 10}\n"  # US dollars per million tokens


def _kit() -> ModuleType:
    """The scripted analyst of the tests beside this file."""
    spec = importlib.util.spec_from_file_location("with_a_model", Path(__file__).parent / "test_with_a_model.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KIT = _kit()


def reply(received: Received) -> str:
    """The scripted analyst's reply, also to requests that do not name their step by a schema."""
    if "response_format" in received.body and "json_schema" in received.body["response_format"]:  # type: ignore[operator]
        return str(KIT.analyst(received))
    told = received.texts[0]
    step = next(name for name in ("extract", "link", "overview", "summarize", "rewrite") if _opening(name) in told)
    held = Received(received.path, received.headers, {**received.body, "response_format": _schema(step)}, b"")
    return str(KIT.analyst(held))


def _opening(step: str) -> str:
    """A line that only the system message of one step has."""
    from briefing.analysis.prompting import Prompts

    return Prompts().system(step, language=None).text.splitlines()[0]


def _schema(step: str) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": step}}


def briefing(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command with the outputs of the tests, and without what the caller's environment says of models."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("OPENAI_", "BRIEFING_"))}
    outputs = ("-o", "memo.md", "--json", "memo.json", "--usage", "usage.json")
    return subprocess.run(
        [sys.executable, "-m", "briefing", "memo", *map(str, arguments), *outputs],
        cwd=cwd,
        capture_output=True,
        env={**kept, **environment},
        check=False,
    )


def at(endpoint: ChatEndpoint, *arguments: str | Path, model: str = "m") -> list[str | Path]:
    """Arguments that ask a model at an endpoint."""
    return [*arguments, "-m", model, "--base-url", endpoint.url]


def memo_in(folder: Path) -> Memo:
    """The memo that a run wrote."""
    return from_json((folder / "memo.json").read_bytes())


def usage_in(folder: Path) -> dict[str, Any]:
    """What a run took, in all."""
    held: dict[str, Any] = json.loads((folder / "usage.json").read_bytes())
    return held


def within_plan(folder: Path, *arguments: str | Path) -> dict[str, Any]:
    """The plan of the same run, after a check that the run kept to it."""
    took = usage_in(folder)
    planned = briefing(*arguments, "--dry-run", cwd=folder)
    assert planned.returncode == 0, planned.stderr
    plan = usage_in(folder)
    (folder / "usage.json").write_text(json.dumps(took), encoding="utf-8")
    for stage, share in took["stages"].items():
        most = plan["stages"][stage]
        assert share["calls"] <= most["most_calls"]
        assert share["input_tokens"] <= most["most_input_tokens"]
        assert share["output_tokens"] <= most["most_output_tokens"]
    total = plan["total"]
    assert total["calls"] <= total["most_calls"]
    assert total["input_tokens"] <= total["most_input_tokens"]
    assert total["output_tokens"] <= total["most_output_tokens"]
    return plan


@pytest.mark.parametrize(
    "faults",
    [
        (),
        (refuses_keywords("maxLength"),),
        (refuses_form("json_schema"),),
        (refuses_form("json_schema", "json_object"),),
        (refuses_form("json_schema", status=500, words="grammar failed"),),
    ],
    ids=["none", "keyword", "schema", "forms", "500"],
)
def test_half_compatible_endpoints_give_the_same_points(tmp_path: Path, faults: tuple[Any, ...]) -> None:
    """Whatever form they take the memo is complete, and few calls are wasted."""
    with ChatEndpoint(faulty(reply, *faults)) as endpoint:
        asked = at(endpoint, *HARBOUR, "--no-store")
        done = briefing(*asked, cwd=tmp_path)
        calls = len(endpoint.received)
    assert done.returncode == 0, done.stderr
    assert memo_in(tmp_path).status == "complete"
    took = usage_in(tmp_path)["total"]
    assert took["calls"] == calls
    assert took["failures"] <= 2
    within_plan(tmp_path, *asked)


def test_a_prompt_that_is_too_long_is_read_in_halves(tmp_path: Path) -> None:
    """The chunk is split and the memo is complete; every sentence was read."""
    with ChatEndpoint(faulty(reply, has_context(1_500))) as endpoint:
        asked = at(endpoint, STORY, "--no-store")
        done = briefing(*asked, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    memo = memo_in(tmp_path)
    assert [chunk.end_state for chunk in memo.coverage.chunks] == ["found", "found"]
    assert {run.state for run in memo.coverage.runs} == {"cited", "read"}
    within_plan(tmp_path, *asked)


def test_a_context_that_is_too_small_says_so(tmp_path: Path) -> None:
    """Halves that do not fit either are a loss with advice, and nothing is halved without end."""
    with ChatEndpoint(faulty(reply, has_context(300))) as endpoint:
        asked = at(endpoint, STORY, "--no-store")
        done = briefing(*asked, cwd=tmp_path)
        assert len(endpoint.received) == 3
    assert done.returncode == 4
    assert "raise the context of the endpoint, or lower --max-chunk-tokens" in done.stderr.decode()


def test_a_prompt_that_is_cut_silently_is_a_loss(tmp_path: Path) -> None:
    """An endpoint that reads 512 tokens of each prompt, and says nothing but their number."""
    usage = {"prompt_tokens": 512, "completion_tokens": 50}
    with ChatEndpoint(lambda received: Response(text=reply(received), usage=usage)) as endpoint:
        asked = at(endpoint, STORY, "--store", "kept.sqlite")
        for calls in (1, 2):
            done = briefing(*asked, cwd=tmp_path)
            assert done.returncode == 4
            assert len(endpoint.received) == calls  # such a reply is never replayed
    assert "read only 512 tokens of a longer prompt; raise the context" in done.stderr.decode()
    assert memo_in(tmp_path).coverage.chunks[0].end_state == "failed"


def test_another_model_than_asked_is_told(tmp_path: Path) -> None:
    """A notice; the memo says who answered."""
    with ChatEndpoint(lambda received: Response(text=reply(received), model="llama-3")) as endpoint:
        done = briefing(STORY, "-m", "gpt-5-mini", "--base-url", endpoint.url, "--no-store", cwd=tmp_path)
    assert done.returncode == 0
    assert "Asked for the model gpt-5-mini, the endpoint answered as llama-3." in done.stderr.decode()
    assert memo_in(tmp_path).run.model_answered == "llama-3"


def test_a_dead_endpoint_leaves_a_memo_by_rule(tmp_path: Path) -> None:
    """`--fallback offline`: exit 3, labelled above and below, and not empty."""
    with ChatEndpoint(error_response(401, "who are you")) as endpoint:
        asked = at(endpoint, *HARBOUR, "--no-store", "--fallback", "offline")
        done = briefing(*asked, cwd=tmp_path)
    assert done.returncode == 3
    told = done.stderr.decode()
    assert told.count("was read by rule, by the built-in analyst.") == 1
    memo = memo_in(tmp_path)
    assert memo.status == "degraded"
    assert len(memo.points) >= 3
    text = (tmp_path / "memo.md").read_text(encoding="utf-8")
    assert "read by rule, by the built-in analyst" in text
    within_plan(tmp_path, *asked)


def test_another_endpoint_stands_in(tmp_path: Path) -> None:
    """`--fallback MODEL@URL`: the memo is complete, and says that the other one answered."""
    with ChatEndpoint(error_response(404, "no such model")) as dead, ChatEndpoint(reply) as alive:
        asked = at(dead, STORY, "--store", "kept.sqlite", model="first")
        reserve = ("--fallback", f"second@{alive.url}", "--fallback", "offline")
        done = briefing(*asked, *reserve, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        first = (tmp_path / "memo.json").read_bytes()
        bought = len(alive.received)
        assert briefing(*asked, *reserve, cwd=tmp_path).returncode == 0
        assert len(alive.received) == bought
    assert (tmp_path / "memo.json").read_bytes() == first
    memo = memo_in(tmp_path)
    assert (memo.run.model_asked, memo.run.model_answered) == ("first", "second")


def test_a_key_goes_to_its_own_endpoint_only(tmp_path: Path) -> None:
    """The fallback on this machine does not get OPENAI_API_KEY; one elsewhere needs a key of its own."""
    with ChatEndpoint(error_response(404, "no such model")) as dead, ChatEndpoint(reply) as alive:
        asked = at(dead, STORY, "--no-store", model="first")
        reserve = ("--fallback", f"second@{alive.url}")
        secret = "-".join(("sk", "first", "0123456789abcdef"))
        assert briefing(*asked, *reserve, cwd=tmp_path, OPENAI_API_KEY=secret).returncode == 0
        assert {held.headers["authorization"] for held in dead.received} == {f"Bearer {secret}"}
        assert not any(secret in held.headers["authorization"] for held in alive.received)
        own = {"OPENAI_API_KEY": secret, "BRIEFING_API_KEY_127_0_0_1": "another-0123456789abcd"}
        assert briefing(*asked, *reserve, cwd=tmp_path, **own).returncode == 0
        assert alive.received[-1].headers["authorization"] == "Bearer another-0123456789abcd"
        refused = briefing(*asked, "--fallback", "m@https://llm.example/v1", cwd=tmp_path, OPENAI_API_KEY=secret)
    assert refused.returncode == 2
    assert "No key is set for llm.example; set BRIEFING_API_KEY_LLM_EXAMPLE" in refused.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--fallback", "nonsense"), "--fallback nonsense is neither MODEL@URL nor offline."),
        (("--fallback", "offline", "--fallback", "m@http://127.0.0.1:1/v1"), "--fallback offline must come last"),
        (("--record", "a", "--replay", "b"), "--record and --replay exclude each other"),
        (("--dry-run", "--offline"), "--dry-run and --offline exclude each other"),
        (("--max-cost", "many"), "'many' is no amount of US dollars; write it as 1.50."),
        (("--max-cost", "nan"), "'nan' is no amount"),
        (("--max-cost", "1"), "The price of m is not known, so"),
        (("--prices", "missing.yaml"), "missing.yaml is no file of prices"),
        (("--replay", "missing.jsonl"), "missing.jsonl is no recording that can be read"),
        (("--record", "no/folder.jsonl"), "no/folder.jsonl"),
        (("--usage", "no/usage.json"), "no/usage.json"),
        (("--usage", "kept.sqlite"), "kept.sqlite is the store of replies"),
    ],
)
def test_options_that_cannot_be_met_are_one_sentence(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    """Exit 2, before anything is asked, and the old memo stays."""
    (tmp_path / "memo.md").write_text("old", encoding="utf-8")
    with ChatEndpoint(reply) as endpoint:
        asked = at(endpoint, "--store", "kept.sqlite")
        if "--replay" in arguments or "--offline" in arguments:
            asked = at(endpoint)
        outputs = ("-o", "memo.md")
        done = subprocess.run(
            [sys.executable, "-m", "briefing", "memo", str(STORY), *map(str, asked), *arguments, *outputs],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert endpoint.received == []
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert (tmp_path / "memo.md").read_text(encoding="utf-8") == "old"


def test_calls_are_limited(tmp_path: Path) -> None:
    """`--max-calls`: no call more, a memo that says what was skipped, exit 3; raised, the next run goes on."""
    with ChatEndpoint(reply) as endpoint:
        asked = at(endpoint, *HARBOUR, "--store", "kept.sqlite", "--concurrency", "1")
        done = briefing(*asked, "--max-calls", "2", cwd=tmp_path)
        assert len(endpoint.received) == 2
        assert done.returncode == 3
        memo = memo_in(tmp_path)
        assert [chunk.end_state for chunk in memo.coverage.chunks] == ["found", "found", "skipped"]
        assert "limit of 2 calls is reached (--max-calls)" in done.stderr.decode()
        assert "chunk_skipped" in {found.kind for found in memo.problems}
        within_plan(tmp_path, *asked, "--max-calls", "2")
        assert briefing(*asked, cwd=tmp_path).returncode == 0
        took = usage_in(tmp_path)["total"]
        assert took["hits"] == 2
        assert memo_in(tmp_path).status == "complete"


def test_retries_count_against_the_limit(tmp_path: Path) -> None:
    """Three attempts of one request are three calls; where nothing could be read the exit is 4."""
    with ChatEndpoint(faulty(reply, fails(9, error_response(503, "busy")))) as endpoint:
        asked = at(endpoint, STORY, "--no-store", "--max-calls", "3")
        done = briefing(*asked, cwd=tmp_path)
        assert len(endpoint.received) == 3
    assert done.returncode == 4
    took = usage_in(tmp_path)["total"]
    assert (took["calls"], took["retries"], took["failures"]) == (3, 2, 3)


def test_money_is_limited(tmp_path: Path) -> None:
    """`--max-cost` with a file of prices: what was spent is below, and what was not read says why."""
    (tmp_path / "prices.yaml").write_text(PRICES, encoding="utf-8")
    with ChatEndpoint(reply) as endpoint:
        limit = ("--max-cost", "0.05", "--prices", "prices.yaml", "--max-output-tokens", "2500")
        asked = at(endpoint, *HARBOUR, "--no-store", *limit, "--max-chunk-tokens", "300")
        done = briefing(*asked, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    took = usage_in(tmp_path)
    assert 0 < float(took["total"]["cost"]) <= 0.05
    assert "US$0.05 would be passed (--max-cost)" in done.stderr.decode()
    plan = within_plan(tmp_path, *asked)
    assert float(plan["cost"]) > 0


def test_tokens_are_limited(tmp_path: Path) -> None:
    """`--max-total-tokens`: the endpoint is told how long a reply may be, and the sum is kept."""
    with ChatEndpoint(reply) as endpoint:
        asked = at(endpoint, *HARBOUR, "--no-store", "--max-total-tokens", "24000")
        done = briefing(*asked, cwd=tmp_path)
        assert {received.body["max_tokens"] for received in endpoint.received} == {16_384}
    assert done.returncode == 3
    took = usage_in(tmp_path)["total"]
    assert took["input_tokens"] + took["output_tokens"] <= 24_000
    within_plan(tmp_path, *asked)


def test_the_time_of_the_run_is_limited(tmp_path: Path) -> None:
    """`--deadline`: an endpoint that hangs costs no more than that, and the memo is written."""
    with ChatEndpoint(Response(text="late", delay=60)) as endpoint:
        asked = at(endpoint, STORY, "--no-store", "--deadline", "0.02")
        done = briefing(*asked, cwd=tmp_path)
    assert done.returncode == 4
    assert "gave no whole answer within" in done.stderr.decode()


def test_a_plan_asks_nobody(tmp_path: Path) -> None:
    """`--dry-run`: no key, no network, no file but the plan's; a price where one is known, else the word unknown."""
    asked = HARBOUR
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "memo", *map(str, asked), "-m", "gpt-5-mini", "--dry-run"],
        cwd=tmp_path,
        capture_output=True,
        env={key: value for key, value in os.environ.items() if not key.startswith("OPENAI_")},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "3 articles in 3 chunks."
    assert [line.split()[0] for line in lines[2:7]] == ["extract", "link", "summarize", "overview", "rewrite"]
    assert lines[7].startswith("in all ")
    assert lines[8].startswith("About US$0.0")
    assert list(tmp_path.iterdir()) == []
    local = ("-m", "m", "--base-url", "http://127.0.0.1:9/v1")
    unknown = briefing(*asked, *local, "--dry-run", cwd=tmp_path)
    assert b"The price of m is not known; give --prices FILE." in unknown.stdout
    assert usage_in(tmp_path)["cost"] is None
    refused = briefing(*asked, *local, "--dry-run", "--max-cost", "1", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, b"")


def test_recorded_and_replayed(tmp_path: Path) -> None:
    """`--replay` needs no key, no network and no store, and gives the same bytes, failures and all."""

    def answer(received: Received) -> str | Response:
        text = reply(received)
        return Response(refusal="I will not.") if "herring" in received.texts[1] and "extract" in text else text

    first = tmp_path / "first"
    second = tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with ChatEndpoint(answer) as endpoint:
        asked = at(endpoint, *HARBOUR, "--no-store", "--max-chunk-tokens", "300")
        done = briefing(*asked, "--record", "run.jsonl", cwd=first)
    replayed = briefing(
        *HARBOUR, "--replay", first / "run.jsonl", "--max-chunk-tokens", "300", cwd=second, HOME="/nowhere"
    )
    assert replayed.returncode == done.returncode
    for name in ("memo.md", "memo.json"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    recorded = (first / "run.jsonl").read_text(encoding="utf-8")
    assert not any(only_asked in recorded for only_asked in ("<source", "Title: ", "You are an analyst"))
    other = briefing(STORY, "--replay", first / "run.jsonl", cwd=second)
    assert other.returncode == 4
    assert "run.jsonl holds no reply to extract " in other.stderr.decode()


def test_events_on_standard_error(tmp_path: Path) -> None:
    """`-v`: a line for each call, without the article; `--log-text` with it. `-q` says nothing where all is well."""
    with ChatEndpoint(reply) as endpoint:
        asked = at(endpoint, STORY, "--no-store")
        told = briefing(*asked, "-v", cwd=tmp_path).stderr.decode()
        line = next(line for line in told.splitlines() if line.startswith("extract ") and "attempt" in line)
        assert ": attempt 1, " in line
        assert line.endswith(" out, stop")
        assert "pouches" not in told.lower()
        assert "pouches" in briefing(*asked, "-v", "--log-text", cwd=tmp_path).stderr.decode().lower()
        assert briefing(*asked, "-q", cwd=tmp_path).stderr == b""


def test_the_usage_of_an_offline_run_is_nothing(tmp_path: Path) -> None:
    """The file is there whoever reads, so that a job can rely on it."""
    assert briefing(STORY, "--offline", cwd=tmp_path).returncode == 0
    assert usage_in(tmp_path)["total"]["calls"] == 0
