"""Cells that cannot be true together are one error, with both of them named; what can be true is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import FLIGHT, Copy
from one_source import REGISTERED, write_collection

ABOUT_WORDS = r"\bsays? (so|citizenship)|stands after|one of percent|not accounted for"
"""Errors about words that do not say what is coded of them: other tests have them."""

A, B = "annotations/s100.yaml", "annotations/s101.yaml"


def find_only(copy: Copy) -> str:
    """Return the one error of a collection, or nothing."""
    errors = [error for error in copy.errors() if not re.search(ABOUT_WORDS, error)]
    assert len(errors) <= 1, "\n".join(errors)
    return "".join(errors)


def code_flight(root: Path, text: str, cells: str, registered: str = REGISTERED, places: str = "") -> Copy:
    """Write a collection of one source with one sentence, whose cells are these."""
    copy = write_collection(root, text, f"- in: >-\n    {text}\n{cells}", registered)
    if places:
        (root / "annotations" / "places.yaml").write_text(f"places:\n{places}", encoding="utf-8")
    return copy


# Places and their countries

ROUTE = """\
  flights/f:
    origin_place: {origin}
    origin_country: DEU <- Hamburg -- Hamburg is in Germany
    destination_place: {destination}
    destination_country: {country} <- Tashkent -- Tashkent is a city of that country
    persons: 40
"""
HAMBURG_TASHKENT = "  Hamburg: Germany\n  Tashkent: Uzbekistan\n"


@pytest.mark.parametrize(
    ("origin", "destination", "country", "places", "wanted"),
    [
        ("Hamburg", "Tashkent", "UZB", HAMBURG_TASHKENT, ""),
        ("Hamburg", "Tashkent", "KAZ", "", ""),
        ("Hamburg", "Tashkent", "KAZ", HAMBURG_TASHKENT, "destination_country: KAZ for «Tashkent», which lies in UZB"),
        (
            "Hamburg",
            "Hamburg",
            "UZB",
            HAMBURG_TASHKENT,
            "destination_place: «Hamburg» lies in DEU, and destination_country is UZB",
        ),
        ("Tashkent", "Tashkent", "UZB", HAMBURG_TASHKENT, "origin_place: «Tashkent» lies in UZB, and origin_country is DEU"),
        ("Hamburg", "Tashkent", "UZB", "  Tashkent: Central District\n  Central District: Kazakhstan\n", "which lies in KAZ"),
    ],
)
def test_a_place_and_a_country_that_places_yaml_contradicts_are_one_error(
    origin: str, destination: str, country: str, places: str, wanted: str, tmp_path: Path
) -> None:
    cells = ROUTE.format(origin=origin, destination=destination, country=country)
    error = find_only(code_flight(tmp_path, "The route of the 40 people: Hamburg, Tashkent.", cells, places=places))
    assert (wanted in error) if wanted else not error, error


def test_a_place_that_is_a_country_is_its_own_country(tmp_path: Path) -> None:
    cells = "  flights/f:\n    origin_place: Germany\n    origin_country: over <Kenya>\n    persons: 40\n"
    cells += "    destination_country: Cuba\n"
    error = find_only(code_flight(tmp_path, "A plane took 40 people from Germany over Kenya to Cuba.", cells))
    assert "origin_place: «Germany» lies in DEU, and origin_country is KEN" in error


def test_each_claim_is_compared_and_not_only_the_published_one(two_sources: Copy) -> None:
    """The headline's claim; the flight has Tbilisi from the other sentences."""
    two_sources.edit(
        A,
        "    destination_place: Tbilisi\n    destination_country",
        "    destination_place: Hamburg\n    destination_country",
    )
    assert f"{A}:13:24: destination_place: «Hamburg» lies in DEU" in find_only(two_sources)


def test_a_place_is_compared_with_the_country_that_its_own_source_gives(two_sources: Copy) -> None:
    """s101 has Germany. That the two then disagree on the country is the same slip."""
    two_sources.edit(A, "origin_country: DEU <- Hamburg --", "origin_country: FRA <- left Hamburg --")
    assert "origin_place: «Hamburg» lies in DEU, and origin_country is FRA" in find_only(two_sources)


