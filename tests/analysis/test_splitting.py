"""Splitting: what holds for every article, limit and counter, and where chunks end in plain cases."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.analysis import splitting
from briefing.analysis.splitting import split
from briefing.article import Article, Chunk, Section, Sentence
from briefing.errors import OptionError
from briefing.wording.tokens import count_tokens

Counter = Callable[[str], int]


def count_words(text: str) -> int:
    """Words between white space."""
    return len(text.split())


def count_with_overhead(text: str) -> int:
    """Characters and two more for each text, as some model's counter has it: counts do not add up."""
    return len(text) + 2


def count_superadditively(text: str) -> int:
    """A count that grows faster than its text: a whole has more than its parts together."""
    return len(text) + len(text) ** 2 // 20


COUNTERS: tuple[Counter, ...] = (count_tokens, len, count_words, count_with_overhead, count_superadditively)


def make_article(text: str) -> tuple[Article, list[Sentence]]:
    """An article whose headings are lines that start with `#` and, bare, with `= `, and its sentences."""
    sections = [Section(None, None, 0, 0, len(text))]
    sentences: list[Sentence] = []
    paragraph = -1
    blank = True
    for line in re.finditer(r"[^\n]+", text):
        heading = re.match(r"(#{1,6}|=) (.*)", line[0])
        if heading:
            level = None if heading[1] == "=" else len(heading[1])
            before = sections.pop()
            if line.start():
                sections.append(Section(before.heading, before.level, before.start, before.body, line.start()))
            sections.append(Section(heading[2], level, line.start(), line.end(), len(text)))
            blank = True
            continue
        for found in re.finditer(r"\S(?:[^.。]*[^.。\s])?[.。]*", line[0]):
            blank = blank or "\n\n" in text[sentences[-1].end : line.start()] if sentences else True
            paragraph += blank
            blank = False
            start, end = line.start() + found.start(), line.start() + found.end()
            sentences.append(Sentence(start, end, len(sections) - 1, paragraph))
    article = Article(
        id="article-00000000",
        text=text,
        title="Article",
        publisher=None,
        author=None,
        url=None,
        published=None,
        language=None,
        source="-",
        first_line=1,
        text_sha256="",
        sections=tuple(sections),
    )
    return article, sentences


def shown(chunks: tuple[Chunk, ...]) -> list[str]:
    """The text of each chunk."""
    return [chunk.article.text[chunk.start : chunk.end] for chunk in chunks]


WORDS = st.sampled_from(
    (
        *("the", "Ministers", "talks", "U", "3,000", "“No,”", "it’s", "a", "Kyjiw-Straße", "<|endoftext|>", "x/y"),
        *(
            "漢字会談、",
            "カナ",
            "한국",
            "สวัสดี",
            "👩\u200d👩\u200d👧\u200d👦",
            "🇺🇸🇬🇧🇫🇷",
            "e\u0301\u0302\u0303",
            "\u0301",
            "\U0001f9d1\U0001f3fd",
        ),
        *("reunification" * 9, "漢" * 40, "👍🏽" * 12, "a" + "\u0300" * 30, "!!!", "—", "\ud83d", "\x1c", "\u00ad"),
    )
)
SPACES = st.sampled_from((" ", " ", " ", "  ", "\t", "\u00a0", " " * 30, ""))
ENDS = st.sampled_from((". ", ". ", ".", "。", ".\n", "...  ", ". \n  ", ".\t"))
SENTENCES = st.builds(
    lambda words, end: "".join(word + space for word, space in words).rstrip() + end,
    st.lists(st.tuples(WORDS, SPACES), min_size=1, max_size=7),
    ENDS,
)
HEADINGS = st.sampled_from(("# One\n", "## One and one\n\n", "### Deep\n", "= Bare heading\n", "\n= Next\n\n"))
PARAGRAPHS = st.builds(
    lambda sentences, end: "".join(sentences) + end,
    st.lists(SENTENCES, max_size=6),
    st.sampled_from(("\n\n", "\n\n", "\n", "\n \n", "\n\n\n   ", "\n/", "")),
)
TEXTS = st.lists(PARAGRAPHS | PARAGRAPHS | HEADINGS | st.text(max_size=8), max_size=9).map("".join)
LIMITS = st.integers(1, 12) | st.integers(1, 200)


