"""Tables checked by whole columns: that files hold what was built, and that each column is as its schema says.

A build checks so, because frictionless reads row by row. `curate check`, a release and the tests ask frictionless too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from curation.package.csv_parquet import read_batches, to_arrow
from curation.package.parts import name_file
from curation.paths import CSV_FOLDER
from curation.problems import Problem, shorten
from curation.schema.tables import Field, Schemas, Table
from curation.text.readings import Value

if TYPE_CHECKING:
    import pyarrow

NOT_PUBLISHED = "correct the coding or the schema; nothing was published"
FAULT = "report this as a fault of the build"
Columns = Mapping[str, "pyarrow.Table"]

LONGEST_CELL = 2**20
LONGEST_OF_CLAIM = 100_000
"""Characters of a cell, and of one in `claims`, all of which is of one passage. verify.py looks into no longer ones."""


def place_problem(problem: Problem, sizes: Mapping[str, int]) -> Problem:
    """Return a problem of a table, whose lines are counted over all its parts, as one of the part in which it is.

    `sizes` has the rows of each part.
    """
    line = problem.line
    for path, rows in sizes.items():
        if line < rows + HEADER:
            return replace(problem, file=path, line=line)
        line -= rows
    return problem


def compare_columns(table: Table, columns: pyarrow.Table, built: Sequence[Sequence[Value]]) -> Iterator[str]:
    """Say which columns of some rows were not read back as they were built."""
    if columns.column_names != [*table.fields]:
        yield f"the columns are {', '.join(columns.column_names)}"
        return
    if len(columns) != len(built[0]):
        yield f"holds {len(columns)} rows, and {len(built[0])} were built"
        return
    for column, values in zip(table.fields.values(), built, strict=True):
        wanted = [to_arrow(value, column) for value in values] if column.type == "number" else [*values]
        if columns[column.name].to_pylist() != wanted:
            yield f"{column.name} does not hold what was built"


def check_parquet(files: Mapping[str, bytes], paths: Sequence[str], columns: pyarrow.Table) -> Iterator[Problem]:
    """Yield that the Parquet files of a table do not hold what its CSV files hold. Some rows at a time are compared."""
    place = 0
    for batch in chain.from_iterable(read_batches(files[path]) for path in paths):
        parts = columns.slice(place, len(batch)).columns
        wanted = [part.chunk(0) if part.num_chunks == 1 else part.combine_chunks() for part in parts]
        if batch.schema.names != columns.column_names or batch.columns != wanted:
            break
        place += len(batch)
    if place != len(columns):
        yield Problem(paths[0], 0, 0, "does not hold the rows that were built", FAULT)


def check_columns(file: str, table: Table, columns: pyarrow.Table) -> Iterator[Problem]:
    """Yield the first row of each column that breaks a constraint, and of the primary key."""
    longest = LONGEST_OF_CLAIM if table.name == "claims" else LONGEST_CELL
    for column in table.fields.values():
        values = columns[column.name]
        for message, row in chain(find_breaches(column, values), find_long(column, values, longest)):
            shown = "" if values[row].as_py() is None else f": «{shorten(str(values[row].as_py()))}»"
            yield Problem(file, row + HEADER, 1, f"{column.name} {message}{shown}", NOT_PUBLISHED)
    is_checked = len(table.key) == 1 and table.fields[table.key[0]].constraints.unique
    doubled = None if is_checked else find_doubled_key(columns, table.key)
    if doubled is not None:
        yield Problem(file, doubled + HEADER, 1, f"the key {', '.join(table.key)} is there twice", NOT_PUBLISHED)


HEADER = 2
"""The line of the first row, where no cell holds a line end."""


def find_breaches(column: Field, values: pyarrow.ChunkedArray) -> Iterator[tuple[str, int]]:
    """Yield each constraint that a column breaks, in words, with the number of the first row that breaks it."""
    from pyarrow import compute

    limits = column.constraints
    if column.is_required and values.null_count:
        yield "is required and empty", find_first(compute.is_null(values))
    if limits.unique and (row := find_doubled(values)) is not None:
        yield "is there twice", row
    if limits.enum:
        wrong = {value for value in values.unique().to_pylist() if value is not None} - {*limits.enum}
        if wrong:
            yield f"is none of {len(limits.enum)} codes", min(map(values.to_pylist().index, wrong))
    if limits.pattern:
        # Patterns are those that every matcher reads alike (schema/patterns.py).
        fits = compute.match_substring_regex(values, f"^(?:{limits.pattern})$")
        if compute.all(fits).as_py() is False:
            yield "does not fit its pattern", find_first(compute.invert(fits))
    least = compute.min(values).as_py() if limits.minimum is not None else None
    if least is not None and limits.minimum is not None and least < limits.minimum:
        yield f"is less than {limits.minimum:g}", values.to_pylist().index(least)


def find_long(column: Field, values: pyarrow.ChunkedArray, longest: int) -> Iterator[tuple[str, int]]:
    """Yield that a text is longer than readers take, with the number of the first row that has one."""
    from pyarrow import compute

    if column.type == "string":
        lengths = compute.utf8_length(values)
        most = compute.max(lengths).as_py() or 0
        if most > longest:
            yield f"has more than {longest:,} characters", lengths.to_pylist().index(most)


def find_doubled(values: pyarrow.ChunkedArray) -> int | None:
    """Return the number of the first row whose value an earlier row has, without the empty ones; None where there is none."""
    if len(values.unique()) == len(values) - max(values.null_count - 1, 0):
        return None
    seen: set[Any] = set()
    for row, value in enumerate(values.to_pylist()):
        if value is not None and value in seen:
            return row
        seen.add(value)
    return None


def find_first(is_bad: pyarrow.ChunkedArray) -> int:
    """Return the number of the first value that is bad; one is."""
    from pyarrow import compute

    row: int = compute.indices_nonzero(is_bad)[0].as_py()
    return row


def find_doubled_key(columns: pyarrow.Table, names: Sequence[str]) -> int | None:
    """Return the number of the first row whose key an earlier row has; None where there is none, or where one is empty."""
    if any(columns[name].null_count for name in names):
        return None  # it is reported as empty
    if len(names) == 1:
        return find_doubled(columns[names[0]])
    keys = number_keys([columns[name].combine_chunks() for name in names])
    return find_doubled(keys)


def number_keys(columns: Sequence[pyarrow.Array]) -> pyarrow.Array:
    """Return a number for each row, which two rows share where all their values are the same. None may be empty."""
    from pyarrow import compute

    keys, *others = map(number_values, columns)
    most = len(compute.unique(keys))
    for numbers in others:
        size = compute.count_distinct(numbers)  # in Arrow's own form: for a number of Python's pyarrow imports pandas
        if most * size.as_py() >= LARGEST:
            keys = number_values(keys)  # small again, so that no product overflows
            most = len(compute.unique(keys))
        keys, most = compute.add(compute.multiply(keys, size), numbers), most * size.as_py()
    return keys


def number_values(values: pyarrow.Array) -> pyarrow.Array:
    """Return a number for each value of a column, from 0 on, which two share where they are the same."""
    return values.dictionary_encode().indices.cast("int64")


LARGEST = 2**62
"""No product of the numbers of values may come near what 64 bits hold."""


def check_references(schemas: Schemas, columns: Columns) -> Iterator[Problem]:
    """Yield the first row of each foreign key that names a row which is not there; an empty one names none."""
    from pyarrow import compute

    for name, table in columns.items():
        for field, resource, named in schemas[name].foreign_keys:
            other = resource or name
            if other not in columns:
                continue
            values, known = table[field], columns[other][named]
            is_known = compute.or_(compute.is_null(values), compute.is_in(values, value_set=known.combine_chunks()))
            if compute.all(is_known).as_py() is False:
                row = find_first(compute.invert(is_known))
                message = f"{field}: {other} has no row «{shorten(str(values[row].as_py()))}»"
                yield Problem(name_file(CSV_FOLDER, name), row + HEADER, 1, message, NOT_PUBLISHED)
