"""Sentences and direct quotations by party, on each point."""

from __future__ import annotations

import pytest

from briefing.analysis.balancing import balance
from briefing.memo import ContentionPoint, Party, Position, Quote, Statement, Voice
from briefing.writing.wording import voices_line


def position(party: str, *evidence: str) -> Position:
    """A position that rests on some sentences."""
    name = f"p.{party}"
    stance = Statement(id=f"{name}.s", text="rejects it", evidence=evidence, basis="reported", written_by="request")
    return Position(id=name, party=party, stance=stance)


def point(*positions: Position, more: tuple[str, ...] = ()) -> ContentionPoint:
    """A point with these positions, and with further evidence."""
    evidence = tuple(entry for held in positions for entry in held.stance.evidence) + more
    return ContentionPoint(
        id="p",
        tier="core",
        raised_by="parties",
        question="Tunnel or bridge?",
        headline="Tunnel or bridge",
        positions=positions,
        evidence=evidence or ("a:0-9",),
        articles=("a",),
    )


def quote(speaker: str | None, evidence: str, *, kind: str = "speech", check: str = "attributed") -> Quote:
    """A quotation in a sentence."""
    start = int(evidence.partition(":")[2].partition("-")[0])
    return Quote.model_validate(
        {
            "id": f"q{start}",
            "kind": kind,
            "evidence": (evidence,),
            "article": "a",
            "start": start,
            "end": start + 4,
            "text": "Nooo",
            "speaker": speaker,
            "speaker_check": check if speaker else "none",
        }
    )


BOARD = Party(id="1", name="Harbour Board", aliases=("the Board",))
CALDER = Party(id="2", name="Nerys Calder")
UNION = Party(id="3", name="Ferrymen's Union")
PARTIES = (BOARD, CALDER, UNION)


def heard(held: ContentionPoint, *quotes: Quote) -> list[tuple[str, int, int]]:
    """Party, sentences and quotations."""
    return [(voice.party, voice.sentences, voice.quotes) for voice in balance(held, quotes, PARTIES)]


def test_own_words_count_where_they_stand_in_the_point() -> None:
    """Also in a sentence on which no position rests, under a shorter name; not in a sentence of another point."""
    held = point(position("Nerys Calder", "a:0-9"), position("Ferrymen's Union", "a:10-19"), more=("a:20-29",))
    told = heard(held, quote("Calder", "a:20-29"), quote("Nerys Calder", "a:90-99"))
    assert told == [("Nerys Calder", 2, 1), ("Ferrymen's Union", 1, 0)]


def test_somebody_speaks_for_a_body() -> None:
    """A quotation in the sentence of a position is that party's, unless another party of the point speaks it."""
    held = point(position("Harbour Board", "a:0-9"), position("Nerys Calder", "a:10-19"))
    assert heard(held, quote("Ruben Astley", "a:0-9")) == [("Harbour Board", 1, 1), ("Nerys Calder", 1, 0)]
    assert heard(held, quote("Nerys Calder", "a:0-9")) == [("Harbour Board", 1, 0), ("Nerys Calder", 2, 1)]


@pytest.mark.parametrize(
    "other",
    [quote("Board", "a:0-9", kind="term"), quote("Board", "a:0-9", check="unverified"), quote(None, "a:0-9")],
)
def test_what_is_no_direct_speech(other: Quote) -> None:
    """Terms, words that only a model gives to somebody, and words of nobody."""
    assert heard(point(position("Harbour Board", "a:0-9")), other) == [("Harbour Board", 1, 0)]


def test_a_party_with_two_positions_is_counted_once() -> None:
    """With the sentences of both."""
    held = point(position("Harbour Board", "a:0-9"), position("Harbour Board", "a:10-19", "a:0-9"))
    assert heard(held, quote("the Board", "a:10-19")) == [("Harbour Board", 2, 1)]


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ({}, ""),
        ({"A": 1, "B": 2}, ""),
        ({"A": 0, "B": 0}, "Nobody is quoted directly."),
        ({"A": 0, "B": 1}, "Not quoted directly: A."),
        ({"A": 0, "B": 1, "C": 0}, "Not quoted directly: A and C."),
        ({"A": 0, "B": 1, "C": 0, "D": 0}, "Quoted directly: only B."),
    ],
)
def test_in_one_line(counts: dict[str, int], line: str) -> None:
    """Who has no direct voice, in the shorter of two ways."""
    voices = tuple(Voice(party=party, sentences=1, quotes=quotes) for party, quotes in counts.items())
    assert voices_line(point().model_copy(update={"balance": voices})) == line
