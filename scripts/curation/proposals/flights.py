"""Rules on the flight, its passengers and figures of nationals: gated by the words of a flight, and by those of a stock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curation.proposals.article import Article, Sentence, find_any
from curation.proposals.memory import KnownFlight, load_rules, locate, parse_days
from curation.proposals.naming import make_row_id
from curation.proposals.proposal import SHARED, Proposal
from curation.text.countries import CountryExpression
from curation.text.country_names import load_usual_names
from curation.text.dates import DateExpression, read_date
from curation.text.folding import Span
from curation.text.lists import find_lists
from curation.text.numbers import NumberExpression
from curation.text.periods import KnownDates
from curation.text.quantities import read_quantity
from curation.text.readings import Reading

LEAD = 3
"""The first sentences on a flight, which say of what flight a text speaks."""
LOOSE = {"for", "toward", "towards"}
"""Words before a destination that stand before much else: the spokesman for Uzbekistan."""
DAY = 10
"""Characters of a date that is a day."""
ANY_YEAR = 2024
"""Stands for the year of dates without one; it is never compared."""
COUNTS = "nationals_by_country"
PLACE = r"[A-Z][\w’'-]+(?: (?:de |of )?[A-Z][\w’'-]+)*"


@dataclass(frozen=True)
class Flight:
    """The flight of which a text speaks, where it speaks of one."""

    id: str
    is_known: bool
    day: str
    ends: frozenset[str] = frozenset()
    """The countries to which it went."""


def find_flight(article: Article) -> Flight | None:
    """Return the flight of a text: a known one of the same day and place or number, or a new one named by day and places."""
    spoken = [one for one in article.sentences if speaks_of_flight(one)]
    days = [(one, day) for one in spoken if not one.is_heading for day in list_days(article, one)]
    places = [(one, *place) for one in spoken for place in list_places(article, one)]
    numbers = {read_value(one, number) for one in article.sentences for number in one.numbers if counts_people(one, number)}
    ends = {locate(article.memory, name) for _, role, name, _ in places if role == "destination"}
    names = {name for _, role, name, _ in places if role == "destination"}
    named = {country.code for one in article.sentences for country in one.countries if country.code}
    for known in article.memory.flights:
        if is_same(known, {day for _, day in days}, ends | names, numbers, named):
            day = next((day for day in sorted(known.days) if len(day) == 10), "")
            return Flight(known.id, True, day, frozenset(name for name in known.places if len(name) == 3 and name.isupper()))
    if not spoken or not (days or places):
        return None
    lead = [one.number for one in spoken[:LEAD]]
    day = next((day for one, day in days if one.number in lead), "")
    origin = next((name for one, role, name, _ in places if role == "origin" and one.number in lead), "")
    destination = next((name for one, role, name, _ in places if role == "destination" and one.number in lead), "")
    if not destination:
        return None
    name = "-".join(filter(None, (day.replace("/", "-"), make_place_id(origin), make_place_id(destination))))
    return Flight(make_row_id(name), False, day, frozenset({locate(article.memory, destination)}))


def make_place_id(place: str) -> str:
    """Return a place in the name of a row; a country by its usual name."""
    from curation.text.countries import read_country

    read = read_country(place) if place else None
    name = load_usual_names().get(read.value, place) if isinstance(read, Reading) else place
    return make_row_id(name) if name else ""


def is_same(known: KnownFlight, days: set[str], ends: set[str], numbers: set[str], named: set[str]) -> bool:
    """Whether a flight of the collection fits a text: its place, and its day (by two days) or its number of persons.

    Where the text does not say where it went, its day or number must be the same, and its country be named.
    """
    same_day = {day[4:] for day in known.days if len(day) == 10} & {day[4:] for day in days}
    same_number = {value for value in known.persons if value.startswith("exact")} & numbers
    if not known.places & ends:
        return bool((same_day or same_number) and known.places & named)
    near = any(
        abs(one.timetuple().tm_yday - other.timetuple().tm_yday) <= 2
        for one in parse_days(known.days)
        for other in parse_days(days)
    )
    return near or bool(same_number)


def read_value(sentence: Sentence, number: NumberExpression) -> str:
    """Return the value of a number, or nothing where it cannot be read."""
    read = read_quantity(sentence.text[number.start : number.end])
    return read.value if isinstance(read, Reading) else ""


def speaks_of_flight(sentence: Sentence) -> bool:
    """Whether a sentence has a word of a flight, or moves people, and is not about a stock or a total."""
    rules = load_rules()
    if sentence.has_word([*rules["aircraft"], "aboard", "on board", "onboard"]):
        return True
    return bool(sentence.has_word([*rules["flight"], *rules["moved"]])) and not sentence.has_word(rules["stock"])


def list_days(article: Article, sentence: Sentence) -> Iterator[str]:
    """Yield the dates of a sentence that can be read as days; one without its year as month and day of an unknown year."""
    for one in sentence.dates:
        read = read_date(sentence.text[one.start : one.end], KnownDates(find_year(article) or ANY_YEAR, None, ""))
        if isinstance(read, Reading) and len(read.value) == 10:
            yield read.value


def find_year(article: Article) -> int | None:
    """Return the year that a text prints last and most; None where it prints none."""
    years = re.findall(r"(?<!\d)(20[12]\d)(?!\d)", article.text.folded)
    return int(max(years, key=lambda year: (years.count(year), year))) if years else None


def list_places(article: Article, sentence: Sentence) -> Iterator[tuple[str, str, Span]]:
    """Yield role, name and span of the places from which and to which a sentence says that something went."""
    for role in ("origin", "destination"):
        parse = article.memory.schemas["flights"].fields[f"{role}_place"].parse
        after = "|".join(
            re.escape(word)
            for word in sorted({*(parse.after if parse else ()), *load_rules()[role]} - LOOSE, key=len, reverse=True)
        )
        for match in re.finditer(rf"(?<!\w)(?:{after}) (?:the )?(?=[A-Z])", sentence.bare):
            start = match.end()
            country = next((one for one in sentence.countries if one.start == start and one.code), None)
            found = re.match(PLACE, sentence.bare[start:])
            name = (
                sentence.text[start : country.end] if country else re.sub(r"(?:’s|'s)$", "", found.group()) if found else ""
            )
            if (
                name
                and not country
                and (site := re.match(r"(?:/[A-Z]\w+)?(?: [Aa]irport)?", sentence.text[start + len(name) :]))
            ):
                yield from (
                    [(role, name + site.group(), (start, start + len(name) + site.end()))]
                    if site.group() and locate(article.memory, name)
                    else []
                )
                name = "" if site.group() else name
            owns = sentence.text[start + len(name) :].startswith(("'s", "’s"))
            if (country or locate(article.memory, name)) and not owns:
                yield role, name, (start, start + len(name))


def counts_people(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number is followed by a noun for people, with up to three words between."""
    if re.fullmatch(r"(?i)first|second|third|\w+(?:st|nd|rd|th)", sentence.text[number.start : number.end]):
        return False
    rest = sentence.text[number.end : number.end + 60]
    people = "|".join(sorted(load_rules()["people"], key=len, reverse=True))
    return re.match(rf"(?: [\w’'.-]+){{0,3}}? (?:{people})(?!\w)", rest) is not None


