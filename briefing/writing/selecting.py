"""What of a memo fits its word budget, and in which order it is given up.

First what is printed in any case: title, dates, status, problems, three articles, how the memo was
made. Then, as far as words reach: the bottom line, the questions of all core points, judgments,
positions of the core points, triggers, what is known and not known of them, a few dates, figures and quotations,
secondary points, more facts, contextual points, and more of everything. So contextual points go
first, then secondary ones, then details of the later core ones; what is left out is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.writing import saying
from briefing.writing.budget import FULL, UNLIMITED, Caps, Frame, Purse, caps, word_budget
from briefing.writing.highlights import all_quotes, distinct_quotes, told, triggers
from briefing.writing.pointing import Draft, Roles, brief, brief_words
from briefing.writing.selection import Facts, FirstScreen, Foot, Part, PartyShown, Selection
from briefing.writing.wording import (
    as_of_line,
    count_words,
    cut,
    listed,
    made_line,
    number_of,
    outlets,
    status_line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.memo import ArticleRecord, ContentionPoint, Memo, Tier
    from briefing.writing.selection import Dated, PointShown, QuoteShown, Said

_FIXED_WORDS = 7  # "About the sources", "How it was made"
_POINTS_WORDS = 11  # "Open points", "Left out for length: …; `--full` and `memo.json` have them."
_DATES_HEADING = 11  # "Dates and figures", "Not shown: 2 more dates, 3 more figures."
_QUOTES_HEADING = 6  # "Quotations", "Not shown: 2 more quotations."
_UNCITED_HEADING = 5  # "The longest parts cited nowhere:"
_LONG_PART = 25  # words; a shorter part that is cited nowhere is told in a full memo alone
_FIRST_ARTICLES = 3
_FIRST_ROWS = 2
_FIRST_TRIGGERS = 3
_FIRST_FACTS = Caps(events=2, figures=2, quotes=2)  # those that come before secondary points
_MORE_FACTS = Caps(events=4, figures=4, quotes=2)  # before contextual points


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The memo under selection, its caps, and what is left: words, and statements not told yet."""

    memo: Memo
    full: bool
    most: Caps
    purse: Purse
    used: set[str]
    foot: Foot
    frame: Frame

    def points(self, tier: Tier) -> list[ContentionPoint]:
        return [point for point in self.memo.points if point.tier == tier]


_PLAIN = Frame()


def select(memo: Memo, *, full: bool = False, max_words: int | None = None, frame: Frame = _PLAIN) -> Selection:
    """What of `memo` is printed.

    Args:
        memo: any memo.
        full: print everything, whole; no budget.
        max_words: most words instead of those that `budget.word_budget` gives.
        frame: words that the template prints around what is selected, beyond those of `memo`.

    Raises:
        OptionError: `max_words` is below 1.
    """
    most = FULL if full else caps(word_budget(memo, max_words))
    foot = _foot(memo, most, full)
    title = cut(memo.title, most.title_words)
    fixed = _fixed_words(memo, foot, title) + frame.words
    judged = [saying.judged(entry, most, full=full) for entry in memo.key_judgments[: most.judgments]]
    # judgments tell what no article does, so they are no part of what retells a short one
    budget = word_budget(memo, max_words, apparatus=fixed + sum(map(saying.judged_words, judged)))
    sheet = _Sheet(memo, full, most, Purse(UNLIMITED if full else budget), set(), foot, frame)
    sheet.purse.spend(fixed)

    lead = saying.together(memo.bottom_line, most.bottom_line_words, full=full)
    bottom_line = sheet.purse.fill(lead, saying.said_words, most=UNLIMITED, heading=2)
    drafts = [Draft(point, most, full=full) for point in sheet.points("core")]
    core = sheet.purse.fill(
        drafts, lambda draft: draft.head_words() + frame.around(draft.headline or draft.question), most=UNLIMITED
    )
    screen = replace(_first_screen(sheet, core), bottom_line=bottom_line)
    for draft in core:
        draft.add_known(sheet.purse, sheet.used, most=1)
        draft.add_rest(sheet.purse, entries=UNLIMITED if full else 2)
    every_fact = _fact_candidates(sheet, screen)
    facts = _facts(sheet, every_fact, most if full else _FIRST_FACTS, Facts())
    secondary = _lesser_points(sheet, "secondary", allowed=len(core) == len(drafts))
    facts = _facts(sheet, every_fact, most if full else _MORE_FACTS, facts)
    all_secondary = len(secondary) == len(sheet.points("secondary"))
    contextual = _lesser_points(sheet, "contextual", allowed=len(core) == len(drafts) and all_secondary)
    facts = _facts(sheet, every_fact, most, facts)
    foot = _longer_foot(sheet)
    for draft in core:
        draft.add_known(sheet.purse, sheet.used, most=UNLIMITED)
    watch = {entry.id: entry for entry in memo.watch} if full else {}
    left_out = [
        number_of(len(sheet.points(tier)) - len(shown), f"{tier} point")
        for tier, shown in _tiers(core, secondary, contextual)
        if len(sheet.points(tier)) > len(shown)
    ]
    return Selection(
        full=full,
        budget=budget,
        title=title,
        screen=screen,
        core=tuple(draft.shown(watch) for draft in core),
        secondary=secondary,
        contextual=contextual,
        points_left_out=listed(left_out),
        facts=facts,
        foot=foot,
    )


