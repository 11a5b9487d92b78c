"""The tables as their Table Schemas describe them: columns, codes, and how each column is filled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from functools import cached_property
from typing import Annotated, Any, Literal

import pydantic
from pydantic.dataclasses import dataclass

from curation.problems import suggest_nearest
from curation.schema.fills import STRICT, DeriveFill, Fill, GatherFill, ParseFill, PartFill, RegisterFill, SpeakerFill, Strict
from curation.schema.identity import Identity
from curation.schema.kinds import Basis, FieldType, ParserName, RuleName, SpeakerKind, SpeakerPart

ROW_ID = re.compile(r"[a-z0-9][a-z0-9.-]*")
"""How a row is named, a source too: ASCII alone, so that no look-alike letter can name another one."""

TABLE_NAME = re.compile(r"(?!history$)[a-z][a-z0-9_]{0,30}")
"""How a table is named, in SQL and as a sheet: Excel allows 31 characters, no two that differ in case alone, no History."""

SYSTEM_TABLES = ("claims", "cells", "disagreements", "coverage", "codings", "evidence")
SOURCES = "sources"
PROFILE: Literal["https://datapackage.org/profiles/2.0/tableschema.json"] = (
    "https://datapackage.org/profiles/2.0/tableschema.json"
)

CellName = tuple[str, str, str]
"""Table, row and field."""


class Constraints(Strict):
    """The constraints of Table Schema that a field may have."""

    required: pydantic.StrictBool = False
    unique: pydantic.StrictBool = False
    pattern: str = ""
    minimum: float | None = None
    enum: tuple[str, ...] = ()


class Category(Strict):
    """One code of a closed list, as Data Package v2 has it: with its label, and with what it means beside them."""

    value: str
    label: str
    description: str


@dataclass(config=STRICT, kw_only=True)
class Field:
    """One column: what it says, what it may hold, and how its cells are filled (see docs/schemas.md)."""

    name: str
    type: FieldType
    title: str
    question: str = ""
    """What a reader asks that this column answers."""
    description: str
    example: str
    unit: str = ""
    categories: tuple[Category, ...] = ()
    item_categories: tuple[Category, ...] = pydantic.Field((), alias="itemCategories")
    """The codes of a set. `categories` would say, by the standard, that a cell holds one of them."""
    categories_ordered: pydantic.StrictBool | None = pydantic.Field(None, alias="categoriesOrdered")
    constraints: Constraints = Constraints()
    fill: Fill | None = pydantic.Field(None, alias="curation")
    table: str = field(default="", init=False)
    """The name of its table, which a schema does not repeat in each field."""
    is_required: bool = field(init=False)
    """Whether no cell of the column may be empty."""
    parse: ParseFill | None = field(init=False)
    """How words are read, where coders write this field."""
    reads: ParserName | None = field(init=False)
    """The parser, where coders write this field."""
    speaker: SpeakerPart | None = field(init=False)
    """What of `by:` fills this field."""
    derivation: DeriveFill | None = field(init=False)
    """What derives the cell, where there is no claim."""
    is_registered: bool = field(init=False)
    """Whether the register of sources fills the cell, where there is no claim."""
    basis: Basis = field(init=False)
    """How a claim on this field is obtained, where no written reason overrules it."""
    rule: RuleName = field(init=False)
    """The rule by which claims on this field agree: `same` where its schema names none."""
    is_set: bool = field(init=False)
    """Whether a cell may hold several members."""
    main_field: str = field(init=False)
    """The field whose claims decide this one: itself, or the field of which it is a part."""

    def __post_init__(self) -> None:
        """Keep what the build asks of a column for each claim: an attribute is read in a fifth of a property's time."""
        parse, unclaimed = (self.fill if isinstance(self.fill, ParseFill) else None), self.unclaimed
        speaker = self.fill.by if isinstance(self.fill, SpeakerFill) else None
        rule = self.fill.agree if isinstance(self.fill, ParseFill | GatherFill) else RuleName.SAME
        found = {
            "is_required": self.constraints.required,
            "parse": parse,
            "reads": parse and parse.reads,
            "speaker": speaker,
            "derivation": unclaimed if isinstance(unclaimed, DeriveFill) else None,
            "is_registered": isinstance(unclaimed, RegisterFill),
            "basis": parse.basis if parse else Basis.VERBATIM if speaker == SpeakerPart.WORDS else Basis.CODED,
            "rule": rule,
            "is_set": rule == RuleName.SET,
            "main_field": self.fill.of if isinstance(self.fill, PartFill) else self.name,
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)  # as a frozen dataclass sets its own

    @cached_property
    def codes(self) -> dict[str, Category]:
        """The codes of a closed list, in its order, each with its label and its meaning."""
        return {category.value: category for category in (*self.categories, *self.item_categories)}

    @property
    def unclaimed(self) -> Fill | None:
        """What fills the cell where there is no claim."""
        return self.fill.otherwise if isinstance(self.fill, ParseFill) else self.fill

    @property
    def gathers(self) -> str:
        """The field of the gathered rows whose claims agree here."""
        return self.fill.gather if isinstance(self.fill, GatherFill) else ""

    @property
    def default(self) -> str:
        """What is registered where an entry of the register does not have this line."""
        return self.unclaimed.default if isinstance(self.unclaimed, RegisterFill) else ""

    @property
    def default_from(self) -> str:
        """The field whose value is registered where an entry of the register does not have this line."""
        return self.unclaimed.default_from if isinstance(self.unclaimed, RegisterFill) else ""

    @property
    def is_coded_by_hand(self) -> bool:
        """Whether a coder may write a cell of this column under a row."""
        return self.parse is not None

    @property
    def is_compared(self) -> bool:
        """Whether both codings of a source have it."""
        return isinstance(self.fill, ParseFill | SpeakerFill)

    @property
    def has_claims(self) -> bool:
        """Whether claims are made on this column itself."""
        return isinstance(self.fill, ParseFill | SpeakerFill | GatherFill)


