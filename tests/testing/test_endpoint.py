"""The chat endpoint on this machine, asked by another client than the library's."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from urllib.parse import urlsplit

import pytest

from briefing.testing import ChatEndpoint, Received, Response

ASKED = json.dumps({"model": "m", "messages": [{"role": "user", "content": "hello"}]})


def post(
    endpoint: ChatEndpoint, path: str = "/v1/chat/completions", *, times: int = 1
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the last of `times` requests on one connection."""
    parts = urlsplit(endpoint.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        for _ in range(times):
            connection.request("POST", path, ASKED, {"X-Mine": "1"})
            answer = connection.getresponse()
            status, headers, body = answer.status, {name.lower(): value for name, value in answer.getheaders()}, b""
            body = answer.read()
    finally:
        connection.close()
    return status, headers, body


def test_a_completion() -> None:
    """A text becomes a whole chat completion of the model that was asked."""
    with ChatEndpoint("hi") as endpoint:
        status, headers, body = post(endpoint)
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body) == {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"},
        ],
        "usage": {"prompt_tokens": 2, "completion_tokens": 1, "total_tokens": 3},
    }


def test_requests_are_kept() -> None:
    """Path, headers, body and its texts of each request can be looked at."""
    with ChatEndpoint("hi") as endpoint:
        post(endpoint, times=3)
    assert endpoint.connections == 1, "the connection stays open between requests"
    assert len(endpoint.received) == 3
    received = endpoint.received[0]
    assert (received.path, received.headers["x-mine"]) == ("/v1/chat/completions", "1")
    assert (received.body, received.content, received.texts) == (json.loads(ASKED), ASKED.encode(), ["hello"])


def test_a_function_decides() -> None:
    """A function from the request to an answer sets status, headers and body."""

    def answer(received: Received) -> Response:
        return Response(status=418, headers={"Retry-After": "3"}, body=received.texts[0])

    with ChatEndpoint(answer) as endpoint:
        status, headers, body = post(endpoint)
    assert (status, headers["retry-after"], body) == (418, "3", b"hello")


def test_other_paths() -> None:
    """Only chat completions are served, with or without a query."""
    with ChatEndpoint("hi") as endpoint:
        assert post(endpoint, "/v1/chat/completions?api-version=1")[0] == 200
        status, _, body = post(endpoint, "/chat/completions")
    assert (status, json.loads(body)) == (404, {"error": {"message": "no POST /chat/completions here"}})


def test_a_cut_body() -> None:
    """A cut answer promises its whole length and ends before it."""
    with ChatEndpoint(Response(body="0123456789", cut=4)) as endpoint, pytest.raises(http.client.IncompleteRead) as cut:
        post(endpoint)
    assert cut.value.partial == b"0123"


def test_dripping() -> None:
    """A dripping answer is the same answer in the end."""
    with ChatEndpoint(Response(body="slow", drip=0.0001, drip_from="head")) as endpoint:
        assert post(endpoint)[2] == b"slow"


def test_a_script_that_fails() -> None:
    """An exception of the script is answered with 500 and raised in the test."""

    def answer(_: Received) -> str:
        raise LookupError("not in the script")

    with pytest.raises(LookupError, match="not in the script"), ChatEndpoint(answer) as endpoint:
        assert post(endpoint)[0] == 500


def test_the_test_s_own_failure_comes_first() -> None:
    """Where the test fails itself, that is what is raised."""

    def answer(_: Received) -> str:
        raise LookupError

    def failing_test() -> None:
        with ChatEndpoint(answer) as endpoint:
            post(endpoint)
            raise KeyError

    with pytest.raises(KeyError):
        failing_test()


def test_it_ends_while_answers_are_under_way() -> None:
    """Leaving the `with` waits for no delay, and leaves no thread behind."""
    before = threading.active_count()
    with ChatEndpoint(Response(text="late", delay=60)) as endpoint:
        parts = urlsplit(endpoint.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        connection.request("POST", "/v1/chat/completions", ASKED)
        while not endpoint.received:
            pass
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        connection.getresponse()
    connection.close()
    assert threading.active_count() == before


def test_what_is_no_http() -> None:
    """A client that does not speak HTTP is told so and let go."""
    with ChatEndpoint("hi") as endpoint:
        parts = urlsplit(endpoint.url)
        with socket.create_connection((parts.hostname, parts.port)) as client:
            client.sendall(b"\x16\x03\x01")
            assert client.recv(12) == b"HTTP/1.1 400"
