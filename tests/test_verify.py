"""verify.py, the verifier that shares no code with the build: it passes what is published and finds what is tampered with."""

from __future__ import annotations

import ast
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
from verify import Data, check_descriptors, check_schemas, list_leaves, verify_files

VERIFIER = ROOT / "scripts" / "verify.py"
# Of the schemas' `curation` verify.py compares what says how a cell is filled; the rest serves the build alone.
FOR_THE_BUILD = {
    *("kind", "derive_from", "covers", "ties_sources", "ties_neighbours", "continued_by", "names_row"),
    *("marks_error", "speakers", "attributed", "rows_from"),
}
PLACES = "annotations/places.yaml"


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
        assert all(fault.startswith(name) for fault in faults)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"fields": [{"name": 1, "curation": []}, 7]}']
)
def test_a_schema_that_is_none_gives_faults_and_no_traceback(content: bytes) -> None:
    assert verify_files({**read_published(), "schemas/flights.json": content}, None)


def test_a_package_without_schemas_and_places_is_verified_by_the_verifier_s_own_copy_and_one_that_lacks_some_is_not() -> None:
    files = {name: content for name, content in read_published().items() if name.startswith(("build/", "datapackage"))}
    assert not verify_files(files, None)
    assert verify_files({**files, "schemas/flights.json": read_published()["schemas/flights.json"]}, None)


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
