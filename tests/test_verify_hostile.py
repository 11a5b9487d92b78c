"""verify.py refuses packages that mean two things at once, that hold what no build writes, or that are too much to read."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import verify
from conftest import ROOT
from curation.paths import MANIFEST
from curation.pipeline import Prepared
from grown import grow_package
from growth import LINEAR_AT_MOST, measure_growth
from hostile_packages import (
    list_bombs,
    list_hostile_descriptors,
    list_hostile_folders,
    list_hostile_json,
    list_hostile_zips,
    list_members,
    spell_path,
    write_files,
    write_zip,
)
from package_files import Files, fix_descriptors, fix_manifest, read_table, set_leaf, write_table
from verify import Automaton, main, refuse_names, verify_files

FLIGHTS = "build/csv/flights.csv"
DESCRIPTORS = ("datapackage.json", "build/parquet/datapackage.json")
Json = dict[str, Any]
SECONDS = 5.0
"""Of processor time, within which anything hostile must be refused."""


def change_persons(files: Files) -> bytes:
    content = files[FLIGHTS].replace(b",46,", b",999,")
    assert content != files[FLIGHTS]
    return content


def fix_hashes(files: Files) -> Files:
    """Return the files with every hash and size of a file as an attacker would write it: in both descriptors, and so on."""
    files = fix_descriptors(files)
    about = json.loads(files["croissant.json"])
    for entry in about["distribution"]:
        content = files[entry["contentUrl"]]
        entry |= {"sha256": hashlib.sha256(content).hexdigest(), "contentSize": f"{len(content)} B"}
    return fix_manifest(files | {"croissant.json": json.dumps(about).encode()})


def is_refused(path: Path) -> bool:
    return main([str(path)]) == 1


def measure(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def expect_in_time(what: str, work: Callable[[], object]) -> None:
    """Expect that something is found, within the time in which anything hostile must be refused."""
    found: list[object] = []
    assert measure(lambda: found.append(work())) < SECONDS, what
    assert found[0], what


pytestmark = pytest.mark.usefixtures("no_limits")


# One package, one meaning


@pytest.mark.parametrize("top", ["", "two-sources-1.2.3/"])
def test_a_zip_and_a_folder_without_faults_are_accepted(top: str, files: Files, tmp_path: Path) -> None:
    (tmp_path / "sound.zip").write_bytes(
        write_zip(list_members(files | {"README.md": b"x", "docs/figures/map.png": b"x"}, top))
    )
    write_files(tmp_path / "folder" / top, files)
    assert not is_refused(tmp_path / "sound.zip")
    assert not is_refused(tmp_path / "folder")


@pytest.mark.parametrize("top", ["", "two-sources-1.2.3/"])
def test_no_zip_that_programs_unpack_in_two_ways_is_accepted(top: str, files: Files, tmp_path: Path) -> None:
    path, tried = tmp_path / "hostile.zip", 0
    for kind, content in list_hostile_zips(files, FLIGHTS, change_persons(files), top):
        path.write_bytes(content)
        assert is_refused(path), kind
        tried += 1
    assert tried >= 200


@pytest.mark.parametrize(
    "changed", [{"version": 46}, {"version": 255}, {"local_version": 255}, {"version": 0x1400}]
    + [{"mode": 0o100644 | bits} for bits in (0o1000, 0o2000, 0o4000)],
)  # fmt: skip
def test_a_member_that_some_programs_refuse_or_run_as_another_user_is_refused(
    changed: dict[str, Any], files: Files, tmp_path: Path
) -> None:
    first, *others = list_members(files)
    (tmp_path / "hostile.zip").write_bytes(write_zip([replace(first, **changed), *others]))
    assert is_refused(tmp_path / "hostile.zip")
    (tmp_path / "sound.zip").write_bytes(write_zip([replace(first, version=45), *others]))
    assert not is_refused(tmp_path / "sound.zip")


def test_bombs_are_refused_before_they_are_unpacked(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    for kind, content in list_bombs(files, FLIGHTS, 1 << 29):
        path.write_bytes(content)
        expect_in_time(kind, lambda: is_refused(path))


def test_no_folder_with_links_pipes_or_devices_in_it_is_accepted(files: Files, tmp_path: Path) -> None:
    for number, (kind, make) in enumerate(list_hostile_folders(files, FLIGHTS, change_persons(files))):
        make(tmp_path / str(number))
        assert is_refused(tmp_path / str(number)), kind


@pytest.mark.parametrize(
    "name", ["build/other.csv", "build/csv/flights.csv.bak", "schemas/notes.txt", "build/lexicon/x/y.csv"]
)
def test_no_folder_with_an_unknown_file_among_the_data_is_accepted(name: str, files: Files, tmp_path: Path) -> None:
    write_files(tmp_path / "folder", files | {name: b"x"})
    assert is_refused(tmp_path / "folder")


def test_a_pipe_beside_the_data_is_not_opened(files: Files, tmp_path: Path) -> None:
    write_files(tmp_path / "folder", files)
    os.mkfifo(tmp_path / "folder" / "annotations" / "s100.yaml")
    os.mkfifo(tmp_path / "folder" / "notes")
    assert not is_refused(tmp_path / "folder")


def test_a_pipe_or_a_link_for_a_seed_is_not_opened(files: Files, seeds: Files, tmp_path: Path) -> None:
    write_files(tmp_path / "folder", files)
    write_files(tmp_path / "seeds", seeds)
    name = "100_gazette.txt"
    assert main([str(tmp_path / "folder"), "--seeds", str(tmp_path / "seeds")]) == 0
    (tmp_path / "seeds" / name).rename(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "seeds" / name)
    assert main([str(tmp_path / "folder"), "--seeds", str(tmp_path / "seeds")]) == 1
    (tmp_path / "seeds" / name).unlink()
    (tmp_path / "seeds" / name).symlink_to(tmp_path / "elsewhere")
    assert main([str(tmp_path / "folder"), "--seeds", str(tmp_path / "seeds")]) == 1


@given(st.sampled_from([FLIGHTS, "datapackage.json", "schemas/flights.json", "README.md"]))
def test_each_other_spelling_of_a_path_is_refused_beside_it(path: str) -> None:
    assert not [*refuse_names([path, "LICENSE"])]
    for kind, name in spell_path(path):
        assert name == path or [*refuse_names([path, name])], kind


# Closed descriptors


def find_properties(schema: Any) -> Iterator[str]:
    """Yield each property that the standard has, of whatever."""
    if isinstance(schema, dict):
        yield from schema["properties"] if isinstance(schema.get("properties"), dict) else ()
        for part in schema.values():
            yield from find_properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from find_properties(part)


STANDARD = sorted(
    {
        name
        for path in ("tests/official/datapackage-2.0.json", "tests/tableschema.json")
        for name in find_properties(json.loads((ROOT / path).read_text(encoding="utf-8")))
    }
)
VALUES: tuple[Any, ...] = ("131", ["131"], {"a": "131"}, True, 0, [], {}, None)


def list_objects(head: Json) -> Iterator[tuple[str, Json]]:
    """Yield the objects of a descriptor into which a property can be put: one of each kind."""
    resource = head["resources"][0]
    yield "package", head
    yield "resource", resource
    yield "schema", resource["schema"]
    yield from (("field", one) for one in (resource["schema"]["fields"][0], resource["schema"]["fields"][-1]))
    yield "constraints", next(one["constraints"] for one in resource["schema"]["fields"] if "constraints" in one)
    yield from ((name, head[name][0]) for name in ("licenses", "sources", "contributors", "spatial", "lexicon"))
    yield "temporal", head["temporal"]
    keyed = next(one["schema"] for one in head["resources"] if one["schema"].get("foreignKeys"))
    yield from (("key", keyed["foreignKeys"][0]), ("reference", keyed["foreignKeys"][0]["reference"]))


def test_no_property_of_the_standard_may_be_added_anywhere(files: Files) -> None:
    """In both descriptors, and in the schema where it is one of the schema: all agree, and readers read other data."""
    assert len(STANDARD) > 50
    table = json.loads(files["datapackage.json"])["resources"][0]["name"]
    own, chosen = f"schemas/{table}.json", random.Random(19)
    for name, what in ((name, what) for name in STANDARD for what in chosen.sample(range(13), 4)):
        changed, value, kind = dict(files), chosen.choice(VALUES), ""
        for path in DESCRIPTORS:
            head = json.loads(files[path])
            kind, place = list(list_objects(head))[what]
            if name in place:
                break
            place[name] = value
            changed[path] = json.dumps(head).encode()
            if kind in ("schema", "field", "constraints"):
                schema = json.loads(files[own])
                fields = head["resources"][0]["schema"]["fields"]
                parts = {one["name"]: one.get("curation") for one in schema["fields"]}
                schema |= {one: part for one, part in head["resources"][0]["schema"].items() if one != "fields"}
                schema["fields"] = [one | {"curation": parts[one["name"]]} for one in fields]
                changed[own] = json.dumps(schema).encode()
        else:
            assert find_faults(changed, "descriptors"), (kind, name, value)


READ: dict[bytes, verify.Data] = {}


def find_faults(files: Files, what: str) -> list[str]:
    """Return what is wrong with the schemas and with some files; of equal tables the rows are read once."""
    key = b"".join(files[name] for name in sorted(files) if name.startswith("build/csv/"))
    if key not in READ:
        READ[key] = verify.Data(files)
        verify.read_schemas(READ[key])
        for name in READ[key].tables:
            verify.read_table(READ[key], name)
    data = verify.Data(files, rows=READ[key].rows)
    verify.read_schemas(data)
    if what == "descriptors":
        verify.run_check(data, what, verify.check_descriptors, True)
    else:
        verify.run_check(data, what, {"manifest": verify.check_manifest, "croissant": verify.check_croissant}[what])
    return data.faults


def change_leaves(files: Files, path: str, seed: int, count: int) -> Iterator[tuple[tuple[str, ...], Files]]:
    """Yield the files with one leaf of a JSON file changed, all else corrected."""
    leaves = [where for where, _ in verify.list_leaves(json.loads(files[path]))]
    for where in random.Random(seed).sample(leaves, min(count, len(leaves))):
        value = json.loads(files[path])
        set_leaf(value, where, "131")
        yield where, fix_manifest(files | {path: json.dumps(value).encode()})


@pytest.mark.parametrize("path", [*DESCRIPTORS, "croissant.json", ".zenodo.json"])
def test_no_value_may_be_changed_though_the_manifest_has_the_new_hash(path: str, files: Files) -> None:
    for where, changed in change_leaves(files, path, 3, 6):
        assert verify_files(changed, None), where


def test_no_value_may_be_changed_in_both_descriptors(files: Files) -> None:
    first = json.loads(files["datapackage.json"])
    leaves = [where for where, _ in verify.list_leaves(first) if where[-1] not in ("hash", "path", "format", "mediatype")]
    for where in random.Random(5).sample([one for one in leaves if one[-1] not in ("bytes", "encoding")], 60):
        changed = dict(files)
        for path in DESCRIPTORS:
            head = json.loads(files[path])
            set_leaf(head, where, "131")
            changed[path] = json.dumps(head).encode()
        assert find_faults(changed, "descriptors"), where


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("CITATION.cff", b"CC-BY-4.0", b"CC0-1.0"),
        ("CITATION.cff", b"keywords:", b"url: https://example.org\nkeywords:"),
        ("CITATION.cff", b"\n", b"\r\n"),
        ("metadata.yaml", b"CC-BY-4.0", b"CC0-1.0"),
        ("metadata.yaml", b"version: ", b"version: 1"),
        ("build/lexicon/registers.json", b"CC-BY-4.0", b"CC0-1.0"),
        ("build/lexicon/registers.json", b'"language"', b'"langauge"'),
        ("build/lexicon/readers.json", b"hundred", b"hundredth"),
    ],
)
def test_metadata_and_words_that_contradict_the_others_are_a_fault(path: str, old: bytes, new: bytes, files: Files) -> None:
    assert old in files[path]
    assert verify_files(fix_hashes(files | {path: files[path].replace(old, new)}), None)


def test_packages_that_readers_of_data_packages_read_in_another_way_are_refused(files: Files) -> None:
    for kind, changed in list_hostile_descriptors(files, FLIGHTS, change_persons(files)):
        assert find_faults(changed, "descriptors"), kind


def test_json_that_programs_read_in_two_ways_is_refused(files: Files) -> None:
    for kind, content in list_hostile_json():
        for path in ("datapackage.json", "build/lexicon/registers.json"):
            expect_in_time(kind, partial(find_faults, files | {path: content}, "descriptors"))


def test_a_name_that_is_twice_in_a_json_file_is_a_fault_wherever_it_is(files: Files) -> None:
    for path in (path for path in files if path.endswith(".json") and ".schema." not in path and "readers" not in path):
        names = [*re.finditer(r'"([a-z_A-Z$@]+)": (?=["\d])', files[path].decode())]
        found = random.Random(path).choice(names)
        text = files[path].decode()
        doubled = text[: found.start()] + f'"{found[1]}": "131", ' + text[found.start() :]
        changed = files | {path: doubled.encode()}
        what = "croissant" if path.startswith("croissant") else "descriptors"
        assert path == ".zenodo.json" or find_faults(changed, what), (path, found[0])


# The manifest


def test_every_file_about_the_data_is_in_the_manifest(files: Files) -> None:
    for path in files:
        if not path.startswith("build/csv/"):
            assert find_faults(files | {path: files[path] + b"\n"}, "manifest"), path
            assert find_faults({name: content for name, content in files.items() if name != path}, "manifest"), path
    changed = {FLIGHTS: change_persons(files)}
    assert any(fault.startswith(f"{MANIFEST}/{FLIGHTS}: ") for fault in verify_files(files | changed, None))


def test_a_file_that_is_not_in_the_manifest_is_a_fault(files: Files) -> None:
    for path in (path for path in files if path != MANIFEST):
        line = next(line for line in files[MANIFEST].splitlines(keepends=True) if line.endswith(f"  {path}\n".encode()))
        faults = find_faults(files | {MANIFEST: files[MANIFEST].replace(line, b"")}, "manifest")
        assert any(fault.startswith(f"{MANIFEST}/{path}: ") for fault in faults), path


@pytest.mark.parametrize("name", ["annotations/decisions.yaml", "annotations/evidence.yaml", "annotations/places.yaml"])
def test_a_file_that_the_tables_speak_of_may_not_be_left_out_with_its_line(name: str, files: Files) -> None:
    faults = verify_files(fix_manifest({path: content for path, content in files.items() if path != name}), None)
    assert faults == [f'{name}: "no file", a published file']


def test_the_last_line_has_the_hash_of_the_manifest(files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path / "folder", files)
    main([str(tmp_path / "folder")])
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"SHA-256 of {MANIFEST}: {hashlib.sha256(files[MANIFEST]).hexdigest()}"


# Parquet


def change_parquet(files: Files, path: str, change: Callable[[pyarrow.Table], pyarrow.Table]) -> Files:
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(change(pyarrow.parquet.read_table(io.BytesIO(files[path]))), buffer)
    return fix_hashes(files | {path: buffer.getvalue()})


def set_value(table: pyarrow.Table, row: int, name: str, value: object) -> pyarrow.Table:
    place, column = table.schema.names.index(name), table.column(name)
    values = column.to_pylist()
    values[row] = value
    return table.set_column(place, table.schema.field(name), pyarrow.array(values, column.type))


def find_empty(table: pyarrow.Table) -> str:
    """Return a column of texts that has no value in the first row."""
    return next(
        str(one.name) for one in table.schema if one.type == pyarrow.string() and table.column(one.name)[0].as_py() is None
    )


PARQUET: dict[str, Callable[[pyarrow.Table], pyarrow.Table]] = {
    "a number": lambda table: set_value(table, 0, "persons", 999),
    "a text": lambda table: set_value(table, 0, "persons_printed", "999"),
    "a date": lambda table: set_value(table, 0, "event_date_earliest", None),
    "an empty text": lambda table: set_value(table, 0, find_empty(table), ""),
    "no row": lambda table: table.slice(0, 0),
    "a row twice": lambda table: pyarrow.concat_tables([table, table]),
    "the order of columns": lambda table: table.select([*reversed(table.schema.names)]),
    "no column": lambda table: table.drop_columns([table.schema.names[-1]]),
    "a type": lambda table: table.set_column(
        table.schema.names.index("persons"),
        table.schema.field("persons").with_type(pyarrow.float64()),
        table.column("persons").cast(pyarrow.float64()),
    ),
    "a text of the table": lambda table: table.replace_schema_metadata({**table.schema.metadata, b"license": b"none"}),
    "another text": lambda table: table.replace_schema_metadata({**table.schema.metadata, b"note": b"x"}),
    "an index of pandas": lambda table: table.replace_schema_metadata(
        {
            **table.schema.metadata,
            b"pandas": json.dumps(json.loads(table.schema.metadata[b"pandas"]) | {"index_columns": ["persons"]}).encode(),
        }
    ),
    "a text of a column": lambda table: table.cast(
        pyarrow.schema(
            [one.with_metadata({**one.metadata, b"description": b"x"}) for one in table.schema], table.schema.metadata
        )
    ),
}


@pytest.mark.parametrize("kind", [*PARQUET])
def test_a_parquet_file_that_differs_from_its_csv_file_is_a_fault(kind: str, files: Files) -> None:
    path = "build/parquet/flights.parquet"
    faults = verify_files(change_parquet(files, path, PARQUET[kind]), None)
    assert faults
    assert all(fault.startswith(path) for fault in faults), faults


def test_a_parquet_file_written_again_without_a_change_has_no_fault(files: Files) -> None:
    for path in (path for path in files if path.endswith(".parquet")):
        assert verify_files(change_parquet(files, path, lambda table: table), None) == []


def test_without_pyarrow_the_summary_says_what_was_not_compared(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path / "folder", files)
    for name in ("pyarrow", "yaml"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    assert main([str(tmp_path / "folder")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Parquet content not compared: pyarrow is not installed" in lines
    assert "metadata.yaml not compared with the descriptors: PyYAML is not installed" in lines


# Bounded


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        "^(a|a)*$",
        "^(a|aa)+$",
        "(a*)*b",
        "^(" + "(a|a)" * 60 + ")$",
        "a*a*a*a*a*a*a*a*b",
        "(.*)*x",
        "(a?){60}a{60}",
    ],
)
def test_a_pattern_without_end_is_matched_in_time_or_refused(pattern: str) -> None:
    text = "a" * 5000 + "!"

    def work() -> None:
        try:
            Automaton(pattern).matches(text)
        except ValueError:
            return

    assert measure(work) < SECONDS


def test_a_schema_with_such_a_pattern_does_not_keep_the_verifier(files: Files) -> None:
    changed = dict(files)
    for path in (*DESCRIPTORS, "schemas/flights.json"):
        value = json.loads(files[path])
        schema = (
            value if path.startswith("schemas") else next(r for r in value["resources"] if r["name"] == "flights")["schema"]
        )
        column = next(one for one in schema["fields"] if one["name"] == "sentence")
        column["constraints"] = {"pattern": "^(([a-zA-Z ]+)*,)*$"}
        changed[path] = json.dumps(value).encode()
    expect_in_time("a pattern", lambda: verify_files(fix_hashes(changed), None))


@st.composite
def draw_pattern(draw: st.DrawFn, depth: int = 2) -> str:
    """Draw a pattern of the kind that schemas have."""
    part = st.sampled_from(["a", "b", "[ab]", "[^a]", r"\d", ".", r"\.", "1"])
    if depth:
        part |= draw_pattern(depth - 1).map(lambda inner: f"({inner})")
    pieces = draw(st.lists(st.tuples(part, st.sampled_from(["", "", "*", "+", "?", "{0,2}", "{2}", "{1,}"])), max_size=4))
    text = "".join(map("".join, pieces))
    return text + (f"|{draw(draw_pattern(0))}" if draw(st.booleans()) else "")


@settings(max_examples=300)
@given(draw_pattern(), st.sampled_from(["", "^"]), st.sampled_from(["", "$"]), st.text("ab1.", max_size=6))
def test_patterns_match_as_pythons_own_do(pattern: str, start: str, end: str, text: str) -> None:
    whole = f"{start}({pattern}){end}"
    assert Automaton(whole).matches(text) == bool(re.search(whole, text))


def test_every_pattern_of_the_published_schemas_is_understood() -> None:
    for path in (ROOT / "schemas").glob("[!.]*.json"):
        for column in json.loads(path.read_text(encoding="utf-8")).get("fields", ()):
            pattern, example = column.get("constraints", {}).get("pattern"), column.get("example", "")
            assert not pattern or Automaton(pattern).matches(example), pattern


def test_the_readers_are_those_of_this_version() -> None:
    """Their patterns are the verifier's own: another file is refused. Where words have changed, put the new hash in."""
    own = hashlib.sha256((ROOT / "build/lexicon/readers.json").read_bytes()).hexdigest()
    assert own == verify.READERS_SHA256
    context = json.loads((ROOT / "croissant.json").read_text(encoding="utf-8"))["@context"]
    assert hashlib.sha256(json.dumps(context, sort_keys=True).encode()).hexdigest() == verify.CONTEXT_SHA256


