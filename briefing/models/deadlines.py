"""One clock over a whole attempt: connecting, sending, waiting and every byte of the answer.

The SDK's timeouts count anew at each read, so an endpoint that sends a byte now and then
holds a call for ever, in the headers as well as in the body. All that the SDK does passes
through one network backend, in the caller's thread; there the time left is the timeout.
Only looking up a host's address is outside: the resolver has limits of its own.

This module imports `httpcore2`, so it is itself imported at the first call only.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore2
from httpcore2 import NetworkBackend, NetworkStream

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator

    import httpx2

    _SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

# Most bytes of an answer: a reply of the decoder's 8,000,000 characters, twice over for JSON's escapes.
MAX_BYTES = 16_000_000
_PIECE = 65_536  # bytes that are handed to the socket at once, each with the time then left


class TooLargeError(Exception):
    """Raised while an answer is read that is longer than the attempt allows."""


class _Attempt(threading.local):
    """What the thread's present attempt may still take; nothing is limited outside of one."""

    until: float | None = None
    bytes_left: int | None = None


_attempt = _Attempt()


@contextmanager
def attempt(seconds: float) -> Iterator[None]:
    """Limits all that this thread sends and receives through a guarded client.

    Args:
        seconds: from now to the last byte of the answer.
    """
    _attempt.until, _attempt.bytes_left = time.monotonic() + seconds, MAX_BYTES
    try:
        yield
    finally:
        _attempt.until = _attempt.bytes_left = None


def guard(client: httpx2.Client) -> None:
    """Puts the clock under every connection that `client` will open, proxied or not.

    httpx2 offers no public way to a transport's network backend that keeps the proxies and
    certificates of the environment, so this reaches into the pools that it has made.
    """
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore2.ConnectionPool):
            pool._network_backend = _Backend(pool._network_backend)


def _time_left(timeout: float | None) -> float | None:
    if _attempt.until is None:
        return timeout
    left = _attempt.until - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the time for this attempt is over")
    return left if timeout is None else min(left, timeout)


class _Stream(NetworkStream):
    def __init__(self, inner: NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, _time_left(timeout))
        if _attempt.bytes_left is not None:
            _attempt.bytes_left -= len(data)
            if _attempt.bytes_left < 0:
                raise TooLargeError
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._inner.write(buffer[start : start + _PIECE], _time_left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _time_left(timeout)))

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _Backend(NetworkBackend):
    def __init__(self, inner: NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> NetworkStream:
        return _Stream(self._inner.connect_tcp(host, port, _time_left(timeout), local_address, socket_options))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[_SocketOption] | None = None
    ) -> NetworkStream:
        return _Stream(self._inner.connect_unix_socket(path, _time_left(timeout), socket_options))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)
