"""croissant.json: the dataset for search engines (schema.org) and for machine learning tools (Croissant)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from curation.package.citation import list_authors, name_urn, write_bibtex
from curation.package.csv_parquet import Files
from curation.package.guide import explain_codes
from curation.paths import CSV_FOLDER, PARQUET_FOLDER
from curation.schema.metadata import Metadata
from curation.schema.tables import Field, Table
from curation.sources.register import hash_content

JSON_LD_CONTEXT = json.loads((Path(__file__).parent / "standards" / "croissant-1.0-context.json").read_bytes())
"""The standard's JSON-LD context, embedded so that a reader need not fetch it."""

DATA_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
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
        "@context": JSON_LD_CONTEXT,
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
    """Return whether a published file holds a table."""
    return name.startswith((f"{CSV_FOLDER}/", f"{PARQUET_FOLDER}/")) and not name.endswith(".json")


def describe_file(name: str, content: bytes) -> dict[str, Any]:
    """Describe a file as a Croissant FileObject."""
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
    """Describe a table as a Croissant RecordSet."""
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [describe_record_field(table, column) for column in table.fields.values()],
    }


def describe_record_field(table: Table, column: Field) -> dict[str, Any]:
    """Describe a column by the Parquet file, whose types need no guessing.

    Without Croissant's `references`: by them mlcroissant 1.1 joins the tables and then returns wrong rows or none at all.
    The foreign keys are in both data packages.
    """
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": explain_codes(column),
        "dataType": DATA_TYPES[column.type],
        "source": {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": column.name}},
    }
