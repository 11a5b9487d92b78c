"""Values that steer a terminal or a page, and packages that cannot be compared."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import string
import tempfile
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from comparisons import (
    FLIGHTS,
    commit,
    compare,
    edit_descriptor,
    read,
    read_files,
    read_from_memory,
    refuse,
    write_csv,
    zip_folder,
)
from conftest import FLIGHT, ROOT, Copy
from curation.compare.compare import compare_releases
from curation.compare.load import Release, load_release
from curation.compare.render import FORMS
from curation.package.markdown import escape_code
from curation.problems import Problem
from test_cli import run

# Values that are more than words


class Texts(HTMLParser):
    """The tags of a page, and the texts of its <code>."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.codes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "code":
            self.codes.append("")

    def handle_data(self, data: str) -> None:
        if self.codes and self.tags[-1] == "code":
            self.codes[-1] += data


@given(st.text(alphabet="ab1 _*`|~<>&[]()!#@:/\\$-=+.\"'\n", max_size=40))
def test_no_mark_in_a_value_is_markdown_or_html(value: str) -> None:
    value = f"x{value}x"
    page = Texts(MarkdownIt("gfm-like", {"linkify": False}).render(f"- {escape_code(value)} → end\n"))
    assert page.tags == ["ul", "li", "code"]
    assert page.codes == [value.replace("\n", "⏎") + " → end\n"] or page.codes[0].startswith(value.replace("\n", "⏎"))


def test_markdown_takes_hostile_values_for_words(old_release: Path, new_release: Copy) -> None:
    bad = "`x` | <img src=x onerror=alert(1)> </details> @everyone **b** [a](https://example.org)"
    new_release.edit(FLIGHTS, "Polar Air", bad)
    text = FORMS["markdown"](compare(old_release, new_release.root))
    page = Texts(MarkdownIt("gfm-like", {"linkify": False}).render(text))
    assert set(page.tags) <= {"h3", "p", "ul", "li", "code", "strong", "details", "summary"}
    assert any(bad in code for code in page.codes)
    assert "@everyone" not in text


def test_a_terminal_is_steered_by_no_value(old_release: Path, new_release: Copy) -> None:
    new_release.edit(FLIGHTS, "Polar Air", "\x1b[2JPolar\u202e Air")
    text = FORMS["text"](compare(old_release, new_release.root))
    assert "\\u001b[2JPolar\\u202e Air" in text
    assert all(mark.isprintable() or mark == "\n" for mark in text)


def test_markdown_takes_every_hostile_text_for_words(old_release: Path) -> None:
    """Wherever a package can put a text: in its own texts, names, codes, types, rows, claims and rulings."""
    bad = "`a` <b onclick=x> @every_one</code></details> *b* [c](d)\n# e\x1d\x1e"
    hostile = json.loads((old_release / "datapackage.json").read_text(encoding="utf-8"))
    for resource in hostile["resources"]:
        for column in resource["schema"]["fields"]:
            column.update(title=bad, codes={bad: bad}, categories=[{"value": bad, "label": bad}], unit=bad, **{bad: bad})
    hostile |= {"title": bad, "version": bad, "created": bad, bad: bad}
    extra = {"name": bad, "path": "x.csv", "schema": {"fields": [{"name": bad, "type": bad}], "primaryKey": bad}}
    hostile["resources"].append(extra)
    files = read_files(old_release)
    files |= {
        "datapackage.json": json.dumps(hostile).encode(),
        "CHANGELOG.md": bad.encode(),
        "x.csv": write_csv([[bad], [bad]]),
    }
    for name in ("flights", "officials", "claims", "disagreements"):
        path = f"build/csv/{name}.csv"
        lines = list(csv.reader(io.StringIO(files[path].decode(), newline="")))
        changed = [[value if value in line[:1] else f"{value}{bad}" for value in line] for line in lines[1:]]
        files[path] = write_csv([lines[0], *changed, [bad] * len(lines[0])])
    new = read_from_memory(files, bad, bad)
    difference = compare_releases(read(old_release), new)
    for pair in (difference, compare_releases(new, read(old_release))):
        text = FORMS["markdown"](pair)
        page = Texts(MarkdownIt("gfm-like", {"linkify": False}).render(text))
        assert set(page.tags) <= {"h3", "p", "ul", "li", "code", "strong", "details", "summary"}
        assert "@every" not in text
        shown = FORMS["text"](pair)
        assert all(mark.isprintable() or mark == "\n" for mark in text + shown)
        titles = re.findall(r"^(?!\s|Rows of)(.*) \(\d+\)$", shown, flags=re.MULTILINE)
        assert {"Tables", "Codes", "Cells changed", "Texts"} <= set(titles)
        assert len(set(titles)) == len(titles), "no value can begin a section"


