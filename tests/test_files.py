"""Files of a collection: regular ones inside the root are read and written, and anything else is one clear error."""

from __future__ import annotations

import ast
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Copy
from curation import files
from curation.authoring.focus import list_source_names
from curation.claims.agreement import read_units
from curation.files import check_place, has_file, list_files, move_file, read_file, read_given, remove_folder, write_file
from curation.folders import replace_folder
from curation.package.release import collect_files
from curation.paths import DIST, LEXICON_FOLDER, STAGING, UNITS
from curation.pipeline import build, check, release
from odd_files import FILES, FOLDERS, LINKS, exchange, read_tree
from releases import copy_small_repository
from test_cli import run
from test_crash import run_in_child

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and modes of POSIX")

ANNOTATION = "annotations/s100.yaml"
INPUTS = [
    *((ANNOTATION, kind) for kind in FILES),
    *(("seeds/101_courier.txt", kind) for kind in FILES),
    *(("schemas/flights.json", kind) for kind in FILES),
    *((name, kind) for name in ("metadata.yaml", "README.md") for kind in ("a link", "a pipe", "a folder")),
    *((f"annotations/{name}.yaml", "a dangling link") for name in ("decisions", "places", "evidence")),
    *((name, kind) for name in ("seeds/sources.yaml", "annotations/second/s100.csv") for kind in ("a link", "a pipe")),
    *(("annotations", kind) for kind in FOLDERS),
    *((name, kind) for name in ("seeds", "annotations/second", "schemas") for kind in ("a link", "a file")),
]


def put(copy: Copy, name: str, kind: str) -> Path:
    """Put something odd in the place of a file or folder, and return the folder outside to which a link there leads."""
    outside = copy.root.with_name("outside")
    exchange(copy.root, name, (FILES | FOLDERS)[kind], outside)
    return outside


@pytest.mark.parametrize(("name", "kind"), INPUTS)
def test_an_input_that_is_no_regular_file_inside_is_one_error_with_advice(name: str, kind: str, two_sources: Copy) -> None:
    shutil.copy(ROOT / "LICENSE", two_sources.root / "README.md")
    if name == "annotations/second/s100.csv":
        (two_sources.root / name).parent.mkdir(exist_ok=True)
        (two_sources.root / name).touch()
    put(two_sources, name, kind)
    errors = two_sources.errors()
    assert len(errors) == 1, errors
    message, advice = errors[0].split("\n")
    wanted = "link" if kind in LINKS else "is larger than" if kind == "a large file" else kind.removeprefix("a ")
    assert message.startswith(f"{name}: ")
    assert wanted in message
    assert "→" in advice


