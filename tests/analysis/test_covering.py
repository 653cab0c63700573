"""What became of every sentence, paragraph and section, and what is cited nowhere."""

from __future__ import annotations

from briefing.analysis.covering import cover, placed
from briefing.analysis.grounding import cut_sentence
from briefing.memo import Coverage
from briefing.reading import read_text, segment
from briefing.writing.wording import coverage_line

TEXT = """# A tunnel or a bridge

The Board rejects the tunnel. It is long. The ministry has not answered.

## Money

The tunnel costs 40 million. Nobody has said who pays.
The fares would rise.

Ferries run twice a day.

## Next

A vote is due.
"""
ARTICLE = read_text(TEXT)
SENTENCES = segment(ARTICLE)


def covered(*cited: int, lost: tuple[tuple[int, int], ...] = (), hidden: tuple[int, ...] = ()) -> Coverage:
    """The coverage where the sentences with these places are cited."""
    shown = frozenset(one for place, one in enumerate(SENTENCES) if place not in hidden)
    places = {ARTICLE.id: placed(ARTICLE, SENTENCES, shown, lost)}
    return cover(places, [cut_sentence(ARTICLE, SENTENCES[place]) for place in cited], ())


def test_places_say_where_sentences_stand() -> None:
    """Lines, sections, words and the first words are those of the file."""
    places = placed(ARTICLE, SENTENCES, frozenset(SENTENCES), ())
    assert [place.line for place in places] == [3, 3, 3, 7, 7, 8, 10, 14]
    assert [place.line for place in places] == [ARTICLE.line(one.start) for one in SENTENCES]
    assert [place.heading for place in places][2:4] == [None, "Money"]
    assert all(TEXT[place.start : place.end].startswith(place.opening) for place in places)
    assert sum(place.words for place in places) == sum(len(TEXT[s.start : s.end].split()) for s in SENTENCES)


def test_all_cited() -> None:
    """Nothing is uncited where everything is cited."""
    told = covered(*range(8))
    (article,) = told.articles
    assert (article.sections, article.sections_read) == (3, 3)
    assert (article.paragraphs, article.paragraphs_uncited) == (4, 0)
    assert told.uncited == ()


def test_the_longest_come_first_and_end_with_their_section() -> None:
    """Sentences that follow each other are one part, in one section."""
    told = covered(0, 7)
    first, second = told.uncited
    assert (first.section, first.line, first.last_line, first.sentences, first.words) == ("Money", 7, 10, 4, 19)
    assert TEXT[first.start : first.end].startswith(first.opening)
    assert first.opening == "The tunnel costs 40 million."
    assert (second.section, second.line, second.sentences, second.state) == (None, 3, 2, "read")
    assert told.articles[0].paragraphs_uncited == 2
    assert sum(run.sentences for run in told.runs) == len(SENTENCES)


def test_what_was_not_read() -> None:
    """A section is read where every sentence of it was shown; the others are left over, lost or withheld alike."""
    lost = covered(0, lost=((SENTENCES[7].start, len(TEXT)),))
    assert (lost.articles[0].sections, lost.articles[0].sections_read) == (3, 2)
    assert [part.state for part in lost.uncited if part.section == "Next"] == ["left_over"]
    hidden = covered(0, hidden=(6,))
    assert hidden.articles[0].sections_read == 2
    assert {(part.line, part.state) for part in hidden.uncited} >= {(10, "left_over"), (7, "read")}
    assert sum(hidden.bases.values()) == len(SENTENCES) - 1


def test_at_most_five() -> None:
    """The longest are kept, however many there are."""
    text = "# Long\n\n" + "\n\n".join(f"## Part {number}\n\n{'Word ' * number}ends here." for number in range(1, 9))
    article = read_text(text)
    sentences = segment(article)
    told = cover({article.id: placed(article, sentences, frozenset(sentences), ())}, (), ())
    assert [part.section for part in told.uncited] == ["Part 8", "Part 7", "Part 6", "Part 5", "Part 4"]


def test_openings_end_with_a_word() -> None:
    """At most 80 characters, and always what the article has there."""
    for text in ("word " * 40 + "ends.", "x" * 300, "短" * 300, "w" * 79 + " and more of it.", "Tabs\tand " * 20 + "."):
        article = read_text(text)
        for place in placed(article, segment(article), frozenset(), ()):
            assert 0 < len(place.opening) <= 80
            assert article.text[place.start : place.end].startswith(place.opening)


def test_in_words() -> None:
    """The foot of a memo says it in one line."""
    line = coverage_line(covered(0, 7))
    assert line.startswith("3 of 3 sections read, 2 of 4 paragraphs uncited, 0 of 0 chunks failed; ")
    assert line.endswith("; 2 of 8 sentences cited in the memo's data.")
    assert "cited in the memo's data, 1 left unread." in coverage_line(covered(0, hidden=(6,)))
    assert coverage_line(Coverage()) == ""


def test_no_sentence() -> None:
    """An article of headings alone has no section that counts."""
    told = cover({"a": ()}, (), ())
    assert (told.articles[0].sections, told.articles[0].paragraphs, told.runs) == (0, 0, ())
