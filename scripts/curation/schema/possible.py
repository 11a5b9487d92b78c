"""Whether what a schema says of impossible rows is about fields that there are: lies_in, at_most, requires and others."""

from __future__ import annotations

from collections.abc import Iterator

from curation.paths import SCHEMAS
from curation.problems import suggest_nearest
from curation.schema.fills import Limit, ParseFill, Requirement
from curation.schema.identity import EMPTY
from curation.schema.kinds import ParserName
from curation.schema.tables import SOURCES, Field, Schemas, Table

Said = tuple[str, str]
"""What is wrong, and what to do."""


def check_rules(column: Field, table: Table, schemas: Schemas) -> Iterator[Said]:
    """Check each rule about impossible values that a column has."""
    fill = column.parse
    if fill is None:
        return
    yield from check_pairs(fill, column, table)
    if fill.at_most:
        yield from check_limit(fill.at_most, fill, table, schemas)
    for code, requirement in fill.requires.items():
        if code not in column.codes:
            yield f"requires: unknown code {code!r}", suggest_nearest(code, column.codes)
        yield from check_requirement(requirement, table, schemas)
    if fill.same_as:
        yield from check_link("same_as", fill.same_as.of, fill.same_as.field, table, schemas, fill.reads)
    yield from check_only_with(fill, column, table)
    for code, span in fill.lasts.items():
        if code not in column.codes:
            yield f"lasts: unknown code {code!r}", suggest_nearest(code, column.codes)
        yield from check_reads("lasts", span.of, table, ParserName.DATE)
    for code in fill.not_planned:
        if code not in column.codes:
            yield f"not_planned: unknown code {code!r}", suggest_nearest(code, column.codes)
    if fill.no_row_of and (fill.no_row_of not in schemas or fill.reads != ParserName.VERBATIM):
        yield f"no_row_of: {fill.no_row_of!r}", "name a table, of a field that is read as verbatim"
    yield from check_gathered_speakers(fill, table, schemas)


def check_only_with(fill: ParseFill, column: Field, table: Table) -> Iterator[Said]:
    """Check the codes that go with a code: the field is another one with codes, and all of them are known."""
    for code, conditions in fill.only_with.items():
        if code not in column.codes:
            yield f"only_with: unknown code {code!r}", suggest_nearest(code, column.codes)
        for name, codes in conditions.items():
            known = table.fields[name].codes if name in table.fields else {}
            if not known:
                yield f"only_with: {name!r} is no field with codes", suggest_nearest(name, table.fields)
            for wrong in sorted({*codes} - {*known, EMPTY}) if known else ():
                yield f"only_with: unknown code {wrong!r}", suggest_nearest(wrong, known)


def check_gathered_speakers(fill: ParseFill, table: Table, schemas: Schemas) -> Iterator[Said]:
    """Check a field that names who speaks in a source: it has rows of bodies, as the references beside them have."""
    if not fill.gathers_speakers:
        return
    if table.name != SOURCES or fill.reads != ParserName.REFERENCE:
        yield "gathers_speakers: no reference of a source", f"write it in {SOURCES}, for a field that is read as a reference"
    for name in fill.gathers_speakers:
        other, _, column = name.partition(".")
        target = schemas[other].reference_of(column) if other in schemas else ""
        if not target or target != fill.refers_to:
            yield f"gathers_speakers: {name!r} names no row of {fill.refers_to}", "write it as TABLE.FIELD"


def check_pairs(fill: ParseFill, column: Field, table: Table) -> Iterator[Said]:
    """Check the rules that compare a column with another one of its row."""
    pairs = (
        ("lies_in", fill.lies_in, (ParserName.VERBATIM,), ParserName.COUNTRY),
        ("not_before", fill.not_before, (ParserName.DATE,), ParserName.DATE),
        *(("differs_from", name, (*ParserName,), fill.reads) for name in fill.differs_from),
    )
    for key, name, own, other in pairs:
        if name and fill.reads not in own:
            yield f"{key}: {fill.reads} cannot be compared so", f"read it as {own[0]}, or leave it out"
        elif name == column.name:
            yield f"{key}: the field itself", "name another field"
        elif name:
            yield from check_reads(key, name, table, other)


def check_limit(limit: Limit, fill: ParseFill, table: Table, schemas: Schemas) -> Iterator[Said]:
    """Check a limit: both figures are quantities, and the codes and fields that narrow it are known."""
    if fill.reads != ParserName.QUANTITY:
        yield f"at_most: {fill.reads} counts nothing", "read it as a quantity"
    yield from check_link("at_most", limit.of, limit.field, table, schemas, ParserName.QUANTITY)
    for name, codes in limit.where.items():
        known = table.fields[name].codes if name in table.fields else {}
        if not known:
            yield f"at_most: {name!r} is no field with codes", suggest_nearest(name, table.fields)
        for code in sorted({*codes} - {*known}) if known else ():
            yield f"at_most: unknown code {code!r}", suggest_nearest(code, known)
    if limit.together_by and limit.together_by not in table.fields:
        yield f"at_most: unknown field {limit.together_by!r}", suggest_nearest(limit.together_by, table.fields)


def check_requirement(requirement: Requirement, table: Table, schemas: Schemas) -> Iterator[Said]:
    """Check a requirement: the fields that it compares are read alike."""
    own = table.fields.get(requirement.field)
    if own is None:
        yield f"requires: unknown field {requirement.field!r}", suggest_nearest(requirement.field, table.fields)
    key = f"requires: {requirement.field!r}"
    for name in (requirement.equals or requirement.differs_from, *requirement.or_in):
        yield from check_link(key, requirement.of, name, table, schemas, own.reads if own else None)


def check_link(key: str, of: str, name: str, table: Table, schemas: Schemas, reads: ParserName | None) -> Iterator[Said]:
    """Check that a field names rows of another table, and that this one has a field that is read so."""
    target = schemas.get(table.reference_of(of))
    if target is None:
        yield f"{key}: {of!r} names no row of another table", suggest_nearest(of, [own for own, _, _ in table.foreign_keys])
    else:
        yield from check_reads(key, name, target, reads)


def check_reads(key: str, name: str, table: Table, reads: ParserName | None) -> Iterator[Said]:
    """Check that a table has a field, and that it is read by a parser."""
    if name not in table.fields:
        yield f"{key}: {table.name} has no field {name!r}", suggest_nearest(name, table.fields)
    elif reads and table.fields[name].reads != reads:
        advice = f"name a field that is a {reads}; see {name!r} in {SCHEMAS}/{table.name}.json"
        yield f"{key}: {name!r} of {table.name} is a {table.fields[name].reads}", advice
