"""What a release holds, and that a stranger can open, check and trust it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pyarrow.parquet
import pytest
import yaml
from openpyxl.utils import get_column_letter

from conftest import ROOT, Rows, copy_repository
from curation.building import Prepared
from curation.exports import (
    GUIDE,
    PRINTED_UP_TO,
    SHEET_TEXT,
    TRANSPOSED_ABOVE,
    TRANSPOSED_UP_TO,
    count_pages_across,
    write_database,
    write_workbook,
)
from curation.hosting import describe_for_datasette
from curation.metadata import cite_package
from curation.package import Files
from curation.releasing import FOR_CONTRIBUTORS, SUMS, collect_files, make_assets, unlink_left_out
from curation.rows import Row
from curation.schemas import Table, make_table

Read = Callable[[str], Rows]


@pytest.fixture(scope="module")
def zipped(prepared: Prepared) -> Files:
    files, problems = collect_files(ROOT, prepared)
    assert not problems
    return files


@pytest.fixture(scope="module")
def assets(prepared: Prepared, zipped: Files) -> Files:
    return make_assets(zipped, prepared)


def find_asset(assets: Files, suffix: str) -> bytes:
    (name,) = [name for name in assets if name.endswith(suffix)]
    return assets[name]


@pytest.fixture(scope="module")
def unpacked(assets: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(io.BytesIO(find_asset(assets, ".zip"))) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def packed(assets: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packed") / "release.zip"
    path.write_bytes(find_asset(assets, ".zip"))
    return path


def run_curate(*words: str, umask: int = 0o022, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from curation.cli import main; main()", *words],
        env={**os.environ, **environment},
        umask=umask,
        text=True,
        capture_output=True,
        check=False,
    )


# The zip


def test_two_copies_under_other_umasks_time_zones_and_locales_give_the_same_bytes(tmp_path: Path) -> None:
    settings: list[dict[str, Any]] = [
        {"umask": 0o077, "TZ": "Asia/Tashkent", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"umask": 0o002, "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    ]
    made = []
    for number, setting in enumerate(settings):
        root = copy_repository(tmp_path / str(number) / "collection")
        for path in root.rglob("*"):
            os.utime(path, (number * 10**9, number * 10**9))
        done = run_curate("release", "--root", str(root), **setting)
        assert done.returncode == 0, done.stderr
        made.append({path.name: path.read_bytes() for path in (root / "dist").iterdir()})
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_a_stranger_finds_in_the_zip_all_that_was_promised(zipped: Files) -> None:
    wanted = {"README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA", "docs/codebook.md", "scripts/verify.py"}
    wanted |= {"datapackage.json", "build/parquet/datapackage.json", "croissant.json"}
    names = [resource["name"] for resource in json.loads(zipped["datapackage.json"])["resources"]]
    for name in names:
        wanted |= {f"build/csv/{name}.csv", f"build/parquet/{name}.parquet", f"schemas/{name}.json"}
    assert wanted <= zipped.keys()


def find_uncoded(prepared: Prepared) -> list[str]:
    """Return the passages without cells: nothing of them is quoted anywhere."""
    coded = {(claim.source, claim.passage.number) for one in prepared.coded for claim in one.claims}
    return [
        passage.text
        for one in prepared.coded
        for passage in one.annotation.passages
        if (one.annotation.source.id, passage.number) not in coded and len(passage.text) > 60
    ]


def test_no_file_of_a_release_holds_an_articles_text(prepared: Prepared, zipped: Files, assets: Files) -> None:
    texts = [unicodedata.normalize("NFC", path.read_text(encoding="utf-8")) for path in (ROOT / "seeds").glob("*.txt")]
    uncoded = find_uncoded(prepared)
    assert len(texts) == len(prepared.coded)
    assert uncoded
    for name, content in {**zipped, **assets}.items():
        folded = " ".join(" ".join(read_texts(name, content)).split())
        assert not any(" ".join(words.split()) in folded for words in (*texts, *uncoded)), name


def read_texts(name: str, content: bytes) -> list[str]:
    """Return every text that a file holds, whatever its form."""
    kind = Path(name).suffix
    if kind == ".zip":
        return []  # its files are looked at one by one
    if kind == ".parquet":
        rows = pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist()
        return [str(value) for row in rows for value in row.values()]
    if kind == ".xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        return [str(cell.value) for sheet in sheets for line in sheet for cell in line]
    if kind == ".sqlite":
        database = sqlite3.connect(":memory:")
        database.deserialize(content)
        tables = [table for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [str(value) for table in tables for row in database.execute(f'SELECT * FROM "{table}"') for value in row]
    return list_strings(json.loads(content)) if kind == ".json" else [content.decode("utf-8")]


def list_strings(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return [text for part in (value.values() if isinstance(value, dict) else value) for text in list_strings(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("form", ["a.json", "a.csv", "a.parquet", "a.xlsx", "a.sqlite"])
def test_a_text_is_found_in_every_form_of_file(form: str) -> None:
    text = 'An article,\nwith "marks".\n' * 400
    buffer = io.BytesIO()
    if form == "a.parquet":
        pyarrow.parquet.write_table(pyarrow.table({"text": [text]}), buffer)
    elif form == "a.xlsx":
        workbook = openpyxl.Workbook()
        workbook.worksheets[0].append([text])
        workbook.save(buffer)
    elif form == "a.sqlite":
        database = sqlite3.connect(":memory:")
        database.execute("CREATE TABLE a (text)")
        database.execute("INSERT INTO a VALUES (?)", [text])
        database.commit()
        buffer.write(database.serialize())
    else:
        buffer.write((json.dumps([{"a": text}]) if form == "a.json" else text).encode())
    assert " ".join(text.split()) in " ".join(" ".join(read_texts(form, buffer.getvalue())).split())


def test_the_readme_says_how_much_of_each_article_the_quoted_spans_hold(published: Read) -> None:
    shares = []
    for source in published("sources"):
        text = unicodedata.normalize("NFC", (ROOT / "seeds" / source["seed_file"]).read_text(encoding="utf-8"))
        held = set()
        for claim in (claim for claim in published("claims") if claim["source_id"] == source["source_id"]):
            start = int(claim["char_start"]) - len(claim["prefix"])
            held |= set(range(start, int(claim["char_end"]) + len(claim["suffix"])))
        for cell in (cell for cell in published("cells") if cell["source_id"] == source["source_id"]):
            words = re.sub("[⟦⟧]", "", cell["in_sentence"]).split()
            found = re.search(r"\s+".join(map(re.escape, words)), text)
            held |= set(range(*found.span())) if words and found else set()
        shares.append(len(held) / len(text))
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"these spans hold {min(shares) * 100:.0f} % to {max(shares) * 100:.0f} % of an article's characters" in readme


def test_the_archive_of_the_repository_holds_no_articles_text_and_says_so_when_built(
    tmp_path: Path, prepared: Prepared
) -> None:
    root = copy_repository(tmp_path / "clone")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    subprocess.run(["git", "archive", "--format=zip", "-o", str(tmp_path / "a.zip"), "HEAD"], cwd=root, check=True)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "archive")
    assert [path.name for path in (tmp_path / "archive" / "seeds").iterdir()] == ["sources.yaml"]
    assert sorted(path.name for path in (tmp_path / "archive" / "annotations").glob("*.yaml")) == [
        "decisions.yaml",
        "evidence.yaml",
        "places.yaml",
    ]
    done = run_curate("build", "--root", str(tmp_path / "archive"))
    assert done.returncode == 1
    assert done.stderr.count("is missing") == len(prepared.coded)
    assert "archives and releases carry no article's text" in done.stderr
    assert f"{len(prepared.coded)} errors" in done.stderr


def test_the_sums_are_those_of_every_other_file(assets: Files) -> None:
    lines = dict(line.split("  ")[::-1] for line in assets[SUMS].decode().splitlines())
    assert lines == {name: hashlib.sha256(content).hexdigest() for name, content in assets.items() if name != SUMS}


def test_each_table_lies_beside_the_zip_by_itself(assets: Files) -> None:
    for path in (*(ROOT / "build" / "csv").glob("*.csv"), *(ROOT / "build" / "parquet").glob("*.parquet")):
        assert assets[path.name] == path.read_bytes()


def test_frictionless_finds_the_unpacked_package_valid(unpacked: Path) -> None:
    for name in ("datapackage.json", "build/parquet/datapackage.json"):
        report = frictionless.validate(str(unpacked / name))
        assert report.valid, report.flatten(["resourceName", "message"])


def test_frictionless_reads_the_zip_itself_and_finds_every_table_valid(packed: Path) -> None:
    names = [resource["name"] for resource in json.loads((ROOT / "datapackage.json").read_bytes())["resources"]]
    assert frictionless.Package(str(packed)).resource_names == names
    report = frictionless.validate(str(packed))
    assert report.valid, report.flatten(["resourceName", "message"])
    assert [task.name for task in report.tasks] == names


@pytest.mark.parametrize("top", ["", "name-1.2.3/"])
def test_a_release_is_compared_as_zip_with_and_without_a_top_folder(top: str, packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as archive, zipfile.ZipFile(tmp_path / "old.zip", "w") as old:
        for name in archive.namelist():
            old.writestr(f"{top}{name}", archive.read(name))
    done = run_curate("diff", "--format", "json", str(tmp_path / "old.zip"), str(ROOT))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["part"] == "none"


def test_what_only_contributors_need_stays_out_of_the_zip(zipped: Files) -> None:
    assert all((ROOT / name).exists() for name in FOR_CONTRIBUTORS)
    assert not zipped.keys() & set(FOR_CONTRIBUTORS)
    assert {"docs/coding.md", "docs/schemas.md", "docs/format.md", "docs/codebook.md"} <= zipped.keys()


@pytest.mark.parametrize(
    ("file", "link", "packed_as"),
    [
        ("README.md", "[docs/diff.md](docs/diff.md)", "docs/diff.md (in the repository)"),
        ("README.md", "[how](docs/annotation.md#a-cell)", "how (docs/annotation.md in the repository)"),
        ("docs/coding.md", "[how](annotation.md)", "how (docs/annotation.md in the repository)"),
        ("docs/coding.md", "[codes](codebook.md#flights)", "[codes](codebook.md#flights)"),
        ("docs/coding.md", "[site](https://example.org/docs/diff.md)", "[site](https://example.org/docs/diff.md)"),
    ],
)
def test_a_link_to_a_file_that_is_not_packed_becomes_text(file: str, link: str, packed_as: str) -> None:
    assert unlink_left_out(file, f"See {link}.") == f"See {packed_as}."


def test_the_verifier_in_the_zip_verifies_it_packed_and_unpacked(unpacked: Path, packed: Path) -> None:
    for target in (unpacked, packed):
        done = subprocess.run(
            [sys.executable, "-I", str(unpacked / "scripts" / "verify.py"), str(target)],
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        assert "0 faults" in done.stdout


def test_every_link_of_the_documents_in_the_zip_leads_into_the_zip(zipped: Files) -> None:
    for name in (name for name in zipped if name.endswith(".md")):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", zipped[name].decode()):
            if not target.startswith("https://"):
                path = os.path.normpath(Path(name).parent / target)
                assert path in zipped, f"{name} links to {target}"


def test_nothing_is_released_from_what_a_build_does_not_write(tmp_path: Path) -> None:
    root = copy_repository(tmp_path / "collection")
    path = root / "build" / "csv" / "flights.csv"
    path.write_bytes(path.read_bytes().replace(b",131,", b",132,"))
    done = run_curate("release", "--root", str(root))
    assert done.returncode == 1
    assert "build/csv/flights.csv" in done.stderr
    assert not (root / "dist").exists()


# The workbook


@pytest.fixture(scope="module")
def workbook(assets: Files) -> Any:
    return openpyxl.load_workbook(io.BytesIO(find_asset(assets, ".xlsx")))


def to_text(value: Any) -> str:
    """Return a cell as the CSV files have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return f"{Decimal(repr(value)).normalize():f}" if isinstance(value, float) else str(value)


