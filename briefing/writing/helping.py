"""The functions and filters that a template gets besides `memo` and `shown`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from markupsafe import Markup

from briefing.memo import ContentionPoint, Coverage, Evidence
from briefing.writing.escaping import destination, markdown, plain, yaml_value
from briefing.writing.wording import (
    CHECK,
    LEGEND,
    MARKS,
    as_of_line,
    count_words,
    coverage_line,
    cut,
    day,
    location,
    made_line,
    middle_cut,
    number_of,
    outlets,
    status_line,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.memo import (
        Basis,
        ChunkCoverage,
        Figure,
        Gap,
        Memo,
        Option,
        Party,
        Quote,
        SentenceRun,
        Statement,
    )
    from briefing.writing.selection import GapShown, OptionShown, Said

    Holder = Statement | Said | Gap | GapShown | Option | OptionShown | Quote | Figure | ContentionPoint
    Cited = str | tuple[str, ...] | list[str] | Evidence | Holder


class Helpers:
    """The helpers for one rendering; they remember what was cited and marked."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._numbers = {entry.id: number for number, entry in enumerate(memo.evidence, start=1)}
        self._parties = {party.name: party for party in memo.parties}
        self._outlets = outlets(memo)
        self._coverage: dict[str, str] | None = None
        self._cited: set[str] = set()
        self._marked: set[Basis] = set()
        self._checked = False

    def functions(self) -> dict[str, Callable[..., object]]:
        """Functions by the name that templates call them by."""
        return {
            "cite": self.cite,
            "number": self.number,
            "evidence_of": self.evidence_of,
            "source_of": self.source_of,
            "party": self.party,
            "outlet": self.outlet,
            "coverage_of": self.coverage_of,
            "mark": self.mark,
            "cited": self.cited,
            "uncited": self.uncited,
            "marks": self.marks,
            "as_of_line": lambda: as_of_line(self._memo),
            "status_line": lambda: status_line(self._memo),
            "made_line": lambda: made_line(self._memo),
        }

    def number(self, evidence_id: str) -> int:
        """Citation number of an entry: its place in the table, from 1."""
        if evidence_id not in self._numbers:
            raise ValueError(f"no evidence of this memo has the id {evidence_id!r}")
        return self._numbers[evidence_id]

    def evidence_of(self, thing: Cited) -> tuple[Evidence, ...]:
        """Entries that `thing` (ids, or anything that holds `evidence`) rests on, in order of number."""
        if isinstance(thing, Evidence):
            return (thing,)
        held: object = getattr(thing, "evidence", thing)
        names = (held,) if isinstance(held, str) else held
        if not isinstance(names, tuple | list):
            raise TypeError("cite and evidence_of take evidence ids or something that has `evidence`")
        numbers = sorted({self.number(name) for name in names})
        return tuple(self._memo.evidence[number - 1] for number in numbers)

    def cite(self, thing: Cited) -> Markup:
        """Footnote marks of what `thing` rests on, such as `[^1] [^4]`; empty without evidence."""
        entries = self.evidence_of(thing)
        self._cited.update(entry.id for entry in entries)
        return Markup(" ".join(f"[^{self._numbers[entry.id]}]" for entry in entries))  # noqa: S704  # digits

    def cited(self) -> tuple[tuple[int, Evidence], ...]:
        """Numbers and entries cited so far, in order: call it where the footnotes are defined."""
        return tuple(pair for pair in enumerate(self._memo.evidence, start=1) if pair[1].id in self._cited)

    def uncited(self) -> tuple[Evidence, ...]:
        """Entries that nothing has cited so far."""
        return tuple(entry for entry in self._memo.evidence if entry.id not in self._cited)

    def source_of(self, entry: Evidence) -> str:
        """Where an entry stands: publisher or title, section, line, and whom the article names for it."""
        place = location(self._outlets[entry.article], entry)
        return f"{place}, told by {', citing '.join(map(plain, entry.attribution))}" if entry.attribution else place

    def party(self, name: str) -> Party | None:
        """The party of that name, or None."""
        return self._parties.get(name)

    def outlet(self, article_id: str) -> str:
        """What an article is called in short: its publisher; its title where that does not tell it apart."""
        if article_id not in self._outlets:
            raise ValueError(f"no article of this memo has the id {article_id!r}")
        return self._outlets[article_id]

    def coverage_of(self, article_id: str) -> str:
        """What became of an article's sentences and chunks, in one line."""
        if self._coverage is None:  # once for all articles: a memo may have thousands
            self._coverage = {name: coverage_line(part) for name, part in self._parts().items()}
        if article_id not in self._coverage:
            raise ValueError(f"no article of this memo has the id {article_id!r}")
        return self._coverage[article_id]

    def _parts(self) -> dict[str, Coverage]:
        """The coverage of each article alone."""
        runs: defaultdict[str, list[SentenceRun]] = defaultdict(list)
        chunks: defaultdict[str, list[ChunkCoverage]] = defaultdict(list)
        for run in self._memo.coverage.runs:
            runs[run.article].append(run)
        for chunk in self._memo.coverage.chunks:
            chunks[chunk.article].append(chunk)
        articles = {one.article: (one,) for one in self._memo.coverage.articles}
        return {
            name: Coverage(chunks=tuple(chunks[name]), runs=tuple(runs[name]), articles=articles.get(name, ()))
            for name in self._outlets
        }

    def mark(self, thing: Statement | Said | ContentionPoint) -> Markup:
        """Who vouches for a statement where that is not the party or the reporting, and its flags; a point's flags."""
        notes: list[str] = []
        if not isinstance(thing, ContentionPoint) and thing.basis in MARKS:
            self._marked.add(thing.basis)
            notes.append(MARKS[thing.basis])
        for flag in thing.flags:
            words = flag if isinstance(flag, str) else flag.kind.replace("_", " ")
            self._checked = True
            notes.append(f"{CHECK[0]}: {words}")
        if not notes:
            return Markup("")
        return Markup(f" *({'; '.join(map(markdown, notes))})*")  # noqa: S704  # escaped in this line

    def marks(self) -> tuple[tuple[str, str], ...]:
        """Marks used so far with what they mean: call it where the legend stands."""
        marked = tuple((MARKS[basis], LEGEND[basis]) for basis in MARKS if basis in self._marked)
        return (*marked, CHECK) if self._checked else marked


def quoted(text: str) -> str:
    """`text` in quotation marks that it does not use itself."""
    return f"‘{text}’" if any(sign in text for sign in '“”"„') else f"“{text}”"


def cell(text: str, words: int = 12) -> Markup:
    """`text` for a table's cell: at most `words` words, escaped."""
    return markdown(text if isinstance(text, Markup) else cut(text, words))


FILTERS: dict[str, Callable[..., object]] = {
    "md": markdown,
    "cell": cell,
    "words": cut,
    "middle": middle_cut,
    "quoted": quoted,
    "url": destination,
    "yaml": yaml_value,
    "day": day,
    "plain": plain,
    "count": number_of,
    "count_words": count_words,
}
