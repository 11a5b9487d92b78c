"""What a row says with one field must fit what it says with another, and what the evidence shows; each is tried both ways."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Copy
from curation.schema.fills import Span
from curation.schema.read import parse_table
from curation.tables.conditions import fits
from one_source import REGISTERED, write_collection

PAGE = """\
evidence:
  page:
    url: https://example.org/page
    title: A page
    publisher: Example
    shows: {shows}
    read_on: 2031-01-02
"""


def list_errors(root: Path, text: str, cells: str, shows: str = "", registered: str = REGISTERED) -> list[str]:
    """Return the errors of a source with one sentence; a page of evidence shows this, where a reason cites it."""
    copy = write_collection(root, text, f"- in: >-\n    {text}\n{cells}", registered)
    if shows:
        (root / "annotations" / "evidence.yaml").write_text(PAGE.format(shows=shows), encoding="utf-8")
    return copy.errors()


def has(errors: list[str], part: str) -> bool:
    return any(part in error for error in errors)


# Fields that exclude each other

JOURNEY = "A plane took 40 people from Kenya over Chad to Cuba, and they will travel on to Haiti."
JOURNEY_CELLS = """\
  flights/f:
    persons: 40
    origin_country: Kenya
    destination_country: Cuba
    {more}
"""


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("stopover_countries: Chad", ""),
        ("stopover_countries: Kenya", "stopover_countries has KEN, which is origin_country"),
        ("stopover_countries:\n    - Chad\n    - Cuba", "stopover_countries has CUB, which is destination_country"),
        ("stopover_countries: KEN <- Kenya -- it lands twice in Kenya", ""),
    ],
)
def test_a_set_has_no_member_that_another_field_has(more: str, wanted: str, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, JOURNEY, JOURNEY_CELLS.format(more=more))
    assert has(errors, wanted) if wanted else not has(errors, ", which is ")


STATUS = """\
  flights/f:
    {hedge}persons: 40
    destination_country: Cuba
    flight_status: {status}
"""


@pytest.mark.parametrize(
    ("text", "hedge", "status", "is_error"),
    [
        ("A plane with 40 people landed in Cuba.", "", "arrived <- landed", False),
        (
            "A plane with 40 people, planned for May, landed in Cuba.",
            "hedge: planned <- planned\n    ",
            "arrived <- landed",
            True,
        ),
        ("A plane with 40 people is due to have landed in Cuba.", "", "arrived <- landed", True),
        ("A plane with 40 people will have landed in Cuba.", "", "arrived <- will have landed", True),
        ("A plane with 40 people landed in Cuba as expected.", "", "arrived <- landed in Cuba as expected", False),
        ("A plane with 40 people will have landed in Cuba.", "", "arrived <- landed -- the text says landed", False),
    ],
)
def test_what_is_planned_is_not_done(text: str, hedge: str, status: str, is_error: bool, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, text, STATUS.format(hedge=hedge, status=status))
    found = has(errors, "makes it planned") or has(errors, "speaks of the future") or has(errors, "rests on «will»")
    assert found == is_error, errors


FIGURE = """\
  statistics/figure:
    value: {value}
    unit: {unit}
    measure: {measure}
    period_type: {period}
    {more}
