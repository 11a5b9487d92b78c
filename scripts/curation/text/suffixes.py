"""What is after a number and belongs to it: or more, -odd, +, 300 people at most, and the rest of a word: 12-member."""

from __future__ import annotations

from collections.abc import Sequence

from curation.text.lexicon import load_words
from curation.text.number_phrases import Phrase, match_phrase
from curation.text.spelling import Fault, Spelling, begins_number, is_glued
from curation.text.tokens import Token

LONGEST_NOUN = 3
"""Words between a number and a qualifier of it: people on board."""


def match_suffix(spelling: Spelling, end: int, is_compound: bool) -> Phrase:
    """Match what is after a number: or more, -odd, +, ", if not more", and the rest of a word: 12-member."""
    tokens = spelling.tokens
    if is_compound:
        whole = tokens[end - 1].lower
        tail = "ish" if whole.endswith("ish") else whole.rsplit("-", 1)[-1]
        code = next((code for code, some in load_words("numbers")["qualifiers_after"].items() if tail in some), "")
        return Phrase(code, end)
    if end + 1 < len(tokens) and tokens[end].text in "-‑" and is_glued(tokens, end) and is_glued(tokens, end + 1):
        if not tokens[end + 1].text[0].isalpha():
            return Phrase("exact", end + 1, Fault.DIGITS) if tokens[end + 1].text[0].isdigit() else Phrase("", end)
        found = match_phrase(tokens, end + 1, "qualifiers_after")
        is_ratio = "fold" in tokens[end + 1].lower or joins_number(tokens[end + 1].lower)
        return found if found.code else Phrase("", end + 2, Fault.RATIO if is_ratio else Fault.NONE)
    unit = match_phrase(tokens, end, "units", "percent")
    for start in dict.fromkeys((end, unit.end, end + 1, end + 2)):
        found = match_phrase(tokens, start, "qualifiers_after")
        if found.code and is_suffix(tokens, end, start, found.end):
            return found
    return match_bracket(tokens, end) or match_after_noun(tokens, end)


def match_bracket(tokens: Sequence[Token], end: int) -> Phrase | None:
    """Match a qualifier in brackets behind a number, which is refused: 300 (approx.)."""
    if end + 1 >= len(tokens) or tokens[end].text != "(":
        return None
    found = match_phrase(tokens, end + 1, "qualifiers")
    found = found if found.code else match_phrase(tokens, end + 1, "qualifiers_after")
    is_closed = found.code and found.end < len(tokens) and tokens[found.end].text == ")"
    return Phrase("exact", found.end + 1, Fault.APART) if is_closed else None


def match_after_noun(tokens: Sequence[Token], end: int) -> Phrase:
    """Match a qualifier behind what is counted: 300 people at most, 300 people, at a minimum. A noun and "tops" are refused.

    An amount after it is what it belongs to: 300 people at least once. Before any other word but a verb this is unclear.
    """
    words = load_words("numbers")["after_a_noun"]
    most = next((n for n, token in enumerate(tokens[end : end + LONGEST_NOUN]) if not is_noun(token)), LONGEST_NOUN)
    for noun in range(end, min(end + most, len(tokens) - 1) + 1):
        has_comma = tokens[noun].text == ","
        if noun == end and not has_comma:  # without a noun and a comma it is looked for elsewhere
            continue
        start = noun + has_comma
        found = match_phrase(tokens, start, "qualifiers_after")
        first = tokens[start].lower if found.code else ""
        if first not in {*words["read"], *words["refused"]}:
            continue
        following = tokens[found.end] if found.end < len(tokens) else None
        is_end = following is None or not (following.text[0].isalnum() or following.text in "(-")
        if is_end or (first == "at" and following and following.lower in words["verbs"]):
            return found if first in words["read"] else Phrase("exact", found.end, Fault.APART)
        is_other = first != "at" or following is None or qualifies_next(following)
        return Phrase("", end) if is_other else Phrase("exact", found.end, Fault.APART)
    return Phrase("", end)


def qualifies_next(token: Token) -> bool:
    """Return whether "at least" before a word belongs to it: at least once, at least a third, at least 12."""
    words = load_words("numbers")
    is_amount = token.text[0].isdigit() or begins_number(token.lower) or token.lower in words["articles"]
    return is_amount or token.lower in words["after_a_noun"]["qualified"]


def is_noun(token: Token) -> bool:
    """Return whether a token may belong to what is counted: a word in small letters."""
    return token.text.isalpha() and token.text.islower() and token.lower not in ("more", "less", "and", "or")


def joins_number(word: str) -> bool:
    """Return whether a word behind a number and a hyphen has another number: 3-to-five, 14-and-a-half, 9-in-ten.

    >>> [joins_number(word) for word in ("member", "year-old", "to-five", "in")]
    [False, False, True, True]
    """
    first, *others = word.split("-")
    return first in ("and", "by", "in", "on", "out", "to") or any(map(begins_number, others))


def is_suffix(tokens: Sequence[Token], end: int, start: int, after: int) -> bool:
    """Return whether a phrase belongs to the number before it, and not to a number or a comparison after it."""
    following = tokens[after] if after < len(tokens) else None
    numbers = load_words("numbers")["numbers"]
    if following and (following.text[0].isdigit() or following.lower == "than" or following.lower.split("-")[0] in numbers):
        return False
    words = [token.text for token in tokens[start:after]]
    if words[-1] == "change" and following and following.text[0].isalpha():
        return False
    if words[0] in ("minimum", "maximum", "some", "something") and start == end:
        return not (following and following.text[0].isalpha()) and words[0] not in ("some", "something")
    if start == end or match_phrase(tokens, end, "units", "percent").end == start:
        return words[0] != "ish" or is_glued(tokens, end)
    if tokens[end].text == ",":
        return start == end + 1 and words[0] in ("if", "give", "or")
    between = tokens[end:start]
    are_words = all(one.text.isalpha() and one.text.islower() and one.lower not in ("more", "less") for one in between)
    return words[0] in ("or", "if") and are_words
