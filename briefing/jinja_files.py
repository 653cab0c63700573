"""What templates and prompts share: reading a file, finding names that nothing defines, telling of failures."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import jinja2
from jinja2 import meta, nodes
from jinja2.exceptions import SecurityError

from briefing.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Set
    from pathlib import Path

MOST_TEMPLATE_BYTES = 1_000_000
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


def undeclared(environment: jinja2.Environment, name: str, known: Set[str]) -> tuple[str, int] | None:
    """The first name in template `name` that nothing defines, with its line; branches not taken too."""
    loader = environment.loader
    if loader is None:
        return None
    tree = environment.parse(loader.get_source(environment, name)[0], name)
    asked = {
        node.node.name
        for node in tree.find_all(nodes.Test)
        if node.name in {"defined", "undefined"} and isinstance(node.node, nodes.Name)
    }
    given = known | _defined(tree) | _inherited(environment, loader, tree) | set(environment.globals) | asked
    missing = meta.find_undeclared_variables(tree) - given
    uses = sorted((use.lineno, use.name) for use in tree.find_all(nodes.Name) if use.name in missing)
    return (uses[0][1], uses[0][0]) if uses else None


def _inherited(environment: jinja2.Environment, loader: jinja2.BaseLoader, tree: nodes.Template) -> set[str]:
    """Names that reach a template from those it extends, as far as it names them outright."""
    names: set[str] = set()
    seen: set[str] = set()
    while (extends := tree.find(nodes.Extends)) and isinstance(extends.template, nodes.Const):
        parent = str(extends.template.value)
        if parent in seen:
            break  # a circle: rendering tells of it
        seen.add(parent)
        try:
            tree = environment.parse(loader.get_source(environment, parent)[0], parent)
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


def told(
    error: Exception,
    name: str,
    *,
    kind: str = "template",
    shown_by: str = "briefing templates show memo",
    shipped: str = "shipped/memo.md.j2",
) -> TemplateError:
    """One sentence about what went wrong in which file and line, and what to do about it.

    Args:
        error: one of `FAILURES`.
        name: of the file as it was given.
        kind: what the file is called in the sentence.
        shown_by: command that lists the names that the file gets.
        shipped: a file that can be named as it is.
    """
    place, line = name, None
    if isinstance(error, jinja2.TemplateSyntaxError):
        place, line = error.filename or error.name or name, error.lineno
    else:
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame for frame in frames if not frame.filename.endswith(".py")]
        if inside:
            place, line = inside[-1].filename, inside[-1].lineno
    where = f"{kind} {place}, line {line}" if line else f"{kind} {place}"
    return TemplateError(f"{where}: {_what(error, kind, shown_by, shipped)}.", template=place, line=line)


def _what(error: BaseException, kind: str, shown_by: str, shipped: str) -> str:
    message = str(error).rstrip(".")
    if isinstance(error, jinja2.TemplateNotFound):
        return (
            f"{error.name!r} is neither beside the {kind} nor shipped; "
            f"put it into the {kind}'s folder, or name a shipped one such as {shipped!r}"
        )
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.message or message}; correct the mark-up there".replace(".;", ";")
    if isinstance(error, SecurityError):
        return f"{message}; use only the memo's fields, the documented helpers and loops over them"
    if isinstance(error, jinja2.UndefinedError):
        return f"{message}; `{shown_by}` lists the names that it gets"
    if isinstance(error, RecursionError):
        return "it calls or includes itself without end; give the recursion an end"
    if isinstance(error, MemoryError):
        return "it makes more text than memory holds; shorten what it repeats"
    return f"{message} ({type(error).__name__}); check the value that is used there"
