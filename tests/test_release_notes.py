"""The notes of a release: the changelog's section of its version, and what of each source was coded once alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT, copy_collection
from curation.package.notes import find_section, write_notes
from curation.paths import NOTES, SUMS
from curation.pipeline import Prepared
from releases import copy_small_repository
from test_cli import run

CHANGES = """\
# Changelog

How versions move.

## 1.2.3 (2031-04-01)

- More rows ([format](docs/format.md), [docs/diff.md](docs/diff.md), [page](https://example.org/x)).

Two lines.

## 1.2.2 (2031-03-01)

First ([so](x)).
"""


@pytest.fixture
def once(tmp_path: Path) -> Prepared:
    """The small collection, of which s101 was coded once."""
    copy = copy_collection(tmp_path / "once")
    (copy.root / "annotations" / "second" / "s101.csv").unlink()
    path = copy.root / "annotations" / "second" / "settlements.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("s101,")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    prepared = copy.prepare()
    assert not prepared.errors
    return prepared


def write(prepared: Prepared) -> str:
    return write_notes(CHANGES, prepared.schemas, prepared.metadata, prepared.tables, prepared.coded, b"of a test")


@pytest.mark.parametrize(
    ("version", "section"),
    [("1.2.2", "First ([so](x))."), ("1.2", ""), ("1.2.4", ""), ("1x2.3", "")],
)
def test_a_section_is_that_of_its_version_alone(version: str, section: str) -> None:
    assert find_section(CHANGES, version) == section


def test_the_notes_begin_with_what_changed_in_this_version_and_link_to_no_file(small: Prepared) -> None:
    notes = write(small)
    assert notes.startswith(
        "- More rows (format (docs/format.md), docs/diff.md, [page](https://example.org/x)).\n\nTwo lines.\n\n## "
    )
    assert "First" not in notes


def test_a_version_without_a_section_is_said(small: Prepared) -> None:
    notes = write_notes("# Changelog\n", small.schemas, small.metadata, small.tables, small.coded, b"of a test")
    assert notes.startswith("CHANGELOG.md has no section for 1.2.3.\n")


def test_the_notes_say_how_often_each_source_was_coded_and_what_no_second_coder_was_asked_for(small: Prepared) -> None:
    notes, claims = write(small), [row["source_id"] for row in small.tables["claims"] if row["segment"] == 1]
    for source in ("s100", "s101"):
        (line,) = [line for line in notes.splitlines() if line.startswith(f"| {source} |")]
        left_out = sum(
            p.is_uncoded for one in small.coded if one.annotation.source.id == source for p in one.annotation.passages
        )
        assert line == f"| {source} | 2 | {claims.count(source)} | {left_out} |"
    assert "not asked for the names that tie rows to each other (`quotes.statement_id` and `quotes.quotation_id`)" in notes
    assert "coded once" not in notes


def test_the_notes_list_each_row_of_a_source_that_was_coded_once_with_its_claims(once: Prepared) -> None:
    _, _, part = write(once).partition("### s101: coded once\n")
    claims = {row["claim_id"]: row for row in once.tables["claims"] if row["source_id"] == "s101"}
    assert f"{len(claims)} claims rest on one coding alone." in part
    rows = {(row["table_name"], row["row_id"]) for row in claims.values()}
    for table, name in rows:
        count = sum((row["table_name"], row["row_id"]) == (table, name) for row in claims.values())
        (line,) = [line for line in part.splitlines() if line.startswith(f"| {table} |")]
        assert f"{name} ({count})" in line
    assert sum(int(line.split(" | ")[1]) for line in part.splitlines()[5:] if line.startswith("| ")) == len(claims)
    assert "### s100" not in part


def test_values_that_a_source_coded_twice_has_too_are_not_said_to_rest_on_one_coding(once: Prepared) -> None:
    """Only s101 has an event date; both have the country in which the flight ended."""
    (count,) = [line.split()[-4] for line in write(once).splitlines() if "claims rest on one coding alone" in line]
    twice = {"s100"}
    cells = [
        row for row in once.tables["cells"] if row["source_id"] == "s101" and row["basis"] not in ("derived", "registered")
    ]
    alone = [row for row in cells if not twice & set(str(row["agreeing_source_ids"] or "").split("|"))]
    assert int(count) == len(alone) < len(cells) + 1
    assert any(row["field_name"] == "event_date" for row in alone)


def test_a_release_has_its_notes_beside_its_files_and_the_workflow_gives_them(small_root: Path, tmp_path: Path) -> None:
    copy = copy_small_repository(small_root, tmp_path / "repository")
    (copy.root / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    assert run("release", "--root", str(copy.root)).returncode == 0
    notes = (copy.root / "dist" / NOTES).read_text(encoding="utf-8")
    assert notes.startswith("- More rows")
    assert f"  {NOTES}\n" in (copy.root / "dist" / SUMS).read_text(encoding="utf-8")
    text = (ROOT / ".ci" / "release-text").read_text(encoding="utf-8")
    assert f"cat dist/{NOTES}" in text  # what the workflow gives begins with the notes
