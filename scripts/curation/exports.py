"""The tables for those who open them in a spreadsheet or query them with SQL: one workbook, one SQLite database."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from curation.metadata import Metadata, cite_package
from curation.package import to_arrow
from curation.readings import Part
from curation.rows import Row
from curation.schemas import Field, Schemas, Table, describe_field, explain_field
from curation.sources import fold_spaces

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

GUIDE = "About this dataset"
SHEET_ROWS = 1_048_576
SHEET_TEXT = 32_767
"""What Excel allows: rows of a sheet, characters of a cell."""
FIRST_YEAR = 1901
"""Excel knows no days before 1900, and one too many in it."""
CUT = " … (cut: too long for a spreadsheet; whole in the CSV file)"
WIDEST, TALLEST, LINE = 60, 12, 15
"""The widest column in characters, the tallest row in lines, a line in points."""
GUIDE_COLUMNS = (
    ("table", 24),
    ("column", 26),
    ("type", 18),
    ("unit", 14),
    ("what it means", WIDEST),
    ("filled by", 34),
    ("codes", WIDEST),
    ("example (made up)", 30),
)
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
    head: Format = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for column, (_, width) in enumerate(GUIDE_COLUMNS):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, metadata["title"], workbook.add_format({"bold": True, "font_size": 14}))
    facts = list(describe_for_readers(metadata))
    for number, (label, text) in enumerate(facts, 1):
        sheet.write_string(number, 0, label, head)
        sheet.merge_range(number, 1, number, 4, "", wrapped)
        sheet.write_string(number, 1, text, wrapped)
        sheet.set_row(number, find_height([(text, sum(width for _, width in GUIDE_COLUMNS[1:5]))]))
    lines = [(head, [name for name, _ in GUIDE_COLUMNS])]
    for table in tables:
        lines.append((head, describe_table(table, len(rows[table.name]))))
        lines += [(wrapped, describe_column(column)) for column in table.fields.values()]
    for number, (style, line) in enumerate(lines, len(facts) + 2):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text, style)
        sheet.set_row(number, find_height(zip(line, (width for _, width in GUIDE_COLUMNS), strict=True)))


def describe_for_readers(metadata: Metadata) -> Iterator[tuple[str, str]]:
    licence = metadata["licenses"][0]
    yield "what it is", metadata["description"]
    yield "version", f"{metadata['version']} ({metadata['created']})"
    yield "licence", f"{licence['title']} ({licence['path']})"
    yield "cite as", cite_package(metadata)
    if "homepage" in metadata:
        yield "address", metadata["homepage"]
    for caution in metadata["cautions"]:
        yield "caution", caution
    for source in metadata["sources"]:
        yield "source", source
    yield "words", "The table cells has a line for each cell of the others: its exact words, who said them, and where."
    yield "empty", "An empty cell is a missing value. The members of a set are joined by |."
    yield "filled by", "How a column's cells come about; docs/schemas.md in the release's zip explains each name."


def describe_table(table: Table, count: int) -> list[str]:
    left_out = "" if count < SHEET_ROWS else " More rows than a sheet can hold: see the CSV or Parquet file."
    return [table.name, f"rows: {count}", "", "", table.description + left_out, "", "", ""]


def describe_column(column: Field) -> list[str]:
    said = describe_field(column)
    codes = "\n".join(f"{code}: {meaning}" for code, meaning in column.codes.items())
    kind = column.type + (", required" if column.is_required else "")
    meaning = f"{column.title}. {column.description}"
    return [column.table, column.name, kind, column.unit, meaning, said["filled_by"], codes, said["example"]]


def find_height(texts: Iterable[tuple[str, int]]) -> int:
    """Return the height, in points, of a row with wrapped texts in columns of these widths; Calc does not fit it itself."""
    lines = max(sum(1 + len(line) // width for line in text.split("\n")) for text, width in texts)
    return LINE * min(lines, TALLEST)


def write_sheet(workbook: Workbook, table: Table, rows: list[Row]) -> None:
    """Write one table, its header frozen and filtered, dates as dates, long texts wrapped."""
    sheet: Worksheet = workbook.add_worksheet(table.name)
    head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = workbook.add_format({"text_wrap": True, "valign": "top"})
    dated = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    widths = {column.name: find_width(column, rows) for column in table.fields.values()}
    for number, (name, width) in enumerate(widths.items()):
        sheet.write_string(0, number, name, head)
        sheet.set_column(number, number, width)
    for line, row in enumerate(rows, 1):
        for number, name in enumerate(widths):
            write_cell(sheet, line, number, row[name], body, dated)
        sheet.set_row(line, find_height((str(row[name]), width) for name, width in widths.items()))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(table.fields) - 1)


def write_cell(sheet: Worksheet, line: int, number: int, value: Part, body: Format, dated: Format) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value, body)
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, number, float(value), body)
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(line, number, value, dated)
    elif isinstance(value, date):
        sheet.write_string(line, number, value.isoformat(), body)
    else:
        sheet.write_string(line, number, value if len(value) <= SHEET_TEXT else value[: SHEET_TEXT - len(CUT)] + CUT, body)


def find_width(column: Field, rows: Iterable[Row]) -> int:
    longest = max((len(str(row[column.name])) for row in rows if row[column.name] is not None), default=0)
    return min(max(longest, len(column.name)) + 3, WIDEST)


# The database


def write_database(schemas: Schemas, metadata: Metadata, rows: dict[str, list[Row]]) -> bytes:
    """Write an SQLite database with keys and references; its schema tells in comments what each column and code means."""
    with sqlite3.connect(":memory:") as database:
        for table in order_by_reference(schemas, metadata["tables"]):
            database.execute(define_table(table, metadata))
            marks = ", ".join("?" * len(table.fields))
            lines = ([to_sql(row[name], column) for name, column in table.fields.items()] for row in rows[table.name])
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', lines)
        database.execute(f'CREATE TABLE "{GUIDE}" ("what" TEXT NOT NULL, "text" TEXT NOT NULL)')
        database.executemany(f'INSERT INTO "{GUIDE}" VALUES (?, ?)', describe_for_readers(metadata))
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
    lines = [f"-- {fold_spaces(about)}"]
    parts = []
    for column in table.fields.values():
        said = [explain_field(column), *(f"{code}: {meaning}" for code, meaning in column.codes.items())]
        needed = " NOT NULL" if column.is_required else ""
        parts.append((f'"{column.name}" {SQL_TYPES[column.type]}{needed}', fold_spaces(" ".join(said))))
    parts.append((f"PRIMARY KEY ({join_names(table.key)})", ""))
    for own, other, key in table.foreign_keys:
        parts.append((f'FOREIGN KEY ("{own}") REFERENCES "{other}" ("{key}")', ""))
    for number, (part, comment) in enumerate(parts, 1):
        comma = "," if number < len(parts) else ""
        lines.append(f"  {part}{comma}" + (f" -- {comment}" if comment else ""))
    return f'CREATE TABLE "{table.name}" (\n' + "\n".join(lines) + "\n)"


def join_names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def to_sql(value: Part, column: Field) -> Any:
    """Return a value as SQLite holds it: dates as ISO 8601 text, booleans as 0 and 1."""
    return value.isoformat() if isinstance(value, date) else to_arrow(value, column)
