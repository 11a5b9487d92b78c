"""Rows that may be one fact are asked about; the coders' answers are in decisions.yaml."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import FLIGHT, Copy
from curation.pipeline import Prepared, build
from curation.tables.identity import MOST_COUNTED, MOST_NAMED
from curation.tables.matching import Profile, find_earlier, find_earlier_by_any, may_be_one
from growth import LINEAR_AT_MOST, measure_growth
from small_sources import Coded, write_sources

DECISIONS = "annotations/decisions.yaml"
FIRST, SECOND = "2025-04-30-jfk-tashkent", "2025-05-01-newark-tashkent"


def code_flight(
    row: str, date: str = "", persons: str = "hundreds", country: str = "Uzbekistan", dated: str = "event_date"
) -> Coded:
    """Return a sentence on a flight, with its coding."""
    when = f" on {date}" if date else ""
    cells = [f"destination_country: {country}", f"persons: {persons}", *([f"{dated}: {date}"] if date else [])]
    lines = "".join(f"  {cell}\n" for cell in cells)
    verb = {"departure_date": "departed for", "arrival_date": "arrived in"}.get(dated, "went to")
    return [(f"Flight {row.upper()} with {persons} of them {verb} {country}{when}.", f"flights/{row}:\n{lines}")]


def list_errors(root: Path, *sources: Coded, decisions: str = "") -> list[str]:
    return write_sources(root, {f"s{number}": coded for number, coded in enumerate(sources, 100)}, decisions).errors()


def name_rows(*rows: tuple[str, str], table: str = "organizations", more: str = "") -> list[Coded]:
    """Return sources that each name one row: its name in the data, and as it is printed."""
    kind = (
        "organization_type: embassy -- it is called one in the text"
        if table == "organizations"
        else "role: minister -- the text says minister"
    )
    return [
        [(f"Here is {name} with number {number}.", f"{table}/{row}:\n  name: {name}\n  {kind}\n{more}")]
        for number, (row, name) in enumerate(rows, 4)
    ]


@pytest.mark.parametrize(
    ("name", "other", "is_asked"),
    [
        ("U.S. Embassy in Chad", "US Embassy in Chad", True),
        ("São Tomé Airways", "Sao Tome-Airways", True),
        ("U.S. Embassy in Chad", "U.S. Embassy in Mali", False),
    ],
)
def test_names_are_compared_without_points_and_marks(name: str, other: str, is_asked: bool, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, *name_rows(("one", name), ("other", other)))
    assert any("organizations/other may be one fact with organizations/one" in error for error in errors) == is_asked


@pytest.mark.parametrize(("spelling", "is_asked"), [("ACME", True), ("Apex", False)])
def test_a_body_is_compared_by_its_other_spellings(spelling: str, is_asked: bool, tmp_path: Path) -> None:
    first, second = name_rows(("one", "Acme Mission"), ("other", "A.C.M.E."))
    first[0] = (f"{first[0][0]} It is {spelling}.", f"{first[0][1]}  spellings: {spelling}\n")
    errors = list_errors(tmp_path, first, second)
    assert any("organizations/other may be one fact with organizations/one" in error for error in errors) == is_asked


@pytest.mark.parametrize(
    ("other", "body", "is_asked"),
    [
        ("Akhror Burkhanov", "", True),
        ("Akhror Burkhanov", "organization_id: desk -- the text knows no other", True),
        ("Akhror Burkhanov", "organization_id: office -- the text knows no other", False),
        ("Akhror Burkhan", "", False),
    ],
)
def test_persons_of_one_surname_are_asked_about_unless_their_bodies_differ(
    other: str, body: str, is_asked: bool, tmp_path: Path
) -> None:
    first, second = name_rows(("one", "Ahror Burkhanov"), ("other", other), table="officials")
    desk = "  organization_id: desk -- the text knows no other\n"
    bodies = [source[0] for source in name_rows(("desk", "Desk of Chad"), ("office", "Office of Mali"))]
    first[0] = (first[0][0], first[0][1] + desk)
    second[0] = (second[0][0], second[0][1] + (f"  {body}\n" if body else ""))
    errors = list_errors(tmp_path, [*first, *bodies], second)
    assert any("officials/other may be one fact with officials/one" in error for error in errors) == is_asked


def answer(key: str, *rows: str, reason: str = "the tail numbers differ") -> str:
    return f"{key}:\n- rows:\n" + "".join(f"  - {row}\n" for row in rows) + f"  reason: {reason}\n"


# What is asked about


@pytest.mark.parametrize(
    ("one", "other", "is_asked"),
    [
        (("30 April 2025", "131"), ("1 May 2025", "more than 100"), True),
        (("30 April 2025", "131"), ("2 May 2025", "129"), True),
        (("30 April 2025", "131"), ("3 May 2025", "131"), False),
        (("30 April 2025", "131"), ("30 April 2025", "44"), False),
        (("30 April 2025", "131"), ("30 April 2025", "about 44"), True),
        (("30 April 2025", "131"), ("30 April 2025", "hundreds"), True),
        (("30 April 2025", "131"), ("30 January 2026", "131"), False),
        (("30 April 2025",), ("April 2025",), True),
        (("30 April 2025", "131"), ("", "131"), True),
        (("30 April 2025", "131"), ("", "44"), False),
        (("",), ("",), True),
        (("30 April 2025", "100"), ("30 April 2025", "80"), True),
        (("30 April 2025", "100"), ("30 April 2025", "79"), False),
        (("about 30 April 2025", "131"), ("6 May 2025", "131"), True),
        (("about 30 April 2025", "131"), ("30 January 2026", "131"), False),
    ],
)
def test_flights_are_asked_about_where_days_and_figures_fit(
    one: tuple[str, ...], other: tuple[str, ...], is_asked: bool, tmp_path: Path
) -> None:
    errors = list_errors(tmp_path, code_flight("a", *one), code_flight("b", *other))
    assert (len(errors) == 1 and "flights/b may be one fact with flights/a (" in errors[0]) == is_asked
    assert is_asked or not errors


def test_a_flight_reported_with_another_place_operator_and_day_is_found(tmp_path: Path) -> None:
    told = [
        (
            "Uzbekistan Airways departed with 131 people from New York to Tashkent in Uzbekistan on 30 April 2025.",
            f"flights/{FIRST}:\n  operator: Uzbekistan Airways\n  persons: 131\n  origin_place: New York\n"
            "  destination_place: Tashkent\n  destination_country: in <Uzbekistan> on\n  departure_date: 30 April 2025\n",
        )
    ]
    otherwise = [
        (
            "Uzbekistan Havo Yo'llari landed in Uzbekistan with over 100 people from Newark on 1 May 2025.",
            f"flights/{SECOND}:\n  operator: Uzbekistan Havo Yo'llari\n  persons: over 100\n  origin_place: Newark\n"
            "  destination_country: in <Uzbekistan> with\n  arrival_date: 1 May 2025\n",
        )
    ]
    (error,) = list_errors(tmp_path, told, otherwise)
    assert error.startswith("annotations/s101.yaml:")
    assert f"flights/{SECOND} may be one fact with flights/{FIRST}" in error
    assert "persons exact 131 against more_than 100" in error


def test_flights_to_two_countries_are_two(tmp_path: Path) -> None:
    assert not list_errors(
        tmp_path, code_flight("a", "30 April 2025"), code_flight("b", "30 April 2025", country="Kazakhstan")
    )


def test_a_value_in_dispute_hides_no_question(tmp_path: Path) -> None:
    """The first flight's figures exclude each other; each of them may be the second one's."""
    other_figure = ("It had 60 people aboard, another paper says.", "flights/a:\n  persons: 60\n")
    disputed = [*code_flight("a", "30 April 2025", "131"), other_figure]
    errors = list_errors(tmp_path, disputed, code_flight("b", "1 May 2025", "58"))
    assert any("flights/b may be one fact with flights/a" in error for error in errors)
    assert any("disagrees with itself on flights/a/persons" in error for error in errors)


def test_what_a_ruling_did_not_take_may_be_the_value_of_the_other_row(tmp_path: Path) -> None:
    told = [code_flight("a", "30 April 2025", "131"), code_flight("a", "30 April 2025", "60")]
    ruling = (
        "decisions:\n- cell: flights/a/persons\n  kind: contradiction\n  between:\n  - exact 131\n  - exact 60\n"
        "  take: s100\n  reason: s100 was at the airport\n"
    )
    errors = list_errors(tmp_path, *told, code_flight("b", "30 April 2025", "58"), decisions=ruling)
    assert any("flights/b may be one fact with flights/a" in error for error in errors)


def test_a_printed_error_is_no_value_that_the_other_row_may_have(tmp_path: Path) -> None:
    told = [code_flight("a", "30 April 2025", "131"), code_flight("a", "30 April 2025", "13")]
    ruling = (
        "decisions:\n- cell: flights/a/persons\n  kind: source_error\n  between:\n  - exact 131\n  - exact 13\n"
        "  take: s100\n  reason: s101 prints “13 of them” and dropped a figure\n"
    )
    assert not list_errors(tmp_path, *told, code_flight("b", "30 April 2025", "14"), decisions=ruling)


def code_women(row: str, figure: str, unit: str = "persons", more: str = "") -> Coded:
    return [
        (
            f"Aboard the plane were {figure} women.",
            f"statistics/{row}:\n  value: {figure}\n  unit: {unit} <- women\n  measure: aboard_flight <- Aboard\n"
            f"  stock_or_flow: flow <- Aboard\n  population: women\n  period_type: unspecified\n{more}",
        )
    ]


@pytest.mark.parametrize(("more", "is_asked"), [("", True), ("  place: the <plane> were\n", False)])
def test_figures_of_one_thing_are_asked_about_whatever_the_value(more: str, is_asked: bool, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, code_women("women", "19"), code_women("ladies", "25", "events", more))
    assert any("statistics/ladies may be one fact with statistics/women" in error for error in errors) == is_asked


def test_figures_of_one_thing_under_one_name_are_a_disagreement(tmp_path: Path) -> None:
    (error,) = list_errors(
        tmp_path,
        code_women("women", "19"),
        code_women("ladies", "25"),
        decisions=answer("same", "statistics/women", "statistics/ladies"),
    )
    assert "sources disagree on statistics/women/value: exact 19" in error


def code_other(row: str, what: str) -> Coded:
    return [
        (
            f"The agency had 20 {what}.",
            f"statistics/{row}:\n  value: 20\n  unit: events <- {what}\n  measure: other <- {what}\n"
            f"  measure_printed: {what}\n  stock_or_flow: stock <- had\n  period_type: unspecified\n",
        )
    ]


@pytest.mark.parametrize(("what", "is_asked"), [("Hotlines", True), ("leaflets", False)])
def test_a_measure_that_is_other_is_named_by_its_words(what: str, is_asked: bool, tmp_path: Path) -> None:
    assert bool(list_errors(tmp_path, code_other("a", "hotlines"), code_other("b", what))) == is_asked


def test_a_measure_that_is_other_and_has_no_words_says_nothing(tmp_path: Path) -> None:
    copy = write_sources(tmp_path, {"s100": code_other("a", "hotlines"), "s101": code_other("b", "leaflets")})
    for source, what in (("s100", "hotlines"), ("s101", "leaflets")):
        copy.edit(f"annotations/{source}.yaml", f"    measure_printed: {what}\n", "")
    assert not copy.errors()


def test_one_label_of_a_set_is_enough(tmp_path: Path) -> None:
    several = [*code_other("a", "hotlines"), ("Help lines, that is.", "statistics/a:\n  measure_printed: Help lines\n")]
    (error,) = list_errors(tmp_path, several, code_other("b", "help lines"))
    assert "statistics/b may be one fact with statistics/a" in error


def test_a_row_has_one_question_that_names_at_most_five_rows(tmp_path: Path) -> None:
    count = MOST_NAMED + 3
    flights = [code_flight(f"f{number}", "30 April 2025") for number in range(count)]
    errors = list_errors(tmp_path, *flights)
    assert len(errors) == count - 1
    last = next(error for error in errors if f"flights/f{count - 1} may be" in error)
    assert " and 2 more" in last
    assert last.count("- rows:") == MOST_NAMED


def test_a_question_says_that_it_has_not_counted_all_rows(tmp_path: Path) -> None:
    errors = list_errors(tmp_path, [one for number in range(MOST_COUNTED + 2) for one in code_flight(f"f{number}")])
    assert sum(" and at least 95 more" in error for error in errors) == 2


def test_a_question_excuses_what_a_row_under_a_second_name_lacks(tmp_path: Path) -> None:
    """The second row has no figure, which is coded under the first name, and a ruling on its cells is stale."""
    second = [("Flight A came to Uzbekistan.", "flights/b:\n  destination_country: Uzbekistan\n")]
    ruling = (
        "decisions:\n- cell: flights/b/persons\n  kind: contradiction\n  between:\n  - exact 131\n  - exact 60\n"
        "  take: s100\n  reason: s100 was at the airport\n"
    )
    (error,) = list_errors(tmp_path, code_flight("a"), second, decisions=ruling)
    assert "flights/b may be one fact with flights/a" in error


def test_a_question_that_may_follow_from_an_unread_value_is_not_asked_yet(tmp_path: Path) -> None:
    copy = write_sources(tmp_path, {"s100": code_flight("a", "30 April 2025"), "s101": code_flight("b", "30 May 2025")})
    copy.edit("annotations/s101.yaml", "event_date: 30 May", "event_date: 31 May")
    (error,) = copy.errors()
    assert "words not found" in error


def test_a_question_can_be_pasted_as_an_answer(tmp_path: Path) -> None:
    sources = [code_flight("a", "30 April 2025"), code_flight("b", "1 May 2025"), code_flight("c", "2 May 2025")]
    errors = list_errors(tmp_path / "asked", *sources)
    blocks = [re.search(r"^distinct:\n(- rows:\n(?:.+\n)+  reason:)$", error, flags=re.MULTILINE) for error in errors]
    pasted = "distinct:\n" + "".join(f"{block[1]}\n" for block in blocks if block)
    (empty, *_) = list_errors(tmp_path / "unfilled", *sources, decisions=pasted)
    assert "answer without a reason" in empty
    assert not list_errors(
        tmp_path / "filled", *sources, decisions=pasted.replace("reason:", "reason: three tail numbers are printed")
    )


# What the answers do


def test_rows_that_are_the_same_are_published_under_the_first_name(tmp_path: Path) -> None:
    sources = {
        "s100": [*code_flight("a", "30 April 2025", "131"), *code_passengers("b", "1 May 2025")],
        "s101": code_flight("b", "1 May 2025", "more than 100", dated="arrival_date"),
    }
    prepared = write_sources(tmp_path, sources, answer("same", "flights/a", "flights/b")).prepare()
    assert not prepared.errors, prepared.errors
    (flight,) = prepared.tables["flights"]
    assert (flight["flight_id"], flight["persons"], flight["source_ids"]) == ("a", 131, "s100|s101")
    assert [row["flight_id"] for row in prepared.tables["nationals_by_country"]] == ["a"]
    assert {row["row_id"] for row in prepared.tables["claims"] if row["table_name"] == "flights"} == {"a"}


def test_a_twice_coded_collection_is_the_same_whichever_name_a_source_uses(small: Prepared, two_sources: Copy) -> None:
    """The second coding, its settlements, rulings and the other tables all see the published name."""
    path = two_sources.root / "annotations/s101.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in ((FLIGHT, "2031-03-12-germany-tbilisi"), ("deu-justice", "justice-ministry"), ("holm-thank", "thanks")):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    answers = [
        ("flights", FLIGHT, "2031-03-12-germany-tbilisi"),
        ("organizations", "deu-justice", "justice-ministry"),
        ("statements", "holm-thank", "thanks"),
    ]
    lines = [f"- rows:\n  - {table}/{one}\n  - {table}/{other}\n  reason: one fact\n" for table, one, other in answers]
    two_sources.append(DECISIONS, "same:\n" + "".join(lines))
    prepared = two_sources.prepare()
    assert not prepared.errors, prepared.errors
    assert {name: [*rows] for name, rows in prepared.tables.items()} == {name: [*rows] for name, rows in small.tables.items()}


def code_passengers(flight: str, date: str) -> Coded:
    return [
        (
            f"Kazakh citizens were aboard the plane that arrived on {date}.",
            f"flights/{flight}:\n  destination_country: UZB <- the plane -- the sentence before says where it went\n"
            f"  arrival_date: {date}\nnationals_by_country/flight-kaz:\n  country: Kazakh\n"
            "  country_basis: citizenship <- citizens\n  measure: aboard_flight <- aboard\n  stock_or_flow: flow <- aboard\n"
            f"  flight_id: {flight} <- the plane\n",
        )
    ]


def code_ministry(body: str, statement: str, opening: str) -> Coded:
    return [
        (
            f"{opening}the Ministry of Justice called the return a success.",
            f"by: {body} <- the Ministry of Justice called\norganizations/{body}:\n  name: Ministry of Justice\n"
            "  organization_type: national_agency <- Ministry of Justice\n"
            f"quotes/{statement}:\n  statement_id: {statement}\n  quote_mode: reported <- called\n"
            "  quote_text: called the return a success\n",
        )
    ]


def test_speakers_and_gathered_rows_that_are_the_same_have_one_name(tmp_path: Path) -> None:
    sources = [code_ministry("justice", "success", "Then "), code_ministry("deu-justice", "a-success", "Again ")]
    asked = list_errors(tmp_path / "asked", *sources)
    assert {re.search(r"(\S+) may be one fact with (\S+)", error).groups() for error in asked} == {  # type: ignore[union-attr]
        ("organizations/deu-justice", "organizations/justice"),
        ("statements/a-success", "statements/success"),
    }
    answers = answer("same", "organizations/justice", "organizations/deu-justice")
    answers += "- rows:\n  - statements/success\n  - statements/a-success\n  reason: one sentence in both\n"
    named = {f"s{number}": coded for number, coded in enumerate(sources, 100)}
    copy = write_sources(tmp_path / "answered", named, answers)
    copy.edit("annotations/s101.yaml", "    name: Ministry", "    spellings: Ministry")  # a name is coded in one source alone
    prepared = copy.prepare()
    assert not prepared.errors, prepared.errors
    assert {row["organization_id"] for row in prepared.tables["quotes"]} == {"justice"}
    assert [row["statement_id"] for row in prepared.tables["statements"]] == ["success"]
    assert {row["attributed_to"] for row in prepared.tables["claims"] if row["attributed_to"]} == {"justice"}


def test_an_outlet_that_is_the_same_has_one_name(tmp_path: Path) -> None:
    source = [
        (
            "The Daily News was told by the ministry that all went well.",
            "organizations/news:\n  name: Daily News\n  organization_type: newspaper <- Daily News\n"
            "organizations/ministry:\n  name: ministry\n  organization_type: national_agency <- ministry\n"
            "quotes/well:\n  by: ministry via daily-news <- told by the ministry\n  statement_id: well\n"
            "  quote_mode: reported <- told\n  quote_text: all went well\n",
        ),
        ("It is a paper.", "organizations/daily-news:\n  organization_type: newspaper <- paper\n"),
    ]
    decisions = answer("same", "organizations/news", "organizations/daily-news")
    prepared = write_sources(tmp_path, {"s100": source}, decisions).prepare()
    assert not prepared.errors, prepared.errors
    assert [quote["via"] for quote in prepared.tables["quotes"]] == ["news"]


def test_an_unread_row_that_is_the_same_makes_the_published_row_unreliable(tmp_path: Path) -> None:
    """The second source's cells belong to the published row: what is missing there follows from what is unread here."""
    broken = code_flight("b", "1 May 2025")
    copy = write_sources(
        tmp_path,
        {"s100": [("A plane left.", "flights/a:\n  flight_status: departed <- left\n")], "s101": broken},
        answer("same", "flights/a", "flights/b"),
    )
    copy.edit("annotations/s101.yaml", "destination_country:", "destination_contry:")
    (error,) = copy.errors()
    assert "unknown field flights.destination_contry" in error


