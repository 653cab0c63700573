"""What a sentence reports that a party says, wants, did or refuses.

What someone *will* or *would* do is a forecast and no stance. Every stance is a span of
the sentence; nothing is worded anew. Made for English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.wording.quoted import find_quoted
from briefing.wording.words import STOP, clause_end, clause_start, content_words, forms, participles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.wording.names import Mention

_STRONG = """
    reject refuse insist oppose maintain want propose back accept welcome condemn criticise criticize accuse urge
    threaten agree contest deny resist favour favor endorse approve block prefer defend decline warn ask press seek
    commit dispute campaign dismiss caution recommend disagree advise advocate champion praise fault reiterate stress
    emphasise emphasize complain regret
"""
# Forms that are nouns as well count as verbs only before what a verb takes.
_NOUN_LIKE = (
    r"(?:demand|offer|support|pledge|promise|vow|claim|plan|aim|hope|fear|doubt|appeal|protest|request|challenge|object)s?"
    r"(?= (?:to|for|that|the|a|an|its|their|his|her|it|them|no|any|more|against|at|all|such|this|these|both|only|each|greater)\b| [“\"\d])"
)
_TAKES = (
    forms(_STRONG)
    + "|(?:demand|offer|support|pledg|promis|vow|plann|aim|hop|fear|doubt|appeal|protest|request|challeng|object|vetoe)ed"
    + rf"|(?<=\bis )(?:{participles(_STRONG)})|(?<=\bare )(?:{participles(_STRONG)})|{_NOUN_LIKE}"
    + "|sought|issued (?:\\w+ ){0,2}demands|made (?:[^,.;]{1,40}) (?:the test|a condition|a priority)|voted (?:for|against|in favou?r)"
    "|takes? (?:neither|no) side|stands? by|stood by|walked out|withdrew|withdrawn|wrote to|written to|filed|lodged|sued"
    "|points? to|pointed to|blames?|blamed|holds? that|held that|(?:is|are) (?:demanding|calling for|asking|planning to)"
    "|calls? for|called for|fought|fights?|set (?:the|its|a) condition|rule[sd]? out|ruled"
)
_SAYS = forms(
    "argue state add announce describe predict concede admit acknowledge counter answer explain contend consider regard estimate confirm thank"
) + (
    "|says|said|say|called|told|tells?|thinks?|thought|believes?|believed|calls|notes|noted|replied|replies|claims|claimed"
    "|puts? (?:the|its|their)|speaks? of|spoke of|made clear|let it be known|sees?|saw"
)
_SILENT = re.compile(r" to (?:comment|say|discuss|answer|be (?:named|interviewed|identified))\b")
# "Nor has P offered …", "Not even P supports …": what is told is that P does not.
_NEGATED_SUBJECT = re.compile(
    r"(?:^|[,;:—“\"] |\b(?:and|but) )(?:nor|never|neither|not|not even|hardly|scarcely|rarely|few|no|none|nobody)\b[^,;:—]*$",
    re.I,
)
# What an unnamed source says of a party is that source's word and not the party's.
_TOLD_OF = re.compile(
    r"\b(?:officials?|sources?|people|diplomats?|aides?|one of them|insiders?)\b.{0,80}\b(?:said|say|says|told)\b[^,;]*$",
    re.I,
)
# Silence is no stance, and what is done to a party is not what it does.
_NO_STANCE = re.compile(
    rf"\b(?:not|never) (?:[a-z]+ )?(?:answer|repl|respond|comment|say)|\b(?:is|are|was|were|be|been) (?:[a-z]+ ){{0,2}}(?:{_TAKES}|{_SAYS})$"
)
_NOT_TAKES = re.compile(
    r"^(?:called (?:the|a|an|off|it)\b(?! \w+ a)|back (?:to|in)\b|asked? not to be|declined to comment|ruled (?!out|against))"
)
_FILLERS = (
    r"(?:(?:has|have|had|is|are|was|were|been|be|do|does|did|not|never|no longer|also|still|long|only|just|now|again|since|so far|"
    r"thus far|already|both|all|even|instead|therefore|then|historically|reportedly|[a-z]+ly) ){0,6}"
)
_PARENTHESIS = r"(?:,[^,;]{1,90},|\s\([^)]{1,60}\))?"
_VERB = re.compile(rf"{_PARENTHESIS}\s(?P<group>{_FILLERS}(?:(?P<takes>{_TAKES})|(?P<says>{_SAYS})))\b")
_READY = re.compile(
    rf"{_PARENTHESIS}\s(?P<group>(?:is|are|was|were|remains?|remained|appears?|has been|have been)\s(?:[a-z]+ly )?(?:not )?"
    r"(?:willing|unwilling|prepared|ready|opposed|against|committed|determined|reluctant|open to|adamant|in favou?r|"
    r"bound|under pressure to|keen|unhappy|sceptical|skeptical|wary|concerned|worried|convinced))\b"
)
_NOUN = (
    "demands?|refusal|insistence|rejection|stance|commitment|aspirations?|imperatives?|opposition|objections?|claims?|proposals?|red lines?|"
    "conditions?|concerns?|assertion|arguments?|calls?|requests?|offers?|warnings?|views?|goals?|aims?|objectives?|priority|priorities|"
    "intention|intentions|vow|pledge|denial|complaints?|appeal|position|insisting|fears?|plea|preference|resistance|veto|motion|estimates?"
)
_OWNED = re.compile(
    rf"[’'](?:s)? (?P<adjectives>(?:[\w-]+,? ){{0,3}}?)(?P<noun>{_NOUN})\b"
    r"(?P<rest>,? (?:particularly |especially |notably |chiefly )?(?:to|on|that|of|for|regarding|over|about|against|is that|was that)\b)?"
)
_STATED = re.compile(r"\b(?:stated|declared|public|publicly|written|formal|official|repeated|long-standing)\b")
_FROM = re.compile(rf"(?P<adjectives>(?:[\w-]+,? ){{0,2}})\b(?P<noun>{_NOUN}) (?:from|by) (?:the )?$")
_FOR = re.compile(r"(?:^|[,;] )[Ff]or (?:the )?$")
_CENTRAL = re.compile(
    r"[^.;]{3,200}?\b(?:is|are|remains?|was)\s(?:not )?(?:a|an|the|one of)?\s?(?:[\w-]+ ){0,3}"
    r"(?:demands?|objectives?|priority|priorities|conditions?|concerns?|interests?|red lines?|aims?|goals?|question|issue|matter|point)\b"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to (?:the )?$")
_SAID_LAST = re.compile(
    rf",[”\"]? (?!told|tells?)(?:{_SAYS}) (?:the )?(?:(?:its|her|his|their) (?:[a-z-]+ ){{0,3}}[a-z-]+, )?$"
)
_FORECAST_BEFORE = re.compile(
    r"\b(?:will|would|could|may|might|should|if|unless|whether|what|how|any \w+ that|(?:is|are|was) (?:likely|expected|set) to"
    r"|suggest\w*|impl(?:y|ies)|perhaps|means that|seems?|appears?)\b[^,;—]*$",
    re.I,
)
_SAID_THAT = re.compile(
    r"\b(?:suggest|sa(?:y|id)|argue|claim|insist|maintain|mean|impl|so|show|find|found|warn|add|belie|report|indicate|prove|fear|hope"
    r"|tell|told|announce|confirm|state|ensure|conclude|note|learn|agree|know|think|thought)\w*(?: [\w’'-]+){0,4} that (?:the )?$"
    r"|\b(?:and|but|or) that (?:the )?$",
    re.I,
)
_BEHIND_PREPOSITION = re.compile(
    r"\b(?:to|in|of|with|at|by|for|against|between|on|near|over|around|into|under|behind|beyond|before|after) (?:the )?$",
    re.I,
)
_AUTHOR_OF = re.compile(
    r"\b(?:[Ss]tudy|[Rr]eport|[Ss]urvey|[Nn]ote|[Ll]etter|[Ss]tatement|[Aa]nalysis) (?:by|from|of) (?:the )?$"
)
_VOICE = re.compile(
    r"[’'](?:s)? (?:[a-z-]+ )?(?:complaint|report|statement|letter|lawsuit|filing|lawyers?|spokes\w+|government|cabinet|party|leadership|"
    r"ministers?|negotiators|officials|engineers|team|campaign|board|delegation)(?= )"
)
_PART_OF = re.compile(
    r"[’']s? (?:[a-z-]+ ){0,2}?(?:panel|body|arm|branch|division|unit|department|ministry|bureau|chamber|chapter|wing|committee|"
    r"board|council|group|association|federation|union|club|bench|faction|agency|institute|court)\b"
)
_RELATIVE = re.compile(r"(?:,? which|,? that|,? than|,? whom|\bas) (?:the )?$")
_PRONOUN = re.compile(
    r"(?:(?<=^)|(?<=[,;—] )|(?<=\band )|(?<=\bbut )|(?<=\bwhich )|(?<=\bthat )|(?<=\w ))(?P<word>[Ii]t|[Tt]hey|[Hh]e|[Ss]he)(?= )"
)
_NO_PARTY = frozenset(
    "sources source people person analysts experts economists lawyers diplomats insiders members voters drivers".split()
)


_WHEN = re.compile(
    r"\b(?:on |last |this )?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|week|month|year|morning|evening)\b"
    r"|\b(?:said|says|told|added|wrote|reporters|journalists|statement|interview|parliament|news conference)\b"
)
_BACK = re.compile(
    rf"\b(?:{forms('deny reject dispute oppose support back welcome accept endorse condemn')}|agrees?|disagrees?) (?:with )?(?:this|that|it|them|him|her|both)$"
)
_SPOKEN_BEFORE = re.compile(
    r"[“\"](?P<words>[^“”\"]{12,}?)[,.?!]?[”\"],? (?:the )?(?:(?:its|her|his|their|the) (?:[a-z’'-]+ ){0,3}[a-z-]+,? )?$"
)
_LONG_OBJECT = 25  # words; a longer run before "…, which P rejects" holds more than what P rejects
_PLURAL_VERB = re.compile(
    rf"^(?:[a-z]+ly |also |still |all |both )?(?:{'|'.join(_STRONG.split())}|say|argue|claim|consider|regard|see|think)$"
)
_ADJECTIVE = re.compile(r"(?:an|ish|ese|ch|ic)$")


@dataclass(frozen=True, slots=True)
class Stance:
    """A party's stance in one sentence.

    Attributes:
        party: the party as the sentence, or the one that a pronoun leads to, names it.
        start: first character of the words that tell the stance.
        end: one past their last character.
        strength: 3 where the party demands, refuses or commits itself, 1 where it only says.
    """

    party: Mention
    start: int
    end: int
    strength: int


def find_stances(sentence: str, mentions: Sequence[Mention], carried: Mention | None = None) -> list[Stance]:
    """Every stance that `sentence` reports, in order, the strongest where two cover the same words.

    Args:
        sentence: one sentence.
        mentions: the parties that it names, in order.
        carried: the party that a pronoun at its start leads to, None where that is not plain.
    """
    quoted = find_quoted(sentence)
    mentions = [mention for mention in mentions if not _inside(quoted, mention.start)]
    found: list[Stance] = []
    candidates = [
        stance
        for stance in (*_of_mentions(sentence, mentions), *_of_pronouns(sentence, mentions, carried, quoted))
        if _says_something(sentence[stance.start : stance.end], stance.strength)
    ]
    for stance in sorted(candidates, key=lambda stance: (-stance.strength, stance.start)):
        if not any(
            stance.party.name == other.party.name and stance.start < other.end and other.start < stance.end
            for other in found
        ):
            found.append(replace(stance, end=_closed(sentence, stance.start, stance.end)))
    return sorted(found, key=lambda stance: (stance.start, stance.end))


def _inside(quoted: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether a place lies in somebody's quotation: who is named there is spoken of and does not speak."""
    return any(start <= place < end for start, end in quoted)


