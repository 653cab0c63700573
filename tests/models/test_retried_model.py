"""Failures that pass are waited out, those that do not are told at once; what an endpoint asks for holds for all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from briefing.errors import EndpointError, ReplyError
from briefing.models import Message, OpenAIModel, Request
from briefing.models.retried_model import ATTEMPTS, RetriedModel, retry_after
from briefing.testing import ChatEndpoint, Response, ScriptedModel, error_response

if TYPE_CHECKING:
    from briefing.testing import Received

ASKED = Request(stage="extract", unit="a", messages=(Message("user", "?"),))


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def clock(self) -> float:
        """The time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Moves the time."""
        with self._lock:
            self.slept.append(seconds)
            self.now += seconds


def retried(
    replies: list[str | Exception], time: Time, *, attempts: int = ATTEMPTS
) -> tuple[RetriedModel, ScriptedModel]:
    """A model with a script, and the one that it is wrapped into; jitter is at its middle."""
    inner = ScriptedModel(list(replies))
    made = RetriedModel(inner, attempts=attempts, sleep=time.sleep, clock=time.clock, draw=lambda: 0.5)
    return made, inner


def limited(**headers: str) -> EndpointError:
    """A rate limit."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return EndpointError("Wait.", kind="rate_limited", status=429, headers=named)


@pytest.mark.parametrize(
    "error",
    [
        EndpointError("Cut.", kind="cut"),
        EndpointError("Broken.", kind="broken", status=503),
        EndpointError("Busy.", kind="refused", status=409),
        limited(),
    ],
)
def test_what_passes_is_waited_out(error: EndpointError) -> None:
    """The pause doubles with each failure, from its upper half; then the reply comes."""
    time = Time()
    model, inner = retried([error, error, error, "fine"], time)
    assert model.complete(ASKED).text == "fine"
    assert time.slept == [0.75, 1.5, 3.0]
    assert len(inner.requests) == 4


@pytest.mark.parametrize(
    "error",
    [
        EndpointError("No.", kind="unauthorized", status=401),
        EndpointError("No.", kind="not_found", status=404),
        EndpointError("No.", kind="refused", status=400),
        EndpointError("No.", kind="no_completion", status=200),
        EndpointError("Pay.", kind="rate_limited", status=429, code="insufficient_quota"),
        limited(retry_after="3600"),
        ReplyError("Declined.", kind="refused"),
    ],
)
def test_what_does_not_pass_is_told_at_once(error: Exception) -> None:
    """Nothing is waited for where waiting cannot help, or would take longer than a run should."""
    time = Time()
    model, inner = retried([error], time)
    with pytest.raises(type(error)):
        model.complete(ASKED)
    assert (len(inner.requests), time.slept) == (1, [])


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (EndpointError("Down.", kind="broken", status=500), 6),
        (EndpointError("Down.", kind="unreachable"), 3),
        (EndpointError("Down.", kind="timeout"), 2),
    ],
)
def test_attempts_are_bounded(error: EndpointError, attempts: int) -> None:
    """After the last attempt its error is told; what takes minutes, or may have been paid for, has fewer."""
    time = Time()
    model, inner = retried([error] * 9, time)
    with pytest.raises(EndpointError, match="Down"):
        model.complete(ASKED)
    assert len(inner.requests) == attempts
    assert sum(time.slept) <= 31


def test_a_longer_wait_that_another_worker_hears_holds_too() -> None:
    """Whoever has waited looks again before asking."""
    time = Time()
    model, inner = retried([limited(retry_after="10"), "one"], time)

    def sleep(seconds: float) -> None:
        if not time.slept:
            model._open_at = 200.0  # another worker was told to wait longer
        time.sleep(seconds)

    model._sleep = sleep
    assert model.complete(ASKED).text == "one"
    assert time.now >= 200.0
    assert len(inner.requests) == 2


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7),
        ({"retry_after_ms": "1500", "retry_after": "9"}, 1.5),
        ({"retry_after": "-3"}, 0),
        ({"retry_after": "nan"}, 0),
        ({"retry_after": "soon"}, 0),
        ({"retry_after": "Mon, 01 Jan 99999999999 00:00:00 GMT"}, 0),
        ({}, 0),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float) -> None:
    """Seconds, milliseconds and dates are read; what cannot be read asks for nothing."""
    assert retry_after(limited(**headers)) == pytest.approx(seconds, abs=2.0)


def test_retry_after_as_a_date() -> None:
    """A date is so many seconds from now, never less than none."""
    then = datetime.now(UTC) + timedelta(seconds=90)
    assert retry_after(limited(retry_after=format_datetime(then, usegmt=True))) == pytest.approx(90, abs=5)
    assert retry_after(limited(retry_after="Wed, 21 Oct 2015 07:28:00 GMT")) == 0


def test_retry_after_is_a_floor_for_all() -> None:
    """No worker asks before the time is over that the endpoint asked for, whoever heard it."""
    time = Time()
    model, inner = retried([limited(retry_after="20"), "one", "two"], time)
    assert model.complete(ASKED).text == "one"
    assert time.now >= 120.0
    time.now = 101.0
    assert model.complete(ASKED).text == "two"
    assert time.now >= 120.0
    assert len(inner.requests) == 3


def test_over_http() -> None:
    """Twenty workers whose endpoint fails at random places all get their replies."""
    failing = threading.Lock()
    seen: dict[str, int] = {}

    def answer(received: Received) -> Response:
        text = received.texts[-1]
        with failing:
            seen[text] = seen.get(text, 0) + 1
        if seen[text] == 1:
            return (Response(body="{", cut=0), error_response(503, "busy"), error_response(429, "slow"))[len(seen) % 3]
        return Response(text=text.upper())

    with ChatEndpoint(answer) as endpoint:
        model = RetriedModel(OpenAIModel("m", base_url=endpoint.url), sleep=lambda _: None)
        units = [Request(stage="s", unit=str(k), messages=(Message("user", f"u{k}"),)) for k in range(20)]
        with ThreadPoolExecutor(20) as pool:
            texts = [reply.text for reply in pool.map(model.complete, units)]
    assert texts == [f"U{k}" for k in range(20)]
    assert set(seen.values()) == {2}
