"""The pages of a table: 200 rows on each, each value with the way to its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from curation.schema.tables import SOURCES
from curation.site.addresses import find_table, name_anchor, number_page
from curation.site.columns import PublishedColumn
from curation.site.published import PublishedTable, Record
from curation.site.values import MOST_MEMBERS, ShownValue, cut_text
from curation.site.whole import Site

MOST_ROWS = 200
LONGEST_SHOWN = 90
LONGEST_HEAD = 56
"""Characters of a value, and of a row's name, in a table; the row's page shows all of it."""
COUNTED = ("cells", "claims", "coverage")
"""Tables of the build whose rows are shown on the pages of rows and articles: their own pages say where."""
LEFT_OUT = ("table_name", "row_id", "field_name", "claim_ids", "readings", "title")
"""Columns of the build's other tables that its pages show in sentences."""


@dataclass(frozen=True)
class TableCell:
    """One cell of a table: its values, what to sort it by, the way to its words, and whether the articles differ."""

    values: list[ShownValue]
    sort: str
    href: str
    is_disputed: bool


def list_columns(table: PublishedTable) -> list[PublishedColumn]:
    """Return the columns that a page shows: those that hold a value anywhere."""
    used = {column for record in table.rows.values() for column in record}
    return [
        column
        for column in table.columns.values()
        if column.name in used and column.name != table.key and (table.is_fact or column.name not in LEFT_OUT)
    ]


def cut_table(table: PublishedTable) -> list[list[tuple[str, Record]]]:
    """Return the rows of each page."""
    rows = list(table.rows.items())
    return [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)] or [[]]


def view_cell(site: Site, table: PublishedTable, row: str, column: PublishedColumn, record: Record) -> TableCell:
    """Return a cell of a table of facts, or of another table."""
    value = record.get(column.name, "")
    shown = site.names.show_all(column, value, MOST_MEMBERS) if value else []
    if not shown and (printed := record.get(f"{column.name}_printed")):
        shown = [ShownValue(printed, is_words=True)]  # no exact number: the words
    shown = [ShownValue(cut_text(one.text, LONGEST_SHOWN), one.meaning, "" if table.is_fact else one.href) for one in shown]
    key = table.name, row, column.name
    has_fact = bool(shown) and table.is_fact and key in site.places.pages_of_facts
    href = site.places.find_fact(*key) if has_fact else ""
    return TableCell(shown, value if column.is_numeric or column.type == "date" else "", href, key in site.published.disputes)


def locate_row(site: Site, table: PublishedTable, row: str, record: Record) -> tuple[str, str]:
    """Return what a row is called in its table, and the way to it."""
    if table.is_fact:
        return cut_text(site.names.find_row(table.name, row), LONGEST_HEAD), site.names.locate(row, table.name)
    return record.get("title", row), ""


def anchor_row(table: PublishedTable, row: str) -> str:
    """Return the id of a row on the page of its table: empty where the row has a page of its own."""
    return "" if table.is_fact else name_anchor(row)


def name_cell(site: Site, table: str, row: str, field: str) -> str:
    """Return what a cell is called: its row and its column."""
    known = site.published.tables.get(table)
    column = known.columns.get(field) if known else None
    return f"{site.names.find_row(table, row)}: {column.title if column else field}"


def count_rows(site: Site, table: PublishedTable) -> list[tuple[ShownValue, int]]:
    """Return where the rows of a table of the build are shown: of each article, or of each table, how many."""
    by_source = "claims" in table.name or "table_name" not in table.columns
    counts = Counter(record.get("source_id" if by_source else "table_name", "") for record in table.rows.values())
    if by_source:
        return [
            (ShownValue(site.names.name_source(one), href=site.names.locate(one, SOURCES)), counts[one]) for one in counts
        ]
    tables = site.published.tables
    return [(ShownValue(tables[one].title, href=find_table(one)), counts[one]) for one in counts if one in tables]


def number_pages(address: str, pages: Sequence[object]) -> list[tuple[int, str]]:
    """Return the number and the address of each of several pages."""
    return [(number, number_page(address, number)) for number in range(1, len(pages) + 1)]


def describe_table(site: Site, table: PublishedTable) -> dict[str, object]:
    """Return what a list of tables says of one."""
    return {
        "title": table.title,
        "name": table.name,
        "rows": len(table.rows),
        "description": table.description,
        "href": find_table(table.name),
        "anchor": name_anchor(table.name),
        "is_fact": table.is_fact,
        "site": site.published.version,
    }
