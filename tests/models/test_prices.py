"""Prices: from a file or a list, never from a guess."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from genai_prices.data import providers

from briefing.errors import OptionError
from briefing.models import Usage
from briefing.models.prices import find_price

if TYPE_CHECKING:
    from pathlib import Path

OPENAI = "https://api.openai.com/v1"
CALL = Usage(input_tokens=1_000_000, cached_tokens=400_000, output_tokens=2_000_000)


def test_a_file_of_prices(tmp_path: Path) -> None:
    """US dollars per million tokens, exact; without a price for cached tokens they cost as the others."""
    file = tmp_path / "prices.yaml"
    file.write_text("own: {input: 0.25, cached: 0.1, output: 2}\nplain: {input: 1, output: 0.3}\n", encoding="utf-8")
    own, plain = (find_price(name, "http://127.0.0.1:1/v1", file=file) for name in ("own", "plain"))
    assert own is not None
    assert plain is not None
    assert own.cost(CALL) == Decimal("0.15") + Decimal("0.04") + 4
    assert plain.cost(CALL) == 1 + Decimal("0.6")
    assert plain.cost(Usage()) == 0
    assert str(file) in own.source


def test_json_is_yaml(tmp_path: Path) -> None:
    """A file of prices may be JSON."""
    file = tmp_path / "prices.json"
    file.write_text('{"m": {"input": "0.1", "output": 1}}', encoding="utf-8")
    found = find_price("m", None, file=file)
    assert found is not None
    assert found.cost(Usage(input_tokens=1_000_000)) == Decimal("0.1")


def test_the_list_knows_endpoints() -> None:
    """What OpenAI serves has a listed price; more cached tokens cost less."""
    found = find_price("gpt-5-mini", OPENAI)
    assert found is not None
    assert found.source == "genai-prices, openai gpt-5-mini"
    whole = found.cost(Usage(input_tokens=1_000_000, output_tokens=0))
    assert 0 < found.cost(Usage(input_tokens=1_000_000, cached_tokens=1_000_000)) < whole


@pytest.mark.parametrize(
    ("model", "endpoint"),
    [
        ("gpt-5-mini", "http://127.0.0.1:8000/v1"),
        ("gpt-5-mini", None),
        ("nobody-knows", OPENAI),
        ("", OPENAI),
        ("gpt-5-mini", "https://api.openai.com.proxy.example/v1"),
        ("gpt-5-mini", "https://api.openai.com@127.0.0.1/v1"),
        ("text-embedding-3-small", OPENAI),
        ("whisper-1", OPENAI),
    ],
)
def test_nothing_is_guessed(model: str, endpoint: str | None) -> None:
    """A server on this machine may serve anything under any name; what has no price for its tokens is not free."""
    assert find_price(model, endpoint) is None


@pytest.mark.parametrize("host", ["x.openai.azure.com", "api.moonshot.ai", "api.openai.com:443"])
def test_the_list_knows_hosts_by_their_whole_name(host: str) -> None:
    """With a port, with one's own name before it, and where the list leaves its end open."""
    model = "kimi-k2-0905-preview" if "moonshot" in host else "gpt-5-mini"
    assert find_price(model, f"https://{host}/v1") is not None


def test_what_is_listed_as_free_is_free() -> None:
    """OpenRouter's models of that name have no price in the list."""
    (openrouter,) = (provider for provider in providers if provider.id == "openrouter")
    name = next(model.id for model in openrouter.models if model.id.endswith(":free"))
    found = find_price(name, "https://openrouter.ai/api/v1")
    assert found is not None
    assert found.cost(CALL) == 0


def test_without_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is an extra; without it a listed price is not known."""
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    assert find_price("gpt-5-mini", OPENAI) is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"m: {input: -1, output: 1}", "m.input: Input should be greater than or equal to 0"),
        (b"m: {input: .nan, output: 1}", "m.input: "),
        (b"m: {input: .inf, output: 1}", "m.input: "),
        (b"m: {input: 1}", "m.output: Field required"),
        (b"m: {input: 1, output: 2, price: 3}", "m.price: Extra inputs"),
        (b"m: 3", "m: Input should be"),
        (b"- a", "Input should be a valid dict"),
        (b"[]", "Input should be a valid dict"),
        (b"false", "Input should be a valid dict"),
        (b"m: {input: [", "line 1 is no YAML"),
        (b"!!python/object/apply:os.system ['true']", "line 1 is no YAML"),
        (b"\xff\xfe\x00", "is no YAML"),
        (b"[" * 50_000, "is no YAML"),
        (b"# " + b"x" * 1_000_001, "has over 1,000,000 bytes"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", "a: Input should be"),
    ],
)
def test_what_is_no_list_of_prices_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    """With the place, and with what to write."""
    file = tmp_path / "prices.yaml"
    file.write_bytes(content)
    with pytest.raises(OptionError) as caught:
        find_price("m", None, file=file)
    told = str(caught.value)
    assert sentence in told
    assert len(told) < 400 + len(str(file))


def test_folders_and_pipes_hold_no_prices(tmp_path: Path) -> None:
    """Nothing is waited for."""
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "missing", "."):
        with pytest.raises(OptionError, match="is no file of prices"):
            find_price("m", None, file=tmp_path / name)
