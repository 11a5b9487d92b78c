"""The phrases of lexicon/numbers.toml at a place of a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from curation.text.lexicon import load_words
from curation.text.spelling import Fault, is_glued
from curation.text.tokens import Token

Phrases = dict[str, list[tuple[str, tuple[str, ...]]]]


class Phrase(NamedTuple):
    """A phrase of a group at a place: its code (empty where there is none), the index after it, and what is wrong with it."""

    code: str
    end: int
    fault: Fault = Fault.NONE


@cache
def load_phrases(group: str, key: str = "") -> Phrases:
    """Return a group's phrases by their first word, the longest first, so that most words are passed over at once."""
    listed = load_words("numbers")[group]
    by_code = {key: listed[key]} if key else listed
    phrases: Phrases = {}
    for code, variants in by_code.items():
        for variant in variants:
            words = tuple(variant.split())
            phrases.setdefault(words[0], []).append((code, words))
    return {first: sorted(some, key=lambda entry: -len(entry[1])) for first, some in phrases.items()}


def match_phrase(tokens: Sequence[Token], index: int, group: str, key: str = "") -> Phrase:
    """Return the longest phrase of a group that begins at a token."""
    for code, phrase in load_phrases(group, key).get(tokens[index].lower, ()) if index < len(tokens) else ():
        found = tokens[index : index + len(phrase)]
        is_sign = phrase[-1] == "$" and len(phrase) > 1  # U.S.$, and not: to the U.S. $5
        is_apart = is_sign and not is_glued(tokens, index + len(phrase) - 1)
        if tuple(token.lower for token in found) == phrase and not is_apart:
            return Phrase(code, index + len(phrase))
    return Phrase("", index)
