"""Rules on the flight: persons aboard, its places, days, kind, aircraft and stage, and what the text calls the operation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from curation.proposals.article import Article, Sentence, compile_any, has_several
from curation.proposals.bystanders import mentions_other
from curation.proposals.counts import list_counts
from curation.proposals.days import find_own_day
from curation.proposals.flight_days import list_flight_days
from curation.proposals.flight_persons import number_persons
from curation.proposals.flights import Flight, goes_on, has_flight
from curation.proposals.memory import load_rules
from curation.proposals.naming import AGED
from curation.proposals.places import DESTINATION, STOP, NamedPlace, explain_place, list_places, make_place_id
from curation.proposals.proposal import Proposal
from curation.proposals.row_ids import make_row_id
from curation.proposals.speech_verbs import tells_story
from curation.text.country_names import load_usual_names
from curation.text.folding import Span

FLIGHTS = "flights"
ENDS = ("destination_place", "destination_country", "arrival_date")
"""Fields of where and when a flight ended."""
AHEAD = re.compile(r"\b(?:will|to|would|could|may|might|due|expected) (?:[a-z]+ ){0,2}$")
"""What is before a verb of something that has not happened yet."""
OF_PEOPLE = re.compile(
    r" (?:the (?:plane|aircraft|flight|airport|prisons?)\b|(?:[\w’'-]+ ){0,4}behind\b(?! (?:schedule|time|plan)\b)"
    r"|out\b|party\b|\d"
    r"|(?:[a-z]+ ){0,3}by (?:(?:small|fishing) )?(?:boats?|sea|bus|land)\b)"
)
"""Behind a verb: people left the plane, or once came by boat; something is left behind, or out; a plane left 104 there."""
BESIDE = 10
"""Characters between the verb of a landing and the place of it."""
PLACE_BEHIND = re.compile(r" (?:the )?[A-Z]")
MAKERS = "Boeing|Airbus|Embraer|Gulfstream|Ilyushin|Tupolev|Antonov"
GENERAL = re.compile(r"(?:Most|In general|Usually|Normally|Typically)\b")
AIRCRAFT = re.compile(rf"\b(?:(?:{MAKERS}) [A-Z]{{0,2}}-?\d[\w-]*|(?:KC|C|Il|Tu|An)-\d+\w?(?: [A-Z][a-z]+master)?)\b")
"""The type of an aircraft: its maker and a number, or the letters and the number of a military one."""
CHARTERED = re.compile(r"(?i)\bchartered\b")
TERMS = re.compile(
    r"(?i)\b(?:deport(?:s|ed|ing|ation)?|repatriat(?:es?|ed|ing|ion)|expel(?:s|led|ling)?|expulsion|(?<!for )removal|"
    r"return(?:s|ed|ing)|remov(?:es|ed|ing)|brought (?:back|home)|sen(?:ds|t) (?:back|home)|fl(?:ies|own) home|airlifted)\b"
    r"(?! (?:officers|orders?|proceedings)\b)"
)
"""Words for the operation."""


def propose_flight(article: Article, flights: Mapping[int, Flight]) -> Iterator[Proposal]:
    """Propose what the sentences on a flight say of it."""
    spoken = [one for one in article.sentences if one.number in flights and says_facts(one, flights[one.number])]
    open_ends = find_open_ends(article, spoken, flights)
    for one in describe_flights(article, spoken, flights):
        is_end = one.field in ENDS or one.value == "arrived"
        if not (is_end and one.row in open_ends):
            yield one


def find_open_ends(article: Article, spoken: Sequence[Sentence], flights: Mapping[int, Flight]) -> set[str]:
    """Return the flights that went to several countries, or on from where they landed: only a reader knows the end."""
    ends: dict[str, set[str]] = {}
    further: set[str] = set()
    for sentence in spoken:
        flight = flights[sentence.number].id
        for place in list_places(article, sentence):
            if place.role == DESTINATION and place.country:
                ends.setdefault(flight, set()).add(place.country)
                further |= {flight} if place.goes_on else set()
    several = {flight for flight, countries in ends.items() if len(countries) > 1} - further
    return several | {one.id for one in flights.values() if one.is_open}


def describe_flights(article: Article, spoken: Sequence[Sentence], flights: Mapping[int, Flight]) -> Iterator[Proposal]:
    """Yield what each sentence says of its flight."""
    persons, own = number_persons(article, spoken, flights), find_own_day(article)
    for sentence in spoken:
        flight, number = flights[sentence.number], persons.get(sentence.number)
        if number:
            span = number.start, number.end
            yield make_cell(sentence, flight, "flight-persons", "persons", span, is_sure=has_flight(sentence))
        if has_flight(sentence) or (flight.is_main and (sentence.numbers or sentence.dates or list_counts(sentence))):
            yield from describe_places(article, sentence, flight)
            yield from describe_days(article, sentence, flight, own)
        if has_flight(sentence):
            yield from describe_status(article, sentence, flight)
            yield from describe_craft(sentence, flight)
    yield from describe_terms(spoken, flights)


def says_facts(sentence: Sentence, flight: Flight) -> bool:
    """Whether a sentence on a flight says what happened: not one on critics, on one person, or on most flights."""
    if mentions_other(sentence) or tells_story(sentence) or GENERAL.match(sentence.text):
        return False
    if sentence.has_word(load_rules()["scheduled"]):
        return False
    return flight.is_main or not sentence.has_word(load_rules()["ahead"])


def make_cell(
    sentence: Sentence,
    flight: Flight,
    rule: str,
    field: str,
    span: Span,
    value: str = "",
    *,
    is_sure: bool = True,
    needs_reason: bool = False,
    reason: str = "",
) -> Proposal:
    """Return a cell of the flight's row."""
    spans = (sentence.place(*span),)
    return Proposal(rule, sentence.number, FLIGHTS, flight.id, field, value, spans, is_sure, needs_reason, reason)


