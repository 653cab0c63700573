"""Text becomes drafts, or a complaint."""

from __future__ import annotations

import gc
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from briefing.errors import InvalidReplyError, ModelError
from briefing.models import decode


class Draft(BaseModel):
    """A small draft."""

    model_config = ConfigDict(extra="forbid")
    text: str
    lines: tuple[int, ...]


GOOD = '{"text": "The port is closed.", "lines": [1, 2]}'
DRAFT = Draft(text="The port is closed.", lines=(1, 2))


def complaint(text: str) -> str:
    """What `decode` says is wrong with `text`."""
    with pytest.raises(InvalidReplyError) as caught:
        decode(text, Draft)
    error = caught.value
    assert error.raw == text, "the paid text stays at hand"
    assert error.kind == "invalid"
    assert len(error.complaint) <= 600
    assert error.complaint.isprintable()
    assert error.complaint in str(error)
    return error.complaint


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"\ufeff\n {GOOD} \n",
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```\n",
        f"Here are the {{points}} that I found:\n\n{GOOD}\n\nAsk {{me}} for more.",
        f'<think>Perhaps {{"text": "no", "lines": []}}?</think>\n{GOOD}',
        f"<THINKING>\n</THINKING><think> again </think>```json\n{GOOD}```",
        f'The opening tag was in the prompt, {{"text"</think>\n\n{GOOD}',
    ],
)
def test_recovered_without_a_call(text: str) -> None:
    """Fences, prose, thoughts and a byte order mark are put aside."""
    assert decode(text, Draft) == DRAFT


def test_thoughts_inside_a_string_stay_text() -> None:
    """A reply that speaks of the tags is no thought, fenced or not."""
    text = '{"text": "it ends with </think>", "lines": []}'
    for reply in (text, f"```json\n{text}\n```"):
        assert decode(reply, Draft).text == "it ends with </think>"


def test_control_characters_become_spaces() -> None:
    """Control characters, bare or escaped, never reach a draft; line ends and tabs may."""
    found = decode('{"text": "a\nb\\u0000c\\rd\x1be\\u009bf\\tg", "lines": []}', Draft)
    assert found.text == "a\nb c d e f\tg"


def test_whole_characters_from_escapes() -> None:
    """Two halves of a surrogate pair are one character."""
    assert decode('{"text": "\\ud83d\\ude00", "lines": []}', Draft).text == "😀"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "it holds no JSON object with a key"),
        ("I cannot do that.", "it holds no JSON object with a key"),
        ('"{\\"text\\": 1}"', "it holds no JSON object with a key"),
        ("<think>well", "it holds thoughts and no answer after them"),
        (f"[{GOOD}]", "it is a JSON array; give one JSON object"),
        (f"{GOOD}\n{GOOD}", "it holds more than one JSON object; give one"),
        (
            '{"text": "a", "lines": [1, ',
            "it is not valid JSON: Expecting value in line 1 of the object (it seems cut off)",
        ),
        (
            '```json\n{\n "text": "he said "no" to", "lines": []}\n```',
            "it is not valid JSON: Expecting ',' delimiter in line 2 of the object",
        ),
        (
            '{"text": "a", "text": "b", "lines": []}',
            "it gives the key “text” twice in one object",
        ),
        ('{"text": "a", "lines": [NaN]}', "it holds NaN, which is no JSON"),
        ('{"text": "a", "lines": [-Infinity]}', "it holds -Infinity, which is no JSON"),
        ('{"text": "a", "lines": [1e999]}', "it holds a number that is too large or too long"),
        (f'{{"text": "a", "lines": [{"9" * 10_000}]}}', "it holds a number of 10,000 digits"),
        (f'{{"text": "a", "lines": [0.{"9" * 10_000}]}}', "it holds a number that is too large or too long"),
        ('{"text": "\\ud800", "lines": []}', "it holds half of a surrogate pair, which is no character"),
        ('{"text": "\udfff", "lines": []}', "it holds half of a surrogate pair, which is no character"),
        (f'{{"text": {"[" * 100_000}', "it is nested too deep"),
        (f'{{"text": {"[" * 300}{"]" * 300}, "lines": []}}', "the object: Invalid JSON: recursion limit exceeded"),
        (f'{{"text": "{"a" * 8_000_000}"', "it has 8,000,011 characters, of at most 8,000,000"),
        (
            '{"text": 1, "line": 2}',
            "text: Input should be a valid string; lines: Field required; line: Extra inputs are not permitted",
        ),
        ('{"text": "a", "lines": ["x"]}', "lines.0: Input should be a valid integer"),
    ],
)
def test_refused_with_the_reason(text: str, expected: str) -> None:
    """What is not exactly one object of the type is refused, and the complaint says why."""
    gc.collect()  # else what other tests left may be collected in the midst of a deep recursion, where finalisers fail
    assert complaint(text).startswith(expected)


def test_the_complaint_is_short() -> None:
    """However much is wrong, and however long the model's own keys are, the complaint can be sent back."""
    lines = ", ".join(['"x"'] * 500)
    assert complaint(f'{{"text": "a", "lines": [{lines}]}}').endswith("and 495 more")
    said = complaint(f'{{"text": "a", "lines": [], "{"k" * 100_000}\\u0007\\n": 1}}')
    assert len(said) < 200


@pytest.mark.parametrize(
    "text",
    [
        "{" * 4_000_000,
        "{ " * 4_000_000,
        '{"": [' * 1_000_000,
        '{"' + '\\"' * 3_000_000,
        "<think></think>" * 500_000,
        "<think>" * 1_000_000,
    ],
)
def test_hostile_text_takes_no_longer(text: str) -> None:
    """Text that is made to be scanned again and again is refused after one pass (or this test never ends)."""
    complaint(text)


@settings(deadline=None)
@given(st.text(), st.lists(st.integers(0, 999)), st.text(alphabet="ab {}\n`", max_size=20))
def test_what_was_written_is_read(text: str, lines: list[int], prose: str) -> None:
    """Any draft that JSON can hold comes back as it was, but for its control characters, whatever stands before it."""
    found = decode(prose + json.dumps({"text": text, "lines": lines}), Draft)
    assert list(found.lines) == lines
    assert [kept for kept in found.text if kept != " "] == [
        letter for letter in text if letter != " " and (letter in "\t\n" or not _is_control(letter))
    ]


def _is_control(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter <= "\x9f"


@settings(deadline=None)
@given(st.text() | st.recursive(st.none() | st.text() | st.floats(), st.lists).map(json.dumps))
def test_nothing_else_is_raised(text: str) -> None:
    """Any text becomes a draft or an `InvalidReplyError`, which is a `ModelError`."""
    try:
        decode(text, Draft)
    except ModelError as error:
        assert isinstance(error, InvalidReplyError)  # noqa: PT017  # the draft is the other promised end
