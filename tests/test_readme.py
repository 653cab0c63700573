"""The README tells what happens: its code is run, and what it shows is what came out.

BRIEFING_UPDATE_GOLDEN=1 writes the outputs in the README anew: then read it, every line.
"""

from __future__ import annotations

import contextlib
import glob
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from markdown_it import MarkdownIt

import briefing
from briefing import cli
from briefing.memo import FlagKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
TOKENS = MarkdownIt("commonmark").enable("table").parse(TEXT)
FENCES = [token for token in TOKENS if token.type == "fence"]
OUTPUTS = {"text", "json"}
DIRECTIVE = re.compile(r"<!-- (file|excerpt): ([\w./-]+) -->\s*")
FOOTNOTES_SHOWN = 3
INSTALL_AND_RUN = (
    "python3 -m venv .venv && .venv/bin/pip install --quiet . && "
    ".venv/bin/briefing memo examples/articles/harbour-*.* -o memo.md --json memo.json"
)
INSTALL_AND_TEST = (
    "python3 -m venv .venv && .venv/bin/pip install --quiet -e '.[dev]' && .venv/bin/python -m pytest --quiet"
)


def briefing_says(line: str) -> str:
    """What a line of a shell, `briefing …`, prints; globs are opened as a shell does, in the current folder."""
    words = shlex.split(line)
    opened = [name for word in words[1:] for name in (sorted(glob.glob(word)) if "*" in word else []) or [word]]  # noqa: PTH207  # a shell's order and names
    done = subprocess.run(
        [sys.executable, "-m", "briefing", *opened],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "COLUMNS": "80"},
    )
    return done.stdout.decode()


def excerpt(memo: str) -> str:
    """From a memo's title to the end of its first point, and the first footnotes cited there."""
    body = memo.partition("\n---\n\n")[2]
    headings = list(re.finditer(r"^##+ (.*)$", body, re.MULTILINE))
    points = [found[1] for found in headings].index("Open points")
    shown = body[: headings[points + 2].start()]
    cited = dict.fromkeys(re.findall(r"\[\^\d+\]", shown))
    notes = [line for line in body.splitlines() if line.partition(":")[0] in cited]
    return f"{shown}[…]\n\n" + "\n".join(notes[:FOOTNOTES_SHOWN]) + "\n[…]\n"


@dataclass
class Reader:
    """Follows the README from top to bottom in the current folder, and keeps what each shown output should be."""

    namespace: dict[str, object] = field(default_factory=lambda: {"__name__": "readme"})
    outputs: list[tuple[Token, str]] = field(default_factory=list)

    def follow(self) -> None:
        """Does what every block says."""
        before: Token | None = None
        printed = ""
        for token in TOKENS:
            if token.type == "fence":
                if printed:
                    assert token.info in OUTPUTS, f"line {_line(token)}: the output of the code above is not shown"
                    self.outputs.append((token, printed))
                    printed = ""
                else:
                    printed = self._block(token, before)
            else:
                assert not printed, f"line {_line(token)}: the output of the code above is not shown"
            before = token
        assert not printed

    def _block(self, token: Token, before: Token | None) -> str:
        """Does what one block says; what it prints is returned where the next block has to show it."""
        directive = DIRECTIVE.fullmatch(before.content) if before and before.type == "html_block" else None
        if directive and directive[1] == "file":
            Path(directive[2]).parent.mkdir(parents=True, exist_ok=True)
            Path(directive[2]).write_text(token.content, encoding="utf-8")
        elif directive:
            self.outputs.append((token, excerpt(Path(directive[2]).read_text(encoding="utf-8"))))
        elif token.info == "sh":
            if "briefing memo" in token.content:
                briefing_says(token.content.rpartition(" && ")[2])
        elif token.info == "console":
            lines = [line for line in token.content.splitlines() if line.startswith("$ briefing ")]
            self.outputs.append((token, "".join(f"{line}\n{briefing_says(line[2:])}" for line in lines)))
        elif token.info == "python":
            # blank lines first: a failure then names the README's own line
            code = "\n" * _line(token) + token.content
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(code, str(README), "exec", dont_inherit=True), self.namespace)  # noqa: S102  # our own README
            return printed.getvalue()
        else:
            pytest.fail(f"line {_line(token)}: nothing tells how to check a block {token.info!r}")
        return ""


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder in which the README was followed, and the README with the outputs that came."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", folder / "examples")
    reader = Reader()
    with contextlib.chdir(folder):
        reader.follow()
    lines = TEXT.splitlines(keepends=True)
    for token, output in reversed(reader.outputs):
        assert token.map
        lines[token.map[0] + 1 : token.map[1] - 1] = [output if output.endswith("\n") else f"{output}\n"]
    yield folder, "".join(lines)
    shutil.rmtree(folder)


