"""Keys stay out of what is told."""

from __future__ import annotations

import gc
import logging

import pytest

from briefing.models import Message, OpenAIModel, Request
from briefing.models.redaction import Redactor, secrets_of
from briefing.testing import ChatEndpoint

LONG, WORD = "sk-abcdef-0123456789", "ollama"


def test_in_errors_every_key_is_hidden() -> None:
    """Each key goes, a longer one before one that it holds; texts under four characters are no keys."""
    redactor = Redactor([WORD, LONG, "sk-abcdef", "x"])
    assert redactor.hide(f"x {WORD} {LONG} sk-abcdef {LONG}{LONG}") == "x [key] [key] [key] [key][key]"
    assert LONG not in repr(redactor) + str(redactor)


@pytest.mark.parametrize(
    ("key", "shown"),
    [(LONG, "[key]"), ("sk-1234", "[key]"), ("ollama", "ollama"), ("EMPTY", "EMPTY"), ("not-needed", "not-needed")],
)
def test_in_replies_only_what_is_surely_a_key(key: str, shown: str) -> None:
    """A model's words lose what can only be a key; the stand-ins that local servers are given stay."""
    assert Redactor([key]).hide_in_reply(f"a {key} b") == f"a {shown} b"


def test_what_is_secret() -> None:
    """Keys, the URL's password and query, and headers whose names speak of keys."""
    url = "https://me:p%40ss@models.example/v1?api-key=fromquery"
    headers = {"Authorization": "Bearer fromheader", "api-key": "other", "X-Auth-Token": "third", "Accept": "json"}
    assert set(secrets_of(url, ["key", None, ""], headers)) - {""} == {
        "key",
        "p%40ss",
        "p@ss",
        "fromquery",
        "Bearer fromheader",
        "fromheader",
        "other",
        "third",
    }


def test_log_records_keep_their_shape(caplog: pytest.LogCaptureFixture) -> None:
    """A record with a key loses it, also from its arguments; any other is left alone."""
    caplog.set_level(logging.DEBUG)
    redactor = Redactor([LONG])
    log = logging.getLogger("httpx2")
    redactor.guard_logs()
    try:
        log.info("sent %s to %d", LONG, 1)
        log.info("sent %s to %d", "this", 2)
    finally:
        redactor.unguard_logs()
    log.info(LONG)
    assert [record.args for record in caplog.records] == [(), ("this", 2), ()]
    assert caplog.messages == ["sent [key] to 1", "sent this to 2", LONG]


def test_filters_go_with_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is dropped leaves nothing behind on the libraries' loggers."""
    monkeypatch.setenv("OPENAI_API_KEY", LONG)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    log = logging.getLogger("httpx2")
    gc.collect()  # models of earlier tests
    before = list(log.filters)
    with ChatEndpoint("yes") as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url)
        model.complete(Request(stage="s", unit="u", messages=(Message("user", "?"),)))
        assert len(log.filters) == len(before) + 1
        del model
        gc.collect()
    assert log.filters == before


@pytest.mark.parametrize(
    "echo", ["ab/cd-1234567890/xyz", r"ab\/cd-1234567890\/xyz", r"\u0061b\u002Fcd\u002d1234567890\u002fxyz"]
)
def test_escapes_hide_no_key(echo: str) -> None:
    """A body for diagnosis may spell the key as JSON may."""
    assert Redactor(["ab/cd-1234567890/xyz"]).hide(f'{{"error": "no: {echo}!"}}') == '{"error": "no: [key]!"}'
