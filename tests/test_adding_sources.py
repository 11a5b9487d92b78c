"""README's five steps: a report is added to a copy of this repository, and its checks and tests pass."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from conftest import COLLECTIONS, OTHER_FLIGHTS, ROOT, Copy, copy_path, copy_repository
from curation.hashes import hash_content
from real_readers import list_readers

REPORTS = COLLECTIONS / OTHER_FLIGHTS
TRY_THE_CODING = ("test_planted.py", "test_proposals_measured.py")
"""Tests that change the coding of the articles, or propose one, many times. They run with all reports at once."""
OF_RETOLD = "tests/published/test_proposals_measured.py::test_the_weights_are_those_that_the_seen_texts_give"
"""Learns for minutes from the five articles and the retold texts, and reads nothing that a source adds."""
NAMES = sorted(path.stem for path in (REPORTS / "seeds").glob("*.txt"))


def run(root: Path, *words: str) -> str:
    """Run Python in a copy of the repository, with the code of the copy. Return what it printed; it must succeed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    environment = clean | {"PYTHONPATH": str(root / "scripts")}
    done = subprocess.run([sys.executable, *words], cwd=root, env=environment, text=True, capture_output=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-6000:]}\n{done.stderr[-6000:]}"
    return done.stdout


def add_report(copy: Copy, name: str) -> None:
    """Take the first two steps: register a report, and code it. A report that the repository has already is left alone."""
    text = REPORTS / "seeds" / f"{name}.txt"
    if hash_content(text.read_bytes()) in (copy.root / "seeds" / "sources.yaml").read_text(encoding="utf-8"):
        return
    run(copy.root, "-m", "curation.cli", "new", str(text), "--id", name, "--root", ".")
    joined = REPORTS / "with_the_five" / f"{name}.yaml"
    coded = joined if joined.exists() else REPORTS / "annotations" / f"{name}.yaml"
    shutil.copy(coded, copy.root / "annotations" / f"{name}.yaml")


def raise_version(copy: Copy) -> None:
    """Take the fifth step: new rows are a minor change."""
    metadata = (copy.root / "metadata.yaml").read_text(encoding="utf-8")
    version = re.search(r"^version: (\d+)\.(\d+)\.\d+$", metadata, re.MULTILINE)
    created = re.search(r"^created: (\S+)$", metadata, re.MULTILINE)
    assert version
    assert created
    raised = f"{version[1]}.{int(version[2]) + 1}.0"
    copy.edit("metadata.yaml", version[0], f"version: {raised}")
    copy.edit("CHANGELOG.md", "\n## ", f"\n## {raised} ({created[1]})\n\nMore sources.\n\n## ")


@pytest.mark.parametrize("names", [*([name] for name in NAMES), NAMES], ids="+".join)
def test_a_report_is_added_in_five_steps_and_the_tests_pass(names: list[str], tmp_path: Path) -> None:
    """With all reports at once each test runs in the copy that may read what a source adds: the others would read what they
    read here. With one report the tests of the tables and the documents run, without those that try the coding.
    """
    copy = Copy(copy_repository(tmp_path / "repository"))
    if (ROOT / ".git").is_dir():
        copy_path(ROOT / ".git", copy.root / ".git")  # as in a clone: a test needs the first commit
    for parent in (path for path in copy.root.parents if path.is_relative_to(tempfile.gettempdir())):
        if parent != Path(tempfile.gettempdir()):
            parent.chmod(parent.stat().st_mode | 0o055)  # as a clone has it: a test reads it as another user
    for name in names:
        add_report(copy, name)
    raise_version(copy)
    curate = ("-m", "curation.cli")
    assert run(copy.root, *curate, "build", "--root", ".").startswith("built: ")
    assert run(copy.root, *curate, "site", "--root", ".").startswith("wrote ")
    assert run(copy.root, *curate, "check", "--root", ".").startswith("OK: ")
    assert ": 0 faults\n" in run(copy.root, "scripts/verify.py", ".", "--seeds", "seeds")
    assert "SHA256SUMS" in run(copy.root, *curate, "release", "--root", ".")
    run(copy.root, "-m", "frictionless", "validate", "datapackage.json")
    run(copy.root, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *choose_tests(names))


def choose_tests(names: list[str]) -> list[str]:
    """Return what pytest is to run in the copy. This test is not: it would copy the copy."""
    if names != NAMES:
        return ["tests/published", "tests/test_docs.py", *(f"--ignore=tests/published/{name}" for name in TRY_THE_CODING)]
    readers = (test for test in list_readers() if not test.startswith(f"tests/{Path(__file__).name}:"))
    return ["tests/published", f"--deselect={OF_RETOLD}", *readers]


def test_the_tests_that_are_run_in_the_copy_are_those_that_read_what_a_source_adds() -> None:
    chosen = {test.partition("::")[0] for test in choose_tests(NAMES)}
    assert {"tests/test_docs.py", "tests/test_single_coding.py", "tests/test_performance.py"} <= chosen
    assert not chosen & {"tests/test_layout.py", "tests/test_numbers.py", Path(__file__).name}
