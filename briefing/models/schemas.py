"""A draft type as the strict JSON Schema that endpoints take."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from briefing.errors import OptionError
from briefing.models.model import Schema

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from pydantic import BaseModel

_Node: TypeAlias = "dict[str, _Node] | list[_Node] | str | float | bool | None"

# What strict decoders refuse, or what only costs tokens.
_DROPPED = frozenset({"title", "default", "discriminator"})
# Keywords whose values map names of the draft's own to schemas.
_NAMED = frozenset({"properties", "$defs"})
# Keywords whose values are data.
_DATA = frozenset({"enum", "const", "examples"})
_REFERENCE = "#/$defs/"
_SUFFIX = "Draft"  # of a type's name; says nothing to a model
_NAME_CHARACTERS = 64  # most that endpoints take
_SHRINKING = 0.9  # a step; ten of them make a third
_LEAST_RATE = 0.01
_LEAST_TEXT = 40  # characters; a statement of fewer says little


@cache
def strict_schema(draft_type: type[BaseModel], *, most_characters: int | None = None) -> Schema:
    """The JSON Schema of `draft_type` in the strict subset; built once for each type and limit.

    Every object is closed and requires all its keys, in the order of the fields; titles and
    defaults are gone; `$ref` has no keys beside it: a field that adds a description to a
    shared type gets a copy of that type. Bounds stay, to guide the decoder.

    Args:
        draft_type: the type that the reply's text will be read into.
        most_characters: shrinks the bounds until the longest reply that they allow has at
            most so many characters (see `longest`); None keeps them.

    Raises:
        OptionError: even the smallest bounds allow longer replies, or the type has none.
    """
    body = _body(draft_type)
    name = re.sub(r"[^A-Za-z0-9_-]", "_", draft_type.__name__)[:_NAME_CHARACTERS]
    if most_characters is None or longest(body) <= most_characters:
        return Schema(name=name, body=body)
    rate = 1.0
    while (rate := rate * _SHRINKING) > _LEAST_RATE:
        shrunk = _shrunk(body, rate)
        if longest(shrunk) <= most_characters:
            return Schema(name=name, body=shrunk)
    raise OptionError(
        f"max_output_tokens is {most_characters:,}, too few for any reply; give at least {longest(shrunk):,.0f}."
    )


def longest(body: Mapping[str, object]) -> float:
    """Characters of the longest reply that a schema allows, infinite where a bound is missing.

    A token holds at least one character of ASCII, so such a reply has at most as many tokens. Counted
    without escapes; for each comma, colon and bracket one character of white space comes on top, since decoders
    allow it and models use it.

    Args:
        body: of a schema that `strict_schema` made.
    """
    defs = body.get("$defs", {})
    assert isinstance(defs, dict)  # noqa: S101  # for the type checker: `strict_schema` writes an object
    return _longest(body, defs, ())


def _longest(node: object, defs: dict[str, object], inside: tuple[str, ...]) -> float:
    assert isinstance(node, dict)  # noqa: S101  # for the type checker: a schema is an object
    if "$ref" in node:
        name = str(node["$ref"]).removeprefix(_REFERENCE)
        return math.inf if name in inside else _longest(defs[name], defs, (*inside, name))
    if "enum" in node:
        return float(max(len(json.dumps(value, ensure_ascii=False)) for value in node["enum"]))
    if "anyOf" in node:
        return max(_longest(held, defs, inside) for held in node["anyOf"])
    kind = node.get("type")
    if kind == "object":
        pairs = node["properties"].items()
        return 4.0 + sum(len(key) + 6 + _longest(value, defs, inside) for key, value in pairs)
    if kind == "array":
        return 4.0 + float(node.get("maxItems", math.inf)) * (2 + _longest(node["items"], defs, inside))
    if kind == "string":
        return 2.0 + float(node.get("maxLength", math.inf))
    if kind == "integer" and "maximum" in node:
        return float(len(str(node["maximum"])))
    return float(len("false")) if kind in ("boolean", "null") else math.inf


def most_texts(body: Mapping[str, object], names: Container[str]) -> int:
    """How many texts of some names a reply can hold by its schema.

    Args:
        body: of a schema that `strict_schema` made; all its lists are bounded.
        names: of properties.
    """
    defs = body.get("$defs", {})
    assert isinstance(defs, dict)  # noqa: S101  # for the type checker: `strict_schema` writes an object

    def count(node: object) -> int:
        assert isinstance(node, dict)  # noqa: S101  # likewise
        if "$ref" in node:
            return count(defs[str(node["$ref"]).removeprefix(_REFERENCE)])
        if node.get("type") == "array":
            return int(node["maxItems"]) * count(node["items"])
        if node.get("type") != "object":
            return 0
        return sum(1 if name in names else count(value) for name, value in node["properties"].items())

    return count(body)


def _shrunk(node: _Node, rate: float) -> dict[str, _Node]:
    """`node` with bounds on entries multiplied by `rate`, to 1 at least, and on texts by its root, to 40 at least.

    Texts shrink more slowly: few whole sentences serve better than many halves.
    """

    def walk(held: _Node) -> _Node:
        if isinstance(held, list):
            return [walk(entry) for entry in held]
        if not isinstance(held, dict):
            return held
        made = {key: walk(value) for key, value in held.items()}
        for key, least in (("maxItems", 1), ("maxLength", _LEAST_TEXT)):
            bound = made.get(key)
            if isinstance(bound, int) and bound > least:
                made[key] = max(least, int(bound * (rate if key == "maxItems" else rate**0.5)))
        return made

    made = walk(node)
    assert isinstance(made, dict)  # noqa: S101  # for the type checker: it was one
    return made


@cache
def _body(draft_type: type[BaseModel]) -> dict[str, _Node]:
    made = _strict(draft_type.model_json_schema())
    defs = made.pop("$defs", {})
    assert isinstance(defs, dict)  # noqa: S101  # for the type checker: pydantic writes an object
    body = {key: _inlined(value, defs, ()) for key, value in made.items()}
    kept = {name: _inlined(value, defs, (name,)) for name, value in defs.items()}
    used = _used(body, kept)
    if used:
        body["$defs"] = {name: value for name, value in kept.items() if name in used}
    return _renamed(body, {name: name.removesuffix(_SUFFIX) for name in used})


def _renamed(body: dict[str, _Node], names: Mapping[str, str]) -> dict[str, _Node]:
    """`body` with other names for its types; each is paid for wherever it stands."""

    def walk(node: _Node) -> _Node:
        if isinstance(node, list):
            return [walk(entry) for entry in node]
        if not isinstance(node, dict):
            return node
        target = node.get("$ref")
        if isinstance(target, str):
            return {"$ref": _REFERENCE + names[target.removeprefix(_REFERENCE)]}
        return {key: walk(value) for key, value in node.items()}

    made = {key: walk(value) for key, value in body.items()}
    defs = made.get("$defs")
    return made | {"$defs": {names[key]: value for key, value in defs.items()}} if isinstance(defs, dict) else made


def _strict(schema: dict[str, _Node]) -> dict[str, _Node]:
    made: dict[str, _Node] = {}
    for key, value in schema.items():
        if key in _NAMED and isinstance(value, dict):
            made[key] = {name: _strict_node(held) for name, held in value.items()}
        elif key in _DATA:
            made[key] = value
        elif key not in _DROPPED:
            made["anyOf" if key == "oneOf" else key] = _strict_node(value)
    properties = made.get("properties")
    if isinstance(properties, dict):
        made["required"] = list(properties)
        made["additionalProperties"] = False
    return made


def _strict_node(node: _Node) -> _Node:
    if isinstance(node, list):
        return [_strict_node(entry) for entry in node]
    return _strict(node) if isinstance(node, dict) else node


def _inlined(node: _Node, defs: dict[str, _Node], inside: tuple[str, ...]) -> _Node:
    """`node` with a copy of its target for each `$ref` that has keys beside it.

    A type that refers to itself keeps its bare `$ref` (`inside` names the types that we are in).
    """
    if isinstance(node, list):
        return [_inlined(entry, defs, inside) for entry in node]
    if not isinstance(node, dict):
        return node
    target = node.get("$ref")
    if not isinstance(target, str) or len(node) == 1:
        return {key: _inlined(value, defs, inside) for key, value in node.items()}
    name = target.removeprefix(_REFERENCE)
    shared = defs.get(name)
    if name in inside or not isinstance(shared, dict):
        return {"$ref": target}
    copied = _inlined(shared, defs, (*inside, name))
    beside = {key: value for key, value in node.items() if key != "$ref"}
    return {**copied, **beside} if isinstance(copied, dict) else copied


def _used(body: dict[str, _Node], defs: dict[str, _Node]) -> set[str]:
    used: set[str] = set()
    waiting: list[_Node] = [body]
    while waiting:
        text = json.dumps(waiting.pop())
        for name in defs.keys() - used:
            if f'"$ref": "{_REFERENCE}{name}"' in text:
                used.add(name)
                waiting.append(defs[name])
    return used
