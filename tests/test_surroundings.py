"""What is around the words of a claim: words beside them, marks, other speakers; and what no reason can replace."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.claims.joint_figures import find_joined
from curation.claims.reasons import list_certainties
from curation.claims.surroundings import has_full_stop
from test_single_coding import find, list_errors, make_nationals

FLIGHT = "  flights/2031-hatay-oslo:\n"
SAID = {
    "arrival_date": ("The plane landed in Oslo on 3 May 2031.", "The plane left Hatay on 3 May 2031.", "3 May 2031"),
    "departure_date": ("The plane took off on 3 May 2031.", "The plane was in Oslo on 3 May 2031.", "3 May 2031"),
    "funder": ("Norway bore the cost.", "Norway arranged it all.", "Norway"),
    "organizer": ("Norway arranged it all.", "Norway bore the cost.", "Norway"),
}


@pytest.mark.parametrize("field", SAID)
def test_a_sentence_says_what_its_field_is_about(field: str, tmp_path: Path) -> None:
    right, wrong, words = SAID[field]
    slip = f"flights/2031-hatay-oslo/{field}: its sentence has no word that says so"
    assert not find(list_errors(tmp_path / "right", f"{right}\n{FLIGHT}    {field}: {words}\n"), slip)
    assert find(list_errors(tmp_path / "wrong", f"{wrong}\n{FLIGHT}    {field}: {words}\n"), slip)


def test_a_reason_may_say_what_the_sentence_does_not_and_one_about_something_else_does_not(tmp_path: Path) -> None:
    text = "That was on Saturday.\n"
    cell = f"{FLIGHT}    arrival_date: 2031-05-03 <- Saturday -- 3 May 2031 is a Saturday"
    slip = "its sentence has no word that says so"
    assert find(list_errors(tmp_path / "wrong", f"{text}{cell}\n"), slip)
    assert not find(list_errors(tmp_path / "right", f'{text}{cell}, and "that" is that the plane landed\n'), slip)


def test_words_that_say_another_field_of_the_table_are_not_its_own(tmp_path: Path) -> None:
    text = "They thanked Norway for organizing and for funding the flight.\n"
    wrong = f"{FLIGHT}    funder: NOR <- Norway for organizing\n"
    right = f"{FLIGHT}    funder: NOR <- Norway for organizing and for funding\n"
    assert find(list_errors(tmp_path / "wrong", text + wrong), "flights/2031-hatay-oslo/funder", "speaks of organizer")
    assert not find(list_errors(tmp_path / "right", text + right), "speaks of")


BODY = """\
  organizations/police:
    name: Border Police
    organization_type: national_agency -- the Border Police is a service of the state
