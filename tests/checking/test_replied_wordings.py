"""How models word what a newspaper says, and how they slip: pairs of a statement and its evidence, rule by rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from briefing.analysis.grounding import cut_sentence
from briefing.analysis.sourcing import sources_of
from briefing.article import Article
from briefing.checks import find_gap_slips, find_open_slips, find_slips
from briefing.checks.claim import Claim
from briefing.reading import load, segment
from briefing.wording.bases import basis_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.checks.claim import Slip, Source
    from briefing.wording.bases import Basis


@pytest.fixture
def cite(tmp_path: Path) -> Callable[..., tuple[Source, ...]]:
    """The last sentences of a text, as the checks see them."""

    def cited(text: str, number: int = 1) -> tuple[Source, ...]:
        path = tmp_path / "a.md"
        path.write_text(text, encoding="utf-8")
        (article,) = load(str(path))
        assert isinstance(article, Article)
        sentences = segment(article)
        lines = [cut_sentence(article, sentence) for sentence in sentences]
        sources = sources_of(article, sentences, lines)
        return tuple(sources[line.id] for line in lines[-number:])

    return cited


@pytest.fixture
def kinds(cite: Callable[..., tuple[Source, ...]]) -> Callable[..., list[str]]:
    """The kinds of slips in a statement about the last `cited` sentences of a text."""

    def found(
        text: str,
        evidence: str,
        *,
        party: str = "",
        basis: Basis | None = None,
        cited: int = 1,
        find: Callable[[Claim], tuple[Slip, ...]] = find_slips,
    ) -> list[str]:
        held = cite(evidence, cited)
        label = basis or ("reported" if party else basis_of(held[-1].text))
        return sorted({slip.kind for slip in find(Claim(text, party, label, held))})

    return found


TRUE = [
    ("Some 20 per cent or more of the boats are old.", "Of the boats, 20 to 30 per cent are old."),
    ("The company loses water, the council says.", "The council says Brenwater loses water."),
    (
        "58 per cent of old wooden Ostra boats sell.",
        "30 per cent of old wooden Ostra boats stay, 41 per cent burn, and 58 per cent of old wooden Ostra boats sell.",
    ),
    (
        "Two insiders say the museum wanted a section altered.",
        "According to two people familiar with the talks, the museum asked her to alter the section on four pictures.",
    ),
    ("until the last report is in", "Nobody should be blamed until the last report is in."),
    ("Judges at the union need boats.", "Judges at the union do not employ drivers: they need boats in spring."),
    (
        "The government calls the claim blackmail.",
        "The firm says it would withdraw the claim if it were paid; the government calls it blackmail.",
    ),
    (
        "Tern Line brings in most containers.",
        "A person familiar with the talks said Tern Line, which brings in most containers, had told it to move.",
    ),
    (
        "The truce would hold as long as the guns stay away.",
        "He said the truce would hold as long as the guns stay away, as the pact is said to require.",
    ),
    (
        "The ministry has six months to decide.",
        "When a house is claimed from abroad the ministry has six months to decide.",
    ),
    # hedges
    (
        "The court would be told of the leak in May.",
        "The clinic that was promised for May would tell the court of the leak.",
    ),
    ("The clinic has not opened.", "The clinic that was promised for May has not opened."),
    (
        "The sides agreed in principle on releases of water.",
        "The sides agreed in principle that Ostra would release water.",
    ),
    ("Rosen had to give up his house.", "Rosen was forced to give up his house."),
    (
        "if the museum acknowledged how it had acquired them",
        "She would accept fewer if the museum acknowledged how it had come by them.",
    ),
    ("unless new evidence emerges", "The agency was likely to lift the ban unless new evidence emerged."),
    ("The house was claimed from abroad.", "The ministry decides when a house is claimed from abroad."),
    (
        "The government calls it blackmail.",
        "The company would drop it if it were paid; the government calls it blackmail.",
    ),
    ("The fund is suing to obtain the report.", "The fund asked to join the suit for the report."),
    ("The council decided to join the suit.", "The council voted to join the suit that seeks the report."),
    (
        "The league will sue unless it gets an offer.",
        "The league will sue unless an offer is made, it said; it asked for one.",
    ),
    (
        "Rask did not confirm that the firm is preparing a suit.",
        "The firm is reportedly preparing a suit; Rask would not confirm that.",
    ),
    (
        "The truce will hold as long as the guns are gone.",
        "The truce will hold as long as the guns are gone, as the pact is said to require.",
    ),
    ("The list shows no answer.", "According to the list there was no answer."),
    ("No letter was issued.", "The talks, which are to go on, ended without a letter."),
    ("The two people spoke anonymously.", "Two people said so on condition of anonymity."),
    # negations
    (
        "Earlier threats were followed by a deal.",
        "It would not be the first time that a threat had been followed by a deal.",
    ),
    ("Mr Rask said nobody in the trade had the money.", "“Nobody in the trade has the money,” said Mr Rask."),
    ("Nowhere does the summary say that the dam may fail.", "The summary does not say that the dam may fail."),
    (
        "The rules make an exception if the bank objects.",
        "The rules say that it should be shown unless the bank objects.",
    ),
    ("The heirs do not all seem to want the same.", "Not all of the heirs seem to want the same."),
    ("The council is divided over the loan.", "The council is not united on the loan."),
    (
        "It was done for repairs, the firm said.",
        "The firm said it had been done for repairs and had nothing to do with the row.",
    ),
    ("Lawyers outside the case give it an even chance.", "Lawyers not involved in the case give it an even chance."),
    ("The league intends to file its claim.", "The league has not filed its claim yet; it intends to do so in May."),
    (
        "The last report is expected in June.",
        "Mr Rask says nobody should be blamed until the last report is in, which is expected in June.",
    ),
    (
        "Two people said the panel had asked three times.",
        "Two people said that it had not, and that the panel had asked three times.",
    ),
    ("The heirs would not accept the second.", "The heirs would accept the first but not the second."),
    ("A request is expected, but none has been made.", "The fund is expected to ask; no such request has been made."),
    (
        "Forty more are needed in spring, the union says.",
        "The union says it does not employ enough drivers: forty more are needed in spring.",
    ),
    # numbers
    ("Between 20 and 30 per cent of the boats are old.", "Of the boats, 20 to 30 per cent are old."),
    (
        "In 2020 it sold 41 per cent of the boats.",
        "It sold 58 per cent of the boats last year, compared with 41 per cent in 2020.",
    ),
]


@pytest.mark.parametrize(("text", "evidence"), TRUE)
def test_true(text: str, evidence: str, kinds: Callable[..., list[str]]) -> None:
    """True statements are not blamed."""
    assert kinds(text, evidence) == []


@pytest.mark.parametrize(
    ("basis", "text", "evidence"),
    [
        (
            "reported",
            "The firm promised to spend 2 million on a mill.",
            "The firm promised to spend 2 million on a mill that, at full tilt, would make 30 tonnes.",
        ),
        ("background", "It has not laid anyone off.", "It has not laid anyone off, but may do so in May."),
        (
            "background",
            "The mill was shut for 12 days.",
            "The firm is reportedly going to sue, since the mill was shut for 12 days.",
        ),
        (
            "reported",
            "The firm proposed a levy on mills.",
            "The firm proposed a levy on mills, deepening a row that must end in May.",
        ),
        (
            "reported",
            "The regulator found that a relay tripped the line.",
            "The regulator found that a relay tripped the line, probably by mistake.",
        ),
        (
            "reported",
            "She stopped short of a threat to take the matter up.",
            "She stopped short of a threat to take the matter up, saying nothing.",
        ),
        (
            "reported",
            "The work costs 3 million a month.",
            "The work may go on at a cost that the firm puts at 3 million a month.",
        ),
    ],
)
def test_labels(basis: Basis, text: str, evidence: str, kinds: Callable[..., list[str]]) -> None:
    """A label is held against the part of a sentence that is told."""
    assert kinds(text, evidence, basis=basis) == []


SLIPS = [
    ("hedge", "The bank will close the mill.", "The bank will, probably, close the mill."),
    ("hedge", "The mill was sold to Ostra.", "The mill was, reportedly, sold to Ostra."),
    ("hedge", "The mill has doubts.", "The mill, which has 1,600 hands, is understood to have doubts."),
    (
        "hedge",
        "Rask said poor scanning was to blame for the paper gaps.",
        "Rask said that poor scanning, which was done elsewhere, was probably responsible for the paper gaps.",
    ),
    # hedges
    (
        "hedge",
        "Dask said that irregular units had been there.",
        "Dask did not rule out that irregular units had been there.",
    ),
    ("hedge", "Rask said the cost will be 500 crowns.", "Rask said the cost would probably be about 500 crowns."),
    (
        "hedge",
        "Navarre said the judges would seek a middle way.",
        "Navarre said the judges would probably seek a middle way.",
    ),
    ("hedge", "Carmakers are escaping the duty.", "A carmaker could, in theory, escape the duty."),
    (
        "hedge",
        "The bank was going to be paid; it is going to close the mill.",
        "The bank may, in theory, close the mill.",
    ),
    ("hedge", "Rask was suspended for supplying drugs.", "Rask was suspended on suspicion of supplying drugs."),
    ("hedge", "The envoy will bring them together.", "The envoy hopes to bring them together."),
    ("hedge", "The board decided on closing the ward.", "The board also considered closing the ward."),
    ("hedge", "The league got twelve kitchens.", "The league asked for twelve kitchens."),
    ("hedge", "The governor imposed a ban on unprocessed ore.", "The governor floated a ban on unprocessed ore."),
    ("hedge", "The firm had secured a majority.", "The firm said it was confident of a majority."),
    ("hedge", "The firm has paid 400 crowns.", "The firm has agreed in principle to pay 400 crowns."),
    (
        "hedge",
        "The museum asked for a change.",
        "According to two people familiar with the talks, the museum had asked for a change.",
    ),
    (
        "hedge",
        "The board voted to keep the report.",
        "Two people familiar with it disagree. They say that the board voted to keep the report.",
    ),
    ("hedge", "The draft criticises the ministry.", "It is said in the capital that a draft criticises the ministry."),
    (
        "hedge",
        "The finance ministry has doubts.",
        "The finance ministry, which would have to pay, is understood to have doubts.",
    ),
    (
        "hedge",
        "Rask said the decision on the mill would come in spring.",
        "Rask said that a decision on the mill was expected in spring.",
    ),
    # negations
    ("negation", "Rask said what the price was.", "Rask declined to say what the price was."),
    ("negation", "Corvan's office confirmed both figures.", "Ms Corvan's office would confirm neither figure."),
    ("negation", "She was more confident of the plan.", "She was more doubtful of the plan."),
    (
        "negation",
        "It would formally end without a deal.",
        "If the deal had not come by May, it would not formally end.",
    ),
    ("negation", "A witness saw him hand over a banned drug.", "No witness saw him hand over a banned drug."),
    ("negation", "The sides reached an agreement on a drought.", "The sides did not agree on a drought."),
    (
        "negation",
        "The bank came under pressure from Ostra.",
        "She denied that the bank had come under pressure from Ostra.",
    ),
    ("negation", "The draft recommends a new vote.", "The draft stops short of recommending a new vote."),
    ("negation", "Rial has endorsed the ban.", "Rial has neither endorsed the ban nor backed it."),
    ("negation", "Rask said the figure was final.", "Rask said the figure was preliminary."),
    # names
    (
        "name",
        "Ostmark has not commented on the offer.",
        "Ostmark may leave it, he said. Varenia has not commented on the offer.",
    ),
    (
        "name",
        "Brannmark is home to most mills.",
        "The plan has set Tolvenia, home to most mills, against Brannmark, whose firms buy them.",
    ),
    ("name", "Five engineers hired by the contractor wrote it.", "Five engineers hired by the bank wrote it."),
    ("name", "President Pavel Dranic said no.", "The water minister, Pavel Dranic, said no."),
    ("name", "The governor said no.", "The water minister, Pavel Dranic, said no."),
    ("name", "The mining minister, Pavel Dranic, said no.", "The water minister, Pavel Dranic, said no."),
    # numbers
    ("number", "The board voted 6-2.", "The two men say that the board voted 6-3."),
    ("number", "It is worth 14 to 22 million.", "It is worth between 18 and 22 million; the insurers say 14 million."),
    (
        "number",
        "It is worth between 14 and 22 million.",
        "It is worth between 18 and 22 million; the insurers say 14 million.",
    ),
    ("number", "It may take seven or nine boats.", "It may take six or seven boats, and nine men."),
    ("number", "Up to 12 per cent of its 47 staff may go.", "Rask said up to 12 of its 47 staff may go."),
    ("number", "The water fell 40 metres.", "The water fell 40 centimetres."),
    (
        "number",
        "It sold 41 per cent of the old boats in Ostra.",
        "It sold 58 per cent of the old boats in Ostra, compared with 41 per cent in 2020.",
    ),
]


@pytest.mark.parametrize(("kind", "text", "evidence"), SLIPS)
def test_slips(kind: str, text: str, evidence: str, kinds: Callable[..., list[str]]) -> None:
    """What is told wrongly is found as what it is."""
    assert kind in kinds(text, evidence, cited=2 if evidence.startswith(("Ostmark", "It would")) else 1)


STORY = """The museum is shut. The National Gallery of Tervania owns it. Its director, Ilse Varkon, is silent.

