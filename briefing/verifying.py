"""Whether a memo still is what it says: spans, quotations, figures, dates, numbers and counts, anew without a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.balancing import balance
from briefing.analysis.findings import Findings, Library
from briefing.analysis.flagging import Context, find_flags
from briefing.analysis.grounding import cut_sentence
from briefing.analysis.judging import judge
from briefing.analysis.quoting import find_quotes
from briefing.analysis.sourcing import sources_of
from briefing.analysis.standing import read_figure, standing_at
from briefing.analysis.stating import checkable, stated
from briefing.checks.claim import Source
from briefing.memo import BY_RULE
from briefing.reading import segment
from briefing.wording.attribution import attribution
from briefing.wording.dates import find_dates
from briefing.wording.event_states import denied_state
from briefing.wording.names import lexicon_of
from briefing.writing.saying import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefing.article import Article
    from briefing.memo import ArticleRecord, Evidence, Flag, Memo, Quote

_WITHOUT_SOURCE = frozenset({"number_not_in_source", "number_not_cited", "quotation_altered"})


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking a memo came to.

    Attributes:
        spans: pieces of evidence that were held against their sources.
        unchecked: pieces of evidence whose sources were not given.
        statements: of a model, that were held against their evidence.
        marked: those of them that the memo itself marks.
        doubts: what does not hold, a sentence each.
    """

    spans: int
    unchecked: int
    statements: int
    marked: int
    doubts: tuple[str, ...]


def verify(memo: Memo, articles: Iterable[Article]) -> Verified:
    """Checks a memo against its sources, as far as they are given.

    A source is known by the SHA-256 of its text, whatever its file is called. Without it the evidence is taken as
    the memo has it, and figures, dates and numbers are checked against that.

    Args:
        memo: what is checked.
        articles: its sources, and others.
    """
    given = {article.text_sha256: article for article in articles}
    sources = {record.id: given[record.text_sha256] for record in memo.articles if record.text_sha256 in given}
    spans = [entry for entry in memo.evidence if entry.article in sources]
    doubts = [
        *_evidence(memo, sources),
        *(doubt for record in memo.articles if record.id in sources for doubt in _quotes(memo, sources[record.id])),
        *_figures(memo),
        *_events(memo),
        *_counted(memo),
    ]
    held, marked = 0, 0
    for said in statements(memo):
        if said.written_by == BY_RULE:
            continue
        held += 1
        marked += bool(said.flags)
    doubts += _statements(memo, sources)
    return Verified(len(spans), len(memo.evidence) - len(spans), held, marked, tuple(dict.fromkeys(doubts)))


def _evidence(memo: Memo, sources: Mapping[str, Article]) -> Iterator[str]:
    records = {record.id: record for record in memo.articles}
    for number, entry in enumerate(memo.evidence, start=1):
        if entry.id != f"{entry.article}:{entry.start}-{entry.end}":
            yield f"[^{number}] has another span than its id says."
        source = sources.get(entry.article)
        if source is None:
            continue
        if source.text[entry.start : entry.end] != entry.text:
            title = _short(records[entry.article].title)
            yield f"[^{number}]: “{title}” has other words at characters {entry.start} to {entry.end}."
        elif records[entry.article].first_line + source.text.count("\n", 0, entry.start) != entry.line:
            yield f"[^{number}] stands on another line than {entry.line}."
        elif _chain(entry, source.text, records[entry.article]) != entry.attribution:
            chain = " ← ".join(entry.attribution) or "nobody"
            yield f"[^{number}]: its source does not tell it on the word of {chain}."


def _chain(entry: Evidence, text: str, record: ArticleRecord) -> tuple[str, ...]:
    return attribution(text, entry.start, entry.end, record.publisher, record.author)


def _quotes(memo: Memo, source: Article) -> Iterator[str]:
    """Yields what does not hold of the quotations of one article, words and speakers."""
    found = {(quote.start, quote.end): quote for quote in find_quotes(source, segment(source))[0]}
    for quote in memo.quotes:
        if quote.article not in {record.id for record in memo.articles if record.text_sha256 == source.text_sha256}:
            continue
        if source.text[quote.start : quote.end] != quote.text:
            yield f"The quotation “{_short(quote.text)}” is not what its source has there."
        elif quote.speaker_check == "attributed" and _speaker(found.get((quote.start, quote.end))) != quote.speaker:
            yield f"The source does not give “{_short(quote.text)}” to {quote.speaker}."


