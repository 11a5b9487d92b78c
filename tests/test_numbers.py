"""Numbers: the whole expression is found and read, or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.text.lexicon import load_words
from curation.text.names import scan_names
from curation.text.numbers import scan_numbers
from curation.text.quantities import find_dropped, loosen_bounds, make_quantity, read_quantity, read_quantity_value
from curation.text.readings import Reading, Unread
from growth import LINEAR_AT_MOST, measure_growth

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
LEXICON = load_words("numbers")
PHRASES = [(code, phrase) for code, phrases in LEXICON["qualifiers"].items() for phrase in phrases]


def spell(number: int, joiner: str) -> str:
    """Write a number in words as English does, "and" or nothing after a hundred."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            link = f" {joiner} " if joiner and 0 < rest < 100 else " "
            return f"{spell(number // size, joiner)} {name}{link if rest else ''}{spell(rest, joiner) if rest else ''}"
    raise ValueError(number)


def scan(text: str) -> list[str]:
    return [text[item.start : item.end] for item in scan_numbers(text)]


def read(words: str) -> Reading:
    reading = read_quantity(words)
    assert isinstance(reading, Reading), reading
    return reading


def put_marks(phrase: str) -> str:
    """Write a phrase of the lexicon as texts have it: no space before a point, none between two marks."""
    return phrase.replace(" .", ".").replace("> =", ">=").replace("< =", "<=")


@pytest.mark.parametrize(
    ("words", "value", "low", "high"),
    [
        ("131", "exact 131", 131, 131),
        ("66,000", "exact 66000", 66000, 66000),
        ("More than 100", "more_than 100", 101, None),
        ("over 66,000", "more_than 66000", 66001, None),
        ("nearly 66,000", "almost 66000", None, 65999),
        ("fewer than 20", "less_than 20", None, 19),
        ("at least 6,500", "at_least 6500", 6500, None),
        ("6,500 or more", "at_least 6500", 6500, None),
        ("up to 30", "up_to 30", None, 30),
        ("about 100", "about 100", None, None),
        ("between 5 and 10", "range 5 10", 5, 10),
        ("5 to 10", "range 5 10", 5, 10),
        ("first", "exact 1", 1, 1),
        ("third-largest", "exact 3", 3, 3),
        ("100th", "exact 100", 100, 100),
        ("two hundred and fifty", "exact 250", 250, 250),
        ("twenty-five", "exact 25", 25, 25),
        ("two dozen", "exact 24", 24, 24),
        ("1.5 million", "exact 1500000", 1500000, 1500000),
        ("hundreds", "vague", None, None),
        ("hundreds of thousands", "vague", None, None),
        ("5 percent", "exact 5", 5, 5),
        ("more than 5 percent", "more_than 5", 5, None),  # a share is no count: nothing says 6
        ("more than $5 million", "more_than 5000000", 5000000, None),
        ("tens of thousands", "vague", None, None),
    ],
)
def test_a_quantity_is_read_with_its_qualifier_and_bounds(words: str, value: str, low: int | None, high: int | None) -> None:
    reading = read_quantity(words)
    assert isinstance(reading, Reading), reading
    assert (reading.value, *reading.bounds) == (value, low, high)


@pytest.mark.parametrize("words", ["", "many", "131 nationals", "10 and 20", "1.445.549", "12,34", "９９", "1" * 19])
def test_words_that_are_not_one_number_are_refused(words: str) -> None:
    assert isinstance(read_quantity(words), Unread)


@given(st.integers(0, 10**15))
def test_any_count_is_read_with_and_without_separators(number: int) -> None:
    for words in (str(number), f"{number:,}"):
        reading = read_quantity(words)
        assert isinstance(reading, Reading)
        assert reading.parts["value"] == number


@given(
    st.sampled_from(["exact", "more_than", "at_least", "less_than", "almost", "up_to", "about"]),
    st.decimals(0, 10**9, places=2, allow_nan=False),
)
def test_a_written_quantity_is_read_back(qualifier: str, number: Decimal) -> None:
    reading = make_quantity(qualifier, (number,), is_count=number == number.to_integral_value())
    again = read_quantity_value(reading.value)
    assert isinstance(again, Reading)
    assert (again.value, again.bounds) == (reading.value, reading.bounds)


@given(st.integers(0, 10**12 - 1), st.sampled_from(["", "and"]))
def test_any_count_in_words_is_read(number: int, joiner: str) -> None:
    assert read(spell(number, joiner)).parts["value"] == number


