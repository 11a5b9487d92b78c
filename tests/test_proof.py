"""A seeded sample of the sweeps; `make proof` runs all of them and writes docs/reliability.md."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Copy
from curation.building import build, check
from proof.slips import Slip, list_slips, prepare_root, try_slip
from proof.tampers import list_tampers, read_table, try_cells

KINDS = sorted({slip.kind for slip in list_slips()})


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_of_slips_is_stopped_or_changes_no_published_value(kind: str, collection: Copy) -> None:
    slips: list[Slip] = random.Random(2025).sample([slip for slip in list_slips() if slip.kind == kind], 6)
    assert not prepare_root().errors
    for slip in slips:
        result = try_slip(collection, slip)
        assert result.is_stopped or not result.changed, (slip.kind, slip.what, result.changed)
        if kind in ("digit", "neighbour", "source digit", "source digit, words too"):
            assert result.is_stopped, slip


def test_the_swap_of_975_and_369_is_stopped(collection: Copy) -> None:
    swaps = [slip for slip in list_slips() if slip.kind == "swap" and slip.what in ("975 ↔ 369", "369 ↔ 975")]
    assert swaps
    assert all(try_slip(collection, slip).is_stopped for slip in swaps)


@pytest.mark.parametrize(("kind", "name"), sorted({(kind, name) for kind, name, _ in list_tampers()}))
def test_check_names_every_tampered_cell_of_a_sample(kind: str, name: str) -> None:
    for _, _, column in (work for work in list_tampers() if work[:2] == (kind, name)):
        rows = range(len(read_table(kind, name)))
        outcome = try_cells(kind, name, column, random.Random(column).sample(rows, min(4, len(rows))))
        assert not outcome.missed


def change_lines(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def apply(path: Path) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join(change(lines)), encoding="utf-8")

    return apply


DOUBLE = change_lines(lambda lines: [*lines[:2], lines[1], *lines[2:]])
TAMPERED = {
    "a row deleted": ("build/csv/officials.csv", change_lines(lambda lines: [*lines[:2], *lines[3:]]), "is missing"),
    "a row doubled": (
        "build/csv/officials.csv",
        change_lines(lambda lines: [*lines[:2], lines[1], *lines[2:]]),
        "stands twice",
    ),
    "rows in another order": (
        "build/csv/officials.csv",
        change_lines(lambda lines: [lines[0], lines[2], lines[1], *lines[3:]]),
        "in another order",
    ),
    "a changed header": (
        "build/csv/officials.csv",
        change_lines(lambda lines: [lines[0].replace("role,", "rôle,"), *lines[1:]]),
        "the columns are",
    ),
    "no CSV at all": ("build/csv/officials.csv", lambda path: path.write_bytes(b'"\0\xff'), "cannot be read"),
    "no Parquet at all": ("build/parquet/officials.parquet", lambda path: path.write_bytes(b"PAR1"), "cannot be read"),
    "another hash": (
        "datapackage.json",
        change_lines(lambda lines: [line.replace('"hash": "sha256:', '"hash": "sha256:0', 1) for line in lines]),
        "is not what a build writes",
    ),
    "a descriptor's text": (
        "build/parquet/datapackage.json",
        change_lines(lambda lines: [line.replace("Flights", "Fights") for line in lines]),
        "is not what a build writes",
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from conftest import copy_inputs

    root = copy_inputs(tmp_path_factory.mktemp("tampered") / "collection").root
    assert not build(root).errors
    return root


@pytest.mark.parametrize("name", TAMPERED)
def test_check_sees_a_tampered_file(name: str, built: Path) -> None:
    file, tamper, message = TAMPERED[name]
    original = (built / file).read_bytes()
    tamper(built / file)
    try:
        assert (built / file).read_bytes() != original
        errors = [str(error) for error in check(built).errors]
    finally:
        (built / file).write_bytes(original)
    assert any(file in error and message in error for error in errors), errors
    assert json.loads((built / "datapackage.json").read_text(encoding="utf-8"))
