"""The sandbox that templates run in: what they can load, reach and repeat, and how a failure is told."""

from __future__ import annotations

import datetime as dt
import difflib
import traceback
from importlib import resources
from typing import TYPE_CHECKING

import jinja2
from jinja2 import meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.errors import TemplateError
from briefing.memo import Value
from briefing.writing.escaping import markdown
from briefing.writing.helping import FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence, Set
    from pathlib import Path

    from jinja2.runtime import Context

SHIPPED = "shipped/"
MOST_TEMPLATE_BYTES = 1_000_000
MOST_TURNS = 100_000  # of `range`, in all loops of one rendering together, nested ones too
MOST_REPEATED = 100_000  # characters or entries that `*` may make
_DATE_NAMES = {"year", "month", "day", "isoformat", "strftime", "weekday", "isoweekday"}
# What Python raises when a template does with a value what cannot be done with it.
FAILURES = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


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


def read(path: Path) -> str:
    """Text of a user's template.

    Raises:
        TemplateError: it cannot be read, is no UTF-8, or is larger than 1,000,000 bytes.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_TEMPLATE_BYTES + 1)
    except OSError as error:
        raise TemplateError(
            f"template {path} cannot be read ({error.strerror}); give the path of a template file.",
            template=str(path),
        ) from None
    if len(content) > MOST_TEMPLATE_BYTES:
        raise TemplateError(
            f"template {path} is larger than {MOST_TEMPLATE_BYTES:,} bytes; give a smaller one.",
            template=str(path),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TemplateError(
            f"template {path}, line {line}: not UTF-8; save the file in UTF-8.", template=str(path), line=line
        ) from None


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


def undeclared(sandbox: Sandbox, name: str, known: Set[str]) -> tuple[str, int] | None:
    """The first name in template `name` that nothing defines, with its line; branches not taken too."""
    loader = sandbox.loader
    if loader is None:
        return None
    tree = sandbox.parse(loader.get_source(sandbox, name)[0], name)
    asked = {
        node.node.name
        for node in tree.find_all(nodes.Test)
        if node.name in {"defined", "undefined"} and isinstance(node.node, nodes.Name)
    }
    given = known | _defined(tree) | _inherited(sandbox, loader, tree) | set(sandbox.globals) | asked
    missing = meta.find_undeclared_variables(tree) - given
    uses = sorted((use.lineno, use.name) for use in tree.find_all(nodes.Name) if use.name in missing)
    return (uses[0][1], uses[0][0]) if uses else None


def _inherited(sandbox: Sandbox, loader: jinja2.BaseLoader, tree: nodes.Template) -> set[str]:
    """Names that reach a template from those it extends, as far as it names them outright."""
    names: set[str] = set()
    seen: set[str] = set()
    while (extends := tree.find(nodes.Extends)) and isinstance(extends.template, nodes.Const):
        parent = str(extends.template.value)
        if parent in seen:
            break  # a circle: rendering tells of it
        seen.add(parent)
        try:
            tree = sandbox.parse(loader.get_source(sandbox, parent)[0], parent)
        except jinja2.TemplateNotFound:
            break  # rendering tells where it is asked for
        names |= _defined(tree)
    return names


def _defined(tree: nodes.Template) -> set[str]:
    """Names that a template defines: macros, imports, and whatever is set or looped over."""
    names = {macro.name for macro in tree.find_all(nodes.Macro)}
    names.update(use.name for use in tree.find_all(nodes.Name) if use.ctx != "load")
    names.update(found.target for found in tree.find_all(nodes.Import))
    for found in tree.find_all(nodes.FromImport):
        names.update(name if isinstance(name, str) else name[1] for name in found.names)
    return names


def told(error: Exception, name: str) -> TemplateError:
    """One sentence about what went wrong in which file and line, and what to do about it."""
    place, line = name, None
    if isinstance(error, jinja2.TemplateSyntaxError):
        place, line = error.filename or error.name or name, error.lineno
    else:
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame for frame in frames if not frame.filename.endswith(".py")]
        if inside:
            place, line = inside[-1].filename, inside[-1].lineno
    where = f"template {place}, line {line}" if line else f"template {place}"
    return TemplateError(f"{where}: {_what(error)}.", template=place, line=line)


def _what(error: BaseException) -> str:
    message = str(error).rstrip(".")
    if isinstance(error, jinja2.TemplateNotFound):
        return (
            f"{error.name!r} is neither beside the template nor shipped; "
            "put it into the template's folder, or name a shipped one such as 'shipped/memo.md.j2'"
        )
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.message or message}; correct the mark-up of the template there".replace(".;", ";")
    if isinstance(error, SecurityError):
        return f"{message}; use only the memo's fields, the documented helpers and loops over them"
    if isinstance(error, jinja2.UndefinedError):
        return f"{message}; `briefing templates show memo` lists the names that a template gets"
    if isinstance(error, RecursionError):
        return "it calls or includes itself without end; give the recursion an end"
    if isinstance(error, MemoryError):
        return "it makes more text than memory holds; shorten what it repeats"
    return f"{message} ({type(error).__name__}); check the value that is used there"
