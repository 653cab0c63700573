"""Bytes become text."""

from __future__ import annotations

import codecs
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.reading.decoding import UnreadableError, binary_kind, decode

WESTERN = "The minister’s office said “no” – it was late. The café on the corner had closed.\n"
FRENCH = "Le gouvernement a refusé. L’été sera chaud, dit-on à Genève. Où est-il allé ? C’est français.\n"
RUSSIAN = "Правительство отказалось. Источники говорят, что решение будет позже.\n"
JAPANESE = "政府は拒否した。関係者によると、決定は後になる見込みだ。東京で会議が開かれる。\n"
CHINESE = "政府拒绝了。消息人士说,决定将在晚些时候作出。北京会议将于明天举行。\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (WESTERN.encode(), WESTERN),
        (codecs.BOM_UTF8 + WESTERN.encode(), WESTERN),
        (WESTERN.encode("utf-16"), WESTERN),
        (codecs.BOM_UTF16_BE + WESTERN.encode("utf-16-be"), WESTERN),
        (WESTERN.encode("utf-16-le"), WESTERN),
        (WESTERN.encode("utf-16-be"), WESTERN),
        (RUSSIAN.encode("utf-16-le"), RUSSIAN),
        (WESTERN.encode("utf-32"), WESTERN),
        (codecs.BOM_UTF32_BE + WESTERN.encode("utf-32-be"), WESTERN),
        (WESTERN.encode("cp1252"), WESTERN),
        (FRENCH.encode("cp1252"), FRENCH),
        ((FRENCH * 40).encode("cp1252"), FRENCH * 40),
        ("Größe, Übung, Maß und Ähre.".encode("latin-1"), "Größe, Übung, Maß und Ähre."),
        ("¿Qué pasará mañana?".encode("latin-1"), "¿Qué pasará mañana?"),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (RUSSIAN.encode("koi8_r"), RUSSIAN),
        (JAPANESE.encode("shift_jis"), JAPANESE),
        (JAPANESE.encode("euc_jp"), JAPANESE),
        (CHINESE.encode("gb18030"), CHINESE),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    """A text comes out as it was written, whichever usual encoding its file is in."""
    assert decode(data) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\n"])
def test_line_ends(end: str) -> None:
    r"""Every kind of line end becomes one `\n`, and blank lines stay blank lines."""
    assert decode(f"One.{end}{end}Two.{end}".encode()) == "One.\n\nTwo.\n"


def _zip(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "words")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF file"),
        (_zip("a.txt"), "a ZIP archive"),
        (_zip("[Content_Types].xml", "word/document.xml"), "a Word file (.docx)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a\x01\x00", "a GIF image"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a WebP image"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"{\\rtf1\\ansi Hello}", "an RTF file"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (b"ID3\x03\x00", "an MP3 recording"),
        (b"\x00\x00\x00\x20ftypisom", "an MP4 video or HEIF image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls or .ppt)"),
    ],
)
def test_binary_kinds(data: bytes, kind: str) -> None:
    """What is no text is refused by what it is, with what to do."""
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    assert str(caught.value) == f"is {kind}, not text"
    assert caught.value.advice.endswith("give that.")


@pytest.mark.parametrize(
    "text", ["BMW builds cars.", "MZ said so.", "PK is short.", "GIFs are files.", "ID3 is a tag.", "RIFFs rule."]
)
def test_words_that_begin_like_files(text: str) -> None:
    """An article may begin with letters that also begin some kind of file."""
    assert binary_kind(text.encode()) is None
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    "data", [b"words\x00and more words", bytes(range(256)) * 8, b"\x01\x02\x03 some words \x05\x06"]
)
def test_control_characters(data: bytes) -> None:
    """Bytes full of control characters are no text."""
    with pytest.raises(UnreadableError, match=r"^is "):
        decode(data)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, "\u2028\u00a0".encode()])
def test_no_words(data: bytes) -> None:
    """A file without anything but white space holds no text."""
    with pytest.raises(UnreadableError, match=r"^holds no text$"):
        decode(data)


def test_rare_broken_byte() -> None:
    """One broken byte does not turn a UTF-8 text into another encoding's letters."""
    data = WESTERN.encode() + b"\xff" + WESTERN.encode()
    assert decode(data) == WESTERN + "\ufffd" + WESTERN


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1).filter(str.strip))
def test_utf8_round_trip(text: str) -> None:
    """Whatever is written in UTF-8 is read as it was, line ends aside."""
    wanted = text.removeprefix("\ufeff").replace("\u2028", "\n").replace("\u2029", "\n")
    if wanted.strip() and not text.startswith(("%PDF-", "{\\rtf", "GIF8")):
        assert decode(text.encode()) == wanted


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    """Any bytes give a text without foreign line ends, or are refused as unreadable."""
    try:
        text = decode(data)
    except UnreadableError:
        return
    assert text.strip()
    assert not set(text) & set("\r\x85\u2028\u2029\x00")
