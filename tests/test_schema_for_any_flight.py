"""What any report of a removal flight needs of the schema: changes, durations, days of publication, subdivisions, "each"."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import OTHER_FLIGHTS, ROOT, Copy, copy_collection
from curation.package.codebook import NO_VALUE
from curation.pipeline import Prepared, build
from curation.schema.read import parse_table
from curation.text.lexicon import LEXICON
from curation.text.readings import Reading, Unread
from curation.text.subdivisions import find_longer_name, load_subdivisions, read_subdivision, read_subdivision_code
from make_subdivisions import write_list
from one_source import REGISTERED, write_collection

NAMES = sorted(load_subdivisions())


def code_figure(sentence: str, *cells: str, row: str = "f1") -> str:
    """Write a passage with one row of statistics."""
    lines = [f"- in: {sentence}", f"  statistics/{row}:", *(f"    {cell}" for cell in cells)]
    return "\n".join(lines) + "\n"


def build_one(root: Path, text: str, passages: str, registered: str = REGISTERED) -> Prepared:
    """Build a collection of one source; return what was built."""
    return build(write_collection(root, text, passages, registered).root)


def take_row(built: Prepared, table: str) -> dict[str, object]:
    """Return the one row of a table, as texts, after a build without errors."""
    assert not built.errors, "\n".join(map(str, built.errors))
    (row,) = built.tables[table]
    return {name: value for name, value in row.items() if value is not None}


def take_error(built: Prepared) -> str:
    """Return the one error of a build."""
    (error,) = built.errors
    return str(error)


# A change and what it is compared with

ROSE = "In 2025 arrests rose by 20 percent from 2024."
CHANGE = (
    "measure: arrest <- arrests",
    "value: 20 percent",
    "unit: percent <- percent",
    "stock_or_flow: change <- rose",
    "change_direction: increase <- rose",
    "baseline: from <2024>",
    "period: 2025",
    "period_type: calendar_year <- In 2025",
)


def test_a_change_has_its_direction_and_what_it_is_compared_with(tmp_path: Path) -> None:
    row = take_row(build_one(tmp_path, ROSE, code_figure(ROSE, *CHANGE)), "statistics")
    assert (row["value"], row["unit"], row["change_direction"], row["period"]) == (20, "percent", "increase", "2025")
    assert (row["baseline_earliest"], row["baseline_latest"]) == (unit_day("2024-01-01"), unit_day("2024-12-31"))


def unit_day(text: str) -> object:
    from datetime import date

    return date.fromisoformat(text)


@pytest.mark.parametrize("state", ["stock_or_flow: flow <- arrests", ""])
def test_only_a_change_has_a_direction_and_a_baseline(tmp_path: Path, state: str) -> None:
    cells = [cell for cell in (*CHANGE[:3], state, *CHANGE[4:]) if cell]
    errors = [str(error) for error in build_one(tmp_path, ROSE, code_figure(ROSE, *cells)).errors]
    assert len(errors) == 2
    assert all("but stock_or_flow is" in error and "is change" in error for error in errors)


def test_a_baseline_that_the_words_do_not_date_needs_a_reason(tmp_path: Path) -> None:
    text = "In 2025 arrests fell by 20 percent from a year earlier."
    cells = [cell.replace("rose", "fell").replace("increase", "decrease") for cell in CHANGE]
    passage = code_figure(text, *cells)
    undated = passage.replace("from <2024>", "a year earlier")
    assert "baseline: " in take_error(build_one(tmp_path / "undated", text, undated))
    dated = passage.replace("baseline: from <2024>", "baseline: 2024 <- a year earlier -- the figure is of 2025")
    row = take_row(build_one(tmp_path / "dated", text, dated), "statistics")
    assert (row["baseline"], row["baseline_printed"], row["change_direction"]) == ("2024", "a year earlier", "decrease")


def test_a_condition_names_a_field_with_codes_and_its_codes() -> None:
    schema = json.loads((ROOT / "schemas" / "statistics.json").read_text(encoding="utf-8"))
    column = next(one for one in schema["fields"] if one["name"] == "baseline")
    for wrong in ({"stock_or_flow": ["chang"]}, {"stock_or_flo": ["change"]}, {"place": ["change"]}):
        column["curation"]["only_where"] = wrong
        _, problems = parse_table(json.dumps(schema).encode(), "schemas/statistics.json")
        assert problems and all("'baseline': only_where: " in problem.message for problem in problems)


# Durations


@pytest.mark.parametrize(
    ("words", "unit", "low"), [("more than 24", "hours", 24), ("40", "days", 40), ("over two", "weeks", 2), ("5", "years", 5)]
)
def test_a_duration_is_no_count(tmp_path: Path, words: str, unit: str, low: int) -> None:
    text = f"They were held for {words} {unit}."
    cells = ("measure: duration <- held", f"value: {words}", f"unit: {unit} <- {unit}", "period_type: unspecified")
    row = take_row(build_one(tmp_path, text, code_figure(text, *cells)), "statistics")
    assert (row["measure"], row["unit"], row["value_low"]) == ("duration", unit, low)
    assert "stock_or_flow" not in row


# The day of publication

DATED = "Last week 40 persons were arrested.\n\nPublished on May 9, 2025.\n"
ARRESTS = code_figure(
    "Last week 40 persons were arrested.",
    "measure: arrest <- arrested",
    "value: 40",
    "unit: persons <- persons",
    "period: Last week",
    "period_type: unspecified",
)
PUBLISHED = "- in: Published on May 9, 2025.\n  sources/s900:\n    published: May 9, 2025\n"
STATED = f"{REGISTERED}    published_basis: stated\n"


def test_last_week_is_counted_from_the_day_that_the_source_prints(tmp_path: Path) -> None:
    built = build_one(tmp_path, DATED, ARRESTS + PUBLISHED, STATED)
    source, figure = take_row(built, "sources"), take_row(built, "statistics")
    assert (source["published"], source["published_basis"]) == (unit_day("2025-05-09"), "stated")
    assert (figure["period"], figure["period_basis"]) == ("2025-04-27/2025-05-04", "relative")
    (given_year,) = {row["year_given"] for row in built.tables["claims"] if row["year_given"]}
    assert given_year == "2025-05-09: the day of publication that the source prints"


@pytest.mark.parametrize("words", ["May 2025", "2025", "since May 9, 2025", "May 8-9, 2025"])
def test_a_day_of_publication_is_a_day(tmp_path: Path, words: str) -> None:
    text = f"Published {words}."
    passages = f"- in: {text}\n  sources/s900:\n    published: {words}\n"
    assert "is no single day" in take_error(build_one(tmp_path, text, passages, STATED))


def test_a_day_that_is_coded_and_registered_is_one_day(tmp_path: Path) -> None:
    same = build_one(tmp_path / "same", DATED, ARRESTS + PUBLISHED, f"{STATED}    published: 2025-05-09\n")
    assert take_row(same, "sources")["published"] == unit_day("2025-05-09")
    other = build_one(tmp_path / "other", DATED, ARRESTS + PUBLISHED, f"{STATED}    published: 2025-05-08\n")
    assert "the words say '2025-05-09', and the register '2025-05-08'" in take_error(other)


DATED_BY = '2025-05-09 <- May 9, 2025 -- "Published" dates the page'
REASON = PUBLISHED.replace("May 9, 2025\n", f"{DATED_BY}\n")


@pytest.mark.parametrize(
    ("passages", "basis", "day", "message"),
    [
        (PUBLISHED, "", "", "published_basis is 'unknown', .* makes it 'stated'"),
        (PUBLISHED, "inferred", "", "published_basis is 'inferred', .* makes it 'stated'"),
        (PUBLISHED, "page", "", "published_basis is 'page', .* makes it 'stated'"),
        (PUBLISHED, "page", "2025-05-09", "published_basis is 'page', without a page"),
        (REASON, "stated", "", "published_basis is 'stated', .* makes it 'inferred'"),
        (REASON, "inferred", "", ""),
        ("", "stated", "2025-05-09", "published_basis is 'stated', .* makes it 'page' or 'unknown'"),
        ("", "page", "2025-05-09", "published_basis is 'page', without a page"),
        ("", "page", "", "published_basis is 'page', .* makes it 'unknown'"),
        ("", "", "2025-05-09", ""),
        ("", "", "", ""),
        ("", "known", "", "unknown code 'known'"),
    ],
)
def test_the_basis_of_the_day_of_publication_is_what_is_known_of_it(
    tmp_path: Path, passages: str, basis: str, day: str, message: str
) -> None:
    text = DATED if passages else "Published on May 9, 2025.\n"
    passages = ARRESTS + passages if passages else "- in: Published on May 9, 2025.\n  uncoded: not looked at\n"
    registered = (
        REGISTERED + (f"    published_basis: {basis}\n" if basis else "") + (f"    published: {day}\n" if day else "")
    )
    built = build_one(tmp_path, text, passages, registered)
    if message:
        assert re.search(message, take_error(built))
    else:
        assert take_row(built, "sources")["published_basis"] == (basis or "unknown")


# Subdivisions


def test_a_subdivision_is_read_by_its_name() -> None:
    for words, code in (
        ("Gujarat", "IN-GJ"),
        ("UTTAR  PRADESH", "IN-UP"),
        ("Uttarakhand", "IN-UK"),
        ("Uttarākhand", "IN-UK"),
    ):
        outcome = read_subdivision(words)
        assert isinstance(outcome, Reading) and outcome.value == code


@pytest.mark.parametrize(
    ("words", "candidate"),
    [
        ("Punjab", "IN-PB, PK-PB"),
        ("the state of Gujarat", "gujarat (IN-GJ)"),
        ("Gujrat", "gujarat (IN-GJ)"),
        ("Atlantis", "-"),
    ],
)
def test_other_words_are_refused_with_what_they_may_mean(words: str, candidate: str) -> None:
    outcome = read_subdivision(words)
    assert isinstance(outcome, Unread)
    assert candidate in outcome.message + outcome.advice
    assert "-- reason" in outcome.advice


@given(st.sampled_from(NAMES), st.sampled_from([str, str.upper, str.title]))
def test_a_name_is_read_where_it_has_one_code(name: str, spell: type[str]) -> None:
    spelt = spell(name)
    codes = load_subdivisions().get(unicodedata.normalize("NFC", spelt).casefold(), ())
    outcome = read_subdivision(spelt)
    assert (outcome.value if isinstance(outcome, Reading) else "") == (codes[0] if len(codes) == 1 else "")


@given(st.text(max_size=40))
def test_only_names_of_the_list_are_read(words: str) -> None:
    outcome = read_subdivision(words)
    is_known = unicodedata.normalize("NFC", " ".join(words.split())).casefold() in load_subdivisions()
    assert is_known or isinstance(outcome, Unread)


def test_a_written_subdivision_is_one_of_the_list() -> None:
    assert isinstance(read_subdivision_code("IN-PB"), Reading)
    for value in ("IN-XX", "in-pb", "Punjab", "IND", ""):
        assert isinstance(read_subdivision_code(value), Unread)


HOME = "Of them, 30 came from Punjab and 4 from West Virginia."


def code_home(words: str) -> str:
    return code_figure(
        HOME,
        "measure: aboard_flight <- came",
        "value: 30",
        "unit: persons <- them",
        "period_type: unspecified",
        f"subdivision: {words}",
    ).replace("  statistics", "  uncoded: 4 -- not looked at\n  statistics", 1)


def test_a_name_of_several_subdivisions_needs_a_reason(tmp_path: Path) -> None:
    refused = take_error(build_one(tmp_path / "refused", HOME, code_home("Punjab")))
    assert "several subdivisions: IN-PB, PK-PB" in refused and "IN-PB <- Punjab -- reason" in refused
    row = take_row(build_one(tmp_path / "read", HOME, code_home("IN-PB <- Punjab -- the Punjab in India")), "statistics")
    assert row["subdivision"] == "IN-PB"
    unknown = take_error(build_one(tmp_path / "unknown", HOME, code_home("IN-PJ <- Punjab -- the Punjab in India")))
    assert "'IN-PJ' is no code in the list" in unknown and "near are IN-" in unknown


def test_no_name_is_cut_out_of_a_longer_one(tmp_path: Path) -> None:
    assert "take it whole: «West Virginia»" in take_error(build_one(tmp_path / "cut", HOME, code_home("Virginia")))
    assert take_row(build_one(tmp_path / "whole", HOME, code_home("West Virginia")), "statistics")["subdivision"] == "US-WV"


@given(st.sampled_from([name for name in NAMES if " " in name and name.replace(" ", "").isalpha()]))
def test_every_part_of_a_name_is_seen_to_be_one(name: str) -> None:
    text = f"they came from {name}, he said"
    first = name.split(" ", maxsplit=1)[0]
    start = text.index(name)
    if len(name.split(" ")) <= 4:
        assert find_longer_name(text, start, start + len(first)).startswith(name)
    assert find_longer_name(text, start, start + len(name)) in {"", *(other for other in NAMES if name in other)}


def test_the_list_of_subdivisions_is_sorted_and_clean() -> None:
    rows = list(csv.reader((LEXICON / "subdivisions.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["code", "name"]
    assert rows[1:] == sorted(rows[1:]) and len({tuple(row) for row in rows}) == len(rows)
    pattern = json.loads((ROOT / "schemas" / "statistics.json").read_text(encoding="utf-8"))
    (column,) = [one for one in pattern["fields"] if one["name"] == "subdivision"]
    for code, name in rows[1:]:
        assert re.fullmatch(column["constraints"]["pattern"], code)
        assert name == unicodedata.normalize("NFC", name.strip()) and "  " not in name


def test_the_list_is_made_of_what_is_directly_in_a_country(tmp_path: Path) -> None:
    names = {"gbeng": "England", "gbbir": "Birmingham", "caqc": "Québec", "caxx": "Old"}
    contained = {"GB": {"_contains": ["gbeng"]}, "gbeng": {"_contains": ["gbbir"]}, "CA": {"_contains": ["caqc", "caon"]}}
    for file, content in (
        ("en.json", {"subdivisions": {"localeDisplayNames": {"subdivisions": names}}}),
        ("in.json", {"supplemental": {"subdivisionContainment": contained}}),
    ):
        (tmp_path / file).write_text(json.dumps(content), encoding="utf-8")
    written = write_list(tmp_path / "en.json", tmp_path / "in.json")
    assert written.splitlines() == ["code,name", "CA-QC,Quebec", "CA-QC,Québec", "GB-ENG,England"]


# "Each", other reports, and columns without a value


def test_words_that_several_rows_share_build_as_the_page_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "annotation.md").read_text(encoding="utf-8")
    section = page.partition("### Words that several rows share")[2].partition("\n## ")[0]
    (passage,) = re.findall(r"```yaml\n(.*?)```", section, flags=re.DOTALL)
    (text,) = re.findall(r"in: >-\n +(.*)\n", passage)
    built = build_one(tmp_path, text, passage)
    assert not built.errors, "\n".join(map(str, built.errors))
    rows = {str(row["subdivision"]): row["value"] for row in built.tables["statistics"]}
    assert rows == {"IN-HR": 33, "IN-GJ": 3, "IN-GA": 3}


@pytest.fixture(scope="module")
def other_flights(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The three reports of other flights, built."""
    copy = copy_collection(tmp_path_factory.mktemp("others") / OTHER_FLIGHTS, OTHER_FLIGHTS)
    built = build(copy.root)
    assert not built.errors, "\n".join(map(str, built.errors))
    return copy


