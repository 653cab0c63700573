"""Statements of a model held against their evidence, by rule and by a second look, and what follows.

What is doubted is asked for once more, in one request for many; what is doubted still is dropped or kept marked.
Nothing of it is lost in silence: each is a notice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from briefing.analysis.editing import MOST_DOUBTED, MOST_REWRITES, Doubted, lines_of
from briefing.analysis.flagging import LABELS, claim_of, find_flags
from briefing.analysis.losing import noticed
from briefing.analysis.showing import one_line
from briefing.analysis.stating import Verdict, decided, stated
from briefing.checks import are_read
from briefing.checks.bases import basis_set, modest_basis
from briefing.errors import ModelError
from briefing.memo import Flag, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefing.analysis.analyst import UsedReply
    from briefing.analysis.drafts import AnswerDraft, RewrittenDraft
    from briefing.analysis.editing import Editor, SecondReader
    from briefing.analysis.findings import Findings
    from briefing.analysis.flagging import Checkable, Context
    from briefing.memo import Evidence, FlagKind, Problem, ProblemKind
    from briefing.options import OnUnsupported

    T = TypeVar("T")

# What misleads a reader who does not look at the footnote is left out; what he is warned of by a mark is kept.
_DROPPED: frozenset[FlagKind] = frozenset(
    (
        *("number_not_in_source", "number_not_cited", "name_not_in_source", "name_not_cited"),
        *("negation_changed", "quotation_altered", "not_supported"),
    )
)
_LOOKS: dict[str, tuple[FlagKind, str]] = {
    "partly": ("partly_supported", "a second look finds only a part of it in its evidence"),
    "not": ("not_supported", "a second look does not find it in its evidence"),
}
_MISSING = 120  # characters of what a second look says is missing


@dataclass(frozen=True, slots=True)
class Checker:
    """How statements are checked, and what becomes of those that do not hold.

    Attributes:
        on_unsupported: what becomes of them; None for each kind's own way.
        editor: words them anew; None for nobody.
        second_reader: looks at every statement once more; None for nobody.
    """

    on_unsupported: OnUnsupported | None = None
    editor: Editor | None = None
    second_reader: SecondReader | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking came to.

    Attributes:
        verdicts: by key, on all statements that do not stay as they are.
        problems: a notice on each that does not hold.
        replies: of the model, that were asked for in between.
    """

    verdicts: Mapping[str, Verdict]
    problems: tuple[Problem, ...] = ()
    replies: tuple[UsedReply, ...] = ()


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A statement and what is wrong with it, as it was or as it is worded anew."""

    said: Checkable
    flags: tuple[Flag, ...]
    written_by: str = ""


def check_findings(
    findings: Findings, lines: Sequence[Evidence], context: Context, checker: Checker, *, unit: str, shown: str
) -> Findings:
    """Findings of a model's draft without what does not hold, or with marks on it.

    Args:
        findings: grounded.
        lines: all that the analyst was shown.
        context: the same as the checks see it.
        checker: what is done.
        unit: names the requests that are made.
        shown: how the unit is called in messages.
    """
    made = check(tuple(stated(findings)), lines, context, checker, unit=unit, shown=shown)
    after = decided(findings, made.verdicts)
    left = {point.id for point in after.points}
    gone = noticed(
        (
            ("statement_unsupported", f"Nothing is left of the point “{point.question}”.", ())
            for point in findings.points
            if point.id not in left
        ),
        shown,
    )
    by_id = {line.id: line for line in lines}
    added = {entry: by_id[entry] for verdict in made.verdicts.values() for entry in verdict.evidence}
    evidence = findings.evidence | added
    return replace(
        after,
        evidence=evidence,
        sources={entry: context.sources[entry] for entry in evidence},
        problems=(*findings.problems, *made.problems, *gone),
        replies=(*findings.replies, *made.replies),
    )


def check(
    said: Sequence[Checkable], lines: Sequence[Evidence], context: Context, checker: Checker, *, unit: str, shown: str
) -> Checked:
    """What becomes of each statement; the arguments are those of `check_findings`."""
    asked = _Asked(lines, unit)
    given = {entry.key: entry for entry in said}  # what a model says twice is one
    labelled = {key: _labelled(entry, context) for key, entry in given.items()}
    doubts = {key: _Doubt(entry, find_flags(entry, context)) for key, entry in labelled.items()}
    if checker.second_reader is not None:
        doubts |= asked.look_again(checker.second_reader, list(doubts.values()))
    flagged = [doubt for doubt in doubts.values() if doubt.flags]
    anew: dict[str, _Doubt] = {}
    if checker.editor is not None and flagged:
        anew = asked.rewrite(checker.editor, flagged, context)
        if checker.second_reader is not None:
            anew |= asked.look_again(checker.second_reader, list(anew.values()))
    verdicts: dict[str, Verdict] = {}
    notices = []
    for doubt in flagged:
        best = _better(doubt, anew.get(doubt.said.key, doubt), checker)
        verdict = _verdict(best, context, checker)
        verdicts[doubt.said.key] = verdict
        if verdict.flags or verdict.end != "kept":
            notices.append(_notice(doubt.said, best, verdict))
    for key, doubt in doubts.items():
        inferred = doubt.said.kind == "stance" and doubt.said.basis == "author_view"
        if not doubt.flags and (inferred or doubt.said != given[key]):
            verdict = _verdict(doubt, context, checker)
            verdicts[doubt.said.key] = verdict
            if inferred:
                notices.append(_notice(doubt.said, doubt, verdict))
    for key, again in _untied(labelled.values(), verdicts, context):
        verdicts[key] = _verdict(again, context, checker)
        notices.append(_notice(labelled[key], again, verdicts[key]))
    return Checked(verdicts, (*noticed(notices, shown), *asked.problems), tuple(asked.replies))


def _untied(
    said: Iterable[Checkable], verdicts: Mapping[str, Verdict], context: Context
) -> Iterator[tuple[str, _Doubt]]:
    """Yields the stances that say too much now that a condition of theirs is worded anew or gone."""
    for entry in said:
        tied = tuple(
            (key, held.text if held else words)
            for key, words in entry.conditions
            if not (held := verdicts.get(key)) or held.end == "kept"
        )
        verdict = verdicts.get(entry.key) or Verdict("kept", entry.text, entry.evidence, entry.basis)
        if tied == entry.conditions or verdict.end != "kept":
            continue
        now = entry._replace(text=verdict.text, evidence=verdict.evidence, basis=verdict.basis, conditions=tied)
        flags = tuple(dict.fromkeys((*verdict.flags, *find_flags(now, context))))
        if flags != verdict.flags:
            yield entry.key, _Doubt(now, flags, verdict.written_by)


def _labelled(said: Checkable, context: Context) -> Checkable:
    """A statement with its label set by its own words and those of its evidence."""
    return said if said.kind in (*LABELS, "open") else said._replace(basis=basis_set(claim_of(said, context)))


def _better(doubt: _Doubt, again: _Doubt, checker: Checker) -> _Doubt:
    """A statement as it was, unless it is better now."""
    if not again.said.text and checker.on_unsupported == "mark":  # all is to be kept
        return doubt
    return min((doubt, again), key=lambda held: _weight(held.flags))


def _weight(flags: Sequence[Flag]) -> tuple[bool, int]:
    """How much is wrong: what is dropped weighs more than what is marked."""
    return any(flag.kind in _DROPPED for flag in flags), len(flags)


def _verdict(doubt: _Doubt, context: Context, checker: Checker) -> Verdict:
    said, flags = doubt.said, doubt.flags
    basis = said.basis
    if any(flag.kind == "basis_overstated" for flag in flags):
        basis = modest_basis(claim_of(said, context)) or basis
    made = Verdict("kept", said.text, said.evidence, basis, flags, doubt.written_by)
    if not said.text:
        return replace(made, end="dropped")
    if said.kind == "stance" and basis == "author_view":
        said = _inferred(said)
        flags = find_flags(said, context)
        made = replace(made, end="no_position", flags=flags)
    if said.key.endswith("?") or not are_read(claim_of(said, context)):
        return made
    on_unsupported, kinds = checker.on_unsupported, {flag.kind for flag in flags}
    if on_unsupported == "mark" or not kinds:
        return made
    if on_unsupported == "drop" or kinds & _DROPPED:
        return replace(made, end="dropped")
    if "absence_unsupported" in kinds and said.kind in ("statement", "point", "stance", "condition"):
        return replace(made, end="gap" if said.kind == "point" else "dropped")
    return made


def _inferred(said: Checkable) -> Checkable:
    """What an author infers of a party, as the statement that it becomes."""
    text = f"{said.party} {said.text}"
    return said._replace(text=text, party="", basis="author_view", kind="point", conditions=())


def _notice(before: Checkable, doubt: _Doubt, verdict: Verdict) -> tuple[ProblemKind, str, tuple[FlagKind, ...]]:
    """The kind of a notice, its words, and the flags that it tells of."""
    flags = verdict.flags if verdict.end == "no_position" else doubt.flags
    kinds = tuple(dict.fromkeys(flag.kind for flag in flags))
    why = "; ".join(flag.message for flag in flags)
    words = f"“{_short(before.text)}”"
    if verdict.end == "no_position":
        told = f"{words} is what the author infers of {before.party}, and no position of it"
        return "statement_flagged", f"{told}{f': {why}' if why else ''}.", kinds
    if verdict.end == "gap":
        return "statement_flagged", f"{words} is told as a gap: {why}.", kinds
    if verdict.end == "dropped":
        why = why or "the model, asked again, leaves it out"
        return "statement_unsupported", f"{words} was left out: {why}.", kinds
    return "statement_flagged", f"{words}: {why}.", kinds


class _Asked:
    """What a model is asked about the statements of a unit, and what came of it."""

    def __init__(self, lines: Sequence[Evidence], unit: str) -> None:
        self._lines = {line.id: line for line in lines}
        self._unit = unit
        self.replies: list[UsedReply] = []
        self.problems: list[Problem] = []

    def look_again(self, reader: SecondReader, doubts: Sequence[_Doubt]) -> dict[str, _Doubt]:
        """The statements among `doubts` with what a second look finds wrong with them."""
        found: dict[str, _Doubt] = {}
        for place, batch in enumerate(_batches([doubt for doubt in doubts if doubt.said.kind not in LABELS])):
            asked = [self._doubted(doubt.said, ()) for doubt in batch]
            try:
                drafted = reader.look_again(self._named(place), asked)
            except ModelError as error:
                self._failed(f"{len(batch)} statements were not looked at a second time. {error}", loss=True)
                continue
            self.replies += [drafted.reply] if drafted.reply else []
            answers = {answer.number: answer for answer in drafted.draft.answers}
            for number, doubt in enumerate(batch, start=1):
                flag = _looked(answers[number]) if number in answers else None
                if flag is not None:
                    found[doubt.said.key] = replace(doubt, flags=(*doubt.flags, flag))
        return found

    def rewrite(self, editor: Editor, doubts: Sequence[_Doubt], context: Context) -> dict[str, _Doubt]:
        """The statements of `doubts` as they are worded anew, with what is wrong with them still."""
        found: dict[str, _Doubt] = {}
        left = len(doubts) - MOST_REWRITES * MOST_DOUBTED
        if left > 0:
            told = f"{left} statements were not asked for once more: so much is wrong that another model may do better."
            self.problems.append(problem("check_failed", told, "Try one.", loss=False))
        for place, batch in enumerate(_batches(doubts[: MOST_REWRITES * MOST_DOUBTED])):
            asked = [self._doubted(doubt.said, doubt.flags) for doubt in batch]
            try:
                drafted = editor.rewrite(self._named(place), asked)
            except ModelError as error:
                self._failed(f"{len(batch)} statements could not be asked for once more. {error}", loss=False)
                continue
            self.replies += [drafted.reply] if drafted.reply else []
            shown = lines_of(asked)
            answers = {answer.number: answer for answer in drafted.draft.statements}
            cited = {line for answer in answers.values() if answer.text.strip() for line in answer.lines}
            for line in sorted(cited - set(range(1, len(shown) + 1))):
                told = f"Number {line}, cited for a statement that was worded anew, is none of the lines shown."
                self.problems.append(
                    problem("citation_unknown", told, "Nothing to do: the memo does without it.", loss=False)
                )
            for number, doubt in enumerate(batch, start=1):
                if number in answers:
                    said = _anew(doubt.said, answers[number], shown)
                    flags = find_flags(said, context) if said.text else ()
                    found[said.key] = _Doubt(said, flags, drafted.written_by)
        return found

    def _doubted(self, said: Checkable, flags: Sequence[Flag]) -> Doubted:
        complaints = tuple(flag.message for flag in flags)
        lines = tuple(self._lines[entry] for entry in said.evidence or self._lines)
        role = "condition" if said.kind == "condition" else said.basis
        conditions = tuple(words for _, words in said.conditions)
        return Doubted(said.text, said.party, role, complaints, lines, conditions)

    def _named(self, place: int) -> str:
        return f"{self._unit}/{place + 1}" if place else self._unit

    def _failed(self, message: str, *, loss: bool) -> None:
        self.problems.append(problem("check_failed", message, "Then run again.", loss=loss))


def _looked(answer: AnswerDraft) -> Flag | None:
    if answer.answer == "supported":
        return None
    kind, message = _LOOKS[answer.answer]
    missing = one_line(answer.missing)[:_MISSING].rstrip(" .")
    return Flag(kind=kind, message=f"{message}: {missing}" if missing else message)


def _anew(said: Checkable, answer: RewrittenDraft, shown: Sequence[Evidence]) -> Checkable:
    """A statement as it is worded anew; it keeps its evidence where the answer cites none, and a question its mark."""
    cited = tuple(dict.fromkeys(shown[number - 1].id for number in answer.lines if 1 <= number <= len(shown)))
    text = one_line(answer.text)
    if said.kind in LABELS:
        asks = said.key.endswith("?") and not text.endswith(("?", "？"))
        return said if asks or not text else said._replace(text=text)
    return said._replace(text=text, basis=answer.basis, evidence=cited or said.evidence)


def _batches(doubts: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(doubts)
    while batch := list(islice(rest, MOST_DOUBTED)):
        yield batch


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= 12 else " ".join(words[:12]) + " …"
