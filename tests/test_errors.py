"""Every slip of a coder is found, with its place and what to do; nothing is published then.

Each case spoils a copy of the real collection in one way, and names what the message must hold.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import Copy

S2 = "annotations/s002.yaml"
PERSONS = "    persons: more than 100\n"
CASES = {
    "YAML syntax": (S2, "  hedge: reportedly\n", "  hedge: reportedly: so\n", r"s002\.yaml:\d+:\d+: .*not YAML"),
    "duplicate key": (S2, PERSONS, PERSONS * 2, r"s002\.yaml:\d+:5: duplicate key 'persons', first on line \d+"),
    "flow collection": (S2, PERSONS, "    persons: {value: over 66,000}\n", r"s002\.yaml:\d+:14: flow collection"),
    "alias": (S2, PERSONS, "    persons: &a more than 100\n", r"YAML anchor or alias"),
    "tag": (S2, PERSONS, "    persons: !!str more than 100\n", r"YAML tag"),
    "unknown table": (S2, "  flights/2025", "  flihgts/2025", r"unknown table 'flihgts'\n.*did you mean 'flights'"),
    "unknown field": (S2, "    persons: more", "    person: more", r"unknown field flights\.person\n.*did you mean 'persons'"),
    "part of a field": (S2, "    persons: more", "    persons_low: more", r"unknown field .*\n.*it is read with 'persons'"),
    "field of the build": (S2, "    persons: more", "    origins: more", r"unknown field .*\n.*the build fills it"),
    "unknown code": (S2, "quote_mode: direct_partial", "quote_mode: direct_parcial", r"unknown code .*\n.*mean 'direct_partial'"),
    "row's name": (S2, "  flights/2025-04-30-new-york-tashkent:", "  flights/Tashkent flight:", r"no name for a row"),
    "unknown source": (S2, "source: s002", "source: s02", r"source is 's02'\n.*'s002'"),
    "another text": (S2, "text_sha256: 0", "text_sha256: 1", r"s002\.yaml:3:\d+: this coding was made of another text"),
    "passage left out": (S2, "- in: >-\n    Migrants being deported from the United States. (file photo)\n  uncoded: caption of a file photo, not of this flight\n", "", r"passage 2 does not tile the text.*\n.*a passage is left out"),
    "passage altered": (S2, "    Migrants being deported", "    Migrants are deported", r"passage 2 does not tile the text"),
    "text goes on": ("annotations/s003.yaml", "- in: >-\n    Homeland security policy is coordinated at the White House by the Homeland Security Council.\n  uncoded: general description of the department\n", "", r"end before the text does\n.*Homeland security policy"),
    "anchor not found": (S2, "operator: Uzbekistan Airways", "operator: Uzbekistan Airlines", r"anchor not found in its passage: «Uzbekistan Airlines»\n.*Uzbekistan Airways"),
    "anchor elsewhere": (S2, "operator: Uzbekistan Airways", "operator: Immigration agents", r"anchor not found .*\n.*stand outside this passage"),
    "anchor found twice": ("annotations/s003.yaml", "quote_text: We commend ... home country", "quote_text: We commend ... e", r"anchor (cuts|found)"),
    "anchor twice": (S2, "operator: Uzbekistan Airways", "operator: the", r"anchor (cuts|not found|found)"),
    "same words twice": ("annotations/s004.yaml", "    value: over 66,000\n", "    value: 66,000\n", r"anchor found 2 times in its passage: «66,000»\n.*over 66,000"),
    "anchor cuts a word": (S2, "operator: Uzbekistan Airways", "operator: Uzbekistan Airway", r"anchor cuts a word or a number: «Uzbekistan Airway»"),
    "anchor cuts a number": ("annotations/s004.yaml", "    value: 11,363\n", "    value: 363\n", r"anchor cuts a word or a number: «363»"),
    "anchor cuts a qualifier off": (S2, PERSONS, "    persons: 100\n", r"anchor cuts a number: «100»\n.*more than 100"),
    "anchor cuts a date": (S2, "    period: From September 2023 to September 2024\n", "    period: From September\n", r"anchor (cuts a date|found)"),
    "value not said": (S2, "    persons: 572\n", "    persons: exact 573 <- 572\n", r"'exact 573', but the words «572» say 'exact 572'"),
    "inferred without a reason": (S2, "destination_country: UZB <- Tashkent -- Tashkent is the capital of Uzbekistan", "destination_country: UZB <- Tashkent", r"the words «Tashkent» do not say it\n.*add the reason"),
    "wrong weekday": ("annotations/s004.yaml", "departure_date: 2025-04-30 <- Wed", "departure_date: 2025-05-01 <- Wed", r"2025-05-01 is a Thursday"),
    "no number": (S2, "    persons: 572\n", "    persons: people\n", r"no number in «people»"),
    "dangling reference": (S2, "    agency: us-ice <- US Immigration and Customs Enforcement\n", "    agency: us-ise <- US Immigration and Customs Enforcement\n", r"agency"),
    "dangling reference of all": ("annotations/s001.yaml", "    flight_id: 2025-04-30-new-york-tashkent -- the next", "    flight_id: 2025-04-30-new-york-taskent -- the next", r"flight_id"),
    "nobody of that name": (S2, "by: kristi-noem <- She added", "by: kristi-noam <- She added", r"nobody is named 'kristi-noam'\n.*'kristi-noem'"),
    "unaccounted number": (S2, "    persons: 572\n", "", r"number not accounted for: «572»"),
    "unaccounted date": (S2, "  uncoded: August 2024 -- the month of the investigation; the words do not date what it counts\n", "", r"date not accounted for: «August 2024»"),
    "a quotation does not account for its number": ("annotations/s004.yaml", "    quote_text: We commend ... home country\n  flights/2025-04-30-new-york-tashkent:\n    persons: 131\n", "    quote_text: We commend ... home country\n  flights/2025-04-30-new-york-tashkent:\n", r"number not accounted for: «131»"),
    "unaccounted quotation": (S2, "      - sets the standard for US alliances\n", "", r"quotation not accounted for: «sets the standard for US alliances»"),
    "unaccounted passage": (S2, "  uncoded: court case, outside the tables\n", "", r"has neither cells nor a reason: «The government has appealed"),
    "by with words that are not there": (S2, "by: kristi-noem <- She added", "by: kristi-noem <- He added", r"anchor not found .*«He added»"),
    "hedge that is not there": (S2, "    hedge: reportedly\n", "    hedge: allegedly\n", r"anchor not found .*«allegedly»"),
    "uncoded words that are not there": (S2, "uncoded: August 2024 --", "uncoded: August 2025 --", r"anchor not found .*«August 2025»"),
    "words of another row": ("annotations/s003.yaml", "citizenship <- Kazakh citizens", "citizenship <- Kyrgyz citizens", r"country_basis rests on words of 2024-11-final-orders-kgz"),
    "by without words": (S2, "by: kristi-noem <- She added", "by: kristi-noem", r"by: has neither words nor a reason"),
    "reason of uncoded words": (S2, "uncoded: August 2024 -- the month of the investigation; the words do not date what it counts", "uncoded: August 2024", r"uncoded: without the words"),
    "unresolved disagreement": ("annotations/decisions.yaml", "- cell: flights/2025-04-30-new-york-tashkent/funder_scope\n  kind: contradiction\n  between:\n  - own_nationals\n  - whole_operation\n", "- cell: flights/2025-04-30-new-york-tashkent/funder\n  kind: contradiction\n  between:\n  - own_nationals\n  - whole_operation\n", r"sources disagree on flights/.*/funder_scope: own_nationals \(s000"),
    "decision without reason": ("annotations/decisions.yaml", "  reason: >-\n    s000 and s001 say", "  reasons: >-\n    s000 and s001 say", r"decisions\.yaml:\d+:3: unknown key 'reasons'"),
    "evidence that is not registered": ("annotations/s002.yaml", "[rferl-about]", "[rferl-abuot]", r"s002\.yaml:\d+:\d+: evidence \[rferl-abuot\] is not registered\n.*'rferl-about'"),
    "ruling's evidence that is not registered": ("annotations/decisions.yaml", "  value: own_nationals\n", "  value: own_nationals\n  evidence: no-page\n", r"decisions\.yaml:\d+:\d+: evidence \[no-page\] is not registered"),
    "evidence that nothing cites": ("annotations/evidence.yaml", "evidence:\n", "evidence:\n  unused:\n    url: https://example.org\n    title: x\n    publisher: x\n    shows: x\n    read_on: 2026-11-25\n", r"evidence\.yaml:\d+:3: nothing cites unused"),
    "address in a reason": ("annotations/s002.yaml", "[rferl-about]", "[rferl-about], https://example.org", r"s002\.yaml:\d+:\d+: a reason holds an address"),
    "evidence without a day": ("annotations/evidence.yaml", "    read_on: 2026-11-25", "    read_on: 2026-11-31", r"evidence\.yaml:\d+:3: dhs-release: read_on is '2026-11-31'"),
    "evidence with an unknown key": ("annotations/evidence.yaml", "    shows: >-", "    show: >-", r"evidence\.yaml:\d+:5: dhs-release: unknown key 'show'\n.*'shows'"),
    "publisher against the words": ("seeds/sources.yaml", "publisher: RFE/RL", "publisher: Radio", r"sources/s002/publisher: the words say 'RFE/RL', and the register 'Radio'"),
    "address that is not its page's": ("seeds/sources.yaml", "url: https://www.rferl.org/a/", "url: https://www.rferl.org/b/", r"s002: url is not that of \[page-rferl\]"),
    "a publication day that no calendar has": ("seeds/sources.yaml", "    identified_by: page-rferl", "    published: 2025-02-30\n    identified_by: page-rferl", r"sources\.yaml:\d+:\d+: '2025-02-30' is not a day"),
    "second coding differs": ("annotations/second/s002.csv", "exact 572", "exact 573", r"s002: nationals_by_country/fy2024-removals-uzb/persons differs from the second coding \(value\)"),
    "second coding's words": ("annotations/second/s002.csv", "exact 572,572", "exact 572,five hundred", r"s002\.csv:\d+:1: words do not stand in the source"),
    "register leaves seeds": ("seeds/sources.yaml", "seed_file: 002", "seed_file: ../seeds/002", r"points outside seeds/"),
    "register is absolute": ("seeds/sources.yaml", "seed_file: 002_f5dd51b720eb846b.txt", "seed_file: /etc/hostname", r"points outside seeds/"),
    "seed missing": ("seeds/sources.yaml", "seed_file: 002_f5dd51b720eb846b.txt", "seed_file: 002.txt", r"seeds/002\.txt is missing"),
    "unknown registered code": ("seeds/sources.yaml", "publisher_basis: same_text", "publisher_basis: unkown", r"sources\.yaml:\d+:22: unknown code 'unkown'"),
    "unknown parser": ("schemas/flights.json", '"reads": "quantity"', '"reads": "quantty"', r"reads 'quantty' is unknown\n.*'quantity'"),
    "enum and codes differ": ("schemas/flights.json", '"charter": "', '"charta": "', r"enum and codes differ"),
    "example is a number": ("schemas/flights.json", '"example": "131"', '"example": 131', r"field 'persons': the example is no text"),
    "schema is no JSON": ("schemas/flights.json", '"fields": [', '"fields": [,', r"flights\.json:\d+:\d+: not JSON"),
    "metadata incomplete": ("metadata.yaml", "\ncreated: ", "\n# ", r"metadata\.yaml:.*'created' is a required property"),
    "a day that no calendar has": ("metadata.yaml", "\ncreated: 20", "\ncreated: 2026-02-30 # 20", r"metadata\.yaml:\d+:\d+: created: .*2026-02-30"),
    "a table's name is none for a sheet": ("schemas/flights.json", '"name": "flights"', '"name": "Flights [old]"', r"no name for a table"),
    "a table without a key": ("schemas/flights.json", '"primaryKey"', '"primaryKeys"', r"no primaryKey"),
    "metadata's tables": ("metadata.yaml", "- statements\n", "", r"metadata\.yaml:\d+:\d+: tables are not those of schemas/"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_slip_is_found_with_its_place_and_advice(name: str, collection: Copy) -> None:
    file, old, new, wanted = CASES[name]
    collection.edit(file, old, new)
    errors = "\n".join(collection.errors())
    assert re.search(wanted, errors), errors
    assert collection.prepare().files == {}


def test_all_problems_of_all_files_are_shown_in_one_run(collection: Copy) -> None:
    for file, old, new in (
        ("annotations/s000.yaml", "persons: Over 100", "persons: Over 200"),
        ("annotations/s001.yaml", "event_date: April 30", "event_date: April 31"),
        (S2, "operator: Uzbekistan Airways", "operator: Uzbek Airways"),
        (S2, "    persons: 572\n", "    persons: 573\n"),
    ):
        collection.edit(file, old, new)
    places = {re.match(r"[\w/.]+:\d+", error)[0].split(":")[0] for error in collection.errors() if "not found" in error}  # type: ignore[index]
    assert places == {"annotations/s000.yaml", "annotations/s001.yaml", S2}
    assert sum("not found" in error for error in collection.errors()) == 4


def test_a_place_is_the_line_and_column_of_the_value(collection: Copy) -> None:
    collection.edit(S2, "operator: Uzbekistan Airways", "operator: Uzbek Airways")
    lines = (collection.root / S2).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "Uzbek Airways" in text)
    column = lines[line - 1].index("Uzbek Airways") + 1
    assert any(error.startswith(f"{S2}:{line}:{column}: anchor not found") for error in collection.errors())


def test_two_rows_of_one_natural_key_are_an_error(collection: Copy) -> None:
    """A flight's name that is mistyped wherever one source names it cannot make a second flight."""
    path = collection.root / S2
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("flights/2025-04-30-new-york-tashkent", "flights/2025-04-30-new-york-taskent"), encoding="utf-8"
    )
    assert any("are one row by their natural key" in error for error in collection.errors()), collection.errors()


