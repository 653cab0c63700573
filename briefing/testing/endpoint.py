"""A chat endpoint on this machine that answers by script."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias
from urllib.parse import urlsplit

from briefing.testing.responses import Response, error_response, head_and_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

_PATH = "/v1/chat/completions"
_HEAD_BYTES = 65_536  # most of a request's head
_WAITING = 512  # connections that the system holds until they are accepted


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came in.

    Attributes:
        path: of the URL, with its query; the whole URL where the client takes this for its proxy.
        headers: names in lower case.
        body: the JSON object that was sent; empty where none was.
        content: the bytes that were sent.
    """

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, object]
    content: bytes

    @property
    def texts(self) -> list[str]:
        """The texts of the messages, in order."""
        messages = self.body.get("messages")
        held = [entry.get("content") for entry in messages] if isinstance(messages, list) else []
        return [text for text in held if isinstance(text, str)]


class _NoRequestError(Exception):
    """Raised where a client sends no HTTP; it begins with TLS, most likely."""


Answering: TypeAlias = "str | Response | Callable[[Received], str | Response]"


class ChatEndpoint:
    """An OpenAI-compatible server on 127.0.0.1, at a free port, for the time of a `with`.

    It serves `POST /v1/chat/completions`, hundreds of connections at once, kept open between
    requests; any other path gets a 404. It reads no clock and asks no model.

        with ChatEndpoint(lambda received: received.texts[-1].upper()) as endpoint:
            model = OpenAIModel("any", base_url=endpoint.url)

    An exception of the script is answered with status 500 and raised where the `with` ends.

    Args:
        answering: the reply's text, a `Response`, or a function from the request to one of
            them. The function runs in the server's only thread: it must not wait.

    Attributes:
        url: base URL, ending in `/v1`.
        received: the requests, in order of arrival.
        connections: how many were opened.
        under_way: requests that have come and are not answered yet.
    """

    def __init__(self, answering: Answering = "") -> None:
        self._answering = answering
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._failure: Exception | None = None
        self.url = ""
        self.received: list[Received] = []
        self.connections = 0
        self.under_way = 0

    def __enter__(self) -> Self:
        started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(started)), name="ChatEndpoint")
        self._thread.start()
        started.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop is not None and self._stop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()
        if error is None and self._failure is not None:
            raise self._failure

    async def _serve(self, started: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, limit=_HEAD_BYTES, backlog=_WAITING)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        started.set()
        await self._stop.wait()
        server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # for the type checker: this runs in a task
        self._open.add(task)
        self.connections += 1
        try:
            while await self._answer(reader, writer):
                pass
        except _NoRequestError:
            writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has closed its side, as it may at any time
        except asyncio.CancelledError:
            pass  # the end of the `with`; swallowed because the stream's own callback would report it
        finally:
            self._open.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Reads one request and answers it; False where the connection is to be closed."""
        method, received = await _read(reader)
        self.received.append(received)
        self.under_way += 1
        try:
            return await self._respond(writer, method, received)
        finally:
            self.under_way -= 1

    async def _respond(self, writer: asyncio.StreamWriter, method: str, received: Received) -> bool:
        response = self._response(method, received)
        await asyncio.sleep(response.delay)
        model = received.body.get("model")
        head, body = head_and_body(response, model if isinstance(model, str) else "", received.texts)
        if response.cut is not None:
            body = body[: response.cut]
        if response.drip:
            steady = b"" if response.drip_from == "head" else head
            await _drip(writer, steady, (head + body)[len(steady) :], response.drip)
        else:
            writer.write(head + body)
            await writer.drain()
        return response.cut is None

    def _response(self, method: str, received: Received) -> Response:
        if (method, urlsplit(received.path).path) != ("POST", _PATH):
            return error_response(404, f"no {method} {received.path} here")
        try:
            answering = self._answering
            made = answering(received) if callable(answering) else answering
        except Exception as error:  # noqa: BLE001  # whatever a script raises belongs to the test, not to this thread
            self._failure = self._failure or error
            return error_response(500, "the script failed")
        return Response(text=made) if isinstance(made, str) else made


async def _read(reader: asyncio.StreamReader) -> tuple[str, Received]:
    start = await reader.readexactly(1)
    if not start.isalpha():
        raise _NoRequestError
    head = (start + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    try:
        body = json.loads(content)
    except ValueError:
        body = {}
    return method, Received(path, headers, body if isinstance(body, dict) else {}, content)


async def _drip(writer: asyncio.StreamWriter, steady: bytes, dripping: bytes, seconds: float) -> None:
    writer.write(steady)
    for place in range(len(dripping)):
        await writer.drain()
        await asyncio.sleep(seconds)
        writer.write(dripping[place : place + 1])
    await writer.drain()
