"""Compare two published packages: one plain dict of all that differs (docs/diff.md), and the version that fits the change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from curation.compare.load import Release, Values
from curation.paths import CHANGELOG, DESCRIPTOR, METADATA, SEGMENT_JOINER, SET_SEPARATOR
from curation.problems import Problem
from curation.records import find_differing, list_cells
from curation.schema.tables import SYSTEM_TABLES, as_list, make_set_pattern
from curation.text.folding import fold_spaces

LEVELS = ("none", "patch", "minor", "major")  # the parts of a version, the most important last
TEXTS = (
    *("$schema", "title", "question", "rowTitle", "overview", "description", "example", "categoriesOrdered"),
    *("sources", "licenses", "homepage"),
)
POSITIONS = ("segment", "exact", "prefix", "suffix", "char_start", "char_end", "in_sentence")  # of each span its own
PLACE = ("table_name", "row_id", "field_name")  # what names a cell in `claims` and in `cells`
UNNAMED = {"claim_id": "", "passage": ""}  # a claim that only has another number, or is in another passage, is the same
OTHERS = ("name", "schema", "fields", "primaryKey", "rows", "bytes", "hash")  # compared by themselves, or follow from rows
CODE_LISTS = ("codes", "categories", "itemCategories")  # where a field has its codes: the first one up to version 0.4.0
NO_TABLE: Values = {"schema": {"fields": []}, "rows": {}}

Subject = tuple[str, str, str, str]  # what a descriptor says something of: kind, table, field and name
Claims = dict[tuple[str, ...], list[Values]]  # by cell: rows of `claims` with all their `words` instead of their spans


def compare_releases(old: Release, new: Release) -> Values:
    """Return all that differs, as docs/diff.md describes it. The order does not depend on the run."""
    changes = [*compare_subjects(dict(list_subjects(old)), dict(list_subjects(new)))]
    changes.sort(key=lambda one: (-LEVELS.index(one["part"]), one["kind"], one["table"], one["field"], one["name"]))
    sides = [collect_claims(old), collect_claims(new)]
    rows = [row for name in dict.fromkeys((*new.tables, *old.tables)) for row in compare_rows(name, old, new, sides)]
    part = max((item["part"] for item in (*changes, *rows)), key=LEVELS.index, default="none")
    problems = [*check_version(old, new, part), *check_changelog(new)]
    return {
        "old": {"place": old.place, "version": old.version, "created": old.created},
        "new": {"place": new.place, "version": new.version, "created": new.created},
        "part": part,
        "lowest_version": find_lowest(old.version, part),
        "problems": [{key: getattr(one, key) for key in ("file", "line", "message", "advice")} for one in problems],
        "changes": changes,
        "rows": rows,
        "claims": [*compare_claims(sides, rows, changes)],
    }


def name_change(old: Any, new: Any) -> str:
    """Return `added`, `removed` or `changed`."""
    return "added" if old is None else "removed" if new is None else "changed"


def list_subjects(release: Release) -> Iterator[tuple[Subject, Any]]:
    """Yield all that a package says of itself, its tables and its fields."""
    yield ("order", "", "", "order of tables"), [*release.tables]
    yield from ((("text", "", "", name), value) for name, value in release.about.items())
    for name, table in release.tables.items():
        schema, columns = table["schema"], table["schema"]["fields"]
        about = {key: value for key, value in (schema | table).items() if key not in OTHERS}
        about |= {"primaryKey": as_list(schema.get("primaryKey")), "fields": columns, "path": name_path(table["path"])}
        yield ("table", name, "", ""), about
        yield ("order", name, "", "order of columns"), [column["name"] for column in columns]
        yield from ((("property", name, "", key), value) for key, value in about.items() if key != "fields")
        for column in columns:
            yield ("field", name, column["name"], ""), column
            yield from (((kind, name, column["name"], key), value) for kind, key, value in list_field_properties(column))


def name_path(path: str | list[str]) -> str:
    """Return where a table is: its file, or the folder of its parts. That there are more or fewer parts follows from rows."""
    return path if isinstance(path, str) else f"{path[0].rpartition('/')[0]}/"


def list_field_properties(column: Values) -> Iterator[tuple[str, str, Any]]:
    """Yield kind, name and value of what is said of a field. Constraints that only list its codes again are left out."""
    constraints = column.get("constraints", {})
    codes, labels = list_codes(column)
    again = {"enum": constraints.get("enum"), "pattern": make_set_pattern([*codes]) if codes else None}
    others = {key: value for key, value in column.items() if key not in ("name", "constraints", *CODE_LISTS)}
    others |= {f"constraints.{key}": value for key, value in constraints.items() if value != again.get(key)}
    yield "order", "order of codes", [*codes]
    yield from (("code", code, meaning or "") for code, meaning in codes.items())
    yield "text", "labels", labels
    yield from (("property", key, value) for key, value in others.items())


def list_codes(column: Values) -> tuple[Values, Values]:
    """Return the meaning and the label of each code of a field, whether a release has them as `categories` or as `codes`."""
    listed = [one for key in CODE_LISTS[1:] for one in column.get(key, ())]
    found = [one if isinstance(one, dict) else {"value": one} for one in listed]
    codes = dict.fromkeys(map(str, column.get("constraints", {}).get("enum", ())), "") | column.get("codes", {})
    codes |= {str(one["value"]): one.get("description", "") for one in found}
    return codes, {str(one["value"]): one["label"] for one in found if "label" in one}


def compare_subjects(old: dict[Subject, Any], new: dict[Subject, Any]) -> Iterator[Values]:
    """Yield each of `changes`. Of a table or field that only one side has, nothing else is reported."""
    lone = {subject for subject in old.keys() ^ new.keys() if subject[0] in ("table", "field")}
    for subject in old.keys() | new.keys():
        kind, table, field, name = subject
        one: Any = old.get(subject)
        other: Any = new.get(subject)
        if lone & ({("table", table, "", ""), ("field", table, field, "")} - {subject}):
            continue
        differs = subject in lone if kind in ("table", "field") else one != other
        if kind == "order":
            both = {*one} & {*other}
            differs = [item for item in one if item in both] != [item for item in other if item in both]
        if differs:
            kind = {"order": "text", "property": "text" if name in TEXTS else "type"}.get(kind, kind)
            change = "changed" if kind in ("text", "type") else name_change(one, other)
            parts = {"text": "patch", "code": {"added": "minor", "changed": "patch"}.get(change, "major")}
            said = {"kind": kind, "table": table, "field": field, "name": name, "change": change}
            yield said | {"old": one, "new": other, "part": parts.get(kind, "major")}


def compare_rows(table: str, old: Release, new: Release, sides: list[tuple[Claims, Claims]]) -> Iterator[Values]:
    """Yield each row that differs, by key: the order of rows is no change."""
    before, after = (side.tables.get(table, NO_TABLE) for side in (old, new))
    fields = dict.fromkeys(column["name"] for side in (after, before) for column in side["schema"]["fields"])
    for key in sorted(find_differing(before["rows"], after["rows"])):
        one, other = before["rows"].get(key), after["rows"].get(key)
        change, cells = name_change(one, other), list_cells(one or {}, other or {}, fields)
        for cell in cells if table not in SYSTEM_TABLES else ():
            cell["old_claims"], cell["new_claims"] = find_claims(sides, (table, "/".join(key), cell["field"]))
        part = "patch" if change == "changed" or table in SYSTEM_TABLES else "minor"
        names = as_list((before if other is None else after)["schema"].get("primaryKey"))
        yield {"table": table, "row": [*key], "key": names, "change": change, "part": part, "cells": cells}


def collect_claims(release: Release) -> tuple[Claims, Claims]:
    """Return the claims on each cell, and those behind it: of a column that has none of its own, those that decide it."""
    made_on: Claims = {}
    by_id: dict[str, Values] = {}
    pieces: dict[str, list[str]] = {}
    claims, cells = (release.tables.get(name, NO_TABLE)["rows"].values() for name in ("claims", "cells"))
    for row in claims:
        name, words = row.get("claim_id", ""), fold_spaces(row.get("exact", ""))
        if name in by_id:
            pieces[name].append(words)
        else:
            by_id[name], pieces[name] = {key: value for key, value in row.items() if key not in POSITIONS}, [words]
            made_on.setdefault(tuple(row.get(one, "") for one in PLACE), []).append(by_id[name])
    for name, claim in by_id.items():
        claim["words"] = SEGMENT_JOINER.join(pieces[name])
    deciding = {tuple(row.get(one, "") for one in PLACE): row.get("claim_ids", "").split(SET_SEPARATOR) for row in cells}
    return made_on, {cell: [by_id[name] for name in names if name in by_id] for cell, names in deciding.items()} | made_on


def find_claims(sides: list[tuple[Claims, Claims]], cell: tuple[str, ...]) -> list[list[Values]]:
    """Return the claims behind a cell on each side; behind an empty part of a value, those on the other side's field."""
    found = [behind.get(cell, []) for _, behind in sides]
    places = dict.fromkeys((*cell[:2], claim.get("field_name", "")) for claims in found for claim in claims)
    same_field = [[claim for place in places for claim in made_on.get(place, ())] for made_on, _ in sides]
    return [claims or others for claims, others in zip(found, same_field, strict=True)]


