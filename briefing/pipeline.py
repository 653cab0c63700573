"""The whole flow on one screen: articles in, memo out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefing.analysis.assembling import assemble, count_bases, record
from briefing.analysis.checking import check_language
from briefing.analysis.extractive import ExtractiveAnalyst
from briefing.analysis.grounding import Findings, cut_sentence, ground, join
from briefing.analysis.linking import link
from briefing.analysis.overviewing import overview
from briefing.analysis.quoting import find_quotes
from briefing.analysis.splitting import split
from briefing.analysis.summarizing import summarize
from briefing.article import Article
from briefing.memo import ArticleRecord, ChunkCoverage, ContentionPoint
from briefing.options import Options, Progress
from briefing.reading import segment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from briefing.analysis.analyst import Analyst
    from briefing.memo import Basis, Evidence, Memo, Problem, Quote

_OPENINGS = 4  # sentences of an article among which the bottom line is looked for
_TIERS = ("core", "secondary", "contextual")


def brief(
    articles: Iterable[Article | Problem],
    *,
    analyst: Analyst | None = None,
    as_of: dt.date | None = None,
    title: str | None = None,
    options: Options | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Memo:
    """Makes a memo of articles.

    Args:
        articles: as `load` yields them; each article's text is let go once it is grounded.
        analyst: reads the chunks; None for the offline analyst.
        as_of: the day the memo speaks of; None for the latest date of an article.
        title: of the memo; None lets the analyst write it.
        options: how articles are analysed; None for the defaults.
        progress: called after each article and each dispute.

    Returns:
        The memo. What could not be used stands among its problems.

    Raises:
        SourceError: `articles` came from `load`, and nothing readable was in its sources.
    """
    analyst, options, progress = analyst or ExtractiveAnalyst(), options or Options(), progress or _silent
    told: list[_Told] = []
    for article in articles:
        told.append(_read(article, analyst, options))
        progress(Progress(stage="read", done=len(told)))
    found = join(part.findings for part in told)
    groups = link([unit for part in told for unit in part.units], analyst)
    summaries: list[Findings] = []
    for group in groups:
        summaries.append(summarize(group, found.evidence, found.watch, analyst))
        progress(Progress(stage="summarize", done=len(summaries), total=len(groups)))
    found = join([replace(found, points=(), watch=()), *summaries])
    found = replace(found, points=tuple(sorted(found.points, key=_prominence)))
    records = tuple(part.record for part in told if part.record)
    openings = [entry for part in told for entry in part.openings]
    written, bottom_line, shown = overview(records, openings, found.points, found.evidence, analyst)
    return assemble(
        join([found, shown]),
        title=title or written,
        bottom_line=bottom_line,
        as_of=as_of or max((record.published for record in records if record.published), default=None),
        quotes=tuple(quote for part in told for quote in part.quotes),
        articles=records,
        chunks=tuple(chunk for part in told for chunk in part.chunks),
        spans=(span for part in told for span in part.spans),
        bases=sum((part.bases for part in told), Counter()),
        analyst=analyst,
        max_chunk_tokens=options.max_chunk_tokens,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What is kept of one article, or of a source that gave none."""

    findings: Findings
    record: ArticleRecord | None = None
    units: tuple[tuple[ContentionPoint, ...], ...] = ()
    quotes: tuple[Quote, ...] = ()
    openings: tuple[Evidence, ...] = ()
    chunks: tuple[ChunkCoverage, ...] = ()
    spans: tuple[tuple[str, int, int, bool], ...] = ()
    bases: Counter[Basis] = field(default_factory=Counter)


def _read(article: Article | Problem, analyst: Analyst, options: Options) -> _Told:
    """Split, extract and ground one article."""
    if not isinstance(article, Article):
        return _Told(Findings(problems=(article,)))
    sentences = segment(article)
    parts: list[Findings] = []
    chunks: list[ChunkCoverage] = []
    for chunk in split(article, sentences, max_tokens=options.max_chunk_tokens, count=options.count_tokens):
        parts.append(ground(analyst.extract(chunk), chunk, written_by=analyst.name))
        chunks.append(
            ChunkCoverage(
                article=article.id,
                start=chunk.start,
                end=chunk.end,
                end_state="found" if parts[-1].points else "nothing",
            )
        )
    quotes, quoted = find_quotes(article, sentences)
    noticed = check_language(article, analyst)
    openings = tuple(cut_sentence(article, sentence) for sentence in sentences[:_OPENINGS])
    return _Told(
        findings=join([*parts, Findings(evidence=quoted, problems=noticed)]),
        record=record(article),
        units=tuple(part.points for part in parts),
        quotes=quotes,
        openings=openings,
        chunks=tuple(chunks),
        spans=tuple((article.id, sentence.start, sentence.end, True) for sentence in sentences),
        bases=count_bases(article, sentences),
    )


def _prominence(point: ContentionPoint) -> tuple[int, int]:
    """Core points first, then those that more articles tell; else in the order of the sources."""
    return _TIERS.index(point.tier), -len(point.articles)


def _silent(_: Progress) -> None:
    """Nobody listens."""
