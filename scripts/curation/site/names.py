"""What rows, sources and codes are called, and each value as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from curation.paths import SET_SEPARATOR
from curation.schema.tables import SOURCES
from curation.site.addresses import find_article, find_record, name_anchor
from curation.site.columns import PublishedColumn, ValueKind
from curation.site.dates import write_date
from curation.site.published import Published, PublishedClaim, PublishedFact, PublishedTable, Record, split_set
from curation.site.values import LONGEST_NAME, ShownValue, count_things, cut_text, join_words, write_number

NAMING = ("short_name", "name", "headline", "title", "publisher")
"""Columns whose value names a row; `*_text` does too."""
PAGES = "en"
"""The language of the pages themselves."""
MOST_MEMBERS = 8
"""Members of a set that a table shows; the row's page shows all."""
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
"""What is between square brackets in a part of `rowTitle`."""
MENTION = re.compile(r"\[([a-z0-9][a-z0-9.-]*)\]|(?<![\w/.@#-])([a-z0-9][a-z0-9.-]*[a-z0-9])(?![\w/@#-])")
"""In a running text: evidence between brackets, or what may be the name of a source or of another row."""


@dataclass(frozen=True)
class Names:
    """What rows, sources and codes are called in a package."""

    published: Published
    found: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """The names of rows that were asked for: one name may be made of others."""

    @cached_property
    def countries(self) -> dict[str, str]:
        """The names of countries that the package gives: in its descriptor, and beside their codes."""
        found = {str(one["code"]): str(one["title"]) for one in self.published.about.get("spatial") or ()}
        for table in self.published.fact_tables:
            for column, names in list_country_columns(table):
                for record in table.rows.values():
                    pairs = (split_set(record.get(one, "")) for one in (column, names))
                    found |= dict(zip(*pairs, strict=False))
        return found

    @cached_property
    def subdivisions(self) -> dict[str, str]:
        """The names of parts of countries by their codes: the words from which a code was read, without a conclusion."""
        found: dict[str, str] = {}
        for claim in self.published.claims.values():
            column = self.published.tables[claim.table].columns[claim.field]
            if column.kind == ValueKind.SUBDIVISION and not claim.is_concluded:
                found.setdefault(claim.value, claim.words)
        return found

    @cached_property
    def evidence(self) -> dict[str, Record]:
        """The rows of evidence by their names."""
        table = self.published.tables.get("evidence")
        return table.rows if table else {}

    @cached_property
    def tables_of_rows(self) -> dict[str, PublishedTable]:
        """For each row's name the table of facts that a bare reference to it means: one whose rows have names first."""
        found: dict[str, PublishedTable] = {}
        tables = sorted(self.published.fact_tables, key=lambda table: (table.name != SOURCES, "name" not in table.columns))
        for table in tables:
            for row in table.rows:
                found.setdefault(row, table)
        return found

    @cached_property
    def keys(self) -> dict[str, PublishedTable]:
        """Each table by the name of its key."""
        return {table.key: table for table in self.published.tables.values() if table.key}

    def find_row(self, table: str, row: str, longest: int = LONGEST_NAME) -> str:
        """Return the name of a row: by its table's `rowTitle`, by a column that names it, or its identifier."""
        known = self.published.tables.get(table)
        if not known or row not in known.rows:
            return row
        if (table, row) not in self.found:
            self.found[table, row] = row  # what a row that names itself finds
            self.found[table, row] = self.make_title(known, known.rows[row]) or row
        return cut_text(self.found[table, row], longest)

    def make_title(self, table: PublishedTable, record: Record) -> str:
        """Return what a row is called, empty where nothing names it."""
        filled = [(part, text) for part in table.row_title if (text := self.fill_part(table, part, record))]
        parts = [begin_name(*first) for first in filled[:1]] + [text for _, text in filled[1:]]
        named = [column for column in NAMING if column in table.columns]
        named += [column for column in table.columns if column.endswith("_text")]
        return ", ".join(parts) or next((record[one] for one in named if record.get(one)), "")

    def fill_part(self, table: PublishedTable, part: str, record: Record) -> str:
        """Return a part of a row's name with the values in it; empty where one of them is. {a|b} is b where a is empty.

        What is in square brackets is left out alone where a value in it is empty.
        """
        pieces = OPTIONAL.split(part)  # every second one is in brackets
        filled = [self.fill_values(table, piece, record) for piece in pieces]
        lacks = any(piece and not text for piece, text in zip(pieces[::2], filled[::2], strict=True))
        return "" if lacks else "".join(filled)

    def fill_values(self, table: PublishedTable, part: str, record: Record) -> str:
        """Return a text with values in the place of the names in braces; empty where one of them is."""
        filled = ""
        for before, names in re.findall(r"([^{}]*)(?:\{([\w|]+)\})?", part):
            column = next((table.columns[one] for one in names.split("|") if one in table.columns and record.get(one)), None)
            if names and not column:
                return ""
            filled += before
            if column:
                filled += ", ".join(value.text for value in self.show_all(column, record[column.name], MOST_MEMBERS))
        return filled

    def name_source(self, source: str) -> str:
        """Return the name of an article."""
        return self.find_row(SOURCES, source)

    def name_articles(self, sources: Sequence[str], most: int) -> str:
        """Return the names of some articles; of more than `most`, how many they are."""
        return (
            join_words([*map(self.name_source, sources)]) if len(sources) <= most else count_things(len(sources), "article")
        )

    def find_language(self, source: str) -> str:
        """Return the language of an article, where it is not that of the pages."""
        language = self.published.sources[source].get("language", PAGES)
        return "" if language == PAGES or not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language) else language

    def name_body(self, name: str) -> str:
        """Return what a person, a body or an article is called."""
        return self.show_body(name).text

    def show_body(self, name: str) -> ShownValue:
        """Return what a person, a body or an article is called, with the link to its page."""
        known = self.tables_of_rows.get(name)
        return self.show_row(known.name, name) if known else ShownValue(name)

    def show_bodies(self, names: Iterable[str]) -> list[ShownValue]:
        """Return what some persons and bodies are called, each once, with the links to their pages."""
        return [self.show_body(name) for name in dict.fromkeys(names) if name]

    def show_row(self, table: str, row: str, longest: int = LONGEST_NAME) -> ShownValue:
        """Return what a row is called, with the link to its page."""
        return ShownValue(self.find_row(table, row, longest), href=self.locate(row, table))

    def locate(self, name: str, table: str = "") -> str:
        """Return the address of a row's page, empty where it has none."""
        known = self.published.tables.get(table) or self.tables_of_rows.get(name)
        if not known or name not in known.rows:
            return ""
        if known.name == "evidence":
            return f"{known.address}#{name_anchor(name)}"
        if known.name == SOURCES:
            return find_article(name)
        return find_record(known.name, name) if known.is_fact else ""

    def write(self, column: PublishedColumn, value: str) -> str:
        """Return one value as text."""
        return self.show(column, value).text

    def show(self, column: PublishedColumn, value: str) -> ShownValue:
        """Return one value, or one member of a set, as a reader sees it."""
        if column.kind == ValueKind.CODE and value in column.labels:
            label = column.labels[value]
            return ShownValue(label.label, label.description)
        if column.kind == ValueKind.NAME:
            return self.show_name(column, value)
        if column.kind == ValueKind.COUNTRY:
            return ShownValue(self.countries.get(value, value))
        if column.kind == ValueKind.SUBDIVISION and value in self.subdivisions:
            return ShownValue(f"{self.subdivisions[value]} ({value})")
        if column.kind == ValueKind.DATE:
            return ShownValue(write_date(value))
        if column.kind in (ValueKind.QUANTITY, ValueKind.NUMBER):
            return ShownValue(write_number(value))
        if column.kind == ValueKind.YES_NO:
            return ShownValue({"true": "Yes", "false": "No"}.get(value, value))
        return ShownValue(value, is_words=column.is_verbatim)

    def show_name(self, column: PublishedColumn, value: str) -> ShownValue:
        """Return the name of a row with the link to its page."""
        table = column.refers_to or self.find_target(column.name)
        if table and table in self.published.tables and value in self.published.tables[table].rows:
            return self.show_row(table, value)
        return self.show_body(value)

    def find_target(self, column: str) -> str:
        """Return the table whose key a column is named after: official_ids names rows of the table with official_id."""
        table = self.keys.get(column) or self.keys.get(column.removesuffix("s"))
        return table.name if table else ""

    def show_all(self, column: PublishedColumn, value: str, most: int = 0) -> list[ShownValue]:
        """Return the value of a cell, or the members of its set; of more than `most` the first, and how many follow."""
        members = value.split(SET_SEPARATOR) if column.is_set else [value]
        shown = [self.show(column, member) for member in (members[:most] if most else members)]
        rest = len(members) - len(shown)
        return [*shown, ShownValue(f"and {rest} more")] if rest else shown

    def show_fact(self, fact: PublishedFact) -> list[ShownValue]:
        """Return what is published of a fact: the members of its cell. A quantity without one exact number has its words."""
        if fact.members:
            return [self.show(fact.column, cell["value"]) for cell in fact.members]
        printed = self.published.cells.get((fact.table, fact.row), {}).get(f"{fact.column.name}_printed", ())
        return [ShownValue(cell["value"], is_words=True) for cell in printed]

    def show_claimed(self, column: PublishedColumn, claim: PublishedClaim) -> ShownValue:
        """Return what a claim says, as a reader sees it. A quantity is written with its qualifier."""
        if column.kind == ValueKind.QUANTITY:
            return ShownValue(self.write_quantity(column, claim.table, claim.value))
        return self.show(column, claim.value)

    def write_quantity(self, column: PublishedColumn, table: str, value: str) -> str:
        """Return a quantity in the notation of claims.value as words: more_than 100 is more than 100."""
        qualifier, *numbers = value.split(" ")
        if qualifier == "exact" and numbers:
            return write_number(numbers[0])
        if qualifier == "range" and len(numbers) == 2:
            return f"{write_number(numbers[0])} to {write_number(numbers[1])}"
        known = self.published.tables[table].columns.get(f"{column.name}_qualifier")
        label = known.labels[qualifier].label if known and qualifier in known.labels else qualifier.replace("_", " ")
        return " ".join([label, *map(write_number, numbers)])

    def link_reason(self, text: str) -> Iterator[ShownValue]:
        """Yield the pieces of a running text: words, and what rows that it names are called, with the link to each."""
        end = 0
        for found in MENTION.finditer(text):
            evidence, name = found.groups()
            if evidence and evidence in self.evidence:
                yield ShownValue(text[end : found.start() + 1])
                yield ShownValue(self.evidence[evidence].get("publisher", evidence), href=self.locate(evidence, "evidence"))
                end = found.end() - 1
            elif name and (table := self.find_named(name)):
                yield ShownValue(text[end : found.start()])
                yield self.show_row(table, name)
                end = found.end()
        yield ShownValue(text[end:])

    def find_named(self, name: str) -> str:
        """Return the table of the row that a word of a text names: no common word, but one with a digit or a hyphen."""
        known = self.tables_of_rows.get(name)
        is_source = known is not None and known.name == SOURCES
        is_name = re.search(r"[a-z]", name) and ("-" in name or (is_source and re.search(r"[0-9]", name)))
        return known.name if known and is_name else ""

    def name_mentioned(self, text: str) -> str:
        """Return a running text with what the rows that it names are called."""
        return "".join(piece.text for piece in self.link_reason(text))


def begin_name(part: str, text: str) -> str:
    """Return the first part of a row's name, with a capital where words of the part itself begin it.

    >>> begin_name("[{origin} ]to {place}", "to Eswatini"), begin_name("[{origin} ]to {place}", "de Gaulle to Eswatini")
    ('To Eswatini', 'de Gaulle to Eswatini')
    """
    words = OPTIONAL.sub("", part).partition("{")[0]
    return text[:1].upper() + text[1:] if words and text.startswith(words) else text


def list_country_columns(table: PublishedTable) -> Iterator[tuple[str, str]]:
    """Yield each column of a table that holds countries with the one that holds their names."""
    for column in table.columns:
        for names in (f"{column}_name", f"{column.removesuffix('countries')}country_names"):
            if table.columns[column].kind == ValueKind.COUNTRY and names in table.columns:
                yield column, names
