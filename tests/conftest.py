"""Copies of the real collection that a test may spoil, and the published tables."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from curation.building import Prepared, prepare

# A busy machine is no fault of the code; what must be fast is measured by tests of its own.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")

ROOT = Path(__file__).resolve().parents[1]
INPUTS = ("seeds", "annotations", "schemas", "metadata.yaml")


@dataclass(frozen=True)
class Copy:
    """A copy of the collection's inputs in a folder of its own."""

    root: Path

    def edit(self, file: str, old: str, new: str, count: int = 1) -> None:
        """Replace text that must be there; only the first `count` times."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} holds no {old!r}"
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        path = self.root / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def prepare(self) -> Prepared:
        return prepare(self.root)

    def errors(self) -> list[str]:
        return [str(problem) for problem in self.prepare().errors]


def copy_inputs(target: Path) -> Copy:
    for name in INPUTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy(source, target / name)
    return Copy(target)


def copy_repository(target: Path) -> Path:
    """Copy all that is committed or could be, without what tools leave behind."""
    left_behind = (".git", ".venv*", "dist", "*_cache", ".hypothesis", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*left_behind))
    return target


@pytest.fixture
def collection(tmp_path: Path) -> Copy:
    return copy_inputs(tmp_path / "collection")


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    """The real collection, gone all the way through in memory."""
    return prepare(ROOT)


Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def published() -> Callable[[str], Rows]:
    """Read a published CSV table as a stranger would: text, the empty string for a missing value."""

    def read(name: str) -> Rows:
        with (ROOT / "build" / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
