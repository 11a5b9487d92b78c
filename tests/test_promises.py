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


def test_every_non_empty_cell_has_exactly_one_line_in_cells_with_its_value(published: Read) -> None:
    filled = Counter(
        (table, row[KEYS[table]], column, value)
        for table in FACTS
        for row in published(table)
        for column, value in row.items()
        if value
    )
    lines = Counter((row["table_name"], row["row_id"], row["field_name"], row["value"]) for row in published("cells"))
    assert filled == lines
    assert set(lines.values()) == {1}


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
        assert (row["certainty"], row["hedge_words"]) == said.get(row["claim_ids"].split("|")[0], ("", ""))
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
        "UZB": "withheld",
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
    assert stock["UZB"]["reported_date"] == "2025-01"


def test_572_is_a_flow_of_fiscal_year_2024_by_destination(published: Read) -> None:
    (row,) = [row for row in published("nationals_by_country") if row["persons"] == "572"]
    assert (row["measure"], row["stock_or_flow"], row["country_basis"]) == ("removal", "flow", "destination")
    assert (row["period"], row["period_type"]) == ("2023-09/2024-09", "us_fiscal_year")


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
        ("flights/2025-04-30-new-york-tashkent/funder_scope", "scope"),
        ("flights/2025-04-30-new-york-tashkent/organizer", "contradiction"),
        ("flights/2025-04-30-new-york-tashkent/event_date_of", "wording"),
        ("flights/2025-04-30-new-york-tashkent/persons", "precision"),
        ("nationals_by_country/2024-11-final-orders-uzb/period", "contradiction"),
        ("nationals_by_country/2024-11-final-orders-uzb/measure_printed", "wording"),
        ("statements/noem-commend/statement_text", "wording"),
        ("statistics/border-encounters-feb-mar-2025/unit", "source_error"),
        ("officials/donald-trump/role", "source_error"),
    ],
)
def test_the_real_disagreements_are_shown(cell: str, kind: str, published: Read) -> None:
    assert {row["disagreement_id"]: row["kind"] for row in published("disagreements")}[cell] == kind


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
    assert "us-dhs" in flight["origins"].split("|")
    assert not {"s003", "s004"} & set(flight["origins"].split("|"))


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


def test_a_build_takes_no_longer_than_two_and_a_half_times_its_imports() -> None:
    imports, built = measure(
        ("-c", "import frictionless, pandas, pyarrow, jsonschema"),
        ("-m", "curation.cli", "build"),
    )
    assert built <= 2.5 * imports, f"{built:.2f} s against {imports:.2f} s of imports"


def test_help_answers_at_once() -> None:
    (seconds,) = measure(("-m", "curation.cli", "--help"))
    assert seconds < 0.2


def test_a_release_takes_less_than_three_seconds(tmp_path: Path) -> None:
    root = copy_repository(tmp_path / "collection")
    (seconds,) = measure(("-m", "curation.cli", "release", "--root", str(root)), times=3)
    assert seconds < 3
