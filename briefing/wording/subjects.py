"""Whether a name in a sentence can be the one that acts there. Made for English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.wording import stance_words as cues
from briefing.wording.words import STOP, clause_start

if TYPE_CHECKING:
    import re

    from briefing.wording.names import Mention

_REACH = 400  # characters before a name that are read for what it does there; few clauses are longer


def found_before(pattern: re.Pattern[str], sentence: str, end: int, behind: str = "") -> re.Match[str] | None:
    """What `pattern` finds right before `end`, at most 400 characters back and from the last of the marks `behind` on."""
    start = max(0, end - _REACH, *(sentence.rfind(mark, 0, end) for mark in behind))
    return pattern.search(sentence, start, end)


def is_subject(sentence: str, mention: Mention) -> bool:
    """Whether no preposition or verb before a name makes it an object."""
    return found_before(cues.BEHIND_PREPOSITION, sentence, mention.start) is None


def modifies(sentence: str, mention: Mention) -> bool:
    """Whether a name only qualifies the noun behind it ("NATO membership"), so that it is no party there."""
    behind = cues.WORD_BEHIND.match(sentence, mention.end)
    if mention.kind != "unknown" or " " in mention.name or behind is None or behind[1] in STOP:
        return False
    return not cues.VERB_BEHIND.match(sentence, mention.end)


def are_joined(sentence: str, one: Mention, other: Mention) -> bool:
    """Whether two names are one subject: "P and Q reject …" at the start of a clause."""
    opening = sentence[clause_start(sentence, one.start) : one.start].strip()
    return opening in ("", "The", "the", "Both") and cues.AND.fullmatch(sentence, one.end, other.start) is not None


def can_take(mention: Mention) -> bool:
    """Sources, people at large and experts report or comment; they are no parties."""
    words = mention.name.lower().split()
    if mention.role and cues.COMMENTS.search(mention.role):
        return False
    return words[0] not in cues.NO_PARTY and words[-1] not in cues.NO_PARTY


def may_be_person(mention: Mention) -> bool:
    """Whether "he" and "she" can lead there: to a person, or to a name of several words that is no body's."""
    return mention.kind == "person" or (mention.kind == "unknown" and " " in mention.name)


def disagrees(party: Mention, subject: str, verb: str) -> bool:
    """Whether subject and verb cannot belong together: "the office say", "Adjectival support the"."""
    if subject.lower() in ("they", "we", "you"):
        return False
    last = cues.PLACE_OF.split(party.name)[0].split()[-1]
    plural = last.endswith(("s", "people", "police")) or " and " in party.name
    if cues.PLURAL_VERB.match(verb) and not plural:
        return True
    return (
        cues.ONLY_NOUN_LIKE.fullmatch(verb) is not None
        and party.kind == "unknown"
        and " " not in party.name
        and cues.ADJECTIVE.search(last) is not None
    )
