"""What a run has asked its endpoints for, what it got and paid, and what it may still take."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from math import inf
from typing import TYPE_CHECKING

from briefing.errors import UnsentError
from briefing.models.logs import log
from briefing.options import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.models.model import Reply, Request, Usage

_TURN = 0.5  # seconds; an interrupted thread shall not wait for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one stage took, or all of them.

    Attributes:
        calls: requests sent, whatever came of them.
        retries: those of `calls` that repeat one that failed.
        reasks: those of `calls` that ask for a reply to be put right.
        failures: those of `calls` that brought no text.
        hits: requests that the store answered.
        input_tokens: of all prompts as the endpoint counts them; where it does not say, the bound that was reserved.
        cached_tokens: those of `input_tokens` that came from the endpoint's cache.
        output_tokens: likewise.
        unmeasured: calls whose tokens the endpoint did not tell.
        seconds: of all calls, those at the same time added up.
        cost: US dollars; None where a price is not known.
    """

    calls: int = 0
    retries: int = 0
    reasks: int = 0
    failures: int = 0
    hits: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    unmeasured: int = 0
    seconds: float = 0.0
    cost: Decimal | None = Decimal(0)

    def __add__(self, other: Taken) -> Taken:
        unknown = self.cost is None or other.cost is None
        return Taken(
            calls=self.calls + other.calls,
            retries=self.retries + other.retries,
            reasks=self.reasks + other.reasks,
            failures=self.failures + other.failures,
            hits=self.hits + other.hits,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            unmeasured=self.unmeasured + other.unmeasured,
            seconds=self.seconds + other.seconds,
            cost=None if unknown else (self.cost or Decimal(0)) + (other.cost or Decimal(0)),
        )


@dataclass(frozen=True, slots=True)
class Reserve:
    """The most that a call under way can take.

    Attributes:
        tokens: of prompt and reply.
        cost: US dollars.
    """

    tokens: int = 0
    cost: Decimal = Decimal(0)


class Account:
    """One for a run, shared by all its models and threads.

    Args:
        limits: what the run may take; nothing that would pass them is sent.
        clock: seconds that only grow.
    """

    def __init__(self, limits: Limits | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits or Limits()
        self._clock = clock
        self._began: float | None = None
        self._changed = threading.Condition()
        self._under_way = 0
        self._stopped = False
        self._calls, self._tokens, self._cost = 0, 0, Decimal(0)  # taken or reserved
        self._stages: dict[str, Taken] = {}

    @property
    def under_way(self) -> int:
        """Calls that have not ended."""
        return self._under_way

    @property
    def stages(self) -> dict[str, Taken]:
        """What each stage took, in the order in which they began."""
        with self._changed:
            return dict(self._stages)

    @property
    def total(self) -> Taken:
        """What all stages took together."""
        return sum(self.stages.values(), Taken())

    def seconds_left(self) -> float:
        """How long the run may still take; infinite where that is not limited. The first call starts the clock."""
        if self.limits.seconds is None:
            return inf
        with self._changed:
            self._began = self._clock() if self._began is None else self._began
            return max(0.0, self.limits.seconds - (self._clock() - self._began))

    def stop(self) -> None:
        """From now on nothing more is sent; what is under way may end."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def reserve(self, most: Reserve) -> None:
        """Sets aside what a call may take; waits for calls under way, which may take less than was set aside for them.

        Raises:
            UnsentError: the call would pass a limit.
        """
        with self._changed:
            while why := self._passed(most):
                if not self._under_way or self._is_final(most):
                    raise UnsentError(why, kind="limit")
                self._changed.wait(_TURN)
            self._calls += 1
            self._tokens += most.tokens
            self._cost += most.cost
            self._under_way += 1

    def settle(self, request: Request, most: Reserve, took: Taken) -> None:
        """Puts what a call took in the place of what was set aside for it.

        Args:
            request: that was sent.
            most: what was set aside.
            took: of this one call.
        """
        with self._changed:
            self._under_way -= 1
            self._tokens += took.input_tokens + took.output_tokens - most.tokens
            self._cost += (took.cost or Decimal(0)) - most.cost
            self._add(request, took)
            self._changed.notify_all()

    def hit(self, request: Request, reply: Reply) -> None:
        """Counts a request that the store answered."""
        log.info("%s %s: from the store, %s", request.stage, request.unit, tokens_told(reply.usage))
        with self._changed:
            self._add(request, Taken(hits=1))

    def _add(self, request: Request, took: Taken) -> None:
        took = replace(took, retries=int(bool(took.calls) and request.attempt > 1))
        took = replace(took, reasks=int(bool(took.calls) and request.repairs is not None))
        self._stages[request.stage] = self._stages.get(request.stage, Taken()) + took

    def _passed(self, most: Reserve) -> str | None:
        """The limit that one more call would pass, in words."""
        limits = self.limits
        if self._stopped:
            return "The run was stopped; run again: what was answered is kept."
        again = "raise it and run again: what was answered is kept."
        if limits.calls is not None and self._calls + 1 > limits.calls:
            return f"The run's limit of {limits.calls:,} calls is reached (--max-calls); {again}"
        if limits.total_tokens is not None and self._tokens + most.tokens > limits.total_tokens:
            return f"The run's limit of {limits.total_tokens:,} tokens would be passed (--max-total-tokens); {again}"
        if limits.cost is not None and self._cost + most.cost > limits.cost:
            return f"The run's limit of US${limits.cost} would be passed (--max-cost); {again}"
        return None

    def _is_final(self, most: Reserve) -> bool:
        """Whether no call under way can make room: calls are never given back, and what is spent is spent."""
        limits = self.limits
        if self._stopped:
            return True
        if limits.calls is not None and self._calls + 1 > limits.calls:
            return True
        spent = sum(self._stages.values(), Taken())
        tokens = spent.input_tokens + spent.output_tokens + most.tokens
        cost = (spent.cost or Decimal(0)) + most.cost
        return (limits.total_tokens is not None and tokens > limits.total_tokens) or (
            limits.cost is not None and cost > limits.cost
        )


def tokens_told(usage: Usage) -> str:
    """The tokens of a call for a log."""
    if usage.input_tokens is None and usage.output_tokens is None:
        return "tokens not told"
    cached = f" ({usage.cached_tokens:,} cached)" if usage.cached_tokens else ""
    return f"{usage.input_tokens or 0:,} tokens in{cached}, {usage.output_tokens or 0:,} out"


def to_json(account: Account) -> str:
    """What a run took, as the text of a usage file.

    Amounts of money are decimal strings in US dollars, null where a price is not known.
    """

    def plain(taken: Taken) -> dict[str, object]:
        return asdict(taken) | {"seconds": round(taken.seconds, 3)}

    told = {
        "usage_version": 1,
        "limits": {key: value for key, value in asdict(account.limits).items() if value is not None},
        "stages": {stage: plain(taken) for stage, taken in account.stages.items()},
        "total": plain(account.total),
        "calls_under_way": account.under_way,
    }
    return json.dumps(told, indent=2, default=str) + "\n"
