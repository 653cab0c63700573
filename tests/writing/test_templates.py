"""`brief` and `report`: the same memo as half a page and as a report, honest whatever the memo holds."""

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
from briefing.memo import (
    ArticleRecord,
    ContentionPoint,
    Event,
    Evidence,
    Gap,
    Indicator,
    Memo,
    Option,
    Party,
    Position,
    Run,
    Statement,
)
from briefing.memo import problem as make_problem
from briefing.writing.rendering import check_template, render, template_names, template_source
from briefing.writing.selecting_brief import select_brief
from briefing.writing.selecting_report import select_report
from briefing.writing.siding import sides
from briefing.writing.specimen import empty_specimen, full_specimen

GOLDEN = Path(__file__).with_name("golden")
BLOCKS = {
    "brief": "front_matter title status lead matters saying but next also missing sources evidence footnotes",
    "report": "front_matter title as_of summary contents background issues issue watch parties figures quotes sources "
    "articles problems method legend evidence footnotes",
}


def assert_golden(name: str, text: str) -> None:
    """Compares with a file under `golden/`; BRIEFING_UPDATE_GOLDEN=1 writes it anew: then read it, every line."""
    path = GOLDEN / name
    if os.environ.get("BRIEFING_UPDATE_GOLDEN") == "1":
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


def body(text: str) -> str:
    """What stands below the front matter."""
    return text.split("---\n", 2)[2]


def words(text: str) -> int:
    """Words on the page: all but the front matter, the footnotes and the links' addresses; marks count."""
    page = re.sub(r"(?m)^\[\^\d+\]: .*$", "", body(text))
    page = re.sub(r"\[\^\d+\]|\]\(<[^>]*>", "", page)
    return sum(any(map(str.isalnum, word)) for word in page.split())


def statement(name: str, text: str = "is told", evidence: str = "a0:0-9", basis: str = "reported") -> Statement:
    """A statement of one article."""
    return Statement.model_validate(
        {"id": name, "text": text, "evidence": (evidence,), "basis": basis, "written_by": "extractive"}
    )


def position(party: str, text: str = "is for it", *, backs: str = "", rejects: str = "", evidence: int = 0) -> Position:
    """A position; options by letters."""
    stance = statement(f"{party}-{text}", text, f"a0:{evidence}-{evidence + 9}")
    return Position(id=f"{party}-{text}", party=party, stance=stance, backs=tuple(backs), rejects=tuple(rejects))


def point(name: str, *positions: Position, tier: str = "core", gap: str = "", matters: str = "") -> ContentionPoint:
    """A point with a question made of its name."""
    return ContentionPoint.model_validate(
        {
            "id": name,
            "tier": tier,
            "raised_by": "parties",
            "question": f"What of {name}?",
            "headline": f"The {name}",
            "positions": positions,
            "gaps": (Gap(id=f"gap-{name}", topic=gap),) if gap else (),
            "matters": (statement(f"matters-{name}", matters),) if matters else (),
            "options": tuple(Option(key=key, text=f"way {key}", evidence=("a0:0-9",)) for key in "ab"),
            "evidence": ("a0:0-9",),
            "articles": ("a0",),
        }
    )


def memo(*points: ContentionPoint, articles: int = 1, source_words: int = 900, **more: object) -> Memo:
    """A memo of `articles`, made of these points; parties as the positions name them."""
    names = dict.fromkeys(held.party for each in points for held in each.positions)
    made: dict[str, object] = {
        "id": "memo-1",
        "title": "A memo",
        "as_of": dt.date(2026, 1, 2),
        "status": "complete",
        "points": points,
        "parties": tuple(Party(id=name, name=name) for name in names),
        "evidence": tuple(
            Evidence(
                id=f"a0:{start}-{start + 9}",
                article="a0",
                start=start,
                end=start + 9,
                text="Evidence.",
                section=None,
                line=1,
            )
            for start in range(9)
        ),
        "articles": tuple(
            ArticleRecord(
                id=f"a{number}",
                title=f"Title {number}",
                publisher=f"Paper {number}",
                author=None,
                url=None,
                published=None,
                language=None,
                source=f"a{number}.txt",
                text_sha256="0" * 64,
                first_line=1,
                characters=9,
                words=source_words,
            )
            for number in range(articles)
        ),
        "run": Run(version="0.1.0", analyst="model", max_chunk_tokens=6_000),
    }
    return Memo.model_validate(made | more)


