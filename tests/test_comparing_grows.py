"""The time of a comparison grows with what the packages hold, in whatever shape a package holds it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comparisons import read_files, write_csv
from curation.compare.compare import compare_releases
from curation.compare.load import load_files
from curation.compare.render import FORMS
from growth import LINEAR_AT_MOST, measure_growth
from hostile_packages import Files

Table = list[list[str]]
CLAIMS, STATISTICS = "build/csv/claims.csv", "build/csv/statistics.csv"


def read_table(files: Files, path: str) -> Table:
    return list(csv.reader(io.StringIO(files[path].decode(), newline="")))


def add_rows(files: Files, path: str, number: int, **values: str) -> Files:
    """Add rows like the first one. In the values, # is the number of the row."""
    header, first, *others = read_table(files, path)
    given = dict(zip(header, first, strict=True)) | values
    rows = [[given[name].replace("#", str(one)) for name in header] for one in range(number)]
    return files | {path: write_csv([header, first, *others, *rows])}


def edit_about(files: Files, change: Callable[[dict[str, Any]], object]) -> Files:
    about = json.loads(files["datapackage.json"])
    change(about)
    return files | {"datapackage.json": json.dumps(about).encode()}


ON_EACH = {"claim_id": "c#", "table_name": "statistics", "row_id": "r#", "field_name": "value"}
ON_ONE = ON_EACH | {"row_id": "r"}
Make = Callable[[Files, int], tuple[Files, Files]]


def change_rows(files: Files, number: int) -> tuple[Files, Files]:
    sides = (add_rows(files, STATISTICS, number, statistic_id="r#", value=value) for value in "12")
    old, new = (
        add_rows(side, CLAIMS, number, **ON_EACH, value=f"exact {value}") for side, value in zip(sides, "12", strict=True)
    )
    return old, new


def change_codes(files: Files, number: int) -> tuple[Files, Files]:
    codes = {f"x{one}": "x" for one in range(number * 2)}
    turned = dict.fromkeys(reversed(codes), "y")
    old, new = (
        edit_about(files, lambda about, some=some: about["resources"][0]["schema"]["fields"][1].update(codes=some))  # type: ignore[misc]
        for some in (codes, turned)
    )
    return old, new


def add_properties(files: Files, number: int) -> tuple[Files, Files]:
    """Many changes of a descriptor, and many changed rows beside them."""
    old, new = change_rows(files, number)
    more = {f"x{one}": "x" for one in range(number * 4)}
    return old, edit_about(new, lambda about: about["resources"][0]["schema"]["fields"][0].update(more))


SHAPES: dict[str, Make] = {
    "rows added": lambda files, number: (files, add_rows(files, STATISTICS, number, statistic_id="r#")),
    "rows and their claims changed": change_rows,
    "claims on one cell changed": lambda files, number: (
        add_rows(files, CLAIMS, number, **ON_ONE, value="exact 1#"),
        add_rows(files, CLAIMS, number, **ON_ONE, value="exact 2#"),
    ),
    "spans of one claim": lambda files, number: (
        files,
        add_rows(files, CLAIMS, number, **ON_ONE | {"claim_id": "c"}, segment="#"),
    ),
    "codes in another order": change_codes,
    "properties": add_properties,
    "texts": lambda files, number: (
        files,
        edit_about(files, lambda about: about.update({f"x{one}": "x" for one in range(number)})),
    ),
    "a long cell": lambda files, number: (
        add_rows(files, STATISTICS, 1, statistic_id="r", sentence="a" * 200 * number),
        add_rows(files, STATISTICS, 1, statistic_id="r", sentence="a" * 100 * number + "b" * 100 * number),
    ),
    "a long line of the changelog": lambda files, number: (files, files | {"CHANGELOG.md": b"## " + b"1." * 100 * number}),
}
REFUSED: dict[str, Make] = {
    "one key": lambda files, number: (files, add_rows(files, STATISTICS, number, statistic_id="r")),
    "rows of one field": lambda files, number: (files, files | {STATISTICS: files[STATISTICS] + b"x\n" * number}),
    "quotation marks": lambda files, number: (files, files | {STATISTICS: files[STATISTICS] + b'"\r' * number * 20}),
    "resources that are none": lambda files, number: (
        files,
        edit_about(files, lambda about: about.update(resources=[3] * number)),
    ),
    "lists in lists": lambda files, number: (files, files | {"datapackage.json": b"[" * number * 100}),
    "keys that are there twice": lambda files, number: (
        files,
        files | {"datapackage.json": b"{" + b",".join(b'"%d":1' % one for one in range(number * 10)) + b',"0":1}'},
    ),
    "a path of many folders": lambda files, number: (
        files,
        edit_about(files, lambda about: about["resources"][0].update(path="a/" * number * 10)),
    ),
}


def compare_all(pair: tuple[Files, Files]) -> bool:
    """Load, compare and render two packages in all forms; return whether both could be read."""
    (old, _), (new, problems) = (load_files("x", "", files.get) for files in pair)
    if not old or not new:
        assert "\n".join(map(str, problems))
        return False
    difference = compare_releases(old, new)
    return all(write(difference) for write in FORMS.values())


@pytest.mark.parametrize("shape", [*SHAPES, *REFUSED])
def test_the_time_of_a_comparison_is_linear_in_its_size(old_release: Path, shape: str) -> None:
    files = read_files(old_release)
    make, size = (SHAPES | REFUSED)[shape], 250
    pairs = {number: make(files, number) for number in (size, size * 8)}
    assert [compare_all(pair) for pair in pairs.values()] == [shape in SHAPES] * 2
    assert measure_growth(lambda number: compare_all(pairs[number]), size) < LINEAR_AT_MOST
