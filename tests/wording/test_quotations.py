"""Who the text says spoke the words in quotation marks."""

from __future__ import annotations

import pytest

from briefing.reading import read_text, segment
from briefing.wording.names import Lexicon, Mention, find_mentions
from briefing.wording.quotations import Quotation, find_quotations

ARTICLE = "President Ilse Maravel met Danil Korsha and Joris Vael of Tern Line in Brennik."


def find(text: str) -> list[Quotation]:
    """The quotations of `text`, a part of an article that has named its parties before."""
    lexicon = Lexicon(f"{ARTICLE}\n{text}")
    sentences = list(segment(read_text(text, title="Something else")))

    def mentions_of(index: int) -> list[Mention]:
        return find_mentions(text[sentences[index].start : sentences[index].end], lexicon)

    spans = [(sentence.start, sentence.end, sentence.paragraph) for sentence in sentences]
    return find_quotations(text, spans, mentions_of)


def read(text: str) -> list[str]:
    """Each quotation as `words`, with `<- speaker` where it has one; terms in brackets."""
    return [
        (text[found.start : found.end] if found.kind == "speech" else f"[{text[found.start : found.end]}]")
        + (f" <- {found.speaker.name}" if found.speaker else "")
        for found in find(text)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # before the words
        ("Danil Korsha said “we will see to it.”", "we will see to it. <- Danil Korsha"),
        ("Danil Korsha has told a broadcaster that “we go on.”", "we go on. <- Danil Korsha"),
        ("Danil Korsha’s assertion that “we go on” is bold.", "we go on <- Danil Korsha"),
        ("As Danil Korsha put it: “Rivers do not wait.”", "Rivers do not wait. <- Danil Korsha"),
        ("President Ilse Maravel hopes to “restart honest talks” soon.", "restart honest talks <- Ilse Maravel"),
        # behind the words
        ("“We will see to it,” said Danil Korsha.", "We will see to it <- Danil Korsha"),
        ("“We will see to it,” Danil Korsha said.", "We will see to it <- Danil Korsha"),
        ("“We will see to it,” according to Danil Korsha.", "We will see to it <- Danil Korsha"),
        ("“We will see to it,” Danil Korsha, the envoy, said.", "We will see to it <- Danil Korsha"),
        ('"We will see to it," said Danil Korsha.', "We will see to it <- Danil Korsha"),
        # over several sentences
        ("“We go. We stay. We will see,” said Danil Korsha.", "We go. We stay. We will see <- Danil Korsha"),
    ],
)
def test_named_speakers(text: str, wanted: str) -> None:
    """The speaker is the party that words of speaking stand with, before or behind the quotation."""
    assert read(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "President Ilse Maravel left early. She said “it is late.”",
            ["it is late. <- Ilse Maravel"],
        ),
        (
            "President Ilse Maravel left early. “It is late,” she said.",
            ["It is late <- Ilse Maravel"],
        ),
        (
            "“It is late,” said Danil Korsha. “We must go.” “We must all go,” he added.",
            ["It is late <- Danil Korsha", "We must go. <- Danil Korsha", "We must all go <- Danil Korsha"],
        ),
    ],
)
def test_speakers_by_pronoun_and_carried_on(text: str, wanted: list[str]) -> None:
    """A pronoun, or words that follow without any, go on with the speaker of the paragraph."""
    assert read(text) == wanted


def test_a_pronoun_between_two_persons() -> None:
    """A pronoun that may mean either of two persons names no speaker."""
    assert read("President Ilse Maravel met Chancellor Bo Hale. “It is late now,” she said.") in (
        ["It is late now"],
        ["It is late now <- Ilse Maravel"],
    )
    assert read("President Ilse Maravel and Chancellor Bo Hale left. “It is late now,” she said.") == ["It is late now"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The leaked text speaks of “assured flow” and leaves it there.", "[assured flow]"),
        ("The chapter carries the heading “shared waters” but no more.", "[shared waters]"),
        ("Danil Korsha called it a so-called “exit” fee.", "[exit]"),
        ("A banner read “We will not give up our river.”", "We will not give up our river."),
    ],
)
def test_no_speaker(text: str, wanted: str) -> None:
    """Where the text names no speaker there is none: a few words are a term, a clause is still speech."""
    assert read(text) == [wanted]


def test_other_languages() -> None:
    """Quotations are found in any language; speakers are not guessed."""
    assert [found.speaker for found in find("„Ich gehe“, sagte er. « Je pars », dit-il. 他说「我走了」。")] == [
        None
    ] * 3


def test_typography_is_left_out() -> None:
    """A comma that only the typography sets inside the marks is no part of the words, a question mark is."""
    text = "“Why?” said Danil Korsha, “and when,” said Danil Korsha."
    assert [text[found.start : found.end] for found in find(text)] == ["Why?", "and when"]


def test_punctuation_only() -> None:
    """Marks around mere punctuation hold no quotation."""
    assert find("Danil Korsha said “,” and left.") == []


def test_outside_of_sentences() -> None:
    """A quotation that stands in no sentence, such as in a heading, is left out."""
    assert find_quotations("“One two three.”", [], lambda _: []) == []