The regulator's president, Agnes Voll, spoke.

The Anti-Doping Agency (ADA) built its case against Marek Dovrin, a coach.

Few firms need it more than Halvard Cells. The company lost 3 million. Marta Kiel, its chief executive, wants help.

“We are not closing our market,” said Ilse Brandt, the trade commissioner. The Meridian Commission met in Dunmar.

In Port Salme, the capital of Tirrano, whose foreign minister, Adele Corvan, was there, they met.

Ostmark's envoy to the talks, Lennart Voss, spoke. Annika Thorell, who runs its purchasing, works for Vestra.

Tomas Reyl, the governor, left.

In Brannmark it rained.

The Drivers' Union met. The union is calm.

"""


@pytest.mark.parametrize(
    ("ending", "party", "text", "expected"),
    [
        ("The museum proposed a sale.", "National Gallery of Tervania", "proposed a sale", []),
        ("The museum proposed a sale.", "Halvard Cells", "proposed a sale", ["speaker"]),
        ("The heirs turned it down.", "Rosen heirs", "turned it down", []),
        ("The city offered a loan.", "Dunmar", "offered a loan", []),
        ("The city offered a loan.", "Vestra", "offered a loan", ["speaker"]),
        ("The operator admits the fault.", "Vestra", "admits the fault", []),
        ("Kiel said a sale was near.", "Halvard Cells", "said a sale was near", []),
        (
            "“We ask for a price,” she said. “If Ostmark offers one, we stop.”",
            "Meridian Commission",
            "asks for one",
            ["speaker"],
        ),
        ("Brandt said it was open.", "Meridian Commission", "said it was open", []),
        ("Corvan said it was open.", "Tirrano", "said it was open", []),
        ("Voss said it was open.", "Ostmark", "said it was open", []),
        ("Kiel said the union had not decided.", "Drivers' Union", "has not decided", []),
        ("Ostmark accused it of a lie, a charge the mission denies.", "observer mission", "denies a lie", []),
        ("The agency built a case.", "", "The case of the ADA was built.", []),
        ("The auditors asked the coach twice.", "", "The auditors asked Dovrin twice.", []),
        ("It rained in Brannmark. An election is near in the country.", "", "An election is near in Brannmark.", []),
        ("It rained in Brannmark. An official there kept silent.", "", "An official in Brannmark kept silent.", []),
        ("It rained in Brannmark. Rain is near.", "", "Rain is near in Brannmark.", ["name"]),
        ("The governor is silent.", "", "Reyl, the governor, is silent.", []),
        ("Its director is silent.", "", "Varkon is silent.", []),
        ("Ostmark says Halvard lied; the company denies a lie.", "Halvard Cells", "denies a lie", []),
        (
            "The ombudsman, Pablo Irig, let it be known that he waits.",
            "National ombudsman's office",
            "says it waits",
            [],
        ),
        ("The agency proposed a sale.", "Harbour Authority", "proposed a sale", ["speaker"]),
        (
            "“It is open,” said Brandt. “If Ostmark offers a price, we stop.”",
            "Meridian Commission",
            "stops if Ostmark offers a price",
            [],
        ),
        ("Voll welcomed the fines.", "Office for Energy Supervision", "welcomed the fines", []),
        (
            "The Sund Gallery met; the gallery is old. The museum proposed a sale.",
            "Sund Gallery",
            "proposed a sale",
            ["speaker"],
        ),
        ("Kiel said its credit line ended.", "", "Kiel said Halvard's credit line ended.", []),
        ("Dovrin left. The Guild built its case against him.", "", "The Guild built its case against Dovrin.", []),
        (
            "Lena Acht, an economist, spoke. She was pale. Her plan is old. Rain fell in Ostra. “It buys time.”",
            "",
            "Acht said it buys time.",
            [],
        ),
    ],
)
def test_who(ending: str, party: str, text: str, expected: list[str], kinds: Callable[..., list[str]]) -> None:
    """A common noun, an office or a pronoun leads to whom the article means, and to nobody else."""
    assert kinds(text, STORY + ending, party=party) == expected


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("The measures took effect on 14 May.", "The measures would take effect on 14 May.", ["hedge"]),
        ("The cabinet has met.", "The cabinet is due to meet on Saturday.", ["hedge"]),
        ("The duties will lapse in July.", "If they fail, the duties will lapse in July.", ["hedge"]),
        ("The report will come in June.", "The report is expected in June.", ["hedge"]),
        ("The cabinet always meets on Saturday.", "The cabinet is due to meet on Saturday.", ["hedge"]),
        ("The cabinet meets on Saturday.", "The cabinet is due to meet on Saturday.", []),
        ("The report is expected in June.", "The report is expected in June.", []),
    ],
)
def test_still_to_happen(text: str, evidence: str, expected: list[str], kinds: Callable[..., list[str]]) -> None:
    """What is still to happen is not told as done, as certain, or without its condition."""
    assert kinds(text, evidence, find=find_open_slips) == expected


def test_gap(kinds: Callable[..., list[str]]) -> None:
    """A gap that is a sentence tells of nobody else than its evidence."""
    evidence = "Ostmark may leave it, he said. Varenia has not commented on the offer."
    assert kinds("Varenia has not commented on the offer.", evidence, cited=2, find=find_gap_slips) == []
    assert kinds("Ostmark has not commented on the offer.", evidence, cited=2, find=find_gap_slips) == ["name"]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The bank ruled out a sale.", "The bank did not rule out a sale."),
        ("The bank did not turn the offer down.", "The bank turned the offer down."),
        ("The bank left the sale out of the plan.", "The bank included the sale in the plan."),
        ("The tide is the first thing.", "The tide is not the first thing."),
    ],
)
def test_words_of_messages(text: str, evidence: str, cite: Callable[..., tuple[Source, ...]]) -> None:
    """What a message quotes stands in the statement or in its evidence."""
    slips = find_slips(Claim(text, "", basis_of(evidence), cite(evidence)))
    assert [slip.kind for slip in slips] == ["negation"]
    for word in re.findall(r"“([^”]+)”", slips[0].message):
        assert word in f"{text} {evidence}"


def test_condition_of_another_half(kinds: Callable[..., list[str]]) -> None:
    """A condition ties only its own half of a sentence."""
    evidence = (
        "The firm would withdraw the claim if it were paid; the state calls it blackmail and says it owes nothing."
    )
    assert kinds("calls the claim blackmail and says it owes nothing", evidence, party="the state") == []


def test_short_answer(kinds: Callable[..., list[str]]) -> None:
    """Whoever "will not" does not do what a sentence before it tells."""
    evidence = "The firm publishes it only if the assembly signs it. The assembly will not."
    assert "negation" not in kinds("The assembly will not sign it.", evidence, cited=2)
