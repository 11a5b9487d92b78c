"""Write the lexicon's list of currencies (ISO 4217) from a file of the Unicode CLDR.

    npm pack cldr-numbers-full@48.2.0     # unpack it
    python scripts/make_currencies.py main/en/currencies.json

The file has the English name of each currency, of one and of several of its units.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

LIST = Path(__file__).parent / "curation" / "text" / "lexicon" / "currencies.csv"
NAMES = ("displayName-count-one", "displayName-count-other")


def list_names(currencies: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield code and name of each currency, without the years or the use in brackets; "and" in the place of its sign, too.

    >>> list(list_names({"ZWL": {"displayName-count-other": "Zimbabwean dollars (2009–2024)"}, "XXX": {}}))
    [('ZWL', 'Zimbabwean dollars')]
    """
    for code, said in currencies.items():
        for name in (unicodedata.normalize("NFC", said[key]).partition(" (")[0] for key in NAMES if key in said):
            yield from ((code, form) for form in dict.fromkeys((name, name.replace("&", "and"))))


def write_list(names: Path) -> str:
    """Return the list as CSV, sorted by code and name."""
    currencies = json.loads(names.read_text(encoding="utf-8"))["main"]["en"]["numbers"]["currencies"]
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("code", "name"))
    writer.writerows(sorted({*list_names(currencies)}))
    return lines.getvalue()


if __name__ == "__main__":
    LIST.write_text(write_list(Path(sys.argv[1])), encoding="utf-8", newline="\n")
