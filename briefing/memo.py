"""The memo and all that it holds: the published, versioned JSON.

Every value is frozen. Evidence stands in one table, in order of first use; an entry's
place in it, from 1, is its citation number in every template. Everything else holds
lists of evidence ids, so a memo without its articles still shows what it rests on.

Spans are half-open, `[start, end)`, in Python characters of the article's text.
"""

from __future__ import annotations

import datetime as dt  # the module: fields of the name `date` would hide the class
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from briefing.errors import MemoFileError
from briefing.ids import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

BY_RULE = "extractive"  # what `Statement.written_by` and `Run.analyst` say of the built-in analyst
SCHEMA_VERSION: Literal[1] = 1
SCHEMA_ID = f"urn:briefing-memo:schema:memo:{SCHEMA_VERSION}"

Basis = Literal["quoted", "reported", "unnamed_source", "background", "author_view", "forecast"]
Tier = Literal["core", "secondary", "contextual"]
Status = Literal["failed", "degraded", "empty", "offline", "complete"]
ProblemKind = Literal[
    "source_unreadable",  # loss: a file could not be read or is of a kind that is not read
    "source_skipped",  # notice: one of our own memos, a README or an output path
    "source_repeated",  # notice: the same text was given before
    "metadata_broken",  # notice: front matter or a sidecar was put aside, the body kept
    "language_unsupported",  # notice: the cues of the offline analyst, or of the checks, are made for another language
    "chunk_failed",  # loss: the analysis of a chunk failed
    "chunk_skipped",  # loss: nothing was asked about a chunk: a limit was reached, or the endpoint given up
    "read_by_rule",  # loss: the built-in analyst stood in for the model
    "model_other",  # notice: another model than the one that was asked has answered
    "step_failed",  # loss: points were not linked or summarized, or there is no overview
    "reply_cut",  # notice: a reply held more than its bounds allow
    "evidence_cut",  # notice: a step was shown only the first of the evidence
    "citation_unknown",  # notice: a line number that its chunk does not have
    "statement_flagged",  # notice: a check found that a statement says more than its evidence; it is marked
    "statement_unsupported",  # notice: a check found the same of a statement, and it was left out
    "check_failed",  # a model that was to look at statements again did not: loss for a second look that was asked for
    "injection",  # notice: a source speaks to the tools that read it; that part was shown to no analyst
    "statement_dropped",  # notice: nothing was left that a statement could rest on
]

FlagKind = Literal[
    "number_not_in_source",  # a number, unit or date that stands nowhere in what was read
    "number_not_cited",  # one that stands elsewhere than in the evidence
    "name_not_in_source",  # a proper name that stands nowhere in what was read
    "name_not_cited",  # one that stands elsewhere than in the evidence
    "negation_changed",  # the opposite of what the evidence says
    "quotation_altered",  # words in quotation marks that the evidence does not have
    "hedge_lost",  # more certain than the evidence
    "speaker_unverified",  # given to somebody whom the evidence does not name as the one who says so
    "basis_overstated",  # vouched for by somebody else than the evidence says
    "absence_unsupported",  # told as absent, where the evidence does not say so
    "weakly_supported",  # most of its words are not in its evidence
    "likelihood_worded",  # a judgment whose likelihood is worded otherwise than by ICD 203
    "partly_supported",  # a second look found only a part of it in its evidence
    "not_supported",  # a second look did not find it in its evidence
]


