"""From claims to all published tables: facts, those gathered from other tables, rows, checks, and the evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from curation.checks import (
    as_consequence,
    check_natural_key,
    check_references,
    check_registered,
    check_required,
    check_ties,
    warn_of_formulas,
)
from curation.facts import CellName, Fact, group_claims, make_fact
from curation.problems import Problem
from curation.provenance import describe_cells, find_titles, list_claims, list_disagreements, list_evidence
from curation.rows import Collection, Filled, Row, RowContext, fill_row
from curation.schemas import SOURCES, Schemas


@dataclass(frozen=True)
class Built:
    """The published rows of every table, the facts behind them and their filled cells."""

    rows: dict[str, list[Row]]
    facts: dict[CellName, Fact]
    filled: list[Filled]


def build_tables(collection: Collection) -> tuple[Built, list[Problem]]:
    """Build every table: those coded by hand first, then those gathered from them, then the build's own."""
    facts, problems = make_facts(collection)
    members = gather_members(collection.schemas, facts)
    gathered, found = make_gathered_facts(collection, facts, members)
    facts |= gathered
    problems += found
    problems += find_stale_decisions(collection, facts, problems)
    unsettled = find_unsettled(collection, facts, members)
    by_row: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for (table_name, row_id, field_name), fact in facts.items():
        by_row[table_name, row_id][field_name] = fact
    rows: dict[str, list[Row]] = {"evidence": list_evidence(collection)}
    filled: list[Filled] = []
    for table in (table for table in collection.schemas.values() if table.is_fact):
        ids = {row_id for name, row_id in by_row if name == table.name}
        ids |= set(collection.sources) if table.name == SOURCES else set()
        rows[table.name] = []
        for row_id in sorted(ids):
            name = (table.name, row_id)
            context = RowContext(collection, table, row_id, by_row[name], members.get(name, ()))
            cells = list(fill_row(context))
            row = dict.fromkeys(table.fields) | {cell.field: cell.value for cell in cells}
            rows[table.name].append(row)
            filled += cells
            problems += check_required(context, row, unsettled, ids)
        problems += check_natural_key(table, rows[table.name], by_row, unsettled)
    problems += check_references(collection, rows, by_row)
    problems += [*check_ties(facts), *check_registered(collection, facts), *warn_of_formulas(filled)]
    titles = find_titles(collection)
    rows["claims"] = list(list_claims(collection))
    rows["cells"] = [row for cell in filled for row in describe_cells(cell, titles)]
    rows["disagreements"], found = list_disagreements(collection, facts)
    return Built(rows, facts, filled), problems + found


def make_facts(collection: Collection) -> tuple[dict[CellName, Fact], list[Problem]]:
    facts: dict[CellName, Fact] = {}
    problems: list[Problem] = []
    for name, claims in group_claims(collection.claims).items():
        fact, found = make_fact(claims[0].field, name[1], claims, collection.places, collection.decisions.get(name))
        problems += found
        if fact:
            facts[name] = fact
    return facts, problems


Members = dict[tuple[str, str], tuple[str, ...]]
"""For each row of a gathered table the rows of the other table that it gathers."""


def gather_members(schemas: Schemas, facts: dict[CellName, Fact]) -> Members:
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table in schemas.values():
        origin = table.curation.get("rows_from", {})
        for (name, row, column), fact in sorted(facts.items()):
            if (name, column) == (origin.get("table"), origin.get("field")) and fact.reading:
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
            origin = column.curation.get("gather")
            if not origin:
                continue
            parts = [facts.get((table.curation["rows_from"]["table"], member, origin)) for member in rows]
            claims = [claim for fact in parts if fact for claim in fact.claims]
            if claims:
                fact, found = make_fact(
                    column, row, claims, collection.places, collection.decisions.get((name, row, column.name))
                )
                problems += found
                if fact:
                    gathered[name, row, column.name] = fact
    return gathered, problems


def find_stale_decisions(collection: Collection, facts: dict[CellName, Fact], known: list[Problem]) -> list[Problem]:
    reported = {(problem.line, problem.column) for problem in known}
    return [
        as_consequence(decision.fail(f"stale decision: no claims on {'/'.join(name)}", "remove it, or mend the cell's name"))
        for name, decision in collection.decisions.items()
        if name not in facts and (decision.line, decision.column) not in reported
    ]


def find_unsettled(collection: Collection, facts: dict[CellName, Fact], members: Members) -> set[CellName]:
    """Return the cells whose claims do not agree: they are empty for that reason alone, which is reported already."""
    claimed = set(group_claims(collection.claims))
    for name, row in members:
        claimed |= {
            (name, row, column.name) for column in collection.schemas[name].fields.values() if "gather" in column.curation
        }
    return claimed - set(facts)
