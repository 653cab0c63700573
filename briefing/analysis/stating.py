"""All that a unit states, taken out to be checked, and put back as the checks decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

from briefing.analysis.flagging import Checkable
from briefing.ids import digest
from briefing.memo import Gap, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefing.analysis.findings import Findings
    from briefing.memo import Basis, ContentionPoint, Flag, Party, Position

    Said = TypeVar("Said", bound=Statement)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a statement.

    Attributes:
        end: `kept`, with flags or without; `dropped`; a `gap` of its point, as what is told as absent and is not in
            the evidence; or `no_position`, as what the author infers of a party.
        text: as it is now.
        evidence: ids.
        basis: as it is labelled now.
        flags: what is wrong with it still.
        written_by: key of the request that worded it last; empty where nothing was worded anew.
    """

    end: Literal["kept", "dropped", "gap", "no_position"]
    text: str
    evidence: tuple[str, ...]
    basis: Basis
    flags: tuple[Flag, ...] = ()
    written_by: str = ""


def stated(findings: Findings) -> Iterator[Checkable]:
    """Yields all that findings state, and their labels."""
    for point in findings.points:
        yield Checkable(_question(point), point.question, point.evidence, "label")
        yield Checkable(_headline(point), point.headline, point.evidence, "label")
        for option in point.options:
            yield Checkable(f"{point.id}/{option.key}", option.text, option.evidence, "label")
        yield from (checkable(told)._replace(kind="point") for told in (*point.summary, *point.matters))
        for position in point.positions:
            stance = checkable(position.stance)
            tied = tuple((held.id, held.text) for held in position.conditions)
            yield stance._replace(kind="stance", party=position.party, conditions=tied)
            for held in position.conditions:
                yield checkable(held)._replace(kind="condition", party=position.party)
        for gap in point.gaps:
            told = bool(gap.evidence) and gap.topic.rstrip().endswith(".")
            yield Checkable(gap.id, gap.topic, gap.evidence or point.evidence, "gap" if told else "label")
    yield from (checkable(indicator.text)._replace(kind="open") for indicator in findings.watch)
    for event in findings.events:
        said = checkable(event.text)
        yield said if event.state == "happened" else said._replace(kind="open")
    for party in findings.parties:
        yield from (checkable(reaction)._replace(party=party.name) for reaction in party.reactions)
    yield from (checkable(note.text) for note in findings.source_notes)


def checkable(statement: Statement) -> Checkable:
    """A statement as it is checked."""
    return Checkable(statement.id, statement.text, statement.evidence, "statement", basis=statement.basis)


def decided(findings: Findings, verdicts: Mapping[str, Verdict]) -> Findings:
    """Findings with all that they state as it was decided; points and indicators that are left with nothing go."""
    points = tuple(made for point in findings.points if (made := _point(point, verdicts)))
    gone = {point.id for point in findings.points} - {point.id for point in points}
    watch = tuple(
        indicator.model_copy(update={"text": text})
        for indicator in findings.watch
        if (text := decided_one(indicator.text, verdicts)) and not (indicator.points and gone >= {*indicator.points})
    )
    left = {indicator.id for indicator in watch}
    return replace(
        findings,
        points=tuple(
            point.model_copy(update={"watch": tuple(entry for entry in point.watch if entry in left)})
            for point in points
        ),
        watch=watch,
        parties=tuple(_party(party, verdicts) for party in findings.parties),
        events=tuple(
            event.model_copy(update={"text": text})
            for event in findings.events
            if (text := decided_one(event.text, verdicts))
        ),
        source_notes=tuple(
            note.model_copy(update={"text": text})
            for note in findings.source_notes
            if (text := decided_one(note.text, verdicts))
        ),
    )


def decided_one(statement: Said, verdicts: Mapping[str, Verdict]) -> Said | None:
    """A statement as it was decided; None where it does not stay where it is."""
    verdict = verdicts.get(statement.id)
    if verdict is None:
        return statement
    return _worded(statement, verdict) if verdict.end == "kept" else None


