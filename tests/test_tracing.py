"""What leads from a thing in a memo to its sources."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefing.memo import Memo, to_json
from briefing.models import ReplayedModel
from briefing.pipeline import brief
from briefing.reading import load
from briefing.tracing import trace

ROOT = Path(__file__).parents[1]
PHONES = str(ROOT / "examples" / "articles" / "phones-in-schools.txt")


@pytest.fixture(scope="module")
def memo() -> Memo:
    """A memo by a model."""
    return brief(load(PHONES), model=ReplayedModel(ROOT / "examples" / "recordings" / "phones.jsonl"))


@pytest.mark.parametrize("name", ["3", "[^3]"])
def test_a_citation(memo: Memo, name: str) -> None:
    """The sentence, its article, section, line and characters, and the request that it was read by."""
    told = trace(memo, name) or ""
    entry = memo.evidence[2]
    assert told.startswith(f"[^3] “{entry.text}”\n")
    assert f"line {entry.line}, characters {entry.start} to {entry.end}" in told
    assert memo.articles[0].text_sha256 in told
    assert f"found, request {memo.coverage.chunks[0].request}" in told


def test_a_statement(memo: Memo) -> None:
    """Its words and basis, who wrote it, with which prompts, and each sentence that it cites."""
    position = memo.points[0].positions[0]
    told = trace(memo, position.stance.id) or ""
    assert f"{position.stance.basis}: {position.stance.text}" in told
    assert f"written by {position.stance.written_by}, asked about characters 0 to " in told
    assert f"extract {memo.run.prompts['extract']}" in told
    assert told.count("SHA-256") == len(position.stance.evidence)
    assert position.stance.text in (trace(memo, position.id) or "")


@pytest.mark.parametrize("kind", ["points", "parties", "timeline", "figures", "quotes", "watch", "evidence"])
def test_everything_with_an_id(memo: Memo, kind: str) -> None:
    """Each part of a memo can be asked for."""
    for part in getattr(memo, kind):
        told = trace(memo, part.id) or ""
        assert told.endswith("\n")
        assert part.id.partition(":")[0] in told


def test_by_rule() -> None:
    """What the built-in analyst wrote says so, and names no request."""
    made = brief(load(PHONES))
    told = trace(made, made.bottom_line[0].id) or ""
    assert "written by extractive\n" in told
    assert "request" not in told


@pytest.mark.parametrize("name", ["0", "99999", "nonsense", ""])
def test_what_is_not_there(memo: Memo, name: str) -> None:
    """Nothing is made up."""
    assert trace(memo, name) is None


def test_the_command(memo: Memo, tmp_path: Path) -> None:
    """It prints the same, and refuses what is not there with exit code 2."""
    (tmp_path / "memo.json").write_text(to_json(memo), encoding="utf-8")
    command = [sys.executable, "-m", "briefing", "why", "memo.json"]
    done = subprocess.run([*command, "1"], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (0, trace(memo, "1"))
    refused = subprocess.run([*command, "7777"], cwd=tmp_path, capture_output=True, check=False)
    assert refused.returncode == 2
    assert "memo.json has no 7777; give a citation number" in refused.stderr.decode()
