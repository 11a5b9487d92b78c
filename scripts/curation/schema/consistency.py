"""Whether schemas are consistent: each in itself, and all together."""

from __future__ import annotations

from collections.abc import Iterator

from curation.paths import SCHEMAS
from curation.problems import suggest_nearest
from curation.schema.categories import check_codes
from curation.schema.fills import DeriveFill, GatherFill, ParseFill, PartFill, RegisterFill, SpeakerFill
from curation.schema.identity import EMPTY, Identity
from curation.schema.kinds import PARTS, DerivationName, FieldType, ParserName, PartName, RuleName, SpeakerKind, SpeakerPart
from curation.schema.overview import check_overview, check_question
from curation.schema.possible import check_rules
from curation.schema.surroundings import check_surroundings_of_words
from curation.schema.system import list_needed
from curation.schema.tables import SOURCES, TABLE_NAME, Field, Schemas, Table

Said = tuple[str, str]
"""What is wrong, and what to do."""

T, D = FieldType, DerivationName
PARSED_TYPES = {
    ParserName.VERBATIM: (T.STRING,),
    ParserName.CODE: (T.STRING, T.BOOLEAN),
    ParserName.REFERENCE: (T.STRING,),
    ParserName.COUNTRY: (T.STRING,),
    ParserName.SUBDIVISION: (T.STRING,),
    ParserName.QUANTITY: (T.INTEGER, T.NUMBER),
    ParserName.DATE: (T.STRING, T.DATE),
}
PART_TYPES: dict[PartName, tuple[FieldType, ...]] = {
    PartName.LOW: (T.INTEGER, T.NUMBER),
    PartName.HIGH: (T.INTEGER, T.NUMBER),
    PartName.EARLIEST: (T.DATE,),
    PartName.LATEST: (T.DATE,),
}
DERIVED_TYPES = dict.fromkeys([DerivationName.GATHER_COUNT, DerivationName.CHARACTERS, DerivationName.CODINGS], T.INTEGER)
DERIVED_TYPES |= {DerivationName.GATHER_ALIKE: T.BOOLEAN}
RULE_PARSERS = {
    RuleName.INTERVAL: (ParserName.QUANTITY, ParserName.DATE),
    RuleName.FURTHEST: (ParserName.CODE,),
    RuleName.NARROWER: (ParserName.VERBATIM,),
    RuleName.WORDING: (ParserName.VERBATIM,),
    RuleName.SET: (
        ParserName.VERBATIM,
        ParserName.CODE,
        ParserName.REFERENCE,
        ParserName.COUNTRY,
        ParserName.SUBDIVISION,
    ),
}
"""Rules that fit the readings of some parsers only."""

GATHERED = (DerivationName.GATHER_COUNT, DerivationName.GATHER_ROWS, DerivationName.GATHER_ALIKE)
OF_SOURCES = (DerivationName.CHARACTERS, DerivationName.CODINGS)


SPEAKERS = {
    SpeakerPart.PERSON: SpeakerKind.PERSON,
    SpeakerPart.BODY: SpeakerKind.BODY,
    SpeakerPart.VIA: SpeakerKind.BODY,
}
"""What the rows are that a column of who speaks names."""


def check_table(table: Table, stem: str) -> Iterator[Said]:
    """Check all of a table that needs no other table. `stem` is the name of its file."""
    yield from check_names(table, stem)
    for column in table.fields.values():
        said = (*check_titles(column), *check_codes(column), *check_fill(column, table))
        yield from ((f"field {column.name!r}: {message}", advice) for message, advice in said)


def check_names(table: Table, stem: str) -> Iterator[Said]:
    """Check the table's own name, its keys and what it says about itself."""
    if table.name != stem:
        yield f"name is {table.name!r}", f"the file's name says {stem!r}"
    if not TABLE_NAME.fullmatch(table.name):
        yield f"{table.name!r} is no name for a table", "use lower-case letters, digits and _, at most 31, a letter first"
    about = table.curation
    named = {
        "primaryKey": table.key,
        "headline": (about.headline,) if about.headline else (),
        "rowTitle": table.named_in_title,
    }
    if table.has_open_title:
        yield "rowTitle: a brace has no other, or names no field", "write {field}, or {field|field}, or [words {field}]"
    for key, names in named.items():
        for name in names:
            if name not in table.fields:
                yield f"{key}: field {name!r} is unknown", suggest_nearest(name, table.fields)
    if about.headline in table.fields and table.fields[about.headline].is_set:
        yield f"headline: {about.headline!r} is a set", "a headline has one value"
    if table.is_fact and not (about.identity.columns and about.headline):
        yield "curation: no identity or no headline", "a table of facts needs both"
    for way in about.identity.ways:
        yield from check_identity(table, way)
    if not table.is_fact and about != type(about)():
        yield "curation: this table is made by the build", "leave it out"
    needed = list_needed(table.name)
    for name, type_ in needed.items():
        if name not in table.fields:
            yield f"no field {name!r}", "the build needs it"
        elif table.fields[name].type != type_:
            yield f"field {name!r}: type is {table.fields[name].type}", f"the build makes a {type_}"
    for column in table.fields.values():
        if not table.is_fact and column.name not in needed:
            yield f"field {column.name!r}: the build makes no such column", "leave it out"
        if table.is_fact and column.fill is None:
            yield f"field {column.name!r}: no curation", "say how it is filled (docs/schemas.md)"
        if not table.is_fact and column.fill is not None:
            yield f"field {column.name!r}: the build fills it", "leave out its curation"


