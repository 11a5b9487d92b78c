"""Hostile input gets an answer: a problem with its place, in bounded time and memory, and never a traceback."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, Copy, copy_inputs
from curation.annotations import read_annotation
from curation.schemas import FOLDER, read_schemas
from curation.sources import LARGEST_SEED, hash_text, read_sources
from curation.strict_yaml import parse_yaml

S2 = "annotations/s002.yaml"
MARKS = "abé:-<>{}[]&*#!|\"'\\\t\n \u202e131"
ORIGINAL = (ROOT / S2).read_text(encoding="utf-8")


@given(st.text(max_size=400))
def test_any_text_read_as_yaml_gives_a_tree_or_a_problem(text: str) -> None:
    node, problems = parse_yaml(text, "x.yaml")
    assert node or problems


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(ORIGINAL)), st.integers(0, 40), st.text(alphabet="abé:-<>{}[]&*#!|\"'\\\t\n \u202e131", max_size=12)
)
def test_an_annotation_spoilt_anywhere_is_read_or_refused(start: int, length: int, text: str) -> None:
    """Bytes are cut out and others put in, as an editor, a merge or a malicious pull request would."""
    root = copy_once()
    schemas, _ = read_schemas(root)
    sources, _ = read_sources(root, schemas)
    (root / S2).write_text(ORIGINAL[:start] + text + ORIGINAL[start + length :], encoding="utf-8", newline="")
    annotation, problems = read_annotation(root, sources["s002"], schemas)
    assert annotation or problems


@cache
def copy_once() -> Path:
    """Hypothesis runs many examples in one test: they share a folder."""
    return copy_inputs(Path(tempfile.mkdtemp()) / "collection").root


def time_errors(collection: Copy) -> tuple[list[str], float]:
    begun = time.perf_counter()
    return collection.errors(), time.perf_counter() - begun


def test_deep_nesting_is_refused_at_once(collection: Copy) -> None:
    deep = "".join(f"{' ' * depth}a:\n" for depth in range(3000))
    (collection.root / S2).write_text(deep, encoding="utf-8")
    errors, seconds = time_errors(collection)
    assert any("nested too deeply" in error for error in errors)
    assert seconds < 10


def test_a_bomb_of_aliases_is_refused_at_once(collection: Copy) -> None:
    bomb = "a: &a\n- x\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)}\n" + f"- *{chr(97 + n)}\n" * 9 for n in range(20))
    (collection.root / S2).write_text(bomb, encoding="utf-8")
    errors, seconds = time_errors(collection)
    assert any("YAML anchor or alias" in error for error in errors)
    assert seconds < 10


@pytest.mark.parametrize("filling", ["x", "x ", "1", '"', "-- ", "<- ", "... ", "<"])
def test_a_cell_of_ten_megabytes_is_refused_in_bounded_time(filling: str, collection: Copy) -> None:
    cell = "operator: >-\n      x" + filling * (10_000_000 // len(filling))
    collection.edit(S2, "operator: Uzbekistan Airways", cell)
    errors, seconds = time_errors(collection)
    assert errors
    assert all(len(error) < 3000 for error in errors)
    assert seconds < 20


def test_a_source_of_a_hundred_megabytes_is_refused(collection: Copy) -> None:
    path = collection.root / "seeds" / "002_f5dd51b720eb846b.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert LARGEST_SEED < 100_000_000
    assert any("is larger than" in error for error in collection.errors())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (S2, "flights/2025-04-30-new-york", "flights/2025-04-30-nеw-york"),  # a Cyrillic е
        (S2, "by: kristi-noem", "by: kristі-noem"),  # a Cyrillic і
        ("seeds/sources.yaml", "  s002:", "  s00２:"),
        (S2, "outside the tables", "outside \u202ethe tables"),
        (S2, "outside the tables", "outside \u200bthe tables"),
    ],
)
def test_look_alikes_and_turned_text_are_refused(file: str, old: str, new: str, collection: Copy) -> None:
    collection.edit(file, old, new)
    assert collection.errors()


@pytest.mark.parametrize(
    "change",
    [
        {"profile": "https://example.org/profile.json"},
        {"$schema": "https://example.org/schema.json"},
        {"$ref": "../../etc/passwd"},
    ],
)
def test_a_schema_that_refers_outside_is_refused(change: dict[str, str], collection: Copy) -> None:
    path = collection.root / FOLDER / "flights.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    assert any("unknown property" in error for error in collection.errors())


@pytest.mark.parametrize(
    "content", ["[]", "{", "[" * 100_000, '{"fields": 1}', '{"name": "flights", "fields": [1, {"name": 2}]}', "\ufeff{}"]
)
def test_a_broken_schema_gives_a_problem(content: str, collection: Copy) -> None:
    (collection.root / FOLDER / "flights.json").write_text(content, encoding="utf-8")
    assert collection.errors()


def test_cells_that_a_spreadsheet_would_run_stay_as_printed_and_are_warned_of(collection: Copy) -> None:
    """The data are verbatim: a leading = is the source's. docs/format.md says what to do in a spreadsheet."""
    add_source(collection, '"=SUM(A1:A9)" said Ana Ruiz.\n')
    (collection.root / "annotations" / "s900.yaml").write_text(
        FORMULA.format(hash=hash_text('"=SUM(A1:A9)" said Ana Ruiz.\n')), encoding="utf-8"
    )
    prepared = collection.prepare()
    assert not prepared.errors, prepared.errors
    assert any(problem.is_warning and "a spreadsheet would run" in problem.message for problem in prepared.problems)
    assert prepared.built
    assert "=SUM(A1:A9)" in {row["quote_text"] for row in prepared.built.rows["quotes"]}


