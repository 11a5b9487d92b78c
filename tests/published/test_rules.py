"""Rules that hold in the published tables whatever the sources are."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from itertools import groupby

from conftest import ROOT
from curation.pipeline import Prepared
from published.conftest import Package


def name_key(package: Package, table: str) -> str:
    (key,) = package.schemas[table]["primaryKey"]
    return str(key)


def read_seeds(package: Package) -> dict[str, str]:
    """Return each source's text, NFC, by the source's name."""
    files = {row["source_id"]: row["seed_file"] for row in package.rows("sources")}
    texts = {source: (package.root / "seeds" / file).read_text(encoding="utf-8") for source, file in files.items()}
    return {source: unicodedata.normalize("NFC", text) for source, text in texts.items()}


def test_every_value_of_every_cell_has_one_line_in_cells(package: Package) -> None:
    filled = {
        (table, row[name_key(package, table)], column): value
        for table in package.facts
        for row in package.rows(table)
        for column, value in row.items()
        if value
    }
    lines: dict[tuple[str, str, str], list[str]] = {}
    for row in package.rows("cells"):
        members = lines.setdefault((row["table_name"], row["row_id"], row["field_name"]), [])
        members.append(row["value"])
        assert row["member"] == str(len(members))
    assert {name: "|".join(members) for name, members in lines.items()} == filled


def test_the_words_of_every_claim_are_in_its_source_at_their_position(package: Package) -> None:
    texts = read_seeds(package)
    rows = package.rows("claims")
    assert {row["source_id"] for row in rows} == set(texts)
    for row in rows:
        text, start, end = texts[row["source_id"]], int(row["char_start"]), int(row["char_end"])
        assert text[start:end] == row["exact"]
        assert text[:start].endswith(row["prefix"])
        assert text[end:].startswith(row["suffix"])


def test_the_words_of_every_cell_are_in_its_source(package: Package) -> None:
    texts = {source: " ".join(text.split()) for source, text in read_seeds(package).items()}
    without = Counter(row["basis"] for row in package.rows("cells") if not row["words"])
    assert set(without) <= {"registered", "derived"}
    for row in package.rows("cells"):
        if not row["words"]:
            assert row["table_name"] == "sources", row
            continue
        for piece in row["words"].split(" … "):
            assert piece in texts[row["source_id"]]
        assert re.sub("[⟦⟧]", "", row["in_sentence"]) in texts[row["source_id"]]


def test_every_cell_is_as_certain_as_the_first_claim_that_decides_it(package: Package) -> None:
    said = {row["claim_id"]: (row["certainty"], row["hedge_words"]) for row in package.rows("claims")}
    for row in package.rows("cells"):
        rests_on_words = row["basis"] not in ("derived", "registered")
        wanted = said[row["claim_ids"].split("|")[0]] if rests_on_words else ("", "")
        assert (row["certainty"], row["hedge_words"]) == wanted


def test_every_inference_and_decision_has_its_reason(package: Package) -> None:
    cells, claims = package.rows("cells"), package.rows("claims")
    assert all(row["reason"] for row in claims if row["basis"] == "inferred")
    assert all(row["reason"] for row in cells if row["basis"] == "inferred" or row["rule"].endswith("decision"))
    assert all(row["reason"] for row in package.rows("disagreements"))


def test_no_reason_caution_or_page_has_the_name_of_a_column_or_a_code(package: Package) -> None:
    """They are read by people who have never seen the tables."""
    texts = [row["reason"] or "" for name in ("claims", "cells", "disagreements") for row in package.rows(name)]
    texts += [row["shows"] for row in package.rows("evidence")]
    texts += json.loads((package.root / "datapackage.json").read_bytes())["cautions"]
    assert [text for text in texts if re.search(r"\w_\w|_ |\bthe rule (interval|narrower)\b", text)] == []


def test_every_cited_page_is_registered_and_every_registered_page_is_cited(package: Package) -> None:
    registered = {row["evidence_id"] for row in package.rows("evidence")}
    texts = [row["reason"] for name in ("claims", "cells", "disagreements") for row in package.rows(name)]
    texts += [f"[{row['identified_by']}]" for row in package.rows("sources") if row["identified_by"]]
    texts += [f"[{name}]" for row in package.rows("disagreements") for name in row["evidence"].split("|") if name]
    texts.append((package.root / "metadata.yaml").read_text(encoding="utf-8"))
    cited = {name for text in texts for name in re.findall(r"\[([a-z0-9][a-z0-9.-]*)\]", text)}
    assert cited == registered
    assert not [text for text in texts[:-1] if "http" in text]


def test_a_source_identified_by_its_text_has_the_address_and_publisher_of_the_page(package: Package) -> None:
    pages = {row["evidence_id"]: row for row in package.rows("evidence")}
    for row in package.rows("sources"):
        assert (row["publisher_basis"] == "same_text") == bool(row["identified_by"])
        if row["identified_by"]:
            page = pages[row["identified_by"]]
            assert (row["url"], row["publisher"]) == (page["url"], page["publisher"])
        assert bool(row["publisher"]) == (row["publisher_basis"] != "unknown")


def test_an_origin_is_a_body_or_a_source_and_never_a_person(package: Package) -> None:
    bodies = {row["organization_id"] for row in package.rows("organizations")}
    bodies |= {row["source_id"] for row in package.rows("sources")}
    for table in package.facts:
        for row in package.rows(table):
            assert set(filter(None, row.get("origins", "").split("|"))) <= bodies


def test_members_of_a_set_differ_in_more_than_capitals(package: Package) -> None:
    lines = [row for row in package.rows("cells") if row["basis"] == "verbatim"]
    for cell, members in groupby(lines, lambda row: (row["table_name"], row["row_id"], row["field_name"])):
        values = [row["value"].casefold() for row in members]
        assert len(set(values)) == len(values), cell


def test_a_paraphrase_is_no_translation(package: Package) -> None:
    assert not [row for row in package.rows("quotes") if row["quote_mode"] == "reported" and row["is_translation"]]


def test_a_printed_error_has_its_correction_beside_it(package: Package) -> None:
    for table in package.facts:
        errors = package.read_json(f"schemas/{table}.json")["fields"]
        marks = [field["curation"]["marks_error"] for field in errors if "marks_error" in field.get("curation", {})]
        for row in package.rows(table) if marks else ():
            assert not row["source_error"] or row[marks[0][row["source_error"]][1]], row


def test_the_files_are_what_a_build_writes(prepared: Prepared) -> None:
    assert not prepared.errors
    for name, content in prepared.files.items():
        assert (ROOT / name).read_bytes() == content, f"{name} differs from what the build makes: run make build"


LONG = 15
"""Characters of a name that nobody else gives to a row by chance."""


def test_no_test_but_those_of_the_published_tables_names_one_of_their_rows() -> None:
    """A test that does breaks when a row is renamed. Short names (raids, s11) are left out: they occur by chance."""
    package = Package(ROOT)
    names = {row[name_key(package, table)] for table in package.facts for row in package.rows(table)}
    marked = {name for name in names if len(name) >= LONG}
    assert marked
    for path in (path for path in (ROOT / "tests").rglob("*.py") if path.parent.name != "published"):
        words = set(re.findall(r"[a-z0-9][a-z0-9.-]*", path.read_text(encoding="utf-8")))
        assert not words & marked, path
