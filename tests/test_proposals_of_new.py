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
from curation.proposals.memory import Memory, load_rules, remember_annotations, remember_collection
from curation.proposals.naming import learn_names
from curation.proposals.proposal import SHARED, UNCODED, Proposal
from curation.proposals.propose import propose
from curation.proposals.speech import find_speeches
from curation.proposals.words import choose_words
from curation.proposals.write import list_written, write_proposals
from curation.schema.read import read_schemas
from curation.schema.tables import Schemas
from curation.text.folding import fold_text
from test_cli import run

CALM = "The ministry had some news\n\n"
pytestmark = pytest.mark.usefixtures("rules_by_hand")
HEAD = "Ministry says more are flown home from Hamburg\n\n"


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return read_schemas(ROOT)[0]


def list_cells(text: str, memory: Memory, rule: str = "") -> list[str]:
    """Return what a rule and its parts (role-code of role) propose for a text: `table field: value <- words`, ? if unsure."""
    article = read_article("s900", text, memory)
    return [show(article, one) for one in list_written(article, propose(article)) if f"{one.rule}-".startswith(rule)]


def show(article: Article, one: Proposal) -> str:
    words = " | ".join(article.text.folded[slice(*span)] for span in one.spans)
    mark = "" if one.is_sure else "?"
    return f"{one.table} {mark}{one.field}: {' <- '.join(filter(None, (one.value, words)))}".strip()


def list_table(text: str, memory: Memory, table: str) -> list[str]:
    """Return what is proposed for the rows of a table, each as `field: value <- words`."""
    return [cell.partition(" ")[2] for cell in list_cells(text, memory) if cell.startswith(f"{table} ")]


def list_speakers(text: str, memory: Memory) -> list[str]:
    """Return who speaks in a text, each as `name <- words`; proposed is one who has a row."""
    article = learn_names(read_article("s900", text, memory))
    return [f"{one.speaker.id} <- {one.sentence.text[slice(*one.words)]}" for one in find_speeches(article)]


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
    assert list_speakers(HEAD + sentence, blank) == [speaker]


def test_a_person_and_a_body_are_named_as_who_speaks_and_not_officials_of_several_bodies(blank: Memory) -> None:
    for words, name in (
        ("Minister Ana Ruiz", "ana-ruiz"),
        ("The Tajik Foreign Ministry", "tjk-mfa"),
        ("Tajik officials", "tjk-officials"),
        ("A Tajik official and two Lao officials", ""),
        ("Tajik officials in both cities", ""),
    ):
        cells = list_cells(f"{CALM}{words} said that nobody was hurt.", blank, "speaker")
        assert [cell.partition(" <- ")[0] for cell in cells] == ([f"by: {name}"] if name else [])
        rows = list_rows(f"{CALM}{words} said that nobody was hurt.", blank, "organizations")
        assert rows == ({name} if name and name != "ana-ruiz" else set())
    known = replace(blank, is_person={"tjk-mfa": False}, short_names={"Tajik Foreign Ministry": "tjk-mfa"})
    article = read_article("s900", f"{CALM}The Tajik Foreign Ministry said that nobody was hurt.", known)
    (speech,) = find_speeches(article)
    assert (speech.speaker.id, speech.speaker.is_known) == ("tjk-mfa", True)


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
        (
            "Lt. Col. Jan Nowak of the Lao Border Guard said that all were home.",
            "jan-nowak <- Lt. Col. Jan Nowak of the Lao Border Guard said",
        ),
        ("Minister Łukasz Żak said that all were home.", "lukasz-zak <- Minister Łukasz Żak said"),
        (
            "“All are home,” said acting Field Office Director Ana Ruiz.",
            "ana-ruiz <- said acting Field Office Director Ana Ruiz",
        ),
        ("“All are home,” said Chief Patrol Agent Dale R. Ochoa.", "dale-r-ochoa <- said Chief Patrol Agent Dale R. Ochoa"),
        (
            "“All are home,” said Colonel Omar al-Werfalli, a spokesman for the department.",
            "omar-al-werfalli <- said Colonel Omar al-Werfalli, a spokesman for the department",
        ),
        (
            "Senegal's consul general in the city, Hadja Awa Camara, said that all were home.",
            "awa-camara <- Senegal's consul general in the city, Hadja Awa Camara, said",
        ),
        ("The border police removed 40 people from the five states it covers.", ""),
        (
            "The High Commissioner to Laos, Ana Ruiz, said that all were home.",
            "ana-ruiz <- High Commissioner to Laos, Ana Ruiz, said",
        ),
        (
            "The spokesman of the Lao Border Guard, Captain Jan Nowak, said that all were home.",
            "jan-nowak <- spokesman of the Lao Border Guard, Captain Jan Nowak, said",
        ),
        ("“All are home,” said Sen. Ana Ruiz.", "ana-ruiz <- said Sen. Ana Ruiz"),
        (
            "“All are home,” said Ana Ruiz, director of returns at Frontex.",
            "ana-ruiz <- said Ana Ruiz, director of returns at Frontex",
        ),
        (
            "A statement released by the Tajik Foreign Ministry said that all were home.",
            "tjk-mfa <- statement released by the Tajik Foreign Ministry said",
        ),
        ("But the Tajik Foreign Ministry said that all were home.", "tjk-mfa <- Tajik Foreign Ministry said"),
        ("The UN refugee agency said that all were home.", "un-refugee-agency <- UN refugee agency said"),
        ("The deal was criticised by the Tajik Foreign Ministry.", ""),
        ("Under the plans announced by Minister Ana Ruiz, all go home.", ""),
        ("The Tajik Foreign Ministry would not say that all were home.", ""),
        ("The Tajik Foreign Ministry didn't say that all were home.", ""),
        ("According to Minister Ana Ruiz the ministry helped.", ""),
        ("The Tajik Foreign Ministry described by many as old is closed.", ""),
        ("The lawyer of the government said that all were home.", ""),
        ("The Tajik Foreign Ministry has said nothing in public.", ""),
        ("The Tajik Foreign Ministry could say that all were home.", ""),
        ("The mayor has asked the Tajik Foreign Ministry to wait until it can say who came.", ""),
        ("The mayor will visit the Tajik Foreign Ministry, it is said.", ""),
        (
            "Superintendent of Police Rajkumar Silwal said that all were home.",
            "rajkumar-silwal <- Superintendent of Police Rajkumar Silwal said",
        ),
        (
            "The Additional Secretary (Consular) of the Ministry, Dr Ana Ruiz, said that all were home.",
            "ana-ruiz <- Additional Secretary (Consular) of the Ministry, Dr Ana Ruiz, said",
        ),
        (
            "The Director of the Returns Division of the Police, Police Brigadier Ana Ruiz, said that all were home.",
            "ana-ruiz <- Director of the Returns Division of the Police, Police Brigadier Ana Ruiz, said",
        ),
        (
            "Consul General in New York Ana Ruiz said that all were home.",
            "ana-ruiz <- Consul General in New York Ana Ruiz said",
        ),
        (
            "Deputy Comptroller-General in charge of Operations, DCG Ana Ruiz, said that all were home.",
            "ana-ruiz <- Deputy Comptroller-General in charge of Operations, DCG Ana Ruiz, said",
        ),
        ("The embassy's consul, Ana Ruiz, said that all were home.", "ana-ruiz <- embassy's consul, Ana Ruiz, said"),
        (
            "The General Department of Immigration said that all were home.",
            "general-department-of-immigration <- General Department of Immigration said",
        ),
        (
            "The Tajik Foreign Ministry wishes to inform the public that all were home.",
            "tjk-mfa <- Tajik Foreign Ministry wishes to inform",
        ),
        (
            "The Tajik Foreign Ministry does not comment on cases but insists that all were home.",
            "tjk-mfa <- Tajik Foreign Ministry does not comment on cases but insists",
        ),
        ("The Tajik Foreign Ministry can confirm that all were home.", "tjk-mfa <- Tajik Foreign Ministry can confirm"),
        (
            "All were home, figures from the Tajik Foreign Ministry show.",
            "tjk-mfa <- figures from the Tajik Foreign Ministry show",
        ),
        ("The Tajik Foreign Ministry reports the following.", ""),
        ("Sources in the Home Ministry said that all were home.", ""),
    ],
)
def test_a_speaker_has_the_whole_office_or_name_and_no_portfolio_is_a_body(
    sentence: str, speaker: str, blank: Memory
) -> None:
    assert list_speakers(CALM + sentence, blank) == ([speaker] if speaker else [])


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
    named = read_article("s900", CALM + "Then Minister Ana Ruiz said:\n“We are glad that all are home.”", blank)
    assert not [one for one in propose(named) if one.field == UNCODED]


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


