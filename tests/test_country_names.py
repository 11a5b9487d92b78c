"""Each country in a table has its name beside its code, and the published list names every country that there is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from conftest import Copy, read_rows
from curation.pipeline import Prepared
from curation.schema.kinds import ParserName
from curation.text.country_names import load_codes, load_usual_names
from one_source import build_and_verify
from package_files import read_published
from small_sources import write_sources
from test_schemas import change_field
from test_verify_cells import change_cells
from verify import verify_files

STOPS = [
    (
        "The flight went by way of Switzerland and Czechia to Georgia with 12 aboard.",
        """
        flights/a:
          stopover_countries:
          - Switzerland
          - Czechia
          destination_country: GEO <- Georgia -- the words mean the country, which lies beyond Czechia
          persons: 12
        """,
    )
]


def test_every_column_of_countries_has_its_names_beside_it(small: Prepared) -> None:
    for table in small.schemas.values():
        names = {one.derivation.from_field for one in table.fields.values() if one.derivation}
        assert {one.name for one in table.fields.values() if one.reads == ParserName.COUNTRY} <= names, table.name


def test_a_country_is_named_and_of_several_each_in_the_order_of_the_codes(tmp_path: Path) -> None:
    copy = write_sources(tmp_path, {"s100": STOPS})
    assert build_and_verify(copy) == ([], [])
    (row,) = read_rows(copy.root, "flights")
    assert (row["stopover_countries"], row["stopover_country_names"]) == ("CHE|CZE", "Switzerland|Czechia")
    assert (row["destination_country"], row["destination_country_name"]) == ("GEO", "Georgia")
    assert (row["origin_country"], row["origin_country_name"]) == ("", "")
    lines = [line for line in read_rows(copy.root, "cells") if line["field_name"] == "stopover_country_names"]
    assert [(line["value"], line["basis"], line["rule"]) for line in lines] == [
        ("Switzerland|Czechia", "derived", "country_name")
    ]


def test_verify_finds_a_wrong_name(built_copy: Copy) -> None:
    files = read_published(built_copy.root)
    (row,) = read_rows(built_copy.root, "flights")
    changed = change_cells(files, ("flights", row["flight_id"], "destination_country_name", "Armenia"))
    faults = verify_files(changed, None, check_hashes=False)
    assert any(fault.startswith(f"flights/{row['flight_id']}/destination_country_name: ") for fault in faults)


def test_every_country_that_there_is_has_one_name_of_its_own_in_the_published_list(small_root: Path) -> None:
    content = (small_root / "build/lexicon/countries.csv").read_text(encoding="utf-8")
    listed = {row["alpha_3"]: row["name"] for row in csv.DictReader(io.StringIO(content, newline=""))}
    assert listed == load_usual_names()
    assert listed.keys() == {*load_codes().values()}
    assert len({*listed.values()}) == len(listed)
    assert all(name == name.strip() and name[0].isupper() and "|" not in name for name in listed.values())
    descriptor = json.loads((small_root / "datapackage.json").read_bytes())
    assert "build/lexicon/countries.csv" in {entry["path"] for entry in descriptor["lexicon"]}


def test_a_name_that_a_text_may_print_is_not_the_name_of_another_country() -> None:
    codes = load_codes()
    assert {name: code for code, name in load_usual_names().items() if codes.get(name, code) != code} == {}


@pytest.mark.parametrize(("field", "message"), [("persons", "'persons' is no country"), ("contry", "unknown field 'contry'")])
def test_only_a_country_is_named_so(field: str, message: str) -> None:
    change = {"curation": {"fill": "derive", "derive": "country_name", "from_field": field}}
    assert f"from_field: {message}" in change_field("organizer_name", change)
