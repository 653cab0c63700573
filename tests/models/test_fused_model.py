"""An endpoint that has refused for good is not asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefing.errors import EndpointError, ModelError, ReplyError, UnsentError
from briefing.models import Message, Request
from briefing.models.fused_model import FusedModel
from briefing.testing import ScriptedModel

if TYPE_CHECKING:
    from briefing.errors import EndpointTrouble

ASKED = Request(stage="extract", unit="a", messages=(Message("user", "?"),))


def failing(model: FusedModel, times: int) -> list[ModelError]:
    """What is raised when the model is asked so many times."""
    raised: list[ModelError] = []
    for _ in range(times):
        with pytest.raises(ModelError, match=r"No\.") as caught:
            model.complete(ASKED)
        raised.append(caught.value)
    return raised


@pytest.mark.parametrize(
    "error", [EndpointError("No.", kind="no_key"), EndpointError("No.", kind="unauthorized", status=401, code="x")]
)
def test_what_does_not_pass_is_asked_once(error: EndpointError) -> None:
    """Later requests fail with the same sentence, and nothing is sent."""
    inner = ScriptedModel([error])
    raised = failing(FusedModel(inner), 3)
    assert len(inner.requests) == 1
    assert [type(found) for found in raised] == [EndpointError, UnsentError, UnsentError]
    assert len({id(found) for found in raised}) == 3


@pytest.mark.parametrize(
    ("kind", "status"), [("unreachable", None), ("tls", None), ("not_found", 404), ("unauthorized", 403)]
)
def test_what_may_pass_is_asked_three_times(kind: EndpointTrouble, status: int | None) -> None:
    """One refused article or one lost connection ends nothing; three in a row do."""
    error = EndpointError("No.", kind=kind, status=status)
    inner = ScriptedModel(["fine", error, error, "fine", error, error, error])
    model = FusedModel(inner)
    assert model.complete(ASKED).text == "fine"
    failing(model, 2)
    assert model.complete(ASKED).text == "fine"
    failing(model, 10)
    assert len(inner.requests) == 7


@pytest.mark.parametrize("status", [403, 404])
def test_a_first_refusal_of_access_or_model_is_for_good(status: int) -> None:
    """Nothing shows that it concerns one request alone, so the others are not sent."""
    inner = ScriptedModel([EndpointError("No.", kind="not_found", status=status)])
    failing(FusedModel(inner), 3)
    assert len(inner.requests) == 1


def test_a_quota_that_is_used_up_does_not_pass() -> None:
    """`insufficient_quota` is no rate limit: waiting does not help."""
    inner = ScriptedModel([EndpointError("Pay.", kind="rate_limited", code="insufficient_quota"), "never"])
    model = FusedModel(inner)
    for _ in range(2):
        with pytest.raises((EndpointError, UnsentError), match="Pay"):
            model.complete(ASKED)
    assert len(inner.requests) == 1


@pytest.mark.parametrize(
    "error",
    [
        EndpointError("Slow.", kind="timeout"),
        EndpointError("Wait.", kind="rate_limited"),
        EndpointError("Broken.", kind="broken"),
        ReplyError("Declined.", kind="refused"),
    ],
)
def test_what_passes_is_asked_again(error: Exception) -> None:
    """One request that fails says nothing of the next."""
    model = FusedModel(ScriptedModel([error, "fine"]))
    with pytest.raises(type(error)):
        model.complete(ASKED)
    assert model.complete(ASKED).text == "fine"


def test_it_is_the_model_that_it_holds() -> None:
    """Name and endpoint are those of the model inside."""
    model = FusedModel(ScriptedModel([], name="m"))
    assert (model.name, model.endpoint) == ("m", None)
