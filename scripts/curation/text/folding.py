"""Text with its white space folded, and spans of it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Span = tuple[int, int]
"""Start and end in the folded text of a source."""


@dataclass(frozen=True)
class FoldedText:
    """A text with its runs of white space as one space each, and the way back to positions in the text.

    Positions are Unicode code points; an end is exclusive.
    """

    text: str
    folded: str
    word_starts: list[int] = field(repr=False)
    """Where each word starts in `folded`."""
    text_starts: list[int] = field(repr=False)
    """Where the same words start in `text`."""

    def unfold(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in `text` of a span in `folded` that starts and ends on no space."""
        return self._position(start), self._position(end - 1) + 1

    def fold(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in `folded` of a span in `text` that starts and ends on no space."""
        return self._folded_position(start), self._folded_position(end - 1) + 1

    def _folded_position(self, index: int) -> int:
        word = bisect_right(self.text_starts, index) - 1
        return self.word_starts[word] + index - self.text_starts[word]

    def _position(self, index: int) -> int:
        word = bisect_right(self.word_starts, index) - 1
        return self.text_starts[word] + index - self.word_starts[word]


def fold_text(text: str) -> FoldedText:
    """Return a text with its runs of white space folded."""
    words, word_starts, text_starts, length = [], [], [], 0
    for word in re.finditer(r"\S+", text):
        words.append(word.group())
        word_starts.append(length)
        text_starts.append(word.start())
        length += len(word.group()) + 1
    return FoldedText(text, " ".join(words), word_starts, text_starts)


def fold_spaces(text: str) -> str:
    """Return the text with each run of white space, a no-break space too, as one space, and none at its ends."""
    return " ".join(text.split())


def merge_spans(spans: Iterable[Span], text: str = "") -> list[Span]:
    """Return the union of spans as spans in order that do not touch; in a text, nor have only white space between them."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start].isspace()):
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def subtract_spans(whole: Span, merged: list[Span]) -> list[Span]:
    """Return what is left of a span when merged spans are taken away."""
    left, position = [], whole[0]
    index = max(0, bisect_right(merged, position, key=lambda span: span[0]) - 1)
    while index < len(merged) and merged[index][0] < whole[1]:
        start, end = merged[index]
        if start > position:
            left.append((position, start))
        position = max(position, end)
        index += 1
    return [*left, (position, whole[1])] if position < whole[1] else left


def spans_overlap(some: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Whether any of some spans shares a position with any of the others."""
    return any(one[0] < other[1] and other[0] < one[1] for one in some for other in others)


OWN_LETTERS = str.maketrans(
    dict(zip("łŁøØđĐðÐħĦıəƏ", "lLoOdDdDhHiaA", strict=True))
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "þ": "th", "Þ": "Th"}
)
"""Latin letters that Unicode does not take apart, as English texts write them without their marks."""


def strip_accents(text: str) -> str:
    """Return a text without the accents of its letters.

    >>> strip_accents("São Tomé, Łódź, Åsa Sørensen, Yıldız")
    'Sao Tome, Lodz, Asa Sorensen, Yildiz'
    """
    apart = unicodedata.normalize("NFKD", text.translate(OWN_LETTERS))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def list_words(text: str) -> tuple[str, ...]:
    """Return the words of a text for comparison, without capitals, points and marks."""
    return tuple(re.findall(r"\w+", re.sub(r"(?<=\w)[.'’](?=\w)|(?<=\b\w)\.", "", text).casefold()))
