"""Numbers, dates, quotations, verbs of speech and hedges, spotted in a text.

One scanner serves the reading of values, the account of what is still uncoded and the skeleton of a new source: what
one of them sees as a number, all of them see. It works on words one after the other, in time linear in the text.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LANGUAGE = Path(__file__).parent / "language"

# A run of one mark is one token, so that a line of marks costs no more than a line of words.
TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b|\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-’'][^\W\d_]+)*|([^\w\s])\1*|\S")
ISO_DATE = re.compile(r"(?<![\w-])\d{4}-\d{2}(?:-\d{2})?(?![\w-])")
PLAIN_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
LONGEST_NUMBER = 18
"""Digits. A longer one is spotted, and read by no parser."""


@cache
def load_words() -> dict[str, Any]:
    return tomllib.loads((LANGUAGE / "english.toml").read_text(encoding="utf-8"))


@cache
def load_countries() -> dict[str, str]:
    """Return the alpha-3 code of each name of a country and of its people."""
    with (LANGUAGE / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {name: row["alpha_3"] for row in csv.DictReader(file) for name in row["names"].split("|") if name}


@cache
def load_country_pattern() -> re.Pattern[str]:
    names = sorted(load_countries(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


Phrases = dict[str, list[tuple[str, tuple[str, ...]]]]


@cache
def load_phrases(group: str) -> Phrases:
    """Return a group's phrases by their first word, each with its code, so that most words are passed over at once."""
    phrases: Phrases = {}
    for code, variants in load_words()[group].items():
        for variant in variants:
            words = tuple(variant.split())
            phrases.setdefault(words[0], []).append((code, words))
    return phrases


@cache
def load_number_openers() -> frozenset[str]:
    """Return every word with which a number or its qualifier can begin, so that most words are passed over at once."""
    words = load_words()
    phrases = [phrase for phrases in words["qualifiers"].values() for phrase in phrases]
    phrases += [
        *words["ranges"]["openers"],
        *words["units"]["currency"],
        *words["vague"]["words"],
        *words["articles"],
    ]
    return frozenset({phrase.split()[0] for phrase in phrases} | words["numbers"].keys() | words["ordinals"].keys())


@cache
def load_months() -> dict[str, int]:
    """Return the number of each month by its names."""
    return {name: number for number, names in enumerate(load_words()["months"], 1) for name in names}


@cache
def load_date_openers() -> frozenset[str]:
    """Return every word with which a date can begin."""
    words = load_words()
    return frozenset([*load_months(), *words["weekdays"], *words["relative_dates"], *words["relative_determiners"]])


class Token(NamedTuple):
    text: str
    start: int
    end: int
    lower: str


@dataclass(frozen=True)
class Found:
    """A number or a date in a text, from its qualifier to its magnitude or year. Positions are those of the text."""

    kind: str  # number | date
    start: int
    end: int
    qualifier: str = "exact"
    numbers: tuple[Decimal, ...] = ()
    year: int | None = None
    month: int | None = None
    day: int | None = None
    relative: str = ""
    weekday: int | None = None
    is_count: bool = True


def scan_tokens(text: str) -> list[Token]:
    return [Token(match.group(), *match.span(), match.group().lower()) for match in TOKEN.finditer(text)]


def scan_expressions(text: str) -> list[Found]:
    """Return the dates and numbers of a text, in its order, none overlapping another."""
    found = list(scan_iso_dates(text))
    spans = {(item.start, item.end) for item in found}
    tokens = scan_tokens(ISO_DATE.sub(lambda match: " " * len(match[0]) if match.span() in spans else match[0], text))
    date_openers, number_openers = load_date_openers(), load_number_openers()
    index = 0
    while index < len(tokens):
        word = tokens[index].lower
        is_digit = word[0].isdigit()
        matched = match_date(tokens, index) if is_digit or word in date_openers else None
        if not matched and (is_digit or word.partition("-")[0] in number_openers):
            matched = match_number(tokens, index)
        if matched:
            found.append(matched[0])
        index = matched[1] if matched else index + 1
    return sorted(found, key=lambda item: item.start)


def scan_iso_dates(text: str) -> Iterator[Found]:
    for match in ISO_DATE.finditer(text):
        parts = [int(part) for part in match.group().split("-")]
        try:
            date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
        except ValueError:
            continue
        yield Found("date", *match.span(), year=parts[0], month=parts[1], day=parts[2] if len(parts) > 2 else None)


# Dates


