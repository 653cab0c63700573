"""The scheduled workflow of `examples/ci/`: what it promises, and its scripts, run as a runner would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "ci"
WORKFLOW: dict[Any, Any] = yaml.safe_load((FOLDER / "daily-brief.yml").read_text(encoding="utf-8"))
JOB = WORKFLOW["jobs"]["brief"]
STEPS: list[dict[str, Any]] = JOB["steps"]
RECORDING = ROOT / "examples" / "recordings" / "harbour.jsonl"
_BASH = shutil.which("bash")
_OUTPUT = re.compile(r"\$\{\{ steps\.(\w+)\.outputs\.(\w+) \}\}")
_SHOWN = "always() && steps.brief.outcome == 'success'"
_SAVED = "always() && steps.brief.outcome != 'skipped'"
_LOST = "::error::The brief is there, but some of its input went unused; it says what."
# `::name key=value::` begins a line; `##[name key=value]` may stand anywhere in one
_COMMAND = re.compile(r"^\s*::(?P<new>[^ :]+)[^:]*::|##\[(?P<old>[^] ]+)[^]]*\]")
_HOSTILE = """---
title: "::error::pwned $(touch pwned) `touch pwned`"
---
::error::pwned
::set-output name=code::0
##[set-output name=code;]0

The council ${{ secrets.OPENAI_API_KEY }} rejects $(touch pwned) and `touch pwned`. The union demands it.
"""


def commands(log: str) -> list[str]:
    """The lines of a step's log that a runner acts on, as `ActionCommandManager` of actions/runner reads them."""
    acted: list[str] = []
    resume = None
    for line in re.split(r"\r\n|\r|\n", log):
        found = _COMMAND.search(line)
        name = found and (found["new"] or found["old"])
        if found is None or (resume is not None and name != resume):
            continue
        if name == resume:
            resume = None
        elif name == "stop-commands":
            resume = line[found.end() :]
        else:
            acted.append(line)
    return acted


