"""The package as catalogues list it: what metadata.yaml says reaches every file, and Croissant reads the tables back."""

from __future__ import annotations

import base64
import io
import json
import random
import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import mlcroissant
import openpyxl
import pandas
import pyarrow.parquet
import pytest
from absl import logging as absl_logging
from mlcroissant._src.core.rdf import make_context  # Metadata.to_json() writes the context of 1.0

from conftest import Copy, read_rows
from curation.package.citation import MOST_SOURCES, complete_metadata
from curation.package.croissant import JSON_LD_CONTEXT, STANDARDS
from curation.package.csv_parquet import Files
from curation.package.database import write_database
from curation.package.generate import make_catalogues, make_files
from curation.package.hosting import describe_for_datasette, write_card
from curation.package.workbook import write_workbook
from curation.pipeline import Prepared


def test_croissants_context_is_that_of_the_standard_with_the_prefixes_used_here() -> None:
    wanted = make_context(mlcroissant.Context(conforms_to=STANDARDS[0]))
    assert {"isArray", "arrayShape"} <= wanted.keys(), "the context of 1.1"
    assert wanted | {"annotation": "cr:annotation", "prov": "http://www.w3.org/ns/prov#"} == JSON_LD_CONTEXT


def to_plain(value: Any) -> Any:
    """Return a value of a Croissant record as Parquet has it: bytes are text, timestamps days."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, pandas.Timestamp):
        return value.date()
    return None if pandas.isna(value) else value


def read_records(dataset: mlcroissant.Dataset, name: str) -> list[dict[str, Any]]:
    """Return the rows of a record set as Parquet has them."""
    return [
        {key.removeprefix(f"{name}/"): to_plain(value) for key, value in record.items()} for record in dataset.records(name)
    ]


def list_codes(prepared: Prepared) -> dict[str, list[dict[str, str]]]:
    """Return the records that belong in each enumeration."""
    return {
        f"{table.name}.{column.name}.codes": [
            {"code": code.value, "name": code.label, "description": code.description} for code in column.codes.values()
        ]
        for table in map(prepared.schemas.__getitem__, prepared.metadata["tables"])
        for column in table.fields.values()
        if column.codes
    }


def write_as_csv(value: Any) -> str:
    """Return a value of a Croissant record as a CSV file has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else f"{value:.15g}" if isinstance(value, float) else str(value)


def test_one_croissant_dataset_gives_the_rows_of_every_table_in_any_order_and_twice(
    small_root: Path, small: Prepared
) -> None:
    absl_logging.set_verbosity(absl_logging.ERROR)
    tables, folder = small.metadata["tables"], small_root / "build" / "parquet"
    wanted: dict[str, Any] = {name: pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist() for name in tables}
    wanted |= list_codes(small)
    dataset = mlcroissant.Dataset(small_root / "croissant.json")
    names = [record_set.id for record_set in dataset.metadata.record_sets]
    assert names == [*wanted]
    for name in (*names, *reversed(names), *random.Random(1).sample(names, len(names))):
        assert read_records(dataset, name) == wanted[name], name


def test_every_record_of_croissant_is_the_line_of_the_csv_file(small_root: Path, small: Prepared) -> None:
    absl_logging.set_verbosity(absl_logging.ERROR)
    dataset = mlcroissant.Dataset(small_root / "croissant.json")
    for name in small.metadata["tables"]:
        found = [{key: write_as_csv(value) for key, value in row.items()} for row in read_records(dataset, name)]
        assert found == read_rows(small_root, name), name


