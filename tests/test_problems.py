"""Which problems one run shows: every error that is independent, and of a single slip only the first."""

from __future__ import annotations

import doctest
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import curation.annotation.causes
import curation.problems
from conftest import OTHER_FLIGHTS, Copy, copy_collection
from curation.problems import (
    FARTHEST,
    Cause,
    Problem,
    count_slips,
    drop_consequences,
    find_nearest,
    join_places,
    suggest_nearest,
)
from one_source import write_collection

S0, S1 = "annotations/s100.yaml", "annotations/s101.yaml"
DECISIONS, EVIDENCE, PLACES = (f"annotations/{name}.yaml" for name in ("decisions", "evidence", "places"))
SECOND = "annotations/second"
SHEET, OTHER_SHEET, SETTLEMENTS = f"{SECOND}/s100.csv", f"{SECOND}/s101.csv", f"{SECOND}/settlements.csv"
REGISTER, METADATA = "seeds/sources.yaml", "metadata.yaml"

Edit = tuple[str, str, str]
"""File, old text, new text."""

TYPO: Edit = (S1, "persons: More than 40", "persons: Mre than 40")
UNKNOWN_AGENCY: Edit = (S0, "agency: deu-police", "agency: deu-polise")
AGENCY = "    agency: deu-police <- Border Police\n"
ROW, OTHER_ROW = "  statistics/removals-2031-02:\n", "  statistics/removals-2030-02:\n"
MISREAD_AGENCY: list[Edit] = [
    (S0, AGENCY, ""),
    (S0, OTHER_ROW, OTHER_ROW + AGENCY),
    (S0, ROW, ROW + AGENCY.replace("deu-police", "deu-justice")),
]
"""One row's alone: the annotation has it for both rows at once."""
ORDERLY = "  quotes/s101-holm-orderly:\n"
OTHER_EMPLOYER: Edit = (S1, ORDERLY, f"  officials/ada-holm:\n    organization_id: deu-police <- Holm\n{ORDERLY}")
OTHER_CODING: Edit = (SHEET, "exact 310,", "exact 311,")

EACH_FILE: list[tuple[Edit, str]] = [
    (UNKNOWN_AGENCY, "agency 'deu-polise' names no row of organizations"),
    ((S0, "  by: ada-holm <- Holm said", "  by: ada-hom <- Holm said"), "unknown speaker 'ada-hom'"),
    (TYPO, f"{S1}:14:14: words not found"),
    ((S1, "event_date: March 12", "event_date: May 12"), f"{S1}:15:17: words not found"),
    ((S1, "flight_status: arrived", "flight_statu: arrived"), f"{S1}:42:5: unknown field flights.flight_statu"),
    ((DECISIONS, "  reason: s101 says", "  reasons: s101 says"), "unknown key 'reasons'"),
    ((EVIDENCE, "read_on: 2031-03-20", "read_on: 2031-02-29"), "read_on is '2031-02-29'"),
    ((PLACES, "places:\n", "place:\n"), "no mapping of places"),
    ((METADATA, "\ncreated: ", "\ncreate: "), "unknown key 'create'"),
    ((REGISTER, "publisher_basis: inferred", "publisher: Courier\n    publisher_basis: inferred"), "the register 'Courier'"),
    ((OTHER_SHEET, "more_than 40,More than 40", "more_than 40,over forty"), "the words are not in the source"),
    (OTHER_CODING, "s100: statistics/removals-2031-02/value differs"),
    ((SETTLEMENTS, ",second,The first", ",secnd,The first"), "settlement without a ruling"),
]
"""Thirteen slips, at least one in each of ten files, and what the error of each says."""


def make_edits(two_sources: Copy, edits: Iterable[Edit]) -> list[str]:
    """Make the edits and return the errors of one run."""
    for edit in edits:
        two_sources.edit(*edit)
    return two_sources.errors()


# What one run shows


@pytest.mark.parametrize(
    ("slips", "wanted"),
    [
        ([UNKNOWN_AGENCY], "agency 'deu-polise' names no row of organizations"),
        ([OTHER_EMPLOYER], "sources disagree on officials/ada-holm/organization_id: deu-justice"),
        (MISREAD_AGENCY, "agency is deu-justice, but «Border Police» names deu-police"),
    ],
)
def test_three_independent_errors_are_shown_in_one_run(slips: list[Edit], wanted: str, two_sources: Copy) -> None:
    errors = make_edits(two_sources, [TYPO, *slips, OTHER_CODING])
    assert len(errors) == 3, errors
    for part in (
        "words not found in their passage: «Mre than 40»",
        wanted,
        "s100: statistics/removals-2031-02/value differs",
    ):
        assert any(part in error for error in errors), part


