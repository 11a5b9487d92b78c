"""Which proposals are kept: by how likely a coder leaves them as they are, whatever rule has found them."""

from __future__ import annotations

import pytest

from curation.proposals.article import read_article
from curation.proposals.learned import BIAS, NONE, WHOLE, Weights
from curation.proposals.likely import LINE, is_worth_it, list_line_cues
from curation.proposals.memory import Memory
from curation.proposals.proposal import SHARED, Proposal
from curation.proposals.propose import list_rows, propose, read_by_rules
from test_learned_proposals import ROW, TEXT, list_proposed, teach

UNITS = {"persons": {BIAS: 9.0}, NONE: {BIAS: -9.0}}
SURE = {BIAS: 9.0}
NEVER = {BIAS: -9.0}


def judge(weights: dict[str, Weights], cue: str) -> None:
    """Teach that lines of which something is seen are wrong, and all others exact."""
    teach(weights, LINE, {"exact": {**SURE, cue: -30.0}, "wrong": {**NEVER, cue: 30.0}})


@pytest.fixture
def unit(weights: dict[str, Weights]) -> dict[str, Weights]:
    """Weights by which a number of wardens has a row and a unit."""
    teach(weights, "learned-figure", ROW)
    teach(weights, "learned-unit", UNITS)
    weights["learned-unit"].words.update({BIAS: -9, "words wardens": 20})
    return weights


def list_named(text: str, memory: Memory, table: str) -> list[str]:
    """Return the fields of a table that are proposed for a text."""
    return [one.field for one in propose(read_article("s900", text, memory)) if one.table == table]


def test_without_a_judgement_all_is_kept(unit: dict[str, Weights], blank: Memory) -> None:
    assert list_proposed(blank) == ["value: 42", "unit: persons <- wardens"]


@pytest.mark.parametrize(
    "cue",
    [
        "rule learned-unit",
        "rule learned-unit unit persons",
        "words last wardens",
        "field statistics unit",
        "of learned-figure",
        "unit persons number: behind 1 wardens",
    ],
)
def test_a_line_that_is_likely_to_be_wrong_is_not_proposed(cue: str, unit: dict[str, Weights], blank: Memory) -> None:
    judge(unit, cue)
    assert "unit: persons <- wardens" not in list_proposed(blank)


def test_a_line_must_be_much_likelier_exact_than_wrong(unit: dict[str, Weights], blank: Memory) -> None:
    teach(unit, LINE, {"exact": {BIAS: 0.0}, "wrong": {BIAS: 0.0}, "one edit": {BIAS: 0.0}})
    assert list_proposed(blank) == []


def test_a_long_line_may_be_less_sure_than_a_short_one() -> None:
    short, long = Proposal("a", 2, field="unit", value="persons"), Proposal("a", 2, field="quote_text", spans=((0, 150),))
    answers = [(0.5, "exact"), (0.4, "one edit"), (0.1, "wrong")]
    assert not is_worth_it(short, answers)
    assert is_worth_it(long, answers)


def test_what_must_be_corrected_costs_less_than_what_is_wrong() -> None:
    line = Proposal("a", 2, field="unit", value="persons")
    assert is_worth_it(line, [(0.65, "exact"), (0.33, "one edit"), (0.02, "wrong")])
    assert not is_worth_it(line, [(0.65, "exact"), (0.02, "one edit"), (0.33, "wrong")])


