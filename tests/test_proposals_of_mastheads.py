"""What the lines above and beneath a text say of it: its day, who wrote it, and who prints it."""

from __future__ import annotations

import pytest

from curation.proposals.article import Article, read_article
from curation.proposals.mastheads import find_agency, find_author, find_day, find_outlet
from curation.proposals.memory import Memory

BODY = "\n\nA plane with forty people landed here on 3 May 2031, and everybody was well when it came."


def read(text: str, memory: Memory) -> Article:
    return read_article("s900", text, memory)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2 May 2031", "2 May 2031"),
        ("Lima, 2 May 2031", "2 May 2031"),
        ("Friday 2 May 2031 – 13:20 hrs.", "Friday 2 May 2031"),
        ("May 2, 2031, 9:42 p.m.", "May 2, 2031"),
        ("May 2, 2031 5:30 a.m.", "May 2, 2031"),
        ("Published on: 2 May 2031", "2 May 2031"),
        ("Press release No. 14, 2 May 2031", "2 May 2031"),
        ("By the National Desk | English Edition | May 2, 2031", "May 2, 2031"),
        ("The Lima Sentinel, Friday, 2nd May 2031", "Friday, 2nd May 2031"),
        ("May 2, 2031 | Alexandria, LA, United States", "May 2, 2031"),
        ("LIMA, 2 MAY 2031 (Lima Wire)", "2 MAY 2031"),
        ("LIMA, May 2: A plane of the state landed", "May 2"),
        ("Lima, Friday, 2nd May, 2031 - A plane landed", "Friday, 2nd May, 2031"),
        ("ICE removes twelve to Peru on May 2, 2031", ""),
        ("Flights of May 2, 2031", ""),
        ("On May 2, 2031 - a Friday - nothing moved at all", ""),
        ("May 2031", ""),
    ],
)
def test_a_line_has_the_day_of_a_text_beside_names_labels_and_times_alone(line: str, day: str, blank: Memory) -> None:
    article = read(f"Forty people are flown home\n{line}{BODY}", blank)
    found = find_day(article)
    assert (found[0].text[found[1].start : found[1].end] if found else "") == day


def test_the_day_can_be_beneath_a_text_and_is_none_of_those_within_it(blank: Memory) -> None:
    article = read(f"Forty people are flown home{BODY} It left on 4 May 2031.\n\nLima, 5 May 2031", blank)
    found = find_day(article)
    assert found and found[0] is article.sentences[-1]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ana Ruiz", "Ana Ruiz"),
        ("BY ANA RUIZ", "ANA RUIZ"),
        ("By Ana Ruiz and Eva Sol, Lima", "Ana Ruiz and Eva Sol"),
        ("By Ana Ruiz | May 2, 2031", "Ana Ruiz"),
        ("EXCLUSIVE by Ana Ruiz, Home Affairs Correspondent", "Ana Ruiz"),
        ("By the editors, Friday", "editors"),
        ("Ana Ruiz, Home Affairs Correspondent", "Ana Ruiz"),
        ("Ana Ruiz", "Ana Ruiz"),
        ("From Our Staff Reporter", "Our Staff Reporter"),
        ("Garda Press Office", ""),
        ("International Edition", ""),
        ("By plane to Lima and on to another city", ""),
        ("By Friday, forty had come home.", ""),
    ],
)
def test_a_line_says_who_wrote_a_text(line: str, author: str, blank: Memory) -> None:
    article = read(f"Forty people are flown home\n{line}{BODY}", blank)
    found = find_author(article)
    assert (found[0].text[slice(*found[1])] if found else "") == author


def test_who_signs_a_release_wrote_it(blank: Memory) -> None:
    article = read(f"Forty people are flown home{BODY}\n\nSIGNED\nSupt. Ana Ruiz\nHead, Public Affairs", blank)
    found = find_author(article)
    assert found and found[0].text[slice(*found[1])] == "Ana Ruiz"


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("The Lima Courier", "Lima Courier"),
        ("LIMA NOTICIAS | In English", "LIMA NOTICIAS"),
        ("Lima Sentinel, Friday, 2 May 2031", "Lima Sentinel"),
        ("By Ana Ruiz, Lima Public Media", "Lima Public Media"),
        ("Press Service, May 2, 2031", ""),
        ("News release", ""),
        ("The courier of the embassy came", ""),
        ("Forty came with Star Airlines, Lima Express Buses, and others by sea.", ""),
    ],
)
def test_a_line_names_the_outlet_by_a_word_that_papers_have(line: str, outlet: str, blank: Memory) -> None:
    sentence = read(f"Forty people are flown home\n{line}{BODY}", blank).sentences[1]
    span = find_outlet(sentence)
    assert (sentence.text[slice(*span)] if span else "") == outlet


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("LIMA, May 2 (Lima Press) - A plane landed", "Lima Press"),
        ("Leipzig/Berlin (DND) - A plane landed", "DND"),
        ("LIMA, May 2, 2031 (Andes Wire)", "Andes Wire"),
        ("DIRECTORATE OF BORDERS (DOB)", ""),
        ("A plane of the state (ICE) landed", ""),
    ],
)
def test_an_agency_is_in_brackets_in_a_dateline(line: str, agency: str, blank: Memory) -> None:
    sentence = read(f"Forty people are flown home\n{line}{BODY}", blank).sentences[1]
    span = find_agency(sentence)
    assert (sentence.text[slice(*span)] if span else "") == agency
