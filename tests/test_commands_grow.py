"""What each command costs grows in step with the collection: four times as much takes about four times as long.

The site is in test_site.py. Comparing and verifying packages of other shapes are in test_comparing_grows.py and
test_verify_hostile.py, and matching rows that may be one in test_identity.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curation.authoring.new import make_source as make_new
from curation.compare.compare import compare_releases
from curation.compare.load import load_release
from curation.compare.render import render_text
from curation.pipeline import build, check
from curation.problems import Problem
from curation.proposals.memory import remember_collection
from curation.schema.read import read_schemas
from curation.sources.register import list_registered, read_sources
from growth import measure_growth
from many_rows import write_rows
from many_sources import make_source, write_many, write_register
from verify import read_package, verify_files

TIMES, AT_MOST = 4, 5.0
"""Four times where time is linear and sixteen where it is quadratic. A measurement that fails is repeated (growth.py)."""
FEW = 60
ROWS = 1000
"""Four times as many flights to one country are 4,000."""
SENTENCES = 40
REGISTERED_SOURCES = 2000
Roots = dict[int, Path]


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Roots:
    """Collections of a source a flight, built; every source names one body and one person."""
    folder = tmp_path_factory.mktemp("grow")
    found = {number: write_many(folder / str(number), number) for number in (FEW, FEW * TIMES)}
    assert not any(build(root).problems for root in found.values())
    return found


def verify(root: Path) -> None:
    files, strays = read_package(root)
    assert not strays
    assert verify_files(files, {path.name: path.read_bytes() for path in (root / "seeds").iterdir()}) == []


def compare(root: Path, other: Path) -> None:
    (old, _), (new, _) = load_release(str(other), root), load_release(str(root), root)
    assert old
    assert new
    assert render_text(compare_releases(old, new))


def propose(root: Path, text: Path) -> None:
    schemas, _ = read_schemas(root)
    assert not isinstance(make_new(root, schemas, text, "", "en", remember_collection(root, schemas)), Problem)


def write_text(path: Path, number: int) -> Path:
    """Write a text of so many sources' sentences."""
    path.write_text("\n".join(sentence for index in range(number) for sentence, _ in make_source(index)), encoding="utf-8")
    return path


COMMANDS: dict[str, Callable[[Path, Path], object]] = {
    "build": lambda root, _: [str(error) for error in build(root).errors],
    "check": lambda root, _: [str(error) for error in check(root).errors],
    "verify.py": lambda root, _: verify(root),
    "diff": compare,
    "proposals": lambda root, other: propose(root, write_text(other / "new.txt", 1)),
}


@pytest.mark.parametrize("command", [*COMMANDS])
def test_the_time_of_a_command_grows_in_step_with_the_sources(
    command: str, roots: Roots, small_root: Path, tmp_path: Path
) -> None:
    other = small_root if command == "diff" else tmp_path
    growth = measure_growth(lambda number: not COMMANDS[command](roots[number], other) or 1 / 0, FEW, TIMES, AT_MOST)
    assert growth < AT_MOST


def test_the_time_of_proposals_grows_in_step_with_the_text(roots: Roots, tmp_path: Path) -> None:
    schemas, _ = read_schemas(roots[FEW])
    memory = remember_collection(roots[FEW], schemas)
    texts = {number: write_text(tmp_path / f"{number}.txt", number) for number in (SENTENCES, SENTENCES * TIMES)}
    growth = measure_growth(
        lambda number: make_new(roots[FEW], schemas, texts[number], "", "en", memory), SENTENCES, TIMES, AT_MOST
    )
    assert growth < AT_MOST


def test_the_time_grows_in_step_with_rows_that_share_a_part_of_their_key(tmp_path: Path) -> None:
    roots = {number: write_rows(tmp_path / str(number), number) for number in (ROWS, ROWS * TIMES)}
    assert measure_growth(lambda number: build(roots[number]).errors == [] or 1 / 0, ROWS, TIMES, AT_MOST) < AT_MOST
    assert measure_growth(lambda number: verify(roots[number]), ROWS, TIMES, AT_MOST) < AT_MOST


def test_the_time_of_reading_the_register_grows_in_step_with_it(tmp_path: Path) -> None:
    sizes = REGISTERED_SOURCES, REGISTERED_SOURCES * TIMES
    roots = {number: write_register(tmp_path / str(number), number) for number in sizes}
    schemas, _ = read_schemas(roots[REGISTERED_SOURCES])

    def read(number: int) -> None:
        sources, problems = read_sources(roots[number], schemas)
        assert (len(sources), problems) == (number, [])
        assert len(list_registered(roots[number])) == number

    assert measure_growth(read, REGISTERED_SOURCES, TIMES, AT_MOST) < AT_MOST
