"""Dates and figures as a draft copies them, read where they stand in the evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from briefing.wording.quantities import FoundQuantity, find_quantities

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from briefing.wording.dates import FoundDate

    Placed = TypeVar("Placed", "FoundDate", "FoundQuantity")

_WORD = re.compile(r"[^\W_]")


def read_figure(text: str, as_written: str) -> FoundQuantity | None:
    """The quantity that stands in `text` where `as_written` does; its unit is that of the words copied."""
    here = standing_at(_quantities(text), text, as_written)
    if here is None or here.as_written == as_written:
        return here
    alone = next(iter(find_quantities(as_written)), None)
    return replace(here, unit=alone.unit) if alone and alone.value == here.value else here


def standing_at(found: Sequence[Placed], text: str, as_written: str) -> Placed | None:
    """Of what was found in `text`, what `as_written` names: the very words, else what stands where they do.

    Words count only between borders: "5 May" does not stand in "15 May". Where the words are not in the
    text, as with "on 5 May" for "by 5 May", what was found must stand in them.
    """
    exact = next((one for one in found if one.as_written == as_written), None)
    if exact is not None or not _WORD.search(as_written):
        return exact
    places = [match.span() for match in _bordered(as_written).finditer(text)]
    if places:
        return next((one for one in found if any(one.start < end and start < one.end for start, end in places)), None)
    return next((one for one in found if _bordered(one.as_written).search(as_written)), None)


def _bordered(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z]){re.escape(words)}(?![0-9A-Za-z])")


@lru_cache(maxsize=64)
def _quantities(text: str) -> tuple[FoundQuantity, ...]:
    """The quantities of a sentence, read once for all the figures that cite it."""
    return tuple(find_quantities(text))


def deadline(found: FoundDate) -> dt.date | None:
    """The day by which something is to happen; none where the source only names a month or a year."""
    if found.precision == "day" or found.as_written.lower().removeprefix("the ").startswith("end of"):
        return found.last or found.first
    return None
