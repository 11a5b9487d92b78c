"""Quotations, verbs of speech and hedges of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curation.text.tokens import Token, scan_tokens


@dataclass(frozen=True)
class Quotation:
    """The text between two quotation marks. An open one has no closing mark before the line ends."""

    start: int
    end: int
    is_open: bool = False


def scan_quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text with its line ends, positions without the marks.

    A closing mark that follows in a later line is not looked for: a mark left open is a fault of the source, shown as such.
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = None
        for mark in re.finditer('["“”]', line.group()):
            if mark.group() == "“" or (mark.group() == '"' and start is None):
                start = line.start() + mark.end()
            elif start is not None:
                end = line.start() + mark.start()
                if end > start and not text[start:end].isspace():
                    found.append(Quotation(start, end))
                start = None
        if start is not None and text[start : line.end()].strip():
            found.append(Quotation(start, line.end(), is_open=True))
    return found


def scan_listed_words(text: str, listed: Sequence[str]) -> list[Token]:
    """Return the listed words of a text; capitalized ones only where they begin it (the United States states nothing)."""
    known = set(listed)
    return [token for token in scan_tokens(text) if token.lower in known and (token.text.islower() or token.start == 0)]
