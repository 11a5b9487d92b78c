"""The table `codings`: what both coders wrote before the comparison, later differences, and the agreement made of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import verify
from conftest import FLIGHT, TWO_SOURCES, Copy, copy_collection, read_rows
from curation.claims.agreement import describe_agreement, measure_agreement, read_units
from curation.package.citation import complete_metadata, make_unit
from curation.paths import RENAMED, SETTLEMENTS, UNITS
from curation.pipeline import build
from package_files import read_published

NO_SUCH = "no source, table or field is named"
UNIT_LINES = f"""\
source,table,row,field,reads,compared,of,words,first,second
s100,flights,{FLIGHT},,,row,,,yes,yes
s100,flights,{FLIGHT},operator,verbatim,cell,,,yes,yes
s100,flights,{FLIGHT},operator,verbatim,certainty,Polar Air,Polar Air,asserted,hedged
s100,flights,{FLIGHT},operator,verbatim,speaker,Polar Air,Polar Air,a-ministry,the source or a-ministry
s100,flights,{FLIGHT},operator,verbatim,value,,Polar Air,Polar Air,Polar Air
s100,flights,{FLIGHT},terms_printed,verbatim,cell,,,,yes
s100,flights,{FLIGHT},terms_printed,verbatim,value,,return,,return
s101,sources,s101,,,row,,,yes,
s101,sources,s101,cites,reference,value,,,old-justice,
"""


@pytest.fixture(scope="module")
def compared_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small collection with what both coders wrote, built."""
    root = copy_collection(tmp_path_factory.mktemp("compared") / TWO_SOURCES).root
    (root / UNITS).parent.mkdir(parents=True)
    (root / UNITS).write_text(UNIT_LINES, encoding="utf-8")
    (root / RENAMED).write_text("now,then\ndeu-justice,old-justice\n", encoding="utf-8")
    assert not build(root).problems
    return root


@pytest.fixture
def compared(compared_root: Path, tmp_path: Path) -> Copy:
    """A copy of it that a test may change."""
    return Copy(Path(shutil.copytree(compared_root, tmp_path / "compared")))


def test_each_unit_is_a_row_with_the_settlement_of_its_difference(compared: Copy) -> None:
    columns = ("source_id", "field_name", "compared", "alike", "difference", "settled_for")
    rows = [tuple(row[name] for name in columns) for row in read_rows(compared.root, "codings")]
    assert rows == [
        ("s100", "", "row", "true", "", ""),
        ("s100", "operator", "cell", "true", "", ""),
        ("s100", "operator", "certainty", "false", "certainty", "second"),
        ("s100", "operator", "speaker", "true", "", ""),
        ("s100", "operator", "value", "true", "", ""),
        ("s100", "terms_printed", "cell", "false", "", ""),
        ("s100", "terms_printed", "value", "false", "only_second", "first"),
        ("s101", "", "row", "false", "", ""),
        ("s101", "cites", "value", "false", "only_first", "either"),  # the code has another name today
    ]
    assert {row["stage"] for row in read_rows(compared.root, "codings")} == {"blind"}


def test_a_settled_difference_of_no_unit_was_found_later(compared: Copy) -> None:
    (compared.root / RENAMED).unlink()
    assert not build(compared.root).problems
    *_, unsettled, later = read_rows(compared.root, "codings")
    assert (unsettled["stage"], unsettled["difference"], unsettled["settled_for"]) == ("blind", "only_first", "")
    assert (later["stage"], later["first_coder"], later["settled_for"]) == ("later", "deu-justice", "either")
    assert later["item"] == "3"


@pytest.mark.parametrize(
    ("kind", "first", "second", "columns"),
    [
        ("attribution", "more_than 90 by a-paper", "the source", ("speaker", "more_than 90", "a-paper")),
        ("certainty", "exact 91 asserted", "hedged", ("certainty", "exact 91", "asserted")),
        ("value", "exact 91", "exact 92", ("value", "", "exact 91")),
    ],
)
def test_a_later_difference_says_what_it_is_on(
    kind: str, first: str, second: str, columns: tuple[str, ...], compared: Copy
) -> None:
    compared.append(SETTLEMENTS, f"s101,flights,{FLIGHT},persons,{kind},{first},{second},second,It was read again.\n")
    assert not build(compared.root).problems
    (row,) = [row for row in read_rows(compared.root, "codings") if row["stage"] == "later"]
    assert (row["compared"], row["of_value"], row["first_coder"]) == columns
    assert (row["second_coder"], row["difference"], row["reads"]) == (second, kind, "quantity")


