"""Writes an offline memo of one story that three papers tell, and looks into it.

Run it from anywhere: python examples/quickstart.py
"""

from pathlib import Path

import briefing

ARTICLES = Path(__file__).parent / "articles"


def main() -> None:
    """Load, brief, look, render."""
    memo = briefing.brief(briefing.load(sorted(ARTICLES.glob("harbour-*.*"))))

    print(f"{memo.title}: {memo.status}, as of {memo.as_of}")
    evidence = {entry.id: entry for entry in memo.evidence}
    for point in memo.points:
        print(f"\n{point.question} ({point.tier}, {len(point.articles)} articles)")
        for position in point.positions[:3]:
            source = evidence[position.stance.evidence[0]]
            print(f"  {position.party}: {position.stance.text} [{source.article.rsplit('-', 1)[0]}, line {source.line}]")

    text = briefing.render(memo)
    print(f"\nThe memo has {len(text.splitlines())} lines; the first heading is {text.split('# ', 1)[1].splitlines()[0]!r}.")


if __name__ == "__main__":
    main()
