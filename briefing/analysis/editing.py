"""What only a model can do with statements that a rule doubts: word them anew, and look at them a second time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.analyst import Drafted
    from briefing.analysis.drafts import LookDraft, RewriteDraft
    from briefing.memo import Basis, Evidence

MOST_DOUBTED = 24  # statements of one request
MOST_REWRITES = 2  # requests about one unit: where more is wrong than that, the model is


@dataclass(frozen=True, slots=True)
class Doubted:
    """A statement that is asked about.

    Attributes:
        text: the statement.
        party: whose stance it tells; empty where it tells of nobody's.
        role: its basis, or `condition` for what a stance is tied to.
        complaints: what is wrong with it, a clause each; none for a second look.
        lines: what it cites.
        conditions: what a stance is tied to, told beside it.
    """

    text: str
    party: str
    role: Basis | Literal["condition"]
    complaints: tuple[str, ...]
    lines: tuple[Evidence, ...]
    conditions: tuple[str, ...] = ()


class Editor(Protocol):
    """Words statements anew."""

    def rewrite(self, unit: str, doubted: Sequence[Doubted]) -> Drafted[RewriteDraft]:
        """At most 24 statements, each once more without what is wrong with it."""
        ...


class SecondReader(Protocol):
    """Looks at statements and their evidence, and at nothing else."""

    def look_again(self, unit: str, doubted: Sequence[Doubted]) -> Drafted[LookDraft]:
        """Of at most 24 statements, whether their evidence supports them."""
        ...


def lines_of(doubted: Sequence[Doubted]) -> tuple[Evidence, ...]:
    """All that statements cite, each line once; its place, from 1, is its number in the request."""
    return tuple({line.id: line for held in doubted for line in held.lines}.values())
