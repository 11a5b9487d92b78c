"""Reasons that the build makes itself are sentences: they name no column, code or rule, and verify.py makes them too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import verify
from conftest import Copy, read_rows
from curation.schema.read import read_schemas
from curation.tables.reasons_in_words import join_words, say_date, say_quantity
from curation.text.edtf import find_days
from one_source import build_and_verify
from small_sources import Coded, write_sources
from test_rulings import code, code_persons

PERSONS, DATE, PLACE = "flights/a/persons", "flights/a/event_date", "flights/a/origin_place"
AGREEING: dict[str, tuple[tuple[Coded, ...], str, str]] = {
    "an exact number": (
        (code_persons("more than 100"), code_persons("131")),
        PERSONS,
        "131 fits all of them: «more than 100» does not contradict it.",
    ),
    "capitals make no other words": (
        (code_persons("Over 100"), code_persons("over 100"), code_persons("at least 90"), code_persons("1,310")),
        PERSONS,
        "1,310 fits all of them: «Over 100» and «at least 90» do not contradict it.",
    ),
    "many wordings are counted": (
        tuple(code_persons(figure) for figure in ("over 100", "above 90", "at least 80", "about 70", "some 60", "131")),
        PERSONS,
        "131 fits all of them: «over 100», «above 90», «at least 80» and 2 more do not contradict it.",
    ),
    "a bound that holds the other one": (
        (code_persons("more than 100"), code_persons("at least 40")),
        PERSONS,
        "More than 100 fits all of them: «at least 40» does not contradict it.",
    ),
    "an approximate number beside a vague one": (
        (code_persons("dozens"), code_persons("about 200")),
        PERSONS,
        "About 200 fits all of them: «dozens» does not contradict it.",
    ),
    "two bounds": (
        (code_persons("more than 100"), code_persons("fewer than 200")),
        PERSONS,
        "Together they leave 101 to 199: «more than 100» sets the lower end, «fewer than 200» the upper end.",
    ),
    "two bounds that leave one number": (
        (code_persons("at least 131"), code_persons("up to 131")),
        PERSONS,
        "Together they leave 131: «at least 131» sets the lower end, «up to 131» the upper end.",
    ),
    "a day in a month": (
        (code("event_date", "1 May 2025"), code("event_date", "May 2025")),
        DATE,
        "1 May 2025 fits all of them: «May 2025» does not contradict it.",
    ),
    "a season": (
        (code("event_date", "spring 2025"), code("event_date", "2025")),
        DATE,
        "Spring 2025 fits all of them: «2025» does not contradict it.",
    ),
    "two open periods": (
        (code("event_date", "since 1 May 2025"), code("event_date", "until 3 May 2025")),
        DATE,
        "Together they leave 1 May 2025 to 3 May 2025: "
        "«since 1 May 2025» sets the lower end, «until 3 May 2025» the upper end.",
    ),
    "a place in another": (
        (code("origin_place", "Brooklyn"), code("origin_place", "New York"), code("origin_place", "U.S.")),
        PLACE,
        "Brooklyn fits all of them: it lies in «New York» and «U.S.».",
    ),
}


def write_agreeing(root: Path, sources: tuple[Coded, ...]) -> Copy:
    copy = write_sources(root, {f"s{number}": coded for number, coded in enumerate(sources, 100)})
    (copy.root / "annotations/places.yaml").write_text("places:\n  Brooklyn: New York\n  New York: USA\n", encoding="utf-8")
    return copy


@pytest.mark.parametrize("name", AGREEING)
def test_the_reason_says_in_words_why_a_rule_could_settle_it(name: str, tmp_path: Path) -> None:
    sources, cell, wanted = AGREEING[name]
    copy = write_agreeing(tmp_path, sources)
    assert build_and_verify(copy) == ([], [])
    reasons = {row["disagreement_id"]: (row["ruled_by"], row["reason"]) for row in read_rows(copy.root, "disagreements")}
    assert reasons[cell] == ("rule", wanted)
    assert find_technical(wanted) == []


def find_technical(text: str) -> list[str]:
    """Return the names of columns and codes, and the forms of values, that a text has outside quotation marks."""
    return re.findall(r"\b\w+_\w+\b|\bexact\b|\b\d{4}-\d\d\b", re.sub("«.*?»", "", text))


SENTENCE = "In May 2025 there were 11,363 arrests per day in Ohio."
FIGURE = """
statistics/arrests:
  measure: arrest <- arrests
  population: arrests
  value: 11,363
  unit: events_per_day <- per day
  stock_or_flow: rate <- per day
  period: May 2025
  period_type: month <- In May 2025
  place: Ohio
  subdivision: US-OH <- Ohio