def test_a_pronoun_a_surname_and_a_noun_mean_whoever_was_named_by_them(blank: Memory) -> None:
    text = (
        HEAD + "Interior Minister Ana Ruiz said that all were home. She added that nobody was hurt. "
        "Ms Ruiz said that the flights would go on. The ministry added that it was glad. The minister said that she slept. "
        "The Tajik Embassy in Berlin said that it had helped. She said that she was glad. It said that it was not. "
        "The mission explained that all slept. A spokesman for the embassy said that all was well."
    )
    assert list_cells(text, blank, "speaker") == [
        "by: ana-ruiz <- Interior Minister Ana Ruiz said",
        "?by: ana-ruiz <- She added",
        "by: ana-ruiz <- Ms Ruiz said",
        "?by: ana-ruiz <- minister said",
        "by: tjk-embassy-in-berlin <- Tajik Embassy in Berlin said",
        "?by: tjk-embassy-in-berlin <- It said",
        "?by: tjk-embassy-in-berlin <- mission explained",
        "?by: tjk-embassy-in-berlin <- spokesman for the embassy said",
    ]


@pytest.mark.parametrize(
    "between",
    ["One of the passengers was tired.", "A lawyer came.", "Another minister, Deputy Minister Bo Lund, was there."],
)
def test_a_pronoun_means_nobody_after_others_and_a_noun_nobody_of_several(between: str, blank: Memory) -> None:
    text = f"{CALM}Minister Ana Ruiz said that all were home. {between} "
    who = "The minister" if "Lund" in between else "She"
    assert len(list_cells(f"{text}{who} said that nobody was hurt.", blank, "speaker")) == 1


def test_a_body_that_is_named_after_a_person_is_not_that_person(blank: Memory) -> None:
    text = CALM + "President Ana Ruiz came home. The Ruiz administration said that all were home. Ms Ruiz said so."
    assert [one.partition(" <- ")[0] for one in list_speakers(text, blank)] == ["ruiz-administration", "ana-ruiz"]


def test_the_government_is_none_that_was_only_named_with_its_country(blank: Memory) -> None:
    text = CALM + "The Government of Laos moved them. The Government thanked all."
    assert list_speakers(text, blank) == []
    spoke = text.replace("moved them", "said that all were home")
    assert [one.partition(" <- ")[0] for one in list_speakers(spoke, blank)] == ["lao-government"] * 2


@pytest.mark.parametrize(
    ("office", "is_official"),
    [
        ("director of the Border Police", True),
        ("spokeswoman for the department", True),
        ("county commissioner", True),
        ("director of the alliance", False),
        ("spokeswoman for the family", False),
        ("chairman of the Refugee Alliance", False),
        ("president of the students’ club", False),
    ],
)
def test_an_office_is_one_of_a_state_where_only_a_state_has_it_or_its_body_is_one(
    office: str, is_official: bool, blank: Memory
) -> None:
    text = f"{CALM}“We are glad that all are home,” said Ana Ruiz, {office}."
    for table in ("officials", "quotes"):
        assert bool(list_rows(text, blank, table)) == is_official


def test_nobody_speaks_where_no_official_is_named(blank: Memory) -> None:
    text = (
        HEAD + "Neighbours said that they had seen nothing. The road is said to be closed. A lawyer said that she would sue."
    )
    assert list_cells(text, blank) == [
        "sources headline: Ministry says more are flown home from Hamburg",
        "uncoded: the words of somebody who holds no office",
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
    text += " Interior Minister Ana Ruiz took the “special” one."
    assert list_cells(text, blank, "quotation") == []


def test_one_quoted_word_is_a_statement_where_somebody_judges_by_it(blank: Memory) -> None:
    for words in ("called the cost", "described the cost as"):
        assert "quote_text: high" in list_table(f"{HEAD}Minister Ana Ruiz {words} “high”.", blank, "quotes")


def test_a_quotation_that_goes_on_after_its_speaker_over_several_sentences_is_one(blank: Memory) -> None:
    text = HEAD + "“All are home,” said Interior Minister Ana Ruiz. “Nobody was hurt. They slept.”"
    cells = list_cells(text, blank, "quotation")
    assert [cell for cell in cells if "quote_text" in cell] == [
        "quotes quote_text: All are home",
        "quotes quote_text: Nobody was hurt",
        "quotes quote_text: They slept",
    ]
    assert len({cell for cell in cells if "quotation_id" in cell}) == 1


def test_a_clause_goes_on_behind_its_speaker(blank: Memory) -> None:
    sentence = "They sent 40 home, according to the Tajik Foreign Ministry, compared with 12 before."
    assert "quote_text: They sent 40 home | compared with 12 before" in list_table(HEAD + sentence, blank, "quotes")
    sentence = "They sent 40 home, according to the Tajik Foreign Ministry, which counts them."
    assert "quote_text: They sent 40 home" in list_table(HEAD + sentence, blank, "quotes")


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "MINISTRY OF THE INTERIOR\n\n{HEAD}The Ministry of Justice helped. The Ministry estimates that 40 came.",
            ["ministry-of-interior <- Ministry estimates"],
        ),
        (
            "{HEAD}The Ministry of the Interior slept. The Ministry of Justice helped. The ministry said that all came.",
            ["ministry-of-justice <- ministry said"],
        ),
        ("{HEAD}The consul, Ana Ruiz, came. The diplomat said that all came.", ["ana-ruiz <- diplomat said"]),
        ("{HEAD}The Tajik Foreign Ministry slept. It said that all came.", ["tjk-mfa <- It said"]),
    ],
)
def test_a_noun_means_whom_the_text_has_named(text: str, speakers: list[str], blank: Memory) -> None:
    assert list_speakers(text.format(HEAD=HEAD), blank) == speakers


def test_what_a_group_says_is_no_statement(blank: Memory) -> None:
    assert not list_table(f"{HEAD}The Danish Refugee Council said that all were home.", blank, "quotes")


def test_of_passengers_so_many_are_of_a_country(blank: Memory) -> None:
    text = HEAD + "The flight landed. Five of the passengers are Cubans, all but three were Ghanaians."
    cells = list_table(text, blank, "nationals_by_country")
    assert "persons: Five" in cells
    assert "persons: three" not in cells


def test_checks_that_are_carried_out_carry_nobody(blank: Memory) -> None:
    text = HEAD + "The flight landed. Checks carried out by police showed that three men were wanted."
    assert not [cell for cell in list_table(text, blank, "statistics") if "aboard_flight" in cell]


