"""Where the claims behind a cell are written down: what an empty cell or a missing row may follow from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from curation.annotation.causes import name_left_out, trace_row
from curation.claims.claim import Claim
from curation.facts.resolve import RULED_ROWS
from curation.paths import EVIDENCE
from curation.problems import Cause, Problem, join_places
from curation.schema.tables import CellName
from curation.tables.types import Collection, Members

PAGES = "evidence"
"""The table whose rows are registered in a file of its own."""


CODE_IT = "code it where the words say it; where they do not, see docs/coding.md"


def trace_cell(collection: Collection, members: Members, name: CellName) -> frozenset[Cause]:
    """Return where the claims on a cell are written down; of a gathered row, those on the rows that it gathers."""
    table, row, field = name
    column = collection.schemas[table].fields[field]
    if not collection.schemas[table].curation.rows_from:
        return trace_row(collection.texts, table, row, column.main_field)
    causes = trace_missing_row(collection, table, row)
    origin = collection.schemas[table].curation.rows_from
    for member in members.get((table, row), ()) if origin and column.gathers else ():
        causes |= trace_row(collection.texts, origin.table if origin else "", member, column.gathers)
    return causes


def trace_missing_row(collection: Collection, table: str, row: str) -> frozenset[Cause]:
    """Return where a row is named; of a gathered row, the cells that have it as their value."""
    origin = collection.schemas[table].curation.rows_from
    if table == PAGES:
        return frozenset({Cause(EVIDENCE, row=row, field="page")})
    if not origin:
        return trace_row(collection.texts, table, row)
    # A member that was lost with its name may have been in any file.
    return frozenset(Cause(file, origin.table, "", origin.field) for file in collection.texts)


def spoil_rows(collection: Collection, table: str, rows: Iterable[str]) -> frozenset[Cause]:
    """Return what is unreliable where it is not known which rows claims are on: the rows, and the rulings on them."""
    written = [trace_row(collection.texts, table, row) | {Cause(RULED_ROWS, table, row)} for row in rows]
    return frozenset().union(*written)


def spoil_line(claim: Claim) -> Cause:
    """Return the line of a claim, which makes its disagreement with other claims unreliable."""
    return Cause(f"{claim.file}:{claim.line}")


def trace_row_of(claim: Claim, table: str, row: str) -> frozenset[Cause]:
    """Return where the source of a claim would speak of a row."""
    return frozenset(Cause(name, table, row) for name in (claim.file, name_left_out(claim.file)))


def join_missing(problems: Iterable[Problem]) -> list[Problem]:
    """Return as one problem what several rows of a file lack alike: a cell that they shared. Each keeps its own causes."""
    alike: dict[tuple[str, frozenset[tuple[str, str]]], list[Problem]] = defaultdict(list)
    rows: dict[Problem, list[Problem]] = defaultdict(list)
    for problem in problems:
        rows[problem].append(problem)  # the same problem for each cell that a row lacks
    for problem, same in rows.items():
        cells = frozenset((cause.table, cause.field) for one in same for cause in one.follows)
        alike[problem.file, cells].append(problem)
    joined: list[Problem] = []
    for group in alike.values():
        # Rows that lack a cell together have no mistyped names.
        plain = [replace(problem, advice=CODE_IT) for problem in group] if len(group) > 1 else group
        first = join_places(plain)
        joined += [replace(first, spoils=one.spoils, follows=one.follows) for problem in group for one in rows[problem]]
    return joined
