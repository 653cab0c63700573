"""What an analyst fills in: claims, not yet checked.

A draft cites *lines*: places, from 1, in the list of sentences that the analyst was shown.
Names, roles, dates and figures are copied as written; code parses them. Ids, offsets,
counts and confidence are not for an analyst to give. What is not stated is an empty text.

Strict by construction: every field is required, unknown ones are refused. Bounds guide a
decoder that enforces the schema; a reply that passes one is cut and the cut told, never refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import core_schema
from typing_extensions import TypeAliasType

from briefing.memo import Basis, Tier

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
    from pydantic.json_schema import JsonSchemaValue

    TextOrEntries = TypeVar("TextOrEntries", str, tuple[object, ...])


@dataclass(frozen=True, slots=True)
class Most:
    """Most characters of a text, or most entries of a list.

    The JSON Schema tells it as `maxLength` or `maxItems`. Where a draft is validated with a list
    as its context, what is beyond the bound is cut and a sentence about it is added to the list.
    Without one (a draft that code makes) nothing is cut.
    """

    most: int

    def __get_pydantic_core_schema__(
        self,
        source: Any,  # as pydantic calls it
        handler: GetCoreSchemaHandler,
    ) -> core_schema.CoreSchema:
        return core_schema.with_info_after_validator_function(self._cut, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        body = handler(schema)
        return {**body, "maxItems" if body["type"] == "array" else "maxLength": self.most}

    def _cut(self, value: TextOrEntries, info: ValidationInfo) -> TextOrEntries:
        if info.context is None or len(value) <= self.most:
            return value
        if isinstance(value, str):
            info.context.append(f"“{value[:40].rstrip()}…” ({info.field_name}) was cut from {len(value):,} characters")
            words = value[: self.most - 1].rsplit(None, 1)
            return f"{words[0]}…" if words else ""
        info.context.append(f"only {self.most} of {len(value):,} entries of {info.field_name} were kept")
        return value[: self.most]


class Draft(BaseModel):
    """Base of all drafts: closed to unknown keys, without defaults, built on first use."""

    # Docstrings are for readers of this file; a model reads the prompts, and each word here would be paid for.
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, json_schema_extra=lambda schema: schema.pop("description", None)
    )


# The range guides the decoder; which numbers exist, grounding tells.
Line = Annotated[int, Field(json_schema_extra={"minimum": 1, "maximum": 9_999})]
# Named types stand in the schema once.
Lines = TypeAliasType("Lines", Annotated[tuple[Line, ...], Most(8)])
Name = Annotated[str, Most(100)]
# An identifier is never cut: "Option A" and "Option B" would become one. What it may be called, grounding sorts out.
Key = Annotated[str, Field(json_schema_extra={"maxLength": 2})]
AsWritten = Annotated[str, Most(80)]


class StatementDraft(Draft):
    """One sentence or clause, who vouches for it, and the lines that support it."""

    text: Annotated[str, Most(320)]
    basis: Basis
    lines: Lines


Statements = TypeAliasType("Statements", Annotated[tuple[StatementDraft, ...], Most(4)])


class OptionDraft(Draft):
    """One possible answer that the sources name; `key` is a letter."""

    key: Key
    text: Annotated[str, Most(160)]
    lines: Lines


class PositionDraft(Draft):
    """What a party said, did or is reported to want; `backs` and `rejects` hold option keys."""

    party: Name
    stance: StatementDraft
    backs: Annotated[tuple[Key, ...], Most(6)]
    rejects: Annotated[tuple[Key, ...], Most(6)]
    conditions: Statements
    as_of: AsWritten


class EventDraft(Draft):
    """Something dated, or to be watched for; `as_written` is the date in the source's words.

    Only an event to be watched for may have no date, and its state does not count.
    """

    as_written: AsWritten
    state: Literal["happened", "scheduled", "expected", "postponed", "cancelled"]
    text: StatementDraft


class PointDraft(Draft):
    """A contention point; `question` is neutral and ends with a question mark.

    A gap may cite nothing, and its basis does not count: nobody vouches for what is not known.
    """

    tier: Tier
    raised_by: Literal["parties", "reporting", "author"]
    question: Annotated[str, Most(200)]
    headline: Annotated[str, Most(100)]
    options: Annotated[tuple[OptionDraft, ...], Most(6)]
    summary: Statements
    positions: Annotated[tuple[PositionDraft, ...], Most(12)]
    matters: Statements
    gaps: Statements
    watch: Annotated[tuple[EventDraft, ...], Most(4)]


class PartyDraft(Draft):
    """A person, body or group; name, role and aliases as written."""

    name: Name
    role: Annotated[str, Most(120)]
    aliases: Annotated[tuple[Name, ...], Most(5)]
    kind: Literal["person", "body", "group", "unknown"]
    reactions: Statements


class FigureDraft(Draft):
    """A quantity; `as_written` with qualifier and unit, `what` the words around it."""

    as_written: AsWritten
    what: Annotated[str, Most(160)]
    lines: Lines


class ChunkDraft(Draft):
    """All that one chunk holds.

    The last three are notes on the source: where its reports come from, where it contradicts
    itself, what it cannot know.
    """

    points: Annotated[tuple[PointDraft, ...], Most(12)]
    parties: Annotated[tuple[PartyDraft, ...], Most(24)]
    events: Annotated[tuple[EventDraft, ...], Most(20)]
    figures: Annotated[tuple[FigureDraft, ...], Most(20)]
    origins: Statements
    tensions: Statements
    limits: Statements


class LinkDraft(Draft):
    """Which candidates are the same dispute: groups of their places from 1; others stay alone."""

    groups: Annotated[tuple[Annotated[tuple[Line, ...], Most(24)], ...], Most(12)]


class OverviewDraft(Draft):
    """The memo's title and what stands first in it; lines are places in the evidence shown."""

    title: Annotated[str, Most(120)]
    bottom_line: Annotated[tuple[StatementDraft, ...], Most(2)]
    judgments: Annotated[tuple[StatementDraft, ...], Most(3)]


class RewrittenDraft(Draft):
    """A statement anew; without text it cannot be said, and is left out."""

    number: Line
    text: Annotated[str, Most(320)]
    basis: Basis
    lines: Lines


class RewriteDraft(Draft):
    """Statements anew, by their numbers in the list that was shown."""

    statements: Annotated[tuple[RewrittenDraft, ...], Most(24)]


class AnswerDraft(Draft):
    """Whether its evidence supports a statement; `missing` says what it does not hold."""

    number: Line
    answer: Literal["supported", "partly", "not"]
    missing: Annotated[str, Most(160)]


class LookDraft(Draft):
    """Answers, by the numbers of the statements in the list that was shown."""

    answers: Annotated[tuple[AnswerDraft, ...], Most(24)]
