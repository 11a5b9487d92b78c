"""The places from which and to which something went, as the words before a name say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curation.proposals.article import BLANK, Article, Sentence, find_any
from curation.proposals.memory import load_rules, locate, locate_airport
from curation.proposals.offices import list_roles
from curation.proposals.row_ids import make_row_id
from curation.text.countries import CountryExpression, read_country, scan_countries
from curation.text.country_names import load_usual_names
from curation.text.folding import Span, strip_accents
from curation.text.moments import choose
from curation.text.numbers import NumberExpression
from curation.text.readings import Reading
from curation.text.subdivisions import fold_name, load_subdivisions

ONWARD = re.compile(r",? (?:from )?where\b(?:(?!, (?:and|before) (?:then )?(?:continu|went|flew|flying|going|proceed)).)*")
"""What came after a flight, or at a stop, up to how the aircraft went on."""
CAME = r"(?:landed|landing|arrived|arriving|touched down) (?:[a-z]+ ){0,3}(?:in|at)(?: the [a-z]+ [a-z]+ of)?"
"""What is before a destination with some words between: landed with them at."""
STOPPED = re.compile(
    r"(?:(?<!no )(?<!without )\b(?:stop(?:s|ped|over|overs)?|halts?|refuel(?:l?ed|l?ing)?|(?:land|touch)ed(?: down)? first)"
    r"(?: (?:first|briefly|stops?|stopover|again|there|to refuel|on the way))*(?: at| in)|\bby way of|\bvia)"
    r" (?:the )?(?=[A-Z])"
)
"""What is before a place on the way: made stops in."""
LISTED = re.compile(r"(?:, and|,|;| and|; and) (?:in |at )?(?=[A-Z])")
"""What joins the places of a list."""
ON_TO = re.compile(
    r"\b(?:(?:continu|proceed)\w*(?: its journey)?(?: on)?"
    r"|(?:fl(?:y|ies|ew|ying)|went|go(?:es|ing)?|carried|head(?:ed|ing)?) on"
    r"|then (?:flew|went|headed|travelled)|and ended \w+ \w+|\bended)(?: to| in| at)? $"
)
"""What says that an aircraft went on to the place behind it."""
TO_REFUEL = re.compile(r",? (?:to (?:refuel|take on)|for (?:an? )?(?:refuell?ing|technical|fuel)|on the way)\b")
"""Behind a place at which an aircraft only stopped."""
BY_LAND = re.compile(r",? (?:by|on|in) (?:an? )?(?:\w+ )?(?:bus(?:es)?|coach(?:es)?|train|road|car|land|sea|boat|ferry)\b")
"""Behind a place to which people went on without the aircraft."""
BOARDED = re.compile(r"\bwhere\b.* (?:boarded|joined|came aboard|got on|picked up|refuel\w+)\b")
"""What happened at a stop on the way."""
NOWHERE = "(?!)"
LOOSE = {"for", "toward", "towards"}
"""Words before a destination that are before much else: the spokesman for Uzbekistan."""
PLACE = re.compile(r"[A-Z][\w’'-]+(?: (?:de |of )?[A-Z][\w’'-]+)*")
SITE = re.compile(r"(?:/[A-Z]\w+)?(?: [Aa]irport)?")
AIRPORT = re.compile(
    r"(?: International)? [Aa]irport$|(?: Army| Naval| Joint)?(?: Airfield| Air (?:Force )?Base| Air Station)$"
)
STATE = re.compile(r", ([A-Z]\w+(?: [A-Z]\w+)?)(?=[,.]|$)")
"""What follows a city's name in that of an airport: Leipzig/Halle Airport."""
OWNER = ("'s", "’s")
OF_BODY = re.compile(r"['’]s\b| [A-Z]| (?:capital|nationals?|citizens?|side|authorities|government|officials?)\b")
"""What follows a country's name in that of a body, or as an adjective: the Swedish Prison Service, the Uzbek nationals."""
NO_JOURNEY = re.compile(
    r"(?i)\b(?:(?:flown|taken) back|(?:had|have) come|onward|sent on|admitted|resettled|migrated|emigrated|fled|moved"
    r"|according|thanks|telephone|phone|video|ambassador|commissioner|envoy) $"
)
"""What is before "to" where it does not say where a flight went."""
OF_PEOPLE = re.compile(r"(?i)\b(?:come|comes|came|hails?|hailed|originally|each|them|whom)$")
"""What is before "from" where it says where people are at home: six came from Bern, three each from Bern and Basel."""
STAYED = re.compile(
    r"\b(?:did not (?:disembark|get off|leave the (?:plane|aircraft))"
    r"|(?:remained|stayed|remaining|staying) (?:on board|aboard)"
    r"|on the same (?:aircraft|plane|flight|charter))\b"
)
"""That people went on by the aircraft that brought them."""
SENT_ON = re.compile(r"\b(?:onward|sent on) $")
WITH_ARTICLE = re.compile(r"^United | Republic$| Islands$|^(?:Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros)$")
"""A country's name that has an article."""
BEFORE_COUNTRY = (", ", " in ", " (", ", in ")
"""What is between the name of a city and that of its country."""
NAME = re.compile(r"(?<![.!?] )\b[A-Z][a-z’'-]+ (?!Air|Jet|Express|Flight|Charter)[A-Z][a-z’'-]+$")
"""A person's name, and not an airline's: what "from" behind it says is where somebody is at home."""
SOMEBODY = re.compile(r"\b[Aa]n? [\w-]+(?: [\w-]+)?$")
"""Somebody by what he or she is, before "from": a roofer from Bern."""
CODE = 3
"""Characters of a country's code."""
DESTINATION, ORIGIN, STOP = "destination", "origin", "stop"
ROLES = (ORIGIN, DESTINATION)
MOVED = ("deportees", "returnees", "passengers")
"""Nouns with "from" that say from where people came, and not whose they are."""
MOVED_FROM = re.compile(r"(?:deport|remov|expel|return|sen[dt]|fl[eo]w)\w* (?:[^,;]|(?<=\d),(?=\d))*$")
"""Before the noun: who deported citizens from a country counts no citizens of it."""


