"""What the SDK raises becomes one plain sentence that says what to do.

This module imports `openai`, so it is itself imported at the first call only.
"""

from __future__ import annotations

import re
import socket
import ssl
from typing import TYPE_CHECKING

import httpcore2
import openai

from briefing.errors import EndpointError, EndpointTrouble
from briefing.models.completions import one_line, read_error
from briefing.models.deadlines import MAX_BYTES, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.models.redaction import Redactor

# The words of OpenAI, vLLM, llama.cpp, LM Studio, Mistral, Anthropic, Google and Groq for a prompt that does not fit.
_TOO_LONG = re.compile(
    r"context[ _](?:length|window|size)|maximum context|prompt (?:is )?too (?:long|large)|too large for model"
    r"|request too large|context the overflows|exceed_context_size|too many (?:input |prompt )?tokens"
    r"|input token count|input (?:length|tokens?) exceed",
    re.I,
)
# That the reply may not be as long as it was allowed to be is another matter.
_LIMIT_TOO_LARGE = re.compile(r"max_(?:completion_|output_)?tokens\W*(?:is|are) too large|completion tokens", re.I)
_HEADERS = ("retry-after", "x-ratelimit", "x-should-retry", "x-request-id")


def explain(
    error: openai.APIError | TooLargeError, *, origin: str, model: str, seconds: float, redactor: Redactor
) -> EndpointError:
    """The `EndpointError` that tells of `error`; it holds no reference to the SDK's error, which may hold a key.

    Args:
        error: as it came through the SDK.
        origin: how to call the endpoint.
        model: the model that was asked for.
        seconds: the deadline of the attempt.
        redactor: takes keys out of the endpoint's words.
    """
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, origin, model, redactor)
    return _of_connection(error, origin, seconds, redactor)


def _of_status(error: openai.APIStatusError, origin: str, model: str, redactor: Redactor) -> EndpointError:
    status = error.status_code
    body = redactor.hide(error.response.text)
    said, code, parameter = read_error(body)
    kind, advice = _reading(status, code, model, body)
    if said:
        quoted = redactor.hide(said)
        told = f"{origin} answered {status}, “{one_line(quoted)}”"
    else:
        told = f"{origin} answered {status}"
    return EndpointError(
        f"{told}; {advice}.",
        kind=kind,
        status=status,
        code=None if code is None else redactor.hide(code),
        parameter=None if parameter is None else redactor.hide(parameter),
        headers={
            name: redactor.hide(value) for name, value in error.response.headers.items() if name.startswith(_HEADERS)
        },
        raw=body,
    )


def _reading(status: int, code: str | None, model: str, body: str) -> tuple[EndpointTrouble, str]:
    """What a status means, and what to do about it."""
    if _is_too_long(status, code, body):
        return "too_long", "raise the context of the endpoint, or lower --max-chunk-tokens"
    if status in (401, 403):
        return "unauthorized", "check the key (OPENAI_API_KEY) and that it may use this model"
    if status == 404:
        return "not_found", f"check the base URL (most end in /v1) and the model's name, {one_line(model)}"
    if status in (400, 422) and _LIMIT_TOO_LARGE.search(body):
        return "refused", "the limit of a reply is more than this model can write: give a smaller --max-output-tokens"
    if status in (400, 422) and code in ("content_filter", "content_policy_violation"):
        return "refused", "its content filter does not let this text through: try another model or endpoint"
    if status == 429 and code == "insufficient_quota":
        return "rate_limited", "the account's quota is used up: raise it, or use another endpoint"
    if status == 429:
        return "rate_limited", "wait, or ask with less concurrency"
    if status >= 500:
        return "broken", "the fault is the endpoint's: look at its log, or try again later"
    if 300 <= status < 400:
        return "refused", "redirects are not followed: give the URL that it leads to"
    return "refused", "the endpoint does not take this request: try another model or endpoint"


def _is_too_long(status: int, code: str | None, body: str) -> bool:
    """Whether the prompt does not fit; some endpoints say so with the status of a rate limit or of a fault."""
    if status not in (400, 413, 422, 429, 500) or _LIMIT_TOO_LARGE.search(body):
        return False
    return code == "context_length_exceeded" or _TOO_LONG.search(body) is not None


def _of_connection(error: Exception, origin: str, seconds: float, redactor: Redactor) -> EndpointError:
    causes = list(_causes(error))

    def caused_by(*types: type[BaseException]) -> bool:
        return any(isinstance(cause, types) for cause in causes)

    kind: EndpointTrouble
    if caused_by(TooLargeError):  # some versions of the SDK wrap it
        kind, told = "too_large", f"{origin} sent more than {MAX_BYTES:,} bytes; check what answers there."
    elif caused_by(socket.gaierror):
        kind, told = "unreachable", f"The host of {origin} is not known; check the base URL and the network."
    elif certificate := next((cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None):
        why = redactor.hide(one_line(getattr(certificate, "verify_message", "") or "it is not trusted"))
        kind = "tls"
        told = f"The certificate of {origin} was not accepted ({why}); name its issuer in SSL_CERT_FILE."
    elif caused_by(ssl.SSLError) and caused_by(httpcore2.ConnectError):
        kind, told = "tls", f"No secure connection to {origin} came about; if it is a plain server, use http://."
    elif caused_by(httpcore2.ConnectError, httpcore2.ConnectTimeout, httpcore2.ProxyError):
        why = _system_words(causes)
        kind, told = "unreachable", f"Nothing answers at {origin}{why}; start the server, or check the base URL."
    elif isinstance(error, openai.APITimeoutError):
        kind = "timeout"
        told = f"{origin} gave no whole answer within {seconds:g} seconds; allow more time, or use a faster model."
    else:
        kind, told = "cut", f"The connection to {origin} broke before the answer was whole; try again."
    return EndpointError(told, kind=kind)


def _system_words(causes: list[BaseException]) -> str:
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror:
            return f" ({cause.strerror.lower()})"
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yields `error` and what led to it, outermost first."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
