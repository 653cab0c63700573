"""Frozen values that travel together, and nothing that acts on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefing.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

OnUnsupported = Literal["drop", "mark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How articles are analysed.

    Attributes:
        max_chunk_tokens: most tokens of source text in one chunk, at least 1. The default
            holds a long news article whole: a dispute that is cut in two is easily told twice.
            It also limits the evidence that a model is shown at once to summarize a point or the memo,
            to 1,500 tokens at least.
        count_tokens: counts the tokens of a text; None for the `o200k_base` vocabulary.
        concurrency: most requests to a model that are under way at once, at least 1.
        on_unsupported: what becomes of a statement of a model that a check holds to say more than its evidence. None
            drops what a number, a date, a name, a negation or a quotation is wrong in, and keeps the rest marked.

    Raises:
        OptionError: `max_chunk_tokens` or `concurrency` is below 1.
    """

    max_chunk_tokens: int = 6_000
    count_tokens: Callable[[str], int] | None = None
    concurrency: int = 8
    on_unsupported: OnUnsupported | None = None

    def __post_init__(self) -> None:
        if self.concurrency < 1:
            raise OptionError(f"concurrency is {self.concurrency}; give a number from 1.")
        if self.max_chunk_tokens < 1:
            raise OptionError(f"max_chunk_tokens is {self.max_chunk_tokens}; give a number from 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one run may take from its endpoints; None for no limit.

    Attributes:
        calls: requests sent, retries and re-asks among them.
        total_tokens: tokens of all prompts and replies.
        cost: US dollars.
        seconds: from the first request to the last byte.
        attempt_seconds: most time for one request from its start to the last byte of the answer.

    Raises:
        OptionError: one of them is not positive.
    """

    calls: int | None = None
    total_tokens: int | None = None
    cost: Decimal | None = None
    seconds: float | None = None
    attempt_seconds: float = 600.0

    def __post_init__(self) -> None:
        for name in ("calls", "total_tokens", "cost", "seconds", "attempt_seconds"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise OptionError(f"{name} is {value}; give more than 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One sign of life of a running memo.

    Attributes:
        stage: name of the step that goes on.
        done: units finished.
        total: units in all, None while that is not known.
    """

    stage: str
    done: int
    total: int | None = None