def _says_something(text: str, strength: int) -> bool:
    """Whether a stance has content besides its verb: "said on Friday" has none."""
    bare = _WHEN.sub(" ", text)
    content, words = len(content_words(bare)), len(bare.split())
    if strength == 1:
        return content >= 3 or (content == 2 and words >= 5) or "“" in text
    return content >= 2 or (content == 1 and words >= 4) or _BACK.search(text) is not None


def _closed(sentence: str, start: int, end: int) -> int:
    """`end`, or the end of a quotation that is open there."""
    words = sentence[start:end]
    for opener, closer in (("“", "”"), ('"', '"')):
        is_open = words.count(opener) % 2 if opener == closer else words.count(opener) > words.count(closer)
        if is_open:
            closing = sentence.find(closer, end)
            return closing + 1 if closing >= 0 else end
    return end


def is_subject(sentence: str, mention: Mention) -> bool:
    """Whether no preposition or verb before a name makes it an object."""
    return _BEHIND_PREPOSITION.search(sentence[: mention.start]) is None


def modifies(sentence: str, mention: Mention) -> bool:
    """Whether a name only qualifies the noun behind it ("NATO membership"), so that it is no party there."""
    behind = re.match(r" ([a-z][\w-]*)", sentence[mention.end :])
    if mention.kind != "unknown" or " " in mention.name or behind is None or behind[1] in STOP:
        return False
    return not re.match(rf" {_FILLERS}(?:{_TAKES}|{_SAYS})\b", sentence[mention.end :])


