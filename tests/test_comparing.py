"""Two releases, compared: what has changed, with its words, and which version that needs."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import string
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conftest import ROOT, Copy
from curation.compare.compare import compare_releases, find_lowest
from curation.compare.load import Release, load_files, load_release
from curation.compare.render import FORMS, LONGEST_COMMENT
from curation.package.markdown import escape_code
from curation.pipeline import build
from curation.problems import Problem
from test_cli import run

Diff = dict[str, Any]
PUBLISHED = ("datapackage.json", "build/csv")
VERSION, DATE = "1.2.3", "2026-01-02"
HEADING = f"## {VERSION} ({DATE})"
"""Of the copies: the tests outlive the real package's version."""
FLIGHTS = "build/csv/flights.csv"
FLIGHT = "flights/2025-04-30-new-york-tashkent"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """What a release holds, in a folder of its own, with a version of its own."""
    return copy_published(tmp_path / "release")


def copy_published(target: Path) -> Copy:
    for name in PUBLISHED:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, target / name)
    descriptor = target / "datapackage.json"
    about = json.loads(descriptor.read_text(encoding="utf-8"))
    about |= {"version": VERSION, "created": f"{DATE}T00:00:00Z"}
    descriptor.write_text(json.dumps(about, indent=2, ensure_ascii=False), encoding="utf-8")
    (target / "metadata.yaml").write_text(f"# What the package is.\nversion: {VERSION}\n", encoding="utf-8")
    (target / "CHANGELOG.md").write_text(f"# Changelog\n\nHow versions move.\n\n{HEADING}\n\nFirst.\n", encoding="utf-8")
    return Copy(target)


@cache
def base() -> Path:
    """A release that no test changes."""
    return copy_published(Path(tempfile.mkdtemp()) / "base").root


def read(name: Path | str, root: Path = ROOT) -> Release:
    release, problems = load_release(str(name), root)
    assert release, problems
    return release


def read_from_memory(folder: Path) -> Release:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    release, problems = load_files("memory", "", files.get)
    assert release, problems
    return release


def refuse(name: Path | str, root: Path = ROOT) -> str:
    release, problems = load_release(str(name), root)
    assert release is None
    assert problems
    return "\n".join(map(str, problems))


def compare(old: Path | str, new: Path | str) -> Diff:
    return compare_releases(read(old), read(new))


