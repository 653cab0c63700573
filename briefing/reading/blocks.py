"""Lines and paragraphs of a text: the ground on which headings and sentences are found.

A text may have a paragraph on each line, blank lines between paragraphs, or lines that were
wrapped at some width; Markdown marks are understood where they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from briefing.reading.dates import MONTH_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["text", "list", "quote", "heading", "code", "table", "rule"]

WRAP_CHARACTERS = 120
"""Widest line that counts as wrapped by hand or by a mail program; longer lines are paragraphs."""
HEADING_CHARACTERS = 300
"""Longest line that mark-up makes a heading; a longer one is text, so that nothing becomes uncitable."""

TERMINAL = re.compile(r"""[.!?…:;。！？：；．।؟][\s"'”’»«“‘)\]」』）】*_`]*$""")

_LINE = re.compile(r"[^\n]+")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_RULE = re.compile(r"[-*_=~|:+ \t\f\v]+$")
_UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BULLET = re.compile(r"[ \t]*(?:[-*+•‣◦▪·]|[a-z]\))[ \t]+(?=\S)")
_NUMBER = re.compile(r"[ \t]*\(?(\d{1,3})[.)][ \t]+(?=(\w*))")
_QUOTE = re.compile(r"[ \t]{0,3}>(?:[ \t]?>)*[ \t]?")
_WORD = re.compile(r"[!-~\u00c0-\u04ff\u2010-\u2027]+|\S")  # one character where a script has no spaces


@dataclass(frozen=True, slots=True)
class Line:
    r"""A line that is not blank.

    Attributes:
        start: first character of the line.
        content: first character of its words, after white space and list or quotation marks.
        end: one past its last character; the `\n` is not part of it.
        kind: what its marks make of it; `rule` lines carry no words.
        spaced: whether a blank line, or nothing, stands before it.
        level: 1 to 6 for a heading.
    """

    start: int
    content: int
    end: int
    kind: Kind
    spaced: bool
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A text's lines, and whether they may have been wrapped."""

    text: str
    lines: tuple[Line, ...]
    wrapped: bool
    starts: tuple[int, ...] = field(repr=False)

    def within(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines that start in `[start, end)`."""
        return self.lines[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def paragraphs(self, start: int, end: int) -> Iterator[tuple[Line, ...]]:
        """Yields the paragraphs between two line starts: each its lines, never none; rules are left out."""
        run: list[Line] = []
        for line in self.within(start, end):
            if run and (line.spaced or not _continues(run[0], line)):
                yield from self._divided(run)
                run = []
            if line.kind in {"code", "table", "heading"}:
                yield (line,)
            elif line.kind != "rule":
                run.append(line)
        if run:
            yield from self._divided(run)

    def _divided(self, run: list[Line]) -> Iterator[tuple[Line, ...]]:
        """Divides lines without a blank line between them where a line ended although there was room.

        A wrapped line ends because the next word would not have fitted. Where the text's lines are
        too long to be wrapped, each ends a paragraph, unless the next goes on in lower case.
        """
        width = max(line.end - line.start for line in run)
        if not self.wrapped or width > WRAP_CHARACTERS:
            width = len(self.text) + 2 * WRAP_CHARACTERS
        held = [run[0]]
        for line in run[1:]:
            if self._ends(held[-1], line, width):
                yield tuple(held)
                held = []
            held.append(line)
        yield tuple(held)

    def _ends(self, line: Line, following: Line, width: int) -> bool:
        word = _WORD.match(self.text, following.content, following.content + WRAP_CHARACTERS)
        if line.end - line.start + 1 + (len(word[0]) if word else 1) > width:
            return False
        goes_on = self.text[following.content].islower()
        return not goes_on or TERMINAL.search(self.text, max(line.content, line.end - 40), line.end) is not None


def lay_out(text: str) -> Layout:
    """The lines of `text` with what their marks make of them."""
    lines = tuple(_classified(text))
    long = sum(line.end - line.start for line in lines if line.end - line.start > WRAP_CHARACTERS)
    total = sum(line.end - line.start for line in lines)
    return Layout(text, lines, long * 2 <= total, tuple(line.start for line in lines))


def _continues(first: Line, line: Line) -> bool:
    """Whether `line` can belong to the paragraph that `first` opened."""
    if first.kind == "quote":
        return line.kind == "quote"
    return line.kind == "text"


def _classified(text: str) -> Iterator[Line]:
    fence = ""
    number = 0
    end_before = -1
    held: Line | None = None  # a line waits here until the next has shown whether it underlines it
    for match in _LINE.finditer(text):
        words = match[0]
        if not words.strip():
            continue
        start = match.start()
        spaced = end_before < 0 or "\n" in text[end_before + 1 : start]
        end_before = match.end()
        mark = _FENCE.match(words)
        if fence or mark:
            kind: Kind = "code"
            if mark and not fence:
                fence, kind = mark[1], "rule"
            elif mark and mark[1].startswith(fence) and not words[mark.end() :].strip():
                fence, kind = "", "rule"
            line = Line(start, start + _indent(words), match.end(), kind, spaced)
        else:
            line, number = _marked(words, start, spaced, number)
            if held and line.kind == "rule" and not spaced and _underlines(held, words, text):
                held = Line(held.start, held.content, held.end, "heading", held.spaced, _underline_level(words))
        if held:
            yield held
        held = line
    if held:
        yield held


def _marked(words: str, start: int, spaced: bool, number: int) -> tuple[Line, int]:
    """The line that `words` make, and the number of the last list item so far."""
    end = start + len(words)
    if _RULE.match(words):
        return Line(start, start + _indent(words), end, "rule", spaced), number
    heading = _ATX.match(words)
    if heading and len(words) <= HEADING_CHARACTERS:
        kind: Kind = "heading" if words[heading.end() :].strip(" \t#") else "rule"
        return Line(start, start + heading.end(), end, kind, spaced, len(heading[1])), number
    quote = _QUOTE.match(words)
    if quote:
        filled = words[quote.end() :].strip()
        content = quote.end() + _indent(words[quote.end() :]) if filled else _indent(words)
        return Line(start, start + content, end, "quote" if filled else "rule", spaced), number
    bullet = _BULLET.match(words)
    if bullet:
        return Line(start, start + bullet.end(), end, "list", spaced), number
    numbered = _NUMBER.match(words)
    # "12. Oktober" and a sentence that begins "40. " are no items: numbers count up from 0 or 1.
    counts_up = numbered and int(numbered[1]) in {0, 1, number, number + 1} and numbered.end() < len(words)
    if numbered and counts_up and numbered[2].lower() not in MONTH_NUMBERS:
        return Line(start, start + numbered.end(), end, "list", spaced), int(numbered[1])
    row = words.strip()
    kind = "table" if row[0] == row[-1] == "|" else "text"
    return Line(start, start + _indent(words), end, kind, spaced), number


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip())


def _underlines(line: Line, words: str, text: str) -> bool:
    """Whether `words` are the underline of a heading and no rule below a paragraph."""
    if line.kind != "text" or not line.spaced or line.end - line.start > WRAP_CHARACTERS:
        return False
    return bool(_UNDERLINE.match(words)) and not text[line.content : line.end].rstrip().endswith((".", "。", ",", ":"))


def _underline_level(words: str) -> int:
    return 1 if "=" in words else 2
