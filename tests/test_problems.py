"""Which problems one run shows: every error that is independent, and of a single slip only the first."""

from __future__ import annotations

import doctest
from collections.abc import Iterable

import pytest

import curation.annotation.mentions
import curation.problems
from conftest import Copy
from curation.problems import Cause, Problem, drop_consequences, join_places

S0, S1, S2, S3, S4 = (f"annotations/s00{number}.yaml" for number in range(5))
DECISIONS, EVIDENCE = "annotations/decisions.yaml", "annotations/evidence.yaml"
SECOND = "annotations/second"
REGISTER, METADATA = "seeds/sources.yaml", "metadata.yaml"

Edit = tuple[str, str, str]
"""File, old text, new text."""

TYPO: Edit = (S0, "persons: Over 100", "persons: Ovr 100")
AGENCY = "2024-09 <- From September 2023 to September 2024 -- the U.S. fiscal year 2024 ran from October 2023 to 30 September 2024 [zonauz-fy2024] [ca-news-fy2024]\n    agency: us-i"
UNKNOWN_AGENCY: Edit = (S2, f"{AGENCY}ce", f"{AGENCY}se")
MISREAD_AGENCY: Edit = (S2, f"{AGENCY}ce", f"{AGENCY.removesuffix('us-i')}us-dhs")
OTHER_AGENCY: Edit = (S2, "agency: us-ice <-", "agency: us-dhs <-")
OTHER_CODING: Edit = (f"{SECOND}/s004.csv", "exact 11363,", "exact 11364,")

TEN: list[tuple[Edit, str]] = [
    (TYPO, f"{S0}:10:14: words not found"),
    ((S1, "event_date: April 30", "event_date: May 30"), f"{S1}:"),
    (UNKNOWN_AGENCY, "agency 'us-ise' names no row of organizations"),
    ((S3, "unit: persons <- employees", "units: persons <- employees"), f"{S3}:209:5: unknown field statistics.units"),
    ((S4, "  by: kristi-noem <-", "  by: kristi-noam <-"), "unknown speaker 'kristi-noam'"),
    ((DECISIONS, "  reason: >-", "  reasons: >-"), "unknown key 'reasons'"),
    ((EVIDENCE, "read_on: 2026-11-25", "read_on: 2026-11-31"), "read_on is '2026-11-31'"),
    ((METADATA, "\ncreated: ", "\ncreate: "), "unknown key 'create'"),
    ((REGISTER, "publisher: RFE/RL", "publisher: Radio"), "the register 'Radio'"),
    ((f"{SECOND}/s002.csv", "exact 572,572", "exact 572,five hundred"), "the words are not in the source"),
    (OTHER_CODING, "s004: statistics/border-encounters-feb-mar-2025/value differs"),
]
"""One slip in each of eleven files, and what its error says."""


def make_edits(collection: Copy, edits: Iterable[Edit]) -> list[str]:
    """Make the edits and return the errors of one run."""
    for edit in edits:
        collection.edit(*edit)
    return collection.errors()


# What one run shows


@pytest.mark.parametrize(
    ("agency", "wanted"),
    [
        (UNKNOWN_AGENCY, "agency 'us-ise' names no row of organizations"),
        (OTHER_AGENCY, "sources disagree on nationals_by_country/2024-11-final-orders-uzb/agency: us-dhs"),
        (MISREAD_AGENCY, "s002: nationals_by_country/fy2024-removals-uzb/agency differs from the second coding"),
    ],
)
def test_three_independent_errors_are_shown_in_one_run(agency: Edit, wanted: str, collection: Copy) -> None:
    errors = make_edits(collection, [TYPO, agency, OTHER_CODING])
    assert len(errors) == 3, errors
    for part in (
        "words not found in their passage: «Ovr 100»",
        wanted,
        "s004: statistics/border-encounters-feb-mar-2025/value",
    ):
        assert any(part in error for error in errors), part


def test_sources_that_disagree_are_shown_beside_a_typo_in_another_file(collection: Copy) -> None:
    wrong = (S4, "origin_place: U.S.", "origin_place: Uzbekistan")
    errors = make_edits(collection, [TYPO, wrong, (f"{SECOND}/s002.csv", "exact 572,572", "exact 573,572")])
    assert len(errors) == 3, errors
    assert any("disagree" in error and "origin_place" in error for error in errors)


def test_a_slip_in_each_of_eleven_files_is_shown_in_one_run(collection: Copy) -> None:
    errors = make_edits(collection, [edit for edit, _ in TEN])
    for _, wanted in TEN:
        assert any(wanted in error for error in errors), (wanted, errors)
    assert len(errors) == len(TEN), errors


