"""Quantities as a text writes them."""

from __future__ import annotations

import pytest

from briefing.wording.quantities import find_quantities


def read(text: str) -> list[str]:
    """Each quantity as `words = qualifier value..high unit`."""
    lines: list[str] = []
    for found in find_quantities(text):
        values = f"{found.value}..{found.high}" if found.high else found.value
        lines.append(f"{found.as_written} = {found.qualifier} {values} {found.unit}".strip())
    return lines


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It has 47 licensed boats.", "47 licensed boats = exact 47 licensed boats"),
        ("600,000 troops", "600,000 troops = exact 600000 troops"),
        ("1,234.56 crowns", "1,234.56 crowns = exact 1234.56 crowns"),
        ("10\u00a0000 people", "10\u00a0000 people = exact 10000 people"),
        ("a channel of 12.5 metres", "12.5 metres = exact 12.5 metres"),
        ("a 22-point settlement", "22-point = exact 22 point"),
        ("310 cubic meters a second", "310 cubic meters a second = exact 310 cubic meters a second"),
        ("14 rounds of talks", "14 rounds of talks = exact 14 rounds of talks"),
        ("10km of pipe", "10km = exact 10 km"),
        ("5 m wide", "5 m wide = exact 5 m wide"),
        ("put the number at 250, many of them seasonal", "250 = exact 250"),
        ("a score of 86.1 for Norwick", "86.1 = exact 86.1"),
        ("minus 5 degrees", "minus 5 degrees = exact -5 degrees"),
        ("at -5 degrees", "-5 degrees = exact -5 degrees"),
        ("٣٤ ships", "٣٤ ships = exact 34 ships"),
    ],
)
def test_digits(text: str, wanted: str) -> None:
    """A number in digits is a quantity with the words that say what it counts."""
    assert read(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("for ten hours", "ten hours = exact 10 hours"),
        ("for two days", "two days = exact 2 days"),
        ("the twenty-two-point text", "twenty-two-point = exact 22 point"),
        ("a hundred and twenty-five people", "a hundred and twenty-five people = exact 125 people"),
        ("one hundred thousand people", "one hundred thousand people = exact 100000 people"),
        ("half a million people", "half a million people = exact 500000 people"),
        ("A million people", "A million people = exact 1000000 people"),
        ("a dozen ships", "a dozen ships = exact 12 ships"),
        ("two dozen ships", "two dozen ships = exact 24 ships"),
        ("half a dozen ships", "half a dozen ships = exact 6 ships"),
        ("a-hundred people", "a-hundred people = exact 100 people"),
        ("at least four lots", "at least four lots = at_least 4 lots"),
        ("ſix million crowns", "ſix million crowns = exact 6000000 crowns"),
    ],
)
def test_words(text: str, wanted: str) -> None:
    """A number in words counts as one in digits, a small one only where it measures something or is qualified."""
    assert read(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("84 million florins", "84 million florins = exact 84000000 florins"),
        ("1.8 billion crowns", "1.8 billion crowns = exact 1800000000 crowns"),
        ("240 million crowns a year", "240 million crowns a year = exact 240000000 crowns a year"),
        ("$1.3 billion in aid", "$1.3 billion = exact 1300000000 USD"),
        ("€3m for it", "€3m = exact 3000000 EUR"),
        ("£2bn more", "£2bn = exact 2000000000 GBP"),
        ("US$5 and", "US$5 = exact 5 USD"),
        ("A$7 more", "A$7 = exact 7 AUD"),
        ("¥500 each", "¥500 = exact 500 JPY"),
        ("5m people", "5m people = exact 5000000 people"),
    ],
)
def test_scales_and_money(text: str, wanted: str) -> None:
    """Scale words are applied to the value; a currency before the number is its unit."""
    assert read(text) == [wanted]


