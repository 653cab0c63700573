"""One model over HTTP: every end that a call can have, on a server of this machine."""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpcore2
import httpx2
import openai
import pytest

from briefing.errors import EndpointError, ModelError, OptionError, ReplyError
from briefing.models import Message, OpenAIModel, Reply, Request, Schema, Usage, connect
from briefing.models.failures import explain
from briefing.models.openai_model import limit_name
from briefing.models.redaction import Redactor
from briefing.testing import ChatEndpoint, Received, Response

if TYPE_CHECKING:
    from briefing.testing.endpoint import Answering

KEY = "sk-test-51f0c2aa9d7e"
ASKED = Request(
    stage="extract",
    unit="harbour:0-90",
    messages=(Message("system", "Read."), Message("user", "1 The port is “closed”.")),
    schema=Schema("Points", {"type": "object", "properties": {"b": {}, "a": {}}, "required": ["b", "a"]}),
    max_output_tokens=900,
    parameters={"temperature": 0},
)
PLAIN = Request(stage="overview", unit="memo", messages=(Message("user", "Hello?"),))


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer's shell has set for the SDK must not decide a test."""
    for name in list(os.environ):
        if name.startswith("OPENAI_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def failed(answering: Answering, *, seconds: float = 30.0, request: Request = PLAIN) -> ModelError:
    """The error of one call on an endpoint that answers so."""
    with ChatEndpoint(answering) as endpoint:
        return failed_at(endpoint.url, seconds=seconds, request=request)


def failed_at(url: str | None, *, seconds: float = 30.0, request: Request = PLAIN) -> ModelError:
    """The error of one call; like every error here it is one sentence and leads to no other exception."""
    with pytest.raises(ModelError) as caught:
        OpenAIModel("small-model", base_url=url, seconds=seconds).complete(request)
    error = caught.value
    assert str(error).endswith(".")
    assert "\n" not in str(error)
    assert error.__cause__ is None
    assert error.__context__ is None, "the SDK's errors hold the request with its key"
    return error


def told(error: ModelError) -> str:
    """The error's sentence with the port left out."""
    return re.sub(r"127\.0\.0\.1:\d+", "HOST", str(error))


def test_what_is_sent() -> None:
    """The body is what the request says, in its order, and nothing else; the output limit has its older name."""
    with ChatEndpoint("{}") as endpoint:
        connect("small-model", base_url=endpoint.url).complete(ASKED)
    (received,) = endpoint.received
    assert json.dumps(received.body) == json.dumps(
        {
            "model": "small-model",
            "messages": [
                {"role": "system", "content": "Read."},
                {"role": "user", "content": "1 The port is “closed”."},
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {
                    "name": "Points",
                    "strict": True,
                    "schema": {"type": "object", "properties": {"b": {}, "a": {}}, "required": ["b", "a"]},
                },
            },
            "max_tokens": 900,
            "temperature": 0,
        }
    )


def test_a_plain_request_is_bare() -> None:
    """Without schema, limit and parameters only the model's name and the messages are sent."""
    with ChatEndpoint("yes") as endpoint:
        connect("small-model", base_url=endpoint.url).complete(PLAIN)
    assert endpoint.received[0].body == {
        "model": "small-model",
        "messages": [{"role": "user", "content": "Hello?"}],
    }


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.openai.com/v1", "max_completion_tokens"),
        ("https://eu.api.openai.com/v1", "max_completion_tokens"),
        ("https://mine.openai.azure.com/openai/v1", "max_completion_tokens"),
        ("https://notopenai.com/v1", "max_tokens"),
        ("https://openai.com.example/v1", "max_tokens"),
    ],
)
def test_name_of_the_output_limit(url: str, name: str) -> None:
    """OpenAI and Azure take only the newer name of the limit, all others the older."""
    assert limit_name(url) == name


def test_the_same_bytes_each_time() -> None:
    """Two calls with the same request send the same body, so that an endpoint can cache what it begins with."""
    with ChatEndpoint("{}") as endpoint:
        model = connect("small-model", base_url=endpoint.url)
        model.complete(ASKED)
        model.complete(ASKED)
    assert endpoint.received[0].content == endpoint.received[1].content


