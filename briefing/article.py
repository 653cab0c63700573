"""The source as it lies in memory: an article, and the spans that parts of it cover.

A *span* is half-open, `[start, end)`, in Python characters of `Article.text`.
All values are frozen; all are cheap, because they hold offsets and never copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the span it governs; an article's sections tile its text.

    Attributes:
        heading: the heading's words without mark-up; None for the text before the
            first heading, to which the title line belongs.
        level: 1 to 6 where mark-up gives a level, else None.
        start: where the heading's line starts (the section's first character).
        body: where the text below the heading (or below the title line) starts.
        end: where the next section starts, or the end of the text.
    """

    heading: str | None
    level: int | None
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of one sentence, without white space at either end, of 1 to 2,000 characters.

    Attributes:
        start: first character.
        end: one past the last character.
        section: index into `Article.sections`.
        paragraph: number of the paragraph from 0, counted through the article.
    """

    start: int
    end: int
    section: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Article:
    r"""One article as it was read.

    Attributes:
        id: slug of the title and 8 hex digits of the text's SHA-256.
        text: the decoded body: line ends as `\n`, front matter off, nothing else changed.
        title: as the metadata or the first heading or line gives it, without mark-up.
        publisher: as the metadata gives it.
        author: as the metadata gives it.
        url: as the metadata gives it; http or https, never opened.
        published: the date that the metadata or the text states as its own; never guessed.
        language: BCP 47 tag as the metadata gives it, else None.
        source: the path as it was given, `-` for standard input.
        first_line: line of the file, from 1, on which `text` starts.
        text_sha256: hex digest of `text` in UTF-8.
        sections: they tile `text`.
    """

    id: str
    text: str
    title: str
    publisher: str | None
    author: str | None
    url: str | None
    published: date | None
    language: str | None
    source: str
    first_line: int
    text_sha256: str
    sections: tuple[Section, ...]

    def line(self, offset: int) -> int:
        """Line of the file, from 1, that holds the character at `offset`."""
        return self.first_line + self.text.count("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A span of whole sentences that is analysed in one go; chunks tile the article.

    Attributes:
        article: the article that the span belongs to.
        start: first character.
        end: one past the last character.
        sentences: in order. Their places from 1 are the line numbers under which an
            analyst cites them: numbers of this chunk, never of the article.
        heading_path: headings in force at `start`, outermost first.
    """

    article: Article
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    heading_path: tuple[str, ...]

    def place(self) -> str:
        """Where its sentences stand in the file, such as `lines 10 to 38`."""
        start = self.sentences[0].start if self.sentences else self.start
        end = self.sentences[-1].end if self.sentences else self.end
        first, last = self.article.line(start), self.article.line(max(end - 1, start))
        return f"line {first}" if first == last else f"lines {first} to {last}"

    def words(self, sentence: Sentence) -> str:
        """The characters of `sentence`, exactly as the article has them."""
        return self.article.text[sentence.start : sentence.end]
