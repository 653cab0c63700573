"""The command with a model behind a chat endpoint of this machine: calls, options, losses, exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.memo import from_json
from briefing.testing import ChatEndpoint, Response, error_response
from briefing.wording.bases import basis_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.memo import Memo
    from briefing.testing import Received

ROOT = Path(__file__).parents[1]
STORY = ROOT / "examples" / "articles" / "phones-in-schools.txt"
GAZETTE = ROOT / "examples" / "articles" / "harbour-gazette.md"
WIRE = ROOT / "examples" / "articles" / "harbour-wire.txt"
LONGEST = 320  # characters of a statement
LINE = re.compile(r"^(\d+) (.+)$", re.MULTILINE)


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command in a process of its own, without what the caller's environment says of models."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("OPENAI_", "BRIEFING_"))}
    return subprocess.run(
        [sys.executable, "-m", "briefing", "memo", *map(str, arguments), "-o", "memo.md", "--json", "memo.json"],
        cwd=cwd,
        capture_output=True,
        env={**kept, **environment},
        check=False,
    )


def stage(received: Received) -> str:
    """The step that asks, by the name of the schema that it wants filled."""
    held: Any = received.body["response_format"]
    return str(held["json_schema"]["name"])


def said(text: str, line: int) -> dict[str, Any]:
    """A statement as a careful model's reply gives it: a line in its own words, labelled by its cues."""
    return {"text": text, "basis": basis_of(text), "lines": [line]}


