"""How certain it is: a doubt, a condition or a plan of the evidence must not become a fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, tokens
from briefing.checks.clauses import OPEN_QUESTION, PARTS, PHRASES, aligned, joined, nearest
from briefing.checks.cues import CONDITION, IF_ONLY, OPEN, SHIFTED, STRONG, UNCONFIRMED, wills
from briefing.checks.forms import root
from briefing.checks.hearsay import lost_belief, lost_source, lost_suspicion
from briefing.checks.modality import is_fact, uses_of
from briefing.checks.numbers import lost_bound
from briefing.checks.polarity import count_negations
from briefing.checks.steps import told_as_done, went_further
from briefing.wording.words import content_words, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim

# What makes a statement more certain; "impossible" may stand for "cannot".
_CERTAIN = re.compile(
    r"\b(?:certain(?:ly)?|definitely|prove[sdn]?(?! (?:true|right|wrong|false|correct))"
    r"|provabl[ye]|show(?:s|ed|n)|established|exactly|precisely|always"
    r"|in fact|(?<!of )every|granted|undoubtedly|plainly|clearly|surely|obviously|evidently|inevitabl[ey]|exclusively"
    r"|guarantees|guaranteed|unconditional(?:ly)?|(?:bound|sure) to|settled matter|beyond (?:doubt|dispute|question)"
    r"|(?:now|been) confirmed|for good)\b",
    re.I,
)
# What takes a condition away.
_ANYHOW = re.compile(
    r"\b(?:in any (?:case|event)|whatever|regardless|no matter|whether or not|without (?:any )?conditions?|either way"
    r"|come what may|with or without)\b",
    re.I,
)
_GUESSED = re.compile(r"\b(?:estimat\w+|claims?|claimed|believes?|believed|suspects?|suspected)\b", re.I)
_PARTLY = re.compile(r"\b(?:most|many|some|several|half|a majority|a few)\b", re.I)
_WHOLLY = re.compile(r"\b(?:all|every|everyone|everybody|each)\b(?! (?:but|out) )", re.I)
_FOREVER = frozenset("permanent permanently forever".split())
_UNLIKELY = re.compile(r"\b(?:unlikely|hardly)\b", re.I)
_SAME = (frozenset(("all", "every")), frozenset(("clear", "clearly", "plain", "plainly", "obvious", "obviously")))
_FINITE = re.compile(
    r"\b(?:\w+(?:s|ed)|will|would|could|may|might|can|had|have|\w+ought|made|put|set|took|gave|said)\b", re.I
)
_PROBABLY = re.compile(r"\b(?:likely|probably|perhaps|possibly)\b", re.I)
_UNSURE = re.compile(
    r"\b(?:likel\w+|probabl\w+|perhaps|possibl\w+|could|might|(?-i:may)|expect\w*|should|chances?|seem\w*|appear\w*"
    r"|unlikely|doubt\w*|suggest\w*|risk\w*|estimat\w+|set to|due|forecast\w*|predict\w*|presum\w+|fear\w*)\b",
    re.I,
)
_LOOSE = re.compile(
    STRONG.pattern + r"|\bcan\b(?! not)|\b(?:hop(?:es?|ed|ing)|wants?|wanted|likes?|aims?|aimed"
    r"|intends?|intended|tr(?:ies|ied|ying)|seeks?|sought) to\b",
    re.I,
)
_MAY = frozenset(("could", "may", "might"))
_MODAL = re.compile(r"\b(?P<modal>would|will|could|may|might) (?:not )?(?:be )?(?P<verb>[a-z]{3,})", re.I)
_POSSIBLE = re.compile(
    r"(?<!as )(?<!best )(?<!worst )\b(?P<doubt>possible|potential|suspected|alleged|would-be|hypothetical) "
    r"(?P<what>(?:[\w-]+ )?[\w-]+)",
    re.I,
)
_PAST = re.compile(
    r"\b(?:has|have|had|was|were|\w+(?<!ne)ed|took|met|came|went|began|gave|made|put|set|held|won|lost)\b", re.I
)
_LEFTOPEN = re.compile(r"\bnot (?:rul(?:e|ed|ing) out|exclud(?:e|ed|ing))\b(?P<what>[^.;]*)", re.I)
_OPENLY = re.compile(r"\b(?:rul\w+ out|exclud\w+|could|may|might|possib\w+|options?|open|whether|perhaps)\b", re.I)
_HALVES = re.compile(r"[;—]")
_CONDITIONED = re.compile(
    r"\b(?:if|unless|subject|without|depend\w*|until|condition\w*|when|in case|limit|deadline|provided|only|needs?"
    r"|requires?|would|could|(?-i:may)|might|one day|before (?:it|he|she|they))\b",
    re.I,
)


def check_hedges(claim: Claim) -> Iterator[Slip]:
    """Yields at most one slip: what makes the statement more certain than its evidence."""
    for rule in (
        _certainty,
        lost_source,
        lost_belief,
        _condition,
        _became_real,
        _doubt,
        _perhaps,
        _left_open,
        lost_suspicion,
        told_as_done,
        went_further,
        lost_bound,
    ):
        why = rule(claim)
        if why is not None:
            yield Slip("hedge", why)
            return


def check_told_as_done(claim: Claim) -> Iterator[Slip]:
    """Yields at most one slip: what makes something that is still to happen a thing that has, or that surely will."""
    for rule in (_certainty, _condition, _happened, told_as_done, went_further, _surely):
        why = rule(claim)
        if why is not None:
            yield Slip("hedge", why)
            return


def _certainty(claim: Claim) -> str | None:
    held = set(tokens(claim.evidence))
    added = [match.group() for match in _CERTAIN.finditer(claim.text)]
    if added:
        told = _told_certain(claim, held)
        added = [word for word in added if root(word) not in told]
    if _UNLIKELY.search(claim.evidence):
        added += [word for word in ("impossible", "cannot") if word in tokens(claim.text) and word not in held]
    if _GUESSED.search(claim.evidence) and "found" in tokens(claim.text):
        added.append("found")
    if _PARTLY.search(claim.evidence) and not _WHOLLY.search(claim.evidence):
        added += [match.group() for match in _WHOLLY.finditer(claim.text)]
    if not _ANYHOW.search(claim.evidence):
        added += [match.group() for match in _ANYHOW.finditer(claim.text)]
    there, here = _modals(" ".join(source.text for source in nearest(claim))), _modals(claim.text)
    added += [min(here[verb] - _MAY) for verb in here.keys() & there if there[verb] <= _MAY and not here[verb] <= _MAY]
    return next((f"“{word}” is more certain than its evidence" for word in added), None)


def _told_certain(claim: Claim, held: set[str]) -> set[str]:
    """The roots of all words of the evidence, and those of certainty that it has in other words."""
    told = {root(word) for word in held} | {root(match.group()) for match in _CERTAIN.finditer(claim.evidence)}
    told |= {root(word) for family in _SAME if family & held for word in family}
    told |= _FOREVER & held and {"for good"}
    return told | ({"according"} & held and {"show"})


def _modals(text: str) -> dict[str, set[str]]:
    """The modals that stand before each verb."""
    found: dict[str, set[str]] = {}
    for match in _MODAL.finditer(text):
        found.setdefault(fold(match["verb"]), set()).add(fold(match["modal"]))
    return found


def _condition(claim: Claim) -> str | None:
    told = SHIFTED.sub(r"\1 will", f"{claim.text} {claim.beside}")  # "said it would" keeps no condition
    if _CONDITIONED.search(told):
        return None
    for source in nearest(claim):
        half = aligned(claim.text, _HALVES.split(source.text))
        left_out = CONDITION.search(half) and not _is_told(told, half)
        if left_out and (wills(claim.text) or STRONG.search(aligned(claim.text, PHRASES.split(half)))):
            return "the condition of its evidence is gone"
    return None


def _became_real(claim: Claim) -> str | None:
    """A word that only stands behind a doubt or a plan in the evidence, and as a fact in the statement."""
    if IF_ONLY.match(claim.text) or UNCONFIRMED.search(claim.text):
        return None  # what is told as a condition, or denied, is told as nothing more
    there, here = uses_of(claim.evidence, told=True), uses_of(claim.text)
    for key, used in here.items():
        held = there.get(key, [])
        if not held or any(use.mode == "plain" for use in held) or any(use.mode == "weak" for use in used):
            continue
        weak = any(use.mode == "weak" for use in held)
        for use in used:
            if (weak and use.mode == "will") or (use.mode == "plain" and is_fact(use, held, weak=weak)):
                return f"“{use.word}” is a plan or a possibility in its evidence"
    return None


def _happened(claim: Claim) -> str | None:
    """The same, of what a statement tells in the past: something to watch is often told in the present."""
    return _became_real(claim) if _PAST.search(claim.text) else None


def _surely(claim: Claim) -> str | None:
    """The same, where it is told as what will be."""
    return _doubt(claim) if wills(claim.text) else None


def _doubt(claim: Claim) -> str | None:
    """Whether a doubt of the evidence is in none of the clauses of a statement that tell the doubted clause."""
    if IF_ONLY.match(claim.text):
        return None
    said_of: dict[str, list[str]] = {}
    for said in PHRASES.split(claim.text):
        if content_words(said) and _FINITE.search(said):
            for source in nearest(claim):
                parts = PARTS.split(SHIFTED.sub(r"\1 will", joined(source.text)))
                parts = sorted(parts, key=lambda part: _PROBABLY.search(part) is None)  # of two that share as much
                said_of.setdefault(aligned(said, parts), []).append(said)
    for told, heard in said_of.items():
        stated = OPEN_QUESTION.sub("", told)
        clauses = heard if "would" in stated else [SHIFTED.sub(r"\1 will", clause) for clause in heard]
        doubt = _LOOSE.search(stated)
        perhaps = _PROBABLY.search(stated)
        if perhaps and not any(map(_UNSURE.search, (*clauses, claim.text))):
            return f"the “{perhaps.group().lower()}” of its evidence is gone"
        if doubt is None or any(map(STRONG.search, clauses)):
            continue
        added = any(map(wills, clauses)) and not wills(told)
        doubted = STRONG.search(stated) and not (claim.party or OPEN.search(claim.text))
        if added or doubted:
            return f"the “{doubt.group().lower()}” of its evidence is gone"
    return None


def _perhaps(claim: Claim) -> str | None:
    """Whether "a possible leak" is told as a leak."""
    if _POSSIBLE.search(claim.text) or STRONG.search(claim.text) or OPEN.search(claim.text):
        return None
    words = set(content_words(claim.text))
    for source in nearest(claim):
        held = content_words(source.text)
        for match in _POSSIBLE.finditer(source.text):
            told = set(content_words(match["what"]))
            if told and told <= words and all(held.count(word) == 1 for word in told):
                return f"the “{match['doubt'].lower()}” of its evidence is gone"
    return None


def _left_open(claim: Claim) -> str | None:
    """Whether what is not ruled out is told as so."""
    words = set(content_words(claim.text))
    for match in (
        () if _OPENLY.search(claim.text) or count_negations(claim.text) else _LEFTOPEN.finditer(claim.evidence)
    ):
        told = set(content_words(match["what"]))
        if 2 * len(told & words) > len(told):
            return "what its evidence does not rule out is told as so"
    return None


def _is_told(said: str, evidence: str) -> bool:
    """Whether a statement has words that only stand in a condition of its evidence: it tells it in another way."""
    condition = set(content_words(" ".join(CONDITION.findall(evidence))))
    alone = condition - set(content_words(CONDITION.sub(" ", evidence)))
    return not alone.isdisjoint(content_words(said))
