"""Tampering seen by verify.py alone: every cell of every CSV table, changed with the hashes corrected and without the seeds.

One look at the package takes a moment, and there are some hundred thousand changes. So cells of one column that have nothing
to do with each other are changed together, and a change counts only where a fault names its very table, row and column.
Whatever is not named so is tried in ever smaller groups, at last alone, where any fault finds it.
"""

from __future__ import annotations

import csv
import gc
import io
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from curation.paths import CSV_FOLDER
from proof.tampers import change_value, read_schemas_once, read_table

Tie = tuple[str | int, ...]
Change = tuple[int, str]
"""The number of a row, and what is put into the cell."""
UNSEEN = {
    ("claims", "reason"): "the reason of a claim that is not the first of its cell's claims is published nowhere else",
    ("claims", "suffix"): "it goes on into a passage without claims, and is in no other claim",
    ("claims", "year_given"): "the year is checked, the reason after it is not: it is published nowhere else",
    ("codings", "first_coder"): "what one coder alone wrote before the comparison is in no other file",
    ("codings", "of_value"): "what was later found to differ is in no other file",
    ("codings", "reason"): "why a difference was settled so is published nowhere else",
    ("codings", "second_coder"): "what one coder alone wrote before the comparison is in no other file",
    ("codings", "words"): "the words of a value that no speaker and no certainty is compared of are in no other row",
    ("coverage", "char_end"): "of a passage without claims, or words set aside: nothing else says where they end",
    ("coverage", "char_start"): "of a passage without claims, or words set aside: nothing else says where they begin",
    ("coverage", "kind"): "the same claims account for numbers and for dates, and none for what is set aside",
    ("coverage", "reason"): "the reason of what is set aside is published nowhere else",
    ("disagreements", "evidence"): "pages that a decision names and its reason does not cite are published nowhere else",
    ("disagreements", "kind"): "the kind of a decision is a judgement of the person who wrote it",
}
"""Why verify.py cannot see some of the changes to a column."""
PUBLISHED = (
    *("datapackage.json", "croissant.json", "CITATION.cff", ".zenodo.json", "metadata.yaml", "schemas/*.json"),
    *("annotations/decisions.yaml", "annotations/evidence.yaml", "annotations/places.yaml"),
    *("build/*.txt", "build/csv/**/*", "build/lexicon/*", "build/parquet/**/*"),
)
SAMPLED = {"codings": 25}
"""Of a long table whose rows are all alike one row in so many is changed."""
LARGEST = 50
"""Changes in a batch."""
MANY = 1000
"""Rows of a long table."""
RECHECKED = 8
"""Of so many batches one has a change tried alone as well, which must come out the same."""
BESIDE = (
    *("attributed_to", "attributed_words", "via", "passage", "source_id", "hedge_words", "hedge_start", "certainty"),
    *("table_name", "row_id", "field_name", "in_sentence"),
)
"""Columns of claims by which those of one passage are compared, or put in order."""
PLACED = ("source_id", "char_start", "char_end", "exact", "prefix", "suffix")
"""Columns of claims that say which characters stand where in a source."""


@dataclass(frozen=True)
class Batch:
    """Changes to unrelated cells of one column."""

    table: str
    column: str
    changes: tuple[Change, ...]
    is_rechecked: bool = False


@dataclass(frozen=True)
class Sight:
    """What verify.py saw of a batch."""

    batch: Batch
    named: int
    """By table, row and column."""
    unnamed: tuple[Change, ...] = ()
    """Found alone, by a fault elsewhere."""
    missed: tuple[Change, ...] = ()
    unsound: tuple[Change, ...] = ()
    """Named in the batch and not alone."""

    @property
    def found(self) -> int:
        return len(self.batch.changes) - len(self.missed)


@cache
def read_published(root: Path) -> dict[str, bytes]:
    """Return what a release holds beside its documents."""
    paths = [path for pattern in PUBLISHED for path in sorted(root.glob(pattern))]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def list_changes(root: Path, table: str, column: str) -> list[Change]:
    rows = read_table(root, "csv", table)
    numbers = range(0, len(rows), SAMPLED.get(table, 1) if len(rows) > MANY else 1)
    return [(number, value) for number in numbers for value in change_value(rows, number, column)]


def list_batches(root: Path) -> list[Batch]:
    """Return every change to every cell of every CSV table, in batches of unrelated ones."""
    return [
        Batch(name, column, tuple(changes), number % RECHECKED == 0)
        for name, table in sorted(read_schemas_once(root).items())
        for column in table.fields
        for number, changes in enumerate(group_changes(root, name, column))
    ]


