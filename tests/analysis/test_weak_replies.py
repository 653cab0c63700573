"""Replies that are valid and odd, as weak models give them: nothing breaks, nothing is mixed up, nothing is silent."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.drafts import ChunkDraft, OverviewDraft
from briefing.errors import InvalidReplyError
from briefing.models import Reply, decode
from briefing.options import Options
from briefing.pipeline import brief
from briefing.reading import read_text
from briefing.testing import ScriptedModel

if TYPE_CHECKING:
    from briefing.memo import Memo
    from briefing.models import Request

TEXT = (
    "Tunnel fight\n\n"
    "The Harbour Board rejects the tunnel. The Skippers' Union demands it. "
    "They met on 15 May, and voted on 5 May. Costs rose 15 percent, then 5 percent.\n"
)
RECORDS: dict[str, Any] = {name: [] for name in ("parties", "events", "figures", "origins", "tensions", "limits")}
OVERVIEW = {"title": "T", "bottom_line": [{"text": "They differ.", "basis": "reported", "lines": [1]}], "judgments": []}
# Nothing is worded anew: what a check doubts keeps its mark.
LATER: dict[str, Any] = {"link": {"groups": []}, "overview": OVERVIEW, "rewrite": {"statements": []}}


def said(text: str, *lines: int) -> dict[str, Any]:
    """A statement."""
    return {"text": text, "basis": "reported", "lines": list(lines)}


def position(party: str, text: str, *lines: int, **changed: Any) -> dict[str, Any]:
    """A position."""
    fields = {"backs": [], "rejects": [], "conditions": [], "as_of": ""}
    return {"party": party, "stance": said(text, *lines), **fields, **changed}


def point(question: str = "Will there be a tunnel?", **changed: Any) -> dict[str, Any]:
    """A point."""
    lists: dict[str, Any] = {name: [] for name in ("options", "summary", "positions", "matters", "gaps", "watch")}
    return {"tier": "core", "raised_by": "parties", "question": question, "headline": "", **lists, **changed}


def party(name: str, *aliases: str) -> dict[str, Any]:
    """A party."""
    return {"name": name, "role": "", "aliases": list(aliases), "kind": "body", "reactions": []}


def memo_of(*replies: dict[str, Any], **stages: str) -> Memo:
    """The memo of one text for each reply; other stages as given."""
    texts = [TEXT.replace("Tunnel fight", f"Tunnel {number}") for number in range(len(replies))]
    articles = [read_text(text, published=date(2026, 6, 1), source=text.split("\n")[0]) for text in texts]
    held = {article.id: reply for article, reply in zip(articles, replies, strict=True)}

    def answer(request: Request) -> str:
        if request.stage == "extract":
            return json.dumps(held[request.unit.rpartition(":")[0]])
        return stages.get(request.stage) or json.dumps(LATER[request.stage])

    # other tests tell what becomes of statements that do not hold
    return brief(articles, model=ScriptedModel(answer), options=Options(on_unsupported="mark"))


def chunk(*points: dict[str, Any], **records: Any) -> dict[str, Any]:
    """A reply on a chunk."""
    return {"points": list(points), **RECORDS, **records}


@pytest.mark.parametrize(
    "text",
    [
        '{"title":"\\u0001","x":' + "[" * 600 + "]" * 600 + "}",
        json.dumps({**OVERVIEW, "title": "\n" * 200}),
        json.dumps({**OVERVIEW, "title": " " * 400 + "x"}),
    ],
)
def test_odd_texts_are_refused_or_cut(text: str) -> None:
    """Deep nesting and white space end as a draft or as an invalid reply, never as another error."""
    try:
        decode(text, OverviewDraft, cuts=[])
    except InvalidReplyError as error:
        told = error.complaint
        assert "nested too deep" in told or "Extra inputs" in told  # a draft is as good


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=400),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["points", "text", "lines"]), inner)
        ),
        max_leaves=12,
    )
)
def test_only_an_invalid_reply_escapes(value: object) -> None:
    """Whatever JSON a model gives, decoding it ends in a draft or in an `InvalidReplyError`."""
    try:
        decode(json.dumps({"points": value}), ChunkDraft, cuts=[])
    except InvalidReplyError as error:
        assert error.complaint  # noqa: PT017  # a draft is as good


def test_dressed_option_keys_stay_apart() -> None:
    """An "Option A" and an "Option B" are two answers, and who backs one does not back the other."""
    held = point(
        options=[{"key": f"Option {key}", "text": f"answer {key}", "lines": [1]} for key in "AB"],
        positions=[position("Board", "rejects it", 1, backs=["Option B"], rejects=["a)"])],
    )
    (made,) = memo_of(chunk(held)).points
    assert [option.key for option in made.options] == ["A", "B"]
    assert (made.positions[0].backs, made.positions[0].rejects) == (("B",), ("A",))


def test_blank_names_claim_nothing() -> None:
    """A blank alias is nobody's, and a party without a name takes no position away from one that has one."""
    held = point(positions=[position("", "rejects it", 1), position("Hauliers", "demand it", 2)])
    memo = memo_of(chunk(held, parties=[party("Board", "", " "), party(" ", "Hauliers")]))
    assert [row.party for row in memo.points[0].positions] == ["Hauliers"]
    assert any("was given to nobody" in found.message for found in memo.problems)


