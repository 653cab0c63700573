"""Splitting against one encoding of the same text, beside other libraries: `python tests/benchmarks/chunking.py`.

Every splitter counts with the same `o200k_base`; rounds are interleaved and ratios are taken within a
round, so that a busy machine slows all alike. README.md beside this file tells how to read the table.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.analysis.splitting import split
from briefing.reading import read_text, segment
from briefing.wording.tokens import encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.article import Article, Sentence

CHECKOUT = Path(__file__).parents[2]
GOAL = 1.25  # times one encoding

if TYPE_CHECKING:
    Spans = list[tuple[int, str]]  # where a chunk starts as its splitter says, and its text
    Splitter = Callable[[], object]


@dataclass(frozen=True)
class Contender:
    """A splitter that is ready to run, and how to read what it gives.

    Attributes:
        name: of the library.
        run: splits the text, with offsets.
        spans: turns what `run` gave into spans.
    """

    name: str
    run: Splitter
    spans: Callable[[object], Spans]


def make_text(characters: int) -> str:
    """The checkout's own articles, again and again; each copy says its number, which no cache has seen."""
    paths = sorted(
        path
        for folder in ("tests/articles", "examples/articles")
        for path in (CHECKOUT / folder).iterdir()
        if path.suffix in {".txt", ".md"}
    )
    texts = [path.read_text("utf-8").strip("\n") for path in paths]
    copies: list[str] = []
    length = 0
    while length < characters:
        number = len(copies) // len(texts) + 1
        lines = texts[len(copies) % len(texts)].split("\n")
        copy = "\n".join(f"{line} This is copy {number}." if len(line) > 80 else line for line in lines)
        copies.append(copy + "\n\n")
        length += len(copies[-1])
    return "".join(copies)


def ours(article: Article, sentences: tuple[Sentence, ...], limit: int) -> Contender:
    """This library, given the sentences."""
    return Contender(
        "briefing",
        lambda: split(article, sentences, max_tokens=limit),
        lambda made: [(chunk.start, article.text[chunk.start : chunk.end]) for chunk in made],  # type: ignore[attr-defined]  # what `run` gave
    )


def chonkie(text: str, limit: int) -> Contender:
    """The RecursiveChunker of chonkie."""
    from chonkie import RecursiveChunker

    return Contender(
        "chonkie",
        # A new one each time: a chunker remembers what it has counted.
        lambda: RecursiveChunker(tokenizer=encoding(), chunk_size=limit).chunk(text),  # type: ignore[arg-type]  # it adapts the vocabulary itself
        lambda made: [(chunk.start_index, chunk.text) for chunk in made],  # type: ignore[attr-defined]  # as above
    )


def semchunk(text: str, limit: int) -> Contender:
    """semchunk, without the memory of earlier rounds."""
    from semchunk import chunkerify  # type: ignore[attr-defined]  # it names no exports

    chunker = chunkerify(_count, limit, memoize=False)
    return Contender(
        "semchunk",
        lambda: chunker(text, offsets=True),
        lambda made: [(start, words) for words, (start, _) in zip(*made, strict=True)],  # type: ignore[misc]  # as above
    )


def semantic_text_splitter(text: str, limit: int) -> Contender:
    """semantic-text-splitter with the vocabulary inside it: calls back into Python would only slow it."""
    from semantic_text_splitter import TextSplitter

    splitter = TextSplitter.from_tiktoken_model("gpt-4o", limit, trim=False)
    return Contender(
        "semantic-text-splitter",
        lambda: splitter.chunk_indices(text),
        list,  # type: ignore[arg-type]  # as above
    )


def langchain(text: str, limit: int) -> Contender:
    """The RecursiveCharacterTextSplitter of langchain-text-splitters."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=limit,
        chunk_overlap=0,
        length_function=_count,
        add_start_index=True,
        strip_whitespace=False,
    )
    return Contender(
        "langchain-text-splitters",
        lambda: splitter.create_documents([text]),
        lambda made: [(chunk.metadata["start_index"], chunk.page_content) for chunk in made],  # type: ignore[attr-defined]  # as above
    )


def _count(text: str) -> int:
    return len(encoding().encode_ordinary(text))


def cpu_seconds(run: Splitter) -> float:
    """CPU time of one call, without garbage collection, which would walk all that the peers have imported."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    run()
    spent = time.process_time() - start
    gc.enable()
    return spent


def offsets_are(text: str, spans: Spans) -> str:
    """`exact` where the slices reproduce the chunks and tile the text, else what is wrong with them."""
    if any(text[start : start + len(words)] != words for start, words in spans):
        return "wrong"
    if "".join(words for _, words in spans) == text:
        return "exact"
    return "gaps"


def main() -> int:
    """Runs the benchmark and prints its table; 1 where our chunks exceed the limit or do not tile the text."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--characters", type=int, default=1_500_000, help="length of the text")
    arguments.add_argument("--limit", type=int, default=6_000, help="most tokens of a chunk")
    arguments.add_argument("--rounds", type=int, default=7)
    given = arguments.parse_args()

    text = make_text(given.characters)
    article = read_text(text)
    sentences = segment(article)
    contenders = [ours(article, sentences, given.limit)]
    missing = []
    for peer in (chonkie, semchunk, semantic_text_splitter, langchain):
        try:
            contenders.append(peer(text, given.limit))
        except ModuleNotFoundError as error:
            missing.append(error.name or peer.__name__)

    encode = partial(encoding().encode_ordinary, text)
    tokens = len(encode())
    made = {contender.name: contender.spans(contender.run()) for contender in contenders}
    ratios: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for _ in range(given.rounds):
        once = cpu_seconds(encode)
        for contender in contenders:
            ratios[contender.name].append(cpu_seconds(contender.run) / once)
    once = statistics.median(cpu_seconds(encode) for _ in range(3))
    segmenting = statistics.median(cpu_seconds(partial(segment, article)) for _ in range(3)) / once

    lines = [
        f"{len(text):,} characters, {tokens:,} tokens, {len(sentences):,} sentences, chunks of {given.limit:,}:",
        "",
        "| splitter | CPU time, encodings | chunks | over the limit | offsets |",
        "|---|--:|--:|--:|---|",
    ]
    failed = False
    for name, spans in made.items():
        over = sum(_count(words) > given.limit for _, words in spans)
        offsets = offsets_are(text, spans)
        lines.append(f"| {name} | {statistics.median(ratios[name]):.2f} | {len(spans)} | {over} | {offsets} |")
        failed = failed or (name == "briefing" and (over > 0 or offsets != "exact"))
    lines += ["", f"Goal for briefing: at most {GOAL} encodings, none over the limit, exact offsets."]
    lines += [f"Finding the sentences, which the first line has been given: {segmenting:.2f} encodings."]
    if missing:
        lines += [f"Not installed: {', '.join(missing)}; `pip install '.[bench]'` brings them."]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
