"""A sentence cut into pieces where the words of claims begin and end. Places count code points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Spans = Iterable[tuple[int, int]]


@dataclass(frozen=True)
class Piece:
    """Some of a sentence: `mark` is empty for bare text, 'of' for words of the fact that is shown, 'by' for another's.

    `anchors` are the ids of the claims whose words begin in it.
    """

    text: str
    mark: str
    anchors: tuple[str, ...] = ()


BARE, OWN, OTHER = "", "of", "by"


def mark_sentence(sentence: str, own: Spans, others: Spans = (), anchors: Iterable[tuple[int, str]] = ()) -> list[Piece]:
    """Cut a sentence into pieces by the words that are marked in it. Words of both kinds are the fact's own.

    `anchors` are the ids of claims, each with the place where its words begin.

    >>> [(piece.text, piece.mark) for piece in mark_sentence("131 left New York", [(0, 3)], [(9, 17), (13, 17)])]
    [('131', 'of'), (' left ', ''), ('New York', 'by')]
    >>> [piece.anchors for piece in mark_sentence("131 left", [(0, 3)], (), [(0, "persons.s1.1"), (0, "persons.s1.2")])]
    [('persons.s1.1', 'persons.s1.2'), ()]
    """
    kinds = [BARE] * len(sentence)
    for spans, kind in ((others, OTHER), (own, OWN)):
        for start, end in spans:
            kinds[start:end] = [kind] * (min(end, len(sentence)) - start)
    starts = [place for place in range(len(kinds)) if place == 0 or kinds[place] != kinds[place - 1]]
    begun = list(anchors)
    return [
        Piece(sentence[start:end], kinds[start], tuple(name for place, name in begun if start <= place < end))
        for start, end in zip(starts, [*starts[1:], len(sentence)], strict=True)
    ]
