"""No file of a release, and no archive of the repository, has an article's text."""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pandas
import pyarrow.parquet
import pytest

from conftest import ROOT, copy_repository
from curation.package.csv_parquet import Files
from curation.package.release import collect_files, make_assets
from curation.pipeline import Prepared
from releases import read_texts
from test_cli import run


def find_uncoded(prepared: Prepared) -> list[str]:
    """Return the passages without cells: nothing of them is quoted anywhere."""
    coded = {(claim.source, claim.passage.number) for one in prepared.coded for claim in one.claims}
    return [
        passage.text
        for one in prepared.coded
        for passage in one.annotation.passages
        if (one.annotation.source.id, passage.number) not in coded and len(passage.text) > 60
    ]


def collect_assets(prepared: Prepared) -> Files:
    zipped, _ = collect_files(ROOT, prepared.files)
    return make_assets(zipped, prepared.schemas, prepared.metadata, prepared.tables)


def test_no_file_of_a_release_has_an_articles_text(prepared: Prepared) -> None:
    assets = collect_assets(prepared)
    texts = [unicodedata.normalize("NFC", path.read_text(encoding="utf-8")) for path in (ROOT / "seeds").glob("*.txt")]
    uncoded = find_uncoded(prepared)
    assert len(texts) == len(prepared.coded)
    assert uncoded
    for name, content in assets.items():
        folded = " ".join(" ".join(read_texts(name, content)).split())
        assert not any(" ".join(words.split()) in folded for words in (*texts, *uncoded)), name


FIVE = 5
"""Sources of today; another one may add a fifth."""


def test_the_zip_of_a_release_stays_under_five_megabytes(prepared: Prepared) -> None:
    """Two zips have it: the release's own, and the one for Hugging Face."""
    sizes = {name: len(content) for name, content in collect_assets(prepared).items() if name.endswith(".zip")}
    assert len(sizes) == 2
    assert max(sizes.values()) < 5_000_000 * max(len(prepared.coded), FIVE) / FIVE, sizes


@pytest.mark.parametrize("form", ["a.json", "a.jsonl", "a.csv", "a.parquet", "a.xlsx", "a.sqlite", "a.dta", "a.zip"])
def test_a_text_is_found_in_a_file_of_any_format(form: str) -> None:
    text = 'An article,\nwith "marks".\n' * 400
    buffer = io.BytesIO()
    if form == "a.parquet":
        pyarrow.parquet.write_table(pyarrow.table({"text": [text]}), buffer)
    elif form == "a.dta":
        pandas.DataFrame({"text": [text]}).to_stata(buffer, version=118)
    elif form == "a.zip":
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.csv", text)
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
        buffer.write((json.dumps([{"a": text}]) if "json" in form else text).encode())
    assert " ".join(text.split()) in " ".join(" ".join(read_texts(form, buffer.getvalue())).split())


def test_an_archive_of_the_repository_has_no_articles_text_and_a_build_of_it_says_so(
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
    done = run("build", "--root", str(tmp_path / "archive"))
    assert done.returncode == 1
    assert done.stderr.count("is missing") == len(prepared.coded)
    assert "archives and releases carry no article's text" in done.stderr
    assert f"{len(prepared.coded)} errors" in done.stderr
