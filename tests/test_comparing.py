"""Two releases, compared: what has changed, with its words, in each form."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from comparisons import (
    FLIGHT_ROW,
    FLIGHTS,
    commit,
    compare,
    edit_descriptor,
    read,
    read_files,
    read_from_memory,
    refuse,
    run_git,
    set_version,
    zip_folder,
)
from conftest import FLIGHT, TWO_SOURCES, Copy, copy_collection
from curation.compare.compare import compare_releases
from curation.compare.render import FORMS, LONGEST_COMMENT
from curation.pipeline import build
from test_cli import run

# What is compared


def test_nothing_differs_from_itself_wherever_it_is(old_release: Path, new_release: Copy, tmp_path: Path) -> None:
    commit(new_release.root)
    (tmp_path / "unpacked").mkdir()
    shutil.copytree(new_release.root, tmp_path / "unpacked" / "name-1.2.3")
    places = (
        read(old_release),
        read(new_release.root),
        read(tmp_path / "unpacked"),
        read(zip_folder(new_release.root, tmp_path / "a.zip", "")),
        read(zip_folder(new_release.root, tmp_path / "b.zip", "name-1.2.3/")),
        read("HEAD", new_release.root),
        read_from_memory(read_files(new_release.root)),
    )
    for other in places:
        difference = compare_releases(places[0], other)
        assert not difference["changes"]
        assert not difference["rows"]
        assert difference["part"] == "none"
        assert not difference["problems"]


def test_a_revision_is_read_from_git_and_a_path_before_a_revision(new_release: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(new_release.root)
    new_release.edit(FLIGHTS, ",46,", ",45,")
    monkeypatch.chdir(new_release.root)
    assert compare_releases(read("HEAD", new_release.root), read("."))["part"] == "patch"
    run_git(new_release.root, "tag", "build")
    assert "build: holds no datapackage.json" in refuse("build", new_release.root), "a folder is called so too"
    assert compare_releases(read("refs/tags/build", new_release.root), read("HEAD", new_release.root))["part"] == "none"


def test_a_collection_in_a_folder_of_a_repository_is_read_at_a_revision(new_release: Copy) -> None:
    commit(new_release.root.parent)
    assert compare_releases(read("HEAD", new_release.root), read(new_release.root))["part"] == "none"


def test_the_order_of_rows_is_no_change(old_release: Path, new_release: Copy) -> None:
    path = new_release.root / "build" / "csv" / "organizations.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8")
    assert compare(old_release, new_release.root)["part"] == "none"


def test_another_order_of_columns_is_a_patch(old_release: Path, new_release: Copy) -> None:
    edit_descriptor(new_release, "sources", lambda one: one["schema"]["fields"].reverse())
    path = new_release.root / "build" / "csv" / "sources.csv"
    lines = csv.reader(path.read_text(encoding="utf-8").splitlines())
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(line[::-1] for line in lines)
    path.write_text(text.getvalue(), encoding="utf-8")
    difference = compare(old_release, new_release.root)
    assert [change["name"] for change in difference["changes"]] == ["order of columns"]
    assert (difference["part"], difference["rows"]) == ("patch", [])


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small collection with one code corrected and one hedge gone, built; tests only read it."""
    collection = copy_collection(tmp_path_factory.mktemp("corrected") / TWO_SOURCES)
    why = "it tells who was deported"
    collection.edit(
        "annotations/s101.yaml", "event_date_of: removal <- deported", f"event_date_of: return <- deported -- {why}"
    )
    hedged, operator = "    hedge: reportedly\n", "    operator: Polar Air\n"
    collection.edit("annotations/s100.yaml", hedged + operator, f"{operator}  uncoded: reportedly -- hedges nothing here\n")
    shutil.rmtree(collection.root / "annotations" / "second")
    built = build(collection.root)
    assert not built.errors, "\n".join(map(str, built.errors))
    return collection.root