def large(*, core: int, secondary: int, positions: int, length: int, articles: int, losses: int, extras: int) -> Memo:
    """A memo of many parts, each `length` words long."""
    text = " ".join(f"w{number}" for number in range(length))
    rows = [position(f"Party {row} of {text[:200]}", f"{row} {text}", evidence=row % 9) for row in range(positions)]
    points = [point(f"core {number}", *rows, gap=text, matters=text) for number in range(core)]
    points += [point(f"lesser {number}", *rows, tier="secondary") for number in range(secondary)]
    events = tuple(
        Event(
            id=f"e{number}",
            date=dt.date(2026, 1, 1 + number % 28),
            precision="day",
            as_written="then",
            state="scheduled",
            text=statement(f"e{number}", text, basis="unnamed_source"),
        )
        for number in range(extras)
    )
    kinds = ("source_unreadable", "chunk_failed")
    problems = tuple(
        make_problem(kinds[number % 2], f"File {number}: {text}", f"Do {text}", loss=True)  # type: ignore[arg-type]  # two of the kinds
        for number in range(losses)
    )
    lead = (statement("lead", text, basis="author_view"),)
    return memo(*points, articles=articles, timeline=events, problems=problems, bottom_line=lead, title=text)


class TestGolden:
    """The specimens, rendered, as files to read."""

    @pytest.mark.parametrize("template", ["brief", "report"])
    def test_full_specimen(self, template: str) -> None:
        """The memo that has everything is rendered as the golden file shows it."""
        assert_golden(f"{template}.md", render(full_specimen(), template))

    @pytest.mark.parametrize("template", ["brief", "report"])
    def test_empty_specimen(self, template: str) -> None:
        """The memo that has nothing is still a page that says so."""
        assert_golden(f"{template}-empty.md", render(empty_specimen(), template))

    def test_whole_brief(self) -> None:
        """`full` lifts the brief's limits: all positions, triggers and evidence, uncut."""
        assert_golden("brief-full.md", render(full_specimen(), "brief", full=True))

    def test_short_report(self) -> None:
        """A report of a given number of words leaves out by the memo's own order, and says what."""
        assert_golden("report-600-words.md", render(full_specimen(), "report", max_words=600))


@pytest.mark.parametrize("template", ["brief", "report"])
class TestPage:
    """What holds of both templates."""

    def test_shipped(self, template: str) -> None:
        """Both are shipped, pass their own check, and can be read to start one's own from."""
        assert template_names() == ("memo", "brief", "report")
        check_template(template)
        assert "{% block front_matter %}" in template_source(template)

    @pytest.mark.parametrize("full", [False, True])
    def test_tidy(self, template: str, full: bool) -> None:
        """No space at a line's end, no two empty lines, one line end at the end; the same bytes each time."""
        for made in (full_specimen(), empty_specimen(), memo(point("x", position("P")))):
            text = render(made, template, full=full)
            assert re.search(r"[ \t]\n|\n\n\n|\n\n\Z|\r", text) is None
            assert text.endswith("\n")
            assert render(made, template, full=full) == text

    def test_front_matter(self, template: str) -> None:
        """The front matter is the memo's, by which our own files are known, with the template's name."""
        mine = yaml.safe_load(render(full_specimen(), template, full=True).split("---\n", 2)[1])
        memos = yaml.safe_load(render(full_specimen(), full=True).split("---\n", 2)[1])
        assert mine == memos | {"template": template}

    @pytest.mark.parametrize("full", [False, True])
    def test_citations(self, template: str, full: bool) -> None:
        """Each footnote mark is the place of its entry in the table, and is defined once, with its words."""
        made = full_specimen()
        text = render(made, template, full=full)
        defined = re.findall(r"(?m)^\[\^(\d+)\]: (.*)$", text)
        used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
        assert [number for number, _ in defined] == sorted(used, key=int)
        for number, told in defined:
            assert made.evidence[int(number) - 1].text.split()[0].strip("“") in told
        if full or template == "report":
            assert len(defined) == len(made.evidence)

    @pytest.mark.parametrize("full", [False, True])
    def test_nothing_acts(self, template: str, full: bool) -> None:
        """Hostile words of the specimen make no HTML, image, code or link on the page but the articles' own."""
        tokens = (
            MarkdownIt("gfm-like", {"html": True})
            .use(footnote_plugin)
            .parse(body(render(full_specimen(), template, full=full)))
        )
        inner = [child for token in tokens for child in token.children or []]
        assert [child.attrs["href"] for child in inner if child.type == "link_open"] == [
            "https://courier.example/2026/marsh-line?a=1&b=%282%29",
            "https://weekly.example/marsh",
            "https://evil.example/a%20b%3E%28c%29%60%7C%22x",
        ]
        kinds = {token.type for token in tokens} | {child.type for child in inner}
        assert not kinds & {"html_block", "html_inline", "image", "fence", "code_block", "code_inline"}

    def test_blocks(self, template: str, tmp_path: Path) -> None:
        """Each block that the template's first lines name can be replaced by a template of one's own."""
        own = tmp_path / "own.md.j2"
        head = template_source(template).split("#}", 1)[0]
        for block in BLOCKS[template].split():
            assert re.search(rf"\b{block}\b", head)
            own.write_text(f"{{% extends 'shipped/{template}.md.j2' %}}{{% block {block} %}}\n\nMINE\n{{% endblock %}}")
            check_template(own)
            mine = render(full_specimen(), own)
            assert "MINE\n" in mine
            assert mine != render(full_specimen(), template)

    def test_names_reach_a_block(self, template: str, tmp_path: Path) -> None:
        """A block of one's own has the template's selection and its macros, through a template between too."""
        (tmp_path / "house.md.j2").write_text(
            f"{{% extends 'shipped/{template}.md.j2' %}}{{% macro mine(said) %}}{{{{ say(said) }}}}!{{% endmacro %}}"
        )
        own = tmp_path / "own.md.j2"
        own.write_text(
            "{% extends 'house.md.j2' %}{% block title %}# {{ shown.budget }}\n\n{{ mine(sayd) }}{% endblock %}"
        )
        with pytest.raises(TemplateError, match=r"own\.md\.j2, line 3: 'sayd' is undefined"):
            check_template(own)
        own.write_text(
            "{% extends 'house.md.j2' %}\n"
            "{% block title %}# {{ shown.budget }}, {{ mine(memo.bottom_line[0]) }}\n{% endblock %}"
        )
        shown = select_brief(full_specimen()) if template == "brief" else select_report(full_specimen())
        assert f"# {shown.budget}, The cabinet has put off" in render(full_specimen(), own)

    def test_refuses(self, template: str) -> None:
        """A number of words below one is refused."""
        with pytest.raises(OptionError, match=r"max_words is 0; give a number of words from 1\."):
            render(empty_specimen(), template, max_words=0)


