"""Every error that this library raises on purpose.

    BriefingError             root; its text is one sentence that ends with what to do next
    ├── OptionError           a value given by the caller is outside what it may be
    ├── SourceError           a source does not exist, or nothing readable is left
    ├── TemplateError         a template or a prompt cannot be read, compiled or filled
    ├── MemoFileError         a memo file is not one that this version can read
    ├── OutputError           an output path cannot be written
    ├── StoreError            the store of replies cannot be read or written
    └── ModelError            a model's answer could not be had or not be used
        ├── EndpointError     the endpoint was not reached, refused, or sent something else than a chat completion
        ├── UnkeptReplyError  a reply came and could not be kept; nothing more is bought
        ├── UnsentError       nothing was sent: a limit of the run is reached, or the endpoint was given up
        └── ReplyError        the model refused, or gave nothing that can be used
            └── InvalidReplyError   the reply is not what was asked for; it can be asked for again

What goes wrong *without* stopping the memo is no exception: it becomes a
`briefing.memo.Problem` inside it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

EndpointTrouble = Literal[
    "no_key",  # nothing was sent: the endpoint needs a key and none is set
    "unreachable",  # nothing was sent: no address, no connection
    "tls",  # nothing was sent: no secure connection
    "timeout",  # no whole answer in time; possibly billed
    "cut",  # the connection broke before the answer was whole; possibly billed
    "too_large",  # the answer was longer than any reply may be; possibly billed
    "unauthorized",  # 401, 403
    "not_found",  # 404: no such path, or no such model
    "too_long",  # the prompt does not fit the model's context
    "rate_limited",  # 429: too many requests, or a quota is used up (then `code` says so)
    "refused",  # any other status that says no: 3xx, 4xx
    "broken",  # 5xx
    "no_completion",  # a success whose body is no chat completion: a web page, nothing, an error
]
ReplyTrouble = Literal[
    "refused",  # the model declined
    "filtered",  # the endpoint's content filter withheld the text
    "empty",  # there is no text
    "cut",  # the text ends at the limit of tokens
    "prompt_cut",  # the endpoint read only a part of the prompt
    "invalid",  # the text is not what was asked for
]
UnsentTrouble = Literal[
    "given_up",  # the endpoint has refused for good, or failed too often
    "limit",  # one of the run's limits would be passed
    "store",  # a reply could not be kept, so no more are bought
    "missing",  # a recording holds no reply to this request
]


class BriefingError(Exception):
    """Root of all errors raised on purpose; `str()` of it is fit to show to a user."""


class OptionError(BriefingError, ValueError):
    """Raised when a value given by the caller is outside what it may be."""


class SourceError(BriefingError):
    """Raised when a source that was named does not exist, or when nothing readable is left."""


class TemplateError(BriefingError):
    """Raised when a template or a prompt cannot be read, compiled or filled, or replaces nothing.

    Attributes:
        template: name of the file as it was given.
        line: line of the file from 1, or None where the place is not known.
    """

    def __init__(self, message: str, *, template: str, line: int | None = None) -> None:
        super().__init__(message)
        self.template = template
        self.line = line


class MemoFileError(BriefingError):
    """Raised when a memo file cannot be read, is no memo, or was written by a newer schema."""


class OutputError(BriefingError):
    """Raised when an output path cannot be written; the file that was there is left as it was."""


class StoreError(BriefingError):
    """Raised when the store of replies is damaged, somebody else's, of a newer version, or cannot be written."""


class ModelError(BriefingError):
    """Raised when a model's answer could not be had or not be used; it concerns one request.

    Attributes:
        raw: what came, in full and with keys taken out; None where nothing came.
    """

    def __init__(self, message: str, *, raw: str | None = None) -> None:
        super().__init__(message)
        self.raw = raw


class EndpointError(ModelError):
    """Raised when the endpoint was not reached, refused, or sent something else than a chat completion.

    Attributes:
        kind: what happened, to act on.
        status: HTTP status, None where no answer came.
        code: the endpoint's own name for the error, such as `insufficient_quota`.
        parameter: key of the request that the endpoint does not take, where it says so.
        headers: those of the answer that speak of limits and retries, names in lower case.
        raw: the body of the answer.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: EndpointTrouble,
        status: int | None = None,
        code: str | None = None,
        parameter: str | None = None,
        headers: Mapping[str, str] | None = None,
        raw: str | None = None,
    ) -> None:
        super().__init__(message, raw=raw)
        self.kind: EndpointTrouble = kind
        self.status = status
        self.code = code
        self.parameter = parameter
        self.headers = MappingProxyType(dict(headers or {}))


class UnkeptReplyError(ModelError):
    """Raised when a reply could not be kept; at every later request it is an `UnsentError`."""


class UnsentError(ModelError):
    """Raised in place of a request: nothing was sent, and its unit is skipped rather than failed.

    Attributes:
        kind: why, to act on.
    """

    def __init__(self, message: str, *, kind: UnsentTrouble) -> None:
        super().__init__(message)
        self.kind: UnsentTrouble = kind


class ReplyError(ModelError):
    """Raised when the model refused, was filtered, or gave no text.

    Attributes:
        kind: what happened, to act on.
        raw: the body of the answer: what was paid for, with its usage.
    """

    def __init__(self, message: str, *, kind: ReplyTrouble, raw: str | None = None) -> None:
        super().__init__(message, raw=raw)
        self.kind: ReplyTrouble = kind


class InvalidReplyError(ReplyError):
    """Raised when a reply's text is not what was asked for.

    Attributes:
        complaint: what is wrong, in at most 600 characters, fit to be sent back to the model.
        raw: the reply's text.
    """

    def __init__(self, complaint: str, *, raw: str) -> None:
        super().__init__(
            f"The reply cannot be used: {complaint}. Ask again, or try another model.", kind="invalid", raw=raw
        )
        self.complaint = complaint
