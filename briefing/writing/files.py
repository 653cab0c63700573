"""Whole files or none: a memo that is being written never leaves half a file behind."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_atomic(path: str | Path, text: str) -> None:
    r"""Writes `text` to `path`, in UTF-8 and with `\n`, whatever the locale; replaces a file in one step.

    A temporary file in the same folder is written, flushed and synced, then put in place. An existing
    file keeps its mode; where `path` is a symbolic link, the file it points to is replaced. Devices
    and pipes such as `/dev/stdout` are written straight.

    Raises:
        OutputError: it cannot be written; the file that was there is as it was.
    """
    target = _target(Path(path))
    content = text.encode("utf-8", "replace")  # a lone surrogate, which UTF-8 cannot hold, becomes `?`
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as device:
                device.write(content)
            return
        _replace(target, content)
    except OSError as error:
        raise _refused(path, error) from None


def _replace(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.tmp")
    # Created by hand, not by `tempfile`: so a new file has the mode that the umask gives to any other.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.is_file():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    finally:
        # Gone after a replacement; after a failure or an interrupt this is what cleans up.
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def ensure_writable(paths: Iterable[str | Path]) -> None:
    """Tries whether all of `paths` could be written, leaves no file and touches none that is there.

    Raises:
        OutputError: a folder does not exist or takes no file, a path is a folder, or two are one file.
    """
    seen: dict[Path, str | Path] = {}
    for path in paths:
        target = _target(Path(path))
        if target in seen and not _is_device(target):
            raise OutputError(f"outputs {seen[target]} and {path} are the same file; give each its own.")
        seen[target] = path
        _try(path, target)


def _try(path: str | Path, target: Path) -> None:
    if target.is_dir():
        raise OutputError(f"output {path} is a folder; give the name of a file in it.")
    try:
        if _is_device(target):
            return
        if not target.parent.is_dir():
            raise OutputError(
                f"output {path}: {target.parent} is no folder that exists; make it first, or give another path."
            )
        with tempfile.TemporaryFile(dir=target.parent):
            pass
        if target.exists():  # opened without creating it or cutting it off: is it write-protected?
            os.close(os.open(target, os.O_WRONLY))
    except OSError as error:
        raise _refused(path, error) from None


def _is_device(target: Path) -> bool:
    return target.exists() and not target.is_file() and not target.is_dir()


def _target(path: Path) -> Path:
    try:
        # A name that holds NUL raises ValueError, a circle of links OSError or RuntimeError.
        # /dev/stdout is a link to whatever standard output is, a pipe or a file: it stays as it is.
        return path if path.is_relative_to("/dev") else path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise OutputError(f"output {path!s} is no usable path ({error}); give another.") from None


def _refused(path: str | Path, error: OSError) -> OutputError:
    return OutputError(f"output {path} cannot be written ({error.strerror or error}); give another path.")
