"""Numbers: found in a text with their qualifier, and read as quantities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import ClassVar

from curation.problems import shorten
from curation.text.dates import scan_dates
from curation.text.readings import Outcome, Reading, Unread
from curation.text.tokens import Token, load_words, match_all, scan_runs

PLAIN_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")

LONGEST_NUMBER = 18
"""Digits. A longer one is spotted, and read by no parser."""

Phrases = dict[str, list[tuple[str, tuple[str, ...]]]]


@dataclass(frozen=True)
class NumberExpression:
    """A number in a text, from its qualifier to its magnitude or unit. Positions are those of the text.

    `numbers` holds two numbers of a range, none where the words are vague (hundreds), else one.
    """

    kind: ClassVar[str] = "number"
    start: int
    end: int
    qualifier: str = "exact"
    numbers: tuple[Decimal, ...] = ()
    is_count: bool = True


@cache
def load_number_openers() -> frozenset[str]:
    """Return every word with which a number or its qualifier can begin, so that most words are passed over at once."""
    words = load_words("numbers")
    phrases = [phrase for phrases in words["qualifiers"].values() for phrase in phrases]
    phrases += [
        *words["ranges"]["openers"],
        *words["units"]["currency"],
        *words["vague"]["words"],
        *words["articles"],
    ]
    return frozenset({phrase.split()[0] for phrase in phrases} | words["numbers"].keys() | words["ordinals"].keys())


@cache
def load_phrases(group: str) -> Phrases:
    """Return a group's phrases by their first word, each with its code, so that most words are passed over at once."""
    phrases: Phrases = {}
    for code, variants in load_words("numbers")[group].items():
        for variant in variants:
            words = tuple(variant.split())
            phrases.setdefault(words[0], []).append((code, words))
    return phrases


def match_phrase(tokens: Sequence[Token], index: int, group: str) -> tuple[str, int]:
    """Return the code of the phrase of a group that begins at a token, and the index after it, or an empty code."""
    for code, phrase in load_phrases(group).get(tokens[index].lower, ()) if index < len(tokens) else ():
        if tuple(token.lower for token in tokens[index : index + len(phrase)]) == phrase:
            return code, index + len(phrase)
    return "", index


def scan_numbers(text: str) -> list[NumberExpression]:
    """Return the numbers of a text that are no part of a date, in its order, none overlapping another."""
    return scan_numbers_outside(text, [(item.start, item.end) for item in scan_dates(text)])


def scan_numbers_outside(text: str, spans: Iterable[tuple[int, int]]) -> list[NumberExpression]:
    """Return the numbers of a text that lie outside the ordered spans and cross none of them."""
    return [found for tokens in scan_runs(text, spans) for found in match_all(tokens, match_number)]


def match_number(tokens: Sequence[Token], index: int) -> tuple[NumberExpression, int] | None:
    """Match the longest number that begins at a token, its qualifier and its magnitude taken in."""
    words = load_words("numbers")
    word = tokens[index].lower
    if not word[0].isdigit() and word.partition("-")[0] not in load_number_openers():
        return None
    qualifier, start = match_phrase(tokens, index, "qualifiers")
    opener = tokens[index].lower if not qualifier and tokens[index].lower in words["ranges"]["openers"] else ""
    first = start if qualifier else index + (1 if opener else 0)
    mark = 1 if first < len(tokens) and tokens[first].text in words["units"]["currency"] else 0
    value = match_value(tokens, first + mark)
    if value is None:
        return match_vague(tokens, index, first) if not opener else None
    number, end = value
    numbers, end, is_range = match_range(tokens, number, end, needs_joiner=opener == "between")
    if opener and not is_range:
        return None
    if not qualifier and not is_range:
        qualifier, end = match_phrase(tokens, end, "qualifiers_after")
    percent = match_phrase(tokens, end, "units")[1] - end
    found = NumberExpression(
        tokens[index].start,
        tokens[end + percent - 1].end,
        qualifier="range" if is_range else qualifier or "exact",
        numbers=numbers,
        is_count=not mark and not percent and all(number == number.to_integral_value() for number in numbers),
    )
    return found, end + percent


def match_vague(tokens: Sequence[Token], start: int, index: int) -> tuple[NumberExpression, int] | None:
    """Match words of magnitude without a number: hundreds, tens of thousands."""
    vague = load_words("numbers")["vague"]["words"]
    if index >= len(tokens) or tokens[index].lower not in vague:
        return None
    end = index + 1
    while end + 1 < len(tokens) and tokens[end].lower == "of" and tokens[end + 1].lower in vague:
        end += 2
    return NumberExpression(tokens[start].start, tokens[end - 1].end, qualifier="vague"), end