class TestSelection:
    """`selection(name)`, for templates that stand alone."""

    def test_alone(self, tmp_path: Path) -> None:
        """A template that extends nothing can ask for what the brief prints."""
        own = tmp_path / "own.md"
        own.write_text(
            "{% for p in selection('brief').disputes %}{{ p.question }} {% endfor %}{{ outlet(memo.articles[0].id) }}"
        )
        assert render(full_specimen(), own) == (
            "Who pays for the repair of the Tern Viaduct? "
            "What is to carry the mill's freight at night if the line closes? The Orley Courier\n"
        )

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("{{ selection('note') }}", "there is no selection 'note'; the names are: memo, brief, report"),
            ("{{ outlet('nobody') }}", "no article of this memo has the id 'nobody'"),
            ("{{ coverage_of('nobody') }}", "no article of this memo has the id 'nobody'"),
            ("{{ say(memo.bottom_line[0]) }}", "'say' is undefined"),
            ("{% extends 'own.md' %}", "it calls or includes itself without end"),
            ("{% extends 'gone.md' %}", "'gone.md' is neither beside the template nor shipped"),
        ],
    )
    def test_broken(self, tmp_path: Path, source: str, message: str) -> None:
        """What is not there is told by name, macros of templates that are not extended too."""
        own = tmp_path / "own.md"
        own.write_text(source)
        with pytest.raises(TemplateError) as raised:
            check_template(own)
        assert message in str(raised.value)


