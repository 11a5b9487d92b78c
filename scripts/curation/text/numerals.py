"""Numerals: the value of digits, number words, ordinals, fractions and magnitudes, without qualifier and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from curation.text.lexicon import load_words
from curation.text.spelling import LONGEST_NUMBER, Fault, Spelling, is_glued, read_digits
from curation.text.tokens import Token

# The grammar is written in letters, one for each word (and for each part of a word with hyphens):
#   D digits   k abbreviated magnitude   h hundred   m thousand and more   d dozen   a article   & and   v of   - hyphen
#   z zero     o one to nine   t ten to nineteen   y twenty to ninety     O T Y H M the same as ordinals   P first, second
#   F half     q quarter       S thirds, fifths    w hundreds, tens        W several, few      c couple     x any other
BELOW_100 = "(?:yo?|t|o)"
BELOW_1000 = f"(?:(?:{BELOW_100}|a)?h(?:&?{BELOW_100})?|{BELOW_100})"
SCALED = f"(?:(?:{BELOW_1000}|a)m)"
CARDINAL = re.compile(f"z|(?:{BELOW_100}|a)?d|{SCALED}+(?:&?{BELOW_1000})?|{BELOW_1000}")
ORDINAL = re.compile(f"{SCALED}*(?:&?(?:{BELOW_100}|a)?h)?&?(?:y[OP]|Y|T|O|P)|{SCALED}*(?:{BELOW_100}|a)?H|{BELOW_1000}?M")
RUN = re.compile(
    r"(?:a(?=[hmd]))?[zotyhmd]*(?:(?<=[hm])&(?=[otyhmdOTYP])[otyhmd]*)*(?:(?<=[yhm&])[OTYP]|(?<=[otyhma&])[HM])?"
)
RUN_WITHOUT_AND = re.compile(r"(?:a(?=[hmd]))?[zotyhmd]*(?:(?<=[yhm])[OTYP]|(?<=[otyhma])[HM])?")
DIGITS = re.compile("D(?:k|-?[hmd]+)?")
FRACTION = re.compile("a?F|[oD]F|aq(?=v|[mhd])|q(?=va[mhd]|[mhd])|[oD]q|a[OTYHM]|[oD]S|o[OTYHM]")
SHARES = ("aO", "aT", "aY", "aH", "aM")
"""A third of them is a share; a third flight is not."""
SCALING = re.compile("va?[mhd]+|a?[mhd]+")
PART = re.compile("&(?P<top>[ao])(?P<bottom>[FqSOTYHM])(?P<of>va)?(?P<scale>[mhdk]*)")
OTHER_NUMBER = re.compile("[DzotyhmdOTYHMPFqS]")
COUPLE = re.compile("a?c(?:v?a?([mhd]+)|v)")
VAGUE = re.compile("a?W(?:[mhd]|w(?:vw)*)+|a?w(?:vw)*")


@dataclass(frozen=True)
class Numeral:
    """A number without its qualifier: its value, the index of the token after it, and why it cannot be read.

    `magnitude` is the one that it ends with (5 million): it belongs to the first number of a range too. `qualifier` is
    what its own words say: `vague` of hundreds and several hundred, `about` of a couple of.
    """

    value: Decimal
    end: int
    fault: Fault = Fault.NONE
    magnitude: Decimal = Decimal(1)
    qualifier: str = ""
    is_ordinal: bool = False
    is_compound: bool = False
    """Whether it is the first part of a word: third-largest, 12-member."""


def match_numeral(spelling: Spelling, index: int, takes_and: bool = True) -> Numeral | None:
    """Match the longest numeral that begins at a token. Without `takes_and`, "and" joins no number words."""
    if index >= len(spelling.tokens) or spelling.kinds[spelling.firsts[index]] in "x-v&k":
        return None
    found = match_fraction(spelling, index) or match_vague(spelling, index)
    if not found:
        found = match_digits(spelling, index) or match_run(spelling, index, takes_and)
        found = found and add_half(spelling, found)
    if found and (found.value >= 10**LONGEST_NUMBER or found.fault not in (Fault.NONE, Fault.POINT)):
        found = replace(found, value=Decimal(0), fault=found.fault or Fault.DIGITS)
    return match_ratio(spelling, found) if found else None


def match_digits(spelling: Spelling, index: int) -> Numeral | None:
    """Match digits with their magnitude: 66,000; 1.5 million; 10k; 21st. What can be read in two ways has a fault."""
    tokens, part = spelling.tokens, spelling.firsts[index]
    match = DIGITS.match(spelling.kinds, part)
    if not match:
        return None
    fault = read_digits(tokens[index].text)[1]
    after, problem = skip_marks(tokens, index)
    if after > index + 1:
        while after < len(tokens) and spelling.kinds[spelling.firsts[after]] in "mhdk":
            after += 1
        return Numeral(spelling.values[part], after, problem)
    scale, is_descending = multiply(spelling.values[part + 1 : match.end()])
    end = spelling.find_end(match.end())
    if is_descending:
        fault = Fault.SUM
    if end < len(tokens) and is_glued(tokens, end) and tokens[end].text[0].isalpha() and not is_known_after(tokens[end]):
        while end < len(tokens) and is_glued(tokens, end) and tokens[end].text.isalnum():
            end += 1
        return Numeral(spelling.values[part], end, Fault.LETTERS)
    if match.group().endswith("k") and not is_glued(tokens, end - 1) and len(tokens[end - 1].text) == 1:
        fault = fault or Fault.LETTERS  # 5 m may be metres
    return Numeral(spelling.values[part] * scale, end, fault, scale, is_compound=spelling.is_inside(match.end()))


def is_known_after(token: Token) -> bool:
    """Return whether letters glued to digits are known there: 100ish, 5pct."""
    words = load_words("numbers")
    return token.lower in words["units"]["percent"] or any(token.lower in some for some in words["qualifiers_after"].values())


def multiply(values: Sequence[Decimal]) -> tuple[Decimal, bool]:
    """Return the product of magnitudes, and whether one is not larger than the one before it (million hundred)."""
    scale, last, is_descending = Decimal(1), Decimal(0), False
    for value in values:
        if value:
            is_descending |= value <= last
            scale, last = scale * value, value
    return scale, is_descending


def skip_marks(tokens: Sequence[Token], index: int) -> tuple[int, Fault]:
    """Return the index after digits that marks join to more digits (66 000, 66'000, 2/3, 5:1), and the fault of them."""
    end, fault = index + 1, Fault.NONE
    is_group = re.fullmatch(r"[0-9]{1,3}", tokens[index].text)
    while end < len(tokens):
        mark = tokens[end].text if is_glued(tokens, end) else ""
        group = end + 1 if mark in ("'", "’", "/", ":", "⁄", "×") else end
        if mark == ":" and not is_glued(tokens, group):
            break  # 2023: 61 people
        if group >= len(tokens) or not tokens[group].text[0].isdigit():
            break
        if mark in ("/", "⁄", ":", "×"):
            fault = Fault.RATIO if mark in ":×" else Fault.FRACTION
        elif (
            is_group
            and re.fullmatch(r"[0-9]{3}", tokens[group].text)
            and tokens[group].start - tokens[group - 1].end == (not mark)
        ):
            fault = fault or Fault.DIGITS
        elif group + 1 < len(tokens) and tokens[group + 1].text in ("/", "⁄") and is_glued(tokens, group + 1):
            fault = Fault.FRACTION  # 1 1/2
        else:
            break
        end = group + 1
    return end, fault


def match_run(spelling: Spelling, index: int, takes_and: bool) -> Numeral | None:
    """Match a run of number words. All of it is one number by the grammar, or the run has a fault."""
    part = spelling.firsts[index]
    match = (RUN if takes_and else RUN_WITHOUT_AND).match(spelling.kinds, part)
    if not match or not match.group().strip("a&"):
        return match_ordinal(spelling, part)
    kinds, end = match.group(), match.end()
    value, magnitude = add_words(kinds, spelling.values[part:end])
    is_number = (CARDINAL.fullmatch(kinds) or ORDINAL.fullmatch(kinds)) and value is not None
    compound = spelling.is_inside(end)
    longer = 0 if compound else skip_sum(spelling, spelling.find_end(end), magnitude)
    if longer:
        return Numeral(Decimal(0), longer, Fault.SUM)
    is_ratio = compound and ("fold" in spelling.tokens[spelling.owners[end]].lower or joins_other(spelling, end))
    fault = Fault.NONE if is_number and not is_ratio else Fault.RATIO if is_ratio else Fault.SUM
    if "&" in kinds and not compound and spelling.kinds[end : end + 1] in ("q", "S"):
        return Numeral(Decimal(0), spelling.find_end(end + 1), Fault.FRACTION)  # a million and three quarters
    return Numeral(value or Decimal(0), spelling.find_end(end), fault, magnitude, is_compound=compound)


def joins_other(spelling: Spelling, part: int) -> bool:
    """Return whether a word goes on with another number behind its first: three-to-five-year, one-in-10."""
    tokens, after = spelling.tokens, spelling.owners[part] + 1
    end = spelling.firsts[after] if after < len(tokens) else len(spelling.kinds)
    is_in_word = OTHER_NUMBER.search(spelling.kinds, part, end) is not None and not PART.match(spelling.kinds, part)
    return is_in_word or (goes_on_glued(spelling, after) and tokens[after + 1].text[0].isdigit())


def skip_sum(spelling: Spelling, end: int, magnitude: Decimal) -> int:
    """Return the index after words that may go on with a number: five thousand, six hundred; three point two. Else 0."""
    tokens = spelling.tokens
    if end + 1 >= len(tokens) or tokens[end].lower not in ("point", ","):
        return 0
    match = RUN.match(spelling.kinds, spelling.firsts[end + 1])
    if not match or not match.group().strip("a&"):
        return 0
    goes_on = tokens[end].lower == "point" or (magnitude >= 1000 and "h" in match.group())
    return spelling.find_end(match.end()) if goes_on else 0


def match_ordinal(spelling: Spelling, part: int) -> Numeral | None:
    """Match an ordinal word that begins a number by itself: first, third-largest."""
    if spelling.kinds[part] not in "OTYPHM":
        return None
    is_compound = spelling.is_inside(part + 1)
    return Numeral(spelling.values[part], spelling.find_end(part + 1), is_ordinal=True, is_compound=is_compound)


def add_words(kinds: str, values: Sequence[Decimal]) -> tuple[Decimal | None, Decimal]:
    """Return the sum of a run of number words, None where its magnitudes do not descend, and the one that it ends with."""
    total, group, last, magnitude = Decimal(0), Decimal(0), Decimal("Infinity"), Decimal(1)
    for kind, value in zip(kinds, values, strict=True):
        magnitude = value if kind in "mhd" else Decimal(1)
        if kind in "mM":
            if value >= last:
                return None, magnitude
            total, group, last = total + max(group, Decimal(1)) * value, Decimal(0), value
        elif kind in "hdH":
            group = max(group, Decimal(1)) * value
        else:
            group += value
    return total + group, magnitude


def match_fraction(spelling: Spelling, index: int) -> Numeral | None:
    """Match a fraction: half, two thirds, a third of. Of a magnitude it is a number: half a million."""
    part = spelling.firsts[index]
    match = FRACTION.match(spelling.kinds, part)
    if not match or (match.group() in SHARES and not is_share(spelling, match.end())):
        return None
    kinds, end = match.group(), match.end()
    top = spelling.values[part] if len(kinds) > 1 else Decimal(1)
    if kinds[0] == "o" and kinds[-1] in "OTYHM" and top != 1:
        return None
    scaling = SCALING.match(spelling.kinds, end)
    if scaling:
        scale, _ = multiply(
            [value for kind, value in zip(scaling.group(), spelling.values[end:], strict=False) if kind in "mhd"]
        )
        value = top * scale / spelling.values[end - 1]
        if value == value.to_integral_value():
            return Numeral(value, spelling.find_end(scaling.end()), is_compound=spelling.is_inside(scaling.end()))
        end = scaling.end()
    return Numeral(Decimal(0), spelling.find_end(end), Fault.FRACTION)


def is_share(spelling: Spelling, part: int) -> bool:
    """Return whether an article and an ordinal mean a share: a third of them, more than a third were women."""
    if part >= len(spelling.kinds):
        return True
    word = spelling.tokens[spelling.owners[part]].lower
    return not spelling.is_inside(part) and (word in load_words("numbers")["after_a_share"] or not word[0].isalnum())


def match_vague(spelling: Spelling, index: int) -> Numeral | None:
    """Match words that leave the number open: hundreds of thousands, several dozen; a couple of, which is about two."""
    part = spelling.firsts[index]
    couple, vague = COUPLE.match(spelling.kinds, part), VAGUE.match(spelling.kinds, part)
    if couple:
        scale, _ = multiply(spelling.values[couple.start(1) : couple.end(1)] if couple[1] else [])
        return Numeral(2 * scale, spelling.find_end(couple.end()), magnitude=scale, qualifier="about")
    return Numeral(Decimal(0), spelling.find_end(vague.end()), qualifier="vague") if vague else None


def add_half(spelling: Spelling, found: Numeral) -> Numeral:
    """Go on from a number to a part of one: two and a half million, a million and a half, two and three quarters."""
    part = spelling.firsts[found.end] if found.end < len(spelling.tokens) else len(spelling.kinds)
    if found.is_compound:
        part = spelling.firsts[found.end - 1] + 1
    elif goes_on_glued(spelling, found.end):  # 14-and-a-half
        part += 1
    match = PART.match(spelling.kinds, part)
    if not match or found.fault or not is_part(spelling, match):
        return found
    top = spelling.values[match.start("top")] if match["top"] == "o" else Decimal(1)
    scale, _ = multiply(spelling.values[match.start("scale") : match.end()])
    value = (found.value + found.magnitude * top / spelling.values[match.start("bottom")]) * scale
    is_exact = match["bottom"] in "Fq" or value == value.to_integral_value()
    fault = Fault.SUM if match["of"] else Fault.NONE if is_exact else Fault.FRACTION
    end, is_compound = spelling.find_end(match.end()), spelling.is_inside(match.end())
    return replace(found, value=value, end=end, magnitude=found.magnitude * scale, is_compound=is_compound, fault=fault)


def is_part(spelling: Spelling, match: re.Match[str]) -> bool:
    """Return whether a fraction behind a number and "and" belongs to it: 12 and a half, but not 12 and a quarter of them."""
    top = spelling.values[match.start("top")] if match["top"] == "o" else Decimal(1)
    if top >= spelling.values[match.start("bottom")]:
        return False
    if match["bottom"] == "F" or match["scale"]:
        return match["top"] == "a" or match["bottom"] not in "OTYHM"
    end = match.end("bottom")
    following = spelling.tokens[spelling.owners[end]].lower if end < len(spelling.owners) else ""
    return match["bottom"] == "q" and following not in load_words("numbers")["after_a_share"]


def goes_on_glued(spelling: Spelling, index: int) -> bool:
    """Return whether a hyphen at a token joins the word before it and the one after it."""
    tokens = spelling.tokens
    is_hyphen = index + 1 < len(tokens) and tokens[index].text in "-‑"
    return is_hyphen and is_glued(tokens, index) and is_glued(tokens, index + 1)


def match_ratio(spelling: Spelling, found: Numeral) -> Numeral:
    """Go on from a number to the one of which it is a share: one in four, 3 out of every 5. Neither is a count."""
    tokens, end = spelling.tokens, found.end
    following = [token.lower for token in tokens[end : end + 3]]
    if following[:1] == ["in"]:
        start = end + 1
    elif following[:2] in (["out", "of"], ["of", "every"]):
        start = end + 1 + (following[0] == "out")
    else:
        return found
    says_every = start < len(tokens) and tokens[start].lower == "every"
    second = match_digits(spelling, start + says_every) if start + says_every < len(tokens) else None
    second = second or (match_run(spelling, start + says_every, takes_and=True) if start + says_every < len(tokens) else None)
    if second and (says_every or (found.value < second.value <= 100 and not second.fault)):
        return Numeral(Decimal(0), second.end, Fault.RATIO)
    return found
