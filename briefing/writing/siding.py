"""Who stands against whom in a dispute."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.memo import ContentionPoint, Memo, Position

_WORD = re.compile(r"\w+")


def sides(memo: Memo, point: ContentionPoint) -> tuple[Position, ...]:
    """One position a party: the first that is told, then one against it, then the others in order.

    Against it is who backs what it rejects or rejects what it backs. Where no options are named it is
    taken to be who speaks of the first, or of whom the first speaks; else who is heard most in the
    memo, for who answers on many points is who the dispute is with. Words from one sentence seldom
    oppose each other, so those from the sentences of the two come last.

    Args:
        memo: holds the parties and all points.
        point: one with at least one position.
    """
    first = point.positions[0]
    others = [position for position in point.positions if position.party != first.party]
    if not others:
        return (first,)
    heard = Counter(position.party for each in memo.points for position in each.positions)
    names = {party.name: (party.name, *party.aliases) for party in memo.parties}

    def speaks_of(one: Position, other: Position) -> bool:
        text = _words(one.stance.text)
        return any(_words(name) in text for name in names.get(other.party, ()))

    def distance(other: Position) -> tuple[bool, bool, bool, int]:
        return (
            not opposed(first, other),
            other.stance.evidence == first.stance.evidence,
            not (speaks_of(first, other) or speaks_of(other, first)),
            -heard[other.party],
        )

    against = min(others, key=distance)
    rest: dict[str, Position] = {}
    for position in others:
        if position.party != against.party:
            rest.setdefault(position.party, position)
    told_in = (first.stance.evidence, against.stance.evidence)
    return (first, against, *sorted(rest.values(), key=lambda position: position.stance.evidence in told_in))


def opposed(one: Position, other: Position) -> bool:
    """Whether one backs an option that the other rejects, or both back options but none in common."""
    backs, others = set(one.backs), set(other.backs)
    crossed = backs & set(other.rejects) or others & set(one.rejects)
    return bool(crossed) or bool(backs and others and not backs & others)


def _words(text: str) -> str:
    """Words with a space on either side, so that a name is found only as whole words."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
