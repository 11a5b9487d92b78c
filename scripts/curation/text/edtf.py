"""EDTF values of dates: their first and last day, their precision, and the day before or after."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from curation.problems import shorten
from curation.text.lexicon import load_words
from curation.text.readings import Outcome, Reading, Unread, Value

OPEN = ".."
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
SEASON = re.compile(r"([0-9]{4})-2[1-3]")
"""Spring, summer or autumn of a year. Which months it has depends on the half of the globe; a winter has two years."""
Days = tuple[date | None, date | None]


def make_date(edtf: str, basis: str) -> Outcome:
    """Return the reading of an EDTF day, month, year, season or interval. `basis` is how its year is known."""
    days = find_days(edtf)
    if days is None:
        return Unread(
            f"{shorten(edtf)!r} is no day, month, year or interval of them",
            "write for example 2025-04-30, 2025-04, 2023-09/2024-09, 2021/.. or 2025-04-16~",
        )
    earliest, latest = days
    if earliest and latest and earliest > latest:
        return Unread(f"{edtf!r} ends before it begins", "write the earlier day first")
    parts: dict[str, Value] = {
        "value": edtf,
        "earliest": earliest,
        "latest": latest,
        "precision": tell_precision(edtf),
        "date_basis": basis,
    }
    return Reading(edtf, parts, (earliest, latest))


def write_plain(edtf: str) -> str:
    """Return a day, a month, a season or a year in words; what is none of them is returned as it is.

    >>> write_plain("2025-04-30"), write_plain("2024-11"), write_plain("2025-21"), write_plain("no date")
    ('30 April 2025', 'November 2024', 'spring 2025', 'no date')
    """
    parts = edtf.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3:
        return edtf
    if len(parts) > 1 and parts[1] in SEASONS:
        return f"{SEASONS[parts[1]]} {parts[0]}"
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return edtf
    named = [str(int(parts[2]))] if len(parts) > 2 else []
    named += [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return " ".join([*named, parts[0]])


def find_days(edtf: str) -> Days | None:
    """Return the first and the last day that a value allows, None for an open end; None where it is no value.

    An approximate value (2025-04-16~) bounds nothing. A season bounds its year, because the words do not say which half
    of the globe they mean.
    """
    if edtf.endswith("~"):
        return (None, None) if find_plain_days(edtf[:-1]) else None
    if SEASON.fullmatch(edtf):
        return find_plain_days(edtf[:4])
    first, slash, last = edtf.partition("/")
    if not slash:
        return find_plain_days(edtf)
    begin = None if first == OPEN else find_plain_days(first)
    end = None if last == OPEN else find_plain_days(last)
    if (first != OPEN and begin is None) or (last != OPEN and end is None) or (begin is None and end is None):
        return None
    return begin[0] if begin else None, end[1] if end else None


def find_plain_days(edtf: str) -> tuple[date, date] | None:
    """Return the first and the last day of a day, month or year."""
    match = PLAIN.fullmatch(edtf)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        return first, date(first.year, last_month, day or calendar.monthrange(first.year, last_month)[1])
    except ValueError:
        return None


def tell_precision(edtf: str) -> str:
    """Return how precise a value is: day, week, month, quarter, year or fiscal_year, by its form; else unknown."""
    if SEASON.fullmatch(edtf):
        return "unknown"
    if PLAIN.fullmatch(edtf):
        return ("year", "month", "day")[edtf.count("-")]
    first, _, last = edtf.partition("/")
    begin, end = find_plain_days(first), find_plain_days(last)
    if not begin or not end:
        return "unknown"
    days = (end[1] - begin[0]).days + 1
    if first.count("-") == last.count("-") == 2:
        return "week" if days in (7, 8) else "unknown"
    months = (end[1].year - begin[0].year) * 12 + end[1].month - begin[0].month + 1
    if first.count("-") != 1 or last.count("-") != 1:
        return "unknown"
    if months == 3 and begin[0].month % 3 == 1:
        return "quarter"
    is_fiscal = months == 12 and begin[0].month in load_words("dates")["fiscal_years"]["begins"].values()
    return "fiscal_year" if is_fiscal else "unknown"


def open_before(edtf: str) -> str:
    """Return the interval that ends before a value: before 2021 is ../2020."""
    return f"{OPEN}/{step(edtf.split('/', maxsplit=1)[0], -1)}"


def open_after(edtf: str) -> str:
    """Return the interval that begins after a value: after April 30 is 2025-05-01/.."""
    return f"{step(edtf.rsplit('/', maxsplit=1)[-1], 1)}/{OPEN}"


def step(edtf: str, by: int) -> str:
    """Return the next or the last day, month or year of the same precision."""
    days = find_plain_days(edtf)
    if not days:
        return edtf
    moved = (days[1] if by > 0 else days[0]) + timedelta(days=by)
    return moved.isoformat()[: len(edtf)]


def parse_day(text: str) -> date | None:
    """Return the day that an ISO 8601 date names, or None."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None
