"""Bytes become text: what encoding they are in, and whether they are text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata

MAX_BYTES = 10_000_000
"""Most bytes of one source: some 1,500 book pages, far above any article."""

# No byte string here can begin an article. A library of file types (puremagic, filetype) knows hundreds
# of formats, some by two letters that a sentence may begin with ("BM", "MZ"), and would refuse text.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "an RTF file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls or .ppt)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ID3\x02", "an MP3 recording"),
    (b"ID3\x03", "an MP3 recording"),
    (b"ID3\x04", "an MP3 recording"),
    (b"OggS\x00", "an Ogg recording"),
    (b"fLaC\x00", "a FLAC recording"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (b"bplist00", "a binary property list"),
)
_ZIP_CONTENTS = (
    (b"mimetypeapplication/epub", "an EPUB book"),
    (b"word/", "a Word file (.docx)"),
    (b"xl/", "an Excel file (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"),
)
_RIFF_CONTENTS = {b"WEBP": "a WebP image", b"WAVE": "a WAV recording", b"AVI ": "an AVI video"}

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the statistics choose among first; without the choice a short Russian text passes for Japanese.
_USUAL = (
    "cp1252 cp1250 iso8859_2 cp1251 koi8_r cp1253 cp1254 cp1255 cp1256 mac_roman cp932 euc_jp gb18030 big5 cp949"
).split()
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Letters that no western language has together: what Czech, Turkish, Romanian and Hungarian look like in cp1252.
_FOREIGN = ("øìè", "øìš", "øìž", "øèž", "þç", "ðç", "ýç", "ãþ", "öõá")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡-´¶¸-¿×÷‡†ƒˆ˜‰][^\W\d_]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{5}")
_SAMPLE_BYTES = 65_536


class UnreadableError(Exception):
    """Raised when a source cannot be read as text; its text is a clause that follows the source's name.

    Attributes:
        advice: what to do about it, one sentence.
    """

    def __init__(self, why: str, advice: str) -> None:
        super().__init__(why)
        self.advice = advice


def decode(data: bytes) -> str:
    r"""The text of `data`, every line end as `\n`, without a byte order mark.

    Tried in this order: a byte order mark, UTF-16 without one, UTF-8, and then an eight-bit or East Asian
    encoding: cp1252 where a text looks western, else as `charset-normalizer` judges it. A UTF-8 text with a
    rare broken byte stays UTF-8, with U+FFFD in that place.

    Raises:
        UnreadableError: it is no text, is empty, or its encoding cannot be told.
    """
    kind = binary_kind(data)
    if kind:
        raise UnreadableError(f"is {kind}, not text", "Save its words as a .txt or .md file and give that.")
    text = unify_line_ends(_decoded(data))
    if _is_binary(text):
        raise UnreadableError("is binary, not text", "Give a .txt or .md file.")
    if not text.strip():
        raise UnreadableError("holds no text", "Give a file with words in it, or leave this one out.")
    return text


def unify_line_ends(text: str) -> str:
    r"""`text` with CRLF, CR, NEL, U+2028 and U+2029 as `\n`."""
    return _LINE_ENDS.sub("\n", text)


def binary_kind(data: bytes) -> str | None:
    """What a file that begins with `data` is (with its article: "a PDF file"), None where it may be text."""
    if data[:4] == b"RIFF":
        return _RIFF_CONTENTS.get(data[8:12])
    if data[4:8] == b"ftyp" and data[:2] == b"\x00\x00":
        return "an MP4 video or HEIF image"
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            if kind != "a ZIP archive":
                return kind
            head = data[:_SAMPLE_BYTES]
            return next((named for mark, named in _ZIP_CONTENTS if mark in head), kind)
    return None


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                break  # a mark that lies: judged like any other bytes
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(data) or _legacy(data)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: the NUL bytes of its ASCII characters all stand on one side."""
    if len(data) % 2 or b"\x00" not in data:
        return None
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if min(even, odd) or max(even, odd) * 50 < len(data):
        return None
    encoding = "utf-16-le" if odd else "utf-16-be"
    # A script's characters share their high bytes; those of bytes that are no text take any value.
    if len(set(data[1 if odd else 0 :: 2])) > max(2, len(data) // 12):
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    unassigned = sum(unicodedata.category(character) in {"Cn", "Co", "Cc"} for character in text[:5_000])
    breaks = sum(text.count(character, 0, 5_000) for character in "\t\n\r\f\v")
    return None if (unassigned - breaks) * 100 > min(len(text), 5_000) else encoding


def _nearly_utf8(data: bytes) -> str | None:
    """A UTF-8 text with few broken bytes; any other encoding yields hardly one valid sequence."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = sum(character > "\x7f" for character in text) - broken
    return text if valid >= 4 * broken else None


def _legacy(data: bytes) -> str:
    western = _western(data)
    if western is not None:
        return western
    # Here and not above: importing it takes longer than reading an article in UTF-8.
    from charset_normalizer import from_bytes

    guess = from_bytes(data, cp_isolation=_USUAL).best() or from_bytes(data).best()
    if guess is not None:
        return str(guess)
    raise UnreadableError("is in an encoding that cannot be told", "Save it as UTF-8.")


def _western(data: bytes) -> str | None:
    """`data` as cp1252 where that is likely: few letters above ASCII, never many in a row, no sign in a word.

    Statistics come second: they take French and German in cp1252 for Polish more often than not.
    """
    if _HIGH_RUN.search(data) or len(data.translate(None, bytes(range(128)))) * 5 > len(data):
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = set(text)
    foreign = any(letters.issuperset(together) for together in _FOREIGN)
    return None if foreign or _SIGN_IN_WORD.search(text) else text


def _is_binary(text: str) -> bool:
    """Whether `text` holds a NUL, or more than one other control character in a hundred characters."""
    return "\x00" in text or len(_CONTROLS.findall(text)) * 100 > len(text)
