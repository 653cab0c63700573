"""What an analyst fills in: strict, bounded, and cut rather than refused where a reply goes beyond a bound."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from briefing.analysis.drafts import ChunkDraft, Draft, LinkDraft, OverviewDraft, PointDraft, StatementDraft
from briefing.errors import OptionError
from briefing.models import decode, strict_schema
from briefing.models.schemas import longest

TYPES = [ChunkDraft, LinkDraft, OverviewDraft, PointDraft]


def statement(**changed: Any) -> dict[str, Any]:
    """A statement as a reply gives it."""
    return {"text": "The council voted.", "basis": "reported", "lines": [1], **changed}


def objects(node: object) -> list[dict[str, Any]]:
    """Every schema of an object, a list, a text or a number inside a schema."""
    if isinstance(node, list):
        return [found for entry in node for found in objects(entry)]
    if not isinstance(node, dict):
        return []
    inside = [found for value in node.values() for found in objects(value)]
    return [node, *inside] if isinstance(node.get("type"), str) else inside


@pytest.mark.parametrize("draft_type", TYPES)
def test_strict_by_construction(draft_type: type[Draft]) -> None:
    """Every object is closed and requires all its keys; no default, no description to pay for."""
    body = strict_schema(draft_type).body
    Draft202012Validator.check_schema(body)
    for held in objects(body):
        if held["type"] == "object":
            assert held["additionalProperties"] is False
            assert held["required"] == list(held["properties"])
    text = json.dumps(body)
    assert not any(f'"{key}"' in text for key in ("default", "description", "oneOf", "discriminator", 'title": "'))


@pytest.mark.parametrize("draft_type", TYPES)
def test_everything_is_bounded(draft_type: type[Draft]) -> None:
    """Lists, texts and numbers all have a bound, so that the longest reply is known."""
    for held in objects(strict_schema(draft_type).body):
        if held["type"] == "array":
            assert 1 <= held["maxItems"] <= 24
        elif held["type"] == "string" and "enum" not in held:
            assert held["maxLength"] >= 2
        elif held["type"] == "integer":
            assert (held["minimum"], held["maximum"]) == (1, 9_999)
    assert longest(strict_schema(draft_type).body) < 1_000_000


@pytest.mark.parametrize("draft_type", TYPES)
@pytest.mark.parametrize("most", [3_000, 8_000, 20_000])
def test_bounds_shrink_to_a_limit(draft_type: type[Draft], most: int) -> None:
    """With a limit on the reply's length, no reply that the schema allows is longer."""
    schema = strict_schema(draft_type, most_characters=most)
    assert longest(schema.body) <= most
    assert len(json.dumps(largest(schema.body), separators=(", ", ": "))) <= most
    assert strict_schema(draft_type, most_characters=most) is schema


def test_no_reply_fits() -> None:
    """A limit below any useful reply is refused with the least that will do."""
    with pytest.raises(OptionError, match=r"give at least [\d,]+\."):
        strict_schema(ChunkDraft, most_characters=500)


def largest(body: Any) -> Any:
    """The largest value that a schema allows."""
    defs = body.get("$defs", {})

    def made(node: dict[str, Any]) -> Any:
        if "$ref" in node:
            return made(defs[node["$ref"].rpartition("/")[2]])
        if "enum" in node:
            return max(node["enum"], key=len)
        if node["type"] == "object":
            return {key: made(value) for key, value in node["properties"].items()}
        if node["type"] == "array":
            return [made(node["items"])] * node["maxItems"]
        return "x" * node["maxLength"] if node["type"] == "string" else node["maximum"]

    return made(body)


def test_beyond_a_bound_is_cut_and_told() -> None:
    """What a reply holds beyond a bound is left out, a clause telling what; the rest stands."""
    cuts: list[str] = []
    said = statement(text="word " * 200, lines=list(range(1, 30)))
    draft = decode(json.dumps(said), StatementDraft, cuts=cuts)
    assert draft.lines == tuple(range(1, 9))
    assert draft.text.endswith("word…")
    assert len(draft.text) <= 320
    assert cuts == [
        "“word word word word word word word word…” (text) was cut from 1,000 characters",
        "only 8 of 29 entries of lines were kept",
    ]


def test_nested_bounds_are_cut_too() -> None:
    """Lists of lists and named types obey their bounds."""
    cuts: list[str] = []
    draft = decode(json.dumps({"groups": [[1] * 30] * 14}), LinkDraft, cuts=cuts)
    assert [len(group) for group in draft.groups] == [24] * 12
    assert len(cuts) == 14 + 1


def test_code_makes_drafts_of_any_size() -> None:
    """A draft that is no reply is not cut: bounds are for decoders."""
    assert len(StatementDraft(text="x" * 999, basis="reported", lines=(1,)).text) == 999


@pytest.mark.parametrize("wrong", [{"basis": "gossip"}, {"lines": ["one"]}, {"extra": 1}, {"text": None}])
def test_what_is_no_draft_is_refused(wrong: dict[str, Any]) -> None:
    """Bounds are lenient; types, words of a list and keys are not."""
    with pytest.raises(ValidationError):
        StatementDraft.model_validate_json(json.dumps(statement(**wrong)), context=[])