def _of_mentions(sentence: str, mentions: Sequence[Mention]) -> Iterator[Stance]:
    for mention in mentions:
        if not _can_take(mention):
            continue
        if mention.possessive:
            yield from _owned(sentence, mention)
            yield from _through(sentence, mention)
        elif not modifies(sentence, mention):
            before = sentence[: mention.start]
            if _AUTHOR_OF.search(before) or not _BEHIND_PREPOSITION.search(before):
                yield from _acting(sentence, mention, mention.start, mention.end)
            yield from _framed(sentence, mention)


def _can_take(mention: Mention) -> bool:
    """Sources, people at large and experts report or comment; they are no parties."""
    words = mention.name.lower().split()
    return words[0] not in _NO_PARTY and words[-1] not in _NO_PARTY


def _may_be_person(mention: Mention) -> bool:
    """Whether "he" and "she" can lead there: to a person, or to a name of several words that is no body's."""
    return mention.kind == "person" or (mention.kind == "unknown" and " " in mention.name)


def _of_pronouns(
    sentence: str, mentions: Sequence[Mention], carried: Mention | None, quoted: Sequence[tuple[int, int]]
) -> Iterator[Stance]:
    for match in _PRONOUN.finditer(sentence):
        if _inside(quoted, match.start()):
            continue
        person = match["word"].lower() in ("he", "she")
        before = [
            mention
            for mention in mentions
            if mention.end <= match.start()
            and not modifies(sentence, mention)
            and (mention.kind == "person" or not person)
        ]
        opening = [mention for mention in before if not _BEHIND_PREPOSITION.search(sentence[: mention.start])]
        inside_clause = re.search(r"\w $", sentence[: match.start()]) and not re.search(
            r"\b(?:and|but|which|that|whom|than|as|because|since|if|when|while|so) $",
            sentence[: match.start()],
        )
        leads_to = (before[-1] if inside_clause else opening[0] if opening else None) if before else carried
        if leads_to is not None and _can_take(leads_to) and (not person or _may_be_person(leads_to)):
            yield from _acting(sentence, leads_to, match.start(), match.end())


