"""Learned rules of proposals: what weights make of cues, what is proposed by them, and what codings teach them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from curation.proposals.article import read_article
from curation.proposals.cues import find_place, list_cues_beside, list_phrases, split_words
from curation.proposals.learned import (
    BIAS,
    GIVEN,
    NONE,
    WHOLE,
    About,
    Weights,
    answer,
    choose_phrase,
    load_inquiries,
    load_weights,
)
from curation.proposals.likely import LINE
from curation.proposals.memory import Memory, load_order, remember_annotations
from curation.proposals.proposal import SHARED, Proposal
from curation.proposals.propose import propose, read_by_rules, share_same
from curation.proposals.row_words import list_row_words
from curation.proposals.scenes import Scene
from curation.schema.read import read_schemas
from proof.learning import fit
from retold import read_five

TEXT = "Zeltweg sends word\n\nThe plane had 42 wardens and 7 cooks behind it, a clerk noted in Graz."
"""A number with a noun that no rule by hand knows, and another one."""


ROW = {"statistics": {BIAS: -14, "behind 1 wardens": 19}, "none": {BIAS: -9}}
"""What says that a number of wardens has a row of statistics, and no other number."""


def read_scene(text: str, memory: Memory) -> Scene:
    """Return the last sentence of a text."""
    return read_by_rules(read_article("s900", text, memory)).scenes[-1]


def list_proposed(memory: Memory) -> list[str]:
    """Return what learned rules propose for the text."""
    article = read_article("s900", TEXT, memory)
    found = [one for one in propose(article) if one.rule.startswith("learned-")]
    return [
        f"{one.field}: {' <- '.join(filter(None, (one.value, *(article.text.folded[slice(*span)] for span in one.spans))))}"
        for one in found
    ]


def teach(weights: dict[str, Weights], name: str, answers: Mapping[str, Mapping[str, float]], **words: float) -> None:
    weights[name] = Weights({code: dict(cues) for code, cues in answers.items()}, dict(words))


def test_without_weights_nothing_is_proposed(weights: dict[str, Weights], blank: Memory) -> None:
    assert weights == {}
    assert list_proposed(blank) == []


def test_a_number_has_a_row_where_its_cues_say_so(weights: dict[str, Weights], blank: Memory) -> None:
    teach(weights, "learned-figure", ROW)
    assert list_proposed(blank) == ["value: 42"]


def test_a_code_rests_on_the_likeliest_phrase(weights: dict[str, Weights], blank: Memory) -> None:
    teach(weights, "learned-figure", ROW)
    teach(weights, "learned-unit", {"persons": {BIAS: 9}, NONE: {BIAS: -9}})
    weights["learned-unit"].words.update({BIAS: -9, "words wardens": 20})
    assert list_proposed(blank) == ["value: 42", "unit: persons <- wardens"]


def test_a_code_can_rest_on_no_words(weights: dict[str, Weights], blank: Memory) -> None:
    teach(weights, "learned-figure", ROW)
    teach(weights, "learned-time", {f"unspecified{WHOLE}": {BIAS: 9}, NONE: {BIAS: -9}})
    assert list_proposed(blank) == ["value: 42", "period_type: unspecified"]


FLIGHT = "A plane left\n\nA charter plane left Vienna for Graz on 3 May 2031. It had 42 wardens and 7 cooks on board."


def test_persons_aboard_have_measure_flow_and_flight_by_the_same_words(weights: dict[str, Weights], blank: Memory) -> None:
    teach(weights, "learned-figure", ROW)
    teach(weights, "learned-measure", {"aboard_flight": {BIAS: 9}, NONE: {BIAS: -9}})
    weights["learned-measure"].words.update({BIAS: -9, "words on board": 20})
    weights["learned-flow"].words.update({BIAS: -9, "words wardens": 12, "words on board": 20})
    weights["learned-flight"].words.update({BIAS: -9, "words on board": 20})
    found = list_learned(FLIGHT, blank)
    text = read_article("s900", FLIGHT, blank).text.folded
    cells = {one.field: [text[slice(*span)] for span in one.spans] for one in found}
    assert cells == {"value": ["42"], **{key: ["on board"] for key in ("measure", "stock_or_flow", "flight_id")}}


def test_a_row_that_measures_something_else_has_each_cell_by_its_own_words(
    weights: dict[str, Weights], blank: Memory
) -> None:
    teach(weights, "learned-figure", ROW)
    for name, code, words in (("learned-measure", "other", "wardens"), ("learned-flow", "flow", "had")):
        teach(weights, name, {code: {BIAS: 9}, NONE: {BIAS: -9}})
        weights[name].words.update({BIAS: -9, f"words {words}": 20})
    text = read_article("s900", FLIGHT, blank).text.folded
    cells = {one.field: [text[slice(*span)] for span in one.spans] for one in list_learned(FLIGHT, blank)}
    assert cells == {"value": ["42"], "measure": ["wardens"], "stock_or_flow": ["had"]}


def test_a_number_can_be_the_persons_of_a_flight_beside_a_row_of_its_own(weights: dict[str, Weights], blank: Memory) -> None:
    teach(weights, "learned-persons", {GIVEN: {BIAS: -9, "behind 1 wardens": 20}, NONE: {BIAS: -3}})
    teach(weights, "learned-figure", ROW)
    cells = [(one.table, one.field) for one in list_learned(FLIGHT, blank)]
    assert cells == [("flights", "persons"), ("statistics", "value")]
    town = "Zeltweg sends word\n\nThe town had 42 wardens in May."
    assert [one.table for one in list_learned(town, blank)] == ["statistics"], "a text without a flight"


def test_words_that_most_probably_say_nothing_are_left_out_unless_they_have_a_cell(
    weights: dict[str, Weights], blank: Memory
) -> None:
    teach(weights, "learned-left-number", {GIVEN: {BIAS: 9}, NONE: {BIAS: -9}})
    weights["learned-left-number"].words.update({BIAS: -9, "at = length 1": 20})
    text = read_article("s900", FLIGHT, blank).text.folded

    def list_left() -> list[str]:
        return [text[slice(*one.spans[0])] for one in list_learned(FLIGHT, blank) if one.field == "uncoded"]

    assert list_left() == ["42", "7"]
    teach(weights, "learned-figure", ROW)
    assert list_left() == ["7"]


def test_the_reason_of_words_that_are_left_out_says_what_they_are(weights: dict[str, Weights], blank: Memory) -> None:
    for kind in ("number", "date", "country"):
        teach(weights, f"learned-left-{kind}", {GIVEN: {BIAS: 9}, NONE: {BIAS: -9}})
        weights[f"learned-left-{kind}"].words.update({BIAS: -9, "at = length 1": 20})
    text = (
        "A plane left\n\nA charter left Vienna for Graz on 3 May 2031. It had 4 nationalities in Laos in 2011, and in March."
    )
    found = [one.value for one in list_learned(text, blank)]
    assert found == [
        "a number of nationalities, for which the tables have no unit",
        "the time of something that the tables do not date",
        "the time of something that the tables do not date",
        "a country of which the sentence says nothing for the tables",
    ]


def test_an_answer_that_is_not_sure_enough_is_not_proposed(weights: dict[str, Weights], blank: Memory) -> None:
    teach(weights, "learned-figure", {"statistics": {BIAS: -1}, "none": {BIAS: -0.9}})
    assert load_inquiries()["learned-figure"].least == 0.5
    assert list_proposed(blank) == []


@given(st.dictionaries(st.sampled_from(["a", "b", "c", ""]), st.floats(-50, 50), max_size=4))
def test_the_answers_to_a_question_share_one_probability(cues: dict[str, float]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("curation.proposals.learned.load_weights", lambda: {"q": Weights({"yes": cues, NONE: {BIAS: 0.0}})})
        found = answer("q", ["a", "b", "unknown"])
    assert sum(chance for chance, _ in found) == pytest.approx(1)
    assert found == sorted(found, reverse=True)


def test_a_phrase_goes_over_no_mark(blank: Memory) -> None:
    scene = read_scene("A plane left\n\nIt had wardens, cooks (two) and others aboard.", blank)
    phrases = {
        scene.sentence.text[scene.words[a].start : scene.words[b - 1].end] for a, b in list_phrases(scene.words, 3, None)
    }
    assert {"wardens", "had wardens", "and others aboard"} <= phrases
    assert not [phrase for phrase in phrases if set(phrase) & set(",()")]


def test_no_words_are_chosen_in_a_sentence_without_any(weights: dict[str, Weights], blank: Memory) -> None:
    scene = read_scene("A plane left\n\n…", blank)
    assert weights == {}
    assert choose_phrase({"learned-unit": "persons"}, scene, About()) is None


@pytest.mark.parametrize(
    ("sentence", "number", "name", "words"),
    [
        ("Of the 40, 12 were on board the plane.", 1, "on board", "on board"),
        ("They left on the chartered flight, 12 of them women.", 0, "on board", "on the chartered flight"),
        ("Of these, 12 of those sent back were men.", 0, "of them", "those sent back"),
        ("12 of the 40 passengers were men.", 0, "of them", "passengers"),
        ("The remaining 12 went by bus.", 0, "left", "remaining"),
        ("Another 12 others went by bus.", 0, "others", "others"),
        ("The group comprised 12 men.", 0, "subject", "group"),
        ("The group comprised 12 men.", 0, "noun", "men"),
        ("Police arrested 12 men.", 0, "verb before", "arrested"),
        ("So 12 men were later arrested.", 0, "verb behind", "arrested"),
        ("So 12 were deported, and later on 3 were returned.", 1, "moved", "returned"),
        ("Twelve had been convicted.", 0, "number", "Twelve"),
    ],
)
def test_the_words_that_the_coding_rules_name_are_found_for_a_number(
    sentence: str, number: int, name: str, words: str, blank: Memory
) -> None:
    article = read_article("s900", f"A plane left\n\n{sentence}", blank)
    last = article.sentences[-1]
    found = list_row_words(article, last, last.numbers[number])
    assert name in {one: names for span, names in found.items() for one in [last.text[slice(*span)]]}.get(words, ())


@given(text=st.text(alphabet="on board 12 of them the, remaining", max_size=60))
def test_words_for_a_number_lie_in_its_sentence_and_one_of_them_is_the_first(text: str, blank: Memory) -> None:
    article = read_article("s900", f"A plane left\n\nSo 7 {text} men.", blank)
    last = article.sentences[-1]
    for number in last.numbers:
        found = list_row_words(article, last, number)
        assert all(0 <= start < end <= len(last.text) for start, end in found)
        assert sum("first of all" in names for names in found.values()) == 1


def test_a_figure_that_the_collection_knows_and_one_of_a_list_are_no_flow(weights: dict[str, Weights]) -> None:
    memory = remember_annotations(read_five(), read_schemas(ROOT)[0])
    sure = {BIAS: 9.0}
    teach(weights, "learned-people-flow", {"flow@": sure})
    for sentence, count in (
        ("Officials spoke of 975 Uzbek nationals.", 0),
        ("There were 41 Uzbek nationals on a list.", 0),
        ("Officials spoke of 41 Uzbek nationals.", 1),
    ):
        found = propose(read_article("s900", f"Zeltweg sends word\n\n{sentence}", memory))
        assert len([one for one in found if one.rule == "learned-people-flow"]) == count, sentence


def test_nobody_on_a_list_or_under_an_order_is_aboard(weights: dict[str, Weights], blank: Memory) -> None:
    """The trap of this domain: those who are to be deported are not on the flight of the same text."""
    for name, code in (("learned-people-measure", "aboard_flight"), ("learned-people-flow", "flow")):
        teach(weights, name, {code: {BIAS: 9.0}, NONE: {BIAS: -9.0}})
        weights[name].words.update({BIAS: -9, "words seated": 20})
    weights["learned-people-flight"].words.update({BIAS: -9, "words seated": 20})
    text = "A plane left\n\nA charter plane left Vienna for Graz on 3 May 2031. There were 41 Uzbek nationals seated {}."
    aboard = list_learned(text.format("there"), blank)
    assert {one.field for one in aboard} == {"measure", "stock_or_flow", "flight_id"}
    assert list_learned(text.format("as on a list"), blank) == []


def test_a_case_that_counts_more_has_more_weight() -> None:
    cues, answers = [["warm"], ["warm"], ["cold"], ["cold"]] * 8, ["yes", "no", "yes", "no"] * 8
    weights = fit(cues, answers, [4.0, 1.0, 1.0, 4.0] * 8)
    assert weights["yes"].get("warm", 0.0) > weights["yes"].get("cold", 0.0)


@given(st.text(alphabet="aB9 ,.’s-", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_words_have_the_places_that_a_sentence_gives_them(text: str, one: int, other: int) -> None:
    words = split_words(text)
    assert all(text[word.start : word.end].lower() == word.text for word in words)
    assert all(first.end <= second.start for first, second in pairwise(words))
    first, behind = find_place(words, (min(one, other), max(one, other)))
    assert 0 <= first <= len(words)
    assert first <= max(first, behind)
    assert list(list_cues_beside(words, (min(one, other), max(one, other))))


@pytest.mark.parametrize(
    ("units", "rows"), [(("persons", "persons"), [SHARED]), (("persons", "days"), ["a", "b"]), ((), [SHARED])]
)
def test_rows_share_what_they_have_alike_unless_their_units_differ(units: tuple[str, ...], rows: list[str]) -> None:
    time = [Proposal("r", 1, "statistics", row, "period_type", "unspecified") for row in "ab"]
    unit = [Proposal("r", 1, "statistics", row, "unit", code, ((0, 1),)) for row, code in zip("ab", units, strict=False)]
    assert [one.row for one in share_same([*unit, *time]) if one.field == "period_type"] == rows


def list_lessons() -> Iterator[tuple[list[str], str]]:
    """Yield cues and what was answered: "yes" wherever there are wardens."""
    for number in range(40):
        yield [f"number {number % 3}", "has wardens" if number % 2 else "has cooks"], "yes" if number % 2 else "no"


def test_what_goes_with_an_answer_gets_a_weight_and_nothing_else_does() -> None:
    cues, answers = zip(*list_lessons(), strict=True)
    weights = fit(cues, answers)
    assert weights["yes"].get("has wardens", 0.0) - weights["yes"].get("has cooks", 0.0) > 1
    assert not [cue for cue in weights["yes"] if cue.startswith("number")]


def test_an_answer_that_few_gave_is_not_learned() -> None:
    lessons = [*list_lessons(), (["has wardens"], "perhaps")]
    cues, answers = zip(*lessons, strict=True)
    assert set(fit(cues, answers)) == {"yes", "no"}


def test_what_is_asked_is_known_to_the_weights_and_to_the_schemas() -> None:
    schemas, _ = read_schemas(ROOT)
    asked = load_inquiries()
    assert {*asked, LINE} == {*load_weights()}
    for one in asked.values():
        assert not one.table or one.field in schemas[one.table].fields
        assert 0 < one.least < 1
    assert not set(load_order()["off"]) & asked.keys()


def test_rules_that_are_off_last_or_doubtful_are_described_or_learned() -> None:
    """A misspelled name would change nothing."""
    document = (ROOT / "docs" / "proposals.md").read_text(encoding="utf-8")
    table = document[document.index("\n## Rules\n") : document.index("\n### Reasons\n")]
    known = {*re.findall(r"`([a-z]+(?:-[a-z]+)*)`", table), *load_inquiries()}
    assert {name for names in load_order().values() for name in names} - known == set()


def test_a_sentence_that_is_a_table_takes_no_longer_than_others(blank: Memory) -> None:
    """Of each number many phrases are tried; a sentence with very many numbers is none that is read."""
    few, many = ("The ministry counted " + ", ".join(["12 deportees"] * count) + " aboard the plane." for count in (10, 150))
    assert [one for one in propose(read_article("s900", f"Plane lands in Graz\n\n{few}", blank)) if one.field == "value"]
    assert not [one for one in list_learned(f"Plane lands in Graz\n\n{many}", blank) if one.table == "statistics"]


def list_learned(text: str, memory: Memory) -> list[Proposal]:
    return [one for one in propose(read_article("s900", text, memory)) if one.rule.startswith("learned-")]