def test_croissant_reads_a_table_without_rows_and_columns_without_values(two_sources: Copy) -> None:
    absl_logging.set_verbosity(absl_logging.ERROR)
    prepared = two_sources.prepare()
    assert prepared.built
    rows = {name: [] if name in ("statistics", "disagreements") else found for name, found in prepared.built.rows.items()}
    fields = prepared.schemas["flights"].fields
    rows["flights"] = [
        {name: value if fields[name].is_required or not fields[name].codes else None for name, value in row.items()}
        for row in rows["flights"]
    ]
    files: Files = {}
    make_files(prepared.schemas, prepared.metadata, rows, b"{}", files)
    files |= make_catalogues(prepared.schemas, prepared.metadata, rows, files)
    for name, content in files.items():
        (two_sources.root / name).parent.mkdir(parents=True, exist_ok=True)
        (two_sources.root / name).write_bytes(content)
    dataset = mlcroissant.Dataset(two_sources.root / "croissant.json")
    for name in prepared.metadata["tables"]:
        assert len(read_records(dataset, name)) == len(rows[name]), name


def find_node(value: Any, name: str) -> Any:
    """Return the node of a JSON-LD with an id, where it is described and not only referred to."""
    if isinstance(value, dict) and value.get("@id") == name and len(value) > 1:
        return value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for part in parts if (found := find_node(part, name))), None)


def list_references(value: Any) -> Iterator[str]:
    """Yield the id of each node that a JSON-LD refers to."""
    if isinstance(value, dict) and [*value] == ["@id"]:
        yield value["@id"]
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from list_references(part)


def test_croissant_refers_to_nothing_that_it_does_not_describe(small_root: Path) -> None:
    about = json.loads((small_root / "croissant.json").read_bytes())
    about.pop("@context")
    for name in set(list_references(about)):
        assert find_node(about, name), name


def test_every_coded_column_refers_to_its_codes_and_no_column_to_another_table(small_root: Path, small: Prepared) -> None:
    about = json.loads((small_root / "croissant.json").read_bytes())
    for table in small.schemas.values():
        for column in table.fields.values():
            field = find_node(about, f"{table.name}/{column.name}")
            codes = {"field": {"@id": f"{table.name}.{column.name}.codes/code"}}
            assert "references" not in field, "mlcroissant would join the two"
            said = field.get("annotation", {})
            assert said.get("references") == (codes if column.codes else None), (table.name, column.name)
            assert not column.codes or said["source"]["extract"] == {"column": column.name}
            assert not column.codes or said["source"].get("transform") == ({"separator": "|"} if column.is_set else None)


def test_a_value_is_derived_from_the_words_that_its_own_row_has(small_root: Path, small: Prepared) -> None:
    """By the standard: an annotation of the field, whose equivalentProperty is of PROV, with columns of the same file."""
    dataset = mlcroissant.Dataset(small_root / "croissant.json")
    fields = {field.id: field for record_set in dataset.metadata.record_sets for field in record_set.fields}
    for table, words in (("cells", "words"), ("claims", "exact")):
        (annotation,) = fields[f"{table}/value"].annotations
        assert annotation.equivalentProperty == ["prov:wasDerivedFrom"]
        parts = {part.name: part for part in annotation.sub_fields}
        assert {"source_id", words, "in_sentence"} <= parts.keys() <= small.schemas[table].fields.keys()
        assert {part.source.file_object for part in parts.values()} == {f"{table}.parquet"}
        assert {name: part.source.extract.column for name, part in parts.items()} == {name: name for name in parts}


def test_croissant_names_each_document_by_its_address_and_its_hash(small_root: Path, small: Prepared) -> None:
    about = json.loads((small_root / "croissant.json").read_bytes())
    rows = read_rows(small_root, "sources")
    assert about["prov:wasDerivedFrom"] == [{"@id": f"sources#{row['source_id']}"} for row in rows]
    for work, row in zip(about["isBasedOn"], rows, strict=True):
        assert work.get("url", "") == row["url"]
        digits = work["identifier"].removeprefix("ni:///sha-256;")
        assert base64.urlsafe_b64decode(digits + "=" * (-len(digits) % 4)).hex() == row["sha256"]


