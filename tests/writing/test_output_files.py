"""A file is written whole or not at all."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from briefing.errors import OutputError
from briefing.writing.files import ensure_writable, write_atomic


def names(folder: Path) -> list[str]:
    """Names of all entries of a folder."""
    return sorted(entry.name for entry in folder.iterdir())


class TestWriteAtomic:
    """Writing one file."""

    def test_bytes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """UTF-8 and line feeds, whatever the locale says, and no other file is left."""
        monkeypatch.setenv("LC_ALL", "C")
        write_atomic(tmp_path / "memo.md", "“é”\n中\r\n")
        assert (tmp_path / "memo.md").read_bytes() == "“é”\n中\r\n".encode()
        assert names(tmp_path) == ["memo.md"]

    def test_mode(self, tmp_path: Path) -> None:
        """A new file has the mode that the umask gives; an old one keeps its own."""
        old = os.umask(0o027)
        try:
            write_atomic(tmp_path / "new", "a")
        finally:
            os.umask(old)
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
        (tmp_path / "new").chmod(0o604)
        write_atomic(str(tmp_path / "new"), "b")
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o604
        assert (tmp_path / "new").read_text() == "b"

    def test_link(self, tmp_path: Path) -> None:
        """Through a symbolic link the file it points to is replaced, and the link stays."""
        (tmp_path / "folder").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "folder" / "memo.md")
        write_atomic(tmp_path / "link", "a")
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "folder" / "memo.md").read_text() == "a"

    def test_failure(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """After a failure the old file is as it was and nothing else is left."""
        (tmp_path / "memo.md").write_text("old")

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        expected = r"output .*memo\.md cannot be written \(No space left on device\); give another path\."
        with pytest.raises(OutputError, match=expected):
            write_atomic(tmp_path / "memo.md", "new")
        assert (tmp_path / "memo.md").read_text() == "old"
        assert names(tmp_path) == ["memo.md"]

    def test_device(self) -> None:
        """A device is written straight and stays a device."""
        write_atomic("/dev/null", "a")
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)

    def test_long_name(self, tmp_path: Path) -> None:
        """A name as long as the system allows is no obstacle."""
        write_atomic(tmp_path / ("é" * 127), "a")
        assert (tmp_path / ("é" * 127)).read_text() == "a"


class TestEnsureWritable:
    """Trying before any work."""

    def test_leaves_nothing(self, tmp_path: Path) -> None:
        """New and old paths pass, no file appears, none is touched."""
        (tmp_path / "old").write_text("old")
        before = (tmp_path / "old").stat()
        ensure_writable([tmp_path / "old", str(tmp_path / "new"), "/dev/null", "/dev/null"])
        after = (tmp_path / "old").stat()
        assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
        assert names(tmp_path) == ["old"]

    @pytest.mark.parametrize(
        ("paths", "message"),
        [
            (["."], "output {0} is a folder; give the name of a file in it."),
            (["a/b"], "output {0}: {folder}/a is no folder that exists; make it first, or give another path."),
            (["file/b"], "output {0}: {folder}/file is no folder that exists; make it first, or give another path."),
            (["x", "sub/../x"], "outputs {0} and {1} are the same file; give each its own."),
            (["file", "link"], "outputs {0} and {1} are the same file; give each its own."),
            (["a\0b"], "output {0} is no usable path (embedded null byte); give another."),
        ],
    )
    def test_refuses(self, tmp_path: Path, paths: list[str], message: str) -> None:
        """What could not be written is told in one sentence."""
        (tmp_path / "file").write_text("a")
        (tmp_path / "sub").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "file")
        given = [f"{tmp_path}/{path}" for path in paths]
        shown = [str(Path(path)) if path.endswith("/.") else path for path in given]
        with pytest.raises(OutputError) as raised:
            ensure_writable(shown)
        assert str(raised.value) == message.format(*shown, folder=tmp_path)

    def test_folder_takes_no_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A folder in which nothing can be made is refused, tested by making something."""

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("tempfile.TemporaryFile", refuse)
        with pytest.raises(OutputError, match=re.escape("cannot be written (Permission denied); give another path.")):
            ensure_writable([tmp_path / "memo.md"])

    def test_circle(self, tmp_path: Path) -> None:
        """A circle of links is refused and does not hang."""
        (tmp_path / "a").symlink_to(tmp_path / "b")
        (tmp_path / "b").symlink_to(tmp_path / "a")
        with pytest.raises(OutputError, match=r"output .*a "):
            ensure_writable([tmp_path / "a"])
