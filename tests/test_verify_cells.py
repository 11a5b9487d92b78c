"""verify.py names the cell that was changed, also where the table's hash was changed with it."""

from __future__ import annotations

import json

import pytest

from conftest import FLIGHT
from package_files import Files, read_table, write_table
from verify import verify_files

Change = tuple[str, str, str, str]
"""Table, the row's key, column and new value (after DROP the old one without its first item); no column deletes the row."""
DROP = "without its first item, by the mark "
KEYS = {
    "cells": ["table_name", "row_id", "field_name", "member"],
    "claims": ["claim_id", "segment"],
}
PERSONS = f"flights/{FLIGHT}/persons/1"
PLACE = f"flights/{FLIGHT}/destination_place/1"
STATUS = f"flights/{FLIGHT}/flight_status"
SCOPE = f"flights/{FLIGHT}/funder_scope"
TERMS = f"flights/{FLIGHT}/terms_printed"
SOURCES = f"flights/{FLIGHT}/source_ids"
REMOVALS = "removals-2030-02"
HEDGED = f"flights/{FLIGHT}/operator@s100#1/1"
PAGES = "embassy-copy|georgia-embassy"


def find_row(files: Files, table: str, key: str) -> dict[str, str]:
    rows = read_table(files, table)
    (row,) = [row for row in rows if "/".join(row[name] for name in KEYS.get(table, list(row)[:1])) == key]
    return row


def change_cells(files: Files, *changes: Change) -> Files:
    """Return the files with some cells of tables changed."""
    for table, key, column, value in changes:
        rows, found = read_table(files, table), find_row(files, table, key)
        new = found[column].partition(value.removeprefix(DROP))[2] if value.startswith(DROP) else value
        assert not column or found[column] != new, f"{key}/{column} is {new} already"
        changed = ({**row, column: new} if row == found else row for row in rows if column or row != found)
        files = write_table(files, table, changed)
    return files


CHANGES: list[tuple[list[Change], str]] = [
    ([("cells", PLACE, "agreeing", f"{DROP}; ")], f"cells/{PLACE}/agreeing"),
    ([("cells", PLACE, "agreeing", "")], f"cells/{PLACE}/agreeing"),
    ([("cells", PLACE, "agreeing_source_ids", "s100")], f"cells/{PLACE}/agreeing_source_ids"),
    ([("cells", PERSONS, "others", "")], f"cells/{PERSONS}/others"),
    ([("cells", f"{STATUS}/1", "others", f"{DROP}; ")], f"cells/{STATUS}/1/others"),
    ([("cells", f"{SCOPE}/1", "others", "")], f"cells/{SCOPE}/1/others"),
    ([("cells", PERSONS, "claim_ids", f"{DROP}|")], f"cells/{PERSONS}/claim_ids"),
    ([("cells", f"{TERMS}/1", "", "")], f"cells/{TERMS}/1"),
    ([("cells", f"{TERMS}/2", "member", "3")], f"cells/{TERMS}/3"),
    ([("flights", FLIGHT, "terms_printed", f"{DROP}|"), ("cells", f"{TERMS}/2", "", "")], TERMS),
    ([("flights", FLIGHT, "terms_printed", "Deported|deported|return")], TERMS),
    ([("cells", f"{SOURCES}/1", "certainty", "asserted")], f"cells/{SOURCES}/1/certainty"),
    ([("cells", f"{SOURCES}/2", "source_title", "101_courier.txt")], f"cells/{SOURCES}/2/source_title"),
    ([("cells", f"{STATUS}/1", "others", "")], f"cells/{STATUS}/1/others"),
    ([("flights", FLIGHT, "flight_status", "departed"), ("cells", f"{STATUS}/1", "value", "departed")], STATUS),
    (
        [("flights", FLIGHT, "origins", "deu-police"), ("cells", f"flights/{FLIGHT}/origins/1", "value", "deu-police")],
        f"flights/{FLIGHT}/origins",
    ),
    ([("disagreements", SCOPE, "evidence", f"no-such-page|{PAGES}")], f"disagreements/{SCOPE}/evidence"),
    ([("disagreements", SCOPE, "evidence", f"{DROP}|")], f"disagreements/{SCOPE}/evidence"),
    ([("disagreements", SCOPE, "reason", "So it is [no-such-page].")], f"disagreements/{SCOPE}/reason"),
    ([("cells", f"{SCOPE}/1", "reason", "So it is [no-such-page].")], f"cells/{SCOPE}/1/reason"),
    ([("disagreements", SCOPE, "reason", "See https://example.org/page.")], f"disagreements/{SCOPE}/reason"),
    ([("evidence", "georgia-embassy", "", "")], "evidence/georgia-embassy"),
    ([("evidence", "georgia-embassy", "url", "https://example.org/")], "evidence/georgia-embassy/url"),
    ([("sources", "s100", "identified_by", "no-such-page")], "sources/s100/identified_by"),
    ([("sources", "s100", "identified_by", "")], "sources/s100/publisher_basis"),
    ([("claims", HEDGED, "hedge_start", "3")], f"claims/{HEDGED}/hedge_start"),
    ([("claims", HEDGED, "hedge_start", "")], f"claims/{HEDGED}/hedge_start"),
    ([("statistics", REMOVALS, "source_error", "")], f"statistics/{REMOVALS}/source_error"),
    ([("statistics", REMOVALS, "corrected_unit", "")], f"statistics/{REMOVALS}/corrected_unit"),
    (
        [("claims", f"statistics/{REMOVALS}/source_error@s100#1/1", "reason", "it is too many")],
        f"claims/statistics/{REMOVALS}/source_error@s100#1/1/reason",
    ),
    ([("statistics", REMOVALS, "period_latest", "2030-02-27")], f"statistics/{REMOVALS}/period_latest"),
    ([("officials", "ada-holm", "country", "GEO")], "officials/ada-holm/country"),
]


