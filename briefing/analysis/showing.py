"""What an analyst is shown of a unit, as lines of plain text inside a fence.

Everything that comes from outside is folded onto one line and stands behind a mark that is ours: a
line number, `#` for a heading, `-` for a note. So text that imitates a number or a heading stays
text; and a fence is derived from what it encloses, so nothing inside can close it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.analysis.editing import lines_of
from briefing.wording.injections import find_injection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefing.analysis.analyst import Dossier, Outline
    from briefing.analysis.editing import Doubted
    from briefing.article import Article, Chunk
    from briefing.memo import ArticleRecord, ContentionPoint, Evidence, Statement

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_FENCE_DIGITS = 6
COMPLAINT_CHARACTERS = 400  # on one statement
BESIDE_CHARACTERS = 400  # of the conditions of a stance, where it is asked about
CANDIDATE_CHARACTERS = 600  # of one candidate for linking; a block of 24 stays below 4,000 tokens
_TITLE_CHARACTERS = 300  # of a title, a heading and every other fact; a file may say anything there
_BREAK = ("", "")  # an empty row: a new paragraph


@dataclass(frozen=True, slots=True)
class Shown:
    """Fenced text, as the prompts print it.

    Attributes:
        kind: what it is, the fence's word: `source` or `notes`.
        facts: name and text.
        rows: mark and text; both empty for an empty line.
    """

    kind: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]

    @property
    def fence(self) -> str:
        """Hex digits that follow from all texts and stand in none of them."""
        texts = "\n".join(part for pair in (*self.facts, *self.rows) for part in pair)
        fence = ""
        while not fence or fence in texts:
            fence = hashlib.sha256(f"{fence}{texts}".encode("utf-8", "surrogatepass")).hexdigest()[:_FENCE_DIGITS]
        return fence


def show_chunk(chunk: Chunk) -> Shown:
    """The sentences of a chunk, numbered from 1, under their headings."""
    return Shown("source", tuple(_facts(chunk.article)), tuple(_numbered(chunk)))


def show_candidates(points: Sequence[ContentionPoint]) -> Shown:
    """Points to be linked, numbered from 1: what each asks, and who wants what."""
    rows = []
    for number, point in enumerate(points, start=1):
        known = [statement.text for statement in point.summary]
        wanted = [f"{position.party}: {position.stance.text}" for position in point.positions]
        rows.append((str(number), _cut(" | ".join([point.question, *wanted, *known]), CANDIDATE_CHARACTERS)))
    return Shown("source", (), tuple(rows))


def show_dossier(dossier: Dossier) -> tuple[Shown, Shown]:
    """The evidence of a point, numbered from 1, and how its parts tell it."""
    numbers = _numbers(dossier.lines)
    notes = [row for part in dossier.parts for row in (*_noted(part, numbers), _BREAK)]
    return _evidence(dossier.lines, dossier.articles), Shown("notes", (), tuple(notes[:-1]))


def show_outline(outline: Outline) -> tuple[Shown, Shown]:
    """The evidence of a memo, numbered from 1, and its points in order of prominence."""
    numbers = _numbers(outline.lines)
    notes = [row for point in outline.points for row in (*_noted(point, numbers, tiered=True), _BREAK)]
    if outline.more:
        notes.append(("#", f"and {outline.more} more points of less weight, not shown"))
    articles = {article.id: article for article in outline.articles}
    return _evidence(outline.lines, articles), Shown("notes", (), tuple(notes))


def show_doubted(doubted: Sequence[Doubted]) -> tuple[Shown, Shown]:
    """All that some statements cite, numbered from 1, and the statements, from S1, each with what is wrong."""
    lines = lines_of(doubted)
    numbers = _numbers(lines)
    source = Shown(
        "source", (), tuple((str(number), one_line(line.text)) for number, line in enumerate(lines, start=1))
    )
    rows: list[tuple[str, str]] = []
    for number, held in enumerate(doubted, start=1):
        before = f"{held.party}: " if held.party else ""
        whole = len(held.lines) == len(lines) > 1  # a title is held against all that there is
        cited = f"1-{len(lines)}" if whole else ", ".join(str(numbers[line.id]) for line in held.lines)
        rows.append((f"S{number}", one_line(f"{before}{held.text} ({held.role}) [{cited}]")))
        if held.conditions:
            rows.append(("-", _cut(f"Told beside it: {'; '.join(held.conditions)}", BESIDE_CHARACTERS)))
        if held.complaints:
            rows.append(("-", _cut(f"Found: {'; '.join(held.complaints)}", COMPLAINT_CHARACTERS)))
    return source, Shown("notes", (), tuple(rows))


def noted_text(point: ContentionPoint) -> str:
    """All that the notes tell of a point, to be counted."""
    return "\n".join(text for _, text in _noted(point, {}))


def one_line(text: str) -> str:
    """`text` without line ends and control characters."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _cut(text: str, characters: int) -> str:
    line = one_line(text)
    return line if len(line) <= characters else f"{line[: characters - 1]}…"


