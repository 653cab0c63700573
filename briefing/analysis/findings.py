"""What steps hand on to each other: all that was found and grounded so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.analysis.flagging import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from briefing.analysis.analyst import UsedReply
    from briefing.checks.claim import Source
    from briefing.memo import (
        ArticleRecord,
        ContentionPoint,
        Event,
        Evidence,
        Figure,
        Indicator,
        Party,
        Problem,
        SourceNote,
    )


@dataclass(frozen=True, slots=True)
class Findings:
    """What one chunk, or one article, or all of them hold, grounded.

    Attributes:
        points: contention points.
        watch: the indicators that the points name.
        parties: with their reactions.
        events: dated events.
        figures: quantities.
        source_notes: on the sources themselves.
        evidence: by id, all that the other fields cite.
        sources: by the ids of evidence, what surrounds it, for the checks of later steps; none of what a rule found.
        problems: losses and notices.
        replies: a model's replies that the other fields rest on.
    """

    points: tuple[ContentionPoint, ...] = ()
    watch: tuple[Indicator, ...] = ()
    parties: tuple[Party, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    source_notes: tuple[SourceNote, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    replies: tuple[UsedReply, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """What is known of all articles, for those who look things up in it.

    Attributes:
        findings: of all articles.
        articles: by id, in the order in which they were read.
        parties: of each article, by its id.
        max_tokens: most tokens of evidence that a remote analyst is shown at once.
        count_tokens: counts the tokens of a text; None for `o200k_base`.
        watch_of: the indicators of each point, by its id.
        place_of: of each article, by its id, from 0.
    """

    findings: Findings
    articles: Mapping[str, ArticleRecord]
    parties: Mapping[str, tuple[Party, ...]]
    max_tokens: int
    count_tokens: Callable[[str], int] | None = None
    watch_of: Mapping[str, tuple[Indicator, ...]] = field(init=False)
    place_of: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        watch: dict[str, tuple[Indicator, ...]] = {}
        for indicator in self.findings.watch:
            for point in indicator.points:
                watch[point] = (*watch.get(point, ()), indicator)
        object.__setattr__(self, "watch_of", watch)
        object.__setattr__(self, "place_of", {article: place for place, article in enumerate(self.articles)})

    def context(self, lines: Iterable[Evidence], facts: Iterable[str]) -> Context:
        """What statements about `lines` are held against; `facts` is what else was shown."""
        return Context({line.id: self.findings.sources[line.id] for line in lines}, tuple(facts))


def join(parts: Iterable[Findings]) -> Findings:
    """All findings of `parts` in one, in order; what cites the same place shares its evidence."""
    held = list(parts)
    return Findings(
        points=tuple(point for part in held for point in part.points),
        watch=tuple(indicator for part in held for indicator in part.watch),
        parties=tuple(party for part in held for party in part.parties),
        events=tuple(event for part in held for event in part.events),
        figures=tuple(figure for part in held for figure in part.figures),
        source_notes=tuple(note for part in held for note in part.source_notes),
        evidence={key: entry for part in held for key, entry in part.evidence.items()},
        sources={key: source for part in held for key, source in part.sources.items()},
        problems=tuple(made for part in held for made in part.problems),
        replies=tuple(reply for part in held for reply in part.replies),
    )