class TestBrief:
    """Half a page."""

    @settings(deadline=None, max_examples=60)
    @given(
        core=st.integers(0, 9),
        secondary=st.integers(0, 9),
        positions=st.integers(0, 8),
        length=st.integers(1, 80),
        articles=st.integers(0, 30),
        losses=st.integers(0, 20),
        extras=st.integers(0, 30),
        words_asked=st.one_of(st.none(), st.integers(250, 900)),
    )
    def test_half_a_page(
        self,
        core: int,
        secondary: int,
        positions: int,
        length: int,
        articles: int,
        losses: int,
        extras: int,
        words_asked: int | None,
    ) -> None:
        """At most 250 words, marks included, whatever the memo holds; `max_words` overrides it."""
        made = large(
            core=core,
            secondary=secondary,
            positions=positions,
            length=length,
            articles=max(1, articles),
            losses=losses,
            extras=extras,
        )
        assert words(render(made, "brief", max_words=words_asked)) <= (words_asked or 250)

    def test_uses_it(self) -> None:
        """A memo with enough to tell uses at least four fifths of the half page."""
        made = large(core=3, secondary=9, positions=4, length=12, articles=2, losses=0, extras=5)
        assert words(render(made, "brief")) >= 200

    def test_two_disputes(self) -> None:
        """Both sides of the leading two disputes make four lines; one dispute alone has four voices."""
        four = [position(name) for name in ("P", "Q", "R", "S")]
        one = body(render(memo(point("x", *four), point("y", four[0])), "brief"))
        two = body(render(memo(point("x", *four), point("y", *four), point("z", *four)), "brief"))
        assert re.findall(r"(?m)^- \*\*(\w)", one) == ["P", "Q", "R", "S"]
        assert re.findall(
            r"(?m)^- \*\*(\w)|^\*(?:.* \*)?What of (\w)", two.replace("**What they’re saying:** ", "")
        ) == [
            ("", "x"),
            ("P", ""),
            ("Q", ""),
            ("", "y"),
            ("P", ""),
            ("Q", ""),
        ]
        assert "**Also open:** What of z?" in two

    def test_core_leads(self) -> None:
        """The leading dispute is a core one that has two parties, wherever it stands in the memo."""
        late = memo(
            point("s", position("A"), position("B"), tier="secondary"),
            point("x", position("A")),
            point("y", position("C"), position("D")),
        )
        assert [shown.point.id for shown in select_brief(late).disputes] == ["y", "s"]
        alone = memo(point("x", position("A")), point("y", position("B")))
        assert [shown.point.id for shown in select_brief(alone).disputes] == ["x", "y"]

    def test_both_or_none(self) -> None:
        """Where words do not reach for both sides of a dispute, neither is told."""
        text = " ".join(["word"] * 12)
        made = memo(point("x", position("P", text), position("Q", text)))
        for most in range(1, 80):
            assert len(re.findall(r"(?m)^- \*\*[PQ]:", body(render(made, "brief", max_words=most)))) in (0, 2)

    def test_conditions_stay(self) -> None:
        """What a party ties its stance to is told with it."""
        assert "offers half of the cost" in render(full_specimen(), "brief")
        assert "; *condition:* if Norrail keeps six trains a day for ten years[^8]" in render(full_specimen(), "brief")

    def test_counter(self) -> None:
        """“Yes, but” is a position against one that was told, before what is not known."""
        first = point(
            "x", position("P", backs="a"), position("Q", backs="b"), position("R", "will not", rejects="a"), gap="why"
        )
        made = memo(first, point("y", position("P"), position("Q")))
        text = body(render(made, "brief"))
        assert "**Yes, but:** **R:** will not[^1]\n" in text
        assert "not known" not in text

    def test_gap(self) -> None:
        """Without a counter-position it is the first gap: of the first dispute, else the second, else of the whole."""
        pair = (position("P"), position("Q"))
        own = memo(point("x", *pair, gap="the price"), point("y", *pair, gap="the day"))
        other = memo(point("x", *pair), point("y", *pair, gap="the day"))
        whole = memo(point("x", *pair), gaps=(Gap(id="g", topic="the votes"),))
        told = [re.findall(r"not known:\*\* (.*?) \*\(", body(render(made, "brief"))) for made in (own, other, whole)]
        assert told == [["the price"], ["the day"], ["the votes"]]

    def test_left_out(self) -> None:
        """What the memo does not have has no heading."""
        text = body(render(memo(point("x", position("P"), position("Q"))), "brief"))
        assert re.findall(r"\*\*([A-Z][^*:]*):\*\*", text) == ["What they’re saying", "P", "Q", "Sources"]

    def test_next(self) -> None:
        """At most three triggers, each with its date; what has none is no trigger."""
        days = tuple(
            Indicator(id=f"w{day}", text=statement(f"w{day}"), date=dt.date(2026, 2, day), by_when="then")
            for day in range(1, 6)
        )
        undated = Indicator(id="w", text=statement("w", "a survey", "a0:1-10"))
        text = body(render(memo(watch=(undated, *days)), "brief"))
        assert re.findall(r"\*\*(\d February 2026):\*\*", text) == [
            "1 February 2026",
            "2 February 2026",
            "3 February 2026",
        ]
        assert "survey" not in text

    @pytest.mark.parametrize(
        ("status", "line"),
        [
            ("failed", "*Nothing could be analysed; what went wrong is listed below.*"),
            ("degraded", "*Part of the input could not be used; what is missing is listed below.*"),
            ("empty", "*All of the input was read; no open point was found in it.*"),
        ],
    )
    def test_says_so_first(self, status: str, line: str) -> None:
        """A memo that failed, is degraded or empty says so right under its title, and names what is missing."""
        lost = tuple(
            make_problem("source_unreadable", f"f{number}.pdf is a PDF.", "Give its text.", loss=True)
            for number in range(7)
        )
        text = body(render(memo(status=status, problems=lost), "brief"))
        assert text.startswith(f"\n# A memo\n\n{line}\n\n**What could not be used:**\n\n")
        assert "- 7 times, first: f0.pdf is a PDF. Give its text.\n" in text
        assert "Why it matters" not in text

    def test_notices(self) -> None:
        """Notices are counted, so that nobody takes the half page for all there is to say."""
        found = make_problem("citation_unknown", "Line 9 is not there.", "Nothing.", loss=False)
        assert body(render(memo(problems=(found,)), "brief")).rstrip().endswith(" 1 notice is in memo.json.")

    def test_offline(self) -> None:
        """A memo made without a model says so in its last line."""
        text = body(render(memo(status="offline"), "brief"))
        assert text.rstrip().endswith("*Made without a model: all statements are words of the article.*")

    def test_names_sources(self) -> None:
        """Three outlets are named, the others counted; one article that has only the memo's title is not named."""
        assert "**Sources:** Paper 0, Paper 1, Paper 2, and 4 more — As of" in render(memo(articles=7), "brief")
        bare = memo(title="Title 0")
        bare = bare.model_copy(update={"articles": (bare.articles[0].model_copy(update={"publisher": None}),)})
        assert "**Sources:** As of 2 January 2026. 1 article." in render(bare, "brief")


