"""What must be fast, as ratios of processor times within one run: what else the machine does changes little."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from conftest import ROOT
from curation.package.release import make_assets
from curation.pipeline import Prepared, build, read_collection
from many_sources import write_many


def measure_processes(*commands: tuple[str, ...], times: int) -> list[float]:
    """Return the processor time of each command in seconds, the least of several runs in turns."""
    seconds: dict[tuple[str, ...], list[float]] = {words: [] for words in commands}
    for _ in range(times):
        for words, found in seconds.items():
            before = os.times()
            subprocess.run([sys.executable, *words], check=True, capture_output=True)
            after = os.times()
            found.append(after.children_user - before.children_user + after.children_system - before.children_system)
    return [min(found) for found in seconds.values()]


def measure(work: Callable[[], object]) -> float:
    """Return the least processor time of two runs in this process."""
    found = []
    for _ in range(2):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found)


def test_a_build_takes_at_most_four_times_its_imports() -> None:
    imports, built = measure_processes(
        ("-c", "import frictionless, pandas, pyarrow, jsonschema"),
        ("-m", "curation.cli", "build"),
        times=2,
    )
    assert built <= 4 * imports, f"{built:.2f} s against {imports:.2f} s of imports"


def test_help_takes_little_more_than_the_import_of_typer() -> None:
    imports, helped = measure_processes(("-c", "import typer"), ("-m", "curation.cli", "--help"), times=3)
    assert helped <= 2 * imports, f"{helped:.2f} s against {imports:.2f} s of imports"


def test_the_time_of_a_build_grows_no_faster_than_its_claims(small_root: Path, small: Prepared, prepared: Prepared) -> None:
    claims = [sum(len(one.claims) for one in done.coded) for done in (small, prepared)]
    few, many = measure(lambda: read_collection(small_root)), measure(lambda: read_collection(ROOT))
    assert many / few <= 1.5 * claims[1] / claims[0]


def test_the_files_of_a_release_take_a_few_times_what_the_tables_take(small_root: Path, small: Prepared) -> None:
    assets = measure(lambda: make_assets(dict(small.files), small.schemas, small.metadata, small.tables))
    assert assets <= 6 * measure(lambda: read_collection(small_root))


def test_a_build_keeps_neither_files_nor_rows_of_evidence_in_memory(tmp_path: Path) -> None:
    """With the files, or with the rows of claims, cells and coverage as dicts, a source would need more than this."""
    peaks = {}
    for number in (3, 10, 40):  # the first one reads what all builds need
        root = write_many(tmp_path / str(number), number)
        tracemalloc.start()
        assert not build(root).problems
        peaks[number] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (peaks[40] - peaks[10]) / 30 < 200_000
