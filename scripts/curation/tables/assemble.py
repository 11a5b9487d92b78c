"""From claims to all published tables: facts, those gathered from other tables, rows, checks, and the evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from curation.claims.claim import Claim
from curation.facts.resolve import Fact, group_claims, make_fact, report_stale
from curation.paths import DECISIONS
from curation.problems import Problem
from curation.schema.tables import SOURCES, CellName, Field, Schemas
from curation.tables.causes import trace_cell
from curation.tables.constraints import (
    check_named,
    check_natural_key,
    check_numbers,
    check_publishers,
    check_references,
    check_registered,
    check_required,
    check_source_rows,
    check_ties,
    warn_of_formulas,
)
from curation.tables.provenance import describe_cells, find_titles, list_claims, list_disagreements, list_evidence
from curation.tables.quoted import check_quoted
from curation.tables.rows import fill_row
from curation.tables.types import Cell, Collection, Members, RowContext, Tables


@dataclass(frozen=True)
class Built:
    """The published rows of every table, the facts behind them and their filled cells."""

    rows: Tables
    facts: dict[CellName, Fact]
    filled: list[Cell]


def build_tables(collection: Collection) -> tuple[Built, list[Problem]]:
    """Build every table: those coded by hand first, then those gathered from them, then the build's own."""
    facts, unsettling = make_facts(collection)
    members = gather_members(collection.schemas, facts)
    gathered, found = make_gathered_facts(collection, facts, members)
    facts |= gathered
    unsettling += found
    unsettling += find_stale_rulings(collection, facts, members, unsettling)
    problems: list[Problem] = []
    unsettled = find_unsettled(collection, facts, members)
    by_row: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for (table_name, row_id, field_name), fact in facts.items():
        by_row[table_name, row_id][field_name] = fact
    rows: Tables = {"evidence": list_evidence(collection)}
    filled: list[Cell] = []
    for table in (table for table in collection.schemas.values() if table.is_fact):
        ids = {row_id for name, row_id in by_row if name == table.name}
        if table.name == SOURCES:
            problems += check_source_rows(collection, sorted(ids), by_row)
            ids = set(collection.sources)
        rows[table.name] = []
        for row_id in sorted(ids):
            name = (table.name, row_id)
            problems += check_quoted(*name, by_row[name])
            context = RowContext(collection, table, row_id, by_row[name], members.get(name, ()))
            cells = list(fill_row(context))
            row = dict.fromkeys(table.fields) | {cell.field: cell.value for cell in cells}
            rows[table.name].append(row)
            filled += cells
        problems += check_natural_key(collection, table, rows[table.name], by_row, unsettled)
        problems += check_required(collection, table, rows[table.name], by_row, unsettled, members)
    problems += check_references(collection, rows, by_row)
    problems += [*check_ties(facts), *check_registered(collection, facts), *check_publishers(collection, facts)]
    problems += [*check_named(collection), *check_numbers(collection, filled), *warn_of_formulas(filled)]
    titles = find_titles(collection)
    rows["claims"] = list(list_claims(collection))
    rows["cells"] = [row for cell in filled for row in describe_cells(cell, titles)]
    rows["disagreements"], found = list_disagreements(collection, facts)
    # Rulings go stale because of all the others.
    unsettling.sort(key=lambda problem: problem.file == DECISIONS)
    return Built(rows, facts, filled), [*problems, *found, *unsettling]


def make_facts(collection: Collection) -> tuple[dict[CellName, Fact], list[Problem]]:
    """Let the claims on each cell agree."""
    facts: dict[CellName, Fact] = {}
    problems: list[Problem] = []
    for name, claims in group_claims(collection.claims).items():
        fact, found = decide_cell(collection, {}, name, claims[0].field, claims)
        problems += found
        if fact:
            facts[name] = fact
    return facts, problems


def decide_cell(
    collection: Collection, members: Members, name: CellName, column: Field, claims: list[Claim]
) -> tuple[Fact | None, list[Problem]]:
    """Let the claims on a cell agree, or apply the ruling on it. What is wrong with a ruling may follow from lost claims."""
    ruling = collection.rulings.get(name)
    fact, problems = make_fact(column, name[1], claims, collection.places, ruling)
    return fact, [trace_problem(collection, members, name, problem) if ruling else problem for problem in problems]


def trace_problem(collection: Collection, members: Members, name: CellName, problem: Problem) -> Problem:
    """Return a problem that also follows from what is wrong where the claims on a cell are written down."""
    return replace(problem, follows=problem.follows | trace_cell(collection, members, name))


def gather_members(schemas: Schemas, facts: dict[CellName, Fact]) -> Members:
    """Return the rows that each row of a gathered table gathers."""
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table in schemas.values():
        origin = table.curation.rows_from
        for (name, row, column), fact in sorted(facts.items()) if origin else ():
            if origin and (name, column) == (origin.table, origin.field) and fact.reading:
                members[table.name, fact.reading.value].append(row)
    return {key: tuple(rows) for key, rows in members.items()}


def make_gathered_facts(
    collection: Collection, facts: dict[CellName, Fact], members: Members
) -> tuple[dict[CellName, Fact], list[Problem]]:
    """Let the claims of the rows that a row gathers agree as if they were its own."""
    gathered: dict[CellName, Fact] = {}
    problems: list[Problem] = []
    for (name, row), rows in members.items():
        table = collection.schemas[name]
        for column in table.fields.values():
            origin = table.curation.rows_from
            if not origin or not column.gathers:
                continue
            parts = [facts.get((origin.table, member, column.gathers)) for member in rows]
            claims = [claim for fact in parts if fact for claim in fact.claims]
            if claims:
                cell = (name, row, column.name)
                fact, found = decide_cell(collection, members, cell, column, claims)
                problems += found
                if fact:
                    gathered[cell] = fact
    return gathered, problems


def find_stale_rulings(
    collection: Collection, facts: dict[CellName, Fact], members: Members, known: list[Problem]
) -> list[Problem]:
    """Report rulings on cells that have no claims."""
    reported = {(problem.line, problem.column) for problem in known}
    advice = "remove it, or correct the name of the cell"
    return [
        trace_problem(collection, members, name, report_stale(ruling, f"stale ruling: no claims on {'/'.join(name)}", advice))
        for name, ruling in collection.rulings.items()
        if name not in facts and (ruling.line, ruling.column) not in reported
    ]


def find_unsettled(collection: Collection, facts: dict[CellName, Fact], members: Members) -> set[CellName]:
    """Return the cells whose claims do not agree: they are empty for that reason alone, which is reported already."""
    claimed = set(group_claims(collection.claims))
    for name, row in members:
        claimed |= {(name, row, column.name) for column in collection.schemas[name].fields.values() if column.gathers}
    return claimed - set(facts)