def edit_descriptor(copy: Copy, table: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a resource of the descriptor, as a schema changed and built would."""
    path = copy.root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(next(resource for resource in descriptor["resources"] if resource["name"] == table))
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def find_field(resource: dict[str, Any], name: str) -> dict[str, Any]:
    field: dict[str, Any] = next(field for field in resource["schema"]["fields"] if field["name"] == name)
    return field


def set_version(copy: Copy, version: str) -> None:
    for file, mark in (("metadata.yaml", "version: "), ("datapackage.json", '"version": "'), ("CHANGELOG.md", "## ")):
        copy.edit(file, f"{mark}{VERSION}", f"{mark}{version}")


def zip_folder(folder: Path, file: Path, top: str) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, top + path.relative_to(folder).as_posix())
    return file


def run_git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    run_git(folder, "init", "--quiet")
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message", "A release")


# What is compared


def test_nothing_differs_from_itself_wherever_it_lies(copy: Copy, tmp_path: Path) -> None:
    commit(copy.root)
    (tmp_path / "unpacked").mkdir()
    shutil.copytree(copy.root, tmp_path / "unpacked" / "name-1.2.3")
    places = (
        read(base()),
        read(copy.root),
        read(tmp_path / "unpacked"),
        read(zip_folder(copy.root, tmp_path / "a.zip", "")),
        read(zip_folder(copy.root, tmp_path / "b.zip", "name-1.2.3/")),
        read("HEAD", copy.root),
        read_from_memory(copy.root),
    )
    for other in places:
        difference = compare_releases(places[0], other)
        assert not difference["changes"]
        assert not difference["rows"]
        assert difference["part"] == "none"
        assert not difference["problems"]


def test_a_revision_is_read_from_git_and_a_path_before_a_revision(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(copy.root)
    copy.edit(FLIGHTS, ",131,", ",132,")
    monkeypatch.chdir(copy.root)
    assert compare_releases(read("HEAD", copy.root), read("."))["part"] == "patch"
    run_git(copy.root, "tag", "build")
    assert "build: holds no datapackage.json" in refuse("build", copy.root), "a folder is called so too"
    assert compare_releases(read("refs/tags/build", copy.root), read("HEAD", copy.root))["part"] == "none"


def test_a_collection_in_a_folder_of_a_repository_is_read_at_a_revision(copy: Copy) -> None:
    commit(copy.root.parent)
    assert compare_releases(read("HEAD", copy.root), read(copy.root))["part"] == "none"


def test_the_order_of_rows_is_no_change(copy: Copy) -> None:
    path = copy.root / "build" / "csv" / "organizations.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8")
    assert compare(base(), copy.root)["part"] == "none"


def test_another_order_of_columns_is_a_patch(copy: Copy) -> None:
    edit_descriptor(copy, "sources", lambda one: one["schema"]["fields"].reverse())
    path = copy.root / "build" / "csv" / "sources.csv"
    lines = csv.reader(path.read_text(encoding="utf-8").splitlines())
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(line[::-1] for line in lines)
    path.write_text(text.getvalue(), encoding="utf-8")
    difference = compare(base(), copy.root)
    assert [change["name"] for change in difference["changes"]] == ["order of columns"]
    assert (difference["part"], difference["rows"]) == ("patch", [])


@pytest.fixture
def corrected(collection: Copy) -> Copy:
    """The collection with one code corrected and one hedge gone, built."""
    wrong = "country_basis: citizenship <- Kazakh citizens"
    collection.edit("annotations/s003.yaml", wrong, wrong.replace("citizenship", "origin"))
    collection.edit("annotations/s002.yaml", "    hedge: reportedly\n", "")
    shutil.rmtree(collection.root / "annotations" / "second")
    shutil.copy(ROOT / "CHANGELOG.md", collection.root)
    built = build(collection.root)
    assert not built.errors, "\n".join(map(str, built.errors))
    return collection


def test_a_corrected_cell_is_shown_with_both_values_and_the_words_of_both_and_needs_a_patch(corrected: Copy) -> None:
    difference = compare(ROOT, corrected.root)
    assert difference["part"] == "patch"
    assert FORMS["text"](difference).count("country_basis") == 1
    wanted = (
        "    country_basis: citizenship → origin\n"
        "      before: s003: citizenship «Kazakh citizens», said by us-authorities\n"
        "      after: s003: origin «Kazakh citizens», said by us-authorities\n"
    )
    assert wanted in FORMS["text"](difference)
    row = next(row for row in json.loads(FORMS["json"](difference))["rows"] if row["row"] == ["2024-11-final-orders-kaz"])
    (cell,) = row["cells"]
    assert (cell["field"], cell["old"], cell["new"]) == ("country_basis", "citizenship", "origin")
    ((before,), (after,)) = cell["old_claims"], cell["new_claims"]
    assert (before["value"], after["value"]) == ("citizenship", "origin")
    assert before["words"] == after["words"] == "Kazakh citizens"


def test_a_claim_that_changes_is_shown_where_its_cell_stays_as_it_is(corrected: Copy) -> None:
    text = FORMS["text"](compare(ROOT, corrected.root))
    wanted = (
        f"  {FLIGHT}/operator\n"
        "    before: s002: «Uzbekistan Airways», hedged (reportedly)\n"
        "    after: s002: «Uzbekistan Airways»\n"
    )
    assert wanted in text.partition("Claims that changed while their cells did not")[2]


def test_a_claim_that_is_only_numbered_anew_is_the_same(copy: Copy) -> None:
    copy.edit("build/csv/claims.csv", f"{FLIGHT}/operator@s002#1", f"{FLIGHT}/operator@s002#2")
    copy.edit("build/csv/cells.csv", f"{FLIGHT}/operator@s002#1", f"{FLIGHT}/operator@s002#2")
    text = FORMS["text"](compare(base(), copy.root))
    assert "Rows of the build's own tables: cells: 1 changed; claims: 1 added, 1 removed" in text
    assert "Claims that changed" not in text


def test_a_part_of_a_reading_has_the_claims_of_the_whole_even_where_it_is_empty(copy: Copy) -> None:
    copy.edit(FLIGHTS, ",131,131,131,131,", ",131,131,,131,")
    copy.edit("build/csv/cells.csv", "flights,2025-04-30-new-york-tashkent,persons_low,", "flights,none,persons_low,")
    difference = compare(base(), copy.root)
    cells = {cell["field"]: cell for row in difference["rows"] if row["table"] == "flights" for cell in row["cells"]}
    for claims in (cells["persons_low"]["old_claims"], cells["persons_low"]["new_claims"]):
        assert {claim["field_name"] for claim in claims} == {"persons"}
        assert "131" in {claim["words"] for claim in claims}


def test_a_claim_is_told_once_where_only_parts_of_its_reading_are_published(copy: Copy) -> None:
    """«over 66,000» has bounds and no value of its own."""
    copy.edit("build/csv/statistics.csv", ",66001,", ",67001,")
    copy.edit("build/csv/claims.csv", "more_than 66000", "more_than 67000")
    wanted = """\
Cells changed (1)
  statistics/ice-arrests
    value_low: 66001 → 67001
      before: s004: more_than 66000 «over 66,000», said by us-ice
      after: s004: more_than 67000 «over 66,000», said by us-ice

Rows of the build's own tables: claims: 1 changed"""
    assert FORMS["text"](compare(base(), copy.root)).endswith(wanted)


def test_a_ruling_that_changes_is_shown_alone_and_needs_a_patch(copy: Copy) -> None:
    copy.edit("build/csv/disagreements.csv", "and s004 cites no other origin.", "and s004 names no other origin.")
    difference = compare(base(), copy.root)
    assert difference["part"] == "patch"
    assert "flights/2025-04-30-new-york-tashkent/funder_scope" in FORMS["text"](difference)
    assert "names no other origin.»" in FORMS["text"](difference)


def test_rows_need_a_minor_version(copy: Copy) -> None:
    path = copy.root / "build" / "csv" / "officials.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    gone = lines[-1].partition(",")[0]
    removed, added = compare(base(), copy.root), compare(copy.root, base())
    assert (removed["part"], added["part"]) == ("minor", "minor")
    for difference in (removed, added):
        assert [(row["table"], row["row"], row["key"]) for row in difference["rows"]] == [
            ("officials", [gone], ["official_id"])
        ]
    assert "Rows removed (1)" in FORMS["text"](removed)
    text = FORMS["text"](added)
    assert "Rows added (1)" in text
    assert "name: " in text
    assert "«" in text, "the words that name the row"


def drop_field(resource: dict[str, Any]) -> None:
    resource["schema"]["fields"].pop()


SCHEMA_CHANGES: dict[str, tuple[str, str, Callable[[dict[str, Any]], object]]] = {
    "a type": ("major", "type: integer → number", lambda one: find_field(one, "persons").update(type="number")),
    "a unit": ("major", "unit: persons → head", lambda one: find_field(one, "persons").update(unit="head")),
    "required": (
        "major",
        "constraints.required: empty → true",
        lambda one: find_field(one, "operator").update(constraints={"required": True}),
    ),
    "a key": ("major", "primaryKey: ", lambda one: one["schema"].update(primaryKey=["flight_id", "event_date"])),
    "a reference": ("major", "foreignKeys: ", lambda one: one["schema"].update(foreignKeys=[])),
    "a code removed": ("major", "code charter removed", lambda one: find_field(one, "flight_type")["codes"].pop("charter")),
    "a code added": ("minor", "code x added: X.", lambda one: find_field(one, "flight_type")["codes"].update(x="X.")),
    "a code's meaning": (
        "patch",
        "code charter: «",
        lambda one: find_field(one, "flight_type")["codes"].update(charter="Hired."),
    ),
    "a title": ("patch", "title: Flights → Flight", lambda one: one.update(title="Flight")),
    "a field's text": ("patch", "description: ", lambda one: find_field(one, "persons").update(description="Persons.")),
}


@pytest.mark.parametrize("name", SCHEMA_CHANGES)
def test_a_change_of_a_schema_moves_its_part_of_the_version(name: str, copy: Copy) -> None:
    part, wanted, change = SCHEMA_CHANGES[name]

    def change_both(resource: dict[str, Any]) -> None:
        change(resource)
        column = find_field(resource, "flight_type")
        column["constraints"]["enum"] = list(column["codes"])

    edit_descriptor(copy, "flights", change_both)
    difference = compare(base(), copy.root)
    assert difference["part"] == part
    assert wanted in FORMS["text"](difference)


def test_the_codes_of_a_set_are_codes_though_they_stand_in_a_pattern(copy: Copy) -> None:
    def add_code(resource: dict[str, Any]) -> None:
        column = find_field(resource, "legal_grounds")
        codes = "|".join(column["codes"])
        column["codes"]["x"] = "X."
        column["constraints"]["pattern"] = column["constraints"]["pattern"].replace(codes, f"{codes}|x")

    edit_descriptor(copy, "flights", add_code)
    (change,) = compare(base(), copy.root)["changes"]
    assert (change["kind"], change["name"], change["change"], change["part"]) == ("code", "x", "added", "minor")


def test_a_field_and_a_table_that_come_or_go_need_a_major_version(copy: Copy) -> None:
    path = copy.root / FLIGHTS
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"{lines[0]},haste", f"{lines[1]},great"]) + "\n", encoding="utf-8")
    edit_descriptor(copy, "flights", lambda one: one["schema"]["fields"].append({"name": "haste", "type": "string"}))
    added, removed = compare(base(), copy.root), compare(copy.root, base())
    assert (added["part"], removed["part"]) == ("major", "major")
    assert "flights.haste added: string" in FORMS["text"](added)
    assert "flights.haste removed: string" in FORMS["text"](removed)
    assert [cell["new"] for row in json.loads(FORMS["json"](added))["rows"] for cell in row["cells"]] == ["great"]
    descriptor = json.loads((copy.root / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] != "officials"]
    (copy.root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    difference = compare(base(), copy.root)
    assert difference["changes"][0]["kind"] == "field"
    assert re.search(r"officials removed: \d+ rows, 10 fields", FORMS["text"](difference))
    assert "Rows removed" not in FORMS["text"](difference), "the table says it"


def test_the_packages_own_texts_are_patches_and_its_version_is_no_change(copy: Copy) -> None:
    set_version(copy, "1.3.0")
    assert compare(base(), copy.root)["part"] == "none"
    copy.edit("datapackage.json", '"title": "U.S. removals', '"title": "Removals')
    difference = compare(base(), copy.root)
    assert difference["part"] == "patch"
    assert "the package: title: «U.S. removals" in FORMS["text"](difference)


# The version


@pytest.mark.parametrize(
    ("old", "part", "lowest"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("0.1.4", "major", "0.2.0"),
        ("0.1.4", "minor", "0.2.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("0.9.9", "minor", "0.10.0"),
        ("1.2", "patch", ""),
        ("1.2.x", "patch", ""),
        ("1.2.3-rc.1", "patch", ""),
        ("9" * 9000 + ".0.0", "patch", ""),
    ],
)
def test_the_lowest_version_has_that_part_moved(old: str, part: str, lowest: str) -> None:
    assert find_lowest(old, part) == lowest


@pytest.mark.parametrize(
    ("version", "fits"),
    [("1.2.3", False), ("1.2.4", True), ("1.2.10", True), ("1.3.0", True), ("2.0.0", True), ("1.1.9", False)],
)
def test_the_version_must_fit_the_change(version: str, fits: bool, copy: Copy) -> None:
    copy.edit(FLIGHTS, ",131,", ",132,")
    if version != VERSION:
        set_version(copy, version)
    done = run("diff", str(base()), str(copy.root), "--require-version")
    assert done.returncode == (0 if fits else 1)
    assert "the version must be 1.2.4 or later" in done.stdout
    assert ("metadata.yaml:2:1: version" in done.stderr) == (not fits)
    assert ("write 1.2.4 or a later version" in done.stderr) == (not fits)
    assert run("diff", str(base()), str(copy.root)).returncode == 0, "it is asked for only with --require-version"


def test_a_version_may_not_go_back_though_nothing_differs(copy: Copy) -> None:
    set_version(copy, "1.3.0")
    assert not compare(base(), copy.root)["problems"], "a later one is fine"
    assert "the version must not be lower than 1.3.0" in str(compare(copy.root, base())["problems"][0])


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (HEADING, f"## 1.2.2 ({DATE})", 5),
        (HEADING, "## 1.2.3 (2026-01-03)", 5),
        (HEADING, "## 1.2.3", 5),
        (HEADING, f"## Soon\n\n## 1.2.4 ({DATE})", 7),
        (HEADING, f"## 1.2.4 ({DATE})\n\n{HEADING}", 5),
        (HEADING, "## Soon", 5),
        (f"{HEADING}\n\n", "", 5),
    ],
)
def test_the_changelog_begins_with_the_version_and_its_date(old: str, new: str, line: int, copy: Copy) -> None:
    copy.edit("CHANGELOG.md", old, new)
    (problem,) = compare(base(), copy.root)["problems"]
    assert problem["file"].endswith("CHANGELOG.md")
    assert problem["advice"].endswith(HEADING)
    assert problem["line"] == line


