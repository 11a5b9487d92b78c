"""Where the claims behind a cell are written down: what an empty cell or a missing row may follow from."""

from __future__ import annotations

from collections.abc import Iterable

from curation.annotation.causes import trace_row
from curation.facts.resolve import RULED_ROWS
from curation.paths import EVIDENCE
from curation.problems import Cause
from curation.schema.tables import CellName
from curation.tables.types import Collection, Members

PAGES = "evidence"
"""The table whose rows are registered in a file of its own."""


def trace_cell(collection: Collection, members: Members, name: CellName) -> frozenset[Cause]:
    """Return where the claims on a cell are written down; of a gathered row, those on the rows that it gathers."""
    table, row, field = name
    column = collection.schemas[table].fields[field]
    if not collection.schemas[table].curation.rows_from:
        return trace_row(collection.texts, table, row, column.main_field)
    causes = trace_missing_row(collection, table, row)
    origin = collection.schemas[table].curation.rows_from
    for member in members.get((table, row), ()) if origin and column.gathers else ():
        causes |= trace_row(collection.texts, origin.table if origin else "", member, column.gathers)
    return causes


def trace_missing_row(collection: Collection, table: str, row: str) -> frozenset[Cause]:
    """Return where a row is named; of a gathered row, the cells that have it as their value."""
    origin = collection.schemas[table].curation.rows_from
    if table == PAGES:
        return frozenset({Cause(EVIDENCE, row=row, field="page")})
    if not origin:
        return trace_row(collection.texts, table, row)
    return frozenset(Cause(cause.file, origin.table, "", origin.field) for cause in trace_row(collection.texts, table, row))


def spoil_rows(collection: Collection, table: str, rows: Iterable[str]) -> frozenset[Cause]:
    """Return what is unreliable where it is not known which rows claims are on: the rows, and the rulings on them."""
    written = [trace_row(collection.texts, table, row) | {Cause(RULED_ROWS, table, row)} for row in rows]
    return frozenset().union(*written)