@dataclass
class Runner:
    """What a runner keeps between the steps of a job.

    Attributes:
        folder: the checkout.
        environment: that every step gets.
        outcomes: of the steps that ran, by id or name.
        outputs: of the steps, by id.
        log: all that was printed.
        commands: the lines of it that a runner acts on.
        code: exit code of the step that failed first; 0 where none did.
    """

    folder: Path
    environment: dict[str, str]
    outcomes: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    log: str = ""
    commands: list[str] = field(default_factory=list)
    code: int = 0

    @property
    def summary(self) -> str:
        """The summary of the job."""
        path = self.folder.parent / "summary"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def run(self) -> None:
        """Runs the steps that are scripts, in order, where their conditions hold."""
        for step in STEPS:
            name = step.get("id") or step.get("name") or step["uses"]
            if self._is_due(step):
                code = self._script(name, step) if "run" in step else 0
                self.outcomes[name] = "failure" if code else "success"
                self.code = self.code or code

    def _is_due(self, step: dict[str, Any]) -> bool:
        outcome = self.outcomes.get("brief", "skipped")
        due = {"success()": self.code == 0, _SHOWN: outcome == "success", _SAVED: outcome != "skipped"}
        return due[step.get("if", "success()")]

    def _script(self, name: str, step: dict[str, Any]) -> int:
        script, output = self.folder.parent / "script", self.folder.parent / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("", encoding="utf-8")
        done = subprocess.run(
            [str(_BASH), "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.folder,
            env=self.environment
            | {key: self._filled(str(value)) for key, value in step.get("env", {}).items()}
            | {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.folder.parent / "summary")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        log = done.stdout.decode()
        self.log += log
        self.commands += commands(log)  # what one step stops does not stay stopped in the next
        lines = output.read_text(encoding="utf-8").splitlines()
        self.outputs[name] = dict(line.split("=", 1) for line in lines)
        return done.returncode

    def _filled(self, text: str) -> str:
        """`text` with the outputs of earlier steps; variables and secrets of a repository are not set here."""
        text = _OUTPUT.sub(lambda found: self.outputs[found[1]][found[2]], text)
        return re.sub(r"\$\{\{ (?:vars|secrets)\.\w+(?: \|\| '([^']*)')? \}\}", lambda found: found[1] or "", text)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A checkout of a repository with three articles, whose replies come from a recording."""
    if _BASH is None:
        pytest.skip("the scripts of a workflow are for bash")
    folder = tmp_path / "checkout"
    (folder / "articles").mkdir(parents=True)
    for path in (ROOT / "examples" / "articles").glob("harbour-*.*"):
        shutil.copy(path, folder / "articles")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    # the package is installed already; nothing else is asked of this name
    (bin_folder / "python").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (bin_folder / "python").chmod(0o755)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("OPENAI_", "BRIEFING_"))}
    places = f"{bin_folder}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    fixed = {str(key): str(value) for key, value in WORKFLOW["env"].items()}
    return Runner(folder, kept | fixed | {"PATH": places, "BRIEFING_REPLAY": str(RECORDING)})


def briefs(runner: Runner) -> Path:
    """The folder of the day's brief."""
    (folder,) = (runner.folder / "briefs").iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", folder.name)
    return folder


class TestPromises:
    """What can be read off the file."""

    def test_when(self) -> None:
        """Off the hour, and by hand."""
        when = WORKFLOW[True]  # YAML 1.1 reads `on` so
        (schedule,) = when["schedule"]
        assert int(schedule["cron"].split()[0]) not in (0, 30)
        assert "workflow_dispatch" in when

    def test_permissions(self) -> None:
        """The job may read the repository, and nothing else."""
        assert WORKFLOW["permissions"] == {}
        assert JOB["permissions"] == {"contents": "read"}
        assert STEPS[0]["with"]["persist-credentials"] is False

    def test_actions_are_pinned(self) -> None:
        """By the hash of a commit, with the version beside it."""
        text = (FOLDER / "daily-brief.yml").read_text(encoding="utf-8")
        used = re.findall(r"uses: (.*)", text)
        assert len(used) == 5
        assert all(re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", entry) for entry in used)

    def test_no_expression_in_a_script(self) -> None:
        """What is substituted into a script is run by it; so nothing is."""
        assert not any("${{" in step.get("run", "") for step in STEPS)

    def test_the_key(self) -> None:
        """One step has it."""
        holders = [step.get("id") for step in STEPS if "secrets." in json.dumps(step)]
        assert holders == ["brief"]
        assert "secrets." not in json.dumps(WORKFLOW["env"])

    def test_money_and_time_are_limited(self) -> None:
        """For the run and for the job."""
        (script,) = [step["run"] for step in STEPS if step.get("id") == "brief"]
        assert "--max-cost 2.00" in script
        assert "--deadline 40" in script
        assert JOB["timeout-minutes"] == 60

    def test_linted(self) -> None:
        """Nothing that actionlint knows of is wrong."""
        lint = shutil.which("actionlint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        if lint is None:
            pytest.skip("actionlint is not installed; .ci/run installs and runs it")
        done = subprocess.run([lint, str(FOLDER / "daily-brief.yml")], capture_output=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, b"")


def test_a_day(runner: Runner) -> None:
    """The memo is written, shown and kept; the job succeeds."""
    runner.run()
    assert runner.code == 0, runner.log
    folder = briefs(runner)
    assert {path.name for path in folder.iterdir()} == {"memo.md", "memo.json", "usage.json", "brief.log"}
    memo = (folder / "memo.md").read_bytes()
    assert memo.decode() == runner.summary
    assert json.loads((folder / "memo.json").read_bytes())["status"] == "complete"
    assert runner.commands == []
    assert runner.log.endswith("The brief is there, and none of its input was lost.\n")
    assert set(runner.outcomes.values()) == {"success"}


def test_a_broken_article(runner: Runner) -> None:
    """The brief is there without it, is shown and kept, and the job fails with 3."""
    (runner.folder / "articles" / "scan.txt").write_bytes(b"%PDF-1.7 renamed by hand")
    runner.run()
    assert runner.code == 3
    assert runner.outcomes["Keep the brief"] == "success"
    assert "scan.txt" in runner.summary
    assert runner.commands == [_LOST]


def test_nothing_to_read(runner: Runner) -> None:
    """The job fails with 2, and the summary says that there is no memo."""
    shutil.rmtree(runner.folder / "articles")
    (runner.folder / "articles").mkdir()
    runner.run()
    assert runner.code == 2
    assert runner.summary == "No memo was written; the log of the step before says why.\n"
    assert (briefs(runner) / "brief.log").stat().st_size > 0
    assert len(runner.commands) == 1
    assert runner.commands[0].startswith("::error::Nothing was written: ")


def test_replies_outlive_the_brief(runner: Runner) -> None:
    """Where the step that asks breaks off, what was paid for is kept, and nothing is shown that is not there."""
    (runner.folder / "briefs").write_text("no folder", encoding="utf-8")
    runner.run()
    assert runner.code == 1
    assert runner.outcomes["brief"] == "failure"
    assert runner.outcomes["Keep the replies"] == "success"
    assert runner.outcomes.keys().isdisjoint({"Show the memo", "Keep the brief", "Say how it went"})


def test_without_a_model(runner: Runner) -> None:
    """A job that was never told a model fails, rather than write something else."""
    del runner.environment["BRIEFING_REPLAY"]
    runner.run()
    assert runner.code == 2
    assert "needs a model; name one with -m." in runner.log


def test_a_hostile_article(runner: Runner) -> None:
    """Its words stay words: no command to the runner, no expression, nothing run, no output forged."""
    (runner.folder / "articles" / "hostile.md").write_text(_HOSTILE, encoding="utf-8")
    for name in ("##[error]pwned.txt", "##[stop-commands]x.txt", "##[set-output name=code;]0.txt"):
        (runner.folder / "articles" / name).write_bytes(b"%PDF-1.7 renamed by hand")
    runner.run()
    assert runner.code == 3  # the recording has no reply to it
    assert not list(runner.folder.rglob("pwned"))
    assert "| lost: articles/##[error]pwned.txt is a PDF file" in runner.log
    assert runner.commands == [_LOST]
    assert runner.outputs["brief"].keys() == {"day", "folder", "code"}
    assert runner.outputs["brief"]["code"] == "3"


@pytest.mark.parametrize(
    ("log", "acted"),
    [
        ("  ::error file=a::b\nc", ["  ::error file=a::b"]),
        ("| ::error::a\n| b ##[error]c", ["| b ##[error]c"]),
        ("a\r::error::b", ["::error::b"]),
        ("::stop-commands::w\n##[error]a\n::error::b\n::w::\n::error::c", ["::error::c"]),
        ("::stop-commands::w\n::stop-commands::v\n::v::\n::error::a", []),
    ],
)
def test_what_a_runner_acts_on(log: str, acted: list[str]) -> None:
    """The tests here read a log as the runner does."""
    assert commands(log) == acted


def test_a_long_memo_is_cut(runner: Runner) -> None:
    """A summary of more than 1 MiB would be refused; what is cut ends with a whole character."""
    runner.run()
    memo = briefs(runner) / "memo.md"
    memo.write_text("a" + "é" * 600_001, encoding="utf-8")  # the cut goes through a character
    (runner.folder.parent / "summary").unlink()
    show = next(step for step in STEPS if step.get("name") == "Show the memo")
    assert runner._script("Show the memo", show) == 0
    assert len(runner.summary.encode()) < 1_000_000
    assert runner.summary.endswith("é\n\nThe memo is longer than can be shown here; the artifact holds it whole.\n")


@pytest.mark.parametrize("broken", [False, True])
def test_the_line_for_cron(runner: Runner, broken: bool) -> None:
    """The same without GitHub: silent where all is well, else the log and the exit code."""
    if shutil.which("flock") is None:
        pytest.skip("flock is not installed")
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    line = re.search(r"```cron\n\S+ \S+ \S+ \S+ \S+  (.*)\n```", text)
    assert line
    home = runner.folder.parent
    runner.folder.rename(home / "briefs")
    (home / "briefs" / ".venv" / "bin").mkdir(parents=True)
    (home / "briefs" / ".venv" / "bin" / "briefing").symlink_to(Path(sys.executable).parent / "briefing")
    if broken:
        (home / "briefs" / "articles" / "scan.txt").write_bytes(b"%PDF-1.7 renamed by hand")
    done = subprocess.run(
        ["/bin/sh", "-c", line[1].replace("\\%", "%")],
        env=runner.environment | {"HOME": str(home)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == (3 if broken else 0), done.stdout + done.stderr
    assert (b"scan.txt" in done.stdout) is broken
    assert (done.stdout == b"") is not broken
    (folder,) = (home / "briefs" / "briefs").iterdir()
    assert (folder / "memo.md").stat().st_size > 1_000
