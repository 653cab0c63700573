"""Whether a memo still is what it says: spans, quotations, figures, dates and numbers, checked anew without a model."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.flagging import find_flags, known_in
from briefing.analysis.quoting import find_quotes
from briefing.analysis.standing import read_figure, standing_at
from briefing.checks import find_slips
from briefing.checks.claim import Claim, Source
from briefing.reading import segment
from briefing.wording.dates import find_dates
from briefing.wording.names import lexicon_of
from briefing.writing.saying import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefing.article import Article, Sentence
    from briefing.memo import Evidence, Memo, Quote

_BY_RULE = "extractive"
_BEFORE = 4  # sentences that a pronoun may lead back to


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
    ]
    held, marked = 0, 0
    for said in statements(memo):
        if said.written_by == _BY_RULE:
            continue
        held += 1
        marked += bool(said.flags)
    doubts += _statements(memo, sources)
    return Verified(len(spans), len(memo.evidence) - len(spans), held, marked, tuple(dict.fromkeys(doubts)))


def suspicions(memo: Memo, articles: Iterable[Article]) -> Iterator[str]:
    """Yields what the less certain checks hold against statements of a model: leads for a reader, no verdicts.

    They look for names, negations, hedges, speakers and bases (see `briefing.checks`), and blame one true statement in
    ten, more where a statement draws on several sentences. Only statements whose sources are all given are looked at.

    Args:
        memo: what is looked at.
        articles: its sources, and others.
    """
    given = {article.text_sha256: article for article in articles}
    sources = {record.id: given[record.text_sha256] for record in memo.articles if record.text_sha256 in given}
    table = {entry.id: entry for entry in memo.evidence}
    spans = {article: segment(source) for article, source in sources.items()}
    party_of = {
        said.id: position.party
        for point in memo.points
        for position in point.positions
        for said in statements(position)
    }
    for said in statements(memo):
        cited = [table[entry] for entry in said.evidence]
        if said.written_by == _BY_RULE or not all(entry.article in sources for entry in cited):
            continue
        held = tuple(_source(entry, sources[entry.article], spans[entry.article]) for entry in cited)
        for slip in find_slips(Claim(said.text, party_of.get(said.id, ""), said.basis, held)):
            if slip.kind != "number":  # these are doubts
                yield f"perhaps: {slip.kind}: “{_short(said.text)}”: {slip.message}."


def _source(entry: Evidence, article: Article, sentences: Sequence[Sentence]) -> Source:
    """A piece of evidence with the sentences of its paragraph before it."""
    place = bisect_right(sentences, entry.start, key=lambda sentence: sentence.start) - 1
    paragraph = sentences[place].paragraph
    near = [sentence for sentence in sentences[max(0, place - _BEFORE) : place] if sentence.paragraph == paragraph]
    before = tuple(article.text[sentence.start : sentence.end] for sentence in near)
    return Source(entry.text, before, lexicon_of(article.text), article.published)


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
            read.append(standing_at(found, entry.text, event.as_written))
        if not any(found and (found.first, found.last) == (event.date, event.end) for found in read):
            yield f"The date {event.date}, “{_short(event.as_written)}”, does not stand in its evidence."


def _statements(memo: Memo, sources: Mapping[str, Article]) -> Iterator[str]:
    """Yields the slips of statements that the memo does not mark itself."""
    table = {entry.id: entry for entry in memo.evidence}
    published = {record.id: record.published for record in memo.articles}
    known = known_in(
        [
            *(entry.text for entry in memo.evidence),
            *(entry.section or "" for entry in memo.evidence),
            *(source.text for source in sources.values()),
            *(text for record in memo.articles for text in (record.title, record.publisher, record.author) if text),
            *(name for party in memo.parties for name in (party.name, *party.aliases)),
        ]
    )
    whole = len(sources) == len(memo.articles)
    for said in statements(memo):
        if said.written_by == _BY_RULE:
            continue
        cited: list[Evidence] = [table[entry] for entry in said.evidence]
        for flag in find_flags(said.text, said.basis, cited, published, known):
            # names are looked for in whole sources only: they may stand where nothing is cited
            if flag not in said.flags and (whole or flag.kind != "name_not_in_source"):
                yield f"“{_short(said.text)}”: {flag.message}."


def _speaker(quote: Quote | None) -> str | None:
    return None if quote is None else quote.speaker


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= 12 else " ".join(words[:12]) + " …"
