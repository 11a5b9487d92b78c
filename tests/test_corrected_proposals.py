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


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        ("The plane stopped for fuel.", ["Albania", "arrived"]),
        ("After Albania it continued to Kazakhstan with nine others.", ["Kazakhstan"]),
        ("Nine others did not disembark and were flown onward to Kazakhstan.", ["Kazakhstan"]),
        ("It went on to Armenia and ended in Kazakhstan.", ["Kazakhstan"]),
        ("Nine others stayed on board.", []),
    ],
)
def test_a_flight_ends_where_it_went_last_and_nowhere_if_people_stayed_aboard(
    sentence: str, end: list[str], blank: Memory
) -> None:
    text = f"{CALM}On March 12, 2031 a charter flight landed in Albania. {sentence}"
    cells = [cell for cell in list_table(text, blank, "flights") if "destination" in cell or "arrived" in cell]
    assert [cell.split(": ")[1].split(" <-")[0] for cell in cells] == end


@pytest.mark.parametrize(
    ("sentence", "lasted"),
    [
        ("The flight took 27 hours.", ["27"]),
        ("The flight took 2 hours and 40 minutes.", []),
        ("Their stay ranged from 14 months to nine years.", []),
        ("Their stay was between seven months and nine years.", []),
        ("All were found in the final 48 hours.", []),
    ],
)
def test_a_time_in_two_units_or_of_two_ends_is_no_duration(sentence: str, lasted: list[str], blank: Memory) -> None:
    assert [read_words(cell) for cell in list_cells(LANDED + sentence, blank, "figure-duration") if "value" in cell] == lasted


@pytest.mark.parametrize(
    ("sentence", "speaks"),
    [
        ("The Foreign Ministry of Peru informs that all are home.", True),
        ("The Foreign Ministry of Peru informs of the following.", False),
        ("According to the Embassy of Peru, all are home.", True),
        ("According to information received by the Embassy of Peru, all are home.", False),
        ("The Foreign Ministry of Peru rejected the claim.", True),
        ("The Council for Migration Policy of Peru rejected their urgent appeal.", False),
        ("The Committee for Peru, a Lima-based group, said that all were home.", False),
        ("The Committee for Peru said that all were home.", True),
    ],
)
def test_a_body_says_nothing_where_it_only_hears_rules_or_is_a_group(sentence: str, speaks: bool, blank: Memory) -> None:
    assert bool(list_table(CALM + sentence, blank, "quotes")) is speaks


def test_it_called_at_a_place_is_nothing_that_somebody_says(blank: Memory) -> None:
    text = f"{CALM}The Foreign Ministry of Peru said that all were home. It called first at Lima."
    assert len(list_table(text, blank, "quotes")) == len(list_table(text.rpartition(" It")[0], blank, "quotes"))


def test_she_who_has_clients_is_no_spokeswoman(blank: Memory) -> None:
    said = f"{CALM}A spokeswoman for the Foreign Ministry of Peru said that all were home."
    assert len(list_table(f"{said} She said that nobody was ill.", blank, "quotes")) > len(list_table(said, blank, "quotes"))
    assert len(list_table(f"{said} She said that her clients were ill.", blank, "quotes")) == len(
        list_table(said, blank, "quotes")
    )


@pytest.mark.parametrize(
    "number", ["Claims that 90 Peruvians were aboard are false.", "On each were an average of 90 persons."]
)
def test_what_is_denied_and_what_is_an_average_is_no_figure(number: str, blank: Memory) -> None:
    cells = list_table(LANDED + number, blank, "nationals_by_country") + list_table(LANDED + number, blank, "statistics")
    assert not [cell for cell in cells if "90" in cell]


@pytest.mark.parametrize(
    ("line", "author"),
    [("ANA RUIZ", ["ANA RUIZ"]), ("Ana Ruiz", ["Ana Ruiz"]), ("Written by: Newsroom", ["Newsroom"]), ("LIMA NEWS", [])],
)
def test_a_name_alone_below_the_headline_is_the_author(line: str, author: list[str], blank: Memory) -> None:
    text = f"Plane with nine lands in Tbilisi\n\nThey were sent back\n\n{line}\n\nA plane landed in Tbilisi on 3 May 2031."
    assert [read_words(cell) for cell in list_cells(text, blank, "author")] == author


