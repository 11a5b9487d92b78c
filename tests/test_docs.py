"""The documents say what is true: their code runs, their example builds, their figures are measured."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT, Copy
from curation.claims.sheets import KINDS, RULINGS
from curation.files import write_files
from curation.package.database import write_database
from curation.pipeline import Prepared, build
from curation.sources.register import hash_text
from package_files import read_published, read_seeds
from test_cli import run
from verify import verify_files

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "RELEASING.md",
    *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
]


def find_blocks(file: str, language: str) -> list[str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def download(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a user has who unpacked a release and laid its database beside."""
    folder = tmp_path_factory.mktemp("download")
    assert prepared.built
    assert not write_files(folder.parent, folder.name, prepared.files)
    database = write_database(prepared.schemas, prepared.metadata, prepared.built.rows)
    (folder / "release.sqlite").write_bytes(database)
    return folder


@pytest.mark.parametrize("block", find_blocks("README.md", "python"))
def test_the_readmes_python_runs_as_it_is_printed(block: str, download: Path) -> None:
    done = subprocess.run([sys.executable, "-c", block], cwd=download, text=True, capture_output=True, check=False)
    assert done.returncode == 0, f"{block}\n{done.stderr}"
    assert done.stdout.strip()


def test_the_readmes_sum_is_missing_where_a_count_of_its_group_is(capsys: pytest.CaptureFixture[str]) -> None:
    block = next(one for one in find_blocks("README.md", "python") if '.groupby(["measure"' in one)
    counts = pd.DataFrame({"measure": "aboard", "stock_or_flow": "flow", "country": list("AAB"), "persons": [4, None, 7]})
    code = block.partition("# In statistics")[0].replace(
        'pd.read_parquet("build/parquet/nationals_by_country.parquet")', "counts_"
    )
    exec(code, {"counts_": counts.astype({"persons": "Int64"})})
    printed = capsys.readouterr().out
    assert re.search(r"A +<NA>\n", printed)
    assert re.search(r"B +7\n", printed)


