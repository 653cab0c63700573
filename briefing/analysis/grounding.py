"""Drafts become values of the memo: line numbers turn into evidence, what cites nothing falls.

Evidence is only ever cut here, by slicing an article. A line number that does not exist is a
notice; a statement left without evidence is dropped with a notice. What is said twice in the same
words on the same evidence is kept once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from briefing.analysis.findings import Findings
from briefing.ids import digest
from briefing.memo import (
    ContentionPoint,
    Event,
    Evidence,
    Figure,
    Gap,
    Indicator,
    Option,
    Party,
    Position,
    SourceNote,
    Statement,
    problem,
)
from briefing.wording.dates import FoundDate, find_dates
from briefing.wording.quantities import FoundQuantity, find_quantities
from briefing.wording.roles import unnamed_source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.analysis.drafts import (
        ChunkDraft,
        EventDraft,
        FigureDraft,
        OptionDraft,
        PartyDraft,
        PointDraft,
        PositionDraft,
        StatementDraft,
    )
    from briefing.article import Article, Chunk, Sentence
    from briefing.memo import Problem, ProblemKind

    Owned = TypeVar("Owned", ContentionPoint, Event, Figure, Gap, Position, Statement)


def cut(article: Article, start: int, end: int, section: str | None) -> Evidence:
    """The slice `[start, end)` of an article as evidence."""
    text = article.text[start:end]
    unnamed = unnamed_source(text)
    return Evidence(
        id=f"{article.id}:{start}-{end}",
        article=article.id,
        start=start,
        end=end,
        text=text,
        section=section,
        line=article.line(start),
        attribution=(unnamed,) if unnamed else (),
    )


def cut_sentence(article: Article, sentence: Sentence) -> Evidence:
    """A sentence as evidence."""
    return cut(article, sentence.start, sentence.end, article.sections[sentence.section].heading)


def ground(draft: ChunkDraft, chunk: Chunk, *, written_by: str) -> Findings:
    """Grounds all that an analyst found in `chunk`.

    Args:
        draft: cites lines of the chunk.
        chunk: what the analyst was shown.
        written_by: for `Statement.written_by`.
    """
    article = chunk.article
    lines = [cut_sentence(article, sentence) for sentence in chunk.sentences]
    shown = f"{chunk.place()} of {article.source}"
    grounder = _Grounder(lines, written_by, {article.id: article.published}, names_of(draft.parties), shown)
    owner = article.id
    points = _distinct(point for held in draft.points if (point := grounder.point(held)))
    listed = [party for held in draft.parties if (party := grounder.party(held))]
    notes = (("origin", draft.origins), ("tension", draft.tensions), ("limit", draft.limits))
    return Findings(
        points=points,
        watch=tuple(grounder.watch),
        parties=(*listed, *_further(points, draft.parties)),
        events=_distinct(event for held in draft.events if (event := grounder.event(owner, held))),
        figures=_distinct(figure for held in draft.figures if (figure := grounder.figure(owner, held))),
        source_notes=tuple(
            SourceNote.model_validate({"kind": kind, "text": text})
            for kind, drafts in notes
            for text in grounder.statements(owner, f"note-{kind}", drafts)
        ),
        evidence=grounder.cited,
        problems=tuple(grounder.problems),
    )


def ground_point(
    draft: PointDraft,
    lines: Sequence[Evidence],
    *,
    written_by: str,
    published: Mapping[str, dt.date | None],
    names: Mapping[str, str],
    told_by: Sequence[str],
) -> Findings:
    """Grounds one point that cites places, from 1, in `lines`.

    Args:
        draft: of the point.
        lines: what the analyst was shown.
        written_by: for `Statement.written_by`.
        published: dates of articles by id; relative dates resolve against that of their article.
        names: of the memo's parties, as `names_of` gives them.
        told_by: ids of the points that are told anew; the new id is made from them.
    """
    grounder = _Grounder(lines, written_by, published, names, "the evidence of a point", told_by)
    made = grounder.point(draft)
    points = (made,) if made else ()
    return Findings(
        points=points,
        watch=tuple(grounder.watch),
        parties=_further(points, (), known=names),
        evidence=grounder.cited,
        problems=tuple(grounder.problems),
    )


def ground_statements(
    owner: str, kind: str, drafts: Iterable[StatementDraft], lines: Sequence[Evidence], *, written_by: str
) -> tuple[tuple[Statement, ...], Findings]:
    """Grounds statements that stand by themselves, and what they cite."""
    grounder = _Grounder(lines, written_by, {}, {}, f"the evidence of {kind}")
    made = grounder.statements(owner, kind, drafts)
    return made, Findings(evidence=grounder.cited, problems=tuple(grounder.problems))


def names_of(parties: Iterable[PartyDraft | Party]) -> dict[str, str]:
    """The name of each party by everything that it is called, in lower case; names go before aliases."""
    held = list(parties)
    names = {alias.lower(): party.name for party in reversed(held) for alias in party.aliases}
    return names | {party.name.lower(): party.name for party in reversed(held)}


def _further(
    points: Sequence[ContentionPoint], parties: Sequence[PartyDraft], known: Mapping[str, str] | None = None
) -> tuple[Party, ...]:
    """Parties that take a position without having been listed."""
    listed = {party.name for party in parties} | set((known or {}).values())
    taking = dict.fromkeys(position.party for point in points for position in point.positions)
    return tuple(Party(id=f"party-{digest(name)}", name=name) for name in taking if name not in listed)


def _distinct(made: Iterable[Owned]) -> tuple[Owned, ...]:
    """What is made of the same words and the same evidence, once."""
    held: dict[str, Owned] = {}
    for value in made:
        held.setdefault(value.id, value)
    return tuple(held.values())


class _Grounder:
    """Holds what grounding one draft adds up: the evidence cited, the indicators, the problems."""

    def __init__(
        self,
        lines: Sequence[Evidence],
        written_by: str,
        published: Mapping[str, dt.date | None],
        names: Mapping[str, str],
        shown: str,
        told_by: Sequence[str] = (),
    ) -> None:
        self.lines = lines
        self.written_by = written_by
        self.published = published
        self.names = names
        self.shown = shown
        self.told_by = told_by
        self.points: set[str] = set()
        self.cited: dict[str, Evidence] = {}
        self.watch: list[Indicator] = []
        self.problems: list[Problem] = []

    def evidence(self, numbers: Iterable[int], text: str | None) -> tuple[str, ...]:
        """Ids of the lines of these numbers; unknown numbers are noticed, unless there is no `text` to name."""
        ids: list[str] = []
        for number in dict.fromkeys(numbers):
            if 1 <= number <= len(self.lines):
                entry = self.lines[number - 1]
                self.cited[entry.id] = entry
                ids.append(entry.id)
            elif text is not None:
                self._notice(
                    "citation_unknown",
                    f"Number {number}, cited for “{_short(text)}”, is none of the {len(self.lines)} sentences "
                    f"in {self.shown}.",
                )
        return tuple(ids)

    def statement(self, owner: str, kind: str, draft: StatementDraft) -> Statement | None:
        text = " ".join(draft.text.split())
        ids = self.evidence(draft.lines, text) if text else ()
        if not ids:
            self._dropped(f"“{_short(text)}” rests on no sentence in {self.shown}.")
            return None
        return Statement(
            id=f"{owner}.{digest(kind, *ids, text)}",
            text=text,
            evidence=ids,
            basis=draft.basis,
            written_by=self.written_by,
        )

    def statements(self, owner: str, kind: str, drafts: Iterable[StatementDraft]) -> tuple[Statement, ...]:
        return _distinct(made for draft in drafts if (made := self.statement(owner, kind, draft)))

    def party(self, draft: PartyDraft) -> Party | None:
        if not draft.name.strip():
            self._dropped(f"A party without a name was given for {self.shown}.")
            return None
        owner = f"party-{digest(draft.name)}"
        return Party(
            id=owner,
            name=draft.name,
            role=draft.role or None,
            aliases=draft.aliases,
            kind=draft.kind,
            reactions=self.statements(owner, "reaction", draft.reactions),
        )

    def point(self, draft: PointDraft) -> ContentionPoint | None:
        numbers = [
            *(number for statement in draft.summary for number in statement.lines),
            *(number for position in draft.positions for number in position.stance.lines),
            *(number for gap in draft.gaps for number in gap.lines),
            *(number for statement in draft.matters for number in statement.lines),
        ]
        question = _question(draft.question)
        ids = self.evidence(numbers, None)  # each statement below tells of its own
        if not ids:
            self.evidence(numbers, question)  # nothing else will tell of them
            self._dropped(f"The point “{_short(question)}” rests on no sentence in {self.shown}.")
            return None
        owner = f"point-{digest(*(self.told_by or ids))}"
        if owner in self.points:  # a weak model rests two points on the same sentences
            owner = f"point-{digest(*ids, question)}"
        self.points.add(owner)
        options = self._options(draft.options)
        keys = {option.key for option in options}
        watch = [indicator for event in draft.watch if (indicator := self._indicator(owner, event))]
        self.watch += watch
        return ContentionPoint(
            id=owner,
            tier=draft.tier,
            raised_by=draft.raised_by,
            question=question,
            headline=" ".join(draft.headline.split()),
            options=options,
            summary=self.statements(owner, "summary", draft.summary),
            positions=_distinct(
                position for held in draft.positions if (position := self._position(owner, held, keys))
            ),
            matters=self.statements(owner, "matters", draft.matters),
            gaps=_distinct(gap for held in draft.gaps if (gap := self._gap(owner, held))),
            watch=tuple(dict.fromkeys(indicator.id for indicator in watch)),
            evidence=ids,
            articles=tuple(dict.fromkeys(self.cited[cited].article for cited in ids)),
        )

    def _options(self, drafts: Iterable[OptionDraft]) -> tuple[Option, ...]:
        held: dict[str, Option] = {}
        for draft in drafts:
            cited = self.evidence(draft.lines, draft.text)
            if cited and draft.text.strip() and draft.key not in held:
                held[draft.key] = Option(key=draft.key, text=" ".join(draft.text.split()), evidence=cited)
            else:
                self._dropped(f"The answer “{_short(draft.text)}” has no sentence or no key of its own.")
        return tuple(held.values())

    def _gap(self, owner: str, draft: StatementDraft) -> Gap | None:
        topic = " ".join(draft.text.split())
        cited = self.evidence(draft.lines, topic)
        return Gap(id=f"{owner}.{digest('gap', *cited, topic)}", topic=topic, evidence=cited) if topic else None

    def _position(self, owner: str, draft: PositionDraft, keys: set[str]) -> Position | None:
        party = self.names.get(draft.party.strip().lower(), draft.party.strip())
        key = f"{owner}.{digest('position', party, draft.stance.text)}"
        stance = self.statement(key, "stance", draft.stance)
        if stance is None:
            return None
        if not party:
            self._dropped(f"“{_short(stance.text)}” was given to nobody.")
            return None
        for unknown in dict.fromkeys(named for named in (*draft.backs, *draft.rejects) if named not in keys):
            self._notice("citation_unknown", f"“{unknown}”, which {party} is said to be for or against, is no answer.")
        dated = self._date(draft.as_of, stance.evidence) if draft.as_of else None
        return Position(
            id=key,
            party=party,
            stance=stance,
            backs=tuple(dict.fromkeys(named for named in draft.backs if named in keys)),
            rejects=tuple(dict.fromkeys(named for named in draft.rejects if named in keys)),
            conditions=self.statements(key, "condition", draft.conditions),
            as_of=dated.first if dated and dated.precision == "day" else None,
        )

    def _indicator(self, owner: str, draft: EventDraft) -> Indicator | None:
        text = self.statement(owner, "indicator", draft.text)
        if text is None:
            return None
        found = self._date(draft.as_written, text.evidence) if draft.as_written else None
        return Indicator(
            id=f"watch-{digest(*text.evidence, draft.as_written, text.text)}",
            text=text,
            by_when=draft.as_written or None,
            date=_deadline(found) if found else None,
            points=(owner,),
        )

    def event(self, owner: str, draft: EventDraft) -> Event | None:
        statement = self.statement(owner, "event", draft.text)
        if statement is None:
            return None
        found = self._date(draft.as_written, statement.evidence) if draft.as_written else None
        if found is None:
            self._dropped(f"“{_short(draft.as_written)}” is no date that could be read in the sentences cited for it.")
            return None
        return Event.model_validate(
            {
                "id": f"event-{digest(*statement.evidence, draft.as_written, statement.text)}",
                "date": found.first,
                "end": found.last,
                "precision": found.precision,
                "as_written": draft.as_written,
                "state": draft.state,
                "text": statement,
            }
        )

    def _date(self, as_written: str, ids: Sequence[str]) -> FoundDate | None:
        """The date as the evidence holds it, since words before a weekday decide which week is meant."""
        for entry in ids:
            for found in find_dates(self.cited[entry].text, self.published.get(self.cited[entry].article)):
                if as_written in found.as_written or found.as_written in as_written:
                    return found
        return None

    def figure(self, owner: str, draft: FigureDraft) -> Figure | None:
        as_written = draft.as_written
        ids = [entry for entry in self.evidence(draft.lines, as_written) if as_written in self.cited[entry].text]
        # read where it stands: "no supplier holds more than 40 percent" is a ceiling
        found = next((read for entry in ids if (read := _read_figure(self.cited[entry].text, as_written))), None)
        if found is None:
            self._dropped(f"“{_short(as_written)}” is no figure that could be read in the sentences cited for it.")
            return None
        what = " ".join(draft.what.split())
        return Figure(
            id=f"figure-{digest(owner, *ids, as_written, what)}",
            value=found.value,
            high=found.high,
            qualifier=found.qualifier,
            unit=found.unit,
            what=what,
            as_written=as_written,
            evidence=tuple(ids),
        )

    def _dropped(self, message: str) -> None:
        self._notice("statement_dropped", message)

    def _notice(self, kind: ProblemKind, message: str) -> None:
        made = problem(
            kind,
            message,
            "Nothing to do: the memo does without it.",
            loss=False,
            article=self.lines[0].article if self.lines else None,
        )
        if made not in self.problems:
            self.problems.append(made)


def _read_figure(text: str, as_written: str) -> FoundQuantity | None:
    """The quantity that stands in `text` where `as_written` does; its unit is that of the words copied."""
    start = text.find(as_written)
    end = start + len(as_written)
    here = next((found for found in _quantities(text) if found.start < end and start < found.end), None)
    if here is None or not as_written or here.as_written == as_written:
        return here if as_written else None
    alone = next(iter(find_quantities(as_written)), None)
    return replace(here, unit=alone.unit) if alone and alone.value == here.value else here


@lru_cache(maxsize=64)
def _quantities(text: str) -> tuple[FoundQuantity, ...]:
    """The quantities of a sentence, read once for all the figures that cite it."""
    return tuple(find_quantities(text))


def _deadline(found: FoundDate) -> dt.date | None:
    """The day by which something is to happen; none where the source only names a month or a year."""
    if found.precision == "day" or found.as_written.lower().removeprefix("the ").startswith("end of"):
        return found.last or found.first
    return None


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= 12 else " ".join(words[:12]) + " …"


def _question(text: str) -> str:
    """`text` with the question mark that some models forget."""
    line = " ".join(text.split())
    return line if line.endswith(("?", "？")) else f"{line.rstrip(' .!…')}?"