def group_changes(root: Path, table: str, column: str) -> list[list[Change]]:
    """Put each change into the first batch with which it shares nothing."""
    groups: list[tuple[list[Change], set[Tie]]] = []
    for change in list_changes(root, table, column):
        ties = list_ties(root, table, column, change)
        for changes, taken in groups:
            if len(changes) < LARGEST and taken.isdisjoint(ties):
                changes.append(change)
                taken.update(ties)
                break
        else:
            groups.append(([change], ties))
    return [changes for changes, _ in groups]


def list_ties(root: Path, table: str, column: str, change: Change) -> set[Tie]:
    """Return whatever else of the table a change can make verify.py name: changes of one batch have none of it in common.

    Named are a row's neighbour (order), a row with the same key or unique value, and of claims those with which others are
    compared: on one cell, in one quote and its statement, in one passage, at one position.
    """
    number, value = change
    rows, of = read_table(root, "csv", table), read_schemas_once(root)[table]
    row, changed = rows[number], {**rows[number], column: value}
    ties: set[Tie] = {("line", number), ("line", (number + 1) % len(rows))}
    if of.fields[column].constraints.unique:
        ties |= {("value", row[column]), ("value", value)}
    if table == "coverage":  # items are compared with those before them, passages with the ones beside them
        passages = {(one["source_id"], int(one["passage"])) for one in (row, changed) if one["passage"].isdigit()}
        ties |= {("passage", source, passage + step) for source, passage in passages for step in (-1, 0, 1)}
    if table == "codings":  # items of a row are counted
        ties |= {("row", one["source_id"], one["table_name"], one["row_id"]) for one in (row, changed)}
    if (table, column) == ("cells", "claim_ids"):  # of claims that begin at one place any may be a derived cell's first
        ties.add(("row", row["table_name"], row["row_id"]))
    if table in ("claims", "disagreements"):
        for cell in index_cells(root, table) & {name_cell(row), name_cell(changed)}:
            ties |= {cell, cell[:2]} if cell[0] == "quotes" or column == "source_id" else {cell}
            ties |= {("statement", index_statements(root)[cell[1]])} if cell[0] == "quotes" else set()
    if table == "claims":
        source, passage = row["source_id"], int(row["passage"])
        if column in BESIDE:
            ties |= {("passage", source, passage), ("passage", source, passage + 1)}
            ties |= {("speaker", source, speaker) for speaker in (row["attributed_to"], changed["attributed_to"]) if speaker}
        if column in PLACED:  # the pieces of a source vote for its characters
            reach = 32 + len(value)
            spots = range(int(row["char_start"]) - reach, int(row["char_end"]) + reach + 32, 32)
            ties |= {("spot", source, spot // 32) for spot in spots}
    return ties


def name_cell(row: dict[str, Any]) -> tuple[str, ...]:
    return row["table_name"], row["row_id"], row["field_name"]


@cache
def index_cells(root: Path, table: str) -> set[tuple[str, ...]]:
    return {name_cell(row) for row in read_table(root, "csv", table)}


@cache
def index_statements(root: Path) -> dict[str, str]:
    return {row["quote_id"]: row["statement_id"] for row in read_table(root, "csv", "quotes")}


@cache
def load_verifier() -> ModuleType:
    """Return verify.py, which here reads the same words again and again: what of it depends on nothing else is remembered."""
    import verify

    for name in ("bound_date", "find_names", "fold_space", "read_date", "split_words", "take_given"):
        setattr(verify, name, cache(getattr(verify, name)))
    gc.freeze()
    return verify


def find_faults(root: Path, batch: Batch, changes: Iterable[Change]) -> list[str]:
    """Return the faults that verify.py finds in the package with these changes."""
    changed = dict(changes)
    rows = read_table(root, "csv", batch.table)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows(
        {**row, batch.column: changed[number]}.values() if number in changed else row.values()
        for number, row in enumerate(rows)
    )
    path = f"{CSV_FOLDER}/{batch.table}.csv"
    files = {**read_published(root), path: text.getvalue().encode()}
    return list(load_verifier().verify_files(files, None, check_hashes=False))


def name_places(root: Path, batch: Batch, change: Change, *, alone: bool) -> set[str]:
    """Return the places by which a fault names a change; of a row with another name the new one too, where it is alone."""
    row = read_table(root, "csv", batch.table)[change[0]]
    place, renamed = name_row(root, batch.table, row), name_row(root, batch.table, {**row, batch.column: change[1]})
    if place == renamed:
        return {f"{place}/{batch.column}"}
    names = {place, renamed} if alone else {place}
    return {name + column for name in names for column in ("", f"/{batch.column}")}


def name_row(root: Path, table: str, row: dict[str, Any]) -> str:
    return "/".join([table, *(row[column] for column in read_schemas_once(root)[table].key)])


def see_changes(root: Path, batch: Batch, changes: tuple[Change, ...]) -> dict[Change, str]:
    """Tell of each change whether it is `named`, `found` or `missed`; what a batch does not name is tried in smaller ones."""
    faults = find_faults(root, batch, changes)
    if not faults:
        return dict.fromkeys(changes, "missed")
    places = {fault.split(": ", 1)[0] for fault in faults}
    alone = len(changes) == 1
    seen = {change: "named" for change in changes if not places.isdisjoint(name_places(root, batch, change, alone=alone))}
    rest = tuple(change for change in changes if change not in seen)
    if rest and alone:
        return {changes[0]: "found"}
    half = len(rest) // 2 if rest == changes else 0
    for part in (rest[:half], rest[half:]):
        seen |= see_changes(root, batch, part) if part else {}
    return seen


def try_batch(root: Path, batch: Batch) -> Sight:
    """Make the changes of a batch; try one of those that it names alone as well."""
    seen = see_changes(root, batch, batch.changes)
    of: dict[str, list[Change]] = {
        state: [c for c in batch.changes if seen[c] == state] for state in ("named", "found", "missed")
    }
    unsound: list[Change] = []
    if batch.is_rechecked and of["named"]:
        change = random.Random(f"{batch.table}/{batch.column}").choice(of["named"])
        unsound = [change] if see_changes(root, batch, (change,)) != {change: "named"} else []
    return Sight(batch, len(of["named"]), tuple(of["found"]), tuple(of["missed"]), tuple(unsound))


def count_missed(sights: Iterable[Sight]) -> Counter[tuple[str, str]]:
    missed: Counter[tuple[str, str]] = Counter()
    for sight in sights:
        missed[sight.batch.table, sight.batch.column] += len(sight.missed)
    return +missed


def report_sights(sights: list[Sight]) -> list[str]:
    """Return what verify.py found of each table, and what it cannot see and why."""
    lines = [
        "| table | cells changed | found | named by table, row and column | columns with changes not found (count) |",
        "| --- | --- | --- | --- | --- |",
    ]
    missed = count_missed(sights)
    for table in dict.fromkeys(sight.batch.table for sight in sights):
        of = [sight for sight in sights if sight.batch.table == table]
        counts = (sum(map(count, of)) for count in (lambda s: len(s.batch.changes), lambda s: s.found, lambda s: s.named))
        columns = ", ".join(f"`{column}` ({count})" for (name, column), count in missed.items() if name == table)
        lines.append(f"| {' | '.join(map(str, (table, *counts, columns)))} |")
    alone = sum(sight.batch.is_rechecked for sight in sights)
    lines += ["", f"{len(sights)} batches. In {alone} of them one change was also made alone, with the same result.", ""]
    lines += ["| column | changes not found | why |", "| --- | --- | --- |"]
    for (table, column), count in missed.items():
        lines.append(f"| `{table}.{column}` | {count} | {UNSEEN.get((table, column), '')} |")
    return lines


def judge_sights(root: Path, sights: list[Sight]) -> list[str]:
    """Return what is wrong: a column with unseen changes and no reason written above, a reason for none, an unsound batch."""
    missed = count_missed(sights)
    rows = {table: read_table(root, "csv", table) for table, _ in missed}
    wrong = [
        f"not seen by verify.py, and no reason is written: {name_row(root, sight.batch.table, rows[sight.batch.table][n])}/"
        f"{sight.batch.column}: {value!r}"
        for sight in sights
        for n, value in sight.missed
        if (sight.batch.table, sight.batch.column) not in UNSEEN
    ]
    wrong += [
        f"all changes of {'.'.join(column)} are seen: drop the reason" for column in sorted(UNSEEN.keys() - missed.keys())
    ]
    return wrong + [f"named in a batch and not alone: {sight.batch} {sight.unsound}" for sight in sights if sight.unsound]
