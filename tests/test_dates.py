"""Dates: the whole expression is found and read as EDTF, or refused."""

from __future__ import annotations

import json
from datetime import date

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from curation.text.dates import check_weekday, read_date, read_date_value, scan_dates
from curation.text.edtf import find_days, make_date, tell_precision
from curation.text.periods import KnownDates
from curation.text.readings import Reading, Unread
from growth import LINEAR_AT_MOST, measure_growth

KNOWN = KnownDates(2025, date(2025, 4, 30))
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def scan(text: str) -> list[str]:
    return [text[item.start : item.end] for item in scan_dates(text)]


def read(words: str, known: KnownDates = KNOWN) -> Reading:
    reading = read_date(words, known)
    assert isinstance(reading, Reading), reading
    return reading


@pytest.mark.parametrize(
    ("words", "value", "basis"),
    [
        ("April 30", "2025-04-30", "inferred_year"),
        ("30 April 2025", "2025-04-30", "explicit"),
        ("April 30, 2024", "2024-04-30", "explicit"),
        ("Sept. 5", "2025-09-05", "inferred_year"),
        ("2024-11-24", "2024-11-24", "explicit"),
        ("by the end of November 2024", "2024-11", "explicit"),
        ("January this year", "2025-01", "relative"),
        ("January 20 of this year", "2025-01-20", "relative"),
        ("August last year", "2024-08", "relative"),
        ("February and March", "2025-02/2025-03", "inferred_year"),
        ("From September 2023 to September 2024", "2023-09/2024-09", "explicit"),
        ("2024", "2024", "explicit"),
        ("in May", "2025-05", "inferred_year"),
    ],
)
def test_a_date_is_read_no_more_precisely_than_its_words(words: str, value: str, basis: str) -> None:
    reading = read_date(words, KnownDates(2025))
    assert isinstance(reading, Reading), reading
    assert (reading.value, reading.parts["date_basis"]) == (value, basis)


@pytest.mark.parametrize(
    "words", ["Wednesday morning", "last month", "yesterday", "soon", "April 30 in New York", "you may go"]
)
def test_words_that_give_no_date_are_refused(words: str) -> None:
    assert isinstance(read_date(words, KnownDates(2025)), Unread)


def test_a_date_without_a_year_needs_the_year_from_the_coder() -> None:
    assert isinstance(read_date("April 30"), Unread)


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2023-02-29", "2024-13", "24-01-01", "2024-01-02/2024-01-01", "", "/", "2024/2025/2026"]
)
def test_a_date_that_does_not_exist_is_refused(value: str) -> None:
    assert isinstance(read_date_value(value), Unread)


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)), st.sampled_from([4, 7, 10]))
def test_first_and_last_day_equal_those_of_the_edtf_library(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    days = find_days(text)
    parsed = edtf.parse_edtf(text)
    assert days is not None and days[0] and days[1]
    assert tuple(parsed.lower_strict()[:3]) == days[0].timetuple()[:3]
    assert tuple(parsed.upper_strict()[:3]) == days[1].timetuple()[:3]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Jan. 20, 2024", "2024-01-20"),
        ("5 Feb. 2025", "2025-02-05"),
        ("3rd of February 2025", "2025-02-03"),
        ("March of 2025", "2025-03"),
        ("April, 2024", "2024-04"),
        ("February 4-5", "2025-02-04/2025-02-05"),
        ("3-5 March 2026", "2026-03-03/2026-03-05"),
        ("from March 3 to March 5, 2024", "2024-03-03/2024-03-05"),
        ("between October and December 2026", "2026-10/2026-12"),
        ("October 2024 – March 2025", "2024-10/2025-03"),
        ("from 2020 to 2024", "2020/2024"),
        ("Wednesday, April 30", "2025-04-30"),
        ("mid-April", "2025-04"),
        ("late 2024", "2024"),
        ("earlier in 2024", "2024"),
        ("first quarter of 2025", "2025-01/2025-03"),
        ("Q3 2024", "2024-07/2024-09"),
        ("second half of 2024", "2024-07/2024-12"),
        ("spring 2025", "2025-21"),
        ("early 1990s", "1990/1999"),
        ("since 2021", "2021/.."),
        ("until May 2025", "../2025-05"),
        ("before April 30", "../2025-04-29"),
        ("shortly after April 30", "2025-05-01/.."),
        ("before the end of 2025", "../2025"),
        ("from April 30 onwards", "2025-04-30/.."),
        ("around April 30", "2025-04-30~"),
        ("last night", "2025-04-29"),
        ("two days ago", "2025-04-28"),
        ("two weeks ago", "2025-04-16~"),
        ("last week", "2025-04-20/2025-04-27"),
        ("last month", "2025-03"),
        ("last May", "2024-05"),
        ("earlier this year", "2025"),
        ("U.S. fiscal year 2024", "2023-10/2024-09"),
        ("April and May 2026", "2026-04/2026-05"),
        ("Aug.–Sept. 2024", "2024-08/2024-09"),
        ("Jan-Mar 2026", "2026-01/2026-03"),
        ("last year on April 30", "2024-04-30"),
        ("dating back to 2019", "2019/.."),
        ("first ten months of 2025", "2025-01/2025-10"),
        ("first 9 months of last year", "2024-01/2024-09"),
        ("final three months of 2024", "2024-10/2024-12"),
        ("year ending March 2024", "2023-04/2024-03"),
        ("financial year ended 31 March 2024", "2023-04-01/2024-03-31"),
        ("quarter ended June 30, 2025", "2025-04-01/2025-06-30"),
        ("12 months to the end of September 2025", "2024-10/2025-09"),
        ("past six months to June 2025", "2025-01/2025-06"),
        ("January until the end of April", "2025-01/2025-04"),
        ("from May to the end of October 2025", "2025-05/2025-10"),
        ("since the early hours of April 30", "2025-04-30/.."),
        ("until the night of April 30", "../2025-04-30"),
    ],
)
def test_everyday_dates_are_found_whole_and_read(words: str, value: str) -> None:
    assert scan(f"It was {words}, they said.") == [words]
    assert read(words).value == value