def test_to_interview_somebody_is_no_medium(blank: Memory) -> None:
    text = HEAD + "Minister Ana Ruiz said that they came to interview all of them."
    assert not [cell for cell in list_table(text, blank, "quotes") if cell.startswith("medium")]


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
            "The flights will go on for a year, the Tajik Foreign Ministry said on Monday.",
            ["quote_mode: reported <- said", "quote_text: flights will go on for a year"],
        ),
        (
            "The flights will go on, said Minister Ana Ruiz, and all are home.",
            ["quote_mode: reported <- said", "quote_text: flights will go on | and all are home"],
        ),
        (
            "For the time being, Minister Ana Ruiz said, it goes on.",
            ["quote_mode: reported <- said", "quote_text: For the time being | it goes on"],
        ),
        ("The flights will go on, said Minister Ana Ruiz, behind closed doors.", []),
        ("– All of them are home and well, says Minister Ana Ruiz.", []),
        ("Minister Ana Ruiz welcomed it, saying that all were home.", []),
        (
            "Minister Ana Ruiz said it was a deal that nobody liked.",
            ["quote_mode: reported <- said", "quote_text: it was a deal that nobody liked"],
        ),
        ("Minister Ana Ruiz said in a hall in Lima that nobody liked it.", []),
        (
            "Minister Ana Ruiz said last week that nobody liked it.",
            ["quote_mode: reported <- said", "quote_text: nobody liked it"],
        ),
        (
            "All of the forty-six are home, Minister Ana Ruiz has announced.",
            ["quote_mode: reported <- announced", "quote_text: All of the forty-six are home"],
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
    assert list_cells(HEAD + said.replace("a statement", "a short statement"), blank, "medium") == []
    figures = "All are home, according to figures from the Tajik Foreign Ministry."
    assert list_cells(HEAD + figures, blank, "medium") == []
    listed = "Minister Ana Ruiz said that each has a bed, an interview and a card."
    assert list_cells(HEAD + listed, blank, "medium") == []


# Persons and bodies


def test_a_person_has_a_name_and_an_office(blank: Memory) -> None:
    cells = list_cells(HEAD + "Deputy Interior Minister Ana Ruiz came. President Bo Lund left.", blank)
    assert {"officials name: Ana Ruiz", "officials roles_printed: Deputy Interior Minister"} <= set(cells)
    assert [cell for cell in cells if " role: " in cell] == [
        "officials role: deputy_minister <- Deputy Interior Minister",
        "officials role: president <- President",
    ]


@pytest.mark.parametrize(
    ("office", "code"),
    [
        ("director of the Border Police", "agency_head <- director"),
        ("director of the Return Division of the Border Police", ""),
        ("director at the Tajik Foreign Ministry", ""),
        ("Deputy Director of the Border Police", ""),
        ("Joint Secretary of the Border Police", ""),
        ("Minister of State for Migration", "deputy_minister <- Minister of State"),
        ("State Minister for Migration", "deputy_minister <- State Minister"),
        ("captain of the Border Police", ""),
    ],
)
def test_an_office_has_a_code_where_its_words_are_of_no_other_office(office: str, code: str, blank: Memory) -> None:
    roles = [cell for cell in list_table(f"{HEAD}Ana Ruiz, {office}, came.", blank, "officials") if cell.startswith("role: ")]
    assert roles == ([f"role: {code}"] if code else [])


@pytest.mark.parametrize(
    ("sentence", "office"),
    [
        ("Senegal's Interior Minister Ana Ruiz came.", "Interior Minister"),
        ("Its spokeswoman, Ana Ruiz, of the Foreign Ministry, came.", "spokeswoman"),
        ("The Deputy Minister for Consular Affairs Ana Ruiz came.", "Deputy Minister for Consular Affairs"),
        ("Ana Ruiz, who heads the ministry’s consular unit, came.", "heads the ministry’s consular unit"),
    ],
)
def test_an_office_is_printed_without_whose_it_is(sentence: str, office: str, blank: Memory) -> None:
    assert f"roles_printed: {office}" in list_table(HEAD + sentence, blank, "officials")


def test_an_official_of_what_only_a_state_has_is_one_of_a_state(blank: Memory) -> None:
    titles = ("Director of Immigration Ana Ruiz", "Ana Ruiz, immigration director at Open Door,")
    found = [bool(list_table(f"{HEAD}{title} said that all were home.", blank, "quotes")) for title in titles]
    assert found == [True, False]


def test_a_denial_keeps_its_verb_and_a_figure_in_records_is_said_by_whose_they_are(blank: Memory) -> None:
    denied = "Minister Ana Ruiz denied that anyone was hurt."
    assert "quote_text: denied that anyone was hurt" in list_table(HEAD + denied, blank, "quotes")
    records = list_table(f"{HEAD}According to Border Police records, 40 were sent home.", blank, "quotes")
    assert "quote_text: 40 were sent home" in records


def test_the_end_of_an_aircraft_that_went_on_is_where_it_went(blank: Memory) -> None:
    landed = HEAD + "The plane left Oslo and landed in Accra on Monday."
    assert any("Accra" in cell for cell in list_table(landed, blank, "flights"))
    further = [cell for cell in list_table(f"{landed} It then flew to Lagos.", blank, "flights") if "destination" in cell]
    assert further == ["destination_place: Lagos", "destination_country: NGA <- Lagos"]


def test_an_office_before_a_rank_is_the_one_that_is_held(blank: Memory) -> None:
    text = HEAD + "The spokesman of the Lao Border Guard, Captain Jan Nowak, came. Brigadier General Ana Ruiz, {}, came too."
    cells = list_table(text.replace("{}", "deputy commander of the Border Guard"), blank, "officials")
    assert [cell for cell in cells if "roles_printed" in cell] == [
        "roles_printed: spokesman of the Lao Border Guard",
        "roles_printed: deputy commander of the Border Guard",
    ]
    assert [cell for cell in cells if cell.startswith("role: ")] == ["role: spokesperson <- spokesman"]


def test_no_person_is_a_body_a_country_or_a_name_without_an_office(blank: Memory) -> None:
    text = HEAD + "Ana Ruiz left early. The minister flew to South Sudan. The director of Border Patrol Sector came too."
    assert list_cells(text, blank, "person") == []


def test_a_country_in_the_name_of_a_body_is_not_that_of_its_official(blank: Memory) -> None:
    of_body = list_cells(HEAD + "Ana Ruiz, spokeswoman for the Tajik Foreign Ministry, was there.", blank, "role")
    own = list_cells(HEAD + "Uzbekistan President Ana Ruiz was there.", blank, "role")
    assert [cell for cell in of_body if "country" in cell or "organization_id" in cell] == [
        "officials organization_id: tjk-mfa <- Tajik Foreign Ministry"
    ]
    assert "officials country: Uzbekistan" in own


def test_a_body_that_speaks_is_named_once_and_one_that_only_occurs_never(blank: Memory) -> None:
    text = HEAD + "The {} is old. The {} said that nobody was hurt. It is in the {} yard."
    assert list_cells(text.replace("{}", "Tajik Foreign Ministry"), blank, "body") == [
        "organizations name: Foreign Ministry",
        "organizations organization_type: foreign_ministry <- Foreign Ministry",
        "organizations country: Tajik",
    ]
    assert list_cells(HEAD + "The Tajik Foreign Ministry is old.", blank, "body") == []
    memory = remember_collection(ROOT, read_schemas(ROOT)[0])
    assert list_cells(text.replace("{}", "U.S. Department of Homeland Security"), memory, "body") == [
        "organizations spellings: U.S. Department of Homeland Security",
    ]
    assert list_cells(text.replace("{}", "U.S. Department of Homeland Security"), memory, "speaker")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tajik Embassy in Berlin", "embassy <- Embassy"),
        ("British High Commission in Abuja", "embassy <- High Commission"),
        ("Ministry of Health", "ministry <- Ministry"),
        ("Home Office", "ministry <- Home Office"),
        ("Lao Immigration Service", "national_agency <- Immigration Service"),
        ("UN refugee agency", "international_organization <- UN"),
        ("Government of Laos", "government <- Government"),
        ("Lao authorities", ""),
        ("Kingdom's Interior Ministry", "ministry <- Interior Ministry"),
        ("Office of the President", "head_of_state <- Office of the President"),
        ("Lao officials", "unnamed_official <- officials"),
    ],
)
def test_the_kind_of_a_body_rests_on_the_words_of_its_name_that_say_it(name: str, kind: str, blank: Memory) -> None:
    cells = list_table(f"{CALM}The {name} said that nobody was hurt.", blank, "organizations")
    assert [cell for cell in cells if "organization_type" in cell] == ([f"organization_type: {kind}"] if kind else [])


def test_a_report_cites_each_body_once_where_it_is_named_and_a_release_none(blank: Memory) -> None:
    said = "The Tajik Foreign Ministry said that all were home. The Tajik Foreign Ministry said so. "
    said += "“We are glad,” said Ana Ruiz, a spokeswoman for the Lao Embassy in Lima."
    assert list_cells(HEAD + said, blank, "cites") == [
        "sources cites: tjk-mfa <- Foreign Ministry",
        "sources cites: lao-embassy-in-lima <- Embassy in Lima",
    ]
    assert list_cells(f"Ministry of Health\n\n{said}", blank, "cites") == []


# Flights and counts


def test_a_flight_has_its_persons_and_places(blank: Memory) -> None:
    text = HEAD + "The charter flight with 31 migrants aboard took off from Hamburg on March 12, 2031 and landed in Tbilisi."
    assert set(list_cells(text, blank)) >= {
        "flights persons: 31",
        "flights destination_place: Tbilisi",
        "flights destination_country: GEO <- Tbilisi",
    }


