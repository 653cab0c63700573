"""A draft type as the strict JSON Schema that endpoints take."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from briefing.models.model import Schema

if TYPE_CHECKING:
    from pydantic import BaseModel

_Node: TypeAlias = "dict[str, _Node] | list[_Node] | str | float | bool | None"

# What strict decoders refuse, or what only costs tokens.
_DROPPED = frozenset({"title", "default", "discriminator"})
# Keywords whose values map names of the draft's own to schemas.
_NAMED = frozenset({"properties", "$defs"})
# Keywords whose values are data.
_DATA = frozenset({"enum", "const", "examples"})
_REFERENCE = "#/$defs/"
_NAME_CHARACTERS = 64  # most that endpoints take


@cache
def strict_schema(draft_type: type[BaseModel]) -> Schema:
    """The JSON Schema of `draft_type` in the strict subset; built once for each type.

    Every object is closed and requires all its keys, in the order of the fields; titles and
    defaults are gone; `$ref` has no keys beside it: a field that adds a description to a
    shared type gets a copy of that type. Bounds stay, to guide the decoder.

    Args:
        draft_type: the type that the reply's text will be read into.
    """
    made = _strict(draft_type.model_json_schema())
    defs = made.pop("$defs", {})
    assert isinstance(defs, dict)  # noqa: S101  # for the type checker: pydantic writes an object
    body = {key: _inlined(value, defs, ()) for key, value in made.items()}
    kept = {name: _inlined(value, defs, (name,)) for name, value in defs.items()}
    used = _used(body, kept)
    if used:
        body["$defs"] = {name: value for name, value in kept.items() if name in used}
    name = re.sub(r"[^A-Za-z0-9_-]", "_", draft_type.__name__)[:_NAME_CHARACTERS]
    return Schema(name=name, body=body)


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
