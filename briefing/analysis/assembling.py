"""The memo from its parts: one list of parties, one table of evidence, what became of every sentence."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from briefing.analysis.balancing import balance
from briefing.analysis.covering import cover
from briefing.analysis.losing import gather
from briefing.ids import digest
from briefing.memo import (
    ArticleRecord,
    Event,
    Figure,
    Memo,
    Party,
    Run,
    StageUsage,
    cited,
    problem,
)
from briefing.wording.names import folded
from briefing.wording.words import content_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.analysis.analyst import Analyst, UsedReply
    from briefing.analysis.covering import Place
    from briefing.analysis.findings import Findings
    from briefing.article import Article
    from briefing.memo import ChunkCoverage, Indicator, Judgment, Position, Problem, Quote, Statement, Status


def record(article: Article) -> ArticleRecord:
    """What the memo keeps of an article."""
    return ArticleRecord(
        id=article.id,
        title=article.title,
        publisher=article.publisher,
        author=article.author,
        url=article.url,
        published=article.published,
        language=article.language,
        source=article.source,
        text_sha256=article.text_sha256,
        first_line=article.first_line,
        characters=len(article.text),
        words=len(article.text.split()),
    )


def assemble(
    findings: Findings,
    *,
    title: str,
    bottom_line: tuple[Statement, ...],
    judgments: tuple[Judgment, ...],
    as_of: dt.date | None,
    quotes: tuple[Quote, ...],
    articles: tuple[ArticleRecord, ...],
    chunks: tuple[ChunkCoverage, ...],
    places: Mapping[str, Sequence[Place]],
    analyst: Analyst,
    max_chunk_tokens: int,
) -> Memo:
    """The memo; its evidence is numbered in order of first use.

    Args:
        findings: of all articles, points in order of prominence.
        title: of the memo.
        bottom_line: stands first.
        judgments: with their confidence.
        as_of: the day the memo speaks of.
        quotes: of all articles, in order.
        articles: in the order in which they were read.
        chunks: how the analysis of each ended.
        places: every sentence, by the ids of the articles.
        analyst: who read.
        max_chunk_tokens: for the record.
    """
    works_with = analyst.credits
    answered = sorted({reply.model for reply in findings.replies if reply.model})
    others = other_models(works_with.model, answered)
    parties = merge_parties(findings.parties)
    every = gather((*findings.problems, *others), chunks)
    draft = Memo.model_construct(
        id=f"memo-{digest(*(article.id for article in articles))}",
        title=title,
        as_of=as_of,
        status=_status(chunks, findings, every, analyst),
        bottom_line=bottom_line,
        key_judgments=judgments,
        points=tuple(
            point.model_copy(update={"balance": balance(point, quotes, parties)}) if point.positions else point
            for point in findings.points
        ),
        parties=parties,
        timeline=merge_events(findings.events),
        figures=merge_figures(findings.figures),
        quotes=quotes,
        watch=merge_watch(findings.watch),
        source_notes=findings.source_notes,
        articles=articles,
        problems=every,
        run=Run(
            version=_version(),
            analyst=_who_read(analyst, findings),
            max_chunk_tokens=max_chunk_tokens,
            model_asked=works_with.model,
            model_answered=", ".join(answered) or None,
            endpoint_host=works_with.host,
            prompts=dict(works_with.prompts),
            language=works_with.language,
            stages=count_usage(findings.replies),
            requests={reply.request: reply.stage for reply in findings.replies},
        ),
    )
    table = tuple(findings.evidence[entry] for entry in dict.fromkeys(cited(draft)))
    return Memo.model_validate(dict(draft) | {"evidence": table, "coverage": cover(places, table, chunks)})


def other_models(asked: str | None, answered: Iterable[str]) -> tuple[Problem, ...]:
    """A notice for each model that answered under a name that has nothing of the name of the one that was asked.

    Endpoints add dates, folders and endings to a name (`gpt-5-mini-2025-08-07`, `models/qwen3-8b.gguf`).
    """

    def bare(name: str) -> str:
        return name.casefold().replace("\\", "/").rstrip("/").rpartition("/")[2]

    return tuple(
        problem(
            "model_other",
            f"Asked for the model {asked}, the endpoint answered as {name}.",
            "Make sure that it is the model that you mean.",
            loss=False,
        )
        for name in answered
        if asked is not None and bare(asked) not in bare(name) and bare(name) not in bare(asked)
    )


def one_name_each(findings: Findings) -> Findings:
    """The same findings, every position under the name by which its party stands in the list of parties."""
    names: dict[str, str] = {}
    for party in findings.parties:
        names.setdefault(folded(party.name), party.name)

    def named(position: Position) -> Position:
        name = names.get(folded(position.party), position.party)
        return position if name == position.party else position.model_copy(update={"party": name})

    points = tuple(
        point.model_copy(update={"positions": tuple(map(named, point.positions))}) if point.positions else point
        for point in findings.points
    )
    return replace(findings, points=points)


def merge_parties(parties: Iterable[Party]) -> tuple[Party, ...]:
    """One entry a name, whatever its capitals: the first role and kind, all aliases and reactions."""
    merged: dict[str, Party] = {}
    for party in parties:
        key = folded(party.name)
        held = merged.get(key)
        merged[key] = (
            party
            if held is None
            else held.model_copy(
                update={
                    "role": held.role or party.role,
                    "kind": party.kind if held.kind == "unknown" else held.kind,
                    "aliases": tuple(dict.fromkeys((*held.aliases, *party.aliases))),
                    "reactions": tuple({made.id: made for made in (*held.reactions, *party.reactions)}.values()),
                }
            )
        )
    return tuple(merged.values())


def merge_figures(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """One entry for a figure that is told again in other words or by another article, with all evidence.

    The same number of the same unit is the same figure where the words around it share at
    least two that carry content, the unit's own not counted.
    """
    merged: list[Figure] = []
    places: dict[tuple[str, ...], list[int]] = {}
    for figure in figures:
        unit = content_words(figure.unit)
        key = (figure.value, figure.high or "", figure.qualifier, *unit)
        words = set(content_words(figure.what)) - set(unit)
        for place in places.setdefault(key, []):
            held = merged[place]
            if len(words & set(content_words(held.what))) >= 2:
                evidence = tuple(dict.fromkeys((*held.evidence, *figure.evidence)))
                merged[place] = held.model_copy(update={"evidence": evidence})
                break
        else:
            places[key].append(len(merged))
            merged.append(figure)
    return tuple(merged)


def merge_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events in order of time; one entry for what several sentences tell of one date.

    Same dates, precision and state, and at least three content words in common beside the
    date, are one event; the first telling gives the words, all give evidence.
    """
    merged: list[Event] = []
    places: dict[tuple[object, ...], list[int]] = {}
    for event in events:
        key = (event.date, event.end, event.precision, event.state, None if event.date else event.as_written)
        words = set(content_words(event.text.text)) - set(content_words(event.as_written))
        for place in places.setdefault(key, []):
            held = merged[place]
            if len(words & set(content_words(held.text.text))) >= 3:
                evidence = tuple(dict.fromkeys((*held.text.evidence, *event.text.evidence)))
                text = held.text.model_copy(update={"evidence": evidence})
                merged[place] = held.model_copy(update={"text": text})
                break
        else:
            places[key].append(len(merged))
            merged.append(event)
    return tuple(sorted(merged, key=_when))


