"""Text that speaks to the tools that read it, in place of its readers. Made for English.

Nothing that is found here is followed anywhere: text is shown to a model inside a fence, and comes back as line numbers. But a
model may follow it all the same, so it is better not shown at all.
"""

from __future__ import annotations

import base64
import binascii
import re

_TOOLS = r"(?:AI|A\.I\.|LLM|GPT|chatbot|bot|assistant|language model|large language model|summari[sz]er|AI model|AI system)s?"
_CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "tells a model to forget its instructions",
        re.compile(
            r"\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:previous|prior|above|earlier|preceding|system|your)\b"
            r"[^.]{0,30}\b(?:instructions?|prompts?|rules|guidelines|directions|commands|context)\b",
            re.I,
        ),
    ),
    (
        "gives a model new instructions",
        re.compile(
            rf"\b(?:dear|attention|note (?:to|for)|instructions? (?:to|for)|message (?:to|for)) (?:all |any |the |an? )?(?:reading |\w+ )?{_TOOLS}\b"
            rf"|\byou are (?:now )?(?:an? |the )?(?:\w+ )?{_TOOLS}\b"
            rf"|\bif you are (?:an? |the )?(?:\w+ )?{_TOOLS}\b"
            r"|\b(?:new|updated|real|actual|hidden) (?:system )?(?:instructions?|prompt)\s*:"
            r"|\b(?:reveal|print|repeat|show|leak|output)\b[^.]{0,30}\b(?:system prompt|your (?:prompt|instructions)|api key)",
            re.I,
        ),
    ),
    (
        "says what a summary of it should say",
        re.compile(
            r"\b(?:in|to) your (?:summary|memo|briefing|answer|response|reply|output)\b"
            r"|\byour (?:summary|memo|briefing|answer|response|output) (?:must|should|has to|will)\b"
            r"|\b(?:respond|reply|answer) (?:only|exactly|solely) (?:with|in|by)\b"
            r"|\b(?:include|insert|add|append|embed) (?:this|the following) (?:link|url|image|sentence|text|markdown)\b",
            re.I,
        ),
    ),
    (
        "imitates the turns of a conversation",
        re.compile(
            r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id)\|?>|\[/?INST\]|<</?SYS>>"
            r"|^\W{0,3}(?:system|assistant|developer)\s*:\s|</?(?:source|notes)(?: [0-9a-f]{6})?>"
            r"|#{2,}\s*(?:system|instructions?|response)\b",
            re.I,
        ),
    ),
    ("hides letters that no reader sees", re.compile("[\U000e0020-\U000e007f]|[\u200b-\u200f\u2060-\u2064\ufeff]{4,}")),
)
_ENCODED = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_READABLE = re.compile(r"[A-Za-z][A-Za-z ,.'’!?:-]{24,}")  # a line of words


def find_injection(text: str) -> str | None:
    """What a sentence does that no reader would need, as the end of a clause; None where it speaks to readers.

    Args:
        text: a sentence, a title or a heading.
    """
    for told, cue in _CUES:
        if cue.search(text):
            return told
    return "hides a sentence in an encoding" if any(map(_decodes, _ENCODED.findall(text))) else None


def _decodes(text: str) -> bool:
    """Whether Base64 holds words."""
    try:
        held = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
    return _READABLE.search(held.decode("ascii", "ignore")) is not None
