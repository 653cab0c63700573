"""The sandbox that templates run in: what they can load, reach and repeat."""

from __future__ import annotations

import datetime as dt
import difflib
from importlib import resources
from typing import TYPE_CHECKING

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.jinja_files import read
from briefing.memo import Value
from briefing.writing.escaping import markdown
from briefing.writing.helping import FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from jinja2.runtime import Context

SHIPPED = "shipped/"
MOST_TURNS = 100_000  # of `range`, in all loops of one rendering together, nested ones too
MOST_REPEATED = 100_000  # characters or entries that `*` may make
_DATE_NAMES = {"year", "month", "day", "isoformat", "strftime", "weekday", "isoweekday"}


class Loader(jinja2.BaseLoader):
    """Loads `shipped/NAME` from this package and any other name from one folder, never from outside it."""

    def __init__(self, folder: Path | None, name: str, as_given: str) -> None:
        self._folder, self._name, self._as_given = folder, name, as_given

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, its name in messages, and that it is up to date."""
        del environment
        if template.startswith(SHIPPED):
            return shipped_source(template.removeprefix(SHIPPED)), template, lambda: True
        if self._folder is None:
            raise jinja2.TemplateNotFound(template)
        path = (self._folder / template).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise jinja2.TemplateNotFound(template)
        return read(path), self._as_given if template == self._name else str(path), lambda: True


def shipped_source(name: str) -> str:
    """Text of a template of this package, by its file name."""
    path = resources.files("briefing.writing").joinpath("templates", name)
    if "/" in name or "\\" in name or not path.is_file():
        raise jinja2.TemplateNotFound(SHIPPED + name)
    return path.read_text(encoding="utf-8")


class _Compiled(jinja2.BytecodeCache):
    """Templates compiled in this process, by their text: a rendering takes 5 ms instead of 60."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Takes what was compiled from the same name and text."""
        if code := self._codes.get(f"{bucket.key}{bucket.checksum}"):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keeps what was compiled."""
        self._codes[f"{bucket.key}{bucket.checksum}"] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Named(jinja2.StrictUndefined):
    """Fails on any use, with the name that is missing and one that is close to it."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        if isinstance(self._undefined_obj, Value):
            owner = type(self._undefined_obj)
            return f"a {owner.__name__} has no {name!r}{_close(name, list(owner.model_fields))}"
        if isinstance(self._undefined_obj, type(jinja2.utils.missing)):
            return self._undefined_hint or f"{name!r} is undefined"
        return super()._undefined_message


def _close(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f" (is {near[0]!r} meant?)" if near else ""


class Sandbox(ImmutableSandboxedEnvironment):
    """Renders Markdown: whatever a template prints is escaped unless it is `Markup` already.

    In a template whose name ends with `.html` or `.html.j2` HTML's own escaping takes that place.
    Values of the memo show their fields, never their methods; dates do not tell what day it is.
    """

    intercepted_binops = frozenset({"*", "**"})

    def __init__(
        self, folder: Path | None, name: str, as_given: str, functions: Mapping[str, Callable[..., object]]
    ) -> None:
        html = name.endswith((".html", ".html.j2"))
        super().__init__(
            loader=Loader(folder, name, as_given),
            undefined=Named,
            autoescape=True,
            finalize=_printed_html if html else _printed,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=None if html else _COMPILED,  # the same text compiles otherwise under another escaping
        )
        self._turns = 0
        self.globals.pop("lipsum")  # draws random words: the same memo would differ from run to run
        self.filters.pop("random")
        self.globals.update(functions)
        self.globals["range"] = self._range
        self.filters.update(FILTERS)

    def _range(self, *limits: int) -> range:
        made = range(*limits)
        self._turns += len(made)
        if self._turns > MOST_TURNS:
            raise SecurityError(f"loops over range() turn more than {MOST_TURNS:,} times in all")
        return made

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Fields of the memo's values, a date's own facts, and what the sandbox allows of the rest."""
        if isinstance(obj, Value):
            return attr in type(obj).model_fields
        if isinstance(obj, dt.date):
            return attr in _DATE_NAMES
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Multiplication and powers, as long as they do not make something huge."""
        for one, other in ((left, right), (right, left)):
            if isinstance(other, int) and (
                (isinstance(one, str | list | tuple) and len(one) * other > MOST_REPEATED)
                or (operator == "**" and abs(other) > MOST_REPEATED.bit_length())
            ):
                raise SecurityError(f"{operator} makes more than {MOST_REPEATED:,} characters or entries")
        made: object = super().call_binop(context, operator, left, right)
        return made


def _printed(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    return markdown(_shown(value))


def _printed_html(value: object) -> str:
    return value if isinstance(value, Markup) else _shown(value)


def _shown(value: object) -> str:
    if callable(value) and not isinstance(value, jinja2.Undefined):
        raise TypeError("a function is printed; call it, with its arguments in parentheses")
    return "" if value is None else str(value)
