"""Everyday numbers and dates, from a sentence to the published value: the build takes them, and verify.py reads the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import read_rows
from one_source import REGISTERED, build_and_verify, write_collection
from test_readings_published import PUBLISHED, YEAR, escape, write_passage, write_sentence, write_tag

NUMBERS = {
    "some .5 million": ("about", "", ""),
    "nearly quarter of a million": ("almost", "", "249999"),
    "three and a quarter million": ("exact", "3250000", "3250000"),
    "15 lacs": ("exact", "1500000", "1500000"),
    "Rs 1.5 Cr": ("exact", "15000000", "15000000"),
    "at the very least, 300": ("at_least", "300", ""),
    "300 people on board at most": ("up_to", "", "300"),
    "157 deportees, give or take": ("about", "", ""),
    "300 passengers and counting": ("more_than", "301", ""),
    "more than N50,000": ("more_than", "50000", ""),
    "more than Rs500": ("more_than", "500", ""),
    "more than 5pc": ("more_than", "5", ""),
}
DATES = {
    "until mid-2024": "../2024",
    "2024-2025": "2024/2025",
    "From November to February 2025": "2024-11/2025-02",
    "1Q 2025": "2025-01/2025-03",
    "a fortnight ago": "2025-04-16~",
    "Since the start of the year": "2025/..",
    "From May 2024 to date": "2024-05/..",
}


def write_last(number: int, words: str) -> str:
    """Write a sentence that ends with the words."""
    return f"They will tell of {write_tag(number)}: {words}."


def test_everyday_numbers_and_dates_are_built_and_verified(tmp_path: Path) -> None:
    coded = [*((words, "number") for words in NUMBERS), *((words, "date") for words in DATES)]
    text, passages = "", ""
    for number, (words, kind) in enumerate(coded):
        text += write_last(number, words) + "\n"
        passage = write_passage(number, words, kind)
        passages += passage.replace(write_sentence(number, words), write_last(number, words), 1)
    copy = write_collection(tmp_path, text, passages, REGISTERED + f"    published: {PUBLISHED}\n")
    copy.edit("annotations/s900.yaml", "passages:\n", f"year: {YEAR} -- they will tell of that year\npassages:\n")
    assert build_and_verify(copy) == ([], [])
    rows = read_rows(copy.root, "statistics")
    bounds = {row["value_printed"]: (row["value_qualifier"], row["value_low"], row["value_high"]) for row in rows}
    assert {words: bounds.get(words) for words in NUMBERS} == NUMBERS
    periods = {row["period_printed"]: row["period"] for row in rows}
    assert {words: periods.get(words) for words in DATES} == DATES


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("They will tell of qa in {} or May 2024.", "April", "date"),
        ("They will tell of qa in {} a year earlier.", "June", "date"),
        ("They will tell of qa: {}, maybe four.", "three", "number"),
        ("They will tell of qa: {} lacs.", "15", "number"),
        ("They will tell of qa: {} people tops.", "300", "number"),
    ],
)
def test_a_part_of_an_everyday_number_or_date_is_refused(text: str, words: str, kind: str, tmp_path: Path) -> None:
    passage = write_passage(0, words, kind).replace(write_sentence(0, words), text.format(words), 1)
    copy = write_collection(tmp_path, text.format(words) + "\n", passage, REGISTERED + f"    published: {PUBLISHED}\n")
    copy.edit("annotations/s900.yaml", "passages:\n", f"year: {YEAR} -- they will tell of that year\npassages:\n")
    errors, _ = build_and_verify(copy)
    assert any(f"«{escape(words)}" in error and ("cut" in error or "in its sentence" in error) for error in errors), errors
