r"""How many tokens a text has, by the one vocabulary that travels in the wheel.

The vocabulary, `o200k_base`, costs 0.2 to 0.3 s of CPU to load, so it is loaded on first need, once a
process, and not at all where a bound decides. Its pattern first cuts a text into pieces, then
each piece becomes one or more tokens. Two facts of that pattern carry this module:

- A piece has at most as many tokens as UTF-8 bytes.
- A space and an ASCII word after it are one piece where no letter, mark or apostrophe follows;
  where the vocabulary holds that piece, it is one token.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from functools import cache
from importlib import resources
from itertools import accumulate, pairwise
from threading import Lock
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tiktoken

# As tiktoken's own source states them for `o200k_base`; a test compares.
PATTERN = "|".join(
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)
SPECIAL_TOKENS = {"<|endoftext|>": 199999, "<|endofprompt|>": 200018}

_RANKS = 199_998
_WORD_LINES = 1_024  # of words.txt
_LONGEST_WORD = 21  # bytes of the longest entry of words.txt with its space
# The pattern's matcher panics on a run of 1,000,000 spaces; no text of this length reaches its limit.
_WINDOW = 50_000  # characters
_LOADING = Lock()

_WORD = re.compile(r" ([A-Z]?[a-z]++)(?=[ -&(-@\[-`{-~\n\t‘’“”–—…]|\Z)")
_NO_LINE_END_AHEAD = re.compile(r"[^\S\r\n]*+(?![\r\n])")


def count_tokens(text: str) -> int:
    """Tokens of `text` in `o200k_base`; every character is text, `<|endoftext|>` too.

    Exact, but for a text that runs on for more than 50,000 characters without any border between words
    or lines: it is counted in windows of that length, each cut adding at most a few tokens.

    No `str` makes it raise; lone surrogates are counted as replacement characters.
    """
    encode = encoding().encode_ordinary
    if len(text) <= _WINDOW:
        return len(encode(text))
    return sum(len(encode(window)) for window in _windows(text))


def surely_fits(text: str, limit: int) -> bool:
    """Whether a bound proves that `text` has at most `limit` tokens, without the vocabulary.

    The bound is the UTF-8 bytes, less all bytes but one of each listed word (`vocabulary/words.txt`).
    English news has 4.5 to 5.8 bytes a token; the bound allows it 2.8 to 3.7.
    """
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size <= limit:
        return True
    if size > limit * _LONGEST_WORD:
        return False
    words = Counter(_WORD.findall(text))
    return size - sum(len(word) * times for word, times in words.items() if is_listed(word)) <= limit


def fits(text: str, limit: int) -> bool:
    """Whether `count_tokens(text) <= limit`; the vocabulary is loaded only where no bound decides."""
    return surely_fits(text, limit) or count_tokens(text) <= limit


def is_border(text: str, place: int) -> bool:
    r"""Whether the tokens of `text` are those of `text[:place]` followed by those of `text[place:]`.

    True only where the pattern proves it: before a space or tab that follows anything visible, and after
    the last line end of a run of white space (but not before a `/`: `!\n/` is one piece). Then the
    counts of the two parts add up exactly, in any slice of `text` that holds both characters at `place`.
    """
    if not 0 < place < len(text):
        return True
    before, after = text[place - 1], text[place]
    if before == "\n":
        return after != "/" and (not after.isspace() or _NO_LINE_END_AHEAD.match(text, place) is not None)
    return after in " \t" and not before.isspace()


def is_listed(word: str) -> bool:
    """Whether a word with a space before it is one token: a common one, in its capitals or without, as it is written."""
    return word.isascii() and f" {word} " in _words()[crc32(word.encode()) % _WORD_LINES]


@cache
def _words() -> list[str]:
    """The lines of the list: a word stands in the line of its CRC-32, between spaces."""
    listed = resources.files("briefing.wording").joinpath("vocabulary", "words.txt")
    return listed.read_text("ascii").split("\n")


def ranks() -> dict[bytes, int]:
    """The ranks of `o200k_base` by token, unpacked from the file that `vocabulary/ORIGIN.md` describes."""
    packed = resources.files("briefing.wording").joinpath("vocabulary", "o200k_base.gz").read_bytes()
    raw = gzip.decompress(packed)
    ends = accumulate(raw[:_RANKS], initial=_RANKS)
    return {raw[start:end]: rank for rank, (start, end) in enumerate(pairwise(ends))}


def encoding() -> tiktoken.Encoding:
    """The vocabulary as tiktoken uses it; loaded on the first call."""
    with _LOADING:  # else several threads would each pay for a first load
        return _loaded()


@cache
def _loaded() -> tiktoken.Encoding:
    import tiktoken  # here: `import briefing` and short articles do without it

    return tiktoken.Encoding("o200k_base", pat_str=PATTERN, mergeable_ranks=ranks(), special_tokens=SPECIAL_TOKENS)


def _windows(text: str) -> Iterator[str]:
    """`text` in slices of at most `_WINDOW` characters, cut at token borders wherever there are any."""
    import regex  # comes with tiktoken, which is loaded by now; `re` does not search backwards

    # As `is_border` says, and before the last space of a run: that one belongs to what follows.
    border = regex.compile(r"(?r)(?= \S)|(?<=\S)(?=[ \t])|(?<=\n)(?=[^\s/])")
    start = 0
    while len(text) - start > _WINDOW:
        found = border.search(text, start + 1, start + _WINDOW)
        end = found.start() if found else start + _WINDOW
        yield text[start:end]
        start = end
    yield text[start:]