def test_ten_wrong_lines_of_one_sheet_are_shown_in_one_run(collection: Copy) -> None:
    """Ten rows of the second coding, each with another number; the rows of the first are still found for them."""
    path = collection.root / SECOND / "s003.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    rows: set[tuple[str, str]] = set()
    for number, line in enumerate(lines):
        table, row, field, value, *rest = line.split(",") if line.count(",") > 5 else [""] * 5
        if (table, row) not in rows and len(rows) < 10 and field in ("persons", "role", "quote_mode", "organization_type"):
            rows.add((table, row))
            lines[number] = ",".join([table, row, field, f"{value}9", *rest])
    path.write_text("\n".join(lines), encoding="utf-8")
    assert len(rows) == 10
    assert len(collection.errors()) == 10, collection.errors()


def test_metadata_and_coding_are_shown_together(collection: Copy) -> None:
    errors = make_edits(collection, [(METADATA, "\ncreated: 20", "\ncreated: 2026-02-30 # 20"), TYPO])
    assert [error.split(":")[0] for error in errors] == [S0, METADATA]


# A slip gives one error

SINGLE: dict[str, Edit] = {
    "words not found": TYPO,
    "unread key of a row": (S2, "country: Uzbekistan\n", "country: Usbekistan\n"),
    "unread words that hold a number": (S2, "    persons: 572\n", "    persons: 573\n"),
    "words that cut a number": (S2, "    persons: more than 100\n", "    persons: 100\n"),
    "cell left out": (S2, "    persons: 572\n", ""),
    "words set aside that are not there": (S2, "uncoded: August 2024 --", "uncoded: August 2025 --"),
    "unread part of a ruling": ("annotations/s003.yaml", "quote_text: We commend ... home country", "quote_text: We comend ... home"),
    "ruling's source says nothing": (S3, "quote_text: We commend ... home country", "quote_text: We commend ... e"),
    "unknown field": (S1, "organization_type: unnamed_official", "organizatio_type: unnamed_official"),
    "unknown table": (S2, "  flights/2025", "  flihgts/2025"),
    "no name for a row": (S2, "  flights/2025-04-30-new-york-tashkent:", "  flights/Tashkent flight:"),
    "mistyped row": (S1, "  quotes/s001-usgov-landmark-reflects:", "  quotes/s001-usgov-landmark-reflecs:"),
    "mistyped row of a shared cell": (S2, "  flights/*:\n    hedge: planned", "  flights/2025-04-30-nyc:\n    hedge: planned"),
    "row of an unknown source": (S0, "  sources/s000:", "  sources/s00:"),
    "passage without a reason": (S1, "  uncoded: the source's own judgement; \"two nations\" counts nothing here\n", ""),
    "unread year": (S2, "year: 2025 --", "yaer: 2025 --"),
    "not YAML": (S3, "  hedge: reportedly", "  hedge: reportedly: so"),
    "flow collection": (S2, "    persons: more than 100\n", "    persons: {value: over 66,000}\n"),
    "passage altered": (S2, "    Migrants being deported", "    Migrants are deported"),
    "unknown speaker": (S2, "  by: kristi-noem <-", "  by: kristi-noam <-"),
    "wrong speaker": (S3, "  by: ahror-burkhanov via", "  by: kristi-noem via"),
    "speaker's key": (S1, "  by: us-government-representative <- remarked", "  b: us-government-representative <- remarked"),
    "shared reference": (S1, "    flight_id: 2025-04-30-new-york-tashkent -- the next", "    flight_id: 2025-04-30-new-york-taskent -- the next"),
    "body that a table lacks": (S2, "  organizations/us-ice:", "  organizations/us-ise:"),
    "seed missing": (REGISTER, "seed_file: 002_f5dd51b720eb846b.txt", "seed_file: 002.txt"),
    "seed changed": (REGISTER, "sha256: 8c7", "sha256: 8c8"),
    "seed not named": (REGISTER, "    seed_file: 002_f5dd51b720eb846b.txt\n", ""),
    "source's name": (REGISTER, "  s002:", "  s02:"),
    "key of the register": (REGISTER, "    sha256: 8c7", "    sha25: 8c7"),
    "register unreadable": (REGISTER, "sources:\n", "sources: x\n"),
    "ruling lost": (DECISIONS, "  reason: >-", "  reasons: >-"),
    "ruling on another cell": (DECISIONS, "tashkent/funder_scope", "tashkent/funder"),
    "value of a ruling": (DECISIONS, "  - own_nationals\n", "  - own_national\n"),
    "evidence misnamed": (EVIDENCE, "  page-asia-plus:", "  page-asia:"),
    "evidence with a mistyped key": (EVIDENCE, "    shows: >-", "    show: >-"),
    "cites another page": (S2, "[rferl-about]", "[rferl-abuot]"),
    "places unreadable": ("annotations/places.yaml", "places:\n", "place:\n"),
    "sheet's header": (f"{SECOND}/s002.csv", "table,row,field", "tabel,row,field"),
    "sheet's line": (f"{SECOND}/s002.csv", "exact 572,572", "exact 572,five hundred"),
    "sheet's line without a cell": (f"{SECOND}/s002.csv", "exact 572,572,,", "exact 572,572"),
    "sheet's value": (f"{SECOND}/s002.csv", "exact 572,572", "exact 573,572"),
    "header of the settlements": (f"{SECOND}/settlements.csv", "source,table", "sources,table"),
    "key of metadata": (METADATA, "\ntitle: ", "\ntile: "),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_one_slip_gives_one_error(name: str, collection: Copy) -> None:
    errors = make_edits(collection, [SINGLE[name]])
    assert len(errors) == 1, errors


def test_a_missing_annotation_is_one_error(collection: Copy) -> None:
    (collection.root / S4).unlink()
    assert [error.split("\n")[0] for error in collection.errors()] == [f"{S4}: file is missing"]


def test_two_entries_of_the_register_in_one_are_errors_of_the_register_alone(collection: Copy) -> None:
    errors = make_edits(collection, [(REGISTER, "  s003:\n", "")])
    assert all(error.startswith(f"{REGISTER}:") and "duplicate key" in error for error in errors), errors


def test_a_source_at_fault_hides_what_it_alone_says_and_no_error_of_another(collection: Copy) -> None:
    mistyped = (S2, "  flights/*:\n    hedge: planned", "  flights/2025-04-30-nyc:\n    hedge: planned")
    errors = make_edits(collection, [(REGISTER, "sha256: 8c7", "sha256: 8c8"), mistyped, OTHER_CODING])
    assert len(errors) == 3, errors


# Consequences without their cause


def test_a_consequence_is_shown_where_its_cause_is_not_reported(collection: Copy) -> None:
    stale = "- cell: flights/2025-04-30-new-york-tashkent/operator\n  kind: contradiction\n"
    stale += "  between:\n  - a\n  - b\n  reason: x\n"
    collection.append(DECISIONS, stale)
    unused = (
        "  unused:\n    url: https://example.org\n    title: x\n    publisher: x\n    shows: x\n    read_on: 2026-11-25\n"
    )
    collection.append(EVIDENCE, unused)
    errors = make_edits(collection, [(S1, "persons: over 100", "persons: ovr 100"), OTHER_CODING])
    for wanted in ("stale ruling", "nothing cites unused", "words not found", "differs from the second coding"):
        assert sum(wanted in error for error in errors) == 1, (wanted, errors)
    assert len(errors) == 4, errors


def test_a_required_cell_is_missed_though_another_cell_of_its_row_is_unread(collection: Copy) -> None:
    unread = (S4, "measure: ", "measure: nonsense <- ")
    errors = make_edits(collection, [unread])
    assert len(errors) == 1, errors
    collection.edit(S4, "    period_type: presidency_to_date", "    xperiod_type: presidency_to_date")
    assert len(collection.errors()) == 2, collection.errors()


# The rule

CELL = Cause("a.yaml", "flights", "f1", "persons", passage=3)
UNREAD = Problem("a.yaml", 9, 5, "words not found", spoils=frozenset({CELL}))
EMPTY = Problem("a.yaml", 8, 3, "f1: no persons", follows=frozenset({Cause("a.yaml", "flights", "f1", "persons")}))


def test_a_consequence_is_dropped_with_its_cause_alone() -> None:
    assert drop_consequences([EMPTY, UNREAD]) == [UNREAD]
    assert drop_consequences([EMPTY]) == [EMPTY]


def test_what_a_dropped_error_spoils_is_unreliable_too() -> None:
    row = Cause("a.yaml", "flights", "f1", "origin")
    first = Problem("a.yaml", 1, 1, "first", spoils=frozenset({CELL}))
    second = Problem("a.yaml", 2, 1, "second", spoils=frozenset({row}), follows=frozenset({CELL}))
    third = Problem("b.csv", 3, 1, "third", follows=frozenset({row}))
    assert drop_consequences([third, first, second]) != drop_consequences([first, second, third]) == [first]


def test_a_warning_hides_nothing() -> None:
    warning = Problem("a.yaml", 9, 5, "hedge that nothing uses", is_warning=True, spoils=frozenset({CELL}))
    assert drop_consequences([warning, EMPTY]) == sorted([warning, EMPTY])


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (Cause("a.yaml"), True),
        (Cause("a.yaml", passage=3), True),
        (Cause("a.yaml", field="persons"), True),
        (Cause("b.yaml", "flights", "f1", "persons", 3), False),
        (Cause("a.yaml", "quotes"), False),
        (Cause("a.yaml", row="f2"), False),
        (Cause("a.yaml", field="origin"), False),
        (Cause("a.yaml", passage=4), False),
    ],
)
def test_two_causes_overlap_unless_a_part_differs(other: Cause, wanted: bool) -> None:
    assert CELL.overlaps(other) is other.overlaps(CELL) is wanted


def test_a_name_that_is_wrong_at_several_places_is_one_problem() -> None:
    places = [Problem("a.yaml", line, 1, "unknown speaker 'x'", "did you mean 'y'?") for line in (2, 5, 5, 9)]
    assert str(join_places(places)).endswith("→ did you mean 'y'?; so at a.yaml:5, a.yaml:9")


@pytest.mark.parametrize("module", [curation.problems, curation.annotation.mentions])
def test_the_examples_in_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
