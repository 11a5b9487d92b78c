"""Which numbers of a text are those of all persons aboard a flight, and never those of a part, a list, a plan or a total."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from curation.proposals.aboard import find_on_flight
from curation.proposals.article import Article, Sentence, find_any, has_several
from curation.proposals.counts import drop_qualifier, list_counts
from curation.proposals.flights import Flight, counts_people, has_flight, read_value
from curation.proposals.memory import load_rules
from curation.proposals.places import ONWARD
from curation.text.numbers import NumberExpression

FEWEST = 10
"""Persons of a flight. A smaller number is mostly that of some of them, or of others."""
GROUP = re.compile(r" (?:[\w-]+ )?(?:women|children|minors|men and (?:[\w-]+ |\([\d,]+\) )+women)(?!\w)")
"""Nouns for some of the passengers."""
NOT_ALL = re.compile(r"(?i)\b(?:one of|another|others?|remaining|further|rest of the) $")
"""What is before a number of some of the passengers, or of other people."""
OF_SOME = re.compile(r" of (?:the|them|those|these|whom)\b")
ABOARD = re.compile(r" (?:people )?(?:on board|aboard)\b")
"""What follows a number that needs no noun: with 44 on board."""


def number_persons(
    article: Article, spoken: Sequence[Sentence], flights: Mapping[int, Flight]
) -> dict[int, NumberExpression]:
    """Return the number of persons aboard in each sentence on a flight that has one, by the number of the sentence.

    The number of one people is that of all aboard where the text names no other people there. Before a text has named the
    flight, words that only say that people were moved do.
    """
    is_mixed = len({count.meant for one in spoken for count in list_counts(one)}) > 1
    lead = next((one.number for one in spoken if has_flight(one) and not one.is_heading), 0)
    read = [one for one in spoken if has_flight(one) or one.number <= lead]
    counted = {one.number: list_counted(article, one, is_mixed=is_mixed) for one in read}
    found = {number: some[0] for number, some in counted.items() if len(some) == 1}
    found = drop_contradicted(article, found, flights)
    known: dict[str, set[str]] = {}
    for number, one in found.items():
        known.setdefault(flights[number].id, set()).add(read_count(article.sentences[number - 1], one))
    again = {one.number: find_again(one, known.get(flights[one.number].id, set())) for one in spoken}
    return {**{number: one for number, one in again.items() if one}, **found}


def list_counted(article: Article, sentence: Sentence, *, is_mixed: bool) -> list[NumberExpression]:
    """Return the numbers of people in a sentence, up to the words of a part; none of a stock, or of several flights."""
    rules = load_rules()
    if has_several(sentence) or sentence.has_word(rules["stock"]):
        return []
    if sentence.has_word(rules["flight"]).lower() == "passengers" and not sentence.has_word(rules["aboard"]):
        return []
    part = find_any(sentence.text, [*rules["part"], "since"])
    onward = ONWARD.search(sentence.bare)
    end = min(found.start() if found else len(sentence.text) for found in (part, onward))
    of_country = [count.number for count in list_counts(sentence) if count.number]
    counted = [one for one in sentence.numbers if one.start < end and (is_counted(sentence, one) or one in of_country)]
    is_part = any(counts_part(sentence, one) or is_figure(article, sentence, one) for one in counted)
    return [] if is_part or (of_country and is_mixed) else counted


def is_counted(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number counts people, or is directly before words that say that so many were aboard."""
    if re.search(r"[$€£]", sentence.text[number.start : number.end]):
        return False
    is_many = int(re.sub(r"\D", "", read_count(sentence, number)) or 0) >= FEWEST
    return is_many and (counts_people(sentence, number) or ABOARD.match(sentence.text, number.end) is not None)


def counts_part(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number is that of some of the passengers: four of them, 12 women, another six persons."""
    before, behind = sentence.text[: number.start], sentence.text[number.end :]
    return bool(NOT_ALL.search(before) or GROUP.match(behind) or OF_SOME.match(behind))


def is_figure(article: Article, sentence: Sentence, number: NumberExpression) -> bool:
    """Whether the collection knows a number as that of people who are not aboard a flight."""
    value = read_value(sentence, number)
    return any((country.code, value) in article.memory.figures for country in sentence.countries)


def drop_contradicted(
    article: Article, found: Mapping[int, NumberExpression], flights: Mapping[int, Flight]
) -> dict[int, NumberExpression]:
    """Return the numbers without those that differ from one that is said to be aboard the same flight.

    A number with a qualifier (more than 100) may differ from an exact one.
    """
    values = {number: read_value(article.sentences[number - 1], one) for number, one in found.items()}
    aboard: dict[str, set[str]] = {}
    for number, value in values.items():
        if says_aboard(article.sentences[number - 1]):
            aboard.setdefault(flights[number].id, set()).add(value)

    def fits(number: int) -> bool:
        value = values[number]
        return not value.startswith("exact") or value in aboard.get(flights[number].id, {value})

    return {number: one for number, one in found.items() if fits(number)}


def says_aboard(sentence: Sentence) -> bool:
    """Whether a sentence says that people were on the flight of which the text has spoken."""
    return find_on_flight(sentence) is not None


def find_again(sentence: Sentence, known: set[str]) -> NumberExpression | None:
    """Return the number of persons aboard that another sentence on the flight has given: the 43."""
    found = [one for one in sentence.numbers if read_count(sentence, one) in known]
    return found[0] if len(found) == 1 and not sentence.has_word(load_rules()["stock"]) else None


def read_count(sentence: Sentence, number: NumberExpression) -> str:
    """Return the number of a value without its qualifier."""
    return drop_qualifier(read_value(sentence, number))
