"""The tables as Stata files, read back with pandas. tests/consumers reads them with two other programs."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pandas
import pytest
from pandas.io.stata import StataParser

from conftest import Read
from curation.package.stata import name_variables, write_stata
from curation.pipeline import Prepared
from curation.schema.tables import Table, make_table
from curation.tables.types import Row
from releases import to_text


class Opened(NamedTuple):
    """What Stata shows of a file."""

    frame: Any
    variables: dict[str, str]
    labels: dict[str, dict[int, str]]
    about: str
    time: str


def open_stata(content: bytes) -> Opened:
    opened: Any = pandas.read_stata(io.BytesIO(content), iterator=True, convert_categoricals=False)
    with opened as reader:  # its stubs lack much of it
        frame = reader.read()
        return Opened(frame, reader.variable_labels(), reader.value_labels(), reader.data_label, reader.time_stamp)


def write_quietly(table: Table, rows: list[Row], created: str = "2025-06-07") -> bytes:
    """Write a table; a warning of pandas is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return write_stata(table, rows, {"name": "few", "version": "1.2.3", "created": created})


def read_cells(opened: Opened, table: Table) -> list[dict[str, str]]:
    """Return the rows as the CSV file has them: labels are codes again."""
    cells = {}
    for column, variable in zip(table.fields.values(), opened.frame, strict=True):
        codes = {category.label: category.value for category in column.categories}
        called = opened.labels.get(variable, {})
        texts = ["" if pandas.isna(value) else to_text(value) for value in opened.frame[variable].tolist()]
        cells[column.name] = [codes.get(called[int(text)], called[int(text)]) if called and text else text for text in texts]
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]


def test_each_table_is_read_back_with_its_rows_and_the_labels_of_variables_and_codes(small: Prepared, rows_of: Read) -> None:
    assert small.built
    labelled = 0
    for name, table in small.schemas.items():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            content = write_stata(table, small.built.rows[name], small.metadata)
        opened = open_stata(content)
        assert list(opened.frame) == list(table.fields)
        assert read_cells(opened, table) == rows_of(name)
        assert opened.about.startswith(f"{table.title} (") and opened.about.endswith(f" {small.metadata['version']})")
        for column in table.fields.values():
            assert opened.variables[column.name].startswith(column.title)
            if column.categories:
                wanted = {number: category.label for number, category in enumerate(column.categories, 1)}
                assert opened.labels[column.name] == wanted
                labelled += 1
    assert labelled


ABOUT: dict[str, Any] = {"title": "Title", "description": "What it is.", "example": "a"}
CODES = [{"value": code, "label": f"Called {code}", "description": f"It is {code}."} for code in ("late", "early")]


def make_one(fields: dict[str, dict[str, Any]], **about: Any) -> Table:
    """Return a table whose key is the first of these fields."""
    described = [{**ABOUT, "name": name, "type": "string", **said} for name, said in fields.items()]
    return make_table(
        {"name": "few", "title": "Few", "description": "F.", "primaryKey": [next(iter(fields))], "fields": described, **about}
    )


EVERY_TYPE: dict[str, dict[str, Any]] = {
    "id": {},
    "text": {},
    "code": {"categories": CODES, "constraints": {"enum": ["late", "early"]}},
    "whole": {"type": "integer", "unit": "persons"},
    "number": {"type": "number"},
    "truth": {"type": "boolean"},
    "day": {"type": "date"},
}


def test_every_type_is_stored_as_stata_has_it_and_an_empty_cell_is_missing() -> None:
    full: Row = {"text": "Ташкент 🛬", "code": "early", "whole": -7, "number": Decimal("0.1"), "truth": False}
    rows: list[Row] = [{"id": "a", **full, "day": date(2025, 4, 30)}, dict.fromkeys(EVERY_TYPE) | {"id": "b"}]
    opened = open_stata(write_quietly(make_one(EVERY_TYPE), rows))
    assert opened.frame.loc[0].tolist() == ["a", "Ташкент 🛬", 2, -7, 0.1, 0, pandas.Timestamp(2025, 4, 30)]
    assert opened.frame.loc[1].isna().tolist() == [False, False, True, True, True, True, True]
    assert opened.frame.loc[1, "text"] == ""
    assert opened.labels == {"code": {1: "Called late", 2: "Called early"}, "truth": {0: "false", 1: "true"}}
    assert opened.variables["whole"] == "Title [persons]"
    assert (opened.about, opened.time) == ("Few (few 1.2.3)", "07 Jun 2025 00:00")


@pytest.mark.parametrize("count", [0, 1])
def test_a_table_without_rows_or_without_values_has_its_variables_and_labels(count: int) -> None:
    table = make_one(EVERY_TYPE)
    opened = open_stata(write_quietly(table, [dict.fromkeys(EVERY_TYPE) | {"id": "a"}] * count))
    assert (list(opened.frame), len(opened.frame)) == (list(EVERY_TYPE), count)
    assert opened.labels.keys() == {"code", "truth"}


