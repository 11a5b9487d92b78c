"""Which lines the matrix of a row has: the `overview` of a table's schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.problems import suggest_nearest
from curation.schema.tables import OverviewEntry, Schemas, Table

Column = tuple[str, str]
"""Table and field."""


@dataclass(frozen=True)
class OverviewLine:
    """One line of a matrix: its label, the columns whose words it shows, and the question that they answer."""

    label: str
    columns: tuple[Column, ...]
    is_joined: bool = False
    question: str = ""


def check_overview(table: Table, schemas: Schemas) -> Iterator[tuple[str, str]]:
    """Check that each entry of a table's overview names known fields; return messages with advice."""
    for entry in table.overview:
        yield from check_question("overview: ", entry.question)
        for name in entry.fields or entry.join:
            other, _, field = name.rpartition(".")
            owner = schemas.get(other) if other else table
            if owner is None or (owner is not table and not find_links(owner, table)):
                yield (
                    f"overview: {name!r}: no table {other!r} refers to this one",
                    "name a table with a foreign key to this one",
                )
            elif field not in owner.fields:
                yield f"overview: unknown field {name!r}", suggest_nearest(field, owner.fields)


def check_question(where: str, question: str) -> Iterator[tuple[str, str]]:
    """Check that a question is one."""
    if question and not (question.endswith("?") and question == question.strip()):
        yield f"{where}{question!r} is no question", "write what a reader asks, with a question mark"


def list_lines(table: Table, schemas: Schemas) -> list[OverviewLine]:
    """Return the lines of a table's overview, in the schema's order."""
    return [make_line(entry, table, schemas) for entry in table.overview]


def list_other_lines(table: Table, lines: Iterable[OverviewLine]) -> list[OverviewLine]:
    """Return a line for each field that has claims of its own and is not in these lines."""
    shown = {column for line in lines for column in line.columns}
    return [
        OverviewLine(column.title, ((table.name, column.name),), question=column.question)
        for column in table.fields.values()
        if column.has_claims and (table.name, column.name) not in shown
    ]


def make_line(entry: OverviewEntry, table: Table, schemas: Schemas) -> OverviewLine:
    """Return an entry's line; without a label or a question it has the title and the question of its first field."""
    named = [name.rpartition(".") for name in entry.fields or entry.join]
    columns = tuple((other or table.name, field) for other, _, field in named)
    first = schemas[columns[0][0]].fields[columns[0][1]]
    return OverviewLine(entry.label or first.title, columns, bool(entry.join), entry.question or first.question)


def find_links(owner: Table, table: Table) -> list[str]:
    """Return the fields of a table that name rows of the other one."""
    return [own for own, other, _ in owner.foreign_keys if other == table.name]
