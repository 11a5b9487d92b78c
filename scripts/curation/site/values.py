"""A value as a page shows it, and how numbers, lists and long texts are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_NAME, LONGEST_HEADING = 60, 110
"""Characters of a row's name where it is named, and on its own page."""


@dataclass(frozen=True)
class ShownValue:
    """A value as text, with what explains it and the address to which it leads."""

    text: str
    meaning: str = ""
    href: str = ""
    is_words: bool = False


def cut_text(text: str, longest: int = LONGEST_NAME) -> str:
    """Return a text, cut after a word where it is long.

    >>> cut_text("one two three", 9)
    'one two…'
    """
    if len(text) <= longest:
        return text
    return f"{text[:longest].rpartition(' ')[0].rstrip(' ,;:') or text[:longest]}…"


def write_number(value: str) -> str:
    """Return a number with its thousands apart; what is none is returned as it is.

    >>> write_number("66000"), write_number("1445549.5"), write_number("-3"), write_number("12,5")
    ('66,000', '1,445,549.5', '-3', '12,5')
    """
    whole, point, rest = value.partition(".")
    if not re.fullmatch(r"-?[0-9]{1,30}", whole) or (point and not re.fullmatch(r"[0-9]+", rest)):
        return value
    return f"{int(whole):,}{point}{rest}"


def read_number(value: str) -> float | None:
    """Return a number; None for what is none.

    >>> read_number("131"), read_number("-0.5"), read_number("nan")
    (131.0, -0.5, None)
    """
    return float(value) if re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", value) else None


def count_things(number: int, one: str, many: str = "") -> str:
    """Return a number of things.

    >>> count_things(1, "article"), count_things(2, "article"), count_things(1200, "body", "bodies")
    ('1 article', '2 articles', '1,200 bodies')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def join_words(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    >>> join_words(["a"]), join_words(["a", "b"]), join_words(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
