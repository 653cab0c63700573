"""What is checked, and what a check finds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from briefing.checks.forms import root
from briefing.wording.names import find_mentions

if TYPE_CHECKING:
    import datetime as dt

    from briefing.wording.bases import Basis
    from briefing.wording.names import Lexicon, Mention

SlipKind = Literal[
    "number",  # a number, date or unit that the evidence does not hold
    "name",  # a proper name that the evidence does not hold
    "negation",  # the opposite of what the evidence says
    "quotation",  # in quotation marks and not in the evidence
    "hedge",  # more certain than the evidence
    "speaker",  # given to somebody whom the evidence does not name
    "basis",  # vouched for by somebody else than the evidence says
    "absence",  # told as absent where the evidence does not say so
    "support",  # most of its words are not in the evidence
    "likelihood",  # a judgment whose likelihood is worded otherwise than by ICD 203
]

_TOKEN = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*[’']?")


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence that a statement cites.

    Attributes:
        text: its words.
        before: the sentences of its paragraph before it, the nearest last, and of the one before where its paragraph
            opens with a pronoun; pronouns lead there.
        lexicon: of its article.
        published: the article's date.
        named: words of whoever tells it, in lower case: of the outlet and the author.
        presented: the sentences of the article that tell the office of a person whom it names.
    """

    text: str
    before: tuple[str, ...]
    lexicon: Lexicon
    published: dt.date | None = None
    named: frozenset[str] = frozenset()
    presented: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement and what it cites.

    Attributes:
        text: the statement.
        party: whose stance it tells; empty where it tells of nobody's.
        basis: as whoever wrote it labels it.
        sources: what it cites; at least one.
        beside: what is told beside it and belongs to it: the conditions of a stance.
    """

    text: str
    party: str
    basis: Basis
    sources: tuple[Source, ...] = field(default=())
    beside: str = ""

    @property
    def evidence(self) -> str:
        """All that it cites."""
        return " ".join(source.text for source in self.sources)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a statement.

    Attributes:
        kind: a name to act on.
        message: one clause for a reader.
        words: those that the evidence does not hold, where it is a matter of single words.
    """

    kind: SlipKind
    message: str
    words: str = ""


# Words that hardly an English sentence does without, and that no neighbouring language has.
_ENGLISH = frozenset(
    """
    the and to would has have that with for from says said not wants by at it its until before after between which who
    their were been than whether about any such this these those they she we being does did other because while where
    when what how there some could should might must into may next week month year
    """.split()
)

_PERHAPS_ENGLISH = frozenset("a an of in on is are was were as its his her no more will".split())
# Words that hardly a German, Dutch, French, Spanish, Italian, Portuguese or Scandinavian sentence does without.
_FOREIGN = frozenset(
    """
    der die das und ist nicht ein eine einen einem mit von zu den dem des auf im sich will wollen de het een en niet
    van voor met op te le la les du une est et pas pour dans que qui el los las del por para con y il gli della che
    non di os uma do da em och att det som av og til ikke at
    """.split()
) - {"will", "at", "do"}
_FEW = 5  # words of a stance such as "opposes higher tolls"


def is_english(text: str, beside: str = "") -> bool:
    """Whether a text reads as English, which the rules are made for; a few words are given the benefit of the doubt.

    Args:
        text: a statement or a sentence.
        beside: English evidence of it; what has most of its words from there is English too.
    """
    words = tokens(text)
    if len(words) < _FEW or not _ENGLISH.isdisjoint(words):
        return True
    if len(set(map(root, words)) & set(map(root, tokens(beside)))) > len(set(words)) / 2:
        return True
    return text.isascii() and not _PERHAPS_ENGLISH.isdisjoint(words) and _FOREIGN.isdisjoint(words)


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, typographic marks plain and possessive endings off."""
    return list(_tokens(text))


@lru_cache(maxsize=256)  # several rules look at each sentence that a statement cites
def _tokens(text: str) -> tuple[str, ...]:
    plain = text.replace("’", "'").lower()
    return tuple(token.strip("'").removesuffix("'s") for token in _TOKEN.findall(plain))


@lru_cache(maxsize=64)  # few: each holds on to the lexicon of its article
def mentions_in(text: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The parties that a sentence names, found once for all the rules that ask."""
    return tuple(find_mentions(text, lexicon))
