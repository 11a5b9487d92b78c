"""Every error in the coding is reported with its place and what to do, and then nothing is published.

Each case changes a copy of the small collection in one way, and names what the message must hold.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from conftest import FLIGHT, Copy
from curation.pipeline import build

A = "annotations/s100.yaml"
B = "annotations/s101.yaml"
REGISTER = "seeds/sources.yaml"
DECISIONS = "annotations/decisions.yaml"
EVIDENCE = "annotations/evidence.yaml"
PERSONS = "    persons: More than 40\n"
CASES = {
    "YAML syntax": (A, "    hedge: reportedly\n", "    hedge: reportedly: so\n", r"s100\.yaml:\d+:\d+: .*not YAML"),
    "duplicate key": (B, PERSONS, PERSONS * 2, r"s101\.yaml:\d+:5: duplicate key 'persons', first on line \d+"),
    "flow collection": (B, PERSONS, "    persons: {value: over 66,000}\n", r"s101\.yaml:\d+:14: flow collection"),
    "alias": (B, PERSONS, "    persons: &a More than 40\n", r"YAML anchor or alias"),
    "tag": (B, PERSONS, "    persons: !!str More than 40\n", r"YAML tag"),
    "unknown table": (B, "  flights/2031", "  flihgts/2031", r"unknown table 'flihgts'\n.*did you mean 'flights'"),
    "unknown field": (B, "    persons: More", "    person: More", r"unknown field flights\.person\n.*did you mean 'persons'"),
    "part of a field": (B, "    persons: More", "    persons_low: More", r"unknown field .*\n.*it is read with 'persons'"),
    "field of the build": (B, "    persons: More", "    origins: More", r"unknown field .*\n.*the build fills it"),
    "unknown code": (B, "quote_mode: direct_partial", "quote_mode: direct_parcial", r"unknown code .*\n.*mean 'direct_partial'"),
    "row's name": (B, "  flights/2031-03-12-hamburg-tbilisi:", "  flights/Tbilisi flight:", r"no name for a row"),
    "unknown source": (B, "source: s101", "source: s11", r"source is 's11'\n.*'s101'"),
    "another text": (B, "text_sha256: ", "text_sha256: 0", r"s101\.yaml:2:\d+: the source text has changed since it was annotated"),
    "passage left out": (B, "- in: >-\n    The Kazakh citizens will travel on from Tbilisi to Kazakhstan.\n  flights/2031-03-12-hamburg-tbilisi:\n    destination_place: Tbilisi\n  flights/*:\n    hedge: planned <- will travel on\n    onward_travel: expected <- will travel on\n    onward_countries: Kazakhstan\n", "", r"passage 3 does not tile the text.*\n.*a passage is left out"),
    "passage altered": (B, "    Two dogs were", "    Two dogs are", r"passage 6 does not tile the text"),
    "text goes on": (A, "- in: >-\n    It snowed in Hamburg.\n  uncoded: weather, outside the tables\n", "", r"end before the text does\n.*It snowed in Hamburg"),
    "words not found": (A, "operator: Polar Air", "operator: Polar Airlines", r"words not found in their passage: «Polar Airlines»\n.*Polar Air"),
    "anchor elsewhere": (A, "operator: Polar Air", "operator: Border Police", r"words not found .*\n.*are outside this passage"),
    "span with two ends": (A, "quote_text: We thank Georgia ... this return", "quote_text: We thank Georgia ... r", r"words (cut|found)"),
    "same words twice": (A, "measure_printed: 310 <removals> per", "measure_printed: removals", r"words found 2 times in their passage: «removals»\n.*310 removals"),
    "words cut a word": (A, "operator: Polar Air", "operator: Polar Ai", r"words cut a word or a number: «Polar Ai»"),
    "words cut a number": (A, "    value: 310\n", "    value: 10\n", r"words cut a word or a number: «10»"),
    "words cut a qualifier off": (B, PERSONS, "    persons: 40\n", r"words cut a number: «40»\n.*More than 40"),
    "words cut a date": (A, "    departure_date: 12 March 2031\n", "    departure_date: March 2031\n", r"words cut a date"),
    "value not said": (A, "    persons: 27\n", "    persons: exact 28 <- 27\n", r"'exact 28', but the words «27» say 'exact 27'"),
    "inferred without a reason": (B, "destination_country: GEO <- Tbilisi -- Tbilisi is the capital of Georgia", "destination_country: GEO <- Tbilisi", r"the words «Tbilisi» do not say it\n.*add the reason"),
    "wrong weekday": (B, "arrival_date: 2031-03-12 <- Wed", "arrival_date: 2031-03-13 <- Wed", r"2031-03-13 is a Thursday"),
    "no number": (A, "    persons: 27\n", "    persons: Aboard\n", r"no number in «Aboard»"),
    "dangling reference": (A, "    agency: deu-police <-", "    agency: deu-polizei <-", r"agency"),
    "dangling reference of all": (A, "    flight_id: 2031-03-12-hamburg-tbilisi", "    flight_id: 2031-03-12-hamburg-tblisi", r"flight_id"),
    "nobody of that name": (B, "by: deu-justice <- the ministry", "by: deu-justise <- the ministry", r"unknown speaker 'deu-justise'\n.*'deu-justice'"),
    "unaccounted number": (A, "    persons: 27\n", "", r"number not accounted for: «27»"),
    "unaccounted date": (A, "    period: February 2030\n", "", r"date not accounted for: «February 2030»"),
    "a quotation does not account for its number": (A, "    persons: 46\n    flight_type: charter <- charter\n", "    flight_type: charter <- charter\n", r"number not accounted for: «46»"),
    "unaccounted quotation": (B, "      - an example for others\n", "", r"quotation not accounted for: «an example for others.?»"),
    "unaccounted passage": (A, "  uncoded: weather, outside the tables\n", "", r"has neither cells nor a reason: «It snowed"),
    "by with words that are not there": (A, "by: ada-holm <- Holm said", "by: ada-holm <- Holm says", r"words not found .*«Holm says»"),
    "hedge that is not there": (A, "    hedge: reportedly\n", "    hedge: allegedly\n", r"words not found .*«allegedly»"),
    "uncoded words that are not there": (B, "uncoded: 9 --", "uncoded: 8 --", r"words not found .*«8»"),
    "words of another row": (A, "citizenship <- Kazakh citizens", "citizenship <- Kyrgyz citizens", r"country_basis rests on words of flight-2031-03-12-kgz"),
    "by without words": (A, "by: ada-holm <- Holm said", "by: ada-holm", r"by: has neither words nor a reason"),
    "reason of uncoded words": (B, "uncoded: 9 -- hours under way; flights has no column for them", "uncoded: 9", r"uncoded: without the words"),
    "unresolved disagreement": (DECISIONS, "hamburg-tbilisi/funder_scope\n", "hamburg-tbilisi/funder\n", r"sources disagree on flights/.*/funder_scope: whole_operation \(s100"),
    "decision without reason": (DECISIONS, "  reason: s101 says whose", "  reasons: s101 says whose", r"decisions\.yaml:\d+:3: unknown key 'reasons'"),
    "evidence that is not registered": (A, "[police-monthly]", "[police-montly]", r"s100\.yaml:\d+:\d+: evidence \[police-montly\] is not registered\n.*'police-monthly'"),
    "ruling's evidence that is not registered": (DECISIONS, "  value: own_nationals\n", "  value: own_nationals\n  evidence: no-page\n", r"decisions\.yaml:\d+:\d+: evidence \[no-page\] is not registered"),
    "evidence that nothing cites": (EVIDENCE, "evidence:\n", "evidence:\n  unused:\n    url: https://example.org\n    title: x\n    publisher: x\n    shows: x\n    read_on: 2026-11-25\n", r"evidence\.yaml:\d+:3: nothing cites unused"),
    "address in a reason": (A, "[police-monthly]", "[police-monthly], https://example.org", r"s100\.yaml:\d+:\d+: a reason holds an address"),
    "evidence without a day": (EVIDENCE, "    read_on: 2031-03-20", "    read_on: 2031-02-31", r"evidence\.yaml:\d+:3: page-gazette: read_on is '2031-02-31'"),
    "evidence with an unknown key": (EVIDENCE, "    shows: The", "    show: The", r"evidence\.yaml:\d+:5: page-gazette: unknown key 'show'\n.*'shows'"),
    "publisher against the words": (REGISTER, "    publisher_basis: inferred", "    publisher: Post\n    publisher_basis: inferred", r"sources/s101/publisher: the words say 'The Courier', and the register 'Post'"),
    "address that is not its page's": (REGISTER, "example/2031/", "example/2030/", r"s100: url is not that of \[page-gazette\]"),
    "a publication day that no calendar has": (REGISTER, "    published: 2031-03-13", "    published: 2031-02-30", r"sources\.yaml:\d+:\d+: '2031-02-30' is not a day"),
    "second coding differs": ("annotations/second/s100.csv", "exact 27", "exact 28", r"s100: nationals_by_country/flight-2031-03-12-geo/persons differs from the second coding \(value\)"),
    "second coding's words": ("annotations/second/s100.csv", "exact 27,27", "exact 27,twenty-seven", r"s100\.csv:\d+:1: the words are not in the source"),
    "register leaves seeds": (REGISTER, "seed_file: 101", "seed_file: ../seeds/101", r"points outside seeds/"),
    "register is absolute": (REGISTER, "seed_file: 101_courier.txt", "seed_file: /etc/hostname", r"points outside seeds/"),
    "seed missing": (REGISTER, "seed_file: 101_courier.txt", "seed_file: 101.txt", r"seeds/101\.txt is missing"),
    "unknown registered code": (REGISTER, "publisher_basis: same_text", "publisher_basis: unkown", r"sources\.yaml:\d+:22: unknown code 'unkown'"),
    "unknown parser": ("schemas/flights.json", '"reads": "quantity"', '"reads": "quantty"', r"reads is 'quantty'\n.*'quantity'"),
    "enum and categories differ": ("schemas/flights.json", '"value": "charter"', '"value": "charta"', r"enum and categories differ"),
    "example is a number": ("schemas/flights.json", '"example": "131"', '"example": 131', r"field 'persons': example: "),
    "schema is no JSON": ("schemas/flights.json", '"fields": [', '"fields": [,', r"flights\.json:\d+:\d+: not JSON"),
    "metadata incomplete": ("metadata.yaml", "\ncreated: ", "\n# ", r"metadata\.yaml:.*no created"),
    "a day that no calendar has": ("metadata.yaml", "\ncreated: 20", "\ncreated: 2026-02-30 # 20", r"metadata\.yaml:\d+:\d+: created: day is out of range"),
    "a table's name is none for a sheet": ("schemas/flights.json", '"name": "flights"', '"name": "Flights [old]"', r"no name for a table"),
    "a table without a key": ("schemas/flights.json", '"primaryKey"', '"primaryKeys"', r"no primaryKey"),
    "metadata's tables": ("metadata.yaml", "- statements\n", "", r"metadata\.yaml:\d+:\d+: tables are not those of schemas/"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_coding_error_is_reported_with_its_place_and_advice(name: str, two_sources: Copy) -> None:
    file, old, new, wanted = CASES[name]
    two_sources.edit(file, old, new)
    prepared = two_sources.prepare()
    errors = "\n".join(str(problem) for problem in prepared.errors)
    assert re.search(wanted, errors), errors
    assert prepared.files == {}


def test_one_run_reports_the_errors_of_all_files(two_sources: Copy) -> None:
    for file, old, new in (
        (A, "    persons: 27\n", "    persons: 28\n"),
        (A, "operator: Polar Air", "operator: Polar Airways"),
        (B, "    event_date: March 12\n", "    event_date: March 32\n"),
        (B, "    medium: statement\n", "    medium: letter\n"),
    ):
        two_sources.edit(file, old, new)
    found = [error for error in two_sources.errors() if "not found" in error]
    assert [error.partition(":")[0] for error in found] == [A, A, B, B]


def test_an_error_names_the_line_and_column_of_the_value(two_sources: Copy) -> None:
    two_sources.edit(A, "operator: Polar Air", "operator: Solar Air")
    lines = (two_sources.root / A).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "Solar Air" in text)
    column = lines[line - 1].index("Solar Air") + 1
    assert any(error.startswith(f"{A}:{line}:{column}: words not found") for error in two_sources.errors())


def test_two_rows_that_may_be_one_fact_are_a_question(two_sources: Copy) -> None:
    """A flight's name that is mistyped wherever one source names it cannot make a second flight."""
    shutil.rmtree(two_sources.root / "annotations" / "second")
    replace_everywhere(two_sources.root / A, FLIGHT, "2031-03-12-hamburg-tblisi")
    replace_everywhere(two_sources.root / B, "    event_date: March 12\n    event_date_of: removal <- deported\n", "")
    replace_everywhere(
        two_sources.root / B,
        "    terms_printed: deported\n",
        '    departure_date: March 12 -- they depart as the "deported" do\n',
    )
    errors = two_sources.errors()
    others = [error for error in errors if "differs from the second coding" not in error]  # since the edits change the coding
    assert len(others) == 1, others
    assert "may be one fact with" in others[0]


