"""Words without what surrounds them: mark-up, control characters, excess length."""

from __future__ import annotations

import re

TITLE_CHARACTERS = 200
FIELD_CHARACTERS = 300

# Each alternative stops at the first character that it cannot hold, so no input makes them backtrack far.
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{0,2000}\)")
_EMPHASIS = re.compile(r"(?<![\w*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*_])|`+")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_ATX = re.compile(r"[ \t]{0,3}#{1,6}(?=[ \t]|$)")
# Controls that are no white space, halves of surrogate pairs, and marks that turn the direction of writing: these can
# make a shown name read as another one.
_UNSHOWN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_FOLDED = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def plain(line: str) -> str:
    """`line` without Markdown's heading, emphasis, link and image marks, its white space single."""
    bare = _ATX.sub("", line, count=1)
    if bare != line:
        bare = bare.rstrip().rstrip("#") if bare.rstrip().endswith((" #", "##", "\t#")) else bare
    bare = _LINK.sub(r"\1", _IMAGE.sub("", bare))
    return clean(_ESCAPE.sub("", _EMPHASIS.sub("", bare)))


def clean(words: str) -> str:
    """`words` on one line: white space single, control and direction characters off."""
    return " ".join(_UNSHOWN.sub("", words).split())


def shorten(words: str, limit: int) -> str:
    """`words` cut between words to at most `limit` characters, `…` at the end where something was cut."""
    if len(words) <= limit:
        return words
    kept, space, _ = words[:limit].rpartition(" ")
    return (kept if space and len(kept) > limit // 2 else words[: limit - 1]).rstrip(" ,;:–—-") + "…"


def same_words(one: str, other: str) -> bool:
    """Whether two titles say the same: case, typographic marks and a tail of the longer one aside."""
    short, long = sorted((_fold(one), _fold(other)), key=len)
    return short == long or (len(short) >= 20 and long.startswith(short) and not long[len(short)].isalnum())


def _fold(words: str) -> str:
    return " ".join(words.translate(_FOLDED).casefold().split())