class Value(BaseModel):
    """Base of all that a memo holds: frozen, closed to unknown keys, built on first use."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Evidence(Value):
    """A slice of an article, cut by code: `text == article.text[start:end]`, always.

    Attributes:
        id: the article's id and `:start-end`.
        article: the article's id.
        start: first character in the article's text.
        end: one past the last character.
        text: the slice.
        section: heading of the section it stands in, None before the first heading.
        line: line of the file, from 1, on which it starts.
        attribution: the chain of sources that the article names for it, outermost first.
    """

    id: str
    article: str
    start: Annotated[int, Field(ge=0)]
    end: int
    text: str
    section: str | None
    line: Annotated[int, Field(ge=1)]
    attribution: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _length_holds(self) -> Self:
        if self.end - self.start != len(self.text) or not self.text:
            raise ValueError(f"evidence {self.id} is not as long as its span")
        return self


class Flag(Value):
    """What a check found in a statement.

    Attributes:
        kind: what is wrong.
        message: one clause for a reader.
    """

    kind: FlagKind
    message: str


class Statement(Value):
    """A sentence that the memo shows, and who vouches for it.

    Attributes:
        id: made from its owner's id and its evidence.
        text: plain text, never mark-up.
        evidence: evidence ids; never empty.
        basis: `quoted` (the party's own words), `reported`, `unnamed_source`, `background`
            (told without a source), `author_view` or `forecast`.
        flags: what the checks found.
        written_by: `extractive`, `editor` or the key of the request that wrote it.
    """

    id: str
    text: str
    evidence: Annotated[tuple[str, ...], Field(min_length=1)]
    basis: Basis
    flags: tuple[Flag, ...] = ()
    written_by: str


class Confidence(Value):
    """How far a judgment can be relied on, computed from its evidence by a published rule.

    Attributes:
        level: the words of ICD 203.
        reason: one clause for a reader.
    """

    level: Literal["high", "moderate", "low"]
    reason: str


class Judgment(Statement):
    """A statement that the memo stands for, with its confidence."""

    confidence: Confidence


class Option(Value):
    """One possible answer to a point's question that the sources name."""

    key: str
    text: str
    evidence: Annotated[tuple[str, ...], Field(min_length=1)]


class Gap(Value):
    """Something not known or not stated; without evidence, the sources do not state it."""

    id: str
    topic: str
    evidence: tuple[str, ...] = ()


class Position(Value):
    """What a party said, did or is reported to want about a point's question.

    Attributes:
        id: made from its point's id, the party and its evidence.
        party: name of an entry of `Memo.parties`.
        stance: what it says, wants, did or refuses.
        backs: keys of the options that it is for.
        rejects: keys of the options that it is against.
        conditions: what it ties its stance to.
        as_of: when the stance was taken, where the source dates it.
    """

    id: str
    party: str
    stance: Statement
    backs: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    conditions: tuple[Statement, ...] = ()
    as_of: dt.date | None = None


class Voice(Value):
    """How far a party is heard on a point.

    Attributes:
        party: name of an entry of `Memo.parties`.
        sentences: of the point, on which its positions rest or in which it is quoted.
        quotes: direct quotations among them: its own, or of somebody who speaks for it.
    """

    party: str
    sentences: Annotated[int, Field(ge=1)]
    quotes: Annotated[int, Field(ge=0)]


def _asks(question: str) -> str:
    if not question.endswith(("?", "？")):
        raise ValueError("a question ends with a question mark")
    return question


class ContentionPoint(Value):
    """A neutral question, unresolved, that parties answer differently.

    Attributes:
        id: minted once; kept by later memos whatever the wording becomes.
        tier: weight in this memo.
        raised_by: whether the parties, the reporting or only the author raises it.
        question: ends with a question mark.
        headline: a few words.
        options: answers that the sources name.
        summary: what is known.
        positions: a row only for a party whose position the sources state.
        balance: how far each of these parties is heard, counted by code.
        matters: why it matters.
        gaps: what is not known.
        watch: ids of entries of `Memo.watch`.
        evidence: evidence ids of the point as a whole.
        articles: ids of the articles that carry it.
        flags: what the checks found in the question and the headline.
        trend: how it moved since an earlier memo; None until compared.
    """

    id: str
    tier: Tier
    raised_by: Literal["parties", "reporting", "author"]
    question: Annotated[str, AfterValidator(_asks)]
    headline: str
    options: tuple[Option, ...] = ()
    summary: tuple[Statement, ...] = ()
    positions: tuple[Position, ...] = ()
    balance: tuple[Voice, ...] = ()
    matters: tuple[Statement, ...] = ()
    gaps: tuple[Gap, ...] = ()
    watch: tuple[str, ...] = ()
    evidence: Annotated[tuple[str, ...], Field(min_length=1)]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]
    flags: tuple[Flag, ...] = ()
    trend: Literal["new", "escalating", "easing", "unchanged", "resolved"] | None = None


