"""Whether a statement says what its evidence says, by rule and without a model.

Each module knows one kind of slip and is a pure function from a `Claim` to what is wrong with it. The rules are
made for English; what a rule cannot read it passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.checks.bases import check_basis
from briefing.checks.hedges import check_hedges
from briefing.checks.names import check_names
from briefing.checks.negation import check_negation
from briefing.checks.numbers import check_numbers
from briefing.checks.speakers import check_speaker

if TYPE_CHECKING:
    from briefing.checks.claim import Claim, Slip

_CHECKS = (check_numbers, check_names, check_negation, check_hedges, check_speaker, check_basis)


def find_slips(claim: Claim) -> tuple[Slip, ...]:
    """All that is wrong with a statement, in the order of the checks."""
    return tuple(slip for check in _CHECKS for slip in check(claim))
