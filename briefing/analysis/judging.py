"""How far a judgment can be relied on, by a rule that everyone can check.

The rule reads the evidence of a judgment and nothing else:

- *high*: at least two outlets quote or report directly, and not all of them the same party; the judgment is no
  forecast and no author's view, and on none of its sentences the sources were noted to contradict each other.
- *low*: none of its sentences quotes or reports a named source, or it is a forecast or an author's
  view that one outlet alone gives.
- *moderate*: everything between.

An outlet is an article's publisher, else the article itself: what one publisher repeats never raises the level.
Nor does what several outlets have from one party, or from one report: of the sentences on which a position rests, the
voice is that party's; of others, that of whoever made the report that they tell (`Evidence.attribution`), else the
outlet's. An outlet with a sentence that quotes or reports is said, in the reasons, to name its source; whether a
sentence does is read from its own words (`wording.bases`), and one in quotation marks from end to end does.

The levels are those of ICD 203 (Office of the Director of National Intelligence, Analytic Standards,
2015), which rests confidence on the quality and number of sources and on their agreement; the
thresholds are ours.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from briefing.memo import Confidence, Judgment
from briefing.wording.bases import basis_of
from briefing.wording.names import folded, shortens
from briefing.wording.quoted import find_quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from briefing.analysis.findings import Library
    from briefing.memo import ArticleRecord, Basis, Evidence, Statement

_NAMED = frozenset({"quoted", "reported"})
_OPEN = frozenset({"forecast", "author_view"})


def judge(statements: Iterable[Statement], evidence: Mapping[str, Evidence], library: Library) -> tuple[Judgment, ...]:
    """The statements as judgments, each with its confidence by the rule above.

    Args:
        statements: what the memo stands for.
        evidence: by id, at least all that they cite.
        library: its points say whose positions rest on which sentences, its notes on tensions which sentences
            are contradicted.
    """
    findings = library.findings
    voices: dict[str, set[str]] = {}
    for point in findings.points:
        for position in point.positions:
            for entry in position.stance.evidence:
                voices.setdefault(entry, set()).add(folded(position.party))
    contradicted = {entry for note in findings.source_notes if note.kind == "tension" for entry in note.text.evidence}
    return tuple(
        Judgment.model_validate(
            dict(statement)
            | {
                "confidence": confidence(
                    statement.basis,
                    [evidence[entry] for entry in statement.evidence],
                    library.articles,
                    voices=voices,
                    contradicted=contradicted,
                )
            }
        )
        for statement in statements
    )


def confidence(
    basis: Basis,
    evidence: Sequence[Evidence],
    articles: Mapping[str, ArticleRecord],
    *,
    voices: Mapping[str, Collection[str]] | None = None,
    contradicted: Collection[str] = (),
) -> Confidence:
    """The level of confidence in a judgment and the reason for it, by the rule above.

    Args:
        basis: of the judgment.
        evidence: what it rests on, at least one sentence.
        articles: by id.
        voices: the parties whose positions rest on a sentence, by evidence id.
        contradicted: ids of evidence on which the sources contradict each other.
    """
    told = [(_outlet(entry, articles), _read(entry.text), entry.id) for entry in evidence]
    outlets = {outlet for outlet, _, _ in told}
    named = {outlet for outlet, read, _ in told if read in _NAMED}
    origin = {entry.id: _origin(entry, outlets) for entry in evidence if entry.attribution}
    heard = [
        (outlet, {*(voices or {}).get(entry, (origin.get(entry, outlet),))})
        for outlet, read, entry in told
        if read in _NAMED
    ]
    independent = any(one[0] != other[0] and len(one[1] | other[1]) > 1 for one, other in combinations(heard, 2))
    disputed = any(entry in contradicted for _, _, entry in told)
    alone = len({outlet for outlet, read, _ in told if read in _OPEN}) <= 1
    if not named or (basis in _OPEN and alone):
        level = "low"
    elif independent and not disputed and basis not in _OPEN:
        level = "high"
    else:
        level = "moderate"
    reasons = [f"{_spelt(len(outlets))} outlet{'s' if len(outlets) > 1 else ''}, {_naming(len(named), len(outlets))}"]
    if basis in _OPEN:
        reasons.append("a forecast" if basis == "forecast" else "an author’s view")
    elif len(named) > 1 and not independent:
        reasons.append("all on one source’s word")
    if disputed:
        reasons.append("accounts differ on it")
    return Confidence.model_validate({"level": level, "reason": "; ".join(reasons)})


def _outlet(entry: Evidence, articles: Mapping[str, ArticleRecord]) -> str:
    article = articles.get(entry.article)
    return (article.publisher if article else None) or entry.article


def _origin(entry: Evidence, outlets: Iterable[str]) -> str:
    """Who made the report that a sentence tells: one of the outlets, by its full name, or somebody else."""
    return next((outlet for outlet in outlets if shortens(entry.attribution[0], outlet)), folded(entry.attribution[0]))


def _read(text: str) -> Basis:
    speech = any(start <= 1 and end >= len(text) - 1 for start, end in find_quoted(text))
    return basis_of(text, quoted=speech)


def _naming(named: int, outlets: int) -> str:
    """How many name their source, for a reason that stands in one line."""
    if outlets == 1:
        return "source named" if named else "no source named"
    if named == outlets:
        return f"{'both' if named == 2 else 'all'} name their source"
    return {0: "no source named", 1: "one of them names its source"}.get(
        named, f"{_spelt(named)} of them name their source"
    )


def _spelt(number: int) -> str:
    return dict(enumerate(("one", "two", "three", "four", "five"), start=1)).get(number, str(number))
