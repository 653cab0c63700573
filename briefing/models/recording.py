"""A run's replies as a file that people can read: one JSON object a line, the first of which says whose they are.

Nothing of what was asked stands in it, and no key: a request is named by its `request_key`. What failed is kept too, so
that a run that is replayed fails where the recorded one did.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from briefing.errors import (
    EndpointError,
    EndpointTrouble,
    ModelError,
    OptionError,
    ReplyError,
    ReplyTrouble,
    UnkeptReplyError,
    UnsentError,
    UnsentTrouble,
)
from briefing.models.model import Reply, Usage

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.models.model import Request


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Header(_Line):
    """The first line.

    Attributes:
        briefing_recording: version of the format.
        model: as it was asked for.
        endpoint: its URL without secrets, null where there was none.
    """

    briefing_recording: Literal[1] = 1
    model: str
    endpoint: str | None


class _Usage(_Line):
    input_tokens: int | None = None
    cached_tokens: int | None = None
    output_tokens: int | None = None


class _Reply(_Line):
    text: str
    finish_reason: str | None = None
    model: str | None = None
    usage: _Usage = _Usage()
    id: str | None = None
    key: str | None = None


class _EndpointFailure(_Line):
    type: Literal["endpoint"]
    message: str
    kind: EndpointTrouble
    status: int | None = None


class _ReplyFailure(_Line):
    type: Literal["reply"]
    message: str
    kind: ReplyTrouble


class _Unsent(_Line):
    type: Literal["unsent"]
    message: str
    kind: UnsentTrouble


class _Unkept(_Line):
    type: Literal["unkept"]
    message: str


class Entry(_Line):
    """What came of one request.

    Attributes:
        stage: name of the step that asked.
        unit: what it asked about.
        request: `request_key` of the request.
        reply: what was answered; null where nothing that could be used was.
        failure: why, else null.
    """

    stage: str
    unit: str
    request: str
    reply: _Reply | None = None
    failure: _EndpointFailure | _ReplyFailure | _Unsent | _Unkept | None = None

    def again(self) -> Reply:
        """The reply as it came.

        Raises:
            ModelError: as it was raised.
        """
        if self.reply is not None:
            held = self.reply.model_dump()
            return Reply(**held | {"usage": Usage(**held["usage"])})
        raise _raised(self.failure)


def entry_of(request: Request, key: str, outcome: Reply | ModelError) -> Entry:
    """The line for what came of `request`, whose name is `key`."""
    named = {"stage": _plain(request.stage), "unit": _plain(request.unit), "request": key}
    if not isinstance(outcome, Reply):
        return Entry.model_validate(named | {"failure": _failure(outcome)})
    fields = asdict(outcome)
    usage = fields.pop("usage")
    texts = {name: None if text is None else _plain(text) for name, text in fields.items()}
    return Entry.model_validate(named | {"reply": texts | {"usage": usage}})


def line_of(entry: Header | Entry) -> str:
    """One line of a recording, with its end; what is null or empty by default is left out."""
    return entry.model_dump_json(exclude_defaults=not isinstance(entry, Header)) + "\n"


def read_recording(path: Path) -> tuple[Header, dict[str, Entry]]:
    """The header and what came of each request, by its key.

    A last line without an end is that of a run that was killed while it wrote, and is left out.

    Raises:
        OptionError: it is no recording, of a newer version, or damaged.
    """
    if not path.is_file():
        raise OptionError(f"{path} is no recording that can be read; give a file that --record wrote.")
    header: Header | None = None
    entries: dict[str, Entry] = {}
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if header is None:
                    header = _header(line, path)
                elif line.endswith(b"\n"):
                    entry = _entry(line, path, number)
                    entries.setdefault(entry.request, entry)
    except OSError as error:
        raise OptionError(f"{path} cannot be read ({error.strerror}); give a file that --record wrote.") from None
    if header is None:
        raise OptionError(f"{path} is empty; give a file that --record wrote.")
    return header, entries


def _header(line: bytes, path: Path) -> Header:
    try:
        return Header.model_validate_json(line)
    except ValidationError:
        raise OptionError(
            f"{path} is no recording of this version of briefing; give a file that --record wrote, or record anew."
        ) from None


def _entry(line: bytes, path: Path, number: int) -> Entry:
    try:
        entry = Entry.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"][:3]) or "the line"
        raise OptionError(f"{path}, line {number}: {place}: {first['msg'][:160]}; record anew.") from None
    if (entry.reply is None) == (entry.failure is None):
        raise OptionError(f"{path}, line {number} holds neither a reply nor a failure, or both; record anew.")
    return entry


def _failure(error: ModelError) -> _EndpointFailure | _ReplyFailure | _Unsent | _Unkept:
    message = _plain(str(error))
    if isinstance(error, EndpointError):
        return _EndpointFailure(type="endpoint", message=message, kind=error.kind, status=error.status)
    if isinstance(error, ReplyError):
        return _ReplyFailure(type="reply", message=message, kind=error.kind)
    if isinstance(error, UnsentError):
        return _Unsent(type="unsent", message=message, kind=error.kind)
    return _Unkept(type="unkept", message=message)


def _raised(failure: _EndpointFailure | _ReplyFailure | _Unsent | _Unkept | None) -> ModelError:
    if isinstance(failure, _EndpointFailure):
        return EndpointError(failure.message, kind=failure.kind, status=failure.status)
    if isinstance(failure, _ReplyFailure):
        return ReplyError(failure.message, kind=failure.kind)
    if isinstance(failure, _Unsent):
        return UnsentError(failure.message, kind=failure.kind)
    return UnkeptReplyError("" if failure is None else failure.message)


def _plain(text: str) -> str:
    """`text` as UTF-8 can hold it; half of a surrogate pair becomes its escape, which `decode` refuses likewise."""
    return text.encode("utf-8", "backslashreplace").decode()
