"""Labels of codes, titles and questions reach every form in which the tables are published or shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import FLIGHT, Copy
from curation.authoring.show import show_cell
from curation.package.csv_parquet import make_arrow_schema
from curation.package.hosting import describe_for_datasette
from curation.pipeline import Prepared
from curation.schema.describe import explain_code
from curation.schema.tables import Category, Field

LABEL, MEANING = "Final order of removal, not detained", "These people were not removed."
CODE = "final_order_non_detained"


def list_coded(small: Prepared) -> list[Field]:
    found = [column for table in small.schemas.values() for column in table.fields.values() if column.codes]
    assert found
    return found


def test_descriptors_and_schemas_have_the_same_categories_beside_the_same_enum(small_root: Path, small: Prepared) -> None:
    for path in ("datapackage.json", "build/parquet/datapackage.json"):
        resources = json.loads((small_root / path).read_bytes())["resources"]
        published = {(one["name"], column["name"]): column for one in resources for column in one["schema"]["fields"]}
        for column in list_coded(small):
            said = published[column.table, column.name]
            assert "codes" not in said
            name = "itemCategories" if column.is_set else "categories"
            assert said[name] == [code.model_dump() for code in column.codes.values()]
            assert column.is_set or said["constraints"]["enum"] == [*column.codes]


def test_codebook_editor_croissant_and_datasette_say_what_a_code_is_called(small_root: Path, small: Prepared) -> None:
    datasette = json.dumps(describe_for_datasette(small.schemas, small.metadata, small.tables, "data"))
    texts = {name: (small_root / name).read_text(encoding="utf-8") for name in ("docs/codebook.md", "croissant.json")}
    texts["schemas/annotation.schema.json"] = (small_root / "schemas/annotation.schema.json").read_text(encoding="utf-8")
    assert f"- `{CODE}`: {LABEL}. {MEANING}" in texts["docs/codebook.md"]
    assert f"- {CODE}: {LABEL}. {MEANING}" in texts["schemas/annotation.schema.json"]
    enumerated = [record for one in json.loads(texts["croissant.json"])["recordSet"] for record in one.get("data", ())]
    (record,) = [record for record in enumerated if record.get("nationals_by_country.measure.codes/code") == CODE]
    assert record["nationals_by_country.measure.codes/name"] == LABEL
    assert record["nationals_by_country.measure.codes/description"].startswith(MEANING)
    assert f"{CODE}: {LABEL}. {MEANING}" in datasette


def test_a_parquet_column_knows_its_question_and_its_codes(small: Prepared) -> None:
    for table in small.schemas.values():
        schema = make_arrow_schema(table, small.metadata)
        for column in table.fields.values():
            said = schema.field(column.name).metadata
            assert said.get(b"question", b"").decode() == column.question
            labels = {code["value"]: code["label"] for code in json.loads(said.get(b"categories", b"[]"))}
            assert labels == {name: code.label for name, code in column.codes.items()}


def test_a_cell_is_shown_with_what_its_codes_are_called(small: Prepared) -> None:
    assert small.built
    lines, problems = show_cell(small.built, small.schemas, f"flights/{FLIGHT}/flight_type")
    assert (lines[0], problems) == (f"flights/{FLIGHT}/flight_type = charter (Charter flight)", [])
    (first, *_), _ = show_cell(small.built, small.schemas, f"flights/{FLIGHT}/persons")
    assert "(" not in first


@pytest.mark.parametrize(
    ("label", "description", "said"),
    [("Hours", "Hours.", "Hours."), ("Raids", "Operations.", "Raids. Operations."), ("hours", "Hours.", "Hours.")],
)
def test_a_code_is_not_explained_by_its_label_twice(label: str, description: str, said: str) -> None:
    assert explain_code(Category(value="x", label=label, description=description)) == said


def test_a_label_is_changed_in_one_place(two_sources: Copy) -> None:
    two_sources.edit("schemas/statistics.json", f'"label": "{LABEL}"', '"label": "Not removed yet"')
    prepared = two_sources.prepare()
    assert not prepared.errors
    codebook = prepared.files["docs/codebook.md"].decode()
    assert f"- `{CODE}`: Not removed yet. {MEANING}" in codebook
