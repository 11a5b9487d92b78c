"""The places from which and to which something went, as the words before a name say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curation.proposals.article import Article, Sentence, find_any
from curation.proposals.memory import load_rules, locate
from curation.proposals.offices import list_roles
from curation.proposals.row_ids import make_row_id
from curation.text.countries import CountryExpression, read_country, scan_countries
from curation.text.country_names import load_usual_names
from curation.text.folding import Span, strip_accents
from curation.text.moments import choose
from curation.text.readings import Reading
from curation.text.subdivisions import fold_name, load_subdivisions

ONWARD = re.compile(r",? (?:from )?where\b")
"""Behind it a sentence says what came after a flight."""
CAME = r"(?:landed|landing|arrived|arriving|touched down) (?:[a-z]+ ){1,3}(?:in|at)"
"""What is before a destination with some words between: landed with them at."""
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
OF_BODY = re.compile(r"['’]s\b| [A-Z]")
"""What follows a country's name in that of a body: the Swedish Prison Service."""
NO_JOURNEY = re.compile(
    r"(?i)\b(?:(?:flown|taken) back|sent on|admitted|resettled|migrated|emigrated|fled|moved|according|thanks|telephone"
    r"|phone|video|ambassador|commissioner|envoy) $"
)
"""What is before "to" where it does not say where a flight went."""
OF_PEOPLE = re.compile(r"(?i)\b(?:come|comes|came|hails?|hailed|originally|each|them|whom)$")
"""What is before "from" where it says where people are at home: six came from Bern, three each from Bern and Basel."""
CODE = 3
"""Characters of a country's code."""
DESTINATION, ORIGIN = "destination", "origin"
ROLES = (ORIGIN, DESTINATION)


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


def list_places(article: Article, sentence: Sentence) -> Iterator[NamedPlace]:
    """Yield the places from which and to which a sentence says that something went; not those to which it went on.

    Where it names several countries for the start, or for the end, one of them can be that of a stop: none is taken.
    """
    for role in ROLES:
        places = list(list_places_of(article, sentence, role))
        is_stop = role == DESTINATION and (
            sentence.has_word(load_rules()["stop"], bare=True) or BOARDED.search(sentence.bare)
        )
        if not is_stop and len({place.country for place in places if place.country}) < 2:
            yield from places


def list_places_of(article: Article, sentence: Sentence, role: str) -> Iterator[NamedPlace]:
    """Yield the places from which, or to which, a sentence says that something went."""
    onward = ONWARD.search(sentence.bare)
    last = onward.start() if onward else len(sentence.bare)
    parse = article.memory.schemas["flights"].fields[f"{role}_place"].parse
    listed = choose({*(parse.after if parse else ()), *load_rules()[role]} - LOOSE)
    came = CAME if role == DESTINATION else NOWHERE
    for match in re.finditer(rf"(?<!\w)(?:{listed}|{came}) (?:[Tt]he )?(?=[A-Z])", sentence.bare[:last]):
        counts = role == ORIGIN and says_whose(sentence, match.start() - 1)
        counts = counts or NO_JOURNEY.search(sentence.bare[: match.start()]) is not None
        place = None if counts else read_place(article, sentence, role, match.end())
        if place:
            yield place


def says_whose(sentence: Sentence, end: int) -> bool:
    """Whether "from" says where people come from: four from Bern, nationals from Laos; not Lao nationals from Peru."""
    is_of_craft = find_any(sentence.text[:end], load_rules()["aircraft"]) is not None
    if (OF_PEOPLE.search(sentence.text[:end]) and not is_of_craft) or any(one.end == end for one in sentence.numbers):
        return True
    noun = re.search(rf"(?:{choose(load_rules()['people'])})$", sentence.text[:end])
    return noun is not None and not any(one.end == noun.start() - 1 for one in sentence.countries)


def read_place(article: Article, sentence: Sentence, role: str, start: int) -> NamedPlace | None:
    """Return the country, the city or the airport whose name begins at a position; None where it owns what follows."""
    text = sentence.text
    country = next((one for one in sentence.countries if one.start == start), None)
    meant = (country.code or find_supported(article, country)) if country else ""
    if country and meant:
        span, name = (start, country.end), text[start : country.end]
        is_place = not OF_BODY.match(text, country.end) and not any(True for _ in list_roles(name, article.memory))
        return NamedPlace(role, name, meant, span, span, is_sure=bool(country.code)) if is_place else None
    found = PLACE.match(sentence.bare, start)
    name = found.group() if found else ""
    site = SITE.match(text, start + len(name))
    end = site.end() if site else start + len(name)
    wide = find_state(text, end)
    city = AIRPORT.sub("", name)
    code = read_state(text[end:wide].strip(" ,")) or locate(article.memory, city) or read_state(city)
    is_person = any(True for _ in list_roles(name, article.memory))
    is_known = code or AIRPORT.search(text[start:end]) or strip_accents(city) in article.memory.cities
    if is_person or name.endswith(OWNER) or not is_known:
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


def make_place_id(place: str) -> str:
    """Return a place in the name of a row; a country by its usual name.

    >>> make_place_id("U.S."), make_place_id("Leipzig/Halle airport")
    ('united-states', 'leipzig-halle-airport')
    """
    read = read_country(place)
    return make_row_id(load_usual_names().get(read.value, place) if isinstance(read, Reading) else place)
