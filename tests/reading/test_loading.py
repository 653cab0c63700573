"""From sources to articles and problems."""

from __future__ import annotations

import errno
import io
import os
import socket
from datetime import date
from pathlib import Path

import pytest

from briefing.article import Article
from briefing.errors import OptionError, SourceError
from briefing.memo import Problem
from briefing.reading import load, read_text
from briefing.reading.decoding import MAX_BYTES

WEB = "needs the web extra, which is not part of this version; save the page's words as .txt or .md and give that file."
STORY = "Harbour vote\n\nThe council voted. It was late.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str = "") -> None:
    """A file whose words are all its own unless they are given."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text or f"{path}\n\nA story of its own about {path}.\n", "utf-8")


def shapes(found: list[Article | Problem]) -> list[str | tuple[str, bool, str]]:
    """Articles by their source, problems by kind, loss and message."""
    return [each.source if isinstance(each, Article) else (each.kind, each.loss, each.message) for each in found]


@pytest.mark.usefixtures("here")
def test_article() -> None:
    """An article has its text, metadata, place in the file and sections."""
    write("story.md", "---\ntitle: Vote\npublisher: Gazette\npublished: 2026-10-14\n---\n\nOne.\n\n## Two\n\nThree.\n")
    [article] = load("story.md")
    assert isinstance(article, Article)
    assert (article.title, article.publisher, article.published) == ("Vote", "Gazette", date(2026, 10, 14))
    assert (article.source, article.first_line, article.text) == ("story.md", 6, "\nOne.\n\n## Two\n\nThree.\n")
    assert article.line(article.text.index("Three")) == 11
    assert article.id == f"vote-{article.text_sha256[:8]}"
    assert [section.heading for section in article.sections] == [None, "Two"]


def test_order_of_everything(here: Path) -> None:
    """Folders are read with all below them, by name and without what is hidden or no text; globs likewise."""
    for path in (
        "in/b.txt",
        "in/a/z.md",
        "in/a/y.markdown",
        "in/a.TXT",
        "in/.hidden.txt",
        "in/.git/x.txt",
        "in/x.json",
    ):
        write(path)
    for path in ("g/1.log", "g/2.txt", "g/.3.txt", "g/sub/4.txt", "g/2.meta.yaml"):
        write(path, "title: x\n" if path.endswith("yaml") else "")
    assert shapes(list(load(["in"]))) == ["in/a/y.markdown", "in/a/z.md", "in/a.TXT", "in/b.txt"]
    assert shapes(list(load(["g/**/*.txt"]))) == ["g/2.txt", "g/sub/4.txt"]
    assert shapes(list(load([Path("g/sub"), "g/[12].*"]))) == ["g/sub/4.txt", "g/1.log", "g/2.txt"]
    assert shapes(list(load([str(here / "g" / "**")]))) == [str(here / "g/2.txt"), str(here / "g/sub/4.txt")]


@pytest.mark.usefixtures("here")
def test_lazy() -> None:
    """Nothing is read before its turn comes."""
    write("a.txt")
    write("b.txt")
    found = load(["a.txt", "b.txt"])
    assert shapes([next(found)]) == ["a.txt"]
    write("b.txt", "Changed\n\nSince then it is another story.\n")
    last = next(found)
    assert isinstance(last, Article)
    assert last.title == "Changed"


@pytest.mark.usefixtures("here")
def test_brackets_in_names() -> None:
    """A path that exists is that path, whatever characters its name has."""
    write("a[1].txt")
    write("a1.txt")
    assert shapes(list(load(["a[1].txt"]))) == ["a[1].txt"]


def test_stdin() -> None:
    """`-` is standard input, front matter included, and has to be given."""
    [article] = load(["-"], stdin=io.BytesIO(b"---\ntitle: Piped\n---\nWords.\n"))
    assert isinstance(article, Article)
    assert (article.title, article.source, article.first_line) == ("Piped", "-", 4)
    with pytest.raises(SourceError, match=r"sys\.stdin\.buffer"):
        load(["-"])
    with pytest.raises(SourceError, match=r"- is larger than 10 MB"):
        list(load(["-"], stdin=io.BytesIO(b"a" * (MAX_BYTES + 1))))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("missing.txt", "missing.txt does not exist; check the path."),
        ("", "An empty source does not exist; check the path."),
        ("a\0b", "a\ufffdb does not exist; check the path."),
        ("x/*.txt", "No file matches x/*.txt; check the pattern and the folder that it starts from."),
        ("https://example.org/a", f"https://example.org/a is a web address: reading it {WEB}"),
        ("a.html", f"a.html {WEB}"),
        ("a.docx", f"a.docx {WEB}".replace("web", "docx").replace("the page's", "its")),
        ("a.pdf", "a.pdf is a PDF file; save its words as .txt or .md and give that file."),
    ],
)
@pytest.mark.usefixtures("here")
def test_usage(source: str, message: str) -> None:
    """A source that cannot be one stops the run before anything is read, with what to do."""
    for path in ("good.txt", "a.docx", "a.pdf", "a.html"):
        write(path)
    with pytest.raises(SourceError) as caught:
        load(["good.txt", source])
    assert str(caught.value) == message


def test_no_source() -> None:
    """Without any source the caller is told what one is."""
    with pytest.raises(SourceError, match=r"No source was given"):
        load([])


@pytest.mark.usefixtures("here")
def test_nothing_readable() -> None:
    """Where nothing at all was readable, the first reason is told."""
    Path("a.txt").write_bytes(b"%PDF-1.7 x")
    Path("empty").mkdir()
    with pytest.raises(SourceError) as caught:
        list(load("a.txt"))
    assert str(caught.value) == (
        "Nothing could be read: a.txt is a PDF file, not text. Save its words as a .txt or .md file and give that."
    )
    with pytest.raises(SourceError, match=r"empty holds no \.txt or \.md file\."):
        list(load("empty"))
    with pytest.raises(SourceError, match=r"a\.txt is a PDF file, not text\. 1 more gave nothing either\."):
        list(load(["a.txt", "empty"]))


@pytest.mark.usefixtures("here")
def test_unreadable_among_others() -> None:
    """One of several that cannot be read is a problem with loss, in its place, and the others are read."""
    Path("in").mkdir()
    Path("in/a.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    Path("in/b.txt").write_bytes(b" \n")
    Path("in/c.txt").write_bytes(b"---\ntitle: x\n---\n\n")
    os.truncate(os.open("in/d.txt", os.O_CREAT | os.O_WRONLY), MAX_BYTES + 1)
    write("in/e.txt")
    Path("in/f.txt").symlink_to("nowhere")
    assert shapes(list(load("in"))) == [
        ("source_unreadable", True, "in/a.txt is a PNG image, not text."),
        ("source_unreadable", True, "in/b.txt holds no text."),
        ("source_unreadable", True, "in/c.txt holds no text below its front matter."),
        ("source_unreadable", True, "in/d.txt is larger than 10 MB."),
        "in/e.txt",
        ("source_unreadable", True, "in/f.txt cannot be read (no such file or directory)."),
    ]


@pytest.mark.usefixtures("here")
def test_no_regular_files() -> None:
    """Pipes, sockets and devices are refused unopened, so that none can hold the run up."""
    Path("in").mkdir()
    os.mkfifo("in/a.txt")
    Path("in/b.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("in/c.txt")
        write("in/d.txt")
        os.mkfifo("in/d.meta.yaml")
        assert shapes(list(load("in"))) == [
            ("source_unreadable", True, "in/a.txt is a named pipe, not a file."),
            ("source_unreadable", True, "in/b.txt is a device, not a file."),
            ("source_unreadable", True, "in/c.txt is a socket, not a file."),
            ("metadata_broken", False, "in/d.meta.yaml is a named pipe, not a file."),
            "in/d.txt",
        ]


@pytest.mark.usefixtures("here")
def test_permission() -> None:
    """A file that may not be read is a problem that says so."""
    write("a.txt")
    write("b.txt")
    Path("b.txt").chmod(0)
    if os.access("b.txt", os.R_OK):
        pytest.skip("this user may read everything")
    assert shapes(list(load(["a.txt", "b.txt"])))[1] == (
        "source_unreadable",
        True,
        "b.txt may not be read (permission denied).",
    )


@pytest.mark.parametrize("source", ["in", "in/**/*.txt", "in/**", "**/*.txt"])
@pytest.mark.usefixtures("here")
def test_loops(source: str) -> None:
    """Links to folders are not followed, so that loops end; links to files are, and each file is read once."""
    write("in/sub/a.txt")
    Path("in/sub/one").symlink_to("..")
    Path("in/sub/two").symlink_to("../..")
    Path("in/sub/z.txt").symlink_to("a.txt")
    assert shapes(list(load(source))) == ["in/sub/a.txt"]


@pytest.mark.usefixtures("here")
def test_sidecar() -> None:
    """A sidecar gives what front matter leaves open."""
    write("a.md", "---\ntitle: Above\n---\nWords.\n")
    write("a.meta.yaml", "title: Beside\npublisher: Gazette\npublished: 2026-10-14\n")
    [article] = load("a.md")
    assert isinstance(article, Article)
    assert (article.title, article.publisher, article.published) == ("Above", "Gazette", date(2026, 10, 14))


@pytest.mark.usefixtures("here")
def test_broken_metadata() -> None:
    """Broken metadata is a notice with file, line and key; the body and the other keys are kept."""
    write("a.md", "---\nurl: ftp://x\npublisher: Gazette\n---\nVote\n\nWords.\n")
    write("a.meta.yaml", "title: [\n")
    write("b.md", "---\ntitle: open\n\nWords.\n")
    found = list(load(["a.md", "b.md"]))
    assert shapes(found) == [
        ("metadata_broken", False, "a.md, line 2: `url` is not an http or https address."),
        (
            "metadata_broken",
            False,
            "a.meta.yaml, line 2: not valid YAML (expected the node content, but found '<stream end>').",
        ),
        "a.md",
        ("metadata_broken", False, "b.md, line 1: front matter is not closed by a line --- within 64 kB."),
        "b.md",
    ]
    article, notice = found[2], found[0]
    assert isinstance(article, Article)
    assert isinstance(notice, Problem)
    assert (article.title, article.publisher, article.first_line) == ("Vote", "Gazette", 5)
    assert notice.article == article.id


@pytest.mark.usefixtures("here")
def test_left_out() -> None:
    """READMEs, our own memos and the output paths are left out with a notice, however named; sidecars without."""
    write("in/README.md")
    write("in/a.txt")
    write("in/memo.md")
    write("in/old.md", "---\nbriefing: memo\nstatus: offline\n---\n\n# Old memo\n")
    write("a.meta.yaml")
    assert shapes(list(load(["in", "a.meta.yaml"], skip=[Path("in/sub/../memo.md")]))) == [
        ("source_skipped", False, "in/README.md is a README and was left out."),
        "in/a.txt",
        ("source_skipped", False, "in/memo.md is where output is written and was left out."),
        ("source_skipped", False, "in/old.md is a memo that briefing wrote and was left out."),
    ]


@pytest.mark.usefixtures("here")
def test_repeated() -> None:
    """A file reached twice is read once; the same text in two files is one article and a notice."""
    write("a.txt", STORY)
    write("b.txt", STORY)
    assert shapes(list(load(["a.txt", "./a.txt", "*.txt"]))) == [
        "a.txt",
        ("source_repeated", False, "b.txt has the same text as a.txt, which was read."),
    ]


@pytest.mark.usefixtures("here")
def test_strange_names() -> None:
    """Names that are no text, or hold control characters, can be shown and kept."""
    for name in (b"in/a\xff.txt", b"in/b\n.txt"):
        write(os.fsdecode(name), f"Vote {len(name)}\n\nWords of {name!r}.\n")
    assert shapes(list(load("in"))) == ["in/a\ufffd.txt", "in/b\ufffd.txt"]


def test_read_text() -> None:
    """A text in memory is read as it is: no front matter, line ends alone made one."""
    article = read_text("---\r\ntitle: x\r\n---\r\nWords\ud800.\r", title="A\x1b b", source="memory", language="en")
    assert article.text == "---\ntitle: x\n---\nWords\ufffd.\n"
    assert (article.title, article.source, article.first_line) == ("A b", "memory", 1)
    with pytest.raises(SourceError, match=r"The text memory holds no words"):
        read_text(" \n", source="memory")


def test_read_text_url() -> None:
    """An address that is none of the web is refused."""
    with pytest.raises(OptionError, match=r"url is 'javascript:x'; give an http or https address"):
        read_text("Words.", url="javascript:x")


def test_closed_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be looked into is a loss, not a folder without articles."""
    write("in/a.txt")
    (here / "in" / "closed").mkdir()
    listed = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert shapes(list(load("in"))) == [
        "in/a.txt",
        ("source_unreadable", True, "in/closed cannot be looked into (permission denied)."),
    ]


@pytest.mark.usefixtures("here")
def test_same_bytes_same_article() -> None:
    """Neither clock nor file system shows in an article."""
    write("a.txt", STORY)
    [first] = load("a.txt")
    os.utime("a.txt", (0, 0))
    [second] = load("a.txt")
    assert first == second
    assert isinstance(first, Article)
    assert first.published is None
