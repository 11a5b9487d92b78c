"""The pages of a table: each row, each value with the link to its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from curation.site.addresses import name_anchor
from curation.site.columns import PublishedColumn, ValueKind
from curation.site.names import MOST_MEMBERS
from curation.site.places import list_asked
from curation.site.published import PublishedTable, Record, read_key, split_set
from curation.site.site import Site
from curation.site.table_lines import (
    FIELD,
    ROW,
    TableCell,
    TableGroup,
    TableHead,
    TableLine,
    join_equal,
    list_fields_of_equal,
)
from curation.site.values import LONGEST_NAME, ShownValue, cut_text

LONGEST_SHOWN, LONGEST_IN_LONG = 72, 32
"""Characters of a value: in a table of facts or of evidence, and in the long tables of the build."""
LONGEST_HEAD = 40
"""Characters of the name of a row under which the build's tables list theirs."""
TABLE, VALUE = "table_name", "value"
SOURCE, PASSAGE, WORDS = "source_id", "passage", "exact"
HEADS = ((SOURCE, PASSAGE), (TABLE, ROW))
NAMING_HEADS = (SOURCE, PASSAGE, TABLE, ROW)
"""The columns by which rows of the build's tables name a sentence, or a row: such rows are listed under it."""
JOINED = (ROW, FIELD, "attributed_to")
"""Columns whose value is there once for the lines under each other that have it, of FIELD those on one row alone."""
CELLS, CODINGS = "cells", "codings"
ALIKE, CODERS = "alike", ("first_coder", "second_coder")
"""Of what both coders wrote alike the page gives the number: it would be most of the page."""
CHOSEN = {
    CELLS: (FIELD, VALUE, "certainty"),
    "claims": (ROW, FIELD, WORDS, VALUE, "attributed_to", "certainty"),
    "coverage": ("kind", "claim_ids", "reason"),
    CODINGS: (FIELD, *CODERS, "difference", "settled_for"),
}
"""The columns that the pages of the longest tables show. With the other columns they would be as large as the files."""
SURE = "asserted"
RUNNING = ("reason", "shows", "readings")
"""Columns of the build's tables with running text."""
LEFT_OUT = ("title", "evidence_id")
"""Columns whose value heads the row."""


def list_columns(table: PublishedTable) -> list[PublishedColumn]:
    """Return the columns that a page shows: those that hold a value anywhere, and of the longest tables the chosen ones.

    Those that readers ask for come first: those of the overview, then those with a question. Those that say how a value is
    known or stored come last: the page folds them.
    """
    if table.name in CHOSEN:
        return [table.columns[name] for name in CHOSEN[table.name] if name in table.columns]
    columns = [column for column in table.columns.values() if column.name in table.used and is_shown(table, column)]
    asked = list_asked(table)

    def rank(column: PublishedColumn) -> tuple[bool, int, bool]:
        return column.is_mechanical, asked.get(column.name, len(asked)), not column.question

    return sorted(columns, key=rank)


def find_heads(table: PublishedTable) -> tuple[str, ...]:
    """Return the columns by which the rows of a table of the build are listed under what they are about, if any.

    They are those of its key, or, where the key is one name, those that it has.
    """
    if table.is_fact:
        return ()
    keyed = tuple(name for name in table.keys if name in NAMING_HEADS)
    return keyed or next((names for names in HEADS if all(name in table.columns for name in names)), ())


def is_shown(table: PublishedTable, column: PublishedColumn) -> bool:
    """Return whether a column is shown on the page of its table: what heads the rows is not shown again."""
    if table.is_fact:
        return column.name != table.key and not column.is_repeating
    return column.name not in (*find_heads(table), *LEFT_OUT)


def list_left_out(table: PublishedTable, columns: Sequence[PublishedColumn]) -> list[str]:
    """Return the titles of the columns that hold values and are not shown."""
    shown = {column.name for column in columns} | {*find_heads(table), table.key, *LEFT_OUT}
    return [column.title for column in table.columns.values() if column.name in table.used and column.name not in shown]


