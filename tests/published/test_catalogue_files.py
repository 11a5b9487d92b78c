"""The package's files for catalogues are valid by each catalogue's own schema, offline."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from datetime import date
from functools import cache
from typing import Any

import frictionless
import jsonschema
import mlcroissant
import pyarrow.parquet
import pytest
import yaml
from rdflib import RDF, RDFS, Graph, Literal, Namespace

from conftest import ROOT
from curation.package.croissant import STANDARDS
from published.conftest import Package

OFFICIAL = ROOT / "tests" / "official"
ROLES = {"creator", "contact", "funder", "dataCurator"}
"""Those that the text of Data Package v2 calls useful."""


# By the official schemas


@pytest.mark.parametrize("name", ["datapackage.json", "build/parquet/datapackage.json"])
def test_the_descriptors_are_valid_data_packages(name: str, package: Package) -> None:
    schema = json.loads((OFFICIAL / "datapackage-2.0.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft7Validator.FORMAT_CHECKER
    faults = list(jsonschema.Draft7Validator(schema, format_checker=checker).iter_errors(package.read_json(name)))
    assert not faults, [fault.json_path for fault in faults]


def find_deposit_faults(deposit: dict[str, Any]) -> list[str]:
    schema = json.loads((OFFICIAL / "zenodo-deposit.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    return [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(deposit)]


def test_zenodos_file_is_valid_by_zenodos_rules(package: Package) -> None:
    deposit = package.read_json(".zenodo.json")
    assert find_deposit_faults(deposit) == []
    assert deposit["upload_type"] == "dataset"
    assert deposit["language"] == "eng"
    assert {"method", "locations", "related_identifiers"} <= deposit.keys()


WRONG_DEPOSITS: dict[str, dict[str, Any]] = {
    "a language of two letters": {"language": "en"},
    "a day that no calendar has": {"publication_date": "2026-02-30"},
    "a place without a name": {"locations": [{"lat": 41.3, "lon": 69.3}]},
    "half of a position": {"locations": [{"place": "Tashkent", "lat": 41.3}]},
    "an unknown relation": {"related_identifiers": [{"identifier": "https://example.org", "relation": "isSource"}]},
    "a period without an end": {"dates": [{"type": "Collected", "start": "2025-04-30"}]},
    "a group": {"creators": [{"name": "The founders", "type": "organizational"}]},
    "an unknown property": {"methods": "Read."},
    "nobody": {"creators": []},
    "an open deposit without a licence": {"license": None},
}


@pytest.mark.parametrize("what", WRONG_DEPOSITS)
def test_zenodos_rules_refuse(what: str, package: Package) -> None:
    changed = package.read_json(".zenodo.json") | WRONG_DEPOSITS[what]
    assert find_deposit_faults({name: value for name, value in changed.items() if value is not None})


def test_the_citation_and_zenodo_name_each_source_with_what_is_known_of_it(package: Package) -> None:
    citation = yaml.load((package.root / "CITATION.cff").read_text(encoding="utf-8"), yaml.BaseLoader)
    sources = pyarrow.parquet.read_table(package.root / "build" / "parquet" / "sources.parquet").to_pylist()
    assert len(citation["references"]) == len(sources)
    for reference, source in zip(citation["references"], sources, strict=True):
        assert reference.get("url") == source["url"]
        assert reference.get("publisher", {}).get("name") == source["publisher"]
        assert reference.get("date-published") == (source["published"] and source["published"].isoformat())
        assert source["headline"] in (None, reference["title"])
        assert reference["authors"] == [{"name": source["author"] or source["publisher"] or "[Author not known]"}]
    addresses = [source["url"] for source in sources if source["url"]]
    related = package.read_json(".zenodo.json")["related_identifiers"]
    assert related == [{"identifier": address, "relation": "isDerivedFrom"} for address in addresses]


def test_the_descriptors_say_from_which_texts_the_package_was_made(package: Package) -> None:
    sources = pyarrow.parquet.read_table(package.root / "build" / "parquet" / "sources.parquet").to_pylist()
    for name in ("datapackage.json", "build/parquet/datapackage.json"):
        described = package.read_json(name)["sources"]
        assert [one["version"] for one in described] == [f"sha256:{source['sha256']}" for source in sources]
        assert [one.get("path") for one in described] == [source["url"] for source in sources]


def test_the_two_descriptors_are_two_packages(package: Package) -> None:
    csv, parquet = (package.read_json(name) for name in ("datapackage.json", "build/parquet/datapackage.json"))
    assert parquet["name"] == f"{csv['name']}-parquet"
    assert parquet["id"] == str(uuid.uuid5(uuid.UUID(csv["id"]), "build/parquet/datapackage.json"))
    same = {"name", "id", "resources"}
    assert {key: value for key, value in csv.items() if key not in same} == {
        key: value for key, value in parquet.items() if key not in same
    }
    assert all(set(person["roles"]) <= ROLES for person in csv["contributors"])


def test_every_coded_field_has_labels_and_no_private_list(package: Package) -> None:
    for resource in package.read_json("datapackage.json")["resources"]:
        for field in resource["schema"]["fields"]:
            codes = field.get("constraints", {}).get("enum", [])
            assert [one["value"] for one in field.get("categories", [])] == codes, (resource["name"], field["name"])
            assert "codes" not in field


@pytest.mark.parametrize("name", ["datapackage.json", "build/parquet/datapackage.json"])
def test_frictionless_reads_and_validates_both_packages(name: str, package: Package) -> None:
    report = frictionless.validate(str(package.root / name))
    assert report.valid
    assert not report.warnings
    assert not [warning for task in report.tasks for warning in task.warnings]
    read = frictionless.Package(str(package.root / name))
    assert [resource.name for resource in read.resources] == package.tables
    assert read.contributors == package.read_json(name)["contributors"]


def test_zenodo_and_the_citation_say_the_same(package: Package) -> None:
    citation = yaml.load((package.root / "CITATION.cff").read_text(encoding="utf-8"), yaml.BaseLoader)
    deposit = package.read_json(".zenodo.json")
    assert citation["type"] == deposit["upload_type"]
    assert citation["title"] == deposit["title"]
    description = deposit["description"].removeprefix("<p>").removesuffix("</p>")
    said = description, package.read_json("datapackage.json")["annotators"]
    assert citation["abstract"] == " ".join(said)
    assert said[1] in deposit["method"]
    assert citation["version"] == deposit["version"]
    assert citation["date-released"] == deposit["publication_date"]
    assert citation["license"] == deposit["license"]
    assert citation["keywords"] == deposit["keywords"]
    assert [author["name"] for author in citation["authors"]] == [creator["name"] for creator in deposit["creators"]]


SCHEMA_ORG = Namespace("http://schema.org/")


@cache
def read_vocabulary() -> Graph:
    return Graph().parse(OFFICIAL / "schemaorg.nt", format="nt")


def find_schema_faults(description: dict[str, Any]) -> list[str]:
    """Return each property that schema.org does not give to its node's type, and each value of a type it does not allow."""
    vocabulary = read_vocabulary()
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


