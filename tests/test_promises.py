"""What the published tables promise, checked on the published files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import INPUTS, ROOT, Rows, copy_repository
from curation.building import Prepared

FACTS = ("flights", "nationals_by_country", "quotes", "statistics", "statements", "officials", "organizations", "sources")
KEYS = {
    "flights": "flight_id",
    "nationals_by_country": "count_id",
    "quotes": "quote_id",
    "statistics": "statistic_id",
    "statements": "statement_id",
    "officials": "official_id",
    "organizations": "organization_id",
    "sources": "source_id",
}
Read = Callable[[str], Rows]


def test_every_value_of_every_cell_has_one_line_in_cells(published: Read) -> None:
    filled = {
        (table, row[KEYS[table]], column): value
        for table in FACTS
        for row in published(table)
        for column, value in row.items()
        if value
    }
    lines: dict[tuple[str, str, str], list[str]] = {}
    for row in published("cells"):
        members = lines.setdefault((row["table_name"], row["row_id"], row["field_name"]), [])
        members.append(row["value"])
        assert row["member"] == str(len(members))
    assert {name: "|".join(members) for name, members in lines.items()} == filled


def test_the_words_of_every_claim_stand_in_its_source_where_it_says(published: Read) -> None:
    files = {row["source_id"]: row["seed_file"] for row in published("sources")}
    texts = {
        source: unicodedata.normalize("NFC", (ROOT / "seeds" / file).read_text(encoding="utf-8"))
        for source, file in files.items()
    }
    rows = published("claims")
    assert len(rows) > 500
    for row in rows:
        text, start, end = texts[row["source_id"]], int(row["char_start"]), int(row["char_end"])
        assert text[start:end] == row["exact"]
        assert text[:start].endswith(row["prefix"])
        assert text[end:].startswith(row["suffix"])


def test_the_words_of_every_cell_stand_in_its_source(published: Read) -> None:
    files = {row["source_id"]: row["seed_file"] for row in published("sources")}
    texts = {source: " ".join((ROOT / "seeds" / file).read_text(encoding="utf-8").split()) for source, file in files.items()}
    without = Counter(row["basis"] for row in published("cells") if not row["words"])
    assert set(without) <= {"registered", "derived"}
    for row in published("cells"):
        if not row["words"]:
            assert row["table_name"] == "sources", row
            continue
        for piece in row["words"].split(" … "):
            assert piece in texts[row["source_id"]]
        assert re.sub("[⟦⟧]", "", row["in_sentence"]) in texts[row["source_id"]]


def test_every_cell_is_as_certain_as_the_first_claim_that_decides_it(published: Read) -> None:
    said = {row["claim_id"]: (row["certainty"], row["hedge_words"]) for row in published("claims")}
    for row in published("cells"):
        rests_on_words = row["basis"] not in ("derived", "registered")
        wanted = said[row["claim_ids"].split("|")[0]] if rests_on_words else ("", "")
        assert (row["certainty"], row["hedge_words"]) == wanted
    operator = next(row for row in published("cells") if row["field_name"] == "operator")
    assert (operator["certainty"], operator["hedge_words"]) == ("hedged", "reportedly")


def test_every_inference_and_decision_has_its_reason(published: Read) -> None:
    assert all(row["reason"] for row in published("claims") if row["basis"] == "inferred")
    assert all(row["reason"] for row in published("cells") if row["basis"] == "inferred" or row["rule"].endswith("decision"))
    assert all(row["reason"] for row in published("disagreements"))


# What a careful reader of the five articles knows; written from the articles, not from the tables.


FLIGHT = "2025-04-30-new-york-tashkent"


def find_flight(published: Read) -> dict[str, str]:
    return next(row for row in published("flights") if row["flight_id"] == FLIGHT)


def test_the_flight_is_what_the_articles_say(published: Read) -> None:
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
    assert {"s000", "s001", "s002", "s003", "s004"} <= set(flight["source_ids"].split("|"))


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


def test_572_is_a_flow_of_fiscal_year_2024_by_citizenship_whose_printed_period_is_wrong(published: Read) -> None:
    (row,) = [row for row in published("nationals_by_country") if row["persons"] == "572"]
    assert (row["measure"], row["stock_or_flow"], row["country_basis"]) == ("ice_removal", "flow", "citizenship")
    assert (row["period"], row["period_type"]) == ("2023-09/2024-09", "us_fiscal_year")
    assert (row["source_error"], row["corrected_period"]) == ("period", "2023-10/2024-09")
    assert (row["corrected_period_earliest"], row["corrected_period_latest"]) == ("2023-10-01", "2024-09-30")


def test_the_per_day_error_is_kept_as_printed_with_its_correction_beside_it(published: Read) -> None:
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
def test_the_real_disagreements_are_shown(cell: str, kind: str, published: Read) -> None:
    assert {row["disagreement_id"]: row["kind"] for row in published("disagreements")}[cell] == kind


def test_a_choice_of_words_is_no_disagreement(published: Read) -> None:
    fields = {(row["table_name"], row["field_name"]) for row in published("disagreements")}
    assert not fields & {
        ("flights", "organizer"),
        ("nationals_by_country", "country_basis"),
        ("nationals_by_country", "measure_printed"),
        ("statistics", "measure_printed"),
        ("statistics", "population"),
        ("officials", "name"),
    }


def test_the_departments_own_release_decides_who_was_paid_for(published: Read) -> None:
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


def test_every_cited_page_is_registered_and_every_registered_page_is_cited(published: Read) -> None:
    registered = {row["evidence_id"] for row in published("evidence")}
    texts = [row["reason"] for name in ("claims", "cells", "disagreements") for row in published(name)]
    texts += [f"[{row['identified_by']}]" for row in published("sources")]
    texts += [f"[{name}]" for row in published("disagreements") for name in row["evidence"].split("|") if name]
    texts.append((ROOT / "metadata.yaml").read_text(encoding="utf-8"))
    cited = {name for text in texts for name in re.findall(r"\[([a-z0-9][a-z0-9.-]*)\]", text)}
    assert cited == registered
    assert not [text for text in texts[:-1] if "http" in text]


def test_every_source_has_its_address_and_publisher(published: Read) -> None:
    pages = {row["evidence_id"]: row for row in published("evidence")}
    for row in published("sources"):
        assert row["publisher_basis"] == "same_text"
        assert (row["url"], row["publisher"]) == tuple(pages[row["identified_by"]][name] for name in ("url", "publisher"))
        assert not row["published"]
    titles = {row["source_id"]: row["source_title"] for row in published("cells") if row["source_id"]}
    assert titles["s003"] == "[Article without a headline, s003]"


def test_who_says_131_and_who_says_over_100_is_seen_at_once(published: Read) -> None:
    (cell,) = [row for row in published("cells") if (row["table_name"], row["field_name"]) == ("flights", "persons")]
    assert (cell["value"], cell["source_id"], cell["agreeing_source_ids"]) == ("131", "s000", "s002|s003|s004")
    assert "s002: «131» by kristi-noem" in cell["agreeing"].split("; ")
    others = cell["others"].split("; ")
    assert {entry[:4] for entry in others} == {"s000", "s001", "s002"}
    assert all("more_than 100" in entry for entry in others)


def test_each_member_of_a_set_has_its_own_words(published: Read) -> None:
    grounds = [row for row in published("cells") if row["field_name"] == "legal_grounds"]
    assert {row["value"]: row["words"] for row in grounds} == {
        "stay_expired": "legal stay in the US had expired",
        "unauthorized_presence": "illegally present in the United States",
        "visa_violation": "violated visa regulations",
    }
    assert not [row for row in grounds if row["others"]]
    terms = find_flight(published)["terms_printed"].split("|")
    assert len({term.casefold() for term in terms}) == len(terms)


def test_the_destination_rests_on_a_sentence_that_states_it(published: Read) -> None:
    (cell,) = [row for row in published("cells") if row["field_name"] == "destination_country"]
    assert "arrived on the flight to ⟦Uzbekistan⟧" in cell["in_sentence"]


def test_a_hedge_hedges_its_own_words_alone(published: Read) -> None:
    onward = [row for row in published("claims") if row["field_name"].startswith("onward_") and row["source_id"] == "s000"]
    assert onward
    assert "will first fly" not in {row["hedge_words"] for row in onward}


def test_the_furthest_that_any_source_reports_is_published(published: Read) -> None:
    assert find_flight(published)["flight_status"] == "arrived"
    claims = {row["source_id"]: row["value"] for row in published("claims") if row["field_name"] == "flight_status"}
    assert claims == {"s000": "departed", "s002": "arrived", "s004": "departed"}


def test_a_paraphrase_is_no_translation(published: Read) -> None:
    assert not [row for row in published("quotes") if row["quote_mode"] == "reported" and row["is_translation"]]
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


def test_an_origin_is_a_body_or_a_source_and_never_a_person(published: Read) -> None:
    bodies = {row["organization_id"] for row in published("organizations")} | {
        row["source_id"] for row in published("sources")
    }
    for table in FACTS:
        for row in published(table):
            assert set(filter(None, row.get("origins", "").split("|"))) <= bodies


def test_a_departments_employees_are_about_the_department(published: Read) -> None:
    rows = {row["statistic_id"]: row for row in published("statistics")}
    assert (rows["dhs-employees"]["subject"], rows["dhs-employees"]["agency"]) == ("us-dhs", "")


def test_every_official_has_the_country_that_the_words_give(published: Read) -> None:
    countries = {row["official_id"]: row["country"] for row in published("officials")}
    assert countries["kristi-noem"] == "USA"
    assert countries["shavkat-mirziyoyev"] == countries["ahror-burkhanov"] == "UZB"
    assert countries["nayib-bukele"] == "SLV"


def test_altered_quotations_stay_as_printed_and_are_tied_together(published: Read) -> None:
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


def test_no_caption_speaks(published: Read) -> None:
    assert not [row for row in published("quotes") if row["official_id"] == "heather-byrnes"]


def test_copies_of_one_release_are_one_origin(published: Read) -> None:
    flight = find_flight(published)
    assert flight["origins"] == "s000|us-dhs"


def test_what_is_published_is_what_the_words_make(prepared: Prepared) -> None:
    assert not prepared.errors
    for name, content in prepared.files.items():
        assert (ROOT / name).read_bytes() == content, f"{name} is not what a build writes: run make build"


def test_two_builds_in_two_worlds_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for number, world in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Tashkent", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
        )
    ):
        root = tmp_path / f"folder {number}"
        root.mkdir()
        for name in INPUTS:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, root / name)
        run_curate("build", "--root", str(root), env={**os.environ, **world})
        made.append({path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()})
    assert made[0] == made[1]


def run_curate(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "curation.cli", *words], env=env, text=True, capture_output=True, check=True)


def measure(*commands: tuple[str, ...], times: int = 7) -> list[float]:
    """Seconds of a processor for each, the fastest of several runs in turns: what else the machine does adds little."""
    seconds: dict[tuple[str, ...], list[float]] = {words: [] for words in commands}
    for _ in range(times):
        for words in commands:
            before = os.times()
            subprocess.run([sys.executable, *words], check=True, capture_output=True)
            after = os.times()
            seconds[words].append(after.children_user - before.children_user + after.children_system - before.children_system)
    return [min(found) for found in seconds.values()]


def test_a_build_takes_no_longer_than_three_times_its_imports() -> None:
    imports, built = measure(
        ("-c", "import frictionless, pandas, pyarrow, jsonschema"),
        ("-m", "curation.cli", "build"),
    )
    assert built <= 3 * imports, f"{built:.2f} s against {imports:.2f} s of imports"


def test_help_answers_at_once() -> None:
    (seconds,) = measure(("-m", "curation.cli", "--help"))
    assert seconds < 0.2


def test_a_release_takes_less_than_three_seconds(tmp_path: Path) -> None:
    root = copy_repository(tmp_path / "collection")
    (seconds,) = measure(("-m", "curation.cli", "release", "--root", str(root)), times=3)
    assert seconds < 3