def list_groups(site: Site, table: PublishedTable, columns: Sequence[PublishedColumn]) -> Iterator[TableGroup]:
    """Yield the rows of a table, those that are about one thing together. What these have in common is there once."""
    names = [column.name for column in columns]
    places = {name: place for place, name in enumerate(names) if name in JOINED}
    is_listed = not table.is_fact and FIELD in names and VALUE not in names and WORDS not in names
    heads = ((find_head(site, table, row, record), row, record) for row, record in list_shown(table).items())
    for head, rows in groupby(heads, key=itemgetter(0)):
        group = TableGroup(head, [view_line(site, table, columns, row, record) for _, row, record in rows])
        yield list_fields_of_equal(group, places[FIELD]) if is_listed else join_equal(group, places)


def view_line(site: Site, table: PublishedTable, columns: Sequence[PublishedColumn], row: str, record: Record) -> TableLine:
    """Return a row of a table as a line of its page."""
    if table.is_fact:
        return TableLine([view_cell(site, table, row, column, record) for column in columns])
    return TableLine([view_built(site, table, column, record) for column in columns])


def list_shown(table: PublishedTable) -> dict[str, Record]:
    """Return the rows that a page shows: all, but for those that two coders wrote alike."""
    return {row: record for row, record in table.rows.items() if record.get(ALIKE) != "true"}


def name_head(table: PublishedTable) -> str:
    """Return what the first column of a table's page is called."""
    heads = find_heads(table)
    return "Sentence" if PASSAGE in heads else "Article and row" if SOURCE in heads else "Row" if heads else table.title


def list_fields(table: PublishedTable, columns: Sequence[PublishedColumn]) -> dict[str, str]:
    """Return the ids that the values of columns have on the pages of rows; empty where the cell before names the column.

    From it and the link to the row the script makes the link to each value: written out, the links would be most of a page.
    """
    if table.is_fact:
        return {column.name: name_anchor(column.name) for column in columns}
    return {VALUE: ""} if table.name == CELLS else {}


def view_cell(site: Site, table: PublishedTable, row: str, column: PublishedColumn, record: Record) -> TableCell:
    """Return a cell of a table of facts. On a row's first page the script finds the value by its column."""
    value = record.get(column.name, "")
    shown = site.names.show_all(column, value, MOST_MEMBERS) if value else []
    if not shown and (printed := record.get(f"{column.name}_printed")):
        shown = [ShownValue(printed, is_words=True)]  # no exact number: the words
    shown = [ShownValue(cut_text(one.text, LONGEST_SHOWN), one.meaning) for one in shown]
    key = table.name, row, column.name
    href = site.places.find_fact(*key) if shown and site.places.pages_of_facts.get(key, 0) > 1 else ""
    return TableCell(shown, sort_by(column, value, shown), href, key in site.published.disputes)


def sort_by(column: PublishedColumn, value: str, shown: Sequence[ShownValue]) -> str:
    """Return what a value is sorted by, where that is not what is shown."""
    is_other = column.is_numeric or column.kind == ValueKind.DATE
    return value if is_other and [one.text for one in shown] != [value] else ""


def view_built(site: Site, table: PublishedTable, column: PublishedColumn, record: Record) -> TableCell:
    """Return a cell of a table of the build: of the cells and claims, of the account, of the evidence."""
    value = record.get(column.name, "")
    longest = LONGEST_IN_LONG if table.name in CHOSEN else LONGEST_SHOWN
    shown = show_built(site, table, record, column, value)
    if find_heads(table) and column.name not in ("claim_ids", "reason"):  # of other rows nothing else shows the whole
        shown = [replace(one, text=cut_text(one.text, longest)) for one in shown]
    href = find_evidence(site, table, column, record) if shown else ""
    if table.name in CHOSEN or href:
        shown = [ShownValue(one.text) for one in shown]
    is_disputed = column.name == FIELD and table.name != CODINGS and read_key(record) in site.published.disputes
    return TableCell(shown, sort_by(column, value, shown), href, is_disputed)


