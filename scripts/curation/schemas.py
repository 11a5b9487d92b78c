"""The tables as their Table Schemas describe them: the one place for columns, codes, parsers and rules."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curation.problems import Problem, suggest_nearest

FOLDER = "schemas"
SET_SEPARATOR = "|"
"""Joins the members of a cell that holds a set. No member may contain it."""

ROW_ID = re.compile(r"[a-z0-9][a-z0-9.-]*")
"""How a row is named, a source too: ASCII alone, so that no look-alike letter can name another one."""

TABLE_NAME = re.compile(r"(?!history$)[a-z][a-z0-9_]{0,30}")
"""How a table is named, in SQL and as a sheet: Excel allows 31 characters, no two that differ in case alone, no History."""

SYSTEM_TABLES = ("claims", "cells", "disagreements", "evidence")
SOURCES = "sources"
PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
# Closed lists: another property, such as a profile elsewhere, would be fetched by whoever validates the package.
TABLE_PROPERTIES = {
    "$schema", "name", "title", "description", "fields", "primaryKey", "foreignKeys", "missingValues", "curation",
}  # fmt: skip
FIELD_PROPERTIES = {"name", "type", "title", "description", "example", "unit", "codes", "constraints", "curation"}
FIELD_TYPES = ("string", "integer", "number", "boolean", "date")


@dataclass(frozen=True)
class Field:
    """One column. `curation` holds the names by which its cells are filled (see docs/schemas.md)."""

    table: str
    name: str
    type: str
    title: str
    description: str
    example: str
    unit: str
    codes: dict[str, str]
    constraints: dict[str, Any]
    curation: dict[str, Any]

    @property
    def is_required(self) -> bool:
        return bool(self.constraints.get("required"))

    @property
    def is_coded_by_hand(self) -> bool:
        """Whether a coder may write a cell of this column under a row."""
        return "reads" in self.curation

    @property
    def main_field(self) -> str:
        """The field whose claims decide this one: itself, or the field of which it is a part."""
        return str(self.curation.get("of", self.name))


@dataclass(frozen=True)
class Table:
    """One table. Facts are coded by hand; `rows_from` gathers rows from another table; the rest is the build's."""

    name: str
    title: str
    description: str
    fields: dict[str, Field]
    key: tuple[str, ...]
    curation: dict[str, Any]
    foreign_keys: tuple[tuple[str, str, str], ...]
    descriptor: dict[str, Any] = field(repr=False)

    @property
    def is_fact(self) -> bool:
        return self.name not in SYSTEM_TABLES

    @property
    def is_coded_by_hand(self) -> bool:
        return self.is_fact and "rows_from" not in self.curation

    @property
    def headline(self) -> str:
        return str(self.curation.get("headline", ""))

    @property
    def natural_key(self) -> tuple[str, ...]:
        return tuple(self.curation.get("natural_key", ()))

    @property
    def speakers(self) -> str:
        """'person' or 'body' where the table's rows can say something, else empty."""
        return str(self.curation.get("speakers", ""))

    def reference_of(self, name: str) -> str:
        """Return the table to which a field refers, or an empty string."""
        for own, other, _ in self.foreign_keys:
            if own == name:
                return other
        column = self.fields.get(name)
        return str(column.curation.get("refers_to", "")) if column else ""


Schemas = dict[str, Table]


def read_schemas(root: Path) -> tuple[Schemas, list[Problem]]:
    """Read schemas/*.json, in the order in which metadata or the alphabet puts them."""
    tables: Schemas = {}
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.json")):
        if path.name.endswith(".schema.json"):
            continue
        file = f"{FOLDER}/{path.name}"
        try:
            descriptor = json.loads(path.read_bytes().decode("utf-8"))
        except (ValueError, RecursionError) as error:
            problems.append(Problem(file, getattr(error, "lineno", 0), getattr(error, "colno", 0), f"not JSON: {error}"))
            continue
        found = check_descriptor(file, path.stem, descriptor)
        problems += found
        if not found:
            tables[path.stem] = make_table(descriptor)
    problems += [
        Problem(f"{FOLDER}/{name}.json", 0, 0, "missing schema", "every collection needs this table")
        for name in (SOURCES, *SYSTEM_TABLES)
        if name not in tables and not problems
    ]
    problems += check_references(tables) if not problems else []
    return tables, problems


