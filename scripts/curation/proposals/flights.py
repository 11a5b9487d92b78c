"""Which flight a text speaks of, and which of its sentences do: by the words of a flight, its days and its places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from curation.proposals.article import YEAR, Article, Sentence
from curation.proposals.days import DAY, is_dateline, list_days, read_day, read_time
from curation.proposals.memory import KnownFlight, load_rules, locate
from curation.proposals.offices import list_roles
from curation.proposals.row_ids import make_row_id
from curation.text.countries import CountryExpression, read_country, scan_countries
from curation.text.country_names import load_usual_names
from curation.text.dates import DateExpression
from curation.text.edtf import parse_day
from curation.text.folding import Span
from curation.text.moments import choose
from curation.text.numbers import NumberExpression
from curation.text.quantities import read_quantity
from curation.text.readings import Reading
from curation.text.subdivisions import fold_name, load_subdivisions

LEAD = 3
"""The first sentences on a flight, which say of what flight a text speaks."""
NEAR_DAYS = 2
"""Two texts may print the days of a departure, an arrival and a removal of the same flight."""
MONTH = 7
"""Characters of a date that is a month."""
SAME_DAYS = 1
"""A sentence that gives a day further off speaks of another flight."""
DEFINITE = re.compile(
    r"The (?!first|second|third|last|previous|earlier|next)(?:[\w-]+ )?(?:flight|plane|aircraft|jet|charter)\b"
)
"""The beginning of a sentence on the flight of which a text has spoken before."""
ONWARD = re.compile(r",? (?:from )?where\b")
"""Behind it a sentence says what came after a flight."""
OTHER = re.compile(
    r"(?:\b[Aa]nother|\b[Aa] (?:further|new|second|third|fourth|fifth)|"
    r"^(?:• )?The (?:first|second|third|fourth|last|previous|earlier|next))"
    r"(?:,| (?:[\w-]+ )?(?:flight|plane|aircraft|jet|charter)\b)"
)
"""A flight that is counted among several, or is another than the one of which a text has spoken."""
CAME = r"(?:landed|landing|arrived|arriving|touched down) (?:[a-z]+ ){1,3}(?:in|at)"
"""What is before a destination with some words between: landed with them at."""
NOWHERE = "(?!)"
LOOSE = {"for", "toward", "towards"}
"""Words before a destination that are before much else: the spokesman for Uzbekistan."""
PLACE = re.compile(r"[A-Z][\w’'-]+(?: (?:de |of )?[A-Z][\w’'-]+)*")
SITE = re.compile(r"(?:/[A-Z]\w+)?(?: [Aa]irport)?")
AIRPORT = re.compile(r"(?: International)? [Aa]irport$")
STATE = re.compile(r", ([A-Z]\w+(?: [A-Z]\w+)?)(?=[,.]|$)")
"""What follows a city's name in that of an airport: Leipzig/Halle Airport."""
OWNER = ("'s", "’s")
CODE = 3
"""Characters of a country's code."""
ORDINAL = re.compile(r"(?i)first|second|third|\w+(?:st|nd|rd|th)")
DESTINATION, ORIGIN = "destination", "origin"


@dataclass(frozen=True)
class Flight:
    """The flight of which a text speaks."""

    id: str
    day: str
    ends: frozenset[str]
    """The countries to which it went."""
    places: frozenset[str] = frozenset()
    """The places to which it went, by name."""


@dataclass(frozen=True)
class NamedPlace:
    """A place from which or to which something went. The span is that of the sentence."""

    role: str
    name: str
    country: str
    """Its code; empty where only the name of an airport is known."""
    span: Span
    wide: Span
    """With the state in which a city is: San Diego, California."""
    is_sure: bool = True
    """Whether a country's name has no other meaning."""


def find_flight(article: Article) -> Flight | None:
    """Return the flight of a text: one of the collection, or a new one named by its day and places; None without one."""
    spoken = [one for one in article.sentences if speaks_of_flight(one) and not speaks_of_other(one)]
    if all(one.is_heading for one in spoken):
        return None
    days = [(one.number, day) for one in spoken if not one.is_heading for day in list_days(article, one)]
    places = [(one.number, place) for one in spoken for place in list_places(article, one)]
    lead = {one.number for one in spoken[:LEAD]}
    definite = {one.number for one in spoken if DEFINITE.match(one.text)}
    known = find_known(article, {day for _, day in days}, [place for _, place in places])
    return known or name_flight(lead, definite, days, places)


def assign_flights(article: Article) -> dict[int, Flight]:
    """Return the flight of each sentence that speaks of that of the text; of another flight nothing is proposed."""
    main = find_flight(article)
    return {one.number: main for one in article.sentences if main and is_on(article, one, main)}


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
    reads = [read_time(article, sentence, one) for one in sentence.dates if one.last or not is_dateline(sentence, one)]
    is_long = any(read and len(read) < DAY for read in reads)
    return is_long or any(one.last for one in sentence.dates)


def speaks_of_other(sentence: Sentence) -> bool:
    """Whether a sentence names its flight as one beside those of which a text has spoken: a second plane."""
    return not sentence.is_heading and OTHER.search(sentence.bare) is not None


