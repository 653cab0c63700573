"""Where words stand in quotation marks: straight, curly, German, French, Chinese and Japanese, nested."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "『": "』", "‘": "’", "‚": "‘’"}
_MARKS = re.compile('[“”„«»‹›「」『』‘’‚"]')
_LONGEST = 4_000  # characters; a mark left open does not swallow the article
_DEEPEST = 8  # marks open at once; deeper nesting is a row of marks that nobody closed


def find_quoted(text: str) -> list[tuple[int, int]]:
    """Spans inside quotation marks, in order of their start; nested ones follow the outer one."""
    found: list[tuple[int, int]] = []
    open_marks: list[tuple[str, int]] = []
    for match in _MARKS.finditer(text):
        mark, at = match.group(), match.start()
        while open_marks and (at - open_marks[0][1] > _LONGEST or len(open_marks) > _DEEPEST):
            del open_marks[0]
        closing = _closes(open_marks, mark, text, at)
        if closing is not None:
            del open_marks[closing + 1 :]
            _, start = open_marks.pop()
            if text[start:at].strip():
                found.append((start, at))
        elif _opens(mark, text, at, open_marks):
            open_marks.append((mark, at + 1))
    return sorted(found)


def _closes(open_marks: Sequence[tuple[str, int]], mark: str, text: str, at: int) -> int | None:
    """Which of the open marks `mark` closes, as an index."""
    behind = text[at + 1 : at + 2]
    if mark == "’" and behind.isalpha():  # an apostrophe
        return None
    for index in range(len(open_marks) - 1, -1, -1):
        opener = open_marks[index][0]
        if mark in _PAIRS.get(opener, "") or (opener == '"' == mark) or (opener == "»" and mark == "«"):
            return index
    return None


def _opens(mark: str, text: str, at: int, open_marks: Sequence[tuple[str, int]]) -> bool:
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if not behind or (behind.isspace() and mark != "«"):
        return False
    if mark == "»":  # German books set »…«
        return not before.strip() or before in "(–—"
    if mark == '"':
        return (not before.strip() or before in "([—–-‘“") and not any(opener == '"' for opener, _ in open_marks)
    if mark == "‘":
        return not before or not before.isalnum()
    # a paragraph that goes on with a quotation opens it anew
    return mark in _PAIRS and not (
        mark == "“" and any(opener == "“" for opener, _ in open_marks) and before in ("", "\n")
    )
