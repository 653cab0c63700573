"""The labelled corpus: what was written of a source, and what a careless model would have made of it.

One file a source text, one entry a statement: `at` is a part of the sentence that it is about, or a list of such parts,
`says` the true statement and `also` others to the same effect, freely reworded. Each further key is a kind of slip
and holds changes of `says`: what is written, what it becomes; for `speaker`, parties who did not say it. The folder
`tuned` may be looked at while checks are made; `unseen` is only counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from briefing.article import Article
from briefing.reading import load, segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.article import Sentence

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
KINDS = ("number", "name", "negation", "hedge", "speaker", "basis")
# What a model may call a sentence that it is not.
_PROMOTED = {
    "unnamed_source": ("reported", "background", "quoted"),
    "forecast": ("reported", "background", "quoted"),
    "author_view": ("reported", "quoted"),
}
_MARKS = frozenset('“”"')


@dataclass(frozen=True, slots=True)
class Case:
    """A statement about a sentence.

    Attributes:
        half: `tuned` or `unseen`.
        kind: the slip that was made; where none was, `clean`, or `reworded` for what is told in freer words.
        article: the source.
        sentences: that the statement is about.
        party: whose stance it tells; empty where it tells of nobody's.
        basis: as the model labels it.
        text: of the statement.
    """

    half: str
    kind: str
    article: Article
    sentences: tuple[Sentence, ...]
    party: str
    basis: str
    text: str

    @property
    def evidence(self) -> str:
        """The sentences' words."""
        return " ".join(self.article.text[sentence.start : sentence.end] for sentence in self.sentences)

    def __str__(self) -> str:
        return f"{self.kind}: {self.party} | {self.text} | {self.basis} <- {self.evidence}"


@cache
def cases() -> tuple[Case, ...]:
    """All cases, in order."""
    return tuple(case for path in sorted(CORPUS.rglob("*.yaml")) for case in _of_file(path))


def _of_file(path: Path) -> list[Case]:
    (source,) = [
        found
        for folder in ("examples", "tests")
        for found in (ROOT / folder / "articles").glob(f"{path.stem}.*")
        if found.suffix in (".md", ".txt")
    ]
    (article,) = load(str(source))
    assert isinstance(article, Article)
    sentences = segment(article)
    made: list[Case] = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        parts = [entry["at"]] if isinstance(entry["at"], str) else entry["at"]
        held = tuple(_sentence(article, sentences, part) for part in parts)
        quotes = any(_MARKS & set(article.text[sentence.start : sentence.end]) for sentence in held)
        made += [
            Case(path.parent.name, kind, article, held, party, basis, said)
            for kind, party, basis, said in _variants(entry)
            # where the sentence quotes somebody, it is a matter of taste whether it is called so
            if (kind, basis) != ("basis", "quoted") or not quotes
        ]
    return made


def _sentence(article: Article, sentences: Sequence[Sentence], part: str) -> Sentence:
    held = [sentence for sentence in sentences if part in article.text[sentence.start : sentence.end]]
    assert len(held) == 1, f"{part}: {len(held)} sentences"
    return held[0]


def _variants(entry: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    says, party, basis = entry["says"], entry.get("party", ""), entry["basis"]
    made = [("clean", party, basis, says), *(("reworded", party, basis, text) for text in entry.get("also", ()))]
    for kind in ("number", "name", "negation", "hedge"):
        made += [(kind, party, basis, _changed(says, old, new)) for old, new in entry.get(kind, ())]
    made += [("speaker", other, basis, says) for other in entry.get("speaker", ())]
    made += [("basis", party, label, says) for label in _PROMOTED.get(basis, ())]
    if basis == "reported":
        made.append(("basis", party, "quoted", says))
    made += [("basis", party, "reported", _changed(says, old, new)) for old, new in entry.get("promote", ())]
    return made


def _changed(says: str, old: str, new: str) -> str:
    assert says.count(old) == 1, f"{old!r} stands {says.count(old)} times in {says!r}"
    return says.replace(old, new)
