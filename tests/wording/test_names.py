"""Who is named, with which role, and which names are the same."""

from __future__ import annotations

import pytest

from briefing.wording.names import Lexicon, Mention, find_mentions, lexicon_of


def mentions(sentence: str, article: str = "") -> list[Mention]:
    """The parties of `sentence`, which stands in an article with the words of `article`."""
    return find_mentions(sentence, Lexicon(f"{sentence} {article}".strip()))


def read(sentence: str, article: str = "") -> list[str]:
    """Each party as `name (role) kind`, without an unknown kind, with `'s` where a possessive follows."""
    return [
        f"{mention.name}{'’s' if mention.possessive else ''}"
        f"{f' ({mention.role})' if mention.role else ''}"
        f"{'' if mention.kind == 'unknown' else f' {mention.kind}'}"
        for mention in mentions(sentence, article)
    ]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("President Miron Vastek has spoken.", "Miron Vastek (President) person"),
        ("Verran Special Mediator Tobias Renn came.", "Tobias Renn (Verran Special Mediator) person"),
        ("They told the chief engineer Osric Penhale so.", "Osric Penhale (chief engineer) person"),
        ("Sunniva Clay, its chair, spoke.", "Sunniva Clay (chair) person"),
        ("Hew Garrick, a former mayor, came.", "Hew Garrick (former mayor) person"),
        ("Nerys Calder, the authority's chief executive, spoke.", "Nerys Calder (authority's chief executive) person"),
        ("Its chair, R. J. Halvard, learned of it.", "R. J. Halvard (chair) person"),
        ("Its medical director, Dr. Piers Hallam, spoke.", "Piers Hallam (medical director) person"),
        ("Mr. Piers Hallam and others spoke.", "Piers Hallam person"),
        ("Mr Piers Hallam and others spoke.", "Piers Hallam person"),
        ("Prime Minister Ilse Maravel’s plan failed.", "Ilse Maravel’s (Prime Minister) person"),
    ],
)
def test_roles(sentence: str, wanted: str) -> None:
    """A role is read before a name, behind it and in apposition; a courtesy title makes a person without a role."""
    assert read(sentence) == [wanted]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The Ellery Fishermen's Association opposes it.", "Ellery Fishermen's Association body"),
        ("The Ellery Fishermen’s Association opposes it.", "Ellery Fishermen’s Association body"),
        ("The Lowen Nurses' Association opposes it.", "Lowen Nurses' Association body"),
        ("The Standing Tamvar Commission’s scale stands.", "Standing Tamvar Commission’s body"),
        ("The Ministry of Coasts said so.", "Ministry of Coasts"),
        ("Friends of the Sound said no.", "Friends of the Sound"),
        ("The U.S. Army left.", "U.S. Army"),
        ("The S.T.C. insists.", "S.T.C."),
        ("J. R. Ewing left.", "J. R. Ewing"),
        ("Jean-Luc O’Brien left.", "Jean-Luc O’Brien"),
        ("Ludwig van der Berg left.", "Ludwig van der Berg"),
        ("Maria de la Cruz left.", "Maria de la Cruz"),
        ("Élodie Çelik left.", "Élodie Çelik"),
        ("AT&T denied it.", "AT&T"),
        ("The company Oele Marine signed.", "Oele Marine"),
    ],
)
def test_names(sentence: str, wanted: str) -> None:
    """Names run over initials, particles, hyphens and the possessives of bodies."""
    assert read(sentence) == [wanted]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The council met.", "council group"),
        ("Three officials said so.", "Three officials group"),
        ("Critics of the plan object.", "Critics of the plan group"),
        ("Officials in Aldane want it.", "Officials in Aldane group"),
        ("The governments of Pellan and Dunmere asked.", "governments of Pellan and Dunmere group"),
        ("The Lethian parliament’s refusal came.", "Lethian parliament’s group"),
        ("Calder's office declined.", "Calder's office group"),
    ],
)
def test_groups(sentence: str, wanted: str) -> None:
    """People and bodies without a name of their own are parties too."""
    assert read(sentence) == [wanted]