class Party(Value):
    """A person, body or group that takes a side; name, role and aliases as written."""

    id: str
    name: str
    role: str | None = None
    aliases: tuple[str, ...] = ()
    kind: Literal["person", "body", "group", "unknown"] = "unknown"
    reactions: tuple[Statement, ...] = ()


class Indicator(Value):
    """An observable thing to watch, by when, and which points it bears on.

    Attributes:
        id: made from its evidence.
        text: what to watch.
        by_when: as written in the source.
        date: `by_when` as a day, where it can be resolved.
        points: ids of points.
    """

    id: str
    text: Statement
    by_when: str | None = None
    date: dt.date | None = None
    points: tuple[str, ...] = ()


class Event(Value):
    """Something dated; relative dates are resolved against the article's date, never the clock.

    Attributes:
        id: made from its evidence and the date as written.
        date: first day, None where it cannot be resolved.
        end: last day of a span of days, both inclusive.
        precision: how exact the source is; `part` is a part of a month or year.
        as_written: the date in the source's words.
        state: as the source tells it.
        text: what happened or is to happen.
    """

    id: str
    date: dt.date | None
    end: dt.date | None = None
    precision: Literal["day", "part", "month", "season", "year"]
    as_written: str
    state: Literal["happened", "scheduled", "expected", "postponed", "cancelled"]
    text: Statement


def _decimal(text: str) -> str:
    try:
        finite = Decimal(text).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        raise ValueError("not a decimal number")
    return text


DecimalString = Annotated[str, AfterValidator(_decimal)]


class Figure(Value):
    """A quantity (not a year, not a label).

    Attributes:
        id: made from its evidence and the figure as written.
        value: decimal string, scale words applied ("3.5 million" is "3500000").
        high: upper end of a range.
        qualifier: what the source says about the value.
        unit: as written, or an ISO 4217 code or `percent`; empty for a bare count.
        what: the words around it, as written.
        as_written: the figure in the source's words.
        evidence: evidence ids.
    """

    id: str
    value: DecimalString
    high: DecimalString | None = None
    qualifier: Literal["exact", "up_to", "at_least", "about"]
    unit: str
    what: str
    as_written: str
    evidence: Annotated[tuple[str, ...], Field(min_length=1)]


class Quote(Value):
    """Words that the article puts in quotation marks, found by code.

    Attributes:
        id: made from its span.
        kind: `speech`, or a quoted `term`.
        evidence: evidence ids; the first is the sentence in which the quotation starts.
        article: the article's id.
        start: first character inside the marks.
        end: one past the last character inside the marks.
        text: the words inside the marks.
        speaker: as the text names the speaker, else None.
        role: the speaker's role as written.
        speaker_check: `attributed` where a rule of attribution found the speaker in the
            text, `unverified` where only a model says so, `none` without a speaker.
    """

    id: str
    kind: Literal["speech", "term"]
    evidence: Annotated[tuple[str, ...], Field(min_length=1)]
    article: str
    start: int
    end: int
    text: str
    speaker: str | None = None
    role: str | None = None
    speaker_check: Literal["attributed", "unverified", "none"] = "none"


class SourceNote(Value):
    """Where the reports come from, where a source contradicts itself, what it cannot know."""

    kind: Literal["origin", "tension", "limit"]
    text: Statement


class Problem(Value):
    """What went wrong without stopping the memo.

    Attributes:
        id: made from all its other fields.
        kind: a name to act on.
        loss: True when input went unused or a whole step failed; else a notice.
        message: what went wrong and where, in one sentence.
        advice: what to do about it.
        article: id of the article that it is about.
        start: first character that it is about.
        end: one past the last character that it is about.
        flags: kinds of flags that it tells of.
    """

    id: str
    kind: ProblemKind
    loss: bool
    message: str
    advice: str
    article: str | None = None
    start: int | None = None
    end: int | None = None
    flags: tuple[FlagKind, ...] = ()


