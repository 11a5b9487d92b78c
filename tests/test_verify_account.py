"""verify.py by the account: what is left out of a package is missed, also where its other files agree with one another."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import FLIGHT, Copy
from curation.claims.account import list_names
from curation.pipeline import build
from curation.text.expressions import scan_expressions
from curation.text.folding import subtract_spans
from curation.text.lexicon import load_words
from curation.text.quotations import scan_quotations
from package_files import Files, read_published, read_seeds, read_table, write_table
from test_readings_published import load_readers
from verify import find_dates, find_numbers, find_quoted, find_sure_names, verify_files

A, B = "annotations/s100.yaml", "annotations/s101.yaml"
Row = dict[str, str]
Edit = tuple[str, str, str]
PLANTED = "planted for this test"


def change_table(files: Files, table: str, change: Callable[[Row], Row | None]) -> Files:
    """Return the files with each row of a table changed, or left out where None is returned."""
    return write_table(files, table, filter(None, (change(dict(row)) for row in read_table(files, table))))


def number_again(files: Files) -> Files:
    """Number the items of each passage of the account again."""
    counts: dict[tuple[str, str], int] = {}

    def number(row: Row) -> Row:
        key = row["source_id"], row["passage"]
        counts[key] = counts.get(key, -1) + 1
        return {**row, "item": str(counts[key])}

    return change_table(files, "coverage", number)


def find_faults(files: Files, seeds: Files | None = None) -> list[str]:
    return verify_files(files, seeds, check_hashes=False)


def doctor(copy: Copy, *edits: Edit) -> tuple[Files, Files]:
    """Build a collection in which things are left out and set aside with a reason; return its files and its seeds."""
    shutil.rmtree(copy.root / "annotations" / "second")
    for file, old, new in edits:
        copy.edit(file, old, new)
    assert [str(error) for error in build(copy.root).errors] == []
    files = read_published(copy.root)
    seeds = read_seeds(copy.root)
    assert (find_faults(files), find_faults(files, seeds)) == ([], []), (
        "a reason is given, and nobody can say that it is false"
    )
    return files, seeds


LEFT_OUT: dict[str, tuple[list[Edit], str]] = {
    "a number": (
        [
            (
                A,
                "    country: Kyrgyz\n    country_basis: citizenship <- Kyrgyz citizens\n    persons: 7\n",
                "    country: Kyrgyz\n    country_basis: citizenship <- Kyrgyz citizens\n",
            ),
            (A, "  nationals_by_country/*:\n", f"  uncoded: 7 -- {PLANTED}\n  nationals_by_country/*:\n"),
        ],
        "coverage/s100/3/number",
    ),
    "the other side of a disagreement": (
        [
            (B, "    persons: More than 40\n", ""),
            (B, "  sources/s101:\n", f"  uncoded: More than 40 -- {PLANTED}\n  sources/s101:\n"),
        ],
        "coverage/s101/1/number",
    ),
    "a date": (
        [
            (A, "    departure_date: 12 March 2031\n", ""),
            (A, "  organizations/deu-justice:\n", f"  uncoded: 12 March 2031 -- {PLANTED}\n  organizations/deu-justice:\n"),
        ],
        "coverage/s100/2/date",
    ),
    "a country": (
        [
            (
                B,
                "    onward_countries: Kazakhstan\n  uncoded: Kazakh --",
                f"  uncoded:\n  - Kazakhstan -- {PLANTED}\n  - <Kazakh> citizens --",
            )
        ],
        "coverage/s101/3/country",
    ),
    "a quotation": (
        [
            (
                B,
                "      segments:\n      - orderly\n      - an example for others\n",
                f"      orderly\n  uncoded: an example for others -- {PLANTED}\n",
            )
        ],
        "coverage/s101/5/quotation",
    ),
}


@pytest.mark.parametrize("what", LEFT_OUT)
def test_what_is_left_out_of_all_files_is_missed(what: str, two_sources: Copy) -> None:
    edits, place = LEFT_OUT[what]
    files, seeds = doctor(two_sources, *edits)
    rest = number_again(change_table(files, "coverage", lambda row: None if row["reason"] == PLANTED else row))
    assert rest != files
    for found in (find_faults(rest), find_faults(rest, seeds)):
        assert place in {fault.partition(":")[0] for fault in found}, found
        assert all(fault.startswith("coverage/") for fault in found)


@pytest.mark.parametrize("words", ["dozens of", "Several thousand", "many hundreds of", "a couple of"])
def test_a_number_that_words_leave_open_is_missed_where_it_is_left_out_of_all_files(words: str, two_sources: Copy) -> None:
    seed = two_sources.root / "seeds" / "101_courier.txt"
    old = hashlib.sha256(seed.read_bytes()).hexdigest()
    seed.write_text(seed.read_text(encoding="utf-8").replace("9 hours", f"{words} hours"), encoding="utf-8")
    for file in ("seeds/sources.yaml", B):
        two_sources.edit(file, old, hashlib.sha256(seed.read_bytes()).hexdigest())
    aside = f"uncoded: {words} hours -- {PLANTED}"
    edits = [(B, "9 hours.", f"{words} hours."), (B, "uncoded: 9 -- hours under way; flights has no column for them", aside)]
    files, seeds = doctor(two_sources, *edits)
    rest = number_again(change_table(files, "coverage", lambda row: None if row["reason"] == PLANTED else row))
    assert rest != files
    for found in (find_faults(rest), find_faults(rest, seeds)):
        assert {fault.partition(":")[0] for fault in found} == {"coverage/s101/2/number"}, found


def test_a_sentence_left_out_of_all_files_is_missed(two_sources: Copy) -> None:
    """Its claims, its cells and its passage are gone, and the passages after it have other numbers."""
    code = "  flights/2031-03-12-hamburg-tbilisi:\n    destination_place: Tbilisi\n  flights/*:\n    hedge: planned <- will travel on\n    onward_travel: expected <- will travel on\n    onward_countries: Kazakhstan\n  uncoded: Kazakh -- whose citizens travel on; the row of the nationals rests on other sentences\n"  # noqa: E501
    files, seeds = doctor(two_sources, (B, code, f"  uncoded: {PLANTED}\n"))

    def count_down(row: Row) -> Row | None:
        is_after = row["source_id"] == "s101" and int(row["passage"]) > 3
        return None if row.get("reason") == PLANTED else {**row, "passage": str(int(row["passage"]) - is_after)}

    rest = change_table(change_table(files, "coverage", count_down), "claims", count_down)
    registers = rest["build/lexicon/registers.json"].decode()
    for number in (4, 5):
        registers = registers.replace(f'"{number}": [', f'"{number - 1}": [') if number > 3 else registers
    rest |= {"build/lexicon/registers.json": registers.encode()}
    assert any(fault.startswith("coverage/s101/3/0/char_start") for fault in find_faults(rest, seeds))
    assert find_faults(rest), "the words beside its neighbours are more than white space"


def list_claim_ids(files: Files) -> list[str]:
    return list(dict.fromkeys(row["claim_id"] for row in read_table(files, "claims")))


def test_no_claim_can_be_deleted_with_its_cells(files: Files) -> None:
    """The account of its passage names it, whatever its words hold."""
    for name in random.Random(3).sample(list_claim_ids(files), 25):
        rest = change_table(files, "claims", lambda row, name=name: None if row["claim_id"] == name else row)  # type: ignore[misc]
        cell = tuple(name.partition("@")[0].split("/"))
        rest = change_table(
            rest,
            "cells",
            lambda row, cell=cell: None if (row["table_name"], row["row_id"], row["field_name"]) == cell else row,  # type: ignore[misc]
        )
        assert any(fault.startswith("coverage/") and "/claim_ids: " in fault for fault in find_faults(rest)), name


def test_no_row_of_the_account_can_be_deleted(files: Files, seeds: Files) -> None:
    rows = read_table(files, "coverage")
    for number in range(len(rows)):
        rest = number_again(write_table(files, "coverage", rows[:number] + rows[number + 1 :]))
        assert find_faults(rest, seeds), rows[number]


@pytest.mark.parametrize("reason", ["", PLANTED])
def test_an_item_with_claims_cannot_be_set_aside(reason: str, files: Files) -> None:
    for row in read_table(files, "coverage"):
        if row["treatment"] == "coded":
            aside = {**row, "treatment": "set_aside", "claim_ids": "", "reason": reason}
            place = f"coverage/{row['source_id']}/{row['passage']}/{row['item']}/"
            rest = change_table(files, "coverage", lambda one, row=row, aside=aside: aside if one == row else one)  # type: ignore[misc]
            assert {f"{place}treatment", f"{place}claim_ids"} <= {fault.partition(":")[0] for fault in find_faults(rest)}


def test_an_item_without_claims_needs_a_reason(files: Files) -> None:
    rest = change_table(files, "coverage", lambda row: {**row, "reason": ""})
    wanted = [row for row in read_table(files, "coverage") if row["reason"]]
    assert len([fault for fault in find_faults(rest) if "/reason: " in fault]) == len(wanted)


def shift(row: Row, start: int, end: int) -> Row:
    return {**row, "char_start": str(int(row["char_start"]) + start), "char_end": str(int(row["char_end"]) + end)}


@pytest.mark.parametrize(("start", "end"), [(1, 0), (0, -1), (1, 1), (-1, -1)])
def test_a_number_date_country_or_passage_is_where_the_account_has_it(start: int, end: int, files: Files) -> None:
    rows = [row for row in read_table(files, "coverage") if row["kind"] in ("number", "date", "country", "passage")]
    for row in random.Random(f"{start}{end}").sample([row for row in rows if row["treatment"] == "coded"], 12):
        moved = shift(row, start, end)
        rest = change_table(files, "coverage", lambda one, row=row, moved=moved: moved if one == row else one)  # type: ignore[misc]
        assert find_faults(rest), row


def test_words_cannot_be_shortened_though_the_account_is_changed_with_them(files: Files, seeds: Files) -> None:
    """“More than 40” becomes “40” in the claim, its value, its place, its sentence, and in the account."""
    (old,) = [row for row in read_table(files, "claims") if row["exact"] == "More than 40" and "/persons@" in row["claim_id"]]
    cut = len("More than ")

    def shorten(row: Row) -> Row:
        if row["claim_id"] != old["claim_id"]:
            return row
        new = {**shift(row, cut, 0), "exact": "40", "value": "exact 40", "prefix": "More than "}
        return {**new, "in_sentence": row["in_sentence"].replace("⟦More than 40⟧", "More than ⟦40⟧")}

    rest = change_table(files, "claims", shorten)
    rest = change_table(rest, "coverage", lambda row: shift(row, cut, 0) if row["claim_ids"] == old["claim_id"] else row)
    for found in (find_faults(rest), find_faults(rest, seeds)):
        assert any(fault.startswith("coverage/s101/1/number: ") for fault in found), found


def test_the_text_of_a_passage_is_one_in_all_its_claims(files: Files) -> None:
    row = next(row for row in read_table(files, "claims") if row["claim_id"] == f"flights/{FLIGHT}/persons@s101#1")
    for words in ("Wednesday", "citizens"):
        new = {**row, "in_sentence": row["in_sentence"].replace("deported", words)}
        rest = change_table(files, "claims", lambda one, new=new: new if one == row else one)  # type: ignore[misc]
        assert any(fault.startswith(f"claims/{row['claim_id']}/1/in_sentence: ") for fault in find_faults(rest))


@pytest.mark.parametrize("mark", ["More ⟦than 40⟧", "More than 40", "⟦More than 40", "⟦⟦More than 40⟧⟧", "⟦More⟧ than ⟦40⟧"])
def test_the_words_of_a_claim_are_marked_once(mark: str, files: Files) -> None:
    name = f"flights/{FLIGHT}/persons@s101#1"
    rest = change_table(
        files,
        "claims",
        lambda row: (
            {**row, "in_sentence": row["in_sentence"].replace("⟦More than 40⟧", mark)} if row["claim_id"] == name else row
        ),
    )
    assert any(fault.startswith(f"claims/{name}/1/in_sentence: ") for fault in find_faults(rest))


def test_a_package_without_an_account_is_no_package(files: Files) -> None:
    rest = change_table(files, "coverage", lambda row: row if row["source_id"] == "s100" else None)
    assert any(fault.startswith("coverage/s101: ") for fault in find_faults(rest))


# What verify.py finds in a text by itself is in the account of every collection


def list_phrases() -> dict[str, list[str]]:
    numbers, dates, countries = (load_words(name) for name in ("numbers", "dates", "countries"))
    parts = [phrase for part in ("qualifiers", "qualifiers_after") for some in numbers[part].values() for phrase in some]
    parts = [phrase.replace(" . ", ".").replace(" .", ".") for phrase in parts] + numbers["modifiers"]["words"]
    openings = [phrase for part in ("opening", "opening_after") for some in dates[part].values() for phrase in some]
    figures = [
        "5",
        "131",
        "1,200",
        "2.5",
        "three",
        "twenty-six",
        "a dozen",
        "10k",
        "one",
        "half a million",
        "40%",
        "US$3 million",
    ]
    figures += ["66.000", "3rd", "2025", "1990s", "MS-13", "no one", "12-member", "hundreds", "9/11", "1/2", "$5"]
    figures += ["thousands", "dozens of", "several thousand", "a few hundred", "hundreds of thousands", "couple of", "scores"]
    figures += ["many dozen", "handful", "tens", "countless millions", "million"]
    days = [
        "April 30, 2025",
        "30 April",
        "April 2025",
        "May",
        "Wednesday",
        "yesterday",
        "last week",
        "two weeks ago",
        "Q3 2024",
    ]
    days += ["fiscal year 2024", "spring 2025", "2025-04-30", "Sept. 5", "this month"]
    names = [
        "Kazakhs",
        "Uzbekistan’s",
        "Georgia",
        "New Mexico",
        "Mr. Jordan",
        "U.S.",
        "South Sudan",
        "Russian-speaking",
        "Kenyan",
    ]
    names += countries["before"]["words"][:9] + countries["after"]["words"][:9]
    words = [
        "and",
        "of",
        "the",
        "people",
        "flew",
        "to",
        "from",
        "between",
        "(",
        ")",
        ",",
        ".",
        "-",
        "said Noem",
        "more",
        "than",
        "not",
    ]
    return {"parts": parts, "openings": openings, "figures": figures, "days": days, "names": names, "words": words}


PHRASES = list_phrases()
GLUE = st.sampled_from([" "] * 7 + [", ", "-", "", " (", ")"])


def mix(*kinds: str) -> st.SearchStrategy[str]:
    """Texts of phrases of some kinds, put together as they come."""
    piece = st.tuples(st.sampled_from([*kinds, "words"]).flatmap(lambda kind: st.sampled_from(PHRASES[kind])), GLUE)
    return st.lists(piece, min_size=1, max_size=8).map(lambda pieces: "".join(map("".join, pieces)).strip())


def assert_held(text: str, found: Iterable[tuple[int, int]], items: Iterable[Any]) -> None:
    merged = sorted((item.start, item.end) for item in items)
    for place in found:
        left = [text[slice(*span)].strip() for span in subtract_spans(place, merged)]
        assert not any(left), (text, text[slice(*place)], left)


@given(mix("figures", "parts", "days", "names"))
def test_the_build_has_every_number_that_verify_py_finds(text: str) -> None:
    items = scan_expressions(text)
    apart = [(item.start, item.end) for item in items if item.kind != "number"]
    assert_held(text, find_numbers(load_readers()["quantity"], text, tuple(apart)), items)


@given(st.text(alphabet="0123456789 .,-/:%$€ ()abkm’'\"", max_size=20))
def test_the_build_has_all_digits_that_begin_a_word(text: str) -> None:
    items = scan_expressions(text)
    apart = [(item.start, item.end) for item in items if item.kind != "number"]
    assert_held(text, find_numbers(load_readers()["quantity"], text, tuple(apart)), items)


@given(st.lists(st.tuples(st.sampled_from(["", *PHRASES["openings"]]), st.sampled_from(PHRASES["days"])), max_size=4))
def test_the_build_has_every_date_that_verify_py_finds(dates: list[tuple[str, str]]) -> None:
    text = " they left ".join(f"{opening} {day}".strip() for opening, day in dates) + " they say."
    items = [item for item in scan_expressions(text) if item.kind != "number"]
    assert_held(text, find_dates(load_readers()["date"], text), items)


@given(mix("names", "figures"))
def test_the_build_has_every_country_that_verify_py_finds(text: str) -> None:
    assert_held(text, find_sure_names(load_readers()["country"], text), [*scan_expressions(text), *list_names(text)])


@given(st.data())
def test_the_build_has_every_quotation_that_verify_py_finds(data: st.DataObject) -> None:
    pair = data.draw(st.sampled_from(load_words("quotations")["pairs"])).split(" ")
    words = st.sampled_from(["We went", "home.", "it's 6", "‘90s", "5'", "Ms.", "Uzbeks’", "\n", " ", "(", ")", ",", *pair])
    quoted = st.tuples(st.just(pair[0]), words, words, st.just(pair[-1])).map("".join)
    text = "".join(data.draw(st.lists(quoted | words, max_size=8)))
    held = {at for one in scan_quotations(text) for at in range(one.start, one.end)}
    for start, end in find_quoted(load_readers()["marks"], text, ()):
        assert all(at in held for at in range(start, end) if text[at].isalnum()), (text, text[start:end])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then over 6,000 left", ["over 6,000"]),
        ("At least 40 or more of them, and three dogs", ["At least 40 or more", "three"]),
        ("some 12 percent of 5 million", ["some 12 percent", "5 million"]),
        ("a group of 40 or more.", ["40 or more"]),
        ("the kz-6212 page, abc320", ["6212"]),
        ("Hundreds of thousands of them, and dozens more", ["Hundreds of thousands", "dozens"]),
        ("some ninety (90) men, and sixty (61)", ["some ninety (90)", "sixty", "61"]),
        ("Many hundreds and a couple of dogs, mid-thousands", ["Many hundreds", "couple of"]),
    ],
)
def test_verify_py_finds_numbers_with_what_qualifies_them(text: str, found: list[str]) -> None:
    assert [text[slice(*place)] for place in find_numbers(load_readers()["quantity"], text, ())] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They left since April 30, 2025, they say", ["since April 30, 2025"]),
        ("On Wednesday, April 30, or two weeks ago they left", ["Wednesday, April 30", "two weeks ago"]),
        ("from September 2023 to September 2024", ["September 2023 to September 2024"]),
        ("early in May 2025 he may march", ["early in May 2025"]),
    ],
)
def test_verify_py_finds_dates_with_what_opens_them(text: str, found: list[str]) -> None:
    assert [text[slice(*place)] for place in find_dates(load_readers()["date"], text)] == found