def test_a_changelog_may_say_before_its_first_version_what_is_to_come(copy: Copy) -> None:
    copy.edit("CHANGELOG.md", HEADING, f"## Unreleased\n\nNothing.\n\n{HEADING}")
    assert not compare(base(), copy.root)["problems"]


def test_a_changelog_that_is_missing_is_wrong(copy: Copy) -> None:
    (copy.root / "CHANGELOG.md").unlink()
    (problem,) = compare(base(), copy.root)["problems"]
    assert problem["file"].endswith("CHANGELOG.md")
    assert problem["message"] == "is missing"


# The forms


def test_json_is_complete_and_always_the_same(copy: Copy) -> None:
    for file, old, new in (
        (FLIGHTS, ",131,", ",132,"),
        ("build/csv/quotes.csv", "kristi-noem", "kristi"),
        ("build/csv/claims.csv", ",asserted,", ",hedged,"),
        ("datapackage.json", '"title": "U.S. removals', '"title": "Removals'),
    ):
        copy.edit(file, old, new)
    difference = compare(base(), copy.root)
    done = run("diff", str(base()), str(copy.root), "--format", "json")
    told = json.loads(done.stdout)
    assert done.stdout == run("diff", str(base()), str(copy.root), "--format", "json").stdout
    assert told == difference
    assert {row["table"] for row in told["rows"]} == {"flights", "quotes", "claims"}
    assert [change["name"] for change in told["changes"]] == ["title"]
    sides = [read(name).tables for name in (base(), copy.root)]
    pairs = [tuple(side[name]["rows"] for side in sides) for name in sides[0]]
    assert len(told["rows"]) == sum(old.get(key) != new.get(key) for old, new in pairs for key in old.keys() | new.keys())
    for row in told["rows"]:
        old_row, new_row = (dict(side[row["table"]]["rows"].get(tuple(row["row"]), {})) for side in sides)
        assert row["change"] == ("changed" if old_row and new_row else "added" if new_row else "removed")
        before = {cell["field"]: cell["old"] for cell in row["cells"] if cell["old"] is not None}
        after = {cell["field"]: cell["new"] for cell in row["cells"] if cell["new"] is not None}
        same = dict(old_row.items() & new_row.items())
        assert (same | before, same | after) == (old_row, new_row)
    assert (told["part"], told["lowest_version"]) == ("patch", "1.2.4")
    assert told["problems"][0]["file"].endswith("metadata.yaml")


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