def test_a_mistyped_row_lacks_required_fields(collection: Copy) -> None:
    collection.edit(S2, "  flights/*:\n    hedge: planned", "  flights/2025-04-30-nyc:\n    hedge: planned")
    assert any(re.search(r"flights/2025-04-30-nyc: no .*destination_country", error) for error in collection.errors())


def test_a_dangling_reference_is_an_error(collection: Copy) -> None:
    for name in ("s000", "s001", "s002", "s004"):
        path = collection.root / f"annotations/{name}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("flight_id: 2025-04-30-new-york-tashkent", "flight_id: 2025-04-30-new-york"), encoding="utf-8"
        )
    errors = collection.errors()
    assert any("flight_id '2025-04-30-new-york' names no row of flights" in error for error in errors), errors


def test_a_stale_decision_is_an_error(collection: Copy) -> None:
    collection.append("annotations/decisions.yaml", AGREED)
    assert any("stale decision" in error for error in collection.errors())


AGREED = """\
- cell: flights/2025-04-30-new-york-tashkent/funder
  kind: contradiction
  between:
  - UZB
  - USA
  value: UZB
  reason: all say so
"""


def test_a_decision_goes_stale_when_another_value_is_claimed(collection: Copy) -> None:
    collection.edit("annotations/s004.yaml", "funder_scope: whole_operation <- 131", "funder_scope: unknown <- 131")
    assert any("stale decision" in error and "funder_scope" in error for error in collection.errors())