HOSTILE_WORDS = [
    *(
        "from " * 80,
        "1 " * 200,
        "April 1 and " * 33,
        "the " * 100,
        "May " * 100,
        "-" * 400,
        "a hundred " * 40,
        "and a half " * 36,
    ),
    *("2025-04-30/" * 36, "1,000" * 80, "9" * 400, "1e999999999", "late " * 80, "New Mexico " * 36, "Georgia's" * 44),
    *("between " * 50, "more than " * 40, "one million " * 33, "\u0301" * 400, "U.S. " * 80, "week of the " * 33),
]


@pytest.mark.parametrize("words", HOSTILE_WORDS)
def test_no_words_of_a_claim_take_long_to_read(words: str) -> None:
    lexicons = verify.load_lexicons((ROOT / "build/lexicon/readers.json").read_bytes())
    words = words[: verify.MOST_READ]

    def work() -> None:
        for kind, read in verify.READERS.items():
            read(lexicons[kind], words)
        verify.read_date(lexicons["date"], words, (2025, None, ""))

    assert measure(work) < 0.5


def test_no_long_text_is_looked_into_for_the_name_of_a_country() -> None:
    countries = verify.load_lexicons((ROOT / "build/lexicon/readers.json").read_bytes())["country"]
    text = "New Mexico " * 500_000
    assert measure(lambda: verify.name_place(countries, text)) < 0.5
    assert (verify.name_place(countries, text), verify.name_place(countries, "Kazakhstan")) == (text, "KAZ")


