"""A date is no more exact than its evidence, and a relative one is read against the article's own."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.checks.claim import Claim, Source
from briefing.checks.numbers import check_numbers
from briefing.wording.names import lexicon_of


def doubts(text: str, evidence: str) -> list[str]:
    """What is wrong with the numbers and dates of a statement about one sentence."""
    source = Source(evidence, (), lexicon_of(evidence), date(2026, 11, 19))
    return [slip.message for slip in check_numbers(Claim(text, "", "background", (source,)))]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The talks were held on Wednesday 18 November.", "The talks were held yesterday."),
        ("The inquiry opens on 24 November 2026.", "The inquiry opens on 24 November."),
        ("The inquiry opens in November.", "The inquiry opens on 24 November."),
        ("The inquiry opens in March 2027.", "The inquiry opens in early March 2027."),
        ("It opens in spring.", "It opens next spring."),
    ],
)
def test_as_exact_or_less(text: str, evidence: str) -> None:
    """The same day in other words, and a longer span of time that holds it."""
    assert doubts(text, evidence) == []


@pytest.mark.parametrize(
    ("text", "evidence", "doubt"),
    [
        ("The ministry rules on 31 January 2027.", "The ministry rules by the end of January 2027.", "“31”"),
        ("The vote is on 1 November.", "The vote is in November.", "“1”"),
        ("The talks were on Thursday.", "The talks were held this week.", "“Thursday”"),
        ("It opens in March 2027.", "It opens next spring.", "“March 2027” is more exact than “next spring”"),
        (
            "It opens in early March 2027.",
            "It opens in March 2027.",
            "“early March 2027” is more exact than “March 2027”",
        ),
        ("It opens at the end of March 2027.", "It opens in March 2027.", "more exact than “March 2027”"),
    ],
)
def test_more_exact(text: str, evidence: str, doubt: str) -> None:
    """A day of a month, a month of a season, a part of a month, a day of a week."""
    assert any(doubt in told for told in doubts(text, evidence)), doubts(text, evidence)
