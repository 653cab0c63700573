"""Asking about several units at once, with results in the order of the units."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    UnitT = TypeVar("UnitT")
    ResultT = TypeVar("ResultT")

_AHEAD = 2  # units taken for each thread before the first result is waited for, so that one slow unit idles nobody
_TURN = 0.5  # seconds


def fan_out(work: Callable[[UnitT], ResultT], units: Iterable[UnitT], *, concurrency: int) -> Iterator[ResultT]:
    """Yields `work(unit)` for each unit, in order; at most `concurrency` are under way.

    Units are taken as they are needed, in the caller's thread, so that a long stream of them is
    never held whole. With a concurrency of 1 all is done in the caller's thread.

    Args:
        work: called from several threads at once.
        units: may be a generator.
        concurrency: at least 1.
    """
    if concurrency == 1:
        yield from map(work, units)
        return
    pool = ThreadPoolExecutor(concurrency, thread_name_prefix="briefing")
    try:
        waiting: deque[Future[ResultT]] = deque()
        for unit in units:
            waiting.append(pool.submit(work, unit))
            if len(waiting) == _AHEAD * concurrency:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())
    finally:
        # whoever is interrupted shall not wait for calls that nobody needs any more
        pool.shutdown(wait=False, cancel_futures=True)


def _result(future: Future[ResultT]) -> ResultT:
    """The future's result; waited for in short turns, since on some systems Ctrl-C reaches no longer wait."""
    while not future.done():
        wait([future], timeout=_TURN)
    return future.result()
