"""Generated collections of any number of sources, each with about 39 claims on a flight of its own: to be measured."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from conftest import ROOT, copy_path
from one_source import REGISTERED, hash_bytes
from small_sources import Coded, write_sources

FIRST_DAY = date(2000, 1, 1)
APART = 3
"""Days between two flights, so that no two may be one."""


def write_many(root: Path, number: int, make: Callable[[int], Coded] | None = None) -> Path:
    """Write a collection of so many sources; `make` gives the sentences and cells of each."""
    write_sources(root, {f"m{index:06}": (make or make_source)(index) for index in range(number)})
    return root


def write_register(root: Path, number: int) -> Path:
    """Write a register of so many sources, with their texts, and nothing else of a collection than the schemas."""
    copy_path(ROOT / "schemas", root / "schemas")
    (root / "seeds").mkdir()
    entries = ["sources:\n"]
    for index in range(number):
        name, text = f"m{index:06}", f"Report number {index}."
        (root / "seeds" / f"{name}.txt").write_text(text, encoding="utf-8")
        entries.append(f"  {name}:\n    seed_file: {name}.txt\n    sha256: {hash_bytes(text.encode())}\n{REGISTERED}")
    (root / "seeds" / "sources.yaml").write_text("".join(entries), encoding="utf-8")
    return root


def make_source(index: int) -> Coded:
    """Return the sentences of a report on one flight, with what is coded beneath them."""
    day = FIRST_DAY + timedelta(days=APART * index)
    printed, name = f"{day:%B} {day.day}, {day.year}", f"{day.isoformat()}-new-york-tashkent"
    people = 4000 + index  # no number of the sentence may be there twice, and the years are lower
    first = f"On {printed}, {people} Uzbek citizens were flown from New York to Tashkent, the interior ministry said."
    second = f"“We carried {people} persons and their children,” said Ana Ruiz, a spokeswoman for the interior ministry."
    third = f"Another {people + 100} Uzbek citizens in number {index} have asked for tickets, she added."
    return [
        (
            first,
            f"""
            by: uzb-interior-ministry <- interior ministry said
            sources/m{index:06}:
              cites: uzb-interior-ministry <- interior ministry
            organizations/uzb-interior-ministry:
              {"name: interior ministry" if index == 0 else "spellings: interior ministry"}
              organization_type: ministry <- ministry
            flights/{name}:
              event_date: {printed}
              event_date_of: removal <- flown
              origin_place: New York
              origin_country: USA <- New York -- "New York" is in the United States
              destination_place: Tashkent
              destination_country: UZB <- Tashkent -- "Tashkent" is the capital of Uzbekistan
              persons: {people}
            nationals_by_country/flight-{day.isoformat()}-uzb:
              country: Uzbek
              country_basis: citizenship <- citizens
              measure: aboard_flight <- flown
              stock_or_flow: flow <- flown
              persons: {people}
              flight_id: {name} <- flown
            quotes/m{index:06}-ministry-flown:
              statement_id: ministry-flown-{index}
              quote_mode: reported <- said
              quote_text: On {printed} ... to Tashkent
            """,
        ),
        (
            second,
            f"""
            by: ana-ruiz <- said Ana Ruiz, a spokeswoman for the interior ministry
            officials/ana-ruiz:
              name: Ana Ruiz
              spellings: Ana Ruiz
              role: spokesperson <- spokeswoman
              roles_printed: spokeswoman for the interior ministry
              organization_id: uzb-interior-ministry <- interior ministry
            quotes/m{index:06}-ruiz-carried:
              statement_id: ruiz-carried-{index}
              quote_mode: direct
              quote_text: We carried ... children
            flights/{name}:
              persons: {people}
            """,
        ),
        (
            third,
            f"""
            by: ana-ruiz <- she added
            quotes/m{index:06}-ruiz-tickets:
              statement_id: ruiz-tickets-{index}
              quote_mode: reported <- added
              quote_text: Another ... tickets
            uncoded:
            - Another {people + 100} -- "asked for tickets" counts no passengers
            - Uzbek -- "asked for tickets" counts no passengers
            - {index} -- the "number" makes the sentences of a test different
            """,
        ),
    ]


if __name__ == "__main__":
    write_many(Path(sys.argv[1]), int(sys.argv[2]))
