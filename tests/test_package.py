"""The published files, as their users read them."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

from conftest import ROOT, Copy
from curation.building import Prepared, build
from curation.schemas import FOLDER, SYSTEM_TABLES

CSV = ROOT / "build" / "csv"
PARQUET = ROOT / "build" / "parquet"
TABLES = sorted(path.stem for path in CSV.glob("*.csv"))
DESCRIPTOR = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
SCHEMAS = {resource["name"]: resource["schema"] for resource in DESCRIPTOR["resources"]}


def query(sql: str) -> duckdb.DuckDBPyRelation:
    relation = duckdb.sql(sql)
    assert relation is not None
    return relation


def read_csv(name: str) -> list[dict[str, Any]]:
    """Read a CSV table with the types of its Table Schema, independently of our code and of frictionless."""
    casts: dict[str, Callable[[str], Any]] = {
        "string": str,
        "integer": int,
        "number": float,
        "boolean": {"true": True, "false": False}.get,
        "date": date.fromisoformat,
    }
    types = {field["name"]: casts[field["type"]] for field in SCHEMAS[name]["fields"]}
    with (CSV / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: types[key](value) if value else None for key, value in row.items()} for row in csv.DictReader(file)]


@pytest.mark.parametrize("name", TABLES)
def test_pyarrow_pandas_polars_and_duckdb_read_the_rows_of_the_csv(name: str) -> None:
    wanted = read_csv(name)
    path = PARQUET / f"{name}.parquet"
    assert pyarrow.parquet.read_table(path).to_pylist() == wanted
    assert polars.read_parquet(path).to_dicts() == wanted
    relation = query(f"SELECT * FROM '{path}'")
    assert [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()] == wanted
    frame = pandas.read_parquet(path)
    assert [
        {key: None if pandas.isna(value) else value for key, value in row.items()} for row in frame.to_dict("records")
    ] == wanted


@pytest.mark.parametrize("name", TABLES)
def test_every_reader_sees_the_types_of_the_schema(name: str) -> None:
    path = PARQUET / f"{name}.parquet"
    arrow = pyarrow.parquet.read_schema(path)
    frame = pandas.read_parquet(path)
    lazy = polars.read_parquet_schema(path)
    described = dict(query(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')").fetchall())
    wanted: dict[str, tuple[Any, Any, Any, str]] = {
        "string": (pyarrow.string(), "str", polars.String, "VARCHAR"),
        "integer": (pyarrow.int64(), "Int64", polars.Int64, "BIGINT"),
        "number": (pyarrow.float64(), "Float64", polars.Float64, "DOUBLE"),
        "boolean": (pyarrow.bool_(), "boolean", polars.Boolean, "BOOLEAN"),
        "date": (pyarrow.date32(), "object", polars.Date, "DATE"),
    }
    for field in SCHEMAS[name]["fields"]:
        column = field["name"]
        seen = arrow.field(column).type, str(frame[column].dtype), lazy[column], described[column]
        assert seen == wanted[field["type"]], column


@pytest.mark.parametrize("name", TABLES)
def test_a_parquet_file_alone_tells_what_its_columns_are(name: str) -> None:
    schema = pyarrow.parquet.read_schema(PARQUET / f"{name}.parquet")
    assert schema.metadata[b"description"]
    for field in SCHEMAS[name]["fields"]:
        said = schema.field(field["name"]).metadata
        assert said[b"description"].decode() == field["description"]
        assert said.get(b"unit", b"").decode() == field.get("unit", "")
        assert json.loads(said.get(b"codes", b"{}")) == field.get("codes", {})


@pytest.mark.parametrize("name", TABLES)
def test_every_field_says_what_it_is(name: str) -> None:
    for field in SCHEMAS[name]["fields"]:
        assert all(field[key] not in ("", None) for key in ("title", "description", "type", "example")), field["name"]
        assert all(text.endswith(".") for text in field.get("codes", {}).values()), field["name"]


def test_names_are_lower_snake_case_short_and_no_reserved_words() -> None:
    reserved = {
        word for (word,) in query("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'").fetchall()
    }
    names = {*TABLES, *(field["name"] for schema in SCHEMAS.values() for field in schema["fields"])}
    for name in names:
        assert name == name.lower()
        assert name.isidentifier()
        assert len(name) <= 32
        assert name not in reserved


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_unique_and_references_lead_somewhere(name: str) -> None:
    """What frictionless does not check, or checks only in part: no null in a key, each reference to a row that is there."""
    rows = read_csv(name)
    keys = [tuple(row[column] for column in SCHEMAS[name]["primaryKey"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert not any(None in key for key in keys)
    for reference in SCHEMAS[name].get("foreignKeys", ()):
        (column,), target = reference["fields"], reference["reference"]
        known = {row[target["fields"][0]] for row in read_csv(target["resource"])}
        assert {row[column] for row in rows} - {None} <= known


def test_the_descriptors_tell_the_size_and_hash_of_each_file() -> None:
    for resource in DESCRIPTOR["resources"]:
        content = (ROOT / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    for resource in json.loads((PARQUET / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        content = (PARQUET / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("path", [ROOT / "datapackage.json", PARQUET / "datapackage.json"])
def test_frictionless_finds_both_packages_valid(path: Path) -> None:
    report = frictionless.validate(str(path))
    assert report.valid, report.flatten(["resourceName", "message"])


def test_frictionless_finds_a_changed_cell(tmp_path: Path) -> None:
    for name in ("datapackage.json", "build"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    path = tmp_path / "build" / "csv" / "flights.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",charter,", ",chatrer,"), encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def run_check(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *words], cwd=ROOT, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_citation_is_valid() -> None:
    run_check("--builtin-schema", "vendor.citation-file-format", "CITATION.cff")


def test_the_workflows_are_valid() -> None:
    workflows = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    run_check("--builtin-schema", "vendor.github-workflows", *workflows)


def test_the_annotations_fit_the_schema_by_which_editors_complete_them() -> None:
    files = sorted(str(path) for path in (ROOT / "annotations").glob("s*.yaml"))
    run_check("--schemafile", "schemas/annotation.schema.json", *files)


def test_a_table_and_a_column_are_added_in_schemas_and_annotations_alone(collection: Copy) -> None:
    """A new table of court rulings, and a new column of flights, both of existing parsers and rules."""

    def field(name: str, type_: str, **more: Any) -> dict[str, Any]:
        example = "2025-04-18" if type_ == "date" else "x"
        return {"name": name, "type": type_, "title": name, "description": f"The {name}.", "example": example, **more}

    rulings = {
        "name": "rulings",
        "title": "Rulings",
        "description": "A row is a ruling.",
        "fields": [
            field("ruling_id", "string", constraints={"required": True, "unique": True}, curation={"derive": "row_id"}),
            field("ruled_on", "string", curation={"reads": "date", "agree": "interval"}),
            field("ruled_on_earliest", "date", curation={"part": "earliest", "of": "ruled_on"}),
            field("subject", "string", curation={"reads": "verbatim", "agree": "same"}),
            field("source_ids", "string", constraints={"required": True}, curation={"derive": "source_ids"}),
        ],
        "primaryKey": ["ruling_id"],
        "missingValues": [""],
        "curation": {"kind": "fact", "natural_key": ["ruled_on"], "headline": "ruled_on"},
    }
    (collection.root / FOLDER / "rulings.json").write_text(json.dumps(rulings), encoding="utf-8")
    flights = json.loads((collection.root / FOLDER / "flights.json").read_text(encoding="utf-8"))
    flights["fields"].insert(-3, field("haste", "string", curation={"reads": "verbatim", "agree": "same"}))
    (collection.root / FOLDER / "flights.json").write_text(json.dumps(flights), encoding="utf-8")
    collection.append("metadata.yaml", "- rulings\n")
    collection.edit(
        "annotations/s002.yaml",
        "  uncoded: demonstrations and a court's ruling, outside the tables\n",
        "  rulings/third-countries:\n    ruled_on: April 18\n    subject: rapidly deporting migrants\n",
    )
    collection.edit(
        "annotations/s002.yaml",
        "    operator: Uzbekistan Airways\n",
        "    operator: Uzbekistan Airways\n    haste: reportedly arranged\n",
    )
    (collection.root / "annotations" / "second" / "s002.csv").unlink()
    settlements = collection.root / "annotations" / "second" / "settlements.csv"
    lines = [line for line in settlements.read_text(encoding="utf-8").splitlines() if not line.startswith("s002,")]
    settlements.write_text("\n".join(lines) + "\n", encoding="utf-8")
    built = build(collection.root)
    assert not built.errors, "\n".join(map(str, built.errors))
    assert built.built
    (ruling,) = built.built.rows["rulings"]
    assert (ruling["ruled_on"], ruling["ruled_on_earliest"]) == ("2025-04-18", date(2025, 4, 18))
    assert built.built.rows["flights"][0]["haste"] == "reportedly arranged"
    assert (collection.root / "build" / "parquet" / "rulings.parquet").exists()


def test_the_code_names_no_table_or_column_that_is_not_its_own(prepared: Prepared) -> None:
    """Only sources, claims, cells and disagreements are known by name; every other one comes from its schema."""
    own = {"sources", *SYSTEM_TABLES}
    own_columns = {name for table in own for name in prepared.schemas[table].fields}
    foreign = {table for table in prepared.schemas if table not in own}
    foreign |= {name for table in foreign for name in prepared.schemas[table].fields if name not in own_columns}
    # words of the language of schemas and annotations, and a kind of disagreement, which happen to be columns too
    foreign -= {
        "source_error",
        "title",
        "origins",
        "sentence",
        "unit",
        "place",
        "name",
        "role",
        "via",
        "country",
        "count_status",
        "source_ids",
        "measure",
    }
    for path in sorted((ROOT / "scripts" / "curation").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        named = sorted(name for name in foreign if f'"{name}"' in text)
        assert not named, f"{path.name} names {named}"
