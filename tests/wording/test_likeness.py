"""How alike texts are."""

from __future__ import annotations

import pytest

from briefing.wording.likeness import Likeness

TEXTS = ("The river levy is unfair.", "An unfair levy on the river!", "Schools ban phones.", "", "the levy")


def test_from_none_to_same() -> None:
    """The same content words are 1, no content word in common is 0, an empty text is like none."""
    likeness = Likeness(TEXTS)
    assert likeness.of(0, 1) == pytest.approx(1)
    assert likeness.of(0, 2) == 0
    assert likeness.of(3, 3) == likeness.of(0, 3) == 0
    assert 0 < likeness.of(0, 4) < 1
    assert likeness.of(0, 4) == likeness.of(4, 0)


def test_rare_words_count_more() -> None:
    """Sharing a rare word makes texts more alike than sharing a common one, unless weighing is off."""
    texts = ("harbour sand", "harbour stone", "heron sand", *["harbour news"] * 20)
    weighed, plain = Likeness(texts), Likeness(texts, weigh=False)
    assert weighed.of(0, 2) > weighed.of(0, 1)
    assert plain.of(0, 2) == pytest.approx(plain.of(0, 1))


def test_pairs() -> None:
    """Only pairs that share two words are worth comparing, each once, in order."""
    assert list(Likeness(TEXTS).pairs()) == [(0, 1)]
    assert list(Likeness(["river levy unfair"] * 3).pairs()) == [(0, 1), (0, 2), (1, 2)]
    assert list(Likeness([]).pairs()) == []


def test_words_of_all_texts_bring_no_pairs() -> None:
    """A word that many texts share pairs none of them, so that work stays linear."""
    assert list(Likeness(["river levy unfair"] * 51).pairs()) == []
