"""How much of what is to be shown fits a limit."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from briefing.analysis.tokens import count_tokens, surely_fits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.memo import Evidence

_NUMBER_TOKENS = 3  # a line number and the ends of lines around it


def within(lines: Sequence[Evidence], max_tokens: int, count: Callable[[str], int] | None = None) -> int:
    """How many of the first `lines` have at most `max_tokens` tokens together; one at least.

    Args:
        lines: in order of weight.
        max_tokens: of their texts and line numbers.
        count: counts the tokens of a text; None for `o200k_base`.
    """
    if count is None and surely_fits(
        "\n".join(entry.text for entry in lines), max_tokens - _NUMBER_TOKENS * len(lines)
    ):
        return len(lines)
    left = max_tokens
    for place, entry in enumerate(lines):
        left -= _NUMBER_TOKENS + (count or count_tokens)(entry.text)
        if left < 0:
            return max(place, 1)
    return len(lines)


def in_turn(parts: Sequence[Sequence[str]]) -> list[str]:
    """The first entry of each part, then the second of each, and so on, each entry once."""
    turns = chain.from_iterable(zip_longest(*parts))
    return list(dict.fromkeys(entry for entry in turns if entry is not None))
