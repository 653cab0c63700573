"""A model that is not asked again once its endpoint has refused for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.errors import EndpointError, ReplyError, UnsentError
from briefing.models.wrapping import WrappingModel

if TYPE_CHECKING:
    from briefing.models.model import Model, Reply, Request

# What does not pass within a run: the same answer would come again, and take its time.
_FOR_GOOD = frozenset({"no_key"})
# What may concern one request alone (403 for an article that a filter dislikes), or pass.
_IF_REPEATED = frozenset(
    {"unreachable", "tls", "unauthorized", "not_found", "timeout", "cut", "broken", "rate_limited"}
)
_IN_A_ROW = 3
_NO_SUCH_KEY = 401
_AT_FIRST = frozenset({403, 404})  # no access or no such model, as long as nothing shows that they concern one request


class FusedModel(WrappingModel):
    """Asks another model until that fails in a way that does not pass; from then on nothing is sent.

    At once where no key is set or the key is not taken (401) or its quota is used up, and where an endpoint that has
    answered nothing yet knows no such model (404) or gives no access (403); after three failures in a row without a
    success between them where nothing answers, or where the endpoint refuses so later, or stays broken or busy.
    Requests under way in other threads are not called back.

    Args:
        model: answers the requests.
    """

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._blown: EndpointError | None = None
        self._in_a_row = 0
        self._answered = False  # whether the endpoint has ever

    def complete(self, request: Request) -> Reply:
        """Answers one request.

        Raises:
            EndpointError: no chat completion was had.
            ReplyError: the model gave no text that could be used.
            UnsentError: the endpoint was given up before, for the reason that is told again.
        """
        if self._blown is not None:
            raise UnsentError(str(self._blown), kind="given_up")
        try:
            reply = self._model.complete(request)
        except EndpointError as error:
            self._count(error)
            raise
        except ReplyError:
            self._in_a_row, self._answered = 0, True  # whatever it said, somebody is there
            raise
        self._in_a_row, self._answered = 0, True
        return reply

    def _count(self, error: EndpointError) -> None:
        """Blows the fuse if it is time; a race between threads asks once more at the most."""
        repeated = error.kind in _IF_REPEATED
        self._in_a_row = self._in_a_row + 1 if repeated else 0
        final = error.kind in _FOR_GOOD or error.status == _NO_SUCH_KEY or error.code == "insufficient_quota"
        final = final or (error.status in _AT_FIRST and not self._answered)
        if final or self._in_a_row >= _IN_A_ROW:
            self._blown = error