FLIGHTS = [
    code_flight("a", "30 April 2025", "131", dated="departure_date"),
    code_flight("b", "1 May 2025", "more than 100", dated="arrival_date"),
]


def test_a_row_that_an_answer_names_may_be_unread(tmp_path: Path) -> None:
    copy = write_sources(tmp_path, {"s100": FLIGHTS[0], "s101": FLIGHTS[1]}, answer("same", "flights/a", "flights/b"))
    copy.edit("annotations/s101.yaml", "  flights/b:", "  flihgts/b:")
    assert not any(DECISIONS in error for error in copy.errors())


def test_what_is_missing_in_a_published_row_may_be_unread_under_its_other_name(tmp_path: Path) -> None:
    sources = {
        "s100": [("A plane left.", f"flights/{FIRST}:\n  flight_status: departed <- left\n")],
        "s101": code_flight(SECOND),
    }
    copy = write_sources(tmp_path, sources, answer("same", f"flights/{FIRST}", f"flights/{SECOND}"))
    copy.edit("annotations/s101.yaml", "persons: hundreds", "persons: thousands")
    (error,) = copy.errors()
    assert "words not found" in error


@pytest.mark.parametrize(
    ("decisions", "wanted"),
    [
        (answer("distinct", "flights/a", "flights/b", reason=""), "distinct: answer without a reason"),
        (answer("distinct", "flights/a"), "distinct: fewer than two rows"),
        (answer("distinct", "flights/a", "flights/b", "flights/b"), "distinct: a row is there twice"),
        (answer("distinct", "flights/a", "b"), "distinct: 'b' is no row"),
        (answer("distinct", "flights/a", "flihgts/b"), "distinct: 'flihgts/b' is no row"),
        (answer("distinct", "flights/a", "flights/b", "statistics/b"), "distinct: rows of several tables"),
        (answer("distinct", "flights/a", "flights/bb"), "distinct: no row flights/bb"),
        (answer("same", "flights/a", "flights/bb"), "same: no row flights/bb"),
        (
            answer("same", "flights/a", "flights/b") + answer("distinct", "flights/a", "flights/b"),
            "are said to be the same, too",
        ),
        (
            answer("same", "flights/a", "flights/b") + answer("same", "flights/b", "flights/a").removeprefix("same:\n"),
            "flights/b is in two answers",
        ),
        (
            answer("distinct", "flights/a", "flights/b")
            + answer("distinct", "flights/b", "flights/a").removeprefix("distinct:\n"),
            "flights/a and flights/b are in two answers",
        ),
        (answer("distinct", "flights/a", "flights/b").replace("rows:", "row:"), "distinct: unknown key 'row'"),
        (answer("distinkt", "flights/a", "flights/b"), "unknown key 'distinkt'"),
        ("distinct: flights/a and flights/b\n", "no list of distinct"),
        (
            answer("distinct", "flights/a", "flights/b", reason="see [no-such-page]"),
            "evidence [no-such-page] is not registered",
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_one_error(decisions: str, wanted: str, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, *FLIGHTS, decisions=decisions)
    assert len(errors) == 1, errors
    assert errors[0].startswith(f"{DECISIONS}:")
    assert wanted in errors[0]
    assert "    → " in errors[0]


def test_two_sources_are_never_the_same(tmp_path: Path) -> None:
    flight = code_flight("a", "30 April 2025")
    (error,) = list_errors(tmp_path, flight, flight, decisions=answer("same", "sources/s100", "sources/s101"))
    assert "same: a source is a document of its own" in error


def test_an_answer_that_answers_no_question_is_stale(tmp_path: Path) -> None:
    flights = [*FLIGHTS, code_flight("c", "1 June 2025")]
    decisions = answer("distinct", "flights/a", "flights/b", "flights/c")
    (error,) = list_errors(tmp_path, *flights, decisions=decisions)
    assert "stale answer: flights/c" in error


def test_an_answer_is_not_stale_because_of_what_could_not_be_read(tmp_path: Path) -> None:
    copy = write_sources(tmp_path, {"s100": FLIGHTS[0], "s101": FLIGHTS[1]}, answer("distinct", "flights/a", "flights/b"))
    copy.edit("annotations/s101.yaml", "destination_country: Uzbekistan", "destination_country: Uzbekistann")
    assert not any("stale answer" in error for error in copy.errors())


def test_a_collection_without_rulings_may_have_answers(tmp_path: Path) -> None:
    assert not list_errors(tmp_path / "new", *FLIGHTS, decisions=answer("distinct", "flights/a", "flights/b"))
    for number, empty in enumerate(("", "# nothing yet\n", "decisions:\n", "distinct:\nsame:\n")):
        (error,) = list_errors(tmp_path / str(number), *FLIGHTS, decisions=empty)
        assert "may be one fact" in error, "an empty file is one without answers"


def test_two_texts_that_are_equal_are_asked_about(tmp_path: Path) -> None:
    text = [("Two dogs were aboard.", "uncoded: animals, outside the tables")]
    (error,) = list_errors(tmp_path / "asked", text, text)
    assert "sources/s101 may be one fact with sources/s100" in error
    printed = answer("distinct", "sources/s100", "sources/s101", reason="two papers print one text of an agency")
    assert not list_errors(tmp_path / "answered", text, text, decisions=printed)
    assert not build(tmp_path / "answered").errors


# What a schema may say


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"near": {"fields": ["persons"], "days": 2}}, "identity.near: 'persons' is read by no parser date"),
        ({"near": {"fields": ["event_date"], "days": -1}}, "days"),
        ({"near": {"fields": ["event_date"], "days": "2"}}, "days"),
        ({"near": {"fields": [], "days": 2}}, "fields"),
        ({"compatible": ["operator"]}, "identity.compatible: 'operator' is read by no parser quantity"),
        ({"equal": ["destination"]}, "identity: field 'destination' is unknown"),
        ({"alike_codes": {"flight_type": [["charter", "military"]]}}, "identity.alike_codes: 'flight_type' is not compared"),
        ({"equal": ["flight_type"], "alike_codes": {"flight_type": [["charta"]]}}, "unknown code 'charta'"),
        ({"equal": ["flight_type"], "alike_codes": {"flight_type": [["charter"], ["charter"]]}}, "is there twice"),
        ({"equal": ["flight_type"], "equal_where": {"flight_type": {"": ["operator"]}}}, "unknown code ''"),
        ({"equal_where": {"flight_type": {"charter": ["operator"]}}}, "identity.equal_where: 'flight_type' is not compared"),
        ({"equals": ["operator"]}, "unknown property 'equals'"),
        ({}, "curation: no identity or no headline"),
    ],
)
def test_an_identity_that_cannot_be_compared_is_an_error(change: dict[str, Any], wanted: str, two_sources: Copy) -> None:
    path = two_sources.root / "schemas/flights.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["curation"]["identity"] = change
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    errors = two_sources.errors()
    assert any("schemas/flights.json" in error and wanted in error for error in errors), errors


