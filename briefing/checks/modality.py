"""How sure a sentence is of what each of its words tells: as a plan or a possibility, as what will be, or as a fact."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from briefing.checks.clauses import joined
from briefing.checks.forms import is_irregular, root
from briefing.wording.words import STOP

Mode = Literal["weak", "will", "plain"]
# Words behind which nothing has happened yet, and those that may stand between one of them and a verb.
_WEAK = frozenset(
    """
    would could might may should likely probably perhaps possibly reportedly apparently expected due planned plans plan
    hopes hoped supposed wants want demands risks risk proposes proposed seems appears aims if unless accused
    alleged allegedly suspected considering considers considered weighing mulling
    """.split()
)
_WILL = frozenset("will shall can cannot".split())
_CAN = frozenset(("can", "cannot"))  # "says it can" is what "said it could" is
_HELP = frozenset("has have had was were is are been be being".split())
_PLANNED = frozenset("is are was were said".split())  # with "to": "is to rule", "is said to know"
_INTENT = frozenset(
    """
    expect expects expected want wants wanted plan plans planned propose proposes proposed hope hopes aim aims offer
    offers offered promises promised pledges pledged threatens threatened try tries tried allow allows allowed
    """.split()
)
_AGREED = frozenset("agree agrees agreed decide decides decided vote votes voted".split())
_NO_PLAN = frozenset("able unable forced obliged compelled".split())
_DOUBTS = frozenset("reportedly allegedly apparently probably perhaps possibly likely".split())
_TOLD = frozenset("said told promised announced warned added wrote argued insisted maintained replied answered".split())
_ASKING = frozenset("whether how why what where when".split())  # what is asked is told as nothing
_SOURCED = frozenset(("comes from", "came from", "turns on", "turned on"))  # other senses of verbs of change
_BEFORE_NOUNS = frozenset("the a an his her hers its their our your of no any some own".split())
_PREPOSITIONS = frozenset("of on in at for from about over with into".split())
_VERBS = frozenset("come go goes give given get take taken put made make keep kept".split())
_NO_VERBS = (
    _WEAK
    | _WILL
    | _HELP
    | _BEFORE_NOUNS
    | (STOP - _VERBS)
    | frozenset("said says told now two three four five six seven eight nine ten twelve".split())
)
_REACH = 3  # words before a verb that may make it a plan
_LEAST = 3  # letters
GOING_TO = re.compile(r"\b(?:am|is|are)(?: \w+)? going to\b", re.I)
_MONTH = re.compile(r"\bMay\b")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[,;:.]")
_BREAKS = frozenset([*",;:.", *"that which who whose while because".split()])
_JOINTS = frozenset(("and", "but"))  # a doubt before one reaches on in evidence: "would stay and be let"


class Use(NamedTuple):
    """A word in its place.

    Attributes:
        word: as written.
        mode: `weak` behind a doubt or a plan, `will` behind "will" and the like, else `plain`.
        helped: whether "has", "was" or the like stands before it.
        doubted: whether an adverb of doubt stands right before it.
    """

    word: str
    mode: Mode
    helped: bool
    doubted: bool


@lru_cache(maxsize=128)  # statements share their evidence
def uses_of(text: str, *, told: bool = False) -> dict[str, list[Use]]:
    """The uses of each word of a text, by its root.

    Args:
        text: a statement or its evidence.
        told: whether it is evidence: there "said it would" is what "says it will" is, and a doubt only reaches a few
            words; in a statement a doubt is given the whole clause, and no noun is taken for a verb.
    """
    words = [
        word.lower().replace("’", "'")
        for word in _WORD.findall(_MONTH.sub("month", GOING_TO.sub("will", joined(text))))
    ]
    uses: dict[str, list[Use]] = {}
    for place, word in enumerate(words):
        if (len(word) < _LEAST and word not in _VERBS) or word in _NO_VERBS:
            continue
        if " ".join(words[place : place + 2]) in _SOURCED or (not told and _is_noun(words, place)):
            continue
        clause = _clause(words[:place], _BREAKS if told else _BREAKS | _JOINTS)
        near = clause[-_REACH:]
        weak_words = _WEAK if told else _WEAK | _CAN | _ASKING
        shifted = told and "would" in near and not _TOLD.isdisjoint(words[:place])
        weak = not shifted and (not weak_words.isdisjoint(near if told else clause) or _is_planned(near, clause))
        agreed = near[-1:] == ["to"] and not _AGREED.isdisjoint(clause)
        wills = shifted or agreed or not _WILL.isdisjoint(near)
        mode: Mode = "weak" if weak else "will" if wills else "plain"
        use = Use(word, mode, not _HELP.isdisjoint(near[-2:]), not _DOUBTS.isdisjoint(near[-1:]))
        uses.setdefault(root(word), []).append(use)
    return uses


def is_fact(use: Use, open_uses: list[Use], *, weak: bool) -> bool:
    """Whether a word tells as a fact what is open in the evidence: by its form, or by what stands before it.

    Args:
        use: of the word in the statement.
        open_uses: of the same word in the evidence.
        weak: whether one of these is a plan or a doubt; what only will be may be told in the present.
    """
    forms = {held.word for held in open_uses}
    if use.word.endswith("ing"):
        return use.helped and weak
    if use.helped or (use.word not in forms and is_irregular(use.word)) or any(held.doubted for held in open_uses):
        return True
    return use.word not in forms and use.word.endswith(("s", "ed") if weak else "ed") and not use.word.endswith("ss")


def _clause(words: list[str], breaks: frozenset[str]) -> list[str]:
    """The last of some words, behind the last of `breaks`."""
    ends = [at for at, word in enumerate(words) if word in breaks]
    return words[ends[-1] + 1 :] if ends else words


def _is_planned(near: list[str], clause: list[str]) -> bool:
    """Whether what comes behind some words is meant to be: "is to rule", "wants the vote to be repeated"."""
    if not _NO_PLAN.isdisjoint(near):
        return False
    planned = "to" in near and not _PLANNED.isdisjoint(near)
    return (
        planned
        or (near[-1:] == ["to"] and not _INTENT.isdisjoint(clause))
        or (near[-2:] == ["to", "be"] and "yet" not in near)
    )


def _is_noun(words: list[str], place: int) -> bool:
    """Whether a word is one by what stands before it, or by its possessive ending."""
    before = words[place - 1] if place else ""
    return words[place].endswith("'s") or before in _BEFORE_NOUNS or before in _PREPOSITIONS