@pytest.mark.parametrize("more", ["Another plane landed in Tashkent.", "On April 2, 2031 the plane landed in Tashkent."])
def test_a_flight_to_another_place_is_a_row_of_its_own(more: str, blank: Memory) -> None:
    text = CALM + "On March 12, 2031 the plane with 31 migrants aboard landed in Tbilisi. "
    assert len(list_rows(text, blank, "flights")) == 1
    article = read_article("s900", f"{text}{more}", blank)
    rows = {show(article, one): one.row for one in propose(article) if one.table == "flights"}
    assert rows["flights destination_place: Tbilisi"] == rows["flights persons: 31"]
    assert rows["flights destination_place: Tashkent"] != rows["flights destination_place: Tbilisi"]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("It left Alexandria, Louisiana, at noon.", "origin_place: Alexandria"),
        ("The plane took off in Tbilisi, landed in Batumi to refuel and then went on to Nowhere.", ""),
        ("The plane came from Laos and took others from Cuba in.", ""),
        ("According to Laos the plane landed.", ""),
        ("The plane was met by people who had been admitted to Laos.", ""),
        ("On the plane was a man from the Cuban Prison Service.", ""),
        ("The plane went to Laos and Cuba.", "destination_country: Cuba"),
        ("The plane landed in Batumi, where ten left it, and went on to Tashkent.", "destination_place: Tashkent"),
        ("The plane left Laos and Cuba.", ""),
        ("The plane came with Ana Ruiz from Laos.", ""),
        ("The plane left for Laos by a commercial flight.", ""),
        ("The plane flew to The Gambia.", "destination_country: Gambia"),
    ],
)
def test_a_place_is_one_to_which_or_from_which_the_flight_itself_went(sentence: str, place: str, blank: Memory) -> None:
    text = f"{CALM}On March 12, 2031 a charter flight landed in Tbilisi. {sentence}"
    article = read_article("s900", text, blank)
    last = max(one.number for one in article.sentences)
    found = [show(article, one) for one in propose(article) if one.rule == "flight-place" and one.passage == last]
    assert [cell for cell in found if "Tbilisi" not in cell][:1] == ([f"flights {place}"] if place else [])


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("The plane took off at noon.", ["departed <- took off"]),
        ("The plane departed at noon.", ["departed <- departed"]),
        ("It left Minsk and landed in Batumi.", ["departed <- left", "arrived <- landed"]),
        ("The plane will have landed by noon.", []),
        ("The plane landed in Minsk to refuel.", []),
        ("The guests arrived at noon.", []),
    ],
)
def test_the_stage_of_a_flight_is_what_its_verb_says(sentence: str, cells: list[str], blank: Memory) -> None:
    text = f"{CALM}On March 12, 2031 a flight to Tbilisi was ready. {sentence}"
    assert [cell.partition("flight_status: ")[2] for cell in list_cells(text, blank) if "flight_status" in cell] == cells


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("The plane left Minsk on March 12, 2031.", ["departure_date: March 12, 2031"]),
        ("On March 12, 2031 the plane left Minsk.", []),
        ("The first flight, on February 3, 2031, left Minsk.", []),
        ("Another plane left Minsk in January 2031.", []),
        ("Another plane left Minsk on January 8, 2031.", ["departure_date: January 8, 2031"]),
        (
            "The plane left Minsk on March 11, 2031 and landed on Wednesday.",
            ["departure_date: March 11, 2031", "arrival_date: 2031-03-12 <- Wednesday"],
        ),
        ("On March 12, 2031 it deported them.", []),
        ("The plane left Minsk and flew them home on March 12, 2031.", []),
        ("The plane had left, a spokesman said on Wednesday.", []),
        ("They were flown home in March.", []),
        ("They were flown home since they came on March 12, 2031.", []),
        ("On March 11, 2031 some were flown home, and on March 12, 2031 others.", []),
        ("The plane landed in Minsk on Wednesday to refuel.", []),
    ],
)
def test_a_day_belongs_to_the_verb_beside_it(sentence: str, cells: list[str], blank: Memory) -> None:
    text = f"The ministry had some news\n\nMarch 13, 2031\n\nThe flight to Tbilisi was ready. {sentence}"
    days = [cell.removeprefix("flights ") for cell in list_cells(text, blank) if "_date: " in cell]
    assert days == cells


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("They came on a charter flight.", []),
        ("The plane is a chartered Boeing 767.", ["flight_type: charter <- chartered", "aircraft: Boeing 767"]),
        ("They came on a C-17 plane.", ["aircraft: C-17"]),
        ("The charter was full.", []),
        ("There were many flights, and few chartered ones.", []),
    ],
)
def test_the_kind_of_a_flight_and_the_type_of_its_aircraft_are_read(sentence: str, cells: list[str], blank: Memory) -> None:
    found = list_table(f"{CALM}On March 12, 2031 the plane landed in Tbilisi. {sentence}", blank, "flights")
    assert [cell for cell in found if cell.startswith(("flight_type", "aircraft"))] == cells


def test_what_a_text_calls_the_operation_is_said_once_and_by_the_text_itself(blank: Memory) -> None:
    text = (
        CALM + "On March 12, 2031 the deportation flight landed in Tbilisi. The deportation flight was full. "
        "A spokesman said the flight was an expulsion. “The flight is a removal.” All the repatriation flights were."
    )
    assert list_cells(text, blank, "flight-term") == ["flights terms_printed: deportation"]


def test_what_a_lawyer_says_is_no_fact(blank: Memory) -> None:
    text = CALM + "On March 12, 2031 the plane landed in Tbilisi. With 31 Georgian nationals and 20 women aboard it left{}."
    assert list_table(text.format(""), blank, "nationals_by_country")
    assert not list_table(text.format(", a lawyer said"), blank, "nationals_by_country")
    for sentence, table in (("The plane carried 44 migrants{}.", "flights"), ("Some 20 officers came{}.", "statistics")):
        whole = f"{text.format('')} {sentence}"
        counts = [len(list_table(whole.format(end), blank, table)) for end in ("", ", a lawyer said")]
        assert counts[0] > counts[1]


def test_nationals_of_one_country_are_all_aboard_where_no_other_people_is_named(blank: Memory) -> None:
    text = CALM + "On March 12, 2031 the plane flew 31 Georgian nationals to Tbilisi."
    assert list_cells(text, blank, "flight-persons") == ["flights persons: 31"]
    assert list_cells(f"{text} Two Cuban nationals were aboard too.", blank, "flight-persons") == []


def test_a_few_persons_are_not_all_those_aboard(blank: Memory) -> None:
    text = CALM + "On March 12, 2031 the plane landed in Tbilisi with {} persons aboard. Two flights a week go there."
    assert list_cells(text.format("two"), blank, "flight-persons") == []
    assert list_cells(text.format("ten"), blank, "flight-persons") == ["flights persons: ten"]


def test_nationals_of_a_total_are_not_aboard_the_flight_that_the_sentence_names(blank: Memory) -> None:
    text = CALM + "On March 12, 2031 the plane with 31 Cuban nationals aboard landed in Tbilisi. Since May, {} were deported."
    rows = list_rows(text.format("231 Cuban nationals on two charter flights"), blank, "nationals_by_country")
    assert rows == {"flight-2031-03-12-cub", "s900-cub-231"}


@pytest.mark.parametrize(
    ("sentence", "persons"),
    [
        ("The first, in May, had 44 on board.", ["44"]),
        ("The 31 were met by their families.", []),
        ("The plane with the 31 was met by their families.", ["31"]),
        ("The flight was met by 40 migrants.", ["31"]),
        ("Four of the passengers went on with the plane.", ["31"]),
        ("Another six persons missed the flight.", ["31"]),
        ("The flight is the third since 10 men were flown to Minsk.", ["31"]),
    ],
)
def test_a_number_is_of_all_aboard_once_a_sentence_has_said_so(sentence: str, persons: list[str], blank: Memory) -> None:
    text = f"{CALM}On March 12, 2031 the plane with 31 migrants aboard landed in Tbilisi. {sentence}"
    found = [cell.partition(": ")[2] for cell in list_cells(text, blank, "flight-persons")]
    assert found[-1:] == (persons or ["31"])
    assert found[:1] == ["31"]


def test_the_noun_for_citizens_has_the_name_of_the_people_where_it_is_there_twice(blank: Memory) -> None:
    cells = list_table(CALM + "There were 30 Cuban nationals and 12 Lao nationals.", blank, "nationals_by_country")
    assert [cell.partition("<- ")[2] for cell in cells if "basis" in cell] == ["Cuban nationals", "Lao nationals"]


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
    first, last = "{} it deported 31 people to Tbilisi.", " On March 12, 2031 a charter flight landed in Tbilisi."
    assert not list_cells(f"{CALM}{first.format(time)}{last}", blank, "flight-persons")
    assert list_cells(f"{CALM}{first.format('Now')}{last}", blank, "flight-persons")


@pytest.mark.parametrize(
    ("sentence", "others"),
    [
        ("On May 3, 2031 another plane with 31 migrants aboard took off for Tbilisi.", ["31"]),
        ("On May 3, 2031 the plane took off with 31 migrants aboard.", ["31"]),
        ("A second plane from Minsk carried 31 migrants.", ["31"]),
        ("The first plane, with 31 migrants, came from Minsk.", ["31"]),
        ("Another plane with 31 migrants is expected in May.", []),
        ("On May 3 and June 5, 2031 planes with 31 migrants aboard took off for Tbilisi.", []),
    ],
)
def test_what_is_said_of_another_flight_is_in_another_row(sentence: str, others: list[str], blank: Memory) -> None:
    first = "On March 12, 2031 a charter flight with 44 persons landed in Tbilisi. "
    article = read_article("s900", CALM + first + sentence, blank)
    persons = [(one.row, show(article, one).partition(": ")[2]) for one in propose(article) if one.field == "persons"]
    main = "2031-03-12-tbilisi"
    assert [value for row, value in persons if row == main] == ["44"]
    assert [value for row, value in persons if row != main] == others


