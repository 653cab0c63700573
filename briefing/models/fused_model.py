"""A model that is not asked again once its endpoint has refused for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.errors import EndpointError

if TYPE_CHECKING:
    from briefing.models.model import Model, Reply, Request

# What does not pass within a run: the same answer would come again, and take its time.
_FOR_GOOD = frozenset({"no_key", "unreachable", "tls", "unauthorized", "not_found"})


class FusedModel:
    """Asks another model until that fails in a way that does not pass; then fails likewise, at once.

    Requests under way in other threads are not called back.

    Args:
        model: answers the requests.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._blown: EndpointError | None = None

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
            EndpointError: no chat completion was had, by this request or an earlier one.
            ReplyError: the model gave no text that could be used.
        """
        blown = self._blown
        if blown is not None:
            # an error of its own for each request: a traceback is no place to share between threads
            raise EndpointError(
                str(blown),
                kind=blown.kind,
                status=blown.status,
                code=blown.code,
                parameter=blown.parameter,
                headers=blown.headers,
                raw=blown.raw,
            )
        try:
            return self._model.complete(request)
        except EndpointError as error:
            if error.kind in _FOR_GOOD or error.code == "insufficient_quota":
                self._blown = error
            raise
