"""Facts of these five articles, written down from the articles and not from the tables.

A correction to the coding breaks the tests of the cells that it corrects. Adding a source breaks none.
"""

from __future__ import annotations

import pytest

from conftest import FIVE, Read
from package_files import Rows
from published.conftest import Package

FLIGHT = "2025-04-30-new-york-tashkent"


@pytest.fixture
def published(package: Package) -> Read:
    return package.rows


def find_flight(published: Read) -> dict[str, str]:
    return next(row for row in published("flights") if row["flight_id"] == FLIGHT)


def find_cells(published: Read, field: str) -> Rows:
    """Return the lines of `cells` on one field of the flight."""
    return [row for row in published("cells") if (row["row_id"], row["field_name"]) == (FLIGHT, field)]


def test_the_operator_rests_on_hedged_words(published: Read) -> None:
    (operator,) = find_cells(published, "operator")
    assert (operator["certainty"], operator["hedge_words"]) == ("hedged", "reportedly")


def test_the_flight_has_the_values_that_the_articles_give(published: Read) -> None:
    flight = find_flight(published)
    wanted = {
        "event_date": "2025-04-30",
        "departure_date": "2025-04-30",
        "departure_date_printed": "Wednesday morning",
        "arrival_date": "",
        "origin_place": "New York",
        "destination_place": "Tashkent",
        "destination_country": "UZB",
        "operator": "Uzbekistan Airways",
        "flight_type": "charter",
        "organizer": "UZB",
        "funder": "UZB",
        "persons": "131",
        "persons_low": "131",
        "persons_high": "131",
        "onward_countries": "KAZ|KGZ",
    }
    assert {name: flight[name] for name in wanted} == wanted
    assert set(FIVE) <= set(flight["source_ids"].split("|"))


def test_the_nationalities_aboard_are_not_broken_down(published: Read) -> None:
    aboard = {row["country"]: row for row in published("nationals_by_country") if row["flight_id"] == FLIGHT}
    assert set(aboard) == {"UZB", "KAZ", "KGZ"}
    for row in aboard.values():
        assert [row[f"persons{part}"] for part in ("", "_low", "_high", "_printed")] == [""] * 4
    assert {country: row["count_status"] for country, row in aboard.items()} == {
        "UZB": "not_given",
        "KAZ": "not_stated",
        "KGZ": "not_stated",
    }


def test_the_docket_is_a_stock_of_november_2024_and_no_removal(published: Read) -> None:
    stock = {
        row["country"]: row for row in published("nationals_by_country") if row["count_id"].startswith("2024-11-final-orders")
    }
    assert {country: row["persons"] for country, row in stock.items()} == {
        "UZB": "975",
        "KAZ": "369",
        "KGZ": "319",
        "TJK": "149",
        "TKM": "40",
    }
    assert {(row["measure"], row["stock_or_flow"]) for row in stock.values()} == {("final_order_non_detained", "stock")}
    assert {row["period"] for row in stock.values()} == {"2024-11"}
    assert {(row["country_basis"], row["corrected_period"]) for row in stock.values()} == {("citizenship", "2024-11-24")}
    assert stock["UZB"]["measure_printed"].split("|") == [
        "living in the US as illegal migrants could be deported",
        "scheduled for deportation",
    ]
    assert stock["UZB"]["reported_date"] == "2025-01"


def test_572_is_a_flow_of_fiscal_year_2024_with_a_printed_error_in_its_period(published: Read) -> None:
    (row,) = [row for row in published("nationals_by_country") if row["persons"] == "572"]
    assert (row["measure"], row["stock_or_flow"], row["country_basis"]) == ("ice_removal", "flow", "citizenship")
    assert (row["period"], row["period_type"]) == ("2023-09/2024-09", "us_fiscal_year")
    assert (row["source_error"], row["corrected_period"]) == ("period", "2023-10/2024-09")
    assert (row["corrected_period_earliest"], row["corrected_period_latest"]) == ("2023-10-01", "2024-09-30")


def test_the_counts_per_day_are_kept_as_printed_with_their_correction(published: Read) -> None:
    rows = {
        row["value_printed"]: row for row in published("statistics") if row["measure"] == "encounter" and row["source_error"]
    }
    assert set(rows) == {"11,363", "nearly 160,000"}
    for row in rows.values():
        assert (row["unit"], row["source_error"], row["corrected_unit"]) == ("events_per_day", "unit", "events_per_month")
    assert rows["nearly 160,000"]["value_high"] == "159999"
    errors = {row["disagreement_id"]: row for row in published("disagreements") if row["kind"] == "source_error"}
    assert all(row["evidence"] for name, row in errors.items() if name.startswith("statistics/"))
    assert "officials/donald-trump/role" in errors


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("flights/2025-04-30-new-york-tashkent/funder_scope", "contradiction"),
        ("flights/2025-04-30-new-york-tashkent/event_date_of", "wording"),
        ("flights/2025-04-30-new-york-tashkent/persons", "precision"),
        ("nationals_by_country/fy2024-removals-uzb/period", "source_error"),
        ("statements/noem-commend/statement_text", "wording"),
        ("statistics/border-encounters-feb-mar-2025/unit", "source_error"),
        ("officials/donald-trump/role", "source_error"),
    ],
)
def test_the_disagreements_of_the_five_articles_are_published(cell: str, kind: str, published: Read) -> None:
    assert {row["disagreement_id"]: row["kind"] for row in published("disagreements")}[cell] == kind


def test_a_choice_of_words_is_not_published_as_a_disagreement(published: Read) -> None:
    fields = {(row["table_name"], row["field_name"]) for row in published("disagreements")}
    assert not fields & {
        ("flights", "organizer"),
        ("nationals_by_country", "country_basis"),
        ("nationals_by_country", "measure_printed"),
        ("statistics", "measure_printed"),
        ("statistics", "population"),
        ("officials", "name"),
    }


