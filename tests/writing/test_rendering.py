"""A memo becomes text: whole, cited, within its words, by our template or the user's."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from briefing.errors import OptionError, TemplateError
from briefing.memo import ArticleRecord, ContentionPoint, Event, Evidence, Figure, Gap, Memo, Position, Run, Statement
from briefing.memo import problem as make_problem
from briefing.writing.budget import word_budget
from briefing.writing.rendering import check_template, render, template_names, template_source
from briefing.writing.selecting import select
from briefing.writing.specimen import empty_specimen, full_specimen
from briefing.writing.wording import MARKS

GOLDEN = Path(__file__).with_name("golden")
VOICES = r"^\*(?:Not quoted directly: |Quoted directly: only |Nobody is quoted directly).*\*$"
MARK = re.compile(r" \*\((?:check:|" + "|".join(MARKS.values()) + rf")[^)]*\)\*|{VOICES}", re.M)


def assert_golden(name: str, text: str) -> None:
    """Compares with a file under `golden/`; BRIEFING_UPDATE_GOLDEN=1 writes it anew: then read it, every line."""
    path = GOLDEN / name
    if os.environ.get("BRIEFING_UPDATE_GOLDEN") == "1":
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


def visible_words(text: str) -> int:
    """Words of a memo without front matter, footnotes, their marks, marks of basis and addresses."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"(?m)^\[\^\d+\]: .*$", "", text)
    text = re.sub(r"\[\^\d+\]|\]\(<[^>]*>", "", text)
    return sum(any(map(str.isalnum, word)) for word in MARK.sub("", text).split())


def build(
    *,
    points: dict[str, int],
    positions: int = 2,
    conditions: int = 0,
    statement_words: int = 20,
    source_words: int = 3_000,
    articles: int = 1,
    problems: int = 0,
    extras: int = 6,
) -> Memo:
    """A memo of many parts; `points` gives how many of each tier."""
    records = tuple(
        ArticleRecord(
            id=f"a{number}",
            title=f"Title of article {number}",
            publisher=f"Paper {number}",
            author=None,
            url=None,
            published=dt.date(2026, 1, 2),
            language=None,
            source=f"a{number}.txt",
            text_sha256="0" * 64,
            first_line=1,
            characters=9,
            words=source_words // articles,
        )
        for number in range(articles)
    )
    text = " ".join(f"w{number}" for number in range(statement_words))
    evidence = Evidence(id="a0:0-9", article="a0", start=0, end=9, text="Evidence.", section=None, line=1)

    def statement(name: str) -> Statement:
        return Statement(
            id=name, text=f"{name} {text}", evidence=("a0:0-9",), basis="reported", written_by="extractive"
        )

    made = [
        ContentionPoint(
            id=f"{tier}{number}",
            tier="core" if tier == "core" else "secondary" if tier == "secondary" else "contextual",
            raised_by="parties",
            question=f"What of {tier} matter {number}?",
            headline=f"Headline {tier} {number}",
            summary=(statement(f"s{tier}{number}"), statement(f"t{tier}{number}")),
            positions=tuple(
                Position(
                    id=f"p{tier}{number}-{row}",
                    party=f"Party {row}",
                    stance=statement(f"p{number}-{row}"),
                    conditions=tuple(statement(f"if{number}-{row}-{place}") for place in range(conditions)),
                )
                for row in range(positions)
            ),
            matters=(statement(f"m{tier}{number}"),),
            gaps=(Gap(id=f"g{tier}{number}", topic="what nobody knows"),),
            evidence=("a0:0-9",),
            articles=("a0",),
        )
        for tier, count in points.items()
        for number in range(count)
    ]
    return Memo(
        id="memo-1",
        title="A memo of many parts",
        as_of=dt.date(2026, 1, 2),
        status="offline",
        points=tuple(made),
        timeline=tuple(
            Event(
                id=f"e{number}",
                date=dt.date(2026, 1, 1 + number % 28),
                precision="day",
                as_written="then",
                state="scheduled",
                text=statement(f"e{number}"),
            )
            for number in range(extras)
        ),
        figures=tuple(
            Figure(
                id=f"f{number}",
                value="3",
                qualifier="exact",
                unit="",
                what=text,
                as_written=f"{number} boats",
                evidence=("a0:0-9",),
            )
            for number in range(extras)
        ),
        evidence=(evidence,),
        articles=records,
        problems=tuple(
            make_problem("source_skipped", f"File {number} was skipped.", "Rename it.", loss=False)
            for number in range(problems)
        ),
        run=Run(version="0.1.0", analyst="extractive", max_chunk_tokens=6_000),
    )


