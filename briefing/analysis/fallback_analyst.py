"""An analyst behind which the built-in one stands, so that a dead endpoint leaves no empty memo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from briefing.analysis.extractive import ExtractiveAnalyst
from briefing.errors import EndpointError, UnsentError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.analysis.analyst import Analyst, Credits, Dossier, Drafted, Outline
    from briefing.analysis.drafts import ChunkDraft, Draft, LinkDraft, OverviewDraft, PointDraft
    from briefing.article import Chunk
    from briefing.memo import ContentionPoint

    DraftT = TypeVar("DraftT", bound="Draft")


class FallbackAnalyst:
    """Asks an analyst, and the built-in one for each unit whose endpoint is dead; the memo tells why.

    What the model says (a refusal, nonsense), a prompt that is too long for it, and what a limit of the run forbids
    to ask stay as they are.

    Args:
        analyst: asked first.
    """

    def __init__(self, analyst: Analyst) -> None:
        self._analyst = analyst
        self._by_rule = ExtractiveAnalyst()

    @property
    def name(self) -> str:
        """That of the analyst that is asked first."""
        return self._analyst.name

    @property
    def languages(self) -> frozenset[str] | None:
        """Those of the analyst that is asked first."""
        return self._analyst.languages

    @property
    def remote(self) -> bool:
        """Whether the analyst that is asked first waits for a model."""
        return self._analyst.remote

    @property
    def credits(self) -> Credits:
        """What the analyst that is asked first works with."""
        return self._analyst.credits

    def extract(self, chunk: Chunk) -> Drafted[ChunkDraft]:
        """Every contention point, party, event, figure and source note of one chunk."""
        return _else(lambda: self._analyst.extract(chunk), lambda: self._by_rule.extract(chunk))

    def link(self, candidates: Sequence[ContentionPoint]) -> Drafted[LinkDraft]:
        """Which of some similar points are the same dispute."""
        return _else(lambda: self._analyst.link(candidates), lambda: self._by_rule.link(candidates))

    def summarize(self, dossier: Dossier) -> Drafted[PointDraft]:
        """One point anew from all its parts."""
        return _else(lambda: self._analyst.summarize(dossier), lambda: self._by_rule.summarize(dossier))

    def overview(self, outline: Outline) -> Drafted[OverviewDraft]:
        """The title and the bottom line; judgments only where the model gives them."""
        return _else(lambda: self._analyst.overview(outline), lambda: self._by_rule.overview(outline))


def _else(first: Callable[[], Drafted[DraftT]], second: Callable[[], Drafted[DraftT]]) -> Drafted[DraftT]:
    try:
        return first()
    except EndpointError as error:
        if error.kind == "too_long":
            raise
        why = str(error)
    except UnsentError as error:
        if error.kind != "given_up":
            raise
        why = str(error)
    return replace(second(), instead=why)
