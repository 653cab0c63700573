"""What one chunk tells, from the analyst's draft to grounded findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.analysis.findings import Findings
from briefing.analysis.grounding import ground
from briefing.analysis.losing import chunk_lost, replies_cut
from briefing.errors import ModelError
from briefing.memo import ChunkCoverage

if TYPE_CHECKING:
    from briefing.analysis.analyst import Analyst
    from briefing.article import Chunk


def extract(chunk: Chunk, analyst: Analyst) -> tuple[Findings, ChunkCoverage]:
    """What `chunk` tells, and how its analysis ended.

    A chunk fails where the analyst's model does, and where nothing of the draft rests on a sentence
    that exists; then it is a loss among the problems. About one without a sentence nobody is asked.
    """
    if not chunk.sentences:
        return Findings(), _coverage(chunk, state="nothing")
    try:
        drafted = analyst.extract(chunk)
    except ModelError as error:
        return _failed(chunk, str(error), Findings())
    findings = ground(drafted.draft, chunk, written_by=drafted.written_by)
    cuts = replies_cut(f"{chunk.place()} of {chunk.article.source}", drafted.cuts)
    if findings.problems and not findings.evidence:
        return _failed(chunk, "The reply cites no sentence that exists; ask again, or try another model.", findings)
    replies = (drafted.reply,) if drafted.reply else ()
    findings = replace(findings, problems=(*findings.problems, *cuts), replies=replies)
    state = "found" if findings.points else "nothing"
    return findings, _coverage(chunk, state=state, request=drafted.written_by if drafted.reply else None)


def _failed(chunk: Chunk, why: str, findings: Findings) -> tuple[Findings, ChunkCoverage]:
    lost = chunk_lost(chunk, why)
    return Findings(problems=(lost, *findings.problems)), _coverage(chunk, state="failed", why=why)


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
