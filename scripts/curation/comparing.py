"""Two published packages, compared; which part of the version the change moves, and whether version and changelog fit it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from curation.claims import SEGMENT_JOINER
from curation.metadata import METADATA
from curation.package import DESCRIPTOR
from curation.problems import Problem
from curation.published import CHANGELOG, Key, PublishedTable, Release, Row
from curation.schemas import SET_SEPARATOR, SYSTEM_TABLES, make_set_pattern
from curation.sources import fold_spaces

PARTS = ("none", "patch", "minor", "major")
"""The parts of a version, by what a change of them tells a user; each outweighs those before it."""

TEXTS = ("$schema", "title", "description", "example", "sources", "licenses", "homepage")
"""What a table or a field says for people. Every other property is part of its type."""

POSITIONS = ("segment", "exact", "prefix", "suffix", "char_start", "char_end")
"""The columns of `claims` that tell one span from the next, and not what is claimed."""

Cell = tuple[str, str, str]
"""Table, row and field."""
Claim = dict[str, str]
"""What `claims` says of one claim, with all its words."""


@dataclass(frozen=True)
class Change:
    """Something that is said of the package, a table or a field differs; None is what one side does not have."""

    kind: str
    """`table` or `field`: it came or went. `code`: one code of a field. `type`: a property of the type. `text`: any other."""
    table: str
    field: str
    name: str
    """The property, or the code."""
    old: Any
    new: Any

    @property
    def change(self) -> str:
        """A property that one side does not have is a changed one: no user misses it as a table, a field or a code."""
        return "changed" if self.kind in ("type", "text") else name_change(self.old, self.new)

    @property
    def part(self) -> str:
        if self.kind == "code":
            return {"removed": "major", "added": "minor"}.get(self.change, "patch")
        return "patch" if self.kind == "text" else "major"


def name_change(old: Any, new: Any) -> str:
    return "added" if old is None else "removed" if new is None else "changed"


@dataclass(frozen=True)
class RowChange:
    """A row that only one side has, or whose cells differ."""

    table: str
    key: Key
    old: Row | None
    new: Row | None

    @property
    def change(self) -> str:
        return name_change(self.old, self.new)

    @property
    def is_fact(self) -> bool:
        return self.table not in SYSTEM_TABLES

    @property
    def part(self) -> str:
        return "patch" if self.change == "changed" or not self.is_fact else "minor"

    @property
    def name(self) -> str:
        return "/".join((self.table, *self.key))

    def list_fields(self, order: Iterable[str]) -> list[str]:
        """Return the fields whose cells differ."""
        old, new = self.old or {}, self.new or {}
        return [name for name in order if old.get(name) != new.get(name)]


@dataclass(frozen=True)
class Evidence:
    """The claims of one side: by the cell that they are made on, by their name, and which of them decide a cell."""

    made_on: dict[Cell, list[Claim]]
    by_id: dict[str, Claim]
    deciding: dict[Cell, list[str]]

    def find_behind(self, cell: Cell) -> list[Claim]:
        """Return the claims on a cell; of a column that has none of its own, those that decide it."""
        deciding = (self.by_id.get(name) for name in self.deciding.get(cell, ()))
        return self.made_on.get(cell) or [claim for claim in deciding if claim]


@dataclass(frozen=True)
class Difference:
    """All that differs between two packages, each kind in a fixed order."""

    old: Release
    new: Release
    changes: tuple[Change, ...]
    rows: tuple[RowChange, ...]

    @property
    def part(self) -> str:
        """The part of the version that must move."""
        parts = [*(change.part for change in self.changes), *(row.part for row in self.rows)]
        return max(parts, key=PARTS.index, default="none")

    @cached_property
    def evidence(self) -> tuple[Evidence, Evidence]:
        return collect_evidence(self.old), collect_evidence(self.new)

    def list_fields(self, table: str) -> list[str]:
        """Return the table's fields in the order of the new side; what only the old one has comes last."""
        sides = [side.tables[table].fields for side in (self.new, self.old) if table in side.tables]
        return list(dict.fromkeys(name for fields in sides for name in fields))

    def list_shared(self, table: str) -> list[str]:
        """Return the fields that both sides have."""
        return [name for name in self.new.tables[table].fields if name in self.old.tables[table].fields]

    def find_claims(self, cell: Cell) -> tuple[list[Claim], list[Claim]]:
        """Return the claims behind a cell on each side.

        An empty cell that is a part of a reading has no line in `cells` by which its claims are found: they are those on
        the field that the other side's claims are made on.
        """
        found = [side.find_behind(cell) for side in self.evidence]
        fields = dict.fromkeys(claim.get("field_name", "") for claims in found for claim in claims)
        old, new = (
            claims or [claim for field in fields for claim in side.made_on.get((cell[0], cell[1], field), ())]
            for side, claims in zip(self.evidence, found, strict=True)
        )
        return old, new


