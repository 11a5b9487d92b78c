"""datapackage.json, read so that no reader of Data Packages can find other data in its tables than are compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from curation.compare.package_names import describe_name, fold_name
from curation.compare.strict_json import parse_json
from curation.problems import Problem, shorten
from curation.schema.tables import as_list

PATH = re.compile(r"([a-z0-9][a-z0-9_.-]*/)*[a-z0-9][a-z0-9_.-]*")
"""Of a table's file. In capitals, or with other letters, some system may take it for the file of another table."""

SHAPE = Draft202012Validator(json.loads(Path(__file__).with_name("descriptor.schema.json").read_text(encoding="utf-8")))

CHANGING_VALUES = (
    *("missingValues", "format", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber", "floatNumber"),
    *("itemType", "arrayItem", "delimiter"),
)
"""Properties of a field with which a reader finds other values than the texts in the CSV file. Releases have none."""

ELSEWHERE = ("data", "dialect", "schema", "encoding", "missingValues", "basepath", "extrapaths", "$ref")
"""Properties of a package that a reader could take for all of its tables."""

LARGEST_DESCRIPTOR = 2**24
"""Bytes: a hundred times as many as there are. To check them takes longer than to read a table of that size."""

MOST_FAULTS = 20
Values = dict[str, Any]


def parse_descriptor(file: str, content: bytes) -> tuple[Values, list[Problem]]:
    """Return the descriptor, or an empty one and what is wrong with it."""
    if len(content) > LARGEST_DESCRIPTOR:
        message = f"is larger than {LARGEST_DESCRIPTOR >> 20} MiB"
        return {}, [Problem(file, 0, 0, message, "so large a package is not compared")]
    try:
        about = parse_json(content.decode("utf-8"))
    except ValueError as error:
        place = (getattr(error, "lineno", 0), getattr(error, "colno", 0))
        return {}, [Problem(file, *place, f"not JSON that can be read: {error}")]
    faults = [f"{error.json_path}: {shorten(error.message)}" for error in islice(SHAPE.iter_errors(about), MOST_FAULTS)]
    faults = faults or [*islice(check_resources(about), MOST_FAULTS)]
    return ({} if faults else about), [Problem(file, 0, 0, fault) for fault in faults]


def check_resources(about: Values) -> Iterator[str]:
    """Yield what is wrong with names, paths, keys and fields, which a JSON Schema cannot say."""
    yield from (f"property {key!r} of the whole package is not read" for key in ELSEWHERE if key in about)
    resources = about["resources"]
    names = Counter(fold_name(one["name"]) for one in resources)
    taken = Counter(fold_name(path) for one in resources for path in as_list(one["path"]))
    for name, written, schema in ((one["name"], one["path"], one["schema"]) for one in resources):
        paths = as_list(written)
        fields = [column["name"] for column in schema["fields"]]
        faults = {
            "is listed twice": names[fold_name(name)] > 1,
            **{
                f"path {shorten(repr(path))} is no path within the package": describe_name(path) or not PATH.fullmatch(path)
                for path in paths
            },
            "its parts are not numbered from 001 in one folder": isinstance(written, list) and not are_parts(paths),
            "the name of a field has a line end, and the parts are read by lines": isinstance(written, list)
            and any(re.search("[\r\n]", field) for field in fields),
            "shares its file with another one": any(taken[fold_name(path)] > 1 for path in paths),
            "each field needs a name of its own": len(set(fields)) < len(fields),
            "its key names a field that it does not have": not set(as_list(schema.get("primaryKey"))) <= set(fields),
        }
        yield from (f"resource {name!r}: {fault}" for fault, is_so in faults.items() if is_so)
        changing = {(column["name"], key) for column in schema["fields"] for key in CHANGING_VALUES if key in column}
        yield from (f"resource {name!r}, field {field!r}: {key!r} is not read" for field, key in sorted(changing))


def are_parts(paths: list[str]) -> bool:
    """Return whether several files are one table in the order of their names, which any program that lists them finds.

    >>> are_parts(["x/a-001.csv", "x/a-002.csv"]), are_parts(["x/a-002.csv", "x/a-001.csv"])
    (True, False)
    """
    start = paths[0].removesuffix("-001.csv")
    return paths == [f"{start}-{number:03}.csv" for number in range(1, len(paths) + 1)]