def test_an_alias_of_two_parties_names_neither() -> None:
    """What two towns call "the council" stays "the council", within an article and across articles."""
    two = [party("Aldmoor council", "the council"), party("Bexley council", "the council")]
    held = point(positions=[position("The Council", "rejects it", 1)])
    assert memo_of(chunk(held, parties=two)).points[0].positions[0].party == "The Council"
    replies = [chunk(point(summary=[said("They differ on the tunnel.", 1)]), parties=[one]) for one in two]
    joined = point(positions=[position("the council", "rejects it", 1, 5)])
    memo = memo_of(*replies, link='{"groups": [[1, 2]]}', summarize=json.dumps(joined))
    assert [row.party for row in memo.points[0].positions] == ["the council"]


def test_parties_have_one_spelling() -> None:
    """Positions stand under the name by which their party is listed, whatever its capitals and spaces."""
    one, other = (chunk(point(positions=[position(name, "rejects it", 1)])) for name in ("Port Board", "PORT  BOARD "))
    memo = memo_of(one, other)
    assert [found.name for found in memo.parties] == ["Port Board"]
    assert {row.party for held in memo.points for row in held.positions} == {"Port Board"}


def test_dates_and_figures_are_read_between_borders() -> None:
    """A date is not read in the end of another, nor a figure; a letter is no date."""
    event = {"as_written": "5 May", "state": "happened", "text": said("They voted.", 3)}
    figure = {"as_written": "5 percent", "what": "rise", "lines": [3]}
    vague = {**event, "as_written": "a"}
    memo = memo_of(chunk(point(summary=[said("They differ.", 1)], watch=[vague]), events=[event], figures=[figure]))
    assert memo.timeline[0].date == date(2026, 5, 5)
    assert memo.figures[0].value == "5"
    assert memo.watch[0].date is None


def test_a_reply_that_rests_on_nothing_is_a_loss() -> None:
    """Without a single line cited the chunk has failed; so have a summary and an overview of that kind."""
    nothing = chunk(point(summary=[said("They differ.")], positions=[position("Board", "rejects it")]))
    assert memo_of(nothing).status == "failed"
    good = chunk(point(summary=[said("They differ on the tunnel.", 1)]))
    adrift = json.dumps({**OVERVIEW, "bottom_line": [said("They differ.", 99)]})
    memo = memo_of(good, overview=adrift)
    assert memo.status == "degraded"
    assert "The memo has no bottom line." in memo.problems[-1].message
    memo = memo_of(good, good, link='{"groups": [[1, 2]]}', summarize=json.dumps(point(summary=[said("So.", 99)])))
    assert memo.status == "degraded"
    assert len(memo.points) == 2
    assert any("were not joined into one point" in found.message for found in memo.problems)