def read_sheet(sheet: Any, table: Table, rows: int) -> Rows:
    """Return a sheet's rows as the CSV files have them, whichever way the sheet shows them."""
    lines = list(sheet.iter_rows(values_only=True))
    if len(table.fields) > TRANSPOSED_ABOVE and rows <= TRANSPOSED_UP_TO:
        names, titles, *lines = zip(*lines, strict=True)
        assert titles[1:] == tuple(column.title for column in table.fields.values())
        lines = [(names[1:]), *(line[1:] for line in lines)]
    header, *lines = lines
    return [dict(zip(header, map(to_text, line), strict=True)) for line in lines]


def test_the_workbook_has_the_rows_of_every_table(workbook: Any, prepared: Prepared, published: Read) -> None:
    names = [resource["name"] for resource in json.loads((ROOT / "datapackage.json").read_bytes())["resources"]]
    assert workbook.sheetnames[1:] == names
    for name in names:
        # a sheet's XML cannot tell a carriage return; none is published
        assert read_sheet(workbook[name], prepared.schemas[name], len(published(name))) == published(name)


def make_example(columns: int, rows: int, name: str = "example") -> tuple[Table, list[Row]]:
    """Make a table of texts whose second column is a number, and whose third and last ones have no value in any row."""
    described = {"title": "Title of it", "description": "What it is.", "example": "a"}
    fields = [
        {**described, "name": f"column_{number}", "type": "integer" if number == 2 else "string"}
        for number in range(1, columns + 1)
    ]
    empty = {"column_3", f"column_{columns}"}
    filled: list[Row] = [
        {
            field["name"]: None if field["name"] in empty else row if field["type"] == "integer" else f"text {row}"
            for field in fields
        }
        for row in range(1, rows + 1)
    ]
    return make_table({"name": name, "primaryKey": "column_1", "fields": fields}), filled