def describe_places(article: Article, sentence: Sentence, flight: Flight) -> Iterator[Proposal]:
    """Yield the places and countries from which and to which the flight went, and the countries in which it stopped."""
    if has_several(sentence) or AGED.search(sentence.text):
        return
    for place in list_places(article, sentence):
        if is_stop(place, flight):
            if place.country and place.country not in flight.ends | flight.starts:
                yield make_country_cell(sentence, flight, place, "flight-stop", "stopover_countries")
            continue
        if not is_country(place):
            yield make_cell(sentence, flight, "flight-place", f"{place.role}_place", place.span)
        if place.country:
            yield make_country_cell(sentence, flight, place, "flight-place", f"{place.role}_country")


def make_country_cell(sentence: Sentence, flight: Flight, place: NamedPlace, rule: str, field: str) -> Proposal:
    """Return the country of a place: by its name where the sentence has it, else by the place, with a reason."""
    is_named = place.country_span or (is_country(place) and place.is_sure)
    span = place.country_span or place.span
    if is_named:
        return make_cell(sentence, flight, rule, field, span)
    # Of a name with several meanings only a reader knows which it has.
    reason = "" if is_country(place) else explain_place(place.name, place.country)
    return make_cell(sentence, flight, rule, field, span, place.country, needs_reason=True, reason=reason)


def is_stop(place: NamedPlace, flight: Flight) -> bool:
    """Whether a flight stopped at a place, or it is not known to be in the country to which the flight went."""
    is_on_way = bool(flight.ends) and place.country not in flight.ends
    return place.role == STOP or (place.role == DESTINATION and (is_on_way or place.name in flight.passed))


def is_country(place: NamedPlace) -> bool:
    """Whether the name of a place is that of its country."""
    return make_place_id(place.name) == make_row_id(load_usual_names().get(place.country, ""))


def describe_days(article: Article, sentence: Sentence, flight: Flight, own: date | None) -> Iterator[Proposal]:
    """Yield the days on which the flight left and came."""
    for one, field, weekday in list_flight_days(article, sentence, own):
        rule, span = f"flight-{field.replace('_', '-')}", (one.start, one.end)
        reason = f"the last such day up to that of the text, {own}" if weekday else ""
        yield make_cell(sentence, flight, rule, field, span, weekday, needs_reason=bool(weekday), reason=reason)


def describe_status(article: Article, sentence: Sentence, flight: Flight) -> Iterator[Proposal]:
    """Yield that the flight left or came, by the verb that says so."""
    rules = load_rules()
    if has_several(sentence) or not (goes_on(sentence) or sentence.has_word([*rules["aircraft"], *rules["aboard"]])):
        return
    places = list_places(article, sentence)
    stops = any(is_stop(place, flight) for place in places) or sentence.has_word(rules["stop"], bare=True)
    ends = [place.span[0] for place in places if place.role == DESTINATION and place.country in flight.ends]
    for status in ("departed", "arrived"):
        verbs = compile_any(tuple(rules[status])).finditer(sentence.bare)
        found = [one for one in verbs if not AHEAD.search(sentence.bare[: one.start()])]
        if stops and status == "arrived":
            found = [one for one in found if any(0 < start - one.end() < BESIDE for start in ends)]
        found = [one for one in found if not (OF_PEOPLE.match(sentence.bare, one.end()) or reaches_nowhere(one))]
        if len(found) == 1:
            yield make_cell(sentence, flight, f"flight-{status}", "flight_status", found[0].span(), status)


def reaches_nowhere(verb: re.Match[str]) -> bool:
    """Whether a verb is "reached" of something that is no place: an agreement, an altitude."""
    return verb.group().lower() == "reached" and not PLACE_BEHIND.match(verb.string, verb.end())


def describe_craft(sentence: Sentence, flight: Flight) -> Iterator[Proposal]:
    """Yield that the flight was chartered, by that word, and the type of the aircraft."""
    found = CHARTERED.search(sentence.bare)
    if found and not has_several(sentence):
        yield make_cell(sentence, flight, "flight-type", "flight_type", found.span(), "charter")
    for craft in AIRCRAFT.finditer(sentence.bare):
        yield make_cell(sentence, flight, "flight-aircraft", "aircraft", craft.span())


def describe_terms(spoken: Sequence[Sentence], flights: Mapping[int, Flight]) -> Iterator[Proposal]:
    """Yield what the text calls the operation, each form once, before any verb of speech, and of one flight."""
    rules = load_rules()
    seen: set[str] = set()
    for sentence in spoken:
        if not has_flight(sentence) or has_several(sentence):
            continue
        said = compile_any(tuple(rules["clause"])).search(sentence.bare)
        for found in TERMS.finditer(sentence.bare):
            is_name = found.group().istitle() and found.start() > 0 and not sentence.is_heading
            if is_name or (said and said.start() < found.start()):
                continue
            if found.group().lower() not in seen:
                seen.add(found.group().lower())
                yield make_cell(sentence, flights[sentence.number], "flight-term", "terms_printed", found.span())
