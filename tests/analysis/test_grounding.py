"""Line numbers become evidence; what cites nothing falls, and the memo says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from briefing.analysis.drafts import (
    ChunkDraft,
    EventDraft,
    FigureDraft,
    PointDraft,
    PositionDraft,
    StatementDraft,
)
from briefing.analysis.grounding import cut_chunk, ground
from briefing.analysis.splitting import split
from briefing.reading import read_text, segment

if TYPE_CHECKING:
    from briefing.analysis.findings import Findings
    from briefing.article import Chunk

TEXT = (
    "Tunnel fight\n\n"
    "The Harbour Board rejects the tunnel. The Skippers' Union demands it by the end of June 2027. "
    "A hearing opens on Tuesday. It would cost up to 40 million crowns.\n"
)


def chunk() -> Chunk:
    """Four lines; published on a Thursday."""
    article = read_text(TEXT, published=date(2026, 11, 19))
    (made,) = split(article, segment(article))
    assert len(made.sentences) == 4
    return made


def said(*lines: int, text: str = "rejects the tunnel") -> StatementDraft:
    """A statement that cites `lines`."""
    return StatementDraft(text=text, basis="reported", lines=lines)


def point(**changed: Any) -> PointDraft:
    """A point with one position, changed where a test says so."""
    fields: dict[str, Any] = {
        "tier": "core",
        "raised_by": "parties",
        "question": "Will there be a tunnel?",
        "headline": "Tunnel",
        "options": (),
        "summary": (said(1),),
        "positions": (
            PositionDraft(party="Harbour Board", stance=said(1), backs=(), rejects=(), conditions=(), as_of=""),
        ),
        "matters": (),
        "gaps": (),
        "watch": (),
    }
    return PointDraft(**{**fields, **changed})


def grounded(**held: Any) -> Findings:
    """What becomes of a draft with these parts."""
    fields: dict[str, Any] = {"points": (), "parties": (), "events": (), "figures": ()}
    fields |= {"origins": (), "tensions": (), "limits": ()}
    return ground(ChunkDraft(**{**fields, **held}), chunk(), cut_chunk(chunk()), written_by="tester")


def test_lines_become_slices() -> None:
    """A cited line is the article's own characters, with section and line of the file."""
    findings = grounded(points=(point(),))
    (entry,) = findings.evidence.values()
    assert entry.text == "The Harbour Board rejects the tunnel."
    assert (entry.line, entry.section) == (3, None)
    assert findings.points[0].summary[0].evidence == (entry.id,)
    assert findings.points[0].summary[0].written_by == "tester"
    assert findings.problems == ()


def test_unknown_lines_are_noticed() -> None:
    """Numbers that do not exist (zero, negative, too large) are notices; the rest of the statement stands."""
    findings = grounded(points=(point(summary=(said(0, -1, 1, 5, 10**12),)),))
    assert len(findings.points[0].summary) == 1
    assert {found.kind for found in findings.problems} == {"citation_unknown"}
    (notice,) = findings.problems
    assert notice.message.startswith("0, -1, 5, 1000000000000, cited for “rejects the tunnel”, is no number of the 4 ")
    assert not any(found.loss for found in findings.problems)


def test_statements_without_evidence_fall() -> None:
    """A statement whose lines do not exist is dropped with a notice, and its position with it."""
    lost = PositionDraft(party="Ghost", stance=said(99), backs=(), rejects=(), conditions=(), as_of="")
    findings = grounded(points=(point(positions=(lost,)),))
    assert findings.points[0].positions == ()
    assert "statement_dropped" in {found.kind for found in findings.problems}


def test_points_without_evidence_fall() -> None:
    """A point of which nothing is left is dropped with a notice."""
    findings = grounded(points=(point(summary=(said(99),), positions=()),))
    assert findings.points == ()
    assert any("Will there be a tunnel?" in found.message for found in findings.problems)


def test_gaps_may_lack_evidence() -> None:
    """A gap without lines stays: the sources do not state it."""
    findings = grounded(points=(point(gaps=(said(text="Who pays"),)),))
    assert findings.points[0].gaps[0].evidence == ()


def test_dates_are_parsed_where_they_stand() -> None:
    """A weekday is resolved by the words before it, and a deadline is its last day."""
    events = (EventDraft(as_written="Tuesday", state="scheduled", text=said(3, text="A hearing opens on Tuesday.")),)
    watch = (EventDraft(as_written="the end of June 2027", state="scheduled", text=said(2, text="demands it")),)
    findings = grounded(events=events, points=(point(watch=watch),))
    assert findings.events[0].date in (date(2026, 11, 17), date(2026, 11, 24))
    assert findings.watch[0].date == date(2027, 6, 30)
    assert findings.points[0].watch == (findings.watch[0].id,)


def test_dates_that_are_not_there_fall() -> None:
    """A date that the cited line does not hold is dropped with a notice."""
    findings = grounded(events=(EventDraft(as_written="3 May 2027", state="scheduled", text=said(3)),))
    assert findings.events == ()
    assert "3 May 2027" in findings.problems[0].message


def test_figures_are_read_from_the_line() -> None:
    """A figure's value and qualifier are ours, and one that the line does not hold falls."""
    good = FigureDraft(as_written="40 million crowns", what="the cost", lines=(4,))
    bad = FigureDraft(as_written="50 million crowns", what="the cost", lines=(4,))
    findings = grounded(figures=(good, bad))
    (figure,) = findings.figures
    assert (figure.value, figure.qualifier, figure.unit) == ("40000000", "up_to", "crowns")
    assert [found.kind for found in findings.problems] == ["statement_dropped"]


def test_the_same_draft_has_the_same_ids() -> None:
    """Ids come from what is cited, not from chance or place."""
    assert grounded(points=(point(),)) == grounded(points=(point(),))
