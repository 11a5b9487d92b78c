"""Packages of which programs make different things: `curate diff` refuses each, and still reads every sound one."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons import FLIGHTS, commit, read, read_files, read_from_memory, refuse, run_git, zip_folder
from conftest import ROOT, Copy
from curation.compare.compare import compare_releases
from curation.compare.load import Release, load_files, load_release
from curation.compare.package_names import describe_name, find_name_faults
from curation.paths import SITE_FOLDER
from hostile_packages import (
    FORBIDDEN_NAMES,
    OF_FIELD,
    Files,
    Member,
    find_spellings,
    list_bombs,
    list_hostile_descriptors,
    list_hostile_folders,
    list_hostile_json,
    list_hostile_zips,
    list_members,
    write_zip,
)
from test_cli import run

TOP = "two-sources-1.2.3/"
OTHER_VALUE = (b",46,", b",999,")
"""What a second reading of a doubtful package finds in its table of flights."""


@pytest.fixture(scope="module")
def few_files(old_release: Path) -> Files:
    """A package of two tables: many copies of it are made."""
    files = read_files(old_release)
    about = json.loads(files["datapackage.json"])
    about["resources"] = [one for one in about["resources"] if one["name"] in ("flights", "officials")]
    names = ("CHANGELOG.md", "metadata.yaml", FLIGHTS, "build/csv/officials.csv")
    return {"datapackage.json": json.dumps(about).encode(), **{name: files[name] for name in names}}


@pytest.fixture(scope="module")
def other_table(few_files: Files) -> bytes:
    """A table of flights that is as sound as the first one, with another value."""
    changed = few_files[FLIGHTS].replace(*OTHER_VALUE)
    assert changed != few_files[FLIGHTS]
    assert read_from_memory(few_files | {FLIGHTS: changed})
    return changed


def load_content(content: bytes, folder: Path) -> Release | None:
    file = folder / "a.zip"
    file.write_bytes(content)
    release, problems = load_release(str(file), ROOT)
    assert bool(release) != bool(problems)
    return release


# Zips


@pytest.mark.parametrize("top", ["", TOP])
def test_a_zip_that_can_be_read_in_two_ways_is_refused(
    few_files: Files, other_table: bytes, top: str, tmp_path: Path
) -> None:
    assert load_content(write_zip(list_members(few_files, top)), tmp_path)
    kinds = [
        kind
        for kind, content in list_hostile_zips(few_files, FLIGHTS, other_table, top)
        if load_content(content, tmp_path) is not None
    ]
    assert kinds == []


@settings(max_examples=150)
@given(st.data(), st.sampled_from(["", TOP]), st.booleans())
def test_no_second_spelling_of_any_path_is_read(
    few_files: Files, other_table: bytes, tmp_path_factory: pytest.TempPathFactory, data: Any, top: str, is_first: bool
) -> None:
    path = data.draw(st.sampled_from(sorted(few_files)))
    spelling = data.draw(find_spellings(top + path))
    sound, second = list_members(few_files, top), Member(spelling, other_table)
    content = write_zip([second, *sound] if is_first else [*sound, second])
    assert load_content(content, tmp_path_factory.mktemp("spelt")) is None, spelling


@given(st.lists(st.sampled_from(["build", "csv", "flights.csv", ".", "..", "", "x", "C:", "a\\b", "nul", "a ", "é", "\0"])))
def test_a_name_without_a_fault_is_where_every_program_puts_it(parts: list[str]) -> None:
    name = "/".join(parts)
    if describe_name(name) == "":
        assert name == os.path.normpath(name).replace(os.sep, "/")
        assert not name.startswith(("/", "../"))
        assert name.isprintable()
        assert "\\" not in name
        assert ":" not in name


@pytest.mark.parametrize("name", FORBIDDEN_NAMES)
def test_a_name_that_windows_forbids_has_a_fault_in_each_place(name: str) -> None:
    for path in (name, f"build/{name}", f"{name}/flights.csv", f"build/{name}/flights.csv"):
        assert describe_name(path), path


@given(st.sampled_from([FLIGHTS, "README.md", "schemas/flights.json"]), st.data())
def test_two_names_that_some_file_system_takes_for_one_are_a_fault(name: str, data: Any) -> None:
    letters = [data.draw(st.sampled_from([letter, letter.swapcase()])) for letter in name]
    other = "".join(letters)
    faults = dict(find_name_faults([name, other]))
    assert (other in faults) or (name == other and name in faults)


def write_with_python(files: Files, method: int, is_stream: bool, has_folders: bool, top: str) -> bytes:
    """Return a zip as Python's own module writes it: to a file, or to a pipe, where sizes follow the contents."""
    buffer = io.BytesIO()
    if is_stream:
        buffer.seekable = lambda: False  # type: ignore[method-assign]
    with zipfile.ZipFile(buffer, "w", method) as archive:
        folders = {f"{top}{'/'.join(name.split('/')[:depth])}/" for name in files for depth in range(1, name.count("/") + 1)}
        for folder in sorted({top, *folders} - {""}) if has_folders else ():
            archive.mkdir(folder.rstrip("/"))
        for name, content in files.items():
            archive.writestr(top + name, content)
    return buffer.getvalue()