def replace_everywhere(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_row_with_a_mistyped_name_lacks_required_fields(two_sources: Copy) -> None:
    two_sources.edit(
        B,
        f"  flights/{FLIGHT}:\n    destination_place: Tbilisi\n  flights/*",
        "  flights/2031-03-12-ham:\n    destination_place: Tbilisi\n  flights/*",
    )
    assert any(re.search(r"flights/2031-03-12-ham: no .*destination_country", error) for error in two_sources.errors())


def test_a_reference_to_no_row_is_an_error(two_sources: Copy) -> None:
    for file in (A, B):
        replace_everywhere(two_sources.root / file, f"flight_id: {FLIGHT}", "flight_id: 2031-03-12-hamburg")
    errors = two_sources.errors()
    assert any("flight_id '2031-03-12-hamburg' names no row of flights" in error for error in errors), errors


def test_a_decision_where_the_sources_agree_is_an_error(two_sources: Copy) -> None:
    two_sources.append(DECISIONS, AGREED)
    assert any("stale ruling" in error for error in two_sources.errors())


AGREED = f"""\
- cell: flights/{FLIGHT}/funder
  kind: contradiction
  between:
  - GEO
  - DEU
  value: GEO
  reason: all say so
"""


def test_a_decision_is_stale_when_the_claimed_values_have_changed(two_sources: Copy) -> None:
    two_sources.edit(A, "funder_scope: whole_operation <- the whole flight", "funder_scope: unknown <- paid for")
    two_sources.edit("annotations/second/s100.csv", "funder_scope,whole_operation", "funder_scope,unknown")
    assert any("stale ruling" in error and "funder_scope" in error for error in two_sources.errors())


def test_a_settlement_is_stale_when_the_codings_no_longer_differ(two_sources: Copy) -> None:
    two_sources.edit(B, "    cites: deu-justice <- Ministry of Justice\n", "")
    assert any("stale settlement" in error and "cites" in error for error in two_sources.errors())


def test_a_missing_seed_and_a_changed_one_are_errors(two_sources: Copy) -> None:
    seeds = two_sources.root / "seeds"
    (seeds / "101_courier.txt").unlink()
    replace_everywhere(seeds / "100_gazette.txt", "310", "130")
    errors = two_sources.errors()
    assert any("101_courier.txt is missing" in error for error in errors)
    assert any("100_gazette.txt has changed" in error for error in errors)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe text", "is not UTF-8: byte 0"), (b"one\0two", "900_x.txt:1:4: character U+0000")],
)
def test_a_seed_that_is_not_text_is_an_error(content: bytes, message: str, two_sources: Copy) -> None:
    (two_sources.root / "seeds" / "900_x.txt").write_bytes(content)
    entry = f"  s900:\n    seed_file: 900_x.txt\n    sha256: {hashlib.sha256(content).hexdigest()}\n"
    two_sources.append(REGISTER, entry + "    language: en\n    publisher_basis: unknown\n")
    assert any(message in error for error in two_sources.errors())


