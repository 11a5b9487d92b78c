"""Rules on the words that say who was aboard a flight: nationals, women and children, and those who work there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.proposals.article import Sentence, find_any
from curation.proposals.codes import Code
from curation.proposals.flights import Flight
from curation.proposals.memory import load_rules
from curation.text.folding import Span
from curation.text.moments import choose

GROUP = re.compile(r"The group\b")
"""Those aboard, of whom a sentence before has spoken."""
OF_GROUP = re.compile(r"(?<=\b[Tt]he )group\b")
"""The noun for those aboard, without its article."""
ON_CRAFT = r"on (?:an?|one)(?: single)? (?:[\w-]+ ){0,3}(?:{craft})"
"""Words that say that people were on a flight: on a charter flight."""
ON_THE_CRAFT = r"on the (?:{craft})"
"""Words for the flight of which a text has spoken: on the plane."""
WITH = r"(?:{craft}) with"
"""A flight with people: how many words of it say that they were aboard is left to a reader."""
THOSE = re.compile(r"(?i)\bthose (returned|removed|deported|expelled|repatriated|sent back)\b")
"""Those aboard, by what was done with them; the verb is group 1."""
KIND = r"(?:charter|chartered|joint|return|deportation|removal|repatriation|special|military)"
CRAFT = rf"(?:{KIND} )*(?:{{craft}})(?: No\. \d+)?(?: to (?:the )?(?-i:[A-Z])\w+| (?:of|in) (?-i:[A-Z])\w+(?: \d+)?)?"
"""The noun for a flight with the words for its kind, and with its end or day: charter flight to Kabul."""


def find_carried(sentence: Sentence, flight: Flight, *, is_counted: bool) -> list[Code]:
    """Return the words that say that people were aboard, those that they were moved, and those that name the flight.

    Words that only say that people were moved say that they were aboard where they are counted.
    """
    rules = load_rules()
    is_counted = is_counted or bool(sentence.has_word(rules["aircraft"], bare=True))
    those = THOSE.search(sentence.bare)
    board = find_any(sentence.bare, rules["carried"]) or GROUP.match(sentence.bare)
    moved = find_any(sentence.bare, rules["moved"])
    on = compile_craft(ON_CRAFT).search(sentence.bare) or compile_craft(ON_THE_CRAFT).search(sentence.bare)
    measure = board or those or ((on or moved) if is_counted and not compile_craft(WITH).search(sentence.bare) else None)
    left = find_any(sentence.bare, [*rules["departed"], *rules["arrived"]])
    flow = board or moved or (left or on if measure else None)
    named = (
        find_any(sentence.bare, rules["aboard"])
        or GROUP.match(sentence.bare)
        or those
        or compile_craft(ON_THE_CRAFT).search(sentence.bare)
        or (compile_craft(CRAFT).search(sentence.bare) if is_counted else None)
    )
    found = [
        ("aboard", "measure", "aboard_flight", measure),
        ("aboard", "stock_or_flow", "flow", flow),
        ("aboard-flight", "flight_id", flight.id, named),
    ]
    return [Code(rule, field, value, words.span()) for rule, field, value, words in found if words]


def compile_craft(pattern: str) -> re.Pattern[str]:
    """Return a pattern with the nouns for an aircraft in the place of {craft}."""
    return re.compile(rf"(?i)(?<![\w-]){pattern.replace('{craft}', choose(load_rules()['aircraft']))}(?![\w-])")


def list_aboard(sentence: Sentence, noun: str, flight: Flight) -> list[Code]:
    """Return the codes of women, children or another group aboard: the measure, that it is a flow, the flight; no period.

    None where no words say that they were aboard: on board, on the plane, the group, those returned.
    """
    rules = load_rules()
    if noun.lower() not in rules["groups"]:
        return []
    on = find_any(sentence.bare, rules["carried"]) or compile_craft(ON_THE_CRAFT).search(sentence.bare)
    those = THOSE.search(sentence.bare)
    words = on or OF_GROUP.search(sentence.bare) or those
    if not words:
        return []
    return [
        Code("group", "measure", "aboard_flight", words.span()),
        Code("group", "stock_or_flow", "flow", words.span(1) if words is those and those else words.span()),
        Code("group-flight", "flight_id", flight.id, words.span()),
        Code("group-time", "period_type", "unspecified", None),
    ]


def list_staff(sentence: Sentence, words: Span, flight: Flight) -> Iterator[Code]:
    """Yield the codes of those who are aboard in their work: they are counted as what they are."""
    yield Code("staff", "measure", "other", words)
    yield Code("staff", "measure_printed", "", words)
    on = find_any(sentence.bare, load_rules()["aboard"])
    if on:
        yield Code("staff", "stock_or_flow", "flow", on.span())
        yield Code("staff", "flight_id", flight.id, on.span())
    yield Code("staff-time", "period_type", "unspecified", None)
