"""A table that metadata.yaml splits: every program reads it as one, and every command takes it as it takes one file."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import jsonschema
import mlcroissant
import pandas
import polars
import pyarrow.parquet
import pytest
from absl import logging as absl_logging
from hypothesis import given
from hypothesis import strategies as st

import verify
from comparisons import compare
from conftest import ROOT, Copy, read_rows
from consumers.__main__ import compare as compare_reports
from consumers.__main__ import describe_release
from curation.compare.load import load_release
from curation.compare.render import FORMS
from curation.package.parts import MOST_PARTS, cut_rows, join_csv
from curation.pipeline import build, check
from curation.site.examples import list_examples
from curation.site.make import read_site, write_site
from package_files import read_published
from releases import copy_small_repository
from test_cli import run
from test_crash import kill_at_move, run_in_child

pytestmark = pytest.mark.usefixtures("no_limits")

SIZES = {"claims": 50, "cells": 100, "evidence": 1000, "statistics": 1}
SPLIT = "split:\n" + "".join(f"  {table}: {size}\n" for table, size in SIZES.items())
Files = dict[str, bytes]


def split(copy: Copy, text: str = SPLIT) -> Copy:
    """Declare the parts, and build."""
    copy.append("metadata.yaml", text)
    assert build(copy.root).errors == []
    return copy


@pytest.fixture(scope="module")
def split_root(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small collection with some tables split; tests only read it."""
    return split(copy_small_repository(small_root, tmp_path_factory.mktemp("split") / "repository")).root


@pytest.fixture
def split_copy(split_root: Path, tmp_path: Path) -> Copy:
    """A copy of it."""
    shutil.copytree(split_root, tmp_path / "copy")
    return Copy(tmp_path / "copy")


@pytest.fixture(scope="module")
def split_files(split_root: Path) -> Files:
    return read_published(split_root)


def list_parts(root: Path, kind: str, table: str) -> list[Path]:
    return sorted((root / "build" / kind / table).iterdir())


# Readers


