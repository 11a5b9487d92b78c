"""Rules on the flight: persons aboard, days, places, how far it got, its kind and what it is called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import date

from curation.proposals.article import Article, Sentence, compile_any, find_any
from curation.proposals.bodies import measure_opening
from curation.proposals.counts import drop_qualifier, list_counts
from curation.proposals.days import DAY, find_published, is_dateline, is_of_speech, read_when
from curation.proposals.flights import (
    ONWARD,
    Flight,
    NamedPlace,
    counts_people,
    list_places,
    make_place_id,
    read_value,
)
from curation.proposals.memory import load_rules
from curation.proposals.proposal import Proposal
from curation.proposals.row_ids import make_row_id
from curation.text.country_names import load_usual_names
from curation.text.dates import DateExpression
from curation.text.folding import Span
from curation.text.moments import choose

FLIGHTS = "flights"
NEAR = 40
"""Characters before a verb in which a word of a plan is looked for."""
GROUP = re.compile(r" (?:[\w-]+ )?(?:women|children|minors)(?!\w)")
"""Nouns for some of the passengers."""


def propose_flight(article: Article, flights: Mapping[int, Flight], spoken: Container[int]) -> Iterator[Proposal]:
    """Propose what the sentences on flights say of them; of those that report a statement not the words for the operation."""
    terms: set[str] = set()
    persons: dict[str, set[str]] = defaultdict(set)
    published = find_published(article)
    for sentence in article.sentences:
        flight = flights.get(sentence.number)
        if flight:
            yield from describe_persons(article, sentence, flight, persons[flight.id])
            yield from describe_places(article, sentence, flight)
            yield from describe_dates(article, sentence, flight, published)
            yield from describe_kind(article, sentence, flight)
            yield from describe_craft(sentence, flight)
            if sentence.number not in spoken and not sentence.has_word(load_rules()["total"]):
                yield from describe_terms(sentence, flight, terms)


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
    counts = list_counts(sentence)
    of_people = [count.number for count in counts]
    counted = [one for one in sentence.numbers if one.start < end and (counts_people(sentence, one) or one in of_people)]
    if (
        len(counted) != 1
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
    of_country = [count for count in counts if count.number is number]
    if not of_country or (len(counts) == 1 and (has_flight(sentence) or sentence.has_word(rules["moved"]))):
        seen.add(value)
        yield make_cell(
            sentence, flight, "flight-persons", "persons", (number.start, number.end), is_sure=has_flight(sentence)
        )


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


def describe_dates(article: Article, sentence: Sentence, flight: Flight, published: date | None) -> Iterator[Proposal]:
    """Yield the days of a sentence: of the departure or arrival by the words of the schema, or of the flight as a whole."""
    is_spoken_of = has_flight(sentence) or sentence.has_word(load_rules()["moved"])
    for one in sentence.dates if is_spoken_of and not sentence.is_heading else ():
        is_none = is_dateline(sentence, one) or is_of_speech(sentence, one) or sentence.is_quoted(one.start, one.end)
        when = None if is_none else read_when(article, sentence, one, published)
        if when and (len(when[0]) == DAY or not (flight.day or sentence.has_word(["since"]))):
            value, is_read = when
            yield make_cell(
                sentence,
                flight,
                "flight-date" if is_read else "flight-weekday",
                choose_date(article, sentence, one),
                (one.start, one.end),
                "" if is_read else value,
                is_sure=False,
                needs_reason=not is_read,
            )


def choose_date(article: Article, sentence: Sentence, one: DateExpression) -> str:
    """Return the field of a date: departure or arrival by the nearest of its words, those before the date first."""
    fields = article.memory.schemas[FLIGHTS].fields
    onward = ONWARD.search(sentence.bare)
    text = sentence.bare[: onward.start()] if onward else sentence.bare
    said = [
        (match.start() > one.start, abs(match.start() - one.start), name)
        for name in ("arrival_date", "departure_date")
        if (parse := fields[name].parse)
        for match in compile_any(tuple(parse.said_with)).finditer(text)
        if match.group().lower() not in load_rules()["moved"]
    ]
    is_apposed = re.match(r", ", sentence.text[one.end :]) and re.search(r", on $", sentence.text[: one.start])
    return min(said)[2] if said and not is_apposed else "event_date"


def describe_kind(article: Article, sentence: Sentence, flight: Flight) -> Iterator[Proposal]:
    """Yield what kind of flight it was, and how far it got, where a sentence has a phrase of the schema.

    A code that the sentence has as a word needs no other words (docs/annotation.md).
    """
    rules = load_rules()
    fields = article.memory.schemas[FLIGHTS].fields
    if not has_flight(sentence) or sentence.has_word([*rules["several"], *rules["total"]]):
        return
    kinds = fields["flight_type"].parse
    nouns = choose(rules["aircraft"])
    for code, phrases in kinds.words.items() if kinds else ():
        found = find_any(sentence.bare, [phrase for phrase in phrases if phrase not in rules["forces"]])
        if found and not is_loose(sentence, found):
            noun = re.match(rf" (?:{nouns})(?!\w)", sentence.bare[found.end() :])
            span = found.start(), found.end() + (noun.end() if noun else 0)
            yield make_cell(sentence, flight, "flight-type", "flight_type", span, code)
            break
    for code, words in (("departed", rules["departed"]), ("arrived", rules["arrived"])):
        found = find_any(sentence.bare, words)
        is_flown = sentence.has_word(rules["aircraft"]) or (found and found.group() in rules["of_aircraft"])
        if found and is_flown and not sentence.is_heading and not is_planned(sentence, found.start()):
            cell = make_cell(sentence, flight, "flight-status", "flight_status", found.span(), code)
            yield replace(cell, spans=()) if found.group().lower() == code else cell


def is_loose(sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether words for a kind of flight do not say it of one: the cost of the charter; on military aircraft."""
    is_noun = found.group().lower() in ("charter", "charters") and not re.match(
        r" [a-z]*(?:flight|plane|aircraft|jet)", sentence.bare[found.end() :]
    )
    is_general = found.group().lower().startswith("military") and not re.search(
        r"\b(?:an?|the) $", sentence.bare[: found.start()]
    )
    return (is_noun and not sentence.is_heading) or is_general


