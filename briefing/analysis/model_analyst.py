"""The analyst that asks a language model; every word of it is a claim that grounding checks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from briefing.analysis.analyst import Credits, Drafted, UsedReply
from briefing.analysis.drafts import ChunkDraft, Draft, LinkDraft, OverviewDraft, PointDraft
from briefing.analysis.prompting import Prompts
from briefing.analysis.showing import show_candidates, show_chunk, show_dossier, show_outline
from briefing.errors import InvalidReplyError, ModelError, OptionError, ReplyError
from briefing.ids import digest
from briefing.models import Message, Request, decode, reply_key, request_key, strict_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.analyst import Dossier, Outline
    from briefing.analysis.showing import Shown
    from briefing.article import Chunk
    from briefing.memo import ContentionPoint
    from briefing.models import Model, Reply

    DraftT = TypeVar("DraftT", bound=Draft)

_LANGUAGE_CHARACTERS = 40
_REPEATED_CHARACTERS = 8_000  # of a reply that cannot be used, shown again to the model that gave it


class ModelAnalyst:
    """An `Analyst` that asks a model, one request for each unit; safe to call from several threads.

    A reply that cannot be used is asked for once more, with the reason.

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
        for draft_type in (ChunkDraft, LinkDraft, PointDraft, OverviewDraft):
            strict_schema(draft_type, most_characters=max_output_tokens)

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
        return self._ask("extract", unit, ChunkDraft, source=show_chunk(chunk))

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

    def _ask(self, stage: str, unit: str, draft_type: type[DraftT], **shown: Shown) -> Drafted[DraftT]:
        request = Request(
            stage=stage,
            unit=unit,
            messages=(self._prompts.system(stage, language=self._language), self._prompts.user(stage, **shown)),
            schema=replace(strict_schema(draft_type, most_characters=self._max_output_tokens), name=stage),
            max_output_tokens=self._max_output_tokens,
            shape=draft_type,
        )
        key = self._key(request)
        try:
            return self._drafted(request, key, draft_type)
        except InvalidReplyError as error:
            again = replace(repaired(request, error, self._prompts), repairs=reply_key(key, error.raw or ""))
        return self._drafted(again, self._key(again), draft_type)

    def _key(self, request: Request) -> str:
        return request_key(request, model=self._model.name, endpoint=self._model.endpoint)

    def _drafted(self, request: Request, key: str, draft_type: type[DraftT]) -> Drafted[DraftT]:
        reply = self._model.complete(request)
        cuts: list[str] = []
        try:
            draft = decode(reply.text, draft_type, cuts=cuts)
        except InvalidReplyError as error:
            if reply.finish_reason != "length":
                raise
            raise _cut(error) from None
        return Drafted(draft, key, _used(request.stage, reply), tuple(cuts))


def repaired(request: Request, error: InvalidReplyError, prompts: Prompts) -> Request:
    """The request that asks once more, after the reply that cannot be used and the reason."""
    said = Message("assistant", error.raw[:_REPEATED_CHARACTERS] if error.raw else "")
    return replace(request, messages=(*request.messages, said, prompts.repair(error.complaint)))


def _cut(error: InvalidReplyError) -> ReplyError:
    """What is said of a reply that ends at the limit of tokens; to ask again would end there too."""
    return ReplyError(
        "The reply was cut at its limit of tokens; lower --max-chunk-tokens, or raise --max-output-tokens and the "
        "context of the endpoint.",
        kind="cut",
        raw=error.raw,
    )


def _used(stage: str, reply: Reply) -> UsedReply:
    return UsedReply(stage, reply.model, reply.usage.input_tokens, reply.usage.output_tokens)


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