def test_a_settlement_goes_stale_when_the_codings_no_longer_differ(collection: Copy) -> None:
    collection.edit("annotations/s004.yaml", "    origin_place: U.S.\n", "")
    assert any("stale settlement" in error and "origin_place" in error for error in collection.errors())


def test_a_missing_or_changed_seed_stops_the_build(collection: Copy) -> None:
    seeds = collection.root / "seeds"
    (seeds / "002_f5dd51b720eb846b.txt").unlink()
    path = seeds / "003_2bf3b26cacc00223.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("975", "795"), encoding="utf-8")
    errors = collection.errors()
    assert any("002_f5dd51b720eb846b.txt is missing" in error for error in errors)
    assert any("003_2bf3b26cacc00223.txt has changed" in error for error in errors)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe text", "is not UTF-8: byte 0"), (b"one\0two", "holds a NUL at 3")],
)
def test_a_seed_that_is_no_text_is_refused(content: bytes, message: str, collection: Copy) -> None:
    import hashlib

    (collection.root / "seeds" / "900_x.txt").write_bytes(content)
    entry = f"  s900:\n    seed_file: 900_x.txt\n    sha256: {hashlib.sha256(content).hexdigest()}\n"
    collection.append("seeds/sources.yaml", entry + "    language: en\n    publisher_basis: unknown\n")
    assert any(message in error for error in collection.errors())


