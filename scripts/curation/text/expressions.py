"""The dates, numbers and names with numbers of a text, in its order."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from curation.text.dates import DateExpression, scan_dates
from curation.text.names import NameExpression, scan_names
from curation.text.numbers import NumberExpression, scan_numbers
from curation.text.numeric_dates import MAY_BE_DAY
from curation.text.spelling import Fault
from curation.text.tokens import KEPT

Expression = NumberExpression | DateExpression | NameExpression
START = attrgetter("start")


@lru_cache(maxsize=KEPT)
def scan_expressions(text: str) -> tuple[Expression, ...]:
    """Return the dates, names and numbers of a text, in its order, none overlapping another."""
    dates = scan_dates(text)
    names: list[NameExpression] = []
    position = 0
    for name in scan_names(text):
        while position < len(dates) and dates[position].end <= name.start:
            position += 1
        if position == len(dates) or name.end <= dates[position].start:
            names.append(name)
    known: list[Expression] = sorted([*dates, *names], key=START)
    months = {item.end + 1 for item in dates if item.fault == MAY_BE_DAY}
    scanned = scan_numbers(text, [(item.start, item.end) for item in known])
    numbers = (replace(item, fault=item.fault or Fault.DAY) if item.start in months else item for item in scanned)
    return tuple(sorted([*known, *numbers], key=START))