FORMULA = """\
source: s900
text_sha256: {hash}
passages:
- in: >-
    "=SUM(A1:A9)" said Ana Ruiz.
  by: ana-ruiz <- said Ana Ruiz
  officials/ana-ruiz:
    name: Ana Ruiz
    role: other <- Ana Ruiz
  quotes/s900-ruiz-sum:
    statement_id: ruiz-sum
    quote_mode: direct
    quote_text: >-
      =SUM(A1:A9)
  uncoded: A1:A9 -- no figures
"""


def add_source(collection: Copy, text: str) -> None:
    content = text.encode()
    (collection.root / "seeds" / "900_x.txt").write_bytes(content)
    entry = f"  s900:\n    seed_file: 900_x.txt\n    sha256: {hashlib.sha256(content).hexdigest()}\n"
    collection.append("seeds/sources.yaml", entry + "    language: en\n    publisher_basis: unknown\n")


def write_large(collection: Copy, passages: int, claims: int) -> None:
    """A source of many sentences, each with many claims on rows of its own."""
    sentences = [f"Place {number}x saw arrests." for number in range(passages)]
    text = "\n".join(sentences) + "\n"
    add_source(collection, text)
    lines = ["source: s900", f"text_sha256: {hash_text(text)}", "passages:"]
    for number, sentence in enumerate(sentences):
        lines += ["- in: >-", f"    {sentence}", f"  statistics/r{number}:"]
        lines += ["    measure: arrest", "    unit: events", "    period_type: unspecified", "    measure_printed: arrests"]
        lines += ["    stock_or_flow: flow", f"    place: Place {number}x", "    population:"]
        lines += ["    - arrests"] * (claims - 6)
        lines += [f"  uncoded: {number}x -- a name"]
    (collection.root / "annotations" / "s900.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_hundred_thousand_claims_in_one_file_are_read_in_bounded_time_and_memory(collection: Copy) -> None:
    write_large(collection, 2000, 50)
    begun = time.perf_counter()
    words = [sys.executable, "-c", MEASURE, str(collection.root)]
    done = subprocess.run(words, text=True, capture_output=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    claims, errors, peak = map(int, done.stdout.split())
    assert claims >= 100_000
    assert errors > 0, "their values are missing"
    assert peak < 2**20, f"{peak} KiB"
    assert time.perf_counter() - begun < 60


MEASURE = """
import resource, sys
from pathlib import Path
from curation.building import prepare
prepared = prepare(Path(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(sum(len(one.claims) for one in prepared.coded), len(prepared.errors), peak)
"""