def propose_flight(article: Article) -> Iterator[Proposal]:
    """Propose what sentences about the flight say of it: persons, day, places, kind, terms."""
    flight = find_flight(article)
    if not flight:
        return
    seen: set[str] = set()
    for sentence in article.sentences:
        if (
            not speaks_of_flight(sentence)
            or is_other_flight(article, sentence, flight)
            or goes_elsewhere(article, sentence, flight)
        ):
            continue
        yield from describe_flight(article, sentence, flight, seen)


def is_other_flight(article: Article, sentence: Sentence, flight: Flight) -> bool:
    """Whether a sentence gives the day or month of another flight."""
    for one in sentence.dates:
        read = read_date(sentence.text[one.start : one.end], KnownDates(find_year(article) or ANY_YEAR, None, ""))
        value = read.value if isinstance(read, Reading) else ""
        if len(value) != DAY:
            continue
        has_year = re.search(r"\d{4}", sentence.text[one.start : one.end])
        value, day = (value, flight.day) if has_year else (value[4:], flight.day[4:])
        if not day or abs(int(value[-2:]) - int(day[-2:])) > 1 or value[-5:-3] != day[-5:-3]:
            return True
    return False


def goes_elsewhere(article: Article, sentence: Sentence, flight: Flight) -> bool:
    """Whether a sentence says that something went to another country than the flight."""
    ends = {locate(article.memory, name) for role, name, _ in list_places(article, sentence) if role == "destination"}
    return bool(ends) and bool(flight.ends) and not ends & flight.ends


