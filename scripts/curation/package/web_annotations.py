"""claims.annotations.jsonl: each claim as a W3C Web Annotation on its source, one a line, for tools that show annotations."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any
from urllib.parse import quote

from curation.annotation.evidence import IDENTIFIED_BY
from curation.package.citation import list_authors, name_urn
from curation.schema.metadata import Metadata
from curation.schema.tables import SOURCES, Field, Schemas
from curation.sources.register import name_content
from curation.tables.types import Row, Tables, format_value

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

MOTIVATION = "describing"
"""What all these annotations are for, in the standard's list: a claim says what the words say, and does not comment on it."""


def write_annotations(schemas: Schemas, metadata: Metadata, rows: Tables) -> bytes:
    """Write the annotations in the order of `claims`. All that they hold is in the published tables."""
    pages = {format_value(row["evidence_id"]): row for row in rows["evidence"]}
    sources = {format_value(row["source_id"]): name_source(row, pages) for row in rows[SOURCES]}
    claims = groupby(rows["claims"], key=lambda row: row["claim_id"])
    annotations = (annotate_claim(list(spans), sources, schemas, metadata) for _, spans in claims)
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in annotations).encode()


def annotate_claim(
    spans: list[Row], sources: dict[str, dict[str, Any]], schemas: Schemas, metadata: Metadata
) -> dict[str, Any]:
    """Return a claim as an annotation. A claim with several spans has several targets, in the order of the spans."""
    claim = spans[0]
    source = sources[format_value(claim["source_id"])]
    targets = [{"type": "SpecificResource", **source, "selector": select_words(span)} for span in spans]
    return {
        "@context": CONTEXT,
        "id": name_claim(claim, metadata),
        "type": "Annotation",
        "motivation": MOTIVATION,
        "creator": unwrap([{"type": "Organization", "name": author} for author in list_authors(metadata)]),
        "generated": f"{metadata['created']}T00:00:00Z",
        "generator": {"type": "Software", "name": f"{metadata['name']} {metadata['version']}"},
        "rights": metadata["licenses"][0]["path"],
        "body": describe_claim(claim, len(spans), schemas),
        "target": unwrap(targets),
    }


def unwrap(values: list[Any]) -> Any:
    """Return the one value of a list that has one, as most tools expect it, or the list."""
    return values[0] if len(values) == 1 else values


def name_claim(claim: Row, metadata: Metadata) -> str:
    """Return the address that names a claim in every version, wherever the package is: its id in the package's URN."""
    return f"{name_urn(metadata)}#{quote(format_value(claim['claim_id']), safe='/@')}"


# What is said
def describe_claim(claim: Row, spans: int, schemas: Schemas) -> list[dict[str, str]]:
    """Return what a claim says: a comment for people, the value as in `claims`, and two tags: the column and the row."""
    table, row, field, value = (format_value(claim[name]) for name in ("table_name", "row_id", "field_name", "value"))
    return [
        make_body("commenting", explain_claim(claim, spans, schemas)) | {"language": "en"},
        make_body("describing", value),
        make_body("tagging", f"{table}.{field}"),
        make_body("tagging", f"{table}/{row}"),
    ]


def make_body(purpose: str, value: str) -> dict[str, str]:
    """Return a text as the body of an annotation."""
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def explain_claim(claim: Row, spans: int, schemas: Schemas) -> str:
    """Say in words which cell a claim is on, its value, how that was obtained, who says it, how surely, and why."""
    said = {name: format_value(value) for name, value in claim.items()}
    column = schemas[said["table_name"]].fields[said["field_name"]]
    basis, certainty = (name_code(schemas["claims"].fields[name], said[name]) for name in ("basis", "certainty"))
    label = name_code(column, said["value"])
    parts = [
        f"{column.title}: {said['value']}" + (f" ({label})" if label != said["value"] else ""),
        f"{basis}, for {said['table_name']}/{said['row_id']}/{said['field_name']}",
        f"The value rests on {spans} pieces of text together" if spans > 1 else "",
        f"Said by {said['attributed_to']}" if said["attributed_to"] else "",
        f"Printed by way of {said['via']}" if said["via"] else "",
        f"{certainty}: «{said['hedge_words']}»" if said["hedge_words"] else "",
        f"Reason: {said['reason']}" if said["reason"] else "",
    ]
    return "\n".join(part for part in parts if part)


def name_code(column: Field, value: str) -> str:
    """Return what a code of a column is called; the value itself where it is no code."""
    return column.codes[value].label if value in column.codes else value


# Of which words
def name_source(source: Row, pages: dict[str, Row]) -> dict[str, Any]:
    """Name what the words of a source are selected in: its page, where a day is known on which it was read, else the text.

    The page may have more than the coded text, and places are counted in that text. So the state of the page names the text
    by its hash, with the day: the W3C's own schemas refuse a TimeState without a time. Where no day is known, the text
    itself is the source, and the page is its scope.
    """
    text = name_content(format_value(source["sha256"]))
    address = format_value(source.get("url"))
    page = pages.get(format_value(source.get(IDENTIFIED_BY)))
    if not address:
        return {"source": text}
    if not page:
        return {"source": text, "scope": address}
    day = format_value(page["read_on"])
    span = {"sourceDateStart": f"{day}T00:00:00Z", "sourceDateEnd": f"{day}T23:59:59Z"}
    return {"source": address, "state": {"type": "TimeState", **span, "cached": text}}


def select_words(span: Row) -> list[dict[str, Any]]:
    """Select a span's words by themselves with those around them, and by their place in the coded text, in code points."""
    around = {name: format_value(span[name]) for name in ("prefix", "suffix") if span[name]}
    start, end = (int(format_value(span[name])) for name in ("char_start", "char_end"))
    return [
        {"type": "TextQuoteSelector", "exact": format_value(span["exact"]), **around},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]
