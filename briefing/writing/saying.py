"""Single values of the memo, cut to their place, and the words each of them takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from briefing.memo import Event, Statement
from briefing.writing.selection import Dated, FigureShown, GapShown, JudgmentShown, NoteShown, Said, UncitedShown
from briefing.writing.wording import CHECK, LEGEND, MARKS, count_words, cut, day, event_date, location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.memo import Figure, Gap, Indicator, Judgment, Memo, SourceNote, Uncited
    from briefing.writing.budget import Caps

_WRITTEN_WORDS = 45  # of a bottom line that was written for the memo
_NOT_STATED_WORDS = 5  # "(not stated in the sources)"


def said(statement: Statement, words: int, *, full: bool, strict: bool = False) -> Said:
    """The statement in at most `words` words; flags as messages when full, else by name.

    A sentence that somebody wrote for the memo is told whole up to half as many words more: its end
    is worth more than they cost. The article's own sentences, which are as long as they are, and all
    that is `strict` are cut.
    """
    most = words if strict or statement.written_by == "extractive" else words * 3 // 2
    return Said(
        text=statement.text if count_words(statement.text) <= most else cut(statement.text, words),
        evidence=statement.evidence,
        basis=statement.basis,
        flags=tuple(flag.message if full else flag.kind.replace("_", " ") for flag in statement.flags),
    )


def together(statements: Iterable[Statement], words: int, *, full: bool) -> tuple[Said, ...]:
    """Statements until `words` words are reached; the last is cut, unless fewer than 8 are left for it.

    Where somebody wrote them for the memo, half as many words more are allowed, and 45 in any case:
    what the prompt asks for.
    """
    held = tuple(statements)
    if held and held[0].written_by != "extractive":
        words = max(words * 3 // 2, _WRITTEN_WORDS)
    shown: list[Said] = []
    for statement in held:
        if words < 8 and shown:  # a shorter stump tells nothing
            break
        shown.append(said(statement, words, full=full, strict=True))
        words -= said_words(shown[-1])
    return tuple(shown)


def said_words(shown: Said) -> int:
    """Words that a statement takes; marks do not count."""
    return count_words(shown.text)


def marked_words(shown: Said) -> int:
    """Words that a statement takes with its mark."""
    return said_words(shown) + count_words(MARKS.get(shown.basis, "")) + flag_words(shown.flags)


def flag_words(flags: Iterable[str]) -> int:
    """Words that flags take: "check: number not in source"."""
    return sum(1 + count_words(flag.replace("_", " ")) for flag in flags)


def statements(value: object) -> Iterator[Statement]:
    """Every statement that a value of the memo holds."""
    if isinstance(value, Statement):
        yield value
    elif isinstance(value, BaseModel):
        for _, held in value:
            yield from statements(held)
    elif isinstance(value, tuple):
        for held in value:
            yield from statements(held)


def legend_words(memo: Memo) -> int:
    """Words of the line that explains all marks that the memo may need."""
    needed = {statement.basis for statement in statements(memo)} & MARKS.keys()
    checked = any(held.flags for held in statements(memo)) or any(point.flags for point in memo.points)
    words = sum(count_words(f"{MARKS[basis]} {LEGEND[basis]}") for basis in needed)
    return words + (count_words(" ".join(CHECK)) if checked else 0) + (5 if needed or checked else 0)


def judged(judgment: Judgment, most: Caps, *, full: bool) -> JudgmentShown:
    """A judgment with its level and reason."""
    return JudgmentShown(
        said=said(judgment, most.judgment_words, full=full),
        level=judgment.confidence.level,
        reason=cut(judgment.confidence.reason, most.reason_words).rstrip(" ."),
    )


def judged_words(shown: JudgmentShown) -> int:
    """Words of the judgment, `… confidence` and the reason; its number is one more."""
    return said_words(shown.said) + 3 + count_words(shown.reason)


def dated(entry: Event | Indicator, words: int, *, full: bool) -> Dated:
    """An event or an indicator with its date in words."""
    if isinstance(entry, Event):
        state = "" if entry.state == "happened" else entry.state
        return Dated(
            when=_capitalized(event_date(entry)), said=said(entry.text, words, full=full), state=state, date=entry.date
        )
    exact = entry.date and not (entry.by_when or "").lower().removeprefix("the ").startswith("end of")
    when = day(entry.date) if entry.date and exact else _capitalized(cut(entry.by_when or "", words))
    return Dated(when=when, said=said(entry.text, words, full=full), indicator=entry, date=entry.date)


def _capitalized(when: str) -> str:
    return when[:1].upper() + when[1:]


def dated_words(shown: Dated) -> int:
    """Words of a line with a date."""
    return count_words(shown.when) + said_words(shown.said) + count_words(shown.state)


def gap(entry: Gap, words: int) -> GapShown:
    """A gap cut to its place."""
    return GapShown(topic=cut(entry.topic, words), evidence=entry.evidence)


def gap_words(shown: GapShown) -> int:
    """Words of a gap with what code writes behind one that has no evidence."""
    return count_words(shown.topic) + (0 if shown.evidence else _NOT_STATED_WORDS)


def figure(entry: Figure, words: int) -> FigureShown:
    """A figure with the words around it cut to their place."""
    return FigureShown(figure=entry, what=cut(entry.what, words))


def figure_words(shown: FigureShown) -> int:
    """Words of a line with a figure."""
    return count_words(shown.figure.as_written) + count_words(shown.what)


def noted(note: SourceNote, words: int, *, full: bool) -> NoteShown:
    """A note about the sources."""
    return NoteShown(kind=note.kind, said=said(note.text, words, full=full))


def left(part: Uncited, words: int, outlet: str | None, *, full: bool) -> UncitedShown:
    """A part of an article that is cited nowhere, by its first words; its section is told where all is."""
    whole = len(part.opening) == part.end - part.start
    return UncitedShown(
        part=part,
        opening=cut(part.opening if whole else f"{part.opening}…", words),
        where=location(outlet, part, section=full),
    )


def left_words(shown: UncitedShown) -> int:
    """Words of such a part with its place and its length."""
    return count_words(shown.opening) + count_words(shown.where) + 2