# What cannot be compared


@pytest.mark.parametrize(
    "name", ["nowhere", "-x", "--output=x", "HEAD..HEAD", "HEAD:README.md", "x\0y", "x" * 5000, "\udcff"]
)
def test_what_is_neither_path_nor_revision_is_a_problem(name: str) -> None:
    assert refuse(name)


def test_an_option_of_git_is_no_revision(new_release: Copy, tmp_path: Path) -> None:
    commit(new_release.root)
    done = run("diff", "--root", str(new_release.root), "--", f"--output={tmp_path / 'written'}", "HEAD")
    assert done.returncode == 1
    assert "no revision of the repository" in done.stderr
    assert not (tmp_path / "written").exists()


def test_without_git_a_path_is_still_compared(new_release: Copy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read(new_release.root)
    assert "install git" in refuse("HEAD", new_release.root)


def test_outside_a_repository_there_is_no_revision(new_release: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(new_release.root.parent))
    assert "no revision of the repository" in refuse("HEAD", new_release.root)


def test_each_fault_of_a_package_is_named_with_its_file(old_release: Path, new_release: Copy) -> None:
    faults: dict[str, tuple[str, Callable[[Path], object]]] = {
        "officials.csv: is missing, and datapackage.json lists it": ("officials", Path.unlink),
        "quotes.csv:1:1: its header is not": ("quotes", lambda path: path.write_text("a,b\n1,2\n")),
        "sources.csv:2:1: 1 fields, and": (
            "sources",
            lambda path: path.write_text(path.read_text().partition("\n")[0] + "\nx\n"),
        ),
        "statistics.csv:1:1: not UTF-8": ("statistics", lambda path: path.write_bytes(b"\xff\n")),
        f": key '{FLIGHT}' is there twice": (
            "flights",
            lambda path: path.write_text(path.read_text() + path.read_text().splitlines()[1] + "\n"),
        ),
        'statements.csv:2:1: not CSV: ': (
            "statements",
            lambda path: path.write_text(path.read_text().partition("\n")[0] + '\n"x"y\n'),
        ),
    }  # fmt: skip
    for table, spoil in faults.values():
        spoil(new_release.root / "build" / "csv" / f"{table}.csv")
    problems = refuse(new_release.root)
    for wanted in faults:
        assert wanted in problems
    done = run("diff", str(old_release), str(new_release.root))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "path",
    [
        "../x.csv",
        "/etc/passwd",
        "a/../../x.csv",
        "C:\\x.csv",
        "https://example.org/x.csv",
        "",
        ["../x-001.csv"],
        3,
        [],
        ["a.csv"],
    ],
)
def test_a_path_that_leaves_the_package_is_refused(path: Any, new_release: Copy) -> None:
    edit_descriptor(new_release, "flights", lambda one: one.update(path=path))
    is_inside = path in (3, [], ["a.csv"])
    assert ("is no path within the package" in refuse(new_release.root)) != is_inside


def test_a_list_of_files_that_are_no_parts_of_one_table_is_refused(new_release: Copy) -> None:
    edit_descriptor(new_release, "flights", lambda one: one.update(path=["a.csv"]))
    assert "its parts are not numbered from 001 in one folder" in refuse(new_release.root)


def test_a_link_that_leaves_the_package_is_refused(new_release: Copy) -> None:
    outside = new_release.root.parent / "outside.csv"
    (new_release.root / FLIGHTS).rename(outside)
    (new_release.root / FLIGHTS).symlink_to(outside)
    assert "flights.csv: cannot be read: flights.csv is a link" in refuse(new_release.root)


