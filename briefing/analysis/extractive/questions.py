"""Questions and headlines: the only words that the offline analyst writes, and they are frames."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.wording.words import STOP, content_words, forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.wording.names import Lexicon

# "The Question of Future Alliances" asks about future alliances.
_ABOUT = re.compile(
    r"^(?:the |a |an )?(?:open |central |key |big |vexed )?"
    r"(?:question|issue|problem|enigma|matter|challenge|debate|dispute|fight|row|battle|clash|argument|puzzle|riddle)s? (?:of|over|about|on) ",
    re.I,
)
_ASKS = re.compile(
    r"^(?:who|which|whose|how (?:much|many|long|far|soon|often))\b"
    r"|^(?:what|why|how|where|when|who) (?:is|are|was|were|does|do|did|will|would|can|could|should|comes?|happens?|has|have)\b",
    re.I,
)
_CLAUSE = re.compile(
    r"[,:;–—]|^(?:where|when|how|why|what)\b"
    r"|\b(?:is|are|was|were|has|have|will|would|can|could|must|should|stopped|nobody|goes|gets?|weighs?|leaves?|loses?|wins?|faces?|"
    + forms("deny reject oppose want demand say warn refuse accept ask tell urge seek fear back call push insist")
    + r")\b",
    re.I,
)
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[IVXLC]+\.|[A-Z]\.)\s+")
# Where the object of a stance ends that names what is disputed.
_OBJECT_END = re.compile(
    r"[,;:—(“\"]|\b(?:that|which|who|because|since|if|unless|until|when|while|and|or|but|as|so|than|is|are|was|were|has|have|had|be|been|"
    r"will|would|to|from|before|after|without|by|with|saying|arguing|among|instead)\b"
)
_DIFFER = re.compile(
    r"(?P<topic>(?:Estimates|Accounts|Views|Opinions|Figures|Reports|The \w+)(?: of| on| about)?[^,.;]{0,50}?)"
    r" (?:differ|diverge|(?:is|are|remains?) (?:disputed|contested))\b"
)
_DETERMINER = re.compile(r"^(?:the|any|a|an|its|their|his|her|this|that|all|every|both)\s")
_NAMED_SHARE = 0.4  # of the heading's words with content
_TELLING = 2  # words with content: "the demand" alone does not say what is demanded
_LONGEST = 12  # words
_TAKING = re.compile(
    r"^(?:(?:has|have|had|is|are|was|were|been|also|still|long|never|repeatedly|already|[a-z]+ly|not) )*"
    r"(?:rejected|rejects?|opposed to|against|opposes?|opposed|demands?|demanded|supports?|supported|backs?|backed|wants?|wanted|disputes?|"
    r"disputed|denies|denied|condemns?|condemned|criticis\w+|criticiz\w+|ruled out|rules out|rule out|seeks?|sought|proposes?|proposed|"
    r"contests?|contested|resists?|resisted|blocks?|blocked|accepts?|accepted|challenged|challenges?|protested)\s"
)


def headline(heading: str) -> str:
    """A heading without numbering and closing punctuation."""
    return _NUMBERING.sub("", heading).strip().rstrip(".:")


def question_of_heading(heading: str, lexicon: Lexicon, told: str) -> str:
    """A neutral question on what stands under `heading`.

    Args:
        heading: as the article has it.
        lexicon: of the article.
        told: the text below it. A heading whose words it hardly uses names no matter ("A house divided").
    """
    plain = headline(heading)
    if plain.endswith("?"):
        return plain
    lowered = _sentence_case(plain, lexicon)
    if _ASKS.search(plain) or (" or " in plain.lower() and not _CLAUSE.search(plain)):
        return lowered[0].upper() + lowered[1:] + "?"
    topic = _ABOUT.sub("", lowered)
    words = content_words(topic)
    named = len(set(words) & set(content_words(told))) >= _NAMED_SHARE * len(words)
    if named and not _CLAUSE.search(topic):
        return f"What is unresolved about {topic}?"
    return f"What is unresolved under “{plain}”?"


def question_of_object(stance: str) -> str | None:
    """A question on what a stance demands or refuses, where its words name it; else None."""
    taking = _TAKING.match(stance)
    if taking is None:
        return None
    rest = stance[taking.end() :]
    end = _OBJECT_END.search(rest)
    topic = (rest[: end.start()] if end else rest).strip(" ,.")
    if len(content_words(topic)) < _TELLING or len(topic.split()) > _LONGEST or not _DETERMINER.match(topic):
        return None
    return f"What is unresolved about {topic}?"


def question_of_difference(sentence: str) -> str | None:
    """A question on what a sentence says to differ or to be disputed ("Estimates of the benefits differ."); else None."""
    match = _DIFFER.match(sentence)
    if match is None:
        return None
    topic = match["topic"]
    return f"What is unresolved about {topic[0].lower()}{topic[1:]}?"


def question_of_parties(parties: Sequence[str]) -> str:
    """A question on what parties want, for a dispute that the text gives no name: it claims nothing of them."""
    if len(parties) == 1:
        return f"What does {_named(parties[0])} want?"
    return f"What do {_named(parties[0])} and {_named(parties[1])} want?"


def _named(party: str) -> str:
    return (
        party[0].lower() + party[1:]
        if party.split()[0].lower() in ("the", "a", "an", "both", "some", "many")
        else party
    )


def _sentence_case(heading: str, lexicon: Lexicon) -> str:
    """A heading in title case, written as within a sentence; names keep their capitals."""
    words = heading.split()
    content = [word for word in words if word.lower() not in STOP]
    titled = sum(word[0].isupper() for word in content) > 0.6 * len(content) and len(content) > 1
    return " ".join(_lowered(word, lexicon, first=number == 0, titled=titled) for number, word in enumerate(words))


def _lowered(word: str, lexicon: Lexicon, *, first: bool, titled: bool) -> str:
    bare = re.sub(r"\W+$|[’']s$", "", word)
    if "." in bare or not (first or titled):
        return word
    return (
        "".join(
            part
            if (part in lexicon.inside and part.lower() not in lexicon.lower) or (len(part) > 1 and part.isupper())
            else part[:1].lower() + part[1:]
            for part in re.split(r"([-–/])", bare)
        )
        + word[len(bare) :]
    )


def is_framed(question: str) -> bool:
    """Whether a question is one of our frames, and not the article's own."""
    return question.startswith("What is unresolved ") or not names_a_matter(question)


def names_a_matter(question: str) -> bool:
    """Whether a question names what is disputed, and not only who takes sides."""
    return not question.endswith(" want?")
