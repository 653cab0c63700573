"""Numbers, dates and states in words: short, without a locale, the same in every run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefing.memo import Uncited
from briefing.writing.escaping import plain

if TYPE_CHECKING:
    import datetime as dt

    from briefing.memo import Basis, ContentionPoint, Coverage, Event, Evidence, Memo, Status

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# A Latin word and its space take 6 characters on average; 16 leaves room for long ones and still
# bounds text that is written without spaces.
_CHARACTERS_A_WORD = 16
_NAME_WORDS = 5  # of a party's name, where names are listed

MARKS: dict[Basis, str] = {
    "author_view": "author’s view",
    "forecast": "forecast",
    "unnamed_source": "unnamed source",
    "background": "background",
}
LEGEND: dict[Basis, str] = {
    "author_view": "the author’s inference or opinion",
    "forecast": "expected, not happened",
    "unnamed_source": "the source is not named",
    "background": "told without a source",
}
CHECK = ("check", "it may say more than its evidence: read the footnote")
_STATUS: dict[Status, str] = {
    "failed": "Nothing could be analysed; what went wrong is listed below.",
    "degraded": "Part of the input could not be used; what is missing is listed below.",
    "empty": "All of the input was read; no open point was found in it.",
    "offline": "Made without a model: all statements are words of {sources}.",
    "complete": "",
}
_ALL_BY_RULE = (
    "Made without the model, which could not be asked (why is told below): all statements are words of {sources}."
)
_PART_BY_RULE = "Made in part without the model, by rule, where it could not be asked (why is told below)."


def count_words(text: str) -> int:
    """Words of `text`: runs between white space that hold a letter or a digit."""
    return sum(any(map(str.isalnum, run)) for run in text.split())


_LEAD_ON = frozenset("a an the of to from and or by in on at for with that which who as than its their his her".split())
_DENY = frozenset("not never no nor neither cannot unless without hardly".split())
_AUXILIARIES = frozenset("do does did is are was were has have had will would can could may might must should".split())


def cut(text: str, words: int) -> str:
    """`text` made plain, at most `words` words (and 16 times as many characters), with … if it was cut.

    A cut leaves no word hanging that only leads on ("from the…"), and no verb before its "not".
    """
    shown = plain(text)
    kept: list[str] = []
    left = words
    runs = shown.split(" ")
    for run in runs:
        left -= count_words(run)
        if left < 0:
            break
        kept.append(run)
    if len(kept) < len(runs):
        denied = any(run.lower().strip(".,;:") in _DENY for run in runs[len(kept) : len(kept) + 2])
        while len(kept) > 1 and (kept[-1].lower() in _LEAD_ON or (denied and kept[-1].lower() in _AUXILIARIES)):
            kept.pop()
    short = " ".join(kept)[: words * _CHARACTERS_A_WORD]
    return shown if short == shown else _ended(short)


def middle_cut(text: str, words: int) -> str:
    """`text` made plain, at most `words` words, with … in the middle if it was cut."""
    shown = plain(text)
    first = cut(shown, words)
    if first == shown:
        return shown
    half = words // 2
    tail = " ".join(shown.split(" ")[-half:])[-half * _CHARACTERS_A_WORD :]
    return f"{cut(shown, words - half).rstrip('…')} … {tail.lstrip(' ,;:')}"


def _ended(text: str) -> str:
    return text.rstrip(" ,;:.–—-(“‘\"'") + "…"


def number_of(count: int, one: str, many: str | None = None) -> str:
    """`1 point`, `2 points`."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {many or one + 's'}"


def listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def day(date: dt.date) -> str:
    """`19 November 2025`."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def event_date(event: Event) -> str:
    """The event's date: a day in full; anything less exact with the source's own words."""
    written = plain(event.as_written)
    if event.date is None:
        return written
    first = day(event.date)
    if event.precision == "day":
        one_day = event.end is None or event.end == event.date
        return first if one_day else f"{first} to {day(event.end or event.date)}"
    month = first.split(" ", 1)[1]
    whole = {"month": month, "part": month}.get(event.precision, str(event.date.year))
    if event.precision in {"month", "year"}:
        return whole if written.casefold() == whole.casefold() else f"{whole} (“{written}”)"
    return written if str(event.date.year) in written else f"{written} ({whole})"


_REPORTS: tuple[Basis, ...] = ("quoted", "reported", "unnamed_source")


def shares(memo: Memo) -> tuple[int, int, int] | None:
    """Percent of the sources' sentences that report, that are told without a source, and that are their authors' own.

    They add up to 100; what rounding leaves goes to the middle one. None where nothing was counted.
    """
    bases = memo.coverage.bases
    total = sum(bases.values())
    if total <= 0:
        return None
    own = round(100 * (bases.get("author_view", 0) + bases.get("forecast", 0)) / total)
    reported = round(100 * sum(bases.get(basis, 0) for basis in _REPORTS) / total)
    return min(reported, 100 - own), 100 - own - min(reported, 100 - own), own


def as_of_line(memo: Memo) -> str:
    """When, how many articles, and how much of them is reported and how much the author's own."""
    when = f"As of {day(memo.as_of)}" if memo.as_of else "The sources state no date"
    line = f"{when}. {number_of(len(memo.articles), 'article')}"
    told = shares(memo)
    if told:
        whose = "its author’s" if len(memo.articles) == 1 else "their authors’"
        line += (
            f": {told[0]}% of the sentences report, {told[1]}% tell without a source, "
            f"{told[2]}% are {whose} own view or forecast"
        )
    return line + "."