def test_links_in_a_circle_are_an_error(new_release: Copy) -> None:
    (new_release.root / FLIGHTS).unlink()
    (new_release.root / FLIGHTS).symlink_to(new_release.root / FLIGHTS)
    assert "flights.csv: " in refuse(new_release.root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes that have a name")
def test_what_is_neither_a_file_nor_a_folder_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "no revision of the repository" in refuse(tmp_path / "pipe")


def test_a_descriptor_of_another_shape_is_refused_with_the_place_in_it(new_release: Copy) -> None:
    edit_descriptor(new_release, "flights", lambda one: one["schema"]["fields"][0].update(constraints=3, name=["x"]))
    problems = refuse(new_release.root)
    assert "$.resources[0].schema.fields[0].name: ['x'] is not of type 'string'" in problems
    assert "$.resources[0].schema.fields[0].constraints: 3 is not of type 'object'" in problems


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "..\\x", "C:/x"])
def test_a_zip_whose_members_lead_out_of_it_is_refused(name: str, new_release: Copy, tmp_path: Path) -> None:
    file = zip_folder(new_release.root, tmp_path / "a.zip", "")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, "x")
    assert "is no plain path" in refuse(file)


def test_a_zip_that_says_that_it_holds_more_than_memory_is_refused(new_release: Copy, tmp_path: Path) -> None:
    file = zip_folder(new_release.root, tmp_path / "a.zip", "")
    with zipfile.ZipFile(file) as archive:
        size = archive.getinfo("datapackage.json").file_size.to_bytes(4, "little")
    content = file.read_bytes()
    place = content.rindex(size)
    file.write_bytes(content[:place] + b"\xff\xff\xff\x7f" + content[place + 4 :])
    assert "more than 256 MiB" in refuse(file)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{}",
        '{"resources": [3]}',
        '{"resources": NaN}',
        "[" * 100_000,
        '{"resources": [], "title": NaN}',
        '{"resources": [], "title": "\\ud800"}',
        "\ufeff{}",
        '"\\ud800"',
        "{",
    ],
)
def test_a_descriptor_that_is_none_is_refused(content: str, new_release: Copy) -> None:
    (new_release.root / "datapackage.json").write_text(content, encoding="utf-8")
    assert "datapackage.json" in refuse(new_release.root)


@pytest.fixture(scope="module")
def packed(old_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zip of two tables: hypothesis changes many copies of it."""
    folder = tmp_path_factory.mktemp("packed")
    descriptor = json.loads((old_release / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] in ("flights", "officials")]
    (folder / "release" / "build" / "csv").mkdir(parents=True)
    (folder / "release" / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for name in ("CHANGELOG.md", "metadata.yaml", FLIGHTS, "build/csv/officials.csv"):
        (folder / "release" / name).write_bytes((old_release / name).read_bytes())
    return zip_folder(folder / "release", folder / "a.zip", "")


@pytest.fixture(scope="module")
def read_packed(packed: Path) -> Release:
    return read(packed)


@settings(max_examples=80)
@given(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8))
def test_a_zip_with_a_change_anywhere_is_read_or_refused(
    packed: Path, read_packed: Release, place: float, length: int, put: bytes
) -> None:
    content = packed.read_bytes()
    start = int(place * len(content))
    read_or_refuse(content[:start] + put + content[start + length :], read_packed)


@settings(max_examples=80)
@given(st.floats(0, 1), st.integers(0, 40), st.text(alphabet=string.printable + "\ud800é\0", max_size=8))
def test_a_descriptor_with_a_change_anywhere_is_read_or_refused(
    packed: Path, read_packed: Release, place: float, length: int, put: str
) -> None:
    with zipfile.ZipFile(packed) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    text = files["datapackage.json"].decode()
    start = int(place * len(text))
    files["datapackage.json"] = (text[:start] + put + text[start + length :]).encode("utf-8", "surrogatepass")
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    read_or_refuse(spoilt.getvalue(), read_packed)


def read_or_refuse(content: bytes, old: Release) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.zip"
        file.write_bytes(content)
        release, problems = load_release(str(file), ROOT)
        assert release or problems
        assert all(isinstance(problem, Problem) for problem in problems)
        if release:
            difference = compare_releases(old, release)
            for write in FORMS.values():
                assert write(difference)