def describe_with_sources(copy: Copy, names: list[str]) -> Any:
    """Return croissant.json as it is where the sources are called so, after mlcroissant has read all tables by it."""
    prepared = copy.prepare()
    row = prepared.tables["sources"][0]
    rows = prepared.tables | {"sources": [row | {"source_id": name} for name in names]}
    metadata = complete_metadata(prepared.metadata, prepared.schemas, rows)
    files: Files = {}
    make_files(prepared.schemas, metadata, rows, b"{}", files)
    files |= make_catalogues(prepared.schemas, metadata, rows, files)
    for name, content in files.items():
        (copy.root / name).parent.mkdir(parents=True, exist_ok=True)
        (copy.root / name).write_bytes(content)
    absl_logging.set_verbosity(absl_logging.ERROR)
    dataset = mlcroissant.Dataset(copy.root / "croissant.json")
    assert not (dataset.metadata.ctx.issues.errors or dataset.metadata.ctx.issues.warnings)
    for name in prepared.metadata["tables"]:
        assert len(read_records(dataset, name)) == len(rows[name]), name
    return json.loads(files["croissant.json"])


def test_a_source_that_is_called_like_a_column_is_not_taken_for_it(two_sources: Copy) -> None:
    about = describe_with_sources(two_sources, ["headline", "url", "claims"])
    assert find_node(about, "sources/url")["@type"] == "cr:Field"
    assert [work["@id"] for work in about["isBasedOn"]] == ["sources#headline", "sources#url", "sources#claims"]


def test_many_documents_are_named_by_their_record_set(two_sources: Copy) -> None:
    names = [f"s{number:03}" for number in range(MOST_SOURCES + 1)]
    about = describe_with_sources(two_sources, names)
    assert about["prov:wasDerivedFrom"] == [{"@id": "sources"}]
    assert [work["name"] for work in about["isBasedOn"]] == ["101 documents: the table sources lists them"]
    assert len(describe_with_sources(two_sources, names[1:])["prov:wasDerivedFrom"]) == MOST_SOURCES


def test_who_coded_and_how_is_said_where_metadata_says_it(two_sources: Copy) -> None:
    plain = json.loads(two_sources.prepare().files["croissant.json"])
    said = ("rai:dataAnnotationProtocol", "rai:annotatorDemographics", "prov:wasGeneratedBy", "prov:wasAttributedTo")
    assert not plain.keys() & set(said)
    path = two_sources.root / "metadata.yaml"
    text = re.sub(r"^(method|annotators): .*\n(  .*\n)*", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text + "method: By dice.\nannotators: A parrot.\n", encoding="utf-8")
    about = json.loads(two_sources.prepare().files["croissant.json"])
    assert about["rai:dataAnnotationProtocol"] == about["prov:wasGeneratedBy"]["prov:label"] == "By dice."
    assert about["rai:annotatorDemographics"] == ["A parrot."]
    assert about["rai:machineAnnotationTools"] == ["A parrot.", *plain["rai:machineAnnotationTools"]]
    assert about["prov:wasAttributedTo"] == {"@type": "prov:Agent", "prov:label": "A parrot."}


def test_a_publisher_and_an_address_are_said_where_they_are_known(two_sources: Copy) -> None:
    plain = json.loads(two_sources.prepare().files["croissant.json"])
    assert not plain.keys() & {"publisher", "url"}
    two_sources.edit("metadata.yaml", "contributors:\n", "contributors:\n- title: A press\n  roles:\n  - publisher\n")
    two_sources.append("metadata.yaml", "homepage: https://example.org/home\n")
    about = json.loads(two_sources.prepare().files["croissant.json"])
    assert about["publisher"] == [{"@type": "sc:Organization", "name": "A press"}]
    assert about["url"] == "https://example.org/home"
    assert about["creator"] == plain["creator"]


# Metadata