def test_half_a_character_is_sent_as_a_replacement() -> None:
    """A lone surrogate cannot be sent; the rest of the message still is."""
    with ChatEndpoint("yes") as endpoint:
        connect("m", base_url=endpoint.url).complete(
            Request(stage="extract", unit="u", messages=(Message("user", "a\ud800b"),))
        )
    assert endpoint.received[0].texts == ["a\ufffdb"]


def test_the_reply() -> None:
    """Text, finish reason, answering model, usage with cached tokens, and the reply's id come back."""
    usage = {"prompt_tokens": 900, "completion_tokens": 80, "prompt_tokens_details": {"cached_tokens": 512}}
    with ChatEndpoint(Response(text=" {…} ", model="small-model-2026", usage=usage)) as endpoint:
        assert connect("small-model", base_url=endpoint.url).complete(ASKED) == Reply(
            text=" {…} ",
            finish_reason="stop",
            model="small-model-2026",
            usage=Usage(input_tokens=900, cached_tokens=512, output_tokens=80),
            id="chatcmpl-scripted",
        )


@pytest.mark.parametrize(
    "usage",
    [None, {}, {"prompt_tokens": "9", "completion_tokens": -1}, {"prompt_tokens": True}, {"prompt_tokens": 10**30}],
)
def test_usage_may_be_missing(usage: dict[str, object] | None) -> None:
    """An endpoint that does not count, or counts nonsense, is no error: the counts are None."""
    with ChatEndpoint(Response(text="yes", usage=usage)) as endpoint:
        assert connect("m", base_url=endpoint.url).complete(PLAIN).usage == Usage()


@pytest.mark.parametrize(
    "completion",
    [
        {"choices": [{"message": {"content": "yes"}}]},
        {"choices": [{"message": {"content": [{"type": "text", "text": "ye"}, {"type": "text", "text": "s"}]}}]},
        {"choices": [{"message": {"content": "yes"}, "finish_reason": None}], "usage": 3, "id": 4, "model": None},
    ],
)
def test_bare_completions_are_enough(completion: dict[str, object]) -> None:
    """A message with a text is all that is needed; text in parts is joined."""
    with ChatEndpoint(Response(body="\ufeff" + json.dumps(completion))) as endpoint:
        assert connect("m", base_url=endpoint.url).complete(PLAIN) == Reply(text="yes")


@pytest.mark.parametrize("text", ['{"text": "cu', "", None])
def test_a_cut_reply_is_returned(text: str | None) -> None:
    """A reply that ran into its limit is a reply: the caller decides, by `finish_reason`."""
    with ChatEndpoint(Response(text=text, finish_reason="length")) as endpoint:
        reply = connect("m", base_url=endpoint.url).complete(PLAIN)
    assert (reply.text, reply.finish_reason) == (text or "", "length")


@pytest.mark.parametrize(
    ("response", "kind", "sentence"),
    [
        (
            Response(refusal="I will\nnot."),
            "refused",
            "The model refused, “I will not.”; try another model.",
        ),
        (
            Response(text="half", finish_reason="content_filter"),
            "filtered",
            "The content filter of http://HOST withheld the reply; try another model.",
        ),
        (Response(text=" \n"), "empty", "The model gave an empty reply; ask again, or try another model."),
        (Response(text=None), "empty", "The model gave an empty reply; ask again, or try another model."),
    ],
)
def test_no_usable_text(response: Response, kind: str, sentence: str) -> None:
    """Refusal, content filter and emptiness are named, and what was paid for stays at hand with its usage."""
    error = failed(response)
    assert isinstance(error, ReplyError)
    assert (error.kind, told(error)) == (kind, sentence)
    assert json.loads(error.raw or "")["usage"]["prompt_tokens"] > 0


NO_COMPLETION = "http://HOST sent no chat completion: {}; check the base URL (most end in /v1)."


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<!doctype html><title>Welcome</title>", "it answered with a web page"),
        ("", "the answer is empty"),
        ("not json", "the answer is no JSON object"),
        ("[" * 100_000, "the answer is no JSON object"),
        ("[1]", "the answer is no JSON object"),
        ("{}", "the answer holds no choices"),
        ('{"choices": null}', "the answer holds no choices"),
        ('{"choices": []}', "the answer holds no choices"),
        ('{"choices": [null]}', "the answer holds no choices"),
        ('{"error": {"message": "no GPU\\nleft", "code": 502}}', "no GPU left"),
        ('{"error": "overloaded"}', "overloaded"),
        (b"\xff\xfe\x00", "the answer is no JSON object"),
    ],
)
def test_a_success_that_is_no_completion(body: str | bytes, why: str) -> None:
    """Web pages, nothing, and JSON of other shapes at status 200 are each one plain sentence."""
    error = failed(Response(body=body, headers={"content-type": "text/html"}))
    assert isinstance(error, EndpointError)
    assert (error.kind, error.status, told(error)) == ("no_completion", 200, NO_COMPLETION.format(why))
    assert error.raw is not None