@pytest.mark.parametrize("sentence", ["However, nobody left.", "On Monday it met.", "In May it rained.", "I know."])
def test_capitals_that_are_no_names(sentence: str) -> None:
    """A word that is capitalised because it opens the sentence, a month or a weekday is no name."""
    assert read(sentence) == []


def test_words_used_in_lower_case_elsewhere() -> None:
    """How the rest of the article writes a word decides whether it is a name at the start of a sentence."""
    assert read("Rivers matter.", "All rivers cross it.") == []
    assert read("Rivers matters.", "We met Rivers.") == ["Rivers"]


def test_spans() -> None:
    """A mention covers its role before the name, and neither the article nor the possessive ending."""
    sentence = "The President Ilse Maravel’s plan went to the council."
    assert [sentence[mention.start : mention.end] for mention in mentions(sentence)] == [
        "President Ilse Maravel",
        "council",
    ]


@pytest.mark.parametrize(
    ("article", "name", "wanted"),
    [
        ("President Ilse Maravel came. Maravel left.", "Maravel", "Ilse Maravel"),
        ("President Ilse Maravel came. Maravel left.", "the Maravel", "Ilse Maravel"),
        ("The Standing Tamvar Commission met. The S.T.C. left.", "S.T.C.", "Standing Tamvar Commission"),
        ("The Standing Tamvar Commission (STC) met.", "STC", "Standing Tamvar Commission"),
        ("The Lethian Union (LU) met.", "LU", "Lethian Union"),
        ("The Standing Tamvar Commission met. The commission left.", "commission", "Standing Tamvar Commission"),
        ("Tern Line came. The line left. Tern stayed.", "line", "Tern Line"),
        ("Tern Line came. The line left. Tern stayed.", "Tern", "Tern Line"),
        ("The Ministry of Coasts met. The ministry left.", "The ministry", "Ministry of Coasts"),
        (
            "The Ellery Fishermen's Association met. The fishermen's association left.",
            "fishermen's association",
            "Ellery Fishermen's Association",
        ),
        ("Secretary-Elect Ilse Maravel met Ilse Maravel. Maravel left.", "Maravel", "Ilse Maravel"),
    ],
)
def test_aliases(article: str, name: str, wanted: str) -> None:
    """Surnames, heads, first words and initials lead to the one full name of the article."""
    assert Lexicon(article).canonical(name) == wanted


@pytest.mark.parametrize(
    ("article", "name"),
    [
        ("Maravel left. President Ilse Maravel came.", "Maravel"),  # stood alone before
        ("Ilse Maravel came. Otto Maravel came. Maravel left.", "Maravel"),  # two bear it
        ("Anna Ivers came. AI is here.", "AI"),
        ("The Tamvar Commission and the Kolm Commission met. The commission left.", "commission"),
        ("Nobody is named here.", "Maravel"),
    ],
)
def test_no_alias(article: str, name: str) -> None:
    """A word stands for no name where it stood alone before the name or where two names share it."""
    assert Lexicon(article).canonical(name) == name


def test_a_heading_may_shorten_a_name() -> None:
    """A surname in a heading does not count as standing alone before the full name."""
    assert (
        Lexicon("What Maravel Wants\nPresident Ilse Maravel came. Maravel left.").canonical("Maravel") == "Ilse Maravel"
    )


def test_offices_that_stand_alone() -> None:
    """An office that stands alone is the one person of that office, and nobody where two hold it."""
    one, two = "Commissioner Ada Lint came.", "Commissioner Ada Lint met Commissioner Bo Hale."
    assert read("The commissioner left.", one) == ["Ada Lint person"]
    assert read("The commissioner left.", two) == []


def test_heads_that_stand_alone() -> None:
    """A common noun is a party where an article calls a "Tern Line" so."""
    assert read("The line left.", "Tern Line came.") == ["line group"]
    assert read("The line left.") == []


def test_lexicon_is_kept() -> None:
    """The chunks of one article share its lexicon."""
    assert lexicon_of("Ada Lint came.") is lexicon_of("Ada Lint came.")