def test_sources_that_disagree_are_shown_beside_a_typo_in_another_file(two_sources: Copy) -> None:
    wrong = (S1, "origin_place: Germany", "origin_place: The Courier")
    typo = (S0, "persons: 46\n", "persons: 64\n")
    errors = make_edits(two_sources, [typo, wrong, (SHEET, "exact 27,27", "exact 28,27")])
    assert len(errors) == 3, errors
    assert any("disagree" in error and "origin_place" in error for error in errors)


def test_slips_in_each_of_ten_files_are_shown_in_one_run(two_sources: Copy) -> None:
    errors = make_edits(two_sources, [edit for edit, _ in EACH_FILE])
    for _, wanted in EACH_FILE:
        assert any(wanted in error for error in errors), (wanted, errors)
    assert len(errors) == len(EACH_FILE), errors


def test_ten_wrong_lines_of_one_sheet_are_shown_in_one_run(two_sources: Copy) -> None:
    """Ten rows of the second coding, each with another number; the rows of the first are still found for them."""
    path = two_sources.root / SHEET
    lines = path.read_text(encoding="utf-8").split("\n")
    rows: set[tuple[str, str]] = set()
    for number, line in enumerate(lines):
        table, row, field, value, *rest = line.split(",") if line.count(",") > 5 else [""] * 5
        if (
            (table, row) not in rows
            and len(rows) < 10
            and field in ("persons", "role", "quote_mode", "organization_type", "value")
        ):
            rows.add((table, row))
            lines[number] = ",".join([table, row, field, f"{value}9", *rest])
    path.write_text("\n".join(lines), encoding="utf-8")
    assert len(rows) == 10
    assert len(two_sources.errors()) == 10, two_sources.errors()


def test_metadata_and_coding_are_shown_together(two_sources: Copy) -> None:
    errors = make_edits(two_sources, [(METADATA, "\ncreated: 20", "\ncreated: 2031-02-30 # 20"), TYPO])
    assert [error.split(":")[0] for error in errors] == [S1, METADATA]


# A slip gives one error

