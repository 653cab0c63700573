"""A memo becomes text and files."""
