"""The tables as one workbook and one database, read back by other tools."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from conftest import ROOT, Read
from curation.package.guide import GUIDE
from curation.package.workbook import (
    PRINTED_UP_TO,
    SHEET_TEXT,
    TRANSPOSED_ABOVE,
    TRANSPOSED_UP_TO,
    count_pages_across,
    cut_text,
    write_workbook,
)
from curation.pipeline import Prepared
from curation.schema.describe import explain_code
from curation.schema.tables import Table, make_table
from curation.tables.types import Row
from package_files import Rows
from releases import to_text


@pytest.fixture(scope="module")
def workbook(small: Prepared) -> Any:
    assert small.built
    return openpyxl.load_workbook(io.BytesIO(write_workbook(small.schemas, small.metadata, small.built.rows)))


def read_sheet(sheet: Any, table: Table, rows: int) -> Rows:
    """Return a sheet's rows as the CSV files have them, whichever way the sheet shows them."""
    lines = list(sheet.iter_rows(values_only=True))
    if len(table.fields) > TRANSPOSED_ABOVE and rows <= TRANSPOSED_UP_TO:
        names, titles, *lines = zip(*lines, strict=True)
        assert titles[1:] == tuple(column.title for column in table.fields.values())
        lines = [(names[1:]), *(line[1:] for line in lines)]
    header, *lines = lines
    return [dict(zip(header, map(to_text, line), strict=True)) for line in lines]


def test_the_workbook_has_the_rows_of_every_table(workbook: Any, small: Prepared, rows_of: Read) -> None:
    names = small.metadata["tables"]
    assert workbook.sheetnames[1:] == names
    for name in names:
        # a sheet's XML cannot hold a carriage return; none is published
        assert read_sheet(workbook[name], small.schemas[name], len(rows_of(name))) == rows_of(name)


def make_example(columns: int, rows: int, name: str = "example") -> tuple[Table, list[Row]]:
    """Make a table of texts whose second column is a number, and whose third and last ones have no value in any row."""
    described = {"title": "Title of it", "description": "What it is."}
    fields = [
        {**described, "example": "a", "name": f"column_{number}", "type": "integer" if number == 2 else "string"}
        for number in range(1, columns + 1)
    ]
    empty = {"column_3", f"column_{columns}"}
    filled: list[Row] = [
        {
            field["name"]: None if field["name"] in empty else row if field["type"] == "integer" else f"text {row}"
            for field in fields
        }
        for row in range(1, rows + 1)
    ]
    return make_table({**described, "name": name, "primaryKey": ["column_1"], "fields": fields}), filled


def open_example(small: Prepared, table: Table, rows: list[Row]) -> Any:
    metadata = small.metadata | {"tables": [table.name]}
    content = write_workbook({table.name: table}, metadata, {table.name: rows})
    return openpyxl.load_workbook(io.BytesIO(content))[table.name]


@pytest.mark.parametrize(
    ("columns", "rows", "transposed"),
    [
        (TRANSPOSED_ABOVE + 1, TRANSPOSED_UP_TO, True),
        (TRANSPOSED_ABOVE + 1, TRANSPOSED_UP_TO + 1, False),
        (TRANSPOSED_ABOVE, TRANSPOSED_UP_TO, False),
    ],
)
def test_a_wide_and_short_table_is_shown_with_a_line_for_each_column(
    columns: int, rows: int, transposed: bool, small: Prepared
) -> None:
    table, filled = make_example(columns, rows)
    sheet = open_example(small, table, filled)
    assert [len(read_sheet(sheet, table, rows)), sheet.max_row] == [rows, columns + 1 if transposed else rows + 1]
    names = [cell.value for cell in (sheet["A"] if transposed else sheet[1])]
    assert names[-columns:] == list(table.fields)
    assert [sheet["A1"].value, sheet["B2"].value, sheet["C1"].value] == (
        ["column", "Title of it", "text 1"] if transposed else ["column_1", 1, "column_3"]
    )


@pytest.mark.parametrize("columns", [5, TRANSPOSED_ABOVE + 1])
def test_columns_without_any_value_are_hidden_and_the_others_are_not(columns: int, small: Prepared) -> None:
    table, rows = make_example(columns, 2)
    sheet = open_example(small, table, rows)
    if columns > TRANSPOSED_ABOVE:
        marks = [sheet.row_dimensions[number] for number in range(2, columns + 3)]
    else:
        marks = [sheet.column_dimensions[get_column_letter(number)] for number in range(1, columns + 2)]
    empty = [2, columns - 1]
    assert [place for place, mark in enumerate(marks) if mark.hidden and mark.outlineLevel == 1] == empty
    assert [place for place, mark in enumerate(marks) if mark.hidden or mark.outlineLevel] == empty
    assert [place for place, mark in enumerate(marks) if mark.collapsed] == [place + 1 for place in empty]


def test_a_table_without_rows_hides_no_column(small: Prepared) -> None:
    table, _ = make_example(5, 0)
    sheet = open_example(small, table, [])
    assert not any(mark.hidden for mark in sheet.column_dimensions.values())


