"""A dispute told by several parts becomes one point, written anew from the evidence of all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.analysis.analyst import Dossier
from briefing.analysis.checking import check_findings
from briefing.analysis.findings import Findings
from briefing.analysis.grounding import facts_of, ground_point, names_of
from briefing.analysis.limiting import in_turn, within
from briefing.analysis.losing import noted, step_lost
from briefing.analysis.showing import noted_text
from briefing.errors import ModelError
from briefing.memo import BY_RULE, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.analysis.analyst import Analyst
    from briefing.analysis.checking import Checker
    from briefing.analysis.findings import Library
    from briefing.memo import ContentionPoint, Indicator, Problem

_NOTHING = "The reply rests on no sentence that was shown; ask again, or try another model."


def summarize(group: Sequence[ContentionPoint], library: Library, analyst: Analyst, checker: Checker) -> Findings:
    """One point of all the points of a group; a group of one is returned as it is, unasked.

    A remote analyst is shown the evidence in turn, the first sentence of each part, then the second of
    each and so on, as far as the limit reaches (what is left out is told in a notice), and how the first parts
    were read, as far as the same limit reaches.

    Args:
        group: points that are the same dispute, in order.
        library: what the group's evidence, indicators and parties are looked up in.
        analyst: writes the point.
        checker: what is done about statements that do not hold.

    Returns:
        The point, its indicators and what grounding had to say. Where the analyst fails, or its
        draft rests on nothing, the group's points are kept as they are.
    """
    watched = {indicator.id: indicator for point in group for indicator in library.watch_of.get(point.id, ())}
    held = tuple(watched.values())
    kept = Findings(points=tuple(group), watch=held)
    if len(group) == 1:
        return kept
    dossier, cut = _dossier(group, library, limited=analyst.remote)
    asked = " / ".join(dict.fromkeys(f"“{point.question}”" for point in group))
    try:
        drafted = analyst.summarize(dossier)
    except ModelError as error:
        lost = step_lost(f"The {len(group)} parts of the dispute {asked} were not joined into one point.", error)
        return replace(kept, problems=(lost,))
    told_in = dict.fromkeys(article for point in group for article in point.articles)
    findings = ground_point(
        drafted.draft,
        dossier.lines,
        written_by=drafted.written_by,
        published={article: library.articles[article].published for article in told_in},
        names=names_of(party for article in told_in for party in library.parties.get(article, ())),
        told_by=[point.id for point in group],
    )
    if drafted.written_by != BY_RULE:
        facts = (*facts_of(library.articles[article] for article in told_in), *map(noted_text, dossier.parts))
        context = library.context(dossier.lines, facts)
        shown = "the evidence of a point"
        findings = check_findings(findings, dossier.lines, context, checker, unit=group[0].id, shown=shown)
    problems = (*findings.problems, *cut, *noted(f"the dispute {asked}", drafted))
    if not findings.points:
        lost = step_lost(f"The {len(group)} parts of the dispute {asked} were not joined into one point.", _NOTHING)
        return replace(kept, problems=(lost, *problems))
    point = findings.points[0]
    handed = tuple(indicator.model_copy(update={"points": (point.id,)}) for indicator in held)
    watch = findings.watch or handed
    point = point.model_copy(update={"watch": tuple(dict.fromkeys(indicator.id for indicator in watch))})
    return replace(
        findings,
        points=(point,),
        watch=watch,
        problems=problems,
        replies=(*((drafted.reply,) if drafted.reply else ()), *findings.replies),
    )


def _dossier(
    group: Sequence[ContentionPoint], library: Library, *, limited: bool
) -> tuple[Dossier, tuple[Problem, ...]]:
    """What the analyst is shown, and a notice on what it is not."""
    evidence = library.findings.evidence
    parts = [list(dict.fromkeys(_cited(point, library.watch_of.get(point.id, ())))) for point in group]
    if not limited:
        lines = tuple(evidence[entry] for entry in dict.fromkeys(entry for part in parts for entry in part))
        return Dossier(tuple(group), lines, library.articles), ()
    ranked = tuple(evidence[entry] for entry in in_turn(parts))
    most = within([entry.text for entry in ranked], library.max_tokens, library.count_tokens)
    noted = within([noted_text(point) for point in group], library.max_tokens, library.count_tokens)
    lines = tuple(sorted(ranked[:most], key=lambda entry: (library.place_of[entry.article], entry.start)))
    cut = (
        (
            problem(
                "evidence_cut",
                f"“{group[0].question}” was summarized from {most} of its {len(ranked)} sentences.",
                "Raise --max-chunk-tokens if the model can read more at once.",
                loss=False,
            ),
        )
        if most < len(ranked)
        else ()
    )
    return Dossier(tuple(group[:noted]), lines, library.articles), cut


def _cited(point: ContentionPoint, watch: Iterable[Indicator]) -> list[str]:
    """What a point as a whole cites, then what only its parts and its indicators do."""
    parts = [
        *(statement.evidence for statement in (*point.summary, *point.matters)),
        *(option.evidence for option in point.options),
        *(position.stance.evidence for position in point.positions),
        *(condition.evidence for position in point.positions for condition in position.conditions),
        *(gap.evidence for gap in point.gaps),
        *(indicator.text.evidence for indicator in watch),
    ]
    return [*point.evidence, *(entry for part in parts for entry in part)]
