"""Write the lists of cities and of airports of `curate new`, each with the countries in which there is one of that name.

    pip install airportsdata==20260905 pycountry==26.2.16        # the data: MIT licence
    python scripts/make_cities.py

Of a name that several countries have (Dublin), a text must say by its other words which one is meant.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

SEVERAL = re.compile(r" ?/ ?|[()]")
"""What is between the names of cities that share an airport."""
FOLDER = Path(__file__).parent / "curation" / "proposals"


def list_cities(airports: Iterable[tuple[str, str]], codes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the name of each city and the alpha-3 codes of the countries that have one of that name.

    >>> codes = {"UZ": "UZB", "GB": "GBR", "US": "USA"}
    >>> list(list_cities([("Tashkent", "UZ"), ("Birmingham", "GB"), ("Birmingham", "US")], codes))
    [('Birmingham', 'GBR USA'), ('Tashkent', 'UZB')]
    >>> list(list_cities([("La Paz / El Alto", "GB")], codes))
    [('El Alto', 'GBR'), ('La Paz', 'GBR')]
    """
    named = ((name.strip(), country) for city, country in airports for name in SEVERAL.split(city))
    return (one for one in list_places(named, codes) if one[0][:1].isalpha())


def list_places(places: Iterable[tuple[str, str]], codes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each name and the alpha-3 codes of the countries that have a place of that name, if all are known.

    >>> list(list_places([("Manas International Airport", "KG"), ("Airport", "XX")], {"KG": "KGZ"}))
    [('Manas International Airport', 'KGZ')]
    """
    countries: dict[str, set[str]] = defaultdict(set)
    for name, country in places:
        countries[name].add(codes.get(country, ""))
    return ((name, " ".join(sorted(found))) for name, found in sorted(countries.items()) if name and "" not in found)


def write_list(file: str, records: Iterable[tuple[str, str]]) -> None:
    """Write one of the lists."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "codes"])
    writer.writerows(records)
    (FOLDER / file).write_text(out.getvalue(), encoding="utf-8", newline="")


def main() -> None:
    """Write the lists."""
    import airportsdata
    import pycountry

    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    airports = airportsdata.load("IATA").values()
    write_list("cities.csv", list_cities([(one["city"], one["country"]) for one in airports], codes))
    write_list("airports.csv", list_places([(one["name"].strip(), one["country"]) for one in airports], codes))


if __name__ == "__main__":
    main()
