"""The limits of a run hold whatever comes, and the account of it is right; over HTTP where an endpoint matters."""

from __future__ import annotations

import json
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from briefing.errors import EndpointError, OptionError, ReplyError, UnsentError
from briefing.models import Message, Reply, Request, Usage, connect
from briefing.models.account import Account, Reserve, Taken, to_json
from briefing.models.limited_model import LimitedModel
from briefing.models.sizing import DEFAULT_OUTPUT_TOKENS, is_cut, prompt_tokens
from briefing.options import Limits
from briefing.testing import ChatEndpoint, Received, Response, ScriptedModel, error_response, fails, faulty

if TYPE_CHECKING:
    from collections.abc import Callable

ASKED = Request(stage="extract", unit="a", messages=(Message("user", "Is the harbour closed?"),), max_output_tokens=50)


@dataclass(frozen=True)
class Cents:
    """A price of one cent a token."""

    source: str = "this test"

    def cost(self, usage: Usage) -> Decimal:
        """One cent for each token."""
        return Decimal(usage.input_tokens or 0) / 100 + Decimal(usage.output_tokens or 0) / 100


def answer(read: int = 10, written: int = 5) -> Reply:
    """A reply that took so many tokens."""
    return Reply(text="fine", finish_reason="stop", usage=Usage(input_tokens=read, output_tokens=written))


def limited(replies: Callable[[Request], Reply | Exception], **limits: object) -> tuple[LimitedModel, Account]:
    """A model within limits; a token costs a cent."""
    account = Account(Limits(**limits))  # type: ignore[arg-type]  # the tests give what it takes
    return LimitedModel(ScriptedModel(replies), account, price=Cents()), account


def test_calls_are_counted_and_end() -> None:
    """The call that would pass the limit is not sent."""
    model, account = limited(lambda _: answer(), calls=2)
    for _ in range(2):
        model.complete(ASKED)
    for _ in range(2):
        with pytest.raises(UnsentError, match=r"limit of 2 calls is reached \(--max-calls\)") as caught:
            model.complete(ASKED)
        assert caught.value.kind == "limit"
    total = account.total
    assert total == Taken(calls=2, input_tokens=20, output_tokens=10, seconds=total.seconds, cost=Decimal("0.30"))


def test_calls_that_fail_count() -> None:
    """An attempt is a call, whatever becomes of it; what was refused takes no tokens, what may have been paid all."""
    errors = [EndpointError("No.", kind="refused"), EndpointError("Slow.", kind="timeout")]
    account = Account(Limits(calls=2, total_tokens=10_000))
    model = LimitedModel(ScriptedModel(errors), account)
    bound = prompt_tokens(ASKED, exact=False) + 50
    for expected in (0, bound):
        with pytest.raises(EndpointError):
            model.complete(ASKED)
        assert account.total.input_tokens + account.total.output_tokens == expected
    assert (account.total.calls, account.total.failures, account.total.unmeasured) == (2, 2, 1)
    with pytest.raises(UnsentError):
        model.complete(ASKED)


def test_tokens_are_set_aside_before_they_are_taken() -> None:
    """A call whose worst case does not fit is not sent, though what was taken would leave room."""
    worst = prompt_tokens(ASKED, exact=False) + 50
    model, account = limited(lambda _: answer(), total_tokens=worst + 14)
    model.complete(ASKED)
    with pytest.raises(UnsentError, match="--max-total-tokens"):
        model.complete(ASKED)
    assert account.total.calls == 1


def test_cost_holds() -> None:
    """The same with money, retries and all: what was spent is never above the limit."""
    model, account = limited(lambda _: answer(), cost=Decimal(2))
    with pytest.raises(UnsentError, match=r"US\$2 would be passed \(--max-cost\)"):
        deque((model.complete(ASKED) for _ in range(50)), maxlen=0)
    assert account.total.calls > 5
    assert account.total.cost is not None
    assert account.total.cost <= 2


def test_a_limit_of_cost_needs_a_price() -> None:
    """Nothing is guessed."""
    with pytest.raises(OptionError, match="The price of scripted is not known"):
        LimitedModel(ScriptedModel([]), Account(Limits(cost=Decimal(1))))


def test_a_reply_without_usage_counts_with_its_bound() -> None:
    """An endpoint that does not tell its tokens is taken to have used all that was set aside."""
    model, account = limited(lambda _: Reply(text="fine"), total_tokens=1_000)
    model.complete(ASKED)
    assert account.total.input_tokens == prompt_tokens(ASKED, exact=False)
    assert (account.total.output_tokens, account.total.unmeasured) == (50, 1)


def test_a_reply_that_cannot_be_used_is_paid() -> None:
    """A refusal has its usage in its body."""
    body = json.dumps({"usage": {"prompt_tokens": 70, "completion_tokens": 3}})
    model, account = limited(lambda _: ReplyError("No.", kind="refused", raw=body))
    with pytest.raises(ReplyError):
        model.complete(ASKED)
    assert (account.total.input_tokens, account.total.output_tokens, account.total.failures) == (70, 3, 1)


def test_replies_are_limited_where_the_run_is() -> None:
    """Without a limit of its own a reply gets one, so that its worst case is known; else nothing is sent along."""
    unlimited = Request(stage="extract", unit="a", messages=ASKED.messages)
    inner = ScriptedModel(lambda _: answer())
    LimitedModel(inner, Account(Limits(total_tokens=100_000))).complete(unlimited)
    LimitedModel(inner, Account()).complete(unlimited)
    assert [request.max_output_tokens for request in inner.requests] == [DEFAULT_OUTPUT_TOKENS, None]


