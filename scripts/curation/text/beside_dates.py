"""What is beside a date and makes it another one: a year before or after it, other days, the rest of a quarter."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from curation.text.lexicon import load_words
from curation.text.moments import YEAR_DIGITS, Moment, MomentKind, choose
from curation.text.phrases import load_common_words

LONGEST_LIST = 13
LOOK_BACK = 24
"""Characters before a date in which a year of its own is looked for: in 2024, from the 3rd."""
YEAR_LATER = "its year may be printed with a later date of the list"
YEAR_BESIDE = "its year may be printed beside it"
SHORT_YEAR = "a year of two digits"
MOVED = "the words after it move the date"
LONGER = "it is a part of the name of a longer time"
GOES_ON = "the time goes on until now"


class Beside(NamedTuple):
    """How far what is beside a date reaches, and what is wrong with the date; without a fault there is nothing."""

    place: int
    fault: str = ""


@cache
def load_after() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of what can stand after a date without a year, each with the fault of the date."""
    words = load_words("dates")
    moved, years = words["moved_after"], choose(words["other_years"])
    ended = r"(?= ?(?:[.,;:)]|$)| (?:and|by|from|in|to|when|after)\b)"
    counted = rf"(?:\d+|{choose([*words['numbers'], *words['several']])}) (?:year|month)s? (?:{choose(words['years_away'])})"
    named = rf"(?:{years}) year|year (?:before last|after next|before|after)(?: that)?"
    named = rf"(?:(?:in|of|from|for|during) )?(?:the|that) (?:{named})"
    return (
        (re.compile(rf",? (?:{choose(moved)}){ended}"), MOVED),
        (re.compile(rf",? (?:{counted}|{named})(?!\w)"), MOVED),
        (re.compile(r"\.?,? ?['’‘]\d\d(?!\w)"), SHORT_YEAR),
        (re.compile(rf"\.? \((?:in )?{YEAR_DIGITS}\)"), YEAR_BESIDE),
        (re.compile(rf"\.?,? in {YEAR_DIGITS}(?![\w%]|[.,]\d)"), YEAR_BESIDE),
    )


@cache
def load_longer() -> re.Pattern[str]:
    """Return the pattern of what makes a month the name of a quarter: the June quarter of 2025."""
    return re.compile(
        rf"\.?[ -](?:{choose(load_words('dates')['named_by_a_month'])})(?:,? (?:of |in )?{YEAR_DIGITS})?(?!\w)", re.IGNORECASE
    )


NOW = re.compile(r",? and (?:now|the present|the present day)(?!\w)")
TWO_DIGITS = re.compile(r",? \d\d(?![\w%]|[.,]\d)(?: ([a-z]+))?")
YEAR_BEFORE = re.compile(
    rf"(?<![\w.,/$€£-]){YEAR_DIGITS}(?:, ?|,? )(?:(?:on|in|from|between|during|since|until|early|late|mid)[ -](?:the )?)*$"
)
COUNTED = re.compile(r"\.?(?:,? (?:and|to|or)|,) (?:then )?(?:\d[\d,]*|[a-z]+(?:-[a-z]+)?) (?:in|on) (?:the )?")
"""The same with a figure of each date: 40 in April, 50 in May and 60 in June 2024."""
LISTED = re.compile(
    r"\.?(?:,? (?:and|or|&|as well as|and also|and then|and again),?|,| ?/) ?(?:again )?(?:on |in )?(?:the )?"
    r"(?:(?:early|late|mid|end)[ -](?:of )?)?"
)


def look_after(text: str, first: Moment, last: Moment | None, end: int, is_between: bool) -> Beside:
    """Return where what follows a date and changes it ends, with the fault of the date."""
    one = last or first
    if one.kind not in (MomentKind.PLAIN, MomentKind.SEASON, MomentKind.YEAR):
        return Beside(end)
    if is_between and not last and (match := NOW.match(text, end)):
        return Beside(match.end(), GOES_ON)
    if one.kind == MomentKind.PLAIN and one.day is None and (match := load_longer().match(text, end)):
        return Beside(match.end(), LONGER)
    if one.year is not None or one.relative or one.kind == MomentKind.YEAR:
        return Beside(end)
    for pattern, fault in load_after():
        if match := pattern.match(text, end):
            return Beside(match.end(), fault)
    match = TWO_DIGITS.match(text, end) if one.day and text[end - 1].isalpha() and text[end : end + 1] == " " else None
    if match and (not match[1] or match[1] in load_common_words() - {*load_words("dates")["two_readings"]["after"]}):
        return Beside(match.start(1) - 1 if match[1] else match.end(), SHORT_YEAR)  # 3 May 24, but not: 3 May 24 people
    return Beside(end)


def look_before(text: str, floor: int, start: int, first: Moment, last: Moment | None) -> Beside:
    """Return where a year before a date begins, with the fault of the date: in 2024, on May 3."""
    has_year = any(one.year is not None or one.relative for one in (first, last) if one)
    if has_year or first.kind not in (MomentKind.PLAIN, MomentKind.SEASON) or not (first.month or first.number):
        return Beside(start)
    low = max(floor, start - LOOK_BACK)
    match = YEAR_BEFORE.search(text, low, start)
    is_apart = match is not None and (match.start() > low or low == 0 or not text[low - 1].isalnum())
    return Beside(match.start(), YEAR_BESIDE) if match and is_apart else Beside(start)


def prints_year_later(text: str, moments: list[tuple[Moment, Moment | None]], index: int) -> bool:
    """Return whether a date without a year is in a list of which a later date prints one: April, May and June 2025."""
    for (one, _), (other, weekday) in pairwise(moments[index : index + LONGEST_LIST]):
        place = one.end, weekday.start if weekday else other.start
        gap = LISTED.fullmatch(text, *place) or COUNTED.fullmatch(text, *place)
        if not gap or one.year is not None or one.relative or not one.kind == other.kind == MomentKind.PLAIN:
            return False
        if other.year is not None or other.relative:
            return True
    return False