class TestSides:
    """Who stands against whom."""

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            # options: who rejects what the first backs, or backs another
            ([position("P", backs="a"), position("Q", backs="a"), position("R", rejects="a")], "PRQ"),
            ([position("P", backs="a"), position("Q", backs="a"), position("R", backs="b")], "PRQ"),
            # words: who speaks of the first, or of whom the first speaks, by whole words
            ([position("P"), position("Q", evidence=1), position("R", "blames P", evidence=2)], "PRQ"),
            ([position("P", "blames R"), position("Q", evidence=1), position("R", evidence=2)], "PRQ"),
            ([position("P"), position("Q", evidence=1), position("R", "blames PR", evidence=2)], "PQR"),
            # how often: who is heard most in the memo
            ([position("P"), position("Q", evidence=1), position("S", evidence=2)], "PSQ"),
            # the first's own sentence comes last
            ([position("P"), position("S"), position("Q", evidence=1)], "PQS"),
            # one position a party; alone without another party
            ([position("P"), position("P", "and more"), position("Q", evidence=1), position("Q", "too")], "PQ"),
            ([position("P"), position("P", "and more")], "P"),
        ],
    )
    def test_order(self, rows: list[Position], expected: str) -> None:
        """The first told, the one against it, then the others in order."""
        first = point("x", *rows)
        made = memo(first, point("y", position("S"), position("S", "again")))
        assert "".join(held.party for held in sides(made, first)) == expected


