"""What a unit or a step that failed means for the memo, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from briefing.memo import problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.analysis.analyst import Drafted
    from briefing.article import Chunk
    from briefing.memo import ChunkCoverage, FlagKind, Problem, ProblemKind

_AGAIN = "Then run again."
_NOTICES = 10  # of one kind on one unit that are told each by itself
_NO_MATTER = "Nothing to do: the memo does without it."
_READ = "It is marked: read its footnote before you use it."
_LOST = {"failed": "could not be analysed", "skipped": "was skipped"}
_KINDS: dict[str, Literal["chunk_failed", "chunk_skipped"]] = {"failed": "chunk_failed", "skipped": "chunk_skipped"}


def chunk_lost(chunk: Chunk, why: str, *, state: Literal["failed", "skipped"]) -> Problem:
    """The loss of a chunk.

    Args:
        chunk: what went unused.
        why: one sentence.
        state: whether the analysis failed, or nothing was asked.
    """
    return problem(
        _KINDS[state],
        f"Of {chunk.article.source}, {chunk.place()} {_LOST[state]}. {why}",
        _AGAIN,
        loss=True,
        article=chunk.article.id,
        start=chunk.start,
        end=chunk.end,
    )


def step_lost(what: str, why: object) -> Problem:
    """The loss of a step; `what` says what the memo lacks."""
    return problem("step_failed", f"{what} {why}", "Then run again.", loss=True)


def noted(where: str, drafted: Drafted[Any]) -> tuple[Problem, ...]:
    """What is to be said of a draft: that it was made by rule in a model's place, and what is beyond its bounds.

    Args:
        where: what it is about.
        drafted: the draft.
    """
    cuts = tuple(
        problem(
            "reply_cut",
            f"In the reply on {where}, {cut}.",
            "Lower --max-chunk-tokens if much is lost.",
            loss=False,
        )
        for cut in dict.fromkeys(drafted.cuts)
    )
    if drafted.instead is None:
        return cuts
    told = f"What the model could not be asked about was read by rule, by the built-in analyst. {drafted.instead}"
    return (*cuts, problem("read_by_rule", told, _AGAIN, loss=True))


def noticed(
    messages: Iterable[tuple[ProblemKind, str, tuple[FlagKind, ...]]], shown: str, *, article: str | None = None
) -> tuple[Problem, ...]:
    """Notices on statements: of each kind the first ten, the others counted.

    Args:
        messages: kind, words, and flags that are told of; each once, however often it is there.
        shown: how the unit is called that they are of.
        article: the id of the article that they are about.
    """
    kinds: dict[ProblemKind, list[tuple[str, tuple[FlagKind, ...]]]] = {}
    for kind, message, flags in dict.fromkeys(messages):
        kinds.setdefault(kind, []).append((message, flags))
    told: list[Problem] = []
    for kind, held in kinds.items():
        rest = held[_NOTICES:]
        entries = held[:_NOTICES]
        if rest:
            others = tuple(dict.fromkeys(flag for _, flags in rest for flag in flags))
            entries = [*entries, (f"{len(rest)} more such notices on {shown} are not listed.", others)]
        advice = _READ if kind == "statement_flagged" else _NO_MATTER
        told += [problem(kind, message, advice, loss=False, article=article, flags=flags) for message, flags in entries]
    return tuple(told)


def gather(problems: Iterable[Problem], chunks: Iterable[ChunkCoverage]) -> tuple[Problem, ...]:
    """The same problems, where chunks that were lost for the same reason are one problem.

    A dead endpoint is one sentence, however many chunks it costs; which ones stands in the coverage.
    """
    lost = {(chunk.article, chunk.start, chunk.end): chunk for chunk in chunks if chunk.why is not None}
    times = Counter((chunk.why, chunk.end_state) for chunk in lost.values())
    told: list[Problem] = []
    for made in problems:
        of_chunk = made.kind in _KINDS.values()
        chunk = lost.get((made.article or "", made.start or 0, made.end or 0)) if of_chunk else None
        if chunk is None:
            told.append(made)
            continue
        failed, skipped = (times[chunk.why, state] for state in ("failed", "skipped"))
        many = _many(failed, skipped)
        kind: Literal["chunk_failed", "chunk_skipped"] = "chunk_failed" if failed else "chunk_skipped"
        told.append(problem(kind, f"{many} {chunk.why}", _AGAIN, loss=True) if many else made)
    return tuple(dict.fromkeys(told))


def _many(failed: int, skipped: int) -> str:
    """Chunks that were lost for one reason, where there are several."""
    if failed + skipped < 2:
        return ""
    if failed and skipped:
        return f"{failed + skipped} chunks could not be analysed, {skipped} of them were skipped."
    return f"{failed} chunks could not be analysed." if failed else f"{skipped} chunks were skipped."