def test_outputs(followed: tuple[Path, str]) -> None:
    """Every output in the README is, byte for byte, what its code or command gives."""
    if os.environ.get("BRIEFING_UPDATE_GOLDEN") == "1":
        README.write_text(followed[1], encoding="utf-8", newline="\n")
    assert followed[1] == README.read_text(encoding="utf-8")


def test_first_command_writes_the_example(followed: tuple[Path, str]) -> None:
    """The memo that the README points to as the whole of its excerpt is the one that its first command writes."""
    briefing_says(f"briefing render {shlex.quote(str(followed[0] / 'memo.json'))} -o {followed[0] / 'again.md'}")
    whole = (ROOT / "examples" / "memos" / "harbour.md").read_bytes()
    assert (followed[0] / "memo.md").read_bytes() == (followed[0] / "again.md").read_bytes() == whole


def test_two_commands() -> None:
    """Two commands to copy, a line each: the first installs and writes a memo, the second is what CI runs."""
    commands = [token.content for token in FENCES if token.info == "sh"]
    assert commands == [f"{INSTALL_AND_RUN}\n", f"{INSTALL_AND_TEST}\n"]
    assert INSTALL_AND_TEST in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_nothing_is_shown_unchecked() -> None:
    """The blocks that this file knows how to check are there."""
    kinds = {token.info for token in FENCES}
    assert {"sh", "console", "python", "text", "json", "markdown", "jinja", "yaml"} == kinds


def test_exit_codes() -> None:
    """The table of exit codes has those that the command line documents."""
    documented = re.findall(r"^    (\d+) ", cli.__doc__ or "", re.MULTILINE)
    assert re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE) == documented != []


def test_parts_of_the_memo() -> None:
    """The table of what `memo.json` holds names every key, each once."""
    assert _in_table("| key | what it holds |") == sorted(briefing.Memo.model_fields)


def test_flags() -> None:
    """The table of what is checked names every flag of a rule, each once; those of a second look are told below it."""
    looked = ["partly_supported", "not_supported"]
    assert sorted([*_in_table("| flag | what is wrong |"), *looked]) == sorted(get_args(FlagKind))
    assert all(f"`{kind}`" in TEXT for kind in looked)


def _in_table(head: str) -> list[str]:
    """The names in the first column of the table with such a head, sorted."""
    table = TEXT.partition(head)[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", table, re.MULTILINE)
    return sorted(key for row in rows for key in re.findall(r"\w+", row))


def test_public_names() -> None:
    """Every public name is told of."""
    names: list[str] = list(vars(briefing)["__all__"])
    assert [name for name in names if not re.search(rf"[`.]{name}\b", TEXT)] == []


@pytest.mark.skipif(not (ROOT / "briefing").is_dir(), reason="the package does not lie beside the tests")
@pytest.mark.parametrize("path", ["README.md", "examples/README.md", "CHANGELOG.md"])
def test_links(path: str) -> None:
    """Every link that is no web address leads to a file of this repository or to a heading of the same text."""
    text = (ROOT / path).read_text(encoding="utf-8")
    headings = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in re.findall(r"(?m)^#+ (.*)$", text)}
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"(?ms)^```.*?^```", "", text)):
        if target.startswith("#"):
            assert target[1:] in headings
        elif not target.startswith("https://"):
            assert ((ROOT / path).parent / target).exists(), target
