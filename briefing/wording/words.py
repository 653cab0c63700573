"""Words of a text: the ones that carry content, inflected forms, and the borders of clauses."""

from __future__ import annotations

import re
from functools import lru_cache

# English words that carry no content of their own.
STOP = frozenset(
    """
    a about above after again against all almost along already also although always am among an and another any
    anyone anything are around as at away back be because become been before behind being below between beyond both
    but by can cannot come could did do does doing done down during each either else enough even ever every everyone
    everything far few first for from further get give given go goes had has have having he her here hers herself him
    himself his how however i if in indeed instead into is it its itself just last least less like likely many may
    me might mine more moreover most much must my near nearly neither never nevertheless next no nobody none nor not
    nothing now of off often on once one only onto or other others otherwise our ours out over own per perhaps put
    quite rather really same second seem seems several shall she should since so some someone something sometimes
    soon still such than that the their theirs them themselves then there therefore these they thing things third
    this those though three through throughout thus to today together tomorrow too toward towards two under unless
    until up upon us used very was we well were what whatever when whenever where whereas whether which while who
    whoever whole whom whose why will with within without would yes yesterday yet you your yours
    conversely furthermore meanwhile regardless anticipate future given despite
    """.split()
)
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


def content_words(text: str) -> list[str]:
    """The words of `text` that carry content, in order, in lower case, with plain plurals undone."""
    return list(_content_words(text))


@lru_cache(maxsize=256)  # several rules look at each sentence that a statement cites
def _content_words(text: str) -> tuple[str, ...]:
    words = (word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text))
    return tuple(stem(word) for word in words if word not in STOP and len(word) > 2)


# Letters that `re.I` takes for "s" and "i" and that `lower()` leaves as they are.
_ODD_LETTERS = str.maketrans({"ſ": "s", "ı": "i", "\u0307": None})


def fold(word: str) -> str:
    """`word` in lower case, spelled so that a word which a pattern found with `re.I` is found in a table too."""
    return word.lower().translate(_ODD_LETTERS)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """`word` without the commonest English endings: enough to match words, not to print them."""
    for ending, kept, least in (
        ("ies", "y", 5),
        ("sses", "ss", 5),
        ("ing", "", 7),
        ("ed", "", 6),
        ("es", "e", 5),
        ("s", "", 4),
    ):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word.removesuffix(ending) + kept
    return word


def forms(verbs: str) -> str:
    """An alternation of the finite forms of regular `verbs`, separated by spaces, for a pattern."""
    made: list[str] = []
    for verb in verbs.split():
        if verb.endswith("e"):
            made += [verb, verb + "s", verb + "d"]
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            made += [verb, verb[:-1] + "ies", verb[:-1] + "ied"]
        elif verb.endswith(("s", "sh", "ch", "x")):
            made += [verb, verb + "es", verb + "ed"]
        else:
            made += [verb, verb + "s", verb + "ed"]
    return "|".join(sorted(made, key=len, reverse=True))


def participles(verbs: str) -> str:
    """An alternation of the present participles of regular `verbs`, for a pattern."""
    return "|".join(verb[:-1] + "ing" if verb.endswith("e") else verb + "ing" for verb in verbs.split())


# Where a clause gives way to another one that says something of its own.
_FINITE = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|did|does|do|[a-z]+ed|says?|said|wants?)\b"
)
_CLAUSE_ENDS = re.compile(
    r"[;:]\s|\s?—\s?|\s–\s|[.?!]\s(?=[“\"])"
    r"|,?\s(?:and|but)\s(?:which|who|whom)\b|,[”\"]?\s(?:while|but(?! not| only)|whereas|although|though|yet|so|as|because|since|unless|if|which|who|whose|where|when|an? \w+ that"
    r"|suggesting|implying|signaling|signalling|highlighting|meaning|making|leaving|giving|and\sthus|and\s(?:it|he|she|they|we|that)\s"
    rf"|and\s(?:the\s\w+|[A-Z]\w+)\s(?:\w+\s)?{_FINITE})"
    r"|\s(?:while|whereas|although)\s|\sversus\s|\sbut\s(?:it|they|he|she|the|has|have|had|is|was|will|would|allowed|said)\b"
)


# "…, which already runs the pension systems, would host": an aside, behind which the clause goes on.
_ASIDE = re.compile(
    r", (?:which|who|whose|where|when) [^,;]{1,90}, (?:is|are|was|were|has|have|had|will|would|could|may|might|can|said)\b"
)


def clause_end(text: str, start: int) -> int:
    """Where the clause that runs at `start` ends: before its closing punctuation and space."""
    end = len(text)
    for found in _CLAUSE_ENDS.finditer(text, start):
        if not _ASIDE.match(text, found.start()):
            end = found.start()
            break
    return start + len(text[start:end].rstrip(" .,;:—–!?"))


_CONNECTOR = re.compile(
    r"(?:Conversely|However|Furthermore|Moreover|Still|Meanwhile|Instead|Indeed|In turn|For its part|In addition|Also|But|And|Yet), "
)


def clause_start(text: str, end: int) -> int:
    """Where the clause that ends at or runs at `end` starts."""
    start = 0
    for found in _CLAUSE_ENDS.finditer(text, 0, end):
        joint = found.group().strip(" ,")
        start = found.end() if not joint.isalpha() or joint == "versus" else found.start()
    while start < end and text[start] in " ,;:—–”":
        start += 1
    connector = _CONNECTOR.match(text, start, end)
    return connector.end() if connector else start


# "PORT NAME, 12 October 2026 (Agency) —": where and when a report was filed, not what it tells.
_DATELINE = re.compile(r"[A-Z][A-Z .,'’-]{2,40}[^—–]{0,60}?(?:\([^)]{1,40}\)\s)?(?:—|–|(?<=\s)--?)\s")


def dateline_end(sentence: str) -> int:
    """Where the words of a sentence start behind its dateline; 0 where it has none."""
    found = _DATELINE.match(sentence)
    return found.end() if found else 0
