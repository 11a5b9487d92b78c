"""The tables for those who open them in a spreadsheet or query them with SQL: one workbook, one SQLite database."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from curation.metadata import Metadata
from curation.readings import Part
from curation.rows import Row
from curation.schemas import Field, Schemas, Table, describe_field

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

GUIDE = "about"
"""Name of the first sheet. No table may be called so."""
SHEET_ROWS = 1_048_576
SHEET_TEXT = 32_767
"""What one sheet, and one cell of it, can hold in Excel."""
CUT = " … (cut: too long for a spreadsheet; whole in the CSV file)"
WIDEST = 60
SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE"}


# The workbook


def write_workbook(schemas: Schemas, metadata: Metadata, rows: dict[str, list[Row]]) -> bytes:
    """Write a sheet a table, behind a first one that explains them; all texts are texts and never formulas."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # XlsxWriter would look at the clock otherwise
    created = datetime.fromisoformat(metadata["created"])
    workbook.set_properties({"title": metadata["title"], "comments": metadata["description"], "created": created})
    tables = [schemas[name] for name in metadata["tables"]]
    write_guide(workbook, tables, metadata, rows)
    for table in tables:
        if len(rows[table.name]) < SHEET_ROWS:
            write_sheet(workbook, table, rows[table.name])
    workbook.close()
    return buffer.getvalue()


def write_guide(workbook: Workbook, tables: list[Table], metadata: Metadata, rows: dict[str, list[Row]]) -> None:
    """Write the first sheet: what the package is, its tables, and what each column of each table means."""
    sheet: Worksheet = workbook.add_worksheet(GUIDE)
    wrapped: Format = workbook.add_format({"text_wrap": True, "valign": "top"})
    head: Format = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    titled: Format = workbook.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, metadata["title"], titled)
    number = 1
    for label, text in describe_for_readers(metadata):
        sheet.write_string(number, 0, label, head)
        sheet.merge_range(number, 1, number, 5, "", wrapped)
        sheet.write_string(number, 1, text, wrapped)
        sheet.set_row(number, 15 * (1 + len(text) // 120))
        number += 1
    number = write_lines(sheet, number + 1, ("table", "rows", "a row"), list_tables(tables, rows), head, wrapped)
    columns = ("table", "column", "type", "unit", "what it means", "filled by", "codes", "example")
    write_lines(sheet, number + 1, columns, list_columns(tables), head, wrapped)
    for column, width in enumerate((22, 26, 26, 12, WIDEST, 34, WIDEST, 26)):
        sheet.set_column(column, column, width)


def write_lines(
    sheet: Worksheet, number: int, header: Iterable[str], lines: Iterable[Iterable[str]], head: Format, body: Format
) -> int:
    """Write lines of text under a header, and return the number of the row after them."""
    for column, text in enumerate(header):
        sheet.write_string(number, column, text, head)
    for line in lines:
        number += 1
        for column, text in enumerate(line):
            sheet.write_string(number, column, text, body)
    return number + 1


def describe_for_readers(metadata: Metadata) -> Iterator[tuple[str, str]]:
    licence = metadata["licenses"][0]
    yield "what it is", metadata["description"]
    yield "version", f"{metadata['version']} ({metadata['created']})"
    yield "licence", f"{licence['title']} ({licence['path']})"
    yield "by", "; ".join(person["title"] for person in metadata["contributors"])
    if "homepage" in metadata:
        yield "address", metadata["homepage"]
    for caution in metadata["cautions"]:
        yield "mind", caution
    yield (
        "words",
        "The sheet cells has a line for each cell of the other sheets: the exact words behind it, and their source.",
    )
    yield "empty", "An empty cell is a missing value. A set is joined by |."


def list_tables(tables: Iterable[Table], rows: dict[str, list[Row]]) -> Iterator[tuple[str, str, str]]:
    for table in tables:
        count = len(rows[table.name])
        left_out = "" if count < SHEET_ROWS else " More rows than a sheet can hold: see the CSV or Parquet file."
        yield table.name, str(count), table.description + left_out


def list_columns(tables: Iterable[Table]) -> Iterator[tuple[str, ...]]:
    """List for every column: table, column, type, unit, meaning, how it is filled, codes, example."""
    for table in tables:
        for column in table.fields.values():
            said = describe_field(column)
            codes = "\n".join(f"{code}: {meaning}" for code, meaning in column.codes.items())
            meaning = f"{column.title}. {column.description}"
            kind = column.type + (", required" if column.is_required else "")
            yield table.name, column.name, kind, column.unit, meaning, said["filled_by"], codes, said["example"]


def write_sheet(workbook: Workbook, table: Table, rows: list[Row]) -> None:
    """Write one table, its header frozen and filtered, dates as dates, long texts wrapped."""
    sheet: Worksheet = workbook.add_worksheet(table.name)
    head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = workbook.add_format({"text_wrap": True, "valign": "top"})
    dated = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    for number, column in enumerate(table.fields.values()):
        sheet.write_string(0, number, column.name, head)
        sheet.set_column(number, number, find_width(column, rows))
        for line, row in enumerate(rows, 1):
            write_cell(sheet, line, number, row[column.name], body, dated)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(table.fields) - 1)


def write_cell(sheet: Worksheet, line: int, number: int, value: Part, body: Format, dated: Format) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value, body)
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, number, float(value), body)
    elif isinstance(value, date):
        sheet.write_datetime(line, number, value, dated)
    else:
        sheet.write_string(line, number, value if len(value) <= SHEET_TEXT else value[: SHEET_TEXT - len(CUT)] + CUT, body)


