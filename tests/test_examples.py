"""What lies in `examples/` works, and the memos there are those that this version writes.

BRIEFING_UPDATE_GOLDEN=1 writes `examples/recordings/` and `examples/memos/` anew: then read it, every line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing import Article, Memo, Options, brief, check_template, load, render
from briefing.models import RecordedModel, ReplayedModel
from briefing.testing import ScriptedModel
from briefing.wording.words import content_words
from briefing.writing.saying import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
MEMOS = ROOT / "examples" / "memos"
RECORDINGS = ROOT / "examples" / "recordings"
OWN_TEMPLATES = sorted((ROOT / "examples" / "own-template").glob("*.j2"))
HARBOUR = "examples/articles/harbour-*.*"
PHONES = "examples/articles/phones-in-schools.txt"
_SHARED = (
    0.4  # of the words; names that a sentence only calls "it", and words for words of the same sense, are the rest
)
ONE_CHUNK = {"extract": 1, "overview": 1}
THREE_CHUNKS = {"extract": 3, "link": 1, "summarize": 1, "overview": 1}
THREE_OUTLETS = {"extract": 3, "link": 1, "summarize": 6, "overview": 1}
MORNING_NOTE = "examples/own-template/morning-note.md.j2"
POSITIONS = "examples/own-template/positions.html.j2"

# File under `examples/memos/`: the source, the template, and whether all is printed.
WRITTEN: dict[str, tuple[str, str | None, bool]] = {
    "harbour.md": (HARBOUR, None, False),
    "harbour-full.md": (HARBOUR, None, True),
    "harbour-morning-note.md": (HARBOUR, MORNING_NOTE, False),
    "harbour-positions.html": (HARBOUR, POSITIONS, True),
    "phones-in-schools.md": (PHONES, None, False),
}

# The same for memos made with replies that were written by hand: the source, the replies under `examples/replies/`,
# the limit of a chunk, the template, and the stages that were asked.
SCRIPTED: dict[str, tuple[str, str, int, str, dict[str, int]]] = {
    "harbour-scripted.md": (HARBOUR, "harbour", 6_000, "memo", THREE_OUTLETS),
    "harbour-scripted-brief.md": (HARBOUR, "harbour", 6_000, "brief", THREE_OUTLETS),
    "harbour-scripted-report.md": (HARBOUR, "harbour", 6_000, "report", THREE_OUTLETS),
    "phones-scripted.md": (PHONES, "phones", 6_000, "memo", ONE_CHUNK),
    "phones-scripted-chunks.md": (PHONES, "phones-in-chunks", 400, "memo", THREE_CHUNKS),
}
SCRIPTS = sorted({script for _, script, *_ in SCRIPTED.values()})

# Replies of a model that is careless four times: no example of a good memo.
CARELESS = "phones-careless"


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources are named as a reader at the top of the checkout names them; memos keep those names."""
    monkeypatch.chdir(ROOT)


def compare(name: str, text: str) -> None:
    """Compares byte for byte with a file under `examples/memos/`, or writes it."""
    path = MEMOS / name
    if os.environ.get("BRIEFING_UPDATE_GOLDEN") == "1":
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_memo(name: str) -> None:
    """Every memo in `examples/memos/` is, byte for byte, what its articles give."""
    source, template, full = WRITTEN[name]
    compare(name, render(brief(load(source)), template, full=full))


def replies(name: str) -> dict[str, str]:
    """The replies of a scripted run, by stage and unit."""
    held = json.loads((ROOT / "examples" / "replies" / f"{name}.json").read_text(encoding="utf-8"))
    return {asked: json.dumps(reply, ensure_ascii=False) for asked, reply in held.items()}


def read_by(script: str) -> tuple[str, int]:
    """The source that replies are about, and the limit of a chunk."""
    runs = ((source, limit) for source, name, limit, *_ in SCRIPTED.values() if name == script)
    return (PHONES, 6_000) if script == CARELESS else next(runs)


