"""Points of several parts: which are the same dispute, and one point made of all of them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from briefing.analysis.analyst import wording_of
from briefing.analysis.drafts import (
    OptionDraft,
    PointDraft,
    PositionDraft,
    StatementDraft,
)
from briefing.analysis.extractive.questions import is_framed, names_a_matter
from briefing.wording.likeness import Likeness
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.analysis.analyst import Dossier
    from briefing.memo import ContentionPoint, Position, Statement

# Of 1, by how many parties the points share. On our test articles, pairs that are one dispute lie at 0.29
# and above with two parties in common; others reach 0.28 with one, 0.22 with two.
_SAME = {0: 2.0, 1: 0.35}
_SAME_WITH_MORE = 0.25
_SAME_UNNAMED = 0.4  # a point that only says who differs may hold more than one matter
_SAME_WORDS = 0.8  # of the words of the shorter stance; the same stance told twice
_TIERS = ("core", "secondary", "contextual")


def same_dispute(candidates: Sequence[ContentionPoint]) -> tuple[tuple[int, ...], ...]:
    """Groups of places, from 1, of points that share a party and most of what they speak of.

    A point joins a group only where it is alike to at least half of it: a chain of pairs, each
    alike to the next, must not bring different disputes together.
    """
    likeness = Likeness([wording_of(point) for point in candidates], weigh=False)
    parties = [{position.party.lower() for position in point.positions} for point in candidates]

    def same(one: int, other: int) -> bool:
        told = likeness.of(one, other)
        if not all(names_a_matter(candidates[place].question) for place in (one, other)) and told < _SAME_UNNAMED:
            return False
        return told >= _SAME.get(len(parties[one] & parties[other]), _SAME_WITH_MORE)

    groups: list[list[int]] = []
    pairs = sorted(combinations(range(len(candidates)), 2), key=lambda pair: (-likeness.of(*pair), pair))
    for one, other in pairs:
        if not same(one, other):
            continue
        group = next((group for group in groups if one in group or other in group), None)
        if group is None:
            groups.append([one, other])
        else:
            group += [
                place
                for place in (one, other)
                if place not in group
                and not any(place in taken for taken in groups)
                and 2 * sum(same(place, member) for member in group) >= len(group)
            ]
    return tuple(tuple(place + 1 for place in sorted(group)) for group in groups)


def merge(dossier: Dossier) -> PointDraft:
    """One point of all parts: the question of the part that names the matter and most parties, the positions of all."""
    line_of = {entry.id: number for number, entry in enumerate(dossier.lines, start=1)}
    parts = dossier.parts
    lead = max(
        parts,
        key=lambda part: (
            names_a_matter(part.question),
            not is_framed(part.question),
            len({position.party for position in part.positions}),
            -parts.index(part),
        ),
    )

    others = [part for part in parts if part is not lead]

    def lines(ids: Iterable[str]) -> tuple[int, ...]:
        return tuple(line_of[entry] for entry in ids if entry in line_of)

    def redraft(statement: Statement) -> StatementDraft:
        return StatementDraft(text=statement.text, basis=statement.basis, lines=lines(statement.evidence))

    return PointDraft(
        tier=min((part.tier for part in parts), key=_TIERS.index),
        raised_by=lead.raised_by,
        question=lead.question,
        headline=lead.headline,
        options=tuple(
            OptionDraft(key=option.key, text=option.text, lines=lines(option.evidence)) for option in lead.options
        ),
        summary=tuple(redraft(statement) for part in [lead, *others] for statement in _best(part)),
        positions=tuple(
            PositionDraft(
                party=position.party,
                stance=redraft(position.stance),
                backs=position.backs if position in lead.positions else (),
                rejects=position.rejects if position in lead.positions else (),
                conditions=tuple(redraft(condition) for condition in position.conditions),
                as_of=position.as_of.isoformat() if position.as_of else "",
            )
            for position in _distinct(_by_party([position for part in parts for position in part.positions]))
        ),
        matters=tuple(redraft(statement) for part in parts for statement in part.matters)[:2],
        gaps=tuple(
            StatementDraft(text=gap.topic, basis="reported", lines=lines(gap.evidence))
            for part in parts
            for gap in part.gaps
        ),
        watch=(),
    )


def _best(part: ContentionPoint) -> tuple[Statement, ...]:
    """The statement that tells most of a part: no quotation where there is another one."""
    return tuple(sorted(part.summary, key=lambda statement: statement.basis == "quoted")[:1])


def _by_party(positions: Sequence[Position]) -> list[Position]:
    """What one party wants stands together, parties in the order in which they first appear."""
    order = {name: place for place, name in reversed(list(enumerate(position.party for position in positions)))}
    return sorted(positions, key=lambda position: order[position.party])


def _distinct(positions: Sequence[Position]) -> list[Position]:
    """Positions without the ones that repeat, in the same words, what their party said before."""
    kept: list[Position] = []
    for position in positions:
        words = set(content_words(position.stance.text))
        if not any(
            _repeats(words, set(content_words(other.stance.text))) for other in kept if other.party == position.party
        ):
            kept.append(position)
    return kept


def _repeats(words: set[str], others: set[str]) -> bool:
    return len(words & others) >= _SAME_WORDS * (min(len(words), len(others)) or 1)
