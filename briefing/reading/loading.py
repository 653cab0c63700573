"""Sources become articles, one at a time."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from briefing.article import Article
from briefing.errors import OptionError, SourceError
from briefing.ids import slug
from briefing.memo import Problem, problem
from briefing.reading.blocks import lay_out
from briefing.reading.decoding import MAX_BYTES, UnreadableError, decode, unify_line_ends
from briefing.reading.files import read_file, read_stream
from briefing.reading.metadata import (
    MAX_METADATA_BYTES,
    FrontMatter,
    Metadata,
    is_web_address,
    read_front_matter,
    read_sidecar,
)
from briefing.reading.openings import read_opening
from briefing.reading.sections import divide
from briefing.reading.sources import SIDECAR_SUFFIX, Found, expand, shown
from briefing.reading.wording import FIELD_CHARACTERS, clean, shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date


def load(
    sources: Iterable[str | Path] | str | Path,
    *,
    skip: Collection[Path] = (),
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Problem]:
    """Reads articles lazily; what cannot be used comes as a `Problem` in its place.

    Files named README, memos that this library wrote, and the paths in `skip` are left out with a notice,
    however they were named: a shell's `*.md` names them too. A file reached twice is read once.

    Args:
        sources: paths of files and folders, globs (`**` for any folders), or `-` for `stdin`; one alone may
            stand without a list.
        skip: paths that are no sources, such as those of the output.
        stdin: where `-` reads from, in bytes.

    Returns:
        An iterator over articles and problems, in the order of `sources`, folders and globs by name.

    Raises:
        SourceError: at once where a source does not exist, matches nothing or is of a kind that is never
            read; at the end of the iteration where nothing was readable.
    """
    given = [sources] if isinstance(sources, str | Path) else list(sources)
    if stdin is None and "-" in given:
        raise SourceError("The source - needs `stdin`; pass a binary stream such as sys.stdin.buffer.")
    left_out = frozenset(os.path.realpath(path) for path in skip)
    return _articles(expand(given), alone=len(given) == 1, left_out=left_out, stdin=stdin)


def read_text(
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    url: str | None = None,
    published: date | None = None,
    language: str | None = None,
    source: str = "text",
) -> Article:
    r"""An article from a text in memory.

    The text is the body as it is: front matter in it is not read. Line ends become `\n`, and lone
    surrogates, which no file could hold, U+FFFD.

    Args:
        text: the body.
        title: the first heading or line where it is None.
        publisher: as it is to be shown.
        author: as it is to be shown.
        url: http or https, never opened.
        published: the day; where it is None, the date that the text states as its own.
        language: BCP 47 tag; where it is None, the script decides how sentences are found.
        source: how to call the text in citations.

    Raises:
        SourceError: the text holds no words.
        OptionError: `url` is no http or https address.
    """
    if url is not None and not is_web_address(url):
        raise OptionError(f"url is {url[:80]!r}; give an http or https address, or None.")
    body = unify_line_ends(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    if not body.strip():
        raise SourceError(f"The text {source} holds no words; give one that does.")
    metadata = Metadata(
        title=_field(title),
        publisher=_field(publisher),
        author=_field(author),
        url=url,
        published=published,
        language=language,
    )
    return _article(body, metadata, source=source, first_line=1)


def _field(words: str | None) -> str | None:
    return shorten(clean(words), FIELD_CHARACTERS) or None if words else None


def _article(text: str, metadata: Metadata, *, source: str, first_line: int) -> Article:
    layout = lay_out(text)
    opening = read_opening(layout, metadata.title)
    title = metadata.title or opening.title
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=f"{slug(title)}-{digest[:8]}",
        text=text,
        title=title,
        publisher=metadata.publisher,
        author=metadata.author,
        url=metadata.url,
        published=metadata.published or opening.published,
        language=metadata.language,
        source=source,
        first_line=first_line,
        text_sha256=digest,
        sections=divide(layout, opening.body),
    )


def _articles(
    found: Iterator[Found], *, alone: bool, left_out: frozenset[str], stdin: BinaryIO | None
) -> Iterator[Article | Problem]:
    files: set[str] = set()
    texts: dict[str, str] = {}  # hash of a text to the name under which it was read
    reasons: list[Problem] = []
    for source in found:
        place = os.path.realpath(source.path) if source.path else source.name
        if place in files:
            continue
        files.add(place)
        article, problems = _skipped(source, place in left_out) or _read(source, stdin)
        if article and article.text_sha256 in texts:
            problems = (_repeated(source.name, texts[article.text_sha256]),)
            article = None
        if article is None and not texts:
            reasons += problems
        if not (alone and source.named and article is None):
            yield from problems
        if article:
            texts[article.text_sha256] = source.name
            yield article
    if not texts:
        raise _nothing(reasons)


def _nothing(reasons: list[Problem]) -> SourceError:
    if not reasons:
        return SourceError("Nothing to read was found; give a .txt or .md file.")
    more = f" {len(reasons) - 1} more gave nothing either." if len(reasons) > 1 else ""
    return SourceError(f"Nothing could be read: {reasons[0].message}{more} {reasons[0].advice}")


def _skipped(source: Found, is_output: bool) -> tuple[None, tuple[Problem, ...]] | None:
    """The notice for a file that is left out by its name, None for any other.

    A sidecar needs no notice: what it says is used with the file that it stands beside.
    """
    if source.path is None:
        return None
    name = source.path.name.lower()
    if is_output:
        return None, (_skip(source.name, "is where output is written"),)
    if name.partition(".")[0] == "readme":
        return None, (_skip(source.name, "is a README"),)
    if name.endswith(SIDECAR_SUFFIX):
        return None, ()
    return None


def _unreadable(name: str, why: str, advice: str) -> Problem:
    return problem("source_unreadable", f"{name} {why}.", advice, loss=True)


def _skip(name: str, why: str) -> Problem:
    return problem(
        "source_skipped", f"{name} {why} and was left out.", "Rename or copy it if it is an article.", loss=False
    )


def _repeated(name: str, first: str) -> Problem:
    return problem(
        "source_repeated",
        f"{name} has the same text as {first}, which was read.",
        "Leave one of them out.",
        loss=False,
    )


def _read(source: Found, stdin: BinaryIO | None) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article of a source with its notices, or None with the reason."""
    try:
        text = decode(_bytes(source, stdin))
    except UnreadableError as error:
        return None, (_unreadable(source.name, str(error), error.advice),)
    front = read_front_matter(text)
    if front.is_memo:
        return None, (_skip(source.name, "is a memo that briefing wrote"),)
    body = text[front.body :]
    if not body.strip():
        why = "holds no text below its front matter"
        return None, (_unreadable(source.name, why, "Give a file with words in it."),)
    metadata, faults = _metadata(source, front)
    article = _article(body, metadata, source=source.name, first_line=1 + text.count("\n", 0, front.body))
    return article, tuple(_broken(fault, article.id) for fault in faults)


