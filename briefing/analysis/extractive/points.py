"""Which parts of a chunk are disputes, and what the text says of each.

A part is a section, or a paragraph where a text has no headings. It is a point where parties
take stances or the text says that something is open. All statements are the article's own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.analysis.drafts import (
    EventDraft,
    OptionDraft,
    PointDraft,
    PositionDraft,
    StatementDraft,
)
from briefing.analysis.extractive.questions import (
    headline,
    question_of_difference,
    question_of_heading,
    question_of_object,
    question_of_parties,
)
from briefing.wording.words import clause_end, content_words, dateline_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from briefing.analysis.extractive.lines import Line
    from briefing.article import Article
    from briefing.memo import Tier
    from briefing.wording.names import Lexicon
    from briefing.wording.stances import Stance

    _ByParty = list[tuple[str, list[tuple[Line, Stance]]]]

_DISPUTE = re.compile(
    r"\b(?:disput\w+|disagree\w*|contention|contested|controvers\w+|at odds|sticking point|quarrel\w*|clash\w*|conflict|tension|row over|"
    r"objections?|opponents?|critics|split|divid\w+|differ|rejects?|rejected|opposes?|opposed|den(?:y|ies|ied)|versus|stalemate|deadlock\w*|standoff|fight|fought)\b",
    re.I,
)
OPEN = re.compile(
    r"\b(?:unresolved|unsettled|unclear|unknown|undecided|unanswered|silent|silence|ambigu\w+|vacuum|whether|open question|leaves? open|"
    r"(?:crucial|key|central|open|main) (?:question|decision)|remains? to be seen|question\w* (?:is|remains?|hangs?)|"
    r"(?:does|did|do|has|have) not (?:yet )?(?:say|said|state|name|define|publish\w*|answer\w*|decid\w+|been (?:decided|settled|taken|seen|agreed|announced|published))|"
    r"not (?:yet )?(?:been )?(?:decided|settled|agreed|announced|stated)|neither names|nobody has|no decision|no details|no day|declined to (?:say|comment))\b",
    re.I,
)
# "Whether" alone makes a sentence part of something open; that it is not known takes more.
_UNKNOWN = re.compile(
    OPEN.pattern.replace("|whether|", "|")
    + r"|\b(?:question|decision|decide|determine|debate|dispute|doubt)\w*\b[^.;]{0,60}\bwhether\b",
    re.I,
)
_DISAGREE = re.compile(
    r"\b(?:differ|disagree\w*|at odds|diverge|contradict\w*|contested|disputed|den(?:y|ies|ied))\b", re.I
)
_MATTERS = re.compile(
    r"\b(?:litmus test|will (?:determine|decide|dictate|shape)|would (?:mean|set|leave)|matters? (?:as much|because|most)|risks?|at stake|"
    r"consequences?|precedent|ultimate test|crucial|decisive|depends? (?:on|heavily)|hinges?|cost\w*|too (?:late|generous|rapid|little))\b",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:will|due|scheduled|expected|planned|next (?:week|month|year|meeting|step|phase)|coming (?:days|weeks|months)|deadline|by the end|"
    r"is to (?:be|open|vote|rule|decide|report)|hearing|vote|until)\b",
    re.I,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_UMBRELLA = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}|[2-7]) (?:[\w-]+ ){{0,3}}?"
    r"(?:areas|questions|points|issues|disputes|matters|problems|conflicts|fronts|hurdles|gaps|sticking points|topics)\b",
    re.I,
)
# Headings that name a place in the article and no matter.
_TELLS_NOTHING = re.compile(
    r"(?:background|context|analysis|overview|introduction|conclusions?|summary|next steps|what(?:[’']s| is| comes| happens) next|timeline|more|notes?)\W*$",
    re.I,
)
_WHETHER = re.compile(r"\b(?:whether|either) (?P<body>[^.;?!—]{10,400})")
_ALTERNATIVE = re.compile(r",? or (?!not\b)")
_ALTERNATIVES = re.compile(r",? or (?!not\b)|, ")  # "A, B, or C"
# A sentence that says nothing without the one before it.
_DIGIT = re.compile(r"\d")
_LEANS = re.compile(
    r"^[“\"]?(?:it|he|she|they|that|this|these|those|both|but|so|and|nor)\b|\b(?:that|this|so|it)[.”\"]*$", re.I
)
_CONDITION = re.compile(
    r"\b(?:unless|until|provided|as long as|only if|if|on condition that|in return for|in exchange for)\b[^,;—]{8,}"
)
_BACK = re.compile(r"\b(?:this|that|it|so|both|the (?:charge|claim|figure|idea|plan))$")
_REFUSES = re.compile(r"\b(?:reject|oppos|refus|rul\w+ out|against|den(?:y|ie)|resist|block)", re.I)
_WORDS_IN_SUMMARY = 55  # words; a longer sentence only where nothing shorter is left
_WORDS_AT_LEAST = 9  # words; a shorter one seldom stands by itself


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that belong together.

    Attributes:
        heading: what they stand under; None for text that no heading names a matter of.
        start: of their section in the article.
        lines: in order, at least one.
        whole: True for the lines of the article's headless text that no paragraph's own point took.
    """

    heading: str | None
    start: int
    lines: tuple[Line, ...]
    whole: bool = False


