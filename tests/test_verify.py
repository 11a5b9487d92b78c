"""verify.py, the verifier that shares no code with the build: it passes what is published and finds what is tampered with."""

from __future__ import annotations

import ast
import csv
import io
import json
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from proof.tampers import read_table
from proof.verifier import UNSEEN, Batch, list_batches, read_published, see_changes, try_batch
from verify import SYSTEM, Data, check_descriptors, check_schemas, list_leaves, read_schemas, verify_files

VERIFIER = ROOT / "scripts" / "verify.py"
# Of the schemas' `curation` verify.py reads what says how a cell is filled; the rest serves the build alone.
FOR_THE_BUILD = {
    *("derive_from", "covers", "ties_sources", "ties_neighbours", "continued_by", "names_row"),
    *("speakers", "attributed", "rows_from", "overview"),
}
PLACES = "annotations/places.yaml"
EVIDENCE = "annotations/evidence.yaml"
FLIGHT = "2025-04-30-new-york-tashkent"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", str(VERIFIER), *words], text=True, capture_output=True, check=False)


def test_it_imports_nothing_of_ours_and_nothing_but_the_standard_library() -> None:
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_passes_what_is_published_with_and_without_the_seeds() -> None:
    assert run(str(ROOT)).returncode == 0
    done = run(str(ROOT), "--seeds", str(ROOT / "seeds"))
    assert done.returncode == 0, done.stdout
    assert "0 faults" in done.stdout


def test_it_passes_a_zip_with_no_repository_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in read_published().items():
            archive.writestr(f"us-central-asia-removals-0/{name}", content)
    done = run(str(path))
    assert done.returncode == 0, done.stdout


def test_a_changed_file_without_its_hash_is_found() -> None:
    for name in read_published():
        if name.endswith((".csv", ".parquet")):
            changed = {**read_published(), name: read_published()[name] + b"\n"}
            assert any(Path(name).stem in fault for fault in verify_files(changed, None)), name


def test_a_changed_word_in_a_seed_is_found() -> None:
    seeds = {path.name: path.read_bytes() for path in (ROOT / "seeds").glob("*.txt")}
    assert not verify_files(read_published(), seeds)
    name = "002_f5dd51b720eb846b.txt"
    assert verify_files(read_published(), {**seeds, name: seeds[name].replace(b"572", b"573")})


def test_it_names_a_sample_of_tampered_cells_whose_hashes_were_mended() -> None:
    """What it cannot see is named in docs/reliability.md."""
    for batch in random.Random(7).sample(list_batches(), 12):
        sight = try_batch(replace(batch, is_rechecked=True))
        assert not sight.unsound
        assert sight.named == len(batch.changes) or (batch.table, batch.column) in UNSEEN


def test_each_change_of_a_batch_comes_out_alone_as_it_does_in_the_batch() -> None:
    batches = [batch for batch in list_batches() if 3 <= len(batch.changes) <= 8]
    for batch in random.Random(11).sample(batches, 4):
        together = see_changes(batch, batch.changes)
        assert together == {change: see_changes(batch, (change,))[change] for change in batch.changes}


def test_the_changes_of_a_batch_are_apart_and_of_claims_on_different_cells_and_spoken_in_different_passages() -> None:
    for batch in random.Random(13).sample(list_batches(), 300):
        numbers = sorted(number for number, _ in batch.changes)
        assert all(after - before > 1 for before, after in pairwise(numbers)), batch
        rows = [read_table("csv", batch.table)[number] for number in numbers]
        if batch.table == "claims":
            cells = [(row["table_name"], row["row_id"], row["field_name"]) for row in rows]
            assert len(cells) == len(set(cells)), batch
        if batch.table == "claims" and batch.column in ("attributed_to", "via", "passage"):
            assert len(rows) == len({(row["source_id"], row["passage"]) for row in rows}), batch


def test_a_change_that_no_file_contradicts_is_not_said_to_be_found() -> None:
    """As far as the sweep goes: the kind of a decision stands nowhere else."""
    change = (0, "scope")
    assert see_changes(Batch("disagreements", "kind", (change,)), (change,)) == {change: "missed"}


def list_schema_faults(files: dict[str, bytes]) -> list[str]:
    data = Data(files)
    read_schemas(data)
    check_descriptors(data, False)
    check_schemas(data)
    return data.faults


def set_leaf(value: Any, where: tuple[str, ...], leaf: object) -> None:
    for part in where[:-1]:
        value = value[int(part.split()[0])] if isinstance(value, list) else value[part]
    value[int(where[-1].split()[0]) if isinstance(value, list) else where[-1]] = leaf