def open_example(prepared: Prepared, table: Table, rows: list[Row]) -> Any:
    metadata = prepared.metadata | {"tables": [table.name]}
    content = write_workbook({table.name: table}, metadata, {table.name: rows})
    return openpyxl.load_workbook(io.BytesIO(content))[table.name]


@pytest.mark.parametrize(
    ("columns", "rows", "transposed"),
    [
        (TRANSPOSED_ABOVE + 1, TRANSPOSED_UP_TO, True),
        (TRANSPOSED_ABOVE + 1, TRANSPOSED_UP_TO + 1, False),
        (TRANSPOSED_ABOVE, TRANSPOSED_UP_TO, False),
    ],
)
def test_a_wide_and_short_table_is_shown_with_a_line_for_each_column(
    columns: int, rows: int, transposed: bool, prepared: Prepared
) -> None:
    table, filled = make_example(columns, rows)
    sheet = open_example(prepared, table, filled)
    assert [len(read_sheet(sheet, table, rows)), sheet.max_row] == [rows, columns + 1 if transposed else rows + 1]
    names = [cell.value for cell in (sheet["A"] if transposed else sheet[1])]
    assert names[-columns:] == list(table.fields)
    assert [sheet["A1"].value, sheet["B2"].value, sheet["C1"].value] == (
        ["column", "Title of it", "text 1"] if transposed else ["column_1", 1, "column_3"]
    )


