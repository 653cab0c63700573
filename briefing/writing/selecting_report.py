"""What of a memo the template `report` prints: all of it, unless a number of words is asked for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.writing.budget import UNLIMITED, Caps, Frame
from briefing.writing.pointing import apart
from briefing.writing.selecting import select
from briefing.writing.selection import Part, Taken
from briefing.writing.wording import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.memo import Memo
    from briefing.writing.selection import (
        Dated,
        FigureShown,
        FirstScreen,
        Foot,
        PointShown,
        QuoteShown,
        Said,
        Selection,
    )

_FRAME = Frame(
    words=14,  # headings that the template `memo` does not have, and two lines "Not shown" in place of one
    point_words=13,  # the number twice, "Issue", "Secondary", and longer headings of its parts
    listed=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that the template `report` prints of a memo; it gets it as `shown`.

    Attributes:
        full: True where nothing was left out: unless a number of words was asked for.
        budget: most words, evidence and front matter aside.
        title: of the memo.
        screen: as in a `Selection`.
        issues: the points, core ones first; an issue's number is its place, from 1.
        points_left_out: as in a `Selection`.
        timeline: dated events in the order of their dates, without those among the triggers.
        figures: quantities.
        quotes: quotations.
        foot: as in a `Selection`; its parties have their positions.
    """

    full: bool
    budget: int
    title: str
    screen: FirstScreen
    issues: tuple[PointShown, ...]
    points_left_out: str
    timeline: Part[Dated]
    figures: Part[FigureShown]
    quotes: Part[QuoteShown]
    foot: Foot


def select_report(memo: Memo, *, full: bool = False, max_words: int | None = None) -> Report:
    """What of `memo` is printed as a report.

    Args:
        memo: any memo.
        full: print everything even where `max_words` is given, and positions whole under their parties too.
        max_words: most words; None for as many as it takes. Evidence and front matter do not count.

    Raises:
        OptionError: `max_words` is below 1.
    """
    chosen = select(memo, full=full or max_words is None, max_words=max_words, frame=_FRAME)
    lesser = (*chosen.secondary, *chosen.contextual)
    if not chosen.full:  # they are paid for as questions alone
        lesser = tuple(replace(point, headline="") for point in lesser)
    issues = tuple(replace(point, headline=apart(point.headline, point.question)) for point in (*chosen.core, *lesser))
    parties = chosen.foot.parties
    if chosen.full:
        words = UNLIMITED if full else Caps().cell_words  # the issues have them whole
        taken = _taken(issues, words)
        parties = tuple(replace(shown, positions=tuple(taken[shown.party.name])) for shown in parties)
    return Report(
        full=chosen.full,
        budget=chosen.budget,
        title=chosen.title,
        screen=chosen.screen,
        issues=issues,
        points_left_out=chosen.points_left_out,
        timeline=_timeline(chosen),
        figures=chosen.facts.figures,
        quotes=chosen.facts.quotes,
        foot=replace(chosen.foot, parties=parties),
    )


def _taken(issues: Sequence[PointShown], words: int) -> defaultdict[str, list[Taken]]:
    """By party, what it says about each issue."""
    taken: defaultdict[str, list[Taken]] = defaultdict(list)
    for number, issue in enumerate(issues, start=1):
        said: defaultdict[str, list[Said]] = defaultdict(list)
        for row in issue.positions.entries:
            said[row.position.party].append(replace(row.stance, text=cut(row.stance.text, words)))
        for party, stances in said.items():
            taken[party].append(Taken(issue=number, stances=tuple(stances)))
    return taken


def _timeline(chosen: Selection) -> Part[Dated]:
    """Dated events, oldest first, those without a resolved date last; what is to be watched stands elsewhere."""
    ahead = {(entry.when, entry.said.evidence) for entry in chosen.screen.triggers}
    events = [event for event in chosen.facts.events.entries if (event.when, event.said.evidence) not in ahead]
    return Part(tuple(sorted(events, key=lambda event: event.date or dt.date.max)), chosen.facts.events.more)