def show_built(site: Site, table: PublishedTable, record: Record, column: PublishedColumn, value: str) -> list[ShownValue]:
    """Return what a column of the build's tables says, as a reader sees it."""
    about = site.published.tables.get(record.get(TABLE, ""))
    field = about.columns.get(record.get(FIELD, "")) if about else None
    if not value or (column.name == "certainty" and value == SURE):
        return []
    if column.name == "claim_ids":
        return show_claims(site, record, value)
    if about and column.name in (TABLE, ROW):
        return [ShownValue(about.title if column.name == TABLE else site.names.find_row(about.name, value, LONGEST_IN_LONG))]
    if about and field and column.name == FIELD:
        return [ShownValue(value if table.name in (CELLS, CODINGS) else field.title)]
    if about and field and column.name.startswith(VALUE):
        shown = show_value(site, about, field, value, is_notation=table.name != CELLS)
        return [] if [one.text.casefold() for one in shown] == [record.get(WORDS, "").casefold()] else shown
    if column.name in RUNNING:
        return [ShownValue(site.names.name_mentioned(value))]
    if column.name == "attributed_to":
        return [ShownValue(site.names.name_body(value))]
    return site.names.show_all(column, value, MOST_MEMBERS)


def show_value(
    site: Site, table: PublishedTable, column: PublishedColumn, value: str, *, is_notation: bool
) -> list[ShownValue]:
    """Return a value of a cell as a reader sees it. What a claim says of a quantity is written in a notation."""
    if is_notation and column.kind == ValueKind.QUANTITY:
        return [ShownValue(site.names.write_quantity(column, table.name, value))]
    return site.names.show_all(column, value)


def show_claims(site: Site, record: Record, value: str) -> list[ShownValue]:
    """Return the words of the claims that a row names: of those that begin where it begins, and how many follow."""
    claims = [site.published.claims[name] for name in split_set(value) if name in site.published.claims]
    here = [claim for claim in claims if str(claim.start) == record.get("char_start")] or claims
    rest = len(claims) - 1
    return [ShownValue(f"{cut_text(here[0].words, LONGEST_IN_LONG)}{f' and {rest} more' if rest else ''}")] if here else []


def find_evidence(site: Site, table: PublishedTable, column: PublishedColumn, record: Record) -> str:
    """Return the address of the claim or the cell that a line is on: the row or the column that it names links to it.

    The page of `cells` has the link to each row alone: from it and the column's name the script makes the link to the cell.
    """
    key = read_key(record)
    page = site.places.pages_of_facts.get(key, 0)
    if table.name == CELLS:
        return site.places.find_fact(*key) if column.name == VALUE and page > 1 else ""
    if column.name == ROW and record.get("claim_id") in site.published.claims:
        return site.places.find_claim(site.published.claims[record["claim_id"]])
    return site.places.find_fact(*key) if column.name == FIELD and ROW in find_heads(table) and page else ""


def find_head(site: Site, table: PublishedTable, row: str, record: Record) -> TableHead:
    """Return what a row is called in its table, or the row or the sentence that it is about."""
    heads = find_heads(table)
    if PASSAGE in heads:
        place = record[SOURCE], int(record[PASSAGE])
        is_there = place in site.places.pages_of_sentences
        href = site.places.find_sentence(place) if is_there else site.names.locate(record[SOURCE])
        return TableHead(f"{site.names.name_source(record[SOURCE])}, sentence {place[1]}", href)
    if table.name == CODINGS:  # who reads it knows the names of rows, and each is there again and again
        return TableHead(f"{site.names.name_source(record[SOURCE])}: {record[ROW]}", "")
    if heads and ROW not in heads:
        return TableHead(" ".join(record.get(name, "") for name in heads), "")
    of = (record[TABLE], record[ROW]) if heads else (table.name, row)
    if table.is_fact or heads:
        said_by = f"{site.names.name_source(record[SOURCE])}: " if SOURCE in heads else ""
        name = site.names.find_row(*of, LONGEST_NAME if table.is_fact else LONGEST_HEAD)
        return TableHead(f"{said_by}{name}", site.names.locate(of[1], of[0]))
    return TableHead(record.get("title", row), "", name_anchor(row) if table.key else "")


def has_disputes(site: Site, table: PublishedTable, columns: Sequence[PublishedColumn]) -> bool:
    """Return whether the page of a table may mark cells on which the articles differ."""
    is_of_cells = table.name != CODINGS and FIELD in (column.name for column in columns)
    return is_of_cells or any(key[0] == table.name for key in site.published.disputes)