def test_markdown_takes_hostile_values_for_words(copy: Copy) -> None:
    bad = "`x` | <img src=x onerror=alert(1)> </details> @everyone **b** [a](https://example.org)"
    copy.edit(FLIGHTS, "Uzbekistan Airways", bad)
    text = FORMS["markdown"](compare(base(), copy.root))
    page = Texts(MarkdownIt("gfm-like", {"linkify": False}).render(text))
    assert set(page.tags) <= {"h3", "p", "ul", "li", "code", "strong", "details", "summary"}
    assert any(bad in code for code in page.codes)
    assert "@everyone" not in text


def test_markdown_stays_within_one_comment_and_counts_what_it_leaves_out(copy: Copy) -> None:
    path = copy.root / "build" / "csv" / "organizations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines += [lines[-1].replace(lines[-1].partition(",")[0], f"body-{number}", 1) for number in range(1000)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    difference = compare(base(), copy.root)
    text = FORMS["markdown"](difference)
    assert 60_000 < len(text) <= LONGEST_COMMENT
    left = int(text.partition(" changes are too many for one comment")[0].rpartition("\n")[2])
    assert left + text.count("\n- <code>organizations/body-") == 1000
    assert text.count("<details>") == text.count("</details>") == 1
    assert "… and 970 more: --format json shows all" in FORMS["text"](difference)


