"""The chain of sources that a sentence names: a report by somebody else, and whom that one cites."""

from __future__ import annotations

import pytest

from briefing.wording.attribution import attribution


def chain(sentence: str, *own: str) -> tuple[str, ...]:
    """The chain of a sentence that stands alone."""
    return attribution(sentence, 0, len(sentence), *own)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The talks came to light in a Meridian scoop on Monday.", ("Meridian",)),
        (
            "Meridian, citing a Verran official, reported that the draft exists.",
            ("Meridian", "a Verran official"),
        ),
        ("A Verran official told Meridian that the draft exists.", ("Meridian", "a Verran official")),
        ("A ministry official told the Gazette on Monday that it will rule.", ("Gazette", "a ministry official")),
        ("The plan was first reported by the Lowmoor Courier.", ("Lowmoor Courier",)),
        ("According to the Lowmoor Courier, the board has met.", ("Lowmoor Courier",)),
        ("A report by the National Audit Office found waste.", ("National Audit Office",)),
        ("Budget papers seen by the Standard put it at 97 million.", ("Standard",)),
        ("A person familiar with the talks said the line had given notice.", ("a person",)),
    ],
)
def test_chains(sentence: str, expected: tuple[str, ...]) -> None:
    """Outermost first: who made the report, then whom it cites."""
    assert chain(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The Harbour Board rejects the tunnel.",
        "Osric Penhale told Nerys Calder that the site was lost.",
        "The ministry reported a deficit of 4 million.",
        "According to March figures, sales fell.",
        "The report of the commission is due in May.",
        "The reported structure of the plan is loose.",
        "Some reported delays; others did not.",
    ],
)
def test_no_chain(sentence: str) -> None:
    """Whoever acts, speaks or is spoken to is no source of the article's."""
    assert chain(sentence) == ()


def test_the_own_outlet_is_no_link() -> None:
    """What the article's own newsroom has seen is told by the article itself."""
    sentence = "The Gazette has seen a letter that names the site."
    assert chain(sentence) == ("The Gazette",)
    assert chain(sentence, "The Ellery Harbour Gazette") == ()


def test_the_report_leads_back() -> None:
    """To the report that the article named last before it, and to none where it named none."""
    text = "A Meridian scoop told of the talks. They go on. The report says an envoy will travel."
    start = text.index("The report")
    assert attribution(text, start, len(text)) == ("Meridian",)
    assert attribution(text, text.index("They"), start - 1) == ()
    alone = text[start:]
    assert attribution(alone, 0, len(alone)) == ()


def test_the_report_leads_back_past_other_words() -> None:
    """What is only called reported names no report."""
    text = "A Meridian scoop told of the talks. The reported draft is short. The reporting suggests that it holds."
    start = text.index("The reporting")
    assert attribution(text, start, len(text)) == ("Meridian",)


def test_an_outlet_known_elsewhere() -> None:
    """What is told to “Meridian” is told to an outlet where the article names a report of that name."""
    text = "A Meridian scoop told of the talks. Ilse Varga told Meridian that they go on."
    start = text.index("Ilse")
    assert attribution(text, start, len(text)) == ("Meridian",)
    alone = text[start:]
    assert attribution(alone, 0, len(alone)) == ()
