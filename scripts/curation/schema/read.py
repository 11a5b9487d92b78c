"""Read schemas/*.json and check that they fit together. Every fault names its file and field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

import pydantic

from curation.characters import REMOVE, describe_refused, find_place, find_refused, report_lines
from curation.files import list_files, read_file
from curation.paths import SCHEMAS
from curation.problems import Problem, make_visible, shorten, suggest_nearest
from curation.schema.consistency import check_across, check_table
from curation.schema.fills import (
    DeriveFill,
    GatherFill,
    Limit,
    Link,
    ParseFill,
    PartFill,
    RegisterFill,
    Requirement,
    Span,
    SpeakerFill,
)
from curation.schema.identity import Identity, NearDates
from curation.schema.tables import (
    SOURCES,
    SYSTEM_TABLES,
    Category,
    Constraints,
    Field,
    ForeignKey,
    OverviewEntry,
    Reference,
    RowsFrom,
    Schemas,
    Table,
    TableCuration,
    make_table,
)

FILL_KINDS = {"parse", "part", "speaker", "derive", "gather", "register"}
MODELS: tuple[Any, ...] = (
    *(Table, TableCuration, Identity, NearDates, RowsFrom, OverviewEntry),
    *(Field, Category, Constraints, ForeignKey, Reference),
    *(ParseFill, PartFill, SpeakerFill, DeriveFill, GatherFill, RegisterFill, Limit, Requirement, Link, Span),
)

RENAMED = {"codes": 'write the codes as categories: [{"value": "CODE", "label": "What it is called", "description": "…"}]'}
"""Properties of older schemas, each with what replaces it."""


def read_schemas(root: Path) -> tuple[Schemas, list[Problem]]:
    """Read schemas/*.json in the order of their names; say all that is wrong with each, then whether they fit together."""
    found: Schemas = {}
    files, problems = list_files(root, SCHEMAS, ".json")
    for file in files:
        if file.endswith(".schema.json"):
            continue
        content = read_file(root, file)
        table, faults = (None, [content]) if isinstance(content, Problem) else parse_table(content or b"", file)
        problems += faults
        if table:
            found[table.name] = table
    problems += [
        Problem(f"{SCHEMAS}/{name}.json", 0, 0, "missing schema", "every collection needs this table")
        for name in (SOURCES, *SYSTEM_TABLES)
        if name not in found and not problems
    ]
    for table in found.values() if not problems else ():
        file = f"{SCHEMAS}/{table.name}.json"
        problems += [Problem(file, 0, 0, message, advice) for message, advice in check_across(table, found)]
    return found, list(dict.fromkeys(problems))  # one closed folder may be the problem of many files


def parse_table(content: bytes, file: str) -> tuple[Table | None, list[Problem]]:
    """Read one schema from a file's content."""
    try:
        text = content.decode("utf-8")
        descriptor = json.loads(text, object_pairs_hook=take_once)
    except UnicodeDecodeError as error:
        return None, [Problem(file, 0, 0, f"not UTF-8: byte {error.start}", "save it as UTF-8")]
    except (ValueError, RecursionError) as error:
        place = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        return None, [Problem(file, *place, f"not JSON: {error}", "correct it there, or in the line before")]
    problems = report_lines(file, text, REMOVE) or [*report_escaped(file, text, descriptor)]
    return (None, problems) if problems else read_table(descriptor, file)


def report_escaped(file: str, text: str, value: Any) -> Iterator[Problem]:
    """Yield a problem for each refused character that a value of JSON or TOML has by an escape, as in "\\u200b"."""
    values = [value]
    while values:  # without recursion, since JSON may be nested deeply
        value = values.pop()
        if isinstance(value, str):
            for character, _, _ in find_refused(value):
                message = f"{describe_refused(character)}, in «{shorten(make_visible(value))}»"
                yield Problem(file, *find_place(text, find_escape(text, character)), message, REMOVE)
        elif isinstance(value, dict | list):
            values += [*value, *value.values()] if isinstance(value, dict) else value


def find_escape(text: str, character: str) -> int:
    r"""Return where a text of JSON or TOML first has a character by an escape.

    >>> find_escape('{"a": "\\u00AD"}', "\u00ad"), find_escape(r'["\r"]', "\r")
    (7, 2)
    """
    units = character.encode("utf-16-be", "surrogatepass").hex()
    forms = ["".join(rf"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), rf"\\U{ord(character):08x}"]
    forms += [rf"\\{letter}" for letter, meant in zip("bfre", "\b\f\r\x1b", strict=True) if meant == character]
    found = re.search("|".join(forms), text, re.IGNORECASE)
    return found.start() if found else 0


def read_table(descriptor: Any, file: str) -> tuple[Table | None, list[Problem]]:
    """Read one schema from its descriptor, and check all of it that needs no other schema."""

    def fail(message: str, advice: str = "") -> Problem:
        return Problem(file, 0, 0, message, advice)

    if not isinstance(descriptor, dict):
        return None, [fail("not a Table Schema: no list of fields")]
    try:
        table = make_table(descriptor)
    except pydantic.ValidationError as error:
        return None, [fail(*explain_error(item)) for item in error.errors(include_url=False)]
    problems = [fail(*said) for said in check_table(table, PurePosixPath(file).stem)]
    return (None if problems else table), problems


def take_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object as a dict. Raises ValueError where a key is there twice."""
    taken: dict[str, Any] = {}
    for key, value in pairs:
        if key in taken:
            raise ValueError(f"key {key!r} is there twice")
        taken[key] = value
    return taken


# What pydantic says, in words


def explain_error(error: Any) -> tuple[str, str]:
    """Say what is wrong with a schema, with the field and the key in it, and the nearest that would be right."""
    where, key = describe_place(list(error["loc"]))
    given, expected = error.get("input"), re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    expected = expected or re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected_tags", "")))
    if error["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return f"{where}unknown property {key!r}", RENAMED.get(key) or suggest_nearest(key, list_properties())
    if error["type"] in ("missing", "union_tag_not_found"):
        return f"{where}no {'fill' if error['type'] == 'union_tag_not_found' else key}", "write it (docs/schemas.md)"
    if expected:
        word = error["ctx"].get("tag", given)
        return f"{where}{key or 'fill'} is {word!r}", suggest_nearest(str(word), expected)
    return f"{where}{key}: {error['msg'].removeprefix('Value error, ')}", "see docs/schemas.md"


def describe_place(loc: list[Any]) -> tuple[str, str]:
    """Return the start of a message that names the field, if any, and the path to the key in it, without pydantic's tags."""
    where = ""
    if loc[:1] == ["fields"] and len(loc) > 1:
        where, loc = f"field {loc[1]!r}: ", loc[2:]
    # A fill's kind follows the key that holds it, since it tells pydantic the model: curation.parse.agree.
    holders = ("curation", "otherwise")
    kept = [
        str(step) for number, step in enumerate(loc) if not (number and loc[number - 1] in holders and step in FILL_KINDS)
    ]
    if len(kept) > 1:
        where += f"{'.'.join(kept[:-1])}: "
    return where, kept[-1] if kept else ""


def list_properties() -> set[str]:
    """Return every property that some part of a schema may have."""
    parts = chain.from_iterable(model.__pydantic_fields__.items() for model in MODELS)
    return {info.alias or name for name, info in parts if info.init is not False}