@pytest.mark.parametrize("script", [*SCRIPTS, CARELESS])
def test_recordings(script: str, tmp_path: Path) -> None:
    """Every recording holds the hand-written replies to the requests that this version makes, and no more."""
    source, limit = read_by(script)
    recorder = RecordedModel(ScriptedModel({**replies(script)}), tmp_path / "run.jsonl")
    brief(load(source), model=recorder, options=Options(max_chunk_tokens=limit))
    recorder.close()
    written = (tmp_path / "run.jsonl").read_bytes()
    path = RECORDINGS / f"{script}.jsonl"
    if os.environ.get("BRIEFING_UPDATE_GOLDEN") == "1":
        path.write_bytes(written)
    assert written == path.read_bytes()


@pytest.mark.parametrize("name", sorted(SCRIPTED))
def test_scripted_memo(name: str) -> None:
    """Memos made with recorded replies are complete, without a notice, and byte for byte those that lie there."""
    source, script, limit, template, stages = SCRIPTED[name]
    model = ReplayedModel(RECORDINGS / f"{script}.jsonl")
    memo = brief(load(source), model=model, options=Options(max_chunk_tokens=limit))
    assert (memo.status, memo.run.model_asked, memo.problems) == ("complete", "scripted", ())
    assert {stage.stage: stage.requests for stage in memo.run.stages} == stages
    compare(name, render(memo, template))


def test_replayed_by_the_command(tmp_path: Path) -> None:
    """The command makes the same memo of a recording, without a key or a network."""
    command = [sys.executable, "-m", "briefing", "memo", *sorted(map(str, Path().glob(HARBOUR)))]
    outputs = ["--replay", "examples/recordings/harbour.jsonl", "-o", str(tmp_path / "memo.md")]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("OPENAI_", "BRIEFING_"))}
    done = subprocess.run([*command, *outputs], capture_output=True, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "memo.md").read_bytes() == (MEMOS / "harbour-scripted.md").read_bytes()


@pytest.mark.parametrize("script", [*SCRIPTS, CARELESS])
def test_scripted_replies_are_used_up(script: str) -> None:
    """No reply lies there that nothing asks for."""
    model = ScriptedModel({**replies(script)})
    source, limit = read_by(script)
    brief(load(source), model=model, options=Options(max_chunk_tokens=limit))
    asked = {f"{request.stage}/{request.unit}" for request in model.requests}
    assert all(key in asked or any(name.startswith(f"{key}/") for name in asked) for key in replies(script))


@pytest.mark.parametrize("name", sorted(SCRIPTED))
def test_scripted_statements_rest_on_their_sentences(name: str) -> None:
    """Of the words that carry content in a hand-written statement, many stand in the sentences that it cites."""
    source, script, limit, *_ = SCRIPTED[name]
    memo = brief(load(source), model=ScriptedModel({**replies(script)}), options=Options(max_chunk_tokens=limit))
    cited = {entry.id: set(content_words(entry.text)) for entry in memo.evidence}
    told = list(statements(memo))
    assert len(told) > 30
    for statement in told:
        words = set(content_words(statement.text))
        held = set().union(*(cited[entry] for entry in statement.evidence))
        assert len(words & held) >= _SHARED * len(words), statement.text


def test_careless_replies_are_caught() -> None:
    """Of four slips one is put right when it is asked for once more, one is left out, and two are marked."""
    memo = brief(load(PHONES), model=ReplayedModel(RECORDINGS / f"{CARELESS}.jsonl"))
    assert memo.status == "complete"
    assert {(found.kind, found.flags) for found in memo.problems} == {
        ("statement_unsupported", ("negation_changed",)),
        ("statement_flagged", ("speaker_unverified",)),
        ("statement_flagged", ("hedge_lost",)),
    }
    texts = [said.text for said in statements(memo)]
    assert "has offered to cover 50 per cent" in texts
    assert not any("80 per cent" in text or text.startswith("Sleep and bullying changed") for text in texts)
    assert {flag.kind for said in statements(memo) for flag in said.flags} == {"speaker_unverified", "hedge_lost"}


