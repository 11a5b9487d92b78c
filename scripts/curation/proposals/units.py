"""The unit of a number: per cent, dollars, a time, a place in an order, events or people."""

from __future__ import annotations

import re
from functools import cache

from curation.proposals.article import Article, Sentence
from curation.proposals.counted import Counted, match_noun, print_noun
from curation.proposals.memory import load_rules
from curation.proposals.naming import has_age
from curation.proposals.passengers import counts_nationals
from curation.proposals.people import read_passengers, read_people
from curation.text.folding import Span
from curation.text.lists import find_lists
from curation.text.moments import choose
from curation.text.numbers import NumberExpression

SINGLE = re.compile(r"(?i)(?:one|both|first|second)$")
"""Numbers that are also pronouns and adverbs: they are figures only before a noun of an order."""
UNREAD = re.compile(r"(?i)[€£$]|dollars|half|quarter|thirds$|(?:one|a)[ -]third$")
"""Sums of money, and fractions, which need a value that the words do not have."""
DOLLARS = re.compile(r"(?:US)?\$\d|USD \d")
"""An amount of dollars of the United States in figures."""
POSSIBLE = (
    *("no", "not", "may", "might", "could"),
    *("planned", "due", "expected", "scheduled", "foreseen", "arranged", "prepared"),
)
"""Words of what there may be or may not be."""
IN_A_YEAR = re.compile(r"(?i)(?<!\w)(?:in|during|since|throughout|of|by|until) (?:19|20)\d\d$")
"""A year that is the time of events: during 2024 returns came to 5,386."""
RATIO = re.compile(r" (?:[\w-]+ ){1,5}(?:for|to) (?:each|every)\b| (?:\w+ )?(?:escorts|officers|guards|agents) each\b")
"""Behind a number of so many for each: three escorts for each passenger; two escorts each."""
OWN_DOLLARS = frozenset(
    ("AUS", "BHS", "BRB", "CAN", "FJI", "GUY", "HKG", "JAM", "LBR", "NAM", "NZL", "SGP", "SLB", "SUR", "TTO", "TWN")
)
"""Countries with a dollar of their own, which a text on them can mean by the sign alone."""
NOT_COUNTED = re.compile(r"\b(?i:every|all but|my|his|her|their|has|have|average of) $")
"""What is before a number of a share, of those who are left out, of somebody's family, and of what others were found from.

One for every five detainees, all but two of them, her three children, an average of 90 persons per flight.
"""
GROUP_GOES_ON = re.compile(r" (?:of [\w ,]+? )?(?:to\b|since\b|sent\b|deported\b|expelled\b)")
"""Behind "group", where groups have an order: the second group to be sent."""
OFTEN = re.compile(r" (?P<often>(?:per|a|each|every) (?P<unit>day|month)|(?P<every>daily|monthly))\b")
"""How often as many events were: 310 removals per day."""
NO_UNIT = re.compile(r" (?:(?:per|a|each|every) (?:week|year)|weekly|yearly)\b")
"""How often events were, where the tables have no unit for it: two flights a week."""
TIME = re.compile(r" (minutes|hours|days|weeks|months|years)\b")
"""The unit of any time."""
LASTING = re.compile(
    TIME.pattern + r"(?! (?:after|before|ago|earlier|later|old|in a row|between|since|in|an?|per|each|every)\b)"
    r"(?! (?:and|to|or) (?:an? )?[\w-]+ (?:minute|hour|day|week|month|year)s?\b)"
)
"""The unit of a time that something lasted: not between two events or in two units, no age, not how often (2 hours a day)."""
UNIT_BEFORE = re.compile(r"\b(?:minute|hour|day|week|month|year)s? (?:and|to|or) $")
"""One unit of a time in two units, or of two times, before the number of the other: 2 hours and, from 14 months to."""
NO_LENGTH = re.compile(r"(?i)within\b|\d?\d[.:]\d\d hours\b")
"""A number of a time within which something happened, and a time of the day."""
SPAN_OF = re.compile(r"\b(?:in|every|the|last|past|next|first|final)(?: (?:last|past|next|first|final))? $")
"""What is before a time within which something happened."""


