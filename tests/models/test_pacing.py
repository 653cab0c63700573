"""How many requests are under way at once: fewer after a rate limit, more again after successes."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from math import inf

import pytest

from briefing.errors import EndpointError
from briefing.models import Message, OpenAIModel, Request, RetriedModel
from briefing.models.pacing import Pace
from briefing.testing import ChatEndpoint, Received, Response, ScriptedModel, error_response

ASKED = Request(stage="extract", unit="a", messages=(Message("user", "?"),))


def test_nothing_is_limited_before_a_rate_limit() -> None:
    """Any number may be under way."""
    pace = Pace()
    turns = [pace.turn() for _ in range(50)]
    for turn in turns:
        turn.__enter__()
    assert pace.most == inf
    for turn in turns:
        turn.__exit__(None, None, None)


def test_one_cut_for_all_that_met_the_limit_together() -> None:
    """Eight requests that were limited at once halve the number once; a later one halves it again."""
    pace = Pace()
    turns = [pace.turn() for _ in range(8)]
    seen = [turn.__enter__() for turn in turns]
    for cuts in seen:
        pace.slow(cuts)
    assert pace.most == 4
    for turn in turns:
        turn.__exit__(None, None, None)
    with pace.turn() as cuts:
        pace.slow(cuts)
    assert pace.most == 1
    with pace.turn() as cuts:
        pace.slow(cuts)
    assert pace.most == 1  # never less


def test_successes_raise_it_to_what_it_was() -> None:
    """One more for each round of successes, and no limit any more once it is back where it began."""
    pace = Pace()
    turns = [pace.turn() for _ in range(8)]
    first = [turn.__enter__() for turn in turns]
    pace.slow(first[0])
    for turn in turns:
        turn.__exit__(None, None, None)
    for _ in range(4):
        pace.quicken()
    assert 4.5 < pace.most <= 5
    for _ in range(100):
        pace.quicken()
    assert pace.most == inf


def test_who_waits_is_let_through() -> None:
    """A turn that ends lets the next one begin."""
    pace = Pace()
    with pace.turn() as cuts:
        pace.slow(cuts)
    began = threading.Event()

    def second() -> None:
        with pace.turn():
            began.set()

    with pace.turn():
        thread = threading.Thread(target=second)
        thread.start()
        assert not began.wait(0.05)
    assert began.wait(5)
    thread.join()


def test_fewer_are_under_way_at_an_endpoint_that_limits_the_rate() -> None:
    """An endpoint that takes three at once and refuses the others with 429 answers all of forty, and refuses few."""
    refused: list[float] = []

    def answer(_: Received) -> Response:
        if endpoint.under_way > 3:
            refused.append(time.monotonic())
            return error_response(429, "slow down")
        return Response(text="fine", delay=0.02)

    with ChatEndpoint(answer) as endpoint:
        # A pause is longer than a hiccup of the machine: six refusals in a row would end a request.
        model = RetriedModel(OpenAIModel("m", base_url=endpoint.url), sleep=lambda _: time.sleep(0.05))
        model.complete(ASKED)
        with ThreadPoolExecutor(8) as pool:
            texts = [reply.text for reply in pool.map(model.complete, [ASKED] * 200)]
    assert texts == ["fine"] * 200
    assert len(refused) < 100  # without the pace some five of eight attempts are refused


def test_attempts_are_numbered_and_the_time_of_the_run_ends_them() -> None:
    """The request says which attempt it is; a pause that is longer than the run has left is not made."""
    busy = EndpointError("Busy.", kind="broken", status=503)
    inner = ScriptedModel([busy, busy, "fine"])
    assert RetriedModel(inner, sleep=lambda _: None).complete(ASKED).text == "fine"
    assert [request.attempt for request in inner.requests] == [1, 2, 3]
    hurried = ScriptedModel([busy, "never"])
    slept: list[float] = []
    with pytest.raises(EndpointError, match=r"Busy\."):
        RetriedModel(hurried, sleep=slept.append, seconds_left=lambda: 0.1).complete(ASKED)
    assert slept == []
    assert len(hurried.requests) == 1
