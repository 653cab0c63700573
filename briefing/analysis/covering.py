"""What became of every sentence of the input: cited, only read, or left over."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.memo import ArticleCoverage, Coverage, SentenceRun, Uncited
from briefing.wording.bases import basis_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from briefing.article import Article, Sentence
    from briefing.memo import Basis, ChunkCoverage, Evidence

_LONGEST = 5  # runs of uncited sentences that a memo lists
_OPENING = 80  # characters by which a reader knows them, cut back to a whole word


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence after its article was let go.

    Attributes:
        start: first character in the article's text.
        end: one past the last.
        section: index into the article's sections.
        paragraph: number of the paragraph, counted through the article.
        heading: of the section.
        line: line of the file, from 1, on which it starts.
        last_line: on which it ends.
        words: how many.
        opening: its first words, at most 80 characters.
        is_read: whether an analyst was shown it.
        basis: who vouches for it, by code's own cues; None for one that was shown to nobody.
    """

    start: int
    end: int
    section: int
    paragraph: int
    heading: str | None
    line: int
    last_line: int
    words: int
    opening: str
    is_read: bool
    basis: Basis | None


def placed(
    article: Article, sentences: Iterable[Sentence], shown: Collection[Sentence], lost: Iterable[tuple[int, int]]
) -> tuple[Place, ...]:
    """Every sentence of an article, in order.

    Args:
        article: that they stand in.
        sentences: all of them.
        shown: those that an analyst may see.
        lost: spans of the chunks that no analyst has read.
    """
    spans = tuple(lost)
    made: list[Place] = []
    line, reached = article.first_line, 0  # counted on, since an article may have thousands of sentences
    for sentence in sentences:
        text = article.text[sentence.start : sentence.end]
        line += article.text.count("\n", reached, sentence.start)
        reached = sentence.start
        is_shown = sentence in shown
        made.append(
            Place(
                start=sentence.start,
                end=sentence.end,
                section=sentence.section,
                paragraph=sentence.paragraph,
                heading=article.sections[sentence.section].heading,
                line=line,
                last_line=line + text.count("\n"),
                words=len(text.split()),
                opening=_opening(text),
                is_read=is_shown and not any(start <= sentence.start < end for start, end in spans),
                basis=basis_of(text) if is_shown else None,
            )
        )
    return tuple(made)


def cover(
    places: Mapping[str, Sequence[Place]], evidence: Iterable[Evidence], chunks: tuple[ChunkCoverage, ...]
) -> Coverage:
    """What became of all sentences.

    Args:
        places: by the ids of the articles.
        evidence: all that the memo cites.
        chunks: how each ended.
    """
    used = {(entry.article, entry.start, entry.end) for entry in evidence}
    runs: list[SentenceRun] = []
    uncited: list[Uncited] = []
    articles: list[ArticleCoverage] = []
    bases: dict[Basis, int] = {}
    for article, held in places.items():
        states = {
            one: "cited" if (article, one.start, one.end) in used else "read" if one.is_read else "left_over"
            for one in held
        }
        for state, group in groupby(held, key=states.__getitem__):
            run = list(group)
            span = {"article": article, "start": run[0].start, "end": run[-1].end, "sentences": len(run)}
            runs.append(SentenceRun.model_validate(span | {"state": state}))
            if state != "cited":
                uncited.extend(_uncited(article, state, run))
        cited = {one.paragraph for one in held if states[one] == "cited"}
        unread = {one.section for one in held if not one.is_read}
        sections, paragraphs = {one.section for one in held}, {one.paragraph for one in held}
        articles.append(
            ArticleCoverage(
                article=article,
                sections=len(sections),
                sections_read=len(sections - unread),
                paragraphs=len(paragraphs),
                paragraphs_uncited=len(paragraphs - cited),
            )
        )
        for one in held:
            if one.basis is not None:
                bases[one.basis] = bases.get(one.basis, 0) + 1
    longest = sorted(uncited, key=lambda one: -one.words)[:_LONGEST]
    return Coverage(
        chunks=chunks,
        runs=tuple(runs),
        articles=tuple(articles),
        uncited=tuple(longest),
        bases=dict(sorted(bases.items())),
    )


def _uncited(article: str, state: str, run: Sequence[Place]) -> list[Uncited]:
    """Neighbouring sentences in one state, section by section."""
    made = []
    for _, group in groupby(run, key=lambda one: one.section):
        held = list(group)
        fields = {
            "article": article,
            "start": held[0].start,
            "end": held[-1].end,
            "section": held[0].heading,
            "line": held[0].line,
            "last_line": held[-1].last_line,
            "sentences": len(held),
            "words": sum(one.words for one in held),
            "opening": held[0].opening,
            "state": state,
        }
        made.append(Uncited.model_validate(fields))
    return made


def _opening(text: str) -> str:
    """The first characters of a sentence, as many whole words as there are."""
    if len(text) <= _OPENING:
        return text
    first = text[: _OPENING + 1]
    words = first[: max(first.rfind(sign) for sign in " \n\t")].rstrip()
    return words or first[:_OPENING]  # one long word, or writing without spaces
