"""Who says what of one row: a matrix of the printed words, a line for each thing said and a column for each source.

Which lines it has is said in the table's schema, under `curation`: `overview`. An entry is

- a field's name: its words, labelled with the field's title;
- {"label": ..., "fields": [...]}: the words of several fields, one after the other;
- {"label": ..., "join": [...]}: the same, but words of one sentence are joined into one quotation.

A field of another table with a foreign key to this one is written TABLE.FIELD: the words of all rows that refer to the row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from curation.anchors import merge_spans
from curation.claims import SEGMENT_JOINER, Claim
from curation.markdown import escape_text, quote_text, write_table
from curation.problems import Problem, suggest_nearest
from curation.rows import format_value
from curation.schemas import FOLDER, Schemas, Table
from curation.tables import Built

OVERVIEW = "overview"
SILENT = "-"
"""Shown where a source says nothing."""
Column = tuple[str, str]
"""Table and field."""


@dataclass(frozen=True)
class OverviewLine:
    """One line of a matrix: its label and the columns whose words it shows."""

    label: str
    columns: tuple[Column, ...]
    is_joined: bool = False


# The schema


def check_overviews(schemas: Schemas) -> list[Problem]:
    """Check that each overview is a list of entries that name known fields."""
    problems = []
    for table in schemas.values():
        entries = table.curation.get(OVERVIEW, [])
        is_list = isinstance(entries, list)
        outcomes = [read_entry(entry, table, schemas) for entry in entries] if is_list else [("not a list", "")]
        problems += [
            Problem(f"{FOLDER}/{table.name}.json", 0, 0, f"{OVERVIEW}: {outcome[0]}", outcome[1])
            for outcome in outcomes
            if not isinstance(outcome, OverviewLine)
        ]
    return problems


def list_lines(table: Table, schemas: Schemas) -> list[OverviewLine]:
    """Return the lines of a table's overview, in the schema's order."""
    outcomes = [read_entry(entry, table, schemas) for entry in table.curation.get(OVERVIEW, [])]
    return [outcome for outcome in outcomes if isinstance(outcome, OverviewLine)]


def list_other_lines(table: Table, lines: Iterable[OverviewLine]) -> list[OverviewLine]:
    """Return a line for each field that has claims of its own and is not in these lines."""
    shown = {column for line in lines for column in line.columns}
    return [
        OverviewLine(column.title, ((table.name, column.name),))
        for column in table.fields.values()
        if (column.is_coded_by_hand or {"by", "gather"} & column.curation.keys()) and (table.name, column.name) not in shown
    ]


def read_entry(entry: Any, table: Table, schemas: Schemas) -> OverviewLine | tuple[str, str]:
    """Return an entry's line, or a message and advice."""
    if isinstance(entry, str):
        entry = {"fields": [entry]}
    names = (entry.get("fields") or entry.get("join")) if isinstance(entry, dict) else None
    if (
        not isinstance(names, list)
        or not names
        or not all(isinstance(name, str) for name in names)
        or not isinstance(entry.get("label", ""), str)
        or len(entry.keys() & {"fields", "join"}) != 1
        or entry.keys() - {"label", "fields", "join"}
    ):
        return f"{entry!r} is no entry", 'write a field, or {"label": "…", "fields": […]}, or {"label": "…", "join": […]}'
    columns = []
    for name in names:
        other, _, field = name.rpartition(".")
        owner = schemas.get(other) if other else table
        if owner is None or (owner is not table and not find_links(owner, table)):
            return f"{name!r}: no table {other!r} refers to this one", "name a table with a foreign key to this one"
        if field not in owner.fields:
            return f"unknown field {name!r}", suggest_nearest(field, owner.fields)
        columns.append((owner.name, field))
    first = schemas[columns[0][0]].fields[columns[0][1]]
    return OverviewLine(entry.get("label") or first.title, tuple(columns), "join" in entry)


def find_links(owner: Table, table: Table) -> list[str]:
    """Return the fields of a table that name rows of the other one."""
    return [own for own, other, _ in owner.foreign_keys if other == table.name]


# The matrix


Referring = dict[str, dict[str, list[str]]]
"""For each table of the lines' columns, the rows whose claims are of a row: in its own table that row itself."""


def find_referring(lines: Iterable[OverviewLine], schemas: Schemas, built: Built, table: Table) -> Referring:
    """Find which rows of the lines' tables refer to which row of a table; a row of the table itself is its own."""
    found: Referring = {}
    for name in dict.fromkeys(other for line in lines for other, _ in line.columns):
        owner, rows = schemas[name], found.setdefault(name, defaultdict(list))
        for candidate in built.rows[name]:
            key = format_value(candidate[owner.key[0]])
            named = {key} if owner is table else {candidate[link] for link in find_links(owner, table)}
            for row in named - {None}:
                rows[format_value(row)].append(key)
    return found


def make_matrix(built: Built, row: str, lines: Sequence[OverviewLine], referring: Referring) -> list[str]:
    """Return the matrix of one row as the lines of a Markdown table, without lines of which no source says anything."""
    said = [(line, list_said(line, find_line_claims(line, built, row, referring))) for line in lines]
    sources = sorted({source for _, words in said for source in words})
    body = [
        [escape_text(line.label), *(show_words(words[source]) if source in words else SILENT for source in sources)]
        for line, words in said
        if words
    ]
    return write_table(["", *map(escape_text, sources)], body) if sources else []


def find_line_claims(line: OverviewLine, built: Built, row: str, referring: Referring) -> list[Claim]:
    """Return the claims on a line's columns, of this row or of the rows that refer to it."""
    return [
        claim
        for other, field in line.columns
        for one in referring[other].get(row, ())
        if (fact := built.facts.get((other, one, field)))
        for claim in fact.claims
    ]


Said = dict[str, dict[str, str]]
"""For each source the words that it prints, each with how surely: empty where they are asserted at least once."""


def list_said(line: OverviewLine, claims: Iterable[Claim]) -> Said:
    """Return each source's distinct words, in the order of its text; capitals do not make words distinct."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        place = (claim.source, claim.passage.start)
        groups[place if line.is_joined else (*place, claim.spans)].append(claim)
    said: dict[str, dict[str, tuple[str, set[str]]]] = defaultdict(dict)
    for group in sorted(groups.values(), key=lambda group: (group[0].source, min(claim.spans[0] for claim in group))):
        words = join_words(group) if line.is_joined else group[0].words
        kinds = said[group[0].source].setdefault(words.casefold(), (words, set()))[1]
        if line.is_joined:
            kinds.add(", ".join(sorted({claim.attribution.certainty for claim in group} - {"asserted"})))
        else:
            kinds |= {"" if claim.attribution.certainty == "asserted" else claim.attribution.certainty for claim in group}
    return {
        source: {words: "" if "" in kinds else ", ".join(sorted(kinds)) for words, kinds in entries.values()}
        for source, entries in said.items()
    }


def join_words(claims: Sequence[Claim]) -> str:
    """Return the words of several claims on one passage, in the text's order, as one quotation."""
    passage = claims[0].passage
    spans = [span for claim in claims for span in claim.spans_in_passage]
    return SEGMENT_JOINER.join(passage.text[start:end] for start, end in merge_spans(spans, passage.text))


def show_words(words: dict[str, str]) -> str:
    return "; ".join(quote_text(said) + (f" ({escape_text(kind)})" if kind else "") for said, kind in words.items())