def test_long_values_are_shown_where_they_differ(copy: Copy) -> None:
    copy.edit("build/csv/quotes.csv", "sets the standard", "sets a standard")
    text = FORMS["text"](compare(base(), copy.root))
    assert "the standard" in text
    assert "a standard" in text


def test_a_terminal_is_steered_by_no_value(copy: Copy) -> None:
    copy.edit(FLIGHTS, "Uzbekistan Airways", "\x1b[2JUzbekistan\u202e Airways")
    text = FORMS["text"](compare(base(), copy.root))
    assert "\\u001b[2JUzbekistan\\u202e Airways" in text
    assert all(mark.isprintable() or mark == "\n" for mark in text)


def test_markdown_takes_every_hostile_text_for_words(copy: Copy) -> None:
    """Wherever a package can put a text: in its own texts, names, codes, types, rows, claims and rulings."""
    bad = "`a` <b onclick=x> @every_one</code></details> *b* [c](d)\n# e\x1d\x1e"
    hostile = json.loads((copy.root / "datapackage.json").read_text(encoding="utf-8"))
    for resource in hostile["resources"]:
        for column in resource["schema"]["fields"]:
            column.update(title=bad, codes={bad: bad, **column.get("codes", {})}, unit=bad, **{bad: bad})
    hostile |= {"title": bad, "version": bad, "created": bad, bad: bad}
    extra = {"name": bad, "path": "x.csv", "schema": {"fields": [{"name": bad, "type": bad}], "primaryKey": bad}}
    hostile["resources"].append(extra)
    files = {path.relative_to(copy.root).as_posix(): path.read_bytes() for path in copy.root.rglob("*") if path.is_file()}
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
    new, problems = load_files(bad, bad, files.get)
    assert new, problems
    difference = compare_releases(read(base()), new)
    for pair in (difference, compare_releases(new, read(base()))):
        text = FORMS["markdown"](pair)
        page = Texts(MarkdownIt("gfm-like", {"linkify": False}).render(text))
        assert set(page.tags) <= {"h3", "p", "ul", "li", "code", "strong", "details", "summary"}
        assert "@every" not in text
        shown = FORMS["text"](pair)
        assert all(mark.isprintable() or mark == "\n" for mark in text + shown)
        titles = re.findall(r"^(?!\s|Rows of)(.*) \(\d+\)$", shown, flags=re.MULTILINE)
        assert {"Tables", "Codes", "Cells changed", "Texts"} <= set(titles)
        assert len(set(titles)) == len(titles), "no value can begin a section"