def of_any_article(promise: Callable[[str, int, Counter], None]) -> Callable[[], None]:
    """Tries `promise` on generated articles, limits and counters."""
    tried = given(text=TEXTS, limit=LIMITS, count=st.sampled_from(COUNTERS))(promise)
    for text, limit in (
        ("", 1),
        ("  \n ", 1),
        ("# One\n## Two\n", 1),
        ("# One\n## Two\nThree.", 4),
        ("👩\u200d👩\u200d👧\u200d👦👩\u200d👩\u200d👧\u200d👦.", 2),
        ("あ、\u0301" * 9 + "。", 4),
    ):
        tried = example(text=text, limit=limit, count=count_tokens)(tried)
    return settings(deadline=None, max_examples=80)(tried)


def chunks_of(text: str, limit: int, count: Counter) -> tuple[list[Sentence], tuple[Chunk, ...]]:
    """The sentences and chunks of a text, by the counter of its own where that is `count_tokens`."""
    article, sentences = make_article(text)
    return sentences, split(article, sentences, max_tokens=limit, count=None if count is count_tokens else count)


@of_any_article
def test_chunks_tile_the_article(text: str, limit: int, count: Counter) -> None:
    """Each chunk starts where the one before ends, from the first character to the last."""
    _, chunks = chunks_of(text, limit, count)
    assert "".join(shown(chunks)) == text
    assert [chunk.start for chunk in chunks] == [0, *(chunk.end for chunk in chunks)][: len(chunks)]
    assert all(chunk.start < chunk.end for chunk in chunks)


@of_any_article
def test_the_limit_is_kept(text: str, limit: int, count: Counter) -> None:
    """A chunk exceeds the limit only where it is one character that does."""
    _, chunks = chunks_of(text, limit, count)
    assert [part for part in shown(chunks) if count(part) > limit and len(part) > 1] == []


@of_any_article
def test_sentences_stay_whole_where_they_fit(text: str, limit: int, count: Counter) -> None:
    """A sentence that fits is in one chunk, the very value; of a longer one every visible character is."""
    sentences, chunks = chunks_of(text, limit, count)
    held = [sentence for chunk in chunks for sentence in chunk.sentences]
    whole = {id(sentence) for sentence in held}
    for sentence in sentences:
        if id(sentence) in whole:
            continue
        words = text[sentence.start : sentence.end]
        assert count(words) > limit
        pieces = [piece for piece in held if sentence.start <= piece.start and piece.end <= sentence.end]
        assert "".join("".join(text[piece.start : piece.end] for piece in pieces).split()) == "".join(words.split())
        assert {(piece.section, piece.paragraph) for piece in pieces} == {(sentence.section, sentence.paragraph)}


