"""Write the list of cities of `curate new`, each with the country in which all airports of that city are.

    pip install airportsdata==20260905 pycountry==26.2.16        # the data: MIT licence
    python scripts/make_cities.py

A city's name that airports of several countries have is left out: the words alone do not say where it is.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

LIST = Path(__file__).parent / "curation" / "proposals" / "cities.csv"


def list_cities(airports: Iterable[tuple[str, str]], codes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the name and the alpha-3 code of each city that lies in one country.

    >>> list(list_cities([("Tashkent", "UZ"), ("Birmingham", "GB"), ("Birmingham", "US")], {"UZ": "UZB"}))
    [('Tashkent', 'UZB')]
    """
    countries: dict[str, set[str]] = defaultdict(set)
    for city, country in airports:
        countries[city.strip()].add(country)
    for city, found in sorted(countries.items()):
        code = codes.get(next(iter(found)), "") if len(found) == 1 else ""
        if city and code:
            yield city, code


def main() -> None:
    """Write the list."""
    import airportsdata
    import pycountry

    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    airports = [(one["city"], one["country"]) for one in airportsdata.load("IATA").values()]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "code"])
    writer.writerows(list_cities(airports, codes))
    LIST.write_text(out.getvalue(), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