def test_any_change_to_a_published_schema_is_found_where_it_stands() -> None:
    files = read_published()
    leaves = [
        (name, where)
        for name in files
        if name.startswith("schemas/") and ".schema." not in name
        for where, _ in list_leaves(json.loads(files[name]))
        if where[-1] != "curation"  # an empty one
    ]
    assert not list_schema_faults(files)
    for name, where in random.Random(17).sample(leaves, 150):
        schema = json.loads(files[name])
        set_leaf(schema, where, "another")
        faults = list_schema_faults({**files, name: json.dumps(schema).encode()})
        assert bool(faults) == FOR_THE_BUILD.isdisjoint(where), (name, where)
        assert not faults or any(fault.startswith(name) for fault in faults)  # another schema may gather from it


@pytest.mark.parametrize(
    ("table", "column", "curation"),
    [
        ("flights", "flight_status", {"reads": "code", "agree": "same"}),
        ("flights", "flight_status", {"reads": "code"}),
        ("flights", "operator", {}),
        ("flights", "terms_printed", {"reads": "verbatim", "agree": "same"}),
        ("flights", "persons_low", {"part": "high", "of": "persons"}),
        ("flights", "origins", {"derive": "source_ids"}),
        ("quotes", "via", {"by": "body"}),
        ("statements", "official_ids", {"gather": "organization_id", "agree": "set"}),
        ("sources", "language", {"derive": "characters"}),
    ],
)
def test_another_rule_in_a_schema_is_contradicted_by_the_data(table: str, column: str, curation: dict[str, str]) -> None:
    name = f"schemas/{table}.json"
    schema = json.loads(read_published()[name])
    next(spec for spec in schema["fields"] if spec["name"] == column)["curation"] = curation
    assert verify_files({**read_published(), name: json.dumps(schema).encode()}, None)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"fields": [{"name": 1, "curation": []}, 7]}']
)
def test_a_schema_that_is_none_gives_faults_and_no_traceback(content: bytes) -> None:
    assert verify_files({**read_published(), "schemas/flights.json": content}, None)


def test_the_registers_of_places_and_evidence_may_be_missing_but_no_schema_may() -> None:
    files = {name: content for name, content in read_published().items() if name not in (PLACES, EVIDENCE)}
    assert not verify_files(files, None)
    for name in files:
        if name.startswith("schemas/") and ".schema." not in name:
            faults = verify_files({other: content for other, content in files.items() if other != name}, None)
            assert any(Path(name).stem in fault for fault in faults), name
    faults = verify_files({name: content for name, content in files.items() if not name.startswith("schemas/")}, None)
    assert faults == [f'schemas/{name}.json: "no file", a published file' for name in SYSTEM]


Change = tuple[str, str, str, str]
"""Table, the row's key, column and what is put there; no column takes the row away."""


def doctor(*changes: Change) -> dict[str, bytes]:
    """What is published, with some cells changed."""
    files = read_published()
    for table, key, column, value in changes:
        path = f"build/csv/{table}.csv"
        rows = list(csv.DictReader(io.StringIO(files[path].decode(), newline="")))
        named = [row for row in rows if "/".join(row[name] for name in KEYS.get(table, list(row)[:1])) == key]
        assert len(named) == 1, key
        assert not column or named[0][column] != value, f"{key}/{column} is {value} already"
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, column: value} if row in named else row for row in rows if column or row not in named)
        files = {**files, path: text.getvalue().encode()}
    return files


KEYS = {
    "cells": ["table_name", "row_id", "field_name", "member"],
    "claims": ["claim_id", "segment"],
}
PERSONS = f"flights/{FLIGHT}/persons/1"
STATUS = f"flights/{FLIGHT}/flight_status"
SCOPE = f"flights/{FLIGHT}/funder_scope"
TERMS = f"flights/{FLIGHT}/terms_printed"
ENCOUNTERS = "border-encounters-feb-mar-2025"
HEDGED = f"flights/{FLIGHT}/event_date_of@s002#1/1"
RELEASE = "dhs-release|newsworldstream-release|uzdaily-release"


def get_cell(table: str, key: str, column: str) -> str:
    rows = csv.DictReader(io.StringIO(read_published()[f"build/csv/{table}.csv"].decode(), newline=""))
    return next(row for row in rows if "/".join(row[name] for name in KEYS.get(table, list(row)[:1])) == key)[column]