def _acting(sentence: str, party: Mention, start: int, end: int) -> Iterator[Stance]:
    """Subject and verb: "P has rejected …", "P is willing to …", "…, which P has rejected"."""
    if sentence[end : end + 2] == ", " and sentence[:start].endswith(", "):  # "Its chair, P, wants"
        end += 1
    verb = _READY.match(sentence, end) or _VERB.match(sentence, end)
    if (
        verb is None
        or _NO_STANCE.search(verb["group"])
        or (verb["group"].endswith("declined") and _SILENT.match(sentence, verb.end()))
    ):
        return
    group_start, group_end = verb.span("group")
    before = sentence[:start]
    relative = None if _SAID_THAT.search(before) else _RELATIVE.search(before)
    told_of = _NEGATED_SUBJECT.search(before) or _TOLD_OF.search(before)
    if (
        told_of
        or (_FORECAST_BEFORE.search(before) and not relative)
        or _disagrees(party, sentence[start:end], sentence[group_start:group_end])
    ):
        return
    said = _SPOKEN_BEFORE.search(before)
    if said and verb.groupdict().get("says"):  # "“…,” P told reporters": what P says is the quotation
        yield Stance(party, said.start("words"), said.end("words"), 1)
        return
    takes = "takes" not in verb.groupdict() or (verb["takes"] and not _NOT_TAKES.match(sentence[verb.start("takes") :]))
    finish = clause_end(sentence, group_end)
    closed = re.match(r"\s?(?:[.;:—]|$)", sentence[group_end:]) is not None
    if relative or (closed and " " not in (verb.groupdict().get("takes") or "")):
        group_start = _object_start(sentence, relative.start() if relative else start)
    if relative and relative.group().startswith(","):
        comma = sentence.find(",", group_end, finish)
        finish = comma if comma > 0 else finish
    if finish - group_start > 8:
        yield Stance(party, group_start, finish, 3 if takes else 1)


