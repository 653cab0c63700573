"""Evidence as the checks see it: with the sentences before it and the names of its article."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from briefing.checks.claim import Source, mentions_in, tokens
from briefing.checks.names import LEADS_BACK
from briefing.checks.speakers import has_its_office, has_office, is_apposed_to_office
from briefing.wording.names import lexicon_of
from briefing.wording.subjects import may_be_person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.article import Article, Sentence
    from briefing.memo import Evidence
    from briefing.wording.names import Lexicon

_PRONOUN = re.compile(r"[“\"]?(?:He|She|It|They|His|Her|Its|Their)\b|.*,[”\"]? (?:he|she) (?:said|says|added|argued)\b")
_WHO = re.compile(r",? who ")
_SUBJECT = re.compile(r"(?:He|She)\b")
_BEFORE = 7  # sentences that a pronoun may lead back to


def sources_of(article: Article, sentences: Sequence[Sentence], lines: Sequence[Evidence]) -> dict[str, Source]:
    """What surrounds each of some neighbouring sentences, by the ids of the evidence.

    Args:
        article: that they stand in.
        sentences: in order.
        lines: the same as evidence.
    """
    lexicon = lexicon_of(article.text)
    presented = _presented(sentences, lines, lexicon)
    named = frozenset(tokens(f"{article.publisher or ''} {article.author or ''}"))
    return {
        line.id: Source(
            text=line.text,
            before=_before(place, sentences, lines),
            lexicon=lexicon,
            published=article.published,
            named=named,
            presented=tuple(
                dict.fromkeys(told for name in _people(place, sentences, lines, lexicon) for told in presented[name])
            ),
        )
        for place, line in enumerate(lines)
    }


def _presented(
    sentences: Sequence[Sentence], lines: Sequence[Evidence], lexicon: Lexicon
) -> defaultdict[str, list[str]]:
    """Of each person the sentences that tell an office, with those before that "its" in them leads to."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for place, line in enumerate(lines):
        for mention in mentions_in(line.text, lexicon):
            name = lexicon.canonical(mention.name)
            of_it = place > 0 and has_its_office(line.text, mention.start, mention.end)
            is_person = mention.kind == "person" or _WHO.match(line.text, mention.end) is not None
            in_office = is_person and has_office(mention.role, line.text)
            if " " in name and (in_office or of_it or is_apposed_to_office(line.text, mention.start)):
                first = _first_of_it(place, sentences, lines) if of_it else place
                told[name].extend(held.text for held in lines[first : place + 1])
    return told


def _first_of_it(place: int, sentences: Sequence[Sentence], lines: Sequence[Evidence]) -> int:
    """Where "its" in a sentence leads: to the nearest before it, in the section, that itself leads no further back."""
    first = place - 1
    while first > max(0, place - _BEFORE) and LEADS_BACK.match(lines[first].text):
        first -= 1
    return first if sentences[first].section == sentences[place].section else place


def _people(place: int, sentences: Sequence[Sentence], lines: Sequence[Evidence], lexicon: Lexicon) -> Sequence[str]:
    """Those whom a sentence names.

    Where it names nobody, or begins with "She" or a quotation, those whom the nearest before it does.
    """
    people: list[str] = []
    for text in (lines[place].text, *reversed(_before(place, sentences, lines))):
        found = mentions_in(text, lexicon)
        people += [lexicon.canonical(mention.name) for mention in found]
        goes_on = _SUBJECT.match(text) or (text.startswith(("“", '"')) and not any(map(may_be_person, found)))
        if found and not goes_on:
            break
    return people


def _before(place: int, sentences: Sequence[Sentence], lines: Sequence[Evidence]) -> tuple[str, ...]:
    """The sentences of its paragraph before one, and of the one before where its paragraph opens with a pronoun."""
    here = sentences[place]
    first = place
    while first > max(0, place - _BEFORE) and sentences[first - 1].paragraph == here.paragraph:
        first -= 1
    told = {here.paragraph}
    if first > 0 and _PRONOUN.match(lines[first].text):
        told.add(sentences[first - 1].paragraph)
    return tuple(
        lines[at].text
        for at in range(max(0, place - _BEFORE), place)
        if sentences[at].section == here.section and sentences[at].paragraph in told
    )
