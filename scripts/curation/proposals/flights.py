"""Which flight a text speaks of, and which of its sentences do: by the words of a flight, its days and its places."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from curation.proposals.article import Article, Sentence, has_several
from curation.proposals.days import DAY, find_last_day, has_year, list_days, read_day, read_time
from curation.proposals.mastheads import is_day_of_text
from curation.proposals.memory import KnownFlight, load_rules
from curation.proposals.places import DESTINATION, ORIGIN, ROLES, STAYED, NamedPlace, list_places, make_place_id
from curation.proposals.row_ids import make_row_id
from curation.text.dates import DateExpression
from curation.text.edtf import parse_day
from curation.text.moments import choose
from curation.text.numbers import NumberExpression
from curation.text.quantities import read_quantity
from curation.text.readings import Reading

LEAD = 3
"""The first sentences on a flight, which say of what flight a text speaks."""
NEAR_DAYS = 2
"""Two texts may print the days of a departure, an arrival and a removal of the same flight."""
MONTH = 7
"""Characters of a date that is a month."""
SAME_DAYS = 1
"""A sentence that gives a day further off speaks of another flight."""
DEFINITE = re.compile(
    r"The (?!first|second|third|last|previous|preceding|earlier|next)(?:[\w-]+ )?(?:flight|plane|aircraft|jet|charter)\b"
)
"""The beginning of a sentence on the flight of which a text has spoken before."""
OTHER = re.compile(
    r"(?:\b[Aa]nother|\b[Aa]n? (?:further|new|second|third|fourth|fifth|similar|earlier|previous|preceding)|"
    r"^(?:• )?The (?:first|second|third|fourth|last|previous|preceding|earlier|next))"
    r"(?:,| (?:[\w-]+ )?(?:flight|plane|aircraft|jet|charter|operation|one)\b)"
)
"""A flight that is counted among several, or is another than the one of which a text has spoken."""
BACK = re.compile(r"(?:That|This) (?:[\w-]+ )?(?:flight|plane|aircraft|jet|charter)\b")
"""The beginning of a sentence on the flight of the sentences before, whichever it is."""
OPERATION = re.compile(
    r"(?i)\b(?:return|removal|repatriation|deportation|expulsion|joint)(?: [\w-]+)? (?:operation|exercise|mission|measure)\b"
)
"""A flight by what is done with it: a joint return operation."""
LONG_TIME = re.compile(r"(?i)\b(?:in|over|during|for) (?:the|this) (?:[\w-]+ ){0,4}?(?:years?|months|quarter|decade)\b")
"""A time that is longer than a month, in words: in the year to June."""
CAME = re.compile(r"\b(?:arriv(?:ed?|es|ing)|land(?:ed|s)?|touch(?:ed|es)? down) (?:[a-z]+ ){0,4}?(?:in|at) (?:the )?[A-Z]")
"""That somebody came to a place."""
ORDINAL = re.compile(r"(?i)first|second|third|\w+(?:st|nd|rd|th)")


@dataclass(frozen=True)
class Flight:
    """The flight of which a text speaks."""

    id: str
    day: str
    ends: frozenset[str]
    """The countries to which it went."""
    places: frozenset[str] = frozenset()
    """The places to which it went, by name."""
    starts: frozenset[str] = frozenset()
    """The countries from which it went."""
    is_main: bool = True
    """Whether it is the flight of the text, and not another one that a sentence names."""
    passed: frozenset[str] = frozenset()
    """Where it landed before it went on: the place and its country."""
    is_open: bool = False
    """Whether people stayed aboard where it landed, and the text does not say where it ended."""


def find_flight(article: Article) -> Flight | None:
    """Return the flight of a text: one of the collection, or a new one named by its day and places; None without one."""
    spoken = [one for one in article.sentences if (speaks_of_flight(one) or goes_on(one)) and not speaks_of_other(one)]
    if all(one.is_heading for one in spoken):
        return None
    days = [(one.number, day) for one in spoken if not one.is_heading for day in list_days(article, one)]
    places = [(one.number, place) for one in spoken for place in list_places(article, one)]
    lead = {one.number for one in spoken[:LEAD]}
    definite = {one.number for one in spoken if DEFINITE.match(one.text)}
    known = find_known(article, {day for _, day in days}, [place for _, place in places])
    if known:
        return known
    named = name_flight(lead, definite, days, places) or name_unplaced(article, spoken, definite, days)
    is_open = any(STAYED.search(one.bare) for one in article.body) and not any(place.goes_on for _, place in places)
    return replace(named, is_open=is_open) if named else None


def assign_flights(article: Article) -> dict[int, Flight]:
    """Return the flight of each sentence that speaks of one: that of the text, or another that the sentence itself names."""
    main = find_flight(article)
    flights: dict[int, Flight] = {}
    last: Flight | None = None
    for sentence in article.sentences:
        if last and goes_on(sentence):
            flights[sentence.number] = last
        elif main and is_on(article, sentence, main):
            flights[sentence.number] = last if last and BACK.match(sentence.bare) else main
        elif main and is_on_another(article, sentence):
            flights[sentence.number] = name_another(article, sentence)
        last = flights.get(sentence.number, last)
    return flights


def goes_on(sentence: Sentence) -> bool:
    """Whether a sentence says what the aircraft of the sentences before did: it left Alexandria."""
    rules = load_rules()
    return compile_it((*rules["departed"], *rules["under_way"], *rules["arrived"])).match(sentence.bare) is not None


@cache
def compile_it(verbs: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a sentence that begins with "It", or with "After Accra it", and one of some verbs."""
    return re.compile(rf"(?:It|(?:After|From|In|At) [A-Z][\w ’'-]*?,? it) (?:had |has |then |later )?(?:{choose(verbs)})\b")


