"""What is told in other words and still true, and what is not, rule by rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.article import Article
from briefing.checks import find_slips
from briefing.checks.bases import basis_set
from briefing.checks.claim import Claim, Source
from briefing.reading import load, segment
from briefing.wording.bases import basis_of
from briefing.wording.names import lexicon_of

if TYPE_CHECKING:
    from briefing.wording.bases import Basis

ROOT = Path(__file__).parents[2]
TEXTS = sorted(
    path
    for folder in ("examples", "tests")
    for path in (ROOT / folder / "articles").iterdir()
    if path.suffix in (".md", ".txt")
)


def kinds(text: str, evidence: str, *, party: str = "The board") -> list[str]:
    """The kinds of slips in a stance, or with no party in a statement."""
    source = Source(evidence, (), lexicon_of(evidence))
    basis = "reported" if party else basis_of(evidence)
    return sorted({slip.kind for slip in find_slips(Claim(text, party, basis, (source,)))})


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_own_words(path: Path) -> None:
    """A sentence that is told in its own words says what it says."""
    (article,) = load(str(path))
    assert isinstance(article, Article)
    lexicon = lexicon_of(article.text)
    for sentence in segment(article):
        text = article.text[sentence.start : sentence.end]
        source = Source(text, (), lexicon, article.published)
        assert find_slips(Claim(text, "", basis_of(text), (source,))) == (), text


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        # a condition told from its other side
        ("would not sign without a guarantee", "The board would sign only if it had a guarantee."),
        ("will sue unless the figures are published", "The board will sue if the figures are not published."),
        ("would wait if the vote failed", "The board would wait unless the vote succeeded."),
        # one negation in other words
        ("says loading at night is not possible", "The board said that it cannot load at night."),
        ("makes no secret of its wish to sell", "The board does not hide its wish to sell."),
        ("turned the offer down", "The board rejected the offer."),
        ("cannot afford a strike", "The board can afford neither a strike nor a lawsuit."),
        ("rejects the claim that it chose the dates", "The board denied that it had chosen the dates."),
        ("asked for data that remain unpublished", "The board asked for data which have not been published."),
        ("says a barge sinks and a boat does not", "The board said that a boat does not sink, but a barge does."),
        ("says the bridge will not be ready before 2035", "The board says work on the bridge will take until 2035."),
        ("called it haste rather than deceit", "The board called it more like haste than deceit."),
        # the two sides of one deal, and other senses of a word
        ("bought the mill from Ostrane", "Ostrane sold the mill to the board."),
        ("will extend its licence", "The board's contract runs on with a longer licence."),
        ("wants a public inquiry", "The board is a private body and wants a public inquiry."),
        ("insists on a guarantee before it will sign", "The board insisted it would not sign unless it had one."),
        ("says its backing depends on a guarantee", "The board said that it would not back it without a guarantee."),
        ("says the order took effect on Monday", "The board said the order did not take effect until Monday."),
        ("wants nobody moved against their will", "The board asked that nobody would be moved against their will."),
        ("if no one vows that all are paid", "The board said it would go if no one vowed that all would be paid."),
        # what only shares words with a negation
        ("moved to the island with two birds", "The board moved to the island with two birds which do not sing there."),
        ("did not want to go until it was paid", "The board does not want to go until it is paid."),
        ("is fighting over the price", "The board is not fighting the sale; it is fighting over the price."),
        ("expects a vote on it in May", "The board has not decided on the money, and it expects a vote on it in May."),
        ("wants flights at the airport banned", "The board wants a ban on flights at the airport."),
        # a plan, a doubt or a bound told as one
        ("would like the study to be paid for by the city", "The board wants the city to pay for the study."),
        ("says it will deliver on time", "The board said it would deliver on time."),
        ("has warned of a strike", "The board has threatened a strike."),
        ("says the barge takes 18 cars at most", "The board says the barge takes up to 18 cars."),
        ("says it could strike", "The board said it would strike if it was not paid."),
        ("says it cannot deliver", "The board said it was unable to deliver."),
        # numbers
        ("says about 60 percent own a car", "The board says that roughly six in ten own a car."),
        ("says nearly half of the meters were off", "The board says that four of nine meters were off."),
        ("threatens a strike of three days", "The board threatened a 72-hour strike."),
        ("wants nobody to leave before 2030", "The board wants nobody to leave before the end of 2029."),
        ("counted one case", "The board counted a single case."),
        ("has asked for it for over 50 years", "The board has asked for it for over five decades."),
        ("waited three decades", "The board waited 30 years."),
        ("was founded in the 1940s", "The board was founded in 1941."),
        ("calls 2028 the year when work starts", "The board says that work starts in 2028."),
        ("did not raise tolls", "The board avoided raising tolls."),
        ("counted more than 100 graves", "The board counted 116 graves."),
        ("counted nearly 200 graves", "The board counted 194 graves."),
        ("counted about 12,000 graves", "The board counted 11,870 graves."),
        ("sent a second-half substitute", "The board sent a second-half substitute."),
        ("asked the first minister for a bridge", "The board asked Mr Pell for a bridge."),
        ("may be fined daily", "The board may be fined 500 crowns a day."),
    ],
)  # fmt: skip
def test_other_words(text: str, evidence: str) -> None:
    """Other words for the same are no slip."""
    assert kinds(text, evidence) == []


@pytest.mark.parametrize(
    ("kind", "text", "evidence"),
    [
        ("negation", "would not sign unless it had a guarantee", "The board would sign unless it had a guarantee."),
        ("negation", "will begin the repairs until Monday", "The board will not begin the repairs until Monday."),
        ("negation", "is fighting the sale", "The board is not fighting the sale; it is fighting over the price."),
        ("negation", "says the order did not take effect", "The board said the order did not take effect until May."),
        ("hedge", "says the savings would be wiped out", "The board says the savings could be wiped out by repairs."),
        ("hedge", "said it would vote against the plan", "The board said it would vote against the plan unless paid."),
        ("name", "says the ministry wants a bridge", "The board said that the authority wants a bridge."),
        ("name", "Trevalyan wants a bridge", "Trevanion said that the board wants a bridge."),
        ("negation", "voted against asking for a ban", "The board voted to ask for a ban."),
        ("negation", "voted for the merger", "The board voted against the merger."),
        ("negation", "ruled out a sale", "The board did not rule out a sale."),
        ("negation", "has not offered an audit", "The board is unable to look into it, and it has offered an audit."),
        ("negation", "says the barge can sink", "The board says the barge cannot sink."),
        ("negation", "allowed the transfer", "The board barred the transfer."),
        ("negation", "sent armed observers", "The board sent unarmed observers."),
        ("negation", "says more people are exposed", "The board says fewer people are exposed."),
        ("negation", "refuses a lease shorter than 45 days", "The board refuses a lease longer than 45 days."),
        ("negation", "wants a temporary licence", "The board wants a permanent licence."),
        ("negation", "says prices did not fall", "The board said that prices did not rise."),
        ("hedge", "will sue whatever the ministry does", "The board will sue unless the ministry acts."),
        ("hedge", "says the shift is bound to double the noise", "The board says the shift may double the noise."),
        ("hedge", "has stopped the ferry", "The board wants to end the ferry service."),
        ("hedge", "has been given the contract", "The board has offered to run the line under a contract."),
        ("hedge", "was awarded the line", "The board offered to run the line if the contract was extended."),
        ("hedge", "has been given the line", "The board has applied for the line."),
        ("hedge", "has already harmed its own investment", "The board would damage its own investment."),
        ("hedge", "is leaving the town", "The board may leave the town."),
        ("hedge", "says a decision by May is impossible", "The board says a decision by May is unlikely."),
        ("hedge", "flew to Brennik on Monday", "The board is expected to fly to Brennik on Monday."),
        ("hedge", "will take it to court within 60 days", "The board can take it to court within 60 days."),
        ("hedge", "signed for 40 boats", "The board signed for up to 40 boats."),
        ("hedge", "is working on disciplinary cases", "The board is working on possible disciplinary cases."),
        ("hedge", "found a leak in the tank", "The board found a suspected leak in the tank."),
        ("hedge", "undoubtedly favours the boat", "The board reportedly favours the boat."),
        ("number", "says a quarter of the meters were off", "The board says that four of nine meters were off."),
        ("number", "has asked for it for over 40 years", "The board has asked for it for over five decades."),
        ("number", "has asked for it for 5 years", "The board has asked for it for 50 years."),
        ("number", "was founded in the 1940s", "The board was founded in 1951."),
        ("negation", "raised tolls", "The board avoided raising tolls."),
        ("number", "counted more than 200 graves", "The board counted 116 graves."),
        ("number", "counted more than 126 graves", "The board counted 116 graves."),
        ("number", "counted nearly 300 graves", "The board counted 194 graves."),
        ("number", "counted about 14,000 graves", "The board counted 11,870 graves."),
        ("number", "threatens a strike of five days", "The board threatened a 72-hour strike."),
        ("number", "opened an inquiry on October 9", "The board opened an inquiry on October 19."),
    ],
)  # fmt: skip
def test_slips(kind: str, text: str, evidence: str) -> None:
    """And these are slips of their kinds."""
    assert kind in kinds(text, evidence)


@pytest.mark.parametrize(
    "evidence",
    [
        "A woman from the town, who did not want her name printed, said the offer had been made.",
        "A lawyer close to the company said the offer had been made.",
        "Officials in the capital concede privately that the offer had been made.",
        "According to two people with knowledge of the matter, the offer had been made.",
        "The offer had been made, according to a party official in Brennik.",
        "It is understood that the offer had been made.",
    ],
)
def test_unnamed(evidence: str) -> None:
    """Whoever is not named vouches for it, and no one else."""
    assert basis_of(evidence) == "unnamed_source"


@pytest.mark.parametrize(
    ("party", "text", "evidence", "expected"),
    [
        # somebody unnamed who is called as the evidence calls him
        ("A senior Lethian official", "says it proves little", "One senior official said it proves little.", []),
        ("A senior Lethian diplomat", "says it proves little", "A senior official said it proves little.", ["speaker"]),
        ("A Lethian official", "says it proves little", "An Oskian official said it proves little.", ["speaker"]),
        # a minister speaks for the ministry
        ("Lethia's fisheries ministry", "closed the bank", "Fisheries Minister Tore Quill closed the bank.", []),
        ("Lethia's finance ministry", "closed the bank", "Fisheries Minister Tore Quill closed the bank.", ["speaker"]),
        # a country and its people
        ("", "An envoy of Tessaly wants a survey.", "An envoy of the Tessalian state wants a survey.", []),
        ("", "The Norwegian envoy wants a survey.", "An envoy of Norway wants a survey.", []),
        ("", "The Iranian envoy wants a survey.", "An envoy of Iran wants a survey.", []),
        ("", "An envoy of Iran wants a survey.", "An envoy of the Iranian state wants a survey.", []),
        ("", "An envoy of Tessaly wants a survey.", "An envoy of the Oskian state wants a survey.", ["name"]),
        # an aside is the author's, commas in its figures or not
        ("", "Plants there employ 1,600 people.", "Plants there, who employ 1,600 people, are said to want it.", []),
        ("", "Plants there want it.", "Plants there, who employ 1,600 people, are said to want it.", ["basis"]),
        # nor is what stands behind "although" or "with" vouched for by whoever says the rest
        ("Dr Marden", "was pressed to bend", "Dr Marden said she was pressed to bend, although sources deny it.", []),
        ("", "Talks began in 2023.", "It will be put to a vote, with less agreed than when talks began in 2023.", []),
        # somebody told by his noun alone
        ("Petition organisers", "say 18,600 signed", "A petition was signed by 18,600, its organisers said.", []),
        ("", "The larger mill fights over pay.", "The larger mill does not fight the sale; it fights over pay.", []),
        # what would have been is no forecast
        ("", "None of the boats left.", "Though the fleet would have been at sea by then, none of the boats left.", []),
    ],
)  # fmt: skip
def test_who_vouches(party: str, text: str, evidence: str, expected: list[str]) -> None:
    """Who says it is found in other words too, and only there."""
    source = Source(evidence, (), lexicon_of(f"{evidence} It met the Lethian envoys."))
    basis: Basis = "background" if not party else "unnamed_source" if party.startswith("A ") else "reported"
    assert sorted({slip.kind for slip in find_slips(Claim(text, party, basis, (source,)))}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Radio Meridian said the Lady Corvane's crew had been held.", []),
        ("Radio Meridian said the Lady Tamsin's crew had been held.", ["name"]),
        ("Radio Meridian said the Lady Corvane's owner had been held.", ["name"]),
    ],
)
def test_noun_that_stands_for_a_name(text: str, expected: list[str]) -> None:
    """A name leads on to its noun in a sentence after it, and to no other."""
    before = "The trawler Lady Corvane was boarded in May."
    evidence = "Radio Meridian said the crew had been held."
    source = Source(evidence, (before,), lexicon_of(f"{before} {evidence} The Lady Tamsin was not."))
    found = sorted({slip.kind for slip in find_slips(Claim(text, "", "reported", (source,)))})
    assert found == expected


@pytest.mark.parametrize(
    "evidence",
    [
        "One in zero and zero in one of 0 and 9 of 0 and one in 1 said so.",
        "Fıve of ſıx, a hundred thouſand, the thırd, half a mıllıon, fıve ın ten, twenty-fıve per cent, 5 mıllıon.",
        "It said on Frıday, 5 Aprıl, that the ſecond Aprıl of the ſpring, 5 weeKs a year, would be laſt.",
        f"It took {'9' * 5_000} hours, {'9' * 5_000} in {'9' * 5_000}, said the board.",
        f"By the end of 9999 and {'not ' * 500}without {'if ' * 500}unless, said the board.",
    ],
)
def test_odd_evidence(evidence: str) -> None:
    """No sentence makes a rule stumble."""
    assert find_slips(Claim(evidence, "", basis_of(evidence), (Source(evidence, (), lexicon_of(evidence)),))) == ()


@pytest.mark.parametrize(
    ("text", "basis", "expected"),
    [
        ("The bridge would cost 40 million crowns.", "background", "forecast"),
        ("The bridge would cost 40 million crowns.", "reported", "forecast"),
        ("The bridge would cost 40 million crowns.", "author_view", "author_view"),
        ("The bridge costs 40 million crowns.", "background", "background"),
        ("Nobody knows what the bridge would cost in crowns.", "background", "background"),
    ],
)
def test_label_set(text: str, basis: Basis, expected: str) -> None:
    """What is worded as a forecast, of a sentence that is one, is called so; what is not stays to be blamed."""
    evidence = "The bridge would cost 40 million crowns and take three years."
    assert basis_set(Claim(text, "", basis, (Source(evidence, (), lexicon_of(evidence)),))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The board reportedly agreed to the sale.", "unnamed_source"),
        ("The board agreed to the sale.", "background"),
        ("Diplomats confirmed that the board agreed to the sale.", "background"),
    ],
)
def test_label_of_hearsay(text: str, expected: str) -> None:
    """What is told as hearsay is called so; what makes a fact of it stays to be blamed."""
    evidence = "The board reportedly agreed to the sale in May."
    assert basis_set(Claim(text, "", "background", (Source(evidence, (), lexicon_of(evidence)),))) == expected


@pytest.mark.parametrize("name", ["Élodie", "Łukasz", "Ümit", "Žofie", "Борис"])
@pytest.mark.parametrize("text", ["{} wants a bridge.", "The board wants a bridge for {}."])
def test_name_beyond_ascii(name: str, text: str) -> None:
    """A name that the evidence lacks is told in whatever letters, also where it opens a statement."""
    assert kinds(text.format(name), "The board wants a bridge.", party="") == ["name"]
    assert kinds(text.format(name), f"The board wants a bridge for {name}; {name} wants it too.", party="") == []


def test_weekday() -> None:
    """A weekday alone is that of its evidence, whichever week that is in."""
    assert kinds("meets the management on Thursday", "The board meets the management next Thursday.") == []
    assert kinds("meets the management on Friday", "The board meets the management next Thursday.") == ["number"]
