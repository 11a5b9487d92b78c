"""The data classes that rows and cells are made of, and the types of a row and of the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, overload

from curation.annotation.answers import Answers
from curation.annotation.causes import Texts
from curation.annotation.evidence import EvidenceRegister
from curation.annotation.rulings import Places, Ruling
from curation.claims.account import AccountItem
from curation.claims.claim import Claim, Speakers
from curation.claims.codings import ComparedUnit
from curation.facts.resolve import Fact
from curation.schema.kinds import Basis
from curation.schema.tables import CellName, Field, Schemas, Table
from curation.sources.register import Source
from curation.text.quantities import format_number
from curation.text.readings import Value

Row = dict[str, Value]
"""The values of a row by column; None where there is none."""

Values = tuple[Value, ...]
"""The values of a row in the order of its columns."""

Tables = dict[str, Sequence[Row]]
"""The rows of each table by its name."""


class MadeRows(Sequence[Row]):
    """Rows that are made whenever they are gone through, from what is there anyway, and are not kept.

    `make` makes the values of each in the order of `columns`. That saves the rows of `claims`, `cells` and `coverage`, of
    which there are many more than facts, and where a table is written even the dict of each.
    """

    def __init__(self, columns: Iterable[str], make: Callable[[], Iterator[Values]], number: int) -> None:
        self.columns = [*columns]
        self.make = make
        self.number = number

    def __iter__(self) -> Iterator[Row]:
        return (dict(zip(self.columns, values, strict=True)) for values in self.make())

    def __len__(self) -> int:
        return self.number

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return [*self][place]


def list_values(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[Values]:
    """Return the values of each row in the order of these columns."""
    if isinstance(rows, MadeRows):
        places = [*map(rows.columns.index, columns)]
        in_order = places == [*range(len(rows.columns))]
        return rows.make() if in_order else (tuple(values[place] for place in places) for values in rows.make())
    return (tuple(map(row.__getitem__, columns)) for row in rows)


Members = dict[tuple[str, str], tuple[str, ...]]
"""For each row of a gathered table the rows of the other table that it gathers."""


@dataclass(frozen=True)
class Collection:
    """All that the rows are made of."""

    schemas: Schemas
    sources: dict[str, Source]
    claims: tuple[Claim, ...]
    rulings: dict[CellName, Ruling]
    places: Places
    speakers: Speakers
    codings: dict[str, int]
    """How many times each source was coded."""
    evidence: EvidenceRegister = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    """The annotation files as they stand, those that could not be read too."""
    answers: Answers = field(default_factory=Answers)
    """What the coders say of rows that may be one fact."""
    account: tuple[AccountItem, ...] = ()
    """The account of all sources, in the order of the sources and of their texts."""
    compared: tuple[ComparedUnit, ...] = ()
    """What both coders wrote of the sources that were coded twice."""

    @cached_property
    def by_field(self) -> dict[tuple[str, str], list[Claim]]:
        """The claims on each field, by its table and its name."""
        found: dict[tuple[str, str], list[Claim]] = {}
        for claim in self.claims:
            found.setdefault((claim.table, claim.field.name), []).append(claim)
        return found

    def list_claims_on(self, is_asked: Callable[[Field], object]) -> Iterator[Claim]:
        """Yield the claims on fields of a kind. Each field is asked once, and not for each of its claims."""
        for claims in self.by_field.values():
            if is_asked(claims[0].field):
                yield from claims


class Member(NamedTuple):
    """One value of a cell, of a set each one: how it was got, the claims that decide it, and those of other sources."""

    value: Value
    basis: Basis
    deciding: tuple[Claim, ...] = ()
    agreeing: tuple[Claim, ...] = ()
    reason: str = ""


class Cell(NamedTuple):
    """One non-empty cell: what is published, and what it rests on."""

    table: str
    row: str
    field: str
    value: Value
    basis: Basis
    rule: str
    deciding: tuple[Claim, ...]
    derived: tuple[Member, ...] = ()
    """The members of a derived set."""
    reason: str = ""
    fact: Fact | None = None


@dataclass(frozen=True)
class RowContext:
    """What the derivations of one row's cells can look at."""

    collection: Collection
    table: Table
    row: str
    facts: dict[str, Fact]
    members: tuple[str, ...]

    @cached_property
    def claims(self) -> list[Claim]:
        """All claims on the row, in the order of the sources and of their texts."""
        return sorted(
            (claim for fact in self.facts.values() for claim in fact.claims),
            key=lambda claim: (claim.source, claim.passage.start, claim.spans[0], claim.order),
        )

    @cached_property
    def deciding_claims(self) -> list[Claim]:
        """The claims that decide the headline field; those that decide any field of the row where it has none."""
        fact = self.facts.get(self.table.headline)
        if fact:
            return list(fact.deciding)
        deciding = {claim.id for one in self.facts.values() for claim in one.deciding}
        return [claim for claim in self.claims if claim.id in deciding]

    @cached_property
    def headline_claims(self) -> list[Claim]:
        """The claims on the headline field, those that decide it first; all claims of the row where it has none."""
        fact = self.facts.get(self.table.headline)
        if not fact:
            return self.claims
        return [*fact.deciding, *fact.rest]


def format_value(value: Value) -> str:
    """Write a value as the CSV files do: ISO 8601 dates, true and false, numbers without idle zeros, nothing for None."""
    return FORMATS.get(type(value), str)(value)


FORMATS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda value: "true" if value else "false",
    Decimal: format_number,
    date: date.isoformat,
}
"""How values are written that are not as `str` has them."""
