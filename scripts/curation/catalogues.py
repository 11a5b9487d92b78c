"""The package as others list it: CITATION.cff, .zenodo.json, and croissant.json (schema.org/Dataset with Croissant)."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from curation.metadata import Metadata, list_authors
from curation.package import CSV_FOLDER, GENERATED_NOTE, PARQUET_FOLDER, Files, write_json
from curation.schemas import Field, Schemas, Table, explain_field
from curation.sources import hash_content

CITATION = "CITATION.cff"
ZENODO = ".zenodo.json"
CROISSANT = "croissant.json"
CONTEXT = json.loads((Path(__file__).parent / "standards" / "croissant-1.0-context.json").read_bytes())
"""The standard's JSON-LD context, embedded so that a reader need not fetch it."""

DATA_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}


def make_catalogues(schemas: Schemas, metadata: Metadata, files: Files) -> Files:
    """Make what catalogues read, from completed metadata and the published files."""
    tables = [schemas[name] for name in metadata["tables"]]
    return {
        CITATION: write_citation(metadata).encode(),
        ZENODO: write_json(describe_for_zenodo(metadata)),
        CROISSANT: write_json(describe_for_search(tables, metadata, files)),
    }


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
    return json.dumps(text, ensure_ascii=False)


def name_urn(metadata: Metadata) -> str:
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


# schema.org and Croissant


def describe_for_search(tables: list[Table], metadata: Metadata, files: Files) -> dict[str, Any]:
    """Describe the dataset for search engines (schema.org) and for those that load it (Croissant 1.0), in one JSON-LD."""
    temporal = metadata["temporal"]
    found = {
        "url": metadata.get("homepage"),
        "sameAs": f"https://doi.org/{metadata['doi']}" if "doi" in metadata else None,
        "temporalCoverage": f"{temporal['start']}/{temporal['end']}" if temporal else None,
    }
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": metadata["title"],
        "alternateName": metadata["name"],
        "description": metadata["description"],
        "identifier": name_urn(metadata),
        **{name: value for name, value in found.items() if value},
        "version": metadata["version"],
        "datePublished": metadata["created"],
        "license": metadata["licenses"][0]["path"],
        "creator": [{"@type": "sc:Organization", "name": author} for author in list_authors(metadata)],
        "keywords": metadata["keywords"],
        "inLanguage": metadata["language"],
        "isAccessibleForFree": True,
        "citeAs": write_bibtex(metadata),
        "spatialCoverage": [
            {"@type": "sc:Country", "name": place["title"], "identifier": place["code"]} for place in metadata["spatial"]
        ],
        "isBasedOn": [{"@type": "sc:CreativeWork", "name": title} for title in metadata["sources"]],
        "rai:dataLimitations": metadata["cautions"],
        "distribution": [describe_file(name, content) for name, content in files.items() if is_data(name)],
        "recordSet": [describe_records(table) for table in tables],
    }


def is_data(name: str) -> bool:
    return name.startswith((f"{CSV_FOLDER}/", f"{PARQUET_FOLDER}/")) and not name.endswith(".json")


def describe_file(name: str, content: bytes) -> dict[str, Any]:
    kind = "text/csv" if name.endswith(".csv") else "application/x-parquet"
    return {
        "@type": "cr:FileObject",
        "@id": Path(name).name,
        "name": Path(name).name,
        "contentUrl": name,
        "contentSize": f"{len(content)} B",
        "encodingFormat": kind,
        "sha256": hash_content(content),
    }


def describe_records(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [describe_column(table, column) for column in table.fields.values()],
    }


def describe_column(table: Table, column: Field) -> dict[str, Any]:
    """Describe a column by the Parquet file, whose types need no guessing.

    Without Croissant's `references`: by them mlcroissant 1.1 joins the tables and then returns wrong rows or none at all.
    The foreign keys are in both data packages.
    """
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": explain_field(column),
        "dataType": DATA_TYPES[column.type],
        "source": {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": column.name}},
    }


def write_bibtex(metadata: Metadata) -> str:
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