@pytest.mark.parametrize(
    ("status", "error", "kind", "sentence"),
    [
        (
            401,
            {"message": "Not this key.", "code": "invalid_api_key"},
            "unauthorized",
            "http://HOST answered 401, “Not this key.”; check the key (OPENAI_API_KEY) and that it may use this model.",
        ),
        (
            403,
            {},
            "unauthorized",
            "http://HOST answered 403; check the key (OPENAI_API_KEY) and that it may use this model.",
        ),
        (
            404,
            {"message": "gone"},
            "not_found",
            "http://HOST answered 404, “gone”; check the base URL (most end in /v1) and the model's name, small-model.",
        ),
        (
            429,
            {"message": "slow down", "type": "rate_limit"},
            "rate_limited",
            "http://HOST answered 429, “slow down”; wait, or ask with less concurrency.",
        ),
        (
            429,
            {"message": "Out.", "code": "insufficient_quota"},
            "rate_limited",
            "http://HOST answered 429, “Out.”; the account's quota is used up: raise it, or use another endpoint.",
        ),
        (
            503,
            {"message": "loading"},
            "broken",
            "http://HOST answered 503, “loading”; the fault is the endpoint's: look at its log, or try again later.",
        ),
        (
            400,
            {"message": "no", "param": "temperature", "code": "unsupported_parameter"},
            "refused",
            "http://HOST answered 400, “no”; the endpoint does not take this request: try another model or endpoint.",
        ),
    ],
)
def test_statuses(status: int, error: dict[str, str], kind: str, sentence: str) -> None:
    """Each status that says no is one sentence with the endpoint's words and what to do; nothing is asked twice."""
    with ChatEndpoint(Response(status=status, body=json.dumps({"error": error}))) as endpoint:
        caught = failed_at(endpoint.url)
    assert isinstance(caught, EndpointError)
    assert (caught.kind, caught.status, told(caught)) == (kind, status, sentence)
    assert (caught.code, caught.parameter) == (error.get("code") or error.get("type"), error.get("param"))
    assert len(endpoint.received) == 1


@pytest.mark.parametrize("body", ['{"detail": "gone"}', '{"message": "gone"}', '{"error": "gone"}'])
def test_other_ways_to_write_an_error(body: str) -> None:
    """The words of servers that write their errors in other shapes are found too."""
    assert "“gone”" in str(failed(Response(status=500, body=body)))


@pytest.mark.parametrize("body", ["<html>" + "x" * 100_000, "", "[" * 100_000, '{"error": {"message": 3}}'])
def test_errors_without_words(body: str) -> None:
    """An error page is not repeated; the sentence does without it."""
    assert told(failed(Response(status=500, body=body))).startswith("http://HOST answered 500; the fault")


def test_long_words_are_cut() -> None:
    """An endpoint's words take at most 300 characters of a message, without line ends and control characters."""
    said = str(failed(Response(status=500, body=json.dumps({"error": "a\x1b[31m\n" + "b" * 5_000}))))
    assert len(said) < 450
    assert "“a [31m bbb" in said


def test_headers_for_a_later_retry() -> None:
    """What an endpoint says of limits and retries is kept; its other headers are not."""
    headers = {"Retry-After": "7", "retry-after-ms": "6500", "x-ratelimit-remaining": "0", "set-cookie": "a=b"}
    error = failed(Response(status=429, body="{}", headers=headers))
    assert isinstance(error, EndpointError)
    assert error.headers == {"retry-after": "7", "retry-after-ms": "6500", "x-ratelimit-remaining": "0"}


def test_a_wrong_path() -> None:
    """A base URL without its last part is answered with advice on it."""
    with ChatEndpoint("yes") as endpoint:
        error = failed_at(endpoint.url.removesuffix("/v1"))
    assert isinstance(error, EndpointError)
    assert error.kind == "not_found"
    assert "most end in /v1" in str(error)


