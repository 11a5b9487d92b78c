"""The command line: what each command prints, and how it ends."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import COLLECTIONS, FLIGHT, TWO_SOURCES, Copy
from curation.authoring.show import align_columns
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
    "words", [("build", "--root", "nowhere"), ("bild",), ("build", "--rot", "."), ("diff",), ("new", "nowhere.txt")]
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


def test_what_is_beside_the_folders_of_the_build_is_reported_and_the_pages_are_not(built_copy: Copy) -> None:
    root, build = ("--root", str(built_copy.root)), built_copy.root / "build"
    (build / "site").mkdir()
    (build / "site" / "index.html").write_text("x\n")
    assert run("check", *root).returncode == 0
    (build / "notes.txt").write_text("x\n")
    done = run("check", *root)
    assert done.returncode == 1
    assert "build/notes.txt: unexpected file: the build does not write it" in done.stderr
    assert run("build", *root).returncode == 0
    assert not (build / "notes.txt").exists(), "as in build/csv, the next build removes it"
    assert (build / "site" / "index.html").exists()
    (build / "extra").mkdir()
    for command in ("check", "build"):
        done = run(command, *root)
        assert done.returncode == 1
        assert "build/extra: is a folder, not a file" in done.stderr
    (build / "extra").rmdir()
    (build / "site" / "index.html").unlink()
    (build / "site").rmdir()
    (build / "site").write_text("x\n")
    done = run("check", *root)
    assert done.returncode == 1
    assert "build/site" in done.stderr


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
        ("claims", "open build/csv/claims.csv"),
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
        "  # to code: country's name «U.S.»",
        "  # to code: date «May 2»",
        "  # to code: number «11»",
        "    Ms. Roe left for the U.S.",
        "    “We go,” she said.",
        "  # to code: quotation «We go,»",
    ):
        assert line in skeleton.splitlines()
    register = (two_sources.root / "seeds" / "sources.yaml").read_text(encoding="utf-8")
    assert hashlib.sha256(TEXT.encode()).hexdigest() in register
    assert "Next: code annotations/s906.yaml" in done.stdout
    assert "curate build s906" in done.stdout
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


def test_show_lists_the_rows_of_a_table_with_what_differs_between_them(small_root: Path) -> None:
    def show(table: str) -> list[list[str]]:
        done = run("show", table, "--root", str(small_root))
        assert done.returncode == 0
        return [re.split(" {2,}", line) for line in done.stdout.splitlines()]

    assert show("flights")[0][:3] == ["flight_id", "persons", "event_date"]
    assert show("flights")[1] == [FLIGHT, "46", *["2031-03-12"] * 3, "Hamburg", "Tbilisi", "Polar Air"]
    assert ["deu-justice", "Germany's Ministry of Justice", "Ministry of Justice"] in show("organizations")
    assert ["ada-holm", "Ada Holm", "Ada Holm"] in show("officials")
    assert ["removals-2030-02", "nearly 400", "removal", "events_per_day", "2030-02"] in show("statistics")


def test_show_alone_lists_the_tables_with_the_numbers_of_their_rows(small_root: Path) -> None:
    lines = [line.split() for line in run("show", "--root", str(small_root)).stdout.splitlines()]
    assert lines[0] == ["table", "rows"]
    assert ["nationals_by_country", "3"] in [line[:2] for line in lines]


@given(st.lists(st.tuples(st.text(max_size=90), st.text(max_size=90), st.text(max_size=90)), max_size=200))
def test_the_columns_of_a_list_begin_at_the_same_place_in_every_line(rows: list[tuple[str, str, str]]) -> None:
    """A tab or a line feed is no part of a list: rows have neither in their names, and other texts are shortened."""
    texts = [["x" * len(name), *(re.sub(r"\W", "x", text) + "|" for text in others)] for name, *others in rows]
    lines = align_columns(["name", "first|", "last|"], texts)
    assert len(lines) == len(rows) + 1
    assert len({line.index("|") - len(line.split("  ")[0].strip()) > 0 for line in lines}) == 1
    starts = {len(line) - len(line[max(len(text[0]) for text in [["name"], *texts]) :].lstrip()) for line in lines}
    assert len(starts) == 1


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
