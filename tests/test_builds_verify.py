"""What the build accepts verify.py accepts, and what verify.py calls a fault the build refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import FLIGHT, Copy, read_rows
from curation.hashes import hash_content
from curation.sources.register import hash_text, normalize_seed
from curation.text.folding import list_words
from one_source import REGISTERED, build_and_verify, write_collection
from verify import split_words

A, B = "annotations/s100.yaml", "annotations/s101.yaml"

SPEAKER = """\
- in: >-
    Ana Ruiz spoke.
  officials/ana-ruiz:
    name: Ana Ruiz
    role: other <- Ana Ruiz
"""
QUOTE = """\
- in: >-
    {before}{words}{after} said Ana Ruiz.
  by: ana-ruiz <- said Ana Ruiz
  quotes/q:
    statement_id: s
    quote_mode: {mode}
    quote_text: {words}
"""


def test_a_source_on_whose_row_nothing_is_coded_has_a_row_that_rests_on_no_words(tmp_path: Path) -> None:
    copy = write_collection(tmp_path, "Ana Ruiz spoke.\n", SPEAKER)
    assert build_and_verify(copy) == ([], [])
    (line,) = [row for row in read_rows(copy.root, "cells") if row["field_name"] == "source_id"]
    assert (line["table_name"], line["value"], line["basis"], line["claim_ids"]) == ("sources", "s900", "derived", "")


def test_a_range_made_of_two_claims_is_printed_with_the_words_of_both(two_sources: Copy) -> None:
    """The third claim has another value, so it is among the others; the two that decide are not."""
    two_sources.edit("seeds/100_gazette.txt", "46 people", "up to 46 people", 1)
    two_sources.edit(A, "Charter with 46 people", "Charter with up to 46 people", 2)
    two_sources.edit(A, "persons: 46", "persons: up to 46", 1)
    two_sources.edit("seeds/100_gazette.txt", "flight with 46 people", "flight with about 46 people")
    two_sources.edit(A, "flight with 46 people", "flight with about 46 people")
    two_sources.edit(A, "persons: 46", "persons: about 46")
    register_again(two_sources)
    assert build_and_verify(two_sources) == ([], [])
    (flight,) = read_rows(two_sources.root, "flights")
    assert (flight["persons_low"], flight["persons_high"]) == ("41", "46")
    assert flight["persons_printed"] == "More than 40 … up to 46"
    lines = {row["field_name"]: row for row in read_rows(two_sources.root, "cells") if row["row_id"] == FLIGHT}
    assert lines["persons_low"]["others"] == "s100: about 46 «about 46» by ada-holm"


def register_again(copy: Copy) -> None:
    """Register the changed text of s100 and remove what was compared with the text before."""
    content = (copy.root / "seeds" / "100_gazette.txt").read_bytes()
    old = "e98cdfa3f68e4ee3abb3e0efb47d5d04fc1ac2831cdbd39f3ca0a206a9ef493a"
    copy.edit("seeds/sources.yaml", old, hash_content(content))
    copy.edit(A, old, hash_text(normalize_seed(content)))
    for path in (copy.root / "annotations" / "second").iterdir():
        path.unlink()


TERMS = """\
- in: >-
    {sentence}
  statistics/x:
    measure: other
    unit: persons
    period_type: unspecified
    value: 100
    measure_printed:
    - {first}
    - {second}