def drop_first(table: str, key: str, column: str, mark: str) -> str:
    return get_cell(table, key, column).partition(mark)[2]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ([("cells", PERSONS, "agreeing", drop_first("cells", PERSONS, "agreeing", "; "))], f"cells/{PERSONS}/agreeing"),
        ([("cells", PERSONS, "agreeing", "")], f"cells/{PERSONS}/agreeing"),
        ([("cells", PERSONS, "agreeing_source_ids", "s003|s004")], f"cells/{PERSONS}/agreeing_source_ids"),
        ([("cells", PERSONS, "others", "")], f"cells/{PERSONS}/others"),
        ([("cells", PERSONS, "others", drop_first("cells", PERSONS, "others", "; "))], f"cells/{PERSONS}/others"),
        ([("cells", f"{SCOPE}/1", "others", "")], f"cells/{SCOPE}/1/others"),
        (
            [("cells", PERSONS, "claim_ids", drop_first("cells", PERSONS, "claim_ids", "|"))],
            f"cells/{PERSONS}/claim_ids",
        ),
        ([("cells", f"{TERMS}/3", "", "")], f"cells/{TERMS}/3"),
        ([("cells", f"{TERMS}/9", "member", "10")], f"cells/{TERMS}/10"),
        (
            [
                ("flights", FLIGHT, "terms_printed", drop_first("flights", FLIGHT, "terms_printed", "|")),
                ("cells", f"{TERMS}/9", "", ""),
            ],
            f"flights/{FLIGHT}/terms_printed",
        ),
        (
            [("flights", FLIGHT, "terms_printed", "Deports|" + get_cell("flights", FLIGHT, "terms_printed"))],
            f"flights/{FLIGHT}/terms_printed",
        ),
        (
            [("cells", f"flights/{FLIGHT}/source_ids/2", "certainty", "asserted")],
            f"cells/flights/{FLIGHT}/source_ids/2/certainty",
        ),
        (
            [("cells", f"flights/{FLIGHT}/source_ids/4", "source_title", "003_2bf3b26cacc00223.txt")],
            f"cells/flights/{FLIGHT}/source_ids/4/source_title",
        ),
        ([("cells", f"{STATUS}/1", "others", "")], f"cells/{STATUS}/1/others"),
        ([("flights", FLIGHT, "flight_status", "departed"), ("cells", f"{STATUS}/1", "value", "departed")], STATUS),
        (
            [("flights", FLIGHT, "origins", "fox-news"), ("cells", f"flights/{FLIGHT}/origins/1", "value", "fox-news")],
            f"flights/{FLIGHT}/origins",
        ),
        ([("disagreements", SCOPE, "evidence", f"no-such-page|{RELEASE}")], f"disagreements/{SCOPE}/evidence"),
        (
            [("disagreements", SCOPE, "evidence", "newsworldstream-release|uzdaily-release")],
            f"disagreements/{SCOPE}/evidence",
        ),
        ([("disagreements", SCOPE, "reason", "So it is [no-such-page].")], f"disagreements/{SCOPE}/reason"),
        ([("cells", f"{SCOPE}/1", "reason", "So it is [no-such-page].")], f"cells/{SCOPE}/1/reason"),
        ([("disagreements", SCOPE, "reason", "See https://example.org/page.")], f"disagreements/{SCOPE}/reason"),
        ([("evidence", "dhs-release", "", "")], "evidence/dhs-release"),
        ([("evidence", "dhs-release", "url", "https://example.org/")], "evidence/dhs-release/url"),
        ([("sources", "s000", "identified_by", "no-such-page")], "sources/s000/identified_by"),
        ([("sources", "s000", "identified_by", "")], "sources/s000/publisher_basis"),
        ([("claims", HEDGED, "hedge_start", "3")], f"claims/{HEDGED}/hedge_start"),
        ([("claims", HEDGED, "hedge_start", "")], f"claims/{HEDGED}/hedge_start"),
        ([("statistics", ENCOUNTERS, "source_error", "")], f"statistics/{ENCOUNTERS}/source_error"),
        ([("statistics", ENCOUNTERS, "corrected_unit", "")], f"statistics/{ENCOUNTERS}/corrected_unit"),
        (
            [("claims", f"statistics/{ENCOUNTERS}/source_error@s004#1/1", "reason", "it is too many")],
            f"claims/statistics/{ENCOUNTERS}/source_error@s004#1/1/reason",
        ),
        (
            [("nationals_by_country", "fy2024-removals-uzb", "corrected_period", "")],
            "nationals_by_country/fy2024-removals-uzb/corrected_period",
        ),
        ([("officials", "kristi-noem", "country", "UZB")], "officials/kristi-noem/country"),
    ],
)
def test_a_doctored_package_gives_a_fault_that_names_the_cell(changes: list[Change], fault: str) -> None:
    faults = verify_files(doctor(*changes), None, check_hashes=False)
    assert any(found.startswith(f"{fault}: ") for found in faults), faults


