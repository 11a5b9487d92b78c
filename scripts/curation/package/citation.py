"""How the package is cited: CITATION.cff, .zenodo.json, BibTeX, and one line of text."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from curation.claims.agreement import Unit, describe_agreement, measure_agreement
from curation.claims.codings import Stage
from curation.paths import GENERATED_NOTE
from curation.records import read_csv
from curation.schema.metadata import CREATOR, Metadata
from curation.schema.tables import SOURCES, Schemas
from curation.sources.register import name_untitled
from curation.tables.types import Row, Tables, format_value
from curation.text.lexicon import read_lexicon

CODINGS = "codings"
UNKNOWN_AUTHOR = "[Author not known]"
DERIVED_FROM = "isDerivedFrom"
"""How the dataset is related to its sources, in Zenodo's words."""

MOST_SOURCES = 100
"""How many documents a description names one by one."""


def name_source(row: Row) -> str:
    """Name a document as a bibliography would, with what it says of itself: title, author, publisher; and its row."""
    source = format_value(row["source_id"])
    title = format_value(row["headline"]) or name_untitled(source)
    named = [format_value(row[name]) for name in ("author", "publisher") if row[name]]
    return f"{title} ({', '.join([*named, source])})"


def complete_metadata(metadata: Metadata, schemas: Schemas, rows: Tables) -> Metadata:
    """Add what the tables themselves say of the package: its sources, the days from the first to the last, the agreement.

    `sources` has the names of the documents, and `documents` what is known of each; of too many, none is there by itself.
    """
    titles = [name_source(row) for row in rows[SOURCES]]
    documents = [describe_document(row) for row in rows[SOURCES]]
    if len(titles) > MOST_SOURCES:
        titles, documents = [f"{len(titles)} documents: the table {SOURCES} lists them"], []
    days = sorted(
        format_value(row[column.name])
        for table in schemas.values()
        for column in table.fields.values()
        if column.type == "date"
        for row in rows[table.name]
        if row[column.name] is not None
    )
    blind = [make_unit(row) for row in rows[CODINGS] if row["stage"] == Stage.BLIND]
    return metadata | {
        "sources": titles,
        "documents": documents,
        "temporal": {"start": days[0], "end": days[-1]} if days else {},
        "agreement": describe_agreement(measure_agreement(blind)),
    }


def describe_document(row: Row) -> dict[str, str]:
    """Return what is known of a source, as far as it is: its name, title, author, publisher, day, language, address, hash."""
    columns = ("source_id", "author", "publisher", "published", "language", "url", "sha256")
    known = {name: format_value(row.get(name)) for name in columns}
    title = format_value(row["headline"]) or name_untitled(known["source_id"])
    return {"title": title} | {name: value for name, value in known.items() if value}


def make_unit(row: Row) -> Unit:
    """Return the unit that a row of `codings` is."""
    columns = ("source_id", "table_name", "row_id", "field_name", "reads", "compared", "of_value", "words")
    return Unit(*(format_value(row[name]) for name in (*columns, "first_coder", "second_coder")))


def list_authors(metadata: Metadata) -> list[str]:
    """Return the names of the package's authors."""
    return list_people(metadata, CREATOR)


def list_people(metadata: Metadata, role: str) -> list[str]:
    """Return the names of those who have a role."""
    return [person["title"] for person in metadata["contributors"] if role in person["roles"]]


def explain_method(metadata: Metadata) -> list[str]:
    """Return how the data were made, who coded, and how far two codings agreed, as far as it is said; each is a paragraph."""
    said = (metadata.get("method"), metadata.get("annotators"), explain_agreement(metadata))
    return [text for text in said if text]


def explain_agreement(metadata: Metadata) -> str:
    """Say how far the two codings agreed, by kind of field; nothing where there are not two."""
    found = [f"{one['kind']} {one['alpha']:.2f}" for one in metadata["agreement"] if "alpha" in one]
    said = f"Agreement of the two codings before they were compared, as Krippendorff's alpha: {', '.join(found)}."
    return said if found else ""


