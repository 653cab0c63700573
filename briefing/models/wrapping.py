"""What all models have in common that hold another model and ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.models.model import Model


class WrappingModel:
    """Goes by the name and the endpoint of the model inside; a subclass says how that is asked.

    Args:
        model: answers the requests.
    """

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model as it is asked for."""
        return self._model.name

    @property
    def endpoint(self) -> str | None:
        """The URL of the endpoint without its secrets; None where no endpoint is behind it."""
        return self._model.endpoint
