"""An endpoint that has refused for good is not asked again."""

from __future__ import annotations

import pytest

from briefing.errors import EndpointError, ReplyError
from briefing.models import Message, Request
from briefing.models.fused_model import FusedModel
from briefing.testing import ScriptedModel

ASKED = Request(stage="extract", unit="a", messages=(Message("user", "?"),))


@pytest.mark.parametrize("kind", ["no_key", "unreachable", "tls", "unauthorized", "not_found"])
def test_what_does_not_pass_is_asked_once(kind: str) -> None:
    """Later requests fail with the same sentence, and nothing is sent."""
    inner = ScriptedModel([EndpointError("No.", kind=kind, status=401, code="x")])  # type: ignore[arg-type]  # any of them
    model = FusedModel(inner)
    raised = []
    for _ in range(3):
        with pytest.raises(EndpointError, match=r"No\.") as caught:
            model.complete(ASKED)
        raised.append(caught.value)
    assert len(inner.requests) == 1
    assert {(error.kind, error.status, error.code) for error in raised} == {(kind, 401, "x")}
    assert len({id(error) for error in raised}) == 3


def test_a_quota_that_is_used_up_does_not_pass() -> None:
    """`insufficient_quota` is no rate limit: waiting does not help."""
    inner = ScriptedModel([EndpointError("Pay.", kind="rate_limited", code="insufficient_quota"), "never"])
    model = FusedModel(inner)
    for _ in range(2):
        with pytest.raises(EndpointError, match="Pay"):
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
    """Name and origin are those of the model inside."""
    model = FusedModel(ScriptedModel([], name="m"))
    assert (model.name, model.origin) == ("m", None)
