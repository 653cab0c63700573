"""Words in quotation marks, wherever they run, and who the text says spoke them.

Marks are read in straight, curly, German, French and Chinese or Japanese form, nested, over
sentences and paragraphs. Speakers are found by English rules of attribution; without one
there is no speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefing.wording.quoted import find_quoted
from briefing.wording.subjects import modifies
from briefing.wording.words import forms, participles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.wording.names import Mention

_SAY = (
    "say argue claim state add warn insist announce report describe concede admit acknowledge counter answer suggest explain contend "
    "call ask tell reply joke note assert declare demand promise pledge vow complain remark recall conclude caution urge stress thank"
)
_SPOKE = (
    forms(_SAY)
    + "|said|told|wrote|writes|thinks?|thought|replied|put it|went on|let it be known|(?:has |have |had )?(?:said|told|written)"
)
_SPEAKING = participles(_SAY) + "|telling|saying|writing|seeking to|as"
_SPEECH_NOUN = (
    "assertion|statement|claim|remark|remarks|words|comment|comments|intention|promise|pledge|warning|argument|call|phrase|demand|"
    "insistence|description|verdict|answer|reply|message|speech|letter|vow|line|view|hope|plea"
)
_TYPOGRAPHY = re.compile(r"^[\s,.?!”\"’»“」』]+")
# Words between "said" and a name: a role, with or without its owner ("said her attorney, P").
_ROLE_WORDS = r"(?:(?:the|its|her|his|their|an?) )?(?:[a-z’'-]+ ){0,4}(?:[a-z-]+, )?"
_BEHIND = re.compile(rf"(?:{_SPOKE}|as|according to)\s{_ROLE_WORDS}")
_ROLE_FIRST = re.compile(r"(?:[Tt]he |(?:its|her|his|their|the) (?:[a-z’'-]+ ){0,3}[a-z-]+,? )?")
_VERB_BEHIND = re.compile(rf"(?:,[^,;]{{1,90}},|,)?\s(?:[a-z]+ly )?(?:{_SPOKE})\b")
_SAID_BEHIND = re.compile(rf",?[”\"’»]? (?:[a-z’'-]+ ){{0,4}}(?:{_SPOKE})\b")
_PRONOUN_BEHIND = re.compile(rf"[,.]?\s?(?:he|she|they|it) (?:[a-z]+ly )?(?:{_SPOKE})\b")
_CUE_BEFORE = re.compile(
    rf"\b(?:{_SPOKE}|{_SPEAKING}|hopes? to|hoped to|wants? to|wanted to|vows? to|put forward|{_SPEECH_NOUN})\b",
    re.I,
)
_PRONOUN_SAYS = re.compile(
    rf"\b(?:[Hh]e|[Ss]he) (?:(?:has|have|had|also|[a-z]+ly) ){{0,3}}(?:{_SPOKE}|hopes? to|wants? to)\b"
)
_WHO_SAID = re.compile(rf", who (?:{_SPOKE})\b")
# Named inside "P, whose party holds 29 of the assembly's seats, said": not who speaks.
_ASIDE = re.compile(r", (?:whose|who|which) [^,]*$")
_OWN_WORDS = re.compile(rf"^[’']s? (?:[\w’'-]+ ){{0,3}}(?:{_SPEECH_NOUN})\b|\b(?:{_SPEAKING})\b", re.I)
# 'a so-called “exit” fee': a few words set before a noun are the writer's term, whoever is named nearby.
_NEAREST = 12  # names before a quotation among which its speaker is looked for
_QUALIFIES = re.compile(r"\b(?:an?|the|so-called|its|their) $", re.I)
_FARTHEST = (
    12  # sentences that a pronoun reaches back; without a bound a long paragraph is read anew for each quotation
)
_SHORT = re.compile(r"[^\s”\"’»]+(?: [^\s”\"’»]+)?[”\"’»] [a-z]\w*")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must|should|cannot|won[’']t|don[’']t|"
    r"I|we|you|they|he|she|it|let|not|never)\b|n[’']t\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks.

    Attributes:
        start: first character inside the marks.
        end: one past the last character inside, without a comma that only the typography sets there.
        kind: `speech`, or a quoted `term`.
        speaker: the party that the text names as the speaker, else None.
    """

    start: int
    end: int
    kind: Literal["speech", "term"]
    speaker: Mention | None