@pytest.mark.parametrize(
    "words",
    [
        *("4/5/2025", "03.04.2025", "2010-11", "2024-25", "2023/24", "2011-12 fiscal year", "fiscal 2023-24"),
        *("fiscal year 2024", "FY24", "winter 2024", "2000s", "'90s", "19th century", "first quarter of fiscal 2025"),
        *("two days after April 30", "week of May 5", "not until May", "May 5 and 9", "past two weeks", "two days later"),
        *("year to June", "12 months to 15 June 2025", "year ended June 30", "three months through May"),
        *("April and June 2024", "as recently as April", "within days of April 30", "30-Apr-25", "past year"),
        *("next May", "this weekend", "last Friday", "about two weeks ago", "November to February", "４ May", "Mаy 5"),
        *("first twelve months of 2025", "year ending 30 March 2024", "three months ended 29 February 2023"),
        *("hours of April 30", "24 hours of April 30", "before the early hours of April 30"),
    ],
)
def test_what_can_be_meant_in_two_ways_is_found_whole_and_refused(words: str) -> None:
    assert scan(f"It was {words}, they said.") == [words]
    assert isinstance(read_date(words, KNOWN), Unread)


def test_a_fiscal_year_is_read_where_its_country_is_known() -> None:
    reading = read("FY2024", KnownDates(fiscal_year="USA"))
    assert (reading.value, reading.parts["precision"], reading.parts["given"]) == (
        "2023-10/2024-09",
        "fiscal_year",
        "fiscal_year",
    )


def test_relative_words_need_the_day_of_the_report() -> None:
    for words in ("last night", "two days ago", "last week", "last April"):
        assert isinstance(read_date(words, KnownDates(2025)), Unread)
    assert read("this year", KnownDates(2025)).value == "2025"


@pytest.mark.parametrize(
    "text", ["They may march on.", "It rose to 2,024 flights.", "over 2000 people", "the 9/11 attacks", "MARCH ON"]
)
def test_other_words_are_no_dates(text: str) -> None:
    assert scan(text) == []


def test_the_point_of_a_sentence_belongs_to_no_date() -> None:
    assert scan("They left in June. On Jan. 20 he came in Dec.") == ["June", "Jan. 20", "Dec"]
    assert read("in Dec.").value == "2025-12"