def _tiers(
    core: Sequence[object], secondary: Sequence[object], contextual: Sequence[object]
) -> tuple[tuple[Tier, Sequence[object]], ...]:
    return ("core", core), ("secondary", secondary), ("contextual", contextual)


def _foot(memo: Memo, most: Caps, full: bool) -> Foot:
    """What the foot has in any case."""
    losses, notices = (
        told([p for p in memo.problems if p.loss is loss], words=most.problem_words, together=not full)
        for loss in (True, False)
    )
    articles = memo.articles[: most.articles if full else _FIRST_ARTICLES]
    called = outlets(memo) if len(memo.articles) > 1 else {}
    uncited = tuple(
        saying.left(part, most.opening_words, called.get(part.article), full=full)
        for part in memo.coverage.uncited[: most.uncited]
        if full or part.words >= _LONG_PART
    )
    return Foot(
        losses=losses,
        notices=notices,
        articles=Part(articles, len(memo.articles) - len(articles)),
        uncited=uncited,
    )


def _fixed_words(memo: Memo, foot: Foot, title: str) -> int:
    lines = (title, as_of_line(memo), status_line(memo), made_line(memo))
    problems = (*foot.losses, *foot.notices)
    told_words = sum(count_words(problem.message) + count_words(problem.advice) for problem in problems)
    headings = (5 if foot.losses else 0) + (1 if foot.notices else 0)
    listing = sum(map(_article_words, foot.articles.entries))
    uncited = sum(map(saying.left_words, foot.uncited)) + (_UNCITED_HEADING if foot.uncited else 0)
    more = 4 if foot.articles.more else 0  # "and 3 more articles"
    tiers = {point.tier for point in memo.points}
    left_out = _POINTS_WORDS + 3 * len(tiers) + 1 if tiers else 0  # "3 secondary points", "and"
    return (
        _FIXED_WORDS
        + more
        + left_out
        + saying.legend_words(memo)
        + sum(map(count_words, lines))
        + told_words
        + headings
        + uncited
        + listing
    )


def _article_words(article: ArticleRecord) -> int:
    texts = (article.title, article.publisher or "", article.author or "")
    return min(count_words(texts[0]), 14) + sum(min(count_words(text), 6) for text in texts[1:]) + 3


def _first_screen(sheet: _Sheet, core: Sequence[Draft]) -> FirstScreen:
    memo, most, purse, full = sheet.memo, sheet.most, sheet.purse, sheet.full
    judged = [saying.judged(entry, most, full=full) for entry in memo.key_judgments]
    judgments = purse.fill(judged, saying.judged_words, most=most.judgments, heading=2)
    leading = [] if judged else _leading(sheet)
    say = purse.fill([said for _, said in leading], saying.said_words, most=2, heading=4)
    roles = Roles(memo, most.role_words)
    coming = [saying.dated(entry, most.trigger_words, full=full) for entry in triggers(memo)]
    ahead: tuple[Dated, ...] = ()
    for rows in (_FIRST_ROWS, UNLIMITED):  # two sides of each point and the next days before the third of any
        for draft in core:
            draft.add_positions(purse, most=rows)
        if not ahead:
            ahead = purse.fill(coming, saying.dated_words, most=_FIRST_TRIGGERS, heading=4)
    for draft in core:
        draft.seat(purse, roles)
    say = purse.fill([said for _, said in leading], saying.said_words, most=3, have=len(say), heading=4)
    sheet.used.update(name for name, _ in leading[: len(say)])
    ahead = purse.fill(coming, saying.dated_words, most=most.triggers, have=len(ahead), heading=4)
    return FirstScreen(judgments=judgments, say=say, triggers=ahead)


def _leading(sheet: _Sheet) -> list[tuple[str, Said]]:
    """The first thing known of each point, core points first, with the statement's id."""
    ranked = [*sheet.points("core"), *sheet.points("secondary"), *sheet.points("contextual")]
    first = [point.summary[0] for point in ranked if point.summary]
    words = sheet.most.judgment_words
    return [(statement.id, saying.said(statement, words, full=sheet.full)) for statement in first]


