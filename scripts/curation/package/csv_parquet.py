"""The tables as CSV and Parquet files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from curation.schema.describe import describe_field, describe_provenance
from curation.schema.metadata import Metadata
from curation.schema.tables import Field, Table
from curation.tables.types import Values, format_value
from curation.text.readings import Value

if TYPE_CHECKING:
    import pyarrow


Files = dict[str, bytes]
"""The published files by their path under the root."""


def write_json(value: Any, indent: int = 2) -> bytes:
    """Return a value as indented JSON in UTF-8."""
    return (json.dumps(value, indent=indent, ensure_ascii=False) + "\n").encode()


AT_ONCE = 1000
"""Rows that are taken at once: so many stay near at hand, and all of a large table would need much memory."""


def take_columns(rows: Iterable[Values]) -> Iterator[list[tuple[Value, ...]]]:
    """Yield the columns of some rows at a time."""
    waiting = iter(rows)
    while taken := [*islice(waiting, AT_ONCE)]:
        yield [*zip(*taken, strict=True)]


def write_head(table: Table) -> bytes:
    """Return the first line of a table's CSV file."""
    return (",".join(map(quote_field, table.fields)) + "\n").encode()


def write_lines(columns: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as RFC 4180 CSV in UTF-8 with LF line ends; an empty field is a missing value."""
    lines = map(",".join, zip(*map(write_column, columns), strict=True))
    return ("\n".join(lines) + "\n").encode()


def write_column(values: Sequence[Value]) -> list[str]:
    """Return the values of a column as fields of CSV. One that is there several times is written once.

    Most columns need no quotes, and are looked through as a whole.
    """
    several = [*{*values}]
    texts = [value if type(value) is str else format_value(value) for value in several]
    fields = map(quote_field, texts) if needs_quotes("".join(texts)) else texts
    return [*map(dict(zip(several, fields, strict=True)).__getitem__, values)]


def needs_quotes(text: str) -> bool:
    """Return whether a text cannot be a field of CSV as it is. Four searches for one character are faster than a pattern."""
    return '"' in text or "," in text or "\n" in text or "\r" in text


def quote_field(text: str) -> str:
    """Return a text as a field of CSV, in quotes where it needs them.

    The csv module is not used here: which fields it quotes has changed between patch versions of Python.

    >>> print(quote_field("a b"), quote_field("a, b"), quote_field('a "b" c'))
    a b "a, b" "a ""b"" c"
    """
    return '"' + text.replace('"', '""') + '"' if needs_quotes(text) else text


def write_parquet(table: Table, columns: pyarrow.Table, metadata: Metadata) -> bytes:
    """Write a table as Parquet, with each field's description, and metadata by which pandas keeps integers integers.

    The columns are those that were read from the CSV file: so both files hold the same, and no list of Python values is
    converted, for which pyarrow imports pandas.
    """
    import pyarrow
    import pyarrow.parquet

    schema = make_arrow_schema(table, metadata)
    about = {**(schema.metadata or {}), b"pandas": describe_for_pandas(table)}
    shaped = pyarrow.Table.from_arrays(columns.columns, schema=schema.with_metadata(about))
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(shaped, buffer, compression="zstd")
    return buffer.getvalue()


def join_pieces(pieces: list[pyarrow.Table]) -> pyarrow.Table:
    """Return the rows of several tables with each column in one piece, since the layout of a Parquet file depends on that.

    The list is emptied: so of one column at a time there are two copies, and not of all.
    """
    import pyarrow

    joined = pyarrow.concat_tables(pieces)
    names, columns = joined.column_names, joined.columns
    pieces.clear()
    del joined
    for number in range(len(columns)):
        give_back_memory()
        columns[number] = columns[number].combine_chunks()
    return pyarrow.table(columns, names=names)


def give_back_memory() -> None:
    """Give back to the system what Arrow has freed. It would keep that for later, and the largest table comes once."""
    import pyarrow

    pyarrow.default_memory_pool().release_unused()


def read_columns(table: Table, csv: bytes) -> pyarrow.Table:
    """Return the columns of a CSV file with the types of the schema; pyarrow.ArrowInvalid where a value does not fit."""
    import pyarrow
    from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, read_csv

    types = list_arrow_types()
    # One block, without threads: the rows are in one piece, and a thread that still ends when the process does can abort it.
    reading = ReadOptions(use_threads=False, block_size=len(csv) + 1)
    parsing = ParseOptions(newlines_in_values=True, ignore_empty_lines=False)
    converting = ConvertOptions(
        column_types={column.name: types[column.type] for column in table.fields.values()},
        null_values=[""],
        true_values=["true"],
        false_values=["false"],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    return read_csv(pyarrow.py_buffer(csv), reading, parsing, converting)


def list_arrow_types() -> dict[str, pyarrow.DataType]:
    """Return the Arrow type of each type of a field."""
    import pyarrow

    return {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }


PANDAS_TYPES = {
    "string": ("unicode", "str"),
    "integer": ("int64", "Int64"),
    "number": ("float64", "Float64"),
    "boolean": ("bool", "boolean"),
    "date": ("date", "object"),
}
"""What pandas calls the content and the type of a column of each type."""


def describe_for_pandas(table: Table) -> bytes:
    """Return the metadata that pandas would write for a table: it depends on the schema alone, so pandas is not imported."""
    columns = [
        {"name": name, "field_name": name, "pandas_type": content, "numpy_type": kind, "metadata": None}
        for name, column in table.fields.items()
        for content, kind in [PANDAS_TYPES[column.type]]
    ]
    written = {
        "index_columns": [],
        "column_indexes": [],
        "columns": columns,
        "attributes": {},
        "creator": {"library": "pyarrow", "version": find_version("pyarrow")},
        "pandas_version": find_version("pandas"),
    }
    return json.dumps(written).encode()


@cache
def find_version(package: str) -> str:
    """Return the version of an installed package."""
    from importlib.metadata import version

    return version(package)


def make_arrow_schema(table: Table, metadata: Metadata) -> pyarrow.Schema:
    """Return the Arrow schema of a table: types, and texts as metadata."""
    import pyarrow

    types = list_arrow_types()
    fields = [
        pyarrow.field(column.name, types[column.type], nullable=not column.is_required, metadata=describe_field(column))
        for column in table.fields.values()
    ]
    about = {
        "title": table.title,
        "description": table.description,
        "provenance": describe_provenance(table),
        "package": metadata["name"],
        "version": metadata["version"],
        "license": metadata["licenses"][0]["path"],
        "cautions": "\n".join(metadata["cautions"]),
    }
    return pyarrow.schema(fields, metadata=about)


def to_arrow(value: Any, column: Field) -> Any:
    """Return a value as Arrow holds it: a Decimal of a number column is a float."""
    return float(value) if isinstance(value, Decimal) and column.type == "number" else value


def read_parquet(content: bytes) -> list[dict[str, Any]]:
    """Return the records of a Parquet file."""
    return [record for batch in read_batches(content) for record in batch.to_pylist()]


def read_batches(content: bytes) -> Iterator[pyarrow.RecordBatch]:
    """Yield the rows of a Parquet file, some at a time.

    They are read without threads: the files are small, and a thread that still ends when the process does can abort it.
    """
    from pyarrow.parquet import ParquetFile

    yield from ParquetFile(io.BytesIO(content), pre_buffer=False).iter_batches(AT_ONCE, use_threads=False)
