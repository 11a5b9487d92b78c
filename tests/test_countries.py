"""Countries and peoples: a whole name is read as its code, or refused; verify.py reads the same from the published files."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Copy
from curation.annotation.document import Passage
from curation.claims.wholeness import find_country_faults
from curation.package.publish import find_strays
from curation.package.readers import write_readers
from curation.sources.register import hash_text, normalize_seed
from curation.text.countries import find_countries, list_country_codes, read_country, read_country_code, scan_countries
from curation.text.country_names import load_codes, load_phrases
from curation.text.lexicon import read_lexicon
from curation.text.readings import Reading, Unread
from growth import LINEAR_AT_MOST, measure_growth
from package_files import Files
from verify import Lexicon, load_lexicons, name_place, verify_files
from verify import read_country as verify_country

READ = {
    "UZB": ["Uzbek nationals", "Uzbekistan’s", "UZBEKISTAN", "President of Uzbekistan", "Uzbekistan's Foreign Ministry"],
    "USA": ["U.S.", "the US", "US", "USA", "United States of America", "The U.S. Department of State", "New U.S. rules"],
    "KGZ": ["Kyrgyz", "Kyrgyzstani", "the Kyrgyz Republic", "the Embassy of Kyrgyzstan"],
    "KAZ": ["Kazakhs", "the Kazakh side", "southern Kazakhstan"],
    "TJK": ["Tajiks", "Tajikistan's"],
    "TKM": ["Turkmen", "Turkmens"],
    "COD": ["Democratic Republic of Congo", "the Democratic Republic of the Congo", "DRC", "DR Congo", "D.R. Congo"],
    "COG": ["Republic of the Congo", "Republic of Congo", "Congo-Brazzaville"],
    "GBR": ["Northern Ireland", "U.K.", "Great Britain", "England", "Scottish", "British", "Britons"],
    "IRL": ["Ireland", "the Republic of Ireland", "the Irish"],
    "SSD": ["South Sudan", "South Sudanese", "SOUTH SUDAN"],
    "SDN": ["Sudan", "the Sudanese"],
    "TWN": ["Republic of China", "Taiwanese"],
    "CHN": ["People’s Republic of China", "Chinese", "the PRC"],
    "KOR": ["South Koreans", "Republic of Korea", "the republic of Korea", "S. Korea"],
    "PRK": ["North Korea", "DPRK", "Democratic People's Republic of Korea"],
    "GIN": ["Guinea", "Guineans"],
    "GNB": ["Guinea-Bissau", "Guinea–Bissau", "GUINEA-BISSAU", "Bissau-Guinean"],
    "GNQ": ["Equatorial Guinea", "Equatorial Guinean"],
    "PNG": ["Papua New Guinea", "Papua New Guineans"],
    "GUF": ["French Guiana"],
    "NER": ["Niger", "Nigeriens"],
    "NGA": ["Nigeria", "Nigerian"],
    "DMA": ["Dominica", "the Commonwealth of Dominica"],
    "DOM": ["the Dominican Republic"],
    "CAF": ["Central African Republic"],
    "ZAF": ["South African"],
    "VIR": ["U.S. Virgin Islands", "US Virgin Islands"],
    "VGB": ["British Virgin Islands"],
    "ASM": ["American Samoa", "American Samoans"],
    "WSM": ["Samoa"],
    "CIV": ["Côte d’Ivoire", "Cote d'Ivoire", "Ivory Coast", "Ivorian"],
    "KNA": ["St. Kitts & Nevis", "Saint Kitts and Nevis", "St Kitts and Nevis"],
    "LCA": ["St. Lucia", "St Lucian"],
    "BIH": ["Bosnia And Herzegovina", "Bosnian"],
    "TLS": ["Timor-Leste", "East Timor"],
    "SWZ": ["Swazi", "eSwatini", "Eswatini"],
    "PHL": ["Filipinos", "the Philippines", "Philippine"],
    "MMR": ["Burmese", "Myanmar"],
    "ARE": ["the UAE", "Emirati"],
    "GMB": ["The Gambia", "the Gambia"],
    "GEO": ["Republic of Georgia"],
    "JOR": ["Jordan", "In Jordan", "Jordan's king", "the Jordanian"],
    "ISR": ["Israel", "Israel Defense Minister", "Israelis"],
    "TCD": ["Chad", "to Chad."],
    "TUR": ["Türkiye", "Turkey", "Turks"],
    "TCA": ["Turks and Caicos Islands"],
    "MEX": ["northern Mexico", "Mexicans"],
    "LAO": ["Laos", "Lao"],
    "VNM": ["Vietnam", "Viet Nam", "Vietnamese"],
}
"""The words that are read, by code."""

REFUSED = {
    "a longer name that is no country": [
        *("New Mexico", "New Jersey", "Latin American", "Latin America", "West Indian", "Native Americans"),
        *("South American", "North America", "Central Americans", "African American", "Indian Ocean", "Gulf of Mexico"),
        *("British Columbia", "Bank of America", "Voice of America", "South China Sea", "New England", "American Indian"),
        *("New South Wales", "Inner Mongolia", "NEW MEXICO", "Soviet Union", "East Germany", "Mexico City", "Kosovo"),
        *(
            "the state of Georgia",
            "New Guinea",
            "Netherlands Antilles",
            "Organization of American States",
            "African-American",
        ),
    ],
    "a longer name that the list does not know": [
        *("New Uzbekistan", "East Turkestan and West Turkey", "North Mexico", "Upper Egypt", "Little Russia", "Port Sudan"),
        *("Lebanon County", "Cuba Street", "Niger Delta", "Panama City Beach", "Lebanon, Pennsylvania", "Peru, Ind."),
        *("U.S.-Mexico border", "Russian-speaking", "non-Uzbek", "Afro-Colombian", "Uzbek-born", "anti-American"),
    ],
    "a name with several meanings": [
        *("Georgia", "Georgians", "Congo", "the Congolese", "Korea", "Korean", "Dominican", "Samoan", "Virgin Islands"),
        *("St. Martin", "Micronesia", "Central African", "Jersey", "eastern Congo", "GEORGIA"),
    ],
    "a person's name": [
        *("Michael Jordan", "Rep. Jim Jordan", "Chad Wolf", "Mr. Israel", "Scott Israel", "India Walton", "J. Jordan"),
        *("Mr. Chad", "MICHAEL JORDAN"),
    ],
    "a people of several countries": ["Iraqi Turkmen", "Turkmen of Iraq", "Mexican American", "Uzbeks of Afghanistan"],
    "denied, or a people alone": ["not Uzbekistan", "outside the United States", "other than Mexican", "ethnic Uzbeks"],
    "a language": ["the Uzbek language", "spoke Russian", "Uzbek speakers"],
    "no name": ["Tashkent", "us", "turkey", "Usage", "Central Asian", "U.S.S.R.", "GIVE US BACK", "US$5", "Malibu", ""],
    "the capitals of no name": ["south Sudan", "central African republic and new zealand"],
    "several countries": ["Uzbekistan and Kazakhstan", "Uzbeks, Kazakhs and Kyrgyz"],
    "other characters": [
        "Niger\u00adia",
        "Uzbek\u200bistan",
        "\u041cexico",
        "Mali\u00adbu",
        "Uzb\u0435kistan",
        "\uff35\uff33\uff21",
    ],
}
"""The words that are refused, by why."""

PASSAGES = [
    ("12 citizens of South Sudan were removed.", "Sudan"),
    ("12 citizens held in New Mexico were removed.", "Mexico"),
    ("12 citizens of Papua New Guinea were removed.", "Guinea"),
    ("12 citizens of Papua New Guinea were removed.", "New Guinea"),
    ("12 citizens of DR Congo were removed.", "Congo"),
    ("12 Latin American citizens were removed.", "American"),
    ("12 citizens of Northern Ireland were removed.", "Ireland"),
    ("12 citizens of Niger\u00adia were removed.", "Niger"),
    ("12 citizens of Niger\ufe0fia were removed.", "Niger"),
    ("12 citizens of Mali\u00adbu were removed.", "Mali"),
    ("Michael Jordan was not aboard.", "Jordan"),
    ("12 Iraqi Turkmen were removed.", "Turkmen"),
    ("12 Uzbeks of Afghanistan were removed.", "Uzbeks"),
    ("It was not Uzbekistan that paid.", "Uzbekistan"),
    ("12 ethnic Uzbeks were removed.", "Uzbeks"),
    ("The flight left the Dominican Republic.", "Dominican"),
    ("The U.S. Virgin Islands paid.", "U.S."),
    ("St. Kitts and Nevis paid.", "Nevis"),
    ("The town of Lebanon, Pa., paid.", "Lebanon"),
]
"""Words that are a country's name alone, and no whole one in their passage."""


