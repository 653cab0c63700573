"""A model whose replies are kept: the same request is answered from the store."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from briefing.errors import InvalidReplyError, ReplyError, StoreError, UnkeptReplyError
from briefing.models.decoding import decode
from briefing.models.keying import reply_key, request_key
from briefing.models.model import Reply
from briefing.models.wrapping import WrappingModel

if TYPE_CHECKING:
    from briefing.models.model import Model, Request
    from briefing.models.store import Store


class StoredModel(WrappingModel):
    """Answers from a store what it can, and asks another model the rest.

    A kept reply is decoded anew before it answers; where it is not what is asked for, the model is asked
    again. Only where a kept reply was put right by a later one that is, it answers as it did: that leads to
    the later one, and neither is bought twice. When a reply cannot be kept, nothing more is bought.

    Args:
        model: answers what the store cannot.
        store: keeps the replies.

    Attributes:
        hits: requests that the store answered.
    """

    def __init__(self, model: Model, store: Store) -> None:
        super().__init__(model)
        self._store = store
        self._broken: StoreError | None = None
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self.hits = 0

    def complete(self, request: Request) -> Reply:
        """Answers one request.

        Raises:
            EndpointError: no chat completion was had.
            ReplyError: the model gave no text that could be used.
            UnkeptReplyError: this reply, or an earlier one, could not be kept, or the store could not be read.
        """
        key = request_key(request, model=self.name, endpoint=self.endpoint)
        with self._turn_of(key):  # two units may ask the same; the second one waits for the first one's reply
            found = self._held(key, request)
            if found is not None:
                with self._lock:
                    self.hits += 1
                return found
            if self._broken is not None:
                raise UnkeptReplyError(str(self._broken))
            try:
                reply = self._model.complete(request)
            except ReplyError as error:
                self._keep(key, request, Reply(text=error.raw or ""), error.kind)
                raise
            self._keep(key, request, reply, "answered")
            return reply

    def _turn_of(self, key: str) -> threading.Lock:
        with self._lock:
            return self._turns.setdefault(key, threading.Lock())

    def _held(self, key: str, request: Request) -> Reply | None:
        """The newest reply that can be used, else the newest of those that were put right."""
        try:
            held = self._store.find(key)
            for reply in held:
                if _usable(reply, request):
                    return reply
            for reply in held:
                mended = self._store.find(reply_key(key, reply.text), repaired=True)
                if any(_usable(found, request) for found in mended):
                    return reply
        except StoreError as error:
            self._broken = error
            raise UnkeptReplyError(str(error)) from None
        return None

    def _keep(self, key: str, request: Request, reply: Reply, outcome: str) -> None:
        try:
            self._store.keep(key, request, reply, model=self.name, endpoint=self.endpoint, outcome=outcome)
        except StoreError as error:
            self._broken = error
            raise UnkeptReplyError(str(error)) from None


def _usable(reply: Reply, request: Request) -> bool:
    """Whether a kept reply still answers: whole, and of the type that is asked for."""
    if request.shape is None:
        return reply.finish_reason != "length" and bool(reply.text.strip())
    try:
        decode(reply.text, request.shape, cuts=[])
    except InvalidReplyError:
        return False
    return True