@given(
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", TOP, "two sources (1)/", "пакет/"]),
)
def test_a_zip_without_faults_is_read_however_it_is_written(
    few_files: Files, tmp_path_factory: pytest.TempPathFactory, method: int, is_stream: bool, has_folders: bool, top: str
) -> None:
    more = dict.fromkeys(("README.md", "LICENSE-DATA", ".zenodo.json", "docs/format.md", "scripts/verify.py"), b"x")
    more |= {"build/parquet/flights.parquet": b"x", "build/lexicon/LICENSE-UNICODE.txt": b"", "schemas/flights.json": b"{}"}
    more |= {"annotations/places.yaml": b"", "build/manifest-sha256.txt": b"x", "schemas/metadata.schema.json": b"{}"}
    content = write_with_python(few_files | more, method, is_stream, has_folders, top)
    release = load_content(content, tmp_path_factory.mktemp("sound"))
    assert release
    difference = compare_releases(read_from_memory(few_files), release)
    assert difference["part"] == "none"


@pytest.mark.skipif(not shutil.which("zip"), reason="the program zip is not installed here")
def test_a_zip_of_the_program_zip_is_read(old_release: Path, tmp_path: Path) -> None:
    for name, words in {"a": ("-r",), "b": ("-rX0",), "c": ("-rD9",)}.items():
        subprocess.run(["zip", "-q", *words, str(tmp_path / f"{name}.zip"), "."], cwd=old_release, check=True)
        assert read(tmp_path / f"{name}.zip")


def test_a_zip_that_the_standard_library_makes_of_a_folder_is_read(old_release: Path, tmp_path: Path) -> None:
    assert read(shutil.make_archive(str(tmp_path / "a"), "zip", old_release))
    assert read(shutil.make_archive(str(tmp_path / "b"), "zip", old_release.parent, old_release.name))


def test_each_fault_of_a_zip_is_reported_with_the_member(few_files: Files, tmp_path: Path) -> None:
    wanted = {
        "./build/csv/flights.csv": "«./build/csv/flights.csv» is no plain path",
        "build/csv/nul.csv": "«build/csv/nul.csv» is a name that Windows forbids",
        "build/csv/fl\u202eights.csv": "«build/csv/fl\\u202eights.csv» holds a character that is not seen",
        "seeds/s001.txt": "«seeds/s001.txt» is no file of a release",
        "readme.md": "«readme.md» is no file of a release",
    }
    for name, message in wanted.items():
        file = tmp_path / "a.zip"
        file.write_bytes(write_zip([*list_members(few_files), Member(name)]))
        assert message in refuse(file)


# How much a package may hold


