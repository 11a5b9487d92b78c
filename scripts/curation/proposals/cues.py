"""What is seen beside a number or a name, and in a sentence: short names of it, by which learned rules tell cases apart.

A cue is a text such as `behind 1 people` (the word behind the anchor is "people"), `has ~moved` (the sentence has a word of
the list `moved` of words.toml) or `is heading`. Nothing here knows a field or a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from curation.proposals.memory import load_rules
from curation.text.folding import Span

WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+?(?=[’']s\b)|[’']s\b|\w+(?:[.’'/-]\w+)*|[^\w\s]")
"""A word, the ending of a possessive, or a mark."""
NEAR = 5
"""Words on each side of an anchor that count with their place."""
WIDE = 8
"""Words on each side of an anchor that count without their place."""
FAR = 9
"""The distance from which on all words are equally far."""
REACH = 40
"""Words on each side of an anchor among which the words of a code are looked for."""
JOINTS = frozenset((",", ";", ":", "(", "—", "–", "and", "but", "who", "which", "that"))
"""Words and marks that divide a sentence."""
BARRED = frozenset((",", ";", ":", "(", ")", "—", "–", "“", "”", '"'))
"""Marks that the words of a code do not go over."""
START, END = "<", ">"
"""The beginning and the end of a sentence, as words."""


@dataclass(frozen=True)
class Word:
    """A word of a sentence, in small letters, and its kinds: lists of words.toml that have it, capital, number, country."""

    start: int
    end: int
    text: str
    kinds: tuple[str, ...]
    is_mark: bool


@cache
def index_kinds() -> dict[str, tuple[str, ...]]:
    """Return the names of the lists of words.toml that have a word, by the word."""
    kinds: dict[str, list[str]] = {}
    for name, words in load_rules().items():
        for word in words:
            if word.isalpha():
                kinds.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in kinds.items()}


def split_words(text: str, spans: Iterable[tuple[str, Span]] = ()) -> tuple[Word, ...]:
    """Return the words of a sentence. `spans` are what readers have found in it, each with its kind."""
    known = list(spans)
    words = []
    for match in WORD.finditer(text):
        start, end = match.span()
        low = match.group().lower()
        kinds = [*index_kinds().get(low, ()), *(kind for kind, span in known if span[0] <= start and end <= span[1])]
        kinds += ["capital"] if match.group()[0].isupper() and start else []
        kinds += ["past"] if low.endswith("ed") else ["doing"] if low.endswith("ing") else []
        words.append(Word(start, end, low, tuple(kinds), not match.group()[0].isalnum()))
    return tuple(words)


def find_place(words: Sequence[Word], span: Span) -> tuple[int, int]:
    """Return the first word of a span, and the one behind it."""
    first = next((at for at, word in enumerate(words) if word.end > span[0]), len(words))
    behind = next((at for at, word in enumerate(words) if word.start >= span[1]), len(words))
    return first, behind


def list_cues(words: Sequence[Word]) -> Iterator[str]:
    """Yield what a whole sentence has: its words and their kinds, and pairs of words."""
    texts = [word.text for word in words]
    yield from (f"has {text}" for text in texts)
    yield from (f"has ~{kind}" for word in words for kind in word.kinds)
    yield from (f"has {one} {other}" for one, other in pairwise(texts))


def list_cues_beside(words: Sequence[Word], span: Span) -> Iterator[str]:
    """Yield what is before and behind an anchor, near by with its place."""
    first, behind = find_place(words, span)
    sides = (("before", words[:first][::-1]), ("behind", words[behind:]))
    for side, some in sides:
        for place in range(NEAR):
            word = some[place] if place < len(some) else None
            yield f"{side} {place + 1} {word.text if word else END}"
            yield from (f"{side} {place + 1} ~{kind}" for kind in (word.kinds if word else ()))
        yield from (f"{side} {word.text}" for word in some[:WIDE])
        yield from (f"{side} ~{kind}" for word in some[:WIDE] for kind in word.kinds)
        clause = list(some[: next((at for at, word in enumerate(some) if word.text in JOINTS), len(some))])
        yield from (f"{side} clause {word.text}" for word in clause)
        yield from (f"{side} clause ~{kind}" for word in clause for kind in word.kinds)
        yield f"{side} pair {' '.join(word.text for word in some[:2])}"
    yield f"around {words[first - 1].text if first else START} {words[behind].text if behind < len(words) else END}"


def list_phrases(words: Sequence[Word], longest: int, anchor: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """Yield the first word of each phrase that may be the words of a code, and the one behind it; not far from an anchor."""
    start, stop = (max(0, anchor[0] - REACH), min(len(words), anchor[1] + REACH)) if anchor else (0, len(words))
    for first in range(start, stop):
        if words[first].is_mark:
            continue
        for behind in range(first + 1, min(first + longest, stop) + 1):
            last = words[behind - 1]
            if last.text in BARRED:
                break
            if not last.is_mark:
                yield first, behind


def describe_phrase(
    words: Sequence[Word], phrase: tuple[int, int], anchor: tuple[int, int] | None, found: Mapping[Span, Sequence[str]]
) -> Iterator[str]:
    """Yield what a phrase is, what is beside it, and where it is from the anchor."""
    first, behind = phrase
    texts = [word.text for word in words[first:behind]]
    before = words[first - 1].text if first else START
    after = words[behind].text if behind < len(words) else END
    yield f"words {' '.join(texts)}"
    yield f"first {texts[0]}"
    yield f"last {texts[-1]}"
    yield f"ends -{texts[-1][-3:]}"
    yield f"length {behind - first}"
    yield f"before {before}"
    yield f"after {after}"
    yield f"between {before} {after}"
    yield from (f"first ~{kind}" for kind in words[first].kinds)
    yield from (f"last ~{kind}" for kind in words[behind - 1].kinds)
    yield from (f"before ~{kind}" for kind in (words[first - 1].kinds if first else ()))
    yield from (f"after ~{kind}" for kind in (words[behind].kinds if behind < len(words) else ()))
    yield from (f"found {mark}" for mark in found.get((words[first].start, words[behind - 1].end), ()))
    kinds = "+".join(words[behind - 1].kinds)
    yield f"shape {behind - first} {kinds}"
    if anchor is None:
        return
    place = find_distance(phrase, anchor)
    gap = words[anchor[1] : first] if first >= anchor[1] else words[behind : anchor[0]]
    joints = min(3, sum(word.text in JOINTS for word in gap))
    yield f"at {place}"
    yield f"at {place} length {behind - first}"
    yield f"at {place} last {texts[-1]}"
    yield from (f"at {place} last ~{kind}" for kind in words[behind - 1].kinds)
    yield f"side {place[0]} joints {joints}"
    yield f"side {place[0]} last {texts[-1]}"
    yield from (f"side {place[0]} last ~{kind} joints {joints}" for kind in words[behind - 1].kinds)


def find_distance(phrase: tuple[int, int], anchor: tuple[int, int]) -> str:
    """Return where a phrase is from an anchor: so many words behind it (+), before it (-), or over it (=)."""
    if phrase[0] >= anchor[1]:
        return f"+{min(phrase[0] - anchor[1], FAR)}"
    if phrase[1] <= anchor[0]:
        return f"-{min(anchor[0] - phrase[1], FAR)}"
    return "="
