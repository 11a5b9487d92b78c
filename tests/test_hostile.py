"""Hostile input is refused with a problem and its place, in time linear in its size, and never with a traceback."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Copy, copy_collection
from curation.annotation.reader import read_annotation
from curation.files import LARGEST_FILE
from curation.paths import SCHEMAS
from curation.pipeline import build, check
from curation.schema.read import read_schemas
from curation.sources.register import hash_text, read_sources
from curation.strict_yaml import parse_yaml
from growth import LINEAR_AT_MOST, measure_growth

A = "annotations/s100.yaml"
CELL = "operator: Polar Air"


@given(st.text(max_size=400))
def test_any_text_read_as_yaml_gives_a_tree_or_a_problem(text: str) -> None:
    node, problems = parse_yaml(text, "x.yaml")
    assert node or problems


@cache
def copy_once() -> Path:
    """Hypothesis runs many examples in one test: they share a folder."""
    return copy_collection(Path(tempfile.mkdtemp()) / "collection").root


@cache
def read_original() -> str:
    return (copy_once() / A).read_text(encoding="utf-8")


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.integers(0, 40), st.text(alphabet="abé:-<>{}[]&*#!|\"'\\\t\n \u202e131", max_size=12))
def test_an_annotation_with_random_damage_is_read_or_refused(share: float, length: int, text: str) -> None:
    """Bytes are cut out and others put in, as an editor, a merge or a malicious pull request would."""
    root, original = copy_once(), read_original()
    start = int(share * len(original))
    schemas, _ = read_schemas(root)
    sources, _ = read_sources(root, schemas)
    (root / A).write_text(original[:start] + text + original[start + length :], encoding="utf-8", newline="")
    annotation, problems = read_annotation(root, sources["s100"], schemas)
    assert annotation or problems


def test_deep_nesting_is_refused_in_linear_time(two_sources: Copy) -> None:
    def refuse(depth: int) -> None:
        deep = "".join(f"{' ' * level}a:\n" for level in range(depth))
        (two_sources.root / A).write_text(deep, encoding="utf-8")
        assert any("nested too deeply" in error for error in two_sources.errors())

    assert measure_growth(refuse, 400) < LINEAR_AT_MOST * 4  # the text itself grows with the square of the depth


def test_nested_aliases_are_refused_without_being_expanded(two_sources: Copy) -> None:
    """Expanded they would have 9**20 items: then this test would never end."""
    bomb = "a: &a\n- x\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)}\n" + f"- *{chr(97 + n)}\n" * 9 for n in range(20))
    (two_sources.root / A).write_text(bomb, encoding="utf-8")
    assert any("YAML anchor or alias" in error for error in two_sources.errors())


@pytest.mark.parametrize("filling", ["x", "x ", "1", '"', "-- ", "<- ", "... ", "<"])
def test_a_cell_of_megabytes_is_refused_in_linear_time(filling: str, two_sources: Copy) -> None:
    original = (two_sources.root / A).read_text(encoding="utf-8")
    assert CELL in original

    def refuse(length: int) -> None:
        cell = "operator: >-\n      x" + filling * (length // len(filling))
        (two_sources.root / A).write_text(original.replace(CELL, cell), encoding="utf-8")
        errors = two_sources.errors()
        assert errors
        assert all(len(error) < 3000 for error in errors)

    assert measure_growth(refuse, 250_000) < LINEAR_AT_MOST


def test_a_source_of_a_hundred_megabytes_is_refused(two_sources: Copy) -> None:
    path = two_sources.root / "seeds" / "101_courier.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert LARGEST_FILE < 100_000_000
    assert any("is larger than" in error for error in two_sources.errors())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (A, "flights/2031-03-12-hamburg", "flights/2031-03-12-hаmburg"),  # a Cyrillic а
        (A, "by: ada-holm", "by: аda-holm"),  # a Cyrillic а
        ("seeds/sources.yaml", "  s101:", "  s10１:"),
        (A, "outside the tables", "outside \u202ethe tables"),
        (A, "outside the tables", "outside \u200bthe tables"),
    ],
)
def test_look_alike_letters_and_invisible_marks_are_refused(file: str, old: str, new: str, two_sources: Copy) -> None:
    two_sources.edit(file, old, new)
    assert two_sources.errors()


@pytest.mark.parametrize(
    "change",
    [
        {"profile": "https://example.org/profile.json"},
        {"$schema": "https://example.org/schema.json"},
        {"$ref": "../../etc/passwd"},
    ],
)
def test_a_schema_that_refers_outside_is_refused(change: dict[str, str], two_sources: Copy) -> None:
    path = two_sources.root / SCHEMAS / "flights.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    assert any("unknown property" in error or "$schema is" in error for error in two_sources.errors())


@pytest.mark.parametrize(
    "content", ["[]", "{", "[" * 100_000, '{"fields": 1}', '{"name": "flights", "fields": [1, {"name": 2}]}', "\ufeff{}"]
)
def test_a_broken_schema_is_reported(content: str, two_sources: Copy) -> None:
    (two_sources.root / SCHEMAS / "flights.json").write_text(content, encoding="utf-8")
    assert two_sources.errors()


def test_words_that_a_spreadsheet_would_run_stay_as_printed_with_a_warning(two_sources: Copy) -> None:
    """The data are verbatim: a leading = is the source's. docs/format.md says what to do in a spreadsheet."""
    add_source(two_sources, '"=SUM(A1:A9)" said Ana Ruiz.\n')
    (two_sources.root / "annotations" / "s900.yaml").write_text(
        FORMULA.format(hash=hash_text('"=SUM(A1:A9)" said Ana Ruiz.\n')), encoding="utf-8"
    )
    prepared = build(two_sources.root)
    assert not prepared.problems, "a coder can do nothing about it"
    warnings = check(two_sources.root).problems
    assert all(warning.is_warning and "a spreadsheet would run" in warning.message for warning in warnings)
    assert warnings
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


def test_quadratic_work_is_distinguished_from_linear_work() -> None:
    def square(length: int) -> int:
        return sum(1 for _ in range(length) for _ in range(length // 10))

    assert measure_growth(square, 500) > LINEAR_AT_MOST > measure_growth(lambda length: sum(range(length)), 1_000_000)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc; getrusage's would be the parent's")
def test_twenty_thousand_claims_are_read_in_linear_time_and_bounded_memory(tmp_path: Path) -> None:
    roots = [copy_collection(tmp_path / str(number)) for number in range(2)]
    for root, passages in zip(roots, (50, 400), strict=True):
        write_large(root, passages, 50)
    words = [sys.executable, "-c", MEASURE, *(str(copy.root) for copy in roots)]
    done = subprocess.run(words, text=True, capture_output=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    (few, _, less), (many, errors, more), (peak,) = (map(float, line.split()) for line in done.stdout.splitlines())
    assert (few, many) > (2_500, 20_000)
    assert errors > 0, "their values are missing"
    assert more / less < LINEAR_AT_MOST
    assert peak < 200 * 1024, f"{peak} KiB"


MEASURE = """
import re, sys, time
from pathlib import Path
from curation.pipeline import read_collection
read_collection(Path(sys.argv[1]))  # imports and tables that are loaded once
for root in sys.argv[1:]:
    begun = time.process_time()
    prepared = read_collection(Path(root))
    print(sum(len(one.claims) for one in prepared.coded), len(prepared.errors), time.process_time() - begun)
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""
