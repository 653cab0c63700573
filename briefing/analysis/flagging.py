"""What a statement of a model says beyond its evidence, as far as rules tell reliably: numbers, names from nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefing.checks.claim import Claim, Source, tokens
from briefing.checks.names import BEGINNING, unknown_names
from briefing.checks.numbers import check_numbers
from briefing.memo import Flag
from briefing.wording.names import lexicon_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.memo import Basis, Evidence


class Known(NamedTuple):
    """The words of all that an analyst was shown.

    Attributes:
        words: in lower case, the parts of joined ones too.
        beginnings: how the longer ones begin.
    """

    words: frozenset[str]
    beginnings: frozenset[str]


def known_in(texts: Iterable[str]) -> Known:
    """The words of `texts`."""
    words = frozenset(part for token in tokens(" ".join(texts)) for part in (token, *token.split("-")))
    return Known(words, frozenset(word[:BEGINNING] for word in words if len(word) > BEGINNING))


def find_flags(
    text: str, basis: Basis, cited: Sequence[Evidence], published: Mapping[str, dt.date | None], known: Known
) -> tuple[Flag, ...]:
    """The flags of one statement.

    Args:
        text: of the statement.
        basis: as the model labels it.
        cited: its evidence.
        published: dates of articles by id.
        known: the words of all that the analyst was shown.
    """
    lexicon = lexicon_of("")  # numbers need no names
    sources = tuple(Source(entry.text, (), lexicon, published.get(entry.article)) for entry in cited)
    slips = check_numbers(Claim(text, "", basis, sources))
    numbers = [Flag(kind="number_not_in_source", message=slip.message) for slip in slips]
    names = [
        Flag(kind="name_not_in_source", message=f"“{name}” is named nowhere in what was read")
        for name in dict.fromkeys(unknown_names(text, known.words, known.beginnings))
    ]
    return (*numbers, *names)