@pytest.mark.parametrize("kind", ["a link", "a pipe", "a folder"])
def test_the_same_holds_on_a_system_that_opens_no_file_from_a_folder(
    kind: str, two_sources: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does."""
    monkeypatch.setattr(files, "HOLDS_FOLDERS", False)
    assert not build(two_sources.root).errors
    put(two_sources, ANNOTATION, kind)
    (error,) = two_sources.errors()
    assert error.startswith(f"{ANNOTATION}: is a")
    (two_sources.root / ANNOTATION).rmdir() if kind == "a folder" else (two_sources.root / ANNOTATION).unlink()
    shutil.move(two_sources.root.with_name("outside") / "s100.yaml", two_sources.root / ANNOTATION)
    outside = put(two_sources, "build/csv", "a link")
    before = read_tree(outside)
    (error,) = [str(error) for error in build(two_sources.root).errors]
    assert error.startswith("build/csv: is a symbolic link, not a folder")
    assert read_tree(outside) == before


def as_another_user(work: Callable[[], None]) -> None:
    """Work as a user for whom folders can be closed; for root none is."""

    def run_work() -> None:
        if os.geteuid() == 0:
            os.setuid(65534)
        work()

    assert run_in_child(run_work) == 0


@pytest.mark.parametrize("mode", [0o000, 0o444])
@pytest.mark.parametrize("name", [ANNOTATION, "annotations", "seeds", "schemas", "annotations/evidence.yaml"])
def test_an_input_that_may_not_be_read_is_one_error(name: str, mode: int, two_sources: Copy) -> None:
    path = two_sources.root / name
    if path.is_file() and mode:
        return
    assert not two_sources.errors(), "this also imports what the other user may not read"
    path.chmod(mode)
    for parent in (two_sources.root, *two_sources.root.parents[:-2]):  # all but / and the folder of temporary files
        parent.chmod(parent.stat().st_mode | 0o055)

    def work() -> None:
        errors = two_sources.errors()
        assert len(errors) == 1, errors
        assert errors[0].startswith(f"{name}: cannot be ")
        assert "Permission denied\n    → make it readable" in errors[0]

    try:
        as_another_user(work)
    finally:
        path.chmod(0o755 if path.is_dir() else 0o644)


OUTPUTS = [
    *((name, "a link") for name in ("build", "build/csv", "build/lexicon", "docs", "docs/facts.md", "datapackage.json")),
    *((name, "a folder") for name in ("build/csv/flights.csv", "CITATION.cff")),
    *((name, "a pipe") for name in ("build/parquet/flights.parquet", "build/parquet", "croissant.json")),
    ("schemas/annotation.schema.json", "a link"),
    *(("build/csv/unknown.csv", kind) for kind in ("a link", "a folder", "a pipe")),
    *((STAGING, kind) for kind in ("a link", "a dangling link", "a file")),
]


@pytest.mark.parametrize(("name", "kind"), OUTPUTS)
def test_a_build_writes_and_deletes_nothing_where_an_output_is_no_regular_file(
    name: str, kind: str, built_copy: Copy
) -> None:
    if name == "build/csv/unknown.csv":
        (built_copy.root / name).touch()
    outside = put(built_copy, name, kind)
    built_copy.edit("metadata.yaml", "\nversion: ", "\nversion: 1")
    before = read_tree(built_copy.root), read_tree(outside)
    errors = [str(error) for error in build(built_copy.root).errors]
    assert len(errors) == 1, errors
    assert errors[0].startswith(f"{name}: is a")
    assert "→" in errors[0]
    assert (read_tree(built_copy.root), read_tree(outside)) == before


def test_check_reports_a_folder_reached_by_a_link_once(built_copy: Copy) -> None:
    put(built_copy, "build/csv", "a link")
    assert [str(error).partition(",")[0] for error in check(built_copy.root).errors] == ["build/csv: is a symbolic link"]


def test_the_root_itself_may_be_reached_by_a_link(two_sources: Copy) -> None:
    link = two_sources.root.with_name("link")
    link.symlink_to(two_sources.root)
    assert not build(link).errors
    assert not check(link).errors


def test_a_build_changes_no_file_that_has_another_name_outside(built_copy: Copy) -> None:
    other = built_copy.root.with_name("other.csv")
    other.hardlink_to(built_copy.root / "build" / "csv" / "sources.csv")
    before = other.read_bytes()
    built_copy.edit("seeds/sources.yaml", "    language: en\n", "    language: de\n")
    prepared = build(built_copy.root)
    assert not prepared.errors, prepared.errors
    assert (built_copy.root / "build" / "csv" / "sources.csv").read_bytes() != before
    assert other.read_bytes() == before


# What a release holds


@pytest.fixture
def repository(small_root: Path, tmp_path: Path) -> Copy:
    return copy_small_repository(small_root, tmp_path / "repository")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("docs/coding.md", kind) for kind in FILES),
        *((name, "a link") for name in ("LICENSE", "CHANGELOG.md", "scripts", "scripts/verify.py", "docs/unknown.md")),
    ],
)
def test_a_release_does_not_publish_what_a_link_leads_to(name: str, kind: str, repository: Copy) -> None:
    secret = put(repository, name, kind)
    generated = {"datapackage.json": b"{}"}
    collected, problems = collect_files(repository.root, generated)
    assert [str(problem).partition(": ")[0] for problem in problems] == [name]
    assert name not in collected
    assert secret.exists()


def test_nothing_is_released_while_a_document_is_a_link(repository: Copy) -> None:
    put(repository, "docs/coding.md", "a link")
    done = run("release", "--root", str(repository.root))
    assert done.returncode == 1
    assert done.stderr.startswith("docs/coding.md: is a symbolic link, not a file")
    assert not (repository.root / DIST).exists()


@pytest.mark.parametrize("name", ["docs/coding.md", "CHANGELOG.md"])
def test_a_document_that_is_not_utf_8_is_an_error(name: str, repository: Copy) -> None:
    (repository.root / name).write_bytes(b"\xff")
    done = run("release", "--root", str(repository.root))
    assert done.returncode == 1
    assert f"{name}:1:1: not UTF-8: byte 0" in done.stderr


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_release_replaces_nothing_that_is_no_folder(kind: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / DIST).mkdir(parents=True)
    (root / DIST / "kept.txt").write_text("kept", encoding="utf-8")
    exchange(root, DIST, FOLDERS[kind], tmp_path / "outside")
    before = read_tree(tmp_path)
    problem = replace_folder(root, DIST, {"new.txt": b"new"}, f"{STAGING}-dist")
    assert problem
    assert str(problem).startswith(f"{DIST}: is a")
    assert read_tree(tmp_path) == before


def test_a_full_disk_leaves_the_old_release(repository: Copy) -> None:
    import resource
    import signal

    (repository.root / DIST).mkdir()
    (repository.root / DIST / "old.zip").write_bytes(b"old")

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        prepared, assets = release(repository.root)
        (error,) = [str(error) for error in prepared.errors]
        assert not assets
        assert "cannot be written: File too large" in error

    assert run_in_child(work) == 0
    assert read_tree(repository.root / DIST) == {"old.zip": b"old"}
    assert not list(repository.root.glob(f"{STAGING}*"))


# The functions themselves


def test_the_two_functions_read_what_they_wrote(tmp_path: Path) -> None:
    assert read_file(tmp_path, "a/b/c.txt") is None
    assert not has_file(tmp_path, "a/b/c.txt")
    assert write_file(tmp_path, "a/b/c.txt", b"text") is None
    assert read_file(tmp_path, "a/b/c.txt") == b"text"
    assert read_file(tmp_path, "a/b/c.txt", 4) == b"text"
    assert "is larger than 3 bytes" in str(read_file(tmp_path, "a/b/c.txt", 3))
    assert list_files(tmp_path, "a/b") == (["a/b/c.txt"], [])
    assert "File exists" in str(write_file(tmp_path, "a/b/c.txt", b"other"))
    assert move_file(tmp_path, "a/b/c.txt", "d/e.txt") is None
    assert read_file(tmp_path, "d/e.txt") == b"text"
    assert remove_folder(tmp_path, "a") is None
    assert list_files(tmp_path, "a") == ([], [])


LEADING_OUT = ["../x", "a/../../x", "/etc/passwd", "", ".", "a//b", "\ud800", "a\0b"]


@given(st.text(max_size=12) | st.sampled_from([*LEADING_OUT, "x" * 300]))
def test_no_name_leads_out_of_the_root(name: str) -> None:
    root = ROOT / "tests" / "collections"
    for found in (read_file(root, name), check_place(root, name), list_files(root, name)):
        assert not isinstance(found, bytes)
    assert "\n" not in str(read_file(root, name)).partition("\n    → ")[0]
    parts = name.split("/")
    if set(parts) & {"", ".", ".."} or "\0" in name:
        assert "is no name of a file here" in str(read_file(root, name))
        assert write_file(root, name, b"") is not None


@pytest.mark.parametrize("holds", [True, False])
@pytest.mark.parametrize("name", ["folder/file.txt", "folder"])
def test_a_link_that_is_put_there_after_the_look_is_not_followed(
    name: str, holds: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not holds and name == "folder":
        return  # on such a system the window remains open for a moment: docs/reliability.md
    root, outside = tmp_path / "root", tmp_path / "outside"
    for folder, text in ((root, "inside"), (outside, "secret")):
        (folder / "folder").mkdir(parents=True)
        (folder / "folder" / "file.txt").write_text(text, encoding="utf-8")
    look = files.look_at

    def look_and_exchange(held: int | None, place: str, path: str) -> os.stat_result:
        seen = look(held, place, path)
        if path == name:
            (root / name).rename(tmp_path / "before")
            (root / name).symlink_to(outside / name)
        return seen

    monkeypatch.setattr(files, "HOLDS_FOLDERS", holds)
    monkeypatch.setattr(files, "look_at", look_and_exchange)
    assert "→" in str(read_file(root, "folder/file.txt"))


def test_a_pipe_on_the_command_line_is_refused_at_once(two_sources: Copy, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "906.txt")
    assert "is a named pipe, not a file" in str(read_given(tmp_path / "906.txt"))
    done = run("new", str(tmp_path / "906.txt"), "--root", str(two_sources.root))
    assert (done.returncode, done.stderr.count("error")) == (1, 1)


def test_commands_that_read_one_file_refuse_a_pipe(two_sources: Copy) -> None:
    (two_sources.root / UNITS).parent.mkdir(parents=True)
    os.mkfifo(two_sources.root / UNITS)
    assert "is a named pipe" in str(read_units(two_sources.root)[1][0])
    put(two_sources, "annotations", "a link")
    assert list_source_names(two_sources.root) == {"s100", "s101"}, "those of the register"


OPENING = {"read_text", "read_bytes", "write_text", "write_bytes", "open", "glob", "rglob", "iterdir", "unlink", "mkdir"}
OPENING |= {"is_file", "is_dir", "exists", "rename", "rmtree", "symlink_to", "resolve", "scandir"}
BESIDE_THE_CODE = {"text", "compare", "site", "proposals", "characters.py", "package/croissant.py", "files.py", "folders.py"}
BESIDE_THE_CODE |= {"cli.py", "paths.py", "start.py", "unchanged.py", "new_file.py"}
"""What is read there is beside the code, or is a package to compare, or is the root, or is only looked at (unchanged.py), or
is open already (new_file.py). files.py opens all the others."""


def test_no_other_module_opens_files_of_a_collection() -> None:
    package = ROOT / "scripts" / "curation"
    for path in package.rglob("*.py"):
        name = path.relative_to(package).as_posix()
        if name in BESIDE_THE_CODE or name.partition("/")[0] in BESIDE_THE_CODE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in OPENING, f"{name}:{node.lineno} has {node.attr}"
            if isinstance(node, ast.Name):
                assert node.id != "open", f"{name}:{node.lineno}"
            if isinstance(node, ast.Import):
                assert not {"os", "shutil", "tempfile"} & {alias.name for alias in node.names}, name


def test_strays_of_the_lexicon_are_removed_by_a_build(built_copy: Copy) -> None:
    (built_copy.root / LEXICON_FOLDER / "old.csv").touch()
    assert not build(built_copy.root).errors
    assert not (built_copy.root / LEXICON_FOLDER / "old.csv").exists()
