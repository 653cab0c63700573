"""A model whose failures that pass are waited out: the one place where anything is asked again."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import inf
from typing import TYPE_CHECKING

from briefing.errors import EndpointError
from briefing.models.pacing import Pace
from briefing.models.wrapping import WrappingModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.models.model import Model, Reply, Request

ATTEMPTS = 6  # in all; with the pauses below they span 15 to 31 seconds
_FIRST_PAUSE = 1.0  # seconds; doubled with each failure
_LONGEST_PAUSE = 30.0
_LONGEST_WAIT = 300.0  # seconds that an endpoint may ask for; longer is for the next run
_MOST_ATTEMPTS = {
    "rate_limited": ATTEMPTS,
    "broken": ATTEMPTS,
    "cut": ATTEMPTS,
    "unreachable": 3,  # a server that starts again is back in seconds; one that is not there never comes
    "timeout": 2,  # each has taken minutes, and may have been paid for
}
_PASSING_STATUSES = frozenset({408, 409, 425})


class RetriedModel(WrappingModel):
    """Asks another model, and once more after failures that pass: 408, 409, 429, 5xx, time-outs, broken connections.

    The pause doubles from 1 second, to 30 at most, and is drawn at random from its upper half, so that workers that
    failed together do not come back together (AWS Architecture Blog, "Exponential Backoff And Jitter",
    2015). What the endpoint asks for in `Retry-After` (seconds, `retry-after-ms`, or a date) is the
    least, and all workers wait for it: the limit is the endpoint's, not the request's.
    A quota that is used up does not pass. After a rate limit fewer requests are under way, see `Pace`.

    Args:
        model: answers the requests.
        attempts: most attempts for one request, at least 1.
        seconds_left: how long the run may still take; what would be waited for beyond that is not.
        sleep: waits so many seconds.
        clock: seconds that only grow.
        draw: a number from 0 to 1.
    """

    def __init__(
        self,
        model: Model,
        *,
        attempts: int = ATTEMPTS,
        seconds_left: Callable[[], float] = lambda: inf,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        draw: Callable[[], float] = random.random,
    ) -> None:
        super().__init__(model)
        self._attempts = attempts
        self._seconds_left = seconds_left
        self._pace = Pace()
        self._sleep, self._clock, self._draw = sleep, clock, draw
        self._lock = threading.Lock()
        self._open_at = 0.0  # by the clock; before it nobody asks

    def complete(self, request: Request) -> Reply:
        """Answers one request, after several attempts if need be.

        Raises:
            EndpointError: no chat completion was had, by the last attempt.
            ReplyError: the model gave no text that could be used.
        """
        attempt = 1
        while True:
            self._wait()
            try:
                return self._ask(replace(request, attempt=attempt))
            except EndpointError as error:
                asked_for = retry_after(error)
                pause = asked_for + self._pause(attempt)
                last = attempt >= min(_most_attempts(error), self._attempts)
                if last or asked_for > _LONGEST_WAIT or pause > self._seconds_left():
                    raise
            if asked_for:
                with self._lock:
                    self._open_at = max(self._open_at, self._clock() + asked_for)
            self._sleep(pause)
            attempt += 1

    def _ask(self, request: Request) -> Reply:
        with self._pace.turn() as cuts:
            try:
                reply = self._model.complete(request)
            except EndpointError as error:
                if error.kind == "rate_limited":
                    self._pace.slow(cuts)
                raise
        self._pace.quicken()
        return reply

    def _pause(self, attempt: int) -> float:
        longest = min(_FIRST_PAUSE * 2.0 ** (attempt - 1), _LONGEST_PAUSE)
        return longest * (1 + self._draw()) / 2

    def _wait(self) -> None:
        """Waits until the endpoint wants to be asked, and a little longer, each worker for itself."""
        while (left := self._closed_for()) > 0:  # while one waits, another may hear that it takes longer
            self._sleep(left + _FIRST_PAUSE * self._draw())

    def _closed_for(self) -> float:
        with self._lock:
            return self._open_at - self._clock()


def retry_after(error: EndpointError) -> float:
    """Seconds that an endpoint asks to be left alone; 0 where it says nothing that can be read."""
    held = error.headers
    milliseconds = _number(held.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    seconds = _number(held.get("retry-after"))
    if seconds is not None:
        return seconds
    try:
        until = parsedate_to_datetime(held.get("retry-after", ""))
    except (ValueError, OverflowError):
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _most_attempts(error: EndpointError) -> int:
    """How often a request that fails like this is sent at most; 1 for what does not pass."""
    if error.code == "insufficient_quota":
        return 1
    return ATTEMPTS if error.status in _PASSING_STATUSES else _MOST_ATTEMPTS.get(error.kind, 1)


def _number(text: str | None) -> float | None:
    """`text` as seconds or milliseconds: finite, not negative."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None