def test_workers_wait_for_what_others_may_leave() -> None:
    """Calls under way reserve their worst case; when they took less, the next one goes out: the limit is used up."""
    account = Account(Limits(total_tokens=3 * (prompt_tokens(ASKED, exact=False) + 50)))
    with ChatEndpoint(
        Response(text="fine", delay=0.05, usage={"prompt_tokens": 4, "completion_tokens": 1})
    ) as endpoint:
        model = connect("m", base_url=endpoint.url, account=account)

        def ask(_: int) -> bool:
            try:
                model.complete(ASKED)
            except UnsentError:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            answered = sum(pool.map(ask, range(60)))
        assert len(endpoint.received) == answered == account.total.calls
    assert answered > 10
    assert account.total.input_tokens + account.total.output_tokens <= (account.limits.total_tokens or 0)


def test_retries_count_over_http() -> None:
    """Three attempts of one request are three calls, two of them retries."""
    account = Account(Limits(calls=3))
    with ChatEndpoint(faulty("fine", fails(2, error_response(503, "busy", code="x")))) as endpoint:
        model = connect("m", base_url=endpoint.url, account=account)
        assert model.complete(ASKED).text == "fine"
        with pytest.raises(UnsentError):
            model.complete(ASKED)
    taken = account.stages["extract"]
    assert (taken.calls, taken.retries, taken.failures) == (3, 2, 2)


def test_the_time_of_the_run_ends_it() -> None:
    """Nothing is asked after it, and the last request has no longer than what is left."""
    now = [0.0]
    account = Account(Limits(seconds=60, attempt_seconds=50), clock=lambda: now[0])
    inner = ScriptedModel(lambda _: answer())
    model = LimitedModel(inner, account)
    for at, expected in ((0.0, 50), (20.0, 40)):
        now[0] = at
        model.complete(ASKED)
        assert inner.requests[-1].seconds == expected
    now[0] = 60.0
    with pytest.raises(UnsentError, match="1 minutes"):
        model.complete(ASKED)


def test_a_hanging_endpoint_is_left_in_time() -> None:
    """The time of the run ends a request under way, and no retry follows."""
    with ChatEndpoint(Response(text="late", delay=30)) as endpoint:
        account = Account(Limits(seconds=0.5))
        with pytest.raises(EndpointError, match="no whole answer"):
            connect("m", base_url=endpoint.url, account=account).complete(ASKED)
        assert len(endpoint.received) == 1


def test_a_prompt_that_was_cut_silently_is_no_reply() -> None:
    """The endpoint says that it has read far less than was sent: what it answered is about something else."""
    long = Request(stage="extract", unit="a", messages=(Message("user", "The harbour is closed. " * 900),))
    with ChatEndpoint(Response(text="fine", usage={"prompt_tokens": 2_048, "completion_tokens": 5})) as endpoint:
        with pytest.raises(ReplyError, match=r"read only 2,048 tokens .* raise the context") as caught:
            connect("m", base_url=endpoint.url).complete(long)
        assert caught.value.kind == "prompt_cut"
    with ChatEndpoint("fine") as endpoint:
        assert connect("m", base_url=endpoint.url).complete(long).text == "fine"


@pytest.mark.parametrize(
    ("text", "read", "cut"),
    [
        ("The harbour is closed. " * 500, 2_400, False),
        ("The harbour is closed. " * 500, 1_500, True),
        ("short", 1, False),
        ("The harbour is closed. " * 500, 0, False),
        ("港口已关闭，渔民要求赔偿。" * 300, 2_700, False),
        ("港口已关闭，渔民要求赔偿。" * 300, 1_000, True),
    ],
)
def test_how_much_is_far_less(text: str, read: int, cut: bool) -> None:
    """Other vocabularies need fewer tokens, some a fifth fewer; a third fewer is a cut."""
    assert is_cut(Request(stage="s", unit="u", messages=(Message("user", text),)), read) is cut


def test_the_usage_file() -> None:
    """Decimal strings for money, a stage each, and the sum."""
    account = Account(Limits(cost=Decimal("1.5")))
    account.reserve(Reserve(100, Decimal("0.1")))
    account.settle(ASKED, Reserve(100, Decimal("0.1")), Taken(calls=1, input_tokens=7, cost=Decimal("0.07")))
    account.hit(ASKED, answer())
    told = json.loads(to_json(account))
    assert told["limits"]["cost"] == "1.5"
    assert told["stages"]["extract"]["cost"] == told["total"]["cost"] == "0.07"
    assert (told["total"]["hits"], told["calls_under_way"]) == (1, 0)


def test_a_run_that_is_stopped_sends_nothing_more() -> None:
    """Not even the retry of a request under way."""
    account = Account()
    with ChatEndpoint(error_response(503, "busy")) as endpoint:
        model = connect("m", base_url=endpoint.url, account=account)
        account.stop()
        with pytest.raises(UnsentError, match="The run was stopped"):
            model.complete(ASKED)
        assert endpoint.received == []


def test_received_is_what_was_sent() -> None:
    """The limit of the run reaches the endpoint as the limit of the reply."""
    got: list[Received] = []

    def keep(received: Received) -> str:
        got.append(received)
        return "fine"

    with ChatEndpoint(keep) as endpoint:
        account = Account(Limits(total_tokens=100_000))
        connect("m", base_url=endpoint.url, account=account).complete(
            Request(stage="extract", unit="a", messages=ASKED.messages)
        )
    assert got[0].body["max_tokens"] == DEFAULT_OUTPUT_TOKENS
