"""Proposals by hand that were wrong on texts which nobody had seen: what such sentences say, and what they leave out."""

from __future__ import annotations

import pytest

from curation.proposals.article import read_article
from curation.proposals.memory import Memory
from test_proposals_of_new import list_cells, list_table

CALM = "The ministry had some news\n\n"
LANDED = f"{CALM}On March 12, 2031 a charter flight landed in Tbilisi. "


pytestmark = pytest.mark.usefixtures("rules_by_hand")


def read_words(cell: str) -> str:
    """Return the words of a cell that is shown as `field: value <- words`, or `field: words`."""
    return cell.partition(": ")[2].rpartition("<- ")[2]


@pytest.mark.parametrize(
    ("sentence", "countries"),
    [
        ("They were returned to their countries of origin: Armenia, Albania and Serbia.", ["Armenia", "Albania", "Serbia"]),
        ("People went to their countries of origin on a charter that was led with Latvia, Estonia and Poland today.", []),
        ("Peru was fifth among the countries of origin of all this year, behind Albania, Serbia and Armenia now.", []),
    ],
)
def test_countries_of_origin_are_those_of_the_list_beside_the_words(
    sentence: str, countries: list[str], blank: Memory
) -> None:
    found = [cell for cell in list_cells(LANDED + sentence, blank, "count") if " country: " in cell]
    assert [read_words(cell) for cell in found] == countries


@pytest.mark.parametrize(
    "sentence",
    [
        "In addition to the Uzbek nationals, the plane brought nine men.",
        "The plane first landed in the Uzbek capital.",
        "The charter was over when two passengers of the plane were flown or taken to Bishkek by bus.",
        "Three of the passengers had come to Peru as children on a plane.",
        "They came on a connecting flight from Vienna.",
    ],
)
def test_a_place_is_none_of_a_people_of_a_bus_or_of_another_flight(sentence: str, blank: Memory) -> None:
    before = len(list_cells(LANDED, blank, "flight-place"))
    assert len(list_cells(LANDED + sentence, blank, "flight-place")) == before


@pytest.mark.parametrize(
    ("sentence", "departed"),
    [
        ("The plane left Hamburg.", True),
        ("The plane left 104 people there.", False),
        ("Luggage of the plane was left behind.", False),
        ("On the plane were six who left the prisons.", False),
    ],
)
def test_a_flight_left_where_a_place_follows_and_no_people_or_things(sentence: str, departed: bool, blank: Memory) -> None:
    assert bool(list_cells(LANDED + sentence, blank, "flight-departed")) is departed


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("The plane carried 14 XYZ officers.", ["XYZ officers"]),
        ("The plane carried two flight nurses.", ["flight nurses"]),
        ("The plane carried 14 federal police officers.", ["police officers"]),
        ("The plane carried two private guards.", ["guards"]),
        ("The police have registered 63 complaints against travel agents.", []),
        ("Planes went in May and June, with 22 and 35 passengers respectively.", []),
    ],
)
def test_people_who_work_have_their_kind_and_others_no_number_of_something_else(
    sentence: str, units: list[str], blank: Memory
) -> None:
    found = [cell for cell in list_table(LANDED + sentence, blank, "statistics") if "unit: persons" in cell]
    assert [read_words(cell) for cell in found] == units


@pytest.mark.parametrize(
    ("sentence", "had"),
    [
        ("Forty had criminal convictions in the United States.", "criminal convictions in the United States"),
        ("Forty had police records and 28 had served sentences.", "police records"),
        ("Forty had been sentenced to expulsion by a court.", "sentenced to expulsion"),
        ("The remaining 21 had only minor offences.", "minor offences"),
        ("Forty had been sentenced, nine for armed robbery and seven for reentry.", "armed robbery"),
    ],
)
def test_what_people_had_ends_before_the_next_number_and_who_did_it(sentence: str, had: str, blank: Memory) -> None:
    cells = list_table(LANDED + sentence, blank, "statistics")
    assert [read_words(cell) for cell in cells if "population" in cell][:1] == [had]


def test_of_those_removed_all_codes_rest_on_the_same_words(blank: Memory) -> None:
    cells = list_cells(f"{LANDED}Nineteen of those returned had final convictions.", blank, "figure-some")
    assert {read_words(cell) for cell in cells if "<- " in cell} == {"those returned"}


def test_a_year_is_no_number_of_events_and_a_flight_that_is_arranged_no_rank(blank: Memory) -> None:
    assert not list_cells(f"{CALM}During 2024 forced returns came to many.", blank, "figure-events")
    assert not list_cells(f"{LANDED}A fourth flight was being arranged.", blank, "figure-rank")


def test_sources_without_a_body_are_nobody_in_office(blank: Memory) -> None:
    cells = list_cells(f"{LANDED}Sources said that it had left Hamburg on Tuesday.", blank)
    assert any(cell.endswith("the words of somebody who holds no office") for cell in cells)


def test_a_letterhead_has_the_name_without_its_initials_and_without_what_it_is_a_part_of(blank: Memory) -> None:
    body = "\n\nPeople are flown home\n\nForty people landed here on 3 May 2031."
    cells = list_cells(f"State Secretariat for Migration SEM{body}", blank, "letterhead")
    assert [read_words(cell) for cell in cells][:2] == ["State Secretariat for Migration", "SEM"]
    cells = list_cells(f"Border Guard Service at the Ministry of the Interior{body}", blank, "letterhead")
    assert read_words(cells[0]) == "Border Guard Service"


def test_no_row_of_a_body_rests_on_the_head_of_a_name_or_on_initials_in_a_headline(blank: Memory) -> None:
    assert not list_cells(f"{CALM}Institute spokesman Ana Ruiz said that all were home.", blank, "body")
    cells = list_cells("XYZ says all are home\n\nThe Return Agency (XYZ) said that all were home.", blank, "body")
    assert not any("XYZ" in cell and cell.startswith("1") for cell in cells)


def test_a_month_and_officers_are_no_part_of_a_bodys_name(blank: Memory) -> None:
    cells = list_cells(f"{CALM}In November officers of the Border Guard Service said that all were home.", blank, "body")
    assert all("November" not in cell for cell in cells)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("All are home\n\nBern, 29.10.2031 - They left on 28 October. From January 2032 more will go.", 2031),
        ("All are home\n\nThey left on 28 October 2031. In 2029 some went, and in 2031 more.", 2031),
        ("All are home\n\nThey left.", None),
    ],
)
def test_a_day_without_a_year_is_of_the_year_of_the_text(text: str, year: int | None, blank: Memory) -> None:
    assert read_article("s900", text, blank).year == year


def test_people_who_refused_to_leave_are_nobody_who_gave_no_answer(blank: Memory) -> None:
    cells = list_cells(f"{CALM}All of them had refused to leave the country. The agency declined to comment.", blank)
    assert [cell for cell in cells if "no statement" in cell] == ["uncoded: that somebody gave no answer is no statement"]