class Reference(Strict):
    """Where a foreign key leads."""

    resource: str
    fields: tuple[str]


class ForeignKey(Strict):
    """A field whose values name rows of another table."""

    fields: tuple[str]
    reference: Reference


class RowsFrom(Strict):
    """The field of another table whose values are the rows of a gathered table."""

    table: str
    field: str


class OverviewEntry(Strict):
    """One line of a row's matrix: the words of several fields; of `join` those of one sentence are one quotation."""

    label: str = ""
    question: str = ""
    """What a reader asks that these fields answer together."""
    fields: tuple[str, ...] = ()
    join: tuple[str, ...] = ()

    @pydantic.model_validator(mode="after")
    def check_fields(self) -> OverviewEntry:
        """Check that exactly one of the two lists is there."""
        if bool(self.fields) == bool(self.join):
            raise ValueError('write a field, or {"label": "…", "fields": […]}, or {"label": "…", "join": […]}')
        return self


def complete_entry(entry: Any) -> Any:
    """Return an entry that is a field's name alone as the object that it means."""
    return {"fields": [entry]} if isinstance(entry, str) else entry


@dataclass(config=STRICT, kw_only=True)
class TableCuration:
    """What the build must know about a table of facts."""

    identity: Identity = Identity()
    headline: str = ""
    speakers: SpeakerKind | None = None
    attributed: pydantic.StrictBool = True
    """Whether `by:` and `hedge:` of a passage reach its rows."""
    rows_from: RowsFrom | None = None


def index_fields(columns: Any) -> Any:
    """Return a list of field descriptors as a dict by name. Raises ValueError where a name is missing or repeated."""
    if not isinstance(columns, list):
        raise ValueError("not a Table Schema: no list of fields")
    indexed: dict[str, Any] = {}
    for number, column in enumerate(columns, 1):
        name = column.get("name") if isinstance(column, dict) else None
        if not isinstance(name, str):
            known = ", ".join(map(str, column)) if isinstance(column, dict) else "nothing"
            raise ValueError(f"field {number} has no name: it has {known}")
        if name in indexed:
            raise ValueError(f"field {name!r} is there twice")
        indexed[name] = column
    return indexed