def test_a_symlink_out_of_seeds_is_refused(collection: Copy) -> None:
    path = collection.root / "seeds" / "002_f5dd51b720eb846b.txt"
    outside = collection.root / "outside.txt"
    path.rename(outside)
    path.symlink_to(outside)
    assert any("points outside seeds/" in error for error in collection.errors())


def test_an_annotation_of_an_unknown_source_is_an_error(collection: Copy) -> None:
    (collection.root / "annotations" / "s02.yaml").write_text("source: s02\n", encoding="utf-8")
    assert any(
        re.search(r"annotations/s02\.yaml: unknown source 's02'\n.*did you mean", error) for error in collection.errors()
    )


def test_an_unregistered_seed_is_an_error(collection: Copy) -> None:
    (collection.root / "seeds" / "stray.txt").write_text("A text.", encoding="utf-8")
    assert any("seeds/stray.txt: seed is not registered" in error for error in collection.errors())


def test_verbs_of_speech_and_hedges_that_nothing_uses_are_warnings(collection: Copy) -> None:
    collection.edit(S2, "  flights/*:\n    hedge: reportedly\n", "  flights/*:\n")
    prepared = collection.prepare()
    assert any(problem.is_warning and "«reportedly»" in problem.message for problem in prepared.problems)


def test_a_failed_build_leaves_what_lies_there(collection: Copy) -> None:
    from curation.building import build

    assert not build(collection.root).errors
    before = read_all(collection.root)
    collection.edit(S2, "    persons: 572\n", "    persons: 573\n")
    assert build(collection.root).errors
    after = read_all(collection.root)
    assert before.pop(S2) != after.pop(S2)
    assert before == after


def read_all(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
