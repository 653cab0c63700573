"""How far something has come: what is only thought about or asked for is not told as decided or given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import tokens
from briefing.checks.clauses import CLAUSES, PHRASES, aligned, nearest
from briefing.checks.cues import CONDITION, IF_ONLY, STRONG
from briefing.checks.forms import root
from briefing.checks.polarity import NEGATIONS, count_negations, words_of

if TYPE_CHECKING:
    from briefing.checks.claim import Claim

# What is told as done, and what is only asked for, planned or offered.
_DONE = re.compile(
    r"\b(?:has|have|had|was|were)(?: been| already| now| itself| himself| herself| themselves| since| \w+ly)*"
    r" (?P<verb>(?!been\b|unaware)[a-z]+(?:ed|en|wn|un|ght|ld|id|ade|ent|one|ost|old|elt|eft|ept|et|aid)"
    r"|won|cut|put|begun|sued|got|met|set)\b",
    re.I,
)
_REPORTS = re.compile(
    r"(?:said|told|warned|threatened|asked|called(?! off)|offered|proposed|accused|demanded|argued|promised|suggested"
    r"|added|urged|claimed|denied|stated|insisted|expressed|signalled|signaled|vowed|pledged|complained|predicted|objected"
    r"|rejected|mentioned"
    r"|opposed|refused|declined|asserted|maintained|estimated|reported|questioned|criticised|criticized"
    r"|raised|announced|requested|sought|wanted|hoped|planned|described|named|yet)",
    re.I,
)
_AHEAD = re.compile(
    STRONG.pattern + r"|\b(?:plans?|planned|hop(?:es?|ed|ing)|want(?:s|ed)?|confident|optimistic|propos(?:es?|ed|als?)"
    r"|offer(?:s|ed)?|ask(?:s|ed|ing)?|call(?:s|ed"
    r"|ing) for|threat\w*"
    r"|demand(?:s|ed)?|seeks?|sought|at stake|estimat(?:es?|ed)|bids?|interest(?:ed)?|if|unless|to be"
    r"|(?:is|are) to|appl(?:y|ies|ied) (?:for|to)"
    r"|willing|ready|rul(?:e|es|ed|ing) out|claims?|forecasts?|drafts?|insists?|needs?|intends?|aims?)\b",
    re.I,
)
_ENDED = frozenset(("stopped", "ceased"))  # "has stopped believing" for "no longer believes"
_ALREADY = re.compile(r"\balready\b", re.I)
_PERFECT = re.compile(
    r"\b(?:has|have|had|having)\b(?! to\b)"
    r"(?! (?:\w+ )?(?:offer|propos|ask|threaten|call|demand|s[eo]ek|sought|suggest|promis|pledg|plan|want|warn|appl"
    r"|said|hint|indicat|made no secret))"
    r"|\b(?:was|were) \w+ed\b",
    re.I,
)
# Steps of a plan: thought about, asked for, decided, made so.
_STEPS = tuple(
    frozenset(map(root, words.split()))
    for words in (
        """
        consider weigh look discuss explore examine review mull moot float debate option informally pencil
        conceivable possible imaginable
        """,
        "want ask seek request demand hope apply propose urge call plan aim intend offer prefer",
        """
        decide vote agree approve adopt choose promise grant guarantee commit pledge accept rule confirm conclude
        """,
        "receive get obtain secure win provide introduce implement impose award",
    )
)
_DECIDED = 2


def told_as_done(claim: Claim) -> str | None:
    """What a statement tells as done, by another verb, where its evidence tells what lies ahead or is asked for."""
    if IF_ONLY.match(claim.text):
        return None
    held = {root(word) for word in tokens(claim.evidence)}
    for said in PHRASES.split(claim.text):
        for match in () if count_negations(said) else _DONE.finditer(said):
            verb = match["verb"].lower()
            if verb in _ENDED and "longer" in tokens(claim.evidence):
                continue
            if root(verb) in held or (verb == "given" and "been" not in match.group()):  # "has given it until May"
                continue
            if "already" in match.group() and not _ALREADY.search(claim.evidence):
                return f"“{match.group()}” is not told as done in its evidence"
            if not (_REPORTS.fullmatch(verb) or STRONG.search(said)) and _lies_ahead(claim):
                return f"“{match.group()}” is not done yet in its evidence"
    return None


def _lies_ahead(claim: Claim) -> bool:
    """Whether the evidence has nothing done, but only what is wanted, offered, asked for or likely."""
    told = [source.text for source in nearest(claim)]
    done = any(_PERFECT.search(CONDITION.sub(" ", text)) for text in told)
    return bool(told) and not done and all(map(_AHEAD.search, told))


def went_further(claim: Claim) -> str | None:
    """What a statement tells of a later step than any of its evidence; None where it tells of none."""
    if not NEGATIONS.isdisjoint(words_of(claim.text)):
        return None
    held = {root(word) for word in tokens(claim.evidence)}
    if _furthest(held) >= _DECIDED:
        return None
    clauses = [aligned(claim.text, CLAUSES.split(source.text)) for source in nearest(claim)]
    here = max((_furthest({root(word) for word in tokens(clause)}) for clause in clauses), default=-1)
    words = tokens(CONDITION.sub(" ", claim.text))
    for before, word in zip(("", *words), words, strict=False):
        step = -1 if before == "to" else _furthest({root(word)})
        if step >= _DECIDED and root(word) not in held and 0 <= here < step:
            return f"“{word}” goes further than its evidence"
    return None


def _furthest(roots: set[str]) -> int:
    """The last step that any of some words tells; -1 where none does."""
    return max((step for step, words in enumerate(_STEPS) if words & roots), default=-1)