def test_another_countrys_name_is_one_error_and_not_one_of_places(tmp_path: Path) -> None:
    """Only what places.yaml has is a known place."""
    cells = "  flights/f:\n    destination_country: KEN <- Cuba -- Cuba is a place in Kenya here\n    persons: 40\n"
    error = find_only(code_flight(tmp_path, "A plane took 40 people to Cuba.", cells, places=HAMBURG_TASHKENT))
    assert "destination_country" in error
    assert "lies in" not in error


# Figures and their whole


def test_nationals_aboard_are_no_more_than_the_persons_aboard(two_sources: Copy) -> None:
    two_sources.edit(A, "    persons: 27\n", "    persons: exact 28 <- 27 -- for this test\n")
    error = find_only(two_sources)
    rows = "add up to 47: flight-2031-03-12-geo 28, flight-2031-03-12-kaz 12, flight-2031-03-12-kgz 7"
    assert f"{rows}; more than flights/{FLIGHT}: persons exact 46" in error


COUNTED = """\
  flights/f:
    persons: 10
    destination_country: Kenya
  nationals_by_country/one:
    country: Cuban
    country_basis: citizenship <- nationals
    persons: {first}
    measure: {measure} <- flown
    stock_or_flow: flow <- flown
    flight_id: f <- flown
  nationals_by_country/other:
    country: Haitian
    country_basis: {basis} <- nationals
    persons: {second}
    measure: aboard_flight <- flown
    stock_or_flow: flow <- flown
    flight_id: f <- flown
"""


@pytest.mark.parametrize(
    ("first", "second", "measure", "basis", "is_error"),
    [
        ("six", "four", "aboard_flight", "citizenship", False),
        ("seven", "four", "aboard_flight", "citizenship", True),
        ("seven", "at least four", "aboard_flight", "citizenship", True),
        ("seven", "about four", "aboard_flight", "citizenship", False),
        ("seven", "up to four", "aboard_flight", "citizenship", False),
        ("seven", "four", "aboard_flight", "birth", False),
        ("seven", "eleven", "aboard_flight", "birth", True),
        ("seven", "four", "removal", "citizenship", False),
    ],
)
def test_only_figures_of_one_basis_and_their_lowest_numbers_are_added_up(
    first: str, second: str, measure: str, basis: str, is_error: bool, tmp_path: Path
) -> None:
    cells = COUNTED.format(first=first, second=second, measure=measure, basis=basis)
    text = f"Of 10 flown to Kenya {first} were Cuban and {second} were Haitian nationals."
    error = find_only(code_flight(tmp_path, text, cells))
    assert ("more than flights/f: persons exact 10" in error) if is_error else not error, error


PART = """\
  flights/f:
    persons: {whole}
    destination_country: Kenya
  statistics/women:
    measure: aboard_flight <- Aboard
    measure_printed: Aboard
    unit: {unit}
    value: {value}
    stock_or_flow: flow <- Aboard
    period_type: unspecified
    flight_id: f <- Aboard
"""


@pytest.mark.parametrize(
    ("whole", "value", "unit", "is_error"),
    [
        ("46", "19", "persons <- women", False),
        ("46", "64", "persons <- women", True),
        ("up to 46", "more than 46", "persons <- women", True),
        ("46", "more than 45", "persons <- women", False),
        ("over 46", "64", "persons <- women", False),
        ("46", "64", "percent <- women -- the 64 are a share", False),
    ],
)
def test_a_figure_for_some_is_no_more_than_that_for_all(
    whole: str, value: str, unit: str, is_error: bool, tmp_path: Path
) -> None:
    text = f"Aboard to Kenya were {whole} people, and {value} women."
    cells = PART.format(whole=whole, value=value, unit=unit)
    error = find_only(code_flight(tmp_path, text, cells))
    assert ("statistics.value is women" in error and "more than flights/f: persons" in error) if is_error else not error


# Dates

WHOLE = "    destination_country: Kenya\n    persons: 40\n"