def check_identity(table: Table, identity: Identity) -> Iterator[Said]:
    """Check what a table says of rows that may be one fact: its columns are there, and can be compared so."""
    kinds = {"near": (identity.near.fields if identity.near else (), ParserName.DATE)}
    kinds |= {"compatible": (identity.compatible, ParserName.QUANTITY)}
    for name in identity.columns:
        if name not in table.fields:
            yield f"identity: field {name!r} is unknown", suggest_nearest(name, table.fields)
    for key, (names, reads) in kinds.items():
        for name in names:
            if name in table.fields and table.fields[name].reads != reads:
                yield f"identity.{key}: {name!r} is read by no parser {reads}", "name a field with this parser"
    for name in sorted({*identity.spelled} - {*identity.equal, *identity.last_word}):
        yield f"identity.spelled: {name!r} is not compared", suggest_nearest(name, identity.equal)
    compared = (*identity.equal, *identity.equal_or_empty)
    groups = {name: [code for group in found for code in group] for name, found in identity.alike_codes.items()}
    conditions = {name: [*found] for name, found in identity.equal_where.items()}
    for key, listed, allowed in (("alike_codes", groups, compared), ("equal_where", conditions, identity.equal)):
        for name, codes in listed.items():
            if name not in allowed or name not in table.fields:
                yield f"identity.{key}: {name!r} is not compared", suggest_nearest(name, allowed)
                continue
            known = [*table.fields[name].codes, *([EMPTY] if key == "alike_codes" else [])]
            for code in codes:
                if code not in known:
                    yield f"identity.{key}: unknown code {code!r}", suggest_nearest(code, known)
            if len(set(codes)) < len(codes):
                yield f"identity.{key}: a code of {name!r} is there twice", "a code is in one group"


def check_titles(column: Field) -> Iterator[Said]:
    """Check that a column says what it is, and what it answers."""
    if not column.title.strip():
        yield f"title is {column.title!r}", "write what readers see in the name's place"
    yield from check_question("question: ", column.question)


def check_fill(column: Field, table: Table) -> Iterator[Said]:
    """Check that a way of filling fits the column's type and the other columns of the table."""
    fill = column.fill
    if isinstance(fill, ParseFill):
        yield from check_parse(column, fill, table)
        yield from check_derive(column, fill.otherwise, table)
    elif isinstance(fill, PartFill):
        yield from check_part(column, fill, table)
    elif isinstance(fill, GatherFill):
        if not table.curation.rows_from:
            yield "gather: the table has no rows_from", "name the table whose rows it gathers"
    elif isinstance(fill, SpeakerFill):
        if column.type != T.STRING:
            yield f"type is {column.type}", "who speaks is a string"
        if (
            column.name in set(SpeakerPart) - {fill.by}
            or sum(other.speaker == fill.by for other in table.fields.values()) > 1
        ):
            yield f"by is {fill.by}", "each part of who speaks has one column, and no other part's name"
    else:
        yield from check_derive(column, fill, table)


def check_parse(column: Field, fill: ParseFill, table: Table) -> Iterator[Said]:
    """Check a field that coders write: its parser fits the type and the rule, its codes and fields are known."""
    if column.type not in PARSED_TYPES[fill.reads]:
        yield f"type is {column.type}", f"{fill.reads} gives {' or '.join(PARSED_TYPES[fill.reads])}"
    yield from check_rule(fill.agree, fill.reads, column)
    if (fill.reads == ParserName.CODE and column.type == T.STRING) != bool(column.codes):
        yield (
            f"reads: {fill.reads} with{'' if column.codes else 'out'} codes",
            "a code of a string column has a list of codes",
        )
    for key, marked in (("continued_by", fill.continued_by), ("marks_error", fill.marks_error)):
        for code, names in marked.items():
            if code not in column.codes:
                yield f"{key}: unknown code {code!r}", suggest_nearest(code, column.codes)
            for name in names:
                if name not in table.fields:
                    yield f"{key}: unknown field {name!r}", suggest_nearest(name, table.fields)
    for code in fill.leaves_open:
        if code not in column.codes:
            yield f"leaves_open: unknown code {code!r}", suggest_nearest(code, column.codes)
    yield from check_phrases(column, fill, table)
    yield from check_surroundings_of_words(fill, column.codes)
    if fill.counts_unless and fill.reads != ParserName.QUANTITY:
        yield f"counts_unless: {fill.reads} counts nothing", "read it as a quantity"
    for key, conditions in (("counts_unless", fill.counts_unless), ("only_where", fill.only_where)):
        for name, codes in conditions.items():
            other = table.fields.get(name)
            if other is None or not other.codes:
                yield f"{key}: {name!r} is no field with codes", suggest_nearest(name, table.fields)
            known = other.codes if other else {}
            for code in sorted({*codes} - {*known}):
                yield f"{key}: unknown code {code!r}", suggest_nearest(code, known)
    if fill.speaks_for and table.speakers != SpeakerKind.PERSON:
        yield "speaks_for: the rows of this table are no persons", "leave it out"
    if fill.refers_to and fill.reads != ParserName.REFERENCE:
        yield f"refers_to: {fill.reads} names no rows", "read it as a reference"


