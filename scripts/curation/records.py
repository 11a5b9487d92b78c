"""The records of a table file: read from CSV, and compared by key.

Every CSV file is read here, so that a cell may be of any length in all of them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from curation.problems import Problem

LONGEST_FIELD = 2**31 - 1
"""Characters. It is the highest limit that the csv module takes on every system."""

Records = list[tuple[int, dict[str, Any]]]
"""The values of each record by column, with the number of the line on which it ends."""


SAVE = "save it as CSV in UTF-8"
CLOSE = "look for a quotation mark that is not closed; within a field it is written twice"


def read_csv(file: str, content: bytes) -> tuple[list[str], Records, list[Problem]]:
    """Return the columns of a CSV file, its records, and all that is wrong with its form. Empty lines are no records."""
    # The limit is one for the whole process. It is 131,072 unless somebody sets it, as frictionless does on import. Set
    # here, before each file, it does not depend on what was imported. It is not set back: it protects nothing (the file
    # is in memory already), and all our CSV is read here.
    csv.field_size_limit(LONGEST_FIELD)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return [], [], [Problem(file, content.count(b"\n", 0, error.start) + 1, 1, f"not UTF-8: {error.reason}", SAVE)]
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline=""), strict=True)
    records: Records = []
    ragged = []
    try:
        columns = next(reader, [])
        for values in reader:
            if values and len(values) == len(columns):
                records.append((reader.line_num, dict(zip(columns, values, strict=True))))
            elif values:
                message = f"{len(values)} fields, and the header has {len(columns)}"
                ragged.append(Problem(file, reader.line_num, 1, message, "quote fields that hold commas"))
    except csv.Error as error:
        return [], [], [Problem(file, reader.line_num, 1, f"not CSV: {error}", CLOSE)]
    return columns, records, ragged


def group_records(names: Iterable[str], records: Iterable[tuple[int, dict[str, Any]]]) -> dict[tuple[Any, ...], Records]:
    """Return records by their values of these columns, such as a key's. In a sound table each group is of one."""
    groups: dict[tuple[Any, ...], Records] = {}
    columns = tuple(names)
    for line, record in records:
        groups.setdefault(tuple(record.get(name, "") for name in columns), []).append((line, record))
    return groups


def find_differing(old: dict[Any, dict[str, Any]], new: dict[Any, dict[str, Any]]) -> list[Any]:
    """Return the keys of the rows that only one side has, or that differ."""
    return [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]


def list_cells(old: dict[str, Any], new: dict[str, Any], fields: Iterable[str]) -> list[dict[str, Any]]:
    """Return the cells in which two rows differ."""
    pairs = ((name, old.get(name), new.get(name)) for name in fields)
    return [{"field": name, "old": one, "new": other} for name, one, other in pairs if one != other]


def compare_records(key: Iterable[str], present: Records, wanted: Records) -> Iterator[dict[str, Any]]:
    """Yield how a table file differs from what it must be: `kind`, `line` (0: none), and what a kind has.

    `columns` and `cell` have `old` and `new`. `cell`, `surplus`, `missing` and `doubled` have `row`, the values of its key.
    `doubled` has `first`, the line of the first row of that key.
    """
    names, fields = ([*records[0][1]] if records else [] for records in (present, wanted))
    if names and fields and names != fields:
        yield {"kind": "columns", "line": 1, "old": names, "new": fields}
        return
    groups, others = group_records(key, present), group_records(key, wanted)
    old, new = ({row: group[0][1] for row, group in side.items()} for side in (groups, others))
    for row, ((first, _), *more) in groups.items():
        yield from ({"kind": "doubled", "line": line, "row": row, "first": first} for line, _ in more)
    for row in find_differing(old, new):
        line, is_shared = groups[row][0][0] if row in groups else 0, row in old and row in new
        found = list_cells(old[row], new[row], fields) if is_shared else [{}]
        kind = "cell" if is_shared else "surplus" if row in old else "missing"
        yield from ({"kind": kind, "line": line, "row": row, **cell} for cell in found)
    if old.keys() == new.keys() and [*old] != [*new]:
        yield {"kind": "order", "line": 0}


def find_first_line(one: bytes, other: bytes) -> int:
    """Return the first line, from 1, in which two contents differ; 0 where none does."""
    lines = zip_longest(one.split(b"\n"), other.split(b"\n"))
    return next((number for number, (before, after) in enumerate(lines, 1) if before != after), 0)
