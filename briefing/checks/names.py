"""Proper names: each word of one in a statement must stand in its evidence, or in a name that the evidence shortens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, mentions_in, tokens
from briefing.checks.offices import TITLES, check_offices
from briefing.wording.roles import UPPER
from briefing.wording.subjects import may_be_person
from briefing.wording.tokens import is_listed
from briefing.wording.words import STOP

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from briefing.checks.claim import Claim, Source

_CAPITALISED = re.compile(rf"(?<![\w’'])[{UPPER}][\w’'.-]*")
_RUN = re.compile(rf"[{UPPER}][\w’'.-]*(?: [{UPPER}][\w’'.-]*)*")
# A pronoun that may be the subject: at the start, or before a verb of saying or wanting; or a quotation that goes on.
LEADS_BACK = re.compile(
    r"^[“\"]?(?:It|He|She|They|Its|His|Her|Their"
    r"|The (?:company|group|body|firm|union|agency|office|forum|association|team|airline|carrier|operator|consultants?"
    r"|developers?|manufacturer|maker|utility|supplier|retailer|lender|bank|insurer|charity|consortium|ministry|council"
    r"|committee|commission|authority|regulator|court|fund|bidder|buyer|trust))\b"
    r"|\b[Tt]he (?:company|group|body|firm|union|agency|association|council|ministry|trust|utility"
    r"|regulator|authority|fund) (?:says|said|added|forecasts|expects)\b"
    r"|\b(?:it|he|she|they) (?:\w+ )?(?:said|says|told|wants?|added|argued|wrote|asked|has|had|would|will)\b|^[“\"]"
)
_CALENDAR = frozenset(
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday i
    """.split()
)
_PLAIN = re.compile(r"\b[a-z]{5,}\b")
_THE = re.compile(r"\b[Tt]he [a-z]")  # "the skipper has yet to speak": of which ship is told before
# "the crew", which a statement calls "the Lady Corvane's crew"
_NOUN = re.compile(r"\b[Tt]he (?:[a-z]+(?:’s|'s|s’|s') )?([a-z]{4,})")
_NAMED_NOUN = re.compile(rf"(?P<name>[{UPPER}][\w-]*?)(?:’s|'s|s’|s')? (?P<noun>[a-z]{{4,}})")
_PRONOUN = re.compile(r"\b(?:it|its|he|his|him|she|her|they|their|them)\b", re.I)
_PERSON = re.compile(r"^[“\"]|\b(?:he|she|his|hers?|him)\b", re.I)
_BACK = 3  # sentences
# What stands for a place that is named before: "an official there".
_PLACE = re.compile(
    r"\b(?:the (?:country|government|region|island|city|town)"
    r"|there(?! (?:is|are|was|were|has|have|had|will|would|may)\b))\b"
)
_BEGINNING = 4  # letters
_HIS_OFFICE = re.compile(r"\b(?:[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]he) ((?:[a-z-]+ )?[a-z]+)\b")
_SHORT = 6  # letters of a place, which its people may change more of: "Norway", "Norwegian"
OF_A_PLACE = re.compile(r"(?:ish|ian|an|ese|ic|i|er)s?$")


