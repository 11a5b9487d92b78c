"""Each name of a country or a people is accounted for; a table that reads one name of a list reads the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Copy
from curation.text.countries import scan_countries
from curation.text.lists import find_lists
from one_source import write_collection

A, B = "annotations/s100.yaml", "annotations/s101.yaml"
KAZAKH = "  nationals_by_country/flight-2031-03-12-kaz:\n    country: Kazakh\n"
SET_ASIDE = "  uncoded: Georgia -- who is thanked, as the quote says\n"


def code_once(copy: Copy) -> Copy:
    """Take the second codings away."""
    shutil.rmtree(copy.root / "annotations" / "second")
    return copy


def list_left(copy: Copy) -> list[str]:
    """Return the names that are asked for, each as its error says it."""
    errors = [str(problem) for problem in copy.prepare().errors]
    assert all("country's name not accounted for" in error for error in errors), errors
    return errors


# Lists


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("nationals of Cuba, Jamaica, Laos, Vietnam and Yemen.", ["CUB JAM LAO VNM YEM"]),
        ("Uzbek, Kazakh and Kyrgyz nationals", ["UZB KAZ KGZ"]),
        ("369 Kazakh citizens, 319 Kyrgyz citizens, 149 Tajik and 40 Turkmen citizens", ["KAZ KGZ TJK TKM"]),
        ("two from Cuba, two from Myanmar, and one each from Vietnam, Laos and Mexico", ["CUB MMR VNM LAO MEX"]),
        ("Kazakhstan (369), Kyrgyzstan (319) and Tajikistan (149)", ["KAZ KGZ TJK"]),
        ("Uzbekistan 975, Kazakhstan 369", ["UZB KAZ"]),
        ("citizens of Cuba and citizens of Laos", ["CUB LAO"]),
        ("Cuban men and Haitian men", ["CUB HTI"]),
        ("Peru; Chile / Brazil", ["PER CHL BRA"]),
        ("not only to Cuba but also to Laos", ["CUB LAO"]),
        ("Cuba and Laos told Peru and Chile", ["CUB LAO", "PER CHL"]),
        ("Cuba thanked Laos", []),
        ("from Cuba to Laos", []),
        ("Cuba, which borders no Laos", []),
        ("Cuban courts and Haitian migrants", []),
        ("Cuba. Laos", []),
        ("Cuba", []),
    ],
)
def test_the_names_of_a_list_are_found_together(text: str, lists: list[str]) -> None:
    assert [" ".join(name.code for name in listed) for listed in find_lists(text, scan_countries(text))] == lists


NAMES = st.lists(st.sampled_from(["Cuba", "Laos", "Yemen", "South Sudan", "Uzbek", "Kazakhs"]), min_size=2, max_size=6)
LEADS = st.sampled_from(["", "from ", "two from ", "one each from ", "more than 40 from ", "the "])
ENDS = st.sampled_from([" and ", ", and ", " or ", ", ", " as well as "])


@given(NAMES, st.data())
def test_a_list_is_one_list_however_its_names_are_led_and_joined(names: list[str], data: st.DataObject) -> None:
    led = [data.draw(LEADS) + name for name in names]
    text = f"They took people {', '.join(led[:-1])}{data.draw(ENDS)}{led[-1]} home."
    found = [name for name in scan_countries(text) if name.can_be_country]
    (listed,) = find_lists(text, found)
    assert [text[name.start : name.end] for name in listed] == names


# Names of lists


def test_a_name_lost_from_a_list_that_a_table_reads_is_asked_for(two_sources: Copy) -> None:
    two_sources.edit(B, KAZAKH, "")
    errors = two_sources.errors()
    assert len(errors) == 1, errors
    assert errors[0].startswith(f"{B}:5:3: country's name not accounted for: «Kazakh»")
    assert "nationals_by_country has another name of the same list" in errors[0]


def test_words_of_another_table_do_not_account_for_a_name_of_a_list(two_sources: Copy) -> None:
    two_sources.edit(B, KAZAKH, "")
    two_sources.edit(B, "    terms_printed: deported\n", "    terms_printed:\n    - deported\n    - Kazakh\n")
    assert any("country's name not accounted for: «Kazakh»" in error for error in two_sources.errors())


def test_countries_of_another_table_do_not_account_for_a_name_of_a_list(two_sources: Copy) -> None:
    onward = "    terms_printed: deported\n    onward_travel: expected <- among them\n    onward_countries: Kazakh\n"
    two_sources.edit(B, "    terms_printed: deported\n", onward)
    assert not any("not accounted for" in error for error in two_sources.errors()), "flights reads one of the three alone"
    two_sources.edit(B, KAZAKH, "")
    (error,) = [error for error in two_sources.errors() if "not accounted for" in error]
    assert "«Kazakh»" in error


def test_a_name_of_a_list_can_be_set_aside_with_its_reason(two_sources: Copy) -> None:
    two_sources.edit(B, KAZAKH, "")
    two_sources.edit(
        B,
        "    quote_text: More than 40 ... Kyrgyz citizens\n",
        "    quote_text: More than 40 ... Kyrgyz citizens\n  uncoded: Kazakh -- for this test\n",
    )
    assert not any("not accounted for" in error for error in two_sources.errors())


# Names alone


@pytest.mark.parametrize("cells", ["  by: x <- a Kenyan minister said\n", "  hedge: a Kenyan minister said\n", ""])
def test_the_words_of_a_by_or_a_hedge_account_for_the_country_in_them(cells: str, tmp_path: Path) -> None:
    text = "A plane took 40 people to Cuba, a Kenyan minister said."
    flight = "  flights/f:\n    destination_country: Cuba\n    persons: 40\n"
    speaker = "  organizations/x:\n    name: minister\n    organization_type: government <- minister\n"
    copy = write_collection(tmp_path, text, f"- in: >-\n    {text}\n{cells}{flight}{speaker}")
    left = [error for error in copy.errors() if "country's name" in error]
    assert [error.partition("«")[2][:6] for error in left] == ([] if cells else ["Kenyan"])


def test_what_is_coded_or_set_aside_is_not_asked_for(two_sources: Copy) -> None:
    assert list_left(code_once(two_sources)) == []


def test_a_name_inside_a_quotation_is_not_accounted_for_by_the_quotation(two_sources: Copy) -> None:
    code_once(two_sources).edit(A, SET_ASIDE, "")
    (error,) = list_left(two_sources)
    assert "«Georgia»" in error
    assert "uncoded: Georgia -- the reason" in error


def test_a_row_lost_from_a_sentence_is_asked_for(two_sources: Copy) -> None:
    row = KAZAKH + "    country_basis: citizenship <- Kazakh citizens\n    persons: 12\n"
    code_once(two_sources).edit(A, row, "")
    errors = [str(problem) for problem in two_sources.prepare().errors]
    assert sum("«Kazakh»" in error for error in errors) == 1
    assert all("not accounted for" in error for error in errors), "its number is asked for too, and nothing that follows"


def test_a_country_that_only_a_code_has_is_asked_for(two_sources: Copy) -> None:
    deported = "event_date_of: removal <- deported from Germany"
    code_once(two_sources).edit(B, "    event_date_of: removal <- deported\n", f"    {deported}\n")
    two_sources.edit(B, "    origin_country: Germany\n", "")
    two_sources.edit(B, "    origin_place: Germany\n", "")
    (error,) = list_left(two_sources)
    assert "«Germany»" in error


def test_words_of_a_name_a_speaker_or_a_place_account_for_the_country_in_them(two_sources: Copy) -> None:
    """Germany's Ministry of Justice is a body's name, and the words of the `by:`; Germany is a place."""
    code_once(two_sources).edit(B, "    origin_country: Germany\n", "")
    two_sources.edit(
        A,
        "    organization_type: national_agency <- Ministry of Justice\n    country: Germany\n",
        "    organization_type: national_agency <- Ministry of Justice\n",
    )
    assert not any("Germany" in error for error in two_sources.errors())


def test_a_country_whose_cell_cannot_be_read_is_one_error(two_sources: Copy) -> None:
    code_once(two_sources).edit(B, "    country: Kazakh\n", "    country: Kazakhh\n")
    (error,) = [str(problem) for problem in two_sources.prepare().errors]
    assert "words not found" in error
