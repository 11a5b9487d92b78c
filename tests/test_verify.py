"""verify.py, which shares no code with the build, accepts what a build writes and finds what is changed."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import verify
from conftest import ROOT
from package_files import set_leaf
from proof.tampers import read_table
from proof.verifier import UNSEEN, Batch, list_batches, see_changes, try_batch
from verify import SYSTEM, Data, check_descriptors, list_leaves, read_schemas, verify_files

VERIFIER = ROOT / "scripts" / "verify.py"
# Of the schemas' `curation` verify.py reads what says how a cell is filled; all else serves the build alone.
READ = {
    *(
        "fill",
        "reads",
        "agree",
        "derive",
        "by",
        "part",
        "of",
        "from_field",
        "gather",
        "from_gathered",
        "otherwise",
        "headline",
    ),
    *("rows_from", "speakers", "speaks_for", "covers", "ties_neighbours", "refers_to", "counts_unless", "marks_error"),
}
Files = dict[str, bytes]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", str(VERIFIER), *words], text=True, capture_output=True, check=False)


def test_it_imports_nothing_of_ours_and_nothing_but_the_standard_library() -> None:
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    at_once = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    optional = {"pyarrow", "yaml"}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | optional
    assert not at_once & optional


def test_it_accepts_a_built_folder_with_and_without_the_seeds(small_root: Path) -> None:
    assert run(str(small_root)).returncode == 0
    done = run(str(small_root), "--seeds", str(small_root / "seeds"))
    assert done.returncode == 0, done.stdout
    assert "0 faults" in done.stdout


def test_it_accepts_a_zip_with_no_repository_beside_it(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"two-sources-1.2.3/{name}", content)
    done = run(str(path))
    assert done.returncode == 0, done.stdout


def test_it_finds_a_changed_file_whose_hash_was_not_changed(files: Files) -> None:
    for name, content in files.items():
        if name.endswith((".csv", ".parquet")):
            assert any(Path(name).stem in fault for fault in verify_files({**files, name: content + b"\n"}, None)), name


def test_it_finds_a_changed_word_in_a_seed(files: Files, seeds: Files) -> None:
    assert not verify_files(files, seeds)
    name = "100_gazette.txt"
    assert verify_files(files, {**seeds, name: seeds[name].replace(b"27", b"28")})


def sample_batches(root: Path) -> list[Batch]:
    """Return four batches of changes for each table; those of many changes are chosen more often."""
    chosen = []
    for table, group in groupby(list_batches(root), lambda batch: batch.table):
        batches = list(group)
        chosen += random.Random(table).choices(batches, [len(batch.changes) ** 2 for batch in batches], k=4)
    return chosen


def test_it_names_a_sample_of_tampered_cells_whose_hashes_were_changed_too(small_root: Path) -> None:
    """What it cannot see is named in docs/reliability.md."""
    batches = sample_batches(small_root)
    assert sum(len(batch.changes) for batch in batches) >= 250
    for batch in batches:
        sight = try_batch(small_root, replace(batch, is_rechecked=True))
        assert not sight.unsound
        assert sight.named == len(batch.changes) or (batch.table, batch.column) in UNSEEN


def test_each_change_of_a_batch_has_the_same_outcome_alone(small_root: Path) -> None:
    batches = [batch for batch in list_batches(small_root) if 3 <= len(batch.changes) <= 8]
    chosen = random.Random(11).sample(batches, 8)
    assert sum(len(batch.changes) for batch in chosen) >= 25
    for batch in chosen:
        together = see_changes(small_root, batch, batch.changes)
        assert together == {change: see_changes(small_root, batch, (change,))[change] for change in batch.changes}


def test_changes_of_a_batch_are_of_rows_apart_and_of_other_cells_and_passages(small_root: Path) -> None:
    for batch in random.Random(13).sample(list_batches(small_root), 300):
        numbers = sorted(number for number, _ in batch.changes)
        assert all(after - before > 1 for before, after in pairwise(numbers)), batch
        rows = [read_table(small_root, "csv", batch.table)[number] for number in numbers]
        if batch.table == "claims":
            cells = [(row["table_name"], row["row_id"], row["field_name"]) for row in rows]
            assert len(cells) == len(set(cells)), batch
        if batch.table == "claims" and batch.column in ("attributed_to", "via", "passage"):
            assert len(rows) == len({(row["source_id"], row["passage"]) for row in rows}), batch


def test_a_change_that_no_file_contradicts_is_not_reported_as_found(small_root: Path) -> None:
    """As far as the sweep goes: the kind of a decision is in no other file."""
    change = (0, "scope")
    assert see_changes(small_root, Batch("disagreements", "kind", (change,)), (change,)) == {change: "missed"}


def list_schema_faults(files: dict[str, bytes]) -> list[str]:
    data = Data(files)
    read_schemas(data)
    for name in data.tables:
        verify.read_table(data, name)
    data.faults.clear()  # of tables that another schema does not fit
    read_schemas(data)
    check_descriptors(data, False)
    return data.faults


def test_any_change_to_a_published_schema_is_found_in_its_place(files: Files) -> None:
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
        inside = where[where.index("curation") + 1 :] if "curation" in where else where
        assert bool(faults) == ("curation" not in where or inside[0] in READ), (name, where)
        assert not faults or any(fault.startswith(name) for fault in faults)  # another schema may gather from it


@pytest.mark.parametrize(
    ("table", "column", "curation"),
    [
        ("flights", "flight_status", {"fill": "parse", "reads": "code", "agree": "same"}),
        ("flights", "flight_status", {"fill": "parse", "reads": "code"}),
        ("flights", "operator", {}),
        ("flights", "terms_printed", {"fill": "parse", "reads": "verbatim", "agree": "same"}),
        ("flights", "persons_low", {"fill": "part", "part": "high", "of": "persons"}),
        ("flights", "origins", {"fill": "derive", "derive": "source_ids"}),
        ("quotes", "official_id", {"fill": "speaker", "by": "body"}),
        ("statements", "official_ids", {"fill": "gather", "gather": "organization_id", "agree": "set"}),
        ("sources", "language", {"fill": "derive", "derive": "characters"}),
    ],
)
def test_another_rule_in_a_schema_is_contradicted_by_the_data(
    table: str, column: str, curation: dict[str, str], files: Files
) -> None:
    name = f"schemas/{table}.json"
    schema = json.loads(files[name])
    next(spec for spec in schema["fields"] if spec["name"] == column)["curation"] = curation
    assert verify_files({**files, name: json.dumps(schema).encode()}, None)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"fields": [{"name": 1, "curation": []}, 7]}']
)
def test_a_broken_schema_is_a_fault(content: bytes, files: Files) -> None:
    assert verify_files({**files, "schemas/flights.json": content}, None)


def test_no_schema_may_be_missing(files: Files) -> None:
    for name in files:
        if name.startswith("schemas/") and ".schema." not in name:
            faults = verify_files({other: content for other, content in files.items() if other != name}, None)
            assert any(Path(name).stem in fault for fault in faults), name
    faults = verify_files({name: content for name, content in files.items() if not name.startswith("schemas/")}, None)
    assert faults == [f'schemas/{name}.json: "no file", a published file' for name in SYSTEM]


@pytest.mark.parametrize("words", [(), ("nowhere",), (".", "--seeds"), (".", "--seeds", "nowhere")])
def test_a_wrong_command_line_ends_with_2(words: tuple[str, ...]) -> None:
    assert run(*words).returncode == 2


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 1), st.binary(max_size=20), st.integers(0, 200))
def test_bytes_changed_anywhere_are_a_fault(files: Files, number: int, share: float, new: bytes, length: int) -> None:
    name = sorted(files)[number % len(files)]
    content = files[name]
    start = int(share * len(content))
    changed = content[:start] + new + content[start + length :]
    faults = verify_files({**files, name: changed}, None)
    assert faults or changed == content or name.endswith("datapackage.json") or not name.startswith("build/")


def test_a_corrupt_zip_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(b"PK\x03\x04 no zip")
    done = run(str(path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
