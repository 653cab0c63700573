"""How endpoints differ in what they take: a request as its JSON body, and what a refusal tells about the next one.

Local servers refuse `json_schema`, or single keywords of a schema, or `json_object`; others refuse `temperature`,
or know the limit of a reply's tokens by the other one of its two names.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.models.model import Dialect, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.errors import EndpointError
    from briefing.models.model import Request, Schema

# Most calls that a run can waste until it writes as its endpoint likes: the schema without what is named, without any
# bound, an object of any shape, words alone, the other name of the limit, no limit, and no parameter.
MOST_RUNGS = 8
_LIMITS = ("max_tokens", "max_completion_tokens")
# What a schema can do without: it guides a decoder, and our own decoder checks it again.
_SPOKEN = frozenset({"strict", "format", "pattern", "description"})  # words of English too
_BOUNDS = frozenset({"maxItems", "minItems", "maxLength", "minLength", "maximum", "minimum"})
_NEEDLESS = _BOUNDS | _SPOKEN | {"additionalProperties"}
_NAMED = frozenset({"properties", "$defs"})  # keywords whose values map names of the draft's own to schemas
_ABOUT_FORM = re.compile(
    r"response_?format|json_?schema|json_?object|structured|guided|grammar|schema"
    r"|requested parameters",  # gateways that find none among their endpoints that takes them all
    re.I,
)
_FORM_NAMES = re.compile(r"json_?schema|response_?format")
_REFUSING = frozenset({400, 404, 405, 415, 422, 500, 501})
_SILENT = frozenset({400, 422, 500, 501})  # refusals that may concern the form without a word about it
_GENERAL = ("invalid_request_error", "BadRequestError", "bad_request", "internal_error", "server_error", "api_error")
_VALUE = re.compile(r"too (?:large|high|big)|at most|exceed|less than|greater than|maximum", re.I)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def body_of(request: Request, *, model: str, usual_limit: str) -> dict[str, object]:
    """The JSON body of a chat completion.

    Args:
        request: with the dialect that it is written in.
        model: as the endpoint calls it.
        usual_limit: the key of the most tokens of a reply where the dialect names none.
    """
    dialect, schema = request.dialect, request.schema
    told = request.messages if schema is None or dialect.form == "json_schema" else _in_words(request.messages, schema)
    # half of a surrogate pair cannot be sent as UTF-8
    messages = [{"role": entry.role, "content": _SURROGATE.sub("\ufffd", entry.text)} for entry in told]
    body: dict[str, object] = {"model": model, "messages": messages}
    if schema is not None and dialect.form == "json_schema":
        held: dict[str, object] = {"name": schema.name, "strict": True, "schema": schema.body}
        if dialect.without:
            held = {key: value for key, value in held.items() if key not in dialect.without}
            held["schema"] = _without(schema.body, dialect.without)
        body["response_format"] = {"type": "json_schema", "json_schema": held}
    elif schema is not None and dialect.form == "json_object":
        body["response_format"] = {"type": "json_object"}
    limit = usual_limit if dialect.limit is None else dialect.limit
    if request.max_output_tokens is not None and limit:
        body[limit] = request.max_output_tokens
    return body | {key: value for key, value in request.parameters.items() if key not in dialect.dropped}


def features(request: Request) -> frozenset[str]:
    """All of a request that an endpoint may not take; what was taken once will be taken again."""
    dialect, schema = request.dialect, request.schema
    found = {f"parameter {key}" for key in request.parameters if key not in dialect.dropped}
    if schema is not None:
        found.add(dialect.form)
        if dialect.form == "json_schema":
            found |= {f"keyword {key}" for key in _keywords(schema.body) - dialect.without}
    if request.max_output_tokens is not None:
        found.add(f"limit {dialect.limit}")
    return frozenset(found)


def alternatives(request: Request, error: EndpointError, *, usual_limit: str) -> Iterator[Dialect]:
    """Yields dialects that may be taken where `request` was refused, the closest first.

    There is none where nothing in the refusal is about how the request is written.
    """
    if error.status not in _REFUSING or error.kind == "too_long":
        return
    said = error.raw or ""
    dialect, schema = request.dialect, request.schema
    limit = usual_limit if dialect.limit is None else dialect.limit
    if limit and _names(limit, error, said) and not _VALUE.search(said):
        if dialect.limit is None:
            yield replace(dialect, limit=next(name for name in _LIMITS if name != limit))
        yield replace(dialect, limit="")
        return
    refused = {key for key in request.parameters if key not in dialect.dropped and _names(key, error, said)}
    if refused:
        yield replace(dialect, dropped=dialect.dropped | refused)
        return
    if schema is None:
        return
    named = {key for key in _keywords(schema.body) | {"strict"} if key in _NEEDLESS and _is_named(key, said)}
    if dialect.form == "json_schema" and named - dialect.without and not dialect.without:
        yield replace(dialect, without=frozenset(named))
    about_form = (error.parameter or "").startswith("response_format") or _ABOUT_FORM.search(said)
    if named or about_form:
        yield from _rungs(dialect, said, about_schema=bool(named) or "schema" in _FORM_NAMES.sub("", said.lower()))


def blind_alternatives(request: Request, error: EndpointError) -> Iterator[Dialect]:
    """The same for a refusal that says nothing of its reason; to be tried only where the endpoint has taken nothing."""
    silent = error.status in _SILENT and error.parameter is None and error.code in (None, *_GENERAL, str(error.status))
    if request.schema is not None and silent and error.kind != "too_long":
        yield from _rungs(request.dialect, "", about_schema=True)


def _rungs(dialect: Dialect, said: str, *, about_schema: bool) -> Iterator[Dialect]:
    """Yields the ladder of forms below `dialect`.

    Args:
        dialect: that was refused.
        said: what the endpoint said of it; one that refuses `json_object` may say that it takes `json_schema`.
        about_schema: whether the schema may be what is refused, rather than that there is one.
    """
    barest = replace(dialect, form="json_schema", without=_NEEDLESS)
    if dialect.form == "json_schema":
        if about_schema:
            yield barest
        yield replace(dialect, form="json_object")
    elif dialect.form == "json_object" and "json_schema" in said:
        yield barest
    yield replace(dialect, form="words")


def _in_words(messages: tuple[Message, ...], schema: Schema) -> tuple[Message, ...]:
    """The messages with the shape of the reply told at the end of the first system message."""
    told = schema.words or json.dumps(schema.body, ensure_ascii=False)
    if messages and messages[0].role == "system":
        return (Message("system", f"{messages[0].text.rstrip()}\n\n{told}"), *messages[1:])
    return (Message("system", told), *messages)


def _without(node: object, keywords: frozenset[str]) -> object:
    if isinstance(node, list):
        return [_without(entry, keywords) for entry in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {name: _without(held, keywords) for name, held in value.items()}
        if key in _NAMED and isinstance(value, dict)
        else _without(value, keywords)
        for key, value in node.items()
        if key not in keywords
    }


def _keywords(node: object) -> set[str]:
    """The keywords that a schema uses, at any depth."""
    if isinstance(node, list):
        return set().union(*map(_keywords, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    found: set[str] = set(node)
    for key, value in node.items():
        held: Mapping[str, object] = value if key in _NAMED and isinstance(value, dict) else {key: value}
        for entry in held.values():
            if key not in ("enum", "const"):
                found |= _keywords(entry)
    return found


def _names(key: str, error: EndpointError, said: str) -> bool:
    """Whether a refusal is about `key` of the request: as its parameter, or as the first such name in its words."""
    if error.parameter is not None:
        return error.parameter == key
    first = re.search("|".join(rf"\b{name}\b" for name in {key, *_LIMITS}), said)
    return first is not None and first.group() == key


def _is_named(keyword: str, said: str) -> bool:
    quote = r"[\"'`“‘\\]" if keyword in _SPOKEN else ""
    return re.search(rf"{quote}\b{re.escape(keyword)}\b{quote}", said) is not None
