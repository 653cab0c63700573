"""Which common noun may stand for a party: "the museum" for a "National Gallery", "the city" for a place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import tokens
from briefing.checks.offices import VOICES
from briefing.wording.words import STOP

if TYPE_CHECKING:
    from collections.abc import Collection

    from briefing.checks.claim import Source

# A common noun before a verb: "the museum proposed", "a pension fund that".
_SUBJECT = re.compile(r"(?:^|[,;:—] |\bthat |\bsaid |\bsays )(?:[Tt]he|[Aa]n?) (?:[a-z-]+ ){0,2}?([a-z]+)(?= [a-z]+)")
# "The regulator's president", who speaks for it.
_OFFICE_OF = re.compile(rf"\b[Tt]he ([a-z]+)[’']s? (?:[\w-]+ ){{0,2}}?(?:{VOICES})\b")
_PLACES = frozenset(
    "city town country state region province island village kingdom republic capital government".split()
)
_FIRMS = frozenset(
    "company firm group operator airline utility developer insurer bank lender supplier manufacturer maker".split()
)
# Common nouns for bodies of one sort.
_INSTITUTIONS = tuple(
    frozenset(nouns.split())
    for nouns in (
        "museum gallery collection",
        "ministry minister department office",
        "authority agency office regulator inspectorate commission commissioner watchdog ombudsman",
        "fund trust foundation charity",
        "union association federation league alliance",
        "university institute school college hospital infirmary clinic",
        "newspaper paper gazette courier broadcaster",
        "court tribunal",
        "council city town",
    )
)


def may_be_called(party: str, taking: Collection[set[str]], source: Source) -> bool:
    """Whether a sentence may mean a party by a common noun.

    Not where the article calls the party by the last word of its own name, nor where another party has the noun in its.

    Args:
        party: whose stance is told.
        taking: the words of each party whose stance the sentence reports.
        source: the sentence.
    """
    words = [word for word in party.split() if word.lower() not in STOP]
    if not words or words[-1].lower() in source.lexicon.heads:
        return False
    if len(words) == 1:
        nouns = _PLACES if words[0] in source.lexicon.places else _FIRMS
    else:
        names = {word.removesuffix("s") for word in tokens(party)}
        nouns = frozenset[str]().union(*(alike for alike in _INSTITUTIONS if not alike.isdisjoint(names)))
    called = {
        *_SUBJECT.findall(source.text),
        *_OFFICE_OF.findall(" ".join(source.presented)),
        *(word for held in taking if len(held) == 1 for word in held),
    }
    return any(source.lexicon.canonical(noun) == noun for noun in called & nouns)
