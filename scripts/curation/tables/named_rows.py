"""Whether a source's own row names whom it should: the bodies that speak in it, and no author who is someone else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from curation.annotation.causes import name_left_out
from curation.claims.claim import Claim
from curation.problems import Cause, Problem
from curation.schema.kinds import Basis, ParserName
from curation.schema.tables import SOURCES, Field
from curation.tables.identity import fold_name
from curation.tables.types import Collection


def check_named_rows_of_sources(collection: Collection) -> Iterator[Problem]:
    """Report bodies that speak in a source and are not named as those that it cites, and words that name another's row."""
    columns = collection.schemas[SOURCES].fields.values() if SOURCES in collection.schemas else ()
    for column in columns:
        if column.parse and column.parse.gathers_speakers:
            yield from check_gathered(collection, column, column.parse.gathers_speakers)
    yield from check_no_rows(collection)


def check_gathered(collection: Collection, column: Field, references: tuple[str, ...]) -> Iterator[Problem]:
    """Report each body that speaks in a source, or that a reference names by words, and that a field of the source lacks.

    A body that is known of the source itself, as its publisher is, cites nobody but itself. A source of whose own row nothing
    is coded is not asked.
    """
    coded = {claim.row for claim in collection.list_claims_on(lambda field: field.table == SOURCES)}
    own = list_own(collection)
    named: dict[str, set[str]] = defaultdict(set)
    for claim in collection.by_field.get((SOURCES, column.name), ()):
        named[claim.row].add(claim.reading.value)
    lacking: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in (claim for claim in collection.claims if claim.source in coded):
        for body in list_bodies(claim, collection, references):
            if body not in named[claim.source] | own[claim.source]:
                lacking[claim.source].setdefault(body, claim)
    for bodies in lacking.values():
        yield report_uncited(bodies, column)


def list_own(collection: Collection) -> dict[str, set[str]]:
    """Return for each source the bodies whose names are cells of its own row."""
    bodies: dict[str, set[str]] = defaultdict(set)
    known: dict[str, set[str]] = defaultdict(set)
    for source in collection.sources.values():
        known[source.id] = {fold_name(value) for value in source.registered.values()}
    for claim in collection.list_claims_on(is_printed_of_source):
        known[claim.row].add(fold_name(claim.reading.value))
    for claim in collection.list_claims_on(names_row):
        if not is_printed_of_source(claim.field):
            bodies[fold_name(claim.reading.value)].add(claim.row)
    return defaultdict(
        set, {name: {body for value in some for body in bodies.get(value, ())} for name, some in known.items()}
    )


def is_printed_of_source(field: Field) -> bool:
    """Whether a field holds printed words of a source's own row."""
    return field.table == SOURCES and field.reads == ParserName.VERBATIM


def names_row(field: Field) -> bool:
    """Whether the values of a field are names of its row."""
    return bool(field.parse and field.parse.names_row)


def list_bodies(claim: Claim, collection: Collection, references: tuple[str, ...]) -> list[str]:
    """Return the bodies to whom a claim's words go back: who speaks, through whom, and whom a reference names by words."""
    said = claim.attribution
    bodies = [collection.speakers.body_of(said.speaker), said.via]
    if f"{claim.table}.{claim.field.name}" in references and claim.basis != Basis.INFERRED:
        bodies.append(claim.reading.value)
    return [body for body in bodies if body in collection.speakers.bodies]


def report_uncited(bodies: dict[str, Claim], column: Field) -> Problem:
    """Report the bodies that a source cites and its own row does not name, each with the first claim that goes back to it."""
    claims = list(bodies.values())
    source, own = claims[0].source, Cause(claims[0].file, SOURCES, claims[0].source, column.name)
    spoken = (claim.cause._replace(field="", row="", table="") for claim in claims)
    names = ", ".join(f"{body} (line {claim.line})" for body, claim in bodies.items())
    message = f"{source} cites {names}, and {SOURCES}/{source} has no such {column.name}"
    line = f"{column.name}: {next(iter(bodies))} <- the words that name it"
    advice = f"write beneath {SOURCES}/{source}, in the passage with these words: {line}; or correct who says it"
    follows = {own, *(claim.cause for claim in claims), *spoken, Cause(name_left_out(claims[0].file), SOURCES, source)}
    return claims[0].fail(message, advice, follows=follows)


def check_no_rows(collection: Collection) -> Iterator[Problem]:
    """Report words that name a row of a table whose rows they cannot name: an author who is the official of a caption."""
    claimed = collection.list_claims_on(lambda field: field.parse and field.parse.no_row_of)
    asked = [(claim, claim.field.parse.no_row_of) for claim in claimed if claim.field.parse and not claim.reason]
    tables = {other for _, other in asked}
    names: dict[tuple[str, str], Claim] = {}
    for claim in collection.list_claims_on(lambda field: field.table in tables and names_row(field)):
        names.setdefault((claim.table, fold_name(claim.words)), claim)
    for claim, other in asked:
        row = names.get((other, fold_name(claim.words)))
        if row:
            message = f"{claim.field.name}: «{claim.words}» is {other}/{row.row}"
            advice = f"leave it out, or correct it; where it is the {claim.field.name}, give a reason: «words» -- reason"
            yield claim.fail(message, advice, {claim.cause}, {claim.cause, row.cause})
