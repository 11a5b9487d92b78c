"""What must hold of the rows: required cells, natural keys, references and ties. Each problem stands at its first claim."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from curation.claims import Claim
from curation.facts import CellName, Fact
from curation.problems import Problem, suggest_nearest
from curation.readings import Part
from curation.rows import Collection, Filled, Row, RowContext, format_value
from curation.schemas import SET_SEPARATOR, SOURCES, Table
from curation.sources import REGISTER


def check_required(context: RowContext, row: Row, unsettled: set[CellName], rows: Iterable[str]) -> list[Problem]:
    name = context.table.name
    missing = [
        column.name
        for column in context.table.fields.values()
        if column.is_required and row[column.name] is None and (name, context.row, column.main_field) not in unsettled
    ]
    if not missing:
        return []
    message = f"{name}/{context.row}: no {', '.join(missing)}"
    near = difflib.get_close_matches(context.row, set(rows) - {context.row}, n=1, cutoff=0.7)
    advice = "code it where the words say it" + (f"; or is {name}/{near[0]} meant?" if near else "")
    claims = context.claims
    return [as_consequence(claims[0].fail(message, advice) if claims else Problem(REGISTER, 0, 0, message, advice))]


def as_consequence(problem: Problem) -> Problem:
    return replace(problem, may_follow=True)


def check_ties(facts: dict[CellName, Fact]) -> list[Problem]:
    """Check the names that tie neighbouring rows: several rows have each, all of one source, in sentences side by side.

    Rows that the schema says always continue each other (a code of another field, such as a block) need the name as well.
    """
    ties: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    problems = []
    for (table, row, column), fact in facts.items():
        if fact.field.curation.get("ties_neighbours"):
            ties[table, column, fact.decided] += fact.claims
        for tie in fact.field.curation.get("continued_by", {}).get(fact.decided, ()):
            if (table, row, tie) not in facts and has_neighbour(fact, facts):
                message = f"{table}/{row}: {fact.decided} beside another, without {tie}"
                problems.append(as_consequence(fact.claims[0].fail(message, f"give both the same {tie}")))
    for (_, column, value), claims in ties.items():
        places = sorted({(claim.source, claim.passage.number) for claim in claims})
        wrong = ""
        if len({claim.row for claim in claims}) < 2:
            wrong = "ties no two rows"
        elif len({source for source, _ in places}) > 1:
            wrong = "ties rows of several sources"
        elif places[-1][1] - places[0][1] >= len(places):
            wrong = "ties sentences that do not stand side by side"
        if wrong:
            problems.append(as_consequence(claims[-1].fail(f"{column} {value!r} {wrong}", "mend it, or leave it out")))
    return problems


def has_neighbour(fact: Fact, facts: dict[CellName, Fact]) -> bool:
    """Whether a row with the same code stands in the sentence before or after, given to the same speaker."""
    claim = fact.claims[0]
    return any(
        other.decided == fact.decided
        and other.field is fact.field
        and other.claims[0].source == claim.source
        and other.claims[0].attribution.speaker == claim.attribution.speaker
        and abs(other.claims[0].passage.number - claim.passage.number) == 1
        for other in facts.values()
    )


def check_registered(collection: Collection, facts: dict[CellName, Fact]) -> Iterator[Problem]:
    """Check that what is registered of a document is what its words say, where both are there."""
    for name, source in collection.sources.items():
        for column, value in source.registered.items():
            fact = facts.get((SOURCES, name, column))
            if fact and fact.decided != value:
                message = f"{SOURCES}/{name}/{column}: the words say {fact.decided!r}, and the register {value!r}"
                yield fact.claims[0].fail(message, f"correct the words, or {REGISTER}")


def warn_of_formulas(filled: Iterable[Filled]) -> Iterator[Problem]:
    """Warn of words that begin as a spreadsheet's formula does. They are published as printed, since they are evidence."""
    for cell in filled:
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "\t", "\r")) and cell.deciding:
            message = f"{cell.table}/{cell.row}/{cell.field} begins with {cell.value[0]!r}: a spreadsheet would run it"
            advice = "nothing needs to be done here; docs/format.md tells readers to import such columns as text"
            yield replace(cell.deciding[0].fail(message, advice), is_warning=True)


RowFacts = dict[tuple[str, str], dict[str, Fact]]


def check_natural_key(table: Table, rows: list[Row], by_row: RowFacts, unsettled: set[CellName]) -> list[Problem]:
    """Find two rows that are one fact: their natural keys are equal, where an optional part that is empty fits any."""
    required = [column for column in table.natural_key if table.fields[column].is_required]
    optional = [column for column in table.natural_key if column not in required]
    alike: dict[tuple[Part, ...], list[Row]] = defaultdict(list)
    problems = []
    for row in rows if table.natural_key else ():
        name = str(row[table.key[0]])
        if any((table.name, name, column) in unsettled for column in table.natural_key):
            continue
        group = alike[tuple(row[column] for column in required)]
        for other in group:
            if all(row[column] == other[column] or None in (row[column], other[column]) for column in optional):
                shared = ", ".join(
                    f"{column} {' or '.join(dict.fromkeys(format_value(one[column]) or 'empty' for one in (row, other)))}"
                    for column in table.natural_key
                )
                message = (
                    f"{table.name}/{name} and {table.name}/{other[table.key[0]]} are one row by their natural key: {shared}"
                )
                advice = (
                    f"use one name for both, or code what tells them apart; an empty one of {', '.join(optional)} fits any"
                )
                problems.append(locate(by_row, table.name, name, message, advice))
        group.append(row)
    return problems


def check_references(collection: Collection, rows: dict[str, list[Row]], by_row: RowFacts) -> list[Problem]:
    problems = []
    for table in collection.schemas.values():
        for column in table.fields if table.is_fact else ():
            target = table.reference_of(column)
            if not target:
                continue
            known = {str(row[collection.schemas[target].key[0]]) for row in rows[target]}
            for row in rows[table.name]:
                for value in format_value(row[column]).split(SET_SEPARATOR):
                    if value and value not in known:
                        name = str(row[table.key[0]])
                        message = f"{table.name}/{name}: {column} {value!r} names no row of {target}"
                        problem = locate(by_row, table.name, name, message, suggest_nearest(value, known), column)
                        problems.append(as_consequence(problem))
    return problems


def locate(by_row: RowFacts, table: str, row: str, message: str, advice: str, column: str = "") -> Problem:
    """Place a problem at the first claim of a row, or of one of its fields."""
    facts = by_row[table, row]
    claims = facts[column].claims if column in facts else [claim for fact in facts.values() for claim in fact.claims]
    return claims[0].fail(message, advice) if claims else Problem(REGISTER, 0, 0, message, advice)
