"""A published package as the site reads it: its tables, and each claim with its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from curation.paths import SET_SEPARATOR
from curation.schema.tables import SOURCES, SYSTEM_TABLES, OverviewEntry
from curation.site.addresses import find_table
from curation.site.columns import PublishedColumn

Record = dict[str, str]
"""One row of a table, without empty values."""

CellKey = tuple[str, str, str]
"""Table, row and field."""

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class PublishedTable:
    """One table with its columns and rows. `row_title` is how the package names a row: parts with columns in braces."""

    name: str
    title: str
    description: str
    keys: tuple[str, ...]
    row_title: tuple[str, ...]
    overview: tuple[OverviewEntry, ...]
    columns: dict[str, PublishedColumn]
    rows: dict[str, Record]
    files: tuple[str, ...]

    @property
    def key(self) -> str:
        """The column that names its rows, empty where several do together."""
        return self.keys[0] if len(self.keys) == 1 else ""

    @cached_property
    def used(self) -> frozenset[str]:
        """The columns that have a value in any row."""
        return frozenset(column for record in self.rows.values() for column in record)

    @property
    def address(self) -> str:
        """The address of its page."""
        return find_table(self.name)

    @property
    def is_fact(self) -> bool:
        """Whether the table holds facts, and not what the build says of them."""
        return self.name not in SYSTEM_TABLES


def name_kind(table: PublishedTable, column: PublishedColumn) -> str:
    """Return what a part of a column is called after the column's own title; empty where it is called otherwise."""
    main = table.columns.get(column.of)
    start = f"{main.title}, " if main else ""
    return column.title.removeprefix(start) if start and column.title.startswith(start) else ""


@dataclass(frozen=True)
class PublishedClaim:
    """One claim: what one source says of one cell. `spans` are the places of its words in `sentence`, in code points."""

    id: str
    table: str
    row: str
    field: str
    value: str
    reason: str
    source: str
    passage: int
    speaker: str
    via: str
    certainty: str
    hedge_words: str
    words: str
    sentence: str
    spans: tuple[tuple[int, int], ...]
    start: int
    is_concluded: bool = False
    """Whether a coder concluded the value from its words, for a written reason."""

    @property
    def number(self) -> str:
        """The number of the claim among those of its source on the cell."""
        return self.id.rpartition("#")[2]

    @property
    def place(self) -> tuple[str, int]:
        """Source and passage: where its sentence is."""
        return self.source, self.passage

    @property
    def named(self) -> list[str]:
        """Who is named as saying it: the speaker, and the outlet that is cited for it."""
        return [name for name in dict.fromkeys((self.speaker, self.via)) if name]

    @property
    def is_sure(self) -> bool:
        """Whether the source says it without a hedge, and not as planned."""
        return self.certainty in ("", "asserted")


@dataclass(frozen=True)
class PublishedFact:
    """All that is published of one cell: its members, the claims on it, and the disagreement of these."""

    table: str
    row: str
    column: PublishedColumn
    members: tuple[Record, ...]
    claims: tuple[PublishedClaim, ...]
    deciding: frozenset[str]
    dispute: Record | None

    @property
    def key(self) -> CellKey:
        """The cell's name."""
        return self.table, self.row, self.column.name

    @cached_property
    def decided(self) -> frozenset[str]:
        """The values that say what is published, without capitals: those of the deciding claims, or the one that is ruled."""
        if self.dispute and self.dispute["ruled_by"] != "rule":
            return frozenset({self.dispute.get("ruling", "").casefold()})
        return frozenset(claim.value.casefold() for claim in self.claims if claim.id in self.deciding)

    def is_borne_out(self, claim: PublishedClaim) -> bool:
        """Return whether a claim says what is published."""
        return claim.value.casefold() in self.decided


@dataclass(frozen=True)
class Published:
    """A package: what it says of itself, its tables, and its claims in the order in which they are published."""

    about: dict[str, Any]
    version: str
    created: str
    tables: dict[str, PublishedTable]
    claims: dict[str, PublishedClaim]

    @cached_property
    def facts(self) -> dict[str, dict[str, list[PublishedFact]]]:
        """The facts of each row of each table: the cells on which there are claims, in the order of the columns."""
        return gather_facts(self)

    @cached_property
    def cells(self) -> dict[tuple[str, str], dict[str, list[Record]]]:
        """The rows of `cells` of each row, by column."""
        found: dict[tuple[str, str], dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
        for cell in self.tables["cells"].rows.values():
            found[cell["table_name"], cell["row_id"]][cell["field_name"]].append(cell)
        return found

    @cached_property
    def disputes(self) -> dict[CellKey, Record]:
        """Each disagreement by its cell."""
        return {read_key(row): row for row in self.tables["disagreements"].rows.values()}

    @property
    def sources(self) -> dict[str, Record]:
        """The sources by their names."""
        return self.tables[SOURCES].rows

    @cached_property
    def source_order(self) -> dict[str, int]:
        """The place of each source among the sources."""
        return {source: number for number, source in enumerate(self.sources)}

    @cached_property
    def fact_tables(self) -> list[PublishedTable]:
        """The tables of facts, in the package's order."""
        return [table for table in self.tables.values() if table.is_fact]

    @cached_property
    def main(self) -> PublishedTable:
        """The table that the package is about: the first of its tables of facts."""
        return next((table for table in self.fact_tables if table.name != SOURCES), self.tables[SOURCES])


def gather_facts(published: Published) -> dict[str, dict[str, list[PublishedFact]]]:
    """Return the facts of each row of each table of facts: the cells on which there are claims."""
    own = group_items(published.claims.values(), lambda claim: (claim.table, claim.row, claim.field))
    found: dict[str, dict[str, list[PublishedFact]]] = {}
    for table in published.fact_tables:
        rows = found[table.name] = {}
        for row in table.rows:
            cells = published.cells.get((table.name, row), {})
            facts = [
                gather_fact(published, table.name, row, column, cells.get(column.name, ()), own)
                for column in table.columns.values()
            ]
            rows[row] = [fact for fact in facts if fact.claims and not fact.column.is_part]
    return found


def gather_fact(
    published: Published,
    table: str,
    row: str,
    column: PublishedColumn,
    members: Sequence[Record],
    own: dict[CellKey, list[PublishedClaim]],
) -> PublishedFact:
    """Return what is published of one cell. Where another table's claims decide it, they are its claims."""
    dispute = published.disputes.get((table, row, column.name))
    deciding = [name for cell in members if cell["basis"] != "derived" for name in split_set(cell.get("claim_ids", ""))]
    named = [*deciding, *split_set((dispute or {}).get("claim_ids", ""))]
    claims = {claim.id: claim for claim in own.get((table, row, column.name), ())}
    claims |= {name: published.claims[name] for name in named if name in published.claims}
    return PublishedFact(table, row, column, tuple(members), tuple(claims.values()), frozenset(deciding), dispute)


def group_items(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Return items in groups of the same key, in their order.

    >>> group_items(["ash", "oak", "asp"], lambda word: word[0])
    {'a': ['ash', 'asp'], 'o': ['oak']}
    """
    found: dict[Key, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def read_key(record: Record) -> CellKey:
    """Return the cell that a row of a table of the build names."""
    return record.get("table_name", ""), record.get("row_id", ""), record.get("field_name", "")


def split_set(value: str) -> list[str]:
    """Return the members of a cell that holds a set."""
    return value.split(SET_SEPARATOR) if value else []
