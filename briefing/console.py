"""What the command says: the product on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from briefing.article import Article
    from briefing.memo import Memo, Problem
    from briefing.options import Progress

_COLOURS = {"error": "red", "lost": "yellow", "notice": "cyan"}


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
    """Every problem of a memo, then what it holds and where it was written."""
    for found in made.problems:
        tell(found)
    counts = ", ".join(
        f"{len(held)} {name}{'' if len(held) == 1 else 's'}"
        for name, held in (("article", made.articles), ("point", made.points), ("problem", made.problems))
    )
    wrote = f"; wrote {' and '.join(outputs)}" if outputs else ""
    say(f"Memo {made.status}: {counts}{wrote}.")


def bar(articles: Iterator[Article | Problem], *, shown: bool) -> AbstractContextManager[Iterable[Article | Problem]]:
    """The articles as they are read, with a bar on standard error where that is a terminal."""
    if not (shown and sys.stderr.isatty()):
        return nullcontext(articles)
    return click.progressbar(articles, label="Reading", file=sys.stderr, show_pos=True, color=_coloured())


def _coloured() -> bool | None:
    """Never where NO_COLOR is set to anything but nothing; else as the terminal allows."""
    return False if os.environ.get("NO_COLOR") else None
