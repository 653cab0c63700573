"""Every error that this library raises on purpose.

    BriefingError             root; its text is one sentence that ends with what to do next
    ├── OptionError           a value given by the caller is outside what it may be
    ├── SourceError           a source does not exist, or nothing readable is left
    ├── TemplateError         a template cannot be read, compiled or filled
    ├── MemoFileError         a memo file is not one that this version can read
    └── OutputError           an output path cannot be written

What goes wrong *without* stopping the memo is no exception: it becomes a
`briefing.memo.Problem` inside it.
"""


class BriefingError(Exception):
    """Root of all errors raised on purpose; `str()` of it is fit to show to a user."""


class OptionError(BriefingError, ValueError):
    """Raised when a value given by the caller is outside what it may be."""


class SourceError(BriefingError):
    """Raised when a source that was named does not exist, or when nothing readable is left."""


class TemplateError(BriefingError):
    """Raised when a template cannot be read, compiled or filled.

    Attributes:
        template: name of the template as it was given.
        line: line of the template from 1, or None where the place is not known.
    """

    def __init__(self, message: str, *, template: str, line: int | None = None) -> None:
        super().__init__(message)
        self.template = template
        self.line = line


class MemoFileError(BriefingError):
    """Raised when a memo file cannot be read, is no memo, or was written by a newer schema."""


class OutputError(BriefingError):
    """Raised when an output path cannot be written; the file that was there is left as it was."""
