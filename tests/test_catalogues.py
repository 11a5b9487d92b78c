"""What catalogues read of the package: made from metadata.yaml alone, and valid by each one's own schema, offline."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import jsonschema
import mlcroissant
import openpyxl
import pandas
import pyarrow.parquet
import pytest
import yaml
from absl import logging as absl_logging
from rdflib import RDF, RDFS, Graph, Literal, Namespace

from conftest import ROOT, Copy, Rows
from curation.building import Prepared
from curation.catalogues import CONTEXT
from curation.exports import write_database, write_workbook
from curation.hosting import describe_for_datasette, write_card
from curation.metadata import cite_package

OFFICIAL = ROOT / "tests" / "official"
TABLES = [resource["name"] for resource in json.loads((ROOT / "datapackage.json").read_bytes())["resources"]]
DOCUMENTED = {"version", "language", "dates", "locations", "method"}
"""Properties that Zenodo's documentation allows and its schema lacks (tests/official/README.md)."""


def read_json(name: str) -> Any:
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


# By the official schemas


@pytest.mark.parametrize("name", ["datapackage.json", "build/parquet/datapackage.json"])
def test_the_descriptors_are_valid_data_packages(name: str) -> None:
    schema = json.loads((OFFICIAL / "datapackage-2.0.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft7Validator.FORMAT_CHECKER
    faults = list(jsonschema.Draft7Validator(schema, format_checker=checker).iter_errors(read_json(name)))
    assert not faults, [fault.json_path for fault in faults]


def test_zenodo_will_take_its_file() -> None:
    schema = json.loads((OFFICIAL / "zenodo-deposit.json").read_text(encoding="utf-8"))
    deposit = read_json(".zenodo.json")
    known = {name: value for name, value in deposit.items() if name not in DOCUMENTED}
    jsonschema.Draft4Validator.check_schema(schema)
    jsonschema.validate(known, schema, jsonschema.Draft4Validator)
    required = {"upload_type", "publication_date", "title", "creators", "description", "access_right", "license"}
    assert required <= deposit.keys()
    assert deposit["upload_type"] == "dataset"


def test_zenodo_and_the_citation_say_the_same() -> None:
    citation = yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"), yaml.BaseLoader)
    deposit = read_json(".zenodo.json")
    assert citation["type"] == deposit["upload_type"]
    assert citation["title"] == deposit["title"]
    assert f"<p>{citation['abstract']}</p>" == deposit["description"]
    assert citation["version"] == deposit["version"]
    assert citation["date-released"] == deposit["publication_date"]
    assert citation["license"] == deposit["license"]
    assert citation["keywords"] == deposit["keywords"]
    assert [author["name"] for author in citation["authors"]] == [creator["name"] for creator in deposit["creators"]]


SCHEMA_ORG = Namespace("http://schema.org/")


def find_schema_faults(description: dict[str, Any]) -> list[str]:
    """Return each property that schema.org does not give to its node's type, and each value of a type it does not allow."""
    vocabulary = Graph().parse(OFFICIAL / "schemaorg.nt", format="nt")
    text = json.dumps(description).replace("https://schema.org/", str(SCHEMA_ORG))
    graph = Graph().parse(data=text, format="json-ld")
    faults = []
    for node, kind in graph.subject_objects(RDF.type):
        if not str(kind).startswith(SCHEMA_ORG):
            continue
        kinds = set(vocabulary.transitive_objects(kind, RDFS.subClassOf))
        assert len(kinds) > 1, f"the extract holds no {kind}"
        for name, value in graph.predicate_objects(node):
            if not str(name).startswith(SCHEMA_ORG):
                continue
            if not kinds & set(vocabulary.objects(name, SCHEMA_ORG.domainIncludes)):
                faults.append(f"{kind} has no {name}")
            types = [one for one in graph.objects(value, RDF.type) if str(one).startswith(SCHEMA_ORG)]
            wider = {all_ for one in types for all_ in vocabulary.transitive_objects(one, RDFS.subClassOf)}
            if (
                types
                and not isinstance(value, Literal)
                and not wider & set(vocabulary.objects(name, SCHEMA_ORG.rangeIncludes))
            ):
                faults.append(f"{name} takes no {types}")
    return faults


def test_the_search_description_is_a_schema_org_dataset() -> None:
    description = read_json("croissant.json")
    assert description["@type"] == "sc:Dataset"
    assert find_schema_faults(description) == []
    # what Google's dataset search asks for or recommends, as far as it is known without a public address
    assert {"name", "description", "creator", "license", "identifier", "temporalCoverage", "spatialCoverage"} <= set(
        description
    )


def test_the_check_by_schema_org_finds_a_wrong_property_and_a_wrong_value() -> None:
    description = read_json("croissant.json")
    assert find_schema_faults({**description, "colour": "red"})
    assert find_schema_faults({**description, "creator": [{"@type": "sc:Country", "name": "x"}]})


# Croissant


def test_croissant_is_valid_without_a_warning_and_its_context_is_the_standards() -> None:
    dataset = mlcroissant.Dataset(ROOT / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    wanted = mlcroissant.Metadata(name="x", conforms_to="http://mlcommons.org/croissant/1.0").to_json()["@context"]
    assert wanted == CONTEXT


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


def test_one_croissant_dataset_gives_the_rows_of_every_table_in_any_order_and_twice() -> None:
    absl_logging.set_verbosity(absl_logging.ERROR)
    rows = {name: pyarrow.parquet.read_table(ROOT / "build" / "parquet" / f"{name}.parquet").to_pylist() for name in TABLES}
    dataset = mlcroissant.Dataset(ROOT / "croissant.json")
    assert [record_set.id for record_set in dataset.metadata.record_sets] == TABLES
    for name in (*TABLES, *reversed(TABLES), *TABLES):
        assert read_records(dataset, name) == rows[name], name


# From one place


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
        "card": write_card(prepared.schemas, prepared.metadata),
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
    "author": (r"^- title: .*$(?=\n  role: author)", "- title: Ann Example", EVERYWHERE),
    "keyword": (r"(?<=^keywords:\n)- .*$", "- hired aircraft", EVERYWHERE - FOR_READERS - {"datasette"}),
    "caution": (
        r"None of these five articles",
        "Do not break it down",
        (EVERYWHERE | {"parquet", "docs/codebook.md"}) - {"CITATION.cff"},
    ),
    "place": (r"^  title: United States$", "  title: Somewhere else", PACKAGES | {"croissant.json"}),
    "id": (r"^id: \w{8}", "id: abababab", PACKAGES | {"CITATION.cff", "croissant.json"}),
    "homepage": (r"^language:", "homepage: https://example.org/home\nlanguage:", EVERYWHERE - {".zenodo.json"}),
    "doi": (r"^language:", "doi: 10.5281/zenodo.77777\nlanguage:", FOR_READERS | HOSTS | {"CITATION.cff", "croissant.json"}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_word_changed_in_the_metadata_is_changed_everywhere(what: str, collection: Copy) -> None:
    pattern, replacement, places = CHANGES[what]
    value = replacement.strip().split("\n")[0].split(": ")[-1].removeprefix("- ")
    assert not any(value in text for text in read_everywhere(collection.prepare()).values())
    path = collection.root / "metadata.yaml"
    text = path.read_text(encoding="utf-8")
    if what in ("homepage", "doi"):
        text = re.sub(rf"^{what}: .*\n", "", text, flags=re.MULTILINE)
    changed, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert count == 1
    path.write_text(changed, encoding="utf-8")
    after = read_everywhere(collection.prepare())
    assert {name for name in after if value in after[name]} == set(places), what


def test_the_days_covered_are_those_of_the_tables(prepared: Prepared) -> None:
    days = [
        value
        for name in TABLES
        for row in pyarrow.parquet.read_table(ROOT / "build" / "parquet" / f"{name}.parquet").to_pylist()
        for value in row.values()
        if isinstance(value, date)
    ]
    assert prepared.metadata["temporal"] == {"start": min(days).isoformat(), "end": max(days).isoformat()}
    assert read_json("datapackage.json")["temporal"] == prepared.metadata["temporal"]


def test_the_readme_says_every_caution_word_for_word(prepared: Prepared) -> None:
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").replace("**", "").replace("`", "").split())
    for caution in prepared.metadata["cautions"]:
        assert caution in text


def test_the_readme_cites_the_package_as_its_metadata_does(prepared: Prepared) -> None:
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").replace("> ", "").split())
    assert cite_package(prepared.metadata) in text


def test_the_sources_that_the_readme_lists_are_named_as_they_name_themselves(published: Callable[[str], Rows]) -> None:
    lines = re.findall(r"^- (s\d{3}): (.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    listed = dict(lines)
    assert listed
    for row in (row for row in published("sources") if row["source_id"] in listed):
        assert all(row[name] in listed[row["source_id"]] for name in ("headline", "author", "publisher"))
