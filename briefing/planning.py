"""What a run with a model would ask and take, before anything is asked: what is to be expected, and at most.

Both follow from the articles and the prompts. The most is a bound: every request asked again as often as it can be,
every attempt repeated, every chunk split, every reply as long as it may be, as many points as the schema allows. No
run comes near it. What is expected is an estimate.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from briefing.analysis.drafts import ChunkDraft, PointDraft
from briefing.analysis.editing import MOST_DOUBTED, MOST_REWRITES
from briefing.analysis.limiting import LEAST_TOKENS
from briefing.analysis.linking import REMOTE_BLOCK
from briefing.analysis.model_analyst import REASKS, REPEATED_CHARACTERS
from briefing.analysis.showing import BESIDE_CHARACTERS, CANDIDATE_CHARACTERS, COMPLAINT_CHARACTERS, Shown, show_chunk
from briefing.analysis.splitting import split
from briefing.article import Article
from briefing.models import Usage, strict_schema
from briefing.models.dialects import MOST_RUNGS
from briefing.models.retried_model import ATTEMPTS
from briefing.models.schemas import longest, most_texts
from briefing.models.sizing import DEFAULT_OUTPUT_TOKENS, prompt_tokens, reply_tokens
from briefing.reading import segment
from briefing.wording.tokens import count_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.analysis.model_analyst import ModelAnalyst
    from briefing.article import Chunk
    from briefing.memo import Problem
    from briefing.models import Request
    from briefing.models.prices import Price
    from briefing.options import Limits, Options

_ASKS = REASKS + 1
_HALVES = 2
# Replies to the extract stage that were written by hand for five short articles have 2.2 to 4.1 tokens for each token
# of the text; three points a chunk is what they have, half of which several chunks tell.
_TOKENS_WRITTEN = 3
_POINTS_EXPECTED = 3
_LATER_READ = {
    "link": 1_500,
    "summarize": 1_200,
    "overview": 2_000,
    "rewrite": 800,
    "second_look": 2_000,
}  # tokens beside the fixed part of the prompt
_LATER_WRITTEN = {"link": 40, "summarize": 500, "overview": 400, "rewrite": 200, "second_look": 400}
# Tokens of a character at most: one for each byte of UTF-8.
_TOKENS_A_CHARACTER = 4
_SENTENCE_TOKENS = 2_000 * _TOKENS_A_CHARACTER  # the longest sentence; one is shown whatever the limit
_COMPLAINT_TOKENS = 1_000 * _TOKENS_A_CHARACTER  # of a re-ask, beside the reply that it repeats and the schema
_ROW_TOKENS = 12  # marks, numbers and line ends around a row, and the names of facts
_LINE_TOKENS = 4  # of a line of evidence at least, with its number
_NUMBERED = 4  # notes and the numbers of their lines, over the notes alone
_STATED = frozenset(("text", "question", "headline", "title"))  # what is held against its evidence, each by itself
# Text, party, conditions, what was found, label and numbers.
_DOUBTED_CHARACTERS = 320 + 100 + BESIDE_CHARACTERS + COMPLAINT_CHARACTERS + 60
_LATER_SHOWN = frozenset(("summarize", "overview", "rewrite", "second_look"))  # steps that are shown notes beside lines
_NOTHING = Shown("source", (), ())


@dataclass(frozen=True, slots=True)
class Share:
    """What is asked and taken, by one step or by all.

    Attributes:
        calls: requests that are to be expected.
        most_calls: requests at most, retries and re-asks among them.
        input_tokens: of prompts, to be expected.
        most_input_tokens: at most.
        output_tokens: of replies, to be expected.
        most_output_tokens: at most.
        largest_input_tokens: of the prompt of one call at most.
        largest_output_tokens: of the reply to one call at most.
    """

    calls: int = 0
    most_calls: int = 0
    input_tokens: int = 0
    most_input_tokens: int = 0
    output_tokens: int = 0
    most_output_tokens: int = 0
    largest_input_tokens: int = 0
    largest_output_tokens: int = 0

    def __add__(self, other: Share) -> Share:
        return replace(
            self,
            **{name: getattr(self, name) + getattr(other, name) for name in _SUMMED},
            largest_input_tokens=max(self.largest_input_tokens, other.largest_input_tokens),
            largest_output_tokens=max(self.largest_output_tokens, other.largest_output_tokens),
        )

    @property
    def expected(self) -> Usage:
        """The tokens that are to be expected."""
        return Usage(input_tokens=self.input_tokens, output_tokens=self.output_tokens)

    @property
    def most(self) -> Usage:
        """The tokens at most."""
        return Usage(input_tokens=self.most_input_tokens, output_tokens=self.most_output_tokens)


_SUMMED = tuple(field.name for field in fields(Share))[:6]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would ask.

    Attributes:
        articles: that can be read.
        unread: sources that cannot.
        chunks: that would be asked about.
        stages: what each step would take.
        bounded: whether something but the schema bounds the length of a reply.
        limits: of the run; no step takes more, and neither do all together.
    """

    articles: int
    unread: int
    chunks: int
    stages: Mapping[str, Share]
    bounded: bool
    limits: Limits

    @property
    def total(self) -> Share:
        """What all steps would take."""
        return _within(sum(self.stages.values(), Share()), self.limits)


