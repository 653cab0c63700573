"""The whole flow on one screen: articles in, memo out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.analysis.assembling import assemble, one_name_each, record
from briefing.analysis.checking import Checker
from briefing.analysis.concurrency import fan_out
from briefing.analysis.covering import Place, placed
from briefing.analysis.extraction import Extracted, extract
from briefing.analysis.extractive import ExtractiveAnalyst
from briefing.analysis.findings import Findings, Library, join
from briefing.analysis.grounding import cut_sentence
from briefing.analysis.languages import check_language
from briefing.analysis.linking import link
from briefing.analysis.overviewing import overview
from briefing.analysis.quoting import find_quotes
from briefing.analysis.sourcing import sources_of
from briefing.analysis.splitting import split
from briefing.analysis.summarizing import summarize
from briefing.analysis.withholding import withhold
from briefing.article import Article
from briefing.errors import OptionError
from briefing.memo import BY_RULE
from briefing.options import Options, Progress
from briefing.reading import segment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefing.analysis.analyst import Analyst
    from briefing.analysis.editing import Editor, SecondReader
    from briefing.article import Chunk, Sentence
    from briefing.memo import ArticleRecord, ChunkCoverage, ContentionPoint, Evidence, Memo, Problem, Quote
    from briefing.models import Model

_OPENINGS = 4  # sentences of an article among which the bottom line is looked for
_TIERS = ("core", "secondary", "contextual")


def brief(
    articles: Iterable[Article | Problem],
    *,
    analyst: Analyst | None = None,
    model: Model | None = None,
    editor: Editor | None = None,
    second_reader: SecondReader | None = None,
    as_of: dt.date | None = None,
    title: str | None = None,
    options: Options | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Memo:
    """Makes a memo of articles.

    Args:
        articles: as `load` yields them; each article's text is let go once it is grounded.
        analyst: reads the chunks; None for a `ModelAnalyst` that asks `model`, or without one the offline analyst.
        model: asked by the analyst; give it or `analyst`, not both.
        editor: words statements anew in which a check found a slip; None leaves that out, but where `model` is given
            its analyst does it.
        second_reader: looks at every statement of a model and its evidence once more; None leaves that out.
        as_of: the day the memo speaks of; None for the latest date of an article.
        title: of the memo; None lets the analyst write it.
        options: how articles are analysed; None for the defaults.
        progress: called after each chunk, each article and each dispute.

    Returns:
        The memo. What could not be used stands among its problems.

    Raises:
        SourceError: `articles` came from `load`, and nothing readable was in its sources.
        OptionError: both `analyst` and `model` are given.
    """
    analyst, editor = _chosen(analyst, model, editor)
    options, progress = options or Options(), progress or _silent
    checker = Checker(options.on_unsupported, editor, second_reader)
    at_once = options.concurrency if analyst.remote else 1
    told: list[_Told] = []
    for article in _read(articles, analyst, checker, options, progress):
        told.append(article)
        progress(Progress(stage="read", done=len(told)))
    found = join(part.findings for part in told)
    records = {part.record.id: part.record for part in told if part.record}
    groups, linked = link([unit for part in told for unit in part.units], analyst, concurrency=at_once)
    parties = {part.record.id: part.findings.parties for part in told if part.record}
    library = Library(found, records, parties, options.max_chunk_tokens, options.count_tokens)
    summaries: list[Findings] = []
    for summary in fan_out(lambda group: summarize(group, library, analyst, checker), groups, concurrency=at_once):
        summaries.append(summary)
        progress(Progress(stage="summarize", done=len(summaries), total=len(groups)))
    found = join([replace(found, points=(), watch=()), linked, *summaries])
    found = one_name_each(replace(found, points=tuple(sorted(found.points, key=_prominence))))
    openings = [entry for part in told for entry in part.openings]
    first = overview(openings, replace(library, findings=found), analyst, checker)
    return assemble(
        join([found, first.findings]),
        title=title or first.title,
        bottom_line=first.bottom_line,
        judgments=first.judgments,
        as_of=as_of or max((record.published for record in records.values() if record.published), default=None),
        quotes=tuple(quote for part in told for quote in part.quotes),
        articles=tuple(records.values()),
        chunks=tuple(chunk for part in told for chunk in part.chunks),
        places={part.record.id: part.places for part in told if part.record},
        analyst=analyst,
        max_chunk_tokens=options.max_chunk_tokens,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One chunk of a source, or a source that has none.

    Attributes:
        place: of the source, from 0.
        source: the article, or why there is none.
        sentences: of the whole article.
        shown: those of them that an analyst may see.
        notices: on the others.
        chunk: None where there is none.
    """

    place: int
    source: Article | Problem
    sentences: Sequence[Sentence] = ()
    shown: Sequence[Sentence] = ()
    notices: tuple[Problem, ...] = ()
    chunk: Chunk | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """What is kept of one article, or of a source that gave none."""

    findings: Findings
    record: ArticleRecord | None = None
    units: tuple[tuple[ContentionPoint, ...], ...] = ()
    quotes: tuple[Quote, ...] = ()
    openings: tuple[Evidence, ...] = ()
    chunks: tuple[ChunkCoverage, ...] = ()
    places: tuple[Place, ...] = ()