def compare_claims(sides: list[tuple[Claims, Claims]], rows: Iterable[Values], changes: list[Values]) -> Iterator[Values]:
    """Yield each cell whose claims differ, unless its row is reported as a whole, or they are with one of its cells."""
    (before, _), (after, _) = sides
    facts: dict[tuple[str, ...], Values]
    facts = {(row["table"], "/".join(row["row"])): row for row in rows if row["table"] not in SYSTEM_TABLES}
    lone, none = list_lone(changes), {"table": "", "change": "changed", "cells": []}
    shown = {place: list_shown(list_shared(row, lone)) for place, row in facts.items()}
    for cell in sorted(before.keys() | after.keys()) if before and after else ():  # else their table's change says it
        row, (went, came) = facts.get(cell[:2], none), shown.get(cell[:2], (set(), set()))
        old, new = before.get(cell, []), after.get(cell, [])
        gone = [claim for claim in leave_out(old, new) if freeze_claim(claim) not in went]
        come = [claim for claim in leave_out(new, old) if freeze_claim(claim) not in came]
        if row["change"] == "changed" and (gone or come):
            yield {"table": cell[0], "row_id": cell[1], "field": cell[2], "old_claims": old, "new_claims": new}


def list_shown(cells: list[Values]) -> tuple[set[Any], ...]:
    """Return the claims that are shown with some cells, of the old side and of the new one."""
    return tuple({freeze_claim(claim) for cell in cells for claim in cell[side]} for side in ("old_claims", "new_claims"))


