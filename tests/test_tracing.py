"""What leads from a thing in a memo to its sources."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.memo import Memo, to_json
from briefing.models import ReplayedModel
from briefing.models.recording import read_recording
from briefing.pipeline import brief
from briefing.reading import load
from briefing.tracing import trace
from briefing.writing.saying import statements

ROOT = Path(__file__).parents[1]
RECORDING = ROOT / "examples" / "recordings" / "phones.jsonl"
PHONES = str(ROOT / "examples" / "articles" / "phones-in-schools.txt")


@pytest.fixture(scope="module")
def memo() -> Memo:
    """A memo by a model."""
    return brief(load(PHONES), model=ReplayedModel(RECORDING))


@pytest.mark.parametrize("name", ["3", "[^3]"])
def test_a_citation(memo: Memo, name: str) -> None:
    """The sentence, its article, section, line and characters, and the request that it was read by."""
    told = trace(memo, name) or ""
    entry = memo.evidence[2]
    assert told.startswith(f"[^3] “{entry.text}”\n")
    assert f"line {entry.line}, characters {entry.start} to {entry.end}" in told
    assert memo.articles[0].text_sha256 in told
    assert f"found, request {memo.coverage.chunks[0].request}" in told
    resting = [said for said in statements(memo) if entry.id in said.evidence]
    assert resting
    assert all(f"  cited by {said.id}: {said.text}\n" in told for said in resting)


def test_a_statement(memo: Memo) -> None:
    """Its words and basis, who wrote it, with which prompts, and each sentence that it cites."""
    position = memo.points[0].positions[0]
    told = trace(memo, position.stance.id) or ""
    assert f"{position.stance.basis}: {position.stance.text}" in told
    assert f"written by {position.stance.written_by}: extract about characters 0 to " in told
    assert f", prompts {memo.run.prompts['extract']}\n" in told
    assert "replied" not in told
    assert told.count("SHA-256") == len(position.stance.evidence)
    assert position.stance.text in (trace(memo, position.id) or "")


@pytest.mark.parametrize("kind", ["points", "parties", "timeline", "figures", "quotes", "watch", "evidence"])
def test_everything_with_an_id(memo: Memo, kind: str) -> None:
    """Each part of a memo can be asked for."""
    for part in getattr(memo, kind):
        told = trace(memo, part.id) or ""
        assert told.endswith("\n")
        assert part.id.partition(":")[0] in told


def test_the_reply(memo: Memo) -> None:
    """Where the replies are at hand, what of them became the statement; on demand all of it."""
    _, entries = read_recording(RECORDING)
    texts = {key: [entry.reply.text] for key, entry in entries.items() if entry.reply}
    stance = memo.points[0].positions[0].stance
    told = trace(memo, stance.id, texts.__getitem__) or ""
    (line,) = [line for line in told.splitlines() if line.startswith("  replied ")]
    assert json.loads(line.removeprefix("  replied "))["text"] == stance.text
    whole = trace(memo, stance.id, texts.__getitem__, whole=True) or ""
    assert f"    {texts[stance.written_by][0].splitlines()[0]}" in whole
    assert "its reply is not kept here" in (trace(memo, stance.id, lambda _: []) or "")
    botched = trace(memo, stance.id, lambda _: ["no JSON", '{"other": ["words"]}']) or ""
    assert "replied 7 characters, in which it stands in other words" in botched


def test_every_request_has_its_stage(memo: Memo) -> None:
    """Each statement of a model leads to the step that asked for it, and to the prompts of that step."""
    written = {said.written_by for said in statements(memo)}
    assert written <= set(memo.run.requests)
    assert set(memo.run.requests.values()) == {stage.stage for stage in memo.run.stages} <= set(memo.run.prompts)


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
    stance = memo.points[0].positions[0].stance
    done = subprocess.run(
        [*command, stance.id, "--replay", str(RECORDING), "--reply"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "  replied {" in done.stdout.decode()
    missing = subprocess.run([*command, "1", "--store", "no.sqlite"], cwd=tmp_path, capture_output=True, check=False)
    assert missing.returncode == 2
    assert "There is no store at no.sqlite" in missing.stderr.decode()
    refused = subprocess.run([*command, "7777"], cwd=tmp_path, capture_output=True, check=False)
    assert refused.returncode == 2
    assert "memo.json has no 7777; give a citation number" in refused.stderr.decode()
