"""The tables as CSV and Parquet files."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from curation.schema.describe import describe_field, describe_provenance
from curation.schema.metadata import Metadata
from curation.schema.tables import Field, Table
from curation.tables.types import Row, format_value

if TYPE_CHECKING:
    import pyarrow


NEEDS_QUOTES = re.compile('[",\r\n]')

Files = dict[str, bytes]
"""The published files by their path under the root."""


def write_json(value: Any, indent: int = 2) -> bytes:
    """Return a value as indented JSON in UTF-8."""
    return (json.dumps(value, indent=indent, ensure_ascii=False) + "\n").encode()


def write_csv(table: Table, rows: Iterable[Row]) -> bytes:
    """Write RFC 4180 CSV in UTF-8 with LF line ends; an empty field is a missing value."""
    lines = [[*table.fields], *([format_value(row[name]) for name in table.fields] for row in rows)]
    return "".join(",".join(map(quote_field, line)) + "\n" for line in lines).encode()


def quote_field(text: str) -> str:
    """Return a text as a field of CSV, in quotes where it needs them.

    The csv module is not used here: which fields it quotes has changed between patch versions of Python.

    >>> print(quote_field("a b"), quote_field("a, b"), quote_field('a "b" c'))
    a b "a, b" "a ""b"" c"
    """
    return '"' + text.replace('"', '""') + '"' if NEEDS_QUOTES.search(text) else text


def write_parquet(table: Table, rows: Iterable[Row], metadata: Metadata) -> bytes:
    """Write Parquet with each field's description, and pandas metadata that keeps nullable integers integers."""
    import pandas
    import pyarrow
    import pyarrow.parquet

    schema = make_arrow_schema(table, metadata)
    records = [{name: to_arrow(row[name], table.fields[name]) for name in table.fields} for row in rows]
    plain = pyarrow.Table.from_pylist(records, schema=schema)
    nullable = {
        pyarrow.int64(): pandas.Int64Dtype(),
        pyarrow.bool_(): pandas.BooleanDtype(),
        pyarrow.float64(): pandas.Float64Dtype(),
    }
    frame = plain.to_pandas(types_mapper=nullable.get, use_threads=False)
    shaped = pyarrow.Table.from_pandas(frame, schema=schema, preserve_index=False, nthreads=1)
    shaped = shaped.replace_schema_metadata({**(schema.metadata or {}), b"pandas": shaped.schema.metadata[b"pandas"]})
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(shaped, buffer, compression="zstd")
    return buffer.getvalue()


def make_arrow_schema(table: Table, metadata: Metadata) -> pyarrow.Schema:
    """Return the Arrow schema of a table: types, and texts as metadata."""
    import pyarrow

    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }
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
    """Read without threads: the files are small, and a thread that still ends when the process does can abort it."""
    from pyarrow.parquet import ParquetFile

    records: list[dict[str, Any]] = ParquetFile(io.BytesIO(content), pre_buffer=False).read(use_threads=False).to_pylist()
    return records