def test_a_code_that_leaves_it_open_is_one_of_the_fields_codes(two_sources: Copy) -> None:
    two_sources.edit("schemas/flights.json", '"leaves_open": [\n          "', '"leaves_open": [\n          "x')
    assert any("leaves_open: unknown code 'xunspecified'" in error for error in two_sources.errors())


# Matching


VALUES = st.frozensets(st.sampled_from("ab"), min_size=1, max_size=2)
OPEN_VALUES = st.frozensets(st.sampled_from("ab"), max_size=2)
PLACES = st.one_of(st.integers(0, 6).map(float), st.just(math.inf))
INTERVALS = st.tuples(PLACES, PLACES).map(lambda ends: (min(ends) if min(ends) < math.inf else -math.inf, max(ends)))
PROFILES = st.builds(
    Profile,
    st.tuples(VALUES, VALUES),
    st.tuples(OPEN_VALUES, OPEN_VALUES),
    st.tuples(INTERVALS, INTERVALS),
)


@given(st.lists(PROFILES, max_size=60))
def test_matching_finds_exactly_the_pairs_that_a_comparison_of_all_pairs_finds(profiles: list[Profile]) -> None:
    found = {row: sorted(others) for row, others in find_earlier(profiles)}
    wanted = {
        row: [other for other in range(row) if may_be_one(profiles[row], profiles[other])] for row in range(len(profiles))
    }
    assert found == wanted