def _read(
    articles: Iterable[Article | Problem],
    analyst: Analyst,
    checker: Checker,
    options: Options,
    progress: Callable[[Progress], None],
) -> Iterator[_Told]:
    """Yields what each source tells, in order; a remote analyst is asked about several chunks at once."""

    def analyse(part: _Part) -> tuple[_Part, list[Extracted]]:
        return part, extract(part.chunk, analyst, checker) if part.chunk else []

    at_once = options.concurrency if analyst.remote else 1
    analysed = fan_out(analyse, _parts(articles, options), concurrency=at_once)
    for _, held in groupby(_counted(analysed, progress), key=lambda pair: pair[0].place):
        pairs = list(held)
        yield _told(pairs[0][0], [entry for _, extracted in pairs for entry in extracted], analyst)


def _counted(
    analysed: Iterable[tuple[_Part, list[Extracted]]], progress: Callable[[Progress], None]
) -> Iterator[tuple[_Part, list[Extracted]]]:
    """Yields the same, and tells of every chunk."""
    done = 0
    for part, extracted in analysed:
        if extracted:
            done += 1
            progress(Progress(stage="extract", done=done))
        yield part, extracted


def _parts(articles: Iterable[Article | Problem], options: Options) -> Iterator[_Part]:
    """Yields the chunks of each source; one part at least."""
    for place, source in enumerate(articles):
        if not isinstance(source, Article):
            yield _Part(place, source)
            continue
        sentences = segment(source)
        shown, notices = withhold(source, sentences)
        chunks = split(source, shown, max_tokens=options.max_chunk_tokens, count=options.count_tokens)
        for chunk in chunks or (None,):
            yield _Part(place, source, sentences, shown, notices, chunk)


def _told(part: _Part, made: Sequence[Extracted], analyst: Analyst) -> _Told:
    """What one source tells: the findings of its chunks, and what code finds in the whole of it."""
    article, sentences = part.source, part.shown
    if not isinstance(article, Article):
        return _Told(Findings(problems=(article,)))
    quotes, quoted = find_quotes(article, sentences)
    noticed = (*part.notices, *check_language(article, analyst))
    first = tuple(cut_sentence(article, sentence) for sentence in sentences[:_OPENINGS])
    near = {} if analyst.name == BY_RULE else sources_of(article, sentences[:_OPENINGS], first)
    lost = [(chunk.start, chunk.end) for _, chunk in made if chunk.end_state in ("failed", "skipped")]
    return _Told(
        findings=join([*(findings for findings, _ in made), Findings(evidence=quoted, sources=near, problems=noticed)]),
        record=record(article),
        units=tuple(findings.points for findings, _ in made),
        quotes=quotes,
        openings=first,
        chunks=tuple(chunk for _, chunk in made),
        places=placed(article, part.sentences, frozenset(sentences), lost),
    )


def _chosen(analyst: Analyst | None, model: Model | None, editor: Editor | None) -> tuple[Analyst, Editor | None]:
    """Whoever reads and edits: the caller's analyst, else one that asks the caller's model, else the offline one."""
    if analyst is not None and model is not None:
        raise OptionError("Both an analyst and a model are given; give the model to the analyst, or give it alone.")
    if model is None:
        return analyst or ExtractiveAnalyst(), editor
    from briefing.analysis.model_analyst import ModelAnalyst  # the prompts need jinja2, which takes time to import

    made = ModelAnalyst(model)
    return made, editor or made


def _prominence(point: ContentionPoint) -> tuple[int, int]:
    """Core points first, then those that more articles tell; else in the order of the sources."""
    return _TIERS.index(point.tier), -len(point.articles)


def _silent(_: Progress) -> None:
    """Nobody listens."""
