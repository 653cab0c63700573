"""The one place where a model and what is wrapped around it are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.models.fused_model import FusedModel
from briefing.models.openai_model import OpenAIModel
from briefing.models.retried_model import RetriedModel
from briefing.models.stored_model import StoredModel

if TYPE_CHECKING:
    from briefing.models.model import Model
    from briefing.models.store import Store


def connect(name: str, *, base_url: str | None = None, store: Store | None = None) -> Model:
    """A model that is ready to be asked; nothing is sent before its first request.

    What passes (rate limits, overload, broken answers) is waited out, up to six attempts for a request.

    Once the endpoint has refused for good (a key that it does not take; no connection or no such
    model three times in a row), it is not asked again.

    Args:
        name: the model as the endpoint calls it.
        base_url: where the API is, mostly ending in `/v1`; None for `OPENAI_BASE_URL` or else
            OpenAI itself. A server on this machine needs no key.
        store: keeps every reply, and answers the same request from then on; None keeps nothing.

    Raises:
        OptionError: the name is empty, or the URL is none.
    """
    model = FusedModel(RetriedModel(OpenAIModel(name, base_url=base_url)))
    return model if store is None else StoredModel(model, store)
