"""The qualifiers of numbers: at least, well over, not more than; and what makes the number after them unreadable."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from curation.text.lexicon import load_words
from curation.text.spelling import Fault, is_glued
from curation.text.tokens import Token

Phrases = dict[str, list[tuple[str, tuple[str, ...]]]]


LONGEST_TOTAL = 5
"""Tokens before "up to" in which a total is looked for: the total number of flights."""


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


@cache
def load_first_words() -> frozenset[str]:
    """Return every word and mark with which a qualifier can begin, or what denies or refuses one."""
    groups = [("qualifiers", ""), ("modifiers", ""), ("negation", "words"), ("refused", "")]
    return frozenset({first for group, key in groups for first in load_phrases(group, key)} | {"-", "−", "+"})


def may_qualify(word: str) -> bool:
    """Return whether a qualifier can begin with a word. Before most numbers there is none, and no phrase is looked for."""
    return word in load_first_words() or word.endswith(("n't", "n’t"))


def match_phrase(tokens: Sequence[Token], index: int, group: str, key: str = "") -> Phrase:
    """Return the longest phrase of a group that begins at a token."""
    for code, phrase in load_phrases(group, key).get(tokens[index].lower, ()) if index < len(tokens) else ():
        found = tokens[index : index + len(phrase)]
        is_sign = phrase[-1] == "$" and len(phrase) > 1  # U.S.$, and not: to the U.S. $5
        is_apart = is_sign and not is_glued(tokens, index + len(phrase) - 1)
        if tuple(token.lower for token in found) == phrase and not is_apart:
            return Phrase(code, index + len(phrase))
    return Phrase("", index)


def match_qualifier(tokens: Sequence[Token], index: int) -> Phrase:
    """Match what stands before a number: at least, well over, not more than; with what makes it unreadable."""
    word, start, fault = tokens[index].lower, index, Fault.NONE
    if not may_qualify(word):
        return Phrase("", index)
    if word in ("-", "−", "+") and is_glued(tokens, index + 1) and not is_glued(tokens, index):
        return Phrase("exact", index + 1, Fault.SIGN)
    refused = match_phrase(tokens, index, "refused", "before")
    if refused.code:
        return Phrase("exact", refused.end, Fault.QUALIFIERS)
    whole = match_phrase(tokens, index, "qualifiers")
    if match_phrase(tokens, index, "up_to", "phrases").code:
        if ends_sum(tokens[:index]):
            return Phrase("", index)
        is_unclear = index > 0 and tokens[index - 1].lower in load_words("numbers")["up_to"]["unclear"]
        fault = Fault.QUALIFIERS if is_unclear else fault
    if match_phrase(tokens, index, "refused", "compared").code and follows_multiple(tokens, index):
        fault = fault or Fault.RATIO
    if not whole.code and (is_negative(word)):
        start = index + 1
    if start > index and (apart := find_denied(tokens, start)):
        return Phrase("exact", apart, Fault.NEGATION)
    after = skip_modifiers(tokens, start)
    base = whole if whole.code else match_phrase(tokens, after, "qualifiers")
    if not base.code:
        denied = start > index and (
            after > start or word in load_words("numbers")["negation"]["of_numbers"] or word[-3:-2] == "n"
        )
        return Phrase("exact", after, Fault.NEGATION) if denied else Phrase("", index)
    code = base.code
    if start > index:
        turned = load_words("numbers")["negation"]["turns"].get(code, "")
        fault = Fault.NONE if turned and after == start else Fault.NEGATION
        code = turned or code
    second = match_phrase(tokens, skip_modifiers(tokens, base.end), "qualifiers")
    if second.code:
        fault = fault or (Fault.NONE if second.code == code else Fault.QUALIFIERS)
        return Phrase(code, second.end, fault)
    return Phrase(code, base.end, fault)


def ends_sum(before: Sequence[Token]) -> bool:
    """Return whether "up to" after these tokens sets no limit: they add, bring the total, the number of flights."""
    listed = load_words("numbers")["up_to"]
    words = [token.lower for token in before[-LONGEST_TOTAL:]]
    if not words or words[-1] in listed["verbs"]:
        return bool(words)
    ends = (words, words[:-2] if words[-2:-1] == ["of"] else [])
    named = (total.split() for total in listed["totals"])
    pairs = [(end[-len(total) :] == total, end[-len(total) - 1 : -len(total)]) for total in named for end in ends]
    return any(is_total and owner and owner[0] in listed["owners"] for is_total, owner in pairs)


def follows_multiple(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a multiple is directly before a comparison: three times more than 100; not "at times more than 100"."""
    listed = load_words("numbers")["refused"]
    if not index or tokens[index - 1].lower not in listed["multiples"]:
        return False
    starts = range(max(0, index - LONGEST_TOTAL), index)
    return not any(match_phrase(tokens, at, "refused", "no_multiples").end == index for at in starts)


def find_denied(tokens: Sequence[Token], start: int) -> int:
    """Return the index after a qualifier that a verb parts from its denial: did not carry more than. Else 0."""
    for index in range(start + 1, min(start + 4, len(tokens))):
        if not tokens[index - 1].text.isalpha() or match_phrase(tokens, index - 1, "modifiers", "words").code:
            return 0
        found = match_phrase(tokens, index, "qualifiers")
        if found.code in ("more_than", "less_than", "at_least", "up_to"):
            return 0 if match_phrase(tokens, index - 1, "qualifiers").code else found.end
    return 0


def is_negative(word: str) -> bool:
    """Return whether a word denies what follows: not, without, isn't."""
    return word in load_words("numbers")["negation"]["words"] or word.endswith(("n't", "n’t"))


def skip_modifiers(tokens: Sequence[Token], index: int) -> int:
    """Return the index after the adverbs at an index: well, just, a little."""
    while not match_phrase(tokens, index, "qualifiers").code:
        found = match_phrase(tokens, index, "modifiers", "words")
        if not found.code:
            break
        index = found.end
    return index
