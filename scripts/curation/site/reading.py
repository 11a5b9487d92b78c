"""Read a loaded release as the site reads it, and say what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from curation.compare.load import Release
from curation.paths import DESCRIPTOR, SEGMENT_JOINER, WORDS_CLOSE, WORDS_OPEN
from curation.problems import Problem, make_visible
from curation.schema.system import list_needed
from curation.schema.tables import SOURCES, OverviewEntry, as_list, complete_entry
from curation.site.columns import describe_column
from curation.site.published import Published, PublishedClaim, PublishedTable, Record, group_items

NEEDED = ("cells", "claims", "disagreements", SOURCES)
NEEDED_OF_SOURCES = "source_id"
IN_SENTENCE = "in_sentence"
SETS_OF_ROWS = ("source_ids", "origins", "gather_rows")


def read_published(release: Release) -> tuple[Published | None, list[Problem]]:
    """Return a loaded release as the site reads it, and what it lacks."""
    file = release.prefix + DESCRIPTOR
    missing = [name for name in NEEDED if name not in release.tables]
    problems = [
        Problem(file, 0, 0, f"has no table {name!r}, which the site needs", "build the package again") for name in missing
    ]
    if not problems:
        problems = [
            Problem(
                file, 0, 0, f"the table {name!r} has no column {column!r}, which the site needs", "build the package again"
            )
            for name in NEEDED
            for column in list_needed_columns(name)
            if column not in {field["name"] for field in release.tables[name]["schema"]["fields"]}
        ]
    if problems:
        return None, problems
    cells = release.tables["cells"]["rows"].values()
    filled, sets = find_filled(cells), find_sets(cells)
    tables = {name: read_table(name, resource, filled, sets) for name, resource in release.tables.items()}
    problems = [*check_names(release, tables)]
    if problems:
        return None, problems
    claims = gather_claims(release.tables["claims"]["rows"].values())
    return Published(release.about, release.version, release.created, tables, claims), []


def check_names(release: Release, tables: dict[str, PublishedTable]) -> Iterator[Problem]:
    """Check that what the build's tables say is of cells and sources that there are; report the first that is not of each."""
    for name in ("cells", "claims", "disagreements"):
        for row in tables[name].rows.values():
            table = tables.get(row["table_name"])
            what = (
                f"no table {row['table_name']!r}"
                if not table
                else f"no row {row['row_id']!r} in {table.name}"
                if row["row_id"] not in table.rows
                else f"no column {row['field_name']!r} in {table.name}"
                if row["field_name"] not in table.columns
                else f"no source {row['source_id']!r}"
                if row.get("source_id") and row["source_id"] not in tables[SOURCES].rows
                else ""
            )
            if what:
                file = release.prefix + make_visible(tables[name].files[0])
                yield Problem(file, 0, 0, make_visible(f"there is {what}, which a row names"), "build the package again")
                break


def list_needed_columns(table: str) -> list[str]:
    """Return the columns of a table that the site reads by name."""
    if table == SOURCES:
        return [NEEDED_OF_SOURCES]
    return list(list_needed(table))


def find_filled(cells: Iterable[Record]) -> dict[tuple[str, str], Record]:
    """Return a cell of each column that has any: one that no decision fills, where there is one."""
    found: dict[tuple[str, str], Record] = {}
    for cell in cells:
        column = cell["table_name"], cell["field_name"]
        if column not in found or found[column]["rule"].endswith("decision"):
            found[column] = cell
    return found


def find_sets(cells: Iterable[Record]) -> set[tuple[str, str]]:
    """Return the columns that hold sets: a cell has several members, or its rule says that it may."""
    return {
        (cell["table_name"], cell["field_name"])
        for cell in cells
        if cell["member"] != "1" or cell["rule"].endswith(", set") or cell["rule"] in SETS_OF_ROWS
    }


def read_table(
    name: str, resource: dict[str, Any], filled: dict[tuple[str, str], Record], sets: set[tuple[str, str]]
) -> PublishedTable:
    """Return one resource with its columns described. A row is known by its key; where that has parts, they are joined."""
    schema = resource["schema"]
    key = as_list(schema.get("primaryKey"))
    rows = {"/".join(parts): row for parts, row in resource["rows"].items()}
    links = {tuple(as_list(link["fields"])): link["reference"]["resource"] for link in schema.get("foreignKeys", ())}
    fields = [field["name"] for field in schema["fields"]]
    columns = {
        field["name"]: describe_column(
            field, fields, filled.get((name, field["name"]), {}), (name, field["name"]) in sets, links
        )
        for field in schema["fields"]
    }
    return PublishedTable(
        name,
        resource.get("title") or name,
        resource.get("description") or "",
        tuple(key),
        tuple(map(str, as_list(schema.get("rowTitle")))),
        tuple(OverviewEntry.model_validate(complete_entry(entry)) for entry in as_list(schema.get("overview"))),
        columns,
        rows,
        tuple(as_list(resource["path"])),
    )


def gather_claims(rows: Iterable[Record]) -> dict[str, PublishedClaim]:
    """Return each claim with all its segments, by its name."""
    return {name: make_claim(parts) for name, parts in group_items(rows, lambda row: row["claim_id"]).items()}


def make_claim(parts: Sequence[Record]) -> PublishedClaim:
    """Return the claim that some rows of the table make."""
    first = parts[0]
    sentence = first.get(IN_SENTENCE, "").replace(WORDS_OPEN, "").replace(WORDS_CLOSE, "")
    return PublishedClaim(
        id=first["claim_id"],
        table=first["table_name"],
        row=first["row_id"],
        field=first["field_name"],
        value=first["value"],
        reason=first.get("reason", ""),
        source=first["source_id"],
        passage=int(first["passage"]),
        speaker=first.get("attributed_to", ""),
        via=first.get("via", ""),
        certainty=first.get("certainty", ""),
        hedge_words=first.get("hedge_words", ""),
        words=SEGMENT_JOINER.join(part["exact"] for part in parts),
        sentence=sentence,
        spans=tuple(find_span(part.get(IN_SENTENCE, "")) for part in parts),
        start=int(first["char_start"]),
        is_concluded=first.get("basis") == "inferred",
    )


def find_span(marked: str) -> tuple[int, int]:
    """Return where the marked words are in a sentence without its marks.

    >>> find_span("There are ⟦131⟧ aboard.")
    (10, 13)
    """
    before, _, after = marked.partition(WORDS_OPEN)
    return len(before), len(before) + len(after.partition(WORDS_CLOSE)[0])