@pytest.mark.parametrize("percent", ["38 percent", "38%", "38 %", "38 per cent", "38-percent"])
def test_percent(percent: str) -> None:
    """All ways to write percent are one unit."""
    assert read(f"It fell by {percent}.") == [f"{percent} = exact 38 percent"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("9 to 12 million crowns a year", "9 to 12 million crowns a year = exact 9000000..12000000 crowns a year"),
        ("5–10% of it", "5–10% = exact 5..10 percent"),
        ("$5-10 million", "$5-10 million = exact 5000000..10000000 USD"),
        ("between 5 and 10 people", "between 5 and 10 people = exact 5..10 people"),
        ("five to ten days", "five to ten days = exact 5..10 days"),
        ("1.5 to 2 metres", "1.5 to 2 metres = exact 1.5..2 metres"),
    ],
)
def test_ranges(text: str, wanted: str) -> None:
    """A range has a lower and an upper end, both in the same scale and unit."""
    assert read(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("up to 140 posts", "up to 140 posts = up_to 140 posts"),
        ("as many as 40 boats", "as many as 40 boats = up_to 40 boats"),
        ("no more than 40 boats", "no more than 40 boats = up_to 40 boats"),
        ("fewer than 40 boats", "fewer than 40 boats = up_to 40 boats"),
        ("within 28 days", "within 28 days = up_to 28 days"),
        ("at least 24", "at least 24 = at_least 24"),
        ("more than 40 boats", "more than 40 boats = at_least 40 boats"),
        ("no fewer than 40 boats", "no fewer than 40 boats = at_least 40 boats"),
        ("over 300 boats", "over 300 boats = at_least 300 boats"),
        ("Some 620 babies", "Some 620 babies = about 620 babies"),
        ("just over 40 boats", "just over 40 boats = about 40 boats"),
        ("about 900,000 people", "about 900,000 people = about 900000 people"),
        ("more than 2000 people", "more than 2000 people = at_least 2000 people"),
        ("no supplier holds more than 40 percent", "more than 40 percent = up_to 40 percent"),
        ("never fewer than 40 boats", "fewer than 40 boats = at_least 40 boats"),
        ("over six weeks", "six weeks = exact 6 weeks"),
    ],
)
def test_qualifiers(text: str, wanted: str) -> None:
    """Words before the number say whether it is a ceiling, a floor or an estimate; a negation turns them."""
    assert read(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "in 1994 and 2026",
        "by 2030 schools must",
        "the 1990s and the 21st century",
        "Article 5, No. 7, Route 12, Section 301, Resolution 1701, #512, § 301",
        "aboard a Boeing 737, which",
        "COVID-19, B-52 and the G20 on a 5G network",
        "at 10 p.m., at 9:30 a.m., at 10:30 and at 7 o’clock",
        "It won 3-1, then 3–1, in a 52–48 vote of 312 to 298.",
        "one of them, two of the three chapters, one in five, about 1 in 5",
        "1.234,56 Euro",  # who writes so means another number
        "10 000 people",  # two numbers or one: unknown
        "version 3.5.1 of 1/2",
        "call 555-1234-99",
        "²³ people",
    ],
)
def test_no_quantities(text: str) -> None:
    """Years, labels, clock times, ordinals, scores and numbers of unknown form are no quantities."""
    assert read(text) == []


def test_the_other_side_of_a_vote() -> None:
    """Of "11 votes to 8" only what has a unit is read."""
    assert read("backed by 11 votes to 8") == ["11 votes = exact 11 votes"]


def test_spans_that_are_taken() -> None:
    """What touches a span that is something else already is no quantity."""
    text = "On 28 March some 300 boats left."
    assert [found.as_written for found in find_quantities(text, [(3, 11)])] == ["some 300 boats"]


def test_a_year_is_no_end_of_a_range() -> None:
    """What stands behind a date and "to" is a quantity of its own."""
    text = "from 41,000 tonnes in 2019 to 6,300 tonnes"
    assert [found.as_written for found in find_quantities(text, [(22, 26)])] == ["41,000 tonnes", "6,300 tonnes"]
    assert read(text) == ["41,000 tonnes = exact 41000 tonnes", "6,300 tonnes = exact 6300 tonnes"]
    assert read("between 2000 and 2500 people") == ["between 2000 and 2500 people = exact 2000..2500 people"]


def test_long_numbers_are_exact() -> None:
    """A value keeps every digit, whatever its length and scale."""
    digits = "123456789" * 40
    assert [found.value for found in find_quantities(f"{digits} million boats")] == [digits + "000000"]
