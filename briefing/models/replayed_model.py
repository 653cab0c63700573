"""A model that says again what was recorded: no key, no network, the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.errors import UnsentError
from briefing.models.keying import request_key
from briefing.models.recording import read_recording

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.models.model import Reply, Request


class ReplayedModel:
    """A `Model` that answers from a recording, and fails where the recorded one failed.

    Args:
        path: of a file that `RecordedModel` wrote.

    Raises:
        OptionError: the file is no recording, or damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._header, self._entries = read_recording(path)

    @property
    def name(self) -> str:
        """The recorded model as it was asked for."""
        return self._header.model

    @property
    def endpoint(self) -> str | None:
        """The URL of the recorded model's endpoint; nothing is sent to it."""
        return self._header.endpoint

    def complete(self, request: Request) -> Reply:
        """Answers one request as it was answered.

        Raises:
            ModelError: as it was raised.
            UnsentError: the recording holds nothing on this request.
        """
        entry = self._entries.get(request_key(request, model=self.name, endpoint=self.endpoint))
        if entry is None:
            raise UnsentError(
                f"{self._path} holds no reply to {request.stage} {request.unit}: article, prompts or options differ "
                "from those of the recorded run; record it again.",
                kind="missing",
            )
        return entry.again()
