"""Collections for tests: small ones written for the purpose, the real one, and the real one with more sources."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from curation.pipeline import Prepared, build, read_collection
from curation.proposals.learned import Weights
from curation.proposals.memory import Memory, remember_annotations
from curation.schema.read import read_schemas
from package_files import Files, Rows, read_published, read_seeds

# A busy machine is no fault of the code; what must be fast is measured by tests of its own, in processor time.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")

csv.field_size_limit(2**31 - 1)  # as it is, the tests could read no cell of more than 131,072 characters

ROOT = Path(__file__).resolve().parents[1]
INPUTS = ("seeds", "annotations", "schemas", "metadata.yaml")
COLLECTIONS = ROOT / "tests" / "collections"
FIVE = ("s000", "s001", "s002", "s003", "s004")
"""The articles with which this repository began."""
TWO_SOURCES = "two_sources"
OTHER_FLIGHTS = "other_flights"
FLIGHT = "2031-03-12-hamburg-tbilisi"
"""The one flight of the collection two_sources."""
Read = Callable[[str], Rows]
"""Returns the rows of a table by its name."""


@dataclass(frozen=True)
class Copy:
    """A copy of a collection's inputs in a folder of its own."""

    root: Path

    def edit(self, file: str, old: str, new: str, count: int = 1) -> None:
        """Replace text that must be there; only the first `count` times."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} holds no {old!r}"
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        path = self.root / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def prepare(self) -> Prepared:
        return read_collection(self.root)

    def errors(self) -> list[str]:
        return [str(problem) for problem in self.prepare().errors]


def read_rows(root: Path, table: str) -> Rows:
    """Read a published CSV table as a user would: text, the empty string for a missing value."""
    with (root / "build" / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def copy_inputs(target: Path) -> Copy:
    """Copy the real collection."""
    for name in INPUTS:
        copy_path(ROOT / name, target / name)
    return Copy(target)


def copy_collection(target: Path, name: str = TWO_SOURCES) -> Copy:
    """Copy a collection written for tests, with the repository's own schemas."""
    shutil.copytree(COLLECTIONS / name, target)
    copy_path(ROOT / "schemas", target / "schemas")
    return Copy(target)


def join_collections(target: Path) -> Copy:
    """Copy the real collection and add the sources of two_sources. No real source is about what these invented ones are."""
    copy = copy_inputs(target)
    copy_path(ROOT / "README.md", target / "README.md")
    add_collection(copy, TWO_SOURCES, "invented-")
    return copy


def add_collection(copy: Copy, name: str, prefix: str = "") -> None:
    """Add the sources of a collection to another one, each with a prefix before its name and its file's name."""
    added = COLLECTIONS / name
    sources = re.findall(r"^  (\S+):$", (added / "seeds" / "sources.yaml").read_text(encoding="utf-8"), flags=re.MULTILINE)

    def read(file: str) -> str:
        text = (added / file).read_text(encoding="utf-8")
        text = re.sub(rf"\b({'|'.join(sources)})\b", lambda found: prefix + found[1], text)
        return re.sub(r"(seed_file: )", rf"\1{prefix}", text)

    for path in (added / "seeds").glob("*.txt"):
        shutil.copy(path, copy.root / "seeds" / f"{prefix}{path.name}")
    for source in sources:
        (copy.root / "annotations" / f"{prefix}{source}.yaml").write_text(
            read(f"annotations/{source}.yaml"), encoding="utf-8"
        )
    for file in ("seeds/sources.yaml", *(f"annotations/{one}.yaml" for one in ("decisions", "evidence", "places"))):
        if (added / file).exists():
            key = f"{Path(file).stem}:\n"
            copy.edit(file, key, key + read(file).partition(key)[2])


def copy_path(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


def copy_repository(target: Path) -> Path:
    """Copy all that is committed or could be, without what tools leave behind."""
    left_behind = (".git", ".venv*", "dist", "*_cache", ".hypothesis", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*left_behind))
    return target


