"""Whether a statement says what its evidence says, by rule and without a model.

Each module knows one kind of slip and is a pure function from a `Claim` to what is wrong with it. The rules are
made for English; what a rule cannot read it passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.checks.absence import check_absence
from briefing.checks.actors import check_actors
from briefing.checks.bases import check_basis
from briefing.checks.claim import is_english
from briefing.checks.hedges import check_hedges, check_told_as_done
from briefing.checks.likelihood import check_likelihood
from briefing.checks.names import check_label_names, check_names
from briefing.checks.negation import check_negation
from briefing.checks.numbers import check_numbers
from briefing.checks.quotations import check_quotations
from briefing.checks.speakers import check_speaker
from briefing.checks.support import check_support

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.checks.claim import Claim, Slip

_CHECKS = (
    *(check_numbers, check_names, check_actors, check_absence, check_negation, check_quotations, check_hedges),
    *(check_speaker, check_basis, check_support),
)
_OPEN = (check_numbers, check_names, check_actors, check_negation, check_quotations, check_told_as_done)
_LABELS = (check_numbers, check_label_names)
_GAPS = (*_LABELS, check_actors, check_negation)
_ANY_LANGUAGE = (check_quotations,)


def find_slips(claim: Claim) -> tuple[Slip, ...]:
    """All that is wrong with a statement, in the order of the checks; in other languages than English altered words."""
    found = _found(_CHECKS if are_read(claim) else _ANY_LANGUAGE, claim)
    if any(slip.kind == "absence" for slip in found):  # says the same of it, and more exactly
        found = tuple(slip for slip in found if slip.kind != "negation" or slip.words)
    return found


def find_judgment_slips(claim: Claim) -> tuple[Slip, ...]:
    """The same for a judgment, which is also held to the terms for what is likely."""
    return (*find_slips(claim), *(check_likelihood(claim) if are_read(claim) else ()))


def find_label_slips(claim: Claim) -> tuple[Slip, ...]:
    """What is wrong with a question, a title or another label, which states nothing: its numbers and names."""
    return _found(_LABELS, claim) if are_read(claim) else ()


def find_gap_slips(claim: Claim) -> tuple[Slip, ...]:
    """What is wrong with a gap that is told in a sentence: also what its evidence says the contrary of."""
    return _found(_GAPS, claim) if are_read(claim) else ()


def find_open_slips(claim: Claim) -> tuple[Slip, ...]:
    """What is wrong with something that is still to happen: who says so and how likely it is, is no matter of it."""
    return _found(_OPEN if are_read(claim) else _ANY_LANGUAGE, claim)


def are_read(claim: Claim) -> bool:
    """Whether the rules are made for the language of a statement and of its evidence."""
    return is_english(claim.evidence) and is_english(claim.text, claim.evidence)


def _found(checks: Iterable[Callable[[Claim], Iterator[Slip]]], claim: Claim) -> tuple[Slip, ...]:
    return tuple(slip for check in checks for slip in check(claim))