@dataclass(frozen=True)
class NamedPlace:
    """A place from which or to which something went. The span is that of the sentence."""

    role: str
    name: str
    country: str
    """Its code; empty where only the name of an airport is known."""
    span: Span
    end: int
    """The end of the words for it, with the state or the country in which a city is: San Diego, California."""
    country_span: Span | None = None
    """The name of its country, where that is behind the name of a city: San Salvador, El Salvador."""
    is_sure: bool = True
    """Whether a country's name has no other meaning."""
    goes_on: bool = False
    """Whether it is said that an aircraft went on to it."""


def list_places(article: Article, sentence: Sentence) -> list[NamedPlace]:
    """Return the places from which and to which a sentence says that something went, and at which it stopped.

    Of a list of places to which it went the last is the end, and so is the one to which it went on. Where a sentence names
    several countries for the start, or otherwise for the end, none is taken.
    """
    origins = list(list_places_of(article, sentence, ORIGIN))
    stops = list(list_places_of(article, sentence, STOP))
    stopped = {one.span for one in stops}
    reached = [place for place in list_places_of(article, sentence, DESTINATION) if place.span not in stopped]
    ends = [place for place in reached if not TO_REFUEL.match(sentence.bare, place.end)]
    stops += [replace(place, role=STOP) for place in reached if place not in ends]
    if not has_one_country(origins):
        origins = []
    if not has_one_country(ends):
        *before, last = ends
        is_route = all(joins_route(sentence, one, other) for one, other in pairwise(ends))
        stops += [replace(place, role=STOP) for place in before if place.country != last.country] if is_route else []
        ends = [last] if is_route else []
    if BOARDED.search(sentence.bare):
        ends = []
    return [*origins, *stops, *(replace(one, goes_on=is_further(sentence, one)) for one in ends)]