@pytest.mark.parametrize(
    ("departed", "arrived", "is_error"),
    [
        ("May 5, 2025", "May 6, 2025", False),
        ("May 5, 2025", "May 5, 2025", False),
        ("May 5, 2025", "May 4, 2025", False),
        ("May 5, 2025", "May 3, 2025", True),
        ("May 2025", "May 3, 2025", False),
        ("May 5, 2025", "May 2024", True),
    ],
)
def test_no_flight_lands_before_it_leaves(departed: str, arrived: str, is_error: bool, tmp_path: Path) -> None:
    """By one day it may, where it crosses the date line."""
    cells = f"  flights/f:\n    departure_date: left on <{departed}>\n    arrival_date: landed on <{arrived}>\n{WHOLE}"
    error = find_only(
        code_flight(tmp_path, f"The flight of 40 people to Kenya left on {departed} and landed on {arrived}.", cells)
    )
    assert ("is before departure_date" in error) == is_error


@pytest.mark.parametrize(
    ("day", "hedge", "is_error"),
    [
        ("2025-05-05", "", False),
        ("2025-05-04", "", False),
        ("2025-05-03", "", True),
        ("2025-05-03", "    hedge: planned <- will\n", False),
    ],
)
def test_no_source_reports_what_happens_after_its_publication(day: str, hedge: str, is_error: bool, tmp_path: Path) -> None:
    cells = f"  flights/f:\n{hedge}    departure_date: May 5, 2025\n{WHOLE}"
    registered = f"{REGISTERED}    published: {day}\n"
    error = find_only(code_flight(tmp_path, "The flight of 40 people to Kenya will leave on May 5, 2025.", cells, registered))
    assert ("departure_date: 2025-05-05 is after 2025-05-03, when s900 was published" in error) if is_error else not error


# Codes and countries


@pytest.mark.parametrize(
    ("origin", "destination", "is_error"),
    [
        ("from <Cuba>", "Haiti", False),
        ("from <Cuba>", "The <Cuba> plane", True),
        ("from <Cuba>", "CUB <- Haiti -- the flight stayed in Cuba, in a town of that name", False),
    ],
)
def test_a_flight_between_two_countries_has_two_countries(
    origin: str, destination: str, is_error: bool, tmp_path: Path
) -> None:
    cells = f"  flights/f:\n    origin_country: {origin}\n    destination_country: {destination}\n    persons: 40\n"
    cells += "  uncoded: Haiti -- for this test\n" if is_error else ""
    error = find_only(code_flight(tmp_path, "The Cuba plane took 40 people from Cuba to Haiti.", cells))
    assert ("destination_country and origin_country are both CUB" in error) == is_error


TRANSFER = """\
  flights/f:
    destination_country: to <Haiti>
    persons: 40
  nationals_by_country/n:
    country: {country}
    country_basis: citizenship <- nationals
    measure: aboard_flight <- flown
    stock_or_flow: flow <- flown
    flight_id: f <- flown
    transfer_type: {code} <- to Haiti
"""


@pytest.mark.parametrize(
    ("country", "code", "is_error"),
    [
        ("Haitian", "own_nationals", False),
        ("Cuban", "own_nationals", True),
        ("Cuban", "third_country", False),
        ("Cuban", "transit", False),
        ("Haitian", "third_country", True),
        ("Haitian", "transit", True),
        ("Haitian", "unknown", False),
    ],
)
def test_own_nationals_go_to_their_own_country_and_others_do_not(
    country: str, code: str, is_error: bool, tmp_path: Path
) -> None:
    text = f"The 40 {country} nationals were flown to Haiti."
    error = find_only(code_flight(tmp_path, text, TRANSFER.format(country=country, code=code)))
    assert (f"nationals_by_country/n: transfer_type {code}, but country" in error) == is_error


@pytest.mark.parametrize(("country", "is_error"), [("Haitian", False), ("Cuban", False), ("Kenyan", True)])
def test_own_nationals_may_get_off_where_the_flight_lands_on_its_way(country: str, is_error: bool, tmp_path: Path) -> None:
    text = f"The 40 {country} nationals were flown to Haiti by way of Cuba."
    cells = TRANSFER.format(country=country, code="own_nationals").replace(
        "    persons: 40\n", "    persons: 40\n    stopover_countries: Cuba\n"
    )
    error = find_only(code_flight(tmp_path, text, cells))
    assert ("transfer_type own_nationals, but country" in error) == is_error


