"""The opposite of what the evidence says: a negation that is lost or added, and words of the contrary sense."""

from __future__ import annotations

import re
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
    exclude excludes excluded overlook overlooked lack lacks lacked fail fails failed
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
        ("accept agree admit", "reject refuse deny decline oppose"),
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
        ("include including", "exclude leave left without counting"),
        ("little few", "much many"),
        ("wrong", "right"),
        ("lift", "keep kept"),
        ("release publish", "secret withhold withheld"),
        ("postpone cancel delay", "place held happen forward"),
        ("noone nobody", "everyone everybody"),
        ("unless", "if"),
        ("hardly rarely seldom", "often always frequently"),
        ("answer reply", "refuse"),
    )
)
_NO, _YES, _BOTH = frozenset({False}), frozenset({True}), frozenset({True, False})
_OPPOSABLE = frozenset("hardly rarely unless if without up down more noone nobody".split())
_QUIET = frozenset("little few last only against".split())  # say no without a word for it
_LONGEST_PREFIX = 4
_TOLD = 0.5  # of the content words of a clause; with more of them told, the clause is
_PREFIXES = ("un", "in", "im", "dis", "non")


def check_negation(claim: Claim) -> Iterator[Slip]:
    """Yields at most one slip: the first word whose sense is turned round."""
    said = _senses(claim.text)
    held: dict[str, frozenset[bool]] = {}
    for source in claim.sources:
        for word, senses in _senses(source.text).items():
            held[word] = held.get(word, frozenset()) | senses
    for word, senses in said.items():
        there = held.get(word)
        if there is not None and len(senses) == len(there) == 1 and senses != there:
            here = "is negated here and not in its evidence" if True in senses else "is negated in its evidence alone"
            yield Slip("negation", f"“{word}” {here}")
            return
    turned = next(_turned(said, held), None)
    if turned is not None:
        yield turned
    elif _negations(claim.text) > sum(_negations(_told(claim, source.text)) for source in claim.sources):
        yield Slip("negation", "it negates what its evidence does not")
    elif not _negations(claim.text) and any(_is_lost(claim.text, source.text) for source in claim.sources):
        yield Slip("negation", "a negation of its evidence is gone")


def _told(claim: Claim, evidence: str) -> str:
    """The clauses of a sentence that the statement tells: those that share words with it."""
    words = set(content_words(claim.text))
    clauses = _CLAUSES.split(evidence)
    shared = [len(words & set(content_words(clause))) for clause in clauses]
    return " ".join(clause for clause, number in zip(clauses, shared, strict=True) if number)


def _negations(text: str) -> int:
    words = _words(text)
    negative = sum(word.startswith("un") and len(word) > _LONGEST_PREFIX for word in words)
    return sum(word in _PLAIN or word in _BEHIND or word in _LEXICAL or word in _QUIET for word in words) + negative


def _is_lost(text: str, evidence: str) -> bool:
    """Whether a clause that is negated is told without its negation."""
    words = set(content_words(text))
    for clause in re.split(r"[,;:.—]| but ", evidence):
        held = set(content_words(clause))
        if set(_words(clause)) & (_PLAIN | _BEHIND) and len(held) > 1 and len(held & words) >= _TOLD * len(held):
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
            if word not in held and (longer in held or (shorter != word and len(shorter) > 3 and shorter in held)):
                yield Slip("negation", f"“{word}” says the contrary of its evidence")
                return


def _senses(text: str) -> dict[str, frozenset[bool]]:
    """Each content word of a text by its root, and whether it is negated there.

    The word behind a negation is; those behind it up to the end of the clause may be or not, and so are both.
    """
    senses: dict[str, frozenset[bool]] = {}
    sense: frozenset[bool] = _NO
    last = ""
    for word in _words(text):
        if word in _STOPS:
            sense, last = (_BOTH if sense == _BOTH and word == "," else _NO), ""
            continue
        if word in _BEHIND and last:
            senses[last] = _YES
        if word in _PLAIN or word in _BEHIND:
            sense = _YES
        if word in _FUNCTION or word in _PLAIN or word in _BEHIND:
            if word in _OPPOSABLE:
                senses.setdefault(root(word), _NO)
            continue
        key = root(word)
        senses[key] = senses.get(key, frozenset()) | sense
        sense = _YES if word in _LEXICAL else _BOTH if sense != _NO else _NO
        last = key
    return senses


def _words(text: str) -> list[str]:
    plain = text.replace("’", "'").lower()
    plain = re.sub(r"\bno one\b", "noone", plain)
    plain = re.sub(r"\b(?:ruled|rules|rule|ruling)((?: \w+){0,3}) out\b", r"refused\1", plain)
    plain = re.sub(r"\b(?:leaves?|left|leaving)((?: \w+){0,6}) out\b", r"refused\1", plain)
    plain = re.sub(r"\bcan(?:'t|not)\b", "not", plain)
    plain = re.sub(r"n't\b", " not", plain)
    return [word.removesuffix("'s") for word in _TOKEN.findall(plain)]
