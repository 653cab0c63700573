"""The one place where a model and what is wrapped around it are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.models.account import Account
from briefing.models.adapted_model import AdaptedModel
from briefing.models.fused_model import FusedModel
from briefing.models.limited_model import LimitedModel
from briefing.models.openai_model import OpenAIModel
from briefing.models.retried_model import RetriedModel
from briefing.models.stored_model import StoredModel

if TYPE_CHECKING:
    from briefing.models.model import Model
    from briefing.models.prices import Price
    from briefing.models.redaction import Secret
    from briefing.models.store import Store


def connect(
    name: str,
    *,
    base_url: str | None = None,
    api_key: str | Secret | None = None,
    store: Store | None = None,
    account: Account | None = None,
    price: Price | None = None,
) -> Model:
    """A model that is ready to be asked; nothing is sent before its first request.

    What passes (rate limits, overload, broken answers) is waited out, up to six attempts for a request.
    What the endpoint does not take (a form of reply, a keyword, a parameter) is written otherwise from then on.

    Once the endpoint has refused for good (a key that it does not take; no connection or no such
    model three times in a row), it is not asked again.

    Args:
        name: the model as the endpoint calls it.
        base_url: where the API is, mostly ending in `/v1`; None for `OPENAI_BASE_URL` or else
            OpenAI itself. A server on this machine needs no key.
        api_key: sent to that endpoint; None for `OPENAI_API_KEY`.
        store: keeps every reply, and answers the same request from then on; None keeps nothing.
        account: keeps count of what is asked and taken, and holds its limits; one account may serve several
            models. None for one of its own, without limits.
        price: of the model, for the account; None where it is not known.

    Raises:
        OptionError: the name is empty, the URL is none, or the account limits the cost of a model without a price.
    """
    account = account or Account()
    model: Model = OpenAIModel(name, base_url=base_url, api_key=api_key)
    model = AdaptedModel(LimitedModel(model, account, price=price))
    model = FusedModel(RetriedModel(model, seconds_left=account.seconds_left))
    return model if store is None else StoredModel(model, store, account)
