"""What must hold for the rows: required cells, references and ties. Each problem is at its first claim."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from curation.annotation.causes import trace_row
from curation.claims.claim import Claim
from curation.facts.resolve import Fact
from curation.paths import EVIDENCE, REGISTER, SET_SEPARATOR
from curation.problems import Cause, Problem, find_nearest, join_places, suggest_adding, suggest_nearest
from curation.schema.kinds import Basis
from curation.schema.tables import SOURCES, CellName, Table
from curation.tables.causes import CODE_IT, spoil_rows, trace_cell, trace_missing_row
from curation.tables.types import Cell, Collection, Members, Row, Tables, format_value

MOST_DIGITS = 15
"""Digits of a number before and after its point. A double holds any number of so many digits as it is printed."""


def check_required(
    collection: Collection, table: Table, rows: list[Row], by_row: RowFacts, unsettled: set[CellName], members: Members
) -> Iterator[Problem]:
    """Report required cells that are empty: the same problem for each empty cell of a row, since each has its own causes.

    A row that lacks several cells, or is named nearly as another, may be that other one under a mistyped name: then the
    other lacks its cells.
    """
    names = {str(row[table.key[0]]) for row in rows}
    for row in rows:
        name = str(row[table.key[0]])
        missing = [
            column
            for column in table.fields.values()
            if column.is_required and row[column.name] is None and (table.name, name, column.main_field) not in unsettled
        ]
        if not missing:
            continue
        message = f"{table.name}/{name}: no {', '.join(column.name for column in missing)}"
        near = difflib.get_close_matches(name, names - {name}, n=1, cutoff=0.7)
        advice = CODE_IT + (f"; or is {table.name}/{near[0]} meant?" if near else "")
        problem = locate(by_row, table.name, name, message, advice)
        spoils = spoil_rows(collection, table.name, [name, *near]) if near else frozenset()
        if len({column.main_field for column in missing}) > 1:
            claims = [claim for fact in by_row[table.name, name].values() for claim in fact.claims]
            spoils |= {claim.cause._replace(row="") for claim in claims}
        for column in missing:
            cell = trace_cell(collection, members, (table.name, name, column.name))
            yield replace(problem, spoils=spoils | cell, follows=cell)


def check_ties(facts: dict[CellName, Fact]) -> list[Problem]:
    """Check the names that tie neighbouring rows: several rows have each, all of one source, in sentences side by side.

    Rows that the schema says always continue each other (a code of another field, such as a block) need the name as well.
    """
    ties: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    problems = []
    continuing = Counter(name_tie(fact) for fact in facts.values() if fact.field.parse and fact.field.parse.continued_by)
    for (table, row, column), fact in facts.items():
        parse = fact.field.parse
        if not parse:
            continue
        if parse.ties_neighbours:
            ties[table, column, fact.decided] += fact.claims
        for tie in parse.continued_by.get(fact.decided, ()):
            if (table, row, tie) not in facts and any(continuing[name_tie(fact, step)] for step in (-1, 1)):
                message = f"{table}/{row}: {fact.decided} beside another, without {tie}"
                claim = fact.claims[0]
                lost = claim.cause._replace(field=tie, passage=0)
                problems.append(claim.fail(message, f"give both the same {tie}", {lost}, {lost}))
    for (_, column, value), claims in ties.items():
        places = sorted({(claim.source, claim.passage.number) for claim in claims})
        wrong = ""
        if len({claim.row for claim in claims}) < 2:
            wrong = "ties no two rows"
        elif len({source for source, _ in places}) > 1:
            wrong = "ties rows of several sources"
        elif places[-1][1] - places[0][1] >= len(places):
            wrong = "ties sentences that are not side by side"
        if wrong:
            spoils = {claim.cause for claim in claims}
            follows = {
                cause._replace(row="", passage=max(1, cause.passage + step)) for cause in spoils for step in (-1, 0, 1)
            }
            problems.append(claims[-1].fail(f"{column} {value!r} {wrong}", "correct it, or leave it out", spoils, follows))
    return problems


Place = tuple[str, str, str, str, str, int]


def name_tie(fact: Fact, step: int = 0) -> Place:
    """Return what rows share that may continue each other: a code, its source and speaker, and the sentence (or one near)."""
    claim = fact.claims[0]
    said = fact.decided, claim.source, claim.attribution.speaker
    return fact.field.table, fact.field.name, *said, claim.passage.number + step


def check_source_rows(collection: Collection, rows: Iterable[str], by_row: RowFacts) -> Iterator[Problem]:
    """Report what is coded of a source that is not registered."""
    for row in rows:
        if row not in collection.sources:
            problem = locate(by_row, SOURCES, row, f"unknown source {row!r}", suggest_nearest(row, collection.sources))
            meant = spoil_rows(collection, SOURCES, [row, find_nearest(row, collection.sources)])
            yield replace(problem, spoils=meant)


def check_registered(collection: Collection, facts: dict[CellName, Fact]) -> Iterator[Problem]:
    """Check that what is registered of a document is what its words say, where both are there."""
    for name, source in collection.sources.items():
        for column, value in source.registered.items():
            fact = facts.get((SOURCES, name, column))
            if fact and fact.decided != value:
                message = f"{SOURCES}/{name}/{column}: the words say {fact.decided!r}, and the register {value!r}"
                yield fact.claims[0].fail(message, f"correct the words, or {REGISTER}", [one.cause for one in fact.claims])


def check_named(collection: Collection) -> Iterator[Problem]:
    """Report speakers whom no words of a source name: neither an attribution of it, nor a claim on the speaker's row."""
    speaking = {name for name, table in collection.schemas.items() if table.speakers}
    named = {(claim.source, claim.attribution.speaker) for claim in collection.claims if claim.attribution.speaker_words}
    named |= {(claim.source, claim.row) for claim in collection.claims if claim.table in speaking}
    for claim in collection.claims:
        speaker = claim.attribution.speaker
        if speaker and (claim.source, speaker) not in named:
            named.add((claim.source, speaker))
            message = f"by: no words of {claim.source} name {speaker!r}"
            advice = "write the words that say who speaks (by: NAME <- words), or code its row from this source"
            follows = {claim.cause._replace(table=table, row=speaker, field="", passage=0) for table in speaking}
            yield claim.fail(message, advice, {claim.cause}, {claim.cause, *follows})