def compare_releases(old: Release, new: Release) -> Difference:
    changes = [*compare_packages(old, new)]
    rows: list[RowChange] = []
    empty = PublishedTable({}, {}, (), {})
    for name in dict.fromkeys((*new.tables, *old.tables)):
        one, other = old.tables.get(name), new.tables.get(name)
        if one and other:
            changes += compare_tables(name, one, other)
        else:
            changes.append(Change("table", name, "", "", describe_table(one), describe_table(other)))
        rows += compare_rows(name, (one or empty).rows, (other or empty).rows)
    return Difference(old, new, tuple(sorted(changes, key=rank_change)), tuple(rows))


def rank_change(change: Change) -> tuple[int, str, str, str, str]:
    return -PARTS.index(change.part), change.kind, change.table, change.field, change.name


def describe_table(table: PublishedTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {**table.about, "primaryKey": list(table.key), "fields": list(table.fields.values())}


def compare_packages(old: Release, new: Release) -> Iterator[Change]:
    """Compare what the packages say of themselves. A version or a date that moves is no change of what is published."""
    for name in sorted(old.about.keys() | new.about.keys()):
        if name not in ("version", "created") and old.about.get(name) != new.about.get(name):
            yield Change("text", "", "", name, old.about.get(name), new.about.get(name))
    yield from compare_order("", "", "order of tables", old.tables, new.tables)


def compare_order(table: str, field: str, what: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
    """Find whether what both sides have stands in another order."""
    before, after = list(old), list(new)
    shared = set(before) & set(after)
    if [name for name in before if name in shared] != [name for name in after if name in shared]:
        yield Change("text", table, field, what, before, after)


def compare_tables(name: str, old: PublishedTable, new: PublishedTable) -> Iterator[Change]:
    yield from compare_properties(name, "", old.about, new.about)
    if old.key != new.key:
        yield Change("type", name, "", "primaryKey", list(old.key), list(new.key))
    for field in old.fields.keys() | new.fields.keys():
        one, other = old.fields.get(field), new.fields.get(field)
        if one is None or other is None:
            yield Change("field", name, field, "", one, other)
        else:
            yield from compare_fields(name, field, one, other)
    yield from compare_order(name, "", "order of columns", old.fields, new.fields)


def compare_fields(table: str, name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    before, after = read_codes(old), read_codes(new)
    for code in before.keys() | after.keys():
        if before.get(code) != after.get(code):
            yield Change("code", table, name, code, before.get(code), after.get(code))
    yield from compare_order(table, name, "order of codes", before, after)
    yield from compare_properties(table, name, strip_codes(old), strip_codes(new))


def compare_properties(table: str, field: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for name in old.keys() | new.keys():
        if old.get(name) != new.get(name):
            yield Change("text" if name in TEXTS else "type", table, field, name, old.get(name), new.get(name))


def read_codes(field: dict[str, Any]) -> dict[str, Any]:
    """Return a field's codes with their meanings; a list without meanings is one of codes too."""
    constraints, codes = field.get("constraints"), field.get("codes")
    listed = constraints.get("enum") if isinstance(constraints, dict) else None
    named = {str(code): "" for code in listed} if isinstance(listed, list) else {}
    return named | ({code: meaning or "" for code, meaning in codes.items()} if isinstance(codes, dict) else {})


def strip_codes(field: dict[str, Any]) -> dict[str, Any]:
    """Return a field without its codes, its name, and the constraints that only list the codes again."""
    rest = {key: value for key, value in field.items() if key not in ("name", "codes")}
    constraints = rest.pop("constraints", {})
    if not isinstance(constraints, dict):
        return rest | {"constraints": constraints}
    codes = list(read_codes(field))
    kept = {
        key: value
        for key, value in constraints.items()
        if key != "enum" and not (codes and key == "pattern" and value == make_set_pattern(codes))
    }
    return rest | {f"constraints.{key}": value for key, value in kept.items()}


def compare_rows(table: str, old: dict[Key, Row], new: dict[Key, Row]) -> Iterator[RowChange]:
    """Compare rows by their keys, in the order of the keys: the order in which they stand is no change."""
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield RowChange(table, key, old.get(key), new.get(key))


# The claims behind a cell


def collect_evidence(release: Release) -> Evidence:
    """Gather the claims of a package that has them; another has none."""
    made_on: dict[Cell, list[Claim]] = {}
    by_id: dict[str, Claim] = {}
    for row in list_rows(release, "claims"):
        name, words = row.get("claim_id", ""), fold_spaces(row.get("exact", ""))
        if name in by_id:
            by_id[name]["words"] += SEGMENT_JOINER + words
        else:
            by_id[name] = {key: value for key, value in row.items() if key not in POSITIONS} | {"words": words}
            made_on.setdefault(find_cell(row), []).append(by_id[name])
    deciding = {find_cell(row): row.get("claim_ids", "").split(SET_SEPARATOR) for row in list_rows(release, "cells")}
    return Evidence(made_on, by_id, deciding)


def list_rows(release: Release, table: str) -> Iterable[Row]:
    return release.tables[table].rows.values() if table in release.tables else ()


def find_cell(row: Row) -> Cell:
    return row.get("table_name", ""), row.get("row_id", ""), row.get("field_name", "")


def leave_out(claims: list[Claim], others: list[Claim]) -> list[Claim]:
    """Return the claims that are not among the others, whatever number or passage they have there."""
    there = Counter(map(get_content, others))
    left = []
    for claim in claims:
        content = get_content(claim)
        if there[content]:
            there[content] -= 1
        else:
            left.append(claim)
    return left


def get_content(claim: Claim) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key, value) for key, value in claim.items() if key not in ("claim_id", "passage")))


# The version


def find_lowest(version: str, part: str) -> str:
    """Return the lowest version that follows a change of a part; an empty text where `version` is none.

    Before 1.0.0 a major change moves the second number, as semantic versioning has it.
    """
    numbers = parse_version(version)
    if numbers is None:
        return ""
    major, minor, patch = numbers
    first = (major + 1, 0, 0) if major else (0, minor + 1, 0)
    lowest = {"major": first, "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
    return ".".join(map(str, lowest.get(part, numbers)))


def parse_version(version: str) -> tuple[int, int, int] | None:
    match = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})", version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def check_version(difference: Difference) -> list[Problem]:
    """Say where the new side's version or changelog does not fit what has changed."""
    return [*check_number(difference), *check_changelog(difference.new)]


