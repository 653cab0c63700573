"""Drafts become values of the memo: line numbers turn into evidence, what cites nothing falls.

Evidence is only ever cut here, by slicing an article. A line number that does not exist is a
notice; a statement left without evidence is dropped with a notice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

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
    Problem,
    SourceNote,
    Statement,
    problem,
)
from briefing.wording.dates import FoundDate, find_dates
from briefing.wording.quantities import FoundQuantity, find_quantities
from briefing.wording.roles import unnamed_source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from briefing.analysis.drafts import ChunkDraft, IndicatorDraft, PointDraft, PositionDraft, StatementDraft
    from briefing.article import Article, Chunk, Sentence


@dataclass(frozen=True, slots=True)
class Findings:
    """What one chunk, or one article, or all of them hold, grounded.

    Attributes:
        points: contention points.
        watch: the indicators that the points name.
        parties: with their reactions.
        events: dated events.
        figures: quantities.
        source_notes: on the sources themselves.
        evidence: by id, all that the other fields cite.
        problems: notices on what fell.
    """

    points: tuple[ContentionPoint, ...] = ()
    watch: tuple[Indicator, ...] = ()
    parties: tuple[Party, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    source_notes: tuple[SourceNote, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def join(parts: Iterable[Findings]) -> Findings:
    """All findings of `parts` in one, in order; what cites the same place shares its evidence."""
    held = list(parts)
    return Findings(
        points=tuple(point for part in held for point in part.points),
        watch=tuple(indicator for part in held for indicator in part.watch),
        parties=tuple(party for part in held for party in part.parties),
        events=tuple(event for part in held for event in part.events),
        figures=tuple(figure for part in held for figure in part.figures),
        source_notes=tuple(note for part in held for note in part.source_notes),
        evidence={key: entry for part in held for key, entry in part.evidence.items()},
        problems=tuple(made for part in held for made in part.problems),
    )


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
    lines = [cut_sentence(chunk.article, sentence) for sentence in chunk.sentences]
    grounder = _Grounder(lines, written_by, chunk.article.published, f"chunk {chunk.start}-{chunk.end}")
    owner = chunk.article.id
    points = [made for point in draft.points if (made := grounder.point(point))]
    return Findings(
        points=tuple(points),
        watch=tuple(grounder.watch),
        parties=tuple(
            Party(
                id=f"party-{digest(party.name)}",
                name=party.name,
                role=party.role,
                aliases=party.aliases,
                kind=party.kind,
                reactions=grounder.statements(f"party-{digest(party.name)}", "reaction", party.reactions),
            )
            for party in draft.parties
        ),
        events=tuple(
            happening
            for event in draft.events
            if (happening := grounder.event(owner, event.as_written, event.state, event.text))
        ),
        figures=tuple(
            quantity
            for figure in draft.figures
            if (quantity := grounder.figure(owner, figure.as_written, figure.what, figure.lines))
        ),
        source_notes=tuple(
            SourceNote(kind=note.kind, text=text)
            for note in draft.source_notes
            if (text := grounder.statement(owner, f"note-{note.kind}", note.text))
        ),
        evidence=grounder.cited,
        problems=tuple(grounder.problems),
    )


def ground_point(
    draft: PointDraft, lines: Sequence[Evidence], *, written_by: str, reference: dt.date | None
) -> Findings:
    """Grounds one point that cites places, from 1, in `lines`."""
    grounder = _Grounder(lines, written_by, reference, "the evidence of a point")
    made = grounder.point(draft)
    return Findings(
        points=(made,) if made else (),
        watch=tuple(grounder.watch),
        evidence=grounder.cited,
        problems=tuple(grounder.problems),
    )


def ground_statements(
    owner: str, kind: str, drafts: Iterable[StatementDraft], lines: Sequence[Evidence], *, written_by: str
) -> tuple[tuple[Statement, ...], Findings]:
    """Grounds statements that stand by themselves, and what they cite."""
    grounder = _Grounder(lines, written_by, None, f"the evidence of {kind}")
    made = grounder.statements(owner, kind, drafts)
    return made, Findings(evidence=grounder.cited, problems=tuple(grounder.problems))


class _Grounder:
    """Holds what grounding one draft adds up: the evidence cited, the indicators, the problems."""

    def __init__(self, lines: Sequence[Evidence], written_by: str, reference: dt.date | None, shown: str) -> None:
        self.lines = lines
        self.written_by = written_by
        self.reference = reference
        self.shown = shown
        self.cited: dict[str, Evidence] = {}
        self.watch: list[Indicator] = []
        self.problems: list[Problem] = []

    def evidence(self, numbers: Iterable[int], text: str) -> tuple[str, ...]:
        ids: list[str] = []
        for number in dict.fromkeys(numbers):
            if 1 <= number <= len(self.lines):
                entry = self.lines[number - 1]
                self.cited[entry.id] = entry
                ids.append(entry.id)
            else:
                self._notice(
                    "citation_unknown",
                    f"Line {number}, cited for “{_short(text)}”, is none of the {len(self.lines)} of {self.shown}.",
                )
        return tuple(ids)

    def statement(self, owner: str, kind: str, draft: StatementDraft) -> Statement | None:
        ids = self.evidence(draft.lines, draft.text)
        if not ids:
            self._notice("statement_dropped", f"“{_short(draft.text)}” rests on no line of {self.shown}.")
            return None
        return Statement(
            id=f"{owner}.{digest(kind, *ids, draft.text)}",
            text=draft.text,
            evidence=ids,
            basis=draft.basis,
            written_by=self.written_by,
        )

    def statements(self, owner: str, kind: str, drafts: Iterable[StatementDraft]) -> tuple[Statement, ...]:
        return tuple(made for draft in drafts if (made := self.statement(owner, kind, draft)))

    def point(self, draft: PointDraft) -> ContentionPoint | None:
        numbers = [
            *(number for statement in draft.summary for number in statement.lines),
            *(number for position in draft.positions for number in position.stance.lines),
            *(number for gap in draft.gaps for number in gap.lines),
            *(number for statement in draft.matters for number in statement.lines),
        ]
        ids = self.evidence(numbers, draft.question)
        if not ids:
            self._notice("statement_dropped", f"The point “{_short(draft.question)}” rests on no line of {self.shown}.")
            return None
        owner = f"point-{digest(*ids)}"
        watch = [made for indicator in draft.watch if (made := self._indicator(owner, indicator))]
        self.watch += watch
        return ContentionPoint(
            id=owner,
            tier=draft.tier,
            raised_by=draft.raised_by,
            question=draft.question,
            headline=draft.headline,
            options=tuple(
                Option(key=option.key, text=option.text, evidence=cited)
                for option in draft.options
                if (cited := self.evidence(option.lines, option.text))
            ),
            summary=self.statements(owner, "summary", draft.summary),
            positions=tuple(held for position in draft.positions if (held := self._position(owner, position))),
            matters=self.statements(owner, "matters", draft.matters),
            gaps=tuple(
                Gap(id=f"{owner}.{digest('gap', *cited, gap.topic)}", topic=gap.topic, evidence=cited)
                for gap in draft.gaps
                for cited in (self.evidence(gap.lines, gap.topic),)
            ),
            watch=tuple(indicator.id for indicator in watch),
            evidence=ids,
            articles=tuple(dict.fromkeys(self.cited[cited].article for cited in ids)),
        )

    def _position(self, owner: str, draft: PositionDraft) -> Position | None:
        key = f"{owner}.{digest('position', draft.party, draft.stance.text)}"
        stance = self.statement(key, "stance", draft.stance)
        if stance is None:
            return None
        dated = find_dates(draft.as_of, self.reference) if draft.as_of else []
        return Position(
            id=key,
            party=draft.party,
            stance=stance,
            backs=draft.backs,
            rejects=draft.rejects,
            conditions=self.statements(key, "condition", draft.conditions),
            as_of=dated[0].first if dated and dated[0].precision == "day" else None,
        )

    def _indicator(self, owner: str, draft: IndicatorDraft) -> Indicator | None:
        text = self.statement(owner, "indicator", draft.text)
        if text is None:
            return None
        found = self._date(draft.by_when, text.evidence) if draft.by_when else None
        return Indicator(
            id=f"watch-{digest(*text.evidence, draft.by_when)}",
            text=text,
            by_when=draft.by_when,
            date=_deadline(found) if found else None,
            points=(owner,),
        )

    def event(self, owner: str, as_written: str, state: str, text: StatementDraft) -> Event | None:
        statement = self.statement(owner, "event", text)
        if statement is None:
            return None
        found = self._date(as_written, statement.evidence)
        if found is None:
            self._notice(
                "statement_dropped", f"No date was found in “{_short(as_written)}” as the lines cited have it."
            )
            return None
        return Event.model_validate(
            {
                "id": f"event-{digest(*statement.evidence, as_written)}",
                "date": found.first,
                "end": found.last,
                "precision": found.precision,
                "as_written": as_written,
                "state": state,
                "text": statement,
            }
        )

    def _date(self, as_written: str, ids: Sequence[str]) -> FoundDate | None:
        """The date as the evidence holds it, since words before a weekday decide which week is meant."""
        for entry in ids:
            for found in find_dates(self.cited[entry].text, self.reference):
                if as_written in found.as_written or found.as_written in as_written:
                    return found
        return None

    def figure(self, owner: str, as_written: str, what: str, numbers: Iterable[int]) -> Figure | None:
        ids = [entry for entry in self.evidence(numbers, as_written) if as_written in self.cited[entry].text]
        # read where it stands: "no supplier holds more than 40 percent" is a ceiling
        found = [
            quantity
            for entry in ids
            for quantity in _quantities(self.cited[entry].text)
            if as_written in quantity.as_written or quantity.as_written in as_written
        ]
        if not found:
            self._notice("statement_dropped", f"The figure “{_short(as_written)}” is not in the lines cited for it.")
            return None
        return Figure(
            id=f"figure-{digest(owner, *ids, as_written)}",
            value=found[0].value,
            high=found[0].high,
            qualifier=found[0].qualifier,
            unit=found[0].unit,
            what=what,
            as_written=as_written,
            evidence=tuple(ids),
        )

    def _notice(self, kind: str, message: str) -> None:
        made = problem(
            "citation_unknown" if kind == "citation_unknown" else "statement_dropped",
            message,
            "Nothing to do: the memo does without it.",
            loss=False,
            article=self.lines[0].article if self.lines else None,
        )
        if made not in self.problems:
            self.problems.append(made)


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
