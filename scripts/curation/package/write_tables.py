"""The files of all tables. Each is written some rows at a time, read back, and checked while its table is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from curation.package.columns import (
    FAULT,
    NOT_PUBLISHED,
    check_columns,
    check_parquet,
    check_references,
    compare_columns,
    place_problem,
)
from curation.package.csv_parquet import (
    give_back_memory,
    join_pieces,
    read_columns,
    take_columns,
    write_head,
    write_lines,
    write_parquet,
)
from curation.package.parts import cut_rows, find_size, list_files_of, name_file, name_table
from curation.package.staged import Output, open_output
from curation.paths import CSV_FOLDER, PARQUET_FOLDER
from curation.problems import Problem, shorten
from curation.schema.metadata import Metadata
from curation.schema.tables import Table
from curation.tables.types import Row, Tables, Values, list_values

if TYPE_CHECKING:
    import pyarrow

Filled = dict[str, frozenset[str]]
"""Of each table the columns that have a value in any row."""


def write_tables(tables: Iterable[Table], metadata: Metadata, rows: Tables, files: Output) -> tuple[Filled, list[Problem]]:
    """Write the CSV and Parquet files of tables. Return which columns have values, and what is wrong.

    When a table is written, only those of its columns are kept that have a foreign key or are named by one.
    """
    import pyarrow

    by_name = {table.name: table for table in tables}
    keys = [(name, *key) for name, table in by_name.items() for key in table.foreign_keys]
    linked = {pair for name, field, other, named in keys for pair in ((name, field), (other or name, named))}
    filled: Filled = {}
    sizes: dict[str, dict[str, int]] = {}
    kept: dict[str, pyarrow.Table] = {}
    problems: list[Problem] = []
    for name, table in by_name.items():
        parts, found = write_table(table, rows[name], metadata, files)
        columns = pyarrow.concat_tables(parts.values())
        sizes[name] = {path: len(part) for path, part in parts.items()}
        filled[name] = frozenset(one for one in table.fields if columns[one].null_count < len(columns))
        if not found:
            kept[name] = columns.select([one for one in table.fields if (name, one) in linked])
        problems += found or check_table(table, sizes[name], columns, files)
        del parts, columns  # before the next table is written
    problems += (place_problem(one, sizes[name_table(one.file)]) for one in check_references(by_name, kept))
    return filled, problems


def write_table(
    table: Table, rows: Sequence[Row], metadata: Metadata, files: Output
) -> tuple[dict[str, pyarrow.Table], list[Problem]]:
    """Write the CSV and Parquet files of a table: one of each, or as many as its split makes.

    Return the columns of each CSV file as they were read back, by its path, and what is wrong.
    """
    size, values = find_size(metadata, table.name), list_values(rows, [*table.fields])
    read: dict[int, pyarrow.Table] = {}
    problems: list[Problem] = []
    for number, part in enumerate(cut_rows(values, len(rows), size), 1) if size else [(0, values)]:
        pieces, found = write_csv(name_file(CSV_FOLDER, table.name, number), table, part, files)
        problems += found
        read[number] = join_pieces(pieces)
    for number, columns in read.items():
        files[name_file(PARQUET_FOLDER, table.name, number)] = write_parquet(table, columns, metadata)
        give_back_memory()
    return {name_file(CSV_FOLDER, table.name, number): columns for number, columns in read.items()}, problems


def write_csv(path: str, table: Table, rows: Iterable[Values], files: Output) -> tuple[list[pyarrow.Table], list[Problem]]:
    """Write a CSV file, some rows at a time. Return their columns as they were read back, and what is wrong."""
    import pyarrow

    head = write_head(table)
    pieces = [read_columns(table, head)]
    found: dict[str, str] = {}
    with open_output(files, path) as file:
        file.write(head)
        for built in take_columns(rows):
            lines = write_lines(built)
            file.write(lines)
            try:
                pieces.append(read_columns(table, head + lines))
            except pyarrow.ArrowInvalid as error:
                found[f"cannot be read: {shorten(str(error))}"] = NOT_PUBLISHED
            else:
                found |= dict.fromkeys(compare_columns(table, pieces[-1], built), FAULT)
    return pieces, [Problem(path, 0, 0, message, advice) for message, advice in found.items()]


def check_table(table: Table, sizes: Mapping[str, int], columns: pyarrow.Table, files: Mapping[str, bytes]) -> list[Problem]:
    """Return what is wrong with the rows of a table, and with its Parquet files. `sizes` has the rows of each CSV file."""
    problems = [place_problem(one, sizes) for one in check_columns(next(iter(sizes)), table, columns)]
    give_back_memory()
    problems += check_parquet(files, list_files_of(files, PARQUET_FOLDER, table.name), columns)
    give_back_memory()
    return problems
