"""Who vouches for a sentence, read from its own words. Made for English."""

from __future__ import annotations

import re
from typing import Literal

from briefing.wording.roles import UNNAMED

Basis = Literal["quoted", "reported", "unnamed_source", "background", "author_view", "forecast"]

_HEARSAY = re.compile(
    r"\b(?:reportedly|it is (?:understood|said|thought|believed|rumou?red)|(?:is|are|was|were) (?:understood|thought|believed) to|is said to|are said to|was said to|rumou?red|by one account|sources"
    r"|not (?:want|wish)(?: for)? (?:his|her|their) names?"
    r"|(?:an?|one|two|three|several|some) (?:[\w-]+ ){0,3}[a-z-]+ (?:close to|familiar with|briefed on|with (?:\w+ )?knowledge of)"
    r"|(?:the|this) (?:person|people|official|officials|source|banker|lawyer|employee|diplomat|scientist) (?:said|added)"
    r"|not authori[sz]ed to|someone (?:present|familiar|close|who)|diplomats|insiders"
    r"|people with (?:\w+ )?knowledge|according to (?:an?|two|three|several|some) (?:[\w-]+ ){0,3}(?:officials?|persons?|people|diplomats?)"
    r"|(?:officials|aides|advisers|managers|staff|employees) (?:in|at|from|of) (?:(?!who )[^,.;]){1,40}? (?:said|say|concede|admit|acknowledge|told|insist))\b",
    re.I,
)
# "Would" and "could" but for what somebody would not or could not do when asked.
_ASKED_FOR = (
    r"(?:say|comment|discuss|answer|explain|verify|confirm|tell|agree|name|identify|determine|be drawn|be reached)"
)
FORETELLING = (
    rf"(?:would(?! not (?:\w+ly )?{_ASKED_FOR}| say only| only say)|could(?! (?:not )?(?:\w+ly )?{_ASKED_FOR}))"
)
# "Would have been at sea by then" foretells nothing.
_COUNTERFACTUAL = (
    r"would (?:\w+ ){0,2}?have (?:\w+ly )?"
    r"(?:been|had|made|done|gone|come|lost|won|left|cost|taken|given|fallen|risen|\w{2,}ed)\b"
)
_FORECAST = re.compile(
    rf"\b(?:will|(?!{_COUNTERFACTUAL}){FORETELLING}|(?-i:may)(?! \d)|might|shall)\b|\b(?:is|are|was|were|seems?|appears?) (?:\w+ )?(?:likely|unlikely|expected|set|bound|poised) to\b"
    r"|\b(?:anticipate|risks? \w+ing|is going to|remains to be seen)\b",
    re.I,
)
_OWN_VIEW = re.compile(
    r"\b(?:perhaps|arguably|apparently|seems?|appears?|suggests?|suggesting|signals?|signaling|impl(?:y|ies|ying)|hints?|"
    r"crucial|critical|essential|telling|significant|striking|remarkabl[ey]|fundamental|delicate|fraught|undeniable|inherent|"
    r"high-stakes|must|should|ought|cannot|plain(?:est|ly)?|clearly|surely|of course|bold|rarely|"
    r"looks? (?:to me )?like|anyone[’']s guess|no such right|every reason|ultimate|decisive|definitive|(?<!the )(?<!a )matters?|litmus|probably|merely|irrespective|mere|worse|best|my guess|I (?:think|doubt|suspect|guess)|(?:difficult|hard|easy) to (?:see|say|imagine)|"
    r"as much as|no one|nobody|worth)\b",
    re.I,
)
# Events told as facts: a "would" behind them belongs to a clause of theirs.
_HAPPENED = re.compile(
    r"\b(?:voted|signed|approved|ruled|filed|adopted|backed|launched|opened|closed|published|elected|resigned|arrested|struck|cleared"
    r"|wants|insists|rejects|opposes|supports|plans to|proposes)\b"
)
_SAID = re.compile(
    r"\b(?:said|says|told|according to|in [^,.;]{1,30}[’']s view|seen by|(?:has|have) seen (?:\w+ ){0,2}(?:letters?|documents?|papers|reports?|drafts?|e-?mails?|contracts?|records|cop(?:y|ies))|puts? the \w+ at|that [\w ]{1,30}? puts? at|estimates? that|confirmed|announced|(?:found|finds|concluded|concludes|ruled) that|argues?|argued|warned|wrote|added|predicted|insists?|insisted)\b",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:said|says|told|confirmed|announced|according to|reported|published|wrote|denied|denies|argues?|argued|maintains?|insists?|"
    r"claims?|claimed|stated|asserts?|asserted|assertion|statement|demands?|demanded|rejects?|rejected|refuses?|refused|wants?|"
    r"asked|calls? for|called for|estimates?|opposes?|supports?|proposed|offered|pledged|vowed|warned|describes?|described|added)\b",
    re.I,
)


def basis_of(sentence: str, *, quoted: bool = False, attributed: bool = False) -> Basis:
    """Who vouches for `sentence`.

    Args:
        sentence: one sentence.
        quoted: whether it holds direct speech of a speaker whom the text names.
        attributed: whether it reports the stance of a party that the text names.

    Returns:
        `unnamed_source` before all else, since a named subject does not cure hearsay; then
        `quoted`, `reported`, `forecast`, `author_view`; `background` where no cue is found.
    """
    if UNNAMED.search(sentence) or _HEARSAY.search(sentence):
        return "unnamed_source"
    if quoted:
        return "quoted"
    if _SAID.search(sentence):
        return "reported"
    if attributed:  # "the crucial question is how it meets P's demands": the author's words, whatever P demands
        return "author_view" if _OWN_VIEW.search(sentence) else "reported"
    foretold = _FORECAST.search(sentence)
    if foretold and not _HAPPENED.search(sentence, 0, foretold.start()):
        return "forecast"
    if _OWN_VIEW.search(sentence):
        return "author_view"
    return "reported" if _TOLD.search(sentence) else "background"
