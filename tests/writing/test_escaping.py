"""Text of articles and models cannot act on the page that shows it."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from briefing.writing.escaping import destination, markdown, plain, yaml_value

HOSTILE = [
    "<script>alert(1)</script>",
    "a <!-- hidden --> b <img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) ![x](https://evil.example/x.png) [y][1] [1]: http://a.example",
    "https://evil.example/a_b_c?d=*e* HTTP://EVIL.example ftp://evil.example <https://evil.example>",
    "www.evil.example WWW.Evil.Example _www.evil.example",
    "write to me@evil.example or mailto:me@evil.example now",
    "a | b\n|---|---|\n| c | d |",
    "*a* **b** _c_ __d__ ***e*** ~~f~~ ~g~ snake_case _x_y_",
    "`code` ``more`` ```\nfence\n```",
    "# heading",
    "heading\n===\nother\n---",
    "> quoted",
    "- list",
    "+ list",
    "* list",
    "1. list",
    "1986) list",
    "- [ ] task",
    "\tcode by a tab",
    "    code by spaces",
    "---",
    "***",
    "===",
    "~~~",
    "[^1] [^2]: a footnote ^[inline]",
    "&lt;b&gt; &#60;b&#x3e; AT&T; R&D &amp;",
    "$a+b$ and $$c$$ but $84 million and US$5",
    "#1 title ## #",
    "ends with a backslash \\",
    "\\*already\\* \\| escaped \\",
    "Stop!",
    "{{ memo }} {% if x %}",
    "a  \nhard\\\nbreak",
    "\u202eright to left\u202c \ufeff\x00\x1b[31m \U000e0041",
]
PLACES = [
    "{}",
    "# {}",
    "- {}",
    "1. x {}[^1]\n\n[^1]: y",
    "| a | b |\n| --- | --- |\n| {} | c |",
    "*x* **{}** y",
    "> {}",
]


def parser() -> MarkdownIt:
    """GitHub's Markdown as near as markdown-it has it: tables, strike-through, bare links, footnotes, formulas."""
    made = MarkdownIt("gfm-like", {"html": True}).use(footnote_plugin)
    made.use(dollarmath_plugin, allow_space=False, allow_digits=False)  # as GitHub: `$5 and $6` is no formula
    assert made.linkify is not None
    made.linkify.set({"fuzzy_link": False})  # links of bare names such as `example.com`; GitHub makes none
    return made


PARSER = parser()


def seen(source: str) -> tuple[list[str], list[str]]:
    """The structure of a page (token types in order), and the visible text of each inline."""
    structure: list[str] = []
    texts: list[str] = []
    for token in PARSER.parse(source):
        structure.append(token.type)
        if token.type != "inline":
            continue
        inner = [child for child in token.children or [] if child.content or child.type != "text"]
        structure += [child.type for child in inner if child.type != "text"]
        texts.append("".join(child.content for child in inner if child.type == "text"))
    return structure, texts


def assert_inert(text: str, place: str) -> None:
    """`text` in `place` is shown as it is, in the same page as a harmless word would make."""
    shown = plain(text)
    structure, texts = seen(place.format(markdown(text)))
    harmless_structure, harmless_texts = seen(place.format("word"))
    assert structure == harmless_structure
    assert texts == [found.replace("word", shown) for found in harmless_texts]


class TestMarkdown:
    """Escaped text shows itself and does nothing else."""

    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile(self, text: str, place: str) -> None:
        """Mark-up in a text is seen as it was written, in any place of a page."""
        assert_inert(text, place)

    @settings(deadline=None, max_examples=400)
    @given(
        text=st.lists(
            st.one_of(
                st.text(alphabet="*_`[]()<>#|~&!@:$\\^-+=1.{}/w \n\t\"'ax;", max_size=8),
                st.sampled_from([*HOSTILE, "http://", "www.", "&amp;", "\u2028", "\x85", "\xa0", "é", "中"]),
                st.text(max_size=5),
            ),
            min_size=1,
            max_size=5,
        ).map("".join),
        place=st.sampled_from(PLACES),
    )
    @example(text="^", place="1. x {}[^1]\n\n[^1]: y")
    def test_any(self, text: str, place: str) -> None:
        """No text whatever changes the structure of the page or is shown other than it is."""
        if plain(text):
            assert_inert(text, place)

    def test_readable(self) -> None:
        """Ordinary prose, read raw, has no escape in it."""
        prose = (
            "“Herring do not keep office hours,” Penhale (R-Iowa) said: 12.5 metres, 50% & 3-4 boats; "
            "R&D costs $84 million, by 14:30 – see no. 7! It's “snake_case” < 5 or > 6?"
        )
        assert markdown(prose) == prose

    def test_escaped_once(self) -> None:
        """What is escaped already stays as it is."""
        assert markdown(markdown("*a*")) == "\\*a\\*"

    def test_linear(self) -> None:
        """Long hostile texts take no more than their length."""
        for piece in ("#", ":a", "&a", "\\", "[", "_a", "<", "www.", "1", "$", " ", "\u202e"):
            assert markdown(piece * 100_000 + "x") is not None


class TestPlain:
    """Text on one line, without what nobody sees."""

    def test_plain(self) -> None:
        """White space becomes one space; control, reversed, tagged and broken characters go."""
        text = " a\r\n\tb\u2028c\x85d\x00\x1b\x9f e\u202ef\u2066g\ufeffh\U000e0041i\ud800j\xa0k "
        assert plain(text) == "a b c d efghi\ufffdj\xa0k"


class TestDestination:
    """An address cannot leave its place between angle brackets."""

    @pytest.mark.parametrize(
        ("url", "shown"),
        [
            ("https://a.example/b?c=d&e=%20#f", "https://a.example/b?c=d&e=%20#f"),
            ('https://a.example/b c>(d)|`\\"', "https://a.example/b%20c%3E%28d%29%7C%60%5C%22"),
            ("https://a.example/100%/ü\n\u202e", "https://a.example/100%25/%C3%BC"),
            ("javascript:alert(1)", None),
            ("JaVaScRiPt://a.example/%0aalert(1)", None),
            ("data:text/html,x", None),
            ("//a.example", None),
            ("https://", None),
            ("https://[a", None),
            (None, None),
        ],
    )
    def test_destination(self, url: str | None, shown: str | None) -> None:
        """Only whole http and https addresses, percent-encoded, are printed."""
        assert destination(url) == shown

    @settings(deadline=None)
    @given(st.text(max_size=30))
    def test_stays(self, rest: str) -> None:
        """Whatever an address holds, the link holds all of it and nothing follows from it."""
        shown = destination("https://a.example/" + rest)
        assert shown is not None
        assert re.fullmatch(r"[!-~]*", shown)
        assert not set('<>|`\\"()[] ') & set(shown)


class TestYaml:
    """Front matter holds values, never structure."""

    @settings(deadline=None)
    @given(st.text())
    def test_round_trip(self, text: str) -> None:
        """A YAML reader gives the text back."""
        assert yaml.safe_load(f"a: {yaml_value(text)}\nb: 1") == {"a": plain(text), "b": 1}
