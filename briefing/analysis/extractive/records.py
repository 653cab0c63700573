"""Parties, events, figures and notes on the sources, as the lines of a chunk hold them."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from briefing.analysis.drafts import EventDraft, FigureDraft, PartyDraft, StatementDraft
from briefing.analysis.extractive.points import statement
from briefing.wording.event_states import state_of
from briefing.wording.quantities import find_quantities
from briefing.wording.words import clause_end, clause_start, content_words, dateline_end

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from briefing.analysis.extractive.lines import Line
    from briefing.wording.names import Lexicon, Mention

_ORIGIN = re.compile(
    r"\b(?:first reported|scoop|obtained by|seen by|has seen|leaked|published details|according to (?:a|an|the) \w*\s?(?:report|letter|document|study)|"
    r"by the agency[’']s account|a study by|asked not to be named|people (?:close|involved|familiar))\b",
    re.I,
)
_LIMIT = re.compile(
    r"\b(?:could not be (?:independently )?(?:verified|reached|confirmed)|declined to (?:comment|say)|did not (?:respond|answer|reply|comment)|"
    r"not been seen|has not been (?:published|released)|(?:notably )?silent on|have said little|no comment)\b",
    re.I,
)
_MOST_NOTES = 3
# A clause that begins with a relative or with its verb says nothing without what stands before it.
_HEADLESS = re.compile(
    r"(?!(?:the|an?|its|their|his|her|this|these|those|some|all|no|it|they|he|she|we|each|every|both)\b)[a-z]"
)
_LEAST_WORDS = 3  # with content; a clause with fewer says nothing of its date
_WORD = re.compile(r"\S+")
_AROUND = 6  # words on either side of a figure that say what it counts


def find_parties(lines: Sequence[Line], lexicon: Lexicon, in_points: Collection[int]) -> tuple[PartyDraft, ...]:
    """Everyone who takes a stance or is given a role; stances outside of points are reactions.

    Args:
        lines: of a chunk.
        lexicon: of the article.
        in_points: numbers of the lines whose stances are positions of a point.
    """
    mentions: dict[str, list[Mention]] = {}
    taking: set[str] = set()
    reactions: dict[str, list[tuple[Line, int, int]]] = {}
    for line in lines:
        for mention in line.mentions:
            mentions.setdefault(lexicon.canonical(mention.name), []).append(mention)
        for stance in line.stances:
            name = lexicon.canonical(stance.party.name)
            taking.add(name)
            if line.number not in in_points:
                reactions.setdefault(name, []).append((line, stance.start, stance.end))
    return tuple(
        PartyDraft(
            name=name,
            role=next((mention.role for mention in found if mention.role), ""),
            aliases=tuple(dict.fromkeys(mention.name for mention in found if mention.name != name)),
            kind=next((mention.kind for mention in found if mention.kind != "unknown"), "unknown"),
            reactions=tuple(statement(*reaction) for reaction in reactions.get(name, ())),
        )
        for name, found in mentions.items()
        if name in taking or any(mention.role for mention in found)
    )


def find_events(lines: Sequence[Line], published: date | None) -> Iterator[EventDraft]:
    """One event a date: the clause that holds it, in the state that the clause tells.

    Args:
        lines: of a chunk.
        published: the article's date: what is dated before it and told without a cue happened.
    """
    for line, following in zip_longest(lines, lines[1:]):
        opening = dateline_end(line.text)
        for found in line.dates:
            if found.start < opening:
                continue
            start, end = clause_start(line.text, found.start), clause_end(line.text, found.end)
            headless = start > 0 and _HEADLESS.match(line.text, start)
            if len(content_words(line.text[start:end])) < _LEAST_WORDS or headless:
                start, end = opening, len(line.text)
            state = state_of(
                line.text,
                found,
                published,
                (start, end),
                following=following.text if following else "",
                forecast=line.basis == "forecast",
            )
            yield EventDraft(as_written=found.as_written, state=state, text=statement(line, start, end))


def find_figures(lines: Sequence[Line]) -> Iterator[FigureDraft]:
    """Every quantity with the words around it."""
    for line in lines:
        for found in find_quantities(line.text, [(date.start, date.end) for date in line.dates]):
            before = [match.start() for match in _WORD.finditer(line.text, 0, found.start)][-_AROUND:]
            after = [match.end() for match in _WORD.finditer(line.text, found.end)][:_AROUND]
            start, end = min(before, default=found.start), max(after, default=found.end)
            yield FigureDraft(
                as_written=found.as_written,
                what=" ".join(line.text[start:end].split()).strip(" ,;:"),
                lines=(line.number,),
            )


def find_notes(lines: Sequence[Line]) -> dict[str, tuple[StatementDraft, ...]]:
    """Sentences on where a report comes from and on what could not be learned, by the draft's names for them."""
    patterns = {"origins": _ORIGIN, "limits": _LIMIT}
    found = {name: [line for line in lines if pattern.search(line.text)] for name, pattern in patterns.items()}
    return {"tensions": (), **{name: tuple(map(statement, held[:_MOST_NOTES])) for name, held in found.items()}}
