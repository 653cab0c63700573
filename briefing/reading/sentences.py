"""Sentences of an article, with exact spans."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.article import Sentence
from briefing.reading.blocks import lay_out
from briefing.reading.borders import corrected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.article import Article
    from briefing.reading.blocks import Line

MAX_SENTENCE_CHARACTERS = 2_000
"""Most characters of one sentence: a long page paragraph; what is longer is no sentence but a run."""

# The segmenter's time grows with the square of what it is given at once where quotation marks stay open.
_WINDOW_CHARACTERS = 20_000
_SAMPLE_CHARACTERS = 20_000
_CLAUSE_END = re.compile(r"[;:,—–…][\"”’»)]*\s|[、，；：。！？]")
_SPACE = re.compile(r"\s")
# Scripts that one language, or one set of marks, stands for; Latin is read as English where nothing else is said.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("en", re.compile(r"[A-Za-z\u00c0-\u024f]")),
)


def segment(article: Article) -> tuple[Sentence, ...]:
    """The sentences below an article's headings, in order.

    Every character of a section's body that is no white space is in exactly one sentence, apart from list
    and quotation marks at the start of a paragraph, rules and code fences. Title, byline, date line and
    headings are no sentences. A sentence may run over the ends of wrapped lines; a list item, a table row
    and a line of code are paragraphs of their own. Longer runs than 2,000 characters are cut after a clause
    where there is one, else at white space, else between graphemes.
    """
    language = _language(article)
    layout = lay_out(article.text)
    sentences = []
    number = 0
    for index, section in enumerate(article.sections):
        for lines in layout.paragraphs(section.body, section.end):
            spans = list(_spans(article.text, lines, language))
            sentences += [Sentence(start, end, index, number) for start, end in spans]
            number += bool(spans)
    return tuple(sentences)


def _language(article: Article) -> str:
    """The primary subtag of the article's language, else a language of its script."""
    if article.language:
        return article.language.partition("-")[0].lower()
    sample = article.text[:_SAMPLE_CHARACTERS]
    letters = Counter({language: len(script.findall(sample)) for language, script in _SCRIPTS})
    if letters["ja"] * 20 > letters["zh"]:  # Japanese mixes its own letters with Chinese ones
        letters["ja"] += letters["zh"]
    language, count = letters.most_common(1)[0]
    return language if count else "en"


def _spans(text: str, lines: tuple[Line, ...], language: str) -> Iterator[tuple[int, int]]:
    """Yields the spans of the sentences in one paragraph."""
    start, end = lines[0].content, lines[-1].end
    if lines[0].kind in {"code", "table"}:
        yield from _limited(text, start, end)
        return
    shown = _one_line(text, lines)
    for first, last in _windows(shown):
        borders = _borders(shown[first:last], language)
        edges = [first, *(first + border for border in borders), last]
        for left, right in _worded(shown, edges):
            yield from _limited(text, start + left, start + right)


def _one_line(text: str, lines: tuple[Line, ...]) -> str:
    """A paragraph's characters with line ends, indents and quotation marks of lines as spaces, as many as before."""
    parts = []
    at = lines[0].content
    for line in lines:
        parts += [" " * (line.content - at), text[line.content : line.end]]
        at = line.end
    joined = "".join(parts)
    # What the segmenter's text type cannot hold, and line ends of other kinds, which would end a sentence.
    return re.sub(r"[\ud800-\udfff]", "\ufffd", re.sub(r"[\f\v\x1c-\x1e\r\x85\u2028\u2029]", " ", joined))


def _borders(shown: str, language: str) -> list[int]:
    from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]  # loads its tables of languages on import

    found = get_sentence_boundaries(language, shown)
    return corrected(shown, [boundary["start_index"] for boundary in found if boundary["start_index"]], language)


def _windows(shown: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(shown) - start > _WINDOW_CHARACTERS:
        end = _best_cut(shown, start, _WINDOW_CHARACTERS)
        yield start, end
        start = end
    yield start, len(shown)


def _worded(shown: str, edges: list[int]) -> Iterator[tuple[int, int]]:
    """Yields the spans between `edges`; one without a letter or digit joins the span before or after it."""
    held: tuple[int, int] | None = None
    for left, right in pairwise(edges):
        if not shown[left:right].strip():
            continue
        if held is None or (_has_word(shown, left, right) and _has_word(shown, *held)):
            if held:
                yield held
            held = (left, right)
        else:
            held = (held[0], right)
    if held:
        yield held


def _has_word(shown: str, left: int, right: int) -> bool:
    return any(character.isalnum() for character in shown[left:right])


def _limited(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields `[start, end)` without white space at its ends, cut where it is too long."""
    while True:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        if end - start <= MAX_SENTENCE_CHARACTERS:
            break
        cut = _best_cut(text, start, MAX_SENTENCE_CHARACTERS)
        yield start, start + len(text[start:cut].rstrip())
        start = cut
    if start < end:
        yield start, end


def _best_cut(text: str, start: int, limit: int) -> int:
    """Where to cut `text` at most `limit` characters after `start`: clause, white space, grapheme, anywhere."""
    stop = start + limit
    cut = max((match.end() for match in _CLAUSE_END.finditer(text, start + limit // 2, stop)), default=0)
    cut = cut or max((match.end() for match in _SPACE.finditer(text, start + 1, stop)), default=0)
    if cut:
        return cut
    import regex  # only a run without any border needs it

    last = start
    for match in regex.finditer(r"\X", text, pos=start, endpos=stop + 1):
        if match.end() > stop:
            break
        last = match.end()
    return last if last > start else stop
