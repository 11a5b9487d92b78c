"""The table of phrases: each is read as two readers read it, or the table says why not; and beside other libraries.

tests/phrases.csv has one phrase a line, with the whole expression between « and ». `reading` is what our readers must give:
a value, `refused` or `name`. `first` and `second` are the readings of two readers (instances of a language model) who had a
page on how readings are written, and saw neither the code nor each other. `note` says why ours is another, where it is.
`differs` says why text2num or dateparser give another value, where they do.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import dateparser
import pytest
from text_to_num import alpha2digit

from conftest import ROOT
from curation.annotation.document import Passage
from curation.claims.wholeness import find_country_faults, find_cut, list_inside, show_change
from curation.text.countries import read_country
from curation.text.dates import read_date
from curation.text.expressions import scan_expressions
from curation.text.periods import KnownDates
from curation.text.quantities import read_quantity
from curation.text.quotations import scan_quotations
from curation.text.readings import Outcome, Reading

PHRASES = list(csv.DictReader((ROOT / "tests" / "phrases.csv").read_text(encoding="utf-8").splitlines()))
Row = dict[str, str]


def split_phrase(row: Row) -> tuple[str, str, int, int]:
    """Return the text without the marks of the table, the marked words, and where they begin and end."""
    before, rest = row["phrase"].split("«")
    words, after = rest.split("»")
    return before + words + after, words, len(before), len(before) + len(words)


def read_words(row: Row, words: str) -> Outcome:
    known = KnownDates(
        int(row["year"]) if row["year"] else None, date.fromisoformat(row["published"]) if row["published"] else None
    )
    if row["kind"] == "date":
        return read_date(words, known)
    return read_quantity(words) if row["kind"] == "number" else read_country(words)


def read_phrase(row: Row) -> str:
    """Return what a coder gets who takes the marked words: their value where they are whole, else a refusal."""
    text, words, start, end = split_phrase(row)
    passage = Passage(1, text, 0, len(text), (), (), 1, 1)
    if row["kind"] == "quotation":
        found = [item for item in scan_quotations(text) if item.start < end and start < item.end]
        whole = [item for item in found if text[item.start : item.end].strip(" ,.") == words.strip(" ,.") and not item.fault]
        return words if whole else "refused"
    expressions = scan_expressions(text)
    inside = list_inside(passage, [(start, end)], expressions)
    if row["kind"] == "name":
        is_name = any((item.kind, item.start, item.end) == ("name", start, end) for item in inside)
        outcome = read_quantity(words)
        counts = any(item.kind != "name" and item.start < end and start < item.end for item in expressions)
        return "name" if is_name or not counts else outcome.value if isinstance(outcome, Reading) else "refused"
    if row["kind"] == "country":
        is_wrong = bool(find_country_faults(passage, words, [(start, end)], False))
    else:
        alone = scan_expressions(words)
        is_wrong = bool(list(find_cut(passage, [(start, end)], expressions)) or show_change(passage, words, alone, inside))
        if not inside and not re.fullmatch(r"\d{4}", words):
            return "refused"
    outcome = read_words(row, words)
    return outcome.value if isinstance(outcome, Reading) and not is_wrong else "refused"


@pytest.mark.parametrize("row", PHRASES, ids=[row["phrase"] for row in PHRASES])
def test_a_phrase_is_read_whole_or_refused(row: Row) -> None:
    assert read_phrase(row) == row["reading"]


def test_the_table_is_large_and_says_why_where_it_differs_from_its_two_readers() -> None:
    kinds = Counter(row["kind"] for row in PHRASES)
    assert len(PHRASES) >= 400
    assert min(kinds[kind] for kind in ("number", "date", "country", "quotation", "name")) >= 30
    assert len({row["phrase"] for row in PHRASES}) == len(PHRASES)
    for row in PHRASES:
        differs = {row["first"], row["second"]} != {row["reading"]}
        assert bool(row["note"]) == differs, row["phrase"]


def ask_library(row: Row) -> str:
    """Return what another library reads: the numbers of text2num, the day of dateparser; empty where it reads nothing."""
    _, words, _, _ = split_phrase(row)
    if row["kind"] == "number":
        digits = re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", alpha2digit(words, "en"))
        return " ".join(f"{Decimal(number.replace(',', '')).normalize():f}" for number in digits)
    base = row["published"] or f"{row['year'] or 2025}-06-15"
    found = dateparser.parse(words, languages=["en"], settings={"RELATIVE_BASE": datetime.fromisoformat(base)})
    return found.date().isoformat() if found else ""


def agrees_with_library(row: Row) -> bool:
    """Whether a library reads the same: the same numbers, or a day that the date allows in its precision."""
    asked = ask_library(row)
    if row["kind"] == "number":
        numbers = row["reading"].partition(" ")[2] if row["reading"] != "refused" else ""
        return asked == numbers
    is_plain = re.fullmatch(r"\d{4}(-\d\d){0,2}", row["reading"])
    return asked.startswith(row["reading"]) if is_plain else not asked


@pytest.mark.parametrize("kind", ["number", "date"])
def test_every_difference_from_another_library_is_explained(kind: str) -> None:
    rows = [row for row in PHRASES if row["kind"] == kind]
    wrong = [row for row in rows if agrees_with_library(row) == bool(row["differs"])]
    assert [(row["phrase"], row["reading"], ask_library(row)) for row in wrong] == []
    assert sum(not row["differs"] for row in rows) > len(rows) / 4


READ = [row for row in PHRASES if row["kind"] in ("number", "date", "country") and row["reading"] != "refused"]


@pytest.mark.parametrize("row", READ, ids=[row["phrase"] for row in READ])
def test_no_part_of_an_expression_is_read_as_another_value(row: Row) -> None:
    text, words, start, end = split_phrase(row)
    cuts = [match.start() for match in re.finditer(r"\b|(?<=\W)(?=\W)", words)]
    for cut in cuts[1:-1]:
        for first, last in ((start, start + cut), (start + cut, end)):
            part = text[first:last]
            if part.strip(" ,.-") and part == part.strip():
                taken = row | {"phrase": f"{text[:first]}«{part}»{text[last:]}"}
                assert read_phrase(taken) in ("refused", row["reading"]), taken["phrase"]
