"""Figures of dates: 22/08/2025 can be one day only; 14 in "February 14 were returned" may be no day."""

from __future__ import annotations

import calendar
import re

from curation.text.lexicon import load_words

MAY_BE_DAY = "the number after it may be its day"


def read_numeric_date(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a date in figures; None where it can be two days, or none.

    >>> [read_numeric_date(text) for text in ("22/08/2025", "2026.02.18", "03/08/2025", "31/02/2025", "22/08/25")]
    [(2025, 8, 22), (2026, 2, 18), None, None, None]
    """
    parts = re.split("[./-]", text)
    years = [part for part in (parts[0], parts[-1]) if len(part) == 4]
    if len(years) != 1:
        return None
    year, (first, second) = int(years[0]), (int(part) for part in parts if len(part) < 4)
    found = {(year, month, day) for month, day in ((first, second), (second, first)) if is_calendar_day(year, month, day)}
    return found.pop() if len(found) == 1 else None


def is_calendar_day(year: int, month: int, day: int) -> bool:
    """Return whether there is such a day."""
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def may_be_number(text: str, match: re.Match[str], parts: dict[str, str]) -> bool:
    """Return whether the day after a month may be a number of people or things: in February 14 were returned."""
    if not parts["d"].isdigit() or parts.keys() & {"year", "ry", "short"}:
        return False
    words, after = load_words("dates")["two_readings"], re.match(r" ([a-z]+)", text[match.end() : match.end() + 20])
    last = re.search(r"([A-Za-z]+),? $", text[max(0, match.start() - 12) : match.start()])
    before = last[1].lower() if last else ""
    if before in words["before"]:
        return True
    is_day = before in words["before_a_day"] or before in load_words("dates")["weekdays"]
    return not is_day and after is not None and after[1] in (*words["after"], *load_words("dates")["relative"]["counted"])
