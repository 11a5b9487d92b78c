"""The command line: what each command prints, and how it ends."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import COLLECTIONS, FLIGHT, TWO_SOURCES, Copy
from curation.cli import app

A = "annotations/s100.yaml"

TEXT = """\
Eleven more flown home

The U.S. Department of State said on May 2 that 11 more went to Tashkent. Ms. Roe left for the U.S. “We go,” she said.
"""


@dataclass(frozen=True)
class Done:
    """How a command ended, as a process would."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: str) -> Done:
    """Run the command in this process: a new process for each test would take most of the tests' time."""
    result = CliRunner().invoke(app, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def test_the_command_runs_as_a_process_of_its_own(small_root: Path, tmp_path: Path) -> None:
    for root, code in ((small_root, 0), (tmp_path, 1), (tmp_path / "nowhere", 2)):
        words = [sys.executable, "-m", "curation.cli", "check", "--root", str(root)]
        done = subprocess.run(words, text=True, capture_output=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False)


@pytest.mark.parametrize(
    "words", [("build", "--root", "nowhere"), ("bild",), ("build", "--rot", "."), ("show",), ("new", "nowhere.txt")]
)
def test_a_wrong_command_line_ends_with_2(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_wrong_data_end_with_1_and_valid_data_with_0(two_sources: Copy) -> None:
    root = ("--root", str(two_sources.root))
    assert run("check", *root).returncode == 1, "nothing is built yet"
    assert run("build", *root).returncode == 0
    assert run("check", *root).returncode == 0
    two_sources.edit(A, "    persons: 27\n", "    persons: 28\n")
    done = run("build", *root)
    assert done.returncode == 1
    assert f"{A}:" in done.stderr


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    for command in ("build", "check"):
        done = run(command, "--root", str(tmp_path))
        assert done.returncode == 1
        assert "missing schema" in done.stderr


def test_check_reports_every_changed_missing_or_unexpected_file(built_copy: Copy) -> None:
    root = ("--root", str(built_copy.root))
    built_copy.edit("build/csv/flights.csv", ",46,", ",64,")
    (built_copy.root / "build" / "parquet" / "quotes.parquet").unlink()
    (built_copy.root / "build" / "csv" / "notes.csv").write_text("x\n")
    done = run("check", *root)
    assert done.returncode == 1
    changed = f"flights/{FLIGHT}/persons is «64», and must be «46»"
    assert f"build/csv/flights.csv:2:1: {changed}" in done.stderr
    assert "build/parquet/quotes.parquet: is missing" in done.stderr
    assert "build/csv/notes.csv: unexpected file: the build does not write it" in done.stderr
    assert run("build", *root).returncode == 0
    assert run("check", *root).returncode == 0, "the next build repairs it"


def test_show_prints_every_sources_sentence_with_its_speaker_and_the_agreement(small_root: Path) -> None:
    done = run("show", f"flights/{FLIGHT}/funder_scope", "--root", str(small_root))
    assert done.returncode == 0
    assert "= own_nationals" in done.stdout
    assert "s100: whole_operation, in the source's own voice" in done.stdout
    assert "Georgia paid for ⟦the whole flight⟧, which" in done.stdout
    assert "the sources differ: contradiction (by a ruling)" in done.stdout
    shown = run("show", f"flights/{FLIGHT}/departure_date", "--root", str(small_root)).stdout
    assert "s100: 2031-03-12, said by ada-holm" in shown


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("flihgts/x", "did you mean 'flights'"),
        ("flights/2031-03-12-hamburg-tblisi", f"did you mean '{FLIGHT}'"),
        (f"flights/{FLIGHT}/person", "did you mean 'persons'"),
        (f"flights/{FLIGHT}/organizer", "the cell is empty"),
        ("flights/a/b/c", f"rows are: {FLIGHT}"),
    ],
)
def test_show_suggests_the_nearest_name(cell: str, advice: str, small_root: Path) -> None:
    done = run("show", cell, "--root", str(small_root))
    assert done.returncode == 1
    assert advice in done.stderr


def test_new_registers_a_source_and_writes_its_skeleton(two_sources: Copy, tmp_path: Path) -> None:
    article = tmp_path / "906_article.txt"
    article.write_text(TEXT, encoding="utf-8")
    done = run("new", str(article), "--root", str(two_sources.root))
    assert done.returncode == 0, done.stderr
    skeleton = (two_sources.root / "annotations" / "s906.yaml").read_text(encoding="utf-8")
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
    register = (two_sources.root / "seeds" / "sources.yaml").read_text(encoding="utf-8")
    assert hashlib.sha256(TEXT.encode()).hexdigest() in register
    errors = two_sources.errors()
    assert {error.partition(":")[0] for error in errors} == {"annotations/s906.yaml"}, "only what is still to be coded"
    shown = run("show", f"flights/{FLIGHT}/persons", "--root", str(two_sources.root))
    assert shown.returncode == 0
    assert "= 46" in shown.stdout, "other sources' rows are looked up while one is coded"
    assert run("new", str(article), "--root", str(two_sources.root)).returncode == 1, "once is enough"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"\xff", "not UTF-8"),
        ("a b.txt", b"text", "spaces or marks"),
        ("a.txt", b"a\x07b", "character U+0007"),
        ("a.txt", b" \n", "the text is empty"),
        (
            "2.txt",
            (COLLECTIONS / TWO_SOURCES / "seeds" / "101_courier.txt").read_bytes(),
            "the same bytes are registered as s101",
        ),
    ],
)
def test_new_refuses_what_it_cannot_register(
    name: str, content: bytes, message: str, two_sources: Copy, tmp_path: Path
) -> None:
    article = tmp_path / name
    article.write_bytes(content)
    register = (two_sources.root / "seeds" / "sources.yaml").read_bytes()
    done = run("new", str(article), "--root", str(two_sources.root))
    assert done.returncode == 1
    assert message in done.stderr
    assert (two_sources.root / "seeds" / "sources.yaml").read_bytes() == register


def test_show_lists_the_rows_of_a_table_with_their_headline_values(small_root: Path) -> None:
    done = run("show", "flights", "--root", str(small_root))
    assert done.returncode == 0
    assert done.stdout.splitlines() == [f"flights/{FLIGHT}  46"]


def test_a_language_that_the_register_cannot_hold_is_refused(two_sources: Copy, tmp_path: Path) -> None:
    article = tmp_path / "005_article.txt"
    article.write_text("Nobody was aboard.\n", encoding="utf-8")
    before = (two_sources.root / "seeds" / "sources.yaml").read_bytes()
    done = run("new", str(article), "--language", "en: x", "--root", str(two_sources.root))
    assert done.returncode == 1
    assert "'en: x' is no language code" in done.stderr
    assert (two_sources.root / "seeds" / "sources.yaml").read_bytes() == before
    assert not list((two_sources.root / "annotations").glob("s005*"))


def test_the_help_of_every_command_fits_a_line_and_has_an_example() -> None:
    summary = run("--help").stdout
    assert "..." not in summary.partition("Commands:")[2]
    assert all(len(line) <= 80 for line in summary.splitlines())
    commands = re.findall(r"^  (\w+) {2,}\S", summary.partition("Commands:")[2], flags=re.MULTILINE)
    assert {"build", "check", "new", "show", "diff", "release"} <= set(commands)
    for command in commands:
        assert f"Example: curate {command}" in " ".join(run(command, "--help").stdout.split()), command
