"""What the package is: title, version, licences and people stand in metadata.yaml and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from curation.problems import Problem
from curation.rows import Row, format_value
from curation.schemas import FOLDER, SOURCES, Schemas
from curation.sources import name_untitled
from curation.strict_yaml import Mapping, Node, Scalar, read_yaml

METADATA = "metadata.yaml"
METADATA_SCHEMA = f"{FOLDER}/metadata.schema.json"

MOST_SOURCES = 100
"""How many documents a description names one by one."""

Metadata = dict[str, Any]


def read_metadata(root: Path, schemas: Schemas) -> tuple[Metadata, list[Problem]]:
    """Read metadata.yaml and check it against its JSON Schema and against the tables that there are."""
    import jsonschema

    tree, problems = read_yaml(root, METADATA)
    if tree is None:
        return {}, problems
    metadata = to_plain(tree)
    try:
        schema = json.loads((root / METADATA_SCHEMA).read_bytes())
    except (OSError, ValueError) as error:
        return {}, [Problem(METADATA_SCHEMA, 0, 0, f"cannot be read: {error}")]
    draft = jsonschema.Draft202012Validator
    for fault in draft(schema, format_checker=draft.FORMAT_CHECKER).iter_errors(metadata):
        line, column = find_place(tree, list(fault.absolute_path))
        problems.append(Problem(METADATA, line, column, f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"))
    if not problems and sorted(metadata["tables"]) != sorted(schemas):
        line, column = find_place(tree, ["tables"])
        advice = f"list each once: {', '.join(sorted(schemas))}"
        problems.append(Problem(METADATA, line, column, "tables are not those of schemas/", advice))
    return metadata, problems


def to_plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.value: to_plain(value) for key, value in node.items}
    return [to_plain(item) for item in node.items]


def find_place(node: Node, path: list[str | int]) -> tuple[int, int]:
    for step in path:
        following = (
            node.get(str(step))
            if isinstance(node, Mapping)
            else node.items[int(step)]
            if not isinstance(node, Scalar)
            else None
        )
        if following is None:
            break
        node = following
    return node.line, node.column


def name_source(row: Row) -> str:
    """Name a document as a bibliography would, with what it says of itself: title, author, publisher; and its row."""
    source = format_value(row["source_id"])
    title = format_value(row["headline"]) or name_untitled(source)
    named = [format_value(row[name]) for name in ("author", "publisher") if row[name]]
    return f"{title} ({', '.join([*named, source])})"


def list_authors(metadata: Metadata) -> list[str]:
    return [person["title"] for person in metadata["contributors"] if person["role"] == "author"]


def cite_package(metadata: Metadata) -> str:
    """Return the reference by which the package is cited."""
    authors, year = "; ".join(list_authors(metadata)), metadata["created"][:4]
    address = f" https://doi.org/{metadata['doi']}" if "doi" in metadata else f" {metadata.get('homepage', '')}".rstrip()
    return f"{authors} ({year}). {metadata['title']} (version {metadata['version']}) [Data set].{address}"


def complete_metadata(metadata: Metadata, schemas: Schemas, rows: dict[str, list[Row]]) -> Metadata:
    """Add what the tables themselves tell of the package: its sources, and the days from the first to the last."""
    titles = [name_source(row) for row in rows[SOURCES]]
    if len(titles) > MOST_SOURCES:
        titles = [f"{len(titles)} documents: the table {SOURCES} lists them"]
    days = sorted(
        format_value(row[column.name])
        for table in schemas.values()
        for column in table.fields.values()
        if column.type == "date"
        for row in rows[table.name]
        if row[column.name] is not None
    )
    return metadata | {"sources": titles, "temporal": {"start": days[0], "end": days[-1]} if days else {}}
