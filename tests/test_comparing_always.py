"""What holds of the difference of any two releases."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from curation.compare.compare import compare_releases
from curation.compare.load import Release
from curation.compare.render import FORMS

NAMES = st.sampled_from(["a", "b", "c"])
FIELDS = st.dictionaries(
    NAMES,
    st.fixed_dictionaries(
        {"type": st.sampled_from(["string", "integer"])},
        optional={
            "title": st.sampled_from("xy"),
            "unit": st.just("person"),
            "codes": st.dictionaries(NAMES, st.sampled_from("xy")),
            "categories": st.lists(NAMES | st.fixed_dictionaries({"value": NAMES}, optional={"label": NAMES})),
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
    return {"schema": {"fields": columns, "primaryKey": min(fields)}, "path": "build/csv/a.csv", "rows": rows}


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
    """Return the items in an order of their own; fields are in the order of the new side, and so is a changed key."""
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
