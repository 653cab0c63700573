"""The published JSON: what a memo refuses, and that it comes back as it went."""

from __future__ import annotations

import json

import jsonschema
import pytest
from pydantic import ValidationError

from briefing.errors import MemoFileError
from briefing.memo import (
    SCHEMA_ID,
    ContentionPoint,
    Evidence,
    Figure,
    Memo,
    Run,
    Statement,
    cited,
    from_json,
    json_schema,
    problem,
    to_json,
)
from briefing.writing.specimen import empty_specimen, full_specimen


def statement(*evidence: str) -> Statement:
    """A statement that rests on these ids."""
    return Statement(id="s", text="It is so.", evidence=evidence, basis="reported", written_by="extractive")


def test_round_trip() -> None:
    """What `to_json` writes, `from_json` reads back to an equal memo."""
    for memo in (full_specimen(), empty_specimen()):
        text = to_json(memo)
        assert text.endswith("}\n")
        assert from_json(text) == memo
        assert to_json(from_json(text)) == text


def test_schema_describes_it() -> None:
    """The published schema is valid, has its id, and holds for every memo we write."""
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == SCHEMA_ID
    for memo in (full_specimen(), empty_specimen()):
        jsonschema.validate(json.loads(to_json(memo)), schema)


def test_frozen_and_closed() -> None:
    """A memo cannot be changed, and an unknown key is refused."""
    memo = empty_specimen()
    with pytest.raises(ValidationError):
        memo.title = "other"  # type: ignore[misc]  # that it is refused is what is tested
    with pytest.raises(ValidationError):
        Memo.model_validate({**json.loads(to_json(memo)), "generated_at": "now"})


def test_evidence_is_as_long_as_its_span() -> None:
    """Evidence whose text is not as long as its span, or empty, is refused."""
    for text, end in (("abc", 4), ("", 0)):
        with pytest.raises(ValidationError, match="not as long as its span"):
            Evidence(id="a:0-4", article="a", start=0, end=end, text=text, section=None, line=1)


def test_no_statement_without_evidence() -> None:
    """A statement that rests on nothing cannot be built."""
    with pytest.raises(ValidationError):
        statement()


def test_citations_stand_in_the_table() -> None:
    """A memo that cites evidence which is not in its table is refused by name."""
    run = Run(version="0", analyst="extractive", max_chunk_tokens=1)
    with pytest.raises(ValidationError, match="ghost"):
        Memo(id="m", title="T", as_of=None, status="empty", bottom_line=(statement("ghost"),), run=run)


def test_questions_ask() -> None:
    """A point's question ends with a question mark."""
    with pytest.raises(ValidationError, match="question mark"):
        ContentionPoint(
            id="p",
            tier="core",
            raised_by="author",
            question="Who pays.",
            headline="Pay",
            evidence=("e",),
            articles=("a",),
        )


@pytest.mark.parametrize("value", ["", "ten", "NaN", "Infinity", "1,000"])
def test_figures_are_numbers(value: str) -> None:
    """A figure's value is a finite decimal number."""
    with pytest.raises(ValidationError):
        Figure(id="f", value=value, qualifier="exact", unit="", what="", as_written=value, evidence=("e",))


def test_cited_is_in_order_of_first_use() -> None:
    """The evidence table of the specimen stands in the order in which the memo first uses it."""
    memo = full_specimen()
    assert list(dict.fromkeys(cited(memo))) == [entry.id for entry in memo.evidence]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "memo.json is not a memo"),
        ("[1, 2]", "memo.json is not a memo"),
        ("{", "memo.json is not a memo"),
        ('{"schema_version": 2}', "another version"),
        ("[" * 100_000, "memo.json is not a memo"),
        ('{"title": NaN}', "memo.json is not a memo"),
    ],
)
def test_what_is_no_memo(text: str, sentence: str) -> None:
    """A file that is no memo of this version is refused in one sentence that says what to do."""
    with pytest.raises(MemoFileError, match=sentence) as refused:
        from_json(text)
    assert "\n" not in str(refused.value)
    assert "briefing" in str(refused.value)


def test_problem_ids() -> None:
    """The same problem has the same id in every run, another one another."""
    same = [problem("source_skipped", "a was left out.", "Rename it.", loss=False) for _ in range(2)]
    other = problem("source_skipped", "b was left out.", "Rename it.", loss=False)
    assert same[0] == same[1]
    assert same[0].id != other.id
