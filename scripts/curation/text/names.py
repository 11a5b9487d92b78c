"""Names that contain a number: MS-13, Title 42, Boeing 787, CBP One, 9/11, an age, a time of day, a street number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from curation.text.lexicon import load_words


@dataclass(frozen=True)
class NameExpression:
    """A name in a text. Its numbers count nothing: they need no coding, and no value can be read from them."""

    kind: ClassVar[str] = "name"
    start: int
    end: int


@cache
def load_name_pattern() -> re.Pattern[str]:
    """Return the pattern that finds any of the names."""
    names = load_words("names")
    lists = {key: "|".join(sorted(words, key=len, reverse=True)) for key, words in names["words"].items()}
    whole = "|".join(f"(?:{entry['pattern']})" for entry in names["patterns"].values())
    # Most words can begin no name: they are passed over before any pattern is tried.
    words = "|".join(names["first_words"])
    age = "[a-z]+(?:-[a-z]+)?-(?:year|month|week|day)s?-old"
    first = rf"(?<!\w)(?<!\d[.,])(?=[A-Z\d§#]|(?:{words})\b|{age})"
    filled = re.sub(r"\{([a-z]+)\}", lambda match: lists[match[1]], whole)
    return re.compile(first + "(?:" + filled + r")(?![.,]\d)")


def scan_names(text: str) -> list[NameExpression]:
    """Return the names of a text that contain a number, in its order, none overlapping another."""
    return [NameExpression(*match.span()) for match in load_name_pattern().finditer(text)]
