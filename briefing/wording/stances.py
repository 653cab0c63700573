"""What a sentence reports that a party says, wants, did or refuses.

What someone *will* or *would* do is a forecast and no stance. Every stance is a span of
the sentence; nothing is worded anew. Made for English.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.wording import stance_words as cues
from briefing.wording.quoted import find_quoted
from briefing.wording.subjects import (
    are_joined,
    can_take,
    disagrees,
    found_before,
    is_subject,
    may_be_person,
    modifies,
)
from briefing.wording.words import clause_end, clause_start, content_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.wording.names import Mention

_LONG_OBJECT = 25  # words; a longer run before "…, which P rejects" holds more than what P rejects


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
    bare = cues.WHEN.sub(" ", text)
    content, words = len(content_words(bare)), len(bare.split())
    if strength == 1:
        return content >= 3 or (content == 2 and words >= 5) or "“" in text
    return content >= 2 or (content == 1 and words >= 4) or cues.BACK.search(text) is not None


def _closed(sentence: str, start: int, end: int) -> int:
    """`end`, or the end of a quotation that is open there."""
    words = sentence[start:end]
    for opener, closer in (("“", "”"), ('"', '"')):
        is_open = words.count(opener) % 2 if opener == closer else words.count(opener) > words.count(closer)
        if is_open:
            closing = sentence.find(closer, end)
            return closing + 1 if closing >= 0 else end
    return end


def _of_mentions(sentence: str, mentions: Sequence[Mention]) -> Iterator[Stance]:
    for number, mention in enumerate(mentions):
        if not can_take(mention):
            continue
        if mention.possessive:
            yield from _owned(sentence, mention)
            yield from _through(sentence, mention)
        elif not modifies(sentence, mention):
            if is_subject(sentence, mention) or found_before(cues.AUTHOR_OF, sentence, mention.start):
                other = mentions[number - 1] if number and are_joined(sentence, mentions[number - 1], mention) else None
                for stance in _acting(sentence, mention, mention.start, mention.end, several=other is not None):
                    yield stance
                    if other is not None and can_take(other):
                        yield replace(stance, party=other)
                yield from _described(sentence, mention)
            yield from _framed(sentence, mention)


def _of_pronouns(
    sentence: str, mentions: Sequence[Mention], carried: Mention | None, quoted: Sequence[tuple[int, int]]
) -> Iterator[Stance]:
    named = [(mention, is_subject(sentence, mention)) for mention in mentions if not modifies(sentence, mention)]
    for match in cues.PRONOUN.finditer(sentence):
        if _inside(quoted, match.start()):
            continue
        person = match["word"].lower() in ("he", "she")
        before = [
            (mention, opens)
            for mention, opens in named
            if mention.end <= match.start() and (mention.kind == "person" or not person)
        ]
        inside_clause = cues.WORD_BEFORE.match(sentence, max(0, match.start() - 2)) and not found_before(
            cues.JOINT, sentence, match.start()
        )
        opening = next((mention for mention, opens in before if opens), None)
        leads_to = (before[-1][0] if inside_clause else opening) if before else carried
        if cues.RELATIVE_SAYS.match(sentence, max(0, match.start() - 5)):  # "a ban that it said had no basis"
            continue
        if leads_to is not None and can_take(leads_to) and (not person or may_be_person(leads_to)):
            yield from _acting(sentence, leads_to, match.start(), match.end())


def _acting(sentence: str, party: Mention, start: int, end: int, *, several: bool = False) -> Iterator[Stance]:
    """Subject and verb: "P has rejected …", "P is willing to …", "…, which P has rejected"."""
    if sentence[end : end + 2] == ", " and sentence.endswith(", ", 0, start):  # "Its chair, P, wants"
        end += 1
    verb = cues.READY.match(sentence, end) or cues.VERB.match(sentence, end)
    if (
        verb is None
        or cues.NO_STANCE.search(verb["group"])
        or ("says" in verb.groupdict() and cues.DONE_TO.search(verb["group"]))
        or (verb["group"].endswith("declined") and cues.SILENT.match(sentence, verb.end()))
    ):
        return
    group_start, group_end = verb.span("group")
    relative = None if found_before(cues.SAID_THAT, sentence, start) else found_before(cues.RELATIVE, sentence, start)
    if (
        found_before(cues.NEGATED_SUBJECT, sentence, start, ",;:—")
        or found_before(cues.TOLD_OF, sentence, start)
        or found_before(cues.THAN, sentence, start)
        or (not relative and found_before(cues.FORECAST_BEFORE, sentence, start, ",;—"))
        or (not several and disagrees(party, sentence[start:end], sentence[group_start:group_end]))
    ):
        return
    said = cues.SPOKEN_BEFORE.search(sentence, 0, start) if "says" in verb.groupdict() else None
    if said and verb.groupdict().get("says"):  # "“…,” P told reporters": what P says is the quotation
        yield Stance(party, said.start("words"), said.end("words"), 1)
        return
    takes = "takes" not in verb.groupdict() or (
        verb["takes"] and not cues.NOT_TAKES.match(sentence, verb.start("takes"))
    )
    if not takes and sentence.startswith(",", group_end) and sentence.endswith(", ", 0, start):  # "…, P says, …"
        yield Stance(party, clause_start(sentence, start - 2), clause_end(sentence, group_end + 1), 1)
        return
    finish = _with_condition(sentence, clause_end(sentence, group_end))
    closed = cues.CLOSED.match(sentence, group_end) is not None
    if relative or (closed and " " not in (verb.groupdict().get("takes") or "")):
        group_start = _object_start(sentence, relative.start() if relative else start)
    if relative and relative.group().startswith(","):
        comma = sentence.find(",", group_end, finish)
        finish = comma if comma > 0 else finish
    if finish - group_start > 8:
        yield Stance(party, group_start, finish, 3 if takes else 1)


def _with_condition(sentence: str, end: int) -> int:
    """`end`, or the end of the condition or exception that follows: without it the stance would say more."""
    behind = cues.CONDITION_BEHIND.match(sentence, end)
    return clause_end(sentence, behind.end()) if behind else end


def _object_start(sentence: str, end: int) -> int:
    """Where the words begin that a relative clause, or a verb at the end, says something of."""
    first = clause_start(sentence, end)
    before = sentence[first:end]
    found = None
    for match in cues.DETERMINER.finditer(before):
        found = cues.OBJECT.match(before, match.start()) or found
    if found is None or (len(before.split()) <= _LONG_OBJECT and sentence[end : end + 1] == ","):
        return first
    return first + found.start()


def _described(sentence: str, party: Mention) -> Iterator[Stance]:
    """An aside on the party: "P, which has rejected …, left"."""
    who = cues.WHO.match(sentence, party.end)
    for stance in _acting(sentence, party, party.start, who.end()) if who else ():
        comma = sentence.find(",", stance.start, stance.end)
        if stance.strength > 1:  # "P, who asked not to be named" takes no side
            yield replace(stance, end=comma if comma > 0 else stance.end)


def _owned(sentence: str, party: Mention) -> Iterator[Stance]:
    """Possession: "P’s refusal to …", "P’s stated imperatives"."""
    noun = cues.OWNED.match(sentence, party.end)
    if noun is None:
        return
    if noun["rest"]:
        quoted = cues.QUOTED_BEHIND.match(sentence, noun.end())
        yield Stance(party, noun.start("adjectives"), quoted.end() if quoted else clause_end(sentence, noun.end()), 3)
    elif cues.STATED.search(noun["adjectives"]):
        yield Stance(party, clause_start(sentence, party.start), clause_end(sentence, noun.end()), 2)


def _through(sentence: str, party: Mention) -> Iterator[Stance]:
    """A voice of P's: "P's complaint says …" is P's; "P's disciplinary panel accepts …" is the panel's."""
    voice = cues.VOICE.match(sentence, party.end)
    if voice is not None:
        yield from _acting(sentence, party, party.start, voice.end())
        return
    part = cues.PART_OF.match(sentence, party.end)
    if part is not None:
        name = sentence[party.start : part.end()]
        yield from _acting(
            sentence, replace(party, end=part.end(), name=name, role=None, kind="group"), party.start, part.end()
        )


def _framed(sentence: str, party: Mention) -> Iterator[Stance]:
    """Frames around a name: "demands from P", "For P, … is a condition", "according to P, …"."""
    start, end = party.start, party.end
    source = found_before(cues.FROM, sentence, start)
    answered = source and cues.ANSWERED_BEFORE.search(sentence, 0, source.start())
    if source and not answered and not cues.ANSWERED_BEHIND.match(sentence, end):
        yield Stance(party, source.start(), clause_end(sentence, end), 3)
    if sentence.startswith(", ", end) and found_before(cues.FOR, sentence, start):
        central = cues.CENTRAL.match(sentence, end + 2)
        if central:
            yield Stance(party, end + 2, clause_end(sentence, central.end()), 3)
    according = found_before(cues.ACCORDING, sentence, start)
    if according and sentence.startswith(",", end):
        yield Stance(party, end + 2, clause_end(sentence, end + 2), 1)
    elif according:
        told = len(sentence[: according.start()].rstrip(" ,"))
        yield Stance(party, clause_start(sentence, told), told, 1)
    said = found_before(cues.SAID_LAST, sentence, start)
    if said and cues.SAID_END.match(sentence, end):
        opened = len(sentence) - len(sentence.lstrip('“"'))
        yield Stance(party, 0 if "”" in sentence[: said.start()] else opened, said.start(), 1)
