"""The corpus is large enough, and its halves share no source."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def load_cases() -> ModuleType:
    """The module beside this file."""
    spec = importlib.util.spec_from_file_location("checking_cases", Path(__file__).parent / "cases.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


CASES = load_cases()


def test_enough_of_each_kind() -> None:
    """At least a hundred of each kind, and ten of them unseen."""
    counts = Counter((case.half, case.kind) for case in CASES.cases())
    for kind in (*CASES.KINDS, "clean", "reworded"):
        assert counts["unseen", kind] >= 10
        assert counts["tuned", kind] + counts["unseen", kind] >= 100


def test_halves_share_no_source() -> None:
    """What checks were tuned on tells nothing of what they find elsewhere."""
    sources = {half: {case.article.id for case in CASES.cases() if case.half == half} for half in ("tuned", "unseen")}
    assert not sources["tuned"] & sources["unseen"]


def test_every_slip_is_one() -> None:
    """No mutated statement is the true one, and none is there twice."""
    held = [(case.party, case.basis, case.text, case.sentences) for case in CASES.cases()]
    assert len(held) == len(set(held))