def check_publishers(collection: Collection, facts: dict[CellName, Fact]) -> Iterator[Problem]:
    """Check that the register says how the publisher of a source is known, as the codes of `publisher_basis` mean it."""
    basis = collection.schemas[SOURCES].fields.get("publisher_basis")
    for name, source in collection.sources.items() if basis else ():
        fact, known = facts.get((SOURCES, name, "publisher")), source.registered
        given = known.get("publisher_basis", "")
        wanted = "unknown"
        if (known.get("publisher") and not fact) or (fact and given == "same_text"):
            wanted = "same_text"
        elif fact:
            wanted = "inferred" if all(claim.basis == Basis.INFERRED for claim in fact.claims) else "stated"
        if given != wanted:
            message = f"{name}: publisher_basis is {given!r}, and what is known of the publisher makes it {wanted!r}"
            advice = "correct it, or the publisher: its words are coded, or a page with the same text names it"
            written = trace_cell(collection, {}, (SOURCES, name, "publisher"))
            yield Problem(REGISTER, 0, 0, message, advice, spoils=written, follows=written | {Cause(REGISTER, row=name)})
        elif wanted == "same_text" and not (known.get("url") and known.get("identified_by")):
            message = f"{name}: publisher_basis is 'same_text', without a page"
            yield Problem(REGISTER, 0, 0, message, "give its address as url, and its evidence as identified_by")


