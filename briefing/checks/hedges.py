"""How certain it is: a doubt, a condition or a plan of the evidence must not become a fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from briefing.checks.claim import Slip, root
from briefing.wording.bases import basis_of
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim, Source

_CERTAIN = re.compile(
    r"\b(?:certain(?:ly)?|definitely|prove[sdn]?|show(?:s|ed|n)|established|found|exactly|always|impossible|in fact"
    r"|every|granted)\b",
    re.I,
)
SAYS = re.compile(
    r"\b(?:say|says|said|told|tells|argues?|argued|maintains?|maintained|claims?|claimed|insists?|insisted"
    r"|according to|indicates?|describes?|announced|asserts?|confirmed|pointed out|warned|demands?|demanded|wants?"
    r"|wanted|rejects?|rejected|opposes?|supports?)\b",
    re.I,
)
_HEARSAY = re.compile(
    r"\b(?:reportedly|said to|officials?|sources?|persons?|people|lawyers|diplomats|insiders|according to|indicates?"
    r"|unnamed)\b",
    re.I,
)
# Words behind which nothing has happened yet, and those that may stand between one of them and a verb.
_WEAK = frozenset(
    """
    would could might may should likely probably perhaps possibly reportedly apparently expected due planned plans plan
    hopes hoped supposed wants want demands risks risk proposes proposed seems appears aims if unless
    """.split()
)
_HELP = frozenset("has have had was were is are been be being".split())
_PLANNED = frozenset("is are was were said".split())  # with "to": "is to rule", "is said to know"
_DOUBTS = frozenset("reportedly apparently probably perhaps possibly likely".split())
_SOURCED = frozenset(("comes from", "came from", "turns on", "turned on"))  # other senses of verbs of change
_INTENT = frozenset("want wants wanted plan plans planned propose proposes proposed hope hopes aim aims".split())
_TOLD = frozenset("said told promised announced warned added wrote".split())
_ADVERBS = frozenset("now then also already again still soon".split())
_WILL = frozenset("will shall can cannot".split())
_REACH = 3
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[,;:.]")
_BREAKS = frozenset(",;:.")
_LEAST = 3

_CLAUSES = re.compile(r"[;:—,]")
_PHRASES = re.compile(r"[;:—,]| and | which | but ")
_STRONG = re.compile(
    r"\b(?:would|could|might|(?-i:may)(?! \d)|likely|likeliest|expected|due|supposed|probably|perhaps|possibly)\b", re.I
)
# What leaves open in a statement whether it is so.
_OPEN = re.compile(
    _STRONG.pattern
    + r"|\b(?:plans?|planned|hopes?|wants?|proposes?|proposed|if|unless|to be|is to|are to|scheduled|estimates?"
    r"|expects?|demands?|risks?|draft|unlikely|should|aims?|whether|fears?|for|according to|comes? from)\b",
    re.I,
)
_CONDITION = re.compile(r"\b(?:if|unless|subject to|provided that|on condition that|as long as)\b[^,;—]*", re.I)
_CONDITIONED = re.compile(
    r"\b(?:if|unless|subject|without|depend\w*|until|condition\w*|when|in case|limit|deadline|provided|only|needs?"
    r"|requires?|would|one day)\b",
    re.I,
)


def check_hedges(claim: Claim) -> Iterator[Slip]:
    """Yields at most one slip: what makes the statement more certain than its evidence."""
    for why in (_certainty(claim), _hearsay(claim), _condition(claim), _doubt(claim)):
        if why is not None:
            yield Slip("hedge", why)
            return
    word = _became_real(claim.evidence, claim.text)
    if word is not None:
        yield Slip("hedge", f"“{word}” is a plan or a possibility in its evidence")


def _certainty(claim: Claim) -> str | None:
    told = {root(match.group()) for match in _CERTAIN.finditer(claim.evidence)}
    added = (match.group() for match in _CERTAIN.finditer(claim.text) if root(match.group()) not in told)
    return next((f"“{word}” is more certain than its evidence" for word in added), None)


def _hearsay(claim: Claim) -> str | None:
    if claim.party or SAYS.search(claim.text) or _HEARSAY.search(claim.text):
        return None
    for source in _nearest(claim):
        near = _aligned(claim, source.text)
        if "unnamed_source" in (basis_of(near), basis_of(source.text) if SAYS.search(near) else None):
            return "that an unnamed source says so is gone"
    return None


def _condition(claim: Claim) -> str | None:
    if _CONDITIONED.search(claim.text):
        return None
    for source in _nearest(claim):
        left_out = _CONDITION.search(source.text) and not _is_told(claim, source.text)
        if left_out and (_wills(claim.text) or _STRONG.search(_aligned(claim, source.text, _PHRASES))):
            return "the condition of its evidence is gone"
    return None


def _doubt(claim: Claim) -> str | None:
    doubted = any(_STRONG.search(_aligned(claim, source.text, _PHRASES)) for source in _nearest(claim))
    if not doubted or _STRONG.search(claim.text):
        return None
    added = _wills(claim.text) and not _wills(claim.evidence)
    return "the doubt of its evidence is gone" if added or not (claim.party or _OPEN.search(claim.text)) else None


def _is_told(claim: Claim, evidence: str) -> bool:
    """Whether a statement has words that only stand in a condition of its evidence: it tells it in another way."""
    condition = set(content_words(" ".join(_CONDITION.findall(evidence))))
    alone = condition - set(content_words(_CONDITION.sub(" ", evidence)))
    return not alone.isdisjoint(content_words(claim.text))


def _nearest(claim: Claim) -> list[Source]:
    """What a statement is most about of all that it cites: the sentences that share most words with it."""
    words = set(content_words(claim.text))
    shared = [len(words & set(content_words(source.text))) for source in claim.sources]
    return [source for source, number in zip(claim.sources, shared, strict=True) if number == max(shared)]


def _wills(text: str) -> bool:
    return bool(_WILL & set(text.lower().split()))


def _aligned(claim: Claim, text: str, borders: re.Pattern[str] = _CLAUSES) -> str:
    """The clause of a sentence that shares most words with the statement."""
    words = set(content_words(claim.text))
    clauses = borders.split(text)
    return max(clauses, key=lambda clause: len(words & set(content_words(clause))))


def _became_real(evidence: str, text: str) -> str | None:
    """A word that only stands behind a doubt or a plan in the evidence, and as a fact in the statement."""
    there, here = _modes(evidence, told=True), _modes(text)
    for key, used in here.items():
        held = there.get(key, [])
        if not held or any(use.mode == "plain" for use in held) or any(use.mode == "weak" for use in used):
            continue
        weak = [use for use in held if use.mode == "weak"]
        for use in used:
            if (weak and use.mode == "will") or (use.mode == "plain" and _is_fact(use, held)):
                return use.word
    return None


def _clause(words: list[str]) -> list[str]:
    """The last of some words that no comma or the like parts."""
    ends = [at for at, word in enumerate(words) if word in _BREAKS]
    return words[ends[-1] + 1 :] if ends else words


class _Use(NamedTuple):
    """A word in its place.

    Attributes:
        word: as written.
        mode: `weak` behind a doubt or a plan, `will` behind "will" and the like, else `plain`.
        helped: whether "has", "was" or the like stands before it.
        doubted: whether an adverb of doubt stands right before it.
    """

    word: str
    mode: str
    helped: bool
    doubted: bool


def _is_fact(use: _Use, open_uses: list[_Use]) -> bool:
    """Whether a word tells as a fact what is open in the evidence: by its form, or by what stands before it."""
    forms = {held.word for held in open_uses}
    if use.helped or any(held.doubted for held in open_uses):
        return True
    return use.word not in forms and use.word.endswith(("s", "ed")) and not use.word.endswith("ss")


def _modes(text: str, *, told: bool = False) -> dict[str, list[_Use]]:
    """The uses of each word of a text, by its root; with `told`, "said it would" is what "says it will" is."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    uses: dict[str, list[_Use]] = {}
    for place, word in enumerate(words):
        if (len(word) < _LEAST and word != "go") or word in _ADVERBS or word in _WEAK or word in _WILL or word in _HELP:
            continue
        if " ".join(words[place : place + 2]) in _SOURCED:
            continue
        before = words[max(0, place - _REACH) : place]
        ends = [at for at, held in enumerate(before) if held in _BREAKS]
        before = before[ends[-1] + 1 :] if ends else before
        clause = _clause(words[:place])
        planned = "to" in before and bool(_PLANNED & set(before))
        planned = planned or (before[-1:] == ["to"] and bool(_INTENT & set(clause)))
        shifted = told and "would" in before and bool(_TOLD & set(clause))
        mode = (
            "will"
            if shifted
            else "weak"
            if _WEAK & set(before) or planned
            else "will"
            if _WILL & set(before)
            else "plain"
        )
        near = before[-2:]
        doubted = bool(before) and before[-1] in _DOUBTS
        uses.setdefault(root(word), []).append(_Use(word, mode, bool(_HELP & set(near)), doubted))
    return uses
