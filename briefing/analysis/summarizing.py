"""A dispute told by several parts becomes one point, written anew from the evidence of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.analyst import Dossier
from briefing.analysis.grounding import Findings, ground_point

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.analyst import Analyst
    from briefing.memo import ContentionPoint, Evidence, Indicator


def summarize(
    group: Sequence[ContentionPoint],
    evidence: Mapping[str, Evidence],
    watch: Sequence[Indicator],
    analyst: Analyst,
) -> Findings:
    """One point of all the points of a group; a group of one is returned as it is, unasked.

    Args:
        group: points that are the same dispute, in order.
        evidence: by id, at least all that the group cites.
        watch: indicators; those of the group are handed on to the new point.
        analyst: writes the point.

    Returns:
        The point and its indicators, with what grounding had to say. Where the analyst's
        draft rests on nothing, the group's points are kept as they are.
    """
    old = {point.id for point in group}
    held = tuple(indicator for indicator in watch if old & set(indicator.points))
    if len(group) == 1:
        return Findings(points=tuple(group), watch=held)
    ids = dict.fromkeys(entry for point in group for entry in _cited(point))
    lines = tuple(evidence[entry] for entry in ids)
    findings = ground_point(
        analyst.summarize(Dossier(tuple(group), lines)), lines, written_by=analyst.name, reference=None
    )
    if not findings.points:
        return Findings(points=tuple(group), watch=held, problems=findings.problems)
    point = findings.points[0]
    handed = tuple(indicator.model_copy(update={"points": (point.id,)}) for indicator in held)
    both = (*findings.watch, *handed)
    point = point.model_copy(update={"watch": tuple(dict.fromkeys(indicator.id for indicator in both))})
    return Findings(points=(point,), watch=both, problems=findings.problems)


def _cited(point: ContentionPoint) -> list[str]:
    """What a point as a whole cites, then what only its parts do."""
    parts = [
        *(statement.evidence for statement in (*point.summary, *point.matters)),
        *(option.evidence for option in point.options),
        *(position.stance.evidence for position in point.positions),
        *(condition.evidence for position in point.positions for condition in position.conditions),
        *(gap.evidence for gap in point.gaps),
    ]
    return [*point.evidence, *(entry for part in parts for entry in part)]