def check_days_of_publication(collection: Collection, facts: dict[CellName, Fact]) -> Iterator[Problem]:
    """Check that the register says how the day of publication is known, as the codes of `published_basis` mean it."""
    basis = collection.schemas[SOURCES].fields.get("published_basis")
    for name, source in collection.sources.items() if basis else ():
        fact, known = facts.get((SOURCES, name, "published")), source.registered
        given, has_day = known.get("published_basis", ""), bool(known.get("published"))
        wanted = {"page", "unknown"} if has_day else {"unknown"}
        if fact:
            read = "inferred" if all(claim.basis == Basis.INFERRED for claim in fact.claims) else "stated"
            wanted = {read, "page"} if has_day else {read}
        if given not in wanted:
            choices = " or ".join(repr(one) for one in sorted(wanted))
            message = f"{name}: published_basis is {given!r}, and what is known of the day of publication makes it {choices}"
            advice = "correct it, or the day: the words that print it are coded, or a page gives it"
            follows = trace_cell(collection, {}, (SOURCES, name, "published")) | {Cause(REGISTER, row=name)}
            yield Problem(REGISTER, 0, 0, message, advice, follows=follows)
        elif given == "page" and not (known.get("url") and known.get("identified_by")):
            message = f"{name}: published_basis is 'page', without a page"
            yield Problem(REGISTER, 0, 0, message, "give its address as url, and its evidence as identified_by")


def warn_of_formulas(filled: Iterable[Cell]) -> Iterator[Problem]:
    """Warn of words that begin as a spreadsheet's formula does. They are published as printed, since they are evidence."""
    for cell in filled:
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "\t", "\r")) and cell.deciding:
            message = f"{cell.table}/{cell.row}/{cell.field} begins with {cell.value[0]!r}: a spreadsheet would run it"
            advice = "nothing needs to be done here; docs/format.md tells readers to import such columns as text"
            yield replace(cell.deciding[0].fail(message, advice), is_warning=True)


def check_numbers(collection: Collection, filled: Iterable[Cell]) -> Iterator[Problem]:
    """Report numbers that not every published file can hold: Parquet, the workbook and the database have doubles."""
    reported = set()
    for cell in filled:
        if not isinstance(cell.value, (int, Decimal)) or not cell.deciding or cell.deciding[0].id in reported:
            continue
        number = format_value(cell.value)
        digits = sum(map(str.isdigit, number))
        wrong = ""
        if digits > MOST_DIGITS:
            wrong = f"{number} has {digits} digits"
            advice = f"a number has at most {MOST_DIGITS}, or not all files can hold it: leave it uncoded, and say why"
        elif collection.schemas[cell.table].fields[cell.field].type == "integer" and cell.value != int(cell.value):
            wrong = f"{number} is no whole number"
            advice = "this column counts: take the words of a count, or leave them uncoded, and say why"
        if wrong:
            reported.add(cell.deciding[0].id)
            yield cell.deciding[0].fail(f"{cell.table}/{cell.row}/{cell.field}: {wrong}", advice)


RowFacts = dict[tuple[str, str], dict[str, Fact]]


def check_references(collection: Collection, rows: Tables, by_row: RowFacts) -> list[Problem]:
    """Report cells that name a row which does not exist."""
    dangling: dict[tuple[str, str], list[Problem]] = defaultdict(list)
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
                        advice = suggest_adding([f"{target}/{value}"], value, known)
                        problem = locate(by_row, table.name, name, message, advice, column)
                        cell = trace_row(collection.texts, table.name, name, column)
                        follows = trace_missing_row(collection, target, value)
                        lost = {Cause(problem.file, target, value), Cause(EVIDENCE, field="citation")}
                        dangling[target, value].append(replace(problem, spoils=cell | lost, follows=follows))
    return [join_places(found) for found in dangling.values()]


def locate(by_row: RowFacts, table: str, row: str, message: str, advice: str, column: str = "") -> Problem:
    """Place a problem at the first claim of a row, or of one of its fields."""
    facts = by_row[table, row]
    claims = facts[column].claims if column in facts else [claim for fact in facts.values() for claim in fact.claims]
    return claims[0].fail(message, advice) if claims else Problem(REGISTER, 0, 0, message, advice)