def cite_package(metadata: Metadata) -> str:
    """Return the reference by which the package is cited."""
    authors, year = "; ".join(list_authors(metadata)), metadata["created"][:4]
    said = f"{authors} ({year}). {metadata['title']} (version {metadata['version']}) [Data set]. {find_address(metadata)}"
    return said.rstrip()


def find_address(metadata: Metadata) -> str:
    """Return where the package is: the address of its DOI, or its page; empty where neither is known."""
    return f"https://doi.org/{metadata['doi']}" if "doi" in metadata else metadata.get("homepage", "")


def write_citation(metadata: Metadata) -> str:
    """Write CITATION.cff 1.2.0. JSON strings are YAML strings, so that no text needs escaping by hand."""
    lines = [
        f"# {GENERATED_NOTE}",
        "cff-version: 1.2.0",
        "message: Please cite this dataset as below.",
        "type: dataset",
        f"title: {quote(metadata['title'])}",
        f"abstract: {quote(' '.join(metadata[name] for name in ('description', 'annotators') if name in metadata))}",
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
        *(["references:"] if metadata["documents"] else []),
        *(line for document in metadata["documents"] for line in refer_to(document)),
    ]
    return "\n".join(lines) + "\n"


def refer_to(document: dict[str, str]) -> list[str]:
    """Return a source as a reference of CITATION.cff: of type generic, since nothing says what kind of document it is.

    The format needs an author: without one the publisher is named, and where that is unknown too, this is said.
    """
    author = document.get("author") or document.get("publisher") or UNKNOWN_AUTHOR
    return [
        "- type: generic",
        f"  title: {quote(document['title'])}",
        "  authors:",
        f"  - name: {quote(author)}",
        *(["  publisher:", f"    name: {quote(document['publisher'])}"] if "publisher" in document else []),
        *([f"  date-published: {document['published']}"] if "published" in document else []),
        f"  languages: [{document['language']}]",
        *([f"  url: {quote(document['url'])}"] if "url" in document else []),
        f"  notes: {quote(document['source_id'] + ' in the dataset')}",
    ]


def quote(text: str) -> str:
    """Return a text as a JSON string, which is a YAML string too."""
    return json.dumps(text, ensure_ascii=False)


def name_urn(metadata: Metadata) -> str:
    """Return the URN that names the package in all its versions."""
    return f"urn:uuid:{metadata['id']}"


def describe_for_zenodo(metadata: Metadata) -> dict[str, Any]:
    """Describe a deposit. Where this file is, Zenodo does not read CITATION.cff: both are made of the same facts."""
    method = explain_method(metadata)
    related = [{"identifier": one["url"], "relation": DERIVED_FROM} for one in metadata["documents"] if "url" in one]
    return {
        "upload_type": "dataset",
        "access_right": "open",
        "title": metadata["title"],
        "description": write_paragraphs([metadata["description"]]),
        "notes": write_paragraphs(metadata["cautions"]),
        **({"method": write_paragraphs(method)} if method else {}),
        "version": metadata["version"],
        "publication_date": metadata["created"],
        "license": metadata["licenses"][0]["name"],
        "creators": [{"name": author} for author in list_authors(metadata)],
        "keywords": metadata["keywords"],
        **({"language": language} if (language := load_languages().get(metadata["language"])) else {}),
        "locations": [{"place": country["title"]} for country in metadata["spatial"]],
        "references": metadata["sources"],
        **({"related_identifiers": related} if related else {}),
    }


def write_paragraphs(texts: Iterable[str]) -> str:
    """Return texts as paragraphs of HTML."""
    return "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in texts)


@cache
def load_languages() -> dict[str, str]:
    """Return the ISO 639-3 code of each language that has a code of two letters."""
    _, records, _ = read_csv("languages.csv", read_lexicon()["languages.csv"])
    return {row["alpha_2"]: row["alpha_3"] for _, row in records}


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
