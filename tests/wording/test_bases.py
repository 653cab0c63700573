"""Who vouches for a sentence."""

from __future__ import annotations

import pytest

from briefing.wording.bases import Basis, basis_of
from briefing.wording.roles import unnamed_source


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("A ministry official said the site was open.", "unnamed_source"),
        ("Lethia is said to oppose the levy.", "unnamed_source"),
        ("Sources indicate the drafters considered it.", "unnamed_source"),
        ("It reportedly provides for flights.", "unnamed_source"),
        ("The council will vote in March.", "forecast"),
        ("The pact is likely to unravel.", "forecast"),
        ("That is perhaps the most telling thing.", "author_view"),
        ("The council said it had voted.", "reported"),
        ("According to the census, 900 live there.", "reported"),
        ("The Gazette has seen a letter dated 21 September.", "reported"),
        ("The town has seen a decline in trade.", "background"),
        ("The channel was last deepened in 1994.", "background"),
    ],
)
def test_cues(sentence: str, wanted: Basis) -> None:
    """Words of hearsay, of the future, of judgment and of telling decide, in this order."""
    assert basis_of(sentence) == wanted


@pytest.mark.parametrize(
    ("quoted", "attributed", "wanted"),
    [(True, True, "quoted"), (False, True, "reported"), (False, False, "forecast")],
)
def test_attribution_comes_before_cues(quoted: bool, attributed: bool, wanted: Basis) -> None:
    """What a named party says is quoted or reported, even of the future."""
    assert basis_of("The levy will fall.", quoted=quoted, attributed=attributed) == wanted


def test_hearsay_is_never_cured() -> None:
    """A named subject or a quotation does not turn an unnamed source into a named one."""
    sentence = "A senior official said Lethia wanted it."
    assert basis_of(sentence, quoted=True, attributed=True) == "unnamed_source"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("A Verran official confirmed the text.", "a Verran official"),
        ("People close to both delegations describe the contacts.", "people close to both delegations"),
        ("Sources said so.", "sources"),
        ("The mayor said so.", None),
        ("He spoke on condition of anonymity.", None),
    ],
)
def test_unnamed_source(sentence: str, wanted: str | None) -> None:
    """The words for a source without a name are given as they read within a sentence; None where there are none."""
    assert unnamed_source(sentence) == wanted
