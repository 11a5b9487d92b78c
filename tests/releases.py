"""Releases for tests: a small repository to release from, and what the files of a release hold."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pyarrow.parquet

from conftest import ROOT, Copy, copy_path
from curation.package.csv_parquet import Files
from curation.package.documents import FOR_CONTRIBUTORS, HAND_WRITTEN


def copy_small_repository(small_root: Path, target: Path) -> Copy:
    """Copy the built small collection, and beside it what a release takes from the repository that is not data."""
    shutil.copytree(small_root, target)
    for pattern in (*HAND_WRITTEN, *FOR_CONTRIBUTORS):
        for path in ROOT.glob(pattern):
            place = target / path.relative_to(ROOT)
            if not place.exists():
                copy_path(path, place)
    return Copy(target)


def find_asset(assets: Files, suffix: str) -> bytes:
    (name,) = [name for name in assets if name.endswith(suffix)]
    return assets[name]


def to_text(value: Any) -> str:
    """Return a value of a workbook or database as the CSV files have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return f"{Decimal(repr(value)).normalize():f}" if isinstance(value, float) else str(value)


def read_texts(name: str, content: bytes) -> list[str]:
    """Return every text that a file holds, whatever its form."""
    kind = Path(name).suffix
    if kind == ".png":
        return []  # a picture is drawn from the tables
    if kind == ".zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [text for member in archive.namelist() for text in read_texts(member, archive.read(member))]
    if kind == ".dta":
        frame = pandas.read_stata(io.BytesIO(content))
        return [str(value) for column in frame for value in frame[column]]
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
    if kind == ".jsonl":
        return [text for line in content.decode("utf-8").splitlines() for text in list_strings(json.loads(line))]
    return list_strings(json.loads(content)) if kind == ".json" else [content.decode("utf-8")]


def list_strings(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return [text for part in (value.values() if isinstance(value, dict) else value) for text in list_strings(part)]
    return [value] if isinstance(value, str) else []
