"""Where something in a memo comes from: statement, evidence, article, chunk, request, prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.memo import Evidence, Memo

_BY_RULE = "extractive"
_TITLES = ("question", "topic", "as_written", "name", "title")  # of what is no statement itself


def trace(memo: Memo, name: str) -> str | None:
    """All that leads from one thing of a memo to its sources, as lines; None where the memo has no such thing.

    Args:
        memo: where it stands.
        name: a citation number, or the id of anything.
    """
    number = name.strip("[^]")
    if number.isdigit():
        place = int(number) - 1
        return "\n".join(_of_evidence(memo, place)) + "\n" if 0 <= place < len(memo.evidence) else None
    found = next((held for held in _parts(memo) if getattr(held, "id", None) == name), None)
    if found is None:
        return None
    places = {entry.id: place for place, entry in enumerate(memo.evidence)}
    lines = list(_of_itself(memo, found))
    for cited in dict.fromkeys(_cited(found)):
        lines += ["", *_of_evidence(memo, places[cited])]
    return "\n".join(lines) + "\n"


def _parts(value: object) -> Iterator[BaseModel]:
    """Yields every value of a memo, the memo itself first."""
    if isinstance(value, BaseModel):
        yield value
        for _, held in value:
            yield from _parts(held)
    elif isinstance(value, tuple):
        for held in value:
            yield from _parts(held)


def _cited(value: object) -> Iterator[str]:
    from briefing.memo import Evidence, cited

    if isinstance(value, Evidence):
        yield value.id
    else:
        yield from cited(value)


def _of_itself(memo: Memo, found: BaseModel) -> Iterator[str]:
    fields = dict(found)
    words = next((fields[key] for key in _TITLES if isinstance(fields.get(key), str)), None)
    yield f"{type(found).__name__} {fields['id']}" + (f": {words}" if words else "")
    for part in _parts(found):
        told = dict(part)
        if "written_by" not in told:
            continue
        flags = "".join(f"; {flag.message}" for flag in told["flags"])
        yield f"  {told['basis']}: {told['text']}{flags}"
        yield f"  written by {told['written_by']}{_stage(memo, told['written_by'])}"


def _stage(memo: Memo, request: str) -> str:
    """Which model a request was put to, where it was; and with which prompts."""
    if request == _BY_RULE:
        return ""
    chunk = next((held for held in memo.coverage.chunks if held.request == request), None)
    stage = f", asked about characters {chunk.start} to {chunk.end} of {chunk.article}" if chunk else ", a later step"
    prompts = ", ".join(f"{name} {mark}" for name, mark in memo.run.prompts.items())
    return f"{stage}, of {memo.run.model_asked} at {memo.run.endpoint_host or 'no endpoint'}; prompts: {prompts}"


def _of_evidence(memo: Memo, place: int) -> Iterator[str]:
    entry: Evidence = memo.evidence[place]
    article = next(record for record in memo.articles if record.id == entry.article)
    yield f"[^{place + 1}] “{entry.text}”"
    section = f", “{entry.section}”" if entry.section else ""
    yield f"  {article.publisher or article.title}{section}, line {entry.line}, characters {entry.start} to {entry.end}"
    yield f"  {article.source}, SHA-256 of its text {article.text_sha256}"
    if entry.attribution:
        yield f"  told by {' ← '.join(entry.attribution)}"
    for chunk in memo.coverage.chunks:
        if chunk.article == entry.article and chunk.start <= entry.start < chunk.end:
            request = f", request {chunk.request}" if chunk.request else ""
            yield f"  read in characters {chunk.start} to {chunk.end}: {chunk.end_state}{request}"