@pytest.mark.parametrize("columns", [5, TRANSPOSED_ABOVE + 1])
def test_columns_without_any_value_are_hidden_and_the_others_are_not(columns: int, prepared: Prepared) -> None:
    table, rows = make_example(columns, 2)
    sheet = open_example(prepared, table, rows)
    if columns > TRANSPOSED_ABOVE:
        marks = [sheet.row_dimensions[number] for number in range(2, columns + 3)]
    else:
        marks = [sheet.column_dimensions[get_column_letter(number)] for number in range(1, columns + 2)]
    empty = [2, columns - 1]
    assert [place for place, mark in enumerate(marks) if mark.hidden and mark.outlineLevel == 1] == empty
    assert [place for place, mark in enumerate(marks) if mark.hidden or mark.outlineLevel] == empty
    assert [place for place, mark in enumerate(marks) if mark.collapsed] == [place + 1 for place in empty]


def test_a_table_without_rows_keeps_its_columns_in_sight(prepared: Prepared) -> None:
    table, _ = make_example(5, 0)
    sheet = open_example(prepared, table, [])
    assert not any(mark.hidden for mark in sheet.column_dimensions.values())


def test_numbers_keep_a_distance_from_the_words_beside_them(prepared: Prepared) -> None:
    sheet = open_example(prepared, *make_example(5, 2))
    for cell in (sheet["B1"], sheet["B2"]):
        assert (cell.alignment.horizontal, cell.alignment.indent) == ("right", 1)
    transposed = open_example(prepared, *make_example(TRANSPOSED_ABOVE + 1, 2))
    assert (transposed["C3"].value, transposed["C3"].alignment.horizontal) == (1, "left")