@pytest.mark.parametrize(
    ("line", "publishes"),
    [
        ("MINISTRY OF JUSTICE", True),
        ("STATEMENT OF THE MINISTRY OF JUSTICE", False),
        ("Office of the Public Relations Officer, Ministry of Justice", False),
        ("Department of Information", False),
        ("Directorate of Social Communication", False),
    ],
)
def test_what_a_text_is_and_an_office_for_the_press_publish_nothing(line: str, publishes: bool, blank: Memory) -> None:
    text = f"{line}\n\nPeople are flown home\n\nForty people landed here on 3 May 2031."
    assert bool(list_cells(text, blank, "publisher")) is publishes


def test_the_remaining_passengers_are_not_all_and_a_roofer_from_a_place_did_not_fly_from_it(blank: Memory) -> None:
    assert not list_cells(f"{CALM}The plane landed in Tbilisi with the remaining 47 passengers.", blank, "flight-persons")
    cells = list_cells(f"{CALM}For Jo, a roofer from Vienna, the plane landed in Tbilisi.", blank, "flight-place")
    assert not any("origin" in cell for cell in cells)
    assert any("origin" in cell for cell in list_cells(f"{CALM}A plane from Vienna landed.", blank, "flight-place"))


def test_a_country_and_a_city_are_no_part_of_a_country_and_a_time_is_none_of_people(blank: Memory) -> None:
    text = f"{LANDED}Of them 14 came from Styria, nine from Salzburg and five from Luxembourg."
    cells = list_cells(text, blank, "figure-part")
    assert [read_words(cell) for cell in cells if "subdivision" in cell] == ["Styria"]
    assert [read_words(cell) for cell in cells if "value" in cell] == ["14", "nine", "five"]
    text = f"{LANDED}They spent three weeks in Styria and five months in Tyrol."
    assert list_cells(text, blank, "figure-part") == []


def test_several_flights_that_left_are_not_the_one_of_the_text(blank: Memory) -> None:
    left = [list_cells(LANDED + text, blank, "flight-departed") for text in ("The plane left.", "This year 21 planes left.")]
    assert [bool(cells) for cells in left] == [True, False]


@pytest.mark.parametrize("title", ["Police Chief", "Assistant Police Commissioner"])
def test_an_office_that_begins_with_a_body_is_no_body(title: str, blank: Memory) -> None:
    assert not list_table(f"{CALM}{title} Ana Ruiz said that all were home.", blank, "organizations")


def test_so_many_escorts_for_so_many_others_are_no_figure(blank: Memory) -> None:
    for sentence in ("Three escort officers were assigned to every two detainees.", "It is cheaper than two escorts each."):
        assert not list_table(LANDED + sentence, blank, "statistics")


def test_the_name_of_a_network_is_nobody(blank: Memory) -> None:
    text = f"{CALM}The coordinator of the Lima Welfare Network, Ana Ruiz, called on the ministry to pay."
    assert not any("Network" in cell for cell in list_cells(text, blank, "person"))


def test_an_office_is_of_a_person_however_far_its_place_or_what_the_person_did_goes(blank: Memory) -> None:
    for sentence in (
        "Ana Ruiz, acting director of the ICE field office in Detroit, said that all were home.",
        "“All are home,” said the Director General of the Institute, Ana Ruiz, who met them there.",
    ):
        assert [cell for cell in list_cells(CALM + sentence, blank, "speaker") if cell.startswith("by: ana-ruiz")]


def test_who_hears_an_answer_does_not_give_it(blank: Memory) -> None:
    assert list_cells(f"{CALM}“They went back,” she told PU when asked for a comment.", blank, "speaker") == []


@pytest.mark.parametrize(
    ("sentence", "speaks"),
    [
        ("It went on to Conakry with 31 persons.", False),
        ("It went on to say that all were home.", True),
        ("It has noted the remarks of a union, which alleged much.", False),
        ("It has noted that all were home.", True),
        ("It went on to urge patience.", True),
        ("It noted the allegations were false.", True),
    ],
)
def test_a_flight_that_goes_on_and_remarks_that_are_noted_say_nothing(sentence: str, speaks: bool, blank: Memory) -> None:
    text = f"{CALM}The Foreign Ministry said that the plane had landed. {sentence}"
    assert (len(list_cells(text, blank, "speaker")) > 1) is speaks


