"""Proper names: each word of one in a statement must stand in its evidence, or in a name that the evidence shortens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, tokens
from briefing.wording.names import find_mentions
from briefing.wording.words import STOP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim, Source

_CAPITALISED = re.compile(r"(?<![\w’'])[A-ZÀ-Þ][\w’'.-]*")
# A pronoun that may be the subject: at the start, or before a verb of saying or wanting; or a quotation that goes on.
LEADS_BACK = re.compile(
    r"^[“\"]?(?:It|He|She|They|Its|His|Her|Their"
    r"|The (?:company|group|body|firm|union|agency|office|forum|association|team))\b"
    r"|\b(?:it|he|she|they) (?:\w+ )?(?:said|says|told|wants?|added|argued|wrote|asked|has|had|would|will)\b|^[“\"]"
)
_CALENDAR = frozenset(
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday i
    """.split()
)
SENTENCES_BACK = 3


def check_names(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each name that the evidence does not hold."""
    known = known_words(claim)
    for match in _CAPITALISED.finditer(claim.text):
        word = match.group().rstrip(".’'")
        bare = tokens(word)
        if not bare or bare[0] in STOP or bare[0] in _CALENDAR or set(bare) <= known:
            continue
        if _opens(claim.text, match.start()) and not _is_name(claim, word):
            continue
        yield Slip("name", f"“{word}” is named nowhere in its evidence")


def known_words(claim: Claim) -> set[str]:
    """Words of all that the evidence names, in full too where it shortens a name, and of whom its pronouns lead to."""
    known: set[str] = set()
    for source in claim.sources:
        known.update(_named(source, source.text))
        known.update(tokens(source.text))
        if LEADS_BACK.search(source.text):
            for sentence in source.before[-SENTENCES_BACK:]:
                known.update(_named(source, sentence))
    return known


def _named(source: Source, sentence: str) -> Iterator[str]:
    """Yields the words of each name in a sentence, as the article gives it in full."""
    for mention in find_mentions(sentence, source.lexicon):
        yield from tokens(mention.name)
        yield from tokens(source.lexicon.canonical(mention.name))


def _opens(text: str, place: int) -> bool:
    return place == 0 or text[:place].rstrip().endswith((".", "?", "!", "“", '"'))


def _is_name(claim: Claim, word: str) -> bool:
    """Whether a word that opens a sentence is a name there."""
    return any(source.lexicon.names(word.removesuffix("’s").removesuffix("'s")) for source in claim.sources)
