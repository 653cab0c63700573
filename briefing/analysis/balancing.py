"""Who is heard on a point, and in whose words: sentences and direct quotations by party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.memo import Voice, cited
from briefing.wording.names import folded, shortens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.memo import ContentionPoint, Party, Quote


def balance(point: ContentionPoint, quotes: Iterable[Quote], parties: Iterable[Party]) -> tuple[Voice, ...]:
    """How far each party that takes a position on `point` is heard there, in the order of the positions.

    Its sentences are those on which its positions rest, and those of the point in which it is quoted. A quotation is
    its own where the text names it as the speaker; one in a sentence on which its position rests is its own too
    when spoken by somebody who takes no position there: an authority speaks through its director.

    Args:
        point: with all its evidence.
        quotes: of all articles.
        parties: with their other names.
    """
    here = set(cited(point))
    names = {folded(party.name): [party.name, *party.aliases] for party in parties}
    rests: dict[str, set[str]] = {}
    for position in point.positions:
        rests.setdefault(position.party, set()).update(cited(position))
    called = {party: names.get(folded(party), [party]) for party in rests}
    heard: dict[str, list[Quote]] = {party: [] for party in rests}
    for quote in quotes:
        if quote.kind != "speech" or quote.speaker_check != "attributed" or here.isdisjoint(quote.evidence):
            continue
        own = [party for party in rests if any(_same(quote.speaker or "", name) for name in called[party])]
        for party in own or [party for party in rests if not rests[party].isdisjoint(quote.evidence)]:
            heard[party].append(quote)
    return tuple(
        Voice(
            party=party,
            sentences=len(entries | {entry for quote in heard[party] for entry in quote.evidence if entry in here}),
            quotes=len({(quote.article, quote.start) for quote in heard[party]}),
        )
        for party, entries in rests.items()
    )


def _same(speaker: str, name: str) -> bool:
    return shortens(speaker, name) or shortens(name, speaker)
