"""What must hold in a row where a field has a value, or a code: codes of other fields, and how long a period lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from curation.claims.claim import Claim
from curation.claims.code_words import find_future
from curation.facts.resolve import Fact
from curation.problems import Problem, shorten
from curation.schema.fills import MONTHS, Span
from curation.schema.kinds import Certainty
from curation.schema.tables import CellName, Table
from curation.tables.causes import trace_cell
from curation.tables.possible import contradict, list_values, name_value
from curation.tables.types import Collection

Facts = Mapping[CellName, Fact]


def check_conditions(collection: Collection, facts: Facts) -> Iterator[Problem]:
    """Report each value, and each code, of a row that has not what the schema asks for beside it."""
    for (table, row, column), fact in facts.items():
        parse = fact.field.parse
        for other, codes in parse.only_where.items() if parse else ():
            condition = facts.get((table, row, other))
            if condition is None or condition.decided not in codes:
                has = f"is {condition.decided!r}" if condition and condition.decided else "is empty"
                message = f"{table}/{row}: {column}, but {other} {has}"
                advice = f"{column} belongs to rows whose {other} is {' or '.join(codes)}: code that, or leave {column} out"
                cause = trace_cell(collection, {}, (table, row, other))
                yield fact.claims[0].fail(message, advice, follows=cause)
        if parse and fact.reading:
            yield from check_companions(collection, fact, facts)
            yield from check_length(collection.schemas[table], fact, facts)
    for claim in collection.list_claims_on(lambda column: column.parse and column.parse.not_planned):
        yield from check_done(claim)


def check_companions(collection: Collection, fact: Fact, facts: Facts) -> Iterator[Problem]:
    """Report a code that does not go with the code of another field of its row."""
    table, row, column = fact.field.table, fact.row, fact.field.name
    for code in sorted(list_values(fact)) if fact.field.parse else ():
        for name, codes in fact.field.parse.only_with.get(code, {}).items() if fact.field.parse else ():
            other = facts.get((table, row, name))
            has = other.decided if other else ""
            if has not in codes:
                wanted = " or ".join(one or "empty" for one in codes)
                message = f"{table}/{row}: {column} is {code}, but {name} is {has or 'empty'}"
                advice = f"correct one of them: where {column} is {code}, {name} is {wanted}"
                problem = contradict([fact, *([other] if other else [])], message, advice)
                lost = trace_cell(collection, {}, (table, row, name)) if other is None else frozenset()
                yield replace(problem, follows=problem.follows | lost)


def check_length(table: Table, fact: Fact, facts: Facts) -> Iterator[Problem]:
    """Report a kind of period that the period of its row is not: a fiscal year of thirteen months."""
    span = fact.field.parse.lasts.get(fact.decided) if fact.field.parse else None
    if span is None:
        return
    corrected = dict(pair for column in table.fields.values() if column.parse for pair in column.parse.marks_error.values())
    printed = facts.get((table.name, fact.row, span.of))
    period = facts.get((table.name, fact.row, corrected.get(span.of, ""))) or printed
    if period and period.reading and not fits(period.reading.bounds, span):
        message = f"{table.name}/{fact.row}: {name_value(fact)}, but {name_value(period)}"
        code = f"code it in {corrected[span.of]}, with evidence" if span.of in corrected else "correct it"
        advice = f"correct the code; where the source prints a wrong period, {code}"
        yield contradict([fact, period], message, advice)


def fits(bounds: tuple[object, object], span: Span) -> bool:
    """Whether a period begins in the month of a span and lasts no longer; an open end is not known.

    >>> fits((date(2023, 10, 1), date(2024, 9, 30)), Span(of="when", from_month=10, months=12))
    True
    >>> fits((date(2023, 9, 1), date(2024, 9, 30)), Span(of="when", months=12))
    False
    """
    first, last = bounds
    if not isinstance(first, date):
        return True
    if span.from_month and (first.month, first.day) != (span.from_month, 1):
        return False
    if not isinstance(last, date):
        return True
    months = first.month - 1 + span.months
    day = min(first.day, 28)  # the day after the last one; a period of months that begins later ends with a month
    end = date(first.year + months // MONTHS, months % MONTHS + 1, day) if span.months else first + timedelta(span.days)
    return last < end


def check_done(claim: Claim) -> Iterator[Problem]:
    """Report a code that says that something is done, of what is planned: by its hedge or by a word of the future."""
    if claim.reading.value not in (claim.field.parse.not_planned if claim.field.parse else ()) or claim.reason:
        return
    future = find_future(claim)
    if claim.attribution.certainty == Certainty.PLANNED or future:
        why = f"«{shorten(future)}» speaks of the future" if future else f"«{claim.attribution.hedge_words}» makes it planned"
        message = f"{claim.table}/{claim.row}/{claim.field.name} is {claim.reading.value}, but {why}"
        advice = (
            "correct the code, or put the hedge beneath the row that it hedges, or give a reason: code <- words -- reason"
        )
        yield claim.fail(message, advice, {claim.cause}, {claim.cause})
