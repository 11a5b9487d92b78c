"""Rules on figures of some of the passengers (the remaining 17, five of those on board), and of those who escort them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curation.proposals.aboard import find_on_flight
from curation.proposals.article import Sentence
from curation.proposals.codes import Code
from curation.proposals.flights import Flight
from curation.text.folding import Span
from curation.text.numbers import NumberExpression

SOME, STAFF = "figure-some", "staff"
REMAINING = re.compile(r"^The (remaining) $")
VERB = re.compile(r" (?:also )?(?:had|have|were|are|was|did|came|left|chose|lived)\b(?! (?:men|women|children|minors)\b)")
"""What follows a number that alone is a subject."""
NO_GROUP = r"\b(?! (?:were|are) (?:men|women|children|minors)\b)"
"""Behind the name of those of whom some are counted: the number has another noun, where it says that they are women."""
THOSE_ABOARD = r"(?P<those>those (?P<aboard>on board|aboard|on the (?:flight|plane|aircraft)))"
ABOARD = re.compile(rf" of {THOSE_ABOARD}{NO_GROUP}")
OF_THOSE = re.compile(rf"Of {THOSE_ABOARD}, ")
MOVED = re.compile(rf" of (?P<those>those (?:removed|returned|deported|expelled|repatriated|sent|flown)){NO_GROUP}")
OF_NOUN = re.compile(rf" of the (?P<those>passengers|returnees|deportees){NO_GROUP}")
THEM = re.compile(rf" of (?P<those>them)(?={VERB.pattern})")
OPENING = re.compile(
    r"(?:Of the [\w-]+(?: (?:people|persons|men|women|passengers))?(?: [a-z]+ed)?, (?:only )?|Altogether,? )?"
)
"""What can be before a number that alone is the subject of a sentence."""
OF_NUMBER = re.compile(r" of the (?:\d[\d,]*|[a-z]+(?:-[a-z]+)?)(?= (?:had|have|were|are)\b)")
"""Behind a number: how many they are in all."""
NUMBER = r"[\d,]+|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?)"
SENTENCED = re.compile(r"\b(?:convicted|sentenced|convictions)\b")
LISTED = re.compile(r"(?:,|:|,? and) $")
CRIME = re.compile(rf" (?:of|for) (?P<what>(?!the\b|them\b|whom\b)[a-z][^,;:.]*?)(?= and (?:{NUMBER})\b|[,;.]|$)")
"""In a list of how many were convicted of what: the number, and the crime."""
HAD = re.compile(
    r"[^,;:.]*? (?:had|have) (?:also )?(?:had |been )?(?:(?:only|simply|already) )?(?P<what>(?!to\b)[a-z][^,;:.—–]*)"
)
"""What some people had, or had done, as far as the next mark."""
ENDS = re.compile(
    r" (?:(?:but|including|since|because|at|after|before|by|on condition|on the|mostly|mainly|chiefly|largely)\b"
    r"|in (?!(?:the )?[A-Z]|this (?:country|jurisdiction)\b)"
    rf"|and (?:(?:had|have|were|are)\b|(?:{NUMBER})\b)|\().*"
)
"""What goes on behind what they had: where, when, of what kind."""
ARE_PEOPLE = re.compile(r"\b(?:be|are|were) (?:(?:citizens|nationals) (?:of|from) (?:the )?)?$")
"""What is before the name of a country whose people somebody is, for which there is another table."""
HAPPENED = re.compile(r" (?:[a-z]+ ){0,2}(?:arrested|detained|referred|admitted|taken|held|charged|met|killed|injured)\b")
"""Behind a number: what happened to people after the flight or before it, which has a measure of its own."""
WITH_THEM = re.compile(
    r"\b(?:were|was) (?P<passive>accompanied) by\b"
    r"|\b(?P<active>(?:travelled|traveled|flew) with the group|accompanied(?= the (?P<flight>flight)))\b"
)


@dataclass(frozen=True)
class Some:
    """Where the words are that say of whom a number counts some: their name, that they were aboard, and what they had."""

    unit: Span
    aboard: Span
    population: Span | None


def read_some(sentence: Sentence, number: NumberExpression) -> Some | None:
    """Return of whom a number counts some of the passengers; None where it may count others."""
    text = sentence.text
    if counts_nationals(sentence, number):
        return None
    before = REMAINING.search(text[: number.start])
    if before and VERB.match(text, number.end):
        words = before.span(1)
        return Some(words, words, find_had(text, number.end))
    opened = OF_THOSE.match(text)
    if opened and opened.end() == number.start and VERB.match(text, number.end):
        start = opened.start("those")
        return Some((start, start + len("those")), opened.span("aboard"), find_had(text, number.end))
    found = ABOARD.match(text, number.end) or MOVED.match(text, number.end) or OF_NOUN.match(text, number.end)
    found = found or (THEM.match(text, number.end) if number.start == 0 else None)
    if not found or HAPPENED.match(text, found.end("those")):
        return None
    words = found.span("those")
    aboard = found.span("aboard") if "aboard" in found.re.groupindex else None
    unit = (words[0], words[0] + len("those")) if aboard else words
    return Some(unit, aboard or words, find_had(text, words[1]))


def find_bare(sentence: Sentence, number: NumberExpression) -> list[Span] | None:
    """Return what is said of some people of whom a number is given without a noun; None where it counts no people.

    Eleven had final convictions; of the 46, 29 had; 23 of the 94 had; four were convicted of theft, two of fraud.
    """
    text = sentence.text
    is_share = " in " in text[number.start : number.end]
    if is_share or counts_nationals(sentence, number):
        return None
    item = CRIME.match(text, number.end)
    if item and SENTENCED.search(text[: number.start]) and LISTED.search(text[: number.start]):
        return [item.span("what")]
    behind = OF_NUMBER.match(text, number.end)
    end = behind.end() if behind else number.end
    if not OPENING.fullmatch(text[: number.start]) or not VERB.match(text, end):
        return None
    had = find_had(text, end)
    return [had] if had else []


def counts_nationals(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number is of people who are said to be those of a country, for which there is another table."""
    after = next((one.start for one in sentence.numbers if one.start >= number.end), len(sentence.text))
    own = [country for country in sentence.countries if number.end <= country.start < after]
    return any(ARE_PEOPLE.search(sentence.text, number.end, country.start) for country in own)