def _when(event: Event) -> tuple[bool, str]:
    """Dated events in order, undated ones last; what is equal stays in the order of the sources."""
    return event.date is None, event.date.isoformat() if event.date else ""


def merge_watch(watch: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """One entry for an indicator that several points name, with all of them."""
    merged: dict[str, Indicator] = {}
    for indicator in watch:
        held = merged.setdefault(indicator.id, indicator)
        points = tuple(dict.fromkeys((*held.points, *indicator.points)))
        merged[indicator.id] = held.model_copy(update={"points": points})
    return tuple(merged.values())


def count_usage(replies: Iterable[UsedReply]) -> tuple[StageUsage, ...]:
    """Requests and tokens of each stage, in the order of the flow; tokens that no endpoint told of count as none."""
    stages: dict[str, StageUsage] = {}
    for reply in replies:
        held = stages.get(reply.stage) or StageUsage(stage=reply.stage, requests=0, input_tokens=0, output_tokens=0)
        stages[reply.stage] = StageUsage(
            stage=reply.stage,
            requests=held.requests + 1,
            input_tokens=held.input_tokens + (reply.input_tokens or 0),
            output_tokens=held.output_tokens + (reply.output_tokens or 0),
        )
    return tuple(stages.values())


def _status(
    chunks: Sequence[ChunkCoverage], findings: Findings, problems: Iterable[Problem], analyst: Analyst
) -> Status:
    if all(chunk.end_state in ("failed", "skipped") for chunk in chunks):
        return "failed"
    if any(made.loss for made in problems):
        return "degraded"
    if not findings.points:
        return "empty"
    return "offline" if analyst.name == "extractive" else "complete"


def _who_read(analyst: Analyst, findings: Findings) -> str:
    """The analyst; with the built-in one, or that alone, where it stood in for the model."""
    if not any(made.kind == "read_by_rule" for made in findings.problems):
        return analyst.name
    return f"{analyst.name} and extractive" if findings.replies else "extractive"


def _version() -> str:
    try:
        return version("briefing-memo")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "unknown"
