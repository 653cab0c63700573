"""What a source says about itself: YAML front matter, or a sidecar file beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from briefing.reading.wording import FIELD_CHARACTERS, clean, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

MAX_METADATA_BYTES = 64_000
"""Most bytes of front matter or of a sidecar: a hundred times what six short fields need."""

_MAX_DEPTH = 20  # the YAML reader recurses; Python's own limit would end it at some hundred levels
_MAX_AUTHORS = 50
_URL_CHARACTERS = 2_000
_CLOSED = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY_LINE = re.compile(r"[\w.-]{1,60}:(?:[ \t]|$)", re.MULTILINE)
_KEY = re.compile(r"[\w.:-]+")
_URL = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.,]+ ?(?:Z|[+-][\d:]+)?)?")

_EXPECTED = {
    "title": "a text",
    "publisher": "a text",
    "author": "a text or a list of texts",
    "url": "an http or https address",
    "published": "a day such as 2026-10-12",
    "language": "a language tag such as en or pt-BR",
}
# Other names under which site generators keep the same thing; our own name goes before.
_ALIASES = {"date": "published", "lang": "language"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What front matter or a sidecar states; None where it states nothing usable."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """This metadata, with the keys that it leaves open filled from `other`."""
        mine = {item.name: getattr(self, item.name) for item in fields(self)}
        return Metadata(**{name: getattr(other, name) if held is None else held for name, held in mine.items()})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above a body.

    Attributes:
        metadata: the well-typed keys.
        body: the character at which the body starts; 0 where there is no front matter.
        is_memo: whether this library wrote the file as a memo.
        faults: what was put aside and why, each a clause that begins with its place.
    """

    metadata: Metadata = field(default_factory=Metadata)
    body: int = 0
    is_memo: bool = False
    faults: tuple[str, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """The metadata between a first line `---` and a line `---` or `...`.

    Broken front matter that is closed is cut off like any other; unclosed, it stays part of the body, as does
    prose that only stands between two rules.
    """
    first, newline, _ = text.partition("\n")
    if first.rstrip(" \t") != "---" or not newline:
        return FrontMatter()
    head = text[: MAX_METADATA_BYTES + 8]
    closed = _CLOSED.search(head, len(first) + 1)
    if closed is None or len(head[: closed.start()].encode("utf-8", "replace")) > MAX_METADATA_BYTES:
        if not _KEY_LINE.match(text, len(first) + 1):
            return FrontMatter()
        limit = f"line 1: front matter is not closed by a line --- within {MAX_METADATA_BYTES // 1000} kB"
        return FrontMatter(faults=(limit,))
    block = text[len(first) + 1 : closed.start()]
    end = text.find("\n", closed.end()) + 1 or len(text)
    node, fault = _mapping(block, first_line=2)
    if fault:
        return FrontMatter(body=end, faults=(fault,)) if _KEY_LINE.search(block) else FrontMatter()
    if node is None:
        return FrontMatter(body=end) if not _words(block) else FrontMatter()
    if node.value and not any(_KEY.fullmatch(str(key.value)) for key, _ in node.value):
        return FrontMatter()
    metadata, faults = _typed(node, first_line=2)
    return FrontMatter(metadata, end, _states_memo(node), faults)


def read_sidecar(text: str) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata that a sidecar's text holds, and what was put aside and why."""
    node, fault = _mapping(text, first_line=1)
    if fault:
        return Metadata(), (fault,)
    if node is None:
        return Metadata(), ("line 1: no `key: value` lines",) if _words(text) else ()
    return _typed(node, first_line=1)


def _words(block: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in block.split("\n"))


def _mapping(block: str, *, first_line: int) -> tuple[yaml.MappingNode | None, str | None]:
    """The top mapping of a YAML text without building anything yet, or what is wrong with it."""
    import yaml  # here, so that what only reads text does not wait for it

    depth = 0
    try:
        for event in yaml.parse(block, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                return None, f"line {_line(event.start_mark, first_line)}: aliases (*name) are not read"
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                return None, f"line {_line(event.start_mark, first_line)}: nested too deeply"
        node = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, f"line {_line(mark, first_line)}: not valid YAML ({clean(error.problem or 'unreadable')})"
    except yaml.YAMLError:
        return None, f"line {first_line}: not valid YAML (a character that YAML does not allow)"
    return (node if isinstance(node, yaml.MappingNode) else None), None


class _Mark(Protocol):
    """A place in a YAML text; `line` counts from 0."""

    line: int


def _line(mark: _Mark | None, first_line: int) -> int:
    return first_line + (mark.line if mark else 0)


def _states_memo(node: yaml.MappingNode) -> bool:
    return any(key.value == "briefing" and value.value == "memo" for key, value in node.value)


def _typed(node: yaml.MappingNode, *, first_line: int) -> tuple[Metadata, tuple[str, ...]]:
    """The known keys that hold what they should, and a fault for each that does not."""
    kept: dict[str, str | date] = {}
    faults = []
    named = {key.value for key, _ in node.value}
    for key, value in node.value:
        given = key.value if isinstance(key.value, str) else ""
        name = _ALIASES.get(given, given)
        if name not in _EXPECTED or (given in _ALIASES and name in named):
            continue
        found = tuple(_values(value))
        if found == (None,):
            continue  # a key left open states nothing
        checked = _checked(name, found)
        if checked is None:
            faults.append(f"line {_line(key.start_mark, first_line)}: `{given}` is not {_EXPECTED[name]}")
        else:
            kept[name] = checked
    published = kept.pop("published", None)
    texts = {name: held for name, held in kept.items() if isinstance(held, str)}
    return Metadata(published=published if isinstance(published, date) else None, **texts), tuple(faults)


def _values(node: yaml.Node) -> Iterator[object]:
    """The value of a scalar, or those of a list of scalars; `...` for anything that is neither."""
    import yaml

    if isinstance(node, yaml.SequenceNode) and 0 < len(node.value) <= _MAX_AUTHORS:
        yield list  # tells a list of one from a single value
        for held in node.value:
            yield from _values(held) if isinstance(held, yaml.ScalarNode) else (...,)
    elif isinstance(node, yaml.ScalarNode):
        try:
            yield yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError, OverflowError):  # a month 13, a number of 5,000 digits, a strange tag
            yield ...
    else:
        yield ...


def _checked(name: str, found: tuple[object, ...]) -> str | date | None:
    if name == "author" and found[0] is list:
        names = [clean(held) for held in found[1:] if isinstance(held, str)]
        return shorten(", ".join(names), FIELD_CHARACTERS) if len(names) == len(found) - 1 and all(names) else None
    value = found[0] if len(found) == 1 else None
    if name == "published":
        return _day(value)
    if not isinstance(value, str):
        return None
    if name == "url":
        return value if is_web_address(value) else None
    if name == "language":
        return value if _LANGUAGE.fullmatch(value) else None
    return shorten(clean(value), FIELD_CHARACTERS) or None


def is_web_address(text: str) -> bool:
    """Whether `text` is an http or https address of at most 2,000 characters, without white space or quotes."""
    return len(text) <= _URL_CHARACTERS and _URL.fullmatch(text) is not None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _ISO_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