def is_planned(sentence: Sentence, start: int) -> bool:
    """Whether a word of a plan is near before a position, in the same part of a sentence: is expected to have landed."""
    return find_any(sentence.bare[max(0, start - NEAR) : start].rpartition(",")[2], load_rules()["plan"]) is not None


OPERATOR = re.compile(
    r"(?:(?:[A-Z]\.)+ |[A-Z][\w’'-]+ )+"
    r"(?:Airways|Airlines|Aero\w+ Force|Air Force|Air International|Air(?= (?:flight|plane|jet|aircraft)))(?!\w)"
)
"""The name of an airline or an air force."""
CRAFT = re.compile(r"(?:Airbus|Boeing) [A-Z]?\d\w+|[CK]{1,2}-\d{2,3}\w?(?: Globemaster| Hercules)?(?!\w)")
"""The type of an aircraft."""


def describe_craft(sentence: Sentence, flight: Flight) -> Iterator[Proposal]:
    """Yield who operated the aircraft, and its type."""
    if not sentence.has_word(load_rules()["aircraft"]):
        return
    for rule, field, pattern in (("operator", "operator", OPERATOR), ("aircraft", "aircraft", CRAFT)):
        match = next(
            (one for one in pattern.finditer(sentence.bare) if rule != "operator" or is_beside_craft(sentence, one)), None
        )
        if match:
            yield make_cell(sentence, flight, rule, field, (match.start() + measure_opening(match.group()), match.end()))


def is_beside_craft(sentence: Sentence, name: re.Match[str]) -> bool:
    """Whether the name of an airline is beside the noun for an aircraft: the Polar Airways jet; a plane of Polar Airways."""
    nouns = choose(load_rules()["aircraft"])
    before = re.search(rf"\b(?:{nouns})\b[^.;]{{0,30}} (?:of|by|from) (?:the )?$", sentence.bare[: name.start()])
    return before is not None or re.match(rf" (?:[\w-]+ ){{0,2}}(?:{nouns})\b", sentence.bare[name.end() :]) is not None


def describe_terms(sentence: Sentence, flight: Flight, seen: set[str]) -> Iterator[Proposal]:
    """Yield the words for the operation outside quotations, each once in a text."""
    terms = choose(load_rules()["terms"])
    of_it = r"(?<![\w-])(?<!\bmass )(?<!\borders of )(?<!\border of )"
    for match in re.finditer(rf"{of_it}(?:{terms})(?![\w-])", sentence.bare, re.IGNORECASE):
        is_in_name = match.group()[0].isupper() and not sentence.is_heading and match.start() > 0
        if match.group().lower() not in seen and not is_in_name:
            seen.add(match.group().lower())
            yield make_cell(sentence, flight, "flight-term", "terms_printed", match.span(), is_sure=False)
