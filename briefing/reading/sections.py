"""Sections: headings, by mark-up or as bare lines, and the spans that they govern."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.article import Section
from briefing.reading.blocks import TERMINAL, Layout, Line
from briefing.reading.openings import is_byline, is_date_line
from briefing.reading.wording import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADING_CHARACTERS = 120
_HEADING_WORDS = 16
_HEADING_CJK_CHARACTERS = 40
_LONG_PARAGRAPH_CHARACTERS = 120
_STACKED_HEADINGS = 2
_SENTENCE_END = re.compile(r"""[.!:;,…–—。！：；，、．।-][\s"'”’»)\]」』）*_`]*$""")
_ACRONYM_END = re.compile(r"(?:[A-Z]\.){2,}$")
_NOT_A_HEADING = re.compile(
    r"""(?ix) (?: dear | hello | hi | yours | sincerely | (?:kind | best | warm)\ regards | regards | sehr\ geehrte
    | liebe | lieber | cher | chère | estimad[oa] | photo | picture | image | credit | caption | source | foto | bild
    | quelle | advertisement | anzeige | publicité | publicidad | subscribe | read\ more | related | share\ this
    | page\ \d | copyright | ©) (?!\w)"""
)
# A line that ends in one of these goes on; it is no heading.
_UNFINISHED = frozenset(
    "a an and as at because but by for from if in into is of on or so than that the their this to was which who with "
    "und oder der die das dass mit von zu et ou le la les de du des que y o el los las".split()
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def divide(layout: Layout, body: int) -> tuple[Section, ...]:
    """The sections of a text; they tile it.

    Headings are those of Markdown and, where a text has no more than one of these, short lines that stand
    alone: no sentence, list item, byline, date or salutation, not told twice, and followed by a longer
    paragraph (or by another heading that is). A title line belongs to the first section.

    Args:
        layout: the text's lines.
        body: where the text below the title starts; headings above are no sections.
    """
    text = layout.text
    paragraphs = list(layout.paragraphs(body, len(text)))
    marked = [lines[0] for lines in paragraphs if lines[0].kind == "heading"]
    headings = marked if len(marked) > 1 else sorted([*marked, *_bare(layout, paragraphs)], key=_start)
    starts = [line.start for line in headings]
    sections = []
    if not starts or starts[0] > 0:
        sections.append(Section(None, None, 0, body, starts[0] if starts else len(text)))
    ends = [*starts[1:], len(text)] if starts else []
    for line, end in zip(headings, ends, strict=True):
        words = plain(text[line.start : line.end]) or text[line.content : line.end].strip()
        sections.append(Section(words, line.level, line.start, min(_below(layout, line), end), end))
    return tuple(sections)


def _start(line: Line) -> int:
    return line.start


def _below(layout: Layout, line: Line) -> int:
    """Where the line below a heading starts, past the underline of a heading that has one."""
    after = layout.text.find("\n", line.end) + 1 or len(layout.text)
    if line.kind == "heading" and "#" not in layout.text[line.start : line.content]:
        after = layout.text.find("\n", after) + 1 or len(layout.text)
    return after


def _bare(layout: Layout, paragraphs: Sequence[tuple[Line, ...]]) -> list[Line]:
    """The headings without mark-up, last first: what follows decides whether a line is one."""
    words = _without_runs([_candidate(layout, lines) for lines in paragraphs])
    told = Counter(word.casefold() for word in words if word)
    found: list[Line] = []
    for at in range(len(paragraphs) - 2, -1, -1):
        word = words[at]
        if word is None or told[word.casefold()] > 1:
            continue
        line, following = paragraphs[at][0], paragraphs[at + 1]
        stacked = bool(found) and found[-1] is following[0]
        after_heading = at > 0 and words[at - 1] is not None
        if not line.spaced and at > 0 and not after_heading and not _ends_sentence(layout, paragraphs[at - 1]):
            continue
        if stacked or following[0].kind == "heading" or _carries(layout, line, following):
            found.append(line)
    return found


def _without_runs(words: list[str | None]) -> list[str | None]:
    """Candidates without those that stand three or more in a row: verse, dialogue, a list."""
    kept: list[str | None] = []
    for is_word, run in groupby(words, key=lambda word: word is not None):
        held = list(run)
        kept += [None] * len(held) if is_word and len(held) > _STACKED_HEADINGS else held
    return kept


def _candidate(layout: Layout, lines: tuple[Line, ...]) -> str | None:
    """The words of a paragraph that has a heading's form, else None."""
    line = lines[0]
    raw = layout.text[line.content : line.end]
    if len(lines) > 1 or line.kind != "text" or len(raw) > _HEADING_CHARACTERS:
        return None
    words = plain(raw)
    count = words.split()
    if not words or len(count) > _HEADING_WORDS or "\t" in raw.strip() or "   " in raw.strip():
        return None
    if _CJK.search(words) and len(words) > _HEADING_CJK_CHARACTERS:
        return None
    if _SENTENCE_END.search(words[-8:]) and not _ACRONYM_END.search(words[-12:]):
        return None
    return words if _reads_as_heading(words, count) else None


def _reads_as_heading(words: str, count: list[str]) -> bool:
    first = next((character for character in words if character.isalnum()), "")
    if not first or first.islower() or words[0] in "–—-<>|@=" or not any(map(str.isalpha, words)):
        return False
    if count[-1].lower().strip("\"'”’»)") in _UNFINISHED or "://" in words:
        return False
    return not (_NOT_A_HEADING.match(words) or is_byline(words) or is_date_line(words))


def _ends_sentence(layout: Layout, lines: tuple[Line, ...]) -> bool:
    last = lines[-1]
    return last.kind != "text" or TERMINAL.search(layout.text, max(last.content, last.end - 40), last.end) is not None


def _carries(layout: Layout, line: Line, following: tuple[Line, ...]) -> bool:
    """Whether the paragraph below a line is what a heading stands over."""
    if following[0].kind in {"list", "table", "code", "quote"}:
        return line.spaced
    length, words = following[-1].end - following[0].content, line.end - line.content
    if length <= words or not _ends_sentence(layout, following):
        return False
    return (line.spaced and following[0].spaced) or length >= min(2 * words, _LONG_PARAGRAPH_CHARACTERS)
