"""Whether a statement says what its evidence says, by rule and without a model.

Each module knows one kind of slip and is a pure function from a `Claim` to what is wrong with it. The rules are
made for English; what a rule cannot read it passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.checks.bases import check_basis
from briefing.checks.claim import is_english
from briefing.checks.hedges import check_hedges
from briefing.checks.names import check_names
from briefing.checks.negation import check_negation
from briefing.checks.numbers import check_numbers
from briefing.checks.quotations import check_quotations
from briefing.checks.speakers import check_speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.checks.claim import Claim, Slip

_CHECKS = (check_numbers, check_names, check_negation, check_quotations, check_hedges, check_speaker, check_basis)
_LABELS = (check_numbers, check_names)
_ANY_LANGUAGE = (check_quotations,)


def find_slips(claim: Claim) -> tuple[Slip, ...]:
    """All that is wrong with a statement, in the order of the checks; in other languages than English altered words."""
    return _found(_CHECKS if are_read(claim) else _ANY_LANGUAGE, claim)


def find_label_slips(claim: Claim) -> tuple[Slip, ...]:
    """What is wrong with a question, a title or another label, which states nothing: its numbers and names."""
    return _found(_LABELS, claim) if are_read(claim) else ()


def are_read(claim: Claim) -> bool:
    """Whether the rules are made for the language of a statement and of its evidence."""
    return is_english(claim.text) and is_english(claim.evidence)


def _found(checks: Iterable[Callable[[Claim], Iterator[Slip]]], claim: Claim) -> tuple[Slip, ...]:
    return tuple(slip for check in checks for slip in check(claim))
