"""What a sentence may lead back to: its paragraph, and the one before where it opens its own with a pronoun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefing.analysis.grounding import cut_sentence
from briefing.analysis.sourcing import sources_of
from briefing.article import Article
from briefing.reading import load, segment

if TYPE_CHECKING:
    from pathlib import Path


def before(text: str, tmp_path: Path) -> tuple[str, ...]:
    """The sentences that the last one of a text may lead back to."""
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    (article,) = load(str(path))
    assert isinstance(article, Article)
    sentences = segment(article)
    lines = [cut_sentence(article, sentence) for sentence in sentences]
    return sources_of(article, sentences, lines)[lines[-1].id].before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two went.\n\nHe put the cost at nine.", ("One came.", "Two went.")),
        ("One came. Two went.\n\n“Its plan is sound.”", ("One came.", "Two went.")),
        ("One came.\n\nTwo went. He stayed.", ("Two went.",)),
        ("One came.\n\nTwo went.\n\nNine stayed.", ()),
        ("One came.\n\n## Part two\n\nHe put the cost at nine.", ()),
        ("He put the cost at nine.", ()),
    ],
)
def test_before(text: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    """Never further than one paragraph back, and never into another section."""
    assert before(text, tmp_path) == expected
