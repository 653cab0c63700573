"""What of a memo fits half a page, for the template `brief`.

First what is printed in any case: title, status, losses, sources. Then, as far as words reach: the
lead, both sides of the leading dispute, why it matters, what speaks against it or is not known,
what is next, the sides of a second dispute (or more voices on the first), the other points' names.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, get_args

from briefing.memo import Basis, Tier
from briefing.writing import saying
from briefing.writing.budget import BRIEF_WORDS, FULL, UNLIMITED, Caps, Purse, word_budget
from briefing.writing.highlights import told, triggers
from briefing.writing.pointing import Roles, apart, row, untold
from briefing.writing.selection import Part, PointShown
from briefing.writing.siding import opposed, sides
from briefing.writing.wording import as_of_line, count_words, cut, outlets, status_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.memo import ArticleRecord, ContentionPoint, Gap, Memo, Position
    from briefing.writing.selection import Dated, GapShown, PositionShown, ProblemShown, Said

    _Planned = tuple[ContentionPoint, tuple[Position, ...]]

_CAPS = Caps(question_words=20, problem_words=20, triggers=3, articles=3, headline_words=10)
_PARTIES = 4  # lines under "What they're saying"
_SIDES = 2
_LOSSES = 3  # kinds of loss that are told
_LOST = "What could not be used"
_ALSO = "Also open"
_MORE = "and 9 more"
_NOTICES = "9 notices are in memo.json"
_TIERS = get_args(Tier)
_VOUCHED = get_args(Basis)  # from a party's own words to a forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that the template `brief` prints of a memo; it gets it as `shown`.

    Attributes:
        full: True where nothing was cut.
        budget: most words, evidence and front matter aside.
        title: of the memo.
        lead: the first thing to know; one statement, all of the bottom line when full.
        disputes: the leading points, each with at least its two sides where it has two.
        matters: why they matter.
        counter: a position against one that was told, or none.
        gap: what is not known of the disputes, where there is no `counter`.
        triggers: what is next, each with a date.
        also: the other points, by their headlines.
        losses: input that could not be used.
        notices: how many other problems the memo tells of.
        articles: the articles, but for one that has nothing but the memo's own title.
    """

    full: bool
    budget: int
    title: str
    lead: tuple[Said, ...] = ()
    disputes: tuple[PointShown, ...] = ()
    matters: tuple[Said, ...] = ()
    counter: tuple[PositionShown, ...] = ()
    gap: tuple[GapShown, ...] = ()
    triggers: tuple[Dated, ...] = ()
    also: Part[PointShown] = field(default_factory=Part)
    losses: Part[ProblemShown] = field(default_factory=Part)
    notices: int = 0
    articles: Part[ArticleRecord] = field(default_factory=Part)


def select_brief(memo: Memo, *, full: bool = False, max_words: int | None = None) -> Brief:
    """What of `memo` is printed on half a page.

    Args:
        memo: any memo.
        full: print all positions, triggers and losses, whole; no budget.
        max_words: most words instead of 250; evidence and front matter do not count, marks do.

    Raises:
        OptionError: `max_words` is below 1.
    """
    budget = BRIEF_WORDS if max_words is None else word_budget(memo, max_words)
    most = FULL if full else _CAPS
    page = _Page(memo, most, Purse(UNLIMITED if full else budget), full=full)
    title = cut(memo.title, most.title_words)
    losses = _losses(memo, most, full=full)
    named = [article for article in memo.articles if article.publisher or article.url or article.title != memo.title]
    articles = tuple(named[: most.articles])
    page.purse.spend(_fixed_words(memo, title, losses))

    ranked = sorted(memo.points, key=lambda point: _TIERS.index(point.tier))
    plan = _planned(memo, ranked, full=full)
    lead = page.lead()
    disputes = page.disputes(plan[:1])
    matters = page.matters(plan[:1])
    counter = page.counter(plan[:1])
    gap = () if counter else page.gap(plan[:1])
    ahead = page.triggers(most=1)
    disputes += page.disputes(plan[1:]) if disputes else ()
    told_of = plan[: len(disputes)]
    matters = matters or page.matters(told_of)
    counter = counter or (() if gap else page.counter(told_of))
    gap = gap or (() if counter else page.gap(told_of, memo.gaps))
    ahead = page.triggers(most=most.triggers, have=len(ahead))
    return Brief(
        full=full,
        budget=budget,
        title=title,
        lead=lead,
        disputes=disputes,
        matters=matters,
        counter=counter,
        gap=gap,
        triggers=ahead,
        also=page.also(ranked, {shown.point.id for shown in disputes}),
        losses=losses,
        notices=_notices(memo),
        articles=Part(articles, len(named) - len(articles)),
    )


def _losses(memo: Memo, most: Caps, *, full: bool) -> Part[ProblemShown]:
    lost = [problem for problem in memo.problems if problem.loss]
    kinds = told(lost, words=most.problem_words, together=not full, one_by_one=1)
    shown = kinds[: UNLIMITED if full else _LOSSES]
    return Part(shown, sum(kind.count for kind in kinds[len(shown) :]))


def _notices(memo: Memo) -> int:
    return sum(not problem.loss for problem in memo.problems)


def _fixed_words(memo: Memo, title: str, losses: Part[ProblemShown]) -> int:
    lines = [title, status_line(memo)]
    if memo.articles:
        names = list(outlets(memo).values())
        lines += ["Sources", as_of_line(memo), *names[: _CAPS.articles]]
        lines += [_MORE] if len(names) > _CAPS.articles else []
    for loss in losses.entries:
        lines += [loss.message, loss.advice]
    if losses.entries:
        lines += [_LOST, _MORE if losses.more else ""]
    if _notices(memo):
        lines.append(_NOTICES)
    if memo.points:
        lines += [_ALSO, _MORE]
    return sum(map(count_words, lines))


