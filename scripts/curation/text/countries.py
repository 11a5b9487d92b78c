"""Countries and peoples: found in a text, and read as ISO 3166-1 alpha-3 codes."""

from __future__ import annotations

import re
from functools import cache

from curation.problems import shorten, suggest_nearest
from curation.records import read_csv
from curation.text.readings import Outcome, Reading, Unread
from curation.text.tokens import LEXICON


@cache
def load_countries() -> dict[str, str]:
    """Return the alpha-3 code of each name of a country and of its people."""
    _, records, _ = read_csv("countries.csv", (LEXICON / "countries.csv").read_bytes())
    return {name: row["alpha_3"] for _, row in records for name in row["names"].split("|") if name}


@cache
def load_country_pattern() -> re.Pattern[str]:
    """Return the pattern that finds the name of any country or people, the longest first."""
    names = sorted(load_countries(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


def find_countries(words: str) -> list[tuple[str, str]]:
    """Return (alpha-3 code, name as printed) of each country or people that the words name, in their order."""
    countries = load_countries()
    return [(countries[match.group()], match.group()) for match in load_country_pattern().finditer(words)]


def read_country(words: str) -> Outcome:
    """Return the one country that the words name."""
    named = dict.fromkeys(code for code, _ in find_countries(words))
    if len(named) != 1:
        said = f"several countries ({', '.join(named)})" if named else "no country"
        return Unread(
            f"the words name {said}: «{shorten(words)}»",
            "write the code and why: XXX <- words -- reason",
        )
    return read_country_code(next(iter(named)))


def read_country_code(value: str) -> Outcome:
    """Return the country that a coder wrote as its code."""
    if value not in load_countries().values():
        return Unread(
            f"{shorten(value)!r} is no ISO 3166-1 alpha-3 code",
            suggest_nearest(value, load_countries().values()),
        )
    return Reading(value, {"value": value})