# What a relative clause speaks of: "the full membership it seeks", "less land than P has demanded".
_OBJECT = re.compile(
    r"(?:\b(?:the|an?|any|its|their|his|her|no) (?:[\w’'-]+ ){0,6}?[\w’'-]+\s?"
    r"|\b(?:(?:significantly|far|much) )?(?:more|less|fewer|larger|smaller|higher|lower) [\w-]+(?: [\w-]+){0,3}\s?)$",
    re.I,
)


def _object_start(sentence: str, end: int) -> int:
    """Where the words begin that a relative clause, or a verb at the end, says something of."""
    first = clause_start(sentence, end)
    before = sentence[first:end]
    found = None
    for match in re.finditer(
        r"\b(?:the|an?|any|its|their|his|her|no|more|less|fewer|larger|smaller|higher|lower)\b", before, re.I
    ):
        found = _OBJECT.match(before, match.start()) or found
    if found is None or (len(before.split()) <= _LONG_OBJECT and sentence[end : end + 1] == ","):
        return first
    return first + found.start()


def _disagrees(party: Mention, subject: str, verb: str) -> bool:
    """Whether subject and verb cannot belong together: "the office say", "Adjectival support the"."""
    if subject.lower() in ("they", "we", "you"):
        return False
    last = party.name.split(" of ")[0].split()[-1]
    plural = last.endswith(("s", "people", "police")) or " and " in party.name
    if _PLURAL_VERB.match(verb) and not plural:
        return True
    noun_like = re.fullmatch(_NOUN_LIKE.split("(?=", maxsplit=1)[0], verb)
    return (
        noun_like is not None
        and party.kind == "unknown"
        and " " not in party.name
        and _ADJECTIVE.search(last) is not None
    )


def _owned(sentence: str, party: Mention) -> Iterator[Stance]:
    """Possession: "P’s refusal to …", "P’s stated imperatives"."""
    noun = _OWNED.match(sentence, party.end)
    if noun is None:
        return
    if noun["rest"]:
        quoted = re.compile(r" [“\"][^”\"]{4,}[”\"]").match(sentence, noun.end())
        yield Stance(party, noun.start("adjectives"), quoted.end() if quoted else clause_end(sentence, noun.end()), 3)
    elif _STATED.search(noun["adjectives"]):
        yield Stance(party, clause_start(sentence, party.start), clause_end(sentence, noun.end()), 2)


def _through(sentence: str, party: Mention) -> Iterator[Stance]:
    """A voice of P's: "P's complaint says …" is P's; "P's disciplinary panel accepts …" is the panel's."""
    voice = _VOICE.match(sentence, party.end)
    if voice is not None:
        yield from _acting(sentence, party, party.start, voice.end())
        return
    part = _PART_OF.match(sentence, party.end)
    if part is not None:
        name = sentence[party.start : part.end()]
        yield from _acting(
            sentence, replace(party, end=part.end(), name=name, role=None, kind="group"), party.start, part.end()
        )


def _framed(sentence: str, party: Mention) -> Iterator[Stance]:
    """Frames around a name: "demands from P", "For P, … is a condition", "according to P, …"."""
    before = sentence[: party.start]
    source = _FROM.search(before)
    if source:
        yield Stance(party, source.start("adjectives"), clause_end(sentence, party.end), 3)
    if _FOR.search(before) and sentence[party.end : party.end + 2] == ", ":
        central = _CENTRAL.match(sentence, party.end + 2)
        if central:
            yield Stance(party, party.end + 2, clause_end(sentence, central.end()), 3)
    if _ACCORDING.search(before):
        if sentence[party.end : party.end + 1] == ",":
            yield Stance(party, party.end + 2, clause_end(sentence, party.end + 2), 1)
        else:
            start = clause_start(sentence, max(0, party.start - 14))
            yield Stance(party, start, len(sentence[: party.start].rsplit("ccording to", 1)[0].rstrip(" ,aA")), 1)
    said = _SAID_LAST.search(before)
    if said and not re.match(r" [a-z]", sentence[party.end :]):
        opened = len(before) - len(before.lstrip('“"'))
        yield Stance(party, 0 if "”" in before[: said.start()] else opened, said.start(), 1)
