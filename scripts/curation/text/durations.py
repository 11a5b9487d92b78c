"""Times of one unit, or of a part of one, that have no number word: an hour, half a day, a week and a half, a day or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from curation.text.lexicon import load_words
from curation.text.limits import list_units
from curation.text.number_phrases import Phrase, match_phrase
from curation.text.numbers import NumberExpression, find_strange, join_qualifiers
from curation.text.numerals import match_numeral
from curation.text.qualifiers import match_qualifier
from curation.text.spelling import Fault, Spelling, spell_tokens
from curation.text.suffixes import match_suffix
from curation.text.tokens import KEPT, scan_tokens

LONGEST_PART = 6
"""Tokens of a part of a unit: three quarters of an hour."""


@dataclass(frozen=True)
class Time:
    """How long something lasts: its numbers, two of a range; the index of the token after it; and why it cannot be read."""

    numbers: tuple[Decimal, ...]
    end: int
    fault: Fault = Fault.NONE


@lru_cache(maxsize=KEPT)
def scan_durations(text: str) -> tuple[NumberExpression, ...]:
    """Return the times of a text that no number word gives, with what qualifies them, in its order.

    >>> [(one.qualifier, *map(str, one.numbers)) for one in scan_durations("It took about an hour, half a day, five days.")]
    [('about', '1'), ('exact', '0.5')]
    """
    return tuple(match_durations(text))


def match_durations(text: str) -> Iterator[NumberExpression]:
    """Yield the times of a text, from left to right."""
    tokens = scan_tokens(text)
    if not any(token.lower.rpartition("-")[2] in list_units() for token in tokens):
        return
    spelling, index = spell_tokens(tokens), 0
    while index < len(tokens):
        found = match_duration(spelling, index)
        if found:
            yield found[0]
        index = found[1] if found else index + 1


def match_duration(spelling: Spelling, index: int) -> tuple[NumberExpression, int] | None:
    """Match the time that begins at a token, with its qualifiers, and the index after it."""
    tokens = spelling.tokens
    refused = match_phrase(tokens, index, "durations", "refused")
    before = Phrase("exact", refused.end, Fault.FRACTION) if refused.code else match_qualifier(tokens, index)
    time = match_time(spelling, before.end)
    if not time:
        return None
    is_range = len(time.numbers) > 1
    after = Phrase("", time.end) if is_range else match_suffix(spelling, time.end, is_compound=False)
    qualifier, clash = join_qualifiers(before.code, after.code, "", is_range)
    faults = (before.fault, time.fault, after.fault, clash, find_strange(tokens[index : after.end]))
    fault = next(filter(None, faults), Fault.NONE)
    start, end = tokens[index].start, tokens[after.end - 1].end
    return NumberExpression(start, end, qualifier, time.numbers, is_count=False, fault=fault), after.end


def match_time(spelling: Spelling, index: int) -> Time | None:
    """Match one unit, a part of one, one or several and a half, or the sum of two units, which cannot be read."""
    found = match_part(spelling, index) or match_one(spelling, index)
    several = None if found else match_several(spelling, index)
    whole = found or several
    more = skip_smaller(spelling, whole.end) if whole and len(whole.numbers) == 1 else 0
    if whole and more:
        return Time(whole.numbers, more, Fault.SUM)
    return add_part(spelling, several) if several else found


class Part(NamedTuple):
    """A word between hyphens, whether it is the last of its token, and the index of the token after it."""

    word: str
    is_last: bool
    end: int


def split_parts(spelling: Spelling, index: int) -> list[Part]:
    """Return the next words, in small letters; three-quarters are two."""
    tokens = (
        (place, token.lower.split("-"))
        for place, token in enumerate(spelling.tokens[index : index + LONGEST_PART], index + 1)
    )
    return [Part(word, at == len(words), place) for place, words in tokens for at, word in enumerate(words, 1)]


def read_share(names: Sequence[str]) -> tuple[Decimal, int] | None:
    """Return the share of a unit with which words begin, and how many words say it: half, a half, three quarters."""
    words = load_words("numbers")
    first = next(iter(names), "")
    top = 1 if first in words["articles"] else words["numbers"].get(first, 0)
    bottom = words["durations"]["parts"].get(next(iter(names[bool(top) :]), ""), 0)
    return (Decimal(max(top, 1)) / bottom, bool(top) + 1) if max(top, 1) < bottom else None


def match_part(spelling: Spelling, index: int) -> Time | None:
    """Match a part of a unit: half an hour, a half-hour, a quarter of an hour, three quarters of a year."""
    words, parts = load_words("numbers"), split_parts(spelling, index)
    names = [part.word for part in parts]
    found = read_share(names)
    if not found:
        return None
    share, at = found
    at += names[at : at + 1] == ["of"]
    at += names[at : at + 1] != [] and names[at] in words["articles"]
    if at >= len(names) or names[at] not in words["durations"]["units"] or not parts[at].is_last:
        return None
    return Time((share,), parts[at].end)


def match_one(spelling: Spelling, index: int) -> Time | None:
    """Match one unit: an hour, a full day, an hour and a half, a week or two."""
    tokens, words = spelling.tokens, load_words("numbers")
    names = [token.lower for token in tokens[index : index + 3]]
    at = 1 + (names[1:2] != [] and names[1] in words["durations"]["whole"])
    if not names or names[0] not in words["articles"] or at >= len(names) or names[at] not in words["durations"]["units"]:
        return None
    one = Time((Decimal(1),), index + at + 1)
    halved = add_part(spelling, one)
    if halved:
        return halved
    is_or = one.end < len(tokens) and tokens[one.end].lower == "or"
    second = match_numeral(spelling, one.end + 1) if is_or else None
    if not second:
        return one
    is_unclear = second.fault or second.qualifier or second.is_ordinal or second.is_compound or not 1 < second.value <= 2
    return Time((Decimal(1), second.value), second.end, Fault.RANGE if is_unclear else Fault.NONE)


def match_several(spelling: Spelling, index: int) -> Time | None:
    """Match a number with its unit: two hours. It is no more than that where nothing is added."""
    number = match_numeral(spelling, index)
    if not number or number.fault or number.qualifier or number.is_ordinal or number.is_compound:
        return None
    is_unit = number.end < len(spelling.tokens) and spelling.tokens[number.end].lower in list_units()
    return Time((number.value,), number.end + 1) if is_unit else None


def add_part(spelling: Spelling, time: Time) -> Time | None:
    """Go on from a time to a part of its unit: and a half, and three quarters; None where it does not go on."""
    tokens = spelling.tokens
    if time.end >= len(tokens) or tokens[time.end].lower != "and":
        return None
    parts = split_parts(spelling, time.end + 1)
    found = read_share([part.word for part in parts])
    if not found or not parts[found[1] - 1].is_last:
        return None
    return replace(time, numbers=(time.numbers[0] + found[0],), end=parts[found[1] - 1].end)


def skip_smaller(spelling: Spelling, end: int) -> int:
    """Return the index after a smaller unit that is added: two hours and 20 minutes, an hour and a quarter. Else 0."""
    tokens, units = spelling.tokens, list_units()
    unit = tokens[end - 1].lower.rpartition("-")[2]
    start = end
    for joiner in (",", "and"):
        start += start < len(tokens) and tokens[start].lower == joiner
    second = match_part(spelling, start) or match_one(spelling, start) or match_several(spelling, start)
    last = tokens[second.end - 1].lower.rpartition("-")[2] if second else ""
    is_smaller = unit in units and last in units and units.index(last) < units.index(unit) // 2 * 2
    return second.end if second and is_smaller else 0
