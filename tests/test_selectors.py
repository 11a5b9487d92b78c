"""Anchors: words are found once in their passage, never inside a word or a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.annotation.document import Passage
from curation.annotation.notation import split_cell
from curation.claims.selectors import Miss, cuts_word, find_words, make_selector
from curation.text.folding import FoldedText, fold_text

TEXT = "The U.S. said 11,363 of the third-largest\u00a0group,\n  Uzbekistan's group, left. 131 of 131 stayed."


def place(text: str) -> tuple[FoldedText, Passage]:
    folded = fold_text(text)
    return folded, Passage(1, folded.folded, 0, len(folded.folded), (), (), 1, 1)


def find(words: str, text: str = TEXT) -> str | None:
    folded, passage = place(text)
    span = find_words(folded, passage, words)
    return None if isinstance(span, Miss) else make_selector(folded, span).exact


@pytest.mark.parametrize("text", ["Tuesday's flight left.", "TUESDAY’S FLIGHT LEFT.", "TUESDAY'S FLIGHT LEFT."])
def test_a_possessive_may_be_left_off_whatever_its_capitals(text: str) -> None:
    assert find(text[:7], text) == text[:7]
    assert find("O", "O'Sullivan left.") is None


@pytest.mark.parametrize(
    ("words", "exact"),
    [
        ("U.S.", "U.S."),
        ("11,363", "11,363"),
        ("third-largest group", "third-largest\u00a0group"),
        ("group, Uzbekistan", "group,\n  Uzbekistan"),
        ("Uzbekistan", "Uzbekistan"),
        ("said ... largest", None),
        ("said ... third-largest", "said 11,363 of the third-largest"),
        ("<131> of", "131"),
        ("of <131> stayed", "131"),
        ("131", None),
        ("group", None),
        ("363", None),
        ("11", None),
        ("third", None),
        ("U", None),
        ("U.S", None),
        ("Uzbek", None),
        ("the", "the"),
        ("left. 131 of ... stayed", "left. 131 of 131 stayed"),
        ("stayed ... left", None),
        ("nowhere", None),
        ("", None),
        ("< 131> of", None),
    ],
)
def test_words_are_found_only_whole_and_once(words: str, exact: str | None) -> None:
    assert find(words) == exact


@given(st.text(min_size=1, max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_found_words_are_the_text_at_their_position(text: str, start: int, length: int) -> None:
    folded, passage = place(text)
    words = folded.folded[start : start + length].strip()
    span = find_words(folded, passage, words) if words else Miss("", "")
    if isinstance(span, Miss):
        return
    selector = make_selector(folded, span)
    assert text[selector.start : selector.end] == selector.exact
    assert len(selector.exact) == selector.end - selector.start
    assert not cuts_word(folded.folded, span[0])
    assert not cuts_word(folded.folded, span[1])
    assert text[: selector.start].endswith(selector.prefix)
    assert text[selector.end :].startswith(selector.suffix)


@given(st.text(max_size=80))
def test_any_text_is_split_into_value_words_and_reason(text: str) -> None:
    value, words, reason = split_cell(text)
    assert all(part == part.strip() for part in (value, words, reason))


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("New York", ("", "New York", "")),
        ("UZB <- Uzbekistan", ("UZB", "Uzbekistan", "")),
        ("UZB <- Tashkent -- its capital -- they say", ("UZB", "Tashkent", "its capital -- they say")),
        ("code -- reason", ("", "code", "reason")),
        (r"a \-- b \<- c", ("", r"a \-- b \<- c", "")),
    ],
)
def test_a_cell_has_value_words_and_reason(cell: str, parts: tuple[str, str, str]) -> None:
    assert split_cell(cell) == parts


def test_a_backslash_makes_a_mark_part_of_the_words() -> None:
    assert find(r"a \-- b", "say a -- b now") == "a -- b"
    assert find(r"x \<y\> z", "an x <y> z") == "x <y> z"
    assert find(r"and \... so", "well and ... so") == "and ... so"