def test_redirects_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither article nor key goes to another place than the one that was named."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ChatEndpoint("yes") as other:
        location = {"location": f"{other.url}/chat/completions"}
        error = failed(Response(status=307, body="", headers=location))
    assert isinstance(error, EndpointError)
    assert (error.kind, error.status) == ("refused", 307)
    assert other.received == []


def unused_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def test_nothing_listens() -> None:
    """A refused connection is one sentence with the address and the reason."""
    error = failed_at(f"http://127.0.0.1:{unused_port()}/v1")
    assert isinstance(error, EndpointError)
    assert (error.kind, error.status, error.raw) == ("unreachable", None, None)
    assert told(error) == (
        "Nothing answers at http://HOST (connection refused); start the server, or check the base URL."
    )


def test_an_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that the resolver does not know is named."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    error = failed_at("http://no-such-host.example/v1")
    assert isinstance(error, EndpointError)
    assert error.kind == "unreachable"
    assert str(error) == ("The host of http://no-such-host.example is not known; check the base URL and the network.")


def test_no_tls_there() -> None:
    """https:// on a plain server says what is wrong."""
    with ChatEndpoint("yes") as endpoint:
        error = failed_at(endpoint.url.replace("http://", "https://"))
    assert isinstance(error, EndpointError)
    assert error.kind == "tls"
    assert told(error) == "No secure connection to https://HOST came about; if it is a plain server, use http://."


def test_a_certificate_that_is_not_accepted() -> None:
    """A certificate of an unknown issuer is named, with the variable that makes it known."""
    cause = httpcore2.ConnectError("refused")
    cause.__cause__ = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error = openai.APIConnectionError(request=httpx2.Request("POST", "https://h"))
    error.__cause__ = cause
    made = explain(error, origin="https://h", model="m", seconds=1, redactor=Redactor([]))
    assert made.kind == "tls"
    assert str(made) == (
        "The certificate of https://h was not accepted (it is not trusted); name its issuer in SSL_CERT_FILE."
    )


@pytest.mark.parametrize(
    "slow",
    [
        Response(text="late", delay=60),
        Response(text="drip" * 1_000, drip=0.02),
        Response(text="drip" * 1_000, drip=0.02, drip_from="head"),
        Response(status=500, body="drip" * 1_000, drip=0.02),
    ],
    ids=["silent", "dripping body", "dripping head", "dripping error"],
)
def test_the_deadline_is_total(slow: Response) -> None:
    """An endpoint that is silent, or sends a byte now and then anywhere in its answer, ends with the time allowed."""
    with ChatEndpoint(slow) as endpoint:
        error = failed_at(endpoint.url, seconds=0.4)
    assert isinstance(error, EndpointError)
    assert error.kind == "timeout"
    assert told(error) == (
        "http://HOST gave no whole answer within 0.4 seconds; allow more time, or use a faster model."
    )


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
def test_proxies_of_the_environment(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls go through the proxy that the environment names, under the same clock."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    answers = iter([Response(text="by proxy"), Response(text="drip" * 1_000, drip=0.02)])
    with ChatEndpoint(lambda _: next(answers)) as proxy:
        monkeypatch.setenv(variable, proxy.url.removesuffix("/v1"))
        model = OpenAIModel("m", base_url="http://models.example/v1", seconds=0.4)
        assert model.complete(PLAIN).text == "by proxy"
        with pytest.raises(EndpointError) as caught:
            model.complete(PLAIN)
    assert caught.value.kind == "timeout"
    assert proxy.received[0].path == "http://models.example/v1/chat/completions"


def test_a_slow_answer_within_the_time() -> None:
    """An answer that drips but ends in time is an answer, and the next call has all its time again."""
    with ChatEndpoint(Response(text="yes", drip=0.0005)) as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url, seconds=20)
        assert [model.complete(PLAIN).text for _ in range(2)] == ["yes", "yes"]


def test_a_broken_connection() -> None:
    """A body that ends before its promised length is no reply, and is not silently bought again."""
    with ChatEndpoint(Response(text="a long reply", cut=40)) as endpoint:
        error = failed_at(endpoint.url)
    assert isinstance(error, EndpointError)
    assert error.kind == "cut"
    assert told(error) == "The connection to http://HOST broke before the answer was whole; try again."
    assert len(endpoint.received) == 1