def problem(
    kind: ProblemKind,
    message: str,
    advice: str,
    *,
    loss: bool,
    article: str | None = None,
    start: int | None = None,
    end: int | None = None,
    flags: tuple[FlagKind, ...] = (),
) -> Problem:
    """A `Problem` with its id; the fields are described there."""
    made = digest(kind, message, article, start, end)
    return Problem(
        id=f"problem-{made}",
        kind=kind,
        loss=loss,
        message=message,
        advice=advice,
        article=article,
        start=start,
        end=end,
        flags=flags,
    )


class ArticleRecord(Value):
    """What the memo keeps of an article: all but its text and its sections."""

    id: str
    title: str
    publisher: str | None
    author: str | None
    url: str | None
    published: dt.date | None
    language: str | None
    source: str
    text_sha256: str
    first_line: int
    characters: int
    words: int


class ChunkCoverage(Value):
    """How the analysis of one chunk ended; `why` and `request` where there is one."""

    article: str
    start: int
    end: int
    end_state: Literal["found", "nothing", "failed", "skipped"]
    why: str | None = None
    request: str | None = None


class SentenceRun(Value):
    """Neighbouring sentences in the same state.

    Attributes:
        article: the article's id.
        start: first character of the first sentence.
        end: one past the last character of the last sentence.
        sentences: how many, at least 1.
        state: `cited` in this memo, `read` by the analyst, or `left_over` unread.
    """

    article: str
    start: int
    end: int
    sentences: Annotated[int, Field(ge=1)]
    state: Literal["cited", "read", "left_over"]


class ArticleCoverage(Value):
    """What became of an article's sections and paragraphs; only those that hold a sentence count.

    Attributes:
        article: the article's id.
        sections: how many.
        sections_read: of which the analyst was shown every sentence.
        paragraphs: how many.
        paragraphs_uncited: of which the memo cites no sentence.
    """

    article: str
    sections: int
    sections_read: int
    paragraphs: int
    paragraphs_uncited: int


class Uncited(Value):
    """Neighbouring sentences of one section that the memo cites nowhere.

    Attributes:
        article: the article's id.
        start: first character in the article's text.
        end: one past the last character.
        section: heading of the section, None before the first heading.
        line: line of the file, from 1, on which they start.
        last_line: on which they end.
        sentences: how many.
        words: how many.
        opening: the first words, as the article has them; at most 80 characters.
        state: `read` by the analyst, or `left_over` unread.
    """

    article: str
    start: int
    end: int
    section: str | None
    line: int
    last_line: int
    sentences: Annotated[int, Field(ge=1)]
    words: int
    opening: str
    state: Literal["read", "left_over"]


class Coverage(Value):
    """What became of every sentence of the input.

    Attributes:
        chunks: how each ended, in order.
        runs: sentences by state, in order.
        articles: sections and paragraphs of each article.
        uncited: the five longest stretches that are cited nowhere, by their words.
        bases: how many sentences of the sources rest on which basis, by code's own cues.
    """

    chunks: tuple[ChunkCoverage, ...] = ()
    runs: tuple[SentenceRun, ...] = ()
    articles: tuple[ArticleCoverage, ...] = ()
    uncited: tuple[Uncited, ...] = ()
    bases: dict[Basis, int] = Field(default_factory=dict)


class StageUsage(Value):
    """Requests and tokens of the replies that one stage used, bought now or earlier."""

    stage: str
    requests: int
    input_tokens: int
    output_tokens: int