@given(st.integers(0, 10**12 - 1), st.sampled_from(["", "and"]), st.booleans(), st.sampled_from(["", "up to "]))
def test_a_number_with_itself_in_brackets_is_one_number(number: int, joiner: str, in_words: bool, before: str) -> None:
    """ninety (90), 90 (ninety): legal texts and releases write so. In brackets may also be another number."""
    both = spell(number, joiner), f"{number:,}"
    first, again = both if in_words else both[::-1]
    words = f"{before}{first} ({again})"
    assert scan(f"They flew {words} home.") == [words]
    assert read(words).bounds[1] == number
    other = spell(number + 1, joiner) if not in_words else f"{number + 1:,}"
    assert scan(f"They flew {first} ({other}) home.") == [first, other]


@pytest.mark.parametrize("words", ["90 (90)", "third (3)", "ninety (90 of them)", "five to six (6)", "ninety ( 90 )"])
def test_what_only_looks_like_the_same_number_is_two(words: str) -> None:
    assert len(scan(f"They flew {words} home.")) == 2


@given(
    st.sampled_from(PHRASES),
    st.sampled_from(["40", "1,500", "forty", "a hundred", "1.2 million", "two and a half million", "5k"]),
)
def test_a_qualifier_belongs_to_its_number(qualifier: tuple[str, str], number: str) -> None:
    code, phrase = qualifier
    words = f"{put_marks(phrase)} {number}"
    assert scan(f"We saw {words} people.") == [words]
    assert read(words).parts["qualifier"] == code


@given(st.sampled_from(["not", "never", "no", "isn't", "without", "didn’t"]), st.sampled_from(PHRASES))
def test_a_denied_qualifier_is_turned_or_refused(negation: str, qualifier: tuple[str, str]) -> None:
    code, phrase = qualifier
    words = f"{negation} {put_marks(phrase)} 40"
    if phrase.startswith("not"):
        return
    assert scan(f"There were {words} people.") == [words]
    reading = read_quantity(words)
    turned = {"more_than": "up_to", "less_than": "at_least"}.get(code)
    assert (reading.parts["qualifier"] if isinstance(reading, Reading) else None) == turned


@given(st.sampled_from(PHRASES), st.sampled_from(PHRASES))
def test_two_qualifiers_that_say_different_things_are_refused(one: tuple[str, str], other: tuple[str, str]) -> None:
    words = f"{put_marks(one[1])} {put_marks(other[1])} 40"
    reading = read_quantity(words)
    assert isinstance(reading, Unread) or reading.parts["qualifier"] == one[0] == other[0] or words.startswith("not")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("not more than 40", "up_to 40"),
        ("well over 100", "more_than 100"),
        ("as few as 5", "at_least 5"),
        ("100+", "at_least 100"),
        ("100-odd", "about 100"),
        ("a hundred or so", "about 100"),
        ("about a 100", "about 100"),
        ("100 people or more", "at_least 100"),
        ("100, if not more", "at_least 100"),
        ("from 5 to 10 million", "range 5000000 10000000"),
        ("some 10-15 thousand", "range 10000 15000"),
        ("500 to a thousand", "range 500 1000"),
        ("between one hundred and two hundred", "range 100 200"),
        ("two or three hundred", "range 200 300"),
        ("half a million", "exact 500000"),
        ("three quarters of a million", "exact 750000"),
        ("two and a half million", "exact 2500000"),
        ("a couple of hundred", "about 200"),
        ("several hundred", "vague"),
        ("5 lakh", "exact 500000"),
        ("1,00,000", "exact 100000"),
        ("US$5-10bn", "range 5000000000 10000000000"),
        ("J$15,000", "exact 15000"),
        ("more than NT$5 million", "more_than 5000000"),
        ("MX$5-10 million", "range 5000000 10000000"),
        ("$A15 million", "exact 15000000"),
        ("GH₵40", "exact 40"),
        ("about ₦5 billion", "about 5000000000"),
        ("Rs4 million", "exact 4000000"),
        ("Rs. 7.5 million", "exact 7500000"),
        ("KSh1,000", "exact 1000"),
        ("thirteenth", "exact 13"),
        ("ninety-ninth", "exact 99"),
        ("12-member", "exact 12"),
        ("1.234 percent", "exact 1.234"),
        ("less than or equal to 40", "up_to 40"),
        ("forty-some", "about 40"),
        ("nearly 2,000-strong", "almost 2000"),
        ("40 and upward", "at_least 40"),
    ],
)
def test_everyday_phrases_are_read(words: str, value: str) -> None:
    assert read(words).value == value
    assert scan(f"There were {words} seen.") == [words]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "one third",
            "two-thirds",
            "half",
            "a third of",
            "1/3",
            "½ million",
            "one in four",
            "3 out of every 5",
            "5:1",
            "tenfold",
        ),
        *("twenty twenty-five", "one thirty one", "nine eleven", "million", "5 million thousand"),
        *("66.000", "1.234", "66 000", "66'000", "5km", "40x", "5 m", "-40", "not 40", "barely 40", "twice 40"),
        *("10-15,000", "900 to 1 thousand", "40 or 369", "between 10 and 5", "57 – 131", "5-10-15"),
        *("not carry more than 40", "don't have at least 40", "a third to 40", "6-3"),
        *("five thousand, six hundred", "three point two million", "not exactly 300", "1O4"),
        *("at least about 40", "about 5 to 10", "between about 5 and 10", "5 to about 10", "more than 100 or so"),
        *("１３１", "١٣١", "оne hundred", "ﬁve", "1\u00ad31", "10²"),
    ],
)
def test_what_can_be_meant_in_two_ways_is_found_whole_and_refused(words: str) -> None:
    text = f"There were {words} of them."
    assert [item.fault != "" for item in scan_numbers(text)] == [True]
    assert words.removesuffix(" of") in scan(text)[0]
    assert isinstance(read_quantity(words), Unread)


