"""A model behind which others stand in reserve."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.errors import EndpointError, ModelError, UnsentError
from briefing.models.keying import request_key
from briefing.models.logs import log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.models.model import Model, Reply, Request


class FallbackModel:
    """Asks the first of several models, and each next one where no chat completion could be had of those before.

    What a model says of a request (a refusal, a filter, nonsense) is its answer, and so is that a prompt is too long.

    Args:
        models: in the order in which they are asked; the first one gives its name and endpoint.
    """

    def __init__(self, models: Sequence[Model]) -> None:
        self._models = tuple(models)

    @property
    def name(self) -> str:
        """The first model as it is asked for."""
        return self._models[0].name

    @property
    def endpoint(self) -> str | None:
        """The URL of the first model's endpoint without its secrets."""
        return self._models[0].endpoint

    def complete(self, request: Request) -> Reply:
        """Answers one request; a reply of any but the first model has the key of the request to that model.

        Raises:
            EndpointError: no chat completion was had, by the last model.
            ReplyError: the model that was reached gave no text that could be used.
            UnsentError: nothing was sent, by the last model.
        """
        failures: list[ModelError] = []
        for model in self._models:
            try:
                reply = model.complete(request)
            except (EndpointError, UnsentError) as error:
                if error.kind not in ("too_long", "limit", "store") and model is not self._models[-1]:
                    failures.append(error)
                    continue
                raise
            if not failures:
                return reply
            log.info("%s %s: answered by %s in reserve: %s", request.stage, request.unit, model.name, failures[0])
            return replace(reply, key=reply.key or request_key(request, model=model.name, endpoint=model.endpoint))
        raise AssertionError("the last model neither answered nor failed")