def match_date(tokens: Sequence[Token], index: int) -> tuple[Found, int] | None:
    """Match the longest date that begins at a token: April 30, 2025; 30 April; November 2024; January this year."""
    words = load_words()
    token = tokens[index]
    if token.lower in words["weekdays"] and token.text[0].isupper():
        return match_weekday(tokens, index)
    if token.lower in words["relative_dates"]:
        return make_date(tokens, index, index + 1, relative=token.lower), index + 1
    relative = read_relative(tokens, index)
    if relative:
        return make_date(tokens, index, index + 2, relative=relative), index + 2
    day = read_day(token.text)
    if day and index + 1 < len(tokens) and read_month(tokens, index + 1):
        return match_year(tokens, index, index + 2, read_month(tokens, index + 1), day)
    month = read_month(tokens, index)
    if not month:
        return None
    end = index + 1
    if end < len(tokens) and tokens[end].text == "." and len(token.text) < 5:
        end += 1
    day = read_day(tokens[end].text) if end < len(tokens) else None
    return match_year(tokens, index, end + 1 if day else end, month, day)


def match_weekday(tokens: Sequence[Token], index: int) -> tuple[Found, int]:
    """Match a weekday, alone (Wednesday morning) or with the date that it is (Saturday, May 17)."""
    words = load_words()
    weekday = words["weekdays"].index(tokens[index].lower)
    end = index + 1
    if end < len(tokens) and tokens[end].lower in words["day_parts"]:
        end += 1
    after = end + 1 if end < len(tokens) and tokens[end].text == "," else end
    dated = match_date(tokens, after) if after < len(tokens) and tokens[after].lower not in words["weekdays"] else None
    if dated and dated[0].day:
        return replace(dated[0], start=tokens[index].start, weekday=weekday), dated[1]
    return make_date(tokens, index, end, weekday=weekday), end


def match_year(tokens: Sequence[Token], start: int, end: int, month: int | None, day: int | None) -> tuple[Found, int]:
    """Go on from a month and a day to the year that belongs to them: 2025; , 2025; this year; of this year."""
    after = end + 1 if end < len(tokens) and tokens[end].text == "," and day else end
    if after < len(tokens) and YEAR.fullmatch(tokens[after].text):
        return make_date(tokens, start, after + 1, year=int(tokens[after].text), month=month, day=day), after + 1
    after = end + 1 if end < len(tokens) and tokens[end].lower == "of" else end
    relative = read_relative(tokens, after)
    if relative.endswith(" year"):
        return make_date(tokens, start, after + 2, month=month, day=day, relative=relative), after + 2
    return make_date(tokens, start, end, month=month, day=day), end


def make_date(tokens: Sequence[Token], start: int, end: int, **parts: Any) -> Found:
    return Found("date", tokens[start].start, tokens[end - 1].end, **parts)


def read_relative(tokens: Sequence[Token], index: int) -> str:
    words = load_words()
    if index + 1 < len(tokens):
        first, second = tokens[index].lower, tokens[index + 1].lower
        if first in words["relative_determiners"] and second in words["relative_units"]:
            return f"{first} {second}"
    return ""


def read_month(tokens: Sequence[Token], index: int) -> int | None:
    """Return the month that a token names. "May" and "March" begin sentences too: alone they need a preposition."""
    token = tokens[index]
    if not token.text[0].isupper():
        return None
    number = load_months().get(token.lower)
    if number is None or token.lower not in ("may", "march", "mar", "sep", "jan", "dec"):
        return number
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    before = tokens[index - 1].lower if index else ""
    if read_day(after) or YEAR.fullmatch(after) or read_day(tokens[index - 1].text if index else ""):
        return number
    return number if before in load_words()["before_a_month"] or len(tokens) == 1 or (index == 0 and after == ".") else None


def read_day(text: str) -> int | None:
    match = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", text)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


# Numbers


def match_number(tokens: Sequence[Token], index: int) -> tuple[Found, int] | None:
    """Match the longest number that begins at a token, its qualifier and its magnitude taken in."""
    words = load_words()
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
    found = Found(
        "number",
        tokens[index].start,
        tokens[end + percent - 1].end,
        qualifier="range" if is_range else qualifier or "exact",
        numbers=numbers,
        is_count=not mark and not percent and all(number == number.to_integral_value() for number in numbers),
    )
    return found, end + percent


def match_vague(tokens: Sequence[Token], start: int, index: int) -> tuple[Found, int] | None:
    """Match words of magnitude without a number: hundreds, tens of thousands."""
    vague = load_words()["vague"]["words"]
    if index >= len(tokens) or tokens[index].lower not in vague:
        return None
    end = index + 1
    while end + 1 < len(tokens) and tokens[end].lower == "of" and tokens[end + 1].lower in vague:
        end += 2
    return Found("number", tokens[start].start, tokens[end - 1].end, qualifier="vague"), end