@dataclass(config=STRICT, kw_only=True)
class Table:
    """One table: of facts, gathered from another table, or one of the build's own."""

    profile: Literal["https://datapackage.org/profiles/2.0/tableschema.json"] = pydantic.Field(PROFILE, alias="$schema")
    name: str
    title: str
    description: str
    row_title: tuple[str, ...] = pydantic.Field((), alias="rowTitle")
    """A row's name: parts with names of fields in braces, {a|b} for b where a is empty. Words in [] may be left out."""
    overview: tuple[Annotated[OverviewEntry, pydantic.BeforeValidator(complete_entry)], ...] = ()
    """What readers ask of a row, in their order: the lines of its matrix."""
    fields: Annotated[dict[str, Field], pydantic.BeforeValidator(index_fields)]
    key: tuple[str, ...] = pydantic.Field(alias="primaryKey", min_length=1)
    references: tuple[ForeignKey, ...] = pydantic.Field((), alias="foreignKeys")
    missing_values: tuple[Literal[""]] = pydantic.Field(("",), alias="missingValues")
    curation: TableCuration = TableCuration()
    descriptor: dict[str, Any] = field(default_factory=dict, init=False)
    """The Table Schema as it was written: it is published."""

    @property
    def named_in_title(self) -> tuple[str, ...]:
        """The fields whose values are in the name of a row."""
        return tuple(re.findall(r"\w+", " ".join(re.findall(r"\{([^{}]*)\}", " ".join(self.row_title)))))

    @property
    def has_open_title(self) -> bool:
        """Whether a brace or a bracket in the name of a row has no other, or a bracket no brace in it."""
        plain = (re.sub(r"\{\w+(\|\w+)*\}", "\0", part) for part in self.row_title)  # \0: a name of a field
        return any(re.search(r"[{}\[\]]", re.sub(r"\[[^{}\[\]\0]*\0[^{}\[\]]*\]", "", part)) for part in plain)

    @property
    def is_fact(self) -> bool:
        """Whether its rows come from the sources: every table but the build's own."""
        return self.name not in SYSTEM_TABLES

    @cached_property
    def coded_fields(self) -> dict[str, Field]:
        """The columns of which a coder may write cells, by their names."""
        return {column.name: column for column in self.fields.values() if column.is_coded_by_hand}

    @property
    def is_coded_by_hand(self) -> bool:
        """Whether coders write its rows."""
        return self.is_fact and not self.curation.rows_from

    @property
    def headline(self) -> str:
        """The field for which `origins` and `sentence` speak."""
        return self.curation.headline

    @property
    def identity(self) -> Identity:
        """When two of its rows may be one fact under two names."""
        return self.curation.identity

    @property
    def speakers(self) -> SpeakerKind | None:
        """What its rows are, where they can say something."""
        return self.curation.speakers

    @cached_property
    def has_sayings(self) -> bool:
        """Whether its rows say who speaks."""
        return any(column.speaker for column in self.fields.values())

    @cached_property
    def foreign_keys(self) -> tuple[tuple[str, str, str], ...]:
        """Each foreign key as own field, other table, its field."""
        return tuple((key.fields[0], key.reference.resource, key.reference.fields[0]) for key in self.references)

    def reference_of(self, name: str) -> str:
        """Return the table to which a field refers, or an empty string."""
        named = next((other for own, other, _ in self.foreign_keys if own == name), "")
        parse = self.fields[name].parse if name in self.fields else None
        return named or (parse.refers_to if parse else "")


Schemas = dict[str, Table]


def make_table(descriptor: dict[str, Any]) -> Table:
    """Return the table that a Table Schema describes. Raises pydantic.ValidationError."""
    table = pydantic.TypeAdapter(Table).validate_python(descriptor)
    object.__setattr__(table, "descriptor", descriptor)  # as a dataclass does, of which nothing is changed after this
    for column in table.fields.values():
        object.__setattr__(column, "table", table.name)
    return table


def make_set_pattern(codes: Iterable[str]) -> str:
    """Return the pattern of a cell that joins codes of a list; Table Schema knows an enum of single codes only."""
    one = "|".join(codes)
    return f"^({one})(\\|({one}))*$"


def as_list(value: Any) -> list[Any]:
    """Return a list for what Frictionless lets stand as one name or a list of names."""
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def advise_field(table: Table, name: str) -> str:
    """Return advice on a field that coders cannot write: the one that is meant, or what fills it."""
    column = table.fields.get(name)
    if column is None:
        return suggest_nearest(name, table.coded_fields)
    if column.main_field != column.name:
        return f"it is read with {column.main_field!r}: code that"
    return "it comes from 'by:'" if column.speaker else "the build fills it"
