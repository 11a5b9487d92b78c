"""Numbers found in a text, each as the whole expression: qualifier, number or range, magnitude and unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import ClassVar

from curation.text.alternatives import skip_alternatives
from curation.text.currency_names import index_currency_names
from curation.text.lexicon import load_words
from curation.text.limits import may_be_limited
from curation.text.number_phrases import Phrase, load_phrases, match_phrase
from curation.text.numerals import Numeral, match_numeral
from curation.text.qualifiers import load_first_words, match_qualifier
from curation.text.spelling import Fault, Spelling, begins_number, is_glued, load_letters, spell_tokens
from curation.text.suffixes import match_suffix
from curation.text.tokens import Token, scan_runs

FARTHEST = 12
"""Tokens before "from A to B" in which a verb of change is looked for."""
NEAREST = 4
"""Tokens before how much something changed in which a verb of change is looked for: fell sharply by 12."""
LONGEST_PREFIX = 16
"""Tokens before a number that can belong to it: not significantly more than between about …"""
LETTERS_BEFORE_SIGN, LETTERS_AFTER_SIGN = 4, 3
"""Letters that touch the sign of a currency and belong to it: MX$, $US."""
SMALL = 1000
"""A number below this one in front of thousands may be meant in thousands itself: 10-15,000."""


@dataclass(frozen=True)
class NumberExpression:
    """A number in a text, from its qualifier to its unit. Positions are those of the text.

    `numbers` holds two numbers of a range, none where the words are vague (hundreds), else one. `fault` says why it
    cannot be read.
    """

    kind: ClassVar[str] = "number"
    start: int
    end: int
    qualifier: str = "exact"
    numbers: tuple[Decimal, ...] = ()
    is_count: bool = True
    fault: Fault = Fault.NONE


@cache
def load_openers() -> frozenset[str]:
    """Return every word and mark with which a number or its qualifier can begin."""
    words = {*load_phrases("ranges", "openers"), *load_phrases("units", "currency"), *load_phrases("units", "signs")}
    return load_first_words() | words | load_letters().keys() | {"–"}


def scan_numbers(text: str, excluded: Iterable[tuple[int, int]] = ()) -> list[NumberExpression]:
    """Return the numbers of a text that lie outside the ordered spans, in its order, none overlapping another."""
    return [found for tokens in scan_runs(text, excluded) for found in scan_tokens_for_numbers(tokens)]


def scan_tokens_for_numbers(tokens: Sequence[Token]) -> Iterator[NumberExpression]:
    """Yield the numbers of some tokens from left to right. Words far from any digit or number word are passed over."""
    numerals = [index for index, token in enumerate(tokens) if holds_numeral(token)]
    if not numerals:
        return
    spelling, index, openers, following = spell_tokens(tokens), 0, load_openers(), 0
    signs = load_phrases("units", "signs")
    has_sign = any(token.lower in signs for token in tokens)
    while index < len(tokens):
        while following < len(numerals) and numerals[following] < index:
            following += 1
        if following == len(numerals):
            return
        index = max(index, numerals[following] - LONGEST_PREFIX)
        word = tokens[index].lower
        can_begin = index == numerals[following] or word in openers or word.endswith(("n't", "n’t"))
        can_begin = can_begin or (has_sign and bool(match_sign(tokens, index).code)) or is_letter_of_money(tokens, index)
        found = match_number(spelling, index) if can_begin else None
        if found:
            yield found[0]
        index = found[1] if found else index + 1
        # One character may look like several (¼ is 1/4), and belongs to one number only.
        while found and index < len(tokens) and tokens[index].start < found[0].end:
            index += 1


def holds_numeral(token: Token) -> bool:
    """Return whether a token is digits, or begins with a word of number or magnitude."""
    return token.text[0].isdigit() or begins_number(token.lower)


def match_number(spelling: Spelling, index: int) -> tuple[NumberExpression, int] | None:
    """Match the longest number that begins at a token, with its qualifier, magnitude and unit, and the index after it."""
    tokens = spelling.tokens
    before = match_qualifier(tokens, index)
    added = match_phrase(tokens, before.end, "added") if before.code else before
    before = before._replace(end=added.end)
    opener = match_phrase(tokens, before.end, "ranges", "openers")
    is_between = opener.code != "" and tokens[opener.end - 1].lower == "between"
    if opener.code and follows_change(tokens, before.end):
        return None
    inner = match_qualifier(tokens, opener.end) if opener.code and opener.end < len(tokens) else Phrase("", opener.end)
    first = match_value(spelling, inner.end, bool(before.code or inner.code), takes_and=not is_between)
    if first is None:
        return None
    is_joinable = opener.code != "" or not (index and tokens[index - 1].lower == "from" and follows_change(tokens, index - 1))
    numbers, end, fault = match_range(spelling, first, is_between, is_joinable)
    if len(numbers) == 2 and not opener.code and says_what_came(tokens, index, first.end, end):
        numbers, end, fault = (first.value,), first.end, Fault.NONE
    if len(numbers) < 2 and is_joinable and not fault and (last := skip_alternatives(spelling, first)):
        end, fault = last, Fault.RANGE
        first = replace(first, end=end)
    is_range = len(numbers) == 2
    if opener.code and not is_range and not fault:
        return None
    end = end if is_range else skip_repeated(spelling, first)
    after = match_suffix(spelling, end, first.is_compound and not is_range)
    unit = match_phrase(tokens, after.end, "units", "percent")
    end = max(end, after.end, unit.end)
    is_idle = is_range and match_phrase(tokens, index, "ranges", "idle").end == before.end
    qualifier, clash = join_qualifiers("" if is_idle else before.code, after.code, first.qualifier, is_range)
    own = Fault.QUALIFIERS if inner.code else Fault.NONE if first.fault == Fault.POINT and unit.code else first.fault
    no_limit = Fault.QUALIFIERS if may_be_limited(tokens, index, end) else Fault.NONE
    faults = (before.fault, fault, own, after.fault, clash, no_limit, find_strange(tokens[index:end]))
    found = NumberExpression(
        tokens[index].start,
        tokens[end - 1].end,
        qualifier=qualifier,
        numbers=() if qualifier == "vague" else tuple(map(drop_zeros, numbers)),
        is_count=not unit.code and not has_currency(tokens, index, end) and all(n == n.to_integral_value() for n in numbers),
        fault=next(filter(None, faults), Fault.NONE),
    )
    return found, end


def says_what_came(tokens: Sequence[Token], index: int, end: int, last: int) -> bool:
    """Return whether "to" between two numbers is before what something changed to: fell by 12 to 118, up 5% to 118."""
    percent = match_phrase(tokens, end, "units", "percent")
    if percent.end >= len(tokens) or tokens[percent.end].lower != "to" or match_phrase(tokens, last, "units", "percent").code:
        return False
    before = [token.lower for token in tokens[max(0, index - NEAREST) : index]]
    leads = (lead.split() for lead in load_words("numbers")["ranges"]["by"])
    by = max((len(lead) for lead in leads if before[-len(lead) :] == lead), default=0)
    change, verbs = load_phrases("ranges", "change"), before[: len(before) - by]
    return bool(percent.code) or any(verb in change for verb in (verbs if by else verbs[-1:]))


def drop_zeros(number: Decimal) -> Decimal:
    """Return a whole number without decimals."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def match_value(spelling: Spelling, index: int, has_qualifier: bool, takes_and: bool = True) -> Numeral | None:
    """Match a numeral with its currency sign and, after a qualifier, an idle article: about a 100."""
    tokens = spelling.tokens
    mark = match_currency(tokens, index)
    if (
        not mark.code
        and has_qualifier
        and index + 1 < len(tokens)
        and tokens[index].lower in load_words("numbers")["articles"]
    ):
        mark = Phrase("a", index + 1) if tokens[index + 1].text[0].isdigit() else mark
    found = match_numeral(spelling, mark.end, takes_and)
    if not found or (found.qualifier == "vague" and mark.code):
        return None
    return found


