"""How many requests are under way at one endpoint: fewer once it limits the rate, more again while it does not."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Pace:
    """Lets requests through; how many at once adapts as TCP's congestion control does.

    A rate limit halves the number that is under way, once for all requests that it has met at the same time; each
    success raises it by the share of one that makes one a round (additive increase, multiplicative decrease: Chiu and
    Jain, 1989). Nothing is limited before the first rate limit, and the workers are the cap.

    Attributes:
        most: requests at once, at least 1; infinite while nothing limits them.
    """

    def __init__(self) -> None:
        self.most = inf
        self._cap = 0  # most that were ever under way
        self._under_way = 0
        self._cuts = 0
        self._changed = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[int]:
        """Waits until one more may be under way; yields what `slow` wants to know."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way < int(self.most) if self.most < inf else True)
            self._under_way += 1
            self._cap = max(self._cap, self._under_way)
            cuts = self._cuts
        try:
            yield cuts
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def slow(self, cuts: int) -> None:
        """Halves the number, unless that was done since the request began that was told of the limit.

        Args:
            cuts: what `turn` yielded.
        """
        with self._changed:
            if cuts == self._cuts:
                self._cuts += 1
                self.most = max(1.0, min(self.most, self._under_way) / 2)

    def quicken(self) -> None:
        """Tells of a success; where as many may be under way as ever were, nothing is limited any more."""
        with self._changed:
            if self.most < inf:
                self.most += 1 / self.most
                if self.most >= self._cap:
                    self.most = inf
                self._changed.notify_all()
