"""What the command says: the product on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.memo import Memo, Problem
    from briefing.options import Progress

_COLOURS = {"error": "red", "lost": "yellow", "notice": "cyan"}
_STAGES = {"extract": "Reading, chunks", "read": "Reading, articles", "summarize": "Summarizing, points"}
_NOTICE_WORDS = 60  # of a notice and of its advice each


def product(text: str) -> None:
    """Writes what was asked for to standard output, in UTF-8 whatever the locale."""
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def say(message: str, *, kind: str | None = None) -> None:
    """One line on standard error; what sources say in it cannot move the cursor."""
    prefix = click.style(f"{kind}: ", fg=_COLOURS[kind]) if kind else ""
    click.echo(prefix + one_line(message), err=True, color=_coloured())


def one_line(message: str) -> str:
    """`message` without characters that a terminal would act on."""
    return "".join(character if character.isprintable() else " " for character in message)


def tell(found: Problem) -> None:
    """A problem as one line."""
    say(f"{found.message} {found.advice}", kind="lost" if found.loss else "notice")


def log(progress: Progress) -> None:
    """A sign of life as one line."""
    of = f" of {progress.total}" if progress.total is not None else ""
    say(f"{progress.stage}: {progress.done}{of}")


def summarise(made: Memo, outputs: list[str]) -> None:
    """Every loss of a memo and its notices, kind by kind, then what it holds, what it took and where it was written."""
    from briefing.writing.highlights import told  # rendering has imported it

    for found in made.problems:
        if found.loss:
            tell(found)
    for shown in told([found for found in made.problems if not found.loss], words=_NOTICE_WORDS, together=True):
        say(f"{shown.message} {shown.advice}", kind="notice")
    counts = ", ".join(
        f"{len(held)} {name}{'' if len(held) == 1 else 's'}"
        for name, held in (("article", made.articles), ("point", made.points), ("problem", made.problems))
    )
    wrote = f"; wrote {' and '.join(outputs)}" if outputs else ""
    say(f"Memo {made.status}: {counts}{wrote}.")
    if made.run.model_asked is not None:
        requests, read, written = (
            sum(getattr(stage, name) for stage in made.run.stages)
            for name in ("requests", "input_tokens", "output_tokens")
        )
        say(f"Model {made.run.model_asked}: {requests} replies used, {read:,} tokens in, {written:,} out.")


@contextmanager
def status_line(*, shown: bool) -> Iterator[Callable[[Progress], None] | None]:
    """What is going on, on one line of standard error that is wiped at the end; nothing where that is no terminal."""
    if not (shown and sys.stderr.isatty()):
        yield None
        return

    def write(progress: Progress) -> None:
        of = f" of {progress.total}" if progress.total is not None else ""
        sys.stderr.write(f"\r\x1b[K{_STAGES.get(progress.stage, progress.stage)}: {progress.done}{of}")
        sys.stderr.flush()

    sys.stderr.write("Reading…")
    sys.stderr.flush()
    try:
        yield write
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _coloured() -> bool | None:
    """Never where NO_COLOR is set to anything but nothing; else as the terminal allows."""
    return False if os.environ.get("NO_COLOR") else None
