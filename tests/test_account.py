"""The account of a text: each passage and expression is published with what accounts for it, and nothing is left open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Copy, read_rows
from curation.claims.account import cut_covered, make_layer
from curation.claims.claim import SetAside
from curation.pipeline import build
from curation.text.folding import merge_spans
from one_source import build_and_verify, write_collection
from package_files import Rows
from test_builds_verify import register_again

A = "annotations/s100.yaml"
FIGURE = """\
  statistics/x:
    measure: other <- {measure}
    unit: persons <- {measure}
    period_type: unspecified <- {measure}
    value: {value}
"""


def write_figure(
    tmp_path: Path, sentence: str, more: str = "", value: str = "40", measure: str = "left", text: str = ""
) -> Copy:
    passages = f"- in: >-\n    {' '.join(sentence.split())}\n{FIGURE.format(value=value, measure=measure)}{more}"
    return write_collection(tmp_path, text or f"{sentence}\n", passages)


def list_account(copy: Copy) -> list[tuple[str, str, str, str]]:
    """Build and verify a collection of one source. Return kind, words, treatment, and fields of the claims or the reason."""
    assert build_and_verify(copy) == ([], [])
    text = (copy.root / "seeds" / "900.txt").read_text(encoding="utf-8")
    return [
        (
            row["kind"],
            text[int(row["char_start"]) : int(row["char_end"])],
            row["treatment"],
            row["reason"] or " ".join(name.split("/")[2].partition("@")[0] for name in row["claim_ids"].split("|")),
        )
        for row in read_rows(copy.root, "coverage")
    ]


def test_every_passage_and_expression_is_in_the_account_with_its_claims_or_its_reason(tmp_path: Path) -> None:
    sentence = "On 5 May 2031 some 40 men and 7 women left Peru."
    more = "    population: men\n    period: 5 May 2031\n"
    more += "  uncoded:\n  - 7 women -- counted elsewhere\n  - Peru -- where they left\n"
    assert list_account(write_figure(tmp_path, sentence, more, "some 40"))[1:] == [
        ("date", "5 May 2031", "coded", "period"),
        ("number", "some 40", "coded", "value"),
        ("words", "7 women", "set_aside", "counted elsewhere"),
        ("number", "7", "set_aside", "counted elsewhere"),
        ("country", "Peru", "set_aside", "where they left"),
    ]


def test_item_0_is_the_passage_with_all_its_claims(tmp_path: Path) -> None:
    (passage, *_) = list_account(write_figure(tmp_path, "Then 40 left."))
    assert passage == ("passage", "Then 40 left.", "coded", "measure unit period_type value")


def test_a_passage_without_cells_has_its_place_and_its_reason_and_none_of_its_words(two_sources: Copy) -> None:
    two_sources.edit("seeds/100_gazette.txt", "It snowed in Hamburg.", "It snowed on 7 of 9 days in Georgia.")
    two_sources.edit(A, "It snowed in Hamburg.", "It snowed on 7 of 9 days in Georgia.")
    register_again(two_sources)
    assert build_and_verify(two_sources) == ([], [])
    last = [row for row in read_rows(two_sources.root, "coverage") if row["source_id"] == "s100"][-1]
    assert (last["item"], last["kind"], last["reason"]) == ("0", "passage", "weather, outside the tables")
    assert "snowed" not in (two_sources.root / "build" / "csv" / "coverage.csv").read_text(encoding="utf-8")
    assert not any("snowed" in row["in_sentence"] for row in read_rows(two_sources.root, "claims"))


@pytest.mark.parametrize(
    ("coding", "wanted"),
    [
        ("", ("name", "Title 42", "set_aside", "part of a name: its number counts nothing")),
        ("    population: people of Title 42\n", ("name", "Title 42", "coded", "population")),
        ("  uncoded: Title 42 -- a law\n", ("name", "Title 42", "set_aside", "a law")),
        ("  uncoded: 42 -- of a law\n", ("name", "Title 42", "set_aside", "of a law")),
    ],
)
def test_a_name_that_contains_a_number_is_under_claims_or_set_aside_as_a_name(
    coding: str, wanted: tuple[str, ...], tmp_path: Path
) -> None:
    items = list_account(write_figure(tmp_path, "Then 40 people of Title 42 left.", coding))
    assert items[2:] == [wanted]


@pytest.mark.parametrize("key", ["by: x <- said a Kenyan minister", "hedge: said a Kenyan minister"])
def test_a_country_in_the_words_of_a_by_or_a_hedge_is_under_the_claims_that_they_reach(key: str, tmp_path: Path) -> None:
    more = f"    population: people\n    {key}\n"
    more += "  organizations/x:\n    name: minister\n    organization_type: government <- minister\n"
    items = list_account(write_figure(tmp_path, "Then 40 people left, said a Kenyan minister.", more))
    assert items[2:] == [("country", "Kenyan", "coded", "measure unit period_type value population")]


def test_a_quotation_of_which_a_part_is_set_aside_is_in_pieces(tmp_path: Path) -> None:
    sentence = "“They left. Good,” said Ana Ruiz of the 40 who left."
    more = """\
  officials/ana-ruiz:
    name: Ana Ruiz
    role: other <- Ana Ruiz
  quotes/q:
    by: ana-ruiz <- said Ana Ruiz
    statement_id: s
    quote_mode: direct
    quote_text: They left
  uncoded: Good -- says nothing of it
