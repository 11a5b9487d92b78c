"""Everyday words that say something else than a word or a phrase in them does. What both readers read, they read alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import read_rows
from curation.package.readers import write_readers
from curation.text.lexicon import load_words
from curation.text.numbers import scan_numbers
from curation.text.quantities import read_quantity
from curation.text.readings import Reading
from one_source import build_and_verify, write_collection
from test_single_coding import find, list_errors
from verify import READERS, Lexicon, find_numbers, load_lexicons


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
        ("They will add up to 500 beds.", "500"),
        ("They will add up to 500 beds.", "up to 500"),
    ],
)
def test_an_up_to_that_may_be_a_limit_or_what_is_reached_needs_a_reason(text: str, words: str, tmp_path: Path) -> None:
    refused = f"in its sentence «{words}» is read as"
    assert find(list_errors(tmp_path / "without", f"{text}\n  statistics/a:\n    value: {words}\n"), refused)
    number = words.rsplit(" ", maxsplit=1)[-1]
    value = f"up_to {number} <- {words} -- the “up” of the sentence is a limit"
    assert not find(list_errors(tmp_path / "with", f"{text}\n  statistics/a:\n    value: {value}\n"), refused)


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
