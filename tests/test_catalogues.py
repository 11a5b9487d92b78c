"""The package as catalogues list it: what metadata.yaml says reaches every file, and Croissant reads the tables back."""

from __future__ import annotations

import io
import re
import sqlite3
from pathlib import Path
from typing import Any

import mlcroissant
import openpyxl
import pandas
import pyarrow.parquet
import pytest
from absl import logging as absl_logging

from conftest import Copy
from curation.package.croissant import JSON_LD_CONTEXT
from curation.package.database import write_database
from curation.package.hosting import describe_for_datasette, write_card
from curation.package.workbook import write_workbook
from curation.pipeline import Prepared


def test_croissants_context_is_that_of_the_standard() -> None:
    wanted = mlcroissant.Metadata(name="x", conforms_to="http://mlcommons.org/croissant/1.0").to_json()["@context"]
    assert wanted == JSON_LD_CONTEXT


def to_plain(value: Any) -> Any:
    """Return a value of a Croissant record as Parquet has it: bytes are text, timestamps days."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, pandas.Timestamp):
        return value.date()
    return None if pandas.isna(value) else value


def read_records(dataset: mlcroissant.Dataset, name: str) -> list[dict[str, Any]]:
    """Return the rows of a record set as Parquet has them."""
    return [
        {key.removeprefix(f"{name}/"): to_plain(value) for key, value in record.items()} for record in dataset.records(name)
    ]


def test_one_croissant_dataset_gives_the_rows_of_every_table_in_any_order_and_twice(
    small_root: Path, small: Prepared
) -> None:
    absl_logging.set_verbosity(absl_logging.ERROR)
    tables = small.metadata["tables"]
    folder = small_root / "build" / "parquet"
    rows = {name: pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist() for name in tables}
    dataset = mlcroissant.Dataset(small_root / "croissant.json")
    assert [record_set.id for record_set in dataset.metadata.record_sets] == tables
    for name in (*tables, *reversed(tables), *tables):
        assert read_records(dataset, name) == rows[name], name


# Metadata


def read_everywhere(prepared: Prepared) -> dict[str, str]:
    """Return the text of everything that says what the package is."""
    assert prepared.built
    facts = prepared.schemas, prepared.metadata, prepared.built.rows
    workbook = openpyxl.load_workbook(io.BytesIO(write_workbook(*facts)))
    database = sqlite3.connect(":memory:")
    database.deserialize(write_database(*facts))
    datasette = describe_for_datasette(*facts, "database")
    parquet = pyarrow.parquet.read_schema(io.BytesIO(prepared.files["build/parquet/flights.parquet"]))
    names = [*(EVERYWHERE - FOR_READERS - HOSTS), "docs/codebook.md"]
    return {name: prepared.files[name].decode() for name in names} | {
        "workbook": "\n".join(str(cell.value) for line in workbook.worksheets[0] for cell in line),
        "database": "\n".join(text for (text,) in database.execute('SELECT text FROM "About this dataset"')),
        "datasette": "\n".join(str(value) for value in datasette.values()),
        "card": write_card(prepared.schemas, prepared.metadata),
        "parquet": "\n".join(value.decode() for value in parquet.metadata.values()),
    }


PACKAGES = {"datapackage.json", "build/parquet/datapackage.json"}
FOR_READERS = {"workbook", "database"}
HOSTS = {"datasette", "card"}
EVERYWHERE = PACKAGES | FOR_READERS | HOSTS | {"CITATION.cff", ".zenodo.json", "croissant.json"}
CHANGES = {
    "title": (r"^title: .*$", "title: Something else", EVERYWHERE),
    "description": (r"^description: >-\n(?:  .*\n)+", "description: Something else\n", EVERYWHERE),
    "version": (r"^version: .*$", "version: 777.8.9", EVERYWHERE | {"parquet"}),
    "created": (r"^created: .*$", "created: 2077-01-02", EVERYWHERE - HOSTS),
    "licence": (
        r"^  path: .*$",
        "  path: https://example.org/licence",
        (EVERYWHERE | {"parquet"}) - {"CITATION.cff", ".zenodo.json", "card"},
    ),
    "licence's name": (r"^- name: .*$", "- name: CC-BY-9.9", PACKAGES | {"CITATION.cff", ".zenodo.json"}),
    "author": (r"^- title: .*$(?=\n  roles:)", "- title: Ann Example", EVERYWHERE),
    "keyword": (r"(?<=^keywords:\n)- .*$", "- hired aircraft", EVERYWHERE - FOR_READERS - {"datasette"}),
    "caution": (
        r"Nothing in these reports happened",
        "Do not break it down",
        (EVERYWHERE | {"parquet", "docs/codebook.md"}) - {"CITATION.cff"},
    ),
    "place": (r"^  title: Georgia$", "  title: Somewhere else", PACKAGES | {"croissant.json", ".zenodo.json"}),
    "id": (r"^id: \w{8}", "id: abababab", {"datapackage.json", "CITATION.cff", "croissant.json"}),
    "method": (r"^language:", "method: Read by candlelight\nlanguage:", PACKAGES | {".zenodo.json"}),
    "annotators": (r"^language:", "annotators: Two owls\nlanguage:", PACKAGES | {".zenodo.json", "CITATION.cff"}),
    "homepage": (r"^language:", "homepage: https://example.org/home\nlanguage:", EVERYWHERE - {".zenodo.json"}),
    "doi": (r"^language:", "doi: 10.5281/zenodo.77777\nlanguage:", FOR_READERS | HOSTS | {"CITATION.cff", "croissant.json"}),
}


@pytest.fixture(scope="module")
def before(small: Prepared) -> list[str]:
    return list(read_everywhere(small).values())


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_in_the_metadata_reaches_every_file(what: str, two_sources: Copy, before: list[str]) -> None:
    pattern, replacement, places = CHANGES[what]
    value = replacement.strip().split("\n")[0].split(": ")[-1].removeprefix("- ")
    assert not any(value in text for text in before)
    path = two_sources.root / "metadata.yaml"
    text = path.read_text(encoding="utf-8")
    if what in ("homepage", "doi", "method", "annotators"):
        text = re.sub(rf"^{what}: .*\n", "", text, flags=re.MULTILINE)
    changed, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert count == 1
    path.write_text(changed, encoding="utf-8")
    after = read_everywhere(two_sources.prepare())
    assert {name for name in after if value in after[name]} == set(places), what
