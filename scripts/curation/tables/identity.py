"""Rows that may be one fact under two names: each is a question, which annotations/decisions.yaml answers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import islice

from curation.annotation.answers import DISTINCT, SAME, Answer, name_question
from curation.annotation.causes import trace_row
from curation.claims.claim import Claim
from curation.facts.resolve import RULED_ROWS, Fact
from curation.paths import DECISIONS, REGISTER, SET_SEPARATOR
from curation.problems import Cause, Problem, shorten
from curation.schema.identity import Identity
from curation.schema.kinds import DisagreementKind
from curation.schema.tables import SOURCES, CellName, Table
from curation.tables.causes import trace_cell
from curation.tables.matching import UNBOUNDED, Interval, Profile, find_earlier_by_any, may_be_one
from curation.tables.types import Collection, Row, format_value
from curation.text.edtf import find_plain_days
from curation.text.folding import fold_spaces, list_words, strip_accents
from curation.text.readings import Reading
from curation.text.tokens import KEPT

MOST_NAMED = 5
"""Rows that a question names."""

MOST_COUNTED = 100
"""Rows that a question counts. In a table of rows that say nearly nothing, each may be any other."""

STRETCH = 1.25
"""Times the smaller of two figures that look like one disputed count: they differ by a fifth of the greater, or less."""

NOTHING = frozenset({""})
"""What an empty cell holds, where empty cells are equal."""

APPROXIMATE = "~"
FEWEST_DAYS_ABOUT = 7
"""An approximate date may be off by its own length, and by so many days at least."""

Unsettled = dict[CellName, list[Claim]]
"""The claims on the cells on which they do not agree."""


@dataclass(frozen=True)
class Compared:
    """A row, and what is known of it: its facts, and its claims that do not agree."""

    collection: Collection
    table: Table
    name: str
    row: Row
    facts: dict[str, Fact]
    unsettled: Unsettled

    def list_readings(self, column: str) -> list[Reading]:
        """Return what a cell may say: what is published; also what its claims say, where they do not agree.

        A ruling does not make two readings one: the other source's row may have the other one. Only a printed error is none.
        """
        fact = self.facts.get(column)
        if fact is None:
            return [claim.reading for claim in self.unsettled.get((self.table.name, self.name, column), ())]
        is_open = fact.reading is None or (fact.ruling and fact.ruling.kind != DisagreementKind.SOURCE_ERROR)
        said = [claim.reading for claim in fact.claims] if is_open else []
        return [*([fact.reading] if fact.reading else []), *said]

    def list_values(self, column: str) -> list[str]:
        """Return what a cell may hold, as text; of a set each member; nothing where it is empty."""
        values = [reading.value for reading in self.list_readings(column)] or [format_value(self.row[column])]
        if self.table.fields[column].is_set:
            values = [member for value in values for member in value.split(SET_SEPARATOR)]
        return list(dict.fromkeys(value for value in values if value))

    @property
    def claims(self) -> list[Claim]:
        """All claims on the row."""
        settled = [claim for fact in self.facts.values() for claim in fact.claims]
        columns = self.table.fields if self.unsettled else ()
        others = (self.unsettled.get((self.table.name, self.name, column), []) for column in columns)
        return [*settled, *(claim for claims in others for claim in claims)]

    @cached_property
    def unread(self) -> frozenset[Cause]:
        """Where a value may be written down, and unread, that would tell the row apart."""
        empty = [column for column in self.table.identity.open_columns if not self.list_values(column)]
        if self.table.curation.rows_from:
            return frozenset().union(*(trace_cell(self.collection, {}, (self.table.name, self.name, one)) for one in empty))
        places = trace_row(self.collection.texts, self.table.name, self.name) if empty else ()
        return frozenset(cause._replace(field=column) for cause in places for column in empty)

    @property
    def place(self) -> tuple[object, ...]:
        """Where the row is first spoken of, for sorting."""
        first = min(((claim.source, claim.order) for claim in self.claims), default=("", 0))
        return (*first, self.name)


def ask_about_rows(
    collection: Collection,
    table: Table,
    rows: Sequence[Row],
    facts: dict[tuple[str, str], dict[str, Fact]],
    unsettled: Unsettled,
) -> tuple[list[Problem], set[str]]:
    """Return a question for each row that may be one fact with rows before it, and the rows that are asked about.

    An answer that answers no question is a problem, too.
    """
    names = [str(row[table.key[0]]) for row in rows]
    compared = [
        Compared(collection, table, name, row, facts.get((table.name, name), {}), unsettled)
        for name, row in zip(names, rows, strict=True)
    ]  # fmt: skip
    compared.sort(key=lambda one: one.place)
    ways = [[make_profile(one, way) for one in compared] for way in table.identity.ways]
    problems: list[Problem] = []
    asked: set[str] = set()
    choices = index_choices(collection, table, unsettled)
    for number, others in find_earlier_by_any(ways):
        unanswered = (other for other in others if not is_distinct(compared[number], compared[other]))
        found = sorted(islice(unanswered, MOST_COUNTED))
        if found:
            problem = ask(compared[number], [compared[other] for other in found])
            pairs = (frozenset({compared[number].name, compared[other].name}) for other in found)
            problems.append(replace(problem, spoils=problem.spoils.union(*(choices.get(pair, ()) for pair in pairs))))
            asked |= {compared[place].name for place in (number, *found)}
    known = {one.name: profiles for one, *profiles in zip(compared, *ways, strict=True)}
    for answer in collection.answers.each_distinct:
        if answer.table == table.name:
            problems += find_idle(collection, answer, known)
    return problems, asked


def index_choices(collection: Collection, table: Table, unsettled: Unsettled) -> dict[frozenset[str], set[Cause]]:
    """Return the places of claims that differ only in which of two rows of a table they name, by these two names."""
    choices: dict[frozenset[str], set[Cause]] = defaultdict(set)
    for (other, _, column), claims in unsettled.items():
        if collection.schemas[other].reference_of(column) == table.name:
            pair = frozenset(claim.reading.value for claim in claims)
            choices[pair] |= {Cause(f"{claim.file}:{claim.line}") for claim in claims}
    return dict(choices)


def is_distinct(one: Compared, other: Compared) -> bool:
    """Whether the coders have answered that two rows are two facts."""
    return (one.table.name, frozenset({one.name, other.name})) in one.collection.answers.distinct


# What is compared


def make_profile(one: Compared, identity: Identity) -> Profile:
    """Return what of a row is compared in one of the ways that its schema has."""
    keys = [list_spelled(one, column, identity) or NOTHING for column in identity.equal]
    keys += [
        frozenset(name.rpartition(" ")[2] for name in list_spelled(one, column, identity)) for column in identity.last_word
    ]
    for column, codes in identity.equal_where.items():
        values = set(one.list_values(column))
        for code, names in codes.items():
            elsewhere = frozenset() if values == {code} else NOTHING
            # Of rows that do not say what else must be equal nothing is known to be: they are not asked about.
            keys += [list_folded(one, name) | elsewhere if code in values else NOTHING for name in names]
    box = [span_dates(one, identity.near.fields, identity.near.days)] if identity.near else []
    box += [span_figures(one, column) for column in identity.compatible]
    return Profile(tuple(keys), tuple(list_folded(one, name) for name in identity.equal_or_empty), tuple(box))


def list_folded(one: Compared, column: str) -> frozenset[str]:
    """Return what a cell may hold, without capitals, and one name for codes that are alike here; a name without marks too."""
    groups = one.table.identity.alike_codes.get(column, ())
    alike = {code: f"{number}" for number, group in enumerate(groups) for code in group}
    values = one.list_values(column) or ([""] if "" in alike else [])
    parse = one.table.fields[column].parse
    fold = fold_name if parse and parse.names_row else fold_plainly
    return frozenset(alike.get(value) or fold(value) for value in values)


def fold_plainly(value: str) -> str:
    """Return a value without capitals and needless white space."""
    return fold_spaces(value).casefold()


def list_spelled(one: Compared, column: str, identity: Identity) -> frozenset[str]:
    """Return what a cell may hold, and the other spellings that the row has of it."""
    others = (name for other in identity.spelled.get(column, ()) for name in list_members(one, other))
    return list_folded(one, column) | {fold_name(name) for name in others}


def list_members(one: Compared, column: str) -> list[str]:
    """Return what a cell may hold; of a set each member."""
    fact = one.facts.get(column)
    return [claim.reading.value for claim in fact.claims] if fact and fact.is_set else one.list_values(column)


@lru_cache(maxsize=KEPT)
def fold_name(name: str) -> str:
    """Return a name as it is compared: without capitals, points, hyphens and accents.

    >>> fold_name("U.S. Embassy"), fold_name("São-Tomé Airways")
    ('us embassy', 'sao tome airways')
    """
    return " ".join(list_words(strip_accents(name))) or fold_spaces(name).casefold()


def span_dates(one: Compared, columns: Sequence[str], days: int) -> Interval:
    """Return the interval from the first to the last day of a row's dates; a row without a date has any."""
    low, high = span(find_days(reading) for column in columns for reading in one.list_readings(column))
    return low, high + days