def test_the_agreement_is_published_and_made_of_the_table_alone(compared: Copy) -> None:
    units, _ = read_units(compared.root)
    wanted = describe_agreement(measure_agreement(units))
    for name in ("datapackage.json", "build/parquet/datapackage.json"):
        assert json.loads((compared.root / name).read_text(encoding="utf-8"))["agreement"] == wanted
    rows = read_rows(compared.root, "codings")
    assert describe_agreement(measure_agreement(map(make_unit, rows))) == wanted  # type: ignore[arg-type]
    assert verify.measure_agreement(rows) == wanted
    assert verify.verify_files(read_published(compared.root), None) == []


def test_without_a_second_coding_the_table_is_empty_and_no_agreement_is_published(two_sources: Copy) -> None:
    shutil.rmtree(two_sources.root / "annotations" / "second")
    built = build(two_sources.root)
    assert not built.errors
    assert read_rows(two_sources.root, "codings") == []
    assert (two_sources.root / "build" / "csv" / "codings.csv").read_text(encoding="utf-8").startswith("source_id,")
    assert "agreement" not in json.loads((two_sources.root / "datapackage.json").read_text(encoding="utf-8"))
    assert verify.verify_files(read_published(two_sources.root), None) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (UNITS, "s101,sources,s101,,,row", "s999,sources,s101,,,row", f"{UNITS}:9:1: {NO_SUCH} 's999'"),
        (UNITS, "operator,verbatim,cell", "operatr,verbatim,cell", f"{UNITS}:3:1: {NO_SUCH} 'operatr'"),
        (SETTLEMENTS, "operator,certainty", "operatr,certainty", "no table or field is named 'operatr'"),
        (RENAMED, "now,then", "then,now", f"{RENAMED}:1:1: header is then,now"),
    ],
)
def test_an_unknown_name_stops_the_build(file: str, old: str, new: str, message: str, compared: Copy) -> None:
    compared.edit(file, old, new)
    assert any(message in error for error in compared.errors())


CHANGES: dict[str, dict[str, Any]] = {
    "alike": {"alike": "true"},
    "difference": {"difference": "only_first"},
    "item": {"item": "4"},
    "table_name": {"table_name": "cells"},
    "field_name": {"field_name": "operatr"},
    "first_coder": {"first_coder": "hedged"},
    "settled_for": {"settled_for": ""},
    "of_value": {"of_value": "Other Air"},
    "stage": {"stage": "later", "settled_for": "", "reason": ""},
}


@pytest.mark.parametrize("what", CHANGES)
def test_verify_finds_a_changed_row(what: str, compared: Copy) -> None:
    files = read_published(compared.root)
    name = "build/csv/codings.csv"
    lines = files[name].decode().splitlines(keepends=True)
    row = dict(zip(lines[0].strip().split(","), lines[3].strip().split(","), strict=True)) | CHANGES[what]
    changed = "".join([*lines[:3], ",".join(row.values()) + "\n", *lines[4:]])
    assert verify.verify_files({**files, name: changed.encode()}, None, check_hashes=False)


def test_verify_finds_an_agreement_that_the_table_does_not_give(compared: Copy) -> None:
    files = read_published(compared.root)
    described = json.loads(files["datapackage.json"])
    described["agreement"][0]["alike"] += 1
    faults = verify.verify_files({**files, "datapackage.json": json.dumps(described).encode()}, None)
    assert any(fault.startswith("datapackage.json/agreement/0/alike") for fault in faults)


def test_what_the_tables_say_is_no_part_of_the_metadata(compared: Copy) -> None:
    prepared = compared.prepare()
    plain = {name: prepared.metadata[name] for name in prepared.metadata if name not in ("agreement", "documents")}
    assert complete_metadata(plain, prepared.schemas, prepared.tables) == prepared.metadata