def check_phrases(column: Field, fill: ParseFill, table: Table) -> Iterator[Said]:
    """Check what the words of a field are checked by: codes, phrases and fields are known. A phrase may say several codes."""
    for key, codes in (("words", fill.words), ("needs_words", fill.needs_words), ("needs_reason", fill.needs_reason)):
        for code in codes:
            if code not in column.codes:
                yield f"{key}: unknown code {code!r}", suggest_nearest(code, column.codes)
    for code, names in fill.goes_with.items():
        if code not in ("*", *column.codes):
            yield f"goes_with: unknown code {code!r}", suggest_nearest(code, column.codes)
        for name in names:
            if name not in table.coded_fields:
                yield f"goes_with: {name!r} is no field that coders write", suggest_nearest(name, table.fields)
    printed = table.fields.get(fill.prints)
    if fill.prints and not (printed and printed.parse and printed.parse.words):
        yield f"prints: {fill.prints!r} is no field with words", suggest_nearest(fill.prints, table.fields)
    for code in fill.needs_words:
        if code in column.codes and not fill.words.get(code):
            yield f"needs_words: {code!r} has no words", "list its phrases under words"
    for phrase in (phrase for phrases in (*fill.words.values(), fill.after) for phrase in phrases):
        if phrase != " ".join(phrase.split()).casefold() or not phrase:
            yield f"{phrase!r} is no phrase", "write it in lower case, with one space between words"


def check_rule(rule: RuleName, reads: ParserName | None, column: Field) -> Iterator[Said]:
    """Check that a rule fits the readings that it compares. Who speaks is read by no parser and named as a reference is."""
    fitting = RULE_PARSERS.get(rule)
    if fitting and (reads or ParserName.REFERENCE) not in fitting:
        yield f"agree: the rule {rule} does not fit {reads or 'who speaks'}", f"it fits {', '.join(fitting)}"
    if rule == RuleName.SET and column.type != T.STRING:
        yield f"agree: the rule {rule} does not fit the type {column.type}", "a set is a string"
    if rule == RuleName.INTERVAL and column.type == T.DATE:
        yield f"agree: the rule {rule} does not fit the type {column.type}", "a day has no bounds: let its claims be the same"
    if rule == RuleName.FURTHEST and not column.codes:
        yield f"agree: the rule {rule} needs codes", "it takes the last of them"


def check_part(column: Field, fill: PartFill, table: Table) -> Iterator[Said]:
    """Check a part: the field that it is a part of is before it, and its readings have such a part of this type."""
    names = list(table.fields)
    main = table.fields.get(fill.of)
    if main is None or names.index(fill.of) > names.index(column.name):
        yield f"of: no field {fill.of!r} is before it", suggest_nearest(fill.of, names)
        return
    known = PARTS.get(main.reads, ()) if main.reads else ()
    if fill.part not in known:
        yield f"part: {fill.of!r} has no part {fill.part}", suggest_nearest(fill.part, known)
    suffix = fill.part.removeprefix("date_")
    if column.name != f"{fill.of}_{suffix}":
        yield f"part is {fill.part}", f"this part of {fill.of} is named {fill.of}_{suffix}"
    if column.type not in PART_TYPES.get(fill.part, (T.STRING,)):
        yield f"type is {column.type}", f"{fill.part} is {' or '.join(PART_TYPES.get(fill.part, (T.STRING,)))}"


