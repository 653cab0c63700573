"""Text becomes drafts here and nowhere else."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, NoReturn, TypeAlias, TypeVar

from briefing.errors import InvalidReplyError

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    DraftT = TypeVar("DraftT", bound=BaseModel)

_Json: TypeAlias = "dict[str, _Json] | list[_Json] | str | int | float | bool | None"

# Limits far above any honest draft (which is some 10 kB, five levels deep, with line numbers of four
# digits) and far below what would cost memory or time.
_MAX_CHARACTERS = 8_000_000
_MAX_DIGITS = 100
_COMPLAINT_CHARACTERS = 600
_COMPLAINTS = 5
_PLACE_CHARACTERS = 80
_WORDS_CHARACTERS = 160
_FENCE_CHARACTERS = 100  # empty lines and a fence stand within so many

_BEFORE = re.compile(r"[\ufeff\s]*")
_THINKING = re.compile(r"\s*<think(?:ing)?>", re.I)
_THOUGHT = re.compile(r"</think(?:ing)?>", re.I)
# The first brace that opens an object: prose has braces too, but not before a quotation mark.
_OPENING = re.compile(r'\{\s*"')
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# What control characters and surrogates are written as, or are: as escapes, or themselves.
_SUSPECT = re.compile(r"\\[ubfr]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class _RefusedError(ValueError):
    """Raised inside the parser; its text is the complaint."""


def decode(text: str, draft_type: type[DraftT], *, cuts: list[str] | None = None) -> DraftT:
    """Reads a model's reply into a draft.

    Thoughts in front, prose around, fences and a byte order mark are put aside. Control
    characters inside strings become spaces. All else that is not exactly one JSON object of
    the type is refused: half an object, two objects, a key given twice, NaN and infinities,
    numbers of over 100 digits, lone surrogates, more than 200 levels, over 8,000,000 characters.

    Args:
        text: the reply as it came.
        draft_type: what it shall become.
        cuts: gets a clause for all that is beyond a bound of the type and is left out; None for a type without bounds.

    Raises:
        InvalidReplyError: its `complaint` says what is wrong, in the validator's words.
    """
    from pydantic import ValidationError  # drafts have loaded it; `import briefing` has not

    try:
        found = _object(_answer(text))
        # walking the object takes longer than all else here, so only where there is something to find
        clean = _cleaned(found) if _SUSPECT.search(text) else found
        # JSON once more: the type's own rules for JSON hold, not those for Python values; and the
        # validator's parser refuses more than 200 levels
        return draft_type.model_validate_json(json.dumps(clean, ensure_ascii=False), context=cuts)
    except _RefusedError as error:
        complaint = str(error)
    except ValidationError as error:
        complaint = _complaints(error)
    except RecursionError:
        complaint = "it is nested too deep"
    raise InvalidReplyError(_short(complaint, _COMPLAINT_CHARACTERS), raw=text)


def _answer(text: str) -> str:
    """`text` without thoughts; they may hold half-made drafts."""
    if len(text) > _MAX_CHARACTERS:
        raise _RefusedError(f"it has {len(text):,} characters, of at most {_MAX_CHARACTERS:,}")
    start = _BEFORE.match(text).end()  # type: ignore[union-attr]  # it matches nothing at least
    while _THINKING.match(text, start):
        end = _THOUGHT.search(text, start)
        if end is None:
            raise _RefusedError("it holds thoughts and no answer after them")
        start = end.end()
    # some servers put the opening tag into the prompt, so that the reply holds only the closing one
    end = _THOUGHT.search(text, start)
    if end and not text[start : start + _FENCE_CHARACTERS].lstrip().startswith(("{", "```")):
        start = end.end()
    return text[start:]


def _object(text: str) -> dict[str, _Json]:
    """The one JSON object in `text`, which may stand in a fence or amid prose."""
    opening = _OPENING.search(text)
    if opening is None:
        raise _RefusedError("it holds no JSON object with a key")
    if text[: opening.start()].rstrip().endswith("["):
        raise _RefusedError("it is a JSON array; give one JSON object")
    found, end = _parsed(text, opening.start())
    following = _OPENING.search(text, end)
    if following:
        raise _RefusedError("it holds more than one JSON object; give one")
    return found


def _parsed(text: str, start: int) -> tuple[dict[str, _Json], int]:
    try:
        found, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        place = f"line {text.count(chr(10), start, error.pos) + 1} of the object"
        cut = " (it seems cut off)" if not text[error.pos :].strip(" \t\r\n`") else ""
        raise _RefusedError(f"it is not valid JSON: {error.msg} in {place}{cut}") from None
    except RecursionError:
        raise _RefusedError("it is nested too deep") from None
    assert isinstance(found, dict)  # noqa: S101  # for the type checker: it starts with a brace
    return found, end


def _pairs(pairs: list[tuple[str, _Json]]) -> dict[str, _Json]:
    found: dict[str, _Json] = {}
    for key, value in pairs:
        if key in found:
            raise _RefusedError(f"it gives the key “{_short(key, _PLACE_CHARACTERS)}” twice in one object")
        found[key] = value
    return found


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise _RefusedError(f"it holds a number of {len(digits):,} digits")
    return int(digits)


def _real(digits: str) -> float:
    number = float(digits) if len(digits) <= _MAX_DIGITS else math.inf
    if not math.isfinite(number):
        raise _RefusedError("it holds a number that is too large or too long")
    return number


def _constant(name: str) -> NoReturn:
    raise _RefusedError(f"it holds {name}, which is no JSON")


# `strict=False` lets bare line ends into strings, which weak models write; they are kept or cleaned below.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_integer, parse_float=_real, parse_constant=_constant, strict=False
)


def _cleaned(node: _Json) -> _Json:
    if isinstance(node, str):
        if _SURROGATE.search(node):
            raise _RefusedError("it holds half of a surrogate pair, which is no character")
        return _CONTROLS.sub(" ", node)
    if isinstance(node, list):
        return [_cleaned(entry) for entry in node]
    if isinstance(node, dict):
        return {_CONTROLS.sub(" ", key): _cleaned(value) for key, value in node.items()}
    return node


def _complaints(error: ValidationError) -> str:
    told = []
    found = error.errors(include_url=False, include_input=False, include_context=False)
    for entry in found[:_COMPLAINTS]:
        place = _short(".".join(str(part) for part in entry["loc"]), _PLACE_CHARACTERS) or "the object"
        told.append(f"{place}: {_short(entry['msg'], _WORDS_CHARACTERS)}")
    if len(found) > _COMPLAINTS:
        told.append(f"and {len(found) - _COMPLAINTS} more")
    return "; ".join(told)


def _short(text: str, characters: int) -> str:
    """`text` on one line, cut to `characters`."""
    line = " ".join(_CONTROLS.sub(" ", text[: 4 * characters]).split())
    line = line.encode("utf-8", "replace").decode()
    return line if len(line) <= characters else line[: characters - 1] + "…"
