"""Several units at once: results in order, a bounded number under way, nothing taken before it is needed."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from briefing.analysis.concurrency import fan_out

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("concurrency", [1, 2, 8])
def test_results_keep_the_order_of_units(concurrency: int) -> None:
    """The first unit may take longest; its result is still the first."""

    def work(unit: int) -> int:
        time.sleep(0.02 if unit == 0 else 0)
        return unit * 10

    assert list(fan_out(work, range(20), concurrency=concurrency)) == [unit * 10 for unit in range(20)]


def test_no_more_than_asked_for_are_under_way() -> None:
    """At most `concurrency` calls run at the same time, and that many do."""
    running, most, lock = 0, 0, threading.Lock()
    together = threading.Barrier(3, timeout=5)

    def work(unit: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        if unit < 3:
            together.wait()
        with lock:
            running -= 1
        return unit

    assert len(list(fan_out(work, range(30), concurrency=3))) == 30
    assert most == 3


def test_units_are_taken_as_they_are_needed() -> None:
    """A long stream of units is never held whole."""
    taken = 0

    def units() -> Iterator[int]:
        nonlocal taken
        for unit in range(1_000):
            taken += 1
            yield unit

    results = fan_out(lambda unit: unit, units(), concurrency=4)
    assert next(results) == 0
    assert taken <= 10
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_one_at_a_time_stays_in_the_callers_thread() -> None:
    """Without a model there is nothing to wait for, and no thread is started."""
    assert set(fan_out(lambda _: threading.current_thread(), range(3), concurrency=1)) == {threading.current_thread()}


def test_an_exception_reaches_the_caller() -> None:
    """What a unit raises is raised where its result is taken; units not yet begun are given up."""
    begun = []

    def work(unit: int) -> int:
        begun.append(unit)
        if unit == 1:
            raise ValueError("unit 1")
        return unit

    results = fan_out(work, range(1_000), concurrency=2)
    assert next(results) == 0
    with pytest.raises(ValueError, match="unit 1"):
        list(results)
    assert len(begun) < 20
