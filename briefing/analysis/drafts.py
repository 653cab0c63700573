"""What an analyst fills in: claims, not yet checked.

A draft cites *lines*: places, from 1, in the list of sentences that the analyst was shown.
Names, roles, dates and figures are copied as written; code parses them. Ids, offsets,
counts and confidence are not for an analyst to give. Strict by construction: every field is
required, unknown ones are refused.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from briefing.memo import Basis, Tier


class Draft(BaseModel):
    """Base of all drafts: closed to unknown keys, without defaults, built on first use."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class StatementDraft(Draft):
    """One sentence or clause, who vouches for it, and the lines that support it."""

    text: str
    basis: Basis
    lines: tuple[int, ...]


class OptionDraft(Draft):
    """One possible answer that the sources name; `key` is a letter."""

    key: str
    text: str
    lines: tuple[int, ...]


class PositionDraft(Draft):
    """What a party said, did or is reported to want; `backs` and `rejects` hold option keys."""

    party: str
    stance: StatementDraft
    backs: tuple[str, ...]
    rejects: tuple[str, ...]
    conditions: tuple[StatementDraft, ...]
    as_of: str | None


class GapDraft(Draft):
    """Something that the sources do not know or do not state."""

    topic: str
    lines: tuple[int, ...]


class IndicatorDraft(Draft):
    """An observable thing to watch; `by_when` as written."""

    text: StatementDraft
    by_when: str | None


class PointDraft(Draft):
    """A contention point; `question` is neutral and ends with a question mark."""

    tier: Tier
    raised_by: Literal["parties", "reporting", "author"]
    question: str
    headline: str
    options: tuple[OptionDraft, ...]
    summary: tuple[StatementDraft, ...]
    positions: tuple[PositionDraft, ...]
    matters: tuple[StatementDraft, ...]
    gaps: tuple[GapDraft, ...]
    watch: tuple[IndicatorDraft, ...]


class PartyDraft(Draft):
    """A person, body or group; name, role and aliases as written."""

    name: str
    role: str | None
    aliases: tuple[str, ...]
    kind: Literal["person", "body", "group", "unknown"]
    reactions: tuple[StatementDraft, ...]


class EventDraft(Draft):
    """Something dated; `as_written` is the date in the source's words."""

    as_written: str
    state: Literal["happened", "scheduled", "expected", "postponed", "cancelled"]
    text: StatementDraft


class FigureDraft(Draft):
    """A quantity; `as_written` with qualifier and unit, `what` the words around it."""

    as_written: str
    what: str
    lines: tuple[int, ...]


class SourceNoteDraft(Draft):
    """Where reports come from, where a source contradicts itself, what it cannot know."""

    kind: Literal["origin", "tension", "limit"]
    text: StatementDraft


class ChunkDraft(Draft):
    """All that one chunk holds."""

    points: tuple[PointDraft, ...]
    parties: tuple[PartyDraft, ...]
    events: tuple[EventDraft, ...]
    figures: tuple[FigureDraft, ...]
    source_notes: tuple[SourceNoteDraft, ...]


class LinkDraft(Draft):
    """Which candidates are the same dispute: groups of their places from 1; others stay alone."""

    groups: tuple[tuple[int, ...], ...]


class OverviewDraft(Draft):
    """The memo's title and what stands first in it; lines are places in the evidence shown."""

    title: str
    bottom_line: tuple[StatementDraft, ...]