def _bytes(source: Found, stdin: BinaryIO | None) -> bytes:
    if source.fault:
        raise UnreadableError(source.fault, "Check the folder, or name its files.")
    if source.path is not None:
        return read_file(source.path, limit=MAX_BYTES)
    if stdin is None:
        raise UnreadableError("is not there", "Pass `stdin`.")
    return read_stream(stdin, limit=MAX_BYTES)


def _metadata(source: Found, front: FrontMatter) -> tuple[Metadata, tuple[str, ...]]:
    """Front matter over the sidecar, key by key, and what was put aside of both."""
    faults = tuple(f"{source.name}, {fault}" for fault in front.faults)
    if source.path is None:
        return front.metadata, faults
    sidecar = source.path.with_name(source.path.stem + SIDECAR_SUFFIX)
    if not os.path.lexists(sidecar):
        return front.metadata, faults
    try:
        beside, more = read_sidecar(decode(read_file(sidecar, limit=MAX_METADATA_BYTES)))
    except UnreadableError as error:
        return front.metadata, (*faults, f"{shown(sidecar)} {error}")
    return front.metadata.over(beside), (*faults, *(f"{shown(sidecar)}, {fault}" for fault in more))


def _broken(fault: str, article: str) -> Problem:
    return problem(
        "metadata_broken",
        f"{fault}.",
        "Correct it there; the text and all other keys were used.",
        loss=False,
        article=article,
    )
