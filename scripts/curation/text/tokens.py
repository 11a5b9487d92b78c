"""The words, numbers and marks of a text, as they look to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from curation.text.lookalikes import fold_lookalikes

# A run of one mark is one token, so that a line of marks costs no more than a line of words.
TOKEN = re.compile(
    r"(?P<bare>(?<![^\s(\[“‘\"'$€£¥₹₽₦~<>≤≥–—-])\.\d+(?![.,]?\d))|\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th)\b)?|[^\W\d_]+(?:[-’'][^\W\d_]+)*|(?P<mark>[^\w\s])(?P=mark)*|\S"
)
BARE_POINT = re.compile(r"\.\d")


KEPT = 1024
"""Texts of which the reading is kept: those of one source are read several times, one soon after the other."""


class Token(NamedTuple):
    """A word, number or mark of a text as it looks, with its place and its lower-case form.

    `is_folded` says that it is written with other characters: a look-alike letter, a full-width digit, a soft hyphen.
    """

    text: str
    start: int
    end: int
    lower: str
    is_folded: bool = False


make_token = tuple.__new__
"""Makes a token of its parts in half the time of `Token(...)`: a text is many tokens."""


def scan_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of a text, or of its part from `start` to `end`. Positions are those of the whole text."""
    end = len(text) if end is None else end
    looks, positions = fold_lookalikes(text[start:end])
    found = TOKEN.finditer(looks)
    if positions is None and not BARE_POINT.search(looks):
        return [
            make_token(Token, (match[0], start + match.start(), start + match.end(), match[0].lower(), False))
            for match in found
        ]
    places = positions if positions is not None else range(len(looks) + 1)
    tokens = []
    for match in found:
        first, after = start + places[match.start()], start + places[match.end() - 1] + 1
        shown = f"0{match[0]}" if match["bare"] else match[0]  # .5 is 0.5
        tokens.append(Token(shown, first, after, shown.lower(), text[first:after] != match[0]))
    return tokens


@lru_cache(maxsize=KEPT)
def scan_text(text: str) -> tuple[Token, ...]:
    """Return the tokens of a whole text."""
    return tuple(scan_tokens(text))


def scan_runs(text: str, excluded: Iterable[tuple[int, int]]) -> Iterator[list[Token]]:
    """Return the tokens of each part of a text that lies outside ordered spans, so that no phrase crosses a span."""
    position = 0
    for start, end in [*excluded, (len(text), len(text))]:
        yield scan_tokens(text, position, start)
        position = end
