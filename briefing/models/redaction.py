"""Keys are taken out of every text that leaves this package, also where an endpoint echoes them."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SHOWN = "[key]"
_SHORTEST = 4  # characters; a shorter "key" is a stand-in, and its letters are everywhere
_CERTAIN = 16  # characters; no word that a model may write is as long without being meant as a key
_SECRET_HEADER = re.compile(r"auth|key|token|secret|cookie|password", re.I)
# Loggers that tell of requests, their URLs, reason phrases and response headers. A filter acts only on
# the logger that it hangs on, not on those below it, so all are named.
_LOGGERS = (
    "openai",
    "openai._base_client",
    "openai._legacy_response",
    "openai._response",
    "httpx2",
    "httpcore2.connection",
    "httpcore2.http11",
    "httpcore2.http2",
    "httpcore2.proxy",
    "httpcore2.socks",
)


class Secret:
    """A key on its way to the client that sends it: it shows in no `repr`, and so in no variable of a traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Secret()"

    def reveal(self) -> str:
        """The key."""
        return self._text


class Redactor(logging.Filter):
    """Knows keys, and hides them: in errors and logs every key, in a model's words only what can be nothing else.

    Many local servers are given a word as their key (`none`, `ollama`): taken out of a reply it
    would maim the reply, so there only what looks like a key is: 16 characters, or 6 with a digit.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        # longest first: one key may hold another
        self._secrets = sorted({text for text in secrets if len(text) >= _SHORTEST}, key=len, reverse=True)
        self._certain = [text for text in self._secrets if _looks_like_a_key(text)]
        # a body may write any letter of a key as JSON's escape
        spelt = "|".join("".join(map(_spelling, text)) for text in self._secrets)
        self._spelt = re.compile(spelt) if spelt else None

    def __repr__(self) -> str:
        return "Redactor()"

    def hide(self, text: str) -> str:
        """`text` without any key: for errors, logs, headers and bodies kept for diagnosis."""
        return text if self._spelt is None else self._spelt.sub(_SHOWN, text)

    def hide_in_reply(self, text: str) -> str:
        """`text` without what can only be a key: for the model's own words."""
        for secret in self._certain:
            text = text.replace(secret, _SHOWN)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Hides keys in the message of `record`; never drops one."""
        told = record.getMessage()
        hidden = self.hide(told)
        if hidden != told:
            record.msg, record.args = hidden, ()
        return True

    def guard_logs(self) -> None:
        """Hangs this filter on the loggers of the libraries that send requests."""
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(self)

    def unguard_logs(self) -> None:
        """Takes this filter off again."""
        for name in _LOGGERS:
            logging.getLogger(name).removeFilter(self)


def secrets_of(url: str, keys: Iterable[str | None], headers: Mapping[str, object]) -> Iterator[str]:
    """Yields what must not be told of an endpoint.

    Args:
        url: its base URL; the password and the values of the query are secret.
        keys: keys, None where there is none.
        headers: headers sent with each request; those whose names speak of keys are secret.
    """
    parts = urlsplit(url)
    yield from (key for key in keys if key)
    if parts.password:
        yield from (parts.password, unquote(parts.password))
    yield from (value for _, value in parse_qsl(parts.query))
    for name, value in headers.items():
        if isinstance(value, str) and _SECRET_HEADER.search(name):
            yield value
            yield value.partition(" ")[2]


def _spelling(letter: str) -> str:
    """A pattern of all the ways in which JSON writes `letter`."""
    code = "".join(f"[{digit}{digit.upper()}]" for digit in f"{ord(letter):04x}")
    return rf"(?:\\?{re.escape(letter)}|\\u{code})"


def _looks_like_a_key(text: str) -> bool:
    return len(text) >= _CERTAIN or (len(text) >= 6 and any(letter.isdigit() for letter in text))
