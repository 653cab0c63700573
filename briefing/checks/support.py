"""Whether a statement is about what its evidence is about at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.checks.claim import Slip
from briefing.checks.forms import root
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim

_LEAST_WORDS = 5  # content words; shorter ones may all be other words for the same
# Share of content words that the evidence does not have: no true statement of the labelled corpus' tuned half has more.
MOST_MISSING = 0.7
_ALIKE = 4  # letters that two forms of a word begin with: "decide", "decision"


def check_support(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where most content words of a statement stand neither in its evidence nor in its party's name."""
    words = {root(word) for word in content_words(claim.text)}
    share = missing(claim, words)
    if len(words) >= _LEAST_WORDS and share > MOST_MISSING:
        yield Slip("support", f"{share:.0%} of its words are not in its evidence")


def missing(claim: Claim, words: set[str]) -> float:
    """The share of `words` that the evidence does not have in any form."""
    told = [claim.party, *(text for source in claim.sources for text in (source.text, *source.before))]
    held = {root(word) for word in content_words(" ".join(told))}
    begun = {word[:_ALIKE] for word in held}
    gone = [word for word in words if word not in held and (len(word) < _ALIKE or word[:_ALIKE] not in begun)]
    return len(gone) / len(words) if words else 0.0