class TestGolden:
    """The specimens, rendered, as files to read."""

    @pytest.mark.parametrize(("name", "full"), [("specimen.md", False), ("specimen-full.md", True)])
    def test_full_specimen(self, name: str, full: bool) -> None:
        """The memo that has everything is rendered as the golden file shows it."""
        assert_golden(name, render(full_specimen(), full=full))

    def test_empty_specimen(self) -> None:
        """The memo that has nothing is still a page that says so."""
        assert_golden("empty.md", render(empty_specimen()))


class TestPage:
    """What holds of every rendered memo."""

    @pytest.mark.parametrize("full", [False, True])
    @pytest.mark.parametrize("memo", [full_specimen(), empty_specimen(), build(points={"core": 3})])
    def test_tidy(self, memo: Memo, full: bool) -> None:
        """No space at a line's end, no two empty lines, one line end at the end; the same bytes each time."""
        text = render(memo, full=full)
        assert re.search(r"[ \t]\n|\n\n\n|\n\n\Z|\r", text) is None
        assert text.endswith("\n")
        assert render(memo, full=full) == text

    def test_front_matter(self) -> None:
        """The front matter is YAML with the run's facts, by which a memo of ours is known."""
        _, front, _ = render(full_specimen()).split("---\n", 2)
        assert yaml.safe_load(front) == {
            "briefing": "memo",
            "schema_version": 1,
            "id": full_specimen().id,
            "title": full_specimen().title,
            "as_of": "2026-03-12",
            "status": "complete",
            "analyst": "model",
            "model": "example-large-2026-01",
            "version": "0.1.0",
            "full": False,
            "articles": 3,
            "points": 4,
            "evidence": len(full_specimen().evidence),
            "problems": 3,
        }

    @pytest.mark.parametrize("full", [False, True])
    def test_citations(self, full: bool) -> None:
        """Each footnote mark is the place of its entry in the table, and is defined once, with its words."""
        memo = full_specimen()
        text = render(memo, full=full)
        defined = re.findall(r"(?m)^\[\^(\d+)\]: (.*)$", text)
        used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
        assert [number for number, _ in defined] == sorted(used, key=int)
        for number, words in defined:
            assert memo.evidence[int(number) - 1].text.split()[0].strip("“") in words
        if full:
            assert len(defined) == len(memo.evidence)

    @pytest.mark.parametrize("full", [False, True])
    def test_nothing_acts(self, full: bool) -> None:
        """Hostile words of the specimen make no HTML, image, code or link on the page but the articles' own."""
        page = MarkdownIt("gfm-like", {"html": True}).use(footnote_plugin)
        body = render(full_specimen(), full=full).split("---\n", 2)[2]
        inner = [child for token in page.parse(body) for child in token.children or []]
        links = [child.attrs["href"] for child in inner if child.type == "link_open"]
        assert links == [
            "https://courier.example/2026/marsh-line?a=1&b=%282%29",
            "https://weekly.example/marsh",
            "https://evil.example/a%20b%3E%28c%29%60%7C%22x",
        ]
        kinds = {token.type for token in page.parse(body)} | {child.type for child in inner}
        assert not kinds & {"html_block", "html_inline", "image", "fence", "code_block"}
        assert {child.content for child in inner if child.type == "code_inline"} <= {"--full", "memo.json"}

    def test_statuses(self) -> None:
        """Each status but `complete` is told under the title."""
        told = {
            status: render(empty_specimen().model_copy(update={"status": status})).split("\n\n")[2]
            for status in ("failed", "degraded", "empty", "offline", "complete")
        }
        assert told == {
            "failed": "The sources state no date. 0 articles. "
            "*Nothing could be analysed; what went wrong is listed below.*",
            "degraded": "The sources state no date. 0 articles. "
            "*Part of the input could not be used; what is missing is listed below.*",
            "empty": "The sources state no date. 0 articles. "
            "*All of the input was read; no open point was found in it.*",
            "offline": "The sources state no date. 0 articles. "
            "*Made without a model: all statements are words of the articles.*",
            "complete": "The sources state no date. 0 articles.",
        }

    def test_without_judgments(self) -> None:
        """A memo without judgments says what the sources say, and does not say it again below."""
        text = render(build(points={"core": 2}))
        assert "## What the sources say" in text
        assert "## Key judgments" not in text
        assert text.count("score0 ") == 1

    def test_figure_once(self) -> None:
        """A figure that the sources repeat is told once, in its first wording; the full memo tells all."""
        memo = build(points={}, extras=2)
        again = tuple(figure.model_copy(update={"as_written": "28-point"}) for figure in memo.figures)
        memo = memo.model_copy(update={"figures": again})
        assert render(memo).count("**28-point:**") == 1
        assert render(memo, full=True).count("**28-point:**") == 2

    def test_full_has_everything(self) -> None:
        """The full memo prints every statement, gap, event, figure, quotation, party and problem."""
        memo = full_specimen()
        text = re.sub(r"\\(?=[^\w\s])", "", render(memo, full=True))
        for point in memo.points:
            for statement in (*point.summary, *point.matters, *(position.stance for position in point.positions)):
                assert " ".join(statement.text.split()) in text
            assert all(gap.topic in text for gap in point.gaps)
        assert all(quote.text in text for quote in memo.quotes)
        assert all(figure.what in text and figure.value in text for figure in memo.figures)
        assert all(event.text.text in text for event in memo.timeline)
        assert all(party.name in text and (party.role or "") in text for party in memo.parties)
        assert all(problem.message in text and problem.advice in text for problem in memo.problems)
        assert "Not shown" not in text
        assert "Left out" not in text


