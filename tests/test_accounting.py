"""Spans added and subtracted: by them the build finds what is not coded."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from curation.claims.account import trim_marks
from curation.text.folding import fold_text, merge_spans, subtract_spans

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8)


@given(SPANS)
def test_merged_spans_have_the_same_positions_and_do_not_touch(spans: list[tuple[int, int]]) -> None:
    merged = merge_spans(spans)
    assert {p for span in merged for p in range(*span)} == {p for span in spans for p in range(*span)}
    assert all(one[1] < other[0] for one, other in pairwise(merged))


@given(st.tuples(st.integers(0, 40), st.integers(1, 20)), SPANS)
def test_subtracted_spans_leave_the_positions_in_no_span(pair: tuple[int, int], spans: list[tuple[int, int]]) -> None:
    whole = (pair[0], pair[0] + pair[1])
    left = subtract_spans(whole, merge_spans(spans))
    wanted = set(range(*whole)) - {p for span in spans for p in range(*span)}
    assert {p for span in left for p in range(*span)} == wanted


@given(st.text(alphabet="ab .,“”\n", max_size=40), st.integers(0, 39), st.integers(1, 40))
def test_marks_are_trimmed_at_both_ends_only(text: str, start: int, length: int) -> None:
    inside = text[start : start + length]
    begin, end = trim_marks(text, start, start + len(inside))
    assert text[begin:end] == inside.strip(" .,“”\n")


@given(st.text(max_size=80))
def test_unfolding_a_span_and_folding_it_gives_the_same_span(text: str) -> None:
    folded = fold_text(text)
    for word in folded.folded.split(" "):
        if word:
            start = folded.folded.index(word)
            assert folded.fold(*folded.unfold(start, start + len(word))) == (start, start + len(word))
