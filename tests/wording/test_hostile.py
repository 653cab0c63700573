"""Texts that are made to be slow: each of these ends in no time, or the suite hangs here."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.wording.bases import basis_of
from briefing.wording.dates import find_dates
from briefing.wording.names import Lexicon, find_mentions
from briefing.wording.quantities import find_quantities
from briefing.wording.quotations import find_quotations
from briefing.wording.quoted import find_quoted
from briefing.wording.stances import find_stances
from briefing.wording.words import clause_end, clause_start, content_words

LONG = 100_000  # characters
SENTENCE = 2_000  # characters, the most that a sentence has
UNITS = [
    "a, ",
    "A. ",
    "A.",
    "the ",
    "“",
    '"',
    "„",
    "‘a ",
    "“A\n",
    "A says “b. ",
    "which ",
    ", which a, ",
    "if ",
    "1,",
    "1-1-",
    "$1",
    "١",
    "twenty ",
    "May ",
    "1 May ",
    "will Monday ",
    "in 2020 ",
    "X’s ",
    "X's refusal to ",
    "A-",
    "Van der ",
    "Secretary ",
    "Mr. ",
    "A, head of X, ",
    "P said that ",
    "the officials in A and ",
    "A senior official said ",
    "Bank Officials ",
    "Aaa Bbb Ccc. ",
    "it it ",
    "x",
    "X",
    " ",
    "\n",
]
EMPTY = Lexicon("")


def repeat(unit: str, length: int) -> str:
    """`unit` over and over, `length` characters in all."""
    return (unit * (length // len(unit) + 1))[:length]


@pytest.mark.parametrize("unit", UNITS)
def test_whole_articles(unit: str) -> None:
    """What reads a whole article takes time in proportion to it."""
    text = repeat(unit, LONG)
    assert all(0 <= start < end <= LONG for start, end in find_quoted(text))
    assert Lexicon(text).canonical("Nobody") == "Nobody"


@pytest.mark.parametrize(
    "unit", [*(unit for unit in UNITS if unit[0] in '“"„‘A'), "“a” ", "“officials” ", "he said “a” "]
)
def test_quotations_of_whole_articles(unit: str) -> None:
    """A speaker is looked for nearby, however many quotations and names a sentence or a paragraph has."""
    text = repeat(unit, LONG // 2)
    spans = [(start, min(start + SENTENCE, len(text)), 0) for start in range(0, len(text), SENTENCE)]
    named = [find_mentions(text[start:end], EMPTY) for start, end, _ in spans]
    assert all(found.end <= len(text) for found in find_quotations(text, spans, lambda index: named[index]))


@pytest.mark.parametrize("unit", UNITS)
def test_long_runs(unit: str) -> None:
    """What is meant for a sentence bears a text many times as long."""
    text = repeat(unit, LONG // 4)
    assert all(found.end <= len(text) for found in find_dates(text, date(2026, 10, 21)))
    assert all(found.end <= len(text) for found in find_quantities(text))
    assert all(found.end <= len(text) for found in find_mentions(text, EMPTY))
    assert basis_of(text)
    assert clause_start(text, len(text)) <= clause_end(text, 0) or unit
    assert isinstance(content_words(text), list)


@pytest.mark.parametrize("unit", UNITS)
def test_long_sentences(unit: str) -> None:
    """Stances of the longest sentence are found, whatever it repeats."""
    sentence = repeat(unit, SENTENCE)
    named = find_mentions(sentence, EMPTY)
    assert all(0 <= found.start < found.end <= SENTENCE for found in find_stances(sentence, named, None))


def test_many_names() -> None:
    """An article of thousands of names is read in passes over the text, not in one pass a name."""
    names = [
        f"{chr(65 + one)}{'abcdefghij'[two]}{'klmnopqrst'[three]}o Ze{'abcdefghij'[two]}{chr(97 + one)}{three}"
        for one in range(26)
        for two in range(10)
        for three in range(10)
    ]
    text = " ".join(f"President {name} said so to the line of {name.split()[1]}." for name in names for _ in range(4))
    lexicon = Lexicon(text)
    assert lexicon.canonical(names[-1].split()[1]) == names[-1]
    assert len(text) > 400_000
