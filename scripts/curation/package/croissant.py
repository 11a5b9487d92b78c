"""croissant.json: the dataset for search engines (schema.org) and for machine learning tools (Croissant 1.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from curation.new_file import Written
from curation.package.citation import MOST_SOURCES, list_authors, list_people, name_source, name_urn, write_bibtex
from curation.package.parts import find_size
from curation.package.responsible import describe_responsibly
from curation.package.staged import measure_file
from curation.paths import CSV_FOLDER, PARQUET_FOLDER, SET_SEPARATOR
from curation.schema.describe import describe_provenance, explain_field
from curation.schema.metadata import Metadata
from curation.schema.tables import SOURCES, Field, Table
from curation.sources.register import name_content
from curation.tables.types import Row, Tables, format_value
from curation.text.folding import fold_spaces

JSON_LD_CONTEXT = json.loads((Path(__file__).parent / "standards" / "croissant-1.1-context.json").read_bytes())
"""The standard's JSON-LD context, with the prefix of PROV. It is embedded so that a reader need not fetch it."""

STANDARDS = ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]

DATA_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}

PROVENANCE = {
    "cells": {"source_id": "prov:wasQuotedFrom", "words": "prov:value", "in_sentence": ""},
    "claims": {"source_id": "prov:wasQuotedFrom", "exact": "prov:value", "char_start": "", "char_end": "", "in_sentence": ""},
}
"""For each table with a column `value`: the columns that say what a value was derived from, each with PROV's word for it."""

CODE, LABEL, MEANING = "code", "name", "description"
"""The fields of an enumeration. Croissant asks for `name`, what a person calls the code."""


def describe_for_search(tables: list[Table], metadata: Metadata, rows: Tables, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe the dataset for search engines (schema.org) and for those that load it (Croissant 1.1), in one JSON-LD."""
    temporal = metadata["temporal"]
    found = {
        "url": metadata.get("homepage"),
        "sameAs": f"https://doi.org/{metadata['doi']}" if "doi" in metadata else None,
        "publisher": [name_body(person) for person in list_people(metadata, "publisher")],
        "temporalCoverage": f"{temporal['start']}/{temporal['end']}" if temporal else None,
    }
    return {
        "@context": JSON_LD_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": STANDARDS,
        "name": metadata["title"],
        "alternateName": metadata["name"],
        "description": metadata["description"],
        "identifier": name_urn(metadata),
        **{name: value for name, value in found.items() if value},
        "version": metadata["version"],
        "datePublished": metadata["created"],
        "license": metadata["licenses"][0]["path"],
        "creator": [name_body(author) for author in list_authors(metadata)],
        "keywords": metadata["keywords"],
        "inLanguage": metadata["language"],
        "isAccessibleForFree": True,
        "citeAs": write_bibtex(metadata),
        "spatialCoverage": [
            {"@type": "sc:Country", "name": place["title"], "identifier": place["code"]} for place in metadata["spatial"]
        ],
        **describe_origin(metadata, rows),
        **describe_responsibly(tables, metadata, rows),
        "distribution": [
            *(describe_file(name, measure_file(files, name)) for name in files if is_data(name)),
            *(describe_parts(table) for table in tables if find_size(metadata, table.name)),
        ],
        "recordSet": [
            *(describe_records(table, find_size(metadata, table.name) > 0) for table in tables),
            *describe_enumerations(tables),
        ],
    }


def name_body(name: str) -> dict[str, str]:
    """Name someone who made or publishes the dataset."""
    return {"@type": "sc:Organization", "name": name}


# Where the dataset comes from
def describe_origin(metadata: Metadata, rows: Tables) -> dict[str, Any]:
    """Say of what the dataset was derived, how and by whom: the documents for schema.org, all three by PROV."""
    works = [describe_work(row) for row in rows[SOURCES]]
    if len(works) > MOST_SOURCES:  # the record set lists them
        works, origin = [{"@type": "sc:CreativeWork", "name": title} for title in metadata["sources"]], [{"@id": SOURCES}]
    else:
        origin = [{"@id": work["@id"]} for work in works]
    made = {"prov:wasGeneratedBy": ("prov:Activity", "method"), "prov:wasAttributedTo": ("prov:Agent", "annotators")}
    return {
        "isBasedOn": works,
        "prov:wasDerivedFrom": origin,
        **{
            relation: {"@type": kind, "prov:label": metadata[key]}
            for relation, (kind, key) in made.items()
            if key in metadata
        },
    }


def describe_work(row: Row) -> dict[str, str]:
    """Describe a document. Its identifier is the hash of its file. No field has an id with #, whatever a source is named."""
    address = {"url": format_value(row["url"])} if row.get("url") else {}
    return {
        "@type": "sc:CreativeWork",
        "@id": f"{SOURCES}#{row['source_id']}",
        "name": name_source(row),
        **address,
        "identifier": name_content(format_value(row["sha256"])),
    }


# Files
def is_data(name: str) -> bool:
    """Return whether a published file holds a table."""
    return name.startswith((f"{CSV_FOLDER}/", f"{PARQUET_FOLDER}/")) and not name.endswith(".json")


def describe_file(name: str, written: Written) -> dict[str, Any]:
    """Describe a file as a Croissant FileObject."""
    kind = "text/csv" if name.endswith(".csv") else "application/x-parquet"
    return {
        "@type": "cr:FileObject",
        "@id": Path(name).name,
        "name": Path(name).name,
        "contentUrl": name,
        "contentSize": f"{written.size} B",
        "encodingFormat": kind,
        "sha256": written.sha256,
    }


def describe_parts(table: Table) -> dict[str, Any]:
    """Describe the Parquet files of a table that is split as a Croissant FileSet."""
    return {
        "@type": "cr:FileSet",
        "@id": f"{table.name}.parquet",
        "name": f"{table.name}.parquet",
        "encodingFormat": "application/x-parquet",
        "includes": f"{PARQUET_FOLDER}/{table.name}/*.parquet",
    }


# Tables
def describe_records(table: Table, is_split: bool) -> dict[str, Any]:
    """Describe a table as a Croissant RecordSet. Each value of a fact was derived from claims; `cells` says from which."""
    fields = [describe_record_field(table, column) for column in table.fields.values()]
    origin = {"prov:wasDerivedFrom": {"@id": "claims"}} if table.is_fact or table.name == "cells" else {}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.description} {describe_provenance(table)}" if table.is_fact else table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        **origin,
        "field": [name_set(field) for field in fields] if is_split else fields,
    }


