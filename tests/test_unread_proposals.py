"""Marks of proposals: the build refuses each that is left, once for each passage, and nothing follows from it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from conftest import FLIGHT, Copy
from curation.authoring.new import add_source
from curation.proposals.memory import list_unknown, remember_collection
from curation.schema.read import read_schemas
from one_source import write_collection
from retold import accept_unread

A = "annotations/s100.yaml"
B = "annotations/s101.yaml"
QUOTED = "    quote_text: A charter flight ... 12 March 2031"
TEXT = "Ministry says 46 are home\n\nInterior Minister Bo Lund said that 46 Georgian nationals were on the plane."


def test_nothing_is_proposed_where_the_schemas_lack_what_the_rules_know(two_sources: Copy) -> None:
    schemas, _ = read_schemas(two_sources.root)
    assert list_unknown(schemas) == []
    others = {name: table for name, table in schemas.items() if name != "statistics"}
    assert list_unknown(others) == ["statistics.value", "statistics.unit", "statistics.measure"]


def list_unread(copy: Copy) -> list[str]:
    """Return the places of the marks. There must be no other error."""
    errors = copy.prepare().errors
    assert {error.message for error in errors} <= {"proposed, not read"}, [str(error) for error in errors]
    return [f"{error.file}:{error.line}" for error in errors]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"  flights/{FLIGHT}:\n    persons: 46", f"  ?flights/{FLIGHT}:\n    persons: 46"),
        ("    persons: 46", "    ?persons: 46"),
        ("  by: ada-holm", "  ?by: ada-holm"),
        ("    - Ada Holm", "    - Ada Holm -- ?"),
        ("-- Tbilisi is the capital of Georgia", "-- ?"),
        ("    role: spokesperson <- spokeswoman", "    role: spokesperson <- spokeswoman -- ?"),
        (
            QUOTED,
            "    quote_text:\n      segments:\n      - A charter flight\n      reason: '?'",
        ),
        (
            QUOTED,
            "    quote_text:\n      segments:\n      - A charter flight -- ?",
        ),
    ],
)
def test_a_mark_anywhere_is_refused_at_its_line_and_nothing_else_is(old: str, new: str, two_sources: Copy) -> None:
    text = (two_sources.root / A).read_text(encoding="utf-8")
    two_sources.edit(A, old, new)
    place = text[: text.index(old)].count("\n") + 1 + new[: new.index("?")].count("\n")
    assert list_unread(two_sources) == [f"{A}:{place}"]


def test_a_mark_in_the_head_is_refused_too(two_sources: Copy) -> None:
    two_sources.edit(A, "passages:\n", "?year: 2031 -- printed\npassages:\n")
    assert list_unread(two_sources) == [f"{A}:3"]


def test_several_marks_of_a_passage_are_one_error(two_sources: Copy) -> None:
    text = (two_sources.root / A).read_text(encoding="utf-8")
    head, first, *others = text.split("- in: >-\n")
    marked = (
        first.replace("  sources/", "  ?sources/").replace("  flights/", "  ?flights/").replace("    persons", "    ?persons")
    )
    (two_sources.root / A).write_text("- in: >-\n".join([head, marked, *others]), encoding="utf-8")
    assert len(list_unread(two_sources)) == 1


def test_each_passage_with_marks_is_an_error_and_no_row_in_them_is_missed_elsewhere(two_sources: Copy) -> None:
    """All that names persons, bodies and the flight is unread; the other source rests on it."""
    path = two_sources.root / A
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("\n  officials/", "\n  ?officials/").replace("\n  organizations/", "\n  ?organizations/"),
        encoding="utf-8",
    )
    unread = list_unread(two_sources)
    assert len(unread) > 1
    assert {place.partition(":")[0] for place in unread} == {A}


def test_an_error_beside_an_unread_passage_is_reported_with_it(two_sources: Copy) -> None:
    two_sources.edit(A, "    persons: 46", "    ?persons: 46")
    two_sources.edit(B, "sources/s101:", "sourcs/s101:")
    messages = [str(error) for error in two_sources.prepare().errors]
    assert len(messages) == 2
    assert any("unknown table 'sourcs'" in message for message in messages)


def test_what_is_no_yaml_within_an_unread_passage_is_an_error(two_sources: Copy) -> None:
    two_sources.edit(A, QUOTED, '    quote_text:\n      segments: ["A charter flight -- ?"]')
    assert two_sources.errors()


def test_a_question_of_the_source_is_no_mark(tmp_path: Path) -> None:
    text = "It snowed -- ?"
    copy = write_collection(tmp_path / "one", f"{text}\n", f"- in: >-\n    {text}\n  uncoded: weather, is it?\n")
    assert copy.errors() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    name: Ada Holm", "    ?name: Adda Holm"),
        ("    role: spokesperson <- spokeswoman", "    ?role: spokesman <- spokeswoman"),
        ("    organization_id: deu-justice <- Germany's Ministry of Justice", "    ?organization_id: nobody <- Germany"),
        (
            "  flights/2031-03-12-hamburg-tbilisi:\n    persons: 46\n    flight_type",
            "  ?flights/x:\n    persons: 46\n    flight_type",
        ),
        ("  by: ada-holm <- said Ada Holm", "  ?by: nobody-known <- said Ada Holm"),
        ("    name: Germany's Ministry of Justice\n", "    ?nam: x\n"),
        ("    flight_type: charter <- Charter\n", "    ?flight_type: military <- Charter -- it is\n"),
        ("    destination_country: GEO <- Tbilisi --", "    ?destination_country: ARM <- Tbilisi --"),
        ("  sources/s100:\n    cites:", "  ?organizations/new-body:\n    name: Germany\n  sources/s100:\n    cites:"),
        ("  sources/s100:\n    cites:", "  ?quotes/new:\n    statement_id: new\n  sources/s100:\n    cites:"),
    ],
)
def test_what_is_wrong_in_an_unread_passage_has_no_errors_there_nor_elsewhere(old: str, new: str, two_sources: Copy) -> None:
    two_sources.edit(A, old, new)
    assert len(list_unread(two_sources)) == 1


def test_a_collection_is_remembered_with_what_is_read_in_an_annotation_that_is_half_read(two_sources: Copy) -> None:
    schemas, _ = read_schemas(two_sources.root)
    two_sources.edit(A, "    persons: 46", "    ?persons: 46")
    memory = remember_collection(two_sources.root, schemas)
    assert memory.is_person["ada-holm"]
    assert FLIGHT in [flight.id for flight in memory.flights]


def test_an_editor_accepts_marked_keys_and_no_other_new_ones(built_copy: Copy) -> None:
    schema = json.loads((built_copy.root / "schemas" / "annotation.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    text = (built_copy.root / A).read_text(encoding="utf-8")
    marked = (
        text.replace("    persons: 46", "    ?persons: 46").replace("  by: ", "  ?by: ").replace("  quotes/", "  ?quotes/")
    )
    assert marked != text
    assert validator.is_valid(yaml.safe_load(marked))
    for wrong in ("    ?person: 46", "    ??persons: 46"):
        assert not validator.is_valid(yaml.safe_load(text.replace("    persons: 46", wrong)))
    assert not validator.is_valid(yaml.safe_load(text.replace("flight_type: charter <-", "?flight_type: charta <-")))


def test_accepting_all_of_a_new_text_unread_leaves_errors(two_sources: Copy) -> None:
    schemas, _ = read_schemas(two_sources.root)
    article = two_sources.root.parent / "920.txt"
    article.write_text(TEXT, encoding="utf-8")
    add_source(two_sources.root, schemas, article, "", "en", remember_collection(two_sources.root, schemas))
    path = two_sources.root / "annotations" / "s920.yaml"
    marked = path.read_text(encoding="utf-8")
    unread = [error for error in two_sources.prepare().errors if error.message == "proposed, not read"]
    assert len(unread) == marked.count("- in: >-")
    path.write_text(accept_unread(marked), encoding="utf-8")
    assert two_sources.errors()
