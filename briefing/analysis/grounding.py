"""Drafts become values of the memo: line numbers turn into evidence, what cites nothing falls.

Evidence is only ever cut here, by slicing an article. A line number that does not exist is a
notice; a statement left without evidence is dropped with a notice. What is said twice in the same
words on the same evidence is kept once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from briefing.analysis.findings import Findings
from briefing.analysis.losing import noticed
from briefing.analysis.standing import deadline, read_figure, standing_at
from briefing.ids import digest
from briefing.memo import (
    BY_RULE,
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
)
from briefing.wording.attribution import attribution
from briefing.wording.dates import find_dates
from briefing.wording.event_states import denied_state
from briefing.wording.names import folded

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
    from briefing.memo import ArticleRecord, FlagKind, Problem, ProblemKind
    from briefing.wording.dates import FoundDate
    from briefing.wording.event_states import State

    Owned = TypeVar("Owned", Event, Figure, Gap, Position, Statement)


_NUMBERS = 5  # unknown numbers of one statement that are named
_LETTERS = 26
_WORD = re.compile(r"[^\W_]")
_KEY_DRESS = re.compile(r"^\s*(?:option|answer)?\s*|[\s().:]+", re.I)


def cut(article: Article, start: int, end: int, section: str | None) -> Evidence:
    """The slice `[start, end)` of an article as evidence."""
    text = article.text[start:end]
    return Evidence(
        id=f"{article.id}:{start}-{end}",
        article=article.id,
        start=start,
        end=end,
        text=text,
        section=section,
        line=article.line(start),
        attribution=attribution(article.text, start, end, article.publisher, article.author),
    )


def cut_sentence(article: Article, sentence: Sentence) -> Evidence:
    """A sentence as evidence."""
    return cut(article, sentence.start, sentence.end, article.sections[sentence.section].heading)


def cut_chunk(chunk: Chunk) -> tuple[Evidence, ...]:
    """The sentences of a chunk as evidence; a place in it, from 1, is a line number."""
    return tuple(cut_sentence(chunk.article, sentence) for sentence in chunk.sentences)


def ground(draft: ChunkDraft, chunk: Chunk, lines: Sequence[Evidence], *, written_by: str) -> Findings:
    """Grounds all that an analyst found in `chunk`.

    Args:
        draft: cites lines of the chunk.
        chunk: what the analyst was shown.
        lines: its sentences, as `cut_chunk` gives them.
        written_by: for `Statement.written_by`.
    """
    article = chunk.article
    shown = f"{chunk.place()} of {article.source}"
    grounder = _Grounder(lines, written_by, {article.id: article.published}, names_of(draft.parties), shown)
    owner = article.id
    points = tuple(point for held in dict.fromkeys(draft.points) if (point := grounder.point(held)))
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
        problems=grounder.problems,
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
        problems=grounder.problems,
    )


def ground_statements(
    owner: str,
    kind: str,
    drafts: Iterable[StatementDraft],
    lines: Sequence[Evidence],
    *,
    written_by: str,
    published: Mapping[str, dt.date | None],
) -> tuple[tuple[Statement, ...], Findings]:
    """Grounds statements that stand by themselves, and what they cite; the arguments are those of `ground_point`."""
    grounder = _Grounder(lines, written_by, published, {}, f"the evidence of {kind}")
    made = grounder.statements(owner, kind, drafts)
    return made, Findings(evidence=grounder.cited, problems=grounder.problems)


def facts_of(articles: Iterable[ArticleRecord]) -> list[str]:
    """What is told of articles beside their sentences, where names may stand in it."""
    return [text for article in articles for text in (article.title, article.publisher, article.author) if text]


def names_of(parties: Iterable[PartyDraft | Party]) -> dict[str, str]:
    """The name of each party by everything that it is called, folded.

    Names go before aliases. An alias that two parties share, such as "the council", names neither.
    """
    held = [party for party in parties if folded(party.name)]
    names = {folded(party.name): party.name for party in reversed(held)}
    called: dict[str, set[str]] = {}
    for party in held:
        for alias in filter(None, map(folded, party.aliases)):
            called.setdefault(alias, set()).add(folded(party.name))
    return {alias: names[next(iter(owners))] for alias, owners in called.items() if len(owners) == 1} | names


def _further(
    points: Sequence[ContentionPoint], parties: Sequence[PartyDraft], known: Mapping[str, str] | None = None
) -> tuple[Party, ...]:
    """Parties that take a position without having been listed."""
    listed = {folded(party.name) for party in parties} | {folded(name) for name in (known or {}).values()}
    taking = {folded(position.party): position.party for point in points for position in point.positions}
    return tuple(Party(id=f"party-{digest(name)}", name=name) for key, name in taking.items() if key not in listed)


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
        self._noticed: list[tuple[ProblemKind, str, tuple[FlagKind, ...]]] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Notices on what fell."""
        article = self.lines[0].article if self.lines else None
        return noticed(self._noticed, self.shown, article=article)

    def evidence(self, numbers: Iterable[int], text: str | None) -> tuple[str, ...]:
        """Ids of the lines of these numbers; unknown numbers are noticed, unless there is no `text` to name."""
        wanted = list(dict.fromkeys(numbers))
        known = [self.lines[number - 1] for number in wanted if 1 <= number <= len(self.lines)]
        self.cited.update((entry.id, entry) for entry in known)
        unknown = [number for number in wanted if not 1 <= number <= len(self.lines)]
        if unknown and text is not None:
            named = ", ".join(map(str, unknown[:_NUMBERS])) + (", …" if len(unknown) > _NUMBERS else "")
            self._notice(
                "citation_unknown",
                f"{named}, cited for “{_short(text)}”, is no number of the {len(self.lines)} sentences in "
                f"{self.shown}.",
            )
        return tuple(entry.id for entry in known)

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
        name = " ".join(draft.name.split())
        if not name:
            self._dropped(f"A party without a name was given for {self.shown}.")
            return None
        owner = f"party-{digest(name)}"
        return Party(
            id=owner,
            name=name,
            role=" ".join(draft.role.split()) or None,
            aliases=tuple(dict.fromkeys(filter(None, (" ".join(alias.split()) for alias in draft.aliases)))),
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
        owner = self._point_id(ids, question)
        options, keys = self._options(draft.options)
        watch = [indicator for event in draft.watch if (indicator := self._indicator(owner, event))]
        made = ContentionPoint(
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
        if not (made.summary or made.positions or made.matters or made.gaps) or not _WORD.search(question):
            self._dropped(f"The point “{_short(question)}” says nothing that rests on a sentence in {self.shown}.")
            return None
        self.watch += watch
        return made

    def _point_id(self, ids: Sequence[str], question: str) -> str:
        """Made of the evidence; of the question too where a weak model rests two points on the same sentences."""
        owner = f"point-{digest(*(self.told_by or ids))}"
        turn = 0
        while owner in self.points:
            owner = f"point-{digest(*ids, question, turn)}"
            turn += 1
        self.points.add(owner)
        return owner

    def _options(self, drafts: Iterable[OptionDraft]) -> tuple[tuple[Option, ...], dict[str, str]]:
        """The answers, called A, B and so on, and the letter of each by what the draft calls it."""
        held: list[Option] = []
        letters: dict[str, str] = {}
        for draft in drafts:
            text = " ".join(draft.text.split())
            called = _plain_key(draft.key)
            cited = self.evidence(draft.lines, text) if text else ()
            if not cited or called in letters:
                self._dropped(f"The answer “{_short(text)}” has no sentence, or no key of its own.")
                continue
            letters[called] = _letter(len(held))
            held.append(Option(key=letters[called], text=text, evidence=cited))
        return tuple(held), letters

    def _gap(self, owner: str, draft: StatementDraft) -> Gap | None:
        topic = " ".join(draft.text.split())
        cited = self.evidence(draft.lines, topic)
        return Gap(id=f"{owner}.{digest('gap', *cited, topic)}", topic=topic, evidence=cited) if topic else None

    def _position(self, owner: str, draft: PositionDraft, letters: Mapping[str, str]) -> Position | None:
        name = " ".join(draft.party.split())
        party = self.names.get(folded(name), name)
        key = f"{owner}.{digest('position', party, draft.stance.text, *draft.stance.lines)}"
        stance = self.statement(key, "stance", draft.stance)
        if stance is None:
            return None
        if not party:
            self._dropped(f"“{_short(stance.text)}” was given to nobody.")
            return None
        for unknown in dict.fromkeys(
            named for named in (*draft.backs, *draft.rejects) if _plain_key(named) not in letters
        ):
            self._notice("citation_unknown", f"“{unknown}”, which {party} is said to be for or against, is no answer.")
        dated = self._date(draft.as_of, stance.evidence) if draft.as_of else None
        return Position(
            id=key,
            party=party,
            stance=stance,
            backs=_lettered(draft.backs, letters),
            rejects=_lettered(draft.rejects, letters),
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
            date=deadline(found) if found else None,
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
                "state": self._state(draft, found, statement),
                "text": statement,
            }
        )

    def _state(self, draft: EventDraft, found: FoundDate, statement: Statement) -> State:
        """The state as a model has it, unless the evidence plainly says another."""
        if self.written_by == BY_RULE:
            return draft.state
        held = [self.cited[entry] for entry in statement.evidence]
        holder = next(entry for entry in held if found in find_dates(entry.text, self.published.get(entry.article)))
        behind = self.lines[self.lines.index(holder) + 1 :][:1]
        others = [entry.text for entry in (*held, *behind) if entry is not holder]
        told = denied_state(draft.state, holder.text, found, self.published.get(holder.article), others)
        if told is None or told == draft.state:
            return draft.state
        flag: FlagKind = "hedge_lost" if told in ("scheduled", "expected") else "negation_changed"
        self._notice(
            "statement_flagged",
            f"“{_short(statement.text)}” ({draft.as_written}) was told as {draft.state}; its evidence says {told}, and "
            "so does the memo.",
            (flag,),
        )
        return told

    def _date(self, as_written: str, ids: Sequence[str]) -> FoundDate | None:
        """The date as the evidence holds it, since words before a weekday decide which week is meant."""
        for entry in ids:
            held = self.cited[entry]
            found = find_dates(held.text, self.published.get(held.article))
            if here := standing_at(found, held.text, as_written):
                return here
        return None

    def figure(self, owner: str, draft: FigureDraft) -> Figure | None:
        as_written = draft.as_written
        ids = [entry for entry in self.evidence(draft.lines, as_written) if as_written in self.cited[entry].text]
        # read where it stands: "no supplier holds more than 40 percent" is a ceiling
        found = next((read for entry in ids if (read := read_figure(self.cited[entry].text, as_written))), None)
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

    def _notice(self, kind: ProblemKind, message: str, flags: tuple[FlagKind, ...] = ()) -> None:
        self._noticed.append((kind, message, flags))


def _plain_key(written: str) -> str:
    """An option's key without what models put around it: `A` for "Option A", "a)" and "A."."""
    return _KEY_DRESS.sub("", written).casefold()


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < _LETTERS else str(place + 1)


def _lettered(keys: Iterable[str], letters: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(letters[_plain_key(key)] for key in keys if _plain_key(key) in letters))


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= 12 else " ".join(words[:12]) + " …"


def _question(text: str) -> str:
    """`text` with the question mark that some models forget."""
    line = " ".join(text.split())
    return line if line.endswith(("?", "？")) else f"{line.rstrip(' .!…')}?"
