"""Proposals of `curate new`: what the rules read in sentences, and what they leave to a coder."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Copy
from curation.annotation.document import Passage
from curation.authoring.new import add_source
from curation.claims.selectors import find_words
from curation.proposals.article import Article, list_passages, read_article
from curation.proposals.kept import dump_proposals, load_proposals
from curation.proposals.memory import Memory, remember_annotations, remember_collection
from curation.proposals.proposal import SHARED, UNCODED, Proposal
from curation.proposals.propose import propose
from curation.proposals.words import choose_words
from curation.proposals.write import list_written, write_proposals
from curation.schema.read import read_schemas
from curation.schema.tables import Schemas
from curation.text.folding import fold_text
from test_cli import run

CALM = "The ministry had some news\n\n"
HEAD = "Ministry says more are flown home from Hamburg\n\n"


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return read_schemas(ROOT)[0]


@pytest.fixture(scope="module")
def blank(schemas: Schemas) -> Memory:
    """A collection that knows nothing."""
    return remember_annotations([], schemas)


def list_cells(text: str, memory: Memory, rule: str = "") -> list[str]:
    """Return what is proposed for a text, each as `table field: value <- words`, with ? where it is unsure."""
    article = read_article("s900", text, memory)
    return [show(article, one) for one in list_written(article, propose(article)) if rule in ("", one.rule)]


def show(article: Article, one: Proposal) -> str:
    words = " | ".join(article.text.folded[slice(*span)] for span in one.spans)
    mark = "" if one.is_sure else "?"
    return f"{one.table} {mark}{one.field}: {' <- '.join(filter(None, (one.value, words)))}".strip()


def list_table(text: str, memory: Memory, table: str) -> list[str]:
    """Return what is proposed for the rows of a table, each as `field: value <- words`."""
    return [cell.partition(" ")[2] for cell in list_cells(text, memory) if cell.startswith(f"{table} ")]


def list_rows(text: str, memory: Memory, table: str) -> set[str]:
    article = read_article("s900", text, memory)
    return {one.row for one in list_written(article, propose(article)) if one.table == table}


# Who speaks, and what is said


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("The Tajik Foreign Ministry said that nobody was hurt.", "tjk-mfa <- Tajik Foreign Ministry said"),
        ("“We are glad that all are home,” said Interior Minister Ana Ruiz.", "ana-ruiz <- said Interior Minister Ana Ruiz"),
        (
            "“We are glad,” Ana Ruiz, a spokeswoman for the airline, said.",
            "ana-ruiz <- Ana Ruiz, a spokeswoman for the airline, said",
        ),
        ("All are home, according to the Tajik Foreign Ministry.", "tjk-mfa <- according to the Tajik Foreign Ministry"),
        ("Interior Minister Ana Ruiz: “We are glad that all are home.”", "ana-ruiz <- Interior Minister Ana Ruiz"),
    ],
)
def test_who_speaks_before_or_after_the_verb_or_in_a_label(sentence: str, speaker: str, blank: Memory) -> None:
    assert f"by: {speaker}" in list_cells(HEAD + sentence, blank, "speaker")


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (
            "The Minister for Justice, Home Affairs and Migration, Ana Ruiz, has confirmed that all are home.",
            "ana-ruiz <- Minister for Justice, Home Affairs and Migration, Ana Ruiz, has confirmed",
        ),
        ("“All are home,” said the Minister for Justice, Ana Ruiz.", "ana-ruiz <- said the Minister for Justice, Ana Ruiz"),
        ("Tajik Security Minister Ana Ruiz said that all were home.", "ana-ruiz <- Tajik Security Minister Ana Ruiz said"),
        ("West African nationals are here, President Ana Ruiz said.", "ana-ruiz <- President Ana Ruiz said"),
        (
            "The office of President Ana Ruiz said that all were home.",
            "office-of-president-ana-ruiz <- office of President Ana Ruiz said",
        ),
        (
            "The Foreign, Commonwealth and Development Office said that all were home.",
            "foreign-commonwealth-and-development-office <- Foreign, Commonwealth and Development Office said",
        ),
        (
            "The Federal Police and the Peruvian Air Force came, the Federal Police said.",
            "federal-police <- Federal Police said",
        ),
        ("All are home, the interior ministry said.", "interior-ministry <- interior ministry said"),
        (
            "Lt. Col. Jan Nowak of the Lao Border Guard said that all were home.",
            "lao-bg <- Lt. Col. Jan Nowak of the Lao Border Guard said",
        ),
        ("The UN refugee agency said that all were home.", "un-refugee-agency <- UN refugee agency said"),
        ("The deal was criticised by the Tajik Foreign Ministry.", ""),
        ("The lawyer of the government said that all were home.", ""),
        ("Superintendent of Police Rajkumar Silwal said that all were home.", ""),
        ("Sources in the Home Ministry said that all were home.", ""),
    ],
)
def test_a_speaker_has_the_whole_office_or_name_and_no_portfolio_is_a_body(
    sentence: str, speaker: str, blank: Memory
) -> None:
    assert list_cells(CALM + sentence, blank, "speaker") == ([f"by: {speaker}"] if speaker else [])
    assert not [cell for cell in list_cells(CALM + sentence, blank, "body") if cell.endswith("Security")]


def test_a_sentence_that_only_introduces_a_quotation_is_left_out_and_each_sentence_has_its_speaker(blank: Memory) -> None:
    text = CALM + "Minister Ana Ruiz spoke. Then Ms Ruiz said:\n“We are glad that all are home. They slept.”"
    article = read_article("s900", text, blank)
    found = [(one.passage, show(article, one)) for one in propose(article) if one.rule == "introduced"]
    assert found == [
        (3, "uncoded: says only who speaks the quotation after it"),
        (4, "by: ana-ruiz"),
        (5, "by: ana-ruiz"),
    ]
    assert {one.passage for one in propose(article) if one.rule == "quotation"} == {4, 5}
    anew = read_article("s900", CALM + "Then Minister Ana Ruiz said:\n“We are glad that all are home.”", blank)
    assert not [one for one in propose(anew) if one.field == UNCODED]


def test_a_clause_beside_a_quotation_is_a_row_of_its_own(blank: Memory) -> None:
    text = CALM + "“We are glad,” Minister Ana Ruiz said, warning that the flights would go on."
    assert list_cells(text, blank, "added") == [
        "quotes statement_id: ruiz-warning-flights",
        "quotes quote_mode: reported <- warning that",
        "quotes quote_text: flights would go on",
    ]
    assert list_cells(CALM + "“We are glad,” Minister Ana Ruiz said, adding that “all” came.", blank, "added") == []


def test_what_follows_the_quotation_of_nobody_in_office_is_no_statement(blank: Memory) -> None:
    text = CALM + "“They were all very tired,” said Eva Sol, who runs a shelter. “We will go on to help them here.”"
    assert not list_table(text, blank, "quotes")


def test_a_pronoun_a_noun_and_a_surname_mean_the_one_who_spoke(blank: Memory) -> None:
    text = (
        HEAD + "Interior Minister Ana Ruiz said that all were home. She added that nobody was hurt. "
        "Ms Ruiz said that the flights would go on. The Tajik Embassy in Berlin said that it had helped. "
        "The mission added that it would help again."
    )
    assert list_cells(text, blank, "speaker") == [
        "by: ana-ruiz <- Interior Minister Ana Ruiz said",
        "?by: ana-ruiz <- She added",
        "by: ana-ruiz <- Ms Ruiz said",
        "by: tjk-embassy-in-berlin <- Tajik Embassy in Berlin said",
        "?by: tjk-embassy-in-berlin <- mission added",
    ]


def test_a_noun_for_a_body_means_the_last_one_of_its_kind(blank: Memory) -> None:
    text = (
        HEAD + "The Tajik Foreign Ministry said that all were home. The Tajik Embassy said that nobody was hurt. "
        "The ministry added that it was glad."
    )
    assert list_cells(text, blank, "speaker")[-1] == "?by: tjk-mfa <- ministry added"


def test_nobody_speaks_where_no_official_is_named(blank: Memory) -> None:
    text = (
        HEAD + "Neighbours said that they had seen nothing. The road is said to be closed. A lawyer said that she would sue."
    )
    assert list_cells(text, blank) == [
        "sources headline: Ministry says more are flown home from Hamburg",
    ]


def test_a_quotation_is_a_row_and_over_two_sentences_one_of_two(blank: Memory) -> None:
    text = HEAD + "“All are home. Nobody was hurt,” Interior Minister Ana Ruiz said."
    cells = list_cells(text, blank, "quotation")
    assert [cell for cell in cells if "quote_text" in cell] == [
        "quotes quote_text: All are home",
        "quotes quote_text: Nobody was hurt",
    ]
    assert len({cell for cell in cells if "quotation_id" in cell}) == 1


def test_a_quotation_of_nobody_in_office_and_one_that_marks_a_word_are_none(blank: Memory) -> None:
    text = HEAD + "“All of us are home and well,” a passenger wrote. The so-called “special flight” was late."
    text += " Interior Minister Ana Ruiz called it “special”."
    assert list_cells(text, blank, "quotation") == []


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        (
            "The Tajik Foreign Ministry said that nobody was hurt.",
            ["quote_mode: reported <- said that", "quote_text: nobody was hurt"],
        ),
        (
            "Nobody was hurt on the way, the Tajik Foreign Ministry said.",
            ["quote_mode: reported <- said", "quote_text: Nobody was hurt on the way"],
        ),
        (
            "The Tajik Foreign Ministry thanked the crew in a statement.",
            ["quote_mode: reported <- thanked", "quote_text: thanked the crew"],
        ),
        (
            "According to the Tajik Foreign Ministry, nobody was hurt.",
            ["quote_mode: reported <- According to", "quote_text: nobody was hurt"],
        ),
    ],
)
def test_what_is_reported_is_the_clause_without_its_speaker_verb_and_medium(
    sentence: str, cells: list[str], blank: Memory
) -> None:
    found = list_cells(HEAD + sentence, blank, "reported")
    assert [cell.removeprefix("quotes ") for cell in found if "statement_id" not in cell] == cells


def test_how_words_were_given_is_read_outside_the_quotation(blank: Memory) -> None:
    said = "The Tajik Foreign Ministry said in a statement: “All of them are home.”"
    quoted = "The Tajik Foreign Ministry said: “We wrote in a statement that all are home.”"
    assert list_cells(HEAD + said, blank, "medium") == ["quotes medium: statement"]
    assert list_cells(HEAD + quoted, blank, "medium") == []


# Persons and bodies


def test_a_person_has_a_name_an_office_and_a_body(blank: Memory) -> None:
    cells = list_cells(HEAD + "Deputy Interior Minister Ana Ruiz met Tajik Ambassador Bo Lund.", blank)
    assert {"officials name: Ana Ruiz", "officials roles_printed: Deputy Interior Minister"} <= set(cells)
    assert "officials role: deputy_minister <- Deputy Interior Minister" in cells


def test_no_person_is_a_body_a_country_or_a_name_without_an_office(blank: Memory) -> None:
    text = HEAD + "Ana Ruiz left early. The minister flew to South Sudan. The director of Border Patrol Sector came too."
    assert list_cells(text, blank, "person") == []


def test_a_country_in_the_name_of_a_body_is_not_that_of_its_official(blank: Memory) -> None:
    of_body = list_cells(HEAD + "Ana Ruiz, spokeswoman for the Tajik Foreign Ministry, was there.", blank, "role")
    own = list_cells(HEAD + "Uzbekistan President Ana Ruiz was there.", blank, "role")
    assert "officials country: Tajik" not in of_body
    assert "officials country: Uzbekistan" in own


def test_the_body_whose_release_a_text_is_is_not_cited(blank: Memory) -> None:
    said = "The Ministry of Migration said that all were home."
    for above, cited in (
        ("Tajik Ministry of Migration\n", []),
        ("PRESS RELEASE No. 37\n", []),
        ("News\n", ["sources cites: ministry-of-migration <- Ministry of Migration"]),
    ):
        text = f"{above}Ten more are flown home from Minsk\n\n{said}"
        assert list_cells(text, blank, "cites") == cited
        assert "organization_type: ministry" in " ".join(list_cells(text, blank, "body"))


def test_a_department_is_a_ministry_where_no_country_is_the_united_states(blank: Memory) -> None:
    text = "The Department of Justice said that all were home."
    kinds = [
        [cell for cell in list_cells(CALM + some, blank, "body") if "type" in cell]
        for some in (text, f"{text} The U.S. paid.")
    ]
    assert kinds == [
        ["organizations organization_type: ministry <- Department of Justice"],
        ["organizations organization_type: national_agency <- Department of Justice"],
    ]


def test_a_body_is_named_once_with_its_kind_where_it_is_first_named(blank: Memory) -> None:
    text = (
        HEAD + "The Tajik Foreign Ministry (MFA) is old. The MFA said that nobody was hurt. "
        "The MFA said that all were home. The Ministry of Foreign Affairs of Tajikistan said so. The Tajik Embassy is near."
    )
    assert list_cells(text, blank, "body") == [
        "organizations name: Tajik Foreign Ministry",
        "organizations spellings: MFA",
        "organizations organization_type: foreign_ministry <- Foreign Ministry",
        "organizations country: Tajik",
        "organizations spellings: Ministry of Foreign Affairs of Tajikistan",
    ]
    assert list_cells(text, blank, "cites") == ["sources cites: tjk-mfa <- MFA"]


# Flights and counts


def test_a_flight_has_its_day_places_status_and_kind(blank: Memory) -> None:
    text = HEAD + "The charter flight with 31 migrants aboard took off from Hamburg on March 12, 2031 and landed in Tbilisi."
    assert set(list_cells(text, blank)) >= {
        "flights persons: 31",
        "flights destination_place: Tbilisi",
        "flights destination_country: GEO <- Tbilisi",
        "flights flight_status: departed <- took off",
        "flights flight_status: arrived <- landed",
        "flights flight_type: charter <- charter flight",
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "The flight was followed by 31 migrants on a list of the ministry.",
        "There are final orders for 31 migrants, who may be on a flight one day.",
        "So far 31 migrants were flown home on several flights.",
        "On the plane, among them 31 migrants with children, nobody was hurt.",
        "The plane stopped in Minsk, where 31 Peruvians got off.",
    ],
)
def test_a_figure_of_a_stock_or_of_part_of_the_group_is_not_aboard(sentence: str, blank: Memory) -> None:
    first = "On March 12, 2031 a charter flight with 99 persons landed in Tbilisi. "
    assert [cell for cell in list_cells(HEAD + first + sentence, blank, "flight-persons") if "31" in cell] == []


@pytest.mark.parametrize("time", ["From September 2030 to January 2031", "In January 2031", "Between 2029 and 2030"])
def test_people_moved_in_a_time_longer_than_a_day_are_not_those_of_one_flight(time: str, blank: Memory) -> None:
    first = "On March 12, 2031 a charter flight landed in Tbilisi. "
    assert not list_cells(f"{CALM}{first}{time} it deported 31 people to Tbilisi.", blank, "flight-persons")
    assert list_cells(f"{CALM}{first}It deported 31 people to Tbilisi.", blank, "flight-persons")


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("On May 3, 2031 another plane with 31 migrants aboard took off for Tbilisi.", "2031-05-03-tbilisi"),
        ("A plane with 31 migrants aboard landed in Tashkent.", "tashkent"),
        ("A second plane from Minsk carried 31 migrants.", "minsk"),
        ("The first plane, with 31 migrants, went to Tashkent and to Minsk.", None),
        ("On May 3 and June 5, 2031 planes with 31 migrants aboard took off for Tbilisi.", None),
    ],
)
def test_the_flight_of_a_sentence_on_another_one_is_a_row_of_its_own(sentence: str, row: str | None, blank: Memory) -> None:
    first = "On March 12, 2031 a charter flight with 44 persons landed in Tbilisi. "
    article = read_article("s900", CALM + first + sentence, blank)
    persons = [one for one in propose(article) if one.table == "flights" and one.field == "persons"]
    assert [one.row for one in persons] == ["2031-03-12-tbilisi", *([row] if row else [])]


def test_a_flight_that_only_a_headline_speaks_of_is_none(blank: Memory) -> None:
    assert not list_rows("Ten are flown home from Hamburg\n\nNobody was hurt.", blank, "flights")


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("The plane left Hamburg on Monday.", ["?departure_date: 2031-03-10 <- Monday"]),
        ("The plane left Hamburg on Wednesday evening.", ["?departure_date: 2031-03-12 <- Wednesday evening"]),
        ("The plane landed in Tbilisi this Tuesday.", ["?arrival_date: 2031-03-11 <- this Tuesday"]),
        ("The plane landed in Tbilisi yesterday.", ["?arrival_date: yesterday"]),
        (
            "The plane left on March 10 and landed early this morning.",
            ["?departure_date: March 10", "?arrival_date: early this morning"],
        ),
        ("The flight, on March 10, also left from Hamburg.", ["?event_date: March 10"]),
        ("The plane landed, a minister said in a statement on Monday.", []),
        ("The flights have gone on since March 10.", []),
        ("“The plane landed on Monday,” he said.", []),
    ],
)
def test_a_day_of_a_flight_is_what_the_nearest_word_says_and_a_weekday_counts_from_the_dateline(
    sentence: str, cells: list[str], blank: Memory
) -> None:
    text = f"{CALM}BERLIN, March 12, 2031 – The plane to Tbilisi was full. {sentence}"
    dates = [*list_cells(text, blank, "flight-date"), *list_cells(text, blank, "flight-weekday")]
    assert dates == [f"flights {cell}" for cell in cells]


def test_a_weekday_is_no_date_where_the_text_has_no_day_with_a_year(blank: Memory) -> None:
    text = f"{CALM}BERLIN, March 12 – The plane to Tbilisi was full in 2029. The plane left Hamburg on Monday."
    assert list_cells(text, blank, "flight-weekday") == []


@pytest.mark.parametrize(
    ("place", "cells"),
    [
        ("Alexandria, Louisiana,", ["origin_place: Alexandria", "origin_country: USA <- Alexandria, Louisiana"]),
        ("Alexandria,", ["origin_place: Alexandria"]),
        ("Nowhere International Airport", ["origin_place: Nowhere International Airport"]),
        ("Tbilisi, Georgia,", ["origin_place: Tbilisi", "origin_country: GEO <- Tbilisi"]),
        ("Nowhere,", []),
    ],
)
def test_a_place_has_the_country_that_its_state_or_the_text_gives(place: str, cells: list[str], blank: Memory) -> None:
    text = f"{CALM}The plane left {place} at noon and landed in Tashkent."
    origin = [cell for cell in list_cells(text, blank, "flight-place") if "origin" in cell]
    expected = [] if cells == ["origin_place: Alexandria"] else [f"flights {cell}" for cell in cells]
    assert origin == expected


def test_a_city_of_several_countries_is_in_the_one_that_the_text_names(blank: Memory) -> None:
    text = CALM + "The plane left Dublin at noon and landed in Tashkent. {}"
    countries = [
        [cell for cell in list_cells(text.format(sentence), blank) if "origin_country" in cell]
        for sentence in ("It was full.", "Ireland paid.", "Ireland paid and the United States thanked.")
    ]
    assert countries == [[], ["flights origin_country: IRL <- Dublin"], []]


def test_what_is_planned_is_no_stage_that_the_flight_reached(blank: Memory) -> None:
    done = list_cells(HEAD + "On March 12, 2031 the plane landed in Tbilisi.", blank, "flight-status")
    planned = list_cells(
        HEAD + "On March 12, 2031 the plane is to take off and will have landed in Tbilisi by noon.", blank, "flight-status"
    )
    assert (done, planned) == (["flights flight_status: arrived <- landed"], [])


def test_operator_and_type_of_aircraft_are_read_in_sentences_on_the_aircraft(blank: Memory) -> None:
    text = (
        HEAD + "The plane, a Boeing 737 of Polar Blue Airways, landed in Tbilisi on March 12, 2031. Red Airways is a rival."
    )
    assert list_cells(text, blank, "operator") == ["flights operator: Polar Blue Airways"]
    assert list_cells(text, blank, "aircraft") == ["flights aircraft: Boeing 737"]


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("There were 369 Kazakh citizens and 319 Kyrgyz citizens.", {"Kazakh 369", "Kyrgyz 319"}),
        ("They were from Cuba (12) and Laos (3).", {"Cuba 12", "Laos 3"}),
        ("Among them were 22 Chinese and 18 Afghans.", {"Chinese 22", "Afghans 18"}),
        ("Some 20 citizens of Peru were there.", {"Peru Some 20"}),
        ("The ministry has deported 40 people from Germany.", set()),
        ("It received 475 flights with deportees from Peru.", set()),
        ("They were sent to Laos: two from Cuba went first.", {"Cuba two"}),
        ("The 50 US of old were 13.", set()),
        ("It received 300 deportees from the United States.", set()),
        ("There were 103 Peruvian nationals from the United States.", {"Peruvian 103"}),
        (
            "There were 30 citizens of Cuba, 26 of Laos and eight each of Peru and Chile.",
            {"Cuba 30", "Laos 26", "Peru eight", "Chile eight"},
        ),
    ],
)
def test_people_are_counted_by_country(sentence: str, counted: set[str], blank: Memory) -> None:
    article = read_article("s900", HEAD + sentence, blank)
    words: dict[str, dict[str, str]] = {}
    for one in list_written(article, propose(article)):
        if one.rule == "count" and one.field in ("country", "persons"):
            words.setdefault(one.row, {})[one.field] = article.text.folded[slice(*one.spans[0])]
    assert {f"{cells['country']} {cells['persons']}" for cells in words.values() if len(cells) == 2} == counted


def test_one_noun_of_a_list_is_shared_by_its_countries(blank: Memory) -> None:
    text = HEAD + "The plane with nationals of Cuba, Laos and Peru aboard landed in Tbilisi on March 12, 2031."
    article = read_article("s900", text, blank)
    shared = [show(article, one) for one in list_written(article, propose(article)) if one.row == SHARED]
    assert shared[0] == "nationals_by_country country_basis: citizenship <- nationals"


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        (
            "Aboard were nationals of Cuba and Laos.",
            ["aboard_flight <- Aboard", "flow <- Aboard", "2031-03-12-tbilisi <- Aboard"],
        ),
        (
            "It put 31 Cuban nationals on a charter flight.",
            ["aboard_flight <- on a charter flight", "flow <- on a charter flight", "2031-03-12-tbilisi <- charter flight"],
        ),
        (
            "Then 31 Cuban nationals were flown home.",
            ["aboard_flight <- flown", "flow <- flown"],
        ),
        ("The nationals of Cuba and Laos were deported.", []),
        ("The order of 31 Cuban nationals aboard is final.", []),
        ("In all, 31 Cuban nationals were flown home this year.", []),
    ],
)
def test_what_nationals_aboard_have_in_common_rests_on_the_words_that_say_it(
    sentence: str, cells: list[str], blank: Memory
) -> None:
    text = f"{CALM}On March 12, 2031 the plane landed in Tbilisi. {sentence}"
    found = [*list_cells(text, blank, "aboard"), *list_cells(text, blank, "aboard-flight")]
    assert [cell.partition(": ")[2] for cell in found] == cells


def test_a_name_with_several_meanings_is_the_country_among_people_and_needs_a_reason(blank: Memory) -> None:
    text = CALM + "There were 30 citizens of Cuba, 26 of Georgia, and eight each of Laos and Peru. He went to Georgia."
    article = read_article("s900", text, blank)
    found = [one for one in list_written(article, propose(article)) if one.field == "country"]
    assert [(show(article, one).partition(": ")[2], one.needs_reason) for one in found] == [
        ("Cuba", False),
        ("GEO <- Georgia", True),
        ("Laos", False),
        ("Peru", False),
    ]


def test_a_known_figure_goes_to_its_row_and_never_aboard(blank: Memory) -> None:
    memory = replace(blank, figures={("UZB", "exact 44"): "final-orders-uzb"})
    text = HEAD + "On March 12, 2031 the plane landed in Tashkent. Aboard were some of the 44 Uzbek nationals and 3 Kazakhs."
    article = read_article("s900", text, memory)
    rows = {one.row for one in propose(article) if one.rule == "count"}
    assert rows == {"final-orders-uzb", "flight-2031-03-12-kaz"}
    assert not [one for one in propose(article) if one.rule == "flight-persons"]


# Lines above a text, other figures, and what is left out


def test_the_lines_above_a_text_say_what_it_is(blank: Memory) -> None:
    text = (
        "Federal Ministry of the Interior\nPRESS RELEASE: Eleven more are flown home\nBy Ana Ruiz\n"
        "BERLIN, May 2, 2031 – All are well."
    )
    assert list_cells(text, blank) == [
        "sources publisher: Federal Ministry of the Interior",
        "sources headline: Eleven more are flown home",
        "sources author: Ana Ruiz",
        "sources ?published: May 2, 2031",
    ]


def test_a_figure_has_its_value_and_a_unit_that_its_words_have(blank: Memory) -> None:
    text = HEAD + "It cost $40,000, took 12 hours, and 64% went. In room 12 there were 9 chairs. It came after 5 days."
    assert list_table(text, blank, "statistics") == [
        "?value: $40,000",
        "?unit: usd <- $40,000",
        "?value: 12",
        "?value: 64%",
        "?unit: percent <- 64%",
    ]


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("The third such deportation flight went well.", ["third", "rank <- third", "measure_printed: flight"]),
        ("They first fly to Minsk.", []),
        ("There were four charter flights.", ["four", "events <- flights", "measure_printed: charter flights"]),
        (
            "They signed 300 deportation orders.",
            ["300", "events <- deportation orders", "measure_printed: deportation orders"],
        ),
        ("Some 20 officers came.", ["Some 20", "persons <- officers", "population: officers"]),
        ("Some 20 officers of the army came.", ["Some 20", "persons <- officers"]),
        ("Some 20 more people came.", ["Some 20", "persons <- people"]),
        ("They were 50, nine of them women.", ["nine", "persons <- women", "population: women"]),
        ("Half of them were women.", []),
        ("The Uzbeks, 30 of them, came.", []),
        ("They took 20 people to Minsk.", []),
        ("It is one of the flights.", []),
        ("It cost 300 euros and €500.", []),
    ],
)
def test_what_a_number_counts_is_its_noun(sentence: str, cells: list[str], blank: Memory) -> None:
    found = [cell for cell in list_table(CALM + sentence, blank, "statistics") if "period_type" not in cell]
    names = ("?value: ", "?unit: ", "?")
    assert found == [f"{name}{cell}" for name, cell in zip(names, cells, strict=False)]


def test_a_figure_without_a_word_of_a_time_has_no_period(blank: Memory) -> None:
    periods = [
        [cell for cell in list_table(CALM + sentence, blank, "statistics") if "period" in cell]
        for sentence in (
            "Some 20 officers came.",
            "Some 20 officers came since May.",
            "There were 15 raids in May 2024.",
            "It took 15 hours, and 64% came.",
        )
    ]
    assert periods == [["period_type: unspecified"], [], ["?period: May 2024"], []]


def test_each_part_of_a_country_has_its_number_and_all_share_who_is_counted(blank: Memory) -> None:
    text = CALM + "Of the deportees, 15 came from Bavaria, and two each from Gujarat and Punjab."
    article = read_article("s900", text, blank)
    found = [(one.row, show(article, one).partition(" ")[2]) for one in propose(article) if one.table == "statistics"]
    assert found == [
        ("s900-bavaria", "?value: 15"),
        ("s900-bavaria", "?place: Bavaria"),
        ("s900-bavaria", "?subdivision: Bavaria"),
        ("s900-gujarat", "?value: two"),
        ("s900-gujarat", "?place: Gujarat"),
        ("s900-gujarat", "?subdivision: Gujarat"),
        ("s900-punjab", "?value: two"),
        ("s900-punjab", "?place: Punjab"),
        (SHARED, "?unit: persons <- deportees"),
        (SHARED, "period_type: unspecified"),
    ]
    assert not list_table(CALM + "He saw 15 trees in Bavaria. He saw 3 in Gujarat.", blank, "statistics")


def test_groups_of_those_aboard_share_measure_and_flight(blank: Memory) -> None:
    text = CALM + "On March 12, 2031 the plane landed in Tbilisi. On board were 15 men and 20 women."
    article = read_article("s900", text, blank)
    found = [(one.row, show(article, one)) for one in propose(article) if one.rule.startswith("aboard")]
    assert found == [
        (SHARED, "statistics ?measure: aboard_flight <- On board"),
        (SHARED, "statistics ?stock_or_flow: flow <- On board"),
        (SHARED, "statistics ?flight_id: 2031-03-12-tbilisi <- On board"),
    ]


@pytest.mark.parametrize(
    ("sentence", "is_left_out"),
    [
        ("The house stands by the river.", True),
        ("The house stands by the Uzbek river.", False),
        ("The house has two doors.", False),
        ("The minister said so.", False),
        ("The house is “old”.", False),
        ("They were deported.", False),
    ],
)
def test_only_a_sentence_with_nothing_of_what_the_tables_hold_is_left_out(
    sentence: str, is_left_out: bool, blank: Memory
) -> None:
    article = read_article("s900", f"{HEAD}Nothing new was heard. {sentence}", blank)
    assert (3 in {one.passage for one in propose(article) if one.field == UNCODED}) == is_left_out


def test_a_rule_that_is_switched_off_proposes_nothing(blank: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + "Interior Minister Ana Ruiz said that all were home."
    assert list_cells(text, blank, "person")
    rules = __import__("curation.proposals.propose", fromlist=["load_rules"])
    known = rules.load_rules()
    monkeypatch.setattr(rules, "load_rules", lambda: {**known, "off": ["person"]})
    assert not list_cells(text, blank, "person")
    assert list_cells(text, blank, "speaker")


# Words


SENTENCE = "The ministry said the 12 said – “the ministry” said so: the ministry of the 12."


@given(st.data())
def test_the_words_that_are_chosen_for_a_span_mean_it(data: st.DataObject) -> None:
    text = data.draw(
        st.lists(st.sampled_from([*SENTENCE.split(" "), "<-", "--", "...", "a<b>", "\\"]), min_size=1, max_size=30)
    )
    words = " ".join(text)
    starts = [0, *(place + 1 for place, character in enumerate(words) if character == " ")]
    start = data.draw(st.sampled_from(starts))
    end = data.draw(st.sampled_from([place for place in [*(one - 1 for one in starts[1:]), len(words)] if place > start]))
    passage = Passage(1, words, 0, len(words), (), (), 0, 0)
    chosen = choose_words(fold_text(words), passage, (start, end))
    assert chosen == "" or find_words(fold_text(words), passage, chosen) == (start, end)


def test_words_are_whole_first_to_last_or_framed() -> None:
    text = fold_text(f"one two one {'long ' * 12}end")
    passage = Passage(1, text.folded, 0, len(text.folded), (), (), 0, 0)
    assert choose_words(text, passage, (4, 7)) == "two"
    assert choose_words(text, passage, (0, 3)) == "<one> two"
    assert choose_words(text, passage, (4, len(text.folded))) == "two one long ... long long end"


# Files


def test_what_is_kept_is_read_again_as_it_was(blank: Memory) -> None:
    article = read_article("s900", HEAD + "“Zürich is «far»,” Interior Minister Ana Ruiz said.", blank)
    proposals = list_written(article, propose(article))
    assert proposals
    assert load_proposals(dump_proposals(proposals)) == tuple(proposals)
    assert load_proposals(dump_proposals([])) == ()


def add(copy: Copy, text: str, *options: str) -> Path:
    article = copy.root.parent / "910.txt"
    article.write_text(text, encoding="utf-8")
    done = run("new", str(article), *options, "--root", str(copy.root))
    assert done.returncode == 0, done.stderr
    return copy.root / "annotations" / "s910.yaml"


@pytest.mark.parametrize("options", [("--blank",), ("--language", "de")])
def test_nothing_is_proposed_for_a_second_coder_or_in_another_language(options: tuple[str, ...], two_sources: Copy) -> None:
    text = HEAD + "Interior Minister Ana Ruiz said that all were home."
    assert "?" not in add(two_sources, text, *options).read_text(encoding="utf-8")
    assert not (two_sources.root / "annotations" / "proposals").exists()


def test_what_is_proposed_as_a_value_is_no_task_and_the_rest_is(two_sources: Copy) -> None:
    written = add(two_sources, HEAD + "The ministry counted 12 Peruvian nationals and 40 chairs.").read_text(encoding="utf-8")
    assert "# to code: number «40»" in written
    assert "# to code: number «12»" not in written
    assert "persons: 12" in written


def test_a_text_is_proposed_the_same_way_twice(blank: Memory) -> None:
    text = HEAD + "The plane with nationals of Cuba, Laos and Peru aboard landed in Tbilisi. Minister Ana Ruiz said so."
    article = read_article("s900", text, blank)
    assert dump_proposals(propose(article)) == dump_proposals(propose(read_article("s900", text, blank)))
    assert list(write_proposals(article, list_written(article, propose(article))))


# Texts that are none


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "…", "x", "“", "A", "12", "?", "Said.", "said said said", "Secretary", ", said he"]
)
def test_a_text_without_sentences_has_no_proposals_to_fail_on(text: str, blank: Memory) -> None:
    article = read_article("s900", text, blank)
    assert all(one.table in ("", "sources") for one in list_written(article, propose(article)))


@pytest.mark.parametrize(
    "piece",
    [
        "12 Uzbek nationals and ",
        "“a” ",
        "Ab Cd Ef ",
        "said he, ",
        "Minister Ana Ruiz said. ",
        "Minister Ana Ruiz said “all are home.” ",
        "the flight to Tashkent on May 2 with 12 men. ",
        "also ",
        "Ministry of the ",
        "A.",
        "(",
        ": “",
        "Uzbek, ",
    ],
)
def test_ten_times_the_text_takes_not_much_more_than_ten_times_the_time(piece: str, blank: Memory) -> None:
    def measure(count: int) -> float:
        start = time.process_time()
        article = read_article("s900", piece * count, blank)
        list_written(article, propose(article))
        return time.process_time() - start

    measure(10)
    short, long = min(measure(150) for _ in range(2)), measure(1500)
    assert long < 40 * short + 0.5


@given(
    st.text(st.sampled_from("aA .,“”\"12:;—()'’\n"), max_size=80),
    st.lists(st.sampled_from(["said", "Minister", "Uzbek", "flight"])),
)
def test_no_text_stops_the_rules(text: str, words: Iterable[str]) -> None:
    memory = remember_annotations([], read_schemas(ROOT)[0])
    article = read_article("s900", f"{text} {' '.join(words)} {text}", memory)
    for one in list_written(article, propose(article)):
        passage = article.sentences[one.passage - 1].passage
        assert all(passage.start <= start < end <= passage.end for start, end in one.spans)


def test_a_source_is_added_with_proposals_that_the_build_refuses(two_sources: Copy, schemas: Schemas, tmp_path: Path) -> None:
    article = tmp_path / "911.txt"
    article.write_text(HEAD + "Interior Minister Ana Ruiz said that all were home.", encoding="utf-8")
    written, problems = add_source(
        two_sources.root, schemas, article, "", "en", remember_collection(two_sources.root, schemas)
    )
    assert not problems
    assert "annotations/proposals/s911.json" in written
    errors = [error for error in two_sources.errors() if "proposed, not read" in error]
    assert len(errors) == len(list_passages(article.read_text(encoding="utf-8")))