class TestReport:
    """The long form."""

    def test_sections(self) -> None:
        """The sections stand in the order of a research report."""
        assert re.findall(r"(?m)^## (.*)$", render(full_specimen(), "report")) == [
            "Summary",
            "Contents",
            "Timeline",
            "Issues",
            "What to watch",
            "Parties",
            "Figures",
            "Quotations",
            "Sources and method",
        ]

    def test_issues(self) -> None:
        """Core points come first, and the contents number them as the sections do."""
        made = memo(point("c", tier="contextual"), point("s", tier="secondary"), point("x"), point("y"))
        text = render(made, "report")
        assert re.findall(r"(?m)^(?:### )?(\d\. The \w)$", text) == ["1. The x", "2. The y", "3. The s", "4. The c"] * 2

    def test_one_heading(self) -> None:
        """A headline that asks the very question is not told twice."""
        made = memo(point("x").model_copy(update={"headline": "WHAT OF X"}))
        assert "### 1. What of x?\n" in render(made, "report")
        assert "**Issue.**" not in render(made, "report")

    def test_has_everything(self) -> None:
        """Every statement, gap, event, figure, quotation, party, option and problem is told, uncut."""
        made = full_specimen()
        text = re.sub(r"\\(?=[^\w\s])", "", render(made, "report"))
        for each in made.points:
            stances = (held.stance for held in each.positions)
            conditions = (entry for held in each.positions for entry in held.conditions)
            for told in (*each.summary, *each.matters, *stances, *conditions):
                assert " ".join(told.text.split()) in text
            assert all(gap.topic in text for gap in each.gaps)
            assert all(option.text in text for option in each.options)
            assert each.question in text
        assert all(judged.text in text and judged.confidence.reason in text for judged in made.key_judgments)
        assert all(quote.text in text for quote in made.quotes)
        assert all(figure.what in text and figure.as_written in text for figure in made.figures)
        assert all(event.text.text in text for event in made.timeline)
        assert all(entry.text.text in text for entry in made.watch)
        assert all(party.name in text and (party.role or "") in text for party in made.parties)
        assert all(alias in text for party in made.parties for alias in party.aliases)
        assert all(note.text.text in text for note in made.source_notes)
        assert all(problem.message in text and problem.advice in text for problem in made.problems)
        assert "Left out" not in text
        assert "Not shown" not in text

    def test_parties(self) -> None:
        """Under a party stand its positions by the numbers of the issues, in the length of a cell."""
        long = " ".join(f"w{number}" for number in range(20))
        made = memo(point("x", position("P"), position("P", long)), point("y", position("P", "too")))
        told = "- **P**\n  - Issue 1: is for it[^1]; w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11…[^1]\n  - Issue 2: too[^1]\n"
        assert told in render(made, "report")
        assert f"| P | {long}[^1] |" in render(made, "report")
        assert f"; {long}[^1]\n" in render(made, "report", full=True)

    def test_timeline(self) -> None:
        """Events stand in the order of their dates; those to come are told under what to watch instead."""
        events = tuple(
            Event(
                id=name,
                date=date,
                precision="day",
                as_written="once",
                state="scheduled" if name == "next" else "happened",
                text=statement(name, name),
            )
            for name, date in (
                ("undated", None),
                ("next", dt.date(2026, 3, 1)),
                ("late", dt.date(2025, 5, 1)),
                ("early", dt.date(2024, 5, 1)),
            )
        )
        text = render(memo(timeline=events), "report")
        assert re.findall(r"(?m)^- \*\*(?:.*?):\*\* (\w+)", text) == ["early", "late", "undated", "next"]
        assert text.index("## Timeline") < text.index("undated") < text.index("## What to watch") < text.index("next")

    def test_coverage(self) -> None:
        """What became of the sentences is told of each article, and of all."""
        text = render(full_specimen(), "report")
        lines = re.findall(r"(\d+) of (\d+) sentences? cited", text)
        assert lines[-1] == (
            str(sum(int(cited) for cited, _ in lines[:-1])),
            str(sum(int(total) for _, total in lines[:-1])),
        )
        assert len(lines) == len(full_specimen().articles) + 1

    def test_without_judgments(self) -> None:
        """A memo without judgments is summed up by what the sources say."""
        made = memo(point("x").model_copy(update={"summary": (statement("s", "It is so."),)}), status="offline")
        assert "## Summary\n\nIt is so.[^1]\n" in render(made, "report")

    @settings(deadline=None, max_examples=40)
    @given(
        core=st.integers(0, 9),
        secondary=st.integers(0, 9),
        positions=st.integers(0, 8),
        length=st.integers(1, 60),
        extras=st.integers(0, 20),
        words_asked=st.integers(300, 2_000),
    )
    def test_max_words(
        self, core: int, secondary: int, positions: int, length: int, extras: int, words_asked: int
    ) -> None:
        """`max_words` bounds the report as it bounds the memo; marks do not count."""
        made = large(
            core=core, secondary=secondary, positions=positions, length=length, articles=2, losses=1, extras=extras
        )
        text = re.sub(r" \*\((?:author’s view|unnamed source)\)\*", "", render(made, "report", max_words=words_asked))
        assert words(text) <= words_asked

    def test_no_limit(self) -> None:
        """Without `max_words` nothing is left out, however much there is; with `full` neither."""
        made = large(core=9, secondary=9, positions=6, length=40, articles=3, losses=8, extras=20)
        for text in (render(made, "report"), render(made, "report", full=True, max_words=300)):
            assert words(text) > 5_000
            assert "Left out" not in text
            assert text.count("\n### ") == 18
