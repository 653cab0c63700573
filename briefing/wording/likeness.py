"""How alike texts are by the content words that they share, rare words counting more.

Cosine of TF-IDF vectors, `(1 + ln tf) (1 + ln(n / df))` (sublinear and smoothed, as is common). It finds
texts on the same matter; it cannot tell agreement from opposition and is never used for that.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMMON = 50  # texts; a word that more texts share brings no pair together, so that work stays linear
_RAREST = 16  # words of a text that bring it together with others


class Likeness:
    """The likeness of every pair of some texts.

    Args:
        texts: compared with each other; a pair is named by the places of its texts from 0.
        weigh: whether rare words count more. Among a few texts on the same matter they must
            not: there the words that all share are the ones that matter.
    """

    def __init__(self, texts: Sequence[str], *, weigh: bool = True) -> None:
        counts = [Counter(content_words(text)) for text in texts]
        shared = Counter(word for count in counts for word in count)
        weight = {word: 1 + math.log(len(texts) / number) if weigh else 1.0 for word, number in shared.items()}
        self._vectors = [
            {word: (1 + math.log(number)) * weight[word] for word, number in count.items()} for count in counts
        ]
        self._lengths = [math.sqrt(sum(value * value for value in vector.values())) or 1.0 for vector in self._vectors]
        self._shared = shared

    def of(self, one: int, other: int) -> float:
        """Likeness of two texts, from 0 (no content word shared) to 1 (the same words)."""
        short, long = sorted((self._vectors[one], self._vectors[other]), key=len)
        product = sum(value * long[word] for word, value in short.items() if word in long)
        return product / (self._lengths[one] * self._lengths[other])

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Pairs that share at least two of their rarest words, each once, in order."""
        holders: dict[str, list[int]] = {}
        for place, vector in enumerate(self._vectors):
            rarest = sorted(vector, key=lambda word: (self._shared[word], word))
            for word in [word for word in rarest if 1 < self._shared[word] <= _COMMON][:_RAREST]:
                holders.setdefault(word, []).append(place)
        together: Counter[tuple[int, int]] = Counter(
            (one, other)
            for places in holders.values()
            for index, one in enumerate(places)
            for other in places[index + 1 :]
        )
        return iter(sorted(pair for pair, number in together.items() if number >= 2))
