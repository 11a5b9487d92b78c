"""One statement in its printings: the renderings of several sources, aligned, with the differing words marked."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from curation.facts.resolve import Fact
from curation.package.markdown import escape_text, make_bold, write_table
from curation.text.folding import list_words

GAP = "∅"
"""Shown where a printing has no words and another one has some."""

LEGEND = f"Bold: not the same in every printing. {GAP}: no words here where another printing has some."

Piece = tuple[str, bool]
"""Words, and whether they differ. A gap is no words that differ."""


def list_printings(fact: Fact) -> list[tuple[str, str]]:
    """Return each source with its words, in the sources' order; the same words once a source."""
    ordered = sorted(fact.claims, key=lambda claim: (claim.source, claim.spans[0]))
    return list(dict.fromkeys((claim.source, claim.words) for claim in ordered))


def are_alike(printings: Sequence[tuple[str, str]]) -> bool:
    """Return whether no words differ, capitals, points and marks aside."""
    return len(printings) < 2 or len({list_words(words) for _, words in printings}) < 2


def make_printings(printings: Sequence[tuple[str, str]]) -> list[str]:
    """Return the printings as the lines of a Markdown table, with the differing words bold."""
    marked = mark_differences([words for _, words in printings])
    rows = [
        (escape_text(source), "“" + " ".join(show_piece(piece) for piece in pieces) + "”")
        for (source, _), pieces in zip(printings, marked, strict=True)
    ]
    return [*write_table(["source", "as printed"], rows), *([] if are_alike(printings) else ["", LEGEND])]


def show_piece(piece: Piece) -> str:
    """Return a piece as Markdown: bold where it differs."""
    words, differs = piece
    return make_bold(words or GAP) if differs else escape_text(words)


def mark_differences(texts: Sequence[str]) -> list[list[Piece]]:
    """Cut each text into pieces: words that all texts share in the same order, and what is between them.

    The text with most words is aligned with each of the others; the words that match in all of them are shared.

    >>> mark_differences(["to return home", "To return back home"])
    [[('to return', False), ('', True), ('home', False)], [('To return', False), ('back', True), ('home', False)]]
    """
    tokens = [split_words(text) for text in texts]
    keys = [[fold_word(word) for word in words] for words in tokens]
    longest = max(range(len(texts)), key=lambda number: len(tokens[number]), default=0)
    matches = [match_words(keys[longest], other) for other in keys]
    shared = [place for place in range(len(keys[longest])) if all(place in match for match in matches)] if keys else []
    pieces: list[list[Piece]] = [[] for _ in texts]
    ends = [0] * len(texts)
    for place in [*shared, None]:
        stops = [len(words) if place is None else match[place] for words, match in zip(tokens, matches, strict=True)]
        between = [words[end:stop] for words, end, stop in zip(tokens, ends, stops, strict=True)]
        differs = len({tuple(map(fold_word, words)) for words in between}) > 1
        for number, words in enumerate(between):
            if differs:
                pieces[number].append((" ".join(words), True))
            elif words:
                add_shared(pieces[number], " ".join(words))
            if place is not None:
                add_shared(pieces[number], tokens[number][stops[number]])
        ends = [stop + 1 for stop in stops]
    return pieces


def add_shared(pieces: list[Piece], words: str) -> None:
    """Add shared words to the last piece, or as a new one."""
    if pieces and not pieces[-1][1]:
        pieces[-1] = f"{pieces[-1][0]} {words}", False
    else:
        pieces.append((words, False))


def match_words(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Return for each word of one text, by its place, the place of the same word in the other."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def split_words(text: str) -> list[str]:
    """Return the words of a text. What holds no letter or digit, such as a dash, stays with the word before it."""
    words: list[str] = []
    for word in text.split():
        if words and not list_words(word):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def fold_word(word: str) -> str:
    """Return a word without capitals and marks."""
    return " ".join(list_words(word))
