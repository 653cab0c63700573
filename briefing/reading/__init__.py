"""Sources become articles: paths, bytes, text, metadata, sections, sentences."""

from briefing.reading.loading import load, read_text
from briefing.reading.sentences import segment

__all__ = ["load", "read_text", "segment"]
