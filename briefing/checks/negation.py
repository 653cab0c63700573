"""The opposite of what the evidence says: a negation that is lost or added, and words of the contrary sense."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, tokens
from briefing.checks.contraries import CONTRARIES, DEGREES
from briefing.checks.forms import root
from briefing.checks.lost_negations import BORDERS, DENIES, is_negation_lost, negated_in, negates, roots_of
from briefing.checks.polarity import (
    AFFIRMED,
    EITHER,
    FUNCTION,
    NEGATED,
    NEGATIONS,
    REFUSING,
    STOPS,
    count_negations,
    senses_of,
    words_of,
)
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim
    from briefing.checks.polarity import Sense

_DENIALS = frozenset(map(root, "deny reject dispute refuse contest".split()))
_NEAR = 2  # words
_DENIES_THIS = re.compile(
    rf".{{,60}}{DENIES.pattern} (?:this|it|that|them|the (?:claims?|charges?|accusations?))\.", re.I
)
# "The assembly will not.": what, a sentence before it tells.
_SAYS_NO = re.compile(
    r"(?:[\w’'-]+ ){1,6}(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could)(?:n['’]t| not)\.", re.I
)
# Say no without a word for it: a statement may say it with one.
_QUIET = frozenset(
    """
    little few fewer less only wait waits waiting unlikely divided split undecided fear fears worry worries doubt
    doubts against fell fallen cancelled postponed ratherthan instead missing absent gone empty silent secret private
    stopped halted dropped abandoned skipped avoids avoided withdrew withdrawn withhold withholds withheld barely
    scarcely impossible except mere merely wrong lost false untouched contrary opposite leaves off refusal rejection
    pending await awaits awaiting leftopen denial failure absence lack
    opposition baseless groundless untrue inaccurate fiction nonsense rumour rumor collapsed
    """.split()
)
_REST = re.compile(r"\b(?:most|all but|the rest|the others|no more)\b", re.I)
_FEW = re.compile(r"\b(?:few|only|just)\b", re.I)
_EARLIEST = re.compile(r"\b(?:earliest|not before|until)\b", re.I)
_NOT_BEFORE = re.compile(r"\bnot\b.*\b(?:before|until)\b", re.I)
_BEFORE = re.compile(r"\bnot\b.*\bbefore\b", re.I)  # "not ready before 2035" for "until 2035"
_UNTIL = re.compile(r"^(?!.*\bbefore\b).*\buntil\b", re.I)
_NOT_UNTIL = re.compile(r"\b(?:not|n['’]t)\b([^.;]{1,80}?)\buntil\b", re.I)
_CONDITIONAL = re.compile(r"\b(?:if|unless|only|without|until|before|should|once|provided|otherwise|fail\w*)\b")
_IF = re.compile(
    r"\b(?:if|unless|without|provided|should|requires?|needs?|before (?:it|he|she|they)|(?:depends?|hinges?) on"
    r"|conditional)\b"
)
# Negations that a condition told the other way brings or takes: "only if" is "not unless".
_TURNED = re.compile(
    r"\b(?:without|fail(?:s|ed|ing)?|(?:not|n['’]t|never|no|nobody)(?=\b[^;]*\b(?:unless|without|until|before|if)\b)"
    r"|(?<=\bif )(?:[^,;]*? )?not|(?<=\bwithout )[^,;]* not)\b",
    re.I,
)
_QUOTED = re.compile(r"“([^”]+)”")
_STEM = 3  # letters that "banned" and "ban" share
_NONE_OF = re.compile(r"\b(?:no(?: such)?|neither(?![^.;]{0,200} nor\b)|none of the) (\w+)", re.I)
_PREFERS = re.compile(r"\b(?:rather|sooner) (?P<more>[^,.;]{3,80}?) than (?P<less>[^,.;]{3,80})", re.I)
_LEAST_OPPOSITE = 3  # letters, and more
_COUNTABLE = 2  # sentences
_PREFIXES = ("un", "in", "im", "dis", "non")


def check_negation(claim: Claim) -> Iterator[Slip]:
    """Yields at most one slip: the first word whose sense is turned round."""
    denied = DENIES.search(claim.text) and not NEGATIONS.intersection(words_of(claim.text))
    if denied and any(_DENIES_THIS.fullmatch(source.text) for source in claim.sources):
        return  # what is denied is told by another sentence, unnegated
    if _is_turned_about(claim):
        return
    said = senses_of(claim.text)
    held: dict[str, Sense] = {}
    # "they differ on the tunnel" leaves open what "the board rejects the tunnel" says; a stance does not
    refused = NEGATED if claim.party else EITHER
    for source in claim.sources:
        for word, senses in senses_of(source.text, refused=refused).items():
            held[word] = held.get(word, frozenset()) | senses
    if any(_SAYS_NO.fullmatch(source.text.strip()) for source in claim.sources):
        held = dict.fromkeys(held, EITHER)
    found = (_mismatched(claim, said, held), _contrary(claim, said, held), _refused(claim, said, held))
    turned = next(chain(*found, _prefixed(said, held), _both(claim), _swapped(claim)), None)
    if turned is not None:
        yield _in_full(turned, claim)
    elif _is_plain(claim) and count_negations(claim.text) - _conditions(claim) > _denials(claim):
        yield Slip("negation", "it negates what its evidence does not")
    elif is_negation_lost(claim):
        yield Slip("negation", "a negation of its evidence is gone")


def _in_full(slip: Slip, claim: Claim) -> Slip:
    """A slip with words as they are written in place of their roots, and without words that nobody wrote."""
    written = {root(word): word for word in tokens(f"{claim.evidence} {claim.text}")}
    if not written.keys() >= set(_QUOTED.findall(slip.message)):  # "refused", as "ruled out" is read
        return Slip("negation", "it says the contrary of its evidence")
    message = _QUOTED.sub(lambda match: f"“{written[match[1]]}”", slip.message)
    return replace(slip, message=message, words=slip.words and written[slip.words])


def _mismatched(claim: Claim, said: dict[str, Sense], held: dict[str, Sense]) -> Iterator[Slip]:
    """Yields a slip for each word that is negated on one side and never on the other."""
    refused = _is_refused_too(claim)
    # "neither candidate agreed" for "both candidates declined"
    both = count_negations(claim.text) > 0 and count_negations(claim.evidence) > 0
    others = {root(word) for word in _NONE_OF.findall(f"{claim.text} {claim.evidence}")} if both else set()
    for word, senses in said.items():
        there = held.get(word)
        if there is None or not len(senses) == len(there) == 1 or senses == there:
            continue
        if (refused and word not in _DENIALS) or word in others:
            continue
        here = "is negated here and not in its evidence" if True in senses else "is negated in its evidence alone"
        yield Slip("negation", f"“{word}” {here}", words=word)


def _is_refused_too(claim: Claim) -> bool:
    """Whether a statement refuses by a verb of its evidence, or denies what it denies: what, it may name otherwise."""
    said = {root(word) for word in words_of(claim.text) if word in REFUSING}
    held = {root(word) for source in claim.sources for word in words_of(source.text) if word in REFUSING}
    return bool(said & held) if len(claim.sources) > 1 else bool(said & _DENIALS and held & _DENIALS)


def _is_turned_about(claim: Claim) -> bool:
    """Whether a statement tells the rest ("only six agreed": most refused), or a condition or date the other way round.

    "Not without" is "only if", and "unless" is "if not": as many negations, or two more or fewer.
    """
    rest = _REST.search(claim.text) and _FEW.search(claim.evidence)
    until = bool(_BEFORE.search(claim.text) and _UNTIL.search(claim.evidence))
    if _EARLIEST.search(claim.text) and _NOT_BEFORE.search(claim.evidence):
        until = until or not (_UNTIL.search(claim.text) and _begins_until(claim))
    # "did not want it until" for "does not want it until", whatever came of it
    held, said = ([roots_of(told) for told in _NOT_UNTIL.findall(text)] for text in (claim.evidence, claim.text))
    until = until or any(one & other for one in held for other in said)
    return bool(rest) or until or _has_turned_condition(claim)


def _begins_until(claim: Claim) -> bool:
    """Whether a statement does until then what its evidence does not: "will begin until", "will not begin until"."""
    if count_negations(claim.text):
        return False
    negated = (negated_in(source.text) for source in claim.sources if not NEGATIONS.isdisjoint(words_of(source.text)))
    return any(words and words <= roots_of(claim.text) for words in negated)


def _has_turned_condition(claim: Claim) -> bool:
    here, there = (set(_IF.findall(text.lower())) for text in (claim.text, claim.evidence))
    if not here or not there or here == there:
        return False
    negations = [count_negations(text) + words_of(text).count("unless") for text in (claim.text, claim.evidence)]
    return negations[0] % 2 == negations[1] % 2


def _is_plain(claim: Claim) -> bool:
    """Whether negations can be counted: not where a statement gathers what several sentences say."""
    return len(claim.sources) <= _COUNTABLE and ";" not in claim.text


def _denials(claim: Claim) -> int:
    """How many words of the evidence say no, be it without a negation."""
    words = [word for source in claim.sources for word in words_of(source.text)]
    nouns = {word[:_STEM] for word in words}
    told = {word for word in words_of(claim.text) if word in REFUSING and word[:_STEM] in nouns}  # "banned", "a ban"
    told.difference_update(words)
    return sum(map(count_negations, (source.text for source in claim.sources))) + len(_QUIET & set(words)) + len(told)


def _conditions(claim: Claim) -> int:
    """How many negations of a statement may be a condition of its evidence told the other way: "not without", "if"."""
    here, there = _CONDITIONAL.findall(claim.text.lower()), _CONDITIONAL.findall(claim.evidence.lower())
    if not there or set(here) == set(there):
        return 0
    return len(_TURNED.findall(claim.text))


def _both(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where both do what neither does."""
    both = [clause for clause in BORDERS.split(claim.text) if "both" in words_of(clause)]
    evidence = words_of(claim.evidence)
    if "neither" in evidence and "both" not in evidence and any(not negates(clause) for clause in both):
        yield Slip("negation", "“both” says the contrary of “neither” in its evidence")


