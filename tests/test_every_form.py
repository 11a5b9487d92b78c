"""Whatever a text holds: it is built and is the same in every published form, or it is refused with its place."""

from __future__ import annotations

import re
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import Copy, read_rows
from curation.package.csv_parquet import quote_field
from curation.records import read_csv
from curation.tables.constraints import MOST_DIGITS
from one_source import build_and_verify, find_invalid, list_forms, write_collection

WORDS = """\
- in: >-
    The {words} people of list {list} were 100 in all.
  statistics/x{row}:
    measure: other
    place: list {list}
    unit: persons
    period_type: unspecified
    value: 100
    population: >-
      {notation} people
"""
NUMBER = """\
- in: >-
    The rate of list {list} was {number} in all.
  statistics/x{row}:
    measure: other
    place: list {list}
    unit: percent
    period_type: unspecified
    value: {number}
"""
LIKE_NOTHING = ["nan", "NaN", "NA", "N/A", "null", "NULL", "None", "inf", "-", "#N/A", "true", "_xAAAA_", "=SUM(A)", "a,b"]
"""Words that some program takes for a missing value, for another type, or for marks of its own."""
LETTERS = st.characters(exclude_categories=("Nd", "Nl", "No", "Cs"))


def try_words(words: str, root: Path) -> tuple[Copy, list[str], list[str]]:
    notation = re.sub(r"(<-|--|\.\.\.|<|>|\\)", r"\\\1", words)
    copy = write_collection(
        root,
        f"The {words} people of list a were 100 in all.\n",
        WORDS.format(words=words, notation=notation, row=0, list="a"),
    )
    return (copy, *build_and_verify(copy))


def check_forms(copy: Copy) -> None:
    assert find_invalid(copy.root) == []
    forms = list_forms(copy.prepare(), copy.root)
    for form, tables in forms.items():
        for name, rows in tables.items():
            assert rows == forms["built"][name], (form, name)


def test_words_that_look_like_no_words_are_published_as_words_in_every_form(tmp_path: Path) -> None:
    rows = [(number, words, ascii_lowercase[number]) for number, words in enumerate(LIKE_NOTHING)]
    passages = [WORDS.format(words=words, notation=words, row=number, list=name) for number, words, name in rows]
    text = "".join(f"The {words} people of list {name} were 100 in all.\n" for _, words, name in rows)
    copy = write_collection(tmp_path, text, "".join(passages))
    assert build_and_verify(copy) == ([], [])
    assert {row["population"] for row in read_rows(copy.root, "statistics")} == {f"{words} people" for words in LIKE_NOTHING}
    check_forms(copy)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=3))
@example(["one\rtwo"])
@example(["\u2028"])
@example(["zero\u200dwidth"])
@example(["⟦"])
def test_any_words_are_the_same_in_every_form_or_refused_with_their_place(words: list[str]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        copy, errors, faults = try_words(" ".join(" ".join(words).split()) or "other", folder)
        assert faults == []
        assert all(re.match(r"(seeds/900\.txt|annotations/s900\.yaml):\d+:\d+: ", error) for error in errors), errors
        if not errors:
            check_forms(copy)
    finally:
        shutil.rmtree(folder)


@given(st.text(max_size=20))
def test_a_field_of_csv_is_read_back_as_it_was_written(text: str) -> None:
    """A refused character too: what the writer does must not depend on what is checked elsewhere."""
    if "\0" not in text:
        columns, records, problems = read_csv("x.csv", f"a,b\n{quote_field(text)},{quote_field('b')}\n".encode())
        assert (columns, problems) == (["a", "b"], [])
        assert records[0][1] == {"a": text, "b": "b"}


@pytest.mark.parametrize("text", ["a\rb", "\r", "a\r\nb", "a\nb", 'a"b', "a,b"])
def test_a_field_with_a_line_end_a_quote_or_a_comma_is_in_quotes(text: str) -> None:
    assert quote_field(text)[0] == quote_field(text)[-1] == '"'


# Numbers


def test_numbers_of_fifteen_digits_are_the_same_in_every_form(tmp_path: Path) -> None:
    numbers = ["8.95", "0.1", "12345678901.1234", "999999999999999", "0.00000000000001"]
    rows = [(row, number, ascii_lowercase[row]) for row, number in enumerate(numbers)]
    text = "".join(f"The rate of list {name} was {number} in all.\n" for _, number, name in rows)
    passages = "".join(NUMBER.format(number=number, row=row, list=name) for row, number, name in rows)
    copy = write_collection(tmp_path, text, passages)
    assert build_and_verify(copy) == ([], [])
    assert [row["value"] for row in read_rows(copy.root, "statistics")] == numbers
    check_forms(copy)


@pytest.mark.parametrize("number", ["12345678901.123456", "1000000000000001", "0.1234567890123456"])
def test_a_number_of_more_digits_is_refused(number: str, tmp_path: Path) -> None:
    copy = write_collection(
        tmp_path, f"The rate of list a was {number} in all.\n", NUMBER.format(number=number, row=0, list="a")
    )
    (error,) = copy.errors()
    assert error.startswith("annotations/s900.yaml:11:12: statistics/x0/value: ")
    assert f"a number has at most {MOST_DIGITS}" in error


def test_a_bound_of_more_digits_is_refused(tmp_path: Path) -> None:
    passages = NUMBER.format(number="over 999999999999999", row=0, list="a").replace("percent", "persons")
    (error,) = write_collection(tmp_path, "The rate of list a was over 999999999999999 in all.\n", passages).errors()
    assert "value_low: 1000000000000000 has 16 digits" in error


@given(st.integers(0, 10**MOST_DIGITS - 1), st.integers(0, MOST_DIGITS - 1))
def test_a_double_holds_any_number_of_fifteen_digits_also_as_the_workbook_writes_it(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    assert Decimal(repr(float(number))) == number
    assert float(f"{float(number):.16G}") == float(number)


COUNT = """\
- in: >-
    In all, 1.5 Uzbeks were removed.
  nationals_by_country/x:
    country: Uzbeks
    country_basis: citizenship <- Uzbeks
    measure: removal <- removed
    stock_or_flow: flow <- removed
    period_type: unspecified
    persons: 1.5
"""


def test_a_fraction_in_a_column_of_counts_is_refused(tmp_path: Path) -> None:
    (error,) = write_collection(tmp_path, "In all, 1.5 Uzbeks were removed.\n", COUNT).errors()
    assert "persons: 1.5 is no whole number" in error