def _planned(memo: Memo, ranked: Sequence[ContentionPoint], *, full: bool) -> list[_Planned]:
    """The disputes to tell and whose positions: two sides each of two, or four voices of one; all when full.

    Of the disputes with two parties, those come first whose two sides answer differently.
    """
    if full:
        return [(point, point.positions) for point in ranked if point.positions]
    facing = [point for point in ranked if len({position.party for position in point.positions}) >= _SIDES]
    facing.sort(key=lambda point: not opposed(*sides(memo, point)[:_SIDES]))  # two who agree are no dispute yet
    if len(facing) == 1:
        return [(facing[0], sides(memo, facing[0])[:_PARTIES])]
    return [(point, sides(memo, point)[:_SIDES]) for point in facing[: _PARTIES // _SIDES]] or [
        (point, point.positions[:1]) for point in ranked if point.positions
    ][: _PARTIES // _SIDES]


class _Page:
    """The half page under selection; every part pays for its words before it is shown."""

    def __init__(self, memo: Memo, most: Caps, purse: Purse, *, full: bool) -> None:
        self._memo, self._most, self._full, self.purse = memo, most, full, purse
        self._roles = Roles(memo, most.role_words)

    def lead(self) -> tuple[Said, ...]:
        """The bottom line's first statement; without one the first judgment, or the first thing known."""
        known = [point.summary[0] for point in self._memo.points if point.summary]
        candidates = self._memo.bottom_line or self._memo.key_judgments[:1] or tuple(known[:1])
        lead = [
            saying.said(statement, self._most.bottom_line_words, full=self._full)
            for statement in candidates[: UNLIMITED if self._full else 1]
        ]
        return self.purse.fill(lead, saying.marked_words, most=UNLIMITED)

    def disputes(self, plan: Sequence[_Planned]) -> tuple[PointShown, ...]:
        """The planned disputes, each with its two sides or not at all, then with more voices as words reach."""
        shown: list[PointShown] = []
        for number, (point, positions) in enumerate(plan):
            rows = [self._row(position) for position in positions]
            question = cut(point.question, self._most.question_words)
            heading = count_words(question) + (0 if number else 3)  # "What they're saying"
            if not self.purse.take(heading + sum(map(_row_words, rows[:_SIDES]))):
                break
            kept = self.purse.fill(rows, _row_words, most=UNLIMITED, have=min(_SIDES, len(rows)))
            shown.append(
                PointShown(
                    point=point,
                    headline="",
                    question=question,
                    positions=Part(kept, len(point.positions) - len(kept)),
                )
            )
        return tuple(shown)

    def _row(self, position: Position) -> PositionShown:
        shown = row(position, self._most.cell_words, full=self._full)
        return replace(shown, role=self._roles.first(position.party))

    def matters(self, plan: Sequence[_Planned]) -> tuple[Said, ...]:
        """Why the first of the planned disputes that says so matters."""
        found = next((point.matters for point, _ in plan if point.matters), ())
        shown = [saying.said(entry, self._most.matters_words, full=self._full) for entry in found]
        return self.purse.fill(shown, saying.marked_words, most=UNLIMITED if self._full else 1, heading=3)

    def counter(self, plan: Sequence[_Planned]) -> tuple[PositionShown, ...]:
        """The best vouched position that is not told and stands against one that is."""
        against = [
            other
            for point, rows in plan
            for other in point.positions
            if other.party not in {position.party for position in rows}
            and any(opposed(other, position) for position in rows)
        ]
        best = sorted(against, key=lambda position: _VOUCHED.index(position.stance.basis))[:1]
        return self.purse.fill([self._row(position) for position in best], _row_words, most=1, heading=2)

    def gap(self, plan: Sequence[_Planned], others: Sequence[Gap] = ()) -> tuple[GapShown, ...]:
        """The first thing that is not known of the planned disputes, else of `others`."""
        gaps = [*(gap for point, _ in plan for gap in point.gaps), *others]
        shown = [saying.gap(entry, self._most.gap_words) for entry in gaps[:1]]
        return self.purse.fill(shown, saying.gap_words, most=1, heading=5)  # "Yes, but still not known"

    def triggers(self, *, most: int, have: int = 0) -> tuple[Dated, ...]:
        """What is next, each with its date: `most`, of which the first `have` are paid for."""
        ahead = [
            saying.dated(entry, self._most.trigger_words, full=self._full)
            for entry in triggers(self._memo)
            if entry.date is not None
        ]
        return self.purse.fill(ahead, _dated_words, most=most, have=have, heading=2)

    def also(self, ranked: Sequence[ContentionPoint], told_already: set[str]) -> Part[PointShown]:
        """The other points by name, and how many more there are; the words around them are paid for."""
        others = [point for point in ranked if point.id not in told_already]
        named = [self._named(point) for point in others]
        kept = self.purse.fill(named, lambda shown: count_words(shown.headline or shown.question), most=UNLIMITED)
        return Part(kept, len(others) - len(kept))

    def _named(self, point: ContentionPoint) -> PointShown:
        question = cut(point.question, self._most.question_words)
        headline = cut(point.headline, self._most.headline_words)
        if untold(headline, question) and count_words(question) <= self._most.headline_words:
            headline = ""  # as short, the question says more
        return PointShown(point=point, headline=apart(headline, question), question=question)


def _row_words(shown: PositionShown) -> int:
    conditions = sum(1 + saying.marked_words(condition) for condition in shown.conditions)  # "condition"
    return count_words(shown.party) + count_words(shown.role) + saying.marked_words(shown.stance) + conditions


def _dated_words(shown: Dated) -> int:
    return count_words(shown.when) + count_words(shown.state) + saying.marked_words(shown.said)