def check_names(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each name that the evidence does not hold."""
    known = known_words(claim)
    for slip, opens in _unnamed(claim, known):
        if not opens or _is_name(claim, slip.words):
            yield slip
    yield from check_offices(claim, known)


def check_label_names(claim: Claim) -> Iterator[Slip]:
    """The same for a headline, which opens with all kinds of words: there one must be a name elsewhere."""
    for slip, opens in _unnamed(claim, known_words(claim)):
        if not opens or any(slip.words in source.lexicon.inside for source in claim.sources):
            yield slip


def _unnamed(claim: Claim, known: Collection[str]) -> Iterator[tuple[Slip, bool]]:
    """Yields a slip for each capitalised word that the evidence does not hold, and whether it opens a sentence."""
    for match in _CAPITALISED.finditer(claim.text):
        word = match.group().rstrip(".’'")
        bare = tokens(word)
        if not bare or bare[0] in STOP or bare[0] in _CALENDAR or all(is_known(part, known) for part in bare):
            continue
        if _is_outlet(claim, match.start()) or _is_short(claim, word, known):
            continue
        opens = _opens(claim.text, match.start())
        yield Slip("name", f"“{word}” is named nowhere in its evidence", words=word), opens


def _is_outlet(claim: Claim, place: int) -> bool:
    """Whether a word stands in a run of capitalised ones that are all words of an outlet or an author."""
    runs = (run for run in _RUN.finditer(claim.text) if run.start() <= place < run.end())
    words = {word for run in runs for word in tokens(run.group()) if word not in STOP}
    return any(words <= source.named for source in claim.sources)


def _is_short(claim: Claim, word: str, known: Collection[str]) -> bool:
    """Whether a word is short for a name that the evidence holds: "VADA" for "the agency"."""
    full = {source.lexicon.canonical(word.removesuffix("’s").removesuffix("'s")) for source in claim.sources}
    return any(" " in name and all(part in known or part in STOP for part in tokens(name)) for name in full)


def is_known(word: str, known: Collection[str]) -> bool:
    """Whether a word is a known one, in the plural or not, or one of a place and its people: "Lethian", "Lethia"."""
    if word in known or word.removesuffix("s") in known or f"{word}s" in known:
        return True
    people = OF_A_PLACE.sub("", word)
    stem = people[: max(_BEGINNING, len(people) - (2 if len(people) <= _SHORT else 1))]
    if people != word and len(stem) >= _BEGINNING and any(held.startswith(stem) for held in known):
        return True
    place = word.rstrip("aeiouy")  # "Tessaly", "Tessalian"
    return len(place) >= _BEGINNING and any(held.startswith(place) and OF_A_PLACE.search(held) for held in known)


def known_words(claim: Claim) -> set[str]:
    """Words of all that the evidence names, in full too where it shortens a name, and of whom its pronouns lead to."""
    known: set[str] = set()
    nouns = {match["noun"] for match in _NAMED_NOUN.finditer(claim.text) if match["name"].lower() not in STOP}
    for source in claim.sources:
        known.update(_named(source, source.text))
        known.update(tokens(source.text))
        if (
            leads_back(source)
            or _PLACE.search(source.text)
            or (_THE.search(source.text) and not mentions_in(source.text, source.lexicon))
        ):
            for sentence in sentences_back(source):
                known.update(_named(source, sentence))
        for words in _HIS_OFFICE.findall(source.text):  # "its director said"
            for office in words.split():
                known.update(tokens(source.lexicon.holders.get(office, "")))
        plain = {word.removesuffix("s") for word in _PLAIN.findall(source.text)}
        for body in bodies_presented(source):
            words = tokens(body)
            its = "its" in source.text.split() or any(word.removesuffix("s") in plain for word in words)
            known.update(words if its else ())  # "her cooperative"
        if not nouns.isdisjoint(_NOUN.findall(source.text)):
            known.update(word for sentence in source.before for word in _named(source, sentence))
    return known | TITLES


def leads_back(source: Source) -> bool:
    """Whether a sentence goes on about somebody whom one before it names: by a pronoun that no name comes before."""
    if LEADS_BACK.search(source.text):
        return True
    pronoun = _PRONOUN.search(source.text)
    if pronoun is None:
        return False
    mentions = mentions_in(source.text, source.lexicon)
    person = _PERSON.search(source.text)
    if person and not any(may_be_person(mention) and mention.start < person.start() for mention in mentions):
        return True
    return not mentions or pronoun.start() < min(mention.start for mention in mentions)


def sentences_back(source: Source) -> tuple[str, ...]:
    """The sentences that a pronoun may lead back to: some, and where they name nobody the nearest that does."""
    near, far = source.before[-_BACK:], source.before[:-_BACK]
    named = [[mention.kind for mention in mentions_in(sentence, source.lexicon)] for sentence in source.before]
    led = _PERSON.search(source.text) is not None
    nearest = [at for at, kinds in enumerate(named) if ("person" in kinds if led else kinds)][-1:]
    return (*(far[at] for at in nearest if at < len(far)), *near)


def bodies_presented(source: Source) -> Iterator[str]:
    """Yields the bodies that are named where the article tells the office of a person whom a sentence names."""
    for sentence in source.presented:
        for mention in mentions_in(sentence, source.lexicon):
            if mention.kind != "person":
                yield source.lexicon.canonical(mention.name)


def _named(source: Source, sentence: str) -> Iterator[str]:
    """Yields the words of each name in a sentence, as the article gives it in full."""
    for mention in mentions_in(sentence, source.lexicon):
        yield from tokens(mention.name)
        yield from tokens(source.lexicon.canonical(mention.name))
    for word in _CAPITALISED.findall(sentence):
        yield from tokens(source.lexicon.canonical(word.rstrip(".").removesuffix("’s").removesuffix("'s")))


def _opens(text: str, place: int) -> bool:
    return place == 0 or text[:place].rstrip().endswith((".", "?", "!", "“", '"'))


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def _is_name(claim: Claim, word: str) -> bool:
    """Whether a word that opens a sentence is a name there."""
    bare = word.removesuffix("’s").removesuffix("'s")
    if is_listed(bare.lower()) and not any(bare in source.lexicon.inside for source in claim.sources):
        return False  # "Turnout", which the article may not have in lower case
    return any(source.lexicon.names(bare) and source.lexicon.names(_singular(bare)) for source in claim.sources)
