"""Rules on the words that say who was aboard a flight: nationals, women and children."""

from __future__ import annotations

import re
from functools import cache

from curation.proposals.article import Sentence, find_any
from curation.proposals.codes import Code
from curation.proposals.memory import load_rules
from curation.text.moments import choose

ON_CRAFT = r"on (?:an?|one)(?: single)? (?:[\w-]+ ){0,3}(?:{craft})"
"""Words that say that people were on a flight: on a charter flight."""
ON_THE_CRAFT = r"on the (?:{craft})"
"""Words for the flight of which a text has spoken: on the plane."""
WITH = r"(?:{craft}) with"
"""A flight with people: how many words of it say that they were aboard is left to a reader."""
THOSE = re.compile(r"(?i)\bthose (?:returned|removed|deported|expelled|repatriated|sent back)\b")
"""Those aboard, by what was done with them."""

NOT_ABOARD = re.compile(
    r"\bdenied (?:\w+ )?(?:reports|claims|rumou?rs)\b"
    r"|\b(?:is|was|are|were) planned\b"
    r"|\b(?:not|none|no \w+) (?:were |was )?(?:(?:taken|let|allowed|put) )?(?:on board|aboard)\b"
    r"|\b(?:was|were) to have (?:been|travel(?:led|ed)|flown|boarded|come|left)\b|\bnot (?:be )?taken along\b"
    r"|\b(?:reject|den(?:y|ie)|dismiss|refute)(?:s|d|ed|es)? (?:[\w-]+ ){0,8}(?:which|that) alleg"
)
"""Words of those whom a flight did not carry, or is still to carry."""


def find_carried(sentence: Sentence, flight: str) -> list[Code]:
    """Return that people were aboard, that they were moved, and which flight is meant: by the same words (docs/coding.md).

    They are the first of these that the sentence has: on board, carrying, on the flight. A verb that only says that people
    were moved is left to a reader.
    """
    words = find_carrying(sentence) or find_on_craft(sentence)
    codes = (("measure", "aboard_flight"), ("stock_or_flow", "flow"), ("flight_id", flight))
    return [Code("aboard", field, value, words.span()) for field, value in codes if words]


def find_on_craft(sentence: Sentence) -> re.Match[str] | None:
    """Return the words that say that people were on a flight; none where a plane came "with" them."""
    on = compile_craft(ON_CRAFT).search(sentence.bare) or compile_craft(ON_THE_CRAFT).search(sentence.bare)
    return None if compile_craft(WITH).search(sentence.bare) else on


def find_carrying(sentence: Sentence) -> re.Match[str] | None:
    """Return the word that says that people were aboard; "carried out" says nothing of the kind."""
    return compile_carrying().search(sentence.bare)


def find_on_flight(sentence: Sentence) -> re.Match[str] | None:
    """Return the words that say that people were aboard, or on the flight of which the text has spoken."""
    return find_carrying(sentence) or compile_craft(ON_THE_CRAFT).search(sentence.bare)


@cache
def compile_carrying() -> re.Pattern[str]:
    """Return the pattern of the words that say that people were aboard."""
    return re.compile(rf"(?i)(?<![\w-])(?:{choose(load_rules()['carried'])})(?![\w-])(?! (?:out|on)\b)")


@cache
def compile_craft(pattern: str) -> re.Pattern[str]:
    """Return a pattern with the nouns for an aircraft in the place of {craft}."""
    return re.compile(rf"(?i)(?<![\w-]){pattern.replace('{craft}', choose(load_rules()['aircraft']))}(?![\w-])")


def list_aboard(sentence: Sentence, noun: str, flight: str) -> list[Code]:
    """Return the codes of women, children or another group aboard: the measure, that it is a flow; no period.

    None where no words say that they were aboard: on board, on the plane, the group, those returned.
    """
    rules = load_rules()
    if noun.lower() not in (*rules["groups"], "offenders"):
        return []
    on = find_any(sentence.bare, rules["aboard"]) or compile_craft(ON_THE_CRAFT).search(sentence.bare)
    words = on or THOSE.search(sentence.bare)
    if not words:
        return []
    return [
        Code("group", "measure", "aboard_flight", words.span()),
        Code("group", "stock_or_flow", "flow", words.span()),
        Code("group", "flight_id", flight, words.span()),
        Code("group-time", "period_type", "unspecified", None),
    ]
