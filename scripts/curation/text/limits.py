"""Whether "up to" or "over" is a limit of the number after it: up to 118; they add up to 118; it went up to 118."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from curation.text.lexicon import load_words
from curation.text.number_phrases import match_phrase
from curation.text.phrases import load_common_words
from curation.text.tokens import Token

LONGEST_TOTAL = 5
"""Tokens before "up to" in which a total is looked for: the total number of flights."""
LONGEST_TIME = 8
"""Tokens after "over" in which a unit of time is looked for: over two to two and a half years."""


class LimitKind(StrEnum):
    """Whether "up to" or "over" is a limit of the number after it: up to 118; they add up to 118; it went up to 118."""

    SET = "set"
    NONE = "none"
    UNCLEAR = "unclear"


def judge_limit(tokens: Sequence[Token], index: int) -> LimitKind:
    """Return whether an "up to" or an "over" at a token is a limit; every other phrase is one."""
    words, last = load_words("numbers"), tokens[index - 1].lower if index else ""
    if match_phrase(tokens, index, "up_to", "phrases").code:
        is_unclear = last in words["up_to"]["unclear"]
        return LimitKind.NONE if ends_sum(tokens, index) else LimitKind.UNCLEAR if is_unclear else LimitKind.SET
    over = match_phrase(tokens, index, "over", "phrases")
    if not over.code:
        return LimitKind.SET
    if last in words["over"]["verbs"]:
        return LimitKind.NONE
    end = find_time_end(tokens, over.end)
    if end:
        following = tokens[end].lower if end < len(tokens) else ""
        is_alone = not index and not following
        is_sure = is_alone or last in words["over"]["before_a_time"] or following in words["over"]["after_a_time"]
        return LimitKind.SET if is_sure else LimitKind.UNCLEAR
    return LimitKind.UNCLEAR if last in words["over"]["unclear"] else LimitKind.SET


def find_time_end(tokens: Sequence[Token], start: int) -> int:
    """Return the index after the unit of a time that begins at a token: one year, a 10-day. Else 0."""
    units, known = list_units(), list_words_of_times()
    for index in range(start, min(start + LONGEST_TIME, len(tokens))):
        word = tokens[index].lower
        if word in units:
            return index + 1 if index > start else 0
        if not (word[0].isdigit() or word in known):
            return 0
    return 0


@cache
def list_units() -> tuple[str, ...]:
    """Return every unit of time, from the smallest, of one and of several."""
    listed = load_words("numbers")["durations"]
    return tuple(unit for pair in zip(listed["units"], listed["plurals"], strict=True) for unit in pair)


@cache
def list_words_of_times() -> frozenset[str]:
    """Return the words and marks that can be before the unit of a time."""
    words = load_words("numbers")
    groups = (words["numbers"], words["magnitudes"], words["fractions"], words["articles"], words["durations"]["whole"])
    return frozenset({"of", *words["ranges"]["joiners"]}.union(*groups))


def ends_sum(tokens: Sequence[Token], index: int) -> bool:
    """Return whether "up to" at a token sets no limit: before it they add, bring the total, the number of flights."""
    listed = load_words("numbers")["up_to"]
    words = [token.lower for token in tokens[max(0, index - LONGEST_TOTAL) : index]]
    if not words or words[-1] in listed["verbs"]:
        return bool(words)
    ends = (words, words[:-2] if words[-2:-1] == ["of"] else [])
    named = (total.split() for total in listed["totals"])
    pairs = [(end[-len(total) :] == total, end[-len(total) - 1 : -len(total)]) for total in named for end in ends]
    return any(is_total and owner and owner[0] in listed["owners"] for is_total, owner in pairs)


def may_be_limited(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether what is before a number may be a limit, or be none: went up to 118, took over 11, over one year."""
    for at in range(max(0, start - 2), start):
        limit = judge_limit(tokens, at)
        is_sum = match_phrase(tokens, at, "up_to", "phrases").end == start
        if limit == LimitKind.NONE and is_sum and counts_noun(tokens, end):
            return True
        if limit == LimitKind.UNCLEAR and (is_sum or match_phrase(tokens, at, "over", "phrases").end == start):
            return True
    return False


def counts_noun(tokens: Sequence[Token], end: int) -> bool:
    """Return whether a noun is after a number: what adds up to 20 flights may add as many as 20 of them."""
    return end < len(tokens) and tokens[end].text[0].isalpha() and tokens[end].lower not in load_common_words()
