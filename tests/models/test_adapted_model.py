"""What an endpoint does not take is written otherwise, once learnt and remembered; each test over HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel, Field

from briefing.errors import EndpointError
from briefing.models import Account, Message, OpenAIModel, Request, connect, strict_schema
from briefing.models.limited_model import LimitedModel
from briefing.testing import (
    ChatEndpoint,
    Received,
    Response,
    error_response,
    fails,
    faulty,
    has_context,
    refuses_form,
    refuses_keywords,
    refuses_parameters,
)


class Points(BaseModel):
    """What is asked for."""

    names: list[str] = Field(max_length=4)
    lines: list[int] = Field(min_length=1)
    title: str = Field(max_length=80)


ASKED = Request(
    stage="extract",
    unit="a:0-9",
    messages=(Message("system", "Read."), Message("user", "1 The port is closed.")),
    schema=strict_schema(Points),
    max_output_tokens=900,
    parameters={"temperature": 0, "seed": 7},
)


def form(received: Received) -> str:
    """How the shape of the reply was asked for."""
    asked: Any = received.body.get("response_format")
    return str(asked["type"]) if asked else "words"


def asked(endpoint: ChatEndpoint, times: int = 3, request: Request = ASKED) -> list[Received]:
    """What the endpoint got while the same was asked so many times; every time it answered."""
    model = connect("m", base_url=endpoint.url)
    for _ in range(times):
        assert model.complete(request).text == "fine"
    return endpoint.received


def test_nothing_is_changed_without_need() -> None:
    """An endpoint that takes all gets all, each time."""
    with ChatEndpoint("fine") as endpoint:
        got = asked(endpoint)
    assert [form(received) for received in got] == ["json_schema"] * 3
    assert {received.body.get("temperature") for received in got} == {0}


def test_a_keyword_that_is_refused_is_left_out() -> None:
    """The schema goes without that keyword and keeps the others; one call is wasted in the run."""
    with ChatEndpoint(faulty("fine", refuses_keywords("maxLength"))) as endpoint:
        got = asked(endpoint)
    assert len(got) == 4
    assert b"maxLength" not in got[-1].content
    assert b"maxItems" in got[-1].content
    assert form(got[-1]) == "json_schema"


def test_several_keywords_cost_two_calls() -> None:
    """Where a second keyword is refused, all bounds go, since each would cost a call."""
    with ChatEndpoint(faulty("fine", refuses_keywords("maxLength", "maxItems", "minItems"))) as endpoint:
        got = asked(endpoint)
    assert len(got) == 5
    assert form(got[-1]) == "json_schema"
    assert b"minItems" not in got[-1].content


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_without_schemas_gets_an_object(status: int) -> None:
    """Where `json_schema` is refused any object is asked for, with the schema in words; it is not tried again."""
    with ChatEndpoint(faulty("fine", refuses_form("json_schema", status=status))) as endpoint:
        got = asked(endpoint)
    assert [form(received) for received in got] == ["json_schema", *["json_object"] * 3]
    assert '"names"' in got[-1].texts[0]
    assert got[-1].texts[0].startswith("Read.")


def test_a_gateway_without_an_endpoint_for_it() -> None:
    """A 404 that speaks of parameters is no missing model: it is asked for less."""
    words = "No endpoints found that can handle the requested parameters."
    with ChatEndpoint(faulty("fine", refuses_form("json_schema", status=404, words=words))) as endpoint:
        got = asked(endpoint)
    assert [form(received) for received in got] == ["json_schema", *["json_object"] * 3]


def test_a_server_without_forms_gets_words() -> None:
    """The lowest rung needs nothing but a chat."""
    with ChatEndpoint(faulty("fine", refuses_form("json_schema", "json_object"))) as endpoint:
        got = asked(endpoint)
    assert [form(received) for received in got] == ["json_schema", "json_object", *["words"] * 3]


def test_a_server_that_wants_a_schema_and_no_object() -> None:
    """The other way: `json_object` is what is refused, and `json_schema` without bounds is what is left."""
    wants = "'response_format.type' must be 'json_schema' or 'text'"

    def answer(received: Received) -> str | Response:
        if form(received) == "json_object":
            return error_response(400, wants)
        return error_response(400, "response_format: unsupported") if b"maxItems" in received.content else "fine"

    with ChatEndpoint(answer) as endpoint:
        got = asked(endpoint)
    assert [form(received) for received in got] == ["json_schema", "json_object", *["json_schema"] * 3]
    assert b"maxItems" not in got[-1].content


def test_words_of_the_request_are_used() -> None:
    """The words that the analyst has for the shape stand at the end of what never varies."""
    schema = strict_schema(Points)
    told = Request(
        stage="extract",
        unit="a",
        messages=ASKED.messages,
        schema=type(schema)(schema.name, schema.body, "Answer as I say."),
    )
    with ChatEndpoint(faulty("fine", refuses_form("json_schema", "json_object"))) as endpoint:
        got = asked(endpoint, 1, told)
    assert got[-1].texts == ["Read.\n\nAnswer as I say.", "1 The port is closed."]


def test_a_silent_refusal_is_tried_out() -> None:
    """A refusal that says nothing may be about the form: each rung is tried once."""

    def answer(received: Received) -> str | Response:
        return Response(status=400, body="Bad Request") if form(received) == "json_schema" else "fine"

    with ChatEndpoint(answer) as endpoint:
        got = asked(endpoint)
    assert [form(received) for received in got] == [*["json_schema"] * 2, *["json_object"] * 3]


def test_a_silent_refusal_of_everything_is_told_once() -> None:
    """Where no rung helps the refusal stands, and the next request goes out as OpenAI documents it."""
    with ChatEndpoint(Response(status=400, body="Bad Request")) as endpoint:
        model = connect("m", base_url=endpoint.url)
        for _ in range(2):
            with pytest.raises(EndpointError, match="answered 400"):
                model.complete(ASKED)
        assert [form(received) for received in endpoint.received] == [
            *["json_schema"] * 2,
            *["json_object", "words", "json_schema"],
        ]


@pytest.mark.parametrize(("refused", "kept"), [("temperature", "seed"), ("seed", "temperature")])
def test_a_refused_parameter_is_dropped(refused: str, kept: str) -> None:
    """Only that one, for the run."""
    with ChatEndpoint(faulty("fine", refuses_parameters(refused))) as endpoint:
        got = asked(endpoint)
    assert len(got) == 4
    assert refused not in got[-1].body
    assert kept in got[-1].body


def test_a_refused_limit_goes_by_its_other_name() -> None:
    """`max_tokens` becomes `max_completion_tokens`."""
    with ChatEndpoint(faulty("fine", refuses_parameters("max_tokens"))) as endpoint:
        got = asked(endpoint)
    assert len(got) == 4
    assert got[-1].body["max_completion_tokens"] == 900
    assert "max_tokens" not in got[-1].body


def test_a_limit_refused_by_both_names_is_left_out() -> None:
    """Two calls are wasted, then it goes without."""
    with ChatEndpoint(faulty("fine", refuses_parameters("max_tokens", "max_completion_tokens"))) as endpoint:
        got = asked(endpoint)
    assert len(got) == 5
    assert not {"max_tokens", "max_completion_tokens"} & set(got[-1].body)


def test_a_limit_that_is_too_large_is_no_name() -> None:
    """Its value is refused, so the sentence of the endpoint reaches the user."""
    told = "max_tokens is too large: 900. This model supports at most 512 completion tokens."
    with ChatEndpoint(error_response(400, told, param="max_tokens")) as endpoint:
        with pytest.raises(EndpointError, match=r"at most 512.*give a smaller --max-output-tokens") as caught:
            connect("m", base_url=endpoint.url).complete(ASKED)
        assert caught.value.kind == "refused"
        assert len(endpoint.received) == 1


def test_everything_at_once_is_learnt() -> None:
    """An old server: no forms, no temperature, the other limit; the calls wasted are one for each."""
    faults = (
        refuses_form("json_schema", "json_object"),
        refuses_parameters("temperature"),
        refuses_parameters("max_tokens"),
    )
    with ChatEndpoint(faulty("fine", *faults)) as endpoint:
        got = asked(endpoint)
    assert len(got) == 3 + 4


def test_many_workers_waste_one_call() -> None:
    """While it is not known what is taken one request goes ahead."""

    def answer(received: Received) -> Response:
        refused = form(received) == "json_schema"
        made = error_response(400, "json_schema is not supported") if refused else Response(text="fine")
        return Response(text=made.text, status=made.status, body=made.body, delay=0.05)

    with ChatEndpoint(answer) as endpoint:
        model = connect("m", base_url=endpoint.url)
        with ThreadPoolExecutor(8) as pool:
            texts = [reply.text for reply in pool.map(model.complete, [ASKED] * 24)]
        assert texts == ["fine"] * 24
        assert [form(received) for received in endpoint.received].count("json_schema") == 1


def test_what_was_taken_is_not_blamed_later() -> None:
    """A refusal of one text that speaks of structured things changes nothing for the others."""

    def answer(received: Received) -> str | Response:
        refused = "forbidden" in received.texts[1]
        return error_response(400, "This structured text has no schema that we like.") if refused else "fine"

    with ChatEndpoint(answer) as endpoint:
        model = connect("m", base_url=endpoint.url)
        model.complete(ASKED)
        other = (ASKED.messages[0], Message("user", "forbidden"))
        with pytest.raises(EndpointError):
            model.complete(replace(ASKED, messages=other))
        model.complete(ASKED)
        assert [form(received) for received in endpoint.received] == ["json_schema"] * 3


def test_a_fault_that_passes_changes_nothing() -> None:
    """One 500 at the start is waited out, and the schema stays as it is."""
    with ChatEndpoint(faulty("fine", fails(1, error_response(500, "oops")))) as endpoint:
        got = asked(endpoint, 2)
    assert [form(received) for received in got] == ["json_schema"] * 3
    assert b"maxItems" in got[-1].content


def test_a_prompt_that_is_too_long_is_no_matter_of_form() -> None:
    """The refusal has a kind of its own and no other way of writing is tried."""
    with ChatEndpoint(faulty("fine", has_context(2))) as endpoint:
        with pytest.raises(EndpointError) as caught:
            connect("m", base_url=endpoint.url).complete(ASKED)
        assert caught.value.kind == "too_long"
        assert len(endpoint.received) == 1


@pytest.mark.parametrize(
    ("status", "message", "code", "kind"),
    [
        (
            400,
            "This model's maximum context length is 4096 tokens. However, you requested 7200",
            None,
            "too_long",
        ),
        (400, "the request exceeds the available context size, try increasing it", None, "too_long"),
        (400, "prompt is too long: 210000 tokens > 200000 maximum", None, "too_long"),
        (400, "Trying to keep the first 6000 tokens when context the overflows.", None, "too_long"),
        (400, "The input token count (1200000) exceeds the maximum number of tokens allowed", None, "too_long"),
        (400, "Prompt contains 40000 tokens, too large for model with 32768 maximum context length", None, "too_long"),
        (
            413,
            "Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 7000",
            None,
            "too_long",
        ),
        (429, "Request too large for m on tokens per min (TPM): Limit 30000, Requested 47000", "x", "too_long"),
        (400, "whatever", "context_length_exceeded", "too_long"),
        (429, "Rate limit reached for requests", "rate_limit_exceeded", "rate_limited"),
        (400, "max_tokens is too large: 99999. This model supports at most 16384 completion tokens", None, "refused"),
        (400, "The response was filtered by the content policy", "content_filter", "refused"),
        (500, "out of memory", None, "broken"),
    ],
)
def test_what_is_too_long(status: int, message: str, code: str | None, kind: str) -> None:
    """The words by which endpoints say that a prompt does not fit, and words that only sound like it."""
    further = {} if code is None else {"code": code}
    plain = Request(stage="extract", unit="a", messages=ASKED.messages)
    with ChatEndpoint(error_response(status, message, **further)) as endpoint, pytest.raises(EndpointError) as caught:
        LimitedModel(OpenAIModel("m", base_url=endpoint.url), Account()).complete(plain)
    assert caught.value.kind == kind