def test_the_parts_have_all_rows_in_their_order_and_the_whole_file_is_gone(split_root: Path, small_root: Path) -> None:
    for table, size in SIZES.items():
        whole = (small_root / "build" / "csv" / f"{table}.csv").read_bytes()
        rows = len(read_rows(small_root, table))
        for kind in ("csv", "parquet"):
            parts = list_parts(split_root, kind, table)
            assert [path.name for path in parts] == [
                f"{table}-{number:03}.{kind}" for number in range(1, max(-(-rows // size), 1) + 1)
            ]
            assert not (split_root / "build" / kind / f"{table}.{kind}").exists()
        assert join_csv([path.read_bytes() for path in list_parts(split_root, "csv", table)]) == whole


def test_a_package_with_parts_is_valid_and_its_hash_is_that_of_the_whole_file(split_root: Path, small_root: Path) -> None:
    described, before = (json.loads((root / "datapackage.json").read_bytes()) for root in (split_root, small_root))
    for one, other in zip(described["resources"], before["resources"], strict=True):
        assert (one["hash"], one["bytes"]) == (other["hash"], other["bytes"])
        assert isinstance(one["path"], list) == (one["name"] in SIZES)
    words = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(words, cwd=split_root, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "INVALID" not in done.stdout
    for name in ("datapackage.json", "build/parquet/datapackage.json"):
        report = frictionless.validate(str(split_root / name))
        assert report.valid, report.flatten(["name", "message"])
        for task in report.tasks:
            assert task.stats["rows"] == len(read_rows(small_root, task.name)), (name, task.name)


@pytest.mark.parametrize("name", ["datapackage.json", "build/parquet/datapackage.json"])
def test_descriptors_with_parts_are_valid_data_packages(name: str, split_root: Path) -> None:
    schema = json.loads((ROOT / "tests" / "official" / "datapackage-2.0.json").read_text(encoding="utf-8"))
    about = json.loads((split_root / name).read_bytes())
    assert [fault.json_path for fault in jsonschema.Draft7Validator(schema).iter_errors(about)] == []


def test_no_list_of_parquet_files_is_a_path(split_root: Path) -> None:
    """Of such a list frictionless would read the first file alone."""
    described = json.loads((split_root / "build" / "parquet" / "datapackage.json").read_bytes())
    assert all(isinstance(one["path"], str) for one in described["resources"])


@pytest.mark.parametrize("table", [*SIZES])
def test_a_folder_of_parquet_files_is_one_table_to_every_reader(table: str, split_root: Path, small_root: Path) -> None:
    folder, whole = split_root / "build" / "parquet" / table, small_root / "build" / "parquet" / f"{table}.parquet"
    wanted = pyarrow.parquet.read_table(whole).to_pylist()
    assert pyarrow.parquet.read_table(folder).to_pylist() == wanted
    assert pandas.read_parquet(folder).equals(pandas.read_parquet(whole))
    assert polars.read_parquet(folder).to_dicts() == wanted
    found = duckdb.sql(f"SELECT * FROM '{folder.as_posix()}/*.parquet'")
    assert found is not None
    assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == wanted


@pytest.mark.parametrize("tool", ["pandas", "polars", "pyarrow", "duckdb", "frictionless"])
def test_the_readers_of_releases_find_every_table_in_parts(tool: str, split_root: Path) -> None:
    reader = ROOT / "tests" / "consumers" / "readers" / f"{tool}.py"
    done = subprocess.run([sys.executable, str(reader)], cwd=split_root, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [*compare_reports(json.loads(done.stdout), describe_release(split_root), has_labels=False)] == []


def test_croissant_reads_all_parts(split_root: Path, small_root: Path) -> None:
    absl_logging.set_verbosity(absl_logging.ERROR)
    dataset = mlcroissant.Dataset(split_root / "croissant.json")
    for table in (*SIZES, "flights"):
        wanted = pyarrow.parquet.read_table(small_root / "build" / "parquet" / f"{table}.parquet").num_rows
        assert len([*dataset.records(table)]) == wanted, table


@given(st.lists(st.integers(), max_size=20), st.integers(1, 25))
def test_cutting_loses_no_row(numbers: list[int], size: int) -> None:
    parts = [[*part] for part in cut_rows([(number,) for number in numbers], len(numbers), size)]
    assert [value for part in parts for (value,) in part] == numbers
    assert all(len(part) == size for part in parts[:-1])
    assert parts[-1] or len(parts) == 1


# Commands


def test_a_package_with_parts_is_up_to_date_and_verified(split_root: Path) -> None:
    assert check(split_root).errors == []
    assert verify.main([str(split_root), "--seeds", str(split_root / "seeds")]) == 0


def test_without_the_setting_the_parts_are_removed_and_every_byte_is_as_before(split_copy: Copy, small_root: Path) -> None:
    split_copy.edit("metadata.yaml", SPLIT, "")
    errors = [str(error) for error in check(split_copy.root).errors]
    assert any(error.startswith("build/csv/claims: unexpected folder") for error in errors)
    assert any(error.startswith("build/csv/claims/claims-001.csv: unexpected file") for error in errors)
    assert build(split_copy.root).errors == []
    assert check(split_copy.root).errors == []
    assert read_published(split_copy.root) == read_published(small_root)
    assert not (split_copy.root / "build" / "csv" / "claims").exists()
    assert not (split_copy.root / "build" / "parquet" / "claims").exists()


def test_with_another_size_the_parts_that_are_not_needed_are_removed(split_copy: Copy) -> None:
    split_copy.edit("metadata.yaml", "claims: 50", "claims: 100")
    assert build(split_copy.root).errors == []
    assert [path.name for path in list_parts(split_copy.root, "csv", "claims")] == ["claims-001.csv", "claims-002.csv"]
    assert check(split_copy.root).errors == []


def test_an_empty_folder_that_is_left_is_reported_and_removed(built_copy: Copy) -> None:
    folder = built_copy.root / "build" / "csv" / "claims"
    folder.mkdir()
    assert [str(error).partition("\n")[0] for error in check(built_copy.root).errors] == [
        "build/csv/claims: unexpected folder: the build does not write it"
    ]
    assert "no folder of a package" in verify.read_package(built_copy.root)[1][0]
    assert build(built_copy.root).errors == []
    assert not folder.exists()


def test_a_build_with_nothing_to_do_is_seen_with_parts_too_and_a_changed_part_is(built_copy: Copy) -> None:
    built_copy.append("metadata.yaml", SPLIT)
    root = str(built_copy.root)
    assert run("build", "--root", root).stdout.startswith("built: ")
    assert run("build", "--root", root).stdout.startswith("nothing has changed")
    part = built_copy.root / "build" / "csv" / "claims" / "claims-002.csv"
    for change in (lambda: part.write_bytes(part.read_bytes() + b"\n"), part.unlink, part.with_name("claims-009.csv").touch):
        change()
        assert run("build", "--root", root).stdout.startswith("built: ")
        assert check(built_copy.root).errors == []
    built_copy.edit("metadata.yaml", SPLIT, "")
    assert run("build", "--root", root).stdout.startswith("built: ")
    assert run("build", "--root", root).stdout.startswith("nothing has changed")


def test_a_changed_cell_of_a_part_is_named(split_copy: Copy) -> None:
    path = list_parts(split_copy.root, "csv", "claims")[1]
    path.write_text(path.read_text(encoding="utf-8").replace("verbatim", "parsed", 1), encoding="utf-8")
    (error,) = check(split_copy.root).errors
    assert error.file == "build/csv/claims/claims-002.csv"
    assert "/basis is «parsed», and must be «verbatim»" in str(error)


@pytest.mark.parametrize("number", [1, 3, 6, 9])
@pytest.mark.parametrize("is_split", [True, False])
def test_a_build_that_is_killed_while_tables_become_parts_or_whole_is_repaired(
    is_split: bool, number: int, split_copy: Copy, small_root: Path, split_root: Path
) -> None:
    if is_split:
        split_copy.edit("metadata.yaml", SPLIT, "")
        assert build(split_copy.root).errors == []
        split_copy.append("metadata.yaml", SPLIT)
    else:
        split_copy.edit("metadata.yaml", SPLIT, "")
    assert run_in_child(partial(kill_at_move, split_copy.root, number)) == -signal.SIGKILL
    assert check(split_copy.root).errors
    assert build(split_copy.root).errors == []
    assert read_published(split_copy.root) == read_published(split_root if is_split else small_root)


def test_comparing_says_that_a_table_is_in_parts_and_that_no_row_differs(split_root: Path, small_root: Path) -> None:
    for old, new in ((small_root, split_root), (split_root, small_root)):
        difference = compare(old, new)
        assert {(one["table"], one["name"]) for one in difference["changes"] if one["table"]} == {
            (table, "path") for table in SIZES
        }
        assert (difference["rows"], difference["claims"], difference["part"]) == ([], [], "major")
        assert all("build/csv/claims/" in write(difference) for write in FORMS.values())


def test_that_there_are_more_parts_is_no_change(split_root: Path, split_copy: Copy) -> None:
    split_copy.edit("metadata.yaml", "claims: 50", "claims: 20")
    assert build(split_copy.root).errors == []
    assert len(list_parts(split_copy.root, "csv", "claims")) > len(list_parts(split_root, "csv", "claims"))
    difference = compare(split_root, split_copy.root)
    assert ([one for one in difference["changes"] if one["table"]], difference["rows"]) == ([], [])


def test_a_release_has_the_parts_and_every_reader_takes_its_zip(split_root: Path, tmp_path: Path) -> None:
    done = run("release", "--root", str(split_root))
    assert done.returncode == 0, done.stderr
    (packed,) = [path for path in (split_root / "dist").glob("*.zip") if path.stem[-1].isdigit()]
    assert {path.name for path in list_parts(split_root, "csv", "claims")} <= {
        one.name for one in (split_root / "dist").iterdir()
    }
    assert verify.main([str(packed)]) == 0
    assert compare(split_root, packed)["part"] == "none"
    report = frictionless.validate(str(packed))
    assert report.valid, report.flatten(["name", "message"])
    assert len(report.tasks) == len(json.loads((split_root / "datapackage.json").read_bytes())["resources"])
    (hub,) = (split_root / "dist").glob("*-huggingface.zip")
    with zipfile.ZipFile(hub) as archive:
        card = archive.read("README.md").decode()
    assert "data_files: build/parquet/claims/*.parquet" in card
    assert "data_files: build/parquet/flights.parquet" in card
    assert write_site(packed, tmp_path)[1] == []
    shutil.rmtree(split_root / "dist")


def test_the_site_offers_every_part_and_its_programs_read_them(split_root: Path, small_root: Path, tmp_path: Path) -> None:
    files, problems = write_site(split_root, tmp_path)
    assert problems == []
    for kind in ("csv", "parquet"):
        for path in list_parts(split_root, kind, "claims"):
            assert files[f"data-files/build/{kind}/claims/{path.name}"] == path.read_bytes()
    page = files["index.html"].decode()
    assert "Parquet, 3 of 3" in page
    (tmp_path / "whole").mkdir()
    whole, _ = write_site(small_root, tmp_path / "whole")
    pages = {name for name in files if name.endswith(".html")} - {"methodology.html"}  # beside the small collection is none
    assert pages == {name for name in whole if name.endswith(".html")}


def test_the_programs_that_the_site_shows_read_parts(split_copy: Copy) -> None:
    split_copy.append("metadata.yaml", "  disagreements: 1\n")
    assert build(split_copy.root).errors == []
    site, problems = read_site("", "", lambda name: (split_copy.root / name).read_bytes())
    assert site
    assert problems == []
    for example in list_examples(site):
        words = [sys.executable, "-c", example.code]
        done = subprocess.run(words, cwd=split_copy.root, text=True, capture_output=True, check=False)
        assert (done.stdout.rstrip("\n"), done.stderr) == (example.output, ""), example.code


# What verify.py finds


def spoil(files: Files, changes: Mapping[str, bytes | None]) -> list[str]:
    """Return what verify.py finds where files are changed or, without a content, missing; all hashes are corrected."""
    changed = {name: content for name, content in {**files, **changes}.items() if content is not None}
    return verify.verify_files(fix_hashes(changed), None)


def cut_records(content: bytes) -> list[bytes]:
    """Return the records of a CSV file; a field may hold line ends."""
    return [verify.write_record(record).encode() for record in csv.reader(io.StringIO(content.decode(), newline=""))]


def hash_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fix_hashes(files: Files) -> Files:
    """Return the files with every hash and size as one would write them who changed the tables."""
    fixed = dict(files)
    for path, folder in (("datapackage.json", ""), ("build/parquet/datapackage.json", "build/parquet/")):
        about = json.loads(files[path])
        for one in about["resources"]:
            paths = one["path"] if isinstance(one["path"], list) else [one["path"]]
            content = join_csv([files.get(folder + name, b"") for name in paths])
            one.update({"hash": f"sha256:{hash_bytes(content)}"} if "hash" in one else {})
            one.update({"bytes": len(content)} if "bytes" in one else {})
            for part in one.get("parts", ()):
                part["hash"] = f"sha256:{hash_bytes(files.get(folder + part['path'], b''))}"
        fixed[path] = json.dumps(about).encode()
    about = json.loads(files["croissant.json"])
    for one in about["distribution"]:
        content = files.get(one.get("contentUrl", ""), b"")
        one.update({"sha256": hash_bytes(content), "contentSize": f"{len(content)} B"} if "sha256" in one else {})
    fixed["croissant.json"] = json.dumps(about).encode()
    listed = {name: hash_bytes(content) for name, content in fixed.items() if name != verify.MANIFEST}
    manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items()))
    return fixed | {verify.MANIFEST: manifest.encode()}


FIRST, SECOND, LAST = (f"build/csv/claims/claims-00{number}.csv" for number in (1, 2, 3))


def test_parts_are_as_sound_as_they_are_built(split_files: Files) -> None:
    assert verify.verify_files(fix_hashes(split_files), None) == []


def test_verify_finds_parts_that_are_missing_doubled_moved_or_no_tables_by_themselves(split_files: Files) -> None:
    header, *rows = cut_records(split_files[FIRST])
    _, *others = cut_records(split_files[SECOND])

    def is_named(name: str, changes: Mapping[str, bytes | None]) -> bool:
        return any(name in fault for fault in spoil(split_files, changes))

    moved = {FIRST: b"".join([header, *rows[:-1]]), SECOND: b"".join([header, rows[-1], *others])}
    assert is_named(f"{FIRST}/rows: 49, 50", moved)
    assert is_named(f"{SECOND}/rows: 51, 50", moved)
    fourth = LAST.replace("3.", "4.")
    assert is_named(fourth, {fourth: header})
    for name in (FIRST, SECOND, LAST):
        assert is_named(name, {name: None})
        assert is_named(name, {name: split_files[name].partition(b"\n")[2]})
    one, other, last = (f"build/parquet/claims/claims-00{number}.parquet" for number in (1, 2, 3))
    assert is_named(one, {one: split_files[other], other: split_files[one]})
    assert is_named(last, {last: None})


def test_verify_finds_a_split_that_nobody_declared_and_one_that_is_not_there(split_files: Files, files: Files) -> None:
    whole, registers = "build/csv/claims.csv", "build/lexicon/registers.json"
    assert any(fault.startswith(whole) for fault in spoil(split_files, {whole: files[whole]}))
    parts = {name: content for name, content in split_files.items() if "/claims/" in name}
    assert any(fault.startswith(FIRST) for fault in spoil(files, parts))
    about = json.loads(files[registers])
    about["metadata"]["split"] = {"claims": "50"}
    assert any(fault.startswith(FIRST) for fault in spoil(files, {registers: json.dumps(about).encode()}))


def test_each_changed_value_in_a_part_is_found(split_files: Files) -> None:
    """As in one file: what is found there is found here."""
    draw = random.Random(5)
    for table in ("claims", "cells"):
        for name in [one for one in split_files if one.startswith(f"build/csv/{table}/")]:
            records = cut_records(split_files[name])
            number = draw.randrange(1, len(records))
            records[number] = records[number].replace(b"s10", b"s11")
            assert spoil(split_files, {name: b"".join(records)}), (name, number)


# What comparing refuses


def test_parts_that_another_program_could_read_otherwise_are_not_compared(split_copy: Copy) -> None:
    path = split_copy.root / "datapackage.json"
    about = json.loads(path.read_bytes())
    (claims,) = [one for one in about["resources"] if one["name"] == "claims"]
    parts = claims["path"]

    def refuse(**changed: Any) -> str:
        claims.update(changed)
        path.write_text(json.dumps(about), encoding="utf-8")
        release, problems = load_release(str(split_copy.root), split_copy.root)
        assert release is None
        return "\n".join(map(str, problems))

    for wrong in ([parts[1], parts[0], parts[2]], parts[1:], [parts[0], parts[0]], [*parts, "build/csv/flights.csv"]):
        assert "its parts are not numbered" in refuse(path=wrong)
    assert "is missing" in refuse(path=[*parts, parts[2].replace("003", "004")])
    assert "is no path within the package" in refuse(path=["../x-001.csv"])
    assert refuse(path=[])
    assert refuse(path=[3])
    second = split_copy.root / parts[1]
    whole = second.read_bytes()
    second.write_bytes(whole[:-1])
    assert "its last line has no end" in refuse(path=parts)
    second.write_bytes(whole.partition(b"\n")[2])
    assert "claims-002.csv:1:1: its header is not" in refuse(path=parts)
    second.write_bytes(whole + cut_records(whole)[1])
    assert "is there twice" in refuse(path=parts)


# The setting


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("split:\n  claim: 50\n", "split: there is no table 'claim'"),
        ("split:\n  claims: 0\n", "split/claims: write a number of rows"),
        ("split:\n  claims: many\n", "split/claims: write a number of rows"),
        ("split:\n  claims: 1_000\n", "split/claims: write a number of rows"),
        ("split:\n  claims: -5\n", "split/claims: write a number of rows"),
        ("split: 50\n", "split: "),
    ],
)
def test_a_setting_that_means_nothing_is_an_error(text: str, message: str, two_sources: Copy) -> None:
    two_sources.append("metadata.yaml", text)
    errors = two_sources.errors()
    assert any(error.startswith("metadata.yaml:") and message in error for error in errors), errors


def test_more_parts_than_readers_take_are_refused_with_a_size_that_fits(two_sources: Copy) -> None:
    two_sources.append("metadata.yaml", "split:\n  cells: 1\n  claims: 1\n")
    (error,) = two_sources.errors()
    assert f"at most {MOST_PARTS} are published; write cells: " in error
    size = error.rpartition("cells: ")[2].partition(" ")[0]
    two_sources.edit("metadata.yaml", "cells: 1", f"cells: {size}")
    assert two_sources.errors() == []
    assert sum("/cells-" in name or "/claims-" in name for name in two_sources.prepare().files) <= 2 * MOST_PARTS
