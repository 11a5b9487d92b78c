"""First-level subdivisions of countries (states, provinces, regions): names read as ISO 3166-2 codes, or refused."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

from curation.problems import shorten
from curation.records import read_csv
from curation.text.folding import fold_spaces
from curation.text.lexicon import LEXICON
from curation.text.readings import Outcome, Reading, Unread

LONGEST = 4
"""Words on each side of a name that are looked at for a longer one: Virginia is no part of West Virginia."""


@cache
def load_subdivisions(folder: Path = LEXICON) -> dict[str, tuple[str, ...]]:
    """Return the codes that each name can mean, by the name without capitals, from a folder's subdivisions.csv."""
    _, records, _ = read_csv("subdivisions.csv", (folder / "subdivisions.csv").read_bytes())
    codes: dict[str, list[str]] = defaultdict(list)
    for _, row in records:
        codes[fold_name(row["name"])].append(row["code"])
    return {name: tuple(found) for name, found in codes.items()}


@cache
def list_subdivision_codes() -> frozenset[str]:
    """Return the ISO 3166-2 codes of the list."""
    return frozenset(code for codes in load_subdivisions().values() for code in codes)


def fold_name(name: str) -> str:
    """Return a name in NFC, with single spaces and without capitals."""
    return unicodedata.normalize("NFC", fold_spaces(name)).casefold()


def read_subdivision(words: str) -> Outcome:
    """Return the one subdivision that has exactly these words as its name.

    >>> read_subdivision("Gujarat").value
    'IN-GJ'
    """
    codes = load_subdivisions().get(fold_name(words), ())
    if len(codes) == 1:
        return Reading(codes[0], {"value": codes[0]})
    if codes:
        message = f"«{shorten(words)}» is the name of several subdivisions: {', '.join(codes)}"
        return Unread(message, f"write which is meant, and why: {codes[0]} <- {shorten(words)} -- reason")
    near = [f"{name} ({', '.join(load_subdivisions()[name])})" for name in list_candidates(fold_name(words))]
    advice = f"the list has {'; '.join(near)}. " if near else ""
    return Unread(
        f"«{shorten(words)}» is no name in the list of subdivisions",
        f"{advice}Take the name alone, or write the code and why: XX-YY <- {shorten(words)} -- reason",
    )


def list_candidates(words: str) -> list[str]:
    """Return at most three names that the words may mean: those that they hold as whole words, or else near ones."""
    known, tokens = load_subdivisions(), re.findall(r"[\w.'’-]+", words[:200])
    spans = ((first, last) for first in range(len(tokens)) for last in range(first + 1, len(tokens) + 1))
    held = {name for first, last in spans if (name := " ".join(tokens[first:last])) in known}
    return sorted(held, key=lambda name: (-len(name), name))[:3] or difflib.get_close_matches(words[:200], known, cutoff=0.75)


def read_subdivision_code(value: str) -> Outcome:
    """Return the subdivision that a coder wrote as its code."""
    codes = list_subdivision_codes()
    if value not in codes:
        near = difflib.get_close_matches(value[:20], sorted(codes), cutoff=0.75)
        advice = f"near are {', '.join(near)}" if near else "build/lexicon/subdivisions.csv has all codes"
        return Unread(f"{shorten(value)!r} is no code in the list of subdivisions (ISO 3166-2)", advice)
    return Reading(value, {"value": value})


def find_longer_name(text: str, start: int, end: int) -> str:
    """Return the longer name of a subdivision that holds the words from `start` to `end` of a text, or "".

    >>> find_longer_name("from West Virginia", 10, 18)
    'West Virginia'
    """
    before = [match.start() for match in re.finditer(r"(?<![\w'’-])\w", text[:start])][-LONGEST:]
    after = [match.end() + end for match in re.finditer(r"\w(?![\w'’-])", text[end:])][:LONGEST]
    wider = ((first, last) for first in (*before, start) for last in (*after, end) if (first, last) != (start, end))
    names = (text[first:last] for first, last in wider if fold_name(text[first:last]) in load_subdivisions())
    return max(names, key=len, default="")
