"""The published files as their users read them: with pyarrow, pandas, polars and duckdb."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

from conftest import ROOT
from published.conftest import Package

TABLES = sorted(path.stem for path in (ROOT / "build" / "csv").glob("*.csv"))


def query(sql: str) -> duckdb.DuckDBPyRelation:
    relation = duckdb.sql(sql)
    assert relation is not None
    return relation


def find_parquet(package: Package, name: str) -> Path:
    return package.root / "build" / "parquet" / f"{name}.parquet"


def read_csv(package: Package, name: str) -> list[dict[str, Any]]:
    """Read a CSV table with the types of its Table Schema, independently of our code and of frictionless."""
    casts: dict[str, Callable[[str], Any]] = {
        "string": str,
        "integer": int,
        "number": float,
        "boolean": {"true": True, "false": False}.get,
        "date": date.fromisoformat,
    }
    types = {field["name"]: casts[field["type"]] for field in package.schemas[name]["fields"]}
    with (package.root / "build" / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: types[key](value) if value else None for key, value in row.items()} for row in csv.DictReader(file)]


@pytest.mark.parametrize("name", TABLES)
def test_pyarrow_pandas_polars_and_duckdb_read_the_rows_of_the_csv(name: str, package: Package) -> None:
    wanted = read_csv(package, name)
    path = find_parquet(package, name)
    assert pyarrow.parquet.read_table(path).to_pylist() == wanted
    assert polars.read_parquet(path).to_dicts() == wanted
    relation = query(f"SELECT * FROM '{path}'")
    assert [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()] == wanted
    frame = pandas.read_parquet(path)
    assert [
        {key: None if pandas.isna(value) else value for key, value in row.items()} for row in frame.to_dict("records")
    ] == wanted


@pytest.mark.parametrize("name", TABLES)
def test_every_reader_finds_the_types_of_the_schema(name: str, package: Package) -> None:
    path = find_parquet(package, name)
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
    for field in package.schemas[name]["fields"]:
        column = field["name"]
        seen = arrow.field(column).type, str(frame[column].dtype), lazy[column], described[column]
        assert seen == wanted[field["type"]], column


@pytest.mark.parametrize("name", TABLES)
def test_a_parquet_file_describes_its_own_columns(name: str, package: Package) -> None:
    schema = pyarrow.parquet.read_schema(find_parquet(package, name))
    assert schema.metadata[b"description"]
    for field in package.schemas[name]["fields"]:
        said = schema.field(field["name"]).metadata
        assert said[b"description"].decode() == field["description"]
        assert said.get(b"unit", b"").decode() == field.get("unit", "")
        assert json.loads(said.get(b"categories", b"[]")) == list_categories(field)


@pytest.mark.parametrize("name", TABLES)
def test_every_field_is_described(name: str, package: Package) -> None:
    for field in package.schemas[name]["fields"]:
        assert all(field[key] not in ("", None) for key in ("title", "description", "type", "example")), field["name"]
        assert all(code["description"].endswith(".") for code in list_categories(field)), field["name"]


def list_categories(field: dict[str, Any]) -> list[dict[str, str]]:
    """Return the codes of a field; those of a set are beside it under another name."""
    found: list[dict[str, str]] = field.get("categories", field.get("itemCategories", []))
    return found


@pytest.mark.parametrize("name", TABLES)
def test_a_cell_holds_one_of_its_categories_and_a_member_of_a_set_one_of_its_item_categories(
    name: str, package: Package
) -> None:
    """What Data Package v2 says of `categories`: the value in the field is one of them, and each label is there once."""
    for field in package.schemas[name]["fields"]:
        categories = list_categories(field)
        codes, labels = ([code[key] for code in categories] for key in ("value", "label"))
        assert len({*codes}) == len({*labels}) == len(categories)
        values = {row[field["name"]] for row in read_csv(package, name)} - {None}
        members = {member for value in values for member in value.split("|")} if "itemCategories" in field else values
        assert not categories or members <= {*codes}, field["name"]
        assert field.get("constraints", {}).get("enum", []) == (codes if "categories" in field else [])


def test_a_label_is_what_one_prints_beside_a_figure(package: Package) -> None:
    """In sentence case, without a full stop, and not the code again."""
    for schema in package.schemas.values():
        for field in schema["fields"]:
            for code in list_categories(field):
                label = code["label"]
                assert re.fullmatch(r"[A-Z][^_.]*(U\.S\.[^_.]*)?[^_. ]|U\.S\. [^_.]+", label), (field["name"], label)
                assert len(label) <= 60
                assert label != code["value"]


def test_names_are_lower_snake_case_short_and_no_reserved_words(package: Package) -> None:
    reserved = {
        word for (word,) in query("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'").fetchall()
    }
    names = {*TABLES, *(field["name"] for schema in package.schemas.values() for field in schema["fields"])}
    for name in names:
        assert name == name.lower()
        assert name.isidentifier()
        assert len(name) <= 32
        assert name not in reserved


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_unique_and_references_are_to_rows(name: str, package: Package) -> None:
    """What frictionless does not check, or checks only in part: no null in a key, each reference to a row that is there."""
    rows = read_csv(package, name)
    keys = [tuple(row[column] for column in package.schemas[name]["primaryKey"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert not any(None in key for key in keys)
    for reference in package.schemas[name].get("foreignKeys", ()):
        (column,), target = reference["fields"], reference["reference"]
        known = {row[target["fields"][0]] for row in read_csv(package, target["resource"])}
        assert {row[column] for row in rows} - {None} <= known


def test_the_descriptors_have_the_size_and_hash_of_each_file(package: Package) -> None:
    for resource in package.descriptor["resources"]:
        content = (package.root / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    for resource in package.read_json("build/parquet/datapackage.json")["resources"]:
        content = (package.root / "build" / "parquet" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
