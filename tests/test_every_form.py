"""Whatever a text holds: it is built and is the same in every published form, or it is refused with its place."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import duckdb
import frictionless
import pandas
import polars
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import ROOT, Copy, read_rows
from curation.package.csv_parquet import quote_field
from curation.records import read_csv
from curation.tables.constraints import MOST_DIGITS
from curation.tables.types import format_value
from one_source import build_and_verify, find_invalid, list_forms, to_decimal, write_collection

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


# As the README reads them

LABELS = ["00123", "1e5", "+1", "1,000", "2025-04-30", "04/30/2025", *LIKE_NOTHING, "TRUE", "-inf", "<NA>", "n/a", "\\N"]
TAKEN_FOR_FIGURES = LABELS[:6]
LABELLED = """\
- in: >-
    The {words} of list {list} were 100 in all.
{uncoded}  statistics/x{list}:
    measure: other
    place: list {list}
    unit: persons
    period_type: unspecified
    value: 100
    population: >-
      {notation}
"""
PEOPLE = """\
- in: >-
    Then {number} Uzbeks were removed.
  nationals_by_country/x:
    country: Uzbeks
    country_basis: citizenship <- Uzbeks
    measure: removal <- removed
    stock_or_flow: flow <- removed
    period_type: unspecified
    persons: {number}
"""
LARGEST = "9" * MOST_DIGITS


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection whose texts look like missing values, numbers, dates and truth values, with the largest number."""
    text = passages = ""
    for words, name in zip(LABELS, ascii_lowercase, strict=False):
        text += f"The {words} of list {name} were 100 in all.\n"
        notation = re.sub(r"([<\\])", r"\\\1", words)
        uncoded = f"  uncoded: {words} -- a label\n" if words in TAKEN_FOR_FIGURES else ""
        passages += LABELLED.format(words=words, notation=notation, list=name, uncoded=uncoded)
    text, passages = f"{text}Then {LARGEST} Uzbeks were removed.\n", passages + PEOPLE.format(number=LARGEST)
    copy = write_collection(tmp_path_factory.mktemp("labelled"), text, passages)
    assert build_and_verify(copy) == ([], [])
    assert [row["population"] for row in read_rows(copy.root, "statistics")] == LABELS
    check_forms(copy)
    return copy.root


def find_code(language: str, mark: str) -> str:
    """Return the README's block of code with some words in it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = [code for code in re.findall(rf"^```{language}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL) if mark in code]
    return str(block)


def read_as_documented(name: str, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table as one of the readers that the documents name reads them, in the current folder."""
    file = f"build/parquet/{table}.parquet"
    if name == "pandas CSV":
        scope: dict[str, Any] = {}
        code = find_code("python", "read_csv").replace('"flights"', f'"{table}"')
        exec(code[: code.index("print(")], scope)
        return list_records(scope["flights"])
    if name == "pandas text":
        call = re.findall(r"`pandas\.read_csv\(file, (.*?)\)`", (ROOT / "docs" / "format.md").read_text(encoding="utf-8"))
        return list_records(eval(f"pandas.read_csv('build/csv/{table}.csv', {call[0]})", {"pandas": pandas}))
    if name == "pandas Parquet":
        return list_records(pandas.read_parquet(file))
    if name == "pandas Arrow":
        return list_records(pandas.read_parquet(file, dtype_backend="pyarrow"))
    if name == "polars":
        return polars.read_parquet(file).to_dicts()
    if name.startswith("duckdb"):
        source = f"'{file}'" if name == "duckdb" else f"read_csv('build/csv/{table}.csv', all_varchar = true)"
        found: Any = duckdb.sql(f"SELECT * FROM {source}")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    folder = "build/parquet/" if name == "frictionless Parquet" else ""
    resource: Any = frictionless.Package(f"{folder}datapackage.json").get_resource(table)
    return [dict(row) for row in resource.read_rows()]