def test_a_corrected_cell_is_shown_with_both_values_and_the_words_of_both_and_needs_a_patch(
    small_root: Path, corrected: Path
) -> None:
    difference = compare(small_root, corrected)
    assert difference["part"] == "patch"
    assert FORMS["text"](difference).count("event_date_of") == 1
    wanted = (
        "    event_date_of: removal → return\n"
        "      before: s101: removal «deported», said by deu-justice\n"
        "      after: s101: return «deported», said by deu-justice, "
    )
    assert wanted in FORMS["text"](difference)
    row = next(row for row in json.loads(FORMS["json"](difference))["rows"] if row["row"] == [FLIGHT])
    (cell,) = row["cells"]
    assert (cell["field"], cell["old"], cell["new"]) == ("event_date_of", "removal", "return")
    ((before,), (after,)) = cell["old_claims"], cell["new_claims"]
    assert (before["value"], after["value"]) == ("removal", "return")
    assert before["words"] == after["words"] == "deported"


def test_a_claim_that_changes_is_shown_where_its_cell_stays_as_it_is(small_root: Path, corrected: Path) -> None:
    text = FORMS["text"](compare(small_root, corrected))
    wanted = f"  {FLIGHT_ROW}/operator\n    before: s100: «Polar Air», hedged (reportedly)\n    after: s100: «Polar Air»\n"
    assert wanted in text.partition("Claims that changed while their cells did not")[2]


def test_a_claim_that_only_has_another_number_is_the_same(old_release: Path, new_release: Copy) -> None:
    new_release.edit("build/csv/claims.csv", f"{FLIGHT_ROW}/operator@s100#1", f"{FLIGHT_ROW}/operator@s100#2")
    new_release.edit("build/csv/cells.csv", f"{FLIGHT_ROW}/operator@s100#1", f"{FLIGHT_ROW}/operator@s100#2")
    text = FORMS["text"](compare(old_release, new_release.root))
    assert "Rows of the build's own tables: cells: 1 changed; claims: 1 added, 1 removed" in text
    assert "Claims that changed" not in text


def test_a_part_of_a_reading_has_the_claims_of_the_whole_even_where_it_is_empty(old_release: Path, new_release: Copy) -> None:
    new_release.edit(FLIGHTS, ",46,46,46,46,", ",46,46,,46,")
    new_release.edit("build/csv/cells.csv", f"flights,{FLIGHT},persons_low,", "flights,none,persons_low,")
    difference = compare(old_release, new_release.root)
    cells = {cell["field"]: cell for row in difference["rows"] if row["table"] == "flights" for cell in row["cells"]}
    for claims in (cells["persons_low"]["old_claims"], cells["persons_low"]["new_claims"]):
        assert {claim["field_name"] for claim in claims} == {"persons"}
        assert "46" in {claim["words"] for claim in claims}


def test_a_claim_is_shown_once_where_only_parts_of_its_reading_are_published(old_release: Path, new_release: Copy) -> None:
    """«nearly 400» has a bound and no value of its own."""
    new_release.edit("build/csv/statistics.csv", ",399,", ",398,")
    new_release.edit("build/csv/claims.csv", "almost 400", "almost 399")
    wanted = """\
Cells changed (1)
  statistics/removals-2030-02
    value_high: 399 → 398
      before: s100: almost 400 «nearly 400», said by deu-police
      after: s100: almost 399 «nearly 400», said by deu-police

Rows of the build's own tables: claims: 1 changed"""
    assert FORMS["text"](compare(old_release, new_release.root)).endswith(wanted)


def test_a_ruling_that_changes_is_shown_alone_and_needs_a_patch(old_release: Path, new_release: Copy) -> None:
    new_release.edit("build/csv/disagreements.csv", "s100 speaks of the flight as a whole.", "s100 speaks of all the flight.")
    difference = compare(old_release, new_release.root)
    assert difference["part"] == "patch"
    assert f"{FLIGHT_ROW}/funder_scope" in FORMS["text"](difference)
    assert "s100 speaks of all the flight.»" in FORMS["text"](difference)


def test_rows_need_a_minor_version(old_release: Path, new_release: Copy) -> None:
    path = new_release.root / "build" / "csv" / "organizations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    gone = lines[-1].partition(",")[0]
    removed, added = compare(old_release, new_release.root), compare(new_release.root, old_release)
    assert (removed["part"], added["part"]) == ("minor", "minor")
    for difference in (removed, added):
        assert [(row["table"], row["row"], row["key"]) for row in difference["rows"]] == [
            ("organizations", [gone], ["organization_id"])
        ]
    assert "Rows removed (1)" in FORMS["text"](removed)
    text = FORMS["text"](added)
    assert "Rows added (1)" in text
    assert "name: " in text
    assert "«" in text, "the words that name the row"