def leave_out(claims: Iterable[Values], others: Iterable[Values]) -> list[Values]:
    """Return the claims that are not among the others, whatever number or passage they have there."""
    left, there = [], Counter(freeze_claim(claim | UNNAMED) for claim in others)
    for claim in claims:
        name = freeze_claim(claim | UNNAMED)
        if there[name]:
            there[name] -= 1
        else:
            left.append(claim)
    return left


def freeze_claim(claim: Values) -> frozenset[tuple[str, Any]]:
    """Return all that a claim says as something that can be looked up."""
    return frozenset(claim.items())


def list_lone(changes: Iterable[Values]) -> set[tuple[str, str]]:
    """Return table and name of each field that only one side has."""
    return {(one["table"], one["field"]) for one in changes if one["kind"] == "field"}


def list_shared(row: Values, lone: set[tuple[str, str]]) -> list[Values]:
    """Return the cells of a row whose fields both sides have."""
    return [cell for cell in row["cells"] if (row["table"], cell["field"]) not in lone]


def find_lowest(version: str, part: str) -> str:
    """Return the lowest version that fits a change of a part; an empty text where `version` is not of the form 1.2.3."""
    numbers = parse_version(version)  # before 1.0.0 a major change moves the second one, as in semantic versioning
    place = {"major": 0 if numbers[:1] > [0] else 1, "minor": 1, "patch": 2}.get(part, 3)
    moved = [numbers[place] + 1] if numbers[place:] else []
    return ".".join(map(str, [*numbers[:place], *moved, 0, 0][: len(numbers)]))


def parse_version(version: str) -> list[int]:
    """Return the three numbers of a version; none where it is not of the form 1.2.3."""
    return [int(number) for number in version.split(".")] if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9}){2}", version) else []


def check_version(old: Release, new: Release, part: str) -> Iterator[Problem]:
    """Yield where the new version does not fit a change of this part."""
    lowest = find_lowest(old.version, part)
    if not lowest:
        yield Problem(old.prefix + DESCRIPTOR, 0, 0, f"version {old.version!r} is not of the form 1.2.3")
    elif parse_version(new.version) < parse_version(lowest):
        line = find_line(new.metadata or "", r"version\s*:")
        reason = "" if part == "none" else f"this is a {part} change since {old.place} ({old.version}), and "
        message = f"version {new.version!r} does not fit: {reason}the version must not be lower than {lowest}"
        file, advice = DESCRIPTOR if new.metadata is None else METADATA, f"write {lowest} or a later version, and build"
        yield Problem(new.prefix + file, line, min(line, 1), message, advice)


def check_changelog(new: Release) -> Iterator[Problem]:
    """Yield where the changelog's first version heading is not that of the version and its date."""
    file, text, wanted = new.prefix + CHANGELOG, new.changelog or "", f"## {new.version} ({new.created})"
    line = find_line(text, r"##\s[^0-9]*[0-9]+\.[0-9]+\.[0-9]+") or find_line(text, "## ") or len(text.splitlines()) or 1
    if new.changelog is None:
        yield Problem(file, 0, 0, "is missing", f"write it, with the heading: {wanted}")
    elif "".join(text.splitlines()[line - 1 : line]).rstrip() != wanted:
        message = f"the first version heading is not that of version {new.version} and its date"
        yield Problem(file, line, 1, message, f"write there, and under it what has changed: {wanted}")


def find_line(text: str, pattern: str) -> int:
    """Return the first line, from 1, that begins so; 0 where none does."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if re.match(pattern, line)), 0)
