"""For data users: short programs that read the package, each with what it prints. A test runs them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from curation.package.parts import is_split
from curation.paths import PARQUET_FOLDER
from curation.site.published import PublishedFact, read_key
from curation.site.site import Site

MOST_CLAIMS = 6
LONGEST_FIELD = 131_072
"""Characters of a field that Python's csv module reads as it is."""


@dataclass(frozen=True)
class Example:
    """One program: what it is for, its code, and what it prints."""

    title: str
    code: str
    output: str


def find_example_fact(site: Site) -> PublishedFact | None:
    """Return the fact that the programs follow: the first of the main table's that has one value and most claims."""
    main = site.published.main
    facts = [fact for rows in site.published.facts[main.name].values() for fact in rows if len(fact.members) == 1]
    return max(facts, key=lambda fact: len(fact.claims), default=None)


def list_examples(site: Site) -> list[Example]:
    """Return the programs."""
    fact = find_example_fact(site)
    return [*((follow_value(site, fact), list_claims(site, fact)) if fact else ()), count_kinds(site)]


def name_parquet(site: Site, table: str) -> str:
    """Return what pandas reads of a table: its Parquet file, or the folder of its parts."""
    return f"{PARQUET_FOLDER}/{table}{'' if is_split(site.published.tables[table].files) else '.parquet'}"


def follow_value(site: Site, fact: PublishedFact) -> Example:
    """Return the program that follows a value to its words."""
    table, row, field = fact.key
    cell = fact.members[0]
    shown = [name for name in ("value", "source_id", "in_sentence", "agreeing_source_ids", "others") if cell.get(name)]
    code = f"""\
import pandas as pd

cells = pd.read_parquet("{name_parquet(site, "cells")}")
mine = (cells.table_name == {table!r}) & (cells.row_id == {row!r}) & (cells.field_name == {field!r})
cell = cells[mine].iloc[0]
for name in {shown!r}:
    print(f"{{name}}: {{cell[name]}}")"""
    return Example("Follow a value to its words", code, "\n".join(f"{name}: {cell[name]}" for name in shown))


def list_claims(site: Site, fact: PublishedFact) -> Example:
    """Return the program that lists what each article says."""
    table, row, field = fact.key
    own = [record for record in site.published.tables["claims"].rows.values() if read_key(record) == fact.key]
    code = f"""\
import pandas as pd

claims = pd.read_parquet("{name_parquet(site, "claims")}")
mine = (claims.table_name == {table!r}) & (claims.row_id == {row!r}) & (claims.field_name == {field!r})
for claim in claims[mine].head({MOST_CLAIMS}).itertuples():
    print(claim.source_id, claim.value, claim.in_sentence, sep=" | ")"""
    output = "\n".join(f"{one['source_id']} | {one['value']} | {one['in_sentence']}" for one in own[:MOST_CLAIMS])
    return Example("What each article says", code, output)


def count_kinds(site: Site) -> Example:
    """Return the program that counts the disagreements, without any library."""
    table = site.published.tables["disagreements"]
    counts = Counter(row["kind"] for row in table.rows.values())
    is_long = any(len(value) > LONGEST_FIELD for row in table.rows.values() for value in row.values())
    limit = "csv.field_size_limit(2**31 - 1)\n" * is_long  # else Python refuses the file
    code = COUNT_PARTS if is_split(table.files) else COUNT
    code = code.format(path=table.files[0], folder=table.files[0].rpartition("/")[0], limit=limit)
    output = "\n".join(f"{kind} {counts[kind]}" for kind in sorted(counts))
    return Example("Count the disagreements, without any library", code, output)


COUNT = """\
import collections, csv

{limit}with open("{path}", encoding="utf-8", newline="") as file:
    kinds = collections.Counter(row["kind"] for row in csv.DictReader(file))
for kind, number in sorted(kinds.items()):
    print(kind, number)"""
COUNT_PARTS = """\
import collections, csv, pathlib

{limit}kinds = collections.Counter()
for path in pathlib.Path("{folder}").iterdir():
    with path.open(encoding="utf-8", newline="") as file:
        kinds.update(row["kind"] for row in csv.DictReader(file))
for kind, number in sorted(kinds.items()):
    print(kind, number)"""
