"""What a release holds: the zip and each table beside it, with frictionless and verify.py as their readers."""

from __future__ import annotations

import csv
import doctest
import hashlib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import frictionless
import pandas
import pyarrow.parquet
import pytest
import yaml

from conftest import Copy, Read
from curation.package import database, hosting, release, stata, workbook
from curation.package.citation import cite_package
from curation.package.csv_parquet import Files
from curation.package.documents import FOR_CONTRIBUTORS
from curation.package.hosting import describe_for_datasette, write_card
from curation.package.release import collect_files, make_assets, unlink_left_out
from curation.paths import SITE_FOLDER, SUMS
from curation.pipeline import Prepared, build
from curation.schema.describe import explain_code
from curation.schema.tables import make_table
from curation.site.make import make_site
from one_source import write_collection
from releases import copy_small_repository, find_asset
from test_cli import run


@pytest.fixture(scope="module")
def repository(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return copy_small_repository(small_root, tmp_path_factory.mktemp("release") / "repository")


@pytest.fixture(scope="module")
def zipped(small: Prepared, repository: Copy) -> Files:
    files, problems = collect_files(repository.root, small.files)
    assert not problems
    return files


@pytest.fixture(scope="module")
def assets(small: Prepared, zipped: Files) -> Files:
    return make_assets(zipped, small.schemas, small.metadata, small.tables)


@pytest.fixture(scope="module")
def unpacked(assets: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(io.BytesIO(find_asset(assets, "1.2.3.zip"))) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def packed(assets: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packed") / "release.zip"
    path.write_bytes(find_asset(assets, "1.2.3.zip"))
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


def test_a_release_has_the_same_bytes_under_other_umasks_time_zones_and_locales(small_root: Path, tmp_path: Path) -> None:
    """A release checks first that a build, here under these settings, writes the bytes that are in the folder."""
    settings: list[dict[str, Any]] = [
        {"umask": 0o077, "TZ": "Asia/Tashkent", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"umask": 0o002, "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    ]
    made = []
    for number, setting in enumerate(settings):
        root = copy_small_repository(small_root, tmp_path / f"folder {number}" / "repository").root
        for path in root.rglob("*"):
            os.utime(path, (number * 10**9, number * 10**9))
        done = run_curate("release", "--root", str(root), **setting)
        assert done.returncode == 0, done.stderr
        made.append({path.name: path.read_bytes() for path in (root / "dist").iterdir()})
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_the_zip_has_documents_descriptors_schemas_and_every_table(zipped: Files) -> None:
    wanted = {"README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA", "docs/codebook.md", "scripts/verify.py"}
    wanted |= {"datapackage.json", "build/parquet/datapackage.json", "croissant.json"}
    names = [resource["name"] for resource in json.loads(zipped["datapackage.json"])["resources"]]
    for name in names:
        wanted |= {f"build/csv/{name}.csv", f"build/parquet/{name}.parquet", f"schemas/{name}.json"}
    assert wanted <= zipped.keys()


def test_the_sums_are_those_of_every_other_file(assets: Files) -> None:
    lines = dict(line.split("  ")[::-1] for line in assets[SUMS].decode().splitlines())
    assert lines == {name: hashlib.sha256(content).hexdigest() for name, content in assets.items() if name != SUMS}


def test_each_table_is_beside_the_zip_as_a_file_of_its_own(assets: Files, repository: Copy) -> None:
    for path in (
        *(repository.root / "build" / "csv").glob("*.csv"),
        *(repository.root / "build" / "parquet").glob("*.parquet"),
    ):
        assert assets[path.name] == path.read_bytes()


def test_each_claim_is_an_annotation_beside_the_zip(assets: Files, rows_of: Read) -> None:
    lines = assets["claims.annotations.jsonl"].decode().split("\n")[:-1]
    assert len(lines) == len({row["claim_id"] for row in rows_of("claims")})
    assert all(json.loads(line)["type"] == "Annotation" for line in lines)


def test_the_site_is_an_asset_that_opens_at_its_root(small: Prepared, zipped: Files) -> None:
    site, problems = make_site("", "", zipped.get)
    assert not problems
    assets = make_assets(zipped, small.schemas, small.metadata, small.tables, site=site)
    with zipfile.ZipFile(io.BytesIO(find_asset(assets, "-site.zip"))) as archive:
        assert archive.read("index.html") == site["index.html"]
        assert archive.read("data-files/build/csv/cells.csv") == zipped["build/csv/cells.csv"]
    assert hashlib.sha256(find_asset(assets, "-site.zip")).hexdigest() in assets[SUMS].decode()


def test_each_table_is_a_stata_file_beside_the_zip_and_not_in_it(assets: Files, zipped: Files, small: Prepared) -> None:
    assert {name for name in assets if name.endswith(".dta")} == {f"{table}.dta" for table in small.schemas}
    assert not any(name.endswith(".dta") for name in zipped)
    for table in small.schemas.values():
        assert len(pandas.read_stata(io.BytesIO(assets[f"{table.name}.dta"]))) == len(small.tables[table.name])


@pytest.mark.parametrize("name", ["few", "few.cases_of-2025", "few...cases."])
def test_the_databases_name_has_no_dot_but_the_one_before_its_ending(name: str, small: Prepared) -> None:
    """Datasette makes a page's address of it; the version would change the addresses with each release."""
    made = make_assets({}, small.schemas, small.metadata | {"name": name}, small.tables)
    (file,) = [file for file in made if file.endswith(".sqlite")]
    stem = name.replace(".", "-")
    assert file == f"{stem}.sqlite"
    assert list(json.loads(made[f"{stem}.datasette.json"])["databases"]) == [stem]


def test_frictionless_finds_the_unpacked_package_valid(unpacked: Path) -> None:
    for name in ("datapackage.json", "build/parquet/datapackage.json"):
        report = frictionless.validate(str(unpacked / name))
        assert report.valid, report.flatten(["resourceName", "message"])


def test_frictionless_reads_the_zip_and_finds_every_table_valid(packed: Path, small: Prepared) -> None:
    names = small.metadata["tables"]
    assert frictionless.Package(str(packed)).resource_names == names
    report = frictionless.validate(str(packed))
    assert report.valid, report.flatten(["resourceName", "message"])
    assert [task.name for task in report.tasks] == names


@pytest.mark.parametrize("top", ["", "name-1.2.3/"])
def test_a_release_is_compared_as_zip_with_and_without_a_top_folder(
    top: str, packed: Path, repository: Copy, tmp_path: Path
) -> None:
    with zipfile.ZipFile(packed) as archive, zipfile.ZipFile(tmp_path / "old.zip", "w") as old:
        for name in archive.namelist():
            old.writestr(f"{top}{name}", archive.read(name))
    done = run("diff", "--format", "json", str(tmp_path / "old.zip"), str(repository.root))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["part"] == "none"


def test_documents_for_contributors_are_not_in_the_zip(zipped: Files, repository: Copy) -> None:
    assert all((repository.root / name).exists() for name in FOR_CONTRIBUTORS)
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


def test_every_link_of_a_document_in_the_zip_is_to_a_file_in_the_zip(zipped: Files) -> None:
    for name in (name for name in zipped if name.endswith(".md")):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", zipped[name].decode()):
            if not target.startswith("https://"):
                path = os.path.normpath(Path(name).parent / target)
                if path.startswith(f"{SITE_FOLDER}/"):  # there where the release's pages are unpacked, as the document says
                    assert f"`{SITE_FOLDER}`" in zipped[name].decode()
                    continue
                assert path in zipped, f"{name} links to {target}"


def test_nothing_is_released_when_a_file_is_not_what_the_build_writes(small_root: Path, tmp_path: Path) -> None:
    copy = copy_small_repository(small_root, tmp_path / "repository")
    copy.edit("build/csv/flights.csv", ",46,", ",47,")
    done = run("release", "--root", str(copy.root))
    assert done.returncode == 1
    assert "build/csv/flights.csv" in done.stderr
    assert not (copy.root / "dist").exists()


def test_a_release_replaces_the_one_before_and_refuses_the_tag_of_another_version(small_root: Path, tmp_path: Path) -> None:
    copy = copy_small_repository(small_root, tmp_path / "repository")
    before = copy.root / "dist" / "before.zip"
    before.parent.mkdir()
    before.write_bytes(b"")
    refused = run("release", "--tag", "v9.9.9", "--root", str(copy.root))
    assert (refused.returncode, before.exists()) == (1, True)
    assert "the version is 1.2.3, and the tag v9.9.9" in refused.stderr
    assert run("release", "--tag", "v1.2.3", "--root", str(copy.root)).returncode == 0
    assert not before.exists()


@pytest.mark.parametrize("content", [None, "", "# nothing yet\n", "KEY:\n"])
def test_a_collection_without_rulings_places_and_evidence_is_released_and_verified(
    content: str | None, tmp_path: Path
) -> None:
    built = write_collection(tmp_path / "built", "Two dogs were aboard.\n", DOGS)
    assert not build(built.root).errors
    (built.root / "README.md").write_text("# Two dogs\n", encoding="utf-8")
    copy = copy_small_repository(built.root, tmp_path / "repository")
    for key in ("decisions", "evidence", "places"):
        (copy.root / "annotations" / f"{key}.yaml").unlink()
        if content is not None:
            (copy.root / "annotations" / f"{key}.yaml").write_text(content.replace("KEY", key), encoding="utf-8")
    assert not build(copy.root).errors
    done = run("release", "--root", str(copy.root))
    assert done.returncode == 0, done.stderr
    (packed,) = (path for path in (copy.root / "dist").glob("*.zip") if path.stem[-1].isdigit())
    with zipfile.ZipFile(packed) as archive:
        assert ("annotations/decisions.yaml" in archive.namelist()) == (content is not None)
    for words in ([], ["--seeds", str(copy.root / "seeds")]):
        verifier = [sys.executable, "-I", str(copy.root / "scripts" / "verify.py"), str(packed), *words]
        checked = subprocess.run(verifier, text=True, capture_output=True, check=False)
        assert checked.returncode == 0, checked.stdout


DOGS = "- in: Two dogs were aboard.\n  uncoded: animals, outside the tables\n"


# For those who serve the data


def test_datasettes_metadata_describe_exactly_the_tables_views_and_columns_of_the_database(
    assets: Files, small: Prepared
) -> None:
    opened = sqlite3.connect(":memory:")
    opened.deserialize(find_asset(assets, ".sqlite"))
    (file,) = [name for name in assets if name.endswith(".sqlite")]
    said = json.loads(find_asset(assets, ".datasette.json"))
    licence = small.metadata["licenses"][0]
    assert said["title"] == small.metadata["title"]
    assert (said["license"], said["license_url"]) == (licence["title"], licence["path"])
    assert list(said["databases"]) == [file.removesuffix(".sqlite")]
    tables = said["databases"][file.removesuffix(".sqlite")]["tables"]
    held = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    assert tables.keys() == held
    for name, about in tables.items():
        assert about["description"]
        assert (about["license"], about["license_url"]) == (licence["title"], licence["path"])
        assert about["source"] == cite_package(small.metadata)
        assert list(about["columns"]) == [line[1] for line in opened.execute(f'PRAGMA table_info("{name}")')]
        assert all(about["columns"].values())
    for name, table in small.schemas.items():
        assert tables[name]["description"] == table.description
        for column in table.fields.values():
            said_of = tables[name]["columns"][column.name]
            assert column.description in said_of
            assert f"Unit: {column.unit}." in said_of or not column.unit
            assert all(f"• {code.value}: {explain_code(code)}" in said_of for code in column.codes.values())


def test_what_a_user_must_know_is_on_datasettes_pages_as_text_and_never_as_html(small: Prepared) -> None:
    cautions = ["Rates < 5 % & <b>falling</b>.", "Never add them."]
    said = describe_for_datasette(small.schemas, small.metadata | {"cautions": cautions}, small.tables, "x")
    for page in (said, said["databases"]["x"]):
        assert "<p>Rates &lt; 5 % &amp; &lt;b&gt;falling&lt;/b&gt;.</p><p>Never add them.</p>" in page["description_html"]


@pytest.mark.parametrize(
    ("facts", "address"),
    [
        ({}, None),
        ({"homepage": "https://example.org/x"}, "https://example.org/x"),
        ({"homepage": "https://example.org/x", "doi": "10.1234/x"}, "https://doi.org/10.1234/x"),
    ],
)
def test_datasettes_metadata_name_the_source_by_its_best_address(
    facts: dict[str, str], address: str | None, small: Prepared
) -> None:
    assert small.built
    metadata = {name: value for name, value in small.metadata.items() if name not in ("homepage", "doi")} | facts
    said = describe_for_datasette(small.schemas, metadata, small.built.rows, "x")
    assert said.get("source_url") == said["databases"]["x"].get("source_url") == address
    assert all(table.get("source_url") == address for table in said["databases"]["x"]["tables"].values())
    assert said["source"] == cite_package(metadata)


@pytest.fixture(scope="module")
def on_the_hub(assets: Files) -> Files:
    with zipfile.ZipFile(io.BytesIO(find_asset(assets, "-huggingface.zip"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_card(text: str) -> tuple[dict[str, Any], str]:
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def test_the_dataset_card_makes_each_table_of_its_folder_a_configuration(on_the_hub: Files, small: Prepared) -> None:
    card, body = read_card(on_the_hub["README.md"].decode())
    assert card["pretty_name"] == small.metadata["title"]
    assert card["license"] == small.metadata["licenses"][0]["name"].lower()
    assert card["language"] == [small.metadata["language"]]
    assert card["tags"] == small.metadata["keywords"]
    assert card["size_categories"] == ["n<1K"]
    assert [config["config_name"] for config in card["configs"]] == small.metadata["tables"]
    for config in card["configs"]:
        columns = pyarrow.parquet.read_schema(io.BytesIO(on_the_hub[config["data_files"]])).names
        assert columns == list(small.schemas[config["config_name"]].fields)
    facts = [name for name in small.metadata["tables"] if small.schemas[name].is_fact]
    assert [config["config_name"] for config in card["configs"] if config.get("default")] == facts[:1]
    assert all(f"- {caution}" in body for caution in small.metadata["cautions"])


def test_the_folder_for_the_hub_is_the_release_with_its_readme_in_docs_and_every_link_leads_somewhere(
    on_the_hub: Files, zipped: Files
) -> None:
    assert on_the_hub.keys() == zipped.keys() | {"docs/readme.md"}
    linked = 0
    for name, content in on_the_hub.items():
        if not name.endswith(".md"):
            assert content == zipped[name]
            continue
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", content.decode()):
            if not target.startswith("https://"):
                assert os.path.normpath(Path(name).parent / target) in on_the_hub, f"{name} links to {target}"
                linked += 1
    assert linked
    shown = [re.sub(r"\]\([^)]*\)", "]", text.decode()) for text in (zipped["README.md"], on_the_hub["docs/readme.md"])]
    assert shown[0] == shown[1]


def test_the_verifier_verifies_the_folder_for_the_hub(assets: Files, unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "hub.zip").write_bytes(find_asset(assets, "-huggingface.zip"))
    words = [sys.executable, "-I", str(unpacked / "scripts" / "verify.py"), str(tmp_path / "hub.zip")]
    done = subprocess.run(words, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("CC-BY-4.0", {"license": "cc-by-4.0"}),
        ("CC0-1.0", {"license": "cc0-1.0"}),
        ("ODbL-1.0", {"license": "odbl"}),
        ("PDDL-1.0", {"license": "pddl"}),
        (
            "etalab-2.0",
            {"license": "other", "license_name": "etalab-2.0", "license_link": "https://example.org/licence"},
        ),
    ],
)
def test_the_card_names_the_licence_as_the_hub_does(name: str, wanted: dict[str, str], small: Prepared) -> None:
    licences = [{"name": name, "path": "https://example.org/licence", "title": "A licence"}]
    card, _ = read_card(write_card(small.schemas, small.metadata | {"licenses": licences}, small.tables))
    assert {key: value for key, value in card.items() if key.startswith("license")} == wanted


@pytest.mark.parametrize("module", [database, hosting, release, stata, workbook])
def test_the_examples_in_docstrings_hold(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert (outcome.failed, outcome.attempted > 0) == (0, True)


@pytest.mark.parametrize("word", ["no", "on", "null", "true", "y"])
def test_no_word_of_the_card_is_anything_but_a_text_to_yaml(word: str, small: Prepared) -> None:
    table = make_table(small.schemas["flights"].descriptor | {"name": word})
    metadata = small.metadata | {"language": word, "tables": [word], "keywords": [word], "title": word}
    card, _ = read_card(write_card({word: table}, metadata, {word: []}))
    (config,) = card["configs"]
    assert [*card["language"], *card["tags"], card["pretty_name"], config["config_name"]] == [word] * 4


# Each file alone


def test_a_parquet_file_has_meaning_unit_provenance_version_and_licence(assets: Files, small: Prepared) -> None:
    for table in small.schemas.values():
        schema = pyarrow.parquet.read_schema(io.BytesIO(assets[f"{table.name}.parquet"]))
        about = {key.decode(): value.decode() for key, value in schema.metadata.items()}
        assert about["cautions"].split("\n") == small.metadata["cautions"]
        assert about["version"] == small.metadata["version"]
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
