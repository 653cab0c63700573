"""SOURCE arguments become a list of files to read: paths, folders, globs, standard input."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefing.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text"})
"""What is picked up in a folder, in lower case; a file that is named or matched by a glob may have any."""
SIDECAR_SUFFIX = ".meta.yaml"

_MAGIC = re.compile(r"[*?\[]")
_WEB = re.compile(r"https?:/", re.IGNORECASE)
_EMPTY = "holds no .txt or .md file"
_LATER = "which is not part of this version"
_REFUSED = {
    ".docx": f"needs the docx extra, {_LATER}; save its words as .txt or .md and give that file",
    ".doc": "is an old Word file; save its words as .txt or .md and give that file",
    ".odt": "is an OpenDocument file; save its words as .txt or .md and give that file",
    ".rtf": "is an RTF file; save its words as .txt or .md and give that file",
    ".pdf": "is a PDF file; save its words as .txt or .md and give that file",
    ".epub": "is an EPUB book; save its words as .txt or .md and give that file",
    ".html": f"needs the web extra, {_LATER}; save the page's words as .txt or .md and give that file",
    ".htm": f"needs the web extra, {_LATER}; save the page's words as .txt or .md and give that file",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read.

    Attributes:
        path: of the file; None for standard input, and where a folder holds nothing to read.
        name: to show: the source as it was given, joined with the way below it.
        named: whether it was given itself, and not picked up in a folder or by a glob.
        fault: for a folder from which nothing can be read, why, as a clause; else None.
    """

    path: Path | None
    name: str
    named: bool = False
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class _Given:
    name: str
    kind: Literal["stdin", "file", "folder", "glob"]


def expand(sources: Iterable[str | Path] | str | Path) -> Iterator[Found]:
    """Checks every source at once, and yields lazily the files that they stand for, in order.

    A path that exists is that path, whatever characters its name has; else one with `*`, `?` or `[` is a
    glob (`**` for any folders). Folders are read with all below them, by name, and without what is hidden;
    links to folders are not followed, so that no loop can hold the run up. Links to files are.

    Raises:
        SourceError: a source does not exist, matches nothing, or is of a kind that is not read.
    """
    given = [_checked(source) for source in ([sources] if isinstance(sources, str | Path) else sources)]
    if not given:
        raise SourceError("No source was given; name a .txt or .md file, a folder, a glob, or - for standard input.")
    return _found(given)


def shown(path: str | Path) -> str:
    """`path` as text that can be printed and kept: what is no character becomes U+FFFD."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join("\ufffd" if unicodedata.category(character) in {"Cc", "Cs"} else character for character in text)


def _checked(source: str | Path) -> _Given:
    name = str(source)
    if source == "-":
        return _Given(name, "stdin")
    if _WEB.match(name):
        raise SourceError(
            f"{shown(name)} is a web address: reading it needs the web extra, {_LATER}; "
            "save the page's words as .txt or .md and give that file."
        )
    try:
        exists = bool(name) and os.path.lexists(name)
    except ValueError:  # a NUL in the name
        exists = False
    if exists:
        return _existing(name)
    if _MAGIC.search(name) and "\0" not in name:
        if next(_matches(name), None) is None:
            raise SourceError(f"No file matches {shown(name)}; check the pattern and the folder that it starts from.")
        return _Given(name, "glob")
    raise SourceError(f"{shown(name) or 'An empty source'} does not exist; check the path.")


def _existing(name: str) -> _Given:
    path = Path(name)
    if path.is_dir():
        return _Given(name, "folder")
    refused = _REFUSED.get(path.suffix.lower())
    if refused:
        raise SourceError(f"{shown(name)} {refused}.")
    return _Given(name, "file")


def _found(given: list[_Given]) -> Iterator[Found]:
    for source in given:
        if source.kind == "stdin":
            yield Found(None, "-", named=True)
        elif source.kind == "file":
            yield Found(Path(source.name), shown(source.name), named=True)
        elif source.kind == "folder":
            yield from _in_folder(Path(source.name))
        else:
            for path in sorted(_matches(source.name), key=_order):
                if path.is_dir():
                    yield from (found for found in _in_folder(path) if found.fault != _EMPTY)
                elif not path.name.lower().endswith(SIDECAR_SUFFIX):
                    yield Found(path, shown(path))


def _order(path: Path) -> tuple[str, ...]:
    return path.parts


def _in_folder(folder: Path) -> Iterator[Found]:
    paths = []
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [
            Path(parent, name) for name in files if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        ]
    for path in sorted(paths, key=_order):
        yield Found(path, shown(path))
    for error in closed:
        yield Found(None, shown(str(error.filename)), fault=f"cannot be looked into ({str(error.strerror).lower()})")
    if not paths and not closed:
        yield Found(None, shown(folder), fault=_EMPTY)


def _matches(pattern: str) -> Iterator[Path]:
    """What `pattern` matches; names that begin with a dot only where the pattern spells the dot."""
    parts = Path(pattern).parts
    first = next(at for at, part in enumerate(parts) if _MAGIC.search(part))
    base = Path(*parts[:first])
    # pathlib's `**`, other than the glob module's, does not go through links to folders.
    wanted = "/".join(
        "**" if set(part) == {"*"} and len(part) > 1 else part.replace("**", "*") for part in parts[first:]
    )
    try:
        for path in base.glob(wanted):
            below = path.parts[len(base.parts) :]
            if not any(part.startswith(".") and part not in parts for part in below):
                yield path
    except (ValueError, NotImplementedError, re.error):  # what pathlib raises of what is no pattern at all
        return  # it matches nothing, and the caller is told so by name
