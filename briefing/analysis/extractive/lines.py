"""A chunk's sentences as the rules see them: numbered, with parties, stances, dates and basis."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.wording.bases import basis_of
from briefing.wording.dates import FoundDate, find_dates
from briefing.wording.names import Lexicon, Mention, find_mentions, lexicon_of
from briefing.wording.quoted import find_quoted
from briefing.wording.stances import Stance, find_stances
from briefing.wording.subjects import is_subject, modifies
from briefing.wording.words import dateline_end

if TYPE_CHECKING:
    from briefing.article import Chunk
    from briefing.memo import Basis


_PRONOUN_FIRST = re.compile(r"[“\"]?(?:he|she|it|they)\b", re.I)
_LEADS_ON = re.compile(r"(?:[:;–—]| and| that)$")  # "It would mean that –": what follows is as sure as this
_SHORT_QUOTE = 12  # characters; shorter words in quotation marks do not make a sentence speech


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a chunk.

    Attributes:
        number: its place in the chunk, from 1: what a draft cites.
        text: the sentence.
        section: index into the article's sections.
        paragraph: the article's number of the paragraph.
        mentions: the parties named, in order.
        stances: what parties say, want, did or refuse.
        dates: the dates in it.
        basis: who vouches for it.
    """

    number: int
    text: str
    section: int
    paragraph: int
    mentions: tuple[Mention, ...]
    stances: tuple[Stance, ...]
    dates: tuple[FoundDate, ...]
    basis: Basis


# A body that was named before and is now only called what it is.
_GENERIC = frozenset(["company", "firm", "group", "supplier", "organisation", "organization", "charity", "agency"])


def annotate(chunk: Chunk) -> tuple[Line, ...]:
    """The lines of `chunk`, in order."""
    lexicon = lexicon_of(chunk.article.text)
    made: list[Line] = []
    subject = body = None
    paragraph = -1
    for number, sentence in enumerate(chunk.sentences, start=1):
        if sentence.paragraph != paragraph:
            subject = body = None
            paragraph = sentence.paragraph
        text = chunk.words(sentence)
        opening = dateline_end(text)
        mentions = [
            _named(mention, lexicon, body) for mention in find_mentions(text, lexicon) if mention.start >= opening
        ]
        stances = find_stances(text, mentions, subject)
        basis_before = made[-1].basis if made and _LEADS_ON.search(made[-1].text) else None
        quoted = bool(stances) and any(end - start > _SHORT_QUOTE for start, end in find_quoted(text))
        made.append(
            Line(
                number,
                text,
                sentence.section,
                paragraph,
                tuple(mentions),
                tuple(stances),
                tuple(find_dates(text, chunk.article.published)),
                "forecast" if basis_before == "forecast" else basis_of(text, quoted=quoted, attributed=bool(stances)),
            )
        )
        subject = _subject(made[-1]) or subject
        body = next((stance.party for stance in stances if stance.party.kind != "person"), body)
    return tuple(made)


def _named(mention: Mention, lexicon: Lexicon, body: Mention | None) -> Mention:
    """Gives "the company" the name of the body that the paragraph spoke of last.

    A body whose own name says what it is (a union, a council) is no company, so only a bare
    name comes into question.
    """
    if body is None or body.kind != "unknown" or lexicon.canonical(mention.name) not in _GENERIC:
        return mention
    return replace(mention, name=body.name)


def _subject(line: Line) -> Mention | None:
    """Whom a pronoun at the start of the next sentence leads to; None to leave it with whom it was."""
    if _PRONOUN_FIRST.match(line.text):
        return None
    if line.stances:
        return line.stances[0].party
    return next(
        (
            mention
            for mention in line.mentions
            if not mention.possessive and not modifies(line.text, mention) and is_subject(line.text, mention)
        ),
        None,
    )
