"""What the tests of comparing share: releases read, changed, packed and committed."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import COLLECTIONS, FLIGHT, Copy
from curation.compare.compare import compare_releases
from curation.compare.load import Release, load_files, load_release

Diff = dict[str, Any]
VERSION, DATE = "1.2.3", "2031-04-01"
"""Of the small collection."""
FLIGHTS = "build/csv/flights.csv"
FLIGHT_ROW = f"flights/{FLIGHT}"


def read(name: Path | str, root: Path = COLLECTIONS) -> Release:
    """Read a release; a revision is looked for in the repository of `root`."""
    release, problems = load_release(str(name), root)
    assert release, problems
    return release


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read_from_memory(files: dict[str, bytes], place: str = "memory", prefix: str = "") -> Release:
    release, problems = load_files(place, prefix, files.get)
    assert release, problems
    return release


def refuse(name: Path | str, root: Path = COLLECTIONS) -> str:
    release, problems = load_release(str(name), root)
    assert release is None
    assert problems
    return "\n".join(map(str, problems))


def compare(old: Path | str, new: Path | str) -> Diff:
    return compare_releases(read(old), read(new))


def edit_descriptor(copy: Copy, table: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a resource of the descriptor, as a schema changed and built would."""
    path = copy.root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(next(resource for resource in descriptor["resources"] if resource["name"] == table))
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def find_field(resource: dict[str, Any], name: str) -> dict[str, Any]:
    field: dict[str, Any] = next(field for field in resource["schema"]["fields"] if field["name"] == name)
    return field


def set_version(copy: Copy, version: str) -> None:
    for file, mark in (("metadata.yaml", "version: "), ("datapackage.json", '"version": "'), ("CHANGELOG.md", "## ")):
        copy.edit(file, f"{mark}{VERSION}", f"{mark}{version}")


def zip_folder(folder: Path, file: Path, top: str) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if ".git" not in path.relative_to(folder).parts:
                archive.write(path, top + path.relative_to(folder).as_posix())
    return file


def run_git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    run_git(folder, "init", "--quiet")
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message", "A release")


def write_csv(lines: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()
