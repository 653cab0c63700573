"""Quotations of the whole article, found by code, with the speaker where the text names one."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from briefing.analysis.grounding import cut_sentence
from briefing.ids import digest
from briefing.memo import Evidence, Quote
from briefing.wording.names import Mention, find_mentions, lexicon_of
from briefing.wording.quotations import find_quotations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.article import Article, Sentence


def find_quotes(article: Article, sentences: Sequence[Sentence]) -> tuple[tuple[Quote, ...], dict[str, Evidence]]:
    """Every quotation of `article` in order, and by id the sentences that they stand in."""
    lexicon = lexicon_of(article.text)
    named: dict[int, list[Mention]] = {}

    def mentions_of(index: int) -> list[Mention]:
        if index not in named:
            named[index] = find_mentions(article.text[sentences[index].start : sentences[index].end], lexicon)
        return named[index]

    spans = [(sentence.start, sentence.end, sentence.paragraph) for sentence in sentences]
    starts = [sentence.start for sentence in sentences]
    quotes: list[Quote] = []
    evidence: dict[str, Evidence] = {}
    for found in find_quotations(article.text, spans, mentions_of):
        first = bisect_right(starts, found.start) - 1
        last = bisect_right(starts, found.end - 1)
        held = [cut_sentence(article, sentence) for sentence in sentences[first:last] if found.start < sentence.end]
        evidence |= {entry.id: entry for entry in held}
        quotes.append(
            Quote(
                id=f"quote-{digest(article.id, found.start, found.end)}",
                kind=found.kind,
                evidence=tuple(entry.id for entry in held),
                article=article.id,
                start=found.start,
                end=found.end,
                text=article.text[found.start : found.end],
                speaker=lexicon.canonical(found.speaker.name) if found.speaker else None,
                role=found.speaker.role if found.speaker else None,
                speaker_check="attributed" if found.speaker else "none",
            )
        )
    return tuple(quotes), evidence
