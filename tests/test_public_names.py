"""The public face: what `briefing` exports, and what it costs to import it."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from importlib import resources

import pytest

import briefing

STUB = resources.files("briefing").joinpath("__init__.pyi").read_text(encoding="utf-8").splitlines()
LINE = re.compile(r"from \.[\w.]+ import (\w+) as (\w+)")
HEAVY = frozenset("charset_normalizer click jinja2 openai pydantic regex sentencex text_to_num tiktoken yaml".split())
NAMES: list[str] = list(vars(briefing)["__all__"])  # the stub, which type checkers read, has no such name


def imported_after(code: str, *arguments: str) -> set[str]:
    """Modules that a fresh process holds after `code`; what the code prints is not looked at."""
    told = f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", told, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_sorted_and_few() -> None:
    """At most 35 names, each once, in alphabetical order."""
    assert sorted(set(NAMES)) == NAMES
    assert 0 < len(NAMES) <= 35


def test_the_stub_is_a_sorted_list_of_names() -> None:
    """The stub holds the exported names and nothing else, sorted by where they come from."""
    found = [LINE.fullmatch(line) for line in STUB]
    assert all(found)
    assert sorted(match[2] for match in found if match) == NAMES
    assert all(match[1] == match[2] for match in found if match)
    assert sorted(STUB) == STUB


@pytest.mark.parametrize("name", NAMES)
def test_importable_documented_and_typed(name: str) -> None:
    """Every name leads to something with a docstring of its own and a type for all that it takes and gives."""
    held = getattr(briefing, name)
    told = held.__doc__ or ""
    assert len(told.split()) > 3
    assert not told.startswith(f"{name}("), "a dataclass without a docstring describes itself by its signature"
    if inspect.isfunction(held):
        signature = inspect.signature(held)
        assert signature.return_annotation is not inspect.Signature.empty
        for parameter in signature.parameters.values():
            assert parameter.annotation is not inspect.Parameter.empty, parameter.name


def test_types_are_published() -> None:
    """The package says that it is typed, so that a caller's type checker reads it."""
    assert resources.files("briefing").joinpath("py.typed").is_file()


def test_nothing_else_is_reachable_by_accident() -> None:
    """`dir(briefing)` offers the exported names, and a name that is not there fails by name."""
    assert set(NAMES) <= set(dir(briefing))
    with pytest.raises(AttributeError, match="no_such_name"):
        briefing.no_such_name  # type: ignore[attr-defined]  # noqa: B018  # the stub does not have it either


def test_import_is_light() -> None:
    """`import briefing` loads none of the libraries that reading, analysing or writing need."""
    loaded = imported_after("import briefing")
    assert loaded & HEAVY == set()


def test_help_is_light() -> None:
    """`briefing --help` loads click and none of the others."""
    run = (
        "import runpy, sys\ntry:\n    runpy.run_module('briefing', run_name='__main__')\n"
        "except SystemExit as left:\n    assert not left.code\nelse:\n    sys.exit('it did not end')"
    )
    assert imported_after(run, "--help") & HEAVY == {"click"}
