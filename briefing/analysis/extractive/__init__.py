"""The offline analyst: no model, no network; its sentences are the article's own.

It reads headings, cue phrases, patterns of attribution, capitalised names, dates and
quantities, and writes nothing but short frames around a heading or names. Its rules are made
for English; texts in other languages yield their figures, full dates and quotations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.analysis.analyst import Credits, Drafted, title_of
from briefing.analysis.drafts import ChunkDraft, LinkDraft, OverviewDraft, PointDraft, StatementDraft
from briefing.analysis.extractive.lines import annotate
from briefing.analysis.extractive.merging import merge, same_dispute
from briefing.analysis.extractive.points import find_points
from briefing.analysis.extractive.records import find_events, find_figures, find_notes, find_parties
from briefing.wording.bases import basis_of
from briefing.wording.names import lexicon_of
from briefing.wording.words import content_words, dateline_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.analyst import Dossier, Outline
    from briefing.article import Chunk
    from briefing.memo import ContentionPoint


_LEAST_WORDS = 9  # a shorter sentence seldom stands by itself
_TO_THE_READER = re.compile(r"\b(?:you|your|I|my|we|our|let[’']s)\b")


class ExtractiveAnalyst:
    """An `Analyst` that only extracts; safe to call from several threads."""

    name = "extractive"
    languages: frozenset[str] | None = frozenset({"en"})
    remote = False
    credits = Credits()

    def extract(self, chunk: Chunk) -> Drafted[ChunkDraft]:
        """Disputes by section, or by paragraph where a text has no headings, and all records."""
        lines = annotate(chunk)
        lexicon = lexicon_of(chunk.article.text)
        points = find_points(chunk.article, lines, lexicon)
        in_points = {number for point in points for position in point.positions for number in position.stance.lines}
        draft = ChunkDraft(
            points=points,
            parties=find_parties(lines, lexicon, in_points),
            events=tuple(find_events(lines, chunk.article.published)),
            figures=tuple(find_figures(lines)),
            **find_notes(lines),
        )
        return Drafted(draft, self.name)

    def link(self, candidates: Sequence[ContentionPoint]) -> Drafted[LinkDraft]:
        """Points that share a party and most of what they speak of."""
        return Drafted(LinkDraft(groups=same_dispute(candidates)), self.name)

    def summarize(self, dossier: Dossier) -> Drafted[PointDraft]:
        """All positions of all parts under the question of the first."""
        return Drafted(merge(dossier), self.name)

    def overview(self, outline: Outline) -> Drafted[OverviewDraft]:
        """The first article's title, and the opening sentence that says most of the title."""
        openings = outline.lines[: outline.openings]
        wanted = set(content_words(" ".join(article.title for article in outline.articles[:5])))

        def says(place: int) -> float:
            """News stands first: an opening must say much more of the title to come before an earlier one."""
            said = len(wanted & set(content_words(openings[place].text))) / (len(wanted) or 1)
            told = basis_of(openings[place].text) not in ("author_view", "forecast")
            chats = len(openings[place].text.split()) < _LEAST_WORDS or _TO_THE_READER.search(openings[place].text)
            return 2 * said + told - place - 2 * bool(chats)

        bottom_line = [
            StatementDraft(
                text=" ".join(entry.text[dateline_end(entry.text) :].split()),
                basis=basis_of(entry.text),
                lines=(place + 1,),
            )
            for place in sorted(range(len(openings)), key=says, reverse=True)[:1]
            for entry in [openings[place]]
        ]
        return Drafted(
            OverviewDraft(title=title_of(outline.articles), bottom_line=tuple(bottom_line), judgments=()), self.name
        )
