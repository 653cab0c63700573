"""What holds an office, and which: "the ministry" is no authority, and a minister no president."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, mentions_in, tokens
from briefing.wording.roles import OFFICES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from briefing.checks.claim import Claim

TITLES = frozenset("mr mrs ms mx dr sir dame prof professor".split())
# Offices that speak for a body; "a member" and "an official" do not.
VOICES = (
    r"leader|president|chair\w*|head|director|secretary|chief|executive|minister|mayor|governor|spokes\w+|lawyers?|boss"
    r"|founder|owner|manager|treasurer|commissioner|editor|dean|rector|captain|coordinator|envoy|ambassador|negotiator"
    r"|representative|inspector"
)
_BODIES = frozenset(
    """
    ministry authority council union government court company police board agency commission regulator department
    committee parliament cabinet army tribunal service institute university bank fund contractor laboratory federation
    association panel club charity foundation inspectorate observatory airline hospital school developer insurer utility
    trust assembly senate
    """.split()
)
# "The governor" by himself.
_ALONE = re.compile(
    r"\b[Tt]he (?:[a-z]+ )?(president|minister|chancellor|premier|governor|mayor|ambassador|envoy|judge|prosecutor"
    r"|ombudsman|coach|captain)\b(?! of\b)"
)
_OF_WHAT = re.compile(
    r"\b(?P<of>(?!their|this|that|former|other|each|said|prime|first|deputy|current|acting|with|from|under)[a-z]{4,}) "
    r"(?P<head>minister|ministry|court|government|parliament|police)\b"
)
_BODY = re.compile(rf"\b[Tt]he (?:[a-z]+ )?({'|'.join(sorted(_BODIES))})\b")


def check_offices(claim: Claim, known: Collection[str]) -> Iterator[Slip]:
    """Yields a slip for each body and at most one for an office that the evidence does not hold.

    Args:
        claim: a statement and its evidence.
        known: words of all that the evidence names.
    """
    yield from _bodies(claim, known)
    told = _told(claim)
    yield from islice(chain(_held_by(claim, told), _alone(claim, told), _of_what(claim, told)), 1)


def _bodies(claim: Claim, known: Collection[str]) -> Iterator[Slip]:
    """Yields a slip for "the ministry" where the evidence tells of an authority."""
    held = {
        word.removesuffix("s") for source in claim.sources for word in tokens(" ".join((source.text, *source.before)))
    }
    if not held & _BODIES:
        return
    for word in dict.fromkeys(_BODY.findall(claim.text)):
        if word not in held and word not in known and word != "company":  # which all kinds of names are of
            yield Slip("name", f"“{word}” is named nowhere in its evidence", words=word)


def _told(claim: Claim) -> set[str]:
    """The words that may tell an office: of the evidence, around it, and of the offices of whom it names."""
    told = {
        word.removesuffix("s")
        for source in claim.sources
        for text in (source.text, *source.before, *source.presented)
        for word in tokens(text)
    }
    holders = claim.sources[0].lexicon.holders.items()
    return told | {office for office, holder in holders if not told.isdisjoint(tokens(holder))}


def _held_by(claim: Claim, told: Collection[str]) -> Iterator[Slip]:
    """Yields a slip for the office of a person who has another one: "President" for a minister."""
    for mention in mentions_in(claim.text, claim.sources[0].lexicon):
        for office in tokens(mention.role or ""):
            if office in OFFICES and office not in TITLES and office not in told:
                yield Slip("name", f"{mention.name} is no {office} in its evidence", words=office)


def _alone(claim: Claim, told: Collection[str]) -> Iterator[Slip]:
    """Yields a slip for "the governor" where the evidence tells of other offices."""
    for office in _ALONE.findall(claim.text):
        if office not in told and not (OFFICES - TITLES).isdisjoint(told):
            yield Slip("name", f"“{office}” is named nowhere in its evidence", words=office)


def _of_what(claim: Claim, told: Collection[str]) -> Iterator[Slip]:
    """Yields a slip for "the mining minister" where the evidence tells of a finance minister."""
    evidence = claim.evidence.lower()
    for match in _OF_WHAT.finditer(claim.text.lower()):
        others = {other["of"] for other in _OF_WHAT.finditer(evidence) if other["head"] == match["head"]}
        if others and match["of"] not in others and match["of"] not in told:
            message = f"“{match.group()}” is “{min(others)} {match['head']}” in its evidence"
            yield Slip("name", message, words=match["of"])