@pytest.mark.parametrize(("changes", "fault"), CHANGES)
def test_a_changed_cell_gives_a_fault_that_names_it(changes: list[Change], fault: str, files: Files) -> None:
    faults = verify_files(change_cells(files, *changes), None, check_hashes=False)
    assert any(found.startswith(f"{fault}: ") for found in faults), faults


def test_with_the_seeds_hedge_words_are_checked_at_their_position(files: Files, seeds: Files) -> None:
    start = int(find_row(files, "claims", HEDGED)["hedge_start"])
    for wrong in (start - 1, start + 1, start + 2):
        faults = verify_files(change_cells(files, ("claims", HEDGED, "hedge_start", str(wrong))), seeds, check_hashes=False)
        assert any(found.startswith(f"claims/{HEDGED}/hedge_start: ") for found in faults), wrong


REGISTERS = "build/lexicon/registers.json"


def change_registers(files: Files, *way: str, value: str | None) -> Files:
    """Return the files with one text of the registers changed, or without it."""
    registers = json.loads(files[REGISTERS])
    part = registers
    for name in way[:-1]:
        part = part[name]
    part.pop(way[-1]) if value is None else part.update({way[-1]: value})
    return {**files, REGISTERS: json.dumps(registers).encode()}


def test_registered_values_are_those_of_the_register_though_all_tables_agree(files: Files) -> None:
    day = "2031-03-14"
    changed = change_cells(files, ("sources", "s100", "published", day), ("cells", "sources/s100/published/1", "value", day))
    assert find_places(changed) == ["sources/s100/published"]


def find_places(files: Files) -> list[str]:
    return [fault.partition(": ")[0] for fault in verify_files(files, None, check_hashes=False)]


@pytest.mark.parametrize(
    ("way", "value", "place"),
    [
        (("evidence", "embassy-copy", "publisher"), "DailyCopy", "evidence/embassy-copy/publisher"),
        (("evidence", "embassy-copy", "publisher"), None, "evidence/embassy-copy/publisher"),
        (("evidence", "embassy-copy"), None, "evidence/embassy-copy"),
        (("sources", "s100", "language"), "de", "sources/s100/language"),
        (("sources", "s101"), None, "sources/s101"),
        (("places", "Hamburg"), "GEO", f"flights/{FLIGHT}/origin_place"),
        (("places", "Hamburg"), None, f"flights/{FLIGHT}/origin_place"),
        (("places",), None, f"flights/{FLIGHT}/origin_place"),
    ],
)
def test_another_register_contradicts_the_tables(way: tuple[str, ...], value: str | None, place: str, files: Files) -> None:
    assert place in find_places(change_registers(files, *way, value=value))


def test_without_the_registers_there_is_a_fault(files: Files) -> None:
    faults = verify_files({name: content for name, content in files.items() if name != REGISTERS}, None)
    assert f'{REGISTERS}: "no file", a published file' in faults
