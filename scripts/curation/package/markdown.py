"""Markdown for pages on GitHub. Text from a source always comes back as text: no mark in it becomes Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from curation.problems import make_visible
from curation.text.folding import Span, merge_spans
from curation.text.tokens import KEPT

MARKS = re.compile(r"[\\`*_\[\]~#]|(?<=\])\(")
"""What Markdown could read as a mark of its own anywhere in a line."""

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
"""Entities and not backslashes: they also work in a table, where a bar ends the cell."""

GITHUB_MARKS = re.compile(r"[$@]|:(?=//|[\w+-]+:)|(?<=[wW]{3})\.")
"""What GitHub reads beyond Markdown: formulas, mentions, addresses and emoji. A span around one character stops each."""

SPACES = re.compile(r"\s+")

LINE_START = re.compile(r"^( ?)(?:([-+=])|(\d+)([.)]))")
"""What makes a list, a rule or a heading at the start of a line."""

MAY_CHANGE = re.compile(r"[\\`*_\[\]~#&<>|$@:\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""The marks and the white space, but for a space, that are found by any of the above. Most texts have none of them.

One class of characters is looked for eight times as fast as several branches are.
"""

ADDRESS = re.compile(r"https?://[^\s<>|\\]*[\w/]")


@lru_cache(maxsize=KEPT)
def escape_text(text: str) -> str:
    """Return Markdown that a page shows as this text on one line, each run of white space as one space."""
    is_plain = not MAY_CHANGE.search(text) and "  " not in text and "www" not in text.lower()
    if is_plain and not LINE_START.match(text):
        return text
    text = SPACES.sub(" ", text)
    escaped = MARKS.sub(r"\\\g<0>", text)
    for mark, entity in ENTITIES.items():
        escaped = escaped.replace(mark, entity)
    escaped = GITHUB_MARKS.sub(r"<span>\g<0></span>", escaped)
    return LINE_START.sub(lambda found: f"{found[1]}{found[3] or ''}\\{found[2] or found[4]}", escaped)


def escape_note(text: str) -> str:
    """Return Markdown for a note of our own: as escape_text, but an address is a link."""
    parts, position = [], 0
    for found in ADDRESS.finditer(text):
        parts += [escape_text(text[position : found.start()]), f"<{found.group()}>"]
        position = found.end()
    return "".join([*parts, escape_text(text[position:])]).strip()


def quote_text(text: str) -> str:
    """Return Markdown for printed words, between quotation marks."""
    return f"“{escape_text(text.strip())}”"


def make_link(text: str, address: str) -> str:
    """Return a link. Parentheses and spaces in an address are escaped, since they would end it."""
    escaped = address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{escape_text(text)}]({escaped})"


def make_bold(text: str) -> str:
    """Return bold Markdown for a text. A tag and not two stars: stars do not work beside every punctuation mark."""
    return f"<b>{escape_text(text)}</b>"


def mark_spans(text: str, spans: Iterable[Span]) -> str:
    """Return Markdown for a text with the words of these spans bold. Spans may overlap."""
    pieces, position = [], 0
    for start, end in merge_spans(spans, text):
        pieces += [escape_text(text[position:start]), make_bold(text[start:end])]
        position = end
    return "".join([*pieces, escape_text(text[position:])])


def escape_code(text: str) -> str:
    """Return code that no mark in the text can end: entities for all that Markdown, HTML or GitHub may read."""
    escaped = re.sub(r"[^\w\s.,;/()'\"→…«»⟦⟧⏎-]|_", lambda mark: f"&#{ord(mark.group())};", make_visible(text))
    return f"<code>{escaped}</code>"


def write_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table. The cells are Markdown already."""
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]
