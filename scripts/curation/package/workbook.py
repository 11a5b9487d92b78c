"""The tables as one workbook for spreadsheet programs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.package.guide import GUIDE, describe_for_readers
from curation.schema.describe import describe_field, explain_code
from curation.schema.metadata import Metadata
from curation.schema.tables import Field, Schemas, Table
from curation.tables.types import Row, Tables, format_value
from curation.text.readings import Value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


SHEET_ROWS = 1_048_576

SHEET_TEXT = 32_767
"""What Excel allows: rows of a sheet, characters of a cell. It counts most emoji as two characters (UTF-16)."""

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

TRANSPOSED_ABOVE, TRANSPOSED_UP_TO = 30, 5
"""A table of more columns than the one and of no more rows than the other is shown with a line for each column."""

TRANSPOSED_COLUMNS = (("column", 26), ("what it is", 34))

PAPER, MARGIN, LEGIBLE, PRINTED_UP_TO = 9, 0.4, 270, 200
"""The paper on which sheets are printed, by Excel's number (9 is A4), its margins in inches, how many characters one line
of it can hold in print that can still be read, and the most rows of a table that is printed so and not just one page wide."""

HIDDEN = {"level": 1, "hidden": True}

AFTER_HIDDEN = {"collapsed": True}
"""XlsxWriter's options of a hidden column or line, and of the one after it, which carries the + that shows it."""

HOW_TO_READ = (
    ("sheets", "A sheet for each table. The numbers of rows below are those of the table, without the header."),
    (
        "transposed sheets",
        f"A table of more than {TRANSPOSED_ABOVE} columns and at most {TRANSPOSED_UP_TO} rows is shown transposed: a line "
        "for each column, with what it is beside its name, and a column for each row.",
    ),
    (
        "empty columns",
        "A column that has no value in any row is hidden: the + beside or above the sheet shows it.",
    ),
    (
        "printing",
        "Every sheet is set up for A4, landscape, with the header on each page. It is one page wide; a sheet of at most "
        f"{PRINTED_UP_TO} rows is as many pages wide as its print needs to be read, with the key on each.",
    ),
)


def write_workbook(schemas: Schemas, metadata: Metadata, rows: Tables) -> bytes:
    """Write a sheet a table, behind a first one that explains them; all texts are texts and never formulas."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # XlsxWriter would look at the clock otherwise
    created = datetime.fromisoformat(metadata["created"])
    workbook.set_properties({"title": metadata["title"], "comments": metadata["description"], "created": created})
    tables = [schemas[name] for name in metadata["tables"]]
    write_guide(workbook, tables, metadata, rows)
    styles = make_styles(workbook)
    for table in tables:
        if is_transposed(table, rows[table.name]):
            write_transposed(workbook.add_worksheet(table.name), table, rows[table.name], styles)
        elif len(rows[table.name]) < SHEET_ROWS:
            write_sheet(workbook.add_worksheet(table.name), table, rows[table.name], styles)
    workbook.close()
    return buffer.getvalue()


def write_guide(workbook: Workbook, tables: list[Table], metadata: Metadata, rows: Tables) -> None:
    """Write the first sheet: what the package is, its tables, and what each column of each table means."""
    sheet: Worksheet = workbook.add_worksheet(GUIDE)
    wrapped: Format = workbook.add_format({"text_wrap": True, "valign": "top"})
    head: Format = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for column, (_, width) in enumerate(GUIDE_COLUMNS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, metadata["title"], workbook.add_format({"bold": True, "font_size": 14}))
    facts = [*describe_for_readers(metadata), *HOW_TO_READ]
    set_up_print(sheet, len(facts) + 2)
    for number, (label, text) in enumerate(facts, 1):
        sheet.write_string(number, 0, label, head)
        sheet.merge_range(number, 1, number, 4, "", wrapped)
        sheet.write_string(number, 1, text, wrapped)
        sheet.set_row(number, find_height([(text, sum(width for _, width in GUIDE_COLUMNS[1:5]))]))
    lines = [(head, [name for name, _ in GUIDE_COLUMNS])]
    for table in tables:
        lines.append((head, guide_table(table, len(rows[table.name]))))
        lines += [(wrapped, guide_column(column)) for column in table.fields.values()]
    for number, (style, line) in enumerate(lines, len(facts) + 2):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text, style)
        sheet.set_row(number, find_height(zip(line, (width for _, width in GUIDE_COLUMNS), strict=True)))


def guide_table(table: Table, count: int) -> list[str]:
    """Return a table's line in the guide."""
    left_out = "" if count < SHEET_ROWS else " More rows than a sheet can hold: see the CSV or Parquet file."
    return [table.name, f"rows: {count}", "", "", table.description + left_out, "", "", ""]


