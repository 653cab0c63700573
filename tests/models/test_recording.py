"""A run's replies on file: what was recorded is answered again, and nothing else."""

from __future__ import annotations

import importlib.util
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.analysis.model_analyst import ModelAnalyst
from briefing.errors import (
    EndpointError,
    ModelError,
    OptionError,
    OutputError,
    ReplyError,
    UnkeptReplyError,
    UnsentError,
)
from briefing.memo import to_json
from briefing.models import Message, Reply, Request, Usage
from briefing.models.recorded_model import RecordedModel
from briefing.models.replayed_model import ReplayedModel
from briefing.options import Options
from briefing.pipeline import brief
from briefing.reading import load
from briefing.testing import ScriptedModel
from briefing.writing.rendering import render

if TYPE_CHECKING:
    from briefing.memo import Memo
    from briefing.models import Model

ROOT = Path(__file__).parents[2]
HEADER = '{"briefing_recording":1,"model":"m","endpoint":null}\n'


def asked(text: str, unit: str = "a") -> Request:
    """A request."""
    return Request(stage="extract", unit=unit, messages=(Message("user", text),))


def recorded(path: Path, model: Model, *requests: Request) -> None:
    """Records what came of requests."""
    recorder = RecordedModel(model, path)
    for request in requests:
        try:
            recorder.complete(request)
        except ModelError:
            continue
    recorder.close()


def test_what_was_recorded_is_answered_again(tmp_path: Path) -> None:
    """Every field of the reply, whatever its characters."""
    path = tmp_path / "run.jsonl"
    reply = Reply(
        text='{"a": "“né” \u2028 \x00"}',
        finish_reason="stop",
        model="m-2026",
        usage=Usage(input_tokens=3, cached_tokens=1, output_tokens=2),
        id="x",
        key="k",
    )
    recorded(path, ScriptedModel([reply, "plain"], name="m"), asked("one"), asked("two"))
    model = ReplayedModel(path)
    assert (model.name, model.endpoint) == ("m", None)
    assert model.complete(asked("one")) == reply
    assert model.complete(asked("two")).text == "plain"
    assert "“né”" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "error",
    [
        EndpointError("Gone.", kind="too_long", status=400),
        EndpointError("No.", kind="refused"),
        ReplyError("I will not.", kind="refused"),
        UnsentError("Enough.", kind="limit"),
        UnkeptReplyError("Full."),
    ],
)
def test_what_failed_fails_again(tmp_path: Path, error: ModelError) -> None:
    """The same error with the same sentence, so that the memo is the same."""
    path = tmp_path / "run.jsonl"
    recorded(path, ScriptedModel([error]), asked("one"))
    with pytest.raises(type(error)) as caught:
        ReplayedModel(path).complete(asked("one"))
    assert str(caught.value) == str(error)
    assert getattr(caught.value, "kind", None) == getattr(error, "kind", None)


def test_a_request_that_is_missing_fails_by_name(tmp_path: Path) -> None:
    """Nothing is made up."""
    path = tmp_path / "run.jsonl"
    recorded(path, ScriptedModel(["fine"]), asked("one"))
    with pytest.raises(UnsentError, match=r"run\.jsonl holds no reply to extract harbour:0-9: article, prompts"):
        ReplayedModel(path).complete(asked("other", unit="harbour:0-9"))


def test_the_order_of_lines_is_that_of_the_steps(tmp_path: Path) -> None:
    """Whichever reply came first, the file is the same; a request that was asked twice stands in it once."""
    path, again = tmp_path / "run.jsonl", tmp_path / "again.jsonl"
    requests = [asked(f"text {number}", unit=f"u{number:02}") for number in range(20)]
    recorded(path, ScriptedModel(lambda request: request.messages[0].text), *requests)
    recorder = RecordedModel(ScriptedModel(lambda request: request.messages[0].text), again)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(recorder.complete, [*reversed(requests), *requests]))
    assert len(again.read_text(encoding="utf-8").splitlines()) == 21  # before it is closed, too
    recorder.close()
    assert again.read_bytes() == path.read_bytes()
    assert {entry.name for entry in tmp_path.iterdir()} == {"run.jsonl", "again.jsonl"}


