"""Where words stand in quotation marks: straight, curly, German, French, Chinese and Japanese, nested."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "‘": "’", "‚": "‘’", '"': '"'}
_DOUBLE = re.compile('[“”„«»‹›「」『』"]')
# British papers set speech in single marks; an apostrophe stands inside a word or behind a plural.
_SINGLE = re.compile(r"(?:^|(?<=[\s(\[—–]))'(?=[^\W_])(?P<words>[^'\n]*(?:(?<=\w)'(?=\w)[^'\n]*)*)(?<=[\w.,?!])'(?!\w)")
_MARKS = re.compile('\\n[ \\t]*\\n\\s*|[“”„«»‹›「」『』‘’‚"]')
_LONGEST = 4_000  # characters; a mark left open does not swallow the article
_DEEPEST = 8  # marks open at once; deeper nesting is a row of marks that nobody closed
_INDENT = 8  # characters before a mark that opens a line


def find_quoted(text: str) -> list[tuple[int, int]]:
    """Spans inside quotation marks, without white space at their ends, in order of their start.

    Nested ones follow the outer one; none overlap otherwise. A mark that is not closed holds
    nothing: not at the end of its paragraph, unless the next one opens with a mark again, and
    not over more than 4,000 characters.
    """
    if not _DOUBLE.search(text):
        text = _as_double(text)
    found: list[tuple[int, int]] = []
    open_marks: list[tuple[str, int]] = []
    for match in _MARKS.finditer(text):
        mark, at = match.group(), match.start()
        if mark[0] == "\n":
            goes_on = text[match.end() : match.end() + 1]
            open_marks = [opened for opened in open_marks if opened[0] == goes_on]
            continue
        while open_marks and (at - open_marks[0][1] > _LONGEST or len(open_marks) > _DEEPEST):
            del open_marks[0]
        closing = _closes(open_marks, mark, text, at)
        if closing is not None:
            _, start = open_marks[closing]
            del open_marks[closing:]
            quoted = text[start:at]
            if quoted.strip():
                found.append((at - len(quoted.lstrip()), start + len(quoted.rstrip())))
        elif _opens(mark, text, at) and not (
            _starts_line(text, at) and any(opener == mark for opener, _ in open_marks)
        ):  # a paragraph that goes on with a quotation opens it anew
            open_marks.append((mark, at + 1))
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _as_double(text: str) -> str:
    """`text` with its straight single marks as double ones, character for character."""
    return _SINGLE.sub(lambda found: f'"{found["words"]}"', text)


def _closes(open_marks: Sequence[tuple[str, int]], mark: str, text: str, at: int) -> int | None:
    """Which of the open marks `mark` closes, as an index."""
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if (mark == "’" and behind.isalpha()) or (mark == '"' and before.isspace() and behind.isalnum()):
        return None  # an apostrophe; a mark that opens
    for index in range(len(open_marks) - 1, -1, -1):
        if mark in _PAIRS[open_marks[index][0]]:
            return index
    return None


def _opens(mark: str, text: str, at: int) -> bool:
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if not behind or (behind.isspace() and mark != "«"):
        return False
    if mark == "»":  # German books set »…«
        return not before.strip() or before in "(–—"
    if mark == '"':
        return not before.strip() or before in "([—–-‘“"
    if mark == "‘":
        return not before.isalnum()
    return mark in _PAIRS


def _starts_line(text: str, at: int) -> bool:
    before = text[max(0, at - _INDENT) : at]
    return not before.rpartition("\n")[2].strip() and ("\n" in before or at < _INDENT)
