"""The forms of a word: which of them are one word's. Made for English."""

from __future__ import annotations

from functools import lru_cache

_IRREGULAR = {
    form: base
    for base, forms in {
        "take": "took taken",
        "give": "gave given",
        "see": "saw seen",
        "say": "said",
        "know": "knew known",
        "think": "thought",
        "show": "shown",
        "drive": "drove driven",
        "wear": "wore worn",
        "seek": "sought",
        "get": "got gotten",
        "go": "went gone",
        "come": "came",
        "rise": "rose risen",
        "fall": "fell fallen",
        "hold": "held",
        "tell": "told",
        "leave": "left",
        "keep": "kept",
        "meet": "met",
        "pay": "paid",
        "make": "made",
        "find": "found",
        "lose": "lost",
        "win": "won",
        "begin": "began begun",
        "break": "broke broken",
        "speak": "spoke spoken",
        "write": "wrote written",
        "choose": "chose chosen",
        "build": "built",
        "send": "sent",
        "lead": "led",
        "grow": "grew grown",
        "fly": "flew flown",
        "hear": "heard",
        "stand": "stood",
        "spend": "spent",
        "sell": "sold",
        "buy": "bought",
        "bring": "brought",
        "run": "ran",
        "withdraw": "withdrew withdrawn",
    }.items()
    for form in forms.split()
}
# Nouns that tell what their verbs tell.
_OF_VERBS = {
    "agreement": "agree",
    "decision": "decide",
    "refusal": "refuse",
    "denial": "deny",
    "approval": "approve",
    "proposal": "propose",
    "withdrawal": "withdraw",
    "publication": "publish",
    "rejection": "reject",
    "resignation": "resign",
    "suspension": "suspend",
    "extension": "extend",
    "reduction": "reduce",
    "expansion": "expand",
    "permission": "permit",
    "dismissal": "dismiss",
    "acceptance": "accept",
    "investigation": "investigate",
    "cancellation": "cancel",
    "announcement": "announce",
    "consultation": "consult",
    "removal": "remove",
    "postponement": "postpone",
}
_ENDINGS = ("ing", "ed", "es", "s", "e")
_LEAST_ROOT = 3


def is_irregular(word: str) -> bool:
    """Whether a word is an irregular past form."""
    return word in _IRREGULAR


@lru_cache(maxsize=8_192)
def root(word: str) -> str:
    """A word without the endings of its forms, "y" for "ie": enough to see that two are forms of one."""
    bare = word.lower().replace("’", "'").removesuffix("'s")
    bare = _IRREGULAR.get(bare) or _OF_VERBS.get(bare.removesuffix("s"), bare)
    for ending, kept in (("ies", "y"), ("ied", "y")):
        if bare.endswith(ending) and len(bare) > len(ending) + 1:
            return bare.removesuffix(ending) + kept
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _LEAST_ROOT and not bare.endswith("ss"):
            bare = bare.removesuffix(ending)
            break
    return bare[:-1] if len(bare) > _LEAST_ROOT and bare[-1] == bare[-2] and bare[-1] != "s" else bare
