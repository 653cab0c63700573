"""Models in reserve."""

from __future__ import annotations

import pytest

from briefing.errors import EndpointError, ReplyError, UnsentError
from briefing.models import Message, Reply, Request, connect, request_key
from briefing.models.fallback_model import FallbackModel
from briefing.testing import ChatEndpoint, ScriptedModel, error_response

ASKED = Request(stage="extract", unit="a", messages=(Message("user", "?"),))


def test_the_next_one_answers_for_a_dead_endpoint() -> None:
    """The reply says by its key that it was put to another model; the first one stays the name."""
    with ChatEndpoint(error_response(401, "who are you")) as dead, ChatEndpoint("fine") as alive:
        model = FallbackModel([connect("first", base_url=dead.url), connect("second", base_url=alive.url)])
        replies = [model.complete(ASKED) for _ in range(3)]
        assert len(dead.received) == 1
        assert len(alive.received) == 3
    assert model.name == "first"
    assert {reply.text for reply in replies} == {"fine"}
    assert replies[0].key == request_key(ASKED, model="second", endpoint=alive.url)
    assert replies[0].model == "second"


def test_the_first_one_needs_no_key_of_its_own() -> None:
    """What the first model answers has no other key than that of the request."""
    model = FallbackModel([ScriptedModel(["fine"]), ScriptedModel([])])
    assert model.complete(ASKED) == Reply(text="fine", finish_reason="stop", model="scripted")


@pytest.mark.parametrize(
    "error",
    [
        ReplyError("I will not.", kind="refused"),
        EndpointError("Too long.", kind="too_long"),
        UnsentError("Enough.", kind="limit"),
        UnsentError("Full.", kind="store"),
    ],
)
def test_an_answer_is_an_answer(error: Exception) -> None:
    """A refusal, a prompt that is too long and a limit of the run are no reason to ask another model."""
    model = FallbackModel([ScriptedModel([error]), ScriptedModel(["never"])])
    with pytest.raises(type(error), match=str(error)):
        model.complete(ASKED)


def test_the_last_one_fails() -> None:
    """What the last model says is told."""
    errors = [EndpointError(words, kind="unreachable") for words in ("First.", "Second.")]
    with pytest.raises(EndpointError, match=r"Second\."):
        FallbackModel([ScriptedModel([error]) for error in errors]).complete(ASKED)
