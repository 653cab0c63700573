"""What the extract stage sends and gets: input tokens for each token of the article, and output tokens.

    python tests/benchmarks/prompts.py

Counted with `o200k_base`, as chat completions send it: the system message with its rules and worked example, the
JSON Schema of the reply without white space, and the user message with its line numbers. The article is
`tests/articles/twin.txt`, cut behind the paragraph that brings it to 3,000 tokens. Output tokens are those of the
replies that were written by hand for the examples. Goal: at most 1.6 input tokens for each article token.
"""

from __future__ import annotations

import json
from pathlib import Path

import briefing
from briefing.analysis.drafts import ChunkDraft
from briefing.analysis.prompting import Prompts
from briefing.analysis.showing import show_chunk
from briefing.models import strict_schema

ROOT = Path(__file__).parents[2]
TWIN = ROOT / "tests" / "articles" / "twin.txt"
TOKENS = 3_000
EXAMPLES = {
    "phones": ["phones-in-schools.txt"],
    "harbour": ["harbour-gazette.md", "harbour-standard.md", "harbour-wire.txt"],
}


def first_tokens(text: str, tokens: int) -> str:
    """The first paragraphs of `text` that have at least `tokens` tokens together."""
    paragraphs = text.split("\n")
    taken = 1
    while briefing.count_tokens("\n".join(paragraphs[:taken])) < tokens:
        taken += 1
    return "\n".join(paragraphs[:taken]) + "\n"


def input_rows() -> list[tuple[str, int]]:
    """What is sent for the article, part by part, in tokens; the article itself first."""
    article = briefing.read_text(first_tokens(TWIN.read_text(encoding="utf-8"), TOKENS))
    (chunk,) = briefing.split(article, briefing.segment(article))
    prompts = Prompts()
    schema = json.dumps(strict_schema(ChunkDraft).body, separators=(",", ":"))
    return [
        ("the article", briefing.count_tokens(article.text)),
        (
            "system message, rules and worked example",
            briefing.count_tokens(prompts.system("extract", language=None).text),
        ),
        ("schema", briefing.count_tokens(schema)),
        (
            "user message, the article numbered",
            briefing.count_tokens(prompts.user("extract", source=show_chunk(chunk)).text),
        ),
    ]


def output_rows() -> list[tuple[str, int, int]]:
    """The hand-written replies: article, its tokens, the reply's tokens as compact JSON."""
    rows = []
    for name, files in EXAMPLES.items():
        replies = json.loads((ROOT / "examples" / "replies" / f"{name}.json").read_text(encoding="utf-8"))
        for file in files:
            (article,) = briefing.load(ROOT / "examples" / "articles" / file)
            assert isinstance(article, briefing.Article)
            reply = next(held for asked, held in replies.items() if asked.startswith(f"extract/{article.id}:"))
            text = json.dumps(reply, separators=(",", ":"), ensure_ascii=False)
            rows.append((file, briefing.count_tokens(article.text), briefing.count_tokens(text)))
    return rows


def main() -> None:
    """Prints both tables."""
    article, *sent = input_rows()
    print("| extract, input | tokens | for each article token |\n| --- | ---: | ---: |")
    for name, tokens in (article, *sent, ("all that is sent", sum(tokens for _, tokens in sent))):
        print(f"| {name} | {tokens:,} | {tokens / article[1]:.2f} |")
    print(
        "\n| extract, output | article tokens | reply tokens | for each article token |\n| --- | ---: | ---: | ---: |"
    )
    for name, tokens, reply in output_rows():
        print(f"| {name} | {tokens:,} | {reply:,} | {reply / tokens:.2f} |")


if __name__ == "__main__":
    main()
