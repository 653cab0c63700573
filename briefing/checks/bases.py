"""Who vouches for it: the label of a statement against the cues of its evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.checks.claim import Slip
from briefing.checks.clauses import AS_TOLD, OPEN_QUESTION, RELATIVE
from briefing.checks.cues import SAYS, STRONG
from briefing.wording.bases import basis_of
from briefing.wording.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim
    from briefing.wording.bases import Basis

MARKS = re.compile(r"[“”\"«»„]|‘[^’]+’")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")  # a letter that is set off without marks
_HALVES = re.compile(
    r"[;—]|, (?=(?:which|who|whose) [^,]*$)|, (?:and|but|while|whereas|although|though|since|because|with)\b"
    r"|, (?!citing|quoting|saying|adding|according|arguing|claiming|suggesting)(?=[a-z]{3,}ing\b)"
    r"| (?:and|that)(?=(?:, [^,]{1,30},)? (?:may|might|will|would|could)\b)"
)
# What only a party does: how likely something is in such a sentence is for the party to say, not for the author.
_TAKES = re.compile(
    r"\b(?:disput\w+|refus\w+|declin\w+|rul(?:e|es|ed|ing) out|object(?:s|ed)|den(?:y|ies|ied)|promis\w+|pledg\w+"
    r"|offer(?:s|ed)|expects?|expected to|forecasts?|asks?|asked|calls? (?:for|on)|called (?:for|on)|accus\w+|blam\w+"
    r"|vow\w*|threat\w+|suggests?|added|conced\w+|admit\w*|acknowledg\w+|intends?|plans?|proposes?|seeks?"
    r"|call(?:s|ed)|repl(?:y|ies|ied)|answer(?:s|ed)|stat(?:es|ed)|express\w+|consider(?:s|ed)|question(?:s|ed)|critici\w+)\b",
    re.I,
)
_LEAST_SHARED = 2  # content words
_OUTSIDE = 2  # of them, such as the name that the aside is about
_TO_COME = re.compile(
    r"\b(?:is|are|was|were) (?:expected|due|likely|unlikely)\b"
    r"|\b(?:is|are) to (?!blame\b|date\b)[a-z]+|\bfaces? (?:an? )?(?:fine|penalt|charge|claim|ban)"
)
_HEARD = re.compile(
    r"\b(?:reportedly|(?:is|are|was|were) (?:said|understood|thought|believed) to|unnamed|unidentified|anonym\w+)\b",
    re.I,
)
_CLOSED = frozenset(("reported", "background"))  # labels of what is no forecast
# Labels that promise more than what the evidence is by its cues.
_MORE = {
    "unnamed_source": {"reported", "quoted", "background"},
    "forecast": {"reported", "background", "quoted"},
    "author_view": {"reported", "quoted"},
}


def modest_basis(claim: Claim) -> Basis | None:
    """The basis that the cues of the evidence allow where they allow no more than one; None where they differ."""
    held = {basis_of(_aside(claim, source.text), attributed=bool(claim.party)) for source in claim.sources}
    return held.pop() if len(held) == 1 else None


def _aside(claim: Claim, sentence: str) -> str:
    """A sentence, or a part of it (", which brings in most containers,") with all that a statement shares with it.

    An aside is the author's, whoever says what stands around it, and so may one half of a sentence be.
    """
    words = set(content_words(claim.text))
    shared = words & set(content_words(sentence))
    parts = [*(match.group() for match in RELATIVE.finditer(sentence)), *_HALVES.split(sentence)]
    return next((part for part in parts if _most(shared, set(content_words(part)))), sentence)


def _most(shared: set[str], aside: set[str]) -> bool:
    return (bool(shared) and shared <= aside) or (
        len(shared & aside) >= _LEAST_SHARED and len(shared - aside) <= _OUTSIDE
    )


def basis_set(claim: Claim) -> Basis:
    """The label of a statement, set where its own words say, as those of its evidence, that it is one of these.

    Its words tell its readers that it is a forecast, or that somebody unnamed says so, so a wrong label is nothing to
    blame it for.
    """
    held = modest_basis(claim)
    if claim.basis not in _CLOSED:
        return claim.basis
    if held == "forecast" and (
        basis_of(OPEN_QUESTION.sub("", claim.text)) == "forecast" or _TO_COME.search(claim.text)
    ):
        return "forecast"
    return "unnamed_source" if held == "unnamed_source" and _HEARD.search(claim.text) else claim.basis


def check_basis(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where a statement is labelled as more than the cues of its evidence allow."""
    if claim.basis == "quoted" and not MARKS.search(claim.evidence) and not _FIRST_PERSON.search(claim.evidence):
        yield Slip("basis", "its evidence quotes nobody")
        return
    if claim.basis == "quoted" and not any(basis_of(source.text) == "unnamed_source" for source in claim.sources):
        return  # somebody is quoted: by whom is a matter of the speaker
    held = [
        basis_of(OPEN_QUESTION.sub("", _aside(claim, AS_TOLD.sub("", source.text))), attributed=bool(claim.party))
        for source in claim.sources
    ]
    says = SAYS.search(claim.text) and STRONG.search(claim.text)  # "she said it may": nothing more is promised
    if (claim.party or says) and (SAYS.search(claim.evidence) or _TAKES.search(claim.evidence)):
        held = ["reported" if basis in ("author_view", "forecast") else basis for basis in held]
    if held and all(claim.basis in _MORE.get(basis, ()) for basis in held):
        yield Slip("basis", f"it is told as {claim.basis}, and its evidence is {held[0]}")