def test_the_output_that_the_readme_shows_is_what_its_code_prints(download: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pairs = re.findall(
        r"^```python\n((?:(?!^```).)*?)^```\n\n(?:<!-- .* -->\n\n)?```text\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL
    )
    assert pairs
    for block, shown in pairs:
        done = subprocess.run([sys.executable, "-c", block], cwd=download, text=True, capture_output=True, check=True)
        assert done.stdout == shown


def test_the_readmes_sql_runs_as_it_is_printed(download: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    monkeypatch.chdir(download)
    blocks = find_blocks("README.md", "sql")
    assert blocks
    for block in blocks:
        relation = duckdb.sql(block)
        assert relation
        assert relation.fetchall(), f"no rows: {block}"


@pytest.fixture
def r_block() -> str:
    """Return the README's block of R, which is short; skip the test where R cannot run it."""
    (block,) = find_blocks("README.md", "r")
    assert block.count("\n") <= 10
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed here; make test-readers needs it too")
    if subprocess.run(["Rscript", "-e", "library(jsonlite)"], capture_output=True, check=False).returncode:
        pytest.skip("R's package jsonlite is not installed here; make test-readers needs it too")
    return block


def test_the_readmes_r_runs_as_it_is_printed(r_block: str, download: Path) -> None:
    done = subprocess.run(["Rscript", "-e", r_block], cwd=download, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "131" in done.stdout


R_CLASSES = {"string": "character", "integer": "numeric", "number": "numeric", "boolean": "logical", "date": "Date"}


def test_the_readmes_r_gives_each_column_of_each_table_its_type_and_its_empty_cells(r_block: str, download: Path) -> None:
    reading, _, _ = r_block.partition("print(")
    code, wanted = ["options(warn = 2)"], []
    for resource in json.loads((download / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        name = resource["name"]
        code += [reading.replace("flights", name), f'cat("{name}", nrow({name}), "\\n")']
        code += [f'for (x in names({name})) cat(x, class({name}[[x]]), sum(is.na({name}[[x]])), "\\n")']
        with (download / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        wanted.append(f"{name} {len(rows)}")
        for column in resource["schema"]["fields"]:
            empty = sum(not row[column["name"]] for row in rows)
            wanted.append(f"{column['name']} {R_CLASSES[column['type']]} {empty}")
    script = "\n".join(code)
    done = subprocess.run(["Rscript", "-"], input=script, cwd=download, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [line.rstrip() for line in done.stdout.splitlines()] == wanted


def add_example(collection: Copy) -> None:
    """Add the example of docs/annotation.md to a collection."""
    (text,) = find_blocks("docs/annotation.md", "text")
    blocks = find_blocks("docs/annotation.md", "yaml")
    annotation = next(block for block in blocks if "source: s900" in block)
    evidence = next(block for block in blocks if block.startswith("evidence:"))
    root = collection.root
    (root / "seeds" / "900_example.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    entry = f"  s900:\n    seed_file: 900_example.txt\n    sha256: {digest}\n"
    collection.append("seeds/sources.yaml", entry + "    language: en\n    publisher_basis: unknown\n")
    coded = annotation.replace("TEXT_SHA256", hash_text(text))
    (root / "annotations" / "s900.yaml").write_text(coded, encoding="utf-8")
    collection.append("annotations/evidence.yaml", evidence.removeprefix("evidence:\n"))


def find_faults(root: Path) -> list[str]:
    """Return what verify.py finds in a built collection."""
    return verify_files(read_published(root), read_seeds(root))


def test_the_annotation_example_builds_and_verifies(collection: Copy) -> None:
    root = collection.root
    for path in (*(root / "seeds").glob("*"), *(root / "annotations").rglob("*.*")):
        if path.name != "places.yaml":
            path.unlink()
    (root / "seeds" / "sources.yaml").write_text("sources:\n", encoding="utf-8")
    (root / "annotations" / "evidence.yaml").write_text("evidence:\n", encoding="utf-8")
    add_example(collection)
    metadata = root / "metadata.yaml"  # its cautions cite evidence of the real collection
    metadata.write_text(re.sub(r"\s*\[[a-z0-9.-]+\]", "", metadata.read_text(encoding="utf-8")), encoding="utf-8")
    built = build(root)
    assert not built.problems, "\n".join(map(str, built.problems))
    assert built.built
    (flight,) = built.built.rows["flights"]
    assert (flight["persons"], flight["event_date"], flight["destination_country"]) == (57, "2024-06-03", "UZB")
    assert [row["kind"] for row in built.built.rows["disagreements"]] == ["precision"]
    assert find_faults(root) == []


def test_the_annotation_example_added_to_other_sources_builds_and_verifies(two_sources: Copy) -> None:
    add_example(two_sources)
    built = build(two_sources.root)
    assert not built.errors, "\n".join(map(str, built.errors))
    assert find_faults(two_sources.root) == []


def test_the_readmes_example_of_a_sixth_source_builds_and_verifies(collection: Copy, tmp_path: Path) -> None:
    """Steps one to three, with the passage that README.md prints."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (passage,) = re.findall(r"^   ```yaml\n(.*?)^   ```$", text, flags=re.MULTILINE | re.DOTALL)
    (sentence,) = re.findall(r"in: >-\n +(.*)\n", passage)
    (named,) = set(re.findall(r"sources/(\S+):", passage))
    source = "readme-example"  # there may be a source of that name
    article = tmp_path / "article.txt"
    article.write_text(f"{sentence}\n", encoding="utf-8")
    assert run("new", str(article), "--id", source, "--root", str(collection.root)).returncode == 0
    path = collection.root / "annotations" / f"{source}.yaml"
    head = path.read_text(encoding="utf-8").partition("- in:")[0]
    path.write_text(head + textwrap.dedent(passage).replace(named, source), encoding="utf-8")
    done = run("build", source, "--root", str(collection.root))
    assert done.returncode == 0, done.stderr
    assert find_faults(collection.root) == []


def test_the_methodologys_counts_are_those_of_the_comparison(prepared: Prepared) -> None:
    text = (ROOT / "docs" / "methodology.md").read_text(encoding="utf-8")
    comparison = prepared.comparison
    assert comparison
    for kind in KINDS:
        (row,) = re.findall(rf"^\| {kind}: .*\| (\d+) \| (\d+) \| (\d+) \|$", text, flags=re.MULTILINE)
        assert [int(count) for count in row] == [comparison.count_settled(kind, ruling) for ruling in RULINGS]
    assert f"{comparison.cells} cells are compared; on {comparison.count_cells()} of them" in text
    assert f"{len(comparison.settlements)} in all" in text


def test_where_both_codings_have_a_number_or_a_date_they_read_it_alike(prepared: Prepared) -> None:
    assert prepared.comparison
    for difference in prepared.comparison.settlements:
        reads = prepared.schemas[difference.table].fields[difference.field].reads
        assert not (difference.kind == "value" and reads in ("quantity", "date")), difference


NOT_COMMITTED = ("build/site",)
"""What a command of the README writes, and a clone lacks."""

LINKED_WHERE_WRITTEN = tuple(f"{folder}/index.html" for folder in NOT_COMMITTED)
"""Links to it: they lead somewhere after `make site`, or where a release's pages are unpacked."""


@pytest.mark.parametrize("file", DOCUMENTS)
def test_every_link_leads_somewhere(file: str) -> None:
    path = ROOT / file
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", path.read_text(encoding="utf-8")):
        if target.startswith("https://"):
            continue
        if target in LINKED_WHERE_WRITTEN and not (path.parent / target).exists():
            assert f"`{NOT_COMMITTED[0]}`" in path.read_text(encoding="utf-8"), f"{file} does not say how {target} gets there"
            continue
        aim = path.parent / target if target else path
        assert aim.exists(), f"{file} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.*)$", aim.read_text(encoding="utf-8"), flags=re.MULTILINE)
            names = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
            assert anchor in names, f"{file} links to {target}#{anchor}; there are {names}"


@pytest.mark.parametrize("file", [*DOCUMENTS, "CITATION.cff", "metadata.yaml", "Makefile", "pyproject.toml"])
def test_no_document_names_a_machines_path(file: str) -> None:
    assert not re.search(r"(?<![\w.])/(work|root|home|tmp|Users)/", (ROOT / file).read_text(encoding="utf-8"))


def test_every_folder_named_in_the_readme_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:build|seeds|annotations|schemas|scripts|docs|tests)/[\w./-]*)`", text):
        if "TABLE" not in name and "00" not in name and "s005" not in name and name not in NOT_COMMITTED:
            assert (ROOT / Path(name)).exists(), name