def match_range(
    tokens: Sequence[Token], number: Decimal, end: int, needs_joiner: bool
) -> tuple[tuple[Decimal, ...], int, bool]:
    """Go on from a number to the second one of a range: 5 to 10, 5–10, between 5 and 10."""
    joiners = load_words()["ranges"]["joiners"]
    if end < len(tokens) and tokens[end].lower in joiners and (tokens[end].lower != "and" or needs_joiner):
        second = match_value(tokens, end + 1)
        if second and second[0] > number:
            return (number, second[0]), second[1], True
    return (number,), end, False


def match_phrase(tokens: Sequence[Token], index: int, group: str) -> tuple[str, int]:
    """Return the code of the phrase of a group that begins at a token, and the index after it, or an empty code."""
    for code, phrase in load_phrases(group).get(tokens[index].lower, ()) if index < len(tokens) else ():
        if tuple(token.lower for token in tokens[index : index + len(phrase)]) == phrase:
            return code, index + len(phrase)
    return "", index


def match_value(tokens: Sequence[Token], index: int) -> tuple[Decimal, int] | None:
    """Read digits, number words (two hundred and fifty), ordinals (third-largest) and magnitudes (1.5 million).

    Digits that no reading fits (1.445.549) give NaN, so that they are spotted and never read.
    """
    if index >= len(tokens):
        return None
    words = load_words()
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
        elif word == "and" and group is not None and end + 1 < len(tokens) and group >= 100 and is_number(tokens[end + 1]):
            pass
        else:
            break
        end += 1
    return None if group is None else (total + group, end)


def is_number(token: Token) -> bool:
    return all(part in load_words()["numbers"] for part in token.lower.split("-"))


def is_magnitude(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].lower in load_words()["magnitudes"]


def read_digits(text: str) -> Decimal:
    digits = re.sub(r"(?:st|nd|rd|th)$", "", text)
    plain = digits.replace(",", "")
    return Decimal(plain) if len(plain) <= LONGEST_NUMBER and PLAIN_NUMBER.fullmatch(digits) else Decimal("NaN")


# Quotations, speech and hedges


@dataclass(frozen=True)
class Quotation:
    """What stands between two quotation marks. An open one has no closing mark before the line ends."""

    start: int
    end: int
    is_open: bool = False


def scan_quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text with its line ends, positions without the marks.

    A closing mark that follows in a later line is not looked for: a mark left open is a fault of the source, shown as such.
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = None
        for mark in re.finditer('["“”]', line.group()):
            if mark.group() == "“" or (mark.group() == '"' and start is None):
                start = line.start() + mark.end()
            elif start is not None:
                end = line.start() + mark.start()
                if end > start and not text[start:end].isspace():
                    found.append(Quotation(start, end))
                start = None
        if start is not None and text[start : line.end()].strip():
            found.append(Quotation(start, line.end(), is_open=True))
    return found


def scan_listed_words(text: str, listed: Sequence[str]) -> list[Token]:
    """Return the listed words of a text; capitalized ones only where they begin it (the United States states nothing)."""
    known = set(listed)
    return [token for token in scan_tokens(text) if token.lower in known and (token.text.islower() or token.start == 0)]


def split_sentences(paragraph: str) -> list[tuple[int, int]]:
    """Return the spans of a paragraph's sentences; a point after an abbreviation or an initial ends none."""
    abbreviations = set(load_words()["sentences"]["abbreviations"])
    spans, start = [], 0
    for match in re.finditer(r"[.!?][\"”’')\]]{0,3}\s+(?=([“\"‘(\[]?)[A-Z0-9])", paragraph):
        word = re.search(r"[\w.]{1,20}$", paragraph[max(0, match.start() - 20) : match.start()])
        last = word.group().lower() if word else ""
        is_initials = re.fullmatch(r"(?:\w\.)*\w", last) is not None and not last.isdigit()
        # An abbreviation such as U.S. may end a sentence; only an opening quotation mark after it is taken to show that.
        if match.group()[0] == "." and (last in abbreviations or (is_initials and not match[1])):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(paragraph)))
    trimmed = [(a + len(paragraph[a:b]) - len(paragraph[a:b].lstrip()), a + len(paragraph[a:b].rstrip())) for a, b in spans]
    return [(a, b) for a, b in trimmed if a < b]


def find_countries(words: str) -> list[tuple[str, str]]:
    """Return (alpha-3 code, name as printed) of each country or people that the words name, in their order."""
    countries = load_countries()
    return [(countries[match.group()], match.group()) for match in load_country_pattern().finditer(words)]


def spans_overlap(some: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Whether any of some spans shares a position with any of the others."""
    return any(one[0] < other[1] and other[0] < one[1] for one in some for other in others)
