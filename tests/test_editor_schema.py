"""The schema for editors: it offers the names of rows that there are, and refuses no new one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from conftest import FLIGHT, Copy
from curation.pipeline import build, check
from one_source import write_collection

SCHEMA = "schemas/annotation.schema.json"
A = "annotations/s100.yaml"


def read_schema(root: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((root / SCHEMA).read_text(encoding="utf-8"))
    return schema


def list_offered(schema: dict[str, Any], node: dict[str, Any]) -> set[str]:
    """Return every value that a node of a schema offers."""
    found = set(node.get("enum", ()))
    if "$ref" in node:
        found |= list_offered(schema, schema["$defs"][node["$ref"].removeprefix("#/$defs/")])
    for branch in (*node.get("anyOf", ()), *([node["items"]] if isinstance(node.get("items"), dict) else [])):
        found |= list_offered(schema, branch)
    return found


def test_an_editor_is_offered_the_names_of_speakers_references_and_rows(small_root: Path) -> None:
    schema = read_schema(small_root)
    passage = schema["properties"]["passages"]["items"]
    fields = {name: schema["$defs"][f"row_of_{name}"]["properties"] for name in ("statistics", "quotes", "officials")}
    assert {"ada-holm", "deu-justice", "deu-police"} <= list_offered(schema, passage["properties"]["by"])
    assert FLIGHT not in list_offered(schema, passage["properties"]["by"])
    assert list_offered(schema, fields["statistics"]["flight_id"]) == {FLIGHT}
    assert list_offered(schema, fields["quotes"]["statement_id"]) == {
        "holm-left",
        "holm-thank",
        "holm-orderly",
        "justice-deported",
    }
    assert {"deu-justice", "deu-police"} == list_offered(schema, fields["officials"]["organization_id"])
    assert {f"flights/{FLIGHT}", "organizations/deu-police", "flights/*"} <= set(passage["properties"])


@pytest.mark.parametrize(
    ("old", "new", "is_valid"),
    [
        ("by: ada-holm <- Holm said", "by: new-speaker via new-outlet <- Holm said", True),
        (f"flight_id: {FLIGHT} <- Aboard", "flight_id: new-flight <- Aboard", True),
        ("  organizations/deu-police:", "  organizations/uz-mfa:", True),
        ("    operator: Polar Air", "    operater: Polar Air", False),
        ("flight_type: charter <-", "flight_type: charta <-", False),
        ("  organizations/deu-police:", "  organisations/deu-police:", False),
    ],
)
def test_the_schema_refuses_unknown_keys_and_codes_and_no_new_name(
    old: str, new: str, is_valid: bool, built_copy: Copy
) -> None:
    built_copy.edit(A, old, new)
    annotation = yaml.safe_load((built_copy.root / A).read_text(encoding="utf-8"))
    assert jsonschema.Draft202012Validator(read_schema(built_copy.root)).is_valid(annotation) is is_valid


def test_a_new_row_makes_the_schema_stale_until_the_next_build(built_copy: Copy) -> None:
    path = built_copy.root / A
    path.write_text(
        path.read_text(encoding="utf-8").replace("statement_id: holm-left", "statement_id: left"), encoding="utf-8"
    )
    assert SCHEMA in {problem.file for problem in check(built_copy.root).errors}
    assert not build(built_copy.root).errors
    before = (built_copy.root / SCHEMA).read_bytes()
    assert b'"left"' in before
    assert not build(built_copy.root).errors
    assert (built_copy.root / SCHEMA).read_bytes() == before


def test_a_collection_in_which_nobody_speaks_has_a_valid_schema(tmp_path: Path) -> None:
    copy = write_collection(tmp_path / "one", "It snowed.\n", "- in: >-\n    It snowed.\n  uncoded: weather\n")
    assert not build(copy.root).errors
    schema = read_schema(copy.root)
    jsonschema.Draft202012Validator.check_schema(schema)
    annotation = {
        "source": "s900",
        "text_sha256": "0" * 64,
        "passages": [{"in": "x", "by": "new-speaker <- x", "uncoded": "y"}],
    }
    jsonschema.Draft202012Validator(schema).validate(annotation)
