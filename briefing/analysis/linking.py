"""Which points of different chunks and articles are the same dispute.

Likeness only proposes: it brings together blocks of candidates, and the analyst decides. Two
points of one chunk are never linked, since the analyst that wrote them kept them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.analyst import wording_of
from briefing.analysis.concurrency import fan_out
from briefing.analysis.findings import Findings, join
from briefing.analysis.losing import noted, step_lost
from briefing.errors import ModelError
from briefing.memo import problem
from briefing.wording.likeness import Likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.analysis.analyst import Analyst
    from briefing.memo import ContentionPoint

_LOOSE = 0.1  # of 1; below it, no pair of our own test articles told the same dispute
# Candidates that an analyst is shown at once. A model sees what they have in common where words do not, so it is
# shown more; the rules of the offline analyst compare every pair.
_BLOCK = 12
REMOTE_BLOCK = 24


def link(
    units: Sequence[Sequence[ContentionPoint]], analyst: Analyst, *, concurrency: int = 1
) -> tuple[list[tuple[ContentionPoint, ...]], Findings]:
    """Groups of points that are one dispute, in the order of their first members.

    Args:
        units: the points of each chunk, in order.
        analyst: decides within blocks of at most 12 candidates, 24 where it is remote.
        concurrency: most blocks that are decided at once.

    Returns:
        Every point exactly once (most groups hold one point), and what went wrong. Where the
        analyst fails, the points of that block stay alone.
    """
    points = [point for unit in units for point in unit]
    unit_of = [number for number, unit in enumerate(units) for _ in unit]
    group_of = list(range(len(points)))
    blocks = _joint(points, unit_of) if analyst.remote else list(_blocks(points, unit_of, _BLOCK))
    told = []
    candidates = ([points[place] for place in block] for block in blocks)
    decided = fan_out(lambda block: _decide(block, analyst), candidates, concurrency=concurrency)
    for block, (groups, findings) in zip(blocks, decided, strict=True):
        told.append(findings)
        taken: set[int] = set()
        for group in groups:
            places = [block[number - 1] for number in dict.fromkeys(group) if 1 <= number <= len(block)]
            joined = _join([place for place in places if place not in taken], unit_of, group_of)
            taken.update(joined)
            told += [_refused(points[place]) for place in places if place not in joined and analyst.remote]
    groups_of: dict[int, list[ContentionPoint]] = {}
    for place, point in enumerate(points):
        groups_of.setdefault(group_of[place], []).append(point)
    return [tuple(group) for group in groups_of.values()], join(told)


def _decide(candidates: Sequence[ContentionPoint], analyst: Analyst) -> tuple[tuple[tuple[int, ...], ...], Findings]:
    """Groups of places in `candidates`, from 1, and what went wrong."""
    asked = f"whether {len(candidates)} points, from “{candidates[0].question}” on, are the same dispute"
    try:
        drafted = analyst.link(candidates)
    except ModelError as error:
        return (), Findings(problems=(step_lost(f"It was not decided {asked}.", error),))
    named = {number for group in drafted.draft.groups for number in group}
    notices = tuple(
        problem(
            "citation_unknown",
            f"Number {number}, given on {asked}, is none of theirs.",
            "Nothing to do: the memo does without it.",
            loss=False,
        )
        for number in sorted(named - set(range(1, len(candidates) + 1)))
    )
    findings = Findings(problems=(*notices, *noted(asked, drafted)), replies=(drafted.reply,) if drafted.reply else ())
    return drafted.draft.groups, findings


def _joint(points: Sequence[ContentionPoint], unit_of: Sequence[int]) -> list[list[int]]:
    """Blocks for a model: all points in one where that is allowed, else small blocks together; each costs a call.

    Where no two points are alike in the least, there is no block: nothing is asked.
    """
    alike = list(_blocks(points, unit_of, REMOTE_BLOCK))
    if alike and len(points) <= REMOTE_BLOCK:
        return [list(range(len(points)))]
    packed: list[list[int]] = []
    for block in alike:
        if packed and len(packed[-1]) + len(block) <= REMOTE_BLOCK:
            packed[-1] = sorted(packed[-1] + block)
        else:
            packed.append(block)
    return packed


def _blocks(points: Sequence[ContentionPoint], unit_of: Sequence[int], most: int) -> Iterable[list[int]]:
    """Candidates that hang together by likeness, strongest pairs first, at most `most` together."""
    likeness = Likeness([wording_of(point) for point in points])
    alike = [(likeness.of(one, other), one, other) for one, other in likeness.pairs() if unit_of[one] != unit_of[other]]
    block_of = {place: [place] for place in range(len(points))}
    for value, one, other in sorted(alike, key=lambda pair: (-pair[0], pair[1:])):
        if value < _LOOSE:
            break
        first, second = block_of[one], block_of[other]
        if first is not second and len(first) + len(second) <= most:
            first += second
            for place in second:
                block_of[place] = first
    seen: set[int] = set()
    for place, block in block_of.items():
        if place not in seen and len(block) > 1:
            seen.update(block)
            yield sorted(block)


def _join(places: Sequence[int], unit_of: Sequence[int], group_of: list[int]) -> list[int]:
    """Puts `places` into one group, but for a second one of a unit that the group already holds.

    Returns:
        Those that are in it; none where only one would be.
    """
    first: dict[int, int] = {}
    for place in places:
        first.setdefault(unit_of[place], place)
    joined = list(first.values()) if len(first) > 1 else []
    for place in joined:
        group_of[place] = group_of[joined[0]]
    return joined


def _refused(point: ContentionPoint) -> Findings:
    """A notice on a link that was not made."""
    why = "it was told apart in the same text from what it was linked with, or is linked already"
    return Findings(
        problems=(
            problem(
                "statement_dropped",
                f"“{point.question}” was not linked as the reply has it: {why}.",
                "Nothing to do: it stands by itself or where it was linked first.",
                loss=False,
            ),
        )
    )
