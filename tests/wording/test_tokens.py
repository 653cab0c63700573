"""Counting tokens: the vocabulary, the counts, the bound that spares loading it, and token borders."""

from __future__ import annotations

import base64
import hashlib
import importlib
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from threading import Barrier, Thread
from zlib import crc32

import pytest
import tiktoken
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.wording import tokens
from briefing.wording.tokens import count_tokens, fits, is_border, ranks, surely_fits

PUBLISHED_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
VOCABULARY = resources.files("briefing.wording").joinpath("vocabulary")
NEWS_ARTICLE = Path(__file__).parents[3] / "shared" / "articles" / "us-plan-ukraine.txt"

# What the pattern treats in different ways, and what has surprised tokenisers.
FRAGMENTS = (
    *(" the", " The", " sanctions", " zzyzx", "word", "iPhone", " McDonald", " A", " a", " USA", " naïve"),
    *("'s", "'S", "'t", "'ſ", "'", "’", "’s", "“", "”", "—", "-", ".", ",", "!", "?", ")", "(", "/", "//", "_", "*"),
    *(
        "7",
        "42",
        "1,000",
        "２",
        "½",
        " 2025",
        "漢字",
        "。",
        "、",
        "カナ",
        "한국어",
        "שלום",
        "العربية",
        "ไทย",
        "ß",
        "ǅ",
        "K",
    ),
    *("\u0301", "\u0300\u0301", "\u200d", "\ufe0f", "👩\u200d👩\u200d👧", "🇺🇸", "\u00ad", "\u0000", "\x1c", "\x7f"),
    *(" ", "  ", "   ", "\n", "\n\n", "\n ", " \n", "\r\n", "\r", "\t", "\u00a0", "\u2028", "\u0085", "\u3000", "\v"),
    *("<|endoftext|>", "<|endofprompt|>", "\ud83d", "\ude00", "https://example.org/a?b=c"),
)
TEXTS = st.lists(
    st.sampled_from(FRAGMENTS) | st.text(max_size=4) | st.text("abcXYZ .,'\n-", max_size=12), max_size=25
).map("".join)


@pytest.fixture(scope="module")
def encoding() -> tiktoken.Encoding:
    """An encoding of tiktoken's own, to compare with."""
    return tiktoken.Encoding(
        "reference",
        pat_str=tokens.PATTERN,
        mergeable_ranks=ranks(),
        special_tokens=tokens.SPECIAL_TOKENS,
    )


def _bound(text: str) -> int:
    """The least limit under which `surely_fits` holds."""
    low, high = -1, len(text.encode("utf-8", "surrogatepass"))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if surely_fits(text, middle) else (middle, high)
    return high


