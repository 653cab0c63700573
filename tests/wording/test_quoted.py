"""Where words stand in quotation marks."""

from __future__ import annotations

import pytest

from briefing.wording.quoted import find_quoted


def read(text: str) -> list[str]:
    """The words inside each pair of marks."""
    return [text[start:end] for start, end in find_quoted(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('He said "I go" and went.', ["I go"]),
        ("He said “I go.”", ["I go."]),
        ("„Ich gehe“, sagte er. „Ich gehe”", ["Ich gehe", "Ich gehe"]),
        ("»Ich gehe«, sagte er, »und bleibe.«", ["Ich gehe", "und bleibe."]),
        ("« Je pars », dit-il.", ["Je pars"]),
        ("«\u00a0Je pars\u00a0», dit-il.", ["Je pars"]),
        ("‹ja›, ‚ja‘ und ‘yes’", ["ja", "ja", "yes"]),
        ("他说「走」。她说『好』。", ["走", "好"]),
        ('"a" "b"', ["a", "b"]),
        ('("nein") —"doch"', ["nein", "doch"]),
        ("“a”“b”", ["a", "b"]),
        ("the so-called “exit” fee", ["exit"]),
    ],
)
def test_marks(text: str, wanted: list[str]) -> None:
    """Marks of all kinds hold their words, without white space at the ends."""
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“He said ‘go’ now.”", ["He said ‘go’ now.", "go"]),
        ("我说「他说『走』了」", ["他说『走』了", "走"]),
        ("“It is ‘a “deep” one’.”", ["It is ‘a “deep” one’.", "a “deep” one", "deep"]),
        ("‘She said “go.”’", ["She said “go.”", "go."]),
        ("«Il dit ‹va› ici»", ["Il dit ‹va› ici", "va"]),
        ('"Open "inner" close"', ['Open "inner" close', "inner"]),
    ],
)
def test_nested(text: str, wanted: list[str]) -> None:
    """Quotations inside quotations follow the outer one."""
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“One. Two! Three?” he said.", ["One. Two! Three?"]),
        ("“One.\n“Two.\n“Three.” End.", ["One.\n“Two.\n“Three."]),
        ("“One.\n\n“Two,” he said.", ["One.\n\n“Two,"]),
        ('"One.\n\n"Two," he said.', ['One.\n\n"Two,']),
    ],
)
def test_over_sentences_and_paragraphs(text: str, wanted: list[str]) -> None:
    """A quotation may run over sentences, and over paragraphs where each opens with the mark anew."""
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“It’s the dogs’ bowl,” she said.", ["It’s the dogs’ bowl,"]),
        ("‘It’s over,’ he said.", ["It’s over,"]),
        ("the ’90s and rock ’n’ roll", []),
        ("5\" pipe and 6\" pipe, it's 'fine'", []),
    ],
)
def test_apostrophes(text: str, wanted: list[str]) -> None:
    """Apostrophes and inch marks close and open nothing."""
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He left “", []),
        ('He left "', []),
        ("”", []),
        ("“”, “ ” and ‘’", []),
        ("“Never closed", []),
        ("“Never closed.\n\nThe next has a “term” in it.”", ["term"]),
        ('"Never closed. It has a "term" in it.', ["term"]),
        ("“Never closed " + "and on " * 1_000 + "“term”", ["term"]),
    ],
)
def test_marks_left_open(text: str, wanted: list[str]) -> None:
    """A mark without its partner holds nothing and swallows nothing."""
    assert read(text) == wanted
