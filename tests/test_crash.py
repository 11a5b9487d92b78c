"""A build that is killed, refused or run twice at once leaves every file either old or new; the next build repairs it."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import TWO_SOURCES, Copy, copy_collection
from curation.package.manifest import write_manifest
from curation.paths import STAGING
from curation.pipeline import build, check

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills and limits of POSIX")
OUTPUTS = ("build", "datapackage.json", "docs", "CITATION.cff", "schemas/annotation.schema.json")
Files = dict[str, bytes]


def read_outputs(root: Path) -> Files:
    paths = [path for name in OUTPUTS for path in ([root / name] if (root / name).is_file() else (root / name).rglob("*"))]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Files, Files]:
    """A built collection whose inputs have changed since, with its files and those that the next build will write."""
    copy = copy_collection(tmp_path_factory.mktemp("crash") / TWO_SOURCES)
    return copy.root, *change_after_build(copy)


@pytest.fixture
def changed(once_built: tuple[Path, Files, Files], tmp_path: Path) -> tuple[Copy, Files, Files]:
    """A copy of it that a test may change."""
    root, old, new = once_built
    shutil.copytree(root, tmp_path / TWO_SOURCES)
    return Copy(tmp_path / TWO_SOURCES), old, new


def change_after_build(collection: Copy) -> tuple[Files, Files]:
    older, newer = "\nversion: ", "\nversion: 1"
    collection.edit("metadata.yaml", older, newer)
    assert not build(collection.root).errors
    new = read_outputs(collection.root)
    collection.edit("metadata.yaml", newer, older)
    assert not build(collection.root).errors
    old = read_outputs(collection.root)
    collection.edit("metadata.yaml", older, newer)
    assert sum(old[name] != new[name] for name in old) > 10
    return old, new


def run_in_child(work: Callable[[], object]) -> int:
    """Run work in a forked child and return how it ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def assert_whole_and_repaired(root: Path, old: Files, new: Files) -> None:
    present = read_outputs(root)
    assert set(present) == set(old)
    for name, content in present.items():
        assert content in (old[name], new[name]), f"{name} is neither old nor new"
    assert (not check(root).errors) == (present == new), "check reports a mixture, and only a mixture"
    assert not build(root).errors
    assert read_outputs(root) == new
    assert not (root / STAGING).exists()


def kill_at_move(root: Path, number: int) -> None:
    """Build, and die in place of the nth move."""
    moves = 0
    move = os.replace

    def replace(*arguments: Any, **folders: Any) -> None:
        nonlocal moves
        moves += 1
        if moves == number:
            os.kill(os.getpid(), signal.SIGKILL)
        move(*arguments, **folders)

    os.replace = replace
    build(root)


@pytest.mark.parametrize("number", [1, 7, 13])
def test_a_build_killed_between_moves_is_reported_and_repaired(number: int, changed: tuple[Copy, Files, Files]) -> None:
    collection, old, new = changed
    assert run_in_child(lambda: kill_at_move(collection.root, number)) == -signal.SIGKILL
    assert_whole_and_repaired(collection.root, old, new)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.9])
def test_a_build_killed_at_any_time_is_reported_and_repaired(share: float, changed: tuple[Copy, Files, Files]) -> None:
    collection, old, new = changed
    kill_after(collection.root, share * 1.2)
    assert_whole_and_repaired(collection.root, old, new)


def kill_after(root: Path, seconds: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "curation.cli", "build", "--root", str(root)], stdout=subprocess.DEVNULL
    )
    time.sleep(seconds)
    process.kill()
    process.wait()


def test_without_permission_to_write_nothing_changes_and_the_error_says_so(changed: tuple[Copy, Files, Files]) -> None:
    collection, old, new = changed
    for path in (collection.root, *collection.root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in collection.root.parents:
        if parent != Path(tempfile.gettempdir()) and parent.is_relative_to(tempfile.gettempdir()):
            parent.chmod(parent.stat().st_mode | 0o055)

    def work() -> None:
        if os.geteuid() == 0:
            os.setuid(65534)  # for root no folder is closed
        errors = [str(error) for error in build(collection.root).errors]
        assert any("cannot be written: Permission denied" in error for error in errors), errors

    assert run_in_child(work) == 0
    assert read_outputs(collection.root) == old
    for path in (collection.root, *collection.root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert_whole_and_repaired(collection.root, old, new)


def test_on_a_full_disk_nothing_changes_and_the_error_says_so(changed: tuple[Copy, Files, Files]) -> None:
    collection, old, new = changed

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        errors = [str(error) for error in build(collection.root).errors]
        assert any("cannot be written: File too large" in error for error in errors), errors

    assert run_in_child(work) == 0
    assert read_outputs(collection.root) == old
    assert not (collection.root / STAGING).exists()
    assert_whole_and_repaired(collection.root, old, new)


def test_a_staged_file_that_is_lost_meanwhile_is_an_error_and_nothing_changes(
    changed: tuple[Copy, Files, Files], monkeypatch: pytest.MonkeyPatch
) -> None:
    collection, old, _ = changed

    def lose_file(root: Path, files: Files) -> bytes:
        (root / STAGING / "datapackage.json").unlink()
        return write_manifest(root, files)

    monkeypatch.setattr("curation.pipeline.write_manifest", lose_file)
    built = build(collection.root)
    assert [(error.file, error.message) for error in built.errors] == [
        (f"{STAGING}/datapackage.json", "is not there any more")
    ]
    assert not built.files
    assert read_outputs(collection.root) == old
    assert not (collection.root / STAGING).exists()


def test_two_builds_at_once_leave_one_complete_package(changed: tuple[Copy, Files, Files]) -> None:
    collection, _, new = changed
    words = [sys.executable, "-m", "curation.cli", "build", "--root", str(collection.root)]
    processes = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ends = [(process.communicate()[1], process.returncode) for process in processes]
    assert 0 in [code for _, code in ends]
    for said, code in ends:
        assert code == 0 or "another build is running here" in said
    assert read_outputs(collection.root) == new
    assert not check(collection.root).errors


def test_a_build_works_on_a_system_without_file_locks(two_sources: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has no flock; the import fails there."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    assert not build(two_sources.root).errors
    assert (two_sources.root / "datapackage.json").exists()
