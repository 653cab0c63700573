"""Names, roles and other names of parties that a model made up are told, and the last two are left out."""

from __future__ import annotations

from briefing.analysis.flagging import words_of
from briefing.analysis.naming import check_parties
from briefing.memo import Party

TEXT = "The island council of Skarvik wants a ferry. Its mayor, Ida Vang, said so. The fishers' union is against it."


def checked(*parties: Party, text: str = TEXT) -> tuple[tuple[Party, ...], list[str]]:
    """The parties, and what is told of them."""
    made, problems = check_parties(parties, text, words_of([text]), shown="the article")
    assert all(found.flags == ("name_not_in_source",) for found in problems)
    return made, [found.message for found in problems]


def test_as_written() -> None:
    """What stands in the article is kept as it is."""
    held = Party(id="a", name="Skarvik Island Council", role="council", aliases=("the council", "island councils"))
    assert checked(held) == ((held,), [])


def test_a_name_of_its_own() -> None:
    """A name that is not there stays, since positions stand under it, and is told."""
    held = Party(id="a", name="Skarvik Port Authority")
    made, told = checked(held)
    assert made == (held,)
    assert told == ["The party “Skarvik Port Authority” is named so nowhere in what was read: “port” is not there."]


def test_a_role_and_an_alias_of_its_own() -> None:
    """They go, and a notice on each says so."""
    made, told = checked(Party(id="a", name="Ida Vang", role="prime minister", aliases=("Mayor Vang", "Vang the Bold")))
    assert made == (Party(id="a", name="Ida Vang", aliases=("Mayor Vang",)),)
    assert told == [
        "“Vang the Bold” for Ida Vang was left out: no words of what was read.",
        "“prime minister” for Ida Vang was left out: no words of what was read.",
    ]


def test_other_languages_are_passed() -> None:
    """Names bend in other languages, so nothing is held against them."""
    text = "Der Rat der Insel Skarvik will eine Fähre. Die Gewerkschaft der Fischer lehnt sie ab."
    held = Party(id="a", name="Inselrat", role="Bürgermeister")
    assert checked(held, text=text) == ((held,), [])
