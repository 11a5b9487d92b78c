"""What is written by hand and is no value, as the build reads it, in one file: metadata, places, sources, pages, speakers."""

from __future__ import annotations

from collections import defaultdict

from curation.package.csv_parquet import write_json
from curation.schema.metadata import Metadata
from curation.tables.provenance import list_evidence
from curation.tables.types import Collection, format_value


def write_registers(collection: Collection, metadata: Metadata) -> bytes:
    """Return metadata.yaml, which place lies in which, what is registered of sources and pages, and who speaks where."""
    evidence = {str(row.pop("evidence_id")): row for row in list_evidence(collection)}
    split = {"split": {table: str(size) for table, size in metadata["split"].items()}} if "split" in metadata else {}
    registers = {
        "metadata": metadata | split,
        "places": collection.places,
        "sources": {name: source.registered for name, source in collection.sources.items()},
        "evidence": {name: {column: format_value(value) for column, value in row.items()} for name, row in evidence.items()},
    }
    return write_json(registers | {"attributions": list_attributions(collection)})


def list_attributions(collection: Collection) -> dict[str, dict[str, list[list[str]]]]:
    """Return of each passage of each source all speakers, each with the words that name the speaker, and the outlet."""
    ways: dict[str, dict[str, set[tuple[str, str, str]]]] = {name: defaultdict(set) for name in collection.sources}
    for claim in collection.claims:
        said = claim.attribution
        ways[claim.source][str(claim.passage.number)].add((said.speaker, said.speaker_words, said.via))
    return {
        source: {number: [list(way) for way in sorted(found)] for number, found in passages.items()}
        for source, passages in ways.items()
    }