def test_an_endless_answer() -> None:
    """No more than 16,000,000 bytes are read."""
    error = failed(Response(body=b" " * 17_000_000))
    assert isinstance(error, EndpointError)
    assert error.kind == "too_large"
    assert told(error) == "http://HOST sent more than 16,000,000 bytes; check what answers there."


def test_many_threads_share_one_client() -> None:
    """64 threads ask at once through one client, connections are used again, and each gets its own answer."""
    barrier = threading.Barrier(64)

    def ask(number: int) -> str:
        barrier.wait()
        texts = []
        for turn in range(3):
            asked = Message("user", f"{number}/{turn}")
            texts.append(model.complete(Request(stage="s", unit="u", messages=(asked,))).text)
        return " ".join(texts)

    with ChatEndpoint(lambda received: received.texts[0]) as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url)
        with ThreadPoolExecutor(64) as pool:
            answers = list(pool.map(ask, range(64)))
        model.close()
    assert answers == [f"{number}/0 {number}/1 {number}/2" for number in range(64)]
    assert endpoint.connections <= 64


def test_closing() -> None:
    """A closed model opens a new connection when it is asked again."""
    with ChatEndpoint("yes") as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url)
        model.complete(PLAIN)
        model.close()
        model.close()
        assert model.complete(PLAIN).text == "yes"
    assert endpoint.connections == 2


# Keys.


def test_a_local_server_needs_no_key() -> None:
    """On this machine a call goes out without any key set; a stand-in is sent."""
    with ChatEndpoint("yes") as endpoint:
        OpenAIModel("m", base_url=endpoint.url).complete(PLAIN)
    assert endpoint.received[0].headers["authorization"] == "Bearer no-key-is-needed"


@pytest.mark.parametrize("name", ["OPENAI_BASE_URL", None])
def test_elsewhere_a_key_is_needed(monkeypatch: pytest.MonkeyPatch, name: str | None) -> None:
    """Without a key nothing is sent to another machine, wherever its address comes from."""
    url = None
    if name:
        monkeypatch.setenv(name, "http://models.example/v1")
    else:
        url = "http://models.example/v1"
    monkeypatch.setenv("OPENAI_ADMIN_KEY", KEY)
    error = failed_at(url)
    assert isinstance(error, EndpointError)
    assert error.kind == "no_key"
    assert str(error) == (
        "No key is set for http://models.example; set OPENAI_API_KEY (to any word if the endpoint needs none)."
    )


def test_the_sdk_reads_its_own_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key and base URL come from the SDK's variables, and the flag beats the environment."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ChatEndpoint("environment") as named, ChatEndpoint("flag") as flagged:
        monkeypatch.setenv("OPENAI_BASE_URL", named.url)
        model = connect("m")
        assert model.complete(PLAIN).text == "environment"
        assert model.endpoint == named.url
        assert connect("m", base_url=flagged.url).complete(PLAIN).text == "flag"
    assert named.received[0].headers["authorization"] == f"Bearer {KEY}"


def echo(received: Received) -> Response:
    """Says the key in every place where an endpoint can say something."""
    key = received.headers["authorization"].removeprefix("Bearer ")
    where = received.texts[0]
    said = {"error": {"message": f"bad {key}", "code": key, "param": key}}
    headers = {"x-request-id": key, "x-other": key}
    answers = {
        "401": Response(status=401, body=json.dumps(said), headers=headers),
        "page": Response(status=500, body=f"<p>{key}", headers=headers),
        "200": Response(body=json.dumps(said), headers=headers),
        "refusal": Response(refusal=f"no {key}"),
        "reply": Response(text=f"{{{key}}}", model=key, finish_reason=key),
    }
    return answers[where]


