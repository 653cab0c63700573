"""The analyst that asks a language model; every word of it is a claim that grounding checks."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import urlsplit

from briefing.analysis.analyst import Credits, Drafted, UsedReply
from briefing.analysis.drafts import ChunkDraft, Draft, LinkDraft, LookDraft, OverviewDraft, PointDraft, RewriteDraft
from briefing.analysis.prompting import Prompts
from briefing.analysis.showing import show_candidates, show_chunk, show_dossier, show_doubted, show_outline
from briefing.errors import InvalidReplyError, ModelError, OptionError, ReplyError
from briefing.ids import digest
from briefing.models import Message, Request, decode, reply_key, request_key, strict_schema
from briefing.models.sizing import DEFAULT_OUTPUT_TOKENS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.analyst import Dossier, Outline
    from briefing.analysis.editing import Doubted
    from briefing.analysis.showing import Shown
    from briefing.article import Chunk
    from briefing.memo import ContentionPoint
    from briefing.models import Model, Reply, Schema

    DraftT = TypeVar("DraftT", bound=Draft)

REASKS = 2  # of one request, after replies that cannot be used or were cut
_DRAFTS: dict[str, type[Draft]] = {
    "extract": ChunkDraft,
    "link": LinkDraft,
    "summarize": PointDraft,
    "overview": OverviewDraft,
    "rewrite": RewriteDraft,
    "second_look": LookDraft,
}
_LANGUAGE_CHARACTERS = 40
REPEATED_CHARACTERS = 8_000  # of a reply that cannot be used, shown again to the model that gave it


class _CutChunk(NamedTuple):
    """A chunk whose reply was cut, and the name of that reply: it leads to the replies to the chunk's parts."""

    article: str
    start: int
    end: int
    reply: str

    def holds(self, chunk: Chunk) -> bool:
        """Whether `chunk` is a part of it."""
        inside = self.start <= chunk.start and chunk.end <= self.end
        return inside and chunk.article.id == self.article and chunk.end - chunk.start < self.end - self.start