def check_derive(column: Field, fill: DeriveFill | RegisterFill | None, table: Table) -> Iterator[Said]:
    """Check a derivation: it fits the table and the type, and has the field that it looks at."""
    if isinstance(fill, RegisterFill) and table.name != SOURCES:
        yield f"register: only {SOURCES} has a register", "leave it out"
    if isinstance(fill, RegisterFill) and fill.default and column.codes and fill.default not in column.codes:
        yield f"default: unknown code {fill.default!r}", suggest_nearest(fill.default, column.codes)
    if isinstance(fill, RegisterFill) and fill.default_from and (fill.default or fill.default_from not in table.fields):
        yield f"default_from: {fill.default_from!r} is no field, or there is a default", "name a field, and leave out default"
    if isinstance(fill, RegisterFill) and column.type not in (T.STRING, T.DATE):
        yield f"type is {column.type}", "the register holds strings and dates"
    if not isinstance(fill, DeriveFill):
        return
    rule = fill.derive
    if column.type != DERIVED_TYPES.get(rule, T.STRING):
        yield f"type is {column.type}", f"{rule} gives {DERIVED_TYPES.get(rule, T.STRING)}"
    if column.name in set(DerivationName) - {rule}:
        yield f"derive is {rule}", f"a column of this name is derived by {column.name}"
    if rule in GATHERED and not table.curation.rows_from:
        yield f"derive: {rule} needs rows_from", "it counts or names gathered rows"
    if rule in OF_SOURCES and table.name != SOURCES:
        yield f"derive: {rule} is about {SOURCES}", "leave it out"
    if (rule == DerivationName.ROW_ID) != (column.name in table.key):
        yield f"derive is {rule}", "row_id fills the key of the table and no other column"
    looks_at = {D.COUNT_STATUS: "from_field", D.COUNTRY_NAME: "from_field", D.GATHER_ALIKE: "from_gathered"}
    wanted = looks_at.get(rule)
    for key in ("from_field", "from_gathered"):
        if bool(getattr(fill, key)) != (key == wanted):
            yield f"derive: {rule} with{'out' if key == wanted else ''} {key}", "see docs/schemas.md"
    if fill.from_field and fill.from_field not in table.fields:
        yield f"from_field: unknown field {fill.from_field!r}", suggest_nearest(fill.from_field, table.fields)
    elif rule == D.COUNTRY_NAME and fill.from_field and table.fields[fill.from_field].reads != ParserName.COUNTRY:
        yield f"from_field: {fill.from_field!r} is no country", "name a field that reads a country"


# What schemas must hold together


def check_across(table: Table, schemas: Schemas) -> Iterator[Said]:
    """Check every name of another table, and of its fields, that a schema uses."""
    for own, other, key in table.foreign_keys:
        if own not in table.fields:
            yield f"foreignKeys: unknown field {own!r}", suggest_nearest(own, table.fields)
        yield from check_field("foreignKeys", other, key, schemas)
    origin = table.curation.rows_from
    if origin:
        yield from check_field("curation.rows_from", origin.table, origin.field, schemas)
    for column in table.fields.values():
        where = f"field {column.name!r}: "
        if column.parse and column.parse.refers_to and column.parse.refers_to not in schemas:
            refers_to = column.parse.refers_to
            yield f"{where}refers_to: unknown table {refers_to!r}", suggest_nearest(refers_to, schemas)
        looks_at = column.gathers or (column.derivation.from_gathered if column.derivation else "")
        speaks = SPEAKERS.get(column.speaker) if column.speaker else None
        named = schemas.get(table.reference_of(column.name))
        if speaks and (named is None or named.speakers != speaks):
            other = f"; {SCHEMAS}/{named.name}.json has {named.speakers or 'none'}" if named else ""
            yield f"{where}by is {column.speaker}", f"it needs a foreign key to a table whose speakers are {speaks}{other}"
        if looks_at and origin:
            yield from check_field(f"{where}gather", origin.table, looks_at, schemas)
            gathered = schemas[origin.table].fields.get(looks_at) if origin.table in schemas else None
            if column.gathers and gathered:
                yield from check_gathered(column, gathered)
        for message, advice in check_rules(column, table, schemas):
            yield f"{where}{message}", advice
    yield from check_overview(table, schemas)


def check_gathered(column: Field, gathered: Field) -> Iterator[Said]:
    """Check that a column fits the field whose claims it gathers."""
    for message, advice in check_rule(column.rule, gathered.reads, column):
        yield f"field {column.name!r}: {message}", f"{advice}; see {gathered.name!r} in {SCHEMAS}/{gathered.table}.json"
    if column.type != gathered.type:
        yield (
            f"field {column.name!r}: type is {column.type}",
            f"{gathered.name} is {gathered.type} in {SCHEMAS}/{gathered.table}.json",
        )


def check_field(where: str, table: str, field: str, schemas: Schemas) -> Iterator[Said]:
    """Check that a table and its field exist."""
    if table not in schemas:
        yield f"{where}: unknown table {table!r}", suggest_nearest(table, schemas)
    elif field not in schemas[table].fields:
        yield f"{where}: {table} has no field {field!r}", suggest_nearest(field, schemas[table].fields)
