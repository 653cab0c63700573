"""Who does it: what the evidence tells of one name alone must not be told of another."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from briefing.checks.claim import Slip, mentions_in, tokens
from briefing.checks.forms import root
from briefing.checks.names import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.checks.claim import Claim
    from briefing.wording.names import Lexicon, Mention

# What stands between a name and what it does: ", which has", " and its allies" does not.
_ACT = re.compile(
    r"(?:,|, (?:which|who))? (?:(?:has|have|had|is|are|was|were|will|would|could|may|might|must|should"
    r"|does|do|did|not|also|now|been|be"
    r"|yet|already|only|still|never|a|an|the|home|[a-z]+ly) )*(?P<act>[a-z]{4,})\b"
)
_DONE_TO = re.compile(r"\b(?:is|are|was|were|been|be)\b.*[dtn]$")  # and a participle


class _Act(NamedTuple):
    done: tuple[str, bool]  # the root of a verb, and whether it is done to the name
    place: tuple[str, int]  # the sentence, and where in it the verb stands
    name: Mention


def check_actors(claim: Claim) -> Iterator[Slip]:
    """Yields a slip where the evidence tells an act of one name, and the statement of another."""
    lexicon = claim.sources[0].lexicon
    held = [act for source in claim.sources for act in _acts(source.text, lexicon)]
    told = Counter(root(word) for word in tokens(claim.evidence))
    for act in _acts(claim.text, lexicon):
        same = [other for other in held if other.done == act.done]
        if not same or told[act.done[0]] > len({other.place for other in same}):
            continue  # done by nobody else, or by one whom a pronoun stands for
        if all(_differ(act.name, other.name, lexicon) for other in same):
            message = f"its evidence tells of {same[0].name.name} what is told of {act.name.name}"
            yield Slip("name", message, words=act.name.name)
            return


def _acts(text: str, lexicon: Lexicon) -> Iterator[_Act]:
    named = [mention for mention in mentions_in(text, lexicon) if mention.kind != "group"]
    for at, mention in enumerate(named):
        match = None if mention.possessive else _ACT.match(text, mention.end)
        if match:
            done = (root(match["act"]), _DONE_TO.search(match.group()) is not None)
            # "P, who teaches at Q, said": behind a comma it may be either
            for name in named[: at + 1] if match.group().startswith(",") else (mention,):
                yield _Act(done, (text, match.start("act")), name)


def _differ(one: Mention, other: Mention, lexicon: Lexicon) -> bool:
    """Whether two names are of two: two persons, or two that are none."""
    if (one.kind == "person") != (other.kind == "person"):
        return False
    theirs = {*tokens(other.name), *tokens(lexicon.canonical(other.name))}
    return not any(is_known(word, theirs) for word in (*tokens(one.name), *tokens(lexicon.canonical(one.name))))
