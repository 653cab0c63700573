"""A name for a request that is the same whenever the same reply may be expected."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from briefing.ids import digest

if TYPE_CHECKING:
    from briefing.models.model import Request

_VERSION = 2  # counts up when the recipe below changes, so that no old key means something new
_HEX_DIGITS = 32  # 128 bits: no chance collision, and short enough to stand beside every statement


def reply_key(key: str, text: str) -> str:
    """A name for the reply `text` to the request of `key`, for whoever asks for it to be put right."""
    return f"{key}-{digest(text.encode('utf-8', 'backslashreplace').decode())}"


def request_key(request: Request, *, model: str, endpoint: str | None) -> str:
    """32 hex digits of the SHA-256 of all that determines the reply.

    These are messages, schema, output limit, parameters, model and endpoint. The stage, the
    unit and what else only labels a request are left out, and so is the dialect that it is
    written in. The order of a schema's keys counts, because decoders follow it; that of the
    parameters does not.

    Args:
        request: what is asked.
        model: name of the model that is asked.
        endpoint: its URL without secrets, None where there is none.

    Raises:
        ValueError: a parameter is no JSON value or not a finite number.
        TypeError: a parameter is of a type that JSON does not have.
    """
    schema = request.schema
    told = {
        "version": _VERSION,
        "model": model,
        "endpoint": endpoint,
        "messages": [[message.role, message.text] for message in request.messages],
        "schema": None if schema is None else [schema.name, schema.body, *([schema.words] if schema.words else [])],
        "max_output_tokens": request.max_output_tokens,
        "parameters": sorted(request.parameters.items()),
    }
    # ASCII only: text with lone surrogates has a key too
    text = json.dumps(told, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_HEX_DIGITS]
