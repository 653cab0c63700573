"""A model that says what it was told to say."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from briefing.models.model import Reply

if TYPE_CHECKING:
    from briefing.models.model import Request

Scripted: TypeAlias = str | Reply | Exception
Script: TypeAlias = "Sequence[Scripted] | Mapping[str, Scripted | Sequence[Scripted]] | Callable[[Request], Scripted]"


class ScriptedModel:
    """A `Model` without a model: replies come from a script, requests are kept.

    Callable from several threads; a list is then used in the order in which requests arrive.

        >>> from briefing.models import Message, Request
        >>> model = ScriptedModel({"extract": '{"points": []}'})
        >>> model.complete(Request(stage="extract", unit="a:0-90", messages=(Message("user", "?"),))).text
        '{"points": []}'

    Args:
        replies: a list of replies, used in order; or a mapping whose keys are `stage/unit` or
            `stage` (the former wins) and whose values are one reply, used each time, or a list,
            used in order; or a function from the request to the reply. A reply is a text, a
            `Reply`, or an exception to raise.
        name: what the model is called.

    Attributes:
        requests: what was asked, in order.
    """

    def __init__(self, replies: Script, *, name: str = "scripted") -> None:
        self._script = replies
        self._name = name
        self._used: dict[str, int] = {}
        self._lock = threading.Lock()
        self.requests: list[Request] = []

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._name

    @property
    def endpoint(self) -> None:
        """None: no endpoint is behind it."""
        return

    def complete(self, request: Request) -> Reply:
        """The reply that the script has for `request`.

        Raises:
            AssertionError: it has none, or none any more.
        """
        with self._lock:
            self.requests.append(request)
            script = self._script
            scripted = None if callable(script) else self._scripted(script, request)
        if scripted is None:
            assert callable(script)  # noqa: S101  # for the type checker
            scripted = script(request)
        if isinstance(scripted, Exception):
            raise scripted
        if isinstance(scripted, Reply):
            return scripted
        return Reply(text=scripted, finish_reason="stop", model=self._name)

    def _scripted(
        self, script: Sequence[Scripted] | Mapping[str, Scripted | Sequence[Scripted]], request: Request
    ) -> Scripted:
        asked = f"{request.stage}/{request.unit}"
        if not isinstance(script, Mapping):
            return self._next("", script, asked)
        key = asked if asked in script else request.stage
        if key not in script:
            raise AssertionError(f"the script has no reply for {asked}, only for {', '.join(script) or 'nothing'}")
        held = script[key]
        return held if isinstance(held, str | Reply | Exception) else self._next(key, held, asked)

    def _next(self, key: str, replies: Sequence[Scripted], asked: str) -> Scripted:
        place = self._used.get(key, 0)
        if place >= len(replies):
            raise AssertionError(f"the script's {len(replies)} replies are used up, and {asked} asks for one more")
        self._used[key] = place + 1
        return replies[place]