"""


@pytest.mark.parametrize(
    ("first", "second", "members"),
    [
        ("Straße", "STRASSE", ["Straße"]),
        ("ſent", "SENT", ["ſent"]),
        ("ﬁred", "FIRED", ["ﬁred"]),
        ("unknown", "sent", ["sent", "unknown"]),
    ],
)
def test_members_of_a_set_are_one_where_they_differ_in_capitals_alone(
    first: str, second: str, members: list[str], tmp_path: Path
) -> None:
    sentence = f"Some {first} or {second}: 100."
    copy = write_collection(tmp_path, f"{sentence}\n", TERMS.format(sentence=sentence, first=first, second=second))
    assert build_and_verify(copy) == ([], [])
    (row,) = read_rows(copy.root, "statistics")
    assert row["measure_printed"].split("|") == members


@given(st.text(alphabet="aBß1.'’- _/U,\u0301", max_size=12))
def test_words_are_compared_in_the_same_way(text: str) -> None:
    assert split_words(text) == list_words(text)


@pytest.mark.parametrize(
    ("one", "other"), [("we were sent-off", "we were sent off"), ("We go, now", "we go now"), ("the U.N.", "the UN")]
)
def test_renderings_that_differ_in_marks_alone_are_alike(one: str, other: str, tmp_path: Path) -> None:
    text = f'Ana Ruiz spoke.\n"{one}," said Ana Ruiz.\n"{other}," said Ana Ruiz.\n'
    quotes = [QUOTE.format(before='"', words=words, after=',"', mode="direct") for words in (one, other)]
    copy = write_collection(tmp_path, text, SPEAKER + quotes[0] + quotes[1].replace("quotes/q:", "quotes/r:"))
    assert build_and_verify(copy) == ([], [])
    (statement,) = read_rows(copy.root, "statements")
    assert statement["alike"] == "true"


def test_a_ruling_by_value_leaves_the_claims_in_the_order_of_their_evidence(two_sources: Copy) -> None:
    """The package does not say whether a ruling takes a source."""
    place = "  - own_nationals\n  - whole_operation\n  value: own_nationals\n"
    two_sources.edit("annotations/decisions.yaml", place, place.replace("value: own_nationals", "take: s101"))
    assert build_and_verify(two_sources) == ([], [])


# Quoted words


@pytest.mark.parametrize(
    ("before", "words", "after", "mode"),
    [
        ('"', "We went", ',"', "direct"),
        ("“", "We went", "!”", "direct"),
        ("«", "We went", "»,", "direct_partial"),
        ("‘", "We went", "’,", "direct"),
        ("“", "We left the U.N.", "”", "direct"),
        ("“", "We went", "…”", "direct_partial"),
        ("That ", "they went", ",", "reported"),
        ("That ", "the migrants", "’ plane left,", "reported"),
    ],
)
def test_a_mode_of_quotation_that_fits_the_marks_builds_and_verifies(
    before: str, words: str, after: str, mode: str, tmp_path: Path
) -> None:
    passage = QUOTE.format(before=before, words=words, after=after, mode=mode)
    copy = write_collection(tmp_path, f"Ana Ruiz spoke.\n{before}{words}{after} said Ana Ruiz.\n", SPEAKER + passage)
    assert build_and_verify(copy) == ([], [])


@pytest.mark.parametrize(
    ("before", "words", "after", "mode", "message"),
    [
        ("“", "We went.", "”", "direct", "«We went.» with a mark that stands around it"),
        ("“", "We went,", "”", "direct", "«We went,» with a mark that stands around it"),
        ("“", "We went", ",”", "reported", "reported is for words without quotation marks"),
        ("“", "We went", ",”", "block", "block is for words without quotation marks"),
        ("That ", "they went", ",", "direct", "direct is for words between quotation marks"),
        ("That ", "they went", ",", "direct_partial", "direct_partial is for words each piece of which is between"),
    ],
)
def test_quoted_words_that_the_marks_contradict_are_refused(
    before: str, words: str, after: str, mode: str, message: str, tmp_path: Path
) -> None:
    passage = QUOTE.format(before=before, words=words, after=after, mode=mode)
    copy = write_collection(tmp_path, f"Ana Ruiz spoke.\n{before}{words}{after} said Ana Ruiz.\n", SPEAKER + passage)
    (error,) = copy.errors()
    assert error.startswith("annotations/s900.yaml:")
    assert message in error


# Speakers and publishers


def test_a_speaker_whom_the_source_names_nowhere_is_refused(two_sources: Copy) -> None:
    two_sources.edit(A, "by: deu-police <- The Border Police counted", "by: deu-police -- they count")
    assert build_and_verify(two_sources) == ([], [])
    two_sources.edit(B, "  by: ada-holm <- Holm called", "  by: deu-police -- they called it so")
    errors, _ = build_and_verify(two_sources)
    assert any("by: no words of s101 name 'deu-police'" in error for error in errors)


def test_a_row_may_name_the_speaker_of_its_passage_by_words_of_its_own(tmp_path: Path) -> None:
    passages = """\
- in: >-
    Ana Ruiz said that 100 people went, as Ana put it.
  by: ana-ruiz <- Ana Ruiz said
  statistics/x:
    measure: other
    unit: persons
    period_type: unspecified
    value: 100
  statistics/y:
    by: ana-ruiz <- Ana put it
    measure_printed: people
- in: >-
    Ana Ruiz spoke of 5.
  officials/ana-ruiz:
    name: Ana Ruiz
    role: other <- Ana Ruiz
  statistics/y:
    measure: other
    unit: persons
    period_type: unspecified
    value: 5
