"""Makes a memo of one story that three outlets tell, and looks into it.

Run it from anywhere: python examples/quickstart.py
It needs no model, no key and no network, and writes no file.
"""

from pathlib import Path

import briefing

ARTICLES = Path(__file__).parent / "articles"


def main() -> None:
    """Load, brief, look, render."""
    memo = briefing.brief(briefing.load(sorted(ARTICLES.glob("harbour-*.*"))))
    print(memo.title)
    print(f"{memo.status}, as of {memo.as_of}: {len(memo.articles)} articles, {len(memo.points)} open points")

    # Everything in a memo holds ids of evidence; the evidence itself stands in one table.
    evidence = {entry.id: entry for entry in memo.evidence}
    publishers = {article.id: article.publisher for article in memo.articles}
    for point in memo.points:
        print(f"\n{point.question}")
        for position in point.positions[:3]:
            source = evidence[position.stance.evidence[0]]
            print(f"  {position.party}: {position.stance.text}")
            print(f"    {publishers[source.article]}, line {source.line}: {source.text}")

    # What could not be used did not stop the memo; it is listed here, and at the foot of the memo.
    for problem in memo.problems:
        print(f"{problem.message} {problem.advice}")

    text = briefing.render(memo, max_words=400)
    print(f"\nThe memo in Markdown has {len(text.splitlines())} lines.")


if __name__ == "__main__":
    main()