def test_a_flight_that_only_a_headline_speaks_of_is_none(blank: Memory) -> None:
    assert not list_rows("Ten are flown home from Hamburg\n\nNobody was hurt.", blank, "flights")


@pytest.mark.parametrize(
    ("place", "cells"),
    [
        ("Alexandria, Louisiana,", ["origin_place: Alexandria", "origin_country: USA <- Alexandria"]),
        ("Vientiane, Laos,", ["origin_place: Vientiane", "origin_country: Laos"]),
        ("Vientiane Central Airport in Laos", ["origin_place: Vientiane Central Airport", "origin_country: Laos"]),
        ("Alexandria,", ["origin_place: Alexandria"]),
        ("Nowhere International Airport", ["origin_place: Nowhere International Airport"]),
        ("Tbilisi, Georgia,", ["origin_place: Tbilisi", "origin_country: GEO <- Tbilisi"]),
        ("Nowhere,", []),
    ],
)
def test_a_place_has_the_country_that_its_state_or_the_text_gives(place: str, cells: list[str], blank: Memory) -> None:
    text = f"{CALM}The plane left {place} at noon and landed in Tashkent."
    origin = [cell for cell in list_cells(text, blank, "flight-place") if "origin" in cell]
    assert origin == [f"flights {cell}" for cell in cells]


def test_a_city_of_several_countries_is_in_the_one_that_the_text_names(blank: Memory) -> None:
    text = CALM + "The plane left Dublin at noon and landed in Tashkent. {}"
    countries = [
        [cell for cell in list_cells(text.format(sentence), blank) if "origin_country" in cell]
        for sentence in ("It was full.", "Ireland paid.", "Ireland paid and the United States thanked.")
    ]
    assert countries == [[], ["flights origin_country: IRL <- Dublin"], []]


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
        ("There were 43 Nigerians and Ghanaians.", set()),
        ("Of those who came, 57 percent were Ethiopians.", set()),
        ("Of those who came, 57 were Ethiopians.", {"Ethiopians 57"}),
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
            [
                "aboard_flight <- on a charter flight",
                "flow <- on a charter flight",
                "2031-03-12-tbilisi <- on a charter flight",
            ],
        ),
        (
            "Then 31 Cuban nationals were flown home on the plane.",
            ["aboard_flight <- on the plane", "flow <- on the plane", "2031-03-12-tbilisi <- on the plane"],
        ),
        ("Then 31 Cuban nationals were flown home.", []),
        ("The nationals of Cuba and Laos were deported.", []),
        ("An aircraft with 31 Cuban nationals landed.", []),
        ("Those expelled are nationals of Cuba and Laos.", []),
        ("Nationals of Cuba and Laos were not aboard.", []),
        ("The order of 31 Cuban nationals aboard is final.", []),
        ("In all, 31 Cuban nationals were flown home this year.", []),
    ],
)
def test_what_nationals_aboard_have_in_common_rests_on_the_words_that_say_it(
    sentence: str, cells: list[str], blank: Memory
) -> None:
    text = f"{CALM}On March 12, 2031 the plane landed in Tbilisi. {sentence}"
    found = list_cells(text, blank, "aboard")
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
        "organizations name: Federal Ministry of the Interior",
        "organizations organization_type: ministry <- Ministry",
        "sources headline: Eleven more are flown home",
        "sources author: Ana Ruiz",
        "sources ?published: May 2, 2031",
    ]


def test_a_byline_is_the_name_alone_and_no_line_of_a_letterhead_is_the_headline(blank: Memory) -> None:
    text = "{}\nPress Office, Vientiane\nEleven more are flown home\n\nBy Ana Ruiz, Staff Writer\n\nAll are well."
    for line, publisher in (
        ("REPUBLIC OF COLOMBIA", []),
        ("Our Bureau", []),
        ("DIRECTORATE OF BORDERS (DOB)", ["DIRECTORATE OF BORDERS"]),
    ):
        printed = text.replace("{}", line)
        assert list_cells(printed, blank, "headline") == ["sources headline: Eleven more are flown home"]
        assert list_cells(printed, blank, "author") == ["sources author: Ana Ruiz"]
        assert list_cells(printed, blank, "publisher") == [f"sources publisher: {name}" for name in publisher]


def test_a_letterhead_names_its_body_with_kind_and_country_and_the_text_has_a_spelling(blank: Memory) -> None:
    text = (
        "{}\n\nVientiane, 3 May 2031\n\nMore are flown home from here\n\nThe Directorate of Borders said that all were home."
    )
    cells = list_cells(text.replace("{}", "DIRECTORATE OF BORDERS (DOB)"), blank, "letterhead")
    assert cells == [
        "organizations name: DIRECTORATE OF BORDERS",
        "organizations spellings: DOB",
        "organizations organization_type: national_agency <- DIRECTORATE OF BORDERS",
        "organizations country: LAO <- DIRECTORATE OF BORDERS",
    ]
    assert list_cells(text.replace("{}", "DIRECTORATE OF BORDERS"), blank, "body") == [
        "organizations spellings: Directorate of Borders",
    ]
    assert list_cells(text.replace("{}", "Directorate of Borders"), blank, "body") == []


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        ("Ministry of Health\nBorder Police", "Border Police"),
        ("Press Service of the Ministry of Health", "Ministry of Health"),
        ("Ministry of Health, Vientiane", "Ministry of Health"),
        ("From the Ministry of Health", "Ministry of Health"),
        ("Border Police\nOffice of Public Affairs", "Border Police"),
        ("Government of Laos\nMinistry of Health", "Ministry of Health"),
    ],
)
def test_the_last_body_above_a_text_publishes_it(lines: str, publisher: str, blank: Memory) -> None:
    cells = list_cells(f"{lines}\n\nMore are flown home from here\n\nAll are well.", blank, "publisher")
    assert cells == [f"sources publisher: {publisher}"]


@pytest.mark.parametrize(
    ("sentence", "aside"),
    [
        ("The road was wet and long.", ["uncoded: no figure, statement or removal"]),
        ("The road was wet on 3 May.", ["uncoded: no figure, statement or removal"]),
        ("The road to Laos was wet.", []),
        ("The women were cold in Laos.", []),
        ("The plane was late.", []),
        ("They were taken away.", []),
        ("They were deported on a wet road.", []),
        ("The operation was run by the club.", []),
        ("The remaining ones had overstayed their visas.", []),
        ("A clerk did not answer.", ["uncoded: that somebody gave no answer is no statement"]),
        ("A clerk did not answer but came.", []),
        (
            "“They were good to us,” a passenger wrote.",
            ["uncoded: the words of somebody who holds no office"],
        ),
        ("“They were good to us,” wrote Bo Lund.", []),
        ("“They were good to us,” she said.", []),
        ("One of the passengers said that he had slept for 9 hours.", ["uncoded: the words of somebody who holds no office"]),
        ("One of the passengers said that he had slept in Laos.", []),
        ("40 people flew from Laos to Lima.", []),
        (
            "Each was handed €300.",
            ["uncoded: an amount of money that is not in dollars, for which the tables have no unit"],
        ),
        (
            "Minister Ana Ruiz said that it cost €4,000 to fly.",
            ["uncoded: an amount of money that is not in dollars, for which the tables have no unit <- €4,000"],
        ),
        (
            "Minister Ana Ruiz said that people of nine nationalities and four member states came.",
            [
                "uncoded: a number of nationalities, for which the tables have no unit <- nine",
                "uncoded: a number of states, for which the tables have no unit <- four",
            ],
        ),
        (
            "Minister Ana Ruiz said on Monday that all slept on Sunday.",
            ["uncoded: the day of the statement, outside the tables <- Monday"],
        ),
        ("“All of them are home,” Minister Ana Ruiz said before they left on Monday.", []),
        ("People of nine nationalities came.", []),
        (
            "Minister Ana Ruiz said that every one of them got 300 francs.",
            [
                "uncoded: a pronoun; it counts nothing <- one",
                "uncoded: an amount of money that is not in dollars, for which the tables have no unit <- 300 francs",
            ],
        ),
        (
            "Minister Ana Ruiz said that they were first taken to one room.",
            ["uncoded: what is done before other things; no place in an order <- first"],
        ),
        (
            "Minister Ana Ruiz said that the child is five years old.",
            ["uncoded: an age, outside the tables <- five"],
        ),
        (
            "Minister Ana Ruiz said that the deal of 2011 is good.",
            ["uncoded: the year of something else; no figure and no flight <- 2011"],
        ),
        ("Minister Ana Ruiz said that 40 migrants came in 2011.", []),
        ("No children were on board.", ["uncoded: who was not aboard; nobody is counted"]),
        ("The youngest is 22 and the oldest is 71.", ["uncoded: the ages of passengers, outside the tables"]),
        ("A clerk in Laos did not answer.", ["uncoded: that somebody gave no answer is no statement"]),
        ("“They were good to us,” said a 34-year-old woman.", ["uncoded: the words of somebody who holds no office"]),
        ("It refuelled and left.", []),
        (
            "Minister Ana Ruiz said that she thanked Laos.",
            ["uncoded: a country of which the sentence counts nobody, and names no flight <- Laos"],
        ),
        ("Minister Ana Ruiz said that she thanked Laos and Chile.", []),
        ("Minister Ana Ruiz said that they were citizens of Laos.", []),
    ],
)
def test_what_says_nothing_for_the_tables_is_set_aside_with_the_reason(
    sentence: str, aside: list[str], blank: Memory
) -> None:
    cells = list_cells(f"{CALM}{sentence}", blank)
    assert [cell for cell in cells if cell.startswith("uncoded")] == aside


