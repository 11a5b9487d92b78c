"""A seeded sample of the sweeps. `make test-mutations` runs all of them on the real collection."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Copy
from curation.pipeline import check
from proof.attack_descriptors import is_found
from proof.attack_paths import check_zip_without_an_attack
from proof.attack_rows import Forgery, try_forgery
from proof.attack_trials import keep_known, make_release
from proof.attacks import FAMILIES, Family, explain, list_missed
from proof.slips import list_slips, prepare_once, try_slip
from proof.tampers import list_tampers, read_schemas_once, read_table, try_cells
from releases import copy_small_repository

SAMPLED = (25, 50, 12, 4, 2, 5)
"""How many attacks of each family the tests try."""
COMPARED = 100
"""Rows among which cells are changed. A comparison takes as long as there are rows, and each change is compared alone."""
KINDS = (
    *("attribute", "context", "delete", "digit", "neighbour", "source digit", "source digit, words too"),
    *("swap", "value"),
)


def test_every_kind_of_slip_is_sampled(small_root: Path) -> None:
    assert {slip.kind for slip in list_slips(small_root)} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_sampled_slips_stop_the_build_or_change_no_published_value(kind: str, small_root: Path, two_sources: Copy) -> None:
    assert not prepare_once(small_root).errors
    slips = random.Random(2025).sample([slip for slip in list_slips(small_root) if slip.kind == kind], 6)
    for slip in slips:
        result = try_slip(small_root, two_sources, slip)
        assert result.is_stopped or not result.changed, (slip.kind, slip.what, result.changed)
        if kind in ("digit", "neighbour", "source digit", "source digit, words too"):
            assert result.is_stopped, slip


def test_two_counts_swapped_in_a_sentence_stop_the_build(small_root: Path, two_sources: Copy) -> None:
    swaps = [slip for slip in list_slips(small_root) if slip.kind == "swap" and slip.what in ("27 ↔ 12", "12 ↔ 27")]
    assert swaps
    assert all(try_slip(small_root, two_sources, slip).is_stopped for slip in swaps)


@pytest.mark.parametrize(("kind", "name"), sorted({(kind, name) for kind, name, _ in list_tampers(ROOT)}))
def test_check_names_every_tampered_cell_of_a_sample(kind: str, name: str) -> None:
    """On the published tables: the small ones have too few rows for a sample of four. Of a long table a part is compared."""
    table, rows = read_schemas_once(ROOT)[name], read_table(ROOT, kind, name)
    for column in table.fields:
        chance = random.Random(column)
        start = chance.randrange(max(len(rows) - COMPARED, 0) + 1)
        part = rows[start : start + COMPARED]
        assert not try_cells(table, kind, part, column, chance.sample(range(len(part)), min(4, len(part)))).missed


def change_lines(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def apply(path: Path) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join(change(lines)), encoding="utf-8")

    return apply


ORGANIZATIONS = "build/csv/organizations.csv"
TAMPERED = {
    "a row deleted": (ORGANIZATIONS, change_lines(lambda lines: [*lines[:2], *lines[3:]]), "is missing"),
    "a row twice": (
        ORGANIZATIONS,
        change_lines(lambda lines: [*lines[:2], lines[1], *lines[2:]]),
        "is there twice, first in line 2",
    ),
    "a row put in": (
        "build/csv/officials.csv",
        change_lines(lambda lines: [*lines[:2], "nobody" + lines[1][lines[1].index(",") :], *lines[2:]]),
        "csv:3:1: officials/nobody is in this table, and the build makes no such row",
    ),
    "a cell left out": (
        ORGANIZATIONS,
        change_lines(lambda lines: [*lines[:2], lines[2].replace(",", "", 1), *lines[3:]]),
        "fields, and the header has ",
    ),
    "rows in another order": (
        ORGANIZATIONS,
        change_lines(lambda lines: [lines[0], lines[2], lines[1], *lines[3:]]),
        "in another order",
    ),
    "a changed header": (
        ORGANIZATIONS,
        change_lines(lambda lines: [lines[0].replace("name,", "nâme,"), *lines[1:]]),
        "the columns are",
    ),
    "a CSV file that is none": (ORGANIZATIONS, lambda path: path.write_bytes(b'"\0\xff'), "1:1: not UTF-8"),
    "a Parquet file that is none": (
        "build/parquet/organizations.parquet",
        lambda path: path.write_bytes(b"PAR1"),
        "cannot be read",
    ),
    "another hash": (
        "datapackage.json",
        change_lines(lambda lines: [line.replace('"hash": "sha256:', '"hash": "sha256:0', 1) for line in lines]),
        "differs from what the build makes",
    ),
    "a descriptor's text": (
        "build/parquet/datapackage.json",
        change_lines(lambda lines: [line.replace("Flights", "Fights") for line in lines]),
        "differs from what the build makes",
    ),
}


@pytest.fixture(scope="module")
def built(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(small_root, tmp_path_factory.mktemp("tampered") / "collection"))


@pytest.mark.parametrize("name", TAMPERED)
def test_check_reports_a_tampered_file(name: str, built: Path) -> None:
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


@pytest.fixture(scope="module")
def attacked(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small collection with the documents of a release."""
    return copy_small_repository(small_root, tmp_path_factory.mktemp("attacked") / "repository").root


@pytest.mark.parametrize(
    ("family", "number"), [*zip(FAMILIES, SAMPLED, strict=True)], ids=[family.name for family in FAMILIES]
)
def test_a_sample_of_attacks_is_found_or_it_is_written_why_not(family: Family, number: int, attacked: Path) -> None:
    attacks = family.list_attacks(attacked)
    for attack in random.Random(family.name).sample(attacks, number):
        trial = family.try_attack(attacked, attack)
        assert not list_missed(trial) or explain(trial), trial


def test_a_package_without_an_attack_is_found_by_no_reader(attacked: Path) -> None:
    """Else every attack would seem to be found."""
    check_zip_without_an_attack(attacked)
    assert not any(try_forgery(attacked, Forgery("nothing left out", "")).found.values())
    assert not is_found(keep_known(make_release(attacked)))