def match_currency(tokens: Sequence[Token], index: int) -> Phrase:
    """Match what names a currency before an amount: a sign with its letters, or an abbreviation."""
    found = match_sign(tokens, index)  # CAD$5 is no CAD
    found = found if found.code else match_phrase(tokens, index, "units", "currency")
    return Phrase("currency", index + 1) if not found.code and is_letter_of_money(tokens, index) else found


def is_letter_of_money(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a letter or two touch an amount that only money can be: R1.2 million, N50,000. R500 may be a name."""
    if not is_letters(tokens, index, 2) or not tokens[index].text[0].isupper() or not is_glued(tokens, index + 1):
        return False
    after = tokens[index + 2].lower if index + 2 < len(tokens) and not is_glued(tokens, index + 2) else ""
    is_large = load_words("numbers")["magnitudes"].get(after, 0) >= SMALL
    return tokens[index + 1].text[0].isdigit() and ("," in tokens[index + 1].text or is_large)


def match_sign(tokens: Sequence[Token], index: int) -> Phrase:
    """Match the sign of a currency with the letters that touch it: $, J$, GH₵, $A before digits."""
    has_letters = is_letters(tokens, index, LETTERS_BEFORE_SIGN) and is_glued(tokens, index + 1)
    sign = match_phrase(tokens, index + has_letters, "units", "signs")
    if not sign.code:
        return Phrase("", index)
    has_more = is_glued(tokens, sign.end) and is_letters(tokens, sign.end, LETTERS_AFTER_SIGN)
    is_amount = has_more and sign.end + 1 < len(tokens) and tokens[sign.end + 1].text[0].isdigit()
    return Phrase(sign.code, sign.end + is_amount)


def is_letters(tokens: Sequence[Token], index: int, most: int) -> bool:
    """Return whether a token is a few letters."""
    return index < len(tokens) and len(tokens[index].text) <= most and tokens[index].text.isalpha()


def match_range(
    spelling: Spelling, first: Numeral, is_between: bool, is_joinable: bool
) -> tuple[tuple[Decimal, ...], int, Fault]:
    """Go on from a number to the second one of a range: 5 to 10, 5–10 million, between 5 and 10, one or two."""
    tokens, alone = spelling.tokens, (first.value,)
    start = match_phrase(tokens, first.end, "units", "percent").end
    joiner = match_phrase(tokens, start, "ranges", "joiners")
    word = tokens[start].lower if joiner.code else ""
    if not joiner.code or not is_joinable or (word == "and") != is_between or first.qualifier:
        return alone, first.end, Fault.RANGE if is_between and first.fault else Fault.NONE
    hedge = match_qualifier(tokens, joiner.end) if joiner.end < len(tokens) else Phrase("", joiner.end)
    second = match_value(spelling, hedge.end, bool(hedge.code))
    if not second or second.qualifier or first.is_ordinal != second.is_ordinal or (hedge.code == "exact" and word != "and"):
        return alone, first.end, Fault.NONE
    if hedge.code:
        return (alone, first.end, Fault.NONE) if word == "or" else ((first.value, second.value), second.end, Fault.QUALIFIERS)
    if tokens[hedge.end].lower in load_words("numbers")["articles"]:
        second = replace(second, magnitude=Decimal(1))  # 500 to a thousand is no range of thousands
    numbers, fault = order_range(tokens, first, second)
    if first.fault or second.fault:
        return numbers, second.end, first.fault or second.fault
    is_dash = not word[0].isalpha() and joiner.end == start + 1
    is_tight = is_dash and is_glued(tokens, start) and is_glued(tokens, joiner.end)
    if numbers[0] >= numbers[1]:
        return (numbers, second.end, Fault.RANGE) if is_between or is_tight else (alone, first.end, Fault.NONE)
    is_open = is_dash and not is_tight
    if is_open or (word == "or" and numbers[1] > 2 * numbers[0]):
        return numbers, second.end, Fault.RANGE
    chained = match_phrase(tokens, second.end, "ranges", "joiners")
    if (
        chained.code
        and is_glued(tokens, second.end)
        and is_glued(tokens, chained.end)
        and tokens[chained.end].text[0].isdigit()
    ):
        return numbers, chained.end + 1, Fault.RANGE
    return numbers, second.end, fault


def order_range(tokens: Sequence[Token], first: Numeral, second: Numeral) -> tuple[tuple[Decimal, Decimal], Fault]:
    """Return both ends of a range; the magnitude of the second is the first's too: 5 to 10 million. 10-15,000 is unclear."""
    low, high = first.value, second.value
    is_small = first.magnitude == 1 and low < SMALL and "," not in tokens[first.end - 1].text
    if is_small and second.magnitude > 1:
        carried = low * second.magnitude
        return ((carried, high), Fault.NONE) if carried < high else ((low, high), Fault.RANGE)
    unclear = is_small and second.magnitude == 1 and low < SMALL <= high and low * SMALL < high
    return (low, high), Fault.RANGE if unclear else Fault.NONE


def skip_repeated(spelling: Spelling, first: Numeral) -> int:
    """Return the end of a number, with the same number in brackets after it, once in words: ninety (90), 90 (ninety)."""
    tokens, end = spelling.tokens, first.end
    again = match_numeral(spelling, end + 1) if end < len(tokens) and tokens[end].text == "(" else None
    if not again or again.end >= len(tokens) or tokens[again.end].text != ")":
        return end
    is_plain = not any(one.fault or one.qualifier or one.is_ordinal or one.is_compound for one in (first, again))
    is_plain = is_plain and is_glued(tokens, end + 1) and is_glued(tokens, again.end)
    has_words = [any(map(str.isalpha, tokens[one.end - 1].text)) for one in (first, again)]
    return again.end + 1 if is_plain and first.value == again.value and has_words[0] != has_words[1] else end


def follows_change(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a verb of change is before "from", in the same clause: rose from A to B names two numbers."""
    if index >= len(tokens) or tokens[index].lower != "from":
        return False
    change = load_phrases("ranges", "change")
    for token in reversed(tokens[max(0, index - FARTHEST) : index]):
        if token.text in ".;:!?":
            return False
        if token.lower in change:
            return True
    return False


def join_qualifiers(before: str, after: str, own: str, is_range: bool) -> tuple[str, Fault]:
    """Return the qualifier of a number that has one before it, one after it or one of its own, and whether they clash."""
    codes = {code for code in (before, after) if code and (code != "exact" or (code == before and after))}
    if own == "vague":
        return "vague", Fault.NONE
    codes |= {own} if own else set()
    if is_range:
        return "range", Fault.QUALIFIERS if codes else Fault.NONE
    return (next(iter(codes)), Fault.NONE) if len(codes) == 1 else ("exact", Fault.QUALIFIERS if codes else Fault.NONE)


def has_currency(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether an amount of money is named: by a sign in the number, or by the word after it."""
    is_marked = any(match_currency(tokens, index).code for index in range(start, end))
    named = (match_phrase(tokens, end, "units", group).code for group in ("currency_words", "currency"))
    return is_marked or any(named) or names_currency(tokens, end)


def names_currency(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the whole name of a currency begins at a token: Canadian dollars."""
    names = index_currency_names().get(tokens[index].lower, ()) if index < len(tokens) else ()
    return any(tuple(token.lower for token in tokens[index : index + len(name)]) == name for name in names)


def find_strange(tokens: Sequence[Token]) -> Fault:
    """Return the fault of look-alike characters."""
    return Fault.CHARACTERS if any(token.is_folded for token in tokens) else Fault.NONE
