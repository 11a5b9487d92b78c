"""Quantities: a number's words read as qualifier and value, and the bounds that they set."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from curation.problems import shorten
from curation.text.durations import scan_durations
from curation.text.expressions import scan_expressions
from curation.text.lexicon import load_words
from curation.text.numbers import NumberExpression
from curation.text.readings import Outcome, Reading, Unread
from curation.text.spelling import Fault
from curation.text.tokens import KEPT

WRITE = "write the value and why: exact 1234 <- words -- reason"
SET_ASIDE = "set it aside as uncoded, or write the value and why: vague <- words -- reason"
FAULTS = {
    Fault.DIGITS: ("these digits are no number", WRITE),
    Fault.POINT: ("the point may separate thousands or decimals", WRITE),
    Fault.SUM: ("these number words are no one number", WRITE),
    Fault.FRACTION: ("a fraction is no count", SET_ASIDE),
    Fault.RATIO: ("a ratio is no count", SET_ASIDE),
    Fault.LETTERS: ("the letters after the digits are unknown", WRITE),
    Fault.SIGN: ("a sign is before the number", WRITE),
    Fault.NEGATION: ("the number is denied", SET_ASIDE),
    Fault.QUALIFIERS: ("its qualifiers are not known together", WRITE),
    Fault.RANGE: ("the range can be meant in two ways", WRITE),
    Fault.CHARACTERS: ("it has characters that look like others", WRITE),
    Fault.APART: ("a qualifier stands apart from it", WRITE),
    Fault.DAY: ("it may be a day of the month before it", WRITE),
}
OPEN = {"range": 2, "vague": 0, "unknown": 0}
"""How many numbers follow a qualifier, where it is not one."""


@lru_cache(maxsize=KEPT)
def read_quantity(words: str) -> Outcome:
    """Return the one number of the words, with its qualifier."""
    found = list_numbers(words)
    if len(found) != 1:
        what = "no number" if not found else "more than one number"
        return Unread(f"{what} in «{shorten(words)}»", "take one number with its qualifier")
    item = found[0]
    if item.fault:
        message, advice = FAULTS[item.fault]
        return Unread(f"no reading of «{shorten(words)}»: {message}", advice)
    around = (words[: item.start] + words[item.end :]).strip()
    if around:
        return Unread(f"«{shorten(around)}» is no part of the number", "take the number with its qualifier only")
    return make_quantity(item.qualifier, item.numbers, item.is_count)


def list_numbers(words: str) -> list[NumberExpression]:
    """Return the numbers of words, and the times that no number word gives: half an hour is one, and no half."""
    times = [*scan_durations(words)]
    numbers = (item for item in scan_expressions(words) if isinstance(item, NumberExpression))
    return times + [item for item in numbers if not any(one.start < item.end and item.start < one.end for one in times)]


def read_quantity_value(value: str) -> Outcome:
    """Return the quantity that a coder wrote: a qualifier and its numbers, or a number alone."""
    qualifier, *numbers = ["exact", value] if value[:1].isdigit() else value.split() or [""]
    known = load_words("numbers")["qualifiers"].keys() | {"exact", *OPEN}
    is_written = all(re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,9})?", number) for number in numbers)
    if qualifier not in known or len(numbers) != OPEN.get(qualifier, 1) or not is_written:
        return Unread(
            f"{shorten(value)!r} is no quantity",
            "write for example: exact 131, more_than 100, range 5 10, vague",
        )
    values = tuple(Decimal(number) for number in numbers)
    return make_quantity(qualifier, values, all(number == number.to_integral_value() for number in values))


def find_dropped(words: str, written: Reading) -> str:
    """Return the qualifier of the words that a written quantity leaves out; empty where it leaves out none.

    `vague` and `unknown` say less than any words, so that they leave out nothing.
    """
    said = {item.qualifier for item in list_numbers(words)} - {"exact"}
    given = str(written.parts["qualifier"])
    return "" if given in (*said, "vague", "unknown") else min(said, default="")


def make_quantity(qualifier: str, numbers: tuple[Decimal, ...], is_count: bool) -> Reading:
    """Make the reading of a quantity. In counts a strict bound moves by one; `about` and `vague` set no bounds."""
    step = Decimal(1) if is_count else Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None
    if qualifier == "exact":
        low = high = numbers[0]
    elif qualifier == "range":
        low, high = numbers
    elif qualifier in ("at_least", "more_than"):
        low = numbers[0] + (step if qualifier == "more_than" else 0)
    elif qualifier in ("up_to", "less_than", "almost"):
        high = numbers[0] - (0 if qualifier == "up_to" else step)
    exact = low if low == high else None
    value = " ".join([qualifier, *(format_number(number) for number in numbers)])
    return Reading(value, {"value": exact, "low": low, "high": high, "qualifier": qualifier}, (low, high))


def loosen_bounds(reading: Reading) -> Reading:
    """Return a quantity that counts nothing (money, a share): its strict bounds do not move by one."""
    qualifier, *numbers = reading.value.split(" ")
    return make_quantity(qualifier, tuple(map(Decimal, numbers)), is_count=False)


def format_number(number: Decimal) -> str:
    """Write a number without an exponent and without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
