"""Parsers: what they read from words, and what they refuse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.claims.parsers import PARSERS
from curation.schema.kinds import ParserName
from curation.schema.tables import Field
from curation.text.countries import read_country
from curation.text.dates import find_days, read_date, read_date_value
from curation.text.numbers import make_quantity, read_quantity, read_quantity_value
from curation.text.readings import Reading, Unread


def make_field(name: str = "x", type_: str = "integer", **curation: Any) -> Field:
    described = {"title": name, "description": name, "example": "", "type": type_}
    return Field.model_validate({"name": name, **described, **curation}, context={"table": "t"})


FIELD = make_field()


@pytest.mark.parametrize(
    ("words", "value", "low", "high"),
    [
        ("131", "exact 131", 131, 131),
        ("66,000", "exact 66000", 66000, 66000),
        ("More than 100", "more_than 100", 101, None),
        ("over 66,000", "more_than 66000", 66001, None),
        ("nearly 66,000", "almost 66000", None, 65999),
        ("fewer than 20", "less_than 20", None, 19),
        ("at least 6,500", "at_least 6500", 6500, None),
        ("6,500 or more", "at_least 6500", 6500, None),
        ("up to 30", "up_to 30", None, 30),
        ("about 100", "about 100", None, None),
        ("between 5 and 10", "range 5 10", 5, 10),
        ("5 to 10", "range 5 10", 5, 10),
        ("first", "exact 1", 1, 1),
        ("third-largest", "exact 3", 3, 3),
        ("100th", "exact 100", 100, 100),
        ("two hundred and fifty", "exact 250", 250, 250),
        ("twenty-five", "exact 25", 25, 25),
        ("two dozen", "exact 24", 24, 24),
        ("1.5 million", "exact 1500000", 1500000, 1500000),
        ("hundreds", "vague", None, None),
        ("hundreds of thousands", "vague", None, None),
        ("5 percent", "exact 5", 5, 5),
        ("more than 5 percent", "more_than 5", 5, None),  # a share is no count: nothing says 6
        ("more than $5 million", "more_than 5000000", 5000000, None),
        ("tens of thousands", "vague", None, None),
    ],
)
def test_a_quantity_is_read_with_its_qualifier_and_bounds(words: str, value: str, low: int | None, high: int | None) -> None:
    reading = read_quantity(words)
    assert isinstance(reading, Reading), reading
    assert (reading.value, *reading.bounds) == (value, low, high)


@pytest.mark.parametrize("words", ["", "many", "131 nationals", "10 and 20", "1.445.549", "12,34", "９９", "1" * 19])
def test_words_that_are_not_one_number_are_refused(words: str) -> None:
    assert isinstance(read_quantity(words), Unread)


@given(st.integers(0, 10**15))
def test_any_count_is_read_with_and_without_separators(number: int) -> None:
    for words in (str(number), f"{number:,}"):
        reading = read_quantity(words)
        assert isinstance(reading, Reading)
        assert reading.parts["value"] == number


@given(
    st.sampled_from(["exact", "more_than", "at_least", "less_than", "almost", "up_to", "about"]),
    st.decimals(0, 10**9, places=2, allow_nan=False),
)
def test_a_written_quantity_is_read_back(qualifier: str, number: Decimal) -> None:
    reading = make_quantity(qualifier, (number,), is_count=number == number.to_integral_value())
    again = read_quantity_value(reading.value)
    assert isinstance(again, Reading)
    assert (again.value, again.bounds) == (reading.value, reading.bounds)


@pytest.mark.parametrize(
    ("words", "value", "basis"),
    [
        ("April 30", "2025-04-30", "inferred_year"),
        ("30 April 2025", "2025-04-30", "explicit"),
        ("April 30, 2024", "2024-04-30", "explicit"),
        ("Sept. 5", "2025-09-05", "inferred_year"),
        ("2024-11-24", "2024-11-24", "explicit"),
        ("by the end of November 2024", "2024-11", "explicit"),
        ("January this year", "2025-01", "relative"),
        ("January 20 of this year", "2025-01-20", "relative"),
        ("August last year", "2024-08", "relative"),
        ("February and March", "2025-02/2025-03", "inferred_year"),
        ("From September 2023 to September 2024", "2023-09/2024-09", "explicit"),
        ("2024", "2024", "explicit"),
        ("in May", "2025-05", "inferred_year"),
    ],
)
def test_a_date_is_read_no_more_precisely_than_its_words(words: str, value: str, basis: str) -> None:
    reading = read_date(words, 2025)
    assert isinstance(reading, Reading), reading
    assert (reading.value, reading.parts["date_basis"]) == (value, basis)


@pytest.mark.parametrize(
    "words", ["Wednesday morning", "last month", "yesterday", "soon", "April 30 in New York", "you may go"]
)
def test_words_that_give_no_date_are_refused(words: str) -> None:
    assert isinstance(read_date(words, 2025), Unread)


def test_a_date_without_a_year_needs_the_year_from_the_coder() -> None:
    assert isinstance(read_date("April 30", None), Unread)


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2023-02-29", "2024-13", "24-01-01", "2024-01-02/2024-01-01", "", "/", "2024/2025/2026"]
)
def test_a_date_that_does_not_exist_is_refused(value: str) -> None:
    assert isinstance(read_date_value(value), Unread)


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)), st.sampled_from([4, 7, 10]))
def test_first_and_last_day_equal_those_of_the_edtf_library(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    days = find_days(text)
    parsed = edtf.parse_edtf(text)
    assert days is not None
    assert tuple(parsed.lower_strict()[:3]) == days[0].timetuple()[:3]
    assert tuple(parsed.upper_strict()[:3]) == days[1].timetuple()[:3]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Uzbek nationals", "UZB"),
        ("U.S.", "USA"),
        ("the US", "USA"),
        ("Kyrgyz", "KGZ"),
        ("Turkmen", "TKM"),
        ("Uzbekistan’s", "UZB"),
    ],
)
def test_a_country_is_read_from_its_name_or_its_people(words: str, code: str) -> None:
    reading = read_country(words)
    assert isinstance(reading, Reading)
    assert reading.value == code


@pytest.mark.parametrize("words", ["Tashkent", "us", "Uzbekistan and Kazakhstan", "Usage", "Central Asian"])
def test_words_that_do_not_name_one_country_are_refused(words: str) -> None:
    assert isinstance(read_country(words), Unread)


@given(st.text(max_size=200), st.sampled_from(sorted(PARSERS)))
def test_any_text_is_read_or_refused_by_every_parser(text: str, name: ParserName) -> None:
    parser = PARSERS[name]
    assert isinstance(parser.read_words(text, FIELD, 2025), Reading | Unread)
    assert isinstance(parser.read_value(text, FIELD), Reading | Unread)
