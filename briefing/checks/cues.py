"""Words that tell how sure a sentence is, and whether it only says what somebody says. Made for English."""

from __future__ import annotations

import re

from briefing.checks.modality import GOING_TO
from briefing.wording.bases import FORETELLING

SAYS = re.compile(
    r"\b(?:say|says|said|told|tells|argues?|argued|maintains?|maintained|claims?|claimed|insists?|insisted"
    r"|according to|indicates?|describes?|announced|asserts?|confirmed|pointed out|warned|demands?|demanded|wants?"
    r"|wanted|rejects?|rejected|opposes?|supports?)\b",
    re.I,
)
STRONG = re.compile(
    rf"\b(?:{FORETELLING}|might"
    r"|(?-i:may)(?! \d)|likely|likeliest|probable|expected|due|supposed"
    r"|probably|perhaps|possibly)\b",
    re.I,
)
# "Said it would" for "says it will".
SHIFTED = re.compile(
    r"(\b(?:said|told|agreed|decided|voted|promised|announced|added|wrote|argued|insisted|maintained|replied|answered)\b"
    r"[^,;—]{0,120}?) would\b",
    re.I,
)
# What leaves open in a statement whether it is so.
OPEN = re.compile(
    STRONG.pattern + r"|\b(?:plans?|planned|hopes?|wants?|proposes?|proposed|if|unless|to be|(?:is|are|was|were) to"
    r"|scheduled|estimates?"
    r"|expects?|foresees?|foresaw|forecasts?|project(?:s|ed)|predict(?:s|ed)"
    r"|demands?|risks?|draft|unlikely|should|aims?|whether|open|fears?"
    r"|trust|doubts?|possibl[ey]|comes? from"
    r"|up to|faces?|liable"
    r"|speaks? of|able|unable|power to|allowed|entitled|claims?|needs?|considers?|sees?|offer(?:s|ed)?|bids?"
    r"|threat\w*)\b",
    re.I,
)
IF_ONLY = re.compile(r"(?:if|unless|provided|once|until|as long as|should)\b[^,;]*$", re.I)
CONDITION = re.compile(
    r"\b(?:if(?! only because)|unless|subject to|provided that|on condition that|as long as)\b[^,;—]*", re.I
)
UNCONFIRMED = re.compile(r"\b(?:not|n['’]t|neither|nor) (?:\w+ )?confirm|\bden(?:y|ies|ied)\b", re.I)
_WILL = frozenset(("will", "shall"))
_A_WILL = re.compile(r"\b(?:his|her|its|their|the|a|free|good|political|own) will\b")  # "against their will"


def wills(text: str) -> bool:
    """Whether a text tells what will be."""
    text = GOING_TO.sub("will", text)
    return not _WILL.isdisjoint(_A_WILL.sub(" ", text.lower()).split())
