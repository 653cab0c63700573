"""Whether something dated happened: what a sentence plainly says is not overruled by whoever tells it."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.wording.dates import find_dates
from briefing.wording.event_states import State, denied_state

PUBLISHED = date(2026, 11, 19)


def denied(state: State, sentence: str, *others: str) -> State | None:
    """What the sentence says of its first date in place of a state."""
    return denied_state(state, sentence, find_dates(sentence, PUBLISHED)[0], PUBLISHED, others)


@pytest.mark.parametrize(
    ("state", "sentence", "told"),
    [
        (
            "happened",
            "A meeting of both, planned for October 20, was postponed at short notice.",
            "postponed",
        ),
        ("scheduled", "A meeting planned for October 20 was postponed at short notice.", "postponed"),
        ("happened", "The hearing set for 3 November was called off.", "cancelled"),
        ("happened", "The council votes on 24 November.", "scheduled"),
        ("happened", "The ministry is expected to rule by 31 January 2027.", "expected"),
        ("postponed", "The council met on 12 November.", "happened"),
        ("cancelled", "The council will vote on 24 November.", "scheduled"),
    ],
)
def test_denied(state: State, sentence: str, told: State) -> None:
    """Put off, called off, still to come, or none of it."""
    assert denied(state, sentence) == told


@pytest.mark.parametrize(
    ("state", "sentence", "others"),
    [
        ("happened", "The council met on 12 November.", ()),
        ("scheduled", "The council votes on 24 November.", ()),
        ("expected", "The council votes on 24 November.", ()),
        ("postponed", "A meeting planned for October 20 was put off.", ()),
        ("cancelled", "A meeting planned for October 20 was postponed.", ()),
        ("postponed", "A meeting was planned for October 20.", ("It was adjourned.",)),
        ("scheduled", "A hearing that was cancelled is now scheduled to open on 24 November.", ()),
        ("scheduled", "The hearing was postponed to 24 November.", ()),
        ("happened", "The council, which has postponed the vote twice, met on 12 November.", ()),
        ("happened", "The hearing was postponed on 3 November, and the vote was held on 12 November.", ()),
        ("happened", "The contract was signed in 2024.", ()),
    ],
)
def test_left(state: State, sentence: str, others: tuple[str, ...]) -> None:
    """Where the evidence bears it out, or is not plain, the state stands."""
    assert denied(state, sentence, *others) is None


def test_without_a_date_of_the_article() -> None:
    """What lies ahead is then not known."""
    sentence = "The council votes on 24 November 2026."
    (found,) = find_dates(sentence, None)
    assert denied_state("happened", sentence, found, None) is None
