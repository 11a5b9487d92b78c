"""Dates: found in a text, and read as EDTF."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, ClassVar

from curation.problems import shorten
from curation.text.readings import Outcome, Reading, Unread, Value
from curation.text.tokens import Token, load_words, match_all, scan_runs, scan_tokens

ISO_DATE = re.compile(r"(?<![\w-])\d{4}-\d{2}(?:-\d{2})?(?![\w-])")
YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")


@dataclass(frozen=True)
class DateExpression:
    """A date in a text, from its weekday or first part to its year, as far as its words say it.

    Positions are those of the text. `weekday` counts from Monday = 0; `relative` holds words such as "last year".
    """

    kind: ClassVar[str] = "date"
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    relative: str = ""
    weekday: int | None = None


@cache
def load_months() -> dict[str, int]:
    """Return the number of each month by its names."""
    return {name: number for number, names in enumerate(load_words("dates")["months"], 1) for name in names}


@cache
def load_date_openers() -> frozenset[str]:
    """Return every word with which a date can begin."""
    words = load_words("dates")
    return frozenset([*load_months(), *words["weekdays"], *words["relative_dates"], *words["relative_determiners"]])


def scan_dates(text: str) -> list[DateExpression]:
    """Return the dates of a text, in its order, none overlapping another."""
    found = list(scan_iso_dates(text))
    for tokens in scan_runs(text, [(item.start, item.end) for item in found]):
        found += match_all(tokens, match_date)
    return sorted(found, key=lambda item: item.start)


def scan_iso_dates(text: str) -> Iterator[DateExpression]:
    """Return the dates of a text that are written in ISO 8601: 2025-04-30, 2025-04."""
    for match in ISO_DATE.finditer(text):
        parts = [int(part) for part in match.group().split("-")]
        try:
            date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
        except ValueError:
            continue
        yield DateExpression(*match.span(), year=parts[0], month=parts[1], day=parts[2] if len(parts) > 2 else None)


def match_date(tokens: Sequence[Token], index: int) -> tuple[DateExpression, int] | None:
    """Match the longest date that begins at a token: April 30, 2025; 30 April; November 2024; January this year."""
    words = load_words("dates")
    token = tokens[index]
    if not token.text[0].isdigit() and token.lower not in load_date_openers():
        return None
    if token.lower in words["weekdays"] and token.text[0].isupper():
        return match_weekday(tokens, index)
    if token.lower in words["relative_dates"]:
        return make_expression(tokens, index, index + 1, relative=token.lower), index + 1
    relative = read_relative(tokens, index)
    if relative:
        return make_expression(tokens, index, index + 2, relative=relative), index + 2
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


def match_weekday(tokens: Sequence[Token], index: int) -> tuple[DateExpression, int]:
    """Match a weekday, alone (Wednesday morning) or with the date that it is (Saturday, May 17)."""
    words = load_words("dates")
    weekday = words["weekdays"].index(tokens[index].lower)
    end = index + 1
    if end < len(tokens) and tokens[end].lower in words["day_parts"]:
        end += 1
    after = end + 1 if end < len(tokens) and tokens[end].text == "," else end
    dated = match_date(tokens, after) if after < len(tokens) and tokens[after].lower not in words["weekdays"] else None
    if dated and dated[0].day:
        return replace(dated[0], start=tokens[index].start, weekday=weekday), dated[1]
    return make_expression(tokens, index, end, weekday=weekday), end


def match_year(
    tokens: Sequence[Token], start: int, end: int, month: int | None, day: int | None
) -> tuple[DateExpression, int]:
    """Go on from a month and a day to the year that belongs to them: 2025; , 2025; this year; of this year."""
    after = end + 1 if end < len(tokens) and tokens[end].text == "," and day else end
    if after < len(tokens) and YEAR.fullmatch(tokens[after].text):
        return make_expression(tokens, start, after + 1, year=int(tokens[after].text), month=month, day=day), after + 1
    after = end + 1 if end < len(tokens) and tokens[end].lower == "of" else end
    relative = read_relative(tokens, after)
    if relative.endswith(" year"):
        return make_expression(tokens, start, after + 2, month=month, day=day, relative=relative), after + 2
    return make_expression(tokens, start, end, month=month, day=day), end


def make_expression(tokens: Sequence[Token], start: int, end: int, **parts: Any) -> DateExpression:
    """Return the date expression of some tokens."""
    return DateExpression(tokens[start].start, tokens[end - 1].end, **parts)


def read_relative(tokens: Sequence[Token], index: int) -> str:
    """Return the relative expression that begins at a token (this year), or an empty text."""
    words = load_words("dates")
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
    is_alone = len(tokens) == 1 or (index == 0 and after == ".")
    return number if is_alone or before in load_words("dates")["before_a_month"] else None


def read_day(text: str) -> int | None:
    """Return the day of the month that a token gives, or None."""
    match = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", text)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def read_date(words: str, year: int | None = None) -> Outcome:
    """Return the one date or period of the words. `year` is the year of the text, for dates that print none."""
    found = scan_dates(words)
    if not found:
        bare = re.fullmatch(r"(?:in |since |by )?((?:1[89]|20)[0-9]{2})", words)
        if bare:
            return make_date(bare[1], "explicit")
        return Unread(f"no date in «{shorten(words)}»", "write the date and why: 2025-04-30 <- words -- reason")
    lexicon = load_words("dates")
    rest = words
    for item in reversed(found):
        rest = rest[: item.start] + " " + rest[item.end :]
    allowed = {*lexicon["around_a_date"], *lexicon["interval_openers"], *lexicon["interval_joiners"]}
    strange = [token.text for token in scan_tokens(rest) if token.lower not in allowed]
    if strange or len(found) > 2:
        return Unread(f"not one date or period: «{shorten(words)}»", "take the date only")
    days = [resolve_date(item, year) for item in found]
    for day in days:
        if isinstance(day, Unread):
            return Unread(f"{day.message}: «{shorten(words)}»", day.advice)
    edtf = [day[0] for day in days if not isinstance(day, Unread)]
    bases = [day[1] for day in days if not isinstance(day, Unread)]
    basis = next((basis for basis in ("relative", "inferred_year") if basis in bases), "explicit")
    if len(edtf) == 2 and not {token.lower for token in scan_tokens(rest)} & set(lexicon["interval_joiners"]):
        return Unread(f"two dates in «{shorten(words)}»", "take one of them")
    reading = make_date("/".join(edtf), basis)
    wrong = check_weekday(words, reading) if isinstance(reading, Reading) else ""
    return Unread(f"«{shorten(words)}», but {wrong}", "see which of the two is meant") if wrong else reading


def resolve_date(item: DateExpression, year: int | None) -> tuple[str, str] | Unread:
    """Return the EDTF of a date and how its year is known."""
    shift = {"this year": 0, "last year": -1, "next year": 1}.get(item.relative)
    if item.year is not None:
        full, basis = item.year, "explicit"
    elif (item.day is None and item.month is None) or (item.relative and shift is None):
        return Unread("the words alone do not fix a date", "write the date and why: 2025-04-30 <- words -- reason")
    elif year is None:
        return Unread("no year is printed", "write at the file's head: year: 2025 -- how it is known")
    else:
        full, basis = year + (shift or 0), "relative" if item.relative else "inferred_year"
    parts = [f"{full:04d}", *(f"{part:02d}" for part in (item.month, item.day) if part is not None)]
    return "-".join(parts), basis


def read_date_value(value: str) -> Outcome:
    """Return the date or period that a coder wrote as EDTF."""
    return make_date(value, "from_other_source")


def check_weekday(words: str, reading: Reading) -> str:
    """Return what is wrong where words name a weekday that the date which a coder gave them is not."""
    named = {item.weekday for item in scan_dates(words) if item.weekday is not None}
    day = reading.bounds[0]
    if named and isinstance(day, date) and day == reading.bounds[1] and day.weekday() not in named:
        return f"{day.isoformat()} is a {calendar.day_name[day.weekday()]}"
    return ""


def make_date(edtf: str, basis: str) -> Outcome:
    """Return the reading of an EDTF day, month, year or interval of them. `basis` is how its year is known."""
    spans = [find_days(part) for part in edtf.split("/")]
    if any(span is None for span in spans) or len(spans) > 2:
        return Unread(
            f"{shorten(edtf)!r} is no day, month, year or interval of them",
            "write for example 2025-04-30, 2025-04 or 2023-09/2024-09",
        )
    days = [span for span in spans if span is not None]
    earliest, latest = days[0][0], days[-1][1]
    if earliest > latest:
        return Unread(f"{edtf!r} ends before it begins")
    precision = "unknown" if len(days) > 1 else ("year", "month", "day")[edtf.count("-")]
    parts: dict[str, Value] = {
        "value": edtf,
        "earliest": earliest,
        "latest": latest,
        "precision": precision,
        "date_basis": basis,
    }
    return Reading(edtf, parts, (earliest, latest))


def find_days(edtf: str) -> tuple[date, date] | None:
    """Return the first and the last day of an EDTF day, month or year."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", edtf)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        return first, date(first.year, last_month, day or calendar.monthrange(first.year, last_month)[1])
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """Return the day that an ISO 8601 date names, or None."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None
