"""Texts longer than the 131,072 characters to which Python's csv module limits a field, unless its limit is raised."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import verify
from conftest import Copy
from consumers.__main__ import describe_release
from curation.claims.coverage import LONGEST_PASSAGE
from curation.package.columns import LONGEST_CELL, LONGEST_OF_CLAIM
from curation.pipeline import build
from one_source import build_and_verify, write_collection
from test_account import FIGURE
from test_cli import run

pytestmark = pytest.mark.usefixtures("no_limits")

LIMIT = 131_072
SHOWN = "The page opens with the text of s100, word for word."
EVIDENCE = "annotations/evidence.yaml"


def lengthen(copy: Copy, characters: int) -> None:
    """Give a text of the register of evidence so many characters."""
    copy.edit(EVIDENCE, SHOWN, (SHOWN + " Word for word." * characters)[: characters - 1] + "x")


@pytest.fixture
def long_field(built_copy: Copy) -> Copy:
    """The small collection, built, with one field of more characters."""
    lengthen(built_copy, LIMIT + 9000)
    return built_copy


def test_a_field_beyond_the_limit_of_the_csv_module_is_read_by_each_command(long_field: Copy, small_root: Path) -> None:
    root = str(long_field.root)
    for words in (
        ("build", "--root", root),
        ("check", "--root", root),
        ("diff", str(small_root), root),
        ("diff", root, str(small_root), "--format", "json"),
        ("site", root, "--root", root),
    ):
        csv.field_size_limit(LIMIT)  # as it is where nobody has moved it
        done = run(*words)
        assert done.returncode == 0, (words, done.stderr)
    csv.field_size_limit(LIMIT)
    assert verify.main([root, "--seeds", f"{root}/seeds"]) == 0
    csv.field_size_limit(LIMIT)
    assert describe_release(long_field.root)["evidence"]["rows"] == describe_release(small_root)["evidence"]["rows"]


def test_a_field_beyond_the_limit_is_found_changed(long_field: Copy, small_root: Path) -> None:
    assert build(long_field.root).errors == []
    done = run("diff", str(small_root), str(long_field.root))
    assert "Rows of the build's own tables: evidence: 1 changed" in done.stdout
    path = long_field.root / "build" / "csv" / "evidence.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("text of s100, word", "text of s100, ward"), encoding="utf-8")
    csv.field_size_limit(LIMIT)
    assert "evidence/page-gazette/shows is" in run("check", "--root", str(long_field.root)).stderr
    csv.field_size_limit(LIMIT)
    assert verify.main([str(long_field.root)]) == 1


def test_a_longer_field_than_readers_take_is_refused_by_the_build(built_copy: Copy) -> None:
    lengthen(built_copy, LONGEST_CELL + 1)
    (error,) = build(built_copy.root).errors
    assert str(error).startswith(f"build/csv/evidence.csv:4:1: shows has more than {LONGEST_CELL:,} characters")


def write_long(tmp_path: Path, characters: int, reason: str = "where they left") -> Copy:
    """Write a collection of one passage that has so many characters."""
    start = "On 5 May 2031 some 40 men left Peru, "
    sentence = start + ("on foot " * characters)[: characters - len(start) - 2] + "x."
    assert len(sentence) == characters
    passage = f"- in: >-\n    {sentence}\n{FIGURE.format(value='some 40', measure='left')}"
    passage += f"    population: men\n    period: 5 May 2031\n  uncoded:\n  - Peru -- {reason}\n"
    return write_collection(tmp_path, f"{sentence}\n", passage)


def test_a_passage_that_verify_would_not_read_is_refused_by_the_build(tmp_path: Path) -> None:
    assert verify.MOST_PASSAGE == LONGEST_PASSAGE
    assert build_and_verify(write_long(tmp_path / "most", LONGEST_PASSAGE)) == ([], [])
    (error,) = build(write_long(tmp_path / "more", LONGEST_PASSAGE + 1).root).errors
    message = "annotations/s900.yaml:4:3: passage 1 has 65,537 characters, and at most 65,536 are published as one"
    assert str(error) == f"{message}\n    → divide it: a passage is a sentence"


def test_what_the_build_takes_at_most_is_what_verify_reads(tmp_path: Path) -> None:
    assert (verify.MOST_CELL, verify.MOST_SAID) == (LONGEST_CELL, LONGEST_OF_CLAIM)
    assert build_and_verify(write_long(tmp_path, 200, "x" * (LONGEST_CELL - 9))) == ([], [])