def test_the_departments_release_decides_for_whom_uzbekistan_paid(published: Read) -> None:
    assert find_flight(published)["funder_scope"] == "own_nationals"
    evidence = {row["evidence_id"]: row for row in published("evidence")}
    rulings = {row["disagreement_id"]: row for row in published("disagreements")}
    for cell in (
        f"flights/{FLIGHT}/funder_scope",
        "statements/dhs-underscores-sets-standard/statement_text",
        "statements/noem-commend/statement_text",
        "statements/noem-look-forward/statement_text",
    ):
        assert "dhs-release" in rulings[cell]["evidence"].split("|")
    assert "own nationals" in evidence["dhs-release"]["shows"]


def test_each_of_the_five_was_found_on_a_page_with_the_same_text(published: Read) -> None:
    sources = {row["source_id"]: row for row in published("sources")}
    for source in FIVE:
        assert sources[source]["publisher_basis"] == "same_text"
        assert not sources[source]["published"]
    titles = {row["source_id"]: row["source_title"] for row in published("cells") if row["source_id"]}
    assert titles["s003"] == "[Article without a headline, s003]"


def test_the_cell_of_131_lists_who_agrees_and_who_says_over_100(published: Read) -> None:
    (cell,) = find_cells(published, "persons")
    assert (cell["value"], cell["source_id"]) == ("131", "s000")
    assert {"s002", "s003", "s004"} <= set(cell["agreeing_source_ids"].split("|"))
    assert "s002: «131» by kristi-noem" in cell["agreeing"].split("; ")
    others = cell["others"].split("; ")
    assert {"s000", "s001", "s002"} <= {entry[:4] for entry in others}
    assert all("more_than 100" in entry for entry in others)


def test_each_member_of_a_set_has_its_own_words(published: Read) -> None:
    grounds = find_cells(published, "legal_grounds")
    assert {row["value"]: row["words"] for row in grounds} == {
        "stay_expired": "legal stay in the US had expired",
        "unauthorized_presence": "illegally present in the United States",
        "visa_violation": "violated visa regulations",
    }
    assert not [row for row in grounds if row["others"]]


def test_the_destination_rests_on_a_sentence_that_states_it(published: Read) -> None:
    (cell,) = find_cells(published, "destination_country")
    assert "arrived on the flight to ⟦Uzbekistan⟧" in cell["in_sentence"]


def test_a_hedge_hedges_its_own_words_alone(published: Read) -> None:
    onward = [row for row in published("claims") if row["field_name"].startswith("onward_") and row["source_id"] == "s000"]
    assert onward
    assert "will first fly" not in {row["hedge_words"] for row in onward}


def test_the_flight_arrived_by_the_furthest_report(published: Read) -> None:
    assert find_flight(published)["flight_status"] == "arrived"
    said = [row for row in published("claims") if (row["row_id"], row["field_name"]) == (FLIGHT, "flight_status")]
    claims = {row["source_id"]: row["value"] for row in said if row["source_id"] in FIVE}
    assert claims == {"s000": "departed", "s002": "arrived", "s004": "departed"}


def test_of_two_wordings_only_the_one_between_marks_is_a_translation(published: Read) -> None:
    (statement,) = [row for row in published("statements") if row["statement_id"] == "uzb-visa-or-stay"]
    modes = {
        row["quote_mode"]: row["is_translation"]
        for row in published("quotes")
        if row["statement_id"] == statement["statement_id"]
    }
    assert modes == {"reported": "", "direct": "true"}


def test_two_speakers_without_a_name_are_two_bodies(published: Read) -> None:
    speakers = {row["quote_id"]: row["organization_id"] for row in published("quotes")}
    assert speakers["s001-usgov-role"] != speakers["s001-usgov-landmark-reflects"]


def test_a_departments_employees_are_about_the_department(published: Read) -> None:
    rows = {row["statistic_id"]: row for row in published("statistics")}
    assert (rows["dhs-employees"]["subject"], rows["dhs-employees"]["agency"]) == ("us-dhs", "")


def test_every_official_has_the_country_that_the_words_give(published: Read) -> None:
    countries = {row["official_id"]: row["country"] for row in published("officials")}
    assert countries["kristi-noem"] == "USA"
    assert countries["shavkat-mirziyoyev"] == countries["ahror-burkhanov"] == "UZB"
    assert countries["nayib-bukele"] == "SLV"


def test_three_wordings_of_one_quotation_stay_as_printed_under_one_statement(published: Read) -> None:
    texts = {row["source_id"]: row["quote_text"] for row in published("quotes") if row["statement_id"] == "noem-commend"}
    assert {"s002", "s003", "s004"} <= set(texts)
    assert texts["s003"] == texts["s004"]
    assert texts["s002"] == texts["s003"].replace("back to", "to")
    statements = {row["statement_id"]: row["alike"] for row in published("statements")}
    assert statements["noem-commend"] == "false"
    assert statements["dhs-landmark-latest"] == "true"


def test_one_person_under_two_spellings_is_one_official(published: Read) -> None:
    (row,) = [row for row in published("officials") if "Burkhanov" in row["name"]]
    assert row["spellings"] == "Ahror Burkhanov|Akhror Burkhanov"


def test_the_photographer_of_a_caption_is_no_speaker(published: Read) -> None:
    assert not [row for row in published("quotes") if row["official_id"] == "heather-byrnes"]


def test_articles_that_copy_the_release_have_its_origin(published: Read) -> None:
    flight = find_flight(published)
    assert {"s000", "us-dhs"} <= set(flight["origins"].split("|"))
    assert not {"s002", "s003", "s004"} & set(flight["origins"].split("|"))