def _figures(memo: Memo) -> Iterator[str]:
    table = {entry.id: entry for entry in memo.evidence}
    for figure in memo.figures:
        read = [read_figure(table[cited].text, figure.as_written) for cited in figure.evidence]
        if not any(found and (found.value, found.high) == (figure.value, figure.high) for found in read):
            yield f"The figure {figure.value}, “{_short(figure.as_written)}”, does not stand in its evidence."


def _events(memo: Memo) -> Iterator[str]:
    table = {entry.id: entry for entry in memo.evidence}
    published = {record.id: record.published for record in memo.articles}
    for event in memo.timeline:
        read = []
        for cited in event.text.evidence:
            entry = table[cited]
            found = find_dates(entry.text, published.get(entry.article))
            if here := standing_at(found, entry.text, event.as_written):
                read.append((entry, here))
        if not any((here.first, here.last) == (event.date, event.end) for _, here in read):
            yield f"The date {event.date}, “{_short(event.as_written)}”, does not stand in its evidence."
        elif event.text.written_by != BY_RULE and event.state not in ("postponed", "cancelled"):
            entry, here = read[0]
            told = denied_state(event.state, entry.text, here, published.get(entry.article))
            if told not in (None, event.state):
                yield f"“{_short(event.text.text)}” is told as {event.state}; its evidence says {told}."


def _counted(memo: Memo) -> Iterator[str]:
    """Yields what code has counted and comes out otherwise: who is heard on a point, confidence in judgments."""
    for point in memo.points:
        if balance(point, memo.quotes, memo.parties) != point.balance:
            yield f"“{_short(point.question)}”: its parties are heard otherwise than its balance says."
    records = {record.id: record for record in memo.articles}
    found = Findings(points=memo.points, source_notes=memo.source_notes)
    library = Library(found, records, {}, max_tokens=memo.run.max_chunk_tokens)
    table = {entry.id: entry for entry in memo.evidence}
    for told, anew in zip(memo.key_judgments, judge(memo.key_judgments, table, library), strict=True):
        if told.confidence != anew.confidence:
            yield f"“{_short(told.text)}”: by its evidence the confidence is {anew.confidence.level}."


def _statements(memo: Memo, sources: Mapping[str, Article]) -> Iterator[str]:
    """Yields the slips of statements that the memo does not mark itself; only numbers where a source is not given."""
    context = _context(memo, sources)
    points = tuple(point for point in memo.points if any(said.written_by != BY_RULE for said in statements(point)))
    found = Findings(points, memo.watch, memo.parties, memo.timeline, (), memo.source_notes)
    said = [
        *stated(found),
        *map(checkable, memo.bottom_line),
        *(checkable(judgment)._replace(kind="judgment") for judgment in memo.key_judgments),
    ]
    written = {held.id: held for held in statements(memo)}
    of_point = {f"{point.id}{end}": point.flags for point in memo.points for end in "?#"}
    given = {entry.id for entry in memo.evidence if entry.article in sources}
    for entry in said:
        held = written.get(entry.key)
        if held is not None and held.written_by == BY_RULE:
            continue
        # by its words: whether it stands elsewhere is another matter in one chunk than in all sources
        marked = {flag.message for flag in (held.flags if held else of_point.get(entry.key, ()))}
        for flag in find_flags(entry, context):
            if flag.message in marked or _is_noticed(memo, entry.text, flag):
                continue
            if given.issuperset(entry.evidence) or flag.kind in _WITHOUT_SOURCE:
                yield f"“{_short(entry.text)}”: {flag.message}."


def _is_noticed(memo: Memo, text: str, flag: Flag) -> bool:
    """Whether a notice of the memo tells of it: answers and gaps have no mark of their own."""
    return any(_short(text) in told.message and flag.message in told.message for told in memo.problems)


def _context(memo: Memo, sources: Mapping[str, Article]) -> Context:
    """What statements are held against: the evidence, with what surrounds it where its source is given."""
    published = {record.id: record.published for record in memo.articles}
    near = {entry.id: Source(entry.text, (), lexicon_of(""), published.get(entry.article)) for entry in memo.evidence}
    for source in sources.values():
        sentences = segment(source)
        lines = [cut_sentence(source, sentence) for sentence in sentences]
        near |= sources_of(source, sentences, lines)
    facts = (
        *(entry.section or "" for entry in memo.evidence),
        *(source.text for source in sources.values()),
        *(text for record in memo.articles for text in (record.title, record.publisher, record.author) if text),
    )
    return Context(near, facts)


def _speaker(quote: Quote | None) -> str | None:
    return None if quote is None else quote.speaker


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= 12 else " ".join(words[:12]) + " …"