@pytest.mark.parametrize(
    "sentence",
    [
        "His lawyer, Ana Ruiz, said the 40 men had no papers.",
        "It was cold, said Ana Ruiz, a lawyer in Lima.",
        "“It was cold,” said the brother of one man.",
        "Ana Ruiz, 34, told us that it was cold.",
    ],
)
def test_what_somebody_without_an_office_says_is_set_aside_also_by_surname_or_pronoun(sentence: str, blank: Memory) -> None:
    text = f"{CALM}{sentence} She said that it took 9 hours. “They went home,” Ruiz added. “All 40 did. Nobody asked.”"
    own = "Ruiz" in sentence
    others = [cell for cell in list_cells(text, blank) if "holds no office" in cell]
    assert len(others) == (5 if own else 2)


def test_an_official_who_speaks_after_others_is_none_of_them(blank: Memory) -> None:
    text = f"{CALM}His lawyer, Ana Ruiz, said it was cold. Minister Eva Nowak said it was warm. She said that it was dry."
    assert len([cell for cell in list_cells(text, blank) if "holds no office" in cell]) == 1
    assert "by: eva-nowak <- Minister Eva Nowak said" in list_cells(text, blank)


def test_a_group_that_a_text_calls_one_has_a_row(blank: Memory) -> None:
    text = HEAD + "The refugee group Open Door said it was wrong. Hilltop, a rights group, came. The group Nemo went."
    assert list_cells(text, blank, "ngo") == [
        "organizations name: Open Door",
        "organizations organization_type: ngo <- refugee group",
        "sources cites: open-door <- Open Door",
        "organizations name: Hilltop",
        "organizations organization_type: ngo <- rights group",
    ]


def test_a_short_name_is_a_spelling_of_the_body_that_the_text_has_in_full(blank: Memory) -> None:
    text = HEAD + "The LBP said that nobody came. The Lao Border Police came."
    names = [cell for cell in list_table(text, blank, "organizations") if cell.startswith(("name", "spellings"))]
    assert names == ["spellings: LBP", "name: Border Police"]


def test_a_spokesperson_alone_is_of_the_body_that_spoke_before(blank: Memory) -> None:
    text = HEAD + "The Lao Embassy in Lima said it rained. “All are home,” a spokesperson said."
    assert list_speakers(text, blank)[1].endswith(" <- spokesperson said")
    assert list_speakers(HEAD + "It rained. “All are home,” a spokesperson said.", blank) == []


def test_a_verb_behind_the_apposition_of_a_name_is_of_that_name(blank: Memory) -> None:
    text = HEAD + "Ana Ruiz, the interior minister, thanked the Lao Border Police for what she called “a great help”."
    assert list_speakers(text, blank)[0].startswith("ana-ruiz <- ")


def test_several_words_that_are_set_aside_are_a_list_of_one_key(blank: Memory) -> None:
    article = read_article(
        "s900", CALM + "Minister Ana Ruiz said that people of nine nationalities and four countries came.", blank
    )
    lines = list(write_proposals(article, [one for one in propose(article) if one.field == UNCODED]))
    assert lines == [
        "  ?uncoded:",
        "  - nine -- a number of nationalities, for which the tables have no unit",
        "  - four -- a number of countries, for which the tables have no unit",
    ]


def test_a_body_is_none_where_its_name_says_whose_a_thing_is_or_a_part_of_it(blank: Memory) -> None:
    text = HEAD + "It was a Home Office flight. The Home Office said it was full."
    assert len([cell for cell in list_cells(text, blank, "body") if "name: Home Office" in cell]) == 1
    article = read_article("s900", text, blank)
    named = [one for one in propose(article) if one.field == "name"]
    assert [article.sentences[one.passage - 1].text[:8] for one in named] == ["The Home"]
    part = HEAD + "“They went home,” said Border Police Field Office Director Ana Ruiz of Lima."
    assert not [cell for cell in list_table(part, blank, "organizations") if "name" in cell]
    assert not [cell for cell in list_cells(part, blank) if "organization_id" in cell]


def test_a_body_before_the_name_of_somebody_is_not_who_speaks(blank: Memory) -> None:
    said = "The Border Police said it was cold. Border Police {} told us that it was warm."
    assert len(list_cells(HEAD + said.replace("{}", "employee Ana Ruiz"), blank, "speaker")) == 1
    assert len(list_cells(HEAD + said.replace("{}", "headquarters"), blank, "speaker")) == 2
    clause = "Ana Ruiz, who oversees Border Police from Lima, Peru, said that it was warm."
    assert list_speakers(HEAD + clause, blank) == []


def test_a_city_is_no_person(blank: Memory) -> None:
    text = HEAD + "The officers of the Consulates General in Los Angeles, {} and Lima came."
    assert list_cells(text.replace("{}", "San Francisco"), blank, "person") == []


@pytest.mark.parametrize(
    "above", ["PRESS RELEASE", "Border Guard", "Ana Ruiz", "PRESS RELEASE\nNews from the office of the Border Guard"]
)
def test_a_headline_is_the_first_line_that_speaks_of_people_a_flight_or_a_number(above: str, blank: Memory) -> None:
    lines = f"Harbour Road, Lima Old City\n{above}\nEleven more are flown home today\nIt is the third flight\n\nAll are well."
    first = "Harbour Road, Lima Old City" if above == "Ana Ruiz" else "Eleven more are flown home today"
    assert list_cells(lines, blank, "headline") == [f"sources headline: {first}"]


def test_of_several_lines_that_speak_of_nothing_none_is_the_headline_of_a_release(blank: Memory) -> None:
    lines = "News of the border section\nNothing but a very good day\n\nAll are well."
    assert list_cells(lines, blank, "headline") == ["sources headline: News of the border section"]
    assert list_cells(f"PRESS RELEASE\n{lines}", blank, "headline") == []
    assert list_cells(f"PRESS RELEASE\n{lines.partition(chr(10))[2]}", blank, "headline") == [
        "sources headline: Nothing but a very good day"
    ]


def test_a_figure_has_its_value_and_a_unit_that_its_words_have(blank: Memory) -> None:
    text = HEAD + "It cost $40,000, took 12 hours, and 64% went, or 8 per cent. In room 12 there were 9 chairs. There are 5."
    lasted = ["?value: 12", "?unit: hours <- hours"]
    percent = ["?value: 64%", "?unit: percent <- 64%", "?value: 8 per cent"]
    dollars = ["?value: $40,000", "?unit: usd <- $40,000"]
    assert list_table(text, blank, "statistics") == [*dollars, *lasted, *percent, "?period_type: unspecified"]
    assert not list_table(text.replace("It cost", "In Canada it cost"), blank, "statistics")[0].startswith("?value: $")


@pytest.mark.parametrize(
    ("sentence", "is_proposed"),
    [
        ("They can stay for up to six weeks.", True),
        ("It is open 24 hours a day.", False),
        ("It came two weeks after the deal.", False),
        ("It was the largest in five years.", False),
        ("He spent 12 years there.", False),
        ("They had the last three days off.", False),
    ],
)
def test_what_lasted_is_a_figure_and_not_the_time_between_two_events(sentence: str, is_proposed: bool, blank: Memory) -> None:
    units = [cell for cell in list_table(CALM + sentence, blank, "statistics") if cell.startswith("?unit")]
    assert bool(units) == is_proposed


