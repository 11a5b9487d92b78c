"""The notation of a cell: `[value <- ] words [ -- reason]`. docs/annotation.md describes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curation.text.folding import fold_spaces


@dataclass(frozen=True)
class Notation:
    """What a coder wrote for one cell: a value, the words (a piece a span) and a reason; what is not there is empty."""

    value: str
    words: tuple[str, ...]
    reason: str
    line: int
    column: int


NOTATION_MARKS = ("<-", "--", "...", "<", ">", "\\")
_HIDDEN = {mark: chr(0xF0000 + number) for number, mark in enumerate(NOTATION_MARKS)}
_ESCAPED = re.compile(r"\\(<-|--|\.\.\.|<|>|\\)")


def split_cell(text: str) -> tuple[str, str, str]:
    r"""Split `[value <- ] words [ -- reason]` into its three parts; what is missing is empty.

    A backslash before a mark (`\<-`, `\--`, `\...`, `\<`, `\>`, `\\`) makes it part of the words.
    The words keep their backslashes: claims/selectors.py reads the marks within them.
    """
    hidden = fold_spaces(_ESCAPED.sub(lambda match: _HIDDEN[match[1]], text))
    body, _, reason = f" {hidden} ".partition(" -- ")
    value, arrow, words = f"{body} ".partition(" <- ")
    if not arrow:
        value, words = "", value
    return (unescape(restore(value)).strip(), restore(words).strip(), unescape(restore(reason)).strip())


def restore(text: str) -> str:
    """Return a text with its escaped marks as they were written."""
    for mark, character in _HIDDEN.items():
        text = text.replace(character, "\\" + mark)
    return text


def unescape(text: str) -> str:
    """Return a text with the backslashes before marks removed."""
    return _ESCAPED.sub(lambda match: match[1], text)