def find_had(text: str, start: int) -> Span | None:
    """Return what the people had or had done, of whom a number counts some: a criminal record, overstayed a visa."""
    found = HAD.match(text, start)
    what = ENDS.sub("", found["what"]) if found else ""
    # One word alone needs what follows it: held in a prison.
    return (found.start("what"), found.start("what") + len(what)) if found and " " in what else None


def list_some_codes(some: Some, flight: Flight) -> Iterator[Code]:
    """Yield the codes of a number of some of the passengers, who are people of the flight of the text."""
    yield Code(SOME, "measure", "aboard_flight", some.aboard)
    yield Code(SOME, "stock_or_flow", "flow", some.aboard)
    yield Code(SOME, "period_type", "unspecified", None)
    yield Code(SOME, "flight_id", flight.id, some.aboard)


def list_staff_codes(sentence: Sentence, noun: Span, flight: Flight | None) -> Iterator[Code]:
    """Yield the codes of a number of those who were with the passengers: their noun says what is counted."""
    aboard = find_on_flight(sentence)
    with_them = WITH_THEM.search(sentence.bare)
    if not aboard and not with_them:
        return
    yield Code(STAFF, "measure", "other", noun)
    yield Code(STAFF, "measure_printed", "", noun)
    yield Code(STAFF, "period_type", "unspecified", None)
    how = next((name for name in ("passive", "active") if with_them and with_them[name]), "")
    flow = aboard.span() if aboard else with_them.span(how) if with_them else None
    yield Code(STAFF, "stock_or_flow", "flow", flow)
    if flight and (aboard or how == "active"):
        named = with_them.span("flight") if with_them and with_them["flight"] else None
        yield Code(STAFF, "flight_id", flight.id, named or flow)
