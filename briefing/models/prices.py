"""What tokens cost: by a file of the user's, or by the package `genai-prices` where the endpoint is one that it knows.

A price that is not known is None: nothing is guessed from a model's name alone, since any server may serve any name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Protocol
from urllib.parse import urlsplit

from briefing.errors import OptionError

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.models.model import Usage

_MILLION = 1_000_000
_MAX_BYTES = 1_000_000  # of a file of prices
_FREE = ":free"  # ends the names of OpenRouter's models that cost nothing; they have no price in the list


class Price(Protocol):
    """What the tokens of one model cost."""

    @property
    def source(self) -> str:
        """Where the price comes from."""
        ...

    def cost(self, usage: Usage) -> Decimal:
        """US dollars for the tokens of a call; tokens that are not told cost nothing."""
        ...


@dataclass(frozen=True, slots=True)
class TokenPrice:
    """A price for each kind of token.

    Attributes:
        input: US dollars for a million tokens of prompts.
        cached: for those of them that come from the endpoint's cache.
        output: for a million tokens of replies.
        source: where the price comes from.
    """

    input: Decimal
    cached: Decimal
    output: Decimal
    source: str

    def cost(self, usage: Usage) -> Decimal:
        """US dollars for the tokens of a call; tokens that are not told cost nothing."""
        read, written = usage.input_tokens or 0, usage.output_tokens or 0
        cached = min(usage.cached_tokens or 0, read)
        return ((read - cached) * self.input + cached * self.cached + written * self.output) / _MILLION


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """The price that `genai-prices` lists, with its tiers.

    Attributes:
        model: as the endpoint calls it.
        endpoint: its URL.
        source: where the price comes from.
    """

    model: str
    endpoint: str
    source: str

    def cost(self, usage: Usage) -> Decimal:
        """US dollars for the tokens of a call; tokens that are not told cost nothing."""
        import genai_prices

        read = usage.input_tokens or 0
        taken = genai_prices.Usage(
            input_tokens=read,
            cache_read_tokens=min(usage.cached_tokens or 0, read),
            output_tokens=usage.output_tokens or 0,
        )
        return genai_prices.calc_price(taken, self.model, provider_api_url=self.endpoint).total_price


def find_price(model: str, endpoint: str | None, *, file: Path | None = None) -> Price | None:
    """The price of a model; None where it is not known.

    Args:
        model: as its endpoint calls it.
        endpoint: its URL without secrets.
        file: YAML (or JSON) of prices in US dollars per million tokens, as in
            `gpt-5-mini: {input: 0.25, cached: 0.025, output: 2}`; `cached` may be left out. It goes before
            what is listed.

    Raises:
        OptionError: the file cannot be read, or is no list of prices.
    """
    if file is not None:
        own = _read(file).get(model)
        if own is not None:
            return own
    return _listed(model, endpoint)


def _listed(model: str, endpoint: str | None) -> Price | None:
    try:
        import genai_prices  # an extra of its own; its data take a tenth of a second to import
    except ImportError:
        return None
    if endpoint is None:
        return None
    try:
        found = genai_prices.calc_price(genai_prices.Usage(input_tokens=1), model, provider_api_url=endpoint)
    except LookupError:
        return None
    if not _is_of(endpoint, found.provider.api_pattern):
        return None
    if None in (found.model_price.input_mtok, found.model_price.output_mtok) and not found.model.id.endswith(_FREE):
        return None  # no price is not free: some of these are paid for by the request, the second or the month
    return ListedPrice(model, endpoint, f"genai-prices, {found.provider.id} {found.model.id}")


def _is_of(endpoint: str, pattern: str) -> bool:
    """Whether a provider's pattern names the whole host of `endpoint`; most patterns end in the middle of a URL."""
    named = re.match(pattern, endpoint)
    host = urlsplit(named.group()).hostname if named else None
    return host is not None and (host == urlsplit(endpoint).hostname or host.endswith("."))


def _read(file: Path) -> dict[str, TokenPrice]:
    import yaml
    from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

    class Entry(BaseModel):
        model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
        input: Annotated[Decimal, Field(ge=0, le=_MILLION)]
        cached: Annotated[Decimal, Field(ge=0, le=_MILLION)] | None = None
        output: Annotated[Decimal, Field(ge=0, le=_MILLION)]

    advice = "write it like {gpt-5-mini: {input: 0.25, cached: 0.025, output: 2}}, in US$ per million tokens."
    try:
        if not file.is_file():
            raise OptionError(f"{file} is no file of prices; name one with --prices.")
        with file.open("rb") as held:
            content = held.read(_MAX_BYTES + 1)
    except OSError as error:
        raise OptionError(f"{file} cannot be read ({error.strerror}); name a file of prices with --prices.") from None
    if len(content) > _MAX_BYTES:
        raise OptionError(f"{file} has over {_MAX_BYTES:,} bytes, too many for a file of prices; {advice}")
    try:
        told = yaml.safe_load(content)
        found = TypeAdapter(dict[str, Entry]).validate_python({} if told is None else told)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, ValidationError):
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            place = ".".join(str(part) for part in first["loc"][:2])[:80]
            raise OptionError(f"{file}: {place + ': ' if place else ''}{first['msg']}; {advice}") from None
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise OptionError(f"{file}{line} is no YAML; {advice}") from None
    return {
        name: TokenPrice(held.input, held.input if held.cached is None else held.cached, held.output, str(file))
        for name, held in found.items()
    }
