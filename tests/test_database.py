"""The tables as one SQLite database, read back with sqlite3."""

from __future__ import annotations

import sqlite3

import pytest

from conftest import Read
from curation.package.database import write_database
from curation.package.guide import GUIDE
from curation.pipeline import Prepared
from curation.schema.describe import explain_code
from curation.schema.tables import make_table
from curation.tables.types import Tables
from releases import to_text


@pytest.fixture(scope="module")
def database(small: Prepared) -> sqlite3.Connection:
    assert small.built
    made = sqlite3.connect(":memory:")
    made.deserialize(write_database(small.schemas, small.metadata, small.built.rows))
    return made


def test_the_database_has_the_rows_of_every_table_with_keys_and_references_that_hold(
    database: sqlite3.Connection, small: Prepared, rows_of: Read
) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for name, table in small.schemas.items():
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
        assert rows == rows_of(name)


def test_the_databases_schema_says_what_each_column_means(database: sqlite3.Connection, small: Prepared) -> None:
    for name, table in small.schemas.items():
        (sql,) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
        for column in table.fields.values():
            assert f"-- {column.title}. {column.description}" in sql
            assert all(f"{name}: {explain_code(code)}" in sql for name, code in column.codes.items())


def list_views(database: sqlite3.Connection) -> dict[str, str]:
    return dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))


def test_each_measure_that_occurs_has_a_view_of_its_rows_and_the_guide_names_it(
    database: sqlite3.Connection, small: Prepared, rows_of: Read
) -> None:
    guide = [text for what, text in database.execute(f'SELECT * FROM "{GUIDE}"') if what == "view"]
    wanted = {}
    for name, table in small.schemas.items():
        if "measure" in table.fields:
            for code in {row["measure"] for row in rows_of(name)}:
                wanted[f"{name}_{code}"] = (name, code, table.fields["measure"].codes[code].description)
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


def test_views_follow_any_schema_and_no_two_tables_or_views_have_one_name(small: Prepared) -> None:
    codes = {"it's": "A quote", "Two": "A capital", "two": "None", "never": "Does not occur"}
    categories = [{"value": code, "label": label, "description": f"{label}."} for code, label in codes.items()]
    described = {"title": "Title", "description": "What it is.", "example": "a", "type": "string"}
    fields = [
        {**described, "name": "id"},
        {**described, "name": "measure", "categories": categories, "constraints": {"enum": list(codes)}},
    ]
    about = {"title": "T", "description": "T.", "primaryKey": ["id"]}
    tables = {name: make_table({**about, "name": name, "fields": fields}) for name in ("count", "count_two")}
    rows: Tables = {
        "count": [{"id": code, "measure": code} for code in codes if code != "never"],
        "count_two": [],
    }
    made = sqlite3.connect(":memory:")
    made.deserialize(write_database(tables, small.metadata | {"tables": list(tables)}, rows))
    views = list_views(made)
    assert list(views) == ["count_it's", "count_two_", "count_two__"]
    found = {view: [code for _, code in made.execute(f'SELECT * FROM "{view}"')] for view in views}
    assert found == {"count_it's": ["it's"], "count_two_": ["Two"], "count_two__": ["two"]}
