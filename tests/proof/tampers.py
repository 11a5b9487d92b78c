"""Tampering: each cell of each published table, changed alone. `curate check` must name table, row and column.

What verify.py sees of it is in verifier.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from conftest import ROOT
from curation.building import Records, compare_records, read_csv, read_parquet
from curation.package import CSV_FOLDER, PARQUET_FOLDER
from curation.schemas import Schemas, read_schemas


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
def read_schemas_once() -> Schemas:
    return read_schemas(ROOT)[0]


@cache
def read_table(kind: str, name: str) -> Records:
    folder, read = (CSV_FOLDER, read_csv) if kind == "csv" else (PARQUET_FOLDER, read_parquet)
    return read((ROOT / folder / f"{name}.{kind}").read_bytes())


def list_tampers() -> list[tuple[str, str, str]]:
    """Return each column of each table in each format; the cells of one are changed in one go."""
    return [
        (kind, name, column)
        for name, table in sorted(read_schemas_once().items())
        for kind in ("csv", "parquet")
        for column in table.fields
    ]


def try_column(work: tuple[str, str, str]) -> Outcome:
    """Change every cell of a column in every way, and compare the table with what a build writes as `curate check` does."""
    kind, name, column = work
    return try_cells(kind, name, column, range(len(read_table(kind, name))))


def try_cells(kind: str, name: str, column: str, numbers: Iterable[int]) -> Outcome:
    table, wanted = read_schemas_once()[name], read_table(kind, name)
    tried, missed = 0, []
    for number in numbers:
        row = wanted[number]
        for value in change_value(wanted, number, column):
            tried += 1
            present = [*wanted[:number], {**row, column: value}, *wanted[number + 1 :]]
            if not is_named(compare_records(name, table, present, wanted), name, row, column, table.key):
                missed.append(f"{name}/{number}/{column}: {value!r}")
    return Outcome(name, kind, tried, tried - len(missed), tuple(missed))


def change_value(rows: Records, number: int, column: str) -> Iterator[Any]:
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


def is_named(problems: Iterator[Any], table: str, row: dict[str, Any], column: str, key: tuple[str, ...]) -> bool:
    """Whether a problem names the table and row, and the column where that is not the key itself."""
    label = "/".join([table, *(str(row[name]) for name in key)])
    messages = [problem.message for problem in problems]
    if column in key:
        return any(label in message for message in messages)
    return any(message.startswith(f"{label}/{column} is ") and "belongs there" in message for message in messages)
