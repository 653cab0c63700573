"""Sentence borders set right where the segmenter errs on traits of written news.

Each rule looks at some 60 characters on both sides of a border, so all are linear. Rules
concern forms (abbreviations, marks, verbs of saying), never particular names.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_CONTEXT = 60
_LAST_WORDS = 24  # characters; what a border is judged by is a word or two
_CLOSERS = "\"'”’»›)]」』）】*_`"
_OPENERS = "“„‘«‹([¿¡「『（【"

# Titles and ranks that the segmenter takes for the end of a sentence; a name follows.
_TITLE = re.compile(
    r"(?<!\w)(?:Ald|Amb|Atty|Drs|Gens|Govs|Messrs|Mlle|Mme|Mmes|Mx|Profs|Reps|Sens|Sgts|Spc|Ste|Supt)\.$"
)
_FRENCH_TITLE = re.compile(r"(?<!\w)(?:M|MM)\.$")
# Short words that a number follows.
_NUMBERED = re.compile(
    r"(?<!\w)(?:approx|app|arts?|ca|chaps?|ch|cl|cf|est|figs?|nos?|nr|paras?|pp?|sec|secs|tab|vols?)\.$", re.IGNORECASE
)
_NUMBER = re.compile(r"\d|[IVXLC]+\b")
# A number at the start is that of an item or an ordinal, no sentence.
_LEAD_CHARACTERS = 8
_LEADING_NUMBER = re.compile(r"\(?\d{1,3}[.)]")
_HOUR = re.compile(r"\d ?[ap]\.m\.$", re.IGNORECASE)
_AFTER_HOUR = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP]?[DS]?T|GMT|UTC|BST|CES?T|Eastern|Central|Mountain|Pacific)\b"
)
_GERMAN_ORDINAL = re.compile(
    r"(?<!\w)(?:der|die|das|des|dem|den|zum|zur|vom|beim|im|ein|eine|einen|einem|jeder) \d{1,3}\.$", re.I
)
# After a question or a cry in quotation marks, who said it: `“Why?” Bob asked.`
_SAID = re.compile(
    r"(?:[^\W\d_a-z][\w.’'-]* |(?:al|bin|da|de|del|den|der|di|du|la|le|van|von|y) ){1,5}"
    r"(?:said|says|asked|asks|added|adds|told|replied|replies|cried|wrote|writes|shouted|"
    r"wondered|demanded|insisted|warned|called out|tweeted|posted)\b"
)
_ASKED = re.compile(r"[!?…][\"”’»']+$")
_CJK_SAID = re.compile(r"[^，。！？：；“”「」\s]{0,12}(?:说|說|道|问|問|表示|称|稱|指出|强调|強調|补充|補充|写|寫)")
_CJK_CLOSED = re.compile(r"[。！？…][”’」』]+$")
_DASHED = re.compile(r"[—–-]+ ?[^\W\d_A-Z]")
_ADDRESS = re.compile(r"[/@]|www\.", re.IGNORECASE)
# Before a border without white space: a whole word in lower case, a number or a closing mark.
_RUN_ON = re.compile(r"(?:(?<![^\W\d_])[^\W\d_A-Z]{2,}|\d|[\"”’»)\]]|\w(?=[!?]))[.!?…]+[\"”’»)\]*_]*$")
_WIDE = re.compile(r"[。！？｡．…!?][”’」』）】〉》]*$")

_ELLIPSIS = re.compile(r"…[”’\"»)]?[ \t]+(?=[“„\"«(]?[A-ZÀ-ÖØ-ÞЀ-Я])")
_ASIDE = re.compile(r"[.!?…][\"”’]?\)[ \t]+(?=[“„\"«(]?[A-ZÀ-ÖØ-ÞЀ-Я])")
_MARKS = {"“": "”", "„": "“”", "«": "»", '"': '"', "(": ")"}


def corrected(text: str, borders: list[int], language: str) -> list[int]:
    """The borders between the sentences of one paragraph, in order.

    Args:
        text: the paragraph, on one line.
        borders: offsets at which a sentence starts, without 0 and the end, as the segmenter gives them.
        language: primary language subtag; some rules are those of one language.
    """
    moved = {_moved(text, border) for border in borders}
    capitals = text != text.lower()  # without any, a small letter may well begin a sentence
    kept: list[int] = []
    for border in sorted(moved - {0, len(text)}):
        before, after = text[max(0, border - _CONTEXT) : border], text[border : border + _CONTEXT]
        if not (before[-1].isspace() or after[0].isspace()):
            within = _glued(before, after)
        else:
            before, after = before.rstrip()[-_LAST_WORDS:], after.lstrip()
            within = _joined(before, after, language) or (capitals and after[:1].islower())
            start = kept[-1] if kept else 0
            if border - start <= _LEAD_CHARACTERS:
                within = within or _LEADING_NUMBER.fullmatch(text[start:border].strip()) is not None
        if not within:
            kept.append(border)
    return sorted({*kept, *_missed(text, kept)})


def _moved(text: str, border: int) -> int:
    """A closing mark goes with what it closes, an opening mark with what it opens."""
    start = border
    while border < len(text) and text[border] in _CLOSERS and not text[border - 1].isspace() and border - start < 8:
        border += 1
    if border > start and border < len(text) and not text[border].isspace():
        border = start  # the mark opened the next word: “He left.*She* stayed”
    while border > 1 and text[border - 1] in _OPENERS + "\"'" and border < len(text) and not text[border].isspace():
        if not (text[border - 2].isspace() or text[border - 2] in _OPENERS):
            break
        border -= 1
    return border


def _glued(before: str, after: str) -> bool:
    """Whether a border without white space lies within a sentence, or within a word."""
    if _WIDE.search(before) and not before.isascii() and not after[0].isdigit():
        return _goes_on_after_quotation(before, after)
    if _ADDRESS.search((re.findall(r"\S*$", before) or [""])[0] + after.split(maxsplit=1)[0]):
        return True
    opens = after[0].isupper() or after[0] in _OPENERS + "\"'" or (after[0] == "[" and len(after) > 1)
    return not (opens and _RUN_ON.search(before))


def _goes_on_after_quotation(before: str, after: str) -> bool:
    """CJK: a particle, or who said it, follows the closing mark."""
    if not _CJK_CLOSED.search(before) and before[-1] not in "\"'":
        return False
    return bool(re.match(r"[\u3041-\u3096]|[\uac00-\ud7a3]", after) or _CJK_SAID.match(after))


def _joined(before: str, after: str, language: str) -> bool:
    """Whether a border with white space lies within a sentence."""
    if not before or not after:
        return False
    if _DASHED.match(after):
        return True
    if _TITLE.search(before) or (_NUMBERED.search(before) and _NUMBER.match(after)):
        return True
    if _HOUR.search(before) and _AFTER_HOUR.match(after):
        return True
    if _ASKED.search(before) and _SAID.match(after):
        return True
    if language == "fr" and _FRENCH_TITLE.search(before):
        return True
    return language == "de" and bool(_GERMAN_ORDINAL.search(before)) and after[0].isupper()


def _missed(text: str, borders: list[int]) -> list[int]:
    """Borders that the segmenter does not see: after `…`, and after a sentence in brackets."""
    found = _after_ellipsis(text, set(borders)) if "…" in text else []
    known = sorted({0, *borders, *found})
    last = 0
    for match in _ASIDE.finditer(text):
        start = max(last, known[bisect_right(known, match.start()) - 1])
        opened = text.rfind("(", start, match.start())
        if opened >= 0 and not text[start:opened].strip():
            last = match.end()
            found.append(last)
    return found


def _after_ellipsis(text: str, borders: set[int]) -> list[int]:
    """Starts of the capitalised words that follow `…` outside quotation marks and brackets."""
    starts = {match.start(): match.end() for match in _ELLIPSIS.finditer(text)}
    found = []
    closing: list[str] = []
    for at, character in enumerate(text):
        if at in borders:
            closing.clear()
        if at in starts and not closing:
            found.append(starts[at])
        if closing and character in closing[-1]:
            closing.pop()
        elif character in _MARKS:
            closing.append(_MARKS[character])
    return found
