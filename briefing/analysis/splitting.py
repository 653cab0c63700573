"""Splitting an article into few large chunks of whole sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, replace
from itertools import accumulate, compress, pairwise
from operator import ne
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from briefing.analysis.cutting import pieces
from briefing.article import Chunk
from briefing.errors import OptionError
from briefing.wording.tokens import count_tokens, is_border, surely_fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefing.article import Article, Section, Sentence

    _Span = TypeVar("_Span", Section, Sentence)

# What ends at a cut; the greater, the better a place to end a chunk.
_FORCED: Final = 0  # nothing: the limit leaves no better place
_SENTENCE: Final = 1
_PARAGRAPH: Final = 2
_SECTION: Final = 3

# What is longer than the limit at this rate, about that of English, is counted by sentences at once.
_CHARACTERS_A_TOKEN = 4
# A call costs as much as some 100 characters, so short paragraphs are counted together: in runs of at most
# half as many characters as the limit has tokens, which is 1/9 of a chunk of English.
_CHARACTERS_A_RUN = 0.5
_BARE_HEADING = 7  # one level, below the six that mark-up can give


def halve(chunk: Chunk) -> tuple[Chunk, ...]:
    """Two parts of `chunk` of about the same length, parted where a section begins if one does near the middle.

    Nothing where there are fewer than two sentences.
    """
    if len(chunk.sentences) < 2:
        return ()
    starts = [sentence.start for sentence in chunk.sentences[1:]]
    headings = [section.start for section in chunk.article.sections if starts[0] <= section.start <= starts[-1]]
    middle, reach = (chunk.start + chunk.end) / 2, (chunk.end - chunk.start) / 4
    near = [place for place in headings if abs(place - middle) <= reach]
    place = min(near or starts, key=lambda start: abs(start - middle))
    first = tuple(sentence for sentence in chunk.sentences if sentence.start < place)
    second = chunk.sentences[len(first) :]
    path = next(_heading_paths(chunk.article.sections, [place]))
    return replace(chunk, end=place, sentences=first), replace(chunk, start=place, sentences=second, heading_path=path)


class _Cut(NamedTuple):
    place: int
    ends: int


class _Unit(NamedTuple):
    """A span that is counted in one go, and what its end is.

    Attributes:
        start: first character.
        end: one past the last character.
        ends: `_FORCED` to `_SECTION`.
        tokens: of the span by itself.
        adds_up: whether tokens before and after `end` are known to add up exactly.
    """

    start: int
    end: int
    ends: int
    tokens: int
    adds_up: bool


def split(
    article: Article,
    sentences: Sequence[Sentence],
    *,
    max_tokens: int = 6_000,
    count: Callable[[str], int] | None = None,
) -> tuple[Chunk, ...]:
    """Cuts `article` into chunks that tile it, each of at most `max_tokens` tokens.

    As long as more than two chunks are left, a chunk ends at the farthest end of a section that leaves it at
    least half full, else of a paragraph that does, else of a sentence. What fits into two is made as
    even as the ends of sections, else of paragraphs, else of sentences allow. Short paragraphs of a
    section count as one in this, up to a ninth of a chunk. A heading goes with what follows it.

    The limit wins over all this. A sentence that alone exceeds it is cut: after a line or clause where that
    leaves the piece at least half full, else after a word, else after a grapheme. The pieces are
    sentences of their own. Only a grapheme that alone exceeds the limit is cut inside, and only a single
    character may exceed it. A chunk has no sentence only where the article has none, or where the limit
    separates a sentence from a heading, mark-up or white space beside it.

    Args:
        article: what to split.
        sentences: its sentences, in order, without overlap.
        max_tokens: most tokens of a chunk's text, at least 1. The default is that of `Options`.
        count: counts the tokens of a text; None for `o200k_base`. Where counts of neighbouring texts do not
            add up, chunks may come out a little smaller.

    Returns:
        The chunks in order; none for an empty text.

    Raises:
        OptionError: `max_tokens` is below 1.
    """
    if max_tokens < 1:
        raise OptionError(f"max_tokens is {max_tokens}; give a number from 1.")
    if not article.text:
        return ()
    if count is None and surely_fits(article.text, max_tokens):
        return tuple(_chunks(article, sentences, [len(article.text)]))
    splitter = _Splitter(article, sentences, max_tokens, count or count_tokens, additive=count is None)
    return tuple(_chunks(article, sentences, splitter.ends()))


@dataclass(frozen=True, slots=True)
class _Splitter:
    """What the steps that find the ends of chunks have in common."""

    article: Article
    sentences: Sequence[Sentence]
    limit: int
    count: Callable[[str], int]
    additive: bool

    def ends(self) -> Iterator[int]:
        """Yields where each chunk ends."""
        ahead = deque(self._runs())
        total = sum(unit.tokens for unit in ahead)
        room = self.limit
        while ahead:
            taken, total = self._fill(ahead, total, room)
            end = _best_end(taken, total, self.limit) if ahead else 0
            held = taken[: end or _farthest_end(taken)]
            ahead.extendleft(reversed(taken[len(held) :]))
            tokens = sum(unit.tokens for unit in held)
            real = tokens if _adds_up(held) else self.count(self.article.text[held[0].start : held[-1].end])
            if real > self.limit and len(held) > 1:
                ahead.extendleft(reversed(held))
                room = min(tokens - 1, tokens * self.limit // real)
            else:
                yield held[-1].end
                total -= tokens
                room = self.limit

    def _fill(self, ahead: deque[_Unit], total: int, room: int) -> tuple[list[_Unit], int]:
        """Moves what fits into `room` tokens from `ahead`, cut finer where the chunk would stay small.

        Returns:
            What was moved, at least one unit, and `total` with the counts of the finer units.
        """
        taken: list[_Unit] = []
        while ahead:
            if ahead[0].tokens <= room:
                room -= ahead[0].tokens
                taken.append(ahead.popleft())
                continue
            if taken and _best_end(taken, total, self.limit, _PARAGRAPH):
                break
            finer = self._finer(ahead[0], forced=not taken and ahead[0].tokens > self.limit)
            if finer:
                total += sum(unit.tokens for unit in finer) - ahead.popleft().tokens
                ahead.extendleft(reversed(finer))
            else:
                if not taken:
                    taken.append(ahead.popleft())
                break
        return taken, total

    def _runs(self) -> Iterator[_Unit]:
        """Yields what is counted first: short paragraphs of a section together, very long ones by sentences."""
        sentences, together = self.sentences, self.limit * _CHARACTERS_A_RUN
        paragraphs = [sentence.paragraph for sentence in sentences]
        firsts = list(compress(range(1, len(sentences)), map(ne, paragraphs, paragraphs[1:])))
        stops = [sentences[number].start for number in firsts[1:]]
        end = len(self.article.text)
        start = 0
        for number, stop in zip(firsts, (*stops, end), strict=False):
            before, after = sentences[number - 1], sentences[number]
            if stop - start > together or after.section != before.section:
                cut = _cut(self.article, before, after)
                yield from self._run(start, cut)
                start = cut.place
        yield from self._run(start, _Cut(end, _SECTION))

    def _run(self, start: int, cut: _Cut) -> Iterator[_Unit]:
        long = cut.place - start > self.limit * _CHARACTERS_A_TOKEN
        return self._units(start, (*(self._cuts(start, cut.place) if long else ()), cut))

    def _finer(self, unit: _Unit, *, forced: bool) -> list[_Unit]:
        """The paragraphs of `unit`, else its sentences, else the pieces of it if `forced`, else nothing."""
        cuts = self._cuts(unit.start, unit.end)
        cuts = [cut for cut in cuts if cut.ends >= _PARAGRAPH] or cuts
        if not cuts and forced:
            places = self._edges(unit) or pieces(self.article.text, unit.start, unit.end, self.limit, self.count)
            cuts = [_Cut(place, _FORCED) for place in places]
        return list(self._units(unit.start, (*cuts, _Cut(unit.end, unit.ends)))) if cuts else []

    def _cuts(self, start: int, end: int) -> list[_Cut]:
        """Where sentences end inside of a part of the text."""
        cuts = [_cut(self.article, *pair) for pair in pairwise(_among(self.sentences, start, end))]
        return [cut for cut in cuts if start < cut.place < end]

    def _edges(self, unit: _Unit) -> list[int]:
        """Where headings and sentences start and end inside of `unit`."""
        spans: tuple[Section | Sentence, ...] = (
            *_among(self.article.sections, unit.start, unit.end),
            *_among(self.sentences, unit.start, unit.end),
        )
        places = {place for span in spans for place in (span.start, span.end)}
        return sorted(place for place in places if unit.start < place < unit.end)

    def _units(self, start: int, cuts: Iterable[_Cut]) -> Iterator[_Unit]:
        text, count, additive = self.article.text, self.count, self.additive
        for end, ends in cuts:
            yield _Unit(start, end, ends, count(text[start:end]), additive and is_border(text, end))
            start = end


def _adds_up(units: Sequence[_Unit]) -> bool:
    return all(unit.adds_up for unit in units[:-1])


def _cut(article: Article, before: Sentence, after: Sentence) -> _Cut:
    """Where a chunk may end between two neighbouring sentences: before the heading, if any, of the second."""
    if after.section != before.section:
        heading = article.sections[before.section + 1].start
        return _Cut(min(max(heading, before.end), after.start), _SECTION)
    line_end = article.text.rfind("\n", before.end, after.start)
    # Within a line the space goes with what follows, because tokens begin with it.
    place = before.end if line_end < 0 else line_end + 1
    return _Cut(place, _PARAGRAPH if after.paragraph != before.paragraph else _SENTENCE)


def _best_end(taken: Sequence[_Unit], total: int, limit: int, least: int = _SENTENCE) -> int:
    """How many of `taken` make a chunk that ends well, 0 if none do; the rule is that of `split`.

    Args:
        taken: what fits into one chunk.
        total: tokens from the chunk's start to the article's end.
        limit: most tokens of a chunk.
        least: the poorest end to look for.
    """
    sums = list(accumulate(unit.tokens for unit in taken))
    in_two = total <= 2 * limit
    for ends in range(_SECTION, least - 1, -1):
        good = [
            number
            for number, (unit, tokens) in enumerate(zip(taken, sums, strict=True), 1)
            if unit.ends >= ends and (total - tokens <= limit if in_two else 2 * tokens >= limit or ends == _SENTENCE)
        ]
        if good:
            return min(good, key=lambda number: abs(2 * sums[number - 1] - total)) if in_two else good[-1]
    return 0


def _farthest_end(taken: Sequence[_Unit]) -> int:
    """How many of `taken` to the farthest end of a sentence, else all."""
    return max((number for number, unit in enumerate(taken, 1) if unit.ends >= _SENTENCE), default=len(taken))


def _chunks(article: Article, sentences: Sequence[Sentence], ends: Iterable[int]) -> Iterator[Chunk]:
    places = [0, *ends]
    paths = _heading_paths(article.sections, places[:-1])
    first = 0
    for (start, end), path in zip(pairwise(places), paths, strict=True):
        last = bisect_left(sentences, end, lo=first, key=lambda sentence: sentence.start)
        yield Chunk(article, start, end, tuple(_within(article.text, sentences[first:last], start, end)), path)
        # A sentence that runs on past `end` is looked at again.
        first = last - 1 if last > first and sentences[last - 1].end > end else last


def _within(text: str, sentences: Iterable[Sentence], start: int, end: int) -> Iterator[Sentence]:
    """Yields what `text[start:end]` holds of each sentence, without white space at either end."""
    for sentence in sentences:
        if start <= sentence.start and sentence.end <= end:
            yield sentence
            continue
        piece = text[max(start, sentence.start) : min(end, sentence.end)]
        if piece.strip():
            first = max(start, sentence.start) + len(piece) - len(piece.lstrip())
            yield replace(sentence, start=first, end=first + len(piece.strip()))


def _heading_paths(sections: Sequence[Section], starts: Iterable[int]) -> Iterator[tuple[str, ...]]:
    """Yields the headings in force at each of `starts`, outermost first."""
    ahead = deque(section for section in sections if section.heading is not None)
    path: list[tuple[int, str]] = []
    for start in starts:
        while ahead and ahead[0].start <= start:
            section = ahead.popleft()
            level = section.level or _BARE_HEADING
            path = [outer for outer in path if outer[0] < level]
            path.append((level, section.heading or ""))
        yield tuple(heading for _, heading in path)


def _among(spans: Sequence[_Span], start: int, end: int) -> Sequence[_Span]:
    """Those of `spans` that start inside `[start, end)`, and the one before, which may reach into it."""
    first = bisect_left(spans, start, key=lambda span: span.start)
    return spans[max(first - 1, 0) : bisect_left(spans, end, lo=first, key=lambda span: span.start)]