def read_unit(article: Article, sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return what a number counts: per cent, a place in an order, events or people; None where unknown."""
    words, own = sentence.text[number.start : number.end], (number.start, number.end)
    if re.search(r"%|per ?cent", words):
        return Counted("percent", "percent", own if "%" in words else None)
    if DOLLARS.match(words) and "-" not in words and not (article.memory.named & OWN_DOLLARS):
        return Counted("usd", "usd", own)
    if RATIO.match(sentence.text, number.end) or UNREAD.search(words) or NOT_COUNTED.search(sentence.text[: number.start]):
        return None
    long = LASTING.match(sentence.text, number.end)
    if long and says_how_long(sentence, number):
        return Counted(long[1], f"{long[1]} duration", long.span(1))
    order = None if is_only_possible(sentence, number) else match_noun("ranked", sentence.bare, number.end)
    if is_ordinal(words):
        order = order or match_before(sentence, number)
        if not order or (order[1].endswith("group") and not GROUP_GOES_ON.match(sentence.text, order.end(1))):
            return None
        if separates(sentence, number, order):
            return None
        place = find_end(sentence, order.end(1)) or find_end(sentence, number.end)
        cells = (*print_noun(order.start(1), order), *((("place", place),) if place else ()))
        return Counted("rank", f"{order[1]} {words} rank".lower(), own, cells)
    if SINGLE.match(words) or (sentence.text.startswith(" of ", number.end) and counts_nationals(sentence, number)):
        return None
    return read_events(sentence, number) or read_passengers(sentence, number) or read_people(article, sentence, number)


def separates(sentence: Sentence, number: NumberExpression, order: re.Match[str]) -> bool:
    """Whether an ordinal only tells the flights of a text apart: the first plane landed at noon, a second one at three."""
    is_subject = sentence.text[: number.start] in ("The ", "A ") and order.start(1) > number.end
    return is_subject and not sentence.has_word([*load_rules()["times"], "such", "of its kind"])


def says_how_long(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number of days or years says how long something lasted, and not in the story of one person."""
    before = sentence.text[: number.start]
    if has_age(sentence.text) or before.endswith(" of ") or is_bounded(before):
        return False
    is_within = NO_LENGTH.match(sentence.text, number.start) is not None
    return not is_within and not sentence.has_word(["he", "she", "him", "his", "her", "i", "me", "my", "pregnant"])


def is_no_length(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number of days or years says when something was, or is one of two, and not how long it lasted."""
    if not TIME.match(sentence.text, number.end):
        return False
    return is_bounded(sentence.text[: number.start]) or not LASTING.match(sentence.text, number.end)


def is_bounded(before: str) -> bool:
    """Whether words before a number of days or years say within which time something was, or have another unit."""
    return UNIT_BEFORE.search(before) is not None or SPAN_OF.search(before) is not None


def is_only_possible(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a place in an order is that of something that there may be or may not be: no date for a third flight."""
    words = sentence.text[: number.end].split(" ")[-2:]
    is_new = len(words) == 2 and words[0].lower() == "a"
    return is_new and bool(sentence.has_word(POSSIBLE))


def match_before(sentence: Sentence, number: NumberExpression) -> re.Match[str] | None:
    """Return where the noun of an order is that is said to have a place in it: the flight is the second."""
    found = compile_is().search(sentence.bare[: number.start])
    return found if found and not sentence.text[number.end :].startswith(" time") else None


@cache
def compile_is() -> re.Pattern[str]:
    """Return the pattern of a noun of an order that is before its place."""
    nouns = choose(load_rules()["ranked"])
    return re.compile(
        rf"\b(?:[Tt]he|[Aa]|[Tt]his) (?:[\w-]+ ){{0,2}}({nouns})(?: [^,.;:]{{1,40}})? (?:is|was) (?:only )?the $"
    )


def is_ordinal(words: str) -> bool:
    """Whether a number is a place in an order: third, THIRD, 3rd."""
    return re.fullmatch(r"(?i)first|second|third|[\w-]+(?:st|nd|rd|th)", words) is not None


def read_events(sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return the unit of flights, arrests or other events: their noun."""
    found = match_noun("events", sentence.text, number.end)
    if not found or IN_A_YEAR.search(sentence.text, 0, number.end) or NO_UNIT.match(sentence.text, found.end(1)):
        return None
    charter = re.search(r"\bcharter(?:ed)? $", sentence.text[: found.start(1)])
    often = OFTEN.match(sentence.text, found.end(1))
    if often:
        code = f"events_per_{(often['unit'] or often['every']).removesuffix('ly').replace('dai', 'day')}"
        return Counted(code, found[1], often.span("often"), (("measure_printed", found.span(1)),))
    printed = print_noun((charter or found).start(1 - bool(charter)), found)
    place = find_end(sentence, found.end(1))
    return Counted("events", found[1], found.span(1), (*printed, *((("place", place),) if place else ())))


def find_end(sentence: Sentence, start: int) -> Span | None:
    """Return the country to which events went, right behind their noun; None where they went to several."""
    ends = find_lists(sentence.text, sentence.countries)
    for one in sentence.countries:
        if re.fullmatch(r" to (?:the )?", sentence.text[start : one.start]) and not any(one in names for names in ends):
            return one.start, one.end
    return None
