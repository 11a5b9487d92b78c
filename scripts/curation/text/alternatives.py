"""Numbers of which the text leaves open which is meant: three, maybe four; 40 or even 50; two, three or four."""

from __future__ import annotations

from curation.text.number_phrases import match_phrase
from curation.text.numerals import Numeral, match_numeral
from curation.text.phrases import load_common_words
from curation.text.spelling import Spelling

MOST = 6
"""So many numbers of a list are looked at."""


def skip_alternatives(spelling: Spelling, first: Numeral) -> int:
    """Return the index after the numbers that may be meant in the place of a number before them; 0 where there are none."""
    if first.qualifier or first.is_compound or first.fault or first.end >= len(spelling.tokens):
        return 0
    return skip_hedged(spelling, first) or skip_listed(spelling, first)


def skip_hedged(spelling: Spelling, first: Numeral) -> int:
    """Return the index after a number that a hedge joins to the one before it: 40 or even 50; 40 – or even 50; 0 without."""
    tokens, at = spelling.tokens, first.end
    at += tokens[at].lower in (",", "–", "—", "-", "--")
    at += at < len(tokens) and tokens[at].lower == "or"
    hedge = match_phrase(tokens, at, "ranges", "hedges")
    limit = match_phrase(tokens, at, "ranges", "limits")
    after = max(hedge.end, limit.end) if at > first.end else at
    second = match_numeral(spelling, after) if after > at else None
    if second and limit.code and second.value <= first.value:
        return 0  # 40, at most 15 of them women
    if not second or second.qualifier or second.fault or match_phrase(tokens, second.end, "units", "percent").code:
        return 0  # 40, perhaps 10 per cent of them
    return second.end if second.is_ordinal == first.is_ordinal else 0


def skip_listed(spelling: Spelling, first: Numeral) -> int:
    """Return the index after a list that ends in "or", or two number words side by side: two, three or four; ten, fifteen."""
    tokens, one, ends, word = spelling.tokens, first, list[int](), ""
    while len(ends) < MOST and one.end + 1 < len(tokens):
        word = tokens[one.end].lower
        after = one.end + 1 + (word == "," and tokens[one.end + 1].lower == "or")
        word = "or" if after > one.end + 1 else word
        following = match_numeral(spelling, after) if word in (",", "or") and after < len(tokens) else None
        if not following or following.value <= one.value or following.qualifier or following.fault or following.is_compound:
            break
        one = following
        ends.append(one.end)
        if word == "or":
            return one.end if len(ends) > 1 else 0  # two of them are a range
    return ends[0] if len(ends) == 1 and are_words_beside(spelling, first, one) else 0


def are_words_beside(spelling: Spelling, first: Numeral, second: Numeral) -> bool:
    """Return whether two number words before one noun are so near that one of the two is meant: ten, fifteen planes."""
    tokens, end = spelling.tokens, second.end
    are_words = tokens[first.end - 1].text.isalpha() and tokens[end - 1].text.isalpha() and not second.is_ordinal
    is_near = second.value <= 2 * first.value
    has_noun = end < len(tokens) and tokens[end].text.isalpha() and tokens[end].lower not in load_common_words()
    return are_words and is_near and has_noun and end == first.end + 2
