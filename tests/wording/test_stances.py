"""What parties say, want, did or refuse, and what is no stance."""

from __future__ import annotations

import pytest

from briefing.wording.names import Lexicon, Mention, find_mentions
from briefing.wording.stances import find_stances
from briefing.wording.subjects import is_subject, modifies

ARTICLE = "Sarrovia met Lethia in Brennik. President Ilse Maravel spoke to Lethia. We saw Pellan."
STATE = find_mentions("Sarrovia left.", Lexicon(ARTICLE))[0]
PERSON = find_mentions("President Ilse Maravel left.", Lexicon(ARTICLE))[0]


def read(sentence: str, carried: Mention | None = None) -> list[str]:
    """Each stance as `party strength: words`."""
    named = find_mentions(sentence, Lexicon(f"{ARTICLE} {sentence}"))
    return [
        f"{stance.party.name} {stance.strength}: {sentence[stance.start : stance.end]}"
        for stance in find_stances(sentence, named, carried)
    ]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        # verbs
        ("Sarrovia has rejected any fixed figure.", "Sarrovia 3: has rejected any fixed figure"),
        ("Lethia does not accept the levy.", "Lethia 3: does not accept the levy"),
        ("Lethia is unwilling to repeal the levy.", "Lethia 3: is unwilling to repeal the levy"),
        ("Lethia, the smaller state, wants a minimum of water.", "Lethia 3: wants a minimum of water"),
        ("Sarrovia has ruled out foreign officers.", "Sarrovia 3: has ruled out foreign officers"),
        ("The trust has ruled this out: it is late.", "trust 3: has ruled this out"),
        ("Lethia voted against the plan.", "Lethia 3: voted against the plan"),
        ("Lethia took neither side in the dispute.", "Lethia 3: took neither side in the dispute"),
        ("Lethia denies this.", "Lethia 3: denies this"),
        (
            "President Ilse Maravel has made the levy the test of any deal.",
            "Ilse Maravel 3: has made the levy the test of any deal",
        ),
        ("Officials in Brennik want the levy repealed.", "Officials in Brennik 3: want the levy repealed"),
        ("Lethia said the levy was fair to farmers.", "Lethia 1: said the levy was fair to farmers"),
        # relative and contact clauses
        (
            "The seats that Pellan seeks are few.",
            "Pellan 3: The seats that Pellan seeks are few",
        ),
        ("The levy, which Lethia has rejected twice, stays.", "Lethia 3: The levy, which Lethia has rejected twice"),
        ("Lethia, which has rejected the levy, left.", "Lethia 3: has rejected the levy"),
        # nouns
        ("Lethia’s refusal to repeal the levy has hardened.", "Lethia 3: refusal to repeal the levy has hardened"),
        ("Lethia’s stated imperatives stay the same.", "Lethia 2: Lethia’s stated imperatives stay the same"),
        ("The demands from Lethia for water grew.", "Lethia 3: demands from Lethia for water grew"),
        (
            "For Sarrovia, the repeal of the levy is a central demand.",
            "Sarrovia 3: the repeal of the levy is a central demand",
        ),
        # frames
        ("According to Lethia, the levy is fair and just.", "Lethia 1: the levy is fair and just"),
        ("The levy helps Sarrovia, according to Lethia.", "Lethia 1: The levy helps Sarrovia"),
        ("The levy is unfair to the farmers, said Lethia.", "Lethia 1: The levy is unfair to the farmers"),
        ("“The levy is unfair to the farmers,” said Lethia.", "Lethia 1: The levy is unfair to the farmers"),
        # voices
        ("Lethia’s complaint says the levy breaks the treaty.", "Lethia 1: says the levy breaks the treaty"),
        ("A note from Brennik called the levy a breach of trust.", "Brennik 1: called the levy a breach of trust"),
    ],
)
def test_patterns(sentence: str, wanted: str) -> None:
    """Each way to report a stance gives the party, the words that tell it and how much they commit it."""
    assert read(sentence) == [wanted]


@pytest.mark.parametrize(
    ("sentence", "carried", "wanted"),
    [
        ("It has rejected the levy outright.", STATE, "Sarrovia 3: has rejected the levy outright"),
        ("They refuse to repeal the levy.", STATE, "Sarrovia 3: refuse to repeal the levy"),
        ("She said the levy was fair to farmers.", PERSON, "Ilse Maravel 1: said the levy was fair to farmers"),
        ("The membership it seeks is far away.", STATE, "Sarrovia 3: The membership it seeks is far away"),
    ],
)
def test_pronouns(sentence: str, carried: Mention, wanted: str) -> None:
    """A pronoun speaks for the party that it leads to, and for nobody where that is not known."""
    assert read(sentence, carried) == [wanted]
    assert read(sentence) == []