def find_quotations(
    text: str,
    sentences: Sequence[tuple[int, int, int]],
    mentions_of: Callable[[int], Sequence[Mention]],
) -> list[Quotation]:
    """Every quotation of an article with its kind and speaker, in order.

    Args:
        text: the article's text.
        sentences: start, end and paragraph of each sentence, in order.
        mentions_of: the parties that the sentence with a given index names; spans in the sentence.
    """
    found: list[Quotation] = []
    spoken: tuple[int, Mention] | None = None  # paragraph and speaker of the last attributed quotation
    quoted = find_quoted(text)
    closing_of = _closings(quoted)
    for start, closing in quoted:
        index = _holding(sentences, start)
        if index is None:
            continue
        end = start + len(text[start:closing].rstrip(", \n"))
        if end == start:
            continue
        last = _holding(sentences, end - 1)
        speaker = None
        if not _QUALIFIES.search(text[max(0, start - 12) : start - 1]) or not _SHORT.fullmatch(text[start : end + 4]):
            speaker = _speaker(
                text, sentences, mentions_of, closing_of, index, index if last is None else last, start, end
            )
        paragraph = sentences[index][2]
        if speaker is None and spoken and spoken[0] == paragraph:
            speaker = _carried(text, sentences, index, start, end, spoken[1])
        kind: Literal["speech", "term"] = (
            "speech" if speaker or _reads_as_speech(text[start:end], text[end : end + 60]) else "term"
        )
        found.append(Quotation(start, end, kind, speaker))
        if speaker is not None:
            spoken = (paragraph, speaker)
    return found


def _closings(quoted: Sequence[tuple[int, int]]) -> Callable[[int], int | None]:
    """A look-up from a place to the end of the innermost quoted span that holds it."""
    outer: list[int] = []  # by span, the place in `quoted` of the one around it, -1 for none
    for number, (start, _) in enumerate(quoted):
        around = number - 1
        while around >= 0 and quoted[around][1] <= start:
            around = outer[around]
        outer.append(around)

    def closing_of(place: int) -> int | None:
        around = bisect_right(quoted, place, key=lambda span: span[0]) - 1
        while around >= 0 and quoted[around][1] <= place:
            around = outer[around]
        return quoted[around][1] if around >= 0 else None

    return closing_of


def _holding(sentences: Sequence[tuple[int, int, int]], offset: int) -> int | None:
    index = bisect_right(sentences, offset, key=lambda sentence: sentence[0]) - 1
    return index if index >= 0 and offset < sentences[index][1] else None


def _reads_as_speech(quoted: str, behind: str) -> bool:
    """Whether words without a speaker are a clause sooner than a term."""
    if quoted[0].isupper() and quoted[-1] in ".?!" and " " in quoted:
        return True
    if _SAID_BEHIND.match(behind):
        return True
    return len(quoted.split()) >= 5 and (_FINITE.search(quoted) is not None or quoted[-1] in ".?!")


def _carried(
    text: str, sentences: Sequence[tuple[int, int, int]], index: int, start: int, end: int, speaker: Mention
) -> Mention | None:
    """The last speaker, where a quotation fills its sentences or a pronoun speaks it."""
    opens = not text[sentences[index][0] : start].strip(" “\"'‘«„")
    rest = text[end : sentences[index][1]].strip(' ”"’»“.,!?')
    if opens and (not rest or _PRONOUN_BEHIND.match(text[end : end + 60].lstrip('”"’»“,.!? '))):
        return speaker
    return speaker if _PRONOUN_SAYS.search(text[sentences[index][0] : start]) else None