def point(first: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    """A point that holds the first and the last line shown."""
    return {
        "tier": "core",
        "raised_by": "parties",
        "question": "Should the plan for the harbour and the schools go ahead?",
        "headline": "The plan",
        "options": [],
        "summary": [first, last],
        "positions": [],
        "matters": [],
        "gaps": [],
        "watch": [],
    }


def analyst(received: Received) -> str:
    """A model that finds one point in every chunk and takes all points for the same dispute."""
    shown = LINE.findall(received.texts[1])
    lines = [said(text, int(number)) for number, text in shown if len(text) <= LONGEST]
    empty: dict[str, Any] = {key: [] for key in ("parties", "events", "figures", "origins", "tensions", "limits")}
    replies: dict[str, Callable[[], dict[str, Any]]] = {
        "extract": lambda: {"points": [point(lines[0], lines[-1])], **empty},
        "link": lambda: {"groups": [[int(number) for number, _ in shown]]},
        "summarize": lambda: point(lines[0], lines[-1]),
        "overview": lambda: {"title": "A plan is open", "bottom_line": lines[:1], "judgments": []},
    }
    return json.dumps(replies[stage(received)]())


def memo_in(folder: Path) -> Memo:
    """The memo that a run wrote."""
    return from_json((folder / "memo.json").read_bytes())


def test_two_calls_at_the_default_chunk_size(tmp_path: Path) -> None:
    """An article that fits one chunk takes an extract and an overview; a server on this machine needs no key."""
    with ChatEndpoint(analyst) as endpoint:
        done = run(STORY, "-m", "m", "--base-url", endpoint.url, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert [stage(received) for received in endpoint.received] == ["extract", "overview"]
    memo = memo_in(tmp_path)
    assert (memo.status, memo.title) == ("complete", "A plan is open")
    assert memo.run.endpoint_host == endpoint.url.removeprefix("http://").removesuffix("/v1")
    text = (tmp_path / "memo.md").read_text(encoding="utf-8")
    assert 'analyst: "model"\nmodel: "m"\n' in text
    told = done.stderr.decode().splitlines()
    assert told[-4].startswith("usage ")
    for line, used in zip(told[-3:-1], memo.run.stages, strict=True):
        assert line.split()[:7] == [used.stage, "1", "0", "0", "0", "0", f"{used.input_tokens:,}"]
    assert told[-1].split()[:3] == ["in", "all", "2"]
    assert told[-1].endswith("unknown")


def test_calls_with_small_chunks(tmp_path: Path) -> None:
    """One extract a chunk, then a link, one summarize for a point of several parts, and an overview."""
    with ChatEndpoint(analyst) as endpoint:
        done = run(STORY, "-m", "m", "--base-url", endpoint.url, "--max-chunk-tokens", "400", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    memo = memo_in(tmp_path)
    chunks = len(memo.coverage.chunks)
    assert chunks >= 3
    asked = [stage(received) for received in endpoint.received]
    assert asked == ["extract"] * chunks + ["link", "summarize", "overview"]
    assert len(memo.points) == 1
    assert {held.end_state for held in memo.coverage.chunks} == {"found"}


def test_requests_are_strict_and_static_first(tmp_path: Path) -> None:
    """Each stage has one schema and one system message, the same to the byte in every request; no sampling is set."""
    with ChatEndpoint(analyst) as endpoint:
        run(STORY, GAZETTE, "-m", "m", "--base-url", endpoint.url, "--max-chunk-tokens", "400", cwd=tmp_path)
    extracts = [received for received in endpoint.received if stage(received) == "extract"]
    assert len(extracts) > 3
    assert len({json.dumps(received.body["response_format"]) for received in extracts}) == 1
    assert len({received.texts[0] for received in extracts}) == 1
    for received in endpoint.received:
        held: Any = received.body["response_format"]
        assert held["type"] == "json_schema"
        assert held["json_schema"]["strict"] is True
        assert set(received.body) == {"model", "messages", "response_format"}


def test_memos_are_the_same_however_many_calls_are_under_way(tmp_path: Path) -> None:
    """The order in which replies come changes nothing."""
    made = set()

    def answer(received: Received) -> Response:
        return Response(text=analyst(received), delay=0.05 / len(endpoint.received))

    with ChatEndpoint(answer) as endpoint:
        for concurrency in ("1", "8"):
            options = ("-m", "m", "--base-url", endpoint.url, "--max-chunk-tokens", "300", "--concurrency", concurrency)
            assert run(STORY, GAZETTE, WIRE, *options, cwd=tmp_path).returncode == 0
            made.add(((tmp_path / "memo.md").read_bytes(), (tmp_path / "memo.json").read_bytes()))
    assert len(made) == 1


def test_flag_beats_environment_and_offline_beats_both(tmp_path: Path) -> None:
    """-m beats BRIEFING_MODEL, --base-url beats OPENAI_BASE_URL, --offline asks nobody."""
    with ChatEndpoint(analyst) as endpoint, ChatEndpoint(analyst) as other:
        environment = {"BRIEFING_MODEL": "from-environment", "OPENAI_BASE_URL": other.url}
        run(STORY, cwd=tmp_path, **environment)
        assert memo_in(tmp_path).run.model_asked == "from-environment"
        assert (len(endpoint.received), len(other.received)) == (0, 2)
        run(STORY, "-m", "from-flag", "--base-url", endpoint.url, cwd=tmp_path, **environment)
        assert memo_in(tmp_path).run.model_asked == "from-flag"
        assert (len(endpoint.received), len(other.received)) == (2, 2)
        done = run(STORY, "-m", "from-flag", "--offline", cwd=tmp_path, **environment)
        assert (len(endpoint.received), len(other.received)) == (2, 2)
    assert done.returncode == 0
    assert memo_in(tmp_path).status == "offline"
    assert "No model" not in done.stderr.decode()


def test_no_model_is_said_in_one_line(tmp_path: Path) -> None:
    """Without a model the offline analyst reads, which one line says; nothing ever costs by default."""
    done = run(STORY, cwd=tmp_path, OPENAI_API_KEY="sk-would-cost")
    assert done.returncode == 0
    lines = done.stderr.decode().splitlines()
    assert lines[0] == "No model is configured (-m or BRIEFING_MODEL), so the offline analyst reads."
    assert run(STORY, "-q", cwd=tmp_path).stderr == b""


@pytest.mark.parametrize("base_url", [[], ["--base-url", "https://api.invalid/v1"]])
def test_a_missing_key_is_told_whatever_the_address(tmp_path: Path, base_url: list[str]) -> None:
    """An endpoint elsewhere needs a key, named by flag or not."""
    (tmp_path / "memo.md").write_text("old", encoding="utf-8")
    done = run(STORY, "-m", "m", *base_url, cwd=tmp_path)
    assert done.returncode == 2
    assert "No key is set for https://api." in done.stderr.decode()
    assert (tmp_path / "memo.md").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("option", "value"),
    [("--base-url", "http://127.0.0.1:9/v1"), ("--language", "de"), ("--prompts", "."), ("--max-output-tokens", "900")],
)
def test_options_of_a_model_need_one(tmp_path: Path, option: str, value: str) -> None:
    """What only a model can do is refused without one, rather than left undone in silence."""
    done = run(STORY, option, value, cwd=tmp_path)
    assert done.returncode == 2
    assert f"{option} needs a model; name one with -m." in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_dead_endpoint_is_one_sentence_and_exit_4(tmp_path: Path) -> None:
    """Where nobody answers the memo says so, once, whatever the number of chunks."""
    with ChatEndpoint(analyst) as endpoint:
        gone = endpoint.url
    done = run(STORY, GAZETTE, WIRE, "-m", "m", "--base-url", gone, "--max-chunk-tokens", "300", cwd=tmp_path)
    assert done.returncode == 4
    told = done.stderr.decode()
    assert told.count("Nothing answers at") == 1
    quiet = run(STORY, "-q", "-m", "m", "--base-url", gone, cwd=tmp_path)
    assert (quiet.returncode, quiet.stderr.decode().count("Nothing answers at")) == (4, 1)
    run(STORY, GAZETTE, WIRE, "-m", "m", "--base-url", gone, "--max-chunk-tokens", "300", cwd=tmp_path)
    assert "Traceback" not in told
    memo = memo_in(tmp_path)
    assert (memo.status, len(memo.problems)) == ("failed", 1)
    assert 'status: "failed"' in (tmp_path / "memo.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answer", "sentence", "most"),
    [
        (error_response(401, "bad key sk-1234567890abcdef"), "answered 401", 8),
        (error_response(404, "no such model"), "answered 404", 12),
        (error_response(500, "out of memory"), "answered 500", 99),
        (Response(body="<html>hello</html>"), "it answered with a web page", 99),
        (Response(text="Sorry."), "it holds no JSON object", 99),
        (Response(refusal="I cannot."), "The model refused", 99),
    ],
)
def test_a_refusing_endpoint_is_exit_4(tmp_path: Path, answer: Response, sentence: str, most: int) -> None:
    """What an endpoint says is told in one plain sentence; what does not pass is not asked for again and again."""
    with ChatEndpoint(answer) as endpoint:
        options = ("--base-url", endpoint.url, "--max-chunk-tokens", "100")
        done = run(STORY, GAZETTE, WIRE, "-m", "m", *options, cwd=tmp_path, OPENAI_API_KEY="sk-1234567890abcdef")
    assert done.returncode == 4
    told = done.stderr.decode()
    assert told.count(sentence) == 1
    assert "sk-1234567890abcdef" not in told + (tmp_path / "memo.json").read_text(encoding="utf-8")
    assert len(endpoint.received) <= most


def test_one_failed_chunk_of_several_is_exit_3(tmp_path: Path) -> None:
    """A chunk that is lost costs exit code 3; the memo names it, and its sentences count as unread."""

    def answer(received: Received) -> str | Response:
        return error_response(500, "no") if "Compensation nobody has costed" in received.texts[1] else analyst(received)

    with ChatEndpoint(answer) as endpoint:
        done = run(GAZETTE, STORY, "-m", "m", "--base-url", endpoint.url, cwd=tmp_path)
    assert done.returncode == 3
    memo = memo_in(tmp_path)
    assert memo.status == "degraded"
    assert [held.end_state for held in memo.coverage.chunks] == ["failed", "found"]
    assert f"lost: Of {GAZETTE}, lines 10 to 38 could not be analysed. " in done.stderr.decode()
    assert "## What could not be used" in (tmp_path / "memo.md").read_text(encoding="utf-8")
    unread = {run_.article for run_ in memo.coverage.runs if run_.state == "left_over"}
    assert unread == {memo.articles[0].id}


def test_language_and_prompts_reach_the_endpoint(tmp_path: Path) -> None:
    """--language and --prompts change the system message; a prompt that replaces nothing stops the run."""
    own = tmp_path / "own"
    (own / "extract").mkdir(parents=True)
    block = "{% extends 'shipped/extract/system.md.j2' %}{% block task %}You read for a bank.{% endblock %}"
    (own / "extract" / "system.md.j2").write_text(block, encoding="utf-8")
    with ChatEndpoint(analyst) as endpoint:
        options = ("-m", "m", "--base-url", endpoint.url, "--language", "German", "--prompts", "own")
        assert run(STORY, *options, cwd=tmp_path).returncode == 0
        told = endpoint.received[0].texts[0]
        assert told.startswith("You read for a bank.")
        assert "Write every text, question, headline and title in German" in told
        (own / "extrakt.md.j2").write_text("x", encoding="utf-8")
        done = run(STORY, *options, cwd=tmp_path)
        assert len(endpoint.received) == 2
    assert done.returncode == 2
    assert "extrakt.md.j2 replaces nothing; the names are: extract/system.md.j2" in done.stderr.decode()


def test_render_needs_no_call(tmp_path: Path) -> None:
    """The other templates render the same data without asking anybody."""
    with ChatEndpoint(analyst) as endpoint:
        run(STORY, "-m", "m", "--base-url", endpoint.url, cwd=tmp_path)
        asked = len(endpoint.received)
        for template in ("memo", "brief", "report"):
            command = [sys.executable, "-m", "briefing", "render", "memo.json", "-t", template]
            assert subprocess.run(command, cwd=tmp_path, capture_output=True).stdout.startswith(b"---\n")
        assert len(endpoint.received) == asked


@pytest.mark.parametrize("option", ["-o", "--json"])
def test_no_memo_is_written_over_the_store(tmp_path: Path, option: str) -> None:
    """The store and a file that is to be written are never the same; that is told before anything is bought."""
    with ChatEndpoint(analyst) as endpoint:
        asked = ("-m", "m", "--base-url", endpoint.url)
        assert run(STORY, *asked, "--store", "kept.sqlite", cwd=tmp_path).returncode == 0
        content, bought = (tmp_path / "kept.sqlite").read_bytes(), len(endpoint.received)
        command = [sys.executable, "-m", "briefing", "memo", str(STORY), *asked, "--store", "kept.sqlite"]
        done = subprocess.run([*command, option, "./kept.sqlite"], cwd=tmp_path, capture_output=True)
        assert len(endpoint.received) == bought
    assert done.returncode == 2
    assert "./kept.sqlite is the store of replies; write to another file." in done.stderr.decode()
    assert (tmp_path / "kept.sqlite").read_bytes() == content


def test_store_commands_say_what_is_wrong(tmp_path: Path) -> None:
    """What is no store, or no age, is a sentence and exit code 2, and makes no file."""
    for arguments in (
        ("store", "--store", "none.sqlite", "prune", "--older-than", "9"),
        ("store", "--store", "n" * 300),
        ("store", "prune", "--older-than", "9" * 20),
    ):
        done = subprocess.run([sys.executable, "-m", "briefing", *arguments], cwd=tmp_path, capture_output=True)
        assert done.returncode == 2, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_interrupted_and_terminated_at_once(tmp_path: Path) -> None:
    """A wrapper that forwards two signals together gets 130, and one sentence."""
    with ChatEndpoint(Response(text="{}", delay=60)) as endpoint:
        process = subprocess.Popen(
            [sys.executable, "-m", "briefing", "memo", STORY, "-m", "m", "--base-url", endpoint.url],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
        )
        while not endpoint.received:
            assert process.poll() is None
        process.send_signal(2)
        process.send_signal(15)
        _, told = process.communicate(timeout=10)
    assert process.returncode == 130
    assert told.count(b"Interrupted") == 1


def test_interrupted_while_the_model_works(tmp_path: Path) -> None:
    """Ctrl-C does not wait for requests under way, and leaves the old memo as it was."""
    (tmp_path / "memo.md").write_text("old", encoding="utf-8")
    with ChatEndpoint(Response(text="{}", delay=60)) as endpoint:
        process = subprocess.Popen(
            [sys.executable, "-m", "briefing", "memo", STORY, "-m", "m", "--base-url", endpoint.url, "-o", "memo.md"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
        )
        while not endpoint.received:
            assert process.poll() is None
        process.send_signal(2)
        _, told = process.communicate(timeout=10)
    assert process.returncode == 130
    assert b"Interrupted" in told
    assert (tmp_path / "memo.md").read_text(encoding="utf-8") == "old"
