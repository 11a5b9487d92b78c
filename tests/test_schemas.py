"""A slip in a schema is a clear error that names file and field; no slip changes data in silence."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path as FilePath
from typing import Any

import pytest

from conftest import ROOT, Copy
from curation.claims.parsers import PARSERS
from curation.facts.rules import RULES
from curation.pipeline import read_collection
from curation.problems import Problem
from curation.schema.consistency import check_across
from curation.schema.kinds import (
    BASES,
    DerivationName,
    FieldType,
    ParserName,
    PartName,
    RuleName,
    SpeakerKind,
    SpeakerPart,
)
from curation.schema.overview import list_lines, list_other_lines
from curation.schema.read import read_schemas, read_table
from curation.schema.tables import SYSTEM_TABLES, Schemas, Table
from curation.tables.derivations import DERIVATIONS
from curation.tables.types import Row, Tables

TABLES = sorted(path.stem for path in (ROOT / "schemas").glob("*.json") if not path.stem.endswith(".schema"))
Path = tuple[str | int, ...]
"""The way to a value in JSON."""

TEXTS = {"title", "question", "rowTitle", "description", "example", "unit", "label", "pattern"}
"""What a schema says freely: a changed word of it is another text, and no slip that a program could see."""
FREE = {("fields", "name")}
"""A field's own name is free where nothing refers to it: another name is another column, which every reader of it sees."""
CLOSED: dict[str, tuple[str, ...]] = {
    "fill": ("parse", "part", "speaker", "derive", "gather", "register"),
    "type": tuple(FieldType),
    "reads": tuple(ParserName),
    "agree": tuple(RuleName),
    "derive": tuple(DerivationName),
    "part": tuple(PartName),
    "by": tuple(SpeakerPart),
    "speakers": tuple(SpeakerKind),
}
"""The words of a closed list: each is also exchanged for every other one."""


