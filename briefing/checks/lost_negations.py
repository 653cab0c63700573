"""What the evidence negates or denies, and a statement tells without the negation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.clauses import aligned
from briefing.checks.contraries import CONTRARIES
from briefing.checks.forms import root
from briefing.checks.polarity import NEGATIONS, REFUSING, UNNAMED, count_negations, words_of
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefing.checks.claim import Claim

BORDERS = re.compile(r"[,;:.—]| (?:but|and|because|who|which) ")
DENIES = re.compile(r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|disput(?:es?|ed))\b", re.I)
_DENIED = re.compile(rf"(?<!\ba )(?<!\bthe )(?<!\bin ){DENIES.pattern} (?!to\b)(?P<what>[^.,:;—]+)", re.I)
# What is denied may be what somebody else says, whom a statement may tell of.
_CHARGES = re.compile(r"\b(?:accus\w+|alleg\w+|charg\w+|whether|if|question\w*|claim(?:s|ed)|report\w*)\b", re.I)
_HIDDEN = frozenset("secret pending await awaits awaiting awaited missing unpublished leftopen".split())
_SCARCE = frozenset("few little only barely scarcely open ratherthan".split())
_DO_SO = re.compile(r"\b(?:do|does|did|done|doing) so\b", re.I)
_MEANS_TO = re.compile(r"\b(?:intends?|plans?|wants?|hopes?|will|would|could|may|might|to)\b", re.I)
_TOLD = 0.5  # of the content words of a clause; with more of them told, the clause is
_TOLD_BY_THE_WAY = 0.75
_TOLD_DENIED = 0.6  # of the content words of what is denied
_ANOTHER = 2  # words that only a clause which is not negated has


def is_negation_lost(claim: Claim) -> bool:
    """Whether a statement tells a negated clause without its negation, or what somebody denies without the denial."""
    return any(_tells_negated(claim, source.text) for source in claim.sources) or _tells_denied(claim)


def _tells_negated(claim: Claim, evidence: str) -> bool:
    if count_negations(claim.text) >= count_negations(evidence):
        return False
    if _DO_SO.search(evidence) and _MEANS_TO.search(claim.text):
        return False  # what is not done yet, another clause plans without its words
    words = roots_of(claim.text)
    said = BORDERS.split(UNNAMED.sub("", claim.text))
    clauses = BORDERS.split(UNNAMED.sub("", evidence))
    affirmed = [roots_of(clause) for clause in BORDERS.split(claim.evidence) if not negates(clause)]
    most = max(len(words & roots_of(clause)) for clause in clauses)
    for clause in filter(_is_negated, clauses):
        told = _is_told(clause, words, most) and not _is_told_otherwise(clause, words, affirmed)
        if told and not negates(aligned(clause, said)) and not _is_told_elsewhere(words, clause, clauses):
            return True
    return False


def _tells_denied(claim: Claim) -> bool:
    if negates(claim.text) or _CHARGES.search(claim.text):
        return False
    said = roots_of(claim.text)
    for source in claim.sources:
        for match in _DENIED.finditer(source.text):
            denied = roots_of(match["what"])
            if len(denied) > 1 and len(denied & said) >= _TOLD_DENIED * len(denied):
                return True
    return False


def _is_negated(clause: str) -> bool:
    """Whether a clause is negated once: twice, as in "did not rule out", it says that something may be."""
    words = words_of(clause)
    return REFUSING.isdisjoint(words) and sum(word in NEGATIONS for word in words) % 2 == 1 and bool(negated_in(clause))


def _is_told(clause: str, words: set[str], most: int) -> bool:
    """Whether a statement's words are those of a clause; `most` of them any clause beside it has."""
    held = roots_of(clause)
    shared = len(held & words)
    least = _TOLD if shared == most or negated_in(clause) <= words else _TOLD_BY_THE_WAY
    return len(held) > 1 and shared >= least * len(held)


def _is_told_otherwise(clause: str, words: set[str], affirmed: Collection[set[str]]) -> bool:
    """Whether a statement tells a clause by the contrary word, or only what it shares words with.

    "Divided" for "not united"; only the report of "nobody should be blamed until the report is in"; or, where it does
    not tell what is negated, one of the clauses that are `affirmed`.
    """
    negated, held = negated_in(clause), roots_of(clause)
    if any(not contrary.isdisjoint(words) for word in negated for _, contrary in CONTRARIES.get(word, ())):
        return True
    before = clause.partition(" until ")[0]
    if before != clause and words.isdisjoint(roots_of(before)):
        return True
    return not negated <= words and any(len(words & other - held) >= _ANOTHER for other in affirmed)


def _is_told_elsewhere(words: set[str], negated: str, clauses: Sequence[str]) -> bool:
    """Whether another clause affirms the verb that one negates, of what else a statement tells."""
    verb = negated_in(negated)
    others = (roots_of(clause) for clause in clauses if not negates(clause))
    return any(verb <= there and not words.isdisjoint(there - roots_of(negated)) for there in others)


def roots_of(text: str) -> set[str]:
    """The content words of a text by their roots."""
    return {root(word) for word in content_words(text)}


def negates(clause: str) -> bool:
    """Whether a clause says no, or next to no: "few trust it" for "hardly anyone trusts it"."""
    words = words_of(clause)
    return count_negations(clause) > 0 or not _SCARCE.isdisjoint(words) or not _HIDDEN.isdisjoint(words)


def negated_in(clause: str) -> set[str]:
    """The root of the content word that follows the first negation of a clause; empty where none does."""
    words = words_of(clause)
    place = next(place for place, word in enumerate(words) if word in NEGATIONS)
    return {root(word) for word in content_words(" ".join(words[place + 1 :]))[:1]}
