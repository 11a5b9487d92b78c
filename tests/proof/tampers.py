"""Tampering: each cell of each published table, changed alone. `curate check` must name table, row and column.

What verify.py sees of it is in verifier.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from curation.package.publish import describe_difference, read_published
from curation.paths import CSV_FOLDER, PARQUET_FOLDER
from curation.records import compare_records
from curation.schema.read import read_schemas
from curation.schema.tables import Schemas, Table

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """What became of the changes to one table."""

    table: str
    kind: str
    """csv or parquet."""
    tried: int
    found: int
    missed: tuple[str, ...] = field(default=())


@cache
def read_schemas_once(root: Path) -> Schemas:
    return read_schemas(root)[0]


@cache
def read_table(root: Path, kind: str, name: str) -> Rows:
    path = root / (CSV_FOLDER if kind == "csv" else PARQUET_FOLDER) / f"{name}.{kind}"
    return [row for _, row in read_published(path.name, path.read_bytes())[0]]


def list_tampers(root: Path) -> list[tuple[str, str, str]]:
    """Return each column of each table in each format; the cells of a column are one piece of work."""
    return [
        (kind, name, column)
        for name, table in sorted(read_schemas_once(root).items())
        for kind in ("csv", "parquet")
        for column in table.fields
    ]


def try_column(root: Path, work: tuple[str, str, str]) -> Outcome:
    """Change every cell of a column in every way, and compare the table with what a build writes as `curate check` does."""
    kind, name, column = work
    rows = read_table(root, kind, name)
    return try_cells(read_schemas_once(root)[name], kind, rows, column, range(len(rows)))


def try_cells(table: Table, kind: str, wanted: Rows, column: str, numbers: Iterable[int]) -> Outcome:
    """Change the cells of a column in some of the rows of a table, each alone."""
    records = list(enumerate(wanted, 2))
    tried, missed = 0, []
    for number in numbers:
        row = wanted[number]
        for value in change_value(wanted, number, column):
            tried += 1
            present = [*records[:number], (number + 2, {**row, column: value}), *records[number + 1 :]]
            if not is_named(table, compare_records(table.key, present, records), row, column):
                missed.append(f"{table.name}/{number}/{column}: {value!r}")
    return Outcome(table.name, kind, tried, tried - len(missed), tuple(missed))


def change_value(rows: Rows, number: int, column: str) -> Iterator[Any]:
    """Another number, another code or text, a swapped letter, a null, and the value of the next row."""
    value = rows[number][column]
    changes: list[Any] = [None if not isinstance(value, str) else "", rows[(number + 1) % len(rows)][column]]
    if isinstance(value, bool):
        changes.append(not value)
    elif isinstance(value, int | float | Decimal):
        changes += [value + 1, -value - 1]
    elif isinstance(value, str) and value:
        letters = list(value)
        middle = len(letters) // 2
        letters[middle] = "x" if letters[middle] != "x" else "y"
        changes += ["".join(letters), value + "0", next((row[column] for row in rows if row[column] != value), "other")]
    seen = [value]
    for change in changes:
        if change not in seen:
            seen.append(change)
            yield change


def is_named(table: Table, found: Iterator[dict[str, Any]], row: dict[str, Any], column: str) -> bool:
    """Whether a message names the table and row, and the column where that is not the key itself."""
    label = "/".join([table.name, *(str(row[name]) for name in table.key)])
    messages = [describe_difference(table, one) for one in found]
    if column in table.key:
        return any(label in message for message in messages)
    return any(message.startswith(f"{label}/{column} is ") and "and must be" in message for message in messages)