@pytest.mark.parametrize("where", ["401", "page", "200", "refusal", "reply"])
def test_a_key_that_is_echoed_stays_hidden(
    where: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in errors and their attributes, tracebacks, `repr`, replies or logs at DEBUG, whatever the endpoint says."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    with ChatEndpoint(echo) as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url)
        try:
            reply = model.complete(Request(stage="s", unit="u", messages=(Message("user", where),)))
            seen = repr(reply)
        except ModelError as error:
            seen = f"{error} {error!r} {vars(error)} {traceback.format_exc()}"
            seen += "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        seen += f"{model!r} {model} {vars(model)}"
    assert endpoint.received[0].headers["authorization"] == f"Bearer {KEY}", "the key was in use"
    assert "[key]" in seen
    assert KEY not in seen
    logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert "receive_response_headers" in logged, "the transport's own log is on"
    assert KEY not in logged + caplog.text


@pytest.mark.parametrize("where", ["401", "200", "refusal"])
def test_a_key_that_is_given_stays_hidden(where: str, caplog: pytest.LogCaptureFixture) -> None:
    """The same for one that is no variable of the environment, through all that is wrapped around the model."""
    caplog.set_level(logging.DEBUG)
    with ChatEndpoint(echo) as endpoint:
        model = connect("m", base_url=endpoint.url, api_key=KEY)
        with pytest.raises(ModelError) as caught:
            model.complete(Request(stage="s", unit="u", messages=(Message("user", where),)))
    error = caught.value
    seen = f"{error} {error!r} {vars(error)} {model!r} {vars(model)} {caplog.text}"
    seen += "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert endpoint.received[0].headers["authorization"] == f"Bearer {KEY}", "the key was in use"
    assert "[key]" in seen
    assert KEY not in seen


def test_a_key_in_the_url_stays_hidden(caplog: pytest.LogCaptureFixture) -> None:
    """A password or a key in the base URL is shown nowhere."""
    caplog.set_level(logging.DEBUG)
    port = unused_port()
    error = failed_at(f"http://me:pass-word@127.0.0.1:{port}/v1?api-key=secret-42")
    with pytest.raises(OptionError) as caught:
        OpenAIModel("m", base_url="ftp://me:pass-word@example.org")
    seen = f"{error} {error!r} {caught.value}" + caplog.text
    assert "pass-word" not in seen
    assert "secret-42" not in seen


def test_a_word_for_a_key_leaves_replies_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Local servers are often given a word as key; a reply that holds the word is not maimed."""
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with ChatEndpoint("none of them") as endpoint:
        assert OpenAIModel("m", base_url=endpoint.url).complete(PLAIN).text == "none of them"


# Options, origins, imports.


@pytest.mark.parametrize("url", ["localhost:8080/v1", "ftp://h/v1", "http://", "", "http://[::1/v1", "http://h:x/v1"])
def test_a_base_url_that_is_none(url: str) -> None:
    """A base URL that cannot be one is refused before anything is sent."""
    with pytest.raises(OptionError, match=r"give one like http://127\.0\.0\.1:8080/v1"):
        connect("m", base_url=url)


@pytest.mark.parametrize("url", ["localhost:8080/v1", "http://[::1/v1", ""])
def test_a_base_url_of_the_environment_that_is_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for the environment's, when it is first looked at."""
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    with pytest.raises(OptionError, match=r"give one like http://127\.0\.0\.1:8080/v1"):
        connect("m").complete(PLAIN)


def test_options_that_make_no_sense() -> None:
    """An empty name and a time that is not positive are refused."""
    with pytest.raises(OptionError, match="name is empty"):
        connect(" ")
    with pytest.raises(OptionError, match="name is no text"):
        connect("\udcff")
    with pytest.raises(OptionError, match="0 seconds"):
        OpenAIModel("m", seconds=0)


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
        ("https://me:secret@Models.Example/v1?key=1", "https://models.example/v1"),
        ("http://[::1]:9/v1", "http://[::1]:9/v1"),
    ],
)
def test_the_endpoint(url: str, endpoint: str) -> None:
    """The URL without user, password and query; known without a call."""
    assert connect("m", base_url=url).endpoint == endpoint


def test_the_sdk_is_imported_at_the_first_call() -> None:
    """Neither the package, the seam, a model nor `briefing --help` imports `openai` or its transport."""
    code = (
        "import sys, briefing, briefing.models, briefing.testing\n"
        "from briefing.models import OpenAIModel, connect, request_key\n"
        "assert connect('m', base_url='http://127.0.0.1:1/v1').endpoint\n"
        "import runpy\nsys.argv = ['briefing', '--help']\n"
        "try:\n    runpy.run_module('briefing', run_name='__main__')\nexcept SystemExit: pass\n"
        "print({'openai', 'httpx2', 'httpcore2', 'httpx'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip() == "set()"
