"""How far a judgment can be relied on, by a rule that everyone can check.

The rule reads the evidence of a judgment and nothing else:

- *high*: it rests on at least two independent origins, each of which quotes or reports directly,
  no sentence that it cites is one where the sources were noted to contradict each other, and it is no
  forecast and no author's view.
- *low*: none of its sentences quotes or reports a named source, or it is a forecast or an author's
  view that comes from one origin.
- *moderate*: everything between.

A source that quotes or reports is called *direct* in the reasons. Whether a sentence does is read from its own
words (`wording.bases`). An origin is whoever vouches first: the article's publisher, else the article. What one
publisher repeats is one origin, so repetition never raises the level.

The levels are those of ICD 203 (Office of the Director of National Intelligence, Analytic Standards,
2015), which rests confidence on the quality and number of sources and on their agreement; the
thresholds are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.memo import Confidence, Judgment
from briefing.wording.bases import basis_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.memo import ArticleRecord, Evidence, SourceNote, Statement

_DIRECT = frozenset({"quoted", "reported"})
_OPEN = frozenset({"forecast", "author_view"})


def judge(
    statements: Iterable[Statement],
    evidence: Mapping[str, Evidence],
    articles: Mapping[str, ArticleRecord],
    notes: Iterable[SourceNote],
) -> tuple[Judgment, ...]:
    """The statements as judgments, each with its confidence by the rule above.

    Args:
        statements: what the memo stands for.
        evidence: by id, at least all that they cite.
        articles: by id.
        notes: on the sources; those on tensions say which sentences are contradicted.
    """
    contradicted = {entry for note in notes if note.kind == "tension" for entry in note.text.evidence}
    return tuple(
        Judgment.model_validate(
            dict(statement)
            | {
                "confidence": confidence(
                    statement, [evidence[entry] for entry in statement.evidence], articles, contradicted
                )
            }
        )
        for statement in statements
    )


def confidence(
    statement: Statement,
    evidence: Sequence[Evidence],
    articles: Mapping[str, ArticleRecord],
    contradicted: Iterable[str] = (),
) -> Confidence:
    """The level of confidence in a statement and the reason for it, by the rule above."""
    origins = {_origin(entry, articles) for entry in evidence}
    direct = {_origin(entry, articles) for entry in evidence if basis_of(entry.text) in _DIRECT}
    disputed = bool({entry.id for entry in evidence} & set(contradicted))
    open_to_question = statement.basis in _OPEN
    counted = "one source" if len(origins) == 1 else f"{_spelt(len(origins))} independent sources"
    if not direct or (open_to_question and len(origins) == 1):
        level = "low"
    elif len(direct) >= 2 and not disputed and not open_to_question:
        level = "high"
    else:
        level = "moderate"
    reasons = [f"{counted}, {_directly(len(direct), len(origins))}"]
    if open_to_question:
        reasons.append("a forecast" if statement.basis == "forecast" else "an author’s view")
    if disputed:
        reasons.append("accounts differ on it")
    return Confidence.model_validate({"level": level, "reason": "; ".join(reasons)})


def _origin(entry: Evidence, articles: Mapping[str, ArticleRecord]) -> str:
    """Who vouches first for a sentence; a source that is not named vouches for nothing by itself."""
    article = articles.get(entry.article)
    return (article.publisher if article else None) or entry.article


def _directly(direct: int, origins: int) -> str:
    """How many report themselves; at most three words, for a reason that stands in one line."""
    if direct == origins:
        return {1: "direct", 2: "both direct"}.get(direct, "all direct")
    return f"{_spelt(direct)} of them direct" if direct else "not direct" if origins == 1 else "none direct"


def _spelt(number: int) -> str:
    return dict(enumerate(("one", "two", "three", "four", "five"), start=1)).get(number, str(number))
