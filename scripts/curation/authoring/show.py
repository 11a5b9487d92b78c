"""A cell, shown with the words behind it."""

from __future__ import annotations

from collections.abc import Iterator

from curation.claims.claim import Claim
from curation.paths import CSV_FOLDER, SET_SEPARATOR
from curation.problems import MOST_LISTED, Problem, shorten, suggest_nearest
from curation.schema.kinds import Certainty, ParserName
from curation.schema.tables import Field, Schemas, Table
from curation.tables.assemble import Built
from curation.tables.types import Cell, Row, format_value


def show_cell(built: Built, schemas: Schemas, path: str) -> tuple[list[str], list[Problem]]:
    """Describe TABLE/ROW or TABLE/ROW/FIELD: each cell, the words behind it, who says them, how they agree.

    Of TABLE alone the rows are listed with what tells them apart; without any name, the tables.
    """
    parts = path.strip("/").split("/")
    if parts == [""]:
        return list(list_tables(built, schemas)), []
    if len(parts) == 1 and parts[0] in schemas and schemas[parts[0]].is_fact:
        return list(list_rows(built, schemas[parts[0]])), []
    cells = [
        cell
        for cell in built.filled
        if len(parts) in (2, 3) and (cell.table, cell.row) == (parts[0], parts[1]) and parts[2:] in ([], [cell.field])
    ]
    if not cells:
        return [], [explain_missing(built, schemas, parts, path)]
    return [line for cell in cells for line in describe_filled(cell, schemas[cell.table].fields[cell.field])], []


WIDEST, WIDEST_LAST = 36, 72
"""Characters of a column in a list of rows, and of its last column, which no other one is aligned with."""


def list_tables(built: Built, schemas: Schemas) -> list[str]:
    """List the tables of facts, each with the number of its rows."""
    lines = [[name, str(len(built.rows[name])), table.title] for name, table in schemas.items() if table.is_fact]
    return align_columns(["table", "rows", ""], lines)


def list_rows(built: Built, table: Table) -> list[str]:
    """List a table's rows with their names and the columns that tell them apart; columns that are empty are left out."""
    columns = choose_columns(table)
    rows = [[format_value(row[table.key[0]]), *(show_value(row, name) for name in columns)] for row in built.rows[table.name]]
    filled = [0, *(number for number in range(1, len(columns) + 1) if any(row[number] for row in rows))]
    heads = [table.key[0], *columns]
    return align_columns([heads[number] for number in filled], [[row[number] for number in filled] for row in rows])


def choose_columns(table: Table) -> list[str]:
    """Return the columns of a list of rows: the headline, the other names of a row, and what tells it from its neighbours.

    That is the dates, and the texts of the overview, by which rows are compared, or else two required codes or countries.
    A text as headline comes last, where it may be long.
    """
    fields = {name: column for name, column in table.fields.items() if column.parse}
    named = [name for name, column in fields.items() if column.parse and column.parse.names_row]
    required = [
        n for n, column in fields.items() if column.is_required and column.reads in (ParserName.CODE, ParserName.COUNTRY)
    ]
    dates = [name for name, column in fields.items() if column.reads == ParserName.DATE]
    compared = [name for entry in table.overview for name in entry.fields if name in fields]
    texts = [name for name in compared if fields[name].reads == ParserName.VERBATIM]
    others = [*named, *(() if named or compared else required[:2]), *dates, *texts]
    head = [table.headline] if table.headline else []
    is_text = table.headline in table.fields and table.fields[table.headline].reads in (ParserName.VERBATIM, None)
    return list(dict.fromkeys([*others, *head] if is_text and not named else [*head, *others]))


def show_value(row: Row, name: str) -> str:
    """Return the value of a cell for a list, or the words as printed where a quantity has no exact value."""
    return format_value(row[name]) or format_value(row.get(f"{name}_printed"))


def align_columns(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Return lines with aligned columns. Names are never cut, since they are copied; other texts are cut in the middle."""
    last = len(heads) - 1
    cut = [
        [text if number == 0 else shorten(text, WIDEST_LAST if number == last else WIDEST) for number, text in enumerate(row)]
        for row in (heads, *rows)
    ]
    widths = [max(len(row[number]) for row in cut) for number in range(len(heads))]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in cut]


def explain_missing(built: Built, schemas: Schemas, parts: list[str], path: str) -> Problem:
    """Say what is wrong with the name of a cell: table, row or field, or that the cell is empty."""
    tables = [name for name, table in schemas.items() if table.is_fact]
    rows = {cell.row for cell in built.filled if cell.table == parts[0]}
    if parts[0] in schemas and parts[0] not in tables:
        advice = f"open {CSV_FOLDER}/{parts[0]}.csv; the tables that are coded are {', '.join(tables)}"
        return Problem(path, 0, 0, f"{parts[0]} is made by the build", advice)
    if parts[0] not in tables:
        return Problem(path, 0, 0, f"no table {parts[0]!r}", suggest_nearest(parts[0], tables))
    if len(parts) not in (2, 3):
        return Problem(
            path,
            0,
            0,
            "names no cell",
            f"write TABLE, TABLE/ROW or TABLE/ROW/FIELD; rows are: {', '.join(sorted(rows)[:MOST_LISTED])}",
        )
    if parts[1] not in rows:
        return Problem(path, 0, 0, f"no row {parts[1]!r} in {parts[0]}", suggest_nearest(parts[1], rows))
    fields = {name for row in built.rows[parts[0]] for name in row}
    if parts[2] in fields:
        advice = f"see what its row has: curate show {parts[0]}/{parts[1]}"
        return Problem(path, 0, 0, "the cell is empty: no source says it, or a ruling publishes nothing", advice)
    return Problem(path, 0, 0, f"no field {parts[2]!r} in {parts[0]}", suggest_nearest(parts[2], fields))


def describe_filled(cell: Cell, column: Field) -> Iterator[str]:
    """Yield the lines that show one cell: value, what its codes are called, how it was obtained, every claim."""
    value = format_value(cell.value)
    labels = [column.codes[code].label for code in value.split(SET_SEPARATOR) if code in column.codes]
    yield f"{cell.table}/{cell.row}/{cell.field} = {value}" + (f" ({'; '.join(labels)})" if labels else "")
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
        f"      {claim.in_sentence}",
    ]
    if claim.reason:
        lines.append(f"      because: {claim.reason}")
    return "\n".join(lines)