def test_with_the_seeds_the_hedge_words_stand_at_hedge_start_and_registered_values_are_those_of_the_register() -> None:
    seeds = {path.name: path.read_bytes() for path in (ROOT / "seeds").iterdir()}
    start = int(get_cell("claims", HEDGED, "hedge_start"))
    for wrong in (start - 1, start + 1, start + 2):
        faults = verify_files(doctor(("claims", HEDGED, "hedge_start", str(wrong))), seeds, check_hashes=False)
        assert any(found.startswith(f"claims/{HEDGED}/hedge_start: ") for found in faults), wrong
    url = "https://example.org/"
    changed = doctor(("sources", "s000", "url", url), ("cells", "sources/s000/url/1", "value", url))
    assert not verify_files(changed, None, check_hashes=False)
    faults = verify_files(changed, seeds, check_hashes=False)
    assert [fault.partition(":")[0] for fault in faults] == ["sources/s000/url"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("publisher: UzDaily", "publisher: Uz Daily", "evidence/uzdaily-release/publisher: "),
        ("publisher: UzDaily", "publisher: 'UzDaily'", ""),
        ("publisher: UzDaily", 'publisher: "UzDaily"', ""),
        ("  uzdaily-release:", "  uzdaily-page:", "evidence/uzdaily-page: "),
        ("      The release of the U.S. Department", "  The release of the U.S. Department", EVIDENCE),
        ("evidence:", "pages:", EVIDENCE),
    ],
)
def test_the_table_evidence_is_what_its_register_says(old: str, new: str, fault: str) -> None:
    text = read_published()[EVIDENCE].decode()
    assert old in text
    faults = verify_files({**read_published(), EVIDENCE: text.replace(old, new, 1).encode()}, None)
    assert any(found.startswith(fault) for found in faults) if fault else not faults


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("New York: United States", "New Yorx: United States", "flights/2025-04-30-new-york-tashkent/origin_place"),
        ("New York: United States", "New York: Uzbekistan", "flights/2025-04-30-new-york-tashkent/origin_place"),
        ("New York: United States", "U.S.: New York", "flights/2025-04-30-new-york-tashkent/origin_place"),
        ("  Tashkent: Uzbekistan", "  Uzbekistan: Tashkent\n  Tashkent: Uzbekistan", PLACES),
        ("  Tashkent: Uzbekistan", "  Tashkent: Uzbekistan\n  Tashkent: Kazakhstan", PLACES),
        ("places:", "place:", PLACES),
        ("  Tashkent", "Tashkent", PLACES),
        ("Tashkent: ", "Tashkent; ", PLACES),
    ],
)
def test_the_narrower_place_lies_in_all_the_others(old: str, new: str, fault: str) -> None:
    files = read_published()
    changed = files[PLACES].decode().replace(old, new)
    assert any(found.startswith(fault) for found in verify_files({**files, PLACES: changed.encode()}, None))


@pytest.mark.parametrize("period", ["2024-11", ""])
def test_two_rows_with_one_natural_key_are_named_where_an_empty_column_fits_any_value(period: str) -> None:
    path = "build/csv/nationals_by_country.csv"
    lines = read_published()[path].decode().splitlines(keepends=True)
    row = next(line for line in lines if line.startswith("2024-11-final-orders-kaz,"))
    double = row.replace("2024-11-final-orders-kaz,", "2024-11-final-orders-kaz2,", 1).replace(",2024-11,", f",{period},", 1)
    content = "".join(lines).replace(row, row + double)
    faults = verify_files({**read_published(), path: content.encode()}, None, check_hashes=False)
    named = [fault for fault in faults if "/natural key: " in fault]
    assert [fault.split("/")[1] for fault in named] == ["2024-11-final-orders-kaz", "2024-11-final-orders-kaz2"]


@pytest.mark.parametrize("words", [(), ("nowhere",), (".", "--seeds"), (".", "--seeds", "nowhere")])
def test_a_wrong_command_line_ends_with_2(words: tuple[str, ...]) -> None:
    assert run(*words).returncode == 2


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(read_published())), st.integers(0, 20_000), st.binary(max_size=20), st.integers(0, 200))
def test_bytes_changed_anywhere_give_faults_and_no_traceback(name: str, start: int, new: bytes, length: int) -> None:
    content = read_published()[name]
    changed = content[:start] + new + content[start + length :]
    faults = verify_files({**read_published(), name: changed}, None)
    assert faults or changed == content or name.endswith("datapackage.json") or not name.startswith("build/")


def test_a_corrupt_zip_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(b"PK\x03\x04 no zip")
    done = run(str(path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
