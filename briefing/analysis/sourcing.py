"""Evidence as the checks see it: with the sentences before it and the names of its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.checks.claim import Source, tokens
from briefing.wording.names import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.article import Article, Sentence
    from briefing.memo import Evidence

_BEFORE = 4  # sentences that a pronoun may lead back to


def sources_of(article: Article, sentences: Sequence[Sentence], lines: Sequence[Evidence]) -> dict[str, Source]:
    """What surrounds each of some neighbouring sentences, by the ids of the evidence.

    Args:
        article: that they stand in.
        sentences: in order.
        lines: the same as evidence.
    """
    lexicon = lexicon_of(article.text)
    named = frozenset(tokens(f"{article.publisher or ''} {article.author or ''}"))
    made = {}
    for place, (sentence, line) in enumerate(zip(sentences, lines, strict=True)):
        first = max(0, place - _BEFORE)
        before = tuple(lines[at].text for at in range(first, place) if sentences[at].paragraph == sentence.paragraph)
        made[line.id] = Source(line.text, before, lexicon, article.published, named)
    return made