def test_a_line_of_a_doubtful_rule_must_be_surer(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Proposal("a", 2, field="unit", value="persons")
    answers = [(0.75, "exact"), (0.2, "one edit"), (0.05, "wrong")]
    assert is_worth_it(line, answers)
    monkeypatch.setattr("curation.proposals.likely.load_order", lambda: {"doubtful": ["a"]})
    assert not is_worth_it(line, answers)
    assert is_worth_it(line, [(0.85, "exact"), (0.1, "one edit"), (0.05, "wrong")])


def test_what_is_beside_the_number_of_a_row_is_seen_of_its_cells_and_of_those_that_rows_share(blank: Memory) -> None:
    text = "A plane left\n\nOn it 42 wardens and nine cooks went home."
    read = read_by_rules(read_article("s900", text, blank))
    wardens, cooks = (read.scenes[1].sentence.place(one.start, one.end) for one in read.scenes[1].sentence.numbers)
    some = [
        Proposal("a", 2, "statistics", "cooks", "value", "", (cooks,)),
        Proposal("a", 2, "statistics", "wardens", "value", "", (wardens,)),
        Proposal("a", 2, "statistics", "cooks", "place"),
        Proposal("a", 2, "statistics", SHARED, "place"),
        Proposal("a", 2, "flights", "f", "persons", "", ((0, 1),)),
    ]
    seen = [
        {cue for cue in cues if "number: behind 1 " in cue and "~" not in cue}
        for cues in list_line_cues(read.article, read.scenes, some)
    ]
    assert seen == [
        {"value number: behind 1 cooks"},
        {"value number: behind 1 wardens"},
        {"place number: behind 1 cooks"},
        {"place number: behind 1 wardens"},
        set(),
    ]


def test_a_row_without_its_number_is_not_proposed(unit: dict[str, Weights], blank: Memory) -> None:
    judge(unit, "rule learned-figure")
    assert list_proposed(blank) == []


def test_how_likely_a_learned_rule_holds_a_line_counts(unit: dict[str, Weights], blank: Memory) -> None:
    judge(unit, "learned-unit answer over 0.98")
    assert list_proposed(blank) == ["value: 42"]
    unit["learned-unit"].answers.update({"persons": {BIAS: 2.0}, NONE: {BIAS: 0.0}})
    assert list_proposed(blank) == ["value: 42", "unit: persons <- wardens"]


def test_what_rules_by_hand_propose_is_asked_too(weights: dict[str, Weights], blank: Memory) -> None:
    text = "A plane left\n\nThe Foreign Ministry of Peru said that all were home."
    assert {"quote_text", "quote_mode", "statement_id"} <= {*list_named(text, blank, "quotes")}
    judge(weights, "rule reported quote_text")
    assert list_named(text, blank, "quotes") == []


def test_a_cell_of_several_rows_falls_with_all_of_them(weights: dict[str, Weights], blank: Memory) -> None:
    text = "A plane left\n\nOn 3 May 2031 the plane landed in Lima with 14 Peruvians and nine Cubans on board."
    assert "measure" in list_named(text, blank, "nationals_by_country")
    judge(weights, "rule count persons")
    assert list_named(text, blank, "nationals_by_country") == []


def test_a_sentence_whose_rows_are_not_kept_can_be_left_out(unit: dict[str, Weights], blank: Memory) -> None:
    teach(unit, "learned-aside", {f"-{WHOLE}": SURE, NONE: NEVER})
    assert "uncoded: background, outside the tables" not in list_proposed(blank)
    judge(unit, "rule learned-figure")
    assert list_proposed(blank) == ["uncoded: background, outside the tables"]


def test_rules_that_are_asked_last_fill_what_no_other_rule_has_found(
    weights: dict[str, Weights], blank: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "A plane left\n\nOn 3 May 2031 a chartered plane landed in Lima with 14 people on board."
    monkeypatch.setattr("curation.proposals.propose.load_order", lambda: {"off": [], "last": ["flight-type"], "doubtful": []})
    read = read_by_rules(read_article("s900", text, blank))
    assert [one.rule for one in list_rows(read) if one.field == "flight_type"] == ["flight-type"]
    teach(weights, "learned-type", {"charter": SURE, NONE: NEVER})
    weights["learned-type"].words.update({BIAS: -9, "words chartered": 20})
    assert [one.rule for one in list_rows(read) if one.field == "flight_type" and one.passage > 1] == ["learned-type"]


def test_a_body_that_no_rule_by_hand_names_has_a_row_where_coders_mostly_give_one(
    weights: dict[str, Weights], blank: Memory
) -> None:
    text = "A plane left\n\nThe Border Guard Service sent nine officers. The Border Guard Service came back."
    assert list_named(text, blank, "organizations") == []
    teach(weights, "learned-body", {"words": SURE, NONE: NEVER})
    assert list_named(text, blank, "organizations") == ["name"]
    judge(weights, "rule learned-body")
    assert list_named(text, blank, "organizations") == []


def test_a_number_of_nationals_has_no_row_by_what_was_learned(weights: dict[str, Weights], blank: Memory) -> None:
    """Of which country they are, and whether of one alone, only rules by hand and readers say."""
    teach(weights, "learned-figure", {"nationals_by_country": SURE, "none": NEVER})
    assert list_named("A plane left\n\nIn May 874 went back to Morocco.", blank, "nationals_by_country") == []


def test_what_is_seen_of_a_line_is_the_same_in_whatever_order_proposals_are(blank: Memory) -> None:
    read = read_by_rules(read_article("s900", TEXT, blank))
    some = [
        Proposal("a", 2, "statistics", row, name, "", ((20 + at, 24 + at),))
        for at, (row, name) in enumerate((("r", "value"), ("q", "value"), ("r", "unit"), ("q", "place"), (SHARED, "measure")))
    ]
    cues = {
        (one.row, one.field): sorted(seen)
        for one, seen in zip(some, list_line_cues(read.article, read.scenes, some), strict=True)
    }
    back = {
        (one.row, one.field): sorted(seen)
        for one, seen in zip(some[::-1], list_line_cues(read.article, read.scenes, some[::-1]), strict=True)
    }
    assert cues == back
