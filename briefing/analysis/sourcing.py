"""Evidence as the checks see it: with the sentences before it and the names of its article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Source, tokens
from briefing.wording.names import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.article import Article, Sentence
    from briefing.memo import Evidence

_PRONOUN = re.compile(r"[“\"]?(?:He|She|It|They|His|Her|Its|Their)\b")
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
    return {
        line.id: Source(line.text, _before(place, sentences, lines), lexicon, article.published, named)
        for place, line in enumerate(lines)
    }


def _before(place: int, sentences: Sequence[Sentence], lines: Sequence[Evidence]) -> tuple[str, ...]:
    """The sentences of its paragraph before one; of the paragraph before, where it opens its own with a pronoun."""
    here = sentences[place]
    opens = place > 0 and sentences[place - 1].paragraph != here.paragraph
    told = sentences[place - 1] if opens and _PRONOUN.match(lines[place].text) else here
    return tuple(
        lines[at].text
        for at in range(max(0, place - _BEFORE), place)
        if (sentences[at].section, sentences[at].paragraph) == (here.section, told.paragraph)
    )
