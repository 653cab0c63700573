"""The parts that are chosen out of many: triggers, quotations, and problems told together."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from briefing.memo import Event
from briefing.writing.selection import ProblemShown, QuoteShown
from briefing.writing.wording import cut, number_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from briefing.memo import Indicator, Memo, Problem, Quote

ONE_BY_ONE = 5  # more problems of one kind than this are told together
_STATES = ("scheduled", "postponed", "expected")
_LEANS = re.compile(r"(?:it|he|she|they|this|that|which)\b", re.I)  # says nothing without the sentence before
_NOT_WORDS = re.compile(r"[\W_]+")


def triggers(memo: Memo) -> tuple[Indicator | Event, ...]:
    """What is to come, the most useful first.

    One entry a day, by date, on or after `as_of` (all days where there is none): an event that is
    scheduled, else postponed, else expected, else an indicator; the shorter telling of two. Then
    the indicators without a date that rest on nothing told before.
    """
    days: dict[str, Indicator | Event] = {}
    coming = [event for event in memo.timeline if _comes(event, memo.as_of)]
    watched = [entry for entry in memo.watch if entry.date and (not memo.as_of or entry.date >= memo.as_of)]
    entries: list[Indicator | Event] = [*coming, *watched]
    for entry in sorted(entries, key=_use):
        days.setdefault(str(_day(entry)), entry)
    dated = [entry for _, entry in sorted(days.items())]
    told_of = {entry.text.evidence for entry in entries}
    return (*dated, *(entry for entry in memo.watch if not entry.date and entry.text.evidence not in told_of))


def _day(entry: Indicator | Event) -> dt.date | None:
    return _last_day(entry, entry.date) if isinstance(entry, Event) and entry.date else entry.date


def _use(entry: Indicator | Event) -> tuple[int, int, str]:
    """How little an entry says of its day, least first; ties by id, so that the order is always the same."""
    rank = _STATES.index(entry.state) if isinstance(entry, Event) else len(_STATES)
    leans = _LEANS.match(entry.text.text) is not None
    return rank + leans, len(entry.text.text), entry.id


def _comes(event: Event, as_of: dt.date | None) -> bool:
    if event.state not in _STATES or event.date is None:
        return False
    last = _last_day(event, event.date)
    return as_of is None or last > as_of or (last == as_of and event.state != "postponed")


def _last_day(event: Event, first: dt.date) -> dt.date:
    if event.end:
        return event.end
    if event.precision == "month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first.replace(month=12, day=31) if event.precision == "year" else first


def distinct_quotes(memo: Memo, *, words: int) -> tuple[QuoteShown, ...]:
    """Speech, most useful first: a new speaker before one heard already, a role before none.

    The same words told again, or told in part, are shown once, with the other speakers they are
    given to. Quoted terms follow only where the memo holds no speech.
    """
    speech = [quote for quote in memo.quotes if quote.kind == "speech"] or list(memo.quotes)
    longest_first = sorted(speech, key=lambda quote: -len(_folded(quote.text)))
    groups: list[list[Quote]] = []
    for quote in longest_first:
        same = next((group for group in groups if _folded(quote.text) in _folded(group[0].text)), None)
        if same is None:
            groups.append([quote])
        else:
            same.append(quote)
    place = {quote.id: number for number, quote in enumerate(memo.quotes)}
    leaders = [(min(group, key=lambda quote: (_rank(quote), place[quote.id])), group) for group in groups]
    leaders.sort(key=lambda pair: (_rank(pair[0]), place[pair[0].id]))
    heard: dict[str | None, int] = {}
    turns: list[tuple[int, int, QuoteShown]] = []
    for number, (quote, group) in enumerate(leaders):
        turn = heard[quote.speaker] = heard.get(quote.speaker, -1) + 1
        turns.append((turn, number, _shown(quote, group, words)))
    return tuple(shown for _, _, shown in sorted(turns, key=lambda entry: entry[:2]))


def _shown(quote: Quote, group: Sequence[Quote], words: int) -> QuoteShown:
    others = {other.speaker: None for other in group if other.speaker and other.speaker != quote.speaker}
    longest = max(group, key=lambda other: len(other.text))
    return QuoteShown(quote=quote, text=cut(longest.text, words).rstrip(" ,;"), also=tuple(others))


def _rank(quote: Quote) -> int:
    return 0 if quote.speaker and quote.role else 1 if quote.speaker else 2


def _folded(text: str) -> str:
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def all_quotes(memo: Memo) -> tuple[QuoteShown, ...]:
    """Every quotation in the memo's order, whole."""
    return tuple(QuoteShown(quote=quote, text=quote.text) for quote in memo.quotes)


def told(
    problems: Iterable[Problem], *, words: int, together: bool, one_by_one: int = ONE_BY_ONE
) -> tuple[ProblemShown, ...]:
    """Problems in order; more than `one_by_one` of one kind are told together at the place of the first.

    Args:
        problems: losses or notices.
        words: most words of a message and of an advice each.
        together: False tells each by itself, however many.
        one_by_one: most problems of one kind that are told each by itself.
    """
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.kind, []).append(problem)
    shown: list[ProblemShown] = []
    for kind, group in kinds.items():
        if together and len(group) > one_by_one:
            message = f"{number_of(len(group), 'time')}, first: {cut(group[0].message, words)}"
            advice = cut(group[0].advice, words)
            shown.append(ProblemShown(kind=kind, message=message, advice=advice, count=len(group)))
            continue
        shown.extend(
            ProblemShown(kind=kind, message=cut(problem.message, words), advice=cut(problem.advice, words))
            for problem in group
        )
    return tuple(shown)
