"""verify.py finds no fault in the published package, nor in one with more sources."""

from __future__ import annotations

from pathlib import Path

from conftest import OTHER_FLIGHTS, ROOT, copy_collection
from curation.pipeline import build
from package_files import read_published, read_seeds
from published.conftest import Package
from verify import verify_files


def find_faults(root: Path) -> list[str]:
    files = read_published(root)
    return verify_files(files, None) + verify_files(files, read_seeds(root))


def test_verify_finds_no_fault(package: Package) -> None:
    assert find_faults(package.root) == []


def test_verify_finds_no_fault_in_a_collection_of_other_flights(tmp_path: Path) -> None:
    root = copy_collection(tmp_path / OTHER_FLIGHTS, OTHER_FLIGHTS).root
    built = build(root)
    assert not built.errors, "\n".join(map(str, built.errors))
    assert find_faults(root) == []


def test_adding_sources_changes_no_claim_of_the_sources_before(more_sources: Package) -> None:
    added = {(row["claim_id"], row["segment"]): row for row in more_sources.rows("claims")}
    for row in Package(ROOT).rows("claims"):
        assert added[row["claim_id"], row["segment"]] == row