@cache
def load_gazetteer() -> Lexicon:
    """Return what verify.py makes of the published lexicon."""
    return load_lexicons(write_readers())["country"]


def check_words(text: str, words: str, has_reason: bool = False) -> list[tuple[str, str]]:
    start = text.index(words)
    passage = Passage(1, text, 0, len(text), (), (), 1, 1)
    return find_country_faults(passage, words, [(start, start + len(words))], has_reason)


def list_parts(name: str) -> set[str]:
    """Return every proper part of a name that begins and ends at the boundary of a word."""
    words = [match.span() for match in re.finditer(r"\w+", name)]
    ends = {words[-1][1], len(name)}
    return {
        name[start:end]
        for first, (start, _) in enumerate(words)
        for _, end in words[first:]
        if (start, end) != (words[0][0], words[-1][1]) or (start > 0 and end in ends)
    }


def test_the_list_has_every_code_of_iso_3166_1() -> None:
    codes = list_country_codes()
    assert len(codes) == 249
    assert {"UZB", "XKX"} & codes == {"UZB"}
    assert list(codes) == [code for code in codes if re.fullmatch("[A-Z]{3}", code)]
    assert isinstance(read_country_code("XKX"), Unread)


def test_a_name_is_once_in_the_lists() -> None:
    listed = [
        name
        for row in csv.DictReader(io.StringIO(read_lexicon()["countries.csv"].decode()))
        for name in row["names"].split("|")
    ]
    phrases = load_phrases()
    listed += [*phrases["ambiguous"], *phrases["no_country"]["names"]]
    assert sorted(listed) == sorted(set(listed))


