"""What a sentence may lead back to: its paragraph, and the one before where it opens its own with a pronoun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefing.analysis.grounding import cut_sentence
from briefing.analysis.sourcing import sources_of
from briefing.article import Article
from briefing.checks import find_slips
from briefing.checks.claim import Claim
from briefing.reading import load, segment

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.checks.claim import Source


def last(text: str, tmp_path: Path) -> Source:
    """The last sentence of a text as the checks see it."""
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    (article,) = load(str(path))
    assert isinstance(article, Article)
    sentences = segment(article)
    lines = [cut_sentence(article, sentence) for sentence in sentences]
    return sources_of(article, sentences, lines)[lines[-1].id]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two went.\n\nHe put the cost at nine.", ("One came.", "Two went.")),
        ("One came. Two went.\n\n“Its plan is sound.”", ("One came.", "Two went.")),
        ("One came.\n\nTwo went. He stayed.", ("Two went.",)),
        ("One came.\n\nTwo went.\n\nNine stayed.", ()),
        ("One came.\n\n## Part two\n\nHe put the cost at nine.", ()),
        ("He put the cost at nine.", ()),
        (
            "One came. Two went.\n\nThe cost, he said, is nine. It is late.",
            ("One came.", "Two went.", "The cost, he said, is nine."),
        ),
        (f"One came.\n\nHe stayed. {'Two went. ' * 9}Nine stayed.", ("Two went.",) * 7),
    ],
)
def test_before(text: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    """Never further than one paragraph back, and never into another section."""
    assert last(text, tmp_path).before == expected


STORY = """The Guild of Ferrymen, which has 214 boats, wants it kept open. Its president, Anselm Quill, said so twice.

“I do not ask for a bridge,” said Dr Ilse Marden, who heads the Harbour Institute. “It would cost too much.”

The Ministry of Ports is silent. Tobin Rask, its spokesman, promised an answer.

Owen Trevane, who chairs the Pilots' Guild, is for it. Its rival is the Mill. Its director, Dr Priya Rang, is not.

"""


@pytest.mark.parametrize(
    ("ending", "party", "text", "kinds"),
    [
        ("Mr Quill said the boats would stay.", "Guild of Ferrymen", "says the boats will stay", []),
        ("Mr Quill’s guild voted to strike.", "Guild of Ferrymen", "voted to strike", []),
        ("Mr Quill’s guild voted to strike.", "", "The Guild of Ferrymen voted to strike.", []),
        ("Marden said the tide was late.", "Harbour Institute", "says the tide was late", []),
        ("Dr Marden spoke. “The tide was late,” she said.", "Harbour Institute", "says the tide was late", []),
        ("Mr Rask said nobody would pay.", "Ministry of Ports", "says nobody will pay", []),
        ("Mr Rask said nobody would pay.", "", "Mr Rask said nobody would pay.", []),
        ("Mr Rask said nobody would pay.", "Guild of Ferrymen", "says nobody will pay", ["speaker"]),
        ("Mr Rask said nobody would pay.", "Ilse Marden", "says nobody will pay", ["speaker"]),
        ("The Lady Ansey sank. The skipper is safe.", "", "The skipper of the Lady Ansey is safe.", []),
        ("The Lady Ansey sank. Mr Rask saw the crew.", "", "Mr Rask saw the crew of the Lady Ansey.", ["name"]),
        ("Trevane said the boats would stay.", "Pilots' Guild", "says the boats will stay", []),
        ("Dr Rang said the boats would go.", "Mill", "says the boats will go", []),
        ("Dr Rang is late. She said the Guild of Ferrymen would go.", "Mill", "says the guild will go", []),
        ("Dr Rang is late. The tide was “never so low”.", "Priya Rang", "says the tide was “never so low”", []),
        ("Dr Rang is late. The tide was low.", "Priya Rang", "says the tide was low", ["speaker"]),
        ("Dr Rang is late.\n\nTides, she said, are low.", "Priya Rang", "says tides are low", []),
        ("Dr Rang is late.\n\nTides, she said, are low. “Ask them why.”", "Priya Rang", "says to “Ask them why”", []),
        (
            "Dr Rang is late. It was wet. It was cold. It was dark. She spoke of tides.",
            "",
            "Dr Rang spoke of tides.",
            [],
        ),
        ("Mr Quill said the boats would stay.", "", "The Guild of Ferrymen said the boats would stay.", ["name"]),
    ],
)
def test_offices(ending: str, party: str, text: str, kinds: list[str], tmp_path: Path) -> None:
    """Who speaks for a body does so wherever he is named; its name is told by its noun beside his, not by his alone."""
    source = last(STORY + ending, tmp_path)
    found = {slip.kind for slip in find_slips(Claim(text, party, "reported", (source,)))}
    assert sorted(found) == kinds
