"""One point, built up as far as its share of the words reaches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from briefing.writing.budget import Purse
from briefing.writing.saying import dated, flag_words, gap, gap_words, said, said_words
from briefing.writing.selection import GapShown, OptionShown, Part, PointShown, PositionShown
from briefing.writing.wording import count_words, cut, voices_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from briefing.memo import ContentionPoint, Indicator, Memo, Position
    from briefing.writing.budget import Caps
    from briefing.writing.selection import Said

T = TypeVar("T")

_SECONDARY_WORDS = 40
_BRIEF_ROWS = 3
_BRIEF_CELL_WORDS = 8
_TABLE_WORDS = 3  # Party, Position, Conditions
_MORE_WORDS = 4  # "Left out: 2 positions." is paid for first, and paid back when all of them fit


class Roles:
    """Roles of parties, each given out once: where the party first appears."""

    def __init__(self, memo: Memo, words: int) -> None:
        self._roles = {party.name: cut(party.role or "", words) for party in memo.parties}

    def first(self, party: str) -> str:
        """The party's role the first time it is asked for, then nothing."""
        return self._roles.pop(party, "")


def untold(headline: str, question: str) -> str:
    """The headline, or nothing where the question holds it, as "What is unresolved about {heading}?" does."""
    return "" if headline.casefold() in question.casefold() else headline


def apart(headline: str, question: str) -> str:
    """The headline, or nothing where it asks the very question."""
    return "" if headline.rstrip("?").casefold() == question.rstrip("?").casefold() else headline


class Draft:
    """A point under way; `shown` is what became of it."""

    def __init__(self, point: ContentionPoint, most: Caps, *, full: bool) -> None:
        self.point, self._most, self._full = point, most, full
        self.question = cut(point.question, most.question_words)
        headline = cut(point.headline, most.headline_words)
        self.headline = headline if full else untold(headline, self.question)
        self._known: list[Said] = []
        self._unseen = list(point.summary)
        self._rows: list[PositionShown] = []
        self._options: tuple[OptionShown, ...] = ()
        self._gaps: tuple[GapShown, ...] = ()
        self._matters: tuple[Said, ...] = ()
        self._parts = Purse(most.point_words - self.head_words())

    def head_words(self) -> int:
        """Words of headline, question, trend, who raised it, and the line about positions left out."""
        trend = 2 if self.point.trend else 0
        raised = 7 if self.point.raised_by == "author" else 0
        more = _MORE_WORDS if self.point.positions else 0
        flags = flag_words(flag.kind for flag in self.point.flags)
        return count_words(self.headline) + count_words(self.question) + trend + raised + more + flags

    def add_positions(self, purse: Purse, *, most: int) -> None:
        """Rows of the table, `most` in all: a party's first position before another's second."""
        heard: dict[str, int] = {}
        turns: list[tuple[int, int, Position]] = []
        for place, position in enumerate(self.point.positions):
            heard[position.party] = heard.get(position.party, -1) + 1
            turns.append((heard[position.party], place, position))
        ranked = [position for _, _, position in sorted(turns, key=lambda turn: turn[:2])]
        rows = [row(position, self._most.cell_words, full=self._full) for position in ranked]
        had = len(self._rows)
        upto = min(most, self._most.positions)
        self._rows = list(purse.fill(rows, row_words, most=upto, have=had, heading=_TABLE_WORDS))
        if had < len(rows) == len(self._rows):
            purse.spend(-_MORE_WORDS)
        self._parts.spend(sum(map(row_words, self._rows[had:])))

    def seat(self, purse: Purse, roles: Roles) -> None:
        """Puts the rows into the point's order and gives the parties their roles."""
        place = {position.id: number for number, position in enumerate(self.point.positions)}
        seated: list[PositionShown] = []
        for one in sorted(self._rows, key=lambda one: place[one.position.id]):
            role = roles.first(one.position.party)
            fits = bool(role) and purse.take(count_words(role))
            seated.append(replace(one, role=role if fits else ""))
        self._rows = seated

    def add_known(self, purse: Purse, used: set[str], *, most: int) -> None:
        """More summary statements that the memo has not shown yet, `most` in all."""
        while self._unseen and len(self._known) < most:
            statement = self._unseen[0]
            if statement.id not in used or self._full:
                shown = said(statement, self._most.known_words, full=self._full)
                if not self._spend(purse, said_words(shown)):
                    return
                used.add(statement.id)
                self._known.append(shown)
            self._unseen.pop(0)

    def add_rest(self, purse: Purse, *, entries: int) -> None:
        """Gaps and why it matters, `entries` of each, then the options."""
        most = self._most
        gaps = [gap(entry, most.gap_words) for entry in self.point.gaps[:entries]]
        matters = [said(entry, most.matters_words, full=self._full) for entry in self.point.matters[:entries]]
        named = tuple(
            OptionShown(key=option.key, text=cut(option.text, most.cell_words), evidence=option.evidence)
            for option in self.point.options
        )
        self._gaps = self._kept(gaps, gap_words, purse, heading=2)
        self._matters = self._kept(matters, said_words, purse, heading=3)
        if named and self._spend(purse, 2 + sum(count_words(option.text) for option in named)):
            self._options = named

    def shown(self, watch: Mapping[str, Indicator]) -> PointShown:
        """The point as it is printed, with those of its indicators that `watch` holds by id."""
        most = self._most
        return PointShown(
            point=self.point,
            headline=self.headline,
            question=self.question,
            known=tuple(self._known),
            positions=Part(tuple(self._rows), len(self.point.positions) - len(self._rows)),
            voices=voices_line(self.point),
            options=self._options,
            gaps=self._gaps,
            matters=self._matters,
            watch=tuple(
                dated(watch[name], most.line_words, full=self._full) for name in self.point.watch if name in watch
            ),
        )

    def _kept(self, things: Iterable[T], words: Callable[[T], int], purse: Purse, *, heading: int) -> tuple[T, ...]:
        kept: list[T] = []
        for thing in things:
            if not self._spend(purse, words(thing) + (0 if kept else heading)):
                break
            kept.append(thing)
        return tuple(kept)

    def _spend(self, purse: Purse, words: int) -> bool:
        """Takes words from the memo's purse and from the point's own share, or from neither."""
        if words > self._parts.left:
            return False
        if not purse.take(words):
            return False
        self._parts.spend(words)
        return True


