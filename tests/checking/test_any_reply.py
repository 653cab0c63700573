"""Whatever a model writes, the checks end in a memo, and `verify` finds nothing in it that it does not tell itself."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from briefing.analysis.model_analyst import ModelAnalyst
from briefing.article import Article
from briefing.memo import Basis, from_json, to_json
from briefing.options import Options
from briefing.pipeline import brief
from briefing.reading import load
from briefing.testing import ScriptedModel
from briefing.verifying import verify
from briefing.writing.rendering import render

if TYPE_CHECKING:
    from briefing.models import Request

ROOT = Path(__file__).parents[2]
SOURCES = [
    *(ROOT / "examples" / "articles" / name for name in ("phones-in-schools.txt", "harbour-wire.txt")),
    *(ROOT / "tests" / "articles" / name for name in ("hospital.md", "reservoir.md")),
]
SLIPS = ("not", "will", "40", "“", "”", "never", "Brask", "?", "no", "if", "could", "x\u0300", "以", "\u200b")
BASES = tuple(Basis.__args__)  # type: ignore[attr-defined]  # a `Literal` has them


class Babbler:
    """Writes replies of words of its sources, shifted and with slips."""

    def __init__(self, articles: list[Article], seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  # to repeat itself, not to keep secrets
        self._words = [word for article in articles for word in article.text.split()]

    def text(self, most: int = 18) -> str:
        """Neighbouring words with slips between them."""
        length = self._random.randint(1, most)
        start = self._random.randrange(len(self._words) - length)
        words = self._words[start : start + length]
        for _ in range(self._random.choice((0, 0, 1, 3))):
            words.insert(self._random.randrange(len(words) + 1), self._random.choice(SLIPS))
        return " ".join(words)

    def said(self) -> dict[str, Any]:
        """A statement on lines that may be there or not."""
        lines = [self._random.randint(1, 40) for _ in range(self._random.randint(0, 4))]
        text = self._random.choice((self.text(), self.text(), ""))
        return {"text": text, "basis": self._random.choice(BASES), "lines": lines}

    def many(self, most: int) -> list[dict[str, Any]]:
        """Some statements."""
        return [self.said() for _ in range(self._random.randint(0, most))]

    def event(self) -> dict[str, Any]:
        """An event, dated or not."""
        return {"as_written": self.text(2), "state": self._random.choice(("happened", "expected")), "text": self.said()}

    def point(self) -> dict[str, Any]:
        """A point."""
        row: dict[str, Any] = {"backs": ["A"], "rejects": [], "as_of": ""}
        return {
            "tier": "core",
            "raised_by": "parties",
            "question": f"{self.text(8)}?",
            "headline": self.text(4),
            "options": [{"key": "A", "text": self.text(4), "lines": [1]}],
            "summary": self.many(4),
            "positions": [
                {**row, "party": self.text(2), "stance": self.said(), "conditions": self.many(1)} for _ in range(3)
            ],
            "matters": self.many(2),
            "gaps": self.many(2),
            "watch": [self.event()],
        }

    def answer(self, request: Request) -> str:
        """A reply of the shape that is asked for."""
        party = {"role": self.text(2), "aliases": [self.text(1)], "kind": "body", "reactions": self.many(2)}
        replies: dict[str, Any] = {
            "extract": {
                "points": [self.point() for _ in range(3)],
                "parties": [{**party, "name": self.text(2)}],
                "events": [self.event()],
                "figures": [],
                **{name: self.many(1) for name in ("origins", "tensions", "limits")},
            },
            "link": {"groups": [[1, 2]]},
            "summarize": self.point(),
            "overview": {"title": self.text(5), "bottom_line": self.many(2), "judgments": self.many(3)},
            "rewrite": {"statements": [{"number": number, **self.said()} for number in range(1, 20, 3)]},
            "second_look": {
                "answers": [
                    {"number": number, "answer": self._random.choice(("supported", "partly", "not")), "missing": ""}
                    for number in range(1, 20, 2)
                ]
            },
        }
        return json.dumps(replies[request.stage])


@pytest.mark.parametrize("seed", range(6))
def test_any_reply(seed: int) -> None:
    """The memo is whole, renders, and holds by its own checks."""
    articles = [
        found for path in SOURCES[: 1 + seed % len(SOURCES)] for found in load(str(path)) if isinstance(found, Article)
    ]
    analyst = ModelAnalyst(ScriptedModel(Babbler(articles, seed).answer))
    memo = brief(
        articles,
        analyst=analyst,
        editor=analyst,
        second_reader=analyst if seed % 2 else None,
        options=Options(max_chunk_tokens=400 if seed % 3 else 6_000, concurrency=1),
    )
    assert memo.problems
    assert from_json(to_json(memo)) == memo
    assert render(memo, full=True)
    assert verify(memo, articles).doubts == ()
