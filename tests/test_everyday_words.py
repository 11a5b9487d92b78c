"""Everyday words that say something else than a word or a phrase in them does. What both readers read, they read alike."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import make_currencies
import verify
from conftest import ROOT, copy_inputs, read_rows
from curation.claims.account import list_names
from curation.claims.code_words import list_said
from curation.claims.fixed_phrases import drop_unhedged
from curation.claims.no_speech import is_without_speaker
from curation.claims.reasons import list_certainties
from curation.package.readers import write_readers
from curation.schema.read import read_schemas
from curation.text.countries import scan_countries
from curation.text.currencies import scan_currencies
from curation.text.currency_names import load_currencies
from curation.text.dates import read_date
from curation.text.durations import scan_durations
from curation.text.expressions import scan_expressions
from curation.text.lexicon import load_words
from curation.text.lists import find_lists
from curation.text.numbers import scan_numbers
from curation.text.phrases import scan_words
from curation.text.quantities import read_quantity
from curation.text.quotations import scan_quotations
from curation.text.readings import Reading
from growth import LINEAR_AT_MOST, measure_growth
from one_source import build_and_verify, write_collection
from test_single_coding import find, list_errors
from verify import READERS, Lexicon, find_dates, find_numbers, find_quoted, find_sure_names, load_lexicons


@cache
def load_quantities() -> Lexicon:
    return load_lexicons(write_readers())["quantity"]


def scan(text: str) -> list[str]:
    return [text[item.start : item.end] for item in scan_numbers(text)]


def scan_again(text: str) -> list[str]:
    """Return the numbers that verify.py finds."""
    return [text[slice(*place)] for place in find_numbers(load_quantities(), text, ())]


# Up to a limit, and up to a sum


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The rows add up to 118.", ["118"]),
        ("Together they summed up to more than 118 in all.", ["more than 118"]),
        ("It brings the total up to 118.", ["118"]),
        ("It brought the number of flights up to 118.", ["118"]),
        ("The rows amount to 118.", ["118"]),
        ("It brings the total to 118.", ["118"]),
        ("It held up to 118.", ["up to 118"]),
        ("It brought up to 118 people.", ["up to 118"]),
    ],
)
def test_what_is_added_up_to_is_a_sum_and_no_limit(text: str, numbers: list[str]) -> None:
    assert scan(text) == numbers
    assert not any(item.fault for item in scan_numbers(text))
    assert scan_again(text) == numbers


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It went up to 118 last year.", "up to 118"),
        ("It totals up to 118.", "up to 118"),
        ("They are twice as many as 118.", "as many as 118"),
        ("They are three times more than 118.", "more than 118"),
        ("They will add up to 500 beds.", "500"),
        ("They will add up to 500 beds.", "up to 500"),
    ],
)
def test_words_that_mean_something_else_after_the_ones_before_them_need_a_reason(
    text: str, words: str, tmp_path: Path
) -> None:
    refused = f"in its sentence «{words}» is read as"
    assert find(list_errors(tmp_path / "without", f"{text}\n  statistics/a:\n    value: {words}\n"), refused)
    number = words.rsplit(" ", maxsplit=1)[-1]
    value = f"up_to {number} <- {words} -- the “up” of the sentence is a limit"
    assert not find(list_errors(tmp_path / "with", f"{text}\n  statistics/a:\n    value: {value}\n"), refused)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It fell by 12 to 118 people.", ["12", "118"]),
        ("It rose 12 per cent to 118.", ["12 per cent", "118"]),
        ("A drop of 12 to 118 was seen.", ["12", "118"]),
        ("It rose by 10 to 20 per cent.", ["10 to 20 per cent"]),
        ("It took 5 to 10 days.", ["5 to 10"]),
        ("At times more than 118 came.", ["more than 118"]),
        ("Up to and including 118 came.", ["Up to and including 118"]),
        ("At best 118 came.", ["At best 118"]),
    ],
)
def test_how_much_it_changed_and_what_it_changed_to_are_two_numbers(text: str, numbers: list[str]) -> None:
    assert scan(text) == numbers
    assert not any(item.fault for item in scan_numbers(text))


@pytest.mark.parametrize("text", ["More people than 118 left.", "There were 200 rather than 118.", "Not a single one left."])
def test_a_number_after_than_or_not_a_single_is_refused(text: str) -> None:
    assert scan_numbers(text)[-1].fault


# Numbers that are joined to nothing before them


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2023: 61 persons were returned, 2024: 88.", ["2023", "61", "2024", "88"]),
        ("They handed over 11 and 5 persons.", ["11", "5"]),
        ("They were turned over 2 by 2.", ["2", "2"]),
        ("They handed over more than 11 men.", ["more than 11"]),
        ("Over 11 men were handed over.", ["Over 11"]),
        ("They made over 11 arrests.", ["over 11"]),
        ("They waited over three days.", ["over three"]),
        ("They were held for over 90 days.", ["over 90"]),
        ("It came over a 10-day period.", ["10-day"]),
        ("She lived without one for up to 90 days.", ["without one", "up to 90"]),
        ("She was held without charge for up to 90 days.", ["up to 90"]),
        ("There was no flight for more than 90 days.", ["more than 90"]),
        ("They did not stay for more than 90 days.", ["not stay for more than 90"]),
        ("It left without carrying more than 20 men.", ["without carrying more than 20"]),
    ],
)
def test_a_number_takes_no_word_before_it_that_belongs_to_another(text: str, numbers: list[str]) -> None:
    assert scan(text) == numbers
    found = scan_again(text)
    assert len(found) == len(numbers)
    assert all(one in whole for one, whole in zip(found, numbers, strict=True))


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It took over 11 camps.", "over 11", "more_than 11"),
        ("It took over 11 camps.", "11", "exact 11"),
        ("They take 75 people over one year.", "over one", "more_than 1"),
        ("They take 75 people over one year.", "one", "exact 1"),
        ("They take 75 people over a year.", "over a year", "more_than 1"),
        ("It went up to 118 last year.", "118", "exact 118"),
        ("In February 14 were returned.", "14", "exact 14"),
    ],
)
def test_a_number_that_may_be_meant_in_two_ways_is_taken_in_each_with_a_reason(
    text: str, words: str, value: str, tmp_path: Path
) -> None:
    cell = f"{text}\n  statistics/a:\n    value: {value} <- {words}{{}}\n"
    wrong = ("in its sentence", "words cut", "no reading of", "but the words")
    errors = list_errors(tmp_path / "without", cell.format(""))
    assert any(find(errors, "statistics", what) or find(errors, what) for what in wrong), errors
    errors = list_errors(tmp_path / "with", cell.format(" -- the rows of the list say so"))
    assert not any(find(errors, what) for what in wrong), errors


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In February 14 were returned.", ["February", "14"]),
        ("Since February 14 people came.", ["Since February", "14"]),
        ("On February 14 people came.", ["February 14"]),
        ("In February 14, 2025 people came.", ["February 14, 2025"]),
        ("By February 14th people came.", ["February 14th"]),
    ],
)
def test_a_month_and_a_number_with_what_it_counts_are_no_silent_date(text: str, found: list[str], tmp_path: Path) -> None:
    assert [text[item.start : item.end] for item in scan_expressions(text)] == found
    places = find_dates(load_lexicons(write_readers())["date"], text)
    assert not places or len(found) == 1
    if len(found) == 2:
        value = "2025-02/.." if found[0].startswith("Since") else "2025-02"
        cell = f"{text}\n  statistics/a:\n    period: {value} <- {found[0]}{{}}\n"
        read = f"in its sentence «{found[0]}» is read as"
        assert find(list_errors(tmp_path / "without", cell.format(""), head=YEAR), read)
        assert not find(list_errors(tmp_path / "with", cell.format(" -- a month of the list"), head=YEAR), read)


YEAR = "year: 2025 -- the article is of that year\n"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("A third is planned.", ["third"]),
        ("A third charter left.", ["third"]),
        ("A fourth has landed, and a fifth was full.", ["fourth", "fifth"]),
        ("A third of them left.", ["A third"]),
        ("More than a third were women.", ["More than a third"]),
    ],
)
def test_a_third_is_one_of_a_row_before_a_verb_of_one(text: str, numbers: list[str]) -> None:
    found = [*scan_numbers(text)]
    assert [text[item.start : item.end] for item in found] == numbers
    assert [bool(item.fault) for item in found] == ["third" in one and one != "third" for one in numbers]


# Dates in figures, and times after


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("22/08/2025", "2025-08-22"),
        ("18/02/2026", "2026-02-18"),
        ("02/18/2026", "2026-02-18"),
        ("13.05.2025", "2025-05-13"),
        ("2025/08/22", "2025-08-22"),
        ("05/05/2025", "2025-05-05"),
        ("before 22/08/2025", "../2025-08-21"),
        ("from 22/08/2025 to 24/08/2025", "2025-08-22/2025-08-24"),
        ("Friday, 22/08/2025", "2025-08-22"),
        ("Thursday, 22/08/2025", None),
        ("03/08/2025", None),
        ("31/02/2025", None),
        ("22/13/2025", None),
        ("22/08/25", None),
        ("22.08/2025", None),
    ],
)
def test_a_date_in_figures_is_read_where_it_can_be_one_day_only(words: str, value: str | None) -> None:
    reading, again = read_date(words), verify.read_date(load_lexicons(write_readers())["date"], words, (None, None, ""))
    assert (reading.value if isinstance(reading, Reading) else None, again[0] if again else None) == (value, value)


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from("./-"), st.booleans())
def test_both_read_dates_in_figures_alike(one: int, two: int, sign: str, is_year_first: bool) -> None:
    parts = [f"{one:02}", f"{two}"]
    words = sign.join(["2025", *parts] if is_year_first else [*parts, "2025"])
    reading, again = read_date(words), verify.read_date(load_lexicons(write_readers())["date"], words, (None, None, ""))
    assert not isinstance(reading, Reading) or (again is not None and again[0] == reading.value)


@pytest.mark.parametrize(
    "words", ["22/08/2025", "22.08.2025", "before 22/08/2025", "2025/08/22", "1/22/08/2025", "22/08/2025/3", "03/08/2025"]
)
def test_what_both_take_for_a_date_in_figures_is_the_same(words: str) -> None:
    text = f"It was written {words} or so."
    places = find_dates(load_lexicons(write_readers())["date"], text)
    found = [(item.start, item.end) for item in scan_expressions(text) if item.kind == "date"]
    assert all(any(start <= one and other <= end for start, end in found) for one, other in places)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It left 50 minutes later.", "50", "exact 50"),
        ("It left about two hours later.", "about two", "about 2"),
        ("It left half an hour later.", "half an hour", "exact 0.5"),
        ("It left an hour earlier.", "an hour", "exact 1"),
    ],
)
def test_minutes_and_hours_later_are_no_date(text: str, words: str, value: str, tmp_path: Path) -> None:
    assert not any(item.kind == "date" for item in scan_expressions(text))
    errors = list_errors(tmp_path, f"{text}\n  statistics/a:\n    value: {value} <- {words}\n")
    assert not [*find(errors, "words cut"), *find(errors, "not accounted for"), *find(errors, "read as")], errors


# Times of day with a point


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("It landed at 14.10 local time.", ["14.10 local time"]),
        ("At 07.50 it left; at 13.05 it was back.", ["07.50", "13.05"]),
        ("It is open 08.00–15.30 and from 16.00 on.", ["08.00–15.30", "16.00"]),
        ("It was open from 08.00 to 15.30.", ["08.00 to 15.30"]),
        ("It ran until 15.30.", ["15.30"]),
        ("It left 9.35 a.m. and 10:15 hrs.", ["9.35 a.m.", "10:15 hrs"]),
        ("It stood at 14.10, and fell from 14.10 to 13.10.", []),
        ("It was sold at 12.50 dollars, at 12.50 per cent, at 12.50 million.", []),
        ("It was at $12.50 from 12.50% and 12.50–13.10.", []),
        ("It took 14.10 hours, at 4.50 each, at 24.10, at 12.75, at 12.5.", []),
        ("It was 0.50 and 00.75.", []),
    ],
)
def test_a_time_of_day_with_a_point_is_no_number_where_it_can_be_nothing_else(text: str, times: list[str]) -> None:
    found = [text[item.start : item.end] for item in scan_expressions(text) if item.kind == "name"]
    assert found == times
    pattern = load_lexicons(write_readers())["name"].patterns["name"]
    assert [match.group() for match in pattern.finditer(text)] == times


@pytest.mark.parametrize("text", ["Call 0800 555 111.", "Call (202) 555-0148.", "Rodel, 46, a caregiver, left."])
def test_what_has_no_mark_of_a_time_is_still_a_number(text: str) -> None:
    assert [item.kind for item in scan_expressions(text)][:1] == ["number"]


# A time of one unit


def read_both(words: str) -> tuple[str | None, str | None]:
    """Return what the build reads, and what verify.py reads; None for what is refused."""
    reading = read_quantity(words)
    return reading.value if isinstance(reading, Reading) else None, READERS["quantity"](load_quantities(), words)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("an hour", "exact 1"),
        ("about an hour", "about 1"),
        ("a full week", "exact 1"),
        ("more than a day", "more_than 1"),
        ("no more than a year", "up_to 1"),
        ("an hour or so", "about 1"),
        ("a day or two", "range 1 2"),
        ("half an hour", "exact 0.5"),
        ("about half a day", "about 0.5"),
        ("a half-hour", "exact 0.5"),
        ("three quarters of an hour", "exact 0.75"),
        ("an hour and a half", "exact 1.5"),
        ("two weeks and a half", "exact 2.5"),
        ("two and a half", "exact 2.5"),
        ("two-and-a-half-hour", "exact 2.5"),
        ("two-and-a-half million", "exact 2500000"),
        ("up to and including 118", "up_to 118"),
        ("118 at best", "up_to 118"),
        ("a dozen", "exact 12"),
        ("half a dozen", "exact 6"),
        ("a third of a year", None),
        ("an hour and 20 minutes", None),
        ("most of a day", None),
        ("twice a day", None),
        ("about a day or two", None),
        ("not an hour", None),
        ("the hour", None),
    ],
)
def test_a_time_of_one_unit_is_a_number(words: str, value: str | None) -> None:
    assert read_both(words) == (value, value)


@given(st.data())
def test_both_read_times_made_of_their_parts_alike(data: st.DataObject) -> None:
    lexicon = load_words("numbers")
    before, after = (
        data.draw(st.sampled_from(["", *(phrase for some in lexicon[part].values() for phrase in some if phrase.isascii())]))
        for part in ("qualifiers", "qualifiers_after")
    )
    unit = data.draw(st.sampled_from(["hour", "week", "years", "decade"]))
    time = data.draw(
        st.sampled_from(["a {}", "half a {}", "a full {}", "three quarters of a {}", "a half-{}", "two {}", "5 {}"])
    )
    more = data.draw(st.sampled_from(["", "", " and a half", " or two", " and three quarters", " or 9", " and a week"]))
    words = f"{before} {time.format(unit)}{more} {after}".strip().replace(" .", ".")
    first, second = read_both(words)
    assert first is None or first == second, words


LASTED = """\
- in: >-
    {sentence}
  statistics/a:
    measure: duration <- lasted
    value: >-
      {words}
    unit: hours <- hour
    period_type: unspecified <- lasted