def _lesser_points(sheet: _Sheet, tier: Tier, *, allowed: bool) -> tuple[PointShown, ...]:
    """Points below the core, in brief; not `allowed` while one of a tier above is left out."""
    if sheet.full:
        return _whole(sheet, tier)
    if not allowed:
        return ()
    briefs = [brief(point, sheet.most, sheet.used, positions=tier == "secondary") for point in sheet.points(tier)]
    return sheet.purse.fill(
        briefs, lambda shown: brief_words(shown) + sheet.frame.around(shown.question), most=UNLIMITED, heading=3
    )


def _whole(sheet: _Sheet, tier: Tier) -> tuple[PointShown, ...]:
    watch = {entry.id: entry for entry in sheet.memo.watch}
    shown: list[PointShown] = []
    for point in sheet.points(tier):
        draft = Draft(point, sheet.most, full=True)
        draft.add_positions(sheet.purse, most=UNLIMITED)
        draft.add_known(sheet.purse, sheet.used, most=UNLIMITED)
        draft.add_rest(sheet.purse, entries=UNLIMITED)
        shown.append(draft.shown(watch))
    return tuple(shown)


def _fact_candidates(sheet: _Sheet, screen: FirstScreen) -> Facts:
    """All dates, figures and quotations, the most useful first, but for dates on the first screen."""
    memo, most, full = sheet.memo, sheet.most, sheet.full
    told_already = set() if full else {(entry.when, entry.said.evidence) for entry in screen.triggers}
    events = [saying.dated(entry, most.line_words, full=full) for entry in memo.timeline]
    # The same figure is told once, unless the memo is full: the first wording is the one kept.
    distinct = {entry.id if full else entry.as_written.casefold(): entry for entry in reversed(memo.figures)}
    figures = [saying.figure(entry, most.cell_words) for entry in reversed(distinct.values())]
    return Facts(
        events=Part(tuple(event for event in events if (event.when, event.said.evidence) not in told_already)),
        figures=Part(tuple(figures)),
        quotes=Part(all_quotes(memo) if full else distinct_quotes(memo, words=most.quote_words)),
    )


def _facts(sheet: _Sheet, every: Facts, most: Caps, have: Facts) -> Facts:
    """Of `every`, what `have` holds and as many more as fit."""
    fill = sheet.purse.fill
    events, figures, quotes = every.events.entries, every.figures.entries, every.quotes.entries
    had = (len(have.events.entries), len(have.figures.entries), len(have.quotes.entries))
    words = fill(quotes, _quote_words, most=most.quotes, have=had[2], heading=_QUOTES_HEADING)
    dates = fill(events, saying.dated_words, most=most.events, have=had[0], heading=_DATES_HEADING)
    numbers = fill(figures, saying.figure_words, most=most.figures, have=had[1], heading=0 if dates else _DATES_HEADING)
    return Facts(
        events=Part(dates, len(events) - len(dates)),
        figures=Part(numbers, len(figures) - len(numbers)),
        quotes=Part(words, len(quotes) - len(words)),
    )


def _quote_words(shown: QuoteShown) -> int:
    speaker = count_words(shown.quote.speaker or "Speaker not named") + count_words(shown.quote.role or "")
    also = sum(2 + count_words(name) for name in shown.also)
    return count_words(shown.text) + speaker + also + 1


def _longer_foot(sheet: _Sheet) -> Foot:
    """What the foot has where words are left: notes, gaps, agreement, reactions, more articles."""
    memo, most, purse, full = sheet.memo, sheet.most, sheet.purse, sheet.full
    noted = [saying.noted(note, most.note_words, full=full) for note in memo.source_notes]
    notes = purse.fill(noted, lambda note: 1 + saying.said_words(note.said), most=most.notes)
    topics = [saying.gap(entry, most.gap_words) for entry in memo.gaps]
    gaps = purse.fill(topics, saying.gap_words, most=most.notes, heading=3)
    agreements = [saying.said(entry, most.known_words, full=full) for entry in memo.agreed]
    agreed = purse.fill(agreements, saying.said_words, most=most.notes, heading=4)
    reacting = [
        PartyShown(
            party=party,
            reactions=tuple(
                saying.said(entry, most.line_words, full=full) for entry in party.reactions[: UNLIMITED if full else 1]
            ),
        )
        for party in memo.parties
        if full or party.reactions
    ]
    parties = purse.fill(
        reacting,
        lambda shown: count_words(shown.party.name) + sum(map(saying.said_words, shown.reactions)),
        most=most.reactions,
        heading=1,
    )
    had = sheet.foot.articles.entries
    articles = purse.fill(memo.articles, _article_words, most=most.articles, have=len(had))
    return replace(
        sheet.foot,
        notes=Part(notes, len(noted) - len(notes)),
        gaps=gaps,
        agreed=agreed,
        parties=parties,
        articles=Part(articles, len(memo.articles) - len(articles)),
    )
