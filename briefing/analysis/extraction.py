"""What one chunk tells, from the analyst's draft to grounded findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from briefing.analysis.checking import check_findings
from briefing.analysis.findings import Findings
from briefing.analysis.flagging import Context
from briefing.analysis.grounding import cut_chunk, ground
from briefing.analysis.losing import chunk_lost, noted
from briefing.analysis.naming import check_parties
from briefing.analysis.sourcing import sources_of
from briefing.analysis.splitting import halve
from briefing.errors import EndpointError, ModelError, ReplyError, UnsentError
from briefing.memo import BY_RULE, ChunkCoverage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.analyst import Analyst
    from briefing.analysis.checking import Checker
    from briefing.article import Chunk
    from briefing.memo import Evidence

Extracted: TypeAlias = tuple[Findings, ChunkCoverage]


def extract(chunk: Chunk, analyst: Analyst, checker: Checker) -> list[Extracted]:
    """What `chunk` tells, and how its analysis ended: of both halves where the whole was too much, else once.

    Too much is a prompt that does not fit the model's context, and a reply that does not fit its limit of tokens; a
    half that is too much is not halved again. A chunk fails where the analyst's model does, and where nothing of the
    draft rests on a sentence that exists; it is skipped where nothing was sent to the model. Both are losses among
    the problems. About a chunk without a sentence nobody is asked.
    """
    try:
        return [_extract(chunk, analyst, checker)]
    except ModelError as error:
        halves = halve(chunk) if _is_too_much(error) else ()
        return [_extract_or_lose(half, analyst, checker) for half in halves] or [_lost(chunk, error)]


def _extract_or_lose(chunk: Chunk, analyst: Analyst, checker: Checker) -> Extracted:
    try:
        return _extract(chunk, analyst, checker)
    except ModelError as error:
        return _lost(chunk, error)


def _extract(chunk: Chunk, analyst: Analyst, checker: Checker) -> Extracted:
    if not chunk.sentences:
        return Findings(), _coverage(chunk, state="nothing")
    drafted = analyst.extract(chunk)
    lines = cut_chunk(chunk)
    findings = ground(drafted.draft, chunk, lines, written_by=drafted.written_by)
    notes = noted(f"{chunk.place()} of {chunk.article.source}", drafted)
    if findings.problems and not findings.evidence:
        why = "The reply cites no sentence that exists; ask again, or try another model."
        lost = chunk_lost(chunk, why, state="failed")
        return Findings(problems=(lost, *findings.problems)), _coverage(chunk, state="failed", why=why)
    replies = (drafted.reply,) if drafted.reply else ()
    findings = replace(findings, problems=(*findings.problems, *notes), replies=replies)
    if analyst.name != BY_RULE:
        findings = _check(findings, chunk, lines, checker, by_rule=drafted.written_by == BY_RULE)
    state = "found" if findings.points else "nothing"
    return findings, _coverage(chunk, state=state, request=drafted.written_by if drafted.reply else None)


def _check(findings: Findings, chunk: Chunk, lines: Sequence[Evidence], checker: Checker, *, by_rule: bool) -> Findings:
    """What a model found, checked; of what a rule found in its place only what later steps are checked against."""
    article = chunk.article
    sources = sources_of(article, chunk.sentences, lines)
    if by_rule:
        return replace(findings, sources={entry: sources[entry] for entry in findings.evidence})
    # a whole sentence of the article may have led the model to a name; a heading or its facts too
    facts = (article.text, article.title, article.publisher or "", article.author or "")
    unit = f"{article.id}:{chunk.start}-{chunk.end}"
    shown = f"{chunk.place()} of {article.source}"
    context = Context(sources, facts)
    made = check_findings(findings, lines, context, checker, unit=unit, shown=shown)
    parties, notices = check_parties(made.parties, article.text, context.words, shown=shown)
    return replace(made, parties=parties, problems=(*made.problems, *notices))


def _is_too_much(error: ModelError) -> bool:
    return (isinstance(error, EndpointError) and error.kind == "too_long") or (
        isinstance(error, ReplyError) and error.kind == "cut"
    )


def _lost(chunk: Chunk, error: ModelError) -> Extracted:
    state: Literal["failed", "skipped"] = "skipped" if isinstance(error, UnsentError) else "failed"
    why = str(error)
    return Findings(problems=(chunk_lost(chunk, why, state=state),)), _coverage(chunk, state=state, why=why)


def _coverage(chunk: Chunk, *, state: str, why: str | None = None, request: str | None = None) -> ChunkCoverage:
    return ChunkCoverage.model_validate(
        {
            "article": chunk.article.id,
            "start": chunk.start,
            "end": chunk.end,
            "end_state": state,
            "why": why,
            "request": request,
        }
    )