def check_number(difference: Difference) -> Iterator[Problem]:
    old, new = difference.old, difference.new
    lowest, number = parse_version(find_lowest(old.version, difference.part)), parse_version(new.version)
    if lowest is None:
        yield Problem(old.prefix + DESCRIPTOR, 0, 0, f"version {old.version!r} is not of the form 1.2.3")
    elif number is None or number < lowest:
        file, pattern = (METADATA, r"version\s*:") if METADATA in new.texts else (DESCRIPTOR, r'  "version":')
        line = find_line(new.texts.get(file, ""), pattern)
        message = f"version {new.version!r} does not fit: {old.place} is {old.version}, and "
        message += "nothing may go back" if difference.part == "none" else f"the change since then is {difference.part}"
        advice = f"write {'.'.join(map(str, lowest))} or a later version, and build"
        yield Problem(new.prefix + file, line, 1 if line else 0, message, advice)


def check_changelog(new: Release) -> Iterator[Problem]:
    """Check that the changelog's first version heading is that of this version and its date."""
    wanted = f"## {new.version} ({new.created})"
    text = new.texts.get(CHANGELOG)
    if text is None:
        yield Problem(new.prefix + CHANGELOG, 0, 0, "is missing", f"write it, with the heading: {wanted}")
        return
    line = find_line(text, r"##\s[^0-9]*[0-9]+\.[0-9]+\.[0-9]+") or find_line(text, "## ") or len(text.splitlines())
    heading = text.splitlines()[line - 1].rstrip() if line else ""
    if heading != wanted:
        message = f"the first version heading is not that of version {new.version} and its date"
        yield Problem(new.prefix + CHANGELOG, line or 1, 1, message, f"write there, and under it what has changed: {wanted}")


def find_line(text: str, pattern: str) -> int:
    """Return the first line, from 1, that begins so; 0 where none does."""
    found = (number for number, line in enumerate(text.splitlines(), 1) if re.match(pattern, line))
    return next(found, 0)
