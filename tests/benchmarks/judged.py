"""What the checks say of summaries that readers judged, sentence by sentence; see README.md here."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.analysis.grounding import cut_sentence
from briefing.analysis.sourcing import sources_of
from briefing.checks import find_slips
from briefing.checks.claim import Claim
from briefing.reading import read_text, segment
from briefing.wording.bases import basis_of
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.checks.claim import Source

MOST_CITED = 5  # sentences
READERS = 3
# The published texts were cut into tokens and put together again with spaces.
_REJOINED = (
    (r" - - ", " — "),
    (r"(?<=\d), (?=\d{3}\b)", ","),
    (r"(?<=\d)\. (?=\d)", "."),
    (r"(?<=\w) - (?=\w)", "-"),
    (r"([$£€]) (?=\d)", r"\1"),
    (r" ([.,;:!?)])", r"\1"),
)


def main(paths: Sequence[str]) -> None:
    """Prints a Markdown table, one row for each file and judgment."""
    print("| file | readers | sentences | flagged | by what |\n| --- | --- | ---: | ---: | --- |")
    for path in paths:
        total: Counter[str] = Counter()
        flagged: Counter[str] = Counter()
        kinds: dict[str, Counter[str]] = {}
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            for judgment, found in _judged(json.loads(line)):
                total[judgment] += 1
                flagged[judgment] += bool(found)
                kinds.setdefault(judgment, Counter()).update(found)
        for judgment in sorted(total):
            why = ", ".join(f"{kind} {times}" for kind, times in kinds[judgment].most_common())
            share = flagged[judgment] / total[judgment]
            print(f"| {Path(path).stem} | {judgment} | {total[judgment]} | {share:.1%} | {why} |")


def _judged(entry: dict[str, Any]) -> Iterator[tuple[str, set[str]]]:
    """Yields of each sentence of a summary what its readers said of it, and the kinds of slips that are found."""
    article = read_text(_joined(entry["article"]))
    sentences = segment(article)
    lines = [cut_sentence(article, sentence) for sentence in sentences]
    sources = list(sources_of(article, sentences, lines).values())
    for said in entry["summary_sentences"]:
        told = _joined(said["sentence"].strip())
        cited = _nearest(told, sources)
        if cited:
            yes = sum(response["response"] == "yes" for response in said["responses"])
            judgment = {0: "none agrees", READERS: "all agree"}.get(yes, "divided")
            slips = find_slips(Claim(told[:1].upper() + told[1:], "", basis_of(told), cited))
            yield judgment, {slip.kind for slip in slips if slip.kind != "basis"}  # nobody has labelled them


def _nearest(told: str, sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sentences that hold most of its content words, one after the other, as nobody has cited any."""
    left = set(content_words(told))
    cited: list[Source] = []
    while sources and len(cited) < MOST_CITED:
        best = max(sources, key=lambda source: len(left.intersection(content_words(source.text))))
        shared = left.intersection(content_words(best.text))
        if len(shared) < 1 + bool(cited):
            break
        cited.append(best)
        left -= shared
    return tuple(cited)


def _joined(text: str) -> str:
    for pattern, written in _REJOINED:
        text = re.sub(pattern, written, text)
    return text


if __name__ == "__main__":
    main(sys.argv[1:])