@of_any_article
def test_sentences_are_in_order_inside_their_chunk(text: str, limit: int, count: Counter) -> None:
    """Sentences of a chunk lie inside it, without overlap, without white space at either end."""
    _, chunks = chunks_of(text, limit, count)
    for chunk in chunks:
        spans = [(sentence.start, sentence.end) for sentence in chunk.sentences]
        assert all(chunk.start <= start < end <= chunk.end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert all(chunk.words(sentence) == chunk.words(sentence).strip() for sentence in chunk.sentences)


@of_any_article
def test_a_cut_inside_a_sentence_spares_graphemes_that_fit(text: str, limit: int, count: Counter) -> None:
    """A sentence is cut inside a grapheme only where that grapheme alone exceeds the limit."""
    sentences, chunks = chunks_of(text, limit, count)
    ends = {chunk.end for chunk in chunks}
    for sentence in sentences:
        for found in regex.finditer(r"\X", text, pos=sentence.start, endpos=sentence.end):
            if ends & set(range(found.start() + 1, found.end())):
                assert count(found[0]) > limit


@of_any_article
def test_a_heading_goes_with_what_follows(text: str, limit: int, count: Counter) -> None:
    """Between a heading and the sentence after it a chunk ends only where both do not fit into one."""
    sentences, chunks = chunks_of(text, limit, count)
    ends = [chunk.end for chunk in chunks[:-1]]
    article, _ = make_article(text)
    starts = [0, *(sentence.end for sentence in sentences)]
    stops = [*(sentence.start for sentence in sentences[1:]), len(text)]
    for before, sentence, after in zip(starts, sentences, stops, strict=False):
        headings = [section.start for section in article.sections if before <= section.start < sentence.start]
        if headings and any(headings[0] < end < sentence.end for end in ends):
            assert count(text[before:after]) > limit


@of_any_article
def test_the_same_call_gives_the_same_chunks(text: str, limit: int, count: Counter) -> None:
    """Chunks depend on nothing but what is passed."""
    assert chunks_of(text, limit, count) == chunks_of(text, limit, count)


@settings(deadline=None, max_examples=60)
@given(
    lengths=st.lists(
        st.lists(st.lists(st.integers(2, 25), min_size=1, max_size=6), min_size=1, max_size=5), min_size=1, max_size=8
    )
)
def test_chunks_are_few(lengths: list[list[list[int]]]) -> None:
    """With sentences of at most a quarter of the limit, all chunks but the last two are half full."""
    text = "\n\n".join(
        "= H\n" + "\n\n".join(" ".join("x" * (length - 1) + "." for length in paragraph) for paragraph in section)
        for section in lengths
    )
    chunks = chunks_of(text, 120, len)[1]
    assert all(2 * len(part) >= 120 for part in shown(chunks)[:-2])
    assert all(len(before) + len(after) >= 120 for before, after in pairwise(shown(chunks)))


def words(number: int) -> str:
    """A sentence of so many words."""
    return " ".join(["Word"] * (number - 1) + ["end."])


class TestWhereChunksEnd:
    """The rule of `split`, by the number of words."""

    def ends(self, text: str, limit: int) -> list[int]:
        return [count_words(part) for part in shown(chunks_of(text, limit, count_words)[1])]

    def test_at_the_farthest_section_that_leaves_it_half_full(self) -> None:
        """A section's end is preferred to the farther end of a paragraph; bare headings count as words here."""
        section = f"= A\n{words(38)}\n\n"
        assert self.ends(section * 8, 100) == [80, 80, 80, 80]
        assert self.ends(f"= A\n{words(18)}\n\n{words(70)}\n\n{words(70)}\n\n" + section * 4, 100)[0] == 90

    def test_at_a_paragraph_else(self) -> None:
        """Where no section ends in the farther half, a paragraph's end is taken, not a sentence's."""
        paragraph = f"{words(20)} {words(20)}\n\n"
        assert self.ends(paragraph * 8, 100) == [80, 80, 80, 80]

    def test_at_a_sentence_else(self) -> None:
        """A paragraph is cut, between sentences, where the chunk would be less than half full."""
        assert self.ends(f"{words(10)}\n\n" + " ".join([words(30)] * 10), 100) == [100, 90, 60, 60]

    def test_evenly_where_two_are_left(self) -> None:
        """What fits into two chunks is not made one full and one tiny."""
        assert self.ends(f"= A\n{words(18)}\n\n" * 6, 100) == [60, 60]
        assert self.ends(f"{words(20)}\n\n" * 6, 100) == [60, 60]
        assert self.ends(" ".join([words(20)] * 6), 100) == [60, 60]

    def test_a_heading_and_its_first_sentence_start_a_chunk(self) -> None:
        """A chunk ends before a heading, and before the first of several headings in a row."""
        text = f"{words(60)}\n\n# One\n\n## Two\n\n{words(60)}"
        parts = shown(chunks_of(text, 100, count_words)[1])
        assert [part[:8] for part in parts] == ["Word Wor", "# One\n\n#"]

    @pytest.mark.parametrize(
        ("text", "limit", "expected"),
        [
            ("One two three, four five six.", 20, ["One two three,", " four five six."]),
            ("One, two three four five six.", 20, ["One, two three four", " five six."]),
            ("Donaudampfschiff", 6, ["Donaud", "ampfsc", "hiff"]),
            ("東京で会談、首相は拒否。", 8, ["東京で会談、", "首相は拒否。"]),
            ("Cafe\u0301s", 4, ["Caf", "e\u0301s"]),
        ],
    )
    def test_inside_a_sentence_that_exceeds_the_limit(self, text: str, limit: int, expected: list[str]) -> None:
        """After a clause that leaves the piece half full, else a word, else wherever a grapheme ends."""
        assert shown(chunks_of(text, limit, len)[1]) == expected

    def test_not_where_the_counter_makes_the_piece_too_long(self) -> None:
        """A counter may find a text longer than one that goes on: the limit holds all the same."""

        def count(text: str) -> int:
            return len(text) + 6 * text.endswith(",")

        assert shown(chunks_of("aaaaa, bbbb", 8, count)[1]) == ["aaaaa, b", "bbb"]

    def test_inside_a_grapheme_only_where_it_exceeds_the_limit(self) -> None:
        """A family of four emoji stays whole where it fits, is cut by characters where not."""
        family = "👩\u200d👩\u200d👧\u200d👦"
        needed = count_tokens(family)
        assert shown(chunks_of(family * 3, needed, count_tokens)[1]) == [family] * 3
        assert len(chunks_of(family, needed - 1, count_tokens)[1]) == 2

    def test_a_character_is_never_cut(self) -> None:
        """A character of more tokens than the limit stays whole, and exceeds it."""
        assert shown(chunks_of("\U00012000\U00012000", 1, count_tokens)[1]) == ["\U00012000"] * 2
        assert count_tokens("\U00012000") > 1


class TestHeadingPaths:
    """A chunk tells the headings in force at its start."""

    def paths(self, text: str) -> list[tuple[str, ...]]:
        return [chunk.heading_path for chunk in chunks_of(text, 1, count_words)[1]]

    def test_marked_headings_nest(self) -> None:
        """Deeper levels come after their outer ones; an equal or higher level replaces them."""
        text = "Title.\n# A\nx.\n## B\nx.\n#### C\nx.\n## D\nx.\n# E\nx."
        found = list(dict.fromkeys(self.paths(text)))
        assert found == [(), ("A",), ("A", "B"), ("A", "B", "C"), ("A", "D"), ("E",)]

    def test_bare_headings_are_one_level(self) -> None:
        """A bare heading replaces the one before, below whatever mark-up stands above."""
        found = list(dict.fromkeys(self.paths("Title.\n= A\nx.\n= B\nx.\n# C\nx.\n= D\nx.")))
        assert found == [(), ("A",), ("B",), ("C",), ("C", "D")]


class TestCost:
    """What is counted, which is what splitting costs."""

    @pytest.fixture
    def counted(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """Lengths of the texts that are counted with the vocabulary."""
        lengths: list[int] = []

        def count(text: str) -> int:
            lengths.append(len(text))
            return count_tokens(text)

        monkeypatch.setattr(splitting, "count_tokens", count)
        return lengths

    def test_an_article_that_surely_fits_is_not_counted(self, counted: list[int]) -> None:
        """One chunk, by the bound alone."""
        article, sentences = make_article(f"= The talks\n{words(900)}\n\n{words(900)}")
        chunks = split(article, sentences)
        assert [(chunk.start, chunk.end, chunk.sentences) for chunk in chunks] == [
            (0, len(article.text), tuple(sentences))
        ]
        assert counted == []

    def test_a_long_article_is_counted_hardly_more_than_once(self, counted: list[int]) -> None:
        """Paragraphs are counted once, sentences only where a paragraph is cut."""
        text = "".join(f"= Part {part}\n" + f"{words(9)} {words(20)} {words(15)}\n\n" * 60 for part in range(30))
        article, sentences = make_article(text)
        assert len(split(article, sentences)) > 10
        assert sum(counted) < 1.05 * len(text)

    def test_a_paragraph_without_end_is_counted_once(self, counted: list[int]) -> None:
        """A paragraph that no chunk can hold is counted by its sentences."""
        article, sentences = make_article(" ".join([words(20)] * 4_000))
        assert len(split(article, sentences)) > 10
        assert sum(counted) < 1.05 * len(article.text)

    @pytest.mark.parametrize("text", ["a" * 200_000, " " * 100_000, "漢" * 50_000, "e" + "\u0301" * 50_000])
    def test_a_text_without_borders_is_counted_in_windows(self, counted: list[int], text: str) -> None:
        """What has no border at all is counted a few times, never once for each place."""
        article, _ = make_article(text)
        chunks = split(article, [Sentence(0, len(text), 0, 0)] if text.strip() else [], max_tokens=1_000)
        assert all(count_tokens(part) <= 1_000 for part in shown(chunks))
        assert sum(counted) < 12 * len(text)


def test_a_limit_below_one_is_refused() -> None:
    """A limit that no text can keep is told as such."""
    article, sentences = make_article("One.")
    with pytest.raises(OptionError, match=r"max_tokens is 0; give a number from 1\."):
        split(article, sentences, max_tokens=0)
