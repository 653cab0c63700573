"""The chain of sources that a sentence names for what it tells: "Axios, citing an official". Made for English.

Only a chain that the article spells out is told. Whoever says, wants or refuses something is no link of it: that
is what the sentence is about. What an article calls "the report" leads back to the report that it named last.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from briefing.wording.names import shortens
from briefing.wording.roles import CAPITAL, JOINT, NO_NAME, OWNED_BODY, UNNAMED, unnamed_source
from briefing.wording.words import STOP

_NAME = rf"(?P<name>{CAPITAL}(?:(?:{OWNED_BODY}|{JOINT}| ){CAPITAL}){{0,5}})"
_THE = r"(?:[Tt]he )?"
_STORY = r"(?:scoop|story|exclusive|report|reporting|investigation|article|dispatch|interview|exposé)"
_MADE_KNOWN = r"(?:reported|revealed|disclosed|published|obtained|seen|broken)"
# A report that somebody else made, by the name of who made it.
_REPORT = re.compile(
    rf"\b[Aa]n? (?:[a-z]+ )?{_NAME} {_STORY}\b"
    rf"|\b(?:first |originally |previously )?{_MADE_KNOWN} (?:first |earlier |on \w+ )?by {_THE}{_NAME.replace('name', 'by')}"
    rf"|\b(?:reports?|reporting|scoop|story|article|investigation|interview) (?:by|in|from|of|with) {_THE}{_NAME.replace('name', 'of')}"
    rf"|(?<![\w’'-]){_NAME.replace('name', 'citing')},? (?:citing|(?:first )?reported|has (?:reported|learned|seen)|revealed)\b"
)
# "told the Gazette": whom something is told is mostly no outlet, so it must be known for one.
_TOLD = re.compile(
    rf"\btold {_THE}{_NAME}"
    r"(?=(?: (?:on|in|last|this) \w+)?(?:[.,;]| that\b|,? [a-z]+ing\b| [a-z]+ [a-z]+ (?:would|had|was|is|will)\b|$))"
)
_OUTLET = re.compile(
    r"(?:Times|Post|Gazette|Standard|Herald|Journal|News|Courier|Tribune|Chronicle|Guardian|Observer|Telegraph|Press|Mail|Radio|TV|"
    r"Television|Review|Daily|Weekly|Globe|Mirror|Echo|Argus|Star|Bulletin|Dispatch|Examiner|Register|Mercury|Messenger)$"
)
_ACCORDING = re.compile(rf"\b[Aa]ccording to {_THE}{_NAME}")
_NEAR = 60  # characters before "told the Gazette" in which a source without a name may stand
# "Axios, citing two officials": the words for a source without a name, where nothing is said to be said by it.
_CITED = re.compile(
    r"\bcit(?:ing|es|ed) (?P<who>(?:an?|one|two|three|several|unnamed|anonymous|senior) (?:[\w.’'-]+ ){0,3}?"
    r"(?:officials?|sources?|diplomats?|aides?|insiders?|persons?|people)|people (?:close|familiar|briefed)[^,.;]{0,40})"
)
# "The report says", "according to the reporting"
_BACK = re.compile(
    rf"\b[Tt]he (?:{_STORY}|newspaper|paper|outlet|news site|broadcaster) (?:says?|said|suggests?|indicates?|describes?|adds?|added|quotes?|"
    rf"quoted|cites?|cited|claims?)\b|\b[Aa]ccording to the (?:{_STORY}|newspaper|paper|outlet|news site|broadcaster)\b"
)


def attribution(text: str, start: int, end: int, *own: str | None) -> tuple[str, ...]:
    """The chain of sources that the sentence `[start, end)` names, outermost first; empty without one.

    Args:
        text: of the whole article.
        start: first character of the sentence.
        end: one past its last character.
        own: the article's own outlet and author, who are no link of the chain; None where it has none.
    """
    sentence = text[start:end]
    reports = _reports(text)
    first = bisect_left(reports, (start, ""))
    links = [name for at, name in reports[first:] if at < end]
    links += [name for match in _ACCORDING.finditer(sentence) if (name := _named(match["name"]))]
    if not links and first and _BACK.search(sentence):
        links = [reports[first - 1][1]]
    ours = " ".join(name for name in own if name)
    chain = [name for name in links if not shortens(name, ours)]
    cited = _CITED.search(sentence)
    unnamed = unnamed_source(sentence) or (cited and cited["who"])
    return tuple(dict.fromkeys((*chain, unnamed) if unnamed else chain))


@lru_cache(maxsize=4)
def _reports(text: str) -> list[tuple[int, str]]:
    """Where the article names a report of somebody else's, and whose it is; in order."""
    found = []
    for match in _REPORT.finditer(text):
        name = _named(next(group for group in match.groups() if group))
        if name:
            found.append((match.start(), name))
    outlets = {name for _, name in found}
    for match in _TOLD.finditer(text):
        by_nobody = UNNAMED.search(text, max(0, match.start() - _NEAR), match.end())
        if match["name"] in outlets or _OUTLET.search(match["name"]) or by_nobody:
            found.append((match.start(), match["name"]))
    return sorted(found)


def _named(name: str) -> str | None:
    """A name; None for a month, a day, or a small word that only opens its sentence ("The reported draft")."""
    return None if name.casefold() in NO_NAME or name.casefold() in STOP else name
