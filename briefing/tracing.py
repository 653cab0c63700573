"""Where something in a memo comes from: statement, evidence, article, chunk, request, reply, prompts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import BaseModel

from briefing.memo import BY_RULE, Evidence, Statement, cited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing.memo import Memo

    Replies = Callable[[str], Sequence[str]]

_TITLES = ("question", "topic", "as_written", "name", "title")  # of what is no statement itself


def trace(memo: Memo, name: str, replies: Replies | None = None, *, whole: bool = False) -> str | None:
    """All that leads from one thing of a memo to its sources, as lines; None where the memo has no such thing.

    Args:
        memo: where it stands.
        name: a citation number, or the id of anything.
        replies: the texts that answered the request with a given key, the newest first; None where none are kept.
        whole: print what was answered whole, and not only what of it became the statement.
    """
    number = name.strip("[^]")
    if number.isdigit():
        place = int(number) - 1
        if not 0 <= place < len(memo.evidence):
            return None
        lines = [*_of_evidence(memo, place), *_cited_by(memo, memo.evidence[place].id)]
        return "\n".join(lines) + "\n"
    found = next((held for held in _parts(memo) if getattr(held, "id", None) == name), None)
    if found is None:
        return None
    places = {entry.id: place for place, entry in enumerate(memo.evidence)}
    lines = list(_of_itself(memo, found, replies, whole=whole))
    for entry in dict.fromkeys((found.id,) if isinstance(found, Evidence) else cited(found)):
        lines += ["", *_of_evidence(memo, places[entry])]
    if isinstance(found, Evidence):
        lines += _cited_by(memo, found.id)
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


def _of_itself(memo: Memo, found: BaseModel, replies: Replies | None, *, whole: bool) -> Iterator[str]:
    fields = dict(found)
    words = next((fields[key] for key in _TITLES if isinstance(fields.get(key), str)), None)
    yield f"{type(found).__name__} {fields['id']}" + (f": {words}" if words else "")
    answered: set[str] = set()
    for said in _parts(found):
        if not isinstance(said, Statement):
            continue
        flags = "".join(f"; {flag.message}" for flag in said.flags)
        yield f"  {said.basis}: {said.text}{flags}"
        yield f"  written by {said.written_by}{_asked(memo, said.written_by)}"
        if said.written_by == BY_RULE or replies is None:
            continue
        texts = replies(said.written_by)
        yield f"  {_answered(texts, said.text)}"
        if whole and texts and said.written_by not in answered:
            answered.add(said.written_by)
            yield from (f"    {line}" for line in texts[0].splitlines())


def _asked(memo: Memo, request: str) -> str:
    """What a request was for, which model it was put to, where, and with which prompts."""
    if request == BY_RULE:
        return ""
    run = memo.run
    stage = run.requests.get(request)
    chunk = next((held for held in memo.coverage.chunks if held.request == request), None)
    about = f" about characters {chunk.start} to {chunk.end} of {chunk.article}" if chunk else ""
    prompts = f", prompts {run.prompts[stage]}" if stage in run.prompts else ""
    return f": {stage or 'a request'}{about}, of {run.model_asked} at {run.endpoint_host or 'no endpoint'}{prompts}"


def _answered(texts: Sequence[str], said: str) -> str:
    """What of the replies to a request became a statement."""
    if not texts:
        return "its reply is not kept here"
    for text in texts:
        try:
            found = _holding(json.loads(text), said)
        except (ValueError, RecursionError):  # a reply that was put right while it was read
            continue
        if found is not None:
            return f"replied {json.dumps(found, ensure_ascii=False)}"
    return f"replied {len(texts[0]):,} characters, in which it stands in other words"


def _holding(value: object, said: str) -> dict[str, object] | None:
    """The innermost object of a reply that has these words as one of its fields."""
    if isinstance(value, dict):
        if any(isinstance(held, str) and held.strip() == said for held in value.values()):
            return value
        value = list(value.values())
    if isinstance(value, list):
        return next((found for held in value if (found := _holding(held, said)) is not None), None)
    return None


def _of_evidence(memo: Memo, place: int) -> Iterator[str]:
    entry = memo.evidence[place]
    article = next(record for record in memo.articles if record.id == entry.article)
    yield f"[^{place + 1}] “{entry.text}”"
    section = f", “{entry.section}”" if entry.section else ""
    yield f"  {article.publisher or article.title}{section}, line {entry.line}, characters {entry.start} to {entry.end}"
    yield f"  {article.source}, SHA-256 of its text {article.text_sha256}"
    if entry.attribution:
        yield f"  told by {' ← '.join((article.publisher or 'this article', *entry.attribution))}"
    for chunk in memo.coverage.chunks:
        if chunk.article == entry.article and chunk.start <= entry.start < chunk.end:
            request = f", request {chunk.request}" if chunk.request else ""
            yield f"  read in characters {chunk.start} to {chunk.end}: {chunk.end_state}{request}"


def _cited_by(memo: Memo, entry: str) -> Iterator[str]:
    """What rests on a piece of evidence, by its id, so that it can be asked for."""
    for said in _parts(memo):
        if isinstance(said, Statement) and entry in said.evidence:
            yield f"  cited by {said.id}: {said.text}"
