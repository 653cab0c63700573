"""A model whose replies are written to a file, to be replayed."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import ModelError, OutputError
from briefing.models.keying import request_key
from briefing.models.recording import Entry, Header, entry_of, line_of
from briefing.models.wrapping import WrappingModel

if TYPE_CHECKING:
    from typing import TextIO

    from briefing.models.model import Model, Reply, Request

_STAGES = ("extract", "link", "summarize", "overview", "rewrite", "second_look")


class RecordedModel(WrappingModel):
    """Answers as another model does, and writes down what came of each request.

    A line is written when its reply comes, so a run that is killed leaves what it had; `close` puts the lines into
    the order of steps and units, which does not depend on which reply came first. A file that is there is
    replaced when the first reply comes.

    Args:
        model: answers the requests.
        path: of the recording.

    Raises:
        OutputError: the file cannot be written.
    """

    def __init__(self, model: Model, path: Path) -> None:
        super().__init__(model)
        self._path = path
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}
        self._file: TextIO | None = None
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError as error:
            raise _unwritable(path, error) from None

    def complete(self, request: Request) -> Reply:
        """Answers one request.

        Raises:
            ModelError: as the model inside raises it.
            OutputError: the recording cannot be written any more.
        """
        try:
            reply = self._model.complete(request)
        except ModelError as error:
            self._write(request, error)
            raise
        self._write(request, reply)
        return reply

    def close(self) -> None:
        """Writes the file anew, in order; an entry for each request, however often it was asked."""
        with self._lock:
            if self._file is not None:
                self._file.close()
            header = line_of(Header(model=self.name, endpoint=self.endpoint))
            lines = [line_of(entry) for entry in sorted(self._entries.values(), key=_place)]
            try:
                _replace(self._path, "".join([header, *lines]))
            except OSError as error:
                raise _unwritable(self._path, error) from None

    def _write(self, request: Request, outcome: Reply | ModelError) -> None:
        key = request_key(request, model=self.name, endpoint=self.endpoint)
        entry = entry_of(request, key, outcome)
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = entry
            try:
                if self._file is None:
                    self._file = self._path.open("w", encoding="utf-8", newline="\n")
                    self._file.write(line_of(Header(model=self.name, endpoint=self.endpoint)))
                self._file.write(line_of(entry))
                self._file.flush()
            except OSError as error:
                raise _unwritable(self._path, error) from None


def _place(entry: Entry) -> tuple[int, str, str]:
    return _STAGES.index(entry.stage) if entry.stage in _STAGES else len(_STAGES), entry.unit, entry.request


def _replace(path: Path, text: str) -> None:
    """Writes `text` so that the file is whole at any moment: the old one, or the new one."""
    handle, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path.resolve())
    except BaseException:  # Ctrl-C too: whatever ends the writing leaves no half of a file behind
        Path(name).unlink(missing_ok=True)
        raise


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"The recording {path} cannot be written ({error.strerror}); name another file with --record.")
