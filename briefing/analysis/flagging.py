"""What the checks find in a statement of a model, as flags of the memo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from briefing.checks import find_gap_slips, find_judgment_slips, find_label_slips, find_open_slips, find_slips
from briefing.checks.claim import Claim, tokens
from briefing.checks.names import is_known
from briefing.checks.numbers import check_numbers
from briefing.memo import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.checks.claim import Slip, SlipKind, Source
    from briefing.memo import Basis, FlagKind

_KINDS: dict[SlipKind, FlagKind] = {
    "number": "number_not_in_source",
    "name": "name_not_in_source",
    "negation": "negation_changed",
    "quotation": "quotation_altered",
    "hedge": "hedge_lost",
    "speaker": "speaker_unverified",
    "basis": "basis_overstated",
    "absence": "absence_unsupported",
    "support": "weakly_supported",
    "likelihood": "likelihood_worded",
}


_FINDERS = {
    "label": find_label_slips,
    "gap": find_gap_slips,
    "open": find_open_slips,
    "judgment": find_judgment_slips,
}
LABELS = ("label", "gap")  # no statements: they have no basis to set and get no second look


class Checkable(NamedTuple):
    """Words that are held against evidence.

    Attributes:
        key: of its own among those of a unit.
        text: the words.
        evidence: ids; of a label that cites nothing of its own, those of what it labels.
        kind: what it is; a label states nothing (a question, a headline, an answer, a gap that is no sentence), a
            gap is told in a sentence ("The ministry did not say why."), what is open is still to happen (something to
            watch, a date to come), and only what a point tells may become a gap of it.
        party: whose stance it tells; empty where it tells of nobody's.
        basis: as it is labelled.
        conditions: what a stance is tied to, told beside it; keys and words.
    """

    key: str
    text: str
    evidence: tuple[str, ...]
    kind: Literal["statement", "point", "stance", "condition", "judgment", "open", "label", "gap"]
    party: str = ""
    basis: Basis = "background"
    conditions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Context:
    """What the statements of a unit are held against.

    Attributes:
        sources: all that its analyst was shown, by the ids of evidence.
        facts: what else was shown, as far as names may stand in it; titles, headings.
    """

    sources: Mapping[str, Source]
    facts: tuple[str, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all that was shown, in lower case, the parts of joined ones too."""
        return words_of([*(source.text for source in self.sources.values()), *self.facts])


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts, in lower case, the parts of joined ones too."""
    return frozenset(part for token in tokens(" ".join(texts)) for part in (token, *token.split("-")))


def find_flags(said: Checkable, context: Context) -> tuple[Flag, ...]:
    """The flags of one statement, or of one label."""
    claim = claim_of(said, context)
    slips = _FINDERS.get(said.kind, find_slips)(claim)
    flags = dict.fromkeys(Flag(kind=_kind(slip, claim, context), message=slip.message) for slip in slips)
    if said.kind == "label":  # cites nothing of its own: what it names may be named anywhere
        return tuple(flag for flag in flags if flag.kind != "name_not_cited")
    return tuple(flags)


def claim_of(said: Checkable, context: Context) -> Claim:
    """A statement as the checks see it."""
    held = said.evidence or tuple(context.sources)
    beside = "; ".join(words for _, words in said.conditions)
    return Claim(said.text, said.party, said.basis, tuple(context.sources[entry] for entry in held), beside)


def _kind(slip: Slip, claim: Claim, context: Context) -> FlagKind:
    """The kind of a slip; names and numbers that stand elsewhere in what was shown are kinds of their own."""
    if slip.kind == "name" and all(is_known(word, context.words) for word in tokens(slip.words)):
        return "name_not_cited"
    if slip.kind == "number":
        whole = Claim(claim.text, claim.party, claim.basis, tuple(context.sources.values()))
        if slip not in check_numbers(whole):
            return "number_not_cited"
    return _KINDS[slip.kind]
