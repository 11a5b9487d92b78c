"""Generated collections of any number of flights to one country, a hundred in a source: all share a part of their key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from many_sources import APART, FIRST_DAY
from small_sources import Coded, write_sources

IN_SOURCE = 100


def write_rows(root: Path, number: int) -> Path:
    """Write a collection of so many flights; each source names the same body too."""
    starts = range(0, number, IN_SOURCE)
    write_sources(root, {f"r{start:06}": make_reports(start, min(start + IN_SOURCE, number)) for start in starts})
    return root


def make_reports(start: int, end: int) -> Coded:
    """Return a sentence on each flight, and one that names the body."""
    named = f"organizations/uzb-interior-ministry:\n  {'spellings' if start else 'name'}: interior ministry\n"
    named += f"  organization_type: ministry <- ministry\nuncoded:\n- number {start} -- a name"
    return [(f"The interior ministry has a list of number {start}.", named), *map(make_report, range(start, end))]


def make_report(index: int) -> tuple[str, str]:
    """Return a sentence on one flight, with what is coded beneath it."""
    day = FIRST_DAY + timedelta(days=APART * index)
    printed = f"{day:%B} {day.day}, {day.year}"
    cells = f"flights/{day.isoformat()}-tashkent:\n  event_date: {printed}\n  event_date_of: removal <- flown\n"
    cells += '  destination_country: UZB <- Tashkent -- "Tashkent" is the capital of Uzbekistan\n'
    return f"On {printed}, {4000 + index} people were flown to Tashkent.", f"{cells}  persons: {4000 + index}"
