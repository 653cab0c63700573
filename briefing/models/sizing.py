"""How many tokens a request takes: of its prompt by our own count, and of its reply at most."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.models.schemas import longest
from briefing.wording.tokens import count_tokens

if TYPE_CHECKING:
    from briefing.models.model import Request
    from briefing.options import Limits

# Tokens around each message and before the reply ("How to count tokens with tiktoken", OpenAI cookbook, 2023: 3 and 3).
_MESSAGE_TOKENS = 4
_REPLY_TOKENS = 3
# Of a prompt that tokens are counted of by another vocabulary: a margin, not a measurement. Vocabularies of 32,000
# entries need more tokens for the same text than the one of 200,000 that we count with.
MARGIN = 1.5
# Most tokens of a reply where the run's tokens or cost are limited and nothing else limits a reply: what most current
# models can write at once.
DEFAULT_OUTPUT_TOKENS = 16_384
# Below this share of our own count, a prompt was cut. Vocabularies made for Chinese need some four fifths of our
# tokens there; others differ by a tenth.
_READ_SHARE = 0.7
_LEAST_TOKENS = 500  # of a prompt; shorter ones fit everywhere
_SURE_BYTES = 5.5  # for each token that was read: English has 4.5 to 5, and 0.7 of that is 6.5
_NEW_VOCABULARY_HOSTS = (".openai.com", ".azure.com")


def prompt_tokens(request: Request, *, exact: bool) -> int:
    """Tokens of the prompt at most: messages, schema and what surrounds them.

    Args:
        request: its schema counts as its JSON, and where it is told in words these count too.
        exact: whether the endpoint counts with the vocabulary that we count with; else 1.5 times as many.
    """
    texts = [message.text for message in request.messages]
    if request.schema is not None:
        texts += [json.dumps(request.schema.body, ensure_ascii=False), request.schema.words]
    held = sum(map(count_tokens, texts)) + _MESSAGE_TOKENS * len(request.messages) + _REPLY_TOKENS
    return held if exact else int(held * MARGIN) + 1


def reply_tokens(request: Request, limits: Limits) -> int | None:
    """Tokens of the reply at most; None where nothing bounds them."""
    if request.max_output_tokens is not None:
        return request.max_output_tokens
    if limits.total_tokens is not None or limits.cost is not None:
        return DEFAULT_OUTPUT_TOKENS
    if request.schema is None:
        return None
    most = longest(request.schema.body)
    return int(most) if most < float("inf") else None


def counts_like_us(endpoint: str | None) -> bool:
    """Whether the models behind `endpoint` use the vocabulary that we count with."""
    host = urlsplit(endpoint or "").hostname or ""
    return f".{host}".endswith(_NEW_VOCABULARY_HOSTS)


def is_cut(request: Request, read: int) -> bool:
    """Whether an endpoint that has read so many tokens has not read all of the messages.

    The vocabulary is loaded only where the length alone leaves it open. None at all is what some servers tell of a
    prompt that they have in their cache.
    """
    if read == 0:
        return False
    texts = [message.text for message in request.messages]
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    if size <= read * _SURE_BYTES:
        return False
    held = sum(map(count_tokens, texts))
    return held >= _LEAST_TOKENS and read < _READ_SHARE * held
