"""Which languages an analyst and the checks of its statements read, held against those of the articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.memo import Problem, problem
from briefing.wording.words import STOP

if TYPE_CHECKING:
    from briefing.analysis.analyst import Analyst
    from briefing.article import Article

# Share of words that are English function words: 0.48 to 0.51 in the articles of this repository; sentences in German,
# French and Dutch that were tried share 0.08 to 0.22 with them.
_ENGLISH = 0.3
_SAMPLE = 4_000  # characters


def check_language(article: Article, analyst: Analyst) -> tuple[Problem, ...]:
    """A notice where the rules of the analyst, or of the checks, are made for another language than the article's."""
    if analyst.languages is not None and "en" not in analyst.languages:
        return ()
    language = (article.language or "").split("-")[0].lower()
    if language == "en" or (not language and _reads_as_english(article.text[:_SAMPLE])):
        return ()
    named = f"“{article.language}”" if article.language else "not English"
    if analyst.languages is None:
        told = (
            f"The language of {article.source} is {named}; statements about it were held to their words in quotation "
            "marks only, since the other checks are made for English."
        )
        advice = "Read their footnotes before you use them."
    else:
        told = (
            f"The language of {article.source} is {named}; the offline analyst reads disputes and speakers in English "
            "only, so this article gives little more than dates, figures and quotations."
        )
        advice = "Read the article itself, or use a model."
    return (problem("language_unsupported", told, advice, loss=False, article=article.id),)


def _reads_as_english(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return len(words) < 20 or sum(word in STOP for word in words) >= _ENGLISH * len(words)
