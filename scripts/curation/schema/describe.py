"""What a table and a column say about themselves, in words."""

from __future__ import annotations

import json

from curation.schema.fills import GatherFill, ParseFill, PartFill, SpeakerFill
from curation.schema.tables import Category, Field, Table


def describe_field(column: Field) -> dict[str, str]:
    """Return what a column says of itself: title, question, description, how it is filled, example, unit and codes."""
    said = {
        "title": column.title,
        "description": column.description,
        "filled_by": describe_filling(column).replace("`", ""),
        "example": column.example,
    }
    if column.question:
        said["question"] = column.question
    if column.unit:
        said["unit"] = column.unit
    if column.codes:
        said["categories"] = json.dumps([code.model_dump() for code in column.codes.values()], ensure_ascii=False)
    return said


def explain_code(code: Category) -> str:
    """Return what a code is called and what it means, as one text; once where that is the same."""
    is_same = f"{code.label}.".casefold() == code.description.casefold()
    return code.description if is_same else f"{code.label}. {code.description}"


def explain_field(column: Field) -> str:
    """Return what a column means, and its unit, as one text."""
    return f"{column.title}. {column.description}" + (f" Unit: {column.unit}." if column.unit else "")


def describe_filling(column: Field) -> str:
    """Say by which parser, rule or derivation a column is filled."""
    fill, said = column.fill, []
    if isinstance(fill, ParseFill):
        said.append(f"read from the words as {fill.reads}")
    elif isinstance(fill, PartFill):
        said.append(f"read with `{fill.of}`: its {fill.part}")
    elif isinstance(fill, SpeakerFill):
        said.append(f"from who speaks ({fill.by})")
    elif isinstance(fill, GatherFill):
        said.append(f"gathered from `{fill.gather}`")
    if isinstance(fill, ParseFill | GatherFill):
        said.append(f"claims agree by `{fill.agree}`")
    if column.derivation:
        said.append(f"derived: `{column.derivation.derive}`")
    if column.is_registered:
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