def plan(
    articles: Iterable[Article | Problem],
    analyst: ModelAnalyst,
    *,
    options: Options,
    limits: Limits,
    exact: bool,
    models: int = 1,
    second_look: bool = False,
) -> Plan:
    """What `brief` would ask with the same arguments; asks nobody.

    Args:
        articles: as `load` yields them.
        analyst: makes the requests; its model is not asked.
        options: how articles are analysed.
        limits: of the run; what they forbid is not planned.
        exact: whether the endpoint counts tokens with the vocabulary that we count with.
        models: how many models stand in for each other; each may be asked in turn.
        second_look: whether every statement is looked at once more.
    """
    extract, names, read, unread, chunks = Share(), 0, 0, 0, 0
    for source in articles:
        if not isinstance(source, Article):
            unread += source.loss
            continue
        read += 1
        names += _names(source)
        for chunk in split(source, segment(source), max_tokens=options.max_chunk_tokens, count=options.count_tokens):
            if chunk.sentences:
                chunks += 1
                extract += _extract(chunk, analyst, limits, exact=exact)
    stages = {"extract": extract + Share(most_calls=MOST_RUNGS)} if chunks else {}
    limit = max(options.max_chunk_tokens, LEAST_TOKENS)
    if chunks:
        stages |= _later(chunks, names, limit, analyst, limits, exact=exact)
        stages |= _checking(stages, chunks, limit, analyst, limits, exact=exact, second_look=second_look)
    stages = {stage: _within(_times(share, models), limits) for stage, share in stages.items()}
    request = analyst.request("extract", "", source=_NOTHING)
    bounded = request.max_output_tokens is not None or limits.total_tokens is not None or limits.cost is not None
    return Plan(read, unread, chunks, stages, bounded, limits)


def told(made: Plan, prices: Sequence[Price | None], *, model: str) -> str:
    """A plan as lines for a terminal.

    Args:
        made: the plan.
        prices: of the model, then of those in reserve; None where one is not known.
        model: how it is called.
    """
    total = made.total
    lines = [f"{_counted(made.articles, 'article')} in {_counted(made.chunks, 'chunk')}."]
    if made.unread:
        lines.append(f"{_counted(made.unread, 'source')} cannot be read.")
    rows: list[tuple[str, ...]] = [("", "requests", "at most", "tokens in", "at most", "tokens out", "at most")]
    rows += [_row(stage, share) for stage, share in made.stages.items()]
    rows.append(_row("in all", total))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for name, *cells in rows:
        aligned = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        lines.append("  ".join([name.ljust(widths[0]), *aligned]).rstrip())
    lines.append(_money(made, prices, model))
    if not made.bounded:
        lines.append(
            "Without --max-output-tokens only the schema bounds a reply, so the most is far off; what a model reasons "
            "first comes on top."
        )
    lines.append("The most repeats every request as often as can be; --max-calls and --max-cost set nearer limits.")
    lines.append("Replies that are in the store already are not bought again.")
    return "\n".join(lines) + "\n"


def cost(made: Plan, prices: Sequence[Price | None]) -> tuple[Decimal, Decimal] | None:
    """US dollars that are to be expected, and at most, by the dearest model; None where a price is not known."""
    known = [price for price in prices if price is not None]
    if len(known) < len(prices):
        return None
    # some prices rise with the length of a prompt: one call of average length, as often as it is made; the sum of all
    # as if it were one call is no less
    by_call = sum((_by_call(share, known[0]) for share in made.stages.values()), start=Decimal(0))
    expected = min(by_call, known[0].cost(made.total.expected))
    most = max(price.cost(made.total.most) for price in known)
    limit = made.limits.cost
    return (expected, most) if limit is None else (min(expected, limit), min(most, limit))


