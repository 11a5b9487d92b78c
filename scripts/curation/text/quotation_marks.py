"""The quotation marks of a text: what each may do where it stands, and which are apostrophes or stand for inches."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from curation.text.lexicon import load_words

CLOSING_PUNCTUATION = ",.;:!?…)]}%"
OPENING_BRACKETS = "([{$€£#@"
HYPHENS = "-\u2010\u2011"
EDGE = "\n"
"""What is beside the first and the last character of a paragraph."""
DECADE_OR_YEAR = re.compile(r"\d\ds?(?!\w)")
WORD = re.compile(r"[^\W\d_]+(?!\w)")
LAST_WORD = re.compile(r"[\w.]{1,20}$")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


class Strength(IntEnum):
    """How surely a single mark closes a quotation and is no apostrophe."""

    NONE = 0
    POSSIBLE = 1
    """The Uzbeks’ flight, goin’ home, 6' tall."""
    LIKELY = 2
    """After another letter: the ‘model’ flight."""
    SURE = 3
    """With punctuation beside it: ‘We go,’ she said."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark. `opens` and `closes` are what its place allows; where both or neither, what is open decides.

    A single mark that may be an apostrophe opens only where the next one closes as surely as it `needs`: '90s and ’tis need
    punctuation beside it, anti-‘woke’ a letter before it (al-‘Aziz has no such mark).
    """

    text: str
    start: int
    end: int
    opens: bool
    closes: bool
    is_single: bool
    strength: Strength = Strength.NONE
    needs: Strength = Strength.NONE
    is_after_punctuation: bool = False
    may_be_inches: bool = False


@dataclass(frozen=True)
class MarkLexicon:
    """The marks of lexicon/quotations.toml."""

    closes: dict[str, frozenset[str]]
    """For each mark that closes the marks that it closes."""
    openers: frozenset[str]
    turned: frozenset[str]
    """Marks that usually close, and open at the beginning of a word only."""
    singles: frozenset[str]
    doubles: frozenset[str]
    separators: frozenset[str]
    """Marks that between spaces may part the names of a page path."""
    inches: frozenset[str]
    elisions: frozenset[str]
    clipped: frozenset[str]
    abbreviations: frozenset[str]
    pattern: re.Pattern[str]
    characters: str
    """The characters of which marks are made."""


@cache
def load_marks() -> MarkLexicon:
    """Return the marks of the lexicon."""
    words: dict[str, Any] = load_words("quotations")
    usual, turned = ([pair.split(" ") for pair in words[name]] for name in ("pairs", "reversed_pairs"))
    closes: dict[str, frozenset[str]] = {}
    for opener, closer in (*usual, *turned):
        closes[closer] = closes.get(closer, frozenset()) | {opener}
    openers = frozenset(opener for opener, _ in usual)
    marks = {mark for pair in (*usual, *turned) for mark in pair}
    return MarkLexicon(
        closes=closes,
        openers=openers,
        turned=frozenset(opener for opener, _ in turned) - openers,
        singles=frozenset(words["apostrophes"]),
        doubles=frozenset(marks) - frozenset(words["apostrophes"]),
        separators=frozenset(words["separators"]),
        inches=frozenset(words["inches"]),
        elisions=frozenset(words["elisions"]),
        clipped=frozenset(words["clipped"]),
        abbreviations=frozenset(load_words("abbreviations")["abbreviations"]),
        pattern=re.compile("|".join(re.escape(mark) for mark in sorted(marks, key=lambda mark: (-len(mark), mark)))),
        characters="".join(sorted({character for mark in marks for character in mark})),
    )


TYPED_OPENER = re.compile(r"(?<![^\s(\[—–-])(?:''|``|,,)(?=[^\s'`,])")
"""A mark typed as two apostrophes, graves or commas, at the beginning of a word."""


def find_marks(text: str, start: int, end: int, set_aside: Container[int] = ()) -> Iterator[Mark]:
    """Yield the quotation marks of a paragraph. Apostrophes inside words are none, nor are marks at positions set aside.

    '' is one mark only in a paragraph where one of that kind opens; else it is two apostrophes.
    """
    lexicon, position, has_typed = load_marks(), start, TYPED_OPENER.search(text, start, end)
    while match := lexicon.pattern.search(text, position, end):
        mark, first = match.group(), match.start()
        if mark == "''" and not has_typed:
            mark = "'"
        position = first + len(mark)
        found = read_mark(text, (start, end), mark, first)
        if found and first not in set_aside:
            yield found


def read_mark(text: str, paragraph: tuple[int, int], mark: str, start: int) -> Mark | None:
    """Return the mark at a position with what its place allows, or None where it is an apostrophe or a pair of commas."""
    lexicon, end = load_marks(), start + len(mark)
    before, after = look_back(text, start, paragraph[0]), look_ahead(text, end, paragraph[1])
    is_single = mark in lexicon.singles
    if is_single and is_letter(before) and is_letter(after):
        return None
    opens = not after.isspace() and not is_letter(before) and before not in CLOSING_PUNCTUATION
    closes = not before.isspace() and before not in OPENING_BRACKETS
    closes = closes and not is_letter(after) and after not in OPENING_BRACKETS
    if mark == ",," and not (opens and before.isspace()):
        return None
    is_elision = mark in lexicon.turned or begins_elision(text, end)
    needs = Strength.SURE if is_elision else Strength.LIKELY if before in HYPHENS else Strength.NONE
    return Mark(
        mark,
        start,
        end,
        opens,
        closes,
        is_single,
        strength=measure_strength(text, start, before, after) if is_single else Strength.NONE,
        needs=needs if is_single and opens else Strength.NONE,
        is_after_punctuation=before in ",.!?…",
        may_be_inches=mark in lexicon.inches and before.isdigit(),
    )


def measure_strength(text: str, start: int, before: str, after: str) -> Strength:
    """Return how surely a single mark between two characters closes a quotation."""
    lexicon = load_marks()
    if before.isspace():
        return Strength.LIKELY if after.isspace() else Strength.NONE
    if is_letter(after) or after in HYPHENS:
        return Strength.NONE if is_letter(after) else Strength.POSSIBLE
    last = LAST_WORD.search(text, max(0, start - 20), start)
    word = last.group().lower() if last else ""
    if before == ".":
        stem = word.removesuffix(".")
        is_abbreviation = INITIALS.fullmatch(stem) is not None or stem in lexicon.abbreviations
        return Strength.POSSIBLE if is_abbreviation else Strength.SURE
    if not is_letter(before) or not after.isspace() or after == EDGE:
        return Strength.SURE
    is_dropped = word in lexicon.clipped or (word.endswith("in") and last is not None and last.group().islower())
    return Strength.POSSIBLE if before.isdigit() or before in "sxzSXZ" or is_dropped else Strength.LIKELY


def begins_elision(text: str, position: int) -> bool:
    """Whether a word that an apostrophe begins stands at a position: ’tis, '90s."""
    word = WORD.match(text, position)
    return bool(DECADE_OR_YEAR.match(text, position)) or (word is not None and word.group().lower() in load_marks().elisions)


def look_back(text: str, position: int, start: int) -> str:
    """Return the visible character before a position of a paragraph."""
    while position > start and unicodedata.category(text[position - 1]) == "Cf":
        position -= 1
    return text[position - 1] if position > start else EDGE


def look_ahead(text: str, position: int, end: int) -> str:
    """Return the visible character at a position of a paragraph."""
    while position < end and unicodedata.category(text[position]) == "Cf":
        position += 1
    return text[position] if position < end else EDGE


def is_letter(character: str) -> bool:
    """Whether a character belongs to a word or a number."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"
