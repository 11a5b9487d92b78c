"""claims.annotations.jsonl: each claim as a W3C Web Annotation, at its place in the text, and nothing unpublished."""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from conftest import ROOT, Copy, read_rows
from curation.package.web_annotations import write_annotations
from curation.pipeline import Prepared, build
from curation.tables.types import Tables
from one_source import write_collection

SCHEMA = json.loads((ROOT / "tests" / "web-annotation.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def read_annotations(prepared: Prepared) -> list[Any]:
    content = write_annotations(prepared.schemas, prepared.metadata, prepared.tables)
    assert content.endswith(b"\n")
    return [json.loads(line) for line in content.decode().split("\n")[:-1]]


def list_targets(annotation: Any) -> list[Any]:
    return annotation["target"] if isinstance(annotation["target"], list) else [annotation["target"]]


def read_texts(root: Path) -> dict[str, str]:
    """Return the text of each source, by the name that its bytes have in RFC 6920: read without the code of the build."""
    texts = {}
    for path in (root / "seeds").glob("*.txt"):
        content = path.read_bytes()
        name = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig")).replace("\r\n", "\n")
        texts[f"ni:///sha-256;{name}"] = text
    return texts


def find_misplaced(annotations: list[Any], texts: dict[str, str]) -> Iterator[str]:
    """Yield the id of each annotation that does not select its words, with those around them, at exactly one place."""
    for annotation in annotations:
        for target in list_targets(annotation):
            text = texts[target.get("state", {}).get("cached", target["source"])]
            quote, position = target["selector"]
            start, end = position["start"], position["end"]
            before, after = quote.get("prefix", ""), quote.get("suffix", "")
            placed = text[start:end] == quote["exact"]
            placed &= text[:start].endswith(before) and text[end:].startswith(after)
            if not placed or (quote["type"], position["type"]) != ("TextQuoteSelector", "TextPositionSelector"):
                yield annotation["id"]


@pytest.fixture(scope="module")
def written(small: Prepared) -> list[Any]:
    return read_annotations(small)


def test_each_claim_is_one_annotation_in_the_order_of_the_table(written: list[Any], small_root: Path) -> None:
    urn = f"urn:uuid:{json.loads((small_root / 'datapackage.json').read_bytes())['id']}#"
    wanted = [name for name, _ in groupby(read_rows(small_root, "claims"), key=lambda row: row["claim_id"])]
    assert [unquote(one["id"].removeprefix(urn)) for one in written] == wanted
    assert all(one["id"].count("#") == 1 for one in written)


def test_annotations_are_valid_by_the_model_of_the_w3c(written: list[Any]) -> None:
    VALIDATOR.check_schema(SCHEMA)
    for one in written:
        assert not [fault.message for fault in VALIDATOR.iter_errors(one)], one["id"]


@pytest.mark.parametrize(
    ("way", "leaf"),
    [
        (["id"], "no address"),
        (["motivation"], "telling"),
        (["generated"], "2026-11-26"),
        (["target", "selector", 1, "start"], -1),
        (["target", "selector", 1, "start"], "3"),
        (["target", "selector", 0, "type"], "TextQuote"),
        (["target", "selector", 0, "exact"], None),
        (["target", "source"], "s100"),
        (["target", "state", "sourceDateEnd"], "2031-03-20"),
        (["target", "state"], {"type": "TimeState", "cached": "ni:///sha-256;AA"}),
        (["body", 0, "purpose"], "saying"),
        (["body", 0, "colour"], "red"),
        (["cells"], 1),
    ],
)
def test_the_schema_of_the_model_refuses_what_is_wrong(way: list[Any], leaf: Any, written: list[Any]) -> None:
    changed = json.loads(json.dumps(written[0]))
    place = changed
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = leaf
    assert not VALIDATOR.is_valid(changed)


def test_every_annotation_selects_its_words_at_its_place_in_the_text(written: list[Any], small_root: Path) -> None:
    texts = read_texts(small_root)
    assert [*find_misplaced(written, texts)] == []
    shifted = {name: f"…{text}" for name, text in texts.items()}
    assert len({*find_misplaced(written, shifted)}) == len(written), "the check looks at the places"


def list_sources(annotations: list[Any], tables: Tables) -> dict[str, list[Any]]:
    """Return for each source what is said of it in the targets, without the words; each thing once."""
    owners = {str(row["claim_id"]): str(row["source_id"]) for row in tables["claims"]}
    found: dict[str, list[Any]] = {name: [] for name in owners.values()}
    for one in annotations:
        said = found[owners[unquote(one["id"].partition("#")[2])]]
        said += [part for target in list_targets(one) if (part := {**target, "selector": 0}) not in said]
    return found


def test_the_source_is_the_page_that_was_read_on_a_day_and_else_the_text_by_its_hash(
    written: list[Any], small: Prepared
) -> None:
    (known, unknown) = small.tables["sources"]
    (page,) = (row for row in small.tables["evidence"] if row["evidence_id"] == known["identified_by"])
    found = list_sources(written, small.tables)
    (target,) = found[str(known["source_id"])]
    assert target["source"] == known["url"] == page["url"]
    cached = target["state"].pop("cached")
    day = page["read_on"]
    times = {"sourceDateStart": f"{day}T00:00:00Z", "sourceDateEnd": f"{day}T23:59:59Z"}
    assert target == {
        "type": "SpecificResource",
        "source": page["url"],
        "state": {"type": "TimeState", **times},
        "selector": 0,
    }
    assert cached.startswith("ni:///sha-256;")
    assert not unknown["url"]
    (target,) = found[str(unknown["source_id"])]
    assert target["source"].startswith("ni:///sha-256;")
    assert target["source"] != cached
    assert set(target) == {"type", "source", "selector"}


def test_an_address_that_nobody_read_is_the_scope_of_the_text(two_sources: Copy) -> None:
    address = "https://courier.example/2031/flight"
    two_sources.edit("seeds/sources.yaml", "publisher_basis: inferred", f"publisher_basis: inferred\n    url: {address}")
    prepared = two_sources.prepare()
    assert not prepared.errors
    annotations = read_annotations(prepared)
    (target,) = list_sources(annotations, prepared.tables)["s101"]
    assert set(target) == {"type", "source", "scope", "selector"}
    assert target["scope"] == address
    assert all(VALIDATOR.is_valid(one) for one in annotations)
    assert [*find_misplaced(annotations, read_texts(two_sources.root))] == []


def test_annotations_hold_no_words_that_the_tables_do_not(written: list[Any], small_root: Path) -> None:
    rows = {(row["claim_id"], row["segment"]): row for row in read_rows(small_root, "claims")}
    for one in written:
        name = unquote(one["id"].partition("#")[2])
        for number, target in enumerate(list_targets(one), 1):
            row, (quote, position) = rows.pop((name, str(number))), target["selector"]
            kept = {key: row[key] for key in ("exact", "prefix", "suffix") if row[key]}
            assert quote == {"type": "TextQuoteSelector", **kept}
            assert [str(position["start"]), str(position["end"])] == [row["char_start"], row["char_end"]]
    assert not rows, "every span is a target"


def test_an_annotation_shows_value_column_row_speaker_hedge_and_reason(written: list[Any], small: Prepared) -> None:
    rows = {str(row["claim_id"]): row for row in reversed(small.tables["claims"])}
    seen = set()
    for one in written:
        row = rows[unquote(one["id"].partition("#")[2])]
        comment, value, column, name = one["body"]
        table = small.schemas[str(row["table_name"])]
        assert [body["purpose"] for body in one["body"]] == ["commenting", "describing", "tagging", "tagging"]
        assert value["value"] == row["value"]
        assert column["value"] == f"{row['table_name']}.{row['field_name']}"
        assert name["value"] == f"{row['table_name']}/{row['row_id']}"
        for part in ("value", "row_id", "attributed_to", "via", "hedge_words", "reason"):
            assert str(row[part] or "") in comment["value"], (part, one["id"])
            seen |= {part} if row[part] else set()
        code = table.fields[str(row["field_name"])].codes.get(str(row["value"]))
        assert not code or f"({code.label})" in comment["value"]
    assert {"attributed_to", "hedge_words", "reason"} <= seen


PILOT = "\U0001f469\U0001f3fd\u200d\U0001f680"
"""One emoji of four code points, in UTF-16 of seven units."""

BEFORE = f"\U0001f600 Café {PILOT} "
SENTENCE = f"{BEFORE}46 people left Hamburg for Norway."
PASSAGES = f"""- in: >-
    {SENTENCE}
  flights/f:
    persons: 46
    origin_place: Hamburg
    destination_country: Norway
"""


@pytest.mark.parametrize(
    "text",
    [f"{SENTENCE}\r\n", "\ufeff" + SENTENCE.replace("é", "e\u0301").replace("left Hamburg", "left\n  Hamburg")],
    ids=["CR LF", "a byte order mark, NFD and a break of the line"],
)
def test_places_are_counted_in_code_points_of_the_normalized_text(text: str, tmp_path: Path) -> None:
    copy = write_collection(tmp_path, text, PASSAGES)
    built = build(copy.root)
    assert not built.errors
    annotations = read_annotations(built)
    assert [*find_misplaced(annotations, read_texts(copy.root))] == []
    (persons,) = [one for one in annotations if one["id"].endswith("flights/f/persons@s900%231")]
    quote, position = persons["target"]["selector"]
    assert quote["exact"] == "46"
    assert position["start"] == len(BEFORE) == 12
    assert len(quote["exact"]) == position["end"] - position["start"]


def test_a_claim_on_several_pieces_of_text_has_a_target_for_each(two_sources: Copy) -> None:
    prepared = two_sources.prepare()
    several = [one for one in read_annotations(prepared) if isinstance(one["target"], list)]
    spans: dict[str, int] = {}
    for row in prepared.tables["claims"]:
        spans[str(row["claim_id"])] = spans.get(str(row["claim_id"]), 0) + 1
    wanted = {name: count for name, count in spans.items() if count > 1}
    assert wanted, "the small collection has such a claim"
    assert {unquote(one["id"].partition("#")[2]): len(one["target"]) for one in several} == wanted
    for one in several:
        starts = [target["selector"][1]["start"] for target in one["target"]]
        assert starts == sorted(starts)
        assert f"{len(starts)} pieces of text together" in one["body"][0]["value"]


def test_the_names_of_claims_do_not_change_with_version_or_address(two_sources: Copy) -> None:
    before = [one["id"] for one in read_annotations(two_sources.prepare())]
    two_sources.append("metadata.yaml", "homepage: https://example.org/home\n")
    two_sources.edit("metadata.yaml", "version: ", "version: 7")
    assert [one["id"] for one in read_annotations(two_sources.prepare())] == before
