"""Sentences and their spans."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.reading import read_text, segment
from briefing.reading.blocks import lay_out
from briefing.reading.sentences import MAX_SENTENCE_CHARACTERS


def sentences(text: str, language: str | None = None) -> list[str]:
    """The sentences of `text`, whose first line is no title."""
    article = read_text(text, title="Something else", language=language)
    return [article.text[sentence.start : sentence.end] for sentence in segment(article)]


@pytest.mark.parametrize(
    "text",
    [
        # abbreviations, initials, numbers
        "The U.S. Army met Gen. Smith and Lt. Gov. Hale.|Mr. J. R. Ewing paid $3.5 million.|See No. 5, e.g. here.",
        "It was 9 a.m. there.|It is open until 10 p.m. Tuesday.|The call is at 5 p.m. ET.|At 6 p.m.|Then it shut.",
        "He lives in the U.S.|She does not.|The U.N. Security Council met.|Version 3.5.1 of Node.js is out.",
        "Atty. Gen. Hale and Amb. Ewing met Sens. Foo and Bar.|Approx. 50 people came, see vol. 3 and pp. 5-6.",
        "Dr. Piers Hallam spoke in St. Petersburg on Nov. 17, 2025.|P. R. Anselm has a Ph.D. in law.",
        "ASP.NET and Booking.Com are at www.Example.Com/Foo.Bar today.|Write to a@B.Com soon.",
        # quotations
        '"I will not go." she said.|"Then leave."|He left.',
        "“We won’t,” he said.|“Herring do not keep office hours.”|Penhale left.",
        "“Why?” asked Bob.|“Why?” Émile de Foo asked.|“Why?”|The town had no answer.",
        "He called it “the end.”|Critics disagreed.|She asked, “Will he go?”|No one knew.",
        "“It is.”|“It isn’t,” he said.|“So,” he said, “I go.”|Then he left.",
        # ellipses, brackets, mark-up, run-on ends
        "Well ... maybe.|He paused…|Then he spoke.|“Wait … He is here,” she said.|And so on...|And on.",
        "It is late.|(He laughed.)|Then he left (see p. 5).|She stayed.[1]|He did not.",
        "*He left.*|She stayed.|**Bold words.**|Next.",
        "It cost 3.5 million.He left.|".replace(".H", ".|H"),
        "Yahoo! is a company.|Jeopardy! started.|Really?!|Yes.",
        "i went home.|then i slept.|it was late.",
    ],
)
def test_english(text: str) -> None:
    """Sentences end where a reader would end them."""
    wanted = [sentence for sentence in text.split("|") if sentence]
    joined = re.sub(r"million\.\|H", "million.H", text).replace("|", " ").strip()
    assert sentences(joined, "en") == wanted


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "de",
            [
                "Am 3. Oktober kam Dr. Müller, z. B. mit Nr. 5.",
                "Der 2. Weltkrieg war vorbei.",
                "Er kam am 5.",
                "Dann ging er.",
            ],
        ),
        ("de", ["„Ich gehe nicht“, sagte er.", "„Nein!“, rief sie.", "„Er kam. Er ging.“", "Sie blieb."]),
        ("fr", ["M. Dupont est là.", "« Non ! » dit-il.", "Il partit."]),
        ("es", ["El Sr. Pérez llegó.", "¿Qué pasará?", "¡No!", "Sí."]),
        ("ru", ["Г. Иванов пришёл в 2020 г. в город.", "«Нет!» — сказал он.", "А. С. Пушкин писал."]),
    ],
)
def test_other_languages(language: str, wanted: list[str]) -> None:
    """Abbreviations, ordinals and quotation marks of other languages are known."""
    assert sentences(" ".join(wanted), language) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        ["「行かない。」と彼は言った。", "次の文です。", "値は３．５％だ。", "本当？"],
        ["“我不去。”他说。", "第二句！", "真的吗？", "他说：“你去。我不去。”"],
        ["그는 갔다.", '"안 가."라고 말했다.'],
    ],
)
def test_cjk(wanted: list[str]) -> None:
    """Without a given language the script decides, and quotations stay with who said them."""
    joined = (" " if "그는 갔다." in wanted else "").join(wanted)
    assert sentences(joined) == wanted


def test_characters_beyond_the_first_plane() -> None:
    """Offsets count characters, not bytes or half characters."""
    assert sentences("😀😀 Hello there. 👩‍👩‍👧 Second one. É́ Third. 𠮷野家。") == [
        "😀😀 Hello there.",
        "👩‍👩‍👧 Second one.",
        "É́ Third.",
        "𠮷野家。",
    ]


def test_lists() -> None:
    """Each item is a paragraph of its own without its marker; what follows below is part of it."""
    text = (
        "It means:\n\n- one thing;\n- another. And more\n  of the same.\n\n"
        "1. First\n2) Second\n* Third\n\n12. Oktober war es.\n"
    )
    article = read_text(text, title="Something else")
    found = [(article.text[s.start : s.end], s.paragraph) for s in segment(article)]
    assert found == [
        ("It means:", 0),
        ("one thing;", 1),
        ("another.", 2),
        ("And more\n  of the same.", 2),
        ("First", 3),
        ("Second", 4),
        ("Third", 5),
        ("12. Oktober war es.", 6),
    ]


def test_wrapped_lines() -> None:
    """A sentence runs over the ends of wrapped lines, also in a quotation."""
    text = (
        "The council of the town met for the third time this week and\n"
        "talked until midnight about the price of sand. Nobody hoped that\n"
        "Port Ellery would agree.\n\n"
        "> The council of the town met for the third time this week and\n"
        "> talked until midnight.\n"
    )
    assert sentences(text) == [
        "The council of the town met for the third time this week and\ntalked until midnight about the price of sand.",
        "Nobody hoped that\nPort Ellery would agree.",
        "The council of the town met for the third time this week and\n> talked until midnight.",
    ]


def test_paragraph_on_each_line() -> None:
    """Where lines are paragraphs, a sentence ends with its line, whatever mark stands there."""
    long = (
        "The council met and talked about the price of sand until the lamps went out and nobody knew what was said. "
        * 2
    )
    assert sentences(f"{long}And then\n{long}\nBut\nnot here.\n")[2:5:2] == ["And then", long.split(". ")[0] + "."]
    assert sentences(f"{long}\nBut\nnot here.\n")[-1] == "But\nnot here."


def test_only_the_body() -> None:
    """Title, byline, date line and headings are no sentences; numbers count sections and paragraphs."""
    text = (
        "# The title\n\nBy Ada Hale\n3 March 2026\n\nOne. Two.\n\n"
        "## Head\n\nThree.\n\n---\n\n```\nx = 1\n```\n| a | b |\n|---|---|\n"
    )
    article = read_text(text)
    found = [(article.text[s.start : s.end], s.section, s.paragraph) for s in segment(article)]
    assert found == [("One.", 0, 0), ("Two.", 0, 0), ("Three.", 1, 1), ("x = 1", 1, 2), ("| a | b |", 1, 3)]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("word, " * 1000, ","),
        ("word " * 1000, "d"),
        ("e\u0301" * 3000, "\u0301"),
        ("👩‍👩‍👧" * 1000, "👧"),
        ("字" * 5000, "字"),
        ("字、" * 2500, "、"),
    ],
)
def test_long_runs(text: str, ends: str) -> None:
    """A run without end is cut at the best border: after a clause, else at white space, else between graphemes."""
    found = sentences(text)
    assert len(found) > 1
    assert all(len(sentence) <= MAX_SENTENCE_CHARACTERS and sentence.endswith(ends) for sentence in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "piece", ["“a. ", "(", "…” A", "[", "*", "1. ", "a\n", ".) A", "e\u0301", "\u0301", "A.\n", "[a](", "> ", "— "]
)
def test_hostile_runs(piece: str) -> None:
    """A long text of any one thing is read and divided like any other, 200 kB on one line."""
    characters = 30_000 if "\n" in piece else 200_000
    text = (piece * (characters // len(piece) + 1))[:characters] + " word"
    found = sentences(text)
    assert found[-1].endswith("word")
    assert max(map(len, found)) <= MAX_SENTENCE_CHARACTERS


PIECES = st.sampled_from(
    "Mr. Smith left.|“I go.” he said.|“Why?” Bob asked.|- item one. Two.|> quoted. More.|## Head|1. first|Wait… He"
    "|(He left.) She|U.S. Army|p. 5|「行く。」と言った。|😀 e\u0301.|\t|   |||\u00a0x|\f y|***|---|```|| a | b |"
    "|He left.She|and so|Dr.|“open.|3.5 p.m. Monday|？！|« Non ! » dit-il.|\u2028".split("|")
)
TEXTS = st.lists(PIECES | st.text(max_size=8) | st.just("word " * 500), min_size=1, max_size=10)


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.sampled_from([" ", "\n", "\n\n", ""]), st.sampled_from([None, "en", "de", "ja", "xx"]))
def test_spans(pieces: list[str], glue: str, language: str | None) -> None:
    """Spans are ordered, disjoint, stripped and short, and leave out only markers, rules and white space."""
    article = read_text(glue.join([*pieces, "word"]), title="Something else", language=language)
    found = segment(article)
    covered = [False] * len(article.text)
    last = 0
    for sentence in found:
        words = article.text[sentence.start : sentence.end]
        section = article.sections[sentence.section]
        assert last <= sentence.start < sentence.end
        assert section.body <= sentence.start
        assert sentence.end <= section.end
        assert words == words.strip()
        assert len(words) <= MAX_SENTENCE_CHARACTERS
        before = article.text[sentence.start - 1 : sentence.start].strip()  # a mark behind white space joins nothing
        assert not before or not unicodedata.combining(article.text[sentence.start])
        covered[sentence.start : sentence.end] = [True] * len(words)
        last = sentence.end
    numbers = [sentence.paragraph for sentence in found]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(set(numbers))))
    left = set(_uncovered(article.text, covered, [(s.body, s.end) for s in article.sections]))
    assert left <= _marked(article.text)


def _uncovered(text: str, covered: list[bool], bodies: list[tuple[int, int]]) -> list[int]:
    return [at for start, end in bodies for at in range(start, end) if not covered[at] and not text[at].isspace()]


def _marked(text: str) -> set[int]:
    """Offsets of characters that are list or quotation marks at a line's start, or a rule or fence."""
    lines = lay_out(text).lines
    marks = {at for line in lines if line.kind in {"list", "quote"} for at in range(line.start, line.content)}
    rules = {at for line in lines if line.kind == "rule" for at in range(line.start, line.end)}
    assert all(
        re.fullmatch(r"[-*_=~|:+#>`\s]*|\s*(?:`{3,}|~{3,}).*", text[line.start : line.end])
        for line in lines
        if line.kind == "rule"
    )
    return marks | rules