def test_a_verb_beside_a_number_says_that_it_is_a_flow(blank: Memory) -> None:
    flow = "?stock_or_flow: flow <- accept"
    assert flow in list_table(f"{CALM}Kenya has agreed to accept as many as 250 migrants.", blank, "statistics")
    assert flow in list_table(f"{CALM}Kenya has agreed to accept 250 Cuban nationals.", blank, "nationals_by_country")
    for other in ("Peru showed 250 {}.", "Those 250 {} were arrested.", "They killed or arrested 250 {}."):
        cells = list_table(CALM + other.format("migrants"), blank, "statistics")
        cells += list_table(CALM + other.format("Cuban nationals"), blank, "nationals_by_country")
        assert {"?value: 250", "persons: 250"} <= {*cells}, other
        assert not any(cell.startswith("?stock") for cell in cells)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Fourteen of them had been sentenced.", "Fourteen"),
        ("He saw fourteen of them.", ""),
        ("The 43 comprised 15 asylum seekers.", "15"),
        ("They arrested two people.", "two"),
        ("They saw two people.", ""),
        ("Fourteen of the 17 are men.", "Fourteen"),
        ("The remaining 17 had overstayed.", "17"),
        ("The remaining 17 are Cuban nationals.", ""),
        ("It said 41 of those on board had convictions.", "41"),
        ("Of those on board, 41 have convictions.", "41"),
        ("Of the 46, twenty-nine had been sentenced.", "twenty-nine"),
        ("Fewer than one in ten was seen.", ""),
        ("There was one for every five detainees.", ""),
        ("All but two of them were men.", ""),
        ("The 37 are all men.", ""),
        ("Four of the seven local men came.", ""),
        ("Three were local men.", "Three"),
        ("The three local men came.", ""),
        ("Three local men came.", "Three"),
    ],
)
def test_a_number_counts_the_people_whose_noun_is_its_own(sentence: str, value: str, blank: Memory) -> None:
    values = [cell for cell in list_table(CALM + sentence, blank, "statistics") if cell.startswith("?value")]
    assert values == ([f"?value: {value}"] if value else [])


def test_an_order_of_what_only_can_happen_is_no_figure(blank: Memory) -> None:
    assert not list_table(f"{CALM}No date has been set for a third flight.", blank, "statistics")
    assert "?value: third" in list_table(f"{CALM}There is a third flight.", blank, "statistics")


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
        ("Some 20 more people came.", []),
        ("Some 20 more migrants came.", ["Some 20", "persons <- migrants", "population: migrants"]),
        ("They took 20 of them.", []),
        ("They were 50, nine of them women.", ["nine", "persons <- women", "population: women"]),
        ("Half of them were women.", []),
        ("The Uzbeks, 30 of them, came.", []),
        ("They took 20 people to Minsk.", []),
        ("It is one of the flights.", []),
        ("Two flights a week are usual.", []),
        ("It cost 300 euros and €500.", []),
    ],
)
def test_what_a_number_counts_is_its_noun(sentence: str, cells: list[str], blank: Memory) -> None:
    coded = ("?measure: ", "?period_type: ", "?stock_or_flow: ")
    found = [cell for cell in list_table(CALM + sentence, blank, "statistics") if not cell.startswith(coded)]
    names = ("?value: ", "?unit: ", "?")
    assert found == [f"{name}{cell}" for name, cell in zip(names, cells, strict=False)]


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
        (SHARED, "?period_type: unspecified"),
    ]
    assert not list_table(CALM + "He saw 15 trees in Bavaria. He saw 3 in Gujarat.", blank, "statistics")


@pytest.mark.parametrize(
    ("sentence", "words", "verb"),
    [
        ("On board were 15 men and 20 women.", "On board", "On board"),
        ("Those expelled were 15 men and 20 women.", "Those expelled", "Those expelled"),
    ],
)
def test_groups_of_those_aboard_share_their_codes(sentence: str, words: str, verb: str, blank: Memory) -> None:
    text = CALM + "On March 12, 2031 the plane landed in Tbilisi. " + sentence
    article = read_article("s900", text, blank)
    found = [(one.row, show(article, one)) for one in propose(article) if one.rule.startswith("group")]
    assert found == [
        (SHARED, f"statistics ?measure: aboard_flight <- {words}"),
        (SHARED, f"statistics ?stock_or_flow: flow <- {verb}"),
        (SHARED, f"statistics ?flight_id: 2031-03-12-tbilisi <- {words}"),
        (SHARED, "statistics ?period_type: unspecified"),
    ]


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("It was the second U.S. flight.", ["s900-flight-second-rank"]),
        ("The second flight came at noon.", []),
        ("The second flight of the year came at noon.", ["s900-flight-second-rank"]),
        ("The flight was the second.", ["s900-flight-second-rank"]),
        ("The flight was the second time.", []),
        ("The second such flight came. It was the SECOND such flight.", ["s900-flight-second-rank"]),
        ("It was the second flight after the first flight.", ["s900-flight-first-rank", "s900-flight-second-rank"]),
        ("It was the fifty-second flight.", ["s900-flight-fifty-second-rank"]),
    ],
)
def test_a_place_in_an_order_that_is_said_again_is_one_row(sentence: str, rows: list[str], blank: Memory) -> None:
    assert sorted(list_rows(CALM + sentence, blank, "statistics") - {SHARED}) == rows


def test_those_who_work_aboard_are_no_passengers(blank: Memory) -> None:
    text = CALM + "On March 12, 2031 the plane landed in Tbilisi. On board were also 86 officers."
    assert "?value: 86" in list_table(text, blank, "statistics")
    assert not list_cells(text, blank, "flight-persons")
    assert not list_cells(f"{CALM}In Tbilisi the officers met two passengers.", blank, "flight-persons")


def test_a_caption_says_no_place_of_the_flight(blank: Memory) -> None:
    text = CALM + "On March 12, 2031 a plane landed in Tbilisi. {} deported from Peru."
    assert "origin_country: Peru" not in list_table(text.format("Migrants are being"), blank, "flights")
    assert "?origin_country: Peru" not in list_table(text.format("Migrants are being"), blank, "flights")
    assert any("origin_country: Peru" in one for one in list_table(text.format("The 40 people were"), blank, "flights"))


def test_a_landing_in_another_country_than_that_of_the_end_is_none_of_the_end(blank: Memory) -> None:
    text = CALM + "On March 12, 2031 a flight to Tbilisi left Lima. "
    assert "destination_place: Prague" not in list_table(f"{text}It landed in Prague.", blank, "flights")
    assert "flight_status: arrived <- landed" not in list_table(f"{text}It landed in Prague.", blank, "flights")
    assert "flight_status: arrived <- landed" in list_table(f"{text}It landed in Tbilisi.", blank, "flights")
    assert "flight_status: arrived <- landed" not in list_table(f"{text}The plane landed at Umka airport.", blank, "flights")


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("It was the third such deportation flight.", ["measure: other <- flight", "period_type: unspecified"]),
        (
            "It was the third flight this year.",
            ["measure: other <- flight", "period: this year", "period_type: calendar_year <- this year"],
        ),
        (
            "It was the third flight of 2030.",
            ["measure: other <- flight", "period: 2030", "period_type: calendar_year <- of 2030"],
        ),
        ("It was the third flight since he came.", ["measure: other <- flight"]),
        ("It was the first agreement.", ["measure: agreement <- agreement", "period_type: unspecified"]),
        (
            "They carried out 40 deportations.",
            ["measure: removal <- deportations", "stock_or_flow: flow <- carried out", "period_type: unspecified"],
        ),
        ("ICE counted 40 deportations.", ["period_type: unspecified"]),
        ("They signed 300 deportation orders.", ["stock_or_flow: flow <- signed", "period_type: unspecified"]),
        ("So far they had removed 130 migrants.", ["stock_or_flow: flow <- removed"]),
        ("By the deal of 2031 they took 130 migrants.", ["stock_or_flow: flow <- took"]),
        ("Some 40 officers met.", ["period_type: unspecified"]),
        ("Some 40 officers met last week.", []),
    ],
)
def test_the_codes_of_a_figure_are_what_the_words_beside_it_say(sentence: str, codes: list[str], blank: Memory) -> None:
    fields = ("measure", "period", "stock")
    found = [cell.removeprefix("?") for cell in list_table(CALM + sentence, blank, "statistics")]
    assert [cell for cell in found if cell.startswith(fields) and not cell.startswith("measure_printed")] == codes