def read_everywhere(prepared: Prepared) -> dict[str, str]:
    """Return the text of everything that says what the package is."""
    assert prepared.built
    facts = prepared.schemas, prepared.metadata, prepared.built.rows
    workbook = openpyxl.load_workbook(io.BytesIO(write_workbook(*facts)))
    database = sqlite3.connect(":memory:")
    database.deserialize(write_database(*facts))
    datasette = describe_for_datasette(*facts, "database")
    parquet = pyarrow.parquet.read_schema(io.BytesIO(prepared.files["build/parquet/flights.parquet"]))
    names = [*(EVERYWHERE - FOR_READERS - HOSTS), "docs/codebook.md"]
    return {name: prepared.files[name].decode() for name in names} | {
        "workbook": "\n".join(str(cell.value) for line in workbook.worksheets[0] for cell in line),
        "database": "\n".join(text for (text,) in database.execute('SELECT text FROM "About this dataset"')),
        "datasette": "\n".join(str(value) for value in datasette.values()),
        "card": write_card(*facts),
        "parquet": "\n".join(value.decode() for value in parquet.metadata.values()),
    }


PACKAGES = {"datapackage.json", "build/parquet/datapackage.json"}
FOR_READERS = {"workbook", "database"}
HOSTS = {"datasette", "card"}
EVERYWHERE = PACKAGES | FOR_READERS | HOSTS | {"CITATION.cff", ".zenodo.json", "croissant.json"}
CHANGES = {
    "title": (r"^title: .*$", "title: Something else", EVERYWHERE),
    "description": (r"^description: >-\n(?:  .*\n)+", "description: Something else\n", EVERYWHERE),
    "version": (r"^version: .*$", "version: 777.8.9", EVERYWHERE | {"parquet"}),
    "created": (r"^created: .*$", "created: 2077-01-02", EVERYWHERE - HOSTS),
    "licence": (
        r"^  path: .*$",
        "  path: https://example.org/licence",
        (EVERYWHERE | {"parquet"}) - {"CITATION.cff", ".zenodo.json", "card"},
    ),
    "licence's name": (r"^- name: .*$", "- name: CC-BY-9.9", PACKAGES | {"CITATION.cff", ".zenodo.json"}),
    "author": (r"^- title: .*$(?=\n  roles:)", "- title: Ann Example", EVERYWHERE),
    "keyword": (r"(?<=^keywords:\n)- .*$", "- hired aircraft", EVERYWHERE - FOR_READERS - {"datasette"}),
    "caution": (
        r"Nothing in these reports happened",
        "Do not break it down",
        (EVERYWHERE | {"parquet", "docs/codebook.md"}) - {"CITATION.cff"},
    ),
    "place": (r"^  title: Georgia$", "  title: Somewhere else", PACKAGES | {"croissant.json", ".zenodo.json"}),
    "id": (r"^id: \w{8}", "id: abababab", {"datapackage.json", "CITATION.cff", "croissant.json"}),
    "method": (r"^language:", "method: Read by candlelight\nlanguage:", PACKAGES | {".zenodo.json", "croissant.json"}),
    "annotators": (
        r"^language:",
        "annotators: Two owls\nlanguage:",
        PACKAGES | {".zenodo.json", "CITATION.cff", "croissant.json"},
    ),
    "homepage": (r"^language:", "homepage: https://example.org/home\nlanguage:", EVERYWHERE - {".zenodo.json"}),
    "doi": (r"^language:", "doi: 10.5281/zenodo.77777\nlanguage:", FOR_READERS | HOSTS | {"CITATION.cff", "croissant.json"}),
}


@pytest.fixture(scope="module")
def before(small: Prepared) -> list[str]:
    return list(read_everywhere(small).values())


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_in_the_metadata_reaches_every_file(what: str, two_sources: Copy, before: list[str]) -> None:
    pattern, replacement, places = CHANGES[what]
    value = replacement.strip().split("\n")[0].split(": ")[-1].removeprefix("- ")
    assert not any(value in text for text in before)
    path = two_sources.root / "metadata.yaml"
    text = path.read_text(encoding="utf-8")
    if what in ("homepage", "doi", "method", "annotators"):
        text = re.sub(rf"^{what}: .*\n", "", text, flags=re.MULTILINE)
    changed, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert count == 1
    path.write_text(changed, encoding="utf-8")
    after = read_everywhere(two_sources.prepare())
    assert {name for name in after if value in after[name]} == set(places), what