@pytest.mark.parametrize(
    "value", ["range 1E999999999 2E999999999", "exact " + "9" * 100_000, "range 0 1e5", "exact 1E400000000"]
)
def test_a_number_that_is_no_plain_number_is_refused_in_time(value: str, files: Files) -> None:
    content = files["build/csv/claims.csv"].replace(b"exact 46", value.encode())
    assert content != files["build/csv/claims.csv"]
    changed = fix_hashes(files | {"build/csv/claims.csv": content})
    expect_in_time(value[:20], lambda: verify_files(changed, None))


def test_the_time_of_verifying_is_linear_in_the_package(small_root: Path, small: Prepared) -> None:
    made = {size: grow_package(small_root, small, size) for size in (10, 80)}
    assert verify_files(made[10], None) == []
    assert measure_growth(lambda size: verify_files(made[size], None, check_hashes=False), 10) < LINEAR_AT_MOST


def repeat_claim(files: Files, size: int, column: str, **changed: str) -> Files:
    """Return the files with one claim on a column made many times over, on one cell or, with another row, on many."""
    rows = read_table(files, "claims")
    place, row = next((place, row) for place, row in enumerate(rows) if row.get(column) or row["field_name"] == column)
    made = []
    for number in range(size):
        one = row | {name: value.format(number) for name, value in changed.items()}
        stem = f"{one['table_name']}/{one['row_id']}/{one['field_name']}@{one['source_id']}"
        made.append(one | {"claim_id": f"{stem}#{number + 100}"})
    return write_table(files, "claims", [*rows[: place + 1], *made, *rows[place + 1 :]])