@cache
def read_descriptor(name: str) -> Any:
    return json.loads((ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def read_real_schemas() -> Schemas:
    schemas, problems = read_schemas(ROOT)
    assert not problems
    return schemas


def misspell(word: str) -> Iterator[str]:
    """Return the word with a letter too few, one too many, two exchanged, and capitals."""
    yield word[:-1]
    yield word[:1] + word
    yield word[:1].upper() + word[1:] if word[:1].islower() else word.lower() + "x"
    if len(word) > 2 and word[1] != word[2]:
        yield word[0] + word[2] + word[1] + word[3:]


def list_places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Return the way to every value in JSON that is a text, a list, an object or a truth value."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from list_places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from list_places(inner, (*path, number))


def take(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def list_slips(name: str, is_closed: bool = False) -> Iterator[tuple[Path, str, Any]]:
    """Yield a schema with one changed word: the way to it, the word that is there now, and the schema, until the next one.

    With `is_closed` only words of closed lists are changed, into other words of their list.
    """
    descriptor = deepcopy(read_descriptor(name))
    for path in [path for path in list_places(descriptor) if path]:
        holder, last = take(descriptor, path[:-1]), path[-1]
        value = holder[last]
        if isinstance(last, str) and not is_closed:
            kept = list(holder.items())
            for wrong in misspell(last):
                if wrong in holder:
                    continue
                replace_items(holder, [(wrong if key == last else key, inner) for key, inner in kept])
                yield path, wrong, descriptor
                replace_items(holder, kept)
        for wrong in list_wrong_words(path, value, is_closed):
            holder[last] = wrong
            yield path, wrong, descriptor
        holder[last] = value


def replace_items(holder: dict[str, Any], items: list[tuple[str, Any]]) -> None:
    holder.clear()
    holder.update(items)


def list_wrong_words(path: Path, value: Any, is_closed: bool) -> list[str]:
    """Return the words by which a value is replaced: misspelt ones, and the others of its closed list."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    is_text = key in TEXTS
    if not isinstance(value, str) or is_text or (path[0], key) in FREE:
        return []
    listed = CLOSED.get(key, ()) if isinstance(path[-1], str) else ()
    words = {*(() if is_closed else misspell(value)), *(listed if value in listed else ())} - {value}
    return sorted(map(str, words))


def read_slipped(name: str, slipped: Any) -> tuple[Table | None, list[Problem]]:
    """Read one slipped schema among the others as they are."""
    file = f"schemas/{name}.json"
    table, problems = read_table(slipped, file)
    if table:
        schemas = {**read_real_schemas(), name: table}
        for one in schemas.values():
            problems += [Problem(f"schemas/{one.name}.json", 0, 0, *said) for said in check_across(one, schemas)]
    return table, problems


@pytest.mark.parametrize("name", TABLES)
def test_every_slip_of_a_word_in_a_schema_is_an_error_that_names_file_and_field_or_changes_nothing(name: str) -> None:
    real, count = read_real_schemas()[name], 0
    for path, wrong, slipped in list_slips(name):
        count += 1
        table, problems = read_slipped(name, slipped)
        place = f"{name}.json {'/'.join(map(str, path))}: {wrong}"
        if not problems:
            assert table is not None
            same = {**vars(table), "curation": table.curation} == {**vars(real), "curation": real.curation}
            assert same or is_another_rule(path) or is_phrase(path), place
            continue
        assert any(f"schemas/{name}.json" in str(problem) for problem in problems), place
        if path[0] == "fields" and len(path) > 2:
            field = read_descriptor(name)["fields"][path[1]]["name"]
            assert any(repr(field) in problem.message or wrong in problem.message for problem in problems), place
    assert count > 100


PHRASES = ("words", "fixed_phrases", "after", "not_words", "said_with", "asked_by")
"""What has lists of phrases."""


def is_phrase(path: Path) -> bool:
    """Whether a slip is in a phrase of a language, of which no list is complete: a check then does not see it."""
    return len(path) > 3 and path[3] in PHRASES and isinstance(path[-1], int)


def is_another_rule(path: Path) -> bool:
    """Whether a slip gave another rule, parser or derivation that fits too: the next test looks at what a build makes."""
    return path[-1] in ("agree", "derive", "reads", "type")


def list_other_rules() -> list[tuple[str, Path, str]]:
    """Return the changes of a closed word into another one that the schemas alone do not refuse."""
    return [
        (name, path, wrong)
        for name in TABLES
        for path, wrong, slipped in list_slips(name, is_closed=True)
        if is_another_rule(path) and not read_slipped(name, slipped)[1]
    ]


def test_another_rule_that_fits_is_an_error_or_the_same_data_or_shown_in_the_provenance(two_sources: Copy) -> None:
    """A seeded sample of the exchanges that the schemas alone do not refuse."""
    before = read_collection(two_sources.root)
    assert before.built
    for name, path, wrong in random.Random(9).sample(list_other_rules(), 16):
        assert judge_rule(two_sources.root, before.built.rows, name, path, wrong), f"{name} {path}: {wrong}"


def judge_rule(root: FilePath, before: Tables, name: str, path: Path, wrong: str) -> bool:
    """Whether a build with another rule stops, makes the same facts, or names the rule by each cell that it changed."""
    file = root / "schemas" / f"{name}.json"
    slipped, kept = deepcopy(read_descriptor(name)), file.read_bytes()
    take(slipped, path[:-1])[path[-1]] = wrong
    file.write_text(json.dumps(slipped), encoding="utf-8")
    after = read_collection(root)
    file.write_bytes(kept)
    if after.errors or not after.built:
        return bool(after.errors)
    facts = [table for table in before if table not in SYSTEM_TABLES]
    if all(after.built.rows[table] == before[table] for table in facts):
        return True
    rules = [{place_cell(row): row["rule"] for row in rows["cells"]} for rows in (before, after.built.rows)]
    values = [{place_cell(row): row["value"] for row in rows["cells"]} for rows in (before, after.built.rows)]
    changed = {cell for cell in values[0].keys() | values[1].keys() if values[0].get(cell) != values[1].get(cell)}
    return all(rules[0].get(cell) != rules[1].get(cell) for cell in changed)


def place_cell(row: Row) -> tuple[Any, ...]:
    return row["table_name"], row["row_id"], row["field_name"], row["member"]


def test_every_name_of_a_parser_rule_and_derivation_has_its_function() -> None:
    assert (set(PARSERS), set(RULES), set(DERIVATIONS)) == (set(ParserName), set(RuleName), set(DerivationName))
    assert set(BASES) == set(ParserName)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"agre": "same"}, "field 'persons': curation: unknown property 'agre'"),
        ({"fill": "parsed"}, "field 'persons': curation is 'parsed'"),
        ({"part": "lowest", "of": "persons", "fill": "part"}, "field 'persons': curation: part is 'lowest'"),
    ],
)
def test_a_slip_in_how_a_field_is_filled_is_said_in_words(change: dict[str, str], message: str) -> None:
    slipped = deepcopy(read_descriptor("flights"))
    field = next(field for field in slipped["fields"] if field["name"] == "persons")
    field["curation"] = {"fill": "parse", "reads": "quantity", "agree": "interval"} | change
    assert message in str(read_slipped("flights", slipped)[1])


def test_curation_that_is_no_object_is_said_in_words() -> None:
    slipped = deepcopy(read_descriptor("flights"))
    slipped["fields"][0]["curation"] = []
    assert "field 'flight_id'" in str(read_slipped("flights", slipped)[1])


# Codes: each has a label


def change_field(name: str, change: dict[str, Any], table: str = "flights") -> str:
    """Return what is wrong with a schema in which a field has other properties; None takes one out."""
    slipped = deepcopy(read_descriptor(table))
    field = next(field for field in slipped["fields"] if field["name"] == name)
    field.update(change)
    replace_items(field, [(key, value) for key, value in field.items() if value is not None])
    return "\n".join(map(str, read_slipped(table, slipped)[1]))


CHARTER = {"value": "charter", "label": "Charter flight", "description": "Hired."}
MILITARY = {"value": "military", "label": "Military aircraft", "description": "Of the armed forces."}
TWO = {"enum": ["charter", "military"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"categories": [{"value": "charter", "description": "Hired."}]}, "field 'flight_type': categories.0: no label"),
        ({"categories": [CHARTER | {"label": ""}]}, "field 'flight_type': code 'charter' has the label ''"),
        ({"categories": [CHARTER | {"label": " "}]}, "field 'flight_type': code 'charter' has the label ' '"),
        (
            {"categories": [CHARTER, MILITARY | {"label": CHARTER["label"]}], "constraints": TWO},
            "field 'flight_type': the label 'Charter flight' is there twice",
        ),
        ({"categories": [CHARTER, CHARTER]}, "field 'flight_type': the code 'charter' is there twice"),
        ({"categories": [CHARTER, MILITARY]}, "field 'flight_type': enum and categories differ"),
        ({"categories": None}, "field 'flight_type': enum and categories differ"),
        ({"categories": None, "codes": {"charter": "Hired."}}, "field 'flight_type': unknown property 'codes'"),
        ({"categories": None, "itemCategories": [CHARTER]}, "field 'flight_type': itemCategories: the field holds no set"),
        ({"categories": None, "categoriesOrdered": True}, "field 'flight_type': categoriesOrdered without categories"),
    ],
)
def test_a_code_without_a_label_or_with_anothers_is_an_error(change: dict[str, Any], message: str) -> None:
    assert message in change_field("flight_type", change)


def test_the_older_name_of_the_codes_is_answered_with_the_newer_one() -> None:
    assert 'write the codes as categories: [{"value"' in change_field("flight_type", {"codes": {"charter": "Hired."}})


def test_the_codes_of_a_set_are_no_categories_of_its_cells() -> None:
    codes = next(one for one in read_descriptor("flights")["fields"] if one["name"] == "legal_grounds")["itemCategories"]
    wrong = change_field("legal_grounds", {"itemCategories": None, "categories": codes})
    assert "field 'legal_grounds': categories: a cell of a set holds several codes" in wrong


def test_only_strings_have_codes() -> None:
    assert "field 'persons': categories: type is integer" in change_field("persons", {"categories": [CHARTER]})


def test_where_the_order_of_codes_decides_the_schema_says_that_they_are_ordered() -> None:
    assert "field 'flight_status': agree is furthest, without" in change_field("flight_status", {"categoriesOrdered": None})
    assert not change_field("flight_type", {"categoriesOrdered": False})


# Titles and questions: what people read in the place of a column's name


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": " "}, "field 'persons': title is ' '"),
        ({"title": None}, "field 'persons': no title"),
        ({"question": "How many people were aboard"}, "'How many people were aboard' is no question"),
        ({"question": " ?"}, "field 'persons': question: ' ?' is no question"),
    ],
)
def test_a_column_has_a_title_and_its_question_is_one(change: dict[str, Any], message: str) -> None:
    assert message in change_field("persons", change)


def test_a_question_of_an_overview_is_one() -> None:
    slipped = deepcopy(read_descriptor("flights"))
    slipped["overview"][-1]["question"] = "Which countries"
    assert "overview: 'Which countries' is no question" in str(read_slipped("flights", slipped)[1])


def test_a_line_of_an_overview_answers_its_own_question_or_that_of_its_first_field() -> None:
    schemas = read_real_schemas()
    for table in (table for table in schemas.values() if table.overview):
        lines = list_lines(table, schemas)
        for entry, line in zip(table.overview, lines, strict=True):
            owner, field = line.columns[0]
            assert line.question == (entry.question or schemas[owner].fields[field].question)
        for line in list_other_lines(table, lines):
            assert line.question == table.fields[line.columns[0][1]].question
        assert all(line.question for line in lines)


def test_no_two_columns_of_a_table_have_one_title_and_none_is_a_name_with_underscores() -> None:
    for table in read_real_schemas().values():
        titles = [column.title for column in table.fields.values()]
        assert len({*titles}) == len(titles), table.name
        assert not [title for title in titles if "_" in title or not title[0].isupper()]


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("{persons", "rowTitle: a brace has no other"),
        ("{}", "rowTitle: a brace has no other"),
        ("{person}", "rowTitle: field 'person' is unknown"),
        ("{persons|plane}", "rowTitle: field 'plane' is unknown"),
        ("[{plane} ]to {persons}", "rowTitle: field 'plane' is unknown"),
        ("[to {persons}", "rowTitle: a brace has no other"),
        ("[to ]{persons}", "rowTitle: a brace has no other"),
    ],
)
def test_the_name_of_a_row_names_fields(title: str, message: str) -> None:
    slipped = json.loads((ROOT / "schemas" / "flights.json").read_text(encoding="utf-8"))
    slipped["rowTitle"] = [title]
    assert message in str(read_slipped("flights", slipped)[1])
