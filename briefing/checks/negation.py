"""The opposite of what the evidence says: a negation that is lost or added, and words of the contrary sense."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip, root
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim

_TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[,;:.!?—–()]")
_CLAUSES = re.compile(r"[,;:—]")
_STOPS = frozenset(",;:.!?—–()")
_PLAIN = frozenset("not no never none neither nor without cannot hardly rarely unable nothing".split())
_BEHIND = frozenset("nobody none nothing noone".split())  # negate the word before them: "it binds nobody"
# Verbs that negate what follows them to the end of their clause.
_LEXICAL = frozenset(
    """
    refuse refuses refused refusing reject rejects rejected rejecting deny denies denied decline declines declined
    oppose opposes opposed opposing forbid forbids forbade forbidden barred banned prevent prevents prevented
    exclude excludes excluded overlook overlooked lack lacks lacked fail fails failed dispute disputes
    contest contests
    """.split()
)
_FUNCTION = frozenset(
    """
    a an the this that these those it its it his he him his she her they their them we our us i my you your who which
    what and or but if then than as so too also of in on at to for from by with into over under about be is are was
    were been being am do does did done have has had having will would can could may might shall should must ever yet
    any all other others else one ones some very more most least there here such only just even still each both
    """.split()
)
# Words of one sense and of the contrary; where the evidence has one and the statement the other, it is turned round.
_OPPOSED = tuple(
    (frozenset(map(root, one.split())), frozenset(map(root, other.split())))
    for one, other in (
        ("accept agree admit", "reject refuse deny decline oppose dispute contest"),
        ("support back endorse", "oppose reject"),
        ("allow permit approve", "forbid bar ban prevent"),
        ("promise grant confirm", "refuse deny reject"),
        ("demand want seek", "drop abandon withdraw"),
        ("rise rose risen increase", "fall fell fallen decline shrink"),
        ("up", "down"),
        ("high higher", "low lower"),
        ("more", "few fewer less"),
        ("hard harder", "easy easier"),
        ("open", "close"),
        ("include including", "exclude leave left without"),
        ("little few", "much many"),
        ("wrong", "right"),
        ("lift", "keep kept"),
        ("release publish", "secret withhold withheld"),
        ("postpone cancel delay", "place held happen forward ahead"),
        ("noone nobody", "everyone everybody"),
        ("unless", "if"),
        ("hardly rarely seldom", "often always frequently"),
        ("answer reply", "refuse"),
    )
)
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|disput(?:es?|ed))\b", re.I)
_DENIES_THIS = re.compile(
    rf".{{,60}}{_DENIES.pattern} (?:this|it|that|them|the (?:claims?|charges?|accusations?))\.", re.I
)
_NO, _YES, _BOTH = frozenset({False}), frozenset({True}), frozenset({True, False})
_HELPING = frozenset("is are was were would will can could may might has have had does do did".split())
_OPPOSABLE = frozenset("hardly rarely unless if without up down more noone nobody".split())
# Say no without a word for it: a statement may say it with one.
_QUIET = frozenset(
    """
    little few only wait waits waiting unlikely divided split undecided fear fears worry worries doubt doubts against
    fell fallen cancelled postponed ratherthan
    """.split()
)
_REST = re.compile(r"\b(?:most|all but|the rest|the others|majority|no more)\b", re.I)
_FEW = re.compile(r"\b(?:few|only|just)\b", re.I)
_EARLIEST = re.compile(r"\b(?:earliest|not before|until)\b", re.I)
_NOT_BEFORE = re.compile(r"\bnot\b.*\b(?:before|until)\b", re.I)
_HALF = frozenset(("unless", "against"))  # what follows them is denied by some and said by others
_RATHER = "ratherthan"
_NO_PREFIX = re.compile(r"un(?:der|it|io|iv|til|less|cle|iq|animous|iform|ix)")
_UNNAMED = re.compile(
    r"\b(?:who )?ask(?:s|ed|ing)? not to be \w+|\b(?:not named|unnamed|un(?:der|on) condition of anonymity)\b"
)
_LONGEST_PREFIX = 4
_LEAST_OPPOSITE = 3  # letters, and more
_COUNTABLE = 2  # sentences
_DETERMINERS = frozenset("the a an this that its their his her any further".split())
_TOLD = 0.5  # of the content words of a clause; with more of them told, the clause is
_PREFIXES = ("un", "in", "im", "dis", "non")


def check_negation(claim: Claim) -> Iterator[Slip]:
    """Yields at most one slip: the first word whose sense is turned round."""
    if _DENIES.search(claim.text) and any(_DENIES_THIS.fullmatch(source.text) for source in claim.sources):
        return  # what is denied is told by another sentence, unnegated
    if _is_turned_about(claim):
        return
    said = _senses(claim.text)
    held: dict[str, frozenset[bool]] = {}
    # "they differ on the tunnel" leaves open what "the board rejects the tunnel" says; a stance does not
    refused = _YES if claim.party else _BOTH
    for source in claim.sources:
        for word, senses in _senses(source.text, refused=refused).items():
            held[word] = held.get(word, frozenset()) | senses
    turned = next(chain(_mismatched(said, held, refused=_is_refused_too(claim)), _turned(said, held)), None)
    if turned is not None:
        yield _in_full(turned, claim)
    elif _is_plain(claim) and _negations(claim.text) > sum(
        _negations(told) + len(_QUIET.intersection(_words(told)))
        for told in (_told(claim, source.text) for source in claim.sources)
    ):
        yield Slip("negation", "it negates what its evidence does not")
    elif not _negations(claim.text) and any(_is_lost(claim.text, source.text) for source in claim.sources):
        yield Slip("negation", "a negation of its evidence is gone")


def _in_full(slip: Slip, claim: Claim) -> Slip:
    """A slip with words as they are written in place of their roots."""
    written = {root(word): word for word in _words(f"{claim.evidence} {claim.text}")}
    message = re.sub(r"“([^”]+)”", lambda match: f"“{written.get(match[1], match[1])}”", slip.message)
    return replace(slip, message=message, words=slip.words and written.get(slip.words, slip.words))


def _mismatched(said: dict[str, frozenset[bool]], held: dict[str, frozenset[bool]], *, refused: bool) -> Iterator[Slip]:
    """Yields a slip for each word that is negated on one side and never on the other."""
    for word, senses in said.items():
        there = held.get(word)
        if there is None or not len(senses) == len(there) == 1 or senses == there or (refused and True in senses):
            continue
        here = "is negated here and not in its evidence" if True in senses else "is negated in its evidence alone"
        yield Slip("negation", f"“{word}” {here}", words=word)


def _is_refused_too(claim: Claim) -> bool:
    """Whether a statement over several sentences refuses by a verb of theirs: what, another of them may name."""
    said = {root(word) for word in _words(claim.text) if word in _LEXICAL}
    held = {root(word) for source in claim.sources for word in _words(source.text) if word in _LEXICAL}
    return len(claim.sources) > 1 and bool(said & held)


def _is_turned_about(claim: Claim) -> bool:
    """Whether a statement tells the rest ("only six agreed": most refused), or "not before" as a first date."""
    rest = _REST.search(claim.text) and _FEW.search(claim.evidence)
    return bool(rest or (_EARLIEST.search(claim.text) and _NOT_BEFORE.search(claim.evidence)))


def _is_plain(claim: Claim) -> bool:
    """Whether negations can be counted: not where a statement gathers what several sentences say."""
    return len(claim.sources) <= _COUNTABLE and ";" not in claim.text


def _told(claim: Claim, evidence: str) -> str:
    """The clauses of a sentence that the statement tells: those that share words with it."""
    words = set(content_words(claim.text))
    clauses = _CLAUSES.split(evidence)
    shared = [len(words & set(content_words(clause))) for clause in clauses]
    return " ".join(clause for clause, number in zip(clauses, shared, strict=True) if number) or evidence


def _negations(text: str) -> int:
    words = _words(text)
    return sum(word in _PLAIN or word in _BEHIND or word in _LEXICAL or _is_prefixed(word) for word in words)


def _is_prefixed(word: str) -> bool:
    return word.startswith("un") and len(word) > _LONGEST_PREFIX and not _NO_PREFIX.match(word)


def _is_lost(text: str, evidence: str) -> bool:
    """Whether a clause that is negated is told without its negation."""
    words = set(content_words(text))
    for clause in re.split(r"[,;:.—]| but | and ", _UNNAMED.sub("", evidence)):
        words_there = set(_words(clause))
        if words_there & _LEXICAL:  # "did not rule out" says that it may be
            continue
        held = set(content_words(clause))
        if words_there & (_PLAIN | _BEHIND) and len(held) > 1 and len(held & words) >= _TOLD * len(held):
            return True
    return False


def _turned(said: dict[str, frozenset[bool]], held: dict[str, frozenset[bool]]) -> Iterator[Slip]:
    for pair in _OPPOSED:
        for one, other in (pair, pair[::-1]):
            mine, theirs = one & said.keys(), other & held.keys()
            if mine and theirs and not one & held.keys() and not other & said.keys():
                if any(True in said[word] for word in mine) or all(held[word] == {True} for word in theirs):
                    continue
                yield Slip("negation", f"“{min(mine)}” says the contrary of “{min(theirs)}” in its evidence")
                return
    for word in said:
        for prefix in _PREFIXES:
            longer, shorter = prefix + word, word.removeprefix(prefix)
            opposite = longer if longer in held else shorter
            if word in held or opposite == word or opposite not in held or len(opposite) <= _LEAST_OPPOSITE:
                continue
            if (True in said[word]) == (True in held[opposite]):  # "unanswered" for "did not answer" is no contrary
                yield Slip("negation", f"“{word}” says the contrary of its evidence")
                return


def _senses(text: str, *, refused: frozenset[bool] = _YES) -> dict[str, frozenset[bool]]:
    """Each content word of a text by its root, and whether it is negated there.

    The word behind a negation is; those behind it up to the end of the clause may be or not, and so are both.
    """
    senses: dict[str, frozenset[bool]] = {}
    sense: frozenset[bool] = _NO
    last = ahead = ""
    words = _words(text)
    for place, word in enumerate(words):
        before, ahead = ahead, word
        if word in _STOPS:
            sense, last = (_BOTH if sense == _BOTH and word == "," else _NO), ""
            continue
        following = words[place + 1] if place + 1 < len(words) else "."
        if word in _BEHIND and last and (following in _STOPS or following in _FUNCTION - _HELPING):
            senses[last] = _YES
        if word == "no" and last:  # "names no sum" for "does not name a sum"
            senses[last] = _BOTH
        if word in _PLAIN or word in _BEHIND or word == _RATHER:
            sense = _YES
        if word in _FUNCTION or word in _PLAIN or word in _BEHIND or word == _RATHER:
            if word in _OPPOSABLE:
                senses.setdefault(root(word), _NO)
            continue
        key = root(word)
        senses[key] = senses.get(key, frozenset()) | sense
        negates = word in _LEXICAL and before not in _DETERMINERS  # "the decline" is a noun
        # "did not rule out a sale" denies nothing of the sale
        sense = (_NO if sense == _YES else refused) if negates else _BOTH if sense != _NO else _NO
        if word in _HALF and sense == _NO:
            sense = _BOTH
        last = key
    return senses


@lru_cache(maxsize=256)  # several rules look at each sentence that a statement cites
def _words(text: str) -> tuple[str, ...]:
    plain = text.replace("’", "'").lower()
    plain = re.sub(r"\bno one\b", "noone", plain)
    plain = re.sub(r"\bno other\b", "only", plain)
    plain = re.sub(r"\b(?:ruled|rules|rule|ruling)((?: \w+){0,3}) out\b", r"refused\1", plain)
    plain = re.sub(r"\b(?:leaves?|left|leaving)((?: \w+){0,6}) out\b", r"refused\1", plain)
    plain = _UNNAMED.sub("", plain)
    plain = re.sub(r"\byet to\b", "not", plain)
    plain = re.sub(r"\brather than\b", _RATHER, plain)
    plain = re.sub(r"\b(?:called|calls|calling) off\b", "cancelled", plain)
    plain = re.sub(r"\bcan(?:'t|not)\b", "not", plain)
    plain = re.sub(r"n't\b", " not", plain)
    return tuple(word.removesuffix("'s") for word in _TOKEN.findall(plain))
