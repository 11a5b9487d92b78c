"""Packages that cost too much: zips that grow, patterns that never end, deep JSON, huge numbers and cells, many rows.

Each is read by a process of its own, whose processor time and memory are measured. The limits are those that
docs/reliability.md states; a process that passes them by far is stopped.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from conftest import ROOT
from curation.package.csv_parquet import write_json
from hostile_packages import list_bombs, list_hostile_json
from package_files import Files, Rows, read_table, write_table
from proof.attack_descriptors import CSV_HEAD, PARQUET_HEAD
from proof.attack_trials import (
    DIFF,
    VERIFY,
    Trial,
    find_table_with_number,
    fix_hashes,
    make_release,
    read_json,
)
from proof.raw_zip import Member, write_raw_zip

FAMILY = "too much"
SECONDS, BYTES = 10, 2**30
"""Processor time and memory that are enough for the largest sound package."""
MOST_SECONDS, MOST_BYTES = 60, 2**32
"""What no package may pass, by docs/format.md: a second more for each megabyte of it."""
Changes = Callable[[Files], Files]
LONG = 200_000
READERS, REGISTERS = "build/lexicon/readers.json", "build/lexicon/registers.json"


@dataclass(frozen=True)
class Bomb:
    """A package by what is too much in it; `make` returns a zip."""

    kind: str
    what: str


@dataclass(frozen=True)
class Cost:
    """What reading a package cost, and how the process ended."""

    code: int
    seconds: float
    bytes: int
    said: str

    def is_bounded(self, size: int) -> bool:
        """Whether it ended by itself, in time, without a traceback."""
        ended = self.code in (0, 1) and "Traceback (most recent call last)" not in self.said
        return ended and self.seconds <= MOST_SECONDS + size / 1e6 and self.bytes <= MOST_BYTES


def measure_cost(words: list[str]) -> Cost:
    """Run a program and return what it cost. It is stopped where it takes twice as much as it may."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (2 * MOST_SECONDS, 2 * MOST_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (2 * MOST_BYTES, 2 * MOST_BYTES))

    with tempfile.TemporaryFile() as said:
        environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            preexec_fn=limit,  # noqa: PLW1509
            env=environment,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read(2_000_000).decode("utf-8", "replace")
    return Cost(process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, text)


# What is too much


def write_rows(files: Files, table: str, rows: Rows) -> Files:
    return fix_hashes(write_table(files, table, rows))


def read_header(files: Files, table: str) -> list[str]:
    return next(csv.reader(io.StringIO(files[f"build/csv/{table}.csv"].decode(), newline="")))


def list_tables(files: Files) -> list[str]:
    return [str(one["name"]) for one in read_json(files[CSV_HEAD])["resources"]]


def multiply_rows(files: Files, table: str, number: int, *, is_same: bool) -> Files:
    """Return the files with so many rows more in a table, all alike, or each with a name of its own."""
    rows = read_table(files, table)
    key = [
        str(name)
        for one in read_json(files[CSV_HEAD])["resources"]
        if one["name"] == table
        for name in one["schema"]["primaryKey"]
    ]
    more = [dict(rows[count % len(rows)]) for count in range(number)]
    for count, row in enumerate(more if not is_same else ()):
        row[key[0]] += f"-{count}"
    return write_rows(files, table, sorted([*rows, *more], key=lambda row: [row[name] for name in key]))


def fill_column(files: Files, table: str, column: str, text: str, number: int = 3) -> Files:
    """Return the files with a text in the first cells of a column that are not empty."""
    rows = read_table(files, table)
    for row in [row for row in rows if row[column]][:number]:
        row[column] = text
    return write_rows(files, table, rows)


def set_pattern(files: Files, pattern: str) -> Files:
    """Return the files in which each column of text has a pattern, and a cell that it takes forever to refuse."""
    table = find_table_with_number(files).rpartition("/")[2].removesuffix(".csv")
    changed = dict(files)
    column = ""
    for path in (CSV_HEAD, PARQUET_HEAD, f"schemas/{table}.json"):
        head = read_json(changed[path])
        schemas = [head] if path.startswith("schemas/") else [r["schema"] for r in head["resources"] if r["name"] == table]
        for schema in schemas:
            field = next(
                field for field in schema["fields"] if field["type"] == "string" and field["name"] not in schema["primaryKey"]
            )
            field["constraints"] = {"pattern": pattern}
            column = str(field["name"])
        changed[path] = write_json(head)
    rows = read_table(changed, table)
    rows[0][column] = "a" * 60 + "!"
    return write_rows(changed, table, rows)


def set_reader_pattern(files: Files, pattern: str) -> Files:
    """Return the files in which every pattern of the readers is one that takes forever."""
    readers = read_json(files[READERS])
    for reader in readers.values():
        if isinstance(reader, dict):
            reader["patterns"] = dict.fromkeys(reader.get("patterns", {}), pattern)
    changed = fix_hashes(files | {READERS: write_json(readers)})
    return fill_column(changed, "claims", "exact", "a" * 60 + "!", 10**9)


PATTERNS = ("(a+)+$", "(a|a)*$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){25}b", "[", "(" * 3000)
WORDS = (
    *("1", "1 ", "1,", "one ", "a half ", "between 1 and ", "April ", "1 April ", "last year ", "South ", "and "),
    *("more than ", "“", "'", "-", ".", "⟦", "\n", "e\u0301"),
)
"""Pieces of which long words are made."""


def put_json(files: Files, path: str, content: bytes) -> Files:
    changed = files | {path: content}
    return changed if path == CSV_HEAD else fix_hashes(changed)