def test_every_sheet_is_printed_on_a4_landscape_with_its_header_on_each_page(workbook: Any, published: Read) -> None:
    for sheet in workbook.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        (start, end) = sheet.print_title_rows.replace("$", "").split(":")
        assert start == end
        assert sheet.cell(int(start), 1).font.bold
        assert sheet.title != GUIDE or sheet.cell(int(start), 1).value == "table"
        if sheet.title == GUIDE or len(published(sheet.title)) > PRINTED_UP_TO:
            assert (sheet.page_setup.fitToWidth or 1) == 1


def test_a_wide_sheet_is_printed_on_more_pages_with_its_key_on_each_unless_it_is_long(prepared: Prepared) -> None:
    wide, rows = make_example(60, PRINTED_UP_TO)
    sheet = open_example(prepared, wide, rows)
    assert sheet.page_setup.fitToWidth > 1
    assert sheet.print_title_cols == "$A:$A"
    assert (open_example(prepared, wide, [*rows, rows[0]]).page_setup.fitToWidth or 1) == 1
    assert [count_pages_across(20, others) for others in (1, 250, 251, 501)] == [1, 1, 2, 3]
    assert count_pages_across(300, 270) == 2


def test_the_workbook_explains_every_column_on_its_first_sheet(workbook: Any, prepared: Prepared) -> None:
    lines = [tuple(cell or "" for cell in line) for line in workbook.worksheets[0].iter_rows(values_only=True)]
    texts = {text for line in lines for text in line}
    assert {prepared.metadata["title"], prepared.metadata["description"], *prepared.metadata["cautions"]} <= texts
    explained = {line[:2]: line for line in lines}
    for table in prepared.schemas.values():
        for column in table.fields.values():
            line = explained[table.name, column.name]
            assert column.description in line[4]
            assert line[3] == column.unit
            assert line[5]
            assert all(f"{code}: {meaning}" in line[6] for code, meaning in column.codes.items())


def test_the_workbook_says_how_its_sheets_are_to_be_read(workbook: Any) -> None:
    said = dict(line[:2] for line in workbook.worksheets[0].iter_rows(values_only=True))
    assert f"more than {TRANSPOSED_ABOVE} columns and at most {TRANSPOSED_UP_TO} rows" in said["transposed sheets"]
    assert {"empty columns", "printing"} <= said.keys()
    text = " ".join((ROOT / "docs" / "format.md").read_text(encoding="utf-8").split())
    assert f"more than {TRANSPOSED_ABOVE} columns and at most {TRANSPOSED_UP_TO} rows" in text
    assert f"at most {PRINTED_UP_TO} rows" in text


def test_the_workbooks_headers_are_frozen_and_filtered_its_dates_dates_and_its_texts_wrapped(
    workbook: Any, prepared: Prepared, published: Read
) -> None:
    for sheet in workbook.worksheets[1:]:
        columns = list(prepared.schemas[sheet.title].fields.values())
        rows = published(sheet.title)
        if len(columns) > TRANSPOSED_ABOVE and len(rows) <= TRANSPOSED_UP_TO:
            assert sheet.freeze_panes == "C2"
            cells = [[sheet.cell(line, number + 3) for number in range(len(rows))] for line in range(2, len(columns) + 2)]
        else:
            assert sheet.freeze_panes == "B2"
            assert sheet.auto_filter.ref == sheet.dimensions
            cells = [[sheet.cell(line + 2, number) for line in range(len(rows))] for number in range(1, len(columns) + 1)]
        for column, line in zip(columns, cells, strict=True):
            filled = [cell for cell in line if cell.value is not None]
            assert column.type != "date" or all(isinstance(cell.value, datetime) for cell in filled)
            assert column.type != "string" or all(cell.alignment.wrap_text for cell in filled)


