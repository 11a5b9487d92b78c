"""Whether cells can be true together: figures that exceed their whole, dates out of order, codes that others contradict.

What is compared with what stands in the schemas (docs/schemas.md). Cells on which claims do not agree are left out: that is
reported already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from curation.claims.claim import Claim
from curation.facts.resolve import Fact
from curation.problems import Problem, shorten
from curation.schema.fills import Limit
from curation.schema.kinds import Basis, Certainty, ParserName
from curation.schema.tables import SOURCES, CellName
from curation.tables.causes import spoil_line, trace_row_of
from curation.tables.types import Collection
from curation.text.edtf import parse_day

Facts = dict[CellName, Fact]

ZONES = timedelta(days=1)
"""By the clocks of two places, what comes later can have the date of the day before."""


def check_possible(collection: Collection, facts: Facts) -> Iterator[Problem]:
    """Report cells that cannot be true together, and claims that their own source cannot make."""
    for (table, row, _), fact in facts.items():
        if fact.reading and fact.field.parse:
            yield from check_row(table, row, fact, facts)
            yield from check_alike(collection, row, fact, facts)
            yield from check_required_codes(collection, row, fact, facts)
    yield from check_limits(collection, facts)
    yield from check_publication(collection, facts)
    yield from check_named_rows(collection)


def check_row(table: str, row: str, fact: Fact, facts: Facts) -> Iterator[Problem]:
    """Compare a cell with another one of its row: a date that is before it, a country that is the same."""
    column, parse = fact.field, fact.field.parse
    earlier = facts.get((table, row, parse.not_before)) if parse else None
    if earlier and earlier.reading and is_before(fact, earlier):
        message = f"{table}/{row}: {name_value(fact)} is before {name_value(earlier)}"
        yield contradict([fact, earlier], message, "correct the one that is wrong, or its year")
    for name in parse.differs_from if parse else ():
        other = facts.get((table, row, name))
        for value in sorted(list_values(fact) & list_values(other)) if other else ():
            saying = [claim for claim in fact.claims if not fact.is_set or claim.reading.value == value]
            if other and all(claim.basis != Basis.INFERRED for claim in saying):
                says = f"has {value}, which is {name}" if fact.is_set else f"and {name} are both {value}"
                message = f"{table}/{row}: {column.name} {says}"
                advice = f"correct one of them; where both are so, say why: {column.name}: {value} <- words -- reason"
                yield contradict([replace(fact, deciding=tuple(saying)), other], message, advice)


def list_values(fact: Fact) -> set[str]:
    """Return the values that a cell has: of a set its members."""
    return {claim.reading.value for claim in fact.claims} if fact.is_set else {fact.decided}


def check_alike(collection: Collection, row: str, fact: Fact, facts: Facts) -> Iterator[Problem]:
    """Report a cell that differs from one of the row that a reference names, and that no reason explains."""
    link = fact.field.parse.same_as if fact.field.parse else None
    named = facts.get((fact.field.table, row, link.of)) if link else None
    if link is None or named is None or any(claim.reason for claim in fact.claims):
        return
    target = collection.schemas[fact.field.table].reference_of(link.of)
    other = facts.get((target, named.decided, link.field))
    if other and other.reading and other.decided != fact.decided:
        message = f"{fact.field.table}/{row}: {name_value(fact)}, but {target}/{other.row}: {name_value(other)}"
        advice = f"correct one of them; where both are so, say why: {fact.field.name}: {fact.decided} <- words -- reason"
        yield contradict([fact, other, named], message, advice)


def is_before(fact: Fact, earlier: Fact) -> bool:
    """Whether the last day that one date can mean is before the first day that the other one can mean."""
    last, first = fact.reading.bounds[1] if fact.reading else None, earlier.reading.bounds[0] if earlier.reading else None
    return isinstance(last, date) and isinstance(first, date) and last < first - ZONES


def check_required_codes(collection: Collection, row: str, fact: Fact, facts: Facts) -> Iterator[Problem]:
    """Report a code that needs something else of the row that another field names."""
    needed = fact.field.parse.requires.get(fact.decided) if fact.field.parse else None
    if not needed:
        return
    table = fact.field.table
    own, link = facts.get((table, row, needed.field)), facts.get((table, row, needed.of))
    target = collection.schemas[table].reference_of(needed.of)
    other = facts.get((target, link.decided, needed.equals or needed.differs_from)) if link else None
    others = [facts.get((target, link.decided, name)) for name in needed.or_in] if link else []
    is_elsewhere = own is not None and any(own.decided in list_values(fact) for fact in others if fact)
    if not (own and other and own.reading and other.reading) or is_elsewhere:
        return
    if (own.decided == other.decided) != bool(needed.equals):
        message = f"{table}/{row}: {name_value(fact)}, but {name_value(own)} and {target}/{other.row}: {name_value(other)}"
        yield contradict([fact, own, other, *([link] if link else [])], message, "correct the code, or what it contradicts")


def check_limits(collection: Collection, facts: Facts) -> Iterator[Problem]:
    """Report figures that are more than the whole of which they are parts."""
    parts: dict[tuple[str, str, str, str], list[Fact]] = defaultdict(list)
    for (table, row, column), fact in facts.items():
        limit = fact.field.parse.at_most if fact.field.parse else None
        link = facts.get((table, row, limit.of)) if limit else None
        if limit and link and fact.reading and fact.reading.bounds[0] is not None and is_limited(fact, limit, facts):
            shared = facts.get((table, row, limit.together_by)) if limit.together_by else None
            group = row if not limit.together_by else shared.decided if shared else ""
            parts[table, column, link.decided, group].append(fact)
    for (table, column, name, _), group_facts in parts.items():
        parse = collection.schemas[table].fields[column].parse
        if parse and parse.at_most:
            target = collection.schemas[table].reference_of(parse.at_most.of)
            whole = facts.get((target, name, parse.at_most.field))
            most = whole.reading.bounds[1] if whole and whole.reading else None
            total = sum(map(find_low, group_facts))
            if whole and most is not None and total > most:
                yield report_excess(group_facts, whole, total, f"{target}/{name}")


def is_limited(fact: Fact, limit: Limit, facts: Facts) -> bool:
    """Whether a row has the codes for which a limit holds."""
    codes = {name: facts.get((fact.field.table, fact.row, name)) for name in limit.where}
    return all(found is not None and found.decided in limit.where[name] for name, found in codes.items())


def find_low(fact: Fact) -> Any:
    """Return the lowest number that a figure can mean."""
    return fact.reading.bounds[0] if fact.reading else 0


def report_excess(parts: list[Fact], whole: Fact, total: Any, name: str) -> Problem:
    """Report figures that are together more than their whole, at the greatest of them."""
    parts = sorted(parts, key=lambda fact: (-find_low(fact), fact.row))
    column = parts[0].field
    rows = ", ".join(f"{fact.row} {find_low(fact)}" for fact in parts)
    add_up = f"add up to {total}: {rows}" if len(parts) > 1 else f"is {rows}"
    message = f"{column.table}.{column.name} {shorten(add_up, 300)}; more than {name}: {name_value(whole)}"
    return contradict([*parts, whole], message, "correct the figure that is wrong, or the row that it belongs to")


def check_publication(collection: Collection, facts: Facts) -> Iterator[Problem]:
    """Report what a source tells as done on a day after it was published."""
    days: dict[str, date | None] = {}
    for name, source in collection.sources.items():
        fact = facts.get((SOURCES, name, "published"))
        days[name] = parse_day(fact.decided if fact else source.registered.get("published", ""))
    for claim in collection.list_claims_on(lambda column: column.reads == ParserName.DATE and column.table != SOURCES):
        published, first = days.get(claim.source), claim.reading.bounds[0]
        if claim.reason or not isinstance(first, date):
            continue
        if published and first > published + ZONES and claim.attribution.certainty != Certainty.PLANNED:
            message = f"{claim.field.name}: {claim.reading.value} is after {published}, when {claim.source} was published"
            advice = "correct the date or its year; where the source speaks of what is to come, write hedge: planned <- words"
            yield claim.fail(message, advice, {claim.cause, spoil_line(claim)}, {claim.cause})


def check_named_rows(collection: Collection) -> Iterator[Problem]:
    """Report claims that name a row of which their source says nothing: another row may be meant.

    Who speaks, and what rows are gathered by, is known from all sources together.
    """
    tables = {name for name, table in collection.schemas.items() if table.is_coded_by_hand and not table.speakers}
    claimed = {(claim.source, claim.table, claim.row) for claim in collection.claims}
    known = {(table, row) for _, table, row in claimed}
    schemas = collection.schemas
    for claim in collection.list_claims_on(lambda column: schemas[column.table].reference_of(column.name) in tables):
        target, row = schemas[claim.table].reference_of(claim.field.name), claim.reading.value
        if (target, row) in known and (claim.source, target, row) not in claimed:
            message = f"{claim.field.name}: {claim.source} says nothing of {target}/{row}"
            advice = f"correct the name; where the source speaks of it, code what it says beneath {target}/{row}"
            yield claim.fail(message, advice, {claim.cause}, {claim.cause, *trace_row_of(claim, target, row)})


def name_value(fact: Fact) -> str:
    """Return a cell's field and value."""
    return f"{fact.field.name} {fact.decided}"


def contradict(facts: Iterable[Fact], message: str, advice: str) -> Problem:
    """Report cells that contradict each other, at the claim that decides the first. It may follow from any of theirs."""
    cells = list(facts)
    claims: list[Claim] = [claim for fact in cells for claim in fact.claims]
    causes = {claim.cause for claim in claims}
    return cells[0].deciding[0].fail(message, advice, causes, causes)
