"""A name is known in its other forms, and by who a sentence goes on about."""

from __future__ import annotations

import pytest

from briefing.checks.claim import Claim, Source
from briefing.checks.names import check_names
from briefing.wording.names import lexicon_of

TEXT = (
    "The republic of Lethia wants more water. Its minister, Halia Dorn, left for Brennik on Monday. She said nothing. "
    "On Tuesday its growers met the Delta Union."
)
LEXICON = lexicon_of(TEXT)
FIRST, SECOND, THIRD, FOURTH = (part if part.endswith(".") else f"{part}." for part in TEXT.split(". "))


def unknown(text: str, evidence: str, *before: str) -> list[str]:
    """The words of names in a statement that its evidence does not hold."""
    source = Source(evidence, before, LEXICON, named=frozenset(("the", "delta", "post")))
    return [slip.words for slip in check_names(Claim(text, "", "reported", (source,)))]


@pytest.mark.parametrize(
    ("text", "evidence", "before"),
    [
        ("The Lethian government wants more water.", FIRST, ()),
        ("All Lethians want more water.", FIRST, ()),
        ("Minister Halia Dorn said nothing.", THIRD, (FIRST, SECOND)),
        ("Dorn left for Brennik.", SECOND, ()),
        ("The growers of Lethia met the Delta Unions.", FOURTH, (FIRST,)),
        ("Halia Dorn left, the Delta Post writes.", SECOND, ()),
    ],
)
def test_known(text: str, evidence: str, before: tuple[str, ...]) -> None:
    """Forms of a place's name, plurals, surnames, whom a pronoun leads back to, and the outlet."""
    assert unknown(text, evidence, *before) == []


@pytest.mark.parametrize(
    ("text", "evidence", "before", "names"),
    [
        ("Lethia left for Port Selwyn.", SECOND, (FIRST,), ["Port", "Selwyn"]),
        ("Halia Dorn wants more water.", FIRST, (), ["Halia", "Dorn"]),
        ("The Delta Council met.", FOURTH, (), ["Council"]),
        ("The Post Office met the Delta Union.", FOURTH, (), ["Post", "Office"]),
    ],
)
def test_unknown(text: str, evidence: str, before: tuple[str, ...], names: list[str]) -> None:
    """Names of other sentences, and of nobody; a word of the outlet is no licence for another name."""
    assert unknown(text, evidence, *before) == names