def _swapped(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where what is preferred and what is not change places."""
    here, there = _PREFERS.search(claim.text), _PREFERS.search(claim.evidence)
    if here and there:
        one, other = ({*content_words(here[name])} for name in ("more", "less"))
        liked, disliked = ({*content_words(there[name])} for name in ("more", "less"))
        if one & (disliked - liked) and other & (liked - disliked):
            yield Slip("negation", "it prefers what its evidence does not")


def _are_of_one(mine: frozenset[str], text: str, theirs: frozenset[str], evidence: str) -> bool:
    """Whether "more" here and "fewer" there stand beside one same word: of other things both may be true."""
    return not _beside(mine, text).isdisjoint(_beside(theirs, evidence))


def _beside(words: frozenset[str], text: str) -> set[str]:
    roots = [root(word) for word in words_of(text)]
    places = [place for place, word in enumerate(roots) if word in words]
    return {near for place in places for near in roots[max(0, place - _NEAR) : place + _NEAR + 1]} - FUNCTION - STOPS


def _contrary(claim: Claim, said: dict[str, Sense], held: dict[str, Sense]) -> Iterator[Slip]:
    """Yields a slip for each word whose contrary the evidence has in its place."""
    for one, other in dict.fromkeys(pair for word in said for pair in CONTRARIES.get(word, ())):
        mine, theirs = one & said.keys(), other & held.keys()
        if not mine or not theirs or one & held.keys() or other & said.keys():
            continue
        if not _are_told_alike(said, mine, held, theirs):
            continue
        by_degrees = (one, other) in DEGREES or (other, one) in DEGREES
        if not by_degrees or _are_of_one(mine, claim.text, theirs, claim.evidence):
            yield Slip("negation", f"“{min(mine)}” says the contrary of “{min(theirs)}” in its evidence")


def _are_told_alike(
    said: dict[str, Sense], mine: frozenset[str], held: dict[str, Sense], theirs: frozenset[str]
) -> bool:
    """Whether words and their contraries stand both affirmed or both negated: only then do they contradict."""
    here = frozenset[bool]().union(*(said[word] for word in mine))
    there = frozenset[bool]().union(*(held[word] for word in theirs))
    return (True not in here and there != NEGATED) or here == there


def _refused(claim: Claim, said: dict[str, Sense], held: dict[str, Sense]) -> Iterator[Slip]:
    """Yields a slip where only one refuses, by whatever verbs: "excluded", "did not rule out"."""
    here = {word: said[root(word)] for word in words_of(claim.text) if word in REFUSING and root(word) in said}
    there = {word: held[root(word)] for word in words_of(claim.evidence) if word in REFUSING and root(word) in held}
    for one, other in ((AFFIRMED, NEGATED), (NEGATED, AFFIRMED)):
        if here and there and set(here.values()) == {one} and set(there.values()) == {other}:
            yield Slip("negation", f"“{min(here)}” says the contrary of its evidence")


def _prefixed(said: dict[str, Sense], held: dict[str, Sense]) -> Iterator[Slip]:
    """Yields a slip for "unable" in the place of "able", and the other way round."""
    for word, prefix in ((word, prefix) for word in said.keys() - held.keys() for prefix in _PREFIXES):
        opposite = prefix + word if prefix + word in held else word.removeprefix(prefix)
        if opposite == word or opposite not in held or len(opposite) <= _LEAST_OPPOSITE:
            continue
        if len(said[word]) == 1 and said[word] == held[opposite]:  # "unanswered" for "did not answer" is no contrary
            yield Slip("negation", f"“{word}” says the contrary of its evidence")
