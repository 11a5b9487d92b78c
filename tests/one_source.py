"""Collections of one source for tests: written, built, and seen as readers see them."""

from __future__ import annotations

import hashlib
import io
import re
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import openpyxl

from conftest import COLLECTIONS, ROOT, TWO_SOURCES, Copy, copy_path, read_rows
from curation.package.csv_parquet import read_parquet
from curation.package.database import write_database
from curation.package.workbook import write_workbook
from curation.pipeline import Prepared, build
from curation.sources.register import hash_text, normalize_seed
from curation.tables.types import format_value
from package_files import Rows, read_published, read_seeds
from releases import to_text
from test_workbook import read_sheet
from verify import verify_files

REGISTERED = "    language: en\n    publisher_basis: unknown\n"


def write_collection(root: Path, text: str | bytes, passages: str, registered: str = REGISTERED) -> Copy:
    """Write a collection of one source, s900, with the repository's own schemas."""
    content = text.encode() if isinstance(text, str) else text
    metadata = (COLLECTIONS / TWO_SOURCES / "metadata.yaml").read_text(encoding="utf-8")
    files = {
        "metadata.yaml": re.sub(r"\s*\[[a-z0-9.-]+\]", "", metadata),  # its cautions cite evidence of that collection
        "seeds/sources.yaml": f"sources:\n  s900:\n    seed_file: 900.txt\n    sha256: {hash_bytes(content)}\n{registered}",
        "annotations/s900.yaml": f"source: s900\ntext_sha256: {hash_text(normalize_seed(content))}\npassages:\n{passages}",
    }
    for name, written in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8", newline="")
    (root / "seeds" / "900.txt").write_bytes(content)
    if not (root / "schemas").exists():
        copy_path(ROOT / "schemas", root / "schemas")
    return Copy(root)


def hash_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def build_and_verify(copy: Copy) -> tuple[list[str], list[str]]:
    """Build a collection. Return the errors, or what verify.py finds in what was built, with the seeds and without."""
    built = build(copy.root)
    if built.errors:
        return [str(error) for error in built.errors], []
    files = read_published(copy.root)
    return [], [*verify_files(files, None), *verify_files(files, read_seeds(copy.root))]


def find_invalid(root: Path) -> list[str]:
    """Return what frictionless finds wrong with the CSV files and with the Parquet files."""
    reports = [frictionless.validate(str(root / name)) for name in ("datapackage.json", "build/parquet/datapackage.json")]
    return [error.message for report in reports for task in report.tasks for error in task.errors]


def list_forms(prepared: Prepared, root: Path) -> dict[str, dict[str, Rows]]:
    """Return the rows of each table as each published form has them, all as the CSV files write them."""
    sheets = openpyxl.load_workbook(io.BytesIO(write_workbook(prepared.schemas, prepared.metadata, prepared.tables)))
    database = sqlite3.connect(":memory:")
    database.deserialize(write_database(prepared.schemas, prepared.metadata, prepared.tables))
    forms: dict[str, dict[str, Rows]] = {"built": {}, "csv": {}, "parquet": {}, "workbook": {}, "database": {}}
    for name, table in prepared.schemas.items():
        rows = prepared.tables[name]
        parquet = read_parquet((root / f"build/parquet/{name}.parquet").read_bytes())
        lines = [
            dict(zip(table.fields, map(to_text, line), strict=True)) for line in database.execute(f"SELECT * FROM {name}")
        ]
        booleans = [column.name for column in table.fields.values() if column.type == "boolean"]
        forms["built"][name] = [{field: format_value(row[field]) for field in table.fields} for row in rows]
        forms["csv"][name] = read_rows(root, name)
        forms["parquet"][name] = [{field: format_value(to_decimal(value)) for field, value in row.items()} for row in parquet]
        forms["workbook"][name] = read_sheet(sheets[name], table, len(rows))
        forms["database"][name] = [
            line | {field: {"1": "true", "0": "false"}.get(line[field], "") for field in booleans} for line in lines
        ]
    database.close()
    return forms


def to_decimal(value: Any) -> Any:
    """Return a double as the shortest decimal that means it."""
    return Decimal(repr(value)) if isinstance(value, float) else value