@given(
    DAYS,
    st.sampled_from(
        [
            "{:%B} {d}, {:%Y}",
            "{:%b.} {d}, {:%Y}",
            "{d} {:%B} {:%Y}",
            "{d} of {:%B}, {:%Y}",
            "{:%A}, {:%B} {d}, {:%Y}",
            "{:%Y-%m-%d}",
        ]
    ),
)
def test_any_day_written_in_any_form_reads_back_as_itself(day: date, form: str) -> None:
    words = form.replace("{d}", str(day.day)).format(*[day] * 4)
    words = words.replace("May.", "May")
    assert scan(f"He left on {words}, they said.") == [words]
    assert read(words).value == day.isoformat()


@given(DAYS, DAYS)
def test_a_period_of_any_two_days_reads_back_as_itself(one: date, other: date) -> None:
    first, last = sorted((one, other))
    words = f"from {first:%B} {first.day}, {first.year} to {last:%B} {last.day}, {last.year}"
    assert scan(f"It ran {words} in all.") == [words]
    assert read(words).value == f"{first}/{last}"


@given(DAYS, st.sampled_from(["since", "until", "before", "after", "around", "no later than", "two days before"]))
def test_what_opens_or_moves_a_date_belongs_to_it(day: date, opening: str) -> None:
    words = f"{opening} {day:%B} {day.day}, {day.year}"
    assert scan(f"It was {words} that he left.") == [words]
    reading = read_date(words)
    assert isinstance(reading, Unread) or reading.value != day.isoformat()


@given(
    st.one_of(
        DAYS.map(str), DAYS.map(lambda day: f"{day}/.."), DAYS.map(lambda day: f"../{day}"), DAYS.map(lambda day: f"{day}~")
    )
)
def test_values_are_valid_edtf(value: str) -> None:
    assert isinstance(read_date_value(value), Reading)
    assert edtf.parse_edtf(value)


def test_a_season_bounds_no_more_than_its_year() -> None:
    assert find_days("2025-21") == (date(2025, 1, 1), date(2025, 12, 31))
    assert find_days("2025-24") is None


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2025-04-30", "day"),
        ("2025-04", "month"),
        ("2025", "year"),
        ("2025-01/2025-03", "quarter"),
        ("2023-10/2024-09", "fiscal_year"),
        ("2025-04-21/2025-04-27", "week"),
        ("2025-02/2025-03", "unknown"),
        ("2021/..", "unknown"),
        ("2025-04-16~", "unknown"),
        ("2025-21", "unknown"),
    ],
)
def test_a_precision_follows_from_the_form_of_the_value(value: str, precision: str) -> None:
    reading = make_date(value, "explicit")
    assert isinstance(reading, Reading)
    assert reading.parts["precision"] == precision


def test_every_precision_of_the_codebook_can_be_produced() -> None:
    schema = json.loads((ROOT / "schemas" / "flights.json").read_text(encoding="utf-8"))
    [listed] = [field["constraints"]["enum"] for field in schema["fields"] if field["name"] == "event_date_precision"]
    values = ("2025-04-30", "2025-04-21/2025-04-27", "2025-04", "2025-01/2025-03", "2025", "2023-10/2024-09", "2021/..")
    assert {tell_precision(value) for value in values} == set(listed)


def test_a_weekday_beside_a_written_date_must_be_its_own() -> None:
    written = read_date_value("2025-04-30")
    assert isinstance(written, Reading)
    assert check_weekday("Wednesday morning", written) == ""
    assert check_weekday("Thursday", written)


CRAFTED = [
    "May 1, ",
    "from ",
    "2024-11 ",
    "two weeks ago ",
    "1/1/",
    "the the ",
    "Q1 ",
    "since ",
    "last ",
    "fiscal ",
    "5 to ",
    "and May ",
]


@pytest.mark.parametrize("pattern", CRAFTED)
def test_a_crafted_line_of_dates_is_scanned_in_linear_time(pattern: str) -> None:
    assert measure_growth(lambda length: scan_dates(pattern * (length // len(pattern))), 12_500) < LINEAR_AT_MOST


def test_a_date_of_a_list_whose_year_is_printed_at_its_end_is_not_read_in_another_year() -> None:
    found = scan_dates("It was in April, May and June 2026, and in April.")
    assert [bool(item.fault) for item in found] == [True, False, False]
    assert isinstance(read_date("April, May and June 2026", KNOWN), Unread)