"""
    copy = write_collection(tmp_path, "Ana Ruiz said that 100 people went, as Ana put it.\nAna Ruiz spoke of 5.\n", passages)
    assert build_and_verify(copy) == ([], [])


OWN = """\
- in: >-
    Ana Ruiz said that 100 people went, as Ana put it.
  by: ana-ruiz <- Ana Ruiz said
  statistics/x:
    measure: other
    unit: persons
    period_type: unspecified
    value: 100
  statistics/y:
    by: {by}
    measure_printed: people
- in: >-
    Ana Ruiz spoke of 5 for the Tribune.
  officials/ana-ruiz:
    name: Ana Ruiz
    role: other <- Ana Ruiz
  organizations/tribune:
    name: Tribune
    organization_type: newspaper <- Tribune
  statistics/y:
    measure: other
    unit: persons
    period_type: unspecified
    value: 5
"""


@pytest.mark.parametrize(
    "by",
    [
        "ana-ruiz <- Ana put it",
        "ana-ruiz -- her letter",
        "ana-ruiz via tribune <- Ana Ruiz said",
        'tribune -- the "Tribune" has a list',
    ],
)
def test_a_row_with_one_thing_in_a_passage_may_name_the_speaker_in_a_way_of_its_own(by: str, tmp_path: Path) -> None:
    copy = write_collection(
        tmp_path,
        "Ana Ruiz said that 100 people went, as Ana put it.\nAna Ruiz spoke of 5 for the Tribune.\n",
        OWN.format(by=by),
    )
    assert build_and_verify(copy) == ([], [])


@pytest.mark.parametrize(
    ("registered", "coded", "wanted"),
    [
        ("stated", "", "'unknown'"),
        ("unknown", "publisher: Ana Ruiz", "'stated'"),
        ("stated", "publisher: Ana Ruiz -- she signs it", "'inferred'"),
        ("unknown\n    publisher: The Daily", "", "'same_text'"),
        ("same_text\n    publisher: The Daily", "", "without a page"),
    ],
)
def test_a_basis_of_the_publisher_that_does_not_fit_is_refused(
    registered: str, coded: str, wanted: str, tmp_path: Path
) -> None:
    passages = SPEAKER + (f"  sources/s900:\n    {coded}\n" if coded else "")
    entry = REGISTERED.replace("unknown", registered)
    (error,) = write_collection(tmp_path, "Ana Ruiz spoke.\n", passages, entry).errors()
    assert error.startswith("seeds/sources.yaml: s900: publisher_basis is")
    assert wanted in error


# The registers in any layout


def test_registers_in_any_layout_of_yaml_build_and_verify(two_sources: Copy) -> None:
    two_sources.edit("annotations/places.yaml", "  Hamburg: Germany\n", '    "Hamburg"  : >-\n        Germany\n\n')
    two_sources.edit("annotations/places.yaml", "  Tbilisi:", "    Tbilisi:")
    old = "    title: Removals by month\n    publisher: Border Police\n"
    new = "    title:  # of the page\n      Removals\n      by month\n    publisher: 'Border\n      Police'\n"
    two_sources.edit("annotations/evidence.yaml", old, new)
    two_sources.edit("annotations/evidence.yaml", "    shows: >-\n", "    shows: |\n")
    two_sources.edit("seeds/sources.yaml", "    publisher: The Gazette\n", '    publisher: "The\n      Gazette"  # weekly\n')
    assert build_and_verify(two_sources) == ([], [])
    assert {row["publisher"] for row in read_rows(two_sources.root, "sources")} == {"The Gazette", "The Courier"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  Hamburg: Germany", "  Hamburg:", "Hamburg: no place"),
        ("  Hamburg: Germany", "  Hamburg:\n  - Germany", "Hamburg: no place"),
        ("  Hamburg: Germany", "  Germany: Europe\n  Hamburg: Germany\n  DEU: Asia", "DEU is there twice"),
        ("  Hamburg: Germany", "  Hamburg: Germany\n  Germany: Hamburg", "DEU lies in itself"),
    ],
)
def test_places_that_contradict_themselves_are_refused(old: str, new: str, message: str, two_sources: Copy) -> None:
    two_sources.edit("annotations/places.yaml", old, new)
    assert any(error.startswith("annotations/places.yaml:") and message in error for error in two_sources.errors())
