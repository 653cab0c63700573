"""Draft types as strict JSON Schema."""

from __future__ import annotations

from typing import Annotated, Literal

from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field

from briefing.models import strict_schema


class Shared(BaseModel):
    """A shared type."""

    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(description="a field that is called like a keyword")]
    lines: list[int]


class Draft(BaseModel):
    """What the model fills in."""

    model_config = ConfigDict(extra="forbid")
    first: Annotated[Shared, Field(description="the first one")]
    rest: Annotated[list[Shared], Field(json_schema_extra={"maxItems": 3})]
    tier: Literal["core", "secondary"] = "core"
    note: str | None = None


class Tree(BaseModel):
    """A type that refers to itself."""

    below: Annotated[list[Tree], Field(description="further ones")]
    next: Annotated[Tree | None, Field(description="the next one")]


SHARED = {
    "additionalProperties": False,
    "description": "A shared type.",
    "properties": {
        "title": {"description": "a field that is called like a keyword", "type": "string"},
        "lines": {"items": {"type": "integer"}, "type": "array"},
    },
    "required": ["title", "lines"],
    "type": "object",
}


def test_the_whole_schema() -> None:
    """Closed objects, every key required, no titles or defaults, nothing beside a reference, bounds kept."""
    schema = strict_schema(Draft)
    assert schema.name == "Draft"
    assert schema.body == {
        "additionalProperties": False,
        "description": "What the model fills in.",
        "properties": {
            "first": SHARED | {"description": "the first one"},
            "rest": {"items": {"$ref": "#/$defs/Shared"}, "maxItems": 3, "type": "array"},
            "tier": {"enum": ["core", "secondary"], "type": "string"},
            "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
        "required": ["first", "rest", "tier", "note"],
        "type": "object",
        "$defs": {"Shared": SHARED},
    }
    Draft202012Validator.check_schema(schema.body)


def test_unused_types_cost_nothing() -> None:
    """A shared type that is copied into the only place that uses it is not sent twice."""

    class Once(BaseModel):
        only: Annotated[Shared, Field(description="the only one")]

    assert "$defs" not in strict_schema(Once).body


def test_a_type_that_holds_itself() -> None:
    """Copying types into place ends, also where a type refers to itself."""
    body = strict_schema(Tree).body
    Draft202012Validator.check_schema(body)
    Draft202012Validator(body).validate({"below": [{"below": [], "next": None}], "next": None})


def test_built_once() -> None:
    """The same type gives the same object, so that what is sent is the same to the byte."""
    assert strict_schema(Draft) is strict_schema(Draft)
