"""How long `briefing --help` and `import briefing` take over bare Python, in processor time.

    python tests/benchmarks/startup.py

Goals: 70 ms and 60 ms over bare Python. Each is run in turn in a process of its own; the
median of the differences is printed. Figures only: nothing fails on time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

ROUNDS = 15
COMMANDS = {
    "bare Python": ["-c", "pass"],
    "import briefing": ["-c", "import briefing"],
    "import briefing, first name used": ["-c", "import briefing; briefing.load"],
    "briefing --help": ["-m", "briefing", "--help"],
}
GOALS = {"import briefing": 60, "briefing --help": 70}


def seconds(arguments: list[str]) -> float:
    """Processor time, user and system, of one run."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Runs all commands in turn and prints the medians."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS + 1):
        for name, arguments in COMMANDS.items():
            taken[name].append(seconds(arguments))
    bare = taken["bare Python"][1:]
    print("| command | CPU over bare Python, ms | goal |\n| --- | ---: | ---: |")
    for name, runs in taken.items():
        over = statistics.median(run - base for run, base in zip(runs[1:], bare, strict=True))
        print(f"| {name} | {over * 1000:.0f} | {GOALS.get(name, '')} |")


if __name__ == "__main__":
    main()
