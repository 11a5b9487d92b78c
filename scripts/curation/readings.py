"""Values, read from words by the parser that a field's schema names.

A parser has two halves: what the words say, and what a value that a coder wrote in its canonical notation means. Where
both are there they must be equal, or a written reason must say why not.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from curation.expressions import Found, find_countries, load_countries, load_words, scan_expressions, scan_tokens
from curation.problems import shorten, suggest_nearest
from curation.schemas import ROW_ID, SET_SEPARATOR, Field

Part = str | int | bool | Decimal | date | None


@dataclass(frozen=True)
class Reading:
    """A value: its canonical notation, which is published with the claim, and the parts that columns are made of.

    A quantity's canonical notation is its qualifier and its number or numbers (`more_than 100`, `range 5 10`, `vague`),
    a date's is EDTF, a country's ISO 3166-1 alpha-3. `bounds` are the lowest and highest value or day that it can mean.
    """

    value: str
    parts: Mapping[str, Part] = field(default_factory=dict)
    bounds: tuple[Any, Any] = (None, None)


@dataclass(frozen=True)
class Unread:
    """Why words or a value could not be read."""

    message: str
    advice: str = ""


Outcome = Reading | Unread


@dataclass(frozen=True)
class Parser:
    """`basis` is what a cell read by it is, without a reason; `accounts_for` what a claim of it accounts for in a text."""

    basis: str
    read_words: Callable[[str, Field, int | None], Outcome]
    read_value: Callable[[str, Field], Outcome]
    accounts_for: str = ""


# Words, codes and names


def read_verbatim(words: str, column: Field, year: int | None = None) -> Outcome:
    if SET_SEPARATOR in words:
        return Unread(f"the words hold {SET_SEPARATOR!r}, which joins the members of a set", "take fewer words")
    return Reading(words, {"value": words})


def read_code(value: str, column: Field) -> Outcome:
    if column.type == "boolean":
        if value not in ("true", "false"):
            return Unread(f"{column.name}: {shorten(value)!r} is neither true nor false")
        return Reading(value, {"value": value == "true"})
    if value not in column.codes:
        advice = suggest_nearest(value, column.codes)
        return Unread(f"{column.name}: unknown code {shorten(value)!r}", advice)
    return Reading(value, {"value": value})


def read_reference(value: str, column: Field) -> Outcome:
    if not ROW_ID.fullmatch(value):
        return Unread(f"{column.name}: {shorten(value)!r} is no name of a row")
    return Reading(value, {"value": value})


def refuse_words(words: str, column: Field, year: int | None = None) -> Outcome:
    return Unread(f"{column.name}: no value", "write the value, then: <- words")


# Countries


def read_country(words: str, column: Field, year: int | None = None) -> Outcome:
    named = dict.fromkeys(code for code, _ in find_countries(words))
    if len(named) != 1:
        said = f"several countries ({', '.join(named)})" if named else "no country"
        return Unread(
            f"{column.name}: the words name {said}: «{shorten(words)}»",
            "write the code and why: XXX <- words -- reason",
        )
    return read_country_code(next(iter(named)), column)


def read_country_code(value: str, column: Field) -> Outcome:
    if value not in load_countries().values():
        return Unread(
            f"{column.name}: {shorten(value)!r} is no ISO 3166-1 alpha-3 code",
            suggest_nearest(value, load_countries().values()),
        )
    return Reading(value, {"value": value})


# Quantities


def read_quantity(words: str, column: Field, year: int | None = None) -> Outcome:
    found = [item for item in scan_expressions(words) if item.kind == "number"]
    if len(found) != 1:
        what = "no number" if not found else "more than one number"
        return Unread(f"{column.name}: {what} in «{shorten(words)}»", "anchor one number with its qualifier")
    item = found[0]
    if not all(number.is_finite() for number in item.numbers):
        return Unread(
            f"{column.name}: no reading of «{shorten(words)}»", "write the value and why: exact 1234 <- words -- reason"
        )
    around = (words[: item.start] + words[item.end :]).strip()
    if around:
        return Unread(
            f"{column.name}: «{shorten(around)}» is no part of the number", "anchor the number with its qualifier only"
        )
    return make_quantity(item.qualifier, item.numbers, item.is_count)


def read_quantity_value(value: str, column: Field) -> Outcome:
    qualifier, *numbers = ["exact", value] if value[:1].isdigit() else value.split() or [""]
    known = load_words()["qualifiers"].keys() | {"exact", "range", "vague", "unknown"}
    wanted = {"range": 2, "vague": 0, "unknown": 0}.get(qualifier, 1)
    is_written = all(re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,9})?", number) for number in numbers)
    if qualifier not in known or len(numbers) != wanted or not is_written:
        return Unread(
            f"{column.name}: {shorten(value)!r} is no quantity",
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


# Dates


def read_date(words: str, column: Field, year: int | None = None) -> Outcome:
    found = [item for item in scan_expressions(words) if item.kind == "date"]
    if not found:
        bare = re.fullmatch(r"(?:in |since |by )?((?:1[89]|20)[0-9]{2})", words)
        if bare:
            return make_date(bare[1], "explicit")
        return Unread(
            f"{column.name}: no date in «{shorten(words)}»", "write the date and why: 2025-04-30 <- words -- reason"
        )
    lexicon = load_words()
    rest = words
    for item in reversed(found):
        rest = rest[: item.start] + " " + rest[item.end :]
    allowed = {*lexicon["around_a_date"], *lexicon["interval_openers"], *lexicon["interval_joiners"]}
    strange = [token.text for token in scan_tokens(rest) if token.lower not in allowed]
    if strange or len(found) > 2:
        return Unread(f"{column.name}: not one date or period: «{shorten(words)}»", "anchor the date only")
    days = [resolve_date(item, year) for item in found]
    for day in days:
        if isinstance(day, Unread):
            return Unread(f"{column.name}: {day.message}: «{shorten(words)}»", day.advice)
    edtf = [day[0] for day in days if not isinstance(day, Unread)]
    bases = [day[1] for day in days if not isinstance(day, Unread)]
    basis = next((basis for basis in ("relative", "inferred_year") if basis in bases), "explicit")
    if len(edtf) == 2 and not {token.lower for token in scan_tokens(rest)} & set(lexicon["interval_joiners"]):
        return Unread(f"{column.name}: two dates in «{shorten(words)}»", "anchor one of them")
    reading = make_date("/".join(edtf), basis)
    wrong = check_weekday(words, reading) if isinstance(reading, Reading) else ""
    return Unread(f"{column.name}: «{shorten(words)}», but {wrong}", "see which of the two is meant") if wrong else reading


def resolve_date(item: Found, year: int | None) -> tuple[str, str] | Unread:
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


def read_date_value(value: str, column: Field) -> Outcome:
    return make_date(value, "from_other_source")


def check_weekday(words: str, reading: Reading) -> str:
    """Return what is wrong where words name a weekday that the date which a coder gave them is not."""
    named = {item.weekday for item in scan_expressions(words) if item.weekday is not None}
    day = reading.bounds[0]
    if named and isinstance(day, date) and day == reading.bounds[1] and day.weekday() not in named:
        return f"{day.isoformat()} is a {calendar.day_name[day.weekday()]}"
    return ""


def make_date(edtf: str, basis: str) -> Outcome:
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
    parts: dict[str, Part] = {
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


PARSERS: dict[str, Parser] = {
    "verbatim": Parser("verbatim", read_verbatim, read_verbatim),
    "code": Parser("coded", refuse_words, read_code),
    "reference": Parser("coded", refuse_words, read_reference),
    "country": Parser("parsed", read_country, read_country_code),
    "quantity": Parser("parsed", read_quantity, read_quantity_value, "number"),
    "date": Parser("parsed", read_date, read_date_value, "date"),
}
"""A new parser is one entry here; schemas name it under `reads`."""
