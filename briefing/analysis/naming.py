"""Names, roles and other names of parties, held against the article that a model took them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.losing import noticed
from briefing.checks.claim import is_english, tokens
from briefing.wording.words import STOP

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from briefing.memo import FlagKind, Party, Problem, ProblemKind

_FLAGS: tuple[FlagKind, ...] = ("name_not_in_source",)


def check_parties(
    parties: Iterable[Party], text: str, words: Collection[str], *, shown: str
) -> tuple[tuple[Party, ...], tuple[Problem, ...]]:
    """Parties without roles and other names that are the model's own, and a notice on each that went or is wrong.

    A party keeps a name that its article does not have, since its positions stand under it; a notice tells of it.
    An article that is not in English is passed: its names bend.

    Args:
        parties: as the model gave them.
        text: of the article.
        words: all that was shown, in lower case.
        shown: how the unit is called in messages.
    """
    if not is_english(text):
        return tuple(parties), ()
    made: list[Party] = []
    notices: list[tuple[ProblemKind, str, tuple[FlagKind, ...]]] = []
    for party in parties:
        unknown = _unknown(party.name, words)
        if unknown:
            message = f"The party “{party.name}” is named so nowhere in what was read: “{unknown}” is not there."
            notices.append(("statement_flagged", message, _FLAGS))
        role = party.role if party.role and not _unknown(party.role, words) else None
        aliases = tuple(alias for alias in party.aliases if not _unknown(alias, words))
        gone = [*([party.role] if party.role and role is None else []), *(set(party.aliases) - set(aliases))]
        notices += [
            ("statement_unsupported", f"“{name}” for {party.name} was left out: no words of what was read.", _FLAGS)
            for name in sorted(gone)
        ]
        made.append(party.model_copy(update={"role": role, "aliases": aliases}))
    return tuple(made), noticed(notices, shown)


def _unknown(name: str, words: Collection[str]) -> str | None:
    """The first word of a name that was not shown, in no number; None where all were."""
    for token in tokens(name):
        parts = [part for part in token.split("-") if part not in STOP]
        if not all(part in words or part.removesuffix("s") in words or f"{part}s" in words for part in parts):
            return token
    return None
