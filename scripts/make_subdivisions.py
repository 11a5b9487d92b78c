"""Write the lexicon's list of first-level subdivisions (ISO 3166-2) from two files of the Unicode CLDR.

    npm pack cldr-subdivisions-full@48.2.0 cldr-core@48.2.0     # unpack both
    python scripts/make_subdivisions.py subdivisions/en/en.json supplemental/subdivisionContainment.json

The first file has the English name of each subdivision, the second one the country or subdivision in which each lies.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LIST = Path(__file__).parent / "curation" / "text" / "lexicon" / "subdivisions.csv"


def list_names(names: Mapping[str, str], contained: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield code and name of each subdivision that lies directly in a country; a name with accents without them too.

    >>> list(list_names({"inuk": "Uttarākhand", "gbbir": "Birmingham"}, {"IN": {"_contains": ["inuk"]}}))
    [('IN-UK', 'Uttarākhand'), ('IN-UK', 'Uttarakhand')]
    """
    for country, inside in contained.items():
        for key in inside["_contains"] if len(country) == 2 else ():
            if key in names:
                name = unicodedata.normalize("NFC", names[key])
                for form in dict.fromkeys((name, drop_accents(name))):
                    yield f"{country}-{key.removeprefix(country.lower()).upper()}", form


def drop_accents(name: str) -> str:
    """Return a name without the marks over and under its letters, as newspapers often print it."""
    letters = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", "".join(one for one in letters if unicodedata.category(one) != "Mn"))


def write_list(names: Path, containment: Path) -> str:
    """Return the list as CSV, sorted by code and name."""
    named = json.loads(names.read_text(encoding="utf-8"))["subdivisions"]["localeDisplayNames"]["subdivisions"]
    contained = json.loads(containment.read_text(encoding="utf-8"))["supplemental"]["subdivisionContainment"]
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("code", "name"))
    writer.writerows(sorted(list_names(named, contained)))
    return lines.getvalue()


if __name__ == "__main__":
    LIST.write_text(write_list(Path(sys.argv[1]), Path(sys.argv[2])), encoding="utf-8", newline="\n")
