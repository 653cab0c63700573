"""The one place where a model and what is wrapped around it are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.models.fused_model import FusedModel
from briefing.models.openai_model import OpenAIModel

if TYPE_CHECKING:
    from briefing.models.model import Model


def connect(name: str, *, base_url: str | None = None) -> Model:
    """A model that is ready to be asked; nothing is sent before its first request.

    Once the endpoint has refused for good (a key that it does not take; no connection or no such
    model three times in a row), it is not asked again.

    Args:
        name: the model as the endpoint calls it.
        base_url: where the API is, mostly ending in `/v1`; None for `OPENAI_BASE_URL` or else
            OpenAI itself. A server on this machine needs no key.

    Raises:
        OptionError: the name is empty, or the URL is none.
    """
    return FusedModel(OpenAIModel(name, base_url=base_url))