class TestVocabulary:
    """The wheel carries exactly the vocabulary that OpenAI publishes."""

    def test_ranks_are_the_published_ones(self) -> None:
        """The published rank file, written anew from the packed one, has the published checksum."""
        lines = b"".join(base64.b64encode(token) + b" %d\n" % rank for token, rank in ranks().items())
        assert hashlib.sha256(lines).hexdigest() == PUBLISHED_SHA256

    def test_pattern_and_special_tokens_are_tiktokens(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Pattern and special tokens are those that the installed tiktoken states."""
        published = importlib.import_module("tiktoken_ext.openai_public")
        asked: list[str] = []

        def load(url: str, expected_hash: str) -> dict[bytes, int]:
            asked.append(expected_hash)
            assert url.endswith("/o200k_base.tiktoken")
            return {}

        monkeypatch.setattr(published, "load_tiktoken_bpe", load)
        stated = published.o200k_base()
        assert asked == [PUBLISHED_SHA256]
        assert stated["pat_str"] == tokens.PATTERN
        assert stated["special_tokens"] == tokens.SPECIAL_TOKENS

    def test_words_are_those_of_the_vocabulary(self) -> None:
        """The list holds each plain word that is one token with its space, in the line of its CRC-32."""
        lines: list[list[str]] = [[] for _ in range(1024)]
        for token in sorted(ranks()):
            if re.fullmatch(rb" [A-Z]?[a-z]+", token):
                lines[crc32(token[1:]) % 1024].append(token[1:].decode())
        listed = "".join(f" {' '.join(words)} \n" for words in lines)
        assert VOCABULARY.joinpath("words.txt").read_text("ascii") == listed

    def test_every_listed_word_is_one_token(self) -> None:
        """A listed word counts as one token with the space before it."""
        words = VOCABULARY.joinpath("words.txt").read_text("ascii").split()
        assert len(words) == 64_809
        assert count_tokens("".join(f" {word}" for word in words)) == len(words)
        assert max(map(len, words)) + 1 < 22, "the bound gives up where even such words are too many"

    def test_licence_and_origin_travel_along(self) -> None:
        """The licence notice and the account of the origin lie beside the ranks."""
        assert "Copyright (c) 2022 OpenAI, Shantanu Jain" in VOCABULARY.joinpath("LICENSE").read_text("utf-8")
        assert PUBLISHED_SHA256 in VOCABULARY.joinpath("ORIGIN.md").read_text("utf-8")


class TestCounting:
    """Counts are exact, for any string."""

    @settings(deadline=None, max_examples=200)
    @given(text=TEXTS)
    def test_equals_tiktoken(self, encoding: tiktoken.Encoding, text: str) -> None:
        """The count is the number of tokens that tiktoken makes of the text, special ones read as text."""
        assert count_tokens(text) == len(encoding.encode(text, disallowed_special=()))

    def test_known_counts(self) -> None:
        """A few counts, so that a change of vocabulary or pattern is seen."""
        texts = ["", "Hello, world!", "<|endoftext|>", "The ministers’ talks — postponed.\n\n", "東京で会談。"]
        assert [count_tokens(text) for text in texts] == [0, 4, 7, 7, 5]

    @pytest.mark.parametrize("run", [" ", "a", "漢", "\n x"])
    def test_a_million_characters_without_a_border(self, run: str) -> None:
        """A run of 1,000,000 characters is counted, at the price of a few tokens for each 50,000 of them."""
        long = count_tokens(run * (1_000_000 // len(run)))
        short = count_tokens(run * (40_000 // len(run)))
        assert short * 25 * 0.99 <= long <= short * 25 + 60

    @settings(deadline=None, max_examples=100)
    @given(text=TEXTS, window=st.integers(20, 60))
    def test_windows_are_cut_at_borders(self, text: str, window: int) -> None:
        """A text of many windows has the tokens it has in one where each window holds a border."""
        spaced = " ".join(re.findall(r"\S{1,9}", text))
        whole = count_tokens(spaced)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tokens, "_WINDOW", window)
            assert count_tokens(spaced) == whole


class TestBound:
    """The bound is never below the count, and close enough to spare a news article the vocabulary."""

    @settings(deadline=None, max_examples=200)
    @given(text=TEXTS)
    def test_never_below_the_count(self, text: str) -> None:
        """No limit that the bound accepts is exceeded."""
        assert _bound(text) >= count_tokens(text)

    @settings(deadline=None, max_examples=200)
    @given(
        words=st.lists(
            st.tuples(
                st.sampled_from([" the", " The", " talks", " I", " sanctions", " zq", "\nthe", "“The"]),
                st.sampled_from(
                    ["", " ", "  ", ".", "'", "'s", "'ll x", "’s", "\u0301", "é", "9", "_", "A", "漢", "\u200d", "\n"]
                )
                | st.characters(),
            ),
            max_size=8,
        )
    )
    def test_holds_whatever_follows_a_word(self, words: list[tuple[str, str]]) -> None:
        """A listed word is taken for one token only where what follows it lets it be one."""
        text = "".join(word + after for word, after in words)
        assert _bound(text) >= count_tokens(text)

    @pytest.mark.parametrize("text", [" Wimbledon's", " Fahrenheité", " noreferrer's"])
    def test_holds_where_a_word_goes_on(self, text: str) -> None:
        """A listed word that goes on can have more tokens than it has alone and what follows has bytes."""
        word = re.match(" [A-Za-z]+", text)
        assert word is not None
        assert 1 + len(text[word.end() :].encode()) < count_tokens(text) <= _bound(text)

    def test_of_english(self) -> None:
        """Listed words count one, all else its bytes."""
        assert _bound(" The ministers met again on Monday.") == 7
        assert _bound("The ministers met again on 3 May") == 3 + 4 + 1 + 1 + 1

    @pytest.mark.parametrize("limit", range(5))
    def test_fits_is_exact(self, limit: int) -> None:
        """Where the bound does not decide, the count does."""
        assert fits("zqxj", limit) == (count_tokens("zqxj") <= limit)

    def test_a_news_article_needs_no_vocabulary(self) -> None:
        """An article of 18 kB is decided against the default limit before the vocabulary is loaded."""
        if not NEWS_ARTICLE.exists():
            pytest.skip("the article is not part of a checkout")
        text = NEWS_ARTICLE.read_text("utf-8")
        assert surely_fits(text, 6_000)
        assert count_tokens(text) <= _bound(text) <= 5_000

    def test_nothing_is_loaded_where_the_bound_decides(self) -> None:
        """A process that asks only what the bound answers never imports tiktoken."""
        script = (
            "import sys; from briefing.wording.tokens import fits;"
            "assert fits(' The ministers met again.' * 800, 6_000);"
            "assert 'tiktoken' not in sys.modules and 'regex' not in sys.modules;"
            "assert not fits('1a' * 4_000, 6_000); assert 'tiktoken' in sys.modules"
        )
        subprocess.run([sys.executable, "-c", script], check=True)

    @pytest.mark.parametrize("text", [" " + "a" * 200_000, " a" * 100_000 + "'", " Aa'" * 50_000])
    def test_reads_hostile_text_once(self, text: str) -> None:
        """The bound of 200 kB of word-like text is found, without backtracking."""
        assert not surely_fits(text, len(text) // 10)


class TestBorders:
    """Counts add up at every border."""

    @settings(deadline=None, max_examples=200)
    @given(text=TEXTS)
    def test_counts_add_up(self, text: str) -> None:
        """Wherever a border is claimed, both parts have together the tokens of the whole."""
        whole = count_tokens(text)
        for place in range(1, len(text)):
            if is_border(text, place):
                assert count_tokens(text[:place]) + count_tokens(text[place:]) == whole, place

    @pytest.mark.parametrize(
        ("text", "place", "expected"),
        [
            ("One. Two.", 4, True),
            ("One. Two.", 5, False),
            ("One.\n\nTwo.", 6, True),
            ("One.\n\nTwo.", 5, False),
            ("One.\n  Two.", 5, True),
            ("One.\n  \nTwo.", 5, False),
            ("One!\n/Two", 5, False),
            ("一。二。", 2, False),
            ("One", 0, True),
            ("One", 3, True),
        ],
    )
    def test_is_claimed_where_articles_are_cut(self, text: str, place: int, expected: bool) -> None:
        """The ends of paragraphs, and of sentences within a line, are borders."""
        assert is_border(text, place) is expected


def test_threads_share_one_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that count at once load the vocabulary once."""
    loads: list[int] = []

    def load() -> dict[bytes, int]:
        loads.append(1)
        return ranks()

    monkeypatch.setattr(tokens, "ranks", load)
    tokens._loaded.cache_clear()
    together = Barrier(4)

    def work() -> None:
        together.wait()
        count_tokens("text")

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1
