"""A run whose replies are all in the store: calls bought, and wall time over start-up; see README.md in this folder."""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from briefing.testing import ChatEndpoint, Received

LINE = re.compile(r"^(\d+) ", re.MULTILINE)
PLACES = ("Alder", "Birch", "Cedar", "Dunmore", "Elmstead", "Fallow", "Garth", "Holm", "Iver", "Juniper")
GOAL = 1.0  # seconds over start-up


def article(number: int) -> str:
    """A short article with a dispute of its own."""
    place = f"{PLACES[number % 10]} {number}"
    return (
        f"---\ntitle: The bridge of {place}\npublished: 2026-11-{1 + number % 28:02}\n---\n\n"
        f"The council of {place} voted on Tuesday for a toll of {number + 2} crowns. "
        f"The hauliers of {place} reject it. "
        f"The mayor said that {number * 3 + 7} lorries cross the bridge each day.\n\n"
        f"A hearing in {place} opens on 3 December. The ministry has not said who pays for the repair.\n"
    )


def said(text: str, *lines: int) -> dict[str, Any]:
    """A statement as a reply gives it."""
    return {"text": text, "basis": "reported", "lines": list(lines)}


def analyst(received: Received) -> str:
    """One point with two positions for each article; no two are the same dispute."""
    held: Any = received.body["response_format"]
    stage = held["json_schema"]["name"]
    if stage == "link":
        return json.dumps({"groups": []})
    if stage == "overview":
        return json.dumps({"title": "Bridges", "bottom_line": [said("Tolls are disputed.", 1)], "judgments": []})
    numbers = [int(number) for number in LINE.findall(received.texts[1])]
    row = {"as_of": "", "backs": [], "rejects": [], "conditions": []}
    point = {
        "tier": "core",
        "raised_by": "parties",
        "question": f"Should {received.texts[1].split('bridge of ')[1].splitlines()[0]} take a toll?",
        "headline": "A toll",
        "options": [],
        "summary": [said("A toll was voted for.", 1)],
        "positions": [
            {"party": "The council", "stance": said("wants a toll", 1), **row},
            {"party": "The hauliers", "stance": said("reject it", 2), **row},
        ],
        "matters": [],
        "gaps": [said("who pays", numbers[-1])],
        "watch": [],
    }
    empty: dict[str, Any] = {key: [] for key in ("parties", "events", "figures", "origins", "tensions", "limits")}
    return json.dumps({"points": [point], **empty})


def timed(folder: Path, *arguments: str) -> float:
    """Wall seconds of the command in a process of its own."""
    began = time.perf_counter()
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "briefing",
            "memo",
            *arguments,
            "-o",
            "memo.md",
            "--json",
            "memo.json",
            "--usage",
            "usage.json",
        ],
        cwd=folder,
        capture_output=True,
        env={**os.environ, "OPENAI_API_KEY": "none"},
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - began


def main() -> None:
    """Prints a Markdown table; exit status 1 where a call was bought."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--units", type=int, default=400, help="articles, each one request to extract")
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name, ChatEndpoint(analyst) as endpoint:
        folder = Path(name)
        for many in ("many", "one"):
            (folder / many).mkdir()
            for number in range(given.units if many == "many" else 1):
                (folder / many / f"{number:04}.md").write_text(article(number), encoding="utf-8")
        asked = ("-m", "m", "--base-url", endpoint.url, "--store", "kept.sqlite", "--concurrency", "8")
        filled = timed(folder, "many", *asked)
        timed(folder, "one", *asked)
        bought = len(endpoint.received)
        spans, starts = [], []
        for _ in range(given.rounds):
            starts.append(timed(folder, "one", *asked))
            spans.append(timed(folder, "many", *asked))
        again = len(endpoint.received) - bought
    over = statistics.median(span - start for span, start in zip(spans, starts, strict=True))
    print("| | |\n| --- | --- |")
    print(f"| requests of the first run | {bought} |")
    print(f"| seconds of the first run | {filled:.2f} |")
    print(f"| requests of {given.rounds} later runs | {again} (goal: 0) |")
    print(f"| seconds of start-up: one unit, stored | {statistics.median(starts):.2f} |")
    print(f"| seconds over start-up | {over:.2f} (goal: {GOAL:.0f}) |")
    if again:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
