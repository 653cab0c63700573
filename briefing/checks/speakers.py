"""Who is said to say it: the evidence must name the party, or lead to it, as the one who does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, tokens
from briefing.checks.names import LEADS_BACK, SENTENCES_BACK
from briefing.wording.names import find_mentions
from briefing.wording.stances import find_stances
from briefing.wording.words import STOP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim, Source
    from briefing.wording.names import Mention


def check_speaker(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where the evidence names others than the party, and where it reports the stance of others alone."""
    party = _words(claim.party)
    if not party:
        return
    taking = [held for source in claim.sources for held in _taking(source)]
    if any(_same(party, held) for held in taking):
        return
    if any(_names(party, source, source.text) for source in claim.sources):
        if taking:
            yield Slip("speaker", f"its evidence reports this of somebody else than {claim.party}")
        return
    led = (
        _names(party, source, sentence)
        for source in claim.sources
        if LEADS_BACK.search(source.text)
        for sentence in source.before[-SENTENCES_BACK:]
    )
    if not any(led):
        yield Slip("speaker", f"{claim.party} is not named in its evidence")


def _names(party: set[str], source: Source, sentence: str) -> bool:
    """Whether a sentence names the party, in full, in short, or by the noun that it ends with."""
    if any(_same(party, held) for held in _called(source, find_mentions(sentence, source.lexicon))):
        return True
    lower = {word for word in party if word in source.lexicon.lower}
    return lower == party and party <= _words(sentence)


def _same(party: set[str], called: set[str]) -> bool:
    return bool(called) and (party <= called or called <= party)


def _called(source: Source, mentions: list[Mention]) -> Iterator[set[str]]:
    for mention in mentions:
        yield _words(mention.name)
        yield _words(source.lexicon.canonical(mention.name))
        if mention.role:
            yield _words(mention.role)


def _taking(source: Source) -> list[set[str]]:
    """The words of each party whose stance the evidence reports by name."""
    mentions = find_mentions(source.text, source.lexicon)
    return list(_called(source, [stance.party for stance in find_stances(source.text, mentions)]))


def _words(text: str) -> set[str]:
    return {word.removesuffix("s") for word in tokens(text) if word not in STOP}