@given(st.lists(st.tuples(PROFILES, PROFILES), max_size=30))
def test_matching_in_one_of_several_ways_finds_what_a_comparison_of_all_pairs_finds(rows: list[tuple[Profile, ...]]) -> None:
    first, second = ([row[way] for row in rows] for way in (0, 1))
    found = {row: list(others) for row, others in find_earlier_by_any([first, second])}
    for row, others in found.items():
        assert sorted(others) == [other for other in range(row) if any(map(may_be_one, rows[row], rows[other]))]


def take_few(profiles: list[Profile]) -> int:
    """Look for all pairs, but for at most a hundred of each row, as a build does."""
    return sum(len([other for other, _ in zip(others, range(100), strict=False)]) for _, others in find_earlier(profiles))


KEY = (frozenset({"uzb"}),)
ANY = (-math.inf, math.inf)


def place_rows(shape: str, count: int) -> list[Profile]:
    """Return rows of one country: on days of their own, on one day, without a day; with figures of their own, or without."""
    boxes = {
        "days": [((float(row), row + 2.0), ANY) for row in range(count)],
        "days and figures": [((float(row % 30), row % 30 + 2.0), (1.3**4 * row, 1.3**4 * row + 1.0)) for row in range(count)],
        "figures without a day": [(ANY, (2.0 * row, 2.0 * row + 1.0)) for row in range(count)],
        "open figures": [(ANY, (2.0 * row, math.inf)) for row in range(count)],
        "nothing": [(ANY, ANY)] * count,
    }
    return [Profile(KEY, (frozenset(), frozenset({f"{row % 3}"})), box) for row, box in enumerate(boxes[shape])]


@pytest.mark.parametrize("shape", ["days", "days and figures", "figures without a day", "open figures", "nothing"])
def test_the_time_of_matching_grows_in_step_with_the_rows(shape: str) -> None:
    assert measure_growth(lambda count: take_few(place_rows(shape, count)), 1000) <= LINEAR_AT_MOST
