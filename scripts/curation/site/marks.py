"""A sentence cut into pieces where the words of claims begin and end. Places count code points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Spans = Iterable[tuple[int, int]]


@dataclass(frozen=True)
class Piece:
    """Some of a sentence: `mark` is empty for bare text, 'of' for words of the fact that is shown, 'by' for another's."""

    text: str
    mark: str


BARE, OWN, OTHER = "", "of", "by"


def mark_sentence(sentence: str, own: Spans, others: Spans = ()) -> list[Piece]:
    """Cut a sentence into pieces by the words that are marked in it. Words of both kinds are the fact's own.

    >>> [(piece.text, piece.mark) for piece in mark_sentence("131 left New York", [(0, 3)], [(9, 17), (13, 17)])]
    [('131', 'of'), (' left ', ''), ('New York', 'by')]
    """
    kinds = [BARE] * len(sentence)
    for spans, kind in ((others, OTHER), (own, OWN)):
        for start, end in spans:
            kinds[start:end] = [kind] * (min(end, len(sentence)) - start)
    starts = [place for place in range(len(kinds)) if place == 0 or kinds[place] != kinds[place - 1]]
    return [Piece(sentence[start:end], kinds[start]) for start, end in zip(starts, [*starts[1:], len(sentence)], strict=True)]
