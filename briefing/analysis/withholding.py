"""What an article says to the tools that read it: shown to no analyst, told nowhere, and reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.grounding import cut_sentence
from briefing.memo import problem
from briefing.wording.injections import find_injection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.article import Article, Sentence
    from briefing.memo import Problem

_LOOK = "Look at the source before you use it."


def withhold(article: Article, sentences: Sequence[Sentence]) -> tuple[list[Sentence], tuple[Problem, ...]]:
    """Takes out whole paragraphs in which a sentence speaks to a model: what it asks for stands beside it.

    Args:
        article: that they stand in.
        sentences: all of it, in order.

    Returns:
        The sentences that may be shown, and a notice on each paragraph, and each fact of the article, that may not.
    """
    found: dict[int, tuple[Sentence, str]] = {}
    for sentence in sentences:
        told = find_injection(article.text[sentence.start : sentence.end])
        if told is not None:
            found.setdefault(sentence.paragraph, (sentence, told))
    notices = [
        problem(
            "injection",
            f"Of {article.source}, the paragraph at line {_line(article, sentence)} {told}. It was shown to no analyst "
            "and is told nowhere.",
            _LOOK,
            loss=False,
            article=article.id,
            start=sentence.start,
            end=sentence.end,
        )
        for sentence, told in found.values()
    ]
    shown = [sentence for sentence in sentences if sentence.paragraph not in found]
    return shown, (*_of_facts(article), *notices)


def _line(article: Article, sentence: Sentence) -> int:
    return cut_sentence(article, sentence).line


def _of_facts(article: Article) -> Iterator[Problem]:
    headings = (
        (f"the heading “{section.heading[:40]}”", section.heading) for section in article.sections if section.heading
    )
    named = (("the title", article.title), ("the publisher", article.publisher), ("the author", article.author))
    for what, text in dict((*named, *headings)).items():
        told = find_injection(text) if text else None
        if told is not None:
            yield problem(
                "injection",
                f"Of {article.source}, {what} {told}. It was shown to no analyst.",
                _LOOK,
                loss=False,
                article=article.id,
            )
