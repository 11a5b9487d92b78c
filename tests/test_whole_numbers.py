"""Numbers with all that belongs to them: a point, parts of a magnitude, qualifiers apart, others in their place."""

from __future__ import annotations

import pytest

from curation.package.readers import write_readers
from curation.text.countries import read_country, scan_countries
from curation.text.expressions import scan_expressions
from curation.text.numbers import NumberExpression, scan_numbers
from curation.text.quantities import read_quantity
from curation.text.readings import Reading
from verify import load_lexicons
from verify import read_quantity as read_again


def read(words: str) -> str | None:
    """Return what the build reads; verify.py reads the same."""
    outcome = read_quantity(words)
    value = outcome.value if isinstance(outcome, Reading) else None
    assert value is None or read_again(load_lexicons(write_readers())["quantity"], words) == value
    return value


def list_words(text: str) -> list[str]:
    return [text[one.start : one.end] for one in scan_numbers(text)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (".5 million", "exact 500000"),
        ("some .5 million", "about 500000"),
        ("£.75m", "exact 750000"),
        ("fewer than .5 per cent", "less_than 0.5"),
        ("quarter of a million", "exact 250000"),
        ("nearly quarter of a million", "almost 250000"),
        ("three and a quarter million", "exact 3250000"),
        ("two and three-quarter million", "exact 2750000"),
        ("one and three quarter million", "exact 1750000"),
        ("a million and a quarter", "exact 1250000"),
        ("two and three quarters of a million", None),
        ("two and a third million", None),
        ("a million and three quarters", None),
        ("15 lacs", "exact 1500000"),
        ("five lacs", "exact 500000"),
        ("Rs 1.5 Cr", "exact 15000000"),
        ("Rs 3crs", "exact 30000000"),
        ("Rs 1.5 lac crore", "exact 1500000000000"),
        ("at the very least, 300", "at_least 300"),
        ("at most, 300", "up_to 300"),
        ("300 passengers at most", "up_to 300"),
        ("300 people on board at most", "up_to 300"),
        ("300 people, at a minimum", "at_least 300"),
        ("300 people, if not more", "at_least 300"),
        ("300 people and more", "at_least 300"),
        ("157 deportees, give or take", "about 157"),
        ("300 people roughly", "about 300"),
        ("300 and change", "more_than 300"),
        ("300 people tops", None),
        ("300 people maximum", None),
        ("300 people plus", None),
        ("300 people, more or less", None),
        ("300 (approx.)", None),
        ("(approximately) 300", None),
        ("three, maybe four", None),
        ("two or perhaps three", None),
        ("40 or even 50", None),
        ("40 or up to 50", None),
        ("10, at best 15", None),
        ("300, and counting", "more_than 300"),
        ("40 – or even 50", None),
        ("two, three or four", None),
    ],
)
def test_a_number_is_read_or_refused_with_all_that_belongs_to_it(words: str, value: str | None) -> None:
    assert list_words(f"There were {words}.") == [words]
    assert read(words) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They left.5 people stayed.", ["5"]),
        ("See ...5 people left.", ["5"]),
        ("They met in Fond du Lac, 5 of them.", ["5"]),
        ("Some 12 and a quarter were women.", ["Some 12"]),
        ("It took 300 people at least once.", ["300"]),
        ("It took 300 people roughly handled.", ["300"]),
        ("It took 300 people at least a day.", ["300"]),
        ("Some 300 people at least twelve of whom left.", ["Some 300", "at least twelve"]),
        ("All 300 people at most were aboard.", ["300 people at most"]),
        ("All 300 people at most in May left.", ["300 people at most"]),
        ("It took 300 people and more are to come.", ["300"]),
        ("It took 300 people, at least 12 of them ill.", ["300", "at least 12"]),
        ("There were two, three and four planes.", ["two", "three", "four"]),
        ("There were ten, fifteen planes.", ["ten, fifteen"]),
        ("It took 40, at most 15 of them women.", ["40", "at most 15"]),
        ("Of the twelve, five left.", ["twelve", "five"]),
        ("There were 40 or about 10 per cent of them.", ["40", "about 10 per cent"]),
        ("There were 40, perhaps 10 per cent of them.", ["40", "perhaps 10 per cent"]),
    ],
)
def test_what_only_stands_beside_a_number_is_none_of_it(text: str, words: list[str]) -> None:
    assert list_words(text) == words


@pytest.mark.parametrize("money", ["baht", "zlotys", "rand", "naira", "kroner", "Kč", "quid"])
def test_the_bound_of_money_is_the_number_itself(money: str) -> None:
    (found,) = scan_numbers(f"It cost more than 20,000 {money}.")
    assert not found.is_count


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("S Sudan", None),
        ("So. Sudan", None),
        ("Sth Sudan", None),
        ("E. Guinea", None),
        ("S. Sudan", "SSD"),
        ("Guinea/Bissau", "GNB"),
        ("Guinea - Bissau", "GNB"),
        ("Bissau Guineans", "GNB"),
        ("Eq. Guinea", "GNQ"),
        ("PN Guinea", "PNG"),
    ],
)
def test_a_short_form_of_a_longer_name_is_not_the_name_in_it(words: str, code: str | None) -> None:
    assert [one.text for one in scan_countries(f"They flew to {words}.")] == [words]
    outcome = read_country(words)
    assert (outcome.value if isinstance(outcome, Reading) else None) == code


@pytest.mark.parametrize("text", ["Russia's Sudan policy failed.", "They did so. Sudan agreed."])
def test_a_letter_of_another_word_is_no_short_form(text: str) -> None:
    assert "Sudan" in [one.text for one in scan_countries(text) if one.code == "SDN"]


@pytest.mark.parametrize(
    ("words", "value", "is_count"),
    [
        ("R1.2 million", "exact 1200000", False),
        ("more than N50,000", "more_than 50000", False),
        ("Sh200 million", "exact 200000000", False),
        ("Tk500", "exact 500", False),
        ("E90 million", "exact 90000000", False),
    ],
)
def test_letters_that_touch_a_large_amount_are_money(words: str, value: str, is_count: bool) -> None:
    text = f"It cost {words} in all."
    (found,) = scan_expressions(text)
    assert isinstance(found, NumberExpression)
    assert (text[found.start : found.end], found.is_count) == (words, is_count)
    assert read(words) == value
    assert load_lexicons(write_readers())["quantity"].patterns["no_count"].search(words.lower())


@pytest.mark.parametrize("words", ["300 passengers and counting", "more than 300", "300 papers"])
def test_letters_within_a_word_are_no_money(words: str) -> None:
    assert not load_lexicons(write_readers())["quantity"].patterns["no_count"].search(words)


@pytest.mark.parametrize("text", ["They took the R500.", "An A320 landed.", "A C-17 landed.", "Under section 10 they left."])
def test_letters_that_touch_a_small_number_and_numbers_of_laws_are_names(text: str) -> None:
    assert [item.kind for item in scan_expressions(text)] == ["name"]


def test_a_number_of_time_behind_the_word_article_is_no_name() -> None:
    assert [item.kind for item in scan_expressions("They wrote the article 3 weeks after it.")] == ["number"]
