"""How certain it is: a doubt, a condition or a plan of the evidence must not become a fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, root, tokens
from briefing.checks.clauses import CLAUSES, OPEN_QUESTION, PARTS, PHRASES, aligned, nearest
from briefing.checks.modality import is_fact, uses_of
from briefing.checks.numbers import lost_bound
from briefing.wording.bases import FORETELLING, basis_of
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
SAYS = re.compile(
    r"\b(?:say|says|said|told|tells|argues?|argued|maintains?|maintained|claims?|claimed|insists?|insisted"
    r"|according to|indicates?|describes?|announced|asserts?|confirmed|pointed out|warned|demands?|demanded|wants?"
    r"|wanted|rejects?|rejected|opposes?|supports?)\b",
    re.I,
)
_HEARSAY = re.compile(
    r"\b(?:reported(?:ly)?|rumou?red|said to|officials?|sources?|persons?|people|lawyers|diplomats|insiders"
    r"|according to|indicates?|unnamed)\b",
    re.I,
)
_UNNAMED = "unnamed_source"
_BELIEVES = re.compile(
    r"\b(?:believes?|believed|thinks?|thought|fears?|feared|suspects?|suspected|claims?|claimed|argues?|argued|alleges?"
    r"|alleged|suggests?|suggested|insists?|insisted|maintains?|maintained|critics say|supporters say|opponents say)\b",
    re.I,
)
_REPORTEDLY = re.compile(r"\breportedly\b", re.I)
_WILL = frozenset(("will", "shall"))
_A_WILL = re.compile(r"\b(?:his|her|its|their|the|a|free|good|political|own) will\b")  # "against their will"
_FINITE = re.compile(
    r"\b(?:\w+(?:s|ed)|will|would|could|may|might|can|had|have|\w+ought|made|put|set|took|gave|said)\b", re.I
)
STRONG = re.compile(
    rf"\b(?:{FORETELLING}|might"
    r"|(?-i:may)(?! \d)|likely|likeliest|probable|expected|due|supposed"
    r"|probably|perhaps|possibly)\b",
    re.I,
)
_LOOSE = re.compile(STRONG.pattern + r"|\bcan\b(?! not)", re.I)
_MAY = frozenset(("could", "may", "might"))
_MODAL = re.compile(r"\b(?P<modal>would|will|could|may|might) (?:not )?(?:be )?(?P<verb>[a-z]{3,})", re.I)
# "Said it would" for "says it will".
_SHIFTED = re.compile(
    r"(\b(?:said|told|promised|announced|added|wrote|argued|insisted|maintained|replied|answered)\b"
    r"[^,;—]{0,120}?) would\b",
    re.I,
)
_POSSIBLE = re.compile(
    r"(?<!as )(?<!best )(?<!worst )\b(?P<doubt>possible|potential|suspected|alleged|would-be|hypothetical) "
    r"(?P<what>(?:[\w-]+ )?[\w-]+)",
    re.I,
)
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
    STRONG.pattern
    + r"|\b(?:plans?|planned|hopes?|wants?|propos(?:es?|ed|als?)|offer(?:s|ed)?|ask(?:s|ed|ing)?|call(?:s|ed"
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
# What leaves open in a statement whether it is so.
_OPEN = re.compile(
    STRONG.pattern + r"|\b(?:plans?|planned|hopes?|wants?|proposes?|proposed|if|unless|to be|(?:is|are|was|were) to"
    r"|scheduled|estimates?"
    r"|expects?|foresees?|foresaw|forecasts?|project(?:s|ed)|predict(?:s|ed)"
    r"|demands?|risks?|draft|unlikely|should|aims?|whether|open|fears?"
    r"|trust|doubts?|possibl[ey]|comes? from"
    r"|up to|faces?|liable"
    r"|speaks? of|able|unable|power to|allowed|entitled|claims?|needs?|considers?|sees?|offer(?:s|ed)?|bids?"
    r"|threat\w*)\b",
    re.I,
)
_IF_ONLY = re.compile(r"(?:if|unless|provided|once|until|as long as|should)\b[^,;]*$", re.I)
_CONDITION = re.compile(
    r"\b(?:if(?! only because)|unless|subject to|provided that|on condition that|as long as)\b[^,;—]*", re.I
)
_CONDITIONED = re.compile(
    r"\b(?:if|unless|subject|without|depend\w*|until|condition\w*|when|in case|limit|deadline|provided|only|needs?"
    r"|requires?|would|could|(?-i:may)|might|one day|before (?:it|he|she|they))\b",
    re.I,
)


def check_hedges(claim: Claim) -> Iterator[Slip]:
    """Yields at most one slip: what makes the statement more certain than its evidence."""
    for rule in (_certainty, _hearsay, _belief, _condition, _became_real, _doubt, _perhaps, _done, lost_bound):
        why = rule(claim)
        if why is not None:
            yield Slip("hedge", why)
            return


def _certainty(claim: Claim) -> str | None:
    held = set(tokens(claim.evidence))
    told = {root(word) for word in held} | {root(match.group()) for match in _CERTAIN.finditer(claim.evidence)}
    told |= {root(word) for family in _SAME if family & held for word in family}
    told |= _FOREVER & held and {"for good"}
    added = [match.group() for match in _CERTAIN.finditer(claim.text) if root(match.group()) not in told]
    if _UNLIKELY.search(claim.evidence):
        added += [word for word in ("impossible", "cannot") if word in tokens(claim.text) and word not in held]
    if _GUESSED.search(claim.evidence) and "found" in tokens(claim.text):
        added.append("found")
    if _PARTLY.search(claim.evidence) and not _WHOLLY.search(claim.evidence):
        added += [match.group() for match in _WHOLLY.finditer(claim.text)]
    if not _ANYHOW.search(claim.evidence):
        added += [match.group() for match in _ANYHOW.finditer(claim.text)]
    there, here = _modals(claim.evidence), _modals(claim.text)
    added += [min(here[verb] - _MAY) for verb in here.keys() & there if there[verb] <= _MAY and not here[verb] <= _MAY]
    return next((f"“{word}” is more certain than its evidence" for word in added), None)


def _modals(text: str) -> dict[str, set[str]]:
    """The modals that stand before each verb."""
    found: dict[str, set[str]] = {}
    for match in _MODAL.finditer(text):
        found.setdefault(fold(match["verb"]), set()).add(fold(match["modal"]))
    return found


def _hearsay(claim: Claim) -> str | None:
    if claim.party or SAYS.search(claim.text) or _HEARSAY.search(claim.text) or basis_of(claim.text) == _UNNAMED:
        return None
    for source in nearest(claim):
        near = aligned(claim.text, CLAUSES.split(source.text))
        told = _REPORTEDLY.search(source.text)
        if told and set(content_words(claim.text)).isdisjoint(content_words(source.text[told.end() :])):
            continue
        if _UNNAMED in (basis_of(near), basis_of(source.text) if SAYS.search(near) else None):
            return "that an unnamed source says so is gone"
    return None


def _belief(claim: Claim) -> str | None:
    """Whether what somebody believes is told as if it were so."""
    if claim.party or SAYS.search(claim.text) or _HEARSAY.search(claim.text) or _OPEN.search(claim.text):
        return None
    for source in nearest(claim):
        belief = _BELIEVES.search(aligned(claim.text, PHRASES.split(source.text)))
        if belief and not _BELIEVES.search(claim.text):
            return f"the “{belief.group().lower()}” of its evidence is gone"
    return None


def _condition(claim: Claim) -> str | None:
    told = _SHIFTED.sub(r"\1 will", f"{claim.text} {claim.beside}")  # "said it would" keeps no condition
    if _CONDITIONED.search(told):
        return None
    for source in nearest(claim):
        left_out = _CONDITION.search(source.text) and not _is_told(told, source.text)
        if left_out and (_wills(claim.text) or STRONG.search(aligned(claim.text, PHRASES.split(source.text)))):
            return "the condition of its evidence is gone"
    return None


def _became_real(claim: Claim) -> str | None:
    """A word that only stands behind a doubt or a plan in the evidence, and as a fact in the statement."""
    if _IF_ONLY.match(claim.text):
        return None  # what is told as a condition is told as nothing more
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


def _doubt(claim: Claim) -> str | None:
    """Whether a doubt of the evidence is in none of the clauses of a statement that tell the doubted clause."""
    said_of: dict[str, list[str]] = {}
    for said in PHRASES.split(claim.text):
        if content_words(said) and _FINITE.search(said):
            for source in nearest(claim):
                said_of.setdefault(aligned(said, PARTS.split(_SHIFTED.sub(r"\1 will", source.text))), []).append(said)
    for told, clauses in said_of.items():
        stated = OPEN_QUESTION.sub("", told)
        doubt = _LOOSE.search(stated)
        if doubt is None or any(map(STRONG.search, clauses)):
            continue
        added = any(map(_wills, clauses)) and not _wills(told)
        doubted = STRONG.search(stated) and not (claim.party or _OPEN.search(claim.text))
        if added or doubted:
            return f"the “{doubt.group().lower()}” of its evidence is gone"
    return None


def _perhaps(claim: Claim) -> str | None:
    """Whether "a possible leak" is told as a leak."""
    if _POSSIBLE.search(claim.text) or STRONG.search(claim.text) or _OPEN.search(claim.text):
        return None
    words = set(content_words(claim.text))
    for source in nearest(claim):
        held = content_words(source.text)
        for match in _POSSIBLE.finditer(source.text):
            told = set(content_words(match["what"]))
            if told and told <= words and all(held.count(word) == 1 for word in told):
                return f"the “{match['doubt'].lower()}” of its evidence is gone"
    return None


def _done(claim: Claim) -> str | None:
    """What a statement tells as done, by another verb, where its evidence tells what lies ahead or is asked for."""
    held = {root(word) for word in tokens(claim.evidence)}
    for said in PHRASES.split(claim.text):
        for match in _DONE.finditer(said):
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
    done = any(_PERFECT.search(_CONDITION.sub(" ", text)) for text in told)
    return bool(told) and not done and all(map(_AHEAD.search, told))


def _is_told(said: str, evidence: str) -> bool:
    """Whether a statement has words that only stand in a condition of its evidence: it tells it in another way."""
    condition = set(content_words(" ".join(_CONDITION.findall(evidence))))
    alone = condition - set(content_words(_CONDITION.sub(" ", evidence)))
    return not alone.isdisjoint(content_words(said))


def _wills(text: str) -> bool:
    return not _WILL.isdisjoint(_A_WILL.sub(" ", text.lower()).split())