# The small collection


@pytest.fixture
def two_sources(tmp_path: Path) -> Copy:
    """A copy of the small collection that a test may change."""
    return copy_collection(tmp_path / TWO_SOURCES)


@pytest.fixture(scope="session")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small collection, built; tests only read it."""
    root = copy_collection(tmp_path_factory.mktemp("small") / TWO_SOURCES).root
    assert not build(root).problems
    return root


@pytest.fixture(scope="session")
def small(small_root: Path) -> Prepared:
    """The small collection, read and built in memory."""
    return read_collection(small_root)


@pytest.fixture(scope="session")
def rows_of(small_root: Path) -> Read:
    """Read a table of the small collection as it is published."""
    return lambda name: read_rows(small_root, name)


@pytest.fixture(scope="session")
def files(small_root: Path) -> Files:
    """What a release of the small collection holds, as verify.py reads it."""
    return read_published(small_root)


@pytest.fixture(scope="session")
def seeds(small_root: Path) -> Files:
    """The texts and the register of the small collection, as verify.py reads them."""
    return read_seeds(small_root)


@pytest.fixture
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let verify.py run in this process: what limits a process of its own must not limit that of the tests."""
    monkeypatch.setattr("verify.limit_process", lambda size: nullcontext())


@pytest.fixture
def built_copy(small_root: Path, tmp_path: Path) -> Copy:
    """A copy of the small collection with everything that a build has written."""
    shutil.copytree(small_root, tmp_path / "built")
    return Copy(tmp_path / "built")


@pytest.fixture(scope="session")
def old_release(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What comparing reads of a release of the small collection; tests only read it."""
    root = tmp_path_factory.mktemp("old") / "release"
    for name in ("datapackage.json", "metadata.yaml", "build/csv"):
        copy_path(small_root / name, root / name)
    about = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    first = f"## {about['version']} ({about['created'].partition('T')[0]})\n\nFirst.\n"
    (root / "CHANGELOG.md").write_text(f"# Changelog\n\nHow versions move.\n\n{first}", encoding="utf-8")
    return root


@pytest.fixture
def new_release(old_release: Path, tmp_path: Path) -> Copy:
    """A copy of it, to be changed and compared with it."""
    shutil.copytree(old_release, tmp_path / "release")
    return Copy(tmp_path / "release")


# The real collection


@pytest.fixture
def collection(tmp_path: Path) -> Copy:
    """A copy of the real collection that a test may change."""
    return copy_inputs(tmp_path / "collection")


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    """The real collection, read and built in memory."""
    return read_collection(ROOT)


@pytest.fixture(scope="session")
def published() -> Read:
    """Read a table of the real collection as it is published."""
    return lambda name: read_rows(ROOT, name)


@pytest.fixture(scope="session")
def blank() -> Memory:
    """What proposals know of a collection that knows nothing."""
    return remember_annotations([], read_schemas(ROOT)[0])


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> dict[str, Weights]:
    """Weights of learned rules that say nothing yet, in the place of those that were learned."""
    own: dict[str, Weights] = defaultdict(Weights)
    monkeypatch.setattr("curation.proposals.learned.load_weights", lambda: own)
    return own


@pytest.fixture(scope="module")
def rules_by_hand() -> Iterator[None]:
    """Switch all rules of proposals by hand on, and those that are learned off; what they propose is kept, likely or not.

    One that is off because too little of it was exact must still do what it is there for.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("curation.proposals.propose.load_order", lambda: {"off": [], "last": []})
        for name in ("propose_learned", "propose_learned_asides", "propose_learned_words"):
            patch.setattr(f"curation.proposals.propose.{name}", lambda *_: [])
        patch.setattr("curation.proposals.propose.keep_likely", lambda _article, _scenes, proposals: list(proposals))
        yield
