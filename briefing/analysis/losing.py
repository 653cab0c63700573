"""What a unit or a step that failed means for the memo, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefing.memo import problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.article import Chunk
    from briefing.memo import ChunkCoverage, Problem

_AGAIN = "Then run again."


def chunk_lost(chunk: Chunk, why: str) -> Problem:
    """The loss of a chunk.

    Args:
        chunk: what went unused.
        why: one sentence.
    """
    return problem(
        "chunk_failed",
        f"Of {chunk.article.source}, {chunk.place()} could not be analysed. {why}",
        _AGAIN,
        loss=True,
        article=chunk.article.id,
        start=chunk.start,
        end=chunk.end,
    )


def step_lost(what: str, why: object) -> Problem:
    """The loss of a step; `what` says what the memo lacks."""
    return problem("step_failed", f"{what} {why}", "Then run again.", loss=True)


def replies_cut(where: str, cuts: Iterable[str]) -> tuple[Problem, ...]:
    """Notices on what a reply held beyond the bounds of its draft."""
    return tuple(
        problem(
            "reply_cut",
            f"In the reply on {where}, {cut}.",
            "Lower --max-chunk-tokens if much is lost.",
            loss=False,
        )
        for cut in dict.fromkeys(cuts)
    )


def gather(problems: Iterable[Problem], chunks: Iterable[ChunkCoverage]) -> tuple[Problem, ...]:
    """The same problems, where chunks that were lost for the same reason are one problem.

    A dead endpoint is one sentence, however many chunks it costs; which ones stands in the coverage.
    """
    why_of = {(chunk.article, chunk.start, chunk.end): chunk.why for chunk in chunks if chunk.end_state == "failed"}
    times = Counter(why_of.values())
    told: list[Problem] = []
    for made in problems:
        why = why_of.get((made.article or "", made.start or 0, made.end or 0)) if made.kind == "chunk_failed" else None
        many = why is not None and times[why] > 1
        told.append(
            problem("chunk_failed", f"{times[why]} chunks could not be analysed. {why}", _AGAIN, loss=True)
            if many
            else made
        )
    return tuple(dict.fromkeys(told))