def write_csv(lines: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


def test_a_cell_of_any_length_is_compared(copy: Copy) -> None:
    csv.field_size_limit(131_072)  # as it is where nobody has moved it
    copy.edit(FLIGHTS, "Uzbekistan Airways", "Uzbekistan Airways" + "x" * 200_000)
    (row,) = compare(base(), copy.root)["rows"]
    assert [(cell["field"], len(cell["new"] or "")) for cell in row["cells"]] == [("operator", 200_018)]
    done = run("diff", str(base()), str(copy.root))
    assert done.returncode == 0, done.stderr
    assert "operator: Uzbekistan Airways → «Uzbekistan Airways" in done.stdout.replace(
        "«Uzbekistan Airways» →", "Uzbekistan Airways →"
    )


# What always holds


NAMES = st.sampled_from(["a", "b", "c"])
FIELDS = st.dictionaries(
    NAMES,
    st.fixed_dictionaries(
        {"type": st.sampled_from(["string", "integer"])},
        optional={
            "title": st.sampled_from("xy"),
            "unit": st.just("person"),
            "codes": st.dictionaries(NAMES, st.sampled_from("xy")),
            "constraints": st.fixed_dictionaries({}, optional={"required": st.booleans(), "enum": st.lists(NAMES)}),
        },
    ),
    min_size=1,
)
ROWS = st.dictionaries(
    st.tuples(NAMES),
    st.dictionaries(st.sampled_from(["a", "b", "c", "table_name", "row_id", "field_name", "claim_id", "exact"]), NAMES),
)


def make_table(fields: dict[str, dict[str, Any]], rows: dict[tuple[str, ...], dict[str, str]]) -> dict[str, Any]:
    columns = [{"name": name, **about} for name, about in fields.items()]
    return {"schema": {"fields": columns, "primaryKey": min(fields)}, "rows": rows}


RELEASES = st.builds(
    Release,
    place=st.just("x"),
    prefix=st.just("x/"),
    version=st.sampled_from(["1.0.0", "1.1.0", "x"]),
    created=st.just("2026-01-02"),
    about=st.fixed_dictionaries({}, optional={"title": st.sampled_from("xy")}),
    tables=st.dictionaries(
        st.sampled_from(["a", "b", "cells", "claims", "disagreements"]), st.builds(make_table, FIELDS, ROWS)
    ),
    changelog=st.none() | st.just("## 1.0.0 (2026-01-02)"),
    metadata=st.none() | st.just("version: 1.0.0"),
)


@settings(max_examples=25)
@given(RELEASES, RELEASES)
def test_the_difference_reversed_is_that_of_the_reverse(one: Release, other: Release) -> None:
    there, back = compare_releases(one, other), compare_releases(other, one)
    for kind in ("changes", "rows", "claims"):
        assert sort_items([turn_round(item) for item in there[kind]]) == sort_items(back[kind])
    for difference in (there, back):
        for write in FORMS.values():
            assert write(difference)
        assert json.loads(FORMS["json"](difference)) == difference


TURNED = {"old": "new", "new": "old", "old_claims": "new_claims", "new_claims": "old_claims"}
OPPOSITES = {"added": "removed", "removed": "added", "changed": "changed"}


def turn_round(item: dict[str, Any]) -> dict[str, Any]:
    """Return a change, a row or a cell's claims as they must be when old and new change places."""
    turned = {TURNED.get(key, key): value for key, value in item.items()}
    if "cells" in item:
        turned["cells"] = [turn_round(cell) for cell in item["cells"]]
    if "change" in item:
        turned["change"] = OPPOSITES[item["change"]]
    if item.get("kind") == "code":
        turned["part"] = {"minor": "major", "major": "minor", "patch": "patch"}[item["part"]]
    return turned


def sort_items(items: list[dict[str, Any]]) -> list[str]:
    """Return the items in an order of their own; fields stand in the order of the new side, and so does a changed key."""
    cells = [sorted(json.dumps(cell, sort_keys=True) for cell in item.get("cells", ())) for item in items]
    whole = [{**item, "cells": shown, "key": ""} for item, shown in zip(items, cells, strict=True)]
    return sorted(json.dumps(item, sort_keys=True) for item in whole)


@given(RELEASES)
def test_nothing_ever_differs_from_itself(release: Release) -> None:
    difference = compare_releases(release, release)
    assert [difference[kind] for kind in ("part", "changes", "rows", "claims")] == ["none", [], [], []]


@given(RELEASES, RELEASES)
def test_where_no_part_moves_all_rows_and_texts_are_the_same(one: Release, other: Release) -> None:
    difference = compare_releases(one, other)
    if difference["part"] == "none":
        assert {name: table["rows"] for name, table in one.tables.items()} == {
            name: table["rows"] for name, table in other.tables.items()
        }
        assert one.about.get("title") == other.about.get("title")


# What cannot be compared


@pytest.mark.parametrize(
    "name", ["nowhere", "-x", "--output=x", "HEAD..HEAD", "HEAD:README.md", "x\0y", "x" * 5000, "\udcff"]
)
def test_what_is_neither_path_nor_revision_is_a_problem(name: str) -> None:
    assert refuse(name)


def test_an_option_of_git_is_no_revision(copy: Copy, tmp_path: Path) -> None:
    commit(copy.root)
    done = run("diff", "--root", str(copy.root), "--", f"--output={tmp_path / 'written'}", "HEAD")
    assert done.returncode == 1
    assert "no revision of the repository" in done.stderr
    assert not (tmp_path / "written").exists()


def test_without_git_a_path_is_still_compared(copy: Copy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read(copy.root)
    assert "install git" in refuse("HEAD", copy.root)


def test_outside_a_repository_there_is_no_revision(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(copy.root.parent))
    assert "no revision of the repository" in refuse("HEAD", copy.root)


def test_each_fault_of_a_package_is_named_with_its_file(copy: Copy) -> None:
    faults: dict[str, tuple[str, Callable[[Path], object]]] = {
        "officials.csv: is missing, and datapackage.json lists it": ("officials", Path.unlink),
        "quotes.csv:1:1: its header is not": ("quotes", lambda path: path.write_text("a,b\n1,2\n")),
        "sources.csv:2:1: 1 fields, and": (
            "sources",
            lambda path: path.write_text(path.read_text().partition("\n")[0] + "\nx\n"),
        ),
        "statistics.csv:1:1: not UTF-8": ("statistics", lambda path: path.write_bytes(b"\xff\n")),
        ": key '2025-04-30-new-york-tashkent' is there twice": (
            "flights",
            lambda path: path.write_text(path.read_text() + path.read_text().splitlines()[1] + "\n"),
        ),
        'statements.csv:2:1: not CSV: ': (
            "statements",
            lambda path: path.write_text(path.read_text().partition("\n")[0] + '\n"x"y\n'),
        ),
    }  # fmt: skip
    for table, spoil in faults.values():
        spoil(copy.root / "build" / "csv" / f"{table}.csv")
    problems = refuse(copy.root)
    for wanted in faults:
        assert wanted in problems
    done = run("diff", str(base()), str(copy.root))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "path", ["../x.csv", "/etc/passwd", "a/../../x.csv", "C:\\x.csv", "https://example.org/x.csv", "", 3, ["a.csv"]]
)
def test_a_path_that_leaves_the_package_is_refused(path: Any, copy: Copy) -> None:
    edit_descriptor(copy, "flights", lambda one: one.update(path=path))
    wanted = "is no path within the package" if isinstance(path, str) else "path: "
    assert wanted in refuse(copy.root)


def test_a_link_that_leaves_the_package_is_refused(copy: Copy) -> None:
    outside = copy.root.parent / "outside.csv"
    (copy.root / FLIGHTS).rename(outside)
    (copy.root / FLIGHTS).symlink_to(outside)
    assert "flights.csv: cannot be read: it points outside the package" in refuse(copy.root)


def test_links_in_a_circle_are_an_error(copy: Copy) -> None:
    (copy.root / FLIGHTS).unlink()
    (copy.root / FLIGHTS).symlink_to(copy.root / FLIGHTS)
    assert "flights.csv: " in refuse(copy.root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes that have a name")
def test_what_is_neither_a_file_nor_a_folder_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "no revision of the repository" in refuse(tmp_path / "pipe")


def test_a_descriptor_of_another_shape_is_refused_with_the_place_in_it(copy: Copy) -> None:
    edit_descriptor(copy, "flights", lambda one: one["schema"]["fields"][0].update(constraints=3, name=["x"]))
    problems = refuse(copy.root)
    assert "$.resources[0].schema.fields[0].name: ['x'] is not of type 'string'" in problems
    assert "$.resources[0].schema.fields[0].constraints: 3 is not of type 'object'" in problems


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "..\\x", "C:/x"])
def test_a_zip_whose_members_lead_out_of_it_is_refused(name: str, copy: Copy, tmp_path: Path) -> None:
    file = zip_folder(copy.root, tmp_path / "a.zip", "")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, "x")
    assert "leads out of the zip" in refuse(file)


