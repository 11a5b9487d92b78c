"""The qualifiers of numbers: at least, well over, not more than; and what makes the number after them unreadable."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from curation.text.lexicon import load_words
from curation.text.limits import LimitKind, judge_limit
from curation.text.number_phrases import Phrase, load_phrases, match_phrase
from curation.text.spelling import Fault, is_glued
from curation.text.tokens import Token

LONGEST_MULTIPLE = 3
"""Tokens before a comparison in which a multiple is looked for: at other times more than 100."""


@cache
def load_first_words() -> frozenset[str]:
    """Return every word and mark with which a qualifier can begin, or what denies or refuses one."""
    groups = [("qualifiers", ""), ("modifiers", ""), ("negation", "words"), ("refused", "")]
    return frozenset({first for group, key in groups for first in load_phrases(group, key)} | {"-", "−", "+", "("})


def may_qualify(word: str) -> bool:
    """Return whether a qualifier can begin with a word. Before most numbers there is none, and no phrase is looked for."""
    return word in load_first_words() or word.endswith(("n't", "n’t"))


def match_qualifier(tokens: Sequence[Token], index: int) -> Phrase:
    """Match what stands before a number: at least, well over, not more than; with what makes it unreadable."""
    word, start, fault = tokens[index].lower, index, Fault.NONE
    if not may_qualify(word):
        return Phrase("", index)
    if word in ("-", "−", "+") and is_glued(tokens, index + 1) and not is_glued(tokens, index):
        return Phrase("exact", index + 1, Fault.SIGN)
    if word == "(":  # (approximately) 300
        inner = match_phrase(tokens, index + 1, "qualifiers")
        is_closed = inner.code and inner.end < len(tokens) and tokens[inner.end].text == ")"
        return Phrase("exact", inner.end + 1, Fault.APART) if is_closed else Phrase("", index)
    refused = match_phrase(tokens, index, "refused", "before")
    if refused.code:
        return Phrase("exact", refused.end, Fault.QUALIFIERS)
    whole = match_phrase(tokens, index, "qualifiers")
    if judge_limit(tokens, index) != LimitKind.SET:
        return Phrase("", index)
    if match_phrase(tokens, index, "refused", "compared").code and follows_multiple(tokens, index):
        fault = Fault.RATIO
    if not whole.code and is_negative(word):
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
    end = skip_comma(tokens, base.end) if tokens[start].lower == "at" else base.end
    second = match_phrase(tokens, skip_modifiers(tokens, end), "qualifiers")
    if second.code:
        fault = fault or (Fault.NONE if second.code == code else Fault.QUALIFIERS)
        return Phrase(code, second.end, fault)
    return Phrase(code, end, fault)


def skip_comma(tokens: Sequence[Token], index: int) -> int:
    """Return the index after a comma between "at least" and its number."""
    return index + (index + 1 < len(tokens) and tokens[index].text == ",")


def follows_multiple(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a multiple is directly before a comparison: three times more than 100; not "at times more than 100"."""
    listed = load_words("numbers")["refused"]
    if not index or tokens[index - 1].lower not in listed["multiples"]:
        return False
    starts = range(max(0, index - LONGEST_MULTIPLE), index)
    return not any(match_phrase(tokens, at, "refused", "no_multiples").end == index for at in starts)


def find_denied(tokens: Sequence[Token], start: int) -> int:
    """Return the index after a qualifier that a verb parts from its denial: did not carry more than. Else 0.

    What denies a noun does not reach over a preposition: without charge for up to 90 days.
    """
    words = load_words("numbers")
    denies_noun = tokens[start - 1].lower in words["negation"]["of_nouns"]
    for index in range(start + 1, min(start + 4, len(tokens))):
        last = tokens[index - 1].lower
        if not last.isalpha() or last in words["numbers"] or match_phrase(tokens, index - 1, "modifiers", "words").code:
            return 0
        found = match_phrase(tokens, index, "qualifiers")
        if found.code in ("more_than", "less_than", "at_least", "up_to"):
            is_gerund = any(token.lower.endswith("ing") for token in tokens[start:index])
            if denies_noun and not is_gerund and last in words["negation"]["prepositions"]:
                return 0
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