def outlets(memo: Memo) -> dict[str, str]:
    """What each article, by its id, is called in short: its publisher; its title where that does not tell it apart."""
    publishers = [article.publisher for article in memo.articles]
    return {
        article.id: cut(article.publisher, 6)
        if article.publisher and publishers.count(article.publisher) == 1
        else cut(f"{article.publisher or ''} {article.title}", 10)
        for article in memo.articles
    }


def location(outlet: str | None, entry: Evidence | Uncited, *, section: bool = True) -> str:
    """Where a slice of an article stands: its outlet, as `outlets` calls it, its section, line or lines."""
    parts = [outlet] if outlet else []
    if section and entry.section:
        parts.append(f"“{cut(entry.section, 12)}”")
    last = entry.last_line if isinstance(entry, Uncited) else entry.line
    parts.append(f"line {entry.line}" if last == entry.line else f"lines {entry.line} to {last}")
    return ", ".join(parts)


def voices_line(point: ContentionPoint) -> str:
    """Who of a point's parties is not quoted directly, in one line; empty where all are."""
    heard = [cut(voice.party, _NAME_WORDS) for voice in point.balance if voice.quotes]
    unheard = [cut(voice.party, _NAME_WORDS) for voice in point.balance if not voice.quotes]
    if not unheard:
        return ""
    if not heard:
        return "Nobody is quoted directly."
    if len(unheard) <= max(len(heard), 2):
        return f"Not quoted directly: {listed(unheard)}."
    return f"Quoted directly: only {listed(heard)}."


def status_line(memo: Memo) -> str:
    """One honest sentence about how far the memo can be relied on; empty when there is nothing to say."""
    lost = {problem.kind for problem in memo.problems if problem.loss}
    line = _STATUS[memo.status]
    if memo.status == "degraded" and "read_by_rule" in lost:
        by_rule = _PART_BY_RULE if memo.run.stages else _ALL_BY_RULE
        line = by_rule if lost == {"read_by_rule"} else f"{by_rule} {line}"
    return line.format(sources="the article" if len(memo.articles) == 1 else "the articles")


def made_line(memo: Memo) -> str:
    """How the memo was made: status, analyst, model, and what became of the input."""
    run = memo.run
    line = f"Status {memo.status}; analyst {plain(run.analyst)}"
    model = run.model_answered or run.model_asked
    if model is not None:
        line += (
            f", model {plain(model)}" if run.stages or not run.model_asked else f"; model {plain(model)} gave nothing"
        )
    line += f"; briefing {plain(run.version)}."
    return " ".join(filter(None, (line, coverage_line(memo.coverage))))


def coverage_line(coverage: Coverage) -> str:
    """What became of sections, paragraphs, chunks and sentences; empty where there are none."""
    states = {"cited": 0, "read": 0, "left_over": 0}
    for part in coverage.runs:
        states[part.state] += part.sentences
    total = sum(states.values())
    ends = Counter(chunk.end_state for chunk in coverage.chunks)
    chunks = f"{ends['failed']:,} of {number_of(len(coverage.chunks), 'chunk')} failed"
    if ends["skipped"]:
        chunks += f", {ends['skipped']:,} skipped"
    if not total:
        return f"{chunks}." if coverage.chunks else ""
    sections, read, paragraphs, uncited = (
        sum(getattr(article, name) for article in coverage.articles)
        for name in ("sections", "sections_read", "paragraphs", "paragraphs_uncited")
    )
    unread = f", {states['left_over']:,} left unread" if states["left_over"] else ""
    return (
        f"{read:,} of {number_of(sections, 'section')} read, "
        f"{uncited:,} of {number_of(paragraphs, 'paragraph')} uncited, {chunks}; "
        f"{states['cited']:,} of {number_of(total, 'sentence')} cited in the memo's data{unread}."
    )
