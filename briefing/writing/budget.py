"""How many words a memo may have, and the purse they are spent from."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from briefing.errors import OptionError
from briefing.writing.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.memo import Memo

T = TypeVar("T")

MOST_WORDS = 650  # two to three minutes of reading; of this project's design
LEAST_WORDS = 250  # below it the first screen alone would not fit
BRIEF_WORDS = 250  # half a page, whatever the sources' length; of this project's design
SOURCE_SHARE = 28  # percent of the source's words, so that a short article is not told twice
UNLIMITED = sys.maxsize


def word_budget(memo: Memo, max_words: int | None = None, *, apparatus: int = 0) -> int:
    """Most words of the rendered memo; front matter, footnotes and marks (who is quoted too) do not count.

    28 % of the words of all articles, at least 250, and the apparatus, which retells nothing and
    must not starve what does; all in all at most 650. `max_words` overrides it. What may not
    be left out is printed even where it alone is longer.

    Args:
        memo: any memo.
        max_words: the caller's own limit, apparatus included.
        apparatus: words of title, status, judgments, problems, the list of articles and how the memo was made.

    Raises:
        OptionError: `max_words` is below 1.
    """
    if max_words is not None:
        if max_words < 1:
            raise OptionError(f"max_words is {max_words}; give a number of words from 1.")
        return max_words
    source = sum(article.words for article in memo.articles)
    return min(MOST_WORDS, max(LEAST_WORDS, source * SOURCE_SHARE // 100) + apparatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Most words (`*_words`, for one entry) and most entries of each kind.

    The defaults are for a budget of 650 words; `caps` scales them. Twelve words a cell and
    four quotations are the design's; the others divide its first screen (190 words) and its
    point (about 80 words) among their parts.
    """

    title_words: int = 24
    bottom_line_words: int = 50
    judgment_words: int = 25
    reason_words: int = 10
    headline_words: int = 12
    question_words: int = 30
    known_words: int = 35
    cell_words: int = 12
    role_words: int = 6
    gap_words: int = 20
    matters_words: int = 25
    trigger_words: int = 14
    line_words: int = 16
    quote_words: int = 40
    note_words: int = 30
    problem_words: int = 40
    opening_words: int = 8
    point_words: int = 110
    judgments: int = 3
    triggers: int = 4
    positions: int = 5
    events: int = 8
    figures: int = 8
    quotes: int = 4
    notes: int = 4
    articles: int = 12
    reactions: int = 3
    uncited: int = 2


FULL = Caps(**dict.fromkeys(Caps.__dataclass_fields__, UNLIMITED))


def caps(budget: int) -> Caps:
    """The caps for a budget: below 650 words texts shrink (to half, but for judgments), above it lists grow."""

    def smaller(words: int) -> int:
        return max(words // 2, min(words, words * budget // MOST_WORDS))

    def larger(count: int) -> int:
        return max(count, count * budget // MOST_WORDS)

    plain = Caps()
    return Caps(
        bottom_line_words=smaller(plain.bottom_line_words),
        known_words=smaller(plain.known_words),
        matters_words=smaller(plain.matters_words),
        quote_words=smaller(plain.quote_words),
        note_words=smaller(plain.note_words),
        point_words=larger(plain.point_words),
        events=larger(plain.events),
        figures=larger(plain.figures),
        notes=larger(plain.notes),
        articles=larger(plain.articles),
        positions=larger(plain.positions),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Words that a template prints around a selection, beyond those of the template `memo`.

    Attributes:
        words: once.
        point_words: around each point.
        listed: whether a table of contents tells the headings of the points once more.
    """

    words: int = 0
    point_words: int = 0
    listed: bool = False

    def around(self, heading: str) -> int:
        """Words around the point that has this heading."""
        return self.point_words + (count_words(heading) if self.listed else 0)


class Purse:
    """Words that are left to spend; lives for one selection."""

    def __init__(self, words: int) -> None:
        self.left = words

    def spend(self, words: int) -> None:
        """Takes words for what is printed in any case."""
        self.left -= words

    def take(self, words: int) -> bool:
        """Takes words if that many are left, and says whether it did."""
        if words > self.left:
            return False
        self.left -= words
        return True

    def fill(
        self, things: Sequence[T], cost: Callable[[T], int], *, most: int, have: int = 0, heading: int = 0
    ) -> tuple[T, ...]:
        """The first `most` of `things`, after the `have` that are there, as far as words reach.

        Args:
            things: in order of importance; nothing is taken behind one that is too long.
            cost: words that one takes.
            most: how many to have in the end.
            have: how many were taken before.
            heading: words to pay once, with the first.
        """
        taken = list(things[:have])
        for thing in things[have:most]:
            if not self.take(cost(thing) + (0 if taken else heading)):
                break
            taken.append(thing)
        return tuple(taken)
