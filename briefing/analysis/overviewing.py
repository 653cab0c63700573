"""The title, the bottom line and the judgments, from the points in order of prominence and the articles' openings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.analysis.analyst import Outline, title_of
from briefing.analysis.checking import Checked, check
from briefing.analysis.findings import Findings, join
from briefing.analysis.flagging import Checkable
from briefing.analysis.grounding import facts_of, ground_statements
from briefing.analysis.judging import judge
from briefing.analysis.limiting import in_turn, within
from briefing.analysis.losing import noted, step_lost
from briefing.analysis.showing import noted_text
from briefing.analysis.stating import checkable, decided_all
from briefing.errors import ModelError
from briefing.memo import BY_RULE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.analyst import Analyst
    from briefing.analysis.checking import Checker
    from briefing.analysis.findings import Library
    from briefing.analysis.stating import Verdict
    from briefing.memo import ArticleRecord, Evidence, Judgment, Statement

_MOST_POINTS = 12  # points; the overview of a memo does not grow with the number of its articles
_MOST_OPENINGS = 12  # sentences
_TITLE = "title"  # its key among what is checked
_NOTHING = "The reply rests it on no sentence that was shown; ask again, or try another model."


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands first in a memo.

    Attributes:
        title: of the memo.
        bottom_line: the first thing to know.
        judgments: with their confidence.
        findings: what these cite, and what went wrong.
    """

    title: str
    bottom_line: tuple[Statement, ...] = ()
    judgments: tuple[Judgment, ...] = ()
    findings: Findings = Findings()  # noqa: RUF009  # frozen and never changed


def overview(openings: Sequence[Evidence], library: Library, analyst: Analyst, checker: Checker) -> Overview:
    """What stands first in a memo; where the analyst fails, only a title made of the articles'.

    A remote analyst that has no point to speak of is not asked. It is shown the first 12 openings and
    then the evidence of the first 12 points in turn, as far as the limit reaches, and these points as far as
    the same limit reaches; the others are counted.

    Args:
        openings: first sentences of the articles, in order.
        library: points in order of prominence, and all that they cite.
        analyst: writes the overview.
        checker: what is done about statements that do not hold.
    """
    articles, findings = tuple(library.articles.values()), library.findings
    if analyst.remote and not findings.points:
        return Overview(title_of(articles))
    outline = _outline(articles, openings, findings)
    if analyst.remote:
        outline = _cut(outline, library)
    try:
        drafted = analyst.overview(outline)
    except ModelError as error:
        lost = step_lost("The memo has no bottom line and no judgments of its own.", error)
        return Overview(title_of(articles), findings=Findings(problems=(lost,)))
    grounded = [
        ground_statements(
            "memo",
            kind,
            drafts,
            outline.lines,
            written_by=drafted.written_by,
            published={article.id: article.published for article in articles},
        )
        for kind, drafts in (("bottom_line", drafted.draft.bottom_line), ("judgment", drafted.draft.judgments))
    ]
    (bottom_line, _), (judged, _) = grounded
    title = " ".join(drafted.draft.title.split())
    checked = Checked({})
    if drafted.written_by != BY_RULE:
        checked = _check(title, bottom_line, judged, outline, library, checker)
        bottom_line = decided_all(bottom_line, checked.verdicts)
        judged = decided_all(judged, checked.verdicts)
        title = _title(title, checked.verdicts)
    cuts = noted("the overview", drafted)
    if not bottom_line and analyst.remote:
        cuts = (step_lost("The memo has no bottom line.", _NOTHING), *cuts)
    replies = (drafted.reply,) if drafted.reply else ()
    told = Findings(problems=(*checked.problems, *cuts), replies=(*replies, *checked.replies))
    held = {entry.id: entry for entry in outline.lines}
    return Overview(
        title=title or title_of(articles),
        bottom_line=bottom_line,
        judgments=judge(judged, held, library),
        findings=join([*(part for _, part in grounded), told]),
    )


def _check(
    title: str,
    bottom_line: Sequence[Statement],
    judged: Sequence[Statement],
    outline: Outline,
    library: Library,
    checker: Checker,
) -> Checked:
    """What becomes of the title and of each statement."""
    facts = (*facts_of(outline.articles), *map(noted_text, outline.points))
    context = library.context(outline.lines, facts)
    said = [
        Checkable(_TITLE, title, (), "label"),
        *map(checkable, bottom_line),
        *(checkable(statement)._replace(kind="judgment") for statement in judged),
    ]
    return check(said, outline.lines, context, checker, unit="memo", shown="the overview")


def _title(title: str, verdicts: Mapping[str, Verdict]) -> str:
    """The title as it was decided; none where it does not hold."""
    verdict = verdicts.get(_TITLE)
    if verdict is None:
        return title
    return verdict.text if verdict.end == "kept" else ""


def _outline(articles: Sequence[ArticleRecord], openings: Sequence[Evidence], findings: Findings) -> Outline:
    shown = findings.points[:_MOST_POINTS]
    first = list(dict.fromkeys(entry.id for entry in openings[:_MOST_OPENINGS]))
    held = {entry.id: entry for entry in openings} | findings.evidence
    ids = [*first, *(entry for entry in in_turn([point.evidence for point in shown]) if entry not in first)]
    return Outline(
        articles=tuple(articles),
        points=shown,
        lines=tuple(held[entry] for entry in ids),
        openings=len(first),
        more=len(findings.points) - len(shown),
    )


def _cut(outline: Outline, library: Library) -> Outline:
    """The first points and lines; those behind the openings in the order of their articles, as a reader meets them."""
    most = within([entry.text for entry in outline.lines], library.max_tokens, library.count_tokens)
    noted = within([noted_text(point) for point in outline.points], library.max_tokens, library.count_tokens)
    openings = min(outline.openings, most)
    further = sorted(outline.lines[openings:most], key=lambda entry: (library.place_of[entry.article], entry.start))
    return replace(
        outline,
        points=outline.points[:noted],
        lines=(*outline.lines[:openings], *further),
        openings=openings,
        more=outline.more + len(outline.points) - noted,
    )