@pytest.mark.parametrize(("words", "code"), [(words, code) for code, listed in READ.items() for words in listed])
def test_a_country_is_read_from_its_name_or_its_people(words: str, code: str) -> None:
    reading = read_country(words)
    assert isinstance(reading, Reading), reading
    assert reading.value == code
    assert verify_country(load_gazetteer(), words) == code


@pytest.mark.parametrize("words", [words for listed in REFUSED.values() for words in listed])
def test_words_that_do_not_name_one_country_are_refused(words: str) -> None:
    assert isinstance(read_country(words), Unread)
    assert verify_country(load_gazetteer(), words) is None


def test_the_message_on_an_ambiguous_name_says_what_it_can_mean() -> None:
    refused = read_country("Georgia")
    assert isinstance(refused, Unread)
    assert "U.S. state" in refused.message
    assert "GEO <- Georgia -- reason" in refused.advice


def test_every_name_is_read_as_its_own_code() -> None:
    for name, code in load_codes().items():
        for words in (name, name.upper(), f"12 citizens of {name} were removed", f"the {name}'s president"):
            if words == words.upper() and words != name and " " not in name and len(name) < 4:
                continue
            assert [one for one, _ in find_countries(words)] == [code], words
            assert verify_country(load_gazetteer(), words) == code, words


def test_no_part_of_a_name_can_be_taken() -> None:
    phrases = load_phrases()
    for name in [*load_codes(), *phrases["ambiguous"], *phrases["no_country"]["names"]]:
        for part in list_parts(name):
            text = f"12 citizens of «{name}» were removed."
            start = text.index(name) + name.index(part)
            passage = Passage(1, text, 0, len(text), (), (), 1, 1)
            assert find_country_faults(passage, part, [(start, start + len(part))], True), (name, part)


@pytest.mark.parametrize(("text", "words"), PASSAGES)
def test_words_that_cut_a_name_are_refused(text: str, words: str) -> None:
    assert check_words(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Uzbekistan's Foreign Ministry said so.", "Uzbekistan"),
        ("Uzbekistan’s Foreign Ministry said so.", "Uzbekistan’s"),
        ("RFE/RL's Uzbek Service said so.", "Uzbek Service"),
        ("12 citizens of South Sudan were removed.", "citizens of South Sudan"),
        ("12 citizens of South Sudan were removed.", "12"),
    ],
)
def test_whole_names_can_be_taken_without_a_possessive(text: str, words: str) -> None:
    assert not check_words(text, words)