def _heading(text: str) -> str:
    """A heading; nothing of one that speaks to the model."""
    return "" if find_injection(text) else _cut(text, _TITLE_CHARACTERS)


def _facts(article: Article | ArticleRecord) -> Iterator[tuple[str, str]]:
    known = {
        "Title": article.title,
        "Publisher": article.publisher,
        "Author": article.author,
        "Address": None if article.publisher else article.url,
        "Published": article.published and article.published.isoformat(),
    }
    return ((name, _cut(text, _TITLE_CHARACTERS)) for name, text in known.items() if text and not find_injection(text))


def _numbered(chunk: Chunk) -> Iterator[tuple[str, str]]:
    """Yields the headings in force, then every sentence behind its number, and an empty row between paragraphs."""
    sections = chunk.article.sections
    for heading in chunk.heading_path:
        yield "#", _heading(heading)
    below = sum(section.start <= chunk.start for section in sections) - 1
    paragraph = chunk.sentences[0].paragraph if chunk.sentences else 0
    for number, sentence in enumerate(chunk.sentences, start=1):
        if sentence.paragraph != paragraph:
            yield _BREAK
        for section in sections[below + 1 : sentence.section + 1]:
            yield "#", _heading(section.heading or "")
        yield str(number), one_line(chunk.words(sentence))
        below, paragraph = max(below, sentence.section), sentence.paragraph


def _evidence(lines: Sequence[Evidence], articles: Mapping[str, ArticleRecord]) -> Shown:
    """Evidence behind its numbers, under the article and section that each run of it stands in."""
    rows: list[tuple[str, str]] = []
    numbered = enumerate(lines, start=1)
    for article, told in groupby(numbered, key=lambda pair: pair[1].article):
        known = articles.get(article)
        rows += [_BREAK, ("##", "; ".join(text for _, text in _facts(known)) if known else article)]
        for section, run in groupby(told, key=lambda pair: pair[1].section):
            if section:
                rows.append(("#", _heading(section)))
            rows += [(str(number), one_line(entry.text)) for number, entry in run]
    return Shown("source", (), tuple(rows[1:]))


def _numbers(lines: Iterable[Evidence]) -> dict[str, int]:
    return {entry.id: number for number, entry in enumerate(lines, start=1)}


def _noted(point: ContentionPoint, numbers: Mapping[str, int], *, tiered: bool = False) -> Iterator[tuple[str, str]]:
    """Yields a point's question and statements, each with the numbers of its lines as far as they are shown."""

    def told(before: str, statement: Statement) -> tuple[str, str]:
        held = ", ".join(str(numbers[entry]) for entry in statement.evidence if entry in numbers)
        return "-", one_line(f"{before}{statement.text} ({statement.basis}) [{held}]")

    yield "#", one_line(f"{point.question} ({point.tier})" if tiered else point.question)
    for statement in point.summary:
        yield told("Known: ", statement)
    for position in point.positions:
        yield told(f"{position.party}: ", position.stance)
        for condition in position.conditions:
            yield told(f"{position.party}, condition: ", condition)
    for statement in point.matters:
        yield told("Why it matters: ", statement)
    for gap in point.gaps:
        yield "-", one_line(f"Not known: {gap.topic}")