def match_range(
    tokens: Sequence[Token], number: Decimal, end: int, needs_joiner: bool
) -> tuple[tuple[Decimal, ...], int, bool]:
    """Go on from a number to the second one of a range: 5 to 10, 5–10, between 5 and 10."""
    joiners = load_words("numbers")["ranges"]["joiners"]
    if end < len(tokens) and tokens[end].lower in joiners and (tokens[end].lower != "and" or needs_joiner):
        second = match_value(tokens, end + 1)
        # A comparison with digits that no reading fits (NaN) is an error in decimal.
        if second and number.is_finite() and second[0].is_finite() and second[0] > number:
            return (number, second[0]), second[1], True
    return (number,), end, False


def match_value(tokens: Sequence[Token], index: int) -> tuple[Decimal, int] | None:
    """Read digits, number words (two hundred and fifty), ordinals (third-largest) and magnitudes (1.5 million).

    Digits that no reading fits (1.445.549) give NaN, so that they are spotted and never read.
    """
    if index >= len(tokens):
        return None
    words = load_words("numbers")
    first = tokens[index].text
    if first[0].isdigit():
        value = read_digits(first)
        end = index + 1
        while end < len(tokens) and tokens[end].lower in words["magnitudes"]:
            value *= words["magnitudes"][tokens[end].lower]
            end += 1
        return value, end
    total, group, end = Decimal(0), None, index
    while end < len(tokens):
        word = tokens[end].lower
        parts = word.split("-")
        if word in words["magnitudes"] and group is not None:
            scale = words["magnitudes"][word]
            if scale == 100:
                group *= scale
            else:
                total, group = total + group * scale, Decimal(0)
        elif group is None and word in words["articles"] and is_magnitude(tokens, end + 1):
            group = Decimal(1)
        elif all(part in words["numbers"] for part in parts):
            group = (group or Decimal(0)) + sum(words["numbers"][part] for part in parts)
        elif parts[0] in words["ordinals"] and (group is None or len(parts) == 1):
            return total + (group or 0) + words["ordinals"][parts[0]], end + 1
        elif len(parts) == 2 and parts[0] in words["numbers"] and parts[1] in words["ordinals"]:
            return total + (group or 0) + words["numbers"][parts[0]] + words["ordinals"][parts[1]], end + 1
        elif (
            word == "and" and group is not None and end + 1 < len(tokens) and group >= 100 and is_number_word(tokens[end + 1])
        ):
            pass
        else:
            break
        end += 1
    return None if group is None else (total + group, end)


def is_number_word(token: Token) -> bool:
    """Return whether a token is a number word."""
    return all(part in load_words("numbers")["numbers"] for part in token.lower.split("-"))


def is_magnitude(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a token is a magnitude, such as million."""
    return index < len(tokens) and tokens[index].lower in load_words("numbers")["magnitudes"]


def read_digits(text: str) -> Decimal:
    """Return the value of digits; NaN where they are not a number."""
    digits = re.sub(r"(?:st|nd|rd|th)$", "", text)
    plain = digits.replace(",", "")
    return Decimal(plain) if len(plain) <= LONGEST_NUMBER and PLAIN_NUMBER.fullmatch(digits) else Decimal("NaN")


def read_quantity(words: str) -> Outcome:
    """Return the one number of the words, with its qualifier."""
    found = scan_numbers(words)
    if len(found) != 1:
        what = "no number" if not found else "more than one number"
        return Unread(f"{what} in «{shorten(words)}»", "take one number with its qualifier")
    item = found[0]
    if not all(number.is_finite() for number in item.numbers):
        return Unread(f"no reading of «{shorten(words)}»", "write the value and why: exact 1234 <- words -- reason")
    around = (words[: item.start] + words[item.end :]).strip()
    if around:
        return Unread(f"«{shorten(around)}» is no part of the number", "take the number with its qualifier only")
    return make_quantity(item.qualifier, item.numbers, item.is_count)


def read_quantity_value(value: str) -> Outcome:
    """Return the quantity that a coder wrote: a qualifier and its numbers, or a number alone."""
    qualifier, *numbers = ["exact", value] if value[:1].isdigit() else value.split() or [""]
    known = load_words("numbers")["qualifiers"].keys() | {"exact", "range", "vague", "unknown"}
    wanted = {"range": 2, "vague": 0, "unknown": 0}.get(qualifier, 1)
    is_written = all(re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,9})?", number) for number in numbers)
    if qualifier not in known or len(numbers) != wanted or not is_written:
        return Unread(
            f"{shorten(value)!r} is no quantity",
            "write for example: exact 131, more_than 100, range 5 10, vague",
        )
    values = tuple(Decimal(number) for number in numbers)
    return make_quantity(qualifier, values, all(number == number.to_integral_value() for number in values))


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


def format_number(number: Decimal) -> str:
    """Write a number without an exponent and without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
