"""What all tests share: no network beyond this machine, no paid call, and the articles of this repository."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "articles"
ARTICLES = ROOT / "tests" / "articles"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here may reach or look up anything beyond loopback: a test that tries fails by name."""

    def guarded(name: str, place: int) -> None:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *arguments: object) -> object:
            address = arguments[place]
            if isinstance(address, tuple) and address[0] not in LOOPBACK:
                pytest.fail(f"A test tried to reach {address[0]}.")
            return original(self, *arguments)

        monkeypatch.setattr(socket.socket, name, call)

    guarded("connect", 0)
    guarded("connect_ex", 0)
    guarded("sendto", -1)
    look_up = socket.getaddrinfo

    def found(host: object, *arguments: object, **named: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and name not in LOOPBACK and not str(name).endswith((".invalid", ".localhost")):
            pytest.fail(f"A test tried to look up {name}.")
        return look_up(host, *arguments, **named)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.fixture(autouse=True)
def _no_paid_call(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No key, model or store of whoever runs the tests is in their environment, nor in that of what they start."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    for name in os.environ:
        if name.startswith(("OPENAI_", "AZURE_OPENAI_", "BRIEFING_")) and name not in (
            "BRIEFING_UPDATE_GOLDEN",
            "BRIEFING_REAL_MODEL",
        ):
            monkeypatch.delenv(name)
