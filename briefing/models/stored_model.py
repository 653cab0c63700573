"""A model whose replies are kept: the same request is answered from the store."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from briefing.errors import InvalidReplyError, ReplyError, StoreError, UnkeptReplyError, UnsentError
from briefing.models.decoding import decode
from briefing.models.keying import reply_key, request_key
from briefing.models.model import Reply
from briefing.models.wrapping import WrappingModel

if TYPE_CHECKING:
    from briefing.models.account import Account
    from briefing.models.model import Model, Request
    from briefing.models.store import KeptReply, Store

_LONGEST_WAY = 4  # replies from one that was cut over its halves to their second corrections


class StoredModel(WrappingModel):
    """Answers from a store what it can, and asks another model the rest.

    A kept reply is decoded anew before it answers; where it is not what is asked for, the model is asked
    again. Only where a kept reply was put right by later ones it answers as it did: that leads to the later
    ones, and none is bought twice. When a reply cannot be kept, nothing more is bought.

    Args:
        model: answers what the store cannot.
        store: keeps the replies.
        account: of the run, which counts what the store answered; None where nobody does.

    Attributes:
        hits: requests that the store answered.
    """

    def __init__(self, model: Model, store: Store, account: Account | None = None) -> None:
        super().__init__(model)
        self._account = account
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
            UnkeptReplyError: the reply could not be kept.
            UnsentError: an earlier one could not, or the store could not be read.
        """
        key = request_key(request, model=self.name, endpoint=self.endpoint)
        with self._turn_of(key):  # two units may ask the same; the second one waits for the first one's reply
            found = self._held(key, request)
            if found is not None:
                self._count(request, found)
                return found.reply
            if self._broken is not None:
                raise UnsentError(str(self._broken), kind="store")
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

    def _count(self, request: Request, found: KeptReply) -> None:
        self._store.hit(found)
        with self._lock:
            self.hits += 1
        if self._account is not None:
            self._account.hit(request, found.reply)

    def _held(self, key: str, request: Request) -> KeptReply | None:
        """The newest reply that can be used, else the newest of those that lead to one."""
        try:
            held = self._store.find(key)
            usable = next((kept for kept in held if _usable(kept.reply, request)), None)
            return usable or next((kept for kept in held if self._leads(kept, request, _LONGEST_WAY)), None)
        except StoreError as error:
            self._broken = error
            raise UnsentError(str(error), kind="store") from None

    def _leads(self, kept: KeptReply, request: Request, steps: int) -> bool:
        """Whether a reply was put right by one that can be used, or by one that was put right in turn."""
        mended = self._store.find(reply_key(kept.key, kept.reply.text), repaired=True)
        return any(
            _usable(found.reply, request) or (steps > 1 and self._leads(found, request, steps - 1)) for found in mended
        )

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
