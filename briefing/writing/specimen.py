"""Two memos that a template is tried on: one that fills every field of every type, one that fills none.

The full one tells an invented story. Parts of it are hostile on purpose (mark-up of Markdown, HTML
and Jinja, links, bars, reversed writing), so that a template is tried with what articles may hold.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from briefing.memo import Memo, Run, from_json


@cache
def full_specimen() -> Memo:
    """A memo of three articles with at least one entry of everything, every optional field set somewhere."""
    name = "specimen.json"
    return from_json(resources.files("briefing.writing").joinpath(name).read_bytes(), name=name)


@cache
def empty_specimen() -> Memo:
    """A memo of no article: status `failed`, and nothing but the fields that must be there."""
    return Memo(
        id="memo-of-nothing",
        title="Nothing to tell",
        as_of=None,
        status="failed",
        run=Run(version="0", analyst="none", max_chunk_tokens=1),
    )