class ModelAnalyst:
    """An `Analyst` that asks a model, one request for each unit; safe to call from several threads.

    It is an `Editor` and a `SecondReader` too.

    A reply that cannot be used is asked for once more, with the reason; a second time with the schema in words too.
    A reply that was cut at the endpoint's own limit is asked for with a larger one; that to a chunk is not: it is
    better read in two parts.

    Args:
        model: answers; `briefing.models.connect` makes one.
        prompts: the words that are sent; None for the shipped ones.
        language: the language of all statements, a name such as `German` or a tag such as `de`; None
            for that of each source.
        max_output_tokens: most tokens of one reply, None for the endpoint's own limit. The bounds of the schemas
            shrink until the longest reply that they allow fits, one token a character; so an endpoint that
            enforces schemas never cuts a reply in ASCII.

    Raises:
        OptionError: the language is no name, or no reply fits into `max_output_tokens`.
    """

    name = "model"
    languages: frozenset[str] | None = None
    remote = True

    def __init__(
        self,
        model: Model,
        *,
        prompts: Prompts | None = None,
        language: str | None = None,
        max_output_tokens: int | None = None,
    ) -> None:
        self._model = model
        self._prompts = prompts or Prompts()
        self._language = _checked(language)
        self._max_output_tokens = max_output_tokens
        self._schemas = {stage: self._schema(stage, draft_type) for stage, draft_type in _DRAFTS.items()}
        self._cut: list[_CutChunk] = []

    @property
    def credits(self) -> Credits:
        """The model, its endpoint and the prompts."""
        try:
            endpoint = self._model.endpoint
        except ModelError:  # no key is set; every request says so
            endpoint = None
        return Credits(
            self._model.name,
            urlsplit(endpoint).netloc if endpoint else None,
            self._prompts.fingerprints,
            self._language,
        )

    def extract(self, chunk: Chunk) -> Drafted[ChunkDraft]:
        """Every contention point, party, event, figure and source note of one chunk."""
        unit = f"{chunk.article.id}:{chunk.start}-{chunk.end}"
        repairs = next((whole.reply for whole in self._cut if whole.holds(chunk)), None)
        try:
            return self._ask("extract", unit, ChunkDraft, repairs=repairs, source=show_chunk(chunk))
        except CutReplyError as error:
            self._cut.append(_CutChunk(chunk.article.id, chunk.start, chunk.end, error.name))
            raise

    def link(self, candidates: Sequence[ContentionPoint]) -> Drafted[LinkDraft]:
        """Which of some similar points are the same dispute."""
        unit = f"points-{digest(*(point.id for point in candidates))}"
        return self._ask("link", unit, LinkDraft, source=show_candidates(candidates))

    def summarize(self, dossier: Dossier) -> Drafted[PointDraft]:
        """One point anew from all its parts."""
        source, notes = show_dossier(dossier)
        return self._ask("summarize", dossier.parts[0].id, PointDraft, source=source, notes=notes)

    def overview(self, outline: Outline) -> Drafted[OverviewDraft]:
        """The title, the bottom line and the judgments."""
        source, notes = show_outline(outline)
        return self._ask("overview", "memo", OverviewDraft, source=source, notes=notes)

    def rewrite(self, unit: str, doubted: Sequence[Doubted]) -> Drafted[RewriteDraft]:
        """At most 24 statements, each once more without what is wrong with it."""
        source, notes = show_doubted(doubted)
        return self._ask("rewrite", unit, RewriteDraft, source=source, notes=notes)

    def look_again(self, unit: str, doubted: Sequence[Doubted]) -> Drafted[LookDraft]:
        """Of at most 24 statements, whether their evidence supports them."""
        source, notes = show_doubted(doubted)
        return self._ask("second_look", unit, LookDraft, source=source, notes=notes)

    def request(self, stage: str, unit: str, **shown: Shown) -> Request:
        """What is asked about a unit, before anything is sent.

        Args:
            stage: the step.
            unit: its name.
            shown: `source`, and `notes` where the step has them.
        """
        return Request(
            stage=stage,
            unit=unit,
            messages=(self._prompts.system(stage, language=self._language), self._prompts.user(stage, **shown)),
            schema=self._schemas[stage],
            max_output_tokens=self._max_output_tokens,
            shape=_DRAFTS[stage],
        )

    def _ask(
        self, stage: str, unit: str, draft_type: type[DraftT], *, repairs: str | None = None, **shown: Shown
    ) -> Drafted[DraftT]:
        asked = request = replace(self.request(stage, unit, **shown), shape=draft_type, repairs=repairs)
        for reask in range(REASKS + 1):
            reply = self._model.complete(request)
            key = reply.key or request_key(request, model=self._model.name, endpoint=self._model.endpoint)
            cuts: list[str] = []
            try:
                draft = decode(reply.text, draft_type, cuts=cuts)
            except InvalidReplyError as error:
                name = reply_key(key, reply.text)
                again = self._again(asked, reply, error, words=reask > 0)
                if again is None:
                    raise CutReplyError(name=name, raw=reply.text) from None
                if reask == REASKS:
                    raise
                request = replace(again, repairs=name)
            else:
                return Drafted(draft, key, _used(key, stage, reply), tuple(cuts))
        raise AssertionError("the last reply was neither used nor refused")

    def _schema(self, stage: str, draft_type: type[Draft]) -> Schema:
        made = strict_schema(draft_type, most_characters=self._max_output_tokens)
        return replace(made, name=stage, words=self._prompts.shape(json.dumps(made.body, ensure_ascii=False)))

    def _again(self, asked: Request, reply: Reply, error: InvalidReplyError, *, words: bool) -> Request | None:
        """What is asked after a reply that cannot be used; None where it was cut and would be cut again."""
        if reply.finish_reason != "length":
            return repaired(asked, error, self._prompts, words=words)
        written = reply.usage.output_tokens or DEFAULT_OUTPUT_TOKENS // 4
        if asked.stage == "extract" or self._max_output_tokens is not None or written >= DEFAULT_OUTPUT_TOKENS:
            return None
        return replace(asked, max_output_tokens=min(2 * written, DEFAULT_OUTPUT_TOKENS))


class CutReplyError(ReplyError):
    """Raised where a reply ends at the limit of tokens, and to ask again would end there too.

    Attributes:
        name: `reply_key` of the reply.
    """

    def __init__(self, *, name: str, raw: str) -> None:
        super().__init__(
            "The reply was cut at its limit of tokens; lower --max-chunk-tokens, or raise --max-output-tokens and the "
            "context of the endpoint.",
            kind="cut",
            raw=raw,
        )
        self.name = name


def repaired(request: Request, error: InvalidReplyError, prompts: Prompts, *, words: bool = False) -> Request:
    """The request that asks once more, after the reply that cannot be used and the reason.

    Args:
        request: the first one.
        error: why the reply cannot be used.
        prompts: the words that are sent.
        words: whether the shape of the reply is told in words too.
    """
    said = Message("assistant", error.raw[:REPEATED_CHARACTERS] if error.raw else "")
    complaint = prompts.repair(error.complaint)
    if words and request.schema is not None and request.schema.words:
        complaint = replace(complaint, text=f"{complaint.text}\n{request.schema.words}")
    return replace(request, messages=(*request.messages, said, complaint))


def _used(key: str, stage: str, reply: Reply) -> UsedReply:
    return UsedReply(key, stage, reply.model, reply.usage.input_tokens, reply.usage.output_tokens)


def _checked(language: str | None) -> str | None:
    """Refuses what is no name of a language: it enters the prompts as it is."""
    if language is None:
        return None
    plain = language.replace("-", "").replace(" ", "").replace("(", "").replace(")", "")
    if not plain.isalnum() or len(language) > _LANGUAGE_CHARACTERS:
        raise OptionError(
            f"{language[:_LANGUAGE_CHARACTERS]!r} is no language; give a name or tag, such as German or de."
        )
    return language