def test_he_and_she_are_persons() -> None:
    """A state is neither "he" nor "she"."""
    assert read("She said the levy was fair to farmers.", STATE) == []


def test_pronoun_behind_its_own_party() -> None:
    """A pronoun leads to the party that the same sentence names before it."""
    assert read("Lethia is small, and it rejects the levy.", STATE) == ["Lethia 3: rejects the levy"]


def test_negotiators_of_a_party() -> None:
    """What a party's negotiators refuse is told of the party or of them, by the words of the text."""
    (found,) = read("Lethia’s negotiators refuse to repeal the levy.")
    assert found.startswith("Lethia")
    assert found.endswith("3: refuse to repeal the levy")


@pytest.mark.parametrize(
    "sentence",
    [
        *(f"Lethia {ahead} reject the levy on grain." for ahead in ("will", "would", "could", "may", "might")),
        "Lethia is likely to reject the levy on grain.",
        "If Lethia rejects the levy, the talks end.",
        "Unless Lethia accepts the levy, the talks end.",
        "Whether Lethia rejects the levy is open.",
        "What Lethia demands is not known.",
        "Perhaps Lethia rejects the levy on grain.",
        "Lethia did not answer questions about the levy.",
        "Lethia declined to comment on the levy.",
        "Lethia was asked to repeal the levy.",
        "The levy was rejected by Lethia’s neighbours.",
        "Lethia is said to oppose the levy.",
        "It is less land than Sarrovia has demanded.",
        "Nor has Lethia accepted the levy on grain.",
        "Sources said the levy was fair to farmers.",
        "Lawyers argue that the levy is illegal.",
        "President Ilse Maravel said on Friday.",
        "The talks in Lethia said little of note.",
        "“Lethia rejects the levy on grain,” a sign said.",
        "An official, who asked not to be named because of the talks, left.",
    ],
)
def test_no_stance(sentence: str) -> None:
    """Forecasts, conditions, questions, silence, passives, hearsay and sources without a name are no stances."""
    assert read(sentence, STATE) == []


def test_what_a_source_says_of_a_party() -> None:
    """What a source without a name says of a party is no stance of the party."""
    found = read("A senior official told reporters that Lethia rejects the levy.")
    assert not any(stance.startswith("Lethia") for stance in found)


def test_who_said_a_quotation() -> None:
    """Only a name at the end of the words of saying says what stands before them."""
    assert read('Council leader Edda Hale, who voted against the plan, said the town "cannot live".')[0] == (
        "Edda Hale 3: voted against the plan"
    )
    assert read("Edda Hale, who voted in favour, left.") == []  # of what?


def test_several_parties() -> None:
    """Each clause belongs to its own party; what two parties do together belongs to both."""
    assert read("Lethia opposes the levy, but Sarrovia supports it for its own reasons.") == [
        "Lethia 3: opposes the levy",
        "Sarrovia 3: supports it for its own reasons",
    ]
    assert sorted(read("Lethia and Sarrovia reject the levy on grain.")) == [
        "Lethia 3: reject the levy on grain",
        "Sarrovia 3: reject the levy on grain",
    ]


def test_a_quotation_is_not_cut() -> None:
    """A stance that ends inside a quotation runs to its closing mark."""
    sentence = "Lethia called the levy “a breach; a bad one” today."
    (found,) = read(sentence)
    assert found.startswith("Lethia 1: called the levy “a breach; a bad one”")


def test_modifies_and_is_subject() -> None:
    """A name before a noun only qualifies it; a name behind a preposition is no subject."""
    lexicon = Lexicon(ARTICLE)
    for sentence, qualifying, subject in (
        ("Lethia membership is far away.", True, True),
        ("Lethia rejects the levy.", False, True),
        ("The talks in Lethia failed.", True, False),
        ("The talks in Lethia, too, failed.", False, False),
    ):
        (mention,) = (found for found in find_mentions(sentence, lexicon) if found.name == "Lethia")
        assert (modifies(sentence, mention), is_subject(sentence, mention)) == (qualifying, subject)