"""


@pytest.mark.parametrize(
    ("words", "bounds"),
    [("about an hour", ("", "", "")), ("half an hour", ("0.5", "0.5", "0.5")), ("more than an hour", ("", "1", ""))],
)
def test_a_time_of_one_unit_is_built_and_verified(words: str, bounds: tuple[str, str, str], tmp_path: Path) -> None:
    sentence = f"It lasted {words}, by the log."
    copy = write_collection(tmp_path, f"{sentence}\n", LASTED.format(sentence=sentence, words=words))
    assert build_and_verify(copy) == ([], [])
    (row,) = read_rows(copy.root, "statistics")
    assert (row["value"], row["value_low"], row["value_high"], row["unit"]) == (*bounds, "hours")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It lasted more than an hour.", "an hour"),
        ("It lasted an hour and a half.", "an hour"),
        ("It lasted two hours and a half.", "two"),
        ("It lasted two hours and 20 minutes.", "two"),
        ("It lasted most of a day.", "a day"),
    ],
)
def test_words_of_a_time_are_not_cut(sentence: str, words: str, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, f"{sentence}\n  statistics/a:\n    value: {words}\n")
    assert find(errors, "words cut a number")


def test_a_rate_has_no_time_that_a_text_must_account_for(tmp_path: Path) -> None:
    passage = "They saw 310 arrests a day.\n  statistics/a:\n    value: 310\n"
    assert not find(list_errors(tmp_path, passage), "not accounted for")


BESIDE = """\
- in: >-
    {sentence}
  statistics/a:
    measure: duration <- lasted
    value: 50
    unit: minutes <- minutes
    period_type: unspecified <- lasted
  uncoded:
{aside}"""


@pytest.mark.parametrize(
    ("rest", "aside"),
    [
        ("when they handed over 11 and 5 men", ("11", "5")),
        ("when it took over 11 camps", ("11",)),
        ("with 75 men over one year", ("75", "one")),
        ("with 75 men over a 10-day stay", ("75", "10-day")),
        ("for over 90 days", ("over 90",)),
        ("without one for up to 90 days", ("without one", "up to 90")),
        ("when it went up to 118", ("118",)),
        ("and in February 14 were returned", ("February", "14")),
        ("and on February 14 people came", ("February 14",)),
        ("and in 2023: 61 men", ("2023", "61")),
        ("and a third is under way", ("third",)),
        ("on 22/08/2025", ("22/08/2025",)),
        ("and ended before 2025/08/22", ("before 2025/08/22",)),
        ("on 03/08/2025", ("03/08/2025",)),
        ("and began two hours later", ("two",)),
        ("at 14.10 local time and from 08.00–15.30", ()),
        ("for 300 US dollars in Port of Spain", ("300",)),
    ],
)
def test_verify_agrees_on_what_is_beside_a_number(rest: str, aside: tuple[str, ...], tmp_path: Path) -> None:
    sentence = f"It lasted 50 minutes {rest}, by the log."
    lines = "".join(f"  - {words} -- for this test\n" for words in aside)
    passages = BESIDE.format(sentence=sentence, aside=lines)
    copy = write_collection(tmp_path, f"{sentence}\n", passages if aside else passages.replace("  uncoded:\n", ""))
    copy.edit("annotations/s900.yaml", "passages:\n", f"{YEAR}passages:\n")
    assert build_and_verify(copy) == ([], [])


# Words in a fixed phrase


@pytest.mark.parametrize(
    ("sentence", "cell", "is_wrong"),
    [
        ("They left of their own accord.", "measure: other <- of their own accord", False),
        ("They left of their own accord.", "measure: agreement <- own accord", True),
        ("They left of their own accord.", "measure: agreement <- accord", True),
        ("They left under the accord.", "measure: agreement <- accord", False),
        ("It is of the first lady.", "unit: rank <- first", True),
        ("It is the first flight.", "unit: rank <- first", False),
        ("It is every second flight.", "unit: rank <- second", True),
        ("It came a day after the order.", "unit: events_per_day <- a day", True),
        ("There were five a day.", "unit: events_per_day <- a day", False),
        ("They rose in the fall of 2025.", "change_direction: increase <- rose in the fall", False),
        ("In the fall they were 30.", "stock_or_flow: stock <- In the fall", False),
        ("With a fall they were 30.", "stock_or_flow: stock <- fall", True),
    ],
)
def test_a_fixed_phrase_says_no_code_that_a_word_in_it_says(sentence: str, cell: str, is_wrong: bool, tmp_path: Path) -> None:
    field, code = cell.split(" <- ", maxsplit=1)[0].split(": ")
    errors = list_errors(tmp_path, f"{sentence}\n  statistics/a:\n    {cell}\n")
    assert bool(find(errors, f"{field} is {code}, but")) == is_wrong, errors


@pytest.mark.parametrize(
    ("phrase", "message"),
    [("accord", "is a phrase of a code too"), ("of their own free will", "holds no phrase of a code")],
)
def test_a_fixed_phrase_of_a_schema_holds_a_phrase_of_a_code(phrase: str, message: str, tmp_path: Path) -> None:
    copy = copy_inputs(tmp_path / "copy")
    copy.edit("schemas/statistics.json", '"of their own accord"', f'"{phrase}"', 1)
    assert find(copy.errors(), "'measure'", f"fixed_phrases: '{phrase}' {message}")


# Money of others


@pytest.mark.parametrize(
    ("text", "words", "is_usd"),
    [
        ("They paid $5,000 USD each.", "$5,000 USD", True),
        ("They paid US$5,000 each.", "US$5,000", True),
        ("They paid U.S.$5,000 each.", "U.S.$5,000", True),
        ("They paid 5,000 US dollars each.", "US dollars", True),
        ("They paid 5,000 U.S. dollars each.", "dollars", True),
        ("They paid 5,000 American dollars each.", "dollars", True),
        ("They paid 5,000 dollars each.", "dollars", True),
        ("They paid $5,000 each in Canada.", "$5,000", True),
        ("They paid a $5,000 Canadian fine.", "$5,000", True),
        ("They paid A$5,000 (US$3,300) each.", "US$3,300", True),
        ("They paid A$5,000 (US$3,300) each.", "A$5,000", False),
        ("They paid 15,000 Canadian dollars each.", "Canadian dollars", False),
        ("They paid 15,000 Canadian dollars each.", "dollars", False),
        ("They paid 15,000 Taiwan dollars each.", "dollars", False),
        ("They paid 15,000 dollars of Namibia each.", "dollars", False),
        ("They paid 15,000 dollars (Canadian) each.", "dollars", False),
        ("They paid $15,000 CAD each.", "$15,000", False),
        ("They paid $15,000 (CAD) each.", "$15,000", False),
        ("They paid CAD $15,000 each.", "$15,000", False),
        ("They paid CAD$15,000 each.", "CAD$15,000", False),
        ("They paid $15,000 Canadian each.", "$15,000", False),
        ("They paid $1.5 million in Australian dollars.", "$1.5 million", False),
        ("They paid HK$5,000 each.", "$", False),
        ("They paid $A5,000 each.", "$A5,000", False),
    ],
)
def test_the_dollars_of_others_are_no_us_dollars(text: str, words: str, is_usd: bool, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, f"{text}\n  statistics/fine:\n    unit: usd <- {words}\n")
    assert bool([*find(errors, "unit is usd"), *find(errors, "words cut"), *find(errors, "not found")]) != is_usd, errors


@pytest.mark.parametrize(
    "name", sorted(name for name in load_currencies() if name.rpartition(" ")[2] in ("dollar", "dollars"))
)
def test_of_all_currencies_that_are_called_dollars_one_is_that_of_the_united_states(name: str) -> None:
    (found, *_) = scan_currencies(f"They paid 5,000 {name} each.")
    assert ("USD" in found.names) == name.startswith("US ")


@pytest.mark.parametrize("words", ["more than 5,000", "over 2 million"])
@pytest.mark.parametrize("currency", ["Canadian dollars", "Indian rupees", "CAD", "new Taiwan dollars", "dollars"])
def test_both_know_that_an_amount_with_the_name_of_its_currency_is_no_count(words: str, currency: str) -> None:
    text = f"They paid {words} {currency} each."
    [found] = scan_numbers(text)
    assert not found.is_count
    assert load_quantities().patterns["money"].match(text[found.end :].lower().lstrip())


def test_the_list_of_currencies_is_made_of_their_names(tmp_path: Path) -> None:
    both = {"displayName-count-one": "Fijian dollar", "displayName-count-other": "Fijian dollars"}
    listed = {"FJD": both, "TTD": {"displayName-count-other": "Trinidad & Tobago dollars"}, "XXX": {"displayName": "Unknown"}}
    content = {"main": {"en": {"numbers": {"currencies": listed}}}}
    (tmp_path / "currencies.json").write_text(json.dumps(content), encoding="utf-8")
    lines = make_currencies.write_list(tmp_path / "currencies.json").splitlines()
    names = ["FJD,Fijian dollar", "FJD,Fijian dollars", "TTD,Trinidad & Tobago dollars", "TTD,Trinidad and Tobago dollars"]
    assert lines == ["code,name", *names]


# Names of countries in other names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They paid 5,000 US dollars and 300 U.S. dollars.", []),
        ("They paid Canadian dollars, Swiss francs and Kenyan shillings.", []),
        ("They landed in Port of Spain.", []),
        ("They landed at the port of Spain.", ["Spain"]),
        ("The US paid dollars.", ["US"]),
        ("Canadian dollarization came.", ["Canadian"]),
    ],
)
def test_a_country_in_the_name_of_money_or_of_a_town_is_not_asked_for(text: str, names: list[str]) -> None:
    assert [text[one.start : one.end] for one in list_names(text)] == names
    assert [text[slice(*place)] for place in find_sure_names(load_lexicons(write_readers())["country"], text)] == names


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("74 citizens of Benin and 38 of Togo, Gabon's immigration service said.", [["BEN", "TGO"]]),
        ("They came from Ghana, Gabon’s ministry said.", []),
        ("They came from Ghana, Honduras' ministry said.", []),
        ("Benin, Togo and Gabon's citizens left.", [["BEN", "TGO", "GAB"]]),
        ("Citizens of Benin, Togo's and Gabon's north left.", [["BEN", "TGO", "GAB"]]),
        ("Benin's, Togo's and Gabon's citizens left.", [["BEN", "TGO", "GAB"]]),
        ("They are from Benin, Togo, Gabon.", [["BEN", "TGO", "GAB"]]),
    ],
)
def test_a_list_ends_before_a_name_with_a_possessive_of_its_own(text: str, codes: list[list[str]]) -> None:
    assert [[name.code for name in names] for names in find_lists(text, scan_countries(text))] == codes


FLIGHT = "  flights/2031-hatay-oslo:\n"


@pytest.mark.parametrize(
    ("sentence", "is_hedge"),
    [
        ("They came home on scheduled flights.", False),
        ("They came home on a scheduled service.", False),
        ("The flight was scheduled.", True),
        ("A flight scheduled for May is full.", True),
    ],
)
def test_a_kind_of_flight_is_no_hedge(sentence: str, is_hedge: bool, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, f"{sentence}\n{FLIGHT}    terms_printed: {sentence.split()[1]}\n")
    assert bool(find(errors, "hedge that nothing uses: «scheduled»")) == is_hedge, errors


@pytest.mark.parametrize(
    ("sentence", "is_hedge"),
    [
        ("They came on a scheduled EgyptAir service.", False),
        ("They came on scheduled daily Kenya Airways flights.", False),
        ("They came on the scheduled May flight.", True),
        ("They came as scheduled by the airline.", True),
    ],
)
def test_a_kind_of_flight_may_have_a_name_in_it(sentence: str, is_hedge: bool) -> None:
    assert bool(drop_unhedged(sentence, [word for word in scan_words(sentence) if word.lower == "scheduled"])) == is_hedge


# Verbs of speech that are none


@pytest.mark.parametrize(
    ("sentence", "verb", "is_speech"),
    [
        ("It went to the three states.", "states", False),
        ("Gulf states agreed to it.", "states", False),
        ("It is one of four other European Union states have seen.", "states", False),
        ("Some 12 states took part.", "states", False),
        ("Police reports were lost.", "reports", False),
        ("The order states that they left.", "states", True),
        ("The order states the number.", "states", True),
        ("The European Union states that they left.", "states", True),
        ("They left, according to a briefing note.", "according", False),
        ("They left, according to flight records, by night.", "according", False),
        ("They left, according to a police log.", "according", False),
        ("They left, according to a note by the police.", "according", True),
        ("They left, according to a Frontex note.", "according", True),
        ("They left, according to the ministry's records.", "according", True),
        ("They left, according to the ministry.", "according", True),
        ("The plane called at Santa Cruz.", "called", False),
        ("The flight was called off by the police.", "called", False),
        ("The ministry called on them to go.", "called", True),
        ("The ministry called for calm.", "called", True),
    ],
)
def test_a_noun_and_another_verb_are_no_verb_of_speech(sentence: str, verb: str, is_speech: bool) -> None:
    (word,) = (word for word in scan_words(sentence) if word.lower == verb)
    assert is_without_speaker(sentence, word) != is_speech


# Marks of a page path


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Home › News ›", []),
        ("Nyasa Pulse » News » National", []),
        ("» News » National", []),
        ("Home >> News >> National", []),
        ("Home › News: “We go,” he said.", ["We go,"]),
        ("He said « on part » hier.", [" on part "]),
        ("He said »we go« on Monday.", ["we go"]),
        ("He said «we go» on Monday.", ["we go"]),
        ("He said we go» on Monday.", ["He said we go"]),
    ],
)
def test_the_marks_of_a_page_path_are_no_quotation_marks(text: str, quoted: list[str]) -> None:
    assert [text[one.start : one.end] for one in scan_quotations(text)] == quoted
    found = find_quoted(load_lexicons(write_readers())["marks"], text, ())
    assert all(text[slice(*place)] in quoted for place in found)


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("slated for May", "planned"),
        ("is hoping for", "planned"),
        ("aims for", "planned"),
        ("seemingly", "hedged"),
        ("is presumed", "hedged"),
        ("the report suggests", "hedged"),
    ],
)
def test_everyday_words_hedge(words: str, certainty: str) -> None:
    assert certainty in list_certainties({*words.split()})


@pytest.mark.parametrize(("words", "is_plan"), [("scheduled", False), ("is scheduled for May", True)])
def test_a_kind_of_flight_makes_no_plan(words: str, is_plan: bool, tmp_path: Path) -> None:
    text = "On scheduled flights they go home." if words == "scheduled" else "The flight is scheduled for May."
    passage = f"{text}\n{FLIGHT}    hedge: planned <- {words}\n    terms_printed: {text.split()[2]}\n"
    assert bool(find(list_errors(tmp_path, passage), "does not make it planned")) != is_plan


@pytest.mark.parametrize(
    ("sentence", "words", "word"),
    [
        ("They left against their will on Monday.", "left against their will", ""),
        ("They will have left on Monday.", "will have left", "will"),
    ],
)
def test_the_will_of_somebody_is_no_future(sentence: str, words: str, word: str, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, f"{sentence}\n{FLIGHT}    flight_status: departed <- {words}\n")
    slips = [*find(errors, "speaks of the future"), *find(errors, "its row has no hedge")]
    assert bool(slips) == bool(word), errors


@pytest.mark.parametrize(
    "words", ["a scheduled flight", "on scheduled services", "by a regular service", "commercial flights"]
)
def test_everyday_words_say_that_a_flight_is_one_of_a_service(words: str) -> None:
    schemas, _ = read_schemas(ROOT)
    assert list_said(words, schemas["flights"].fields["flight_type"]) == {"commercial_scheduled"}


# Everyday words of change


def list_words(field: str) -> dict[str, list[str]]:
    schemas, _ = read_schemas(ROOT)
    parse = schemas["statistics"].fields[field].parse
    return {code: [*phrases] for code, phrases in parse.words.items()} if parse else {}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("increase", "a rise of 12 per cent"),
        ("increase", "has risen"),
        ("increase", "climbed"),
        ("increase", "the growth was 12 per cent"),
        ("increase", "went up"),
        ("increase", "leapt"),
        ("increase", "more than trebled"),
        ("decrease", "a fall of 12 per cent"),
        ("decrease", "plummeted"),
        ("decrease", "a reduction of 12 per cent"),
        ("decrease", "was cut"),
        ("decrease", "fell by up to 12 per cent"),
        ("decrease", "dropping"),
        ("decrease", "shrinks"),
    ],
)
def test_everyday_words_say_which_way_a_figure_changed(code: str, words: str) -> None:
    schemas, _ = read_schemas(ROOT)
    assert list_said(words, schemas["statistics"].fields["change_direction"]) == {code}
    assert list_said(words, schemas["statistics"].fields["stock_or_flow"]) <= {"change"}


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("a six-week course", {"weeks"}),
        ("a four-hour trip", {"hours"}),
        ("a half-hour stop", {"hours"}),
        ("a two-and-a-half-hour trip", {"hours"}),
        ("a 48-hour stop", {"hours"}),
        ("a week", {"weeks"}),
        ("each week", set()),
        ("every year", set()),
        ("a six-month-old boy", set()),
    ],
)
def test_the_unit_in_a_compound_of_a_number_is_said(words: str, units: set[str]) -> None:
    schemas, _ = read_schemas(ROOT)
    assert list_said(words, schemas["statistics"].fields["unit"]) == units


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("flights a week", {"rate"}),
        ("flights each week", {"rate"}),
        ("flights each year", {"rate"}),
        ("a week after", set()),
        ("within a week", set()),
        ("were dropped off", set()),
        ("dropping off passengers", set()),
        ("climbed on to a roof", set()),
        ("climbed onto a roof", set()),
        ("dropped to 12", {"change"}),
        ("climbed to 12", {"change"}),
    ],
)
@pytest.mark.parametrize("table", ["statistics", "nationals_by_country"])
def test_what_happens_each_week_is_a_rate_and_who_is_dropped_off_no_change(words: str, codes: set[str], table: str) -> None:
    schemas, _ = read_schemas(ROOT)
    assert list_said(words, schemas[table].fields["stock_or_flow"]) & {"rate", "change"} == codes
    if table == "statistics" and "change" not in codes:
        assert not list_said(words, schemas[table].fields["change_direction"])


def test_what_is_counted_per_time_is_a_rate() -> None:
    schemas, _ = read_schemas(ROOT)
    rates = (*list_words("unit")["events_per_day"], *list_words("unit")["events_per_month"])
    for words in rates:
        assert list_said(words, schemas["statistics"].fields["stock_or_flow"]) == {"rate"}, words


ADVERBS = {"up", "down", "higher", "lower", "fewer"}
"""Words of a direction that say no change by themselves: they may compare two places."""


def test_a_verb_of_a_direction_says_that_there_is_a_change() -> None:
    directions = list_words("change_direction")
    verbs = {phrase for phrases in directions.values() for phrase in phrases if not ADVERBS & {*phrase.split()}}
    assert verbs - {"lowers", "lowered", "lowering"} <= {*list_words("stock_or_flow")["change"]}
    assert not {*directions["increase"]} & {*directions["decrease"]}


@pytest.mark.parametrize(
    "pattern", ["an hour and a half or ", "a day ", "5 hours and ", "$5,000 CAD ", "Canadian dollars ", "A$", "$5 ("]
)
def test_a_crafted_line_of_times_and_money_is_scanned_in_linear_time(pattern: str) -> None:
    def scan_all(length: int) -> None:
        text = pattern * (length // len(pattern))
        scan_durations.__wrapped__(text)
        scan_currencies.__wrapped__(text)

    assert measure_growth(scan_all, 12_500) < LINEAR_AT_MOST


@pytest.mark.parametrize(
    "pattern",
    [
        "over two years ",
        "handed over 11 ",
        "without one for ",
        "In February 14 ",
        "22/08/2025/",
        "08.00–",
        "at 14.10 ",
        "Togo's, ",
        "» ",
    ],
)
def test_a_crafted_line_of_these_words_is_scanned_in_linear_time(pattern: str) -> None:
    lexicons = load_lexicons(write_readers())

    def scan_all(length: int) -> None:
        text = pattern * (length // len(pattern))
        scan_expressions.__wrapped__(text)
        scan_quotations(text)
        find_lists(text, scan_countries(text))
        find_numbers.__wrapped__(lexicons["quantity"], text, ())
        find_dates.__wrapped__(lexicons["date"], text)

    assert measure_growth(scan_all, 6_000) < LINEAR_AT_MOST


# Words of another number, of another year, and between a qualifier and its number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a 14-and-a-half-hour", "exact 14.5"),
        ("12-member", "exact 12"),
        ("one-in-10", None),
        ("one-in-five", None),
        ("3-in-four", None),
        ("three-to-five-year", None),
        ("two-to-one", None),
        ("at least another 87", "at_least 87"),
        ("more than a further 1,000", "more_than 1000"),
        ("up to an additional 30", "up_to 30"),
        ("not fewer than another twelve", "at_least 12"),
        ("the best part of 300", "almost 300"),
        ("over SAR 10,000", "more_than 10000"),
        ("nearly GH¢2,500", "almost 2500"),
    ],
)
def test_a_number_that_hyphens_or_added_words_join_is_read_alike_or_needs_a_reason(words: str, value: str | None) -> None:
    outcome = read_quantity(words.removeprefix("a "))
    assert (outcome.value if isinstance(outcome, Reading) else None) == value
    again = verify.read_quantity(load_quantities(), words.removeprefix("a "))
    assert again == value or value is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In June last, 40 men were flown home.", "June last"),
        ("They left in the June before last.", "June before last"),
        ("They left on 12 August the year before.", "12 August the year before"),
        ("He came in December of the previous year.", "December of the previous year"),
        ("The week ending 10 August 2025 had five.", "week ending 10 August 2025"),
        ("There were 40 in the month to 31 July 2025.", "month to 31 July 2025"),
    ],
)
def test_a_date_that_words_beside_it_move_is_unread(text: str, words: str) -> None:
    assert words in [text[item.start : item.end] for item in scan_expressions(text)]
    assert not isinstance(read_date(words), Reading)


@pytest.mark.parametrize("text", ["It was in June last week.", "In December last year 40 left."])
def test_last_with_a_unit_of_time_moves_no_date_before_it(text: str) -> None:
    assert not any(getattr(item, "fault", "") for item in scan_expressions(text))