def repeat_row(files: Files, size: int, table: str) -> Files:
    rows = read_table(files, table)
    key = next(iter(rows[0]))
    return write_table(files, table, [*rows, *(rows[0] | {key: f"zz{number:06}"} for number in range(size))])


SHAPES: dict[str, Callable[[Files, int], Files]] = {
    "claims on a number": lambda files, size: repeat_claim(files, size, "persons"),
    "claims on a set": lambda files, size: repeat_claim(files, size, "terms_printed", value="v{}"),
    "claims with one hedge": lambda files, size: repeat_claim(files, size, "hedge_words"),
    "claims by one speaker": lambda files, size: repeat_claim(files, size, "attributed_words"),
    "claims on many rows of one passage": lambda files, size: repeat_claim(files, size, "quote_text", row_id="x{}"),
    "claims on a unit": lambda files, size: repeat_claim(files, size, "unit"),
    "claims on a place": lambda files, size: repeat_claim(files, size, "destination_place"),
    "rows of quotes": lambda files, size: repeat_row(files, size, "quotes"),
    "rows of statements": lambda files, size: repeat_row(files, size, "statements"),
    "rows of sources": lambda files, size: repeat_row(files, size, "sources"),
    "members of a set": lambda files, size: write_table(
        files, "flights", [read_table(files, "flights")[0] | {"terms_printed": "|".join(f"m{n:06}" for n in range(size))}]
    ),
    "long sentences": lambda files, size: write_table(
        files, "cells", [row | {"in_sentence": "a " * size} for row in read_table(files, "cells")]
    ),
}


