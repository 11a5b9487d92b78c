"""Tables that are split: instead of one large file several, each a table by itself with all columns and some of the rows.

metadata.yaml declares how many rows a file has (`split`). Nothing is split by itself: a file that becomes a folder breaks
the programs that read it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice
from math import ceil

from curation.paths import CSV_FOLDER, METADATA, PARQUET_FOLDER
from curation.problems import Problem
from curation.schema.metadata import Metadata
from curation.tables.types import Tables, Values

MOST_PARTS = 400
"""Of all tables together. Each is a CSV and a Parquet file, and readers of packages take at most 1,000 files."""

ENDINGS = {CSV_FOLDER: "csv", PARQUET_FOLDER: "parquet"}
FILE = re.compile(
    rf"{CSV_FOLDER}/(?P<csv>\w+)(?:/(?P=csv)-[0-9]{{3}})?\.csv"
    rf"|{PARQUET_FOLDER}/(?P<parquet>\w+)(?:/(?P=parquet)-[0-9]{{3}})?\.parquet"
)

PART = re.compile(r"(?:^|/)(\w+)/\1-[0-9]{3}\.\w+$")


def name_file(folder: str, table: str, number: int = 0) -> str:
    """Return the path of a table's file, or of one of its parts, which are numbered from 1.

    >>> name_file("build/csv", "claims"), name_file("build/csv", "claims", 2)
    ('build/csv/claims.csv', 'build/csv/claims/claims-002.csv')
    """
    return f"{folder}/{table}{f'/{table}-{number:03}' if number else ''}.{ENDINGS[folder]}"


def name_table(path: str) -> str:
    """Return the table whose file, or part, this is; an empty text where it is another file.

    >>> name_table("build/parquet/claims/claims-002.parquet"), name_table("build/csv/claims/x.csv")
    ('claims', '')
    """
    found = FILE.fullmatch(path)
    return (found["csv"] or found["parquet"]) if found else ""


def list_files_of(files: Container[str], folder: str, table: str) -> list[str]:
    """Return the paths of a table's files in the order of its rows: one, or its parts; none where it is not published."""
    whole, number = name_file(folder, table), 1
    if whole in files:
        return [whole]
    found: list[str] = []
    while (path := name_file(folder, table, number)) in files:
        found.append(path)
        number += 1
    return found


def is_split(paths: Sequence[str]) -> bool:
    """Return whether these are the parts of a table; a table may have one part."""
    return any(PART.search(path) for path in paths)


def find_size(metadata: Metadata, table: str) -> int:
    """Return how many rows a part of a table has; 0 where it is not split."""
    return int(metadata.get("split", {}).get(table, 0))


def cut_rows(rows: Iterable[Values], number: int, size: int) -> Iterator[Iterable[Values]]:
    """Yield the rows of each part, each part before the next; of a table without rows one part that has none."""
    waiting = iter(rows)
    yield from (islice(waiting, size) for _ in range(0, max(number, 1), size))


def join_csv(parts: Sequence[bytes]) -> bytes:
    """Return the CSV file that the parts make together. Each begins with the header, which is one line."""
    first, *others = parts
    return b"".join([first, *(part.partition(b"\n")[2] for part in others)]) if others else first


def check_parts(metadata: Metadata, rows: Tables) -> Iterator[Problem]:
    """Say that a package would have too many files, and which sizes it may have."""
    counts = {table: max(ceil(len(rows[table]) / find_size(metadata, table)), 1) for table in metadata.get("split", {})}
    if sum(counts.values()) > MOST_PARTS:
        largest = max(counts, key=lambda table: counts[table])
        message = f"split: the tables have {sum(counts.values()):,} parts, {largest} {counts[largest]:,} of them"
        room = MOST_PARTS - sum(counts.values()) + counts[largest]
        advice = f"at most {MOST_PARTS} are published; write {largest}: {ceil(len(rows[largest]) / max(room, 1))} or more"
        yield Problem(METADATA, 0, 0, message, advice)


def list_tables(files: Iterable[str]) -> set[str]:
    """Return the tables of which there are files."""
    return {name for name in map(name_table, files) if name}