def describe_flight(article: Article, sentence: Sentence, flight: Flight, seen: set[str]) -> Iterator[Proposal]:
    """Yield the cells of the flight's row in a sentence."""
    rules, schemas = load_rules(), article.memory.schemas

    def cell(
        rule: str, field: str, span: Span, value: str = "", *, is_sure: bool = True, needs_reason: bool = False
    ) -> Proposal:
        spans = (sentence.place(*span),)
        return Proposal(rule, sentence.number, "flights", flight.id, field, value, spans, is_sure, needs_reason)

    has_flight = bool(sentence.has_word(rules["flight"]))
    counted = [one for one in sentence.numbers if counts_people(sentence, one) and not names_one_country(sentence, one)]
    if len(counted) == 1 and not sentence.has_word(["women", "children", "minors"]):
        number = counted[0]
        yield cell("flight-persons", "persons", (number.start, number.end), is_sure=has_flight)
    if sentence.is_heading:
        return
    for role, name, span in list_places(article, sentence) if has_flight else ():
        country = locate(article.memory, re.sub(r"/.*| [Aa]irport$", "", name))
        is_country = name == "U.S." or make_place_id(name) == make_row_id(load_usual_names().get(country, "?"))
        if not is_country:
            yield cell("flight-place", f"{role}_place", span)
            yield cell("flight-place", f"{role}_country", span, country, needs_reason=True)
        else:
            yield cell("flight-place", f"{role}_country", span)
    for date in (one for one in sentence.dates if is_day(article, sentence, one)):
        for field in ("arrival_date", "departure_date"):
            parse = schemas["flights"].fields[field].parse
            if parse and find_any(sentence.bare, parse.said_with):
                yield cell("flight-date", field, (date.start, date.end), is_sure=has_flight)
                break
        else:
            if has_flight or sentence.has_word(rules["moved"]):
                yield cell("flight-date", "event_date", (date.start, date.end), is_sure=False)
    parse = schemas["flights"].fields["flight_type"].parse
    for code, phrases in parse.words.items() if parse and has_flight else ():
        found = find_any(sentence.bare, [phrase for phrase in phrases if phrase not in ("military", "army", "navy")])
        if found:
            yield cell("flight-type", "flight_type", found.span(), code)
            break
    for match in re.finditer(
        rf"(?<![\w-])(?:{'|'.join(sorted(rules['terms'], key=len, reverse=True))})(?![\w-])", sentence.bare, re.IGNORECASE
    ):
        term = match.group().lower()
        if term not in seen:
            seen.add(term)
            yield cell("flight-term", "terms_printed", match.span(), is_sure=False)


def is_day(article: Article, sentence: Sentence, one: DateExpression) -> bool:
    """Whether a date is a day that the words themselves give, with or without its year."""
    read = read_date(sentence.text[one.start : one.end], KnownDates(find_year(article) or ANY_YEAR, None, ""))
    return isinstance(read, Reading) and len(read.value) == DAY