"""
CITED = "  sources/s900:\n    cites: police <- Border Police\n"


def quote(words: str, mode: str, text: str, more: str = "") -> str:
    return (
        f"  quotes/a:\n    by: police <- {words}\n    statement_id: a\n    quote_mode: {mode}\n    quote_text: {text}\n{more}"
    )


def test_terms_are_outside_quotation_marks(tmp_path: Path) -> None:
    text = "“We return them all,” the Border Police said of the removal."
    cells = f"{quote('the Border Police said', 'direct', 'We return them all')}{BODY}{CITED}{FLIGHT}    terms_printed: "
    assert find(list_errors(tmp_path / "wrong", f"{text}\n{cells}return\n"), "«return» stands between quotation marks")
    assert not find(list_errors(tmp_path / "right", f"{text}\n{cells}removal\n"), "quotation marks")


@pytest.mark.parametrize(
    ("words", "certainties"),
    [
        ("it is expected", ["planned"]),
        ("is set to", ["planned"]),
        ("will", ["planned"]),
        ("to", ["planned"]),
        ("reportedly", ["hedged"]),
        ("is believed to be", ["hedged"]),
        ("according to", ["hedged"]),
        ("is reportedly scheduled", ["planned", "hedged"]),
        ("on monday", []),
    ],
)
def test_words_of_the_future_make_a_plan_and_words_of_doubt_a_hedge(words: str, certainties: list[str]) -> None:
    assert list_certainties({*words.split()}) == certainties


def test_a_plan_is_no_hedge_and_a_hedge_no_plan(tmp_path: Path) -> None:
    text, cells = "{} the plane will go on to Norway.", f"{FLIGHT}    hedge: {{}} <- {{}}\n    onward_countries: Norway\n"
    for name, words, right, wrong in (
        ("plan", "It is expected that", "planned", "hedged"),
        ("doubt", "Reportedly", "hedged", "planned"),
    ):
        for certainty in (right, wrong):
            passage = f"{text.format(words)}\n{cells.format(certainty, words)}"
            found = find(list_errors(tmp_path / f"{name}-{certainty}", passage), f"does not make it {certainty}")
            assert bool(found) == (certainty == wrong)


def test_words_as_printed_are_in_the_source_itself(tmp_path: Path) -> None:
    text = "The plane left the region. It was Hatay."
    cell = f"{FLIGHT}    origin_place: {{}} <- the region -- the next sentence says “It was Hatay”\n"
    slip = "is not in the text of s900"
    assert find(list_errors(tmp_path / "wrong", f"{text}\n{cell.format('Izmir')}"), "«Izmir»", slip)
    assert find(list_errors(tmp_path / "part", f"{text}\n{cell.format('Hat')}"), "«Hat»", slip)
    assert not find(list_errors(tmp_path / "right", f"{text}\n{cell.format('Hatay')}"), slip)


def test_no_reason_makes_the_name_of_one_country_that_of_another(tmp_path: Path) -> None:
    text = "They sent {} citizens."
    cells = f"{FLIGHT}    onward_countries: {{}} <- {{}} -- the “{{}}” of the text\n"

    def look(name: str, words: str, code: str) -> list[str]:
        return list_errors(tmp_path / name, f"{text.format(words)}\n{cells.format(code, words, words)}")

    assert find(look("wrong", "Turkmen", "TUR"), "onward_countries is TUR", "«Turkmen» is the name of TKM")
    assert not find(look("right", "Turkmen", "TKM"), "is the name of")
    assert not find(look("ambiguous", "Georgian", "GEO"), "is the name of")
    assert not find(look("more", "a Turkmen partner's", "TUR"), "is the name of")


def test_a_number_that_the_words_do_not_give_needs_evidence(tmp_path: Path) -> None:
    text = "The highest number of people was taken."
    cells = "  statistics/a:\n    value: exact {}\n    unit: persons <- people\n"
    slip = "has no number"
    wrong = cells.format("1 <- highest number -- the “highest” is the first")
    assert find(list_errors(tmp_path / "wrong", f"{text}\n{wrong}"), slip)
    shown = cells.format("1 <- highest number -- the “highest” is the first [page]")
    assert not find(list_errors(tmp_path / "shown", f"{text}\n{shown}"), slip)
    few = cells.format("1 <- a -- “a” single one")
    assert not find(list_errors(tmp_path / "few", f"They took a number of people.\n{few}"), slip)


JOINT = {
    "before": "Over 100 citizens from Cuba, Laos and Yemen were sent.",
    "after": "From Cuba, Laos and Yemen were sent citizens: 100.",
    "no noun": "100 Cuban, Laotian and Yemeni citizens were sent.",
}


@pytest.mark.parametrize("name", JOINT)
def test_a_figure_of_several_countries_is_that_of_none_alone(name: str, tmp_path: Path) -> None:
    text = JOINT[name]
    number = "Over 100" if "Over" in text else "100"
    countries = ("Cuban", "Laotian", "Yemeni") if "Cuban" in text else ("Cuba", "Laos", "Yemen")
    rows = [("a-cub", countries[0], number), ("a-lao", countries[1], ""), ("a-yem", countries[2], "")]
    errors = list_errors(tmp_path / "wrong", make_nationals(text, *rows))
    assert find(errors, "nationals_by_country/a-cub/persons", "together")
    assert not find(
        list_errors(tmp_path / "right", make_nationals(text, *((row, name, "") for row, name, _ in rows))), "together"
    )


def test_a_figure_that_each_has_is_that_of_each(tmp_path: Path) -> None:
    rows = [("a-cub", "Cuba", "Two"), ("a-lao", "Laos", "Two")]
    assert not find(
        list_errors(tmp_path / "each", make_nationals("Two each were sent, citizens of Cuba and Laos.", *rows)), "together"
    )
    rows = [("a-cub", "Cuba", "Two"), ("a-lao", "Laos", "a")]
    assert not find(
        list_errors(
            tmp_path / "a",
            make_nationals("Two citizens of Cuba and a man of Laos were sent.", *rows[:1], ("a-lao", "Laos", "")),
        ),
        "together",
    )


@given(
    st.lists(st.sampled_from(["Cuba", "Laos", "Yemen", "Mexico", "Kenya"]), min_size=2, max_size=5, unique=True),
    st.integers(2, 999),
)
def test_a_list_with_a_number_of_its_own_for_each_name_is_not_joint(names: list[str], number: int) -> None:
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    assert [len(found) for found in find_joined(f"{number} people from {listed} were sent.")] == [len(names)]
    assert not [*find_joined(f"{number} people from {names[0]} and another from {names[1]} were sent.")]
    assert not [*find_joined(f"{number} people each from {listed} were sent.")]
    assert not [*find_joined(" and ".join(f"{number + place} people from {name}" for place, name in enumerate(names)))]


PERSON = """\
  officials/ada-holm:
    name: Ada Holm
    role: spokesperson <- spokeswoman
    roles_printed: spokeswoman
    organization_id: police <- Border Police
