"""Which numbers belong together, and to what: each number of a statement must be told of the same thing."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip
from briefing.checks.figures import NUMBER, numbers_in, value_of
from briefing.checks.forms import root
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from briefing.checks.claim import Claim
    from briefing.checks.figures import Number

_PAIRED = re.compile(r"-|–| (?:votes )?(?:to|against) | or ")
_BETWEEN = re.compile(r"\bbetween (?:about |some |roughly )?$", re.I)
# "Two people say": a number of those who say something.
_SAYING = re.compile(
    r"\s(?:[a-z]+ )?(?:people|persons?|officials?|insiders?|diplomats?|sources?|aides|lawyers|employees|advisers)\b"
)
# Clauses of which each may tell a number of its own.
_CLAUSES = re.compile(r"[;:—]|,(?!\d)| (?:and|while|but|compared (?:with|to)|against|whereas)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LEAST_SHARED = 3  # words that a statement shares with another number's clause, and none with its own


def check_pairings(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for each number that the evidence tells with another one, or of something else."""
    yield from _together(claim)
    yield from _told_elsewhere(claim)


def _together(claim: Claim) -> Iterator[Slip]:
    """Yields a slip for a range or a score of which the evidence tells one number with another one."""
    known = {frozenset(pair) for source in claim.sources for pair, _ in _pairs_in(source.text)}
    values = {value_of(match)[0].normalize() for match in NUMBER.finditer(claim.evidence)}
    for pair, text in _pairs_in(claim.text):
        told = {*pair}  # a number that is nowhere is told as such
        if told not in known and told <= values and any(told & other for other in known):
            yield Slip("number", f"“{text}” are no two numbers that its evidence tells together")


@lru_cache(maxsize=256)
def _pairs_in(text: str) -> tuple[tuple[tuple[Decimal, Decimal], str], ...]:
    """Each range or score of a text as two numbers, with its words."""
    found = list(NUMBER.finditer(text))
    return tuple(
        ((value_of(one)[0].normalize(), value_of(other)[0].normalize()), text[one.start() : other.end()])
        for one, other in pairwise(found)
        if _PAIRED.fullmatch(text, one.end(), other.start())
        or (text[one.end() : other.start()] == " and " and _BETWEEN.search(text, 0, one.start()))
    )


def _told_elsewhere(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where the evidence tells another number of what a statement tells one of its numbers.

    Of a sentence with two numbers of one unit, each in its own clause: "58 per cent of the batteries, compared with 41
    per cent in 2020".
    """
    said = _words_of(claim.text)
    numbers = {number.value for number in numbers_in(claim.text) if not _tells_who(claim.text, number)}
    times = Counter(number.value for source in claim.sources for number in numbers_in(source.text))
    for source in claim.sources:
        clauses = [(_words_of(part), numbers_in(part)) for part in _CLAUSES.split(source.text)]
        told = [
            (number, words)
            for words, held in clauses
            for number in held
            if number.value in numbers and not number.ordinal and times[number.value] == 1
        ]
        for (number, words), (others, rivals) in product(told, clauses):
            rival = any(_are_rivals(number, other) and other.value not in numbers for other in rivals)
            if rival and said.isdisjoint(words - others) and len(said & (others - words)) >= _LEAST_SHARED:
                yield Slip("number", f"“{number.text}” is told of something else in its evidence")
                return


def _tells_who(text: str, number: Number) -> bool:
    """Whether a number counts those who say something."""
    return _SAYING.match(text, text.find(number.text) + len(number.text)) is not None


def _are_rivals(one: Number, other: Number) -> bool:
    return not other.ordinal and one.measure == other.measure and one.value != other.value


def _words_of(text: str) -> set[str]:
    """The content words of a text by their roots, and its years, without its other numbers."""
    return {root(word) for word in content_words(text) if not NUMBER.fullmatch(word)} | set(_YEAR.findall(text))