def names_one_country(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number counts the people of one country: 44 Uzbek nationals, 20 citizens of Kyrgyzstan."""
    return any(found[1] is number for found in list_counts(sentence))


def list_counts(sentence: Sentence) -> Iterator[tuple[CountryExpression, NumberExpression | None, Span | None]]:
    """Yield each country whose people a sentence counts or names, with its number and the noun for citizens."""
    text = sentence.text
    people = "|".join(sorted(load_rules()["people"], key=len, reverse=True))
    citizens = "|".join(load_rules()["citizenship"])
    lists = find_lists(text, sentence.countries)
    for country in sentence.countries:
        if not country.code:
            continue
        number = next(
            (one for one in sentence.numbers if re.fullmatch(r" (?:[a-z-]+ ){0,1}", text[one.end : country.start])), None
        )
        noun = re.match(rf"(?:’s|'s)? ((?:{people}))(?!\w)", text[country.end :])
        if not number and re.match(r" ?[(:] ?", text[country.end :]):
            number = next((one for one in sentence.numbers if re.fullmatch(r" ?[(:] ?", text[country.end : one.start])), None)
        before = re.search(rf"((?:{people}))(?: each)? (?:from|of) (?:the )?$", text[: country.start])
        if (
            before
            and re.search(r"(?:deport|remov|expel|return|sen[dt]|fl[eo]w)\w* [^,;]*$", text[: before.start()])
            and not number
        ):
            before = None
        if before and not number:
            counted = [one for one in sentence.numbers if re.fullmatch(r" (?:[\w-]+ ){0,2}", text[one.end : before.start()])]
            alone = not any(country in names for names in lists)
            number = counted[-1] if counted and alone else None
        one_from = re.search(r" (?:were |came )?from (?:the )?$", text[: country.start])
        if not number and one_from:
            number = next((one for one in sentence.numbers if one.end == one_from.start()), None)
        noun_span = None
        if noun and re.fullmatch(citizens, noun[1]):
            noun_span = (country.end + noun.start(1), country.end + noun.end(1))
        elif before and re.fullmatch(citizens, before[1]):
            noun_span = before.span(1)
        member = next((names for names in lists if country in names), None)
        if member and not (number or noun or before):
            first = text[: member[0].start]
            lead = re.search(rf"((?:{people})) (?:from|of) (?:the )?$", first)
            tail = re.match(rf"(?:’s|'s)? ((?:{people}))(?!\w)", text[member[-1].end :])
            if lead:
                noun_span = lead.span(1) if re.fullmatch(citizens, lead[1]) else None
                yield country, None, noun_span
            elif tail:
                span = (member[-1].end + tail.start(1), member[-1].end + tail.end(1))
                yield country, None, span if re.fullmatch(citizens, tail[1]) else None
            continue
        is_people = text[country.start : country.end].endswith("s") and country.end - country.start > 4 and bool(number)
        if number or noun or before:
            if number and not (noun or before or one_from or is_people or re.match(r" ?[(:]", text[country.end :])):
                continue
            yield country, number, noun_span or ((country.start, country.end) if is_people and not noun else None)


def propose_counts(article: Article) -> Iterator[Proposal]:
    """Propose a row of nationals for each country whose people a sentence counts: a known figure's, or one aboard the flight."""
    flight = find_flight(article)
    last_of_flight = False
    for sentence in article.sentences:
        counts = list(list_counts(sentence))
        rows: list[str] = []
        counted: list[tuple[str, CountryExpression, NumberExpression | None, Span | None]] = []
        refers = (
            re.match(r"(?:They|These|Those|The group|Among them|Among|Of them|On board|Aboard|All)\b", sentence.text)
            is not None
        )
        on_flight = flight is not None and not is_other_flight(article, sentence, flight)
        on_flight = on_flight and not sentence.has_word(load_rules()["stock"])
        on_flight = on_flight and (speaks_of_flight(sentence) or (refers and last_of_flight))
        for country, number, noun in counts:
            row = find_count_row(article, sentence, flight if on_flight else None, country, number)
            if not row or sentence.is_quoted(country.start, country.end):
                continue
            rows.append(row)
            counted.append((row, country, number, noun))
        shared = find_shared_basis(counted)
        for row, country, number, noun in counted:
            yield from describe_count(sentence, row, country, number, None if shared else noun)
        if shared:
            yield Proposal(
                "count", sentence.number, COUNTS, SHARED, "country_basis", "citizenship", (sentence.place(*shared),)
            )
        if rows and flight and on_flight and not sentence.is_heading:
            yield from share_flight(sentence, flight, rows)
        last_of_flight = bool(flight) and (speaks_of_flight(sentence) or (refers and last_of_flight))


def find_shared_basis(counted: Sequence[tuple[str, CountryExpression, NumberExpression | None, Span | None]]) -> Span | None:
    """Return the span of the one noun that says of several rows who is counted."""
    nouns = {noun for _, _, _, noun in counted}
    return next(iter(nouns)) if len(counted) > 1 and len(nouns) == 1 else None


def find_count_row(
    article: Article, sentence: Sentence, flight: Flight | None, country: CountryExpression, number: NumberExpression | None
) -> str:
    """Return the row of a count: of a known figure its own, never the flight's; else that of the flight, where it is one."""
    value = read_value(sentence, number) if number else ""
    known = article.memory.figures.get((country.code, value), "")
    if known:
        return known
    if not flight and number:
        return make_row_id(f"{article.source} {country.code} {value}")
    return f"flight-{flight.day or flight.id}-{country.code.lower()}".replace("/", "-") if flight else ""


def describe_count(
    sentence: Sentence, row: str, country: CountryExpression, number: NumberExpression | None, noun: Span | None
) -> Iterator[Proposal]:
    """Yield the cells of a row of nationals."""

    def cell(field: str, span: Span, value: str = "") -> Proposal:
        return Proposal("count", sentence.number, COUNTS, row, field, value, (sentence.place(*span),))

    yield cell("country", (country.start, country.end))
    if number:
        yield cell("persons", (number.start, number.end))
    if noun:
        words = sentence.text[slice(*noun)]
        is_beside = noun[0] == country.end + 1 and sentence.text.count(words) > 1
        yield cell("country_basis", (country.start, noun[1]) if is_beside else noun, "citizenship")


def share_flight(sentence: Sentence, flight: Flight, rows: list[str]) -> Iterator[Proposal]:
    """Yield what all rows of nationals aboard have in common: the measure, that it is a flow, and the flight."""
    rules = load_rules()
    row = rows[0] if len(set(rows)) == 1 else SHARED
    found = find_any(sentence.bare, ["aboard", "on board", "onboard", "carried", "carrying", "on the flight", "on the plane"])
    if not found:
        return

    def cell(field: str, value: str, span: Span) -> Proposal:
        return Proposal("aboard", sentence.number, COUNTS, row, field, value, (sentence.place(*span),), False)

    span = found.span()
    yield cell("measure", "aboard_flight", span)
    yield cell("stock_or_flow", "flow", span)
    craft = find_any(sentence.bare, rules["aircraft"])
    yield cell("flight_id", flight.id, craft.span() if craft else span)