def name_set(described: Any) -> Any:
    """Return what is said of fields with the set of a table's files in the place of its one file."""
    if isinstance(described, list):
        return [name_set(one) for one in described]
    if isinstance(described, dict):
        return {"fileSet" if name == "fileObject" else name: name_set(one) for name, one in described.items()}
    return described


def describe_record_field(table: Table, column: Field) -> dict[str, Any]:
    """Describe a column by the Parquet file, whose types need no guessing.

    The field itself references nothing. By its references mlcroissant 1.1 joins record sets: it returns wrong rows or none
    where both are files, and none at the second reading where one is an enumeration. So the codes are referenced by an
    annotation of the field, which is not joined. The foreign keys between tables are in both data packages.
    """
    field = describe_column(f"{table.name}/{column.name}", table, column)
    if column.codes:
        return field | {"annotation": refer_to_codes(table, column)}
    if column.name == "value" and table.name in PROVENANCE:
        return field | {"annotation": describe_derivation(table)}
    return field


def describe_column(name: str, table: Table, column: Field, description: str = "") -> dict[str, Any]:
    """Describe a field that has the values of a column as they are. What its codes mean is said by their enumeration."""
    return {
        "@type": "cr:Field",
        "@id": name,
        "name": name.rpartition("/")[2],
        "description": description or fold_spaces(explain_field(column)),
        "dataType": DATA_TYPES[column.type],
        "source": {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": column.name}},
    }


def describe_derivation(table: Table) -> dict[str, Any]:
    """Describe, row by row, what a value was derived from: an annotation of the column `value`, of columns of its table."""
    name = f"{table.name}/value/derived_from"
    parts = []
    for part, term in PROVENANCE[table.name].items():
        said = {"equivalentProperty": term} if term else {}
        parts.append(describe_column(f"{name}/{part}", table, table.fields[part]) | said)
    return {
        "@type": "cr:Field",
        "@id": name,
        "name": "derived_from",
        "description": "The words from which the value of the same row was derived, and where they are.",
        "dataType": "prov:Entity",
        "equivalentProperty": "prov:wasDerivedFrom",
        "subField": parts,
    }


# Codes
def name_enumeration(table: Table, column: Field) -> str:
    """Return the name of the record set that holds a column's codes."""
    return f"{table.name}.{column.name}.codes"


def refer_to_codes(table: Table, column: Field) -> dict[str, Any]:
    """Say, as an annotation of a column, that its values are codes of an enumeration; of a set, that its members are."""
    named, said = ("members", "The members of the set.") if column.item_categories else ("code", "The code.")
    field = describe_column(f"{table.name}/{column.name}/{named}", table, column, said)
    if column.item_categories:
        field |= {"isArray": True, "source": field["source"] | {"transform": {"separator": SET_SEPARATOR}}}
    return field | {"references": {"field": {"@id": f"{name_enumeration(table, column)}/{CODE}"}}}


def describe_enumerations(tables: list[Table]) -> list[dict[str, Any]]:
    """Describe the codes of every column that has a closed list, each list as an enumeration with its data."""
    return [describe_enumeration(table, column) for table in tables for column in table.fields.values() if column.codes]


def describe_enumeration(table: Table, column: Field) -> dict[str, Any]:
    """Describe the codes of a column as a Croissant RecordSet with what they are called and mean."""
    name = name_enumeration(table, column)
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"The codes of the column {column.name} of the table {table.name}.",
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{name}/{CODE}"},
        "field": [
            {"@type": "cr:Field", "@id": f"{name}/{part}", "name": part, "dataType": "sc:Text"}
            for part in (CODE, LABEL, MEANING)
        ],
        "data": [
            {f"{name}/{CODE}": code.value, f"{name}/{LABEL}": code.label, f"{name}/{MEANING}": code.description}
            for code in column.codes.values()
        ],
    }
