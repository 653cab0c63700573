"""Endpoints as they are met: what they refuse, what they cannot hold, and that they fail now and then."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeAlias

from briefing.testing.responses import Response, error_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.testing.endpoint import Answering, Received

Fault: TypeAlias = "Callable[[Received], Response | None]"
_TOKEN_CHARACTERS = 4  # of English, about


def faulty(answering: Answering, *faults: Fault) -> Callable[[Received], str | Response]:
    """A script for `ChatEndpoint` that answers as `answering` does, unless one of the faults has an answer of its own.

        busy = fails(2, error_response(503, "busy"))
        with ChatEndpoint(faulty(reply, refuses_form("json_schema"), busy)) as endpoint:
            ...

    Args:
        answering: for requests without a fault.
        faults: asked in order; the first answer counts.
    """

    def answer(received: Received) -> str | Response:
        for fault in faults:
            made = fault(received)
            if made is not None:
                return made
        return answering(received) if callable(answering) else answering

    return answer


def fails(times: int, response: Response) -> Fault:
    """The first `times` requests that come so far get `response`."""
    lock = threading.Lock()
    left = times

    def fault(_: Received) -> Response | None:
        nonlocal left
        with lock:
            left -= 1
            return response if left >= 0 else None

    return fault


def refuses_form(*forms: str, status: int = 400, words: str = "") -> Fault:
    """Refuses forms of `response_format`, such as `json_schema` or `json_object`.

    Args:
        forms: that are not taken.
        status: some servers fail with 500 where they mean 400.
        words: of the refusal; empty for a sentence that names the form.
    """

    def fault(received: Received) -> Response | None:
        asked = received.body.get("response_format")
        form = asked.get("type") if isinstance(asked, dict) else None
        if form not in forms:
            return None
        return error_response(status, words or f"response_format of type '{form}' is not supported by this server")

    return fault


def refuses_keywords(*keywords: str) -> Fault:
    """Refuses a JSON Schema that uses one of `keywords`, and names the first of them that it finds."""

    def fault(received: Received) -> Response | None:
        found = [keyword for keyword in keywords if f'"{keyword}"'.encode() in received.content]
        if not found:
            return None
        told = f"Invalid schema for response_format: '{found[0]}' is not permitted."
        return error_response(400, told, param="response_format", code="invalid_json_schema")

    return fault


def refuses_parameters(*names: str) -> Fault:
    """Refuses a request that has one of `names` among its keys."""

    def fault(received: Received) -> Response | None:
        found = [name for name in names if name in received.body]
        if not found:
            return None
        told = f"Unsupported parameter: '{found[0]}' is not supported with this model."
        return error_response(400, told, param=found[0], code="unsupported_parameter")

    return fault


def has_context(tokens: int) -> Fault:
    """Refuses prompts of more tokens, at four characters a token, as vLLM and others do."""

    def fault(received: Received) -> Response | None:
        asked = sum(map(len, received.texts)) // _TOKEN_CHARACTERS
        if asked <= tokens:
            return None
        told = f"This model's maximum context length is {tokens} tokens; your messages resulted in {asked} tokens."
        return error_response(400, told, code="context_length_exceeded")

    return fault
