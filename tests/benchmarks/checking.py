"""How many slips the checks find and how many true statements they blame, half by half; see README.md here."""

from __future__ import annotations

import importlib.util
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.checks import find_slips

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parents[1] / "checking"
GOALS = {"number": 95, "name": 95, "negation": 95, "hedge": 85, "speaker": 85, "basis": 85, "clean": 5, "reworded": 5}


def _rates() -> ModuleType:
    spec = importlib.util.spec_from_file_location("checking_rates", FOLDER / "test_rates.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Prints a Markdown table."""
    held = _rates()
    print("| kind | goal | tuned | unseen |\n| --- | ---: | ---: | ---: |")
    for kind, goal in GOALS.items():
        name, bound = (f"true ({kind}), but blamed", "≤") if kind in ("clean", "reworded") else (kind, "≥")
        shares = " | ".join(f"{held.rates(half)[kind]:.1%}" for half in ("tuned", "unseen"))
        print(f"| {name} | {bound} {goal} % | {shares} |")
    halves = ("tuned", "unseen")
    blamed = " | ".join(f"{held.replied(half):.1%}" for half in halves)
    print(f"| statements of whole replies, but blamed | ≤ 5 % | {blamed} |")
    for kind in held.SLIPPED["tuned"]:
        found = " | ".join(f"{held.slipped(half)[kind]:.1%}" for half in halves)
        print(f"| {kind} in whole replies | ≥ {GOALS[kind]} % | {found} |")
    claims = [held.claim(case) for case in held.CASES.cases()]
    random.Random(0).shuffle(claims)  # noqa: S311  # neighbours of the corpus share their evidence, and what is kept of it
    began = time.process_time()
    for claim in claims:
        find_slips(claim)
    print(f"\n{len(claims):,} statements, {(time.process_time() - began) * 1_000 / len(claims):.2f} ms of CPU each")


if __name__ == "__main__":
    main()
