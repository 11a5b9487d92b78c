"""The flight of a new text: which one it is, where it went and stopped, and whose nationals were aboard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curation.proposals.article import read_article
from curation.proposals.flights import find_flight
from curation.proposals.memory import KnownFlight, Memory
from curation.proposals.propose import propose, read_by_rules
from curation.proposals.write import write_cell
from test_proposals_of_new import CALM, list_cells

pytestmark = pytest.mark.usefixtures("rules_by_hand")


@pytest.mark.parametrize(
    ("sentence", "stops"),
    [
        ("It made stops in Batumi and Minsk.", ["BLR <- Minsk"]),
        ("It refuelled in Vientiane, Laos, and in Havana.", ["Laos", "CUB <- Havana"]),
        ("The plane went by way of Minsk.", ["BLR <- Minsk"]),
        ("The plane landed in Minsk for a technical stop.", ["BLR <- Minsk"]),
        ("The plane made no stop in Minsk.", []),
        ("The plane had stopped on the runway of Minsk.", []),
    ],
)
def test_a_country_on_the_way_is_neither_that_of_the_start_nor_of_the_end(
    sentence: str, stops: list[str], blank: Memory
) -> None:
    text = f"{CALM}On March 12, 2031 a charter flight from Berlin landed in Tbilisi. {sentence}"
    cells = list_cells(text, blank, "flight-stop")
    assert cells == [f"flights stopover_countries: {stop}" for stop in stops]


def test_a_text_older_than_a_known_flight_does_not_speak_of_it(blank: Memory) -> None:
    known = KnownFlight(
        "known", frozenset(["2031-03-12"]), frozenset(["Tbilisi"]), frozenset(["GEO"]), frozenset(["exact 44"])
    )
    memory = replace(blank, flights=[known])
    text = "Some were flown home\n\nTbilisi, {}\n\nThe plane with 44 people aboard landed in Tbilisi."
    later = find_flight(read_article("s900", text.format("14 March 2031"), memory))
    before = find_flight(read_article("s900", text.format("5 January 2031"), memory))
    assert later and later.id == "known"
    assert before and before.id != "known"


def test_who_is_only_from_a_country_that_sent_people_is_no_national_of_it(blank: Memory) -> None:
    text = CALM + "On March 12, 2031 the plane with {} aboard landed in Tbilisi. Six were from Laos and nine from Peru."
    assert {cell for cell in list_cells(text.format("44 people"), blank, "count") if "country: " in cell}
    with_citizens = list_cells(text.format("44 Cuban nationals"), blank, "count")
    assert [cell for cell in with_citizens if " country: " in cell] == ["nationals_by_country country: Cuban"]


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The jet departed Vientiane and continued to Minsk.", ["Vientiane", "Minsk"]),
        ("The plane landed at the cargo wing of the Minsk Airport.", ["Minsk Airport"]),
        ("The Airbus A321 lifted off from Minsk.", ["Minsk"]),
        ("Ten people were taken out of Laos.", []),
    ],
)
def test_an_aircraft_is_known_by_its_maker_and_a_place_by_the_words_before_it(
    sentence: str, places: list[str], blank: Memory
) -> None:
    cells = list_cells(f"{CALM}{sentence}", blank, "flight-place")
    assert [cell.partition(": ")[2] for cell in cells if "_place" in cell] == places


def test_an_airport_that_is_on_no_list_is_in_the_country_of_its_city_if_the_text_names_it(blank: Memory) -> None:
    text = CALM + "The plane left Warsaw Oberland Airport and landed in Tbilisi.{}"
    for end, country in (("", []), (" Poland paid.", ["flights origin_country: POL <- Warsaw Oberland Airport"])):
        cells = list_cells(text.format(end), blank, "flight-place")
        assert [cell for cell in cells if "origin_country" in cell] == country


@pytest.mark.parametrize(
    ("airport", "country"),
    [
        ("Manas International Airport", "KGZ"),
        ("Manas airport", "KGZ"),
        ("Jorge Chavez International Airport", "PER"),
        ("Cochrane Airport", ""),
    ],
)
def test_an_airport_of_the_list_is_in_its_country_and_one_of_several_in_none(
    airport: str, country: str, blank: Memory
) -> None:
    cells = list_cells(f"{CALM}The plane landed at {airport} on 2 May 2031.", blank, "flight-place")
    countries = [cell.partition(": ")[2] for cell in cells if "destination_country" in cell]
    assert countries == ([f"{country} <- {airport}"] if country else [])


def test_people_are_taken_to_their_own_country_where_the_sentence_has_the_end_of_the_flight(blank: Memory) -> None:
    text = f"{CALM}A charter plane with 12 Kenyans and 9 Ghanaians on board landed in Nairobi on 2 May 2031. {{}}"
    cells = list_cells(text.format("Four Kenyans had records."), blank, "transfer")
    assert cells == ["nationals_by_country ?transfer_type: own_nationals <- Nairobi"]


@pytest.mark.parametrize(
    "named", ["Eva Nowak, a lawyer, was there.", "Solicitor Eva Nowak was there.", "His sister Eva Nowak was there."]
)
def test_who_holds_no_office_is_known_by_what_is_beside_the_name(named: str, blank: Memory) -> None:
    text = f"{CALM}{named} It rained. Nowak said that it was cold."
    assert "uncoded: the words of somebody who holds no office" in list_cells(text, blank)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("It lasted 14 hours.", ["14"]),
        ("It came at 14.30 hours.", []),
        ("It came within two years.", []),
    ],
)
def test_a_time_of_the_day_and_a_time_within_which_something_was_are_no_durations(
    sentence: str, values: list[str], blank: Memory
) -> None:
    cells = list_cells(CALM + sentence, blank, "figure-duration")
    assert [cell.partition("value: ")[2] for cell in cells if "value: " in cell] == values


def test_learned_rules_are_told_who_speaks_in_a_sentence(blank: Memory) -> None:
    text = (
        f"{CALM}Minister Ana Ruiz said that it was cold. Eva Nowak, a lawyer, said that it was warm. "
        "“It was dry.” Somebody else said so."
    )
    cues = [scene.cues for scene in read_by_rules(read_article("s900", text, blank)).scenes]
    assert "said by official" in cues[1]
    assert {"said by other", "sentence after official", "speaker has name"} <= set(cues[2])
    assert "quote alone after other" in cues[3]


def test_a_rule_that_knows_why_words_mean_a_value_proposes_the_reason(blank: Memory) -> None:
    text = f"{CALM}March 13, 2031\n\nThe plane left Phoenix on Wednesday and landed in Tbilisi."
    article = read_article("s900", text, blank)
    cells = {one.field: write_cell(article, one) for one in propose(article) if one.table == "flights"}
    assert cells["origin_country"] == "USA <- Phoenix -- Phoenix is in the United States"
    assert cells["departure_date"] == "2031-03-12 <- Wednesday -- the last such day up to that of the text, 2031-03-13"
    assert cells["destination_country"] == "GEO <- Tbilisi -- Tbilisi is in Georgia"