class TestBudget:
    """A memo is as long as it may be, and says what it leaves out."""

    @settings(deadline=None, max_examples=60)
    @given(
        core=st.integers(0, 12),
        secondary=st.integers(0, 20),
        contextual=st.integers(0, 40),
        positions=st.integers(0, 8),
        conditions=st.integers(0, 3),
        statement_words=st.integers(1, 80),
        source_words=st.integers(0, 5_000),
        articles=st.integers(1, 30),
        problems=st.integers(0, 20),
        extras=st.integers(0, 30),
    )
    def test_within(
        self,
        core: int,
        secondary: int,
        contextual: int,
        positions: int,
        conditions: int,
        statement_words: int,
        source_words: int,
        articles: int,
        problems: int,
        extras: int,
    ) -> None:
        """The visible words keep to 28 % of the sources, or 250, and the apparatus; never more than 650."""
        memo = build(
            points={"core": core, "secondary": secondary, "contextual": contextual},
            positions=positions,
            conditions=conditions,
            statement_words=statement_words,
            source_words=source_words,
            articles=articles,
            problems=problems,
            extras=extras,
        )
        words = sum(article.words for article in memo.articles)
        told = max(250, words * 28 // 100)
        assert word_budget(memo) == min(650, told)
        assert word_budget(memo, apparatus=100) == min(650, told + 100)
        text = render(memo)
        assert visible_words(text) <= select(memo).budget <= 650

    @settings(deadline=None, max_examples=30)
    @given(core=st.integers(0, 9), contextual=st.integers(0, 9), words=st.integers(200, 2_000))
    def test_max_words(self, core: int, contextual: int, words: int) -> None:
        """`max_words` overrides the budget."""
        memo = build(points={"core": core, "secondary": 3, "contextual": contextual}, extras=20)
        assert visible_words(render(memo, max_words=words)) <= words

    def test_uses_it(self) -> None:
        """A memo with enough to tell uses at least nine tenths of its words."""
        memo = build(points={"core": 4, "secondary": 6, "contextual": 20}, extras=20)
        assert visible_words(render(memo)) >= 585

    @settings(deadline=None, max_examples=40)
    @given(
        core=st.integers(0, 9), secondary=st.integers(0, 9), contextual=st.integers(0, 9), words=st.integers(90, 900)
    )
    def test_order(self, core: int, secondary: int, contextual: int, words: int) -> None:
        """Contextual points go first, then secondary ones, then core ones, and each that goes is counted."""
        counts = {"core": core, "secondary": secondary, "contextual": contextual}
        text = render(build(points=counts), max_words=words)
        shown = {tier: len(set(re.findall(rf"What of ({tier} matter \d+)", text))) for tier in counts}
        left = {tier: counts[tier] - shown[tier] for tier in counts}
        assert not (left["core"] and shown["secondary"])
        assert not (left["secondary"] and shown["contextual"])
        line = re.search(r"Left out for length: (.*);", text)
        told = {
            tier: int(found[1]) if (found := re.search(rf"(\d+) {tier}", line[1] if line else "")) else 0
            for tier in counts
        }
        assert told == left

    @pytest.mark.parametrize("full", [False, True])
    def test_no_stance_without_its_conditions(self, full: bool) -> None:
        """What a party ties its stance to is told wherever the stance is: alone the stance says too much."""
        memo = build(points={"core": 1, "secondary": 2}, conditions=2, statement_words=3, extras=0)
        text = render(memo, full=full)
        stances = re.findall(r"(?<!f)p(\d)-(\d) w0", text)
        assert len(stances) > 2
        for number, row in set(stances):
            told = text.count(f"p{number}-{row} w0")
            assert [text.count(f"if{number}-{row}-{place} w0") for place in range(2)] == [told, told]

    def test_core_stays_whole(self) -> None:
        """Where a core point's positions do not fit, the memo says how many there are more."""
        text = render(build(points={"core": 3}, positions=9), max_words=300)
        assert text.count("What of core matter") == 3
        assert re.search(r"\*Left out: \d positions\.\*", text)

    def test_both_sides(self) -> None:
        """Two positions of every core point come before the third of any."""
        text = render(build(points={"core": 4}, positions=5, statement_words=5), max_words=290)
        rows = [part.count("| Party ") - 1 for part in text.split("**What of core matter")[1:]]
        assert min(rows) == 2
        assert max(rows) > 2

    def test_problems_are_always_told(self) -> None:
        """However few the words, every problem is told; many of one kind together, with their number."""
        few = render(build(points={"core": 1}, problems=5), max_words=1)
        many = render(build(points={"core": 1}, problems=6), max_words=1)
        assert [f"File {number} was skipped." in few for number in range(5)] == [True] * 5
        assert "- 6 times, first: File 0 was skipped. Rename it." in many
        assert render(build(points={"core": 1}, problems=6), full=True).count("was skipped") == 6

    def test_refuses(self) -> None:
        """A budget below one word is refused."""
        with pytest.raises(OptionError, match=r"max_words is 0; give a number of words from 1\."):
            render(empty_specimen(), max_words=0)


class TestShipped:
    """The shipped templates."""

    def test_names(self) -> None:
        """`memo` is shipped, is the default, and its text can be read."""
        assert template_names()[0] == "memo"
        assert "{% block front_matter %}" in template_source("memo")
        assert render(full_specimen(), "memo") == render(full_specimen())

    def test_unknown(self) -> None:
        """A name that is not shipped is refused with those that are."""
        with pytest.raises(TemplateError, match=r"no shipped template '\.\./memo'; the names are: memo"):
            template_source("../memo")

    def test_check(self) -> None:
        """The shipped template passes its own check."""
        check_template()


class TestOwn:
    """A template of the user's own."""

    def test_one_block(self, tmp_path: Path) -> None:
        """A template that extends the shipped one replaces one block and leaves the rest."""
        own = tmp_path / "own.md.j2"
        own.write_text("{% extends 'shipped/memo.md.j2' %}{% block method %}Made by *us*.\n{% endblock %}")
        check_template(own)
        shipped, mine = render(full_specimen()), render(full_specimen(), str(own))
        assert mine == re.sub(r"## How it was made\n\n.*?\n(?=\n)", "Made by *us*.\n", shipped, flags=re.S)

    def test_include(self, tmp_path: Path) -> None:
        """Files beside the template can be included; what is printed is escaped without asking."""
        (tmp_path / "own.md").write_text("{% include 'parts/head.md' %}\n\n{{ memo.as_of | day }}")
        (tmp_path / "parts").mkdir()
        (tmp_path / "parts" / "head.md").write_text("## {{ memo.points[3].question }}")
        assert (
            render(full_specimen(), tmp_path / "own.md")
            == "## Does \\<b>anyone\\</b> read {{ this }} \\| or \\[that\\](javascript:alert(1))?\n12 March 2026\n"
        )

    def test_html(self, tmp_path: Path) -> None:
        """A template for HTML escapes for HTML."""
        own = tmp_path / "own.html.j2"
        own.write_text("<p>{{ memo.points[3].question }}</p>")
        assert render(full_specimen(), own) == (
            "<p>Does &lt;b&gt;anyone&lt;/b&gt; read {{ this }} | or [that](javascript:alert(1))?</p>\n"
        )

    def test_helpers(self, tmp_path: Path) -> None:
        """The documented helpers and filters give what they say."""
        own = tmp_path / "own.md"
        own.write_text(
            "{{ cite(memo.points[0].summary[0]) }} {{ number(memo.evidence[4].id) }}\n"
            "{{ source_of(evidence_of(memo.evidence[6].id)[0]) }}\n"
            "{{ party('Norrail').role }}{{ party('nobody') }}{{ mark(memo.key_judgments[0]) }}\n"
            "{{ marks()[0][0] }}, {{ cited() | length }} cited\n"
            "{{ 'a b c d' | words(2) }} {{ 'a b c d e f' | middle(4) }} {{ 'a|b' | cell }} {{ 2 | count('gap') }}\n"
            "{{ 'say “x”' | quoted }} {{ memo.title | url }} {{ 'a\"b' | yaml }} {{ 'a  b' | count_words }}\n"
        )
        assert render(full_specimen(), own) == (
            "[^2] [^4] 5\n"
            "The Orley Courier, line 11, told by the ministry\n"
            "operator of the trains *(forecast)*\n"
            "forecast, 2 cited\n"
            "a b… a b … e f a\\|b 2 gaps\n"
            '‘say “x”’  "a\\"b" 2\n'
        )

    @pytest.mark.parametrize(
        ("source", "line", "message"),
        [
            ("a\n{{ titel }}", 2, "'titel' is undefined; `briefing templates show memo` lists the names"),
            ("{% if memo.status == 'degraded' %}\n\n{{ titel }}{% endif %}", 3, "'titel' is undefined"),
            ("a\n\n{{ memo.titel }}", 3, "a Memo has no 'titel' (is 'title' meant?)"),
            ("{% for point in memo.points %}\n{{ point.positons }}{% endfor %}", 2, "(is 'positions' meant?)"),
            ("{{ shown.titel }}", 1, "has no attribute 'titel'"),
            ("a\n{% if %}", 2, "Expected an expression"),
            ("{{ memo.title | nothing }}", 1, "No filter named 'nothing'"),
            ("{{ memo.title | random }}", 1, "No filter named 'random'"),
            ("{{ memo.__class__.__mro__ }}", 1, "a Memo has no '__class__'"),
            ("{{ memo.parse_file('/etc/passwd') }}", 1, "a Memo has no 'parse_file'; use only the memo's fields"),
            ("{{ memo.model_dump() }}", 1, "a Memo has no 'model_dump'"),
            ("{% set day = memo.as_of.today() if memo.as_of else 1 %}", 1, "is unsafe"),
            ("{% for i in range(10 ** 9) %}{% endfor %}", 1, "turn more than 100,000 times"),
            (
                "{% for i in range(1000) %}\n{% for j in range(1000) %}{% endfor %}{% endfor %}",
                2,
                "turn more than 100,000 times",
            ),
            ("{{ 'a' * 10 ** 9 }}", 1, "makes more than 100,000 characters"),
            ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", 1, "without end"),
            ("{% include 'own.md' %}", 1, "without end"),
            ("a\n{% include '../other.md' %}", 2, "'../other.md' is neither beside the template nor shipped"),
            ("{% include '/etc/passwd' %}", 1, "is neither beside the template nor shipped"),
            ("{% include 'link.md' %}", 1, "'link.md' is neither beside the template nor shipped"),
            ("{% include 'shipped/../rendering.py' %}", 1, "is neither beside the template nor shipped"),
            ("{{ cite('x') }}", 1, "no evidence of this memo has the id 'x'"),
            ("{{ cite(3) }}", 1, "take evidence ids"),
            ("{{ cite }}", 1, "a function is printed; call it"),
            ("{{ memo.points[0].tier }}", 1, "tuple object has no element 0"),
            ("{{ 1 / 0 }}", 1, "division by zero (ZeroDivisionError)"),
        ],
    )
    def test_broken(self, tmp_path: Path, source: str, line: int, message: str) -> None:
        """Whatever is wrong with a template is told before any work, with its file, its line and what to do."""
        own = tmp_path / "folder" / "own.md"
        own.parent.mkdir()
        own.write_text(source)
        (tmp_path / "other.md").write_text("secret")
        (own.parent / "link.md").symlink_to(tmp_path / "other.md")
        with pytest.raises(TemplateError) as raised:
            check_template(own)
        assert str(raised.value).startswith(f"template {own}, line {line}: ")
        assert message in str(raised.value)
        assert "\n" not in str(raised.value)
        assert (raised.value.template, raised.value.line) == (str(own), line)

    def test_missing(self, tmp_path: Path) -> None:
        """A template that is not there, is no text or is too large is refused in one sentence."""
        with pytest.raises(TemplateError, match=r"own\.md is no file; give the path of one, or a shipped name: memo"):
            check_template(tmp_path / "own.md")
        own = tmp_path / "own.md"
        own.write_bytes(b"a\n\xff")
        with pytest.raises(TemplateError, match=r"own\.md, line 2: not UTF-8"):
            check_template(own)
        own.write_bytes(b"a" * 1_000_001)
        with pytest.raises(TemplateError, match=r"own\.md is larger than 1,000,000 bytes"):
            check_template(own)
