"""Everyday words that say something else than a word or a phrase in them does. What both readers read, they read alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from curation.package.readers import write_readers
from curation.text.numbers import scan_numbers
from test_single_coding import find, list_errors
from verify import Lexicon, find_numbers, load_lexicons


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