def test_numbers_are_indented_from_the_words_beside_them(small: Prepared) -> None:
    sheet = open_example(small, *make_example(5, 2))
    for cell in (sheet["B1"], sheet["B2"]):
        assert (cell.alignment.horizontal, cell.alignment.indent) == ("right", 1)
    transposed = open_example(small, *make_example(TRANSPOSED_ABOVE + 1, 2))
    assert (transposed["C3"].value, transposed["C3"].alignment.horizontal) == (1, "left")


def test_every_sheet_is_printed_on_a4_landscape_with_its_header_on_each_page(workbook: Any, rows_of: Read) -> None:
    for sheet in workbook.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        (start, end) = sheet.print_title_rows.replace("$", "").split(":")
        assert start == end
        assert sheet.cell(int(start), 1).font.bold
        assert sheet.title != GUIDE or sheet.cell(int(start), 1).value == "table"
        if sheet.title == GUIDE or len(rows_of(sheet.title)) > PRINTED_UP_TO:
            assert (sheet.page_setup.fitToWidth or 1) == 1


def test_a_wide_sheet_is_printed_on_more_pages_with_its_key_on_each_unless_it_is_long(small: Prepared) -> None:
    wide, rows = make_example(60, PRINTED_UP_TO)
    sheet = open_example(small, wide, rows)
    assert sheet.page_setup.fitToWidth > 1
    assert sheet.print_title_cols == "$A:$A"
    assert (open_example(small, wide, [*rows, rows[0]]).page_setup.fitToWidth or 1) == 1
    assert [count_pages_across(20, others) for others in (1, 250, 251, 501)] == [1, 1, 2, 3]
    assert count_pages_across(300, 270) == 2


def test_the_workbook_explains_every_column_on_its_first_sheet(workbook: Any, small: Prepared) -> None:
    lines = [tuple(cell or "" for cell in line) for line in workbook.worksheets[0].iter_rows(values_only=True)]
    texts = {text for line in lines for text in line}
    assert {small.metadata["title"], small.metadata["description"], *small.metadata["cautions"]} <= texts
    explained = {line[:2]: line for line in lines}
    for table in small.schemas.values():
        for column in table.fields.values():
            line = explained[table.name, column.name]
            assert column.description in line[4]
            assert line[3] == column.unit
            assert line[5]
            assert all(f"{name}: {explain_code(code)}" in line[6] for name, code in column.codes.items())


def test_the_workbook_and_format_md_explain_its_sheets(workbook: Any) -> None:
    said = dict(line[:2] for line in workbook.worksheets[0].iter_rows(values_only=True))
    assert f"more than {TRANSPOSED_ABOVE} columns and at most {TRANSPOSED_UP_TO} rows" in said["transposed sheets"]
    assert {"empty columns", "printing"} <= said.keys()
    text = " ".join((ROOT / "docs" / "format.md").read_text(encoding="utf-8").split())
    assert f"more than {TRANSPOSED_ABOVE} columns and at most {TRANSPOSED_UP_TO} rows" in text
    assert f"at most {PRINTED_UP_TO} rows" in text


def test_the_workbooks_headers_are_frozen_and_filtered_its_dates_dates_and_its_texts_wrapped(
    workbook: Any, small: Prepared, rows_of: Read
) -> None:
    for sheet in workbook.worksheets[1:]:
        columns = list(small.schemas[sheet.title].fields.values())
        rows = rows_of(sheet.title)
        if len(columns) > TRANSPOSED_ABOVE and len(rows) <= TRANSPOSED_UP_TO:
            assert sheet.freeze_panes == "C2"
            cells = [[sheet.cell(line, number + 3) for number in range(len(rows))] for line in range(2, len(columns) + 2)]
        else:
            assert sheet.freeze_panes == "B2"
            assert sheet.auto_filter.ref == sheet.dimensions
            cells = [[sheet.cell(line + 2, number) for line in range(len(rows))] for number in range(1, len(columns) + 1)]
        for column, line in zip(columns, cells, strict=True):
            filled = [cell for cell in line if cell.value is not None]
            assert column.type != "date" or all(isinstance(cell.value, datetime) for cell in filled)
            assert column.type != "string" or all(cell.alignment.wrap_text for cell in filled)


def test_a_text_that_looks_like_a_formula_stays_a_text_and_one_too_long_says_that_it_is_cut(small: Prepared) -> None:
    assert small.built
    (first, *rest) = small.built.rows["organizations"]
    rows = small.built.rows | {"organizations": [first | {"name": "=1+1", "spellings": "x" * 40_000}, *rest]}
    workbook = openpyxl.load_workbook(io.BytesIO(write_workbook(small.schemas, small.metadata, rows)))
    sheet = workbook["organizations"]
    header = [cell.value for cell in sheet[1]]
    cell, cut = sheet[2][header.index("name")], sheet[2][header.index("spellings")].value
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert len(cut) == SHEET_TEXT
    assert cut.endswith("whole in the CSV file)")


@pytest.mark.parametrize("text", ["👩" * 20_000, "a" + "👩" * 20_000])
def test_a_text_of_emoji_is_cut_where_excel_counts_two_characters_for_each(text: str) -> None:
    cut = cut_text(text)
    assert SHEET_TEXT - 1 <= len(cut.encode("utf-16-le")) // 2 <= SHEET_TEXT
    assert cut_text("👩" * 16_383) == "👩" * 16_383
