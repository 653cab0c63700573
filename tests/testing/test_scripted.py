"""The model that says what it was told to say."""

from __future__ import annotations

import doctest

import pytest

from briefing.errors import EndpointError
from briefing.models import Message, Model, Reply, Request
from briefing.testing import ScriptedModel, scripted


def asked(stage: str, unit: str = "u") -> Request:
    """A request of a stage."""
    return Request(stage=stage, unit=unit, messages=(Message("user", "?"),))


def test_a_list_is_used_in_order() -> None:
    """Replies of a list come one after the other; the model keeps what it was asked."""
    model: Model = ScriptedModel(["one", Reply(text="two", finish_reason="length")])
    assert model.complete(asked("extract")) == Reply(text="one", finish_reason="stop", model="scripted")
    assert model.complete(asked("link")) == Reply(text="two", finish_reason="length")
    assert (model.name, model.endpoint) == ("scripted", None)
    assert isinstance(model, ScriptedModel)
    assert [request.stage for request in model.requests] == ["extract", "link"]
    with pytest.raises(AssertionError, match="2 replies are used up, and overview/u asks for one more"):
        model.complete(asked("overview"))


def test_a_mapping_answers_by_stage_and_unit() -> None:
    """`stage/unit` wins over `stage`; one reply is used each time, a list in order."""
    model = ScriptedModel({"extract": "any", "extract/b": ["first", "second"], "link": []})
    assert [model.complete(asked("extract", unit)).text for unit in "abab"] == ["any", "first", "any", "second"]
    with pytest.raises(AssertionError, match="2 replies are used up, and extract/b"):
        model.complete(asked("extract", "b"))
    with pytest.raises(AssertionError, match="0 replies are used up, and link/u"):
        model.complete(asked("link"))
    with pytest.raises(AssertionError, match="no reply for overview/u, only for extract, extract/b, link"):
        model.complete(asked("overview"))


def test_a_function_answers_by_request() -> None:
    """A function sees the request; an exception among the replies is raised."""
    dead = EndpointError("Nothing answers; start the server.", kind="unreachable")
    model = ScriptedModel(lambda request: dead if request.unit == "b" else request.unit, name="mine")
    assert model.complete(asked("extract", "a")) == Reply(text="a", finish_reason="stop", model="mine")
    with pytest.raises(EndpointError) as caught:
        model.complete(asked("extract", "b"))
    assert caught.value is dead
    assert len(model.requests) == 2


def test_the_example() -> None:
    """The example in the docstring does what it shows."""
    assert doctest.testmod(scripted).failed == 0
    assert doctest.testmod(scripted).attempted > 0