def decided_all(statements: Iterable[Said], verdicts: Mapping[str, Verdict]) -> tuple[Said, ...]:
    """Those statements that stay, as they were decided."""
    return tuple(made for statement in statements if (made := decided_one(statement, verdicts)))


def _question(point: ContentionPoint) -> str:
    return f"{point.id}?"


def _headline(point: ContentionPoint) -> str:
    return f"{point.id}#"


def _worded(statement: Said, verdict: Verdict) -> Said:
    owner = statement.id.rpartition(".")[0]
    changed: dict[str, object] = {"basis": verdict.basis, "flags": verdict.flags}
    if verdict.written_by:
        made = digest(statement.id, *verdict.evidence, verdict.text)
        changed |= {
            "id": f"{owner}.{made}",
            "text": verdict.text,
            "evidence": verdict.evidence,
            "written_by": verdict.written_by,
        }
    return statement.model_copy(update=changed)


def _point(point: ContentionPoint, verdicts: Mapping[str, Verdict]) -> ContentionPoint | None:
    """A point as it was decided; None where it says nothing any more."""
    question, headline = verdicts.get(_question(point)), verdicts.get(_headline(point))
    asked = question.text if question else point.question
    options = tuple(
        option.model_copy(update={"text": held.text}) if (held := verdicts.get(f"{point.id}/{option.key}")) else option
        for option in point.options
        if not _is_dropped(f"{point.id}/{option.key}", verdicts)
    )
    keys = {option.key for option in options}
    inferred = [
        _told_of(position, verdict)
        for position in point.positions
        if (verdict := verdicts.get(position.stance.id)) and verdict.end == "no_position"
    ]
    made = point.model_copy(
        update={
            "question": asked,
            "headline": (headline.text if headline.end == "kept" else asked) if headline else point.headline,
            "flags": tuple(flag for held in (question, headline) if held and held.end == "kept" for flag in held.flags),
            "options": options,
            "summary": (*decided_all(point.summary, verdicts), *inferred),
            "positions": tuple(made for position in point.positions if (made := _position(position, keys, verdicts))),
            "matters": decided_all(point.matters, verdicts),
            "gaps": (*_gaps(point, verdicts), *_absent(point, verdicts)),
        }
    )
    return made if made.summary or made.positions or made.matters or made.gaps else None


def _position(position: Position, keys: set[str], verdicts: Mapping[str, Verdict]) -> Position | None:
    stance = decided_one(position.stance, verdicts)
    if stance is None:
        return None
    return position.model_copy(
        update={
            "stance": stance,
            "backs": tuple(key for key in position.backs if key in keys),
            "rejects": tuple(key for key in position.rejects if key in keys),
            "conditions": decided_all(position.conditions, verdicts),
        }
    )


def _told_of(position: Position, verdict: Verdict) -> Statement:
    """What the author infers of a party, as a statement about it."""
    kept = replace(
        verdict, text=f"{position.party} {verdict.text}", written_by=verdict.written_by or position.stance.written_by
    )
    return _worded(position.stance, kept)


def _gaps(point: ContentionPoint, verdicts: Mapping[str, Verdict]) -> Iterator[Gap]:
    for gap in point.gaps:
        verdict = verdicts.get(gap.id)
        if verdict is None:
            yield gap
        elif verdict.end != "dropped":
            yield gap.model_copy(update={"topic": verdict.text})


def _absent(point: ContentionPoint, verdicts: Mapping[str, Verdict]) -> Iterator[Gap]:
    """Yields what is told as absent and stands in no evidence, as gaps of the point."""
    for statement in (*point.summary, *point.matters):
        verdict = verdicts.get(statement.id)
        if verdict and verdict.end == "gap":
            yield Gap(id=f"{point.id}.{digest('gap', verdict.text)}", topic=verdict.text)


def _party(party: Party, verdicts: Mapping[str, Verdict]) -> Party:
    return party.model_copy(update={"reactions": decided_all(party.reactions, verdicts)}) if party.reactions else party


def _is_dropped(key: str, verdicts: Mapping[str, Verdict]) -> bool:
    verdict = verdicts.get(key)
    return verdict is not None and verdict.end == "dropped"
