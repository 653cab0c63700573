"""The top of a text: its title, byline and date, and where its body starts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.reading.blocks import HEADING_CHARACTERS, TERMINAL, Layout, Line
from briefing.reading.dates import full_dates
from briefing.reading.wording import TITLE_CHARACTERS, clean, plain, same_words, shorten

if TYPE_CHECKING:
    from datetime import date

_TOP_LINES = 5  # bylines and dates are looked for in so many lines around the title
_TOP_LINE_CHARACTERS = 150
_DATELINE_CHARACTERS = 140
_LONGEST_TITLE_LINE = 3_000  # with the addresses of its links

_BYLINE = re.compile(
    r"(?:By|BY|(?:Written|Words|Reporting|Posted|Published) by|Von|VON|Par|PAR|Por|POR|Text|Texte|Texto)\b[ :]*(?=\S)"
    r"|(?:作者|文|記者|记者)[:：/／ ]+"
)
# Words that a line may hold beside a name or a date and still be a byline or a date line.
_PARTICLES = frozenset(
    (
        "a al and at bin by con da de del der des di du e en et for für from i im in la le mit of the und van von y zu"
    ).split()
)
_DATE_WORDS = frozenset(
    "a.m am at aktualisiert actualizado am date dated day den du el first fecha issued jour last le min mins minute "
    "minutes mis modified modifié on p.m pm posted published publicado publication publié read revised stand time "
    "uhr um updated vom veröffentlicht à a "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi "
    "dimanche lunes martes miércoles jueves viernes sábado domingo".split()
)
_CHANGED = frozenset("updated revised modified aktualisiert actualizado modifié stand jour".split())
_PUBLISHED = frozenset("published posted first issued publicado publié veröffentlicht".split())
_TIME = re.compile(r"\d{1,2}(?:[:.h]\d{2})*(?:am|pm)?$|[A-Z]{2,5}$|[+-]\d{1,2}:?\d{0,2}$")
_PARTED = re.compile(r"\s[|·•]\s")
_OUTLET_WORDS = 4
_WORDS = re.compile(r"[^\s|·•,;()\[\]/–—*_#]+")
_DATED_TITLE = re.compile(r"[(（\[【]([^()（）\[\]【】]{6,40})[)）\]】]\s*$")
_DASH = re.compile(r"\s?[—–]\s?|\s--?\s")
_AGENCY = re.compile(r"\([^()]{2,40}\)")


@dataclass(frozen=True, slots=True)
class Opening:
    """What the top of a text says of itself.

    Attributes:
        title: the first heading or line without mark-up, at most 200 characters.
        body: where the text below title, byline and date line starts.
        published: the date that the text states as its own; None where it states none.
    """

    title: str
    body: int
    published: date | None


def read_opening(layout: Layout, title: str | None) -> Opening:
    """The title, body and date of a text.

    A date is the text's own where it stands in a line of its own around the title ("By Ada Hale, 3 March
    2026"), in brackets at the end of the title, or in a dateline ("PORT ELLERY, 14 October 2026 (HPA) —").
    A day on which the text was only updated is not the day it was published.

    Args:
        layout: the text's lines.
        title: as the metadata gives it; the text's first line is then a title only where it says the same.
    """
    lines = [line for line in layout.lines[: 4 * _TOP_LINES] if line.kind != "rule"]
    at = 0
    days: list[date] = []
    while at < min(len(lines) - 1, _TOP_LINES) and _is_apart(layout, lines[at], days):
        at += 1
    heads = _title_lines(layout, lines[at:], title)
    words = " ".join(plain(layout.text[line.content : line.end]) for line in heads)
    at += len(heads)
    limit = at + _TOP_LINES
    while at < min(len(lines) - 1, limit) and _is_apart(layout, lines[at], days):
        at += 1
    body = _next_start(layout, lines[at - 1]) if at else 0
    shown = title or words or _first_words(layout, lines)
    day = next(iter(days), None) or _bracketed(words or shown) or _dateline(layout, body)
    return Opening(shorten(shown, TITLE_CHARACTERS), body, day)


def is_byline(words: str) -> bool:
    """Whether a line is "By" and names, with or without a date; the language may be German, French or Spanish."""
    start = _BYLINE.match(words)
    if not start or len(words) > _TOP_LINE_CHARACTERS:
        return False
    rest = _WORDS.findall(_undated(words[start.end() :]))
    return 0 < len(rest) <= 16 and all(
        not word[0].islower() or word.lower() in _PARTICLES or word.lower() in _DATE_WORDS for word in rest
    )


def is_date_line(words: str) -> bool:
    """Whether a line holds a full date and otherwise only what belongs to one ("Published", "10:30 GMT")."""
    if len(words) > _TOP_LINE_CHARACTERS or next(full_dates(words), None) is None:
        return False
    rest = _WORDS.findall(_undated(words))
    if _PARTED.search(words) and len(rest) <= _OUTLET_WORDS and all(word[0].isupper() for word in rest):
        return True  # "Energy Ledger | 8 June 2027"
    return all(word.lower().strip(".:") in _DATE_WORDS or _TIME.match(word) for word in rest)


def _is_apart(layout: Layout, line: Line, days: list[date]) -> bool:
    """Whether `line` is a byline or a date line; its date goes into `days`."""
    if line.kind not in {"text", "heading"} or line.end - line.start > 2 * _TOP_LINE_CHARACTERS:
        return False
    raw = layout.text[line.content : line.end]
    words = plain(raw)
    if not words:  # an image stands above many titles
        return True
    if not (is_byline(words) or is_date_line(words)):
        return False
    found = list(full_dates(words))
    marks = {word.lower().strip(".:") for word in _WORDS.findall(words)}
    if found and (not marks & _CHANGED or marks & _PUBLISHED):
        days.append(found[0].day)
    return True


def _undated(words: str) -> str:
    kept = words
    for found in reversed(list(full_dates(words))):
        kept = kept[: found.start] + " " + kept[found.end :]
    return kept


def _title_lines(layout: Layout, lines: list[Line], title: str | None) -> list[Line]:
    """The lines that are the title; none where the text begins with its body."""
    if not lines or lines[0].kind not in {"text", "heading"}:
        return []
    first = lines[0]
    if first.end - first.content > _LONGEST_TITLE_LINE:
        return []
    paragraph = next(layout.paragraphs(first.start, len(layout.text)))
    joined = [line for line in paragraph if line is first or not _is_apart(layout, line, [])]
    for heads in ([first], joined):
        words = " ".join(plain(layout.text[line.content : line.end]) for line in heads)
        if title is not None:
            if same_words(title, words):
                return heads
            continue
        if len(heads) < len(joined) and first.kind == "text" and not _apart_below(layout, lines):
            continue  # a title of several lines is judged whole
        if _can_be_title(words, first) and len(heads) < len(lines):
            return heads
    return []


def _apart_below(layout: Layout, lines: list[Line]) -> bool:
    return len(lines) > 1 and _is_apart(layout, lines[1], [])


def _can_be_title(words: str, line: Line) -> bool:
    if line.kind == "heading":
        return 0 < len(words) <= HEADING_CHARACTERS
    ends = TERMINAL.search(words[-12:])
    return 0 < len(words) <= TITLE_CHARACTERS and (not ends or ends[0][0] in "!?！？")


def _first_words(layout: Layout, lines: list[Line]) -> str:
    """Words to call an article by that has no title line: its first top heading, else its first line."""
    top = next((line for line in lines if line.kind == "heading" and line.level == 1), None)
    for line in ([top] if top else []) + lines:
        words = plain(layout.text[line.content : min(line.end, line.content + 4 * TITLE_CHARACTERS)])
        if words:
            return words
    return clean(layout.text[: 4 * TITLE_CHARACTERS])


def _next_start(layout: Layout, line: Line) -> int:
    r"""Where the line after `line` starts, past an underline that makes `line` a heading."""
    after = layout.text.find("\n", line.end) + 1 or len(layout.text)
    if line.kind == "heading" and "#" not in layout.text[line.start : line.content]:
        after = layout.text.find("\n", after) + 1 or len(layout.text)
    return after


def _bracketed(words: str) -> date | None:
    bracket = _DATED_TITLE.search(words[-60:])
    found = list(full_dates(bracket[1])) if bracket else []
    return found[0].day if bracket and found and is_date_line(bracket[1]) else None


def _dateline(layout: Layout, body: int) -> date | None:
    """The date between a place and a dash at the start of the body."""
    line = next((line for line in layout.within(body, len(layout.text)) if line.kind == "text"), None)
    if line is None:
        return None
    head = plain(layout.text[line.content : min(line.end, line.content + 2 * _DATELINE_CHARACTERS)])
    dash = _DASH.search(head, 0, _DATELINE_CHARACTERS)
    found = list(full_dates(head[: dash.start()])) if dash else []
    if not dash or len(found) != 1:
        return None
    agency = _AGENCY.search(head, 0, dash.start())
    place = _WORDS.findall(_AGENCY.sub(" ", _undated(head[: dash.start()])))
    names = [word for word in place if word.lower().strip(".") not in _DATE_WORDS and not _TIME.match(word)]
    capitals = bool(place) and place[0].isupper() and len(place[0]) > 1
    proper = all(word[0].isupper() or word.lower() in _PARTICLES for word in names)
    return found[0].day if proper and len(place) <= 8 and (capitals or (agency and place)) else None
