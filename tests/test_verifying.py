"""A memo is checked anew against its sources: what was changed since is found, and what holds is not blamed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.article import Article
from briefing.memo import from_json, to_json
from briefing.models import ReplayedModel
from briefing.pipeline import brief
from briefing.reading import load, read_text
from briefing.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.memo import Memo

ROOT = Path(__file__).parents[1]
HARBOUR = str(ROOT / "examples" / "articles" / "harbour-*.*")


def articles(source: str = HARBOUR) -> list[Article]:
    """The articles of a source."""
    return [found for found in load(source) if isinstance(found, Article)]


@pytest.fixture(scope="module")
def memo() -> Memo:
    """The memo of the three papers, by a model."""
    return brief(articles(), model=ReplayedModel(ROOT / "examples" / "recordings" / "harbour.jsonl"))


def changed(memo: Memo, change: Callable[[dict[str, Any]], None]) -> Memo:
    """The memo after somebody has had a hand at its file."""
    data = json.loads(to_json(memo))
    change(data)
    return from_json(json.dumps(data))


def test_what_was_made_holds(memo: Memo) -> None:
    """With its sources every span is checked; without them all is counted as unchecked, and nothing is blamed."""
    held = verify(memo, articles())
    assert (held.spans, held.unchecked, held.doubts) == (len(memo.evidence), 0, ())
    assert held.statements > 50
    alone = verify(memo, [])
    assert (alone.spans, alone.unchecked, alone.doubts) == (0, len(memo.evidence), ())


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "articles").glob("*.[mt]*")), ids=lambda path: path.name)
def test_offline_memos_hold(path: Path) -> None:
    """So do those of the built-in analyst."""
    held = verify(brief(articles(str(path))), articles(str(path)))
    assert held.doubts == ()
    assert held.spans > 10


def evidence(data: dict[str, Any]) -> None:
    """A word of the evidence is another one of the same length."""
    entry = next(entry for entry in data["evidence"] if "84 million" in entry["text"])
    entry["text"] = entry["text"].replace("84 million", "94 million")


def statement(data: dict[str, Any]) -> None:
    """A number of a statement is another one."""
    told = next(told for told in data["bottom_line"] if "11 votes" in told["text"])
    told["text"] = told["text"].replace("11 votes", "12 votes")


def name(data: dict[str, Any]) -> None:
    """A statement names somebody from nowhere."""
    data["bottom_line"][0]["text"] += " Mayor Quentin Brask agrees."


def figure(data: dict[str, Any]) -> None:
    """A figure has another value than its words."""
    data["figures"][0]["value"] = "123456"


def event(data: dict[str, Any]) -> None:
    """An event is on another day than its words."""
    entry = next(entry for entry in data["timeline"] if entry["precision"] == "day")
    entry["date"] = "2020-01-01"


def speaker(data: dict[str, Any]) -> None:
    """A quotation is given to somebody else."""
    entry = next(entry for entry in data["quotes"] if entry["speaker_check"] == "attributed")
    entry["speaker"] = "Somebody Else"


def quotation(data: dict[str, Any]) -> None:
    """A quotation has other words."""
    data["quotes"][0]["text"] = "X" + data["quotes"][0]["text"][1:]


def line(data: dict[str, Any]) -> None:
    """A footnote leads to another line."""
    data["evidence"][0]["line"] += 1


def state(data: dict[str, Any]) -> None:
    """What is still to come is told as happened."""
    next(entry for entry in data["timeline"] if entry["state"] == "scheduled")["state"] = "happened"


def chain(data: dict[str, Any]) -> None:
    """A footnote names a source that the article does not name."""
    data["evidence"][0]["attribution"] = ["The Evening Star"]


def voices(data: dict[str, Any]) -> None:
    """A party is said to be quoted where it is not."""
    voice = next(voice for point in data["points"] for voice in point["balance"] if not voice["quotes"])
    voice["quotes"] = 3


def confidence(data: dict[str, Any]) -> None:
    """A judgment is more certain than its evidence."""
    judgment = next(told for told in data["key_judgments"] if told["confidence"]["level"] == "low")
    judgment["confidence"]["level"] = "high"


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (evidence, "has other words at characters"),
        (statement, "“12” is no number of its evidence"),
        (name, "“Brask” is named nowhere in its evidence"),
        (figure, "The figure 123456, "),
        (event, "The date 2020-01-01, "),
        (speaker, " to Somebody Else."),
        (quotation, "is not what its source has there."),
        (line, "stands on another line than"),
        (state, "is told as happened; its evidence says scheduled."),
        (chain, "[^1]: its source does not tell it on the word of The Evening Star."),
        (voices, "its parties are heard otherwise than its balance says."),
        (confidence, "by its evidence the confidence is low."),
    ],
)
def test_what_was_changed_is_found(memo: Memo, change: Callable[[dict[str, Any]], None], doubt: str) -> None:
    """Each change is named, in one sentence."""
    held = verify(changed(memo, change), articles())
    assert any(doubt in told for told in held.doubts), held.doubts


def test_a_source_is_known_by_its_text(memo: Memo) -> None:
    """Another version of an article is none of the sources: what cites it is unchecked, not blamed."""
    first, *others = articles()
    other = read_text(first.text + "More.", title=first.title)
    held = verify(memo, [other, *others])
    assert held.unchecked == sum(entry.article == first.id for entry in memo.evidence)
    assert held.doubts == ()


def test_the_command(memo: Memo, tmp_path: Path) -> None:
    """Doubts on standard output, a sum on standard error; exit code 3 where there is a doubt."""

    def briefing(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "briefing", "verify", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    (tmp_path / "memo.json").write_text(to_json(memo), encoding="utf-8")
    (tmp_path / "bent.json").write_text(to_json(changed(memo, statement)), encoding="utf-8")
    sources = str(ROOT / "examples" / "articles")
    done = briefing("memo.json", sources)
    assert (done.returncode, done.stdout) == (0, b"")
    assert f"{len(memo.evidence)} spans checked, 0 without their source" in done.stderr.decode()
    bent = briefing("bent.json", sources)
    assert bent.returncode == 3
    assert bent.stdout.decode().count("\n") == 1
    assert "“12” is no number of its evidence." in bent.stdout.decode()
    assert briefing("missing.json").returncode == 2
