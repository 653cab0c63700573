"""The words sent to a model: shipped files, and a user's own in place of some of them.

The shipped files lie in `prompts/` at the top of the checkout and travel in the wheel. One file is
one message; what stands in a user's folder under the same path takes its place, or replaces single
blocks of it after `{% extends 'shipped/extract/system.md.j2' %}`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing.analysis.showing import Shown
from briefing.errors import TemplateError
from briefing.ids import digest
from briefing.jinja_files import FAILURES, read, told, undeclared
from briefing.models import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SHIPPED = "shipped/"
STAGES = ("extract", "link", "summarize", "overview", "rewrite", "second_look")
_REPAIR = "repair.md.j2"
_SCHEMA = "schema.md.j2"
_EMPTY_LINES = re.compile(r"\n{3,}")
_SHOWN_BY = "briefing prompts show README.md"
# What each message gets; files whose names begin with `_` are parts of them and get the same.
_SYSTEM = frozenset({"language"})
_USER = {
    "extract": frozenset({"source"}),
    "link": frozenset({"source"}),
    "summarize": frozenset({"source", "notes"}),
    "overview": frozenset({"source", "notes"}),
    "rewrite": frozenset({"source", "notes"}),
    "second_look": frozenset({"source", "notes"}),
}
_COMPLAINT = frozenset({"complaint"})
_SHAPE = frozenset({"schema"})


class Prompts:
    """The messages of every step; all files are checked when it is made, and every message filled once.

    Attributes:
        fingerprints: of each stage, 8 hex digits that change with any word of any file that its messages are made of.

    Args:
        folder: of files that replace shipped ones; None for the shipped ones alone.

    Raises:
        TemplateError: the folder or a file in it cannot be used: `folder` holds no file or one that
            replaces nothing, a block replaces nothing, a file cannot be compiled or filled, or it asks for a
            name that it does not get.
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self._own = _own_files(folder) if folder is not None else {}
        self._environment = ImmutableSandboxedEnvironment(
            loader=_Loader(self._own),
            undefined=jinja2.StrictUndefined,
            autoescape=False,  # plain text for a model; `analysis.showing` fences what is not ours
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,  # what is included must not run into what follows
        )
        for name, known in _messages():
            self._check(name, known)
        for name, path in self._own.items():
            if name.rpartition("/")[2].startswith("_"):
                self._check(name, _SYSTEM | _COMPLAINT | {"source", "notes", "shown", "schema"})
            self._check_blocks(name, path)
        self._try()
        self.fingerprints = {
            stage: digest(*self._sources(f"{stage}/system.md.j2", f"{stage}/user.md.j2", _REPAIR, _SCHEMA))
            for stage in STAGES
        }

    def system(self, stage: str, *, language: str | None) -> Message:
        """What never varies between the requests of a stage."""
        return Message("system", self._filled(f"{stage}/system.md.j2", language=language))

    def user(self, stage: str, **shown: Shown) -> Message:
        """The unit: `source`, and `notes` where the stage has them."""
        return Message("user", self._filled(f"{stage}/user.md.j2", **shown))

    def repair(self, complaint: str) -> Message:
        """What is said to a reply that cannot be used; `complaint` is the validator's."""
        return Message("user", self._filled(_REPAIR, complaint=complaint))

    def shape(self, schema: str) -> str:
        """What is said of the shape of a reply where it must be said in words; `schema` is JSON."""
        return self._filled(_SCHEMA, schema=schema)

    def _try(self) -> None:
        """Fills every message with something and with nothing: what fails shall fail before anything is paid for."""
        for shown in (Shown("source", (("Title", "A"),), (("#", "B"), ("1", "C."))), Shown("source", (), ())):
            for stage in STAGES:
                for language in ("English", None):
                    self.system(stage, language=language)
                told = self.user(stage, **dict.fromkeys(_USER[stage], shown)).text
                self._check_shown(f"{stage}/user.md.j2", told, shown)
        self.repair("it is no JSON")
        self.shape("{}")

    def _sources(self, *names: str) -> list[str]:
        """The text of files and of all that they name, in the order in which they are first named."""
        texts: dict[str, str] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop(0)
            if name not in texts:
                texts[name] = self._source(name)
                tree = self._environment.parse(texts[name], name)
                named = [found for found in meta.find_referenced_templates(tree) if found is not None]
                waiting += [found for found in named if self._is_there(found)]  # some are named "if they are there"
        return list(texts.values())

    def _check_shown(self, name: str, told: str, shown: Shown) -> None:
        """Refuses a message that leaves its unit out, or prints it outside of its fence: the model would invent."""
        inside = told.partition(f"{shown.fence}>")[2].partition(shown.fence)[0]
        if not shown.fence or not all(text in inside for _, text in (*shown.facts, *shown.rows)):
            raise TemplateError(
                f"prompt {self._as_given(name)} does not print its source in a fence; use show(source) of "
                "'_source.md.j2', as the shipped one does.",
                template=self._as_given(name),
            )

    def _is_there(self, name: str) -> bool:
        return name in self._own or name.removeprefix(SHIPPED) in prompt_names()

    def _source(self, name: str) -> str:
        assert self._environment.loader is not None  # noqa: S101  # for the type checker: it is made with one
        return self._environment.loader.get_source(self._environment, name)[0]

    def _filled(self, name: str, **given: object) -> str:
        try:
            text = self._environment.get_template(name).render(**given)
            return _EMPTY_LINES.sub("\n\n", text).strip() + "\n"
        except FAILURES as error:
            raise _told(error, self._as_given(name)) from None

    def _check(self, name: str, known: frozenset[str]) -> None:
        try:
            self._environment.get_template(name)
            missing = undeclared(self._environment, name, known)
        except FAILURES as error:
            raise _told(error, self._as_given(name)) from None
        if missing:
            raise TemplateError(
                f"prompt {self._as_given(name)}, line {missing[1]}: {missing[0]!r} is undefined; "
                f"it gets: {', '.join(sorted(known))}.",
                template=self._as_given(name),
                line=missing[1],
            )

    def _check_blocks(self, name: str, path: Path) -> None:
        """Refuses a block that its parent does not have: nothing would ever print it."""
        tree = self._environment.parse(self._source(name), name)
        parent = tree.find(nodes.Extends)
        if parent is None or not isinstance(parent.template, nodes.Const):
            return
        try:
            above = self._environment.parse(self._source(str(parent.template.value)))
        except FAILURES as error:
            raise _told(error, str(path)) from None
        known = [block.name for block in above.find_all(nodes.Block)]
        for block in tree.find_all(nodes.Block):
            if block.name not in known:
                raise TemplateError(
                    f"prompt {path}, line {block.lineno}: block {block.name!r} replaces nothing; "
                    f"the blocks of {parent.template.value} are: {', '.join(known)}.",
                    template=str(path),
                    line=block.lineno,
                )

    def _as_given(self, name: str) -> str:
        return str(self._own.get(name, name))