"""
    items = list_account(write_figure(tmp_path, sentence, more, measure="who left"))
    assert items[1:3] == [
        ("quotation", "They left", "coded", "quote_text"),
        ("quotation", "Good", "set_aside", "says nothing of it"),
    ]


def test_places_count_the_code_points_of_the_text_as_it_is(tmp_path: Path) -> None:
    text = "\U0001f6eb  Then\n\n   40 \t men\nof Peru left.\n"
    sentence = "\U0001f6eb Then 40 men of Peru left."
    copy = write_figure(tmp_path, sentence, "  uncoded: Peru -- where they lived\n", text=text)
    assert [words for _, words, _, _ in list_account(copy)] == [text[:-1], "40", "Peru"]


def test_rows_without_cells_do_not_account_for_a_passage(tmp_path: Path) -> None:
    silent = "- in: >-\n    They reportedly left.\n  statistics/x:\n    hedge: reportedly\n"
    copy = write_figure(tmp_path, "Then 40 left.", silent, text="Then 40 left.\nThey reportedly left.\n")
    (error,) = copy.errors()
    assert "passage 2 has rows without cells" in error


def test_two_names_of_countries_side_by_side_are_accounted_for(tmp_path: Path) -> None:
    (error,) = write_figure(tmp_path, "Then 40 Turkmens of Iraq left.").errors()
    assert "country's name not accounted for: «Turkmens of Iraq»" in error


@pytest.mark.parametrize(
    ("reason", "is_refused"),
    [
        ("it says that Two dogs and one cat were there", True),
        ("of two dogs, and of a cat", False),
        ("animals", False),
    ],
)
def test_a_reason_does_not_repeat_a_passage_without_cells(reason: str, is_refused: bool, tmp_path: Path) -> None:
    sentence = "Two dogs and one cat were aboard."
    silent = f"- in: >-\n    {sentence}\n  uncoded: {reason}\n"
    errors = write_figure(tmp_path, "Then 40 left.", silent, text=f"Then 40 left.\n{sentence}\n").errors()
    assert any("the reason repeats a passage without cells" in error for error in errors) == is_refused


def test_the_check_reports_what_the_account_leaves_open(tmp_path: Path) -> None:
    errors = write_figure(tmp_path, "Then 40 men, 7 women and “a dog” left Peru on May 5.").errors()
    wanted = ["number", "date", "quotation", "country's name"]
    assert [re.search(r": ([a-z' ]+) not accounted for", error)[1] for error in sorted(errors)] == sorted(wanted)  # type: ignore[index]


# Sentences of claims


def read_claims(copy: Copy) -> Rows:
    assert not build(copy.root).errors
    return read_rows(copy.root, "claims")


def test_every_claim_has_its_passage_with_its_own_words_marked(two_sources: Copy) -> None:
    texts: dict[tuple[str, str], set[str]] = {}
    for row in read_claims(two_sources):
        (words,) = re.findall("⟦(.*?)⟧", row["in_sentence"])
        assert words == " ".join(row["exact"].split())
        texts.setdefault((row["source_id"], row["passage"]), set()).add(re.sub("[⟦⟧]", "", row["in_sentence"]))
    assert all(len(some) == 1 for some in texts.values())


def test_each_span_of_a_claim_marks_its_own_words(two_sources: Copy) -> None:
    first, second = (row["in_sentence"] for row in read_claims(two_sources) if "holm-orderly/quote_text" in row["claim_id"])
    assert first == 'Holm called the return "⟦orderly⟧" and "an example for others."'
    assert second == 'Holm called the return "orderly" and "⟦an example for others⟧."'


def test_the_words_of_a_claim_are_marked_where_they_are(tmp_path: Path) -> None:
    copy = write_figure(
        tmp_path, "Of 40 who came 40 left.", "  uncoded: <40> who -- those who came\n", "came <40> left", "left"
    )
    assert build_and_verify(copy) == ([], [])
    assert "Of 40 who came ⟦40⟧ left." in {row["in_sentence"] for row in read_rows(copy.root, "claims")}


# Spans and their owners

PAIRS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=12
)


@given(PAIRS, st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1])))
def test_a_layer_finds_all_whose_spans_share_a_position(spans: list[tuple[int, int]], one: tuple[int, int]) -> None:
    entries = [SetAside(number, span, "") for number, span in enumerate(spans)]
    found = make_layer((entry.span, entry) for entry in entries).find(one)
    assert {entry.passage for entry in found} == {e.passage for e in entries if e.span[0] < one[1] and one[0] < e.span[1]}


@given(PAIRS, PAIRS)
def test_what_is_covered_and_what_is_left_make_up_the_whole(
    parts: list[tuple[int, int]], spans: list[tuple[int, int]]
) -> None:
    whole, merged = merge_spans(parts), merge_spans(spans)
    covered, left = cut_covered(whole, merged)
    places = [{p for span in some for p in range(*span)} for some in (covered, left, whole, merged)]
    assert places[0] == places[2] & places[3]
    assert places[1] == places[2] - places[3]
