"""Numbers, dates and sentences are found in a text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curation.text.expressions import scan_expressions
from curation.text.sentences import split_sentences
from growth import LINEAR_AT_MOST, measure_growth


def scan(text: str) -> list[str]:
    return [text[item.start : item.end] for item in scan_expressions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("more than 100 of 131 people", ["more than 100", "131"]),
        ("over 66,000 arrests and nearly 66,000 removals", ["over 66,000", "nearly 66,000"]),
        ("averaging 11,363 per day in February and March", ["11,363", "February", "March"]),
        ("began on March 1, 2003, after", ["March 1, 2003"]),
        ("the Act of 2002 and the September 11 attacks", ["Act of 2002", "September 11"]),
        ("In January this year, 975 Uzbeks", ["January this year", "975"]),
        ("They may march in May; the march began in March", ["May", "March"]),
        ("departed Wednesday morning", ["Wednesday morning"]),
        ("hundreds of raids, the first of its kind", ["hundreds", "first"]),
        ("the third-largest department", ["third-largest"]),
        ("a dozen, two dozen and a hundred", ["a dozen", "two dozen", "a hundred"]),
        ("from 5 to 10 people", ["from 5 to 10"]),
        ("between five and ten people", ["between five and ten"]),
        ("held from 5 to 10 May", ["from 5 to 10 May"]),
        ("in October 2024, 20 of the 2024 people", ["October 2024", "20", "2024"]),
        ("from 5 to 1.445.549 people", ["from 5 to 1.445.549"]),
        ("no numbers here", []),
    ],
)
def test_numbers_and_dates_are_found_whole(text: str, found: list[str]) -> None:
    assert scan(text) == found


@given(st.text(max_size=300))
@example("0A¼")
def test_expressions_are_in_order_and_do_not_overlap(text: str) -> None:
    position = 0
    for item in scan_expressions(text):
        assert position <= item.start < item.end <= len(text)
        position = item.end


@given(st.integers(0, 999_999), st.sampled_from([" ", ", ", " («", "\n"]))
def test_every_number_in_digits_is_found(number: int, before: str) -> None:
    text = f"word{before}{number} word"
    assert any(str(number) in text[item.start : item.end] for item in scan_expressions(text))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The U.S. Department said so. Then it left.", ["The U.S. Department said so.", "Then it left."]),
        ("DHS Secretary, Ms. Kristi Noem left. He stayed.", ["DHS Secretary, Ms. Kristi Noem left.", "He stayed."]),
        ("It left the U.S. “We go,” he said.", ["It left the U.S.", "“We go,” he said."]),
        ("“We go.” He stayed.", ["“We go.”", "He stayed."]),
        ("It cost 1.5 million. Fine.", ["It cost 1.5 million.", "Fine."]),
        ("It left at 11:17 a.m. As ever, he stayed.", ["It left at 11:17 a.m.", "As ever, he stayed."]),
        ("It left at 9 p.m. Tuesday, 9 p.m. Eastern time.", ["It left at 9 p.m. Tuesday, 9 p.m. Eastern time."]),
    ],
)
def test_abbreviations_and_decimals_do_not_end_a_sentence(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@given(st.text(max_size=300))
def test_sentences_cover_all_but_white_space(text: str) -> None:
    rest = text
    for start, end in reversed(split_sentences(text)):
        rest = rest[:start] + rest[end:]
    assert not rest.strip()


@pytest.mark.parametrize("pattern", ["1", '"', " ", "1 ", "U.", "from ", "2024-11 ", "one ", "a-", "1,"])
def test_a_crafted_line_is_scanned_in_linear_time(pattern: str) -> None:
    def scan_all(length: int) -> None:
        text = pattern * (length // len(pattern))
        scan_expressions(text)
        split_sentences(text)

    assert measure_growth(scan_all, 12_500) < LINEAR_AT_MOST
