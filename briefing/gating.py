"""What in a memo ends a run with an exit code of its own: notices of some kinds, and too little that is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from briefing.errors import OptionError
from briefing.memo import FlagKind, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from briefing.memo import Memo

KINDS: tuple[str, ...] = (*get_args(FlagKind), *get_args(ProblemKind))


def parse_kinds(text: str) -> frozenset[str]:
    """Kinds of flags and of problems, as a list with commas names them; hyphens are as good as underscores.

    Raises:
        OptionError: one of them is no kind.
    """
    kinds = [kind.strip().replace("-", "_") for kind in text.split(",") if kind.strip()]
    unknown = next((kind for kind in kinds if kind not in KINDS), None)
    if unknown is not None or not kinds:
        raise OptionError(f"--fail-on {unknown or text!r} is no kind of notice; the kinds are: {', '.join(KINDS)}.")
    return frozenset(kinds)


def gated(memo: Memo, kinds: Collection[str]) -> dict[str, int]:
    """How many problems of a memo are of each kind, or tell of a flag of it; in the order of the problems.

    A statement that was left out counts as one that is marked does.
    """
    found: dict[str, int] = {}
    for told in memo.problems:
        for kind in dict.fromkeys((told.kind, *told.flags)):
            if kind in kinds:
                found[kind] = found.get(kind, 0) + 1
    return found


def share_cited(memo: Memo) -> float:
    """The share of all sentences of the sources that the memo's data cite, from 0 to 1; 1 where there is none."""
    runs = memo.coverage.runs
    total = sum(run.sentences for run in runs)
    return sum(run.sentences for run in runs if run.state == "cited") / total if total else 1.0
