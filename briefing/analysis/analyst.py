"""The seam between the flow and whoever reads: four verbs, one unit in, one draft out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.drafts import ChunkDraft, LinkDraft, OverviewDraft, PointDraft
    from briefing.article import Chunk
    from briefing.memo import ArticleRecord, ContentionPoint, Evidence


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of one point that several parts tell.

    Attributes:
        parts: the point as each chunk or article tells it, in order.
        lines: the evidence of all parts; an entry's place, from 1, is its line number.
    """

    parts: tuple[ContentionPoint, ...]
    lines: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What the whole memo rests on.

    Attributes:
        articles: in the order in which they were read.
        points: in order of prominence.
        lines: the opening sentences of the articles, then the evidence of the points; an
            entry's place, from 1, is its line number.
        openings: how many of `lines` are opening sentences.
    """

    articles: tuple[ArticleRecord, ...]
    points: tuple[ContentionPoint, ...]
    lines: tuple[Evidence, ...]
    openings: int


class Analyst(Protocol):
    """Reads units and fills in drafts; callable from several threads at once."""

    @property
    def name(self) -> str:
        """How the memo names the analyst, and what `Statement.written_by` holds."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """Primary language subtags that it reads; None for any."""
        ...

    def extract(self, chunk: Chunk) -> ChunkDraft:
        """Every contention point, party, event, figure and source note of one chunk."""
        ...

    def link(self, candidates: Sequence[ContentionPoint]) -> LinkDraft:
        """Which of some similar points are the same dispute."""
        ...

    def summarize(self, dossier: Dossier) -> PointDraft:
        """One point anew from all its parts."""
        ...

    def overview(self, outline: Outline) -> OverviewDraft:
        """The title and the bottom line."""
        ...


def wording_of(point: ContentionPoint) -> str:
    """The words by which a point is compared: what it asks, what is known, who wants what."""
    told = [statement.text for statement in point.summary]
    wanted = [f"{position.party} {position.stance.text}" for position in point.positions]
    return " ".join([point.headline, point.question, *told, *wanted])
