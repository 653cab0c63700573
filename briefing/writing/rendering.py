"""A memo becomes text, by a template of this package or one of the user's own.

What a template gets
    memo    the `briefing.memo.Memo`, every field
    shown   what of it fits the word budget, cut to its place: a `briefing.writing.selection.Selection`;
            `brief` and `report`, and what extends them, get `selecting_brief.Brief`, `selecting_report.Report`

Functions
    cite(x)         footnote marks such as `[^1] [^4]`; x is an evidence id, several, or anything with `evidence`
    number(id)      an entry's citation number: its place in `memo.evidence`, from 1
    evidence_of(x)  the entries themselves; source_of(entry) says where one stands
    cited()         (number, entry) of all that was cited so far; uncited() the other entries
    mark(s)         a statement's mark, such as ` *(forecast)*`; marks() those used so far, with their meaning
    party(name)     the party of that name, or none; outlet(id)  an article's publisher, or its title;
                    coverage_of(id) what became of an article's sentences
    selection(name) what the shipped template of that name prints; `shown` is selection('memo')
    as_of_line() status_line() made_line()    the three lines about the memo itself

Filters
    md              escaped for Markdown; what a template prints is so escaped anyway, unless a filter did it
    cell(n)         escaped for a table's cell and cut to n words (12)
    words(n)        cut to n words with …; middle(n) cuts in the middle; quoted puts quotation marks around
    url             an http(s) address for `[…](<here>)`, else none; yaml  a value for the front matter
    day             `19 November 2025`; count('point') `2 points`; plain; count_words

`{% extends 'shipped/memo.md.j2' %}` replaces single blocks of a shipped template. Other files are
looked for beside the user's template, never outside its folder. Join text with `{{ a }}{{ b }}`:
an escaped value joined by `~` with one that is not would be escaped for HTML.

Templates run in Jinja's sandbox. It bounds loops over `range` and what `*` repeats; it is no wall
against a template that is made to use up memory: use templates of people you know.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import TemplateError
from briefing.writing.selecting import select
from briefing.writing.selecting_brief import select_brief
from briefing.writing.selecting_report import select_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.memo import Memo
    from briefing.writing.selecting_brief import Brief
    from briefing.writing.selecting_report import Report
    from briefing.writing.selection import Selection

DEFAULT = "memo"
_ENDING = ".md.j2"
_SELECT: dict[str, Callable[..., Selection | Brief | Report]] = {
    DEFAULT: select,
    "brief": select_brief,
    "report": select_report,
}
_NAMES = tuple(_SELECT)
_GIVEN = frozenset({"memo", "shown"})
_EMPTY_LINES = re.compile(r"\n{3,}")


def render(memo: Memo, template: str | Path | None = None, *, full: bool = False, max_words: int | None = None) -> str:
    r"""The text of a memo: the same memo gives the same text, which ends with one `\n`.

    Args:
        memo: any memo.
        template: name of a shipped template, or the path of a user's; None for `memo`.
        full: print every point and all evidence.
        max_words: most words instead of those that follow from the sources' length; front matter
            and footnotes do not count.

    Raises:
        TemplateError: the template cannot be read, compiled or filled; `check_template` tells before work.
        OptionError: `max_words` is below 1.
    """
    folder, name, as_given = _located(template)
    return _filled(memo, folder, name, as_given, full=full, max_words=max_words)


def template_names() -> tuple[str, ...]:
    """Names of the shipped templates."""
    return _NAMES


def template_source(name: str) -> str:
    """The text of a shipped template.

    Raises:
        TemplateError: there is none of that name.
    """
    from briefing.writing.templating import shipped_source

    if name not in _NAMES:
        raise TemplateError(
            f"there is no shipped template {name!r}; the names are: {', '.join(_NAMES)}.", template=name
        )
    return shipped_source(name + _ENDING)


def check_template(template: str | Path | None = None) -> None:
    """Compiles a template and fills it with two specimen memos, one that has every field and one that has none.

    Raises:
        TemplateError: it cannot be read, compiled or filled.
    """
    from briefing.jinja_files import FAILURES, told, undeclared
    from briefing.writing.specimen import empty_specimen, full_specimen
    from briefing.writing.templating import Sandbox

    folder, name, as_given = _located(template)
    try:
        sandbox = Sandbox(folder, name, as_given, _functions(empty_specimen(), full=False, max_words=None))
        sandbox.get_template(name)
        missing = undeclared(sandbox, name, _GIVEN)
    except FAILURES as error:
        raise told(error, as_given) from None
    if missing:
        raise TemplateError(
            f"template {as_given}, line {missing[1]}: {missing[0]!r} is undefined; "
            "`briefing templates show memo` lists the names that it gets.",
            template=as_given,
            line=missing[1],
        )
    for specimen in (full_specimen(), empty_specimen()):
        for full in (False, True):
            _filled(specimen, folder, name, as_given, full=full, max_words=None)


def _located(template: str | Path | None) -> tuple[Path | None, str, str]:
    """Folder of a user's template (None for a shipped one), its name for the loader, its name in messages."""
    from briefing.writing.templating import SHIPPED

    if template is None or template in _NAMES:
        return None, f"{SHIPPED}{template or DEFAULT}{_ENDING}", str(template or DEFAULT)
    path = Path(template).expanduser()
    if not path.is_file():
        raise TemplateError(
            f"template {template} is no file; give the path of one, or a shipped name: {', '.join(_NAMES)}.",
            template=str(template),
        )
    found = path.resolve()
    return found.parent, found.name, str(template)


def _functions(memo: Memo, *, full: bool, max_words: int | None) -> dict[str, Callable[..., object]]:
    from briefing.writing.helping import Helpers

    def selection(name: str) -> Selection | Brief | Report:
        if name not in _SELECT:
            raise ValueError(f"there is no selection {name!r}; the names are: {', '.join(_NAMES)}")
        return _SELECT[name](memo, full=full, max_words=max_words)

    return {**Helpers(memo).functions(), "selection": selection}


def _filled(memo: Memo, folder: Path | None, name: str, as_given: str, *, full: bool, max_words: int | None) -> str:
    # Jinja takes 40 ms to import, so only where a memo is written.
    from briefing.jinja_files import FAILURES, told
    from briefing.writing.templating import Sandbox

    shown = select(memo, full=full, max_words=max_words)
    sandbox = Sandbox(folder, name, as_given, _functions(memo, full=full, max_words=max_words))
    try:
        text = sandbox.get_template(name).render(memo=memo, shown=shown)
    except FAILURES as error:
        raise told(error, as_given) from None
    return _EMPTY_LINES.sub("\n\n", text).strip("\n") + "\n"
