"""How much of what is to be shown fits a limit."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from briefing.wording.tokens import count_tokens, surely_fits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Least tokens of evidence, and of notes, that are shown to summarize a point or the memo, whatever the limit of a
# chunk: a memo's first screen must rest on more than a fragment. Both fit, with prompt and reply, a context of 8,192.
LEAST_TOKENS = 1_500
_NUMBER_TOKENS = 3  # a line number and the ends of lines around it


def within(texts: Sequence[str], max_tokens: int, count: Callable[[str], int] | None = None) -> int:
    """How many of the first `texts` have at most `max_tokens` tokens together; one at least, where there are any.

    Args:
        texts: in order of weight.
        max_tokens: of the texts and of a line number for each; below 1,500 it counts as 1,500.
        count: counts the tokens of a text; None for `o200k_base`.
    """
    max_tokens = max(max_tokens, LEAST_TOKENS)
    if count is None and surely_fits("\n".join(texts), max_tokens - _NUMBER_TOKENS * len(texts)):
        return len(texts)
    left = max_tokens
    for place, text in enumerate(texts):
        left -= _NUMBER_TOKENS + (count or count_tokens)(text)
        if left < 0:
            return max(place, 1)
    return len(texts)


def in_turn(parts: Sequence[Sequence[str]]) -> list[str]:
    """The first entry of each part, then the second of each, and so on, each entry once."""
    turns = chain.from_iterable(zip_longest(*parts))
    return list(dict.fromkeys(entry for entry in turns if entry is not None))