def test_an_old_recording_outlives_a_run_without_a_reply(tmp_path: Path) -> None:
    """It is replaced when the first reply comes; a killed run leaves the lines that it had."""
    path = tmp_path / "run.jsonl"
    path.write_text(HEADER, encoding="utf-8")
    recorder = RecordedModel(ScriptedModel(["fine", "never written"]), path)
    assert path.read_text(encoding="utf-8") == HEADER
    recorder.complete(asked("one"))
    cut = path.read_bytes() + b'{"stage":"extract","un'
    path.write_bytes(cut)
    assert ReplayedModel(path).complete(asked("one")).text == "fine"
    recorder.close()


def test_no_place_to_record(tmp_path: Path) -> None:
    """That is told before anything is paid for."""
    with pytest.raises(OutputError, match="cannot be written"):
        RecordedModel(ScriptedModel([]), tmp_path / "no" / "folder.jsonl")


ENTRY = '{"stage":"extract","unit":"a","request":"k","reply":{"text":"fine"}}\n'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\x00\xff\xfe", "is no recording of this version"),
        (b"[" * 100_000, "is no recording of this version"),
        (b'{"briefing_recording":2,"model":"m","endpoint":null}\n', "is no recording of this version"),
        (b'{"briefing_recording":1,"model":7,"endpoint":null}\n', "is no recording of this version"),
        (f"{HEADER}nonsense\n".encode(), "line 2: the line: Invalid JSON"),
        (
            f"{HEADER}{ENTRY}{ENTRY.replace('fine', 'x').replace('text', 'next')}".encode(),
            "line 3: reply.text: Field req",
        ),
        (f"{HEADER}{ENTRY}{'[' * 100_000}\n{ENTRY}".encode(), "line 3: "),
        (f"{HEADER}{ENTRY.replace('extract', 'x')[:-3]},{'1' * 99_999}\n".encode(), "line 2: "),
        (f'{HEADER}{{"stage":"a","unit":"a","request":"k"}}\n'.encode(), "line 2 holds neither a reply nor a failure"),
    ],
)
def test_what_is_no_recording_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    """It says which line, and what to do."""
    path = tmp_path / "run.jsonl"
    path.write_bytes(content)
    with pytest.raises(OptionError) as caught:
        ReplayedModel(path)
    told = str(caught.value)
    assert sentence in told
    assert len(told) < 400
    assert "record" in told


def test_folders_and_pipes_are_no_recording(tmp_path: Path) -> None:
    """Nothing is waited for."""
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "missing", "."):
        with pytest.raises(OptionError, match="is no recording that can be read"):
            ReplayedModel(tmp_path / name)


def _kit() -> dict[str, object]:
    spec = importlib.util.spec_from_file_location("units", ROOT / "tests" / "analysis" / "test_units.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module)


def memo_of(model: Model, concurrency: int) -> Memo:
    """The memo of the articles of one example."""
    options = Options(max_chunk_tokens=250, concurrency=concurrency)
    articles = load(str(ROOT / "examples" / "articles" / "harbour-*.*"))
    return brief(articles, analyst=ModelAnalyst(model), options=options)


def test_a_replayed_run_gives_the_same_bytes(tmp_path: Path) -> None:
    """Refused chunks, split chunks and all, however many are under way; and no line holds the article."""
    answer = _kit()["answer"]
    assert callable(answer)

    def script(request: Request) -> str | Exception:
        text = request.messages[1].text
        if request.stage == "extract" and "herring" in text:
            return ReplyError("I will not.", kind="refused")
        if request.stage == "extract" and "Fish Quay" in text:
            return EndpointError("Too long.", kind="too_long", status=400)
        made = answer(request)
        assert isinstance(made, str)
        return made

    path = tmp_path / "run.jsonl"
    recorder = RecordedModel(ScriptedModel(script), path)
    first = memo_of(recorder, 4)
    recorder.close()
    again = memo_of(ReplayedModel(path), 1)
    assert first.status == "degraded"
    assert to_json(first) == to_json(again)
    assert render(first) == render(again)
    assert "Port Ellery" not in path.read_text(encoding="utf-8")
    for line in path.read_text(encoding="utf-8").splitlines():
        json.loads(line)