def guide_column(column: Field) -> list[str]:
    """Return a column's line in the guide."""
    said = describe_field(column)
    codes = "\n".join(f"{name}: {explain_code(code)}" for name, code in column.codes.items())
    kind = column.type + (", required" if column.is_required else "")
    meaning = f"{column.title}. {column.description}"
    return [column.table, column.name, kind, column.unit, meaning, said["filled_by"], codes, said["example"]]


def find_height(texts: Iterable[tuple[str, int]]) -> int:
    """Return the height, in points, of a row with wrapped texts in columns of these widths; Calc does not fit it itself."""
    lines = max(sum(1 + len(line) // width for line in text.split("\n")) for text, width in texts)
    return LINE * min(lines, TALLEST)


class Styles(NamedTuple):
    """The formats of a table's cells.

    Numbers are on the right of their column, at a distance from the words beside them; in a column of all types on the left.
    """

    head: Format
    number_head: Format
    text: Format
    number: Format
    left_number: Format
    date: Format


def make_styles(workbook: Workbook) -> Styles:
    """Return the formats of the cells."""
    body: dict[str, Any] = {"valign": "top"}
    head = {**body, "bold": True, "text_wrap": True, "bottom": 1}
    right = {"align": "right", "indent": 1}
    return Styles(
        head=workbook.add_format(head),
        number_head=workbook.add_format({**head, **right}),
        text=workbook.add_format({**body, "text_wrap": True}),
        number=workbook.add_format({**body, **right}),
        left_number=workbook.add_format({**body, "align": "left"}),
        date=workbook.add_format({**body, "num_format": "yyyy-mm-dd", "align": "left"}),
    )


def write_sheet(sheet: Worksheet, table: Table, rows: Sequence[Row], styles: Styles) -> None:
    """Write a table, a line for each row: header frozen and filtered, long texts wrapped, empty columns hidden."""
    columns = list(table.fields.values())
    widths = [find_width(column, rows) for column in columns]
    marks = mark_empty(table, rows)
    for number, (column, width, mark) in enumerate(zip(columns, widths, marks, strict=True)):
        sheet.write_string(0, number, column.name, styles.number_head if is_number(column) else styles.head)
        sheet.set_column(number, number, width, None, mark)
    sheet.set_row(0, LINE + 3)
    if is_hidden(marks[-1]):
        sheet.set_column(len(columns), len(columns), None, None, AFTER_HIDDEN)
    for line, row in enumerate(rows, 1):
        for number, column in enumerate(columns):
            write_cell(sheet, line, number, row[column.name], styles)
        sheet.set_row(
            line, find_height((str(row[column.name]), width) for column, width in zip(columns, widths, strict=True))
        )
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    set_up_print(sheet, 0)
    if len(rows) <= PRINTED_UP_TO:
        shown = [0 if is_hidden(mark) else width for width, mark in zip(widths, marks, strict=True)]
        leading = max(1, sum(1 for _ in takewhile(table.key.__contains__, table.fields)))
        sheet.fit_to_pages(count_pages_across(sum(shown[:leading]), sum(shown[leading:])), 0)
        sheet.repeat_columns(0, leading - 1)


def is_transposed(table: Table, rows: Sequence[Row]) -> bool:
    """Whether a table is so wide and so short that its sheet has a line for each column."""
    return len(table.fields) > TRANSPOSED_ABOVE and len(rows) <= TRANSPOSED_UP_TO


def write_transposed(sheet: Worksheet, table: Table, rows: Sequence[Row], styles: Styles) -> None:
    """Write a table, a line for each column: its name, its title and then its cells; lines without a cell are hidden."""
    transposed = styles._replace(number=styles.left_number)
    keys = ["/".join(format_value(row[name]) for name in table.key) for row in rows]
    widths = [width for _, width in TRANSPOSED_COLUMNS] + [WIDEST] * len(rows)
    for number, (name, width) in enumerate(zip([name for name, _ in TRANSPOSED_COLUMNS] + keys, widths, strict=True)):
        sheet.write_string(0, number, name, styles.head)
        sheet.set_column(number, number, width)
    marks = mark_empty(table, rows)
    for line, (column, mark) in enumerate(zip(table.fields.values(), marks, strict=True), 1):
        cells = [column.name, column.title, *(row[column.name] for row in rows)]
        for number, cell in enumerate(cells):
            write_cell(sheet, line, number, cell, transposed)
        sheet.set_row(line, find_height((str(cell), width) for cell, width in zip(cells, widths, strict=True)), None, mark)
    if is_hidden(marks[-1]):
        sheet.set_row(len(marks) + 1, None, None, AFTER_HIDDEN)
    sheet.freeze_panes(1, len(TRANSPOSED_COLUMNS))
    set_up_print(sheet, 0)


def mark_empty(table: Table, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return XlsxWriter's options for each column: it is hidden where no row has a value. Without rows none is."""
    empty = [bool(rows) and all(row[name] is None for row in rows) for name in table.fields]
    return [
        HIDDEN if is_empty else AFTER_HIDDEN if before else {}
        for is_empty, before in zip(empty, [False, *empty[:-1]], strict=True)
    ]


def is_hidden(options: dict[str, Any]) -> bool:
    """Return whether a column's options hide it."""
    return bool(options.get("hidden"))


def set_up_print(sheet: Worksheet, header: int) -> None:
    """Print on A4, landscape, one page wide, with the header line and a page number on each page."""
    sheet.set_paper(PAPER)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_margins(MARGIN, MARGIN, MARGIN, 2 * MARGIN)
    sheet.set_footer("&L&A&R&P / &N")


def count_pages_across(key: int, others: int) -> int:
    """Return how many pages wide a sheet is printed: columns of `others` characters in all, after a key on each page.

    >>> count_pages_across(20, 250), count_pages_across(20, 251), count_pages_across(300, 270)
    (1, 2, 2)
    """
    return max(1, -(-others // max(LEGIBLE - key, LEGIBLE // 2)))


def write_cell(sheet: Worksheet, line: int, number: int, value: Value, styles: Styles) -> None:
    """Write one value: numbers, dates and booleans as such, every other value as text."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value, styles.text)
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, number, float(value), styles.number)
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(line, number, value, styles.date)
    elif isinstance(value, date):
        sheet.write_string(line, number, value.isoformat(), styles.text)
    else:
        sheet.write_string(line, number, cut_text(value), styles.text)


def cut_text(text: str) -> str:
    """Return a text as a cell holds it: cut, with a note, where it is longer than Excel allows."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * SHEET_TEXT:
        return text
    return units[: 2 * (SHEET_TEXT - len(CUT))].decode("utf-16-le", errors="ignore") + CUT


def is_number(column: Field) -> bool:
    """Return whether a column holds numbers."""
    return column.type in ("integer", "number")


def find_width(column: Field, rows: Iterable[Row]) -> int:
    """Return a column's width in characters."""
    longest = max((len(str(row[column.name])) for row in rows if row[column.name] is not None), default=0)
    return min(max(longest, len(column.name)) + 3, WIDEST)