MEASURE = """
import resource, sys, time
from pathlib import Path
from curation.compare.load import load_release
begun, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in sys.argv[1:]:
    release, problems = load_release(name, Path.cwd())
    assert problems and not release, name
print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in KiB on Linux")
def test_small_zips_of_much_content_are_refused_before_they_are_unpacked(few_files: Files, tmp_path: Path) -> None:
    names = []
    for number, (_, content) in enumerate(list_bombs(few_files, FLIGHTS, 1 << 29)):
        names.append(str(tmp_path / f"{number}.zip"))
        Path(names[-1]).write_bytes(content)
    done = subprocess.run([sys.executable, "-c", MEASURE, *names], text=True, capture_output=True, check=True)
    seconds, kibibytes = map(float, done.stdout.split())
    assert seconds < 5
    assert kibibytes < 100 * 1024


@settings(max_examples=40)
@given(st.integers(-3, 3).filter(bool), st.sampled_from([0, 8]), st.booleans())
def test_a_member_is_as_large_as_it_says(
    few_files: Files, tmp_path_factory: pytest.TempPathFactory, by: int, method: int, is_checksum_sound: bool
) -> None:
    """A zip may say that it holds the beginning of what it unpacks to, with the checksum of that beginning."""
    content = few_files[FLIGHTS]
    size = len(content) + by
    said = content[:size] if is_checksum_sound else content
    member = Member(FLIGHTS, said, method=method, local_content=content, size=size)
    others = [one for one in list_members(few_files) if one.name != FLIGHTS]
    assert load_content(write_zip([*others, member]), tmp_path_factory.mktemp("sized")) is None


def test_a_member_that_is_said_to_be_empty_is(few_files: Files, tmp_path: Path) -> None:
    member = Member("CHANGELOG.md", b"", method=8, local_content=b"x" * 100, size=0)
    others = [one for one in list_members(few_files) if one.name != "CHANGELOG.md"]
    assert load_content(write_zip([*others, member]), tmp_path) is None


def test_tables_that_do_not_fit_into_memory_are_refused(few_files: Files) -> None:
    wide = {FLIGHTS: few_files[FLIGHTS] + b"," * 2**23}
    release, problems = load_files("x", "", (few_files | wide).get)
    assert release is None
    assert "8,388,608 cells" in problems[0].message
    assert len(problems) == 2, "and the next table has no room either"


def test_a_descriptor_that_is_too_large_is_refused(few_files: Files) -> None:
    large = few_files["datapackage.json"] + b" " * 2**24
    release, problems = load_files("x", "", (few_files | {"datapackage.json": large}).get)
    assert release is None
    assert "larger than 16 MiB" in problems[0].message


# Folders


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")
def test_a_folder_with_a_link_or_no_file_on_the_way_is_refused_at_once(
    few_files: Files, other_table: bytes, tmp_path: Path
) -> None:
    read_at_all, hanging = [], []
    for number, (kind, make) in enumerate(list_hostile_folders(few_files, FLIGHTS, other_table)):
        folder = tmp_path / str(number) / "release"
        make(folder)
        found: list[Release | None] = []
        work = threading.Thread(target=load_into, args=(found, folder), daemon=True)
        work.start()
        work.join(20)
        hanging += [kind] if not found else []
        read_at_all += [kind] if any(found) else []
    assert (read_at_all, hanging) == ([], [])


def load_into(found: list[Release | None], folder: Path) -> None:
    found.append(load_release(str(folder), ROOT)[0])


def test_a_link_to_a_package_that_the_command_names_is_followed(old_release: Path, tmp_path: Path) -> None:
    (tmp_path / "latest").symlink_to(old_release, target_is_directory=True)
    zip_folder(old_release, tmp_path / "a.zip", "")
    (tmp_path / "latest.zip").symlink_to(tmp_path / "a.zip")
    assert read(tmp_path / "latest")
    assert read(tmp_path / "latest.zip")


def test_a_folder_of_two_packages_is_refused(old_release: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        shutil.copytree(old_release, tmp_path / "two" / name)
    assert "holds no datapackage.json" in refuse(tmp_path / "two")


def test_a_link_to_a_folder_is_not_the_one_folder_of_a_package(old_release: Path, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "release").symlink_to(old_release, target_is_directory=True)
    assert "holds no datapackage.json" in refuse(tmp_path / "one")


def test_a_descriptor_that_is_a_link_to_nothing_hides_no_package_below(old_release: Path, tmp_path: Path) -> None:
    shutil.copytree(old_release, tmp_path / "one" / "release")
    (tmp_path / "one" / "datapackage.json").symlink_to("nowhere")
    assert "is a link" in refuse(tmp_path / "one")


# Revisions


def replace_entry(folder: Path, mode: str, path: str, content: str) -> None:
    """Commit a link or a submodule in the place of a file or folder."""
    run_git(folder, "rm", "-r", "--quiet", "--cached", path)
    if mode == "160000":
        target = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, text=True, capture_output=True, check=True).stdout
    else:
        words = ["git", "hash-object", "-w", "--stdin"]
        target = subprocess.run(words, cwd=folder, input=content, text=True, capture_output=True, check=True).stdout
    run_git(folder, "update-index", "--add", "--cacheinfo", f"{mode},{target.strip()},{path}")
    run_git(folder, "commit", "--quiet", "--message", "Other")


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here")
@pytest.mark.parametrize("mode", ["120000", "160000"])
@pytest.mark.parametrize("path", [FLIGHTS, "datapackage.json", "build/csv", "build"])
def test_a_revision_with_a_link_or_a_submodule_on_the_way_is_refused(new_release: Copy, mode: str, path: str) -> None:
    commit(new_release.root)
    assert read("HEAD", new_release.root)
    shutil.copytree(new_release.root / "build", new_release.root / "other")
    run_git(new_release.root, "add", "--all")
    target = (new_release.root / path).read_text(encoding="utf-8") if (new_release.root / path).is_file() else "other"
    replace_entry(new_release.root, mode, path, target)
    assert "is a link or a submodule" in refuse("HEAD", new_release.root)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here")
def test_a_revision_shows_what_was_committed_and_no_replacement(new_release: Copy) -> None:
    commit(new_release.root)
    words = ["git", "hash-object", "-w", "--stdin"]
    changed = (new_release.root / FLIGHTS).read_text(encoding="utf-8").replace(",46,", ",999,")
    done = subprocess.run(words, cwd=new_release.root, input=changed, text=True, capture_output=True, check=True)
    run_git(new_release.root, "replace", f"HEAD:{FLIGHTS}", done.stdout.strip())
    difference = compare_releases(read(new_release.root), read("HEAD", new_release.root))
    assert difference["part"] == "none"


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here")
def test_a_revision_of_a_folder_within_a_repository_is_read(new_release: Copy, tmp_path: Path) -> None:
    shutil.copytree(new_release.root, tmp_path / "repository" / "data" / "a b")
    commit(tmp_path / "repository")
    assert read("HEAD", tmp_path / "repository" / "data" / "a b")
    assert "holds no datapackage.json" in refuse("HEAD", tmp_path / "repository")


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here")
@pytest.mark.parametrize(
    "tag", ["v9$(touch x)", "v9;touch${IFS}x", "v9`touch x`".replace(" ", "${IFS}"), "v9'x", 'v9"x', "v9|x"]
)
def test_a_revision_with_any_name_is_read(new_release: Copy, tag: str) -> None:
    commit(new_release.root)
    run_git(new_release.root, "tag", tag.replace(" ", ""))
    assert read(tag.replace(" ", ""), new_release.root)
    assert not (new_release.root / "x").exists()


# Descriptors


def test_a_descriptor_with_which_others_read_other_data_is_refused(few_files: Files, other_table: bytes) -> None:
    kinds = [
        kind
        for kind, files in list_hostile_descriptors(few_files, FLIGHTS, other_table)
        if load_files("x", "", files.get)[0] is not None
    ]
    assert kinds == []


@given(st.text(min_size=1, max_size=20), st.none() | st.booleans() | st.text(max_size=5) | st.lists(st.text(max_size=3)))
def test_no_property_of_a_resource_or_its_schema_is_read_that_is_not_known(few_files: Files, name: str, value: Any) -> None:
    about = json.loads(few_files["datapackage.json"])
    for place in (about["resources"][0], about["resources"][0]["schema"]):
        if name in place:
            continue
        place[name] = value
        release, _ = load_files("x", "", (few_files | {"datapackage.json": json.dumps(about).encode()}).get)
        assert release is None
        del place[name]


def test_a_property_of_a_field_that_changes_no_value_is_compared(few_files: Files) -> None:
    about = json.loads(few_files["datapackage.json"])
    about["resources"][0]["schema"]["fields"][0].update(
        rdfType="https://example.org/x", categories=[{"value": "x"}], note="x"
    )
    new = read_from_memory(few_files | {"datapackage.json": json.dumps(about).encode()})
    changes = compare_releases(read_from_memory(few_files), new)["changes"]
    assert {"rdfType", "note"} <= {one["name"] for one in changes}


def test_the_fault_of_a_descriptor_is_reported_with_its_place(few_files: Files) -> None:
    about = json.loads(few_files["datapackage.json"])
    about["resources"][0]["schema"]["fields"][0].update(OF_FIELD)
    _, problems = load_files("x", "", (few_files | {"datapackage.json": json.dumps(about).encode()}).get)
    messages = [problem.message for problem in problems]
    assert "resource 'flights', field 'flight_id': 'missingValues' is not read" in messages
    assert len(messages) == len(OF_FIELD)


def test_json_that_programs_read_differently_is_refused(few_files: Files) -> None:
    for kind, content in list_hostile_json():
        release, problems = load_files("x", "", (few_files | {"datapackage.json": content}).get)
        assert release is None, kind
        assert problems[0].file == "datapackage.json"


@pytest.mark.parametrize("cell", [b"a\rb", b"a\r", b"\r"])
def test_a_carriage_return_of_which_programs_make_different_rows_is_refused(few_files: Files, cell: bytes) -> None:
    begun = few_files[FLIGHTS]
    assert load_files("x", "", (few_files | {FLIGHTS: begun.replace(b"\n", b"\r\n")}).get)[0], "CR LF ends a row everywhere"
    quoted = begun.replace(b"Polar Air", b'"Polar ' + cell + b' Air"')
    assert quoted != begun
    assert load_files("x", "", (few_files | {FLIGHTS: quoted}).get)[0], "between quotation marks it ends none"
    loose = begun.replace(b"Polar Air", b"Polar " + cell)
    assert load_files("x", "", (few_files | {FLIGHTS: loose}).get)[0] is None


# What was published before


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here")
def test_every_older_state_of_this_repository_is_read() -> None:
    """Where its whole history is there: the files of a release are committed with it."""
    words = ["git", "rev-list", "HEAD", "--", "datapackage.json"]
    done = subprocess.run(words, cwd=ROOT, text=True, capture_output=True, check=False)
    commits = done.stdout.split()
    for name in {*commits[-1:], *commits[:: max(len(commits) // 5, 1)]}:
        assert read(name, ROOT)


def test_this_repository_is_read_as_a_folder_and_as_a_zip(tmp_path: Path) -> None:
    folder = read(ROOT)
    names = ("datapackage.json", "CHANGELOG.md", "metadata.yaml", "README.md", "build", "schemas", "docs")
    paths = chain.from_iterable([ROOT / name, *(ROOT / name).rglob("*")] for name in names)
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    files = {name: content for name, content in files.items() if not name.startswith(f"{SITE_FOLDER}/")}
    file = tmp_path / "a.zip"
    file.write_bytes(write_zip(list_members(files, TOP)))
    difference = compare_releases(folder, read(file))
    assert difference["part"] == "none"
    assert not difference["rows"]


def test_the_command_reports_what_is_wrong_without_a_traceback(few_files: Files, other_table: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(write_zip([*list_members(few_files), Member(f"./{FLIGHTS}\x1b[2J", other_table)]))
    done = run("diff", str(file), str(file))
    assert done.returncode == 1
    assert "is no plain path" in done.stderr
    assert "\x1b" not in done.stderr
    assert "Traceback" not in done.stderr
