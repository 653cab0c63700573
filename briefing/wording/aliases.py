"""Which shorter words an article uses for a name that it has given in full. Made for English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.wording.roles import GROUPS, UPPER

if TYPE_CHECKING:
    from briefing.wording.names import Mention

_INITIALS = re.compile(rf"(?<!\w)(?:[{UPPER}]{{2,8}}|(?:[{UPPER}]\.){{2,8}})(?!\w)")
_JOINED = re.compile(r"(?<![\w-])\w+(?:[-’'&.]\w+){0,6}\.?")  # "Jean-Luc’s", "S.T.C."
_PART_END = re.compile(r"\w(?=\W|$)|\.$")


def find_heads(names: list[Mention], text: str) -> frozenset[str]:
    """Last words of names that the text also uses as common nouns: "the line" of a "Tern Line"."""
    lasts = {mention.name.split()[-1].lower() for mention in names if mention.kind != "person"}
    return frozenset(lasts.intersection(re.findall(r"\b[Tt]he ([a-z]+)\b", text)))


def find_holders(names: list[Mention]) -> dict[str, str]:
    """From an office to the one person whom the article gives it."""
    held: dict[str, set[str]] = {}
    for mention in names:
        if mention.role:
            held.setdefault(mention.role.split()[-1].lower(), set()).add(mention.name)
    return {office: holders.pop() for office, holders in held.items() if len(holders) == 1}


def find_bearers(names: list[tuple[Mention, int]], prose: list[tuple[int, str]]) -> dict[str, str]:
    """From a surname, a head word, a first word or initials to the one name in the text that they stand for."""
    first_place = _first_places(prose)
    initials_used = {short for _, line in prose for short in _INITIALS.findall(line)}
    places = _places_of_names(names)
    shared: dict[str, set[str]] = {}
    for name in places:
        shared.setdefault(name.split()[-1], set()).add(name)
    bearers: dict[str, set[str]] = {}
    for mention, _ in names:
        name, words = mention.name, mention.name.split()
        first, last = words[0], words[-1]

        def introduced(word: str, place: int = places.get(name, -1)) -> bool:
            """Whether the full name stands before `word` stands alone: else the word is somebody else's."""
            return 0 <= place <= first_place.get(word, -1)

        if last.lower() in GROUPS or (shared[last] == {name} and introduced(last)):
            bearers.setdefault(last.lower(), set()).add(name)
        if " of " in name or (
            mention.kind == "unknown" and len(words) == 2 and last.lower() not in GROUPS and introduced(first)
        ):  # "Ministry of Coasts" is "the ministry" later
            bearers.setdefault(first.lower(), set()).add(name)
        for short in _initials(mention) & initials_used:
            bearers.setdefault(short.lower(), set()).add(name)
    return {short: held.pop() for short, held in bearers.items() if len(held) == 1}


def _places_of_names(names: list[tuple[Mention, int]]) -> dict[str, int]:
    """Where each name first stands, without those that only set a title before another one."""
    places = {mention.name: place for mention, place in names}
    for name, place in list(places.items()):
        words = name.split(" ")
        shorter = next((rest for cut in range(1, len(words)) if (rest := " ".join(words[cut:])) in places), None)
        if shorter is not None:
            places[shorter] = min(place, places[shorter])
            del places[name]
    return places


def _initials(mention: Mention) -> set[str]:
    """How a name may be shortened; two letters without points only stand for a body ("AI" is no Anna Ivers)."""
    words = re.split(r"[ -]", mention.name)  # "Anti-Doping" counts twice
    letters = "".join(word[0] for word in words if word[:1].isupper())
    if len(letters) < 2 or mention.kind == "person":
        return set()
    dotted = ".".join(letters) + "."
    return {letters, dotted} if len(letters) > 2 or mention.kind == "body" else {dotted}


def _first_places(prose: list[tuple[int, str]]) -> dict[str, int]:
    """From each word, and each part of a joined one from its start on, to where it first stands."""
    places: dict[str, int] = {}
    for start, line in prose:
        for match in _JOINED.finditer(line):
            for part in _PART_END.finditer(match.group()):
                places.setdefault(match.group()[: part.end()], start + match.start())
    return places
