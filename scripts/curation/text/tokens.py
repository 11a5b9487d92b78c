"""The words, numbers and marks of a text, and the files of the lexicon."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

Match = TypeVar("Match")

LEXICON = Path(__file__).parent / "lexicon"
# A run of one mark is one token, so that a line of marks costs no more than a line of words.
TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b|\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-’'][^\W\d_]+)*|([^\w\s])\1*|\S")


@cache
def load_words(name: str) -> dict[str, Any]:
    """Return the lexicon file lexicon/<name>.toml."""
    return tomllib.loads((LEXICON / f"{name}.toml").read_text(encoding="utf-8"))


class Token(NamedTuple):
    """A word, number or mark of a text, with its place and its lower-case form."""

    text: str
    start: int
    end: int
    lower: str


def scan_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of a text, or of its part from `start` to `end`. Positions are those of the whole text."""
    found = TOKEN.finditer(text, start, len(text) if end is None else end)
    return [Token(match.group(), *match.span(), match.group().lower()) for match in found]


def scan_runs(text: str, excluded: Iterable[tuple[int, int]]) -> Iterator[list[Token]]:
    """Return the tokens of each part of a text that lies outside ordered spans, so that no phrase crosses a span."""
    position = 0
    for start, end in [*excluded, (len(text), len(text))]:
        yield scan_tokens(text, position, start)
        position = end


def match_all(tokens: Sequence[Token], match: Callable[[Sequence[Token], int], tuple[Match, int] | None]) -> Iterator[Match]:
    """Return what `match` finds from left to right. It returns its match at an index with the index after it, or None."""
    index = 0
    while index < len(tokens):
        matched = match(tokens, index)
        if matched:
            yield matched[0]
        index = matched[1] if matched else index + 1