def find_width(column: Field, rows: Iterable[Row]) -> int:
    longest = max((len(str(row[column.name])) for row in rows if row[column.name] is not None), default=0)
    return min(max(longest, len(column.name)) + 3, WIDEST)


# The database


def write_database(schemas: Schemas, metadata: Metadata, rows: dict[str, list[Row]]) -> bytes:
    """Write an SQLite database with keys and references; its schema tells in comments what each column means."""
    with sqlite3.connect(":memory:") as database:
        for table in order_by_reference(schemas, metadata["tables"]):
            database.execute(define_table(table, metadata))
            marks = ", ".join("?" * len(table.fields))
            lines = ([to_sql(row[name]) for name in table.fields] for row in rows[table.name])
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', lines)
    content = database.serialize()
    database.close()
    return content


def order_by_reference(schemas: Schemas, names: Iterable[str]) -> list[Table]:
    """Return the tables, those that are referred to before those that refer to them where that is possible."""
    ordered: dict[str, Table] = {}

    def add(name: str, above: tuple[str, ...]) -> None:
        for _, other, _ in schemas[name].foreign_keys:
            if other not in (*above, name):
                add(other, (*above, name))
        ordered.setdefault(name, schemas[name])

    for name in names:
        add(name, ())
    return list(ordered.values())


def define_table(table: Table, metadata: Metadata) -> str:
    """Return the CREATE TABLE statement. Comments last in SQLite's schema; a line break would end one."""
    about = f"{table.title}. {table.description} ({metadata['title']}, version {metadata['version']})"
    lines = [f"-- {flatten(about)}"]
    parts = []
    for column in table.fields.values():
        said = [f"{column.title}. {column.description}", *([f"Unit: {column.unit}."] if column.unit else [])]
        needed = " NOT NULL" if column.is_required else ""
        parts.append((f'"{column.name}" {SQL_TYPES[column.type]}{needed}', flatten(" ".join(said))))
    parts.append((f"PRIMARY KEY ({join_names(table.key)})", ""))
    for own, other, key in table.foreign_keys:
        parts.append((f'FOREIGN KEY ("{own}") REFERENCES "{other}" ("{key}")', ""))
    for number, (part, comment) in enumerate(parts, 1):
        comma = "," if number < len(parts) else ""
        lines.append(f"  {part}{comma}" + (f" -- {comment}" if comment else ""))
    return f'CREATE TABLE "{table.name}" (\n' + "\n".join(lines) + "\n)"


def flatten(text: str) -> str:
    return " ".join(text.split())


def join_names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def to_sql(value: Part) -> Any:
    """Return a value as SQLite holds it: dates as ISO 8601 text, booleans as 0 and 1."""
    if isinstance(value, Decimal):
        return float(value) if value != value.to_integral_value() else int(value)
    return value.isoformat() if isinstance(value, date) else value
