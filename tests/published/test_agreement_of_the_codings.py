"""How far the two codings of the five articles agreed: the file of units, and what docs/methodology.md says of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import ROOT
from curation.claims.agreement import OR, Unit, measure_agreement, read_units
from curation.claims.sheets import CodingDifference
from curation.cli import app
from curation.paths import UNITS
from curation.pipeline import Prepared

METHODOLOGY = (ROOT / "docs" / "methodology.md").read_text(encoding="utf-8")


def test_the_units_are_made_from_the_first_commit(tmp_path: Path) -> None:
    """Makes the file again with the first commit's own code; only where the repository's whole history is there."""
    environment = os.environ | {"GIT_INDEX_FILE": str(tmp_path / "index")}

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, env=environment, text=True, capture_output=True, check=False)
        return done.stdout.strip() if not done.returncode else ""

    if git("rev-parse", "--is-shallow-repository") != "false":
        pytest.skip("needs git and the whole history")
    commit = git("rev-list", "--max-parents=0", "HEAD")
    git("read-tree", commit)
    git("checkout-index", "--all", f"--prefix={tmp_path}/first/")
    made = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "proof" / "first_codings.py"), str(tmp_path / "first")],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "first" / "scripts"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    assert made.stdout.decode().splitlines() == (ROOT / UNITS).read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    found, problems = read_units(ROOT)
    assert not problems
    return found


def test_no_unit_is_listed_twice(units: list[Unit]) -> None:
    assert len(set(units)) == len(units)


def test_cells_and_rows_are_coded_by_those_who_have_values(units: list[Unit]) -> None:
    """Each cell of a row that both have is coded by those who have a value in it, and each row by those who have a cell."""
    coders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for unit in units:
        if unit.compared == "value":
            has = {coder for coder, given in (("first", unit.first), ("second", unit.second)) if given}
            coders[unit.source, unit.table, unit.row, unit.field] |= has
            coders[unit.source, unit.table, unit.row, ""] |= has
    for unit in units:
        if unit.compared in ("cell", "row"):
            has = {coder for coder, given in (("first", unit.first), ("second", unit.second)) if given}
            assert has == coders[unit.source, unit.table, unit.row, unit.field], unit


def list_differences(units: list[Unit]) -> set[CodingDifference]:
    """Return the differences in the file, each as settlements.csv names it."""
    found = set()
    for unit in units:
        first, second = unit.pair
        if first == second or unit.compared in ("row", "cell"):
            continue
        if unit.compared == "value":
            is_verbatim = unit.reads == "verbatim"
            kind = "only_first" if not second else "only_second" if not first else "words" if is_verbatim else "value"
        else:
            kind = {"speaker": "attribution", "certainty": "certainty"}[unit.compared]
            first = f"{unit.of} by {first}" if kind == "attribution" else f"{unit.of} {first}"
        found.add(CodingDifference(unit.source, unit.table, unit.row, unit.field, kind, first, second))
    return found


RENAMED = {
    "us_federal": "national_agency",
    "withheld": "not_given",
    "unlawful_presence": "unauthorized_presence",
    "nationality_as_printed": "citizenship",
}
"""Codes that were renamed after the codings were compared; settlements have today's."""
RECODED = {("statistics", "population"), ("organizations", "spellings")}
"""Fields of which cells were coded again since, so that the difference of that time is gone."""


def rename_codes(text: str) -> str:
    return re.sub(r"^\w+", lambda match: RENAMED.get(match[0], match[0]), text)


def test_every_difference_in_the_file_is_settled(units: list[Unit], prepared: Prepared) -> None:
    assert prepared.comparison
    body = "us-government-officials"  # two bodies today
    settled = {
        replace(
            item,
            row=re.sub(r"us-government-(official|representative)$", body, item.row),
            first=re.sub(r"us-government-(official|representative)$", body, item.first),
        )
        for item in prepared.comparison.settlements
    }
    then = {
        replace(item, first=rename_codes(item.first), second=rename_codes(item.second)) for item in list_differences(units)
    }
    assert {(item.table, item.field) for item in then - settled} <= RECODED


def test_the_table_of_the_methodology_is_what_the_command_prints() -> None:
    done = CliRunner().invoke(app, ["agreement"])
    assert done.exit_code == 0, done.stderr
    assert done.stdout in METHODOLOGY


def test_the_figures_of_the_methodology_are_those_of_the_file(units: list[Unit]) -> None:
    text = " ".join(METHODOLOGY.split())
    certainty = [unit.pair for unit in units if unit.compared == "certainty"]
    asserted = certainty.count(("asserted", "asserted"))
    (measured,) = [item for item in measure_agreement(units) if item.kind == "certainty of a value"]
    assert measured.alpha
    chance = 100 - (100 - measured.percent) / (1 - measured.alpha)
    assert f"{asserted} of {len(certainty)} values as asserted, so chance alone would make {chance:.0f} percent" in text
    weaker = [pair for pair in certainty if pair[0] != "asserted"]
    alike = [pair for pair in weaker if pair[0] == pair[1]]
    assert f"takes {len(weaker)} as hedged or planned; the second agrees on {len(alike)} of them" in text
    several = [unit for unit in units if unit.compared in ("speaker", "certainty") and OR in unit.second]
    assert f"several certainties ({len(several)} units)" in text
    cells = [unit for unit in units if unit.compared == "cell" and (unit.first or unit.second)]
    assert f"Of {len(cells)} cells that either coder filled, both filled {sum(unit.has_both for unit in cells)}" in text
    speakers = [unit.pair for unit in units if unit.compared == "speaker" and len(set(unit.pair)) > 1]
    reaching = [pair for pair in speakers if pair[1] == "the source"]
    assert f"Of {len(speakers)} differences, {len(reaching)} are values that the first coder gives to a speaker" in text
    assert f"the {len(list_differences(units))} differences in the file are all settled" in text
