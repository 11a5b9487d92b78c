"""The notation of a cell: `[value <- ] words [ -- reason]`. docs/annotation.md describes it."""

from __future__ import annotations

import re
from typing import NamedTuple

from curation.text.folding import fold_spaces


class Notation(NamedTuple):
    """What a coder wrote for one cell: a value, the words (a piece a span) and a reason; what is not there is empty."""

    value: str
    words: tuple[str, ...]
    reason: str
    line: int
    column: int


ESCAPED = re.compile(r"\\(<-|--|\.\.\.|<|>|\\)")


def split_cell(text: str) -> tuple[str, str, str]:
    r"""Split `[value <- ] words [ -- reason]` into its three parts; what is missing is empty.

    A backslash before a mark (`\<-`, `\--`, `\...`, `\<`, `\>`, `\\`) makes it part of the words: it splits nothing, since
    no space is before it. The words keep their backslashes: claims/selectors.py reads the marks within them.
    """
    body, _, reason = f" {fold_spaces(text)} ".partition(" -- ")
    value, arrow, words = f"{body} ".partition(" <- ")
    if not arrow:
        value, words = "", value
    return unescape(value).strip(), words.strip(), unescape(reason).strip()


def unescape(text: str) -> str:
    """Return a text with the backslashes before marks removed."""
    return ESCAPED.sub(lambda match: match[1], text) if "\\" in text else text
