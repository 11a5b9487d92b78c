"""tests/consumers/w3c.py, which checks annotations by the W3C's schemas, with schemas of our own in their form."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from consumers.w3c import CLAIMED, COMMIT, FORMATS, MODEL, check, fetch_model, main

VALID = {"id": "urn:x:1", "generated": "2031-03-14T00:00:00Z", "target": {"source": "urn:x:2"}}

DEFINITIONS = {
    "id": "parts.json",
    "definitions": {
        "address": {"type": "string", "format": "uri"},
        "time": {"type": "string", "format": "date-time"},
        "one": {"$ref": "#/definitions/address", "maxLength": 7},
    },
}

SCHEMAS: dict[str, Any] = {
    "annotations/id.json": {
        "id": "id.json",
        "errorMessage": "The id is no address.",
        "properties": {"id": {"$ref": "parts.json#/definitions/address"}},
        "required": ["id"],
    },
    "annotations/parts/both.json": {"assertionType": "must", "expectedResult": "invalid", "required": ["body", "bodyValue"]},
    "annotations/parts/time.json": {"properties": {"generated": {"$ref": "parts.json#/definitions/time"}}},
    "annotations/parts/short.json": {
        "id": "short.json",
        "properties": {"target": {"properties": {"source": {"$ref": "parts.json#/definitions/one"}}}},
    },
    "annotations/colour.json": {"assertionType": "may", "required": ["colour"]},
    **{f"annotations/claimed/{name}": {"assertionType": "may", "required": ["target"]} for name in CLAIMED},
}


def write_model(folder: Path, schemas: dict[str, Any], definitions: Any = DEFINITIONS) -> Path:
    """Write schemas as the W3C does, with one list of all, and a list of a collection that is no annotation's."""
    names = [name.removeprefix("annotations/") if name == "annotations/id.json" else name for name in schemas]
    files = {
        **schemas,
        "definitions/parts.json": definitions,
        "annotations/all.test": {"assertions": names},
        "collections/all.test": {"assertions": ["collections/label.json"]},
        "collections/label.json": {"assertionType": "must", "required": ["label"]},
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_annotations_that_meet_all_schemas_pass_and_the_numbers_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([VALID, VALID], write_model(tmp_path, SCHEMAS)) == 0
    printed = capsys.readouterr().out
    assert "2 annotations x 4 schemas that must be met: 8 checked, 0 failed" in printed
    assert f"2 annotations x {len(CLAIMED)} schemas of features" in printed


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "no address"}, "annotations/id.json: no address: The id is no address."),
        ({"id": 3}, "annotations/id.json"),
        ({"body": [], "bodyValue": ""}, "annotations/parts/both.json"),
        ({"generated": "2031-02-30T00:00:00Z"}, "annotations/parts/time.json"),
        ({"generated": "2031-03-14"}, "annotations/parts/time.json"),
        ({"target": {"source": "urn:x:23"}}, "annotations/parts/short.json"),
    ],
    ids=lambda value: value if isinstance(value, str) else json.dumps(value),
)
def test_each_annotation_that_fails_is_named_with_its_schema(
    changed: dict[str, Any], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([VALID, VALID | changed], write_model(tmp_path, SCHEMAS)) == 1
    printed = capsys.readouterr().out
    assert said in printed
    assert "8 checked, 1 failed" in printed


def test_a_claimed_feature_that_an_annotation_lacks_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without = {name: value for name, value in VALID.items() if name != "target"}
    assert check([VALID, without], write_model(tmp_path, SCHEMAS)) == 1
    assert f"annotations/claimed/{CLAIMED[0]}: urn:x:1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("schemas", "definitions", "said"),
    [
        ({"annotations/colour.json": SCHEMAS["annotations/colour.json"]}, {}, "no list has a schema that must be met"),
        ({"annotations/id.json": SCHEMAS["annotations/id.json"]}, DEFINITIONS, f"no list has {CLAIMED[0]} as an optional"),
        (SCHEMAS, DEFINITIONS | {"format": "iri"}, "a format that is not checked here: iri"),
        (SCHEMAS, {"id": "other.json"}, "annotations/id.json: "),
        (SCHEMAS | {"annotations/id.json": {"expectedResult": "maybe"}}, DEFINITIONS, "a result that is not known: maybe"),
    ],
    ids=["no list", "no claimed schema", "a format", "no definition", "a result"],
)
def test_files_that_cannot_be_checked_as_they_should_be_are_no_pass(
    schemas: dict[str, Any], definitions: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([VALID], write_model(tmp_path, schemas, definitions)) == 1
    assert said in capsys.readouterr().out


def test_no_annotation_is_no_pass(tmp_path: Path) -> None:
    assert check([], write_model(tmp_path, SCHEMAS)) == 1


@pytest.mark.parametrize("value", ["ni:///sha-256;AA-_", "https://x.example/%C3%A9?a=b#c", "urn:uuid:1#a/b@c%231"])
def test_addresses_are_uris(value: str) -> None:
    assert FORMATS.conforms(value, "uri")


@pytest.mark.parametrize("value", ["s100", "https://x.example/é", "https://x.example/a b", "a:%zz", "://x"])
def test_other_texts_are_no_uris(value: str) -> None:
    assert not FORMATS.conforms(value, "uri")


def run_git(folder: Path, *words: str) -> str:
    author = ["-c", "user.name=x", "-c", "user.email=x@x.example"]
    return subprocess.run(
        ["git", "-C", str(folder), *author, *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_git_fetches_the_folder_of_one_commit_and_nothing_else(tmp_path: Path) -> None:
    served, place = tmp_path / "served", tmp_path / "place"
    place.mkdir()
    write_model(served / MODEL, SCHEMAS)
    (served / "other").mkdir()
    (served / "other" / "file").write_text("x", encoding="utf-8")
    run_git(served, "init", "--quiet")
    for name in ("allowFilter", "allowReachableSHA1InWant"):
        run_git(served, "config", f"uploadpack.{name}", "true")
    run_git(served, "add", ".")
    run_git(served, "commit", "--quiet", "--message=one")
    commit = run_git(served, "rev-parse", "HEAD")
    (served / MODEL / "later.test").write_text("{}", encoding="utf-8")
    run_git(served, "add", ".")
    run_git(served, "commit", "--quiet", "--message=two")
    folder = fetch_model(place, served.as_uri(), commit)
    assert folder == place / MODEL
    assert not (folder / "later.test").exists()
    assert not (place / "other").exists()
    assert check([VALID], folder) == 0


def test_what_cannot_be_fetched_is_said_to_be_not_tried_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    reason = fetch_model(place, (tmp_path / "nothing").as_uri(), COMMIT)
    assert isinstance(reason, str)
    assert "nothing" in reason
    file = tmp_path / "claims.annotations.jsonl"
    file.write_text(json.dumps(VALID) + "\n", encoding="utf-8")
    monkeypatch.delenv("ANNOTATION_MODEL", raising=False)
    monkeypatch.setattr("consumers.w3c.fetch_model", lambda _: reason)
    assert main([str(file)]) == 1
    assert "NOT TRIED" in capsys.readouterr().out
    monkeypatch.setenv("ANNOTATION_MODEL", str(write_model(tmp_path / "model", SCHEMAS)))
    assert main([str(file)]) == 0
    assert "NOT TRIED" not in capsys.readouterr().out