def _speaker(
    text: str,
    sentences: Sequence[tuple[int, int, int]],
    mentions_of: Callable[[int], Sequence[Mention]],
    closing_of: Callable[[int], int | None],
    first: int,
    last: int,
    start: int,
    end: int,
) -> Mention | None:
    """The speaker whom the sentences of a quotation, or the words right behind it, name."""
    behind = _named_behind(text, sentences[last], mentions_of(last), end)
    after = last + 1
    if behind is None and after < len(sentences) and text[sentences[after][0]].islower():
        # the segmenter parted the words from their "said P"
        behind = _named_behind(text, sentences[after], mentions_of(after), end)
    if behind is not None:
        return behind
    if _PRONOUN_BEHIND.match(_TYPOGRAPHY.sub("", text[end : end + 80])):
        return _person_before(text, sentences, mentions_of, first)
    return _named_before(text, sentences, mentions_of, closing_of, first, start)


def _named_behind(text: str, sentence: tuple[int, int, int], mentions: Sequence[Mention], end: int) -> Mention | None:
    """Behind the words: "…," said P · "…," P said · "…," according to P."""
    base = sentence[0]
    for mention in mentions:
        at = base + mention.start
        if at < end:
            continue
        between = _TYPOGRAPHY.sub("", text[end:at])
        if mention.possessive:
            continue
        if _BEHIND.fullmatch(between) or (
            _ROLE_FIRST.fullmatch(between) and _VERB_BEHIND.match(text, base + mention.end)
        ):
            return mention
        return None
    return None


def _named_before(
    text: str,
    sentences: Sequence[tuple[int, int, int]],
    mentions_of: Callable[[int], Sequence[Mention]],
    closing_of: Callable[[int], int | None],
    index: int,
    start: int,
) -> Mention | None:
    """P said "…" · P's assertion that "…" · P hopes to "…" · as P put it: "…"."""
    base = sentences[index][0]
    sentence = text[base : sentences[index][1]]
    before = sentence[: start - base]
    near = [mention for mention in mentions_of(index) if mention.end <= start - base][-_NEAREST:]
    named = [
        mention
        for mention in near
        if (closing_of(base + mention.start) or len(text)) > start and not modifies(sentence, mention)
    ]
    if _PRONOUN_SAYS.search(before):
        persons = [mention for mention in named if mention.kind == "person"]
        return persons[-1] if persons else _person_before(text, sentences, mentions_of, index)
    for mention in reversed(named):
        between = before[mention.end :]
        if _WHO_SAID.match(between):
            return mention
        if _ASIDE.search(before, 0, mention.start) or (mention.possessive and not _OWN_WORDS.search(between)):
            continue
        if ";" not in between and _CUE_BEFORE.search(between) and not _object_of(before, mention):
            return mention
    return None


_OBJECT = re.compile(
    r"\b(?:to|in|of|with|at|for|against|between|on|near|over|into|told|under|by|about) (?:the |a |an )?$",
    re.I,
)


def _object_of(before: str, mention: Mention) -> bool:
    """Whether a preposition or a verb of telling stands before the name, so that another one speaks."""
    return not mention.possessive and _OBJECT.search(before, max(0, mention.start - 40), mention.start) is not None


def _person_before(
    text: str,
    sentences: Sequence[tuple[int, int, int]],
    mentions_of: Callable[[int], Sequence[Mention]],
    first: int,
) -> Mention | None:
    """Whom a pronoun leads to: the one person in the nearest earlier sentence of the paragraph that names any."""
    paragraph = sentences[first][2]
    opens = first == 0 or sentences[first - 1][2] != paragraph
    least = paragraph - 1 if opens else paragraph  # a paragraph that opens with "she said" goes on with the one before
    for index in range(first - 1, max(-1, first - 1 - _FARTHEST), -1):
        if sentences[index][2] < least:
            break
        base, end, _ = sentences[index]
        subjects = [
            mention
            for mention in mentions_of(index)
            if not mention.possessive
            and not modifies(text[base:end], mention)
            and not _object_of(text[base:end], mention)
        ]
        for kind in ("person", "unknown"):
            named = {mention.name: mention for mention in subjects if mention.kind == kind}
            if len(named) == 1:
                return named.popitem()[1]
            if named:
                return None
    return None
