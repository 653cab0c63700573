"""A model that asks for no more than the run may take, and keeps account of every call."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.errors import EndpointError, ModelError, OptionError, ReplyError, UnsentError
from briefing.models.account import Reserve, Taken, tokens_told
from briefing.models.completions import read_usage
from briefing.models.logs import log
from briefing.models.model import Usage
from briefing.models.sizing import counts_like_us, prompt_tokens, reply_tokens
from briefing.models.wrapping import WrappingModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.models.account import Account
    from briefing.models.model import Model, Reply, Request
    from briefing.models.prices import Price

# Nothing was generated, so nothing is charged: not sent, not let in, or refused before a token was written.
_FREE = frozenset(
    {"no_key", "unreachable", "tls", "unauthorized", "not_found", "too_long", "rate_limited", "refused", "broken"}
)


class LimitedModel(WrappingModel):
    """Asks another model within the limits of a run; every attempt passes here.

    Before a call is sent, the most that it can take is set aside: the prompt by our own count, and the most tokens of a
    reply. Where tokens or cost are limited and the request does not limit its reply, it is limited to 16,384 tokens.
    A call that may have been paid for without an answer (a time-out, a broken connection), or whose endpoint does not
    tell its tokens, counts with all that was set aside.

    Args:
        model: answers the requests.
        account: of the run.
        price: of the model; None where it is not known, which a limit of cost does not allow.
        clock: seconds that only grow.

    Raises:
        OptionError: the account limits the cost of a model without a price.
    """

    def __init__(
        self,
        model: Model,
        account: Account,
        *,
        price: Price | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(model)
        if account.limits.cost is not None and price is None:
            raise OptionError(
                f"The price of {model.name} is not known, so a limit of cost cannot hold; give --prices FILE, or leave "
                "--max-cost out."
            )
        self._account, self._price, self._clock = account, price, clock

    def complete(self, request: Request) -> Reply:
        """Answers one request.

        Raises:
            EndpointError: no chat completion was had.
            ReplyError: the model gave no text that could be used.
            UnsentError: a limit of the run would be passed.
        """
        account = self._account
        left = account.seconds_left()
        if left <= 0:
            raise UnsentError(
                f"The time of the run, {(account.limits.seconds or 0) / 60:g} minutes, is over (--deadline); run "
                "again: what was answered is kept.",
                kind="limit",
            )
        sent = replace(request, seconds=min(account.limits.attempt_seconds, left))
        most, bound = self._bound(sent)
        if bound.output_tokens is not None:
            sent = replace(sent, max_output_tokens=bound.output_tokens)
        account.reserve(most)
        log.debug("%s %s: asked: %s", sent.stage, sent.unit, "\n".join(message.text for message in sent.messages))
        began = self._clock()
        try:
            reply = self._model.complete(sent)
        except EndpointError as error:
            used = Usage(input_tokens=0, output_tokens=0) if error.kind in _FREE else Usage()
            self._settle(sent, most, bound, used, began, failed=f"{error.kind}: {error}")
            raise
        except ReplyError as error:
            self._settle(sent, most, bound, read_usage(error.raw or ""), began, failed=f"{error.kind}: {error}")
            raise
        except ModelError as error:
            self._settle(sent, most, bound, Usage(), began, failed=str(error))
            raise
        except BaseException:  # Ctrl-C too: what may have been bought must not stay set aside for ever
            self._settle(sent, most, bound, Usage(), began, failed="broken off")
            raise
        self._settle(sent, most, bound, reply.usage, began, ended=reply.finish_reason or "no finish reason")
        log.debug("%s %s: answered: %s", sent.stage, sent.unit, reply.text)
        return reply

    def _bound(self, request: Request) -> tuple[Reserve, Usage]:
        """What is set aside for a call, and the tokens that it can take at most; nothing where nothing is limited."""
        limits = self._account.limits
        if limits.total_tokens is None and limits.cost is None:
            return Reserve(), Usage()
        if request.dialect.limit == "":
            raise UnsentError(
                f"The model {self.name} takes no limit for the tokens of a reply, so the run's own cannot hold; ask "
                "another model, or leave --max-total-tokens and --max-cost out.",
                kind="limit",
            )
        read = prompt_tokens(request, exact=counts_like_us(self.endpoint))
        written = reply_tokens(request, limits)
        bound = Usage(input_tokens=read, output_tokens=written)
        cost = self._price.cost(bound) if self._price is not None else Decimal(0)
        return Reserve(read + (written or 0), cost), bound

    def _settle(
        self,
        request: Request,
        most: Reserve,
        bound: Usage,
        used: Usage,
        began: float,
        *,
        failed: str | None = None,
        ended: str = "",
    ) -> None:
        seconds = self._clock() - began
        known = used.input_tokens is not None and used.output_tokens is not None
        counted = Usage(
            input_tokens=bound.input_tokens if used.input_tokens is None else used.input_tokens,
            cached_tokens=used.cached_tokens,
            output_tokens=bound.output_tokens if used.output_tokens is None else used.output_tokens,
        )
        took = Taken(
            calls=1,
            failures=int(failed is not None),
            input_tokens=counted.input_tokens or 0,
            cached_tokens=counted.cached_tokens or 0,
            output_tokens=counted.output_tokens or 0,
            unmeasured=int(not known),
            seconds=seconds,
            cost=None if self._price is None else self._price.cost(counted),
        )
        self._account.settle(request, most, took)
        log.info(
            "%s %s: attempt %d, %d ms, %s, %s",
            request.stage,
            request.unit,
            request.attempt,
            seconds * 1000,
            tokens_told(used),
            failed or ended,
        )