"""
ERRORS = {
    "a unit": (
        "  source_error: unit <- per day -- the page has months [page]\n"
        "  corrected_unit: events_per_month <- per day -- the page has 11,363 a month [page]\n",
        "unit",
        "«per day» is a printed error for events per month: the page has 11,363 a month [page]",
    ),
    "a number": (
        "  source_error: number <- 11,363 -- the page has another number [page]\n"
        "  corrected_value: about 1136 <- 11,363 -- the page has about 1136 [page]\n",
        "value",
        "«11,363» is a printed error for about 1,136: the page has about 1136 [page]",
    ),
    "a period": (
        "  source_error: period <- In May 2025 -- the page has another month [page]\n"
        "  corrected_period: 2025-04 <- May 2025 -- the page has April 2025 [page]\n",
        "period",
        "«May 2025» is a printed error for April 2025: the page has April 2025 [page]",
    ),
}
PAGE = """evidence:
  page:
    url: https://page.example/arrests
    title: Arrests in months
    publisher: The Office
    shows: 11,363 arrests a month and about 1136, in April 2025.
    read_on: 2025-06-01
"""


@pytest.mark.parametrize("name", ERRORS)
def test_a_printed_error_is_explained_with_its_words_and_what_they_should_be(name: str, tmp_path: Path) -> None:
    cells, field, wanted = ERRORS[name]
    copy = write_sources(tmp_path, {"s100": [(SENTENCE, FIGURE + cells)]})
    (copy.root / "annotations/evidence.yaml").write_text(PAGE, encoding="utf-8")
    assert build_and_verify(copy) == ([], [])
    (row,) = read_rows(copy.root, "disagreements")
    assert (row["field_name"], row["kind"], row["reason"]) == (field, "source_error", wanted)


def test_the_reasons_of_the_rules_need_no_name_of_a_column(small_root: Path) -> None:
    reasons = [row["reason"] for row in read_rows(small_root, "disagreements") if row["ruled_by"] == "rule"]
    assert reasons
    assert not [found for reason in reasons for found in find_technical(reason)]


# What build and verifier say, each with its own code


YEARS, MONTHS, DAYS = st.integers(1000, 9999), st.integers(1, 12), st.integers(1, 28)
PLAIN = (
    st.builds("{:04}".format, YEARS)
    | st.builds("{:04}-{:02}".format, YEARS, MONTHS)
    | st.builds("{:04}-{:02}-{:02}".format, YEARS, MONTHS, DAYS)
)
SEASONS = st.builds("{:04}-{}".format, YEARS, st.integers(21, 23))
OPEN = st.builds("{}/..".format, PLAIN) | st.builds("../{}".format, PLAIN)
DATES = PLAIN | SEASONS | st.builds("{}~".format, PLAIN) | OPEN | st.builds("{}/{}".format, PLAIN, PLAIN)


@given(DATES)
def test_every_date_is_said_in_words_by_both(value: str) -> None:
    assert find_days(value) is not None
    said = say_date(value)
    assert said == verify.say_date(value)
    assert re.fullmatch(r"(about |since |until )?[A-Za-z0-9 ]+", said)
    assert re.findall(r"\b\d{4}\b", said) == re.findall(r"(?<!\d)\d{4}", value)


NUMBERS = st.integers(0, 10**15).map(str) | st.decimals(0, 10**6, places=2).map(lambda one: f"{one.normalize():f}")


@given(st.sampled_from([*verify.STEPS]), NUMBERS)
def test_every_number_keeps_its_digits_in_words(qualifier: str, number: str) -> None:
    said = say_quantity(f"{qualifier} {number}")
    assert said.replace(",", "").endswith(number)
    assert "_" not in said
    data = verify.Data({})
    fields = [{"name": "n", "curation": {"fill": "parse", "reads": "quantity", "agree": "interval"}}]
    data.tables["t"] = verify.Table("t", {"fields": fields})
    assert verify.say_value(data, ("t", "r", "n"), f"{qualifier} {number}") == said


@given(st.lists(st.sampled_from(["a", "A", "b", "c", "d", "e"]), min_size=1))
def test_words_are_listed_once_and_three_of_them_at_most(words: list[str]) -> None:
    distinct = {word.casefold() for word in words}
    said = join_words(words)
    assert said.count("«") == min(len(distinct), 3)
    assert said.endswith(f"and {len(distinct) - 3} more") == (len(distinct) > 3)


def test_no_label_begins_with_a_name_that_would_lose_its_capital(small_root: Path) -> None:
    """In a sentence a label begins with a small letter, unless its second letter is none: U.S. dollars."""
    schemas, _ = read_schemas(small_root)
    labels = [code.label for table in schemas.values() for column in table.fields.values() for code in column.codes.values()]
    assert [label for label in labels if re.match(r"(Border Patrol|Title|ICE)\b", label)] == []
