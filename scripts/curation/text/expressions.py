"""The dates and numbers of a text, in its order."""

from __future__ import annotations

from curation.text.dates import DateExpression, scan_dates
from curation.text.numbers import NumberExpression, scan_numbers_outside

Expression = NumberExpression | DateExpression


def scan_expressions(text: str) -> list[Expression]:
    """Return the dates and numbers of a text, in its order, none overlapping another."""
    dates = scan_dates(text)
    numbers = scan_numbers_outside(text, [(item.start, item.end) for item in dates])
    return sorted([*dates, *numbers], key=lambda item: item.start)
