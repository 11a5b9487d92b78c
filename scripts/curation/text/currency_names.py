"""The currencies of the lexicon: their codes (ISO 4217) and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from curation.records import read_csv
from curation.text.lexicon import LEXICON

Words = tuple[str, ...]
"""A name as words in small letters."""


@cache
def load_currencies() -> Mapping[str, frozenset[str]]:
    """Return the codes that each name of a currency can mean."""
    _, records, _ = read_csv("currencies.csv", (LEXICON / "currencies.csv").read_bytes())
    codes: dict[str, set[str]] = defaultdict(set)
    for _, row in records:
        codes[row["name"]].add(row["code"])
    return {name: frozenset(found) for name, found in codes.items()}


@cache
def list_currency_codes() -> frozenset[str]:
    """Return the codes of all currencies."""
    return frozenset().union(*load_currencies().values())


@cache
def list_shared_units() -> frozenset[str]:
    """Return the words that end the names of several currencies: dollars, of Canada or of Fiji; pesos."""
    owners: dict[str, set[str]] = defaultdict(set)
    for name, codes in load_currencies().items():
        owners[name.lower().rpartition(" ")[2]] |= codes
    return frozenset(unit for unit, codes in owners.items() if len(codes) > 1)


@cache
def index_currency_names() -> Mapping[str, tuple[Words, ...]]:
    """Return the names of several words by their first one, the longest first."""
    names: dict[str, list[Words]] = defaultdict(list)
    for name in load_currencies():
        words = tuple(name.lower().split())
        if len(words) > 1:
            names[words[0]].append(words)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in names.items()}
