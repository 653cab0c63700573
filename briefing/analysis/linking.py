"""Which points of different chunks and articles are the same dispute.

Likeness only proposes: it brings together blocks of candidates, and the analyst decides. Two
points of one chunk are never linked, since the analyst that wrote them kept them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.analyst import wording_of
from briefing.wording.likeness import Likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.analysis.analyst import Analyst
    from briefing.memo import ContentionPoint

_LOOSE = 0.1  # of 1; below it, no pair of our own test articles told the same dispute
_BLOCK = 12  # candidates that an analyst is shown at once


def link(units: Sequence[Sequence[ContentionPoint]], analyst: Analyst) -> list[tuple[ContentionPoint, ...]]:
    """Groups of points that are one dispute, in the order of their first members.

    Args:
        units: the points of each chunk, in order.
        analyst: decides within blocks of at most 12 candidates.

    Returns:
        Every point exactly once; most groups hold one point.
    """
    points = [point for unit in units for point in unit]
    unit_of = [number for number, unit in enumerate(units) for _ in unit]
    group_of = list(range(len(points)))
    for block in _blocks(points, unit_of):
        draft = analyst.link([points[place] for place in block])
        for group in draft.groups:
            places = [block[number - 1] for number in dict.fromkeys(group) if 1 <= number <= len(block)]
            _join(places, unit_of, group_of)
    groups: dict[int, list[ContentionPoint]] = {}
    for place, point in enumerate(points):
        groups.setdefault(group_of[place], []).append(point)
    return [tuple(group) for group in groups.values()]


def _blocks(points: Sequence[ContentionPoint], unit_of: Sequence[int]) -> Iterable[list[int]]:
    """Candidates that hang together by likeness, strongest pairs first, at most 12 together."""
    likeness = Likeness([wording_of(point) for point in points])
    alike = [(likeness.of(one, other), one, other) for one, other in likeness.pairs() if unit_of[one] != unit_of[other]]
    block_of = {place: [place] for place in range(len(points))}
    for value, one, other in sorted(alike, key=lambda pair: (-pair[0], pair[1:])):
        if value < _LOOSE:
            break
        first, second = block_of[one], block_of[other]
        if first is not second and len(first) + len(second) <= _BLOCK:
            first += second
            for place in second:
                block_of[place] = first
    seen: set[int] = set()
    for place, block in block_of.items():
        if place not in seen and len(block) > 1:
            seen.update(block)
            yield sorted(block)


def _join(places: Sequence[int], unit_of: Sequence[int], group_of: list[int]) -> None:
    """Puts `places` into one group, but for a second one of a unit that the group already holds."""
    taken: set[int] = set()
    for place in places:
        if unit_of[place] not in taken:
            taken.add(unit_of[place])
            group_of[place] = group_of[places[0]]
