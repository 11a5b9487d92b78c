"""The words and digits of a text in the letters of the grammar of numerals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from curation.text.lexicon import load_words
from curation.text.tokens import KEPT, Token

WESTERN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")
INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
POINTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
"""1.234 and 66.000 are decimals in one country and thousands in another."""
LONGEST_NUMBER = 18
"""Digits. A longer number is spotted and never read."""

OTHER = ("x", Decimal(0))


class Fault(StrEnum):
    """Why a number is spotted and cannot be read."""

    NONE = ""
    DIGITS = "digits"
    POINT = "point"
    SUM = "sum"
    FRACTION = "fraction"
    RATIO = "ratio"
    LETTERS = "letters"
    SIGN = "sign"
    NEGATION = "negation"
    QUALIFIERS = "qualifiers"
    RANGE = "range"
    CHARACTERS = "characters"
    DAY = "day"
    APART = "apart"


@dataclass(frozen=True)
class Spelling:
    """The tokens of a text in the letters of the grammar: the kind, the value and the token of each part of a word."""

    tokens: Sequence[Token]
    kinds: str
    values: list[Decimal]
    owners: list[int]
    firsts: list[int]
    """The first part of each token."""

    def find_end(self, part: int) -> int:
        """Return the index of the token after the one to which the part before `part` belongs."""
        return self.owners[part - 1] + 1

    def is_inside(self, part: int) -> bool:
        """Return whether a part is not the first one of its token."""
        return part < len(self.owners) and self.owners[part - 1] == self.owners[part]


@cache
def load_letters() -> dict[str, tuple[str, Decimal]]:
    """Return the letter of the grammar and the value of each word that it knows."""
    words = load_words("numbers")
    letters: dict[str, tuple[str, Decimal]] = {}
    for word, value in words["fractions"].items():
        letters[word] = "F" if value == 2 else "q" if word.startswith("quarter") else "S", Decimal(value)
    for word, value in words["numbers"].items():
        letters[word] = "z" if value == 0 else "o" if value < 10 else "t" if value < 20 else "y", Decimal(value)
    for word, value in words["ordinals"].items():
        size = "P" if value < 3 else "O" if value < 10 else "T" if value < 20 else "Y" if value < 100 else "H"
        letters[word] = "M" if value >= 1000 else size, Decimal(value)
    for word, value in words["magnitudes"].items():
        letters[word] = "d" if value == 12 else "h" if value == 100 else "m", Decimal(value)
    for letter, listed in (("w", "words"), ("W", "before_a_magnitude"), ("c", "couple")):
        letters |= {word: (letter, Decimal(0)) for word in words["vague"][listed]}
    letters |= {article: ("a", Decimal(1)) for article in words["articles"]}
    return letters | {"and": ("&", Decimal(0)), "of": ("v", Decimal(0)), "-": ("-", Decimal(0))}


def spell_tokens(tokens: Sequence[Token]) -> Spelling:
    """Return the tokens in the letters of the grammar."""
    abbreviations, late = load_words("numbers")["abbreviations"], load_words("numbers")["late_magnitudes"]
    kinds: list[str] = []
    values: list[Decimal] = []
    owners: list[int] = []
    firsts: list[int] = []
    for index, token in enumerate(tokens):
        firsts.append(len(kinds))
        if token.text[0].isdigit():
            parts = [("D", read_digits(token.text)[0])]
        elif token.lower in abbreviations and index > 0 and tokens[index - 1].text[-1].isdigit():
            parts = [("k", Decimal(abbreviations[token.lower]))]
        elif token.lower in late and kinds and kinds[-1] in "DotyhmdW":
            parts = [("m", Decimal(late[token.lower]))]
        else:
            parts = spell_word(token.lower)
        for kind, value in parts:
            kinds.append(kind)
            values.append(value)
            owners.append(index)
    return Spelling(tokens, "".join(kinds), values, owners, firsts)


@lru_cache(maxsize=KEPT)
def spell_word(word: str) -> list[tuple[str, Decimal]]:
    """Return the letter and the value of each part of a word in lower case. Most words are in many sentences."""
    letters, stem = load_letters(), word.removesuffix("fold").removesuffix("ish")
    if stem in letters and stem != word:
        return [letters[stem], letters.get(word.removeprefix(stem), OTHER)]
    return [letters.get(part, OTHER) for part in (word.split("-") if len(word) > 1 else [word])]


@lru_cache(maxsize=KEPT)
def begins_number(word: str) -> bool:
    """Return whether a word in lower case begins with a word of number or magnitude. Most words are in many sentences."""
    letter = load_letters().get(word) or load_letters().get(word.partition("-")[0])
    return (letter is not None and letter[0] not in "av&-") or word.endswith(("fold", "ish"))


def is_glued(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a token follows the one before it without a space."""
    return 0 < index < len(tokens) and tokens[index].start <= tokens[index - 1].end


@lru_cache(maxsize=KEPT)
def read_digits(text: str) -> tuple[Decimal, Fault]:
    """Return the value of digits with commas, a decimal point or the ending of an ordinal, and their fault."""
    digits = re.sub(r"(?:st|nd|rd|th)$", "", text)
    whole, point, decimals = digits.partition(".")
    is_number = (WESTERN.fullmatch(whole) or INDIAN.fullmatch(whole)) and (decimals.isdecimal() or not point)
    if not digits.isascii() or not is_number or len(digits.replace(",", "")) > LONGEST_NUMBER:
        return Decimal(0), Fault.POINT if POINTED.fullmatch(digits) else Fault.DIGITS
    return Decimal(digits.replace(",", "")), Fault.POINT if POINTED.fullmatch(digits) else Fault.NONE