"""


def test_words_that_name_a_person_are_not_of_a_body(tmp_path: Path) -> None:
    text = "“We came,” said Ada Holm, a spokeswoman of the Border Police."
    words = "said Ada Holm, a spokeswoman of the Border Police"
    wrong = f"{text}\n{quote(words, 'direct', 'We came')}{BODY}{PERSON}{CITED}"
    assert find(list_errors(tmp_path / "wrong", wrong), "by: police", "the words name ada-holm")
    assert not find(list_errors(tmp_path / "right", wrong.replace("by: police", "by: ada-holm")), "the words name")
    owner = (
        wrong.replace("a spokeswoman", "spokeswoman").replace("said Ada Holm,", "said Ada Holm's").replace("Holm’s", "Holm's")
    )
    assert not find(list_errors(tmp_path / "owner", owner), "the words name")


OUTLET = "  organizations/courier:\n    name: Courier\n    organization_type: newspaper <- newspaper\n"


def test_an_outlet_in_the_sentence_of_a_speaker_is_coded(tmp_path: Path) -> None:
    text = "“We came,” the Border Police said, as the newspaper Courier has it."
    cells = f"{quote('the Border Police said', 'direct', 'We came')}{BODY}{OUTLET}{CITED}"
    slip = "the sentence names courier"
    assert find(list_errors(tmp_path / "lost", f"{text}\n{cells}"), slip)
    via = cells.replace("police <- the Border Police said", "police via courier <- the Border Police said")
    assert not find(list_errors(tmp_path / "via", f"{text}\n{via}"), slip)
    aside = f"{cells}  uncoded: Courier -- who was there, and said nothing\n"
    assert not find(list_errors(tmp_path / "aside", f"{text}\n{aside}"), slip)


def test_two_descriptions_are_two_unnamed_bodies(tmp_path: Path) -> None:
    body = "  organizations/unnamed:\n    {}: {}\n    organization_type: unnamed_official <- {}\n"
    first = f"A government official came.\n{body.format('name', 'government official', 'official')}"

    def look(name: str, words: str, noun: str) -> list[str]:
        return find(
            list_errors(tmp_path / name, first, f"The {words} left.\n{body.format('spellings', words, noun)}"),
            "two descriptions",
        )

    assert look("other", "representative of the government", "representative")
    assert not look("shorter", "official", "official")


def test_a_reason_does_not_put_a_body_in_the_place_of_the_one_that_is_named(tmp_path: Path) -> None:
    bodies = "  organizations/ministry:\n    name: Home Office\n    organization_type: national_agency -- the “Home Office”\n"
    first = f"The Border Police is part of the Home Office.\n{BODY}{bodies}"
    cells = "  statistics/a:\n    value: 7\n    unit: persons <- people\n    agency: ministry <- Border Police{}\n"

    def look(name: str, reason: str) -> list[str]:
        return find(
            list_errors(tmp_path / name, first, f"The Border Police has 7 people.\n{cells.format(reason)}"), "names police"
        )

    assert look("none", "")
    assert look("empty", " -- the Border Police is part of the ministry")
    assert not look("quoted", " -- it “is part of the Home Office”, which counts")
    assert not look("cited", " -- the Home Office counts [page]")


def test_an_act_is_no_statement(tmp_path: Path) -> None:
    for name, words, is_act in (("act", "agreed", True), ("told", "agreed, saying", False), ("speech", "said", False)):
        text = f"The Border Police {words} to take them back."
        cells = f"{quote('The Border Police', f'reported <- {words}', 'to take them back')}{BODY}{CITED}"
        assert bool(find(list_errors(tmp_path / name, f"{text}\n{cells}"), "does not say so", "quote_mode")) == is_act


def test_a_narrower_code_that_the_words_say_is_the_code(tmp_path: Path) -> None:
    text = "ICE removed 7 people."
    cells = "  statistics/a:\n    value: 7\n    unit: persons <- people\n    measure: {} <- {}\n"
    assert find(list_errors(tmp_path / "wide", f"{text}\n{cells.format('removal', 'ICE removed')}"), "says ice_removal")
    assert not find(list_errors(tmp_path / "narrow", f"{text}\n{cells.format('ice_removal', 'ICE removed')}"), "says")
    assert not find(list_errors(tmp_path / "alone", f"{text}\n{cells.format('removal', 'removed')}"), "says ice_removal")


def test_the_medium_that_a_sentence_names_is_coded(tmp_path: Path) -> None:
    text = "“We came,” the Border Police said in a press release."
    cells = f"{quote('the Border Police said', 'direct', 'We came', '{}')}{BODY}{CITED}"
    slip = "quotes/a: «press release» is not coded, and there is no medium"
    assert find(list_errors(tmp_path / "lost", f"{text}\n{cells.format('')}"), slip)
    assert not find(list_errors(tmp_path / "coded", f"{text}\n{cells.format('    medium: press release' + chr(10))}"), slip)
    aside = f"{cells.format('')}  uncoded: press release -- of another day\n"
    assert not find(list_errors(tmp_path / "aside", f"{text}\n{aside}"), slip)
    quoted = "“We came by press release,” the Border Police said."
    assert not find(
        list_errors(tmp_path / "quoted", f"{quoted}\n{cells.format('').replace('We came', 'We came by press release')}"),
        "is not coded",
    )


def test_a_headline_opens_the_text_and_is_no_sentence(tmp_path: Path) -> None:
    head = "  sources/s900:\n    headline: {}\n"
    author = head.format("Ada Ruiz").replace("headline", "author")
    for name, passages, slip in (
        ("right", [f"Plane leaves U.S.\n{head.format('Plane leaves U.S.')}"], ""),
        ("question", [f"Who left Oslo?\n{head.format('Who left Oslo?')}"], ""),
        ("furniture", ["Latest news\n  uncoded: page furniture\n", f"Plane leaves\n{head.format('Plane leaves')}"], ""),
        ("sentence", [f"The plane left.\n{head.format('The plane left')}"], "ends as a sentence does"),
        ("part", [f"The plane left Oslo\n{head.format('left Oslo')}"], "does not open the text"),
        ("letterhead", [f"By Ada Ruiz\n{author}", f"Plane leaves\n{head.format('Plane leaves')}"], ""),
        ("later", [f"By Ada Ruiz.\n{author}", f"It left\n{head.format('It left')}"], "does not open the text"),
    ):
        errors = list_errors(tmp_path / name, *passages)
        assert bool(find(errors, "headline", slip or "headline: ")) == bool(slip), (name, errors)


@given(st.sampled_from(["Plane leaves", "Plane leaves U.S.", "Who leaves?", "“Go”"]))
def test_a_full_stop_after_any_words_ends_a_sentence_but_that_of_an_abbreviation(words: str) -> None:
    assert not has_full_stop(words, len(words))
    assert has_full_stop(f"{words} now.", len(words) + 4)