"""


@pytest.mark.parametrize(
    ("text", "cells", "wanted"),
    [
        ("As of May they held 40 people in detention.", "as_of <- As of|stock_or_flow: stock <- in detention", ""),
        (
            "As of May they arrested 40 people.",
            "as_of <- As of|stock_or_flow: flow <- arrested",
            "period_type is as_of, but stock_or_flow is flow",
        ),
    ],
)
def test_a_code_goes_with_codes_of_other_fields(text: str, cells: str, wanted: str, tmp_path: Path) -> None:
    period, more = cells.split("|")
    measure = "detained <- detention" if "detention" in text else "arrest <- arrested"
    rows = FIGURE.format(value=40, unit="persons <- people", measure=measure, period=period, more=more)
    errors = list_errors(tmp_path, text, rows)
    assert has(errors, wanted) if wanted else not has(errors, ", but stock_or_flow is")


@pytest.mark.parametrize(
    ("more", "is_error"), [("uncoded: rank -- no more is known", False), ("stock_or_flow: flow <- arrested", True)]
)
def test_an_empty_cell_can_be_what_goes_with_a_code(more: str, is_error: bool, tmp_path: Path) -> None:
    text = "It is the first rank of those who arrested."
    row = FIGURE.format(value="first", unit="rank <- first", measure="arrest <- arrested", period="unspecified", more="")
    cells = row + (f"    {more}\n" if is_error else f"  {more}\n")
    assert has(list_errors(tmp_path, text, cells), "unit is rank, but stock_or_flow is flow") == is_error


@pytest.mark.parametrize(
    ("printed", "is_error"),
    [
        ("From October 2023 to September 2024", False),
        ("From September 2023 to September 2024", True),
        ("From January 2024 to December 2024", True),
        ("Since October 2023", False),
    ],
)
def test_a_kind_of_period_lasts_as_long_as_its_code_says(printed: str, is_error: bool, tmp_path: Path) -> None:
    text = f"{printed}, in a fiscal year, they arrested 40 people."
    more = f"period: {printed}\n    stock_or_flow: flow <- arrested"
    rows = FIGURE.format(
        value=40, unit="persons <- people", measure="arrest <- arrested", period="us_fiscal_year <- fiscal year", more=more
    )
    errors = list_errors(tmp_path, text, rows)
    assert has(errors, "period_type us_fiscal_year, but period ") == is_error, errors


def test_a_corrected_period_takes_the_place_of_the_printed_one(tmp_path: Path) -> None:
    text = "From September 2023 to September 2024, a fiscal year, they arrested 40 people."
    words = "From September 2023 to September 2024"
    more = (
        f"period: {words}\n    source_error: period <- {words} -- 40 is the figure of the fiscal year [page]\n"
        f"    corrected_period: 2023-10/2024-09 <- {words} -- 40 is the figure of the fiscal year [page]\n"
        "    stock_or_flow: flow <- arrested"
    )
    rows = FIGURE.format(
        value=40, unit="persons <- people", measure="arrest <- arrested", period="us_fiscal_year <- fiscal year", more=more
    )
    rows += "  uncoded: fiscal year -- the kind of the period\n"
    assert not list_errors(tmp_path, text, rows, "40 were arrested in the year that ended on 30 September 2024.")


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 36))
def test_a_period_of_months_fits_up_to_its_last_day(first: date, months: int) -> None:
    first = first.replace(day=1)
    year, month = divmod(first.month - 1 + months, 12)
    after = date(first.year + year, month + 1, 1)
    span = Span(of="when", months=months)
    assert fits((first, date.fromordinal(after.toordinal() - 1)), span)
    assert not fits((first, after), span)
    assert fits((first, None), span) and fits((None, after), span)


OFFICIAL = """\
  organizations/embassy:
    name: Embassy of Chad
    organization_type: embassy <- Embassy
    country: Chad
  officials/ana-ruiz:
    name: Ana Ruiz
    role: ambassador <- ambassador
    organization_id: embassy <- Embassy of Chad
    country: {country}
"""


@pytest.mark.parametrize(
    ("country", "is_error"),
    [("Chad", False), ("Cuba", True), ("CUB <- Cuba -- Cuba lends her to the Embassy of Chad", False)],
)
def test_an_officials_country_is_that_of_the_body(country: str, is_error: bool, tmp_path: Path) -> None:
    text = "Ana Ruiz is ambassador at the Embassy of Chad in Cuba."
    errors = list_errors(tmp_path, text, OFFICIAL.format(country=country))
    assert has(errors, "officials/ana-ruiz: country CUB, but organizations/embassy: country TCD") == is_error


# Corrections and what their evidence shows

RATE = "Police counted 310 removals per day in February 2031."
RATE_CELLS = """\
  statistics/removals:
    value: {value}
    unit: {unit}
    measure: removal <- removals
    stock_or_flow: rate <- per day
    period: February 2031
    period_type: month <- February
    {more}
