"""EDTF dates as words."""

from __future__ import annotations

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
OPEN = ".."


def write_date(date: str) -> str:
    """Return an EDTF date as words; what is none is returned as it is.

    >>> write_date("2025-04-30"), write_date("2024-11"), write_date("2025-04-16~")
    ('30 April 2025', 'November 2024', 'about 16 April 2025')
    >>> write_date("2023-09/2024-09"), write_date("2021/.."), write_date("../2021")
    ('September 2023 to September 2024', 'from 2021 on', 'until 2021')
    >>> write_date("2025-02/2025-03"), write_date("2025-21"), write_date("no date")
    ('February to March 2025', 'spring 2025', 'no date')
    """
    if "/" in date:
        return write_interval(*date.split("/", 1))
    if date.endswith("~"):
        return f"about {write_date(date[:-1])}"
    parts = date.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3:
        return date
    if len(parts) > 1 and parts[1] in SEASONS:
        return f"{SEASONS[parts[1]]} {parts[0]}"
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return date
    named = [str(int(parts[2]))] if len(parts) > 2 else []
    named += [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return " ".join([*named, parts[0]])


def write_interval(first: str, last: str) -> str:
    """Return an interval, which may be open at one end, as words."""
    if last == OPEN:
        return f"from {write_date(first)} on"
    if first == OPEN:
        return f"until {write_date(last)}"
    start, end = write_date(first), write_date(last)
    year = end.rpartition(" ")[2]
    if start.rpartition(" ")[2] == year and " " in start and " " in end:
        start = start.rpartition(" ")[0]
    return f"{start} to {end}"
