"""What holds of every text, whoever wrote it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.wording.bases import basis_of
from briefing.wording.dates import find_dates
from briefing.wording.likeness import Likeness
from briefing.wording.names import Lexicon, find_mentions
from briefing.wording.quantities import find_quantities
from briefing.wording.quotations import find_quotations
from briefing.wording.quoted import find_quoted
from briefing.wording.roles import unnamed_source
from briefing.wording.stances import find_stances
from briefing.wording.words import clause_end, clause_start, content_words

# Pieces that the rules look for, mixed with any characters, so that rules meet each other and what breaks them.
PIECES = """
    May March Mai mayo Sept. 5 05 31 31st 1er 0000 2026 9999 1,000 1.5 12:30 ٣ ١٢ ² ½ Ⅻ 三 年 月 日 - – — % $ € US$
    m bn km million hundred dozen half a an the of in by at on to and between minus no never more less than up
    over about one six twenty percent people days No. Article early mid end last next this Monday yesterday week
    spring winter quarter second since as President Dr. Mr chair director official officials sources council
    Lethia Ada Lint O’Brien Jean-Luc S.T.C. A. J. U.S. van der ’s 's ’ ' “ ” " „ « » ‹ › 「 」 ‘ ‚ , . ; : ! ? ( )
    said says told which who that it they he she will would if whether what rejects wants demand refusal
    according For willing is was not did answer ſ ı İ K é 😀
""".split()
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.text(max_size=3),
        st.sampled_from(["", " ", "\n", "\n\n", "\t", "\u00a0", "\u2028", "\u0301", "\u200b", "0" * 30]),
    ),
    max_size=40,
).flatmap(lambda pieces: st.sampled_from(["", " "]).map(lambda joint: joint.join(pieces)))
REFERENCES = st.none() | st.dates() | st.sampled_from([date.min, date.max])
many = settings(deadline=None, max_examples=120)


@given(TEXTS, REFERENCES)
@many
def test_dates(text: str, reference: date | None) -> None:
    """Dates are slices in order, none overlaps another, and a span of days does not run backwards."""
    found = find_dates(text, reference)
    assert all(text[one.start : one.end] == one.as_written != "" for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.last is None or (one.first is not None and one.first < one.last) for one in found)
    assert all((one.precision == "day") or (one.first is None) == (one.last is None) for one in found)


@given(TEXTS)
@many
def test_quantities(text: str) -> None:
    """Quantities are slices in order whose values are finite plain decimals, the upper end above the lower."""
    found = find_quantities(text)
    assert all(text[one.start : one.end] == one.as_written != "" for one in found)
    assert all(one.start < other.start for one, other in pairwise(found))
    for one in found:
        for value in (one.value, one.high):
            assert value is None or (Decimal(value).is_finite() and set(value) <= set("0123456789.-"))
        assert one.high is None or Decimal(one.value) < Decimal(one.high)


@given(TEXTS, TEXTS)
@many
def test_mentions(sentence: str, article: str) -> None:
    """Mentions lie in order without overlaps, have a name, and a canonical name that is not empty."""
    lexicon = Lexicon(f"{article}\n{sentence}")
    found = find_mentions(sentence, lexicon)
    assert all(0 <= one.start < one.end <= len(sentence) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.name.strip() and lexicon.canonical(one.name) for one in found)
    assert all(one.role is None or one.role.strip() for one in found)


@given(TEXTS)
@many
def test_stances(sentence: str) -> None:
    """A stance is a part of the sentence that is not empty, taken by a party that it names or that was carried on."""
    named = find_mentions(sentence, Lexicon(sentence))
    (carried,) = find_mentions("Ada Lint left.", Lexicon("Ada Lint left."))
    for stance in find_stances(sentence, named, carried):
        assert 0 <= stance.start < stance.end <= len(sentence)
        assert sentence[stance.start : stance.end].strip()
        assert stance.strength in (1, 2, 3)
        assert (
            stance.party.name in sentence or stance.party == carried or stance.party.name in {one.name for one in named}
        )


@given(TEXTS)
@many
def test_quoted(text: str) -> None:
    """Quoted spans hold words, come in order, and lie beside or inside each other."""
    found = find_quoted(text)
    assert found == sorted(set(found), key=lambda span: (span[0], -span[1]))
    for number, (start, end) in enumerate(found):
        assert text[start:end] == text[start:end].strip() != ""
        assert all(end <= later or until <= end for later, until in found[number + 1 :])


@given(TEXTS)
@many
def test_quotations(text: str) -> None:
    """Each quotation is a part of one quoted span that is not empty; its speaker is named by a sentence."""
    middle = len(text) // 2
    sentences = [span for span in ((0, middle, 0), (middle, len(text), 1)) if span[0] < span[1]]
    lexicon = Lexicon(text)
    named = [find_mentions(text[start:end], lexicon) for start, end, _ in sentences]
    quoted = find_quoted(text)
    for found in find_quotations(text, sentences, lambda index: named[index]):
        assert any(start <= found.start < found.end <= end for start, end in quoted)
        assert found.speaker is None or any(found.speaker in mentions for mentions in named)


@given(TEXTS, st.integers(0, 200))
@many
def test_clauses(text: str, place: int) -> None:
    """Borders of clauses lie on the side of the place that they were asked for."""
    place = min(place, len(text))
    assert place <= clause_end(text, place) <= len(text)
    assert 0 <= clause_start(text, place) <= place


@given(TEXTS)
@many
def test_cues(text: str) -> None:
    """A basis is found for any text, a source without a name only in its words."""
    assert basis_of(text)
    assert (unnamed_source(text) or "").lower() in text.lower()
    assert all(word == word.lower() for word in content_words(text))


@given(st.lists(TEXTS, max_size=5))
@many
def test_likeness(texts: list[str]) -> None:
    """Likeness lies between 0 and 1 and is the same from both sides; pairs are places of texts, in order."""
    likeness = Likeness(texts)
    for one in range(len(texts)):
        for other in range(len(texts)):
            assert -1e-9 <= likeness.of(one, other) <= 1 + 1e-9
            assert likeness.of(one, other) == pytest.approx(likeness.of(other, one))
    pairs = list(likeness.pairs())
    assert pairs == sorted(set(pairs))
    assert all(0 <= one < other < len(texts) for one, other in pairs)
