"""Which version a change needs, and its entry in the changelog."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comparisons import DATE, FLIGHTS, VERSION, compare, edit_descriptor, find_field, refuse, set_version
from conftest import Copy
from curation.compare.compare import find_lowest
from curation.compare.render import FORMS
from test_cli import run

X = {"value": "x", "label": "An x", "description": "X."}
HEADING = f"## {VERSION} ({DATE})"

# What moves which part


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
    "a code removed": ("major", "code charter removed", lambda one: find_field(one, "flight_type")["categories"].pop(0)),
    "a code added": ("minor", "code x added: X.", lambda one: find_field(one, "flight_type")["categories"].append(X)),
    "a code's label": (
        "patch",
        "flights.flight_type: labels: ",
        lambda one: find_field(one, "flight_type")["categories"][0].update(label="Hired flight"),
    ),
    "a code's meaning": (
        "patch",
        "code charter: «",
        lambda one: find_field(one, "flight_type")["categories"][0].update(description="Hired."),
    ),
    "a title": ("patch", "title: Flights → Flight", lambda one: one.update(title="Flight")),
    "a field's text": ("patch", "description: ", lambda one: find_field(one, "persons").update(description="Persons.")),
}


@pytest.mark.parametrize("name", SCHEMA_CHANGES)
def test_a_change_of_a_schema_moves_its_part_of_the_version(old_release: Path, name: str, new_release: Copy) -> None:
    part, wanted, change = SCHEMA_CHANGES[name]

    def change_both(resource: dict[str, Any]) -> None:
        change(resource)
        column = find_field(resource, "flight_type")
        column["constraints"]["enum"] = [code["value"] for code in column["categories"]]

    edit_descriptor(new_release, "flights", change_both)
    difference = compare(old_release, new_release.root)
    assert difference["part"] == part
    assert wanted in FORMS["text"](difference)


def test_the_codes_of_a_set_are_codes_though_a_pattern_holds_them(old_release: Path, new_release: Copy) -> None:
    def add_code(resource: dict[str, Any]) -> None:
        column = find_field(resource, "legal_grounds")
        codes = "|".join(code["value"] for code in column["itemCategories"])
        column["itemCategories"].append(X)
        column["constraints"]["pattern"] = column["constraints"]["pattern"].replace(codes, f"{codes}|x")

    edit_descriptor(new_release, "flights", add_code)
    changes = [one for one in compare(old_release, new_release.root)["changes"] if one["name"] != "labels"]
    assert [(one["kind"], one["name"], one["change"], one["part"]) for one in changes] == [("code", "x", "added", "minor")]


def make_older(release: Copy) -> None:
    """Give a release its codes as all releases up to 0.4.0 have them: CODE: MEANING under `codes`."""
    path = release.root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    for column in (column for resource in descriptor["resources"] for column in resource["schema"]["fields"]):
        categories = column.pop("categories", column.pop("itemCategories", []))
        column.pop("categoriesOrdered", None)
        if categories:
            column["codes"] = {code["value"]: code["description"] for code in categories}
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def test_a_release_with_its_codes_under_their_older_name_lacks_the_labels_and_nothing_else(
    old_release: Path, new_release: Copy
) -> None:
    make_older(new_release)
    difference = compare(new_release.root, old_release)
    assert difference["part"] == "patch"
    assert {(one["kind"], one["name"]) for one in difference["changes"]} == {
        ("text", "labels"),
        ("text", "categoriesOrdered"),
    }
    edit_descriptor(new_release, "flights", lambda one: find_field(one, "flight_type")["codes"].pop("charter"))
    edit_descriptor(new_release, "flights", lambda one: find_field(one, "flight_type")["constraints"]["enum"].pop(0))
    changes = compare(new_release.root, old_release)["changes"]
    assert [(one["change"], one["name"], one["old"]) for one in changes if one["kind"] == "code"] == [
        ("added", "charter", None)
    ]


@pytest.mark.parametrize("categories", [["a", "b"], [1, 2], [{"value": "a"}, {"value": "b", "label": "B"}]])
def test_every_form_of_categories_that_the_standard_has_is_compared(
    categories: list[Any], old_release: Path, new_release: Copy
) -> None:
    edit_descriptor(new_release, "flights", lambda one: find_field(one, "operator").update(categories=categories))
    changes = compare(old_release, new_release.root)["changes"]
    codes = [one["value"] if isinstance(one, dict) else one for one in categories]
    assert [one["name"] for one in changes if one["kind"] == "code"] == list(map(str, codes))


def test_categories_that_the_standard_does_not_have_are_an_error(new_release: Copy) -> None:
    edit_descriptor(new_release, "flights", lambda one: find_field(one, "operator").update(categories=[{"label": "A"}]))
    assert "'value' is a required property" in refuse(new_release.root)


def test_a_field_and_a_table_that_come_or_go_need_a_major_version(old_release: Path, new_release: Copy) -> None:
    path = new_release.root / FLIGHTS
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"{lines[0]},haste", f"{lines[1]},great"]) + "\n", encoding="utf-8")
    edit_descriptor(new_release, "flights", lambda one: one["schema"]["fields"].append({"name": "haste", "type": "string"}))
    added, removed = compare(old_release, new_release.root), compare(new_release.root, old_release)
    assert (added["part"], removed["part"]) == ("major", "major")
    assert "flights.haste added: string" in FORMS["text"](added)
    assert "flights.haste removed: string" in FORMS["text"](removed)
    assert [cell["new"] for row in json.loads(FORMS["json"](added))["rows"] for cell in row["cells"]] == ["great"]
    descriptor = json.loads((new_release.root / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] != "organizations"]
    (new_release.root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    difference = compare(old_release, new_release.root)
    assert difference["changes"][0]["kind"] == "field"
    assert re.search(r"organizations removed: 2 rows, 9 fields", FORMS["text"](difference))
    assert "Rows removed" not in FORMS["text"](difference), "the table says it"


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
def test_the_version_must_fit_the_change(old_release: Path, version: str, fits: bool, new_release: Copy) -> None:
    new_release.edit(FLIGHTS, ",46,", ",45,")
    if version != VERSION:
        set_version(new_release, version)
    done = run("diff", str(old_release), str(new_release.root), "--require-version")
    assert done.returncode == (0 if fits else 1)
    assert "the version must be 1.2.4 or later" in done.stdout
    assert ("metadata.yaml:7:1: version" in done.stderr) == (not fits)
    assert ("write 1.2.4 or a later version" in done.stderr) == (not fits)
    assert run("diff", str(old_release), str(new_release.root)).returncode == 0, "it is asked for only with --require-version"


def test_a_version_may_not_go_back_though_nothing_differs(old_release: Path, new_release: Copy) -> None:
    set_version(new_release, "1.3.0")
    assert not compare(old_release, new_release.root)["problems"], "a later one is fine"
    assert "the version must not be lower than 1.3.0" in str(compare(new_release.root, old_release)["problems"][0])


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (HEADING, f"## 1.2.2 ({DATE})", 5),
        (HEADING, "## 1.2.3 (2031-04-02)", 5),
        (HEADING, "## 1.2.3", 5),
        (HEADING, f"## Soon\n\n## 1.2.4 ({DATE})", 7),
        (HEADING, f"## 1.2.4 ({DATE})\n\n{HEADING}", 5),
        (HEADING, "## Soon", 5),
        (f"{HEADING}\n\n", "", 5),
    ],
)
def test_the_changelog_begins_with_the_version_and_its_date(
    old_release: Path, old: str, new: str, line: int, new_release: Copy
) -> None:
    new_release.edit("CHANGELOG.md", old, new)
    (problem,) = compare(old_release, new_release.root)["problems"]
    assert problem["file"].endswith("CHANGELOG.md")
    assert problem["advice"].endswith(HEADING)
    assert problem["line"] == line


def test_a_changelog_may_say_before_its_first_version_what_is_to_come(old_release: Path, new_release: Copy) -> None:
    new_release.edit("CHANGELOG.md", HEADING, f"## Unreleased\n\nNothing.\n\n{HEADING}")
    assert not compare(old_release, new_release.root)["problems"]


def test_a_changelog_that_is_missing_is_wrong(old_release: Path, new_release: Copy) -> None:
    (new_release.root / "CHANGELOG.md").unlink()
    (problem,) = compare(old_release, new_release.root)["problems"]
    assert problem["file"].endswith("CHANGELOG.md")
    assert problem["message"] == "is missing"