def find_days(reading: Reading) -> Interval:
    """Return the first and the last day that a date can mean, as numbers; an open end is infinite."""
    plain = find_plain_days(reading.value.removesuffix(APPROXIMATE)) if reading.value.endswith(APPROXIMATE) else None
    if plain:
        about = max(FEWEST_DAYS_ABOUT, (plain[1] - plain[0]).days + 1)
        return plain[0].toordinal() - about, plain[1].toordinal() + about
    return to_interval(reading)


def span_figures(one: Compared, column: str) -> Interval:
    """Return the interval from the lowest to the highest number of a quantity; one without bounds may be any."""
    low, high = span(to_interval(reading) for reading in one.list_readings(column))
    return low, max(high, high * STRETCH)


def span(intervals: Iterable[Interval]) -> Interval:
    """Return the interval that holds all of these; where there is none, any place."""
    found = list(intervals)
    return (min(low for low, _ in found), max(high for _, high in found)) if found else UNBOUNDED


def to_interval(reading: Reading) -> Interval:
    """Return the bounds of a reading as numbers; one that is not set is infinite."""
    low, high = (float(to_number(bound)) if bound is not None else None for bound in reading.bounds)
    return (-math.inf if low is None else low), (math.inf if high is None else high)


def to_number(bound: date | Decimal | int) -> Decimal | int:
    """Return a bound as a number: of a day, how many days it is from the first one of the calendar."""
    return bound.toordinal() if isinstance(bound, date) else bound