def find_points(article: Article, lines: Sequence[Line], lexicon: Lexicon) -> tuple[PointDraft, ...]:
    """The contention points that `lines` hold: core ones first, else in the text's order."""
    umbrellas, named = _named_by_umbrellas(article)
    made: list[PointDraft] = []
    left: list[Line] = []
    for part in _parts(article, lines):
        if part.start in umbrellas:
            continue
        point = _point(part, lexicon, named, article.published)
        if point is not None:
            made.append(point)
        elif part.heading is None:
            left += part.lines
    if left:
        # what short paragraphs tell apart is often one dispute: what is left of them makes a point together
        main = _point(Part(None, -1, tuple(left), whole=True), lexicon, named, article.published)
        made = [main, *made] if main else made
    order: dict[Tier, int] = {"core": 0, "secondary": 1, "contextual": 2}
    return tuple(sorted(made, key=lambda point: order[point.tier]))


def _parts(article: Article, lines: Sequence[Line]) -> Iterator[Part]:
    for index, held in groupby(lines, key=lambda line: line.section):
        section = article.sections[index]
        if section.heading is not None and not _TELLS_NOTHING.match(section.heading):
            yield Part(section.heading, section.start, tuple(held))
        else:
            for _, paragraph in groupby(held, key=lambda line: line.paragraph):
                yield Part(None, section.start, tuple(paragraph))


def _named_by_umbrellas(article: Article) -> tuple[frozenset[int], frozenset[int]]:
    """Starts of the sections that announce open questions by their number, and of those they announce."""
    umbrellas: set[int] = set()
    named: set[int] = set()
    for index, section in enumerate(article.sections):
        body = article.text[section.body : section.end].strip()
        if section.heading is None or "\n" in body:
            continue
        told = f"{section.heading}. {body}"
        match = _UMBRELLA.search(told)
        if match and (OPEN.search(told) or _DISPUTE.search(told)):
            count = _COUNTS.get(match["count"].lower()) or int(match["count"])
            umbrellas.add(section.start)
            named |= {later.start for later in article.sections[index + 1 : index + 1 + count]}
    return frozenset(umbrellas), frozenset(named)


def _point(part: Part, lexicon: Lexicon, named: frozenset[int], published: date | None) -> PointDraft | None:
    stances = _by_party(part.lines, lexicon)
    tier = _tier(part, stances, named)
    if tier is None:
        return None
    question, title = _asked(part, stances, lexicon)
    options = _options(part.lines)
    gaps = [line for line in part.lines if _UNKNOWN.search(line.text) and not line.stances][:3]
    told = _summary(part, gaps)
    return PointDraft(
        tier=tier,
        raised_by=_raised_by(part, stances),
        question=question,
        headline=title,
        options=options,
        summary=tuple(statement(line) for line in told),
        positions=tuple(_position(party, line, stance, options) for party, held in stances for line, stance in held),
        matters=tuple(statement(line) for line in _matters(part.lines, told)),
        gaps=tuple(statement(line) for line in gaps),
        watch=tuple(_watch(part.lines, published)),
    )


def _asked(part: Part, stances: _ByParty, lexicon: Lexicon) -> tuple[str, str]:
    """The question and the headline of a part."""
    parties = [party for party, _ in stances]
    if part.heading is not None:
        told = " ".join(line.text for line in part.lines)
        return question_of_heading(part.heading, lexicon, told), headline(part.heading)
    strongest = sorted((found for _, held in stances for found in held), key=lambda found: -found[1].strength)
    texts = [line.text[stance.start : stance.end] for line, stance in strongest]
    question = question_of_difference(part.lines[0].text) or next(
        (made for text in texts if (made := question_of_object(text))), None
    )
    return question or question_of_parties(parties), " and ".join(parties[:2])


def statement(line: Line, start: int = 0, end: int | None = None) -> StatementDraft:
    """A line, or the part `[start, end)` of it, as a statement in the article's own words, without a dateline."""
    start = start or dateline_end(line.text)
    return StatementDraft(text=" ".join(line.text[start:end].split()), basis=line.basis, lines=(line.number,))


def _by_party(lines: Sequence[Line], lexicon: Lexicon) -> _ByParty:
    """The stances in `lines` by party: first the parties that demand, refuse or commit themselves; else in order."""
    held: dict[str, list[tuple[Line, Stance]]] = {}
    for line in lines:
        for stance in line.stances:
            held.setdefault(lexicon.canonical(stance.party.name), []).append((line, stance))
    return sorted(held.items(), key=lambda told: -max(stance.strength for _, stance in told[1]))


