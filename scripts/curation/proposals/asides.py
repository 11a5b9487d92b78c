"""Words within a sentence that say nothing for the tables: ages, amounts, other days and years, what has no unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from curation.proposals.article import Sentence, find_any
from curation.proposals.days import DAY_OF_WEEK
from curation.proposals.letters import CAPITAL
from curation.proposals.memory import load_rules
from curation.proposals.proposal import UNCODED, Proposal
from curation.proposals.speech import Speech
from curation.text.folding import Span, spans_overlap
from curation.text.moments import choose

NO_UNIT = "a number of {}, for which the tables have no unit"
AN_AGE = "an age, outside the tables"
A_YEAR = "the year of something else; no figure and no flight"
PRONOUN = "a pronoun; it counts nothing"
NO_ORDER = "what is done before other things; no place in an order"
MONEY = "an amount of money that is not in dollars, for which the tables have no unit"
SAID_ON = "the day of the statement, outside the tables"
ORIGIN = ("origin", "nationality", "nationalities", "came from", "come from", "citizens", "nationals")
"""Words that say whose nationals somebody is."""
IN_YEAR = re.compile(r"(?<=\bin )(?:19|20)\d\d\b|(?<=\bof )(?:19|20)\d\d\b")
"""A year alone."""
ONE = re.compile(r"(?i)\b(?:every|each|this|that|the|previous|similar) $")
"""What is before "one" where it counts nothing."""
AFTER_AGE = re.compile(r"(?: years| months| weeks)? (?:old|of age)\b")
BEFORE_AGE = re.compile(r"\b(?:aged|(?:under|below|over) the age of|(?:man|woman|boy|girl|child|baby) of) $")
AFTER_NAME = re.compile(rf"{CAPITAL}[\w’'-]+ {CAPITAL}[\w’'-]+, $")
"""What is before an age, and between a name and another comma."""
FIRST = re.compile(r"\b(?:will|would|were|was|had|have|has|been|at|is|are|to) $")
"""What is before "first" where it says when something is done, and no place in an order."""
DAY = re.compile(
    rf"(?:(?:last|this|next) (?:week|month|{DAY_OF_WEEK})|yesterday|today|earlier|{DAY_OF_WEEK})"
    r"(?! (?:night|morning|evening|afternoon))\b"
)
"""A day or week near the text's own."""
NOBODY = "a country of which the sentence counts nobody, and names no flight"
"""Why the one country of a statement is left out; a reader may write a better reason."""
UNTIL_DAY = re.compile(
    r"[ ,]*(?:(?:at|in|to|told|during) (?:an? |the |his |her |its |their )?(?:[\w-]+ ){1,4})?(?:(?:on|late|early) )*$"
)
"""What can be between a verb of speech and the day of the statement: said at a news conference on Wednesday."""


def propose_countries(sentence: Sentence, taken: Sequence[Span]) -> Iterator[Proposal]:
    """Propose to set aside the one country of a statement that speaks of no removal, no flight and no number."""
    rules = load_rules()
    if sentence.numbers or find_any(sentence.text, (*rules["moved"], *rules["flight"], *ORIGIN)):
        return
    for country in sentence.countries if len(sentence.countries) == 1 else ():
        span = sentence.place(country.start, country.end)
        is_opening = re.fullmatch("In (?:the )?", sentence.text[: country.start]) is not None
        if not is_opening and not spans_overlap([span], taken):
            yield Proposal("country", sentence.number, field=UNCODED, value=NOBODY, spans=(span,))


def list_years(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    """Yield years alone, with the reason, in a sentence without a figure or a flight."""
    yield from ((one.span(), A_YEAR) for one in IN_YEAR.finditer(sentence.text))


def list_asides(sentence: Sentence, speeches: Sequence[Speech]) -> Iterator[tuple[Span, str]]:
    """Yield words within a sentence that are set aside, with the reason."""
    text = sentence.text
    for number in sentence.numbers:
        why = find_why(text, (number.start, number.end))
        noun = compile_money().match(text[number.end :]) if why == MONEY else None
        if why:
            yield (number.start, number.end + (noun.end() if noun else 0)), why
    for speech in speeches:
        if speech.sentence is sentence:
            yield from ((span, SAID_ON) for span in list_days_of_speech(speech))


def find_why(text: str, number: Span) -> str:
    """Return why a number says nothing for the tables; nothing where it may say something."""
    start, end = number
    words, before = text[start:end].lower(), text[:start]
    noun = compile_things().match(text, end)
    if noun:
        return NO_UNIT.format(noun[1].lower())
    if compile_money().search(text[start:end]) or compile_money().match(text[end:]):
        return MONEY
    if AFTER_AGE.match(text, end) or BEFORE_AGE.search(before) or (AFTER_NAME.search(before) and text.startswith(",", end)):
        return AN_AGE
    if words == "one" and ONE.search(before):
        return PRONOUN
    return NO_ORDER if words == "first" and FIRST.search(before) else ""


@cache
def compile_things() -> re.Pattern[str]:
    """Return the pattern of a noun, behind a number, for what is counted and has no unit."""
    return re.compile(
        rf" (?:(?!(?:and|to|of|in|from|on|at|with|for|by)\b)[\w-]+ ){{0,2}}({choose(load_rules()['things'])})(?![\w-])",
        re.IGNORECASE,
    )


@cache
def compile_money() -> re.Pattern[str]:
    """Return the pattern of a sign or a name of money that is no dollar of the United States."""
    return re.compile(rf"[€£₹¥₽₺]|\b(?:Rs|Tk|PHP|EUR|GBP|RM|DKK|SEK|NOK|CHF)\b|^ ({choose(load_rules()['money'])})\b")


def list_days_of_speech(speech: Speech) -> Iterator[Span]:
    """Yield the day of a statement, behind the verb or where it was made."""
    text = speech.sentence.bare
    for day in DAY.finditer(text, speech.words[1]):
        if UNTIL_DAY.fullmatch(text, speech.words[1], day.start()):
            yield day.span()
            return