"""
PER_DAY = "events_per_day <- per day"


def code_rate(more: str, unit: str = PER_DAY, value: str = "310") -> str:
    return RATE_CELLS.format(value=value, unit=unit, more=more)


UNIT_ERROR = (
    "source_error: unit <- per day -- {reason} [page]\n    corrected_unit: events_per_month <- per day -- {reason} [page]"
)
VALUE_ERROR = "source_error: number <- 310 -- {reason} [page]\n    corrected_value: exact 301 <- 310 -- {reason} [page]"
PERIOD_ERROR = (
    "source_error: period <- February 2031 -- {reason} [page]\n"
    "    corrected_period: 2030-02 <- February 2031 -- {reason} [page]"
)


@pytest.mark.parametrize(
    ("error", "reason", "shows", "wanted"),
    [
        (UNIT_ERROR, "the table is one of months", "310 removals in the month.", ""),
        (UNIT_ERROR, "the table is one of months", "It had 1,204 removals in the year.", "shows other figures than the row"),
        (UNIT_ERROR, "the table has 1,204 in the year, 310 in the month", "It had 1,204 removals in the year.", ""),
        (UNIT_ERROR, "the table is one of months", "It counts by month.", ""),
        (VALUE_ERROR, "the figures changed places", "310 was printed, and 301 were removed.", ""),
        (VALUE_ERROR, "the figures changed places", "310 were removed.", "but no page that its reason cites shows 301"),
        (PERIOD_ERROR, "it is the figure of the year before", "310 were removed in February 2030.", ""),
        (PERIOD_ERROR, "it is the figure of the year before", "310 were removed in February 2029.", "cites shows 2030"),
    ],
)
def test_a_correction_is_shown_by_its_evidence(error: str, reason: str, shows: str, wanted: str, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, RATE, code_rate(error.format(reason=reason)), shows)
    assert has(errors, wanted) if wanted else not errors, errors


@pytest.mark.parametrize(
    ("unit", "value", "wanted"),
    [
        (
            "events_per_month <- per day -- 310 is the figure of the month [page]",
            "310",
            "unit is events_per_month, but «per day»",
        ),
        ("events <- removals -- 310 is the figure of the month [page]", "310", ""),
        (PER_DAY, "exact 301 <- 310 -- 301 is the figure of the month [page]", "value is exact 301, but «310» prints"),
    ],
)
def test_a_correction_does_not_take_the_place_of_what_is_printed(unit: str, value: str, wanted: str, tmp_path: Path) -> None:
    errors = list_errors(tmp_path, RATE, code_rate("", unit, value), "310 or 301 removals in the month.")
    assert has(errors, wanted) if wanted else not has(errors, "prints something else"), errors


# Whom a source names

SPEAKS = "The Border Police said that 40 people flew to Cuba, the Daily News reported."
SPEAKS_CELLS = """\
  by: police via news <- Border Police said that 40 people flew to Cuba, the Daily News reported
  organizations/police:
    name: Border Police
    organization_type: national_agency -- the text calls it police
  organizations/news:
    name: Daily News
    organization_type: newspaper <- Daily News
  flights/f:
    persons: 40
    destination_country: Cuba
