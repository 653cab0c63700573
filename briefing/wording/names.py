"""Who is named: capitalised names with the roles before and after them, groups, unnamed sources.

What stands here about roles and groups is vocabulary of the language; names are found by
their capitals and by how the whole article uses a word. Made for English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from briefing.wording.aliases import find_bearers, find_heads, find_holders
from briefing.wording.roles import (
    AGENTS,
    BODY,
    COURTESY,
    DETERMINED,
    GROUP_BEHIND,
    GROUPS,
    HEAD,
    IN_PLACE,
    NAME,
    NO_NAME,
    NOUN_ENDING,
    OFFICE_ALONE,
    OFFICES,
    OWN_GROUP,
    PLAIN_GROUP,
    POSSESSIVE,
    ROLE_APPOSED,
    ROLE_BEFORE,
    ROLE_BEHIND,
    SIDE,
    SIDES,
    UPPER,
)
from briefing.wording.words import STOP

Kind = Literal["person", "body", "group", "unknown"]

_INSIDE = re.compile(rf"(?<=[a-z,’'”] )([{UPPER}][\w’-]*)")
_IN_A_PLACE = re.compile(rf"\b(?:in|near|across|outside|from) ([{UPPER}][\w-]+)")
_DATELINE = re.compile(rf"^([{UPPER}]{{3,}})(?:,[^—–(]{{1,30}})? ?[—–(]", re.M)
_SENTENCE_END = re.compile(r"(?<=[.!?”\"]) ")
_CAPITAL_BEHIND = re.compile(rf" [{UPPER}]")
_ARTICLE = re.compile(r"(?:[Tt]he |[Aa]n? )?")
_WORD = re.compile(r"[A-Za-z]+")
_WORD_BEFORE = re.compile(r"(?<![^\W_])(?P<word>[A-Za-z]{2,20})\.?,? $")
_REACH = 120  # characters before a name that may hold its role: three words, however long words are


_CONTRACTION = re.compile(r"(?:I|We|You|They|He|She|It|That|There|Who|What|Here|Let)[’'](?:m|re|ve|ll|d|s)\b")
_APPOSED = re.compile(r", (?:an?|the) (?:[a-z-]+ ){0,2}")
_AFFILIATION = re.compile(r"[A-Z]{1,3}-[A-Z]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A party as one sentence names it.

    Attributes:
        start: first character, role included, article ("the") not.
        end: one past the last character, possessive ending not.
        name: as written, without role.
        role: as written, before or behind the name, else None.
        kind: `person` where a role or a surname used alone says so.
        possessive: whether an apostrophe ending follows.
    """

    start: int
    end: int
    name: str
    role: str | None
    kind: Kind
    possessive: bool


class Lexicon:
    """How one article uses its words: which capitals are names, and which names are the same.

    Args:
        text: the whole article.
    """

    def __init__(self, text: str) -> None:
        prose = _paragraphs(text)
        self.lower = frozenset(re.findall(r"(?<![\w’'])[a-z][a-z’'-]+", text))
        inside = (word for _, line in prose for word in _INSIDE.findall(line))
        self.inside = frozenset(word.removesuffix("’s").removesuffix("'s") for word in inside)
        datelines = (match[1].capitalize() for match in _DATELINE.finditer(text))
        self.places = frozenset((*_IN_A_PLACE.findall(text), *datelines))  # in which something is or happens
        found = _full_names(self, prose)
        names = [mention for mention, _ in found]
        self.heads = find_heads(names, text)
        self.holders = find_holders(names)
        self._longest = find_bearers(found, prose)

    def names(self, word: str) -> bool:
        """Whether a capitalised `word` at the start of a sentence is a name and not plain English."""
        low = word.lower()
        if low in STOP or low in NO_NAME:
            return False
        return word in self.inside or (low not in self.lower and len(word) > 2 and not NOUN_ENDING.search(low))

    def canonical(self, name: str) -> str:
        """The fullest name that the article gives the bearer of `name`; `name` where there is no one."""
        bare = re.sub(r"^(?:[Tt]he|[Aa]n?) ", "", name)
        full = self._longest.get(bare.lower())
        if full is None and bare.islower():  # "fishermen's association", where one association is named so
            words = bare.split()
            full = self._longest.get(words[-1])
            full = full if full and all(word in full.lower().split() for word in words) else None
        return full or bare


