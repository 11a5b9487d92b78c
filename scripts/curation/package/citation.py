"""How the package is cited: CITATION.cff, .zenodo.json, BibTeX, and one line of text."""

from __future__ import annotations

import html
import json
from typing import Any

from curation.paths import GENERATED_NOTE
from curation.schema.metadata import Metadata
from curation.schema.tables import SOURCES, Schemas
from curation.sources.register import name_untitled
from curation.tables.types import Row, Tables, format_value

MOST_SOURCES = 100
"""How many documents a description names one by one."""


def name_source(row: Row) -> str:
    """Name a document as a bibliography would, with what it says of itself: title, author, publisher; and its row."""
    source = format_value(row["source_id"])
    title = format_value(row["headline"]) or name_untitled(source)
    named = [format_value(row[name]) for name in ("author", "publisher") if row[name]]
    return f"{title} ({', '.join([*named, source])})"


def complete_metadata(metadata: Metadata, schemas: Schemas, rows: Tables) -> Metadata:
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


def list_authors(metadata: Metadata) -> list[str]:
    """Return the names of the package's authors."""
    return list_people(metadata, "author")


def list_people(metadata: Metadata, role: str) -> list[str]:
    """Return the names of those who have a role."""
    return [person["title"] for person in metadata["contributors"] if person["role"] == role]


def cite_package(metadata: Metadata) -> str:
    """Return the reference by which the package is cited."""
    authors, year = "; ".join(list_authors(metadata)), metadata["created"][:4]
    address = f" https://doi.org/{metadata['doi']}" if "doi" in metadata else f" {metadata.get('homepage', '')}".rstrip()
    return f"{authors} ({year}). {metadata['title']} (version {metadata['version']}) [Data set].{address}"


def write_citation(metadata: Metadata) -> str:
    """Write CITATION.cff 1.2.0. JSON strings are YAML strings, so that no text needs escaping by hand."""
    lines = [
        f"# {GENERATED_NOTE}",
        "cff-version: 1.2.0",
        "message: Please cite this dataset as below.",
        "type: dataset",
        f"title: {quote(metadata['title'])}",
        f"abstract: {quote(metadata['description'])}",
        f"version: {quote(metadata['version'])}",
        f"date-released: {metadata['created']}",
        f"license: {metadata['licenses'][0]['name']}",
        *([f"url: {quote(metadata['homepage'])}"] if "homepage" in metadata else []),
        *([f"doi: {metadata['doi']}"] if "doi" in metadata else []),
        "identifiers:",
        "- type: other",
        f"  value: {name_urn(metadata)}",
        "  description: The package, whatever its version.",
        "authors:",
        *(f"- name: {quote(author)}" for author in list_authors(metadata)),
        "keywords:",
        *(f"- {quote(word)}" for word in metadata["keywords"]),
    ]
    return "\n".join(lines) + "\n"


def quote(text: str) -> str:
    """Return a text as a JSON string, which is a YAML string too."""
    return json.dumps(text, ensure_ascii=False)


def name_urn(metadata: Metadata) -> str:
    """Return the URN that names the package in all its versions."""
    return f"urn:uuid:{metadata['id']}"


def describe_for_zenodo(metadata: Metadata) -> dict[str, Any]:
    """Describe a deposit. Where this file is, Zenodo does not read CITATION.cff: both are made of the same facts."""
    return {
        "upload_type": "dataset",
        "access_right": "open",
        "title": metadata["title"],
        "description": f"<p>{html.escape(metadata['description'], quote=False)}</p>",
        "notes": "".join(f"<p>{html.escape(caution, quote=False)}</p>" for caution in metadata["cautions"]),
        "version": metadata["version"],
        "publication_date": metadata["created"],
        "license": metadata["licenses"][0]["name"],
        "creators": [{"name": author} for author in list_authors(metadata)],
        "keywords": metadata["keywords"],
        "references": metadata["sources"],
    }


def write_bibtex(metadata: Metadata) -> str:
    """Return a BibTeX entry on one line."""
    entries = {
        "author": " and ".join(f"{{{author}}}" for author in list_authors(metadata)),
        "title": f"{{{metadata['title']}}}",
        "year": metadata["created"][:4],
        "version": metadata["version"],
        "doi": metadata.get("doi"),
        "url": metadata.get("homepage"),
    }
    said = ", ".join(f"{name} = {{{value}}}" for name, value in entries.items() if value)
    return f"@misc{{{metadata['name']}, {said}}}"