@pytest.mark.parametrize(
    ("before", "speaks"),
    [
        ("The Malko Network, a non-governmental group, wrote to the Federal Police.", False),
        ("The Saxon Refugee Council criticised this.", False),
        ("The Federal Police flew with them.", True),
    ],
)
@pytest.mark.parametrize("office", ["Its spokeswoman", "Its secretary", "Its director"])
def test_whose_office_is_one_of_a_group_is_no_official(before: str, speaks: bool, office: str, blank: Memory) -> None:
    text = f"{CALM}{before} {office}, Ana Ruiz, said that a child had been fetched from bed."
    assert any("ana-ruiz" in cell for cell in list_cells(text, blank, "speaker")) is speaks


def test_a_minister_is_of_no_group_and_neither_is_an_office_of_something_else(blank: Memory) -> None:
    text = f"{CALM}The coalition government approved it. Its spokeswoman, Ana Ruiz, said that a child had been fetched."
    assert any("ana-ruiz" in cell for cell in list_cells(text, blank, "speaker"))
    for office in ("The country’s interior minister", "Its interior minister"):
        text = f"{CALM}A network of lawyers sued. {office}, Ana Ruiz, said that a child had been fetched from bed."
        assert any("ana-ruiz" in cell for cell in list_cells(text, blank, "speaker"))


def test_the_director_of_the_network_is_none_of_the_police_before_it(blank: Memory) -> None:
    text = f"{CALM}The Malko Network met the Federal Police. “They slept,” said the network’s director, Ana Ruiz."
    assert list_cells(text, blank, "speaker") == []


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("Five of the men on board are from Vietnam, four are from Cuba and two are from Eritrea.", ["5", "4", "2"]),
        ("Nine hail from Ghana.", ["9"]),
        ("Nine of them came from Sweden and four from Norway.", []),
        ("Two further citizens of Tajikistan were not taken aboard.", []),
        ("Four more Moroccans were to have travelled.", []),
        ("The ministry rejects the audio which alleges that 150 Gambians were on the plane.", []),
        ("The plane carried 18 Swiss and nine Afghans.", ["18", "9"]),
        ("There were 18 Swiss aboard.", ["18"]),
        ("The plane came from Frankfurt; nine were from Ghana and four from Cuba.", ["9", "4"]),
        ("The plane carried nine Nigerians, who were not flown to Lagos but to Accra.", ["9"]),
        ("The plane carried nine Afghans, and one of the guards was from Peru.", ["9"]),
    ],
)
def test_people_are_of_the_country_from_which_they_are_and_not_of_the_one_that_sent_them(
    sentence: str, counted: list[str], blank: Memory
) -> None:
    numbers = {"Five": "5", "four": "4", "two": "2", "Nine": "9", "nine": "9"}
    found = [read_words(cell) for cell in list_cells(LANDED + sentence, blank, "count") if " persons: " in f" {cell}"]
    assert [numbers.get(one, one) for one in found] == counted


def test_citizens_of_one_country_from_another_are_not_those_of_both(blank: Memory) -> None:
    cells = list_cells(f"{LANDED}The plane brought 83 Georgian citizens from Germany and Poland.", blank, "count")
    assert [read_words(cell) for cell in cells if "country: " in cell] == ["Georgian"]


def test_what_passengers_leave_behind_says_nothing_of_the_flight(blank: Memory) -> None:
    text = f"{CALM}Of the plane, 31 passengers of this flight left small children behind in Peru."
    assert not list_cells(text, blank, "flight-departed")
    assert list_cells(f"{CALM}A charter flight left Frankfurt two hours behind schedule.", blank, "flight-departed")


def test_a_statement_may_be_between_a_name_and_its_verb_with_one_comma_too(blank: Memory) -> None:
    text = f"{CALM}The Foreign Ministry in a statement on Friday, said that all were home."
    assert list_cells(text, blank, "speaker")


def test_what_a_country_has_is_none_of_its_people(blank: Memory) -> None:
    assert list_cells(f"{LANDED}The plane was back on Swiss soil.", blank, "count") == []