def test_other_reports_set_little_aside_for_want_of_a_column(other_flights: Copy) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (other_flights.root / "annotations").glob("s*.yaml")]
    wanting = re.findall(r"^.*has no (?:column|code).*$", "\n".join(texts), flags=re.MULTILINE)
    assert [line.split(" -- ")[0].strip() for line in wanting] == ["uncoded: handcuffed passengers"]


def test_what_other_reports_say_has_its_columns(other_flights: Copy) -> None:
    tables = other_flights.prepare().tables
    flights = tables["flights"]
    assert {row["funder_status"] for row in flights} == {None, "not_known"}
    assert {row["stopover_countries"] for row in flights} == {None, "ARM|ROU"}
    assert {row["aircraft"] for row in flights} == {None, "C-17 Globemaster"}
    assert {row["legal_grounds"] for row in flights} == {None, "illegal_entry", "criminal_conviction"}
    assert {row["role"] for row in tables["officials"]} >= {"monarch", "agency_head"}
    codes = {row["subdivision"] for row in tables["statistics"] if row["subdivision"]}
    assert codes == {"IN-GJ", "IN-HR", "IN-PB", "IN-UP", "IN-MH", "IN-CH"}


def test_the_codebook_says_which_columns_have_no_value(other_flights: Copy) -> None:
    prepared = other_flights.prepare()
    lines = prepared.files["docs/codebook.md"].decode().splitlines()
    for table in ("flights", "statistics", "sources"):
        start = lines.index(f"## {table}")
        for column in prepared.schemas[table].fields:
            (line,) = [one for one in lines[start:] if one.startswith(f"| `{column}` |")][:1]
            assert (NO_VALUE in line) == all(row[column] is None for row in prepared.tables[table])
