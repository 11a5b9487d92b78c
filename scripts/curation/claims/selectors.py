"""Words found in the text exactly once in their passage, never cut inside a word or a number."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from curation.annotation.document import Passage
from curation.annotation.notation import unescape
from curation.characters import cuts_emoji
from curation.problems import shorten
from curation.text.folding import FoldedText, Span
from curation.text.tokens import KEPT

CONTEXT_LENGTH = 32
"""Code points of a source's text that are published before and after the words."""


FRAMED = re.compile(r"(?<!\\)<((?:[^<>\\]|\\.)*)(?<!\\)>")
BETWEEN = re.compile(r" (?<!\\)\.\.\. ")


class Selector(NamedTuple):
    """A span of a source's NFC text: code points, end exclusive, after the W3C's text quote and position selectors."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Miss:
    """Why words could not be found, and what to do."""

    message: str
    advice: str


def make_selector(text: FoldedText, span: Span) -> Selector:
    """Return the selector of a span of the folded text."""
    start, end = text.unfold(*span)
    whole = text.text
    return Selector(
        start, end, whole[start:end], whole[max(0, start - CONTEXT_LENGTH) : start], whole[end : end + CONTEXT_LENGTH]
    )


def find_words(text: FoldedText, passage: Passage, words: str) -> Span | Miss:
    """Find words in a passage. `first ... last` is a span, `before <words> after` words in their context."""
    return find_between(text.folded, (passage.start, passage.end), words)


@lru_cache(maxsize=KEPT)
def find_between(text: str, place: Span, words: str) -> Span | Miss:
    """Find words in a part of a folded text. The same words are asked for by the claims, `by:` and the quotations."""
    framed = FRAMED.search(words) if "<" in words else None
    if framed:
        return find_in_context(text, place, words, framed)
    first, *rest = BETWEEN.split(words) if "..." in words else [words]
    if not rest:
        return find_once(text, place, unescape(words))
    start = find_once(text, place, unescape(first))
    end = find_once(text, place, unescape(rest[-1]))
    if isinstance(start, Miss):
        return start
    if isinstance(end, Miss):
        return end
    if len(rest) > 1:
        return Miss(f"two spans in one: «{shorten(words)}»", "write several pieces as segments")
    if end[0] < start[1]:
        return Miss(f"«{shorten(rest[-1])}» is before «{shorten(first)}»", "put the words in the text's order")
    return start[0], end[1]


def find_in_context(text: str, place: Span, words: str, framed: re.Match[str]) -> Span | Miss:
    """Find words that are framed by the words around them: `before <words> after`."""
    before, inner, after = (unescape(part) for part in (words[: framed.start()], framed[1], words[framed.end() :]))
    whole = find_once(text, place, before + inner + after)
    if isinstance(whole, Miss):
        return whole
    span = whole[0] + len(before), whole[0] + len(before) + len(inner)
    if not inner.strip() or inner != inner.strip():
        return Miss(f"no words, or spaces at their ends, between < and >: «{shorten(words)}»", "frame words")
    if cuts_word(text, span[0]) or cuts_word(text, span[1]):
        return describe_cut(text, span, inner)
    return span


def find_once(text: str, place: Span, words: str) -> Span | Miss:
    """Find words that occur exactly once in a passage and cut nothing."""
    if not words:
        return Miss("no words to look for", "write the words")
    spans: list[Span] = []
    cut: list[Span] = []
    start = text.find(words, *place)
    while start >= 0:
        span = start, start + len(words)
        is_cut = cuts_word(text, span[0]) or cuts_word(text, span[1])
        (cut if is_cut else spans).append(span)
        start = text.find(words, start + 1, place[1])
    if len(spans) == 1:
        return spans[0]
    if spans:
        places = "; ".join(f"«{show_place(text, span)}»" for span in spans[:5])
        advice = f"take more words, or frame them: before <words> after; they are at {places}"
        return Miss(f"words found {len(spans)} times in their passage: «{shorten(words)}»", advice)
    if cut:
        return describe_cut(text, cut[0], words)
    return Miss(f"words not found in their passage: «{shorten(words)}»", advise_nearest(text, place, words))


def describe_cut(text: str, span: Span, words: str) -> Miss:
    """Return the miss of words that cut a word or a number."""
    start, end = span
    while cuts_word(text, start):
        start -= 1
    while cuts_word(text, end):
        end += 1
    return Miss(f"words cut a word or a number: «{shorten(words)}»", f"take it whole: «{shorten(text[start:end])}»")


def cuts_word(text: str, position: int) -> bool:
    """Whether a boundary at `position` would lie inside a word, a number, an emoji or an abbreviation such as U.S."""
    if not 0 < position < len(text):
        return False
    left, right = text[position - 1], text[position]
    if " " in (left, right) and left.isascii() and right.isascii():
        return False  # most boundaries are such
    if (left.isalnum() and right.isalnum()) or unicodedata.category(right)[0] == "M" or cuts_emoji(text, position):
        return True
    if right == "." and re.search(r"\b\w\.\w$", text[max(0, position - 4) : position]):
        return True  # the last point of U.S. belongs to it
    if left.isalnum() and 0 < position < len(text) - 1 and text[position + 1].isalnum():
        return joins(text, position)
    if right.isalnum() and position > 1 and text[position - 2].isalnum():
        return joins(text, position - 1)
    return False


def joins(text: str, middle: int) -> bool:
    """Whether the mark at `middle` joins the letters or digits beside it into one word."""
    mark, left, right = text[middle], text[middle - 1], text[middle + 1]
    if mark == "-":
        return True
    if mark in ".,":
        return (left.isdigit() and right.isdigit()) or (mark == "." and left.isupper() and is_single(text, middle - 1))
    if mark in "'’":
        return not re.match(r"[sS]\b", text[middle + 1 : middle + 3])
    return False


def is_single(text: str, position: int) -> bool:
    """Whether the letter stands alone before its point, as in an abbreviation."""
    return position == 0 or not text[position - 1].isalnum()


def show_place(text: str, span: Span, around: int = 24) -> str:
    """Return a span's words with some of the text around them."""
    return text[max(0, span[0] - around) : span[1] + around].strip()


def advise_nearest(text: str, place: Span, words: str) -> str:
    """Say where words like these stand: elsewhere in the source, or nearest in the passage. Only ever a suggestion."""
    elsewhere = text.find(words)
    if elsewhere >= 0:
        return f"they are outside this passage: «{show_place(text, (elsewhere, elsewhere + len(words)))}»"
    inside = text[slice(*place)][:5000]
    match = difflib.SequenceMatcher(None, inside.lower(), words[:500].lower(), autojunk=False).find_longest_match()
    if match.size < min(4, len(words)):
        return "copy them from the passage, character by character"
    start = max(0, match.a - match.b)
    return f"nearest in the passage: «{shorten(inside[start : start + len(words) + 8])}»"