def list_records(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame of pandas; None where a value is missing."""
    return [
        {column: None if pandas.isna(value) else value for column, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]


DOCUMENTED = [
    *("pandas CSV", "pandas text", "pandas Parquet", "pandas Arrow", "polars", "duckdb", "duckdb CSV"),
    *("frictionless", "frictionless Parquet"),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("reader", DOCUMENTED)
def test_every_documented_reader_sees_texts_and_numbers_as_they_were_built(
    reader: str, labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(labelled)
    resources = {one["name"]: one for one in json.loads(Path("datapackage.json").read_text(encoding="utf-8"))["resources"]}
    for table in ("statistics", "nationals_by_country", "claims", "cells", "sources"):
        kinds = {column["name"]: column["type"] for column in resources[table]["schema"]["fields"]}
        rows = read_as_documented(reader, table)
        shown = [{column: show(value, kinds[column]) for column, value in row.items()} for row in rows]
        assert shown == read_rows(labelled, table)


def show(value: Any, kind: str) -> str:
    """Return a value that some program has read as the CSV files write it, if a text was read as a text."""
    if kind == "string" and not isinstance(value, str | None):
        return f"not a text: {value!r}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return format_value(to_decimal(value))


def test_the_readme_reads_integers_in_r_as_numbers() -> None:
    """as.integer makes 3,000,000,000 a missing value."""
    code = find_code("r", "read.csv")
    assert "as.integer" not in code
    assert "integer = , number = as.numeric" in code


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


WHOLE = st.one_of(st.integers(0, 10**18), st.integers(0, 999)).flatmap(lambda n: st.sampled_from([f"{n}", f"{n:,}"]))
DECIMALS = st.one_of(
    st.integers(0, 10**18).map(lambda digits: f".{digits}"), st.sampled_from(["", ".0", ".50", ".000000001"])
)
FIGURES = st.tuples(WHOLE, DECIMALS, st.sampled_from(["", "", "", " million", " thousand"])).map("".join)
"""Numbers as an article may print them, also of more digits than a double holds."""


@settings(max_examples=4, deadline=None)
@given(st.lists(FIGURES, min_size=1, max_size=20))
@example(["9007199254740993", "999999999999999", "0.1234567890123456789", "0.30", "0.0", "123456789.012345 million"])
def test_a_number_is_published_as_it_is_printed_in_every_form_or_refused_at_its_place(figures: list[str]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        refused = find_refused_figures(figures, folder / "all")
        assert {number for number, figure in enumerate(figures) if is_too_long(figure)} <= refused
        kept = [figure for number, figure in enumerate(figures) if number not in refused]
        if kept:
            copy = write_figures(kept, folder / "kept")
            assert build_and_verify(copy) == ([], [])
            assert [row["value"] for row in read_rows(copy.root, "statistics")] == [print_plainly(figure) for figure in kept]
            check_forms(copy)
    finally:
        shutil.rmtree(folder)


def write_figures(figures: list[str], root: Path) -> Copy:
    """Write a collection with a row for each figure, in their order."""
    named = [*zip(ascii_lowercase, figures, strict=False)]
    text = "".join(f"The rate of list {name} was {figure} in all.\n" for name, figure in named)
    passages = "".join(NUMBER.format(number=figure, row=name, list=name) for name, figure in named)
    return write_collection(root, text, passages)


def find_refused_figures(figures: list[str], root: Path) -> set[int]:
    """Return which of some figures are refused, by the places of the errors. Each must have one."""
    above, lines = 3, NUMBER.count("\n")
    refused = set()
    for error in write_figures(figures, root).errors():
        place = re.match(r"annotations/s900\.yaml:(\d+):\d+: ", error)
        assert place, error
        refused.add((int(place[1]) - above - 1) // lines)
    return refused


def is_too_long(figure: str) -> bool:
    return sum(map(str.isdigit, print_plainly(figure))) > MOST_DIGITS


def print_plainly(figure: str) -> str:
    """Return a figure as a plain decimal, without zeros that change nothing."""
    number, _, magnitude = figure.replace(",", "").partition(" ")
    whole, _, decimals = number.partition(".")
    zeros = {"": 0, "thousand": 3, "million": 6}[magnitude]
    decimals = decimals.ljust(zeros, "0")
    whole, decimals = (whole + decimals[:zeros]).lstrip("0") or "0", decimals[zeros:].rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


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