def test_words_with_a_reason_may_be_ambiguous_and_may_not_cut_a_name() -> None:
    assert not check_words("12 citizens of Georgia were removed.", "Georgia", has_reason=True)
    assert check_words("12 citizens of South Sudan were removed.", "Sudan", has_reason=True)


@given(
    st.lists(
        st.sampled_from(
            [*load_codes(), *load_phrases()["no_country"]["names"], *load_phrases()["ambiguous"], "New", "of", "-"]
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([" ", ", ", "-", " and ", " of ", "'s "]),
)
def test_the_build_and_verify_read_the_same(parts: list[str], between: str) -> None:
    words = between.join(parts)
    reading = read_country(words)
    assert verify_country(load_gazetteer(), words) == (reading.value if isinstance(reading, Reading) else None)


@given(st.text(max_size=80))
def test_names_of_any_text_are_in_its_order_and_inside_it(text: str) -> None:
    position = 0
    for one in scan_countries(text):
        assert position <= one.start < one.end <= len(text)
        position = one.end


def test_a_place_is_a_country_only_where_it_is_nothing_else() -> None:
    places = ["Uzbekistan", "Tashkent", "Tashkent, Uzbekistan", "New Mexico", "Georgia"]
    assert [name_place(load_gazetteer(), place) for place in places] == ["UZB", *places[1:]]


@pytest.mark.parametrize("unit", ["Uzbek Kazakh ", "US-", "New ", "not ", "St. ", "Republic of ", "Mexican, ", "Jordan "])
def test_the_time_grows_with_the_length_of_the_text(unit: str) -> None:
    assert measure_growth(lambda size: scan_countries(unit * (size // len(unit))), 12_500) < LINEAR_AT_MOST


@pytest.mark.parametrize(
    ("name", "cell", "error"),
    [
        ("South Sudan", "Sudan", "words cut a country's name: «Sudan»\n.*take it whole: «South Sudan»"),
        ("South Sudan", "SDN <- Sudan -- a guess", "words cut a country's name: «Sudan»"),
        ("New Mexico", "Mexico", "words cut a country's name: «Mexico»\n.*take it whole: «New Mexico»"),
        ("New Mexico", "New Mexico", "«New Mexico» is the name of no country"),
        ("Georgia", "Georgia", "«Georgia» has several meanings: GEO, or the U.S. state\n.*GEO <- Georgia -- reason"),
        ("Nig\u0435ria", "Nig\u0435ria", "look-alike or invisible characters"),
        ("South Sudan", "South Sudan", ""),
        ("Georgia", "GEO <- Georgia -- the plane went to Tbilisi", ""),
    ],
)
def test_the_build_refuses_words_that_are_not_one_country(name: str, cell: str, error: str, two_sources: Copy) -> None:
    seed, annotation = "seeds/100_gazette.txt", "annotations/s100.yaml"
    before = (two_sources.root / seed).read_bytes()
    two_sources.edit(seed, "12 Kazakh citizens", f"12 {name} citizens")
    after = (two_sources.root / seed).read_bytes()
    two_sources.edit("seeds/sources.yaml", hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())
    two_sources.edit(annotation, hash_text(normalize_seed(before)), hash_text(normalize_seed(after)))
    two_sources.edit(annotation, "12 Kazakh citizens", f"12 {name} citizens")
    two_sources.edit(annotation, "country: Kazakh\n", f"country: {cell}\n")
    errors = "\n".join(one for one in two_sources.errors() if ": country: " in one)
    assert re.search(error, errors) if error else not errors, errors


def test_a_file_that_the_build_did_not_write_is_found_beside_the_lexicon(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "lexicon"
    folder.mkdir(parents=True)
    (folder / "old.csv").write_bytes(b"")
    assert find_strays(tmp_path, {}) == (["build/lexicon/old.csv"], [])


def test_a_missing_file_of_the_lexicon_is_one_fault(files: Files) -> None:
    for name in read_lexicon():
        missing = f"build/lexicon/{name}"
        faults = verify_files({path: content for path, content in files.items() if path != missing}, None)
        assert faults == [f'{missing}: "no file", a published file']