def to_json(made: Plan, prices: Sequence[Price | None]) -> str:
    """A plan as JSON; money as decimal strings in US dollars, null where a price is not known."""
    money = cost(made, prices)
    total = made.total
    held = {
        "plan_version": 1,
        "articles": made.articles,
        "unread": made.unread,
        "chunks": made.chunks,
        "stages": {stage: asdict(share) for stage, share in made.stages.items()},
        "total": asdict(total),
        "cost": None if money is None else str(money[0]),
        "most_cost": None if money is None else str(money[1]),
    }
    return json.dumps(held, indent=2) + "\n"


def _extract(chunk: Chunk, analyst: ModelAnalyst, limits: Limits, *, exact: bool) -> Share:
    """The whole chunk and its halves, each with its re-asks and the attempts of each."""
    request = analyst.request("extract", "", source=show_chunk(chunk))
    asks = _ASKS * (1 + _HALVES)
    text = count_tokens(chunk.article.text[chunk.start : chunk.end])
    # a half is told the headings in force where it starts, which the whole shows as rows
    return _share(request, 1, asks, 0, _TOKENS_WRITTEN * text, limits, exact=exact)


def _later(
    chunks: int, names: int, limit: int, analyst: ModelAnalyst, limits: Limits, *, exact: bool
) -> dict[str, Share]:
    """The steps after extract: what they show is limited, but for one sentence, one point and the names of sources."""
    parts = chunks * _HALVES
    body: Any = strict_schema(ChunkDraft).body
    points = parts * int(body["properties"]["points"]["maxItems"])
    expected = chunks * _POINTS_EXPECTED
    # neighbours among the packed blocks hold more than a block's points together
    blocks = 2 * points // REMOTE_BLOCK + 1
    reply = reply_tokens(analyst.request("extract", "", source=_NOTHING), limits) or 0
    evidence = max(limit, _SENTENCE_TOKENS) + _ROW_TOKENS * limit // _LINE_TOKENS + 2 * names
    # one point is shown whatever the limit; an endpoint that does not keep to the schema is kept to it by the decoder
    point = int(longest(strict_schema(PointDraft).body))
    noted = _NUMBERED * max(limit, min(reply, point))
    several = chunks > 1
    shown = {
        "link": REMOTE_BLOCK * (CANDIDATE_CHARACTERS * _TOKENS_A_CHARACTER + _ROW_TOKENS),
        "summarize": evidence + noted,
        "overview": evidence + noted,
    }
    most = {"link": blocks, "summarize": points // 2, "overview": 1}
    likely = {
        "link": -(-expected // REMOTE_BLOCK) if several else 0,
        "summarize": expected // 4 if several else 0,
        "overview": 1,
    }
    made = {}
    for stage, times in most.items():
        notes = {} if stage == "link" else {"notes": Shown("notes", (), ())}
        request = analyst.request(stage, "", source=_NOTHING, **notes)
        likely_times = min(likely[stage], times)
        written = _LATER_WRITTEN[stage]
        one = _share(request, likely_times, times * _ASKS, shown[stage], written, limits, exact=exact)
        made[stage] = one + Share(input_tokens=likely_times * min(_LATER_READ[stage], shown[stage]))
    return made


def _checking(
    stages: Mapping[str, Share],
    chunks: int,
    limit: int,
    analyst: ModelAnalyst,
    limits: Limits,
    *,
    exact: bool,
    second_look: bool,
) -> dict[str, Share]:
    """What is asked about statements that are there: once more those in which a check finds a slip, and all of them.

    A model that keeps to its lines is asked for nothing once more, so none of that is to be expected.
    """
    units = {"extract": chunks * _HALVES, "overview": 1, "summarize": _units(stages["summarize"])}
    batches = {stage: _batches(analyst, stage) for stage in units}
    lines = max(limit, _SENTENCE_TOKENS) + _ROW_TOKENS * limit // _LINE_TOKENS
    shown = lines + MOST_DOUBTED * (_DOUBTED_CHARACTERS * _TOKENS_A_CHARACTER + 2 * _ROW_TOKENS)
    made = {}
    for stage, likely in (("rewrite", 0), ("second_look", chunks + stages["summarize"].calls + 1)):
        if stage == "rewrite" or second_look:
            # what is worded anew is looked at again
            most = sum(
                number * (min(batches[unit], MOST_REWRITES) if stage == "rewrite" else batches[unit] + MOST_REWRITES)
                for unit, number in units.items()
            )
            request = analyst.request(stage, "", source=_NOTHING, notes=_NOTHING)
            one = _share(request, likely, most * _ASKS, shown, _LATER_WRITTEN[stage], limits, exact=exact)
            made[stage] = one + Share(input_tokens=likely * min(_LATER_READ[stage], shown))
    return made


def _batches(analyst: ModelAnalyst, stage: str) -> int:
    """Requests at most about all that one reply of a step states."""
    notes = {"notes": _NOTHING} if stage in _LATER_SHOWN else {}
    schema = analyst.request(stage, "", source=_NOTHING, **notes).schema
    assert schema is not None  # noqa: S101  # for the type checker: every step has one
    return -(-most_texts(schema.body, _STATED) // MOST_DOUBTED)


def _units(share: Share) -> int:
    """Units of a step at most."""
    return share.most_calls // (_ASKS * ATTEMPTS)


def _share(request: Request, times: int, asks: int, shown: int, written: int, limits: Limits, *, exact: bool) -> Share:
    """What requests of one kind take.

    Args:
        request: one of them, without what `shown` counts.
        times: how many are to be expected.
        asks: how many at most, without attempts that fail.
        shown: tokens of a unit at most, beside `request`.
        written: tokens of a reply that are to be expected.
        limits: of the run.
        exact: whether tokens are counted as the endpoint counts them.
    """
    fixed = prompt_tokens(request, exact=exact)
    written_most = reply_tokens(request, limits) or 0
    if request.max_output_tokens is None:  # a reply that was cut is asked for with a limit up to this
        written_most = max(written_most, DEFAULT_OUTPUT_TOKENS)
    words = count_tokens(request.schema.words) if request.schema else 0
    plain = replace(request, schema=replace(request.schema, words="") if request.schema else None)
    # a re-ask repeats the reply, which the endpoint has counted as its output
    repeated = min(written_most, REPEATED_CHARACTERS * _TOKENS_A_CHARACTER) + _COMPLAINT_TOKENS + words
    calls = asks * ATTEMPTS
    read_most = fixed + (shown + repeated) * (1 if exact else 2)
    return Share(
        calls=times,
        most_calls=calls,
        input_tokens=times * prompt_tokens(plain, exact=True),
        most_input_tokens=calls * read_most,
        output_tokens=times * min(written, written_most),
        most_output_tokens=calls * written_most,
        largest_input_tokens=read_most,
        largest_output_tokens=written_most,
    )


def _names(article: Article) -> int:
    """Tokens of what the later steps may tell of an article and its sections beside their sentences."""
    facts = [article.title, article.publisher, article.author, article.url]
    told = [text[:300] for text in facts if text] + [(section.heading or "")[:300] for section in article.sections]
    return sum(count_tokens(text) + _ROW_TOKENS for text in told) + _ROW_TOKENS


def _times(share: Share, models: int) -> Share:
    """With models in reserve each request may be put to all of them."""
    return replace(
        share,
        most_calls=share.most_calls * models,
        most_input_tokens=share.most_input_tokens * models,
        most_output_tokens=share.most_output_tokens * models,
    )


def _by_call(share: Share, price: Price) -> Decimal:
    if not share.calls:
        return Decimal(0)
    usage = Usage(
        input_tokens=share.input_tokens // share.calls,
        output_tokens=share.output_tokens // share.calls,
    )
    return share.calls * price.cost(usage)


def _within(share: Share, limits: Limits) -> Share:
    """No step takes more than the run may: so many calls, each as large as the largest, and so many tokens."""
    calls = share.most_calls if limits.calls is None else min(share.most_calls, limits.calls)
    read = min(share.most_input_tokens, calls * share.largest_input_tokens)
    written = min(share.most_output_tokens, calls * share.largest_output_tokens)
    if limits.total_tokens is not None:
        read, written = min(read, limits.total_tokens), min(written, limits.total_tokens)
    return replace(
        share,
        calls=min(share.calls, calls),
        most_calls=calls,
        input_tokens=min(share.input_tokens, read),
        most_input_tokens=read,
        output_tokens=min(share.output_tokens, written),
        most_output_tokens=written,
    )


def _row(name: str, share: Share) -> tuple[str, ...]:
    return (name, *(f"{getattr(share, field):,}" for field in _SUMMED))


def _money(made: Plan, prices: Sequence[Price | None], model: str) -> str:
    money = cost(made, prices)
    if money is None:
        whose = model if prices[0] is None else "a model in reserve"
        return f"The price of {whose} is not known; give --prices FILE."
    sources = ", ".join(dict.fromkeys(price.source for price in prices if price is not None))
    return f"About US${_rounded(money[0])}, at most US${_rounded(money[1])} (prices: {sources})."


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _rounded(amount: Decimal) -> str:
    return f"{amount:,.4f}" if amount < 1 else f"{amount:,.2f}"
