"""The sentences of a paragraph."""

from __future__ import annotations

import re
from functools import cache

from curation.text.folding import FoldedText
from curation.text.lexicon import load_words
from curation.text.quotation_marks import load_marks


@cache
def compile_ends() -> re.Pattern[str]:
    """Return the pattern of a sentence's end: a point, white space and a capital or a digit, with marks between them."""
    marks = load_marks()
    closing = re.escape("".join(sorted({mark for mark in marks.closes if len(mark) == 1})))
    opening = re.escape("".join(sorted({mark for mark in marks.openers if len(mark) == 1})))
    return re.compile(rf"[.!?][{closing})\]]{{0,3}}\s+(?=([{opening}(\[]{{0,2}})[A-Z0-9])")


def split_sentences(paragraph: str) -> list[tuple[int, int]]:
    """Return the spans of a paragraph's sentences; a point after an abbreviation or an initial ends none."""
    abbreviations = set(load_words("abbreviations")["abbreviations"])
    spans, start = [], 0
    for match in compile_ends().finditer(paragraph):
        word = re.search(r"[\w.]{1,20}$", paragraph[max(0, match.start() - 20) : match.start()])
        last = word.group().lower() if word else ""
        is_initials = re.fullmatch(r"(?:\w\.)*\w", last) is not None and not last.isdigit()
        # A time of day is followed by a capital where a sentence begins: … at 11:17 a.m. As is customary, …
        is_time = last in ("a.m", "p.m") and re.search(r"\d ?[ap]\.m$", paragraph[: match.start()], re.IGNORECASE) is not None
        is_initials = is_initials and not (is_time and begins_sentence(paragraph, match.end()))
        # An abbreviation such as U.S. may end a sentence; only an opening quotation mark after it is taken to show that.
        if match.group()[0] == "." and (last in abbreviations or (is_initials and not match[1])):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(paragraph)))
    trimmed = [(a + len(paragraph[a:b]) - len(paragraph[a:b].lstrip()), a + len(paragraph[a:b].rstrip())) for a, b in spans]
    return [(a, b) for a, b in trimmed if a < b]


def begins_sentence(paragraph: str, position: int) -> bool:
    """Whether a common word with a capital is at a position: no name, and no zone of time.

    >>> [begins_sentence(text, 0) for text in ("As is customary", "Tuesday", "EST", "Eastern time", "On Tuesday")]
    [True, False, False, False, True]
    """
    word = re.match(r"[\"“‘(]?([A-Z][a-z]*)\b", paragraph[position : position + 20])
    return word is not None and word[1].lower() in load_words("coding")["common"]


ENDED = re.compile(r"[.!?:;…]\W*$|\n\s*$")


def ends_sentence(text: FoldedText, position: int) -> bool:
    """Whether what is before a position of the folded text is nothing, ends a line, or ends as a sentence does."""
    start, _ = text.unfold(position, position + 1)
    return not position or ENDED.search(text.text[max(0, start - 20) : start]) is not None