def row(position: Position, words: int, *, full: bool) -> PositionShown:
    """A row of a point's table, without a role; a stance is never told without what it is tied to."""
    return PositionShown(
        party=cut(position.party, words),
        role="",
        stance=said(position.stance, words, full=full, strict=True),
        conditions=tuple(said(entry, words, full=full, strict=True) for entry in position.conditions),
        position=position,
    )


def row_words(shown: PositionShown) -> int:
    """Words of a row."""
    return count_words(shown.party) + said_words(shown.stance) + sum(map(said_words, shown.conditions))


def brief(point: ContentionPoint, most: Caps, used: set[str], *, positions: bool) -> PointShown:
    """A point in some 40 words; in one line without `positions`. Nothing in `used` is told again."""
    question = cut(point.question, most.headline_words * 2)
    left = _SECONDARY_WORDS - count_words(question)
    known = next((statement for statement in point.summary if statement.id not in used), None)
    shown = (said(known, most.line_words, full=False),) if known else ()
    left -= sum(map(said_words, shown))
    rows: list[PositionShown] = []
    for position in point.positions[:_BRIEF_ROWS] if positions else ():
        one = row(position, _BRIEF_CELL_WORDS, full=False)
        left -= _line_words(one)
        if left < 0:
            break
        rows.append(one)
    return PointShown(
        point=point,
        headline=cut(point.headline, most.headline_words),
        question=question,
        known=shown,
        positions=Part(tuple(rows), len(point.positions) - len(rows)),
    )


def brief_words(shown: PointShown) -> int:
    """Words of a point as `brief` makes it."""
    rows = sum(map(_line_words, shown.positions.entries))
    return count_words(shown.question) + sum(map(said_words, shown.known)) + rows


def _line_words(shown: PositionShown) -> int:
    """Words of a row that is told in a line, where "condition" stands before each."""
    return row_words(shown) + len(shown.conditions)