def test_a_text_that_looks_like_a_formula_stays_a_text_and_one_too_long_says_that_it_is_cut(prepared: Prepared) -> None:
    assert prepared.built
    (first, *rest) = prepared.built.rows["organizations"]
    rows = prepared.built.rows | {"organizations": [first | {"name": "=1+1", "spellings": "x" * 40_000}, *rest]}
    workbook = openpyxl.load_workbook(io.BytesIO(write_workbook(prepared.schemas, prepared.metadata, rows)))
    sheet = workbook["organizations"]
    header = [cell.value for cell in sheet[1]]
    cell, cut = sheet[2][header.index("name")], sheet[2][header.index("spellings")].value
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert len(cut) == SHEET_TEXT
    assert cut.endswith("whole in the CSV file)")


# The database


@pytest.fixture(scope="module")
def database(assets: Files, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("database") / "release.sqlite"
    path.write_bytes(find_asset(assets, ".sqlite"))
    return sqlite3.connect(path)


def test_the_database_has_the_rows_of_every_table_with_keys_and_references_that_hold(
    database: sqlite3.Connection, prepared: Prepared, published: Read
) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for name, table in prepared.schemas.items():
        declared = {(line[3], line[2], line[4]) for line in database.execute(f"PRAGMA foreign_key_list({name})")}
        assert declared == set(table.foreign_keys)
        columns = database.execute(f"PRAGMA table_info({name})").fetchall()
        assert tuple(line[1] for line in sorted(columns, key=lambda line: line[5]) if line[5]) == table.key
        booleans = {column.name for column in table.fields.values() if column.type == "boolean"}
        rows = [
            {
                line[1]: to_text(bool(value) if line[1] in booleans and value is not None else value)
                for line, value in zip(columns, row, strict=True)
            }
            for row in database.execute(f'SELECT * FROM "{name}"')
        ]
        assert rows == published(name)


def test_the_databases_schema_tells_what_each_column_means(database: sqlite3.Connection, prepared: Prepared) -> None:
    for name, table in prepared.schemas.items():
        (sql,) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
        for column in table.fields.values():
            assert f"-- {column.title}. {column.description}" in sql
            assert all(f"{code}: {meaning}" in sql for code, meaning in column.codes.items())


def list_views(database: sqlite3.Connection) -> dict[str, str]:
    return dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))


def test_each_measure_that_occurs_has_a_view_of_its_rows_and_the_guide_names_it(
    database: sqlite3.Connection, prepared: Prepared, published: Read
) -> None:
    guide = [text for what, text in database.execute(f'SELECT * FROM "{GUIDE}"') if what == "view"]
    wanted = {}
    for name, table in prepared.schemas.items():
        if "measure" in table.fields:
            for code in {row["measure"] for row in published(name)}:
                wanted[f"{name}_{code}"] = (name, code, table.fields["measure"].codes[code])
    assert wanted
    views = list_views(database)
    assert views.keys() == wanted.keys()
    for view, (name, code, meaning) in wanted.items():
        rows = database.execute(f'SELECT * FROM "{view}"').fetchall()
        assert rows == database.execute(f'SELECT * FROM "{name}" WHERE measure = ?', [code]).fetchall() != []
        (line,) = [text for text in guide if text.startswith(f"{view}: ")]
        assert meaning in line
        assert meaning in views[view]
        assert "must not be added up" in line


def test_views_follow_any_schema_and_no_two_tables_or_views_have_one_name(prepared: Prepared) -> None:
    codes = {"it's": "A quote.", "Two": "A capital.", "two": "None.", "never": "Does not occur."}
    described = {"title": "Title", "description": "What it is.", "example": "a", "type": "string"}
    fields = [
        {**described, "name": "id"},
        {**described, "name": "measure", "codes": codes, "constraints": {"enum": list(codes)}},
    ]
    tables = {name: make_table({"name": name, "primaryKey": "id", "fields": fields}) for name in ("count", "count_two")}
    rows: dict[str, list[Row]] = {
        "count": [{"id": code, "measure": code} for code in codes if code != "never"],
        "count_two": [],
    }
    made = sqlite3.connect(":memory:")
    made.deserialize(write_database(tables, prepared.metadata | {"tables": list(tables)}, rows))
    views = list_views(made)
    assert list(views) == ["count_it's", "count_two_", "count_two__"]
    found = {view: [code for _, code in made.execute(f'SELECT * FROM "{view}"')] for view in views}
    assert found == {"count_it's": ["it's"], "count_two_": ["Two"], "count_two__": ["two"]}


