"""The tables as one SQLite database, with keys, references and a view for each measure."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from curation.package.csv_parquet import to_arrow
from curation.package.guide import GUIDE, describe_for_readers, explain_codes
from curation.schema.describe import explain_code
from curation.schema.metadata import Metadata
from curation.schema.tables import Field, Schemas, Table
from curation.tables.types import Tables
from curation.text.folding import fold_spaces
from curation.text.readings import Value

MEASURE = "measure"
"""The column that says what a row's figure counts: figures of different measures have no sum."""

SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE"}


def name_database(metadata: Metadata) -> str:
    """Return the database's name: the package's, with letters, digits, - and _ alone, and without the version.

    Datasette makes a page's address of the file's name, up to the last dot, and writes any other character as a number. The
    pages keep their addresses from one release to the next; the version is in the guide.

    >>> name_database({"name": "us.removals-2025"})
    'us-removals-2025'
    """
    return re.sub(r"[^A-Za-z0-9_-]", "-", metadata["name"])


def write_database(schemas: Schemas, metadata: Metadata, rows: Tables) -> bytes:
    """Write an SQLite database with keys, references and views; comments in its schema say what columns and codes mean."""
    with sqlite3.connect(":memory:") as database:
        for table in order_by_reference(schemas, metadata["tables"]):
            database.execute(define_table(table, metadata))
            marks = ", ".join("?" * len(table.fields))
            lines = ([to_sql(row[name], column) for name, column in table.fields.items()] for row in rows[table.name])
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', lines)
        views = find_views(schemas, metadata, rows)
        for view in views:
            database.execute(define_view(view))
        database.execute(f'CREATE TABLE "{GUIDE}" ("what" TEXT NOT NULL, "text" TEXT NOT NULL)')
        guide = [*describe_for_readers(metadata), *(("view", f"{view.name}: {view.description}") for view in views)]
        database.executemany(f'INSERT INTO "{GUIDE}" VALUES (?, ?)', guide)
    content = database.serialize()
    database.close()
    return content


def order_by_reference(schemas: Schemas, names: Iterable[str]) -> list[Table]:
    """Return the tables, those that are referred to before those that refer to them where that is possible."""
    ordered: dict[str, Table] = {}

    def add(name: str, above: tuple[str, ...]) -> None:
        for _, other, _ in schemas[name].foreign_keys:
            if other not in (*above, name):
                add(other, (*above, name))
        ordered.setdefault(name, schemas[name])

    for name in names:
        add(name, ())
    return list(ordered.values())


def define_table(table: Table, metadata: Metadata) -> str:
    """Return the CREATE TABLE statement. Comments last in SQLite's schema; a line break would end one."""
    about = f"{table.title}. {table.description} ({metadata['title']}, version {metadata['version']})"
    lines = [f"-- {fold_spaces(about)}"]
    parts = []
    for column in table.fields.values():
        needed = " NOT NULL" if column.is_required else ""
        parts.append((f'"{column.name}" {SQL_TYPES[column.type]}{needed}', explain_codes(column)))
    parts.append((f"PRIMARY KEY ({join_names(table.key)})", ""))
    for own, other, key in table.foreign_keys:
        parts.append((f'FOREIGN KEY ("{own}") REFERENCES "{other}" ("{key}")', ""))
    for number, (part, comment) in enumerate(parts, 1):
        comma = "," if number < len(parts) else ""
        lines.append(f"  {part}{comma}" + (f" -- {comment}" if comment else ""))
    return f'CREATE TABLE "{table.name}" (\n' + "\n".join(lines) + "\n)"


class View(NamedTuple):
    """The rows of a table that measure one thing."""

    name: str
    table: Table
    code: str

    @property
    def description(self) -> str:
        meaning = fold_spaces(explain_code(self.table.fields[MEASURE].codes[self.code]))
        return (
            f"The rows of {self.table.name} whose {MEASURE} is {self.code}: {meaning} Figures of different measures must "
            "not be added up; within one measure see first that period, unit and population fit."
        )


def find_views(schemas: Schemas, metadata: Metadata, rows: Tables) -> list[View]:
    """Return a view for each measure that occurs, of each table with a `measure` of a closed list, in the codes' order.

    A view is named TABLE_MEASURE; underscores follow where a table or view has that name already.
    """
    taken = set(metadata["tables"])
    views = []
    for table in (schemas[name] for name in metadata["tables"]):
        column = table.fields.get(MEASURE)
        found = {row[MEASURE] for row in rows[table.name]} if column and column.constraints.enum else set()
        for code in (code for code in (column.codes if column else ()) if code in found):
            name = f"{table.name}_{code}".lower()  # SQLite takes names that differ in case alone for one
            while name in taken:
                name += "_"
            taken.add(name)
            views.append(View(name, table, code))
    return views


def define_view(view: View) -> str:
    """Return the CREATE VIEW statement. Codes are quoted as SQL texts."""
    code = view.code.replace("'", "''")
    return (
        f'CREATE VIEW "{view.name}" AS\n-- {view.description}\nSELECT {join_names(view.table.fields)}\n'
        f'FROM "{view.table.name}"\nWHERE "{MEASURE}" = \'{code}\''
    )


def join_names(names: Iterable[str]) -> str:
    """Return names quoted for SQL, joined by commas."""
    return ", ".join(f'"{name}"' for name in names)


def to_sql(value: Value, column: Field) -> Any:
    """Return a value as SQLite holds it: dates as ISO 8601 text, booleans as 0 and 1."""
    return value.isoformat() if isinstance(value, date) else to_arrow(value, column)