PLANNED = "    hedge: planned"
THANKS = "quote_text: We thank Georgia ... this return"
SINGLE: dict[str, Edit] = {
    "passage without a reason": (S1, "  uncoded: animals, outside the tables\n", ""),
    "words not found": TYPO,
    "unread key of a row": (S1, "country: GEO <- Georgian", "country: GEO <- Gorgian"),
    "unread words that hold a number": (S0, "    persons: 27\n", "    persons: 28\n"),
    "words that cut a number": (S1, "    persons: More than 40\n", "    persons: 40\n"),
    "cell left out": (S0, "    persons: 27\n", ""),
    "words set aside that are not there": (S1, "uncoded: 9 --", "uncoded: 8 --"),
    "unread part of a ruling": (S0, THANKS, "quote_text: We thnk Georgia ... this"),
    "ruling's source says nothing": (S0, THANKS, "quote_text: We thank Georgia ... n"),
    "unknown field": (S0, "organization_type: national_agency", "organizatio_type: national_agency"),
    "unknown table": (S1, "  flights/2031", "  flihgts/2031"),
    "no name for a row": (S1, "  flights/2031-03-12-hamburg-tbilisi:", "  flights/Tbilisi flight:"),
    "mistyped row of a shared cell": (S1, f"  flights/*:\n{PLANNED}", f"  flights/2031-03-12-elbe:\n{PLANNED}"),
    "nearly right row of a shared cell": (S1, f"  flights/*:\n{PLANNED}", f"  flights/2031-03-12-hbg:\n{PLANNED}"),
    "row of an unknown source": (S0, "  sources/s100:", "  sources/s10:"),
    "unread year": (S1, "year: 2031 --", "yaer: 2031 --"),
    "not YAML": (S0, "    hedge: reportedly", "    hedge: reportedly: so"),
    "flow collection": (S1, "    persons: More than 40\n", "    persons: {value: More than 40}\n"),
    "passage altered": (S1, "    More than 40 people were", "    More than 40 people are"),
    "unknown speaker": (S1, "  by: ada-holm <-", "  by: ada-hom <-"),
    "wrong speaker": (S1, "  by: ada-holm <-", "  by: deu-police <-"),
    "wrong speaker of a ruling": (S1, "  by: deu-justice <- the ministry said", "  by: ada-holm <- the ministry said"),
    "speaker's key": (S1, "  by: deu-justice <- the Ministry", "  b: deu-justice <- the Ministry"),
    "passage without its key": (S1, "- in: >-\n    The Kazakh", "- im: >-\n    The Kazakh"),
    "passage cut at its beginning": (S0, "    Georgia paid for the whole", "    paid for the whole"),
    "passage cut at its end": (S0, "operated by Polar Air.\n", "operated by\n"),
    "word left out of a passage": (S0, "which was reportedly operated", "which was operated"),
    "passage split": (S1, "    More than 40 people were deported", "    More than 40\n- in: >-\n    people were deported"),
    "passage split in a quotation": (
        S1,
        '    Holm called the return "orderly"',
        '    Holm called the return\n- in: >-\n    "orderly"',
    ),
    "quotation mark left out of a passage": (S0, "this return,” Holm", "this return, Holm"),
    "shared cell left out": (S1, "    stock_or_flow: flow <- deported\n", ""),
    "shared cell with a wrong code": (S1, "    stock_or_flow: flow <- deported", "    stock_or_flow: stock <- deported"),
    "shared cell with a wrong word": (
        S1,
        '    measure: aboard_flight <- among them',
        '    measure: aboard_flight <- amongst them',
    ),
    "by left out of a passage of several rows": (S0, "  by: deu-police <- The Border Police counted\n", ""),
    "claim of a ruling left out": (S1, "    funder_scope: own_nationals <- its own citizens\n", ""),
    "name of a statement left out": (S1, "    statement_id: holm-thank\n", ""),
    "only number of a field left out": (S1, "    persons: More than 40\n", ""),
    "only date of a field left out": (
        S1,
        '    arrival_date: 2031-03-12 <- Wednesday night -- the sentence before dates the operation'
        ' March 12, a Wednesday\n',
        '',
    ),
    "correction left out": (
        S0,
        '    corrected_unit: events_per_month <- removals <per day> in February 2031 -- its own tab'
        'le has 310 in the month [police-monthly]\n',
        '    # [police-monthly]\n',
    ),
    "body of a person left out": (S0, "    organization_id: deu-justice <- Germany's Ministry of Justice\n", ""),
    "publisher left out": (S1, "    publisher: The Courier -- the paper names itself as the one that was told\n", ""),
    "wrong year": (S1, "year: 2031 --", "year: 2030 --"),
    "no year": (S1, "year: 2031 --", "year: 31 --"),
    "wrong source": (S1, "source: s101", "source: s100"),
    "shared reference": (S1, "    flight_id: 2031-03-12-hamburg-tbilisi", "    flight_id: 2031-03-12-hamburg-tblisi"),
    "body that a table lacks": (S0, "  organizations/deu-justice:", "  organizations/deu-justise:"),
    "seed missing": (REGISTER, "seed_file: 101_courier.txt", "seed_file: 101.txt"),
    "seed changed": (REGISTER, "sha256: e98", "sha256: e99"),
    "seed not named": (REGISTER, "    seed_file: 101_courier.txt\n", ""),
    "source's name": (REGISTER, "  s101:", "  s11:"),
    "key of the register": (REGISTER, "    sha256: e98", "    sha25: e98"),
    "register unreadable": (REGISTER, "sources:\n", "sources: x\n"),
    "ruling lost": (DECISIONS, "  reason: s101 says", "  reasons: s101 says"),
    "ruling on another cell": (DECISIONS, "tbilisi/funder_scope", "tbilisi/funder"),
    "value of a ruling": (DECISIONS, "  - own_nationals\n", "  - own_national\n"),
    "evidence misnamed": (EVIDENCE, "  page-gazette:", "  page-gazete:"),
    "evidence with a mistyped key": (EVIDENCE, "    shows: >-", "    show: >-"),
    "cites another page": (S0, "[police-monthly]", "[police-montly]"),
    "a ruling cites another page": (DECISIONS, "[georgia-embassy]", "[georgia-embasy]"),
    "places unreadable": (PLACES, "places:\n", "place:\n"),
    "sheet's header": (SHEET, "table,row,field", "tabel,row,field"),
    "sheet's line": (SHEET, "exact 27,27", "exact 27,twenty"),
    "sheet's line without a cell": (SHEET, "exact 27,27,,", "exact 27,27"),
    "sheet's value": (SHEET, "exact 27,27", "exact 28,27"),
    "header of the settlements": (SETTLEMENTS, "source,table", "sources,table"),
    "key of metadata": (METADATA, "\ntitle: ", "\ntile: "),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_one_slip_gives_one_error(name: str, two_sources: Copy) -> None:
    errors = make_edits(two_sources, [SINGLE[name]])
    assert len(errors) == 1, errors


PASSAGE = """\
- in: >-
    "We thank Georgia for its help in this return," the ministry said in a statement.
  by: deu-justice <- the ministry said
  quotes/s101-justice-thank:
    statement_id: holm-thank
    quote_mode: direct
    quote_text: We thank Georgia ... this return
    medium: statement
  uncoded: Georgia -- who is thanked, as the quote says
"""


def test_a_passage_that_is_left_out_is_one_error_though_a_ruling_is_on_its_words(two_sources: Copy) -> None:
    (error,) = make_edits(two_sources, [(S1, PASSAGE, "")])
    assert "a passage is left out before this one" in error


def test_a_passage_that_is_left_out_is_one_error_though_it_alone_had_what_another_source_needs(two_sources: Copy) -> None:
    text = (two_sources.root / S0).read_text(encoding="utf-8")
    passage = "- in: >-\n    A charter" + text.partition("- in: >-\n    A charter")[2].partition("- in: >-")[0]
    (error,) = make_edits(two_sources, [(S0, passage, "")])
    assert "a passage is left out before this one" in error


def test_a_body_that_five_places_name_is_one_error(two_sources: Copy) -> None:
    path = two_sources.root / S0
    path.write_text(path.read_text(encoding="utf-8").replace("deu-police <-", "uz-mfa <-"), encoding="utf-8")
    (error,) = make_edits(
        two_sources,
        [
            (
                S0,
                "  organizations/deu-police:\n    name: Border Police\n"
                "    organization_type: national_agency <- Border Police\n",
                "",
            )
        ],
    )
    assert "unknown speaker 'uz-mfa'" in error
    assert "→ add officials/uz-mfa or organizations/uz-mfa" in error
    assert "did you mean" not in error, "no other name is near"


def test_rows_that_lack_the_same_cell_are_one_error(tmp_path: Path) -> None:
    copy = copy_collection(tmp_path / "other", OTHER_FLIGHTS)
    shared = '    measure: aboard_flight -- "They" are the migrants whom the sentence before has flown\n'
    (error,) = make_edits(copy, [("annotations/s15.yaml", shared, "")])
    assert "no measure" in error
    assert error.count("s15.yaml:") == 5, "one place for each nationality"


def test_a_quotation_that_nobody_says_is_one_error(tmp_path: Path) -> None:
    text = "“We carried all. They were tired. They slept,” said Ana Ruiz of Air.\n"
    sentences = ("“We carried all.", "They were tired.", "They slept,” said Ana Ruiz of Air.")
    words = ("We carried all", "They were tired", "They slept")
    passages = "".join(
        f"- in: >-\n    {sentence}\n  quotes/q{number}:\n    statement_id: s{number}\n"
        f"    quote_mode: direct\n    quote_text: {quoted}\n"
        for number, (sentence, quoted) in enumerate(zip(sentences, words, strict=True))
    )
    (error,) = write_collection(tmp_path / "one", text, passages).errors()
    assert "quotes/q0: nobody speaks" in error
    assert error.count("s900.yaml:") == 3


def test_two_entries_of_the_register_in_one_are_errors_of_the_register_alone(two_sources: Copy) -> None:
    errors = make_edits(two_sources, [(REGISTER, "  s101:\n", "")])
    assert all(error.startswith(f"{REGISTER}:") and "duplicate key" in error for error in errors), errors


def test_a_missing_annotation_is_one_error(two_sources: Copy) -> None:
    (two_sources.root / S1).unlink()
    assert [error.split("\n")[0] for error in two_sources.errors()] == [f"{S1}: file is missing"]


def test_a_mistyped_row_of_settled_differences_is_one_error(two_sources: Copy) -> None:
    """The second coding has another speaker; the settlements name the row as it was."""
    quoted = "among them Georgian, Kazakh and Kyrgyz citizens"
    row, second = "s101,quotes,s101-justice-deported", "deu-police,first,The ministry is the one that told."
    settled = (
        f"{row},organization_id,value,deu-justice,{second}\n{row},quote_mode,attribution,reported by deu-justice,{second}\n"
    )
    text = f"More than 40 people were deported from Germany to Tbilisi on March 12, {quoted} by deu-justice"
    two_sources.append(SETTLEMENTS, f'{settled}{row},quote_text,attribution,"{text}",{second}\n')
    told = "the Ministry of Justice told The Courier"
    edits = [
        (OTHER_SHEET, f"organization_id,deu-justice,{told},deu-justice", f"organization_id,deu-police,{told},deu-police"),
        (OTHER_SHEET, f"{told},{told},deu-justice", f"{told},{told},deu-police"),
        (OTHER_SHEET, "reported,told,deu-justice", "reported,told,deu-police"),
        (OTHER_SHEET, f'{quoted}",deu-justice', f'{quoted}",deu-police'),
    ]
    assert not make_edits(two_sources, edits)
    errors = make_edits(two_sources, [(S1, "  quotes/s101-justice-deported:", "  quotes/s101-justice-deportd:")])
    assert len(errors) == 1, errors
    assert "s101-justice-deportd/organization_id differs from the second coding" in errors[0]
    assert "so do quote_mode, quote_text" in errors[0]


def test_a_source_at_fault_hides_what_it_alone_says_and_no_error_of_another(two_sources: Copy) -> None:
    mistyped = SINGLE["mistyped row of a shared cell"]
    coding = (OTHER_SHEET, "publisher,The Courier,", "publisher,Courier,")
    errors = make_edits(two_sources, [(REGISTER, "sha256: e98", "sha256: e99"), mistyped, coding])
    assert len(errors) == 3, errors


# Consequences without their cause


def test_a_consequence_is_shown_where_its_cause_is_not_reported(two_sources: Copy) -> None:
    stale = "- cell: flights/2031-03-12-hamburg-tbilisi/operator\n  kind: contradiction\n"
    stale += "  between:\n  - a\n  - b\n  reason: x\n"
    two_sources.append(DECISIONS, stale)
    unused = (
        "  unused:\n    url: https://example.org\n    title: x\n    publisher: x\n    shows: x\n    read_on: 2031-03-20\n"
    )
    two_sources.append(EVIDENCE, unused)
    errors = make_edits(two_sources, [TYPO, OTHER_CODING])
    for wanted in ("stale ruling", "nothing cites unused", "words not found", "differs from the second coding"):
        assert sum(wanted in error for error in errors) == 1, (wanted, errors)
    assert len(errors) == 4, errors


def test_a_required_cell_is_missed_though_another_cell_of_its_row_is_unread(two_sources: Copy) -> None:
    unread = (S0, "measure: removal", "measure: nonsense <- removal")
    errors = make_edits(two_sources, [unread])
    assert len(errors) == 1, errors
    two_sources.edit(S0, "    period_type: month", "    xperiod_type: month")
    assert len(two_sources.errors()) == 2, two_sources.errors()


# The rule

CELL = Cause("a.yaml", "flights", "f1", "persons", passage=3)
UNREAD = Problem("a.yaml", 9, 5, "words not found", spoils=frozenset({CELL}))
EMPTY = Problem("a.yaml", 8, 3, "f1: no persons", follows=frozenset({Cause("a.yaml", "flights", "f1", "persons")}))


def test_a_consequence_is_dropped_with_its_cause_alone() -> None:
    assert drop_consequences([EMPTY, UNREAD]) == [UNREAD]
    assert drop_consequences([EMPTY]) == [EMPTY]


def test_what_a_dropped_error_makes_unreliable_is_so_too() -> None:
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


NAME = st.from_regex(r"[a-z]{3,8}(-[a-z]{3,8}){0,3}", fullmatch=True)


@given(NAME, st.lists(NAME, max_size=8), st.data())
def test_a_name_with_one_slip_is_near_and_a_suggestion_is_always_near(
    name: str, others: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    typed = data.draw(
        st.sampled_from([name[:at] + name[at + 1 :], name[:at] + "q" + name[at:], name[:at] + "q" + name[at + 1 :]])
    )
    found = find_nearest(typed, {name, *others})
    if max(len(name), len(typed)) >= FARTHEST:
        assert found
    for known in others:
        near = find_nearest(known, {name})
        assert not near or count_slips(known, name) * FARTHEST <= max(len(known), len(name))


@pytest.mark.parametrize(
    ("word", "known", "wanted"),
    [
        ("uz-mfa", ["de-ice", "de-dhs", "uzb-embassy"], "known are: de-dhs, de-ice, uzb-embassy"),
        ("destination", ["persons", "destination_place"], "known are: destination_place, persons"),
        ("Flihgts", ["flights"], "did you mean 'flights'?"),
        ("x", [], "none is known"),
    ],
)
def test_only_a_name_that_is_near_is_suggested(word: str, known: list[str], wanted: str) -> None:
    assert suggest_nearest(word, known) == wanted


def test_a_name_that_is_wrong_at_several_places_is_one_problem() -> None:
    places = [Problem("a.yaml", line, 1, "unknown speaker 'x'", "did you mean 'y'?") for line in (2, 5, 5, 9)]
    assert str(join_places(places)).endswith("→ did you mean 'y'?; so at a.yaml:5, a.yaml:9")


@pytest.mark.parametrize("module", [curation.problems, curation.annotation.causes])
def test_the_examples_in_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
