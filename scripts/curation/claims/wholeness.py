"""Words and the expressions of their sentence: words cut none, and none says something else there than alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from curation.annotation.document import Passage
from curation.problems import shorten
from curation.schema.kinds import ParserName
from curation.text.beside_dates import YEAR_LATER
from curation.text.countries import CountryExpression, scan_countries
from curation.text.dates import DateExpression
from curation.text.durations import scan_durations
from curation.text.expressions import Expression, scan_expressions
from curation.text.folding import Span
from curation.text.numbers import NumberExpression
from curation.text.numeric_dates import MAY_BE_DAY
from curation.text.quantities import FAULTS, loosen_bounds
from curation.text.readings import Reading
from curation.text.subdivisions import find_longer_name

Item = TypeVar("Item", Expression, CountryExpression)


def find_cut(passage: Passage, spans: Sequence[Span], expressions: Sequence[Item]) -> Iterator[tuple[Item, Span]]:
    """Yield each expression of which a span takes a part, with the span: 100 out of "more than 100"."""
    for item in expressions:
        whole = passage.start + item.start, passage.start + item.end
        for start, end in spans:
            if start < whole[1] and whole[0] < end and not (start <= whole[0] and whole[1] <= end):
                yield item, (start, end)


def list_uncut(reads: ParserName | None, text: str) -> list[Expression]:
    """Return what the words of a field may take no part of: of a number also times that no number word gives (an hour)."""
    return [*scan_expressions(text), *(scan_durations(text) if reads == ParserName.QUANTITY else ())]


def list_inside(passage: Passage, spans: Sequence[Span], expressions: Sequence[Item]) -> list[Item]:
    """Return the expressions that lie in the spans."""
    places = [(start - passage.start, end - passage.start) for start, end in spans]
    return [item for item in expressions if any(start <= item.start and item.end <= end for start, end in places)]


def show_change(passage: Passage, words: str, alone: Sequence[Expression], inside: Sequence[Expression]) -> str:
    """Return what the words are in their sentence where they are something else alone; empty where they are the same.

    Alone, "from 66,000 to 70,000" is a range; after "rose" it is two numbers. Alone, "up to 118" is a limit; after "rose" it
    may be what was reached. Alone, "February" is a date; before "14 were returned" it may be a part of one.
    """
    read = [(item.kind, words[item.start : item.end], find_fault(item)) for item in alone]
    there = [(item.kind, passage.text[item.start : item.end], find_fault(item)) for item in inside]
    if read == there:
        return ""
    shown = (f"«{text}»{f' ({fault})' if fault else ''}" for _, text, fault in there)
    return ", ".join(shown) or "no expression"


def find_fault(item: Expression) -> str:
    """Return why a number or a month cannot be read; other faults of dates may lie in words that are not taken."""
    if isinstance(item, NumberExpression):
        return FAULTS[item.fault][0] if item.fault else ""
    return item.fault if isinstance(item, DateExpression) and item.fault in (MAY_BE_DAY, YEAR_LATER) else ""


def apply_unit(reading: Reading, inside: Sequence[Expression]) -> Reading:
    """Return a quantity with the bounds of what its sentence counts: money and shares are no counts."""
    is_count = all(item.is_count for item in inside if isinstance(item, NumberExpression))
    return reading if is_count else loosen_bounds(reading)


def find_name_faults(
    reads: ParserName | None, passage: Passage, words: str, spans: Sequence[Span], has_reason: bool
) -> list[tuple[str, str]]:
    """Return what is wrong with the words of a country or subdivision, with advice; nothing for the words of other fields."""
    if reads == ParserName.COUNTRY:
        return find_country_faults(passage, words, spans, has_reason)
    return find_subdivision_faults(passage, words, spans) if reads == ParserName.SUBDIVISION and not has_reason else []


def find_country_faults(passage: Passage, words: str, spans: Sequence[Span], has_reason: bool) -> list[tuple[str, str]]:
    """Return what is wrong with the words of a country, with advice: they cut a name, or are another in their sentence.

    Names that are no country's are not cut either: "Mexico" is no part of "New Mexico". A possessive 's is no part of one.
    """
    names = scan_countries(passage.text)
    cut = dict.fromkeys(passage.text[item.start : item.end] for item, _ in find_cut(passage, spans, names))
    if cut:
        return [(f"words cut a country's name: «{shorten(words)}»", f"take it whole: «{name}»") for name in cut]
    there = [(item.code, item.text) for item in list_inside(passage, spans, names)]
    alone = [(item.code, item.text) for item in scan_countries(words)]
    if has_reason or there == alone:
        return []
    found = ", ".join(f"«{text}»" for _, text in there) or "no country's name"
    return [(f"in its sentence «{shorten(words)}» is read as {found}", "take the whole name, or give a reason")]


def find_subdivision_faults(passage: Passage, words: str, spans: Sequence[Span]) -> list[tuple[str, str]]:
    """Return what is wrong with the words of a subdivision, with advice: they cut a longer name, as in West Virginia."""
    places = [(start - passage.start, end - passage.start) for start, end in spans]
    longer = dict.fromkeys(filter(None, (find_longer_name(passage.text, *place) for place in places)))
    return [(f"words cut a subdivision's name: «{shorten(words)}»", f"take it whole: «{name}»") for name in longer]
