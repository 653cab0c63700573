"""Runs that are killed or interrupted go on where they were: nothing that was answered is bought again."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.testing import ChatEndpoint, Response

if TYPE_CHECKING:
    from types import ModuleType

    from briefing.testing import Received

ROOT = Path(__file__).parents[1]
ARTICLES = sorted((ROOT / "examples" / "articles").glob("*.*"))
CONCURRENCY = 4


def analyst() -> ModuleType:
    """The scripted analyst of the tests beside this file."""
    spec = importlib.util.spec_from_file_location("with_a_model", Path(__file__).parent / "test_with_a_model.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def start(folder: Path, url: str, store: str) -> subprocess.Popen[bytes]:
    """The command in a process of its own: many small chunks, four requests at once."""
    options = ["-m", "m", "--base-url", url, "--max-chunk-tokens", "150", "--concurrency", str(CONCURRENCY)]
    outputs = ["--store", store, "-o", "memo.md", "--json", "memo.json", "--usage", "usage.json"]
    command = [sys.executable, "-m", "briefing", "memo", *map(str, ARTICLES), *options, *outputs]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, env={**os.environ})


def ends(process: subprocess.Popen[bytes]) -> int:
    """Waits for the end of a run, and gives its exit code."""
    process.communicate(timeout=90)
    return process.returncode


def wait_for(endpoint: ChatEndpoint, requests: int, process: subprocess.Popen[bytes]) -> None:
    """Waits until the endpoint has seen so many requests."""
    while len(endpoint.received) < requests:
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.005)


def test_five_kills(tmp_path: Path) -> None:
    """Killed five times at any point, the memo is the same to the byte, and only what was under way is bought again."""
    answer = analyst().analyst
    with ChatEndpoint(lambda received: Response(text=answer(received), delay=0.05)) as endpoint:
        assert ends(start(tmp_path, endpoint.url, "whole.sqlite")) == 0
        expected = [(tmp_path / name).read_bytes() for name in ("memo.md", "memo.json")]
        once = Counter(received.content for received in endpoint.received)
        assert set(once.values()) == {1}
        assert len(once) > 5 * CONCURRENCY
        endpoint.received.clear()
        for name in ("memo.md", "memo.json"):
            (tmp_path / name).unlink()
        for kill in range(1, 6):
            process = start(tmp_path, endpoint.url, "killed.sqlite")
            wait_for(endpoint, kill * 6, process)
            process.kill()
            process.communicate()
        assert ends(start(tmp_path, endpoint.url, "killed.sqlite")) == 0
        bought = Counter(received.content for received in endpoint.received)
    assert [(tmp_path / name).read_bytes() for name in ("memo.md", "memo.json")] == expected
    assert set(bought) == set(once)
    assert sum(bought.values()) - len(once) <= 5 * CONCURRENCY


def test_a_second_run_buys_nothing(tmp_path: Path) -> None:
    """All replies of a run answer the next one."""
    answer = analyst().analyst
    with ChatEndpoint(answer) as endpoint:
        for expected in (True, False):
            before = len(endpoint.received)
            assert ends(start(tmp_path, endpoint.url, "replies.sqlite")) == 0
            assert (len(endpoint.received) > before) is expected
            took = json.loads((tmp_path / "usage.json").read_bytes())["total"]
            assert took["calls"] == len(endpoint.received) - before
            assert (took["hits"] > 0) is not expected
    saved = subprocess.run(
        [sys.executable, "-m", "briefing", "store", "--store", "replies.sqlite"], cwd=tmp_path, capture_output=True
    ).stdout.decode()
    assert f"by answering {took['hits']:,} requests again" in saved


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(tmp_path: Path, sign: signal.Signals) -> None:
    """Ctrl-C and SIGTERM end the run within five seconds; what comes in time is kept, and the sentence says so."""
    answer = analyst().analyst

    def slowly(received: Received) -> Response:
        return Response(text=answer(received), delay=0.5 if len(endpoint.received) < 6 else 60)

    (tmp_path / "memo.md").write_text("old", encoding="utf-8")
    with ChatEndpoint(slowly) as endpoint:
        process = start(tmp_path, endpoint.url, "replies.sqlite")
        wait_for(endpoint, 6, process)
        began = time.monotonic()
        process.send_signal(sign)
        _, told = process.communicate(timeout=20)
        assert time.monotonic() - began < 5
    assert process.returncode == 130
    assert b"Run the same again" in told
    assert (tmp_path / "memo.md").read_text(encoding="utf-8") == "old"
    took = json.loads((tmp_path / "usage.json").read_bytes())
    assert took["total"]["calls"] + took["calls_under_way"] == len(endpoint.received)
    shown = subprocess.run(
        [sys.executable, "-m", "briefing", "store", "--store", "replies.sqlite"], cwd=tmp_path, capture_output=True
    )
    assert b" 0 replies" not in shown.stdout


def test_the_store_is_shown_and_pruned(tmp_path: Path) -> None:
    """`store` says what is kept and where, `prune` takes old replies out; without a store there is nothing to show."""

    def briefing(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "briefing", "store", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, env={**os.environ})

    assert b"There is no store at" in briefing().stderr
    with ChatEndpoint(analyst().analyst) as endpoint:
        assert ends(start(tmp_path, endpoint.url, "replies.sqlite")) == 0
    shown = briefing("--store", "replies.sqlite")
    assert shown.returncode == 0
    assert b"tokens in" in shown.stdout
    assert b"0 replies taken out" in briefing("--store", "replies.sqlite", "prune", "--older-than", "1").stderr
    (tmp_path / "letter").write_text("Dear nobody.", encoding="utf-8")
    refused = briefing("--store", "letter")
    assert refused.returncode == 2
    assert b"is no store of replies" in refused.stderr
