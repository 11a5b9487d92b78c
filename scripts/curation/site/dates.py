"""EDTF dates as words."""

from __future__ import annotations

from curation.text.edtf import OPEN, write_plain


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
    return f"about {write_date(date[:-1])}" if date.endswith("~") else write_plain(date)


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
