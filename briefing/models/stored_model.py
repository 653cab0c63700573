"""A model whose replies are kept: the same request is answered from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.errors import InvalidReplyError, ReplyError, StoreError, UnkeptReplyError
from briefing.models.decoding import decode
from briefing.models.keying import request_key
from briefing.models.model import Reply

if TYPE_CHECKING:
    from briefing.models.model import Model, Request
    from briefing.models.store import Store


class StoredModel:
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
        self._model = model
        self._store = store
        self._broken: StoreError | None = None
        self.hits = 0

    @property
    def name(self) -> str:
        """The model as it is asked for."""
        return self._model.name

    @property
    def origin(self) -> str | None:
        """Scheme, host and port of the endpoint; None where no endpoint is behind it."""
        return self._model.origin

    def complete(self, request: Request) -> Reply:
        """Answers one request.

        Raises:
            EndpointError: no chat completion was had.
            ReplyError: the model gave no text that could be used.
            UnkeptReplyError: this reply, or an earlier one, could not be kept.
        """
        key = request_key(request, model=self.name, origin=self.origin)
        held = self._store.find(key)
        found = next((reply for reply in held if _usable(reply, request)), None)
        if found is None and held and any(_usable(reply, request) for reply in self._store.find(key, repaired=True)):
            found = held[0]
        if found is not None:
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

    def _keep(self, key: str, request: Request, reply: Reply, outcome: str) -> None:
        try:
            self._store.keep(key, request, reply, model=self.name, origin=self.origin, outcome=outcome)
        except StoreError as error:
            self._broken = error
            raise UnkeptReplyError(str(error)) from None


def _usable(reply: Reply, request: Request) -> bool:
    """Whether a kept reply still answers: whole, and of the type that is asked for."""
    if reply.finish_reason == "length":
        return False
    if request.shape is None:
        return bool(reply.text.strip())
    try:
        decode(reply.text, request.shape, cuts=[])
    except InvalidReplyError:
        return False
    return True