class Run(Value):
    """How the memo was made; nothing here varies between runs on the same input.

    Attributes:
        version: of this package.
        analyst: who read.
        max_chunk_tokens: most tokens of a chunk.
        model_asked: name of the model that was asked, None without one.
        model_answered: under which name, or names, it answered.
        endpoint_host: host and port of its endpoint.
        prompts: a fingerprint of the prompts of each stage.
        language: that statements were asked for in.
        stages: what each stage took.
        requests: the stage of each request whose reply was used, by its key.
    """

    version: str
    analyst: str
    max_chunk_tokens: int
    model_asked: str | None = None
    model_answered: str | None = None
    endpoint_host: str | None = None
    prompts: dict[str, str] = Field(default_factory=dict)
    language: str | None = None
    stages: tuple[StageUsage, ...] = ()
    requests: dict[str, str] = Field(default_factory=dict)


class Memo(Value):
    """A briefing memo; `briefing schema` prints its JSON Schema.

    Attributes:
        schema_version: of this structure.
        id: made from the articles' ids.
        title: carries no evidence of its own.
        as_of: the day the memo speaks of; None where neither caller nor article gives one.
        status: the first that holds of `failed` (nothing usable), `degraded` (any loss),
            `empty` (all read, no point found), `offline`, `complete`.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    id: str
    title: str
    as_of: dt.date | None
    status: Status
    bottom_line: tuple[Statement, ...] = ()
    key_judgments: tuple[Judgment, ...] = ()
    points: tuple[ContentionPoint, ...] = ()
    parties: tuple[Party, ...] = ()
    agreed: tuple[Statement, ...] = ()
    timeline: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    watch: tuple[Indicator, ...] = ()
    gaps: tuple[Gap, ...] = ()
    source_notes: tuple[SourceNote, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    articles: tuple[ArticleRecord, ...] = ()
    coverage: Coverage = Field(default_factory=Coverage)
    problems: tuple[Problem, ...] = ()
    run: Run

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        known = {entry.id for entry in self.evidence}
        unknown = sorted(set(cited(self)) - known)
        if unknown:
            raise ValueError(f"evidence that is cited but not in the table: {', '.join(unknown[:3])}")
        articles = {article.id for article in self.articles}
        if not {entry.article for entry in self.evidence} <= articles:
            raise ValueError("evidence of an article that is not in the list of articles")
        return self


def cited(value: object) -> Iterator[str]:
    """Yields every evidence id that `value` holds, in the order of its fields, with repetitions."""
    if isinstance(value, Evidence | ArticleRecord | Coverage | Problem | Run | str):
        return
    if isinstance(value, BaseModel):
        for name, held in value:
            if name == "evidence" and not isinstance(value, Memo):
                yield from held
            else:
                yield from cited(held)
    elif isinstance(value, tuple):
        for held in value:
            yield from cited(held)


def to_json(memo: Memo) -> str:
    """The memo as the text of `memo.json`: UTF-8, indented by two, a line end at the end."""
    return memo.model_dump_json(indent=2) + "\n"


def from_json(text: str | bytes, *, name: str = "memo.json") -> Memo:
    """Reads what `to_json` wrote.

    Args:
        text: the file's content.
        name: how to call the file in a message.

    Raises:
        MemoFileError: it is not JSON, no memo, or a memo of another schema version.
    """
    try:
        return Memo.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole file"
        if place == "schema_version":
            raise MemoFileError(
                f"{name} was written by another version of the memo schema (this one reads version "
                f"{SCHEMA_VERSION}); write it anew with `briefing memo ... --json`, or update briefing-memo."
            ) from None
        raise MemoFileError(
            f"{name} is not a memo: {place}: {first['msg']}; give a file that `briefing memo --json` wrote."
        ) from None


class _MemoSchema(GenerateJsonSchema):
    def generate(self, schema: object, mode: JsonSchemaMode = "validation") -> dict[str, object]:
        """Adds the dialect and the id of this version."""
        body = super().generate(schema, mode=mode)  # type: ignore[arg-type]  # pydantic's own schema type
        return {"$schema": self.schema_dialect, "$id": SCHEMA_ID, **body}


def json_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of `memo.json` as this version writes it."""
    return Memo.model_json_schema(mode="serialization", schema_generator=_MemoSchema)
