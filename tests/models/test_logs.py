"""What the library logs: one line an event, no text of an article unless it is asked for, never a key."""

from __future__ import annotations

import logging

import pytest

from briefing.errors import EndpointError
from briefing.models import Message, Request, connect
from briefing.testing import ChatEndpoint, Response, error_response, fails, faulty

KEY = "sk-test-0123456789abcdef"
ASKED = Request(stage="extract", unit="harbour:0-90", messages=(Message("user", "1 The skippers object."),))


def test_nobody_hears_it_by_default() -> None:
    """The library's logger has a handler that does nothing, so that no warning goes to anybody's standard error."""
    from briefing.models import logs

    assert logs.log.name.startswith("briefing")
    assert any(isinstance(handler, logging.NullHandler) for handler in logging.getLogger("briefing").handlers)


def test_one_line_an_event(caplog: pytest.LogCaptureFixture) -> None:
    """Stage, unit, attempt, milliseconds, tokens, why it ended; an attempt that failed says why."""
    usage = {"prompt_tokens": 30, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 20}}
    script = faulty(Response(text="fine", usage=usage), fails(1, error_response(503, "busy", code="x")))
    with caplog.at_level(logging.INFO, logger="briefing"), ChatEndpoint(script) as endpoint:
        connect("m", base_url=endpoint.url).complete(ASKED)
    first, second = caplog.messages
    assert first.startswith("extract harbour:0-90: attempt 1, ")
    assert "broken: " in first
    assert "503" in first
    assert second.startswith("extract harbour:0-90: attempt 2, ")
    assert second.endswith(" ms, 30 tokens in (20 cached), 7 out, stop")
    assert "skippers" not in caplog.text


def test_text_only_where_it_is_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    """What is asked and answered is logged at the level of debugging."""
    with caplog.at_level(logging.DEBUG, logger="briefing"), ChatEndpoint("an answer") as endpoint:
        connect("m", base_url=endpoint.url).complete(ASKED)
    assert "asked: 1 The skippers object." in caplog.text
    assert "answered: an answer" in caplog.text


def test_no_key_is_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Not even where the endpoint echoes it in errors, replies and headers."""
    caplog.set_level(logging.DEBUG, logger="briefing")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    echoing = error_response(401, f"bad key {KEY}", code=KEY)
    with ChatEndpoint(faulty(f"your key is {KEY}", fails(1, echoing))) as endpoint:
        model = connect("m", base_url=endpoint.url)
        with pytest.raises(EndpointError) as caught:
            model.complete(ASKED)
        assert connect("m", base_url=endpoint.url).complete(ASKED).text == "your key is [key]"
    assert KEY not in caplog.text
    assert KEY not in str(caught.value)
    assert len(caplog.messages) >= 4


def test_an_open_line_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    """`http://` to another machine: key and articles can be read on the way. This machine needs no warning."""
    assert connect("m", base_url="http://192.0.2.7/v1", api_key=KEY).endpoint == "http://192.0.2.7/v1"
    from briefing.models import OpenAIModel

    OpenAIModel("m", base_url="http://192.0.2.7:8000/v1", api_key=KEY).check()
    assert caplog.messages == [
        "http://192.0.2.7:8000 is not encrypted: articles and key can be read on the way; use https://."
    ]
    caplog.clear()
    OpenAIModel("m", base_url="http://127.0.0.1:8000/v1").check()
    OpenAIModel("m", base_url="https://192.0.2.7/v1", api_key=KEY).check()
    assert caplog.messages == []


def test_a_key_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that is given a key gets that one, and not the one of the environment."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ChatEndpoint("fine") as endpoint:
        connect("m", base_url=endpoint.url, api_key="another-key-123456").complete(ASKED)
        sent = endpoint.received[0].headers["authorization"]
    assert sent == "Bearer another-key-123456"