# What is said of it


def ask(one: Compared, others: Sequence[Compared]) -> Problem:
    """Ask whether a row is one fact with others, at its first claim. An answer, or a value, may be there and unread."""
    table, named = one.table.name, others[:MOST_NAMED]
    cells = "; ".join(f"{table}/{other.name} ({describe_pair(one, other)})" for other in named)
    more = len(others) - len(named)
    if more:
        cells += f" and {'at least ' if len(others) == MOST_COUNTED else ''}{more} more"
    message = f"{table}/{one.name} may be one fact with {cells}"
    answers = "\n".join(f"- rows:\n  - {table}/{other.name}\n  - {table}/{one.name}\n  reason:" for other in named)
    merge = f"give both one name (or write '{SAME}:' in place of '{DISTINCT}:' below)"
    if table == SOURCES:
        merge = f"remove one of them from {REGISTER}"
    advice = (
        f"read the words of both; where they are one fact {merge}; else answer in {DECISIONS}, "
        f"with the reason:\n{DISTINCT}:\n{answers}"
    )
    both = (one, *named)
    follows = {name_question(table, each.name) for each in both}
    follows = follows.union(*(each.unread for each in both))
    spoils = {Cause(RULED_ROWS, table, each.name) for each in both}
    problem = locate_first(one, message, advice)
    return replace(problem, spoils=frozenset(spoils), follows=frozenset(follows))


def describe_pair(one: Compared, other: Compared) -> str:
    """Return what two rows have in the columns that are compared, where any of them has something."""
    said = []
    for column in one.table.identity.columns:
        values = [" or ".join(each.list_values(column)) or "none" for each in (other, one)]
        if values != ["none", "none"]:
            said.append(f"{column} {shorten(' against '.join(dict.fromkeys(values)))}")
    return "; ".join(said)


def find_idle(collection: Collection, answer: Answer, profiles: dict[str, list[Profile]]) -> Iterator[Problem]:
    """Report a row of an answer `distinct` that may be one fact with no other row of it: the answer answers nothing."""
    names = [collection.answers.name_row(answer.table, row) for row in answer.rows]
    for name in names:
        others = [profiles[other] for other in names if other != name and other in profiles]
        own = profiles.get(name, [])
        is_asked = any(any(map(may_be_one, own, other)) for other in others)
        if own and len(others) == len(names) - 1 and not is_asked:
            message = f"stale answer: {answer.table}/{name} could not be taken for another row of it"
            advice = f"remove it from '{DISTINCT}': the rows differ without it"
            follows = frozenset().union(*(trace_row(collection.texts, answer.table, one) for one in names))
            yield replace(answer.fail(message, advice), follows=follows, spoils=frozenset())
            return


def locate_first(one: Compared, message: str, advice: str) -> Problem:
    """Place a problem at the first claim of a row; of a source that is registered alone, in the register."""
    first = min(one.claims, key=lambda claim: (claim.source, claim.order), default=None)
    return first.fail(message, advice) if first else Problem(REGISTER, 0, 0, message, advice)
