"""What of a memo is printed, and in which words: the frozen values that a template lays out.

Text in them is plain, on one line and already cut to its place; the template escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import datetime as dt

    from briefing.memo import ArticleRecord, Basis, ContentionPoint, Figure, Indicator, Party, Position, Quote, Uncited

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """The entries of one part that are printed, and how many `more` the memo has."""

    entries: tuple[T, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement as it is printed.

    Attributes:
        text: plain words, cut with … where they had to be.
        evidence: evidence ids.
        basis: as in the statement.
        flags: messages of the checks, or their names in a memo that is not full.
    """

    text: str
    evidence: tuple[str, ...]
    basis: Basis
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentShown:
    """A judgment with its level of confidence and the reason for it."""

    said: Said
    level: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something with a date: an event, or an indicator to watch.

    Attributes:
        when: the date in words.
        said: what happened, happens or is to be watched.
        state: state of an event unless it happened; empty for an indicator.
        indicator: the indicator, None for an event.
        date: its first day, None where the source does not tell it.
    """

    when: str
    said: Said
    state: str = ""
    indicator: Indicator | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapShown:
    """Something not known; without evidence the template says that the sources do not state it."""

    topic: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionShown:
    """An answer that the sources name."""

    key: str
    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionShown:
    """A row of a point's table; `role` only where the party first appears."""

    party: str
    role: str
    stance: Said
    conditions: tuple[Said, ...]
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class PointShown:
    """A point as it is printed.

    Attributes:
        point: the whole point.
        headline: empty where the question says the same.
        question: ends with a question mark, or with … where it was cut.
        known: what is known, without statements that the first screen shows.
        positions: rows of the table.
        voices: who of the parties is not quoted directly; empty where all are.
        options: answers named.
        gaps: what is not known.
        matters: why it matters.
        watch: indicators that bear on it (only in a full memo).
    """

    point: ContentionPoint
    headline: str
    question: str
    known: tuple[Said, ...] = ()
    positions: Part[PositionShown] = field(default_factory=Part)
    voices: str = ""
    options: tuple[OptionShown, ...] = ()
    gaps: tuple[GapShown, ...] = ()
    matters: tuple[Said, ...] = ()
    watch: tuple[Dated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureShown:
    """A figure, and the words around it cut to their place."""

    figure: Figure
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteShown:
    """A quotation told once, with the other speakers to whom the same words are given elsewhere."""

    quote: Quote
    text: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a party says about one issue of a `Report`, with the issue's number."""

    issue: int
    stances: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyShown:
    """A party, its reactions, and (in a report that is full) the positions that it takes."""

    party: Party
    reactions: tuple[Said, ...]
    positions: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShown:
    """A note about the sources."""

    kind: str
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class UncitedShown:
    """A long part of an article that the memo cites nowhere, with its first words and its place."""

    part: Uncited
    opening: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemShown:
    """A problem; `count` is above 1 where it stands for all of its kind."""

    kind: str
    message: str
    advice: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstScreen:
    """What a reader sees before the points.

    Attributes:
        bottom_line: the first thing to know.
        judgments: at most three.
        say: what the sources say, for a memo without judgments.
        triggers: what to watch next, the most useful first.
    """

    bottom_line: tuple[Said, ...] = ()
    judgments: tuple[JudgmentShown, ...] = ()
    say: tuple[Said, ...] = ()
    triggers: tuple[Dated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Dates (without those among the triggers unless the memo is full), figures, quotations."""

    events: Part[Dated] = field(default_factory=Part)
    figures: Part[FigureShown] = field(default_factory=Part)
    quotes: Part[QuoteShown] = field(default_factory=Part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """What stands at the foot.

    Attributes:
        losses: input that could not be used.
        notices: other problems.
        articles: the list of articles.
        notes: about the sources.
        gaps: what is not known beyond single points.
        agreed: what the parties agree on.
        parties: with their roles; unless the memo is full only those with reactions.
        uncited: the longest parts of the articles that the memo cites nowhere.
    """

    losses: tuple[ProblemShown, ...] = ()
    notices: tuple[ProblemShown, ...] = ()
    articles: Part[ArticleRecord] = field(default_factory=Part)
    notes: Part[NoteShown] = field(default_factory=Part)
    gaps: tuple[GapShown, ...] = ()
    agreed: tuple[Said, ...] = ()
    parties: tuple[PartyShown, ...] = ()
    uncited: tuple[UncitedShown, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """All that is printed of a memo; templates get it as `shown`.

    Attributes:
        full: True where nothing was left out.
        budget: most words of the memo, evidence and front matter aside.
        title: of the memo.
        screen: what a reader sees first.
        core: points of the tier `core` (`secondary` and `contextual` likewise).
        points_left_out: `2 secondary points and 5 contextual points`, or empty.
        facts: dates, figures and quotations.
        foot: the rest.
    """

    full: bool
    budget: int
    title: str
    screen: FirstScreen
    core: tuple[PointShown, ...]
    secondary: tuple[PointShown, ...]
    contextual: tuple[PointShown, ...]
    points_left_out: str
    facts: Facts
    foot: Foot
