"""How the data came about, in the words of Croissant's vocabulary for responsible AI (RAI 1.0)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curation.package.citation import explain_agreement
from curation.schema.kinds import SpeakerKind
from curation.schema.metadata import Metadata
from curation.schema.tables import SOURCES, Table
from curation.tables.types import Tables

COLLECTION_TYPE = "Document analysis"
"""One of the values that the vocabulary recommends."""

RAW_DATA = (
    "The texts of the documents. They are not published in full: the package has the words that are evidence, each with "
    "its sentence."
)
MISSING_DATA = "An empty cell is a missing value. The members of a set are joined by |."
IMPUTATION = "None. A value rests on words of a document, or on a reason that is written beside it."
PROGRAM = (
    "The program that builds the package: it finds the words that the coders name in the texts, and reads numbers, dates "
    "and countries out of them (basis: parsed)."
)
MAINTENANCE = (
    "The version follows semantic versioning: a field added, removed or retyped is a major change (before 1.0.0 it raises "
    "the second number), rows added or removed are a minor change, corrections are a patch. CHANGELOG.md lists the changes."
)
ANALYSES = ("disagreements", "codings")
"""The tables that show where documents, or the coders of one, differ."""


def describe_responsibly(tables: Iterable[Table], metadata: Metadata, rows: Tables) -> dict[str, Any]:
    """Return the RAI properties that apply. What only a collection can know is left out where its metadata lacks it."""
    described = {table.name: table for table in tables}
    coders = [metadata["annotators"]] if "annotators" in metadata else []
    found = {
        "rai:dataCollection": count_documents(rows),
        "rai:dataCollectionType": COLLECTION_TYPE,
        "rai:dataCollectionRawData": RAW_DATA,
        "rai:dataCollectionMissingData": MISSING_DATA,
        "rai:dataImputationProtocol": IMPUTATION,
        "rai:dataAnnotationProtocol": metadata.get("method"),
        "rai:dataAnnotationAnalysis": [
            *(described[name].description for name in ANALYSES if name in described),
            *([agreement] if (agreement := explain_agreement(metadata)) else []),
        ],
        "rai:annotationsPerItem": count_codings(rows),
        "rai:annotatorDemographics": coders,
        "rai:machineAnnotationTools": [*coders, PROGRAM],
        "rai:dataLimitations": metadata["cautions"],
        "rai:personalSensitiveInformation": [
            table.description for table in described.values() if table.speakers == SpeakerKind.PERSON
        ],
        "rai:dataReleaseMaintenancePlan": MAINTENANCE,
    }
    return {name: value for name, value in found.items() if value}


def count_documents(rows: Tables) -> str:
    """Say how many documents the values are read from, and where they are listed."""
    return (
        f"Documents from which the values are read: {len(rows[SOURCES])}. Each is a row of the table {SOURCES}, with its "
        "address where it is known, and with the SHA-256 of its file."
    )


def count_codings(rows: Tables) -> str:
    """Say how often each document was coded: 2, or 1 to 2."""
    counts = sorted({str(row["codings"]) for row in rows[SOURCES] if row.get("codings") is not None})
    return f"Codings of each document: {' to '.join(dict.fromkeys((counts[0], counts[-1])))}." if counts else ""
