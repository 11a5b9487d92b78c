"""Which patterns a schema may have: those that are matched in time linear in the text, as verify.py matches them."""

from __future__ import annotations

import re
from collections.abc import Iterator

NOT_PLAIN = re.compile(r"\(\?(?!:)|(?<!\\)[*+?}][*+?{]|\\(?![dDwWsS])[A-Za-z0-9]")
"""Look-around, names, lazy, possessive and doubled quantifiers, and references: not every matcher has them."""


def check_pattern(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a pattern, and advice."""
    try:
        re.compile(pattern)
    except re.error as error:
        yield f"pattern is no regular expression: {error}", "correct it"
    if found := NOT_PLAIN.search(pattern):
        advice = r"use letters, classes such as [a-z] and \d, groups, |, ^, $, *, +, ? and {2,4} alone"
        yield f"pattern: {found[0]!r} is not matched by every program", advice
