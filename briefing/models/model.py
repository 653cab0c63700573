"""What goes to a model and what comes back, and the one method between them.

Retries, a store, limits and the like are wrappers: classes with the same three names
that hold another `Model` and ask it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation.

    Attributes:
        role: who says it.
        text: plain text.
    """

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Schema:
    """The shape that a reply must have; `strict_schema` makes one from a draft type.

    Attributes:
        name: 1 to 64 ASCII letters, digits, `_` and `-`, as endpoints require.
        body: JSON Schema of the object. The order of its keys is part of it: decoders
            write a reply's keys in the order of the schema.
        words: the same told to a model in words, for endpoints that take no schema; empty where there are none.
    """

    name: str
    body: Mapping[str, object]
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a request is written for one endpoint and model; the default is how OpenAI documents it.

    Attributes:
        form: how the shape of the reply is asked for: as a JSON Schema, as any JSON object, or in words alone.
        without: keywords that are left out of the schema, such as `maxLength`.
        limit: key under which the most tokens of a reply are sent; empty for none, None for the endpoint's usual one.
        dropped: keys of the request's parameters that are left out.
    """

    form: Literal["json_schema", "json_object", "words"] = "json_schema"
    without: frozenset[str] = frozenset()
    limit: str | None = None
    dropped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question to a model, complete in itself.

    Attributes:
        stage: name of the step that asks, such as `extract`.
        unit: what it asks about, for messages and logs; two units may ask the same.
        messages: in order, what never varies first, so that endpoints can cache it.
        schema: shape of the reply; None for plain text.
        max_output_tokens: most tokens of the reply, None for the endpoint's own limit.
        parameters: further keys of the request's JSON, such as `temperature`, as they are sent.
        shape: the type that the reply's text is to be read into, so that a kept reply can be tried; None for
            plain text. `schema` tells the endpoint; this tells us.
        repairs: `reply_key` of the reply that this one asks to be put right; None for a first request.
        dialect: how it is written; the wrapper that learns what the endpoint takes sets it.
        attempt: from 1, for logs and counts; the wrapper that asks again sets it.
        seconds: most time for the answer, None for as long as the model allows; the wrapper that limits a run sets it.
    """

    stage: str
    unit: str
    messages: tuple[Message, ...]
    schema: Schema | None = None
    max_output_tokens: int | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    shape: type[BaseModel] | None = None
    repairs: str | None = None
    dialect: Dialect = Dialect()
    attempt: int = 1
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one call as the endpoint counts them; None where it does not say.

    Attributes:
        input_tokens: of the prompt, cached ones included.
        cached_tokens: those of `input_tokens` that came from the endpoint's cache.
        output_tokens: of the reply, hidden reasoning included.
    """

    input_tokens: int | None = None
    cached_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model answered, not yet looked into.

    Attributes:
        text: the model's words exactly as they came; they may be cut, fenced or no JSON at all.
        finish_reason: as the endpoint gives it: `stop`, `length` where the text was cut at
            a limit, others; None where it does not say.
        model: name of the model that answered, as the endpoint gives it.
        usage: what the call took.
        id: the endpoint's name for the reply.
        key: `request_key` of the request that it answers, where that was put to another model than the one
            that was asked; else None.
    """

    text: str
    finish_reason: str | None = None
    model: str | None = None
    usage: Usage = field(default_factory=Usage)
    id: str | None = None
    key: str | None = None


class Model(Protocol):
    """Anything that answers requests; callable from several threads at once."""

    @property
    def name(self) -> str:
        """The model as it is asked for."""

    @property
    def endpoint(self) -> str | None:
        """The URL of the endpoint without its secrets; None where no endpoint is behind it."""

    def complete(self, request: Request) -> Reply:
        """Answers one request.

        Raises:
            EndpointError: no chat completion was had.
            ReplyError: the model gave no text that could be used.
        """
