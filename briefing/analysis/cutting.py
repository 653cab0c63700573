"""Cutting a text that has no good place for it, so that each piece keeps a limit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CLAUSE_END = re.compile(r"(?<=\n)(?=[^\n])|(?<=[,;:.!?)—–])(?=\s)|(?<=[，、；：。！？])")
_WORD_END = re.compile(r"(?<=\S)(?=\s)")
_CHARACTERS_A_TOKEN = 4  # where a search starts: about what English has
_NEAR_ENOUGH = 64  # a search ends within this part of what it found


def pieces(text: str, start: int, end: int, limit: int, count: Callable[[str], int]) -> Iterator[int]:
    """Yields the places inside `text[start:end]`, if any, that cut it into pieces of at most `limit` tokens.

    A piece ends after a line or clause where that leaves it at least half as long as it might be, else after
    a word, else after a grapheme (UAX 29). Only a grapheme that alone exceeds the limit is cut
    inside, and only a single character may exceed it.

    Args:
        text: what the offsets refer to.
        start: first character.
        end: one past the last character.
        limit: most tokens of a piece, at least 1.
        count: counts the tokens of a text.
    """

    def holds(place: int) -> bool:
        return count(text[start:place]) <= limit

    while (reach := _reach(text, start, end, limit, count)) < end:
        stop = _border(text, start, reach)
        if stop is None or not holds(stop):
            stop = next(filter(holds, _graphemes(text, start, reach)), None)
        if stop is None:
            stop = _grapheme(text, start, end)
            if not holds(stop):
                yield from _characters(text, start, stop, limit, count)
        if stop < end:
            yield stop
        start = stop


def _characters(text: str, start: int, end: int, limit: int, count: Callable[[str], int]) -> Iterator[int]:
    """Yields the places inside `text[start:end]` that cut it wherever the limit falls."""
    while (reach := _reach(text, start, end, limit, count)) < end:
        yield reach
        start = reach


def _reach(text: str, start: int, end: int, limit: int, count: Callable[[str], int]) -> int:
    """A place up to which `text` has at most `limit` tokens from `start`, near the farthest such place.

    Few windows are counted, none much longer than the answer or the limit. The answer is `start + 1`
    where even one character exceeds the limit.
    """
    good, bad = start + 1, end + 1
    place = min(end, start + limit * _CHARACTERS_A_TOKEN)
    while good < place < bad:
        tokens = count(text[start:place])
        likely = start + (place - start) * limit // max(tokens, 1)
        if tokens <= limit:
            good = place
        else:
            bad = place
        near = 1 + (good - start) // _NEAR_ENOUGH
        if bad - good <= near:
            break
        if bad > end:
            place = min(end, max(likely, good + near))
        else:
            eighth = 1 + (bad - good) // 8  # proportion alone could creep towards the answer
            place = max(min(likely, bad - eighth), min(good + eighth, bad - 1))
    return good


def _border(text: str, start: int, reach: int) -> int | None:
    """The last end of a line or clause in the farther half of `text[start:reach]`, else of a word."""
    half = start + 1 + (reach - start) // 2
    for pattern, least in ((_CLAUSE_END, half), (_WORD_END, start + 1)):
        places = [match.start() for match in pattern.finditer(text, least, reach + 1)]
        for place in reversed(places):
            # Rarely a mark joins what stands on both sides; these two characters show it.
            if place <= reach and _grapheme(text, place - 1, place + 1) == place:
                return place
    return None


def _graphemes(text: str, start: int, reach: int) -> Iterator[int]:
    """Yields where the graphemes of `text[start:reach]` end, the last first."""
    import regex  # tiktoken brings it; here because hardly any article needs it

    found = regex.finditer(r"\X", text, pos=start, endpos=reach + 1)  # the next character shows where one ends
    return reversed([match.end() for match in found if match.end() <= reach])


def _grapheme(text: str, start: int, end: int) -> int:
    """Where the first grapheme of `text[start:end]` ends."""
    import regex

    return next(regex.finditer(r"\X", text, pos=start, endpos=end)).end()
