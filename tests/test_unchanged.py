"""A build with nothing to do ends at once. A wrong shortcut is worse than none: each kind of change must be seen."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import TWO_SOURCES, Copy, copy_collection
from curation import running, unchanged
from curation.cli import app
from curation.paths import RECORD
from curation.unchanged import describe_unchanged, find_unchanged, look_at_folders

NOTHING = "nothing has changed since the last build"


def build(root: Path) -> str:
    """Run the command; return its first line."""
    done = CliRunner().invoke(app, ["build", "--root", str(root)])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()[0]


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection that was built; tests copy it."""
    root = copy_collection(tmp_path_factory.mktemp("once") / TWO_SOURCES).root
    build(root)
    return root


@pytest.fixture
def built(built_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection that was built; all its files are old enough that a changed one has another time."""
    monkeypatch.setattr(unchanged, "DOUBTFUL", 0)
    root = Path(shutil.copytree(built_once, tmp_path / "built"))
    time.sleep(0.05)
    assert find_unchanged(root) is not None  # now the record has how all files of the copy look
    record = json.loads((root / RECORD).read_bytes())
    assert all(look for digest, look in record["files"].values() if digest)
    return root


INPUTS = {
    "a source's text": "seeds/*.txt",
    "the register": "seeds/sources.yaml",
    "an annotation": "annotations/s*.yaml",
    "the rulings": "annotations/decisions.yaml",
    "a second coding": "annotations/second/s*.csv",
    "the settlements": "annotations/second/settlements.csv",
    "a schema": "schemas/flights.json",
    "metadata": "metadata.yaml",
}
OUTPUTS = {
    "a CSV file": "build/csv/flights.csv",
    "a Parquet file": "build/parquet/flights.parquet",
    "a descriptor": "datapackage.json",
    "a lexicon": "build/lexicon/countries.csv",
    "the manifest": "build/manifest-sha256.txt",
    "a page": "docs/codebook.md",
    "croissant.json": "croissant.json",
}


def find_one(root: Path, pattern: str) -> Path:
    return sorted(root.glob(pattern))[0]


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def change_in_secret(path: Path) -> None:
    """Change one byte, and keep the size and the times that a program can set."""
    info, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))


def exchange(path: Path) -> None:
    """Put another file of the same size and times in its place."""
    other = path.with_name(path.name + ".other")
    shutil.copy2(path, other)
    change_in_secret(other)
    other.replace(path)


@pytest.mark.parametrize("how", [change, change_in_secret, exchange, Path.unlink], ids=lambda how: how.__name__)
@pytest.mark.parametrize("what", [*INPUTS, *OUTPUTS])
def test_a_changed_file_is_seen(what: str, how: Callable[[Path], None], built: Path) -> None:
    how(find_one(built, (INPUTS | OUTPUTS)[what]))
    assert find_unchanged(built) is None


@pytest.mark.parametrize(
    "name", ["seeds/new.txt", "annotations/s999.yaml", "build/csv/new.csv", "schemas/new.json", "docs/new.md"]
)
def test_a_new_file_is_seen(name: str, built: Path) -> None:
    (built / name).parent.mkdir(exist_ok=True)
    (built / name).write_text("x\n")
    assert find_unchanged(built) is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_the_place_of_a_file_or_folder_is_seen(built: Path, tmp_path: Path) -> None:
    shutil.move(built / "seeds", tmp_path / "seeds")
    (built / "seeds").symlink_to(tmp_path / "seeds")
    assert find_unchanged(built) is None


def test_a_file_written_again_with_the_same_bytes_is_no_change(built: Path) -> None:
    for name in (*INPUTS.values(), *OUTPUTS.values()):
        path = find_one(built, name)
        path.write_bytes(path.read_bytes())
    assert find_unchanged(built) is not None


def test_a_file_changed_at_the_time_of_the_build_is_read(two_sources: Copy) -> None:
    """The clock may give the change the time of the build itself."""
    build(two_sources.root)
    record = json.loads((two_sources.root / RECORD).read_bytes())
    assert record["files"]["datapackage.json"][1] is None
    assert describe_unchanged(two_sources.root)


def test_where_no_time_can_be_relied_on_all_files_are_read(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "KNOWS_CHANGES", False)
    build(built)
    record = json.loads((built / RECORD).read_bytes())
    assert find_unchanged(built) is not None
    assert not any(look for _, look in json.loads((built / RECORD).read_bytes())["files"].values()), record


def test_other_code_or_packages_are_seen(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "describe_code", lambda: "other")
    assert find_unchanged(built) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", '{"code": 1}', "[" * 100_000])
def test_a_broken_record_is_none(content: str, built: Path) -> None:
    (built / RECORD).write_text(content)
    assert find_unchanged(built) is None
    assert build(built).startswith("built: ")


def test_a_build_with_errors_keeps_no_record(two_sources: Copy) -> None:
    two_sources.append("annotations/s100.yaml", "oops\n")
    assert CliRunner().invoke(app, ["build", "--root", str(two_sources.root)]).exit_code == 1
    assert not (two_sources.root / RECORD).exists()


def test_after_an_error_is_corrected_the_old_record_says_nothing_wrong(built: Path) -> None:
    path = built / "annotations" / "s100.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "oops\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["build", "--root", str(built)]).exit_code == 1
    path.write_text(text, encoding="utf-8")
    assert build(built) == NOTHING


def test_check_reads_everything_whatever_the_record_says(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_in_secret(built / "build" / "csv" / "flights.csv")
    record = json.loads((built / RECORD).read_bytes())
    for name, look in look_at_folders(built, record["files"]).items():
        record["files"][name] = [record["files"][name][0], look] if name in record["files"] else [None, look]
    (built / RECORD).write_text(
        json.dumps(record | {"files": {n: e for n, e in record["files"].items() if e[0] is not None}})
    )
    assert describe_unchanged(built)  # what the record says is not true
    assert CliRunner().invoke(app, ["check", "--root", str(built)]).exit_code == 1


def test_an_output_that_somebody_changes_before_the_record_is_written_is_seen(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record has the hash of what was written, not of what is there when it is kept."""
    finish = running.finish

    def change_and_finish(*given: Any) -> int:
        change(built / "build/csv/flights.csv")
        return finish(*given)

    monkeypatch.setattr(running, "finish", change_and_finish)
    change(built / "metadata.yaml")
    assert not build(built).startswith(NOTHING)
    monkeypatch.undo()
    assert find_unchanged(built) is None
    assert not build(built).startswith(NOTHING)
    assert find_unchanged(built) is not None
