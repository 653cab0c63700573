"""A judgment words what is likely by ICD 203, or as the word of a source that it names."""

from __future__ import annotations

import pytest

from briefing.checks import find_judgment_slips
from briefing.checks.claim import Claim, Source
from briefing.wording.names import lexicon_of

EVIDENCE = "The ruling would probably slip by a season, and Tern Line is likely to leave."
PLAIN = "The ministry rules in January, and the inquiry opens in November."


def doubts(text: str, evidence: str) -> list[str]:
    """What is wrong with how a judgment words likelihood."""
    claim = Claim(text, "", "forecast", (Source(evidence, (), lexicon_of(evidence)),))
    return [slip.message for slip in find_judgment_slips(claim) if slip.kind == "likelihood"]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("The ruling may slip by a season.", "“may” says not how likely it is"),
        ("It is possible that the ruling slips.", "“possible” says not"),
        ("The ruling is bound to slip by a season.", "“bound to” says not"),
        ("There is a good chance that the ruling slips.", "“good chance” says not"),
        ("The ruling is certain to slip.", "“certain to” says not"),
        ("The ruling is likely to slip, with high confidence.", "“high confidence” stands in one sentence with"),
        ("The ruling is likely to slip by a season.", "“likely” is its source's word, and it does not say whose"),
    ],
)
def test_doubted(text: str, doubt: str) -> None:
    """Vague words, words of another scale, confidence beside likelihood, and a source's word as our own."""
    assert any(told.startswith(doubt) for told in doubts(text, EVIDENCE)), doubts(text, EVIDENCE)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The Standard expects the ruling to slip, and Tern Line is likely to leave.", EVIDENCE),
        ("Tern Line is likely to leave, says the Standard.", EVIDENCE),
        ("The “possible” slip of the ruling turns on the inspector.", EVIDENCE),
        ("It is unlikely that the ministry rules before the inquiry.", PLAIN),
        ("It is almost certain to rule after the inquiry.", PLAIN),
        ("There is a roughly even chance that it rules in time.", PLAIN),
        ("A ruling in May would come after the inquiry.", PLAIN),
        ("A vote of confidence is unlikely before the inquiry.", PLAIN),
    ],
)
def test_passed(text: str, evidence: str) -> None:
    """Terms of the directive, what a named source says or expects, and words in quotation marks."""
    assert doubts(text, evidence) == []
