"""What all tests share: no network beyond this machine, and the articles of this repository."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "articles"
ARTICLES = ROOT / "tests" / "articles"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here may reach beyond loopback: a test that tries fails by name."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "a local socket"
        if isinstance(address, tuple) and host not in ("127.0.0.1", "::1", "localhost"):
            pytest.fail(f"A test tried to reach {host}.")
        connect(self, address)  # type: ignore[arg-type]  # the socket module's own address type

    monkeypatch.setattr(socket.socket, "connect", guarded)