def test_the_packages_own_texts_are_patches_and_its_version_is_no_change(old_release: Path, new_release: Copy) -> None:
    set_version(new_release, "1.3.0")
    assert compare(old_release, new_release.root)["part"] == "none"
    new_release.edit("datapackage.json", '"title": "Two reports', '"title": "Reports')
    difference = compare(old_release, new_release.root)
    assert difference["part"] == "patch"
    assert "the package: title: «Two reports" in FORMS["text"](difference)


# The forms


def test_json_is_complete_and_always_the_same(old_release: Path, new_release: Copy) -> None:
    for file, old, new in (
        (FLIGHTS, ",46,", ",45,"),
        ("build/csv/quotes.csv", "ada-holm", "ada"),
        ("build/csv/claims.csv", ",asserted,", ",hedged,"),
        ("datapackage.json", '"title": "Two reports', '"title": "Reports'),
    ):
        new_release.edit(file, old, new)
    difference = compare(old_release, new_release.root)
    done = run("diff", str(old_release), str(new_release.root), "--format", "json")
    printed = json.loads(done.stdout)
    assert done.stdout == run("diff", str(old_release), str(new_release.root), "--format", "json").stdout
    assert printed == difference
    assert {row["table"] for row in printed["rows"]} == {"flights", "quotes", "claims"}
    assert [change["name"] for change in printed["changes"]] == ["title"]
    sides = [read(name).tables for name in (old_release, new_release.root)]
    pairs = [tuple(side[name]["rows"] for side in sides) for name in sides[0]]
    assert len(printed["rows"]) == sum(old.get(key) != new.get(key) for old, new in pairs for key in old.keys() | new.keys())
    for row in printed["rows"]:
        old_row, new_row = (dict(side[row["table"]]["rows"].get(tuple(row["row"]), {})) for side in sides)
        assert row["change"] == ("changed" if old_row and new_row else "added" if new_row else "removed")
        before = {cell["field"]: cell["old"] for cell in row["cells"] if cell["old"] is not None}
        after = {cell["field"]: cell["new"] for cell in row["cells"] if cell["new"] is not None}
        same = dict(old_row.items() & new_row.items())
        assert (same | before, same | after) == (old_row, new_row)
    assert (printed["part"], printed["lowest_version"]) == ("patch", "1.2.4")
    assert printed["problems"][0]["file"].endswith("metadata.yaml")


def test_markdown_stays_within_one_comment_and_counts_what_it_leaves_out(old_release: Path, new_release: Copy) -> None:
    path = new_release.root / "build" / "csv" / "organizations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines += [lines[-1].replace(lines[-1].partition(",")[0], f"body-{number}", 1) for number in range(1000)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    difference = compare(old_release, new_release.root)
    text = FORMS["markdown"](difference)
    assert 60_000 < len(text) <= LONGEST_COMMENT
    left = int(text.partition(" changes are too many for one comment")[0].rpartition("\n")[2])
    assert left + text.count("\n- <code>organizations/body-") == 1000
    assert text.count("<details>") == text.count("</details>") == 1
    assert "… and 970 more: --format json shows all" in FORMS["text"](difference)


def test_long_values_are_shown_where_they_differ(old_release: Path, new_release: Copy) -> None:
    new_release.edit("build/csv/quotes.csv", "among them Georgian", "among whom Georgian")
    text = FORMS["text"](compare(old_release, new_release.root))
    assert "among them" in text
    assert "among whom" in text


def test_a_cell_of_any_length_is_compared(old_release: Path, new_release: Copy) -> None:
    csv.field_size_limit(131_072)  # as it is where nobody has moved it
    new_release.edit(FLIGHTS, "Polar Air", "Polar Air" + "x" * 200_000)
    (row,) = compare(old_release, new_release.root)["rows"]
    assert [(cell["field"], len(cell["new"] or "")) for cell in row["cells"]] == [("operator", 200_009)]
    done = run("diff", str(old_release), str(new_release.root))
    assert done.returncode == 0, done.stderr
    assert "operator: Polar Air → «Polar Air" in done.stdout.replace("«Polar Air» →", "Polar Air →")