# For those who serve the data


def test_datasettes_metadata_describe_every_table_view_and_column_of_the_database_and_no_other(
    assets: Files, database: sqlite3.Connection, prepared: Prepared
) -> None:
    (file,) = [name for name in assets if name.endswith(".sqlite")]
    said = json.loads(find_asset(assets, ".datasette.json"))
    licence = prepared.metadata["licenses"][0]
    assert said["title"] == prepared.metadata["title"]
    assert (said["license"], said["license_url"]) == (licence["title"], licence["path"])
    assert list(said["databases"]) == [file.removesuffix(".sqlite")]
    tables = said["databases"][file.removesuffix(".sqlite")]["tables"]
    held = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    assert tables.keys() == held
    for name, about in tables.items():
        assert about["description"]
        assert list(about["columns"]) == [line[1] for line in database.execute(f'PRAGMA table_info("{name}")')]
        assert all(about["columns"].values())
    for name, table in prepared.schemas.items():
        assert tables[name]["description"] == table.description
        for column in table.fields.values():
            assert column.description in tables[name]["columns"][column.name]


@pytest.mark.parametrize(
    ("facts", "address"),
    [
        ({}, None),
        ({"homepage": "https://example.org/x"}, "https://example.org/x"),
        ({"homepage": "https://example.org/x", "doi": "10.1234/x"}, "https://doi.org/10.1234/x"),
    ],
)
def test_datasettes_metadata_name_the_source_by_its_best_address(
    facts: dict[str, str], address: str | None, prepared: Prepared
) -> None:
    assert prepared.built
    metadata = {name: value for name, value in prepared.metadata.items() if name not in ("homepage", "doi")} | facts
    said = describe_for_datasette(prepared.schemas, metadata, prepared.built.rows, "x")
    assert said.get("source_url") == said["databases"]["x"].get("source_url") == address
    assert said["source"] == cite_package(metadata)


def test_the_dataset_card_makes_each_table_of_the_zip_a_configuration(
    assets: Files, zipped: Files, prepared: Prepared
) -> None:
    _, front, body = find_asset(assets, ".huggingface.md").decode().split("---\n", 2)
    card = yaml.safe_load(front)
    assert card["pretty_name"] == prepared.metadata["title"]
    assert card["license"] == prepared.metadata["licenses"][0]["name"].lower()
    assert card["language"] == [prepared.metadata["language"]]
    assert card["tags"] == prepared.metadata["keywords"]
    assert [config["config_name"] for config in card["configs"]] == prepared.metadata["tables"]
    for config in card["configs"]:
        columns = pyarrow.parquet.read_schema(io.BytesIO(zipped[config["data_files"]])).names
        assert columns == list(prepared.schemas[config["config_name"]].fields)
    facts = [name for name in prepared.metadata["tables"] if prepared.schemas[name].is_fact]
    assert [config["config_name"] for config in card["configs"] if config.get("default")] == facts[:1]
    assert all(f"- {caution}" in body for caution in prepared.metadata["cautions"])
    assert all(path in zipped for path in re.findall(r"\]\(([^)]+)\)", body))


# Each file alone


def test_a_parquet_file_alone_tells_meaning_unit_source_version_and_licence(assets: Files, prepared: Prepared) -> None:
    for table in prepared.schemas.values():
        schema = pyarrow.parquet.read_schema(io.BytesIO(assets[f"{table.name}.parquet"]))
        about = {key.decode(): value.decode() for key, value in schema.metadata.items()}
        assert about["cautions"].split("\n") == prepared.metadata["cautions"]
        assert about["version"] == prepared.metadata["version"]
        assert about["license"].startswith("https://")
        assert "cells" in about["provenance"] or not table.is_fact
        for column in table.fields.values():
            said = {key.decode(): value.decode() for key, value in schema.field(column.name).metadata.items()}
            assert said["description"] == column.description
            assert said["filled_by"]
            assert said.get("unit", "") == column.unit


def test_every_csv_of_a_release_is_what_its_descriptor_says(zipped: Files) -> None:
    for resource in json.loads(zipped["datapackage.json"])["resources"]:
        content = zipped[resource["path"]]
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        header = next(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
