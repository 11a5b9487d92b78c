"""The names of countries and peoples, and longer names that hold one: the words of the lexicon, and where a text has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from curation.records import read_csv
from curation.text.lexicon import LEXICON, load_words
from curation.text.lookalikes import fold_lookalikes

ALIKE = str.maketrans(
    dict.fromkeys("‐‑‒–−", "-") | dict.fromkeys("’‘ʼʻ`´", "'") | dict.fromkeys("\t\n\r\xa0\u2009\u202f", " ")
)
"""Dashes, apostrophes and spaces of all forms: as one each."""

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class CountryName:
    """A name of the lexicon: its forms, and its code, or why it has none: what it can mean, or that it is no country."""

    forms: tuple[str, ...]
    code: str = ""
    meanings: str = ""


@dataclass(frozen=True)
class FoundName:
    """A name in a folded text."""

    start: int
    end: int
    name: CountryName
    is_capitalized: bool
    """Whether its capitals are those of a name."""


@dataclass(frozen=True)
class FoldedNames:
    """A text as names are looked for in it: as it looks, with the places of its characters, and without capitals."""

    text: str
    looks: str
    lower: str
    positions: list[int] | None

    def unfold(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text of a span of what it looks like."""
        return (self.positions[start], self.positions[end - 1] + 1) if self.positions else (start, end)


def fold_names(text: str) -> FoldedNames:
    """Return a text as names are looked for in it."""
    looks, positions = fold_lookalikes(text)
    looks = looks.translate(ALIKE)
    return FoldedNames(text, looks, lower_letters(looks), positions)


def lower_letters(text: str) -> str:
    """Return the text without capitals, in the same length."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


@cache
def load_codes() -> dict[str, str]:
    """Return the alpha-3 code of each name of a country and of its people that means one country."""
    _, records, _ = read_csv("countries.csv", (LEXICON / "countries.csv").read_bytes())
    return {name: row["alpha_3"] for _, row in records for name in row["names"].split("|") if name}


@cache
def load_usual_names() -> dict[str, str]:
    """Return the name by which each country is printed, by its alpha-3 code."""
    _, records, _ = read_csv("countries.csv", (LEXICON / "countries.csv").read_bytes())
    return {row["alpha_3"]: row["name"] for _, row in records}


@cache
def load_phrases() -> dict[str, Any]:
    """Return the words around the names of countries."""
    return load_words("countries")


def spell_name(name: str) -> Iterator[str]:
    """Return a name in each of its spellings: Saint Lucia, St. Lucia, St Lucia."""
    spellings = [name.translate(ALIKE)]
    for part, others in load_phrases()["written_as"].items():
        spellings += [one.replace(part, other) for one in spellings for other in others if part in one]
    yield from spellings


@cache
def load_names() -> dict[str, CountryName]:
    """Return every name of the lexicon by its lower-case spelling."""
    phrases = load_phrases()
    listed = [(name, CountryName((), code)) for name, code in load_codes().items()]
    listed += [(name, CountryName((), meanings=meanings)) for name, meanings in phrases["ambiguous"].items()]
    listed += [(name, CountryName(())) for name in phrases["no_country"]["names"]]
    names: dict[str, CountryName] = {}
    for name, meaning in listed:
        for spelling in spell_name(name):
            known = names.get(lower_letters(spelling), meaning)
            names[lower_letters(spelling)] = replace(known, forms=(*known.forms, spelling))
    return names


@cache
def load_names_by_word() -> dict[str, list[str]]:
    """Return the names by their first word, the longest first. Each begins with a word."""
    by_word: dict[str, list[str]] = defaultdict(list)
    for name in sorted(load_names(), key=len, reverse=True):
        by_word[WORD.findall(name)[0]].append(name)
    return by_word


def find_names(lower: str) -> Iterator[tuple[str, int, int]]:
    """Yield the longest name at each place of a lower-case text, whole words only, with its start and end."""
    names, position = load_names_by_word(), 0
    for word in WORD.finditer(lower):
        start = word.start()
        for name in names.get(word[0], ()) if start >= position else ():
            end = start + len(name)
            if lower.startswith(name, start) and not WORD.match(lower, end):
                yield name, start, end
                position = end
                break


def scan_known_names(folded: FoldedNames) -> Iterator[FoundName]:
    """Return the longest names of the lexicon in a text. A single word without the capitals of a name is none."""
    names = load_names()
    for found, start, end in find_names(folded.lower):
        name, shown = names[found], folded.looks[start:end]
        is_capitalized = any(has_capitals_of(shown, form) for form in name.forms)
        if is_capitalized or " " in shown:
            yield FoundName(start, end, name, is_capitalized)


def has_capitals_of(shown: str, form: str) -> bool:
    """Whether a name has the capitals of its form, or is all capitals. Small words such as "of" may have any."""
    small = load_phrases()["small"]["words"]
    pairs = zip(re.split(r"[ '-]", shown), re.split(r"[ '-]", form), strict=True)
    return shown == form.upper() or all(one in (word, word.upper()) or one.lower() in small for one, word in pairs)