"""


@pytest.mark.parametrize(
    ("cited", "own", "missing"),
    [
        (["police <- Border Police", "news <- Daily News"], "", set()),
        (["news <- Daily News"], "", {"police"}),
        (["police <- Border Police"], "", {"news"}),
        (["police <- Border Police"], "publisher: Daily News", set()),
    ],
)
def test_a_source_cites_everyone_who_speaks_in_it(cited: list[str], own: str, missing: set[str], tmp_path: Path) -> None:
    lines = "".join(f"    - {one}\n" for one in cited)
    cells = f"{SPEAKS_CELLS}  sources/s900:\n    cites:\n{lines}"
    registered = f"    language: en\n    publisher_basis: stated\n    {own}\n" if own else REGISTERED
    errors = list_errors(tmp_path, SPEAKS, cells + (f"    {own}\n" if own else ""), registered=registered)
    assert not has(errors, "publisher")
    assert {name for name in ("police", "news") if has(errors, f"{name} (line ")} == missing, errors


@pytest.mark.parametrize(
    ("agency", "is_error"), [("police <- Border Police", True), ("police <- They -- «They» are the police", False)]
)
def test_an_agency_that_words_name_is_cited(agency: str, is_error: bool, tmp_path: Path) -> None:
    text = "They of the Border Police arrested 40 people"
    cells = (
        "  sources/s900:\n    headline: They of the Border Police arrested 40 people\n"
        "  organizations/police:\n    name: Border Police\n"
        "    organization_type: national_agency -- the text calls it police\n"
        + FIGURE.format(
            value=40,
            unit="persons <- people",
            measure="arrest <- arrested",
            period="unspecified",
            more=f"stock_or_flow: flow <- arrested\n    agency: {agency}",
        )
    )
    assert has(list_errors(tmp_path, text, cells), "s900 cites police (line ") == is_error


@pytest.mark.parametrize(
    ("author", "is_error"), [("Ana Ruiz", True), ("Bo Lind", False), ("Ana Ruiz -- the byline names «Ana Ruiz»", False)]
)
def test_an_author_is_no_row_of_officials(author: str, is_error: bool, tmp_path: Path) -> None:
    text = "Ana Ruiz is minister of Chad, writes Bo Lind."
    cells = (
        f"  officials/ana-ruiz:\n    name: Ana Ruiz\n    role: minister <- minister\n  sources/s900:\n    author: {author}\n"
    )
    assert has(list_errors(tmp_path, text, cells), "author: «Ana Ruiz» is officials/ana-ruiz") == is_error


# Numbers that are set aside


@pytest.mark.parametrize(
    ("text", "reason", "is_error"),
    [
        ("They made hundreds of raids.", "no number is given", True),
        ("They made hundreds of raids.", "raids of another country, outside the tables", False),
        ("They made 45 raids.", "a claim without a figure", True),
        ("They made raids on April 30, 2031.", "no figure and no statement", False),
        ("They made raids, one of them in May.", "no count", False),
    ],
)
def test_a_number_is_not_set_aside_as_none(text: str, reason: str, is_error: bool, tmp_path: Path) -> None:
    assert has(list_errors(tmp_path, text, f"  uncoded: {reason}\n"), "uncoded: the reason says") == is_error


# Schemas


@pytest.mark.parametrize(
    ("table", "column", "change", "message"),
    [
        ("flights", "stopover_countries", {"differs_from": ["persons"]}, "differs_from: 'persons' of flights is a quantity"),
        ("flights", "flight_status", {"not_planned": ["gone"]}, "not_planned: unknown code 'gone'"),
        ("statistics", "unit", {"only_with": {"boat": {}}}, "only_with: unknown code 'boat'"),
        ("statistics", "unit", {"only_with": {"rank": {"value": ["1"]}}}, "only_with: 'value' is no field with codes"),
        ("statistics", "unit", {"only_with": {"rank": {"measure": ["x"]}}}, "only_with: unknown code 'x'"),
        (
            "statistics",
            "period_type",
            {"lasts": {"day": {"of": "value", "days": 1}}},
            "lasts: 'value' of statistics is a quantity",
        ),
        ("statistics", "period_type", {"lasts": {"era": {"of": "period", "days": 1}}}, "lasts: unknown code 'era'"),
        ("statistics", "period_type", {"lasts": {"day": {"of": "period"}}}, "write either months or days"),
        (
            "statistics",
            "period_type",
            {"lasts": {"day": {"of": "period", "months": 1, "from_month": 13}}},
            "from_month is a month",
        ),
        ("officials", "country", {"same_as": {"of": "role", "field": "country"}}, "same_as: 'role' names no row"),
        ("sources", "author", {"no_row_of": "persons"}, "no_row_of: 'persons'"),
        ("sources", "cites", {"gathers_speakers": ["statistics.flight_id"]}, "'statistics.flight_id' names no row"),
    ],
)
def test_what_a_schema_says_of_fitting_rows_is_checked(
    table: str, column: str, change: dict[str, object], message: str, two_sources: Copy
) -> None:
    path = two_sources.root / "schemas" / f"{table}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    next(one for one in schema["fields"] if one["name"] == column)["curation"] |= change
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert has(two_sources.errors(), message), two_sources.errors()


def test_each_way_in_which_rows_may_be_one_fact_is_checked() -> None:
    schema = json.loads((ROOT / "schemas" / "officials.json").read_text(encoding="utf-8"))
    for wrong in ({"last_word": ["surname"]}, {"equal": ["name"], "spelled": {"role": ["spellings"]}}):
        schema["curation"]["identity"]["alternatives"] = [wrong]
        _, problems = parse_table(json.dumps(schema).encode(), "schemas/officials.json")
        assert problems and all("identity" in problem.message for problem in problems)