def has_flight(sentence: Sentence) -> bool:
    """Whether a sentence has a word of a flight, or goes on about the aircraft of the sentence before."""
    return bool(sentence.has_word(load_rules()["flight"])) or goes_on(sentence) or speaks_of_other(sentence)


def is_on_another(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence speaks of one flight, and of no longer time: of one that is not the flight of the text."""
    is_one = speaks_of_other(sentence) or (speaks_of_flight(sentence) and not is_of_period(article, sentence))
    return (
        is_one and not has_several(sentence) and not sentence.has_word(load_rules()["scheduled"]) and not sentence.is_heading
    )


def name_another(article: Article, sentence: Sentence) -> Flight:
    """Return the flight of a sentence that is not that of the text, named by its own day and places."""
    days = [(sentence.number, day) for day in list_days(article, sentence)]
    places = [(sentence.number, place) for place in list_places(article, sentence)]
    named = name_flight({sentence.number}, set(), days, places)
    unnamed = Flight(make_row_id(f"{article.source} flight {sentence.number}"), days[0][1] if days else "", frozenset())
    return replace(named or unnamed, is_main=False)


def is_on(article: Article, sentence: Sentence, flight: Flight) -> bool:
    """Whether a sentence speaks of a flight, and neither of another one nor of a longer time."""
    return speaks_of_flight(sentence) and not (
        is_of_period(article, sentence)
        or speaks_of_other(sentence)
        or is_other_flight(article, sentence, flight)
        or goes_elsewhere(article, sentence, flight)
    )


def is_of_period(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence without a word of a flight gives a time longer than a day, and not that of one flight."""
    rules = load_rules()
    if sentence.has_word([*rules["aircraft"], *rules["aboard"]]):
        return False
    reads = [read_time(article, sentence, one) for one in sentence.dates if one.last or not is_day_of_text(sentence, one)]
    is_long = any(read and len(read) < DAY for read in reads) or LONG_TIME.search(sentence.text) is not None
    return is_long or any(one.last for one in sentence.dates)


def speaks_of_other(sentence: Sentence) -> bool:
    """Whether a sentence names its flight as one beside those of which a text has spoken: a second plane."""
    return not sentence.is_heading and OTHER.search(sentence.bare) is not None


def find_known(article: Article, days: set[str], places: list[NamedPlace]) -> Flight | None:
    """Return the flight of the collection that fits the days, places and numbers of persons of a text."""
    ends = {name for place in places if place.role == DESTINATION for name in (place.country, place.name)}
    numbers = {read_value(one, number) for one in article.sentences for number in one.numbers if counts_people(one, number)}
    named = {country.code for one in article.sentences for country in one.countries if country.code}
    last = find_last_day(article)
    for known in article.memory.flights:
        is_later = bool(last) and all(day > last for day in known.days)
        if not is_later and is_same(known, days, ends, numbers, named):
            day = next((day for day in sorted(known.days) if len(day) == DAY), "")
            return Flight(known.id, day, known.countries)
    return None


def is_same(known: KnownFlight, days: set[str], ends: set[str], numbers: set[str], named: set[str]) -> bool:
    """Whether a flight of the collection fits a text: its place, and its day or its number of persons.

    Where the text does not say where it went, its day or number must be the same, and its country be named.
    """
    same_day = {day[4:] for day in known.days if len(day) == DAY} & {day[4:] for day in days}
    same_number = {value for value in known.persons if value.startswith("exact")} & numbers
    if not (known.places | known.countries) & ends:
        return bool((same_day or same_number) and known.countries & named)
    pairs = ((parse_day(one), parse_day(other)) for one in known.days for other in days)
    near = any(
        one and other and abs(one.timetuple().tm_yday - other.timetuple().tm_yday) <= NEAR_DAYS for one, other in pairs
    )
    return near or bool(same_number)


def name_flight(
    lead: set[int], definite: set[int], days: list[tuple[int, str]], places: list[tuple[int, NamedPlace]]
) -> Flight | None:
    """Return a new flight, named by the day and places of the first sentences on it; None without a place."""
    day = next((day for number, day in days if number in lead or number in definite), "")
    first = {role: next((one for number, one in places if one.role == role and number in lead), None) for role in ROLES}
    landed = first[DESTINATION]
    first[DESTINATION] = next((one for _, one in reversed(places) if one.goes_on), landed)
    named = [place for place in first.values() if place]
    if not named:
        return None
    ends = frozenset(place.country for place in named if place.role == DESTINATION and place.country)
    starts = frozenset(place.country for _, place in places if place.role == ORIGIN and place.country)
    reached = frozenset(place.name for place in named if place.role == DESTINATION)
    name = "-".join(filter(None, (day, *(make_place_id(place.name) for place in named))))
    passed = frozenset(filter(None, (landed.country, landed.name) if landed else ())) - ends - reached
    return Flight(make_row_id(name), day, ends, reached, starts, passed=passed)


def name_unplaced(article: Article, spoken: list[Sentence], definite: set[int], days: list[tuple[int, str]]) -> Flight | None:
    """Return the flight of a text of which no place is known; None where it has no word for one."""
    rules = load_rules()
    named = [one for one in spoken if one.has_word([*rules["aircraft"], *rules["aboard"]]) and not has_several(one)]
    day = next((day for number, day in days if number in definite), "")
    is_one = any(not one.is_heading for one in named)
    return Flight(make_row_id(f"{day or article.source} flight"), day, frozenset()) if is_one else None


def read_value(sentence: Sentence, number: NumberExpression) -> str:
    """Return the value of a number, or nothing where it cannot be read."""
    read = read_quantity(sentence.text[number.start : number.end])
    return read.value if isinstance(read, Reading) else ""


def speaks_of_flight(sentence: Sentence) -> bool:
    """Whether a sentence has a word of a flight, or moves people, and is not about a stock or a total."""
    rules = load_rules()
    if sentence.has_word([*rules["aircraft"], *rules["aboard"]]) or OPERATION.search(sentence.bare):
        return True
    has_moved = sentence.has_word([*rules["flight"], *rules["moved"]])
    is_moved = has_moved or CAME.search(sentence.bare) or compile_moves().search(sentence.bare)
    return bool(is_moved) and not sentence.has_word([*rules["stock"], *rules["total"]])


@cache
def compile_moves() -> re.Pattern[str]:
    """Return the pattern of so many people who were brought to a place."""
    people = choose(load_rules()["people"])
    return re.compile(
        rf"\b(?:brought|took|taking|bringing|carried|flying) (?:[\w,.-]+ ){{1,4}}?(?:{people})\b[^;:]{{0,60}}? to [A-Z]"
    )


def counts_people(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number is followed by a noun for people, with up to three words between."""
    if ORDINAL.fullmatch(sentence.text[number.start : number.end]):
        return False
    people = choose(load_rules()["people"])
    return re.match(rf"(?: [\w’'.-]+){{0,3}}? (?:{people})(?!\w)", sentence.text[number.end :]) is not None


def is_other_flight(article: Article, sentence: Sentence, flight: Flight) -> bool:
    """Whether a sentence gives the day of another flight."""
    for one in sentence.dates:
        value = read_day(article, sentence, one)
        if is_day_of_text(sentence, one):
            continue
        if not value:
            if is_other_month(article, sentence, one, flight):
                return True
            continue
        value, day = (value, flight.day) if has_year(sentence, one) else (value[4:], flight.day[4:])
        if not day or value[:-3] != day[:-3] or abs(int(value[-2:]) - int(day[-2:])) > SAME_DAYS:
            return True
    return False


def is_other_month(article: Article, sentence: Sentence, one: DateExpression, flight: Flight) -> bool:
    """Whether a date is a month in which a flight was not."""
    read = read_time(article, sentence, one)
    month = read if len(read) == MONTH and not sentence.has_word(["since"]) else ""
    return bool(month and flight.day) and month[5:] != flight.day[5:MONTH]


def goes_elsewhere(article: Article, sentence: Sentence, flight: Flight) -> bool:
    """Whether a sentence says that something went to another country than the flight."""
    places = [place for place in list_places(article, sentence) if place.role == DESTINATION]
    ends, names = {place.country for place in places if place.country}, {place.name for place in places}
    if not flight.ends:
        return bool(names and flight.places and not names & flight.places)
    return bool(ends and not ends & (flight.ends | flight.passed))
