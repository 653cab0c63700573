"""Who is said to say it: the evidence must name the party, or lead to it, as the one who does."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.checks.bases import MARKS
from briefing.checks.claim import Slip, mentions_in, tokens
from briefing.checks.names import OF_A_PLACE, bodies_presented, leads_back, sentences_back
from briefing.checks.nouns import may_be_called
from briefing.checks.offices import TITLES, VOICES
from briefing.wording.roles import UPPER
from briefing.wording.stances import find_stances
from briefing.wording.words import STOP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.checks.claim import Claim, Source
    from briefing.wording.names import Mention


# Who speaks for somebody, and a noun that stands for a party by itself: "the region" for a regional government.
_VOICE = re.compile(
    r"(?P<name>[^\W\d_][\w-]*)(?:’s|'s|s’|s')\s(?:\w+\s){0,2}?"
    r"(?P<voice>offices?|spokes\w+|lawyers?|aides?|advisers?|ministry|campaign|team|staff)\b"
)
_SPEAKS = (
    r"who (?:also )?(?:chairs?|leads?|heads?|runs?|represents?|manages?|directs?|founded|owns?|speaks? for)"
    r"|(?:speaking|speaks|spoke) for|on behalf of"
)
_LONG_OFFICE = re.compile(rf"\b(?:{VOICES}) (?:to|of|for|at|in|on) [^,.;]{{1,60}}, $")
_REACH = 120  # characters before a name that may hold an office
_OFFICE = re.compile(rf"\b(?:{VOICES})\b", re.I)
_SPEAKING = re.compile(rf"\b(?:{_SPEAKS})\b", re.I)
_ITS_OFFICE = rf"(?:its|their) (?:[\w-]+ ){{0,3}}?(?:{VOICES})"
_ITS = re.compile(rf"\b{_ITS_OFFICE},? (?:(?:{'|'.join(sorted(TITLES))})\.? )?$", re.I)
_ITS_TOO = re.compile(
    rf", (?:{_ITS_OFFICE}"
    r"|who (?:chairs|leads|heads|runs|manages|directs|represents|speaks for) (?:it|its|their|them))\b"
)
_CHARGE = re.compile(
    r"\b(?:charge|accusation|claim|allegation|suggestion)s?,? (?:that |which )?(?P<who>[^,.;]{2,40}?)"
    r" (?:has |have )?(?:den(?:y|ies|ied)|reject(?:s|ed)?|disput(?:es?|ed)|dismiss(?:es|ed)?)\b"
)
_OF_IT = re.compile(
    r"\b(?:said|says|added|told [^,.;]{1,40}?)(?: [^,.;]{1,60}? and)?(?: that)? the ([a-z]+)"
    r" (?:has|had|have|would|will|did|does|was|is|wants|wanted)\b"
)
_HEAD = re.compile(r"\b[Tt]he (?!\w+ \w+ of)(\w+)")
_APPOSED = re.compile(
    r"^(?:[^,]{1,60}, )?(?:Its|His|Her|Their|The|One|An?)\b[^,]{1,60}, (?P<name>[^,]{2,60}), (?=[a-z]+)"
)
_GENERIC = frozenset(("company", "firm"))  # may stand for a party that its sentence names
_BODIES_OF_ONE = ("ombudsman", "prosecutor", "auditor", "commissioner")  # offices that are their holder
_OF_OFFICE = {"ministry": "minister", "commission": "commissioner"}
_BEGINNING = 5  # letters that "region" and "regional" share


def check_speaker(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where the evidence names others than the party, and where it reports the stance of others alone."""
    party = _words(claim.party) - _peoples(claim)
    if not party:
        return
    taking = [held for source in claim.sources for held in _taking(source)]
    if any(_same(party, held) for held in (*taking, *_denying(claim))) or _speaks_through(claim, taking):
        return
    if (
        _has_voice(claim)
        or _speaks_of_it(claim)
        or any(may_be_called(claim.party, taking, source) for source in claim.sources)
    ):
        return
    if any(_names(party, source, source.text) for source in claim.sources):
        if taking and not _is_apposed(party, claim) and not any(held <= _GENERIC for held in taking):
            yield Slip("speaker", f"its evidence reports this of somebody else than {claim.party}")
        return
    led = (
        _names(party, source, sentence)
        for source in claim.sources
        if leads_back(source) or _goes_on(source)
        for sentence in sentences_back(source)
    )
    if not any(led):
        yield Slip("speaker", f"{claim.party} is not named in its evidence")


def is_apposed_to_office(sentence: str, start: int) -> bool:
    """Whether an office stands before a name, which may be told at length: "the envoy to the talks, Lennart Voss"."""
    return _LONG_OFFICE.search(sentence, max(0, start - _REACH), start) is not None


def _speaks_of_it(claim: Claim) -> bool:
    """Whether somebody says it of the party by its common noun: "Imbert said the union had not decided"."""
    party = _words(claim.party)
    return any(_words(noun) <= party for source in claim.sources for noun in _OF_IT.findall(source.text))


def _denying(claim: Claim) -> Iterator[set[str]]:
    """The words of whoever denies what the evidence reports of others: "a charge the mission denies"."""
    for source in claim.sources:
        for match in _CHARGE.finditer(source.text):
            yield _words(match["who"])


