"""The names that new rows get, by the rules of docs/coding.md."""

from __future__ import annotations

import re

from curation.text.countries import find_countries
from curation.text.folding import strip_accents

COUNTRY_CODES = {"USA": "us"}
"""Countries whose bodies are named by another code than the alpha-3 one."""
SMALL = ("of", "the", "for", "and", "s")
"""Words of a body's name that give no initial."""


def make_row_id(name: str) -> str:
    """Return the name of a row for a person or a thing.

    >>> make_row_id("Ximena Peña"), make_row_id("Łukasz Sørensen"), make_row_id("the New York Times")
    ('ximena-pena', 'lukasz-sorensen', 'new-york-times')
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=\w)[.'’](?=\w)", "", strip_accents(name).lower()))
    return "-".join(word for word in words if word not in ("the", "a", "an")) or "row"


def make_body_id(name: str, kind: str = "") -> str:
    """Return the name of a row for a body: of a state its country and the initials, of any other its usual name.

    >>> make_body_id("U.S. Border Patrol"), make_body_id("Uzbek media"), make_body_id("Peru’s MFA", "foreign_ministry")
    ('us-bp', 'uzb-media', 'per-mfa')
    """
    countries = find_countries(name)
    if not countries:
        return make_row_id(name)
    country, printed = countries[0]
    code = COUNTRY_CODES.get(country, country.lower())
    if kind == "foreign_ministry":
        return f"{code}-mfa"
    rest = strip_accents(name.replace(printed, " "))
    words = [word for word in re.findall(r"[A-Za-z]+", rest) if word.lower() not in SMALL]
    if len(words) > 1 and all(word[:1].isupper() for word in words):
        return f"{code}-{''.join(word[0] for word in words).lower()}"
    return f"{code}-{make_row_id(' '.join(words))}" if words else code


def drop_country(name: str) -> str:
    """Return the name of a body without its country at either end; nothing where it has none, or only a word is left.

    >>> drop_country("Ministry of Foreign Affairs of Colombia"), drop_country("Uzbek media")
    ('Ministry of Foreign Affairs', '')
    """
    for _, country in find_countries(name):
        bare = re.sub(rf"(?: (?:of|in) (?:the )?{re.escape(country)}$)|(?:^{re.escape(country)}(?:’s|'s)? )", "", name)
        if bare != name and " " in bare:
            return bare
    return ""
