"""What the readers read is built, validated and verified: the phrases of tests/phrases.csv, and words made of the lexicon."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import read_rows
from curation.package import readers
from curation.package.readers import write_readers
from curation.text.lexicon import load_words
from curation.text.quantities import read_quantity
from curation.text.readings import Reading, Unread
from curation.text.subdivisions import load_subdivisions
from one_source import REGISTERED, build_and_verify, write_collection
from test_phrases import PHRASES, Row, read_words, split_phrase
from verify import READERS, Claim, Data, Field, Lexicon, load_lexicons, read_date, settle_cell

PUBLISHED, YEAR = "2025-04-30", "2025"
PASSAGE = """\
- in: >-
    {sentence}
  hedge: planned <- They will tell
  statistics/r{number}:
    measure: other <- They will tell
    population: {tag}
    stock_or_flow: flow <- They will tell
    unit: events <- They will tell
    period_type: unspecified <- They will tell
    {field}: >-
      {words}
"""


def escape(words: str) -> str:
    """Write words as an annotation has them: marks of its notation behind a backslash."""
    return re.sub(r"[<>\\]|--|\.\.\.", r"\\\g<0>", words)


def write_sentence(number: int, words: str) -> str:
    """Write a sentence with the words and a name of its own, so that no two rows may be one fact."""
    return f"They will tell of {words} there to {write_tag(number)}."


def write_tag(number: int) -> str:
    return "q" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def write_passage(number: int, words: str, kind: str) -> str:
    field = "value" if kind == "number" else "period"
    sentence, tag = write_sentence(number, words), write_tag(number)
    passage = PASSAGE.format(sentence=sentence, number=number, tag=tag, field=field, words=escape(words))
    return passage if kind == "number" else passage + "    value: unknown <- They will tell -- they will tell no figure\n"


def is_codable(row: Row) -> bool:
    """Whether an expression is read with the year and the day of publication of the collection."""
    known = row["year"] in ("", YEAR) and row["published"] in ("", PUBLISHED)
    return row["kind"] in ("number", "date") and row["reading"] != "refused" and known


def test_every_reading_is_built_validated_and_verified(tmp_path: Path) -> None:
    coded = [(split_phrase(row)[1], row["kind"]) for row in PHRASES if is_codable(row)]
    text = "\n".join(write_sentence(number, words) for number, (words, _) in enumerate(coded)) + "\n"
    passages = "".join(write_passage(number, *row) for number, row in enumerate(coded))
    copy = write_collection(tmp_path, text, passages, REGISTERED + f"    published: {PUBLISHED}\n")
    copy.edit("annotations/s900.yaml", "passages:\n", f"year: {YEAR} -- they will tell of that year\npassages:\n")
    assert build_and_verify(copy) == ([], [])
    assert len(read_rows(copy.root, "statistics")) == len(coded)


@cache
def load_readers() -> dict[str, Lexicon]:
    return load_lexicons(write_readers())


def read_again(row: Row, words: str) -> str | None:
    """Return what verify.py reads."""
    if row["kind"] != "date":
        kind = {"number": "quantity", "country": "country"}[row["kind"]]
        return READERS[kind](load_readers()[kind], words)
    year, published = row["year"], row["published"]
    given = (int(year) if year else None, date.fromisoformat(published) if published else None, "")
    read = read_date(load_readers()["date"], words, given)
    return read[0] if read else None


@pytest.mark.parametrize("row", [row for row in PHRASES if row["kind"] in ("number", "date", "country")])
def test_verify_py_reads_the_words_of_the_table_as_the_build_does_and_refuses_the_same(row: Row) -> None:
    words = split_phrase(row)[1]
    reading = read_words(row, words)
    assert read_again(row, words) == (reading.value if isinstance(reading, Reading) else None)


@given(st.data())
def test_verify_py_reads_what_the_build_reads_of_numbers_made_of_their_parts(data: st.DataObject) -> None:
    """With a qualifier before or after it, a sign and a magnitude, alone or as a range."""
    lexicon = load_words("numbers")
    known = [
        [phrase for listed in lexicon[part].values() for phrase in listed] for part in ("qualifiers", "qualifiers_after")
    ]
    before, after = (data.draw(st.sampled_from(["", *some])).replace(" . ", ".").replace(" .", ".") for some in known)
    number = data.draw(
        st.sampled_from(["5", "131", "1,200", "2.5", "three", "twenty-six", "two hundred and four", "a dozen"])
    )
    number += data.draw(st.sampled_from(["", "", " million", "k"] if number[0].isdigit() else ["", " thousand"]))
    number += data.draw(st.sampled_from(["", "", " (5)", " (131)", " (26)", " (five)", "(two)", " (3,000)"]))
    number = data.draw(st.sampled_from(["", "$", "US$", "J$", "R$ ", "₦", "GH₵", "Rs", "Rs. ", "$A"])) + number
    words = data.draw(st.sampled_from([number, f"{before} {number}".strip(), f"{number} {after}".strip(), f"5 to {number}"]))
    reading = read_quantity(words)
    read = READERS["quantity"](load_readers()["quantity"], words)
    assert not isinstance(reading, Reading) or read == reading.value


@pytest.mark.parametrize(
    "words", ["ninety (91)", "90 (90)", "ninety (ninety)", "third (3)", "ninety (90", "up to ninety (up to 90)"]
)
def test_another_number_in_brackets_is_not_the_same_number(words: str) -> None:
    assert READERS["quantity"](load_readers()["quantity"], words) is None
    assert isinstance(read_quantity(words), Unread)


@given(st.data())
def test_verify_py_reads_what_the_build_reads_of_months_of_a_year_and_up_to_one(data: st.DataObject) -> None:
    number = data.draw(st.sampled_from(["1", "two", "6", "nine", "11", "twelve", "18"]))
    which = data.draw(st.sampled_from(["first", "last", "final", "opening", "past", ""]))
    unit = data.draw(st.sampled_from([f"{which} {number} months".strip(), "year", "financial year", "quarter"]))
    joined = data.draw(st.sampled_from(["of", "ending", "ended", "to", "to the end of", "through", "ending on"]))
    end = data.draw(
        st.sampled_from(["2025", "the year", "March 2024", "31 March 2024", "30 March 2024", "June 30, 2025", "May"])
    )
    before = data.draw(st.sampled_from(["", "in the ", "since the ", "until the ", "a "]))
    row = {"kind": "date", "year": "2025", "published": "2025-11-20"}
    words = f"{before}{unit} {joined} {end}"
    reading = read_words(row, words)
    assert not isinstance(reading, Reading) or read_again(row, words) == reading.value


@given(st.data())
def test_a_part_of_a_day_does_not_change_the_day(data: st.DataObject) -> None:
    listed = load_words("dates")
    part = data.draw(st.sampled_from([*listed["parts"]["hours"], *listed["day_parts"]]))
    opening = data.draw(st.sampled_from(["", "in the ", "on the ", "since the ", "until the ", "around the "]))
    day = data.draw(st.sampled_from(["4 November", "November 4, 2025", "Tuesday, 4 November", "the 4 November"]))
    words = f"{opening}{part} of {day}"
    values = {"since the ": "2025-11-04/..", "until the ": "../2025-11-04", "around the ": "2025-11-04~"}
    row = {"kind": "date", "year": "2025", "published": "2025-11-20"}
    reading = read_words(row, words)
    assert isinstance(reading, Reading)
    assert reading.value == read_again(row, words) == values.get(opening, "2025-11-04")


def test_a_subdivision_is_read_by_its_whole_name_where_one_code_has_it(tmp_path: Path) -> None:
    listed = "code,name\nIN-GJ,Gujarat\nIN-PB,Punjab\nPK-PB,Punjab\nCI-AB,Abidjan\nCI-AB,District d’Abidjan\nJP-13,Tōkyō\n"
    (tmp_path / "subdivisions.csv").write_text(listed, encoding="utf-8")
    index = readers.index_subdivisions(load_subdivisions(tmp_path))
    known = load_lexicons(json.dumps({"subdivision": index}).encode())["subdivision"]
    read = {
        words: READERS["subdivision"](known, words)
        for words in ("Gujarat", "GUJARAT", "in Gujarat", "Punjab", "To\u0304kyo\u0304")
    }
    assert read == {"Gujarat": "IN-GJ", "GUJARAT": "IN-GJ", "in Gujarat": None, "Punjab": None, "To\u0304kyo\u0304": "JP-13"}
    assert known.words["codes"] == ["CI-AB", "IN-GJ", "IN-PB", "JP-13", "PK-PB"]


def make_claim(value: str, source: str, order: int) -> Claim:
    names = ("claim_id", "table_name", "row_id", "field_name", "passage", "attributed_to", "attributed_words", "via")
    row = dict.fromkeys((*names, "basis", "reason", "year_given", "hedge_words", "hedge_start", "segment"), "")
    row |= {"claim_id": f"{source}#{order}", "value": value, "source_id": source, "exact": value, "basis": "verbatim"}
    claim = Claim(row, [(0, len(value), row)], order)
    claim.rank = (False, False, False, False, order)
    return claim


@pytest.mark.parametrize("rule", ["same", "single"])
def test_printed_labels_that_differ_in_capitals_alone_agree_on_the_last_form(rule: str) -> None:
    sources = ["s1", "s1", "s1"] if rule == "single" else ["s1", "s2", "s3"]
    claims = [make_claim(*one) for one in zip(["Women", "women", "Women"], sources, range(3), strict=True)]
    column = Field("population", {"fill": "parse", "reads": "verbatim", "agree": rule}, "", {})
    (line,) = settle_cell(Data({}), ("statistics", "x", "population"), column, claims)
    assert (line.value, line.deciding, line.others) == ("women", [claims[1]], [])
    assert line.agreeing == [claim for claim in claims if claim.source != claims[1].source]
    other = [*claims, make_claim("men", "s1", 3)]
    data = Data({})
    assert settle_cell(data, ("statistics", "x", "population"), column, other) == []
    assert len(data.faults) == 1
