"""scripts/verify.py and `curate diff` refuse the same names of files: each has its own code, and the rule is one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from curation.compare.package_names import describe_name, find_name_faults
from curation.compare.zip_members import open_members
from hostile_packages import Member, spell_path, write_zip
from verify import is_plain, read_zip, refuse_names

SOUND = (
    "datapackage.json", "build/csv/flights.csv", "build/parquet/flights.parquet", "build/parquet/datapackage.json", "LICENSE",
    "build/lexicon/LICENSE-UNICODE.txt", "build/lexicon/numbers.toml", "build/manifest-sha256.txt", "annotations/places.yaml",
    "schemas/flights.json", "schemas/metadata.schema.json", "docs/format.md", "docs/figures/map.png", "scripts/verify.py",
    "metadata.yaml", "croissant.json", ".zenodo.json", "CITATION.cff", "README.md", "LICENSE-DATA",
)  # fmt: skip
UNSOUND = (
    "build/notes.txt", "build/csv/notes.txt", "build/site/index.html", "notes.md", "docs/a/b.md", "annotations/other.yaml",
    "build/csv/a/b.csv", "schemas/a.b.json", "scripts/other.py", "build/extra/a.csv", "build", "x/datapackage.json",
    "LICENSE-", "build/csv", "docs", "build/csv/flights.csv/x.csv", "Datapackage.json",
)  # fmt: skip
"""Files that no release holds, or that are folders of one."""

PIECES = [
    "",
    ".",
    "..",
    "...",
    "a",
    "A",
    " a",
    "a ",
    "a.",
    ".a",
    "build",
    "BUILD",
    "csv",
    "nul",
    "NUL.csv",
    "com1",
    "COM².csv",
]
PIECES += [
    "ｃｏｎ",
    "lpt¹ .x",
    "conin$",
    "a:b",
    "C:",
    "c:\\x",
    "a\\b",
    "a<",
    "a|b",
    'a"',
    "a?",
    "a*",
    "é",
    "e\u0301",
    "ﬁ",
    "ß",
]
PIECES += [
    "İ",
    "ı",
    "\u212a",
    "a\u200d",
    "\u202ea",
    "a\n",
    "\x7f",
    "\x00",
    "❤\ufe0f",
    "👩\u200d🚀",
    "\u3164",
    "\ue000",
    "\u00ad",
    "\ufeff",
]
PIECES += ["a" * 200, "a" * 201, "a/" * 200, "/", "//", "~", "-", "--x", "@", "%2e%2e", "..\\x", "\u2024", "\uff0e\uff0e"]

parts = st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3)
spelt = st.sampled_from([other for path in SOUND for _, other in spell_path(path)])
anything = st.lists(parts, min_size=1, max_size=4).map("/".join)
changed = st.builds(lambda path, piece, at: path[:at] + piece + path[at:], st.sampled_from(SOUND), parts, st.integers(0, 30))
names = st.sampled_from(SOUND) | st.sampled_from(SOUND) | st.sampled_from(UNSOUND) | spelt | anything | changed
folders = (
    st.sampled_from(["build", "build/csv", "Build", "docs", "docs/figures", "build/site", "schemas", "empty"]) | anything
)
tops = st.sampled_from(["", "", "two-sources-1.2.3/", "two/", "x/y/"]) | parts.map(lambda part: f"{part}/")


@given(st.lists(names, max_size=6), st.lists(folders, max_size=2))
@example(["build/notes.txt"], [])
@example(["docs/figures/map.png", "docs/Figures/map.png"], ["docs/figures"])
def test_both_refuse_the_same_sets_of_names(files: list[str], inside: list[str]) -> None:
    assert bool([*refuse_names(files, inside)]) == bool([*find_name_faults(files, inside)])


@given(parts.filter(lambda part: "/" not in part))
@example("ｃｏｎ")
@example("❤\ufe0f")
def test_both_refuse_the_same_names_of_a_top(name: str) -> None:
    assert is_plain(name) == (describe_name(name) == "")


def test_both_refuse_the_same_characters() -> None:
    """Of each character that is printable by itself: whether another one is refused depends on what is beside it."""
    printable = [one for one in map(chr, range(sys.maxunicode + 1)) if one.isprintable() and one != "/"]
    assert [one for one in printable if is_plain(f"a{one}b") != (describe_name(f"a{one}b") == "")] == []


def is_accepted(path: Path) -> tuple[bool, bool]:
    """Return whether verify.py accepts the names of a zip, and whether `curate diff` does."""
    try:
        ours = not read_zip(path)[1]
    except (ValueError, UnicodeDecodeError):
        ours = False
    try:
        open_members(path)[0].close()
    except Exception:  # as `curate diff` takes it
        return ours, False
    return ours, True


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(names, max_size=5), st.lists(folders, max_size=2), tops, st.booleans(), st.lists(names, max_size=1))
@example(["build/csv/flights.csv"], [], "two/", False, [])
@example([], [], "two/", True, ["datapackage.json"])
@example([], [], "❤\ufe0f/", True, [])
@example([], [], "/", True, [])
def test_both_refuse_the_same_zips(
    tmp_path: Path, files: list[str], inside: list[str], top: str, is_described: bool, outside: list[str]
) -> None:
    listed = [*(["datapackage.json"] if is_described else []), *files, *(f"{folder}/" for folder in inside)]
    members = [Member(top + name) for name in listed] + [Member(name) for name in outside]
    folder = [replace_mode(member) if str(member.name).endswith("/") else member for member in members]
    path = tmp_path / "names.zip"
    path.write_bytes(write_zip(folder))
    ours, theirs = is_accepted(path)
    assert ours == theirs


def replace_mode(member: Member) -> Member:
    """Return a member that is a folder, as its name says."""
    return Member(member.name, mode=0o40755)


@pytest.mark.parametrize("path", SOUND)
def test_both_accept_what_releases_hold(path: str) -> None:
    assert not [*refuse_names([path])]
    assert not [*find_name_faults([path])]


@pytest.mark.parametrize("path", UNSOUND)
def test_both_refuse_what_no_release_holds(path: str) -> None:
    assert [*refuse_names([path])]
    assert [*find_name_faults([path])]
