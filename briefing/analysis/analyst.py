"""The seam between the flow and whoever reads: four verbs, one unit in, one draft out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from briefing.analysis.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.drafts import ChunkDraft, LinkDraft, OverviewDraft, PointDraft
    from briefing.article import Chunk
    from briefing.memo import ArticleRecord, ContentionPoint, Evidence

DraftT_co = TypeVar("DraftT_co", bound=Draft, covariant=True)


@dataclass(frozen=True, slots=True)
class UsedReply:
    """A model's reply that the memo rests on, bought now or earlier.

    Attributes:
        request: its key, as `Statement.written_by` has it.
        stage: name of the step that asked.
        model: name of the model that answered, as its endpoint gives it; None where it does not say.
        input_tokens: of the prompt as the endpoint counts them, None where it does not say.
        output_tokens: of the reply, likewise.
    """

    request: str
    stage: str
    model: str | None
    input_tokens: int | None
    output_tokens: int | None


@dataclass(frozen=True, slots=True)
class Drafted(Generic[DraftT_co]):
    """A draft and where it comes from.

    Attributes:
        draft: the claims.
        written_by: for `Statement.written_by`: `extractive`, or the key of the request that gave the draft.
        reply: what the draft was read from; None without a model.
        cuts: what was beyond the bounds of the draft's type and is gone, a clause each.
        instead: why it was made by rule where a model should have; None where none should, or did.
    """

    draft: DraftT_co
    written_by: str
    reply: UsedReply | None = None
    cuts: tuple[str, ...] = ()
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """What an analyst works with, for the memo's record of how it was made.

    Attributes:
        model: the model that is asked.
        host: host and port of its endpoint.
        prompts: a fingerprint of each stage's prompts.
        language: that statements were asked for in; None where they keep that of their source.
    """

    model: str | None = None
    host: str | None = None
    prompts: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of one point that several parts tell.

    Attributes:
        parts: the point as each chunk or article tells it, in order.
        lines: the evidence of all parts; an entry's place, from 1, is its line number.
        articles: by id, those that the lines come from.
    """

    parts: tuple[ContentionPoint, ...]
    lines: tuple[Evidence, ...]
    articles: Mapping[str, ArticleRecord]


@dataclass(frozen=True, slots=True)
class Outline:
    """What the whole memo rests on.

    Attributes:
        articles: in the order in which they were read.
        points: in order of prominence.
        lines: the opening sentences of the articles, then the evidence of the points; an
            entry's place, from 1, is its line number.
        openings: how many of `lines` are opening sentences.
        more: how many points of less prominence there are beside `points`.
    """

    articles: tuple[ArticleRecord, ...]
    points: tuple[ContentionPoint, ...]
    lines: tuple[Evidence, ...]
    openings: int
    more: int = 0


class Analyst(Protocol):
    """Reads units and fills in drafts; callable from several threads at once.

    Each of the four verbs may raise `ModelError`: then its unit is lost, and the memo goes on and says so.
    """

    @property
    def name(self) -> str:
        """How the memo names the analyst."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """Primary language subtags that it reads; None for any."""
        ...

    @property
    def remote(self) -> bool:
        """Whether it waits for a model: then several units are asked at once, and what each is shown is limited."""
        ...

    @property
    def credits(self) -> Credits:
        """What it works with."""
        ...

    def extract(self, chunk: Chunk) -> Drafted[ChunkDraft]:
        """Every contention point, party, event, figure and source note of one chunk."""
        ...

    def link(self, candidates: Sequence[ContentionPoint]) -> Drafted[LinkDraft]:
        """Which of some similar points are the same dispute."""
        ...

    def summarize(self, dossier: Dossier) -> Drafted[PointDraft]:
        """One point anew from all its parts."""
        ...

    def overview(self, outline: Outline) -> Drafted[OverviewDraft]:
        """The title, the bottom line and the judgments."""
        ...


def wording_of(point: ContentionPoint) -> str:
    """The words by which a point is compared: what it asks, what is known, who wants what."""
    told = [statement.text for statement in point.summary]
    wanted = [f"{position.party} {position.stance.text}" for position in point.positions]
    return " ".join([point.headline, point.question, *told, *wanted])


def title_of(articles: Sequence[ArticleRecord]) -> str:
    """A memo's title where nobody writes one: the first article's, and how many more there are."""
    if not articles:
        return "Nothing to report"
    more = len(articles) - 1
    return f"{articles[0].title}, and {more} more article{'s' if more > 1 else ''}" if more else articles[0].title
