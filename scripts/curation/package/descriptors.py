"""The two descriptors, datapackage.json and build/parquet/datapackage.json (Data Package v2)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from curation.new_file import measure_content
from curation.package.parts import is_split, join_csv, list_files_of
from curation.package.staged import measure_file
from curation.paths import CSV_FOLDER, DESCRIPTOR, LEXICON_FOLDER, PARQUET_FOLDER
from curation.schema.metadata import Metadata
from curation.schema.tables import Table

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def describe_package(metadata: Metadata, resources: list[dict[str, Any]], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe the package by Data Package v2.

    `method`, `annotators`, `agreement`, `cautions`, `spatial`, `temporal` and `lexicon` are our own.
    """
    return {
        "$schema": PACKAGE_PROFILE,
        "name": metadata["name"],
        "id": metadata["id"],
        **({"homepage": metadata["homepage"]} if "homepage" in metadata else {}),
        "title": metadata["title"],
        "description": metadata["description"],
        "version": metadata["version"],
        "created": f"{metadata['created']}T00:00:00Z",
        "licenses": metadata["licenses"],
        "sources": list_sources(metadata),
        "contributors": metadata["contributors"],
        "keywords": metadata["keywords"],
        **{name: metadata[name] for name in ("method", "annotators", "agreement") if metadata.get(name)},
        "cautions": metadata["cautions"],
        "spatial": metadata["spatial"],
        "temporal": metadata["temporal"],
        "lexicon": [
            {"path": path, "hash": f"sha256:{measure_file(files, path).sha256}"}
            for path in sorted(files)
            if path.startswith(f"{LEXICON_FOLDER}/")
        ],
        "resources": resources,
    }


def name_for_parquet(metadata: Metadata) -> Metadata:
    """Return the metadata with the name and the id of the package of Parquet files: two packages, so each has its own.

    The id is a UUID of version 5, made of the other id and the path of this descriptor: it never changes either.
    """
    own = uuid.uuid5(uuid.UUID(metadata["id"]), f"{PARQUET_FOLDER}/{DESCRIPTOR}")
    return metadata | {"name": f"{metadata['name']}-parquet", "id": str(own)}


def list_sources(metadata: Metadata) -> list[dict[str, str]]:
    """Return the documents by their names, each with its address where it is known, and with the hash of its text."""
    if not metadata["documents"]:
        return [{"title": title} for title in metadata["sources"]]
    return [
        {
            "title": title,
            **({"path": document["url"]} if "url" in document else {}),
            "version": f"sha256:{document['sha256']}",
        }
        for title, document in zip(metadata["sources"], metadata["documents"], strict=True)
    ]


def describe_csv(table: Table, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe a table's CSV file as a resource.

    Of parts, `hash` and `bytes` are those of the one file that they make together: so a reader of `path` has to join them,
    and frictionless, which does, checks both.
    """
    paths = list_files_of(files, CSV_FOLDER, table.name)
    whole = measure_content(join_csv([files[path] for path in paths])) if is_split(paths) else measure_file(files, paths[0])
    return {
        **describe_resource(table, paths if is_split(paths) else paths[0]),
        "hash": f"sha256:{whole.sha256}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": whole.size,
        "schema": describe_table(table),
    }


def describe_parquet(table: Table, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe a table's Parquet file as a resource. Without `bytes`: frictionless counts none of a Parquet file.

    Parts are described as the folder that holds them, which frictionless reads as one table: of a list of paths it would
    read the first alone. `parts` is our own.
    """
    paths = list_files_of(files, PARQUET_FOLDER, table.name)
    hashes = [
        {"path": path.removeprefix(f"{PARQUET_FOLDER}/"), "hash": f"sha256:{measure_file(files, path).sha256}"}
        for path in paths
    ]
    (whole, *_) = hashes
    held = {"parts": hashes} if is_split(paths) else {"hash": whole["hash"]}
    return {
        **describe_resource(table, table.name if is_split(paths) else whole["path"]),
        **held,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": describe_table(table),
    }


def describe_resource(table: Table, path: str | list[str]) -> dict[str, Any]:
    """Return what the resources of both descriptors have."""
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": path,
    }


def describe_table(table: Table) -> dict[str, Any]:
    """Return the Table Schema as it is published: without the names that only the build needs."""
    schema = {key: value for key, value in table.descriptor.items() if key != "curation"}
    schema["fields"] = [
        {key: value for key, value in column.items() if key != "curation"} for column in table.descriptor["fields"]
    ]
    return schema