def test_with_a_model() -> None:
    """The example with a model prints the memo that lies beside it, and says what it asked."""
    done = subprocess.run([sys.executable, "-W", "error", "examples/with_a_model.py"], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr.decode().strip() == "11 requests: 3 to extract, 1 to link, 6 to summarize, 1 to overview"
    assert done.stdout == (MEMOS / "harbour-scripted.md").read_bytes()


def test_quickstart() -> None:
    """The quickstart runs by itself, says nothing on standard error and prints what lies beside the memos."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "examples/quickstart.py"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    compare("quickstart.txt", done.stdout.decode().replace("\r\n", "\n"))


def test_nothing_stale() -> None:
    """No file lies in `examples/memos/` that nothing here writes."""
    assert {path.name for path in MEMOS.iterdir()} == {*WRITTEN, *SCRIPTED, "quickstart.txt"}


@pytest.mark.parametrize("source", [HARBOUR, PHONES])
def test_evidence_is_a_slice(source: str) -> None:
    """All evidence of the examples' memos is a slice of its article, on the line of the file that is named."""
    articles = {found.id: found for found in load(source) if isinstance(found, Article)}
    memo = brief(articles.values())
    assert memo.points
    for entry in memo.evidence:
        article = articles[entry.article]
        assert entry.text == article.text[entry.start : entry.end]
        lines = Path(article.source).read_text(encoding="utf-8").split("\n")
        assert lines[entry.line - 1].find(entry.text.split("\n")[0]) >= 0


@pytest.mark.parametrize("path", OWN_TEMPLATES, ids=lambda path: path.name)
def test_own_template_is_sound(path: Path) -> None:
    """An example template passes the check that the command line makes before any work."""
    check_template(path)


def test_own_templates_are_shown() -> None:
    """Each example template has its output among the memos."""
    assert {path.relative_to(ROOT).as_posix() for path in OWN_TEMPLATES} == {MORNING_NOTE, POSITIONS}
    assert {MORNING_NOTE, POSITIONS} <= {template for _, template, _ in WRITTEN.values()}


def test_morning_note_keeps_the_rest() -> None:
    """The template that extends the shipped one changes its two blocks and nothing else."""
    memo = brief(load(HARBOUR))
    shipped, own = render(memo), render(memo, MORNING_NOTE)
    title, checklist = own.partition("\n# ")[2], own.partition("\n## Check before print\n")[2]
    assert title.startswith("Morning note, 15 October 2026\n\n")
    assert checklist.startswith("\n- [ ] ")
    assert f"- [ ] {memo.points[0].question} Found in The Ellery Harbour Gazette, " in checklist
    assert shipped.split("\n\n**Bottom line.**")[1].split("\n## About")[0] in own
    assert shipped.split("\n## About the sources")[1].split("\n[^")[0] in own


class Rows(HTMLParser):
    """Counts the tags of a page and keeps the text of its cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a tag."""
        del attrs
        self.tags.add(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        """Closes the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if "td" in self.open:
            self.cells[-1] += data


def _sentences(memo: Memo) -> Iterator[str]:
    """What each position rests on, as a page shows it."""
    texts = {entry.id: " ".join(entry.text.split()) for entry in memo.evidence}
    for point in memo.points:
        for position in point.positions:
            yield from (texts[name] for name in position.stance.evidence)


def test_positions_page() -> None:
    """The stand-alone template gives a page whose tags close, with the sentence behind every position on it."""
    memo = brief(load(HARBOUR))
    page = Rows(render(memo, POSITIONS, full=True))
    assert page.open == []
    shown = " ".join(" ".join(page.cells[2::3]).split())
    assert all(page.cells)
    assert [text for text in _sentences(memo) if text not in shown] == []


def test_positions_page_is_escaped() -> None:
    """An article cannot put mark-up of its own into the page."""
    from briefing import read_text

    hostile = (
        "Row over the <script>alert(1)</script> bridge\n\n"
        'The Bridge Board rejects the toll, which it calls "<img src=x onerror=alert(1)>" & worse.\n\n'
        "The Ferry Union demands <b>a toll</b> of 4 crowns for the <script>alert(2)</script> bridge."
    )
    page = render(brief([read_text(hostile)]), POSITIONS, full=True)
    assert "&lt;script&gt;" in page
    assert Rows(page).tags.isdisjoint({"script", "img", "b"})
