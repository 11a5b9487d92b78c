"""From claims to all published tables: facts, those gathered from other tables, rows, checks, and the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curation.claims.claim import Claim
from curation.facts.check_rulings import check_kind
from curation.facts.resolve import Fact, group_claims, make_fact, name_cell, report_stale
from curation.paths import DECISIONS
from curation.problems import Problem
from curation.schema.system import list_needed
from curation.schema.tables import SOURCES, CellName, Field, Schemas
from curation.tables.causes import join_missing, trace_cell
from curation.tables.conditions import check_conditions
from curation.tables.constraints import (
    check_days_of_publication,
    check_named,
    check_numbers,
    check_publishers,
    check_references,
    check_registered,
    check_required,
    check_source_rows,
    check_ties,
)
from curation.tables.corrections import check_corrections
from curation.tables.identity import Unsettled, ask_about_rows
from curation.tables.named_rows import check_named_rows_of_sources
from curation.tables.places import check_places
from curation.tables.possible import check_possible
from curation.tables.provenance import (
    count_coverage,
    find_titles,
    list_cells,
    list_claims,
    list_codings,
    list_coverage,
    list_disagreements,
    list_evidence,
)
from curation.tables.quoted import check_quoted
from curation.tables.rows import count_members, fill_row
from curation.tables.types import Cell, Collection, MadeRows, Members, Row, RowContext, Tables


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
    rows: dict[str, Sequence[Row]] = {"evidence": list_evidence(collection)}
    filled: list[Cell] = []
    for table in (table for table in collection.schemas.values() if table.is_fact):
        ids = {row_id for name, row_id in by_row if name == table.name}
        if table.name == SOURCES:
            problems += check_source_rows(collection, sorted(ids), by_row)
            ids = set(collection.sources)
        made: list[Row] = []
        for row_id in sorted(ids):
            name = (table.name, row_id)
            problems += check_quoted(*name, by_row[name])
            context = RowContext(collection, table, row_id, by_row[name], members.get(name, ()))
            cells = list(fill_row(context))
            made.append(dict.fromkeys(table.fields) | {cell.field: cell.value for cell in cells})
            filled += cells
        rows[table.name] = made
        questions, asked = ask_about_rows(collection, table, made, by_row, unsettled)
        # A row under a second name lacks the cells that are coded under its first one.
        excused = set(unsettled) | {(table.name, row, column) for row in asked for column in table.fields}
        missing = check_required(collection, table, made, by_row, excused, members)
        problems += [*questions, *join_missing(missing)]
    problems += check_references(collection, rows, by_row)
    problems += [*check_ties(facts), *check_registered(collection, facts), *check_publishers(collection, facts)]
    problems += [*check_days_of_publication(collection, facts), *check_conditions(collection, facts)]
    problems += [*check_named(collection), *check_numbers(collection, filled)]
    problems += [*check_places(collection), *check_possible(collection, facts), *check_corrections(collection)]
    problems += check_named_rows_of_sources(collection)
    rows |= list_made(collection, filled)
    rows["codings"] = list(list_codings(collection))
    rows["disagreements"], found = list_disagreements(collection, facts)
    # Rulings go stale because of all the others.
    unsettling.sort(key=lambda problem: problem.file == DECISIONS)
    return Built(rows, facts, filled), [*problems, *found, *unsettling]


def list_made(collection: Collection, filled: list[Cell]) -> Tables:
    """Return the tables of which the rows are made when they are gone through. They are counted without being made."""
    titles = find_titles(collection)
    spans, members = sum(len(claim.spans) for claim in collection.claims), sum(map(count_members, filled))
    return {
        "claims": MadeRows(list_needed("claims"), lambda: list_claims(collection), spans),
        "cells": MadeRows(list_needed("cells"), lambda: list_cells(filled, titles), members),
        "coverage": MadeRows(list_needed("coverage"), lambda: list_coverage(collection), count_coverage(collection)),
    }


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
    if fact and ruling:
        texts = (source.folded.folded for source in collection.sources.values())
        problems += check_kind(column, claims, ruling, collection.places, texts)
    return fact, [trace_problem(collection, members, name, problem) if ruling else problem for problem in problems]


def trace_problem(collection: Collection, members: Members, name: CellName, problem: Problem) -> Problem:
    """Return a problem that also follows from what is wrong where the claims on a cell are written down."""
    return replace(problem, follows=problem.follows | trace_cell(collection, members, name))


def gather_members(schemas: Schemas, facts: dict[CellName, Fact]) -> Members:
    """Return the rows that each row of a gathered table gathers."""
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table in schemas.values():
        origin = table.curation.rows_from
        said = [
            (row, fact.reading.value)
            for (name, row, column), fact in (facts.items() if origin else ())
            if origin and (name, column) == (origin.table, origin.field) and fact.reading
        ]
        for row, gathering in sorted(said):
            members[table.name, gathering].append(row)
    return {key: tuple(rows) for key, rows in members.items()}


def make_gathered_facts(
    collection: Collection, facts: dict[CellName, Fact], members: Members
) -> tuple[dict[CellName, Fact], list[Problem]]:
    """Let the claims of the rows that a row gathers agree as if they were its own."""
    gathered: dict[CellName, Fact] = {}
    problems: list[Problem] = []
    for name, row in members:
        for cell, claims in list_gathered(collection, facts, members, name, row).items():
            column = collection.schemas[name].fields[cell[2]]
            fact, found = decide_cell(collection, members, cell, column, claims) if claims else (None, [])
            problems += found
            if fact:
                gathered[cell] = fact
    return gathered, problems


def list_gathered(
    collection: Collection, facts: dict[CellName, Fact], members: Members, table: str, row: str
) -> dict[CellName, list[Claim]]:
    """Return the claims of the rows that a row gathers, by the cells that gather them."""
    origin = collection.schemas[table].curation.rows_from
    gathered: dict[CellName, list[Claim]] = {}
    for column in collection.schemas[table].fields.values():
        if origin and column.gathers:
            parts = [facts.get((origin.table, member, column.gathers)) for member in members[table, row]]
            gathered[table, row, column.name] = [claim for fact in parts if fact for claim in fact.claims]
    return gathered


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


def find_unsettled(collection: Collection, facts: dict[CellName, Fact], members: Members) -> Unsettled:
    """Return the cells whose claims do not agree: they are empty for that reason alone, which is reported already."""
    claimed = group_claims(claim for claim in collection.claims if name_cell(claim) not in facts)
    for name, row in members:
        claimed |= list_gathered(collection, facts, members, name, row)
    return {name: claims for name, claims in claimed.items() if name not in facts}