def check_descriptor(file: str, stem: str, descriptor: Any) -> list[Problem]:
    """Check what the build relies on; frictionless checks the rest."""
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("fields"), list):
        return [Problem(file, 0, 0, "not a Table Schema: no list of fields")]
    messages = [
        (f"unknown property {key!r}", suggest_nearest(key, TABLE_PROPERTIES))
        for key in descriptor
        if key not in TABLE_PROPERTIES or (key == "$schema" and descriptor[key] != PROFILE)
    ]
    if descriptor.get("name") != stem:
        messages.append((f"name is {descriptor.get('name')!r}", f"the file's name says {stem!r}"))
    if not TABLE_NAME.fullmatch(str(descriptor.get("name"))):
        messages.append(
            (
                f"{descriptor.get('name')!r} is no name for a table",
                "use lower-case letters, digits and _, at most 31, a letter first",
            )
        )
    if not as_list(descriptor.get("primaryKey")):
        messages.append(("no primaryKey", "name the field, or fields, that tell its rows apart"))
    names = set()
    for number, column in enumerate(descriptor["fields"], 1):
        if not isinstance(column, dict) or not isinstance(column.get("name"), str):
            messages.append((f"field {number} has no name", "give it one"))
            continue
        name = column["name"]
        for key in column.keys() - FIELD_PROPERTIES:
            messages.append((f"field {name!r}: unknown property {key!r}", suggest_nearest(key, FIELD_PROPERTIES)))
        if name in names:
            messages.append((f"field {name!r} stands twice", "keep one"))
        names.add(name)
        for key in ("type", "title", "description", "example"):
            if key not in column:
                messages.append((f"field {name!r} has no {key}", "every field says what it is"))
        if not isinstance(column.get("example", ""), str):
            messages.append((f"field {name!r}: the example is no text", "write it in quotes, as the CSV has it"))
        if column.get("type") not in FIELD_TYPES:
            messages.append((f"field {name!r} has type {column.get('type')!r}", f"use one of {', '.join(FIELD_TYPES)}"))
        codes, constraints = list(column.get("codes", {})), column.get("constraints", {})
        if column.get("curation", {}).get("agree") == "set" and codes:
            if constraints.get("pattern") != make_set_pattern(codes):
                messages.append((f"field {name!r}: pattern and codes differ", f"write the pattern {make_set_pattern(codes)}"))
        elif constraints.get("enum", []) != codes:
            messages.append((f"field {name!r}: enum and codes differ", "list the same codes in the same order"))
        main = column.get("curation", {}).get("of")
        if main is not None and main not in names:
            messages.append((f"field {name!r} is part of {main!r}", "which must stand before it"))
    for key in (*as_list(descriptor.get("primaryKey")), *descriptor.get("curation", {}).get("natural_key", ())):
        if key not in names:
            messages.append((f"key field {key!r} is unknown", suggest_nearest(str(key), names)))
    return [Problem(file, 0, 0, message, advice) for message, advice in messages]


def make_set_pattern(codes: list[str]) -> str:
    """Return the pattern of a cell that joins codes of a list; Table Schema knows an enum of single codes only."""
    one = "|".join(codes)
    return f"^({one})(\\|({one}))*$"


def as_list(value: Any) -> list[Any]:
    """Return a list for what Frictionless lets stand as one name or a list of names."""
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def make_table(descriptor: dict[str, Any]) -> Table:
    name = descriptor["name"]
    fields = {
        column["name"]: Field(
            table=name,
            name=column["name"],
            type=column["type"],
            title=column["title"],
            description=column["description"],
            example=column["example"],
            unit=column.get("unit", ""),
            codes=column.get("codes", {}),
            constraints=column.get("constraints", {}),
            curation=column.get("curation", {}),
        )
        for column in descriptor["fields"]
    }
    keys = tuple(
        (own, key["reference"]["resource"], other)
        for key in descriptor.get("foreignKeys", ())
        for own, other in zip(as_list(key["fields"]), as_list(key["reference"]["fields"]), strict=True)
    )
    return Table(
        name=name,
        title=descriptor.get("title", name),
        description=descriptor.get("description", ""),
        fields=fields,
        key=tuple(as_list(descriptor.get("primaryKey"))),
        curation=descriptor.get("curation", {}),
        foreign_keys=keys,
        descriptor=descriptor,
    )


def check_references(tables: Schemas) -> list[Problem]:
    return [
        Problem(f"{FOLDER}/{table.name}.json", 0, 0, f"foreign key to {other}.{column}, which does not exist")
        for table in tables.values()
        for _, other, column in table.foreign_keys
        if other not in tables or column not in tables[other].fields
    ]


def describe_field(column: Field) -> dict[str, str]:
    """Return what a column says of itself: title, description, how it is filled, example, unit and the codes' meanings."""
    said = {
        "title": column.title,
        "description": column.description,
        "filled_by": describe_filling(column).replace("`", ""),
        "example": column.example,
    }
    if column.unit:
        said["unit"] = column.unit
    if column.codes:
        said["codes"] = json.dumps(column.codes, ensure_ascii=False)
    return said


def explain_field(column: Field) -> str:
    """Return what a column means, and its unit, as one text."""
    return f"{column.title}. {column.description}" + (f" Unit: {column.unit}." if column.unit else "")


def describe_filling(column: Field) -> str:
    """Say by which parser, rule or derivation a column is filled."""
    curation = column.curation
    said = []
    if "reads" in curation:
        said.append(f"read from the words as {curation['reads']}")
    if "part" in curation:
        said.append(f"read with `{curation['of']}`: its {curation['part']}")
    if "by" in curation:
        said.append(f"from who speaks ({curation['by']})")
    if "gather" in curation:
        said.append(f"gathered from `{curation['gather']}`")
    if "agree" in curation:
        said.append(f"claims agree by `{curation['agree']}`")
    if "derive" in curation:
        said.append(f"derived: `{curation['derive']}`")
    if curation.get("registered"):
        said.append("known of the document, not from its words")
    return "; ".join(said) or "the build"


def describe_provenance(table: Table) -> str:
    """Say where the words behind a table's cells stand."""
    if not table.is_fact:
        return "This table is the evidence itself; docs/format.md of the release says how it is made."
    return (
        "The exact words behind each cell, their source and their speaker stand in the table cells of the same release: "
        f"table_name = {table.name}, row_id = {', '.join(table.key)}, field_name = the column."
    )