def _goes_on(source: Source) -> bool:
    """Whether a sentence quotes somebody and names nobody: whoever spoke before."""
    return MARKS.search(source.text) is not None and not mentions_in(source.text, source.lexicon)


def _peoples(claim: Claim) -> set[str]:
    """The people that a party without a name is of, where its evidence does not say so: "a Lethian official"."""
    *before, head = claim.party.split() or [""]
    if not head.islower() or re.search(rf"[{UPPER}][\w-]+ {re.escape(head)}", claim.evidence):
        return set()
    return {
        word.lower()
        for word in before
        if OF_A_PLACE.search(word) and any(word in source.lexicon.inside for source in claim.sources)
    }


def _names(party: set[str], source: Source, sentence: str) -> bool:
    """Whether a sentence names the party, in full, in short, or by the noun that it ends with."""
    if any(_same(party, held) for held in _called(source, mentions_in(sentence, source.lexicon))):
        return True
    lower = {
        word for word in party if not source.lexicon.lower.isdisjoint((word, f"{word}s", f"{word}'s", f"{word}’s"))
    }
    if lower == party and party <= _words(sentence):
        return True
    return _is_alike(lower, _words(" ".join(_HEAD.findall(sentence))))


def _speaks_through(claim: Claim, taking: list[set[str]]) -> bool:
    """Whether the evidence reports it of somebody else, and the statement says that he speaks for the party.

    "Through its chair Osric Penhale", "says her office": that he does is the memo's claim then, open to its reader.
    """
    surname = tokens(claim.party)[-1]
    said = set(tokens(claim.text))
    if "through" in said and any(held and held <= _words(claim.text) for held in taking):
        return True
    return any(
        match["voice"].lower() in said and tokens(match["name"])[-1] == surname
        for source in claim.sources
        for match in _VOICE.finditer(source.text)
    )


def has_office(role: str | None, sentence: str) -> bool:
    """Whether somebody with a role speaks for a body, by it or by what the sentence that names him says."""
    return bool((role and _OFFICE.search(role)) or _SPEAKING.search(sentence))


def has_its_office(sentence: str, start: int, end: int) -> bool:
    """Whether a name has an office of what the sentence before tells of: "its president, Anselm Quill"."""
    return bool(_ITS.search(sentence[:start]) or _ITS_TOO.match(sentence, end))


def _has_voice(claim: Claim) -> bool:
    """Whether somebody is named who speaks for a body by his office: "Joss Terrevin, who chairs the union".

    The office may be told where the article names him first.
    """
    if any(claim.party in source.lexicon.holders.values() for source in claim.sources):
        return False  # a person, whom others speak for only where the statement says so
    voice, party = _voice_of(claim.party), _words(claim.party)
    told = (sentence for source in claim.sources for sentence in (source.text, *source.presented))
    return any(map(voice.search, told)) or any(
        _same(party, _words(body)) for source in claim.sources for body in bodies_presented(source)
    )


@lru_cache(maxsize=256)
def _voice_of(party: str) -> re.Pattern[str]:
    words = [word for word in party.split() if word.lower() not in STOP] or [party]
    name = "|".join(map(re.escape, dict.fromkeys((" ".join(words), words[-1], words[0]))))
    between = r"(?:the |its )?(?:[\w’'-]+ ){0,3}?"
    return re.compile(
        rf"\b(?:{name})(?:[’']s?(?: [\w-]+){{0,3}}?)? (?:{VOICES})\b"
        rf"{'|commissioner' if words[-1].lower() == 'commission' else ''}"
        rf"|\b(?:{VOICES}) (?:of|for|at) {between}(?:{name})\b|\b(?:{_SPEAKS}) {between}(?:{name})\b",
        re.I,
    )


def _is_apposed(party: set[str], claim: Claim) -> bool:
    """Whether the party is named between commas behind the subject: "Its director, Yrsa Pellan, wrote"."""
    return any(_words(match["name"]) == party for source in claim.sources for match in _APPOSED.finditer(source.text))


def _same(party: set[str], called: set[str]) -> bool:
    if not called:
        return False
    return party <= called or called <= party or (len(called) == 1 and _is_alike(party, called))


def _is_alike(party: set[str], called: set[str]) -> bool:
    """Whether a word of one begins as a word of the other: "region" and "regional"."""
    return any(
        one == other or (len(one) >= _BEGINNING and one[:_BEGINNING] == other[:_BEGINNING])
        for one in called
        for other in party
    )


def _called(source: Source, mentions: Sequence[Mention]) -> Iterator[set[str]]:
    for mention in mentions:
        yield _words(mention.name)
        yield _words(source.lexicon.canonical(mention.name))
        if mention.role:
            yield _words(mention.role)
        yield from ({office} for office in _BODIES_OF_ONE if source.lexicon.holders.get(office) == mention.name)


def _taking(source: Source) -> list[set[str]]:
    """The words of each party whose stance the evidence reports by name."""
    mentions = mentions_in(source.text, source.lexicon)
    return list(_called(source, [stance.party for stance in find_stances(source.text, mentions)]))


def _words(text: str) -> set[str]:
    words = {word.removesuffix("s") for word in tokens(text) if word not in STOP}
    # who holds the office speaks for it: "Fisheries Minister Tobren Quill" for "the fisheries ministry"
    return {_OF_OFFICE.get(word, word) for word in words}