@pytest.mark.parametrize("shape", [*SHAPES])
def test_the_time_is_linear_whatever_there_is_much_of_and_whatever_is_wrong_with_it(shape: str, files: Files) -> None:
    made = {size: SHAPES[shape](files, size) for size in (400, 3200)}
    assert verify_files(made[400], None, check_hashes=False)
    assert measure_growth(lambda size: verify_files(made[size], None, check_hashes=False), 400) < LINEAR_AT_MOST


DENSE = {
    "numbers": ["1 ", "hundred ", "$1 ", "1–", "one hundred and ", "not more than 1 or more ", "1 million ", "§", "#1 "],
    "dates": [
        "May ",
        "2021-",
        "first ",
        "May 1 ",
        "1 May to 2 May ",
        "of the of the of the May-x ",
        "the the FY ",
        "last year ",
    ],
    "countries": [
        "Mexico ",
        "Mexico's ",
        "A.",
        "1.",
        "a.b-",
        "A'",
        "Mexican-American ",
        "US$ ",
        "New Mexico ",
        "not Mexican ",
    ],
    "quotations": ['"a" ', "“a” ", '"', "'' ", "« "],
    "others": ["⟦", "é ", "a-", "-", "A-1/", "a, ", "H.R. 1-", "\u0301"],
    "mixtures": [
        "1 May ",
        "hundred first 2021 ",
        '"Mexico" May 1, 2021 ',
        "in May of 2021 1 ",
        'Mexico 1 first May "a" 2021-',
    ],
}
"""Texts of which a passage can be full, by what is looked for in it."""


