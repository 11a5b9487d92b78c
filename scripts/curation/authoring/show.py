"""A cell, shown with the words behind it."""

from __future__ import annotations

from collections.abc import Iterator

from curation.claims.claim import Claim
from curation.problems import Problem, shorten, suggest_nearest
from curation.schema.kinds import Certainty
from curation.schema.tables import Schemas, Table
from curation.tables.assemble import Built
from curation.tables.provenance import mark_words
from curation.tables.types import Cell, format_value


def show_cell(built: Built, schemas: Schemas, path: str) -> tuple[list[str], list[Problem]]:
    """Describe TABLE/ROW or TABLE/ROW/FIELD: each cell, the words behind it, who says them, how they agree.

    Of TABLE alone the rows are listed, each with the value of the table's headline field.
    """
    parts = path.strip("/").split("/")
    if len(parts) == 1 and parts[0] in schemas and schemas[parts[0]].is_fact:
        return list(list_rows(built, schemas[parts[0]])), []
    cells = [
        cell
        for cell in built.filled
        if len(parts) in (2, 3) and (cell.table, cell.row) == (parts[0], parts[1]) and parts[2:] in ([], [cell.field])
    ]
    if not cells:
        return [], [explain_missing(built, parts, path)]
    return [line for cell in cells for line in describe_filled(built, cell)], []


def list_rows(built: Built, table: Table) -> Iterator[str]:
    """List a table's rows, each with the printed words, or the value, of its headline field."""
    for row in built.rows[table.name]:
        value = row.get(f"{table.headline}_printed") or row.get(table.headline)
        yield f"{table.name}/{format_value(row[table.key[0]])}" + (f"  {shorten(format_value(value))}" if value else "")


def explain_missing(built: Built, parts: list[str], path: str) -> Problem:
    """Say what is wrong with the name of a cell: table, row or field, or that the cell is empty."""
    tables = {cell.table for cell in built.filled}
    rows = {cell.row for cell in built.filled if cell.table == parts[0]}
    if parts[0] not in tables:
        return Problem(path, 0, 0, f"no table {parts[0]!r}", suggest_nearest(parts[0], tables))
    if len(parts) not in (2, 3):
        return Problem(
            path, 0, 0, "names no cell", f"write TABLE, TABLE/ROW or TABLE/ROW/FIELD; rows are: {', '.join(sorted(rows))}"
        )
    if parts[1] not in rows:
        return Problem(path, 0, 0, f"no row {parts[1]!r} in {parts[0]}", suggest_nearest(parts[1], rows))
    fields = {name for row in built.rows[parts[0]] for name in row}
    if parts[2] in fields:
        return Problem(path, 0, 0, "the cell is empty: no source says it, or a ruling publishes nothing")
    return Problem(path, 0, 0, f"no field {parts[2]!r} in {parts[0]}", suggest_nearest(parts[2], fields))


def describe_filled(built: Built, cell: Cell) -> Iterator[str]:
    """Yield the lines that show one cell: its value, how it was obtained, and every claim on it."""
    yield f"{cell.table}/{cell.row}/{cell.field} = {format_value(cell.value)}"
    yield f"  {cell.basis}, by {cell.rule}" + (f": {cell.reason}" if cell.reason else "")
    seen: set[str] = set()
    for claim in (*cell.deciding, *(cell.fact.rest if cell.fact else ())):
        line = describe_claim(claim, is_deciding=claim in cell.deciding)
        if line not in seen:
            yield line
        seen.add(line)
    fact = cell.fact
    if fact and fact.kind and fact.field.name == cell.field:
        yield f"  the sources differ: {fact.kind}" + (" (by a ruling)" if fact.ruling else " (settled by the rule)")
    yield ""


def describe_claim(claim: Claim, is_deciding: bool) -> str:
    """Return the lines that show one claim: its value, who says it, where it is coded, and its sentence."""
    said = claim.attribution
    who = f", said by {said.speaker}" if said.speaker else ", in the source's own voice"
    who += f" via {said.via}" if said.via else ""
    who += "" if said.certainty == Certainty.ASSERTED else f", {said.certainty} («{said.hedge_words}»)"
    mark = "*" if is_deciding else " "
    lines = [
        f"  {mark} {claim.source}: {shorten(claim.reading.value)}{who} ({claim.file}:{claim.line})",
        f"      {mark_words(claim)}",
    ]
    if claim.reason:
        lines.append(f"      because: {claim.reason}")
    return "\n".join(lines)
