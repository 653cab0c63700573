"""Names that are made from what they name, so that the same thing has the same name in every run."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_SLUG_CHARACTERS = 40


def digest(*parts: object) -> str:
    """8 hex digits of the SHA-256 of `parts` as text; no two lists of parts share one string."""
    joined = "\x1f".join(str(part).replace("\x1f", " ") for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def slug(title: str) -> str:
    """`title` in lower-case ASCII words joined by hyphens, at most 40 characters, cut between words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    made = ""
    for word in words:
        if len(made) + len(word) + 1 > _SLUG_CHARACTERS:
            break
        made = f"{made}-{word}" if made else word
    return made or "article"
