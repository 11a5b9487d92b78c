"""The published table `codings` is enough to compute the published agreement: here with the library `krippendorff`."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import krippendorff
import pytest

from conftest import ROOT, read_rows
from curation.claims.agreement import FIELD_KINDS, read_units
from curation.pipeline import Prepared

PUBLISHED = {one["kind"]: one for one in json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["agreement"]}
BLIND = [row for row in read_rows(ROOT, "codings") if row["stage"] == "blind"]
"""The rows of the CSV file alone."""


def pair(row: dict[str, Any]) -> tuple[str, str]:
    return (row["first_coder"], row["first_coder"]) if row["alike"] == "true" else (row["first_coder"], row["second_coder"])


def select(compared: str, reads: str = "") -> list[dict[str, Any]]:
    rows = [row for row in BLIND if row["compared"] == compared and reads in ("", row["reads"])]
    return [row for row in rows if compared != "value" or (row["first_coder"] and row["second_coder"])]


MEASURED = {
    **{f"value: {name}": ("value", reads) for reads, name in FIELD_KINDS.items()},
    "value: all kinds": ("value", ""),
    "speaker of a value": ("speaker", ""),
    "certainty of a value": ("certainty", ""),
    "whether a cell is coded": ("cell", ""),
}
SETTLED = ("source_id", "table_name", "row_id", "field_name", "difference", "of_value", "first_coder", "second_coder")
ONE_VARIABLE = ("speaker", "certainty")


@pytest.mark.parametrize("kind", sorted(PUBLISHED.keys() & MEASURED.keys()))
def test_the_library_gets_the_published_alpha(kind: str) -> None:
    """Of several fields the library gives each one's alpha; weighted with what chance would give, they are the whole's."""
    rows = select(*MEASURED[kind])
    fields: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        fields[() if MEASURED[kind][0] in ONE_VARIABLE else (row["table_name"], row["field_name"])].append(pair(row))
    observed = expected = 0.0
    for pairs in fields.values():
        values = [value for both in pairs for value in both]
        if len(set(values)) > 1:
            first, second = ([value or "nothing" for value in coder] for coder in zip(*pairs, strict=True))
            alpha = krippendorff.alpha(reliability_data=[first, second], level_of_measurement="nominal")
            chance = sum(values.count(value) * (len(values) - values.count(value)) for value in set(values)) / (
                len(values) - 1
            )
            observed += (1 - alpha) * chance
            expected += chance
    published = PUBLISHED[kind]
    assert len(rows) == published["units"]
    assert sum(one == other for pairs in fields.values() for one, other in pairs) == published["alike"]
    assert 1 - observed / expected == pytest.approx(published["alpha"], abs=1e-6)


def test_every_published_measure_is_computed_or_has_no_alpha() -> None:
    assert {kind for kind in PUBLISHED if kind not in MEASURED} == {
        kind for kind in PUBLISHED if "alpha" not in PUBLISHED[kind]
    }
    for compared in ("row", "value"):
        rows = [row for row in BLIND if row["compared"] == compared]
        both = sum(bool(row["first_coder"] and row["second_coder"]) for row in rows)
        published = PUBLISHED[f"whether a {compared} is coded"]
        assert (published["units"], published["alike"]) == (len(rows), both)


def test_all_units_and_all_settlements_are_published(prepared: Prepared) -> None:
    units, _ = read_units(ROOT)
    assert len(BLIND) == len(units)
    assert prepared.comparison
    settled = {tuple(row[name] for name in SETTLED) for row in read_rows(ROOT, "codings") if row["settled_for"]}
    # Two bodies of today were one when the codings were compared: two settlements may be of one unit.
    assert len(prepared.comparison.settlements) - 2 <= len(settled) <= len(prepared.comparison.settlements)
