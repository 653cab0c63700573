"""The title and the bottom line, from the points in order of prominence and the articles' openings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.analyst import Outline
from briefing.analysis.grounding import Findings, ground_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.analyst import Analyst
    from briefing.memo import ArticleRecord, ContentionPoint, Evidence, Statement

_MOST_POINTS = 12  # points; the overview of a memo does not grow with the number of its articles
_MOST_OPENINGS = 12  # sentences


def overview(
    articles: Sequence[ArticleRecord],
    openings: Sequence[Evidence],
    points: Sequence[ContentionPoint],
    evidence: dict[str, Evidence],
    analyst: Analyst,
) -> tuple[str, tuple[Statement, ...], Findings]:
    """Title, bottom line, and what the bottom line cites.

    Args:
        articles: in the order in which they were read.
        openings: first sentences of the articles, in order; the first 12 are shown.
        points: in order of prominence; the first 12 are shown.
        evidence: by id, at least all that the points cite.
        analyst: writes the overview.
    """
    shown = points[:_MOST_POINTS]
    first = tuple(openings[:_MOST_OPENINGS])
    lines = (
        *first,
        *(evidence[entry] for entry in dict.fromkeys(entry for point in shown for entry in point.evidence)),
    )
    draft = analyst.overview(Outline(tuple(articles), tuple(shown), lines, len(first)))
    made, findings = ground_statements("memo", "bottom_line", draft.bottom_line, lines, written_by=analyst.name)
    return draft.title, made, findings
