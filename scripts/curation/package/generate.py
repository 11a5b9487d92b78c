"""Every generated file of the package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from curation.package.citation import describe_for_zenodo, write_citation
from curation.package.codebook import write_codebook
from curation.package.croissant import describe_for_search
from curation.package.csv_parquet import Files, write_json
from curation.package.descriptors import describe_csv, describe_package, describe_parquet, name_for_parquet
from curation.package.readers import write_readers
from curation.package.staged import Output
from curation.package.write_tables import write_tables
from curation.paths import (
    ANNOTATION_SCHEMA,
    CITATION_CFF,
    CODEBOOK,
    CROISSANT,
    DESCRIPTOR,
    LEXICON_FOLDER,
    METADATA_SCHEMA,
    PARQUET_FOLDER,
    READERS,
    REGISTERS,
    ZENODO,
)
from curation.problems import Problem
from curation.schema.make_json_schemas import describe_annotation, describe_metadata
from curation.schema.metadata import Metadata
from curation.schema.tables import Schemas, Table
from curation.tables.types import Tables
from curation.text.lexicon import read_lexicon


def make_files(schemas: Schemas, metadata: Metadata, rows: Tables, registers: bytes, files: Output) -> list[Problem]:
    """Make every published file, in the order of metadata.yaml's tables; return what is wrong with the tables.

    `registers` are those that were written by hand.
    """
    tables = [schemas[name] for name in metadata["tables"]]
    files.update({f"{LEXICON_FOLDER}/{name}": content for name, content in read_lexicon().items()})
    files[READERS], files[REGISTERS] = write_readers(), registers
    filled, problems = write_tables(tables, metadata, rows, files)
    files[DESCRIPTOR] = write_json(describe_package(metadata, [describe_csv(table, files) for table in tables], files))
    parquet = [describe_parquet(table, files) for table in tables]
    files[f"{PARQUET_FOLDER}/{DESCRIPTOR}"] = write_json(describe_package(name_for_parquet(metadata), parquet, files))
    files[CODEBOOK] = write_codebook(tables, metadata, filled).encode()
    files[ANNOTATION_SCHEMA] = write_json(describe_annotation(tables, list_names(tables, rows)))
    files[METADATA_SCHEMA] = write_json(describe_metadata())
    return problems


def list_names(tables: Iterable[Table], rows: Tables) -> dict[str, list[str]]:
    """Return the names of the rows of each table of facts that has any."""
    facts = (table for table in tables if table.is_fact)
    return {table.name: [str(row[table.key[0]]) for row in rows[table.name]] for table in facts if rows[table.name]}


def make_catalogues(schemas: Schemas, metadata: Metadata, rows: Tables, files: Mapping[str, bytes]) -> Files:
    """Make what catalogues read, from completed metadata, the tables and the published files."""
    tables = [schemas[name] for name in metadata["tables"]]
    return {
        CITATION_CFF: write_citation(metadata).encode(),
        ZENODO: write_json(describe_for_zenodo(metadata)),
        CROISSANT: write_json(describe_for_search(tables, metadata, rows, files), indent=0),  # deep: a seventh was spaces
    }