def is_further(sentence: Sentence, end: NamedPlace) -> bool:
    """Whether an aircraft went on to the place that a sentence has for its end."""
    return ON_TO.search(sentence.bare, 0, end.span[0]) is not None or STAYED.search(sentence.bare) is not None


def has_one_country(places: Sequence[NamedPlace]) -> bool:
    """Whether places are not known to be in several countries."""
    return len({place.country for place in places if place.country}) < 2


def joins_route(sentence: Sentence, one: NamedPlace, other: NamedPlace) -> bool:
    """Whether something went from one place on to another: Accra and Lagos; Accra, and then flew on to Lagos."""
    listed = LISTED.match(sentence.bare, one.end)
    return bool(listed and listed.end() == other.span[0]) or ON_TO.search(sentence.bare, one.end, other.span[0]) is not None


def list_places_of(article: Article, sentence: Sentence, role: str) -> Iterator[NamedPlace]:
    """Yield the places from which, or to which, a sentence says that something went, or at which it stopped."""
    text = sentence.bare if role == STOP else ONWARD.sub(lambda clause: BLANK * len(clause.group()), sentence.bare)
    for match in compile_before(article, role).finditer(text):
        counts = role == ORIGIN and "from" in match.group() and says_whose(sentence, match.start() - 1)
        if not (counts or is_no_journey(sentence, match.start())):
            places = read_list(article, sentence, role, match.end())
            # Of several places of departure only a reader knows which is the first.
            is_by_land = bool(places) and BY_LAND.match(sentence.text, places[-1].end) is not None
            yield from places if (role != ORIGIN or has_one_country(places)) and not is_by_land else ()


def is_no_journey(sentence: Sentence, start: int) -> bool:
    """Whether "to" at a position does not say where a flight went: people may have gone on otherwise."""
    before = sentence.bare[:start]
    goes_on = STAYED.search(sentence.bare) and SENT_ON.search(before)
    return NO_JOURNEY.search(before) is not None and not goes_on


def read_list(article: Article, sentence: Sentence, role: str, start: int) -> list[NamedPlace]:
    """Return the place that begins at a position, and those that are joined to it by "and" or as a list of countries."""
    places: list[NamedPlace] = []
    place = read_place(article, sentence, role, start)
    while place:
        places.append(place)
        joint = LISTED.match(sentence.bare, place.end)
        following = read_place(article, sentence, role, joint.end()) if joint else None
        # A comma alone is also between the name of an airport and that of its city.
        is_list = joint and following and ("and" in joint.group() or (place.country and following.country != place.country))
        place = following if is_list else None
    return places


def compile_before(article: Article, role: str) -> re.Pattern[str]:
    """Return the pattern of what is before a place from which, or to which, something went, or at which it stopped."""
    if role == STOP:
        return STOPPED
    parse = article.memory.schemas["flights"].fields[f"{role}_place"].parse
    listed = choose({*(parse.after if parse else ()), *load_rules()[role]} - LOOSE)
    came = CAME if role == DESTINATION else NOWHERE
    return re.compile(rf"(?<!\w)(?:{listed}|{came}) (?:[Tt]he )?(?=[A-Z])")


def says_whose(sentence: Sentence, end: int) -> bool:
    """Whether "from" says where people come from: four from Bern, nationals from Laos; not Lao nationals from Peru."""
    is_of_craft = find_any(sentence.text[:end], load_rules()["aircraft"]) is not None
    if (OF_PEOPLE.search(sentence.text[:end]) and not is_of_craft) or any(one.end == end for one in sentence.numbers):
        return True
    if NAME.search(sentence.text[:end]) or (SOMEBODY.search(sentence.text[:end]) and not is_of_craft):
        return True
    noun = re.search(rf"(?:{choose(load_rules()['people'])})$", sentence.text[:end])
    return noun is not None and not any(one.end == noun.start() - 1 for one in sentence.countries)