@pytest.mark.parametrize(("words", "is_asked"), [("caught", False), ("freed", True)])
def test_other_counts_of_a_country_are_asked_about_where_one_thing_is_counted(
    words: str, is_asked: bool, tmp_path: Path
) -> None:
    text = f"Kenya first freed 12 Cuban citizens, and then {words} 40 Cubans."
    cells = "".join(
        f"  nationals_by_country/{row}:\n    country: {country}\n    measure: other <- Kenya\n"
        f"    measure_printed: {printed}\n    persons: {persons}\n"
        for row, country, printed, persons in (
            ("a", "Cuban", "first <freed>", 12),
            ("b", "Cubans", f"then <{words}>", 40),
        )
    )
    errors = write_collection(tmp_path, text, f"- in: >-\n    {text}\n{cells}  uncoded: Kenya -- for this test\n").errors()
    assert any("may be one fact" in error for error in errors) == is_asked, errors


# What a source says itself


def test_a_correction_cites_evidence(two_sources: Copy) -> None:
    reason = "the police's own table has 310 in the month"
    line = next(line for line in (two_sources.root / A).read_text(encoding="utf-8").splitlines() if "corrected_unit" in line)
    two_sources.edit(A, line, f"{line.partition(' -- ')[0]} -- {reason}")
    assert "corrected_unit: a correction without evidence" in find_only(two_sources)


def test_a_row_that_a_claim_names_is_one_of_which_its_source_says_something(two_sources: Copy) -> None:
    """The other flight is in s100 alone."""
    other = "  flights/x:\n    persons: 46\n    destination_country: KEN <- Tbilisi -- for this test\n"
    two_sources.edit(A, f"  flights/{FLIGHT}:\n", f"{other}  flights/{FLIGHT}:\n")
    two_sources.edit(B, f"flight_id: {FLIGHT} <-", "flight_id: x <-")
    (error,) = [error for error in two_sources.errors() if error.startswith(B)]
    assert error.startswith(f"{B}:32:16: flight_id is x, of which its sentence does not speak")
    two_sources.edit(B, "flight_id: x <-", "flight_id: y <-")
    assert not any("does not speak" in error for error in two_sources.errors()), "no source has such a row"


# Schemas

NATIONALS = "nationals_by_country"


@pytest.mark.parametrize(
    ("file", "old", "new", "wanted"),
    [
        ("flights", '"lies_in": "origin_country"', '"lies_in": "origin_place"', "'origin_place': lies_in: the field itself"),
        ("flights", '"lies_in": "origin_country"', '"lies_in": "operator"', "'operator' of flights is a verbatim"),
        ("flights", '"not_before": "departure_date"', '"not_before": "departure"', "flights has no field 'departure'"),
        (NATIONALS, '"together_by": "country_basis"', '"together_by": "basis"', "unknown field 'basis'"),
        (NATIONALS, '"together_by": "country_basis"', '"together": "country_basis"', "unknown property 'together'"),
        (NATIONALS, '"equals": "destination_country"', '"equal": "destination_country"', "unknown property 'equal'"),
        (NATIONALS, '"stopover_countries"\n', '"stopovers"\n', "flights has no field 'stopovers'"),
        (NATIONALS, '"own_nationals": {\n', '"own": {\n', "requires: unknown code 'own'"),
        ("statistics", '"aboard_flight"\n', '"aboard"\n', "at_most: unknown code 'aboard'"),
        ("statistics", '"of": "flight_id"', '"of": "agency"', "organizations has no field 'persons'"),
    ],
)
def test_a_slip_in_a_rule_about_rows_is_an_error(file: str, old: str, new: str, wanted: str, two_sources: Copy) -> None:
    two_sources.edit(f"schemas/{file}.json", old, new)
    assert any(f"schemas/{file}.json" in error and wanted in error for error in two_sources.errors())
