"""docs/codebook.md: every table, column and code."""

from __future__ import annotations

from collections.abc import Iterable

from curation.package.markdown import write_table
from curation.package.write_tables import Filled
from curation.paths import GENERATED_NOTE
from curation.schema.describe import describe_filling, explain_code
from curation.schema.identity import Identity
from curation.schema.metadata import Metadata
from curation.schema.tables import Field, Table

NO_VALUE = "*No value in this version.*"


def write_codebook(tables: Iterable[Table], metadata: Metadata, filled: Filled) -> str:
    """Return docs/codebook.md. `filled` has the columns that have a value in any row."""
    lines = ["# Codebook", "", f"<!-- {GENERATED_NOTE} -->", ""]
    lines += ["Every table and column that is published. How cells are filled is in [schemas.md](schemas.md)."]
    lines += ["The examples are made up to show a column's form; they are not data.", "", "What every user must know:", ""]
    lines += [f"- {caution}" for caution in metadata["cautions"]]
    for table in tables:
        lines += ["", f"## {table.name}", "", table.description, "", f"Key: {join_code(table.key)}."]
        if table.identity.columns:
            lines[-1] += f" {describe_identity(table.identity)}"
        for own, other, key in table.foreign_keys:
            lines[-1] += f" `{own}` names a row of `{other}` by its `{key}`."
        columns = (describe_column(column, column.name in filled[table.name]) for column in table.fields.values())
        lines += ["", *write_table(("column", "type", "what it is", "filled by", "example (made up)"), columns)]
        for column in table.fields.values():
            if column.codes:
                lines += ["", f"`{column.name}`:", ""]
                lines += [f"- `{name}`: {explain_code(code)}" for name, code in column.codes.items()]
    return "\n".join(lines) + "\n"


def describe_identity(identity: Identity) -> str:
    """Return in words when two rows may be one fact."""
    ways = "; or ".join(map(describe_way, identity.ways))
    return f"Two rows may be one fact under two names where they are {ways}."


def describe_way(identity: Identity) -> str:
    """Return in words one way in which two rows may be one fact."""
    said = [f"equal in {join_code(identity.equal)}"] if identity.equal else []
    if identity.last_word:
        said.append(f"equal in the last word of {join_code(identity.last_word)}")
    said += [f"where any of {join_code(names)} counts as `{column}`" for column, names in identity.spelled.items()]
    for column, codes in identity.equal_where.items():
        said += [f"where `{column}` is `{code}` also in {join_code(names)}" for code, names in codes.items()]
    if identity.equal_or_empty:
        said.append(f"equal, or empty in one of them, in {join_code(identity.equal_or_empty)}")
    if identity.near:
        said.append(f"within {identity.near.days} days by {join_code(identity.near.fields)}")
    if identity.compatible:
        said.append(f"compatible in {join_code(identity.compatible)}")
    return "; ".join(said)


def join_code(names: Iterable[str]) -> str:
    """Return names as Markdown code, joined by commas."""
    return ", ".join(f"`{name}`" for name in names)


def describe_column(column: Field, is_filled: bool) -> list[str]:
    """Return the cells of a column's line in the codebook. Of a column that no row fills it says so."""
    kind = column.type + (f", {column.unit}" if column.unit else "") + (", required" if column.is_required else "")
    cells = (
        f"`{column.name}`",
        kind,
        " ".join(filter(None, (f"**{column.title}.**", column.question, column.description, "" if is_filled else NO_VALUE))),
        describe_filling(column),
        column.example,
    )
    return [cell.replace("|", "\\|") for cell in cells]
