"""The command line, as a coder meets it."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Copy

TEXT = """\
Eleven more flown home

The U.S. Department of State said on May 2 that 11 more went to Tashkent. Ms. Roe left for the U.S. “We go,” she said.
"""


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "curation.cli", *words], cwd=cwd, text=True, capture_output=True, check=False
    )


@pytest.mark.parametrize(
    "words", [("build", "--root", "nowhere"), ("bild",), ("build", "--rot", "."), ("show",), ("new", "nowhere.txt")]
)
def test_a_wrong_command_line_ends_with_2(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_wrong_data_end_with_1_and_good_ones_with_0(collection: Copy) -> None:
    root = ("--root", str(collection.root))
    assert run("check", *root).returncode == 1, "nothing is built yet"
    assert run("build", *root).returncode == 0
    assert run("check", *root).returncode == 0
    collection.edit("annotations/s002.yaml", "    persons: 572\n", "    persons: 573\n")
    done = run("build", *root)
    assert done.returncode == 1
    assert "annotations/s002.yaml:" in done.stderr


def test_an_empty_folder_is_wrong_data_and_no_traceback(tmp_path: Path) -> None:
    for command in ("build", "check"):
        done = run(command, "--root", str(tmp_path))
        assert done.returncode == 1
        assert "missing schema" in done.stderr
        assert "Traceback" not in done.stderr


def test_check_sees_every_changed_missing_or_strange_file(collection: Copy) -> None:
    root = ("--root", str(collection.root))
    assert run("build", *root).returncode == 0
    flights = collection.root / "build" / "csv" / "flights.csv"
    flights.write_bytes(flights.read_bytes().replace(b",131,", b",113,", 1))
    (collection.root / "build" / "parquet" / "quotes.parquet").unlink()
    (collection.root / "build" / "csv" / "notes.csv").write_text("x\n")
    done = run("check", *root)
    assert done.returncode == 1
    changed = "flights/2025-04-30-new-york-tashkent/persons is «113», and «131» belongs there"
    assert f"build/csv/flights.csv:2:1: {changed}" in done.stderr
    assert "build/parquet/quotes.parquet: is missing" in done.stderr
    assert "build/csv/notes.csv: unexpected file: the build does not write it" in done.stderr
    assert run("build", *root).returncode == 0
    assert run("check", *root).returncode == 0, "the next build mends it"


def test_show_gives_every_sources_sentence_with_its_speaker_and_the_agreement() -> None:
    done = run("show", "flights/2025-04-30-new-york-tashkent/funder_scope")
    assert done.returncode == 0
    assert "= own_nationals" in done.stdout
    assert "s002: whole_operation, said by us-dhs" in done.stdout
    assert "said that Uzbekistan funded ⟦the operation in full⟧." in done.stdout
    assert "s000: own_nationals, in the source's own voice" in done.stdout
    assert "the sources differ: contradiction (ruled by a decision)" in done.stdout


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("flihgts/x", "did you mean 'flights'"),
        ("flights/2025-04-30-new-york-tashkant", "did you mean '2025-04-30-new-york-tashkent'"),
        ("flights/2025-04-30-new-york-tashkent/person", "did you mean 'persons'"),
        ("flights/2025-04-30-new-york-tashkent/arrival_date", "the cell is empty"),
        ("flights/a/b/c", "rows are: 2025-04-30-new-york-tashkent"),
    ],
)
def test_show_helps_with_a_mistyped_name(cell: str, advice: str) -> None:
    done = run("show", cell)
    assert done.returncode == 1
    assert advice in done.stderr


def test_new_registers_a_source_and_writes_its_skeleton(collection: Copy, tmp_path: Path) -> None:
    article = tmp_path / "906_article.txt"
    article.write_text(TEXT, encoding="utf-8")
    done = run("new", str(article), "--root", str(collection.root))
    assert done.returncode == 0, done.stderr
    skeleton = (collection.root / "annotations" / "s906.yaml").read_text(encoding="utf-8")
    for line in (
        "source: s906",
        "    Eleven more flown home",
        "  # to code: number «Eleven»",
        "    The U.S. Department of State said on May 2 that 11 more went to Tashkent.",
        "  # to code: date «May 2»",
        "  # to code: number «11»",
        "    Ms. Roe left for the U.S.",
        "    “We go,” she said.",
        "  # to code: quotation «We go,»",
    ):
        assert line in skeleton.splitlines()
    register = (collection.root / "seeds" / "sources.yaml").read_text(encoding="utf-8")
    assert hashlib.sha256(TEXT.encode()).hexdigest() in register
    errors = collection.errors()
    assert {error.partition(":")[0] for error in errors} == {"annotations/s906.yaml"}, "only what is still to be coded"
    shown = run("show", "flights/2025-04-30-new-york-tashkent/persons", "--root", str(collection.root))
    assert shown.returncode == 0
    assert "= 131" in shown.stdout, "other sources' rows are looked up while one is coded"
    assert run("new", str(article), "--root", str(collection.root)).returncode == 1, "once is enough"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"\xff", "not UTF-8"),
        ("a b.txt", b"text", "spaces or marks"),
        ("a.txt", b"a\x07b", "character U+0007"),
        ("a.txt", b" \n", "the text is empty"),
        ("2.txt", (ROOT / "seeds" / "002_f5dd51b720eb846b.txt").read_bytes(), "the same bytes are registered as s002"),
    ],
)
def test_new_says_what_stands_in_the_way(name: str, content: bytes, message: str, collection: Copy, tmp_path: Path) -> None:
    article = tmp_path / name
    article.write_bytes(content)
    register = (collection.root / "seeds" / "sources.yaml").read_bytes()
    done = run("new", str(article), "--root", str(collection.root))
    assert done.returncode == 1
    assert message in done.stderr
    assert (collection.root / "seeds" / "sources.yaml").read_bytes() == register


def test_show_lists_the_rows_of_a_table_with_their_headline_values() -> None:
    done = run("show", "flights")
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["flights/2025-04-30-new-york-tashkent  131"]


def test_a_language_that_the_register_cannot_hold_is_refused(collection: Copy, tmp_path: Path) -> None:
    article = tmp_path / "005_article.txt"
    article.write_text("Nobody was aboard.\n", encoding="utf-8")
    before = (collection.root / "seeds" / "sources.yaml").read_bytes()
    done = run("new", str(article), "--language", "en: x", "--root", str(collection.root))
    assert done.returncode == 1
    assert "'en: x' is no language code" in done.stderr
    assert (collection.root / "seeds" / "sources.yaml").read_bytes() == before
    assert not list((collection.root / "annotations").glob("s005*"))


def test_the_help_of_every_command_fits_a_line_and_has_an_example() -> None:
    summary = run("--help").stdout
    assert "..." not in summary.partition("Commands:")[2]
    assert all(len(line) <= 80 for line in summary.splitlines())
    commands = re.findall(r"^  (\w+) {2,}\S", summary.partition("Commands:")[2], flags=re.MULTILINE)
    assert {"build", "check", "new", "show", "diff", "release"} <= set(commands)
    for command in commands:
        assert f"Example: curate {command}" in " ".join(run(command, "--help").stdout.split()), command