def add_to_json(files: Files, path: str, more: dict[str, Any]) -> Files:
    return put_json(files, path, json.dumps(read_json(files[path]) | more).encode())


def add_files(files: Files, name: str, content: bytes) -> Files:
    return files | {name.format(number): content for number in range(20_000)}


def list_changes(files: Files) -> Iterator[tuple[str, str, Changes]]:
    """Yield what can be too much in the files of a package."""
    for pattern in PATTERNS:
        yield "patterns", f"constraints.pattern {pattern[:40]}", partial(set_pattern, pattern=pattern)
        yield "patterns", f"patterns of the readers {pattern[:40]}", partial(set_reader_pattern, pattern=pattern)
    for number, table, is_same in (
        *((5000, table, False) for table in list_tables(files)),
        *((5000, table, True) for table in ("claims", "cells", "disagreements")),
        *((60_000, table, is_same) for table in ("claims", "cells") for is_same in (True, False)),
    ):
        what = f"{number:,} more rows of {table}, {'all alike' if is_same else 'each its own'}"
        yield "many rows", what, partial(multiply_rows, table=table, number=number, is_same=is_same)
    for column in ("char_start", "char_end", "passage", "segment", "hedge_start"):
        yield "huge numbers", f"claims.{column}", partial(fill_column, table="claims", column=column, text="9" * LONG)
    for text in ("9" * LONG, "0." + "1" * LONG, "1e999999999", "-" + "1" * LONG, "١" * 5000):
        for table, column in (("claims", "value"), ("disagreements", "ruling")):
            change = partial(fill_column, table=table, column=column, text=f"exact {text}")
            yield "huge numbers", f"{table}.{column} {text[:12]}…", change
    header = read_header(files, "claims")
    for piece in WORDS:
        for table, column in (("claims", "exact"), ("claims", "in_sentence"), ("claims", "attributed_words")):
            at = (table, column) if table != "claims" or column in header else ("cells", column)
            change = partial(fill_column, table=at[0], column=at[1], text=piece * (LONG // len(piece)), number=20)
            yield "long words", f"{'.'.join(at)}, {piece!r} again and again", change
    for column in ("claim_ids", "agreeing_source_ids", "agreeing", "others"):
        change = partial(fill_column, table="cells", column=column, text="|".join(map(str, range(100_000))))
        yield "long words", f"cells.{column}, a set of 100,000", change
    for letter in ("x", '"', "⟦"):
        change = partial(fill_column, table="claims", column="reason", text=letter * 30_000_000, number=1)
        yield "long words", f"one cell of 30 million {letter}", change
    for kind, content in list_hostile_json():
        for path in (CSV_HEAD, "schemas/claims.json", READERS, REGISTERS)[: 4 if kind.startswith("deep") else 2]:
            yield "JSON that is too much", f"{path}: {kind}", partial(put_json, path=path, content=content)
    circle = {"places": {f"p{number}": f"p{(number + 1) % 50_000}" for number in range(50_000)}}
    yield "JSON that is too much", "places in a circle", partial(add_to_json, path=REGISTERS, more=circle)
    many = {"description": ["x"] * 2_000_000}
    yield "JSON that is too much", "a list of two million", partial(add_to_json, path=CSV_HEAD, more=many)
    yield "many files", "20,000 schemas", partial(add_files, name="schemas/x{}.json", content=b"{}")
    yield "many files", "20,000 tables", partial(add_files, name="build/csv/x{}.csv", content=b"a\n")


@cache
def index_changes(root: Path) -> dict[Bomb, Changes]:
    return {Bomb(kind, what): change for kind, what, change in list_changes(make_release(root))}


@cache
def index_zips(root: Path) -> list[str]:
    """Return the kinds of zips that grow; made again when they are tried, since they are large."""
    files = make_release(root)
    return [kind for kind, _ in list_bombs(files, find_table_with_number(files), most=1 << 20)]


def list_all_bombs(root: Path) -> list[Bomb]:
    return [*index_changes(root), *(Bomb("zips that grow", kind) for kind in index_zips(root))]


def write_bomb(root: Path, bomb: Bomb) -> bytes:
    files = make_release(root)
    if bomb.kind == "zips that grow":
        return next(content for kind, content in list_bombs(files, find_table_with_number(files)) if kind == bomb.what)
    changed = index_changes(root)[bomb](files)
    return write_raw_zip([Member(path.encode(), content) for path, content in sorted(changed.items())])


def try_bomb(root: Path, bomb: Bomb) -> Trial:
    """Let both readers read it; found means here: refused or read within the limits, and no traceback."""
    with tempfile.TemporaryDirectory() as folder:
        path, honest = Path(folder, "bomb.zip"), Path(folder, "honest.zip")
        path.write_bytes(write_bomb(root, bomb))
        members = [Member(name.encode(), content) for name, content in sorted(make_release(root).items())]
        honest.write_bytes(write_raw_zip(members))
        size = path.stat().st_size
        costs = {
            VERIFY: measure_cost([sys.executable, str(ROOT / "scripts" / "verify.py"), str(path)]),
            DIFF: measure_cost([sys.executable, "-m", "curation.cli", "diff", "--root", folder, str(honest), str(path)]),
        }
    found = {name: cost.is_bounded(size) for name, cost in costs.items()}
    said = ", ".join(f"{name} {cost.seconds:.1f} s, {cost.bytes >> 20} MiB, exit {cost.code}" for name, cost in costs.items())
    worst = max(cost.seconds for cost in costs.values()), max(cost.bytes for cost in costs.values())
    return Trial(FAMILY, bomb.kind, f"{bomb.what} ({said})", found, cost=worst)
