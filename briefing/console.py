"""What the command says: the product on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from briefing.memo import Memo, Problem
    from briefing.models.account import Account, Taken
    from briefing.options import Progress

_COLOURS = {"error": "red", "lost": "yellow", "notice": "cyan"}
_STAGES = {"extract": "Reading, chunks", "read": "Reading, articles", "summarize": "Summarizing, points"}
_USAGE = (
    *("usage", "calls", "retries", "re-asks", "failed", "from store"),
    *("tokens in", "cached", "tokens out", "seconds", "US$"),
)
_NOTICE_WORDS = 60  # of a notice and of its advice each


def product(text: str) -> None:
    """Writes what was asked for to standard output, in UTF-8 whatever the locale."""
    with _until_gone(sys.stdout):
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()


def say(message: str, *, kind: str | None = None) -> None:
    """One line on standard error; what sources say in it cannot move the cursor."""
    prefix = click.style(f"{kind}: ", fg=_COLOURS[kind]) if kind else ""
    with _until_gone(sys.stderr):
        click.echo(prefix + one_line(message), err=True, color=_coloured())


def flush() -> None:
    """Sends off what is still held, before the process ends."""
    for stream in (sys.stdout, sys.stderr):
        with _until_gone(stream):
            stream.flush()


@contextmanager
def _until_gone(stream: TextIO) -> Iterator[None]:
    """Whoever reads `stream` may have had enough of it: then nothing more is said there, and the rest goes on."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


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


def tell_losses(made: Memo) -> None:
    """Every loss of a memo."""
    for found in made.problems:
        if found.loss:
            tell(found)


def summarise(made: Memo, outputs: list[str]) -> None:
    """The notices of a memo, kind by kind, then what it holds, what it took and where it was written."""
    from briefing.writing.highlights import told  # rendering has imported it

    for shown in told([found for found in made.problems if not found.loss], words=_NOTICE_WORDS, together=True):
        say(f"{shown.message} {shown.advice}", kind="notice")
    held = (("article", made.articles), ("point", made.points), ("problem", made.problems))
    counts = ", ".join(_counted(len(entries), name) for name, entries in held)
    wrote = f"; wrote {' and '.join(outputs)}" if outputs else ""
    say(f"Memo {made.status}: {counts}{wrote}.")


def tell_usage(account: Account) -> None:
    """What a model took, a line a stage and one for all of them."""
    stages = account.stages
    if not stages:
        return
    rows = [_USAGE, *(_usage_row(stage, taken) for stage, taken in stages.items())]
    if len(stages) > 1:
        rows.append(_usage_row("in all", account.total))
    widths = [max(len(row[place]) for row in rows) for place in range(len(_USAGE))]
    for name, *cells in rows:
        aligned = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        say("  ".join([name.ljust(widths[0]), *aligned]))


def _usage_row(name: str, taken: Taken) -> tuple[str, ...]:
    counts = (taken.calls, taken.retries, taken.reasks, taken.failures, taken.hits)
    tokens = (taken.input_tokens, taken.cached_tokens, taken.output_tokens)
    cost = "unknown" if taken.cost is None else f"{taken.cost:.4f}"
    return (name, *(f"{count:,}" for count in (*counts, *tokens)), f"{taken.seconds:,.1f}", cost)


@contextmanager
def listening(*, quiet: bool, verbose: bool, with_text: bool) -> Iterator[None]:
    """The library's log on standard error: warnings, with `verbose` every event, with `with_text` what was said too."""
    import logging

    class _Saying(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            say(record.getMessage(), kind="notice" if record.levelno >= logging.WARNING else None)

    logger, handler = logging.getLogger("briefing"), _Saying()
    before = logger.level
    level = logging.DEBUG if verbose and with_text else logging.INFO if verbose else logging.WARNING
    logger.setLevel(logging.ERROR if quiet else level)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


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
