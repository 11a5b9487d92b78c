"""How far two codings agree: alpha, what is counted, and the errors of a faulty file."""

from __future__ import annotations

from pathlib import Path

import krippendorff
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from typer.testing import CliRunner

from conftest import Copy
from curation.claims.agreement import Agreement, compute_alpha, measure_agreement, read_units, render_agreement
from curation.cli import app
from curation.paths import UNITS

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
s1,flights,f,persons,quantity,speaker,exact 131,131,the-ministry,the source or the-ministry
s1,flights,f,persons,quantity,certainty,exact 131,131,hedged,asserted
"""


def write_units(root: Path, text: str = MADE_UP) -> Path:
    path = root / UNITS
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


# Alpha

PUBLISHED = {
    "A: binary, two observers": (("0100000010", "1110010000"), 0.095),
    "B: nominal, two observers": (("aabbdcccedda", "babbbccceddd"), 0.692),
    "C: nominal, four observers, values missing": (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
}
"""Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability: an observer a text, a unit a character, a point where
a value is missing; and the alpha that the paper gives."""


@pytest.mark.parametrize("example", PUBLISHED)
def test_alpha_equals_that_of_the_published_examples(example: str) -> None:
    observers, alpha = PUBLISHED[example]
    units = [[value for value in unit if value != "."] for unit in zip(*observers, strict=True)]
    assert compute_alpha([units]) == pytest.approx(alpha, abs=0.0005)


@given(some.lists(some.lists(some.sampled_from([None, 1, 2, 3]), min_size=3, max_size=3), min_size=2, max_size=12))
def test_alpha_equals_that_of_the_library(units: list[list[int | None]]) -> None:
    units_given = [[value for value in unit if value] for unit in units]
    assume(len({value for unit in units_given if len(unit) > 1 for value in unit}) > 1)
    observers = [
        [float("nan") if value is None else float(value) for value in observer] for observer in zip(*units, strict=True)
    ]
    wanted = krippendorff.alpha(reliability_data=observers, level_of_measurement="nominal")
    assert compute_alpha([units_given]) == pytest.approx(wanted)


def test_alpha_is_undefined_where_all_values_are_alike() -> None:
    assert compute_alpha([["aa", "aa"]]) is None
    assert compute_alpha([["a", ""], []]) is None


def test_a_field_that_never_varies_does_not_raise_alpha() -> None:
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


def test_a_faulty_file_stops_the_build(two_sources: Copy) -> None:
    write_units(two_sources.root, "no unit\n")
    assert f"{UNITS}:1:1: header is no unit" in str(two_sources.errors()[0])
