"""The parsers that a schema can name: each reads a value from words, and a value that a coder wrote.

Where both are there they must be equal, or a written reason must say why not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from curation.paths import SET_SEPARATOR
from curation.problems import shorten, suggest_nearest
from curation.schema.kinds import FieldType, ParserName
from curation.schema.tables import ROW_ID, Field
from curation.text.countries import read_country, read_country_code
from curation.text.dates import read_date, read_date_value
from curation.text.edtf import parse_day
from curation.text.periods import KnownDates
from curation.text.quantities import read_quantity, read_quantity_value
from curation.text.readings import Outcome, Reading, Unread
from curation.text.subdivisions import read_subdivision, read_subdivision_code

MOST_READ = 400
"""Characters of words from which a number, a date or a place is read: verify.py reads no more, so that no words take long."""


@dataclass(frozen=True)
class Parser:
    """`accounts_for` is what a claim of it accounts for in a text."""

    read_words: Callable[[str, Field, KnownDates], Outcome]
    read_value: Callable[[str, Field], Outcome]
    accounts_for: str = ""


def read_verbatim(words: str, column: Field, known: KnownDates | None = None) -> Outcome:
    """Return the words themselves."""
    if SET_SEPARATOR in words:
        return Unread(f"the words hold {SET_SEPARATOR!r}, which joins the members of a set", "take fewer words")
    return Reading(words, {"value": words})


def read_code(value: str, column: Field) -> Outcome:
    """Return a code of the column's list, or true or false."""
    if column.type == "boolean":
        if value not in ("true", "false"):
            return Unread(f"{column.name}: {shorten(value)!r} is neither true nor false", "write true or false")
        return Reading(value, {"value": value == "true"})
    if value not in column.codes:
        advice = suggest_nearest(value, column.codes)
        return Unread(f"{column.name}: unknown code {shorten(value)!r}", advice)
    return Reading(value, {"value": value})


def read_reference(value: str, column: Field) -> Outcome:
    """Return the name of a row. Whether there is such a row is checked when all rows are known."""
    if not ROW_ID.fullmatch(value):
        return Unread(
            f"{column.name}: {shorten(value)!r} is no name of a row", "write the name after the table, as in flights/NAME"
        )
    return Reading(value, {"value": value})


def refuse_words(words: str, column: Field, known: KnownDates | None = None) -> Outcome:
    """Refuse to read a value from words alone: the coder writes it."""
    return Unread(f"{column.name}: no value", "write the value, then: <- words")


def name_column(column: Field, outcome: Outcome) -> Outcome:
    """Return the outcome; where nothing was read, with the column's name before the message."""
    return replace(outcome, message=f"{column.name}: {outcome.message}") if isinstance(outcome, Unread) else outcome


def make_parser(
    read_words: Callable[[str, KnownDates], Outcome], read_value: Callable[[str], Outcome], accounts_for: str = ""
) -> Parser:
    """Return the parser of two readers that know no column."""

    def read_few(words: str, known: KnownDates) -> Outcome:
        if len(words) > MOST_READ:
            return Unread(
                f"{len(words)} characters are more than are read", "take only the words of the number, date or place"
            )
        return read_words(words, known)

    return Parser(
        lambda words, column, known: name_column(column, read_few(words, known)),
        lambda value, column: name_column(column, read_value(value)),
        accounts_for,
    )


def fit_date(column: Field, outcome: Outcome) -> Outcome:
    """Return a date as its column holds it: a column of days takes no month, year or period."""
    if column.type != FieldType.DATE or isinstance(outcome, Unread):
        return outcome
    day = parse_day(outcome.value)
    if day is None:
        return Unread(
            f"{column.name}: {outcome.value!r} is no single day",
            "take words that give a day, or set the words aside in uncoded",
        )
    return replace(outcome, parts={**outcome.parts, "value": day})


def fit_dates(parser: Parser) -> Parser:
    """Return a parser of dates that gives days to columns of days."""
    return Parser(
        lambda words, column, known: fit_date(column, parser.read_words(words, column, known)),
        lambda value, column: fit_date(column, parser.read_value(value, column)),
        parser.accounts_for,
    )


PARSERS: dict[ParserName, Parser] = {
    ParserName.VERBATIM: Parser(read_verbatim, read_verbatim),
    ParserName.CODE: Parser(refuse_words, read_code),
    ParserName.REFERENCE: Parser(refuse_words, read_reference),
    ParserName.COUNTRY: make_parser(lambda words, _: read_country(words), read_country_code),
    ParserName.QUANTITY: make_parser(lambda words, _: read_quantity(words), read_quantity_value, "number"),
    ParserName.SUBDIVISION: make_parser(lambda words, _: read_subdivision(words), read_subdivision_code),
    ParserName.DATE: fit_dates(make_parser(read_date, read_date_value, "date")),
}
"""A new parser is one entry here; schemas name it under `reads`."""