def prompt_names() -> tuple[str, ...]:
    """Paths of the shipped files below `prompts/`, sorted, the messages before what they are made of."""
    found = [path.relative_to(_folder()).as_posix() for path in _folder().rglob("*.j2")]
    return tuple(sorted(found, key=lambda name: ("/" not in name, name)))


def prompt_source(name: str) -> str:
    """The text of a shipped file, also of README.md, which tells what each file gets.

    Raises:
        TemplateError: there is none of that name.
    """
    names = (*prompt_names(), "README.md")
    if name not in names:
        raise TemplateError(f"there is no prompt {name!r}; the names are: {', '.join(names)}.", template=name)
    return (_folder() / name).read_text(encoding="utf-8")


def _messages() -> Iterator[tuple[str, frozenset[str]]]:
    for stage in STAGES:
        yield f"{stage}/system.md.j2", _SYSTEM
        yield f"{stage}/user.md.j2", _USER[stage]
    yield _REPAIR, _COMPLAINT
    yield _SCHEMA, _SHAPE


def _folder() -> Path:
    """In the wheel beside the modules; in a checkout at the top."""
    package = Path(__file__).parents[1]
    return next(folder for folder in (package / "prompts", package.parent / "prompts") if folder.is_dir())


def _own_files(folder: str | Path) -> dict[str, Path]:
    """A user's files by the names of the shipped ones that they replace."""
    top = Path(folder).expanduser()
    if not top.is_dir():
        raise TemplateError(f"{folder} is no folder; give one that holds prompts.", template=str(folder))
    paths = [path for path in sorted(top.rglob("*")) if path.is_file() and not _ignored(path.relative_to(top))]
    found = {path.relative_to(top).as_posix(): path for path in paths}
    names = prompt_names()
    unknown = next((name for name in found if name not in names), None)
    if unknown:
        raise TemplateError(
            f"prompt {found[unknown]} replaces nothing; the names are: {', '.join(names)}.",
            template=str(found[unknown]),
        )
    if not found:
        raise TemplateError(f"{folder} holds no prompt; the names are: {', '.join(names)}.", template=str(folder))
    return found


def _ignored(path: Path) -> bool:
    return path.name.upper().startswith("README") or any(part.startswith(".") for part in path.parts)


def _told(error: Exception, name: str) -> TemplateError:
    return told(error, name, kind="prompt", shown_by=_SHOWN_BY, shipped=f"{SHIPPED}extract/system.md.j2")


class _Loader(jinja2.BaseLoader):
    """Loads `shipped/NAME` from the shipped files, and any other name from the user's, else from the shipped ones."""

    def __init__(self, own: Mapping[str, Path]) -> None:
        self._own = own

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a file, its name in messages, and that it is up to date."""
        del environment
        if template in self._own:
            return read(self._own[template]), str(self._own[template]), lambda: True
        name = template.removeprefix(SHIPPED)
        if name not in prompt_names():
            raise jinja2.TemplateNotFound(template)
        return prompt_source(name), name, lambda: True