def test_the_search_description_is_a_schema_org_dataset(package: Package) -> None:
    description = package.read_json("croissant.json")
    assert description["@type"] == "sc:Dataset"
    assert find_schema_faults(description) == []
    # what Google's dataset search asks for or recommends, as far as it is known without a public address
    assert {"name", "description", "creator", "license", "identifier", "temporalCoverage", "spatialCoverage"} <= set(
        description
    )


def test_the_check_by_schema_org_finds_a_wrong_property_and_a_wrong_value(package: Package) -> None:
    description = package.read_json("croissant.json")
    assert find_schema_faults({**description, "colour": "red"})
    assert find_schema_faults({**description, "creator": [{"@type": "sc:Country", "name": "x"}]})


def test_croissant_is_valid_without_a_warning(package: Package) -> None:
    dataset = mlcroissant.Dataset(package.root / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    assert [one.id for one in dataset.metadata.record_sets if "." not in one.id] == package.tables
    assert package.read_json("croissant.json")["conformsTo"] == STANDARDS


def test_croissant_says_openly_who_coded(package: Package) -> None:
    about, said = package.read_json("croissant.json"), package.read_json("build/lexicon/registers.json")["metadata"]
    assert said["annotators"] in about["rai:machineAnnotationTools"]
    assert "language model" in said["annotators"]
    assert about["rai:dataLimitations"] == said["cautions"]


def test_the_days_covered_are_those_of_the_tables(package: Package) -> None:
    days = [
        value
        for name in package.tables
        for row in pyarrow.parquet.read_table(package.root / "build" / "parquet" / f"{name}.parquet").to_pylist()
        for value in row.values()
        if isinstance(value, date)
    ]
    assert package.read_json("datapackage.json")["temporal"] == {"start": min(days).isoformat(), "end": max(days).isoformat()}


def run_check(package: Package, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *words], cwd=package.root, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_citation_is_valid(package: Package) -> None:
    run_check(package, "--builtin-schema", "vendor.citation-file-format", "CITATION.cff")


def test_the_annotations_are_valid_by_the_schema_for_editors(package: Package) -> None:
    files = sorted(path.relative_to(package.root).as_posix() for path in (package.root / "annotations").glob("s*.yaml"))
    run_check(package, "--schemafile", "schemas/annotation.schema.json", *files)