def make_dense(files: Files, unit: str, size: int) -> Files:
    """Return the files with some passages more, each full of the same words, with a claim on its beginning."""
    full = (unit * (size // len(unit) + 1))[:size].strip()
    claims, account = read_table(files, "claims"), read_table(files, "coverage")
    claim, item = claims[0], next(row for row in account if row["item"] == "0" and row["claim_ids"])
    for number in range(1000, 1004):
        own, text = {"source_id": item["source_id"], "passage": str(number)}, f"{number} {full}"
        claims.append(claim | own | {"claim_id": f"x{number}", "exact": text[:1], "in_sentence": f"⟦{text[:1]}⟧{text[1:]}"})
        account.append(item | own | {"char_start": str(number * 10**6), "char_end": str(number * 10**6 + len(text))})
    return write_table(write_table(files, "claims", claims), "coverage", account)


MOST_TIMES = 5
CACHED = (verify.read_number, verify.read_dates, verify.find_numbers, verify.find_dates, verify.find_sure_names)


def verify_uncached(made: dict[int, Files], size: int) -> None:
    """Verify one of some packages, with nothing known of the others."""
    for cached in CACHED:
        cached.cache_clear()
    verify_files(made[size], None, check_hashes=False)


def shuffle_words(unit: str) -> str:
    """Return the words of a unit in many orders, so that no stretch of a text is like another one."""
    words, made = re.findall(r"\S+\s*", unit), random.Random(unit)
    return "".join(made.choice(words) for _ in range(60_000 // max(map(len, words))))


@pytest.mark.parametrize("kind", [*DENSE])
def test_the_time_is_linear_in_a_passage_full_of_what_is_looked_for(kind: str, files: Files) -> None:
    """Four times the text takes not much more than four times as long, whatever it is full of; sixteen were quadratic."""
    units = [*DENSE[kind], *map(shuffle_words, DENSE[kind] if kind == "mixtures" else ())]
    for unit in units:
        made = {size: make_dense(files, unit, size) for size in (15_000, 60_000)}
        growth = measure_growth(partial(verify_uncached, made), 15_000, 4, MOST_TIMES)
        assert growth < MOST_TIMES, unit[:40]


@pytest.mark.parametrize("text", ["⟦", "⟦a⟧", "one ", "|a"])
@pytest.mark.parametrize("column", ["exact", "in_sentence", "hedge_words", "value", "claim_id"])
def test_long_texts_in_cells_take_little_time_and_faults_stay_short(column: str, text: str, files: Files) -> None:
    """Some beyond the limit, and more below it."""
    rows = read_table(files, "claims")
    for number, row in enumerate(rows):
        length = 200_000 if number < 10 else 60_000
        rows[number] = row | {column: f"{number}{text * (length // len(text))}"} if number < 60 else row
    changed = write_table(files, "claims", rows)
    found: list[str] = []
    assert measure(lambda: found.extend(verify_files(changed, None, check_hashes=False))) < SECONDS
    assert max(map(len, found)) < 10 * verify.MOST_SHOWN
    belongs = f"at most {verify.MOST_SAID} characters"
    assert len([fault for fault in found if fault.endswith(belongs)]) == 10


def test_one_cell_of_many_megabytes_takes_little_memory(files: Files) -> None:
    rows = read_table(files, "claims")
    changed = write_table(files, "claims", [rows[0] | {"exact": "⟦" * 10_000_000}, *rows[1:]])
    tracemalloc.start()
    try:
        assert verify_files(changed, None, check_hashes=False)
        assert tracemalloc.get_traced_memory()[1] < 8 * len(changed["build/csv/claims.csv"])
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("value", [["x"] * 2_000_000, [["x"] * 10] * 150_000, {f"n{number}": 1 for number in range(900_000)}])
def test_a_long_list_in_a_descriptor_is_compared_no_further_than_some_differences(value: Any, files: Files) -> None:
    head = json.loads(files["datapackage.json"]) | {"description": value}
    changed = fix_manifest(files | {"datapackage.json": json.dumps(head, separators=(",", ":")).encode()})
    found: list[str] = []
    assert measure(lambda: found.extend(verify_files(changed, None))) < SECONDS
    assert 0 < len(found) < 2 * verify.MOST_DIFFERING


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab01"), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, JSON)
def test_two_values_in_json_differ_in_no_leaf_only_where_they_are_the_same(one: Any, other: Any) -> None:
    is_same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert is_same == (not [*verify.find_differing(one, other)])
    ours, theirs = dict(verify.list_leaves(one)), dict(verify.list_leaves(other))
    listed = {leaf for leaf, *_ in verify.find_differing(one, other)}
    assert {leaf for leaf in {*ours, *theirs} if ours.get(leaf) != theirs.get(leaf)} <= listed


@pytest.mark.parametrize(
    ("limit", "work", "fault"),
    [
        (
            "verify.MOST_SECONDS = 1",
            "[None for _ in iter(int, 1)]",
            "s of processor time, files that can be verified in that time",
        ),
        ("verify.MOST_MEMORY = 1 << 29", "bytearray(1 << 30)", "MemoryError"),
    ],
)
def test_what_takes_too_much_time_or_memory_ends_with_one_fault(limit: str, work: str, fault: str, small_root: Path) -> None:
    code = f"import sys, verify\n{limit}\nverify.verify_data = lambda *_: {work}\nsys.exit(verify.main(sys.argv[1:]))"
    words = [sys.executable, "-c", code, str(small_root)]
    done = subprocess.run(words, cwd=ROOT / "scripts", text=True, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (1, "")
    assert fault in done.stdout