@pytest.mark.parametrize(
    ("kind", "values", "held"),
    [
        ("integer", [2**31 - 28, -(2**31) + 1], [2147483620, -2147483647]),  # the ends of Stata's long
        ("integer", [2**31 - 27, -(2**31)], [2147483621, -2147483648]),
        ("integer", [2**53 - 1, 1 - 2**53], [2**53 - 1, 1 - 2**53]),
        ("integer", [2**53, 5], ["9007199254740992", "5"]),
        ("integer", [None, -(2**70)], ["", str(-(2**70))]),
        ("number", [Decimal("999999999999999"), Decimal("0.000000000000001")], [999999999999999.0, 1e-15]),
        ("number", [Decimal("-9e307"), Decimal("1.5")], ["-9" + "0" * 307, "1.5"]),
        ("date", [date(100, 1, 1), date(9999, 12, 31)], ["0100-01-01", "9999-12-31"]),
        ("date", [date(99, 12, 31), date(2025, 4, 30)], ["0099-12-31", "2025-04-30"]),
    ],
)
def test_what_stata_cannot_hold_is_text_and_everything_else_is_exact(kind: str, values: list[Any], held: list[Any]) -> None:
    rows: list[Row] = [{"id": str(number), "x": value} for number, value in enumerate(values)]
    frame = open_stata(write_quietly(make_one({"id": {}, "x": {"type": kind}}), rows)).frame
    is_day = str(frame["x"].dtype).startswith("datetime64")
    assert [str(value)[:10] for value in frame["x"]] == held if is_day else frame["x"].tolist() == held
    assert is_day == (kind == "date" and values[0].year >= 100)


def find_types(content: bytes) -> list[int]:
    """Return the storage types as the file has them: up to 2045 a text of that width, 32768 a strL."""
    (types,) = re.findall(rb"<variable_types>(.*?)</variable_types>", content, flags=re.DOTALL)
    return [int.from_bytes(types[place : place + 2], "little") for place in range(0, len(types), 2)]


def test_long_texts_are_whole_and_a_key_stays_one_that_stata_can_merge_by() -> None:
    reference = {"fields": ["other"], "reference": {"resource": "others", "fields": ["id"]}}
    table = make_one({name: {} for name in ("id", "other", "brief", "lengthy", "longest")}, foreignKeys=[reference])
    texts = {"id": "é" * 500, "other": "é" * 1022, "brief": "é" * 64, "lengthy": "é" * 64 + "x", "longest": "é🛬\n" * 9000}
    content = write_quietly(table, [dict(texts), {**texts, "id": "b"}])
    opened = open_stata(content)
    assert opened.frame.loc[0].to_dict() == texts
    assert opened.frame.loc[1].to_dict() == {**texts, "id": "b"}
    assert find_types(content) == [1000, 2044, 128, 32768, 32768]
    too_long = write_quietly(table, [{**texts, "id": "é" * 1023}])
    assert find_types(too_long)[0] == 32768
    assert open_stata(too_long).frame.loc[0, "id"] == "é" * 1023


ODD = ["if", "_n", "str12", "class", "2nd", "a b", "a_b", "a-b", "Ж", "", "x" * 32, "x" * 33, "y" * 33, "y" * 34, "y" * 90]


def test_each_variable_has_a_name_that_stata_allows_and_says_the_columns_own_name() -> None:
    names = name_variables(ODD)
    assert list(names) == ODD
    assert len({*names.values()}) == len(ODD)
    assert [name for name, variable in names.items() if name == variable] == ["a_b", "x" * 32]
    assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,31}", variable) for variable in names.values())
    table = make_one({name: {} for name in ODD})
    opened = open_stata(write_quietly(table, [dict.fromkeys(ODD, "x")]))
    assert list(opened.frame) == list(names.values())
    for name, variable in names.items():
        wanted = "Title" if name == variable else f"{name}: Title"
        assert opened.variables[variable] == (wanted if len(wanted) <= 80 else "y" * 79 + "…")


def test_no_reserved_word_of_stata_or_mata_names_a_variable() -> None:
    words = vars(StataParser())["RESERVED_WORDS"] - {"str#"} | {"str1", "str2045"}
    assert not words & {*name_variables(words).values()}


def test_long_titles_are_cut_and_lines_are_one() -> None:
    title = "Ж" * 60 + "\n" + "w" * 60
    table = make_one({"id": {"title": title}}, title=title)
    opened = open_stata(write_quietly(table, []))
    assert opened.variables["id"] == opened.about == "Ж" * 60 + " " + "w" * 18 + "…"


def test_a_code_that_the_list_does_not_have_is_never_called_something_else() -> None:
    table = make_one({"id": {}, "code": EVERY_TYPE["code"]})
    opened = open_stata(write_quietly(table, [{"id": "a", "code": "early"}, {"id": "b", "code": "never"}]))
    assert opened.frame["code"].tolist() == ["early", "never"]
    assert not opened.labels


def test_the_bytes_depend_on_the_rows_and_the_packages_day_alone() -> None:
    table, rows = make_one(EVERY_TYPE), [dict.fromkeys(EVERY_TYPE) | {"id": "a", "text": "b" * 300}]
    assert write_quietly(table, rows) == write_quietly(table, rows)
    assert write_quietly(table, rows) != write_quietly(table, rows, "2025-06-08")
    assert b"<release>118</release><byteorder>LSF</byteorder>" in write_quietly(table, rows)
