"""The body of a chat completion becomes a `Reply`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.errors import EndpointError, ReplyError
from briefing.models.model import Reply, Usage
from briefing.models.sizing import is_cut

if TYPE_CHECKING:
    from briefing.errors import ReplyTrouble
    from briefing.models.model import Request
    from briefing.models.redaction import Redactor

_SAID_CHARACTERS = 300
_MOST_TOKENS = 10**9  # of one call; a thousand times the largest context


@dataclass(frozen=True, slots=True)
class Answer:
    """What came with a success status.

    Attributes:
        origin: how to call the endpoint in a message.
        status: HTTP status.
        body: as it came, but for what can only be a key.
        redactor: takes keys out of all that is told of it.
    """

    origin: str
    status: int
    body: str
    redactor: Redactor


def read_completion(answer: Answer) -> Reply:
    """Reads a chat completion. A text that was cut at a limit is returned; its `finish_reason` is `length`.

    Raises:
        EndpointError: it is no chat completion.
        ReplyError: the model refused, was filtered, or gave no text.
    """
    completion = _completion(answer)
    choices = completion.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(first, dict):
        raise _not_a_completion(answer, _complaint(completion) or "the answer holds no choices")
    message = first.get("message")
    message = message if isinstance(message, dict) else {}
    finish_reason = _text(first.get("finish_reason"))
    text = _content(message.get("content"))
    _check_text(answer, text, finish_reason, _text(message.get("refusal")))
    hide = answer.redactor.hide_in_reply
    return Reply(
        text=hide(text),
        finish_reason=None if finish_reason is None else hide(finish_reason),
        model=hide(_text(completion.get("model")) or "") or None,
        usage=_usage(completion.get("usage")),
        id=hide(_text(completion.get("id")) or "") or None,
    )


def _check_text(answer: Answer, text: str, finish_reason: str | None, refusal: str | None) -> None:
    kind: ReplyTrouble
    if refusal and not text:
        words = one_line(answer.redactor.hide(refusal))
        kind, told = "refused", f"The model refused, “{words}”; try another model."
    elif finish_reason == "content_filter":
        kind, told = "filtered", f"The content filter of {answer.origin} withheld the reply; try another model."
    elif not text.strip() and finish_reason != "length":
        kind, told = "empty", "The model gave an empty reply; ask again, or try another model."
    else:
        return
    raise ReplyError(told, kind=kind, raw=answer.redactor.hide(answer.body))


def check_prompt(request: Request, reply: Reply, answer: Answer) -> None:
    """Refuses a reply to a prompt that the endpoint has cut without a word, as Ollama does at its default context.

    Raises:
        ReplyError: the endpoint says that it has read far fewer tokens than were sent.
    """
    read = reply.usage.input_tokens
    if read is None or not is_cut(request, read):
        return
    raise ReplyError(
        f"{answer.origin} read only {read:,} tokens of a longer prompt; raise the context of the endpoint (of Ollama "
        "with OLLAMA_CONTEXT_LENGTH), or lower --max-chunk-tokens.",
        kind="prompt_cut",
        raw=answer.redactor.hide(answer.body),
    )


def read_usage(body: str) -> Usage:
    """What a call took by the body of its answer; empty where that does not say."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return Usage()
    return _usage(found.get("usage")) if isinstance(found, dict) else Usage()


def read_error(body: str) -> tuple[str | None, str | None, str | None]:
    """What an endpoint says of its error: words, code, name of the refused parameter.

    Endpoints write `{"error": {"message": …}}`, `{"error": "…"}`, `{"message": …}` or `{"detail": …}`.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None, None, None
    if not isinstance(found, dict):
        return None, None, None
    error = found.get("error")
    held = error if isinstance(error, dict) else found
    code = held.get("code")
    return (
        _complaint(found),
        str(code) if isinstance(code, str | int) else _text(held.get("type")),
        _text(held.get("param")),
    )


def one_line(text: str) -> str:
    """`text` fit for a message: printable, on one line, at most 300 characters."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text[:2_000]).split())
    return line if len(line) <= _SAID_CHARACTERS else line[: _SAID_CHARACTERS - 1] + "…"


def _completion(answer: Answer) -> dict[str, object]:
    body = answer.body.lstrip("\ufeff \t\r\n")
    if not body:
        raise _not_a_completion(answer, "the answer is empty")
    if body.startswith("<"):
        raise _not_a_completion(answer, "it answered with a web page")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _not_a_completion(answer, "the answer is no JSON object")
    return found


def _not_a_completion(answer: Answer, why: str) -> EndpointError:
    hide = answer.redactor.hide
    _, code, parameter = read_error(answer.body)
    return EndpointError(
        f"{answer.origin} sent no chat completion: {one_line(hide(why))}; check the base URL (most end in /v1).",
        kind="no_completion",
        status=answer.status,
        code=hide(code) if code else None,
        parameter=hide(parameter) if parameter else None,
        raw=hide(answer.body),
    )


def _complaint(found: dict[str, object]) -> str | None:
    error = found.get("error")
    if isinstance(error, dict):
        return _text(error.get("message"))
    return _text(error) or _text(found.get("message")) or _text(found.get("detail"))


def _content(content: object) -> str:
    """The text of a message; some servers send it in typed parts."""
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        return "".join(part for part in parts if isinstance(part, str))
    return _text(content) or ""


def _usage(usage: object) -> Usage:
    if not isinstance(usage, dict):
        return Usage()
    details = usage.get("prompt_tokens_details")
    return Usage(
        input_tokens=_count(usage.get("prompt_tokens")),
        cached_tokens=_count(details.get("cached_tokens")) if isinstance(details, dict) else None,
        output_tokens=_count(usage.get("completion_tokens")),
    )


def _count(value: object) -> int | None:
    """A number of tokens; what no call can have used is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