@pytest.mark.parametrize("verb", ["rose", "fell", "went up", "were cut", "an increase"])
def test_after_a_verb_of_change_two_numbers_are_no_range(verb: str) -> None:
    assert scan(f"Arrests {verb} from 66,000 to 70,000.") == ["66,000", "70,000"]
    assert scan(f"Arrests {verb}. Then from 66,000 to 70,000 came.") == ["from 66,000 to 70,000"]


@pytest.mark.parametrize("words", ["more than $5 million", "more than 5 percent", "more than 2.5 million roubles", "over €5"])
def test_in_money_and_shares_a_strict_bound_is_the_number_itself(words: str) -> None:
    [found] = scan_numbers(f"It was {words} in all.")
    assert not found.is_count


def test_the_word_after_the_number_says_that_it_is_money() -> None:
    [found] = scan_numbers("It cost more than 5 million dollars.")
    assert (found.end - found.start, found.is_count) == (len("more than 5 million"), False)
    assert loosen_bounds(read("more than 5 million")).bounds == (5_000_000, None)


@pytest.mark.parametrize(
    ("words", "value", "dropped"),
    [
        ("Over 1.2m", "exact 1200000", "more_than"),
        ("Over 1.2m", "more_than 1300000", ""),
        ("about 5 to 10", "range 5 10", ""),
        ("nearly 40", "vague", ""),
        ("572", "exact 571", ""),
    ],
)
def test_a_written_value_may_not_leave_out_the_qualifier_of_its_words(words: str, value: str, dropped: str) -> None:
    written = read_quantity_value(value)
    assert isinstance(written, Reading)
    assert find_dropped(words, written) == dropped


EXAMPLES = [(name, example) for name, entry in load_words("names")["patterns"].items() for example in entry["examples"]]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_a_name_with_a_number_is_found_whole(name: str, example: str) -> None:
    before, rest = example.split("«")
    inside, after = rest.split("»")
    text = before + inside + after
    assert [text[item.start : item.end] for item in scan_names(text)] == [inside]


@pytest.mark.parametrize(
    "text",
    [
        "They deported 131 people.",
        "More than 100 Migrants Block Avenue",
        "UP TO 1000 PEOPLE LEFT",
        "At Least One Million People",
        "US Deports 131 Uzbeks",
        "Officials Order 131 People Removed",
        "They arrested 135,911 people.",
        "A list of 9,911 and of 911,000 names",
        "More than 911 were arrested, and 911 went home.",
    ],
)
def test_a_count_is_no_name(text: str) -> None:
    assert scan_names(text) == []


@pytest.mark.parametrize(
    "pattern", ["1/", "one ", "at least ", "half a ", "from ", "A1-", "not ", "a ", "hundred and ", "1 000 ", "9 a.m. ", "ﬁ"]
)
def test_a_crafted_line_of_numbers_is_scanned_in_linear_time(pattern: str) -> None:
    def scan_all(length: int) -> None:
        text = pattern * (length // len(pattern))
        scan_numbers(text)
        scan_names(text)

    assert measure_growth(scan_all, 12_500) < LINEAR_AT_MOST
