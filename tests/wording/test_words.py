"""Content words, inflected forms, and the borders of clauses."""

from __future__ import annotations

import pytest

from briefing.wording.words import clause_end, clause_start, content_words, fold, forms, participles, stem


def test_content_words() -> None:
    """Stop words and short words fall, plurals and possessives are undone, order is kept."""
    assert content_words("The trust’s parties have not yet agreed on it: 12 weeks, e-mail!") == [
        "trust",
        "party",
        "agre",
        "week",
        "e-mail",
    ]


@pytest.mark.parametrize(
    ("word", "wanted"), [("parties", "party"), ("glasses", "glass"), ("press", "press"), ("was", "was")]
)
def test_stem(word: str, wanted: str) -> None:
    """The commonest endings are cut, those of short words and of a double s are not."""
    assert stem(word) == wanted


def test_fold() -> None:
    """Letters that `re.I` takes for plain ones are written as plain ones."""
    assert [fold(word) for word in ("MAY", "auguſt", "aprıl", "AprİL")] == ["may", "august", "april", "april"]


def test_forms() -> None:
    """Finite forms and participles follow the verb's ending; longer ones come first."""
    assert set(forms("urge deny press want").split("|")) == set(
        "urge urges urged deny denies denied press presses pressed want wants wanted".split()
    )
    assert participles("urge want") == "urging|wanting"


@pytest.mark.parametrize(
    "sentence",
    [
        "Lethia wants water|, while Sarrovia wants power.",
        "Lethia wants water|, which costs money.",
        "Lethia wants water|; Sarrovia does not.",
        "Lethia wants water| — and soon.",
        "Lethia wants water|, but it waits.",
        "Lethia wants water, wheat and barley|.",
    ],
)
def test_clause_end(sentence: str) -> None:
    """A clause ends where another one says something of its own, and before closing punctuation."""
    start = sentence.index("wants")
    clause, rest = sentence.split("|")
    assert clause_end(clause + rest, start) == len(clause)


def test_clause_end_skips_an_aside() -> None:
    """Behind an aside the clause goes on."""
    sentence = "Lethia says the board, which runs the dam, will pay, but it waits."
    assert sentence[: clause_end(sentence, 0)] == "Lethia says the board, which runs the dam, will pay"


@pytest.mark.parametrize(
    "sentence",
    ["|Lethia wants water.", "Sarrovia left; |Lethia wants water.", "However, |Lethia wants water."],
)
def test_clause_start(sentence: str) -> None:
    """A clause starts behind the border before it and behind a connecting word."""
    before, clause = sentence.split("|")
    assert clause_start(before + clause, len(before) + len("Lethia wants")) == len(before)