def _tier(part: Part, stances: _ByParty, named: frozenset[int]) -> Tier | None:
    """Core: announced as a dispute, or disputed by two parties; secondary: one side; contextual: only open."""
    text = f"{part.heading or ''}\n" + " ".join(line.text for line in part.lines)
    disputed, is_open = _DISPUTE.search(text) is not None, OPEN.search(text) is not None
    strong = sum(stance.strength >= 2 for _, held in stances for _, stance in held)
    if part.start in named:
        return "core"
    if len(stances) >= 2 and strong >= (1 if part.whole else 2) and (disputed or is_open or part.whole):
        return "secondary" if named else "core"
    if part.heading is None:
        apart = len(stances) >= 2 and strong and (disputed or is_open)
        return "secondary" if apart or (stances and _DISAGREE.search(text) and not part.whole) else None
    if len(stances) >= 2 and (strong or disputed or part.heading.endswith("?")):
        return "secondary"
    if strong:
        return "secondary" if disputed or is_open else "contextual"
    return "contextual" if is_open and len(part.lines) > 2 else None


def _raised_by(part: Part, stances: _ByParty) -> str:
    if len(stances) >= 2:
        return "parties"
    reported = bool(stances) or any(line.basis in ("quoted", "reported", "unnamed_source") for line in part.lines)
    return "reporting" if reported else "author"


def _summary(part: Part, gaps: Sequence[Line]) -> list[Line]:
    """At most two lines that tell most of the part: central, told sooner than foretold, of readable length."""
    frequent = Counter(word for line in part.lines for word in set(content_words(line.text)))
    heading = set(content_words(part.heading or ""))
    weights = {
        "quoted": 1.5,
        "reported": 2.0,
        "unnamed_source": 1.2,
        "background": 1.6,
        "author_view": 0.6,
        "forecast": 0.2,
    }

    def score(line: Line) -> float:
        words = content_words(line.text)
        central = sum(frequent[word] - 1 + 2 * (word in heading) for word in set(words)) / (len(words) or 1)
        facts = 0.5 * bool(line.mentions) + 0.5 * bool(line.dates or _DIGIT.search(line.text))
        length = len(line.text.split())
        unwieldy = 2.0 * (length > _WORDS_IN_SUMMARY or length < _WORDS_AT_LEAST)
        leans = 1.5 * (_LEANS.search(line.text) is not None)
        told_below = 0.7 * any(stance.strength > 1 for stance in line.stances)
        is_open = 0.8 * (OPEN.search(line.text) is not None)
        return (
            weights[line.basis]
            + central
            + facts
            + is_open
            - unwieldy
            - leans
            - told_below
            + 0.3 * (line is part.lines[0])
        )

    spare = [line for line in part.lines if line not in gaps] or list(part.lines)
    best = sorted(spare, key=lambda line: (-score(line), line.number))[:2]
    return sorted(best, key=lambda line: line.number)


def _matters(lines: Sequence[Line], told: Sequence[Line]) -> list[Line]:
    found = [
        line
        for line in lines
        if line not in told and line.basis in ("author_view", "forecast") and _MATTERS.search(line.text)
    ]
    return found[-1:]


def _watch(lines: Sequence[Line], published: date | None) -> Iterator[EventDraft]:
    """Lines that speak of a day to come: after the article's own, or by their words where it has none."""
    for line in lines:
        ahead = [
            found
            for found in line.dates
            if found.first is not None
            and (published is None or (found.last or found.first) > published)
            and _AHEAD.search(line.text[: found.end])
        ]
        if ahead:
            yield EventDraft(as_written=ahead[-1].as_written, state="scheduled", text=statement(line))


def _position(party: str, line: Line, stance: Stance, options: Sequence[OptionDraft]) -> PositionDraft:
    text = line.text[stance.start : stance.end]
    condition = _CONDITION.search(line.text, stance.start, max(stance.end, clause_end(line.text, stance.end)))
    words = set(content_words(text))
    meant = tuple(option.key for option in options if len(words & set(content_words(option.text))) >= 2)
    refuses = _REFUSES.search(text) is not None
    told = statement(line, stance.start, stance.end)
    if line.number > 1 and _BACK.search(text):  # "denies this": what it denies stands in the line before
        told = told.model_copy(update={"lines": (line.number - 1, line.number)})
    return PositionDraft(
        party=party,
        stance=told,
        backs=() if refuses else meant,
        rejects=meant if refuses else (),
        conditions=(statement(line, condition.start(), condition.end()),)
        if condition and condition.end() > stance.end
        else (),
        as_of="",
    )


def _options(lines: Sequence[Line]) -> tuple[OptionDraft, ...]:
    """The alternatives of the first "whether A, B or C"."""
    for line in lines:
        match = _WHETHER.search(line.text)
        if match is None or " or " not in match["body"]:
            continue
        body = line.text[match.start("body") : clause_end(line.text, match.start("body"))]
        listed = _ALTERNATIVES if ", or " in body else _ALTERNATIVE
        parts = [part.strip(" ,") for part in listed.split(body)]
        if 2 <= len(parts) <= 5 and all(2 <= len(part.split()) <= 20 for part in parts):
            return tuple(
                OptionDraft(key="abcde"[number], text=part, lines=(line.number,)) for number, part in enumerate(parts)
            )
    return ()