def test_notices_are_few() -> None:
    """A reply full of wrong numbers gives ten notices of a kind and a count, and takes no time to speak of."""
    held = [
        point(f"Question {number}?", summary=[said(f"Statement {letter}{k}.", 1, *range(50, 57)) for k in "abcd"])
        for number, letter in enumerate("abcdefghijkl")
    ]
    memo = memo_of(chunk(*held))
    assert len(memo.points) == 12
    assert Counter(found.kind for found in memo.problems) == {"citation_unknown": 11, "statement_flagged": 11}
    assert sum("more such notices" in found.message for found in memo.problems) == 2


def test_points_without_a_word_fall() -> None:
    """A point that asks nothing or says nothing is dropped with a notice."""
    memo = memo_of(chunk(point("?!", summary=[said("It is so.", 1)]), point(summary=[said(" ", 1)])))
    assert memo.points == ()
    assert len([found for found in memo.problems if "says nothing" in found.message]) == 2


def test_points_on_the_same_sentences_stay_apart() -> None:
    """Points that differ in anything are kept, each with an id of its own; the very same draft stands once."""
    one, other, third = (point(summary=[said(text, 1)]) for text in ("They differ.", "They quarrel.", "They fight."))
    memo = memo_of(chunk(one, other, third, one))
    assert [held.summary[0].text for held in memo.points] == ["They differ.", "They quarrel.", "They fight."]
    assert len({held.id for held in memo.points}) == 3


def test_links_that_are_refused_are_told() -> None:
    """Two points of one text are not linked; what remains of a group still is."""
    two = chunk(
        point("Will there be a tunnel?", summary=[said("They differ on the tunnel.", 1)]),
        point("Who wants the tunnel?", summary=[said("The union wants the tunnel.", 2)]),
    )
    one = chunk(point("Is the tunnel wanted?", summary=[said("They differ on the tunnel.", 1)]))
    joined = json.dumps(point(summary=[said("They differ.", 1)]))
    memo = memo_of(two, one, link='{"groups": [[1, 2], [2, 3]]}', summarize=joined)
    assert len(memo.points) == 2
    assert len([found for found in memo.problems if "was not linked" in found.message]) == 2


def test_a_cut_reply_is_not_bought_twice() -> None:
    """Cut replies are a loss that says what to do: the halves are asked for, and nothing is asked for again."""
    model = ScriptedModel(lambda _: Reply(text='{"points": [', finish_reason="length"))
    memo = brief([read_text(TEXT)], model=model)
    assert len({request.unit for request in model.requests}) == len(model.requests) == 3
    assert "The reply was cut at its limit of tokens; lower --max-chunk-tokens" in memo.problems[0].message


def test_a_chunk_without_a_sentence_is_not_asked_about() -> None:
    """Nothing is paid for a text that has nothing to say."""
    model = ScriptedModel([])
    memo = brief([read_text("***\n")], model=model)
    assert (memo.status, model.requests) == ("empty", [])


def test_many_articles_keep_their_names() -> None:
    """Beyond a dozen articles the title still counts all, and the model sees no internal id."""
    replies = [chunk(point(summary=[said("They differ on the tunnel.", 1)])) for _ in range(20)]
    seen: list[str] = []
    texts = [TEXT.replace("Tunnel fight", f"Tunnel {number}") for number in range(20)]
    articles = [read_text(text, title=text.split("\n")[0]) for text in texts]

    def answer(request: Request) -> str:
        if request.stage == "overview":
            seen.append(request.messages[1].text)
        return json.dumps({"extract": replies[0], **LATER}[request.stage])

    brief(articles, model=ScriptedModel(answer))
    assert not any(article.id in seen[0] for article in articles)
    assert brief(articles).title == "Tunnel 0, and 19 more articles"
