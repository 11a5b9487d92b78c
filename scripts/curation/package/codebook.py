"""docs/codebook.md: every table, column and code."""

from __future__ import annotations

from collections.abc import Iterable

from curation.paths import GENERATED_NOTE
from curation.schema.describe import describe_filling
from curation.schema.metadata import Metadata
from curation.schema.tables import Field, Table


def write_codebook(tables: Iterable[Table], metadata: Metadata) -> str:
    """Return docs/codebook.md."""
    lines = ["# Codebook", "", f"<!-- {GENERATED_NOTE} -->", ""]
    lines += ["Every table and column that is published. How cells are filled is in [schemas.md](schemas.md)."]
    lines += ["The examples are made up to show a column's form; they are not data.", "", "What every user must know:", ""]
    lines += [f"- {caution}" for caution in metadata["cautions"]]
    for table in tables:
        lines += ["", f"## {table.name}", "", table.description, "", f"Key: {join_code(table.key)}."]
        if table.natural_key:
            lines[-1] += f" Natural key: {join_code(table.natural_key)}."
        for own, other, key in table.foreign_keys:
            lines[-1] += f" `{own}` names a row of `{other}` by its `{key}`."
        lines += ["", "| column | type | what it is | filled by | example (made up) |", "| --- | --- | --- | --- | --- |"]
        lines += [write_column(column) for column in table.fields.values()]
        for column in table.fields.values():
            if column.codes:
                lines += ["", f"`{column.name}`:", ""]
                lines += [f"- `{code}`: {meaning}" for code, meaning in column.codes.items()]
    return "\n".join(lines) + "\n"


def join_code(names: Iterable[str]) -> str:
    """Return names as Markdown code, joined by commas."""
    return ", ".join(f"`{name}`" for name in names)


def write_column(column: Field) -> str:
    """Return a column's line of the table in the codebook."""
    kind = column.type + (f", {column.unit}" if column.unit else "") + (", required" if column.is_required else "")
    cells = (
        f"`{column.name}`",
        kind,
        f"**{column.title}.** {column.description}",
        describe_filling(column),
        column.example,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
