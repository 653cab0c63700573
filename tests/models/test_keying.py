"""The name of a request."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.models import Message, Request, Schema, request_key

ASKED = Request(
    stage="extract",
    unit="harbour:0-90",
    messages=(Message("system", "Read."), Message("user", "1 The port is closed.")),
    schema=Schema("Points", {"type": "object", "properties": {"a": {}, "b": {}}}),
    max_output_tokens=900,
    parameters={"temperature": 0, "seed": 7},
)


def key(request: Request, model: str = "m", endpoint: str | None = "http://127.0.0.1:1") -> str:
    """`request_key` with the same model and endpoint each time."""
    return request_key(request, model=model, endpoint=endpoint)


def test_the_key_never_changes() -> None:
    """The key of a request is the same in every version, or replies that were paid for are lost."""
    assert key(ASKED) == "0a31a8ddb5fa627054cf01c5d0fd3591"


def test_labels_do_not_count() -> None:
    """Stage, unit and the order of the parameters do not change the reply, so they do not change the key."""
    assert key(replace(ASKED, stage="link", unit="other")) == key(ASKED)
    assert key(replace(ASKED, parameters={"seed": 7, "temperature": 0})) == key(ASKED)


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, messages=ASKED.messages[1:]),
        replace(ASKED, messages=(Message("user", "Read."), ASKED.messages[1])),
        replace(ASKED, messages=(*ASKED.messages, Message("user", "again"))),
        replace(ASKED, schema=None),
        replace(ASKED, schema=Schema("Other", {"type": "object", "properties": {"a": {}, "b": {}}})),
        replace(ASKED, schema=Schema("Points", {"type": "object", "properties": {"b": {}, "a": {}}})),
        replace(ASKED, max_output_tokens=None),
        replace(ASKED, parameters={"temperature": 1, "seed": 7}),
    ],
)
def test_what_determines_the_reply_counts(other: Request) -> None:
    """Messages, schema (with the order of its keys), limit and parameters each make another key."""
    assert key(other) != key(ASKED)


def test_model_and_endpoint_count() -> None:
    """Another model or another endpoint is another request."""
    assert (
        len({key(ASKED), key(ASKED, model="n"), key(ASKED, endpoint="http://127.0.0.1:2"), key(ASKED, endpoint=None)})
        == 4
    )


def test_any_text_has_a_key() -> None:
    """Half of a surrogate pair in a message is no reason to fail."""
    assert len(key(replace(ASKED, messages=(Message("user", "\ud800"),)))) == 32


def test_parameters_that_are_no_json_are_refused() -> None:
    """A parameter that cannot be sent has no key either."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        key(replace(ASKED, parameters={"temperature": float("nan")}))
