"""What `ChatEndpoint` can answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_COUNTED: Mapping[str, object] = {}
_TOKEN_BYTES = 4  # of English, about


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer of `ChatEndpoint`: a chat completion that holds `text`, or any `body`.

    Attributes:
        text: the reply's words.
        finish_reason: why the reply ended.
        refusal: the model's refusal, beside or in place of `text`.
        model: name of the model that answered; None repeats the one that was asked.
        usage: the completion's `usage`; None leaves it out. Without one every four bytes count as a token, of the
            request's messages and of `text`.
        body: sent in place of a completion, as it is.
        status: HTTP status.
        headers: of the answer, besides or in place of Content-Type, Content-Length and Connection.
        delay: seconds before the first byte.
        drip: seconds before each byte of what `drip_from` names and of all that follows.
        drip_from: the first part that drips.
        cut: bytes of the body after which the connection is closed, though more was promised.
    """

    text: str | None = None
    finish_reason: str | None = "stop"
    refusal: str | None = None
    model: str | None = None
    usage: Mapping[str, object] | None = field(default_factory=lambda: _COUNTED)
    body: str | bytes | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    drip_from: Literal["head", "body"] = "body"
    cut: int | None = None


def head_and_body(response: Response, asked_model: str, asked_texts: Sequence[str] = ()) -> tuple[bytes, bytes]:
    """The bytes of `response`: its head up to the empty line, and its body.

    Args:
        response: what to answer.
        asked_model: the model that was asked.
        asked_texts: of the request's messages.
    """
    made = _completion(response, asked_model, asked_texts)
    body = response.body if response.body is not None else json.dumps(made)
    body = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    headers = {"content-type": "application/json", "content-length": str(len(body)), "connection": "keep-alive"}
    headers |= {name.lower(): value for name, value in response.headers.items()}
    lines = [f"HTTP/1.1 {response.status} Scripted", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1"), body


def error_response(status: int, message: str, **further: str) -> Response:
    """An error as OpenAI writes it: `{"error": {"message": …, …}}`."""
    return Response(status=status, body=json.dumps({"error": {"message": message, **further}}))


def _completion(response: Response, asked_model: str, asked_texts: Sequence[str]) -> dict[str, object]:
    message = {"role": "assistant", "content": response.text}
    if response.refusal is not None:
        message["refusal"] = response.refusal
    made: dict[str, object] = {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": asked_model if response.model is None else response.model,
        "choices": [{"index": 0, "message": message, "finish_reason": response.finish_reason}],
    }
    if response.usage is _COUNTED:
        read, written = _tokens(asked_texts), _tokens([response.text or ""])
        made["usage"] = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
    elif response.usage is not None:
        made["usage"] = dict(response.usage)
    return made


def _tokens(texts: Sequence[str]) -> int:
    return sum(-(-len(text.encode("utf-8", "surrogatepass")) // _TOKEN_BYTES) for text in texts)
