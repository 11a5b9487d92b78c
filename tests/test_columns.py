"""The build checks tables by whole columns: it must find whatever frictionless finds in the same files."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import frictionless
import pyarrow
import pytest

from conftest import Copy
from curation.package import columns
from curation.package.columns import check_columns, check_parquet, check_references, find_doubled_key
from curation.package.csv_parquet import (
    AT_ONCE,
    Files,
    describe_for_pandas,
    join_pieces,
    read_columns,
    write_lines,
    write_parquet,
)
from curation.package.write_tables import write_csv
from curation.pipeline import Prepared, build
from curation.schema.tables import Schemas, Table, make_table
from curation.tables.types import Row, list_values

LINE = "flight-1,Tashkent,12,1.5,true,2025-04-30,day,"


def make_schema(name: str, **more: object) -> Table:
    """Return a table with a column of each type and each constraint that a schema can have."""

    def field(column: str, kind: str, **constraints: object) -> dict[str, object]:
        return {
            "name": column,
            "type": kind,
            "title": column,
            "description": f"The {column}.",
            "example": "x",
            "constraints": constraints,
        }

    codes = [{"value": code, "label": code, "description": code} for code in ("day", "month")]
    fields: list[dict[str, object]] = [
        field("row_id", "string", required=True, unique=True, pattern="[a-z0-9-]+"),
        field("place", "string", required=True),
        field("persons", "integer", minimum=0),
        field("share", "number"),
        field("is_planned", "boolean"),
        field("day", "date"),
        field("kind", "string", enum=["day", "month"]) | {"categories": codes},
        field("other_id", "string"),
    ]
    return make_table({"name": name, "title": name, "description": name, "fields": fields, "primaryKey": ["row_id"], **more})


TABLE = make_schema(
    "rows",
    foreignKeys=[{"fields": ["other_id"], "reference": {"resource": "rows", "fields": ["row_id"]}}],
    missingValues=[""],
)
HEAD = ",".join(TABLE.fields)
SOUND = [LINE + "flight-1", "flight-2,Kabul,,,,,,", LINE.replace("flight-1", "flight-3") + "flight-2"]
DEFECTS = {
    "an empty required cell": (1, "flight-2,,,,,,,"),
    "an empty key": (1, ",Kabul,,,,,,"),
    "a key that is there twice": (1, "flight-1,Kabul,,,,,,"),
    "a text that does not fit its pattern": (1, "Flight 2,Kabul,,,,,,"),
    "a number below the minimum": (1, "flight-2,Kabul,-1,,,,,"),
    "a text for an integer": (1, "flight-2,Kabul,many,,,,,"),
    "a fraction for an integer": (1, "flight-2,Kabul,1.5,,,,,"),
    "a text for a number": (1, "flight-2,Kabul,,half,,,,"),
    "a text for a boolean": (1, "flight-2,Kabul,,,yes,,,"),
    "a text for a day": (1, "flight-2,Kabul,,,,soon,,"),
    "a day that there is not": (1, "flight-2,Kabul,,,,2025-02-30,,"),
    "a code that there is not": (1, "flight-2,Kabul,,,,,year,"),
    "a reference that leads nowhere": (1, "flight-2,Kabul,,,,,,flight-9"),
    "a cell too many": (1, "flight-2,Kabul,,,,,,,x"),
    "a cell too few": (1, "flight-2,Kabul,,,"),
    "an empty line": (1, ""),
}


def write_package(folder: Path, table: Table, content: str) -> str:
    """Write a package of one table as frictionless reads it."""
    (folder / "rows.csv").write_text(content, encoding="utf-8")
    schema = {
        "fields": [
            {
                "name": column.name,
                "type": column.type.value,
                "constraints": column.constraints.model_dump(exclude_defaults=True),
                **({"trueValues": ["true"], "falseValues": ["false"]} if column.type == "boolean" else {}),
            }
            for column in table.fields.values()
        ],
        "primaryKey": [*table.key],
        "foreignKeys": [
            {"fields": [own], "reference": {"resource": "", "fields": [theirs]}} for own, _, theirs in table.foreign_keys
        ],
    }
    package = {"name": "rows", "resources": [{"name": "rows", "path": "rows.csv", "schema": schema}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return str(folder / "datapackage.json")


def find_by_columns(table: Table, content: str) -> list[str]:
    """Return what the check of whole columns says of a CSV file, whatever was built."""
    import pyarrow

    schemas: Schemas = {table.name: table}
    try:
        read = read_columns(table, content.encode())
    except pyarrow.ArrowInvalid as error:
        return [str(error)]
    found = [*check_columns("rows.csv", table, read), *check_references(schemas, {table.name: read})]
    return [problem.message for problem in found]


def test_rows_without_faults_pass_both(tmp_path: Path) -> None:
    content = "\n".join([HEAD, *SOUND]) + "\n"
    assert frictionless.validate(write_package(tmp_path, TABLE, content)).valid
    assert not find_by_columns(TABLE, content)


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_that_frictionless_finds_is_found(defect: str, tmp_path: Path) -> None:
    number, line = DEFECTS[defect]
    lines = [HEAD, *SOUND]
    lines[number + 1] = line
    if defect != "a reference that leads nowhere" and "flight-2" not in line:
        lines[3] = lines[3].removesuffix("flight-2")  # so that the line's own defect is the only one
    content = "\n".join(lines) + "\n"
    assert not frictionless.validate(write_package(tmp_path, TABLE, content)).valid
    assert find_by_columns(TABLE, content)


def test_the_first_row_with_a_defect_is_named() -> None:
    content = "\n".join([HEAD, *SOUND, "flight-4,Kabul,-1,,,,,", "flight-5,Kabul,-2,,,,,"]) + "\n"
    (problem, *_) = check_columns("rows.csv", TABLE, read_columns(TABLE, content.encode()))
    assert (problem.line, problem.message) == (6, "persons is less than 0: «-2»")


def test_a_key_of_several_columns_is_compared_as_a_whole() -> None:
    table = make_schema("pairs", primaryKey=["row_id", "place"])
    lines = [HEAD, "a,b,,,,,,", "a,c,,,,,,", "b,b,,,,,,"]
    assert find_doubled_key(read_columns(table, "\n".join(lines).encode()), table.key) is None
    assert find_doubled_key(read_columns(table, "\n".join([*lines, "a,c,,,,,,"]).encode()), table.key) == 3


MANY: list[Row] = [
    {**dict.fromkeys(TABLE.fields), "row_id": f"r{row}", "place": ["Tashkent", 'a "quoted" place', "two,\nlines"][row % 3]}
    for row in range(2 * AT_ONCE + 1)
]


def test_a_table_of_more_rows_than_are_taken_at_once_is_written_and_read_back_to_its_last_cell() -> None:
    files: Files = {}
    pieces, problems = write_csv("rows.csv", TABLE, list_values(MANY, [*TABLE.fields]), files)
    assert not problems
    read = [(row["row_id"], row["place"]) for row in csv.DictReader(io.StringIO(files["rows.csv"].decode(), newline=""))]
    assert read == [(row["row_id"], row["place"]) for row in MANY]
    assert join_pieces(pieces).to_pylist() == MANY


FAULTS = {
    "place does not hold what was built": lambda lines: lines.replace(b"Tashkent", b"Kabul", 1),
    f"holds {AT_ONCE - 1} rows, and {AT_ONCE} were built": lambda lines: lines.partition(b"\n")[2],
    "cannot be read: CSV parse error": lambda lines: lines.replace(b"\n", b",\n", 1),
}


@pytest.mark.parametrize("message", FAULTS)
def test_lines_of_a_csv_file_with_other_cells_than_were_built_are_found(
    message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curation.package.write_tables.write_lines", lambda columns: FAULTS[message](write_lines(columns)))
    rows = [{**row, "place": "Tashkent"} for row in MANY[:AT_ONCE]]
    _, problems = write_csv("rows.csv", TABLE, list_values(rows, [*TABLE.fields]), {})
    assert [problem.message.startswith(message) for problem in problems] == [True]


def test_a_build_whose_lines_are_faulty_publishes_nothing(two_sources: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curation.package.write_tables.write_lines", lambda columns: write_lines(columns).upper())
    built = build(two_sources.root)
    assert any(problem.message.endswith("does not hold what was built") for problem in built.errors)
    assert not built.files
    assert not (two_sources.root / "datapackage.json").exists()


@pytest.mark.parametrize("largest", [2**62, 4])
def test_rows_have_one_number_where_all_values_of_their_key_are_the_same(
    largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "LARGEST", largest)  # 4: the numbers are made small before each column
    rows = [(one, two, three) for one in "ab" for two in "abc" for three in "ab"] * 2
    keys = [pyarrow.array(values, pyarrow.string()) for values in zip(*rows, strict=True)]
    numbers = columns.number_keys(keys).to_pylist()
    assert len({*zip(numbers, rows, strict=True)}) == len({*numbers}) == len({*rows}) == 12


@pytest.mark.parametrize("rows", [MANY[1:], MANY[:-1], [*MANY, MANY[0]], [*MANY[:-1], {**MANY[-1], "persons": 1}], []])
def test_a_parquet_file_with_other_rows_is_found(rows: list[Row], small: Prepared) -> None:
    both = (list_values(some, [*TABLE.fields]) for some in (MANY, rows))
    wanted, other = (join_pieces(write_csv("rows.csv", TABLE, values, {})[0]) for values in both)
    files = {name: write_parquet(TABLE, columns, small.metadata) for name, columns in (("same", wanted), ("x", other))}
    assert not [*check_parquet(files, ["same"], wanted)]
    (problem,) = check_parquet(files, ["x"], wanted)
    assert problem.message == "does not hold the rows that were built"


def test_the_metadata_for_pandas_is_what_pandas_writes() -> None:
    import pandas
    import pyarrow

    types = {"Int64": pandas.Int64Dtype(), "boolean": pandas.BooleanDtype(), "Float64": pandas.Float64Dtype()}
    written = json.loads(describe_for_pandas(TABLE))
    columns = read_columns(TABLE, "\n".join([HEAD, *SOUND]).encode())
    nullable = {pyarrow.int64(): types["Int64"], pyarrow.bool_(): types["boolean"], pyarrow.float64(): types["Float64"]}
    frame = columns.to_pandas(types_mapper=nullable.get)
    shaped = pyarrow.Table.from_pandas(frame, schema=columns.schema, preserve_index=False)
    assert written == json.loads(shaped.schema.metadata[b"pandas"])


def test_a_build_imports_neither_pandas_nor_frictionless(two_sources: Copy) -> None:
    script = (
        "import sys; from curation.cli import main; sys.argv = ['curate', 'build', '--root', sys.argv[1]]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'pandas', 'frictionless'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(two_sources.root)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("built: ")
    assert done.stdout.endswith("\n[]\n")


@pytest.mark.parametrize("name", ["claims", "cells", "coverage"])
def test_rows_that_are_made_are_counted_as_they_are_and_give_their_values_in_any_order(name: str, small: Prepared) -> None:
    rows, columns = small.tables[name], [*small.schemas[name].fields]
    assert len(rows) == len([*rows]) > 0
    assert [*list_values(rows, columns)] == [tuple(row[column] for column in columns) for row in rows]
    turned = columns[::-1]
    assert [*list_values(rows, turned)] == [tuple(row[column] for column in turned) for row in rows]
