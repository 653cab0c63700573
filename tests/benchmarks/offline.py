"""What an offline memo costs: processor time of one article, and how time and memory grow with many.

    python tests/benchmarks/offline.py

Goals: one article of about 2,500 words in less than 0.1 s of processor time after import;
time linear in the number of articles; memory at most the text read plus 20 kB an article.
The many articles are those of this repository with other names and figures, so that each
has disputes of its own. Every size is run in a process of its own. Figures only.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SOURCES = [
    *sorted((ROOT / "tests" / "articles").glob("*.txt")),
    *sorted((ROOT / "tests" / "articles").glob("*.md")),
    *sorted((ROOT / "examples" / "articles").glob("*.txt")),
    *sorted((ROOT / "examples" / "articles").glob("*.md")),
]
TWIN = ROOT / "tests" / "articles" / "twin.txt"
SIZES = (1, 100, 300, 1_000)
ENDINGS = ("an", "or", "el", "ia", "um", "os", "et", "ik", "un", "ar")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")


def copy(number: int) -> str:
    """The text of the `number`-th article: another one's, with other names and figures."""
    text = SOURCES[number % len(SOURCES)].read_text(encoding="utf-8")
    turn = number // len(SOURCES)
    if turn == 0:
        return text
    ending = ENDINGS[turn % 10] + ENDINGS[turn // 10 % 10]
    renamed = {name: name.rstrip("aeiou") + ending for name in _NAME.findall(text)}
    text = re.sub(r"\b[A-Z][a-z]{3,}", lambda match: renamed.get(match.group(), match.group()), text)
    return re.sub(r"\b\d\d\b", lambda match: str((int(match.group()) + turn) % 28 + 1), text)


def run(size: int) -> None:
    """Makes a memo of `size` articles in this process and prints what it took."""
    import briefing

    briefing.render(briefing.brief([briefing.read_text(copy(0))]))  # imports, vocabularies, compiled patterns
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    characters = 0

    def articles() -> Iterator[briefing.Article]:
        """Articles that are counted as they pass."""
        nonlocal characters
        for number in range(size):
            text = TWIN.read_text(encoding="utf-8") if size == 1 else copy(number)
            characters += len(text.encode())
            yield briefing.read_text(text, source=f"{number}.txt")

    started = time.process_time()
    memo = briefing.brief(articles())
    made = time.process_time()
    briefing.render(memo)
    rendered = time.process_time()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    print(size, made - started, rendered - made, grown, characters, len(memo.points))


def main() -> None:
    """Runs every size and prints a table."""
    print("| articles | brief, CPU s | render, CPU s | brief per article, ms | memory over text, kB each | points |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in SIZES:
        done = subprocess.run(
            [sys.executable, __file__, str(size)], check=True, capture_output=True, text=True, cwd=ROOT
        )
        count, made, rendered, grown, characters, points = (float(word) for word in done.stdout.split())
        over = (grown - characters) / count / 1024
        print(f"| {count:.0f} | {made:.3f} | {rendered:.3f} | {made / count * 1000:.1f} | {over:.1f} | {points:.0f} |")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run(int(sys.argv[1]))
    else:
        main()