def is_whose(sentence: Sentence, people: re.Match[str], number: NumberExpression | None) -> bool:
    """Whether people from a country are its own: no deportees from it, nobody who was sent from it, no other citizens."""
    is_moved = people[1].lower() in MOVED or (not number and MOVED_FROM.search(people.string[: people.start()]))
    return not is_moved and not has_country(sentence, people.start(1)) and says_whose(sentence, people.end(1))


def has_country(sentence: Sentence, start: int) -> bool:
    """Whether a country is just before a noun: Georgian citizens from Germany and Poland."""
    return any(one.end + 1 == start for one in sentence.countries)


def read_place(article: Article, sentence: Sentence, role: str, start: int) -> NamedPlace | None:
    """Return the country, the city or the airport whose name begins at a position; None where it owns what follows."""
    text = sentence.text
    country = next((one for one in sentence.countries if one.start == start), None)
    meant = (country.code or find_supported(article, country)) if country else ""
    if country and meant:
        span, name = (start, country.end), text[start : country.end]
        is_place = not OF_BODY.match(text, country.end) and not any(True for _ in list_roles(name, article.memory))
        return NamedPlace(role, name, meant, span, country.end, is_sure=bool(country.code)) if is_place else None
    found = PLACE.match(sentence.bare, start)
    name = found.group() if found else ""
    site = SITE.match(text, start + len(name))
    end = site.end() if site else start + len(name)
    state = find_state(text, end)
    city = AIRPORT.sub("", name)
    named = find_country_behind(sentence, end)
    known = named.code if named else locate(article.memory, city) or locate_site(article, text[start:end], city)
    code = read_state(text[end:state].strip(" ,")) or known or read_state(city)
    is_person = any(True for _ in list_roles(name, article.memory))
    is_known = code or AIRPORT.search(text[start:end]) or strip_accents(city) in article.memory.cities
    if is_person or name.endswith(OWNER) or not is_known:
        return None
    country_span = (named.start, named.end) if named else None
    return NamedPlace(role, text[start:end], code, (start, end), named.end if named else state, country_span)


def locate_site(article: Article, site: str, city: str) -> str:
    """Return the country of an airport: of the list, or by the city in its name, if the text names that country.

    Warsaw Chopin Airport is in Poland. Nelson Mandela Airport is not in New Zealand, though there is a Nelson.
    """
    if not AIRPORT.search(site):
        return ""
    known = locate_airport(article.memory, site)
    if known:
        return known
    codes = {code for part in re.split(r"[ /–-]", city) if len(part) >= CODE and (code := locate(article.memory, part))}
    return codes.pop() if len(codes) == 1 and codes <= article.memory.named else ""


def find_country_behind(sentence: Sentence, end: int) -> CountryExpression | None:
    """Return the country that is named behind a place in it: San Salvador, El Salvador; San Antonio in Texas has none."""
    behind = (one for one in sentence.countries if one.code and sentence.text[end : one.start] in BEFORE_COUNTRY)
    return next((one for one in behind if not OF_BODY.match(sentence.text, one.end)), None)


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


def explain_place(place: str, country: str) -> str:
    """Return the reason that a place means a country.

    >>> explain_place("Lagos", "NGA"), explain_place("Phoenix", "USA")
    ('Lagos is in Nigeria', 'Phoenix is in the United States')
    """
    name = load_usual_names().get(country, "")
    article = "the " if WITH_ARTICLE.search(name) else ""
    return f"{place} is in {article}{name}" if name else ""


def make_place_id(place: str) -> str:
    """Return a place in the name of a row; a country by its usual name.

    >>> make_place_id("U.S."), make_place_id("Leipzig/Halle airport")
    ('united-states', 'leipzig-halle-airport')
    """
    read = read_country(place)
    return make_row_id(load_usual_names().get(read.value, place) if isinstance(read, Reading) else place)
