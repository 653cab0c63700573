"""Sources become articles: paths, bytes, text, metadata, sections, sentences."""
