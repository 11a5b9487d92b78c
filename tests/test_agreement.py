"""How far the two codings agreed: alpha as published, the frozen units, and what the methodology says of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import krippendorff
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from typer.testing import CliRunner

from conftest import ROOT, Copy
from curation.agreement import OR, UNITS, Agreement, Unit, compute_alpha, measure_agreement, read_units, render_agreement
from curation.building import Prepared
from curation.cli import app
from curation.second import Difference

METHODOLOGY = (ROOT / "docs" / "methodology.md").read_text(encoding="utf-8")

MADE_UP = """\
source,table,row,field,reads,compared,of,words,first,second
s1,flights,f,,,row,,,yes,yes
s1,flights,~g,,,row,,,,yes
s1,flights,f,persons,quantity,cell,,,yes,yes
s1,flights,f,carrier,verbatim,cell,,,yes,
s1,flights,f,aircraft,verbatim,cell,,,,
s1,flights,f,persons,quantity,value,,131,exact 131,exact 131
s1,flights,f,persons,quantity,value,,over 100,more_than 100,at_least 100
s1,flights,f,carrier,verbatim,value,,this or that,this or that,
s1,flights,f,persons,quantity,speaker,exact 131,131,us-dhs,the source or us-dhs
s1,flights,f,persons,quantity,certainty,exact 131,131,hedged,asserted
"""


def write_units(root: Path, text: str = MADE_UP) -> Path:
    path = root / UNITS
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    found, problems = read_units(ROOT)
    assert not problems
    return found


# Alpha

PUBLISHED = {
    "A: binary, two observers": (("0100000010", "1110010000"), 0.095),
    "B: nominal, two observers": (("aabbdcccedda", "babbbccceddd"), 0.692),
    "C: nominal, four observers, values missing": (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
}
"""Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability: an observer a text, a unit a character, a point where
a value is missing; and the alpha that the paper gives."""


@pytest.mark.parametrize("example", PUBLISHED)
def test_alpha_is_that_of_the_published_examples(example: str) -> None:
    observers, alpha = PUBLISHED[example]
    units = [[value for value in unit if value != "."] for unit in zip(*observers, strict=True)]
    assert compute_alpha([units]) == pytest.approx(alpha, abs=0.0005)


@given(some.lists(some.lists(some.sampled_from([None, 1, 2, 3]), min_size=3, max_size=3), min_size=2, max_size=12))
def test_alpha_is_that_of_the_library(units: list[list[int | None]]) -> None:
    units_given = [[value for value in unit if value] for unit in units]
    assume(len({value for unit in units_given if len(unit) > 1 for value in unit}) > 1)
    observers = [
        [float("nan") if value is None else float(value) for value in observer] for observer in zip(*units, strict=True)
    ]
    wanted = krippendorff.alpha(reliability_data=observers, level_of_measurement="nominal")
    assert compute_alpha([units_given]) == pytest.approx(wanted)


def test_alpha_is_undefined_where_chance_gives_no_difference() -> None:
    assert compute_alpha([["aa", "aa"]]) is None
    assert compute_alpha([["a", ""], []]) is None


def test_agreement_on_a_field_that_never_varies_earns_nothing_in_alpha() -> None:
    varied = ["ab", "aa", "bb"]
    assert compute_alpha([varied, ["xx"] * 100]) == compute_alpha([varied])
    assert compute_alpha([varied, ["xx"] * 100]) != compute_alpha([[*varied, *["xx"] * 100]])


# A small file


def test_each_measure_counts_its_own_units(tmp_path: Path) -> None:
    units, problems = read_units(write_units(tmp_path))
    assert not problems
    found = [(item.kind, item.units, item.alike, item.alpha and round(item.alpha, 9)) for item in measure_agreement(units)]
    assert found == [
        ("value: numbers", 2, 1, 0.4),
        ("value: all kinds", 2, 1, 0.4),
        ("speaker of a value", 1, 1, None),
        ("certainty of a value", 1, 0, 0.0),
        ("whether a cell is coded", 3, 2, 0.0),
        ("whether a value is coded", 3, 2, None),
        ("whether a row is coded", 2, 1, None),
    ]


def test_the_table_has_a_dash_where_alpha_says_nothing() -> None:
    assert render_agreement([Agreement("rows", 3, 2, None), Agreement("codes", 8, 8, 1.0)]).splitlines()[2:] == [
        "| rows | 3 | 2 | 67 | – |",
        "| codes | 8 | 8 | 100 | 1.00 |",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("f,,,row", "f,,,line", f"{UNITS}:2:1: unknown comparison 'line'"),
        ("verbatim,cell", "quantiti,cell", f"{UNITS}:5:1: unknown parser 'quantiti'"),
        ("source,table", "table,source", f"{UNITS}:1:1: header is table,source"),
    ],
)
def test_a_faulty_file_is_reported_with_its_line(old: str, new: str, message: str, tmp_path: Path) -> None:
    write_units(tmp_path, MADE_UP.replace(old, new, 1))
    done = CliRunner().invoke(app, ["agreement", "--root", str(tmp_path)])
    assert done.exit_code == 1
    assert message in done.stderr


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["agreement", "--root", str(tmp_path)])
    assert done.exit_code == 1
    assert f"{UNITS}: no such file" in done.stderr


def test_the_build_does_not_read_the_file(collection: Copy) -> None:
    collection.append(UNITS, "no unit\n")
    assert not collection.errors()


# The frozen codings


def test_the_units_are_those_of_the_first_commit(tmp_path: Path) -> None:
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


def test_no_unit_is_listed_twice(units: list[Unit]) -> None:
    assert len(set(units)) == len(units)


def test_whether_cells_and_rows_are_coded_follows_from_the_values(units: list[Unit]) -> None:
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


def list_differences(units: list[Unit]) -> set[Difference]:
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
        found.add(Difference(unit.source, unit.table, unit.row, unit.field, kind, first, second))
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


# The methodology


def test_the_methodologys_table_is_what_the_command_prints() -> None:
    done = CliRunner().invoke(app, ["agreement"])
    assert done.exit_code == 0, done.stderr
    assert done.stdout in METHODOLOGY


def test_the_methodologys_other_figures_are_those_of_the_file(units: list[Unit]) -> None:
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