def find_known(article: Article, days: set[str], places: list[NamedPlace]) -> Flight | None:
    """Return the flight of the collection that fits the days, places and numbers of persons of a text."""
    ends = {name for place in places if place.role == DESTINATION for name in (place.country, place.name)}
    numbers = {read_value(one, number) for one in article.sentences for number in one.numbers if counts_people(one, number)}
    named = {country.code for one in article.sentences for country in one.countries if country.code}
    for known in article.memory.flights:
        if is_same(known, days, ends, numbers, named):
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
    named = [place for place in first.values() if place]
    if not named:
        return None
    ends = frozenset(place.country for place in named if place.role == DESTINATION and place.country)
    reached = frozenset(place.name for place in named if place.role == DESTINATION)
    name = "-".join(filter(None, (day, *(make_place_id(place.name) for place in named))))
    return Flight(make_row_id(name), day, ends, reached)


ROLES = (ORIGIN, DESTINATION)


def make_place_id(place: str) -> str:
    """Return a place in the name of a row; a country by its usual name.

    >>> make_place_id("U.S."), make_place_id("Leipzig/Halle airport")
    ('united-states', 'leipzig-halle-airport')
    """
    read = read_country(place)
    return make_row_id(load_usual_names().get(read.value, place) if isinstance(read, Reading) else place)


def read_value(sentence: Sentence, number: NumberExpression) -> str:
    """Return the value of a number, or nothing where it cannot be read."""
    read = read_quantity(sentence.text[number.start : number.end])
    return read.value if isinstance(read, Reading) else ""


def speaks_of_flight(sentence: Sentence) -> bool:
    """Whether a sentence has a word of a flight, or moves people, and is not about a stock or a total."""
    rules = load_rules()
    if sentence.has_word([*rules["aircraft"], *rules["aboard"]]):
        return True
    is_moved = sentence.has_word([*rules["flight"], *rules["moved"]]) or compile_moves().search(sentence.bare)
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
        if is_dateline(sentence, one):
            continue
        if not value:
            if is_other_month(article, sentence, one, flight):
                return True
            continue
        has_year = YEAR.search(sentence.text[one.start : one.end])
        value, day = (value, flight.day) if has_year else (value[4:], flight.day[4:])
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
    return bool(ends and not ends & flight.ends)


def list_places(article: Article, sentence: Sentence) -> Iterator[NamedPlace]:
    """Yield the places from which and to which a sentence says that something went; not those to which it went on."""
    onward = ONWARD.search(sentence.bare)
    last = onward.start() if onward else len(sentence.bare)
    for role in ROLES:
        parse = article.memory.schemas["flights"].fields[f"{role}_place"].parse
        listed = choose({*(parse.after if parse else ()), *load_rules()[role]} - LOOSE)
        came = CAME if role == DESTINATION else NOWHERE
        for match in re.finditer(rf"(?<!\w)(?:{listed}|{came}) (?:the )?(?=[A-Z])", sentence.bare[:last]):
            counts = role == ORIGIN and says_whose(sentence, match.start() - 1)
            place = None if counts else read_place(article, sentence, role, match.end())
            if place:
                yield place


def says_whose(sentence: Sentence, end: int) -> bool:
    """Whether "from" at a position says whose citizens people are: nationals from Laos, and not Lao nationals from Peru."""
    noun = re.search(rf"(?:{choose(load_rules()['people'])})$", sentence.text[:end])
    return noun is not None and not any(one.end == noun.start() - 1 for one in sentence.countries)


def read_place(article: Article, sentence: Sentence, role: str, start: int) -> NamedPlace | None:
    """Return the country, the city or the airport whose name begins at a position; None where it owns what follows."""
    text = sentence.text
    country = next((one for one in sentence.countries if one.start == start), None)
    meant = (country.code or find_supported(article, country)) if country else ""
    if country and meant:
        span, name = (start, country.end), text[start : country.end]
        is_place = not text[country.end :].startswith(OWNER) and not any(True for _ in list_roles(name, article.memory))
        return NamedPlace(role, name, meant, span, span, is_sure=bool(country.code)) if is_place else None
    found = PLACE.match(sentence.bare, start)
    name = found.group() if found else ""
    site = SITE.match(text, start + len(name))
    end = site.end() if site else start + len(name)
    wide = find_state(text, end)
    city = AIRPORT.sub("", name)
    code = read_state(text[end:wide].strip(" ,")) or locate(article.memory, city)
    is_person = any(True for _ in list_roles(name, article.memory))
    if is_person or name.endswith(OWNER) or not (code or AIRPORT.search(text[start:end])):
        return None
    return NamedPlace(role, text[start:end], code, (start, end), (start, wide))


def find_supported(article: Article, country: CountryExpression) -> str:
    """Return the country that a name with several meanings has in a text which names one of its cities; nothing without."""
    meant = country.meanings[:CODE]
    return meant if meant in article.memory.visited else ""


def find_state(text: str, end: int) -> int:
    """Return where the name of a state behind a city's name ends; the end of the city's name where there is none."""
    found = STATE.match(text, end)
    return found.end(1) if found and read_state(found[1]) else end


def read_state(name: str) -> str:
    """Return the country of a state of the United States, which is behind a city's name; nothing of any other name.

    >>> read_state("Louisiana"), read_state("Georgia")
    ('USA', '')
    """
    is_state = any(code.startswith("US-") for code in load_subdivisions().get(fold_name(name), ()))
    return "USA" if is_state and not any(one.can_be_country for one in scan_countries(name)) else ""
