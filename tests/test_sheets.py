"""The sheets of the second coding are there where anything speaks of them: none is lost in silence."""

from __future__ import annotations

from pathlib import Path

from conftest import Copy

SECOND = "annotations/second"
SHEET, SETTLEMENTS = f"{SECOND}/s100.csv", f"{SECOND}/settlements.csv"


def find_sheet(copy: Copy) -> Path:
    return copy.root / SHEET


def test_a_sheet_that_settlements_speak_of_is_missed(two_sources: Copy) -> None:
    find_sheet(two_sources).unlink()
    (error,) = two_sources.errors()
    assert error.startswith(f"{SETTLEMENTS}:2:1: settlements of s100, which has no {SHEET}")


def test_a_source_whose_second_coding_is_given_up_has_no_settlements_either(two_sources: Copy) -> None:
    find_sheet(two_sources).unlink()
    path = two_sources.root / SETTLEMENTS
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("s100,")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    prepared = two_sources.prepare()
    assert not prepared.errors
    assert {row["source_id"]: row["codings"] for row in prepared.tables["sources"]} == {"s100": 1, "s101": 2}


def test_a_sheet_with_a_header_alone_is_no_second_coding(two_sources: Copy) -> None:
    header, _, _ = find_sheet(two_sources).read_text(encoding="utf-8").partition("\n")
    find_sheet(two_sources).write_text(f"{header}\n", encoding="utf-8")
    (error,) = two_sources.errors()
    assert error.startswith(f"{SHEET}:1:1: a sheet without a line")


def test_a_sheet_under_a_wrong_name_is_one_error(two_sources: Copy) -> None:
    find_sheet(two_sources).rename(two_sources.root / SECOND / "s10.csv")
    (error,) = two_sources.errors()
    assert "no source is named 's10'" in error


def test_a_settlement_of_a_mistyped_source_is_one_error(two_sources: Copy) -> None:
    two_sources.edit(SETTLEMENTS, "\ns101,", "\ns11,")
    (error,) = two_sources.errors()
    assert "differs from the second coding" in error
