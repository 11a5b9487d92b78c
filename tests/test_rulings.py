"""Rulings take what a source gives, and their kind is that of the difference; labels in other capitals do not differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Copy
from curation.pipeline import build
from small_sources import Coded, write_sources

FLIGHT = "flights/a"


def code(field: str, words: str, value: str = "", reason: str = "") -> Coded:
    """Return a sentence on one flight that has only one field more than it must have."""
    cell = (f"{value} <- " if value else "") + words + (f" -- {reason}" if reason else "")
    cells = f"destination_country: Uzbekistan\n  {field}: {cell}\n"
    if field != "persons":
        cells += "  persons: hundreds\n"
    return [(f"Uzbekistan was the end of the flight ({words}), with hundreds aboard.", f"{FLIGHT}:\n  {cells}")]


def code_persons(figure: str) -> Coded:
    return [
        (
            f"The flight with {figure} persons went to Uzbekistan.",
            f"{FLIGHT}:\n  destination_country: Uzbekistan\n  persons: {figure}\n",
        )
    ]


def rule(field: str, kind: str, between: list[str], end: str, reason: str = "s100 was there") -> str:
    listed = "".join(f"  - {value}\n" for value in between)
    return f"decisions:\n- cell: {FLIGHT}/{field}\n  kind: {kind}\n  between:\n{listed}{end}  reason: {reason}\n"


def list_errors(root: Path, *sources: Coded, decisions: str = "", places: str = "") -> list[str]:
    copy = write_sources(root, {f"s{number}": coded for number, coded in enumerate(sources, 100)}, decisions)
    if places:
        (copy.root / "annotations/places.yaml").write_text(f"places:\n{places}", encoding="utf-8")
    return copy.errors()


FIGURES = (code_persons("131"), code_persons("44"))
BETWEEN = ["exact 131", "exact 44"]


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        ("  value: exact 131\n", ""),
        ("  value: 44\n", ""),
        ("  take: s101\n", ""),
        ("", ""),
        ("  value: exact 140\n", "'exact 140' on flights/a/persons is no value that a source gives"),
        ("  value: range 44 131\n", "take one of exact 131; exact 44"),
        ("  value: unknown\n", ""),
    ],
)
def test_a_ruling_takes_a_value_that_a_claim_has_or_nothing(end: str, wanted: str, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, *FIGURES, decisions=rule("persons", "contradiction", BETWEEN, end))
    assert [wanted in error for error in errors if "persons_qualifier" not in error] == ([True] if wanted else [])


@pytest.mark.parametrize(("value", "is_taken"), [("unspecified", True), ("return", True), ("arrangement", False)])
def test_a_ruling_may_take_a_code_that_leaves_it_open(value: str, is_taken: bool, tmp_path: Path) -> None:
    sources = [code("event_date_of", "deported", "removal"), code("event_date_of", "came back", "return")]
    decisions = rule("event_date_of", "wording", ["removal", "return"], f"  value: {value}\n")
    assert (not list_errors(tmp_path, *sources, decisions=decisions)) == is_taken


def test_a_ruling_may_always_take_the_code_unknown(tmp_path: Path) -> None:
    sources = [code("flight_type", "a charter", "charter"), code("flight_type", "a military plane", "military")]
    decisions = rule("flight_type", "contradiction", ["charter", "military"], "  value: unknown\n")
    assert not list_errors(tmp_path, *sources, decisions=decisions)


OVERLAPPING = (code_persons("131"), code_persons("more than 100"))
KINDS = ("precision", "wording", "scope", "contradiction", "source_error")
CASES: dict[str, tuple[tuple[Coded, ...], str, list[str], str, set[str]]] = {
    "figures apart": (FIGURES, "persons", BETWEEN, "", {"scope", "contradiction"}),
    "figures that overlap": (OVERLAPPING, "persons", ["exact 131", "more_than 100"], "", {"precision", "scope"}),
    "a figure without bounds": (
        (code_persons("131"), code_persons("about 44")),
        "persons",
        ["exact 131", "about 44"],
        "",
        {"precision", "scope", "contradiction"},
    ),
    "dates apart": (
        (code("event_date", "1 May 2025"), code("event_date", "3 May 2025")),
        "event_date",
        ["2025-05-01", "2025-05-03"],
        "",
        {"scope", "contradiction"},
    ),
    "a date in the other": (
        (code("event_date", "1 May 2025"), code("event_date", "May 2025")),
        "event_date",
        ["2025-05-01", "2025-05"],
        "",
        {"precision", "scope"},
    ),
    "places apart": (
        (code("origin_place", "New York"), code("origin_place", "Newark")),
        "origin_place",
        ["New York", "Newark"],
        "",
        {"wording", "scope", "contradiction"},
    ),
    "a place in the other": (
        (code("origin_place", "New York"), code("origin_place", "Brooklyn")),
        "origin_place",
        ["New York", "Brooklyn"],
        "  Brooklyn: New York\n",
        {"precision", "wording", "scope"},
    ),
    "countries": (
        (code("origin_country", "Mexico"), code("origin_country", "Canada")),
        "origin_country",
        ["MEX", "CAN"],
        "",
        {"contradiction"},
    ),
    "codes": (
        (code("funder_scope", "all of it", "whole_operation"), code("funder_scope", "its citizens", "own_nationals")),
        "funder_scope",
        ["whole_operation", "own_nationals"],
        "",
        {"precision", "wording", "scope", "contradiction"},
    ),
    "labels": (
        (code("operator", "Silk Air"), code("operator", "Silk Airways")),
        "operator",
        ["Silk Air", "Silk Airways"],
        "",
        {"precision", "wording", "scope", "contradiction"},
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CASES)
def test_a_kind_that_the_values_exclude_is_an_error(name: str, kind: str, tmp_path: Path) -> None:
    sources, field, between, places, fitting = CASES[name]
    errors = list_errors(tmp_path, *sources, decisions=rule(field, kind, between, "  take: s100\n"), places=places)
    if kind in fitting:
        assert not errors
    else:
        (error,) = errors
        assert f"kind: {kind} on flights/a/{field}: " in error
        assert "    → " in error


@pytest.mark.parametrize(
    ("reason", "is_shown"),
    [
        ("s101 miscounted", False),
        ("s101 has “44 people” by mistake", False),
        ("s101 has “with 44 persons” by mistake", True),
        ('s101 has "44 persons" by mistake', True),
        ("s101 has ‘44 persons’ by mistake", True),
        ("s101 has „with 44 Persons“ by mistake", True),
        ("the airline counted them [no-such-page]", True),
    ],
)
def test_a_printed_error_rests_on_evidence_or_on_words_of_a_source(reason: str, is_shown: bool, tmp_path: Path) -> None:
    decisions = rule("persons", "source_error", BETWEEN, "  take: s100\n", reason)
    errors = list_errors(tmp_path, *FIGURES, decisions=decisions)
    assert any("nothing shows the error" in error for error in errors) != is_shown


# The rule `same` on printed labels


def code_population(label: str, source_end: str = "") -> Coded:
    return [
        (
            f"{label} numbered 19 aboard the plane{source_end}.",
            "statistics/women:\n  value: 19\n  unit: persons <- aboard\n  measure: aboard_flight <- aboard\n"
            f"  stock_or_flow: flow <- aboard\n  population: {label}\n  period_type: unspecified\n",
        )
    ]


def test_labels_that_differ_in_capitals_agree(tmp_path: Path) -> None:
    copy: Copy = write_sources(
        tmp_path, {"s100": code_population("Women"), "s101": code_population("women"), "s102": code_population("WOMEN")}
    )
    prepared = build(copy.root)
    assert not prepared.errors, prepared.errors
    (row,) = prepared.tables["statistics"]
    assert row["population"] == "women"
    (cell,) = (one for one in prepared.tables["cells"] if one["field_name"] == "population")
    assert (cell["source_id"], cell["agreeing_source_ids"], cell["others"]) == ("s101", "s100|s102", None)
    assert prepared.tables["disagreements"] == []


def test_the_last_form_by_code_point_is_published(tmp_path: Path) -> None:
    sources = {"s100": code_population("women OF Cuba"), "s101": code_population("Women of Cuba")}
    prepared = write_sources(tmp_path, sources).prepare()
    assert not prepared.errors, prepared.errors
    assert [row["population"] for row in prepared.tables["statistics"]] == ["women OF Cuba"]


def test_a_form_of_one_source_alone_keeps_its_capitals(tmp_path: Path) -> None:
    authors = [
        ("By Ana Ruiz.", "sources/s100:\n  author: Ana Ruiz\n"),
        ("BY ANA RUIZ.", "sources/s100:\n  author: ANA RUIZ\n"),
    ]
    (error,) = list_errors(tmp_path, authors)
    assert "one source disagrees with itself on sources/s100/author" in error


def test_labels_that_differ_in_more_than_capitals_do_not_agree(tmp_path: Path) -> None:
    (error,) = list_errors(tmp_path, code_population("Women"), code_population("women and girls"))
    assert "sources disagree on statistics/women/population" in error


def test_of_one_form_the_best_evidence_decides(tmp_path: Path) -> None:
    hedged = [("They were reportedly women.", "statistics/women:\n  hedge: reportedly\n  population: women\n")]
    copy = write_sources(tmp_path, {"s100": [*code_population("Women"), *hedged], "s101": code_population("women", " again")})
    prepared = copy.prepare()
    assert not prepared.errors, prepared.errors
    (cell,) = (one for one in prepared.tables["cells"] if one["field_name"] == "population")
    assert (cell["value"], cell["source_id"], cell["certainty"]) == ("women", "s101", "asserted")
