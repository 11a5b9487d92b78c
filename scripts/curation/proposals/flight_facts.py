"""Rules on the flight: persons aboard, and the places from which and to which it went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from curation.proposals.article import Article, Sentence, find_any
from curation.proposals.counts import drop_qualifier, list_counts
from curation.proposals.flights import (
    DESTINATION,
    Flight,
    NamedPlace,
    counts_people,
    list_places,
    make_place_id,
    read_value,
    speaks_of_flight,
)
from curation.proposals.memory import load_rules
from curation.proposals.proposal import Proposal
from curation.proposals.row_ids import make_row_id
from curation.proposals.speech import mentions_other
from curation.text.country_names import load_usual_names
from curation.text.folding import Span

FLIGHTS = "flights"
GROUP = re.compile(r" (?:[\w-]+ )?(?:women|children|minors)(?!\w)")
"""Nouns for some of the passengers."""


def propose_flight(article: Article, flights: Mapping[int, Flight]) -> Iterator[Proposal]:
    """Propose what the sentences on a flight say of it; nothing in a text that names destinations in several countries."""
    if goes_to_several(article):
        return
    persons: set[str] = set()
    for sentence in article.sentences:
        flight = flights.get(sentence.number)
        if flight and not mentions_other(sentence):
            yield from describe_persons(article, sentence, flight, persons)
            yield from describe_places(article, sentence, flight)


def goes_to_several(article: Article) -> bool:
    """Whether the sentences of a text that speak of a flight name several countries, cities or airports to which it went."""
    spoken = [one for one in article.sentences if speaks_of_flight(one)]
    places = [place for one in spoken for place in list_places(article, one) if place.role == DESTINATION]
    countries = {place.country for place in places if place.country}
    return len(countries) > 1 or len({place.name for place in places if not is_country(place)}) > 1


def make_cell(
    sentence: Sentence, flight: Flight, rule: str, field: str, span: Span, value: str = "", **marks: bool
) -> Proposal:
    """Return a cell of the flight's row."""
    return Proposal(rule, sentence.number, FLIGHTS, flight.id, field, value, (sentence.place(*span),), **marks)


def has_flight(sentence: Sentence) -> bool:
    """Whether a sentence has a word of a flight."""
    return bool(sentence.has_word(load_rules()["flight"]))


def describe_persons(article: Article, sentence: Sentence, flight: Flight, seen: set[str]) -> Iterator[Proposal]:
    """Yield the number of persons aboard, where a sentence counts people once, and no part of them.

    A number other than the first must be said to be aboard: it can be that of those who got off.
    """
    rules = load_rules()
    part = find_any(sentence.text, rules["part"])
    end = part.start() if part else len(sentence.text)
    of_country = [count.number for count in list_counts(sentence)]
    counted = [one for one in sentence.numbers if one.start < end and (counts_people(sentence, one) or one in of_country)]
    if (
        len(counted) != 1
        or (counted[0] in of_country and (len(of_country) > 1 or not sentence.has_word(rules["carried"])))
        or sentence.has_word([*rules["several"], *rules["stock"]])
        or re.match(GROUP, sentence.text[counted[0].end :])
    ):
        return
    number = counted[0]
    if any((country.code, read_value(sentence, number)) in article.memory.figures for country in sentence.countries):
        return
    value = drop_qualifier(read_value(sentence, number))
    if seen and value not in seen and not sentence.has_word(rules["carried"]):
        return
    seen.add(value)
    yield make_cell(sentence, flight, "flight-persons", "persons", (number.start, number.end), is_sure=has_flight(sentence))


def describe_places(article: Article, sentence: Sentence, flight: Flight) -> Iterator[Proposal]:
    """Yield the places and countries from which and to which the flight went."""
    for place in list_places(article, sentence) if has_flight(sentence) else ():
        if is_country(place):
            value = "" if place.is_sure else place.country
            country = f"{place.role}_country"
            yield make_cell(sentence, flight, "flight-place", country, place.span, value, needs_reason=bool(value))
        else:
            yield make_cell(sentence, flight, "flight-place", f"{place.role}_place", place.span)
            if place.country:
                country = f"{place.role}_country"
                yield make_cell(sentence, flight, "flight-place", country, place.wide, place.country, needs_reason=True)


def is_country(place: NamedPlace) -> bool:
    """Whether the name of a place is that of its country."""
    return make_place_id(place.name) == make_row_id(load_usual_names().get(place.country, ""))