def _paragraphs(text: str) -> list[tuple[int, str]]:
    """Lines that are prose, with their starts: headings in title case would make every word a name."""
    found: list[tuple[int, str]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.rstrip().endswith((".", "?", "!", "”", '"', "’")):
            found.append((start, line))
        start += len(line)
    return found


def _full_names(lexicon: Lexicon, prose: list[tuple[int, str]]) -> list[tuple[Mention, int]]:
    """Every name of several words, once, with where it first stands; in the order of the alphabet."""
    found: dict[str, tuple[Mention, int]] = {}
    for start, line in prose:
        at = start
        for sentence in _SENTENCE_END.split(line):
            for mention in _capitalised(sentence, lexicon):
                if " " in mention.name:
                    found.setdefault(mention.name, (mention, at + mention.start))
            at += len(sentence) + 1
    return [found[name] for name in sorted(found)]


def find_mentions(sentence: str, lexicon: Lexicon) -> list[Mention]:
    """Every party that `sentence` names, in order, without overlaps; longest first where they compete."""
    found = [*_capitalised(sentence, lexicon), *_grouped(sentence, lexicon)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if kept and mention.kind == "group" and _APPOSED.fullmatch(sentence, kept[-1].end, mention.start):
            continue  # "the Harbour Trust, an industry group," is one party
        if kept and mention.start < kept[-1].end:
            if mention.end > kept[-1].end and mention.kind != "group":
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _grouped(sentence: str, lexicon: Lexicon) -> list[Mention]:
    found = [
        Mention(
            match.start("head"),
            match.end(),
            match["head"],
            None,
            "group",
            POSSESSIVE.match(sentence, match.end()) is not None,
        )
        for match in HEAD.finditer(sentence)
        if match["head"] in lexicon.heads
    ]
    for match in OFFICE_ALONE.finditer(sentence):  # "the commissioner", where the article has one
        holder = lexicon.holders.get(match["office"])
        if holder is not None:
            owned = POSSESSIVE.match(sentence, match.end()) is not None
            found.append(Mention(match.start("office"), match.end(), holder, None, "person", owned))
    for match in AGENTS.finditer(sentence):
        owned = POSSESSIVE.match(sentence, match.end()) is not None
        found.append(Mention(match.start("name"), match.end(), match["name"], None, "group", owned))
    for pattern in (DETERMINED, PLAIN_GROUP):
        for match in pattern.finditer(sentence):
            end = match.end("name")
            if _CAPITAL_BEHIND.match(sentence, end):  # "the company Acme": the name itself is found as such
                continue
            place = IN_PLACE.match(sentence, end)
            if match["name"].lower().endswith(SIDES):
                place = place or SIDE.match(sentence, end)
            end = place.end() if place else end
            possessive = POSSESSIVE.match(sentence, end) is not None
            article = _ARTICLE.match(sentence, match.start("name"))
            start = article.end() if article else match.start("name")
            found.append(Mention(start, end, sentence[start:end], None, "group", possessive))
    return found


def _capitalised(sentence: str, lexicon: Lexicon) -> list[Mention]:
    first = len(sentence) - len(sentence.lstrip(" “\"'‘(—"))
    found = (
        _mention(sentence, *match.span("name"), lexicon, opens=match.start() <= first)
        for match in NAME.finditer(sentence)
    )
    return [mention for mention in found if mention]


def _mention(sentence: str, start: int, end: int, lexicon: Lexicon, *, opens: bool) -> Mention | None:
    begins = start
    while start < end:  # words that are capitalised only because they open the sentence
        word, _, rest = sentence[start:end].partition(" ")
        bare = word.rstrip(".")
        plain = opens and start == begins and not lexicon.names(bare)
        in_role = rest.split(" ")[0].lower() in OFFICES
        if (
            bare.lower() in NO_NAME
            or bare.lower() in STOP
            or (plain and not in_role and (not rest or bare.lower() in lexicon.lower))
        ):
            start += len(word)
            start += len(sentence[start:end]) - len(sentence[start:end].lstrip())
        else:
            break
    text = sentence[start:end].rstrip()
    if not text or text.lower().rstrip(".") in NO_NAME or not text[0].isalpha():
        return None
    if _CONTRACTION.match(text) or _AFFILIATION.match(text) or text.lower().rstrip(".") in OFFICES:
        return None
    return _with_role(sentence, start, start + len(text))


def _with_role(sentence: str, start: int, end: int) -> Mention:
    possessive = POSSESSIVE.match(sentence, end) is not None
    words = sentence[start:end].split()
    offices = [number for number, word in enumerate(words) if word.lower().rstrip(".") in OFFICES]
    a_body = words[-1].lower() in GROUPS or re.fullmatch(BODY, words[-1]) is not None
    if offices and offices[-1] + 1 < len(words) and " of " not in sentence[start:end] and not a_body:
        name = " ".join(words[offices[-1] + 1 :])
        title = " ".join(words[: offices[-1] + 1])
        told = None if title.lower().rstrip(".") in COURTESY else title
        return Mention(start, end, name, told, "person", possessive)
    own = OWN_GROUP.match(sentence, end)
    if own:  # "Calder's office"
        owned = POSSESSIVE.match(sentence, own.end()) is not None
        return Mention(start, own.end(), sentence[start : own.end()], None, "group", owned)
    group = None if possessive else GROUP_BEHIND.match(sentence, end)
    if group and (not group["adjective"] or group["adjective"].strip() not in STOP):
        end = group.end()
        place = IN_PLACE.match(sentence, end)
        end = place.end() if place else end
        owned = POSSESSIVE.match(sentence, end) is not None
        return Mention(start, end, sentence[start:end], None, "group", owned)
    begins, role, person = _role_before(sentence, start)
    if role is None and sentence[end : end + 1] == "," and len(words) <= 3:
        apposed = ROLE_APPOSED.search(sentence, max(0, begins - _REACH), begins)
        role = apposed["role"][_behind_stop_words(apposed["role"]) :] if apposed else None
    if role or (person and sentence[end : end + 1] != ","):
        return Mention(begins, end, sentence[start:end], role, "person", possessive)
    behind = ROLE_BEHIND.match(sentence, end) if sentence[end : end + 1] == "," else None
    if behind and len(words) <= 3:
        return Mention(begins, end, sentence[start:end], behind["role"].strip(), "person", possessive)
    kind: Kind = "person" if person else "body" if a_body else "unknown"
    return Mention(begins, end, sentence[start:end], None, kind, possessive)


def _role_before(sentence: str, start: int) -> tuple[int, str | None, bool]:
    """Where the title before a name starts, the role that it tells, and whether there is one at all."""
    office = _WORD_BEFORE.search(sentence, max(0, start - _REACH), start)
    if office is None or office["word"].lower() not in OFFICES:  # spares most names the slow search
        return start, None, False
    before = ROLE_BEFORE.search(sentence, max(0, start - _REACH), start)
    if before is None:
        return start, None, False
    begins = before.start() + _behind_stop_words(before.group())
    role = sentence[begins:start].strip()
    if role.lower().rstrip(".") in COURTESY:
        return begins, None, True
    return begins, role, True


def _behind_stop_words(role: str) -> int:
    """Where the words of a role start that stand behind its last stop word: "told the chief engineer"."""
    kept = 0
    for match in _WORD.finditer(role):
        if match.group().lower() in STOP:
            kept = match.end() + 1
    return kept


def folded(name: str) -> str:
    """A name for comparison: "The Council" and "the  council" are one."""
    return " ".join(name.split()).casefold()


def shortens(name: str, full: str) -> bool:
    """Whether `name` is `full` or a shorter form of it: "Calder" of "Nerys Calder", "the Gazette" of "Harbour Gazette"."""
    words = _bare(name)
    return bool(words) and words <= _bare(full)


def _bare(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold())) - {"the", "of", "a", "an"}


@lru_cache(maxsize=4)
def lexicon_of(text: str) -> Lexicon:
    """The lexicon of an article's text; a few are kept, since an article's chunks share one."""
    return Lexicon(text)