def test_a_zip_that_says_that_it_holds_more_than_memory_is_refused(copy: Copy, tmp_path: Path) -> None:
    file = zip_folder(copy.root, tmp_path / "a.zip", "")
    with zipfile.ZipFile(file) as archive:
        size = archive.getinfo("datapackage.json").file_size.to_bytes(4, "little")
    content = file.read_bytes()
    place = content.rindex(size)
    file.write_bytes(content[:place] + b"\xff\xff\xff\x7f" + content[place + 4 :])
    assert "larger than 1024 MiB" in refuse(file)


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
def test_a_descriptor_that_is_none_is_refused(content: str, copy: Copy) -> None:
    (copy.root / "datapackage.json").write_text(content, encoding="utf-8")
    assert "datapackage.json" in refuse(copy.root)


@cache
def pack_once() -> bytes:
    """A small release's zip: hypothesis spoils many copies of it."""
    root = Path(tempfile.mkdtemp())
    copy = copy_published(root / "release")
    descriptor = json.loads((copy.root / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] in ("flights", "officials")]
    (copy.root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for path in (copy.root / "build" / "csv").iterdir():
        if path.stem not in ("flights", "officials"):
            path.unlink()
    return zip_folder(copy.root, root / "a.zip", "").read_bytes()


@cache
def read_packed() -> Release:
    file = Path(tempfile.mkdtemp()) / "a.zip"
    file.write_bytes(pack_once())
    return read(file)


@settings(max_examples=80)
@given(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8))
def test_a_zip_spoilt_anywhere_is_read_or_refused(place: float, length: int, put: bytes) -> None:
    content = pack_once()
    start = int(place * len(content))
    spoil_and_read(content[:start] + put + content[start + length :])


@settings(max_examples=80)
@given(st.floats(0, 1), st.integers(0, 40), st.text(alphabet=string.printable + "\ud800é\0", max_size=8))
def test_a_descriptor_spoilt_anywhere_is_read_or_refused(place: float, length: int, put: str) -> None:
    with zipfile.ZipFile(io.BytesIO(pack_once())) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    text = files["datapackage.json"].decode()
    start = int(place * len(text))
    files["datapackage.json"] = (text[:start] + put + text[start + length :]).encode("utf-8", "surrogatepass")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    spoil_and_read(packed.getvalue())


def spoil_and_read(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.zip"
        file.write_bytes(content)
        release, problems = load_release(str(file), ROOT)
        assert release or problems
        assert all(isinstance(problem, Problem) for problem in problems)
        if release:
            difference = compare_releases(read_packed(), release)
            for write in FORMS.values():
                assert write(difference)
