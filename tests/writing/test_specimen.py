"""The specimens try a template on everything and on nothing."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from briefing import memo as memo_module
from briefing.memo import Evidence, Memo, to_json
from briefing.writing.specimen import empty_specimen, full_specimen

if TYPE_CHECKING:
    from collections.abc import Iterator


def values(held: object) -> Iterator[memo_module.Value]:
    """Every value inside `held`, itself included."""
    if isinstance(held, memo_module.Value):
        yield held
        for _, inner in held:
            yield from values(inner)
    elif isinstance(held, tuple):
        for inner in held:
            yield from values(inner)


def test_full() -> None:
    """Every field of every type of the memo is filled somewhere in the full specimen."""
    types = {
        made
        for made in vars(memo_module).values()
        if isinstance(made, type) and issubclass(made, memo_module.Value) and made is not memo_module.Value
    }
    expected = {(made.__name__, name) for made in types for name in made.model_fields}
    filled = {
        (type(value).__name__, name)
        for value in values(full_specimen())
        for name, held in value
        if held not in (None, (), {}, "")
    }
    assert expected - filled == set()


def test_optional_fields_vary() -> None:
    """Where a field may be left out, the full specimen also has a value that leaves it out."""
    optional = {
        (type(value), name)
        for value in values(full_specimen())
        for name, field in type(value).model_fields.items()
        if not isinstance(value, Memo | memo_module.Run | memo_module.Coverage) and not field.is_required()
    }
    left_out = {
        (type(value), name)
        for value in values(full_specimen())
        for name, held in value
        if held == type(value).model_fields[name].get_default(call_default_factory=True)
    }
    assert {name for name in optional - left_out if name[0] is not Evidence} == set()


def test_choices() -> None:
    """Every basis, tier, state, qualifier, kind of note and check of a speaker is there."""
    text = to_json(full_specimen())
    words = {
        *("quoted", "reported", "unnamed_source", "background", "author_view", "forecast"),
        *("core", "secondary", "contextual", "parties", "reporting", "author"),
        *("happened", "scheduled", "expected", "postponed", "cancelled"),
        *("day", "part", "month", "season", "year", "exact", "about", "speech", "term"),
        *("attributed", "unverified", "none", "origin", "tension", "limit", "high", "moderate", "low"),
        *("found", "nothing", "skipped", "cited", "read", "left_over", "person", "body", "group", "unknown"),
    }
    assert {word for word in words if f'"{word}"' not in text} == set()


def test_hostile() -> None:
    """The full specimen holds what must not act: mark-up, templates, links, bars, reversed writing."""
    text = to_json(full_specimen())
    for hostile in ("|", "*", "_", "<script>", "`", "[x](", "javascript:", "{{ ", "\\n", "\u202e", "www."):
        assert hostile in text


def test_empty() -> None:
    """The empty specimen has nothing that could be left out."""
    filled = {name for name, held in empty_specimen() if held not in (None, (), memo_module.Coverage())}
    assert filled == {"schema_version", "id", "title", "status", "run"}


def test_file() -> None:
    """The shipped file is what `to_json` writes, so that a change of the schema shows in it."""
    file = resources.files("briefing.writing").joinpath("specimen.json")
    assert file.read_text(encoding="utf-8") == to_json(full_specimen())