def test_a_symbolic_link_out_of_seeds_is_an_error(two_sources: Copy) -> None:
    path = two_sources.root / "seeds" / "101_courier.txt"
    outside = two_sources.root / "outside.txt"
    path.rename(outside)
    path.symlink_to(outside)
    (error,) = two_sources.errors()
    assert error.startswith("seeds/101_courier.txt: is a symbolic link, not a file")


def test_an_annotation_of_an_unknown_source_is_an_error(two_sources: Copy) -> None:
    (two_sources.root / "annotations" / "s10.yaml").write_text("source: s10\n", encoding="utf-8")
    assert any(
        re.search(r"annotations/s10\.yaml: unknown source 's10'\n.*did you mean", error) for error in two_sources.errors()
    )


def test_an_unregistered_seed_is_an_error(two_sources: Copy) -> None:
    (two_sources.root / "seeds" / "stray.txt").write_text("A text.", encoding="utf-8")
    assert any("seeds/stray.txt: seed is not registered" in error for error in two_sources.errors())


def test_a_hedge_word_that_no_claim_uses_is_a_warning(two_sources: Copy) -> None:
    two_sources.edit(A, "    hedge: reportedly\n", "")
    prepared = two_sources.prepare()
    assert any(problem.is_warning and "«reportedly»" in problem.message for problem in prepared.problems)


def test_a_failed_build_changes_no_file(built_copy: Copy) -> None:
    before = read_all(built_copy.root)
    built_copy.edit(A, "    persons: 27\n", "    persons: 28\n")
    assert build(built_copy.root).errors
    after = read_all(built_copy.root)
    assert before.pop(A) != after.pop(A)
    assert before == after


def read_all(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