def test_a_rule_that_is_switched_off_proposes_nothing(blank: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + "Interior Minister Ana Ruiz said that all were home."
    assert list_cells(text, blank, "person")
    monkeypatch.setattr("curation.proposals.propose.load_order", lambda: {"off": ["person"], "last": []})
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


@pytest.mark.parametrize(
    ("sentence", "words", "flow"),
    [
        ("On board were 39 police officers.", "police officers", "On board"),
        ("They were accompanied by 39 guards.", "guards", "accompanied"),
        ("Some 39 nurses flew with the group.", "nurses", "flew with the group"),
    ],
)
def test_those_who_are_with_the_passengers_are_counted_for_what_they_are(
    sentence: str, words: str, flow: str, blank: Memory
) -> None:
    text = f"{CALM}On March 12, 2031 the plane landed in Tbilisi. {sentence}"
    found = {cell.partition(" ")[2] for cell in list_cells(text, blank, "staff")}
    assert {f"?measure: other <- {words}", f"?measure_printed: {words}", f"?stock_or_flow: flow <- {flow}"} <= found
    assert list_cells(f"{CALM}Some 39 officers slept.", blank, "staff") == []


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        (
            "The remaining 17 had overstayed their visas.",
            ["persons <- remaining", "overstayed their visas", "aboard_flight <- remaining"],
        ),
        (
            "Five of those on board had a criminal record, he said.",
            ["persons <- those", "a criminal record", "aboard_flight <- on board"],
        ),
        ("Seven of those removed were women.", []),
        ("Nine of them were arrested.", []),
        ("The remaining 14 are Ghanaians.", []),
    ],
)
def test_a_number_of_some_of_the_passengers_rests_on_the_words_that_say_of_whom(
    sentence: str, cells: list[str], blank: Memory
) -> None:
    text = f"{CALM}On March 12, 2031 the plane landed in Tbilisi. {sentence}"
    found = [cell.partition(": ")[2] for cell in list_cells(text, blank, "figure-some")]
    assert found[1:4] == cells


def test_an_outlet_names_itself_in_its_dateline_or_before_its_section(blank: Memory) -> None:
    agency = "VIENTIANE, March 4 (Lao Wire) - All are well."
    paper = "Lao Info | Society\n\nEleven more are flown home\n\nAll are well."
    assert list_cells(agency, blank, "outlet") == [
        "sources publisher: Lao Wire",
        "organizations name: Lao Wire",
        "organizations organization_type: news_agency <- Lao Wire",
    ]
    assert list_cells(paper, blank, "outlet") == [
        "sources publisher: Lao Info",
        "organizations name: Lao Info",
        "organizations organization_type: newspaper <- Lao Info",
    ]
    for line in ("By Ana Ruiz | Posted today", "News Release | Removal"):
        assert list_cells(f"{line}\n\nAll are well.", blank, "outlet") == []


@pytest.mark.parametrize(
    ("sentence", "ground"),
    [
        ("Five had been convicted of theft.", "criminal_conviction <- convicted"),
        ("The rest had overstayed their visas.", "stay_expired <- overstayed their visas"),
        ("Most had entered the country illegally.", "illegal_entry <- entered the country illegally"),
        ("None had been convicted of theft.", ""),
        ("A passenger said he had overstayed his visa.", ""),
    ],
)
def test_the_ground_of_a_removal_is_what_the_passengers_are_said_to_have_done(
    sentence: str, ground: str, blank: Memory
) -> None:
    text = f"{CALM}On March 12, 2031 the plane landed in Tbilisi. {sentence}"
    assert list_cells(text, blank, "ground") == ([f"flights ?legal_grounds: {ground}"] if ground else [])


def test_a_body_that_the_collection_knows_is_named_where_a_sentence_begins_with_it(blank: Memory) -> None:
    memory = remember_collection(ROOT, read_schemas(ROOT)[0])
    name = "U.S. Immigration and Customs Enforcement"
    assert list_cells(f"{HEAD}The {name} removed 20 people.", memory, "body-known") == [
        f"organizations spellings: {name}",
    ]
    assert list_cells(f"{HEAD}The plane was hired by {name}.", memory, "body-known") == []


def test_nationals_who_live_somewhere_are_a_stock(blank: Memory) -> None:
    cells = list_table(f"{CALM}Some 370 Cubans live in Peru.", blank, "nationals_by_country")
    assert "?stock_or_flow: stock <- live" in cells
    assert "?period_type: as_of <- live" in cells


def test_a_judge_or_a_legislator_is_coded_where_somebody_of_them_speaks(blank: Memory) -> None:
    assert list_cells(f"{HEAD}Judge Ana Ruiz has set a hearing.", blank, "person") == []
    assert list_cells(f"{HEAD}Judge Ana Ruiz said that it was late.", blank, "person")
    assert list_cells(f"{HEAD}Minister Ana Ruiz could not be reached.", blank, "person") == []


def test_who_is_told_does_not_speak(blank: Memory) -> None:
    said = "“All are home,” a cousin told the Lao Embassy in Lima."
    assert list_speakers(HEAD + said, blank) == []


def test_the_country_that_owns_a_body_is_no_part_of_its_name(blank: Memory) -> None:
    cells = list_table(f"{HEAD}Mongolia's Foreign Ministry said that all were home.", blank, "organizations")
    assert cells == [
        "name: Foreign Ministry",
        "organization_type: foreign_ministry <- Foreign Ministry",
        "country: Mongolia",
    ]


def test_to_put_something_at_a_number_is_to_say_it(blank: Memory) -> None:
    assert list_speakers(f"{HEAD}Minister Ana Ruiz put the cost of the flight at 4 million.", blank)
    assert list_speakers(f"{HEAD}Minister Ana Ruiz put the people first.", blank) == []


def test_no_list_of_the_rules_has_a_word_twice() -> None:
    assert [name for name, words in load_rules().items() if isinstance(words, list) and len(words) != len({*words})] == []


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "Forty came, said Ana Ruiz, who runs the Border Guard's return office.",
            "said Ana Ruiz, who runs the Border Guard's return office",
        ),
        (
            "“Forty came,” said Atty. Ana Ruiz, director of the Migration Bureau.",
            "said Atty. Ana Ruiz, director of the Migration Bureau",
        ),
        ("The Ambassador, His Excellency Juan Ruiz, said forty came.", "Ambassador, His Excellency Juan Ruiz, said"),
        ("The head of the Return Division, Ana Ruiz, said forty came.", "head of the Return Division, Ana Ruiz, said"),
        (
            "The Ministry of Justice, Home Affairs and Peace is pleased to inform that forty came.",
            "Ministry of Justice, Home Affairs and Peace is pleased to inform",
        ),
        (
            "The Border Guard, in a letter of Friday, however, said forty came.",
            "Border Guard, in a letter of Friday, however, said",
        ),
        ("The press service of the Border Guard reports that forty came.", "press service of the Border Guard reports"),
        ("The consul, Ana Ruiz, was there; she said forty came.", "she said"),
        ("The Border Guard counts them. It states that forty came.", "It states"),
        ("The Migration Agency counts them. Forty came, agency data show.", "agency data show"),
    ],
)
def test_who_speaks_is_found_beside_offices_clauses_and_asides(sentence: str, words: str, blank: Memory) -> None:
    cells = list_cells(f"{CALM}{sentence}", blank, "speaker")
    assert [cell.partition(" <- ")[2] for cell in cells] == [words]


@pytest.mark.parametrize(
    "sentence",
    [
        "“Forty came,” said Ana Ruiz, who runs a shelter. “They were well when they came to us.”",
        "Their lawyer, Ana Ruiz, said forty came.",
        "Ana Ruiz, president of the Organization of the Deported, said forty came.",
    ],
)
def test_somebody_without_an_office_of_a_state_speaks_for_none_also_in_a_release(sentence: str, blank: Memory) -> None:
    text = f"BORDER GUARD HEADQUARTERS\n\n{CALM}{sentence}"
    assert list_cells(text, blank, "speaker") == []
    assert list_cells(text, blank, "quotation") == []


def test_an_officer_in_a_release_is_one_of_who_publishes_it(blank: Memory) -> None:
    sentence = "The Deputy Director-General in charge of Relief, Ana Ruiz, said forty came."
    assert list_cells(f"{CALM}{sentence}", blank, "speaker") == []
    assert len(list_cells(f"BORDER GUARD HEADQUARTERS\n\n{CALM}{sentence}", blank, "speaker")) == 1
