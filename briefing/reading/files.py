"""Bytes of regular files and streams, capped, without ever waiting for a pipe or a device."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

from briefing.reading.decoding import UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
# A pipe that takes the file's place after the check must not hold the run up; links were followed before.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path, *, limit: int) -> bytes:
    """The bytes of the regular file at `path`; a link is followed to the file that it names.

    Args:
        path: of the file.
        limit: most bytes; looked at before anything is read.

    Raises:
        UnreadableError: it is no regular file, is too large, or the system refuses.
    """
    try:
        real = os.path.realpath(path)
        _check(os.stat(real), limit)  # noqa: PTH116  # the path is resolved once, for stat and open alike
        descriptor = os.open(real, _FLAGS)
        with open(descriptor, "rb") as file:  # noqa: PTH123  # closes the descriptor
            _check(os.fstat(descriptor), limit)
            return _capped(file, limit)
    except OSError as error:
        raise _refused(error) from None
    except ValueError:  # a NUL in a path
        raise UnreadableError("has a name that no file can have", "Check the name.") from None


def read_stream(stream: BinaryIO, *, limit: int) -> bytes:
    """All bytes of `stream`.

    Raises:
        UnreadableError: there are more than `limit`, or the system refuses.
    """
    try:
        return _capped(stream, limit)
    except OSError as error:
        raise _refused(error) from None


def _check(status: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next((kind for is_kind, kind in _KINDS if is_kind(status.st_mode)), "no regular file")
        raise UnreadableError(f"is {kind}, not a file", "Give a regular .txt or .md file.")
    if status.st_size > limit:
        raise _too_large(limit)


def _capped(stream: BinaryIO, limit: int) -> bytes:
    parts: list[bytes] = []
    left = limit + 1
    while left:
        part = stream.read(left)
        if not part:
            break
        parts.append(part)
        left -= len(part)
    if not left:
        raise _too_large(limit)
    return b"".join(parts)


def _too_large(limit: int) -> UnreadableError:
    size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1_000} kB"
    return UnreadableError(f"is larger than {size}", "Divide it, or give the part that matters.")


def _refused(error: OSError) -> UnreadableError:
    if error.errno in {errno.EACCES, errno.EPERM}:
        return UnreadableError("may not be read (permission denied)", "Allow reading it, or leave it out.")
    why = os.strerror(error.errno).lower() if error.errno else "the system refuses"
    return UnreadableError(f"cannot be read ({why})", "Check the file, or leave it out.")
